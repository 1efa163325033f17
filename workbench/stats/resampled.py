"""What repeated cross-validation can say about a score, and about the difference of two.

Folds share their rows, so that their scores are not independent, and their spread over the square root of their number
is far too small an error. Nadeau and Bengio's correction adds the share of rows that each model was tested on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from workbench.checks import check_fraction
from workbench.errors import InputError

__all__ = ["FEWEST_BLOCKS", "FEWEST_CLUSTERS", "FEWEST_FOLDS", "FoldMean", "Verdict", "fold_mean", "verdict_of"]

FEWEST_FOLDS = 50
"""With fewer folds the correction has not been tried, and nothing is judged."""

FEWEST_BLOCKS = 8
"""Of time: with fewer periods nothing is judged."""

FEWEST_CLUSTERS = 10
"""With fewer groups of rows that belong together nothing is judged."""

Verdict = Literal["clearly better", "about the same", "not enough evidence", "worse than the baseline"]


@dataclass(frozen=True)
class FoldMean:
    """A mean over folds with its corrected standard error.

    Parameters
    ----------
    mean : float
        Of the folds' values; ``nan`` without any.
    error : float
        Standard error; ``nan`` with fewer than two folds, 0 where all values are equal.
    n_folds : int
        How many values there are.
    """

    mean: float
    error: float
    n_folds: int

    def limits(self, confidence: float = 0.95) -> tuple[float, float]:
        """Return the confidence limits of the mean by Student's t; ``nan`` where there is no error.

        Parameters
        ----------
        confidence : float
            Above 0 and below 1.
        """
        check_fraction("confidence", confidence)
        if self.n_folds < 2:
            return (np.nan, np.nan)
        half = float(stats.t.ppf((1 + confidence) / 2, self.n_folds - 1)) * self.error
        return self.mean - half, self.mean + half

    def p_beyond(self, margin: float) -> float:
        """Return the two-sided p value of the mean being no further from 0 than a margin.

        It is below 0.05 just where the 95 % limits lie wholly beyond the margin on one side; ``nan`` without limits.

        Parameters
        ----------
        margin : float
            0 or more.
        """
        return min(1.0, 2 * self._tail(abs(self.mean) - margin)) if self.n_folds > 1 else np.nan

    def p_within(self, margin: float) -> float:
        """Return the p value of the mean being as far from 0 as a margin: twice that of two one-sided tests.

        It is below 0.05 just where the 95 % limits lie wholly within the margin; ``nan`` without limits.

        Parameters
        ----------
        margin : float
            Above 0.
        """
        return min(1.0, 2 * self._tail(margin - abs(self.mean))) if self.n_folds > 1 else np.nan

    def _tail(self, distance: float) -> float:
        """Return the chance of a mean that is so far, or further, from the edge of what is tested."""
        if self.error == 0:
            return 0.0 if distance > 0 else 1.0
        return float(stats.t.sf(distance / self.error, self.n_folds - 1))


def fold_mean(values: ArrayLike, *, n_train: ArrayLike = (), n_test: ArrayLike = ()) -> FoldMean:
    """Return the mean of scores, or of paired differences, over folds, with a standard error that holds.

    The error is ``sqrt(s² (1/J + n_test/n_train))`` with the variance s² of the J values. The folds' standard deviation
    over the square root of J alone covers the truth in half to two thirds of the cases where 95 % are promised.

    Parameters
    ----------
    values : array_like of float, shape (n_folds,)
        One a fold; ``nan`` where a fold has none, which is left out.
    n_train, n_test : array_like of int, shape (n_folds,)
        Rows learned from and rows predicted in each fold. Leave out both where no row is learned from twice to
        predict others, as in the periods of time: then the error is ``s / sqrt(J)``.

    Returns
    -------
    FoldMean

    Raises
    ------
    InputError
        If the shapes differ, or only one of the numbers of rows is given.

    Notes
    -----
    Nadeau, C. and Bengio, Y. (2003), *Machine Learning* 52, 239-281. It covers how the choice of rows to learn from
    and to predict moves the score of this kind of model on rows like these, not a change of the population.

    Examples
    --------
    Two folds of ten, spread by 0.1 around 0.5:

    >>> found = fold_mean([0.4, 0.6], n_train=[90, 90], n_test=[10, 10])
    >>> round(found.mean, 3), round(found.error, 4)
    (0.5, 0.1106)
    """
    scores = np.asarray(values, dtype=np.float64)
    learned, tested = np.asarray(n_train, dtype=np.float64), np.asarray(n_test, dtype=np.float64)
    if scores.ndim != 1 or learned.shape != tested.shape or learned.shape not in ((0,), scores.shape):
        raise InputError(
            f"values has shape {scores.shape}, n_train {learned.shape}, n_test {tested.shape}.\n"
            "Give one value and both numbers of rows for each fold, or no numbers of rows at all."
        )
    there = np.isfinite(scores)
    known = scores[there]
    if not len(known):
        return FoldMean(np.nan, np.nan, 0)
    if len(known) == 1:
        return FoldMean(float(known[0]), np.nan, 1)
    ratio = float(tested[there].sum() / learned[there].sum()) if len(learned) else 0.0
    variance = float(known.var(ddof=1)) if (known != known[0]).any() else 0.0
    return FoldMean(float(known.mean()), float(np.sqrt(variance * (1 / len(known) + ratio))), len(known))


def verdict_of(
    difference: FoldMean, margin: float, *, p_beyond: float, p_within: float, level: float = 0.05
) -> Verdict:
    """Return what a paired difference says, in the words that are used everywhere.

    Parameters
    ----------
    difference : FoldMean
        How much better one model is than the other: above 0 where it is better.
    margin : float
        Differences up to this do not matter; declared before anything is compared.
    p_beyond, p_within : float
        :meth:`FoldMean.p_beyond` and :meth:`FoldMean.p_within`, adjusted for the other comparisons that are made.
    level : float
        The chance of a wrong word that is accepted.

    Returns
    -------
    str
        *clearly better*: better by more than the margin. *worse than the baseline*: worse by more than the margin.
        *about the same*: nearer than the margin. Else *not enough evidence*, also without p values.

    Examples
    --------
    >>> apart = FoldMean(0.20, 0.01, 50)
    >>> verdict_of(apart, 0.02, p_beyond=apart.p_beyond(0.02), p_within=apart.p_within(0.02))
    'clearly better'
    """
    if p_beyond < level and abs(difference.mean) > margin:
        return "clearly better" if difference.mean > 0 else "worse than the baseline"
    return "about the same" if p_within < level else "not enough evidence"
