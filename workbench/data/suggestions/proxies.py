"""Columns that tell much about a protected attribute, by association."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from workbench.data.roles import UNKNOWN
from workbench.data.suggestions.looks import Look
from workbench.data.suggestions.result import Proxy, SuggestedRole
from workbench.stats.association import best_guess, cramers_vs

__all__ = ["LEAST_STRENGTH", "proxies"]

LEAST_STRENGTH = 0.3
"""Cramér's V from which a column is called a proxy: conventionally *moderate*."""

_MOST_VALUES = 20
_MOST_GROUPS = 20
_FEWEST_ROWS = 50


def proxies(
    looks: Sequence[Look], columns: dict[str, pa.ChunkedArray], protected: Sequence[SuggestedRole], others: set[str]
) -> list[Proxy]:
    """Return the columns whose association with a protected attribute is strong, strongest first.

    Parameters
    ----------
    looks : sequence of Look
        One a column.
    columns : dict of str to pyarrow.ChunkedArray
        The values of all columns.
    protected : sequence of SuggestedRole
        The attributes.
    others : set of str
        Columns that are no proxies whatever they tell: the outcome, ids, the attributes themselves.

    Notes
    -----
    Numbers are put into twenty bins of about equally many, of other columns the nineteen most frequent values are
    kept and the rest is one. That a value is missing is a value. Rows whose group is unknown are left out.
    """
    codes = {
        look.column: _codes(columns[look.column], look)
        for look in looks
        if look.column not in others and look.n_distinct
    }
    found: list[Proxy] = []
    for one in protected:
        groups = _groups(one, columns[one.column])
        if groups is None:
            continue
        known = groups >= 0
        tables = {name: _table(code[known], groups[known]) for name, code in codes.items() if len(np.unique(code)) > 1}
        for (name, table), strength in zip(tables.items(), cramers_vs(list(tables.values())), strict=True):
            if strength.value >= LEAST_STRENGTH and strength.low > 0:
                guessed = float(table.sum(axis=0).max() / table.sum())
                limits = (strength.low, strength.high)
                found.append(
                    Proxy(name, one.column, strength.value, limits, best_guess(table), guessed, int(table.sum()))
                )
    return sorted(found, key=lambda proxy: (-proxy.strength, proxy.column, proxy.attribute))


def _groups(one: SuggestedRole, column: pa.ChunkedArray) -> NDArray[np.int64] | None:
    """Return each row's group as a place, -1 where it is unknown; ``None`` where there is nothing to compare."""
    if (pa.types.is_date(column.type) or pa.types.is_timestamp(column.type)) or len(column) < _FEWEST_ROWS:
        return None
    encoded = one.attribute.groups(column).dictionary_encode().unify_dictionaries().combine_chunks()
    names = encoded.dictionary.to_pylist()
    places = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    if UNKNOWN in names:
        places = np.where(places == names.index(UNKNOWN), -1, places)
    counts = np.bincount(places[places >= 0], minlength=len(names))
    return places if 2 <= np.count_nonzero(counts) <= _MOST_GROUPS else None


def _codes(column: pa.ChunkedArray, look: Look) -> NDArray[np.int64]:
    """Return each row's value as a place among at most twenty, and one more where it is missing."""
    if look.is_number and look.n_distinct > _MOST_VALUES:
        values = column.cast(pa.float64(), safe=False).to_numpy()
        known = values[~np.isnan(values)]
        edges = np.unique(np.quantile(known, np.linspace(0, 1, _MOST_VALUES + 1)[1:-1], method="lower"))
        return np.where(np.isnan(values), _MOST_VALUES, np.searchsorted(edges, values, side="left")).astype(np.int64)
    encoded = column.dictionary_encode().unify_dictionaries().combine_chunks()
    raw = encoded.indices.fill_null(len(encoded.dictionary)).to_numpy(zero_copy_only=False).astype(np.int64)
    counts = np.bincount(raw, minlength=len(encoded.dictionary) + 1)[:-1]
    place = np.full(len(encoded.dictionary) + 1, _MOST_VALUES - 1)
    # Equally frequent values are told apart by where they first stand, which is the same each time.
    for position, value in enumerate(np.argsort(-counts, kind="stable")[: _MOST_VALUES - 1]):
        place[value] = position
    place[-1] = _MOST_VALUES
    return np.asarray(place[raw])


def _table(codes: NDArray[np.int64], groups: NDArray[np.int64]) -> NDArray[np.int64]:
    shape = (_MOST_VALUES + 1, int(groups.max()) + 1)
    table = np.bincount(codes * shape[1] + groups, minlength=shape[0] * shape[1]).reshape(shape)
    return np.asarray(table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0])
