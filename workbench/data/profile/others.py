"""Target and protected attributes as codes, one a row, and the tables of counts of a column against them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Literal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from workbench.data.dataset import Dataset
from workbench.data.profile.room import room_for
from workbench.data.roles import UNKNOWN, ProtectedAttribute, label_of
from workbench.data.stored import StoredTable

__all__ = ["MOST_GROUPS", "Other", "Others", "others_of"]

Counts = NDArray[np.int64]
Codes = NDArray[np.uint8] | NDArray[np.uint16] | NDArray[np.uint32]

MOST_GROUPS = 1_000
"""An attribute of more groups is not compared: hardly anybody would be in any of them."""

_MOST_TOGETHER = 512  # combinations that are counted at once
_ROWS_A_BLOCK = 1_000_000
_MOST_BANDS = 10
_LEAST_IN_BAND = 5


@dataclass(frozen=True)
class Other:
    """The target, or a protected attribute.

    Parameters
    ----------
    title, column : str
        What readers call it, and its column.
    role : {"target", "protected"}
        Which of both.
    names : tuple of str
        Its groups or outcomes, in the order in which readers expect them; without those whose group is unknown. Of
        amounts, bands of about equally many rows.
    """

    title: str
    column: str
    role: Literal["target", "protected"]
    names: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Others:
    """What every column is compared with.

    Parameters
    ----------
    entries : tuple of Other
        The target, where there is one, and the protected attributes.
    too_many : mapping of str to int
        Attributes that are not compared, as they have too many groups, and how many they have.
    packs : tuple of (tuple of int, array of uint8 or uint16, shape (n_rows,))
        Entries whose codes are joined in one, so that one count serves all. An entry's last code is for rows in which
        it is unknown.
    """

    entries: tuple[Other, ...]
    too_many: dict[str, int]
    packs: tuple[tuple[tuple[int, ...], Codes], ...]

    def count(self, codes: Codes, first: int, n_codes: int) -> list[Counts]:
        """Return how many rows have each code and each joint code, one table a pack.

        Parameters
        ----------
        codes : array of uint16, shape (n,)
            Codes of a column in rows ``first`` to ``first + n``.
        first : int
            The first row.
        n_codes : int
            One more than the largest code.
        """
        tables = []
        for members, joint in self.packs:
            size = int(np.prod(self._sizes(members)))
            cells = codes.astype(np.int64) * size + joint[first : first + len(codes)]
            tables.append(np.bincount(cells, minlength=n_codes * size).reshape(n_codes, size))
        return tables

    def tables(self, packed: Sequence[Counts]) -> list[Counts]:
        """Return one table an entry, shape (n_codes, n_names + 1), of the tables of :meth:`count`."""
        found: dict[int, Counts] = {}
        for (members, _), table in zip(self.packs, packed, strict=True):
            cube = table.reshape(-1, *self._sizes(members))
            for axis, entry in enumerate(members):
                away = tuple(one + 1 for one in range(len(members)) if one != axis)
                found[entry] = cube.sum(axis=away)
        return [found[entry] for entry in range(len(self.entries))]

    @cached_property
    def sizes(self) -> list[Counts]:
        """How many rows each entry's groups have, the unknown last; shape (n_names + 1,)."""
        packed = []
        for members, joint in self.packs:
            packed.append(np.bincount(joint, minlength=int(np.prod(self._sizes(members))))[None, :])
        return [table[0] for table in self.tables(packed)]

    def _sizes(self, members: Sequence[int]) -> tuple[int, ...]:
        return tuple(len(self.entries[entry].names) + 1 for entry in members)


def others_of(data: Dataset) -> Others:
    """Return the target and the protected attributes of a data set, coded row by row."""
    roles = data.roles
    coders: list[_Coder] = []
    if roles.target is not None:
        coders.append(_AmountCoder(roles.target) if roles.task == "regression" else _Coder(roles.target))
    coders += [_Coder(one.column, one) for one in roles.protected]
    for batch in _batches(data, sorted({one.column for one in coders})):
        for one in coders:
            one.add(batch[one.column])
    entries, columns, too_many = [], [], {}
    for one in coders:
        names = one.names(*(roles.classes or (roles.unfavourable, roles.favourable)))
        if len(names) > MOST_GROUPS:
            too_many[one.title] = len(names)
            continue
        role: Literal["target", "protected"] = "target" if one.attribute is None else "protected"
        entries.append(Other(one.title, one.column, role, names))
        columns.append(one.coded(names))
    return Others(tuple(entries), too_many, _packed(entries, columns))


