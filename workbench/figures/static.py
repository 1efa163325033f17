"""A :class:`Chart` as SVG with real text, drawn by matplotlib."""

from __future__ import annotations

import io
import math
import re
import threading
import warnings
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from workbench.document.drawings import Dots, Point
from workbench.document.nodes import Chart

__all__ = ["chart_svg"]

# matplotlib's settings belong to the whole process: one drawing at a time, and then all as it was.
_DRAWING = threading.Lock()
_ACCENT, _INK, _QUIET = "#0072B2", "#1a1a1a", "#5c6570"
_WIDTH, _ROW, _MARGIN = 5.0, 0.3, 0.62  # inches
_LONGEST_LABEL = 28
_SHORTEST_AXIS = 0.05
_LABEL_ROOM = 1.55  # the label stands to the right of the interval
# Text stays text, ids are the same in every run, and nothing of the machine is written down.
_SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "workbench",
    "font.family": "sans-serif",
    "font.size": 9.5,
}


def chart_svg(chart: Chart) -> str:
    """Return the chart as an SVG element, without title or description: its caller names it.

    Parameters
    ----------
    chart : Chart
        At least one panel with at least one point.

    Returns
    -------
    str
        From ``<svg`` to ``</svg>``; the same text for the same chart.

    Notes
    -----
    Dots and intervals share one axis; that of shares starts at 0. A group without a rate has its label
    and no dot. The rate of all rows is a dashed line. Names are drawn as they are: matplotlib's
    mathematics is switched off.
    """
    drawing = chart.drawing
    if not isinstance(drawing, Dots):
        raise NotImplementedError(type(drawing).__name__)
    rows = [(attribute.text, point) for attribute, points in drawing.panels for point in points]
    with _DRAWING, mpl.rc_context(_SETTINGS), warnings.catch_warnings():
        # The text stays text: whoever reads the file brings the font, so this one need not have the glyph.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font", category=UserWarning)
        figure = Figure(figsize=(_WIDTH, _MARGIN + _ROW * (len(rows) + 0.6 * (len(drawing.panels) - 1))))
        axes = figure.subplots()
        _draw(axes, drawing)
        axes.set_xlabel(_short(drawing.axis, 60), color=_QUIET, parse_math=False)
        figure.tight_layout(pad=0.4)
        buffer = io.StringIO()
        figure.savefig(
            buffer,
            format="svg",
            transparent=True,
            metadata={"Date": None, "Creator": None, "Format": None, "Type": None},
        )
    text = buffer.getvalue()
    return _confined(text[text.index("<svg") :].strip(), f"{chart.id}-drawing")


def _confined(svg: str, id: str) -> str:
    """Return the drawing with ids and styles of its own, so that two fit on one page."""
    svg = re.sub(r'(?<= id=")(?=[^"]*")', f"{id}-", svg)
    svg = re.sub(r'(?<=href="#)|(?<=url\(#)', f"{id}-", svg)
    return svg.replace("<svg ", f'<svg id="{id}" ', 1).replace("*{", f"#{id} *{{", 1)


def _draw(axes: Axes, dots: Dots) -> None:
    places, labels, at = [], [], 0.0
    several = len(dots.panels) > 1
    start, end = _ends(dots)
    for attribute, points in dots.panels:
        for point in points:
            _draw_point(axes, at, point, start)
            places.append(at)
            title = f"{attribute.text}: {point.group.text}" if several else point.group.text
            labels.append(_short(title, _LONGEST_LABEL))
            at += 1
        at += 0.6
    axes.set_xlim(start, start + (end - start) * _LABEL_ROOM)
    axes.set_ylim(max(places) + 0.6, -0.6)
    axes.set_yticks(places, labels)
    for tick in axes.get_yticklabels():
        tick.set_parse_math(False)
    _scale(axes, start, end, of_100=dots.of_100)
    if dots.line is not None and start <= dots.line <= end:
        axes.axvline(dots.line, color=_QUIET, linewidth=0.9, linestyle=(0, (3, 3)), zorder=0.5)
    axes.set_axisbelow(True)
    axes.tick_params(length=0, colors=_INK)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _ends(dots: Dots) -> tuple[float, float]:
    """Return where the axis begins and ends: shares begin at 0, other figures where the lowest is."""
    points = [point for _, group in dots.panels for point in group]
    numbers = [number for point in points for number in (point.value, point.low, point.high) if math.isfinite(number)]
    highest = max(numbers, default=1.0)
    if dots.of_100:
        return 0.0, min(1.0, max(highest, _SHORTEST_AXIS))
    lowest = min(numbers, default=0.0)
    lowest = 0.0 if 0 <= lowest < highest / 2 else lowest
    room = 0.04 * (highest - lowest) or max(abs(highest), 1.0) / 2
    return (lowest if lowest == 0 else lowest - room), highest + room


def _scale(axes: Axes, start: float, end: float, *, of_100: bool) -> None:
    if of_100:
        step = next(step for step in (0.01, 0.02, 0.05, 0.1, 0.2, 0.25) if end / step <= 6)
        ticks = [step * place for place in range(int(end / step + 1e-9) + 1)]
        axes.set_xticks(ticks, [f"{100 * tick:.0f}" for tick in ticks])
    else:
        found = [float(tick) for tick in MaxNLocator(5).tick_values(start, end) if start <= tick <= end]
        axes.set_xticks(found, [f"{tick:,.6g}".replace("-", "\N{MINUS SIGN}") for tick in found])
    axes.grid(axis="x", color=_QUIET, alpha=0.25, linewidth=0.6)


def _draw_point(axes: Axes, at: float, point: Point, start: float) -> None:
    if math.isnan(point.value):
        axes.text(start, at, f" {point.label}", va="center", color=_QUIET, parse_math=False)
        return
    # Ends are marked, so that an interval narrower than its dot is still seen.
    ends = [end for end in (point.low, point.high) if math.isfinite(end)]
    if len(ends) == 2:
        axes.plot(ends, [at, at], color=_ACCENT, linewidth=1.5, marker="|", markersize=9)
    axes.plot([point.value], [at], marker="o", markersize=5, color=_ACCENT)
    axes.annotate(
        point.label,
        (max([point.value, *ends]), at),
        xytext=(6, 0),
        textcoords="offset points",
        va="center",
        color=_INK,
        parse_math=False,
        # The dashed line must not run through the label.
        bbox={"facecolor": "#ffffff", "edgecolor": "none", "pad": 1.0},
    )


def _short(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
