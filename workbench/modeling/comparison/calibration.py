"""Whether predictions mean what they say, on training rows that were predicted by models that had not seen them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from workbench.data.roles import Task
from workbench.stats.intervals import critical_value, wilson
from workbench.stats.recalibration import recalibration
from workbench.stats.resampled import fold_mean

__all__ = ["Bin", "Calibration", "calibrations"]

Floats = NDArray[np.float64]

_N_BINS = 10


class Bin(NamedTuple):
    """A tenth of the rows by what is predicted: how many, the mean prediction, the mean outcome and its limits."""

    n: int
    mean_predicted: float
    mean_observed: float
    low: float
    high: float


@dataclass(frozen=True)
class Calibration:
    """How well predictions agree with what happened.

    Parameters
    ----------
    output : str
        The class whose probability it is; empty where there is one prediction a row.
    n : int
        Rows.
    in_the_large : float
        Mean outcome less mean prediction: above 0 where more happens than is predicted.
    in_the_large_interval : tuple of (float, float)
        Its 95 % limits; rows are treated as independent.
    slope : float
        Of log-odds on predicted log-odds, or of amounts on predicted amounts: 1 is right, below 1 predictions are too
        extreme. ``nan`` where there is none.
    slope_interval : tuple of (float, float)
        Its 95 % limits.
    why : str
        Why there is no slope; empty where there is one.
    bins : tuple of Bin
        The rows in up to ten parts of about the same size by prediction, of equal predictions none parted.
    """

    output: str
    n: int
    in_the_large: float
    in_the_large_interval: tuple[float, float]
    slope: float
    slope_interval: tuple[float, float]
    why: str
    bins: tuple[Bin, ...]


def calibrations(
    outcomes: NDArray[Any], predictions: Floats, task: Task, classes: tuple[str, ...] = ()
) -> tuple[Calibration, ...]:
    """Return the calibration of predictions; of several classes one for the probability of each.

    Parameters
    ----------
    outcomes : array, shape (n_rows,)
        0 and 1, places of classes, or amounts.
    predictions : array of float, shape (n_rows,) or (n_rows, n_classes)
        By models that have not seen the row.
    task : {"binary", "multiclass", "regression"}
        What is predicted.
    classes : tuple of str
        Of several classes, what they are called.

    Examples
    --------
    >>> found = calibrations(np.array([0, 0, 1, 1, 1, 0]), np.array([0.2, 0.2, 0.2, 0.8, 0.8, 0.8]), "binary")[0]
    >>> found.n, round(found.slope, 3), round(abs(found.in_the_large), 3)
    (6, 0.5, 0.0)
    """
    if task == "multiclass":
        return tuple(
            _of_output(name, (outcomes == at).astype(np.float64), predictions[:, at], is_share=True)
            for at, name in enumerate(classes)
        )
    observed = np.asarray(outcomes, dtype=np.float64)
    return (_of_output("", observed, predictions, is_share=task == "binary"),)


def _of_output(name: str, observed: Floats, predicted: Floats, *, is_share: bool) -> Calibration:
    slope, limits, why = (_share_slope if is_share else _amount_slope)(observed, predicted)
    difference = fold_mean(observed - predicted)
    return Calibration(
        output=name,
        n=len(observed),
        in_the_large=difference.mean,
        in_the_large_interval=difference.limits(),
        slope=slope,
        slope_interval=limits,
        why=why,
        bins=_bins(observed, predicted, is_share=is_share),
    )


def _share_slope(observed: Floats, predicted: Floats) -> tuple[float, tuple[float, float], str]:
    if ((predicted <= 0) | (predicted >= 1)).any():
        return np.nan, (np.nan, np.nan), "Some predictions are exactly 0 or 1, which have no log-odds."
    scores, place = np.unique(predicted, return_inverse=True)
    counts = np.bincount(place, minlength=len(scores)).astype(np.float64)
    found = recalibration([counts], [np.bincount(place, weights=observed, minlength=len(scores))], [scores])
    slope, limits = float(found.slope[0]), found.slope_limits(critical_value(0.95))
    if np.isnan(slope):
        return slope, (np.nan, np.nan), "Outcomes do not overlap along the predictions, or all predictions are equal."
    return slope, (float(limits.low[0]), float(limits.high[0])), ""


def _amount_slope(observed: Floats, predicted: Floats) -> tuple[float, tuple[float, float], str]:
    if len(observed) < 3 or predicted.min() == predicted.max():
        return np.nan, (np.nan, np.nan), "All predictions are equal."
    found = stats.linregress(predicted, observed)
    half = float(stats.t.ppf(0.975, len(observed) - 2)) * float(found.stderr)
    return float(found.slope), (float(found.slope) - half, float(found.slope) + half), ""


def _bins(observed: Floats, predicted: Floats, *, is_share: bool) -> tuple[Bin, ...]:
    edges = np.unique(np.quantile(predicted, np.arange(1, _N_BINS) / _N_BINS, method="lower"))
    place = np.searchsorted(edges, predicted, side="left")
    made: list[Bin] = []
    for one in np.unique(place):
        inside = place == one
        n, mean = int(inside.sum()), float(observed[inside].mean())
        if is_share:
            limits = wilson(observed[inside].sum(), n, critical_value(0.95))
            low, high = float(limits.low), float(limits.high)
        else:
            low, high = fold_mean(observed[inside]).limits()
        made.append(Bin(n, float(predicted[inside].mean()), mean, low, high))
    return tuple(made)
