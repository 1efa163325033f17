"""Tables that stay on disk: Parquet files that DuckDB reads, a part at a time."""

from __future__ import annotations

import glob
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from workbench.checks import check_column
from workbench.data.connection import connection, ordered_connection
from workbench.errors import SourceError

__all__ = ["MOST_IN_MEMORY", "StoredTable"]

MOST_IN_MEMORY = 2**30
"""Rows of more than about this many bytes are not brought into memory."""

_ROWS_A_BATCH = 100_000


@dataclass(frozen=True, eq=False)
class StoredTable:
    """A table in Parquet files, of which only what is asked for comes into memory.

    Parameters
    ----------
    files : tuple of pathlib.Path
        Parquet files with the same columns.
    columns : tuple of str
        What its columns are called.
    kinds : tuple of pyarrow.DataType
        Their plain types: numbers, text, booleans, dates.
    n_rows : int
        How many rows.
    expressions : tuple of str
        SQL that makes each plain column of the columns ``r0``, ``r1``, … in the files: words of ours only.
    parted : bool
        Whether the path of a row's file is a last raw column, as names of folders (``year=2024``) are columns too.
    united : bool
        Whether a column may be of another kind, or in another place, in another file.
    fingerprint : str
        What stands for its content.
    keep : object
        What must live as long as the table, such as a folder of temporary files.
    """

    files: tuple[Path, ...]
    columns: tuple[str, ...]
    kinds: tuple[pa.DataType, ...]
    n_rows: int
    expressions: tuple[str, ...]
    parted: bool = False
    united: bool = False
    fingerprint: str = ""
    keep: object = None

    def relation(self, on: duckdb.DuckDBPyConnection | None = None) -> duckdb.DuckDBPyRelation:
        """Return the table as a relation with columns ``c0``, ``c1``, …; by default of :func:`connection`."""
        return self._projected(on or connection(), range(len(self.columns)))

    def read(self, columns: Sequence[str] | None = None) -> pa.Table:
        """Return some columns of all rows, in their order.

        Raises
        ------
        SourceError
            If they are too many for memory.
        """
        chosen = self.columns if columns is None else tuple(columns)
        self._check_size(self.n_rows, chosen)
        try:
            return self._named(self._projected(ordered_connection(), self._places(chosen)).to_arrow_table(), chosen)
        except duckdb.Error as error:
            raise self.refused(error) from error

    def batches(self, columns: Sequence[str] | None = None, rows: int = _ROWS_A_BATCH) -> Iterator[pa.Table]:
        """Return some columns in batches, in the order of the rows."""
        chosen = self.columns if columns is None else tuple(columns)
        try:
            relation = self._projected(ordered_connection().cursor(), self._places(chosen))
            for batch in relation.to_arrow_reader(rows):
                yield self._named(pa.Table.from_batches([batch]), chosen)
        except (duckdb.Error, pa.ArrowException, OSError) as error:  # Arrow hands on what DuckDB says
            raise self.refused(error) from error

    def refused(self, error: Exception) -> SourceError:
        """Return the error that says why DuckDB could not read the files."""
        name = self.files[0].name if len(self.files) == 1 else self.files[0].parent.name
        if "utf8" in str(error).lower() or "utf-8" in str(error).lower():
            return SourceError(f"{name!r} holds text that is not UTF-8.\nSave the table again, with its text as UTF-8.")
        return SourceError(f"{name!r} cannot be read as Parquet.\nCheck that the file is whole and really is Parquet.")

    def take(self, rows: NDArray[np.int64]) -> pa.Table:
        """Return some rows, by their places, in rising order of place.

        Raises
        ------
        SourceError
            If they are too many for memory.
        """
        self._check_size(len(rows), self.columns)
        wanted, start, found = np.sort(rows), 0, []
        for batch in self.batches():
            first, last = np.searchsorted(wanted, (start, start + batch.num_rows))
            if last > first:
                found.append(batch.take(pa.array(wanted[first:last] - start)))
            start += batch.num_rows
        return pa.concat_tables(found) if found else self._schema.empty_table()

    @cached_property
    def _schema(self) -> pa.Schema:
        return pa.schema(list(zip(self.columns, self.kinds, strict=True)))

    def _places(self, columns: Sequence[str]) -> list[int]:
        return [self.columns.index(check_column(name, self.columns)) for name in columns]

    def _projected(self, on: duckdb.DuckDBPyConnection, places: Sequence[int]) -> duckdb.DuckDBPyRelation:
        found = on.read_parquet(
            [glob.escape(one.as_posix()) for one in self.files],
            hive_partitioning=False,  # DuckDB would make a number of the code 007
            filename=self.parted,
            union_by_name=self.united,
        )
        raw = ", ".join(f"r{place}" for place in range(len(found.columns)))
        query = f"SELECT * FROM workbench_rows AS workbench_columns({raw})"  # noqa: S608 - words of ours
        plain = ", ".join(f"{self.expressions[place]} AS c{place}" for place in places)
        rows: duckdb.DuckDBPyRelation = found.query("workbench_rows", query)  # type: ignore[assignment]
        return rows.project(plain)

    def _named(self, table: pa.Table, columns: Sequence[str]) -> pa.Table:
        return table.rename_columns(list(columns)).cast(pa.schema([self._schema.field(name) for name in columns]))

    def _check_size(self, n_rows: int, columns: Sequence[str]) -> None:
        wide = sum(_width(self.kinds[place]) for place in self._places(columns))
        if n_rows * wide > MOST_IN_MEMORY:
            raise SourceError(
                f"{n_rows:,} rows of {len(columns)} columns are too many for memory.\n"
                "Work on some of them: data.sample(1_000_000, seed=7). "
                "Profile, leak checks and audits need no rows here."
            )


def _width(kind: pa.DataType) -> int:
    """Return about how many bytes a value takes."""
    return kind.bit_width // 8 or 1 if pa.types.is_primitive(kind) else 24
