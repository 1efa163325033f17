"""Parquet: one file, a folder or a pattern of files, in memory or where they are."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as papq

from workbench.data.connection import connection
from workbench.data.sources.options import ReadOptions
from workbench.data.sources.parquet_files import FolderColumn, ParquetFiles
from workbench.data.sources.plain import no_place, no_rows, no_text, plain_column
from workbench.data.sources.reading import Reading
from workbench.data.sources.spool import Spool, stays_on_disk
from workbench.data.stored import StoredTable
from workbench.errors import SourceError

__all__ = ["read_parquet", "read_parquet_files", "stored_parquet"]

_ROWS_A_BATCH = 100_000


def read_parquet(path: Path, options: ReadOptions) -> Reading:
    """Return the table in a Parquet file."""
    return read_parquet_files(ParquetFiles((path,), path.parent, is_one=True), options)


def read_parquet_files(source: ParquetFiles, options: ReadOptions, keep: object = None) -> Reading:
    """Return the table in Parquet files.

    Parameters
    ----------
    source : ParquetFiles
        The files.
    options : ReadOptions
        Whether the rows stay where they are.
    keep : object
        What must live as long as the files, such as a folder of temporary files.

    Raises
    ------
    SourceError
        If a file is damaged, or files do not go together.
    NotEnoughDataError
        If there are no rows.
    """
    if not source.columns or source.n_rows == 0:
        raise no_rows(source.name)
    if not stays_on_disk(options, source.n_bytes):
        return Reading(_in_memory(source), source.name, source.fingerprint, notes=source.notes)
    if any(pa.types.is_decimal256(field.type) for field in source.schema):  # which DuckDB reads as rounded floats
        return Reading(_copied(source), source.name, source.fingerprint, notes=source.notes)
    stored = stored_parquet(source, keep=keep)
    _check_readable(stored)
    return Reading(stored, source.name, source.fingerprint, notes=source.notes)


def stored_parquet(
    source: ParquetFiles, columns: Sequence[str] | None = None, *, fingerprint: str | None = None, keep: object = None
) -> StoredTable:
    """Return the files as a table that stays on disk, with the plain values that it would have in memory.

    Parameters
    ----------
    source : ParquetFiles
        The files.
    columns : sequence of str, optional
        Columns to keep; what others hold does not matter.
    fingerprint : str, optional
        What stands for the content; by default that of the files.
    keep : object
        What must live as long as the table.
    """
    made = [_plain_in_sql(field.type, f"r{place}", field.name) for place, field in _chosen(source, columns)]
    kinds, expressions = [kind for kind, _ in made], [expression for _, expression in made]
    names = [field.name for _, field in _chosen(source, columns)]
    folders = [one for one in source.folder_columns if columns is None or one.name in columns]
    if folders and "filename" in source.schema.names:
        raise SourceError(
            "The files have a column 'filename', and columns in the names of their folders.\nRename that column."
        )
    last = len(source.schema)
    return StoredTable(
        files=source.files,
        columns=(*names, *(one.name for one in folders)),
        kinds=(*kinds, *(one.kind for one in folders)),
        n_rows=source.n_rows,
        expressions=(*expressions, *(_folder_in_sql(one, f"r{last}") for one in folders)),
        parted=bool(folders),
        united=source.differ,
        fingerprint=source.fingerprint if fingerprint is None else fingerprint,
        keep=keep,
    )


def _chosen(source: ParquetFiles, columns: Sequence[str] | None) -> list[tuple[int, pa.Field]]:
    fields = enumerate(source.schema)
    return [(place, field) for place, field in fields if columns is None or field.name in columns]


def _plain_in_sql(kind: pa.DataType, raw: str, name: str) -> tuple[pa.DataType, str]:
    """Return what :func:`plain_column` makes of a kind, and the SQL that makes it of the raw column."""
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return pa.string(), f"nullif({raw}, '')"
    if pa.types.is_floating(kind):
        return pa.float64(), f"CASE WHEN NOT isnan({raw}) THEN CAST({raw} AS DOUBLE) END"
    if pa.types.is_decimal(kind):
        return pa.float64(), f"CAST(CAST({raw} AS VARCHAR) AS DOUBLE)"
    if pa.types.is_integer(kind) or pa.types.is_boolean(kind) or pa.types.is_temporal(kind) or pa.types.is_null(kind):
        return kind, raw
    raise no_place(name, kind)


def _folder_in_sql(column: FolderColumn, path: str) -> str:
    """Return the SQL that finds a value in the path of a row's file."""
    folder = f"string_split({path}, '/')[-{column.depth}]"
    value = f"url_decode(substr({folder}, strpos({folder}, '=') + 1))"
    known = f"nullif(nullif({value}, '__HIVE_DEFAULT_PARTITION__'), '')"
    kinds = {pa.int64(): "BIGINT", pa.date32(): "DATE"}
    return f"CAST({known} AS {kinds[column.kind]})" if column.kind in kinds else known


def _in_memory(source: ParquetFiles) -> pa.Table:
    schema, parts = source.schema, []
    for place, path in enumerate(source.files):
        try:
            with papq.ParquetFile(path) as file:
                table = file.read()
        except (pa.ArrowException, OSError, ValueError) as error:
            raise SourceError(
                f"{source.shown(path)!r} cannot be read as Parquet.\n"
                "Check that the file is whole and really is Parquet."
            ) from error
        if len(source.files) > 1:
            columns = [plain_column(table[field.name], field.name) for field in schema]
            table = pa.table(
                [one.cast(_plain_kind(field)) for one, field in zip(columns, schema, strict=True)], schema.names
            )
        for one in source.folder_columns:
            constant = pa.array([one.values[place]], pa.string()).cast(one.kind)
            table = table.append_column(one.name, constant.take(pa.array([0] * table.num_rows, pa.int64())))
        parts.append(table)
    return parts[0] if len(parts) == 1 else pa.concat_tables(parts)


def _plain_kind(field: pa.Field) -> pa.DataType:
    return _plain_in_sql(field.type, "", field.name)[0]


def _copied(source: ParquetFiles) -> pa.Table | StoredTable:
    spool = Spool(ReadOptions(lazy=True))
    for place, path in enumerate(source.files):
        with papq.ParquetFile(path) as file:
            for batch in file.iter_batches(_ROWS_A_BATCH):
                table = pa.Table.from_batches([batch])
                for one in source.folder_columns:
                    constant = pa.array([one.values[place]], pa.string()).cast(one.kind)
                    table = table.append_column(one.name, constant.take(pa.array([0] * table.num_rows, pa.int64())))
                spool.add({name: plain_column(table[name], name) for name in source.columns})
    return spool.held(source.fingerprint)


def _check_readable(stored: StoredTable) -> None:
    """Read all text once: Parquet files of careless programs hold text that is not UTF-8, and damaged ones nonsense."""
    texts = [place for place, kind in enumerate(stored.kinds) if pa.types.is_string(kind)]
    try:
        _read_once(stored, texts)
    except duckdb.Error as error:
        refused = stored.refused(error)
        for place in texts if "UTF-8" in str(refused) else ():
            with suppress(duckdb.Error):
                _read_once(stored, [place])
                continue
            raise no_text(stored.columns[place]) from error
        raise refused from error


def _read_once(stored: StoredTable, texts: Sequence[int]) -> None:
    asked = ", ".join(f"max(strlen(c{place}))" for place in texts)
    stored.relation(connection()).aggregate(asked or "count(*)").fetchall()
