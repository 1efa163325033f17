"""One column as a model: against scikit-learn row by row, and what its ways of looking see."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from workbench.preparation.leaks.columns import views
from workbench.preparation.leaks.one_column import log_odds, telling, two_halves
from workbench.preparation.leaks.words import words_of
from workbench.stats.auc import auc_of_rows
from workbench.stats.intervals import critical_value

Z = critical_value(0.95)


def column(values, kind=None):
    return pa.chunked_array([pa.array(values, kind, from_pandas=True)])


def view(values, how):
    return next(one for one in views(column(values)) if one.how == how)


def by_rows(codes, outcomes, halves):
    """The same as ``telling``, row by row, ranked by scikit-learn."""
    areas = []
    for half in (0, 1):
        learn, held = halves != half, halves == half
        prior = outcomes[learn].mean()
        table = pd.Series(outcomes[learn]).groupby(codes[learn]).agg(["sum", "count"])
        rates = (table["sum"] + 2 * prior) / (table["count"] + 2)
        scores = pd.Series(codes[held]).map(rates).fillna(prior)
        areas.append(roc_auc_score(outcomes[held], scores))
    return np.mean(areas)


@pytest.mark.parametrize("n_values", [2, 7, 60, 500])
def test_the_area_is_that_of_scikit_learn(rng, n_values):
    outcomes = (rng.random(600) < 0.3).astype(np.int64)
    codes = rng.integers(0, n_values, 600) + outcomes * rng.integers(0, 2, 600)
    halves = two_halves(600, seed=3)
    [seen] = views(column([f"v{one}" for one in codes]))
    told = telling(seen, outcomes, halves, Z)
    assert told.auc == pytest.approx(by_rows(codes, outcomes, halves), abs=1e-12)
    assert 0 <= told.low <= told.auc <= told.high <= 1
    assert told.counts.sum() == 600


def test_a_value_in_every_row_tells_nothing():
    outcomes = np.arange(400) % 2
    [seen] = views(column([f"row {place}" for place in range(400)]))
    assert telling(seen, outcomes, two_halves(400, 0), Z).auc == 0.5


def test_limits_cover_the_area_of_endless_rows(rng):
    """A column of noise has 0.5: of 200 columns about 190 limits hold it."""
    outcomes, halves = np.tile([0, 1], 150), two_halves(300, 0)
    held = [
        told.low <= 0.5 <= told.high
        for _ in range(200)
        for told in [telling(next(views(column(rng.normal(size=300)))), outcomes, halves, Z)]
    ]
    assert 180 <= sum(held) <= 200


def test_missing_is_a_value():
    outcomes = np.tile([0, 1], 100)
    values = np.where(outcomes == 1, np.nan, np.arange(200.0))
    assert telling(view(values, "by bands of its values"), outcomes, two_halves(200, 0), Z).auc == 1


def test_last_digits_and_decimals_are_looked_at():
    outcomes = np.tile([0, 1], 200)
    numbers = np.arange(400) * 100 + 3 * outcomes
    assert telling(view(numbers, "by its last digit"), outcomes, two_halves(400, 0), Z).auc == 1
    decimals = np.where(outcomes == 1, np.arange(400) + 0.25, np.arange(400) + 0.5)
    assert telling(view(decimals, "by its number of decimals"), outcomes, two_halves(400, 0), Z).auc == 1


def test_a_value_that_many_rows_have_gets_a_band_of_its_own(rng):
    values = np.where(rng.random(2_000) < 0.4, 0.0, rng.normal(size=2_000))
    codes = view(values, "by bands of its values").codes
    assert len(set(codes[values == 0])) == 1
    assert not set(codes[values == 0]) & set(codes[values != 0])


@pytest.mark.parametrize(
    "values",
    [
        [],
        [None, None],
        [np.inf, -np.inf, np.nan, 1.0],
        [2**62, -(2**62), 0],
        [True, False, None],
        [pd.Timestamp("2020-01-01"), None, pd.Timestamp.max],
        ["<script>", "'; DROP TABLE x;--", "a\nb", "", "ß", "😀" * 300],
    ],
)
def test_any_column_can_be_looked_at(values):
    for one in views(column(values)):
        assert len(one.codes) == len(values)
        assert one.codes.min() >= 0
        assert one.codes.max() < one.n_codes
        assert all(isinstance(one.called(code), str) for code in set(one.codes.tolist()))


def test_whole_numbers_are_called_as_they_are_written():
    [seen, *_] = views(column([3, 1, 1, None, 3] * 20))
    assert {seen.called(code) for code in seen.codes.tolist()} == {"missing", "1", "3"}


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 5), min_size=30, max_size=60), st.integers(0, 2**32 - 1))
def test_what_values_are_called_does_not_matter(values, seed):
    outcomes = np.arange(len(values)) % 2
    halves = two_halves(len(values), seed)
    one, other = (
        telling(next(views(column([f"{name}{value}" for value in values]))), outcomes, halves, Z) for name in ("a", "z")
    )
    assert (one.auc, one.low, one.high) == (other.auc, other.low, other.high)


def test_halves_are_halves_whatever_the_seed():
    for seed in (0, 1, 7, 2**32 - 1):
        halves = two_halves(10_000, seed)
        assert 4_800 < halves.sum() < 5_200
        assert abs(np.corrcoef(halves[1:], halves[:-1])[0, 1]) < 0.03
    assert (two_halves(100, 0) != two_halves(100, 1)).any()


def test_log_odds_by_hand():
    # Of half 1, which speaks for half 0: 3 rows of code 0 and 1 of code 1 unfavourable, 4 of code 1 favourable.
    counts = np.array([[[0, 0], [0, 0]], [[3, 1], [0, 4]]])
    usual = np.array([(3 + 1) / 10, (5 + 1) / 10])
    expected = [
        np.log((one + 2 * part) / 6 / ((other + 2 * part) / 6))
        for one, other, part in zip([0, 4], [3, 1], usual, strict=True)
    ]
    told, untold = log_odds(counts)
    assert told.tolist() == pytest.approx(expected)
    assert untold.tolist() == [0, 0]  # half 0 has no row to learn from


def test_words_by_hand():
    texts = ["R-17b, the Case", None, "the CASE", "R-17b, the Case"] + [f"x{place}" for place in range(60)]
    words = words_of(column(texts))
    names = words.names.to_pylist()
    rows = {row: {names[word] for word in words.words[words.rows == row]} for row in range(4)}
    assert rows == {0: {"r", "17", "b", "the", "case"}, 1: set(), 2: {"the", "case"}, 3: rows[0]}
    assert words_of(column(["a", "b"])) is None
    assert words_of(column([1, 2])) is None


def test_words_tell_as_rows_do(rng):
    outcomes = (rng.random(300) < 0.5).astype(np.int64)
    said = np.where(outcomes == 1, "granted", "refused")
    words = words_of(column([f"case {place} was {word}" for place, word in enumerate(said)]))
    halves = two_halves(300, 0)
    counts = words.counts(outcomes, halves)
    place = words.names.to_pylist().index("granted")
    assert counts[:, 1, place].sum() == outcomes.sum()
    assert counts[:, 0, place].sum() == 0
    assert auc_of_rows(words.scores(counts, halves), outcomes).values > 0.99
