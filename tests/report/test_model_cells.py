"""Models in a notebook's cell: the verdict first, every number the result's own, and nobody's text is markup."""

import html
import math
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import OneHotEncoder, StandardScaler

import workbench as wb
from workbench.modeling.thresholds.result import Capacity, Value
from workbench.preparation.recipe import Recipe, Step
from workbench.report import model_cells as cells

from .shown import HOSTILE, expect_ipython_shows_it_and_the_text_stays, expect_the_same_again_with_ids_of_its_own

N = 600
LOGISTIC = "logistic_regression"
CELLS = {
    "contest": cells.contest_cell,
    "tuning": cells.tuning_cell,
    "fitted": cells.fitted_cell,
    "threshold": cells.threshold_cell,
    "calibration": cells.calibration_cell,
    "segments": cells.segments_cell,
}


class Broken(ClassifierMixin, BaseEstimator):
    def fit(self, _rows, _targets):
        raise ValueError(f"no luck with {HOSTILE}")

    def predict_proba(self, _rows):
        raise AssertionError("it was never fitted")


def frame():
    rng = np.random.default_rng(11)
    x, place = rng.normal(size=N), rng.choice(["north", HOSTILE], N)
    noise = np.where(place == "north", 0.4, 3.0)
    return pd.DataFrame(
        {
            HOSTILE: x,
            "place": place,
            "sex": rng.choice(["f", "m"], N),
            "paid": np.where(x + rng.normal(size=N) * noise > 0, "yes", "no"),
            "kind": np.where(x > 0.6, "a", np.where(x + rng.normal(size=N) > -0.5, HOSTILE, "c")),
            "amount": 100 + 20 * x + rng.normal(size=N) * 5,
        }
    )


def prepared(target="paid", **roles):
    given = {"paid": {"favourable": "yes"}, "kind": {"task": "multiclass"}, "amount": {"task": "regression"}}[target]
    data = wb.read_data(
        frame().drop(columns={"paid", "kind", "amount"} - {target}), target=target, protected=["sex"], **given | roles
    )
    steps = (
        Step("numbers", (HOSTILE,), StandardScaler(), "they are numbers", together=True),
        Step("categories", ("place",), OneHotEncoder(sparse_output=False), "they are words", together=True),
    )
    return wb.prepare_data(wb.split_data(data, seed=1), Recipe(steps))


@pytest.fixture(scope="module")
def ready():
    return prepared()


@pytest.fixture(scope="module")
def results(ready):
    fitted = wb.fit_model(ready, LOGISTIC)
    return {
        "contest": wb.compare_models(ready, {HOSTILE: LogisticRegression(C=0.1), "broken": Broken()}, n_repeats=5),
        "tuning": wb.tune_model(ready, LOGISTIC, n_trials=3),
        "fitted": fitted,
        "threshold": wb.choose_threshold(fitted, costs={"false_favourable": 3, "false_unfavourable": 1}),
        "calibration": wb.calibrate_model(fitted, method="sigmoid"),
        "segments": wb.find_weak_segments(fitted),
    }


