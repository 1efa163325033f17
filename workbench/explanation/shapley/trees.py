"""Shapley values of trees, exactly: by tables of shallow trees, by walks through deep ones, by woodelf, or by shap."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.ensemble import (
    ExtraTreesClassifier,
    ExtraTreesRegressor,
    GradientBoostingClassifier,
    GradientBoostingRegressor,
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from workbench.explanation.shapley.attribution import sum_by_source
from workbench.explanation.shapley.links import added_up, said_sums, summed_scale
from workbench.explanation.shapley.paths import flat_forest, flat_nodes, path_values
from workbench.explanation.shapley.request import Answer, Floats, Inside, Request, UnreadableError, in_parts, quiet
from workbench.explanation.shapley.tables import table_values

__all__ = ["Paths", "ShapTrees", "Tables", "Woodelf"]

_TREES = (
    DecisionTreeClassifier, DecisionTreeRegressor, ExtraTreesClassifier, ExtraTreesRegressor,
    GradientBoostingClassifier, GradientBoostingRegressor, HistGradientBoostingClassifier,
    HistGradientBoostingRegressor, RandomForestClassifier, RandomForestRegressor,
)  # fmt: skip
_BOOSTED = {"LGBMClassifier", "LGBMRegressor", "XGBClassifier", "XGBRFClassifier", "XGBRFRegressor", "XGBRegressor"}
_SINGLE = ("sklearn.tree", "sklearn.ensemble._forest", "sklearn.ensemble._gb", "xgboost")
"""Models that compare numbers in single precision."""
_ADDED = "What each of the columns made from one original column gets alone is added up: they are not one player here."
_REFERENCE_ROWS = 50
_AVERAGING = ("sklearn.tree", "sklearn.ensemble._forest")
_MOST_LEAVES = 50_000
"""Trees of more leaves are walked through at once: to read them as woodelf does would take seconds."""
_PAIRS_A_LEAF = 75
"""With more pairs of a row and a background row for each leaf of a tree, woodelf is quicker than walks."""


class _OfTrees:
    """What the engines share: which models are trees, and what their values have to add up to."""

    name: str
    way: str
    kind: str = "the trees"
    joins: bool = True
    """Whether derived columns of one source are one player; else what each gets alone is added up."""

    def serves(self, request: Request) -> str | None:
        """Say whether the model is of trees, keeps columns apart, and adds up on the scale that is asked for."""
        inside = request.inside
        estimator = inside.estimator if isinstance(inside, Inside) else _last(request)
        if not _is_trees(estimator):
            return None
        if isinstance(inside, str):
            return inside
        summed = summed_scale(estimator, request)
        if request.scale not in {None, summed}:
            return f"they add up to {summed}, which is not the scale that is asked for"
        return self.refuses(estimator, request)

    def refuses(self, estimator: Any, request: Request) -> str | None:
        """Say why it cannot read this model of trees; empty if it can, ``None`` if that is not worth a note."""
        del estimator, request
        return ""

    def attribute(self, request: Request) -> Answer:
        """Return exact values, against the rows that passed each branch or against the background."""
        width, rows, background = len(request.opened.sources), request.rows, request.background
        parts = in_parts(len(rows), width)
        if len(parts) > 1:
            return _stacked([self.attribute(replace(request, rows=_part(rows, one))) for one in parts])
        if background is not None:
            others = [_part(background, one) for one in in_parts(len(background), width)]
            if len(others) > 1:
                return _averaged([self.attribute(replace(request, background=one)) for one in others])
        return self._attribute(request)

    def _attribute(self, request: Request) -> Answer:
        inside = request.opened
        estimator = inside.estimator
        scale = summed_scale(estimator, request)
        matrix = inside.transform(request.rows)
        summed = said_sums(estimator, matrix, request)
        if summed is None:
            raise UnreadableError(f"the model's predictions are not made of what its trees add up ({scale})")
        if request.background is None:
            reference, background = inside.transform(request.train_rows(_REFERENCE_ROWS)), None
            base_of = added_up(estimator, reference, request)
        else:
            reference = background = inside.transform(request.background)
            base_of = added_up(estimator, background, request)
        with _reading():
            sources = inside.sources if self.joins else None
            found, base = self.values(
                estimator, matrix, reference, base_of, is_given=background is not None, sources=sources
            )
        package = type(estimator).__module__.partition(".")[0]
        size = float(np.abs(summed).max(initial=0.0))
        return Answer(
            values=_in_columns(found, None if self.joins else inside.sources, len(request.fitted.prepared.columns)),
            base=base if background is None else base_of.mean(axis=0),
            predictions=summed,
            scale=scale,
            method="trees",
            n_background=request.fitted.prepared.split.train.n_rows if background is None else len(background),
            engine=self.name,
            rounding=4e-7 * size if package == "xgboost" else 0.0,
            remark="" if self.joins or len(set(inside.sources.tolist())) == len(inside.sources) else _ADDED,
        )

    def values(
        self,
        estimator: Any,
        matrix: Floats,
        reference: Floats,
        summed: Floats,
        *,
        is_given: bool,
        sources: NDArray[np.int64] | None,
    ) -> tuple[Floats, Floats]:
        """Return values of derived columns, (n_rows, n_derived, n_outputs), and the base of path-dependent ones.

        ``reference`` is the background where it ``is_given``, else some training rows; ``summed`` what the model
        adds up for it.
        """
        raise NotImplementedError


class Woodelf(_OfTrees):
    """All trees and categories, at a cost that grows with the leaves more than with the rows."""

    name = way = "woodelf"

    def values(
        self,
        estimator: Any,
        matrix: Floats,
        reference: Floats,
        summed: Floats,
        *,
        is_given: bool,
        sources: NDArray[np.int64] | None,
    ) -> tuple[Floats, Floats]:
        """Return woodelf's values, after a look whether it has read the trees rightly."""
        from workbench.explanation.shapley import ensemble as read  # woodelf takes a second

        found = read.read_ensembles(estimator, matrix.shape[1], summed.shape[1])
        parts, base = [], np.zeros(summed.shape[1])
        own, other = _ordered(found, matrix), _ordered(found, reference)
        for place, trees in enumerate(found.trees):
            if not is_given:
                rest = summed[:, place] - read.tree_values(trees, other)
                if np.ptp(rest) > 1e-5 * max(float(np.ptp(summed[:, place])), 1e-12) + 1e-6 * abs(rest).max():
                    raise UnreadableError("what is read of them does not give the model's predictions")
                base[place] = read.path_dependent_base(trees) + rest.mean()
            parts.append(self.of_ensemble(trees, own, other if is_given else None, sources))
        return np.stack(parts, axis=2), base

    def of_ensemble(
        self, trees: Any, matrix: Floats, background: Floats | None, sources: NDArray[np.int64] | None
    ) -> Floats:
        """Return the values of one output, shape (n_rows, n_players)."""
        from workbench.explanation.shapley.ensemble import woodelf_values

        return woodelf_values(trees, matrix, background, sources)


