"""Means over folds: the error that holds, and the one that does not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from workbench.errors import InputError
from workbench.stats.resampled import FoldMean, fold_mean, verdict_of


def words(difference, margin=0.1):
    return verdict_of(difference, margin, p_beyond=difference.p_beyond(margin), p_within=difference.p_within(margin))


# By hand.


def test_the_error_is_nadeau_and_bengios():
    # Values 1, 2, 3, 6: mean 3, s² = (4 + 1 + 0 + 9) / 3 = 14/3. Rows 30 to 10: error² = 14/3 (1/4 + 1/3) = 49/18.
    found = fold_mean([1, 2, 3, 6], n_train=[30] * 4, n_test=[10] * 4)
    assert found.mean == 3
    assert found.error == pytest.approx(np.sqrt(49 / 18), rel=1e-14)
    assert found.n_folds == 4
    low, high = found.limits()
    assert (low, high) == pytest.approx((3 - 3.182446305 * found.error, 3 + 3.182446305 * found.error), rel=1e-9)


def test_periods_of_time_have_the_plain_t_interval_of_scipy():
    values = [0.2, 0.1, 0.4, 0.3, 0.25, 0.31, 0.07, 0.22]
    peer = stats.ttest_1samp(values, 0).confidence_interval(0.9)
    assert fold_mean(values).limits(0.9) == pytest.approx((peer.low, peer.high), rel=1e-12)
    assert fold_mean(values).p_beyond(0) == pytest.approx(stats.ttest_1samp(values, 0).pvalue, rel=1e-12)


def test_p_values_are_those_of_t_tests_against_the_margin():
    found = FoldMean(0.30, 0.05, 51)
    assert found.p_beyond(0.2) == pytest.approx(2 * stats.t.sf(2, 50), rel=1e-12)
    assert FoldMean(-0.30, 0.05, 51).p_beyond(0.2) == found.p_beyond(0.2)
    assert FoldMean(0.1, 0.05, 51).p_within(0.2) == pytest.approx(2 * stats.t.sf(2, 50), rel=1e-12)
    assert FoldMean(0.3, 0.05, 51).p_within(0.2) == 1.0


@pytest.mark.parametrize(
    ("mean", "expected"),
    [
        (0.5, "clearly better"),
        (-0.5, "worse than the baseline"),
        (0.0, "about the same"),
        (0.11, "not enough evidence"),
        (0.09, "not enough evidence"),
        (-0.11, "not enough evidence"),
    ],
)
def test_the_four_words(mean, expected):
    assert words(FoldMean(mean, 0.02, 50)) == expected


# Properties.

VALUES = st.lists(st.floats(-10, 10, allow_subnormal=False), min_size=2, max_size=30)


@given(VALUES, st.integers(2, 20))
def test_turning_the_difference_round_turns_the_limits_round(values, n_parts):
    sizes = {"n_train": [n_parts - 1] * len(values), "n_test": [1] * len(values)}
    one, other = fold_mean(values, **sizes), fold_mean([-value for value in values], **sizes)
    assert one.limits()[0] == pytest.approx(-other.limits()[1], abs=1e-9)
    assert one.p_beyond(0.5) == pytest.approx(other.p_beyond(0.5), abs=1e-9)


@given(st.floats(-1, 1), st.floats(0.001, 1), st.integers(2, 200), st.floats(0.001, 0.5))
def test_words_without_other_comparisons_are_what_the_interval_shows(mean, error, n_folds, margin):
    found = FoldMean(mean, error, n_folds)
    low, high = found.limits()
    if min(abs(edge - side) for edge in (low, high) for side in (-margin, margin)) < 1e-9:
        return
    shown = (
        "clearly better"
        if low > margin
        else "worse than the baseline"
        if high < -margin
        else "about the same"
        if -margin < low and high < margin
        else "not enough evidence"
    )
    assert words(found, margin) == shown


# Edges.


def test_folds_without_a_value_are_left_out():
    with_gap = fold_mean([1, np.nan, 3], n_train=[30, 1, 30], n_test=[10, 1, 10])
    assert with_gap == fold_mean([1, 3], n_train=[30, 30], n_test=[10, 10])


def test_one_fold_has_no_interval_and_no_word_but_not_enough_evidence():
    found = fold_mean([0.3])
    assert found.mean == 0.3
    assert np.isnan([found.error, *found.limits(), found.p_beyond(0.1), found.p_within(0.1)]).all()
    assert words(found) == "not enough evidence"
    assert np.isnan(fold_mean([]).mean)
    assert words(fold_mean([np.nan])) == "not enough evidence"


def test_models_that_predict_the_same_are_about_the_same():
    same = fold_mean([0.0] * 50, n_train=[9] * 50, n_test=[1] * 50)
    assert same.limits() == (0, 0)
    assert words(same) == "about the same"
    assert words(fold_mean([0.1 + 0.2] * 3)) == "clearly better"


def test_shapes_that_do_not_fit_are_refused():
    with pytest.raises(InputError) as error:
        fold_mean([1, 2], n_train=[3, 3])
    assert str(error.value) == (
        "values has shape (2,), n_train (2,), n_test (0,).\n"
        "Give one value and both numbers of rows for each fold, or no numbers of rows at all."
    )


# Simulated: what is promised is held, and what people often print is not.


def simulated_coverage(rng, *, n_rows, n_sets, n_parts=10, n_repeats=10):
    """How often limits hold the expected gain of least squares over the mean, and the naive limits do."""
    slopes = np.array([0.35, 0.25, 0.0])
    n_train = n_rows - n_rows // n_parts

    def gain(x, y, train, test):
        fitted = np.linalg.lstsq(np.c_[np.ones(len(train)), x[train]], y[train], rcond=None)[0]
        line = np.c_[np.ones(len(test)), x[test]] @ fitted
        return np.mean((y[test] - y[train].mean()) ** 2 - (y[test] - line) ** 2)

    def drawn(n):
        x = rng.normal(size=(n, 3))
        return x, x @ slopes + rng.normal(size=n)

    truth = np.mean(
        [gain(*drawn(n_train + 400), np.arange(n_train), np.arange(n_train, n_train + 400)) for _ in range(3000)]
    )
    held = naive = 0
    for _ in range(n_sets):
        x, y = drawn(n_rows)
        values = []
        for _ in range(n_repeats):
            order = rng.permutation(n_rows)
            values += [gain(x, y, np.setdiff1d(order, part), part) for part in np.array_split(order, n_parts)]
        n_folds = len(values)
        found = fold_mean(values, n_train=[n_train] * n_folds, n_test=[n_rows - n_train] * n_folds)
        low, high = found.limits()
        held += low <= truth <= high
        half = 1.96 * np.std(values, ddof=1) / np.sqrt(n_folds)
        naive += abs(np.mean(values) - truth) <= half
    return held / n_sets, naive / n_sets


@pytest.mark.slow
def test_limits_hold_the_truth_and_the_folds_own_spread_does_not(rng):
    held, naive = simulated_coverage(rng, n_rows=100, n_sets=300)
    assert held >= 0.90  # seen: 0.92, and 0.46
    assert naive <= 0.65
