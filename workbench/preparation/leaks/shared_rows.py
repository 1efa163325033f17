"""Rows that were learned from and are held out too: WB203, and those that hardly differ: WB212."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from workbench.core.finding import Finding
from workbench.data.split import Split
from workbench.preparation.leaks.agreement import (
    Agreement,
    Hashes,
    added,
    agreement,
    alike,
    beyond_chance,
    hashed,
    met_again,
    shared,
)
from workbench.preparation.leaks.fixes import keep_one_of_alike, keep_one_of_equal
from workbench.preparation.leaks.result import Check
from workbench.preparation.leaks.subject import Found, Subject

__all__ = ["shared_rows"]

_SERIOUS_SHARE = 0.01
_MOST_COLUMNS = 60
_DROPPED = 3
_FEWEST_NEAR = 3

_SHARED = "Rows that are learned from and held out"
_NEAR = "Rows that hardly differ from ones learned from"


def shared_rows(subject: Subject) -> Found:
    """Look for held-out rows that equal, or hardly differ from, rows that are learned from.

    All columns count but those that only name the row. Equal rows that coarse columns make natural are no finding.

    Parameters
    ----------
    subject : Subject
        With a split.
    """
    if subject.split is None:
        why = "Nothing is held out yet."
        return Found(tuple(Check(*one, "not applicable", why) for one in _NAMES))
    split = subject.split
    columns = {name: both(split, name) for name in _compared(split)}
    n_first, n_test = split.train.n_rows, split.test.n_rows
    if len(columns) < 2:
        why = "One column is not enough to tell copies from rows that are equal by chance."
        return Found(tuple(Check(*one, "not applicable", why) for one in _NAMES))
    exact = [hashed(column, place) for place, column in enumerate(columns.values())]
    equal = agreement(exact, n_first)
    copied = shared(exact, n_first) if equal.n_pairs else np.zeros(n_test, dtype=bool)
    findings, fixes = [], []
    if beyond_chance(equal):
        findings.append(_shared(int(copied.sum()), n_test))
        fixes.append(keep_one_of_equal(split, list(columns)))
    near, without = _near(
        [hashed(alike(column), place) for place, column in enumerate(columns.values())], n_first, equal
    )
    near &= ~copied
    if near.sum() >= _FEWEST_NEAR:
        left_out = [list(columns)[place] for place in without]
        findings.append(_near_finding(int(near.sum()), n_test, left_out))
        # A number that hardly differs may still be counted in the next step.
        numbers = [name for name, column in columns.items() if not pa.types.is_string(column.type)]
        fixes.append(keep_one_of_alike(split, list(columns), list(dict.fromkeys([*left_out, *numbers]))))
    looked_at = f"{n_test:,} held-out rows were compared with {n_first:,} in {len(columns):,} columns"
    natural = f"; {int(copied.sum()):,} are equal to one, as coarse columns make natural" if copied.any() else ""
    outcomes = [one.code for one in findings]
    return Found(
        (
            Check(*_NAMES[0], "found", f"{looked_at}.")
            if "WB203" in outcomes
            else Check(*_NAMES[0], "nothing found", f"{looked_at}{natural}."),
            Check(
                *_NAMES[1],
                "found" if "WB212" in outcomes else "nothing found",
                f"{looked_at}, without case, blanks and last digits, and without any one of the columns.",
            ),
        ),
        tuple(findings),
        tuple(fixes),
    )


_NAMES = (("shared_rows", _SHARED), ("near_duplicates", _NEAR))


def both(split: Split, name: str) -> pa.ChunkedArray:
    """Return a column of the rows to learn from, followed by those held out."""
    return pa.chunked_array([*split.train.column(name).chunks, *split.test.column(name).chunks], split.data.kinds[name])


def _names_rows(column: pa.ChunkedArray) -> bool:
    """Return whether whole numbers or text differ in every row: then they name rows."""
    if not (pa.types.is_integer(column.type) or pa.types.is_string(column.type)):
        return False
    present = len(column) - column.null_count
    # A look at the first rows spares counting all of them.
    first = column.slice(0, 1_000)
    if pc.count_distinct(first, mode="only_valid").as_py() < len(first) - first.null_count:
        return False
    return bool(present and pc.count_distinct(column, mode="only_valid").as_py() == present)


def _compared(split: Split) -> list[str]:
    """Return the columns that copies of a row have in common; of very many, those with the most values first."""
    names = [
        name
        for name in split.data.columns
        if name != split.data.roles.id and not pa.types.is_null(split.data.kinds[name])
    ]
    names = [name for name in names if not _names_rows(both(split, name))]
    if len(names) <= _MOST_COLUMNS:
        return names
    first = {name: pc.count_distinct(split.train.column(name).slice(0, 1_000)).as_py() for name in names}
    return sorted(names, key=lambda name: -first[name])[:_MOST_COLUMNS]


def _near(columns: list[Hashes], n_first: int, equal: Agreement) -> tuple[NDArray[np.bool_], list[int]]:
    """Return which held-out rows are like one learned from, and the columns without which they are."""
    n_test = len(columns[0]) - n_first
    found = np.zeros(n_test, dtype=bool)
    whole = agreement(columns, n_first)
    known = equal.n_pairs
    if beyond_chance(whole, known):
        found |= shared(columns, n_first)
        known = whole.n_pairs
    if len(columns) < 3:
        return found, []
    sums = added(columns)
    rows = {place: met_again(sums - one, n_first) for place, one in enumerate(columns)}
    many = sorted(rows, key=lambda place: -int(rows[place].sum()))[:_DROPPED]
    without = []
    for place in many:
        rest = [*columns[:place], *columns[place + 1 :]]
        if (rows[place] & ~found).any() and beyond_chance(agreement(rest, n_first), max(known, whole.n_pairs)):
            found |= rows[place]
            without.append(place)
    return found, without


def _shared(n_shared: int, n: int) -> Finding:
    share = n_shared / n
    return Finding(
        "WB203",
        "serious" if share >= _SERIOUS_SHARE else "caution",
        f"{n_shared:,} of {n:,} held-out rows are also among those learned from",
        "A model that has seen a row knows its outcome, so that it looks better than it is.",
        "Find out why rows are there twice. If they are the same case, keep one of each before the split.",
        value=share,
        threshold=0.0,
        n=n,
    )


def _near_finding(n_near: int, n: int, without: list[str]) -> Finding:
    share = n_near / n
    but = (
        f" but for {' or '.join(repr(name) for name in without)}" if without else " but for case, blanks or last digits"
    )
    return Finding(
        "WB212",
        "serious" if share >= _SERIOUS_SHARE else "caution",
        f"{n_near:,} of {n:,} held-out rows equal one learned from{but}",
        "Such rows are mostly one case that was entered twice. A model that has seen the one knows the other.",
        "Look at some of them. If they are the same case, keep one of each before the split.",
        value=share,
        threshold=0.0,
        n=n,
    )
