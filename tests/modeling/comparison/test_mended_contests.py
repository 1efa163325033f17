"""Contests: no model spoils the rows of another, names are kept, folds without a score do not count."""

import numpy as np
import pandas as pd
import pytest
from sklearn import metrics
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, StandardScaler

import workbench as wb
from workbench.errors import InputError
from workbench.modeling.candidates import Candidate
from workbench.modeling.comparison.judging import Judge
from workbench.modeling.comparison.scoring import score_rows, scoring_of
from workbench.modeling.folds import draw_folds
from workbench.preparation.recipe import Recipe, Step

RNG = np.random.default_rng(4)
N = 120
X = RNG.normal(size=N)
FRAME = pd.DataFrame({"x": X, "sex": ["f", "m"] * (N // 2), "y": np.where(X + RNG.normal(size=N) > 0, "yes", "no")})
SIMPLE = Recipe((Step("numbers", ("x",), StandardScaler(), "a number"),))


def prepared_of(frame=FRAME, **roles):
    given = {"target": "y", "favourable": "yes", "protected": ["sex"]} | roles
    return wb.prepare_data(wb.split_data(wb.read_data(frame, **given)), SIMPLE)


AMOUNTS = prepared_of(FRAME.assign(y=100 + 10 * X + RNG.normal(size=N)), favourable=None, task="regression")
OUTCOMES = prepared_of()


class Writes(RegressorMixin, BaseEstimator):
    """Predicts the mean, and leaves its rows spoiled."""

    def fit(self, rows, y):
        self.mean_ = float(np.mean(y))
        rows *= 0.0
        return self

    def predict(self, rows):
        return np.full(len(rows), self.mean_)


class Overwrites(Writes):
    """The same of a model that leaves its outcomes spoiled."""

    def fit(self, rows, y):
        super().fit(rows.copy(), y)
        y *= 0.0
        return self


@pytest.mark.parametrize("spoils", [Writes(), Overwrites(), make_pipeline(MinMaxScaler(copy=False), Ridge())])
def test_a_model_that_writes_into_its_rows_spoils_no_other(spoils):
    alone = wb.compare_models(AMOUNTS, {"ridge": Ridge()}, n_folds=3, n_repeats=1)
    beside = wb.compare_models(AMOUNTS, {"spoils": spoils, "ridge": Ridge()}, n_folds=3, n_repeats=1)
    assert not any(one.error for one in beside.entries)
    one, other = (next(e for e in c.entries if e.name == "ridge").fold_scores for c in (alone, beside))
    for name, values in one.items():
        np.testing.assert_array_equal(values, other[name])


def test_a_model_that_writes_into_its_rows_is_fitted_and_tuned_on_unspoiled_ones():
    assert wb.fit_model(AMOUNTS, Writes()).scores[0] == pytest.approx(AMOUNTS.split.train.targets().mean())
    model = make_pipeline(MinMaxScaler(copy=False, feature_range=(5, 6)), Ridge())
    found = wb.tune_model(AMOUNTS, model, space={"ridge__alpha": [1.0]}, n_trials=3, n_folds=2)
    assert found.trials["score"].nunique() == 1


def test_names_of_a_mapping_are_taken_as_given():
    models = {"a 2": LogisticRegression(C=1.0), "a": LogisticRegression(C=0.1), "b": "baseline"}
    contest = wb.compare_models(OUTCOMES, models, n_folds=2, n_repeats=1)
    assert {one.name for one in contest.entries} == {"a 2", "a", "b", "baseline"}


def test_equal_names_in_a_list_lose_no_model():
    one, two = (Candidate(name, name, lambda _seed: LogisticRegression()) for name in ("m", "m 2"))
    contest = wb.compare_models(OUTCOMES, [two, one, one], n_folds=2, n_repeats=1)
    assert {entry.name for entry in contest.entries} == {"m", "m 2", "m 3", "baseline"}


def test_the_name_of_the_baseline_is_refused_for_another_model():
    for models in ({"baseline": LogisticRegression(), "other": LogisticRegression()},):
        with pytest.raises(InputError) as error:
            wb.compare_models(OUTCOMES, models)
        assert str(error.value) == (
            "models names 'baseline' 'baseline', which is what the baseline that looks at no column is called.\n"
            "Give the model another name."
        )
    with pytest.raises(InputError) as error:
        wb.compare_models(OUTCOMES, {1: LogisticRegression()})
    assert str(error.value) == "models names a model 1.\nGive names as text."


@pytest.mark.parametrize("n_jobs", [2.5, "2", True, 0])
def test_a_number_of_jobs_that_is_none_is_refused(n_jobs):
    with pytest.raises(InputError) as error:
        wb.compare_models(OUTCOMES, ["logistic_regression"], n_jobs=n_jobs)
    assert str(error.value) == (
        f"n_jobs is {n_jobs!r}.\nGive how many folds to compute at the same time, such as 2, or -1 for all cores."
    )


def test_progress_that_fails_costs_no_fold():
    calls = []

    def fails(*told):
        calls.append(told)
        raise RuntimeError("the window is gone")

    with pytest.warns(UserWarning, match="progress failed, .* goes on: RuntimeError: the window is gone"):
        contest = wb.compare_models(OUTCOMES, ["logistic_regression"], n_folds=3, n_repeats=1, progress=fails)
    assert contest.n_done == 3
    assert len(calls) == 1


def test_a_tuned_model_with_too_few_rows_leaves_the_others_to_be_compared():
    prepared = prepared_of(
        FRAME.assign(t=np.maximum(np.arange(N) - 24, 0)), time="t"
    )  # few times before the first fold
    models = ["logistic_regression", wb.tuned("logistic_regression", n_trials=2, n_folds=2)]
    contest = wb.compare_models(prepared, models, n_folds=2, n_repeats=1)
    failed = {one.name: one.error for one in contest.entries if one.error}
    assert list(failed) == ["logistic_regression_tuned"]
    assert "WB308" in {one.code for one in contest.findings}
    assert contest.entries[0].scores


@pytest.mark.parametrize(
    ("roles", "n_folds", "n_repeats", "n_scored", "reason"),
    [
        ({}, 5, 12, 50, ""),
        ({}, 5, 12, 49, "In 11 of 60 folds the log loss is not defined, and a verdict needs 50 or more where it is: "),
        ({"time": "t"}, 9, 1, 8, ""),
        ({"time": "t"}, 9, 1, 7, "In 2 of 9 periods the log loss is not defined, and a verdict needs 8 or more "),
    ],
)
def test_folds_without_a_score_do_not_count_for_a_verdict(roles, n_folds, n_repeats, n_scored, reason):
    data = wb.read_data(FRAME.assign(t=np.arange(N)), target="y", favourable="yes", protected=["sex"], **roles)
    folds = draw_folds(data, n_folds=n_folds, n_repeats=n_repeats)
    judge = Judge(folds, folds.folds, scoring=scoring_of("log_loss", "binary"), margin=0.01)
    scores = RNG.normal(0.1, 0.001, len(folds))
    scores[n_scored:] = np.nan
    found = judge.against({"a": scores, "b": scores + 0.5}, "b")[0]
    assert found.n_folds == n_scored
    assert found.verdict == ("" if reason else "clearly better")
    assert judge.refusal(n_scored).startswith(reason)
    assert bool(judge.refusal(n_scored)) == bool(reason)


class Rare(ClassifierMixin, BaseEstimator):
    def fit(self, _rows, y):
        self.classes_ = np.unique(y)
        return self

    def predict_proba(self, rows):
        return np.full((len(rows), len(self.classes_)), 1 / len(self.classes_))


def test_a_contest_says_in_how_many_folds_there_is_a_score():
    rng = np.random.default_rng(3)
    frame = pd.DataFrame({"x": rng.normal(size=300), "sex": rng.choice(["f", "m"], 300), "g": rng.integers(0, 40, 300)})
    frame["y"] = np.where(frame["g"] < 3, "rare", np.where(frame["x"] > 0, "a", "b"))
    prepared = prepared_of(frame, favourable=None, task="multiclass", group="g")
    contest = wb.compare_models(prepared, {"rare": Rare()}, metric="roc_auc", n_folds=5, n_repeats=10)
    n_scored = contest.entries[0].scores[0].n_folds
    assert n_scored < 50
    assert contest.no_verdict.startswith(f"In {50 - n_scored} of 50 folds the area under the ROC curve is not defined")
    assert {one.verdict for one in contest.entries} == {""}


def test_macro_f1_is_the_one_of_the_held_out_rows():
    outcomes = np.array([0, 0, 1, 1, 1])
    predictions = np.array([[0.8, 0.1, 0.1, 0], [0.2, 0.7, 0.1, 0], [0, 1, 0, 0], [0, 0.9, 0.1, 0], [0.6, 0.4, 0, 0]])
    found = score_rows(outcomes, predictions, "multiclass")["macro_f1"]
    assert found == pytest.approx(metrics.f1_score(outcomes, predictions.argmax(axis=1), average="macro"))
    assert found == pytest.approx((1 / 2 + 2 / 3) / 2)  # by hand: the classes 2 and 3 occur nowhere


def test_rows_to_predict_are_made_ready_once_a_fold_for_all_models(monkeypatch):
    made, own = [], ColumnTransformer.transform

    def counted(self, rows, **options):
        made.append(len(rows))
        return own(self, rows, **options)

    monkeypatch.setattr(ColumnTransformer, "transform", counted)
    wb.compare_models(OUTCOMES, ["logistic_regression", "boosted_trees"], n_folds=3, n_repeats=1)
    assert sum(made) == OUTCOMES.split.train.n_rows
    assert len(made) == 3


class WritesWhenAsked(LogisticRegression):
    """Spoils the rows that it predicts."""

    def predict_proba(self, rows):
        found = super().predict_proba(rows)
        rows *= 0.0
        return found


def test_a_model_that_writes_into_the_rows_it_predicts_spoils_no_other():
    models = {"spoils": WritesWhenAsked(), "plain": LogisticRegression()}
    contest = wb.compare_models(OUTCOMES, models, n_folds=3, n_repeats=1)
    scores = {one.name: one.fold_scores["log_loss"].tolist() for one in contest.entries}
    assert scores["spoils"] == scores["plain"]
