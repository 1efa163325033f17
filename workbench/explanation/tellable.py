"""Values of a column that can be told to anybody: each stands for at least 11 rows that were learned from.

Numbers and dates are rounded until that many rows round to the same; categories need that many holders. So no
grid, chart or suggestion shows a value that one person alone has.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from workbench.data.dataset import Dataset
from workbench.data.roles import label_of
from workbench.explanation.changes import FEWEST_ROWS, offered_numbers
from workbench.explanation.person_row import said_value
from workbench.modeling.result import Fitted

__all__ = ["Kind", "Tellable", "learned_from", "place_of", "places_of", "tellable"]

Kind = Literal["number", "date", "truth", "category"]

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_SECONDS_A_DAY = 86_400.0
_FEW_VALUES = 20
_COVERED = 0.8


@dataclass(frozen=True, eq=False)
class Tellable:
    """The values of one column that can be told.

    Parameters
    ----------
    column : str
        The original column.
    kind : {"number", "date", "truth", "category"}
        What it holds. Numbers and dates are in order; truths and categories begin with the most frequent.
    values : tuple
        As the data hold them.
    labels : tuple of str
        As they are told.
    as_read : pandas.Series
        As the model's transformer reads them, and at the end one missing value.
    n : array of int, shape (n_values,)
        Rows learned from that round to each value, or hold it.
    n_missing : int
        Rows learned from without a value.
    known : array of float
        All numbers of the rows learned from in order, dates as days since 1970; empty for truths and categories.
    """

    column: str
    kind: Kind
    values: tuple[object, ...]
    labels: tuple[str, ...]
    as_read: pd.Series[float]
    n: NDArray[np.int64]
    n_missing: int
    known: NDArray[np.float64]

    @property
    def is_ordered(self) -> bool:
        """Whether one value can lie between two others."""
        return self.kind in ("number", "date")

    @property
    def places(self) -> NDArray[np.float64]:
        """Each value as a number, dates as days since 1970; only of ordered columns."""
        return np.array([place_of(value) for value in self.values], dtype=np.float64)

    def rank(self, places: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return which share of the rows learned from lies below each number, ties counted half."""
        below = np.searchsorted(self.known, places, side="left")
        upto = np.searchsorted(self.known, places, side="right")
        return np.asarray((below + upto) / (2 * max(len(self.known), 1)), dtype=np.float64)


def learned_from(fitted: Fitted) -> Dataset:
    """Return the rows a model learned from; the held-out ones where nothing is known of the others."""
    split = fitted.prepared.split
    return split.train if split.train.n_rows else split.test


def tellable(fitted: Fitted, column: str) -> Tellable | str:
    """Return the values of a column that can be told, or the reason why there are none.

    Parameters
    ----------
    fitted : Fitted
        The model.
    column : str
        An original column that it reads.
    """
    data = learned_from(fitted)
    held, kind = data.column(column), data.kinds[column]
    if pa.types.is_integer(kind) or pa.types.is_floating(kind):
        known = places_of(held)
        known = np.sort(known[np.isfinite(known)])
        found: list[object] = _within(known, whole=pa.types.is_integer(kind)).tolist()
        return _ordered(column, "number", found, known, held)
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        known = np.sort(places_of(held.drop_null()))
        return _ordered(column, "date", [_date(day, kind) for day in _within(known, whole=True).tolist()], known, held)
    if pa.types.is_string(kind) or pa.types.is_boolean(kind):
        return _frequent(column, held)
    return f"it holds {kind}, for which no values are known that can be told"


def place_of(value: object) -> float:
    """Return a number, or a date as days since 1970, as a float.

    Examples
    --------
    >>> place_of(3), place_of(dt.date(1970, 1, 11))
    (3.0, 10.0)
    """
    if isinstance(value, dt.datetime):
        value = value if value.tzinfo is not None else value.replace(tzinfo=dt.UTC)
        return (value - _EPOCH).total_seconds() / _SECONDS_A_DAY
    if isinstance(value, dt.date):
        return float((value - _EPOCH.date()).days)
    return float(value)  # type: ignore[arg-type]  # a number, or the caller is wrong


