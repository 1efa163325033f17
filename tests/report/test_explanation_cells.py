"""Explanations in a notebook: what is not sure is shown as such, what is about one person says so, names stay names."""

import math
import re
from dataclasses import replace
from importlib import import_module

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.data.examples import loans
from workbench.errors import InputError
from workbench.explanation.groups.result import NotCompared
from workbench.explanation.importance.permuted_result import PermutedColumns
from workbench.explanation.result import Importance
from workbench.report.effect_cells import effects_cell, interactions_cell
from workbench.report.explanation_cells import explanation_cell, permutation_cell
from workbench.report.group_cell import groups_cell
from workbench.report.person_cells import counterfactuals_cell, person_cell, waterfall_cell
from workbench.report.showing import _SHOWN

from .shown import (
    HOSTILE,
    Fragment,
    expect_ipython_shows_it_and_the_text_stays,
    expect_one_element_without_markup_of_the_data,
    expect_the_same_again_with_ids_of_its_own,
)

SHOWN = {
    "Explanation": explanation_cell,
    "PermutationImportance": permutation_cell,
    "GroupExplanation": groups_cell,
    "Effects": effects_cell,
    "Interactions": interactions_cell,
    "Waterfall": waterfall_cell,
    "PersonExplanation": person_cell,
    "Counterfactuals": counterfactuals_cell,
}
PERSONAL = ["Waterfall", "PersonExplanation", "Counterfactuals"]


@pytest.fixture(scope="module")
def fitted():
    frame = loans(1_000, seed=3).frame.drop(columns=["employment_years", "savings"])
    frame = frame.rename(columns={"district": HOSTILE})
    frame[HOSTILE] = frame[HOSTILE].replace({"north": HOSTILE})
    data = wb.read_data(frame, target="approved", favourable="yes", protected=["origin"], name=HOSTILE)
    return wb.fit_model(wb.prepare_data(wb.split_data(data, seed=3)), "boosted_trees")


@pytest.fixture(scope="module")
def results(fitted):
    explanation = wb.explain_model(fitted)
    denied = int(np.flatnonzero(fitted.scores < fitted.threshold)[0])
    return {
        "Explanation": explanation,
        "PermutationImportance": wb.permute_columns(explanation, n_repeats=2),
        "GroupExplanation": wb.explain_groups(explanation, "origin"),
        "Effects": wb.explain_effects(fitted, n_curves=3),
        "Interactions": wb.explain_interactions(fitted, n_columns=3, n_rows=60),
        "Waterfall": wb.explain_prediction(fitted, denied, n_steps=3),
        "PersonExplanation": wb.explain_person(fitted, denied),
        "Counterfactuals": wb.find_counterfactuals(fitted, denied, immutable=["purpose"]),
    }


def words(page):
    return " ".join("".join(Fragment(page).words).split())


def table(page, id):
    """Return a table's rows, each a list of its cells' words."""
    (found,) = re.findall(rf'<table id="[^"]*-{id}"[^>]*>.*?</table>', page, flags=re.DOTALL)
    body = found.split("</thead>")[1]
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", body, flags=re.DOTALL)
    return [[words(one) for one in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, flags=re.DOTALL)] for row in rows]


def drawn(page):
    """Return the words in drawings."""
    return [words(one) for one in re.findall(r"<text [^>]*>.*?</text>", page, flags=re.DOTALL)]


@pytest.mark.parametrize("name", SHOWN)
def test_it_is_one_element_without_script_and_nothing_of_the_data_becomes_markup(results, name):
    expect_one_element_without_markup_of_the_data(SHOWN[name](results[name]))


@pytest.mark.parametrize("name", SHOWN)
def test_the_same_result_shows_the_same_and_its_ids_are_its_own(results, name):
    expect_the_same_again_with_ids_of_its_own(SHOWN[name], results[name])


@pytest.mark.parametrize("name", SHOWN)
def test_a_cell_is_small_and_every_chart_has_its_table(results, name):
    page = SHOWN[name](results[name])
    assert len(page) < 150_000
    figures = re.findall(r"<figure.*?</figure>", page, flags=re.DOTALL)
    assert all("<table" in one and "The table with it holds the same numbers." in one for one in figures)


