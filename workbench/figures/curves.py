"""Lines with bands, and how often amounts occur, on two axes."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from workbench.document.drawings import Histogram
from workbench.document.line_drawings import Line, Lines, Spot
from workbench.figures.axes import LEADING, TICK, across, dashed, fitting, title, upright, upward
from workbench.figures.colors import LINE_COLORS
from workbench.figures.lettering import clean, in_a_line, width_of
from workbench.figures.scales import LARGEST, Scale, around, from_zero, rounded, ticks
from workbench.figures.scene import SIZE, SMALL, Place, Scene

__all__ = ["Ends", "Frame", "draw_bins", "draw_histogram", "draw_lines", "draw_series", "edge", "ends_of", "look_of"]

Ends = tuple[tuple[float, float], tuple[float, float]]
"""The ends of the horizontal and of the vertical axis."""

_SHAPES = ("circle", "square", "up", "diamond", "down", "plus")
_DASHES = ((), (6.0, 2.5), (1.6, 1.8), (8.0, 2.5, 1.6, 2.5), (3.5, 2.0), (5.0, 2.0, 1.2, 2.0, 1.2, 2.0))
_HEIGHT = 0.5  # of the width
_MOST_NAME = 0.34
_MOST_MARKS = 14
_FEW = 3  # lines whose bands have edges
_WIDEST = 290.0  # points, of a square
_LEADER = 16.0
_GAP = 8.0


@dataclass(frozen=True)
class Look:
    """How a line is told from others: colour, dash, and shape of its marks."""

    color: str
    dash: tuple[float, ...]
    shape: str
    hollow: bool


@dataclass(frozen=True)
class Frame:
    """Two axes on a drawing."""

    x: Scale
    y: Scale

    @property
    def left(self) -> float:
        """Where the horizontal axis begins."""
        return self.x.start

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.x.end

    @property
    def top(self) -> float:
        """Where the vertical axis ends."""
        return self.y.end

    @property
    def bottom(self) -> float:
        """Where it begins."""
        return self.y.start


def look_of(place: int) -> Look:
    """Return how the line at a place looks: the same in every drawing that lists the same groups."""
    turn = place % LINE_COLORS
    return Look(str(turn + 1), _DASHES[turn], _SHAPES[turn], hollow=place // LINE_COLORS % 2 == 1)


def ends_of(drawings: Iterable[Lines | Histogram], high: float) -> Ends:
    """Return the ends of axes that hold all of these drawings; the vertical one, so high, ends at round numbers."""
    most = upright(high)
    across_: list[float] = []
    up: list[float] = []
    shares = equal = histogram = False
    for drawing in drawings:
        if isinstance(drawing, Histogram):
            across_ += [*drawing.edges, *([] if drawing.line is None else [drawing.line])]
            up += drawing.heights
            histogram = True
        else:
            spots = [spot for line in drawing.lines for spot in line.spots]
            across_ += [spot.x for spot in spots]
            up += [number for spot in spots for number in (spot.y, spot.low, spot.high)]
            shares, equal = shares or drawing.of_100, equal or drawing.diagonal
    if histogram:
        return _all(across_), rounded(*from_zero(up, shares=True), most)
    if equal:
        both = rounded(*(from_zero([*across_, *up], shares=True) if shares else around([*across_, *up])), most)
        return both, both
    return _all(across_), rounded(*(from_zero(up, shares=True) if shares else around(up)), most)


def _all(values: Sequence[float]) -> tuple[float, float]:
    """Return the smallest and largest number, apart from each other."""
    numbers = [value for value in values if abs(value) <= LARGEST]
    low, high = min(numbers, default=0.0), max(numbers, default=1.0)
    return (low, high) if high - low > 1e-9 * max(abs(low), abs(high), 1e-280) else around(numbers)


def draw_histogram(scene: Scene, histogram: Histogram) -> None:
    """Draw how many there are in each step of an amount."""
    high = _HEIGHT * 0.8 * scene.width
    ends = ends_of([histogram], high)
    top = title(scene, histogram.label, 2.0) + TICK
    left, bottom = edge(ends[1], of_100=True), top + high
    frame = Frame(Scale(*ends[0], left, scene.width - 12.0), Scale(*ends[1], bottom, top))
    upward(scene, frame.y, frame.left, frame.right, of_100=True)
    across(scene, frame.x, bottom, bottom + 3, fitting(scene, frame.x, of_100=False), baseline=bottom + TICK + 2)
    draw_bins(scene, frame, histogram)
    scene.height = title(scene, histogram.axis, bottom + TICK + 7.0, left) + 4.0


def draw_bins(scene: Scene, frame: Frame, histogram: Histogram) -> None:
    """Draw a histogram's steps on axes that are there already."""
    zero = frame.y.place(0.0)
    for (start, end), height in zip(pairwise(histogram.edges), histogram.heights, strict=False):
        if math.isnan(start) or math.isnan(end) or math.isnan(height) or start >= end:
            continue
        left, right, tip = frame.x.place(start), frame.x.place(end), frame.y.place(height)
        gap = min(0.5, (right - left) / 6)
        scene.box(left + gap, min(tip, zero), right - gap, max(tip, zero), color="1")
        if abs(height) > LARGEST:
            scene.mark(((left + right) / 2, tip), "up" if height > 0 else "down", "1")
    scene.line((frame.left, zero), (frame.right, zero), color="ink", width=1.0)
    dashed(scene, frame.x, histogram.line, frame.top, frame.bottom, rim=True)


