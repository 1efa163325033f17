"""Every model learns two outcomes, several classes and amounts; bad input ends in a named error or a finding."""

import math
import sys

import numpy as np
import pandas as pd
import pytest
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.calibration import CalibratedClassifierCV
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.tree import DecisionTreeClassifier

import workbench as wb
from workbench.errors import InputError
from workbench.modeling import candidates
from workbench.modeling.candidates import Candidate, as_candidate, candidates_for
from workbench.modeling.performance import performance_of
from workbench.modeling.predicting import predict_rows
from workbench.modeling.seen_classes import SeenClasses
from workbench.modeling.training import train_pipeline

N = 240
RNG = np.random.default_rng(8)
FRAME = pd.DataFrame({"x": RNG.normal(size=N), "z": RNG.normal(size=N), "town": RNG.choice(["a", "b"], N)})
NOISY = FRAME["x"] + RNG.normal(scale=0.3, size=N)
TARGETS = {
    "binary": np.where(NOISY > 0, "yes", "no"),
    "multiclass": np.array(["low", "mid", "top"])[np.digitize(NOISY, [-0.5, 0.5])],
    "regression": 100 + 10 * NOISY,
}
PAIRS = [(task, one.name) for task in TARGETS for one in candidates_for(task)]


def prepared_of(task, frame=FRAME, target=None, **options):
    options |= {"favourable": "yes"} if task == "binary" else {"task": task}
    frame = frame.assign(y=TARGETS[task] if target is None else target)
    return wb.prepare_data(wb.split_data(wb.read_data(frame, target="y", **options)))


PREPARED = {task: prepared_of(task) for task in TARGETS}


def refused(*arguments, **options):
    with pytest.raises(InputError) as error:
        wb.fit_model(*arguments, **options)
    assert type(error.value) is InputError
    return str(error.value)


def codes(fitted):
    return [one.code for one in fitted.findings[len(fitted.leaks.findings) :]]


class Says(ClassifierMixin, BaseEstimator):
    """Predicts what it is told, whatever the rows."""

    def __init__(self, answer=None, fitting=None):
        self.answer = answer
        self.fitting = fitting

    def fit(self, _matrix, outcomes):
        if self.fitting is not None:
            self.fitting()
        self.classes_ = np.unique(outcomes)
        return self

    def predict_proba(self, matrix):
        return self.answer(matrix)


class Amounts(RegressorMixin, BaseEstimator):
    """Predicts what it is told."""

    def __init__(self, answer):
        self.answer = answer

    def fit(self, _matrix, _amounts):
        return self

    def predict(self, matrix):
        return self.answer(matrix)


def half(matrix):
    return np.full((len(matrix), 2), 0.5)


# Every candidate.


@pytest.mark.parametrize(("task", "name"), PAIRS)
def test_every_candidate_learns_every_task_quietly_and_twice_the_same(task, name, capfd):
    fitted, again = (wb.fit_model(PREPARED[task], name, seed=4) for _ in range(2))
    assert fitted == again
    np.testing.assert_array_equal(fitted.scores, again.scores)
    assert (fitted.model, fitted.printed) == (name, "")
    assert fitted.performance.beats_baseline is (name != "baseline")
    assert codes(fitted) == (["WB301", "WB302"] if name == "baseline" else [])
    assert capfd.readouterr() == ("", "")
    n = PREPARED[task].split.test.n_rows
    assert fitted.scores.shape == ((n, 3) if task == "multiclass" else (n,))
    np.testing.assert_array_equal(
        fitted.score(PREPARED[task].raw_frame(PREPARED[task].split.test)), fitted.scores.astype(float)
    )


@pytest.mark.parametrize(("task", "name"), PAIRS)
def test_candidates_get_the_seed(task, name):
    made = as_candidate(name, task=task).make(9)
    assert "random_state" not in made.get_params() or name == "baseline" or made.get_params()["random_state"] == 9


def test_each_task_has_a_baseline_a_linear_model_and_trees():
    linear = {"binary": "logistic_regression", "multiclass": "logistic_regression", "regression": "ridge"}
    for task in TARGETS:
        names = [one.name for one in candidates_for(task)]
        assert names == ["baseline", linear[task], "boosted_trees", "random_forest", "lightgbm", "xgboost"]


