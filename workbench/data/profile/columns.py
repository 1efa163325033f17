"""One column: its summary, and how its values go with target and protected attributes, as counts."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.data.profile.copies import ROWS_LOOKED_AT, pattern_of
from workbench.data.profile.keys import Block, Column, kind_of
from workbench.data.profile.numbers import count_distinct, frequent, summary_of_numbers
from workbench.data.profile.others import Others
from workbench.data.profile.result import ColumnProfile, DateSummary, TextSummary, ValueCount

__all__ = ["Counted", "count_column"]

Keys = NDArray[Any]
Counts = NDArray[np.int64]
Codes = NDArray[np.uint16]
Code = Callable[[Keys], Codes]

_MOST_TOP = 10
_RARE = 1_000  # a value that fewer than one row in so many has is rare
_MOST_BINS, _LEAST_IN_BIN = 20, 10
_MOST_VALUES, _LEAST_OF_VALUE = 1_000, 5
_SMALL_BLOCK = 32_768  # rows that a processor's own memory holds


@dataclass(frozen=True)
class Counted:
    """A column's profile, and what only computing needs.

    Parameters
    ----------
    profile : ColumnProfile
        What is told.
    tables : list of array of int64, shape (n_bins + 1, n_names + 1)
        For each of the others: rows by bin of the column, the last for missing values, and by group.
    pattern : hashable
        What another column has to have alike if it holds the same values under other names.
    """

    profile: ColumnProfile
    tables: list[Counts]
    pattern: Hashable


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
    blocks = [] if column.data.is_stored else list(column.blocks())  # on disk they are read a second time
    again: Callable[[], Any] = column.blocks if column.data.is_stored else lambda: blocks
    ordered, n_missing, text = _joined(again(), is_text=column.is_text)
    first = ordered[:ROWS_LOOKED_AT].copy()
    ordered.sort()
    profile = _profiled(column, role, ordered, n_missing, text)
    pattern = pattern_of(first, profile.n_distinct, n_missing)
    code, n_bins = _coder(column, ordered)
    del ordered
    return Counted(profile, _tables(again(), code, n_bins, others), pattern)


def _joined(blocks: Any, *, is_text: bool) -> tuple[Keys, int, TextSummary | None]:
    parts, n, lengths = [], 0, np.zeros(0, dtype=np.int64)
    for block in blocks:
        parts.append(block.known if block.missing is not None else block.keys)
        n += len(block.keys)
        if is_text:
            lengths = _added(
                lengths, np.bincount(block.lengths if block.missing is None else block.lengths[~block.missing])
            )
    joined = parts[0].copy() if len(parts) == 1 else np.concatenate(parts or [np.zeros(0)])
    return joined, n - len(joined), _lengths(lengths) if is_text else None


def _profiled(column: Column, role: str, ordered: Keys, n_missing: int, text: TextSummary | None) -> ColumnProfile:
    kind, n = kind_of(column.type), len(ordered) + n_missing
    return ColumnProfile(
        name=column.name,
        kind=kind,
        role=role,
        n=n,
        n_missing=n_missing,
        n_distinct=count_distinct(ordered),
        distinct_is_exact=True,
        top=_top(column, ordered, n),
        numbers=summary_of_numbers(ordered) if kind in ("whole number", "number") else None,
        text=text if len(ordered) else None,
        dates=_dates(column, ordered) if kind in ("date", "time") and len(ordered) else None,
    )


def _top(column: Column, ordered: Keys, n: int) -> tuple[ValueCount, ...]:
    """Return the ten most frequent values that are not rare; of equally frequent ones the first in order."""
    values, counts = frequent(ordered, max(2, -(-n // _RARE)) if n > 1 else 1)
    if len(values) > _MOST_TOP:
        least = np.sort(counts)[-_MOST_TOP]
        values, counts = values[counts >= least], counts[counts >= least]
    if column.is_text:
        named = sorted(zip(column.labels(values.tolist()), counts.tolist(), strict=True))
        ranked = sorted(named, key=lambda pair: -pair[1])[:_MOST_TOP]
        return tuple(ValueCount(*pair) for pair in ranked)
    chosen = np.argsort(-counts, kind="stable")[:_MOST_TOP]
    labels = column.labels(values[chosen].tolist())
    return tuple(ValueCount(label, int(k)) for label, k in zip(labels, counts[chosen], strict=True))


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


def _coder(column: Column, ordered: Keys) -> tuple[Code, int]:
    """Return what turns keys into bins, and how many bins there are."""
    if column.is_text:
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
    def code(keys: Keys) -> Codes:
        if not len(values):
            return np.zeros(len(keys), dtype=np.uint16)
        places = np.minimum(np.searchsorted(values, keys), len(values) - 1)
        return np.where(values[places] == keys, places, len(values)).astype(np.uint16)

    return code


def _tables(blocks: Any, code: Code, n_bins: int, others: Others) -> list[Counts]:
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
