"""Signs in a row: a dot with its interval, a bar, an arrow."""

from __future__ import annotations

import math

from workbench.document.drawings import Point
from workbench.figures.scales import LARGEST, Scale
from workbench.figures.scene import Scene

__all__ = ["arrow", "bar", "dot", "interval"]

_DOT = 6.5
_END = 3.6  # ends are marked, so that an interval narrower than its dot is still seen
_HEAD = 6.0
_SHORTEST = 2.5  # a step too small to see is still there


def dot(scene: Scene, scale: Scale, middle: float, point: Point, *, color: str = "1") -> None:
    """Draw a dot, hollow if faint, and its interval; what is endless points out of the axis; nothing for nothing."""
    if math.isnan(point.value):
        return
    interval(scene, scale, middle, point, color=color)
    scene.mark((scale.place(point.value), middle), _shape(point.value), color, size=_DOT, hollow=point.is_faint)


def bar(scene: Scene, scale: Scale, middle: float, point: Point, *, thickness: float) -> None:
    """Draw a bar from 0 with its interval; an endless one ends in a sign that points out of the axis."""
    if math.isnan(point.value):
        return
    zero, end = scale.place(0.0), scale.place(point.value)
    scene.box(min(zero, end), middle - thickness / 2, max(zero, end), middle + thickness / 2, color="1")
    if abs(point.value) > LARGEST:
        scene.mark((end, middle), _shape(point.value), "1", size=2 * _DOT)
    interval(scene, scale, middle, point, color="ink", on_paper=True)


def interval(scene: Scene, scale: Scale, middle: float, point: Point, *, color: str, on_paper: bool = False) -> None:
    """Draw an interval with marked ends, or pointed ones where it is endless.

    Parameters
    ----------
    scene : Scene
        Drawn on.
    scale : Scale
        The axis.
    middle : float
        The height of the row's middle.
    point : Point
        Whose interval.
    color : str
        Its colour.
    on_paper : bool
        Whether it has a rim of paper, since it lies on something else.
    """
    if math.isnan(point.low) or math.isnan(point.high):
        return
    low, high = scale.place(point.low), scale.place(point.high)
    if on_paper:
        scene.box(low - 1.6, middle - 2.4, high + 1.6, middle + 2.4, color="paper")
    scene.line((low, middle), (high, middle), color=color, width=1.6)
    for value, at in ((point.low, low), (point.high, high)):
        if abs(value) > LARGEST:
            scene.mark((at, middle), _shape(value), color, size=_DOT)
        else:
            tall = 1.8 if on_paper else _END
            scene.line((at, middle - tall), (at, middle + tall), color=color, width=1.2)


def arrow(scene: Scene, scale: Scale, middle: float, start: float, end: float) -> None:
    """Draw a step as an arrow from start to end: to the right where it adds, to the left where it takes away."""
    if start == end:
        return
    a, b = scale.place(start), scale.place(end)
    color, way = ("1", 1.0) if end > start else ("2", -1.0)
    if abs(b - a) < _SHORTEST:
        b = a + way * _SHORTEST
    neck = b - way * min(_HEAD, abs(b - a))
    scene.area(
        *((a, middle - 3.4), (neck, middle - 3.4), (neck, middle - 6.2), (b, middle)),
        *((neck, middle + 6.2), (neck, middle + 3.4), (a, middle + 3.4)),
        color=color,
    )


def _shape(value: float) -> str:
    if abs(value) <= LARGEST:
        return "circle"
    return "right" if value > 0 else "left"
