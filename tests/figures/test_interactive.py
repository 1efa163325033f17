"""Figures to look into: the numbers, names, colours and words of the chart, and nothing besides."""

import json
import math
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.document.drawings import Bars, Dots, Histogram, Multiples, Point, Tradeoff, TradeoffPoint, Waterfall
from workbench.document.line_drawings import EffectCurve, EffectSpot, Line, Lines, Spot
from workbench.document.nodes import Chart, Fact, Table
from workbench.document.text import Name
from workbench.errors import InputError
from workbench.figures.colors import DARK, LIGHT
from workbench.figures.interactive.figure import chart_figure
from workbench.figures.static import chart_svg

HOSTILE = "<b>bold</b> & <a href='javascript:x'>y</a> $\\alpha$ %{x} \"'" + "x" * 30
TABLE = Table("table", ("caption",), (("a",),), (), (False,))
NAN = math.nan


def chart(drawing, takeaway="What it shows"):
    return Chart("chart", (takeaway,), "what is heard", drawing, TABLE)


def drawn(drawing, facts=None, theme="light"):
    return chart_figure(chart(drawing), facts, theme=theme)


def points(*values):
    return tuple(
        Point(Name(f"group {place}"), f"fact/{place}", value, low, high, f"label {place}")
        for place, (value, low, high) in enumerate(values)
    )


def intervals(trace, axis="x"):
    """The ends of each interval, as they are drawn."""
    error = getattr(trace, f"error_{axis}")
    values = getattr(trace, axis)
    return [(value - down, value + up) for value, down, up in zip(values, error.arrayminus, error.array, strict=True)]


GROUPS = points((0.3, 0.2, 0.4), (0.5, 0.45, 0.55))


# Each kind of drawing holds the chart's numbers.


def test_dots_stand_where_the_rates_are_with_their_intervals_their_line_and_their_band():
    figure = drawn(Dots("axis, of 100", ((Name("sex"), GROUPS),), line=0.4, band=(0.35, 0.45)))
    dots = figure.data[-1]
    assert dots.x == (30.0, 50.0)
    assert intervals(dots) == [pytest.approx((20, 40)), pytest.approx((45, 55))]
    assert figure.layout.yaxis.ticktext == ("group 0", "group 1")
    assert figure.layout.yaxis2.ticktext == ("label 0", "label 1")
    assert figure.layout.yaxis.tickvals == figure.layout.yaxis2.tickvals == dots.y
    line, band = figure.layout.shapes
    assert (line.x0, line.x1) == (40, 40)
    assert (band.x0, band.x1) == (35, 45)
    assert figure.layout.xaxis.title.text == "axis, of 100"


def test_figures_that_are_no_shares_are_drawn_as_they_are():
    figure = drawn(Dots("axis", ((Name("sex"), GROUPS),), of_100=False, line=0.4))
    assert figure.data[-1].x == (0.3, 0.5)
    assert figure.layout.shapes[0].x0 == 0.4


def test_several_attributes_stand_below_each_other_under_their_names():
    figure = drawn(Dots("axis", ((Name("sex"), GROUPS), (Name("race"), GROUPS))))
    assert figure.layout.yaxis.ticktext == ("<b>sex</b>", "group 0", "group 1", "<b>race</b>", "group 0", "group 1")
    assert len(set(figure.layout.yaxis.tickvals)) == 6
    assert len(figure.layout.yaxis2.ticktext) == 4


def test_bars_begin_at_nought():
    bars = drawn(Bars("axis", ((Name(""), GROUPS),))).data[-1]
    assert (bars.orientation, bars.x, bars.base) == ("h", (0.3, 0.5), None)
    assert intervals(bars) == [pytest.approx((0.2, 0.4)), pytest.approx((0.45, 0.55))]


def test_a_waterfalls_steps_lead_from_its_start_to_its_end():
    start, *steps, end = points((1.0, NAN, NAN), (0.5, NAN, NAN), (-2.0, NAN, NAN), (-0.5, NAN, NAN))
    bars, ends = drawn(Waterfall("axis", start, tuple(steps), end)).data[-2:]
    assert (bars.base, bars.x) == ((1.0, 1.5), (0.5, -2.0))
    assert bars.base[-1] + bars.x[-1] == ends.x[-1]
    assert ends.x == (1.0, -0.5)
    assert bars.marker.color == (LIGHT["1"], LIGHT["2"])


def test_a_histograms_steps_are_as_wide_and_as_high_as_they_are():
    figure = drawn(Histogram("axis", (0.0, 0.5, 2.0), (0.25, 0.75), "people", line=1.0))
    [bars] = figure.data
    assert (bars.x, bars.width, bars.y) == ((0.25, 1.25), (0.5, 1.5), (25.0, 75.0))
    assert figure.layout.shapes[0].x0 == 1.0


LINES = Lines(
    "across",
    "up",
    tuple(Line(Name(f"line {one}"), (Spot(0.1, 0.2, 0.1, 0.3), Spot(0.5, 0.4 + one / 100))) for one in range(3)),
)


