"""A table or a query of a DuckDB file, which is only read."""

from __future__ import annotations

import hashlib
from pathlib import Path

import duckdb
import pyarrow as pa

from workbench.core.fingerprint import fingerprint_of_file
from workbench.data.said import say
from workbench.data.sources.options import ReadOptions
from workbench.data.sources.plain import check_names, no_rows, plain_column
from workbench.data.sources.reading import Reading
from workbench.data.sources.spool import Spool
from workbench.data.sources.statements import check_query
from workbench.errors import SourceError

__all__ = ["DUCKDB", "read_duckdb_file", "spooled_relation"]

DUCKDB = (".duckdb", ".ddb", ".db")
"""Endings of DuckDB files."""

_ROWS_A_PART = 100_000
_LISTED = 8
# What a file holds may be somebody else's: a view in it must not read or write other files.
_CLOSED: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "lock_configuration": "true",
    "memory_limit": "1GB",
}


def read_duckdb_file(path: Path, options: ReadOptions) -> Reading:
    """Return a table of a DuckDB file.

    Parameters
    ----------
    path : path
        The file. It is opened for reading only, and nothing it holds can reach other files.
    options : ReadOptions
        Its ``table`` names a table or view, its ``query`` is one SELECT; neither is needed where the file has
        one table.

    Raises
    ------
    SourceError
        If it is no DuckDB file, is in use, or it is not clear which table is meant; or if the query is wrong.
    NotEnoughDataError
        If there are no rows.
    """
    try:
        opened = duckdb.connect(path, read_only=True, config=_CLOSED)
    except (duckdb.Error, OSError) as error:
        locked = "lock" in str(error).lower()
        raise SourceError(
            f"{path.name!r} is in use by another program.\nClose it there, or give a copy of the file."
            if locked
            else f"{path.name!r} cannot be read as a DuckDB file.\n"
            "Check that it is whole, and written by a version of DuckDB that is not newer."
        ) from error
    with opened:
        fingerprint = _fingerprint(path)
        relation = _relation(opened, path, options)
        try:
            held = spooled_relation(relation, path.stem, options, fingerprint)
        except (duckdb.Error, pa.ArrowException) as error:
            raise _refused(path, error) from error
    return Reading(held.held, path.stem, fingerprint)


def spooled_relation(
    relation: duckdb.DuckDBPyRelation, name: str, options: ReadOptions, fingerprint: str = ""
) -> Reading:
    """Return the rows of a relation, a part at a time."""
    names = list(relation.columns)
    check_names(names, name)
    spool = Spool(options)
    for batch in relation.to_arrow_reader(_ROWS_A_PART):
        spool.add({one: plain_column(pa.chunked_array([batch.column(place)]), one) for place, one in enumerate(names)})
    if spool.n_rows == 0:
        raise no_rows(name)
    return Reading(spool.held(fingerprint), name, fingerprint or None)


def _relation(opened: duckdb.DuckDBPyConnection, path: Path, options: ReadOptions) -> duckdb.DuckDBPyRelation:
    if options.query:
        check_query(options.query)
        try:
            return opened.sql(options.query)
        except duckdb.Error as error:
            raise _refused(path, error) from error
    tables = _tables(opened)
    wanted = options.table or (next(iter(tables)) if len(tables) == 1 else "")
    if not tables:
        raise SourceError(f"{path.name!r} holds no table.\nGive a DuckDB file with a table or a view.")
    if not wanted:
        listed = ", ".join(repr(one) for one in list(tables)[:_LISTED])
        more = f", and {len(tables) - _LISTED} more" if len(tables) > _LISTED else ""
        raise SourceError(
            f"{path.name!r} has {len(tables)} tables: {listed}{more}.\n"
            f"Say which one is meant: {say('table', next(iter(tables)))}. Or ask for rows with query='SELECT …'."
        )
    if wanted not in tables:
        raise SourceError.for_choice(f"table, one of those in {path.name!r},", wanted, list(tables))
    quoted = ".".join('"' + part.replace('"', '""') + '"' for part in tables[wanted])
    try:
        return opened.table(quoted)
    except duckdb.Error as error:
        raise _refused(path, error) from error


def _tables(opened: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, str]]:
    """Return the tables and views of a file by name; those of other schemas than ``main`` with their schema."""
    found = opened.execute(
        "SELECT schema_name, table_name FROM duckdb_tables() WHERE NOT internal "
        "UNION ALL SELECT schema_name, view_name FROM duckdb_views() WHERE NOT internal ORDER BY ALL"
    ).fetchall()
    return {name if schema == "main" else f"{schema}.{name}": (schema, name) for schema, name in found}


def _fingerprint(path: Path) -> str:
    """Return the fingerprint of the file, and of the log beside it where DuckDB has not yet put its rows into it."""
    log = path.with_name(path.name + ".wal")
    if not log.is_file():
        return fingerprint_of_file(path)
    both = fingerprint_of_file(path) + fingerprint_of_file(log)
    return "file:" + hashlib.sha256(both.encode()).hexdigest()


def _refused(path: Path, error: Exception) -> SourceError:
    reason = str(error).splitlines()[0]
    return SourceError(f"DuckDB cannot read this from {path.name!r}: {reason!r}.\nCheck the query, or name a table.")
