"""Trees of fitted models as woodelf reads them, one ensemble an output, categories included.

It is imported where it is needed: woodelf takes a second.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from woodelf.core.trees.decision_trees_ensemble import DecisionTreesEnsemble, LeftIsSmallerEqualDecisionTreeNode
from woodelf.core.trees.parse_models import load_decision_tree_ensemble_model
from woodelf.explainer import WoodelfExplainer

from workbench.explanation.shapley.request import Floats

__all__ = ["Ensembles", "path_dependent_base", "read_ensembles", "tree_values", "woodelf_values"]

_READ = (
    "is_leaf",
    "is_categorical",
    "feature_idx",
    "value",
    "num_threshold",
    "missing_go_to_left",
    "count",
    "bitset_idx",
    "left",
    "right",
)
"""What is read of scikit-learn's record of a node."""


class Ensembles(NamedTuple):
    """Trees of a model.

    Parameters
    ----------
    trees : tuple
        For each output its trees; each is a root node of woodelf's.
    order : array of int
        The places of the derived columns in the matrix that the trees read.
    encode : callable
        Takes derived columns, returns the matrix that the trees read.
    """

    trees: tuple[Any, ...]
    order: NDArray[np.int64]
    encode: Any


class _Categories(LeftIsSmallerEqualDecisionTreeNode):  # type: ignore[misc]  # woodelf has no types
    """A split on categories: some codes go left, the others right, a missing one where it was learned to."""

    codes: NDArray[np.float64]

    def shall_go_left(self, row: Any, GPU: bool = False) -> Any:  # noqa: N803  woodelf's own name
        """Return for each row whether it goes left."""
        del GPU  # everything is computed on the processor
        values = np.asarray(row[self.feature_name], dtype=np.float64)
        left = np.isin(values, self.codes)
        left |= np.isnan(values) & bool(self.nan_go_left)
        return pd.Series(left)


class _OfPlayer(LeftIsSmallerEqualDecisionTreeNode):  # type: ignore[misc]  # woodelf has no types
    """A node that asks as another one does, and counts as asking about a player."""

    def __init__(self, node: Any, players: NDArray[np.int64]) -> None:
        player = None if node.is_leaf() else int(players[node.feature_name])
        super().__init__(player, node.value, None, None, node.nan_go_left, node.index, node.cover)
        self.asked = node

    def shall_go_left(self, row: Any, GPU: bool = False) -> Any:  # noqa: N803  woodelf's own name
        """Return for each row whether it goes left."""
        return self.asked.shall_go_left(row, GPU)


def read_ensembles(estimator: Any, n_derived: int, n_outputs: int) -> Ensembles:
    """Return a model's trees, one ensemble an output.

    Parameters
    ----------
    estimator : Any
        A fitted model of trees.
    n_derived : int
        How many columns it reads.
    n_outputs : int
        How many numbers it predicts a row. Of two outcomes the trees are those of the favourable one.
    """
    module = type(estimator).__module__
    if "hist_gradient_boosting" in module:
        return _of_histograms(estimator, n_derived, n_outputs)
    names = list(range(n_derived))
    single = module.startswith(("sklearn.tree", "sklearn.ensemble", "xgboost"))
    # Those compare numbers in single precision.
    encode = (lambda matrix: matrix.astype(np.float32).astype(np.float64)) if single else (lambda matrix: matrix)
    averages = (
        hasattr(estimator, "classes_") and not hasattr(estimator, "decision_function") and "xgboost" not in module
    )
    first = 1 if averages and n_outputs == 1 and "lightgbm" not in module else 0
    trees = tuple(load_decision_tree_ensemble_model(estimator, names, first + place) for place in range(n_outputs))
    return Ensembles(trees, np.arange(n_derived), encode)


def _of_histograms(estimator: Any, n_derived: int, n_outputs: int) -> Ensembles:
    preprocessor = getattr(estimator, "_preprocessor", None)
    order, encode = np.arange(n_derived), lambda matrix: matrix
    if preprocessor is not None:
        categorical = np.asarray(estimator.is_categorical_, dtype=bool)
        order, encode = (
            np.concatenate([np.flatnonzero(categorical), np.flatnonzero(~categorical)]),
            preprocessor.transform,
        )
    predictors: Any = vars(estimator)["_predictors"]  # scikit-learn has no public way to its trees
    trees = tuple(
        DecisionTreesEnsemble([_read_histogram_tree(found[place], order) for found in predictors])
        for place in range(n_outputs)
    )
    return Ensembles(trees, order, encode)


