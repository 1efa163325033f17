"""Rows that are there more than once, found by hashes of their values."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack

import numpy as np
from numpy.typing import NDArray

from workbench.data.connection import connection
from workbench.data.dataset import Dataset
from workbench.data.profile.result import Duplicates

__all__ = ["count_duplicates"]

Records = NDArray[np.uint64]
"""Of each row: a hash of all of it, of all but the id, and of the features, whose last bits tell the outcome."""

_MOST_AT_ONCE = 4_000_000
_ROWS_A_BATCH = 500_000
_LAST_BITS = np.uint64(63)
_NONE = _LAST_BITS  # of 62 outcomes and no outcome, each has a code of its own


def count_duplicates(data: Dataset, most_at_once: int = _MOST_AT_ONCE) -> Duplicates:
    """Return how many rows of a data set repeat, and how many contradict, others.

    Rows are compared by hashes of their values, 64 bits long: for a million rows, the chance that any two different
    ones count as equal is 3 in 10^8 (2 in 10^6 where features are compared). Of many rows the hashes go into files,
    by the features, and a file at a time is looked at.

    Parameters
    ----------
    data : Dataset
        The rows.
    most_at_once : int
        About how many rows are looked at together.
    """
    n_parts = max(1, -(-data.n_rows // most_at_once))
    found = np.zeros(3, dtype=np.int64)
    for part in _parts(_records(data), n_parts):
        found[0] += _n_repeated(part[0])
        found[1] += _n_repeated(part[1])
        if data.roles.target is not None and data.features and data.roles.task != "regression":
            found[2] += _n_contradicting(part[2])
    return Duplicates(*found.tolist())


def _records(data: Dataset) -> Iterator[Records]:
    """Return the records of some rows after others, shape (3, n)."""
    codes: dict[int, int] = {}
    for batch in data.relation(connection().cursor()).project(_asked(data)).to_arrow_reader(_ROWS_A_BATCH):
        features, rest, own, outcome, known = (column.to_numpy() for column in batch.columns)
        code = np.full(len(outcome), _NONE)
        if data.roles.task != "regression":
            hashes, places = np.unique(outcome[known == 1], return_inverse=True)
            own_codes = [codes.setdefault(one, len(codes)) for one in hashes.tolist()]
            code[known == 1] = np.array(own_codes, dtype=np.uint64)[places.ravel()]
        but_id = features ^ (rest * np.uint64(3)) ^ (outcome * np.uint64(5))  # odd: every bit stays
        yield np.stack([but_id ^ (own * np.uint64(7)), but_id, (features & ~_LAST_BITS) | code])


def _asked(data: Dataset) -> str:
    """Return the SQL of the rows' hashes: of features, other columns, id and outcome, and whether there is one."""
    roles, places = data.roles, {name: f"c{place}" for place, name in enumerate(data.columns)}
    features = data.features or tuple(name for name in data.columns if name not in (roles.id, roles.target))
    rest = [name for name in data.columns if name not in (*features, roles.id, roles.target)]
    target = "NULL" if roles.target is None else places[roles.target]
    asked = [
        _hash([places[name] for name in features]),
        _hash([places[name] for name in rest]),
        _hash([] if roles.id is None else [places[roles.id]]),
        _hash([] if roles.target is None else [target]),
        f"if({target} IS NULL, 0, 1)::UTINYINT",  # the hash of a value may be 0 too
    ]
    return ", ".join(f"{one} AS h{place}" for place, one in enumerate(asked))


def _hash(columns: Sequence[str]) -> str:
    return f"hash({', '.join(columns)})" if columns else "0::UBIGINT"


def _parts(records: Iterator[Records], n_parts: int) -> Iterator[Records]:
    """Return all records in parts, so that rows of the same features are in one."""
    if n_parts == 1:
        yield np.concatenate([np.zeros((3, 0), dtype=np.uint64), *records], axis=1)
        return
    with ExitStack() as stack:
        files = [stack.enter_context(tempfile.TemporaryFile()) for _ in range(n_parts)]
        for some in records:
            part = (some[2] >> np.uint64(6)) % np.uint64(n_parts)
            for place, file in enumerate(files):
                file.write(np.ascontiguousarray(some[:, part == place].T).tobytes())
        for file in files:
            file.seek(0)
            yield np.frombuffer(file.read(), dtype=np.uint64).reshape(-1, 3).T


def _n_repeated(hashes: Records) -> int:
    ordered = np.sort(hashes)
    return int(np.count_nonzero(ordered[1:] == ordered[:-1]))


def _n_contradicting(coded: Records) -> int:
    """Return how many rows have the features of another row with another outcome."""
    known = np.sort(coded[(coded & _LAST_BITS) != _NONE])
    if not len(known):
        return 0
    starts = np.flatnonzero(np.concatenate([[True], (known[1:] ^ known[:-1]) > _LAST_BITS]))
    ends = np.append(starts[1:], len(known))
    return int((ends - starts)[known[starts] != known[ends - 1]].sum())
