"""Impact ratios: against brute force over pairs and the rule's own figures."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import InputError
from workbench.stats.extremes import studentized_range, worst_ratio
from workbench.stats.impact import impact_ratios
from workbench.stats.intervals import critical_value

Z = critical_value(0.95)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 60)), min_size=2, max_size=6))
def test_the_worst_row_is_the_worst_ratio_over_groups(pairs):
    k = np.array([min(a, b) for a, b in pairs])
    n = np.array([b for _, b in pairs])
    found = impact_ratios(k, n)
    if not k.any():
        assert found.best == -1
        assert np.isnan(found.ratio).all()
        return
    low, high = worst_ratio(k, n, studentized_range(0.95, len(n)) / np.sqrt(2), Z)
    assert np.min(found.limits.low) == pytest.approx(low)
    assert np.min(found.limits.high) == pytest.approx(high)
    assert found.ratio == pytest.approx((k / n) / np.max(k / n))
    assert found.ratio[found.best] == 1.0
    assert (found.limits.low <= found.ratio + 1e-12).all()
    assert (found.ratio <= found.limits.high + 1e-12).all()


def test_a_group_of_nobody_is_left_out():
    found, without = impact_ratios([3, 0, 5], [10, 0, 10]), impact_ratios([3, 5], [10, 10])
    assert np.isnan(found.ratio[1])
    assert np.isnan(found.limits.low[1])
    assert found.limits.low[[0, 2]] == pytest.approx(without.limits.low)
    assert found.limits.high[[0, 2]] == pytest.approx(without.limits.high)


def test_one_group_alone_has_a_ratio_without_limits():
    found = impact_ratios([3], [10])
    assert found.ratio.tolist() == [1.0]
    assert np.isnan(found.limits.low[0])


def test_more_selected_than_considered_is_refused():
    with pytest.raises(InputError) as caught:
        impact_ratios([11], [10])
    assert str(caught.value) == (
        "k holds a count outside 0 to n.\nGive how many of the n people in each group were selected."
    )
