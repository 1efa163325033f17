"""Metrics of predictions are scikit-learn's, their limits cover, and what is not defined says why."""

import numpy as np
import pytest
from scipy import stats
from sklearn import metrics as reference

from workbench.modeling.metrics import metrics_of

RNG = np.random.default_rng(5)
Z = stats.norm.ppf(0.975)


def by_name(*arguments, **options):
    return {one.name: one for one in metrics_of(*arguments, **options)}


def outcomes_and_scores(n, rng=RNG, rate=0.4):
    outcomes = (rng.random(n) < rate).astype(int)
    return outcomes, 1 / (1 + np.exp(-(rng.normal(size=n) + 1.2 * outcomes - 0.6)))


def classes_and_scores(n, n_classes=4, rng=RNG):
    classes = rng.integers(0, n_classes, n)
    raw = rng.normal(size=(n, n_classes)) + 1.5 * np.eye(n_classes)[classes]
    return classes, np.exp(raw) / np.exp(raw).sum(axis=1, keepdims=True)


# By hand.


def test_counts_by_hand():
    found = by_name(np.array([1, 1, 1, 0, 0]), np.array([0.9, 0.6, 0.2, 0.7, 0.1]), "binary")
    values = {name: found[name].value for name in ("accuracy", "precision", "recall", "f1", "balanced_accuracy")}
    assert values == pytest.approx(
        {"accuracy": 3 / 5, "precision": 2 / 3, "recall": 2 / 3, "f1": 2 / 3, "balanced_accuracy": (2 / 3 + 1 / 2) / 2}
    )
    assert (found["precision"].n, found["recall"].n, found["accuracy"].n) == (3, 3, 5)
    assert found["roc_auc"].value == 4 / 6
    assert found["calibration_in_the_large"].value == pytest.approx(0.6 - 0.5)


def test_amounts_by_hand():
    found = by_name(np.array([1.0, 2.0, 3.0, 6.0]), np.array([1.0, 1.0, 5.0, 6.5]), "regression")
    assert {name: one.value for name, one in found.items()} == pytest.approx(
        {
            "mean_absolute_error": 3.5 / 4,
            "root_mean_squared_error": np.sqrt(5.25 / 4),
            "r2": 1 - 5.25 / 14,
            "bias": -1.5 / 4,
            "median_absolute_error": 0.75,
        }
    )


# Another program.


@pytest.mark.parametrize("threshold", [0.3, 0.5])
def test_metrics_of_outcomes_are_scikit_learns(threshold):
    outcomes, scores = outcomes_and_scores(700)
    scores = np.round(scores, 2).clip(0.01, 0.99)  # with ties
    decisions = scores >= threshold
    expected = {
        "accuracy": reference.accuracy_score(outcomes, decisions),
        "balanced_accuracy": reference.balanced_accuracy_score(outcomes, decisions),
        "precision": reference.precision_score(outcomes, decisions),
        "recall": reference.recall_score(outcomes, decisions),
        "f1": reference.f1_score(outcomes, decisions),
        "roc_auc": reference.roc_auc_score(outcomes, scores),
        "average_precision": reference.average_precision_score(outcomes, scores),
        "log_loss": reference.log_loss(outcomes, scores),
        "brier_score": reference.brier_score_loss(outcomes, scores),
    }
    found = by_name(outcomes, scores, "binary", threshold)
    assert {name: found[name].value for name in expected} == pytest.approx(expected, rel=1e-12, abs=1e-12)


def test_metrics_of_classes_are_scikit_learns():
    classes, scores = classes_and_scores(400)
    chosen = scores.argmax(axis=1)
    expected = {
        "accuracy": reference.accuracy_score(classes, chosen),
        "balanced_accuracy": reference.balanced_accuracy_score(classes, chosen),
        "macro_f1": reference.f1_score(classes, chosen, average="macro"),
        "roc_auc": reference.roc_auc_score(classes, scores, multi_class="ovr"),
        "log_loss": reference.log_loss(classes, scores),
        "brier_score": reference.brier_score_loss(classes, scores),
    }
    found = by_name(classes, scores, "multiclass")
    assert {name: one.value for name, one in found.items()} == pytest.approx(expected, rel=1e-12, abs=1e-12)


