"""What an engine is asked and what it answers; and how far a fitted model can be looked into."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse
from sklearn.base import OneToOneFeatureMixin
from sklearn.compose import ColumnTransformer
from sklearn.pipeline import Pipeline
from threadpoolctl import ThreadpoolController

from workbench.core.provenance import Provenance
from workbench.core.silence import silence
from workbench.errors import InputError, WorkbenchError
from workbench.explanation.shapley.attribution import Method, Scale
from workbench.modeling.result import Fitted
from workbench.modeling.running import told

__all__ = [
    "Answer",
    "Floats",
    "Inside",
    "Request",
    "UnreadableError",
    "checked",
    "in_parts",
    "predicted_columns",
    "quiet",
]

Floats = NDArray[np.float64]

_MANY = 50_000
_CELLS_AT_ONCE = 20_000_000
"""So many numbers are made of rows at once: one column of text may become thousands that are mostly 0."""
_LOOKED_AT = 256
_SAME = 1e-6


class UnreadableError(Exception):
    """An engine could not read a model; the next one is asked.

    Its text is the reason, as what follows *because*; empty where the next engine gives the same values.
    """


class Inside(NamedTuple):
    """A model that can be taken apart: steps that give each derived column one source, then an estimator.

    Parameters
    ----------
    estimator : Any
        The last step; it reads derived columns.
    transform : callable
        Takes original columns, returns the derived ones, shape (n_rows, n_derived).
    sources : array of int, shape (n_derived,)
        For each derived column, the place of the original one.
    """

    estimator: Any
    transform: Callable[[pd.DataFrame], Floats]
    sources: NDArray[np.int64]


class Answer(NamedTuple):
    """Shapley values of some rows for every output, not yet checked.

    Parameters
    ----------
    values : array of float, shape (n_rows, n_columns, n_outputs)
        In original columns.
    base : array of float, shape (n_outputs,)
        The prediction without any column.
    predictions : array of float, shape (n_rows, n_outputs)
        The model's own.
    scale, method, n_background, n_orders, engine
        As of :class:`Attribution`.
    standard_errors : array of float, shape (n_rows, n_columns, n_outputs), or None
        Of sampled values.
    rounding : float
        What the model itself rounds its predictions by.
    remark : str
        What is particular about the values, as a sentence.
    """

    values: Floats
    base: Floats
    predictions: Floats
    scale: Scale
    method: Method
    n_background: int
    n_orders: int = 0
    engine: str = "workbench"
    standard_errors: Floats | None = None
    rounding: float = 0.0
    remark: str = ""


@dataclass(frozen=True, eq=False)
class Request:
    """Rows to explain, and how.

    Parameters
    ----------
    fitted : Fitted
        The model.
    rows : pandas.DataFrame
        Original columns.
    scale : str or None
        What the values have to add up to; ``None`` for whatever the engine adds up.
    background : pandas.DataFrame or None
        Rows that stand for "without the column"; ``None`` for the engine's own choice of training rows.
    seed : int
        Of what is drawn.
    most_background : int
        At most so many background rows where every one of them costs calls of the model.
    """

    fitted: Fitted
    rows: pd.DataFrame
    scale: Scale | None
    background: pd.DataFrame | None
    seed: int
    most_background: int = 100

    @property
    def n_outputs(self) -> int:
        """How many numbers the model predicts a row: one, or one a class."""
        return len(self.fitted.classes) if self.fitted.task == "multiclass" else 1

    @property
    def natural_scale(self) -> Scale:
        """The scale of what :meth:`Fitted.score` returns."""
        return "amount" if self.fitted.task == "regression" else "probability"

    @cached_property
    def inside(self) -> Inside | str:
        """The model taken apart, or why it cannot be."""
        return _look_inside(self.fitted)

    @property
    def opened(self) -> Inside:
        """The model taken apart.

        Raises
        ------
        UnreadableError
            If it cannot be.
        """
        if isinstance(self.inside, str):
            raise UnreadableError(self.inside)
        return self.inside

    @cached_property
    def scores(self) -> Floats:
        """What the model predicts for the rows, shape (n_rows, n_outputs), on its natural scale."""
        return self.score(self.rows)

    def score(self, frame: pd.DataFrame) -> Floats:
        """Return what the model predicts for rows of original columns, shape (n_rows, n_outputs)."""
        return _scores(self.fitted, frame, self.n_outputs)

    def train_rows(self, most: int) -> pd.DataFrame:
        """Return at most so many training rows, drawn at random with the request's seed."""
        train = self.fitted.prepared.split.train
        chosen = np.random.default_rng(self.seed).choice(train.n_rows, min(most, train.n_rows), replace=False)
        return self.fitted.prepared.raw_frame(train.take(np.sort(chosen), Provenance("take", {}, ())))

    def drawn_background(self) -> pd.DataFrame:
        """Return the background rows, at most :attr:`most_background` of them, drawn with the request's seed."""
        if self.background is None:
            return self.train_rows(self.most_background)
        if len(self.background) <= self.most_background:
            return self.background
        chosen = np.random.default_rng(self.seed).choice(len(self.background), self.most_background, replace=False)
        return self.background.iloc[np.sort(chosen)]


