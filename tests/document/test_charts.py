"""Charts as data: every number drawn is a fact or in the table, and heard by who does not see it."""

import math

import numpy as np
import pyarrow as pa
import pytest

from workbench.document.charts import interval_cell, rate_chart, rate_table, tolerated
from workbench.document.contributions import importance_chart, importance_table, waterfall_chart, waterfall_table
from workbench.document.curves import (
    Binned,
    calibration_chart,
    line_chart,
    line_table,
    score_chart,
    score_table,
)
from workbench.document.drawings import Bars, Dots, Histogram, Multiples, Waterfall
from workbench.document.facts import FactBook
from workbench.document.line_drawings import Lines
from workbench.document.nodes import Fact, Shown
from workbench.document.score_facts import calibration_facts, score_facts
from workbench.document.wording import plain
from workbench.tally.counting import Scores, tally_rows
from workbench.tally.score_metrics import calibration
from workbench.tally.values import axis_of

NAN = math.nan


def fact(id, value, unit="fraction", low=NAN, high=NAN, n=50):
    return Fact(id, value, unit, "", "", low, high, n)


def shown(table):
    return {part.fact for row in table.rows for cell in row for part in cell if isinstance(part, Shown)}


def row(table, at):
    return [plain(cell) for cell in table.rows[at]]


def rates():
    panels = [("sex", [("f", fact("f", 0.3, low=0.2, high=0.4)), ("m", fact("m", NAN, n=0))])]
    table = rate_table("t", ("caption",), ("denied",), None, panels)
    return rate_chart("c", ("Women are denied more often.",), ("denied",), panels, table)


def test_a_chart_is_heard_with_its_kind_its_message_and_its_points():
    assert rates().alternative == (
        "Chart: one dot with its interval for each group. Women are denied more often. sex f: 30 of 100. "
        "sex m: not known. The table with it holds the same numbers."
    )


def test_what_is_tolerated_is_drawn_named_and_heard():
    chart = tolerated(rates(), fact("low", 0.25), fact("high", 0.35))
    assert chart.drawing.band == (0.25, 0.35)
    assert chart.drawing.axis == "denied, of 100 people; shaded: tolerated, 25 to 35"
    assert chart.alternative.endswith("Tolerated: 25 to 35. The table with it holds the same numbers.")
    assert chart.drawing.panels == rates().drawing.panels


def test_only_dots_have_a_band():
    facts = [("debt", fact("debt", 0.9, "log-odds"))]
    table = importance_table("t", ("caption",), ("log-odds",), facts)
    with pytest.raises(TypeError):
        tolerated(importance_chart("c", ("x",), ("log-odds",), facts, table), fact("a", 0.1), fact("b", 0.2))


def test_importances_are_bars_in_the_order_given():
    facts = [
        ("debt", fact("debt", 0.92, "log-odds", 0.85, 0.99)),
        ("age", fact("age", 0.1, "log-odds", 0.05, 0.15)),
    ]
    table = importance_table("t", ("What moves the model",), ("log-odds",), facts)
    chart = importance_chart("c", ("Debt moves it most",), ("log-odds",), facts, table)
    assert isinstance(chart.drawing, Bars)
    assert chart.drawing.axis == "Mean push (log-odds)"
    ((_, points),) = chart.drawing.panels
    assert [(one.group.text, one.fact, one.value, one.low, one.high, one.label) for one in points] == [
        ("debt", "debt", 0.92, 0.85, 0.99, "0.92"),
        ("age", "age", 0.1, 0.05, 0.15, "0.10"),
    ]
    assert row(table, 0) == ["debt", "0.92", "0.85 – 0.99"]
    assert shown(table) == {"debt", "age"}


