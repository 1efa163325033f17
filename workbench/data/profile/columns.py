"""One column: its summary, and how its values go with target and protected attributes, as counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.data.profile.copies import ROWS_LOOKED_AT, Pattern, Rows, pattern_of
from workbench.data.profile.keys import Block, Column, kind_of
from workbench.data.profile.numbers import count_distinct, frequent, summary_of_numbers
from workbench.data.profile.others import Others
from workbench.data.profile.result import ColumnProfile, DateSummary, TextSummary, ValueCount
from workbench.data.profile.room import room_for

__all__ = ["Counted", "count_column"]

Keys = NDArray[Any]
Counts = NDArray[np.int64]
Codes = NDArray[np.uint16]
Code = Callable[[Keys], Codes]

_MOST_TOP = 10
_RARE = 1_000  # a value that fewer than one row in so many has is rare
_MOST_BINS, _LEAST_IN_BIN = 20, 10
_MOST_VALUES, _LEAST_OF_VALUE = 1_000, 5
_SMALL_TABLE = 10_000_000  # rows of which a column is kept in memory while it is counted
_SMALL_BLOCK = 32_768  # rows that a processor's own memory holds
_SLOTS = 2**20
_FACTORS = [np.uint64(0x9E3779B97F4A7C15 + 2 * step) for step in range(20)]  # odd, so that no bit is lost


@dataclass(frozen=True)
class Counted:
    """A column's profile, and what only computing needs.

    Parameters
    ----------
    profile : ColumnProfile
        What is told.
    tables : list of array of int64, shape (n_bins + 1, n_names + 1)
        For each of the others: rows by bin of the column, the last for missing values, and by group.
    pattern : Pattern or None
        What another column has to have alike if it holds the same values under other names.
    """

    profile: ColumnProfile
    tables: list[Counts]
    pattern: Pattern | None


class _Values(NamedTuple):
    """All known values of a column in rising order, and what of them has to be kept in the order of the rows."""

    ordered: Keys
    first: Rows
    n_missing: int
    text: TextSummary | None
    rows: Keys | None


def count_column(column: Column, role: str, others: Others) -> Counted:
    """Return what one column holds, in two passes over it: its values in order, then each row's bin.

    Parameters
    ----------
    column : Column
        The column.
    role : str
        What it is for.
    others : Others
        What it is compared with.
    """
    read = column.blocks
    if column.data.n_rows <= _SMALL_TABLE or not column.data.is_stored:
        kept = list(column.blocks())
        read = lambda: iter(kept)  # noqa: E731 - what is read a second time is the same
    values = _values(read(), column.data.n_rows, is_text=column.is_text)
    profile = _profiled(column, role, values)
    pattern = pattern_of(values.first, profile, _n_each(profile, values.ordered), column.n_columns)
    code, n_bins = _coder(values.ordered, is_text=column.is_text)
    del values  # the second pass needs the memory
    return Counted(profile, _tables(read(), code, n_bins, others), pattern)


def _values(blocks: Iterator[Block], n_rows: int, *, is_text: bool) -> _Values:
    room, n_known, rows, lengths = np.zeros(0), 0, None, np.zeros(0, dtype=np.int64)
    first: list[Block] = []
    for block in blocks:
        if sum(len(one.keys) for one in first) < ROWS_LOOKED_AT:
            first.append(_head(block))
        known = block.known
        if not n_known:
            room = room_for(n_rows, known.dtype)
        room[n_known : n_known + len(known)] = known
        n_known += len(known)
        rows = block.keys if len(block.keys) == n_rows else None
        if block.lengths is not None:
            lengths = _added(
                lengths, np.bincount(block.lengths if block.missing is None else block.lengths[~block.missing])
            )
    ordered = room[:n_known]
    ordered.sort()
    return _Values(ordered, _first_rows(first), n_rows - n_known, _lengths(lengths) if is_text else None, rows)


def _n_each(profile: ColumnProfile, ordered: Keys) -> Counts | None:
    """Return how many rows have each value, and at the end how many have none; ``None`` of very many values."""
    if profile.n_distinct > _MOST_VALUES:
        return None
    return np.append(frequent(ordered, 1)[1], profile.n_missing)


def _head(block: Block) -> Block:
    missing = None if block.missing is None else block.missing[:ROWS_LOOKED_AT].copy()
    return Block(block.keys[:ROWS_LOOKED_AT].copy(), missing)


def _first_rows(blocks: list[Block]) -> Rows:
    """Return the first rows of a table, which may come in blocks of fewer; alike however it comes."""
    keys = np.concatenate([one.keys for one in blocks])[:ROWS_LOOKED_AT] if blocks else np.zeros(0)
    absent = [np.zeros(len(one.keys), dtype=np.bool_) if one.missing is None else one.missing for one in blocks]
    missing = np.concatenate(absent)[:ROWS_LOOKED_AT] if blocks else np.zeros(0, dtype=np.bool_)
    return Rows(keys, missing if missing.any() else None)


def _profiled(column: Column, role: str, values: _Values) -> ColumnProfile:
    kind, ordered, n = kind_of(column.type), values.ordered, len(values.ordered) + values.n_missing
    return ColumnProfile(
        name=column.name,
        kind=kind,
        role=role,
        n=n,
        n_missing=values.n_missing,
        n_distinct=count_distinct(ordered),
        distinct_is_exact=True,
        top=_top(column, values, n),
        numbers=summary_of_numbers(ordered) if kind in ("whole number", "number") else None,
        text=values.text,
        dates=_dates(column, ordered) if kind in ("date", "time") and len(ordered) else None,
    )


def _top(column: Column, values: _Values, n: int) -> tuple[ValueCount, ...]:
    """Return the ten most frequent values that are not rare; of equally frequent ones the first in order."""
    keys, counts = frequent(values.ordered, max(2, -(-n // _RARE)) if n > 1 else 1)
    if len(keys) > _MOST_TOP:
        least = np.sort(counts)[-_MOST_TOP]
        keys, counts = keys[counts >= least], counts[counts >= least]
    labels = column.labels(keys.tolist(), values.rows)
    named = list(zip(labels, counts.tolist(), strict=True))
    if column.is_text:
        named.sort()
    named.sort(key=lambda pair: -pair[1])
    return tuple(ValueCount(*pair) for pair in named[:_MOST_TOP])


def _dates(column: Column, ordered: Keys) -> DateSummary:
    return DateSummary(*column.labels([ordered[0].item(), ordered[-1].item()]))


def _added(one: Counts, other: Counts) -> Counts:
    longer, shorter = (one, other) if len(one) >= len(other) else (other, one)
    total = longer.copy()
    total[: len(shorter)] += shorter
    return total


def _lengths(counts: Counts) -> TextSummary | None:
    """Return the shortest, middle and longest length of the counts of each."""
    n, reached = int(counts.sum()), np.cumsum(counts)
    if not n:
        return None
    places = np.searchsorted(reached, [0, (n - 1) // 2, n // 2, n - 1], side="right")
    return TextSummary(int(places[0]), (int(places[1]) + int(places[2])) / 2, int(places[3]))


def _coder(ordered: Keys, *, is_text: bool) -> tuple[Code, int]:
    """Return what turns keys into bins, and how many bins there are."""
    if is_text:
        values, counts = frequent(ordered, _LEAST_OF_VALUE)
        if len(values) > _MOST_VALUES:
            chosen = np.argsort(-counts, kind="stable")[:_MOST_VALUES]
            values = np.sort(values[chosen])
        return _by_value(values), len(values) + 1
    edges = _edges(ordered)
    return _by_edges(edges), len(edges) + 1


def _edges(ordered: Keys) -> Keys:
    """Return where bins begin: each value's own up to 20 of them, else so that bins hold equally many rows."""
    values, _ = frequent(ordered[:0], 1) if count_distinct(ordered) > _MOST_BINS else frequent(ordered, 1)
    if len(values):
        return values[1:]
    n_bins = max(2, min(_MOST_BINS, len(ordered) // _LEAST_IN_BIN))
    starts = ordered[np.arange(1, n_bins) * len(ordered) // n_bins] if len(ordered) else ordered
    return np.unique(starts)


def _by_edges(edges: Keys) -> Code:
    def code(keys: Keys) -> Codes:
        found = np.zeros(len(keys), dtype=np.uint8)
        for start in range(0, len(keys), _SMALL_BLOCK):
            part, own = keys[start : start + _SMALL_BLOCK], found[start : start + _SMALL_BLOCK]
            for edge in edges:
                own += part >= edge
        return found.astype(np.uint16)

    return code


def _by_value(values: Keys) -> Code:
    """Return what gives each of some hashes its place, and all others the next one.

    The upper bits of a product say where in a small table a hash is looked for, once a factor is found that sends no
    two of the values to one place there: ten times as fast as looking for it among sorted values.
    """
    places, shift = _SLOTS - 1, np.uint64(64 - _SLOTS.bit_length() + 1)
    factor = next((one for one in _FACTORS if len(np.unique((values * one) >> shift)) == len(values)), None)
    if factor is None:
        return lambda keys: _searched(values, keys)
    slots = np.full(places + 1, len(values), dtype=np.uint16)
    slots[(values * factor) >> shift] = np.arange(len(values), dtype=np.uint16)
    known = np.append(values, np.uint64(0))

    def code(keys: Keys) -> Codes:
        found = slots[(keys * factor) >> shift]
        return np.where(known[found] == keys, found, np.uint16(len(values)))

    return code


def _searched(values: Keys, keys: Keys) -> Codes:
    places = np.minimum(np.searchsorted(values, keys), len(values) - 1)
    return np.where(values[places] == keys, places, len(values)).astype(np.uint16)


def _tables(blocks: Iterator[Block], code: Code, n_bins: int, others: Others) -> list[Counts]:
    if not others.entries:
        return []
    first, total = 0, None
    for block in blocks:
        counts = others.count(_with_missing(block, code, n_bins), first, n_bins + 1)
        total = counts if total is None else [one + more for one, more in zip(total, counts, strict=True)]
        first += len(block.keys)
    return others.tables(total or [])


def _with_missing(block: Block, code: Code, n_bins: int) -> Codes:
    codes = code(block.keys)
    if block.missing is not None:
        codes[block.missing] = n_bins
    return codes
