"""Cramér's V: by hand, against scipy and another formula, by simulation, and where there is nothing to compute."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import stats
from scipy.stats import contingency

from workbench.stats.association import best_guess, cramers_v, cramers_vs

COUNTS = hnp.arrays(np.int64, st.tuples(st.integers(1, 6), st.integers(1, 6)), elements=st.integers(0, 50))


def test_value_by_hand():
    # Chi-square of [[40, 10], [10, 40]] is 36, of 100 rows. 0.36 - 1/99 = 0.349899, over 2 - 1/99 - 1 = 0.989899.
    assert math.isclose(
        cramers_v(np.array([[40, 10], [10, 40]])).value, math.sqrt(0.34989899 / 0.98989899), rel_tol=1e-8
    )


def test_without_the_correction_it_is_scipy_s():
    rng = np.random.default_rng(3)
    for _ in range(30):
        counts = rng.integers(1, 40, size=rng.integers(2, 7, size=2))
        n, (r, c) = counts.sum(), counts.shape
        plain = contingency.association(counts, method="cramer")
        corrected = max(plain**2 * (min(r, c) - 1) - (r - 1) * (c - 1) / (n - 1), 0)
        least = min(r - (r - 1) ** 2 / (n - 1), c - (c - 1) ** 2 / (n - 1)) - 1
        assert math.isclose(cramers_v(counts).value, math.sqrt(corrected / least), rel_tol=1e-9, abs_tol=1e-9)


def test_limits_where_little_goes_together_are_those_of_a_noncentral_chi_square():
    counts = np.array([[255, 245], [245, 255]])
    chi_square = stats.chi2_contingency(counts, correction=False).statistic
    _, low, high = cramers_v(counts)
    assert low == 0  # chi-square is 0.4, of which more than 2.5 % of the central one lies above
    noncentrality = high**2 * 1000 * (1 - 1 / 999)
    assert math.isclose(stats.ncx2.cdf(chi_square, 1, noncentrality), 0.025, rel_tol=1e-6)


def test_limits_of_a_rare_value_are_those_of_the_delta_method():
    counts = np.array([[20, 30], [30, 9920]])
    value, low, high = cramers_v(counts)
    # Bishop, Fienberg and Holland (1975), 11.3-5: the variance of phi in a table of two by two, with equal margins.
    p, phi = 0.005, float(stats.contingency.association(counts))
    skew = (1 - 2 * p) ** 2 / (p * (1 - p))
    variance = (1 - phi**2 + phi * (1 + phi**2 / 2) * skew - 0.75 * phi**2 * 2 * skew) / 10_000
    half = stats.norm.ppf(0.975) * math.sqrt(variance)
    assert math.isclose(high - value, half, rel_tol=2e-3)
    assert math.isclose(value - low, half, rel_tol=2e-3)


@pytest.mark.parametrize(
    "counts",
    [
        np.zeros((0, 0)),
        np.zeros((3, 2)),
        np.array([[5, 7]]),
        np.array([[5], [7]]),
        np.array([[4, 0], [9, 0]]),
        np.eye(4),
    ],
    ids=["no cells", "no rows", "one row", "one column", "one column used", "every pair once"],
)
def test_nothing_to_compare_has_no_value(counts):
    assert all(math.isnan(number) for number in cramers_v(counts))


def test_what_tells_all_is_one():
    assert cramers_v(np.array([[30, 0, 0], [0, 20, 0], [0, 0, 10]])).value == 1
    assert cramers_v(np.array([[30, 0], [0, 20], [0, 10]])).value == pytest.approx(1, abs=0.02)


def test_many_are_as_one_by_one():
    rng = np.random.default_rng(5)
    tables = [rng.integers(0, 9, size=(3, 4)) for _ in range(20)] + [np.zeros((2, 2), dtype=np.int64)]
    np.testing.assert_array_equal(cramers_vs(tables), [cramers_v(table) for table in tables])


def test_large_counts_are_no_trouble():
    value, low, high = cramers_v(np.array([[30_000_000, 20_000_000], [20_000_000, 30_000_000]]))
    assert value == pytest.approx(0.2, abs=1e-6)
    assert 0.1997 < low < value < high < 0.2003


@given(COUNTS)
def test_limits_hold_the_value_and_order_does_not_matter(counts):
    value, low, high = cramers_v(counts)
    if math.isnan(value):
        return
    assert 0 <= low <= value <= high <= 1
    np.testing.assert_allclose(cramers_v(counts[::-1, ::-1].T), (value, low, high), atol=1e-7)
    padded = np.pad(counts, ((0, 1), (1, 0)))
    np.testing.assert_allclose(cramers_v(padded), (value, low, high), atol=1e-9)


def test_next_to_nothing_of_many_values_has_no_wide_limits():
    rng = np.random.default_rng(7)
    tables = list(rng.multinomial(4_200, np.full(288, 1 / 288), size=400).reshape(-1, 144, 2))
    found = np.array(cramers_vs(tables))
    assert (found[:, 0] < 0.01).any()
    assert ((found[:, 0] > 0) & (found[:, 0] < 0.02)).any()
    assert found[found[:, 0] < 0.02, 2].max() < 0.12  # the slope of a root is without bound near 0: 0.42 is wrong


def test_limits_of_many_values_that_tell_nearly_all_cover_the_truth():
    for strength in (0.7, 0.95):
        covered, _, _ = _coverage(_joined(144, 2, 0, strength), 1_000, 400, np.random.default_rng(13))
        assert covered > 0.93, strength


@given(COUNTS)
def test_more_confidence_is_wider(counts):
    narrow, wide = cramers_v(counts, 0.9), cramers_v(counts, 0.99)
    if not math.isnan(narrow.value):
        assert wide.low <= narrow.low
        assert wide.high >= narrow.high


def test_best_guess_by_hand():
    assert best_guess(np.array([[3, 1], [0, 4], [2, 2]])) == 9 / 12
    assert math.isnan(best_guess(np.zeros((2, 2), dtype=np.int64)))


def _joined(r, c, steepness, strength):
    """Return shares of cells: two falling margins, a part of the rows as alike as the margins allow."""
    rows, columns = (np.arange(1, k + 1.0) ** -steepness for k in (r, c))
    rows, columns = rows / rows.sum(), columns / columns.sum()
    ends = [np.concatenate([[0], np.cumsum(side)]) for side in (rows, columns)]
    high = np.minimum(ends[0][1:, None], ends[1][None, 1:])
    low = np.maximum(ends[0][:-1, None], ends[1][None, :-1])
    return (1 - strength) * np.outer(rows, columns) + strength * np.maximum(high - low, 0)


def _coverage(shares, n, n_tables, rng):
    drawn = rng.multinomial(n, shares.ravel() / shares.sum(), size=n_tables).reshape(-1, *shares.shape)
    squared = (shares**2 / np.outer(shares.sum(1), shares.sum(0))).sum() - 1
    truth = math.sqrt(max(squared, 0) / (min(shares.shape) - 1))
    found = np.array(cramers_vs(list(drawn)))
    return (
        float(np.mean((found[:, 1] <= truth + 1e-9) & (found[:, 2] >= truth - 1e-9))),
        float(found[:, 0].mean()),
        truth,
    )


@pytest.mark.parametrize(("r", "c", "strength"), [(2, 2, 0.0), (5, 2, 0.1), (20, 2, 0.3), (5, 5, 0.7)])
def test_limits_cover_the_truth(r, c, strength):
    covered, mean, truth = _coverage(_joined(r, c, 1, strength), 1_000, 1_000, np.random.default_rng(11))
    assert covered > 0.93
    assert mean == pytest.approx(truth, abs=0.035)


@pytest.mark.slow
@pytest.mark.parametrize("steepness", [0, 1, 2])
@pytest.mark.parametrize(("r", "c"), [(2, 2), (5, 2), (20, 2), (20, 5)])
def test_limits_cover_the_truth_of_many_tables(r, c, steepness):
    rng = np.random.default_rng(13)
    for strength in (0, 0.1, 0.3, 0.7, 0.95):
        for n in (1_000, 10_000):
            covered, _, _ = _coverage(_joined(r, c, steepness, strength), n, 2_000, rng)
            assert covered > (0.93 if n > 10 * r * c else 0.88), (strength, n)
