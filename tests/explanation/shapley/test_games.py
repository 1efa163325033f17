"""Games whose Shapley values are known, the axioms, and the error of sampled values."""

from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.explanation.shapley import games
from workbench.explanation.shapley.games import DerivedMixer, RawMixer, enumerate_sets, n_sets, sample_orders


def game(worth, n_players):
    """Return mixtures of one row of ones and one of zeros: what a coalition is worth is what the model predicts."""
    names = [f"p{place}" for place in range(n_players)]
    rows, background = pd.DataFrame([[1] * n_players], columns=names), pd.DataFrame([[0] * n_players], columns=names)

    def score(frame):
        return np.array([[worth(frozenset(np.flatnonzero(row)))] for row in frame.to_numpy()], dtype=float)

    return RawMixer(score, rows, background)


def by_orders(worth, n_players):
    """Every order of the players, one after the other."""
    values = np.zeros(n_players)
    orders = list(permutations(range(n_players)))
    for order in orders:
        for place, player in enumerate(order):
            before = frozenset(order[:place])
            values[player] += (worth(before | {player}) - worth(before)) / len(orders)
    return values


def exact(worth, n_players):
    return enumerate_sets(game(worth, n_players))[0, :, 0]


def sampled(worth, n_players, n_pairs, seed=0):
    mixer = game(worth, n_players)
    base, own = np.array([[worth(frozenset())]]), np.array([[worth(frozenset(range(n_players)))]])
    found = sample_orders(mixer, base, own, n_pairs=n_pairs, rng=np.random.default_rng(seed))
    return found.values[0, :, 0], found.standard_errors[0, :, 0]


def glove(players):
    """Player 0 has a left glove, 1 and 2 a right one; a pair is worth 1."""
    return float(0 in players and len(players) > 1)


def airport(players):
    """A runway costs as much as the largest aircraft that uses it needs: 8, 11, 13, 18 (Littlechild and Owen 1973)."""
    return float(max(([8, 11, 13, 18][player] for player in players), default=0))


def voting(players):
    """Weights 50, 49 and 1 with a quota of 51: the one vote counts as much as the 49."""
    return float(sum([50, 49, 1][player] for player in players) >= 51)


def unanimity(players):
    """Worth 6 as soon as 0, 1 and 3 of five take part."""
    return 6.0 * ({0, 1, 3} <= players)


KNOWN = [
    (glove, [2 / 3, 1 / 6, 1 / 6]),
    (airport, [8 / 4, 8 / 4 + 3 / 3, 8 / 4 + 3 / 3 + 2 / 2, 8 / 4 + 3 / 3 + 2 / 2 + 5]),
    (voting, [2 / 3, 1 / 6, 1 / 6]),
    (unanimity, [2, 2, 0, 2, 0]),
]


@pytest.mark.parametrize(("worth", "values"), KNOWN)
def test_known_games_have_their_known_values(worth, values):
    assert exact(worth, len(values)) == pytest.approx(values, abs=1e-12)


@pytest.mark.parametrize(("worth", "values"), KNOWN)
def test_sampled_values_of_known_games_are_within_their_errors(worth, values):
    found, errors = sampled(worth, len(values), 2_000)
    assert (np.abs(found - values) <= 4.5 * errors + 1e-12).all()
    assert errors.max() < 0.2


worths = st.integers(2, 5).flatmap(
    lambda n: st.tuples(st.just(n), st.lists(st.floats(-5, 5), min_size=2**n, max_size=2**n))
)


def as_worth(table):
    return lambda players: table[sum(2**player for player in players)]


@settings(max_examples=40, deadline=None)
@given(worths)
def test_any_game_has_the_values_of_its_orders_and_they_add_up(found):
    n_players, table = found
    worth = as_worth(table)
    values = exact(worth, n_players)
    assert values == pytest.approx(by_orders(worth, n_players), abs=1e-9)
    everyone = frozenset(range(n_players))
    assert values.sum() == pytest.approx(worth(everyone) - worth(frozenset()), abs=1e-9)
    few, _ = sampled(worth, n_players, 1)
    assert few.sum() == pytest.approx(values.sum(), abs=1e-9)


@settings(max_examples=20, deadline=None)
@given(worths, st.floats(-3, 3))
def test_values_of_a_sum_of_games_are_the_sums_of_their_values(found, factor):
    n_players, table = found
    worth = as_worth(table)
    both = exact(lambda players: worth(players) + factor * len(players) ** 2, n_players)
    alone = exact(lambda players: float(len(players) ** 2), n_players)
    assert both == pytest.approx(exact(worth, n_players) + factor * alone, abs=1e-8)
    assert np.ptp(alone) == pytest.approx(0, abs=1e-9)  # players that are alike get the same


def test_a_player_who_adds_nothing_gets_nothing():
    def worth(players):
        return float(len(players - {1}) ** 3)

    assert exact(worth, 4)[1] == 0
    assert sampled(worth, 4, 3)[0][1] == 0


def test_one_order_and_its_reverse_are_exact_where_only_pairs_interact(rng):
    pairs = rng.normal(size=(6, 6))

    def worth(players):
        chosen = sorted(players)
        return float(pairs[np.ix_(chosen, chosen)].sum())

    values, errors = sampled(worth, 6, 1)
    assert values == pytest.approx(exact(worth, 6), abs=1e-12)
    assert np.isnan(errors).all()  # one pair says nothing of its own error


def product(matrix):
    return np.prod(matrix, axis=1, keepdims=True)


