"""Interactive drawings with a row for each group or step."""

from __future__ import annotations

import math
from typing import Any

from workbench.document.drawings import Bars, Dots, Panels, Point, Waterfall
from workbench.figures.interactive.canvas import Canvas, as_text, number

__all__ = ["add_bars", "add_dots", "add_waterfall"]

_ROW = 28
_AROUND = 130


def add_dots(canvas: Canvas, dots: Dots) -> None:
    """Draw a dot and an interval for each group."""
    placed = _placed(canvas, dots.panels, dots.axis, is_from_zero=dots.of_100)
    points = [point for point, _ in placed]
    values = [100 * point.value if dots.of_100 else point.value for point in points]
    canvas.traces.append(
        {
            "type": "scatter",
            "mode": "markers",
            "x": [number(point.value, of_100=dots.of_100) for point in points],
            "y": [place for _, place in placed],
            "error_x": canvas.errors(values, *_limits(points, of_100=dots.of_100), "1"),
            "marker": {
                "color": canvas.color("1"),
                "size": 10,
                "symbol": ["circle-open" if point.is_faint else "circle" for point in points],
                "line": {"color": canvas.color("1"), "width": 2},
            },
            **_pointed(canvas, points),
        }
    )
    if dots.line is not None:
        canvas.rule(x=100 * dots.line if dots.of_100 else dots.line)
    if dots.band is not None:
        ends = sorted(100 * end if dots.of_100 else end for end in dots.band)
        canvas.shade(ends[0], ends[1], is_across=True)


def add_bars(canvas: Canvas, bars: Bars) -> None:
    """Draw a bar for each group, from 0 on."""
    placed = _placed(canvas, bars.panels, bars.axis, is_from_zero=True)
    points = [point for point, _ in placed]
    values = [100 * point.value if bars.of_100 else point.value for point in points]
    canvas.traces.append(
        {
            "type": "bar",
            "orientation": "h",
            "x": [number(point.value, of_100=bars.of_100) for point in points],
            "y": [place for _, place in placed],
            "width": 0.6,
            "error_x": canvas.errors(values, *_limits(points, of_100=bars.of_100), "ink"),
            "marker": {"color": canvas.color("1")},
            **_pointed(canvas, points),
        }
    )


def add_waterfall(canvas: Canvas, waterfall: Waterfall) -> None:
    """Draw how steps add up: each begins where the one before it ended."""
    ends, steps = (waterfall.start, waterfall.end), waterfall.steps
    every = (waterfall.start, *steps, waterfall.end)
    _placed(canvas, ((every[0].group, every),), waterfall.axis, is_from_zero=False)
    at = 0.0 if math.isnan(waterfall.start.value) else waterfall.start.value
    begins = []
    for step in steps:
        begins.append(at)
        at += 0.0 if math.isnan(step.value) else step.value
    of_100 = waterfall.of_100
    canvas.traces.append(
        {
            "type": "bar",
            "orientation": "h",
            "base": [number(one, of_100=of_100) for one in begins],
            "x": [number(step.value, of_100=of_100) for step in steps],
            "y": [-1 - place for place in range(len(steps))],
            "width": 0.5,
            "marker": {"color": [canvas.color("1" if step.value > 0 else "2") for step in steps]},
            **_pointed(canvas, steps),
        }
    )
    canvas.traces.append(
        {
            "type": "scatter",
            "mode": "markers",
            "x": [number(one.value, of_100=of_100) for one in ends],
            "y": [0, -1 - len(steps)],
            "marker": {"color": canvas.color("ink"), "size": 10, "line": {"width": 0}},
            **_pointed(canvas, ends),
        }
    )


def _placed(canvas: Canvas, panels: Panels, axis: str, *, is_from_zero: bool) -> list[tuple[Point, int]]:
    """Write names to the left and numbers to the right, and return each point with the height of its row."""
    placed: list[tuple[Point, int]] = []
    names: list[tuple[int, str]] = []
    row = 0
    for attribute, points in panels:
        if len(panels) > 1:
            names.append((row, f"<b>{as_text(attribute.text)}</b>"))
            row -= 1
        for point in points:
            placed.append((point, row))
            names.append((row, as_text(point.group.text)))
            row -= 1
    ends = [row + 0.4, 0.6]
    side = {
        "tickmode": "array",
        "range": ends,
        "showgrid": False,
        "zeroline": False,
        "automargin": True,
        "tickfont": {"color": canvas.color("ink"), "size": 13},
    }
    canvas.layout["xaxis"] = canvas.axis(axis, rangemode="tozero" if is_from_zero else "normal")
    canvas.layout["yaxis"] = {**side, "tickvals": [at for at, _ in names], "ticktext": [name for _, name in names]}
    canvas.layout["yaxis2"] = {
        **side,
        "overlaying": "y",
        "side": "right",
        "matches": "y",
        "tickvals": [at for _, at in placed],
        "ticktext": [as_text(point.label) for point, _ in placed],
    }
    canvas.layout["height"] = _AROUND + _ROW * max(1, -row)
    # An axis without anything on it is not drawn.
    canvas.traces.append({"type": "scatter", "x": [None], "y": [None], "yaxis": "y2", "hoverinfo": "skip"})
    return placed


def _limits(points: list[Point], *, of_100: bool) -> tuple[list[float], list[float]]:
    unit = 100 if of_100 else 1
    return [unit * point.low for point in points], [unit * point.high for point in points]


def _pointed(canvas: Canvas, points: tuple[Point, ...] | list[Point]) -> dict[str, Any]:
    return {
        "hovertext": [canvas.hover(point.group.text, point.label, point.fact) for point in points],
        "hoverinfo": "text",
    }
