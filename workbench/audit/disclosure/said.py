"""What a reader must know of an audit of which something is hidden."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from workbench.audit.disclosure.record import DisclosureRecord
from workbench.audit.policy import Claim, families
from workbench.audit.standards.registry import standard_named
from workbench.audit.verdicts import Assessment
from workbench.core.finding import Finding
from workbench.data.roles import NOT_COMPARED, TOO_SMALL
from workbench.tally.metrics import CLAIMABLE
from workbench.tally.rates import rate_named
from workbench.tally.tally import BINARY
from workbench.tally.values import Axis, GroupRates

if TYPE_CHECKING:
    from workbench.audit.result import Audit

__all__ = [
    "NOT_SHOWN",
    "can_be_shown",
    "disclosure_findings",
    "never_denied",
    "not_shown",
    "one_sided",
    "with_full_verdicts",
]

NOT_SHOWN = "its counts are not shown: small, or they would give small ones away"
"""Why a claim has no number."""

_PUBLICATION = "nyc-ll144"
_LISTED = 5


def can_be_shown(axis: Axis, claim: Claim) -> bool:
    """Return whether the counts that are shown carry the claim's metrics, and the group that it compares with."""
    tally = axis.tally if axis.tally.classes == BINARY else axis.tally.one_against_rest(axis.tally.classes[0])
    two = replace(axis, tally=tally)
    reference = claim.comparison.partition(":")[2]
    return (not reference or reference in axis.groups) and all(
        CLAIMABLE[metric].is_carried_by(two) for metric in families(claim.metric)
    )


def not_shown(axis: Axis, claim: Claim, confidence: float) -> Assessment:
    """Return a claim without any number."""
    nobody = np.zeros(len(axis.groups), dtype=np.int64)
    name = families(claim.metric)[0]
    rates = GroupRates(name, axis.attribute, axis.groups, nobody, confidence, NOT_SHOWN, nobody)
    return Assessment(claim, rates, None, "not enough evidence", confidence, (), (rates,), NOT_SHOWN, (None,))


def never_denied(one: Assessment, record: DisclosureRecord) -> Assessment:
    """Return a claim that the counts shown do not carry with the reason that others are hidden, where they may be."""
    if one.gap is not None or one.is_withheld:
        return one
    hides = TOO_SMALL in one.rates.groups or record.may_compare(*one.claim.attributes)
    return replace(one, reason=NOT_SHOWN) if hides else one


def one_sided(axis: Axis, record: DisclosureRecord) -> str:
    """Return why errors are not judged, without any count; empty where they are."""
    if axis.attribute not in record.one_sided:
        return ""
    return "the outcome is missing more often after one decision than after the other"


def with_full_verdicts(assessments: Sequence[Assessment], record: DisclosureRecord) -> tuple[Assessment, ...]:
    """Return assessments with the verdicts of all groups, beside those of the groups that are shown."""
    visible = [replace(one, verdict_of_visible=one.verdict) for one in assessments]
    if len(record.verdicts) != len(visible):  # not known of these claims
        return tuple(visible)
    return tuple(replace(one, verdict=verdict) for one, verdict in zip(visible, record.verdicts, strict=True))


def disclosure_findings(audit: Audit, record: DisclosureRecord) -> list[Finding]:
    """Return what is not shown, which law that conflicts with, and what a rate of 0 or 1 tells of a person."""
    found = []
    if record.n_groups:
        found.append(_hidden(record))
    if _PUBLICATION in record.changed:
        found.append(_conflict())
    found += [_all_or_nobody(one, group, k, n) for one, group, k, n in _certain(audit, record)]
    if record.withheld:
        found.append(_withheld(record))
    found += [_reversal(attribute, stratum) for attribute, stratum in record.reversals]
    return found


def _hidden(record: DisclosureRecord) -> Finding:
    parts = [
        f"{one.whole + one.outcomes:,} of {one.table}{' in all data' if one.of_data else ''}"
        for one in record.hidden
        if one.whole + one.outcomes
    ]
    more = f", and more in {len(parts) - _LISTED:,} tables" if len(parts) > _LISTED else ""
    return Finding(
        "WB540",
        "note",
        "Groups not shown (small, or would give small ones away), or without their outcomes: "
        f"{', '.join(parts[:_LISTED])}{more}",
        f"Counts of 1 to {record.level.threshold - 1:,} people could tell who they are. Some larger groups are not "
        "shown either, so that no small count can be worked out from the others.",
        "Verdicts rest on all groups, and the numbers beside them on those that are shown. "
        "Whoever may see all counts asks for disclosure='full'.",
        value=float(record.n_groups),
        threshold=float(record.level.threshold),
    )


def _conflict() -> Finding:
    title = standard_named(_PUBLICATION).title
    return Finding(
        "WB541",
        "serious",
        f"{title}: figures that the law wants published are not shown here",
        "Local Law 144 asks for the number and the rate of every category, however few people are in it. "
        "Small counts can tell who somebody is and what was decided. Both cannot be had in one document.",
        "Decide whom it is for: disclosure='full' makes the publication that the law asks for, with nothing hidden; "
        "disclosure='public' is for every other audience.",
        scope=_PUBLICATION,
    )


def _all_or_nobody(rates: GroupRates, group: str, k: int, n: int) -> Finding:
    what = "a favourable decision" if rates.metric == "selection_rate" else "a favourable outcome"
    return Finding(
        "WB542",
        "caution",
        f"{'Everybody' if k else 'Nobody'} of {group!r} ({rates.attribute}) has {what}",
        "Whoever knows that somebody is in this group knows it of that person too.",
        "Join the group with another one, or take care who reads this.",
        value=k / n,
        n=n,
        scope=rates.attribute,
    )


def _certain(audit: Audit, record: DisclosureRecord) -> list[tuple[GroupRates, str, int, int]]:
    """Return groups that are shown and small, of whom all or none fared one way."""
    small = max(audit.policy.minimum_n, 2 * record.level.threshold)
    found = []
    for attributes in audit.axes if audit.decisions.classes == BINARY else ():
        axis = audit.axis(*attributes)
        for name in ("selection_rate", "base_rate"):
            rates = rate_named(name).by_group(axis, audit.policy.confidence)
            for group, k, n in zip(rates.groups, rates.k.tolist(), rates.n.tolist(), strict=True):
                if 0 < n < small and k in (0, n) and group not in NOT_COMPARED:
                    found.append((rates, group, k, n))
    return found


def _withheld(record: DisclosureRecord) -> Finding:
    return Finding(
        "WB543",
        "note",
        f"Not shown at this level of disclosure: {', '.join(record.withheld)}",
        "Too few people are behind some of these counts, or one person's amount could be most of a sum.",
        "Whoever may see all counts asks for disclosure='full'.",
        value=float(len(record.withheld)),
    )


def _reversal(attribute: str, stratum: str) -> Finding:
    return Finding(
        "WB544",
        "serious",
        f"Within {stratum} groups of {attribute} differ the other way; its numbers are not shown",
        "Groups are spread unevenly over it (Simpson's reversal). Its counts are small, or would give small ones away.",
        f"Ask whether {stratum} is a legitimate reason, or itself how people are sorted. "
        "Whoever may see all counts asks for disclosure='full'.",
        scope=f"{attribute} within {stratum}",
    )
