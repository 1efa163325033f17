"""Whatever people have becomes one kind of table: plain types and text names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from workbench.data.sources.csv_file import read_csv
from workbench.data.sources.database import is_database, read_database
from workbench.data.sources.duckdb_file import read_duckdb_file
from workbench.data.sources.excel import read_excel
from workbench.data.sources.files import found_file, suffix_of
from workbench.data.sources.frames import read_frame
from workbench.data.sources.json_lines import read_json
from workbench.data.sources.options import ReadOptions
from workbench.data.sources.parquet import read_parquet, read_parquet_files
from workbench.data.sources.parquet_files import ParquetFiles, parquet_files
from workbench.data.sources.plain import check_names, no_rows, plain_column
from workbench.data.sources.reading import Reading
from workbench.data.sources.remote import SCHEMES, fetch, file_name, scheme_of, shown
from workbench.data.sources.typed_changes import changed
from workbench.data.sources.typed_decimals import doubts_of_text
from workbench.data.stored import StoredTable
from workbench.errors import SourceError

__all__ = ["FILES", "holds_tables", "read_table"]

FILES: dict[str, Callable[[Path, ReadOptions], Reading]] = {
    **dict.fromkeys((".csv", ".tsv", ".tab", ".txt"), read_csv),
    **dict.fromkeys((".parquet", ".pq"), read_parquet),
    **dict.fromkeys((".jsonl", ".ndjson", ".json"), read_json),
    **dict.fromkeys((".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"), read_excel),
    **dict.fromkeys((".duckdb", ".ddb"), read_duckdb_file),
}
"""What reads a file, by its ending; text may be packed by gzip, as in ``.csv.gz``."""

_SEVERAL_TABLES = (read_excel, read_duckdb_file)
_DATABASES = ("postgresql", "postgres", "mysql", "mariadb", "sqlite", "oracle", "mssql")
_DATABASE_FILES = (".db", ".sqlite", ".sqlite3")
_GZIP = b"\x1f\x8b"
_DEFAULTS = ReadOptions()


def read_table(source: object, options: ReadOptions = _DEFAULTS) -> Reading:
    """Return a table, its name and the fingerprint of its file.

    Parameters
    ----------
    source : str, path, frame, sqlalchemy.URL or sqlalchemy.Engine
        A file of one of the kinds in :data:`FILES`; a folder or a pattern (``"data/*.parquet"``) of Parquet files;
        an address of such a file or pattern (``https://…``, ``s3://…``); an address of a database, with a table or
        a query; or a frame of pandas, Polars, Arrow, DuckDB or Spark.
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
    reading = _read(source, options)
    plain = replace(reading, held=_plain(reading.held, reading.name))
    if reading.is_changed:
        return plain
    made = changed(plain, options) if options.is_changing else plain
    told = {one.scope for one in made.findings if one.code == "WB107"}
    doubts = (one for one in doubts_of_text(made.held, options) if one.scope not in told)
    return replace(made, findings=(*made.findings, *doubts))


def holds_tables(source: object) -> bool:
    """Return whether a source is of a kind that may hold several tables: a workbook or a database.

    Parameters
    ----------
    source : object
        What may be given to :func:`read_table`.

    Examples
    --------
    >>> holds_tables("people.xlsx"), holds_tables("sqlite:///people.db"), holds_tables("people.csv")
    (True, True, False)
    """
    if is_database(source):
        return True
    if not isinstance(source, (str, Path)):
        return False
    scheme, suffix = scheme_of(source), suffix_of(Path(source))
    return FILES.get(suffix) in _SEVERAL_TABLES or suffix in _DATABASE_FILES or bool(scheme and scheme not in SCHEMES)


def _read(source: object, options: ReadOptions) -> Reading:
    scheme = scheme_of(source)
    if isinstance(source, str) and scheme in SCHEMES:
        return _read_remote(source, options)
    if is_database(source) or (scheme and (scheme.partition("+")[0] in _DATABASES or options.query or options.table)):
        return read_database(source, options)
    if scheme:
        raise SourceError(
            f"source begins with {scheme + '://'!r}, which is no address known here.\n"
            f"Known are: {', '.join(f'{one}://' for one in SCHEMES)}; and databases, with query=… or table=…."
        )
    if isinstance(source, (str, Path)):
        return _read_path(source, options)
    _check_one_table("a frame", options)
    return read_frame(source, options)


def _read_path(source: str | Path, options: ReadOptions) -> Reading:
    if isinstance(source, str) and not source.strip():  # which would be the current folder
        raise SourceError(
            f"source is {source!r}, which names no file.\nGive the path of a file; '.' is the current folder."
        )
    files, root = parquet_files(source)
    try:
        if files:
            _check_one_table(repr(root.name), options)
            return read_parquet_files(ParquetFiles(files, root), options)
        return _read_file(found_file(source), options)
    except OSError as error:
        raise SourceError(
            f"{str(source)!r} cannot be read: {error.strerror or 'the system refused'}.\n"
            "Check that the file may be read by you."
        ) from error


def _read_remote(source: str, options: ReadOptions) -> Reading:
    _check_ending(source)
    fetched = fetch(source)
    if fetched.folder is None:
        return _read_path(fetched.path, options)
    reading = _read_path(fetched.path, options)
    if isinstance(reading.held, StoredTable):  # which may be the very files that were fetched
        return replace(reading, held=replace(reading.held, keep=(fetched.folder, reading.held.keep)))
    fetched.folder.cleanup()
    return reading


def _check_ending(source: str) -> None:
    """Refuse an address that names no file of a known kind before anything is fetched."""
    suffix = suffix_of(Path(file_name(source)))
    if scheme_of(source) == "file" or suffix in FILES or suffix in _DATABASE_FILES:
        return
    raise SourceError(
        f"{shown(source)!r} does not end in the name of a file, such as 'people.csv': its ending says what it holds.\n"
        f"Known are: {', '.join(FILES)}. Give the address of such a file, or fetch it and give it such a name."
    )


def _check_one_table(where: str, options: ReadOptions) -> None:
    for argument in ("table", "query"):
        if getattr(options, argument):
            raise SourceError(
                f"{argument} is {getattr(options, argument)!r}, but {where} is one table.\nLeave {argument} out."
            )


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
        raise SourceError(f"{str(path)!r} is a folder without Parquet files.\nName a file in it.")
    reader = FILES.get(suffix_of(path))
    if reader is not None:
        _check_gzip(path)
    if reader is None and path.suffix.lower() in _DATABASE_FILES:
        return _read_database_file(path, options)
    if reader is None:
        raise SourceError(
            f"{path.name!r} ends in {path.suffix!r}, which is not a kind of table known here.\n"
            f"Known are: {', '.join(FILES)}. Save the table as one of these."
        )
    if path.stat().st_size == 0:
        raise SourceError(f"{path.name!r} is empty: it has no bytes.\nGive a file with column names and rows.")
    if reader not in _SEVERAL_TABLES:
        _check_one_table(repr(path.name), options)
    return reader(path, options)


def _check_gzip(path: Path) -> None:
    if path.suffix.lower() != ".gz" or not path.is_file():
        return
    with path.open("rb") as file:
        start = file.read(len(_GZIP))
    if start and start != _GZIP:
        raise SourceError(
            f"{path.name!r} is not packed by gzip, though its name ends in '.gz'.\n"
            f"If it is not packed at all, call it {path.stem!r}."
        )


def _read_database_file(path: Path, options: ReadOptions) -> Reading:
    """Return what is in a database of one file, DuckDB's or SQLite's: both may end in ``.db``."""
    with path.open("rb") as file:
        is_sqlite = file.read(16) == b"SQLite format 3\x00"
    return read_database(path, options) if is_sqlite else read_duckdb_file(path, options)
