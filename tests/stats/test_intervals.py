"""Intervals against hand calculation, SciPy, and the exact enumeration of every table."""

import numpy as np
import pytest
from scipy import stats

from workbench.stats.intervals import (
    Limits,
    clopper_pearson,
    critical_value,
    difference_limits,
    mean_limits,
    rate_limits,
    ratio_limits,
    wilson,
)

Z = critical_value(0.95)


@pytest.mark.parametrize(("k", "n"), [(0, 7), (1, 7), (7, 7), (56, 70), (3, 1000), (499, 1000)])
def test_wilson_and_clopper_pearson_agree_with_scipy(k, n):
    for ours, method in ((wilson, "wilson"), (clopper_pearson, "exact")):
        theirs = stats.binomtest(k, n).proportion_ci(0.95, method=method)
        low, high = ours(k, n, Z)
        assert float(low) == pytest.approx(theirs.low, abs=1e-12)
        assert float(high) == pytest.approx(theirs.high, abs=1e-12)


def test_limits_touch_the_ends_exactly():
    for limits in (wilson, clopper_pearson):
        assert float(limits(0, 33, Z).low) == 0.0
        assert float(limits(33, 33, Z).high) == 1.0


def test_nobody_has_no_limits():
    for limits in (wilson, clopper_pearson):
        low, high = limits(0, 0, Z)
        assert np.isnan(low)
        assert np.isnan(high)


def test_few_expected_makes_limits_exact():
    k, n = np.array([0, 300]), np.array([20, 1000])  # pooled rate 0.294: 5.9 expected in the first
    low, high = rate_limits(k, n, Z)
    assert float(high[0]) == pytest.approx(float(clopper_pearson(0, 20, Z).high), abs=1e-15)
    assert float(low[1]) == pytest.approx(float(wilson(300, 1000, Z).low), abs=1e-15)


def test_a_group_with_nobody_selected_does_not_hide_behind_its_own_rate():
    # 0 of 200 beside 100 of 200: 50 are expected at the pooled rate, so Wilson serves.
    _, high = rate_limits([0, 100], [200, 200], Z)
    assert float(high[0]) == pytest.approx(float(wilson(0, 200, Z).high), abs=1e-15)


def test_newcombe_reference_values():
    low, high = difference_limits(56 / 70, wilson(56, 70, Z), 48 / 80, wilson(48, 80, Z))
    assert (round(float(low), 4), round(float(high), 4)) == (0.0524, 0.3339)
    low, high = difference_limits(555 / 1181, wilson(555, 1181, Z), 667 / 1390, wilson(667, 1390, Z))
    assert (round(float(low), 5), round(float(high), 5)) == (-0.04855, 0.02879)


def test_ratio_of_nobody_and_to_nobody():
    none, some = wilson(0, 50, Z), wilson(20, 50, Z)
    low, high = ratio_limits(0, 50, none, 20, 50, some)
    assert float(low) == 0.0
    assert 0 < float(high) < 1
    low, high = ratio_limits(20, 50, some, 0, 50, none)
    assert float(low) > 1
    assert float(high) == np.inf


def test_swapping_groups_turns_limits_round():
    one, two = wilson(12, 90, Z), wilson(30, 110, Z)
    there, back = (
        difference_limits(12 / 90, one, 30 / 110, two),
        difference_limits(30 / 110, two, 12 / 90, one),
    )
    assert float(there.low) == pytest.approx(-float(back.high), abs=1e-15)
    ratio, inverse = ratio_limits(12, 90, one, 30, 110, two), ratio_limits(30, 110, two, 12, 90, one)
    assert float(ratio.low) == pytest.approx(1 / float(inverse.high), rel=1e-12)


def test_batch_means_agree_with_students_interval():
    batches = np.array([[1.0, 2.0], [2.0, 2.5], [4.0, 3.5]])
    means, limits = mean_limits(batches)
    theirs = stats.ttest_1samp(batches, 0).confidence_interval(0.95)
    assert np.allclose(means, batches.mean(axis=0))
    assert np.allclose(limits.low, theirs.low)
    assert np.allclose(limits.high, theirs.high)


