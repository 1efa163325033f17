"""The models that may be chosen by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sklearn.base import clone
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from workbench.errors import InputError

__all__ = ["CANDIDATES", "Candidate", "as_candidate"]


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
    """

    name: str
    title: str
    make: Callable[[int], Any]


CANDIDATES = (
    Candidate(
        "boosted_trees",
        "boosted trees",
        lambda seed: HistGradientBoostingClassifier(early_stopping=False, random_state=seed),
    ),
    Candidate(
        "logistic_regression",
        "logistic regression",
        lambda seed: LogisticRegression(max_iter=2_000, random_state=seed),
    ),
)


def as_candidate(model: object) -> Candidate:
    """Return the candidate of that name, or one around an estimator.

    Parameters
    ----------
    model : str, Candidate or estimator
        A name, or anything with ``fit`` and ``predict_proba``.

    Raises
    ------
    InputError
        If it is neither.

    Examples
    --------
    >>> as_candidate("boosted_trees").title
    'boosted trees'
    """
    if isinstance(model, Candidate):
        return model
    names = [candidate.name for candidate in CANDIDATES]
    if isinstance(model, str):
        for candidate in CANDIDATES:
            if candidate.name == model:
                return candidate
        raise InputError.for_choice("model", model, names)
    if isinstance(model, type):
        raise InputError(f"model is the class {model.__name__}, not an object of it.\nMake one: {model.__name__}().")
    if not (hasattr(model, "fit") and hasattr(model, "predict_proba")):
        raise InputError(
            f"model is a {type(model).__name__}, which has no fit and predict_proba.\n"
            f"Give a scikit-learn classifier that predicts probabilities, or one of: {', '.join(names)}."
        )
    return Candidate(type(model).__name__, type(model).__name__, lambda _seed: clone(model))
