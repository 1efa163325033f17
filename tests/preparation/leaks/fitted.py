"""Fitted objects for the corpus: on all rows, and on the rows to learn from."""

from __future__ import annotations

import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, QuantileTransformer, StandardScaler, TargetEncoder

from workbench.data.dataset import Dataset
from workbench.data.split import Split

__all__ = ["EARLY", "ON_TRAINING_ROWS"]


def columns_of(data: Dataset) -> tuple[list[str], list[str]]:
    """Return columns of numbers, and of text with few values."""
    frame = data.frame(data.features)
    numbers = list(frame.select_dtypes("number").columns)
    words = [name for name in frame.columns if pd.api.types.is_string_dtype(frame[name]) and frame[name].nunique() < 30]
    return numbers, words


def step(data: Dataset) -> object:
    numbers, words = columns_of(data)
    frame = data.frame(data.features)
    if numbers:
        return StandardScaler().fit(frame[numbers])
    return TargetEncoder().fit(frame[words], data.outcomes())


def nested(data: Dataset) -> object:
    numbers, words = columns_of(data)
    frame = data.frame(data.features)
    of_numbers = make_pipeline(SimpleImputer(strategy="median"), QuantileTransformer(n_quantiles=50))
    parts = [(of_numbers, numbers)] if numbers else [(TargetEncoder(), words)]
    return make_column_transformer(*parts, (OneHotEncoder(handle_unknown="ignore"), words)).fit(frame, data.outcomes())


def model(data: Dataset) -> object:
    numbers, words = columns_of(data)
    prepare = make_column_transformer(
        (SimpleImputer(), numbers), (OneHotEncoder(handle_unknown="ignore"), words), sparse_threshold=0
    )
    forest = RandomForestClassifier(5, max_depth=4, random_state=0)
    return make_pipeline(prepare, forest).fit(data.frame(data.features), data.outcomes())


EARLY = [lambda split, make=make: [make(split.data)] for make in (step, nested, model)]
"""Each fits one object to all rows."""


def ON_TRAINING_ROWS(split: Split) -> list[object]:  # noqa: N802 - it stands beside EARLY
    """Return objects fitted as they should be."""
    return [make(split.train) for make in (step, nested, model)]
