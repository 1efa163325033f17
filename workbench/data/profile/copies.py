"""Columns that say the same in every row, under the same values or under others."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy import special

from workbench.data.connection import connection
from workbench.data.dataset import Dataset
from workbench.data.profile.result import ColumnProfile
from workbench.data.stored import StoredTable

__all__ = ["ROWS_LOOKED_AT", "Copy", "Pattern", "Rows", "find_copies", "pattern_of"]

Counts = NDArray[np.int64]

_RENAMED = "renamed"
_EXACT = 2**53  # whole numbers beyond have no float of their own
_CHANCE = 0.05  # that two of all columns rename each other though they have nothing to do with one another
_NUMBERS = {"whole number", "number"}

ROWS_LOOKED_AT = 10_000
"""Rows after which columns that may be copies are told from those that are none."""


class Rows(NamedTuple):
    """The keys of a column's first rows, and where one has no value (``None``: nowhere)."""

    keys: NDArray[Any]
    missing: NDArray[np.bool_] | None


class Pattern(NamedTuple):
    """What two columns have alike if one is a copy of the other: how their values are told, and the first of them."""

    how: str
    n_distinct: int
    n_missing: int
    first: bytes


class Copy(NamedTuple):
    """A column, and an earlier one that says the same."""

    column: str
    original: str


def pattern_of(first: Rows, profile: ColumnProfile, n_each: Counts | None, n_columns: int) -> Pattern | None:
    """Return what two columns have alike if one is a copy of the other.

    Parameters
    ----------
    first : Rows
        A column's first rows.
    profile : ColumnProfile
        What is known of it.
    n_each : array of int64, shape (n_distinct + 1,), or None
        How many of all rows have each value, and at the end how many have none; ``None`` where there are too many
        values for two columns to be compared but value by value.
    n_columns : int
        How many columns there are.
    """
    if profile.n_distinct < 2:
        return None
    if n_each is not None and _is_no_chance(np.sort(n_each), n_columns):
        said, how = _as_first_met(first), _RENAMED
    else:  # as many values as rows rename each other in any two columns
        said, how = _as_numbers(first), "number" if profile.kind in _NUMBERS else profile.kind
    known = hashlib.blake2b(said.tobytes(), digest_size=16)
    known.update(b"" if first.missing is None else first.missing.tobytes())
    return Pattern(how, profile.n_distinct, profile.n_missing, known.digest())


def _is_no_chance(counts: Counts, n_columns: int) -> bool:
    """Return whether columns whose values rename each other would hardly be among so many columns by chance."""
    n_alike = np.unique(counts, return_counts=True)[1]
    arrangements = special.gammaln(counts.sum() + 1) - special.gammaln(counts + 1).sum()
    arrangements -= special.gammaln(n_alike + 1).sum()
    return bool(arrangements > math.log(max(n_columns * (n_columns - 1) / 2, 1) / _CHANCE))


def _as_first_met(first: Rows) -> NDArray[Any]:
    """Return the rows' values as numbers in the order in which they first occur; -1 where there is none."""
    known = first.keys if first.missing is None else first.keys[~first.missing]
    _, places, codes = np.unique(known, return_index=True, return_inverse=True)
    said = np.full(len(first.keys), -1)
    said[slice(None) if first.missing is None else ~first.missing] = np.argsort(np.argsort(places))[codes]
    return said


def _as_numbers(first: Rows) -> NDArray[Any]:
    """Return the rows' values, whole numbers as floats where no two of them would be equal that are not."""
    keys = first.keys if first.missing is None else np.where(first.missing, first.keys.dtype.type(0), first.keys)
    if keys.dtype.kind == "f" or not len(keys) or keys.max() > _EXACT or keys.min() < -_EXACT:
        return keys
    return keys.astype(np.float64)


def find_copies(data: Dataset, columns: Sequence[ColumnProfile], patterns: Sequence[Pattern | None]) -> list[Copy]:
    """Return the columns that say in every row what an earlier one says.

    A column of up to 1,000 different values is a copy too if it calls each by another name, such as a code, unless
    so few rows share values that this could well be chance.
    """
    alike: dict[Pattern, list[int]] = {}
    found = []
    for place, pattern in enumerate(patterns):
        if pattern is None:
            continue
        originals = alike.setdefault(pattern, [])
        whole = data.n_rows <= ROWS_LOOKED_AT  # the pattern has seen all rows
        original = next((one for one in originals if whole or _same(data, one, place, pattern)), None)
        if original is None:
            originals.append(place)
        else:
            found.append(Copy(columns[place].name, columns[original].name))
    return found


def _same(data: Dataset, one: int, other: int, pattern: Pattern) -> bool:
    rows = _both(data, one, other)
    if pattern.how != _RENAMED:
        return not rows.filter("a IS DISTINCT FROM b").limit(1).fetchall()
    if rows.filter("(a IS NULL) <> (b IS NULL)").limit(1).fetchall():
        return False
    pairs = rows.distinct().count("*").fetchall()
    return bool(pairs[0][0] == pattern.n_distinct + (pattern.n_missing > 0))


def _both(data: Dataset, one: int, other: int) -> duckdb.DuckDBPyRelation:
    """Return two columns for DuckDB: of very many, handing over all would take longer than comparing two."""
    on = connection().cursor()
    if isinstance(data.held, StoredTable):
        return data.held.relation(on).project(f"c{one} AS a, c{other} AS b")
    return on.from_arrow(pa.table([data.held.column(one), data.held.column(other)], names=["a", "b"]))
