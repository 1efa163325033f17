"""Moments of predicted amounts: what means, errors, R² and quantiles by group need.

An error is the prediction less the outcome: above 0 where too much was predicted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from workbench.core.schema import Json
from workbench.errors import InputError
from workbench.tally.distributions import LARGEST, Distribution, distribution_of
from workbench.tally.folding import fold
from workbench.tally.packing import pack, unpack

__all__ = ["PAIRS", "Amounts", "Moments", "check_sizes", "moments_of", "no_moments"]

PAIRS = ("y", "y2", "y3", "y4", "abs_e", "e_abs_e", "e4", "e2y", "e2y2")
"""Sums over rows with both an outcome and a prediction: of powers of the shifted outcome ``y``,
of ``|e|``, ``e|e|`` and ``e^4`` of the error, and of ``e^2 y`` and ``e^2 y^2``."""


@dataclass(frozen=True, eq=False)
class Amounts:
    """A prediction, and an outcome where it is known, for each row.

    Parameters
    ----------
    predictions : array of float, shape (n_rows,)
        ``nan`` where a row has none.
    outcomes : array of float, shape (n_rows,), optional
        ``nan`` where it is not known; not known for all rows where not given.
    thresholds : sequence of float
        Amounts at which shares are counted exactly; a prediction at or above the first is a
        favourable decision.
    like : Moments, optional
        Moments of other rows, whose bins are used so that both add up.
    """

    predictions: NDArray[np.float64]
    outcomes: NDArray[np.float64] | None = None
    thresholds: Sequence[float] = ()
    like: Moments | None = None

    def decisions(self) -> NDArray[np.int64] | None:
        """Return 1 at or above the first threshold, 0 below, 2 without a prediction; ``None`` without threshold."""
        thresholds = self.like.thresholds if self.like is not None else tuple(self.thresholds)
        if not thresholds:
            return None
        at_least = (self.predictions >= thresholds[0]).astype(np.int64)
        return np.where(np.isnan(self.predictions), 2, at_least)


@dataclass(frozen=True, eq=False)
class Moments:
    """Sums and histograms per group.

    Parameters
    ----------
    predictions : Distribution
        Of all rows with a prediction.
    outcomes : Distribution
        Of all rows with an outcome.
    errors : Distribution
        Of the errors, prediction less outcome, of rows with both; not shifted.
    pairs : array of float, shape (n_groups, 9)
        Over the same rows, the sums of :data:`PAIRS`.
    thresholds : tuple of float
        Edges of the predictions' bins that were declared.

    Examples
    --------
    >>> predictions, outcomes = np.array([2.0, 3.0]), np.array([1.0, np.nan])
    >>> found = moments_of(np.array([0, 0]), 1, Amounts(predictions, outcomes))
    >>> found.errors.n_rows.tolist(), found.sum_of("abs_e").tolist()
    ([1], [1.0])
    """

    predictions: Distribution
    outcomes: Distribution
    errors: Distribution
    pairs: NDArray[np.float64]
    thresholds: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        """Check that the arrays fit each other."""
        groups = {len(part.n) for part in self._parts}
        if groups != {len(self.pairs)} or self.pairs.shape[1:] != (len(PAIRS),):
            raise InputError("moments of the tally are damaged.\nGive what Tally.to_json wrote.")

    @property
    def n_groups(self) -> int:
        """How many groups there are."""
        return len(self.pairs)

    @cached_property
    def _parts(self) -> tuple[Distribution, Distribution, Distribution]:
        return self.predictions, self.outcomes, self.errors

    def sum_of(self, *names: str) -> NDArray[np.float64]:
        """Return sums of :data:`PAIRS` by group; of several, one in each column."""
        columns = [PAIRS.index(name) for name in names]
        return self.pairs[:, columns[0]] if len(columns) == 1 else self.pairs[:, columns]

    def decided(self, threshold: float, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return counts per group, outcome and decision of a threshold: favourable at or above it.

        Parameters
        ----------
        threshold : float
            An edge of the predictions' bins.
        rows : array of int64, shape (n_groups,)
            All rows of each group.
        """
        n = np.zeros((self.n_groups, 3, 3), dtype=np.int64)
        n[:, 2, 1] = self.predictions.at_least(threshold)
        n[:, 2, 0] = self.predictions.n_rows - n[:, 2, 1]
        n[:, 2, 2] = rows - self.predictions.n_rows
        return n

    def __add__(self, other: Moments) -> Moments:
        """Return the moments of both sets of rows; they must have the same bins."""
        fits = all(one.fits(two) for one, two in zip(self._parts, other._parts, strict=True))
        if not fits or self.thresholds != other.thresholds:
            raise InputError(
                "The tallies have different bins of the predictions.\n"
                "Count both with the same ones: Amounts(…, like=tally.moments)."
            )
        return Moments(
            self.predictions + other.predictions,
            self.outcomes + other.outcomes,
            self.errors + other.errors,
            self.pairs + other.pairs,
            self.thresholds,
        )

    def take(self, places: Sequence[int]) -> Moments:
        """Return the moments of some of the groups."""
        predictions, outcomes, errors = (part.take(places) for part in self._parts)
        return Moments(predictions, outcomes, errors, self.pairs[list(places)], self.thresholds)

    def onto(self, places: Sequence[int], n_groups: int) -> Moments:
        """Return the moments with the groups summed onto others."""
        predictions, outcomes, errors = (part.onto(places, n_groups) for part in self._parts)
        return Moments(predictions, outcomes, errors, fold(self.pairs, places, n_groups), self.thresholds)

    @property
    def hashes(self) -> tuple[str, ...]:
        """Hashes of what is exact; sums of floats differ in the last digits by engine."""
        return (*(one for part in self._parts for one in part.hashes), repr(self.thresholds))

    def to_json(self) -> Json:
        """Return the moments as JSON."""
        return {
            "predictions": self.predictions.to_json(),
            "outcomes": self.outcomes.to_json(),
            "errors": self.errors.to_json(),
            "pairs": pack(self.pairs),
            "thresholds": list(self.thresholds),
        }

    @classmethod
    def from_json(cls, value: Any, n_groups: int | None = None) -> Self:
        """Return the moments that :meth:`to_json` wrote, of that many groups."""
        thresholds = value.get("thresholds") if isinstance(value, dict) else None
        if not isinstance(thresholds, list) or not all(
            type(one) in (int, float) and abs(one) <= LARGEST for one in thresholds
        ):
            raise InputError("moments of the tally are damaged.\nGive what Tally.to_json wrote.")
        pairs = unpack(value.get("pairs"), "moments", np.dtype(np.float64), shape=(n_groups, len(PAIRS)))
        predictions, outcomes, errors = (
            Distribution.from_json(value.get(name), n_groups) for name in ("predictions", "outcomes", "errors")
        )
        return cls(predictions, outcomes, errors, pairs, tuple(float(one) for one in thresholds))


