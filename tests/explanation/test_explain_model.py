"""Importances: the drivers that are there, in order, with what is not settled said."""

import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.neighbors import KNeighborsRegressor

import workbench as wb
from workbench.data.examples import loans
from workbench.errors import ColumnNotFoundError, InputError, NotEnoughDataError

from .known_models import known_model


@pytest.fixture(scope="module")
def example():
    return loans(6_000, seed=4)


@pytest.fixture(scope="module")
def fitted(example):
    data = wb.read_data(example.frame, **example.roles)
    return wb.fit_model(wb.prepare_data(wb.split_data(data, seed=4)), "logistic_regression")


def test_the_true_drivers_are_found_in_order(example, fitted):
    found = [one.column for one in wb.explain_model(fitted).importances]
    drivers = [column for column in found if column in example.truth["drivers"]]
    assert tuple(drivers) == example.truth["drivers"]


@pytest.mark.parametrize("model", ["boosted_trees", "logistic_regression"])
def test_the_true_drivers_of_the_bundled_example_come_in_order(model):
    example = loans()
    data = wb.read_data("example:loans", **example.roles)
    explanation = wb.explain_model(wb.fit_model(wb.prepare_data(wb.split_data(data, seed=7)), model))
    found = [one for one in explanation.importances if one.column in example.truth["drivers"]]
    assert tuple(one.column for one in found) == example.truth["drivers"]
    assert all(one.is_separated for one in found)
    assert found[0].is_settled


def test_importance_is_the_mean_absolute_value_with_an_interval_around_it(fitted):
    explanation = wb.explain_model(fitted, n_rows=200)
    first = explanation.importances[0]
    place = explanation.attribution.columns.index(first.column)
    assert first.value == pytest.approx(np.abs(explanation.attribution.values[:, place]).mean())
    assert 0 <= first.low < first.value < first.high


def test_the_rows_are_drawn_and_not_the_first(fitted):
    explanation = wb.explain_model(fitted, n_rows=50, seed=1)
    first = fitted.pipeline.decision_function(fitted.prepared.raw_frame(fitted.prepared.split.test))[:50]
    assert explanation.n_rows == 50
    assert not np.allclose(explanation.attribution.predictions, first)


def test_the_same_seed_gives_the_same_explanation(fitted):
    assert wb.explain_model(fitted, n_rows=60, seed=3) == wb.explain_model(fitted, n_rows=60, seed=3)
    assert wb.explain_model(fitted, n_rows=60, seed=3) != wb.explain_model(fitted, n_rows=60, seed=5)


def test_an_order_that_chance_could_turn_is_a_finding(rng):
    one, two, noise = rng.normal(size=(3, 20_000))
    frame = pd.DataFrame({"one": one, "two": two, "sex": rng.choice(["f", "m"], 20_000)})
    frame["ok"] = (one + two + noise > 0).astype(int)
    data = wb.read_data(frame, target="ok", protected=["sex"])
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data)), "logistic_regression")
    [finding] = wb.explain_model(fitted, n_rows=100).findings
    assert finding.code == "WB401"
    assert finding.title in {
        "Which column matters most is not settled: 'one' or 'two'",
        "Which column matters most is not settled: 'two' or 'one'",
    }
    assert finding.measured.startswith("importance of the first column: ")
    assert " in log-odds, likely between " in finding.measured
    assert ", that of the second " in finding.measured


def test_a_settled_order_is_no_finding(fitted):
    assert wb.explain_model(fitted).findings == ()


def test_rows_are_added_until_the_order_is_settled(fitted):
    seen = []
    found = wb.explain_model(fitted, progress=seen.append)
    sizes = [one.n_rows for one in seen]
    assert sizes == [500 * 2**place for place in range(len(sizes))] or sizes[-1] == fitted.prepared.split.test.n_rows
    assert [one.stopped for one in seen[:-1]] == ["going on"] * (len(seen) - 1)
    assert found is seen[-1]
    if found.stopped == "settled":
        assert [one.rank_low for one in found.importances[:5]] == [one.rank_high for one in found.importances[:5]]
    assert found.why_stopped.startswith(f"{found.n_rows:,} rows were explained: the order of the first 5 columns")


