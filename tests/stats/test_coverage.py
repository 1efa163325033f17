"""What limits promise, summed over every table: nothing here is drawn at random but two samples of tables."""

import numpy as np
import pytest

from workbench.audit.policy import DEFAULT_POLICY, Claim
from workbench.audit.verdicts import judge
from workbench.stats.extremes import studentized_range, worst_difference, worst_ratio
from workbench.stats.intervals import rate_limits as limits_of_rates
from workbench.tally.values import GroupRates

from .enumeration import CORNERS, RATES, SIZES, TWO_GROUPS, equal_groups, expected, lower_limits, one_rate, two_groups
from .simulation import C_IN, Cell, draw, limits_of_all, rate_limits, simulate, worst_limits


@pytest.mark.parametrize("alone", [True, False])
def test_a_rate_is_covered_where_ten_are_expected(alone):
    for n, p in ((n, p) for n in SIZES for p in RATES if n * p >= 10):
        tails = one_rate(n, p, alone=alone)
        assert 0.93 <= tails.coverage <= 0.97, (n, p)
        assert tails.larger <= 0.04, (n, p)


@pytest.mark.parametrize("alone", [True, False])
def test_a_rate_is_covered_at_any_rate(alone):
    """Between the rates above a tail reaches 4.9 %, and with fewer than 10 expected coverage falls to 92.7 %."""
    for n in (30, 50, 100, 300):
        every = {p: one_rate(n, p, alone=alone) for p in np.arange(1, 101) / 200}
        assert min(tails.coverage for tails in every.values()) >= 0.925
        assert max(tails.larger for tails in every.values()) <= 0.05
        enough = [tails for p, tails in every.items() if n * p >= 10]
        assert min(tails.coverage for tails in enough) >= 0.93
        assert max(tails.larger for tails in enough) <= 0.043


@pytest.fixture(scope="module")
def pairs():
    """The tails of the difference and of the ratio for every pair of groups of the grid."""
    return {(n1, n2, p, ratio): two_groups(n1, p * ratio, n2, p) for n1, n2, p, ratio in TWO_GROUPS}


@pytest.mark.parametrize("which", [0, 1], ids=["difference", "ratio"])
def test_two_groups_are_covered_whatever_is_expected(pairs, which):
    for pair, tails in pairs.items():
        assert tails[which].coverage >= 0.94, pair
        assert tails[which].larger <= 0.032, pair


@pytest.mark.parametrize("which", [0, 1], ids=["difference", "ratio"])
@pytest.mark.parametrize(("least", "most"), [(10, 0.97), (5, 0.985)])
def test_two_groups_are_not_covered_too_often(pairs, which, least, most):
    """With fewer than 10 expected the limits are exact ones, which cover more and are wider."""
    chosen = [
        tails[which].coverage for (n1, n2, p, ratio), tails in pairs.items() if expected(n1, p * ratio, n2, p) >= least
    ]
    assert len(chosen) > 300
    assert max(chosen) <= most


@pytest.mark.parametrize(("groups", "which", "coverage"), CORNERS)
def test_rates_far_apart_are_the_weak_corner(groups, which, coverage):
    """The pooled rate does not tell how rare the rarer one is. Who is missed has an enormous gap shown too small."""
    assert groups[1] > groups[3]
    tails = two_groups(*groups)[which]
    assert tails.coverage == pytest.approx(coverage, abs=5e-4)
    assert tails.below < 1e-3


def test_a_largest_difference_is_that_of_the_extreme_counts():
    """What makes the sums over equal groups exact."""
    for groups, n in ((2, 30), (7, 40), (40, 120)):
        low = lower_limits(groups, n, np.arange(n + 1))
        assert np.all(np.diff(low, axis=0) > 0)
        assert np.all(np.diff(low, axis=1) < 0)


@pytest.mark.parametrize(("n", "p"), [(50, 0.5), (100, 0.35), (300, 0.2)])
def test_two_equal_groups_are_the_same_sum_either_way(n, p):
    tails, _ = two_groups(n, p, n, p)
    assert equal_groups(2, n, p) == pytest.approx(1 - tails.coverage, abs=1e-8)


