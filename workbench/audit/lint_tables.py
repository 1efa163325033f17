"""Which rows of a published file make a table, and which table crosses two others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

from workbench.audit.lint_reading import PublishedRow, is_unknown
from workbench.audit.totals import plain
from workbench.errors import InputError

__all__ = ["Crossing", "PublishedTable", "crossing_of", "split_tables"]

_MOST_TABLES = 20
# What stands between or before the parts of a crossing's name. Hispanic people are a category of their own.
_BETWEEN = ("x ", "and ", "by ", "non hispanic or latino ", "not hispanic or latino ", "non hispanic ", "not hispanic ")
_SEXES = {"male", "female", "men", "women", "man", "woman", "m", "f", "non binary", "nonbinary", "males", "females"}


@dataclass(frozen=True)
class PublishedTable:
    """Rows that belong together and share one reference."""

    name: str
    rows: tuple[PublishedRow, ...]


@dataclass(frozen=True)
class Crossing:
    """A table whose categories combine those of two others.

    ``parts`` gives, for each row of ``table``, the names of its categories in ``first`` and ``second``.
    """

    table: PublishedTable
    first: PublishedTable
    second: PublishedTable
    parts: tuple[tuple[str, str], ...]


def split_tables(rows: Sequence[PublishedRow]) -> list[PublishedTable]:
    """Return the tables of a file: as its column says, else by what the categories are."""
    used = [row for row in rows if row.category and not row.is_total and not is_unknown(row.name)]
    if any(row.table for row in used):
        names = list(dict.fromkeys(row.table for row in used))
        if len(names) > _MOST_TABLES:
            raise InputError(
                f"The file holds {len(names):,} tables; {_MOST_TABLES} is the most.\n"
                "Check which column names the table: columns={'table': '…'}."
            )
        return [PublishedTable(name or "sex × race", tuple(row for row in used if row.table == name)) for name in names]
    kinds: dict[str, list[PublishedRow]] = {"sex": [], "race": [], "sex × race": []}
    singles = [plain(row.name) for row in used if len(row.category) == 1]
    for row in used:
        kinds[_kind(row, singles)].append(row)
    found = [PublishedTable(name, tuple(own)) for name, own in kinds.items() if own]
    return [PublishedTable("table", found[0].rows)] if len(found) == 1 else found


def _kind(row: PublishedRow, singles: Sequence[str]) -> str:
    name = plain(row.name)
    if len(row.category) == 2 or any(rest in singles for one in singles if one != name for rest in _rests(name, one)):
        return "sex × race"
    return "sex" if name in _SEXES else "race"


def crossing_of(tables: Sequence[PublishedTable]) -> Crossing | None:
    """Return the first table that crosses two others; ``None`` where there is none."""
    names = {table.name: sorted((plain(row.name) for row in table.rows), key=len, reverse=True) for table in tables}
    for table in tables:
        others = [one for one in tables if one is not table]
        for first, second in permutations(others, 2):
            parts: list[tuple[str, str]] = []
            for row in table.rows:
                part = _parts(row, names[first.name], names[second.name])
                if part is None:
                    break
                parts.append(part)
            else:
                return Crossing(table, first, second, tuple(parts))
    return None


def _parts(row: PublishedRow, ones: Sequence[str], twos: Sequence[str]) -> tuple[str, str] | None:
    """Return a category's parts among the names of two tables, the longest name first; ``None`` where it has none."""
    if len(row.category) == 2:
        one, two = (plain(part) for part in row.category)
        return (one, two) if one in ones and two in twos else None
    name = plain(row.name)
    for one in ones:
        for rest in _rests(name, one):
            if rest in twos:
                return one, rest
    return None


def _rests(name: str, part: str) -> list[str]:
    """Return what may be left of a category's name without one of its parts.

    Examples
    --------
    >>> _rests("male and asian", "male"), _rests("non hispanic male white", "male")
    (['and asian', 'asian'], ['non hispanic white', 'white'])
    """
    words, own = name.split(), part.split()
    for start in range(len(words) - len(own) + 1):
        if words[start : start + len(own)] == own:
            rest = " ".join([*words[:start], *words[start + len(own) :]])
            return [rest, *(rest.removeprefix(one) for one in _BETWEEN if rest.startswith(one))]
    return []
