"""Which values a column has, and how many rows have each, whether the rows are in memory or on disk."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from workbench.data.dataset import Dataset

__all__ = ["count_values", "value_counts"]

_MOST_KEPT = 1_000


def value_counts(data: Dataset, column: str) -> tuple[pa.Array, list[int]]:
    """Return the different values of a column, and how many rows have each. Of few values they are counted once.

    Parameters
    ----------
    data : Dataset
        Its rows may be on disk; only counts are brought into memory.
    column : str
        One of its columns.

    Returns
    -------
    values : pyarrow.Array
        Each value once, in no order; null is one where any is missing.
    counts : list of int
        One a value.

    Examples
    --------
    >>> from workbench.core.provenance import Provenance
    >>> from workbench.data.roles import Roles
    >>> data = Dataset(Provenance("read_data"), pa.table({"sex": ["f", "m", "f"]}), Roles())
    >>> values, counts = value_counts(data, "sex")
    >>> dict(zip(values.to_pylist(), counts))
    {'f': 2, 'm': 1}
    """
    kept: dict[str, tuple[pa.Array, list[int]]] = data.__dict__.setdefault("_value_counts", {})  # as a cached property
    found = kept.get(column)
    if found is None:
        found = _counted(data, column)
        if len(found[0]) <= _MOST_KEPT:
            kept[column] = found
    return found[0], list(found[1])


def _counted(data: Dataset, column: str) -> tuple[pa.Array, list[int]]:
    place = f"c{data.columns.index(column)}"
    if data.is_stored:
        found = data.relation().aggregate(f"{place}, count(*) AS n").to_arrow_table()
        values = found[place].cast(data.kinds[column])
        return _combined(values), found["n"].to_pylist()
    return count_values(data.column(column))


def count_values(column: pa.ChunkedArray) -> tuple[pa.Array, list[int]]:
    """Return the different values of a column in memory, and how many rows have each."""
    if pa.types.is_null(column.type):
        return pa.nulls(min(len(column), 1)), [len(column)] * min(len(column), 1)
    found: Any = pc.value_counts(column)
    return found.field("values"), found.field("counts").to_pylist()


def _combined(column: pa.ChunkedArray) -> pa.Array:
    whole = column.combine_chunks()
    return pa.concat_arrays(whole.chunks) if isinstance(whole, pa.ChunkedArray) else whole
