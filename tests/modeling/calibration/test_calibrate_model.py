"""Calibration gives what scikit-learn gives, judged on rows it was not learned on, with its effect on each group."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.calibration import CalibratedClassifierCV
from sklearn.datasets import load_wine
from sklearn.ensemble import RandomForestClassifier
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, log_loss
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

import workbench as wb
from workbench.core.provenance import Provenance
from workbench.errors import InputError, NotEnoughDataError
from workbench.modeling.calibration.calibrate import _no_better
from workbench.modeling.calibration.maps import apply_maps
from workbench.modeling.calibration.measures import reliability_of
from workbench.modeling.calibration.result import LossChange
from workbench.modeling.candidates import as_candidate
from workbench.modeling.folds import draw_folds
from workbench.modeling.thresholds.result import Value
from workbench.modeling.training import cross_fit

N = 2_000


def table(n=N, seed=6):
    """Two columns that say nearly the same: naive Bayes takes them for two proofs, and is too sure."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=n)
    y = np.where(x + rng.logistic(size=n) > 0.5, "yes", "no")
    return pd.DataFrame(
        {
            "y": y,
            "sex": rng.choice(["f", "m"], n),
            "x": x,
            "z": x + 0.01 * rng.normal(size=n),
            "when": np.arange(n) // 20,
            "house": np.arange(n) // 4,
        }
    )


def fitted_of(frame, model, **roles):
    data = wb.read_data(frame, target="y", favourable="yes", protected=["sex"], **roles)
    return wb.fit_model(wb.prepare_data(wb.split_data(data)), model)


FRAME = table()
BAYES = fitted_of(FRAME[["y", "sex", "x", "z"]], GaussianNB())
TRAIN = BAYES.prepared.split.train
FOLDS = draw_folds(TRAIN, n_folds=5, seed=0)
SIGMOID = wb.calibrate_model(BAYES)
ISOTONIC = wb.calibrate_model(BAYES, "isotonic")


def refused(*arguments, kind=InputError, **options):
    with pytest.raises(kind) as error:
        wb.calibrate_model(*arguments, **options)
    assert type(error.value) is kind
    return str(error.value)


def scikit_learns(fitted, method, folds=FOLDS):
    """Return what scikit-learn calibrates: preparation and model together, on the same folds."""
    prepared = fitted.prepared
    train = prepared.split.train
    whole = Pipeline([("prepare", clone(prepared.transformer)), ("model", clone(fitted.pipeline[-1]))])
    cuts = [(fold.train, fold.test) for fold in folds]
    made = CalibratedClassifierCV(whole, method=method, cv=cuts, ensemble=False)
    return made.fit(prepared.raw_frame(train), train.targets())


# Another program.


@pytest.mark.parametrize("method", ["sigmoid", "isotonic"])
@pytest.mark.parametrize("model", [GaussianNB(), "logistic_regression", RandomForestClassifier(20, random_state=1)])
def test_the_calibrated_model_is_scikit_learns(method, model):
    fitted = fitted_of(FRAME[["y", "sex", "x", "z"]], model)
    accepted = wb.calibrate_model(fitted, method).accept()
    expected = scikit_learns(fitted, method).predict_proba(fitted.prepared.raw_frame(fitted.prepared.split.test))
    assert accepted.scores == pytest.approx(expected[:, 1], abs=1e-9)


@pytest.mark.parametrize("method", ["sigmoid", "isotonic"])
@pytest.mark.parametrize("model", [GaussianNB(), "logistic_regression"])
def test_several_classes_too(wine, method, model):
    fitted = wine if model == "logistic_regression" else wb.fit_model(wine.prepared, model)
    choice = wb.calibrate_model(fitted, method, n_folds=3)
    folds = draw_folds(fitted.prepared.split.train, n_folds=3, seed=0)
    accepted = choice.accept()
    expected = scikit_learns(fitted, method, folds)
    rows = fitted.prepared.raw_frame(fitted.prepared.split.test)
    assert accepted.scores == pytest.approx(expected.predict_proba(rows), abs=1e-8)
    assert accepted.scores.sum(axis=1) == pytest.approx(1)
    assert [one.output for one in choice.before] == list(fitted.classes)


