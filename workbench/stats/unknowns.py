"""What rates and impact ratios could be, had every person's group been known.

These are bounds, not confidence limits: every way of giving the unknown people a group is inside
them. They say nothing about chance.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workbench.errors import InputError

__all__ = ["Bounds", "Pool", "crossed_bounds", "impact_ratio_bounds", "rate_bounds"]

Floats = NDArray[np.float64]

_STEP = 1e-6


class Bounds(NamedTuple):
    """Smallest and largest possible values, arrays of shape (n_groups,); ``nan`` where undefined."""

    low: Floats
    high: Floats


@dataclass(frozen=True)
class Pool:
    """People of whom it is known that they belong to one of some groups.

    Parameters
    ----------
    reach : tuple of int
        Places of the groups they may belong to.
    selected, rejected : int
        How many of them were selected, and how many not.
    undecided : int
        How many of them may have been either.
    """

    reach: tuple[int, ...]
    selected: int
    rejected: int
    undecided: int = 0


def rate_bounds(k: ArrayLike, n: ArrayLike, selected: int, rejected: int, undecided: int = 0) -> Bounds:
    """Return the smallest and largest selection rate of each group, whoever the unknown people are.

    Parameters
    ----------
    k, n : array_like of int, shape (n_groups,)
        Selected and considered people whose group is known.
    selected, rejected : int
        People whose group is not known.
    undecided : int
        People of whom neither group nor decision is known, as where only the total is published.

    Returns
    -------
    Bounds
        ``k / (n + rejected)`` to ``(k + selected) / (n + selected)``, the undecided counted on either side.

    Raises
    ------
    InputError
        If a count is negative, or more are selected than were considered.

    Examples
    --------
    >>> low, high = rate_bounds([50, 40], [100, 100], selected=10, rejected=20)
    >>> [round(float(value), 3) for value in (*low, *high)]
    [0.417, 0.333, 0.545, 0.455]
    """
    k, n = _checked(k, n, selected, rejected, undecided)
    more, less = selected + undecided, rejected + undecided
    return Bounds(_ratio(k, n + less), _ratio(k + more, n + more))


def impact_ratio_bounds(k: ArrayLike, n: ArrayLike, selected: int, rejected: int, undecided: int = 0) -> Bounds:
    """Return the smallest and largest impact ratio of each group, whoever the unknown people are.

    Parameters and errors are those of :func:`rate_bounds`.

    Returns
    -------
    Bounds
        Between 0 and 1. Below, the group gets everybody rejected and its best rival everybody selected;
        above, it gets everybody selected and its rivals share those rejected so that the highest of
        their rates is as low as can be. ``nan`` where no selection is possible at all.

    Notes
    -----
    Exact. With ``u`` undecided, every split of them into selected and rejected is tried.

    Examples
    --------
    >>> low, high = impact_ratio_bounds([50, 40], [100, 100], selected=10, rejected=20)
    >>> [round(float(value), 3) for value in (*low, *high)]
    [0.917, 0.611, 1.0, 1.0]
    """
    k, n = _checked(k, n, selected, rejected, undecided)
    u1 = selected + np.arange(undecided + 1, dtype=np.float64)
    u0 = rejected + undecided - np.arange(undecided + 1, dtype=np.float64)
    raised = np.stack([_ratio(k_j + u1, n_j + u1) for k_j, n_j in zip(k, n, strict=True)])
    low, high = np.full(k.shape, np.nan), np.full(k.shape, np.nan)
    for g in range(len(k)):
        others = np.arange(len(k)) != g
        if len(k) == 1:
            low[g] = high[g] = 1.0 if k[g] + u1.max() > 0 else np.nan
            continue
        with np.errstate(invalid="ignore"):
            rival = np.fmax.reduce(raised[others], axis=0)
            worst = _capped(_ratio(np.full_like(u0, k[g]), n[g] + u0), rival)
            best = _capped(raised[g], _lowest_highest(k[others], n[others], u0))
        low[g], high[g] = np.fmin.reduce(worst), np.fmax.reduce(best)
    return Bounds(low, high)


def _lowest_highest(k: Floats, n: Floats, u0: Floats) -> Floats:
    """Return, for each number of rejected people to share out, the lowest the highest rate can become.

    Each person goes where the rate is highest, so the highest rates pass one by one through
    ``k_j / (n_j + m)``: after ``u0`` people the highest left is the one at place ``u0``.
    """
    most = int(u0.max())
    steps = np.concatenate(
        [_ratio(np.full(most + 1, k_j), n_j + np.arange(most + 1)) for k_j, n_j in zip(k, n, strict=True)]
    )
    steps = -np.sort(-np.nan_to_num(steps, nan=0.0))
    return np.asarray(steps[u0.astype(np.int64)])


def crossed_bounds(k: ArrayLike, n: ArrayLike, pools: Sequence[Pool]) -> tuple[Bounds, Bounds]:
    """Return bounds of rates and impact ratios where unknown people may belong to some of the groups only.

    Parameters
    ----------
    k, n : array_like of int, shape (n_groups,)
        Selected and considered people whose group is known.
    pools : sequence of Pool
        The others. A woman of unknown race reaches the groups of women; a person of whom nothing is
        known reaches all.

    Returns
    -------
    rates, ratios : Bounds
        The rates and the lower bounds of the ratios are exact where everybody's decision is known. The
        upper bounds let people be divided, and count the undecided on the side that widens: never too
        narrow, and too wide by less than one person's share in each group otherwise.

    Raises
    ------
    InputError
        If a pool reaches a group that is not there, or counts do not fit.

    Examples
    --------
    Women and men, old and young; of ten women the age is not known, five of them selected.

    >>> rates, ratios = crossed_bounds([30, 20, 25, 25], [50, 50, 50, 50], [Pool((0, 1), 5, 5)])
    >>> [round(float(value), 3) for value in (*ratios.low, *ratios.high)]
    [1.0, 0.571, 0.786, 0.786, 1.0, 0.833, 0.917, 0.917]
    """
    k, n = _checked(k, n, 0, 0, 0)
    for pool in pools:
        _checked(k, n, pool.selected, pool.rejected, pool.undecided)
        if not pool.reach or min(pool.reach) < 0 or max(pool.reach) >= len(k):
            raise InputError(f"reach is {pool.reach!r}.\nGive places of groups, from 0 to {len(k) - 1}.")
    k, n, pools = _settled(k, n, pools)
    reaches = np.zeros((len(pools), len(k)))
    for row, pool in zip(reaches, pools, strict=True):
        row[list(pool.reach)] = 1.0
    more = np.array([pool.selected + pool.undecided for pool in pools], dtype=np.float64) @ reaches
    less = np.array([pool.rejected + pool.undecided for pool in pools], dtype=np.float64) @ reaches
    rates = Bounds(_ratio(k, n + less), _ratio(k + more, n + more))
    own = np.nan_to_num(rates.high, nan=0.0)
    low, high = np.full(k.shape, np.nan), np.full(k.shape, np.nan)
    for g in range(len(k)):
        others = np.arange(len(k)) != g
        if not others.any():
            low[g] = high[g] = 1.0 if rates.high[g] > 0 else np.nan
            continue
        low[g] = _capped(rates.low[g : g + 1], np.fmax.reduce(rates.high[others], keepdims=True))[0]
        high[g] = _capped(rates.high[g : g + 1], np.array([_lowest_rival(g, own[g], k, n, pools)]))[0]
    return rates, Bounds(low, high)


def _settled(k: Floats, n: Floats, pools: Sequence[Pool]) -> tuple[Floats, Floats, list[Pool]]:
    """Return counts with those added who can belong to one group only, and the pools that are left."""
    k, n, left = k.copy(), n.copy(), []
    for pool in pools:
        reach = tuple(sorted(set(pool.reach)))
        if len(reach) == 1 and not pool.undecided:
            k[reach[0]] += pool.selected
            n[reach[0]] += pool.selected + pool.rejected
        elif pool.selected or pool.rejected or pool.undecided:
            left.append(Pool(reach, pool.selected, pool.rejected, pool.undecided))
    return k, n, left


def _lowest_rival(g: int, own: float, k: Floats, n: Floats, pools: Sequence[Pool]) -> float:
    """Return how low the highest rate of the groups other than ``g`` can become; ``own`` where it is not above it.

    Whether no rate need be above ``t`` is a linear programme; ``t`` is found by bisection. What is returned
    could not be reached, so that the bound is never too narrow.
    """
    others = [j for j in range(len(k)) if j != g]
    members: list[tuple[int, bool, list[int]]] = []  # how many people, whether selected, and where they may be
    for pool in pools:
        # Whoever was selected and can be in g is in g; whoever was rejected is elsewhere.
        selected = 0 if g in pool.reach else pool.selected
        reach = [others.index(j) for j in pool.reach if j != g]
        members += [
            (size, chosen, reach)
            for size, chosen in ((selected, True), (pool.rejected + pool.undecided, False))
            if size and reach
        ]
    forced = any(chosen for _, chosen, _ in members)
    now = float(np.fmax.reduce(np.append(_ratio(k[others], n[others]), 0.0)))
    if not forced and now <= own:
        return own
    if not members:
        return now
    programme = _programme(members, k[others], n[others])
    low, high = own, 1.0 if forced else now
    if programme(low):
        return own
    while high - low > _STEP:
        middle = (low + high) / 2
        low, high = (low, middle) if programme(middle) else (middle, high)
    return low


def _programme(members: Sequence[tuple[int, bool, list[int]]], k: Floats, n: Floats) -> Callable[[float], bool]:
    """Return the function that says whether people can be placed so that no rate is above ``t``."""
    from scipy.optimize import linprog

    groups = np.array([j for _, _, reach in members for j in reach])
    chosen = np.array([float(one) for _, one, reach in members for _ in reach])
    owner = np.array([place for place, (_, _, reach) in enumerate(members) for _ in reach])
    everyone = np.arange(len(groups))
    equal = np.zeros((len(members), len(groups)))
    equal[owner, everyone] = 1.0
    sizes = np.array([size for size, _, _ in members], dtype=np.float64)

    def feasible(t: float) -> bool:
        upper = np.zeros((len(k), len(groups)))
        upper[groups, everyone] = chosen - t
        found = linprog(np.zeros(len(groups)), upper, t * n - k, equal, sizes, bounds=(0, None), method="highs")
        return bool(found.status == 0)

    return feasible


def _ratio(top: Floats, bottom: Floats) -> Floats:
    bottom = np.broadcast_to(bottom, np.shape(top))
    return np.asarray(np.divide(top, bottom, out=np.full(np.shape(top), np.nan), where=bottom > 0))


def _capped(rate: Floats, rival: Floats) -> Floats:
    """Return the impact ratio of a rate beside the highest of the others; ``nan`` where both are 0."""
    best = np.fmax(rate, rival)
    return _ratio(np.asarray(rate, dtype=np.float64), np.nan_to_num(best, nan=0.0))


def _checked(k: ArrayLike, n: ArrayLike, selected: int, rejected: int, undecided: int) -> tuple[Floats, Floats]:
    k, n = np.asarray(k, dtype=np.float64), np.asarray(n, dtype=np.float64)
    if not ((k >= 0) & (k <= n)).all():
        raise InputError("k holds a count outside 0 to n.\nGive how many of the n people in each group were selected.")
    for name, value in (("selected", selected), ("rejected", rejected), ("undecided", undecided)):
        if value < 0:
            raise InputError(f"{name} is {value!r}.\nGive how many people's group is unknown: 0 or more.")
    return k, n
