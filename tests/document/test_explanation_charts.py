"""Charts of explanations as data: limits, words beside marks, signs, and what someone hears."""

import math

import pytest

from workbench.document.contributions import waterfall_table
from workbench.document.drawings import Dots
from workbench.document.explanation_charts import (
    Marked,
    Place,
    common_digits,
    effect_chart,
    limits,
    marked_chart,
    signed,
)
from workbench.document.line_drawings import EffectCurve
from workbench.document.nodes import Fact, Table
from workbench.document.wording import plain

NAN = math.nan
TABLE = Table("t", (), (), (), ())


def fact(id, value, unit="log-odds", low=NAN, high=NAN):
    return Fact(id, value, unit, "", "", low, high, 50)


@pytest.mark.parametrize(
    ("value", "unit", "digits", "said"),
    [
        (0.031, "fraction", None, "+3.1"), (-0.031, "fraction", None, "−3.1"), (0.0, "fraction", None, "0.0"),
        (-0.0004, "fraction", None, "0.0"), (0.0004, "log-odds", 2, "0.00"), (-12.5, "number", 1, "−12.5"),
        (NAN, "number", 1, "–"), (2_000.0, "number", 0, "+2,000"),
    ],
)  # fmt: skip
def test_differences_have_a_sign_and_nothing_has_none(value, unit, digits, said):
    assert signed(fact("x", value, unit), digits).text == said


def test_limits_that_do_not_exist_are_a_dash():
    assert plain(limits(fact("x", 1.0))) == "–"
    assert plain(limits(fact("x", 1.0, low=0.5, high=1.5), 1)) == "0.5 to 1.5"


def test_digits_are_those_of_most_intervals_and_at_most_three_of_the_largest():
    wide, narrow = fact("a", 0.9, low=0.8, high=1.0), fact("b", 1e-4, low=0, high=2e-4)
    assert common_digits([wide, wide, narrow]) == 2
    assert common_digits([fact("a", 12_345.0, low=12_344.9, high=12_345.1)]) == 0
    assert common_digits([fact("a", NAN)]) == common_digits([]) == 0


def test_marks_have_their_words_beside_them_and_faint_ones_are_faint():
    rows = [
        Marked(("income",), fact("i", 0.92, low=0.8, high=1.0), ("place 1",)),
        Marked(("age",), fact("a", 0.01, low=-0.01, high=0.03), ("not separated",), is_faint=True),
    ]
    chart = marked_chart("c", ("Income.",), ("push",), rows, TABLE)
    ((_, points),) = chart.drawing.panels
    assert [(one.label, one.is_faint, one.low) for one in points] == [
        ("0.92, place 1", False, 0.8),
        ("0.01, not separated", True, -0.01),
    ]
    assert isinstance(chart.drawing, Dots)
    assert (chart.drawing.of_100, chart.drawing.line) == (False, None)
    assert "income: 0.92, place 1. age: 0.01, not separated. " in chart.alternative


def test_differences_are_drawn_around_nought_and_chances_of_a_hundred():
    rows = [Marked(("a",), fact("a", -0.05, "fraction", -0.08, -0.02))]
    chart = marked_chart("c", ("x",), ("y",), rows, TABLE, has_signs=True)
    assert (chart.drawing.line, chart.drawing.of_100) == (0.0, True)
    assert chart.drawing.panels[0][1][0].label == "−5.0"


def test_an_effect_draws_its_differences_where_its_values_are_and_a_missing_one_apart():
    places = [
        Place(1.0, "1", fact("one", -0.1, "fraction", -0.2, 0.0), fact("s1", 0.7, "fraction"), is_faint=False),
        Place(4.0, "4", fact("four", 0.2, "fraction", 0.1, 0.3), fact("s4", 0.01, "fraction"), is_faint=True),
        Place(NAN, "missing", fact("none", 0.05, "fraction", 0, 0.1), fact("s0", 0.29, "fraction"), is_faint=False),
    ]
    chart = effect_chart("c", ("It rises.",), (("age",), ("difference",), ("rows",)), places, TABLE)
    assert isinstance(chart.drawing, EffectCurve)
    spots = [(one.x, one.y, one.low, one.high, one.share, one.is_faint, one.fact) for one in chart.drawing.spots]
    assert spots == [(1.0, -0.1, -0.2, 0.0, 0.7, False, "one"), (4.0, 0.2, 0.1, 0.3, 0.01, True, "four")]
    assert (chart.drawing.apart.label, chart.drawing.apart.fact, chart.drawing.of_100) == ("missing", "none", True)
    assert chart.alternative == (
        "Line chart with a strip of where the rows are: It rises. 1: −10.0 (70.0 of 100 rows). "
        "4: +20.0 (1.0 of 100: few rows). missing: +5.0 (29.0 of 100 rows). "
        "The table with it holds the same numbers."
    )


@pytest.mark.parametrize(
    ("step", "said"), [(12.3, "+12.30"), (0.12, "+0.12"), (0.0123, "+0.012"), (-0.000456, "−0.00046"), (0.0, "+0.00")]
)
def test_small_steps_keep_two_digits(step, said):
    parts = [(("Average",), fact("a", 1.0, "number")), (("x",), fact("x", step, "number")), (("End",), fact("e", 1.0))]
    assert plain(waterfall_table("t", ("sum",), parts).rows[1][1]) == said
