"""The worst over groups: against SciPy, brute force, and the rule's own figures."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from workbench.stats.extremes import chance_range, spread, studentized_range, worst_difference, worst_ratio
from workbench.stats.intervals import critical_value, difference_limits, rate_limits, ratio_limits, wilson
from workbench.stats.power import smallest_confirmable_tolerance, smallest_visible_gap

Z = critical_value(0.95)


@pytest.mark.parametrize(
    ("groups", "critical"), [(2, 1.960), (3, 2.344), (5, 2.728), (10, 3.164), (20, 3.544), (40, 3.8876)]
)
def test_critical_values_are_those_of_the_rule(groups, critical):
    assert studentized_range(0.95, groups) / np.sqrt(2) == pytest.approx(critical, abs=5e-4)


@pytest.mark.parametrize("groups", [2, 7, 14])
@pytest.mark.parametrize("probability", [0.5, 0.8, 0.99])
def test_studentized_range_agrees_with_scipy(groups, probability):
    theirs = stats.studentized_range.ppf(probability, groups, 1e7)
    assert studentized_range(probability, groups) == pytest.approx(theirs, abs=1e-4)


counts = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 60)), min_size=2, max_size=6)


@given(counts)
def test_worst_limits_are_the_extremes_over_all_pairs(pairs):
    k = np.array([min(a, b) for a, b in pairs])
    n = np.array([b for _, b in pairs])
    c_gap = studentized_range(0.95, len(n)) / np.sqrt(2)
    lows, highs, ratio_lows, ratio_highs = [], [], [], []
    for z, low_side, high_side in ((c_gap, lows, ratio_highs), (Z, highs, ratio_lows)):
        limits = rate_limits(k, n, z)
        each = [type(limits)(limits.low[i], limits.high[i]) for i in range(len(n))]
        for i in range(len(n)):
            for j in range(len(n)):
                if i != j:
                    difference = difference_limits(k[i] / n[i], each[i], k[j] / n[j], each[j])
                    ratio = ratio_limits(k[i], n[i], each[i], k[j], n[j], each[j])
                    low_side.append(float(difference.low if z == c_gap else difference.high))
                    high_side.append(float(ratio.high if z == c_gap else ratio.low))
    assert worst_difference(k, n, c_gap, Z) == pytest.approx((max(0.0, *lows), max(highs)), abs=1e-12)
    assert worst_ratio(k, n, c_gap, Z) == pytest.approx((min(ratio_lows), min(1.0, *ratio_highs)), abs=1e-12)


def test_two_groups_are_the_plain_comparison():
    k, n = np.array([555, 667]), np.array([1181, 1390])
    low, high = worst_difference(k, n, Z, Z)
    plain = difference_limits(667 / 1390, wilson(667, 1390, Z), 555 / 1181, wilson(555, 1181, Z))
    assert low == 0.0
    assert high == pytest.approx(float(plain.high), abs=1e-15)


def test_the_order_of_groups_does_not_matter():
    k, n = np.array([3, 30, 12]), np.array([40, 70, 25])
    turned = [2, 0, 1]
    assert worst_difference(k, n, 2.344, Z) == worst_difference(k[turned], n[turned], 2.344, Z)


def test_chance_alone_spreads_equal_groups(rng):
    drawn = rng.binomial(200, 0.3, size=(4000, 9)) / 200
    assert chance_range(0.3, np.full(9, 200)) == pytest.approx(np.median(np.ptp(drawn, axis=1)), abs=0.003)


def test_one_group_has_no_range():
    assert np.isnan(chance_range(0.3, np.array([50])))


@pytest.mark.parametrize(("groups", "n"), [(2, 526), (7, 949), (14, 1157), (40, 1458)])
def test_ten_points_are_confirmed_with_the_numbers_of_the_rule(groups, n):
    assert smallest_confirmable_tolerance(0.5, n, groups) == pytest.approx(0.10, abs=2e-4)


def test_a_visible_gap_is_seen_with_the_promised_power(rng):
    n, p, tolerance = 800, 0.4, 0.05
    gap = smallest_visible_gap(p, n, n, Z, tolerance)
    draws = np.stack([rng.binomial(n, p - gap, 3000), rng.binomial(n, p, 3000)], axis=1)
    seen = [worst_difference(k, np.array([n, n]), Z, Z)[0] > tolerance for k in draws]
    assert np.mean(seen) == pytest.approx(0.8, abs=0.04)


def test_too_few_people_see_no_gap_of_any_size():
    assert np.isnan(smallest_visible_gap(0.5, 3, 3, 3.0, 0.05))


def test_more_people_see_smaller_gaps():
    gaps = [smallest_visible_gap(0.3, n, n, Z, 0.05) for n in (200, 500, 2000, 20000)]
    assert gaps == sorted(gaps, reverse=True)
    assert gaps[-1] > 0.05


def named(k, n, c_gap):
    """Return the places of the pair that a sentence names."""
    limits = rate_limits(k, n, c_gap)
    found = spread(k / n, limits, limits)
    return found.higher, found.lower


def test_the_clearest_pair_is_the_one_behind_the_lower_limit():
    k, n = np.array([300, 400, 3]), np.array([3000, 1000, 3])
    assert named(k, n, 2.344) == (1, 0)  # 3 of 3 is the highest rate, and shows nothing
    low, _ = worst_difference(k, n, 2.344, Z)
    limits = rate_limits(k, n, 2.344)
    one, zero = (type(limits)(limits.low[i], limits.high[i]) for i in (1, 0))
    assert low == pytest.approx(float(difference_limits(0.4, one, 0.1, zero).low), abs=1e-15)


@given(st.integers(0, 50), st.integers(1, 4))
def test_equal_groups_are_not_compared_with_themselves(k, groups):
    high, low = named(np.full(groups + 1, k), np.full(groups + 1, 50), 2.344)
    assert high != low
