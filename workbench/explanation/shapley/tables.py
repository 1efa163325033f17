"""Shapley values of shallow trees by tables: what a leaf gives depends only on which of its columns lead to it.

A leaf whose path asks about k original columns is a game of k players. Row and background are two patterns of k
bits, which say for each column whether it leads to the leaf; the value of every pattern is written down once, and
rows look it up. Leaves below one node are looked up together, so that a row costs a few look-ups a tree.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np
from joblib import cpu_count
from numpy.typing import NDArray

from workbench.explanation.shapley.request import Floats, UnreadableError

__all__ = ["games_of_leaves", "table_values"]

_MOST_BITS = 11
"""A table of so many bits stays in the processor's nearest memory."""
_MOST_CELLS = 20_000_000
_MOST_PLAYERS = 16
_ROWS_AT_ONCE = 25_000

Bits = NDArray[np.bool_]


class _Leaf(NamedTuple):
    """A leaf: its value, and for each player on its way the splits, and which side leads to it."""

    value: float
    ways: dict[int, list[tuple[Any, bool]]]
    shares: dict[int, float]


class _Group(NamedTuple):
    """Leaves below one node: splits above it are asked about player by player, those below one by one."""

    tree: Any
    above: dict[int, list[tuple[Any, bool]]]
    below: list[Any]
    leaves: list[_Leaf]

    @property
    def n_bits(self) -> int:
        """How many bits say which of the leaves a row's columns lead to."""
        return len(self.above) + len(self.below)


def table_values(
    ensemble: Any, matrix: Floats, background: Floats | None, *, players: Sequence[int] | None = None
) -> Floats:
    """Return Shapley values of the sum of some trees, exactly, shape (n_rows, n_players).

    Parameters
    ----------
    ensemble : Any
        Trees as woodelf reads them.
    matrix : array of float, shape (n_rows, n_derived)
        Rows to explain.
    background : array of float, shape (n_background, n_derived), or None
        Rows that stand for "without the column"; by default the training rows that passed each branch.
    players : sequence of int, optional
        For each derived column the player it belongs to, from 0: the original column it comes from. Those of one
        player are known or unknown together, which is more than to add up what each would get alone. By default
        each is a player of its own.

    Raises
    ------
    UnreadableError
        Without a word, where the trees are so deep that tables would be large.

    Notes
    -----
    The weights of Shapley's formula are integrals over how likely the other columns are known, so Gauss's
    quadrature with half as many points as columns gives them exactly.
    """
    fewer = len(matrix) if background is None else min(len(matrix), len(background))
    most_bits = int(np.clip(np.log2(max(fewer, 1)) - 4, 2, _MOST_BITS))
    of = np.arange(matrix.shape[1]) if players is None else np.asarray(players)
    _check_size(ensemble.trees, of)
    groups = [one for root in ensemble.trees for one in _groups(root, most_bits, of)]
    tables = _tables(groups, None if background is None else np.asfortranarray(background))
    values = np.zeros((int(of.max(initial=-1)) + 1, len(matrix)))
    parts = [slice(start, start + _ROWS_AT_ONCE) for start in range(0, len(matrix), _ROWS_AT_ONCE)]

    def look_up(part: slice) -> None:
        columns = np.asfortranarray(matrix[part])
        for (_, table), pattern in zip(tables, _patterns(groups, columns), strict=True):
            for column, cells in table.items():
                values[column, part] += cells.take(pattern)

    with ThreadPoolExecutor(max(1, min(cpu_count(), len(parts)))) as pool:
        list(pool.map(look_up, parts))
    return values.T


