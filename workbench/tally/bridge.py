"""What differs between the engines themselves: names, results, and bringing a small table to one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import narwhals as nw
import pyarrow as pa

from workbench.errors import InputError, SourceError

__all__ = ["ENGINES", "collected", "renamed", "same_engine"]

ENGINES = ("duckdb", "polars", "pyspark", "pyspark[connect]")
"""The lazy frames that are counted where they are, as narwhals calls them; others are read into memory."""


def renamed(frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return the frame with its columns called ``c0``, ``c1``, … by their places.

    Spark takes a name with a dot for a field of a record, and DuckDB takes ``Sex`` for ``sex``, so this
    is done by place and never by name.
    """
    names = [f"c{place}" for place in range(len(frame.columns))]
    native: Any = frame.to_native()
    kind = str(frame.implementation.value)
    if kind == "duckdb":
        listed = ", ".join(names)  # our own words: no name of a column gets into the query
        query = f"SELECT * FROM workbench_rows AS workbench_columns({listed})"  # noqa: S608
        return _lazy(native.query("workbench_rows", query))
    if kind.startswith("pyspark"):
        return _lazy(native.toDF(*names))
    return frame.select(nw.col(name).alias(new) for name, new in zip(frame.columns, names, strict=True))


def same_engine(table: pa.Table, like: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return a small table as a frame of the engine that holds another."""
    kind = str(like.implementation.value)
    native: Any = like.to_native()
    if kind == "duckdb":
        return _lazy(_scanned(native, table))
    if kind == "polars":
        import polars as pl

        return _lazy(pl.DataFrame(table).lazy())
    if kind.startswith("pyspark"):
        from pyspark.sql import functions

        return _lazy(functions.broadcast(native.sparkSession.createDataFrame(table)))
    raise InputError(f"The data are on {kind}, which cannot take a table.\nGive both as frames of one kind.")


def _lazy(native: Any) -> nw.LazyFrame[Any]:
    frame: nw.LazyFrame[Any] = nw.from_native(native)
    return frame


def _scanned(relation: Any, _workbench_table: pa.Table) -> Any:
    """Return the table as a relation of the connection that another belongs to: DuckDB finds it by its name here."""
    return relation.query("workbench_rows", "SELECT * FROM _workbench_table")


def collected(frame: nw.LazyFrame[Any], files: Sequence[Path] = ()) -> pa.Table:
    """Return the rows of a frame as an Arrow table; Polars reads its files in parts."""
    options = {"engine": "streaming"} if frame.implementation.is_polars() else {}
    try:
        result: pa.Table = frame.collect("pyarrow", **options).to_native()
    except duckdb.Error as error:
        if not files:
            raise
        name = files[0].name if len(files) == 1 else files[0].parent.name
        if isinstance(error, duckdb.OutOfMemoryException):
            raise InputError(
                f"Counting {name!r} needs more memory than there is.\nCross fewer attributes, or join values."
            ) from error
        raise SourceError(
            f"{name!r} cannot be read as Parquet.\nCheck that the file is whole and really is Parquet."
        ) from error
    return result
