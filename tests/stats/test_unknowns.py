"""Bounds for unknown groups, against every way of giving the unknown people a group."""

from itertools import combinations_with_replacement, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.errors import InputError
from workbench.stats.unknowns import Pool, crossed_bounds, impact_ratio_bounds, rate_bounds


def ratios(k, n):
    rates = [a / b if b else float("nan") for a, b in zip(k, n, strict=True)]
    best = max((rate for rate in rates if rate == rate), default=0.0)
    return [rate / best if best else float("nan") for rate in rates], rates


def brute(k, n, pools):
    """Return the extremes over every assignment of every person: rates low, high, ratios low, high."""
    extremes = [[[] for _ in k] for _ in range(2)]
    choices = []
    for pool in pools:
        for chosen, size in ((1, pool.selected), (0, pool.rejected)):
            choices.append([(chosen, where) for where in combinations_with_replacement(pool.reach, size)])
        choices.append(
            [
                (None, tuple(zip(where, said, strict=True)))
                for where in product(pool.reach, repeat=pool.undecided)
                for said in product((0, 1), repeat=pool.undecided)
            ]
        )
    for assignment in product(*choices):
        k_now, n_now = list(k), list(n)
        for chosen, where in assignment:
            for one in where:
                place, said = one if chosen is None else (one, chosen)
                n_now[place] += 1
                k_now[place] += said
        found, rates = ratios(k_now, n_now)
        for g in range(len(k)):
            extremes[0][g].append(rates[g])
            extremes[1][g].append(found[g])
    return [(np.array([np.nanmin(x) for x in one]), np.array([np.nanmax(x) for x in one])) for one in extremes]


group = st.integers(1, 6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@settings(max_examples=60, deadline=None)
@given(st.lists(group, min_size=2, max_size=3), st.integers(0, 3), st.integers(0, 3), st.integers(0, 2))
def test_bounds_are_the_extremes_over_all_assignments(groups, selected, rejected, undecided):
    k, n = ([one[i] for one in groups] for i in (0, 1))
    if not sum(k):
        k[0] = 1
    rates, found = brute(k, n, [Pool(tuple(range(len(k))), selected, rejected, undecided)])
    low, high = rate_bounds(k, n, selected, rejected, undecided)
    assert (low, high) == (pytest.approx(rates[0]), pytest.approx(rates[1]))
    low, high = impact_ratio_bounds(k, n, selected, rejected, undecided)
    assert low == pytest.approx(found[0])
    assert high == pytest.approx(found[1])


pool = st.tuples(st.sampled_from([(0, 1), (2, 3), (0, 2), (1, 3), (0, 1, 2, 3)]), st.integers(0, 2), st.integers(0, 2))


@settings(max_examples=60, deadline=None)
@given(st.lists(group, min_size=4, max_size=4), st.lists(pool, max_size=2))
def test_crossed_bounds_hold_every_assignment_and_the_lower_ones_are_reached(groups, pools):
    k, n = ([one[i] for one in groups] for i in (0, 1))
    if not sum(k):
        k[0] = 1
    pools = [Pool(*one) for one in pools]
    rates, found = brute(k, n, pools)
    ours, ours_ratio = crossed_bounds(k, n, pools)
    assert (ours.low, ours.high) == (pytest.approx(rates[0]), pytest.approx(rates[1]))
    assert ours_ratio.low == pytest.approx(found[0])
    assert (ours_ratio.high >= found[1] - 1e-7).all()


def test_crossed_bounds_are_close_to_the_exact_ones_where_all_reach_all():
    k, n = [90, 215, 95, 37], [205, 412, 226, 87]
    _, crossed = crossed_bounds(k, n, [Pool((0, 1, 2, 3), 60, 70)])
    exact = impact_ratio_bounds(k, n, 60, 70)
    assert crossed.low == pytest.approx(exact.low, abs=1e-12)
    # People may be divided in the linear programme: at most one person in each group.
    assert (crossed.high >= exact.high - 1e-9).all()
    assert crossed.high == pytest.approx(exact.high, abs=0.02)


def test_people_who_can_be_in_one_group_only_are_counted_there():
    rates, found = crossed_bounds([1, 2], [4, 4], [Pool((0,), 1, 1)])
    assert rates.low.tolist() == rates.high.tolist() == [2 / 6, 2 / 4]
    assert found.low.tolist() == found.high.tolist() == [pytest.approx(2 / 3), 1.0]


def test_nobody_unknown_leaves_one_value():
    low, high = impact_ratio_bounds([50, 40], [100, 100], 0, 0)
    assert low.tolist() == high.tolist() == [1.0, 0.8]


def test_undecided_people_widen_the_bounds():
    # By hand: of 10 unknown people nothing is known. For the second group the worst is that all were
    # selected and in the first, (40/100)/(60/110), or rejected and in it, (40/110)/(50/100).
    low, high = impact_ratio_bounds([50, 40], [100, 100], 0, 0, 10)
    assert low[1] == pytest.approx(min((40 / (100 + 10 - u)) / ((50 + u) / (100 + u)) for u in range(11)))
    assert high[1] == pytest.approx(max(((40 + u) / (100 + u)) / (50 / (100 + 10 - u)) for u in range(11)))


def test_ten_thousand_unknown_people_take_no_time():
    low, high = impact_ratio_bounds([667, 555], [1390, 1181], 0, 0, 10_000)
    u1 = np.arange(10_001)
    u0 = 10_000 - u1
    assert low[0] == pytest.approx(np.min(667 / (1390 + u0) / ((555 + u1) / (1181 + u1))))
    assert low[1] == pytest.approx(np.min(555 / (1181 + u0) / ((667 + u1) / (1390 + u1))))
    assert high.tolist() == [1.0, 1.0]


def test_a_group_without_anybody_may_still_have_unknown_people():
    low, high = rate_bounds([0, 3], [0, 6], 1, 1)
    assert (low.tolist(), high.tolist()) == ([0.0, 3 / 7], [1.0, 4 / 7])
    low, high = impact_ratio_bounds([0, 3], [0, 6], 1, 1)
    assert (low[0], high[0]) == (0.0, 1.0)


def test_nobody_selected_at_all_has_no_ratio():
    low, high = impact_ratio_bounds([0, 0], [5, 5], 0, 4)
    assert np.isnan(low).all()
    assert np.isnan(high).all()
    _, found = crossed_bounds([0, 0], [5, 5], [Pool((0, 1), 0, 4)])
    assert np.isnan(found.low).all()


def test_one_group_is_its_own_best():
    low, high = impact_ratio_bounds([2], [5], 1, 1)
    assert (low.tolist(), high.tolist()) == ([1.0], [1.0])
    _, found = crossed_bounds([2], [5], [])
    assert found.low.tolist() == [1.0]


def test_impossible_counts_are_refused():
    with pytest.raises(InputError) as caught:
        rate_bounds([3], [2], 0, 0)
    assert str(caught.value) == (
        "k holds a count outside 0 to n.\nGive how many of the n people in each group were selected."
    )
    with pytest.raises(InputError) as caught:
        impact_ratio_bounds([1], [2], -1, 0)
    assert str(caught.value) == "selected is -1.\nGive how many people's group is unknown: 0 or more."
    with pytest.raises(InputError) as caught:
        crossed_bounds([1, 1], [2, 2], [Pool((0, 2), 1, 0)])
    assert str(caught.value) == "reach is (0, 2).\nGive places of groups, from 0 to 1."
