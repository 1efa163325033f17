"""Shapley values of a linear model: each coefficient times the distance from the mean of the background."""

from __future__ import annotations

import numpy as np

from workbench.explanation.shapley.attribution import Scale, sum_by_source
from workbench.explanation.shapley.links import added_up, is_said
from workbench.explanation.shapley.request import Answer, Floats, Request, UnreadableError

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
        matrix = inside.transform(request.rows)
        if coefficients.shape != (request.n_outputs, matrix.shape[1]):
            raise UnreadableError("they are not one a column and output")
        if request.background is None:
            background = inside.transform(prepared.raw_frame(prepared.split.train))
        else:
            background = inside.transform(request.background)
        summed = _summed(request, matrix)
        if not is_said(summed, request, scale):
            raise UnreadableError(f"the model's predictions are not made of {_said(scale)} that it adds up")
        mean = background.mean(axis=0)
        derived = (matrix - mean)[:, :, None] * coefficients.T[None]
        return Answer(
            values=sum_by_source(derived, inside.sources.tolist(), len(prepared.columns)),
            base=coefficients @ mean + np.ravel(estimator.intercept_),
            predictions=summed,
            scale=scale,
            method="coefficients",
            n_background=len(background),
        )


def _scale(request: Request) -> Scale:
    return "amount" if request.fitted.task == "regression" else "log-odds"


def _summed(request: Request, matrix: Floats) -> Floats:
    inside = request.opened
    if request.fitted.task != "regression" and not hasattr(inside.estimator, "decision_function"):
        raise UnreadableError("the model has no decision_function that says what it adds up")
    return added_up(inside.estimator, matrix, request)


def _said(scale: Scale) -> str:
    return "amounts" if scale == "amount" else f"{scale}"
