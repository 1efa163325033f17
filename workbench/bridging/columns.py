"""The columns of a table that a person is about to choose, with a few of their values."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from workbench.bridging.asked import Asked, cut
from workbench.core.schema import Json
from workbench.data.dataset import Dataset
from workbench.data.examples import EXAMPLE_PREFIX, example_names
from workbench.data.profile.keys import kind_of
from workbench.data.read import read_data
from workbench.data.said import reading_options
from workbench.errors import InputError

__all__ = ["columns"]

_MOST_ROWS = 100_000
_MOST_COLUMNS = 5_000
_MOST_SAMPLES = 3
_LONGEST_SAMPLE = 40


def columns(asked: Asked) -> dict[str, Json]:
    """Return what a file's columns are called and what is in them.

    Of a large table, values are counted in rows drawn at random, and ``counted`` says in how many.

    Parameters
    ----------
    asked : Asked
        ``path``: a file as the notebook would name it, an example, or empty for the list of examples alone.
        ``reading``: how it is to be read, as in ``["encoding=latin-1"]``; may be left out.
    """
    path = asked.text("path", "")
    examples: list[Json] = [f"{EXAMPLE_PREFIX}{name}" for name in example_names()]
    if not path:
        return {"name": "", "n_rows": 0, "counted": 0, "columns": [], "examples": examples}
    asked.told(0.1, "Reading the table")
    options = reading_options(asked.texts("reading"))
    options.pop("task", None)  # what is predicted does not matter to reading
    data = read_data(path, **options)
    if len(data.columns) > _MOST_COLUMNS:
        raise InputError(
            f"{path!r} has {len(data.columns):,} columns.\nA form lists at most {_MOST_COLUMNS:,}: read the table in "
            "code."
        )
    counted = data if data.n_rows <= _MOST_ROWS else data.sample(_MOST_ROWS)
    asked.told(0.6, "Looking at its columns")
    return {
        "name": data.name,
        "n_rows": data.n_rows,
        "counted": counted.n_rows,
        "columns": [_column(counted, name) for name in data.columns],
        "examples": examples,
    }


def _column(data: Dataset, name: str) -> dict[str, Json]:
    values = data.column(name)
    return {
        "name": name,
        "type": kind_of(values.type),
        "n_missing": int(values.null_count),
        "n_distinct": _n_distinct(values),
        "samples": _samples(values),
    }


def _n_distinct(values: pa.ChunkedArray) -> int:
    try:
        return int(pc.count_distinct(values, mode="only_valid").as_py())
    except pa.ArrowNotImplementedError:  # lists and the like
        return len({repr(one) for one in values.to_pylist() if one is not None})


def _samples(values: pa.ChunkedArray) -> list[Json]:
    """Return the first few different values, as text."""
    found: dict[str, None] = {}
    for one in values.drop_null().slice(0, 1_000).to_pylist():
        found.setdefault(cut(_told(one), _LONGEST_SAMPLE), None)
        if len(found) == _MOST_SAMPLES:
            break
    return list(found)


def _told(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
