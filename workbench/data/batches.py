"""Rows in batches, for what must read a table larger than memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from workbench.checks import check_column
from workbench.core.provenance import Provenance
from workbench.data.dataset import Dataset
from workbench.data.roles import Roles, label_of
from workbench.data.sources import ReadOptions, plain_column, read_table
from workbench.data.stored import StoredTable
from workbench.errors import RoleError

__all__ = ["ROWS_A_BATCH", "read_batches"]

ROWS_A_BATCH = 100_000


def read_batches(source: object, like: Dataset) -> tuple[Iterator[Dataset], str, str | None]:
    """Return some rows in batches, with the roles and column types of another data set.

    What was asked for when that one was read, values made missing and values made one, is done to these rows too.

    Parameters
    ----------
    source : path, address, frame or Dataset
        Whatever :func:`workbench.data.sources.read_table` reads; one batch of what is on disk is in memory at a
        time.
    like : Dataset
        Says what the columns are for. Columns it has and the source has not are an error, but for
        the target: without it outcomes are missing.

    Returns
    -------
    batches : iterator of Dataset
    name : str
        The file's name without its suffix, or ``"data"``.
    fingerprint : str or None
        ``file:<sha256>``; ``None`` for a frame.

    Raises
    ------
    SourceError, ColumnNotFoundError, RoleError
        If the source cannot be read, lacks a column, or holds outcomes that ``like`` does not know.
    """
    if isinstance(source, Dataset):
        return _named(_parts(source.held, like), like, source.name), source.name, source.fingerprint
    read = read_table(source)
    asked = _asked_before(like, _kinds(read.held))
    if asked.is_changing:
        read = read_table(source, asked)
    return _named(_parts(read.held, like), like, read.name), read.name, read.fingerprint


def _kinds(held: pa.Table | StoredTable) -> dict[str, pa.DataType]:
    if isinstance(held, StoredTable):
        return dict(zip(held.columns, held.kinds, strict=True))
    return {field.name: field.type for field in held.schema}


def _asked_before(like: Dataset, found: Mapping[str, pa.DataType]) -> ReadOptions:
    """Return what was asked for when ``like`` was read, and that its columns of text are text here too.

    A file in which every code happens to be a number would else have lost how they are written.
    """
    said = like.provenance.settings if like.provenance.stage == "read_data" else {}
    types = dict(_mapping(said.get("types")))
    for name, kind in like.kinds.items():
        if pa.types.is_string(kind) and not pa.types.is_string(found.get(name, kind)):
            types.setdefault(name, "text")
    missing: Any = said.get("missing")
    if isinstance(missing, Mapping):
        missing = {name: list(values) for name, values in missing.items() if name in found}
    recode = {name: dict(pairs) for name, pairs in _mapping(said.get("recode")).items() if name in found}
    return ReadOptions(
        types={name: word for name, word in types.items() if name in found},
        missing=missing,
        recode=recode,
        decimal=str(said.get("decimal", "")),
        must_be_found=False,  # other rows need not hold them
    )


def _mapping(said: object) -> Mapping[str, Any]:
    return said if isinstance(said, Mapping) else {}


def _parts(held: pa.Table | StoredTable, like: Dataset) -> Iterator[pa.Table]:
    if isinstance(held, StoredTable):
        yield from held.batches([name for name in like.columns if name in held.columns], rows=ROWS_A_BATCH)
        return
    for start in range(0, held.num_rows, ROWS_A_BATCH):
        yield held.slice(start, ROWS_A_BATCH)


def _named(tables: Iterator[pa.Table], like: Dataset, name: str) -> Iterator[Dataset]:
    roles = like.roles
    for table in tables:
        columns = [_column(table, column, like) for column in like.columns]
        rows = pa.table(columns, names=list(like.columns))
        _check_outcomes(rows, roles, name)
        if rows.num_rows:
            yield Dataset(Provenance("read_batches"), rows, roles, name)


def _column(table: pa.Table, column: str, like: Dataset) -> pa.ChunkedArray:
    kind = like.kinds[column]
    if column not in table.column_names and column in (like.roles.target, like.roles.id):
        return pa.chunked_array([pa.nulls(table.num_rows, kind)])
    check_column(column, table.column_names)
    values = plain_column(table[column], column)
    if like.roles.task == "regression" and column == like.roles.target and pa.types.is_floating(values.type):
        return values  # amounts that were whole so far need not stay so
    if pa.types.is_null(kind):  # of which nothing can have been learned
        return pa.chunked_array([pa.nulls(table.num_rows)])
    try:
        return values.cast(kind)
    except pa.ArrowException as error:
        raise RoleError(
            f"Column {column!r} holds {values.type}, and held {kind} in the data the model was trained on.\n"
            "Give it the same kind of values."
        ) from error


def _check_outcomes(table: pa.Table, roles: Roles, name: str) -> None:
    if roles.target is None:
        return
    if roles.task == "regression":
        _check_amounts(table[roles.target], roles.target, name)
        return
    known: Sequence[str] = roles.classes or (roles.favourable, roles.unfavourable)
    for value in pc.unique(table[roles.target]).drop_null().to_pylist():
        if label_of(value) not in known:
            raise RoleError(
                f"Column {roles.target!r} of {name!r} holds {value!r}, which the model does not know as an outcome.\n"
                f"It knows {', '.join(map(repr, known[:-1]))} and {known[-1]!r}."
            )


def _check_amounts(column: pa.ChunkedArray, target: str, name: str) -> None:
    n_infinite = int(np.isinf(column.cast(pa.float64(), safe=False).to_numpy()).sum())
    if n_infinite:
        raise RoleError(
            f"Column {target!r} of {name!r} is the target and is infinite in {n_infinite:,} of {len(column):,} rows.\n"
            "Replace or remove these amounts: no prediction is near them."
        )
