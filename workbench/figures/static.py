"""A :class:`Chart` as SVG with real text, drawn by matplotlib."""

from __future__ import annotations

import io
import math
import re
import threading
import warnings
from collections.abc import Sequence
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from workbench.document.nodes import Chart, Point

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
    Dots and intervals share one axis that starts at 0. A group without a rate has its label and no
    dot. Names are drawn as they are: matplotlib's mathematics is switched off.
    """
    rows = [(attribute.text, point) for attribute, points in chart.panels for point in points]
    with _DRAWING, mpl.rc_context(_SETTINGS), warnings.catch_warnings():
        # The text stays text: whoever reads the file brings the font, so this one need not have the glyph.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font", category=UserWarning)
        figure = Figure(figsize=(_WIDTH, _MARGIN + _ROW * (len(rows) + 0.6 * (len(chart.panels) - 1))))
        axes = figure.subplots()
        _draw(axes, [points for _, points in chart.panels], [attribute.text for attribute, _ in chart.panels])
        axes.set_xlabel(_short(chart.axis, 60), color=_QUIET, parse_math=False)
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


def _draw(axes: Axes, panels: Sequence[Sequence[Point]], attributes: Sequence[str]) -> None:
    places, labels, at = [], [], 0.0
    highest = max([point.high for points in panels for point in points if not math.isnan(point.high)], default=1.0)
    several = len(panels) > 1
    for attribute, points in zip(attributes, panels, strict=True):
        for point in points:
            _draw_point(axes, at, point)
            places.append(at)
            labels.append(_short(f"{attribute}: {point.group.text}" if several else point.group.text, _LONGEST_LABEL))
            at += 1
        at += 0.6
    edge = min(1.0, max(highest, _SHORTEST_AXIS))
    axes.set_xlim(0, edge * _LABEL_ROOM)
    axes.set_ylim(max(places) + 0.6, -0.6)
    axes.set_yticks(places, labels)
    for tick in axes.get_yticklabels():
        tick.set_parse_math(False)
    step = next(step for step in (0.01, 0.02, 0.05, 0.1, 0.2, 0.25) if edge / step <= 6)
    ticks = [step * place for place in range(int(edge / step + 1e-9) + 1)]
    axes.set_xticks(ticks, [f"{100 * tick:.0f}" for tick in ticks])
    axes.grid(axis="x", color=_QUIET, alpha=0.25, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.tick_params(length=0, colors=_INK)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _draw_point(axes: Axes, at: float, point: Point) -> None:
    if math.isnan(point.value):
        axes.text(0, at, f" {point.label}", va="center", color=_QUIET, parse_math=False)
        return
    # Ends are marked, so that an interval narrower than its dot is still seen.
    axes.plot([point.low, point.high], [at, at], color=_ACCENT, linewidth=1.5, marker="|", markersize=9)
    axes.plot([point.value], [at], marker="o", markersize=5, color=_ACCENT)
    axes.annotate(
        point.label,
        (point.high, at),
        xytext=(6, 0),
        textcoords="offset points",
        va="center",
        color=_INK,
        parse_math=False,
    )


def _short(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
