"""Shapley values of a linear model: each coefficient times the distance from the mean of the background."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.explanation.shapley.attribution import Scale, sum_by_source
from workbench.explanation.shapley.links import added_up, is_said
from workbench.explanation.shapley.request import Answer, Floats, Inside, Request, UnreadableError, in_parts

__all__ = ["Coefficients"]


class Coefficients:
    """The closed form for a sum of columns, exact whatever the background."""

    name = "workbench"
    kind = way = "the coefficients"

    def serves(self, request: Request) -> str | None:
        """Say whether the estimator is linear, keeps columns apart, and adds up on the scale that is asked for."""
        inside = request.inside
        if isinstance(inside, str):
            model = getattr(request.fitted.pipeline, "named_steps", {}).get("model")
            return inside if hasattr(model, "coef_") else None
        if not (hasattr(inside.estimator, "coef_") and hasattr(inside.estimator, "intercept_")):
            return None
        if np.ndim(inside.estimator.coef_) > 2:
            return None
        summed = _scale(request)
        if request.scale not in {None, summed}:
            return f"they add up to {_said(summed)}, which is not the scale that is asked for"
        return ""

    def attribute(self, request: Request) -> Answer:
        """Return each coefficient times the distance from the background's mean."""
        inside = request.opened
        prepared, estimator, scale = request.fitted.prepared, inside.estimator, _scale(request)
        coefficients = np.atleast_2d(np.asarray(estimator.coef_, dtype=np.float64))
        if coefficients.shape != (request.n_outputs, len(inside.sources)):
            raise UnreadableError("they are not one a column and output")
        background = request.background
        if background is None:
            background = prepared.raw_frame(prepared.split.train)
        mean = _mean(inside, background)
        values = np.empty((len(request.rows), len(prepared.columns), request.n_outputs))
        summed = np.empty((len(request.rows), request.n_outputs))
        for part in in_parts(len(request.rows), len(mean) * request.n_outputs):
            matrix = inside.transform(request.rows.iloc[part])
            summed[part] = _summed(request, matrix)
            derived = (matrix - mean)[:, :, None] * coefficients.T[None]
            values[part] = sum_by_source(derived, inside.sources.tolist(), len(prepared.columns))
        if not is_said(summed, request, scale):
            raise UnreadableError(f"the model's predictions are not made of {_said(scale)} that it adds up")
        return Answer(
            values=values,
            base=coefficients @ mean + np.ravel(estimator.intercept_),
            predictions=summed,
            scale=scale,
            method="coefficients",
            n_background=len(background),
        )


def _mean(inside: Inside, rows: pd.DataFrame) -> Floats:
    """Return the mean of each derived column."""
    total = np.zeros(len(inside.sources))
    for part in in_parts(len(rows), len(total)):
        total += inside.transform(rows.iloc[part]).sum(axis=0)
    return total / len(rows)


def _scale(request: Request) -> Scale:
    return "amount" if request.fitted.task == "regression" else "log-odds"


def _summed(request: Request, matrix: Floats) -> Floats:
    inside = request.opened
    if request.fitted.task != "regression" and not hasattr(inside.estimator, "decision_function"):
        raise UnreadableError("the model has no decision_function that says what it adds up")
    return added_up(inside.estimator, matrix, request)


def _said(scale: Scale) -> str:
    return "amounts" if scale == "amount" else f"{scale}"
