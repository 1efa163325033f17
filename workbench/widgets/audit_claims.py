"""What is judged, as a person changes it: claims become rules again, and rules become Python."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from workbench.audit.policy import DEFAULT_POLICY, Claim, Policy, Reason, Rule, Scale
from workbench.audit.result import Audit
from workbench.tally.gaps import EXTREMES, reference_of
from workbench.tally.rates import SYNONYMS
from workbench.widgets.code import Raw, call, literal

__all__ = ["claims_on", "everywhere", "policy_code", "policy_of", "same_figure", "usual_claim", "usual_tolerance"]

_INDENT = "    "
_FOUR_FIFTHS = 0.8


def same_figure(one: str, other: str) -> bool:
    """Whether two names are of one figure.

    Examples
    --------
    >>> same_figure("recall_score", "true_positive_rate")
    True
    """
    return SYNONYMS.get(one, one) == SYNONYMS.get(other, other)


def claims_on(audit: Audit, attributes: Sequence[str], metric: str) -> tuple[Claim, ...]:
    """Return what was declared of a figure of the groups of an attribute or crossing.

    Parameters
    ----------
    audit : Audit
        The audit.
    attributes : sequence of str
        The attribute, or those that are crossed.
    metric : str
        The figure.
    """
    return tuple(
        one.claim
        for one in audit.assessments
        if set(one.claim.attributes) == set(attributes) and same_figure(one.claim.metric, metric)
    )


def usual_tolerance(scale: Scale) -> float:
    """Return a limit to begin with: that of the default policy, or four fifths.

    Examples
    --------
    >>> usual_tolerance("difference"), usual_tolerance("ratio")
    (0.05, 0.8)
    """
    return _FOUR_FIFTHS if scale == "ratio" else next(iter(DEFAULT_POLICY.claims(["any"]))).tolerance


def usual_claim(attributes: tuple[str, ...], metric: str) -> Claim:
    """Return a claim on a figure of some groups, to begin with."""
    return Claim(" × ".join(attributes), metric, usual_tolerance("difference"), attributes=attributes)


def everywhere(own: Claim, claims: Sequence[Claim], attributes: Sequence[str]) -> list[Claim]:
    """Return claims with the limit of one for every attribute; a named group is compared with among its own only.

    Parameters
    ----------
    own : Claim
        The one that others become like.
    claims : sequence of Claim
        All that are declared.
    attributes : sequence of str
        The protected attributes.
    """
    comparison = own.comparison if reference_of(own.comparison) is None else EXTREMES
    others = [
        replace(own, attribute=one, attributes=(one,), comparison=comparison, leave_out=())
        for one in attributes
        if (one,) != own.attributes
    ]
    replaced = {one.attributes for one in others}
    kept = [one for one in claims if not (one.attributes in replaced and same_figure(one.metric, own.metric))]
    return [*kept, *others]


def policy_of(policy: Policy, claims: Sequence[Claim], attributes: Sequence[str]) -> Policy:
    """Return a policy that declares these claims, and else what another policy does.

    Parameters
    ----------
    policy : Policy
        Whose confidence, smallest group, standards and justification are kept.
    claims : sequence of Claim
        What is compared and tolerated.
    attributes : sequence of str
        The protected attributes: what is claimed of each of them becomes one rule that names none.

    Raises
    ------
    InputError
        If nothing would be judged, or a tolerance can never be kept.
    """
    grouped: dict[tuple[object, ...], list[Claim]] = {}
    for one in claims:
        key = (one.metric, one.tolerance, one.scale, one.comparison, one.leave_out)
        grouped.setdefault(key, []).append(one)
    rules = [_rule(some, attributes) for some in grouped.values()]
    return replace(policy, rules=rules, declared=True)


def _rule(claims: Sequence[Claim], attributes: Sequence[str]) -> Rule:
    first = claims[0]
    of = [one.attributes for one in claims]
    names: tuple[str | tuple[str, ...], ...] = tuple(one[0] if len(one) == 1 else one for one in of)
    every = sorted(of) == sorted((one,) for one in attributes)
    return Rule(first.metric, first.tolerance, first.scale, first.comparison, () if every else names, first.leave_out)


def policy_code(policy: Policy) -> str:
    """Return a policy as Python that declares it.

    Parameters
    ----------
    policy : Policy
        Any.

    Examples
    --------
    >>> print(policy_code(Policy({"selection_rate": 0.1}, confidence=0.9)))
    wb.Policy({"selection_rate": 0.1}, confidence=0.9)
    """
    usual = Policy({"selection_rate": 0.05})
    named: dict[str, object] = {
        key: getattr(policy, key)
        for key in ("confidence", "minimum_n", "declared", "changed_after_looking")
        if getattr(policy, key) != getattr(usual, key)
    }
    if policy.standards:
        named["standards"] = {name: dict(options) for name, options in policy.standards.items()}
    if policy.justification:
        named["justification"] = _listed([_reason(one) for one in policy.justification])
    return call("wb.Policy", _rules(policy), **named)


def _rules(policy: Policy) -> Raw:
    rules = [one for one in policy.rules if isinstance(one, Rule)]
    plain = all(one == Rule(one.metric, one.tolerance) for one in rules)
    if plain and len({one.metric for one in rules}) == len(rules):
        return Raw(literal({one.metric: one.tolerance for one in rules}))
    return _listed([_rule_code(one) for one in rules])


def _rule_code(rule: Rule) -> str:
    named: dict[str, object] = {}
    if rule.scale != "difference":
        named["scale"] = rule.scale
    if rule.compare != EXTREMES:
        named["compare"] = rule.compare
    if rule.attributes:
        named["attributes"] = rule.attributes
    if rule.leave_out:
        named["leave_out"] = rule.leave_out
    return call("wb.Rule", rule.metric, rule.tolerance, **named)


def _reason(reason: Reason) -> str:
    return call("wb.Reason", *(one for one in (reason.question, reason.answer, reason.why) if one))


def _listed(calls: Sequence[str]) -> Raw:
    """Return a list with a call a line; on one line where it is the only one and short."""
    if len(calls) == 1 and "\n" not in calls[0]:
        return Raw(f"[{calls[0]}]")
    inside = "".join(f"{_INDENT}{one.replace(chr(10), chr(10) + _INDENT)},\n" for one in calls)
    return Raw(f"[\n{inside}]")
