"""Short texts that stand for content, so that anyone can tell whether it changed.

``file:<sha256>`` is a file, byte for byte. ``rows:<digest>`` is a table whatever the order of
its rows and columns and whatever file it came from. ``result:<sha256>`` is anything that can be
written as JSON.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from workbench.core.schema import canonical_json

__all__ = ["fingerprint_of", "fingerprint_of_file", "fingerprint_of_parts", "fingerprint_of_rows"]

# Two independent sums of 64 bits: the chance that two tables collide by accident is about 2^-128.
_LANES = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F))
_MISSING = np.uint64(0x27D4EB2F165667C5)
_EXACT_INT = 2**53
_ROWS_A_BLOCK = 32_768  # as many as a processor's own memory holds, which is five times as fast


def fingerprint_of(value: object) -> str:
    """Return ``result:<sha256>`` of anything :func:`canonical_json` can write.

    Examples
    --------
    >>> fingerprint_of({"a": 1, "b": 2}) == fingerprint_of({"b": 2, "a": 1})
    True
    """
    return "result:" + hashlib.sha256(canonical_json(value).encode()).hexdigest()


def fingerprint_of_file(path: Path) -> str:
    """Return ``file:<sha256>`` of the bytes of a file, read in constant memory."""
    with path.open("rb") as file:
        return "file:" + hashlib.file_digest(file, "sha256").hexdigest()


def fingerprint_of_rows(table: pa.Table) -> str:
    """Return ``rows:<digest>``, the order-free fingerprint of a table's content.

    Each row becomes two 64-bit hashes of its values and their column names; the fingerprint is
    the number of rows, the two sums over rows and a hash of the column names and kinds
    (``number``, ``text``, ``boolean``, ``other``). The order of rows and columns does not matter,
    nor whether a whole number is stored as an integer or as a float; one changed value does.
    It finds accidents and honest mistakes; it does not withstand an attacker, who has the file
    and should be met with a signature.

    Examples
    --------
    >>> import pyarrow as pa
    >>> one = pa.table({"a": [1, 2], "b": ["x", None]})
    >>> two = pa.table({"b": [None, "x"], "a": [2.0, 1.0]})
    >>> fingerprint_of_rows(one) == fingerprint_of_rows(two)
    True
    >>> fingerprint_of_rows(one) == fingerprint_of_rows(one.slice(1))
    False
    """
    return fingerprint_of_parts([table])


def fingerprint_of_parts(parts: Iterable[pa.Table]) -> str:
    """Return :func:`fingerprint_of_rows` of a table that comes in parts of the same columns; one part at least.

    Examples
    --------
    >>> import pyarrow as pa
    >>> table = pa.table({"a": [1, 2, 3]})
    >>> fingerprint_of_parts([table.slice(1), table.slice(0, 1)]) == fingerprint_of_rows(table)
    True
    """
    schema, n_rows, sums = "", 0, [0, 0]
    for table in parts:
        schema = schema or _schema_digest(table)
        n_rows += table.num_rows
        sums = [known + part for known, part in zip(sums, _row_sums(table), strict=True)]
    return f"rows:{n_rows}-{sums[0] % 2**64:016x}{sums[1] % 2**64:016x}-{schema}"


def _schema_digest(table: pa.Table) -> str:
    kinds = sorted((name, _kind(column.type)) for name, column in zip(table.column_names, table.columns, strict=True))
    return hashlib.sha256(canonical_json(kinds).encode()).hexdigest()[:16]


def _row_sums(table: pa.Table) -> list[int]:
    rows = [np.zeros(table.num_rows, dtype=np.uint64) for _ in _LANES]
    for name, column in zip(table.column_names, table.columns, strict=True):
        values, salt = _value_hashes(column), _hash_of_text(name)
        for block in _blocks(table.num_rows):
            for place, lane in enumerate(_LANES):
                rows[place][block] += _mixed(values[block] ^ (lane ^ salt))
    return [
        sum(int(_mixed(hashes[block] ^ lane).sum(dtype=np.uint64)) for block in _blocks(table.num_rows))
        for lane, hashes in zip(_LANES, rows, strict=True)
    ]


def _blocks(n_rows: int) -> list[slice]:
    return [slice(start, start + _ROWS_A_BLOCK) for start in range(0, n_rows, _ROWS_A_BLOCK)]


def _kind(kind: pa.DataType) -> str:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if pa.types.is_boolean(kind):
        return "boolean"
    if pa.types.is_integer(kind) or pa.types.is_floating(kind):
        return "number"
    return "text" if pa.types.is_string(kind) or pa.types.is_large_string(kind) else "other"


def _value_hashes(column: pa.ChunkedArray) -> NDArray[np.uint64]:
    """Return one 64-bit hash a value; equal numbers hash equally whatever their type."""
    kind = _kind(column.type)
    if kind in {"boolean", "number"}:
        return _number_hashes(column)
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_null(column.type):
        return np.full(len(column), _MISSING)
    encoded = column.dictionary_encode().unify_dictionaries().combine_chunks()
    try:
        words = [str(word) for word in encoded.dictionary.to_pylist()]
    except (ValueError, OverflowError):  # times that Python has no word for
        words = encoded.dictionary.cast(pa.string()).to_pylist()
    table = np.append(_hashes_of_texts(words), _MISSING)
    codes = encoded.indices.fill_null(len(words)).to_numpy(zero_copy_only=False)
    return np.asarray(table[codes], dtype=np.uint64)


def _number_hashes(column: pa.ChunkedArray) -> NDArray[np.uint64]:
    missing = column.is_null(nan_is_null=True).to_numpy()
    if pa.types.is_integer(column.type) and column.length() > column.null_count:
        extremes = pc.min_max(column)
        if extremes["max"].as_py() > _EXACT_INT or extremes["min"].as_py() < -_EXACT_INT:
            whole = pc.fill_null(column, 0).to_numpy()
            wide = whole.astype(np.uint64, casting="unsafe")
            narrow = (whole <= _EXACT_INT) & ((whole >= -_EXACT_INT) if whole.dtype.kind == "i" else True)
            return np.where(missing, _MISSING, np.where(narrow, (whole + 0.0).view(np.uint64), wide))
    values = pc.fill_null(column.cast(pa.float64()), 0.0).to_numpy() + 0.0  # + 0.0 makes -0.0 be 0.0
    return np.where(missing, _MISSING, values.view(np.uint64))


def _hash_of_text(text: str) -> np.uint64:
    return np.uint64(_hashes_of_texts([text])[0])


def _hashes_of_texts(texts: list[str]) -> NDArray[np.uint64]:
    """Return one 64-bit hash a text; all of many in one go, as a step of Python each costs more than the hash."""
    digests = [blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest() for text in texts]
    return np.frombuffer(b"".join(digests), dtype="<u8").astype(np.uint64)


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return the values after splitmix64's finaliser, which spreads every bit over all bits.

    The products wrap around, which NumPy takes as said of arrays (not of single numbers).
    """
    mixed = values ^ (values >> np.uint64(30))
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(27)
    mixed *= np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    return mixed
