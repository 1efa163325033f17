"""Interactive drawings of two numbers of each model or method."""

from __future__ import annotations

from workbench.document.drawings import Tradeoff
from workbench.figures.colors import LINE_COLORS
from workbench.figures.interactive.canvas import Canvas, as_text, finite

__all__ = ["add_tradeoff"]

_SYMBOLS = (
    "circle",
    "square",
    "triangle-up",
    "diamond",
    "triangle-down",
    "cross",
    "triangle-right",
    "triangle-left",
)
_HEIGHT = 520


def add_tradeoff(canvas: Canvas, tradeoff: Tradeoff) -> None:
    """Draw a mark with an interval on both axes for each point; points of one look are joined."""
    across, up = (100 if tradeoff.x_of_100 else 1), (100 if tradeoff.y_of_100 else 1)
    for look in dict.fromkeys(point.look for point in tradeoff.points):
        points = [point for point in tradeoff.points if point.look == look]
        role = str(look % LINE_COLORS + 1)
        shape = _SYMBOLS[look % len(_SYMBOLS)]
        xs, ys = [across * point.x for point in points], [up * point.y for point in points]
        x_limits = [across * point.x_low for point in points], [across * point.x_high for point in points]
        y_limits = [up * point.y_low for point in points], [up * point.y_high for point in points]
        series = points[0].series.text
        canvas.traces.append(
            {
                **({"name": as_text(series), "showlegend": True} if series else {}),
                "type": "scatter",
                "mode": "lines+markers+text",
                "x": [finite(x) for x in xs],
                "y": [finite(y) for y in ys],
                "error_x": canvas.errors(xs, *x_limits, role),
                "error_y": canvas.errors(ys, *y_limits, role),
                "text": [as_text(point.name.text) for point in points],
                "textposition": "top right",
                "line": {"color": canvas.color(role), "width": 1},
                "marker": {
                    "color": canvas.color(role),
                    "size": 10,
                    "symbol": [f"{shape}-open" if point.is_faint else shape for point in points],
                },
                "hovertext": [
                    "<br>".join(
                        [
                            canvas.hover(
                                " ".join(filter(None, (point.series.text, point.name.text))),
                                canvas.said(point.x_fact, x),
                                point.x_fact,
                            ),
                            canvas.hover("", canvas.said(point.y_fact, y), point.y_fact),
                        ]
                    )
                    for point, x, y in zip(points, xs, ys, strict=True)
                ],
                "hoverinfo": "text",
            }
        )
    if tradeoff.band is not None:
        low, high = sorted(up * end for end in tradeoff.band)
        canvas.shade(low, high, is_across=False)
    canvas.layout["xaxis"] = canvas.axis(tradeoff.x_axis)
    canvas.layout["yaxis"] = canvas.upward(tradeoff.y_axis)
    canvas.layout["height"] = _HEIGHT
    if any(point.series.text for point in tradeoff.points):
        canvas.layout["showlegend"] = True
