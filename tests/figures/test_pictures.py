"""Pictures for files: the same bytes each time, their size, and nothing but the drawing."""

import re
import struct
import warnings
import zlib
from concurrent.futures import ThreadPoolExecutor
from xml.etree import ElementTree as ET

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.image import imread

from workbench.document.drawings import Bars, Dots, Histogram, Multiples, Point, Waterfall
from workbench.document.line_drawings import Line, Lines, Spot
from workbench.document.nodes import Chart, Name, Table
from workbench.figures.static import TEXT_WIDTH, chart_picture, chart_svg

NAN = float("nan")


def point(name, value=0.3):
    return Point(Name(name), "x", value, value - 0.1, value + 0.1, "30")


BINS = Histogram("score", (0.0, 0.5, 1.0), (0.2, 0.8), "people", 0.5)
LINES = Lines("x", "y", (Line(Name("f"), (Spot(0.1, 0.2, 0.1, 0.3), Spot(0.6, 0.7, 0.6, 0.8))),), diagonal=True)
DRAWINGS = {
    "dots": Dots("x", ((Name(""), (point("f"), point("m", NAN), point("x", 1e300))),), True, 0.3, (0.2, 0.4)),
    "bars": Bars("x", ((Name(""), (point("中文"), point("$x^2$ \\frac{"))),)),
    "waterfall": Waterfall("x", point("a"), (point("b", -0.2),), point("c", 0.1)),
    "histogram": BINS,
    "lines": LINES,
    "many": Lines("x", "y", tuple(Line(Name(f"l{at}"), (Spot(0.0, at), Spot(1.0, at))) for at in range(9))),
    "multiples": Multiples(((Name("f"), BINS), (Name("m"), BINS))),
}


def chart(drawing):
    return Chart("c", ("takeaway",), "", drawing, Table("t", (), (), (), ()))


def chunks(png):
    at, found = 8, []
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        data = png[at + 8 : at + 8 + length]
        assert struct.unpack(">I", png[at + 8 + length : at + 12 + length])[0] == zlib.crc32(kind + data)
        found.append((kind, data))
        at += 12 + length
    return found


@pytest.mark.parametrize("kind", DRAWINGS)
@pytest.mark.parametrize("format", ["svg", "png"])
def test_the_same_chart_is_the_same_file(kind, format):
    one, other = (chart_picture(chart(DRAWINGS[kind]), format=format) for _ in range(2))
    assert one == other
    assert one.format == format


@pytest.mark.parametrize("kind", DRAWINGS)
def test_both_formats_have_the_size_that_is_told(kind):
    svg, png = (chart_picture(chart(DRAWINGS[kind]), format=format) for format in ("svg", "png"))
    assert (svg.width, svg.height) == (png.width, png.height)
    assert svg.width == pytest.approx(TEXT_WIDTH)
    root = ET.fromstring(svg.content)  # noqa: S314 - our own drawing
    assert float(root.get("height").removesuffix("pt")) == pytest.approx(72 * svg.height, abs=0.01)
    width, height = struct.unpack(">II", dict(chunks(png.content))[b"IHDR"][:8])
    assert (width, height) == (round(200 * png.width), round(200 * png.height))


def test_a_png_says_how_dense_it_is_and_nothing_else():
    found = chunks(chart_picture(chart(BINS), format="png").content)
    assert [kind for kind, _ in found] == [b"IHDR", b"pHYs", b"IDAT", b"IEND"]
    assert struct.unpack(">IIB", dict(found)[b"pHYs"]) == (7874, 7874, 1)  # 200 an inch, to a metre


def test_a_file_has_plain_colours_and_a_page_has_variables():
    svg = chart_picture(chart(LINES)).content.decode()
    assert "var(" not in svg
    assert set(re.findall(r'(?:fill|stroke)="([^"]*)"', svg)) > {"none", "#1a1a1a", "#0072b2"}
    page = chart_svg(chart(LINES), width=TEXT_WIDTH)
    assert re.sub(r"var\(--chart-\w+, (#\w+)\)", r"\1", page) == svg
    assert all(one == "none" or "var(" in one for one in re.findall(r'(?:fill|stroke)="([^"]*)"', page))


def test_pixels_are_where_the_svg_has_its_shapes(tmp_path):
    drawing = chart(Dots("x", ((Name(""), (Point(Name("f"), "x", 0.4, NAN, NAN, "40"),)),)))
    root = ET.fromstring(chart_picture(drawing).content)  # noqa: S314 - our own drawing
    (circle,) = root.iter("{http://www.w3.org/2000/svg}circle")
    path = tmp_path / "dots.png"
    path.write_bytes(chart_picture(drawing, format="png").content)
    pixels = (255 * imread(path)[:, :, :3]).round().astype(int)
    rows, columns = np.nonzero((pixels == [0x00, 0x72, 0xB2]).all(axis=2))
    assert columns.mean() * 72 / 200 == pytest.approx(float(circle.get("cx")), abs=0.3)
    assert rows.mean() * 72 / 200 == pytest.approx(float(circle.get("cy")), abs=0.3)
    assert (pixels[0] == 255).all()


def test_threads_draw_one_at_a_time_and_leave_settings_and_warnings_as_they_were():
    charts = [chart(drawing) for drawing in DRAWINGS.values()]
    alone = [chart_picture(one, format="png").content for one in charts]
    before = dict(mpl.rcParams)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with ThreadPoolExecutor(4) as threads:
            together = list(threads.map(lambda one: chart_picture(one, format="png").content, charts))
    assert together == alone
    assert dict(mpl.rcParams) == before
