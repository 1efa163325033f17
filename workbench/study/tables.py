"""Tables and arrays as files: Parquet and NPZ, nothing pickled, and never larger than they say."""

from __future__ import annotations

import base64
import io
import zipfile
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from workbench.data.stored import StoredTable

__all__ = [
    "array_bytes",
    "array_of",
    "frame_of",
    "kinds_of",
    "schema_of",
    "schema_text",
    "stored_bytes",
    "table_bytes",
    "table_of",
]

_MOST_BYTES = 8 * 2**30
_KINDS = "biufcUSMm"
_MEMBER = "array.npy"


def table_bytes(table: pa.Table) -> bytes:
    """Return a table as Parquet."""
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd", compression_level=1)
    content: bytes = sink.getvalue().to_pybytes()
    return content


def stored_bytes(stored: StoredTable) -> bytes:
    """Return a table on disk as Parquet, with one part of its rows in memory at a time."""
    sink = pa.BufferOutputStream()
    schema = pa.schema(list(zip(stored.columns, stored.kinds, strict=True)))
    with pq.ParquetWriter(sink, schema, compression="zstd", compression_level=1) as writer:
        for part in stored.batches():
            writer.write_table(part)
    content: bytes = sink.getvalue().to_pybytes()
    return content


def table_of(content: bytes, schema: pa.Schema) -> pa.Table:
    """Return the table that :func:`table_bytes` wrote.

    Raises
    ------
    ValueError
        If it is another one, or larger than any table here.
    """
    with pq.ParquetFile(io.BytesIO(content)) as file:
        told = file.metadata
        n_bytes = sum(told.row_group(place).total_byte_size for place in range(told.num_row_groups))
        if n_bytes > _MOST_BYTES or told.num_rows * max(told.num_columns, 1) > _MOST_BYTES:
            raise ValueError("the table is larger than any that is kept here")
        table = file.read()
    if table.column_names != schema.names:
        raise ValueError("the table has other columns")
    return table if table.schema.equals(schema, check_metadata=True) else table.cast(schema)


def schema_text(schema: pa.Schema) -> str:
    """Return the names and types of columns as text."""
    return base64.b64encode(schema.serialize().to_pybytes()).decode()


def schema_of(text: str) -> pa.Schema:
    """Return what :func:`schema_text` wrote."""
    return pa.ipc.read_schema(pa.py_buffer(base64.b64decode(text, validate=True)))


def kinds_of(kind: pa.DataType) -> str:
    """Return one type as text."""
    return schema_text(pa.schema([("kind", kind)]))


def frame_of(table: pa.Table) -> pd.DataFrame:
    """Return a frame from the table it was written as."""
    frame: pd.DataFrame = table.to_pandas()
    return frame


def array_bytes(values: NDArray[Any]) -> bytes:
    """Return an array of numbers, text or times as NPZ."""
    buffer, inner = io.BytesIO(), io.BytesIO()
    np.lib.format.write_array(inner, values, allow_pickle=False)
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(zipfile.ZipInfo(_MEMBER, (1980, 1, 1, 0, 0, 0)), inner.getvalue(), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def array_of(content: bytes, kind: str, shape: tuple[int, ...]) -> NDArray[Any]:
    """Return the array that :func:`array_bytes` wrote.

    Raises
    ------
    ValueError
        If it is of another type or shape, or larger than any array here.
    """
    wanted = np.dtype(kind)
    n_bytes = int(np.prod(shape, dtype=object)) * wanted.itemsize
    if wanted.kind not in _KINDS or not 0 <= n_bytes <= _MOST_BYTES:
        raise ValueError("the array is of no kind that is kept here, or larger than any that is")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if archive.getinfo(_MEMBER).file_size > n_bytes + 10_000:
            raise ValueError("the array is larger than it says")
        found: NDArray[Any] = np.lib.format.read_array(io.BytesIO(archive.read(_MEMBER)), allow_pickle=False)
    if found.dtype != wanted or found.shape != shape:
        raise ValueError("the array is of another type or shape")
    return found
