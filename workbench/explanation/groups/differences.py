"""Differences of two groups' means: Welch's, with weights, and by groups of rows where these belong together."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

__all__ = ["Apart", "Counted", "Sides", "apart"]

Floats = NDArray[np.float64]


class Sides(NamedTuple):
    """Rows of a group and of its reference, as masks over the explained rows."""

    group: NDArray[np.bool_]
    reference: NDArray[np.bool_]


class Counted(NamedTuple):
    """How much each row counts, and what it belongs to; ``None`` for one and for itself."""

    weights: Floats | None = None
    together: NDArray[np.int64] | None = None


class Apart(NamedTuple):
    """Differences of means with their limits and p values, not adjusted; each of shape (n_values,)."""

    values: Floats
    half: Floats
    p_values: Floats


def apart(values: Floats, sides: Sides, counted: Counted, confidence: float) -> Apart:
    """Return the differences of a group's and its reference's means.

    Parameters
    ----------
    values : array of float, shape (n_rows, n_values)
        Of the explained rows.
    sides : Sides
        Which rows are of the group, and which of its reference.
    counted : Counted
        How much each row counts, and what it belongs to.
    confidence : float
        Of the limits.

    Returns
    -------
    Apart
        ``half`` is ``nan`` where nothing varies or a side has fewer than two groups of rows; the p value is then 1,
        but 0 where values that do not vary differ.

    Notes
    -----
    Welch's test where rows are independent of one another and count alike. Else a mean is a ratio of sums over groups
    of rows, and its variance that of their sums of residuals (Cochran, W. G., 1977, *Sampling Techniques*, 2.11);
    a group of rows on both sides counts on both, with its covariance.
    """
    n = len(values)
    weights = np.ones(n) if counted.weights is None else counted.weights
    belongs = np.arange(n) if counted.together is None else np.unique(counted.together, return_inverse=True)[1]
    means, parts, sizes = [], [], []
    for mask in sides:
        share = weights[mask] / weights[mask].sum()
        means.append(np.average(values[mask], axis=0, weights=weights[mask]))
        size = len(np.unique(belongs[mask]))
        sums = np.zeros((int(belongs.max()) + 1, values.shape[1]))
        np.add.at(sums, belongs[mask], share[:, None] * (values[mask] - means[-1]))
        parts.append(sums * np.sqrt(size / max(size - 1, 1)))
        sizes.append(size)
    difference = means[0] - means[1]
    one, two = ((part**2).sum(axis=0) for part in parts)
    error = np.sqrt(((parts[0] - parts[1]) ** 2).sum(axis=0))
    # What is left of equal values by rounding is no spread.
    size_of = np.abs(values[sides.group | sides.reference]).max(axis=0)
    error = np.where(error > 1e-12 * size_of, error, 0.0)
    known = (error > 0) & (min(sizes) > 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        df = (one + two) ** 2 / (one**2 / max(sizes[0] - 1, 1) + two**2 / max(sizes[1] - 1, 1))
        df = np.minimum(df, max(len(np.unique(belongs[sides.group | sides.reference])) - 1, 1))
        p_values = 2 * special.stdtr(df, -np.abs(difference) / error)
    is_same = (np.abs(difference) <= 1e-12 * size_of) | (min(sizes) < 2)
    p_values = np.where(known, p_values, np.where(is_same, 1.0, 0.0))
    half = special.stdtrit(np.where(known, df, 1.0), 1 - (1 - confidence) / 2) * error
    return Apart(difference, np.where(known, half, np.nan), p_values)