def words(page):
    """Return what a cell says, as one line."""
    text = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    return re.sub(r" (?=[.,;:)])|(?<=\() ", "", " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split()))


def table(page, caption):
    """Return the rows of a table as text, by their first cell; the caption begins so."""
    for found in re.findall(r"<table.*?</table>", page, flags=re.DOTALL):
        if words(re.search(r"<caption.*?</caption>", found, flags=re.DOTALL)[0]).startswith(caption):
            rows = re.findall(r"<tr.*?</tr>", found, flags=re.DOTALL)
            cells = [[words(one) for one in re.findall(r"<t[hd].*?</t[hd]>", row, flags=re.DOTALL)] for row in rows]
            return {one[0]: one[1:] for one in cells}
    raise AssertionError(f"no table {caption!r}")


@pytest.mark.parametrize("name", CELLS)
def test_nothing_of_the_data_becomes_markup_and_ids_are_its_own(results, name):
    assert "<script" not in CELLS[name](results[name]).replace("&lt;script", "")
    expect_the_same_again_with_ids_of_its_own(CELLS[name], results[name])


@pytest.mark.parametrize("name", CELLS)
def test_ipython_shows_it_and_the_text_stays(results, shell, name):
    expect_ipython_shows_it_and_the_text_stays(shell, CELLS[name], results[name])


@pytest.mark.parametrize("name", CELLS)
def test_every_chart_has_words_and_a_table(results, name):
    page = CELLS[name](results[name])
    figures = re.findall(r"<figure.*?</figure>", page, flags=re.DOTALL)
    assert len(figures) == {"contest": 2, "threshold": 4, "calibration": 2, "segments": 1}.get(name, 0)
    for figure in figures:
        assert re.search(r'role="img" aria-label="[^"]+The table with it holds the same numbers."', figure)
        assert "<table" in figure


@pytest.mark.parametrize("name", CELLS)
def test_findings_are_told_with_what_to_do(results, name):
    said = words(CELLS[name](results[name]))
    for one in results[name].findings:
        assert one.code in said
        assert words(html.escape(one.what_to_do)) in said


def test_a_contest_begins_with_the_verdict_the_margin_and_who_declared_it(results):
    contest = results["contest"]
    said = words(cells.contest_cell(contest))
    assert "clearly better than the baseline" in said.split("What can be said")[0]
    assert "Differences of up to 0.01 in log loss count as none. Nobody declared that margin" in said
    assert said.index("Nobody declared") < said.index("Fit, seconds")
    declared = replace(contest, margin=0.035, is_default_margin=False)
    told = words(cells.contest_cell(declared))
    assert "Differences of up to 0.035 in log loss count as none. That margin was declared beforehand." in told


def test_a_contest_shows_scores_differences_and_verdicts_of_the_result(results):
    contest = results["contest"]
    best = contest.entries[0]
    row = table(cells.contest_cell(contest), "Mean log loss over the folds")[best.title]
    assert row[0] == f"{best.scores[0].mean:.3f}"
    assert row[1] == "{:.3f} – {:.3f}".format(*best.scores[0].interval)
    assert row[3] == best.verdict == "clearly better"
    gain = [float(one) for one in re.findall(r"[\d.]+", row[2])]
    against = best.against_baseline
    assert gain == pytest.approx([against.difference, *against.interval], abs=0.002)


def test_a_baseline_that_says_the_same_of_everyone_has_no_slope(results):
    contest = results["contest"]
    rows = table(cells.contest_cell(contest), "Rows predicted by models that had not seen them")
    assert rows["baseline"][-1] == "–"
    assert rows[contest.entries[0].title][-1] != "–"


def test_a_contest_says_what_failed_and_keeps_it_out_of_the_scores(results):
    page = cells.contest_cell(results["contest"])
    failed = next(one for one in results["contest"].entries if one.error)
    assert words(html.escape(failed.error.rstrip("."))) in words(page)
    assert failed.title not in table(page, "Mean log loss over the folds")


def test_intervals_are_told_to_be_of_one_comparison_where_several_are_judged(ready):
    contest = wb.compare_models(ready, [LOGISTIC, "random_forest"], n_folds=2, n_repeats=1)
    assert "allow for all" not in words(cells.contest_cell(contest)).split("Every two models")[0]
    assert contest.no_verdict in words(cells.contest_cell(contest))
    assert table(cells.contest_cell(contest), "Mean log loss")["random forest"][3] == "not judged"
    judged = replace(contest, no_verdict="")
    said = words(cells.contest_cell(judged))
    assert "An interval is for its comparison alone. Verdicts allow for all 2 comparisons (after Holm)" in said
    assert "allow for all 3 pairs" in said


def test_a_contest_that_was_ended_says_so(results):
    partial = replace(results["contest"], n_done=7)
    assert "Somebody ended it after 7 of 50 folds" in words(cells.contest_cell(partial))
    assert "Somebody ended it" not in words(cells.contest_cell(results["contest"]))


@pytest.mark.parametrize("target", ["kind", "amount"])
def test_classes_and_amounts_are_compared_and_fitted(target):
    ready = prepared(target)
    model = LOGISTIC if target == "kind" else "ridge"
    contest = wb.compare_models(ready, [model], n_folds=3, n_repeats=1)
    said = words(cells.contest_cell(contest))
    assert contest.scoring.title in said
    fitted = wb.fit_model(ready, model)
    page = cells.fitted_cell(fitted)
    rows = table(page, "Scores with their intervals")
    assert set(rows) >= {one.title for one in fitted.metrics}
    if target == "kind":
        choice = wb.calibrate_model(fitted, method="sigmoid")
        assert "class by class" in words(cells.calibration_cell(choice))
    else:
        assert "the model is nearer by" in words(page)
        assert "the best mean absolute error" in words(cells.contest_cell(contest))


def test_a_fitted_model_shows_its_metrics_and_what_made_it(results):
    fitted = results["fitted"]
    page = cells.fitted_cell(fitted)
    rows = table(page, "Scores with their intervals")
    for one in fitted.metrics:
        value, _interval, n, _better = rows[one.title]
        assert float(value.replace("−", "-")) == pytest.approx(one.value, abs=0.05)
        assert n == f"{one.n:,}"
    assert rows["log loss"][3] == "lower"
    assert rows["slope of outcomes on the logit of predictions"][3] == "nearer to one"
    said = words(page)
    assert f"Learned from {fitted.prepared.split.train.n_rows} rows of" in said
    assert fitted.fingerprint in said
    assert fitted.prepared.split.data.fingerprint in said


def test_what_is_not_defined_is_a_dash_with_its_reason(results):
    fitted = results["fitted"]
    odd = tuple(
        replace(one, value=math.nan, low=math.nan, high=math.nan, why="nobody was right")
        if one.name == "precision"
        else one
        for one in fitted.metrics
    )
    copy = replace(fitted)
    copy.__dict__["metrics"] = odd
    page = cells.fitted_cell(copy)
    assert table(page, "Scores with their intervals")["precision"][:2] == ["–", "–"]
    assert "No figure, or no interval, of precision: nobody was right." in words(page)


def test_of_a_model_that_came_along_nobody_says_what_it_learned_from(results):
    fitted = results["fitted"]
    data = fitted.prepared.split.data
    given = wb.Fitted.from_estimator(fitted.pipeline, data, classes=["no", "yes"])
    said = words(cells.fitted_cell(given))
    assert "Nobody said which rows it learned from." in said
    assert "Learned from" not in said
    brought = wb.Fitted.from_estimator(fitted.pipeline, fitted.prepared.split, classes=["no", "yes"])
    assert "Somebody brought it along, and said that it learned from" in words(cells.fitted_cell(brought))


def test_what_a_model_printed_is_not_shown(results):
    said = words(cells.fitted_cell(replace(results["fitted"], printed="row 7: Ann Lee")))
    assert "fitted.printed holds it" in said
    assert "Ann Lee" not in said


def test_a_threshold_quotes_what_can_be_expected_and_not_what_flatters_it(results):
    choice = replace(results["threshold"], value=Value(12.3456, 11.0, 13.0), value_elsewhere=Value(45.67, 40.0, 50.0))
    said = words(cells.threshold_cell(choice))
    assert "To be expected on new rows: cost of every 100 people 46 (likely between 40 and 50)" in said
    assert "12.3" not in said
    unknown = replace(choice, value_elsewhere=Value(math.nan, math.nan, math.nan))
    assert "What to expect on new rows is not known" in words(cells.threshold_cell(unknown))


def test_a_threshold_that_nobody_reaches_is_told_in_words(results):
    above = math.nextafter(1, 2)
    choice = replace(results["threshold"], threshold=above, n_selected=0, plateau=(1.0, above))
    said = words(cells.threshold_cell(replace(choice, not_clearly_worse=(0.9, above))))
    assert "Threshold above every score (nobody is decided favourably) instead of 0.500: 0 of " in said
    assert "Any threshold above 1.000 is just as good on these rows; above every score nobody" in said
    assert "Thresholds above 0.900 are not clearly worse" in said
    assert "up to 1.000" not in said
    before = replace(choice, fitted=replace(choice.fitted, threshold=above), threshold=0.5)
    assert "Threshold 0.500 instead of above every score (nobody is decided favourably): " in words(
        cells.threshold_cell(before)
    )


def test_a_threshold_shows_each_group_before_it_is_accepted(results):
    choice = results["threshold"]
    page = cells.threshold_cell(choice)
    rows = table(page, "Selection rate, of 100")
    for found in choice.frame().query("metric == 'selection_rate'").to_dict("records"):
        told = rows[found["group"]]
        assert told[0] == f"{found['n']:,}"
        for cell, what in zip(told[1:], ("before", "after", "change"), strict=True):
            assert float(cell.split()[0].replace("−", "-")) == pytest.approx(100 * found[what], abs=0.051)
    said = words(page)
    assert said.index("choice.accept()") > said.index("What the threshold does to each group")


def test_a_threshold_says_how_much_room_there_is(results):
    few = replace(results["threshold"], capacity=Capacity(20, 100, (14, 27), 3, 8))
    said = words(cells.threshold_cell(few))
    assert "Room for 20 of 100. Who comes is chance: of 100 new people, likely between 14 and 27 are selected." in said
    assert "3 places stay empty, since the next 8 rows have the same score." in said
    unknown = replace(few, capacity=Capacity(20, 100, (0, 100), 0, 0))
    assert "How many of new people are selected is not known." in words(cells.threshold_cell(unknown))


def test_without_groups_a_threshold_says_that_nobody_can_tell(results):
    assert "No protected attribute was named." in words(cells.threshold_cell(replace(results["threshold"], effects=())))


def test_a_calibration_says_by_what_it_is_better_or_worse(results):
    choice = results["calibration"]
    loss = choice.losses[0]
    told = {}
    for name, change in {
        "better": Value(-0.02, -0.03, -0.01),
        "worse": Value(0.02, 0.01, 0.03),
        "chance": Value(0.0, -0.01, 0.01),
    }.items():
        said = words(cells.calibration_cell(replace(choice, losses=(replace(loss, change=change),))))
        told[name] = re.search(r"Probabilities are [^.]*\.", said)[0]
    assert told == {
        "better": "Probabilities are better by the Brier score, beyond chance.",
        "worse": "Probabilities are worse by the Brier score, beyond chance.",
        "chance": "Probabilities are not clearly better by the Brier score.",
    }


def test_a_calibration_shows_each_group(results):
    choice = results["calibration"]
    rows = table(cells.calibration_cell(choice), "Mean probability less what happened")
    for one in choice.groups:
        n, before, after = rows[one.group]
        assert n == f"{one.n:,}"
        assert float(before.split()[0].replace("−", "-")) == pytest.approx(100 * one.before.value, abs=0.051)
        assert float(after.split()[0].replace("−", "-")) == pytest.approx(100 * one.after.value, abs=0.051)


def test_weak_segments_are_told_confirmed_first(results):
    weak = results["segments"]
    assert weak.confirmed
    page = cells.segments_cell(weak)
    rows = table(page, "Confirmed on rows")
    for one in weak.confirmed:
        told = rows[words(html.escape(str(one)))]
        assert told[0] == f"{one.n:,}"
        assert told[1].startswith(f"{100 * one.error:.1f} (")
    chance = replace(
        weak, segments=tuple(replace(one, is_confirmed=False, why_not="may be chance") for one in weak.segments)
    )
    said = words(cells.segments_cell(replace(chance, n_untold=4)))
    assert "No part of the rows was confirmed to be worse than the rest." in said
    assert "may be chance" in said
    assert "4 more were found, with too few rows held out to tell of." in said


def test_a_tuning_says_that_its_score_is_optimistic_and_shows_ten_trials(results):
    tuning = results["tuning"]
    said = words(cells.tuning_cell(tuning))
    assert "is optimistic: the best of many is partly luck." in said
    assert "Used: 3 of 3 trials on 5 inner folds" in said
    many = replace(tuning, records=tuple(replace(tuning.records[0], number=at) for at in range(25)), n_asked=25)
    page = cells.tuning_cell(many)
    assert len(table(page, "The best trials")) == 10 + 1
    assert "15 more are in tuning.trials." in words(page)


def test_the_best_trials_stand_first_and_failed_ones_last(results):
    tuning = results["tuning"]
    failed = replace(tuning.records[1], state="failed", score=math.nan, error=f"broke {HOSTILE}")
    mixed = replace(tuning, records=(tuning.records[0], failed, tuning.records[2]))
    rows = list(table(cells.tuning_cell(mixed), "The best trials"))
    assert rows[-1] == "1"
    scores = {str(one.number): one.score for one in mixed.records if not math.isnan(one.score)}
    assert rows[1:-1] == sorted(scores, key=scores.get)


def test_of_a_score_that_should_be_high_the_highest_trial_stands_first(results):
    tuning = results["tuning"]
    higher = replace(tuning, scoring=replace(tuning.scoring, is_greater_better=True))
    first, second = (list(table(cells.tuning_cell(one), "The best trials"))[1:] for one in (tuning, higher))
    assert first == second[::-1]
