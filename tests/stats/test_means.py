"""Moments and histograms: by hand, SciPy, statsmodels and scikit-learn, rows, and simulation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from sklearn import metrics
from statsmodels.stats.weightstats import DescrStatsW

from workbench.errors import InputError
from workbench.stats.intervals import Limits, critical_value, difference_limits, mean_limits
from workbench.stats.means import (
    mean_absolute_error,
    mean_estimate,
    quantile_estimate,
    r2_score,
    root_mean_squared_error,
    t_critical,
)

Z = critical_value(0.95)


def moments(y, shift=0.0):
    return len(y), (y - shift).sum(), ((y - shift) ** 2).sum(), shift


def r2_of_rows(y, errors, shift):
    moved = y - shift
    return r2_score(
        len(y),
        [(moved**power).sum() for power in (1, 2, 3, 4)],
        squares=(errors**2).sum(),
        fourths=(errors**4).sum(),
        crossed=[(errors**2 * moved).sum(), (errors**2 * moved**2).sum()],
    )


@pytest.mark.parametrize("df", [1, 2, 9, 29, 1e3, 1e6, 1e12])
@pytest.mark.parametrize("z", [1.0, 1.959964, 2.94832, 3.8876, 6.0])
def test_t_has_the_tail_of_the_normal_value(df, z):
    ours = float(t_critical(z, df))
    assert stats.t.sf(ours, df) == pytest.approx(stats.norm.sf(z), rel=1e-7)
    assert ours >= z * (1 - 1e-9)


def test_t_needs_a_degree_of_freedom():
    assert np.isnan(t_critical(Z, [0, -1])).all()


def test_mean_by_hand():
    # 2, 4, 4, 4, 5, 5, 7, 9: mean 5, squares from it 32, so the error is sqrt(32/7/8).
    found = mean_estimate(8, 40, 232)
    assert float(found.values) == 5.0
    assert float(found.errors) == pytest.approx(np.sqrt(32 / 56))
    low, high = found.limits(Z)
    assert float(high) - 5 == pytest.approx(2.364624 * np.sqrt(32 / 56), rel=1e-6)  # t of 7 degrees, from a table
    assert float(low) == pytest.approx(10 - float(high))


@given(st.lists(st.floats(-1e3, 1e3), min_size=2, max_size=40), st.floats(-1e3, 1e3))
def test_statsmodels_and_the_batches_agree(values, shift):
    y = np.array(values)
    if np.std(y) < 1e-2:
        return
    low, high = mean_estimate(*moments(y, shift)).limits(Z)
    assert (float(low), float(high)) == pytest.approx(DescrStatsW(y).tconfint_mean(0.05), rel=1e-6, abs=1e-6)
    _, batch = mean_limits(y[:, None], 0.95)
    assert float(low) == pytest.approx(float(batch.low[0]), rel=1e-6, abs=1e-6)


def test_values_near_a_billion_do_not_cancel():
    y = 1e9 + np.array([0.0, 0.25, 0.5, 0.75, 1.0, 3.0])
    exact = stats.t.interval(0.95, 5, 0.0, stats.sem(y - 1e9))[1]
    low, high = mean_estimate(*moments(y, 1e9 + 7)).limits(Z)
    assert float(high - low) / 2 == pytest.approx(exact, rel=1e-6)
    unshifted = mean_estimate(*moments(y))  # why there is a shift
    assert np.isnan(unshifted.errors)
    errors = np.array([0.1, -0.2, 0.3, -0.1, 0.2, -0.4])
    ours = r2_of_rows(y, errors, 1e9 + 7)
    assert float(ours.values) == pytest.approx(metrics.r2_score(y, y - errors), rel=1e-9)


def test_scikit_learn_agrees_on_errors(rng):
    y = rng.gamma(2.0, 10.0, 300)
    predicted = y + rng.normal(1.0, 4.0, 300)
    e = y - predicted
    mae = mean_absolute_error(300, np.abs(e).sum(), (e**2).sum())
    assert float(mae.values) == pytest.approx(metrics.mean_absolute_error(y, predicted), rel=1e-12)
    rmse = root_mean_squared_error(300, (e**2).sum(), (e**4).sum())
    assert float(rmse.values) == pytest.approx(metrics.root_mean_squared_error(y, predicted), rel=1e-12)
    r2 = r2_of_rows(y, e, 15.0)
    assert float(r2.values) == pytest.approx(metrics.r2_score(y, predicted), rel=1e-10)
    assert mae.carries_verdict
    assert not rmse.carries_verdict
    assert not r2.carries_verdict


def test_errors_on_the_log_scale_are_those_of_leaving_rows_out(rng):
    y, e = rng.gamma(2.0, 10.0, 1500), rng.normal(1.0, 4.0, 1500)

    def of(kept):
        mae = mean_absolute_error(kept.sum(), np.abs(e[kept]).sum(), (e[kept] ** 2).sum())
        rmse = root_mean_squared_error(kept.sum(), (e[kept] ** 2).sum(), (e[kept] ** 4).sum())
        return np.array(
            [np.log(mae.values), np.log(rmse.values), np.log(1 - r2_of_rows(y[kept], e[kept], 20.0).values)]
        )

    left_out = np.array([of(np.arange(1500) != i) for i in range(1500)])
    jackknife = np.sqrt(1499 / 1500 * ((left_out - left_out.mean(axis=0)) ** 2).sum(axis=0))
    ours = [
        mean_absolute_error(1500, np.abs(e).sum(), (e**2).sum()).errors,
        root_mean_squared_error(1500, (e**2).sum(), (e**4).sum()).errors,
        r2_of_rows(y, e, 20.0).errors,
    ]
    assert np.array(ours) == pytest.approx(jackknife, rel=0.02)


@given(st.lists(st.integers(-50, 50), min_size=3, max_size=30), st.integers(-1000, 1000))
def test_limits_move_with_the_data(values, by):
    y = np.array(values, dtype=float)
    here, there = mean_estimate(*moments(y)).limits(Z), mean_estimate(*moments(y + by, float(by))).limits(Z)
    assert float(there.low) == pytest.approx(float(here.low) + by, nan_ok=True)
    assert float(there.high) == pytest.approx(float(here.high) + by, nan_ok=True)


def test_r2_limits_stay_below_one_and_hold_the_value(rng):
    y = rng.normal(0, 1, 50)
    found = r2_of_rows(y, rng.normal(0, 0.01, 50), 0.0)
    low, high = found.limits(Z)
    assert low < found.values < high < 1


def test_nobody_one_and_all_alike():
    for found in (
        mean_estimate(0, 0, 0),
        mean_absolute_error(0, 0, 0),
        root_mean_squared_error(0, 0, 0),
        r2_score(0, [0] * 4, squares=0, fourths=0, crossed=[0, 0]),
    ):
        assert np.isnan(found.values)
        assert np.isnan(found.limits(Z).low)
    one = mean_estimate(1, 5, 25)
    assert float(one.values) == 5.0
    assert np.isnan(one.limits(Z).low)
    alike = mean_estimate(*moments(np.full(10, 0.1)))
    assert float(alike.values) == pytest.approx(0.1)
    assert np.isnan(alike.limits(Z).high)  # no spread to go by
    perfect = mean_absolute_error(10, 0.0, 0.0)
    assert float(perfect.values) == 0.0
    assert np.isnan(perfect.limits(Z).high)
    assert np.isnan(r2_of_rows(np.full(5, 3.0), np.array([1.0, -1, 2, 0, 1]), 0.0).values)


def test_groups_are_done_at_once_and_differences_follow(rng):
    samples = [rng.normal(10, 3, n) for n in (20, 50)]
    n, total, squares = np.array([moments(y, 10.0)[:3] for y in samples]).T
    together = mean_estimate(n, total, squares, 10.0)
    limits = together.limits(Z)
    for i, y in enumerate(samples):
        assert limits.low[i] == pytest.approx(float(mean_estimate(*moments(y, 10.0)).limits(Z).low))
    one, two = (Limits(limits.low[i], limits.high[i]) for i in (0, 1))
    low, high = difference_limits(together.values[0], one, together.values[1], two)
    gap = samples[0].mean() - samples[1].mean()
    assert float(low) < gap < float(high)


# Quantiles


def test_quantiles_by_hand():
    # Ranks 40 and 61 of 100 bound the median: the sign test's, from a printed table.
    edges = np.arange(101.0)
    found = quantile_estimate(edges, np.ones(100), 0.5)
    low, high = found.limits(Z)
    assert float(found.values) == 50.0
    assert (float(low), float(high)) == (39.0, 61.0)  # the edges around rows 40 and 61


@pytest.mark.parametrize("share", [0.01, 0.1, 0.25, 0.5, 0.9])
@pytest.mark.parametrize("z", [1.959964, 2.94832])
@pytest.mark.parametrize("n", [*range(1, 40), 1000, 10**6, 10**9])
def test_ranks_are_those_of_the_binomial(share, z, n):
    # With bins of one row each, the edges of the limits tell the ranks; with more rows, their bins.
    n_bins = min(n, 1000)
    counts = np.full(n_bins, n // n_bins)
    low, high = quantile_estimate(np.arange(n_bins + 1.0), counts, share).limits(z)
    tail = stats.norm.sf(z)
    first = stats.binom.ppf(tail, n, share)
    last = stats.binom.isf(tail, n, share) + 1
    width = n // n_bins
    assert float(low) == (-np.inf if first < 1 else np.ceil(first / width) - 1)
    assert float(high) == (np.inf if last > n else np.ceil(last / width))


@given(
    st.lists(st.integers(0, 99), min_size=1, max_size=200), st.sampled_from([0.1, 0.25, 0.5, 0.9]), st.floats(1.0, 4.0)
)
def test_quantiles_lie_in_the_bin_of_the_row_and_inside_their_limits(values, share, z):
    rows = np.sort(np.array(values) + 0.5)
    counts, edges = np.histogram(rows, bins=np.arange(0.0, 101.0, 4.0))
    found = quantile_estimate(edges, counts, share)
    row = rows[int(np.ceil(share * len(rows) - 1e-9)) - 1]
    low, high = found.limits(z)
    assert abs(float(found.values) - row) <= 4.0
    assert float(low) <= float(found.values) <= float(high)


def test_few_rows_bound_nothing():
    low, high = quantile_estimate([0, 1, 2], [2, 2], 0.5).limits(Z)
    assert (float(low), float(high)) == (-np.inf, np.inf)
    low, high = quantile_estimate([0, 1, 2], [[0, 0], [500, 500]], 0.5).limits(Z)
    assert np.isnan(low[0])
    assert np.isnan(high[0])
    assert (float(low[1]), float(high[1])) == (0.0, 2.0)
    assert np.isnan(quantile_estimate([0, 1, 2], [0, 0], 0.5).values)


def test_a_bin_without_end_has_no_value_but_may_have_a_limit():
    found = quantile_estimate([-np.inf, 0, 1, np.inf], [100, 100, 700], 0.5)
    assert np.isnan(found.values)
    low, high = found.limits(Z)
    assert (float(low), float(high)) == (1.0, np.inf)


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (([0, 1], [1, 2], 0.5), "edges has shape (2,), counts (2,).\nGive one edge more than there are bins."),
        (([0, 0, 1], [1, 2], 0.5), "edges do not rise.\nGive each edge once, from low to high."),
        (([0, 1, 2], [1, 2], 1.0), "share is 1.0.\nGive a fraction above 0 and below 1, such as 0.25."),
    ],
)
def test_histograms_that_cannot_be(arguments, text):
    with pytest.raises(InputError) as raised:
        quantile_estimate(*arguments)
    assert str(raised.value) == text


@pytest.mark.slow
@pytest.mark.parametrize("n", [30, 100, 1_000])
def test_mean_mae_and_quantiles_cover(rng, n):
    samples = 10_000
    e = rng.laplace(0.5, 2.0, (samples, n))  # heavier tails than the normal
    mean = mean_estimate(np.full(samples, n), e.sum(axis=1), (e**2).sum(axis=1)).limits(Z)
    assert np.mean((mean.low <= 0.5) & (mean.high >= 0.5)) >= 0.935
    mae = mean_absolute_error(np.full(samples, n), np.abs(e).sum(axis=1), (e**2).sum(axis=1)).limits(Z)
    truth = 0.5 + 2 * np.exp(-0.25)  # of |e|: 0.5 + b exp(-0.5 / b)
    assert np.mean((mae.low <= truth) & (mae.high >= truth)) >= 0.935
    edges = np.linspace(-30, 31, 500)
    counts = np.stack([np.histogram(row, edges)[0] for row in e])
    for share in (0.1, 0.5, 0.9):
        limits = quantile_estimate(edges, counts, share).limits(Z)
        truth = stats.laplace.ppf(share, 0.5, 2.0)
        assert np.mean((limits.low <= truth) & (limits.high >= truth)) >= 0.95


@pytest.mark.slow
def test_why_rmse_and_r2_carry_no_verdict(rng):
    samples, n = 10_000, 100
    e = rng.lognormal(0.0, 1.5, (samples, n))
    found = root_mean_squared_error(np.full(samples, n), (e**2).sum(axis=1), (e**4).sum(axis=1)).limits(Z)
    truth = np.exp(1.5**2)  # square root of E e^2 = exp(2 * 1.5^2)
    assert np.mean((found.low <= truth) & (found.high >= truth)) < 0.85
