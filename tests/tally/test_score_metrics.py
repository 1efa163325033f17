"""Figures of scores by group, against scikit-learn."""

import numpy as np
import pyarrow as pa
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics as sk

from workbench.errors import InputError
from workbench.tally.counting import Scores, tally_rows
from workbench.tally.metrics import metric_named, values_by_group
from workbench.tally.score_metrics import SCORE_METRICS, binning_errors, calibration
from workbench.tally.values import axis_of

THEIRS = {
    "roc_auc_score": sk.roc_auc_score,
    "mean_prediction": lambda y, s: s.mean(),  # noqa: ARG005
    "balance_for_favourable": lambda y, s: s[y == 1].mean(),
    "balance_for_unfavourable": lambda y, s: s[y == 0].mean(),
    "calibration_in_the_large": lambda y, s: y.mean() - s.mean(),
    "brier_score_loss": sk.brier_score_loss,
    "log_loss": lambda y, s: sk.log_loss(y, s, labels=[0, 1]),
    "balanced_root_mean_squared_error": lambda y, s: np.mean(
        [sk.root_mean_squared_error(y[y == one], s[y == one]) for one in (0, 1)]
    ),
}
rows_of = st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 1), st.integers(0, 100)), min_size=4, max_size=150)


def counted(groups, outcomes, scores, **how):
    return tally_rows(pa.table({"g": groups}), outcomes=outcomes, scores=Scores(scores, **how))


@settings(deadline=None, max_examples=60)
@given(rows_of)
def test_figures_equal_scikit_learns(rows):
    """Scores are hundredths, each of which has a bin of its own: so the area is exact too."""
    groups, outcomes, hundredths = (np.array(column) for column in zip(*rows, strict=True))
    scores = hundredths / 100
    axis = axis_of(counted(groups, outcomes, scores), "g")
    for name, theirs in THEIRS.items():
        values = metric_named(name).by_group(axis, 0.95)
        for place, group in enumerate(values.groups):
            y, s = outcomes[groups == group], scores[groups == group]
            ours = values.values[place]
            if np.isnan(ours):
                assert len(set(y)) < 2
                assert values.reason(place)
            else:
                assert ours == pytest.approx(theirs(y, s), abs=1e-9), name


def test_every_figure_is_compared():
    assert {one.name for one in SCORE_METRICS} == {
        *THEIRS,
        "calibration_intercept",
        "calibration_slope",
        "expected_calibration_error",
        "squared_calibration_error",
    }


def test_the_area_of_unbinned_scores_is_within_the_bound(rng):
    for _ in range(20):
        n = 5_000
        outcomes = rng.integers(0, 2, n)
        scores = rng.beta(1 + outcomes, 60, n)  # rare and small: even steps alone would put all in a few bins
        axis = axis_of(counted(["a"] * n, outcomes, scores))
        values = metric_named("roc_auc_score").by_group(axis, 0.95)
        exact = sk.roc_auc_score(outcomes, scores)
        assert abs(values.values[0] - exact) <= binning_errors(axis)[0]
        assert binning_errors(axis)[0] < 0.002
        assert values.limits.low[0] < exact < values.limits.high[0]


def test_calibration_puts_a_tenth_in_each_bin_and_loses_no_row(rng):
    n = 20_000
    scores = rng.uniform(size=n) ** 3
    outcomes = (rng.uniform(size=n) < scores).astype(int)
    groups = rng.choice(["a", "b"], n)
    found = calibration(axis_of(counted(groups, outcomes, scores), "g"), 0.95)
    assert found.n.sum() == n
    assert len(found.low) == 10
    assert found.n.sum(axis=0).min() > n / 10 * 0.9
    inside = (found.limits.low <= found.mean_score) & (found.mean_score <= found.limits.high)
    assert inside.mean() > 0.8  # scores mean what they say here
    ece = metric_named("expected_calibration_error").by_group(axis_of(counted(groups, outcomes, scores)), 0.95)
    debiased = metric_named("squared_calibration_error").by_group(axis_of(counted(groups, outcomes, scores)), 0.95)
    assert ece.values[0] < 0.03
    assert abs(debiased.values[0]) < 0.001


def test_missing_outcomes_and_scores_are_counted_and_kept_out():
    scores = np.array([0.2, 0.8, np.nan, 0.5])
    outcomes = np.array([0, 1, 1, 2])
    tally = counted(["a"] * 4, outcomes, scores)
    assert tally.n_rows == 4
    assert tally.scores.n.sum() == 4
    assert tally.scores.n[0, :, -1].tolist() == [0, 1, 0]
    values = values_by_group(axis_of(tally, "g"), 0.95)
    assert values["brier_score_loss"].values[0] == pytest.approx(0.04)
    assert values["brier_score_loss"].n[0] == 2
    assert values["mean_prediction"].values[0] == pytest.approx(0.5)
    assert values["mean_prediction"].n[0] == 3


def test_a_score_that_is_no_probability_has_an_area_but_no_loss():
    tally = counted(["a"] * 4, np.array([0, 1, 0, 1]), np.array([300, 700, 500, 850]), low=300, high=850)
    values = values_by_group(axis_of(tally, "g"), 0.95)
    assert values["roc_auc_score"].values[0] == 1.0
    assert np.isnan(values["log_loss"].values[0])
    assert values["log_loss"].reason(0) == "the score is no probability: its range is not 0 to 1"


