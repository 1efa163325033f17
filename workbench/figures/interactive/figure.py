"""A :class:`Chart` as a plotly figure: the same drawing, title and colours, with numbers under the pointer."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from workbench.document.drawings import Bars, Dots, Histogram, Multiples, Tradeoff, Waterfall
from workbench.document.line_drawings import EffectCurve, Lines
from workbench.document.nodes import Chart, Fact
from workbench.document.wording import plain
from workbench.figures.interactive.canvas import FONT, Canvas, Theme, as_text
from workbench.figures.interactive.curves import add_effect, add_histogram, add_lines, add_multiples
from workbench.figures.interactive.rows import add_bars, add_dots, add_waterfall
from workbench.figures.interactive.tradeoff import add_tradeoff

if TYPE_CHECKING:
    import plotly.graph_objects as go

__all__ = ["chart_figure"]

_TITLE_WIDTH = 76
_TITLE_LINE = 20
_ADDS: Mapping[type, Callable[[Canvas, Any], None]] = {
    Dots: add_dots,
    Bars: add_bars,
    Waterfall: add_waterfall,
    Histogram: add_histogram,
    Lines: add_lines,
    EffectCurve: add_effect,
    Multiples: add_multiples,
    Tradeoff: add_tradeoff,
}


def chart_figure(chart: Chart, facts: Mapping[str, Fact] | None = None, *, theme: Theme = "light") -> go.Figure:
    """Return a chart as a plotly figure.

    Parameters
    ----------
    chart : Chart
        What is drawn; nothing is in the figure that is not in the chart.
    facts : mapping of str to Fact, optional
        The numbers drawn, by id; then intervals and numbers of people stand under the pointer.
    theme : {"light", "dark"}
        For white or for dark paper.

    Returns
    -------
    plotly.graph_objects.Figure
        Its title is what the chart shows, in a sentence; ``layout.meta`` holds what someone hears who does not see
        it.

    Examples
    --------
    >>> from workbench.document.charts import rate_chart, rate_table
    >>> fact = Fact("rate/f", 0.3, "fraction", "", "", 0.2, 0.4, 50)
    >>> panels = [("sex", [("f", fact)])]
    >>> table = rate_table("table", ("rates",), ("denied",), None, panels)
    >>> figure = chart_figure(rate_chart("chart", ("Who is denied",), ("denied",), panels, table), {fact.id: fact})
    >>> figure.layout.title.text, figure.data[-1].x
    ('Who is denied', (30.0,))
    """
    import plotly.graph_objects as go

    canvas = Canvas(theme, facts or {})
    _ADDS[type(chart.drawing)](canvas, chart.drawing)
    lines = textwrap.wrap(plain(chart.takeaway), _TITLE_WIDTH) or [""]
    layout = {
        "template": {},
        "title": {
            "text": "<br>".join(map(as_text, lines)),
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "pad": {"l": 16, "t": 16},
            "font": {"size": 16, "color": canvas.color("ink")},
        },
        "font": {"family": FONT, "size": 13, "color": canvas.color("ink")},
        "paper_bgcolor": canvas.color("paper"),
        "plot_bgcolor": canvas.color("paper"),
        "hoverlabel": {"bgcolor": canvas.color("paper"), "font": {"color": canvas.color("ink")}, "align": "left"},
        "showlegend": False,
        "margin": {"l": 16, "r": 16, "t": 24 + _TITLE_LINE * len(lines) + canvas.above, "b": 40},
        "meta": {"chart": chart.id, "takeaway": plain(chart.takeaway), "alternative": chart.alternative},
        "shapes": canvas.shapes,
        "annotations": canvas.notes,
        **canvas.layout,
    }
    return go.Figure({"data": canvas.traces, "layout": layout})
