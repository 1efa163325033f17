"""The effect of a column: a curve with its band, and beneath it a strip that shows where the rows are."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from workbench.document.line_drawings import EffectCurve, EffectSpot
from workbench.figures.axes import LEADING, TICK, title, upright, upward
from workbench.figures.curves import edge
from workbench.figures.lettering import clean, cut, width_of
from workbench.figures.scales import LARGEST, Scale, around, finite, rounded
from workbench.figures.scene import SMALL, Scene

__all__ = ["draw_effect"]

_HEIGHT = 0.45  # of the width
_STRIP = 26.0
_BETWEEN = 8.0  # the curve and its strip
_APART = 7.0  # one number from the next
_MOST_LABEL = 0.2  # of the width
_ALONE = 54.0  # room of a missing value
_INSET = 12.0
_WIDEST = 22.0
_FAINT = (2.0, 3.0)


def draw_effect(scene: Scene, effect: EffectCurve) -> None:
    """Draw the curve, quiet and dashed where few rows are, and how many rows are where."""
    high = _HEIGHT * scene.width
    spots = [spot for spot in effect.spots if abs(spot.x) <= LARGEST]
    every = [*spots, *([effect.apart] if effect.apart is not None else [])]
    ends = rounded(*around([0.0, *(value for spot in every for value in (spot.y, spot.low, spot.high))]), upright(high))
    top = title(scene, effect.y_axis, 2.0) + TICK
    left, bottom = edge(ends, of_100=effect.of_100) + 4.0, top + high
    right = scene.width - _INSET - (_ALONE if effect.apart is not None else 0.0)
    up = Scale(*ends, bottom, top)
    upward(scene, up, left, scene.width - _INSET, of_100=effect.of_100)
    nought = up.place(0.0)
    scene.line((left, nought), (scene.width - _INSET, nought), color="quiet", width=1.1, dash=(3.0, 3.0))
    across = _across(spots, left + _INSET, right - _INSET)
    places = {id(spot): across.place(spot.x) for spot in spots}
    if effect.apart is not None:
        places[id(effect.apart)] = right + _ALONE / 2
    _curve(scene, up, spots, places)
    if effect.apart is not None:
        _limits(scene, up, effect.apart, places[id(effect.apart)])
    for spot in every:
        if abs(spot.y) <= LARGEST:
            at = places[id(spot)], up.place(spot.y)
            scene.mark(at, "circle", "quiet" if spot.is_faint else "1", size=5.0, hollow=spot.is_faint)
    floor = bottom + _BETWEEN + _STRIP
    _strip(scene, every, places, floor)
    scene.line((left, floor), (scene.width - _INSET, floor), color="ink", width=1.0)
    _labels(scene, every, places, floor)
    below = title(scene, effect.x_axis, floor + TICK + 7.0, left)
    scene.height = title(scene, effect.strip_axis, below, left) + 4.0


def _across(spots: Sequence[EffectSpot], start: float, end: float) -> Scale:
    numbers = finite(spot.x for spot in spots)
    low, high = min(numbers, default=0.0), max(numbers, default=1.0)
    if high - low <= 1e-9 * max(abs(low), abs(high), 1e-280):
        low, high = around([low, high])
    return Scale(low, high, start, end)


def _curve(scene: Scene, up: Scale, spots: Sequence[EffectSpot], places: dict[int, float]) -> None:
    for one, two in pairwise(spots):
        a, b = places[id(one)], places[id(two)]
        if not any(map(math.isnan, (one.low, one.high, two.low, two.high))):
            low, high = ((up.place(one.low), up.place(two.low)), (up.place(one.high), up.place(two.high)))
            faint = one.is_faint or two.is_faint
            scene.area(
                *((a, high[0]), (b, high[1]), (b, low[1]), (a, low[0])), color="1", opacity=0.05 if faint else 0.15
            )
            for side in (low, high):
                scene.line((a, side[0]), (b, side[1]), color="quiet" if faint else "1", width=0.5)
    for one, two in pairwise(spots):
        if math.isnan(one.y) or math.isnan(two.y):
            continue
        faint = one.is_faint or two.is_faint
        ends = (places[id(one)], up.place(one.y)), (places[id(two)], up.place(two.y))
        scene.line(*ends, color="quiet" if faint else "1", width=1.2 if faint else 1.8, dash=_FAINT if faint else ())
    if len(spots) == 1:
        _limits(scene, up, spots[0], places[id(spots[0])])


def _limits(scene: Scene, up: Scale, spot: EffectSpot, at: float) -> None:
    if not (math.isnan(spot.low) or math.isnan(spot.high)):
        color = "quiet" if spot.is_faint else "1"
        scene.line((at, up.place(spot.low)), (at, up.place(spot.high)), color=color, width=1.4)


def _strip(scene: Scene, spots: Sequence[EffectSpot], places: dict[int, float], floor: float) -> None:
    """Draw how many rows are at each value, the most at full height; what is there is always seen."""
    most = max((spot.share for spot in spots if 0 < spot.share <= LARGEST), default=1.0)
    stand = sorted(places.values())
    apart = min((two - one for one, two in pairwise(stand)), default=_WIDEST)
    half = min(max(0.42 * apart, 0.6), _WIDEST / 2)
    for spot in spots:
        if 0 < spot.share <= LARGEST:
            at, tall = places[id(spot)], max(1.0, _STRIP * spot.share / most)
            scene.box(at - half, floor - tall, at + half, floor, color="quiet")


def _labels(scene: Scene, spots: Sequence[EffectSpot], places: dict[int, float], floor: float) -> None:
    """Write values beneath the strip: the last and the first, and of the others those that have room."""
    taken: list[tuple[float, float]] = []
    order = [*spots[-1:], *spots[:1], *spots[1:-1]] if len(spots) > 1 else spots
    for spot in order:
        text = cut(clean(spot.label), SMALL, _MOST_LABEL * scene.width)
        half = width_of(text, SMALL) / 2
        at = min(max(places[id(spot)], half), scene.width - half)
        if text and all(at + half + _APART <= low or high + _APART <= at - half for low, high in taken):
            taken.append((at - half, at + half))
            scene.words((at, floor + LEADING), text, color="quiet", size=SMALL, anchor="middle")
