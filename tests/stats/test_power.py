"""How many rows it takes to see a gap: the inverse of the smallest gap that so many rows show."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.stats.extremes import worst_difference
from workbench.stats.intervals import critical_value
from workbench.stats.power import rows_to_see, smallest_visible_gap

Z = critical_value(0.95)


@given(p=st.floats(0.05, 0.95), gap=st.floats(0.06, 0.5), c_gap=st.floats(1.9, 3.5))
@settings(max_examples=25, deadline=None, derandomize=True)
def test_so_many_rows_show_the_gap_and_one_less_does_not(p, gap, c_gap):
    n = rows_to_see(gap, p, c_gap, 0.05)
    assert n == int(n)
    assert smallest_visible_gap(p, n, n, c_gap, 0.05) <= gap
    assert not smallest_visible_gap(p, n - 1, n - 1, c_gap, 0.05) <= gap


def test_a_gap_of_the_tolerance_or_less_takes_more_rows_than_there_are():
    assert np.isnan(rows_to_see(0.05, 0.5, Z, 0.05))
    assert np.isnan(rows_to_see(0.01, 0.5, Z, 0.05))


@pytest.mark.parametrize(("p", "gap"), [(0.5, 0.1), (0.2, 0.12), (0.1, 0.2)])
def test_so_many_rows_have_the_power_that_is_promised(p, gap, rng):
    n = int(rows_to_see(gap, p, Z, 0.05))
    other = p - gap if smallest_visible_gap(p, n, n, Z, 0.05) <= p and p - gap > 0 else p + gap
    draws = np.stack([rng.binomial(n, other, 3000), rng.binomial(n, p, 3000)], axis=1)
    seen = [worst_difference(k, np.array([n, n]), Z, Z)[0] > 0.05 for k in draws]
    assert np.mean(seen) > 0.76


def test_more_rows_are_needed_where_more_groups_are_compared():
    assert rows_to_see(0.1, 0.4, 2.0, 0.05) < rows_to_see(0.1, 0.4, 2.9, 0.05)
