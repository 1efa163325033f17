"""Changes on tables that have types already: Parquet, sheets, databases, frames."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

import pyarrow as pa
import pyarrow.compute as pc

from workbench.data.sources.changes import Changes
from workbench.data.sources.decimals import comma_remedy, mark_notes
from workbench.data.sources.number_marks import plain_numbers
from workbench.data.sources.options import ReadOptions
from workbench.data.sources.reading import Reading
from workbench.data.sources.spool import Spool, as_text
from workbench.data.sources.text_findings import cut
from workbench.data.sources.text_types import ASKED, ColumnTypes, converted
from workbench.data.sources.typed_decimals import marks_of_text
from workbench.data.stored import StoredTable
from workbench.errors import SourceError

__all__ = ["changed"]

_Exactly = Callable[[pa.ChunkedArray, pa.DataType], pa.ChunkedArray]


def changed(reading: Reading, options: ReadOptions) -> Reading:
    """Return what was read, with values missing, recoded and of other kinds as was asked.

    A table on disk is written anew, part by part.

    Parameters
    ----------
    reading : Reading
        Plain columns.
    options : ReadOptions
        What was asked.

    Raises
    ------
    ColumnNotFoundError
        If a column is named that is not there.
    SourceError
        If a value is named that is not there, or one cannot be what was asked: by row.

    Examples
    --------
    >>> read = Reading(pa.table({"age": ["31", "?"]}), "people", None)
    >>> read = changed(read, ReadOptions(types={"age": "whole number"}, missing=["?"]))
    >>> read.table.to_pydict(), read.notes
    ({'age': [31, None]}, ("1 value '?' of column 'age' was made missing, as asked.",))
    """
    held = reading.held
    names = held.columns if isinstance(held, StoredTable) else held.column_names
    changes = Changes(options, names)
    marks, told = marks_of_text(held, options)
    kinds = {**dict.fromkeys(marks, pa.float64()), **_kinds(held, options)}
    if isinstance(held, StoredTable):
        spool, first_row = Spool(ReadOptions(lazy=True)), 0
        for batch in held.batches():
            spool.add(dict(zip(names, _columns(batch, changes, (kinds, marks), first_row), strict=True)))
            first_row += batch.num_rows
        made: pa.Table | StoredTable = spool.held(held.fingerprint)
    else:
        made = pa.table(_columns(held, changes, (kinds, marks), 0), names=names)
    changes.check_found()
    notes = (*reading.notes, *changes.notes(), *mark_notes(list(marks), list(marks.values()), options.decimal))
    findings = tuple(one for one in reading.findings if one.code != "WB107" or one.scope not in marks)
    return replace(reading, held=made, findings=(*findings, *told), notes=notes)


def _kinds(held: pa.Table | StoredTable, options: ReadOptions) -> dict[str, pa.DataType]:
    """Return the types that columns are to have."""
    asked = options.types or {}
    return {name: _time_of(held, name, options) if word == "time" else ASKED[word] for name, word in asked.items()}


def _time_of(held: pa.Table | StoredTable, name: str, options: ReadOptions) -> pa.DataType:
    """Return which type of time a column has: that of text shows in all of its values."""
    types = ColumnTypes()
    changes = Changes(replace(options, types=None), [name, *_named(options)])
    for part in held.batches([name]) if isinstance(held, StoredTable) else [held.select([name])]:
        column = part[name]
        if pa.types.is_timestamp(column.type) or pa.types.is_time(column.type):
            return column.type
        for values in column.chunks if pa.types.is_string(column.type) else ():
            types.see(changes.made(name, values), 0)
    return types.asked("time")


def _named(options: ReadOptions) -> list[str]:
    """Return the columns in which values are to be changed."""
    missing = options.missing if isinstance(options.missing, Mapping) else {}
    return [*missing, *(options.recode or {})]


def _columns(
    table: pa.Table, changes: Changes, wanted: tuple[Mapping[str, pa.DataType], Mapping[str, str]], first_row: int
) -> list[pa.Array | pa.ChunkedArray]:
    made, (kinds, marks) = [], wanted
    for name, column in zip(table.column_names, table.columns, strict=True):
        values = pa.chunked_array([changes.made(name, part) for part in column.chunks], column.type)
        as_said = partial(_exactly, mark=marks.get(name, ""))
        made.append(_as(values, kinds[name], name, first_row, as_said) if name in kinds else values)
    return made


def _as(values: pa.ChunkedArray, kind: pa.DataType, name: str, first_row: int, exactly: _Exactly) -> pa.ChunkedArray:
    """Return a column in another type, if each of its values has a place there."""
    if values.type == kind:
        return values
    if kind == pa.string():
        return as_text(values)
    try:
        return exactly(values, kind)
    except pa.ArrowException as error:
        row = next(row for row in range(len(values)) if _is_misfit(values.slice(row, 1), kind, exactly))
        value = values[row].as_py()
        shown = cut(value) if isinstance(value, str) else str(value)
        raise SourceError(
            f"Column {name!r}, row {first_row + row + 1:,}: {shown} is no {_word(kind)}.\n"
            f"{comma_remedy(value)}If it means that the value is not known: missing={{{name!r}: [{shown}]}}. "
            f"If the column is something else, leave types[{name!r}] out."
        ) from error


def _word(kind: pa.DataType) -> str:
    return next((word for word, one in ASKED.items() if one == kind), "time")


def _exactly(values: pa.ChunkedArray, kind: pa.DataType, mark: str = "") -> pa.ChunkedArray:
    """Return values in another type without losing anything of any."""
    if pa.types.is_string(values.type):
        return pa.chunked_array(
            [converted(plain_numbers(part, mark) if mark else part, kind) for part in values.chunks], kind
        )
    made = values.cast(kind)
    if pa.types.is_null(values.type) or pa.types.is_boolean(values.type):
        return made
    again = made.cast(values.type)
    if pc.any(pc.not_equal(again, values)).as_py():
        raise pa.ArrowInvalid("something was lost")
    return made


def _is_misfit(value: pa.ChunkedArray, kind: pa.DataType, exactly: _Exactly) -> bool:
    try:
        exactly(value, kind)
    except pa.ArrowException:
        return True
    return False
