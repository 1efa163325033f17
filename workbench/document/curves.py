"""Charts and tables of scores by group, of calibration, and of lines, as data."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from workbench.document.charts import alternative, interval_cell, sentence
from workbench.document.drawings import Drawing, Histogram, Multiples
from workbench.document.line_drawings import Line, Lines, Spot
from workbench.document.nodes import Chart, Fact, Name, Shown, Table, Text
from workbench.document.quantities import amount
from workbench.document.shortening import names
from workbench.document.wording import cell, declared, plain, say, size

__all__ = ["Binned", "Curve", "calibration_chart", "line_chart", "line_table", "score_chart", "score_table"]

_MOST_TOGETHER = 3
_MOST_HEARD = 40

Curve = tuple[str, Sequence[tuple[Fact, Fact]]]
"""A line's name, and its places: the fact it is drawn across, and the one it is drawn upwards."""


class Binned(NamedTuple):
    """How many there are in each step of an amount, by group.

    Parameters
    ----------
    edges : sequence of Fact
        The ends of the steps, ascending; one more than there are steps.
    groups : sequence of (str, sequence of Fact)
        Each group, and its share in each step; one without a name is everybody.
    threshold : Fact or None
        Where decisions are made.
    """

    edges: Sequence[Fact]
    groups: Sequence[tuple[str, Sequence[Fact]]]
    threshold: Fact | None = None


def score_table(id: str, caption: Text, binned: Binned) -> Table:
    """Return how many of each group have which scores, as a table: a row a group, a column a step.

    Parameters
    ----------
    id : str
        The table's id.
    caption : Text
        What it shows.
    binned : Binned
        The shares.
    """
    steps = [say("charts.edges", low=_edge(low), high=_edge(high)) for low, high in _steps(binned)]
    shown = names(group for group, _ in binned.groups)
    rows = tuple(
        (
            (shown[group],) if group else say("table.all"),
            (size(shares[0]) if shares else "",),
            *((cell(share),) for share in shares),
        )
        for group, shares in binned.groups
    )
    header = (say("table.group"), say("table.people"), *steps)
    return Table(id, caption, header, rows, (False, True, *(True for _ in steps)))


def score_chart(id: str, takeaway: Text, axis: Text, binned: Binned, table: Table) -> Chart:
    """Return a histogram of scores; for several groups one each, on the same axes.

    Parameters
    ----------
    id : str
        The chart's id.
    takeaway : Text
        What it shows, in a sentence.
    axis : Text
        What the score is called.
    binned : Binned
        The shares.
    table : Table
        The numbers drawn.

    Examples
    --------
    >>> edges = [Fact(f"edge/{at}", at / 2, "number", "", "") for at in range(3)]
    >>> shares = [Fact(f"share/{at}", share, "fraction", "", "", n=40) for at, share in enumerate((0.7, 0.3))]
    >>> binned = Binned(edges, [("", shares)])
    >>> table = score_table("numbers", ("Scores",), binned)
    >>> score_chart("scores", ("Most scores are low",), ("score",), binned, table).drawing.heights
    (0.7, 0.3)
    """
    label = say("axis.scores")
    line = None
    if binned.threshold is not None:
        label = say("axis.scores_threshold", threshold=declared(binned.threshold).text)
        line = binned.threshold.value
    edges = tuple(edge.value for edge in binned.edges)
    shown = names(group for group, _ in binned.groups)
    drawn = [
        (shown[group], Histogram(plain(axis), edges, tuple(share.value for share in shares), plain(label), line))
        for group, shares in binned.groups
    ]
    alone = len(drawn) == 1 and not binned.groups[0][0]
    message = "alternative.histogram" if alone else "alternative.histograms"
    heard = [_most(shown[group] if group else None, shares, binned) for group, shares in binned.groups]
    if binned.threshold is not None:
        heard.append(say("alternative.threshold", threshold=declared(binned.threshold).text))
    drawing: Drawing = drawn[0][1] if alone else Multiples(tuple(drawn))
    return Chart(id, takeaway, alternative(say(message, takeaway=sentence(takeaway)), heard), drawing, table)


