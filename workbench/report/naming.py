"""Which columns name people, or say about them what hardly anybody else says: their values are never shown."""

from __future__ import annotations

import pyarrow as pa

from workbench.data.dataset import Dataset
from workbench.data.profile.result import ColumnProfile, Profile

__all__ = ["NAMING_ROLES", "columns_that_name", "names_people"]

NAMING_ROLES = frozenset({"id", "group"})
"""Roles of columns that stand for one person or thing."""

_NEARLY_ALL = 0.9
_MOST = 0.5
_MANY = 20
_LONG = 100
"""Characters; in more than that people write what they want."""


def names_people(column: ColumnProfile) -> bool:
    """Return whether no value of a column may be shown, whoever reads.

    So it is of an id and of a group, of text of which nearly all values are different (at least nine of ten, or
    half of more than 20), and of long text.

    Parameters
    ----------
    column : ColumnProfile
        The column.

    Examples
    --------
    >>> names_people(ColumnProfile("patient", "text", "group", 100, 0, 40, True, ()))
    True
    >>> names_people(ColumnProfile("ward", "text", "feature", 100, 0, 6, True, ()))
    False
    """
    if column.role in NAMING_ROLES:
        return True
    if column.kind != "text":
        return False
    is_long = column.text is not None and column.text.middle > _LONG and column.n_distinct > _MANY
    return is_long or _are_nearly_all(column.n_distinct, column.n - column.n_missing)


def columns_that_name(profile: Profile | None, data: Dataset | None) -> frozenset[str]:
    """Return the columns of which no value may be shown, as far as is known.

    Parameters
    ----------
    profile : Profile or None
        What was counted.
    data : Dataset or None
        Asked where nothing was: of the columns that a finding is about.
    """
    if profile is not None:
        return frozenset(one.name for one in profile.columns if names_people(one))
    if data is None:
        return frozenset()
    named = {column for role, column in data.roles.named.items() if role in NAMING_ROLES}
    asked = {one.scope for one in data.findings if one.scope in data.columns} - named
    return frozenset(named | {column for column in asked if _is_naming_text(data, column)})


def _is_naming_text(data: Dataset, column: str) -> bool:
    if not pa.types.is_string(data.kinds[column]):
        return False
    held = f"c{data.columns.index(column)}"
    n_distinct, n = data.relation().aggregate(f"count(DISTINCT {held}), count({held})").fetchall()[0]
    return _are_nearly_all(n_distinct, n)


def _are_nearly_all(n_distinct: int, n: int) -> bool:
    return n > 0 and (n_distinct >= _NEARLY_ALL * n or (n_distinct > _MANY and n_distinct >= _MOST * n))
