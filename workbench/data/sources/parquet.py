"""Parquet files."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as papq

from workbench.core.fingerprint import fingerprint_of_file
from workbench.data.sources.options import ReadOptions
from workbench.data.sources.reading import Reading
from workbench.errors import SourceError

__all__ = ["read_parquet"]


def read_parquet(path: Path, _options: ReadOptions) -> Reading:
    """Return the table in a Parquet file."""
    return Reading(_read_parquet(path), path.stem, fingerprint_of_file(path))


def _read_parquet(path: Path) -> pa.Table:
    try:
        with papq.ParquetFile(path) as file:
            return file.read()
    except (pa.ArrowException, OSError, ValueError) as error:
        raise SourceError(
            f"{path.name!r} cannot be read as Parquet.\nCheck that the file is whole and really is Parquet."
        ) from error
