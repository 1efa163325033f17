"""What one column alone tells of the outcome: a model made from counts, learned on one half and tried on the other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.preparation.leaks.columns import View
from workbench.stats.auc import Auc, auc_of_bins

__all__ = ["Halves", "Telling", "log_odds", "telling", "two_halves"]

Floats = NDArray[np.float64]
Halves = NDArray[np.int64]

_PSEUDO_ROWS = 2.0


@dataclass(frozen=True, eq=False)
class Telling:
    """How well one column alone tells the outcome.

    Parameters
    ----------
    auc : float
        The chance that a row with the favourable outcome is ranked above one without, 0 to 1.
    low, high : float
        Its 95 % limits.
    counts : array of int, shape (2, 2, n_codes)
        Rows by half, outcome and code.
    """

    auc: float
    low: float
    high: float
    counts: NDArray[np.int64]


def two_halves(n_rows: int, seed: int) -> Halves:
    """Return 0 or 1 for each row, as the seed and the row's place have it.

    Examples
    --------
    >>> two_halves(6, seed=0).tolist() == two_halves(9, seed=0)[:6].tolist()
    True
    """
    mixed = np.arange(n_rows, dtype=np.uint64) + np.uint64(0x9E3779B97F4A7C15 * (2 * seed + 1) % 2**64)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray((mixed ^ (mixed >> np.uint64(31))) & np.uint64(1), dtype=np.int64)


def telling(view: View, outcomes: NDArray[np.int64], halves: Halves, z: float) -> Telling:
    """Return how well the codes tell the outcome: rates of one half rank the other, and the other way round.

    Parameters
    ----------
    view : View
        The column.
    outcomes : array of int
        1 or 0 of each row.
    halves : array of int
        What :func:`two_halves` gave.
    z : float
        Critical value of the limits.

    Notes
    -----
    The value is the mean of the two areas, each counted on rows that did not make its ranking, so that a column
    with another value in every row tells nothing. What chance puts into the ranking of one half it puts into that of
    the other, so that the mean is as uncertain as each of them. Bands and few rows make the value lower than that of
    the column itself in an endless table, never higher but by chance.
    """
    flat = np.bincount(view.codes * 4 + halves * 2 + outcomes, minlength=view.n_codes * 4)
    counts = flat.reshape(view.n_codes, 2, 2).transpose(1, 2, 0)
    found = [_area(counts[half], counts[1 - half]) for half in (0, 1)]
    whole = Auc(
        np.mean([one.values for one in found], axis=0),
        np.sqrt(np.mean([one.errors**2 for one in found], axis=0)),
        np.zeros(()),
        np.sum([one.n_pairs for one in found], axis=0),
    )
    low, high = whole.limits(z)
    return Telling(float(whole.values), float(low), float(high), counts)


def log_odds(counts: NDArray[np.int64]) -> Floats:
    """Return for each half and code how much the code speaks for the favourable outcome, as the other half has it.

    That is the log of its share of rows with the favourable outcome over its share of rows without; 0 where the other
    half has no such row.

    Parameters
    ----------
    counts : array of int, shape (2, 2, n_codes)
        Rows by half, outcome and code.
    """
    learned = counts[::-1].astype(np.float64)
    of_code = learned.sum(axis=1, keepdims=True) + 1
    usual = of_code / of_code.sum(axis=-1, keepdims=True)
    share = (learned + _PSEUDO_ROWS * usual) / (learned.sum(axis=-1, keepdims=True) + _PSEUDO_ROWS)
    return np.asarray(np.log(share[:, 1]) - np.log(share[:, 0]))


def _area(tried: NDArray[np.int64], learned: NDArray[np.int64]) -> Auc:
    """Return the area of one half's rows, ranked by the rates of the other's."""
    prior = learned[1].sum() / max(learned.sum(), 1)
    rates = (learned[1] + _PSEUDO_ROWS * prior) / (learned.sum(axis=0) + _PSEUDO_ROWS)
    met = tried.sum(axis=0) > 0
    levels, places = np.unique(rates[met], return_inverse=True)
    negatives, positives = (np.bincount(places, one[met], minlength=max(len(levels), 1)) for one in tried)
    return auc_of_bins(negatives, positives)
