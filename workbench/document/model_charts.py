"""Charts and tables of what models do: a dot and an interval for each, as they are now and as they would be."""

from __future__ import annotations

import math
from collections.abc import Sequence

from workbench.document.charts import alternative, sentence
from workbench.document.drawings import Dots, Point
from workbench.document.nodes import Chart, Fact, Name, Shown, Table, Text
from workbench.document.shortening import names
from workbench.document.wording import cell, decimals_of, plain, say

__all__ = ["Rows", "apart", "dot_chart", "ranged", "same_digits"]

Rows = tuple[str, Sequence[tuple[str, Fact]]]
"""A heading, and what stands under it: what each dot is called, and its fact."""


def dot_chart(
    id: str, takeaway: Text, axis: Text, panels: Sequence[Rows], table: Table, *, line: float | None = None
) -> Chart:
    """Return a dot with its interval for each figure, under headings where there are several.

    Parameters
    ----------
    id : str
        The chart's id.
    takeaway : Text
        What it shows, in a sentence.
    axis : Text
        What is measured, with its unit; and what the dashed line is.
    panels : sequence of (str, sequence of (str, Fact))
        The figures; all fractions, which are counted of 100, or none.
    table : Table
        The numbers drawn.
    line : float, optional
        Where a dashed line stands.

    Examples
    --------
    >>> fact = Fact("model/accuracy", 0.75, "number", "", "", 0.73, 0.77, 3000)
    >>> table = Table("numbers", ("Accuracy",), (("Model",), ("Accuracy",)), ((("a",), ("0.75",)),), (False, True))
    >>> chart = dot_chart("scores", ("a is the best",), ("accuracy",), [("", [("a", fact)])], table)
    >>> chart.alternative[:56]
    'Chart: one dot with its interval for each row. a is the '
    """
    facts = [fact for _, rows in panels for _, fact in rows]
    of_100 = bool(facts) and all(fact.unit == "fraction" for fact in facts)
    digits = same_digits(facts)
    shown = names(text for heading, rows in panels for text in (heading, *(title for title, _ in rows)))
    heard: list[Text] = []
    for heading, rows in panels:
        if len(panels) > 1:
            heard.append(say("models.panel", panel=shown[heading]))
        heard += [_heard(shown[title], fact, digits) for title, fact in rows]
    drawn = tuple(
        (shown[heading], tuple(_point(shown[title], fact, digits) for title, fact in rows)) for heading, rows in panels
    )
    dashed = line if line is not None and math.isfinite(line) else None
    kind = say("models.alternative", takeaway=sentence(takeaway))
    return Chart(id, takeaway, alternative(kind, heard), Dots(plain(axis), drawn, of_100, dashed), table)


def ranged(fact: Fact, digits: int | None = None) -> Text:
    """Return a figure with its interval in one cell of a table; without one, the figure alone.

    Parameters
    ----------
    fact : Fact
        The figure.
    digits : int, optional
        Decimals of a number; by default as many as its interval tells.

    Examples
    --------
    >>> plain(ranged(Fact("x", 0.283, "fraction", "", "", 0.25, 0.31)))
    '28.3 (25.0 – 31.0)'
    >>> plain(ranged(Fact("x", -0.02, "fraction", "", "", -0.05, 0.01)))
    '−2.0 (−5.0 to 1.0)'
    """
    if math.isnan(fact.value) or math.isnan(fact.low) or math.isnan(fact.high):
        return (cell(fact, digits=digits),)
    low, high = cell(fact, "low", digits), cell(fact, "high", digits)
    if fact.low < 0:  # a dash beside a minus is read as another one
        return (cell(fact, digits=digits), " (", low, " to ", high, ")")
    return say("models.with_range", value=cell(fact, digits=digits), low=low, high=high)


def same_digits(facts: Sequence[Fact]) -> int | None:
    """Return decimals that suit most of some numbers, for a column of them; ``None`` of shares, which have their own.

    Examples
    --------
    >>> same_digits([Fact("a", 0.5, "number", "", "", 0.4, 0.6), Fact("b", 0.5, "number", "", "", 0.5, 0.5)])
    2
    """
    known = sorted(decimals_of(fact) for fact in facts if fact.unit != "fraction" and not math.isnan(fact.value))
    return known[(len(known) - 1) // 2] if known else None


def apart(facts: Sequence[Fact], digits: int = 3, most: int = 6) -> int:
    """Return with how many decimals numbers that differ look different, at least ``digits`` and at most ``most``.

    Examples
    --------
    >>> apart([Fact("low", 0.77, "number", "", ""), Fact("high", 0.812, "number", "", "")])
    3
    >>> apart([Fact("low", 0.86031, "number", "", ""), Fact("high", 0.86044, "number", "", "")])
    4
    """
    values = {fact.value for fact in facts if not math.isnan(fact.value)}
    return next((n for n in range(digits, most) if len({round(one, n) for one in values}) == len(values)), most)


def _heard(title: Name, fact: Fact, digits: int | None) -> Text:
    value = cell(fact, digits=digits)
    if math.isnan(fact.low) or math.isnan(fact.high):
        return say("models.dot", name=title, value=value)
    low, high = cell(fact, "low", digits), cell(fact, "high", digits)
    return say("models.dot_between", name=title, value=value, low=low, high=high)


def _point(title: Name, fact: Fact, digits: int | None) -> Point:
    low, high = (limit if math.isfinite(limit) else math.nan for limit in (fact.low, fact.high))
    shown: Shown = cell(fact, digits=digits)
    return Point(title, fact.id, fact.value, low, high, shown.text)
