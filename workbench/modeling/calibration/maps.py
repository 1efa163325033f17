"""Maps from what a model says to probabilities: learned on rows it had not seen, applied as in scikit-learn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

# scikit-learn makes these in CalibratedClassifierCV.fit, where preparation cannot be fitted fold by fold on rows that
# follow one another in time; a test holds them against what it makes.
from sklearn.calibration import CalibratedClassifierCV, _CalibratedClassifier, _SigmoidCalibration
from sklearn.isotonic import IsotonicRegression
from sklearn.pipeline import Pipeline

from workbench.errors import InputError, NotEnoughDataError
from workbench.modeling.running import told

__all__ = [
    "METHODS",
    "MappedModel",
    "Method",
    "apply_maps",
    "calibrated_model",
    "learn_maps",
    "responses_of",
    "scale_of",
]

Floats = NDArray[np.float64]
Method = Literal["sigmoid", "isotonic"]

METHODS: tuple[Method, ...] = ("sigmoid", "isotonic")


def scale_of(model: Any) -> str:
    """Return what maps take: a model's ``"decision_function"`` where it has one, else its ``"predict_proba"``."""
    return "decision_function" if hasattr(model, "decision_function") else "predict_proba"


def responses_of(model: Any, frame: pd.DataFrame, n_classes: int, title: str) -> Floats:
    """Return what a model says of rows, for maps to take.

    Parameters
    ----------
    model : Any
        Fitted, with what :func:`scale_of` names. Without ``classes_`` its columns count as in the data's order.
    frame : pandas.DataFrame
        What it reads.
    n_classes : int
        How many outcomes or classes there are.
    title : str
        What to call it in an error.

    Returns
    -------
    array of float, shape (n_rows, 1) or (n_rows, n_classes)
        Of two outcomes that of the favourable one only.

    Raises
    ------
    NotEnoughDataError
        If the model has not seen every class.
    InputError
        If it cannot predict them, or its classes have other names than 0, 1, …
    """
    seen = np.asarray(getattr(model, "classes_", range(n_classes)))  # of one that says nothing, as its scores are read
    if len(seen) < n_classes:
        raise NotEnoughDataError(
            f"The model {title!r} saw {len(seen)} of {n_classes} classes in some of the rows it learned from.\n"
            "Ask for fewer folds, or collect more rows of the rarest class."
        )
    if seen.tolist() != list(range(n_classes)):
        raise InputError(
            f"The model {title!r} has the classes {', '.join(map(str, seen[:5]))}, not 0 to {n_classes - 1}.\n"
            "Calibrate it where it was trained: sklearn.calibration.CalibratedClassifierCV."
        )
    try:
        found = np.asarray(getattr(model, scale_of(model))(frame), dtype=np.float64)
    except Exception as error:  # it may be anybody's code
        raise InputError(
            f"The model {title!r} could not predict the rows to learn a calibration from: {told(error)}\n"
            "Choose another model, or other steps in the recipe."
        ) from error
    if found.ndim == 2 and n_classes == 2:
        found = found[:, 1]
    if not np.isfinite(found).all():
        raise InputError(
            f"The model {title!r} gives scores that are infinite or missing.\nLook at its training, or choose another."
        )
    return found.reshape(len(found), -1)


