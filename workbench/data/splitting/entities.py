"""Rows that belong together go to one part together: which of them to hold out, so that the parts are alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from workbench.data.splitting.strata import systematic_sample

__all__ = ["can_be_split", "distance", "entities_held_out"]

_MOST_KINDS_EXCHANGED = 1_000  # beyond it only single entities are moved: exchanges look at every pair of kinds
_LEAST_GAIN = 1e-9
_NOT_ALLOWED = 1e18  # more than any distance: parts that lack an outcome are worse than all that have both

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def entities_held_out(
    entities: Ints, margins: Sequence[Ints], *, share: float, strata: Ints, keys: NDArray[np.uint64], start: float
) -> NDArray[np.bool_]:
    """Return which entities to hold out, so that sizes, outcomes and groups of the parts are alike.

    Parameters
    ----------
    entities : array of int64, shape (n_rows,)
        Which entity each row belongs to, from 0 without gaps.
    margins : sequence of array of int64, each of shape (n_rows,)
        What the parts are to be alike in, as codes from 0 without gaps: first the outcome (0 or 1), class, or band of
        amounts, then each combination
        of outcome and a protected attribute's group.
    share : float
        The share of rows to hold out.
    strata : array of int64, shape (n_rows,)
        The combination of outcome and all groups of each row: entities alike in it are beside each other at first.
    keys : array of uint64, shape (n_entities,)
        The order at random among entities that are alike.
    start : float
        From 0 to below 1, at random.

    Returns
    -------
    array of bool, shape (n_entities,)
        Entities are first drawn at equal steps, alike ones beside each other. Then single entities are moved, and
        pairs of them exchanged, as long as :func:`distance` falls. Neither a move nor (with at most 1,000 kinds
        of entity, fewer of more than two outcomes: those alike in all margins) an exchange would bring the parts
        nearer to what was asked.

    Examples
    --------
    >>> outcome = np.array([0, 1, 0, 1, 0, 1, 0, 1])
    >>> customers = np.array([0, 0, 0, 0, 1, 1, 2, 2])
    >>> keys = np.arange(3, dtype=np.uint64)
    >>> entities_held_out(customers, [outcome], share=0.25, strata=outcome, keys=keys, start=0.0).tolist()
    [False, True, False]
    """
    cells = _cells(entities, margins)
    n_rows = np.asarray(cells[:, 0].todense()).ravel()
    first = np.full(cells.shape[0], np.iinfo(np.int64).max)
    np.minimum.at(first, entities, strata)
    alike = np.unique(np.stack([first, n_rows.astype(np.int64)]), axis=1, return_inverse=True)[1].ravel()
    drawn = systematic_sample(alike.astype(np.int64), share, keys, start)
    kinds, members = _kinds(cells)
    n_of = np.bincount(members).astype(np.int64)
    search = _Search(kinds, n_of, share, np.bincount(members, weights=drawn).astype(np.float64), _n_outcomes(margins))
    return _chosen(members, search.nearest().round().astype(np.int64), keys)


def distance(entities: Ints, margins: Sequence[Ints], share: float, held_out: NDArray[np.bool_]) -> float:
    """Return how far the rows held out are from the share asked for, overall and in each margin.

    The sum of (rows held out - rows wanted)² / rows wanted over every code of every margin; 0 where all are exactly
    as wanted. All rows, and those of each outcome, count as often as there are terms, so that many small groups,
    of which no whole row can be held out in proportion, do not pull all of them to one part. It is what
    :func:`entities_held_out` makes small.

    Examples
    --------
    >>> distance(np.array([0, 0, 1, 1]), [np.array([0, 1, 0, 1])], 0.5, np.array([True, False]))
    0.0
    """
    cells = _cells(entities, margins)
    wanted = share * np.asarray(cells.sum(axis=0), dtype=np.float64).ravel()
    counts = np.asarray(cells.T @ held_out.astype(np.float64)).ravel()
    return float(((counts - wanted) ** 2 * _weights(wanted, _n_outcomes(margins))).sum())


def can_be_split(entities: Ints, outcomes: Ints) -> bool:
    """Return whether two parts can be made that both hold both outcomes; of more than two, two parts at all.

    Each part needs an entity with both, or one with either: so many parts can be made as there are entities with
    both outcomes, and pairs of entities with one each.

    Examples
    --------
    >>> can_be_split(np.array([0, 0, 1, 2]), np.array([0, 1, 0, 1])), can_be_split(np.array([0, 0]), np.array([0, 1]))
    (True, False)
    """
    if outcomes.max(initial=0) > 1:
        return bool(len(np.unique(entities)) > 1)
    has = np.zeros((int(entities.max(initial=-1)) + 1, 2), dtype=bool)
    has[entities, outcomes] = True
    both = int(has.all(axis=1).sum())
    only = (has & ~has.all(axis=1, keepdims=True)).sum(axis=0)
    return bool(both + only.min() >= 2)


def _n_outcomes(margins: Sequence[Ints]) -> int:
    return int(margins[0].max()) + 1


def _cells(entities: Ints, margins: Sequence[Ints]) -> sparse.csr_array:
    """Return rows of each entity: in all, and in every code of every margin; those with the outcomes come second."""
    ones = np.ones(len(entities))
    blocks = [
        sparse.coo_array((ones, (entities, codes)), shape=(int(entities.max()) + 1, int(codes.max()) + 1)).tocsr()
        for codes in (np.zeros_like(entities), *margins)
    ]
    counted = sparse.hstack(blocks, format="csr")
    return counted[:, np.asarray(counted.sum(axis=0)).ravel() > 0]


def _weights(wanted: Floats, n_outcomes: int) -> Floats:
    """Return how much a squared difference counts: all rows and the outcomes, which come first, most."""
    weights = 1 / wanted
    weights[: 1 + n_outcomes] *= len(wanted)
    return weights


def _kinds(cells: sparse.csr_array) -> tuple[sparse.csr_array, Ints]:
    """Return the different rows of a table of counts, and which of them each row is.

    Rows are compared by a sum with fixed weights of 64 bits: two different ones collide by accident once in 2^64.
    """
    weights = np.random.default_rng(0).integers(2**64, size=cells.shape[1], dtype=np.uint64)
    sums = np.asarray(cells.astype(np.uint64) @ weights)
    _, firsts, members = np.unique(sums, return_index=True, return_inverse=True)
    return cells[firsts], members.ravel().astype(np.int64)


def _chosen(members: Ints, wanted: Ints, keys: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Return which entities of each kind are held out: as many as wanted, in the order of their keys."""
    order = np.lexsort((keys, members))
    ends = np.cumsum(np.bincount(members))
    rank = np.arange(len(members)) - np.concatenate([[0], ends[:-1]])[members[order]]
    chosen = np.zeros(len(members), dtype=bool)
    chosen[order] = rank < wanted[members[order]]
    return chosen


