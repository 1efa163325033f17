"""``StepDone``: what a step of a recipe learned from the training rows, and what it made of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, QuantileTransformer, StandardScaler, TargetEncoder

__all__ = ["StepDone", "step_done"]


@dataclass(frozen=True)
class StepDone:
    """What a step learned from the training rows of its columns, and what it made of them.

    Parameters
    ----------
    name : str
        Its name in the pipeline, which no other has.
    title : str
        The step of the recipe.
    columns : tuple of str
        The columns it reads: one, or all at once.
    n_derived : int
        The columns of numbers that it makes.
    n_missing : int
        Training rows in which a value is missing, counted for each of its columns.
    learned : tuple of str
        What it learned and did, a sentence each, without full stops.
    n_kept, n_joined : int or None
        Values that have a column of their own, and rarer ones that share one; ``None`` where it makes no such columns.
    tells_parts : bool
        Whether it tells texts by their parts, so that a text which no training row has is told too.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    n_derived: int
    n_missing: int
    learned: tuple[str, ...]
    n_kept: int | None = None
    n_joined: int | None = None
    tells_parts: bool = False

    def __str__(self) -> str:
        """Return the step, its columns and what it learned."""
        noun = "column" if self.n_derived == 1 else "columns"
        return f"{self.name}, {self.n_derived} {noun}\n    {'; '.join(self.learned)}"


def step_done(name: str, title: str, fitted: Any, frame: pd.DataFrame, n_derived: int) -> StepDone:
    """Return what a fitted step learned.

    Parameters
    ----------
    name, title : str
        Of the part in the pipeline, and of the step in the recipe.
    fitted : transformer
        The fitted part.
    frame : pandas.DataFrame
        The training rows that it was fitted on.
    n_derived : int
        The columns that it makes.
    """
    n_missing = int(frame.isna().to_numpy().sum())
    n_kept = n_joined = None
    learned: list[str] = []
    leaves = list(_leaves(fitted))
    for one in leaves:
        if isinstance(one, OneHotEncoder):
            n_joined = _n_joined(one)
            n_kept = sum(map(len, one.categories_)) - n_joined
        learned += _learned(one, n_missing)
    return StepDone(
        name=name,
        title=title,
        columns=tuple(map(str, frame.columns)),
        n_derived=n_derived,
        n_missing=n_missing,
        learned=tuple(learned) or (f"what {type(fitted).__name__} learned is not known here",),
        n_kept=n_kept,
        n_joined=n_joined,
        tells_parts=any(hasattr(one, "vectorizer_") for one in leaves),
    )


def _leaves(fitted: Any) -> Iterator[Any]:
    """Yield the transformers that a step is made of, in their order."""
    if isinstance(fitted, Pipeline):
        for _, part in fitted.steps:
            yield from _leaves(part)
    elif isinstance(getattr(fitted, "transformers_", None), dict):  # skrub's ApplyToCols: one a column
        for part in fitted.transformers_.values():
            yield from _leaves(part)
    else:
        yield fitted


def _learned(one: Any, n_missing: int) -> Iterator[str]:
    if isinstance(one, SimpleImputer):
        yield from _imputed(one, n_missing)
    elif isinstance(one, StandardScaler) and one.mean_ is not None and len(one.mean_) == 1:
        yield f"mean {one.mean_[0]:.4g} and standard deviation {np.sqrt(one.var_[0]):.4g} become 0 and 1"
    elif isinstance(one, StandardScaler):
        yield "each derived column has mean 0 and standard deviation 1"
    elif isinstance(one, QuantileTransformer):
        yield f"values become their places among {one.n_quantiles_:,} quantiles, as on a bell curve"
    elif isinstance(one, OneHotEncoder):
        n_joined = _n_joined(one)
        kept = sum(map(len, one.categories_)) - n_joined
        yield f"{_count(kept, 'value')} kept, {n_joined:,} rarer together" if n_joined else _count(kept, "value")
    elif isinstance(one, TargetEncoder):
        n = sum(int(pd.notna(values).sum()) for values in one.categories_)
        told = f"{_count(n, 'value')} become {_shares(one)}"
        yield f"{told}; {_count(n_missing, 'missing value')}: a value of their own" if n_missing else told
    elif type(one).__name__ == "StringEncoder":
        yield f"{_words(one)} become {one.n_components_} numbers"
    elif type(one).__name__ == "DatetimeEncoder":
        yield f"told by {', '.join(one.extracted_features_).replace('_', ' ')}"


def _shares(one: TargetEncoder) -> str:
    """Return what values become by their outcomes."""
    if one.target_type_ == "multiclass":
        return f"shares of each of {len(one.classes_)} classes, drawn towards those of all rows"
    if one.target_type_ == "continuous":
        return f"means of the outcome, drawn towards {one.target_mean_:.4g}"
    return f"shares of favourable outcomes, drawn towards {one.target_mean_:.3f}"


def _imputed(one: SimpleImputer, n_missing: int) -> Iterator[str]:
    if not n_missing:
        yield "no value is missing"
    elif one.strategy == "constant":
        yield f"{_count(n_missing, 'missing value')}: a value of their own"
    elif len(one.statistics_) == 1:
        marked = ", and are marked" if one.indicator_ is not None else ""
        yield f"{_count(n_missing, 'missing value')} become {one.statistics_[0]:.4g}, the {one.strategy}{marked}"
    else:
        marked = ", and are marked" if one.indicator_ is not None else ""
        yield f"{_count(n_missing, 'missing value')} become the {one.strategy} of each derived column{marked}"


def _n_joined(one: OneHotEncoder) -> int:
    rare = getattr(one, "infrequent_categories_", None) or []
    return sum(len(values) for values in rare if values is not None)


def _words(one: Any) -> str:
    n_parts = len(getattr(one.vectorizer_, "vocabulary_", ()))
    return f"{n_parts:,} parts of words" if n_parts else "parts of words"


def _count(n: int, noun: str) -> str:
    return f"1 {noun}" if n == 1 else f"{n:,} {noun}s"