def calibration_chart(id: str, takeaway: Text, spoken: Text, groups: Sequence[Curve], table: Table) -> Chart:
    """Return what really happened at each level of score, beside the diagonal on which scores mean what they say.

    Parameters
    ----------
    id : str
        The chart's id.
    takeaway : Text
        What it shows, in a sentence.
    spoken : Text
        The outcome counted.
    groups : sequence of Curve
        Each group with its mean scores, which are probabilities, and the shares to whom it happened, with
        their limits. A few are drawn together; more, whose bands would hide each other, side by side.
    table : Table
        The numbers drawn.

    Examples
    --------
    >>> score, share = (Fact(id, value, "fraction", "", "") for id, value in (("score", 0.2), ("share", 0.25)))
    >>> groups = [("f", [(score, share)])]
    >>> table = line_table("numbers", ("Scores and outcomes",), (("score",), ("denied",)), groups)
    >>> chart = calibration_chart("calibration", ("Scores are a little low",), ("denied",), groups, table)
    >>> chart.drawing.diagonal, chart.drawing.y_axis
    (True, 'denied, of 100 people; dashed: as the scores say')
    """
    axes = plain(say("axis.mean_score")), plain(say("axis.happened", spoken=spoken))
    lines = _lines(groups)
    if len(lines) <= _MOST_TOGETHER:
        drawing: Drawing = Lines(*axes, tuple(lines), diagonal=True, of_100=True)
    else:
        drawing = Multiples(tuple((line.name, Lines(*axes, (line,), diagonal=True, of_100=True)) for line in lines))
    kind = say("alternative.calibration", takeaway=sentence(takeaway))
    return Chart(id, takeaway, alternative(kind, _heard(groups)), drawing, table)


def line_table(id: str, caption: Text, axes: tuple[Text, Text], lines: Sequence[Curve]) -> Table:
    """Return the places of lines as a table, a part a line.

    Parameters
    ----------
    id : str
        The table's id.
    caption : Text
        What it shows.
    axes : tuple of (Text, Text)
        What is measured across and upwards.
    lines : sequence of Curve
        The lines. Where no place has limits, no column is given to them.
    """
    rows: list[tuple[Text, ...]] = []
    parts: list[tuple[int, Text]] = []
    shown = names(title for title, _ in lines)
    limited = any(not math.isnan(y.low) for _, places in lines for _, y in places)
    for title, places in lines:
        if places:
            parts.append((len(rows), (shown[title],)))
        rows += [((cell(x),), (size(y),), (cell(y),), *((interval_cell(y),) if limited else ())) for x, y in places]
    header = (axes[0], say("table.people"), axes[1], *((say("table.interval"),) if limited else ()))
    return Table(id, caption, header, tuple(rows), (False, *(True,) * (len(header) - 1)), tuple(parts))


def line_chart(id: str, takeaway: Text, axes: tuple[Text, Text], lines: Sequence[Curve], table: Table) -> Chart:
    """Return lines with bands on common axes.

    Parameters
    ----------
    id : str
        The chart's id.
    takeaway : Text
        What it shows, in a sentence.
    axes : tuple of (Text, Text)
        What is measured across and upwards, with units. Where both are fractions, the axes count of 100.
    lines : sequence of Curve
        At most 6. A line without places keeps the others' looks as they are.
    table : Table
        The numbers drawn.
    """
    facts = [fact for _, places in lines for place in places for fact in place]
    of_100 = bool(facts) and all(fact.unit == "fraction" for fact in facts)
    drawing = Lines(plain(axes[0]), plain(axes[1]), tuple(_lines(lines)), of_100=of_100)
    kind = say("alternative.lines", takeaway=sentence(takeaway))
    return Chart(id, takeaway, alternative(kind, _heard(lines)), drawing, table)


def _lines(curves: Sequence[Curve]) -> list[Line]:
    shown = names(title for title, _ in curves)
    return [
        Line(shown[title], tuple(Spot(x.value, y.value, y.low, y.high, y.id) for x, y in places))
        for title, places in curves
    ]


def _steps(binned: Binned) -> list[tuple[Fact, Fact]]:
    return list(zip(binned.edges, binned.edges[1:], strict=False))


def _edge(fact: Fact) -> Shown:
    """Return the end of a step with as many digits as tell it from the next."""
    return Shown(fact.id, f"{fact.value:.3g}")


def _most(group: Name | None, shares: Sequence[Fact], binned: Binned) -> Text:
    """Return in which step most of a group are: what a histogram shows first."""
    known = [place for place, share in enumerate(shares) if not math.isnan(share.value)]
    title: Text = (group,) if group else say("table.all")
    if not known:
        return say("alternative.part", name=title, value=say("table.nothing"))
    place = max(known, key=lambda place: shares[place].value)
    low, high = _steps(binned)[place]
    found = say("alternative.bin", value=amount(shares[place]), low=_edge(low), high=_edge(high))
    return say("alternative.most", name=title, bin=found)


def _heard(lines: Sequence[Curve]) -> list[Text]:
    """Return every place of every line in words; of many places only the first and last of each."""
    many = sum(len(places) for _, places in lines) > _MOST_HEARD
    shown, heard = names(title for title, _ in lines), list[Text]()
    for title, places in lines:
        said = [say("alternative.at", x=amount(x), y=amount(y)) for x, y in places if not math.isnan(y.value)]
        if not said:
            points: Text = say("table.nothing")
        elif many and len(said) > 2:
            points = say("alternative.ends", first=said[0], last=said[-1])
        else:
            points = tuple(part for one in said for part in ("; ", *one))[1:]
        heard.append(say("alternative.line", name=shown[title], points=points))
    return heard
