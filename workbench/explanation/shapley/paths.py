"""Shapley values of deep trees, exactly: every tree is walked once for many rows, or for a row beside a background row.

Without a background a leaf's game is a product over the columns on its way, so its Shapley values are integrals over
how likely the others are known; Gauss's quadrature with half as many points as columns gives them exactly. Against a
background a leaf counts where the row or the background row leads to it in every column.

The walks are compiled where they are first needed, and kept for the next time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from joblib import cpu_count
from numpy.typing import NDArray

from workbench.explanation.shapley.request import Floats, UnreadableError
from workbench.explanation.shapley.walks import beside_background, by_training_rows

__all__ = ["FlatTree", "flat_forest", "flat_nodes", "path_values"]

MOST_PLAYERS = 63
"""So many fit into the bits of a number."""
_ROWS_AT_ONCE = 128
_BACKGROUND_AT_ONCE = 4_096

Ints = NDArray[np.int64]


class FlatTree(NamedTuple):
    """A tree as arrays, from the root down.

    Parameters
    ----------
    left, right : array of int, shape (n_nodes,)
        The places of the nodes below; -1 of leaves.
    column : array of int, shape (n_nodes,)
        The derived column that a node asks about; -1 of leaves.
    value, cover : array of float, shape (n_nodes,)
        What a leaf gives, and how many training rows passed a node.
    lead : callable
        Takes derived columns, returns for each row and node whether it goes left, as (n_rows, n_nodes) of 0 and 1.
    """

    left: Ints
    right: Ints
    column: Ints
    value: Floats
    cover: Floats
    lead: Callable[[Floats], NDArray[np.uint8]]

    def mean(self) -> float:
        """Return the mean of the leaves, each counted by the training rows that reached it."""
        leaves = self.left < 0
        return float(self.value[leaves] @ self.cover[leaves] / self.cover[0])


def flat_forest(estimator: Any, place: int) -> tuple[FlatTree, ...]:
    """Return the trees of a forest or a tree of scikit-learn, whose values add up to one of its predictions.

    Parameters
    ----------
    estimator : Any
        Fitted; it averages what its trees say.
    place : int
        Of several classes the one whose probability is predicted; 0 for amounts.
    """
    grown = list(getattr(estimator, "estimators_", [estimator]))
    return tuple(_flat_tree(one.tree_, place, len(grown)) for one in grown)


def _flat_tree(tree: Any, place: int, n_trees: int) -> FlatTree:
    found = np.asarray(tree.value[:, 0, :], dtype=np.float64)
    value = found[:, place] / found.sum(axis=1) if found.shape[1] > 1 else found[:, 0]
    column = np.where(tree.children_left < 0, -1, tree.feature).astype(np.int64)
    threshold, missing_left = tree.threshold, np.asarray(tree.missing_go_to_left, dtype=bool)

    def lead(matrix: Floats) -> NDArray[np.uint8]:
        asked = matrix[:, np.maximum(column, 0)]
        return np.asarray((asked <= threshold) | (np.isnan(asked) & missing_left), dtype=np.uint8)

    # Copies, since another walk would be compiled for arrays that cannot be written to.
    left, right = (np.array(one, dtype=np.int64) for one in (tree.children_left, tree.children_right))
    cover = np.array(tree.weighted_n_node_samples, dtype=np.float64)
    return FlatTree(left, right, column, value / n_trees, cover, lead)


def flat_nodes(ensemble: Any) -> tuple[FlatTree, ...]:
    """Return trees that woodelf has read."""
    return tuple(_flat_of(root) for root in ensemble.trees)


def _flat_of(root: Any) -> FlatTree:
    nodes = root.bfs()
    place = {id(node): at for at, node in enumerate(nodes)}
    below = [(-1, -1) if one.is_leaf() else (place[id(one.left)], place[id(one.right)]) for one in nodes]
    column = np.array([-1 if one.is_leaf() else one.feature_name for one in nodes], dtype=np.int64)

    def lead(matrix: Floats) -> NDArray[np.uint8]:
        columns = {at: matrix[:, at] for at in range(matrix.shape[1])}
        found = np.zeros((len(matrix), len(nodes)), dtype=np.uint8)
        for at, node in enumerate(nodes):
            if not node.is_leaf():
                found[:, at] = np.asarray(node.shall_go_left(columns), dtype=bool)
        return found

    left, right = np.array(below, dtype=np.int64).T
    value = np.array([one.value if one.is_leaf() else 0.0 for one in nodes])
    cover = np.array([np.nan if one.cover is None else one.cover for one in nodes], dtype=np.float64)
    return FlatTree(left.copy(), right.copy(), column, value, cover, lead)


def path_values(
    trees: Sequence[FlatTree], matrix: Floats, background: Floats | None, *, players: Sequence[int] | None = None
) -> Floats:
    """Return Shapley values of the sum of some trees, exactly, shape (n_rows, n_players).

    Parameters
    ----------
    trees : sequence of FlatTree
        What is added up.
    matrix : array of float, shape (n_rows, n_derived)
        Rows to explain.
    background : array of float, shape (n_background, n_derived), or None
        Rows that stand for "without the column"; by default the training rows that passed each branch.
    players : sequence of int, optional
        For each derived column the player it belongs to, from 0. By default each is a player of its own.

    Raises
    ------
    UnreadableError
        If there are too many columns, or it is not known how many training rows passed a branch.

    Notes
    -----
    Yu, P., Bifet, A., Read, J. and Xu, C. (2022), "Linear tree shap", NeurIPS 35.
    """
    of = np.arange(matrix.shape[1]) if players is None else np.asarray(players, dtype=np.int64)
    n_players = int(of.max(initial=-1)) + 1
    if n_players > MOST_PLAYERS:
        raise UnreadableError(f"its trees read more than {MOST_PLAYERS} columns")
    if background is None and not all((one.cover > 0).all() for one in trees):
        raise UnreadableError("it is not known how many training rows passed each branch")
    values = np.zeros((len(matrix), n_players))
    parts = [slice(start, start + _ROWS_AT_ONCE) for start in range(0, len(matrix), _ROWS_AT_ONCE)]

    def walk(one: FlatTree, part: slice, met: NDArray[np.uint8] | None) -> None:
        player = np.where(one.column < 0, -1, of[np.maximum(one.column, 0)])
        leads = one.lead(matrix[part])
        if met is not None:
            found = _compiled(beside_background)(one.left, one.right, player, one.value, leads, met, n_players)
        else:
            known, weights = _points(len(set(player[player >= 0].tolist())))
            found = _compiled(by_training_rows)(
                one.left, one.right, player, one.value, one.cover, leads.T.copy(), known, weights, n_players
            ).T
        values[part] += found

    def along(part: slice) -> None:
        for one in trees:
            if background is None:
                walk(one, part, None)
                continue
            for start in range(0, len(background), _BACKGROUND_AT_ONCE):
                walk(one, part, one.lead(background[start : start + _BACKGROUND_AT_ONCE]))

    with ThreadPoolExecutor(max(1, min(cpu_count(), len(parts)))) as pool:
        list(pool.map(along, parts))
    return values if background is None else values / len(background)


def _points(n_players: int) -> tuple[Floats, Floats]:
    """Return where in (0, 1) a polynomial of one degree less than there are players is looked at, and the weights."""
    nodes, weights = np.polynomial.legendre.leggauss(max(1, (n_players + 1) // 2))
    return (nodes + 1) / 2, weights / 2


@cache
def _compiled(walk: Callable[..., Any]) -> Callable[..., Any]:
    """Return a walk in the processor's own language, read from disk where it was made before."""
    import numba  # takes a second

    try:
        found: Callable[..., Any] = numba.njit(nogil=True, cache=True)(walk)
    except RuntimeError:  # no folder can be written to
        found = numba.njit(nogil=True)(walk)
    return found