def test_baseline_candidate_is_the_baseline():
    for task in TARGETS:
        performance = wb.fit_model(PREPARED[task], "baseline").performance
        if task == "regression":
            assert performance.mean_absolute_error == pytest.approx(performance.baseline_mean_absolute_error)
            assert performance.gain == (0.0, 0.0) or all(math.isnan(one) for one in performance.gain)
        else:
            assert performance.n_right == performance.n_baseline_right
            assert performance.n_only_model == performance.n_only_baseline == 0


# Names and kinds.


def test_linear_model_of_classes_for_amounts_names_ridge():
    assert refused(PREPARED["regression"], "logistic_regression") == (
        "model is 'logistic_regression', which does not predict amounts.\n"
        "For amounts there is 'ridge', the linear one, and: boosted_trees, random_forest, lightgbm, xgboost."
    )


def test_ridge_for_outcomes_names_logistic_regression():
    assert refused(PREPARED["binary"], "ridge") == (
        "model is 'ridge', which does not predict two outcomes.\n"
        "For two outcomes there is 'logistic_regression', the linear one, and: "
        "boosted_trees, random_forest, lightgbm, xgboost."
    )


def test_package_that_is_not_installed_is_told_with_how_to_install_it(monkeypatch):
    monkeypatch.setattr(candidates, "find_spec", lambda name: None if name == "xgboost" else object())
    assert "xgboost" not in [one.name for one in candidates_for("binary")]
    assert "xgboost" in [one.name for one in candidates_for("binary", installed=False)]
    assert refused(PREPARED["binary"], "xgboost") == (
        "model is 'xgboost', and the package xgboost is not installed.\n"
        "Install it: pip install 'notebook-workbench[boost]'."
    )


def test_regressor_for_outcomes_and_classifier_for_amounts_are_refused():
    assert refused(PREPARED["multiclass"], LinearRegression()) == (
        "model is a LinearRegression, which predicts amounts, and the target holds several classes.\n"
        "Give a classifier that predicts probabilities, or one of: "
        "baseline, logistic_regression, boosted_trees, random_forest, lightgbm, xgboost."
    )
    assert refused(PREPARED["regression"], LogisticRegression()) == (
        "model is a LogisticRegression, which predicts classes, and the target holds amounts.\n"
        "Give a regressor, or one of: baseline, ridge, boosted_trees, random_forest, lightgbm, xgboost."
    )


def test_any_regressor_may_join():
    fitted = wb.fit_model(PREPARED["regression"], LinearRegression())
    assert fitted.performance.beats_baseline
    assert repr(fitted).startswith("Fitted LinearRegression: off by ")


def test_model_that_knows_nothing_of_scikit_learn_may_join():
    class Plain:
        def fit(self, matrix, _amounts):  # which returns nothing
            self.learned = len(matrix)

        def predict(self, matrix):
            return [float(self.learned)] * len(matrix)

    model = Plain()
    fitted = wb.fit_model(PREPARED["regression"], model)
    assert fitted.model == "Plain"
    assert set(fitted.scores) == {float(PREPARED["regression"].split.train.n_rows)}
    assert not hasattr(model, "learned")


def test_what_was_set_otherwise_is_recorded():
    made = Candidate("tuned", "tuned trees", lambda _seed: DecisionTreeClassifier(max_depth=2), params={"max_depth": 2})
    fitted = wb.fit_model(PREPARED["binary"], made)
    assert fitted.provenance.settings["params"] == {"max_depth": 2}
    assert (fitted.model, fitted.title) == ("tuned", "tuned trees")


@pytest.mark.parametrize("task", ["multiclass", "regression"])
def test_threshold_serves_two_outcomes_only(task):
    instead = {
        "multiclass": "the most probable class is decided",
        "regression": "an amount is predicted, none decided",
    }
    assert refused(PREPARED[task], threshold=0.5) == (
        f"threshold is 0.5, and {instead[task]}.\nLeave it out: it serves where there are two outcomes."
    )
    fitted = wb.fit_model(PREPARED[task], "baseline")
    assert math.isnan(fitted.threshold)
    assert "threshold" not in fitted.provenance.settings


