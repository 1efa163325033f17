"""Values as Python holds them become plain columns: what files of records, sheets and databases hand back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from datetime import date as Date
from datetime import datetime as DateTime
from datetime import time as Time
from datetime import timedelta as TimeDelta
from decimal import Decimal
from uuid import UUID

import pyarrow as pa

from workbench.data.sources.number_marks import written_with
from workbench.data.sources.plain import no_place
from workbench.data.sources.value_findings import is_beyond
from workbench.errors import SourceError

__all__ = ["column_of_values"]

_NUMBERS = frozenset({int, float, Decimal})
_KINDS = {str: pa.string(), bool: pa.bool_(), Time: pa.time64("us"), TimeDelta: pa.duration("us"), Date: pa.date32()}
_ALL = (bool, int, float, Decimal, str, DateTime, Date, Time, TimeDelta, UUID)  # a bool is an int, a moment a day
_MOST, _LEAST = 2**63 - 1, -(2**63)


def column_of_values(values: Sequence[object], name: str, decimal: str = "") -> pa.ChunkedArray:
    """Return a plain column of values; ``None``, nan and empty text are missing.

    Whole numbers and fractions together are numbers, days and times together are times. Values of any other
    two kinds together become text, as do whole numbers of more than 64 bits, and those from 2^53 on beside fractions:
    nothing is lost by that.

    Parameters
    ----------
    values : sequence of object
        Text, numbers, truths, days, times or ``None``.
    name : str
        What the column is called, for messages.
    decimal : {"", ".", ","}
        What stands before the decimals of numbers that become text beside others; a point where nothing is said.

    Raises
    ------
    SourceError
        If there is a value that has no place in a table, such as a list or bytes.

    Examples
    --------
    >>> column_of_values([1, None, 2.5], "x").to_pylist(), column_of_values([1, "n/a"], "x").to_pylist()
    ([1.0, None, 2.5], ['1', 'n/a'])
    """
    kinds = {_known(kind, name) for kind in {type(value) for value in values} - {type(None)}}
    try:
        return pa.chunked_array([_array(values, kinds, decimal)])
    except UnicodeEncodeError as error:
        raise SourceError(
            f"Column {name!r} holds text that is not Unicode.\nRead the table again, in its right encoding."
        ) from error


def _known(kind: type, name: str) -> type:
    """Return the kind of values of which another is a special one, such as those of a database's own."""
    known = next((one for one in _ALL if issubclass(kind, one)), None)
    if known is None:
        raise no_place(name, kind.__name__)
    return known


def _array(values: Sequence[object], kinds: set[type], decimal: str) -> pa.Array:
    if not kinds:
        return pa.nulls(len(values))
    if kinds == {str}:
        return pa.array([value or None for value in values], pa.string())
    if kinds == {int} and all(value is None or _LEAST <= value <= _MOST for value in values):  # type: ignore[operator]
        return pa.array(values, pa.int64())
    if kinds <= _NUMBERS and kinds != {int} and not (int in kinds and any(map(is_beyond, values))):
        return pa.array([_number(value) for value in values], pa.float64())
    if len(kinds) == 1 and next(iter(kinds)) in _KINDS:
        return pa.array(values, _KINDS[next(iter(kinds))])
    if kinds <= {Date, DateTime}:
        moments = [_moment(value) for value in values]
        zoned = {moment.tzinfo is not None for moment in moments if moment is not None}
        if len(zoned) == 1:
            return pa.array(moments, pa.timestamp("us", "UTC" if zoned == {True} else None))
    return pa.array([_text(value, decimal) for value in values], pa.string())


def _number(value: object) -> float | None:
    if value is None:
        return None
    number = float(value)  # type: ignore[arg-type]
    return None if number != number else number  # only nan is not itself


def _moment(value: object) -> DateTime | None:
    if isinstance(value, DateTime):
        return value if value.tzinfo is None else value.astimezone(UTC)
    return DateTime(value.year, value.month, value.day) if isinstance(value, Date) else None  # noqa: DTZ001 - a day


def _text(value: object, decimal: str) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return written_with(value, decimal)