class Tables(Woodelf):
    """Shallow trees, categories included, read as by woodelf, at the least cost for each row and background row."""

    name = "workbench"
    way = "tables of the trees"

    def refuses(self, estimator: Any, request: Request) -> str | None:
        """Say nothing of forests that are too large for tables."""
        del request
        return None if _averages(estimator) and _n_leaves(estimator) > _MOST_LEAVES else ""

    def of_ensemble(
        self, trees: Any, matrix: Floats, background: Floats | None, sources: NDArray[np.int64] | None
    ) -> Floats:
        """Return the values of one output, shape (n_rows, n_players)."""
        return table_values(trees, matrix, background, players=None if sources is None else sources.tolist())


class Paths(Woodelf):
    """All trees and categories, at a cost that grows with the rows, and hardly with how deep the trees are."""

    name = "workbench"
    way = "walks through the trees"

    def values(
        self,
        estimator: Any,
        matrix: Floats,
        reference: Floats,
        summed: Floats,
        *,
        is_given: bool,
        sources: NDArray[np.int64] | None,
    ) -> tuple[Floats, Floats]:
        """Return the values; forests are read as they are, other trees as by woodelf."""
        if not _averages(estimator):
            return super().values(estimator, matrix, reference, summed, is_given=is_given, sources=sources)
        if is_given:
            _check_pairs(len(matrix) * len(reference), _n_leaves(estimator) / _n_trees(estimator))
        own, other = _in_single(matrix), _in_single(reference) if is_given else None
        players = None if sources is None else sources.tolist()
        first = 1 if hasattr(estimator, "classes_") and summed.shape[1] == 1 else 0
        outputs = [flat_forest(estimator, first + place) for place in range(summed.shape[1])]
        parts = [path_values(trees, own, other, players=players) for trees in outputs]
        base = [sum(one.mean() for one in trees) for trees in outputs]
        return np.stack(parts, axis=2), np.array(base)

    def of_ensemble(
        self, trees: Any, matrix: Floats, background: Floats | None, sources: NDArray[np.int64] | None
    ) -> Floats:
        """Return the values of one output, shape (n_rows, n_players)."""
        flat = flat_nodes(trees)
        if background is not None:
            _check_pairs(len(matrix) * len(background), sum((one.left < 0).sum() for one in flat) / len(flat))
        return path_values(flat, matrix, background, players=None if sources is None else sources.tolist())