@pytest.mark.parametrize(("name", "package"), [("lightgbm", "lightgbm"), ("xgboost", "xgboost-cpu")])
def test_versions_of_boosting_packages_are_recorded(name, package):
    versions = wb.fit_model(PREPARED["binary"], name).provenance.versions
    assert versions[package] not in ("", "not installed")
    assert versions["scikit-learn"]
    assert package not in wb.fit_model(PREPARED["binary"], "baseline").provenance.versions


# Performance.


def test_accuracy_of_classes_is_of_the_most_probable_one():
    fitted = wb.fit_model(PREPARED["multiclass"], "logistic_regression")
    targets = PREPARED["multiclass"].split.test.targets()
    assert fitted.decisions.tolist() == fitted.scores.argmax(axis=1).tolist()
    assert (
        fitted.performance.n_right
        == int((fitted.decisions == targets).sum())
        == round(fitted.metric("accuracy").value * len(targets))
    )


def test_amounts_beside_the_mean_of_the_training_rows():
    split = PREPARED["regression"].split
    found, mean = split.test.targets(), split.train.targets().mean()
    performance = performance_of(split, found + np.resize([1.0, -3.0], len(found)))
    assert performance.mean_absolute_error == pytest.approx(2.0)
    assert performance.baseline_mean_absolute_error == pytest.approx(np.abs(found - mean).mean())
    gains = np.abs(found - mean) - np.resize([1.0, 3.0], len(found))
    half_width = 1.9935 * gains.std(ddof=1) / np.sqrt(len(found))  # Student's t of 71 degrees of freedom
    assert performance.gain == pytest.approx((gains.mean() - half_width, gains.mean() + half_width), abs=1e-3)


def test_model_no_better_than_the_mean_is_told_so():
    fitted = wb.fit_model(PREPARED["regression"], Amounts(lambda matrix: np.arange(len(matrix)) * 1e-3))
    finding = next(one for one in fitted.findings if one.code == "WB301")
    assert finding.title == "The model is not clearly better than always predicting the mean"
    assert finding.value == fitted.performance.mean_absolute_error
    assert finding.threshold == fitted.performance.baseline_mean_absolute_error
    assert finding.interval == fitted.performance.interval


def test_the_same_amount_for_everyone_is_told():
    fitted = wb.fit_model(PREPARED["regression"], Amounts(lambda matrix: np.full(len(matrix), 7.0)))
    finding = next(one for one in fitted.findings if one.code == "WB302")
    assert (finding.title, finding.value) == ("The model predicts the same for everyone", 7.0)
    assert finding.measured == f"mean prediction: 7 in the target's unit, in {finding.n} rows"


def test_the_place_of_a_class_is_no_measure():
    fitted = wb.fit_model(PREPARED["multiclass"], "baseline")
    finding = next(one for one in fitted.findings if one.code == "WB302")
    assert (finding.value, finding.measured, finding.n) == (None, "", fitted.performance.n)


# Models that misbehave.


def test_what_a_model_prints_is_kept_and_told(capfd):
    def speak():
        sys.stdout.write("round 1\n\n")
        sys.stderr.write("round 2\n")

    fitted = wb.fit_model(PREPARED["binary"], Says(half, speak))
    assert capfd.readouterr() == ("", "")
    assert fitted.printed == "round 1\n\nround 2\n"
    [finding] = [one for one in fitted.findings if one.code == "WB304"]
    assert (finding.severity, finding.value) == ("note", 2.0)
    assert finding.title == "The model printed 2 lines while it was trained and asked"


def test_warnings_of_a_model_reach_the_person():
    with pytest.warns(UserWarning, match="it is hot"):
        wb.fit_model(PREPARED["binary"], Says(half, lambda: __import__("warnings").warn("it is hot", stacklevel=1)))


@pytest.mark.parametrize("error", [RuntimeError("no memory"), KeyError("x"), ZeroDivisionError(), MemoryError("full")])
def test_whatever_a_model_raises_is_named(error):
    def fail(_matrix=None):
        raise error

    said = {"RuntimeError": "RuntimeError: no memory", "KeyError": "KeyError: 'x'", "MemoryError": "MemoryError: full"}
    text = said.get(type(error).__name__, type(error).__name__)
    assert refused(PREPARED["binary"], Says(half, fail)) == (
        f"The model 'Says' could not be trained: {text}\nChoose another model."
    )
    assert refused(PREPARED["binary"], Says(fail)) == (
        f"The model 'Says' could not predict the held-out rows: {text}\n"
        "Choose another model, or other steps in the recipe."
    )


