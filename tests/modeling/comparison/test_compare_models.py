"""Models on the same folds, beside a baseline, judged against a margin that was declared."""

import sys
import time
import warnings
from typing import ClassVar

import joblib
import numpy as np
import pandas as pd
import pytest
from scipy import stats
from sklearn.base import BaseEstimator, ClassifierMixin, clone
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import GaussianNB
from sklearn.preprocessing import StandardScaler
from statsmodels.stats.multitest import multipletests

import workbench as wb
from workbench.errors import InputError
from workbench.modeling.comparison.judging import Judge
from workbench.modeling.comparison.scoring import scoring_of
from workbench.modeling.folds import draw_folds
from workbench.preparation.recipe import Recipe, Step

N = 200
RNG = np.random.default_rng(5)
X = RNG.normal(size=N)
FRAME = pd.DataFrame(
    {
        "y": np.where(X + RNG.normal(size=N) * 0.7 > 0, "yes", "no"),
        "sex": ["f", "f", "m", "m"] * (N // 4),
        "x": X,
        "noise": RNG.normal(size=N),
    }
)
SIMPLE = Recipe((Step("numbers", ("x", "noise"), StandardScaler(), "they are numbers", together=True),))
LOGISTIC = "logistic_regression"


def prepared_of(frame=FRAME, recipe=SIMPLE, **roles):
    given = {"target": "y", "favourable": "yes", "protected": ["sex"]} | roles
    return wb.prepare_data(wb.split_data(wb.read_data(frame, **given)), recipe)


PREPARED = prepared_of()


@pytest.fixture(scope="module")
def contest():
    return wb.compare_models(PREPARED, [LOGISTIC, Backwards()], n_repeats=5, seed=3)


def refused(*arguments, kind=InputError, **options):
    with pytest.raises(kind) as error:
        wb.compare_models(*arguments, **options)
    assert type(error.value) is kind
    return str(error.value)


def codes(found):
    """Those of models; what the leak gate finds comes before them."""
    return [one.code for one in found.findings if one.code.startswith("WB3")]


class Told(ClassifierMixin, BaseEstimator):
    """Predicts the same for everyone; counts what it is asked for, in the class."""

    def __init__(self, share=0.5):
        self.share = share

    def fit(self, _matrix, outcomes):
        self.classes_ = np.unique(outcomes)
        return self

    def predict_proba(self, matrix):
        return np.tile([1 - self.share, self.share], (len(matrix), 1))


class Backwards(Told):
    """A logistic regression of the opposite."""

    def fit(self, matrix, outcomes):
        super().fit(matrix, outcomes)
        self.model_ = LogisticRegression().fit(matrix, 1 - outcomes)
        return self

    def predict_proba(self, matrix):
        return self.model_.predict_proba(matrix)


class Fails(Told):
    """Raises from the third training on, and counts them."""

    calls: ClassVar = []

    def fit(self, matrix, outcomes):
        Fails.calls.append(len(matrix))
        if len(Fails.calls) > 2:
            raise RuntimeError("out of luck")
        return super().fit(matrix, outcomes)


class Interrupts(Told):
    """Is interrupted from the keyboard at a given training."""

    left = 0

    def fit(self, matrix, outcomes):
        Interrupts.left -= 1
        if Interrupts.left < 0:
            raise KeyboardInterrupt
        return super().fit(matrix, outcomes)


class Watched(StandardScaler):
    """Remembers how many rows it was fitted on."""

    fitted: ClassVar = []

    def fit(self, rows, outcomes=None, sample_weight=None):
        Watched.fitted.append(len(rows))
        return super().fit(rows, outcomes, sample_weight)


# Against a loop written out.


def test_fold_scores_are_those_of_a_loop_with_scikit_learn(contest):
    train = PREPARED.split.train
    frame, outcomes = PREPARED.raw_frame(train), train.targets()
    expected = []
    for fold in draw_folds(train, n_folds=10, n_repeats=5, seed=3):
        scaler = clone(PREPARED.transformer)
        model = LogisticRegression(max_iter=2_000, random_state=3)
        model.fit(scaler.fit_transform(frame.iloc[fold.train]), outcomes[fold.train])
        given = model.predict_proba(scaler.transform(frame.iloc[fold.test]))
        expected.append(-np.log(given[np.arange(len(fold.test)), outcomes[fold.test]]).mean())
    entry = contest.entries[0]
    assert entry.name == LOGISTIC
    np.testing.assert_allclose(entry.fold_scores["log_loss"], expected, rtol=1e-10)


def test_limits_are_nadeau_and_bengios_of_the_folds_scores(contest):
    values = contest.entries[0].fold_scores["log_loss"]
    folds = draw_folds(PREPARED.split.train, n_folds=10, n_repeats=5, seed=3)
    ratio = sum(len(one.test) for one in folds) / sum(len(one.train) for one in folds)
    half = stats.t.ppf(0.975, 49) * np.sqrt(values.var(ddof=1) * (1 / 50 + ratio))
    assert contest.entries[0].scores[0].interval == pytest.approx((values.mean() - half, values.mean() + half))
    gain = contest.entries[1].fold_scores["log_loss"] - values  # the baseline comes second
    against = contest.entries[0].against_baseline
    half = stats.t.ppf(0.975, 49) * np.sqrt(gain.var(ddof=1) * (1 / 50 + ratio))
    assert contest.entries[1].name == "baseline"
    assert against.interval == pytest.approx((gain.mean() - half, gain.mean() + half))


def test_verdicts_are_the_four_words_against_the_baseline(contest):
    assert [(one.name, one.verdict) for one in contest.entries] == [
        (LOGISTIC, "clearly better"),
        ("baseline", ""),
        ("Backwards", "worse than the baseline"),
    ]
    assert contest.best is contest.entries[0].candidate
    assert contest.no_verdict == ""
    assert contest.margin == 0.01
    assert contest.is_default_margin
    assert contest.provenance.settings["margin"] == 0.01
    assert {(one.first, one.second): one.verdict for one in contest.pairs} == {
        (LOGISTIC, "baseline"): "clearly better",
        (LOGISTIC, "Backwards"): "clearly better",
        ("baseline", "Backwards"): "clearly better",
    }
    assert [one.n_comparisons for one in contest.pairs] == [3, 3, 3]
    assert contest.entries[0].against_baseline.n_comparisons == 2


def test_verdicts_allow_for_the_other_comparisons_as_statsmodels_does(rng):
    drawn = draw_folds(PREPARED.split.train, n_folds=10, n_repeats=5)
    judge = Judge(drawn, drawn.folds, scoring=scoring_of("accuracy", "binary"), margin=0.01)
    base = rng.normal(0.7, 0.05, 50)
    gains = {"a": 0.036, "b": 0.031, "c": 0.028, "d": 0.001}
    scores = {"base": base} | {name: base + gain + rng.normal(0, 0.02, 50) for name, gain in gains.items()}
    found = judge.against(scores, "base")
    alone = [judge.mean(scores[name] - base) for name in gains]
    beyond, within = [one.p_beyond(0.01) for one in alone], [one.p_within(0.01) for one in alone]
    assert [one.p_beyond for one in found] == pytest.approx(multipletests(beyond, method="holm")[1], rel=1e-12)
    assert [one.p_within for one in found] == pytest.approx(multipletests(within, method="holm")[1], rel=1e-12)
    # Three of them would be clearly better each on its own.
    assert sum(p < 0.05 for p in beyond) > sum(one.verdict == "clearly better" for one in found) > 0


def test_a_wide_margin_makes_models_about_the_same_and_noise_is_not_enough_evidence():
    options = {"n_folds": 10, "n_repeats": 5}
    same = wb.compare_models(PREPARED, [LOGISTIC], margin=2.0, **options)
    assert same.entries[0].verdict == "about the same"
    assert not same.is_default_margin
    assert codes(same) == ["WB309"]
    assert same.findings[-1].title == "No model is clearly better than the baseline 'baseline'"
    assert same.why == (
        "Logistic regression has the best mean log loss of 2 models. "
        "About the same: baseline; the simplest of them may serve as well."
    )
    mixed = wb.compare_models(prepared_of(FRAME.assign(x=FRAME["noise"][::-1].to_numpy())), [GaussianNB()], **options)
    verdicts = {one.name: one.verdict for one in mixed.entries}
    assert verdicts["GaussianNB"] == "not enough evidence"
    assert codes(mixed) == ["WB309"]


def test_the_recipe_is_fitted_once_a_fold_on_its_rows_alone():
    prepared = prepared_of(recipe=Recipe((Step("numbers", ("x",), Watched(), "it is watched", together=True),)))
    Watched.fitted.clear()
    wb.compare_models(prepared, [LOGISTIC, GaussianNB()], n_folds=4, n_repeats=2)
    folds = draw_folds(prepared.split.train, n_folds=4, n_repeats=2)
    assert Watched.fitted == [len(fold.train) for fold in folds]


# Who takes part.


def test_the_baseline_always_takes_part_and_another_may_be_declared():
    found = wb.compare_models(PREPARED, [LOGISTIC, GaussianNB()], n_folds=2, n_repeats=1, baseline=LOGISTIC)
    assert {one.name for one in found.entries} == {"baseline", LOGISTIC, "GaussianNB"}
    against = {one.name: one.against_baseline and one.against_baseline.second for one in found.entries}
    assert against == {"baseline": LOGISTIC, LOGISTIC: None, "GaussianNB": LOGISTIC}


def test_without_names_every_installed_candidate_takes_part():
    from workbench.modeling.candidates import candidates_for

    found = wb.compare_models(PREPARED, n_folds=2, n_repeats=1)
    assert {one.name for one in found.entries} == {one.name for one in candidates_for("binary")}


def test_models_of_one_name_are_told_apart_and_a_mapping_names_them():
    two = wb.compare_models(PREPARED, [Told(0.2), Told(0.4), Told(0.6)], n_folds=2, n_repeats=1)
    assert {one.name for one in two.entries} == {"baseline", "Told", "Told 2", "Told 3"}
    shares = {one.name: one.candidate.make(0).share for one in two.entries if one.name != "baseline"}
    assert shares == {"Told": 0.2, "Told 2": 0.4, "Told 3": 0.6}
    named = wb.compare_models(PREPARED, {"low": Told(0.2), "high": Told(0.6)}, n_folds=2, n_repeats=1)
    assert {one.title for one in named.entries} == {"baseline", "low", "high"}
    assert wb.compare_models(PREPARED, LOGISTIC, n_folds=2, n_repeats=1).entries[0].name == LOGISTIC


def test_a_model_that_fails_is_told_and_the_others_go_on():
    Fails.calls.clear()
    found = wb.compare_models(PREPARED, [Fails(), LOGISTIC], n_folds=5, n_repeats=1)
    assert len(Fails.calls) == 3
    last = found.entries[-1]
    assert last.name == "Fails"
    assert last.error == "The model 'Fails' could not be trained: RuntimeError: out of luck"
    assert found.sentences[-1] == "Fails failed: The model 'Fails' could not be trained: RuntimeError: out of luck."
    assert codes(found) == ["WB308", "WB310"]
    assert len(found.entries[0].fold_scores["log_loss"]) == 5
    assert found.frame()["error"].tolist() == ["", "", last.error]
    assert len(found.fold_frame()) == 10
    assert "Fails" not in {name for pair in found.pairs for name in (pair.first, pair.second)}


def test_a_declared_baseline_that_fails_is_refused():
    Fails.calls.clear()
    text = refused(PREPARED, [Fails()], baseline="Fails", n_folds=5, n_repeats=1)
    assert text == (
        "The baseline 'Fails' failed: The model 'Fails' could not be trained: RuntimeError: out of luck\n"
        "Declare another one, such as 'baseline'."
    )


# Ended before its end.


def test_an_interrupt_keeps_whole_folds_common_to_all():
    Interrupts.left = 3
    found = wb.compare_models(PREPARED, [LOGISTIC, Interrupts()], n_folds=5, n_repeats=1)
    assert found.is_partial
    assert (found.n_done, found.n_planned) == (3, 5)
    assert {len(one.fold_scores["log_loss"]) for one in found.entries} == {3}
    assert repr(found).startswith("Contest of 3 models on 3 of 5 folds: ")
    assert found.no_verdict == "There are 3 folds, and a verdict needs 50 or more: ask for more repeats."
    assert [one.verdict for one in found.entries] == ["", "", ""]
    told = next(one for one in found.findings if one.code == "WB310")
    assert told.why.endswith("It was ended before all folds were done.")


def test_what_is_finished_is_judged_where_the_rules_hold():
    Interrupts.left = 52
    found = wb.compare_models(PREPARED, [LOGISTIC, Interrupts()], n_folds=10, n_repeats=6)
    assert (found.n_done, found.n_planned) == (52, 60)
    assert found.entries[0].verdict == "clearly better"


def test_an_interrupt_before_the_first_fold_is_done_is_not_held_up():
    Interrupts.left = 0
    with pytest.raises(KeyboardInterrupt):
        wb.compare_models(PREPARED, [LOGISTIC, Interrupts()], n_folds=5, n_repeats=1)


def test_a_flag_ends_it_between_folds_and_progress_is_told():
    told = []
    found = wb.compare_models(
        PREPARED,
        [LOGISTIC],
        n_folds=5,
        n_repeats=1,
        progress=lambda *args: told.append(args),
        cancel=lambda: len(told) == 2,
    )
    assert [(done, total) for done, total, _ in told] == [(1, 5), (2, 5)]
    assert all(left >= 0 for *_, left in told)
    assert found.n_done == 2


def test_seconds_left_are_those_of_the_parts_that_are_left(monkeypatch):
    from workbench.modeling.pace import Pace

    clock = iter([100.0, 106.0])
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    told = []
    Pace(10, lambda *args: told.append(args)).tell(4)
    assert told == [(4, 10, 9.0)]


def test_nothing_is_printed_where_nobody_watches_also_by_models(capfd):
    class Talks(Told):
        def fit(self, matrix, outcomes):
            sys.stdout.write("round 1\n")
            warnings.warn("did not converge", stacklevel=1)
            return super().fit(matrix, outcomes)

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        wb.compare_models(PREPARED, [Talks()], n_folds=2, n_repeats=1)
    assert capfd.readouterr() == ("", "")
    wb.compare_models(PREPARED, [Talks()], n_folds=2, n_repeats=1, progress=True)
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith("\r1 of 2 done, about ")


# At the same time.


@pytest.mark.parametrize("backend", ["threading", "loky", pytest.param("multiprocessing", marks=pytest.mark.slow)])
def test_folds_at_the_same_time_give_the_same(backend):
    models = [LOGISTIC, wb.tuned(LOGISTIC, n_trials=2, n_folds=2)]
    alone = wb.compare_models(PREPARED, models, n_folds=3, n_repeats=1)
    with joblib.parallel_config(backend=backend, n_jobs=2):
        together = wb.compare_models(PREPARED, models, n_folds=3, n_repeats=1)
    assert together.fingerprint == alone.fingerprint
    pd.testing.assert_frame_equal(together.fold_frame(), alone.fold_frame())


def test_the_same_seed_gives_the_same_and_times_do_not_count():
    one, other = (wb.compare_models(PREPARED, [LOGISTIC], n_folds=3, n_repeats=1, seed=seed) for seed in (1, 2))
    assert one == wb.compare_models(PREPARED, [LOGISTIC], n_folds=3, n_repeats=1, seed=1)
    assert one != other
    assert one.entries[0].fit_seconds > 0
    assert one.entries[0].predict_seconds > 0


# Groups and time.


def grouped(n_groups):
    frame = FRAME.assign(school=[f"s{place % n_groups}" for place in range(N)])
    return prepared_of(frame, group="school")


def test_with_few_groups_nothing_is_judged():
    prepared = grouped(12)
    n_groups = len(set(prepared.split.train.column("school").to_pylist()))
    assert n_groups < 10
    found = wb.compare_models(prepared, [LOGISTIC], n_folds=n_groups, n_repeats=10)
    assert found.method == "grouped"
    assert found.no_verdict == (
        f"There are {n_groups} groups of rows that belong together, and a verdict needs 10 or more: "
        "collect more groups."
    )
    assert codes(found) == ["WB310"]
    assert np.isfinite(found.entries[0].scores[0].interval).all()


def test_with_many_groups_models_are_judged():
    found = wb.compare_models(grouped(50), [LOGISTIC], n_folds=5, n_repeats=10)
    assert (found.method, found.no_verdict) == ("grouped", "")
    assert found.entries[0].verdict == "clearly better"


def test_of_time_each_period_is_a_difference_and_limits_are_students():
    frame = FRAME.assign(day=pd.date_range("2024-01-01", periods=N))
    prepared = prepared_of(frame, time="day")
    found = wb.compare_models(prepared, [LOGISTIC], n_folds=8)
    assert (found.method, found.n_done, found.n_repeats, found.no_verdict) == ("temporal", 8, 1, "")
    values = found.entries[0].fold_scores["log_loss"]
    peer = stats.ttest_1samp(values, 0).confidence_interval()
    assert found.entries[0].scores[0].interval == pytest.approx((peer.low, peer.high), rel=1e-12)
    few = wb.compare_models(prepared, [LOGISTIC], n_folds=4)
    assert few.no_verdict == "There are 4 periods, and a verdict needs 8 or more: ask for more folds."


# Classes and amounts.


def test_several_classes_are_compared():
    frame = FRAME.assign(y=np.select([FRAME["x"] < -0.5, FRAME["x"] < 0.6], ["low", "middle"], "high"))
    split = wb.split_data(wb.read_data(frame, target="y", task="multiclass", protected=["sex"]))
    found = wb.compare_models(wb.prepare_data(split, SIMPLE), [LOGISTIC], n_folds=10, n_repeats=5)
    assert found.entries[0].verdict == "clearly better"
    assert {one.output for one in found.entries[0].calibration} == {"low", "middle", "high"}
    assert [one.name for one in found.entries[0].scores][:2] == ["log_loss", "brier_score"]


def test_amounts_are_compared_by_their_mean_absolute_error():
    frame = FRAME.assign(y=1000 + 300 * FRAME["x"])
    split = wb.split_data(wb.read_data(frame, target="y", task="regression", protected=["sex"]))
    prepared = wb.prepare_data(split, SIMPLE)
    found = wb.compare_models(prepared, ["ridge"], n_folds=10, n_repeats=5)
    assert found.scoring.name == "mean_absolute_error"
    assert found.margin == pytest.approx(0.01 * np.std(split.train.targets()))
    assert found.entries[0].verdict == "clearly better"
    squares = wb.compare_models(prepared, ["ridge"], n_folds=10, n_repeats=5, metric="root_mean_squared_error")
    assert squares.no_verdict == (
        "The limits of the root mean squared error miss the truth too often where errors are skewed: "
        "compare by metric='mean_absolute_error'."
    )
    assert [one.verdict for one in squares.entries] == ["", ""]


# How it reads.


def test_a_contest_reads(contest):
    top, against = contest.entries[0].scores[0], contest.entries[0].against_baseline
    assert repr(contest) == (
        f"Contest of 3 models on 50 folds: logistic regression has the best mean log loss, {top.mean:.3f} "
        f"({top.interval[0]:.3f} to {top.interval[1]:.3f}), clearly better than the baseline."
    )
    assert contest.sentences[0] == (
        f"Logistic regression: log loss {top.mean:.3f} ({top.interval[0]:.3f} to {top.interval[1]:.3f}), "
        f"clearly better; {against.difference:.3f} better than the baseline "
        f"({against.interval[0]:.3f} to {against.interval[1]:.3f})."
    )
    assert contest.why == "Logistic regression has the best mean log loss of 3 models."
    assert str(contest).splitlines()[-1] == contest.why
    frame = contest.frame()
    assert frame["verdict"].tolist() == ["clearly better", "", "worse than the baseline"]
    assert frame["against_best"].tolist() == ["", "clearly better", "clearly better"]
    assert frame.loc[0, "log_loss_low"] == top.interval[0]
    assert len(contest.fold_frame()) == 150


def test_the_best_one_can_be_fitted(contest):
    fitted = wb.fit_model(PREPARED, contest.best)
    assert fitted.model == LOGISTIC


def test_scores_cannot_be_edited(contest):
    with pytest.raises(ValueError, match="read-only"):
        contest.entries[0].fold_scores["log_loss"][0] = 0


def test_repeats_follow_the_rows():
    from workbench.modeling.comparison.compare import _repeats

    assert [_repeats(None, n) for n in (100, 1_000, 1_001, 50_000, 50_001)] == [10, 10, 5, 5, 1]
    assert _repeats(3, 100) == 3


# What cannot be.


def test_calls_that_cannot_be_are_refused():
    zero = (
        "margin is 0.\nGive a number above 0: the difference up to which it does not matter which model is taken; "
        "with 0 no two models could be about the same."
    )
    assert refused(PREPARED, margin=0) == zero
    assert refused(PREPARED, margin=float("nan")).startswith("margin is nan.\n")
    assert refused(PREPARED, ["baseline"]) == (
        "models names nothing but the baseline.\nGive one model or more to compare with it."
    )
    assert refused(PREPARED, [LOGISTIC], baseline="ridge") == (
        "baseline is 'ridge'.\nAllowed are: 'baseline', 'logistic_regression'."
    )
    assert refused(FRAME) == "prepared is a DataFrame, not prepared data.\nGive what prepare_data returns."
    assert refused(PREPARED, [LOGISTIC], n_jobs=0) == (
        "n_jobs is 0.\nGive how many folds to compute at the same time, such as 2, or -1 for all cores."
    )
    assert refused(PREPARED, [LOGISTIC], progress="yes") == (
        "progress is 'yes'.\nGive True or False, or a function of three numbers: "
        "parts done, parts in all, seconds left."
    )
    assert refused(PREPARED, [LOGISTIC], n_repeats=0) == "n_repeats is 0.\nGive a whole number of 1 or more."


def test_rows_of_a_model_that_was_trained_elsewhere_are_refused():
    train = PREPARED.split.train
    model = LogisticRegression().fit(train.frame(["x", "noise"]).to_numpy(), train.outcomes())
    given = wb.Fitted.from_estimator(model, PREPARED.split, columns=["x", "noise"], classes=["no", "yes"])
    assert refused(given.prepared, [LOGISTIC], n_folds=2) == (
        "prepared belongs to a model that was trained elsewhere, whose steps cannot be fitted anew.\n"
        "Prepare the rows here: prepare_data(split)."
    )


def test_a_fold_that_a_step_cannot_be_fitted_on_is_told():
    class Picky(StandardScaler):
        def fit(self, rows, outcomes=None, sample_weight=None):
            if len(rows) < 100:
                raise ValueError("needs 100 rows")
            return super().fit(rows, outcomes, sample_weight)

    prepared = prepared_of(recipe=Recipe((Step("numbers", ("x",), Picky(), "it is picky", together=True),)))
    assert refused(prepared, [LOGISTIC], n_folds=2) == (
        "A step of the recipe could not be fitted on 70 of the training rows: needs 100 rows\n"
        "Ask for fewer folds, so that more rows are learned from, or choose another step."
    )
