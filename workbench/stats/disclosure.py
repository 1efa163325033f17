"""What can be known of hidden counts from published ones: their feasible ranges, by linear programming.

A published number is the sum of some cells. Whoever has all of them knows that no cell is below 0, and so
between which ends each hidden sum must lie. Cells are nonnegative reals here; the counts that are possible are
among them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

__all__ = ["System", "feasible_ranges"]

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


class System(NamedTuple):
    """Sums that are published of some cells, and sums that are asked for.

    Parameters
    ----------
    published : array of bool, shape (n_published, n_cells)
        The cells of each published sum.
    truth : array of float, shape (n_cells,)
        What the cells hold. Only the published sums of it are used.
    wanted : array of bool, shape (n_wanted, n_cells)
        The cells of each sum that is asked for.
    """

    published: Mask
    truth: Floats
    wanted: Mask


class _Piece(NamedTuple):
    """Cells of a system that hang together, alike ones joined; ``places`` says which wanted sums they touch."""

    system: int
    places: NDArray[np.int64]
    published: Mask
    values: Floats
    wanted: Mask


def feasible_ranges(systems: Sequence[System]) -> list[Floats]:
    """Return between which ends each wanted sum must lie, given the published ones and that no cell is below 0.

    Parameters
    ----------
    systems : sequence of System
        Solved together in one linear program, which costs less than one each.

    Returns
    -------
    list of array of float, shape (n_wanted, 2)
        For each system the lowest and the highest possible value of each wanted sum.

    Examples
    --------
    Two cells of 3 and 4, and their sum is published:

    >>> published, wanted = np.array([[True, True]]), np.array([[True, False]])
    >>> feasible_ranges([System(published, np.array([3.0, 4.0]), wanted)])[0].tolist()
    [[0.0, 7.0]]
    """
    found = [np.zeros((len(one.wanted), 2)) for one in systems]
    pieces = []
    for place, one in enumerate(systems):
        if len(one.wanted):
            known, some = _taken_apart(place, one)
            found[place] += known[:, None]
            pieces += some
    for piece, ranges in zip(pieces, _solved(pieces), strict=True):
        found[piece.system][piece.places] += ranges
    return found


def _taken_apart(place: int, system: System) -> tuple[Floats, list[_Piece]]:
    """Return what is known of the wanted sums at once, and the pieces of the system that are not."""
    free = _free(system)
    known = system.wanted[:, ~free] @ system.truth[~free]
    published, wanted, truth = system.published[:, free], system.wanted[:, free], system.truth[free]
    if not free.any():
        return np.asarray(known, dtype=np.float64), []
    columns, first, joined = np.unique(
        np.packbits(np.concatenate([published, wanted]), axis=0), axis=1, return_index=True, return_inverse=True
    )
    sums = np.bincount(joined.ravel(), truth, minlength=columns.shape[1])
    published, wanted = published[:, first], wanted[:, first]
    published = np.unique(published[published.any(axis=1)], axis=0)
    values = published @ sums
    n_rows, n_cells = published.shape
    graph = sparse.bmat([[None, sparse.csr_matrix(published)], [sparse.csr_matrix((n_cells, n_rows)), None]])
    _, labels = connected_components(graph, directed=False)
    pieces = []
    for label in np.unique(labels[n_rows:]):
        rows, cells = labels[:n_rows] == label, labels[n_rows:] == label
        touched = np.flatnonzero(wanted[:, cells].any(axis=1))
        if len(touched):
            part = published[np.ix_(rows, cells)]
            pieces.append(_Piece(place, touched, part, values[rows], wanted[np.ix_(touched, cells)]))
    return np.asarray(known, dtype=np.float64), pieces


def _free(system: System) -> Mask:
    """Return which cells are not known at once: as the only one left of a sum, or as part of a sum of 0."""
    free = np.ones(len(system.truth), dtype=bool)
    left = system.published.sum(axis=1)
    values = system.published @ system.truth
    while True:
        settled = (left > 0) & ((left == 1) | (values <= 0))
        fixed = system.published[settled].any(axis=0) & free
        if not fixed.any():
            return free
        free &= ~fixed
        left = left - system.published[:, fixed].sum(axis=1)
        values = values - system.published[:, fixed] @ system.truth[fixed]


def _solved(pieces: Sequence[_Piece]) -> list[Floats]:
    """Return the ranges of the wanted sums of every piece."""
    ranges = [_simplex(piece) if len(piece.published) == 1 else None for piece in pieces]
    hard = [piece for piece, known in zip(pieces, ranges, strict=True) if known is None]
    solved = iter(_programmed(hard) if hard else [])
    return [known if known is not None else next(solved) for known in ranges]


def _simplex(piece: _Piece) -> Floats:
    """Return the ranges where one sum is all that is known: a part of it lies between 0 and all."""
    total = float(piece.values[0])
    everything = piece.wanted.all(axis=1)
    return np.stack([np.where(everything, total, 0.0), np.full(len(piece.wanted), total)], axis=1)


def _programmed(pieces: Sequence[_Piece]) -> list[Floats]:
    """Return the ranges by one linear program that holds a copy of its piece for each end of each wanted sum."""
    from scipy.optimize import linprog

    copies = [2 * len(piece.wanted) for piece in pieces]
    matrix: Any = sparse.block_diag(
        [
            sparse.kron(sparse.identity(n), piece.published.astype(np.float64))
            for n, piece in zip(copies, pieces, strict=True)
        ],
        format="csr",
    )
    values = np.concatenate([np.tile(piece.values, n) for n, piece in zip(copies, pieces, strict=True)])
    aims = [np.concatenate([piece.wanted, -piece.wanted.astype(np.int64)]).astype(np.float64) for piece in pieces]
    found = linprog(np.concatenate([aim.ravel() for aim in aims]), A_eq=matrix, b_eq=values, method="highs")
    if found.status != 0:
        # Not to be expected: the truth is a solution. What cannot be shown to be safe is taken to be known.
        return [np.zeros((len(piece.wanted), 2)) for piece in pieces]
    ranges, start = [], 0
    for aim in aims:
        cells = found.x[start : start + aim.size].reshape(aim.shape)
        start += aim.size
        ends = np.abs(aim * cells).sum(axis=1)
        half = len(aim) // 2
        ranges.append(np.stack([ends[:half], ends[half:]], axis=1))
    return ranges
