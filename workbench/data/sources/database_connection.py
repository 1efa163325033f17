"""The connection to a database: how it is opened for reading, and told of without its secrets."""

from __future__ import annotations

import importlib.util
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

from workbench.data.sources.files import found_file
from workbench.errors import SourceError

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine

__all__ = ["backend_of", "connected", "shown", "url_of"]

_DRIVERS = {
    "postgresql": ("psycopg", "postgresql+psycopg://…"),
    "mysql": ("pymysql", "mysql+pymysql://…"),
    "mariadb": ("pymysql", "mariadb+pymysql://…"),
    "oracle": ("oracledb", "oracle+oracledb://…"),
    "mssql": ("pymssql", "mssql+pymssql://…"),
}
_LONGEST_REASON = 300
_LOGGED_AS = "workbench"


def url_of(source: object) -> URL:
    """Return SQLAlchemy's URL of a source.

    Parameters
    ----------
    source : str, sqlalchemy.URL, sqlalchemy.Engine or path
        Where the database is; a path is a file of SQLite.

    Raises
    ------
    SourceError
        If SQLAlchemy is not installed, or cannot read the address.
    """
    _check_installed()
    from sqlalchemy import URL, make_url
    from sqlalchemy.exc import ArgumentError

    if isinstance(source, Path):
        return URL.create("sqlite", database=str(source))
    if not isinstance(source, str):
        return source if isinstance(source, URL) else source.url  # type: ignore[attr-defined]
    with suppress(ArgumentError, ValueError):  # their text may hold the password
        return make_url(source)
    raise SourceError(
        f"The address of a database, {source.partition('://')[0]}://…, cannot be read.\n"
        "Write dialect+driver://user:password@host:port/database, with the signs @ : / in a password as %40 %3A %2F."
    )


def _check_installed() -> None:
    if importlib.util.find_spec("sqlalchemy") is None:
        raise SourceError(
            "Reading from a database needs SQLAlchemy, which is not installed.\n"
            "Install it with: pip install 'notebook-workbench[sql]'"
        )


def backend_of(url: URL) -> str:
    """Return what kind of database it is."""
    return str(url.get_backend_name())


def shown(url: URL) -> str:
    """Return an address without user, password and options.

    Examples
    --------
    >>> from sqlalchemy import make_url
    >>> shown(make_url("postgresql://ann:secret@db.example/people?sslpassword=x"))
    'postgresql://db.example/people'
    """
    return f"{url.get_backend_name()}://{url.host or ''}/{url.database or ''}"


@contextmanager
def connected(source: object, url: URL) -> Iterator[Connection]:
    """Open a connection in which nothing is changed; what the database says against it is told without secrets.

    Parameters
    ----------
    source : str, sqlalchemy.URL or sqlalchemy.Engine
        An engine of somebody's own is used as it is.
    url : sqlalchemy.URL
        Its address.

    Raises
    ------
    SourceError
        If there is no such kind of database, no driver for it, or the database refuses.
    """
    from sqlalchemy import Engine
    from sqlalchemy.exc import NoSuchModuleError, SQLAlchemyError

    reason = ""
    try:
        engine = source if isinstance(source, Engine) else _engine(url)
        with engine.connect() as connection:
            yield _reading(connection)
            connection.rollback()
            return
    except NoSuchModuleError:
        known = "postgresql, mysql, mariadb, sqlite, oracle, mssql"
        reason = (
            f"SQLAlchemy knows no database {url.drivername!r}.\n"
            f"It knows: {known}; others come with a package of theirs."
        )
    except ModuleNotFoundError as error:
        reason = _no_driver(url, str(error.name))
    except SQLAlchemyError as error:
        said = _without_secrets(_said_by(error), url)
        reason = f"{shown(url)!r} refuses: {said!r}.\nCheck the address, the name of the table, or the query."
    raise SourceError(reason)  # outside of the handler, so that no traceback shows what the driver said


def _engine(url: URL) -> Engine:
    import sqlalchemy
    from sqlalchemy.pool import NullPool

    if backend_of(url) != "sqlite" or url.get_driver_name() != "pysqlite":
        # What a driver says when a refused question is cleared away would stand before the error itself.
        logging.getLogger(f"{NullPool.__module__}.{NullPool.__qualname__}.{_LOGGED_AS}").setLevel(logging.CRITICAL + 1)
        return sqlalchemy.create_engine(url, poolclass=NullPool, pool_logging_name=_LOGGED_AS, hide_parameters=True)
    path = found_file(url.database or "")  # SQLite would make a database that is not there

    def opened() -> sqlite3.Connection:
        return sqlite3.connect(f"file:{quote(str(Path(path).absolute()))}?mode=ro", uri=True)

    return sqlalchemy.create_engine("sqlite://", creator=opened, poolclass=NullPool)


def _reading(connection: Connection) -> Connection:
    """Tell the database, where it can be told, that this changes nothing."""
    name = connection.dialect.name
    if name == "postgresql" and connection.dialect.driver in ("psycopg", "psycopg2", "pg8000"):
        return connection.execution_options(postgresql_readonly=True)
    if name in ("mysql", "mariadb"):
        connection.exec_driver_sql("START TRANSACTION READ ONLY")
    return connection


def _no_driver(url: URL, module: str) -> str:
    package, example = _DRIVERS.get(backend_of(url), (module, ""))
    named = f"\nInstall it with: pip install {module}"
    if module != package and example:
        named = f"\nInstall it with: pip install {module}; or take {package}, with an address that begins {example}"
    return f"Reading from {backend_of(url)} needs the driver {module!r}, which is not installed.{named}"


def _said_by(error: Exception) -> str:
    """Return the database's own words; pg8000 hands them on among others."""
    original = getattr(error, "orig", None) or error
    first = original.args[0] if original.args else ""
    return str(first.get("M", first) if isinstance(first, dict) else original)


def _without_secrets(text: str, url: URL) -> str:
    """Return the first line of a database's answer, without the password and the options of the address."""
    first = text.strip().splitlines()[0] if text.strip() else "no reason given"
    options = [one for value in url.query.values() for one in ((value,) if isinstance(value, str) else value)]
    for secret in filter(None, (str(url.password or ""), *options)):
        for written in {secret, quote(secret), quote_plus(secret), quote(secret, safe="")}:
            first = first.replace(written, "***")
    return first[:_LONGEST_REASON]
