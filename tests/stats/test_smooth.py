"""Smooth functions of cells: scikit-learn, numerical derivatives, statsmodels, weights by row, simulation."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics
from statsmodels.stats.proportion import proportion_confint

from workbench.errors import InputError
from workbench.stats.intervals import Limits, critical_value, difference_limits
from workbench.stats.smooth import (
    balanced_accuracy_score,
    f1_score,
    macro_f1,
    macro_precision,
    matthews_corrcoef,
    treatment_equality,
)

Z = critical_value(0.95)
BINARY = [f1_score, balanced_accuracy_score, matthews_corrcoef, treatment_equality]
ANY = [balanced_accuracy_score, macro_precision, macro_f1]


def rows_of(cells):
    n_classes = len(cells)
    pairs = np.array(list(itertools.product(range(n_classes), repeat=2)))
    return np.repeat(pairs, np.ravel(cells), axis=0).T


def test_f1_by_hand():
    found = f1_score([[7, 2], [4, 3]])
    assert float(found.values) == pytest.approx(0.5)
    # logit F1 = log(2 tp / (fp + fn)), a ratio of two counts: variance 1/3 + 1/6.
    assert float(found.plain[0]) == pytest.approx(0.0, abs=1e-15)
    assert float(found.plain[1]) == pytest.approx(np.sqrt(1 / 3 + 1 / 6))


def test_treatment_equality_by_hand():
    found = treatment_equality([[7, 20], [40, 3]])
    centre, error = found.plain
    assert float(found.values) == pytest.approx(2.0)
    assert float(centre) == pytest.approx(np.log(2))
    assert float(error) == pytest.approx(np.sqrt(1 / 20 + 1 / 40))


four = st.lists(st.integers(0, 40), min_size=4, max_size=4).map(lambda cells: np.reshape(cells, (2, 2)))
nine = st.lists(st.integers(0, 25), min_size=9, max_size=9).map(lambda cells: np.reshape(cells, (3, 3)))


@given(four)
def test_scikit_learn_agrees_on_two_classes(cells):
    (_, fp), (fn, tp) = cells
    truth, decision = rows_of(cells)
    f1, mcc, balanced = (float(f(cells).values) for f in (f1_score, matthews_corrcoef, balanced_accuracy_score))
    if tp + fp + fn > 0:
        assert f1 == pytest.approx(metrics.f1_score(truth, decision), abs=1e-12)
    else:
        assert np.isnan(f1)
    if cells.sum(axis=0).all() and cells.sum(axis=1).all():
        assert mcc == pytest.approx(metrics.matthews_corrcoef(truth, decision), abs=1e-12)
    else:
        assert np.isnan(mcc)
    if cells.sum(axis=1).all():
        assert balanced == pytest.approx(metrics.balanced_accuracy_score(truth, decision), abs=1e-12)
    else:
        assert np.isnan(balanced)


@given(nine)
def test_scikit_learn_agrees_on_several_classes(cells):
    truth, decision = rows_of(cells)
    rows, columns = cells.sum(axis=1), cells.sum(axis=0)
    for function, theirs, defined in (
        (balanced_accuracy_score, metrics.recall_score, rows.all()),
        (macro_precision, metrics.precision_score, columns.all()),
        (macro_f1, metrics.f1_score, (rows + columns).all()),
    ):
        ours = float(function(cells).values)
        if defined:
            assert ours == pytest.approx(theirs(truth, decision, average="macro"), abs=1e-12)
        else:
            assert np.isnan(ours)


def numerical_error(function, cells):
    """Return the delta method's standard error on the scale without ends, by numerical derivatives."""
    total = 0.0
    for place in np.ndindex(cells.shape):
        step = np.zeros_like(cells)
        step[place] = 1e-4 * cells[place]
        up, down = (float(function(cells + sign * step).plain[0]) for sign in (1, -1))
        total += cells[place] * ((up - down) / (2 * step[place])) ** 2
    return np.sqrt(total)


@pytest.mark.parametrize("function", BINARY)
def test_errors_are_those_of_numerical_derivatives(function, rng):
    for cells in rng.uniform(3, 60, size=(8, 2, 2)):
        assert float(function(cells).plain[1]) == pytest.approx(numerical_error(function, cells), rel=1e-5)