@pytest.mark.parametrize(
    ("unit", "axis", "labels", "adds"),
    [
        ("probability", "denied, of 100", ["31.0", "+22.0", "−9.5", "43.5"], "Adds, of 100"),
        ("log-odds", "denied", ["0.31", "+0.22", "−0.10", "0.43"], "Adds"),
    ],
)
def test_what_adds_up_has_signs_between_start_and_end(unit, axis, labels, adds):
    facts = [fact(f"part/{at}", value, unit) for at, value in enumerate((0.31, 0.22, -0.095, 0.435))]
    parts = [((title,), one) for title, one in zip(("Average", "debt", "age", "You"), facts, strict=True)]
    table = waterfall_table("t", ("How it adds up",), parts)
    chart = waterfall_chart("c", ("Debt weighs most",), ("denied",), parts, table)
    drawing = chart.drawing
    assert isinstance(drawing, Waterfall)
    assert drawing.axis == axis
    assert [one.label for one in (drawing.start, *drawing.steps, drawing.end)] == labels
    assert [one.value for one in drawing.steps] == [0.22, -0.095]
    assert plain(table.header[1]) == adds
    assert [row(table, at)[1] for at in range(4)] == labels
    assert "debt: +" in chart.alternative
    assert drawing.of_100 == (unit == "probability")


def test_a_step_that_is_not_known_has_no_sign():
    facts = [fact(str(at), value, "log-odds") for at, value in enumerate((0.3, NAN, 0.3))]
    parts = [((str(at),), one) for at, one in enumerate(facts)]
    assert row(waterfall_table("t", ("x",), parts), 1) == ["1", "–"]


def binned(*groups, threshold=None):
    edges = [fact(f"edge/{at}", at / 2, "number") for at in range(3)]
    return Binned(edges, [(group, [fact(f"{group}/{at}", one) for at, one in enumerate(ys)]) for group, ys in groups],
                  threshold)  # fmt: skip


def test_scores_of_everybody_are_one_histogram():
    shares = binned(("", (0.7, 0.3)), threshold=fact("threshold", 0.5, "number"))
    table = score_table("t", ("Scores",), shares)
    chart = score_chart("c", ("Most are low",), ("score",), shares, table)
    assert chart.drawing == Histogram(
        "score", (0.0, 0.5, 1.0), (0.7, 0.3), "People with such a score, of 100; dashed: threshold, 0.5", 0.5
    )
    assert chart.alternative == (
        "Histogram: Most are low. All: most, 70 of 100 between 0 and 0.5. Threshold: 0.5. "
        "The table with it holds the same numbers."
    )
    assert row(table, 0) == ["All", "50", "70.0", "30.0"]


def test_scores_by_group_share_their_steps():
    shares = binned(("f", (0.7, 0.3)), ("m", (NAN, NAN)))
    chart = score_chart("c", ("x",), ("score",), shares, score_table("t", ("x",), shares))
    assert isinstance(chart.drawing, Multiples)
    assert [title.text for title, _ in chart.drawing.drawings] == ["f", "m"]
    assert {one.edges for _, one in chart.drawing.drawings} == {(0.0, 0.5, 1.0)}
    assert "m: –. " in chart.alternative


def curves(n, places=2):
    return [
        (f"g{at}", [(fact(f"x{at}{x}", x / 10, "number"), fact(f"y{at}{x}", 0.3, low=0.2, high=0.4))
                    for x in range(places)])
        for at in range(n)
    ]  # fmt: skip


def test_few_groups_are_calibrated_together_and_more_side_by_side():
    for n, kind in ((3, Lines), (4, Multiples)):
        table = line_table("t", ("x",), (("score",), ("denied",)), curves(n))
        drawing = calibration_chart("c", ("x",), ("denied",), curves(n), table).drawing
        assert isinstance(drawing, kind)
        inner = [drawing] if kind is Lines else [one for _, one in drawing.drawings]
        assert all(one.diagonal and one.of_100 for one in inner)
        lines = [line for one in inner for line in one.lines]
        assert [line.name.text for line in lines] == [f"g{at}" for at in range(n)]
        assert lines[0].spots[1].fact == "y01"
        assert (lines[0].spots[1].low, lines[0].spots[1].high) == (0.2, 0.4)
        assert shown(table) == {f"{axis}{at}{x}" for axis in "xy" for at in range(n) for x in range(2)}


