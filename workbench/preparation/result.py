"""``Prepared``: a fitted recipe, and which original column each derived column comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray
from scipy import sparse
from sklearn.compose import ColumnTransformer
from sklearn.pipeline import Pipeline

from workbench.core.finding import Finding
from workbench.core.provenance import Result
from workbench.data.dataset import Dataset
from workbench.data.split import Split
from workbench.errors import InputError
from workbench.preparation.done import StepDone
from workbench.preparation.recipe import LeftOut, Recipe

__all__ = ["Prepared", "check_finite", "check_size", "raw_frame"]

_LARGEST = 1e150


@dataclass(frozen=True, eq=False)
class Prepared(Result):
    """A recipe fitted on the training rows.

    Parameters
    ----------
    split : Split
        The rows.
    recipe : Recipe
        The steps.
    transformer : sklearn.compose.ColumnTransformer
        The fitted steps; an ordinary scikit-learn object that works without the workbench.
    columns : tuple of str
        The original columns it reads.
    sources : tuple of tuple of str
        For each derived column, the original columns it comes from.
    findings : tuple of Finding
        What was noticed on the way.
    steps_done : tuple of StepDone
        What each step learned from the training rows and made of them; empty for a model that was given.
    learned_from : array of float or None, shape (n_train, n_derived)
        The derived columns of the training rows, as a model has to learn from them; read-only. Where a step tells
        values by their outcomes, each row is told by other rows, which :meth:`matrix` of those rows would not do.
    """

    split: Split
    recipe: Recipe
    transformer: ColumnTransformer
    columns: tuple[str, ...]
    sources: tuple[tuple[str, ...], ...]
    findings: tuple[Finding, ...] = ()
    steps_done: tuple[StepDone, ...] = ()
    learned_from: NDArray[np.float64] | None = None

    def __repr__(self) -> str:
        """Return what was prepared in one sentence."""
        return (
            f"Prepared {self.split.data.name!r}: {len(self.columns)} columns become {len(self.sources)}, "
            f"fitted on {self.split.train.n_rows:,} training rows, {len(self.recipe.left_out)} left out."
        )

    def __str__(self) -> str:
        """Return what was prepared, what each step learned, and which columns were left out, with their reasons."""
        refused = [f"left out: {one.column}\n    because {one.reason}" for one in self.refused]
        return "\n".join([repr(self), *map(str, self.steps_done), *refused])

    @property
    def refused(self) -> tuple[LeftOut, ...]:
        """The columns that the model does not see, and why."""
        return self.recipe.left_out

    @property
    def pipeline(self) -> Pipeline:
        """The fitted steps as a scikit-learn pipeline, to which a model can be added; it needs no workbench.

        Examples
        --------
        >>> from workbench.data.read import read_data
        >>> from workbench.data.split import split_data
        >>> from workbench.preparation.prepare import prepare_data
        >>> data = read_data("example:admissions", target="admitted", favourable="yes", protected=["sex"])
        >>> prepared = prepare_data(split_data(data))
        >>> prepared.pipeline.transform(pd.DataFrame({"department": ["A", "F"]})).astype(int).tolist()
        [[1, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 1]]
        """
        return Pipeline([("prepare", self.transformer)])

    @property
    def mixes_columns(self) -> bool:
        """Whether a derived column comes from more than one original column."""
        return any(len(source) != 1 for source in self.sources)

    def raw_frame(self, data: Dataset) -> pd.DataFrame:
        """Return the original columns of some rows, as the transformer reads them."""
        return raw_frame(data, self.columns)

    def matrix(self, frame: pd.DataFrame) -> NDArray[np.float64]:
        """Return the derived columns of some rows, shape (n_rows, n_derived).

        Parameters
        ----------
        frame : pandas.DataFrame
            As :meth:`raw_frame` gives it.
        """
        found = self.transformer.transform(frame)
        return np.asarray(found.toarray() if sparse.issparse(found) else found, dtype=np.float64)

    def training_matrix(self) -> NDArray[np.float64]:
        """Return the derived columns of the training rows for a model to learn from, shape (n_train, n_derived)."""
        return self.matrix(self.raw_frame(self.split.train)) if self.learned_from is None else self.learned_from


def raw_frame(data: Dataset, columns: Sequence[str]) -> pd.DataFrame:
    """Return columns of a data set as transformers read them.

    True and false become 1 and 0, so that a missing one can be missing. Dates become times, at midnight.
    """
    frame, kinds = data.frame(columns), data.kinds
    for name in columns:
        if pa.types.is_boolean(kinds[name]):
            frame[name] = frame[name].astype(np.float64)
        elif pa.types.is_date(kinds[name]):
            # In seconds, so that no year that Arrow can hold is beyond what pandas can.
            frame[name] = data.column(name).cast(pa.timestamp("s")).to_pandas()
    return frame


def check_finite(frame: pd.DataFrame, refusal: Exception) -> None:
    """Raise :class:`InputError` with the column's name where a step refused infinite numbers."""
    if "infinity" not in str(refusal):
        return
    for name in frame.columns:
        n_infinite = int(np.isinf(frame[name]).sum()) if pd.api.types.is_float_dtype(frame[name]) else 0
        if n_infinite:
            rows = "1 row" if n_infinite == 1 else f"{n_infinite:,} rows"
            raise InputError(
                f"Column {name!r} holds an infinite number in {rows}.\n"
                f"Read it as not known, missing={{{name!r}: [float('inf'), float('-inf')]}}, "
                "or give the column a step that can take it."
            ) from refusal


def check_size(frame: pd.DataFrame) -> None:
    """Raise :class:`InputError` with the column's name where the squares of numbers are beyond what a float holds."""
    for name in frame.columns:
        if pd.api.types.is_float_dtype(frame[name]) and float(frame[name].abs().max()) > _LARGEST:
            raise InputError(
                f"Column {name!r} holds numbers beyond {_LARGEST:g}, whose squares cannot be computed.\n"
                "Divide it by a large number in the data, or give the column a step that can take it."
            )
