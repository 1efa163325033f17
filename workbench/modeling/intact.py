"""Whether what was loaded stays within its own arrays.

Trees, neighbours and support vectors are predicted by compiled code, which follows the numbers of a model without
looking whether they lead out of its arrays. A file made with care could have it read any memory, or go round in
circles; so these numbers are looked at before anything is predicted.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["parts_of", "problem_of"]

_LOOKED_INTO = ("sklearn", "skrub", "lightgbm", "xgboost", "workbench")
_N_BITS = 8
"""Words of 32 bits in a set of categories."""


def parts_of(model: object) -> Iterator[object]:
    """Yield a model and every object in it, each once."""
    waiting: list[object] = [model]
    known: set[int] = set()
    while waiting:
        one = waiting.pop()
        if id(one) in known:
            continue
        known.add(id(one))
        if isinstance(one, dict):
            waiting += one.values()
        elif isinstance(one, (list, tuple, set)):
            waiting += one
        elif isinstance(one, np.ndarray):
            waiting += one.ravel().tolist() if one.dtype == object else []
        elif type(one).__module__.partition(".")[0] in _LOOKED_INTO:
            yield one
            waiting += getattr(one, "__dict__", {}).values()


def problem_of(model: object) -> str:
    """Return what is wrong with the numbers of a model, as the end of a sentence; empty where nothing is.

    Parameters
    ----------
    model : object
        What was loaded.

    Examples
    --------
    >>> from sklearn.tree import DecisionTreeClassifier
    >>> problem_of(DecisionTreeClassifier().fit([[0.0], [1.0]], [0, 1]))
    ''
    """
    from workbench.modeling.xgboosters import problem_of_xgboost

    looks = {
        "Booster": problem_of_xgboost,
        "KDTree": _neighbours,
        "SVC": _support,
        "HistGradientBoostingClassifier": _histogram_trees,
        "HistGradientBoostingRegressor": _histogram_trees,
    }
    for part in parts_of(model):
        look = looks.get(type(part).__name__, _trees)
        try:
            found = look(part)
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
            found = f"lacks what it needs to predict: {type(error).__name__}"
        if found:
            return f"{type(part).__name__} {found}"
    return ""


def _trees(part: Any) -> str:
    """Look at a tree of scikit-learn, or at those of a forest or of gradient boosting."""
    content = getattr(part, "__dict__", {})
    if "tree_" in content:
        return _one_tree(content["tree_"], content.get("n_features_in_"))
    several = content.get("estimators_")
    if several is None:
        return ""
    if type(part).__name__.startswith("GradientBoosting") and np.shape(several)[1] != part.n_trees_per_iteration_:
        return "has another number of trees a round than it says"
    own = [one for one in np.ravel(np.asarray(several, dtype=object)) if "tree_" in getattr(one, "__dict__", {})]
    found = (_one_tree(one.tree_, content.get("n_features_in_")) for one in own)
    return next(filter(None, found), "")


def _one_tree(tree: Any, n_features: Any) -> str:
    if not isinstance(n_features, int) or n_features < 1:
        return "does not say how many columns it reads"
    if not 0 < tree.node_count <= tree.capacity:
        return "has a tree with more nodes than there are"
    left, right = np.asarray(tree.children_left), np.asarray(tree.children_right)
    inner = left != -1  # as the compiled code asks
    return _walk(inner, left, right, np.asarray(tree.feature), n_features)


def _walk(inner: NDArray[np.bool_], left: Any, right: Any, feature: Any, n_features: int) -> str:
    """Look whether every step from a node leads on to a later one, by a column that there is."""
    own = np.arange(len(inner))
    for child in (np.asarray(left, dtype=np.int64), np.asarray(right, dtype=np.int64)):
        if ((child <= own) | (child >= len(inner)))[inner].any():
            return "has a tree with a node that leads nowhere, or back"
    column = np.asarray(feature, dtype=np.int64)[inner]
    return (
        "has a tree that asks for a column that is not there" if ((column < 0) | (column >= n_features)).any() else ""
    )


def _histogram_trees(part: Any) -> str:
    held = vars(part)
    is_categorical = np.asarray(held["_bin_mapper"].is_categorical_, dtype=bool)
    if len(is_categorical) != part.n_features_in_:
        return "has another number of columns than it says"
    for stage in held["_predictors"]:
        if len(stage) != part.n_trees_per_iteration_:
            return "has another number of trees a round than it says"
        for tree in stage:
            nodes, sets = tree.nodes, tree.raw_left_cat_bitsets
            inner = nodes["is_leaf"] == 0
            if not len(nodes) or sets.ndim != 2 or sets.shape[1] != _N_BITS:
                return "has a tree without nodes, or sets of categories of a wrong size"
            found = _walk(inner, nodes["left"], nodes["right"], nodes["feature_idx"], part.n_features_in_)
            if found:
                return found
            by_set = nodes[inner & (nodes["is_categorical"] != 0)]
            if (by_set["bitset_idx"] >= len(sets)).any() or not is_categorical[by_set["feature_idx"]].all():
                return "has a tree that asks for a set of categories that is not there"
    return ""


def _neighbours(part: Any) -> str:
    data, order, nodes, bounds = (np.asarray(one) for one in part.get_arrays())
    starts, ends = nodes["idx_start"], nodes["idx_end"]
    is_within = (order >= 0).all() and (order < len(data)).all() and len(order) == len(data)
    ordered = (starts >= 0).all() and (starts <= ends).all() and (ends <= len(data)).all()
    n_nodes = bounds.shape[1]
    last = (nodes["is_leaf"] != 0)[(len(nodes) - 1) // 2 :].all()  # two to each node: what has none must be a leaf
    same = n_nodes == len(nodes) and bounds.shape[2] == data.shape[1]
    return "" if is_within and ordered and last and same else "has neighbours that are not there"


def _support(part: Any) -> str:
    held = vars(part)
    if "_n_support" not in held:
        return ""
    n_vectors, n_classes = len(part.support_vectors_), len(part.classes_)
    told = np.asarray(held["_n_support"], dtype=np.int64)
    n_pairs, sizes = n_classes * (n_classes - 1) // 2, (len(held["_probA"]), len(held["_probB"]))
    fits = (
        (told >= 0).all()
        and told.sum() == n_vectors == len(part.support_)
        and len(told) == n_classes
        and np.shape(held["_dual_coef_"]) == (n_classes - 1, n_vectors)
        and len(held["_intercept_"]) == n_pairs
        and sizes in ((0, 0), (n_pairs, n_pairs))
        and part.support_vectors_.shape[1] == part.n_features_in_
    )
    return "" if fits else "has support vectors that are not there"
