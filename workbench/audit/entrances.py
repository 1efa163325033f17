"""Ways into an audit. ``audit_model`` audits one's own fitted model."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.audit.policy import DEFAULT_POLICY, Policy
from workbench.audit.result import Audit, Description
from workbench.audit.verdicts import judge
from workbench.checks import check_result
from workbench.core.finding import Finding
from workbench.core.provenance import Provenance
from workbench.data.dataset import UNSTATED
from workbench.data.roles import UNKNOWN, ProtectedAttribute
from workbench.modeling.result import Fitted
from workbench.tally.counting import tally_rows
from workbench.tally.gaps import largest_gap
from workbench.tally.rates import group_rates, rate_named
from workbench.tally.tally import Tally
from workbench.tally.values import GroupRates

__all__ = ["audit_model"]

_LISTED = 5


def audit_model(fitted: Fitted, *, policy: Policy = DEFAULT_POLICY) -> Audit:
    """Compare how groups fare: in the data, and under the model's decisions on held-out rows.

    Parameters
    ----------
    fitted : Fitted
        The model and its held-out predictions.
    policy : Policy
        What is compared and tolerated, declared beforehand.

    Returns
    -------
    Audit
        Outcome rates over all rows; for each protected attribute and metric the rates, the worst
        difference with limits that allow for every comparison made, and a verdict. Groups that are
        small, missing from the held-out rows or unknown are findings.

    Notes
    -----
    Rows whose group is unknown are counted and shown, but not compared.

    Examples
    --------
    >>> from workbench.data.read import read_data
    >>> from workbench.data.split import split_data
    >>> from workbench.modeling.fit import fit_model
    >>> from workbench.preparation.prepare import prepare_data
    >>> data = read_data("example:loans", target="approved", favourable="yes", protected=["origin"])
    >>> audit_model(fit_model(prepare_data(split_data(data)), "logistic_regression"))
    Audit of 3,000 held-out rows, 3 comparisons: 1 gap, 0 within tolerance, 2 not enough evidence.
    """
    check_result("fitted", fitted, Fitted, "fit_model")
    split = fitted.prepared.split
    protected = {one.title: one for one in split.data.roles.protected}
    attributes = tuple(protected)
    outcomes = tally_rows(split.data.groups(), outcomes=split.data.outcomes())
    decisions = tally_rows(split.test.groups(), outcomes=split.test.outcomes(), decisions=fitted.decisions)
    claims = policy.claims(attributes)
    assessments = tuple(
        judge(claim, _rates(decisions, claim.metric, protected[claim.attribute], policy), policy, len(claims))
        for claim in claims
    )
    return Audit(
        provenance=Provenance("audit_model", {"policy": policy.settings()}, (fitted.fingerprint,)),
        data_name=split.data.name,
        roles=split.data.roles,
        policy=policy,
        outcomes=outcomes,
        decisions=decisions,
        descriptions=tuple(_describe(outcomes, one, policy, len(protected)) for one in protected.values()),
        assessments=assessments,
        findings=tuple(
            finding for attribute in attributes for finding in _findings(attribute, outcomes, decisions, policy)
        ),
    )


def _rates(tally: Tally, metric: str, attribute: ProtectedAttribute, policy: Policy) -> GroupRates:
    order = attribute.arranged(group[0] for group in tally.by(attribute.title).groups)
    return group_rates(tally, rate_named(metric), attribute.title, policy.confidence, order=order)


def _describe(outcomes: Tally, attribute: ProtectedAttribute, policy: Policy, n_attributes: int) -> Description:
    rates = _rates(outcomes, "base_rate", attribute, policy)
    return Description(rates, largest_gap(rates, (1 - policy.confidence) / n_attributes, policy.confidence))


def _findings(attribute: str, outcomes: Tally, decisions: Tally, policy: Policy) -> list[Finding]:
    """Return what a reader must know about an attribute's groups before reading its rates."""
    everyone, held_out = outcomes.by(attribute), decisions.by(attribute)
    # Of the rows whose outcome is known, as in every rate that is shown.
    total = {group[0]: int(n[:UNSTATED].sum()) for group, n in zip(everyone.groups, everyone.n, strict=True)}
    tested = {group[0]: int(n.sum()) for group, n in zip(held_out.groups, held_out.n, strict=True)}
    known = [group for group in total if group != UNKNOWN]
    small = {group: tested.get(group, 0) for group in known if tested.get(group, 0) < policy.minimum_n}
    found = [_small(attribute, small, policy.minimum_n)] if small else []
    if UNKNOWN in total:
        found.append(_unknown(attribute, total[UNKNOWN], sum(total.values())))
    if len(known) < 2:
        found.append(_one_group(attribute, len(known)))
    return found


def _small(attribute: str, small: Mapping[str, int], minimum_n: int) -> Finding:
    fewest = min(small.values())
    named = [f"{group!r} ({n})" for group, n in sorted(small.items(), key=lambda one: one[1])[:_LISTED]]
    if len(small) > _LISTED:
        named.append(f"and {len(small) - _LISTED:,} more")
    groups = "1 group" if len(small) == 1 else f"{len(small):,} groups"
    return Finding(
        "WB502",
        "caution",
        f"{attribute} has {groups} with fewer than {minimum_n} rows among those held out: {', '.join(named)}",
        "So few rows can hide a large difference, or show one by chance.",
        "Collect more rows of them, hold more rows out, or join groups where that makes sense.",
        value=float(fewest),
        threshold=float(minimum_n),
        n=sum(small.values()),
        scope=attribute,
    )


def _unknown(attribute: str, n_unknown: int, n: int) -> Finding:
    return Finding(
        "WB503",
        "caution",
        f"{attribute} is not known for {n_unknown:,} of {n:,} rows with an outcome",
        "People whose group is not known may fare differently from those whose group is.",
        "Find out why it is missing. These rows are shown as 'unknown' and not compared.",
        value=n_unknown / n,
        threshold=0.0,
        n=n,
        scope=attribute,
    )


def _one_group(attribute: str, n_groups: int) -> Finding:
    return Finding(
        "WB504",
        "serious",
        f"{attribute} has {'only one group' if n_groups else 'no known group'}, so nothing can be compared",
        "A comparison needs at least two groups.",
        "Choose another attribute, or data that hold all the groups concerned.",
        value=float(n_groups),
        threshold=2.0,
        scope=attribute,
    )
