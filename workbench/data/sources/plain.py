"""Columns of plain types, with names that differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from workbench.errors import NotEnoughDataError, SourceError

__all__ = ["MISSING", "check_names", "no_place", "no_rows", "no_text", "plain_column"]

MISSING = ["", "NA", "N/A", "n/a", "NaN", "nan", "null", "NULL", "None"]
"""Missing in a column of numbers. In a column of text "NA" may be a name, so only "" is missing there."""


def check_names(names: Sequence[str], where: str) -> None:
    """Refuse a table without columns, or with two of one name."""
    if not names:
        raise SourceError(f"{where!r} has no columns.\nGive a table with column names.")
    twice = [name for name, n in Counter(names).items() if n > 1]
    if twice:
        raise SourceError(
            f"{where!r} has more than one column called {twice[0]!r}.\n"
            "Rename all but one of them, so that it is clear which is meant."
        )


def plain_column(column: pa.ChunkedArray, name: str) -> pa.ChunkedArray:
    """Return the column as numbers, text, booleans or dates, with null for every missing value."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        try:
            return plain_column(column.cast(kind.value_type), name)
        except pa.ArrowNotImplementedError as error:
            raise no_place(name, kind.value_type) from error
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        _check_text(column, name)
        text = column.cast(pa.string())
        return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)
    if pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        # By way of text: Arrow's own cast of decimals is off in the last digit for one value in eight.
        values = (column.cast(pa.string()) if pa.types.is_decimal(kind) else column).cast(pa.float64())
        return pc.if_else(pc.is_nan(values), pa.scalar(None, pa.float64()), values)
    if pa.types.is_integer(kind) or pa.types.is_boolean(kind) or pa.types.is_temporal(kind) or pa.types.is_null(kind):
        return column
    raise no_place(name, kind)


def _check_text(column: pa.ChunkedArray, name: str) -> None:
    """Refuse text that is not UTF-8: Parquet files of careless programs hold it."""
    try:
        column.validate(full=True)
    except pa.ArrowInvalid as error:
        raise no_text(name) from error


def no_place(name: str, kind: object) -> SourceError:
    """Return the error for a kind of values that no table here holds."""
    return SourceError(
        f"Column {name!r} holds {kind}, which has no place in a table of numbers, text and dates.\n"
        "Take it out, or turn it into one of these."
    )


def no_text(name: str) -> SourceError:
    """Return the error for text that is not UTF-8."""
    return SourceError(f"Column {name!r} holds text that is not UTF-8.\nSave the table again, with its text as UTF-8.")


def no_rows(name: str) -> NotEnoughDataError:
    """Return the error for a table that has only column names."""
    return NotEnoughDataError(f"{name!r} has column names but no rows.\nGive a table with at least one row.")