def _within(known: NDArray[np.float64], *, whole: bool) -> NDArray[np.float64]:
    """Return numbers that can be told and lie within those that occur.

    Of numbers that reach from small to very large ones, equal steps would tell only a few: they are then rounded to
    digits that count.
    """
    offered = offered_numbers(known, whole=whole)
    if 0 < len(offered) < _FEW_VALUES:
        finer = max((_by_digits(known, digits) for digits in (1, 2)), key=len)
        offered = finer if len(finer) > len(offered) else offered
    return offered[(offered >= known[0]) & (offered <= known[-1])] if len(offered) else offered


def _by_digits(known: NDArray[np.float64], digits: int) -> NDArray[np.float64]:
    """Return the numbers, rounded to so many digits, to which at least 11 round; none where too many do not."""
    size = np.abs(known)
    power = np.floor(np.log10(np.where(size > 0, size, 1.0))) - (digits - 1)
    rounded, counted = np.unique(np.round(known / 10**power) * 10**power, return_counts=True)
    values, place = np.unique([float(f"{one:.12g}") for one in rounded], return_inverse=True)
    counts = np.bincount(place, weights=counted)
    enough = counts >= FEWEST_ROWS
    return values[enough] + 0.0 if counts[enough].sum() >= _COVERED * len(known) else np.array([])


def _ordered(
    column: str, kind: Kind, values: list[object], known: NDArray[np.float64], held: pa.ChunkedArray
) -> Tellable | str:
    if not values:
        return f"no value of it can be told: each stands for fewer than {FEWEST_ROWS} rows learned from"
    if pa.types.is_integer(held.type):
        values = [int(value) for value in values]  # type: ignore[call-overload]  # whole numbers
    places = np.array([place_of(value) for value in values])
    middles = (places[1:] + places[:-1]) / 2
    n = np.bincount(np.searchsorted(middles, known), minlength=len(places))
    labels = tuple(said_value(value, column) if kind == "number" else _said_date(value) for value in values)
    return Tellable(
        column, kind, tuple(values), labels, _as_read(values, held.type), n.astype(np.int64), held.null_count, known
    )


def _frequent(column: str, held: pa.ChunkedArray) -> Tellable | str:
    counted = [(one["counts"], one["values"]) for one in pc.value_counts(held.drop_null()).to_pylist()]
    kept = sorted(((n, value) for n, value in counted if n >= FEWEST_ROWS), key=lambda one: (-one[0], str(one[1])))
    if not kept:
        return f"no value of it is shared by {FEWEST_ROWS} rows learned from"
    values = [value for _, value in kept]
    return Tellable(
        column=column,
        kind="truth" if pa.types.is_boolean(held.type) else "category",
        values=tuple(values),
        labels=tuple(label_of(value) for value in values),
        as_read=_as_read(values, held.type),
        n=np.array([n for n, _ in kept], dtype=np.int64),
        n_missing=held.null_count,
        known=np.array([]),
    )


def _as_read(values: Sequence[object], kind: pa.DataType) -> pd.Series[float]:
    """Return values, and a missing one, as :func:`workbench.preparation.result.raw_frame` hands them to a model."""
    column = pa.array([*values, None], kind)
    if pa.types.is_date(kind):
        column = column.cast(pa.timestamp("s"))
    found: pd.Series[float] = column.to_pandas()
    return found.astype(np.float64) if pa.types.is_boolean(kind) else found


def places_of(held: pa.ChunkedArray) -> NDArray[np.float64]:
    """Return numbers, or dates as days since 1970, as floats; ``nan`` where one is missing."""
    if pa.types.is_integer(held.type) or pa.types.is_floating(held.type):
        return np.asarray(held.cast(pa.float64(), safe=False).to_numpy(), dtype=np.float64)
    if pa.types.is_date(held.type):
        return np.asarray(held.cast(pa.date32()).cast(pa.int32()).cast(pa.float64()).to_numpy(), dtype=np.float64)
    seconds = held.cast(pa.timestamp("s", tz=held.type.tz), safe=False).cast(pa.int64()).cast(pa.float64())
    return np.asarray(seconds.to_numpy(), dtype=np.float64) / _SECONDS_A_DAY


def _date(day: float, kind: pa.DataType) -> object:
    if pa.types.is_date(kind):
        return pa.scalar(round(day), pa.int32()).cast(pa.date32()).as_py()
    return pa.scalar(round(day * _SECONDS_A_DAY), pa.int64()).cast(pa.timestamp("s", tz=kind.tz)).as_py()


def _said_date(value: object) -> str:
    return value.date().isoformat() if isinstance(value, dt.datetime) else str(value)
