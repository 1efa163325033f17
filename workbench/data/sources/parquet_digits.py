"""Whole numbers in one Parquet file and fractions in another: refused where digits would be lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as papq

from workbench.data.sources.value_findings import is_beyond
from workbench.errors import SourceError

__all__ = ["check_exact"]

_ALWAYS_EXACT = 32
"""Bits of a whole number that any number with a fraction holds."""


def check_exact(
    files: Sequence[Path], schemas: Sequence[pa.Schema], unified: pa.Schema, shown: Callable[[Path], str]
) -> None:
    """Refuse whole numbers that would lose digits beside another file's fractions.

    Parameters
    ----------
    files : sequence of path
        Parquet files that are one table.
    schemas : sequence of pyarrow.Schema
        The columns of each.
    unified : pyarrow.Schema
        The columns of the table.
    shown : callable
        What a file is called in messages.

    Raises
    ------
    SourceError
        If there is such a number: by column and files.
    """
    for name in [one.name for one in unified if pa.types.is_floating(one.type)]:
        kinds = [(file, one.field(name).type) for file, one in zip(files, schemas, strict=True)]
        other = next((file for file, kind in kinds if pa.types.is_floating(kind)), None)
        for file, kind in kinds if other is not None else ():
            wide = pa.types.is_integer(kind) and kind.bit_width > _ALWAYS_EXACT
            value = _beyond(file, name) if wide else None
            if value is not None and other is not None:
                raise SourceError(
                    f"Column {name!r} holds the whole number {value} in {shown(file)!r} and numbers with fractions in "
                    f"{shown(other)!r}: together it would lose digits.\n"
                    "Write the files again with one kind of column: text if its numbers only name the rows."
                )


def _beyond(path: Path, name: str) -> int | None:
    """Return a whole number of a column that one with a fraction may not hold, if there is one."""
    try:
        with papq.ParquetFile(path) as file:
            for batch in file.iter_batches(columns=[name]):
                column = batch.column(batch.schema.names.index(name))
                plain = column.dictionary_decode() if pa.types.is_dictionary(column.type) else column
                found = [one for one in pc.min_max(plain).as_py().values() if is_beyond(one)]
                if found:
                    return int(found[-1])
    except (pa.ArrowException, OSError, ValueError):  # what is wrong with it, whoever reads it says
        return None
    return None