@pytest.mark.parametrize("function", ANY)
def test_errors_of_several_classes_are_those_of_numerical_derivatives(function, rng):
    for cells in rng.uniform(3, 60, size=(5, 4, 4)):
        assert float(function(cells).plain[1]) == pytest.approx(numerical_error(function, cells), rel=1e-5)


def test_f1_limits_are_those_of_a_proportion_on_the_logit():
    # tp out of tp + fp + fn; F1 is a monotone function of it. statsmodels transforms it the same way.
    tp, errors = 300, 210
    low, high = proportion_confint(tp, tp + errors, method="beta")  # exact: near, not equal
    ours = f1_score([[50, 100], [110, tp]]).limits(Z)
    for share, limit in ((low, ours.low), (high, ours.high)):
        assert float(limit) == pytest.approx(2 * share / (1 + share), abs=2e-3)


@pytest.mark.parametrize("function", [f1_score, balanced_accuracy_score, matthews_corrcoef, macro_f1])
def test_weighted_rows_are_linearised_row_by_row(function, rng):
    n = 400
    truth = rng.integers(0, 2, n)
    decision = np.where(rng.random(n) < 0.75, truth, 1 - truth)
    weights = rng.exponential(1.0, n) * (1 + truth)

    def cells(w):
        return np.bincount(2 * truth + decision, weights=w, minlength=4).reshape(2, 2)

    found = function(cells(weights), cells(weights**2))
    # The infinitesimal jackknife: each row's weight moved a little, nothing else.
    moved = np.array(
        [
            float(function(cells(np.where(np.arange(n) == i, w * 1.0001, weights))).plain[0] - found.plain[0])
            for i, w in enumerate(weights)
        ]
    )
    assert float(found.plain[1]) == pytest.approx(np.sqrt(((moved / 1e-4) ** 2).sum()), rel=1e-3)


@pytest.mark.parametrize("function", BINARY)
def test_weights_all_alike_change_nothing(function):
    cells = np.array([[40.0, 7.0], [9.0, 30.0]])
    plain, weighted = function(cells).limits(Z), function(cells * 2.5, cells * 2.5**2).limits(Z)
    assert float(plain.low) == pytest.approx(float(weighted.low), rel=1e-12)
    assert float(plain.high) == pytest.approx(float(weighted.high), rel=1e-12)


@given(four, st.floats(0.5, 4.0))
def test_the_value_lies_inside_and_more_confidence_is_wider(cells, z):
    for function in BINARY:
        found = function(cells)
        near, far = found.limits(z), found.limits(z + 0.5)
        if np.isnan(found.values):
            assert np.isnan(near.low)
            assert np.isnan(near.high)
        else:
            assert far.low <= near.low <= found.values <= near.high <= far.high
            assert near.low < near.high


def test_the_ends_are_reached_and_have_width():
    perfect, hopeless = np.array([[50, 0], [0, 50]]), np.array([[0, 50], [50, 0]])
    for function, bottom in ((f1_score, 0.0), (balanced_accuracy_score, 0.0), (matthews_corrcoef, -1.0)):
        low, high = function(perfect).limits(Z)
        assert float(high) == 1.0
        assert 0.8 < float(low) < 1.0
        low, high = function(hopeless).limits(Z)
        assert float(low) == bottom
        assert bottom < float(high) < bottom + 0.3
    assert float(treatment_equality([[5, 9], [0, 5]]).limits(Z).low) == 0.0
    assert float(treatment_equality([[5, 0], [9, 5]]).limits(Z).high) == np.inf


def test_one_decision_for_all_still_varies():
    found = balanced_accuracy_score([[0, 50], [0, 50]])
    assert float(found.values) == 0.5
    low, high = found.limits(Z)
    assert 0.4 < float(low) < 0.5 < float(high) < 0.6


def test_nobody_and_one_row_are_nan():
    for function in BINARY:
        assert np.isnan(function(np.zeros((2, 2))).values)
        assert np.isnan(function(np.zeros((2, 2))).limits(Z).low)
    assert np.isnan(matthews_corrcoef([[0, 0], [0, 1]]).values)
    assert np.isnan(balanced_accuracy_score([[0, 0], [0, 1]]).values)
    assert float(f1_score([[0, 0], [0, 1]]).values) == 1.0


