"""Scores of a fold are scikit-learn's; calibration says what its bins and slopes say."""

import numpy as np
import pytest
from sklearn import metrics

import workbench as wb
from workbench.errors import InputError
from workbench.modeling.comparison.calibration import calibrations
from workbench.modeling.comparison.scoring import default_margin, score_rows, scoring_of, scorings_for


def two_outcomes(rng, n=300):
    score = rng.uniform(size=n).round(2)
    return (rng.uniform(size=n) < score).astype(np.int8), score


# Against scikit-learn.


def test_scores_of_two_outcomes_are_scikit_learns(rng):
    outcomes, score = two_outcomes(rng)
    score[:3] = [0, 1, 0]
    outcomes[:3] = [1, 0, 0]
    decided = score >= 0.5
    expected = {
        "log_loss": metrics.log_loss(outcomes, np.c_[1 - score, score]),
        "brier_score": metrics.brier_score_loss(outcomes, score),
        "accuracy": metrics.accuracy_score(outcomes, decided),
        "balanced_accuracy": metrics.balanced_accuracy_score(outcomes, decided),
        "roc_auc": metrics.roc_auc_score(outcomes, score),
        "average_precision": metrics.average_precision_score(outcomes, score),
    }
    assert score_rows(outcomes, score, "binary") == pytest.approx(expected, rel=1e-12)


def test_scores_of_several_classes_are_scikit_learns(rng):
    outcomes = rng.integers(0, 3, 200)
    given = rng.dirichlet([1, 1, 1], 200)
    decided = given.argmax(axis=1)
    expected = {
        "log_loss": metrics.log_loss(outcomes, given, labels=[0, 1, 2]),
        "brier_score": metrics.brier_score_loss(outcomes, given, labels=[0, 1, 2], scale_by_half=False),
        "accuracy": metrics.accuracy_score(outcomes, decided),
        "balanced_accuracy": metrics.balanced_accuracy_score(outcomes, decided),
        "roc_auc": metrics.roc_auc_score(outcomes, given, multi_class="ovr", average="macro"),
        "macro_f1": metrics.f1_score(outcomes, decided, average="macro"),
    }
    assert score_rows(outcomes, given, "multiclass") == pytest.approx(expected, rel=1e-12)


def test_scores_of_amounts_are_scikit_learns(rng):
    outcomes = rng.normal(size=100)
    predicted = outcomes + rng.normal(size=100)
    expected = {
        "mean_absolute_error": metrics.mean_absolute_error(outcomes, predicted),
        "root_mean_squared_error": metrics.root_mean_squared_error(outcomes, predicted),
        "r2": metrics.r2_score(outcomes, predicted),
    }
    assert score_rows(outcomes, predicted, "regression") == pytest.approx(expected, rel=1e-12)


# What is not defined is no number.


def test_one_outcome_in_a_fold_has_no_ranking_and_no_0():
    found = score_rows(np.zeros(4, dtype=np.int8), np.array([0.1, 0.2, 0.3, 0.6]), "binary")
    assert np.isnan(found["roc_auc"])
    assert np.isnan(found["average_precision"])
    assert found["accuracy"] == 0.75
    found = score_rows(np.array([0, 1, 1]), np.full((3, 3), 1 / 3), "multiclass")
    assert np.isnan(found["roc_auc"])
    assert found["log_loss"] == pytest.approx(np.log(3))
    assert np.isnan(score_rows(np.ones(3), np.zeros(3), "regression")["r2"])


def test_gains_are_above_0_where_the_first_is_better():
    assert scoring_of("log_loss", "binary").gain(np.array([0.3]), np.array([0.5])) == pytest.approx(0.2)
    assert scoring_of("roc_auc", "binary").gain(np.array([0.8]), np.array([0.7])) == pytest.approx(0.1)


def test_scores_for_another_task_are_refused():
    assert [scorings_for(task)[0].name for task in ("binary", "multiclass", "regression")] == [
        "log_loss",
        "log_loss",
        "mean_absolute_error",
    ]
    with pytest.raises(InputError) as error:
        scoring_of("log_los", "regression")
    assert str(error.value) == (
        "metric is 'log_los'.\nAllowed are: 'mean_absolute_error', 'root_mean_squared_error', 'r2'."
    )


def test_margins_of_amounts_follow_their_spread():
    import pandas as pd

    frame = pd.DataFrame({"x": range(100), "y": [0.0, 200.0] * 50})
    data = wb.read_data(frame, target="y", task="regression")
    assert default_margin(scoring_of(None, "regression"), data) == 1.0
    assert default_margin(scoring_of("r2", "regression"), data) == 0.01


# Calibration.


def test_calibration_by_hand():
    # 10 rows at 0.2 of which 3 happen, 10 at 0.8 of which 7 happen: 0.5 happen and 0.5 are predicted.
    outcomes = np.repeat([1, 0, 1, 0], [3, 7, 7, 3])
    found = calibrations(outcomes, np.repeat([0.2, 0.8], 10), "binary")[0]
    assert (found.n, found.output, found.why) == (20, "", "")
    assert found.in_the_large == pytest.approx(0, abs=1e-15)
    assert found.slope == pytest.approx(np.log(7 / 3) / np.log(4), rel=1e-9)
    assert [(one.n, one.mean_predicted, one.mean_observed) for one in found.bins] == [
        (10, pytest.approx(0.2), 0.3),
        (10, pytest.approx(0.8), 0.7),
    ]
    assert found.bins[0].low < 0.3 < found.bins[0].high


def test_calibrated_predictions_have_a_slope_of_1_and_distorted_ones_have_not(rng):
    score = rng.uniform(0.02, 0.98, 20_000)
    outcomes = (rng.uniform(size=20_000) < score).astype(np.int8)
    low, high = calibrations(outcomes, score, "binary")[0].slope_interval
    assert low < 1 < high
    odds = score**3 / (score**3 + (1 - score) ** 3)
    assert calibrations(outcomes, odds, "binary")[0].slope == pytest.approx(1 / 3, abs=0.02)
    assert sum(one.n for one in calibrations(outcomes, score, "binary")[0].bins) == 20_000
    assert len(calibrations(outcomes, score, "binary")[0].bins) == 10


def test_certain_predictions_have_no_slope_and_say_why():
    found = calibrations(np.array([0, 1, 1]), np.array([0.0, 0.5, 0.5]), "binary")[0]
    assert np.isnan([found.slope, *found.slope_interval]).all()
    assert found.why == "Some predictions are exactly 0 or 1, which have no log-odds."
    same = calibrations(np.array([0, 1, 1]), np.full(3, 0.5), "binary")[0]
    assert np.isnan(same.slope)
    assert same.why == "Outcomes do not overlap along the predictions, or all predictions are equal."
    assert len(same.bins) == 1


def test_classes_have_a_calibration_each_and_amounts_a_line(rng):
    given = rng.dirichlet([2, 2, 2], 500)
    outcomes = np.array([rng.choice(3, p=row) for row in given])
    found = calibrations(outcomes, given, "multiclass", ("a", "b", "c"))
    assert [one.output for one in found] == ["a", "b", "c"]
    assert sum(one.in_the_large for one in found) == pytest.approx(0, abs=1e-12)
    predicted = rng.normal(size=400)
    line = calibrations(3 + 2 * predicted, predicted, "regression")[0]
    assert line.slope == pytest.approx(2, rel=1e-12)
    assert line.in_the_large == pytest.approx(3 + predicted.mean(), rel=1e-12)
    assert np.isnan(calibrations(np.arange(5.0), np.ones(5), "regression")[0].slope)