@dataclass
class _Search:
    """Entities of each kind that are held out, moved and exchanged until nothing brings the parts nearer."""

    cells: sparse.csr_array
    n_of: Ints
    share: float
    n_in: Floats
    n_outcomes: int

    def __post_init__(self) -> None:
        self.wanted: Floats = self.share * np.asarray(self.cells.T @ self.n_of, dtype=np.float64)
        self.weights: Floats = _weights(self.wanted, self.n_outcomes)
        self.total: Floats = self.wanted / self.share
        self.now: Floats = np.asarray(self.cells.T @ self.n_in, dtype=np.float64)
        self.own: Floats = np.asarray(self.cells.multiply(self.cells) @ self.weights)
        self.outcomes: Floats = np.asarray(self.cells[:, self._of_outcomes].todense(), dtype=np.float64)
        self.common: Floats | None = None
        # Each pair is looked at in every outcome.
        if self.cells.shape[0] ** 2 * self.n_outcomes <= 2 * _MOST_KINDS_EXCHANGED**2:
            scaled = self.cells.multiply(self.weights).tocsr()
            self.common = np.asarray((scaled @ self.cells.T).todense())

    @property
    def _of_outcomes(self) -> list[int]:
        return list(range(1, 1 + self.n_outcomes))

    def nearest(self) -> Floats:
        """Return how many of each kind to hold out."""
        while self._move() or self._exchange():
            pass  # it ends: what a part lacks, or else the distance, falls each time
        return self.n_in

    def _move(self) -> bool:
        """Put the entity that helps most into the other part; return whether one helps."""
        into, out = self._changes()
        into = into + self._lack(self.outcomes)
        out = out + self._lack(-self.outcomes)
        best = int(np.argmin(into)), int(np.argmin(out))
        if min(into[best[0]], out[best[1]]) >= self._least:
            return False
        if into[best[0]] <= out[best[1]]:
            self._put(best[0], 1)
        else:
            self._put(best[1], -1)
        return True

    def _exchange(self) -> bool:
        """Exchange the two entities of different parts that help most; return whether any do."""
        if self.common is None:
            return False
        into, out = self._changes()
        both = into[:, None] + out[None, :] - 2 * self.common
        both += self._lack(self.outcomes[:, None, :] - self.outcomes[None, :, :])
        enters, leaves = (int(place) for place in np.unravel_index(np.argmin(both), both.shape))
        if both[enters, leaves] >= self._least:
            return False
        self._put(enters, 1)
        self._put(leaves, -1)
        return True

    def _changes(self) -> tuple[Floats, Floats]:
        """Return how the distance changes if an entity of each kind is put in, and if one is taken out."""
        slope = 2 * np.asarray(self.cells @ ((self.now - self.wanted) * self.weights))
        into = np.where(self.n_in < self.n_of, slope + self.own, np.inf)
        return into, np.where(self.n_in > 0, self.own - slope, np.inf)

    def _lack(self, change: Floats) -> Floats:
        """Return what it costs that a part lacks an outcome after a change, less what it costs now."""

        def lacking(held_out: Floats) -> Floats:
            short = (held_out < 0.5) | (held_out > self.total[self._of_outcomes] - 0.5)
            return np.asarray(short.sum(axis=-1), dtype=np.float64)

        now = self.now[self._of_outcomes]
        return _NOT_ALLOWED * (lacking(now + change) - lacking(now))

    @property
    def _least(self) -> float:
        now = float(((self.now - self.wanted) ** 2 * self.weights).sum())
        return -_LEAST_GAIN * (1 + now)

    def _put(self, kind: int, change: int) -> None:
        self.n_in[kind] += change
        self.now = self.now + change * np.asarray(self.cells[[kind]].todense(), dtype=np.float64).ravel()
