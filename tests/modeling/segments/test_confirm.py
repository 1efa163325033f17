"""Errors of a part beside the rest: against other programs, and by simulation."""

import numpy as np
import pytest
from scipy import stats

from workbench.modeling.segments.confirm import compare_errors


def compared(inside, outside, clusters=None):
    errors = np.concatenate([inside, outside]).astype(float)
    return compare_errors(errors, np.arange(len(errors)) < len(inside), clusters, confidence=0.95)


def test_rates_by_hand():
    found = compared(np.repeat([1, 0], [56, 14]), np.repeat([1, 0], [48, 32]))
    assert (found.n, found.n_rest, found.error, found.rest_error) == (70, 80, 0.8, 0.6)
    assert np.round(found.difference_limits, 4).tolist() == [0.0524, 0.3339]  # Newcombe (1998)
    table = [[56, 14], [48, 32]]
    assert found.p_value == pytest.approx(stats.chi2_contingency(table, correction=False).pvalue)


def test_few_expected_take_the_exact_test():
    found = compared(np.repeat([1, 0], [1, 30]), np.repeat([1, 0], [3, 40]))
    assert found.p_value == pytest.approx(stats.fisher_exact([[1, 30], [3, 40]]).pvalue)


def test_amounts_are_welchs():
    rng = np.random.default_rng(0)
    inside, outside = rng.exponential(2, 40), rng.exponential(1, 300)
    found, other = compared(inside, outside), stats.ttest_ind(inside, outside, equal_var=False)
    assert found.p_value == pytest.approx(other.pvalue, rel=1e-9)
    assert found.difference_limits == pytest.approx(tuple(other.confidence_interval(0.95)), rel=1e-9)
    own = stats.t.interval(0.95, 39, inside.mean(), stats.sem(inside))
    assert found.limits == pytest.approx(own, rel=1e-9)


def test_rows_that_belong_together_are_a_regressions_cluster_robust_error():
    rng = np.random.default_rng(1)
    clusters = np.repeat(np.arange(60), 5)
    part = clusters < 25
    errors = rng.random(300) + rng.normal(size=60)[clusters]
    design = np.column_stack([np.ones(300), part])
    bread = np.linalg.inv(design.T @ design)
    slopes = bread @ design.T @ errors
    left = errors - design @ slopes
    sums = np.array([design[clusters == one].T @ left[clusters == one] for one in range(60)])
    variance = (bread @ (sums.T @ sums) @ bread)[1, 1] * 60 / 59
    found = compare_errors(errors, part, clusters, confidence=0.95)
    low, high = found.difference_limits
    assert (low + high) / 2 == pytest.approx(slopes[1])
    assert (high - low) / 2 == pytest.approx(stats.t.ppf(0.975, 24) * np.sqrt(variance))
    assert high - low > 1.5 * np.subtract(*compare_errors(errors, part, None, confidence=0.95).difference_limits[::-1])


def test_a_part_in_few_groups_of_rows_is_not_judged():
    clusters = np.repeat(np.arange(60), 5)
    errors = (np.arange(300) % 3 == 0) * 1.0
    found = compare_errors(errors, clusters < 9, clusters, confidence=0.95)
    assert np.isnan([found.p_value, *found.difference_limits]).all()


def test_equal_errors_say_nothing():
    found = compared(np.full(40, 2.0), np.full(40, 2.0))
    assert np.isnan(found.p_value)
    assert compared(np.zeros(40), np.zeros(40)).p_value == 1.0


@pytest.mark.slow
@pytest.mark.parametrize("clustered", [False, True])
@pytest.mark.parametrize("kind", ["rates", "amounts"])
def test_limits_cover(kind, clustered):
    rng = np.random.default_rng(2)
    n_within, n_runs = 0, 2_000
    for _ in range(n_runs):
        clusters = np.repeat(np.arange(80), 5)
        part = clusters < 30
        chance = np.where(part, 0.4, 0.2)
        if clustered:
            chance = np.clip(chance + rng.uniform(-0.15, 0.15, 80)[clusters], 0, 1)
        errors = (rng.random(400) < chance) * 1.0 if kind == "rates" else rng.gamma(2.0, chance / 2)
        found = compare_errors(errors, part, clusters if clustered else None, confidence=0.95)
        n_within += found.difference_limits[0] <= 0.2 <= found.difference_limits[1]
    assert n_within / n_runs >= 0.93  # as for all limits of the workbench