def draw_lines(scene: Scene, lines: Lines) -> None:
    """Draw lines with bands; each has its name at its end."""
    ends = ends_of([lines], _HEIGHT * scene.width)
    left = edge(ends[1], of_100=lines.of_100)
    names = in_a_line([clean(line.name.text) for line in lines.lines], SIZE, _MOST_NAME * scene.width)
    right = scene.width - max((width_of(name, SIZE) for name in names), default=0.0) - _LEADER - 2 * _GAP
    top = title(scene, lines.y_axis, 2.0) + TICK
    if lines.diagonal:
        right = min(right, left + _WIDEST)
    bottom = top + max(right - left if lines.diagonal else _HEIGHT * scene.width, LEADING * len(names))
    frame = Frame(Scale(*ends[0], left, right), Scale(*ends[1], bottom, top))
    upward(scene, frame.y, left, right, of_100=lines.of_100)
    across(scene, frame.x, top, bottom, fitting(scene, frame.x, of_100=lines.of_100), baseline=bottom + TICK + 2)
    draw_series(scene, frame, lines)
    _name(scene, frame, lines.lines, names)
    scene.height = title(scene, lines.x_axis, bottom + TICK + 7.0, left) + 4.0


def draw_series(scene: Scene, frame: Frame, lines: Lines, *, first: int = 0) -> None:
    """Draw the diagonal, the bands and the lines on axes that are there already.

    Parameters
    ----------
    scene : Scene
        Drawn on.
    frame : Frame
        The axes.
    lines : Lines
        What is drawn.
    first : int
        The place of the first line among all there are, from which its look follows.
    """
    if lines.diagonal:
        low, high = max(frame.x.low, frame.y.low), min(frame.x.high, frame.y.high)
        ends = [(frame.x.place(value), frame.y.place(value)) for value in (low, high)]
        scene.line(*ends, color="quiet", width=1.1, dash=(3.0, 3.0))
    looks = [look_of(first + place) for place in range(len(lines.lines))]
    for line, look in zip(lines.lines, looks, strict=True):
        _band(scene, frame, line, look, edged=len(lines.lines) <= _FEW)
    for line, look in zip(lines.lines, looks, strict=True):
        _line(scene, frame, line, look)


