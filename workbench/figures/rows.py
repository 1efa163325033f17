"""Drawings with a row for each group or step: its name, its mark on a common axis, its number.

Names stand to the left and numbers to the right, each in a column of its own, so that no mark, line
or band can run through them, however many there are.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from workbench.document.drawings import Bars, Dots, Panels, Point, Waterfall
from workbench.figures.axes import LEADING, TICK, across, dashed, fitting, reaching, title
from workbench.figures.lettering import beside, clean, cut, width_of
from workbench.figures.scales import Scale, around, from_zero
from workbench.figures.scene import SIZE, Scene
from workbench.figures.signs import arrow, bar, dot

__all__ = ["draw_bars", "draw_dots", "draw_waterfall"]

_CROWD = 14  # with more rows, they are closer and a name has one line
_ROOMY, _CLOSE = 8.0, 2.5  # between rows
_ABOVE = 7.0  # a heading
_HEADING_LINES = 3
_MOST = 0.36  # of the width, for names and for numbers
_GAP = 10.0


@dataclass(frozen=True)
class _Row:
    """A row: the lines of the heading above it, if there is one, its own lines of text, and its place."""

    heading: tuple[str, ...]
    name: tuple[str, ...]
    label: str
    point: Point
    top: float
    bottom: float
    bold: bool

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True)
class _Laid:
    """Rows with their places, and the axis between names and numbers."""

    rows: list[_Row]
    left: float
    right: float
    top: float
    bottom: float


def draw_dots(scene: Scene, dots: Dots) -> None:
    """Draw a dot and an interval for each group, in the order given."""
    extra = [value for value in (dots.line, *(dots.band or ())) if value is not None]
    numbers = [*_numbers(dots.panels), *extra]
    low, high = from_zero(numbers, shares=True) if dots.of_100 else around(numbers)
    laid = _laid(scene, dots.axis, _grouped(dots.panels))
    if dots.of_100:
        scale, written = reaching(scene, low, high, (laid.left, laid.right))
    else:
        scale = Scale(low, high, laid.left, laid.right)
        written = fitting(scene, scale, of_100=False)
    _behind(scene, laid, scale, written)
    if dots.band is not None and not any(map(math.isnan, dots.band)):
        sides = [scale.place(side) for side in sorted(dots.band)]
        scene.box(sides[0], laid.top, sides[1], laid.bottom, color="band", opacity=0.13)
        for side in sides:
            scene.line((side, laid.top), (side, laid.bottom), color="quiet", width=0.7)
    dashed(scene, scale, dots.line, laid.top, laid.bottom)
    for row in laid.rows:
        dot(scene, scale, row.middle, row.point)


def draw_bars(scene: Scene, bars: Bars) -> None:
    """Draw a bar for each group, from 0 on, in the order given."""
    low, high = from_zero(_numbers(bars.panels), shares=bars.of_100)
    laid = _laid(scene, bars.axis, _grouped(bars.panels))
    scale = Scale(low, high, laid.left, laid.right)
    _behind(scene, laid, scale, fitting(scene, scale, of_100=bars.of_100))
    for row in laid.rows:
        bar(scene, scale, row.middle, row.point, thickness=min(11.0, 0.62 * (row.bottom - row.top)))
    zero = scale.place(0.0)
    scene.line((zero, laid.top), (zero, laid.bottom), color="ink", width=1.0)


def draw_waterfall(scene: Scene, waterfall: Waterfall) -> None:
    """Draw how steps add up: each an arrow from where the one before it ended."""
    points = [waterfall.start, *waterfall.steps, waterfall.end]
    reached = _reached(waterfall)
    low, high = around([*reached, waterfall.start.value, waterfall.end.value])
    ends = {0, len(points) - 1}
    laid = _laid(scene, waterfall.axis, [(point, "", place in ends) for place, point in enumerate(points)])
    scale = Scale(low, high, laid.left, laid.right)
    _behind(scene, laid, scale, fitting(scene, scale, of_100=waterfall.of_100))
    for (before, row), value in zip(pairwise(laid.rows), reached, strict=True):
        at = scale.place(value)
        scene.line((at, before.middle), (at, row.middle), color="quiet", width=0.8)
    for place, row in enumerate(laid.rows):
        if place in ends:
            dot(scene, scale, row.middle, row.point, color="ink")
        elif not math.isnan(row.point.value):
            arrow(scene, scale, row.middle, reached[place - 1], reached[place])
    rule = laid.rows[-1].top
    scene.line((laid.right + _GAP, rule), (scene.width, rule), color="quiet", width=0.8)


def _reached(waterfall: Waterfall) -> list[float]:
    """Return where the sum stands before the first step and after each; a step that is not known adds nothing."""
    reached = [waterfall.start.value if not math.isnan(waterfall.start.value) else 0.0]
    for step in waterfall.steps:
        after = reached[-1] + step.value
        reached.append(reached[-1] if math.isnan(after) else after)
    return reached


def _numbers(panels: Panels) -> list[float]:
    points = [point for _, group in panels for point in group]
    return [
        number for point in points if not math.isnan(point.value) for number in (point.value, point.low, point.high)
    ]


def _grouped(panels: Panels) -> list[tuple[Point, str, bool]]:
    """Return each point with the heading that stands above it, where there are several panels."""
    several = len(panels) > 1
    return [
        (point, attribute.text if several and place == 0 else "", False)
        for attribute, points in panels
        for place, point in enumerate(points)
    ]


def _laid(scene: Scene, axis: str, points: Sequence[tuple[Point, str, bool]]) -> _Laid:
    """Write names and numbers and return where the rows are; the drawing becomes as high as they need."""
    crowded = len(points) > _CROWD
    room = _MOST * scene.width
    names = beside([clean(point.group.text) for point, _, _ in points], SIZE, room, lines=1 if crowded else 2)
    labels = [cut(clean(point.label), SIZE, room, bold=bold, middle=True) for point, _, bold in points]
    headings = beside([clean(heading) for _, heading, _ in points], SIZE, room, lines=_HEADING_LINES, bold=True)
    written = [line for lines in (*headings, *names) for line in lines]
    left = min(max((width_of(line, SIZE, bold=True) for line in written), default=0.0), room) + _GAP
    right = scene.width - max((width_of(label, SIZE, bold=True) for label in labels), default=0.0) - _GAP
    first = title(scene, axis, 2.0) + TICK + 6.0
    rows: list[_Row] = []
    at = first
    for (point, _, bold), heading, lines, label in zip(points, headings, names, labels, strict=True):
        if heading:
            at += _ABOVE if rows else _ABOVE - 6.0
            at += len(heading) * LEADING
        bottom = at + max(1, len(lines)) * LEADING + (_CLOSE if crowded else _ROOMY)
        rows.append(_Row(tuple(heading), tuple(lines), label, point, at, bottom, bold))
        at = bottom
    scene.height = at + 4.0
    for row in rows:
        _write(scene, row)
    return _Laid(rows, left, right, first, at)


def _write(scene: Scene, row: _Row) -> None:
    for below, line in zip(range(len(row.heading) - 1, -1, -1), row.heading, strict=True):
        scene.words((0.0, row.top - 5.0 - below * LEADING), line, bold=True)
    top = row.middle - len(row.name) * LEADING / 2
    for place, line in enumerate(row.name):
        scene.words((0.0, top + (place + 0.78) * LEADING), line, bold=row.bold)
    baseline = row.middle + 0.36 * SIZE
    color = "quiet" if math.isnan(row.point.value) else "ink"
    scene.words((scene.width, baseline), row.label, color=color, anchor="end", bold=row.bold)


def _behind(scene: Scene, laid: _Laid, scale: Scale, numbers: list[tuple[float, str]]) -> None:
    """Draw the axis, and a thin line along each row, which leads from its name to its number."""
    across(scene, scale, laid.top, laid.bottom, numbers, baseline=laid.top - 4.0)
    for row in laid.rows:
        scene.line((laid.left, row.middle), (laid.right, row.middle), color="grid", width=0.8)