def test_lines_have_their_places_bands_names_and_looks():
    figure = drawn(LINES)
    lines = [one for one in figure.data if one.mode == "lines+markers"]
    assert [(one.x, one.y) for one in lines] == [((0.1, 0.5), (0.2, round(0.4 + one / 100, 9))) for one in range(3)]
    assert [one.line.color for one in lines] == [LIGHT[role] for role in "123"]
    assert len({one.line.dash for one in lines}) == len({one.marker.symbol for one in lines}) == 3
    bands = [one for one in figure.data if one.fill == "toself"]
    assert [one.y for one in bands] == [(0.3, 0.1)] * 3
    names = [one for one in figure.layout.annotations if one.text.startswith("line")]
    heights = [one.y * 0.7 * 460 / 0.02 + one.yshift for one in names]
    assert all(above - below >= 15.9 for below, above in pairwise(heights))


def test_shares_and_perfect_calibration_are_drawn_on_equal_axes():
    figure = drawn(Lines("across", "up", LINES.lines, diagonal=True, of_100=True))
    diagonal = figure.data[0]
    assert diagonal.x == diagonal.y == (10.0, 50.0)
    assert figure.layout.yaxis.scaleanchor == "x"


def test_several_drawings_share_their_axes():
    histogram = Histogram("score", (0.0, 0.5, 1.0), (0.25, 0.75), "people")
    figure = drawn(Multiples(tuple((Name(f"group {place}"), histogram) for place in range(4))))
    assert [one.xaxis for one in figure.data] == ["x", "x2", "x3", "x4"]
    assert [figure.layout[f"xaxis{end}"].matches for end in ("2", "3", "4")] == ["x"] * 3
    names = [one.text for one in figure.layout.annotations]
    assert names == ["people", *(f"<b>group {place}</b>" for place in range(4))]


def test_an_effect_is_drawn_above_where_the_rows_are_and_a_missing_value_apart():
    spots = tuple(EffectSpot(x, f"{x:g}", y, y - 0.1, y + 0.1, 0.4) for x, y in ((1.0, 0.2), (2.0, 0.3)))
    apart = EffectSpot(NAN, "missing", -0.1, -0.2, 0.0, 0.2, is_faint=True)
    figure = drawn(EffectCurve("x", "y", "rows", spots, apart))
    curve, missing, strip = figure.data[-3:]
    assert (curve.x, curve.y) == ((1.0, 2.0), (0.2, 0.3))
    assert missing.x[0] > 2.0
    assert (missing.y, missing.marker.symbol) == ((-0.1,), ("circle-open",))
    assert intervals(missing, "y") == [pytest.approx((-0.2, 0.0))]
    assert strip.y == (40.0, 40.0, 20.0)
    assert figure.layout.xaxis.ticktext[-1] == "missing"


def test_models_and_methods_stand_at_both_their_numbers():
    first = TradeoffPoint(Name("a"), 0.7, 0.6, 0.8, 0.1, 0.05, 0.2, 0, x_fact="x", y_fact="y")
    other = TradeoffPoint(Name("b"), 0.6, 0.5, 0.7, 0.2, 0.1, 0.3, 1, is_faint=True)
    figure = drawn(Tradeoff("x", "y", (first, other), (0.0, 0.05), x_of_100=False))
    assert [(one.x, one.y) for one in figure.data] == [((0.7,), (10.0,)), ((0.6,), (20.0,))]
    assert intervals(figure.data[0], "y") == [pytest.approx((5, 20))]
    assert figure.data[1].marker.symbol == ("square-open",)
    assert (figure.layout.shapes[0].y0, figure.layout.shapes[0].y1) == (0, 5)


@pytest.mark.parametrize(
    "drawing",
    [
        Dots("axis", ()),
        Dots("axis", ((Name("sex"), points((NAN, NAN, NAN), (math.inf, 0.0, math.inf))),)),
        Bars("axis", ()),
        Waterfall("axis", *points((NAN, NAN, NAN)), (), *points((NAN, NAN, NAN))),
        Histogram("axis", (), (), "people"),
        Lines("x", "y", ()),
        Lines("x", "y", (Line(Name("a"), (Spot(NAN, NAN),)),), diagonal=True),
        Multiples(()),
        EffectCurve("x", "y", "rows", ()),
        Tradeoff("x", "y", ()),
    ],
)
def test_what_is_not_known_or_not_there_is_not_drawn(drawing):
    figure = drawn(drawing)
    written = figure.to_json()
    assert "NaN" not in written
    assert "Infinity" not in written


# Words and looks.


def test_the_title_is_what_is_shown_and_what_is_heard_goes_with_it():
    figure = drawn(Dots("axis", ((Name("sex"), GROUPS),)))
    assert figure.layout.title.text == "What it shows"
    assert figure.layout.meta == {"chart": "chart", "takeaway": "What it shows", "alternative": "what is heard"}
    long = chart_figure(chart(LINES, "word " * 60))
    assert long.layout.title.text.count("<br>") == 3


