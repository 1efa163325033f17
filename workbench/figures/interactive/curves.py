"""Interactive drawings on two axes: lines with bands, histograms, effects, and several small ones beside each other."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from workbench.document.drawings import Histogram, Multiples
from workbench.document.line_drawings import EffectCurve, EffectSpot, Lines, Spot
from workbench.figures.curves import look_of
from workbench.figures.interactive.canvas import Canvas, as_text, finite, number

__all__ = ["add_effect", "add_histogram", "add_lines", "add_multiples"]

_SYMBOLS = {
    "circle": "circle",
    "square": "square",
    "up": "triangle-up",
    "diamond": "diamond",
    "down": "triangle-down",
    "plus": "cross",
}
_SIDE = 460
_ROW = 220
_COLUMNS = 3
_LABELS = 8
_LINE_HEIGHT = 16
_BAND = 0.15
_STRIP = 0.16


def add_lines(canvas: Canvas, lines: Lines) -> None:
    """Draw lines with bands, each with its name at its end."""
    _series(canvas, lines, ("x", "y"), 0)
    equal = {"scaleanchor": "x", "constrain": "domain"} if lines.diagonal else {}
    canvas.layout["xaxis"] = canvas.axis(
        lines.x_axis, **({"constrain": "domain", "constraintoward": "left"} if lines.diagonal else {})
    )
    canvas.layout["yaxis"] = canvas.upward(lines.y_axis, rangemode="tozero" if lines.of_100 else "normal", **equal)
    canvas.layout["height"] = _SIDE
    ends = [(next((spot for spot in reversed(one.spots) if not math.isnan(spot.y)), None), one) for one in lines.lines]
    known = [(spot, one, place) for place, (spot, one) in enumerate(ends) if spot is not None]
    for (spot, one, place), shift in zip(known, _apart([spot.y for spot, _, _ in known]), strict=True):
        canvas.notes.append(
            {
                "x": number(spot.x, of_100=lines.of_100),
                "y": number(spot.y, of_100=lines.of_100),
                "text": as_text(one.name.text),
                "font": {"color": canvas.color(look_of(place).color)},
                "xanchor": "left",
                "xshift": 8,
                "yshift": shift,
                "showarrow": False,
            }
        )


def add_histogram(canvas: Canvas, histogram: Histogram) -> None:
    """Draw how many there are in each step of an amount."""
    _bins(canvas, histogram, ("x", "y"))
    canvas.layout["xaxis"] = canvas.axis(histogram.axis)
    canvas.layout["yaxis"] = canvas.upward(histogram.label, rangemode="tozero")
    canvas.layout["height"] = _SIDE


def add_multiples(canvas: Canvas, multiples: Multiples) -> None:
    """Draw small drawings in reading order, on the same axes."""
    columns = min(_COLUMNS, max(1, len(multiples.drawings)))
    rows = max(1, math.ceil(len(multiples.drawings) / columns))
    canvas.layout["grid"] = {"rows": rows, "columns": columns, "pattern": "independent"}
    canvas.layout["height"] = 100 + _ROW * rows
    canvas.above += _LINE_HEIGHT + 4  # the first row's names
    for _, drawing in multiples.drawings[:1]:
        canvas.upward(drawing.label if isinstance(drawing, Histogram) else drawing.y_axis)
    first = 0
    for place, (name, drawing) in enumerate(multiples.drawings):
        end = str(place + 1) if place else ""
        over = (f"x{end}", f"y{end}")
        same = {"matches": "x"} if place else {}
        across = drawing.axis if isinstance(drawing, Histogram) else drawing.x_axis
        is_last = place + columns >= len(multiples.drawings)
        canvas.layout[f"xaxis{end}"] = canvas.axis(across if is_last else "", **same)
        canvas.layout[f"yaxis{end}"] = canvas.axis("", rangemode="tozero", **({"matches": "y"} if place else {}))
        if isinstance(drawing, Histogram):
            _bins(canvas, drawing, over)
        else:
            _series(canvas, drawing, over, first)
            first += len(drawing.lines)
        at = {"xref": f"{over[0]} domain", "yref": f"{over[1]} domain", "x": 0, "y": 1}
        note = {"text": f"<b>{as_text(name.text)}</b>", "xanchor": "left", "yanchor": "bottom", "showarrow": False}
        canvas.notes.append({**at, **note})


def add_effect(canvas: Canvas, effect: EffectCurve) -> None:
    """Draw the curve of a column's effect, and beneath it how many rows have which value."""
    spots, apart = effect.spots, effect.apart
    places = [spot.x for spot in spots]
    _band(canvas, [Spot(one.x, one.y, one.low, one.high) for one in spots], ("x", "y"), "1", (1, _unit(effect.of_100)))
    canvas.traces.append(_effects(canvas, effect, spots, places, is_joined=len(spots) > 1))
    if apart is not None:
        places = [*places, _beyond(places)]
        canvas.traces.append(_effects(canvas, effect, [apart], places[-1:], is_joined=False))
    canvas.rule(y=0.0)
    every = [*spots, *([apart] if apart is not None else [])]
    canvas.traces.append(
        {
            "type": "bar",
            "x": [finite(place) for place in places],
            "y": [number(one.share, of_100=True) for one in every],
            "marker": {"color": canvas.color("quiet")},
            "yaxis": "y2",
            "hovertext": [canvas.hover(one.label, f"{100 * one.share:.3g} of 100") for one in every],
            "hoverinfo": "text",
        }
    )
    step = max(1, math.ceil(len(spots) / _LABELS))
    labelled = [*range(0, len(spots), step), *([len(spots)] if apart is not None else [])]
    canvas.layout["xaxis"] = canvas.axis(
        effect.x_axis,
        tickvals=[finite(places[place]) for place in labelled],
        ticktext=[as_text(every[place].label) for place in labelled],
        anchor="y2",
    )
    canvas.layout["yaxis"] = canvas.upward(effect.y_axis, domain=[_STRIP + 0.08, 1])
    canvas.layout["yaxis2"] = canvas.axis("", domain=[0, _STRIP], nticks=3, rangemode="tozero")
    canvas.layout["height"] = _SIDE + 60
    at = {"xref": "x domain", "yref": "y2 domain", "x": 0, "y": 1, "xanchor": "left", "yanchor": "bottom"}
    font = {"size": 11, "color": canvas.color("quiet")}
    canvas.notes.append({"text": as_text(effect.strip_axis), "font": font, "showarrow": False, **at})


