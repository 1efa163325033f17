"""Rows of two parts that agree, and how many would by chance.

In a table of few, coarse columns equal rows are natural: two women of one department were both rejected. In a table
of many fine ones they are copies. What tells the two apart is how many pairs of rows agree in all columns *but* some:
natural agreement leaves many near misses, copying leaves none.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from scipy import stats

from workbench.preparation.leaks.columns import as_numbers

__all__ = ["Agreement", "added", "agreement", "alike", "beyond_chance", "hashed", "met_again", "shared"]

Hashes = NDArray[np.uint64]
Rows = NDArray[np.bool_]

_MISSING = np.uint64(0x27D4EB2F165667C5)
_BITS = 22
_COMPARED = 6
_STEPS = 20
_LOOKED_AT = 5_000
_TIMES = 3.0
_FEW = 5.0  # of so few pairs no rate is made
_ERROR = 0.001


class Agreement(NamedTuple):
    """Pairs of rows, one of each part, that agree.

    Parameters
    ----------
    n_pairs : float
        How many pairs agree in all columns.
    by_chance : float
        How many would if no row were a copy.
    """

    n_pairs: float
    by_chance: float


def hashed(column: pa.ChunkedArray, place: int) -> Hashes:
    """Return a number for each value of a column; equal values, equal numbers.

    Parameters
    ----------
    column : pyarrow.ChunkedArray
        The rows of both parts.
    place : int
        Which column it is: equal values of two columns have different numbers.
    """
    kind = column.type
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_temporal(kind):
        values = as_numbers(column) + 0.0  # -0.0 is 0.0
        return _mixed(np.where(np.isnan(values), _MISSING, values.view(np.uint64)), place)
    encoded = column.dictionary_encode().unify_dictionaries().combine_chunks()
    codes = pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False).astype(np.int64)
    return _mixed(np.where(codes < 0, _MISSING, codes.view(np.uint64)), place)


def alike(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a column in which values that hardly differ are equal.

    Of text case, blanks and signs do not count, of numbers the last digits do not.

    Numbers and times are counted in twentieths of the distance between their quartiles.

    Examples
    --------
    >>> alike(pa.chunked_array([["New York", " new-york ", None]])).to_pylist()
    ['new york', 'new york', None]
    """
    kind = column.type
    if pa.types.is_string(kind):
        encoded = column.dictionary_encode().unify_dictionaries().combine_chunks()
        said = pc.replace_substring_regex(pc.utf8_lower(encoded.dictionary), r"[^\p{L}\p{N}]+", " ")
        plain = pc.utf8_trim_whitespace(said).dictionary_encode()
        return pa.chunked_array([plain.dictionary.take(plain.indices.take(encoded.indices))])
    if not (pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_temporal(kind)):
        return column
    values = as_numbers(column)
    present = values[:: max(len(values) // _LOOKED_AT, 1)]
    present = present[np.isfinite(present)]
    low, high = np.quantile(present, [0.25, 0.75]) if len(present) else (0.0, 0.0)
    if high == low:
        return column
    with np.errstate(invalid="ignore"):
        steps = np.round((values - low) / (high - low) * _STEPS)
    return pa.chunked_array([pa.array(steps, from_pandas=True)])


def agreement(columns: Sequence[Hashes], n_first: int) -> Agreement:
    """Return how many pairs of rows of the two parts agree, and how many would by chance.

    Parameters
    ----------
    columns : sequence of array, each of shape (n_rows,)
        What :func:`hashed` gives.
    n_first : int
        The first so many rows are one part, the rest the other.

    Notes
    -----
    Let ``n_c`` be the pairs that agree in all columns but ``c``, and ``n_cd`` those that agree in all but ``c`` and
    ``d``. Were ``c`` and ``d`` independent among pairs that agree in the rest, ``n_c n_d / n_cd`` would agree in both.
    Columns hang together, which makes this too small; of the pairs of columns that have most near misses the largest
    is taken, and columns that follow from another one are left out.
    """
    whole = added(columns)
    n_pairs = _pairs(whole, n_first)
    if n_pairs == 0:
        return Agreement(0.0, 0.0)
    columns = _free(columns)
    if len(columns) < 2:
        return Agreement(n_pairs, n_pairs)
    whole = added(columns)
    missed = np.array([_pairs(whole - one, n_first) for one in columns]) - n_pairs
    chosen = np.argsort(-missed, kind="stable")[:_COMPARED]
    by_chance = 0.0
    for one, other in combinations(chosen.tolist(), 2):
        both = _pairs(whole - columns[one] - columns[other], n_first) - n_pairs - missed[one] - missed[other]
        by_chance = max(by_chance, float(missed[one] * missed[other] / (both + _FEW)))
    return Agreement(n_pairs, by_chance)


def beyond_chance(found: Agreement, n_known: float = 0.0) -> bool:
    """Return whether more pairs agree than chance would make, three times as many at least (error 1 in 1,000).

    Parameters
    ----------
    found : Agreement
        Pairs that agree, and by chance.
    n_known : float
        Pairs that are accounted for already.
    """
    n_new = found.n_pairs - n_known
    return bool(n_new > _TIMES * found.by_chance and stats.poisson.sf(n_new - 1, found.by_chance + _ERROR) < _ERROR)


def shared(columns: Sequence[Hashes], n_first: int) -> Rows:
    """Return which rows of the second part agree with one of the first in all columns."""
    return met_again(added(columns), n_first)


def met_again(rows: Hashes, n_first: int) -> Rows:
    """Return which numbers of the second part are among those of the first."""
    first, second = rows[:n_first], rows[n_first:]
    # Most rows of a fine table agree with none, which their last bits tell without sorting.
    found = _met(first)[_last(second)]
    places = np.flatnonzero(found)
    if len(places):
        first = first[_met(second[places])[_last(first)]]
        found[places] = np.isin(second[places], first)
    return found


def _free(columns: Sequence[Hashes]) -> list[Hashes]:
    """Return the columns without those that follow from a coarser one: a code beside its name is no second witness."""
    step = max(len(columns[0]) // _LOOKED_AT, 1)
    seen = [one[::step] for one in columns]
    n_values = [len(np.unique(one)) for one in seen]
    kept: list[int] = []
    for place in sorted(range(len(columns)), key=lambda place: -n_values[place]):
        # What has a value of its own in most rows tells everything, and nothing follows from it.
        if not any(
            3 * n_values[other] <= len(seen[0]) and len(np.unique(seen[other] + seen[place])) == n_values[other]
            for other in kept
        ):
            kept.append(place)
    return [columns[place] for place in sorted(kept)]


def added(columns: Sequence[Hashes]) -> Hashes:
    """Return one number a row for all columns."""
    whole = np.zeros_like(columns[0])
    for one in columns:
        whole = whole + one
    return whole


def _pairs(rows: Hashes, n_first: int) -> float:
    """Return how many pairs of a row of the first part and one of the second are equal."""
    first, second = rows[:n_first], rows[n_first:]
    second = second[_met(first)[_last(second)]]
    if len(second) == 0:
        return 0.0
    first = first[_met(second)[_last(first)]]
    levels, places = np.unique(np.concatenate([first, second]), return_inverse=True)
    one = np.bincount(places[: len(first)], minlength=len(levels)).astype(np.float64)
    return float(one @ np.bincount(places[len(first) :], minlength=len(levels)))


def _met(rows: Hashes) -> Rows:
    met = np.zeros(2**_BITS, dtype=bool)
    met[_last(rows)] = True
    return met


def _last(rows: Hashes) -> NDArray[np.int64]:
    return (rows >> np.uint64(64 - _BITS)).astype(np.int64)


def _mixed(values: Hashes, place: int) -> Hashes:
    """Return the values after splitmix64's finaliser, which spreads every bit over all bits."""
    mixed = values + np.uint64(0x9E3779B97F4A7C15 * (2 * place + 1) % 2**64)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))
