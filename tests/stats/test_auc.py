"""Scores: by hand, scikit-learn, a double loop over all pairs, and simulation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats
from sklearn import metrics

from workbench.errors import InputError
from workbench.stats.auc import (
    auc_of_bins,
    auc_of_rows,
    brier_score_loss,
    calibration_in_the_large,
    expected_calibration_error,
    log_loss,
    squared_calibration_error,
)
from workbench.stats.intervals import Limits, critical_value, difference_limits, wilson

Z = critical_value(0.95)


def delong_by_pairs(scores, outcomes):
    """Return the area and its variance by comparing every positive with every negative."""
    positives, negatives = scores[outcomes == 1], scores[outcomes == 0]
    wins = np.array([[1.0 if p > n else 0.5 if p == n else 0.0 for n in negatives] for p in positives])
    spread = wins.mean(axis=1).var(ddof=1) / len(positives) + wins.mean(axis=0).var(ddof=1) / len(negatives)
    return wins.mean(), spread


def sums_by_outcome(scores, outcomes):
    return tuple(
        [value(scores[outcomes == outcome]) for outcome in (0, 1)] for value in (len, np.sum, lambda s: np.sum(s**2))
    )


def test_by_hand():
    # Negatives 1, 2, 2; positives 2, 3: of 6 pairs 4 are won and 2 tied.
    found = auc_of_rows([1, 2, 2, 2, 3], [0, 0, 0, 1, 1])
    assert float(found.values) == pytest.approx(5 / 6)
    # Positives win 2/3 and 1 of their pairs; negatives lose 1, 3/4 and 3/4.
    variance = (2 * (1 / 6) ** 2) / 1 / 2 + ((1 / 6) ** 2 + 2 * (1 / 12) ** 2) / 2 / 3
    assert float(found.errors) == pytest.approx(np.sqrt(variance))


rows = st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=4, max_size=60)


@given(rows)
def test_area_and_error_are_those_of_all_pairs_and_of_scikit_learn(drawn):
    scores, outcomes = np.array([s for s, _ in drawn]) / 12, np.array([int(y) for _, y in drawn])
    found = auc_of_rows(scores, outcomes)
    if min(outcomes.sum(), (1 - outcomes).sum()) == 0:
        assert np.isnan(found.values)
        assert np.isnan(found.limits(Z).low)
        return
    assert float(found.values) == pytest.approx(metrics.roc_auc_score(outcomes, scores), abs=1e-12)
    if min(outcomes.sum(), (1 - outcomes).sum()) >= 2:
        area, variance = delong_by_pairs(scores, outcomes)
        assert float(found.values) == pytest.approx(area, abs=1e-12)
        assert float(found.errors) == pytest.approx(np.sqrt(variance), abs=1e-9)


@given(rows)
def test_bins_are_the_rows_when_scores_are_equal_in_them(drawn):
    scores, outcomes = np.array([s for s, _ in drawn]), np.array([y for _, y in drawn])
    negatives, positives = (np.bincount(scores[outcomes == side], minlength=13) for side in (False, True))
    binned, exact = auc_of_bins(negatives, positives), auc_of_rows(scores, outcomes)
    assert float(binned.values) == pytest.approx(float(exact.values), abs=1e-12, nan_ok=True)
    assert float(binned.errors) == pytest.approx(float(exact.errors), abs=1e-9, nan_ok=True)


@given(st.integers(0, 2**32 - 1), st.integers(1, 30))
def test_the_unbinned_area_is_within_the_bound(seed, n_bins):
    rng = np.random.default_rng(seed)
    outcomes = np.arange(60) % 2
    scores = np.clip(rng.normal(0.4 + 0.2 * outcomes, 0.2), 0, 0.999)
    place = (scores * n_bins).astype(int)
    binned = auc_of_bins(*(np.bincount(place[outcomes == side], minlength=n_bins) for side in (0, 1)))
    exact = float(auc_of_rows(scores, outcomes).values)
    assert abs(float(binned.values) - exact) <= float(binned.binning_errors) + 1e-12
    assert float(auc_of_rows(scores, outcomes).binning_errors) == 0.0


def test_the_bound_is_reached():
    # Everything in one bin: the area is 0.5, and could be 0 or 1.
    assert float(auc_of_bins([10], [10]).binning_errors) == 0.5


@given(rows)
def test_turning_scores_round_turns_the_area_round(drawn):
    scores, outcomes = np.array([s for s, _ in drawn], dtype=float), np.array([y for _, y in drawn])
    there, back = auc_of_rows(scores, outcomes), auc_of_rows(-scores, outcomes)
    assert float(there.values) == pytest.approx(1 - float(back.values), abs=1e-12, nan_ok=True)
    for one, other in ((there.limits(Z).low, back.limits(Z).high), (there.limits(Z).high, back.limits(Z).low)):
        assert float(one) == pytest.approx(1 - float(other), abs=1e-9, nan_ok=True)
    limits = there.limits(Z)
    assert np.isnan(there.values) or limits.low <= there.values + 1e-12 <= limits.high + 2e-12


def test_equal_weights_change_nothing_and_weights_are_those_of_rows_repeated():
    negatives, positives = np.array([30.0, 20, 10]), np.array([10.0, 20, 30])
    plain = auc_of_bins(negatives, positives)
    scaled = auc_of_bins(2.5 * negatives, 2.5 * positives, (6.25 * negatives, 6.25 * positives))
    assert float(scaled.values) == pytest.approx(float(plain.values), rel=1e-12)
    assert float(scaled.errors) == pytest.approx(float(plain.errors), rel=1e-12)
    # Half of the rows at weight 3, half at 1: the shares of 4 rows, from 60 * 4^2 / (3^2 + 1^2) * 2 worth.
    uneven = auc_of_bins(2 * negatives, 2 * positives, (5 * negatives, 5 * positives))
    assert float(uneven.values) == pytest.approx(float(plain.values), rel=1e-12)
    assert float(uneven.n_pairs) == pytest.approx(48.0)  # 60 rows, (1 + 3)^2 / (2 * (1 + 9)) of them
    # Same spread of places; a mean over 48 in place of 60 rows.
    assert float(uneven.errors) == pytest.approx(float(plain.errors) * np.sqrt(59 / 47), rel=1e-12)


def test_a_perfect_ranking_is_not_certain():
    found = auc_of_bins([13, 0], [0, 77])
    low, high = found.limits(Z)
    assert float(found.values) == 1.0
    assert float(high) == 1.0
    assert float(low) == pytest.approx(float(wilson(13, 13, Z).low))
    low, high = auc_of_bins([0, 13], [77, 0]).limits(Z)
    assert float(low) == 0.0
    assert float(high) == pytest.approx(float(wilson(0, 13, Z).high))
    thirds = auc_of_bins([0.1, 0.2, 0.0], [0.0, 0.0, 0.7], ([0.1, 0.2, 0], [0, 0, 0.7]))
    assert float(thirds.values) == pytest.approx(1.0)
    assert float(thirds.limits(Z).low) < 0.5


def test_one_score_for_all_and_one_positive_use_pairs():
    for found, n in ((auc_of_bins([50], [40]), 40), (auc_of_rows([1, 2, 3, 1.5], [0, 0, 0, 1]), 1)):
        low, high = found.limits(Z)
        pairs = wilson(float(found.values) * n, n, Z)
        assert (float(low), float(high)) == pytest.approx(tuple(map(float, pairs)))


def test_nobody_is_nan_and_groups_are_done_at_once(rng):
    negatives, positives = rng.integers(0, 20, size=(2, 5, 10))
    positives[3] = 0
    together = auc_of_bins(negatives, positives)
    limits = together.limits(Z)
    assert np.isnan([together.values[3], together.errors[3], together.binning_errors[3], limits.low[3]]).all()
    for i in (0, 1, 2, 4):
        alone = auc_of_bins(negatives[i], positives[i])
        assert together.errors[i] == pytest.approx(float(alone.errors), rel=1e-12)
        assert limits.low[i] == pytest.approx(float(alone.limits(Z).low), rel=1e-12)
    one, two = (Limits(limits.low[i], limits.high[i]) for i in (0, 1))
    low, high = difference_limits(together.values[0], one, together.values[1], two)
    assert low < together.values[0] - together.values[1] < high
    assert np.isnan(auc_of_rows([], []).values)


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (
            lambda: auc_of_bins([1, 2], [3]),
            "negatives, positives and squares have shapes (2,), (1,), (2,), (1,).\nGive the same bins for all.",
        ),
        (
            lambda: auc_of_bins([1, -2], [3, 1]),
            "negatives, positives or squares hold a negative number.\nCounts are 0 or more.",
        ),
        (
            lambda: auc_of_rows([1, 2], [1]),
            "scores has shape (2,), outcomes (1,).\nGive one score and one outcome a row.",
        ),
        (
            lambda: auc_of_rows([1, np.nan], [1, 0]),
            "scores holds a missing value.\nLeave out rows without a score, and count them.",
        ),
        (
            lambda: auc_of_rows([1, 2], [1, 2]),
            "outcomes holds values other than 0 and 1.\nGive 1 for favourable and 0 for unfavourable.",
        ),
        (
            lambda: brier_score_loss([1, 2, 3], [1, 2, 3], [1, 2, 3]),
            "n, total and squares have shapes (3,), (3,), (3,).\n"
            "Give negatives and positives on the last axis of each.",
        ),
    ],
)
def test_what_cannot_be(call, text):
    with pytest.raises(InputError) as raised:
        call()
    assert str(raised.value) == text


# Do scores mean what they say?


scored = st.lists(st.tuples(st.floats(0.01, 0.99), st.integers(0, 1)), min_size=2, max_size=50)


@given(scored)
def test_scikit_learn_agrees_on_brier_and_log_loss(drawn):
    scores, outcomes = np.array([s for s, _ in drawn]), np.array([y for _, y in drawn])
    ours = float(brier_score_loss(*sums_by_outcome(scores, outcomes)))
    assert ours == pytest.approx(metrics.brier_score_loss(outcomes, scores, labels=[0, 1]), abs=1e-12)
    given_log = np.log(np.where(outcomes == 1, scores, 1 - scores)).sum()
    theirs = metrics.log_loss(outcomes, scores, labels=[0, 1])
    assert float(log_loss(len(drawn), given_log)) == pytest.approx(theirs, abs=1e-12)


@given(scored)
def test_calibration_in_the_large_is_a_t_interval_of_rows(drawn):
    scores, outcomes = np.array([s for s, _ in drawn]), np.array([y for _, y in drawn])
    e = outcomes - scores
    if e.std() < 1e-3:
        return
    found = calibration_in_the_large(*sums_by_outcome(scores, outcomes))
    low, high = stats.t.interval(0.95, len(e) - 1, e.mean(), stats.sem(e))
    assert float(found.values) == pytest.approx(e.mean(), abs=1e-12)
    assert tuple(map(float, found.limits(Z))) == pytest.approx((low, high), abs=1e-6)


def test_calibration_errors_by_hand():
    n, positives, total = [10, 10, 0, 1], [2, 9, 0, 1], [3.0, 8.0, 0.0, 0.5]
    assert float(expected_calibration_error(n, positives, total)) == pytest.approx((1 + 1 + 0.5) / 21)
    # 0.1^2 in both bins, less 0.16/9 and 0.09/9; the row alone is kept out.
    expected = (10 * (0.01 - 0.16 / 9) + 10 * (0.01 - 0.09 / 9)) / 20
    assert float(squared_calibration_error(n, positives, total)) == pytest.approx(expected)


@pytest.mark.parametrize(("rate", "score"), [(0.3, 0.3), (0.3, 0.4), (0.9, 0.5), (0.0, 0.2)])
def test_the_squared_error_is_right_on_average_over_every_outcome(rate, score):
    n = 12
    k = np.arange(n + 1)
    found = squared_calibration_error(np.full((n + 1, 1), n), k[:, None], np.full((n + 1, 1), n * score))
    assert float(found @ stats.binom.pmf(k, n, rate)) == pytest.approx((rate - score) ** 2, abs=1e-12)


def test_why_the_expected_calibration_error_is_not_judged(rng):
    scores = rng.random((2_000, 100))
    outcomes = rng.random((2_000, 100)) < scores  # perfect
    place = (scores * 10).astype(int)
    n, positives, total = (
        np.stack([np.bincount(p, weights=w, minlength=10) for p, w in zip(place, weights, strict=True)])
        for weights in (np.ones_like(scores), outcomes, scores)
    )
    assert expected_calibration_error(n, positives, total).mean() == pytest.approx(0.10, abs=0.01)
    assert abs(squared_calibration_error(n, positives, total).mean()) < 0.002


def test_certain_and_wrong_is_infinite_and_nobody_is_nan():
    assert float(log_loss(3, -np.inf)) == np.inf
    assert float(log_loss(3, 0.0)) == 0.0
    nobody = [0, 0], [0.0, 0.0], [0.0, 0.0]
    assert np.isnan(brier_score_loss(*nobody))
    assert np.isnan(calibration_in_the_large(*nobody).values)
    assert np.isnan(log_loss(0, 0.0))
    assert np.isnan(expected_calibration_error([0], [0], [0]))
    assert np.isnan(squared_calibration_error([1], [1], [0.5]))


SHAPES = {"alike": (1.0, 1.0), "positives wide": (1.0, 1.8), "positives narrow": (1.5, 0.6)}


def drawn_tables(rng, samples, n, mean, spread):
    edges = np.linspace(-9, 12, 400)
    place = np.digitize(rng.normal(mean, spread, (samples, n)), edges) + 401 * np.arange(samples)[:, None]
    return np.bincount(place.ravel(), minlength=samples * 401).reshape(samples, 401)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("n_positive", "n_negative"), [(15, 50), (15, 400), (50, 50), (50, 400), (200, 50), (200, 2000)]
)
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("apart", [0.0, 1.0, 2.0, 3.0, 3.5])
def test_limits_of_the_area_cover(rng, n_positive, n_negative, shape, apart):
    below, above = SHAPES[shape]
    found = auc_of_bins(
        drawn_tables(rng, 3_000, n_negative, 0, below), drawn_tables(rng, 3_000, n_positive, apart, above)
    )
    low, high = found.limits(Z)
    truth = stats.norm.cdf(apart / np.hypot(below, above))
    assert np.mean((low <= truth) & (truth <= high)) >= 0.93


@pytest.mark.slow
def test_why_few_pairs_out_of_order_widen_the_limits(rng):
    found = auc_of_bins(drawn_tables(rng, 3_000, 400, 0, 1), drawn_tables(rng, 3_000, 15, 3, 1))
    some = found.values < 1
    area, error = found.values[some], found.errors[some]
    truth = stats.norm.cdf(3 / np.sqrt(2))
    inside = np.abs(special.logit(area) - special.logit(truth)) <= Z * error / (area * (1 - area))
    assert inside.mean() < 0.88  # 95 % was asked for
