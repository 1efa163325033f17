"""A column's values as codes: the few hundred kinds of value that a one-column model can tell apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

__all__ = ["View", "views"]

Codes = NDArray[np.int32]
Floats = NDArray[np.float64]

_MOST_BINS = 64
_ROWS_A_BIN = 15
_LOOKED_AT = 20_000
_DECIMALS = 4
_LARGEST_EXACT = 2.0**52


@dataclass(frozen=True, eq=False)
class View:
    """One way to look at a column.

    Parameters
    ----------
    how : str
        As the end of a sentence: *by its values*.
    codes : array of int, shape (n_rows,)
        The kind of each row's value; 0 is missing.
    n_codes : int
        One more than the largest code.
    exact : bool
        Whether all rows of a code have the same value, so that a code may be called by it.
    names : pyarrow.Array or None
        What the codes from 1 on are called, where they are exact.
    """

    how: str
    codes: Codes
    n_codes: int
    exact: bool
    names: pa.Array | None = None

    def called(self, code: int) -> str:
        """Return what readers call a code."""
        if code == 0:
            return "missing"
        return repr(self.names[code - 1].as_py()) if self.names is not None else f"kind {code}"


def views(column: pa.ChunkedArray) -> Iterator[View]:
    """Return the ways to look at a column: its values or bands of them, and what numbers hide in their digits.

    Parameters
    ----------
    column : pyarrow.ChunkedArray
        Numbers, text, booleans, dates or times.

    Examples
    --------
    >>> [view.codes.tolist() for view in views(pa.chunked_array([["b", None, "a", "b"]]))]
    [[1, 0, 2, 1]]
    """
    kind = column.type
    if pa.types.is_null(kind) or len(column) == 0:
        return
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_temporal(kind):
        values = as_numbers(column)
        yield from _of_numbers(values, column)
        if not pa.types.is_temporal(kind):
            yield from _of_digits(values)
        return
    yield _of_values(column)


def as_numbers(column: pa.ChunkedArray) -> Floats:
    """Return numbers, dates and times as floats; missing ones are ``nan``."""
    if pa.types.is_temporal(column.type):
        days = pa.types.is_date32(column.type) or pa.types.is_time32(column.type)
        column = column.cast(pa.int32() if days else pa.int64())
    numbers = pc.cast(column, pa.float64(), safe=False)
    return np.asarray(numbers.to_numpy(), dtype=np.float64)


def _of_values(column: pa.ChunkedArray) -> View:
    encoded = column.dictionary_encode().unify_dictionaries().combine_chunks()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.chunk(0)
    codes = pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False).astype(np.int32) + 1
    return View("by its values", codes, len(encoded.dictionary) + 1, True, encoded.dictionary)


def _of_numbers(values: Floats, column: pa.ChunkedArray) -> Iterator[View]:
    present = np.isfinite(values)
    # A stride is as good as a draw here: edges only say where to count.
    seen = values[present][:: max(int(present.sum()) // _LOOKED_AT, 1)]
    distinct = np.unique(seen)
    most = int(np.clip(len(values) // _ROWS_A_BIN, 2, _MOST_BINS))
    if len(distinct) <= most and len(distinct):
        places = np.searchsorted(distinct, values)
        exact = present & (distinct[np.minimum(places, len(distinct) - 1)] == values)
        if exact.sum() == present.sum():
            names = pa.array(distinct)
            if pa.types.is_temporal(column.type):
                names = pc.unique(column.combine_chunks()).drop_null().sort()
            elif (distinct == np.round(distinct)).all() and (np.abs(distinct) < _LARGEST_EXACT).all():
                names = pa.array(distinct.astype(np.int64))
            yield View(
                "by its values", np.where(present, places + 1, 0).astype(np.int32), len(distinct) + 1, True, names
            )
            return
    # Where a value is met so often that quantiles repeat, it gets a band of its own.
    quantiles = np.sort(seen)[np.linspace(0, len(seen) - 1, most + 1).astype(np.int64)] if len(seen) else seen
    repeated = np.unique(quantiles[1:][np.diff(quantiles) == 0]) if len(seen) else seen
    edges = np.unique(np.concatenate([quantiles, np.nextafter(repeated, np.inf)]))
    codes = np.where(present, np.searchsorted(edges, values, side="right") + 1, 0).astype(np.int32)
    yield View("by bands of its values", codes, len(edges) + 2, False)


def _of_digits(values: Floats) -> Iterator[View]:
    """Return a view of last digits, or of how many decimals there are: what merging tables and codes leave behind."""
    present = np.isfinite(values) & (np.abs(values) < _LARGEST_EXACT)
    kept = np.where(present, values, 0.0)
    whole = kept == np.round(kept)
    if whole.all():
        if kept.max() - kept.min() >= 20:  # fewer values are looked at one by one
            last = np.mod(np.abs(kept), 10).astype(np.int64)
            yield View(
                "by its last digit", np.where(present, last + 1, 0).astype(np.int32), 11, True, pa.array(range(10))
            )
        return
    decimals = np.where(whole, 0, _DECIMALS)
    for place in range(_DECIMALS - 1, 0, -1):
        scaled = kept * 10.0**place
        decimals[~whole & (np.abs(scaled - np.round(scaled)) < 1e-6)] = place
    yield View(
        "by its number of decimals",
        np.where(present, decimals + 1, 0).astype(np.int32),
        _DECIMALS + 2,
        True,
        pa.array(range(5)),
    )
