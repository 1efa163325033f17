"""How much columns go with the target and protected attributes, from counts: their values, and whether there is one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.data.profile.columns import Counted
from workbench.data.profile.others import Other, Others
from workbench.data.profile.result import Association
from workbench.stats.association import cramers_vs

__all__ = ["associations_of_missing", "associations_of_values"]


class _Pair(NamedTuple):
    """A column, what it is compared with, and the rows of each bin (last: without a value) and each group."""

    column: str
    other: Other
    counts: NDArray[np.int64]


def associations_of_values(counted: Sequence[Counted], others: Others) -> tuple[Association, ...]:
    """Return how much the values of columns go with target and protected attributes, strongest first."""
    return _associations([one._replace(counts=one.counts[:-1, :-1]) for one in _pairs(counted, others)], "values")


def associations_of_missing(counted: Sequence[Counted], others: Others) -> tuple[Association, ...]:
    """Return how much it goes with target and protected attributes whether a column has a value, strongest first.

    Where it is missing for one outcome only, its values say nothing, and this says all.
    """
    pairs = []
    for one in _pairs([one for one in counted if one.profile.n_missing], others):
        known, missing = one.counts[:-1, :-1].sum(axis=0), one.counts[-1, :-1]
        pairs.append(one._replace(counts=np.stack([known, missing])))
    return _associations(pairs, "missing")


def _pairs(counted: Sequence[Counted], others: Others) -> Iterator[_Pair]:
    for one in counted:
        for other, table in zip(others.entries, one.tables, strict=True):
            if one.profile.name != other.column and (other.role == "target" or one.profile.role != "target"):
                yield _Pair(one.profile.name, other, table)


def _associations(pairs: Sequence[_Pair], of: Literal["values", "missing"]) -> tuple[Association, ...]:
    found = [
        Association(one.column, one.other.title, one.other.role, v.value, (v.low, v.high), int(one.counts.sum()), of)
        for one, v in zip(pairs, cramers_vs([one.counts for one in pairs]), strict=True)
        if not np.isnan(v.value)
    ]
    return tuple(sorted(found, key=lambda one: -one.strength))