@pytest.fixture(scope="module")
def wine():
    bunch = load_wine(as_frame=True)
    frame = bunch.frame[["alcohol", "hue", "ash"]].assign(y=bunch.target.map({0: "a", 1: "b", 2: "c"}))
    data = wb.read_data(frame, target="y", task="multiclass")
    return wb.fit_model(wb.prepare_data(wb.split_data(data)), "logistic_regression")


def test_losses_are_scikit_learns():
    crossed = cross_fit(BAYES.prepared, as_candidate(GaussianNB()))
    outcomes = TRAIN.outcomes()
    brier, log = SIGMOID.losses
    assert brier.before.value == pytest.approx(brier_score_loss(outcomes, crossed), abs=1e-12)
    assert log.before.value == pytest.approx(log_loss(outcomes, crossed), abs=1e-12)


def test_losses_of_several_classes_are_scikit_learns(wine):
    brier, log = wb.calibrate_model(wine, n_folds=3).losses
    crossed = cross_fit(wine.prepared, as_candidate("logistic_regression", task="multiclass"), n_folds=3)
    targets = wine.prepared.split.train.targets()
    expected = brier_score_loss(targets, crossed, labels=[0, 1, 2], scale_by_half=False)
    assert brier.before.value == pytest.approx(expected, abs=1e-12)
    assert log.before.value == pytest.approx(log_loss(targets, crossed), abs=1e-12)


def test_a_row_is_judged_by_a_map_that_was_learned_on_other_rows():
    crossed = cross_fit(BAYES.prepared, as_candidate(GaussianNB()))
    outcomes = TRAIN.outcomes()
    after = np.empty(len(outcomes))
    for fold in FOLDS:  # naive Bayes has no decision function: the map takes probabilities
        one = IsotonicRegression(out_of_bounds="clip").fit(crossed[fold.train], outcomes[fold.train])
        after[fold.test] = one.predict(crossed[fold.test])
    brier = ISOTONIC.losses[0]
    assert brier.after.value == pytest.approx(brier_score_loss(outcomes, after), abs=1e-12)
    change = (after - outcomes) ** 2 - (crossed - outcomes) ** 2
    assert brier.change.value == pytest.approx(change.mean(), abs=1e-12)
    assert ISOTONIC.n_decisions_changed == ((after >= 0.5) != (crossed >= 0.5)).sum()
    assert ISOTONIC.n_judged == ISOTONIC.n == len(outcomes)


# What it is for.


@pytest.mark.parametrize("choice", [SIGMOID, ISOTONIC], ids=["sigmoid", "isotonic"])
def test_probabilities_that_are_too_sure_become_better(choice):
    assert choice.losses[0].change.high < 0
    assert choice.before[0].slope.high < 1
    assert choice.findings == ()
    assert choice.after[0].expected_calibration_error < choice.before[0].expected_calibration_error
    accepted, outcomes = choice.accept(), BAYES.prepared.split.test.outcomes()
    assert brier_score_loss(outcomes, accepted.scores) < brier_score_loss(outcomes, BAYES.scores)


def test_after_the_sigmoid_slope_and_level_are_right():
    after = SIGMOID.after[0]
    assert after.slope.low < 1 < after.slope.high
    assert after.in_the_large.low < 0 < after.in_the_large.high
    assert after.output == "yes"


def test_certainty_that_is_wrong_costs_log_loss():
    assert SIGMOID.losses[1].change.high < 0
    assert ISOTONIC.losses[1].after.value > SIGMOID.losses[1].after.value  # steps of 0 and 1


