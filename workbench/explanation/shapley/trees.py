"""Shapley values of trees, exactly: by tables of shallow trees, by woodelf, or by shap."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from typing import Any

import numpy as np
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
from workbench.explanation.shapley.request import Answer, Floats, Inside, Request, UnreadableError, quiet
from workbench.explanation.shapley.tables import table_values

__all__ = ["ShapTrees", "Tables", "Woodelf"]

_TREES = (
    DecisionTreeClassifier, DecisionTreeRegressor, ExtraTreesClassifier, ExtraTreesRegressor,
    GradientBoostingClassifier, GradientBoostingRegressor, HistGradientBoostingClassifier,
    HistGradientBoostingRegressor, RandomForestClassifier, RandomForestRegressor,
)  # fmt: skip
_BOOSTED = {"LGBMClassifier", "LGBMRegressor", "XGBClassifier", "XGBRegressor"}
_SINGLE = ("sklearn.tree", "sklearn.ensemble._forest", "sklearn.ensemble._gb", "xgboost")
"""Models that compare numbers in single precision."""
_REFERENCE_ROWS = 50
_FEW_ROWS = 1_000
"""Up to here shap is quicker than woodelf, which goes through every leaf first."""


class _OfTrees:
    """What the engines share: which models are trees, and what their values have to add up to."""

    name: str
    joins: bool = False
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
            return f"The trees add up {summed}, which is not the scale that is asked for."
        return self.refuses(estimator, request)

    def refuses(self, estimator: Any, request: Request) -> str | None:
        """Say why it cannot read this model of trees; empty if it can, ``None`` if that is not worth a note."""
        del estimator, request
        return ""

    def attribute(self, request: Request) -> Answer:
        """Return exact values, against the rows that passed each branch or against the background."""
        inside = request.opened
        estimator = inside.estimator
        scale = summed_scale(estimator, request)
        matrix = inside.transform(request.rows)
        summed = said_sums(estimator, matrix, request)
        if summed is None:
            raise UnreadableError(f"The model's predictions are not made of what its trees add up ({scale}).")
        if request.background is None:
            reference, background = inside.transform(request.train_rows(_REFERENCE_ROWS)), None
            base_of = added_up(estimator, reference, request)
        else:
            reference = background = inside.transform(request.background)
            base_of = added_up(estimator, background, request)
        with _reading(self.name):
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

    name = "woodelf"

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
                    raise UnreadableError("Its trees do not give the model's predictions.")
                base[place] = read.path_dependent_base(trees) + rest.mean()
            parts.append(self.of_ensemble(trees, own, other if is_given else None, sources))
        return np.stack(parts, axis=2), base

    def of_ensemble(
        self, trees: Any, matrix: Floats, background: Floats | None, sources: NDArray[np.int64] | None
    ) -> Floats:
        """Return the values of one output, shape (n_rows, n_derived), or (n_rows, n_columns) of joined ``sources``."""
        del sources
        from workbench.explanation.shapley.ensemble import woodelf_values

        return woodelf_values(trees, matrix, background)


class Tables(Woodelf):
    """Shallow trees, categories included, read as by woodelf, at the least cost for each row and background row."""

    name = "workbench"
    joins = True

    def of_ensemble(
        self, trees: Any, matrix: Floats, background: Floats | None, sources: NDArray[np.int64] | None
    ) -> Floats:
        """Return the values of one output, shape (n_rows, n_columns)."""
        return table_values(trees, matrix, background, players=None if sources is None else sources.tolist())


class ShapTrees(_OfTrees):
    """Lundberg's tree algorithm, at a cost that grows with the rows.

    Parameters
    ----------
    only_few : bool
        Serve only where the rows are so few that it is quicker than woodelf.
    """

    name = "shap"

    def __init__(self, *, only_few: bool = False) -> None:
        self.only_few = only_few

    def serves(self, request: Request) -> str | None:
        """Say whether the model is of trees that it reads, and the rows are few where only they are served."""
        return super().serves(request) if len(request.rows) <= _FEW_ROWS or not self.only_few else None

    def refuses(self, estimator: Any, request: Request) -> str | None:
        """Say no to trees that it is known to misread."""
        reason = ""
        categories = getattr(estimator, "is_categorical_", None)
        if categories is not None and np.any(categories):
            reason = "It misreads splits on categories."
        elif request.background is not None:
            reason = "Against a background it is wrong for some trees, even where its values add up."
        elif request.n_outputs > 1 and isinstance(estimator, GradientBoostingClassifier):
            reason = "It does not read these trees of several classes."
        return None if reason and self.only_few else reason

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
            raise UnreadableError("It is asked for path-dependent values only.")
        explainer = shap.TreeExplainer(estimator, feature_perturbation="tree_path_dependent")
        found = np.asarray(explainer.shap_values(matrix, check_additivity=False), dtype=np.float64)
        found = found[:, :, None] if found.ndim == 2 else found
        base = np.ravel(np.asarray(explainer.expected_value, dtype=np.float64))
        if found.shape[2] == 2 and summed.shape[1] == 1:
            found, base = found[:, :, 1:], base[1:]
        if found.shape[2] != summed.shape[1] or len(base) != summed.shape[1]:
            raise UnreadableError("It gives other outputs than the model.")
        return found, base


def _in_columns(found: Floats, sources: NDArray[np.int64] | None, n_columns: int) -> Floats:
    """Return values by original column, shape (n_rows, n_columns, n_outputs); without sources they are so already."""
    if sources is not None:
        return sum_by_source(found, sources.tolist(), n_columns)
    whole = np.zeros((len(found), n_columns, found.shape[2]))
    whole[:, : found.shape[1]] = found
    return whole


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
def _reading(name: str) -> Iterator[None]:
    """Keep a library's bars and notes out of the notebook, and tell its errors as one that the next engine mends."""
    try:
        with quiet(0), contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            yield
    except UnreadableError:
        raise
    except Exception as error:
        raise UnreadableError(f"{name} cannot read the model ({type(error).__name__}).") from error
