"""Any table becomes one that can be counted, where it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import narwhals as nw
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as papq

from workbench.checks import check_column
from workbench.data.connection import connection
from workbench.data.dataset import Dataset
from workbench.data.sources import ReadOptions, found_file, read_table
from workbench.data.sources.database import is_database
from workbench.data.sources.parquet import stored_parquet
from workbench.data.sources.parquet_files import PARQUET, ParquetFiles, parquet_files
from workbench.data.sources.plain import no_rows
from workbench.data.sources.remote import scheme_of
from workbench.data.stored import StoredTable
from workbench.errors import NotEnoughDataError, SourceError
from workbench.tally.bridge import ENGINES
from workbench.tally.engine import Engine
from workbench.tally.memory import InMemory
from workbench.tally.plain import plain_table
from workbench.tally.request import Countable

__all__ = ["MOST_BYTES", "Engine", "open_table"]

MOST_BYTES = 64 * 2**20
"""Files of at least this many bytes are not read into memory."""

_MOST_ROWS = 2_000_000  # a Parquet file with more is not read into memory either: it may be small on disk only


def open_table(
    source: object,
    encoding: str = "utf-8",
    *,
    columns: Sequence[str] | None = None,
    table: str = "",
    query: str = "",
    decimal: str = "",
) -> Countable:
    """Return a table that can be counted, without bringing its rows here where an engine can count them.

    Frames in memory (pandas, Polars, Arrow) and small files are counted by NumPy. DuckDB counts its own
    relations and large files, in constant memory; lazy Polars frames and Spark frames count themselves.

    Parameters
    ----------
    source : str, path, frame or Dataset
        Whatever :func:`workbench.data.sources.read_table` reads, or a data set, whose rows stay where they are;
        or any frame that narwhals can hold.
    encoding : str
        The encoding of a text file.
    columns : sequence of str, optional
        The columns that will be counted: no other is looked at.
    table, query : str
        A sheet or table, or a query, of a source that has several tables.
    decimal : {"", ".", ","}
        What stands before the decimals of numbers in text.

    Raises
    ------
    ColumnNotFoundError
        If one of the columns is not there.
    SourceError
        If it cannot be read as a table; the text says what to do.
    NotEnoughDataError
        If it has no rows.

    Examples
    --------
    >>> open_table(pa.table({"sex": ["f", "m"], "hired": [1, 0]})).values("hired", most=2)
    {1: 1, 0: 1}
    """
    options = ReadOptions(encoding=encoding, table=table, query=query, decimal=decimal)
    if isinstance(source, Dataset):
        return _opened_dataset(source, columns)
    if isinstance(source, (str, Path)):
        return _opened_path(source, options, columns)
    if is_database(source) or table or query or decimal:
        return _opened_reading(source, options, columns)
    if isinstance(source, pd.DataFrame):
        return InMemory(_read_pandas(source, columns))
    if isinstance(source, pa.Table):
        return InMemory(plain_table(_chosen(source, columns)))
    try:
        frame: Any = nw.from_native(source)
    except TypeError:
        return InMemory(read_table(source).table)  # which says what is wrong
    if isinstance(frame, nw.LazyFrame) and str(frame.implementation.value) in ENGINES:
        names = list(frame.columns)
        _check_names(names)
        _check_there(columns, names)
        return _not_empty(Engine.of(frame), "data")
    if columns is not None:
        _check_there(columns, list(frame.columns))
        frame = frame.select(*dict.fromkeys(columns))
    try:
        eager = frame.collect() if isinstance(frame, nw.LazyFrame) else frame
        return InMemory(plain_table(eager.to_arrow()))
    except pa.ArrowException:
        return InMemory(read_table(source).table)  # which says what is wrong


def _opened_path(source: str | Path, options: ReadOptions, columns: Sequence[str] | None) -> Countable:
    files, root = parquet_files(source)
    if files and not options.decimal:
        return _opened_parquet(ParquetFiles(files, root), columns)
    path = None if scheme_of(source) else found_file(source)
    if (
        path is not None
        and path.is_file()
        and path.suffix.lower() in PARQUET
        and path.stat().st_size
        and not options.decimal
    ):
        return _opened_parquet(ParquetFiles((path,), path.parent), columns)
    large = path is not None and path.is_file() and path.stat().st_size >= MOST_BYTES
    return _opened_reading(source, replace(options, lazy=True if large else None), columns, (path,) if path else ())


def _opened_reading(
    source: object, options: ReadOptions, columns: Sequence[str] | None, files: tuple[Path, ...] = ()
) -> Countable:
    """Return what reading a source gives; it stays on disk where reading it puts it there."""
    read = read_table(source, options)
    if isinstance(read.held, StoredTable):
        return _on_disk(read.held, columns, files, read.fingerprint)
    return InMemory(_chosen(read.held, columns), read.fingerprint)


def _opened_parquet(source: ParquetFiles, columns: Sequence[str] | None) -> Countable:
    if source.n_rows == 0:
        raise no_rows(source.name)
    _check_there(columns, source.columns)
    n_bytes = sum(one.stat().st_size for one in source.files)
    if len(source.files) == 1 and n_bytes < MOST_BYTES and source.n_rows <= _MOST_ROWS:
        return InMemory(plain_table(_read_small(source.files[0], columns)), source.fingerprint)
    return _on_disk(stored_parquet(source, columns, fingerprint=""), None, source.files, None)


def _read_small(path: Path, columns: Sequence[str] | None) -> pa.Table:
    try:
        with papq.ParquetFile(path) as file:
            return file.read(columns=None if columns is None else list(dict.fromkeys(columns)))
    except (pa.ArrowException, OSError, ValueError) as error:
        raise SourceError(
            f"{path.name!r} cannot be read as Parquet.\nCheck that the file is whole and really is Parquet."
        ) from error


def _on_disk(
    held: StoredTable, columns: Sequence[str] | None, files: tuple[Path, ...], fingerprint: str | None
) -> Engine:
    _check_there(columns, held.columns)
    kept = list(dict.fromkeys(held.columns if columns is None else columns))
    places = ", ".join(f"c{held.columns.index(name)} AS c{place}" for place, name in enumerate(kept))
    relation = held.relation(connection()).project(places)
    return Engine.of(nw.from_native(relation), kept, files=files, keep=held, said=fingerprint)


def _opened_dataset(data: Dataset, columns: Sequence[str] | None) -> Countable:
    if isinstance(data.held, StoredTable):
        return _on_disk(data.held, columns, data.held.files, data.fingerprint)
    return InMemory(_chosen(data.table, columns), data.fingerprint)


def _chosen(table: pa.Table, columns: Sequence[str] | None) -> pa.Table:
    if columns is None:
        return table
    _check_there(columns, table.column_names)
    return table.select(list(dict.fromkeys(columns)))


def _read_pandas(frame: pd.DataFrame, columns: Sequence[str] | None) -> pa.Table:
    names = [str(name) for name in frame.columns]
    if columns is not None and len(set(names)) == len(names):
        _check_there(columns, names)
        frame = frame.iloc[:, [names.index(name) for name in dict.fromkeys(columns)]]
    return read_table(frame).table


def _check_there(columns: Sequence[str] | None, names: Sequence[str]) -> None:
    for name in columns or ():
        check_column(name, names)


def _check_names(names: Sequence[str], where: str = "data") -> None:
    twice = [name for place, name in enumerate(names) if name in names[:place]]
    if twice:
        raise SourceError(
            f"{where!r} has more than one column called {twice[0]!r}.\n"
            "Rename all but one of them, so that it is clear which is meant."
        )


def _not_empty(table: Engine, name: str) -> Engine:
    if table.collect(table.frame.head(1).select(nw.len().alias("n")))["n"][0].as_py() == 0:
        raise NotEnoughDataError(f"{name!r} has column names but no rows.\nGive a table with at least one row.")
    return table