def test_what_is_not_better_is_told():
    value = Value(0.2, 0.19, 0.21)
    for change, title, severity in (
        (Value(-0.1, -0.2, 0.1), "The calibrated probabilities are not clearly better", "note"),
        (Value(0.1, 0.05, 0.2), "The calibrated probabilities are worse", "caution"),
    ):
        (found,) = _no_better(LossChange("brier_score_loss", value, value, change), 100)
        assert (found.code, found.title, found.severity) == ("WB315", title, severity)
        assert found.interval == (change.low, change.high)
    assert _no_better(LossChange("brier_score_loss", value, value, Value(-0.1, -0.2, -0.05)), 100) == ()


def test_what_is_calibrated_already_gains_nothing():
    choice = wb.calibrate_model(fitted_of(FRAME[["y", "sex", "x"]], "logistic_regression"))
    assert [one.code for one in choice.findings] == ["WB315"]
    assert abs(choice.losses[0].change.value) < 0.001


def test_a_map_from_few_rows_harms():
    fitted = fitted_of(FRAME[["y", "sex", "x"]].iloc[:120], "logistic_regression")
    found = [one.code for one in wb.calibrate_model(fitted, "isotonic", n_folds=3).findings]
    assert found == ["WB314", "WB315"]


def test_the_folds_that_the_rows_made_are_recorded_and_not_those_asked_for():
    frame = FRAME[["y", "sex", "x"]].iloc[:300]
    rare = np.where(np.arange(300) % 60 == 0, "yes", "no")
    fitted = fitted_of(frame.assign(y=rare), GaussianNB())
    n_rare = int((fitted.prepared.split.train.targets() == 1).sum())
    choice = wb.calibrate_model(fitted, "sigmoid", n_folds=20)
    assert 1 < n_rare < 20
    assert choice.pipeline[-1].cv == n_rare == choice.provenance.settings["n_folds"]


def test_few_rows_of_an_outcome_are_told():
    fitted = fitted_of(FRAME[["y", "sex", "x", "z"]].iloc[:300], GaussianNB())
    fewest = int(np.bincount(fitted.prepared.split.train.outcomes()).min())
    found = next(one for one in wb.calibrate_model(fitted, "isotonic").findings if one.code == "WB314")
    assert found.title == f"Only {fewest} rows of the rarest outcome to learn the isotonic calibration from"
    assert (found.value, found.threshold) == (fewest, 200)
    assert "WB314" not in [one.code for one in wb.calibrate_model(fitted, "sigmoid").findings]


# Groups.


def test_groups_are_promised_what_is_counted():
    crossed = cross_fit(BAYES.prepared, as_candidate(GaussianNB()))
    sex, outcomes = TRAIN.frame(["sex"])["sex"].to_numpy(), TRAIN.outcomes()
    lines = SIGMOID.frame().set_index("group")
    for group in ("f", "m"):
        apart = (crossed - outcomes)[sex == group]
        assert lines.loc[group, "n"] == len(apart)
        assert lines.loc[group, "before"] == pytest.approx(apart.mean(), abs=1e-12)
        half = 1.96 * apart.std(ddof=1) / np.sqrt(len(apart))
        assert lines.loc[group, "before_high"] == pytest.approx(apart.mean() + half, abs=1e-4)
    assert list(lines["output"]) == ["yes", "yes"]


def test_bins_hold_all_rows_and_say_what_happened():
    crossed = cross_fit(BAYES.prepared, as_candidate(GaussianNB()))
    bins = SIGMOID.before[0].bins
    assert sum(one.n for one in bins) == SIGMOID.n_judged
    assert len(bins) == 10
    lowest = crossed <= np.quantile(crossed, 0.1)
    assert bins[0].predicted == pytest.approx(crossed[lowest].mean())
    assert bins[0].observed == pytest.approx(TRAIN.outcomes()[lowest].mean())
    assert bins[0].low <= bins[0].observed <= bins[0].high
    apart = sum(one.n * abs(one.predicted - one.observed) for one in bins) / SIGMOID.n_judged
    assert SIGMOID.before[0].expected_calibration_error == pytest.approx(apart)


# Time, groups of rows, weights, rows of one's own.


