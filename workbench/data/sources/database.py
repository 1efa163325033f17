"""Databases that SQLAlchemy reaches: a table or a query, read in parts."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC
from datetime import datetime as DateTime
from typing import TYPE_CHECKING, Any

from workbench.data.sources.database_connection import backend_of, connected, shown, url_of
from workbench.data.sources.options import ReadOptions
from workbench.data.sources.plain import check_names, no_rows
from workbench.data.sources.reading import Reading
from workbench.data.sources.record_columns import column_of_values
from workbench.data.sources.spool import Spool
from workbench.data.sources.statements import check_query
from workbench.errors import SourceError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Executable

__all__ = ["is_database", "read_database"]

_ROWS_A_PART = 20_000


def is_database(source: object) -> bool:
    """Return whether a source is SQLAlchemy's: its URL or its engine."""
    kind = type(source)
    return kind.__module__.startswith("sqlalchemy.") and kind.__name__ in ("URL", "Engine")


def read_database(source: Any, options: ReadOptions) -> Reading:
    """Return the rows of a table or a query of a database.

    Parameters
    ----------
    source : str, sqlalchemy.URL or sqlalchemy.Engine
        Where the database is, such as ``"postgresql+psycopg://host/people"`` or ``"sqlite:///people.db"``.
    options : ReadOptions
        Its ``query`` is one SELECT, or its ``table`` names a table or view.

    Returns
    -------
    Reading
        Its fingerprint is ``query:<sha256 of the question and the time>``, which does not vouch for the rows: the
        same question may have another answer later. A note says so. The transaction changes nothing, where the
        database can be told so; it is never committed.

    Raises
    ------
    SourceError
        If SQLAlchemy or a driver is missing, the database refuses, or the question is wrong. No password is told.
    NotEnoughDataError
        If there are no rows.
    """
    url = url_of(source)
    if bool(options.query) == bool(options.table):
        raise SourceError(
            f"{shown(url)!r} is a database, and it is not clear which rows are meant.\n"
            "Give either query='SELECT …' or table='…'."
        )
    if options.query:
        check_query(options.query)
    time = DateTime.now(UTC)
    name = options.table or (url.database or "").replace("\\", "/").rpartition("/")[2].partition(".")[0] or "data"
    with connected(source, url) as connection:
        statement = _as_written(options.query) if options.query else _whole_table(connection, options.table)
        spool = _spooled(connection, statement, name, options)
    if spool.n_rows == 0:
        raise no_rows(name)
    said = f"{options.query or f'table {options.table}'}\n{time.isoformat(timespec='microseconds')}"
    fingerprint = "query:" + hashlib.sha256(said.encode(errors="surrogatepass")).hexdigest()
    note = (
        f"Read from a {backend_of(url)} database at {time:%Y-%m-%d %H:%M:%S} UTC. "
        "The fingerprint stands for the question and the time; it does not vouch for the rows."
    )
    return Reading(spool.held(fingerprint), name, fingerprint, (), (note,))


def _spooled(connection: Connection, statement: Executable, name: str, options: ReadOptions) -> Spool:
    result = connection.execution_options(stream_results=True).execute(statement)
    names = [str(one) for one in result.keys()]  # noqa: SIM118 - a result is no mapping
    check_names(names, name)
    spool = Spool(options)
    for rows in result.partitions(_ROWS_A_PART):
        columns = zip(*rows, strict=True)
        spool.add(
            {one: column_of_values(values, one, options.decimal) for one, values in zip(names, columns, strict=True)}
        )
    return spool


def _as_written(query: str) -> Executable:
    """Return a query in which a colon is a colon: SQLAlchemy would take ``:name`` for a value to be filled in."""
    import sqlalchemy

    return sqlalchemy.text(re.sub(r"(?<![:\w]):(?=\w)", r"\\:", query))


def _whole_table(connection: Connection, wanted: str) -> Executable:
    import sqlalchemy
    from sqlalchemy.sql import quoted_name

    inspector = sqlalchemy.inspect(connection)
    names = [*inspector.get_table_names(), *inspector.get_view_names()]
    schema, name = None, wanted
    if wanted not in names and "." in wanted:
        schema, _, name = wanted.partition(".")
        schemas = inspector.get_schema_names()
        inside = [*inspector.get_table_names(schema), *inspector.get_view_names(schema)] if schema in schemas else []
        names = [*names, *(f"{schema}.{one}" for one in inside)]
    if wanted not in names:
        raise SourceError.for_choice("table", wanted, sorted(names))
    # The names are quoted by SQLAlchemy in the database's own way.
    table = sqlalchemy.table(quoted_name(name, True), schema=quoted_name(schema, True) if schema else None)
    return sqlalchemy.select(sqlalchemy.text("*")).select_from(table)
