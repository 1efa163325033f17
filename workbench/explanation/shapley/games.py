"""Values of coalitions: what a model says of rows that take some columns from one row and the others from another."""

from __future__ import annotations

from collections.abc import Callable
from math import factorial
from typing import NamedTuple, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.explanation.shapley.request import Floats

__all__ = ["DerivedMixer", "Mixer", "RawMixer", "Sampled", "enumerate_sets", "n_sets", "sample_orders"]

_ROWS_A_CALL = 200_000
_CELLS_A_CALL = 20_000_000
_PLACES_AT_ONCE = 20_000_000

Places = NDArray[np.int64]
Masks = NDArray[np.bool_]


class Mixer(Protocol):
    """Rows to explain, background rows, and a model that is asked about mixtures of the two."""

    n_rows: int
    n_background: int
    n_columns: int

    def differ(self, rows: slice) -> Masks:
        """Return which columns differ between each row and each background row, (n, n_background, n_columns)."""
        ...

    def ask(self, rows: Places, background: Places, masks: Masks) -> Floats:
        """Return predictions of mixtures, (n, n_outputs): a masked column is the row's, others the background's."""
        ...


class RawMixer:
    """Mixtures of original columns, put through the whole model.

    Parameters
    ----------
    score : callable
        Takes a frame of original columns, returns predictions of shape (n, n_outputs).
    rows, background : pandas.DataFrame
        The same columns.
    """

    def __init__(self, score: Callable[[pd.DataFrame], Floats], rows: pd.DataFrame, background: pd.DataFrame) -> None:
        self.score = score
        self.n_rows, self.n_background, self.n_columns = len(rows), len(background), rows.shape[1]
        background = background[list(rows.columns)]
        self.both = pd.concat([rows, background], ignore_index=True)
        codes = [pd.factorize(self.both[name], use_na_sentinel=True)[0] for name in self.both.columns]
        self.codes = np.array(codes).T.reshape(len(self.both), self.n_columns)

    def differ(self, rows: slice) -> Masks:
        """Return where values differ; two missing ones do not."""
        return np.asarray(self.codes[: self.n_rows][rows, None, :] != self.codes[None, self.n_rows :, :])

    def ask(self, rows: Places, background: Places, masks: Masks) -> Floats:
        """Return the model's predictions of mixtures, in a few large calls."""
        parts = []
        for start in range(0, len(rows), _ROWS_A_CALL):
            part = slice(start, start + _ROWS_A_CALL)
            own, other = rows[part], self.n_rows + background[part]
            mixed = {
                name: self.both[name].array.take(np.where(masks[part, place], own, other))
                for place, name in enumerate(self.both.columns)
            }
            parts.append(self.score(pd.DataFrame(mixed)))
        return np.concatenate(parts)