def test_with_time_a_map_is_judged_by_later_rows():
    fitted = fitted_of(FRAME[["y", "sex", "x", "z", "when"]], GaussianNB(), time="when")
    choice = wb.calibrate_model(fitted, n_folds=4)
    folds = draw_folds(fitted.prepared.split.train, n_folds=4, seed=0)
    assert choice.n == sum(len(fold.test) for fold in folds)
    assert choice.n_judged == sum(len(fold.test) for fold in list(folds)[1:])


def test_rows_that_belong_together_make_limits_wider():
    frame = table(600)
    frame = pd.concat([frame.assign(house=np.arange(600))] * 4, ignore_index=True)
    alone = wb.calibrate_model(fitted_of(frame[["y", "sex", "x", "z"]], GaussianNB()))
    together = wb.calibrate_model(fitted_of(frame[["y", "sex", "x", "z", "house"]], GaussianNB(), group="house"))
    widths = [one.losses[0].before.high - one.losses[0].before.low for one in (alone, together)]
    assert 1.8 < widths[1] / widths[0] < 2.2  # four copies of a row are worth one
    lines = [one.frame().set_index("group").loc["f"] for one in (alone, together)]
    widths = [line["before_high"] - line["before_low"] for line in lines]
    assert 1.7 < widths[1] / widths[0] < 2.3


def test_weights_make_slopes_and_bins_less_sure(rng):
    scores = rng.beta(2, 2, 4_000)
    happened = rng.random(4_000) < scores
    uneven = rng.exponential(size=4_000)
    plain, equal, weighted, large = (
        reliability_of("yes", scores, happened, weights=weights, clusters=None, confidence=0.95)
        for weights in (None, np.full(4_000, 7.0), uneven, 1_000 * uneven)
    )
    assert equal.slope.high == pytest.approx(plain.slope.high)
    assert equal.bins[4].high == pytest.approx(plain.bins[4].high)
    assert large.slope.high == pytest.approx(weighted.slope.high)
    for of in (plain.slope, weighted.slope), (plain.bins[4], weighted.bins[4]):
        widths = [one.high - one.low for one in of]
        assert widths[1] / widths[0] == pytest.approx(np.sqrt(2), rel=0.15)  # exponential weights: mean square 2


def test_weights_count():
    frame = FRAME[["y", "sex", "x", "z"]].assign(w=np.where(FRAME["y"] == "yes", 3.0, 1.0))
    choice = wb.calibrate_model(fitted_of(frame, GaussianNB(), weight="w"))
    plain = choice.accept().scores.mean() - SIGMOID.accept().scores.mean()
    assert plain > 0.1  # outcomes that count three times are three times as likely
    assert abs(choice.after[0].in_the_large.value) < 0.01


def test_a_model_trained_elsewhere_is_calibrated_on_rows_it_has_not_seen():
    given = replace(BAYES, leaks=None)
    assert refused(given) == (
        "The model 'GaussianNB' was trained elsewhere, and cannot be trained anew here on parts of the rows.\n"
        "Give rows that it has not learned from, and that are not the held-out ones: on=read_data(…)."
    )
    new = wb.read_data(
        table(seed=8)[["y", "sex", "x", "z"]], target="y", favourable="yes", protected=["sex"], name="new"
    )
    choice = wb.calibrate_model(given, "isotonic", on=new)
    assert choice.how == "rows of 'new'"
    scores = given.score(given.prepared.raw_frame(new))
    expected = IsotonicRegression(out_of_bounds="clip").fit(scores, new.outcomes()).predict(BAYES.scores)
    assert choice.accept().scores == pytest.approx(expected, abs=1e-12)
    assert choice.losses[0].change.high < 0


def test_rows_that_the_model_learned_from_are_refused():
    why = "Give rows that it has not seen: on those it knows, it looks better than it is."
    assert refused(BAYES, on=TRAIN) == f"on holds the rows that the model learned from.\n{why}"


