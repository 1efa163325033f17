"""What the training rows say of one column, as far as the choice of its step needs it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

__all__ = ["FEW_VALUES", "WORDS_OF_A_TEXT", "Look", "look_at", "skew_of"]

FEW_VALUES = 50
"""Text of at most so many different values is told value by value."""

WORDS_OF_A_TEXT = 4
"""Text of so many words or more is told by its words."""

_FEWEST_OF_A_SCALE = 10
_FIRST = 20


@dataclass(frozen=True, eq=False)
class Look:
    """One column of the training rows.

    Parameters
    ----------
    name : str
        The column.
    kind : pyarrow.DataType
        What it holds.
    n, n_present, n_distinct : int
        Rows, rows with a value, and different values.
    n_top : int
        Rows that have the most frequent value.
    counts_up : bool
        Whether it holds whole numbers, none missing, each above that of the row before: as of rows that were numbered.
    n_words : float
        How many words the different values have on average; ``nan`` of what is no text.
    skew : float
        Of numbers with at least ten different values; ``nan`` of others.
    values : pyarrow.Array
        The different values, in the order in which the rows have them.
    pattern : bytes
        Equal for columns that tell the same rows apart.
    """

    name: str
    kind: pa.DataType
    n: int
    n_present: int
    n_distinct: int
    n_top: int
    counts_up: bool
    n_words: float
    skew: float
    values: pa.Array
    pattern: bytes

    @property
    def n_missing(self) -> int:
        """Rows without a value."""
        return self.n - self.n_present

    @property
    def is_text(self) -> bool:
        """Whether it holds text."""
        return bool(pa.types.is_string(self.kind) or pa.types.is_large_string(self.kind))

    @cached_property
    def mark(self) -> tuple[object, ...]:
        """What copies have in common, and hardly any other columns; by it they are found at once."""
        # All columns with another value in every row have one pattern; most differ in the first values already.
        return (self.pattern, *self.values[:_FIRST].to_pylist())

    def is_copy_of(self, other: Look) -> bool:
        """Return whether both have the same value in every row; 1, 1.0 and true are the same."""
        return self.mark == other.mark and bool(self.values.to_pylist() == other.values.to_pylist())


def look_at(name: str, column: pa.ChunkedArray) -> Look:
    """Return what the training rows say of a column.

    Parameters
    ----------
    name : str
        The column.
    column : pyarrow.ChunkedArray
        Its values in the training rows.

    Examples
    --------
    >>> found = look_at("city", pa.chunked_array([["Oslo", "New York", None, "Oslo"]]))
    >>> found.n_present, found.n_distinct, found.n_top, found.n_words
    (3, 2, 2, 1.5)
    """
    encoded = column.dictionary_encode().unify_dictionaries().combine_chunks()
    values = encoded.dictionary
    codes = pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False).astype(np.int32)
    counts = np.bincount(codes[codes >= 0], minlength=1)
    is_text = pa.types.is_string(column.type) or pa.types.is_large_string(column.type)
    return Look(
        name=name,
        kind=column.type,
        n=len(column),
        n_present=int(counts.sum()),
        n_distinct=len(values),
        n_top=int(counts.max()),
        counts_up=_counts_up(column),
        n_words=_words(values) if is_text and len(values) else float("nan"),
        skew=skew_of(_numbers(column)) if len(values) >= _FEWEST_OF_A_SCALE else float("nan"),
        values=values,
        pattern=hashlib.blake2b(codes.tobytes(), digest_size=16).digest(),
    )


def skew_of(values: NDArray[np.float64]) -> float:
    """Return the skewness of numbers: the mean cube of their distances from the mean, in standard deviations.

    Parameters
    ----------
    values : array of float
        Those that are not finite do not count.

    Returns
    -------
    float
        0 of a symmetric column, above 0 where few values lie far above the others; ``nan`` where all are equal.

    Examples
    --------
    >>> round(skew_of(np.array([0.0, 0.0, 0.0, 4.0])), 3)
    1.155
    """
    finite = values[np.isfinite(values)]
    largest = float(np.abs(finite).max(initial=0.0))
    if largest == 0:
        return float("nan")
    scaled = finite / largest  # so that no square is beyond what a float can hold
    centred = scaled - scaled.mean()
    spread = float(np.sqrt(np.mean(centred**2)))
    if spread < 1e-15:
        return float("nan")
    return float(np.mean((centred / spread) ** 3))


def _numbers(column: pa.ChunkedArray) -> NDArray[np.float64]:
    if not (pa.types.is_integer(column.type) or pa.types.is_floating(column.type)):
        return np.empty(0)
    return np.asarray(pc.cast(column, pa.float64(), safe=False).to_numpy(), dtype=np.float64)


def _words(values: pa.Array) -> float:
    return float(pc.mean(pc.list_value_length(pc.utf8_split_whitespace(pc.utf8_trim_whitespace(values)))).as_py())


def _counts_up(column: pa.ChunkedArray) -> bool:
    if not pa.types.is_integer(column.type) or column.null_count:
        return False
    values = column.to_numpy()
    return bool((values[1:] > values[:-1]).all())
