"""Rows in batches, for what must read a file larger than memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as papq

from workbench.checks import check_column
from workbench.core.fingerprint import fingerprint_of_file
from workbench.core.provenance import Provenance
from workbench.data.dataset import Dataset
from workbench.data.roles import Roles, label_of
from workbench.data.sources import MISSING, found_file, plain_column, read_table
from workbench.errors import RoleError, SourceError

__all__ = ["ROWS_A_BATCH", "read_batches"]

ROWS_A_BATCH = 100_000


def read_batches(source: object, like: Dataset) -> tuple[Iterator[Dataset], str, str | None]:
    """Return some rows in batches, with the roles and column types of another data set.

    Parameters
    ----------
    source : path or frame
        A CSV or Parquet file, of which one batch is in memory at a time; or a frame.
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
    if isinstance(source, (str, Path)):
        path = found_file(source)
        return _named(_file_batches(path, like), like, path.stem), path.stem, fingerprint_of_file(path)
    read = read_table(source)
    table, name = read.table, read.name
    slices = (table.slice(start, ROWS_A_BATCH) for start in range(0, table.num_rows, ROWS_A_BATCH))
    return _named(slices, like, name), name, None


def _file_batches(path: Path, like: Dataset) -> Iterator[pa.Table]:
    try:
        if path.suffix.lower() == ".csv":
            kinds = {field.name: field.type for field in like.table.schema if not pa.types.is_null(field.type)}
            options = pacsv.ConvertOptions(null_values=MISSING, strings_can_be_null=False, column_types=kinds)
            with pacsv.open_csv(path, convert_options=options) as reader:
                for batch in reader:
                    yield pa.Table.from_batches([batch])
        elif path.suffix.lower() in (".parquet", ".pq"):
            with papq.ParquetFile(path) as file:
                for batch in file.iter_batches(ROWS_A_BATCH):
                    yield pa.Table.from_batches([batch])
        else:
            raise SourceError(
                f"{path.name!r} ends in {path.suffix!r}, which is not a kind of table known here.\n"
                "Known are: .csv, .parquet, .pq. Save the table as one of these."
            )
    except (pa.ArrowException, OSError) as error:
        raise SourceError(
            f"{path.name!r} cannot be read in batches: {str(error).splitlines()[0]!r}.\n"
            "Its columns need the same kinds of values as the data that the model was trained on."
        ) from error


def _named(tables: Iterator[pa.Table], like: Dataset, name: str) -> Iterator[Dataset]:
    roles = like.roles
    for table in tables:
        columns = [_column(table, column, like) for column in like.columns]
        rows = pa.table(columns, names=list(like.columns))
        _check_outcomes(rows, roles, name)
        if rows.num_rows:
            yield Dataset(Provenance("read_batches"), rows, roles, name)


def _column(table: pa.Table, column: str, like: Dataset) -> pa.ChunkedArray:
    kind = like.table[column].type
    if column not in table.column_names and column in (like.roles.target, like.roles.id):
        return pa.chunked_array([pa.nulls(table.num_rows, kind)])
    check_column(column, table.column_names)
    values = plain_column(table[column], column)
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
    known: Sequence[str] = (roles.favourable, roles.unfavourable)
    for value in pc.unique(table[roles.target]).drop_null().to_pylist():
        if label_of(value) not in known:
            raise RoleError(
                f"Column {roles.target!r} of {name!r} holds {value!r}, which the model does not know as an outcome.\n"
                f"It knows {known[0]!r} and {known[1]!r}."
            )