@pytest.mark.parametrize("groups", [2, 3, 5, 7, 10, 14, 20, 40])
def test_equal_groups_rarely_show_a_difference(groups):
    assert max(equal_groups(groups, n, 0.5) for n in (*range(100, 201, 4), 300, 1000)) <= 0.065
    assert equal_groups(groups, 30, 0.5) <= 0.07


def test_many_equal_groups_of_the_same_few_are_the_weak_corner():
    """Counts move in whole steps, so that the limit can fall badly between two of them."""
    shares = {(groups, n): equal_groups(groups, n, 0.5) for groups in (2, 7, 14, 20, 40) for n in range(30, 100)}
    worst = max(shares, key=shares.get)
    assert worst == (40, 31)
    assert shares[worst] == pytest.approx(0.081, abs=5e-4)
    # As a claim that 5 points are exceeded it is wrong in no more than 1 of 40.
    assert max(equal_groups(groups, n, 0.5, beyond=0.05) for groups, n in shares) <= 0.025


def test_equal_groups_drawn_at_random_agree_with_the_sum(rng):
    drawn, _ = simulate(Cell(7, 40, 0.5), 20_000, rng)
    assert drawn.gap == pytest.approx(equal_groups(7, 40, 0.5), abs=0.006)


@pytest.mark.parametrize(
    "cell",
    [
        Cell(2, 30, 0.02, 0.5),
        Cell(7, 30, 0.3, 0.8, "one low", "graded"),
        Cell(14, 100, 0.1, 0.5, "halves", "one large"),
        Cell(40, 1_000, 0.5),
        Cell(2, 30, 0.1, 0.5, families="both"),
        Cell(7, 100, 0.5, 0.8, "halves", "graded", "second equal"),
        Cell(40, 30, 0.5, families="both"),
    ],
)
def test_what_is_simulated_is_what_is_shipped(rng, cell):
    """By the path that audits take: from values by group, through the gap, to the verdict."""
    families = draw(cell, 40, rng)
    difference, ratio = limits_of_all(cell, families)
    groups = tuple(f"g{place}" for place in range(cell.groups))
    metric = "selection_rate" if len(families) == 1 else "equalized_odds"
    by_difference, by_ratio = Claim("g", metric, 0.05), Claim("g", metric, 0.8, "ratio")
    for place in range(40):
        values = [GroupRates(metric, "g", groups, cell.trials, 0.95, "", k[place]) for k in families]
        gap = judge(by_difference, values, DEFAULT_POLICY, 1).gap
        assert (gap.difference_low, gap.difference_high) == close(difference.low[place], difference.high[place])
        gap = judge(by_ratio, values, DEFAULT_POLICY, 1).gap
        assert (gap.ratio_low, gap.ratio_high) == close(ratio.low[place], ratio.high[place])


def close(low, high):
    return pytest.approx((low, high), rel=1e-12, abs=1e-14)


@pytest.mark.parametrize("cell", [Cell(7, 30, 0.3, 0.8, "one low", "graded"), Cell(14, 100, 0.1)])
def test_the_functions_on_counts_alone_give_the_same(rng, cell):
    c_gap = studentized_range(0.95, cell.groups) / np.sqrt(2)
    (tables,) = draw(cell, 40, rng)
    difference, ratio = worst_limits(tables, cell.trials, c_gap, C_IN)
    for place, k in enumerate(tables):
        assert worst_difference(k, cell.trials, c_gap, C_IN) == close(difference.low[place], difference.high[place])
        assert worst_ratio(k, cell.trials, c_gap, C_IN) == close(ratio.low[place], ratio.high[place])


def test_a_table_of_nobody_has_the_limits_that_are_shipped():
    n = np.array([40, 500, 60])
    tables = np.array([[0, 3, 0], [40, 499, 60], [0, 250, 30]])
    found = rate_limits(tables, n, C_IN)
    for place, k in enumerate(tables):
        low, high = limits_of_rates(k, n, C_IN)
        assert np.array_equal(found.low[place], low)
        assert np.array_equal(found.high[place], high)
    worst = worst_limits(tables, n, 2.344, C_IN)
    for place, k in enumerate(tables):
        assert (worst.ratio.low[place], worst.ratio.high[place]) == pytest.approx(worst_ratio(k, n, 2.344, C_IN))
