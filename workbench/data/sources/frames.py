"""Frames: of pandas, Polars, Arrow, DuckDB, Spark, and whatever else narwhals can hold."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import narwhals as nw
import numpy as np
import pandas as pd
import pyarrow as pa

from workbench.core.finding import Finding
from workbench.core.fingerprint import fingerprint_of_parts
from workbench.core.measure import Measure
from workbench.data.sources.duckdb_file import spooled_relation
from workbench.data.sources.options import ReadOptions
from workbench.data.sources.parquet import read_parquet
from workbench.data.sources.plain import check_names, no_place, no_rows, plain_column
from workbench.data.sources.reading import Reading
from workbench.data.sources.spark import is_spark, read_spark
from workbench.data.sources.spool import Spool, stays_on_disk
from workbench.data.sources.value_findings import empty_texts, n_empty
from workbench.data.stored import StoredTable
from workbench.errors import SourceError

__all__ = ["KNOWN_FRAMES", "read_frame"]

KNOWN_FRAMES = "a pandas, Polars, Arrow, DuckDB or Spark table"
"""The frames that are named to people."""

_ROWS_A_PART = 100_000


def read_frame(frame: Any, options: ReadOptions) -> Reading:
    """Return the rows of a frame.

    Parameters
    ----------
    frame : frame, relation or reader
        What comes in parts (Arrow's readers, DuckDB's relations, lazy Polars and Spark frames) is taken so.
    options : ReadOptions
        Whether the rows stay on disk.

    Raises
    ------
    SourceError
        If it is no table, or holds what has no place in one.
    NotEnoughDataError
        If there are no rows.
    """
    reading = _read_frame(frame, options)
    if isinstance(reading.held, StoredTable):  # its parts are gone with the program: the rows themselves vouch
        return replace(
            reading,
            held=replace(reading.held, fingerprint=fingerprint_of_parts(reading.held.batches())),
            fingerprint=None,
        )
    return replace(reading, fingerprint=None)


def _read_frame(frame: Any, options: ReadOptions) -> Reading:
    if isinstance(frame, duckdb.DuckDBPyRelation):
        try:
            return spooled_relation(frame, "data", options)
        except (duckdb.Error, pa.ArrowException) as error:
            raise _no_arrow(frame, error) from error
    if is_spark(frame):
        return read_spark(frame, options)
    if isinstance(frame, pa.RecordBatchReader):
        return _spooled(frame.schema, frame, options)
    if type(frame).__module__.startswith("polars.") and type(frame).__name__ == "LazyFrame":
        return _from_lazy_polars(frame, options)
    table = _table(frame)
    if not stays_on_disk(options, table.nbytes):
        reading = Reading(table, "data", None)
    else:
        reading = _spooled(table.schema, table.to_batches(_ROWS_A_PART), options)
    counted = {name: n for name, one in zip(table.column_names, table.columns, strict=True) if (n := n_empty(one))}
    notes = _header_notes(frame) if isinstance(frame, pd.DataFrame) else ()
    indexes = _index_findings(frame) if isinstance(frame, pd.DataFrame) else ()
    return replace(reading, findings=(*indexes, *empty_texts(counted, table.num_rows)), notes=notes)


def _index_findings(frame: pd.DataFrame) -> tuple[Finding, ...]:
    names = [str(name) for name in frame.index.names if name is not None]
    if not names:
        return ()
    what = "index" if len(names) == 1 else "indexes"
    was = "was" if len(names) == 1 else "were"
    return (
        Finding(
            "WB118",
            "note",
            f"The frame's {what} {', '.join(map(repr, names))} {was} not read",
            "Only columns are read; an index with a name may say what a row is.",
            "To read it as a column, give frame.reset_index().",
            value=float(len(names)),
            measure=Measure("names of an index that were not read", "count", "names"),
        ),
    )


def _header_notes(frame: pd.DataFrame) -> tuple[str, ...]:
    names: list[object] = list(frame.columns)
    n = sum(not isinstance(name, str) for name in names)
    if not n:
        return ()
    first = next(name for name in names if not isinstance(name, str))
    what = "1 name of a column that is no text was" if n == 1 else f"{n:,} names of columns that are no text were"
    return (f"{what} turned into text, the first into {str(first)!r}.",)


def _table(frame: Any) -> pa.Table:
    if isinstance(frame, pa.Table):
        return frame
    if isinstance(frame, pa.RecordBatch):
        return pa.Table.from_batches([frame])
    if isinstance(frame, pd.DataFrame):
        return _from_pandas(frame)
    try:
        native = nw.from_native(frame)
    except TypeError as error:
        raise SourceError(
            f"source is of type {type(frame).__name__}, which is not a table.\n"
            f"Give the path of a file, the address of a database, or {KNOWN_FRAMES}."
        ) from error
    try:
        table: pa.Table = (native.collect() if isinstance(native, nw.LazyFrame) else native).to_arrow()
    except pa.ArrowException as error:
        raise _no_arrow(frame, error) from error
    return table


def _spooled(schema: pa.Schema, batches: Iterable[pa.RecordBatch], options: ReadOptions) -> Reading:
    check_names(schema.names, "data")
    spool = Spool(options)
    try:
        for batch in batches:
            columns = (pa.chunked_array([one]) for one in batch.columns)
            spool.add({name: plain_column(one, name) for name, one in zip(schema.names, columns, strict=True)})
    except (pa.ArrowException, OSError) as error:  # a reader reads somebody's files
        raise _no_arrow(batches, error) from error
    if spool.n_rows == 0:
        raise no_rows("data")
    return Reading(spool.held(), "data", None)


def _from_lazy_polars(frame: Any, options: ReadOptions) -> Reading:
    """Return the rows of a frame that Polars has not yet worked out: it writes them in parts."""
    from polars.exceptions import PolarsError

    folder = tempfile.TemporaryDirectory(prefix="workbench-")
    path = Path(folder.name) / "data.parquet"
    try:
        frame.sink_parquet(path)
    except (PolarsError, OSError, ValueError, TypeError) as error:
        raise SourceError(
            f"source is a {type(frame).__name__} that Polars cannot work out: {_reason(error)!r}.\n"
            "Check the files and columns that it names: frame.collect() says more."
        ) from error
    reading = read_parquet(path, options)
    return (
        replace(reading, held=replace(reading.held, keep=folder)) if isinstance(reading.held, StoredTable) else reading
    )


def _no_arrow(frame: object, error: Exception) -> SourceError:
    return SourceError(
        f"source is a {type(frame).__name__} that Arrow cannot hold: {_reason(error)!r}.\n"
        "Turn its columns into numbers, text, booleans or dates."
    )


def _reason(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__


def _from_pandas(frame: pd.DataFrame) -> pa.Table:
    names = [str(name) for name in frame.columns]
    check_names(names, "data")
    columns = [_from_series(frame.iloc[:, position], name) for position, name in enumerate(names)]
    return pa.table(columns, names=names)


def _from_series(values: pd.Series[Any], name: str) -> pa.Array | pa.ChunkedArray:
    if isinstance(values.dtype, pd.SparseDtype):
        values = pd.Series(np.asarray(values))
    try:
        return pa.Array.from_pandas(values.copy())  # without the copy, editing the frame would edit the result
    except OverflowError as error:
        raise SourceError(
            f"Column {name!r} holds whole numbers of more than 64 bits.\n"
            "Make them text if they only name the rows, else numbers with a decimal point."
        ) from error
    except UnicodeEncodeError as error:
        raise SourceError(
            f"Column {name!r} holds text that is not Unicode.\nRead the table again, in its right encoding."
        ) from error
    except pa.ArrowException as error:
        kinds = sorted({type(value).__name__ for value in values.dropna()})
        if len(kinds) == 1:
            raise no_place(name, kinds[0]) from error
        raise SourceError(
            f"Column {name!r} mixes kinds of values: {', '.join(kinds)}.\nMake all its values numbers or all text."
        ) from error
