"""Numbers along a drawing's edges, the quiet lines from them, and what the axis is called."""

from __future__ import annotations

import math
from itertools import pairwise

from workbench.figures.lettering import clean, width_of, wrapped
from workbench.figures.scales import Scale, rounded, ticks
from workbench.figures.scene import SIZE, SMALL, Scene

__all__ = ["LEADING", "TICK", "across", "dashed", "fitting", "reaching", "separate", "title", "upright", "upward"]

LEADING = 12.0
"""From one line of text to the next."""

TICK = 11.0
"""The height of an axis' numbers."""

_EACH = 46.0  # an axis has a number about every so many points
_EACH_UP = 32.0
_WIDENED = 3
_APART = 7.0
_DASH = (3.0, 3.0)


def title(scene: Scene, text: str, top: float, left: float = 0.0, right: float | None = None) -> float:
    """Write what an axis is called, in at most two lines, and return where that ends."""
    room = (scene.width if right is None else right) - left
    for line in wrapped(clean(text), SIZE, room, lines=2):
        scene.words((left, top + 0.8 * LEADING), line, color="quiet")
        top += LEADING
    return top


def fitting(scene: Scene, scale: Scale, *, of_100: bool) -> list[tuple[float, str]]:
    """Return the numbers of a horizontal axis that have room beside each other."""
    for most in range(max(2, int(abs(scale.end - scale.start) / _EACH) + 1), 1, -1):
        found = ticks(scale.low, scale.high, most, of_100=of_100)
        if separate(found, scale, scene.width):
            return found
    return ticks(scale.low, scale.high, 2, of_100=of_100)[:1]


def reaching(scene: Scene, low: float, high: float, laid: tuple[float, float]) -> tuple[Scale, list[tuple[float, str]]]:
    """Return a horizontal axis of shares and its numbers, its ends among them: no mark stands beyond the last.

    Parameters
    ----------
    scene : Scene
        Drawn on.
    low, high : float
        What it has to hold.
    laid : (float, float)
        Where it is drawn.
    """
    fewest = 3 if low < 0 < high else 2  # zero and both ends
    for most in range(max(fewest, int(abs(laid[1] - laid[0]) / _EACH) + 1), fewest - 1, -1):
        ends = rounded(low, high, most)
        for _ in range(_WIDENED):  # the wider axis may need a larger step
            ends = rounded(*ends, most)
        scale, numbers = Scale(*ends, *laid), ticks(*ends, most, of_100=True)
        if separate(numbers, scale, scene.width):
            return scale, numbers
    scale = Scale(low, high, *laid)
    return scale, fitting(scene, scale, of_100=True)


def separate(numbers: list[tuple[float, str]], scale: Scale, width: float) -> bool:
    """Whether the numbers of a horizontal axis do not touch each other nor leave a drawing so wide."""
    halves = [width_of(text, SMALL) / 2 for _, text in numbers]
    middles = [
        min(max(scale.place(value), half), width - half) for (value, _), half in zip(numbers, halves, strict=True)
    ]
    return all(a + half + _APART <= b - other for (a, half), (b, other) in pairwise(zip(middles, halves, strict=True)))


def across(
    scene: Scene,
    scale: Scale,
    top: float,
    bottom: float,
    numbers: list[tuple[float, str]],
    *,
    baseline: float | None = None,
) -> None:
    """Draw a horizontal axis: a quiet line from each number, and the number at ``baseline``.

    Parameters
    ----------
    scene : Scene
        Drawn on.
    scale : Scale
        The axis.
    top, bottom : float
        Where the lines begin and end.
    numbers : list of (float, str)
        Which numbers, as :func:`fitting` found them.
    baseline : float, optional
        Where the numbers stand; by default there are none.
    """
    for value, text in numbers:
        at = scale.place(value)
        scene.line((at, top), (at, bottom), color="grid", width=0.8)
        if baseline is not None:
            scene.words((at, baseline), text, color="quiet", size=SMALL, anchor="middle")


def upright(high: float) -> int:
    """Return how many numbers have room above each other."""
    return max(3, int(high / _EACH_UP) + 1)


def upward(scene: Scene, scale: Scale, left: float, right: float, *, of_100: bool, numbers: bool = True) -> None:
    """Draw a vertical axis: a quiet line from each number, and the number to its left."""
    for value, text in ticks(scale.low, scale.high, upright(abs(scale.end - scale.start)), of_100=of_100):
        at = scale.place(value)
        scene.line((left, at), (right, at), color="grid", width=0.8)
        if numbers:
            scene.words((left - 5, at + 0.35 * SMALL), text, color="quiet", size=SMALL, anchor="end")


def dashed(scene: Scene, scale: Scale, value: float | None, top: float, bottom: float, *, rim: bool = False) -> None:
    """Draw a value as a dashed line from top to bottom; with a rim of paper where it crosses what is filled."""
    if value is None or math.isnan(value) or not scale.holds(value):
        return
    at = scale.place(value)
    if rim:
        scene.line((at, top), (at, bottom), color="paper", width=3.0)
    scene.line((at, top), (at, bottom), color="quiet", width=1.1, dash=_DASH)
