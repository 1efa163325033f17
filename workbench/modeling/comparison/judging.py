"""What the folds say about two models, and when nothing may be said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from workbench.modeling.comparison.scoring import Scoring
from workbench.modeling.folds import Fold, Folds
from workbench.stats.multiplicity import holm
from workbench.stats.resampled import (
    FEWEST_BLOCKS,
    FEWEST_CLUSTERS,
    FEWEST_FOLDS,
    FoldMean,
    Verdict,
    fold_mean,
    verdict_of,
)

__all__ = ["Comparison", "Judge"]


@dataclass(frozen=True)
class Comparison:
    """One model against another on the same folds.

    Parameters
    ----------
    first, second : str
        The models' names.
    difference : float
        How much better the first one is in the score; below 0 where it is worse.
    interval : tuple of (float, float)
        Its 95 % limits, for this comparison alone.
    margin : float
        Differences up to this do not matter.
    p_beyond, p_within : float
        P values of a difference no larger than the margin, and of one as large, adjusted for the other comparisons.
    verdict : str
        *clearly better*, *about the same*, *not enough evidence* or *worse than the baseline*, which is the second
        model; after allowing for the other comparisons. Empty where the rules for a verdict do not hold.
    n_comparisons : int
        How many comparisons it allows for, with this one.
    n_folds : int
        Folds that both have a score in.
    """

    first: str
    second: str
    difference: float
    interval: tuple[float, float]
    margin: float
    p_beyond: float
    p_within: float
    verdict: Verdict | str
    n_comparisons: int
    n_folds: int


class Judge:
    """What is needed to judge scores of folds.

    Parameters
    ----------
    folds : Folds
        How they were drawn.
    done : sequence of Fold
        Those that are finished.
    scoring : Scoring
        What models are compared by.
    margin : float
        Differences up to this do not matter.
    """

    def __init__(self, folds: Folds, done: Sequence[Fold], *, scoring: Scoring, margin: float) -> None:
        self.folds, self.done, self.scoring, self.margin = folds, done, scoring, margin

    def refusal(self, n_scored: int) -> str:
        """Return why nothing is judged, as a sentence; empty where verdicts may be given.

        Parameters
        ----------
        n_scored : int
            In how many of the finished folds the score is defined.
        """
        n_done = len(self.done)
        if not self.scoring.carries_verdict:
            return (
                f"The limits of the {self.scoring.title} miss the truth too often where errors are skewed: "
                "compare by metric='mean_absolute_error'."
            )
        if self.folds.method == "temporal":
            if n_scored >= FEWEST_BLOCKS:
                return ""
            if n_scored < n_done:
                return self._undefined(n_scored, "periods", FEWEST_BLOCKS)
            return f"There are {n_done} periods, and a verdict needs {FEWEST_BLOCKS} or more: ask for more folds."
        if self.folds.method == "grouped" and self.folds.n_clusters < FEWEST_CLUSTERS:
            return (
                f"There are {self.folds.n_clusters} groups of rows that belong together, and a verdict needs "
                f"{FEWEST_CLUSTERS} or more: collect more groups."
            )
        if n_scored >= FEWEST_FOLDS:
            return ""
        if n_scored < n_done:
            return self._undefined(n_scored, "folds", FEWEST_FOLDS)
        return f"There are {n_done} folds, and a verdict needs {FEWEST_FOLDS} or more: ask for more repeats."

    def _undefined(self, n_scored: int, what: str, needed: int) -> str:
        return (
            f"In {len(self.done) - n_scored} of {len(self.done)} {what} the {self.scoring.title} is not defined, and a "
            f"verdict needs {needed} or more where it is: ask for fewer folds and more repeats, or compare by another "
            "metric."
        )

    def mean(self, values: NDArray[np.float64]) -> FoldMean:
        """Return the mean of one value a finished fold, with the error that fits how they were drawn.

        Parameters
        ----------
        values : array of float, shape (n_done,)
            ``nan`` where there is none.
        """
        if self.folds.method == "temporal":
            return fold_mean(values)
        return fold_mean(
            values, n_train=[len(fold.train) for fold in self.done], n_test=[len(fold.test) for fold in self.done]
        )

    def against(self, scores: Mapping[str, NDArray[np.float64]], baseline: str) -> tuple[Comparison, ...]:
        """Return each model against the baseline, adjusted for all of these comparisons.

        Parameters
        ----------
        scores : mapping of str to array of float, shape (n_done,)
            Each model's score in each finished fold.
        baseline : str
            The declared one.
        """
        return self._compared(scores, [(name, baseline) for name in scores if name != baseline])

    def pairs(self, scores: Mapping[str, NDArray[np.float64]]) -> tuple[Comparison, ...]:
        """Return every two models, the one with the better mean first, adjusted for all pairs.

        Parameters
        ----------
        scores : mapping of str to array of float, shape (n_done,)
            Each model's score in each finished fold, the best first.
        """
        return self._compared(scores, list(combinations(scores, 2)))

    def _compared(
        self, scores: Mapping[str, NDArray[np.float64]], pairs: Sequence[tuple[str, str]]
    ) -> tuple[Comparison, ...]:
        found = [self.mean(self.scoring.gain(scores[first], scores[second])) for first, second in pairs]
        beyond = holm([one.p_beyond(self.margin) for one in found])
        within = holm([one.p_within(self.margin) for one in found])
        return tuple(
            Comparison(
                first=first,
                second=second,
                difference=one.mean,
                interval=one.limits(),
                margin=self.margin,
                p_beyond=float(beyond[at]),
                p_within=float(within[at]),
                verdict=verdict_of(one, self.margin, p_beyond=float(beyond[at]), p_within=float(within[at]))
                if not self.refusal(one.n_folds)
                else "",
                n_comparisons=len(pairs),
                n_folds=one.n_folds,
            )
            for at, ((first, second), one) in enumerate(zip(pairs, found, strict=True))
        )