def _effects(
    canvas: Canvas, effect: EffectCurve, spots: Sequence[EffectSpot], places: Sequence[float], *, is_joined: bool
) -> dict[str, Any]:
    """Return some values of an effect curve: joined, or each with its interval."""
    unit = _unit(effect.of_100)
    values = [unit * one.y for one in spots]
    limits = [unit * one.low for one in spots], [unit * one.high for one in spots]
    return {
        "type": "scatter",
        "mode": "lines+markers" if is_joined else "markers",
        "x": [finite(place) for place in places],
        "y": [finite(value) for value in values],
        **({} if is_joined else {"error_y": canvas.errors(values, *limits, "1")}),
        "line": {"color": canvas.color("1"), "width": 2},
        "marker": {
            "color": [canvas.color("quiet" if one.is_faint else "1") for one in spots],
            "line": {"color": canvas.color("1"), "width": 1.5},
            "symbol": ["circle-open" if one.is_faint else "circle" for one in spots],
            "size": 8,
        },
        "hovertext": [
            canvas.hover(one.label, canvas.said(one.fact, value), one.fact)
            for one, value in zip(spots, values, strict=True)
        ],
        "hoverinfo": "text",
    }


def _series(canvas: Canvas, lines: Lines, over: tuple[str, str], first: int) -> None:
    """Draw bands, then lines; ``first`` is the place of the first line among all there are."""
    unit = _unit(lines.of_100)
    if lines.diagonal:
        every = [number for one in lines.lines for spot in one.spots for number in (spot.x, spot.y)]
        known = [unit * value for value in every if math.isfinite(value)] or [0.0, float(unit)]
        ends = [finite(min(known)), finite(max(known))]
        dashed = {"color": canvas.color("quiet"), "dash": "dash", "width": 1.5}
        placed = {"x": ends, "y": ends, "xaxis": over[0], "yaxis": over[1]}
        canvas.traces.append({"type": "scatter", "mode": "lines", "line": dashed, "hoverinfo": "skip", **placed})
    looks = [look_of(first + place) for place in range(len(lines.lines))]
    for one, look in zip(lines.lines, looks, strict=True):
        _band(canvas, one.spots, over, look.color, (unit, unit))
    for one, look in zip(lines.lines, looks, strict=True):
        dash = ",".join(f"{length:g}px" for length in look.dash)
        canvas.traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": as_text(one.name.text),
                "x": [number(spot.x, of_100=lines.of_100) for spot in one.spots],
                "y": [number(spot.y, of_100=lines.of_100) for spot in one.spots],
                "xaxis": over[0],
                "yaxis": over[1],
                "line": {"color": canvas.color(look.color), "dash": dash or "solid", "width": 2},
                "marker": {
                    "symbol": f"{_SYMBOLS[look.shape]}{'-open' if look.hollow else ''}",
                    "size": 7,
                    "line": {"width": 1},
                },
                "hovertext": [
                    canvas.hover(one.name.text, canvas.said(spot.fact, unit * spot.y), spot.fact) for spot in one.spots
                ],
                "hoverinfo": "text",
            }
        )


