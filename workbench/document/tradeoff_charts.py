"""A chart of performance against a gap: a mark with both intervals for each model, method or threshold."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.document.charts import alternative, sentence
from workbench.document.drawings import Tradeoff, TradeoffPoint
from workbench.document.nodes import Chart, Fact, Name, Table, Text
from workbench.document.wording import cell, declared, name, plain, say

__all__ = ["Weighed", "tradeoff_chart"]


@dataclass(frozen=True)
class Weighed:
    """What stands on one place of a chart of two axes.

    Parameters
    ----------
    title : str
        What it is called.
    x, y : Fact
        What stands across, such as its performance, and what upwards, such as its gap.
    look : int
        From which its colour and shape follow; what has the same look is joined by a line.
    is_faint : bool
        Whether another is as good in both and better in one: its mark is hollow, and whoever hears of the chart is
        told.
    label : str or None
        What is written beside its mark; by default its title, nothing where it is empty.
    series : str
        What all of its look are called, such as a model whose thresholds stand beside the marks; it stands below.
    """

    title: str
    x: Fact
    y: Fact
    look: int
    is_faint: bool = False
    label: str | None = None
    series: str = ""


def tradeoff_chart(
    id: str, takeaway: Text, axes: tuple[Text, Text], points: Sequence[Weighed], table: Table, *, tolerated: Fact | None
) -> Chart:
    """Return a chart of performance against a gap, with what someone hears who does not see it.

    Parameters
    ----------
    id : str
        The chart's id.
    takeaway : Text
        What it shows, in a sentence.
    axes : tuple of (Text, Text)
        What is measured across and upwards, with units, and which way is better.
    points : sequence of Weighed
        What stands on it; all numbers of an axis are fractions, which are counted of 100, or none.
    table : Table
        The numbers drawn.
    tolerated : Fact or None
        Up to where what is measured upwards is tolerated, drawn as a quiet band; ``None`` where there is no such limit.

    Examples
    --------
    >>> def fact(id, value):
    ...     return Fact(id, value, "fraction", "", "", value - 0.01, value + 0.01)
    >>> table = Table("numbers", ("Both",), (("Model",), ("Gap",)), ((("a",), ("10",)),), (False, True))
    >>> points = [Weighed("a", fact("accuracy/a", 0.75), fact("gap/a", 0.1), 0)]
    >>> axes = (("accuracy",), ("difference",))
    >>> chart = tradeoff_chart("both", ("a is alone.",), axes, points, table, tolerated=fact("limit", 0.05))
    >>> "a: 75.0 (likely between 74.0 and 76.0) across; 10.0" in chart.alternative
    True
    """
    across, upward = axes
    heard = [] if tolerated is None else [say("tradeoff.heard_tolerated", high=declared(tolerated))]
    heard += [_heard(one) for one in points]
    kind = say("alternative.tradeoff", across=across, upward=upward, takeaway=sentence(takeaway))
    if tolerated is not None:
        upward = say("tradeoff.tolerated", axis=upward, high=declared(tolerated).text)
    drawing = Tradeoff(
        plain(across),
        plain(upward),
        tuple(map(_point, points)),
        None if tolerated is None or not math.isfinite(tolerated.value) else (0.0, tolerated.value),
        _of_100([one.x for one in points]),
        _of_100([one.y for one in points]),
    )
    return Chart(id, takeaway, alternative(kind, heard), drawing, table)


def _of_100(facts: Sequence[Fact]) -> bool:
    return bool(facts) and all(fact.unit == "fraction" for fact in facts)


def _heard(one: Weighed) -> Text:
    told = say("tradeoff.heard", name=name(one.title), x=_with_limits(one.x), y=_with_limits(one.y))
    return (*told, *(say("tradeoff.heard_faint") if one.is_faint else ()))


def _with_limits(fact: Fact) -> Text:
    if math.isnan(fact.value):
        return say("tradeoff.not_known")
    if math.isnan(fact.low) or math.isnan(fact.high):
        return (cell(fact),)
    return say("tradeoff.between", value=cell(fact), low=cell(fact, "low"), high=cell(fact, "high"))


def _point(one: Weighed) -> TradeoffPoint:
    label = one.title if one.label is None else one.label
    x, y = one.x, one.y
    return TradeoffPoint(
        name(label) if label else Name(""),
        *(x.value, x.low, x.high),
        *(y.value, y.low, y.high),
        one.look,
        one.is_faint,
        x.id,
        y.id,
        name(one.series) if one.series else Name(""),
    )
