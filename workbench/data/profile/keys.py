"""Columns as keys: one number a row, equal where the values are equal, and in the values' order but for text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from workbench.data.connection import ordered_connection
from workbench.data.dataset import Dataset
from workbench.data.profile.result import Kind
from workbench.data.roles import label_of
from workbench.data.stored import StoredTable

__all__ = ["Block", "Column", "kind_of"]

Keys = NDArray[Any]

_ROWS_A_BLOCK = 1_000_000
_FEW = 20
_FEW_ROWS = 10_000
_TOGETHER = 100


class Block(NamedTuple):
    """The keys of some rows in their order.

    Parameters
    ----------
    keys : array of int64, uint64 or float64, shape (n,)
        Numbers as they are, truths as 0 and 1, dates and times as they are counted, text as 64-bit hashes.
        Anything where the value is missing.
    missing : array of bool, shape (n,), or None
        Where there is no value; ``None`` where there is one everywhere.
    lengths : array of int64, shape (n,), or None
        How many characters a text has.
    """

    keys: Keys
    missing: NDArray[np.bool_] | None
    lengths: NDArray[np.int64] | None = None

    @property
    def known(self) -> Keys:
        """The keys of rows that have a value."""
        return self.keys if self.missing is None else self.keys[~self.missing]


@dataclass(frozen=True)
class Column:
    """A column of a data set, in memory or on disk, that can be read again and again.

    Two texts with one hash would count as one value; for a million different texts the chance is 3 in 10^8.
    """

    data: Dataset
    name: str
    type: pa.DataType
    place: int
    n_columns: int
    read: Block | None = None  # its rows, where they were read together with those of other columns

    @classmethod
    def all_of(cls, data: Dataset) -> list[Column]:
        """Return the columns of a data set."""
        kinds = data.kinds
        found = [cls(data, name, kind, place, len(kinds)) for place, (name, kind) in enumerate(kinds.items())]
        texts = [one for one in found if one.is_text]
        if not data.is_stored and data.n_rows <= _FEW_ROWS:
            for start in range(0, len(texts), _TOGETHER):
                some = texts[start : start + _TOGETHER]
                for one, block in zip(some, _read_together(some), strict=True):
                    found[one.place] = replace(one, read=block)
        return found

    @property
    def is_text(self) -> bool:
        """Whether it holds text."""
        return bool(pa.types.is_string(self.type))

    def blocks(self) -> Iterator[Block]:
        """Return its rows: all at once of a table in memory, a million at a time of one on disk."""
        held = self.data.held
        if self.read is not None:
            yield self.read
        elif self.is_text:
            yield from self._text_blocks()
        elif isinstance(held, StoredTable):
            for batch in held.batches([self.name], _ROWS_A_BLOCK):
                yield _numbers(batch[self.name])
        else:
            yield _numbers(held[self.name])

    def labels(self, keys: Sequence[Any], rows: Keys | None = None) -> list[str]:
        """Return how people write the values of some keys.

        Parameters
        ----------
        keys : sequence of int or float
            The keys.
        rows : array of uint64, shape (n_rows,), optional
            The keys of all rows, where they are at hand: of a few it is faster to look for them there.
        """
        if self.is_text and rows is not None and len(keys) <= _FEW and not self.data.is_stored:
            return [self._first(key, rows) for key in keys]
        if self.is_text:
            words = self._words(list(keys))
            return [words[key] for key in keys]
        if pa.types.is_boolean(self.type):
            return [label_of(bool(key)) for key in keys]
        if pa.types.is_temporal(self.type):
            return [_iso(key, self.type) for key in keys]
        return [label_of(value) for value in keys]

    def _text_blocks(self) -> Iterator[Block]:
        for batch in self._asked("hash({0}) AS k, length({0}) AS n"):
            yield _text_block(batch["k"], batch["n"])

    def _first(self, key: int, rows: Keys) -> str:
        """Return the text of the first row that has a key; a missing one has one too, but no text."""
        column = self.data.table[self.name]
        same = rows == np.uint64(key)
        value = column[int(same.argmax())].as_py()
        return str(
            next(column[int(row)].as_py() for row in np.flatnonzero(same) if column[int(row)].is_valid)
            if value is None
            else value
        )

    def _words(self, keys: list[int]) -> dict[int, str]:
        """Return the texts that have some hashes."""
        if not keys:
            return {}
        rows, value = self._rows(ordered_connection().cursor())
        wanted = rows.filter(f"{value} IS NOT NULL AND hash({value}) IN ({', '.join(map(str, keys))})")
        return dict(wanted.aggregate(f"hash({value}), min({value})").fetchall())

    def _asked(self, columns: str) -> Iterator[pa.Table]:
        rows, value = self._rows(ordered_connection().cursor())
        asked = rows.project(columns.format(value))
        if not self.data.is_stored:
            yield asked.to_arrow_table()
            return
        for batch in asked.to_arrow_reader(_ROWS_A_BLOCK):
            yield pa.Table.from_batches([batch])

    def _rows(self, on: duckdb.DuckDBPyConnection) -> tuple[duckdb.DuckDBPyRelation, str]:
        """Return the rows for DuckDB, and what it calls the column."""
        if isinstance(self.data.held, StoredTable):
            return self.data.held.relation(on), f"c{self.place}"
        return on.from_arrow(pa.table([self.data.held[self.name]], names=["c0"])), "c0"


def _read_together(columns: Sequence[Column]) -> list[Block]:
    """Return the rows of columns of text in memory: of few rows, asking for each takes longer than the answer."""
    names, held = [f"c{one}" for one in range(len(columns))], columns[0].data.table
    table = pa.table([held[one.name] for one in columns], names=names)
    asked = ", ".join(f"hash({name}) AS k{place}, length({name}) AS n{place}" for place, name in enumerate(names))
    found = ordered_connection().cursor().from_arrow(table).project(asked).to_arrow_table()
    return [_text_block(found[f"k{place}"], found[f"n{place}"]) for place in range(len(columns))]


def _text_block(hashes: pa.ChunkedArray, lengths: pa.ChunkedArray) -> Block:
    missing = lengths.is_null().to_numpy() if lengths.null_count else None
    return Block(hashes.to_numpy(), missing, (lengths.fill_null(0) if missing is not None else lengths).to_numpy())


def kind_of(kind: pa.DataType) -> Kind:
    """Return what a column of that type holds, in words.

    Examples
    --------
    >>> kind_of(pa.int64()), kind_of(pa.timestamp("us"))
    ('whole number', 'time')
    """
    if pa.types.is_null(kind):
        return "nothing"
    if pa.types.is_boolean(kind):
        return "true or false"
    if pa.types.is_integer(kind):
        return "whole number"
    if pa.types.is_floating(kind):
        return "number"
    if pa.types.is_date(kind):
        return "date"
    return "time" if pa.types.is_temporal(kind) else "text"


def _numbers(column: pa.ChunkedArray) -> Block:
    array = column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    if isinstance(array, pa.ChunkedArray):  # what combining no chunk at all gives
        array = pa.concat_arrays(array.chunks) if array.num_chunks else pa.array([], column.type)
    missing = array.is_null().to_numpy(zero_copy_only=False) if array.null_count else None
    if pa.types.is_null(array.type):
        return Block(np.zeros(len(array), dtype=np.int64), np.ones(len(array), dtype=np.bool_))
    if pa.types.is_floating(array.type):
        filled = array.fill_null(0.0) if missing is not None else array
        return Block(filled.to_numpy() + 0.0, missing)  # + 0.0 makes -0.0 be 0.0
    whole = _as_whole(array)
    filled = whole.fill_null(0) if missing is not None else whole
    return Block(filled.to_numpy(zero_copy_only=False), missing)


def _as_whole(array: pa.Array) -> pa.Array:
    kind = array.type
    if pa.types.is_date32(kind) or pa.types.is_time32(kind):
        array = array.view(pa.int32())
    elif pa.types.is_temporal(kind):
        array = array.view(pa.int64())
    return array if pa.types.is_uint64(kind) else array.cast(pa.int64())


def _iso(key: int, kind: pa.DataType) -> str:
    """Return the date or time that a key stands for, as ISO 8601 writes it."""
    narrow = pa.types.is_date32(kind) or pa.types.is_time32(kind)
    try:
        value = pa.array([key], pa.int32() if narrow else pa.int64()).view(kind)[0].as_py()
    except (ValueError, OverflowError):  # a year that Python has no date for
        return str(np.datetime64(key, kind.unit if pa.types.is_timestamp(kind) else "D"))
    return str(value.isoformat()) if hasattr(value, "isoformat") else str(value)
