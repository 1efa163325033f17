"""What settings are searched: a stated range or list for each, by the kind of model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from workbench.errors import InputError
from workbench.modeling.candidates import Candidate

__all__ = ["SPACES", "Span", "apply_params", "drawn", "space_of"]


@dataclass(frozen=True)
class Span:
    """A range of numbers to search.

    Parameters
    ----------
    low, high : int or float
        Both ends belong to it. Where both are whole numbers, only whole numbers are tried.
    is_log : bool
        Try as many values between 1 and 10 as between 10 and 100.

    Examples
    --------
    >>> Span(1, 64, is_log=True)
    1 to 64 (whole numbers, evenly by their logarithm)
    """

    low: float
    high: float
    is_log: bool = False

    def __post_init__(self) -> None:
        """Refuse what is no range."""
        ends: tuple[Any, ...] = (self.low, self.high)
        if not all(isinstance(end, (int, float)) and np.isfinite(end) for end in ends):
            raise InputError(f"A Span goes from {self.low!r} to {self.high!r}.\nGive two finite numbers.")
        if not self.low < self.high:
            raise InputError(f"A Span goes from {self.low!r} to {self.high!r}.\nGive the lower end first.")
        if self.is_log and self.low <= 0:
            raise InputError(f"A Span with is_log=True begins at {self.low!r}.\nLet it begin above 0.")

    def __repr__(self) -> str:
        """Return the range in words."""
        notes = ["whole numbers"] if self.is_whole else []
        notes += ["evenly by their logarithm"] if self.is_log else []
        return f"{self.low:g} to {self.high:g}" + (f" ({', '.join(notes)})" if notes else "")

    @property
    def is_whole(self) -> bool:
        """Whether only whole numbers are tried."""
        return isinstance(self.low, int) and isinstance(self.high, int)

    def is_edge(self, value: object) -> bool:
        """Return whether a value lies at an end of the range, to within a fiftieth of it."""
        ends = np.array([self.low, self.high, value], dtype=np.float64)
        low, high, here = np.log(ends) if self.is_log else ends
        return bool(min(here - low, high - here) <= (high - low) / 50)


Space = Mapping[str, "Span | Sequence[object]"]

_BOOSTED: Space = {
    "learning_rate": Span(0.02, 0.3, is_log=True),
    "max_iter": Span(30, 400, is_log=True),
    "max_leaf_nodes": Span(4, 64, is_log=True),
    "min_samples_leaf": Span(5, 100, is_log=True),
    "l2_regularization": Span(1e-3, 10.0, is_log=True),
}

SPACES: Mapping[str, Space] = {
    "logistic_regression": {"C": Span(1e-4, 1e3, is_log=True)},
    "ridge": {"alpha": Span(1e-3, 1e4, is_log=True)},
    "boosted_trees": _BOOSTED,
    "random_forest": {
        "max_features": Span(0.1, 1.0),
        "min_samples_leaf": Span(1, 50, is_log=True),
        "max_depth": [None, 4, 8, 16],
    },
    "lightgbm": {
        "learning_rate": Span(0.02, 0.3, is_log=True),
        "n_estimators": Span(30, 400, is_log=True),
        "num_leaves": Span(4, 64, is_log=True),
        "min_child_samples": Span(5, 100, is_log=True),
        "reg_lambda": Span(1e-3, 10.0, is_log=True),
    },
    "xgboost": {
        "learning_rate": Span(0.02, 0.3, is_log=True),
        "n_estimators": Span(30, 400, is_log=True),
        "max_depth": Span(2, 8),
        "min_child_weight": Span(1.0, 50.0, is_log=True),
        "reg_lambda": Span(1e-3, 10.0, is_log=True),
    },
}
"""What is searched of the models that may be chosen by name."""


def space_of(candidate: Candidate, space: Space | None = None) -> dict[str, Span | tuple[object, ...]]:
    """Return what is searched of a candidate, checked.

    Parameters
    ----------
    candidate : Candidate
        The kind of model.
    space : mapping, optional
        Each setting's :class:`Span` or list of values; by default what :data:`SPACES` names.

    Raises
    ------
    InputError
        If there is nothing to search, or the model has no such setting.

    Examples
    --------
    >>> from workbench.modeling.candidates import as_candidate
    >>> space_of(as_candidate("logistic_regression"))
    {'C': 0.0001 to 1000 (evenly by their logarithm)}
    """
    asked: Any = SPACES.get(candidate.name, {}) if space is None else space
    if not isinstance(asked, Mapping) or not asked:
        named = ", ".join(sorted(SPACES))
        raise InputError(
            f"Of the model {candidate.title!r} no settings to search are known.\n"
            f"Give space, such as {{'alpha': wb.Span(0.01, 10.0, is_log=True)}}, or one of: {named}."
        )
    known = sorted(_settings(candidate))
    found: dict[str, Span | tuple[object, ...]] = {}
    for name, values in asked.items():
        if name not in known:
            raise InputError.for_choice("space", name, known)
        if isinstance(values, Span):
            found[name] = values
        elif isinstance(values, (list, tuple)) and values:
            found[name] = tuple(values)
        else:
            raise InputError(f"space[{name!r}] is {values!r}.\nGive a list of values, or a range: wb.Span(low, high).")
    return found


def drawn(space: Mapping[str, Span | tuple[object, ...]], rng: np.random.Generator) -> dict[str, Any]:
    """Return settings drawn at random, each evenly from its range or list.

    Parameters
    ----------
    space : mapping
        As :func:`space_of` returns it.
    rng : numpy.random.Generator
        The source of randomness.
    """
    return {name: _one(values, rng) for name, values in space.items()}


def _one(values: Span | tuple[object, ...], rng: np.random.Generator) -> object:
    if not isinstance(values, Span):
        return values[int(rng.integers(len(values)))]
    low, high = (values.low, values.high + 1) if values.is_whole else (values.low, values.high)
    drawn_at = np.exp(rng.uniform(np.log(low), np.log(high))) if values.is_log else rng.uniform(low, high)
    if values.is_whole:
        return int(min(np.floor(drawn_at), values.high))
    return float(min(max(drawn_at, values.low), values.high))


def apply_params(estimator: Any, params: Mapping[str, object]) -> Any:
    """Return an estimator with some settings changed; of none as it is."""
    return estimator.set_params(**params) if params else estimator


def _settings(candidate: Candidate) -> list[str]:
    estimator = candidate.make(0)
    if not (hasattr(estimator, "get_params") and hasattr(estimator, "set_params")):
        raise InputError(
            f"The model {candidate.title!r} has no get_params and set_params, so nothing of it can be searched.\n"
            "Derive it from sklearn.base.BaseEstimator."
        )
    return list(estimator.get_params())
