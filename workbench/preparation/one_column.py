"""What one column alone tells of the outcome: by its values, and by their order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from scipy import stats

from workbench.data.roles import Task
from workbench.data.splitting.outcomes import bands_of
from workbench.stats.association import Estimate, cramers_v
from workbench.stats.auc import auc_of_rows
from workbench.stats.intervals import critical_value

__all__ = ["Told", "as_numbers", "told_by"]

_CONFIDENCE = 0.95
_CHANCE = 0.05
_MOST_VALUES = 20
_N_BANDS = 10
_RARE = 10
_ROWS_A_BAND = 20
_FEWEST_RANKED = 10


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
        has the larger value (the area under the ROC curve), and its 95 % limits; of several classes that of the class
        whose order is clearest, with limits that allow for their number. Of amounts the rank correlation
        (Spearman's) with them. ``None`` of other columns.
    guessing : float
        What ``order`` is where the column's order tells nothing.
    """

    strength: float
    p_value: float
    order: Estimate | None
    guessing: float = 0.5

    @property
    def nothing(self) -> bool:
        """Whether both are known, as far as there is such a thing, and neither is beyond chance."""
        if not self.p_value >= _CHANCE:
            return False
        return self.order is None or self.order.low <= self.guessing <= self.order.high


def told_by(column: pa.ChunkedArray, outcomes: NDArray[Any], task: Task = "binary") -> Told:
    """Return what a column tells of the outcome.

    Parameters
    ----------
    column : pyarrow.ChunkedArray
        Its values; missing is a value too. Of numbers with more than 20 values ten bands of equally many rows are
        compared; of text, values that fewer than ten rows have count as one.
    outcomes : array of int or float
        1 or 0 of each row; the place of its class; or its amount, of which up to ten bands are compared.
    task : {"binary", "multiclass", "regression"}
        Which of these.

    Notes
    -----
    The limits of a rank correlation are those of Bonett and Wright (2000), *Psychometrika* 65, 23-28.

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
    stated = bands_of(outcomes, max(len(outcomes) // _N_BANDS, _ROWS_A_BAND)) if task == "regression" else outcomes
    if not (pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_temporal(kind)):
        return Told(*_strength(_codes(column), stated), None)
    numbers = as_numbers(column)
    present = np.isfinite(numbers)
    if task == "regression":
        order = _rank_correlation(numbers[present], outcomes[present])
    elif task == "multiclass":
        order = _clearest_order(numbers[present], outcomes[present])
    else:
        order = _order(numbers[present], outcomes[present], _CONFIDENCE)
    return Told(*_strength(_bands(numbers), stated), order, 0.0 if task == "regression" else 0.5)


def _order(numbers: NDArray[np.float64], outcomes: NDArray[np.int64], confidence: float) -> Estimate | None:
    area = auc_of_rows(numbers, outcomes)
    low, high = area.limits(critical_value(confidence))
    return Estimate(float(area.values), float(low), float(high)) if np.isfinite(area.values) else None


def _clearest_order(numbers: NDArray[np.float64], classes: NDArray[np.int64]) -> Estimate | None:
    """Return the area of the class against the rest that is clearest of one half, allowing for their number."""
    there = np.unique(classes)
    confidence = 1 - (1 - _CONFIDENCE) / max(len(there), 1)
    orders = [_order(numbers, (classes == one).astype(np.int64), confidence) for one in there]
    known = [one for one in orders if one is not None]
    return max(known, key=lambda one: max(one.low - 0.5, 0.5 - one.high), default=None)


def _rank_correlation(numbers: NDArray[np.float64], amounts: NDArray[np.float64]) -> Estimate | None:
    """Return Spearman's rank correlation and its limits; ``None`` of too few or constant numbers."""
    n = len(numbers)
    if n < _FEWEST_RANKED or np.ptp(numbers) == 0 or np.ptp(amounts) == 0:
        return None
    value = float(stats.spearmanr(numbers, amounts).statistic)
    bounded = float(np.clip(value, -1 + 1e-12, 1 - 1e-12))
    half = critical_value(_CONFIDENCE) * np.sqrt((1 + value**2 / 2) / (n - 3))
    low, high = np.tanh(np.arctanh(bounded) + np.array([-half, half]))
    return Estimate(value, float(low), float(high))


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
    n_outcomes = max(int(outcomes.max(initial=0)) + 1, 2)
    n_cells = n_outcomes * (int(codes.max(initial=0)) + 1)
    counts = np.bincount(codes * n_outcomes + outcomes, minlength=n_cells).reshape(-1, n_outcomes)
    counts = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    strength = cramers_v(counts).value
    if not np.isfinite(strength):
        return float("nan"), float("nan")
    return strength, float(stats.chi2_contingency(counts, correction=False).pvalue)
