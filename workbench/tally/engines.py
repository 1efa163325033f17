"""Any table becomes one that can be counted, where it is."""

from __future__ import annotations

import glob
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import narwhals as nw
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as papq

from workbench.checks import check_column
from workbench.core.fingerprint import fingerprint_of_file
from workbench.data.connection import connection
from workbench.data.sources import ReadOptions, read_table
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


def open_table(source: object, encoding: str = "utf-8", *, columns: Sequence[str] | None = None) -> Countable:
    """Return a table that can be counted, without bringing its rows here where an engine can count them.

    Frames in memory (pandas, Polars, Arrow) and small files are counted by NumPy. DuckDB counts its own
    relations and large files, in constant memory; lazy Polars frames and Spark frames count themselves.

    Parameters
    ----------
    source : str, path or frame
        A CSV or Parquet file, a folder or a pattern (``data/*.parquet``) of Parquet files; or a pandas,
        Polars, Arrow, DuckDB or Spark table, or any other that narwhals can hold.
    encoding : str
        The encoding of a CSV file.
    columns : sequence of str, optional
        The columns that will be counted: no other is looked at.

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
    if isinstance(source, (str, Path)):
        return _opened_path(source, encoding, columns)
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


def _opened_path(source: str | Path, encoding: str, columns: Sequence[str] | None) -> Countable:
    files = _files(source)
    if not files:
        return _read_small(Path(source), encoding, columns)
    if len(files) == 1 and files[0].suffix.lower() == ".csv":
        return _opened_csv(files[0], encoding, columns)
    return _opened_parquet(files, columns)


def _files(source: str | Path) -> list[Path]:
    """Return the files that are meant; none where there are none, or none that are CSV or Parquet."""
    path = Path(source)
    try:
        path = path.expanduser()
        if path.is_file():
            return [path] if path.suffix.lower() in {".csv", ".parquet", ".pq"} else []
        found = path.rglob("*") if path.is_dir() else _matching(path)
        files = sorted(one for one in found if one.suffix.lower() in {".parquet", ".pq"} and one.is_file())
    except (OSError, RuntimeError, ValueError):  # a name too long, nobody's home, a NUL in the name
        return []
    # Hadoop's programs write notes beside the data, in files whose names begin so.
    return [one for one in files if not one.name.startswith((".", "_"))]


def _matching(pattern: Path) -> Iterator[Path]:
    """Return the files that a pattern such as ``data/*.parquet`` matches."""
    return Path(pattern.anchor).glob(str(pattern.relative_to(pattern.anchor)))


def _read_small(path: Path, encoding: str, columns: Sequence[str] | None) -> InMemory:
    """Return the table in a file that fits in memory; refuses what is no table, by name."""
    read = read_table(path, ReadOptions(encoding=encoding))
    table, fingerprint = read.table, read.fingerprint
    return InMemory(_chosen(table, columns), fingerprint)


def _opened_csv(path: Path, encoding: str, columns: Sequence[str] | None) -> Countable:
    if path.stat().st_size < MOST_BYTES:
        return _read_small(path, encoding, columns)
    held: Any = read_table(path, ReadOptions(encoding=encoding, lazy=True)).held
    _check_there(columns, held.columns)
    kept = list(dict.fromkeys(held.columns if columns is None else columns))
    places = ", ".join(f"c{held.columns.index(name)} AS c{place}" for place, name in enumerate(kept))
    relation = held.relation(connection()).project(places)
    return Engine.of(nw.from_native(relation), kept, files=(path,), keep=held)


def _opened_parquet(files: list[Path], columns: Sequence[str] | None) -> Countable:
    first = files[0]
    try:
        with papq.ParquetFile(first) as file:
            names, n_rows = list(file.schema_arrow.names), file.metadata.num_rows
            small = len(files) == 1 and first.stat().st_size < MOST_BYTES and n_rows <= _MOST_ROWS
            if small and columns is not None and set(columns) <= set(names) and n_rows:
                chosen = file.read(columns=list(dict.fromkeys(columns)))
                return InMemory(plain_table(chosen), fingerprint_of_file(first))
    except (pa.ArrowException, OSError, ValueError):
        return _read_small(first, "utf-8", columns)  # which says what is wrong
    if small:
        _check_there(columns, names)
        return _read_small(first, "utf-8", columns)
    # The names of folders make columns (sex=f/…) only where files in several of them were meant.
    parted = len({one.parent for one in files}) > 1 and all("=" in one.parent.name for one in files)
    relation = connection().read_parquet([glob.escape(str(one)) for one in files], hive_partitioning=parted)
    names += relation.columns[len(names) :]
    _check_names(names, first.stem)
    _check_there(columns, names)
    return _not_empty(Engine.of(nw.from_native(relation), names, files=tuple(files)), first.stem)


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
