"""Columns of text until their types are known: in memory, or on disk where they are many.

A type is known only once all rows were read, so text is put aside first and typed afterwards, part by part;
a table larger than memory goes through it with one part in memory at a time.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa

from workbench.data.sources.number_marks import plain_numbers
from workbench.data.sources.options import ReadOptions
from workbench.data.sources.spool import Spool, stays_on_disk
from workbench.data.sources.text_types import converted, first_misfit
from workbench.data.stored import StoredTable

__all__ = ["MisfitError", "TextColumns"]


class MisfitError(Exception):
    """A value is none of the type that was asked for; it never leaves this package."""

    def __init__(self, place: int, row: int, value: str) -> None:
        super().__init__(place, row, value)
        self.place, self.row, self.value = place, row, value


class TextColumns:
    """Columns of text that come in parts, and become columns of types.

    Parameters
    ----------
    n_columns : int
        How many there are.
    options : ReadOptions
        Whether they stay on disk.
    n_bytes : int
        About how large they will be, where it is known.
    """

    def __init__(self, n_columns: int, options: ReadOptions, n_bytes: int) -> None:
        self._options = options
        self._schema = pa.schema([(f"c{place}", pa.string()) for place in range(n_columns)])
        self._parts: list[list[pa.Array]] = []
        self._n_bytes = self.n_rows = 0
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._writer: pa.RecordBatchFileWriter | None = None
        if stays_on_disk(options, n_bytes):
            self._to_disk()

    def add(self, columns: list[pa.Array]) -> None:
        """Add a part."""
        self.n_rows += len(columns[0])
        self._n_bytes += sum(column.nbytes for column in columns)
        if self._writer is not None:
            self._writer.write_batch(pa.record_batch(columns, schema=self._schema))
            return
        self._parts.append(columns)
        if stays_on_disk(self._options, self._n_bytes):
            self._to_disk()

    def held(
        self,
        names: Sequence[str],
        kinds: Sequence[pa.DataType],
        words: Sequence[bool],
        marks: Sequence[str],
        fingerprint: str,
    ) -> pa.Table | StoredTable:
        """Return the table, its columns in their types.

        Parameters
        ----------
        names : sequence of str
            What the columns are called.
        kinds : sequence of pyarrow.DataType
            Their types.
        words : sequence of bool
            Whether they hold words that mean a missing value.
        marks : sequence of str
            What stands before decimals where that has to be said: a point or a comma; else nothing.
        fingerprint : str
            What stands for the file's content.

        Raises
        ------
        MisfitError
            If a value is none of its column's type.
        """
        if self._folder is None:
            columns = [self._column(place, kind, marks[place], words=words[place]) for place, kind in enumerate(kinds)]
            return pa.table(columns, schema=pa.schema(list(zip(names, kinds, strict=True))))
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        spool, row = Spool(ReadOptions(lazy=True)), 0
        for part in self._stored():
            typed = [
                _typed(values, kinds[place], (place, row), marks[place], words=words[place])
                for place, values in enumerate(part)
            ]
            spool.add(dict(zip(names, typed, strict=True)))
            row += len(part[0])
        self._folder.cleanup()
        return spool.held(fingerprint)

    def _column(self, place: int, kind: pa.DataType, mark: str, *, words: bool) -> pa.ChunkedArray:
        """Return a column in memory in its type, and let go of its text."""
        typed, row = [], 0
        for part in self._parts:
            typed.append(_typed(part[place], kind, (place, row), mark, words=words))
            row += len(part[place])
            part[place] = pa.nulls(0)
        return pa.chunked_array(typed, kind)

    def _stored(self) -> Iterator[list[pa.Array]]:
        with pa.OSFile(str(self._path)) as file, pa.ipc.open_file(file) as reader:
            for place in range(reader.num_record_batches):
                yield reader.get_batch(place).columns

    def _to_disk(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="workbench-")
        self._path = Path(self._folder.name) / "text.arrow"
        self._writer = pa.ipc.new_file(str(self._path), self._schema, options=pa.ipc.IpcWriteOptions(compression="lz4"))
        for part in self._parts:
            self._writer.write_batch(pa.record_batch(part, schema=self._schema))
        self._parts = []


def _typed(values: pa.Array, kind: pa.DataType, at: tuple[int, int], mark: str, *, words: bool) -> pa.Array:
    written = plain_numbers(values, mark) if mark else values
    try:
        return converted(written, kind, words=words)
    except pa.ArrowInvalid as error:
        row = first_misfit(written, kind)
        place, first_row = at
        raise MisfitError(place, first_row + row, values[row].as_py()) from error