def test_metrics_of_amounts_are_scikit_learns():
    amounts = 1e4 + 30 * RNG.normal(size=300)
    predicted = amounts + RNG.exponential(5, 300)
    expected = {
        "mean_absolute_error": reference.mean_absolute_error(amounts, predicted),
        "root_mean_squared_error": reference.root_mean_squared_error(amounts, predicted),
        "r2": reference.r2_score(amounts, predicted),
        "bias": (amounts - predicted).mean(),
        "median_absolute_error": reference.median_absolute_error(amounts, predicted),
    }
    found = by_name(amounts, predicted, "regression")
    assert {name: one.value for name, one in found.items()} == pytest.approx(expected, rel=1e-12, abs=1e-12)


def test_a_probability_of_0_counts_as_in_scikit_learn():
    outcomes, scores = np.array([0, 1, 1, 0]), np.array([0.0, 0.0, 1.0, 0.5])
    found = by_name(outcomes, scores, "binary")["log_loss"]
    assert found.value == pytest.approx(reference.log_loss(outcomes, scores), rel=1e-12)
    assert found.how == "t limits on the log; as in scikit-learn, a probability of 0 counts as 2.2e-16"


def test_recalibration_slope_is_that_of_a_logistic_regression_without_penalty():
    from sklearn.linear_model import LogisticRegression

    outcomes, scores = outcomes_and_scores(500)
    logit = np.log(scores / (1 - scores))[:, None]
    model = LogisticRegression(C=np.inf, tol=1e-10, max_iter=1_000).fit(logit, outcomes)
    assert by_name(outcomes, scores, "binary")["calibration_slope"].value == pytest.approx(model.coef_[0, 0], rel=1e-5)


# Limits.


def test_accuracy_has_wilsons_limits():
    outcomes, scores = outcomes_and_scores(200)
    one = by_name(outcomes, scores, "binary")["accuracy"]
    expected = stats.binomtest(round(one.value * 200), 200).proportion_ci(method="wilson")
    assert (one.low, one.high) == pytest.approx(tuple(expected), rel=1e-9)


def test_log_loss_has_t_limits_on_the_log():
    outcomes, scores = outcomes_and_scores(90)
    losses = -np.log(np.where(outcomes == 1, scores, 1 - scores))
    one = by_name(outcomes, scores, "binary")["log_loss"]
    half = stats.t.ppf(0.975, 89) * losses.std(ddof=1) / np.sqrt(90) / losses.mean()
    assert (one.low, one.high) == pytest.approx((one.value * np.exp(-half), one.value * np.exp(half)), rel=1e-9)


def test_median_error_lies_between_errors_by_rank():
    # Of 20 rows, ranks 6 and 15 leave out 2.07 % on each side, ranks 7 and 14 5.8 %.
    one = by_name(np.zeros(20), np.arange(1.0, 21.0), "regression")["median_absolute_error"]
    assert (one.value, one.low, one.high) == (10.5, 6.0, 15.0)


def test_median_error_of_five_rows_has_no_upper_limit():
    one = by_name(np.zeros(5), np.arange(1.0, 6.0), "regression")["median_absolute_error"]
    assert (one.value, one.low, one.high) == (3.0, 0.0, np.inf)


@pytest.mark.parametrize("task", ["binary", "multiclass", "regression"])
def test_values_lie_within_their_limits(task):
    if task == "regression":
        amounts = RNG.normal(size=80)
        found = metrics_of(amounts, amounts + RNG.normal(size=80), task)
    else:
        found = metrics_of(*(outcomes_and_scores if task == "binary" else classes_and_scores)(80), task)
    for one in found:
        assert one.low <= one.value <= one.high, one.name
        assert one.low < one.high
        assert one.why == ""


def test_it_is_said_which_way_is_better():
    found = by_name(*outcomes_and_scores(50), "binary") | by_name(np.arange(50.0), RNG.normal(size=50), "regression")
    assert {name for name, one in found.items() if one.greater_is_better is False} == {
        *("log_loss", "brier_score", "mean_absolute_error", "root_mean_squared_error", "median_absolute_error"),
    }
    neither = {name for name, one in found.items() if one.greater_is_better is None}
    assert neither == {"calibration_in_the_large", "calibration_slope", "bias"}


def test_order_of_rows_does_not_matter():
    classes, scores = classes_and_scores(150)
    order = RNG.permutation(150)
    for one, other in zip(
        metrics_of(classes, scores, "multiclass"), metrics_of(classes[order], scores[order], "multiclass"), strict=True
    ):
        assert (one.value, one.low, one.high) == pytest.approx((other.value, other.low, other.high), rel=1e-12)


