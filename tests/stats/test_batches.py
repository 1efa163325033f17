"""Means of absolute values over batches: by hand, against SciPy, and by simulation."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from workbench.stats.batches import BatchMeans, batch_means, mean_absolute


def plain_batches(values):
    """Batches of one row each, known without noise."""
    return [batch_means(np.asarray(row, dtype=float)[None]) for row in values]


def test_means_of_one_batch_by_hand():
    found = batch_means(np.array([[1.0, -2.0], [-3.0, 1.0]]), np.array([[3.0, 2.0], [-1.0, 3.0]]))
    assert found.plain.tolist() == [2.0, 1.0]  # (|2| + |-2|) / 2, (|0| + |2|) / 2
    assert found.signed.tolist() == [2.0, 0.0]  # (2 + 2) / 2, ((-2 - 2) / 2 + (1 + 3) / 2) / 2


def test_without_noise_both_means_are_one():
    found = batch_means(np.array([[1.0], [-3.0]]))
    assert found.plain.tolist() == found.signed.tolist() == [2.0]


def test_a_batch_without_rows_has_no_means():
    assert np.isnan(batch_means(np.zeros((0, 3))).plain).tolist() == [True] * 3


def test_limits_are_those_of_students_t(rng):
    values = rng.gamma(2.0, size=(12, 3))
    found = mean_absolute(plain_batches(values), 0.9)
    for place in range(3):
        interval = stats.ttest_1samp(values[:, place], 0).confidence_interval(0.9)
        assert (found.low[place], found.high[place]) == pytest.approx((interval.low, interval.high))
    assert found.values == pytest.approx(values.mean(axis=0))


def test_the_lower_limit_is_of_the_signed_and_the_upper_of_the_plain_means(rng):
    first, second = rng.normal(0.2, 1, size=(2, 11, 30, 2))
    batches = [batch_means(one, two) for one, two in zip(first, second, strict=True)]
    found = mean_absolute(batches)
    signed = stats.ttest_1samp([one.signed[0] for one in batches], 0).confidence_interval(0.95)
    plain = stats.ttest_1samp([one.plain[0] for one in batches], 0).confidence_interval(0.95)
    assert (found.low[0], found.high[0]) == pytest.approx((signed.low, plain.high))
    assert found.low[0] < plain.low


def test_order_is_that_of_paired_tests_with_bonferroni(rng):
    shared = rng.gamma(3.0, size=(14, 1))
    values = shared * np.array([3.0, 2.0, 1.9, 0.4]) + rng.gamma(2.0, 0.2, size=(14, 4))
    found = mean_absolute(plain_batches(values))
    above = np.zeros((4, 4), dtype=bool)
    for one in range(4):
        for other in range(4):
            if one != other:
                test = stats.ttest_rel(values[:, one], values[:, other])
                above[one, other] = test.statistic > 0 and test.pvalue < 0.05 / 6
    assert found.rank_low.tolist() == (1 + above.sum(axis=0)).tolist()
    assert found.rank_high.tolist() == (4 - above.sum(axis=1)).tolist()
    assert found.rank_low.tolist() == [1, 2, 2, 4]  # shared noise cancels in pairs; the two in the middle stay open
    assert found.rank_high.tolist() == [1, 3, 3, 4]


def test_many_values_are_ranked_as_few_are(rng):
    values = np.sort(rng.gamma(2.0, size=300))[::-1] + rng.normal(0, 0.01, size=(10, 300))
    found = mean_absolute(plain_batches(values))
    by_pairs = values[:, :, None] - values[:, None, :]
    t = stats.t.ppf(1 - 0.05 / (300 * 299), 9)
    with np.errstate(invalid="ignore"):
        above = by_pairs.mean(axis=0) > t * by_pairs.std(axis=0, ddof=1) / np.sqrt(10)
    assert found.rank_low.tolist() == (1 + above.sum(axis=0)).tolist()
    assert found.rank_high.tolist() == (300 - above.sum(axis=1)).tolist()


def test_one_batch_has_no_limits_and_leaves_every_rank_open():
    found = mean_absolute([BatchMeans(np.array([3.0, 1.0]), np.array([3.0, 1.0]))])
    assert np.isnan([*found.low, *found.high]).all()
    assert (found.rank_low.tolist(), found.rank_high.tolist()) == ([1, 1], [2, 2])
    assert not found.is_separated.any()


def test_values_that_are_0_throughout_are_not_separated_and_below_the_rest():
    found = mean_absolute(plain_batches([[2.0, 0.0, 0.0]] * 10))
    assert found.is_separated.tolist() == [True, False, False]
    assert (found.rank_low.tolist(), found.rank_high.tolist()) == ([1, 2, 2], [1, 3, 3])


def test_one_value_is_first():
    found = mean_absolute(plain_batches([[1.0], [2.0]]))
    assert (found.rank_low.tolist(), found.rank_high.tolist()) == ([1], [1])


@settings(max_examples=60, deadline=None)
@given(arrays(np.float64, (2, 4, 5, 3), elements=st.floats(-1e6, 1e6)))
def test_signed_means_are_never_above_plain_ones_and_ranks_hold_the_order(values):
    batches = [batch_means(*pair) for pair in zip(values[0], values[1], strict=True)]
    assert all((one.signed <= one.plain * (1 + 1e-12) + 1e-9).all() for one in batches)
    found = mean_absolute(batches)
    order = (-found.values).argsort(kind="stable").argsort(kind="stable") + 1
    assert (found.rank_low <= order).all()
    assert (order <= found.rank_high).all()
    assert (found.low <= found.high + 1e-6).all()


def simulated(rng, truth, n_batches=10, n_rows=50, noise=1.0):
    """Batches of values whose mean absolute value is known, seen twice with noise that a batch's rows share in part."""
    batches = []
    for _ in range(n_batches):
        values = truth * rng.normal(size=(n_rows, len(truth)))
        shared, own = rng.normal(0, noise / 4, size=(2, 1, len(truth))), rng.normal(0, noise, size=(2, *values.shape))
        batches.append(batch_means(values + shared[0] + own[0], values + shared[1] + own[1]))
    return batches


@pytest.mark.slow
def test_limits_hold_the_truth_though_values_are_noisy(rng):
    scales = np.array([2.0, 0.5, 0.1, 0.0])
    truth = scales * np.sqrt(2 / np.pi)
    covered, naive = np.zeros(4), np.zeros(4)
    separated, n_draws = 0, 2_000
    for _ in range(n_draws):
        batches = simulated(rng, scales)
        found = mean_absolute(batches)
        covered += (found.low <= truth) & (truth <= found.high)
        only_plain = mean_absolute([BatchMeans(one.plain, one.plain) for one in batches])
        naive += (only_plain.low <= truth) & (truth <= only_plain.high)
        separated += int(found.is_separated[3])
    assert (covered / n_draws >= 0.93).all()
    assert (naive / n_draws)[1:].max() < 0.5  # what one computation alone would give
    assert separated / n_draws <= 0.035  # a column that does nothing: one side of 95 %, with room for chance


@pytest.mark.slow
def test_ranks_that_exclude_the_truth_are_rare(rng):
    scales = np.array([1.0, 1.0, 1.0, 1.0, 0.5, 0.5])
    wrong = 0
    for _ in range(1_000):
        found = mean_absolute(simulated(rng, scales))
        wrong += bool(
            (found.rank_low[:4] > 1).any() or (found.rank_high[:4] < 4).any() or (found.rank_low[4:] > 5).any()
        )
    assert wrong / 1_000 <= 0.06
