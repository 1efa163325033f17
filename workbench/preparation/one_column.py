"""What one column alone tells of the outcome: by its values, and by their order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from scipy import stats

from workbench.stats.association import Estimate, cramers_v
from workbench.stats.auc import auc_of_rows
from workbench.stats.intervals import critical_value

__all__ = ["Told", "as_numbers", "told_by"]

_CONFIDENCE = 0.95
_CHANCE = 0.05
_MOST_VALUES = 20
_N_BANDS = 10
_RARE = 10


@dataclass(frozen=True)
class Told:
    """What a column alone tells of the outcome.

    Parameters
    ----------
    strength : float
        Bias-corrected Cramér's V of its values, or bands of them, with the outcome; ``nan`` where they do not recur.
    p_value : float
        Of the chi-square test that the outcome does not differ between them; ``nan`` likewise.
    order : Estimate or None
        Of numbers and dates: the share of pairs of a favourable and an unfavourable row in which the favourable one
        has the larger value (the area under the ROC curve), and its 95 % limits. ``None`` of others.
    """

    strength: float
    p_value: float
    order: Estimate | None

    @property
    def nothing(self) -> bool:
        """Whether both are known, as far as there is such a thing, and neither is beyond chance."""
        if not self.p_value >= _CHANCE:
            return False
        return self.order is None or self.order.low <= 0.5 <= self.order.high


def told_by(column: pa.ChunkedArray, outcomes: NDArray[np.int64]) -> Told:
    """Return what a column tells of the outcome.

    Parameters
    ----------
    column : pyarrow.ChunkedArray
        Its values; missing is a value too. Of numbers with more than 20 values ten bands of equally many rows are
        compared; of text, values that fewer than ten rows have count as one.
    outcomes : array of int
        1 or 0 of each row.

    Examples
    --------
    >>> outcomes = np.array([0, 1] * 100)
    >>> told = told_by(pa.chunked_array([["a", "b"] * 100]), outcomes)
    >>> told.strength, told.nothing
    (1.0, False)
    >>> told_by(pa.chunked_array([["a", "a", "b", "b"] * 50]), outcomes).nothing
    True
    """
    kind = column.type
    if not (pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_temporal(kind)):
        return Told(*_strength(_codes(column), outcomes), None)
    numbers = as_numbers(column)
    present = np.isfinite(numbers)
    area = auc_of_rows(numbers[present], outcomes[present])
    low, high = area.limits(critical_value(_CONFIDENCE))
    order = Estimate(float(area.values), float(low), float(high)) if np.isfinite(area.values) else None
    return Told(*_strength(_bands(numbers), outcomes), order)


def as_numbers(column: pa.ChunkedArray) -> NDArray[np.float64]:
    """Return numbers, dates and times as floats, missing ones as ``nan``."""
    if pa.types.is_temporal(column.type):
        width = pa.int32() if pa.types.is_date32(column.type) or pa.types.is_time32(column.type) else pa.int64()
        column = column.cast(width)
    return np.asarray(pc.cast(column, pa.float64(), safe=False).to_numpy(), dtype=np.float64)


def _codes(column: pa.ChunkedArray) -> NDArray[np.int64]:
    """Return a code for each value of text or of true and false; rare ones share the code 1, missing is 0."""
    encoded = column.dictionary_encode().unify_dictionaries().combine_chunks()
    codes = pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False).astype(np.int64) + 1
    counts = np.bincount(codes)
    places = np.where(counts >= _RARE, np.arange(len(counts)) + 1, 1)
    places[0] = 0
    return np.asarray(places[codes], dtype=np.int64)


def _bands(numbers: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return a code for each number, or for a band of them; 0 is missing."""
    present = np.isfinite(numbers)
    edges = np.unique(numbers[present])
    if len(edges) > _MOST_VALUES:
        edges = np.unique(np.quantile(numbers[present], np.linspace(0, 1, _N_BANDS + 1)[:-1], method="lower"))
    return np.where(present, np.searchsorted(edges, numbers, side="right"), 0).astype(np.int64)


def _strength(codes: NDArray[np.int64], outcomes: NDArray[np.int64]) -> tuple[float, float]:
    """Return Cramér's V of codes and outcomes, and the p-value of the chi-square test."""
    counts = np.bincount(codes * 2 + outcomes, minlength=2 * (int(codes.max(initial=0)) + 1)).reshape(-1, 2)
    counts = counts[counts.sum(axis=1) > 0]
    strength = cramers_v(counts).value
    if not np.isfinite(strength):
        return float("nan"), float("nan")
    return strength, float(stats.chi2_contingency(counts, correction=False).pvalue)
