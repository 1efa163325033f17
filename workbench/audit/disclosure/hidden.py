"""What is hidden of the tables of a block, and what a reader can work out of it all the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.audit.disclosure.linked import Block, Counts
from workbench.stats.disclosure import System

__all__ = ["REST", "SHOWN", "Hidden", "Totals", "Wanted", "nothing_hidden", "system_of"]

Mask = NDArray[np.bool_]

REST = -1
"""The slice of the rows that are not judged."""


class Totals(NamedTuple):
    """Whether the counts of all rows together are shown: at all, and by outcome."""

    rows: bool
    outcomes: bool


SHOWN = Totals(rows=True, outcomes=True)
"""Both are."""


@dataclass(frozen=True, eq=False)
class Hidden:
    """Which groups are hidden, table by table.

    Parameters
    ----------
    whole : tuple of array of bool
        Groups of whom nothing is shown.
    outcomes : tuple of array of bool
        Groups of whom no outcome is shown; all those of ``whole`` among them.
    totals : Totals
        Whether all rows together are shown.
    """

    whole: tuple[Mask, ...]
    outcomes: tuple[Mask, ...]
    totals: Totals = SHOWN

    def hide(self, table: int, groups: Iterable[int], *, whole: bool) -> Hidden:
        """Return it with more groups of a table hidden: as a whole, or their outcomes."""
        chosen = np.zeros(len(self.whole[table]), dtype=bool)
        chosen[list(groups)] = True
        more_outcomes = _with(self.outcomes, table, chosen)
        return Hidden(_with(self.whole, table, chosen) if whole else self.whole, more_outcomes, self.totals)

    @property
    def any(self) -> bool:
        """Whether anything is hidden."""
        return not all(self.totals) or any(one.any() for one in self.outcomes)


def _with(masks: tuple[Mask, ...], table: int, chosen: Mask) -> tuple[Mask, ...]:
    return tuple(one | chosen if place == table else one for place, one in enumerate(masks))


def nothing_hidden(block: Block, totals: Totals = SHOWN) -> Hidden:
    """Return that no group of a block is hidden, but for what no total shows."""
    whole = tuple(np.full(len(table.groups), not (totals.rows and table.is_published)) for table in block.tables)
    # Tables of standards show no outcomes in any case.
    outcomes = tuple(
        one | (not totals.outcomes or (block.n_outcomes > 1 and not table.is_axis))
        for one, table in zip(whole, block.tables, strict=True)
    )
    return Hidden(whole, outcomes, totals)


class Wanted(NamedTuple):
    """A hidden sum: of a group's rows in a slice, with one outcome, or (``None``) with any."""

    table: int
    group: int
    outcome: int | None
    slice: int


def system_of(block: Block, hidden: Hidden, at: int, counts: Counts) -> tuple[System, list[Wanted]]:
    """Return what is published of a slice, and the hidden sums in it.

    Parameters
    ----------
    block : Block
        The tables.
    hidden : Hidden
        What is hidden of them.
    at : int
        The slice: a decision, a step of the score, or :data:`REST`.
    counts : array of int64, shape (n_kinds, n_outcomes)
        The rows of the slice.

    Notes
    -----
    Rows that are judged and all rows of the data are bound together where a group is hidden among the former and
    shown among the latter. All other slices are then held at what they are, so that the ranges are, if anything,
    narrower than what is possible.
    """
    of_data = at == REST
    own = [place for place, table in enumerate(block.tables) if table.of_data == of_data]
    published = _published(block, hidden, own)
    wanted, said = _wanted(block, hidden, own, at)
    truth = counts.T.ravel().astype(np.float64)
    if block.rest is not None and not of_data:
        coupled = _coupled(block, hidden)
        if len(coupled):
            rest = _published(block, hidden, [place for place, one in enumerate(block.tables) if one.of_data])
            free = _not_coupled(rest, coupled)
            nothing = np.zeros_like(published)
            published = np.concatenate(
                [
                    np.concatenate([published, nothing], axis=1),
                    np.concatenate([coupled, coupled], axis=1),
                    np.concatenate([np.zeros_like(free), free], axis=1),
                ]
            )
            wanted = np.concatenate([wanted, np.zeros_like(wanted)], axis=1)
            truth = np.concatenate([truth, block.rest.T.ravel().astype(np.float64)])
    return System(published, truth, wanted), said


def _published(block: Block, hidden: Hidden, own: list[int]) -> Mask:
    """Return the cells of what is shown of some tables and of all rows; shape (n_published, n_outcomes * n_kinds)."""
    n_kinds = len(block.kinds)
    everybody = np.ones((1, n_kinds), dtype=bool)
    by_outcome = [everybody] if hidden.totals.outcomes else []
    alone = [everybody] if hidden.totals.rows and not hidden.totals.outcomes else []
    for place in own:
        members = block.tables[place].members
        by_outcome.append(members[~hidden.outcomes[place]])
        alone.append(members[hidden.outcomes[place] & ~hidden.whole[place]])
    return np.concatenate([_each_outcome(by_outcome, block), _any_outcome(alone, block)])


def _each_outcome(members: list[Mask], block: Block) -> Mask:
    if not members:
        return np.zeros((0, block.n_outcomes * len(block.kinds)), dtype=bool)
    return np.kron(np.eye(block.n_outcomes, dtype=bool), np.concatenate(members))


def _any_outcome(members: list[Mask], block: Block) -> Mask:
    if not members:
        return np.zeros((0, block.n_outcomes * len(block.kinds)), dtype=bool)
    return np.tile(np.concatenate(members), (1, block.n_outcomes))


def _wanted(block: Block, hidden: Hidden, own: list[int], at: int) -> tuple[Mask, list[Wanted]]:
    """Return the cells of what is hidden of some tables, and what each sum is."""
    said: list[Wanted] = []
    masks: list[Mask] = [np.zeros((0, block.n_outcomes * len(block.kinds)), dtype=bool)]
    for place in own:
        table = block.tables[place]
        if table.is_axis and block.n_outcomes > 1:
            chosen = np.flatnonzero(hidden.outcomes[place])
            masks.append(np.kron(np.eye(block.n_outcomes, dtype=bool), table.members[chosen]))
            said += [Wanted(place, int(one), outcome, at) for outcome in range(block.n_outcomes) for one in chosen]
        chosen = np.flatnonzero(hidden.whole[place])
        masks.append(np.tile(table.members[chosen], (1, block.n_outcomes)))
        said += [Wanted(place, int(one), None, at) for one in chosen]
    return np.concatenate(masks), said


def _coupled(block: Block, hidden: Hidden) -> Mask:
    """Return the cells of groups that are shown among all rows of the data and hidden among those that are judged."""
    judged = {table.key: place for place, table in enumerate(block.tables) if table.is_axis and not table.of_data}
    by_outcome, alone = [], []
    for place, table in enumerate(block.tables):
        if table.of_data:
            other = judged[table.key]
            shown = ~hidden.outcomes[place] & hidden.outcomes[other]
            by_outcome.append(table.members[shown])
            shown = ~hidden.whole[place] & hidden.outcomes[place] & hidden.whole[other]
            alone.append(table.members[shown])
    return np.concatenate([_each_outcome(by_outcome, block), _any_outcome(alone, block)])


def _not_coupled(rest: Mask, coupled: Mask) -> Mask:
    """Return the sums of rows that are not judged which are known by themselves."""
    bound = {one.tobytes() for one in coupled}
    kept = [place for place, one in enumerate(rest) if one.tobytes() not in bound]
    return rest[kept]
