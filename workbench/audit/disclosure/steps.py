"""Steps of a score, or of an amount, that are wide enough to be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.audit.disclosure.hidden import Hidden, system_of
from workbench.audit.disclosure.level import Disclosure
from workbench.audit.disclosure.linked import Block, Counts
from workbench.audit.disclosure.suppression import is_safe
from workbench.stats.disclosure import feasible_ranges
from workbench.tally.distributions import Bins, Distribution
from workbench.tally.scores import ScoreTally
from workbench.tally.tally import Tally
from workbench.tally.weights import Weights

__all__ = ["FEWEST_STEPS", "merged_amounts", "merged_scores", "score_steps", "shown_cells", "wide_steps"]

FEWEST_STEPS = 4
"""With fewer steps no score is shown: nothing could be read off them."""

_MOST_WITH_HIDDEN = 20
"""Each step's hidden counts are looked at, so there are no more of them than anybody needs."""


def score_steps(
    tally: Tally, blocks: Sequence[Block], hidden: Sequence[Hidden], level: Disclosure, threshold: float | None
) -> tuple[int, ...] | None:
    """Return with which bins the steps of a score begin that may be shown; ``None`` where there are too few.

    Parameters
    ----------
    tally : Tally
        The joint counts, with scores.
    blocks : sequence of Block
        The tables of the audit.
    hidden : sequence of Hidden
        What is hidden of them.
    level : Disclosure
        What may be shown.
    threshold : float or None
        Where the score decided, which stays an edge; ``None`` where decisions were given beside it.

    Notes
    -----
    Every cell of a step is 0 or large enough, of each group that is shown; and what is hidden lies in a range as wide
    as that of the counts. Steps are unions of bins, and decisions unions of steps, so that they add up to what is
    shown of the decisions, and give nothing away together.
    """
    scores = tally.scores
    if scores is None:
        return None
    counts = [_binned(tally, block) for block in blocks]
    cells = np.concatenate(
        [shown_cells(block, one, n) for block, one, n in zip(blocks, hidden, counts, strict=True)]
        or [scores.n[:, :, :-1].sum(axis=0)]
    )
    starts = (
        [0] if threshold is None or threshold <= scores.low else [0, int(np.searchsorted(scores.edges, threshold)) + 1]
    )
    is_hidden = any(one.any for one in hidden)
    most = level.most_steps or (_MOST_WITH_HIDDEN if is_hidden else None)
    steps = wide_steps(cells, starts, level, most)
    if not _wide(np.add.reduceat(cells, steps, axis=1), level):
        return None
    if is_hidden:
        steps = _safe(steps, starts, blocks, hidden, counts, level)
    return tuple(steps) if len(steps) >= FEWEST_STEPS else None


def shown_cells(block: Block, hidden: Hidden, counts: Counts) -> Counts:
    """Return the counts that are shown of a block, step by step; those of hidden groups together among them.

    Parameters
    ----------
    block : Block
        The tables.
    hidden : Hidden
        What is hidden of them.
    counts : array of int64, shape (n_kinds, n_outcomes, n_steps)
        Rows of each joint cell and step.

    Returns
    -------
    array of int64, shape (n_cells, n_steps)
    """
    found = [counts.sum(axis=0)] if hidden.totals.outcomes else [counts.sum(axis=(0, 1))[None]]
    for place, table in enumerate(block.tables):
        if table.of_data or not table.is_axis:
            continue
        own = np.tensordot(table.members.astype(np.int64), counts, axes=1)
        whole, outcomes = hidden.whole[place], hidden.outcomes[place]
        found.append(own[~outcomes].reshape(-1, own.shape[2]))
        found.append(own[outcomes & ~whole].sum(axis=1))
        found.append(own[whole].sum(axis=(0, 1))[None])
        if hidden.totals.outcomes:
            found.append(own[outcomes].sum(axis=0))
    return np.concatenate(found)


