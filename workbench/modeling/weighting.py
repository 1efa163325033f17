"""Training a model with the weights of the rows."""

from __future__ import annotations

from typing import Any, NamedTuple

from sklearn.pipeline import Pipeline
from sklearn.utils.validation import has_fit_parameter

from workbench.core.finding import Finding
from workbench.data.dataset import Dataset

__all__ = ["Weighting", "weighting_of"]


class Weighting(NamedTuple):
    """What a model's ``fit`` is given beside rows and outcomes, and what was noticed about it."""

    arguments: dict[str, Any]
    findings: tuple[Finding, ...] = ()


def weighting_of(estimator: Any, train: Dataset, title: str) -> Weighting:
    """Return how a model learns with the weights of its training rows.

    Weights are divided by their mean: so the rows count in the same proportions, and a penalty, which is set against
    their sum, keeps the strength that it has without weights.

    Parameters
    ----------
    estimator : estimator
        A classifier, or a pipeline that ends in one. It is not fitted here.
    train : Dataset
        The rows it will learn from.
    title : str
        What readers call the model.

    Returns
    -------
    Weighting
        Without arguments where the data have no weights, and with finding WB303 where the model takes none.
    """
    weights = train.weights()
    if weights is None:
        return Weighting({})
    argument = _argument(estimator)
    if argument is None or not weights.sum():
        return Weighting({}, (_not_used(title, train),))
    return Weighting({argument: weights / weights.mean()})


def _argument(estimator: Any) -> str | None:
    """Return what ``fit`` calls the weights; ``None`` where it takes none."""
    if isinstance(estimator, Pipeline):
        name, last = estimator.steps[-1]
        inner = _argument(last)
        return None if inner is None else f"{name}__{inner}"
    return "sample_weight" if has_fit_parameter(estimator, "sample_weight") else None


def _not_used(title: str, train: Dataset) -> Finding:
    return Finding(
        "WB303",
        "caution",
        f"The model {title!r} was trained without the weights in column {train.roles.weight!r}",
        "It takes no weights, or those of all training rows are 0. So it learned from the rows as they were sampled, "
        "not as they are in the population; the audit counts with the weights.",
        "Choose a model that can be trained with weights, such as boosted trees or logistic regression.",
        n=train.n_rows,
        scope=train.roles.weight or "",
    )
