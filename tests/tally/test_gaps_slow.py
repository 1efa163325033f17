"""Comparisons with a named group and with all rows, simulated: the bounds that hold between extremes hold here too."""

import numpy as np
import pytest

from workbench.tally.gaps import largest_gap
from workbench.tally.values import GroupRates

pytestmark = pytest.mark.slow

TABLES = 4_000


def gaps(rng, rates, n, comparison):
    names = tuple(f"g{place}" for place in range(len(rates)))
    sizes = np.full(len(rates), n)
    for k in rng.binomial(n, rates, size=(TABLES, len(rates))):
        yield largest_gap(GroupRates("selection_rate", "g", names, sizes, 0.95, "", k), 0.05, comparison=comparison)


@pytest.mark.parametrize("comparison", ["reference:g0", "overall"])
@pytest.mark.parametrize("groups", [2, 7, 14])
@pytest.mark.parametrize("n", [100, 1_000])
def test_equal_groups_rarely_show_a_difference(rng, comparison, groups, n):
    found = [gap.difference_low > 0 for gap in gaps(rng, np.full(groups, 0.4), n, comparison)]
    assert np.mean(found) <= 0.065


@pytest.mark.parametrize("comparison", ["reference:g0", "overall"])
@pytest.mark.parametrize("groups", [2, 7, 14])
@pytest.mark.parametrize("n", [100, 1_000])
def test_a_gap_exactly_at_the_tolerance_is_rarely_called(rng, comparison, groups, n):
    rates = np.full(groups, 0.4)
    rates[-1] = 0.3
    base = rates.mean() if comparison == "overall" else 0.4
    truth, ratio = float(base - 0.3), float(0.3 / base)
    found = list(gaps(rng, rates, n, comparison))
    assert np.mean([gap.difference_low > truth for gap in found]) <= 0.04
    assert np.mean([gap.difference_high < truth for gap in found]) <= 0.04
    assert np.mean([gap.ratio_high < ratio for gap in found]) <= 0.04
    assert np.mean([gap.ratio_low > ratio for gap in found]) <= 0.04