def test_every_place_of_a_line_is_heard_and_of_many_the_first_and_last():
    def heard(groups):
        table = line_table("t", ("x",), (("score",), ("denied",)), groups)
        return line_chart("c", ("Falling",), (("threshold",), ("selected",)), groups, table).alternative

    assert "Line chart: Falling. g0: at 0.00, 30 of 100; at 0.100, 30 of 100. " in heard(curves(1))
    assert "g0: at 0.00, 30 of 100; and so on to the last: at 4.90, 30 of 100. " in heard(curves(1, 50))
    assert "g0: –. " in heard([("g0", [])])


def test_lines_count_of_100_where_both_axes_do():
    def of_100(unit):
        groups = [("f", [(fact("x", 0.5, unit), fact("y", 0.5))])]
        table = line_table("t", ("x",), (("x",), ("y",)), groups)
        return line_chart("c", ("x",), (("x",), ("y",)), groups, table).drawing.of_100

    assert of_100("fraction")
    assert not of_100("number")


def tally():
    generator = np.random.default_rng(5)
    groups = generator.choice(["f", "m", "x"], 2000, p=[0.5, 0.49, 0.01])
    scores = generator.beta(2, 3, 2000)
    outcomes = (generator.random(2000) < scores).astype(int)
    return groups, scores, tally_rows(pa.table({"sex": groups}), outcomes=outcomes, scores=Scores(scores))


def test_shares_of_scores_are_those_of_the_rows():
    groups, scores, counted = tally()
    found = score_facts(FactBook(), axis_of(counted, "sex"), "counts")
    assert [edge.value for edge in found.edges] == pytest.approx(np.linspace(0, 1, 11))
    for group, shares in found.groups:
        expected, _ = np.histogram(scores[groups == group], np.linspace(0, 1, 11))
        assert [share.value * share.n for share in shares] == pytest.approx(expected)


def test_calibration_draws_the_facts_that_were_kept():
    _, _, counted = tally()
    book = FactBook()
    found = calibration(axis_of(counted, "sex"), 0.95)
    groups = calibration_facts(book, "sex", found, "counts")
    table = line_table("t", ("x",), (("score",), ("denied",)), groups)
    chart = calibration_chart("c", ("x",), ("denied",), groups, table)
    assert shown(table) == set(book.facts)
    for place, line in enumerate(chart.drawing.lines):
        for at, spot in enumerate(line.spots):
            n = found.n[place, at]
            assert book.facts[spot.fact].value == pytest.approx(found.k[place, at] / n if n else NAN, nan_ok=True)
            assert spot.y == pytest.approx(book.facts[spot.fact].value, nan_ok=True)
            assert spot.x == pytest.approx(found.mean_score[place, at], nan_ok=True)


def test_every_number_drawn_by_dots_is_in_the_table():
    chart = rates()
    assert isinstance(chart.drawing, Dots)
    assert {point.fact for _, points in chart.drawing.panels for point in points} == shown(chart.table)


def test_limits_that_begin_below_nought_are_joined_by_a_word_as_a_dash_looks_like_a_minus():
    assert plain(interval_cell(Fact("x", -0.02, "fraction", "", "", -0.05, 0.01))) == "−5.0 to 1.0"
    assert plain(interval_cell(Fact("x", 0.2, "fraction", "", "", 0.0, 0.25))) == "0.0 – 25.0"
    assert plain(interval_cell(Fact("x", 0.2, "fraction", "", ""))) == "–"


def test_lines_of_which_no_place_has_limits_have_no_column_for_them():
    x, bare, limited = (Fact(str(at), 0.2, "number", "", "", *limits) for at, limits in enumerate(((), (), (0.1, 0.3))))
    axes = ("x",), ("y",)
    table = line_table("t", ("c",), axes, [("a", [(x, bare)])])
    assert [plain(one) for one in table.header] == ["x", "People", "y"]
    assert (len(table.rows[0]), len(table.numeric)) == (3, 3)
    table = line_table("t", ("c",), axes, [("a", [(x, bare)]), ("b", [(x, limited)])])
    assert [plain(row[-1]) for row in table.rows] == ["–", "0.10 – 0.30"]
