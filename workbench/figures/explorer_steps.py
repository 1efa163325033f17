"""Which steps a threshold takes: few enough to follow, and every one decides differently."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from workbench.document.numerals import number
from workbench.tally.scores import GRID, ScoreTally, score_edges

__all__ = ["candidates", "chosen", "labels", "n_usable", "ranks"]

_MOST_DIGITS = 6
_OTHERS = 3


def candidates(scores: ScoreTally) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return every threshold whose counts are known, and the people at or above it.

    Returns
    -------
    thresholds : array of float, shape (n_thresholds,)
        The lower end of the range, at which everybody is favoured, and the edges.
    at_or_above : array of int64, shape (n_groups, 3, n_thresholds)
        People per group and outcome with a score of at least that.
    """
    known = scores.n[:, :, :-1]
    return np.append(scores.low, scores.edges), np.cumsum(known[:, :, ::-1], axis=2)[:, :, ::-1]


def n_usable(everybody: NDArray[np.int64]) -> int:
    """Return how many steps of the score there is anybody in: thresholds that decide differently, and favour some.

    Examples
    --------
    >>> n_usable(np.array([9, 9, 4, 4, 1, 0]))
    3
    """
    return len(np.unique(everybody[everybody > 0]))


def ranks(thresholds: NDArray[np.float64], scores: ScoreTally, current: Collection[float]) -> NDArray[np.int64]:
    """Return how much each threshold is wanted: 0 current ones, 1 named ones, 2 even steps, 3 others.

    What lies on neither the even steps nor the grid of quantiles was named by a person.
    """
    span = scores.high - scores.low
    cells = np.round((thresholds - scores.low) / span * GRID)
    on_grid = thresholds == scores.low + span * cells / GRID
    is_even = np.isin(thresholds, np.append(scores.low, score_edges(scores.low, scores.high)))
    found = np.where(is_even, 2, np.where(on_grid, 3, 1))
    return np.where(np.isin(thresholds, [*current]), 0, found)


def chosen(everybody: NDArray[np.int64], wanted: NDArray[np.int64], most: int) -> list[int]:
    """Return the places of at most so many thresholds, rising.

    Parameters
    ----------
    everybody : array of int64, shape (n_thresholds,)
        People at or above each threshold.
    wanted : array of int64, shape (n_thresholds,)
        Their :func:`ranks`. The current ones and named ones stay; of others that decide alike one does.
    most : int
        Where not all fit, those that move most people stay.

    Examples
    --------
    >>> chosen(np.array([9, 9, 8, 4, 1, 0]), np.array([2, 2, 2, 0, 3, 2]), 4)
    [0, 2, 3, 5]
    """
    order = np.lexsort((wanted, everybody))
    first = np.unique(everybody[order], return_index=True)[1]
    different = np.isin(np.arange(len(everybody)), order[first])
    kept: list[int] = []
    for rank in range(_OTHERS + 1):
        places = np.flatnonzero((wanted == rank) & (different | (rank <= 1)))
        if rank == _OTHERS and len(kept) >= most // 2:
            break  # even steps read best; others join them where they tell too little
        if len(kept) + len(places) > most:
            return sorted(_furthest(everybody, kept, places, most))
        kept += places.tolist()
    return sorted(kept)


def _furthest(everybody: NDArray[np.int64], kept: list[int], places: NDArray[np.int64], most: int) -> list[int]:
    """Return what is kept and as many more as fit, each time the one that is furthest from all kept."""
    found = kept or [int(places[np.argmax(everybody[places])])]
    while len(found) < most:
        distance = np.abs(everybody[places][:, None] - everybody[found][None, :]).min(axis=1)
        distance[np.isin(places, found)] = -1
        found = [*found, int(places[np.argmax(distance)])]
    return found


def labels(thresholds: NDArray[np.float64], wanted: NDArray[np.int64]) -> list[str]:
    """Return thresholds as text, all with as few decimals as tell them apart and keep named ones as they are.

    Examples
    --------
    >>> labels(np.array([0.35, 0.4, 0.41259765625]), np.array([2, 0, 3]))
    ['0.35', '0.40', '0.41']
    """
    exact = thresholds[wanted <= 2]
    for digits in range(_MOST_DIGITS):
        said = [f"{threshold:.{digits}f}" for threshold in thresholds]
        if len(set(said)) == len(said) and np.allclose(np.round(exact, digits), exact, rtol=1e-12, atol=0):
            break
    else:
        digits = _MOST_DIGITS
    return [number(float(threshold), digits) for threshold in thresholds]