def learn_maps(
    responses: Floats, targets: NDArray[np.integer], method: Method, weights: Floats | None = None
) -> tuple[Any, ...]:
    """Return a fitted map for each output: of two outcomes one, of several classes each against the rest.

    Parameters
    ----------
    responses : array of float, shape (n_rows, n_outputs)
        From :func:`responses_of`.
    targets : array of int, shape (n_rows,)
        0 or 1, or places of classes.
    method : {"sigmoid", "isotonic"}
        Platt's logistic curve, its targets drawn in by the priors; or the best rising step function.
    weights : array of float, optional
        For how many people each row stands; only their proportions count.

    Raises
    ------
    NotEnoughDataError
        If some outcome or class has no row, or all rows have one.
    """
    found = []
    for place in range(responses.shape[1]):
        target = (targets == (1 if responses.shape[1] == 1 else place)).astype(np.int64)
        if target.min() == target.max():
            raise NotEnoughDataError(
                "Some rows to learn a calibration from have one outcome only.\n"
                "Ask for fewer folds, or collect more rows of the rarest outcome."
            )
        one = _SigmoidCalibration() if method == "sigmoid" else IsotonicRegression(out_of_bounds="clip")
        found.append(one.fit(responses[:, place], target, None if weights is None else weights / weights.mean()))
    return tuple(found)


def apply_maps(maps: Sequence[Any], responses: Floats) -> Floats:
    """Return calibrated probabilities, shape (n_rows,) or (n_rows, n_classes).

    Those of several classes are divided by their sum; where every class gets 0, all are equally probable.
    """
    mapped = np.stack([one.predict(responses[:, place]) for place, one in enumerate(maps)], axis=1)
    if len(maps) == 1:
        return np.asarray(mapped[:, 0], dtype=np.float64)
    whole = mapped.sum(axis=1, keepdims=True)
    equal = np.full_like(mapped, 1 / len(maps))
    return np.asarray(np.divide(mapped, whole, out=equal, where=whole != 0), dtype=np.float64)


@dataclass(frozen=True)
class MappedModel:
    """A model of which nothing is known but that it predicts, with maps behind it.

    Parameters
    ----------
    model : Any
        With ``predict_proba`` of the data's outcomes or classes in their order.
    maps : tuple
        From :func:`learn_maps`.
    """

    model: Any
    maps: tuple[Any, ...]

    @property
    def classes_(self) -> tuple[int, ...]:
        """Which classes there are, by their places."""
        return tuple(range(max(2, len(self.maps))))

    @property
    def named_steps(self) -> dict[str, Any]:
        """Itself, as a pipeline would tell its model."""
        return {"model": self}

    def __getitem__(self, place: int) -> Any:
        """Return itself: it is the only step."""
        return (self,)[place]

    def predict_proba(self, frame: pd.DataFrame) -> Floats:
        """Return calibrated probabilities, a column for each outcome or class."""
        found = apply_maps(self.maps, responses_of(self.model, frame, len(self.classes_), "given"))
        return np.column_stack([1 - found, found]) if found.ndim == 1 else found

    def predict(self, frame: pd.DataFrame) -> NDArray[np.int64]:
        """Return the place of the most probable outcome or class."""
        return np.asarray(self.predict_proba(frame).argmax(axis=1), dtype=np.int64)


def calibrated_model(pipeline: Any, maps: Sequence[Any], method: Method, n_folds: int) -> Any:
    """Return a pipeline whose last step is calibrated: an ordinary scikit-learn object, as with ``ensemble=False``.

    Parameters
    ----------
    pipeline : Any
        Fitted; it is not changed. What is no pipeline of scikit-learn becomes a :class:`MappedModel`.
    maps : sequence
        From :func:`learn_maps`.
    method : {"sigmoid", "isotonic"}
        How they were learned.
    n_folds : int
        How many folds it cuts rows into when it is trained anew.
    """
    if not isinstance(pipeline, Pipeline):
        return MappedModel(pipeline, tuple(maps))
    name, model = pipeline.steps[-1]
    whole = CalibratedClassifierCV(model, method=method, cv=n_folds, ensemble=False)
    whole.classes_ = np.asarray(getattr(model, "classes_", range(max(2, len(maps)))))
    whole.calibrated_classifiers_ = [
        _CalibratedClassifier(model, list(maps), classes=whole.classes_, method=method),
    ]
    if hasattr(model, "n_features_in_"):
        whole.n_features_in_ = model.n_features_in_
    return Pipeline([*pipeline.steps[:-1], (name, whole)])
