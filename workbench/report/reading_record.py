"""How the data of a report were read, so that whoever checks it can read them so again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from workbench.audit.disclosure.level import NOT_PUBLISHED
from workbench.data.dataset import Dataset
from workbench.data.profile.result import Profile

__all__ = ["ReadingRecord", "Recoded", "reading_record"]

Value = str | bool | int | float


@dataclass(frozen=True)
class Recoded:
    """A value that is the same as another, and what it becomes."""

    old: Value
    new: Value


@dataclass(frozen=True)
class ReadingRecord:
    """What somebody asked for when the data were read.

    Parameters
    ----------
    source : str
        Fingerprint of the file, or the kind of table in memory.
    encoding : str
        Of a text file.
    types : mapping of str to str
        What columns hold, where it was not inferred.
    missing : mapping of str to tuple of values
        Values that mean "not known", by column.
    missing_anywhere : tuple of values
        Those that mean it in all columns.
    recode : mapping of str to tuple of Recoded
        Values that are the same, by column.
    table : str
        A sheet, or a table of a database.
    query : str
        Fingerprint of a query; empty where none was asked. The query itself is not told, and never asked again.
    decimal : str
        What stands before the decimals of numbers in text, where somebody said.
    """

    source: str = ""
    encoding: str = "utf-8"
    types: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    missing_anywhere: tuple[Value, ...] = ()
    recode: Mapping[str, tuple[Recoded, ...]] = field(default_factory=dict)
    table: str = ""
    query: str = ""
    decimal: str = ""


def reading_record(known: Dataset | Profile | None, *, bare: bool) -> ReadingRecord | None:
    """Return how data were read; ``None`` where that is not known, as of a data set made of another.

    Parameters
    ----------
    known : Dataset or Profile, optional
        The data, or what is in them.
    bare : bool
        Whether hashes are left out.
    """
    if known is None:
        return None
    settings: object = known.provenance.settings
    if isinstance(known, Profile):
        settings = known.provenance.settings.get("reading")
    elif known.provenance.stage != "read_data":
        settings = None
    return _record(settings, bare=bare) if isinstance(settings, Mapping) else None


def _record(asked: Mapping[str, Any], *, bare: bool) -> ReadingRecord:
    missing = asked.get("missing", ())
    by_column = missing if isinstance(missing, Mapping) else {}
    return ReadingRecord(
        source=NOT_PUBLISHED if bare else str(asked.get("source", "")),
        encoding=str(asked.get("encoding", "utf-8")),
        types={str(column): str(kind) for column, kind in asked.get("types", {}).items()},
        missing={str(column): _values(values) for column, values in by_column.items()},
        missing_anywhere=() if isinstance(missing, Mapping) else _values(missing),
        recode={
            str(column): tuple(Recoded(*_values(pair)) for pair in pairs)
            for column, pairs in asked.get("recode", {}).items()
        },
        table=str(asked.get("table", "")),
        query=str(asked.get("query", "")),
        decimal=str(asked.get("decimal", "")),
    )


def _values(values: Sequence[object]) -> tuple[Value, ...]:
    return tuple(one if isinstance(one, (str, bool, int, float)) else str(one) for one in values)
