"""The drawing: well-formed, the same in every run, and its text is text."""

from concurrent.futures import ThreadPoolExecutor
from xml.etree import ElementTree as ET

import matplotlib as mpl
import pytest

from workbench.document.charts import rate_chart, rate_table
from workbench.document.nodes import Fact
from workbench.figures.static import chart_svg

NAN = float("nan")


def chart_of(*panels):
    table = rate_table("t", ("caption",), ("denied",), None, panels)
    return rate_chart("c", ("takeaway",), ("denied",), panels, table)


def fact(group, value=0.3, low=0.2, high=0.4, n=50):
    return Fact(f"x/{group}", value, "fraction", "", "", low, high, n)


def texts(svg):
    root = ET.fromstring(svg)  # noqa: S314 - our own drawing
    return ["".join(element.itertext()) for element in root.iter("{http://www.w3.org/2000/svg}text")]


def test_text_is_text():
    drawn = texts(chart_svg(chart_of(("sex", [("f", fact("f")), ("m", fact("m", 0.5, 0.4, 0.6))]))))
    assert {"f", "m", "30 (n = 50)", "50 (n = 50)", "denied, of 100 people"} <= set(drawn)


def test_several_attributes_are_named_with_their_groups():
    drawn = texts(chart_svg(chart_of(("sex", [("f", fact("f"))]), ("age", [("old", fact("old"))]))))
    assert drawn.index("sex") < drawn.index("f") < drawn.index("age") < drawn.index("old")


def test_the_same_chart_is_the_same_text():
    chart = chart_of(("sex", [("f", fact("f"))]))
    assert chart_svg(chart) == chart_svg(chart)


@pytest.mark.parametrize(
    "hostile", ["$x^2$", "<script>alert(1)</script>", 'a"b&c', "]]>", "\\frac{a", "  ", "%s", "中文"]
)
def test_hostile_names_are_drawn_as_they_are(hostile):
    svg = chart_svg(chart_of(("sex", [(hostile, fact("x"))])))
    assert "<script" not in svg
    assert (" ".join(hostile.split()) or "(blank)") in texts(svg)


def test_a_group_without_a_rate_has_a_label_and_no_dot():
    drawn = texts(chart_svg(chart_of(("sex", [("f", fact("f")), ("m", fact("m", NAN, NAN, NAN, 0))]))))
    assert " not known (n = 0)" in drawn or "not known (n = 0)" in drawn


def test_nothing_of_the_machine_is_written_down():
    svg = chart_svg(chart_of(("sex", [("f", fact("f"))])))
    assert "<dc:date>" not in svg
    assert "<script" not in svg


def test_long_names_are_cut_and_keep_the_drawing_its_width():
    svg = chart_svg(chart_of(("sex", [("x" * 300, fact("f"))])))
    (short,) = [text for text in texts(svg) if text.startswith("xx")]
    assert 10 < len(short) < 40
    assert short == "x" * (len(short) - 1) + "…"


@pytest.mark.parametrize("width", [6.3, 4.0])
def test_headings_have_several_lines_and_are_not_cut(width):
    headings = ["Difference in true positive rate by age", "Difference in selection rate by age"]
    drawn = texts(chart_svg(chart_of(*((one, [("f", fact("f"))]) for one in headings)), width=width))
    assert all(one in " ".join(drawn) for one in headings)
    assert len(drawn) > len(texts(chart_svg(chart_of(("a", [("f", fact("f"))]), ("b", [("f", fact("f"))])))))


def test_headings_that_differ_look_different():
    headings = [f"Rate of those {'x' * 60}{one}{'y' * 60}" for one in "ab"]
    drawn = texts(chart_svg(chart_of(*((one, [("f", fact("f"))]) for one in headings))))
    first, second, _ = "\n".join(drawn[1:]).split("\nf\n")
    assert second.removeprefix("30 (n = 50)\n") != first != ""
    assert "…a" in first
    assert "…b" in second


def test_threads_draw_one_at_a_time_and_leave_the_settings_as_they_were():
    charts = [chart_of(("sex", [(f"group {place}", fact("f"))])) for place in range(8)]
    alone = [chart_svg(chart) for chart in charts]
    before = dict(mpl.rcParams)
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(chart_svg, charts * 3))
    assert together == alone * 3
    assert dict(mpl.rcParams) == before


def test_tiny_rates_keep_an_axis_that_can_be_read():
    drawn = texts(chart_svg(chart_of(("sex", [("f", fact("f", 0.0005, 0.0, 0.001))]))))
    assert {"0", "2", "4"} <= set(drawn)


def figure(group, value, low, high):
    return Fact(f"x/{group}", value, "number", "", "", low, high, 50)


def test_other_figures_have_an_axis_of_their_own():
    panels = (("sex", [("f", figure("f", -67.0, -77.0, -56.0)), ("m", figure("m", 12.0, 2.0, 22.0))]),)
    table = rate_table("t", ("caption",), ("mean error",), None, panels)
    drawn = texts(chart_svg(rate_chart("c", ("takeaway",), ("mean error",), panels, table)))
    assert {"−67 (n = 50)", "12 (n = 50)", "mean error", "−60", "0"} <= set(drawn)
    assert not any("of 100" in text for text in drawn)


def test_a_figure_without_limits_is_a_dot():
    panels = (("sex", [("f", figure("f", 0.2, NAN, NAN)), ("m", figure("m", 0.3, 0.2, float("inf")))]),)
    table = rate_table("t", ("caption",), ("loss",), None, panels)
    assert {"0.200 (n = 50)", "0.300 (n = 50)"} <= set(
        texts(chart_svg(rate_chart("c", ("x",), ("loss",), panels, table)))
    )


def test_the_rate_of_all_rows_is_a_line_that_the_axis_names():
    panels = (("sex", [("f", fact("f")), ("m", fact("m", 0.5, 0.4, 0.6))]),)
    overall = fact("all", 0.38, 0.36, 0.4, 100)
    table = rate_table("t", ("caption",), ("denied",), overall, panels)
    svg = chart_svg(rate_chart("c", ("takeaway",), ("denied",), panels, table, overall))
    assert "denied, of 100 people; dashed: all, 38" in texts(svg)
    assert "stroke-dasharray" in svg
    assert "stroke-dasharray" not in chart_svg(rate_chart("c", ("takeaway",), ("denied",), panels, table))
