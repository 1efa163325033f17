"""Sums without their last digits, which tell in which order, and so by which groups, they were added up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from workbench.tally.distributions import Distribution
from workbench.tally.moments import Moments
from workbench.tally.scores import ScoreTally
from workbench.tally.tally import Tally
from workbench.tally.weights import Weights

__all__ = ["without_last_digits"]

Floats = NDArray[np.float64]

_DIGITS = 12


def without_last_digits(tally: Tally) -> Tally:
    """Return a tally whose sums of weights, scores and amounts have twelve significant digits.

    Parameters
    ----------
    tally : Tally
        As it would be shown.
    """
    scores, moments = tally.scores, tally.moments
    return replace(
        tally,
        weights=_weights(tally.weights),
        scores=_scores(scores) if scores is not None else None,
        moments=_moments(moments) if moments is not None else None,
    )


def _weights(weights: Weights | None) -> Weights | None:
    return Weights(_rounded(weights.w), _rounded(weights.w2)) if weights is not None else None


def _scores(scores: ScoreTally) -> ScoreTally:
    return replace(
        scores,
        sums=_rounded(scores.sums),
        squares=_rounded(scores.squares),
        logs=_rounded(scores.logs),
        weights=_weights(scores.weights),
    )


def _moments(moments: Moments) -> Moments:
    def part(one: Distribution) -> Distribution:
        return replace(one, sums=_rounded(one.sums))

    return replace(
        moments,
        predictions=part(moments.predictions),
        outcomes=part(moments.outcomes),
        errors=part(moments.errors),
        pairs=_rounded(moments.pairs),
    )


def _rounded(values: Floats) -> Floats:
    """Return values with as many significant digits, of the exact decimal forms."""
    texts = np.char.mod(f"%.{_DIGITS - 1}e", values)
    return texts.astype(np.float64)