def moments_of(places: NDArray[np.int64], n_groups: int, amounts: Amounts) -> Moments:
    """Return the moments of rows in memory.

    Parameters
    ----------
    places : array of int, shape (n_rows,)
        The group of each row.
    n_groups : int
        How many groups there are.
    amounts : Amounts
        Predictions and outcomes.

    Raises
    ------
    InputError
        If an amount is infinite, or too large to be summed to its fourth power.
    """
    like = amounts.like
    predictions = amounts.predictions
    outcomes = np.full(len(places), np.nan) if amounts.outcomes is None else amounts.outcomes
    for what, values in (("prediction", predictions), ("outcome", outcomes)):
        with np.errstate(invalid="ignore"):
            check_sizes(what, int((np.abs(values) > LARGEST).sum()), len(values))
    thresholds = like.thresholds if like is not None else tuple(dict.fromkeys(map(float, amounts.thresholds)))
    errors = predictions - outcomes
    predicted = distribution_of(
        predictions, places, n_groups, bins=like.predictions.bins if like else None, thresholds=thresholds
    )
    happened = distribution_of(
        outcomes, places, n_groups, bins=like.outcomes.bins if like else None, thresholds=thresholds
    )
    missed = distribution_of(errors, places, n_groups, bins=like.errors.bins if like else None, shifted=False)
    both = ~np.isnan(errors)
    e, y, groups = errors[both], outcomes[both] - happened.bins.shift, places[both]
    e2, y2, size = e * e, y * y, np.abs(e)
    terms = (y, y2, y2 * y, y2 * y2, size, e * size, e2 * e2, e2 * y, e2 * y2)
    pairs = np.stack([np.bincount(groups, term, minlength=n_groups) for term in terms], axis=1)
    return Moments(predicted, happened, missed, pairs.astype(np.float64, copy=False), thresholds)


def no_moments(n_groups: int) -> Moments:
    """Return the moments of groups without any rows."""
    return moments_of(np.zeros(0, dtype=np.int64), n_groups, Amounts(np.zeros(0)))


def check_sizes(what: str, n_wrong: int, n: int) -> None:
    """Raise :class:`InputError` where amounts are infinite or too large."""
    if n_wrong:
        raise InputError(
            f"Some {what}s are infinite or beyond {LARGEST:g}: {n_wrong:,} of {n:,} rows.\n"
            "Replace or remove them: no mean can be taken of them."
        )