def test_a_model_that_calls_outcomes_otherwise_is_calibrated_by_their_names():
    frame = FRAME[["x", "z"]]
    turned = make_pipeline(StandardScaler(), GaussianNB()).fit(frame, np.where(FRAME["y"] == "yes", "a yes", "no"))
    held, new = (
        wb.read_data(
            table(seed=seed)[["y", "sex", "x", "z"]].replace({"y": {"yes": "a yes"}}),
            target="y",
            favourable="a yes",
            protected=["sex"],
        )
        for seed in (8, 9)
    )
    given = wb.Fitted.from_estimator(turned, held)
    choice = wb.calibrate_model(given, "isotonic", on=new)
    scores = turned.predict_proba(new.frame(["x", "z"]))[:, 0]  # "a yes" comes first
    one = IsotonicRegression(out_of_bounds="clip").fit(scores, new.outcomes())
    expected = one.predict(turned.predict_proba(held.frame(["x", "z"]))[:, 0])
    accepted = choice.accept()
    assert accepted.scores == pytest.approx(expected, abs=1e-12)
    assert accepted.pipeline.named_steps["model"].classes_ == (0, 1)
    assert (accepted.pipeline.predict(held.frame(["x", "z"])) == (expected > 0.5)).all()
    assert wb.audit_model(accepted).threshold == 0.5


# What is accepted.


def test_the_accepted_model_is_scikit_learns_own_and_knows_where_it_comes_from():
    accepted = SIGMOID.accept()
    assert type(accepted.pipeline) is Pipeline
    assert type(accepted.pipeline[-1]) is CalibratedClassifierCV
    assert accepted.title == "GaussianNB, calibrated"
    assert accepted.threshold == BAYES.threshold
    assert accepted.provenance.stage == "calibrate_model"
    assert accepted.provenance.settings == {
        "method": "sigmoid",
        "n_folds": 5,
        "confidence": 0.95,
        "threshold": 0.5,
        "chosen_on": "training rows, each predicted by one of 5 models that had not seen it",
    }
    assert accepted.provenance.inputs == (SIGMOID.fingerprint,)
    rows = BAYES.prepared.raw_frame(BAYES.prepared.split.test)
    assert (accepted.score(rows) == accepted.scores).all()
    assert type(BAYES.pipeline[-1]) is GaussianNB


def test_a_threshold_can_be_chosen_for_the_calibrated_model():
    choice = wb.choose_threshold(SIGMOID.accept(), costs={"false_favourable": 1, "false_unfavourable": 1})
    low, high = choice.not_clearly_worse
    assert low < choice.best_if_calibrated <= high


def test_it_is_saved_with_types_of_scikit_learn_only(tmp_path):
    skops = pytest.importorskip("skops.io")
    from workbench.modeling.trusted import load_model

    for choice in (SIGMOID, ISOTONIC):
        accepted = choice.accept()
        path = tmp_path / f"{choice.method}.skops"
        skops.dump(accepted.pipeline, path)
        rows = accepted.prepared.raw_frame(accepted.prepared.split.test)
        assert (load_model(path).predict_proba(rows)[:, 1] == accepted.scores).all()


def test_the_held_out_rows_are_not_read():
    split = BAYES.prepared.split
    other = split.test.take(np.arange(40), Provenance("take", {}, ()))
    elsewhere = replace(BAYES, prepared=replace(BAYES.prepared, split=replace(split, test=other)))
    choice = wb.calibrate_model(elsewhere)
    assert choice.losses == SIGMOID.losses
    assert choice.pipeline[-1].calibrated_classifiers_[0].calibrators[0].a_ == (
        SIGMOID.pipeline[-1].calibrated_classifiers_[0].calibrators[0].a_
    )


def test_the_same_seed_gives_the_same_choice():
    assert wb.calibrate_model(BAYES) == SIGMOID
    assert wb.calibrate_model(BAYES, seed=1) != SIGMOID


# What is refused.


