"""Columns that were made of the outcomes of several rows: means by group, with and without the row itself (WB210)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from workbench.core.finding import Finding
from workbench.data.dataset import UNSTATED, Dataset
from workbench.preparation.leaks.columns import as_numbers
from workbench.preparation.leaks.fixes import leave_out
from workbench.preparation.leaks.result import Check
from workbench.preparation.leaks.subject import Found, Subject

__all__ = ["aggregates"]

Floats = NDArray[np.float64]

_TITLE = "Columns made of the outcome"
_EXACT = 0.99
_FEWEST_ROWS = 30
_FEWEST_VALUES = 3
_FEWEST_GROUPS = 2
_LOOKED_AT = 2_000


class _Key(NamedTuple):
    """A column by whose values outcomes may have been averaged."""

    name: str
    codes: NDArray[np.int64]
    n: Floats
    favourable: Floats


def aggregates(subject: Subject) -> Found:
    """Look for columns that are the mean or sum of outcomes by another column, on all rows or on those to learn from.

    Such a column holds the row's own outcome, which a model takes out again: of the mean of two rows it is half.

    Parameters
    ----------
    subject : Subject
        The outcomes of all rows are read, as whoever made the column may have used them.
    """
    numbers = [name for name in subject.columns if _may_be(subject.data, name)]
    findings: list[Finding] = []
    for rows, whose in _parts(subject):
        outcomes = rows.outcomes()
        keys = list(_keys(rows, outcomes)) if numbers else []
        for name in [name for name in numbers if name not in {one.scope for one in findings}]:
            values = as_numbers(rows.column(name))
            found = next((how for key in keys if key.name != name and (how := _how(values, key, outcomes))), None)
            if found is not None:
                findings.append(_finding(name, *found, whose))
    detail = "1 column of numbers was" if len(numbers) == 1 else f"{len(numbers):,} columns of numbers were"
    detail += " compared with outcomes by the values of each other column."
    check = Check("aggregates", _TITLE, "found" if findings else "nothing found", detail)
    reason = "it was made of the outcome"
    return Found((check,), tuple(findings), tuple(leave_out(one.code, one.scope, reason) for one in findings))


def _parts(subject: Subject) -> Iterator[tuple[Dataset, str]]:
    yield subject.data, "all rows"
    if subject.split is not None:
        yield subject.split.train, "the rows learned from"


def _may_be(data: Dataset, name: str) -> bool:
    """Return whether a column's first rows look like means of zeros and ones: numbers from 0 to 1, three at least."""
    if not pa.types.is_floating(data.kinds[name]):
        return False
    first = as_numbers(data.column(name).slice(0, _LOOKED_AT))
    present = first[np.isfinite(first)]
    return bool(
        len(np.unique(present)) >= _FEWEST_VALUES and ((present >= 0) & (present <= 1)).all() and present.max() > 0
    )


def _keys(data: Dataset, outcomes: NDArray[np.int8]) -> Iterator[_Key]:
    known = outcomes != UNSTATED
    for name, kind in data.kinds.items():
        if name == data.roles.target or pa.types.is_null(kind):
            continue
        encoded = data.column(name).dictionary_encode().unify_dictionaries().combine_chunks()
        n_values = len(encoded.dictionary)
        if not _FEWEST_GROUPS <= n_values < len(outcomes):
            continue
        codes = pc.fill_null(encoded.indices, n_values).to_numpy(zero_copy_only=False).astype(np.int64)
        n = np.bincount(codes[known], minlength=n_values + 1).astype(np.float64)
        favourable = np.bincount(codes[known & (outcomes == 1)], minlength=n_values + 1).astype(np.float64)
        yield _Key(name, codes, n, favourable)


def _how(values: Floats, key: _Key, outcomes: NDArray[np.int8]) -> tuple[str, str, float] | None:
    """Return how a column follows from a key's outcomes, the key, and in what share of rows it does."""
    n, own = key.n[key.codes], (outcomes == 1).astype(np.float64)
    several = np.isfinite(values) & (n >= 2) & (outcomes != UNSTATED)
    if several.sum() < _FEWEST_ROWS:
        return None
    n, own, favourable, values = n[several], own[several], key.favourable[key.codes][several], values[several]
    for how, mean in (
        ("the share of favourable outcomes", favourable / n),
        ("the share of favourable outcomes of the other rows", (favourable - own) / (n - 1)),
    ):
        for sign, expected in (("", mean), ("un", 1 - mean)):
            if len(np.unique(expected)) < _FEWEST_VALUES:
                continue
            share = float((np.abs(values - expected) <= _rounding(values)).mean())
            if share >= _EXACT:
                return how.replace("favourable", f"{sign}favourable"), key.name, share
    return None


def _rounding(values: Floats) -> float:
    """Return how far a value may be from what it was rounded from, by the decimals of the column."""
    for decimals in (2, 3, 4, 6):
        if np.allclose(values, np.round(values, decimals), rtol=0, atol=1e-12):
            return float(0.5000001 * 10.0**-decimals)
    return 1e-9


def _finding(name: str, how: str, key: str, share: float, whose: str) -> Finding:
    return Finding(
        "WB210",
        "serious",
        f"Column {name!r} is {how} by {key!r}, counted on {whose}",
        "It holds the row's own outcome, and those of held-out rows if they were counted too.",
        f"Leave {name!r} out, or make it within the recipe, where it is made of other rows: a TargetEncoder does so.",
        value=share,
        threshold=_EXACT,
        scope=name,
    )