@pytest.mark.parametrize("name", SHOWN)
def test_ipython_shows_the_result_and_the_text_stays(results, shell, name):
    expect_ipython_shows_it_and_the_text_stays(shell, SHOWN[name], results[name])


def test_every_public_explanation_is_shown():
    shown = {getattr(import_module(module), name) for module, name in _SHOWN}
    public = [getattr(wb, name) for name in wb.__all__]
    results = {one for one in public if isinstance(one, type) and one.__module__.startswith("workbench.explanation")}
    assert len(results) >= 7
    assert results <= shown


IMPORTANCES = (
    Importance("income", 0.92, 0.81, 1.03, 1, 2),
    Importance("debt", 0.88, 0.76, 1.00, 1, 2),
    Importance("age", 0.31, 0.25, 0.37, 3, 3),
    Importance("purpose", 0.02, -0.01, 0.05, 4, 5),
)


def test_places_that_chance_leaves_open_stand_beside_each_mark_and_noise_is_named(results):
    page = explanation_cell(replace(results["Explanation"], importances=IMPORTANCES))
    assert table(page, "importance-places") == [
        ["income", "0.92", "0.81 to 1.03", "place 1 to 2"],
        ["debt", "0.88", "0.76 to 1.00", "place 1 to 2"],
        ["age", "0.31", "0.25 to 0.37", "place 3"],
        ["purpose", "0.02", "−0.01 to 0.05", "not separated from noise"],
    ]
    assert {"0.92, place 1 to 2", "0.31, place 3", "0.02, not separated"} <= set(drawn(page))
    assert "Which column moves predictions most is not settled: it may be income, debt" in words(page)


def test_a_settled_first_column_is_named_and_where_there_is_only_noise_none_is(results):
    settled = (replace(IMPORTANCES[0], rank_high=1), replace(IMPORTANCES[1], rank_low=2))
    assert "income moves predictions most" in words(
        explanation_cell(replace(results["Explanation"], importances=settled))
    )
    noise = words(explanation_cell(replace(results["Explanation"], importances=IMPORTANCES[3:])))
    assert "No column is separated from what noise alone would give" in noise
    assert "moves predictions most" not in noise
    assert "place 4" not in noise


def test_places_that_nobody_looked_at_are_not_made_up(results):
    unknown = tuple(replace(one, rank_low=0, rank_high=0) for one in IMPORTANCES[:3])
    rows = table(explanation_cell(replace(results["Explanation"], importances=unknown)), "importance-places")
    assert [row[3] for row in rows] == ["place not looked at"] * 3


def test_it_says_why_no_more_rows_were_explained(results):
    for stopped in ("settled", "seconds", "going on"):
        found = replace(results["Explanation"], stopped=stopped)
        assert found.why_stopped in words(explanation_cell(found))


def test_columns_that_say_much_the_same_are_one_line_with_what_they_move_together(results):
    entries = (
        PermutedColumns(("income", "salary"), 0.30, 0.25, 0.35, 1.25, (0.02, 0.03)),
        PermutedColumns(("age",), 0.01, -0.01, 0.03, 0.40, (0.01,)),
    )
    found = replace(results["PermutationImportance"], entries=entries, kendall=0.5, n_left_out=2)
    page = permutation_cell(found)
    assert table(page, "permuted") == [
        ["income with salary", "+0.30", "0.25 to 0.35", "1.25", "clear"],
        ["age", "+0.01", "−0.01 to 0.03", "0.40", "not separated from noise"],
    ]
    assert ["salary", "+0.0300"] in table(page, "permuted-alone")
    assert "in part only (Kendall’s tau 0.50, where one is the same order)" in words(page)
    assert "2 less important columns were not shuffled." in words(page)


def test_a_share_of_a_gap_is_told_only_where_the_gap_is_clear(results):
    found = results["GroupExplanation"]
    gap = found.gaps[0]
    clear = replace(gap, gap=replace(gap.gap, value=0.5, low=0.4, high=0.6, p_value=0.001))
    clear = replace(clear, columns=tuple(replace(one, share=0.25) for one in gap.columns))
    page = groups_cell(replace(found, gaps=(clear,)))
    assert {row[3] for row in table(page, "carried-table-0")} == {"25.0"}
    assert "Chance alone hardly makes such a gap." in words(page)
    unclear = replace(clear, gap=replace(clear.gap, low=-0.1, p_value=0.3))
    unclear = replace(unclear, columns=tuple(replace(one, share=math.nan) for one in gap.columns))
    page = groups_cell(replace(found, gaps=(unclear,)))
    assert {row[3] for row in table(page, "carried-table-0")} == {"–"}
    assert "Chance alone could make such a gap" in words(page)
    assert "carries most of it" not in words(page)


