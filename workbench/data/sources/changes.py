"""What a person asks to be read otherwise than it stands: kinds, values that mean "not known", values that are one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from workbench.checks import check_column
from workbench.data.sources.options import ReadOptions
from workbench.errors import SourceError

__all__ = ["Changes"]


_Key = tuple[str, object]


class Changes:
    """Values made missing and values made one, in columns that come in parts.

    Both look at the values as they stand in the source; what one value was turned into is not looked up again.
    Text is compared with text and numbers with numbers: 999 is also found where ``999.0`` is written.

    Parameters
    ----------
    options : ReadOptions
        What was asked for.
    columns : sequence of str
        The columns there are.

    Raises
    ------
    ColumnNotFoundError
        If a column is named that is not there.

    Examples
    --------
    >>> changes = Changes(ReadOptions(missing=["?"], recode={"sex": {"F": "f"}}), ["sex"])
    >>> changes.made("sex", pa.array(["F", "?", "f"])).to_pylist()
    ['f', None, 'f']
    >>> changes.notes()
    ("1 value '?' of column 'sex' was made missing, as asked.", "1 value 'F' of column 'sex' was made 'f', as asked.")
    """

    def __init__(self, options: ReadOptions, columns: Sequence[str]) -> None:
        missing, recode = options.missing or (), options.recode or {}
        named = missing if isinstance(missing, Mapping) else {}
        for column in (*(options.types or {}), *named, *recode):
            check_column(column, columns)
        self._must_be_found = options.must_be_found
        self._everywhere = () if isinstance(missing, Mapping) else tuple(missing)
        self._missing = {column: tuple(values) for column, values in named.items()}
        self._recode = {column: dict(values) for column, values in recode.items()}
        self._n_missing: Counter[tuple[str, _Key]] = Counter()
        self._n_recoded: Counter[tuple[str, _Key]] = Counter()

    def made(self, column: str, values: pa.Array) -> pa.Array:
        """Return a part of a column, changed."""
        gone = (*self._everywhere, *self._missing.get(column, ()))
        recoded = self._recode.get(column, {})
        if not gone and not recoded:
            return values
        made = values
        for old in gone:
            places = _equal(values, old)
            self._n_missing[column, _key(old)] += (n := places.true_count)
            made = pc.if_else(places, pa.scalar(None, made.type), made) if n else made
        for old, new in recoded.items():
            places = _equal(values, old)
            self._n_recoded[column, _key(old)] += (n := places.true_count)
            made = pc.if_else(places, _as_value(new, made.type, column), made) if n else made
        return made

    def check_found(self) -> None:
        """Refuse a value that was named and is nowhere, which is mostly a mistake in writing it."""
        if not self._must_be_found:
            return
        found = {value for (_, value), n in self._n_missing.items() if n}
        for value in self._everywhere:
            if _key(value) not in found:
                raise SourceError(f"missing names {value!r}, which is in no column.\n{_HINT}")
        asked = [("missing", column, value) for column, values in self._missing.items() for value in values]
        asked += [("recode", column, value) for column, values in self._recode.items() for value in values]
        for what, column, value in asked:
            counts = self._n_missing if what == "missing" else self._n_recoded
            if not counts[column, _key(value)]:
                raise SourceError(f"{what} names {value!r}, which column {column!r} does not hold.\n{_HINT}")

    def notes(self) -> tuple[str, ...]:
        """Return what was done, one sentence a change."""
        return tuple(self._notes())

    def _notes(self) -> Iterator[str]:
        for (column, (_, value)), n in self._n_missing.items():
            if n:
                yield f"{_values(n)} {value!r} of column {column!r} {_were(n)} made missing, as asked."
        for (column, key), n in self._n_recoded.items():
            new = next(new for old, new in self._recode[column].items() if _key(old) == key)
            if n:
                yield f"{_values(n)} {key[1]!r} of column {column!r} {_were(n)} made {new!r}, as asked."


_HINT = "Write it as it stands in the table, without blanks around it."


def _key(value: object) -> _Key:
    """Return what tells values apart: true is not 1."""
    return type(value).__name__, value


def _equal(values: pa.Array, wanted: object) -> pa.BooleanArray:
    """Return where a value stands."""
    kind = values.type
    if pa.types.is_string(kind):
        return pc.fill_null(pc.is_in(values, pa.array(_forms(wanted))), fill_value=False)
    if pa.types.is_null(kind):
        return pa.array([False] * len(values), pa.bool_())
    if pa.types.is_integer(kind) or pa.types.is_floating(kind):
        number = _number(wanted)
        try:
            value = pa.scalar(number, kind) if number is not None else None
        except (pa.ArrowInvalid, OverflowError, TypeError):  # 0.5 among whole numbers, or beyond them
            value = None
        places = pc.equal(values, value) if value is not None else pa.nulls(len(values), pa.bool_())
        return pc.fill_null(places, fill_value=False)
    if pa.types.is_timestamp(kind):
        return pc.fill_null(_same_time(values, wanted), fill_value=False)
    written = values.cast(pa.string())
    texts = [str(wanted).lower()] if pa.types.is_boolean(kind) else [str(wanted)]
    return pc.fill_null(pc.is_in(written, pa.array(texts)), fill_value=False)


def _same_time(times: pa.Array, wanted: object) -> pa.BooleanArray:
    """Return where a time stands, as it is written in its own zone; a day alone is its midnight."""
    local = pc.local_timestamp(times) if times.type.tz else times
    try:
        return pc.equal(local, pa.scalar(str(wanted)).cast(local.type))
    except pa.ArrowInvalid:  # no time
        return pa.nulls(len(times), pa.bool_())


def _forms(wanted: object) -> list[str]:
    """Return how a value may be written as text."""
    if isinstance(wanted, bool):
        return [str(wanted), str(wanted).lower(), str(wanted).upper()]
    if isinstance(wanted, (int, float)) and float(wanted).is_integer():
        whole = str(int(wanted))
        return [whole, f"{whole}.", f"{whole}.0", f"{whole}.00"]
    return [str(wanted)]


def _number(value: object) -> int | float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, (int, float)) else None


def _as_value(new: object, kind: pa.DataType, column: str) -> Any:
    """Return what a value becomes, in the column's type."""
    try:
        if pa.types.is_string(kind):
            return pa.scalar(str(new).lower() if isinstance(new, bool) else str(new), kind)
        return pa.scalar(new, kind)
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError, TypeError) as error:
        raise SourceError(
            f"recode[{column!r}] makes {new!r}, which column {column!r} of {kind} cannot hold.\n"
            f"Give a value of the kind that it holds, or make it text: types={{{column!r}: 'text'}}."
        ) from error


def _values(n: int) -> str:
    return "1 value" if n == 1 else f"{n:,} values"


def _were(n: int) -> str:
    return "was" if n == 1 else "were"
