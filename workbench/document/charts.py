"""Charts and tables of rates by group, as data."""

from __future__ import annotations

import math
from collections.abc import Sequence

from workbench.document.nodes import Chart, Fact, Point, Table, Text
from workbench.document.wording import name, of_100, plain, say, share, size

__all__ = ["Panel", "rate_chart", "rate_table"]

Panel = tuple[str, Sequence[tuple[str, Fact]]]
"""An attribute, and the fact of each of its groups."""


def rate_table(id: str, caption: Text, spoken: Text, overall: Fact | None, panels: Sequence[Panel]) -> Table:
    """Return a table of rates: one row for all, then one a group.

    Parameters
    ----------
    id : str
        The table's id.
    caption : Text
        What it shows.
    spoken : Text
        The outcome counted.
    overall : Fact or None
        The rate of all rows together.
    panels : sequence of Panel
        The groups of each attribute.
    """
    rows = [(say("table.all"), overall)] if overall is not None else []
    rows += [((name(attribute), ": ", name(group)), fact) for attribute, groups in panels for group, fact in groups]
    header = (say("table.group"), say("table.people"), say("table.spoken", spoken=spoken), say("table.interval"))
    return Table(
        id,
        caption,
        header,
        tuple((title, (size(fact),), (of_100(fact),), _interval(fact)) for title, fact in rows),
        (False, True, True, True),
    )


def rate_chart(id: str, takeaway: Text, spoken: Text, panels: Sequence[Panel], table: Table) -> Chart:
    """Return a dot and interval for each group, with what someone hears who does not see it.

    Parameters
    ----------
    id : str
        The chart's id.
    takeaway : Text
        What it shows, in a sentence.
    spoken : Text
        The outcome counted.
    panels : sequence of Panel
        The groups of each attribute.
    table : Table
        The numbers drawn.
    """
    points = "".join(
        plain(say("chart.point", attribute=name(attribute), group=name(group), value=share(fact.value)))
        for attribute, groups in panels
        for group, fact in groups
    )
    return Chart(
        id=id,
        takeaway=takeaway,
        alternative=plain(say("chart.alternative", points=points)),
        axis=plain(say("chart.axis", spoken=spoken)),
        panels=tuple(
            (name(attribute), tuple(_point(group, fact) for group, fact in groups)) for attribute, groups in panels
        ),
        table=table,
    )


def _point(group: str, fact: Fact) -> Point:
    label = f"{share(fact.value)} (n = {fact.n:,})" if not math.isnan(fact.value) else f"not known (n = {fact.n:,})"
    return Point(name(group), fact.id, fact.value, fact.low, fact.high, label)


def _interval(fact: Fact) -> Text:
    if math.isnan(fact.low):
        return say("table.nothing")
    return (of_100(fact, "low"), " – ", of_100(fact, "high"))
