"""What a reader must know about rows and groups before reading their rates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from workbench.audit.amounts import amount_findings
from workbench.audit.policy import Policy
from workbench.audit.selective import withheld
from workbench.core.finding import Finding
from workbench.data.roles import NOT_COMPARED, TOO_SMALL, UNKNOWN
from workbench.tally.error_rates import impossible_together
from workbench.tally.tally import BINARY, Tally

if TYPE_CHECKING:
    from workbench.audit.result import Audit, Kind

__all__ = ["group_findings", "row_findings"]

_LISTED = 5


def row_findings(audit: Audit) -> list[Finding]:
    """Return what is missing in the rows: decisions, outcomes, or the outcomes of one side only."""
    tally = audit.decisions
    if tally.moments is not None:
        return amount_findings(audit, tally.moments)
    found: list[Finding] = []
    if tally.n_decisions and tally.n_decisions < tally.n_rows:
        found.append(
            Finding(
                "WB508",
                "caution",
                f"{tally.n_rows - tally.n_decisions:,} of {tally.n_rows:,} rows have no decision",
                "They are in no rate of decisions. If they are withdrawn or pending, that may differ by group.",
                "Find out what became of them.",
                value=1 - tally.n_decisions / tally.n_rows,
                threshold=0.0,
                n=tally.n_rows,
            )
        )
    if audit.kind != "model" and tally.n_decisions and 0 < tally.n_outcomes < tally.n_rows:
        found.append(_selective(audit))
    if tally.classes == BINARY and tally.n[:, :-1, :-1].any():
        found += [_impossible(name, tally.n_rows) for name in audit.attributes if _base_rates_differ(audit, name)]
    return found


def _base_rates_differ(audit: Audit, attribute: str) -> bool:
    return impossible_together(audit.values("base_rate", attribute), audit.values("precision_score", attribute))


def _impossible(attribute: str, n: int) -> Finding:
    return Finding(
        "WB513",
        "note",
        f"By {attribute}, favourable outcomes are not equally frequent, so not every error rate can be equal",
        "With unequal base rates, equal precision and equal true positive rates force unequal false positive rates.",
        "Decide which errors matter most to those concerned, and say so before looking.",
        n=n,
        scope=attribute,
    )


def _selective(audit: Audit) -> Finding:
    """Return the finding on outcomes that are known for some rows only: often for those decided one way."""
    tally = audit.decisions
    missing = tally.n[:, -1, :-1].sum(axis=0)
    decided = tally.n[:, :, :-1].sum(axis=(0, 1))
    shares = ", ".join(
        f"{lost:,} of {n:,} with decision {label!r}"
        for label, lost, n in zip(tally.classes, missing, decided, strict=True)
    )
    if audit.disclosure is not None:
        one_sided = bool(audit.disclosure.one_sided)
    else:
        one_sided = any(withheld(audit.axis(*axis)) for axis in ((), *audit.axes))
    return Finding(
        "WB509",
        "serious" if one_sided else "caution",
        f"The outcome is missing for {tally.n_rows - tally.n_outcomes:,} of {tally.n_rows:,} rows: {shares}",
        "Outcomes that are only seen after one decision are selective labels: "
        + (
            "true and false positive rates, and accuracy, cannot be known from them and are not judged."
            if one_sided
            else "rates of errors hold for the rows whose outcome is known, and for no others."
        ),
        "Compare selection rates, which need no outcome. For error rates, find outcomes of those decided otherwise.",
        value=1 - tally.n_outcomes / tally.n_rows,
        threshold=0.0,
        n=tally.n_rows,
    )


def group_findings(attribute: str, outcomes: Tally, decisions: Tally, policy: Policy, kind: Kind) -> list[Finding]:
    """Return what a reader must know about an attribute's groups before reading its rates."""
    everyone, held_out = outcomes.bare.by(attribute), decisions.bare.by(attribute)
    # Of a model: of the rows whose outcome is known, as in every rate that is shown.
    counted = everyone.n[:, :-1] if kind == "model" else everyone.n
    total = {group[0]: int(n.sum()) for group, n in zip(everyone.groups, counted, strict=True)}
    tested = {group[0]: int(n.sum()) for group, n in zip(held_out.groups, held_out.n, strict=True)}
    known = [group for group in total if group not in NOT_COMPARED]
    # Of groups that are not shown it is not told how many they are, nor that there are none.
    counted_for = [group for group in known if group in tested or TOO_SMALL not in tested]
    small = {group: tested.get(group, 0) for group in counted_for if tested.get(group, 0) < policy.minimum_n}
    found = [_small(attribute, small, policy.minimum_n, kind)] if small else []
    if total.get(UNKNOWN):
        n = outcomes.n_outcomes if kind == "model" else sum(total.values())
        found.append(_unknown(attribute, total[UNKNOWN], n, kind))
    if len(known) < 2 and TOO_SMALL not in total:
        found.append(_one_group(attribute, len(known)))
    return found


def _small(attribute: str, small: Mapping[str, int], minimum_n: int, kind: Kind) -> Finding:
    fewest = min(small.values())
    named = [f"{group!r} ({n})" for group, n in sorted(small.items(), key=lambda one: one[1])[:_LISTED]]
    if len(small) > _LISTED:
        named.append(f"and {len(small) - _LISTED:,} more")
    groups = "1 group" if len(small) == 1 else f"{len(small):,} groups"
    where, more = (" among those held out", ", hold more rows out,") if kind == "model" else ("", "")
    return Finding(
        "WB502",
        "caution",
        f"{attribute} has {groups} with fewer than {minimum_n} rows{where}: {', '.join(named)}",
        "So few rows can hide a large difference, or show one by chance.",
        f"Collect more rows of them{more} or join groups where that makes sense.",
        value=float(fewest),
        threshold=float(minimum_n),
        n=sum(small.values()),
        scope=attribute,
    )


def _unknown(attribute: str, n_unknown: int, n: int, kind: Kind) -> Finding:
    return Finding(
        "WB503",
        "caution",
        f"{attribute} is not known for {n_unknown:,} of {n:,} rows{' with an outcome' if kind == 'model' else ''}",
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
