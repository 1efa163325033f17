"""Looking for one held-out row: by what a column holds, and by the decision."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from workbench.checks import check_column
from workbench.data.dataset import Dataset
from workbench.errors import InputError
from workbench.explanation.tellable import place_of, places_of
from workbench.modeling.result import Fitted

__all__ = ["Decided", "Matches", "Search", "columns_to_search", "first_row", "search_rows"]

Decided = Literal["any", "unfavourable", "favourable"]

_MOST_SHOWN = 5
_NUMBER = r"[-+\u2212]?(?:\d[\d,]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_DAY = r"\d{4}-\d{2}-\d{2}"
_ROUNDED = 5e-6
_YES, _NO = frozenset({"true", "yes", "1"}), frozenset({"false", "no", "0"})


@dataclass(frozen=True)
class Search:
    """What is looked for: what a column holds, as a person types it; and how the row was decided."""

    column: str = ""
    text: str = ""
    decided: Decided = "any"


@dataclass(frozen=True, eq=False)
class Matches:
    """What was found: how many rows, and the places of the first; those next to the threshold come first."""

    n: int
    places: tuple[int, ...]


def columns_to_search(fitted: Fitted) -> tuple[str, ...]:
    """Return the columns that can be searched: the one with ids, and those that the model reads."""
    id = fitted.prepared.split.data.roles.id
    return ((id,) if id is not None else ()) + fitted.prepared.columns


def search_rows(fitted: Fitted, search: Search) -> Matches:
    """Return the held-out rows that are looked for.

    Raises
    ------
    InputError
        If what was typed is nothing that the column could hold.
    ColumnNotFoundError
        If there is no such column.
    """
    test = fitted.prepared.split.test
    found = np.ones(test.n_rows, dtype=np.bool_)
    if search.column and search.text.strip():
        found = _holding(test, check_column(search.column, columns_to_search(fitted)), search.text.strip())
    if fitted.task != "binary":
        places = np.flatnonzero(found)
        return Matches(len(places), tuple(places[:_MOST_SHOWN].tolist()))
    if search.decided != "any":
        found &= (fitted.scores >= fitted.threshold) == (search.decided == "favourable")
    places = np.flatnonzero(found)
    off = np.abs(fitted.scores[places] - fitted.threshold)
    if len(places) > _MOST_SHOWN:
        near = np.flatnonzero(off <= np.partition(off, _MOST_SHOWN - 1)[_MOST_SHOWN - 1])
        places, off = places[near], off[near]
    order = np.argsort(off, kind="stable")[:_MOST_SHOWN]
    return Matches(int(found.sum()), tuple(places[order].tolist()))


def first_row(fitted: Fitted) -> int:
    """Return the row that is looked at first: the unfavourable decision nearest to the threshold, else the first."""
    found = search_rows(fitted, Search(decided="unfavourable")).places
    return found[0] if found else 0


def _holding(test: Dataset, column: str, text: str) -> NDArray[np.bool_]:
    """Return which rows hold, in a column, what was typed."""
    held, kind = test.column(column), test.kinds[column]
    if pa.types.is_boolean(kind):
        return _filled(pc.equal(held, _truth(column, text)))
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        first, last = _limits(column, text, _DAY, "a day, such as 2024-05-31")
        days = np.floor(places_of(held))
        return _between(days, _day(first, column, -np.inf), _day(last, column, np.inf))
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        least, most = _limits(column, text, _NUMBER, "a number, such as 30")
        values = np.asarray(held.cast(pa.float64(), safe=False).to_numpy())
        low, high = _number(least, -np.inf), _number(most, np.inf)
        # Numbers are told with six digits, and are found by what is told.
        return _between(values, low - _ROUNDED * _size(low), high + _ROUNDED * _size(high))
    return _filled(pc.match_substring(pc.utf8_lower(held.cast(pa.string())), text.lower()))


def _between(values: NDArray[np.float64], low: float, high: float) -> NDArray[np.bool_]:
    with np.errstate(invalid="ignore"):
        return np.asarray((values >= low) & (values <= high))


def _size(end: float) -> float:
    return abs(end) if np.isfinite(end) else 0.0


def _limits(column: str, text: str, one: str, example: str) -> tuple[str, str]:
    """Return the least and the most of what was typed; empty where there is no such limit."""
    if found := re.fullmatch(rf"({one})\s*(?:to|\.\.|\u2013)\s*({one})", text):
        return found[1], found[2]
    if found := re.fullmatch(rf"(?:>=|\u2265|at least)\s*({one})", text):
        return found[1], ""
    if found := re.fullmatch(rf"(?:<=|\u2264|at most)\s*({one})", text):
        return "", found[1]
    if re.fullmatch(one, text):
        return text, text
    raise InputError(
        f"{text!r} is nothing that column {column!r} holds.\nType {example}; or limits: >= …, <= …, … to …."
    )


def _number(text: str, otherwise: float) -> float:
    return float(text.replace(",", "").replace("\u2212", "-")) if text else otherwise


def _day(text: str, column: str, otherwise: float) -> float:
    if not text:
        return otherwise
    try:
        return place_of(dt.date.fromisoformat(text))
    except ValueError:
        raise InputError(
            f"{text!r} is no day.\nType one that column {column!r} can hold, such as 2024-05-31."
        ) from None


def _truth(column: str, text: str) -> bool:
    said = text.casefold()
    if said not in _YES | _NO:
        raise InputError(f"{text!r} is nothing that column {column!r} holds.\nType true or false.")
    return said in _YES


def _filled(found: pa.ChunkedArray) -> NDArray[np.bool_]:
    return np.asarray(pc.fill_null(found, False).to_numpy(), dtype=np.bool_)
