"""What a change of one column alone would do to a decision, found by asking the model.

Only values are offered that can be told to anybody: numbers rounded so that at least 11 training rows
round to the same, categories that at least 11 training rows hold. No other person's row is shown. What
is said of all numbers beyond one that is offered was asked of every value that a training row holds there; of
more than 2,000 values, of 2,000 that share the rows out evenly, the least and the largest among them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from workbench.data.roles import label_of
from workbench.explanation.person_row import PersonRow
from workbench.modeling.result import Fitted

__all__ = ["FEWEST_ROWS", "Change", "ChangeKind", "find_change", "fixed_columns", "offered_numbers"]

FEWEST_ROWS = 11
"""A value that fewer training rows hold is never offered."""

ChangeKind = Literal[
    "at least", "at most", "between", "about", "exactly", "one of", "none", "untold", "fixed", "not tried"
]

_WIDE = 0.1
_MOST_VALUES = 100
_MOST_ASKED = 2_000
_COVERED = 0.8
_MOST_CATEGORIES = 3
_AGE = re.compile(
    r"ages?|born|[dy]ob|(?:[a-z]*of)?birth(?:s?day|date|year|month|dt)?|(?:date|day|year|month)birth|"
    r"(?:applicant|borrower|client|customer|driver|employee|insured|member|owner|patient|person|policyholder|spouse|"
    r"student|user|current)s?age|age(?:s?in)?(?:years|yrs|months|days)|age(?:group|band|range|bracket|class|category|bin)"
)
"""Words of a column's name that speak of age or birth; *mileage*, *mortgage* and *average* do not."""


@dataclass(frozen=True)
class Change:
    """What another value of one column would do, all others as they are.

    Parameters
    ----------
    column : str
        The original column.
    kind : {"at least", "at most", "between", "about", "exactly", "one of", "none", "untold", "fixed", "not tried"}
        *At least* and *at most*: this number turns the decision, and so does every further value of a training
        row; *between*: this number does, and every value of a training row up to the end; *about*: this number
        does, and every value of a training row that rounds to it; *exactly*: this number does; *one of*: these
        categories do; *none*: no value of a training row does; *untold*: some do, and all of them are too rare
        to be told; *fixed*: the column cannot be changed; *not tried*: it has no value that at least 11
        training rows share, or is of a kind for which none is known. *Every value* and *no value* are of at most
        2,000 that were asked about, spread evenly over the training rows.
    value : float
        The number nearest to the person's own that turns it; ``nan`` where it is none.
    end : float
        Of *between*, the other end, which is further from the person's own; else ``nan``.
    categories : tuple of str
        The categories that turn it, the most frequent first, at most 3.
    score : float
        What the model says with the number, or the first category; ``nan`` where there is none.
    """

    column: str
    kind: ChangeKind
    value: float = math.nan
    end: float = math.nan
    categories: tuple[str, ...] = ()
    score: float = math.nan


def fixed_columns(fitted: Fitted, immutable: Iterable[str]) -> frozenset[str]:
    """Return the columns that nobody can change: protected ones, ages, and those that were named."""
    prepared = fitted.prepared
    protected = {one.column for one in prepared.split.data.roles.protected}
    ages = {name for name in prepared.columns if any(map(_AGE.fullmatch, _words(name)))}
    return frozenset({*protected, *ages, *immutable})


