"""The connections to DuckDB: one that sums over tables in any order, one that reads rows in theirs."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import duckdb

__all__ = ["connection", "ordered_connection"]


@cache
def connection() -> duckdb.DuckDBPyConnection:
    """Return the connection that counts; there is one, so that tables of two files can be joined.

    Rows come in any order. In a thread of your own take its ``cursor()``.
    """
    return _connected(ordered=False)


@cache
def ordered_connection() -> duckdb.DuckDBPyConnection:
    """Return the connection that reads rows in the order in which they are stored."""
    return _connected(ordered=True)


def _connected(*, ordered: bool) -> duckdb.DuckDBPyConnection:
    made = duckdb.connect()
    made.execute(f"SET preserve_insertion_order = {str(ordered).lower()}")
    made.execute("SET memory_limit = '1GB'")  # what does not fit is put on disk for the while
    made.execute("SET temp_directory = ?", [str(Path(tempfile.gettempdir()) / "workbench-duckdb")])
    return made