def games_of_leaves(frequencies: Floats) -> Floats:
    """Return the Shapley values of every pattern against a distribution of patterns.

    A column that leads to the leaf has bit 1. The leaf is reached, worth 1, where every column is known to lead to
    it in the row, or unknown and leads to it in the background.

    Parameters
    ----------
    frequencies : array of float, shape (n_leaves, 2**k)
        How often each pattern is met in the background; bit j of a pattern is the j-th column's.

    Returns
    -------
    array of float, shape (n_leaves, k, 2**k)

    Examples
    --------
    >>> games_of_leaves(np.array([[0.75, 0.25]])).tolist()
    [[[-0.25, 0.75]]]
    """
    n_leaves, n_patterns = frequencies.shape
    k = n_patterns.bit_length() - 1
    nodes, weights = np.polynomial.legendre.leggauss((k + 1) // 2)
    of_missing, of_known = np.zeros_like(frequencies), np.zeros_like(frequencies)
    for known, weight in zip((nodes + 1) / 2, weights / 2, strict=True):
        worth = frequencies.copy()
        for player in range(k):
            pair = worth.reshape(n_leaves, -1, 2, 1 << player)
            leads = pair[:, :, 1].copy()
            pair[:, :, 1] += known * pair[:, :, 0]
            pair[:, :, 0] = (1 - known) * leads
        of_missing += weight / (1 - known) * worth
        of_known += weight / known * worth
    values = np.empty((n_leaves, k, n_patterns))
    for player in range(k):
        shape = (n_leaves, -1, 2, 1 << player)
        found = values[:, player].reshape(shape)  # a copy, as its rows are apart
        without, other = of_missing.reshape(shape)[:, :, 0], of_known.reshape(shape)
        found[:, :, 0] = -without
        found[:, :, 1] = other[:, :, 1] - other[:, :, 0] - without
        values[:, player] = found.reshape(n_leaves, n_patterns)
    return values


def _check_size(trees: Iterable[Any], players: NDArray[np.int64]) -> None:
    """Raise where tables would be large: as soon as that is seen, since large trees take long to walk through."""
    n_cells = 0
    for root in trees:
        pending: list[tuple[Any, frozenset[int]]] = [(root, frozenset())]
        while pending:
            node, columns = pending.pop()
            if not node.is_leaf():
                columns |= {int(players[node.feature_name])}
                pending += [(node.left, columns), (node.right, columns)]
                continue
            n_cells += len(columns) << len(columns)
            if len(columns) > _MOST_PLAYERS or n_cells > _MOST_CELLS:
                raise UnreadableError("")


def _groups(root: Any, most_bits: int, players: NDArray[np.int64]) -> list[_Group]:
    """Return the leaves of a tree in as few groups as have no more bits than they may."""
    found: list[_Group] = []
    pending: list[tuple[Any, list[tuple[Any, bool]]]] = [] if root.is_leaf() else [(root, [])]
    while pending:
        node, path = pending.pop()
        below = node.bfs(including_leaves=False)
        above = _by_player(path, players)
        if len(above) + len(below) > most_bits and not node.is_leaf():
            pending += [(node.left, [*path, (node, True)]), (node.right, [*path, (node, False)])]
        else:
            found.append(_Group(root, above, below, _leaves(node, path, players)))
    return found


def _by_player(path: Iterable[tuple[Any, bool]], players: NDArray[np.int64]) -> dict[int, list[tuple[Any, bool]]]:
    found: dict[int, list[tuple[Any, bool]]] = {}
    for node, is_left in path:
        found.setdefault(int(players[node.feature_name]), []).append((node, is_left))
    return found


def _leaves(node: Any, path: list[tuple[Any, bool]], players: NDArray[np.int64]) -> list[_Leaf]:
    if not node.is_leaf():
        return [
            *_leaves(node.left, [*path, (node, True)], players),
            *_leaves(node.right, [*path, (node, False)], players),
        ]
    ways, shares = _by_player(path, players), {}
    for column, splits in ways.items():
        taken = [(one.left if is_left else one.right).cover / one.cover for one, is_left in splits]
        shares[column] = float(np.prod(taken))
    return [_Leaf(float(node.value), ways, shares)]


def _tables(groups: list[_Group], background: Floats | None) -> list[tuple[_Group, dict[int, Floats]]]:
    """Return for each group and column the value of each pattern of the group's bits."""
    places = [[_places(group, leaf) for leaf in group.leaves] for group in groups]
    met: list[list[Floats]] = [[_expected(leaf) for leaf in group.leaves] for group in groups]
    if background is not None:
        counts: list[Floats] = [
            np.bincount(pattern, minlength=1 << group.n_bits) / len(background)
            for group, pattern in zip(groups, _patterns(groups, background), strict=True)
        ]
        met = [
            [
                np.bincount(at, one, 1 << len(leaf.ways)).astype(np.float64)
                for at, leaf in zip(found, group.leaves, strict=True)
            ]
            for group, found, one in zip(groups, places, counts, strict=True)
        ]
    flat = [one for found in met for one in found]
    games: list[Floats] = [np.empty(0)] * len(flat)
    for size in {len(one) for one in flat}:
        same = [place for place, one in enumerate(flat) if len(one) == size]
        for place, game in zip(same, games_of_leaves(np.array([flat[place] for place in same])), strict=True):
            games[place] = game
    found_games = iter(games)
    tables = []
    for group, found in zip(groups, places, strict=True):
        table: dict[int, Floats] = {}
        for leaf, at in zip(group.leaves, found, strict=True):
            for column, game in zip(leaf.ways, next(found_games), strict=True):
                cells = (leaf.value * game).take(at)
                table[column] = table[column] + cells if column in table else cells
        tables.append((group, table))
    return tables


def _expected(leaf: _Leaf) -> Floats:
    """Return how often each pattern is met where columns lead to the leaf independently, as training rows did."""
    found = np.ones(1)
    for share in leaf.shares.values():
        found = np.concatenate([found * (1 - share), found * share])
    return found


def _places(group: _Group, leaf: _Leaf) -> NDArray[np.int64]:
    """Return the leaf's own pattern for each pattern of its group."""
    every = np.arange(1 << group.n_bits)
    place = {id(node): len(group.above) + at for at, node in enumerate(group.below)}
    above = {column: at for at, column in enumerate(group.above)}
    found = np.zeros(len(every), dtype=np.int64)
    for at, (column, splits) in enumerate(leaf.ways.items()):
        leads = np.ones(len(every), dtype=bool)
        if column in above:
            leads &= (every >> above[column]) & 1 == 1
        for node, is_left in splits:
            if id(node) in place:
                leads &= ((every >> place[id(node)]) & 1 == 1) == is_left
        found += leads.astype(np.int64) << at
    return found


def _patterns(groups: Iterable[_Group], columns: Floats) -> Iterable[NDArray[np.int64]]:
    """Yield each group's bits for each row."""
    read = {place: columns[:, place] for place in range(columns.shape[1])}
    known: dict[int, Bits] = {}
    tree = None

    def left(node: Any) -> Bits:
        if id(node) not in known:
            known[id(node)] = np.asarray(node.shall_go_left(read), dtype=bool)
        return known[id(node)]

    for group in groups:
        if group.tree is not tree:
            tree = group.tree
            known.clear()
        bits = [
            np.logical_and.reduce([left(node) if is_left else ~left(node) for node, is_left in splits])
            for splits in group.above.values()
        ]
        bits += [left(node) for node in group.below]
        pattern = np.zeros(len(columns), dtype=np.uint16)
        for bit in reversed(bits):
            pattern += pattern
            pattern += bit
        yield pattern.astype(np.int64)
