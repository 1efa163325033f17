"""Charts and tables of what columns contribute: to all predictions, or to one; as data."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from workbench.document.charts import alternative, interval_cell, sentence
from workbench.document.drawings import Bars, Point, Waterfall
from workbench.document.nodes import Chart, Fact, Name, Shown, Table, Text
from workbench.document.numerals import MINUS, number
from workbench.document.shortening import names
from workbench.document.wording import cell, decimals_of, name, plain, say

__all__ = ["importance_chart", "importance_table", "waterfall_chart", "waterfall_table"]

_MOST_DIGITS = 3
_MOST_STEP_DIGITS = 8


def importance_table(id: str, caption: Text, scale: Text, columns: Sequence[tuple[str, Fact]]) -> Table:
    """Return how much each column moves predictions, as a table.

    Parameters
    ----------
    id : str
        The table's id.
    caption : Text
        What it shows.
    scale : Text
        The unit, such as ``log-odds``.
    columns : sequence of (str, Fact)
        Each column and its importance, in reading order.
    """
    header = (say("table.column"), say("table.push", scale=scale), say("table.interval"))
    digits, shown = _digits(columns), names(column for column, _ in columns)
    rows = tuple(
        ((shown[column],), (cell(fact, digits=digits),), interval_cell(fact, digits)) for column, fact in columns
    )
    return Table(id, caption, header, rows, (False, True, True))


def _digits(columns: Sequence[tuple[str, Fact]]) -> int:
    """Return one number of decimals for all: enough for the narrowest interval."""
    return min(max((decimals_of(fact) for _, fact in columns), default=0), _MOST_DIGITS)


def importance_chart(id: str, takeaway: Text, scale: Text, columns: Sequence[tuple[str, Fact]], table: Table) -> Chart:
    """Return a bar with its interval for each column.

    Parameters
    ----------
    id : str
        The chart's id.
    takeaway : Text
        What it shows, in a sentence.
    scale : Text
        The unit, such as ``log-odds``.
    columns : sequence of (str, Fact)
        Each column and its importance, in reading order.
    table : Table
        The numbers drawn.

    Examples
    --------
    >>> facts = [("debt", Fact("importance/debt", 0.92, "log-odds", "", "", 0.85, 0.99))]
    >>> table = importance_table("numbers", ("What moves the model",), ("log-odds",), facts)
    >>> importance_chart("why", ("Debt moves it most",), ("log-odds",), facts, table).alternative
    'Chart: one bar with its interval for each column. Debt moves it most. debt: 0.92. The table with it holds the same
    numbers.'
    """
    labels = [cell(fact, digits=_digits(columns)) for _, fact in columns]
    shown = names(column for column, _ in columns)
    points = [
        say("alternative.part", name=shown[column], value=label)
        for (column, _), label in zip(columns, labels, strict=True)
    ]
    drawn = tuple(
        Point(shown[column], fact.id, fact.value, fact.low, fact.high, label.text)
        for (column, fact), label in zip(columns, labels, strict=True)
    )
    return Chart(
        id=id,
        takeaway=takeaway,
        alternative=alternative(say("alternative.bars", takeaway=sentence(takeaway)), points),
        drawing=Bars(plain(say("table.push", scale=scale)), ((Name(""), drawn),)),
        table=table,
    )


def waterfall_table(id: str, caption: Text, parts: Sequence[tuple[Text, Fact]]) -> Table:
    """Return what adds up, as a table: where it starts, what each step adds, where it ends.

    Parameters
    ----------
    id : str
        The table's id.
    caption : Text
        What it shows.
    parts : sequence of (Text, Fact)
        As for :func:`waterfall_chart`.
    """
    of_100 = _shares(fact for _, fact in parts)
    header = (say("charts.part"), say("charts.adds_of_100") if of_100 else say("charts.adds"))
    rows = tuple((title, (shown,)) for (title, _), shown in zip(parts, _ledger(parts), strict=True))
    return Table(id, caption, header, rows, (False, True))


def waterfall_chart(id: str, takeaway: Text, axis: Text, parts: Sequence[tuple[Text, Fact]], table: Table) -> Chart:
    """Return how steps add up from a start to an end, as what columns add to one prediction does.

    Parameters
    ----------
    id : str
        The chart's id.
    takeaway : Text
        What it shows, in a sentence.
    axis : Text
        What is added up, such as the chance of being denied.
    parts : sequence of (Text, Fact)
        What each is called, and its number: first the start, then each step, which may be negative, last the
        end. Fractions and probabilities are told as of 100.
    table : Table
        The numbers drawn.

    Examples
    --------
    >>> facts = [Fact(f"part/{at}", value, "probability", "", "") for at, value in enumerate((0.31, -0.06, 0.25))]
    >>> parts = list(zip([("Average",), ("debt",), ("You",)], facts))
    >>> table = waterfall_table("numbers", ("How it adds up",), parts)
    >>> [point.label for point in waterfall_chart("sum", ("Debt helps",), ("denied",), parts, table).drawing.steps]
    ['−6.0']
    """
    of_100 = _shares(fact for _, fact in parts)
    shown = _ledger(parts)
    points = [
        Point(name(plain(title)), fact.id, fact.value, fact.low, fact.high, said.text)
        for (title, fact), said in zip(parts, shown, strict=True)
    ]
    heard = [say("alternative.part", name=point.group, value=point.label) for point in points]
    titled = say("axis.of_100", axis=axis) if of_100 else axis
    return Chart(
        id=id,
        takeaway=takeaway,
        alternative=alternative(say("alternative.waterfall", takeaway=sentence(takeaway)), heard),
        drawing=Waterfall(plain(titled), points[0], tuple(points[1:-1]), points[-1], of_100=of_100),
        table=table,
    )


def _shares(facts: Iterable[Fact]) -> bool:
    return all(fact.unit in {"fraction", "probability"} for fact in facts)


def _ledger(parts: Sequence[tuple[Text, Fact]]) -> list[Shown]:
    """Return the numbers of what adds up, with as many decimals each; steps have a sign."""
    of_100 = _shares(fact for _, fact in parts)
    digits = 1 if of_100 else _step_digits(fact for _, fact in parts[1:-1])
    shown = []
    for place, (_, fact) in enumerate(parts):
        text = number(fact.value * (100 if of_100 else 1), digits)
        step = 0 < place < len(parts) - 1 and not math.isnan(fact.value)
        shown.append(Shown(fact.id, f"+{text}" if step and not text.startswith(MINUS) else text))
    return shown


def _step_digits(steps: Iterable[Fact]) -> int:
    """Return two decimals, more where the largest step would have fewer than two digits."""
    largest = max((abs(fact.value) for fact in steps if math.isfinite(fact.value)), default=0.0)
    return min(max(2, 1 - math.floor(math.log10(largest))), _MOST_STEP_DIGITS) if largest > 0 else 2
