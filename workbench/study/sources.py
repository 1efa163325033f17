"""Rows that are too many to be copied: where they are, and how they are read again."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from workbench.core.fingerprint import fingerprint_of_file, fingerprint_of_rows
from workbench.data.dataset import Dataset
from workbench.data.sources import ReadOptions, read_table
from workbench.data.sources.options import LARGE
from workbench.data.sources.places import Place, example_of, place_of
from workbench.data.stored import StoredTable
from workbench.errors import StudyError, WorkbenchError

__all__ = ["file_told", "found_path", "is_same_file", "named_source", "source_told", "table_from"]


def source_told(data: Dataset) -> dict[str, object] | None:
    """Return where the rows of a large data set are; ``None`` where they are to be copied.

    Parameters
    ----------
    data : Dataset
        Rows that were read from a file of this machine stay there if they are on disk, or more than 512 MiB.
    """
    held = data.held
    if not isinstance(held, StoredTable) and held.nbytes <= LARGE:
        return None
    named = [held.fingerprint] if isinstance(held, StoredTable) else []
    place = next((one for one in map(place_of, [*named, *_files_of(data)]) if one is not None), None)
    if place is None or place.options.query:
        return None
    options = place.options
    return {
        "path": str(place.path),
        "fingerprint": data.rows_fingerprint,
        "columns": data.columns,
        "n_rows": data.n_rows,
        "is_stored": data.is_stored,
        "encoding": options.encoding,
        "types": None if options.types is None else dict(options.types),
        "missing": _listed(options.missing),
        "recode": options.recode,
        "table": options.table,
        "decimal": options.decimal,
    }


def _listed(missing: Any) -> Any:
    if missing is None:
        return None
    if isinstance(missing, Mapping):
        return {name: list(values) for name, values in missing.items()}
    return list(missing)


def table_from(told: Mapping[str, Any], folder: Path) -> pa.Table | StoredTable:
    """Return the rows that :func:`source_told` told of.

    Parameters
    ----------
    told : mapping
        What it returned.
    folder : pathlib.Path
        Of the study: a file that is not where it was is looked for beside it.

    Raises
    ------
    StudyError
        If they are not there, or are not the same.
    """
    path = found_path(str(told["path"]), folder)
    options = ReadOptions(
        told["encoding"],
        told["types"],
        told["missing"],
        told["recode"],
        told["table"],
        lazy=bool(told["is_stored"]),
        decimal=str(told.get("decimal", "")),
    )
    try:
        held = read_table(str(path), options).held
    except WorkbenchError as error:
        raise StudyError(
            f"The rows stayed in {told['path']!r} and cannot be read: {str(error).partition(chr(10))[0]}\n"
            "Put the file back, or read the table again and save it anew."
        ) from error
    found = held.fingerprint if isinstance(held, StoredTable) else fingerprint_of_rows(held)
    if found != told["fingerprint"]:
        raise StudyError(
            f"The rows in {str(path)!r} are no longer those that the study was told of.\n"
            "Put the old file back, or read the table again and save it anew."
        )
    return held


def found_path(path: str, folder: Path) -> Path:
    """Return a path as it was, or the one of that name beside the study where it is no longer there.

    Parameters
    ----------
    path : str
        As it was.
    folder : pathlib.Path
        Of the study.
    """
    then = Path(path)
    if then.exists():
        return then
    beside = next((one / then.name for one in (folder.parent, folder) if (one / then.name).exists()), None)
    return beside or then


def _files_of(data: Dataset) -> tuple[str, ...]:
    return tuple(one for one in data.provenance.inputs if one.startswith("file:"))


def file_told(data: Dataset) -> dict[str, Any] | None:
    """Return the file that a data set was read from, so that it is noticed when it changes.

    Parameters
    ----------
    data : Dataset
        Any.
    """
    for fingerprint in _files_of(data):
        place: Place | None = place_of(fingerprint)
        if place is not None and place.path.is_file():
            found = place.path.stat()
            return {
                "path": str(place.path),
                "fingerprint": fingerprint,
                "bytes": found.st_size,
                "changed": found.st_mtime_ns,
            }
    return None


def named_source(data: Dataset) -> str:
    """Return the file or the example that a data set was read from, as far as this process knows; empty otherwise.

    Parameters
    ----------
    data : Dataset
        Any.
    """
    files = _files_of(data)
    place = next((one for one in map(place_of, files) if one is not None), None)
    if place is not None:
        return str(place.path)
    return "" if files else example_of(data.rows_fingerprint)


def is_same_file(told: Mapping[str, Any], folder: Path) -> bool | None:
    """Return whether a file is still as it was; ``None`` where it is not there.

    Parameters
    ----------
    told : mapping
        What :func:`file_told` returned.
    folder : pathlib.Path
        Of the study.
    """
    path = found_path(str(told["path"]), folder)
    try:
        now = path.stat()
        if (now.st_size, now.st_mtime_ns) == (told["bytes"], told["changed"]):
            return True
        return bool(now.st_size == told["bytes"] and fingerprint_of_file(path) == told["fingerprint"])
    except OSError:
        return None
