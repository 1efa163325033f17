"""The models that may be chosen by name, and how any other estimator joins them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any, get_args

from sklearn.base import clone, is_classifier, is_regressor
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.ensemble import (
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.linear_model import LogisticRegression, Ridge

from workbench.checks import check_choice
from workbench.data.roles import Task
from workbench.errors import InputError
from workbench.modeling.plain import PlainModel

__all__ = ["CANDIDATES", "Candidate", "as_candidate", "candidates_for", "leading"]

_TASKS: tuple[Task, ...] = get_args(Task)
_CLASSES: tuple[Task, ...] = ("binary", "multiclass")
_AMOUNTS: tuple[Task, ...] = ("regression",)

_WANTED = {
    "binary": "a classifier that predicts probabilities",
    "multiclass": "a classifier that predicts probabilities",
    "regression": "a regressor",
}
_PREDICTED = {"binary": "two outcomes", "multiclass": "several classes", "regression": "amounts"}


@dataclass(frozen=True)
class Candidate:
    """A kind of model.

    Parameters
    ----------
    name : str
        How it is asked for.
    title : str
        What readers call it.
    make : callable
        Takes a seed, returns an estimator that is not fitted.
    tasks : tuple of {"binary", "multiclass", "regression"}
        What it can predict.
    package : str
        The module that it needs and that may not be installed; empty where none.
    params : mapping of str to object
        What was set otherwise than the name says, such as what tuning chose; it is recorded with the fitted model.
    """

    name: str
    title: str
    make: Callable[[int], Any]
    tasks: tuple[Task, ...] = _TASKS
    package: str = ""
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_installed(self) -> bool:
        """Whether the package that it needs is there."""
        return not self.package or find_spec(self.package) is not None


def _lightgbm(kind: str) -> Callable[[int], Any]:
    def make(seed: int) -> Any:
        import lightgbm

        # With 0 threads it takes as many as it is given from outside, so that parallel folds do not fight for them.
        return getattr(lightgbm, kind)(random_state=seed, n_jobs=0, verbose=-1, deterministic=True, force_row_wise=True)

    return make


def _xgboost(kind: str) -> Callable[[int], Any]:
    def make(seed: int) -> Any:
        import xgboost

        return getattr(xgboost, kind)(random_state=seed, n_jobs=0, verbosity=0)

    return make


# In the order in which they are told. Forests have leaves of 5 rows or more, so that the share of an outcome in a
# leaf is a probability and not a single row's word; of twice as many trees the log loss is better by 0.002 to 0.004.
CANDIDATES = (
    Candidate("baseline", "baseline", lambda _seed: DummyClassifier(strategy="prior"), _CLASSES),
    Candidate("baseline", "baseline", lambda _seed: DummyRegressor(strategy="mean"), _AMOUNTS),
    Candidate(
        "logistic_regression",
        "logistic regression",
        lambda seed: LogisticRegression(max_iter=2_000, random_state=seed),
        _CLASSES,
    ),
    Candidate("ridge", "ridge regression", lambda seed: Ridge(random_state=seed), _AMOUNTS),
    Candidate(
        "boosted_trees",
        "boosted trees",
        lambda seed: HistGradientBoostingClassifier(early_stopping=False, random_state=seed),
        _CLASSES,
    ),
    Candidate(
        "boosted_trees",
        "boosted trees",
        lambda seed: HistGradientBoostingRegressor(early_stopping=False, random_state=seed),
        _AMOUNTS,
    ),
    Candidate(
        "random_forest",
        "random forest",
        lambda seed: RandomForestClassifier(100, min_samples_leaf=5, random_state=seed),
        _CLASSES,
    ),
    Candidate(
        "random_forest",
        "random forest",
        lambda seed: RandomForestRegressor(100, min_samples_leaf=5, random_state=seed),
        _AMOUNTS,
    ),
    Candidate("lightgbm", "LightGBM", _lightgbm("LGBMClassifier"), _CLASSES, "lightgbm"),
    Candidate("lightgbm", "LightGBM", _lightgbm("LGBMRegressor"), _AMOUNTS, "lightgbm"),
    Candidate("xgboost", "XGBoost", _xgboost("XGBClassifier"), _CLASSES, "xgboost"),
    Candidate("xgboost", "XGBoost", _xgboost("XGBRegressor"), _AMOUNTS, "xgboost"),
)
"""Every kind of model by name; of one name there is one candidate for classes and one for amounts."""


def candidates_for(task: Task, *, installed: bool = True) -> tuple[Candidate, ...]:
    """Return the candidates that can predict what is asked for, the baseline first.

    Parameters
    ----------
    task : {"binary", "multiclass", "regression"}
        What is predicted.
    installed : bool
        Leave out those whose package is not installed.

    Raises
    ------
    InputError
        If there is no such task.

    Examples
    --------
    >>> [one.name for one in candidates_for("regression")][:4]
    ['baseline', 'ridge', 'boosted_trees', 'random_forest']
    """
    check_choice("task", task, _TASKS)
    return tuple(one for one in CANDIDATES if task in one.tasks and (one.is_installed or not installed))


def as_candidate(model: object, *, task: Task = "binary") -> Candidate:
    """Return the candidate of that name, or one around an estimator.

    Parameters
    ----------
    model : str, Candidate or estimator
        A name; or anything with ``fit`` and ``predict_proba``, for amounts with ``fit`` and ``predict``. An estimator
        is copied each time that it is trained.
    task : {"binary", "multiclass", "regression"}
        What it is to predict.

    Raises
    ------
    InputError
        If it is neither, cannot predict what is asked for, returns labels only, or needs a package that is not
        installed.

    Examples
    --------
    >>> as_candidate("boosted_trees").title
    'boosted trees'
    >>> as_candidate("ridge", task="regression").make(7)
    Ridge(random_state=7)
    """
    check_choice("task", task, _TASKS)
    if isinstance(model, str):
        model = _named(model, task)
    if isinstance(model, Candidate):
        if task not in model.tasks:
            raise InputError(f"model is {model.name!r}, which does not predict {_PREDICTED[task]}.\n{_instead(task)}")
        if not model.is_installed:
            raise InputError(
                f"model is {model.name!r}, and the package {model.package} is not installed.\n"
                "Install it: pip install 'notebook-workbench[boost]'."
            )
        return model
    _check_estimator(model, task)
    return Candidate(type(model).__name__, type(model).__name__, lambda _seed: _copy(model), (task,))


def leading(title: str) -> str:
    """Return a model's title as a sentence begins with it: a name that a person gave stays as it is.

    Examples
    --------
    >>> leading("boosted trees, tuned"), leading("rf"), leading("baseline_v2")
    ('Boosted trees, tuned', 'rf', 'baseline_v2')
    """
    plain = re.sub(r"(, | \(| \d+$).*", "", title)  # as it was tuned, calibrated or counted
    ours = plain in {candidate.title for candidate in CANDIDATES}
    return title[:1].upper() + title[1:] if ours else title


def _named(name: str, task: Task) -> Candidate:
    same = [candidate for candidate in CANDIDATES if candidate.name == name]
    for candidate in same:
        if task in candidate.tasks:
            return candidate
    if same:
        return same[0]
    raise InputError.for_choice("model", name, _names(task))


def _names(task: Task) -> list[str]:
    return [candidate.name for candidate in candidates_for(task, installed=False)]


def _instead(task: Task) -> str:
    linear = "ridge" if task == "regression" else "logistic_regression"
    others = ", ".join(name for name in _names(task) if name not in (linear, "baseline"))
    return f"For {_PREDICTED[task]} there is {linear!r}, the linear one, and: {others}."


def _check_estimator(model: object, task: Task) -> None:
    kind = type(model).__name__
    if isinstance(model, type):
        raise InputError(f"model is the class {model.__name__}, not an object of it.\nMake one: {model.__name__}().")
    wanted = "predict" if task == "regression" else "predict_proba"
    if not hasattr(model, "fit") or (not hasattr(model, "predict") and not hasattr(model, wanted)):
        raise InputError(
            f"model is a {kind}, which has no fit and {wanted}.\n"
            f"Give {_WANTED[task]}, or one of: {', '.join(_names(task))}."
        )
    if task == "regression":
        is_other = is_classifier(model) if hasattr(model, "__sklearn_tags__") else hasattr(model, "predict_proba")
        if is_other:
            raise InputError(
                f"model is a {kind}, which predicts classes, and the target holds amounts.\n"
                f"Give a regressor, or one of: {', '.join(_names(task))}."
            )
    elif not hasattr(model, "predict_proba"):
        if hasattr(model, "__sklearn_tags__") and is_regressor(model):
            raise InputError(
                f"model is a {kind}, which predicts amounts, and the target holds {_PREDICTED[task]}.\n"
                f"Give {_WANTED[task]}, or one of: {', '.join(_names(task))}."
            )
        raise InputError(
            f"model is a {kind}, which returns labels only: it has no predict_proba.\n"
            "Let its probabilities be learned beside it: sklearn.calibration.CalibratedClassifierCV(model)."
        )


def _copy(model: object) -> object:
    """Return an estimator of the same settings that is not fitted; around one that is not scikit-learn's, ours."""
    return clone(model) if hasattr(model, "__sklearn_tags__") else PlainModel(model)