def in_parts(n_rows: int, width: int) -> list[slice]:
    """Return rows in parts of which no more numbers are made at once than memory holds.

    Parameters
    ----------
    n_rows, width : int
        How many rows, and how many numbers are made of each.

    Examples
    --------
    >>> in_parts(100_000, 500)
    [slice(0, 40000, None), slice(40000, 80000, None), slice(80000, 100000, None)]
    """
    at_once = max(1, _CELLS_AT_ONCE // max(1, width))
    return [slice(start, min(start + at_once, n_rows)) for start in range(0, n_rows, at_once)]


def predicted_columns(estimator: Any, matrix: Floats, fitted: Fitted, n_outputs: int) -> Floats:
    """Return what an estimator predicts for derived columns, shape (n_rows, n_outputs), as the whole model would."""
    with quiet(len(matrix)):
        if fitted.task == "regression":
            found = np.asarray(estimator.predict(matrix), dtype=np.float64)
        else:
            found = np.asarray(estimator.predict_proba(matrix), dtype=np.float64)
            found = found[:, 1] if fitted.task == "binary" else found
    return checked(found, len(matrix), n_outputs)


def _scores(fitted: Fitted, frame: pd.DataFrame, n_outputs: int) -> Floats:
    """Return what a model predicts, shape (n_rows, n_outputs); whatever it raises is told."""
    try:
        with quiet(len(frame)):
            found = fitted.score(frame)
    except WorkbenchError:
        raise
    except Exception as error:
        raise InputError(
            f"The model refuses rows that explain it: {told(error)}\n"
            "Give rows and a background of the kind it learned from, or explain another model."
        ) from error
    return checked(found, len(frame), n_outputs)


def checked(found: Floats, n_rows: int, n_outputs: int) -> Floats:
    """Return predictions as (n_rows, n_outputs), or raise :class:`InputError` where they are no numbers."""
    whole = np.asarray(found, dtype=np.float64).reshape(n_rows, -1)
    if whole.shape[1] != n_outputs:
        raise InputError(
            f"The model predicts {whole.shape[1]} numbers a row where {n_outputs} are expected.\n"
            "Explain a model that has seen every class while it was trained."
        )
    if not np.isfinite(whole).all():
        raise InputError(
            "The model predicts infinite or missing numbers for some of the rows that explain it.\n"
            "Look at its training, or explain another model."
        )
    return whole


@contextlib.contextmanager
def quiet(n_rows: int) -> Iterator[None]:
    """Keep what a model prints or warns of out of the notebook, and a small call from waiting for threads.

    Parameters
    ----------
    n_rows : int
        How many rows the model is asked about; threads that wait for one another take longer than few rows do.
    """
    limits = 1 if n_rows < _MANY else None
    with silence(), _controller(len(sys.modules)).limit(limits=limits):
        yield


@lru_cache(maxsize=1)
def _controller(n_modules: int) -> ThreadpoolController:
    """Return what limits threads; to look for their libraries anew takes as long as to ask about a few rows."""
    del n_modules  # libraries come with modules
    return ThreadpoolController()


def _look_inside(fitted: Fitted) -> Inside | str:
    prepared, pipeline = fitted.prepared, fitted.pipeline
    steps = list(getattr(pipeline, "steps", ()))
    if len(steps) == 2 and isinstance(steps[0][1], ColumnTransformer) and _is_preparation(steps[0][1], fitted):
        if prepared.mixes_columns:
            return "a step of the recipe makes one column of several"
        place = {name: position for position, name in enumerate(prepared.columns)}
        sources = np.array([place[source[0]] for source in prepared.sources], dtype=np.int64)
        return Inside(steps[1][1], prepared.matrix, sources)
    return _look_inside_foreign(fitted)


def _is_preparation(first: ColumnTransformer, fitted: Fitted) -> bool:
    """Whether a model's first step is its preparation, or makes the same of rows, as does one read from a file."""
    prepared = fitted.prepared
    if first is prepared.transformer:
        return True
    rows = _looked_at(fitted)
    try:
        with quiet(len(rows)):
            found: Any = first.transform(rows)
            known = prepared.matrix(rows)
    except Exception:  # noqa: BLE001 - another's steps raise whatever they like
        return False
    own = np.asarray(found.toarray() if sparse.issparse(found) else found, dtype=np.float64)
    return np.array_equal(own, known, equal_nan=True)


def _looked_at(fitted: Fitted) -> pd.DataFrame:
    """Return some training rows, the same ones each time."""
    train = fitted.prepared.split.train
    chosen = np.random.default_rng(0).permutation(train.n_rows)[:_LOOKED_AT]
    return fitted.prepared.raw_frame(train.take(chosen.astype(np.int64), Provenance("take", {}, ())))


def _look_inside_foreign(fitted: Fitted) -> Inside | str:
    """Take apart an estimator that reads numbers as they are, or after steps that keep each column apart."""
    model: Any = fitted.pipeline
    if not isinstance(model, Pipeline):
        model = fitted.pipeline.named_steps.get("model")
    before = [step for _, step in model.steps[:-1]] if isinstance(model, Pipeline) else []
    estimator = model.steps[-1][1] if isinstance(model, Pipeline) else model
    if not all(step == "passthrough" or isinstance(step, OneToOneFeatureMixin) for step in before):
        return "what the model's first steps make of the columns is not known"
    n_columns = len(fitted.prepared.columns)
    if getattr(estimator, "n_features_in_", None) != n_columns:
        return "the model does not read the columns of the data one by one"

    def transform(frame: pd.DataFrame) -> Floats:
        with quiet(len(frame)):
            found: Any = frame
            for step in before:
                found = found if step == "passthrough" else step.transform(found)
        return np.asarray(found, dtype=np.float64)

    inside = Inside(estimator, transform, np.arange(n_columns))
    return _why_otherwise(fitted, inside) or inside


def _why_otherwise(fitted: Fitted, inside: Inside) -> str:
    """Say why a model is not what it seems when taken apart, as seen on training rows; empty if it is."""
    rows = _looked_at(fitted)
    try:
        own, other = inside.transform(rows), inside.transform(rows[::-1])
    except Exception:  # noqa: BLE001 - another's steps raise whatever they like
        return "the model reads columns that are no numbers"
    if own.shape != rows.shape or not _are_apart(inside.transform, rows, own, other):
        return "the model's first steps make one column of several"
    classes = getattr(fitted.pipeline, "order", None)
    if classes is not None and classes != tuple(range(len(classes))):
        return "the model's classes are in another order than those of the data"
    n_outputs = len(fitted.classes) if fitted.task == "multiclass" else 1
    whole = _scores(fitted, rows, n_outputs)
    try:
        found = predicted_columns(inside.estimator, own, fitted, n_outputs)
    except Exception:  # noqa: BLE001 - as of a model that reads names of columns
        return "the model does not read a matrix of numbers"
    size = max(float(np.abs(whole).max()), np.finfo(np.float64).tiny)
    same = np.abs(found - whole).max() <= _SAME * size
    return "" if same else "what the model predicts is not made of what its last step predicts"


def _are_apart(transform: Callable[[pd.DataFrame], Floats], rows: pd.DataFrame, own: Floats, other: Floats) -> bool:
    """Whether steps make of rows mixed with others what they make of both, mixed alike."""
    masks = np.random.default_rng(1).random(rows.shape) < 0.5
    turned = rows[::-1].set_axis(rows.index)
    mixed = pd.DataFrame({name: rows[name].where(masks[:, at], turned[name]) for at, name in enumerate(rows.columns)})
    try:
        found = transform(mixed)
    except Exception:  # noqa: BLE001 - another's steps raise whatever they like
        return False
    return bool(np.allclose(found, np.where(masks, own, other), rtol=1e-9, atol=1e-12, equal_nan=True))