def test_interruption_is_passed_on():
    def interrupt():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        wb.fit_model(PREPARED["binary"], Says(half, interrupt))


def test_model_that_is_not_deterministic_is_a_finding():
    drawn = np.random.default_rng(0)

    def guess(matrix):
        scores = drawn.random(len(matrix))
        return np.column_stack([1 - scores, scores])

    fitted = wb.fit_model(PREPARED["binary"], Says(guess))
    [finding] = [one for one in fitted.findings if one.code == "WB305"]
    assert (finding.severity, finding.value, finding.n) == ("serious", 1.0, len(fitted.scores))
    assert finding.title == "The model predicts differently when it is asked again"


@pytest.mark.parametrize("value", [np.inf, np.nan])
def test_infinite_amounts_are_refused(value):
    assert refused(PREPARED["regression"], Amounts(lambda matrix: np.full(len(matrix), value))) == (
        "The model 'Amounts' predicts amounts that are infinite or missing.\n"
        "Look at its training, or choose another model."
    )


def test_amounts_of_the_wrong_shape_are_refused():
    assert refused(PREPARED["regression"], Amounts(lambda matrix: np.ones((len(matrix), 2)))) == (
        "The model 'Amounts' predicts an array of shape (72, 2) for 72 rows.\n"
        "Give a regressor whose predict gives one number a row."
    )


def test_probabilities_of_classes_that_do_not_add_up_are_refused():
    answer = Says(lambda matrix: np.full((len(matrix), 3), 0.5))
    assert refused(PREPARED["multiclass"], answer) == (
        "The model 'Says' predicts probabilities of all classes that add up to 1.5 to 1.5 a row, not to 1.\n"
        "Give a classifier whose predict_proba adds up: sklearn.calibration.CalibratedClassifierCV(model) does."
    )


# Data that make trouble.


def test_perfect_separation_is_told():
    prepared = prepared_of("binary", target=np.where(FRAME["x"] > 0, "yes", "no"))
    fitted = wb.fit_model(prepared, LogisticRegression(C=1e6, max_iter=5_000))
    [finding] = [one for one in fitted.findings if one.code == "WB306"]
    assert finding.title == "The columns tell the outcomes of all training rows apart"
    assert (finding.severity, finding.n) == ("caution", prepared.split.train.n_rows)


@pytest.mark.parametrize("task", ["binary", "multiclass", "regression"])
def test_model_that_is_never_wrong_is_told(task):
    place = np.arange(N) % 3
    target = {"binary": np.where(place > 0, "yes", "no"), "multiclass": np.array([*"abc"])[place]}.get(
        task, place * 2.0
    )
    prepared = prepared_of(task, FRAME.assign(x=place + 0.0), target)
    model = DecisionTreeClassifier() if task != "regression" else "random_forest"
    if task == "regression":
        model = candidates.RandomForestRegressor(3, bootstrap=False, random_state=0)
    fitted = wb.fit_model(prepared, model)
    [finding] = [one for one in fitted.findings if one.code == "WB306"]
    assert finding.title == "The model is never wrong, in the rows it learned from and in those held out"
    assert finding.n == N


def test_model_that_only_remembers_is_not_told_to_be_never_wrong():
    fitted = wb.fit_model(PREPARED["binary"], DecisionTreeClassifier(random_state=0))
    assert "WB306" not in codes(fitted)


@pytest.mark.parametrize("name", [one.name for one in candidates_for("multiclass")])
def test_class_that_is_only_held_out_has_probability_0(name):
    late = np.where(np.arange(N) < 200, TARGETS["multiclass"], "new")
    prepared = prepared_of("multiclass", FRAME.assign(day=np.arange(N)), late, time="day")
    assert 2 not in prepared.split.train.targets()
    fitted = wb.fit_model(prepared, name)
    assert fitted.classes == ("low", "mid", "new", "top")
    assert (fitted.scores[:, 2] == 0).all()
    np.testing.assert_allclose(fitted.scores.sum(axis=1), 1)
    assert fitted.metric("accuracy").value < 0.7


