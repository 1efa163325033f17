"""Small drawings side by side on the same axes, each under its name."""

from __future__ import annotations

import math
from collections.abc import Sequence

from workbench.document.drawings import Histogram, Lines, Multiples
from workbench.figures.axes import LEADING, TICK, across, fitting, title, upward
from workbench.figures.curves import Frame, draw_bins, draw_series, edge, ends_of, look_of
from workbench.figures.lettering import clean, cut, width_of, wrapped
from workbench.figures.scales import Scale
from workbench.figures.scene import SIZE, SMALL, Scene

__all__ = ["draw_multiples"]

_NARROW = 97.0  # no panel is narrower, unless there are very many
_CROWD = 12
_GAP = 14.0
_FLAT = 0.62  # height of a panel, of its width
_KEY = 14.0
_TALL = 65.0


def draw_multiples(scene: Scene, multiples: Multiples) -> None:
    """Draw small drawings in reading order, as many side by side as have room."""
    drawings = [drawing for _, drawing in multiples.drawings]
    first = drawings[0]
    ends = ends_of(drawings, _TALL)
    bins = isinstance(first, Histogram)
    of_100 = isinstance(first, Lines) and first.of_100
    left = edge(ends[1], of_100=bins or of_100)
    columns = _columns(len(drawings), scene.width - left)
    numbers = fitting(Scale(*ends[0], 0.0, _NARROW), of_100=of_100)
    gap = max(_GAP, 6.0 + max(width_of(text, SMALL) for _, text in numbers))
    wide = (scene.width - left - 8.0 - gap * (columns - 1)) / columns
    square = isinstance(first, Lines) and first.diagonal
    high = wide if square else wide * (_FLAT if len(drawings) <= _CROWD else 0.5)
    top = title(scene, first.label if isinstance(first, Histogram) else first.y_axis, 2.0) + 2.0
    top = _key(scene, drawings, top)
    texts = _titles([clean(name.text) for name, _ in multiples.drawings], wide)
    bottom = top
    for row in range(math.ceil(len(drawings) / columns)):
        here = range(row * columns, min((row + 1) * columns, len(drawings)))
        lines = max(len(texts[place]) for place in here)
        top = bottom + lines * LEADING + 9.0
        bottom = top + high
        for column, place in enumerate(here):
            start = left + column * (wide + gap)
            frame = Frame(Scale(*ends[0], start, start + wide), Scale(*ends[1], bottom, top))
            _panel(scene, frame, texts[place], drawings[place], of_100=of_100, first=column == 0, place=place)
            if place + columns >= len(drawings):
                across(scene, frame.x, bottom, bottom + 3, of_100=of_100, baseline=bottom + TICK + 2)
        bottom += TICK + 6.0 if row * columns + 2 * columns > len(drawings) else 6.0
    scene.height = title(scene, first.axis if isinstance(first, Histogram) else first.x_axis, bottom + 1.0, left) + 4.0


def _panel(
    scene: Scene,
    frame: Frame,
    text: Sequence[str],
    drawing: Lines | Histogram,
    *,
    of_100: bool,
    first: bool,
    place: int,
) -> None:
    for line, words in enumerate(reversed(text)):
        scene.words((frame.left, frame.top - 7.0 - line * LEADING), words, bold=True)
    bins = isinstance(drawing, Histogram)
    upward(scene, frame.y, frame.left, frame.right, of_100=bins or of_100, numbers=first)
    if isinstance(drawing, Histogram):
        draw_bins(scene, frame, drawing)
        return
    across(scene, frame.x, frame.top, frame.bottom, of_100=of_100)
    # A panel with one line is of one group, which looks as it does among all lines.
    draw_series(scene, frame, drawing, first=place if len(drawing.lines) == 1 else 0)


def _columns(number: int, room: float) -> int:
    """Return how many panels stand side by side: a full last row where that is possible."""
    most = max(1, int((room + _GAP) / (_NARROW + _GAP)))
    if number > _CROWD:
        return most + 1
    rows = math.ceil(number / most)
    return math.ceil(number / rows)


def _titles(texts: Sequence[str], room: float) -> list[list[str]]:
    found = [wrapped(text, SIZE, room, lines=2, bold=True) for text in texts]
    return [
        [cut(text, SIZE, room, bold=True, middle=True)] if found.count(lines) > texts.count(text) else lines
        for text, lines in zip(texts, found, strict=True)
    ]


def _key(scene: Scene, drawings: Sequence[Lines | Histogram], top: float) -> float:
    """Name the lines once above all panels, where each holds several: no panel has room beside their ends."""
    longest = max((drawing.lines for drawing in drawings if isinstance(drawing, Lines)), key=len, default=())
    if len(longest) < 2:
        return top
    at = 0.0
    top += 4.0
    for place, line in enumerate(longest):
        look = look_of(place)
        text = cut(clean(line.name.text), SIZE, 0.45 * scene.width)
        wide = 2 * _KEY + 8.0 + width_of(text, SIZE)
        if at and at + wide > scene.width:
            at, top = 0.0, top + LEADING + 2.0
        middle = top + LEADING / 2
        scene.line((at, middle), (at + 2 * _KEY, middle), color=look.color, width=1.8, dash=look.dash)
        scene.mark((at + _KEY, middle), look.shape, look.color, size=5.5, hollow=look.hollow)
        scene.words((at + 2 * _KEY + 5.0, middle + 0.36 * SIZE), text)
        at += wide + _GAP
    return top + LEADING + 2.0
