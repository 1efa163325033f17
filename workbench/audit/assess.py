"""From counts to an audit, and to the same audit by another policy or with other decisions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from workbench.audit.by_group import ThresholdsByGroup
from workbench.audit.disclosure.record import DisclosureRecord
from workbench.audit.judging import judged
from workbench.audit.policy import Policy
from workbench.audit.result import Audit, Description, Kind, check_attributes
from workbench.audit.standards.contract import Evidence
from workbench.audit.supposed import SUPPOSED
from workbench.core.provenance import Provenance
from workbench.core.schema import Json
from workbench.data.roles import ProtectedAttribute, Roles
from workbench.tally.gaps import largest_gap
from workbench.tally.rates import rate_named
from workbench.tally.tally import BINARY, Tally
from workbench.tally.values import Axis, GroupRates, axis_of, crossed_order

__all__ = ["audit_tallies", "by_policy", "reassess"]


def audit_tallies(
    provenance: Provenance,
    outcomes: Tally,
    decisions: Tally,
    *,
    data_name: str,
    roles: Roles,
    policy: Policy,
    kind: Kind,
    crossings: Sequence[Sequence[str]] = (),
    strata: Sequence[ProtectedAttribute] = (),
    threshold: float | None = None,
    scoring: Evidence | None = None,
    disclosure: DisclosureRecord | None = None,
    thresholds_by_group: ThresholdsByGroup | None = None,
) -> Audit:
    """Return the audit of some counts.

    Parameters
    ----------
    provenance : Provenance
        Where the counts come from.
    outcomes, decisions : Tally
        Outcomes of all rows; outcomes and decisions of those that are judged.
    data_name : str
        What readers call the data.
    roles : Roles
        The protected attributes, and how the outcomes are called.
    policy : Policy
        What was declared beforehand.
    kind : {"model", "decisions", "counts", "predictions"}
        Whose decisions they are.
    crossings : sequence of sequence of str
        Attributes whose crossings are looked at too; those of the policy's claims are added.
    strata : sequence of ProtectedAttribute
        Columns within which groups are compared too.
    threshold : float, optional
        Where a score decided.
    scoring : Evidence, optional
        For standards on scoring tools: who scores strictly above the median.
    disclosure : DisclosureRecord, optional
        What is hidden of the counts, and the verdicts of all of them.
    thresholds_by_group : ThresholdsByGroup, optional
        Where a score decided, if that differs by group.
    """
    draft = Audit(
        provenance=provenance,
        data_name=data_name,
        roles=roles,
        policy=policy,
        outcomes=outcomes,
        decisions=decisions,
        descriptions=_descriptions(outcomes, roles, policy),
        assessments=(),
        kind=kind,
        crossings=_all_crossings(crossings, policy, tuple(one.title for one in roles.protected)),
        strata=tuple(strata),
        threshold=threshold,
        scoring=scoring,
        disclosure=disclosure,
        thresholds_by_group=thresholds_by_group,
    )
    return judged(draft)


def _all_crossings(
    crossings: Sequence[Sequence[str]], policy: Policy, attributes: tuple[str, ...]
) -> tuple[tuple[str, ...], ...]:
    """Return the crossings that were asked for, and those that the policy compares; each once."""
    for crossing in crossings:
        check_attributes("crossing", tuple(crossing), attributes)
    claims = policy.claims(attributes)
    for claim in claims:
        check_attributes("attribute of the policy", claim.attributes, attributes)
    wanted = [*(tuple(one) for one in crossings), *(one.attributes for one in claims if len(one.attributes) > 1)]
    return tuple(dict.fromkeys(wanted))


def by_policy(audit: Audit, policy: Policy) -> Audit:
    """Return the audit of the same counts by another policy, its crossings and its confidence included."""
    same = policy.confidence == audit.policy.confidence  # all that descriptions and strata take of a policy
    moved = replace(
        audit,
        policy=policy,
        crossings=_all_crossings(audit.crossings, policy, audit.attributes),
        descriptions=audit.descriptions if same else _descriptions(audit.outcomes, audit.roles, policy),
    )
    moved.known_axes.update(audit.known_axes)
    return reassess(
        moved, lambda tally: tally, audit.threshold, known=audit if same else None, by_group=audit.thresholds_by_group
    )


def reassess(
    audit: Audit,
    decide: Callable[[Tally], Tally],
    threshold: float | None,
    *,
    known: Audit | None = None,
    by_group: ThresholdsByGroup | None = None,
    supposed: Mapping[str, Json] | None = None,
) -> Audit:
    """Return the audit of other decisions on the same rows, by the same policy.

    Groups that were summed before are decided anew, not summed anew: that costs less, most of all with many bins.

    Parameters
    ----------
    audit : Audit
        What was known before.
    decide : callable
        Takes counts, returns them with the other decisions.
    threshold : float or None
        Where a score decides.
    known : Audit, optional
        An audit of the same decisions with the same confidence: what a policy does not change is taken from it.
    by_group : ThresholdsByGroup, optional
        Where a score decides, if that differs by group; then ``decide`` takes the counts of all groups.
    supposed : mapping, optional
        What was audited before another threshold was tried; by default what is known of it already.
    """
    made = audit.provenance
    anew = {"thresholds_by_group", *([] if supposed is None else [SUPPOSED])}
    settings = {key: value for key, value in made.settings.items() if key not in anew}
    own = {} if by_group is None else {"thresholds_by_group": by_group.settings()}
    own |= {SUPPOSED: dict(supposed)} if supposed else {}
    provenance = Provenance(
        made.stage,
        {**settings, "policy": audit.policy.settings(), "threshold": threshold, **own},
        made.inputs,
        made.seed,
    )
    moved = replace(
        audit,
        provenance=provenance,
        decisions=decide(audit.decisions),
        threshold=threshold,
        thresholds_by_group=by_group,
        disclosure=audit.disclosure.moved() if audit.disclosure is not None else None,
    )
    if audit.decisions.weights is None:  # weights are floats: summed in another order, they differ in the last digit
        for key in ((), *audit.axes):  # summed once, for this threshold and all that follow
            audit.axis(*key)
        moved.known_axes.update(
            {
                key: _by_all_groups(moved.decisions, key, axis)
                if by_group is not None and moved.decisions is not audit.decisions
                else replace(axis, tally=decide(axis.tally))
                for key, axis in audit.known_axes.items()
            }
        )
    return judged(moved, known)


def _by_all_groups(decided: Tally, attributes: tuple[str, ...], axis: Axis) -> Axis:
    """Return an axis with decisions that are known of all groups; its scores, which are not moved, stay."""
    now = axis_of(decided.bare, *attributes, order=axis.groups)
    return replace(axis, tally=replace(axis.tally, n=now.tally.n))


def _descriptions(outcomes: Tally, roles: Roles, policy: Policy) -> tuple[Description, ...]:
    if outcomes.n_outcomes == 0 or outcomes.classes != BINARY:
        return ()
    return tuple(_describe(outcomes, one, policy, len(roles.protected)) for one in roles.protected)


def _describe(outcomes: Tally, attribute: ProtectedAttribute, policy: Policy, n_attributes: int) -> Description:
    order = crossed_order(outcomes, (attribute.title,), (attribute,))
    axis = axis_of(outcomes if outcomes.weights is not None else outcomes.bare, attribute.title, order=order)
    rates: GroupRates = rate_named("base_rate").by_group(axis, policy.confidence)
    return Description(rates, largest_gap(rates, (1 - policy.confidence) / n_attributes, policy.confidence))
