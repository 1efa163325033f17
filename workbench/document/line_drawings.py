"""What a chart of lines draws, as data: lines with bands, and the effect of a column's values."""

from __future__ import annotations

import math
from dataclasses import dataclass

from workbench.document.text import Name

__all__ = ["EffectCurve", "EffectSpot", "Line", "Lines", "Spot"]


@dataclass(frozen=True)
class Spot:
    """One place of a line, with its band; ``fact`` is the fact drawn, if it is one."""

    x: float
    y: float
    low: float = math.nan
    high: float = math.nan
    fact: str = ""


@dataclass(frozen=True)
class Line:
    """A line with its name, which stands at its end.

    Parameters
    ----------
    name : Name
        What it is of.
    spots : tuple of Spot
        By ascending ``x``.
    """

    name: Name
    spots: tuple[Spot, ...]


@dataclass(frozen=True)
class Lines:
    """Lines with bands.

    Parameters
    ----------
    x_axis, y_axis : str
        What the axes measure, with their units.
    lines : tuple of Line
        At most as many as can be told apart: 6.
    diagonal : bool
        Whether the line on which both axes agree is drawn: that of perfect calibration.
    of_100 : bool
        Whether both axes are shares, counted of 100.
    """

    x_axis: str
    y_axis: str
    lines: tuple[Line, ...]
    diagonal: bool = False
    of_100: bool = False


@dataclass(frozen=True)
class EffectSpot:
    """One value of a column in an effect curve.

    Parameters
    ----------
    x : float
        Where it stands.
    label : str
        The value as it is told.
    y, low, high : float
        What is drawn, and its limits.
    share : float
        Share of rows that are nearest to it.
    is_faint : bool
        Whether so few rows are there that little is known.
    fact : str
        The fact drawn.
    """

    x: float
    label: str
    y: float
    low: float
    high: float
    share: float
    is_faint: bool = False
    fact: str = ""


@dataclass(frozen=True)
class EffectCurve:
    """What predictions would be with other values of a column, above a strip that shows where the rows are.

    Parameters
    ----------
    x_axis, y_axis, strip_axis : str
        What is measured across and upwards, with units; and what the strip counts.
    spots : tuple of EffectSpot
        By ascending ``x``.
    apart : EffectSpot or None
        A missing value, drawn apart from the line.
    of_100 : bool
        Whether what is drawn upwards is counted of 100.
    """

    x_axis: str
    y_axis: str
    strip_axis: str
    spots: tuple[EffectSpot, ...]
    apart: EffectSpot | None = None
    of_100: bool = False
