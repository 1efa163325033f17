"""Room for one number a row: in memory, and of very many rows in a file that the system keeps in memory as it can."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

__all__ = ["parts_of", "room_for"]

_MOST_IN_MEMORY = 400 * 2**20
_ROWS_A_PART = 4_000_000


def room_for(n: int, dtype: DTypeLike) -> NDArray[Any]:
    """Return an array that is not filled yet; of more than 400 MB it is in a temporary file without a name.

    Examples
    --------
    >>> room_for(3, "int64").shape
    (3,)
    """
    if n * np.dtype(dtype).itemsize <= _MOST_IN_MEMORY:
        return np.empty(n, dtype)
    with tempfile.TemporaryFile() as file:  # what is mapped stays after the file is closed
        return np.memmap(file, dtype, shape=(n,))


def parts_of(values: NDArray[Any], overlap: int = 0) -> Iterator[NDArray[Any]]:
    """Return an array in parts, so that what is computed of each needs little room.

    Parameters
    ----------
    values : array, shape (n,)
        Any.
    overlap : int
        How many values each part has of the next one.
    """
    for start in range(0, len(values), _ROWS_A_PART):
        yield values[start : start + _ROWS_A_PART + overlap]
