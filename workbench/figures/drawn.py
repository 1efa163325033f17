"""A chart's drawing as JSON: what a browser draws where it draws for itself."""

from __future__ import annotations

from workbench.core.schema import Json
from workbench.document.nodes import Chart
from workbench.figures.scene import MARKS, Area, Mark, Place, Stroke, Words
from workbench.figures.static import PAGE_WIDTH, scene_of

__all__ = ["chart_json"]

_ROUND = 2


def chart_json(chart: Chart, *, width: float = PAGE_WIDTH) -> dict[str, Json]:
    """Return a chart's drawing: what stands where, in points, and what each colour is for.

    Parameters
    ----------
    chart : Chart
        What is drawn.
    width : float
        Inches, at least 3.

    Returns
    -------
    dict
        ``width``, ``height`` and ``marks``, back to front. A mark is ``["line", color, width, dash, places]``,
        ``["area", color, opacity, edge, places]``, ``["sign", color, hollow, places]``,
        ``["dot", color, size, hollow, x, y]`` or ``["words", color, size, anchor, bold, x, y, text]``; places are
        ``x, y, x, y, …``.

    Examples
    --------
    >>> from workbench.document.charts import rate_chart, rate_table
    >>> from workbench.document.nodes import Fact
    >>> panels = [("sex", [("f", Fact("rate/f", 0.3, "fraction", "", "", 0.2, 0.4, 50))])]
    >>> table = rate_table("table", ("rates",), ("denied",), None, panels)
    >>> drawn = chart_json(rate_chart("chart", ("Who is denied",), ("denied",), panels, table))
    >>> drawn["width"], sum(mark[0] == "words" for mark in drawn["marks"])
    (360.0, 8)
    """
    scene = scene_of(chart.drawing, width)
    return {"width": scene.width, "height": round(scene.height, _ROUND), "marks": [_mark(one) for one in scene.marks]}


def _mark(one: Stroke | Area | Mark | Words) -> Json:
    match one:
        case Stroke():
            return ["line", one.color, one.width, list(one.dash), _places(one.places)]
        case Area():
            return ["area", one.color, one.opacity, one.edge, _places(one.places)]
        case Mark():
            # The circle has no corners; every other sign is sent as the polygon that it is.
            corners = MARKS[one.shape]
            if not corners:
                return ["dot", one.color, one.size, one.hollow, *_places((one.at,))]
            places = tuple((one.at[0] + one.size * x, one.at[1] + one.size * y) for x, y in corners)
            return ["sign", one.color, one.hollow, _places(places)]
        case Words():
            return ["words", one.color, one.size, one.anchor, one.bold, *_places((one.at,)), one.text]


def _places(places: tuple[Place, ...]) -> list[Json]:
    return [round(number, _ROUND) for place in places for number in place]
