"""``Prepared``: a fitted recipe, and which original column each derived column comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray
from sklearn.compose import ColumnTransformer

from workbench.core.finding import Finding
from workbench.core.provenance import Result
from workbench.data.dataset import Dataset
from workbench.data.split import Split
from workbench.errors import InputError
from workbench.preparation.recipe import Recipe

__all__ = ["Prepared", "check_finite", "raw_frame"]


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
    """

    split: Split
    recipe: Recipe
    transformer: ColumnTransformer
    columns: tuple[str, ...]
    sources: tuple[tuple[str, ...], ...]
    findings: tuple[Finding, ...] = ()

    def __repr__(self) -> str:
        """Return what was prepared in one sentence."""
        return (
            f"Prepared {self.split.data.name!r}: {len(self.columns)} columns become {len(self.sources)}, "
            f"fitted on {self.split.train.n_rows:,} training rows, {len(self.recipe.left_out)} left out."
        )

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
        return np.asarray(self.transformer.transform(frame), dtype=np.float64)


def raw_frame(data: Dataset, columns: Sequence[str]) -> pd.DataFrame:
    """Return columns of a data set as transformers read them.

    True and false become 1 and 0, so that a missing one can be missing.
    """
    frame = data.frame(columns)
    for name in columns:
        if pa.types.is_boolean(data.table[name].type):
            frame[name] = frame[name].astype(np.float64)
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
                "Replace it in the data, or give the column a step that can take it."
            ) from refusal
