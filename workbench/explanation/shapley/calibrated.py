"""Shapley values of models that are calibrated by one sigmoid: their log-odds are a line of what the model adds up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from sklearn.calibration import CalibratedClassifierCV
from sklearn.frozen import FrozenEstimator

from workbench.errors import AdditivityError
from workbench.explanation.shapley.attribution import Attribution
from workbench.explanation.shapley.links import is_said
from workbench.explanation.shapley.request import (
    Answer,
    Floats,
    Inside,
    Request,
    UnreadableError,
    predicted_columns,
)

__all__ = ["Calibrated"]


@dataclass(frozen=True, eq=False)
class _Uncalibrated(Request):
    """The same request of the model that was calibrated."""

    opened_model: Inside | None = None

    @property
    def inside(self) -> Inside | str:
        """The model taken apart."""
        return self.opened_model or ""

    def score(self, frame: pd.DataFrame) -> Floats:
        """Return its probabilities, shape (n_rows, 1)."""
        estimator, transform, _ = self.opened
        return predicted_columns(estimator, transform(frame), self.fitted, 1)


class Calibrated:
    """What the calibrated model itself adds up, times the sigmoid's slope: exact, on log-odds.

    Parameters
    ----------
    ask : callable
        Takes a request for the model that was calibrated, returns its attributions.
    explains : callable
        Takes such a request, returns whether there is an engine for the model.
    """

    name = "workbench"
    kind = way = "the sums of the model that is calibrated"

    def __init__(self, ask: Callable[[Request], tuple[Attribution, ...]], explains: Callable[[Request], bool]) -> None:
        self.ask, self.explains = ask, explains

    def serves(self, request: Request) -> str | None:
        """Say whether one sigmoid makes the probability of what a linear model or trees add up."""
        sigmoid = _sigmoid(request)
        if sigmoid is None or not self.explains(_without(request)):
            return None
        if request.scale not in {None, "log-odds"}:
            return "they add up to log-odds, which is not the scale that is asked for"
        return ""

    def attribute(self, request: Request) -> Answer:
        """Return exact values on log-odds."""
        slope, shift = _sigmoid(request) or (np.nan, np.nan)
        try:
            [found] = self.ask(_without(request))
        except AdditivityError as error:
            raise UnreadableError("no way of reading them adds up to them") from error
        predictions = (slope * found.predictions + shift)[:, None]
        if not is_said(predictions, request, "log-odds"):
            raise UnreadableError("the model's predictions are not made of them")
        return Answer(
            values=slope * found.values[:, :, None],
            base=np.array([slope * found.base + shift]),
            predictions=predictions,
            scale="log-odds",
            method=found.method,
            n_background=found.n_background,
            engine=found.engine,
            remark=" ".join(found.notes),
        )


def _sigmoid(request: Request) -> tuple[float, float] | None:
    """Return the slope and the shift of the line that gives log-odds, ``None`` of any other model."""
    inside = request.inside
    if isinstance(inside, str) or request.fitted.task != "binary":
        return None
    mapped = _mapped(inside.estimator)
    if mapped is None:
        return None
    [sigmoid] = mapped.calibrators
    return -float(sigmoid.a_), -float(sigmoid.b_)


def _mapped(estimator: Any) -> Any:
    """Return the one model with its sigmoid; several of them are averaged, which adds up on no scale."""
    if not isinstance(estimator, CalibratedClassifierCV) or estimator.method != "sigmoid":
        return None
    found = estimator.calibrated_classifiers_
    return found[0] if len(found) == 1 and len(found[0].calibrators) == 1 else None


def _without(request: Request) -> Request:
    inside = request.opened
    model = _mapped(inside.estimator).estimator
    model = model.estimator if isinstance(model, FrozenEstimator) else model
    return _Uncalibrated(
        request.fitted,
        request.rows,
        None,
        request.background,
        request.seed,
        request.most_background,
        Inside(model, inside.transform, inside.sources),
    )
