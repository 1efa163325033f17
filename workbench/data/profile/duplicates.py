"""Rows that are there more than once, found by hashes of their values."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from workbench.data.connection import connection
from workbench.data.dataset import Dataset
from workbench.data.profile.result import Duplicates

__all__ = ["count_duplicates"]

Hashes = NDArray[np.uint64]

_MOST_AT_ONCE = 10_000_000
_ROWS_A_BATCH = 1_000_000


def count_duplicates(data: Dataset, most_at_once: int = _MOST_AT_ONCE) -> Duplicates:
    """Return how many rows of a data set repeat, and how many contradict, others.

    Rows are compared by 64-bit hashes of their values: for a million rows, the chance that any two different ones
    count as equal is 3 in 10^8. Of many rows a part at a time is looked at, chosen by the hash of the features.

    Parameters
    ----------
    data : Dataset
        The rows.
    most_at_once : int
        About how many rows a part has.
    """
    n_parts = max(1, -(-data.n_rows // most_at_once))
    found = np.zeros(3, dtype=np.int64)
    for part in range(n_parts):
        features, rest, own, outcome, known = _hashes(data, part, n_parts)
        but_id = features ^ (rest * np.uint64(3)) ^ (outcome * np.uint64(5))  # odd: every bit stays
        found[0] += _n_repeated(but_id ^ (own * np.uint64(7)))
        found[1] += _n_repeated(but_id)
        if data.roles.target is not None and data.features:
            found[2] += _n_contradicting(features[known == 1], outcome[known == 1])
    return Duplicates(*found.tolist())


def _hashes(data: Dataset, part: int, n_parts: int) -> list[Hashes]:
    """Return the rows' hashes of features, other columns, id and outcome, and 1 where there is an outcome."""
    roles, places = data.roles, {name: f"c{place}" for place, name in enumerate(data.columns)}
    features = data.features or tuple(name for name in data.columns if name not in (roles.id, roles.target))
    rest = [name for name in data.columns if name not in (*features, roles.id, roles.target)]
    target = "NULL" if roles.target is None else places[roles.target]
    asked = [
        _hash([places[name] for name in features]),
        _hash([places[name] for name in rest]),
        _hash([] if roles.id is None else [places[roles.id]]),
        _hash([] if roles.target is None else [target]),
        f"if({target} IS NULL, 0, 1)::UBIGINT",  # the hash of a value may be 0 too
    ]
    relation = data.relation(connection().cursor())
    if n_parts > 1:
        relation = relation.filter(f"{asked[0]} % {n_parts} = {part}")
    reader = relation.project(", ".join(f"{one} AS h{place}" for place, one in enumerate(asked))).to_arrow_reader(
        _ROWS_A_BATCH
    )
    batches = [[column.to_numpy() for column in batch.columns] for batch in reader]
    nothing: list[Hashes] = [np.zeros(0, dtype=np.uint64) for _ in asked]
    return [np.concatenate(parts) for parts in zip(*batches, strict=True)] if batches else nothing


def _hash(columns: Sequence[str]) -> str:
    return f"hash({', '.join(columns)})" if columns else "0::UBIGINT"


def _n_repeated(hashes: Hashes) -> int:
    ordered = np.sort(hashes)
    return int(np.count_nonzero(ordered[1:] == ordered[:-1]))


def _n_contradicting(features: Hashes, outcome: Hashes) -> int:
    """Return how many rows have the features of another row with the other of two outcomes."""
    if not len(outcome):
        return 0
    coded = (features & ~np.uint64(1)) | (outcome == outcome[0]).astype(np.uint64)
    coded.sort()
    starts = np.flatnonzero(np.concatenate([[True], (coded[1:] ^ coded[:-1]) > 1]))
    ends = np.append(starts[1:], len(coded))
    return int((ends - starts)[coded[starts] != coded[ends - 1]].sum())
