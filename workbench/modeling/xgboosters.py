"""What an XGBoost booster's bytes hold, looked at before its own reader follows them.

That reader checks the document's form, and then goes by the numbers in it: from a node to its parent, to its children,
to a column. So the document, UBJSON as XGBoost writes it, is read here first, and only trees whose every step stays
within their own nodes and columns are handed on.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import Any

import numpy as np

__all__ = ["problem_of_bytes", "problem_of_xgboost"]

_NUMBERS = {"i": ">i1", "U": ">u1", "I": ">i2", "l": ">i4", "L": ">i8", "d": ">f4", "D": ">f8"}
_CONSTANTS = {"T": True, "F": False, "Z": None}
_MOST_NESTED = 40
_NO_PARENT = 2**31 - 1
_OF_EACH_NODE = (
    "right_children",
    "parents",
    "split_indices",
    "split_conditions",
    "split_type",
    "default_left",
    "base_weights",
    "loss_changes",
    "sum_hessian",
)
_ELSEWHERE = "leads nowhere, or back"


def problem_of_bytes(content: bytes) -> str:
    """Return what is wrong with a booster that XGBoost is not to read yet; empty where nothing is.

    Parameters
    ----------
    content : bytes
        As a booster's ``__getstate__`` gives them: its model and its configuration in one document.

    Examples
    --------
    >>> problem_of_bytes(b"binf")
    'is no document that XGBoost writes'
    """
    if not content.startswith(b"{L"):  # older forms, and texts, have readers of their own
        return "is no document that XGBoost writes"
    try:
        reader = _Reader(content)
        whole = reader.value(0)
        if reader.place != len(content) or set(whole) != {"Config", "Model"}:
            return "is no document that XGBoost writes"
        config = whole["Config"]["learner"]
        told = (config["gradient_booster"]["name"], config["objective"]["name"])
        learner = whole["Model"]["learner"]
        if told != ("gbtree", learner["objective"]["name"]):
            return "is configured as another booster than it is"
        for name in ("num_feature", "num_class", "num_target"):
            if config["learner_model_param"][name] != learner["learner_model_param"][name]:
                return "is configured as another booster than it is"
        return _problem_of_learner(learner)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError, OverflowError, struct.error) as error:
        return f"lacks what it needs to predict: {type(error).__name__}"


def problem_of_xgboost(booster: Any) -> str:
    """Return what is wrong with the trees of an XGBoost booster that was loaded; empty where nothing is.

    Parameters
    ----------
    booster : xgboost.Booster
        Of a LightGBM booster nothing is looked at: its text was, before it was loaded.
    """
    if not type(booster).__module__.startswith("xgboost") or booster.__dict__.get("handle") is None:
        return ""
    return _problem_of_learner(json.loads(bytes(booster.save_raw("json")))["learner"])


class _Reader:
    """Reads the part of UBJSON that XGBoost writes, and nothing else."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.place = 0

    def take(self, n: int) -> bytes:
        if not 0 <= n <= len(self.content) - self.place:
            raise ValueError(n)
        self.place += n
        return self.content[self.place - n : self.place]

    def kind(self) -> str:
        return self.take(1).decode("ascii")

    def number(self, kind: str) -> Any:
        made = np.dtype(_NUMBERS[kind])
        return np.frombuffer(self.take(made.itemsize), made)[0].item()

    def length(self) -> int:
        if self.kind() != "L":
            raise ValueError(self.place)
        return int(self.number("L"))

    def text(self) -> str:
        return self.take(self.length()).decode()

    def value(self, depth: int) -> Any:
        kind = self.kind()
        if depth > _MOST_NESTED:
            raise ValueError(depth)
        if kind == "{":
            return self.object(depth)
        if kind == "[":
            return self.array(depth)
        if kind == "S":
            return self.text()
        return _CONSTANTS[kind] if kind in _CONSTANTS else self.number(kind)

    def object(self, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while self.content[self.place : self.place + 1] != b"}":
            name = self.text()
            if name in found:
                raise ValueError(name)  # two readers might not take the same one
            found[name] = self.value(depth + 1)
        self.place += 1
        return found

    def array(self, depth: int) -> Any:
        sign = self.kind()
        if sign == "$":
            made = np.dtype(_NUMBERS[self.kind()])
            if self.kind() != "#":
                raise ValueError(self.place)
            n = self.length()
            return np.frombuffer(self.take(n * made.itemsize), made)
        if sign != "#":
            raise ValueError(sign)
        n = self.length()
        if not 0 <= n <= len(self.content):
            raise ValueError(n)
        return [self.value(depth + 1) for _ in range(n)]


def _problem_of_learner(learner: Mapping[str, Any]) -> str:
    params, booster = learner["learner_model_param"], learner["gradient_booster"]
    n_columns, n_outputs = int(params["num_feature"]), max(1, int(params["num_class"]))
    if booster.get("name") != "gbtree" or int(params["num_target"]) != 1:
        return "is no set of trees for one target"
    if len(json.loads(f"[{params['base_score'].strip('[]')}]")) not in (1, n_outputs):
        return "starts from more or fewer numbers than it has outputs"
    if any(len(learner.get(name, ())) not in (0, n_columns) for name in ("feature_names", "feature_types")):
        return "names more or fewer columns than it reads"
    model = booster["model"]
    belongs, rounds = np.asarray(model["tree_info"]), np.asarray(model["iteration_indptr"])
    told = int(model["gbtree_model_param"]["num_trees"])
    if any(len(one) for one in model.get("cats", {}).values()):
        return "has sets of categories, which are not looked at here"
    if not told == len(belongs) == len(model["trees"]) or ((belongs < 0) | (belongs >= n_outputs)).any():
        return "has trees of classes that are not there"
    if rounds[0] != 0 or rounds[-1] != len(belongs) or (np.diff(rounds) < 0).any():
        return "has another number of trees a round than it says"
    found = (_problem_of_tree(tree, n_columns) for tree in model["trees"])
    return next((f"has a tree that {problem}" for problem in found if problem), "")


def _problem_of_tree(tree: Mapping[str, Any], n_columns: int) -> str:
    left, right, parents, columns = (
        np.asarray(tree[name]).astype(np.int64)
        for name in ("left_children", "right_children", "parents", "split_indices")
    )
    n_nodes, params = len(left), tree["tree_param"]
    if not n_nodes or {len(tree[name]) for name in _OF_EACH_NODE} | {int(params["num_nodes"])} != {n_nodes}:
        return "has another number of nodes than it says"
    if params.get("size_leaf_vector", "1") not in ("0", "1"):
        return "has leaves of several numbers, which are not looked at here"
    if any(tree["split_type"]) or any(len(value) for name, value in tree.items() if name.startswith("categories")):
        return "has sets of categories, which are not looked at here"
    inner, own = left != -1, np.arange(n_nodes)
    if (right[~inner] != -1).any() or int(params["num_feature"]) > n_columns:
        return _ELSEWHERE
    for child in (left, right):
        if ((child <= own) | (child >= n_nodes))[inner].any():
            return _ELSEWHERE
    if ((columns < 0) | (columns >= n_columns))[inner].any():
        return "asks for a column that is not there"
    return "" if _is_family(left, right, parents, inner) else "has a node whose parent is another"


def _is_family(left: Any, right: Any, parents: Any, inner: Any) -> bool:
    """Return whether every node but the first is a child of the one that it calls its parent."""
    own = np.arange(len(left))[inner]
    known = ((parents >= 0) & (parents < len(left)))[1:].all() and int(parents[0]) in (-1, _NO_PARENT)
    apart = (left != right)[inner].all()
    return bool(known and apart and (parents[left[inner]] == own).all() and (parents[right[inner]] == own).all())
