"""Columns that say the same in every row, under the same values or under others."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.data.connection import connection
from workbench.data.dataset import Dataset
from workbench.data.profile.result import ColumnProfile

__all__ = ["ROWS_LOOKED_AT", "Copy", "find_copies", "pattern_of"]

_MOST_RENAMED = 1_000
_NUMBERS = {"whole number", "number"}

ROWS_LOOKED_AT = 10_000
"""Rows after which columns that may be copies are told from those that are none."""


class Copy(NamedTuple):
    """A column, and an earlier one that says the same."""

    column: str
    original: str


def pattern_of(keys: NDArray[Any], n_distinct: int, n_missing: int) -> Hashable:
    """Return what two columns have alike if one is a copy of the other, from the keys of their first rows.

    Parameters
    ----------
    keys : array of int64, uint64 or float64, shape (n,)
        A column's keys, missing ones left out.
    n_distinct, n_missing : int
        Of all of its rows.
    """
    if n_distinct < 2:
        return None
    first = keys
    if n_distinct > _MOST_RENAMED:  # every two columns without equal values rename each other
        said = first if first.dtype == np.uint64 else first.astype(np.float64)
    else:
        _, places, codes = np.unique(first, return_index=True, return_inverse=True)
        said = np.argsort(np.argsort(places))[codes]  # numbered as they first occur
    return n_distinct, n_missing, hashlib.blake2b(said.tobytes(), digest_size=16).digest()


def find_copies(data: Dataset, columns: Sequence[ColumnProfile], patterns: Sequence[Hashable]) -> list[Copy]:
    """Return the columns that say in every row what an earlier one says.

    A column of up to 1,000 different values is a copy too if it calls each by another name, such as a code.
    """
    alike: dict[Hashable, list[int]] = {}
    found = []
    for place, pattern in enumerate(patterns):
        if pattern is None:
            continue
        originals = alike.setdefault(pattern, [])
        original = next((one for one in originals if _same(data, columns, one, place)), None)
        if original is None:
            originals.append(place)
        else:
            found.append(Copy(columns[place].name, columns[original].name))
    return found


def _same(data: Dataset, columns: Sequence[ColumnProfile], one: int, other: int) -> bool:
    rows, column = data.relation(connection().cursor()), columns[other]
    if column.n_distinct > _MOST_RENAMED:
        kinds = {columns[place].kind for place in (one, other)}
        if len(kinds) > 1 and not kinds <= _NUMBERS:
            return False
        different = rows.filter(f"c{one} IS DISTINCT FROM c{other}").limit(1)
        return not different.fetchall()
    half_known = rows.filter(f"(c{one} IS NULL) <> (c{other} IS NULL)").limit(1)
    if half_known.fetchall():
        return False
    pairs = rows.project(f"c{one}, c{other}").distinct().count("*").fetchall()
    return bool(pairs[0][0] == column.n_distinct + (column.n_missing > 0))