def test_xgboost_of_a_gap_in_the_classes_is_xgboost_of_those_that_are_there():
    late = np.where(np.arange(N) < 200, TARGETS["multiclass"], "new")
    prepared = prepared_of("multiclass", FRAME.assign(day=np.arange(N)), late, time="day")
    fitted = wb.fit_model(prepared, "xgboost", seed=4)
    assert "xgboost-cpu" in fitted.provenance.versions
    assert isinstance(fitted.pipeline[-1], SeenClasses)
    there = np.unique(prepared.split.train.targets(), return_inverse=True)[1]
    again = as_candidate("xgboost", task="multiclass").make(4).fit(prepared.training_matrix(), there)
    rows = prepared.pipeline.transform(prepared.raw_frame(prepared.split.test))
    np.testing.assert_allclose(fitted.scores[:, [0, 1, 3]], again.predict_proba(rows))
    assert (fitted.pipeline.predict(prepared.raw_frame(prepared.split.test)) == fitted.decisions).all()


@pytest.mark.parametrize("model", ["xgboost", "calibrated", "pipeline"])
def test_rows_without_a_class_in_the_middle_are_learned_from_and_predicted_over_all_classes(model):
    from xgboost import XGBClassifier

    small = XGBClassifier(n_estimators=3, verbosity=0)
    model = {
        "calibrated": CalibratedClassifierCV(small, cv=2, ensemble=False),
        "pipeline": make_pipeline(StandardScaler(), small),
    }.get(model, model)
    prepared = prepared_of("multiclass", FRAME.assign(weight=1.0 + np.arange(N) % 2), weight="weight")
    train = prepared.split.train
    rows = np.flatnonzero(train.targets() != 1)
    trained = train_pipeline(prepared, as_candidate(model, task="multiclass"), 0, rows)
    found = predict_rows(trained.pipeline, prepared.raw_frame(train), train.roles, "model")
    assert (found[:, 1] == 0).all()
    assert (found.argmax(axis=1)[rows] == train.targets()[rows]).mean() > 0.8
    assert next(iter(trained.weighting.arguments)).endswith("sample_weight")


def test_folds_that_lack_a_class_leave_nobody_out():
    rare = np.where(TARGETS["multiclass"] == "mid", "low", TARGETS["multiclass"])
    rare[[3, 50]] = "mid"  # of so few rows that a model of some of the folds has seen one at most
    prepared = prepared_of("multiclass", target=rare)
    contest = wb.compare_models(prepared, ["xgboost"], n_folds=3, n_repeats=1)
    assert [one.error for one in contest.entries] == ["", ""]


@pytest.mark.parametrize("task", list(TARGETS))
def test_categories_and_missing_values_that_are_only_held_out(task):
    prepared = PREPARED[task]
    split = prepared.split
    changed = prepared.raw_frame(split.test).assign(town="never seen")
    changed.loc[::2, "x"] = np.nan
    for one in candidates_for(task):
        scores = wb.fit_model(prepared, one.name).score(changed)
        assert np.isfinite(scores).all(), one.name


def test_constant_columns_are_left_out_and_change_nothing():
    plain = PREPARED["binary"]
    prepared = prepared_of("binary", FRAME.assign(same=1.0))
    assert "same" not in prepared.columns
    np.testing.assert_array_equal(wb.fit_model(prepared, GaussianNB()).scores, wb.fit_model(plain, GaussianNB()).scores)


def test_ten_thousand_one_hot_columns():
    n = 1_500
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({f"c{place}": rng.permutation(np.arange(n)).astype(str) for place in range(10)})
    frame["c0"] = rng.choice(["a", "b"], n)
    frame["y"] = np.where((frame["c0"] == "a") ^ (rng.random(n) < 0.1), "yes", "no")
    split = wb.split_data(wb.read_data(frame, target="y", favourable="yes"))
    recipe = wb.suggest_recipe(split)
    encoder = OneHotEncoder(handle_unknown="ignore", sparse_output=False)
    recipe = recipe.with_step([f"c{place}" for place in range(10)], encoder, reason="each value for itself")
    prepared = wb.prepare_data(split, recipe)
    assert len(prepared.sources) > 9_000
    fitted = wb.fit_model(prepared, "logistic_regression")
    assert fitted.metric("accuracy").value > 0.8