class DerivedMixer:
    """Mixtures of derived columns, of which each has one original column; the steps before are gone through once.

    Parameters
    ----------
    predict : callable
        Takes derived columns, returns predictions of shape (n, n_outputs).
    rows, background : array of float, shape (n, n_derived)
        Derived columns.
    sources : array of int, shape (n_derived,)
        For each derived column, the place of the original one.
    n_columns : int
        How many original columns there are.
    """

    def __init__(
        self, predict: Callable[[Floats], Floats], rows: Floats, background: Floats, *, sources: Places, n_columns: int
    ) -> None:
        self.predict, self.rows, self.background, self.sources = predict, rows, background, sources
        self.n_rows, self.n_background, self.n_columns = len(rows), len(background), n_columns

    def differ(self, rows: slice) -> Masks:
        """Return which columns give a derived column that differs; two missing numbers do not."""
        found = np.zeros((len(range(*rows.indices(self.n_rows))), self.n_background, self.n_columns), dtype=bool)
        for derived, source in enumerate(self.sources):
            own, other = self.rows[rows, derived][:, None], self.background[None, :, derived]
            found[:, :, source] |= (own != other) & ~(np.isnan(own) & np.isnan(other))
        return found

    def ask(self, rows: Places, background: Places, masks: Masks) -> Floats:
        """Return the estimator's predictions of mixtures, in a few large calls."""
        a_call = max(1, min(_ROWS_A_CALL, _CELLS_A_CALL // max(1, len(self.sources))))
        parts = []
        for start in range(0, len(rows), a_call):
            part = slice(start, start + a_call)
            taken = masks[part][:, self.sources]
            parts.append(self.predict(np.where(taken, self.rows[rows[part]], self.background[background[part]])))
        return np.concatenate(parts)


class Sampled(NamedTuple):
    """Sampled values, shape (n_rows, n_columns, n_outputs), and the standard errors of each."""

    values: Floats
    standard_errors: Floats


def n_sets(mixer: Mixer) -> int:
    """Return how many mixtures :func:`enumerate_sets` asks about: equal values need no second answer."""
    return sum(
        int((2 ** mixer.differ(slice(place, place + 1)).sum(axis=2, dtype=np.int64)).sum())
        for place in range(mixer.n_rows)
    )


def enumerate_sets(mixer: Mixer) -> Floats:
    """Return exact Shapley values by trying every set of columns, shape (n_rows, n_columns, n_outputs).

    Parameters
    ----------
    mixer : Mixer
        The rows, the background and the model; with k columns that differ, ``2**k`` mixtures a pair are asked about.
    """
    n, size = mixer.n_columns, mixer.n_background
    sets = np.arange(2**n)
    weights = _shapley_weights(n)
    bits = 1 << np.arange(n)
    # A call costs a forest as much as hundreds of mixtures: rows are asked about together.
    at_once = max(1, _PLACES_AT_ONCE // 4 // (size << n))
    found = []
    for start in range(0, mixer.n_rows, at_once):
        rows = range(start, min(start + at_once, mixer.n_rows))
        distinct, backs = [], []
        for row in rows:
            differing = mixer.differ(slice(row, row + 1))[0] @ bits
            keys = (sets[None, :] & differing[:, None]) + (np.arange(size) << n)[:, None]
            one, back = np.unique(keys, return_inverse=True)
            distinct.append(one)
            backs.append(back.reshape(size, -1))
        counts = [len(one) for one in distinct]
        every = np.concatenate(distinct)
        answers = mixer.ask(np.repeat(np.array(rows), counts), every >> n, (every[:, None] & bits) != 0)
        for back, own in zip(backs, np.split(answers, np.cumsum(counts)[:-1]), strict=True):
            found.append(weights @ own[back].mean(axis=0).reshape(2**n, -1))
    return np.array(found)


def _shapley_weights(n: int) -> Floats:
    """Return what each set counts in each column's value, shape (n, 2**n)."""
    members = (np.arange(2**n)[:, None] >> np.arange(n)) & 1 == 1
    sizes = members.sum(axis=1)
    by_size = np.array([factorial(size) * factorial(n - size - 1) / factorial(n) for size in range(n)] + [0.0])
    joined = np.where(sizes > 0, by_size[sizes - 1], 0.0)
    return np.where(members.T, joined, -by_size[sizes])


def sample_orders(mixer: Mixer, base: Floats, own: Floats, *, n_pairs: int, rng: np.random.Generator) -> Sampled:
    """Return Shapley values by sampling orders of the columns.

    Each background row has orders of its own, in antithetic pairs: columns take the row's values one after the other
    in a random order and in its reverse, and what the prediction changes by is the column's share. So the shares add
    up to the prediction less the mean prediction over the background, whatever orders are drawn, and a prediction
    for another order is also one for another background row. A step that changes no value asks nothing.

    Parameters
    ----------
    mixer : Mixer
        The rows, the background and the model.
    base : array of float, shape (n_background, n_outputs)
        The model's predictions for the background rows.
    own : array of float, shape (n_rows, n_outputs)
        Its predictions for the rows.
    n_pairs : int
        Pairs of orders for each row and background row. From two on there are standard errors.
    rng : numpy.random.Generator
        Draws the orders.
    """
    n_columns, size = mixer.n_columns, mixer.n_background
    at_once = max(1, _PLACES_AT_ONCE // (size * n_pairs * 2 * n_columns * max(n_columns, 8 * base.shape[1])))
    values, errors = [], []
    for start in range(0, mixer.n_rows, at_once):
        rows = slice(start, min(start + at_once, mixer.n_rows))
        n_here = rows.stop - rows.start
        places = rng.random((n_here, size, n_pairs, n_columns)).argsort(axis=-1).argsort(axis=-1)
        both = np.stack([places, n_columns - 1 - places], axis=3)
        shares = _shares(mixer, rows, both, base, own).mean(axis=3)
        values.append(shares.mean(axis=(1, 2)))
        spread = shares.var(axis=2, ddof=1) / n_pairs if n_pairs > 1 else np.full_like(shares[:, :, 0], np.nan)
        errors.append(np.sqrt(spread.sum(axis=1)) / size)
    return Sampled(np.concatenate(values), np.concatenate(errors))


def _shares(mixer: Mixer, rows: slice, places: Places, base: Floats, own: Floats) -> Floats:
    """Return what each column changes the prediction by in each order, shape (*places.shape, n_outputs).

    ``places`` says for each row, background row, pair, direction and column when the column takes the row's value.
    """
    n_columns = places.shape[-1]
    differ = np.broadcast_to(mixer.differ(rows)[:, :, None, None, :], places.shape)
    order = places.argsort(axis=-1)
    changes = np.take_along_axis(differ, order, axis=-1)
    left = changes.sum(axis=-1, keepdims=True) - np.cumsum(changes, axis=-1)
    # A step has to be asked about if it changes a value and is not the last one that does: then it is the row itself.
    asked = np.nonzero(changes & (left > 0))
    masks = places[asked[:4]] <= asked[4][:, None]
    answers = mixer.ask(rows.start + asked[0], asked[1], masks) if len(masks) else np.zeros((0, base.shape[1]))
    # The prediction after each step is that of the last step asked about; 0 stands for the background row itself.
    number = np.zeros((*places.shape[:4], n_columns + 1), dtype=np.int64)
    number[(*asked[:4], asked[4] + 1)] = np.arange(1, len(answers) + 1)
    np.maximum.accumulate(number, axis=-1, out=number)
    path = np.concatenate([np.zeros((1, base.shape[1])), answers])[number]
    path = np.where((number == 0)[..., None], base[None, :, None, None, None, :], path)
    done = np.concatenate([np.zeros((*places.shape[:4], 1), dtype=bool), left == 0], axis=-1)
    path = np.where(done[..., None], own[rows][:, None, None, None, None, :], path)
    steps = np.diff(path, axis=4)
    return np.take_along_axis(steps, places[..., None], axis=4)