def test_what_cannot_be_calibrated_is_refused():
    assert refused("model.skops") == "fitted is text, not a fitted model.\nGive what fit_model returns."
    assert refused(BAYES, "platt") == "method is 'platt'.\nAllowed are: 'sigmoid', 'isotonic'."
    split = BAYES.prepared.split
    data = replace(split.data, roles=replace(split.data.roles, task="regression"))
    amounts = replace(BAYES, prepared=replace(BAYES.prepared, split=replace(split, data=data)))
    assert refused(amounts) == (
        "The model 'GaussianNB' predicts amounts, and calibration is about probabilities.\n"
        "Look at its mean signed error instead: audit_predictions(…)."
    )


def test_a_model_with_classes_of_its_own_names_is_refused():
    rows = BAYES.prepared.raw_frame(TRAIN)
    words = np.where(TRAIN.outcomes() == 1, "yes", "no")
    pipeline = Pipeline([("prepare", BAYES.prepared.transformer), ("model", LogisticRegression())]).fit(rows, words)
    new = wb.read_data(table(seed=8)[["y", "sex", "x", "z"]], target="y", favourable="yes", protected=["sex"])
    assert refused(replace(BAYES, pipeline=pipeline, title="mine"), on=new) == (
        "The model 'mine' has the classes no, yes, not 0 to 1.\n"
        "Calibrate it where it was trained: sklearn.calibration.CalibratedClassifierCV."
    )


def test_rows_of_other_classes_are_refused(wine):
    frame = wine.prepared.split.data.frame()
    fewer = wb.read_data(
        pd.concat([frame[frame["y"] != "b"], frame.iloc[:3].assign(y="d")]), target="y", task="multiclass"
    )
    assert refused(wine, on=fewer) == (
        "on has the classes 'a', 'c', 'd', the model's data 'a', 'b', 'c'.\n"
        "Give rows of the same classes, each at least once."
    )


@dataclass
class Constant:
    value: float

    def predict(self, responses):
        return np.full(len(responses), self.value)


def test_probabilities_of_several_classes_are_divided_by_their_sum():
    rows = np.zeros((2, 3))
    assert apply_maps([Constant(0.1), Constant(0.1), Constant(0.2)], rows) == pytest.approx(
        np.array([[0.25, 0.25, 0.5]] * 2)
    )
    assert apply_maps([Constant(0.0)] * 3, rows) == pytest.approx(np.full((2, 3), 1 / 3))


def test_a_class_that_comes_late_cannot_be_learned():
    frame = FRAME[["y", "sex", "x", "z", "when"]].assign(y=np.where(FRAME["when"] < 30, "no", FRAME["y"]))
    fitted = fitted_of(frame, GaussianNB(), time="when")
    assert refused(fitted, kind=NotEnoughDataError) == (
        "The model 'GaussianNB' saw 1 of 2 classes in some of the rows it learned from.\n"
        "Ask for fewer folds, or collect more rows of the rarest class."
    )


def test_it_says_in_one_sentence_what_it_found():
    brier, log = SIGMOID.losses
    assert repr(SIGMOID) == (
        f"Calibration of GaussianNB (sigmoid): Brier score {brier.after.value:.4g} instead of "
        f"{brier.before.value:.4g}, log loss {log.after.value:.4g} instead of {log.before.value:.4g} in 1,400 rows."
    )


@pytest.mark.slow
def test_limits_of_the_level_cover():
    rng = np.random.default_rng(3)
    from workbench.modeling.calibration.measures import mean_value

    covered = {"rows": 0, "clusters": 0}
    for _ in range(2_000):
        house = np.repeat(np.arange(100), 3)
        values = rng.normal(size=100)[house] + rng.normal(size=300)
        for name, clusters in (("rows", None), ("clusters", house)):
            found = mean_value(values, clusters=clusters)
            covered[name] += found.low <= 0 <= found.high
    assert 0.93 < covered["clusters"] / 2_000 < 0.97
    assert covered["rows"] / 2_000 < 0.85  # rows that belong together are not independent