def test_an_order_that_is_plain_takes_one_look_and_one_that_is_not_takes_all(rng):
    frame = pd.DataFrame(rng.normal(size=(6_000, 2)), columns=["one", "two"])
    frame["sex"] = rng.choice(["f", "m"], 6_000)
    for weights, stopped, n_rows in (((3, 1), "settled", 500), ((1, 1), "all rows", 1_800)):
        frame["ok"] = (frame[["one", "two"]] @ weights + rng.logistic(size=6_000) > 0).astype(int)
        data = wb.read_data(frame, target="ok", protected=["sex"])
        fitted = wb.fit_model(wb.prepare_data(wb.split_data(data)), "logistic_regression")
        found = wb.explain_model(fitted)
        assert (found.stopped, found.n_rows) == (stopped, n_rows)
    assert found.why_stopped == (
        "1,800 rows were explained: the order of the first 2 columns is not settled, and no more are held out."
    )
    assert {(one.rank_low, one.rank_high) for one in found.importances} == {(1, 2)}
    fewer = wb.explain_model(fitted, max_rows=900)
    assert (fewer.stopped, fewer.n_rows, fewer.n_looks) == ("rows", 900, 2)


def test_each_look_has_its_share_of_what_may_go_wrong(fitted):
    found = wb.explain_model(fitted)
    assert found.n_looks == 3  # of 500, 1,000 and all 1,800 rows
    assert found.look_confidence == pytest.approx(1 - 0.05 / 3)


def test_a_refined_explanation_is_the_one_asked_for_outright(fitted):
    refined = wb.explain_model(fitted, n_rows=600, max_rows=1_200)
    outright = wb.explain_model(fitted, n_rows=refined.n_rows, confidence=refined.look_confidence)
    assert outright == refined
    for one, other in zip(outright.importances, refined.importances, strict=True):
        assert (one.column, one.rank_low, one.rank_high) == (other.column, other.rank_low, other.rank_high)
        assert (one.value, one.low, one.high) == pytest.approx((other.value, other.low, other.high), rel=1e-9)


class Slow:
    """A clock that goes on by a millisecond for each row that a model is asked about, and by nothing else."""

    def __init__(self, monkeypatch):
        frame = pd.DataFrame(np.random.default_rng(0).normal(size=(2_400, 11)), columns=list("abcdefghijk"))
        self.fitted = known_model(frame, lambda rows: rows["a"] + rows["b"] * rows["c"] + 0.99 * rows["d"])
        self.model = self.fitted.pipeline.named_steps["model"]
        monkeypatch.setattr("workbench.explanation.importance.timing.time.monotonic", self.now)

    def now(self):
        return self.model.n_rows / 1_000

    def took(self, **told):
        before = self.now()
        found = wb.explain_model(self.fitted, **told)
        return found, self.now() - before


def test_it_takes_no_longer_than_it_may(monkeypatch):
    """By the rows that the model is asked about: no more than fit in the time, beside those of the one row before."""
    slow = Slow(monkeypatch)
    _, a_row = slow.took(n_rows=1)
    assert a_row > 10
    rows = []
    for seconds in (1e-9, 6 * a_row, 20 * a_row):
        found, took = slow.took(seconds=seconds)
        assert took <= seconds + 1.1 * a_row
        rows.append((found.n_rows, found.stopped))
    assert rows[0] == (1, "seconds")
    assert 1 < rows[1][0] < rows[2][0] < 500
    assert rows[2][1] == "seconds"
    assert found.why_stopped.endswith("is not settled, and the time was up.")


def test_no_look_begins_that_would_not_be_done_in_time(monkeypatch):
    slow = Slow(monkeypatch)
    _, first = slow.took(n_rows=500)
    found, took = slow.took(seconds=1.5 * first)
    assert (found.n_rows, found.stopped, found.n_looks) == (500, "seconds", 2)
    assert took < 1.5 * first


def test_rows_that_were_asked_for_are_fewer_where_there_is_no_time(monkeypatch):
    slow = Slow(monkeypatch)
    _, whole = slow.took(n_rows=100)
    found, took = slow.took(n_rows=100, seconds=whole / 2)
    assert (found.stopped, found.n_looks) == ("seconds", 1)
    assert 1 < found.n_rows < 100
    assert took < 0.6 * whole
    assert found == wb.explain_model(slow.fitted, n_rows=found.n_rows)
    assert slow.took(n_rows=10, seconds=1e6)[0].stopped == "asked"


def test_exact_values_take_what_there_is(fitted):
    found = wb.explain_model(fitted, seconds=600)
    assert found == wb.explain_model(fitted)


