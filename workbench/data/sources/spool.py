"""Rows that come in parts: kept in memory while they are few, on disk once they are many."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as papq

from workbench.data.sources import options as reading_options
from workbench.data.sources.number_marks import written_with
from workbench.data.sources.options import ReadOptions
from workbench.data.sources.value_findings import is_beyond
from workbench.data.stored import StoredTable

__all__ = ["Spool", "as_text", "stays_on_disk"]


def stays_on_disk(options: ReadOptions, n_bytes: int) -> bool:
    """Return whether rows of so many bytes stay on disk: as was asked for, else where they are many."""
    return n_bytes > reading_options.LARGE if options.lazy is None else options.lazy


class Spool:
    """Parts of a table, one after another; columns may join, and their kinds widen, from part to part.

    A column of whole numbers in one part and of fractions in another holds numbers, unless there is a whole one
    from 2^53 on, which would lose digits; days and times make times; anything with text makes text.

    Parameters
    ----------
    options : ReadOptions
        Whether the rows stay on disk.

    Examples
    --------
    >>> spool = Spool(ReadOptions())
    >>> spool.add({"n": pa.array([1, 2])})
    >>> spool.add({"n": pa.array([0.5]), "new": pa.array(["a"])})
    >>> spool.held().to_pydict()
    {'n': [1.0, 2.0, 0.5], 'new': [None, None, 'a']}
    """

    def __init__(self, options: ReadOptions) -> None:
        self._options = options
        self._kinds: dict[str, pa.DataType] = {}
        self._beyond: set[str] = set()
        self._in_memory: list[pa.Table] = []
        self._n_bytes = self.n_rows = 0
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._writer: papq.ParquetWriter | None = None
        self._files: list[Path] = []
        if options.lazy:
            self._to_disk()

    def add(self, columns: Mapping[str, pa.Array | pa.ChunkedArray]) -> None:
        """Add a part: columns of plain values, all of one length."""
        table = pa.table(dict(columns)) if columns else pa.table({})
        for field in table.schema:
            kind = wider(self._kinds.get(field.name, pa.null()), field.type)
            if pa.types.is_integer(field.type) and _is_beyond(table[field.name]):
                self._beyond.add(field.name)
            lossy = field.name in self._beyond and pa.types.is_floating(kind)
            self._kinds[field.name] = pa.string() if lossy else kind
        self.n_rows += table.num_rows
        self._n_bytes += table.nbytes
        if self._folder is not None:
            self._write(table)
            return
        self._in_memory.append(table)
        if stays_on_disk(self._options, self._n_bytes):
            self._to_disk()

    def held(self, fingerprint: str = "") -> pa.Table | StoredTable:
        """Return all parts as one table; ``fingerprint`` stands for one on disk."""
        if self._folder is None:
            parts = [_as(table, self._schema, self._options.decimal) for table in self._in_memory]
            return pa.concat_tables(parts) if parts else self._schema.empty_table()
        self._close()
        for path in self._files:
            _rewrite(path, self._written, self._options.decimal)
        return StoredTable(
            files=tuple(self._files),
            columns=tuple(self._kinds),
            kinds=tuple(self._kinds.values()),
            n_rows=self.n_rows,
            expressions=tuple(f"r{place}" for place in range(len(self._kinds))),
            fingerprint=fingerprint,
            keep=self._folder,
        )

    @property
    def _schema(self) -> pa.Schema:
        return pa.schema(list(self._kinds.items()))

    @property
    def _written(self) -> pa.Schema:
        """The columns of the files: called by their places, as DuckDB takes ``Sex`` for ``sex``."""
        return pa.schema([(f"c{place}", kind) for place, kind in enumerate(self._kinds.values())])

    def _to_disk(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="workbench-")
        waiting, self._in_memory = self._in_memory, []
        for table in waiting:
            self._write(table)

    def _write(self, table: pa.Table) -> None:
        schema = self._written
        if self._writer is None or self._writer.schema != schema:
            self._close()
            self._files.append(Path(self._folder.name if self._folder else "") / f"{len(self._files)}.parquet")
            self._writer = papq.ParquetWriter(self._files[-1], schema, compression="lz4")
        self._writer.write_table(_as(table, self._schema, self._options.decimal).rename_columns(schema.names))

    def _close(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None


def wider(one: pa.DataType, other: pa.DataType) -> pa.DataType:
    """Return the kind that holds the values of two plain kinds; text where nothing else does.

    Examples
    --------
    >>> wider(pa.int64(), pa.float64()), wider(pa.null(), pa.bool_()), wider(pa.bool_(), pa.int64())
    (DataType(double), DataType(bool), DataType(string))
    """
    if one == other or pa.types.is_null(other):
        return one
    if pa.types.is_null(one):
        return other
    days = [pa.types.is_date(kind) for kind in (one, other)]
    moments = [pa.types.is_timestamp(kind) for kind in (one, other)]
    if all(day or moment for day, moment in zip(days, moments, strict=True)):
        zones = {kind.tz for kind in (one, other) if pa.types.is_timestamp(kind)}
        return pa.timestamp("us", zones.pop()) if len(zones) == 1 else pa.string()
    numbers = [pa.types.is_integer(kind) or pa.types.is_floating(kind) for kind in (one, other)]
    if all(numbers):
        whole = pa.types.is_integer(one) and pa.types.is_integer(other)
        return pa.int64() if whole and pa.uint64() not in (one, other) else pa.float64()
    return pa.string()


def _is_beyond(column: pa.ChunkedArray) -> bool:
    return any(is_beyond(value) for value in pc.min_max(column).as_py().values())


def as_text(column: pa.Array | pa.ChunkedArray, decimal: str = "") -> pa.ChunkedArray:
    """Return values as people write them: 1.0 is ``1``, and no digit is lost.

    Parameters
    ----------
    column : array
        The values.
    decimal : {"", ".", ","}
        What stands before decimals; a point where nothing is said.

    Examples
    --------
    >>> as_text(pa.array([1.0, 0.1, None])).to_pylist(), as_text(pa.array([True])).to_pylist()
    (['1', '0.1', None], ['true'])
    """
    if not (pa.types.is_integer(column.type) or pa.types.is_boolean(column.type)):  # Arrow keeps 14 digits of a float
        written = [None if value is None else written_with(value, decimal) for value in column.to_pylist()]
        return pa.chunked_array([pa.array(written, pa.string())])
    text = column.cast(pa.string())
    return text if isinstance(text, pa.ChunkedArray) else pa.chunked_array([text])


def _as(table: pa.Table, schema: pa.Schema, decimal: str) -> pa.Table:
    """Return a part with all columns of the table, in their kinds; those it has not are missing."""
    columns = []
    for field in schema:
        place = table.schema.get_field_index(field.name)
        column = pa.nulls(table.num_rows) if place < 0 else table.column(place)
        turned = pa.types.is_string(field.type) and column.type != field.type
        columns.append(as_text(column, decimal) if turned else column.cast(field.type, safe=False))
    return pa.table(columns, schema=schema)


def _rewrite(path: Path, schema: pa.Schema, decimal: str) -> None:
    """Write a part again whose columns became wider after it."""
    with papq.ParquetFile(path) as file:
        if file.schema_arrow.remove_metadata().equals(schema):
            return
        other = path.with_suffix(".wider")
        with papq.ParquetWriter(other, schema, compression="lz4") as writer:
            for batch in file.iter_batches():
                writer.write_table(_as(pa.Table.from_batches([batch]), schema, decimal))
    other.replace(path)
