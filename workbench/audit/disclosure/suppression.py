"""Which groups are hidden: small ones, and as many others as it takes that no small one can be worked out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.audit.disclosure.hidden import REST, SHOWN, Hidden, Totals, Wanted, nothing_hidden, system_of
from workbench.audit.disclosure.level import Disclosure
from workbench.audit.disclosure.linked import Block, Counts
from workbench.stats.disclosure import feasible_ranges

__all__ = ["DisclosureProof", "HiddenCell", "is_large", "is_safe", "prove", "shown_totals", "suppress"]

Mask = NDArray[np.bool_]

_TOLERANCE = 1e-4
_AT_ONCE = 8
_MOST_WORK = 50_000_000
"""Cells of the linear programs of one block; where there were more, all its groups are hidden."""


class HiddenCell(NamedTuple):
    """A hidden count and the range in which a reader can tell it to lie.

    ``outcome`` and ``decision`` are places among the classes, one past the last for *missing*; ``outcome`` is
    ``None`` for any, ``decision`` -1 for rows of the data that are not judged.
    """

    table: str
    group: tuple[str, ...]
    outcome: int | None
    decision: int
    low: float
    high: float


@dataclass(frozen=True)
class DisclosureProof:
    """That what is hidden cannot be worked out from what is shown.

    Parameters
    ----------
    cells : tuple of HiddenCell
        Every hidden count with its range. Never shown to whom the counts are not.
    margin : int
        How wide each range has to be.
    """

    cells: tuple[HiddenCell, ...]
    margin: int

    @property
    def narrowest(self) -> float:
        """The width of the narrowest range, cells apart that are known to be empty; infinite where there is none."""
        return min((one.high - one.low for one in self.cells if one.high > 0.5), default=float("inf"))

    @property
    def holds(self) -> bool:
        """Whether every hidden count is known to be 0, or may lie anywhere in a range of the margin."""
        return all(is_safe(one.low, one.high, self.margin) for one in self.cells)


def is_safe(low: float, high: float, margin: int) -> bool:
    """Return whether a range is wide enough, or says that there is nobody: 0 may be known.

    Examples
    --------
    >>> is_safe(0, 11, 11), is_safe(3, 9, 11), is_safe(0, 0, 11)
    (True, False, True)
    """
    return high < 0.5 or high - low >= margin - _TOLERANCE


def shown_totals(judged: Counts, rest: Counts | None, level: Disclosure) -> Totals:
    """Return whether the counts of all rows together are large enough to be shown: at all, and by outcome.

    Parameters
    ----------
    judged : array of int64, shape (n_outcomes, n_decisions)
        All rows that are judged.
    rest : array of int64, shape (n_outcomes,), optional
        All other rows of the data.
    level : Disclosure
        What may be shown.
    """
    cells = [judged]
    if rest is not None:
        cells += [rest[:, None], judged.sum(axis=1, keepdims=True) + rest[:, None]]
    rows = all(is_large(one.sum(axis=0), level) for one in cells)
    return Totals(rows, rows and all(is_large(one, level) for one in cells))


def suppress(block: Block, level: Disclosure, totals: Totals = SHOWN) -> Hidden:
    """Return which groups of a block's tables are hidden.

    First every group with a small count. Then, as long as some hidden count lies within too narrow a range, one more:
    of those whose hiding widens it enough the one with the fewest rows.

    Parameters
    ----------
    block : Block
        The tables.
    level : Disclosure
        What may be shown.
    totals : Totals
        Whether all rows together are shown.
    """
    hidden = nothing_hidden(block, totals)
    for place in range(len(block.tables)):
        hidden = _pooled(block, _small(block, _as_judged(block, hidden, place), place, level), place, level)
    while True:
        if _work(block, hidden) > _MOST_WORK:
            return _everything(block, totals)
        bare, width = _barest(block, hidden, level)
        if bare is None:
            return hidden
        more = _one_more(block, hidden, bare, width, level)
        if more is None:
            return hidden
        for place in range(len(block.tables)):
            more = _pooled(block, _as_judged(block, more, place), place, level)
        hidden = more


def _everything(block: Block, totals: Totals) -> Hidden:
    everybody = tuple(np.ones(len(table.groups), dtype=bool) for table in block.tables)
    return Hidden(everybody, everybody, totals)


def prove(block: Block, hidden: Hidden, level: Disclosure) -> DisclosureProof:
    """Return between which ends every hidden count must lie."""
    cells = [
        HiddenCell(
            block.tables[one.table].name,
            block.tables[one.table].groups[one.group],
            one.outcome,
            one.slice,
            float(low),
            float(high),
        )
        for one, (low, high) in _ranges(block, hidden)
    ]
    return DisclosureProof(tuple(cells), level.margin)


def is_large(counts: Counts, level: Disclosure) -> bool:
    """Return whether every count is 0, or large enough to be shown."""
    return not ((counts > 0) & (counts < level.fewest)).any()


def _small(block: Block, hidden: Hidden, place: int, level: Disclosure) -> Hidden:
    """Return it with the groups of a table hidden that have a small count."""
    table = block.tables[place]
    parts = [block.cells(table)]
    if table.of_data and block.rest is not None:
        parts.append(block.rest_of(table))  # the difference of two tables that are shown
    for cells in parts:
        few: Mask = (cells > 0) & (cells < level.fewest)
        any_outcome = cells.sum(axis=1)
        small: Mask = ((any_outcome > 0) & (any_outcome < level.fewest)).any(axis=1)
        hidden = hidden.hide(place, np.flatnonzero(small).tolist(), whole=True)
        hidden = hidden.hide(place, np.flatnonzero(few.any(axis=(1, 2))).tolist(), whole=block.n_outcomes == 1)
    return hidden


def _as_judged(block: Block, hidden: Hidden, place: int) -> Hidden:
    """Return it with as much of each group hidden in a table of all rows as in the same one of held-out rows.

    Rows are held out in proportion: from how many a group has of all, those that are held out follow to within one.
    """
    table = block.tables[place]
    if not table.of_data:
        return hidden
    judged = next(at for at, one in enumerate(block.tables) if one.key == table.key and one.is_axis and not one.of_data)
    hidden = hidden.hide(place, np.flatnonzero(hidden.whole[judged]).tolist(), whole=True)
    outcomes = np.flatnonzero(hidden.outcomes[judged]).tolist()
    return hidden.hide(place, outcomes, whole=False) if block.n_outcomes > 1 else hidden


def _pooled(block: Block, hidden: Hidden, place: int, level: Disclosure) -> Hidden:
    """Return it with as many groups of a table hidden that those hidden are several, and many together."""
    table = block.tables[place]
    if not table.is_axis:
        return hidden
    parts = [block.cells(table)] + ([block.rest_of(table)] if table.of_data and block.rest is not None else [])
    sizes = parts[0].sum(axis=(1, 2))
    for whole in (True, False):
        while True:
            chosen = hidden.whole[place] if whole else hidden.outcomes[place]
            if not chosen.any() or chosen.all():
                break
            pools = [part[chosen].sum(axis=0) for part in parts]
            # Whoever knows that there is somebody in each of the hidden groups knows one less of the pool for each.
            others = int(chosen.sum()) - 1
            if others and all(_is_pool(one.sum(axis=0) if whole else one, others, level) for one in pools):
                break
            smallest = np.flatnonzero(~chosen)[np.argmin(sizes[~chosen])]
            hidden = hidden.hide(place, [int(smallest)], whole=whole or block.n_outcomes == 1)
    return hidden


def _is_pool(counts: Counts, others: int, level: Disclosure) -> bool:
    return is_large(np.where(counts > others, counts - others, np.minimum(counts, 1)), level) or level.fewest == 1


def _slices(block: Block) -> list[tuple[int, Counts]]:
    found = [(at, block.judged[:, :, at]) for at in range(block.judged.shape[2])]
    if block.rest is not None:
        found.append((REST, block.rest))
    return [(at, counts) for at, counts in found if counts.any()]


def _ranges(block: Block, hidden: Hidden) -> list[tuple[Wanted, NDArray[np.float64]]]:
    made = [system_of(block, hidden, at, counts) for at, counts in _slices(block)]
    found = feasible_ranges([system for system, _ in made])
    return [pair for (_, said), ranges in zip(made, found, strict=True) for pair in zip(said, ranges, strict=True)]


def _work(block: Block, hidden: Hidden) -> int:
    """Return how large the linear programs would be; 0 where one table is all there is, which needs none."""
    if len(block.tables) == 1:
        return 0
    n_hidden = sum(int(one.sum()) for one in hidden.outcomes)
    free = np.ones(len(block.kinds), dtype=bool)
    for table, chosen in zip(block.tables, hidden.outcomes, strict=True):
        shown = table.members[~chosen]
        free &= ~shown[shown.sum(axis=1) == 1].any(axis=0)
    return int(n_hidden * free.sum() * block.n_outcomes**2 * block.judged.shape[2] * 2)


def _barest(block: Block, hidden: Hidden, level: Disclosure) -> tuple[Wanted | None, float]:
    """Return the hidden count that is known best and the width of its range; ``None`` where all are safe."""
    bare = [
        (float(high - low), one) for one, (low, high) in _ranges(block, hidden) if not is_safe(low, high, level.margin)
    ]
    if not bare:
        return None, 0.0
    width, found = min(bare, key=lambda one: (one[0], one[1].table, one[1].group))
    return found, width


class _Choice(NamedTuple):
    """One more group to be hidden, what that costs, and what is hidden then.

    ``is_near``: it stands in the same row or column as the count that is to be protected, and as much of it is hidden.
    """

    cost: int
    hidden: Hidden
    is_near: bool


def _one_more(block: Block, hidden: Hidden, bare: Wanted, width: float, level: Disclosure) -> Hidden | None:
    """Return it with the group hidden that is the smallest of those that help most; ``None`` where none is left."""
    choices = sorted(_choices(block, hidden, bare), key=lambda one: one.cost)
    counts = dict(_slices(block))[bare.slice]
    best: Hidden | None = None
    for start in range(0, len(choices), _AT_ONCE):
        some = choices[start : start + _AT_ONCE]
        systems = []
        for one in some:
            system, said = system_of(block, one.hidden, bare.slice, counts)
            place = said.index(bare)
            systems.append(system._replace(wanted=system.wanted[place : place + 1]))
        for one, found in zip(some, feasible_ranges(systems), strict=True):
            wider = float(found[0, 1] - found[0, 0])
            if wider >= level.margin - _TOLERANCE:
                return one.hidden
            if wider > width + 0.5:
                best, width = one.hidden, wider
    # No one group helps, though two may: one beside it, which then needs another one to be protected itself.
    near = [one for one in choices if one.is_near] or choices
    return best or (near[0].hidden if near else None)


def _choices(block: Block, hidden: Hidden, bare: Wanted) -> list[_Choice]:
    """Return every way to hide one more group: only its outcomes where that is what is to be protected, or all."""
    found = []
    whole = bool(hidden.whole[bare.table][bare.group])
    parts = set(block.tables[bare.table].groups[bare.group])
    for place, table in enumerate(block.tables):
        if bare.slice == REST and not table.of_data:
            continue
        sizes = block.cells(table).sum(axis=(1, 2))
        for group in np.flatnonzero(~hidden.whole[place] & (sizes > 0)):
            size, one = int(sizes[group]), [int(group)]
            near = place == bare.table and bool(parts & set(table.groups[group]))
            if bare.outcome is not None and not hidden.outcomes[place][group]:
                alone = block.n_outcomes == 1
                found.append(_Choice(size, hidden.hide(place, one, whole=alone), near and (alone or not whole)))
            # All of a group is worth more than its outcomes.
            found.append(_Choice(10 * size + 1, hidden.hide(place, one, whole=True), near and whole))
    return found
