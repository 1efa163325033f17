"""Sampling weights: by hand, by statsmodels, by leaving rows out, and by drawing samples."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.weightstats import DescrStatsW

from workbench.errors import InputError
from workbench.stats.effective import effective_counts, kish
from workbench.stats.intervals import critical_value, rate_limits

Z = critical_value(0.95)


def sums(weights, hits):
    return len(weights), weights.sum(), weights[hits].sum(), (weights**2).sum(), (weights[hits] ** 2).sum()


def test_by_hand():
    # Weights 1 1 1 1 3 3, successes one of each: p = 4/10; 22 squares, 10 of successes.
    found = effective_counts(6, 10.0, 4.0, 22.0, 10.0)
    variance = (10 * 0.36 + 12 * 0.16) / 100 * 6 / 5
    assert float(found.rate) == pytest.approx(0.4)
    assert float(found.n_kg) == pytest.approx(0.24 / variance)
    assert float(found.n_kish) == pytest.approx(100 / 22)
    assert float(found.n) == pytest.approx(0.24 / variance)  # the smaller, below 100 Kish rows
    assert float(found.k) == pytest.approx(0.4 * 0.24 / variance)


def test_the_smaller_counts_below_a_hundred_kish_rows_only():
    # Successes of small weight vary less than Kish says.
    few = effective_counts(60, 50 * 2.0 + 10 * 0.1, 10 * 0.1, 50 * 4.0 + 10 * 0.01, 10 * 0.01)
    many = effective_counts(600, 500 * 2.0 + 100 * 0.1, 100 * 0.1, 500 * 4.0 + 100 * 0.01, 100 * 0.01)
    assert few.n_kish < 100 < few.n_kg
    assert float(few.n) == float(few.n_kish)
    assert many.n_kish >= 100
    assert float(many.n) == float(many.n_kg) > float(many.n_kish)


def test_statsmodels_has_the_same_sums():
    weights, hits = np.array([1.0, 2.5, 0.5, 4.0, 1.5]), np.array([True, False, True, True, False])
    assert float(effective_counts(*sums(weights, hits)).rate) == pytest.approx(DescrStatsW(hits, weights).mean)


@given(st.lists(st.tuples(st.floats(0.1, 20.0), st.booleans()), min_size=3, max_size=30))
def test_the_variance_is_that_of_the_infinitesimal_jackknife(rows):
    weights, hits = np.array([w for w, _ in rows]), np.array([hit for _, hit in rows])
    if hits.all() or not hits.any():
        return
    found = effective_counts(*sums(weights, hits))
    p, n = weights[hits].sum() / weights.sum(), len(weights)
    share = weights * (hits - p) / weights.sum()  # each row's share in the linearised ratio
    variance = n / (n - 1) * np.sum((share - share.mean()) ** 2)
    assert float(found.n_kg) == pytest.approx(p * (1 - p) / variance, rel=1e-9)


def test_leaving_out_each_row_gives_nearly_the_same_variance(rng):
    weights, hits = rng.gamma(3.0, 1.0, 500), rng.random(500) < 0.3
    found = effective_counts(*sums(weights, hits))
    left_out = np.array(
        [(weights[hits].sum() - w * hit) / (weights.sum() - w) for w, hit in zip(weights, hits, strict=True)]
    )
    jackknife = 499 / 500 * np.sum((left_out - left_out.mean()) ** 2)
    p = float(found.rate)
    assert float(found.n_kg) == pytest.approx(p * (1 - p) / jackknife, rel=0.01)


@given(st.integers(2, 3000), st.floats(0.01, 100.0), st.data())
def test_equal_weights_are_the_rows_less_one(n, weight, data):
    k = data.draw(st.integers(0, n))
    found = effective_counts(n, n * weight, k * weight, n * weight**2, k * weight**2)
    assert float(found.n_kish) == pytest.approx(n, rel=1e-9)
    if 0 < k < n:
        assert float(found.n) == pytest.approx(n - 1, rel=1e-9)
    else:
        assert float(found.n) == pytest.approx(n, rel=1e-9)
    assert float(found.k) == pytest.approx(k / n * float(found.n), rel=1e-9, abs=1e-12)


@given(st.floats(1e-6, 1e6))
def test_the_unit_of_weights_does_not_matter(unit):
    plain = effective_counts(6, 10.0, 4.0, 22.0, 10.0)
    scaled = effective_counts(6, 10.0 * unit, 4.0 * unit, 22.0 * unit**2, 10.0 * unit**2)
    assert np.allclose(np.array(plain), np.array(scaled), rtol=1e-9)


def test_none_and_all_use_kish_and_touch_the_ends():
    weights = np.array([0.1, 0.2, 0.3, 0.7, 1.9] * 30)
    for hits, rate in ((np.zeros(150, dtype=bool), 0.0), (np.ones(150, dtype=bool), 1.0)):
        n, weight, _, squares, _ = sums(weights, hits)
        # As if an engine had added the successes up in another order.
        found = effective_counts(
            n, weight, rate * weights[::-1].sum() * (1 - 1e-15), squares, rate * (weights[::-1] ** 2).sum()
        )
        assert float(found.rate) == rate
        assert np.isnan(found.n_kg)
        assert float(found.n) == float(found.n_kish)
        low, high = rate_limits(found.k, found.n, Z)
        assert (float(low), float(high))[int(rate)] == rate


def test_one_row_no_row_and_no_weight():
    assert float(effective_counts(1, 2.0, 2.0, 4.0, 4.0).n) == 1.0
    for nothing in (effective_counts(0, 0, 0, 0, 0), effective_counts(3, 0, 0, 0, 0)):
        for value in nothing:
            assert np.isnan(value)


def test_groups_are_done_at_once():
    together = effective_counts([6, 0], [10.0, 0], [4.0, 0], [22.0, 0], [10.0, 0])
    assert float(together.n[0]) == float(effective_counts(6, 10.0, 4.0, 22.0, 10.0).n)
    assert np.isnan(together.n[1])


def test_kish_by_hand():
    assert float(kish(6.0, 14.0)) == pytest.approx(36 / 14)  # weights 1, 2, 3


@pytest.mark.parametrize(
    ("sums_given", "text"),
    [
        (
            (-1, 1, 1, 1, 1),
            "n_rows holds a number below 0.\nCounts and sums of sampling weights are 0 or more.",
        ),
        ((3, 1, 2, 9, 1), "weight_hit is more than weight.\nSuccesses are some of the rows: give the sum over all."),
        ((3, 3, 2, 1, 2), "squares_hit is more than squares.\nSuccesses are some of the rows: give the sum over all."),
    ],
)
def test_sums_that_cannot_be(sums_given, text):
    with pytest.raises(InputError) as raised:
        effective_counts(*sums_given)
    assert str(raised.value) == text


@pytest.mark.slow
@pytest.mark.parametrize("n", [100, 300, 1_000])
@pytest.mark.parametrize("p", [0.1, 0.3, 0.5])
@pytest.mark.parametrize("tie", [-0.5, 0.0, 0.5])  # successes weigh less, alike, more
def test_limits_cover_with_moderate_weights(rng, n, p, tie):
    samples = 8_000
    hits = rng.random((samples, n)) < p
    weights = rng.gamma(4.0, 0.25, (samples, n)) * np.exp(tie * hits)
    found = effective_counts(
        np.full(samples, n),
        weights.sum(axis=1),
        (weights * hits).sum(axis=1),
        (weights**2).sum(axis=1),
        (weights**2 * hits).sum(axis=1),
    )
    truth = p * np.exp(tie) / (p * np.exp(tie) + 1 - p)
    low, high = rate_limits(found.k, found.n, Z, truth)
    assert np.mean((low <= truth) & (truth <= high)) >= 0.93
