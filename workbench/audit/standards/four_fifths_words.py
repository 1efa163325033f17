"""What the four-fifths tables are called and what stands beside them, apart from the numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import SupportsFloat

import numpy as np

from workbench.audit.standards.contract import Cell, Column, Option
from workbench.core.finding import Finding
from workbench.stats.stratified import Stratified

__all__ = [
    "AVAILABILITY_COLUMNS",
    "BELOW",
    "CAUTIONS",
    "COLUMNS",
    "CROSSING",
    "GRID",
    "KNOWN_AS_OF",
    "OPTIONS",
    "STATEMENTS",
    "STRATA_COLUMNS",
    "TITLE",
    "availability_cells",
    "both_finding",
    "nobody_finding",
    "notes",
    "one_person_finding",
    "reversal_finding",
    "small_finding",
    "strata_cells",
    "without",
]

TITLE = "Four-fifths rule (Uniform Guidelines 1978)"
KNOWN_AS_OF = "2026-07-05"
CROSSING = " × "
_NOTHING = 1e-12

GRID = {
    (True, True): "practical and statistical",
    (True, False): "practical only (small numbers)",
    (False, True): "statistical only (small difference)",
    (False, False): "neither",
}
BELOW = {True: "below 4/5", False: "not below 4/5"}
SMALL = "small numbers - statistical test governs"
ONE_PERSON = "result depends on one person"
CAUTIONS = {
    (True, True): f"{SMALL}; {ONE_PERSON}",
    (True, False): SMALL,
    (False, True): ONE_PERSON,
    (False, False): "none",
}

OPTIONS = (
    Option("attributes", "the attributes to compare, else all protected ones; crossings are written 'sex × race'"),
    Option("reference", "the reference group of an attribute, where it is not the group with the highest rate"),
    Option("strata", "an attribute within whose groups people are compared too, such as the department"),
    Option("availability", "for an attribute, the share of each group among those available"),
    Option("confidence", "confidence of the intervals"),
)

COLUMNS = (
    Column("Considered", "count"),
    Column("Selected", "count"),
    Column("Selection rate", "fraction", 1),
    Column("Impact ratio", "ratio", 3),
    Column("Four-fifths", "text"),
    Column("Standard deviations", "number", 2),
    Column("p value", "number", 4),
    Column("p value, Holm", "number", 4),
    Column("Test", "text"),
    Column("Ratio and test", "text"),
    Column("Shortfall", "number", 1),
    Column("Needed to reach 4/5", "count"),
    Column("Caution", "text"),
)
STRATA_COLUMNS = (
    Column("Difference over all", "fraction", 1),
    Column("Difference within strata", "fraction", 1),
    Column("Common odds ratio", "ratio", 3),
    Column("CMH chi-square", "number", 3),
    Column("CMH p value", "number", 4),
    Column("CMH chi-square, corrected", "number", 3),
    Column("CMH p value, corrected", "number", 4),
    Column("Breslow-Day p value", "number", 4),
    Column("Strata used", "count"),
    Column("Direction", "text"),
)
AVAILABILITY_COLUMNS = (
    Column("Selected", "count"),
    Column("Share of those selected", "fraction", 1),
    Column("Share available", "fraction", 1),
    Column("Expected", "number", 1),
    Column("Standard deviation", "number", 1),
    Column("Standard deviations short", "number", 1),
)

STATEMENTS = (
    "The four-fifths rule is a rule of thumb of the Uniform Guidelines of 1978, whose federal status is being changed. "
    "It is not a test, and a ratio alone is no finding for or against anyone.",
    "Exactly four fifths is not below four fifths; ratios are compared in whole numbers.",
    "'Practical' means a ratio below 4/5. 'Statistical' means more than 1.96 standard deviations, or, with fewer than "
    "30 people or fewer than 5 expected in any cell, a p value of Fisher's exact test below 0.05.",
    "Holm's p values allow for the number of comparisons in the table; the grid uses those without.",
    f"The law was last read on {KNOWN_AS_OF}. This is not legal advice.",
)


def without(reference: bool) -> tuple[Cell, ...]:
    """Return the cells of a row that is not compared."""
    reason = "this is the reference" if reference else "nobody to compare"
    own = Cell(1.0 if reference else None, "ratio", reason=reason)
    return (own, *(Cell(None, column.unit, reason=reason) for column in COLUMNS[4:]))


def notes(reference: str, n_unknown: int, n_undecided: int, n: int, *, named: bool) -> tuple[str, ...]:
    """Return what stands beneath a table of ratios."""
    if not reference:
        said = ["There is no group to compare with."]
    elif named:
        said = [f"The reference is {reference}, which was named; a ratio above 1 is possible."]
    else:
        said = [f"The reference is {reference}, the group with the highest rate."]
    said.append(f"{n:,} people are in this table.")
    if n_unknown:
        said.append(f"{n_unknown:,} more are of an unknown group and are not compared.")
    if n_undecided:
        said.append(f"{n_undecided:,} have no decision and are not counted.")
    return tuple(said)


def strata_cells(over_all: float, found: Stratified) -> tuple[Cell, ...]:
    """Return the cells of a comparison within strata; ``over_all`` is the difference of rates over all of them."""
    nothing = "no stratum has both groups and both decisions"
    within, ratio = found.difference, found.odds_ratio
    return (
        Cell(over_all, "fraction"),
        Cell(float(within.value), "fraction", float(within.limits.low), float(within.limits.high), reason=nothing),
        Cell(_finite(ratio.value), "ratio", _finite(ratio.limits.low), _finite(ratio.limits.high), reason=nothing),
        *(
            Cell(float(value), "number", reason=nothing)
            for value in (
                found.cmh.statistic,
                found.cmh.p_value,
                found.cmh_corrected.statistic,
                found.cmh_corrected.p_value,
                found.breslow_day.p_value,
            )
        ),
        Cell(int(found.n_strata_used), "count"),
        Cell(_direction(over_all, float(within.value)), "text"),
    )


def _direction(over_all: float, within: float) -> str:
    if math.isnan(within):
        return "no stratum informs it"
    if abs(within) < _NOTHING:
        return "no difference within strata" if abs(over_all) >= _NOTHING else "no difference"
    if abs(over_all) < _NOTHING:
        return "a difference only within strata"
    return "opposite within strata" if over_all * within < 0 else "the same within strata"


def _finite(value: SupportsFloat) -> float | None:
    return float(value) if math.isfinite(float(value)) else None


def availability_cells(chosen: int, total: int, share: float, z: float) -> tuple[Cell, ...]:
    """Return the cells of a comparison with those available."""
    nobody = "nobody is selected"
    return (
        Cell(chosen, "count"),
        Cell(chosen / total if total else None, "fraction", reason=nobody),
        Cell(float(share), "fraction"),
        Cell(total * share, "number"),
        Cell(float(np.sqrt(total * share * (1 - share))), "number"),
        Cell(z, "number", reason=nobody),
    )


def small_finding(scope: str, groups: Sequence[str]) -> Finding:
    """Return the finding on small numbers."""
    return Finding(
        "WB525",
        "caution",
        f"Small numbers - statistical test governs: {scope}, {', '.join(groups)}",
        "With fewer than 30 people, or fewer than 5 selections expected, a ratio below 4/5 may be chance.",
        "Read the test, not the ratio; collect more decisions, or a longer period.",
        value=float(len(groups)),
        threshold=0.0,
        scope=scope,
    )


def one_person_finding(scope: str, group: str, ratio: float) -> Finding:
    """Return the finding on a ratio that one person would lift."""
    return Finding(
        "WB526",
        "caution",
        f"Result depends on one person: {scope}, {group}",
        "One more selected person in this group and one fewer in the reference would lift the ratio to 4/5.",
        "Do not rest a decision on this ratio alone.",
        value=ratio,
        threshold=0.8,
        scope=scope,
    )


def both_finding(scope: str, group: str, ratio: float, n: int) -> Finding:
    """Return the finding on a ratio that is low and unlikely to be chance."""
    return Finding(
        "WB527",
        "caution",
        f"Below four fifths, and statistically significant: {scope}, {group}",
        "The Uniform Guidelines generally regard this as evidence of adverse impact.",
        "Look at each step of the procedure for this group, and at other procedures with less difference.",
        value=ratio,
        threshold=0.8,
        n=n,
        scope=scope,
    )


def reversal_finding(scope: str, strata: str, groups: Sequence[str], *, clear: bool) -> Finding:
    """Return the finding on differences that point the other way within strata."""
    return Finding(
        "WB528",
        "caution" if clear else "note",
        f"Within {strata} the difference points the other way than over all: {scope}, {', '.join(groups)}",
        "Groups that apply to different places differ over all even where every place treats them alike."
        + ("" if clear else " Not both differences are clear of chance here."),
        f"Show both, and say which question each answers. Ask why groups differ in {strata}.",
        value=float(len(groups)),
        scope=scope,
    )


def nobody_finding(scope: str) -> Finding:
    """Return the finding on a table in which nobody is selected."""
    return Finding(
        "WB529",
        "serious",
        f"Nobody is selected, so there is no ratio: {scope}",
        "A ratio of rates needs a rate above 0.",
        "Check which value of the decision is favourable.",
        scope=scope,
    )