def _packed(entries: Sequence[Other], columns: Sequence[Codes]) -> tuple[tuple[tuple[int, ...], Codes], ...]:
    packs: list[tuple[tuple[int, ...], Codes]] = []
    together = _MOST_TOGETHER + 1
    for place, (entry, codes) in enumerate(zip(entries, columns, strict=True)):
        size = len(entry.names) + 1
        if together * size <= _MOST_TOGETHER:
            members, joint = packs.pop()
            wide = joint.astype(np.min_scalar_type(together * size))
            wide *= wide.dtype.type(size)
            wide += codes
            packs.append(((*members, place), wide))
            together *= size
        else:
            packs.append(((place,), codes))
            together = size
    return tuple(packs)


class _Coder:
    """Codes a column batch by batch: every name it meets gets the next number."""

    def __init__(self, column: str, attribute: ProtectedAttribute | None = None) -> None:
        self.column = column
        self.attribute = attribute
        self.title = attribute.title if attribute else column
        self._codes: dict[str, int] = {}
        self._parts: list[Codes] = []

    def add(self, column: pa.ChunkedArray) -> None:
        if pa.types.is_null(column.type):
            column = column.cast(pa.string())  # Arrow unifies no dictionaries of nothing
        encoded = column.dictionary_encode().unify_dictionaries().combine_chunks()
        words = self._called(encoded.dictionary)
        numbers = [self._codes.setdefault(word, len(self._codes)) for word in words]
        own = np.array(numbers, dtype=np.min_scalar_type(len(self._codes)))
        places = encoded.indices.fill_null(len(words) - 1).to_numpy(zero_copy_only=False)
        self._parts.append(own[places])

    def _called(self, values: pa.Array) -> list[str]:
        """Return what the values are called, and as the last what a missing one is."""
        if self.attribute is None:
            return [*(label_of(value) for value in values.to_pylist()), ""]
        with_missing = pa.chunked_array([values, pa.nulls(1, values.type)])
        return list(self.attribute.groups(with_missing).to_pylist())

    def names(self, *outcomes: str) -> tuple[str, ...]:
        """Return the names that occur, in order, without the unknown; of the target the outcomes or classes."""
        if self.attribute is None:
            return outcomes
        return self.attribute.arranged(name for name in self._codes if name != UNKNOWN)

    def coded(self, names: tuple[str, ...]) -> Codes:
        """Return the rows' codes: places among ``names``, and the next number for the unknown."""
        place = {name: code for code, name in enumerate(names)}
        new = np.array([place.get(name, len(names)) for name in self._codes], dtype=np.min_scalar_type(len(names)))
        codes, end = room_for(sum(map(len, self._parts)), new.dtype), 0
        while self._parts:  # each is let go once it is copied
            part = self._parts.pop(0)
            codes[end : end + len(part)] = new[part]
            end += len(part)
        return codes


class _AmountCoder(_Coder):
    """Codes a column of amounts by up to ten bands of about equally many rows."""

    def __init__(self, column: str) -> None:
        super().__init__(column)
        self._amounts: list[NDArray[np.float64]] = []
        self._edges = np.zeros(0)

    def add(self, column: pa.ChunkedArray) -> None:
        self._amounts.append(np.asarray(column.cast(pa.float64(), safe=False).to_numpy(), dtype=np.float64))

    def names(self, *_outcomes: str) -> tuple[str, ...]:
        """Return the bands, whatever outcomes there are."""
        ordered = np.sort(np.concatenate(self._amounts))
        ordered = ordered[np.isfinite(ordered)]
        n_bands = int(np.clip(len(ordered) // _LEAST_IN_BAND, 2, _MOST_BANDS))
        edges = np.unique(ordered[np.arange(1, n_bands) * len(ordered) // n_bands])
        self._edges = edges[edges > ordered[0]]
        ends = [label_of(round(edge, 6)) for edge in self._edges.tolist()]
        return tuple(f"from {low} to under {high}" for low, high in pairwise(["the least", *ends, "the largest"]))

    def coded(self, names: tuple[str, ...]) -> Codes:
        """Return the rows' bands, and the next number for rows without an amount."""
        amounts, self._amounts = np.concatenate(self._amounts), []
        codes = np.searchsorted(self._edges, amounts, side="right").astype(np.uint8)
        codes[~np.isfinite(amounts)] = len(names)
        return codes


def _batches(data: Dataset, columns: Sequence[str]) -> Iterator[pa.Table]:
    if not columns:
        return
    if isinstance(data.held, StoredTable):
        yield from data.held.batches(columns, _ROWS_A_BLOCK)
    else:
        yield data.held.select(list(columns))
