"""Charts and tables of what explanations found: marks with limits and words beside them, and effects of a column."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from workbench.document.charts import alternative, sentence
from workbench.document.drawings import Dots, Point
from workbench.document.line_drawings import EffectCurve, EffectSpot
from workbench.document.nodes import Chart, Fact, Name, Shown, Table, Text
from workbench.document.numerals import MINUS
from workbench.document.wording import cell, decimals_of, name, plain, say

__all__ = ["Marked", "Place", "common_digits", "effect_chart", "limits", "marked_chart", "signed"]

_SIGNIFICANT = 2  # digits after the first of the largest


class Marked(NamedTuple):
    """A mark with its limits, and what is said of it.

    Parameters
    ----------
    title : Text
        What it is called.
    fact : Fact
        What is drawn.
    note : Text
        What stands beside its number; may be empty.
    is_faint : bool
        Whether chance alone could make it.
    """

    title: Text
    fact: Fact
    note: Text = ()
    is_faint: bool = False


class Place(NamedTuple):
    """One value of a column, and what predictions would be with it.

    Parameters
    ----------
    x : float
        Where it stands on the column's axis; ``nan`` where it stands on none.
    label : str
        As it is told.
    fact : Fact
        The difference it makes.
    share : Fact
        The share of rows that have it, or are nearest to it.
    is_faint : bool
        Whether few rows do.
    """

    x: float
    label: str
    fact: Fact
    share: Fact
    is_faint: bool


def common_digits(facts: Iterable[Fact]) -> int:
    """Return one number of decimals for figures of one unit: what tells most intervals, three digits of the largest.

    Examples
    --------
    >>> common_digits([Fact("a", 0.92, "log-odds", "", "", 0.85, 0.99), Fact("b", 1e-6, "log-odds", "", "", 0, 2e-6)])
    2
    """
    listed = list(facts)
    largest = max((abs(fact.value) for fact in listed if math.isfinite(fact.value)), default=0.0)
    most = _SIGNIFICANT - math.floor(math.log10(largest)) if largest > 0 else 0
    told = sorted(decimals_of(fact) for fact in listed if not math.isnan(fact.value))
    return max(0, min(told[(len(told) - 1) // 2], most)) if told else 0


def signed(fact: Fact, digits: int | None = None) -> Shown:
    """Return a difference for a table, with its sign.

    Examples
    --------
    >>> signed(Fact("x", 0.031, "fraction", "", "")).text, signed(Fact("x", -2.0, "log-odds", "", ""), 2).text
    ('+3.1', '−2.00')
    >>> signed(Fact("x", -0.0001, "fraction", "", "")).text
    '0.0'
    """
    shown = cell(fact, digits=digits)
    if not math.isfinite(fact.value):
        return shown
    if not shown.text.strip(f"{MINUS}0.,"):
        return Shown(fact.id, shown.text.removeprefix(MINUS))
    return shown if shown.text.startswith(MINUS) else Shown(fact.id, f"+{shown.text}")


def limits(fact: Fact, digits: int | None = None) -> Text:
    """Return a figure's limits for a table; a dash where it has none.

    Examples
    --------
    >>> plain(limits(Fact("x", 0.5, "log-odds", "", "", -0.25, 1.25), 1))
    '−0.2 to 1.2'
    """
    if math.isnan(fact.low) or math.isnan(fact.high):
        return say("table.nothing")
    return say("explained.limits", low=cell(fact, "low", digits), high=cell(fact, "high", digits))


def marked_chart(
    id: str, takeaway: Text, axis: Text, rows: Sequence[Marked], table: Table, *, has_signs: bool = False
) -> Chart:
    """Return a dot with limits for each row, hollow where chance alone could make it, with words beside its number.

    Parameters
    ----------
    id : str
        The chart's id.
    takeaway : Text
        What it shows, in a sentence.
    axis : Text
        What is measured, with its unit.
    rows : sequence of Marked
        In reading order; all fractions, which are counted of 100, or none.
    table : Table
        The numbers drawn.
    has_signs : bool
        Whether they are differences, drawn around a dashed line at nought.

    Examples
    --------
    >>> rows = [Marked(("debt",), Fact("importance/debt", 0.92, "log-odds", "", "", 0.85, 0.99), ("place 1",))]
    >>> table = Table("numbers", ("What moves it",), (("Column",), ("Push",)), ((("debt",), ("0.92",)),), (False, True))
    >>> marked_chart("why", ("Debt moves it most",), ("log-odds",), rows, table).alternative
    'Chart: one dot with its limits for each row. Debt moves it most. debt: 0.92, place 1. The table with it holds the
    same numbers.'
    """
    facts = [row.fact for row in rows]
    digits = common_digits(facts)
    points = []
    for row in rows:
        shown: Text = (signed(row.fact, digits) if has_signs else cell(row.fact, digits=digits),)
        label = plain(say("explained.point", value=shown, place=row.note) if row.note else shown)
        fact = row.fact
        points.append(
            Point(name(plain(row.title)), fact.id, fact.value, fact.low, fact.high, label, is_faint=row.is_faint)
        )
    heard = [say("alternative.part", name=point.group, value=point.label) for point in points]
    of_100 = bool(facts) and all(fact.unit == "fraction" for fact in facts)
    return Chart(
        id=id,
        takeaway=takeaway,
        alternative=alternative(say("explained.alternative", takeaway=sentence(takeaway)), heard),
        drawing=Dots(plain(axis), ((Name(""), tuple(points)),), of_100=of_100, line=0.0 if has_signs else None),
        table=table,
    )


def effect_chart(
    id: str, takeaway: Text, axes: tuple[Text, Text, Text], places: Sequence[Place], table: Table
) -> Chart:
    """Return the effect of a column of numbers or dates: a curve, and beneath it where the rows are.

    Parameters
    ----------
    id : str
        The chart's id.
    takeaway : Text
        What it shows, in a sentence.
    axes : tuple of (Text, Text, Text)
        What is measured across and upwards, and what the strip of rows counts.
    places : sequence of Place
        By ascending ``x``; one without is drawn apart.
    table : Table
        The numbers drawn.
    """
    facts = [one.fact for one in places]
    digits = common_digits(facts)
    spots = [
        EffectSpot(
            *(one.x, one.label, one.fact.value, one.fact.low, one.fact.high, one.share.value, one.is_faint),
            fact=one.fact.id,
        )
        for one in places
    ]
    heard = [say("alternative.part", name=name(one.label), value=_place_said(one, digits)) for one in places]
    along = tuple(spot for spot in spots if not math.isnan(spot.x))
    apart = next((spot for spot in spots if math.isnan(spot.x)), None)
    across, upward, strip = map(plain, axes)
    of_100 = bool(facts) and all(fact.unit == "fraction" for fact in facts)
    return Chart(
        id=id,
        takeaway=takeaway,
        alternative=alternative(say("effect.alternative", takeaway=sentence(takeaway)), heard),
        drawing=EffectCurve(across, upward, strip, along, apart, of_100=of_100),
        table=table,
    )


def _place_said(place: Place, digits: int) -> Text:
    said = {"value": signed(place.fact, digits), "share": cell(place.share)}
    return say("effect.point_few", **said) if place.is_faint else say("effect.point", **said)