def test_a_column_that_does_nothing_is_not_separated_from_noise(rng):
    frame = pd.DataFrame({"x": rng.normal(size=2_000), "same": 1.0, "sex": rng.choice(["f", "m"], 2_000)})
    frame["ok"] = (frame["x"] + rng.logistic(size=2_000) > 0).astype(int)
    data = wb.read_data(frame, target="ok", protected=["sex"])
    split = wb.split_data(data)
    rows = split.train.frame(["x", "same", "ok"])
    model = HistGradientBoostingClassifier(max_iter=20).fit(rows[["x", "same"]], rows["ok"])
    found = wb.explain_model(wb.Fitted.from_estimator(model, split))
    last = found.importances[-1]
    assert (last.column, last.value, last.is_separated) == ("same", 0.0, False)
    assert found.stopped == "settled"  # what does nothing has no place to settle
    assert "same: 0 (0 to 0), not separated from noise" in str(found)


@pytest.mark.parametrize("n_rows", [0, -1, 2.5, True])
def test_a_number_of_rows_that_is_none_is_refused(fitted, n_rows):
    with pytest.raises(InputError) as error:
        wb.explain_model(fitted, n_rows=n_rows)
    assert str(error.value) == f"n_rows is {n_rows!r}.\nGive a whole number of 1 or more."


def test_one_row_has_no_interval(fitted):
    explanation = wb.explain_model(fitted, n_rows=1)
    assert np.isnan([explanation.importances[0].low, explanation.importances[0].high]).all()
    assert repr(explanation).startswith("Explanation of 1 held-out row on the ")
    assert explanation.why_stopped.startswith("1 row was explained")


def test_a_seed_that_is_none_is_refused(fitted):
    with pytest.raises(InputError) as error:
        wb.explain_model(fitted, seed=-1)
    assert str(error.value) == "seed is -1.\nGive a whole number from 0 to 4,294,967,295, such as 7."


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({"max_rows": 0}, "max_rows is 0.\nGive a whole number of 1 or more."),
        ({"seconds": -1}, "seconds is -1.\nGive a number above 0, such as 30."),
        ({"seconds": "long"}, "seconds is 'long'.\nGive a number above 0, such as 30."),
        ({"confidence": 95}, "confidence is 95.\nGive a fraction above 0 and below 1, such as 0.25."),
        (
            {"background": pd.DataFrame()},
            "background has no rows.\nGive rows of the original columns, such as some learned from.",
        ),
    ],
)
def test_arguments_that_do_not_fit_are_refused(fitted, arguments, text):
    with pytest.raises(InputError) as error:
        wb.explain_model(fitted, **arguments)
    assert str(error.value) == text


def test_a_background_that_lacks_a_column_is_refused(fitted):
    rows = fitted.prepared.raw_frame(fitted.prepared.split.train).drop(columns="income")
    with pytest.raises(ColumnNotFoundError):
        wb.explain_model(fitted, background=rows)


def test_what_is_said_is_against_the_background_that_was_chosen(fitted):
    rows = fitted.prepared.raw_frame(fitted.prepared.split.train).iloc[:1]
    found = wb.explain_model(fitted, n_rows=40, background=rows)
    base = fitted.pipeline.decision_function(rows)[0]
    assert found.attribution.base == pytest.approx(base)
    assert found != wb.explain_model(fitted, n_rows=40)


def test_limits_hold_for_rows_that_belong_together():
    """Of thirty people with twenty rows each, limits over rows cover what holds for all people far too rarely."""

    def drawn(seed, n_people, n_rows):
        rng = np.random.default_rng(seed)
        person = np.repeat(np.arange(n_people), n_rows)
        frame = pd.DataFrame(
            {"person": person, "a": rng.normal(size=n_people)[person], "c": rng.normal(size=len(person))}
        )
        frame["y"] = np.where(frame["a"] + frame["c"] + rng.logistic(size=len(person)) > 0, "yes", "no")
        return frame

    model = LogisticRegression().fit(drawn(0, 500, 2)[["a", "c"]], drawn(0, 500, 2)["y"])
    background = pd.DataFrame({"a": [0.0], "c": [0.0]})
    truth = abs(model.coef_[0, 0]) * np.sqrt(2 / np.pi)  # the mean absolute value of a normal column
    covered = 0
    for seed in range(1, 31):
        data = wb.read_data(drawn(seed, 30, 20), target="y", favourable="yes", group="person")
        found = wb.explain_model(wb.Fitted.from_estimator(model, data), n_rows=600, background=background)
        [one] = [one for one in found.importances if one.column == "a"]
        covered += one.low <= truth <= one.high
    assert covered >= 24


