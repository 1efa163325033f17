"""Tables of one audit that share rows: sums of the same cells, so that one can give away what another hides.

The tables of sex, of race and of both crossed are margins of each other. Attributes that some table crosses share a
*block* of joint cells; others share nothing but the total, which is published, so that blocks do not bear on each
other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

import numpy as np
from numpy.typing import NDArray

from workbench.data.roles import UNKNOWN
from workbench.errors import InputError
from workbench.tally.crossing import crossed_name
from workbench.tally.tally import Tally

__all__ = ["Block", "Counts", "Further", "LinkedTable", "linked_blocks"]

Mask = NDArray[np.bool_]
Counts = NDArray[np.int64]

_MOST_KINDS = 20_000
"""Of more combinations than this only those that occur are looked at: fewer possibilities, so that more is hidden."""


@dataclass(frozen=True, eq=False)
class LinkedTable:
    """One table: which joint cells each of its groups is the sum of.

    Parameters
    ----------
    key : tuple of str
        The attributes that it crosses; of a standard's table its name.
    groups : tuple of tuple of str
        The groups, by the parts of their names.
    members : array of bool, shape (n_groups, n_kinds)
        The joint cells of each group.
    of_data : bool
        Whether it counts all rows of the data; else those that are judged.
    is_axis : bool
        Whether its groups are all rows, so that those that are hidden are together what is not shown.
    is_published : bool
        Whether anybody prints it; else it is what is left between two tables, and hidden.
    """

    key: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...]
    members: Mask
    of_data: bool = False
    is_axis: bool = True
    is_published: bool = True

    @property
    def name(self) -> str:
        """What readers call it."""
        return " × ".join(self.key)


@dataclass(frozen=True, eq=False)
class Block:
    """Joint cells of some attributes, and the tables that are sums of them.

    Parameters
    ----------
    attributes : tuple of str
        The attributes.
    kinds : tuple of tuple of str
        Combinations of their groups.
    judged : array of int64, shape (n_kinds, n_outcomes, n_decisions)
        Rows that are judged; without any known outcome, all are of one outcome.
    rest : array of int64, shape (n_kinds, n_outcomes), optional
        Rows of the data that are not judged, where those that are judged are part of the data.
    tables : tuple of LinkedTable
        What is published, but for what is hidden.
    """

    attributes: tuple[str, ...]
    kinds: tuple[tuple[str, ...], ...]
    judged: Counts
    rest: Counts | None
    tables: tuple[LinkedTable, ...]

    @property
    def n_outcomes(self) -> int:
        """How many outcomes are told apart; the last is *missing*, and the only one where none is known."""
        return int(self.judged.shape[1])

    def cells(self, table: LinkedTable) -> Counts:
        """Return the counts of a table; shape (n_groups, n_outcomes, n_decisions), of all data (…, 1)."""
        if not table.of_data:
            return np.asarray(np.tensordot(table.members.astype(np.int64), self.judged, axes=1))
        rest = self.rest if self.rest is not None else np.zeros(self.judged.shape[:2], dtype=np.int64)
        return np.asarray(table.members.astype(np.int64) @ (self.judged.sum(axis=2) + rest))[:, :, None]

    def rest_of(self, table: LinkedTable) -> Counts:
        """Return the counts of a table's rows that are not judged; shape (n_groups, n_outcomes, 1)."""
        if self.rest is None:
            return np.zeros((len(table.groups), self.n_outcomes, 1), dtype=np.int64)
        return np.asarray(table.members.astype(np.int64) @ self.rest)[:, :, None]


@dataclass(frozen=True, eq=False)
class Further:
    """A table that is no axis: the rows of a standard's.

    Parameters
    ----------
    name : str
        Of the table.
    attributes : tuple of str
        Whose combinations its rows are made of.
    rows : tuple of str
        Their names.
    places : mapping of tuple of str to int
        The row of each combination; below 0 for none.
    is_published : bool
        Whether anybody prints it.
    """

    name: str
    attributes: tuple[str, ...]
    rows: tuple[str, ...]
    places: Mapping[tuple[str, ...], int]
    is_published: bool = True