def test_groups_of_fewer_than_eleven_rows_are_named_without_their_number(results):
    few = (NotCompared("x", None), NotCompared("y", 17))
    said = words(groups_cell(replace(results["GroupExplanation"], not_compared=few)))
    assert "Too few of their rows were explained to compare them: x (fewer than 11), y (17)." in said


def test_effects_are_differences_with_limits_beside_where_the_rows_are(results):
    effect = results["Effects"].of("income")
    page = effects_cell(replace(results["Effects"], effects=(effect,)))
    rows = table(page, "effect-0-table")
    assert [row[0] for row in rows] == [one.label or "missing" for one in effect.points]
    point, row = effect.points[0], rows[0]
    assert float(row[1].replace("−", "-")) == pytest.approx(100 * point.difference, abs=0.06)
    ends = [float(one.replace("−", "-")) for one in row[2].split(" to ")]
    assert ends == pytest.approx([100 * point.difference_low, 100 * point.difference_high], abs=0.06)
    assert float(row[4].split()[0]) == pytest.approx(100 * point.share, abs=0.06)


def test_points_where_few_rows_are_say_so_and_are_hollow(results):
    effect = results["Effects"].of("income")
    points = tuple(replace(one, is_sparse=place == 2) for place, one in enumerate(effect.points))
    page = effects_cell(replace(results["Effects"], effects=(replace(effect, points=points),)))
    assert [place for place, row in enumerate(table(page, "effect-0-table")) if "few" in row[4]] == [2]
    circles = re.findall(r"<circle [^>]*>", page)
    assert [place for place, one in enumerate(circles) if 'fill="var(--chart-paper' in one] == [2]
    assert "hollow: few rows learned from are there" in words(page)


def test_single_rows_curves_are_in_no_cell(results):
    effect = results["Effects"].of("income")
    marked = replace(effect, curves=np.full((3, len(effect.points)), 0.123456))
    one, other = (effects_cell(replace(results["Effects"], effects=(each,))) for each in (effect, marked))
    assert one == other


def test_a_missing_value_is_told_as_missing(results):
    effect = results["Effects"].of("income")
    missing = replace(effect.points[-1], value=None, label="")
    page = effects_cell(replace(results["Effects"], effects=(replace(effect, points=(*effect.points, missing)),)))
    assert table(page, "effect-0-table")[-1][0] == "missing"
    assert "missing" in drawn(page)


def test_columns_without_an_effect_say_why(results):
    said = words(effects_cell(replace(results["Effects"], left_out={"notes": "it is text"})))
    assert "notes" in said
    assert "it is text" in said


def test_many_effects_are_told_and_not_all_drawn_so_that_a_cell_is_no_page_with_contents(results):
    effect = results["Effects"].of("income")
    many = tuple(replace(effect, column=f"column {place}") for place in range(9))
    page = effects_cell(replace(results["Effects"], effects=many))
    assert page.count("<figure") == 6
    assert "3 more effects, of columns named later, are not drawn" in words(page)
    assert "<nav" not in page


def test_pairs_that_are_noise_are_not_ranked(results):
    found = results["Interactions"]
    noise = tuple(replace(one, is_separated=False) for one in found.interactions)
    page = interactions_cell(replace(found, interactions=noise))
    assert "No pair of columns is separated from noise" in words(page)
    assert "<figure" not in page
    named = [(one.first, one.second) for one in noise]
    assert [row[0] for row in table(page, "pairs-noise")] == [" with ".join(one) for one in sorted(named)]
    one = (replace(noise[-1], is_separated=True), *noise[:-1])
    page = interactions_cell(replace(found, interactions=one))
    assert [row[0] for row in table(page, "pairs")] == [f"{one[0].first} with {one[0].second}"]
    assert len(table(page, "pairs-noise")) == len(noise) - 1