def test_thresholds_are_exact_at_edges_and_refused_elsewhere(rng):
    scores = np.append(rng.uniform(size=997), [0.35, 0.123456, 1.0])
    tally = counted(["a"] * 1000, np.ones(1000, dtype=int), scores, thresholds=(0.123456,))
    for threshold in (0.35, 0.123456, 0.99):
        assert tally.decided(threshold).n[0, 1].tolist() == [
            int((scores < threshold).sum()),
            int((scores >= threshold).sum()),
            0,
        ]
    with pytest.raises(InputError) as error:
        tally.decided(0.7777777)
    near = tally.scores.nearest(0.7777777)
    assert str(error.value) == (
        "threshold is 0.7777777, which is not an edge of the score's bins, so its counts are not known.\n"
        f"The nearest edge is {near!r}. Or count again with thresholds=[0.7777777]."
    )


def test_tallies_with_scores_add_up_and_survive_json(rng):
    from workbench.tally.tally import Tally

    scores, outcomes = rng.uniform(size=400), rng.integers(0, 3, 400)
    groups = rng.choice(["a", "b", "unknown"], 400)
    whole = counted(groups, outcomes, scores)
    halves = [
        counted(groups[part], outcomes[part], scores[part], edges=whole.scores.edges)
        for part in (slice(0, 150), slice(150, 400))
    ]
    both = halves[0] + halves[1]
    assert both.fingerprint == whole.fingerprint
    assert np.allclose(both.scores.sums, whole.scores.sums, rtol=1e-12, atol=1e-12)
    again = Tally.from_json(whole.to_json())
    assert again.fingerprint == whole.fingerprint
    assert again.scores.squares.tolist() == whole.scores.squares.tolist()


def recalibrated(groups, outcomes, scores, **how):
    axis = axis_of(counted(groups, outcomes, scores, **how), "g")
    return (metric_named(f"calibration_{what}").by_group(axis, 0.95) for what in ("intercept", "slope"))


def test_calibration_slopes_are_statsmodels(rng):
    """Scores are hundredths, each of which has a bin of its own: so the fit is that of the rows."""
    groups = np.repeat(["a", "b", "c"], [400, 60, 5_000])
    scores = rng.integers(1, 100, size=len(groups)) / 100
    line = np.where(groups == "a", 0.5, np.where(groups == "b", -0.3, 1.8)) * np.log(scores / (1 - scores)) - 0.7
    outcomes = (rng.random(len(groups)) < 1 / (1 + np.exp(-line))).astype(int)
    intercept, slope = recalibrated(groups, outcomes, scores)
    for place, group in enumerate(intercept.groups):
        y, s = outcomes[groups == group], scores[groups == group]
        fitted = sm.Logit(y, sm.add_constant(np.log(s / (1 - s)))).fit(disp=0, tol=1e-12)
        low, high = fitted.conf_int(0.05).T
        for ours, which in ((intercept, 0), (slope, 1)):
            assert ours.values[place] == pytest.approx(fitted.params[which], abs=1e-7)
            assert ours.limits.low[place] == pytest.approx(low[which], abs=1e-6)
            assert ours.limits.high[place] == pytest.approx(high[which], abs=1e-6)


def test_calibration_slopes_of_scores_within_bins_are_near_those_of_the_rows(rng):
    scores = rng.beta(2, 3, size=4_000)
    outcomes = (rng.random(4_000) < scores).astype(int)
    intercept, slope = recalibrated(np.full(4_000, "a"), outcomes, scores)
    fitted = sm.Logit(outcomes, sm.add_constant(np.log(scores / (1 - scores)))).fit(disp=0)
    assert [intercept.values[0], slope.values[0]] == pytest.approx(fitted.params.tolist(), abs=5e-3)


@pytest.mark.parametrize(
    ("outcomes", "scores"),
    [
        ([0, 0, 0, 0], [0.1, 0.2, 0.3, 0.4]),  # all alike
        ([0, 1, 0, 1], [0.2, 0.2, 0.2, 0.2]),  # all at one score
        ([0, 0, 1, 1], [0.1, 0.2, 0.3, 0.4]),  # apart
        ([1, 1, 0, 0], [0.1, 0.2, 0.2, 0.4]),  # apart but for one score, the wrong way round
        ([0, 1, 0, 1], [0.0, 0.2, 0.3, 0.4]),  # 0 has no logit
        ([0, 1, 0, 1], [0.1, 0.2, 0.3, 1.0]),
    ],
)
def test_a_calibration_slope_that_does_not_exist_says_why(outcomes, scores):
    """The other group keeps its own."""
    groups = np.repeat(["a", "b"], 4)
    both = np.array([*outcomes, 0, 1, 0, 1]), np.array([*scores, 0.1, 0.2, 0.3, 0.4])
    for values in recalibrated(groups, *both):
        assert np.isnan(values.values[0])
        assert np.isnan(values.limits.low[0])
        assert values.reason(0) == "outcomes do not overlap along the score, or some score is 0 or 1"
        assert np.isfinite(values.values[1])


def test_points_have_no_calibration_slope():
    outcomes, scores = np.array([0, 1, 0, 1]), np.array([10.0, 20.0, 30.0, 40.0])
    for values in recalibrated(np.full(4, "a"), outcomes, scores, low=0.0, high=100.0):
        assert values.reason(0) == "the score is no probability: its range is not 0 to 1"


def test_a_slope_as_steep_as_outcomes_allow_is_found():
    """One row out of order among many: the likelihood is nearly flat, and its maximum is found all the same."""
    scores = np.arange(1, 100) / 100
    outcomes = (scores > 0.5).astype(int)
    outcomes[[49, 50]] = [1, 0]
    intercept, slope = recalibrated(np.full(99, "a"), outcomes, scores)
    fitted = sm.Logit(outcomes, sm.add_constant(np.log(scores / (1 - scores)))).fit(disp=0, maxiter=200, tol=1e-12)
    assert [intercept.values[0], slope.values[0]] == pytest.approx(fitted.params.tolist(), rel=1e-5)