def test_below_the_pointer_stand_number_interval_and_people():
    facts = {"fact/0": Fact("fact/0", 0.3, "fraction", "", "", 0.2, 0.4, 1234)}
    said = drawn(Dots("axis", ((Name("sex"), GROUPS),)), facts).data[-1].hovertext
    assert said == ("<b>group 0</b><br>label 0<br>likely 20.0 – 40.0<br>n = 1,234", "<b>group 1</b><br>label 1")


@pytest.mark.parametrize(("theme", "colors"), [("light", LIGHT), ("dark", DARK)])
def test_colours_are_those_of_the_static_drawing_by_what_they_are_for(theme, colors):
    figure = drawn(Dots("axis", ((Name("sex"), GROUPS),), line=0.4), theme=theme)
    assert figure.layout.paper_bgcolor == colors["paper"]
    assert figure.layout.font.color == colors["ink"]
    assert figure.data[-1].marker.color == colors["1"]
    assert figure.layout.shapes[0].line.color == colors["quiet"]
    assert "var(--chart-1, #0072b2)" in chart_svg(chart(Dots("axis", ((Name("sex"), GROUPS),))))


def test_names_stay_text_without_markup_mathematics_and_templates():
    group = Point(Name(HOSTILE), "fact", 0.3, 0.2, 0.4, HOSTILE)
    line = Line(Name(HOSTILE), (Spot(0.0, 1.0),))
    for drawing in (
        Dots(HOSTILE, ((Name(HOSTILE), (group,)), (Name(HOSTILE), (group,)))),
        Lines(HOSTILE, HOSTILE, (line,)),
        Multiples(((Name(HOSTILE), Lines(HOSTILE, HOSTILE, (line,))),)),
        EffectCurve(HOSTILE, HOSTILE, HOSTILE, (EffectSpot(0.0, HOSTILE, 1.0, 0.0, 2.0, 1.0),)),
        Tradeoff(HOSTILE, HOSTILE, (TradeoffPoint(Name(HOSTILE), 1.0, 0.0, 2.0, 1.0, 0.0, 2.0),)),
    ):
        figure = chart_figure(chart(drawing, HOSTILE)).to_dict()
        del figure["layout"]["meta"]
        written = json.dumps(figure, default=str)
        assert "<a" not in written
        assert "<b>bold" not in written
        assert "$" not in written
        assert "hovertemplate" not in written


# Results.


@pytest.fixture(scope="module")
def audit():
    rng = np.random.default_rng(4)
    people = pd.DataFrame({"score": rng.random(6000).round(6), "due": rng.integers(0, 2, 6000)})
    people["area"] = [f"area {place} {HOSTILE}" for place in rng.integers(0, 500, 6000)]
    people["sex"] = rng.choice(["f", "m"], 6000)
    return wb.audit_decisions(people, score="score", outcome="due", threshold=0.5, protected=["sex", "area"])


def test_every_chart_of_a_result_can_be_had_and_is_small(audit):
    document = wb.build_report(audit, audience="audit", date="2026-11-21", disclosure="full")
    first = wb.plot(audit)
    ids = first.layout.meta["charts"]
    assert first.layout.meta["chart"] == ids[0]
    assert len(ids) > 2
    for id in ids:
        figure = wb.plot(document, id)
        assert figure.layout.meta["chart"] == id
        assert len(figure.to_json()) < 100_000


def test_a_report_is_drawn_as_far_as_it_shows():
    rng = np.random.default_rng(4)
    people = pd.DataFrame({"got": rng.integers(0, 2, 400), "sex": ["f"] * 197 + ["m"] * 200 + ["x"] * 3})
    audit = wb.audit_decisions(people, decision="got", protected=["sex"])
    public = wb.build_report(audit, audience="audit", date="2026-11-21", disclosure="public")
    assert "x" in wb.plot(audit).layout.yaxis.ticktext
    assert "x" not in wb.plot(public).layout.yaxis.ticktext


def test_a_result_is_drawn_with_the_chart_that_its_cell_shows():
    data = wb.read_data("example:admissions", target="admitted", favourable="yes", protected=["sex"])
    figure = wb.plot(wb.profile_data(data))
    assert figure.layout.yaxis.ticktext == ("female", "male")
    assert figure.layout.title.text == "The largest group by sex: male"
    assert "n = " in figure.layout.yaxis2.ticktext[0]


def test_what_cannot_be_drawn_is_said(audit):
    data = wb.read_data("example:admissions", target="admitted", favourable="yes", protected=["sex"])
    with pytest.raises(InputError) as error:
        wb.plot(data)
    assert str(error.value) == (
        "Dataset shows no chart.\nGive a result that does, such as an audit, an explanation or a comparison of models."
    )
    with pytest.raises(InputError, match=r"^There is no chart 'none'\.\nChoose one of these:\n'"):
        wb.plot(audit, "none")
    with pytest.raises(InputError, match="theme"):
        wb.plot(audit, theme="blue")
    with pytest.raises(InputError, match=r"^int shows no chart\."):
        wb.plot(3)