class ShapTrees(_OfTrees):
    """Lundberg's tree algorithm, at a cost that grows with the rows and the depth."""

    name = way = "shap"
    joins = False

    def refuses(self, estimator: Any, request: Request) -> str | None:
        """Say no to trees that it is known to misread."""
        categories = getattr(estimator, "is_categorical_", None)
        if categories is not None and np.any(categories):
            return "it misreads splits on categories"
        if request.background is not None:
            return "against a background it is wrong for some trees, even where its values add up"
        if request.n_outputs > 1 and isinstance(estimator, GradientBoostingClassifier):
            return "it does not read these trees of several classes"
        return ""

    def values(
        self,
        estimator: Any,
        matrix: Floats,
        reference: Floats,
        summed: Floats,
        *,
        is_given: bool,
        sources: NDArray[np.int64] | None,
    ) -> tuple[Floats, Floats]:
        """Return shap's values."""
        del reference, sources  # path-dependent values need no other rows
        import shap  # takes seconds; only explanations need it

        if type(estimator).__module__.startswith(_SINGLE):
            matrix = _in_single(matrix)
        if is_given:
            raise UnreadableError("it is asked for path-dependent values only")
        explainer = shap.TreeExplainer(estimator, feature_perturbation="tree_path_dependent")
        found = np.asarray(explainer.shap_values(matrix, check_additivity=False), dtype=np.float64)
        found = found[:, :, None] if found.ndim == 2 else found
        base = np.ravel(np.asarray(explainer.expected_value, dtype=np.float64))
        if found.shape[2] == 2 and summed.shape[1] == 1:
            found, base = found[:, :, 1:], base[1:]
        if found.shape[2] != summed.shape[1] or len(base) != summed.shape[1]:
            raise UnreadableError("it gives other outputs than the model")
        return found, base


def _in_columns(found: Floats, sources: NDArray[np.int64] | None, n_columns: int) -> Floats:
    """Return values by original column, shape (n_rows, n_columns, n_outputs); without sources they are so already."""
    if sources is not None:
        return sum_by_source(found, sources.tolist(), n_columns)
    whole = np.zeros((len(found), n_columns, found.shape[2]))
    whole[:, : found.shape[1]] = found
    return whole


def _averages(estimator: Any) -> bool:
    """Whether a model is a forest or a tree of scikit-learn, which predicts the mean of its leaves."""
    return type(estimator).__module__.startswith(_AVERAGING)


def _n_trees(estimator: Any) -> int:
    return len(getattr(estimator, "estimators_", [estimator]))


def _n_leaves(estimator: Any) -> int:
    return sum(int(one.tree_.n_leaves) for one in getattr(estimator, "estimators_", [estimator]))


def _check_pairs(n_pairs: int, leaves_a_tree: float) -> None:
    """Raise, without a word, where woodelf gives the same values more quickly."""
    if n_pairs > _PAIRS_A_LEAF * leaves_a_tree:
        raise UnreadableError("")


def _part(rows: pd.DataFrame, part: slice) -> pd.DataFrame:
    return rows.iloc[part].reset_index(drop=True)


def _stacked(parts: Sequence[Answer]) -> Answer:
    """Return the answers for parts of the rows as one."""
    return parts[0]._replace(
        values=np.concatenate([one.values for one in parts]),
        predictions=np.concatenate([one.predictions for one in parts]),
    )


def _averaged(parts: Sequence[Answer]) -> Answer:
    """Return the answers against parts of the background as one against all of it."""
    sizes = np.array([one.n_background for one in parts])
    shares = sizes / sizes.sum()
    return parts[0]._replace(
        values=np.tensordot(shares, np.stack([one.values for one in parts]), axes=1),
        base=shares @ np.stack([one.base for one in parts]),
        n_background=int(sizes.sum()),
    )


def _in_single(matrix: Floats) -> Floats:
    return matrix.astype(np.float32).astype(np.float64)


def _ordered(found: Any, matrix: Floats) -> Floats:
    """Return the matrix that the trees read, with its columns where the derived ones are."""
    encoded = np.asarray(found.encode(matrix), dtype=np.float64)
    whole = np.empty_like(encoded)
    whole[:, found.order] = encoded
    return whole


def _last(request: Request) -> Any:
    """Return the estimator that the pipeline ends with, or ``None``."""
    return getattr(request.fitted.pipeline, "named_steps", {}).get("model")


def _is_trees(estimator: Any) -> bool:
    kind = type(estimator)
    package = kind.__module__.partition(".")[0]
    return kind in _TREES or (package in {"lightgbm", "xgboost"} and kind.__name__ in _BOOSTED)


@contextlib.contextmanager
def _reading() -> Iterator[None]:
    """Keep a library's bars and notes out of the notebook, and tell its errors as one that the next engine mends."""
    try:
        with quiet(0):
            yield
    except UnreadableError:
        raise
    except Exception as error:
        raise UnreadableError(f"it cannot read the model ({type(error).__name__})") from error
