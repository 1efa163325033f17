"""Whatever people have becomes one kind of table: plain types and text names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from workbench.data.sources.csv_file import read_csv
from workbench.data.sources.files import found_file, suffix_of
from workbench.data.sources.frames import read_frame
from workbench.data.sources.options import ReadOptions
from workbench.data.sources.parquet import read_parquet
from workbench.data.sources.plain import check_names, no_rows, plain_column
from workbench.data.sources.reading import Reading
from workbench.data.stored import StoredTable
from workbench.errors import SourceError

__all__ = ["read_table"]

_DEFAULTS = ReadOptions()


def read_table(source: object, options: ReadOptions = _DEFAULTS) -> Reading:
    """Return a table, its name and the fingerprint of its file.

    Parameters
    ----------
    source : str, path or frame
        A CSV or Parquet file; a pandas, Polars or Arrow table.
    options : ReadOptions
        How it is to be read.

    Returns
    -------
    Reading
        Columns of numbers, text, booleans or dates; missing values are null.

    Raises
    ------
    SourceError
        If it cannot be read as a table; the text says what to do.
    NotEnoughDataError
        If it has no rows.
    """
    reading = _read_path(source, options) if isinstance(source, (str, Path)) else read_frame(source, options)
    return replace(reading, held=_plain(reading.held, reading.name))


def _read_path(source: str | Path, options: ReadOptions) -> Reading:
    path = found_file(source)
    try:
        return _read_file(path, options)
    except OSError as error:
        raise SourceError(
            f"{str(path)!r} cannot be read: {error.strerror or 'the system refused'}.\n"
            "Check that the file may be read by you."
        ) from error


def _plain(held: pa.Table | StoredTable, name: str) -> pa.Table | StoredTable:
    """Return the table with plain columns; one on disk has them already."""
    if isinstance(held, StoredTable):
        return held
    check_names(held.column_names, name)
    if held.num_rows == 0:
        raise no_rows(name)
    columns = [plain_column(column, one) for one, column in zip(held.column_names, held.columns, strict=True)]
    return pa.table(columns, names=held.column_names)


def _read_file(path: Path, options: ReadOptions) -> Reading:
    if path.is_dir():
        raise SourceError(f"{str(path)!r} is a folder.\nName a file in it: CSV or Parquet.")
    readers: dict[str, Callable[[Path, ReadOptions], Reading]] = {
        ".csv": read_csv,
        ".tsv": read_csv,
        ".tab": read_csv,
        ".txt": read_csv,
        ".parquet": read_parquet,
        ".pq": read_parquet,
    }
    reader = readers.get(suffix_of(path))
    if reader is None:
        raise SourceError(
            f"{path.name!r} ends in {path.suffix!r}, which is not a kind of table known here.\n"
            f"Known are: {', '.join(readers)}. Save the table as one of these."
        )
    if path.stat().st_size == 0:
        raise SourceError(f"{path.name!r} is empty: it has no bytes.\nGive a file with column names and rows.")
    return reader(path, options)
