"""What the files of LightGBM models hold, looked at before it is used; of XGBoost, which parts of a file are its bytes.

LightGBM's booster is a text, which its compiled reader takes by the sizes that the text itself says; so the text is
read here first, and only trees whose every step leads on to a later node are handed on. What XGBoost's bytes hold is
looked at in :mod:`workbench.modeling.xgboosters`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

__all__ = ["nodes_of", "problem_of_lightgbm", "problem_of_schema"]

_OBJECTIVES = re.compile(
    r"binary sigmoid:1|multiclass num_class:\d+|regression(_l1)?|huber|fair|poisson|quantile|mape|gamma|tweedie"
)
_HARMLESS = frozenset(
    (
        "verbose",
        "verbosity",
        "deterministic",
        "force_col_wise",
        "force_row_wise",
        "num_threads",
        "feature_fraction_seed",
    )
)
_MOST_CLASSES = 10_000
_SIZES = ("max_feature_idx", "num_tree_per_iteration", "num_class")
_NUMBERS = re.compile(r"[-+0-9.einf a]*")
_ELSEWHERE = "leads nowhere, or back"


def nodes_of(schema: object) -> Iterator[dict[str, Any]]:
    """Yield every object of a skops file's schema."""
    waiting = [schema]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            yield one
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one


def problem_of_schema(schema: object) -> str:
    """Return what is wrong with a LightGBM text in a skops file that is not loaded yet; empty where nothing is.

    Parameters
    ----------
    schema : object
        The file's ``schema.json``. Whatever stands under the name ``_handle`` or ``handle`` has to be such a text, or
        of XGBoost bytes: a file can refer to any of its own parts by their numbers, so where they stand says nothing.
    """
    held_at: dict[object, object] = {}
    for node in nodes_of(schema):
        found = _problem_of_node(node)
        if found:
            return found
        for held in _held(node, "_handle", "handle"):
            held_at[held.get("__id__")] = _what(held)
    for node in nodes_of(schema) if held_at else ():
        own = node.get("__id__")
        if isinstance(own, int) and own in held_at and "__loader__" in node and _what(node) != held_at[own]:
            return "gives two objects the same number"
    return ""


def _what(node: Mapping[str, Any]) -> object:
    return [node.get(name) for name in ("__loader__", "content", "file")]


def _held(node: Mapping[str, Any], *names: str) -> list[dict[str, Any]]:
    content = node.get("content")
    held = [content.get(name) for name in names] if isinstance(content, dict) else []
    return [one for one in held if isinstance(one, dict)]


def _problem_of_node(node: Mapping[str, Any]) -> str:
    if node.get("__loader__") == "JsonNode" and isinstance(_json(node), (dict, list)):
        return "hides objects in what should be a number or a text"
    for held in _held(node, "_other_params"):
        if not _names(held) <= _HARMLESS:
            return f"gives LightGBM settings that are not known here: {', '.join(sorted(_names(held)))}"
    for held in _held(node, "_handle", "handle"):
        if held.get("__loader__") == "JsonNode":
            found = problem_of_lightgbm(_json(held))
            if found:
                return f"Booster {found}"
        elif held.get("__loader__") != "BytearrayNode":
            return "holds no text where a LightGBM booster has to be one"
    return ""


def _json(node: Mapping[str, Any]) -> object:
    try:
        return json.loads(node.get("content") or "null")
    except (TypeError, ValueError):
        return []


def _names(held: Mapping[str, Any]) -> set[str]:
    content = held.get("content")
    return set(content) if isinstance(content, dict) else {"?"}