def linked_blocks(
    tally: Tally, axes: Sequence[tuple[str, ...]], further: Sequence[Further] = (), *, data: Tally | None = None
) -> tuple[Block, ...]:
    """Return the blocks of an audit's tables.

    Parameters
    ----------
    tally : Tally
        The rows that are judged.
    axes : sequence of tuple of str
        Attributes and crossings that are published.
    further : sequence of Further
        Tables of standards.
    data : Tally, optional
        All rows of the data, of which those that are judged are part; each attribute is published of them too.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from workbench.tally.counting import tally_rows
    >>> rows = pa.table({"sex": ["f", "f", "m"], "age": ["old", "young", "old"], "race": ["a", "b", "b"]})
    >>> blocks = linked_blocks(tally_rows(rows), [("sex",), ("age",), ("race",), ("sex", "age")])
    >>> [[table.name for table in block.tables] for block in blocks]
    [['race'], ['sex', 'age', 'sex × age']]
    """
    asked = [*axes, *(one.attributes for one in further)]
    blocks = []
    for attributes in _connected(asked):
        own = [axis for axis in axes if set(axis) <= set(attributes)]
        more = [one for one in further if set(one.attributes) <= set(attributes)]
        known = data if data is not None and _is_counted(data, attributes) else None
        kinds = _kinds(tally if known is None else known, tally, attributes, own)
        judged = _onto(tally, attributes, kinds)
        rest = _onto(known, attributes, kinds).sum(axis=2) - judged.sum(axis=2) if known is not None else None
        if not judged[:, :-1].any() and (rest is None or not rest[:, :-1].any()):
            judged = judged.sum(axis=1, keepdims=True)
            rest = rest.sum(axis=1, keepdims=True) if rest is not None else None
        tables = [_axis_table(axis, attributes, kinds) for axis in own]
        tables += [_further_table(one, attributes, kinds) for one in more]
        if known is not None:
            tables += [_axis_table(axis, attributes, kinds, of_data=True) for axis in own if len(axis) == 1]
        blocks.append(Block(attributes, kinds, judged, rest, tuple(tables)))
    return tuple(blocks)


def _is_counted(data: Tally, attributes: tuple[str, ...]) -> bool:
    """Return whether attributes are counted of all rows of the data, as strata are not."""
    lacking = [one for one in attributes if one not in data.attributes]
    if lacking and len(lacking) < len(attributes):
        raise InputError(
            f"A standard crosses {lacking[0]!r} with a protected attribute, and it is only a stratum of this audit, so "
            "that its small counts cannot be protected.\n"
            f"Name {lacking[0]!r} among the protected attributes, or ask for disclosure='full'."
        )
    return not lacking


def _connected(asked: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return the attributes in sets of those that some table crosses, directly or by way of others."""
    found: list[tuple[str, ...]] = []
    for axis in asked:
        touched = [one for one in found if set(one) & set(axis)]
        found = [one for one in found if one not in touched]
        found.append(tuple(dict.fromkeys(name for one in (*touched, axis) for name in one)))
    return found


def _kinds(
    widest: Tally, tally: Tally, attributes: tuple[str, ...], axes: Sequence[tuple[str, ...]]
) -> tuple[tuple[str, ...], ...]:
    """Return the combinations that a reader cannot rule out: whose part in every crossing is known to occur."""
    occurring = {*widest.bare.by(*attributes).groups, *tally.bare.by(*attributes).groups}
    names = [sorted({kind[place] for kind in occurring}) for place in range(len(attributes))]
    if prod(len(one) for one in names) > _MOST_KINDS:
        return tuple(sorted(occurring))
    crossings = [axis for axis in axes if len(axis) > 1]
    named = {axis: {_group(axis, attributes, kind) for kind in occurring} for axis in crossings}
    return tuple(
        kind for kind in product(*names) if all(_group(axis, attributes, kind) in named[axis] for axis in crossings)
    )


def _onto(tally: Tally, attributes: tuple[str, ...], kinds: tuple[tuple[str, ...], ...]) -> Counts:
    counted = tally.bare.by(*attributes)
    place = {kind: position for position, kind in enumerate(kinds)}
    n = np.zeros((len(kinds), *counted.n.shape[1:]), dtype=np.int64)
    n[[place[group] for group in counted.groups]] = counted.n
    return n


def _group(axis: tuple[str, ...], attributes: tuple[str, ...], kind: tuple[str, ...]) -> tuple[str, ...]:
    """Return the group of an axis that a combination belongs to; a crossing is unknown where any part is."""
    parts = tuple(kind[attributes.index(name)] for name in axis)
    return (UNKNOWN,) * len(parts) if crossed_name(parts) == UNKNOWN else parts


def _axis_table(
    axis: tuple[str, ...], attributes: tuple[str, ...], kinds: tuple[tuple[str, ...], ...], *, of_data: bool = False
) -> LinkedTable:
    own = [_group(axis, attributes, kind) for kind in kinds]
    groups = tuple(sorted(set(own)))
    place = {group: position for position, group in enumerate(groups)}
    return LinkedTable(axis, groups, _members([place[one] for one in own], len(groups)), of_data)


def _further_table(one: Further, attributes: tuple[str, ...], kinds: tuple[tuple[str, ...], ...]) -> LinkedTable:
    where = [attributes.index(name) for name in one.attributes]
    places = [one.places.get(tuple(kind[place] for place in where), -1) for kind in kinds]
    groups = tuple((row,) for row in one.rows)
    return LinkedTable((one.name,), groups, _members(places, len(groups)), is_axis=False, is_published=one.is_published)


def _members(places: Sequence[int], n_groups: int) -> Mask:
    return np.asarray(np.arange(n_groups)[:, None] == np.asarray(places)[None, :])