@pytest.mark.parametrize("name", PERSONAL)
def test_what_is_about_one_person_says_so(results, name):
    assert "This is about one person. It goes into no public report" in words(SHOWN[name](results[name]))


@pytest.mark.parametrize("name", ["Waterfall", "Counterfactuals"])
@pytest.mark.parametrize("audience", ["technical", "brief"])
def test_no_report_takes_what_holds_a_single_row(results, fitted, name, audience):
    with pytest.raises(InputError, match=rf"^build_report was given a {name}, which is no result"):
        wb.build_report(fitted, results[name], audience=audience)


def test_a_waterfall_adds_up_from_the_average_to_the_prediction_with_the_rows_own_values(results):
    waterfall = results["Waterfall"]
    rows = table(waterfall_cell(waterfall), "adds-up")
    assert [row[0] for row in rows][::4] == ["Average prediction", "This prediction"]
    step = waterfall.steps[0]
    assert rows[1][0] == f"{step.columns[0]} = {step.value}"
    assert rows[3][0] == f"{len(waterfall.steps[-1].columns)} other columns"
    numbers = [float(row[1].replace("−", "-")) for row in rows]
    assert sum(numbers[:-1]) == pytest.approx(numbers[-1], abs=0.03)


def test_reasons_are_told_in_order_with_what_would_turn_them(results):
    person = results["PersonExplanation"]
    page = person_cell(person)
    rows = table(page, "reasons")
    assert [row[0] for row in rows] == [one.column for one in person.reasons]
    assert [row[1] for row in rows] == [one.value for one in person.reasons]
    assert all(len(row) == 6 for row in rows)
    assert "The decision is unfavourable" in words(page)
    favourable = replace(person, is_favourable=True, reasons=tuple(replace(one, change=None) for one in person.reasons))
    assert all(len(row) == 5 for row in table(person_cell(favourable), "reasons"))


def test_counterfactuals_are_no_reasons_and_say_what_was_not_tried_and_how_often_the_model_was_asked(results):
    found = results["Counterfactuals"]
    page = counterfactuals_cell(found)
    assert "This is no substitute for reasons." in words(page)
    assert f"The model was asked about {found.n_asked:,} changed rows" in words(page)
    assert "purpose" in found.not_tried
    assert table(page, "not-tried-table") == [[column, why] for column, why in found.not_tried.items()]
    changed = [row for row in table(page, "ways-table") if len(row) == 3]
    assert changed == [[one.column, one.was, one.becomes] for way in found.found for one in way.changes]


def test_where_no_counterfactual_was_found_that_is_said(results):
    said = words(counterfactuals_cell(replace(results["Counterfactuals"], found=(), is_exhaustive=False)))
    assert "Nothing was found that would turn the answer to: yes." in said
    assert "a nearer change may exist" in said


@pytest.mark.parametrize("task", ["multiclass", "regression"])
def test_classes_and_amounts_are_shown_too(task):
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({"a": rng.normal(size=400), "b": rng.choice(["x", "y"], 400)})
    amount = 1e-3 * (frame["a"] + (frame["b"] == "x") + 0.3 * rng.normal(size=400))
    frame["y"] = pd.cut(amount, 3, labels=["low", "mid", "high"]).astype(str) if task == "multiclass" else amount
    prepared = wb.prepare_data(wb.split_data(wb.read_data(frame, target="y", task=task)))
    fitted = wb.fit_model(prepared, "logistic_regression" if task == "multiclass" else "ridge")
    page = explanation_cell(wb.explain_model(fitted))
    if task == "multiclass":
        assert {row[0] for row in table(page, "class-importance")} == {"Class low", "Class mid", "Class high", "a", "b"}
    effects = wb.explain_effects(fitted)
    assert ("class high" in words(effects_cell(effects))) == (task == "multiclass")
    waterfall = wb.explain_prediction(fitted, 0)
    rows = table(waterfall_cell(waterfall), "adds-up")
    if task == "regression":  # small amounts keep their digits
        assert float(rows[1][1].replace("−", "-")) == pytest.approx(waterfall.steps[0].contribution, rel=0.06)
    wanted = (0.0, None) if task == "regression" else "low"
    try:
        found = wb.find_counterfactuals(fitted, 0, wanted=wanted)
    except InputError:  # it is so already
        return
    assert "This is no substitute for reasons." in words(counterfactuals_cell(found))
