"""Strata against R's printed table, statsmodels, every permutation of small tables, and their own properties."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.contingency_tables import StratifiedTable

from workbench.data.examples import load_example
from workbench.errors import InputError
from workbench.stats.intervals import critical_value
from workbench.stats.stratified import compare_strata, generalised_cmh, reverses

Z = critical_value(0.95)


@pytest.fixture(scope="module")
def berkeley():
    counts = np.array(list(load_example("admissions").truth["counts"].values()))
    men, no_men, women, no_women = counts.T
    return men, men + no_men, women, women + no_women


def test_one_table_by_hand():
    # 3 of 4 against 1 of 4: E = 2, V = 4*4*4*4/(64*7) = 4/7; odds ratio (3*3)/(1*1).
    found = compare_strata([3], [4], [1], [4], Z)
    assert float(found.cmh.statistic) == pytest.approx(7 / 4)
    assert float(found.cmh_corrected.statistic) == pytest.approx(0.25 * 7 / 4)
    assert float(found.odds_ratio.value) == pytest.approx(9.0)
    assert float(found.difference.value) == pytest.approx(0.5)
    # 3/16 of variance a head on each side, over n - 1 = 3.
    assert float(found.difference.limits.low) == pytest.approx(0.5 - Z * np.sqrt(2 * (3 / 16) / 3))
    # Woolf's standard error of one table.
    assert float(np.log(found.odds_ratio.limits.high / 9)) == pytest.approx(Z * np.sqrt(2 * (1 + 1 / 3)))
    assert np.isnan(found.breslow_day.statistic)  # nothing to compare one table with
    assert int(found.breslow_day.df) == 0


def test_berkeley_as_r_prints_it(berkeley):
    """`mantelhaen.test(UCBAdmissions)`: 1.4269, df 1, p 0.2323; 0.9046968 (0.7719074 to 1.0603298)."""
    found = compare_strata(*berkeley, Z)
    assert float(found.cmh_corrected.statistic) == pytest.approx(1.4269, abs=5e-5)
    assert float(found.cmh_corrected.p_value) == pytest.approx(0.2323, abs=5e-5)
    assert float(found.odds_ratio.value) == pytest.approx(0.9046968, abs=5e-8)
    assert float(found.odds_ratio.limits.low) == pytest.approx(0.7719074, abs=5e-8)
    assert float(found.odds_ratio.limits.high) == pytest.approx(1.0603298, abs=5e-8)
    assert int(found.n_strata_used) == 6


def test_berkeley_reverses(berkeley):
    found = reverses(*berkeley, Z)
    assert bool(found.reversed)
    assert bool(found.aggregate_clear)  # men ahead over all departments
    assert float(found.aggregate.value) == pytest.approx(1198 / 2691 - 557 / 1835)
    assert float(found.within.value) < 0  # women ahead within them,
    assert not bool(found.within_clear)  # by what chance alone may show


def test_no_reversal_when_both_point_the_same_way():
    found = reverses([30, 40], [50, 50], [10, 20], [50, 50], Z)
    assert not bool(found.reversed)
    assert bool(found.aggregate_clear)
    assert bool(found.within_clear)


def against_statsmodels(k1, n1, k2, n2):
    tables = np.array([[k1, n1 - k1], [k2, n2 - k2]], dtype=float)
    reference = StratifiedTable(tables)
    found = compare_strata(k1, n1, k2, n2, Z)
    for correction, ours in ((False, found.cmh), (True, found.cmh_corrected)):
        theirs = reference.test_null_odds(correction=correction)
        assert float(ours.statistic) == pytest.approx(theirs.statistic, rel=1e-9)
        assert float(ours.p_value) == pytest.approx(theirs.pvalue, rel=1e-9)
    assert float(found.odds_ratio.value) == pytest.approx(reference.oddsratio_pooled, rel=1e-12)
    low, high = reference.oddsratio_pooled_confint(0.05)
    assert float(found.odds_ratio.limits.low) == pytest.approx(low, rel=1e-12)
    assert float(found.odds_ratio.limits.high) == pytest.approx(high, rel=1e-12)
    for adjust, ours in ((False, found.breslow_day), (True, found.tarone)):
        theirs = reference.test_equal_odds(adjust=adjust)
        assert float(ours.statistic) == pytest.approx(theirs.statistic, rel=1e-7)
        assert float(ours.p_value) == pytest.approx(theirs.pvalue, rel=1e-7)
    assert int(found.breslow_day.df) == len(k1) - 1


def test_statsmodels_agrees_on_berkeley(berkeley):
    against_statsmodels(*berkeley)


sides = st.tuples(st.integers(1, 60), st.integers(1, 60), st.integers(1, 60), st.integers(1, 60))


def test_strata_that_are_all_alike_are_even():
    a, b, c, d = np.array([(37, 4, 51, 22)] * 3).T
    found = compare_strata(a, a + b, c, c + d, Z)
    for test in (found.breslow_day, found.tarone):
        assert float(test.statistic) == pytest.approx(0.0, abs=1e-12)
        assert float(test.p_value) == pytest.approx(1.0)


@given(st.lists(sides, min_size=2, max_size=5))
def test_statsmodels_agrees(cells):
    a, b, c, d = np.array(cells).T
    n = a + b + c + d
    short = abs((a - (a + b) * (a + c) / n).sum())
    # statsmodels squares a negative distance where less than the correction is left; here it is 0, as in R.
    if short >= 0.5:
        against_statsmodels(a, a + b, c, c + d)
    else:
        assert float(compare_strata(a, a + b, c, c + d, Z).cmh_corrected.statistic) == 0.0


def test_two_groups_of_the_general_test_are_the_plain_test(berkeley):
    k1, n1, k2, n2 = berkeley
    plain = compare_strata(*berkeley, Z).cmh
    general = generalised_cmh([k1, k2], [n1, n2])
    assert float(general.statistic) == pytest.approx(float(plain.statistic), rel=1e-12)
    assert float(general.p_value) == pytest.approx(float(plain.p_value), rel=1e-12)


def test_one_stratum_of_the_general_test_is_pearsons():
    k, n = np.array([12, 30, 7, 44]), np.array([50, 61, 33, 90])
    theirs = stats.chi2_contingency(np.array([k, n - k]), correction=False)
    found = generalised_cmh(k[:, None], n[:, None])
    total = n.sum()
    assert float(found.statistic) == pytest.approx(theirs.statistic * (total - 1) / total, rel=1e-12)
    assert int(found.df) == 3


def permutations(k, n):
    """Return the successes of each group in every way in which they could have fallen."""
    group = np.repeat(np.arange(len(n)), n)
    chosen = combinations(range(len(group)), int(np.sum(k)))
    return np.array([np.bincount(group[list(places)], minlength=len(n)) for places in chosen])


def test_the_general_test_is_that_of_every_permutation():
    k = np.array([[2, 1], [1, 0], [0, 2]])
    n = np.array([[3, 2], [4, 2], [2, 3]])
    ways = [permutations(k[:, j], n[:, j]) for j in (0, 1)]
    excess = sum(k[:, j] - ways[j].mean(axis=0) for j in (0, 1))
    covariance = sum(np.cov(ways[j].T, bias=True) for j in (0, 1))
    brute = excess[:2] @ np.linalg.solve(covariance[:2, :2], excess[:2])
    found = generalised_cmh(k, n)
    assert float(found.statistic) == pytest.approx(brute, rel=1e-10)
    assert int(found.df) == 2


def test_groups_that_never_meet_are_not_compared():
    k, n = np.array([[5, 0], [9, 0], [0, 4], [0, 2]]), np.array([[20, 0], [20, 0], [0, 15], [0, 15]])
    found = generalised_cmh(k, n)
    assert int(found.df) == 2
    parts = generalised_cmh(k[:2, :1], n[:2, :1]).statistic + generalised_cmh(k[2:, 1:], n[2:, 1:]).statistic
    assert float(found.statistic) == pytest.approx(float(parts), rel=1e-10)


def test_one_person_beside_a_billion_is_counted():
    found = generalised_cmh([[1], [400_000_000], [500_000_000]], [[1], [10**9], [10**9]])
    assert int(found.df) == 2


def test_strata_that_inform_nothing_change_nothing(berkeley):
    plain = compare_strata(*berkeley, Z)
    empty_side = [np.append(side, more) for side, more in zip(berkeley, (3, 9, 0, 0), strict=True)]
    all_equal = [np.append(side, more) for side, more in zip(berkeley, (9, 9, 4, 4), strict=True)]
    nobody = [np.append(side, 0) for side in berkeley]
    for wider, compared in ((empty_side, 6), (all_equal, 7), (nobody, 6)):
        found = compare_strata(*wider, Z)
        assert int(found.n_strata_used) == 6
        assert int(found.n_strata_compared) == compared
        assert float(found.cmh.statistic) == pytest.approx(float(plain.cmh.statistic), rel=1e-14)
        assert float(found.odds_ratio.limits.low) == pytest.approx(float(plain.odds_ratio.limits.low), rel=1e-14)
        assert float(found.tarone.statistic) == pytest.approx(float(plain.tarone.statistic), rel=1e-12)
    # Equal outcomes do inform the difference: there it is 0.
    assert abs(compare_strata(*all_equal, Z).difference.value) < abs(plain.difference.value)


def test_nothing_to_go_by_is_nan():
    found = compare_strata([0, 5], [0, 5], [3, 2], [3, 2], Z)
    assert int(found.n_strata_used) == 0
    assert int(found.n_strata_compared) == 1
    for number in (found.cmh.statistic, found.cmh.p_value, found.odds_ratio.value, found.breslow_day.p_value):
        assert np.isnan(number)
    assert float(found.difference.value) == 0.0
    assert np.isnan(found.difference.limits.low)
    assert np.isnan(compare_strata([0], [0], [3], [5], Z).difference.value)
    assert np.isnan(generalised_cmh([[3], [0]], [[3], [0]]).statistic)
    assert np.isnan(compare_strata([], [], [], [], Z).odds_ratio.value)


def test_odds_at_the_end_have_limits_that_know_nothing():
    found = compare_strata([5, 4], [5, 4], [1, 2], [4, 6], Z)
    assert float(found.odds_ratio.value) == np.inf
    assert tuple(map(float, found.odds_ratio.limits)) == (0.0, np.inf)
    assert np.isnan(found.breslow_day.statistic)


@given(st.lists(sides, min_size=2, max_size=4))
def test_swapping_groups_turns_numbers_round(cells):
    a, b, c, d = np.array(cells).T
    there, back = compare_strata(a, a + b, c, c + d, Z), compare_strata(c, c + d, a, a + b, Z)
    assert float(there.difference.value) == pytest.approx(-float(back.difference.value), abs=1e-12)
    assert float(there.difference.limits.low) == pytest.approx(-float(back.difference.limits.high), abs=1e-12)
    assert float(there.odds_ratio.limits.low) == pytest.approx(1 / float(back.odds_ratio.limits.high), rel=1e-9)
    assert float(there.tarone.statistic) == pytest.approx(float(back.tarone.statistic), rel=1e-6, abs=1e-9)


def test_pairs_of_groups_are_done_at_once(rng):
    n = rng.integers(1, 50, size=(2, 5, 4))
    k = rng.binomial(n, 0.4)
    together = compare_strata(k[0], n[0], k[1], n[1], Z)
    for i in range(5):
        alone = compare_strata(k[0, i], n[0, i], k[1, i], n[1, i], Z)
        assert together.tarone.statistic[i] == pytest.approx(float(alone.tarone.statistic), rel=1e-12)
        assert together.difference.limits.high[i] == pytest.approx(float(alone.difference.limits.high), rel=1e-12)


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (([1], [2], [3], [2], Z), "k2 holds a count outside 0 to n2.\nGive successes and trials, 0 or more."),
        (([1, 2], [2], [3], [4], Z), "k1 has shape (2,), n1 (1,).\nGive one n1 for each k1."),
        (
            ([1, 1], [2, 2], [3], [4], Z),
            "k1 has shape (2,), k2 (1,).\nGive both groups' counts of the same strata, on the last axis.",
        ),
    ],
)
def test_counts_that_cannot_be(arguments, text):
    with pytest.raises(InputError) as raised:
        compare_strata(*arguments)
    assert str(raised.value) == text


def test_the_general_test_wants_groups_and_strata():
    with pytest.raises(InputError) as raised:
        generalised_cmh([1, 2], [3, 4])
    assert str(raised.value) == "k has shape (2,).\nGive counts of shape (n_groups, n_strata)."


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sizes1", "sizes2", "shift"),
    [
        ([200, 90, 40, 300], [60, 100, 150, 80], 0.0),
        ([200, 90, 40, 300], [60, 100, 150, 80], 0.15),  # strata disagree: the weighted mean is covered
        ([2] * 60, [3] * 60, 0.0),
        ([1] * 120, [2] * 120, 0.0),
    ],
)
def test_the_common_difference_and_odds_ratio_are_covered(rng, sizes1, sizes2, shift):
    tables = 20_000
    n1, n2 = np.array(sizes1), np.array(sizes2)
    p2 = np.linspace(0.2, 0.6, len(n1))
    p1 = p2 + 0.1 + shift * np.linspace(-1, 1, len(n1))
    weight = n1 * n2 / (n1 + n2)
    truth = np.average(p1 - p2, weights=weight)
    k1, k2 = rng.binomial(n1, p1, (tables, len(n1))), rng.binomial(n2, p2, (tables, len(n2)))
    found = compare_strata(k1, np.broadcast_to(n1, k1.shape), k2, np.broadcast_to(n2, k2.shape), Z).difference
    assert 0.935 <= np.mean((found.limits.low <= truth) & (truth <= found.limits.high)) <= 0.965
    same_odds = 2.0 * p2 / (1 + p2)  # odds twice those of group 2
    k1 = rng.binomial(n1, same_odds, (tables, len(n1)))
    ratio = compare_strata(k1, np.broadcast_to(n1, k1.shape), k2, np.broadcast_to(n2, k2.shape), Z).odds_ratio
    assert 0.935 <= np.mean((ratio.limits.low <= 2) & (ratio.limits.high >= 2)) <= 0.965