def wide_steps(cells: Counts, starts: Sequence[int], level: Disclosure, most: int | None = None) -> list[int]:
    """Return with which bins steps begin in whose cells there is nobody, or enough people.

    Parameters
    ----------
    cells : array of int64, shape (n_cells, n_bins)
        What is shown.
    starts : sequence of int
        Where steps begin in any case; between two of them there is at least one step.
    level : Disclosure
        What may be shown.
    most : int, optional
        How many steps there may be; each then holds about as many rows.

    Examples
    --------
    >>> from workbench.audit.disclosure.level import disclosure_named
    >>> wide_steps(np.array([[3, 3, 9, 0, 2, 4]]), [0], disclosure_named("internal"))
    [0, 2, 3]
    """
    total = cells.max(axis=0)  # all rows together are among the cells
    least = total.sum() / max(most - len(starts), 1) if most is not None else 0
    found: list[int] = []
    for start, end in zip(starts, [*starts[1:], cells.shape[1]], strict=True):
        own, current, n = [start], np.zeros(len(cells), dtype=np.int64), 0
        for place in range(start, end):
            current = current + cells[:, place]
            n += int(total[place])
            if place + 1 < end and n > 0 and n >= least and _wide(current, level):
                own.append(place + 1)
                current, n = np.zeros(len(cells), dtype=np.int64), 0
        while len(own) > 1 and not (_wide(current, level) and current.any()):
            own.pop()
            current = cells[:, own[-1] : end].sum(axis=1)
        found += own
    return found


def _wide(cells: Counts, level: Disclosure) -> bool:
    return not ((cells > 0) & (cells < level.fewest)).any()


def _binned(tally: Tally, block: Block) -> Counts:
    """Return rows per joint cell, outcome and bin of the score."""
    counted = tally.by(*block.attributes)
    if counted.scores is None:
        raise AssertionError("steps are asked for only where there are scores")
    place = {kind: position for position, kind in enumerate(block.kinds)}
    n = np.zeros((len(block.kinds), 3, counted.scores.n.shape[2] - 1), dtype=np.int64)
    n[[place[group] for group in counted.groups]] = counted.scores.n[:, :, :-1]
    return n if block.n_outcomes > 1 else n.sum(axis=1, keepdims=True)


def _safe(
    steps: list[int],
    starts: Sequence[int],
    blocks: Sequence[Block],
    hidden: Sequence[Hidden],
    counts: Sequence[Counts],
    level: Disclosure,
) -> list[int]:
    """Return fewer steps, in none of which a hidden count can be worked out."""
    while len(steps) >= FEWEST_STEPS:
        bare = _bare_steps(steps, blocks, hidden, counts, level)
        if not bare:
            return steps
        # A step goes together with the one before, the first one of a stretch with the one after.
        ends = {place if steps[place] not in starts else place + 1 for place in bare}
        gone: set[int] = set()
        for place in sorted(ends):  # never two in a row: together with one other, both may be wide enough
            if place < len(steps) and steps[place] not in starts and place - 1 not in gone:
                gone.add(place)
        if not gone:
            return []
        steps = [start for place, start in enumerate(steps) if place not in gone]
    return steps


def _bare_steps(
    steps: list[int], blocks: Sequence[Block], hidden: Sequence[Hidden], counts: Sequence[Counts], level: Disclosure
) -> list[int]:
    systems, of_step = [], []
    for block, one, n in zip(blocks, hidden, counts, strict=True):
        joined = np.add.reduceat(n, steps, axis=2)
        for place in range(len(steps)):
            systems.append(system_of(block, one, place, joined[:, :, place])[0])
            of_step.append(place)
    found = feasible_ranges(systems)
    unsafe = [
        place
        for place, ranges in zip(of_step, found, strict=True)
        if any(not is_safe(low, high, level.margin) for low, high in ranges)
    ]
    return sorted(set(unsafe))


def merged_scores(scores: ScoreTally, steps: Sequence[int]) -> ScoreTally:
    """Return a score's counts with its bins joined to steps."""

    def joined(values: NDArray[Any]) -> NDArray[Any]:
        return np.concatenate([np.add.reduceat(values[:, :, :-1], list(steps), axis=2), values[:, :, -1:]], axis=2)

    weights = scores.weights
    return ScoreTally(
        scores.low,
        scores.high,
        scores.edges[[start - 1 for start in steps[1:]]],
        joined(scores.n),
        joined(scores.sums),
        scores.squares,
        scores.logs,
        Weights(joined(weights.w), joined(weights.w2)) if weights is not None else None,
    )


def merged_amounts(part: Distribution, steps: Sequence[int]) -> Distribution:
    """Return a distribution with its bins joined to steps."""
    edges = part.bins.edges[[start - 1 for start in steps[1:]]]
    return replace(part, bins=Bins(edges, part.bins.shift), n=np.add.reduceat(part.n, list(steps), axis=1))
