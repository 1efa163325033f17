"""What a fitted scikit-learn object learned: its numbers, by where they stand in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.interpolate import BSpline

__all__ = ["is_estimator", "learned", "rows_learned_from", "same"]

_MOST_NUMBERS = 1_000_000
_DEEPEST = 24
_IGNORED = (
    "feature_names_in_",
    "n_features_in_",
    "feature_names_out_",
    "n_features_out_",
    "n_iter_",
    "classes_",
    "output_indices_",
)


def learned(fitted: object) -> dict[str, NDArray[Any]]:
    """Return every learned number and text, by its path: ``steps[0].mean_``.

    Parameters
    ----------
    fitted : object
        A fitted estimator. Those nested in its steps and transformers are looked into.

    Examples
    --------
    >>> from sklearn.preprocessing import StandardScaler
    >>> sorted(learned(StandardScaler().fit([[1.0], [3.0]])))
    ['mean_', 'n_samples_seen_', 'scale_', 'var_']
    """
    return dict(_walk(fitted, "", 0))


def same(one: NDArray[Any], other: NDArray[Any]) -> bool:
    """Return whether two learned arrays are equal, numbers to 1 in 10 million."""
    if one.shape != other.shape:
        return False
    if one.dtype.kind in "fc" or other.dtype.kind in "fc":
        try:
            return bool(np.allclose(one.astype(float), other.astype(float), rtol=1e-7, atol=1e-9, equal_nan=True))
        except (TypeError, ValueError):
            return False
    return (
        bool(np.array_equal(one, other)) if one.dtype.kind != "O" else [*map(str, one.flat)] == [*map(str, other.flat)]
    )


def rows_learned_from(fitted: object) -> dict[str, int]:
    """Return how many rows each part of a fitted object has counted, by the path of the count.

    Parameters
    ----------
    fitted : object
        Transformers of scikit-learn count in ``n_samples_seen_``, neighbours in ``n_samples_fit_``, trees in
        their roots, naive Bayes in its classes.
    """
    found: dict[str, int] = {}
    for path, one in _estimators(fitted, "", 0):
        for name, count in _counts(one):
            found[f"{path}.{name}".lstrip(".")] = count
    return found


def _counts(one: Any) -> Iterator[tuple[str, int]]:
    for name in ("n_samples_seen_", "n_samples_fit_", "n_samples_"):
        seen = getattr(one, name, None)
        if seen is not None and np.ndim(seen) == 0:
            yield name, int(seen)
        elif seen is not None and np.size(seen):
            yield name, int(np.max(seen))
    kept = getattr(one, "_fit_X", None)
    if kept is not None and np.ndim(kept) == 2:
        yield "_fit_X.shape[0]", int(kept.shape[0])
    tree = getattr(one, "tree_", None)
    if tree is not None and hasattr(tree, "weighted_n_node_samples"):
        yield "tree_.weighted_n_node_samples[0]", round(float(tree.weighted_n_node_samples[0]))
    if hasattr(one, "class_count_") and np.ndim(one.class_count_) == 1:
        yield "class_count_", round(float(np.sum(one.class_count_)))
    for rounds in getattr(one, "_predictors", None) or []:
        yield "_predictors[0][0].nodes['count'][0]", int(rounds[0].nodes["count"][0])
        break


def _estimators(value: object, path: str, depth: int) -> Iterator[tuple[str, object]]:
    if depth > _DEEPEST:
        return
    if is_estimator(value):
        yield path, value
    for name, inner in _inside(value):
        # The first tree of a forest says as much as all.
        yield from _estimators(inner, f"{path}{name}", depth + 1)


def _inside(value: object) -> Iterator[tuple[str, object]]:
    """Return what may hold fitted estimators."""
    if is_estimator(value):
        for name, inner in vars(value).items():
            if name == "steps" or (name.endswith("_") and not name.startswith("_")):
                yield (
                    f".{name}",
                    inner[:1] if name == "estimators_" and isinstance(inner, (list, np.ndarray)) else inner,
                )
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield f"[{key!r}]", inner
    elif isinstance(value, (list, tuple)) and len(value) <= 1_000:
        for place, inner in enumerate(value):
            yield f"[{place}]", inner
    elif isinstance(value, np.ndarray) and value.dtype == object and value.size <= 1_000:
        for place, inner in enumerate(value.flat):
            yield f"[{place}]", inner


def is_estimator(value: object) -> bool:
    """Return whether something is an estimator, fitted or not."""
    return hasattr(value, "get_params") and hasattr(value, "fit") and not isinstance(value, type)


def _walk(value: object, path: str, depth: int) -> Iterator[tuple[str, NDArray[Any]]]:
    if depth > _DEEPEST:
        return
    if (
        isinstance(value, str)
        or value is None
        or (callable(value) and not isinstance(value, BSpline) and not is_estimator(value))
    ):
        return
    name = path.rpartition(".")[2].partition("[")[0]
    if name in _IGNORED:
        return
    array = _as_array(value) if name.endswith("_") else None
    if array is not None:
        if array.size <= _MOST_NUMBERS:
            yield path.lstrip("."), array
        return
    for inner_name, inner in _inside(value):
        yield from _walk(inner, f"{path}{inner_name}", depth + 1)


def _as_array(value: object) -> NDArray[Any] | None:
    """Return numbers or texts as an array, ``None`` of anything else."""
    if isinstance(value, (pd.Series, pd.Index)):
        value = value.to_numpy()
    if isinstance(value, BSpline):  # what a SplineTransformer learns are its knots
        value = value.t
    if isinstance(value, (bool, int, float, np.generic)):
        return np.asarray(value)
    if isinstance(value, np.ndarray):
        if value.dtype.kind in "biufcUSM":
            return value
        plain = all(isinstance(one, (str, int, float, np.generic, type(None))) for one in value.flat)
        return value if plain else None
    if isinstance(value, Sequence) and value and all(isinstance(one, (int, float, str)) for one in value):
        return np.asarray(value, dtype=object)
    if isinstance(value, Mapping) and value and all(isinstance(one, (int, float)) for one in value.values()):
        return np.asarray(sorted((str(key), str(number)) for key, number in value.items()), dtype=object)
    return None