def _read_histogram_tree(predictor: Any, order: NDArray[np.int64]) -> Any:
    records = predictor.nodes
    # Column by column: to ask each record for each field takes several times as long.
    fields = {name: records[name].tolist() for name in _READ}
    each = (dict(zip(_READ, one, strict=True)) for one in zip(*fields.values(), strict=True))
    features = order.tolist()
    nodes = [_node(index, one, predictor.raw_left_cat_bitsets, features) for index, one in enumerate(each)]
    for node, is_leaf, left, right in zip(nodes, fields["is_leaf"], fields["left"], fields["right"], strict=True):
        if not is_leaf:
            node.left, node.right = nodes[left], nodes[right]
            node.left.parent = node.right.parent = node
    nodes[0].depth = nodes[0].get_depth()
    return nodes[0]


def _node(index: int, record: dict[str, Any], bitsets: Any, features: list[int]) -> Any:
    leaf = bool(record["is_leaf"])
    kind = _Categories if record["is_categorical"] and not leaf else LeftIsSmallerEqualDecisionTreeNode
    node = kind(
        feature_name=None if leaf else features[record["feature_idx"]],
        value=record["value"] if leaf else record["num_threshold"],
        right=None,
        left=None,
        nan_go_left=bool(record["missing_go_to_left"]),
        index=index,
        cover=float(record["count"]),
    )
    if isinstance(node, _Categories):
        words = bitsets[record["bitset_idx"]]
        node.codes = np.flatnonzero([(int(words[code // 32]) >> (code % 32)) & 1 for code in range(256)]).astype(float)
    return node


def tree_values(ensemble: Any, matrix: Floats) -> Floats:
    """Return the sum of the trees for each row: what the model adds up, less a constant."""
    columns = {place: matrix[:, place] for place in range(matrix.shape[1])}
    total = np.zeros(len(matrix))
    for root in ensemble.trees:
        pending = [(root, np.arange(len(matrix)))]
        while pending:
            node, places = pending.pop()
            if node.is_leaf():
                total[places] += node.value
                continue
            left = np.asarray(node.shall_go_left({node.feature_name: columns[node.feature_name][places]}), dtype=bool)
            pending += [(node.left, places[left]), (node.right, places[~left])]
    return total


def path_dependent_base(ensemble: Any) -> float:
    """Return the mean of the leaves, each counted by the training rows that reached it."""
    total = 0.0
    for root in ensemble.trees:
        leaves = root.get_all_leaves()
        total += sum(leaf.value * leaf.cover for leaf in leaves) / root.cover
    return total


def woodelf_values(
    ensemble: Any, matrix: Floats, background: Floats | None, players: NDArray[np.int64] | None = None
) -> Floats:
    """Return woodelf's Shapley values, shape (n_rows, n_players); by default each derived column is a player."""
    known = np.arange(matrix.shape[1]) if players is None else np.unique(players)
    if players is not None:
        of = np.searchsorted(known, players)
        ensemble = DecisionTreesEnsemble([_joined(root, of) for root in ensemble.trees])
    frame = pd.DataFrame(matrix)
    other = None if background is None else pd.DataFrame(background)
    found = np.asarray(WoodelfExplainer(ensemble, data=other).shap_values(frame, verbose=False), dtype=np.float64)
    values = np.zeros((len(matrix), int(known.max(initial=-1)) + 1))
    values[:, known] = found[:, : len(known)]
    return values


def _joined(root: Any, players: NDArray[np.int64]) -> Any:
    """Return a tree whose splits on derived columns of one player count as splits on one column."""
    nodes = {id(node): _OfPlayer(node, players) for node in root.bfs()}
    for node in root.bfs(including_leaves=False):
        own = nodes[id(node)]
        own.left, own.right = nodes[id(node.left)], nodes[id(node.right)]
        own.left.parent = own.right.parent = own
    found = nodes[id(root)]
    found.depth = root.depth
    return found


def n_leaves(ensembles: Sequence[Any]) -> int:
    """Return how many leaves there are in all trees."""
    return sum(len(root.get_all_leaves()) for one in ensembles for root in one.trees)
