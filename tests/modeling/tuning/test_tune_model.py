"""Settings are searched within a budget, on rows to learn from alone, and every trial is kept."""

from typing import ClassVar

import numpy as np
import optuna
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import Ridge
from sklearn.preprocessing import StandardScaler

import workbench as wb
from workbench.errors import InputError
from workbench.modeling.candidates import as_candidate
from workbench.modeling.comparison.scoring import score_rows
from workbench.modeling.folds import draw_folds
from workbench.modeling.training import predict_fold
from workbench.modeling.tuning import tune
from workbench.modeling.tuning.spaces import SPACES, drawn, space_of
from workbench.modeling.tuning.tuned import settled
from workbench.preparation.recipe import Recipe, Step

N = 400
RNG = np.random.default_rng(5)
FRAME = pd.DataFrame(
    {
        "y": np.where(np.arange(N) % 10 < 3, "yes", "no"),
        "sex": ["f", "f", "m", "m"] * (N // 4),
        "x": RNG.normal(size=N),
        "number": np.arange(N),
    }
)
RECIPE = Recipe((Step("numbers", ("x", "number"), StandardScaler(), "they are numbers", together=True),))
LOGISTIC = "logistic_regression"
SHARES = {"share": wb.Span(0.01, 0.99)}


def prepared_of(frame=FRAME, recipe=RECIPE):
    return wb.prepare_data(wb.split_data(wb.read_data(frame, target="y", favourable="yes", protected=["sex"])), recipe)


PREPARED = prepared_of()


class Says(ClassifierMixin, BaseEstimator):
    """Gives everyone the same probability: the log loss is best at the share of favourable outcomes, 0.3."""

    seen: ClassVar = []
    n_left = float("inf")

    def __init__(self, share=0.5, kind="plain"):
        self.share, self.kind = share, kind

    def fit(self, matrix, outcomes):
        Says.n_left -= 1
        if Says.n_left < 0:
            Says.n_left = float("inf")
            raise KeyboardInterrupt
        if self.share > 0.9:
            raise ValueError("a share that large cannot be")
        Says.seen.append(set(np.round(matrix[:, 1], 6)))
        self.classes_ = np.unique(outcomes)
        return self

    def predict_proba(self, matrix):
        Says.seen.append(set(np.round(matrix[:, 1], 6)))
        return np.tile([1 - self.share, self.share], (len(matrix), 1))


@pytest.fixture(autouse=True)
def _nothing_seen():
    Says.seen, Says.n_left = [], float("inf")


def refused(action):
    with pytest.raises(InputError) as error:
        action()
    assert type(error.value) is InputError
    return str(error.value)


# By hand, and against a loop written out.


@pytest.mark.parametrize("method", ["optuna", "halving"])
def test_a_search_comes_near_the_best_share(method):
    found = wb.tune_model(PREPARED, Says(), space=SHARES, n_trials=30, method=method, n_folds=4)
    assert found.params["share"] == pytest.approx(0.3, abs=0.06)
    assert found.untuned_score == pytest.approx(np.log(2), rel=1e-12)
    entropy = -(0.3 * np.log(0.3) + 0.7 * np.log(0.7))
    assert entropy - 1e-9 <= found.inner_score < entropy + 0.01
    assert found.candidate.make(0).share == found.params["share"]
    assert found.candidate.title == "Says, tuned"
    assert dict(found.candidate.params) == dict(found.params)


def test_trial_0_is_the_model_without_tuning_scored_as_any_fold():
    found = wb.tune_model(PREPARED, LOGISTIC, n_trials=2, n_folds=3, seed=4)
    train = PREPARED.split.train
    scores = [
        score_rows(train.targets()[fold.test], predict_fold(PREPARED, as_candidate(LOGISTIC), fold, 4), "binary")
        for fold in draw_folds(train, n_folds=3, seed=4)
    ]
    assert found.records[0].params == {}
    assert found.untuned_score == pytest.approx(np.mean([one["log_loss"] for one in scores]), rel=1e-12)


def test_where_no_settings_are_better_there_are_none():
    found = wb.tune_model(PREPARED, Says(0.3), space={"share": [0.1, 0.8]}, n_trials=4)
    assert found.params == {}
    assert found.candidate.make is found.kind.make
    assert repr(found) == (
        "Tuning of Says: no settings tried are better than those without tuning, whose inner log loss is "
        f"{found.untuned_score:.4g}, after 4 of 4 trials."
    )


def test_the_largest_is_the_best_where_larger_is_better():
    found = wb.tune_model(PREPARED, Says(0.8), space={"share": [0.1, 0.2]}, n_trials=4, metric="accuracy")
    assert found.params["share"] in (0.1, 0.2)
    assert found.inner_score == pytest.approx(0.7, abs=0.01)


def test_a_penalty_for_noise_is_found():
    rng = np.random.default_rng(1)
    columns = {f"c{place}": rng.normal(size=90) for place in range(40)}
    frame = pd.DataFrame(columns).assign(y=lambda one: one["c0"] + rng.normal(size=90) * 2)
    split = wb.split_data(wb.read_data(frame, target="y", task="regression"))
    recipe = Recipe((Step("numbers", tuple(columns), StandardScaler(), "they are numbers", together=True),))
    found = wb.tune_model(wb.prepare_data(split, recipe), "ridge", n_trials=15)
    assert found.params["alpha"] > 10
    assert found.inner_score < found.untuned_score
    assert isinstance(found.candidate.make(1), Ridge)


# Every trial is kept.


@pytest.mark.parametrize("method", ["optuna", "halving"])
def test_trials_are_a_table_and_the_same_with_the_same_seed(method):
    def search(seed):
        return wb.tune_model(PREPARED, Says(), space=SHARES, n_trials=10, n_folds=2, method=method, seed=seed)

    found = search(2)
    table = found.trials
    assert list(table.columns) == ["trial", "state", "score", "seconds", "row_share", "error", "share"]
    assert table["trial"].tolist() == list(range(10))
    assert np.isnan(table.loc[0, "share"])
    assert (table["seconds"] > 0).all()
    assert found == search(2)
    assert found != search(3)
    assert found.provenance.settings["space"] == {"share": "0.01 to 0.99"}


def test_settings_that_fail_are_kept_with_the_reason():
    found = wb.tune_model(PREPARED, Says(), space={"share": [0.95, 0.2]}, n_trials=8)
    failed = [one for one in found.records if one.state == "failed"]
    assert failed
    assert {one.error for one in failed} == {
        "The model 'Says, tuned' could not be trained: a share that large cannot be"
    }
    assert np.isnan([one.score for one in failed]).all()
    assert found.params == {"share": 0.2}


def test_a_search_in_which_everything_fails_is_refused():
    text = refused(lambda: wb.tune_model(PREPARED, Says(0.95), space={"share": [0.95]}, n_trials=3))
    assert text == (
        "No trial of 'Says' could be scored: The model 'Says' could not be trained: a share that large cannot be\n"
        "Choose another model or other settings."
    )


def test_halving_gives_more_rows_to_the_better_third():
    prepared = prepared_of(pd.concat([FRAME] * 5, ignore_index=True))
    found = wb.tune_model(prepared, Says(), space={"share": wb.Span(0.02, 0.8)}, n_trials=10, method="halving")
    shares = sorted({one.row_share for one in found.records})
    assert shares == pytest.approx([1 / 9, 1 / 3, 1])
    counts = [sum(one.row_share == share for one in found.records) for share in shares]
    assert counts == [6, 2, 2]  # 9 began, 3 went on, 1 came to the end beside the settings without tuning
    dropped = [one for one in found.records if one.state == "dropped"]
    assert {one.row_share for one in dropped} == set(shares[:2])
    distance = [abs(one.params["share"] - 0.3) for one in found.records if one.params]
    assert abs(found.params["share"] - 0.3) <= sorted(distance)[1]


# The budget.


@pytest.mark.parametrize("method", ["optuna", "halving"])
def test_a_search_ends_with_its_time(method):
    found = wb.tune_model(PREPARED, Says(), space=SHARES, n_trials=10, seconds=1e-9, method=method)
    assert (len(found.records), found.stopped_by, found.is_partial) == (1, "seconds", True)
    assert "after 1 of 10 trials, as the time was over." in repr(found)


def test_a_search_is_ended_by_a_person_and_keeps_its_trials():
    told = []
    found = wb.tune_model(
        PREPARED,
        Says(),
        space=SHARES,
        n_trials=10,
        progress=lambda done, total, _left: told.append((done, total)),
        cancel=lambda: len(told) == 3,
    )
    assert told == [(1, 10), (2, 10), (3, 10)]
    assert (len(found.records), found.stopped_by) == (3, "person")
    Says.n_left = 12  # two whole trials of five folds
    found = wb.tune_model(PREPARED, Says(), space=SHARES, n_trials=10)
    assert (len(found.records), found.stopped_by) == (2, "person")
    Says.n_left = 3
    with pytest.raises(KeyboardInterrupt):
        wb.tune_model(PREPARED, Says(), space=SHARES, n_trials=10)


def test_nothing_is_printed_and_optunas_words_are_left_as_they_were(capfd):
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    wb.tune_model(PREPARED, LOGISTIC, n_trials=3, n_folds=2)
    assert capfd.readouterr() == ("", "")
    assert optuna.logging.get_verbosity() == optuna.logging.WARNING


def test_without_optuna_a_search_halves_and_says_so(monkeypatch):
    monkeypatch.setattr(tune, "find_spec", lambda _name: None)
    assert wb.tune_model(PREPARED, LOGISTIC, n_trials=2, n_folds=2).method == "halving"
    assert refused(lambda: wb.tune_model(PREPARED, LOGISTIC, method="optuna")) == (
        "method is 'optuna', which is not installed.\n"
        "Install it: pip install 'notebook-workbench[tune]'; or ask for method='halving'."
    )


def test_the_best_settings_at_the_edge_are_told():
    found = wb.tune_model(PREPARED, Says(), space={"share": wb.Span(0.4, 0.8)}, n_trials=25, seed=1)
    assert [one.code for one in found.findings] == ["WB311"]
    assert found.findings[0].title == (
        f"The best share of Says lies at the edge of what was searched: {found.params['share']:.4g}"
    )
    inside = wb.tune_model(PREPARED, Says(), space={"share": wb.Span(0.05, 0.85)}, n_trials=25, seed=1)
    assert inside.findings == ()


# Nested: what is scored was not tuned on.


def test_a_tuned_candidate_is_tuned_on_the_rows_it_learns_from_alone():
    kept = Step("numbers", ("x", "number"), _Kept(), "they are told apart", together=True)
    prepared = prepared_of(recipe=Recipe((kept,)))
    numbers = np.array(prepared.split.train.column("number").to_pylist())
    fold = draw_folds(prepared.split.train, n_folds=4).folds[0]
    settled(wb.tuned(Says(), space=SHARES, n_trials=3), prepared, 0, fold.train)
    used = set().union(*Says.seen)
    assert used == set(numbers[fold.train].astype(float))
    assert not used & set(numbers[fold.test].astype(float))


def test_inner_folds_keep_together_what_belongs_together():
    frame = FRAME.assign(school=[f"s{place % 20}" for place in range(N)])
    data = wb.read_data(frame, target="y", favourable="yes", protected=["sex"], group="school")
    kept = Step("numbers", ("x", "number"), _Kept(), "they are told apart", together=True)
    prepared = wb.prepare_data(wb.split_data(data), Recipe((kept,)))
    wb.tune_model(prepared, Says(), space={"share": [0.2]}, n_trials=2, n_folds=3)
    assert len(Says.seen) == 2 * 3 * 2
    for learned, asked in zip(Says.seen[::2], Says.seen[1::2], strict=True):
        assert not {number % 20 for number in learned} & {number % 20 for number in asked}


class _Kept(StandardScaler):
    """Leaves numbers as they are."""

    def transform(self, rows):
        return np.asarray(rows, dtype=float)


def test_a_contest_tunes_anew_in_each_fold_and_scores_what_was_not_tuned_on():
    tuned = wb.tuned(Says(0.8), space={"share": wb.Span(0.01, 0.85)}, n_trials=12)
    found = wb.compare_models(PREPARED, [tuned, Says(0.8)], n_folds=3, n_repeats=1)
    names = [one.name for one in found.entries]
    assert set(names) == {"baseline", "Says", "Says_tuned"}
    assert names.index("Says_tuned") < names.index("Says")
    assert next(one for one in found.entries if one.name == "Says_tuned").title == "Says, tuned"
    # In each of 3 folds 12 trials on 3 inner folds, then both models once; each is trained and asked.
    assert len(Says.seen) == 3 * (12 * 3 + 2) * 2


def test_an_interrupt_in_a_search_within_a_contest_ends_the_contest():
    Says.n_left = 3 * 3 + 1 + 4
    tuned = wb.tuned(Says(), space=SHARES, n_trials=3)
    found = wb.compare_models(PREPARED, [tuned], n_folds=4, n_repeats=1)
    assert (found.n_done, found.n_planned) == (1, 4)


def test_a_tuned_candidate_can_be_fitted_and_is_recorded():
    fitted = wb.fit_model(PREPARED, wb.tuned(LOGISTIC, n_trials=3))
    assert fitted.title == "logistic regression, tuned"
    assert fitted.provenance.settings["params"]["n_trials"] == 3
    found = wb.tune_model(PREPARED, LOGISTIC, n_trials=3, n_folds=3)
    same = wb.fit_model(PREPARED, found.candidate)
    assert same.pipeline[-1].get_params()["C"] == fitted.pipeline[-1].get_params()["C"]


def test_tuned_takes_every_task_of_its_model():
    assert wb.tuned("boosted_trees").tasks == ("binary", "multiclass", "regression")
    assert wb.tuned("ridge").tasks == ("regression",)
    assert wb.tuned(Ridge(), space={"alpha": [1, 2]}).tasks == ("regression",)


# Spaces.


@given(st.floats(1e-3, 1), st.floats(1.5, 1e4), st.booleans(), st.integers(0, 99))
def test_drawn_settings_lie_in_their_range(low, factor, is_log, seed):
    space = {
        "a": wb.Span(low, low * factor, is_log=is_log),
        "b": wb.Span(2, 2 + int(factor), is_log=is_log),
        "c": ("u", None),
    }
    found = drawn(space, np.random.default_rng(seed))
    assert low <= found["a"] <= low * factor
    assert isinstance(found["b"], int)
    assert 2 <= found["b"] <= 2 + int(factor)
    assert found["c"] in ("u", None)


def test_ranges_are_drawn_evenly_by_logarithm_with_both_ends():
    rng = np.random.default_rng(1)
    values = [drawn({"a": wb.Span(1, 3)}, rng)["a"] for _ in range(3000)]
    assert [values.count(one) / 3000 for one in (1, 2, 3)] == pytest.approx([1 / 3] * 3, abs=0.03)
    decades = [drawn({"a": wb.Span(0.01, 1.0, is_log=True)}, rng)["a"] < 0.1 for _ in range(3000)]
    assert np.mean(decades) == pytest.approx(0.5, abs=0.03)


@pytest.mark.parametrize("name", sorted(SPACES))
@pytest.mark.parametrize("task", ["binary", "multiclass", "regression"])
def test_known_spaces_are_settings_that_the_models_have(name, task):
    from workbench.modeling.candidates import candidates_for

    for candidate in candidates_for(task):
        if candidate.name == name:
            params = drawn(space_of(candidate), np.random.default_rng(0))
            made = candidate.make(0).set_params(**params).get_params()
            assert params.items() <= made.items()


def test_calls_that_cannot_be_are_refused():
    assert refused(lambda: wb.tuned("boosted_tree")).startswith("model is 'boosted_tree'.\n")
    assert refused(lambda: wb.tune_model(PREPARED, wb.tuned(LOGISTIC))) == (
        "model is 'logistic_regression_tuned', which is tuned already.\nName what it tunes: 'logistic_regression'."
    )
    assert refused(lambda: wb.tuned(wb.tuned(LOGISTIC))).startswith("model is 'logistic_regression_tuned', which")
    assert refused(lambda: wb.tune_model(PREPARED, Says())).startswith(
        "Of the model 'Says' no settings to search are known.\nGive space, such as {'alpha': wb.Span(0.01, 10.0"
    )
    assert refused(lambda: wb.tune_model(PREPARED, Says(), space={"shares": [1]})) == (
        "space is 'shares'.\nAllowed are: 'kind', 'share'. Did you mean 'share'?"
    )
    assert refused(lambda: wb.tune_model(PREPARED, Says(), space={"share": (0.1, 0.2)[:0]})) == (
        "space['share'] is ().\nGive a list of values, or a range: wb.Span(low, high)."
    )
    assert refused(lambda: wb.tune_model(PREPARED, LOGISTIC, seconds=0)) == (
        "seconds is 0.\nGive a number above 0, such as 60."
    )
    assert refused(lambda: wb.tune_model(PREPARED, LOGISTIC, method="grid")) == (
        "method is 'grid'.\nAllowed are: 'optuna', 'halving'."
    )
    assert refused(lambda: wb.Span(2, 1)) == "A Span goes from 2 to 1.\nGive the lower end first."
    assert refused(lambda: wb.Span(0, 1, is_log=True)) == "A Span with is_log=True begins at 0.\nLet it begin above 0."
    assert refused(lambda: wb.Span("a", 1)) == "A Span goes from 'a' to 1.\nGive two finite numbers."