def _band(canvas: Canvas, spots: Sequence[Spot], over: tuple[str, str], role: str, units: tuple[int, int]) -> None:
    """Draw the band of a line, in pieces where it is not known."""
    for run in _runs(spots):
        places = [(spot.x, spot.high) for spot in run] + [(spot.x, spot.low) for spot in reversed(run)]
        canvas.traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "fill": "toself",
                "fillcolor": canvas.color(role, _BAND),
                "line": {"color": canvas.color(role), "width": 0.5 if len(run) > 1 else 1.2},
                "x": [finite(units[0] * x) for x, _ in places],
                "y": [finite(units[1] * y) for _, y in places],
                "xaxis": over[0],
                "yaxis": over[1],
                "hoverinfo": "skip",
            }
        )


def _runs(spots: Sequence[Spot]) -> Iterator[list[Spot]]:
    """Yield the longest pieces of a line whose limits are known."""
    run: list[Spot] = []
    for spot in spots:
        if math.isnan(spot.low) or math.isnan(spot.high):
            if run:
                yield run
            run = []
        else:
            run.append(spot)
    if run:
        yield run


def _bins(canvas: Canvas, histogram: Histogram, over: tuple[str, str]) -> None:
    steps = list(pairwise(histogram.edges))
    canvas.traces.append(
        {
            "type": "bar",
            "x": [finite((low + high) / 2) for low, high in steps],
            "width": [finite(high - low) for low, high in steps],
            "y": [number(height, of_100=True) for height in histogram.heights],
            "xaxis": over[0],
            "yaxis": over[1],
            "marker": {"color": canvas.color("1"), "line": {"color": canvas.color("paper"), "width": 1}},
            "hovertext": [
                canvas.hover(f"{low:g} – {high:g}", f"{100 * height:.3g} of 100")
                for (low, high), height in zip(steps, histogram.heights, strict=True)
            ],
            "hoverinfo": "text",
        }
    )
    canvas.rule(x=histogram.line, over=over)


def _apart(heights: Sequence[float]) -> list[float]:
    """Return by how much names at such heights are shifted, so that none lies on another."""
    if not heights:
        return []
    low, high = min(heights), max(heights)
    scale = 0.7 * _SIDE / (high - low) if high > low else 0.0
    shifts = [0.0] * len(heights)
    reached = -math.inf
    for place in sorted(range(len(heights)), key=lambda one: heights[one]):
        at = (heights[place] - low) * scale
        shifts[place] = max(0.0, reached + _LINE_HEIGHT - at)
        reached = at + shifts[place]
    return shifts


def _beyond(places: Sequence[float]) -> float:
    """Return a place to the right of all others: where what is missing is drawn."""
    known = [place for place in places if math.isfinite(place)] or [0.0]
    return max(known) + (0.12 * (max(known) - min(known)) or 1.0)


def _unit(of_100: bool) -> int:
    return 100 if of_100 else 1
