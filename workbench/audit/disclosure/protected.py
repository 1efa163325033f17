"""Tallies in which nothing is left but what may be shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.audit.disclosure.hidden import Hidden
from workbench.audit.disclosure.level import Disclosure
from workbench.audit.disclosure.linked import Block, Counts, LinkedTable
from workbench.audit.disclosure.record import NO_DECISION, NO_OUTCOME
from workbench.data.roles import TOO_SMALL, UNKNOWN
from workbench.tally.scores import ScoreTally
from workbench.tally.tally import Tally
from workbench.tally.weights import Weights

__all__ = ["Margin", "hidden_groups", "margin_of", "margins_of", "shown_total", "without_small_gaps"]

Mask = NDArray[np.bool_]

_MOST_LEFT_OUT = 0.05
"""Rows without an outcome or a decision are left out of all tables where they are few in any; more are a group."""


@dataclass(frozen=True, eq=False)
class Margin:
    """A table and what is hidden of it.

    Parameters
    ----------
    table : LinkedTable
        The table.
    whole, outcomes : array of bool
        Groups of whom nothing, and of whom no outcome, is shown.
    shows_outcomes : bool
        Whether outcomes are shown of all rows together.
    """

    table: LinkedTable
    whole: Mask
    outcomes: Mask
    shows_outcomes: bool


def margins_of(blocks: Sequence[Block], hidden: Sequence[Hidden], *, of_data: bool) -> list[Margin]:
    """Return the axes of some blocks with what is hidden of them."""
    return [
        Margin(table, one.whole[place], one.outcomes[place], one.totals.outcomes)
        for block, one in zip(blocks, hidden, strict=True)
        for place, table in enumerate(block.tables)
        if table.is_axis and table.of_data == of_data
    ]


def hidden_groups(margin: Margin) -> tuple[int, int]:
    """Return of how many groups nothing, and of how many only no outcome, is shown."""
    return int(margin.whole.sum()), int((margin.outcomes & ~margin.whole).sum())


def shown_total(tally: Tally, level: Disclosure, *, rows: bool, outcomes: bool) -> Tally:
    """Return all rows together, as far as they may be shown: at the least how many they are."""
    total = tally.onto((), ((),), [0] * len(tally.groups))
    if not rows:
        n = np.zeros_like(total.n)
        n[0, -1, -1] = total.n_rows if total.n_rows >= level.fewest else 0
        return replace(total.bare, n=n)
    return total if outcomes else _outcomes_joined(total, np.ones(1, dtype=bool))


def margin_of(tally: Tally, margin: Margin, *, keep_pool: bool = True) -> Tally:
    """Return the tally of one table: its shown groups, and all others together.

    Parameters
    ----------
    tally : Tally
        The joint counts.
    margin : Margin
        The table and what is hidden of it.
    keep_pool : bool
        Whether the groups that are not shown are there as one.

    Notes
    -----
    A group whose outcomes are hidden has its rows as if no outcome were known.
    """
    table = margin.table
    place = {group: position for position, group in enumerate(table.groups)}
    pool = (TOO_SMALL,) * len(table.key)
    counted = tally.by(*table.key)
    at = [place.get(group, -1) for group in counted.groups]
    at = [place[(UNKNOWN,) * len(table.key)] if one < 0 else one for one in at]
    names = [pool if margin.whole[one] else table.groups[one] for one in at]
    groups = tuple(sorted(set(names)))
    if not keep_pool:
        kept = [position for position, one in enumerate(names) if one != pool]
        counted = _taken(counted, kept)
        names = [names[position] for position in kept]
        groups = tuple(one for one in groups if one != pool)
    order = {group: position for position, group in enumerate(groups)}
    shown = counted.onto(table.key, groups, [order[name] for name in names])
    # The outcomes of the pool are what is left of the total only where the same groups show no outcomes.
    pool_shows = margin.shows_outcomes and bool((margin.outcomes == margin.whole).all())
    joined = [not pool_shows if group == pool else bool(margin.outcomes[place[group]]) for group in groups]
    return _outcomes_joined(shown, np.array(joined, dtype=bool))


def _taken(tally: Tally, places: list[int]) -> Tally:
    groups = tuple(tally.groups[place] for place in places)
    return Tally(
        tally.attributes,
        groups,
        tally.n[places],
        tally.classes,
        tally.weights.take(places) if tally.weights is not None else None,
        tally.scores.take(places) if tally.scores is not None else None,
        tally.moments.take(places) if tally.moments is not None else None,
    )


def _outcomes_joined(tally: Tally, groups: Mask) -> Tally:
    """Return the tally with the rows of some groups as if no outcome were known."""
    if not groups.any():
        return tally

    def joined(values: NDArray[Any]) -> NDArray[Any]:
        return _joined(values, groups)

    scores = tally.scores
    if scores is not None:
        scores = ScoreTally(
            scores.low,
            scores.high,
            scores.edges,
            joined(scores.n),
            joined(scores.sums),
            joined(scores.squares),
            joined(scores.logs),
            _changed(scores.weights, joined),
        )
    return replace(tally, n=joined(tally.n), weights=_changed(tally.weights, joined), scores=scores)


def _joined(values: NDArray[Any], groups: Mask) -> NDArray[Any]:
    """Return an array whose second axis is the outcome, with all of it in the last place for some groups."""
    found = values.copy()
    found[groups] = 0
    found[groups, -1] = values[groups].sum(axis=1)
    return found


def without_small_gaps(
    tally: Tally, axes: Sequence[tuple[str, ...]], level: Disclosure, *, at_least: int = 0
) -> tuple[Tally, tuple[str, ...]]:
    """Return the tally without rows that have no outcome, or no decision, where they are too few to be shown.

    A handful of rows without an outcome would hide the outcomes of every group. They are left out where they are at
    most 5 % of all rows; what is left out is named.

    Parameters
    ----------
    tally : Tally
        The counts.
    axes : sequence of tuple of str
        Attributes and crossings that are published.
    level : Disclosure
        What may be shown.
    at_least : int
        So many are left out in any case.
    """
    left_out: list[str] = []
    tables = [tally.bare.crossed(*axis).n if axis else tally.n.sum(axis=0, keepdims=True) for axis in ((), *axes)]
    for what, known, part, empty in (
        (NO_OUTCOME, tally.n_outcomes, _NO_OUTCOME, _outcome_emptied),
        (NO_DECISION, tally.n_decisions, _NO_DECISION, _decision_emptied),
    ):
        n = int(part(tally.n).sum())
        few = reduce(or_, (_few(part(cells), level) for cells in tables))
        if known and 0 < n <= max(at_least, _MOST_LEFT_OUT * tally.n_rows) and few:
            tally, left_out = empty(tally), [*left_out, what]
    return tally, tuple(left_out)


_NO_OUTCOME: Callable[[Counts], Counts] = lambda n: n[:, -1, :]  # noqa: E731
_NO_DECISION: Callable[[Counts], Counts] = lambda n: n[:, :, -1]  # noqa: E731


def _few(cells: Counts, level: Disclosure) -> bool:
    together = np.concatenate([cells, cells.sum(axis=1, keepdims=True)], axis=1)
    return bool(((together > 0) & (together < level.fewest)).any())


def _outcome_emptied(tally: Tally) -> Tally:
    def without(values: NDArray[Any]) -> NDArray[Any]:
        found = values.copy()
        found[:, -1] = 0
        return found

    scores = tally.scores
    if scores is not None:
        scores = ScoreTally(
            scores.low,
            scores.high,
            scores.edges,
            without(scores.n),
            without(scores.sums),
            without(scores.squares),
            without(scores.logs),
            _changed(scores.weights, without),
        )
    return _emptied(tally, without, scores)


def _decision_emptied(tally: Tally) -> Tally:
    def without(values: NDArray[Any]) -> NDArray[Any]:
        found = values.copy()
        found[:, :, -1] = 0
        return found

    scores = tally.scores
    if scores is not None:  # rows without a score are those without a decision where a threshold decides
        scores = replace(
            scores, n=without(scores.n), sums=without(scores.sums), weights=_changed(scores.weights, without)
        )
    return _emptied(tally, without, scores)


def _emptied(tally: Tally, without: Callable[[NDArray[Any]], NDArray[Any]], scores: ScoreTally | None) -> Tally:
    """Return the tally with cells emptied, but without amounts: their sums are of all rows."""
    weights = _changed(tally.weights, without)
    return Tally(tally.attributes, tally.groups, without(tally.n), tally.classes, weights, scores)


def _changed(weights: Weights | None, change: Callable[[NDArray[Any]], NDArray[Any]]) -> Weights | None:
    return Weights(change(weights.w), change(weights.w2)) if weights is not None else None