def test_one_batch_has_no_interval():
    _, limits = mean_limits(np.array([[1.0]]))
    assert np.isnan(limits.low[0])


SIZES = (30, 50, 100, 300, 1000)
RATES = (0.02, 0.05, 0.1, 0.2, 0.35, 0.5)


@pytest.mark.parametrize(("n", "p"), [(n, p) for n in SIZES for p in RATES if n * p >= 10])
def test_wilson_covers_by_enumeration_where_ten_are_expected(n, p):
    k = np.arange(n + 1)
    weight = stats.binom.pmf(k, n, p)
    low, high = wilson(k, n, Z)
    below, above = weight[high < p].sum(), weight[low > p].sum()
    assert 0.93 <= 1 - below - above <= 0.97
    assert max(below, above) <= 0.04


@pytest.mark.parametrize("n", SIZES)
@pytest.mark.parametrize("p", [0.001, *RATES])
def test_exact_limits_never_cover_less(n, p):
    k = np.arange(n + 1)
    weight = stats.binom.pmf(k, n, p)
    low, high = clopper_pearson(k, n, Z)
    assert weight[(low <= p) & (p <= high)].sum() >= 0.95 - 1e-12


def _tables(n1, p1, n2, p2):
    """Every table of two groups that is not impossibly rare, and how likely it is."""
    k1, k2 = np.meshgrid(np.arange(n1 + 1), np.arange(n2 + 1), indexing="ij")
    weight = np.outer(stats.binom.pmf(np.arange(n1 + 1), n1, p1), stats.binom.pmf(np.arange(n2 + 1), n2, p2))
    likely = weight > 1e-12
    return k1[likely], k2[likely], weight[likely]


PAIRS = [
    (n1, n2, p, ratio)
    for n1, n2 in ((30, 30), (100, 100), (300, 300), (30, 300), (300, 30), (100, 1000))
    for p in RATES
    for ratio in (1.0, 0.8, 0.5)
    if min(n1 * p * ratio, n2 * p) >= 5
]


@pytest.mark.parametrize(("n1", "n2", "p", "ratio"), PAIRS)
def test_difference_and_ratio_cover_by_enumeration_where_five_are_expected(n1, n2, p, ratio):
    k1, k2, weight = _tables(n1, ratio * p, n2, p)
    one, two = wilson(k1, n1, Z), wilson(k2, n2, Z)
    cases = {
        "difference": (difference_limits(k1 / n1, one, k2 / n2, two), p * ratio - p),
        "ratio": (ratio_limits(k1, n1, one, k2, n2, two), ratio),
    }
    for name, (limits, truth) in cases.items():
        assert isinstance(limits, Limits)
        below, above = weight[limits.high < truth].sum(), weight[limits.low > truth].sum()
        assert 0.93 <= 1 - below - above <= 0.975, name
        assert max(below, above) <= 0.04, name


@pytest.mark.parametrize(("n", "p", "ratio"), [(n, p, r) for n in (30, 100) for p in RATES for r in (1.0, 0.5)])
def test_the_limits_that_are_shipped_cover_whatever_is_expected(n, p, ratio):
    """With the switch to exact limits, which looks at both groups' counts together."""
    k1, k2, weight = _tables(n, ratio * p, n, p)
    pooled = (k1 + k2) / (2 * n)
    few = np.minimum(n * pooled, n * (1 - pooled)) < 10
    exact, score = [clopper_pearson(k, n, Z) for k in (k1, k2)], [wilson(k, n, Z) for k in (k1, k2)]
    one, two = (
        Limits(np.where(few, e.low, s.low), np.where(few, e.high, s.high)) for e, s in zip(exact, score, strict=True)
    )
    for limits, truth in (
        (difference_limits(k1 / n, one, k2 / n, two), p * ratio - p),
        (ratio_limits(k1, n, one, k2, n, two), ratio),
    ):
        below, above = weight[limits.high < truth].sum(), weight[limits.low > truth].sum()
        assert 1 - below - above >= 0.93
        assert max(below, above) <= 0.04
    some = rate_limits([k1[0], k2[0]], [n, n], Z)  # the switch above is that of rate_limits
    assert (float(some.low[0]), float(some.high[1])) == (float(one.low[0]), float(two.high[0]))