def _words(name: str) -> list[str]:
    return re.findall(r"[a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower())


def find_change(fitted: Fitted, person: PersonRow, column: str, middle: float = math.nan) -> Change:
    """Return the smallest change of one column alone that turns an unfavourable decision.

    Parameters
    ----------
    fitted : Fitted
        The model.
    person : PersonRow
        The person.
    column : str
        The column.
    middle : float
        The median of the people compared with: numbers towards it are preferred to numbers away from it, since
        a model may answer oddly where few people are. ``nan``: no number is preferred.
    """
    values = fitted.prepared.split.train.table[column]
    kind = values.type
    if pa.types.is_integer(kind) or pa.types.is_floating(kind):
        known = values.drop_null().cast(pa.float64(), safe=False).to_numpy()
        offered = offered_numbers(known, whole=pa.types.is_integer(kind))
        return _of_number(fitted, person, column, known, offered, middle)
    if pa.types.is_string(kind) or pa.types.is_boolean(kind):
        return _of_category(fitted, person, column, values.drop_null())
    return Change(column, "not tried")


def offered_numbers(known: NDArray[np.float64], *, whole: bool) -> NDArray[np.float64]:
    """Return numbers that can be told to anybody, in order: each is what at least 11 values round to.

    Parameters
    ----------
    known : array of float
        The values of the training rows.
    whole : bool
        Whether they are whole numbers.

    Examples
    --------
    >>> offered_numbers(np.repeat([1.0, 2.0, 3.0], [11, 5, 12]), whole=True).tolist()
    [1.0, 3.0]
    """
    known = known[np.isfinite(known)]
    if len(known) < FEWEST_ROWS:
        return np.array([])
    low, high = np.quantile(known, [0.05, 0.95])
    finest = max((high - low) / _MOST_VALUES, 1.0 if whole else 0.0, np.abs(known).max() * 1e-9) or 1.0
    kept = np.array([])
    exponent = math.floor(math.log10(finest))
    for step in (digit * 10.0**power for power in range(exponent, exponent + 4) for digit in (1, 2, 5)):
        if step < finest * (1 - 1e-9):
            continue
        places, counts = np.unique(np.round(known / step), return_counts=True)
        enough = counts >= FEWEST_ROWS
        kept = np.array([float(f"{place * step:.12g}") + 0.0 for place in places[enough]])
        if counts[enough].sum() >= _COVERED * len(known):
            break
    return kept


def _of_number(
    fitted: Fitted,
    person: PersonRow,
    column: str,
    known: NDArray[np.float64],
    offered: NDArray[np.float64],
    middle: float,
) -> Change:
    own = person.values[column]
    start = float(own) if isinstance(own, (int, float)) else float(np.median(known)) if len(known) else math.nan
    offered = offered[offered != start] if own is not None else offered
    if not len(offered):
        return Change(column, "not tried")
    asked = _asked(known, offered)
    scores = _scores(fitted, person, column, asked)
    turns = scores >= fitted.threshold
    ways = [_way(Change(column, "exactly", value), asked, turns, offered, start) for value in offered.tolist()]
    found = [way for way in ways if way is not None]
    if not found:
        return Change(column, "untold" if turns.any() else "none")
    # How far a number is off, in training rows that lie between.
    ordered = np.sort(known)
    rank = np.searchsorted(ordered, start)

    def ease(way: Change) -> tuple[float, ...]:
        off = abs(int(np.searchsorted(ordered, way.value) - rank))
        is_away = (start > middle and way.value > start) or (start < middle and way.value < start)
        return _narrowness(way, known), is_away, off, abs(way.value - start)

    best = min(found, key=ease)
    return replace(best, score=float(scores[np.searchsorted(asked, best.value)]))


def _asked(known: NDArray[np.float64], offered: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return, in order, every value of a training row, what lies halfway between two, and what can be offered.

    A sentence such as *12,000 or more* speaks of all of them, not of the few that are told. Of more than 2,000 values
    2,000 stand for all: each for as many training rows, the least and the largest among them.
    """
    known = np.sort(known[np.isfinite(known)])
    distinct = np.unique(known)
    if len(distinct) > _MOST_ASKED:
        places = np.linspace(0, len(known) - 1, _MOST_ASKED).round().astype(np.int64)
        distinct = np.unique(known[places])
    known = distinct
    halfway = known[:-1] / 2 + known[1:] / 2
    if np.all(known == np.floor(known)):
        halfway = np.floor(halfway)
    return np.unique(np.concatenate([known, halfway, offered]))


def _way(
    lone: Change, asked: NDArray[np.float64], turns: NDArray[np.bool_], offered: NDArray[np.float64], start: float
) -> Change | None:
    """Return the most that can be said of a number and of those beyond it; ``None`` where it turns nothing."""
    place = int(np.searchsorted(asked, lone.value))
    if not turns[place]:
        return None
    above = lone.value > start
    beyond = turns[place:] if above else turns[: place + 1][::-1]
    if beyond.all():
        return replace(lone, kind="at least" if above else "at most")
    run = int(np.argmin(beyond))
    last = asked[place + run - 1] if above else asked[place - run + 1]
    end = float(offered[offered <= last][-1] if above else offered[offered >= last][0])
    if end != lone.value:
        return replace(lone, kind="between", end=end)
    # As far as the middle between this number and its neighbours, whatever rounds to it.
    half = np.diff(offered).min() / 2 if len(offered) > 1 else 0.0
    near = np.abs(asked - lone.value) <= half
    return replace(lone, kind="about") if near.sum() > 1 and turns[near].all() else lone


def _narrowness(way: Change, known: NDArray[np.float64]) -> int:
    """Return 0 for a change that holds for many values; else more, since the answer may turn back nearby."""
    if way.kind != "between":
        return {"at least": 0, "at most": 0, "about": 2, "exactly": 3}[way.kind]
    low, high = sorted((way.value, way.end))
    return 0 if np.mean((known >= low) & (known <= high)) >= _WIDE else 1


def _of_category(fitted: Fitted, person: PersonRow, column: str, known: pa.ChunkedArray) -> Change:
    counted = ((one["counts"], one["values"]) for one in known.value_counts().to_pylist())
    counts = sorted(counted, key=lambda pair: (-pair[0], label_of(pair[1])))
    others = [(n, value) for n, value in counts if value != person.values[column]]
    offered = [value for n, value in others if n >= FEWEST_ROWS]
    if not offered:
        return Change(column, "not tried")
    # The rare ones too, which come last: were one to turn it, then that none does would be wrong.
    as_read = np.array([value for _, value in others], dtype=np.float64 if pa.types.is_boolean(known.type) else object)
    scores = _scores(fitted, person, column, as_read)
    turns = scores >= fitted.threshold
    turning = [place for place in range(len(offered)) if turns[place]]
    if not turning:
        return Change(column, "untold" if turns.any() else "none")
    names = tuple(label_of(offered[place]) for place in turning[:_MOST_CATEGORIES])
    return Change(column, "one of", categories=names, score=float(scores[turning[0]]))


def _scores(fitted: Fitted, person: PersonRow, column: str, values: NDArray[np.generic]) -> NDArray[np.float64]:
    """Return what the model says of the person with each value of one column."""
    frame = person.frame.iloc[np.zeros(len(values), dtype=int)].reset_index(drop=True)
    frame[column] = pd.Series(values, dtype=frame[column].dtype if values.dtype == object else None)
    return fitted.score(frame)
