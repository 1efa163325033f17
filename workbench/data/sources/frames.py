"""Frames in memory."""

from __future__ import annotations

from typing import Any

import narwhals as nw
import pandas as pd
import pyarrow as pa

from workbench.data.sources.options import ReadOptions
from workbench.data.sources.plain import check_names, no_place
from workbench.data.sources.reading import Reading
from workbench.errors import SourceError

__all__ = ["read_frame"]


def read_frame(frame: Any, _options: ReadOptions) -> Reading:
    """Return the table in a frame."""
    return Reading(_read_frame(frame), "data", None)


def _read_frame(frame: Any) -> pa.Table:
    if isinstance(frame, pa.Table):
        return frame
    if isinstance(frame, pd.DataFrame):
        return _from_pandas(frame)
    try:
        native = nw.from_native(frame)
    except TypeError as error:
        raise SourceError(
            f"source is a {type(frame).__name__}, which is not a table.\n"
            "Give a path to a CSV or Parquet file, or a pandas, Polars or Arrow table."
        ) from error
    try:
        return (native.collect() if isinstance(native, nw.LazyFrame) else native).to_arrow()
    except pa.ArrowException as error:
        raise SourceError(
            f"source is a {type(frame).__name__} that Arrow cannot hold: {str(error).splitlines()[0]!r}.\n"
            "Turn its columns into numbers, text, booleans or dates."
        ) from error


def _from_pandas(frame: pd.DataFrame) -> pa.Table:
    names = [str(name) for name in frame.columns]
    check_names(names, "data")
    columns = [_from_series(frame.iloc[:, position], name) for position, name in enumerate(names)]
    return pa.table(columns, names=names)


def _from_series(values: pd.Series[Any], name: str) -> pa.Array | pa.ChunkedArray:
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
