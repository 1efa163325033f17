"""What a chart draws, as data: marks on axes, with the words beside them. No colour, no size.

.. code-block:: text

    Drawing
    ├─ Dots        a dot and an interval for each group
    ├─ Bars        a bar for each group, from 0 on
    ├─ Waterfall   how steps add up from a start to an end
    ├─ Histogram   how many there are in each step of an amount
    ├─ Lines       lines with bands; a calibration curve is drawn beside its diagonal
    ├─ EffectCurve what predictions would be with other values of a column, and how many rows have such values
    ├─ Multiples   several small drawings of one kind on the same axes
    └─ Tradeoff    what is good to have more of against what is good to have less of: a mark with both its intervals
"""

from __future__ import annotations

from dataclasses import dataclass

from workbench.document.line_drawings import EffectCurve, Lines
from workbench.document.text import Name

__all__ = [
    "Bars",
    "Dots",
    "Drawing",
    "Histogram",
    "Multiples",
    "Panels",
    "Point",
    "Tradeoff",
    "TradeoffPoint",
    "Waterfall",
]


NAMELESS = Name("")


@dataclass(frozen=True)
class Point:
    """One group in a chart.

    Parameters
    ----------
    group : Name
        Its name.
    fact : str
        The fact drawn.
    value, low, high : float
        The mark and its interval; ``nan`` where undefined.
    label : str
        What is written beside the mark.
    is_faint : bool
        Whether little stands behind it, which the label says; its dot is hollow.
    """

    group: Name
    fact: str
    value: float
    low: float
    high: float
    label: str
    is_faint: bool = False


Panels = tuple[tuple[Name, tuple[Point, ...]], ...]
"""One panel an attribute, with its groups; all on one axis."""


@dataclass(frozen=True)
class Dots:
    """A dot and an interval for each group.

    Parameters
    ----------
    axis : str
        What the horizontal axis counts, with its unit.
    panels : Panels
        The groups of each attribute.
    of_100 : bool
        Whether the values are shares, drawn from 0 on and counted of 100.
    line : float or None
        The value of all rows, drawn as a dashed line; the axis says what it is.
    band : tuple of (float, float) or None
        What is tolerated, drawn as a quiet band.
    """

    axis: str
    panels: Panels
    of_100: bool = True
    line: float | None = None
    band: tuple[float, float] | None = None


@dataclass(frozen=True)
class Bars:
    """A bar for each group or column, from 0 on, with its interval.

    Parameters
    ----------
    axis : str
        What the horizontal axis counts, with its unit.
    panels : Panels
        What is drawn.
    of_100 : bool
        Whether the values are shares, counted of 100.
    """

    axis: str
    panels: Panels
    of_100: bool = False


@dataclass(frozen=True)
class Waterfall:
    """How steps add up from a start to an end, as parts of one prediction do.

    Parameters
    ----------
    axis : str
        What the horizontal axis counts, with its unit.
    start, end : Point
        Where it begins and ends.
    steps : tuple of Point
        What each step adds, in order; ``value`` is signed.
    of_100 : bool
        Whether the values are shares, counted of 100.
    """

    axis: str
    start: Point
    steps: tuple[Point, ...]
    end: Point
    of_100: bool = False


@dataclass(frozen=True)
class Histogram:
    """How many there are in each step of an amount.

    Parameters
    ----------
    axis : str
        What the horizontal axis measures, with its unit.
    edges : tuple of float
        The ends of the steps, ascending; one more than there are steps.
    heights : tuple of float
        The share in each step.
    label : str
        What the vertical axis counts.
    line : float or None
        A value marked by a dashed line, as a threshold.
    """

    axis: str
    edges: tuple[float, ...]
    heights: tuple[float, ...]
    label: str
    line: float | None = None


@dataclass(frozen=True)
class Multiples:
    """Several small drawings of one kind, on the same axes, each under its name.

    Parameters
    ----------
    drawings : tuple of (Name, Lines or Histogram)
        In reading order.
    """

    drawings: tuple[tuple[Name, Lines | Histogram], ...]


@dataclass(frozen=True)
class TradeoffPoint:
    """One model, method or threshold in a drawing of two axes.

    Parameters
    ----------
    name : Name
        What is written beside its mark; nothing where it is empty.
    x, x_low, x_high : float
        Where it stands across, and the interval; ``nan`` where undefined.
    y, y_low, y_high : float
        The same upwards.
    look : int
        From which its colour and shape follow, at least 0; points of one look are joined by a line, in the order given.
    is_faint : bool
        Whether another is better in both, which the words say; its mark is hollow.
    x_fact, y_fact : str
        The facts drawn.
    series : Name
        What all points of its look are called, such as the model of some thresholds: it stands below the drawing.
        Nothing where the points' own names say it.
    """

    name: Name
    x: float
    x_low: float
    x_high: float
    y: float
    y_low: float
    y_high: float
    look: int = 0
    is_faint: bool = False
    x_fact: str = ""
    y_fact: str = ""
    series: Name = NAMELESS


@dataclass(frozen=True)
class Tradeoff:
    """Marks on two axes, each with the intervals of both its numbers.

    Parameters
    ----------
    x_axis, y_axis : str
        What is measured across and upwards, with units, and which way is better.
    points : tuple of TradeoffPoint
        In the order in which they are named.
    band : tuple of (float, float) or None
        What is tolerated upwards, drawn as a quiet band; the axis says it.
    x_of_100, y_of_100 : bool
        Whether what is drawn across, or upwards, is counted of 100.
    """

    x_axis: str
    y_axis: str
    points: tuple[TradeoffPoint, ...]
    band: tuple[float, float] | None = None
    x_of_100: bool = True
    y_of_100: bool = True


Drawing = Dots | Bars | Waterfall | Histogram | Lines | EffectCurve | Multiples | Tradeoff