def test_standard_errors_are_those_of_repeated_draws(rng):
    rows, background = rng.normal(1, 0.5, size=(1, 6)), rng.normal(1, 0.5, size=(5, 6))
    mixer = DerivedMixer(product, rows, background, sources=np.arange(6), n_columns=6)
    truth = enumerate_sets(mixer)[0, :, 0]
    draws = [
        sample_orders(mixer, product(background), product(rows), n_pairs=2, rng=np.random.default_rng(seed))
        for seed in range(400)
    ]
    values = np.array([one.values[0, :, 0] for one in draws])
    squared = np.array([one.standard_errors[0, :, 0] ** 2 for one in draws]).mean(axis=0)
    error = values.std(axis=0) / 20
    assert (np.abs(values.mean(axis=0) - truth) < 4 * error).all()
    assert np.sqrt(squared) == pytest.approx(values.std(axis=0), rel=0.15)


def test_raw_and_derived_mixtures_are_the_same_game(rng):
    rows, background = rng.normal(size=(3, 4)), rng.normal(size=(7, 4))
    names = list("wxyz")

    def score(matrix):
        return np.stack([matrix[:, 0] * matrix[:, 1], np.sin(matrix[:, 2]) * matrix[:, 3]], axis=1)

    derived = DerivedMixer(score, rows, background, sources=np.arange(4), n_columns=4)
    raw = RawMixer(
        lambda frame: score(frame.to_numpy()),
        pd.DataFrame(rows, columns=names),
        pd.DataFrame(background, columns=names),
    )
    one, two = enumerate_sets(derived), enumerate_sets(raw)
    assert one.shape == (3, 4, 2)
    assert one == pytest.approx(two, abs=1e-12)
    assert one.sum(axis=1) == pytest.approx(score(rows) - score(background).mean(axis=0), abs=1e-12)
    assert np.abs(one[:, :2, 1]).max() < 1e-15  # the second output does not read the first two columns


def test_equal_values_are_not_asked_about_again():
    asked = []

    def score(frame):
        asked.append(len(frame))
        return frame[["a", "b"]].prod(axis=1).to_numpy()[:, None]

    rows = pd.DataFrame({"a": [2.0], "b": [3.0], "c": [None], "d": ["x"]})
    background = pd.DataFrame({"a": [1.0, 2.0], "b": [1.0, 3.0], "c": [None, None], "d": ["x", "x"]})
    mixer = RawMixer(score, rows, background)
    assert n_sets(mixer) == 2**2 + 2**0
    values = enumerate_sets(mixer)[0, :, 0]
    assert asked == [5]
    assert values.tolist() == pytest.approx([(1 + 3) / 2 / 2, (2 + 4) / 2 / 2, 0, 0])
    asked.clear()
    found = sample_orders(mixer, np.array([[1.0], [6.0]]), np.array([[6.0]]), n_pairs=1, rng=np.random.default_rng(0))
    assert asked == [2]  # one step of each order and its reverse, of the one background row that differs
    assert found.values[0, :, 0] == pytest.approx(values, abs=1e-12)


def test_missing_and_categorical_values_keep_their_kind():
    seen = []

    def score(frame):
        seen.append(frame)
        return np.zeros((len(frame), 1))

    rows = pd.DataFrame({"kind": pd.Categorical(["a"], ["a", "b"]), "when": pd.to_datetime(["2020-01-01"])})
    background = pd.DataFrame({"kind": pd.Categorical(["b"], ["a", "b"]), "when": pd.to_datetime([None])})
    enumerate_sets(RawMixer(score, rows, background))
    assert all((frame.dtypes == rows.dtypes).all() for frame in seen)


def test_derived_columns_that_are_both_missing_are_equal():
    rows, background = np.array([[np.nan, 1.0, np.nan]]), np.array([[np.nan, 1.0, 2.0]])
    mixer = DerivedMixer(lambda matrix: matrix[:, :1] * 0, rows, background, sources=np.array([0, 0, 1]), n_columns=2)
    assert mixer.differ(slice(0, 1)).tolist() == [[[False, True]]]
    assert n_sets(mixer) == 2


@pytest.mark.parametrize(("places_at_once", "n_calls"), [(20_000_000, 1), (1, 3)])
def test_sets_of_several_rows_are_asked_about_together_and_every_row_keeps_its_own(
    places_at_once, n_calls, monkeypatch
):
    monkeypatch.setattr(games, "_PLACES_AT_ONCE", places_at_once)
    rng = np.random.default_rng(2)
    rows, background = (pd.DataFrame(rng.normal(size=(size, 3)), columns=list("abc")) for size in (3, 4))
    calls = []

    def score(frame):
        calls.append(len(frame))
        return (frame["a"] * frame["b"] + frame["c"]).to_numpy()[:, None]

    found = enumerate_sets(RawMixer(score, rows, background))
    assert calls == [3 * 4 * 8 // n_calls] * n_calls
    first, second, third = (rows[name].to_numpy()[:, None] for name in "abc")
    one, two, three = (background[name].to_numpy()[None, :] for name in "abc")
    assert found[:, 0, 0] == pytest.approx(((first - one) * (second + two) / 2).mean(axis=1), abs=1e-12)
    assert found[:, 1, 0] == pytest.approx(((second - two) * (first + one) / 2).mean(axis=1), abs=1e-12)
    assert found[:, 2, 0] == pytest.approx((third - three).mean(axis=1), abs=1e-12)
