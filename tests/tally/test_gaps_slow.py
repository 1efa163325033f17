"""Comparisons with a named group and with all rows, simulated: the bounds that hold between extremes hold here too."""

import numpy as np
import pytest

from workbench.tally.gaps import largest_gap
from workbench.tally.values import GroupRates

pytestmark = pytest.mark.slow

TABLES = 4_000

comparisons = pytest.mark.parametrize("comparison", ["reference:g0", "overall"])
sizes = pytest.mark.parametrize("n", [30, 100, 1_000])
# Graded: the smallest group is the last, the reference has ten times its size.
groups_of_sizes = pytest.mark.parametrize(
    ("groups", "graded"), [(2, False), (7, False), (14, False), (40, False), (7, True), (40, True)]
)


def trials(groups, n, graded):
    return np.round(n * 10 ** (np.linspace(1, 0, groups) if graded else np.zeros(groups))).astype(np.int64)


def gaps(rng, rates, n, comparison):
    names = tuple(f"g{place}" for place in range(len(rates)))
    for k in rng.binomial(n, rates, size=(TABLES, len(rates))):
        yield largest_gap(GroupRates("selection_rate", "g", names, n, 0.95, "", k), 0.05, comparison=comparison)


@comparisons
@groups_of_sizes
@sizes
def test_equal_groups_rarely_show_a_difference(rng, comparison, groups, graded, n):
    found = list(gaps(rng, np.full(groups, 0.4), trials(groups, n, graded), comparison))
    most = 0.07 if n == 30 else 0.065
    assert np.mean([gap.difference_low > 0 for gap in found]) <= most
    assert np.mean([gap.ratio_high < 1 for gap in found]) <= most


@comparisons
@groups_of_sizes
@sizes
def test_the_worst_is_covered_and_a_gap_exactly_at_the_tolerance_rarely_called(rng, comparison, groups, graded, n):
    rates = np.full(groups, 0.4)
    rates[-1] = 0.3
    counts = trials(groups, n, graded)
    base = float(rates @ counts / counts.sum()) if comparison == "overall" else 0.4
    truth, ratio = float(np.abs(rates - base).max()), float(np.exp(-np.abs(np.log(rates / base)).max()))
    found = list(gaps(rng, rates, counts, comparison))
    slack = 1e-12  # the truth itself is a rounded number
    over = np.array([(gap.difference_low > truth + slack, gap.ratio_high < ratio - slack) for gap in found])
    under = np.array([(gap.difference_high < truth - slack, gap.ratio_low > ratio + slack) for gap in found])
    least = 0.92 if n == 30 else 0.93
    for what, beyond, short in zip(("difference", "ratio"), over.mean(axis=0), under.mean(axis=0), strict=True):
        assert beyond <= 0.04, what
        assert short <= 0.04, what
        assert 1 - beyond - short >= least, what
