"""Two numbers of each of some models or methods: a mark with an interval on both axes, and its name beside it.

A name stands where it touches no mark, no interval and no other name; one that finds no such place
stands below the drawing, after its mark. So does what all points of one look are called.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from workbench.document.drawings import Tradeoff, TradeoffPoint
from workbench.figures.axes import LEADING, TICK, across, fitting, title, upright, upward
from workbench.figures.colors import LINE_COLORS
from workbench.figures.curves import Frame, edge
from workbench.figures.lettering import clean, in_a_line, width_of
from workbench.figures.scales import LARGEST, Scale, around, from_zero, rounded
from workbench.figures.scene import SIZE, Place, Scene

__all__ = ["draw_tradeoff"]

_SHAPES = ("circle", "square", "up", "diamond", "down", "plus", "right", "left")
_HEIGHT = 0.5  # of the width
_ACROSS = 6  # at most so many numbers on the horizontal axis
_EDGE = 10.0  # to the right of the drawing
_MARK = 7.5
_CLEAR = 5.5  # from a mark's middle to anything else
_END = 2.6
_HAIR = 1.2  # of room beside an interval's line
_MOST_NAME = 0.42  # of the width
_BELOW = 0.62
_CROWD = 8  # with more points, intervals are thinner
_GAP = 14.0
_NEARER = 1.8  # a name is so many times as far from any other mark as from its own

_Box = tuple[float, float, float, float]
_Pair = tuple[float, float]


@dataclass(frozen=True)
class _Seen:
    """A point where it is drawn."""

    point: TradeoffPoint
    at: Place
    name: str

    @property
    def color(self) -> str:
        return str(self.point.look % LINE_COLORS + 1)

    @property
    def shape(self) -> str:
        return _SHAPES[self.point.look % len(_SHAPES)]


def draw_tradeoff(scene: Scene, tradeoff: Tradeoff) -> None:
    """Draw what is tolerated as a band, then intervals, marks and names."""
    high = _HEIGHT * scene.width
    known = [point for point in tradeoff.points if not (math.isnan(point.x) or math.isnan(point.y))]
    ends = _ends(known, tradeoff, high)
    top = title(scene, tradeoff.y_axis, 2.0) + TICK
    left, bottom = edge(ends[1], of_100=tradeoff.y_of_100), top + high
    frame = Frame(Scale(*ends[0], left, scene.width - _EDGE), Scale(*ends[1], bottom, top))
    _shaded(scene, frame, tradeoff.band)
    upward(scene, frame.y, left, frame.right, of_100=tradeoff.y_of_100)
    numbers = fitting(scene, frame.x, of_100=tradeoff.x_of_100)
    across(scene, frame.x, top, bottom, numbers, baseline=bottom + TICK + 2)
    _edges(scene, frame, tradeoff.band)
    names = in_a_line([clean(point.name.text) for point in known], SIZE, _MOST_NAME * scene.width)
    seen = [
        _Seen(point, (frame.x.place(point.x), frame.y.place(point.y)), name)
        for point, name in zip(known, names, strict=True)
    ]
    _joined(scene, seen)
    taken = [box for one in seen for box in _interval(scene, frame, one, thin=len(seen) > _CROWD)]
    for one in reversed(seen):
        scene.mark(one.at, _shape(one), one.color, size=_MARK, hollow=one.point.is_faint)
        taken.append((one.at[0] - _CLEAR, one.at[1] - _CLEAR, one.at[0] + _CLEAR, one.at[1] + _CLEAR))
    marks = [one.at for one in seen]
    without = [one for one in seen if one.name and not _named(scene, frame, one, taken, marks)]
    first = {one.point.look: one for one in reversed(seen) if one.name}
    # The line leads to the others of its look, and what they all are called to each.
    left_over = [one for one in without if first[one.point.look] is one and not one.point.series.text]
    below = title(scene, tradeoff.x_axis, bottom + TICK + 7.0, left)
    unknown = [_whole_name(point) for point in tradeoff.points if point not in known and clean(point.name.text)]
    scene.height = _key(scene, [*_series(scene, seen), *left_over], unknown, below, left) + 4.0


def _ends(points: Sequence[TradeoffPoint], tradeoff: Tradeoff, high: float) -> tuple[_Pair, _Pair]:
    x = [number for point in points for number in (point.x, point.x_low, point.x_high)]
    y = [number for point in points for number in (point.y, point.y_low, point.y_high)]
    up = from_zero([*y, *(tradeoff.band or ())], shares=tradeoff.y_of_100)
    return rounded(*around(x), _ACROSS), rounded(*up, upright(high))


def _series(scene: Scene, seen: Sequence[_Seen]) -> list[_Seen]:
    """Return the first point of each look whose points are called alike, with what they are called as its name."""
    first = {one.point.look: one for one in reversed(seen) if one.point.series.text}
    looks = sorted(first)
    names = in_a_line([clean(first[look].point.series.text) for look in looks], SIZE, _BELOW * scene.width)
    plain = (replace(first[look].point, is_faint=False) for look in looks)
    return [_Seen(point, first[look].at, name) for point, look, name in zip(plain, looks, names, strict=True)]


def _whole_name(point: TradeoffPoint) -> str:
    return clean(" ".join(filter(None, (point.series.text, point.name.text))))


def _shaded(scene: Scene, frame: Frame, band: _Pair | None) -> None:
    if band is not None and not any(map(math.isnan, band)):
        low, high = (frame.y.place(end) for end in sorted(band))
        scene.box(frame.left, high, frame.right, low, color="band", opacity=0.13)


def _edges(scene: Scene, frame: Frame, band: _Pair | None) -> None:
    """Draw the ends of the band over the quiet lines of the axes."""
    for end in sorted({frame.y.place(end) for end in band or () if not math.isnan(end)} - {frame.bottom}):
        scene.line((frame.left, end), (frame.right, end), color="quiet", width=0.8)


def _joined(scene: Scene, seen: Sequence[_Seen]) -> None:
    """Draw a thin line through the points of one look."""
    for look in dict.fromkeys(one.point.look for one in seen):
        alike = [one for one in seen if one.point.look == look]
        for one, two in pairwise(alike):
            scene.line(one.at, two.at, color=one.color, width=0.8, dash=(1.6, 2.2))


def _interval(scene: Scene, frame: Frame, one: _Seen, *, thin: bool) -> Iterator[_Box]:
    """Draw both intervals, with marked ends where they end, and yield what they take."""
    (x, y), point, width = one.at, one.point, 0.7 if thin else 1.2
    if not (math.isnan(point.x_low) or math.isnan(point.x_high)):
        ends = [frame.x.place(end) for end in (point.x_low, point.x_high)]
        scene.line((ends[0], y), (ends[1], y), color=one.color, width=width)
        for end, value in zip(ends, (point.x_low, point.x_high), strict=True):
            if abs(value) <= LARGEST:
                scene.line((end, y - _END), (end, y + _END), color=one.color, width=width)
        yield min(ends) - _HAIR, y - _END, max(ends) + _HAIR, y + _END
    if not (math.isnan(point.y_low) or math.isnan(point.y_high)):
        ends = [frame.y.place(end) for end in (point.y_low, point.y_high)]
        scene.line((x, ends[0]), (x, ends[1]), color=one.color, width=width)
        for end, value in zip(ends, (point.y_low, point.y_high), strict=True):
            if abs(value) <= LARGEST:
                scene.line((x - _END, end), (x + _END, end), color=one.color, width=width)
        yield x - _END, min(ends) - _HAIR, x + _END, max(ends) + _HAIR


def _shape(one: _Seen) -> str:
    """Return the shape of a mark; what is endless points out of the axis."""
    for value, ways in ((one.point.y, ("up", "down")), (one.point.x, ("right", "left"))):
        if abs(value) > LARGEST:
            return ways[value < 0]
    return one.shape


def _named(scene: Scene, frame: Frame, one: _Seen, taken: list[_Box], marks: Sequence[Place]) -> bool:
    """Write the name where nothing else is and no other mark is about as near; say whether there is such a place."""
    wide = width_of(one.name, SIZE)
    others = [at for at in marks if at != one.at]
    for at in _places(one.at, wide):
        box = (at[0] - 1.0, at[1] - SIZE, at[0] + wide + 1.0, at[1] + 0.3 * SIZE)
        inside = box[0] >= frame.left and box[2] <= scene.width and box[1] >= frame.top and box[3] <= frame.bottom
        if not inside or any(_touch(box, other) for other in taken):
            continue
        if all(_far(box, other) > _NEARER * _far(box, one.at) for other in others):
            scene.words(at, one.name)
            taken.append(box)
            return True
    return False


def _far(box: _Box, at: Place) -> float:
    """Return how far a place is from a box."""
    x = max(box[0] - at[0], at[0] - box[2], 0.0)
    return math.hypot(x, max(box[1] - at[1], at[1] - box[3], 0.0))


def _places(at: Place, wide: float) -> Iterator[Place]:
    """Yield where a name may begin: beside its mark, above and below, and the same a little further away."""
    x, y = at
    for far in (_CLEAR + 2.0, _CLEAR + 7.0, _CLEAR + 13.0):
        yield x + far, y + 0.36 * SIZE
        yield x - far - wide, y + 0.36 * SIZE
        for start in (x + far - 3.0, x - far + 3.0 - wide, x - wide / 2):
            yield start, y - far
            yield start, y + far + 0.7 * SIZE


def _touch(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _key(scene: Scene, seen: Sequence[_Seen], unknown: Sequence[str], top: float, left: float) -> float:
    """Write the names that had no place, each after its mark, and return where that ends."""
    if not seen and not unknown:
        return top
    room, at = _BELOW * scene.width, left
    rows: list[tuple[str, _Seen | None]] = [(one.name, one) for one in seen]
    rows += [(text, None) for text in in_a_line(unknown, SIZE, room)]
    top += 5.0
    for text, one in rows:
        wide = _GAP + width_of(text, SIZE)
        if at > left and at + wide > scene.width:
            at, top = left, top + LEADING + 2.0
        middle = top + LEADING / 2
        if one is not None:
            scene.mark((at + 5.0, middle), _shape(one), one.color, size=_MARK, hollow=one.point.is_faint)
        scene.words((at + _GAP, middle + 0.36 * SIZE), text, color="ink" if one is not None else "quiet")
        at += wide + _GAP
    return top + LEADING + 2.0