def problem_of_lightgbm(text: object) -> str:
    r"""Return what is wrong with the text of a LightGBM booster; empty where nothing is.

    Parameters
    ----------
    text : object
        As ``model_to_string`` writes it; ``None`` of a booster that was never trained.

    Examples
    --------
    >>> problem_of_lightgbm("tree\nversion=v4\nmax_feature_idx=0\n")
    'lacks what it needs to predict: ValueError'
    """
    if text is None:
        return ""
    if not isinstance(text, str) or "\0" in text or "\r" in text:
        return "is no text"
    try:
        content = text.encode()
        start = content.index(b"\nTree=0\n") + 1
        header = _pairs(content[:start].decode())
        sizes = _whole(header["tree_sizes"]).tolist()
        n_columns, n_trees, n_classes = (_whole(header[name])[0] for name in _SIZES)
        n_columns += 1
        if not (0 < n_trees == n_classes <= _MOST_CLASSES and len(sizes) % n_trees == 0):
            return "has another number of trees a round than it says"
        if not _OBJECTIVES.fullmatch(header["objective"]) or len(header["feature_names"].split(" ")) != n_columns:
            return "has an objective or columns that are not known here"
        if header["objective"].startswith("multiclass") and header["objective"] != f"multiclass num_class:{n_trees}":
            return "has another number of classes than it says"
        for place, size in enumerate(sizes):
            block = content[start : start + size]
            start += size
            if size <= 0 or not block.startswith(b"Tree=%d\n" % place) or block.count(b"Tree=") != 1:
                return "has trees of other sizes than it says"
            found = _lightgbm_tree(_pairs(block.decode().partition("\n\n")[0]), n_columns)  # its reader stops there
            if found:
                return f"has a tree that {found}"
    except (KeyError, ValueError, OverflowError) as error:
        return f"lacks what it needs to predict: {type(error).__name__}"
    return "" if content[start:].startswith(b"end of trees\n") else "has trees of other sizes than it says"


def _pairs(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in text.split("\n"):
        name, _, value = line.partition("=")
        if name and name in found:
            raise ValueError(name)  # two readers might not take the same one
        found[name] = value
    return found


def _lightgbm_tree(tree: Mapping[str, str], n_columns: int) -> str:
    n_leaves, n_sets = int(_whole(tree["num_leaves"])[0]), int(_whole(tree["num_cat"])[0])
    n_inner = n_leaves - 1
    if n_leaves < 1 or n_sets < 0 or tree.get("is_linear", "0") != "0":
        return "has no leaves, or models in them"
    if len(tree["leaf_value"].split()) != n_leaves:
        return "has another number of leaves than it says"
    if n_inner == 0:
        return ""
    columns, kinds = _whole(tree["split_feature"]), _whole(tree["decision_type"])
    thresholds = np.array(_plain(tree["threshold"]), dtype=np.float64)
    if {len(columns), len(kinds), len(thresholds)} != {n_inner}:
        return "has another number of nodes than it says"
    if (columns < 0).any() or (columns >= n_columns).any():
        return "asks for a column that is not there"
    for child in (_whole(tree["left_child"]), _whole(tree["right_child"])):
        inner = child >= 0
        if len(child) != n_inner or (child < -n_leaves).any() or (child >= n_inner).any():
            return _ELSEWHERE
        if (child <= np.arange(n_inner))[inner].any():
            return _ELSEWHERE
    return _sets(tree, thresholds[(kinds & 1) == 1], n_sets)


def _sets(tree: Mapping[str, str], asked: np.ndarray[Any, np.dtype[np.float64]], n_sets: int) -> str:
    """Look whether the sets of categories that a tree asks for are there."""
    missing = "asks for a set of categories that is not there"
    if not n_sets:
        return missing if len(asked) else ""
    edges, words = _whole(tree["cat_boundaries"]), tree["cat_threshold"].split()
    within = len(edges) == n_sets + 1 and edges[0] == 0 and (np.diff(edges) > 0).all() and edges[-1] == len(words)
    return "" if within and ((asked >= 0) & (asked < n_sets)).all() else missing


def _whole(text: str) -> np.ndarray[Any, np.dtype[np.int64]]:
    return np.array(_plain(text), dtype=np.int64)


def _plain(text: str) -> list[str]:
    """Return the numbers of a line, if all are written as every reader reads them."""
    if not _NUMBERS.fullmatch(text):
        raise ValueError(text[:20])
    return text.split()