def _band(scene: Scene, frame: Frame, line: Line, look: Look, *, edged: bool) -> None:
    """Draw a line's band; its edges too, unless there are so many that they would be a thicket."""
    for run in _runs(line.spots, lambda spot: not (math.isnan(spot.low) or math.isnan(spot.high))):
        low = [(frame.x.place(spot.x), frame.y.place(spot.low)) for spot in run]
        high = [(frame.x.place(spot.x), frame.y.place(spot.high)) for spot in run]
        if len(run) == 1:
            scene.line(low[0], high[0], color=look.color, width=1.2)
            continue
        scene.area(*high, *reversed(low), color=look.color, opacity=0.12)
        for limit in (low, high) if edged else ():
            scene.line(*limit, color=look.color, width=0.5)


def _line(scene: Scene, frame: Frame, line: Line, look: Look) -> None:
    seen = [spot for spot in line.spots if _drawn(spot)]
    for run in _runs(line.spots, _drawn):
        if len(run) > 1:
            places = [_place(frame, spot) for spot in run]
            scene.line(*places, color=look.color, width=1.8, dash=look.dash)
    every = max(1, math.ceil(len(seen) / _MOST_MARKS))
    for spot in seen[::-every][::-1]:
        endless = "" if abs(spot.y) <= LARGEST else ("up" if spot.y > 0 else "down")
        scene.mark(_place(frame, spot), endless or look.shape, look.color, size=5.5, hollow=look.hollow)


def _runs(spots: Sequence[Spot], known: Callable[[Spot], bool]) -> list[list[Spot]]:
    """Return the spots that are known, a list for each stretch without a break."""
    runs: list[list[Spot]] = [[]]
    for spot in spots:
        if abs(spot.x) <= LARGEST and known(spot):
            runs[-1].append(spot)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _place(frame: Frame, spot: Spot) -> Place:
    return frame.x.place(spot.x), frame.y.place(spot.y)


def edge(ends: tuple[float, float], *, of_100: bool) -> float:
    """Return where a drawing begins so that the numbers of its vertical axis have room."""
    return 8.0 + max(width_of(text, SMALL) for most in range(2, 9) for _, text in ticks(*ends, most, of_100=of_100))


def _name(scene: Scene, frame: Frame, lines: Sequence[Line], names: Sequence[str]) -> None:
    """Write each name beside the end of its line, moved just so far that no two touch."""
    last = [next((spot for spot in reversed(line.spots) if _drawn(spot)), None) for line in lines]
    wanted = [frame.bottom if spot is None else frame.y.place(spot.y) for spot in last]
    at = frame.right + _LEADER
    before = [[frame.y.place(spot.y) for spot in line.spots if _drawn(spot)] for line in lines]
    order = sorted(range(len(lines)), key=lambda place: (wanted[place], sum(before[place]) / (len(before[place]) or 1)))
    for place, middle in zip(order, _apart([wanted[place] for place in order], frame.top, frame.bottom), strict=True):
        look, spot = look_of(place), last[place]
        if spot is not None:
            scene.line(_place(frame, spot), (at - 5.0, middle), color=look.color, width=0.6)
        scene.mark((at, middle), look.shape, look.color if spot is not None else "quiet", size=5.5, hollow=look.hollow)
        color = "ink" if spot is not None else "quiet"
        scene.words((at + _GAP, middle + 0.36 * SIZE), names[place], color=color)


def _drawn(spot: Spot) -> bool:
    return abs(spot.x) <= LARGEST and not math.isnan(spot.y)


def _apart(wanted: Sequence[float], top: float, bottom: float) -> list[float]:
    """Return heights near the wanted ones, which rise: a line of text apart, and between top and bottom.

    Examples
    --------
    >>> _apart([10.0, 50.0, 51.0, 100.0], 0.0, 100.0)
    [10.0, 50.0, 62.0, 100.0]
    """
    found = list(wanted)
    for place in range(len(found)):
        found[place] = max(found[place], found[place - 1] + LEADING if place else top)
    for place in reversed(range(len(found))):
        found[place] = min(found[place], found[place + 1] - LEADING if place + 1 < len(found) else bottom)
    return found
