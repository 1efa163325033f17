"""A :class:`Chart` as a picture: SVG for pages, SVG or PNG for files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workbench.document.drawings import Bars, Dots, Drawing, Histogram, Multiples, Tradeoff, Waterfall
from workbench.document.line_drawings import EffectCurve, Lines
from workbench.document.nodes import Chart
from workbench.figures.colors import in_page, plain_color
from workbench.figures.curves import draw_histogram, draw_lines
from workbench.figures.effects import draw_effect
from workbench.figures.panels import draw_multiples
from workbench.figures.pixels import png_of
from workbench.figures.rows import draw_bars, draw_dots, draw_waterfall
from workbench.figures.scene import POINTS, Scene
from workbench.figures.tradeoff import draw_tradeoff
from workbench.figures.vectors import svg_of

__all__ = ["DOTS_PER_INCH", "PAGE_WIDTH", "TEXT_WIDTH", "Picture", "chart_picture", "chart_svg", "scene_of"]

PAGE_WIDTH = 5.0
"""Inches: beside a table on a page."""

TEXT_WIDTH = 6.9
"""Inches: as wide as the text on A4 paper."""

DOTS_PER_INCH = 200
"""How fine a PNG is."""


@dataclass(frozen=True)
class Picture:
    """A drawing as a file.

    Parameters
    ----------
    content : bytes
        The file's content.
    format : {"svg", "png"}
        What it is.
    width, height : float
        Its size in inches.
    """

    content: bytes
    format: Literal["svg", "png"]
    width: float
    height: float


def chart_svg(chart: Chart, *, width: float = PAGE_WIDTH) -> str:
    """Return the chart as an SVG element for a page, without title or description: its caller names it.

    Parameters
    ----------
    chart : Chart
        What is drawn; a kind of drawing that lists nothing has no marks.
    width : float
        Inches, at least 3.

    Returns
    -------
    str
        From ``<svg`` to ``</svg>``; the same text for the same chart.

    Notes
    -----
    Colours are variables that the page may set, as :func:`workbench.figures.colors.chart_variables`
    writes them, and are those of light paper where it does not. Nothing is filled behind the drawing.
    Names are text: neither mathematics nor markup.

    Examples
    --------
    >>> from workbench.document.charts import rate_chart, rate_table
    >>> from workbench.document.nodes import Fact
    >>> panels = [("sex", [("f", Fact("rate/f", 0.3, "fraction", "", "", 0.2, 0.4, 50))])]
    >>> table = rate_table("table", ("rates",), ("denied",), None, panels)
    >>> chart_svg(rate_chart("chart", ("Who is denied",), ("denied",), panels, table)).count("<text ")
    8
    """
    return svg_of(scene_of(chart.drawing, width), f"{chart.id}-drawing", in_page)


def chart_picture(chart: Chart, *, format: Literal["svg", "png"] = "svg", width: float = TEXT_WIDTH) -> Picture:
    """Return the chart as a file for a document that is printed on white paper.

    Parameters
    ----------
    chart : Chart
        What is drawn.
    format : {"svg", "png"}
        SVG with plain colours and real text, or PNG with 200 dots an inch.
    width : float
        Inches, at least 3.

    Returns
    -------
    Picture
        With its size; byte for byte the same for the same chart and format.
    """
    scene = scene_of(chart.drawing, width)
    if format == "png":
        content = png_of(scene, plain_color, DOTS_PER_INCH)
    else:
        content = svg_of(scene, f"{chart.id}-drawing", plain_color).encode()
    return Picture(content, format, scene.width / POINTS, scene.height / POINTS)


def scene_of(drawing: Drawing, width: float) -> Scene:
    """Return what stands where in a drawing so many inches wide, at least 3.

    Parameters
    ----------
    drawing : Drawing
        What is drawn.
    width : float
        Inches.
    """
    scene = Scene(width * POINTS)
    match drawing:
        case Dots():
            draw_dots(scene, drawing)
        case Bars():
            draw_bars(scene, drawing)
        case Waterfall():
            draw_waterfall(scene, drawing)
        case Histogram():
            draw_histogram(scene, drawing)
        case Lines():
            draw_lines(scene, drawing)
        case EffectCurve():
            draw_effect(scene, drawing)
        case Multiples():
            draw_multiples(scene, drawing)
        case Tradeoff():
            draw_tradeoff(scene, drawing)
    return scene
