"""An order at random that follows from what a row is called, not from where it stands."""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from workbench.data.roles import label_of

__all__ = ["codes_by_value", "seeded_keys"]


def seeded_keys(column: pa.ChunkedArray, seed: int) -> NDArray[np.uint64]:
    """Return a number for each row that looks drawn at random, and is the same for the same value and seed.

    Parameters
    ----------
    column : pyarrow.ChunkedArray
        Values of any plain type; a whole number is the same however it is stored.
    seed : int
        From 0 to 4,294,967,295; another seed gives other numbers.

    Returns
    -------
    array of uint64, shape (n_rows,)
        Eight bytes of BLAKE2b of the value as text, keyed with the seed; 0 where the value is missing.

    Examples
    --------
    >>> ids = pa.chunked_array([["a", "b", "a"]])
    >>> first, second, third = seeded_keys(ids, 7)
    >>> bool(first == third), bool(first == second), bool(seeded_keys(ids, 8)[0] == first)
    (True, False, False)
    """
    encoded = column.dictionary_encode().unify_dictionaries().combine_chunks()
    key, words = str(seed).encode(), [label_of(value) for value in encoded.dictionary.to_pylist()]
    hashes = b"".join(blake2b(word.encode(), digest_size=8, key=key).digest() for word in words)
    table = np.append(np.frombuffer(hashes, dtype="<u8"), np.uint64(0)).astype(np.uint64)
    return table[_places(encoded, len(words))]


def codes_by_value(column: pa.ChunkedArray) -> tuple[NDArray[np.int64], int]:
    """Return the place of each row's value among all values in rising order, and how many values there are.

    Parameters
    ----------
    column : pyarrow.ChunkedArray
        Values of one plain type.

    Returns
    -------
    codes : array of int64, shape (n_rows,)
        From 0; -1 where the value is missing. They do not depend on the order of the rows.
    n_values : int
        How many different values.

    Examples
    --------
    >>> codes_by_value(pa.chunked_array([["b", None, "a", "b"]]))
    (array([ 1, -1,  0,  1]), 2)
    """
    encoded = column.dictionary_encode().unify_dictionaries().combine_chunks()
    rising = pa.compute.sort_indices(encoded.dictionary).to_numpy().astype(np.int64)
    ranks = np.empty(len(rising) + 1, dtype=np.int64)
    ranks[rising] = np.arange(len(rising))
    ranks[-1] = -1
    return ranks[_places(encoded, len(rising))], len(rising)


def _places(encoded: pa.DictionaryArray, missing: int) -> NDArray[np.int64]:
    filled = pa.compute.fill_null(encoded.indices.cast(pa.int64()), missing)
    return np.asarray(filled.to_numpy(zero_copy_only=False), dtype=np.int64)