def test_groups_are_done_at_once_and_differences_follow(rng):
    cells = rng.integers(1, 60, size=(6, 2, 2))
    together = f1_score(cells)
    limits = together.limits(Z)
    for i in range(6):
        assert limits.low[i] == pytest.approx(float(f1_score(cells[i]).limits(Z).low), rel=1e-14)
    first, last = (Limits(limits.low[i], limits.high[i]) for i in (0, -1))
    low, high = difference_limits(together.values[0], first, together.values[-1], last)
    gap = together.values[0] - together.values[-1]
    assert float(low) == pytest.approx(gap - np.hypot(together.values[0] - first.low, last.high - together.values[-1]))
    assert low < gap < high


def test_billions_of_rows_do_not_overflow():
    cells = np.full((2, 2), 2**62)
    assert float(matthews_corrcoef(cells).values) == 0.0
    low, high = matthews_corrcoef(cells).limits(Z)
    assert -1e-8 < low < high < 1e-8


@pytest.mark.parametrize(
    ("function", "arguments", "text"),
    [
        (
            f1_score,
            (np.ones((3, 3)),),
            "cells has shape (3, 3).\nGive two outcomes by two decisions: [[tn, fp], [fn, tp]].",
        ),
        (
            macro_f1,
            (np.ones((2, 3)),),
            "cells has shape (2, 3).\nGive outcomes by decisions, the same classes on both axes.",
        ),
        (macro_f1, (np.eye(3), np.ones(3)), "squares has shape (3,).\nGive one sum for each cell: (3, 3)."),
        (
            f1_score,
            ([[1, -1], [1, 1]],),
            "cells or squares hold a negative number.\nCounts and sums of weights are 0 or more.",
        ),
    ],
)
def test_cells_that_cannot_be(function, arguments, text):
    with pytest.raises(InputError) as raised:
        function(*arguments)
    assert str(raised.value) == text


def covered(found, truth):
    low, high = found.limits(Z)
    known = ~np.isnan(found.values)
    return np.mean((low[known] <= truth + 1e-12) & (truth - 1e-12 <= high[known]))


QUALITIES = [(0.5, 0.5), (0.8, 0.9), (0.95, 0.97), (0.3, 0.95), (0.98, 0.5), (0.99, 0.99), (1, 0.9), (0.1, 0.9)]


@pytest.mark.slow
@pytest.mark.parametrize("n", [100, 300, 1_000])
@pytest.mark.parametrize("base", [0.05, 0.1, 0.3, 0.5, 0.9])
@pytest.mark.parametrize(("tpr", "tnr"), QUALITIES)
def test_limits_cover_from_a_hundred_rows(rng, n, base, tpr, tnr):
    p = np.array([[(1 - base) * tnr, (1 - base) * (1 - tnr)], [base * (1 - tpr), base * tpr]])
    cells = rng.multinomial(n, p.ravel(), 10_000).reshape(-1, 2, 2)
    for function in BINARY[:3]:
        assert covered(function(cells), float(function(p).values)) >= 0.92
    if n * min(p[0, 1], p[1, 0]) >= 1:
        assert covered(treatment_equality(cells), float(treatment_equality(p).values)) >= 0.92


@pytest.mark.slow
@pytest.mark.parametrize("n", [100, 300, 1_000])
@pytest.mark.parametrize("shares", [(0.5, 0.3, 0.2), (0.4, 0.3, 0.2, 0.1), (0.8, 0.1, 0.1)])
@pytest.mark.parametrize("right", [0.4, 0.7, 0.95, 0.99])
def test_macro_limits_cover_from_a_hundred_rows(rng, n, shares, right):
    n_classes = len(shares)
    off = (1 - right) / (n_classes - 1)
    p = np.array(shares)[:, None] * np.where(np.eye(n_classes, dtype=bool), right, off)
    cells = rng.multinomial(n, p.ravel(), 10_000).reshape(-1, n_classes, n_classes)
    for function in ANY:
        assert covered(function(cells), float(function(p).values)) >= 0.92


@pytest.mark.slow
@pytest.mark.parametrize("function", BINARY[:3])
def test_differences_between_two_groups_cover(rng, function):
    one = np.array([[0.60, 0.10], [0.08, 0.22]])
    two = np.array([[0.55, 0.05], [0.25, 0.15]])
    first, second = (
        function(rng.multinomial(n, p.ravel(), 20_000).reshape(-1, 2, 2)) for n, p in ((150, one), (300, two))
    )
    low, high = difference_limits(first.values, first.limits(Z), second.values, second.limits(Z))
    truth = float(function(one).values - function(two).values)
    assert np.mean((low <= truth) & (truth <= high)) >= 0.935
