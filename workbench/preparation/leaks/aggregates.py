"""Columns that were made of the outcomes of several rows: means by group, with and without the row itself (WB210)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from workbench.core.finding import Finding
from workbench.core.measure import Measure
from workbench.data.dataset import Dataset
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
_MOST_CLASSES = 10
_FINE = 0.2  # rounding that is coarse beside how much a column varies hides what it was made of


class _Key(NamedTuple):
    """A column by whose values outcomes may have been averaged."""

    name: str
    codes: NDArray[np.int64]
    n: Floats
    total: Floats


class _Own(NamedTuple):
    """What may have been averaged: a number of each row, ``nan`` where it is missing, and what its mean is called."""

    values: Floats
    mean: str
    less: str = ""
    is_amount: bool = False


def aggregates(subject: Subject) -> Found:
    """Look for columns that are the mean or sum of outcomes by another column, on all rows or on those to learn from.

    Such a column holds the row's own outcome, which a model takes out again: of the mean of two rows it is half.

    Parameters
    ----------
    subject : Subject
        The outcomes of all rows are read, as whoever made the column may have used them.
    """
    is_amount = subject.data.roles.task == "regression"
    numbers = [name for name in subject.columns if _may_be(subject.data, name, is_amount=is_amount)]
    findings: list[Finding] = []
    for rows, whose in _parts(subject):
        for own in _averaged(rows) if numbers else ():
            keys = list(_keys(rows, own.values))
            for name in [name for name in numbers if name not in {one.scope for one in findings}]:
                values = as_numbers(rows.column(name))
                found = next((how for key in keys if key.name != name and (how := _how(values, key, own))), None)
                if found is not None:
                    findings.append(_finding(name, *found, whose))
    detail = "1 column of numbers was" if len(numbers) == 1 else f"{len(numbers):,} columns of numbers were"
    detail += " compared with outcomes by the values of each other column."
    if len(subject.data.roles.classes) > _MOST_CLASSES:
        detail += f" Of the classes the {_MOST_CLASSES} most frequent were looked at."
    check = Check("aggregates", _TITLE, "found" if findings else "nothing found", detail)
    reason = "it was made of the outcome"
    return Found((check,), tuple(findings), tuple(leave_out(one.code, one.scope, reason) for one in findings))


def _parts(subject: Subject) -> Iterator[tuple[Dataset, str]]:
    yield subject.data, "all rows"
    if subject.split is not None:
        yield subject.split.train, "the rows learned from"


def _averaged(rows: Dataset) -> Iterator[_Own]:
    """Yield what outcomes may have been averaged: whether they are favourable, each class, or the amounts."""
    roles = rows.roles
    if roles.task == "regression":
        yield _Own(rows.targets(), f"the mean of {roles.target!r}", is_amount=True)
        return
    targets = rows.targets()
    known = rows.has_target()
    if roles.task == "binary":
        yield _Own(
            np.where(known, targets == 1, np.nan),
            "the share of favourable outcomes",
            "the share of unfavourable outcomes",
        )
        return
    there, n_of = np.unique(targets[known], return_counts=True)
    for place in there[np.argsort(-n_of, kind="stable")][:_MOST_CLASSES].tolist():
        yield _Own(np.where(known, targets == place, np.nan), f"the share of the class {roles.classes[place]!r}")


def _may_be(data: Dataset, name: str, *, is_amount: bool = False) -> bool:
    """Return whether a column's first rows look like means of zeros and ones: numbers from 0 to 1, three at least.

    Means of amounts are any numbers.
    """
    if not pa.types.is_floating(data.kinds[name]):
        return False
    first = as_numbers(data.column(name).slice(0, _LOOKED_AT))
    present = first[np.isfinite(first)]
    return bool(
        len(np.unique(present)) >= _FEWEST_VALUES
        and (is_amount or (((present >= 0) & (present <= 1)).all() and present.max() > 0))
    )


def _keys(data: Dataset, own: Floats) -> Iterator[_Key]:
    known = np.isfinite(own)
    for name, kind in data.kinds.items():
        if name == data.roles.target or pa.types.is_null(kind):
            continue
        encoded = data.column(name).dictionary_encode().unify_dictionaries().combine_chunks()
        n_values = len(encoded.dictionary)
        if not _FEWEST_GROUPS <= n_values < len(own):
            continue
        codes = pc.fill_null(encoded.indices, n_values).to_numpy(zero_copy_only=False).astype(np.int64)
        n = np.bincount(codes[known], minlength=n_values + 1).astype(np.float64)
        total = np.bincount(codes[known], own[known], minlength=n_values + 1).astype(np.float64)
        yield _Key(name, codes, n, total)


def _how(values: Floats, key: _Key, averaged: _Own) -> tuple[str, str, float] | None:
    """Return how a column follows from a key's outcomes, the key, and in what share of rows it does."""
    n, own = key.n[key.codes], averaged.values
    several = np.isfinite(values) & (n >= 2) & np.isfinite(own)
    if several.sum() < _FEWEST_ROWS:
        return None
    n, own, total, values = n[several], own[several], key.total[key.codes][several], values[several]
    near = _rounding(values)
    if averaged.is_amount and near > _FINE * float(values.std()):
        return None
    for of_others, mean in (("", total / n), (" of the other rows", (total - own) / (n - 1))):
        for how, expected in ((averaged.mean, mean), (averaged.less, 1 - mean)):
            share = float((np.abs(values - expected) <= near).mean()) if how else 0.0
            if share >= _EXACT and len(np.unique(expected)) >= _FEWEST_VALUES:
                return how + of_others, key.name, share
    return None


def _rounding(values: Floats) -> float:
    """Return how far a value may be from what it was rounded from, by the decimals of the column."""
    for decimals in (2, 3, 4, 6):
        if np.allclose(values, np.round(values, decimals), rtol=0, atol=1e-12):
            return float(0.5000001 * 10.0**-decimals)
    return 1e-9 * max(1.0, float(np.abs(values).max()))


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
        measure=Measure("share of rows equal to it", "fraction"),
    )
