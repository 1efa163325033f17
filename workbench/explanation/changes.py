"""What a change of one column alone would do to a decision, found by asking the model.

Only values are tried that can be told to anybody: numbers rounded so that at least 11 training rows
round to the same, categories that at least 11 training rows hold. No other person's row is shown.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
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

ChangeKind = Literal["at least", "at most", "about", "one of", "none", "fixed", "not tried"]

_MOST_VALUES = 100
_COVERED = 0.8
_MOST_CATEGORIES = 3
_AGE = frozenset({"age", "ages", "birth", "birthdate", "birthday", "birthyear", "dob", "born"})


@dataclass(frozen=True)
class Change:
    """What another value of one column would do, all others as they are.

    Parameters
    ----------
    column : str
        The original column.
    kind : {"at least", "at most", "about", "one of", "none", "fixed", "not tried"}
        *At least* and *at most*: this number, and every further one that was tried, turns the decision;
        *about*: this number does, but of no side all further ones do; *one of*: these categories do; *none*: no
        value that was tried does; *fixed*: the column cannot be changed; *not tried*: it has no value that at
        least 11 training rows share, or is of a kind for which none is known.
    value : float
        The number nearest to the person's own that turns it; ``nan`` where it is none.
    categories : tuple of str
        The categories that turn it, the most frequent first, at most 3.
    score : float
        What the model says with the number, or the first category; ``nan`` where there is none.
    """

    column: str
    kind: ChangeKind
    value: float = math.nan
    categories: tuple[str, ...] = ()
    score: float = math.nan


def fixed_columns(fitted: Fitted, immutable: Iterable[str]) -> frozenset[str]:
    """Return the columns that nobody can change: protected ones, ages, and those that were named."""
    prepared = fitted.prepared
    protected = {one.column for one in prepared.split.data.roles.protected}
    ages = {name for name in prepared.columns if _AGE & set(_words(name))}
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
    scores = _scores(fitted, person, column, offered)
    turns = scores >= fitted.threshold
    if not turns.any():
        return Change(column, "none")
    # How far a number is off, in training rows that lie between.
    ranks = np.searchsorted(np.sort(known), [*offered, start])
    distance = np.abs(ranks[:-1] - ranks[-1])
    above = offered > start
    # A number beyond which the decision turns back is poor advice, so it is the last resort.
    lasts = np.array([turns[place:].all() if above[place] else turns[: place + 1].all() for place in range(len(turns))])
    places = np.flatnonzero(lasts if lasts.any() else turns)
    is_away = (start > middle) & above | (start < middle) & ~above
    best = min(places, key=lambda place: (is_away[place], distance[place], abs(offered[place] - start)))
    kind: ChangeKind = "about" if not lasts.any() else "at least" if above[best] else "at most"
    return Change(column, kind, float(offered[best]), score=float(scores[best]))


def _of_category(fitted: Fitted, person: PersonRow, column: str, known: pa.ChunkedArray) -> Change:
    counted = ((one["counts"], one["values"]) for one in known.value_counts().to_pylist())
    counts = sorted(counted, key=lambda pair: (-pair[0], label_of(pair[1])))
    offered = [value for n, value in counts if n >= FEWEST_ROWS and value != person.values[column]]
    if not offered:
        return Change(column, "not tried")
    as_read = np.array(offered, dtype=np.float64 if pa.types.is_boolean(known.type) else object)
    scores = _scores(fitted, person, column, as_read)
    turning = [place for place in range(len(offered)) if scores[place] >= fitted.threshold]
    if not turning:
        return Change(column, "none")
    names = tuple(label_of(offered[place]) for place in turning[:_MOST_CATEGORIES])
    return Change(column, "one of", categories=names, score=float(scores[turning[0]]))


def _scores(fitted: Fitted, person: PersonRow, column: str, values: NDArray[np.generic]) -> NDArray[np.float64]:
    """Return what the model says of the person with each value of one column."""
    frame = pd.concat([person.frame] * len(values), ignore_index=True)
    frame[column] = pd.Series(values, dtype=frame[column].dtype if values.dtype == object else None)
    return fitted.score(frame)
