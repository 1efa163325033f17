"""Charts and tables of figures by group, as data; and what someone hears of a chart."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

from workbench.document.drawings import Dots, Point
from workbench.document.nodes import Chart, Fact, Name, Table, Text
from workbench.document.quantities import amount
from workbench.document.shortening import names
from workbench.document.wording import cell, declared, plain, say, share, size

__all__ = [
    "Panel",
    "alternative",
    "interval_cell",
    "rate_chart",
    "rate_table",
    "sentence",
    "tolerated",
]

_TABLE = plain(say("alternative.table"))

Panel = tuple[str, Sequence[tuple[str, Fact]]]
"""An attribute, and the fact of each of its groups."""


def rate_table(
    id: str,
    caption: Text,
    spoken: Text,
    overall: Fact | None,
    panels: Sequence[Panel],
    *,
    bare: bool = False,
) -> Table:
    """Return a table of figures: one row for all, then one a group.

    Parameters
    ----------
    id : str
        The table's id.
    caption : Text
        What it shows.
    spoken : Text
        The outcome counted; or what the figure is called, where it is no share of people.
    overall : Fact or None
        The figure of all rows together.
    panels : sequence of Panel
        The groups of each attribute.
    bare : bool
        Whether groups stand without their attribute, as the caption names it.
    """
    rows = [(say("table.all"), overall)] if overall is not None else []
    shown = _names(panels)
    rows += [
        ((shown[group],) if bare else (shown[attribute], ": ", shown[group]), fact)
        for attribute, groups in panels
        for group, fact in groups
    ]
    heading = say("table.spoken", spoken=spoken) if _of_100(panels) else spoken
    header = (say("table.group"), say("table.people"), heading, say("table.interval"))
    return Table(
        id,
        caption,
        header,
        tuple((title, (size(fact),), (cell(fact),), interval_cell(fact)) for title, fact in rows),
        (False, True, True, True),
    )


def rate_chart(
    id: str, takeaway: Text, spoken: Text, panels: Sequence[Panel], table: Table, overall: Fact | None = None
) -> Chart:
    """Return a dot and interval for each group, with what someone hears who does not see it.

    Parameters
    ----------
    id : str
        The chart's id.
    takeaway : Text
        What it shows, in a sentence.
    spoken : Text
        The outcome counted; or what the figure is called.
    panels : sequence of Panel
        The groups of each attribute.
    table : Table
        The numbers drawn.
    overall : Fact, optional
        The figure of all rows, drawn as a line.
    """
    of_100 = _of_100(panels)
    shown = _names(panels)
    points = [
        say("chart.point", attribute=shown[attribute], group=shown[group], value=_said(fact))
        for attribute, groups in panels
        for group, fact in groups
    ]
    line = overall.value if overall is not None and not math.isnan(overall.value) else None
    axis = spoken
    if of_100 and overall is not None and line is not None:
        axis = say("chart.axis_all", spoken=spoken, all=share(line))
    elif of_100:
        axis = say("chart.axis", spoken=spoken)
    elif overall is not None and line is not None:
        axis = say("chart.axis_figure", spoken=spoken, all=cell(overall).text)
    return Chart(
        id=id,
        takeaway=takeaway,
        alternative=alternative(say("alternative.dots", takeaway=sentence(takeaway)), points),
        drawing=Dots(
            axis=plain(axis),
            panels=tuple(
                (shown[attribute], tuple(_point(shown[group], fact) for group, fact in groups))
                for attribute, groups in panels
            ),
            of_100=of_100,
            line=line,
        ),
        table=table,
    )


def tolerated(chart: Chart, low: Fact, high: Fact) -> Chart:
    """Return a chart of dots with what is tolerated as a quiet band, which the axis names.

    Parameters
    ----------
    chart : Chart
        What :func:`rate_chart` returned.
    low, high : Fact
        The ends of what is tolerated, in the unit of the chart.
    """
    if not isinstance(chart.drawing, Dots):
        raise TypeError("only dots have a band")
    ends = {"low": declared(low).text, "high": declared(high).text}
    axis = plain(say("axis.tolerated", axis=chart.drawing.axis, **ends))
    heard = chart.alternative.removesuffix(_TABLE) + plain(say("alternative.tolerated", **ends)) + _TABLE
    return replace(chart, drawing=replace(chart.drawing, axis=axis, band=(low.value, high.value)), alternative=heard)


def alternative(kind: Text, points: Iterable[Text]) -> str:
    """Return what someone hears of a chart: its kind and message, its points, and where the numbers are."""
    return plain(kind) + "".join(map(plain, points)) + _TABLE


def sentence(takeaway: Text) -> str:
    """Return a takeaway as it stands within a sentence."""
    return plain(takeaway).rstrip(". ")


def interval_cell(fact: Fact, digits: int | None = None) -> Text:
    """Return a fact's interval for a table, with so many decimals if it is a number; a dash where it has none."""
    if math.isnan(fact.low) or math.isnan(fact.high):
        return say("table.nothing")
    between = " to " if fact.low < 0 else " – "  # a dash beside a minus is read as another one
    return (cell(fact, "low", digits), between, cell(fact, "high", digits))


def _of_100(panels: Sequence[Panel]) -> bool:
    return all(fact.unit == "fraction" for _, groups in panels for _, fact in groups)


def _names(panels: Sequence[Panel]) -> dict[str, Name]:
    """Return how attributes and groups are shown, all that differ by names that differ."""
    return names(text for attribute, groups in panels for text in (attribute, *(group for group, _ in groups)))


def _said(fact: Fact) -> Text:
    return (share(fact.value),) if math.isnan(fact.value) else amount(fact)


def _point(group: Name, fact: Fact) -> Point:
    if math.isnan(fact.value):
        label = f"not known (n = {fact.n:,})"
    else:
        shown = share(fact.value) if fact.unit == "fraction" else cell(fact).text
        label = f"{shown} (n = {fact.n:,})"
    return Point(group, fact.id, fact.value, fact.low, fact.high, label)
