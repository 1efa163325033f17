"""Conditions that describe a part of the rows, in words and on a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from workbench.data.roles import label_of

__all__ = ["Condition", "Held", "held_by", "narrowed", "written"]

Mask = NDArray[np.bool_]

_LONGEST = 40
_DAY = 86_400.0
_INFINITE = float("inf")


@dataclass(frozen=True, eq=False)
class Held:
    """One column's values, as conditions read them.

    Parameters
    ----------
    numbers : array of float or None
        Of numbers, dates and times; ``nan`` where missing. ``None`` of a column of text or of true and false.
    codes : array of int64 or None
        Places in ``labels``; -1 where missing.
    labels : tuple of str
        The values of text.
    is_time : bool
        Whether the numbers are seconds since 1970.
    """

    numbers: NDArray[np.float64] | None
    codes: NDArray[np.int64] | None
    labels: tuple[str, ...] = ()
    is_time: bool = False

    @property
    def missing(self) -> Mask:
        """Which rows have no value."""
        if self.numbers is not None:
            return np.isnan(self.numbers)
        return np.asarray(self.codes) < 0


def held_by(column: pa.ChunkedArray) -> Held:
    """Return a column's values as conditions read them.

    Parameters
    ----------
    column : pyarrow.ChunkedArray
        Numbers, dates, times, text, or true and false. Infinite numbers count as missing.
    """
    kind = column.type
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        numbers = np.array(pc.cast(column, pa.float64(), safe=False).to_numpy(), dtype=np.float64)
        numbers[~np.isfinite(numbers)] = np.nan
        return Held(numbers, None)
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        moments = pc.cast(pc.cast(column, pa.timestamp("s"), safe=False), pa.int64())
        return Held(np.array(pc.cast(moments, pa.float64()).to_numpy(), dtype=np.float64), None, is_time=True)
    encoded = column.dictionary_encode().unify_dictionaries().combine_chunks()
    codes = pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False).astype(np.int64)
    return Held(None, codes, tuple(label_of(value) for value in encoded.dictionary.to_pylist()))


@dataclass(frozen=True)
class Condition:
    """What is said of one column.

    Parameters
    ----------
    column : str
        The column.
    at_least, below : float
        Of numbers: from this, and under that; infinite where there is no such limit.
    is_one_of, is_none_of : tuple of str
        Of text: its values, or those it does not have.
    with_missing : bool
        Whether rows without a value belong to it.
    only_missing : bool
        Whether only they do.
    is_time : bool
        Whether the limits are seconds since 1970.
    """

    column: str
    at_least: float = -_INFINITE
    below: float = _INFINITE
    is_one_of: tuple[str, ...] = ()
    is_none_of: tuple[str, ...] = ()
    with_missing: bool = True
    only_missing: bool = False
    is_time: bool = False

    def holds(self, held: Held) -> Mask:
        """Return which rows it holds for.

        Parameters
        ----------
        held : Held
            The column's values, of any rows.
        """
        missing = held.missing
        if self.only_missing:
            return missing
        if held.numbers is not None:
            with np.errstate(invalid="ignore"):
                told = (held.numbers >= self.at_least) & (held.numbers < self.below)
        else:
            wanted = np.array([self._names(label) for label in held.labels] or [False])
            told = wanted[np.asarray(held.codes)]
        return np.where(missing, self.with_missing, told)

    def _names(self, label: str) -> bool:
        return label not in self.is_none_of and (not self.is_one_of or label in self.is_one_of)

    def __str__(self) -> str:
        """Return it in words, such as ``age under 30``."""
        column = written(self.column)
        if self.only_missing:
            return f"{column} is missing"
        low, high = self.at_least > -_INFINITE, self.below < _INFINITE
        if low and high:
            said = f"{column} from {self._limit(self.at_least)} to under {self._limit(self.below)}"
        elif low:
            said = f"{column} {self._limit(self.at_least)} or {'later' if self.is_time else 'more'}"
        elif high:
            said = f"{column} {'before' if self.is_time else 'under'} {self._limit(self.below)}"
        elif self.is_one_of:
            said = f"{column} is {_listed(self.is_one_of)}"
        elif self.is_none_of:
            return f"{column} is {'' if self.with_missing else 'known and '}not {_listed(self.is_none_of)}"
        else:
            return f"{column} is known"
        return f"{said} or missing" if self.with_missing else said

    def _limit(self, value: float) -> str:
        if not self.is_time:
            return f"{value:,.10g}"
        moment = datetime.fromtimestamp(value, UTC)
        return f"{moment:%Y-%m-%d}" if value % _DAY == 0 else f"{moment:%Y-%m-%d %H:%M}"


def narrowed(conditions: Sequence[Condition], further: Condition) -> tuple[Condition, ...]:
    """Return conditions of which there is one a column, with one more of them holding.

    Parameters
    ----------
    conditions : sequence of Condition
        One a column.
    further : Condition
        Of a column that may have one.

    Examples
    --------
    >>> [str(one) for one in narrowed([Condition("age", below=60.0)], Condition("age", at_least=30.0))]
    ['age from 30 to under 60 or missing']
    """
    if all(one.column != further.column for one in conditions):
        return (*conditions, further)
    return tuple(_both(one, further) if one.column == further.column else one for one in conditions)


def _both(first: Condition, second: Condition) -> Condition:
    values = second.is_one_of or first.is_one_of
    return replace(
        first,
        at_least=max(first.at_least, second.at_least),
        below=min(first.below, second.below),
        is_one_of=values,
        is_none_of=() if values else tuple(sorted({*first.is_none_of, *second.is_none_of})),
        with_missing=first.with_missing and second.with_missing,
        only_missing=first.only_missing or second.only_missing,
        is_time=first.is_time or second.is_time,
    )


def written(value: str) -> str:
    """Return a name or value on one line, of at most 40 characters."""
    plain = " ".join(value.split()) or "(empty)"
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1]}…"


def _listed(values: Sequence[str]) -> str:
    *first, last = map(written, values)
    return f"{', '.join(first)} or {last}" if first else last