@pytest.mark.slow
def test_limits_cover():
    """Of 1,500 samples of 250 rows, 95 % limits hold the value of a million rows in 92 % or more."""
    rng = np.random.default_rng(11)
    # Each metric draws its own tails, so that 0.92 is below 0.95 by five standard errors of 1,500 samples.
    for task, draw in (("binary", outcomes_and_scores), ("multiclass", classes_and_scores)):
        truth = {name: one.value for name, one in by_name(*draw(400_000, rng=rng), task).items()}
        hits = dict.fromkeys(truth, 0)
        for _ in range(1_500):
            for name, one in by_name(*draw(250, rng=rng), task).items():
                hits[name] += one.low <= truth[name] <= one.high
        assert {name: n / 1_500 for name, n in hits.items() if n < 0.92 * 1_500} == {}


# Edges.


@pytest.mark.parametrize("outcome", [0, 1])
def test_one_class_in_the_held_out_rows_leaves_no_number_that_needs_two(outcome):
    found = by_name(np.full(40, outcome), np.linspace(0.1, 0.9, 40), "binary")
    why = "all rows have the same outcome"
    names = ("balanced_accuracy", "roc_auc", "average_precision", "calibration_slope")
    assert [found[name].why for name in names] == [why] * 4
    assert all(np.isnan([found[name].value, found[name].low, found[name].high]).all() for name in names)
    assert found["accuracy"].value == 0.5
    assert np.isfinite(found["log_loss"].value)


def test_no_favourable_outcome_leaves_recall_undefined():
    found = by_name(np.zeros(10, int), np.full(10, 0.2), "binary")
    assert (found["recall"].why, found["recall"].n) == ("no row has the favourable outcome", 0)
    assert (found["precision"].why, found["precision"].n) == ("no row is decided favourably", 0)
    assert found["f1"].why == "no row is favourable in outcome or decision"
    assert str(found["f1"]) == "F1: not defined, no row is favourable in outcome or decision"


def test_class_without_rows_is_left_out_and_said():
    classes, scores = classes_and_scores(200)
    kept = classes != 3
    found = by_name(classes[kept], scores[kept], "multiclass")
    chosen = scores[kept].argmax(axis=1)
    with pytest.warns(UserWarning, match="y_pred contains classes not in y_true"):
        expected = reference.balanced_accuracy_score(classes[kept], chosen)
    assert found["balanced_accuracy"].value == pytest.approx(expected, rel=1e-12)
    assert found["balanced_accuracy"].how == "delta method on the logit; over the 3 of 4 classes that have rows"
    assert found["macro_f1"].value == pytest.approx(reference.f1_score(classes[kept], chosen, average="macro"))
    areas = [reference.roc_auc_score(classes[kept] == place, scores[kept, place]) for place in range(3)]
    assert found["roc_auc"].value == pytest.approx(np.mean(areas), rel=1e-12)


def test_one_class_of_several_says_so():
    found = by_name(np.full(30, 2), classes_and_scores(30)[1], "multiclass")
    assert [found[name].why for name in ("balanced_accuracy", "roc_auc")] == ["all rows are of one class"] * 2


def test_perfect_predictions_have_limits_that_are_no_points():
    found = by_name(np.array([0, 1] * 30), np.array([0.1, 0.9] * 30), "binary")
    for name in ("accuracy", "balanced_accuracy", "precision", "recall", "f1", "roc_auc", "average_precision"):
        assert found[name].value == found[name].high == 1.0, name
        assert 0.8 < found[name].low < 1.0, name
    assert found["calibration_slope"].why == "predictions tell all outcomes apart, or none"
    assert found["log_loss"].why == "all rows have the same loss"
    assert str(found["log_loss"]) == "log loss 0.1054, no limits: all rows have the same loss"


def test_exact_amounts_have_no_limits_and_say_why():
    found = by_name(np.arange(9.0), np.arange(9.0), "regression")
    assert (found["mean_absolute_error"].value, found["r2"].value) == (0.0, 1.0)
    assert found["mean_absolute_error"].why == "all rows have the same loss"


def test_equal_amounts_have_no_r2():
    found = by_name(np.full(9, 3.0), RNG.normal(size=9), "regression")
    assert np.isnan(found["r2"].value)
    assert found["r2"].why == "all amounts, or all errors, are equal"


@pytest.mark.parametrize("task", ["binary", "regression"])
def test_one_row_is_no_error(task):
    for one in metrics_of(np.array([1]), np.array([0.3]), task):
        assert one.why or one.low <= one.value <= one.high