def test_rows_that_belong_together_are_drawn_beside_one_another(rng):
    frame = pd.DataFrame({"person": np.tile(np.arange(100), 12), "a": rng.normal(size=1_200)})
    frame["y"] = (frame["a"] + rng.logistic(size=1_200) > 0).astype(int)
    data = wb.read_data(frame, target="y", group="person")
    found = wb.explain_model(wb.fit_model(wb.prepare_data(wb.split_data(data)), "logistic_regression"))
    people = np.array(found.fitted.prepared.split.test.column("person").to_pylist())[found.rows]
    assert (np.diff(people) != 0).sum() == len(set(people)) - 1


def weighted(weights, model=LinearRegression, seed=0):
    frame = pd.DataFrame(np.random.default_rng(seed).normal(size=(900, 2)), columns=["a", "b"])
    frame["w"] = weights
    frame["y"] = 2 * frame["a"] - frame["b"]
    data = wb.read_data(frame, target="y", task="regression", weight="w")
    return wb.fit_model(wb.prepare_data(wb.split_data(data)), model())


def test_rows_count_by_their_weights():
    weights = np.random.default_rng(1).integers(0, 6, 900)
    fitted = weighted(weights)
    found = wb.explain_model(fitted, n_rows=200)
    own = fitted.prepared.split.test.weights()[found.rows]
    assert (own == 0).any()
    for one in found.importances:
        values = np.abs(found.attribution.values[:, found.attribution.columns.index(one.column)])
        assert one.value == pytest.approx(np.average(values, weights=own), rel=1e-12)
        assert one.value != pytest.approx(values.mean(), rel=1e-4)
        assert one.low < one.value < one.high
    alike = wb.explain_model(weighted(np.full(900, 3)), n_rows=200).importances
    for one, other in zip(alike, wb.explain_model(weighted(np.full(900, 1)), n_rows=200).importances, strict=True):
        assert (one.value, one.low, one.high) == pytest.approx((other.value, other.low, other.high), rel=1e-9)


def test_rows_of_a_sampled_model_count_by_their_weights():
    frame = pd.DataFrame(np.random.default_rng(0).normal(size=(900, 2)), columns=["a", "b"])
    found = wb.explain_model(weighted(1 + 99 * (frame["a"].abs() > 1), KNeighborsRegressor), n_rows=60)
    assert found.attribution.method in ("enumeration", "permutation")
    own = found.fitted.prepared.split.test.weights()[found.rows]
    [one] = [one for one in found.importances if one.column == "a"]
    values = np.abs(found.attribution.values[:, found.attribution.columns.index("a")])
    assert one.value == pytest.approx(np.average(values, weights=own), rel=0.1)
    assert one.value > 1.3 * values.mean()


def test_limits_of_weighted_rows_hold():
    """Rows with large values count more: against the mean over very many rows, weighted alike."""
    rng = np.random.default_rng(2)
    many = rng.normal(size=1_000_000)
    truth = np.average(np.abs(many), weights=1 + 4 * (np.abs(many) > 1))
    covered = 0
    for seed in range(30):
        frame = pd.DataFrame(np.random.default_rng(seed).normal(size=(900, 2)), columns=["a", "b"])
        fitted = weighted(1 + 4 * (frame["a"].abs() > 1), seed=seed)
        background = pd.DataFrame({"a": [0.0], "b": [0.0]})
        found = wb.explain_model(fitted, n_rows=250, background=background)
        [one] = [one for one in found.importances if one.column == "a"]
        covered += one.low <= 2 * truth <= one.high
    assert covered >= 26


def test_rows_that_weigh_nothing_explain_nothing():
    fitted = weighted(np.r_[1, np.zeros(899)])
    assert not fitted.prepared.split.test.weights().any()
    with pytest.raises(NotEnoughDataError) as error:
        wb.explain_model(fitted, n_rows=50)
    assert str(error.value) == (
        "The 50 rows that were explained weigh nothing together.\nExplain more rows, n_rows=…, or look at the weights."
    )
