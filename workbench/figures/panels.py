"""Small drawings side by side on the same axes, each under its name."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.document.drawings import Histogram, Multiples
from workbench.document.line_drawings import Lines
from workbench.figures.axes import LEADING, TICK, across, separate, title, upward
from workbench.figures.curves import Ends, Frame, draw_bins, draw_series, edge, ends_of, look_of
from workbench.figures.lettering import beside, clean, in_a_line, width_of
from workbench.figures.scales import Scale, ticks
from workbench.figures.scene import SIZE, SMALL, Scene

__all__ = ["draw_multiples"]

_NARROW = 97.0  # no panel is narrower, unless there are very many
_CROWD = 12
_GAP = 14.0
_APART = 6.0
_EACH = 38.0  # a panel has a number about every so many points
_FLAT, _FLATTER = 0.62, 0.5  # height of a panel, of its width
_WIDEST = 240.0
_EDGE = 8.0  # to the right of the last panel
_KEY = 14.0
_TALL = 65.0


@dataclass(frozen=True)
class _Grid:
    """Where panels stand, and the axes that all of them have."""

    ends: Ends
    left: float
    columns: int
    wide: float
    high: float
    gap: float
    numbers: list[tuple[float, str]]
    of_100: bool

    def frame(self, column: int, top: float) -> Frame:
        start = self.left + column * (self.wide + self.gap)
        return Frame(Scale(*self.ends[0], start, start + self.wide), Scale(*self.ends[1], top + self.high, top))


def draw_multiples(scene: Scene, multiples: Multiples) -> None:
    """Draw small drawings in reading order, as many side by side as have room."""
    drawings = [drawing for _, drawing in multiples.drawings]
    if not drawings:
        scene.height = LEADING
        return
    first = drawings[0]
    across_, up = (first.axis, first.label) if isinstance(first, Histogram) else (first.x_axis, first.y_axis)
    grid = _grid(scene.width, drawings)
    texts = beside([clean(name.text) for name, _ in multiples.drawings], SIZE, grid.wide, lines=2, bold=True)
    bottom = _key(scene, drawings, title(scene, up, 2.0) + 2.0)
    for start in range(0, len(drawings), grid.columns):
        here = range(start, min(start + grid.columns, len(drawings)))
        top = bottom + max(len(texts[place]) for place in here) * LEADING + 9.0
        bottom = top + grid.high
        for column, place in enumerate(here):
            frame = grid.frame(column, top)
            for line, words in enumerate(reversed(texts[place])):
                scene.words((frame.left, top - 7.0 - line * LEADING), words, bold=True)
            upward(scene, frame.y, frame.left, frame.right, of_100=grid.of_100, numbers=column == 0)
            _panel(scene, frame, drawings[place], grid.numbers, place)
            if place + grid.columns >= len(drawings):
                across(scene, frame.x, bottom, bottom + 3, grid.numbers, baseline=bottom + TICK + 2)
        lowest = start + 2 * grid.columns > len(drawings)  # some panel of this row has none below it
        bottom += TICK + 6.0 if lowest else 6.0
    scene.height = title(scene, across_, bottom + 1.0, grid.left) + 4.0


def _panel(
    scene: Scene, frame: Frame, drawing: Lines | Histogram, numbers: list[tuple[float, str]], place: int
) -> None:
    if isinstance(drawing, Histogram):
        draw_bins(scene, frame, drawing)
        return
    across(scene, frame.x, frame.top, frame.bottom, numbers)
    # A panel with one line is of one group, which looks as it does among all lines.
    draw_series(scene, frame, drawing, first=place if len(drawing.lines) == 1 else 0)


def _grid(width: float, drawings: Sequence[Lines | Histogram]) -> _Grid:
    first = drawings[0]
    ends = ends_of(drawings, _TALL)
    shares = isinstance(first, Lines) and first.of_100
    of_100 = shares or isinstance(first, Histogram)
    left = edge(ends[1], of_100=of_100)
    room = width - left - _EDGE
    columns = _columns(len(drawings), room)
    numbers, gap = _shared(ends[0], (left, width), columns, of_100=shares)
    wide = min((room - gap * (columns - 1)) / columns, _WIDEST)
    flat = 1.0 if isinstance(first, Lines) and first.diagonal else _FLAT if len(drawings) <= _CROWD else _FLATTER
    return _Grid(ends, left, columns, wide, wide * flat, gap, numbers, of_100)


def _shared(
    ends: tuple[float, float], sides: tuple[float, float], columns: int, *, of_100: bool
) -> tuple[list[tuple[float, str]], float]:
    """Return the numbers below each panel, and how far panels are apart so that no two touch."""
    left, width = sides
    right = width - _EDGE
    for most in range(5, 1, -1):
        numbers = ticks(*ends, most, of_100=of_100)
        gap = max(_GAP, _APART + max(width_of(text, SMALL) for _, text in numbers))
        wide = min((right - left - gap * (columns - 1)) / columns, _WIDEST)
        outer = (Scale(*ends, left, left + wide), Scale(*ends, right - wide, right))
        if wide >= _EACH * (len(numbers) - 1) and all(separate(numbers, scale, width) for scale in outer):
            return numbers, gap
    return ticks(*ends, 2, of_100=of_100)[:1], _GAP + 30.0


def _columns(number: int, room: float) -> int:
    """Return how many panels stand side by side: a full last row where that is possible."""
    most = max(1, int((room + _GAP) / (_NARROW + _GAP)))
    if number > _CROWD:
        return most + 1
    rows = math.ceil(number / most)
    return math.ceil(number / rows)


def _key(scene: Scene, drawings: Sequence[Lines | Histogram], top: float) -> float:
    """Name the lines once above all panels, where each holds several: no panel has room beside their ends."""
    longest = max((drawing.lines for drawing in drawings if isinstance(drawing, Lines)), key=len, default=())
    if len(longest) < 2:
        return top
    at = 0.0
    top += 4.0
    names = in_a_line([clean(line.name.text) for line in longest], SIZE, 0.45 * scene.width)
    for place, text in enumerate(names):
        look = look_of(place)
        wide = 2 * _KEY + 8.0 + width_of(text, SIZE)
        if at and at + wide > scene.width:
            at, top = 0.0, top + LEADING + 2.0
        middle = top + LEADING / 2
        scene.line((at, middle), (at + 2 * _KEY, middle), color=look.color, width=1.8, dash=look.dash)
        scene.mark((at + _KEY, middle), look.shape, look.color, size=5.5, hollow=look.hollow)
        scene.words((at + 2 * _KEY + 5.0, middle + 0.36 * SIZE), text)
        at += wide + _GAP
    return top + LEADING + 2.0
