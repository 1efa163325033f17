"""How a model does on the held-out rows, beside a baseline that looks at no column."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from workbench.data.split import Split
from workbench.stats.intervals import critical_value, rate_limits
from workbench.stats.means import MeanEstimate, mean_absolute_error, mean_estimate

__all__ = ["AmountPerformance", "Performance", "performance_of"]


@dataclass(frozen=True)
class Performance:
    """How often the model is right on the held-out rows, and how often the baseline is.

    Parameters
    ----------
    n : int
        Held-out rows.
    n_right, n_baseline_right : int
        Rows where the model's decision, or its class, is the outcome, and where the baseline's is.
    n_only_model, n_only_baseline : int
        Rows that only one of them gets right.
    """

    n: int
    n_right: int
    n_baseline_right: int
    n_only_model: int
    n_only_baseline: int

    @property
    def accuracy(self) -> float:
        """Share of held-out rows that the model gets right."""
        return self.n_right / self.n

    @property
    def baseline_accuracy(self) -> float:
        """Share of held-out rows that the baseline gets right."""
        return self.n_baseline_right / self.n

    def limits(self, n_right: int, confidence: float = 0.95) -> tuple[float, float]:
        """Return the confidence limits of a share of the held-out rows."""
        low, high = rate_limits([n_right], [self.n], critical_value(confidence))
        return float(low[0]), float(high[0])

    @property
    def p_value(self) -> float:
        """Exact McNemar test that model and baseline are right equally often; 1 where they never differ."""
        discordant = self.n_only_model + self.n_only_baseline
        return float(stats.binomtest(self.n_only_model, discordant).pvalue) if discordant else 1.0

    @property
    def beats_baseline(self) -> bool:
        """Whether the model is right more often than the baseline, beyond chance (5 %)."""
        return self.n_only_model > self.n_only_baseline and self.p_value < 0.05


@dataclass(frozen=True)
class AmountPerformance:
    """How far a model's amounts are from what happened on the held-out rows, and how far the baseline's are.

    Parameters
    ----------
    n : int
        Held-out rows.
    mean_absolute_error, baseline_mean_absolute_error : float
        Mean distance of the prediction from the outcome, in its unit; the baseline predicts the mean of the
        training rows.
    interval : tuple of (float, float)
        95 % confidence limits of the model's mean absolute error.
    gain : tuple of (float, float)
        95 % confidence limits of how much smaller the model's distance is than the baseline's, row by row.
    """

    n: int
    mean_absolute_error: float
    baseline_mean_absolute_error: float
    interval: tuple[float, float]
    gain: tuple[float, float]

    @property
    def beats_baseline(self) -> bool:
        """Whether the model is nearer than the baseline, beyond chance (5 %)."""
        return self.gain[0] > 0


def performance_of(split: Split, predicted: NDArray[np.generic]) -> Performance | AmountPerformance:
    """Return how a model does on the held-out rows, beside a baseline that predicts the same for everyone.

    Parameters
    ----------
    split : Split
        The rows. The baseline predicts the outcome or class that is more frequent in its training rows, the first of
        those equally frequent; of amounts, their mean.
    predicted : array, shape (n_test,)
        What is predicted for each held-out row: 1 favourable or 0 not, the place of a class, or an amount.

    Returns
    -------
    Performance or AmountPerformance
        The latter of amounts. Rows are counted alike, whatever their weights.
    """
    learned, found = split.train.targets(), split.test.targets()
    if split.data.roles.task == "regression":
        return _amounts(found, np.asarray(predicted, dtype=np.float64), float(learned.mean()))
    right, guessed = predicted == found, found == np.bincount(learned).argmax()
    return Performance(
        n=len(found),
        n_right=int(right.sum()),
        n_baseline_right=int(guessed.sum()),
        n_only_model=int((right & ~guessed).sum()),
        n_only_baseline=int((~right & guessed).sum()),
    )


def _amounts(found: NDArray[np.float64], predicted: NDArray[np.float64], guess: float) -> AmountPerformance:
    n, errors, guessed = len(found), np.abs(found - predicted), np.abs(found - guess)
    gains = guessed - errors
    return AmountPerformance(
        n=n,
        mean_absolute_error=float(errors.mean()),
        baseline_mean_absolute_error=float(guessed.mean()),
        interval=_limits(mean_absolute_error(n, errors.sum(), (errors**2).sum())),
        gain=_limits(mean_estimate(n, gains.sum(), (gains**2).sum())),
    )


def _limits(estimate: MeanEstimate) -> tuple[float, float]:
    low, high = estimate.limits(critical_value(0.95))
    return float(low), float(high)
