"""Whether rows to choose on are among those that a model learned from, or those that it is judged on."""

from __future__ import annotations

import pyarrow as pa

from workbench.data.dataset import Dataset
from workbench.data.split import Split
from workbench.errors import InputError
from workbench.preparation.leaks.agreement import agreement, beyond_chance, hashed, shared

__all__ = ["check_apart", "n_shared"]

_HARMLESS = 0.001
_FEWEST_COLUMNS = 2


def check_apart(split: Split, on: Dataset) -> None:
    """Check that rows to choose on are neither held out nor learned from.

    Parameters
    ----------
    split : Split
        The rows of both kinds. Where nothing is known of those learned from, all are held out.
    on : Dataset
        Rows to choose on, of the same columns.

    Raises
    ------
    InputError
        If they are the same rows, or one in a thousand or more of them equals one of those, beyond what coarse columns
        make natural.
    """
    for rows, said, why in (
        (
            split.test,
            "the held-out rows, on which the model is judged at the end",
            "Give other rows: what is chosen on rows looks too good on them.",
        ),
        (
            split.train,
            "the rows that the model learned from",
            "Give rows that it has not seen: on those it knows, it looks better than it is.",
        ),
    ):
        if on.rows_fingerprint == rows.rows_fingerprint:
            raise InputError(f"on holds {said}.\n{why}")
        n = n_shared(rows, on)
        if n and n >= _HARMLESS * on.n_rows:
            raise InputError(f"{n:,} of the {on.n_rows:,} rows of on are among {said}.\n{why}")


def n_shared(rows: Dataset, on: Dataset) -> int:
    """Return how many rows of one data set equal one of another; 0 where that may be chance.

    Parameters
    ----------
    rows, on : Dataset
        All columns that both have count, but the one that names the row. With fewer than two nothing is said.
    """
    columns = [
        pa.chunked_array([*first.chunks, *second.chunks], first.type)
        for first, second in (
            _alike(rows.column(name), on.column(name))
            for name in on.columns
            if name in rows.columns and name not in (rows.roles.id, on.roles.id)
        )
        if first.type == second.type and not pa.types.is_null(first.type)
    ]
    if len(columns) < _FEWEST_COLUMNS:
        return 0
    hashes = [hashed(column, place) for place, column in enumerate(columns)]
    if not beyond_chance(agreement(hashes, rows.n_rows)):
        return 0
    return int(shared(hashes, rows.n_rows).sum())


def _alike(first: pa.ChunkedArray, second: pa.ChunkedArray) -> tuple[pa.ChunkedArray, pa.ChunkedArray]:
    """Return two columns of numbers as one kind of numbers; of other values as they are."""
    kinds = (first.type, second.type)
    if kinds[0] != kinds[1] and all(pa.types.is_integer(kind) or pa.types.is_floating(kind) for kind in kinds):
        return first.cast(pa.float64()), second.cast(pa.float64())
    return first, second
