"""How a table is to be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["LARGE", "ReadOptions"]

LARGE = 512 * 2**20
"""Sources of more than about this many bytes stay on disk."""


@dataclass(frozen=True)
class ReadOptions:
    """What a person says about a source beside where it is.

    Parameters
    ----------
    encoding : str
        The encoding of a text file.
    types : mapping of str to str, optional
        The kinds of columns: ``text``, ``number``, ``whole number``, ``true or false``, ``date``, ``time``.
    missing : list, or mapping of str to list, optional
        Values that mean "not known": in all columns, or column by column.
    recode : mapping of str to mapping, optional
        Values that are the same: column by column, each to what it becomes.
    table, query : str
        A sheet or table, or a query, of a source that has several tables.
    lazy : bool, optional
        Whether the rows stay on disk; by default where the source is larger than :data:`LARGE`.
    """

    encoding: str = "utf-8"
    types: Mapping[str, str] | None = None
    missing: list[object] | Mapping[str, list[object]] | None = None
    recode: Mapping[str, Mapping[object, object]] | None = None
    table: str = ""
    query: str = ""
    lazy: bool | None = None
