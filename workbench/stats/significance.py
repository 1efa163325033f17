"""Tests of two rates, and of one against a known share, as courts and guidelines state them."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from workbench.errors import InputError

__all__ = ["binomial_z", "fisher_p", "normal_p", "pooled_z", "small_table"]

_SMALL_TOTAL = 30
_SMALL_EXPECTED = 5.0


def pooled_z(k1: ArrayLike, n1: ArrayLike, k2: ArrayLike, n2: ArrayLike) -> NDArray[np.float64]:
    """Return how many standard deviations two rates are apart, with the pooled rate's deviation.

    Parameters
    ----------
    k1, n1, k2, n2 : array_like of int
        Selected and considered people of the two groups.

    Returns
    -------
    array of float
        ``(p1 - p2) / sqrt(p (1 - p) (1/n1 + 1/n2))`` with ``p = (k1 + k2) / (n1 + n2)``: negative where
        the first group is selected less often. ``nan`` where a group is empty, or all or nobody is selected.

    Raises
    ------
    InputError
        If more are selected than were considered, or a count is negative.

    Notes
    -----
    "Two or three standard deviations": *Hazelwood School District v. United States*, 433 U.S. 299
    (1977), note 17. The normal approximation misleads with small numbers: see :func:`small_table`.

    Examples
    --------
    >>> round(float(pooled_z(555, 1181, 667, 1390)), 3)
    -0.502
    """
    k1, n1, k2, n2 = _checked(k1, n1, k2, n2)
    with np.errstate(invalid="ignore", divide="ignore"):
        p = (k1 + k2) / (n1 + n2)
        spread = np.sqrt(p * (1 - p) * (1 / n1 + 1 / n2))
        return np.where(spread > 0, (k1 / n1 - k2 / n2) / np.where(spread > 0, spread, 1.0), np.nan)


def binomial_z(k: ArrayLike, n: ArrayLike, share: ArrayLike) -> NDArray[np.float64]:
    """Return by how many standard deviations a count falls short of what a known share lets expect.

    Parameters
    ----------
    k, n : array_like of int
        People of the group among all ``n`` who were chosen.
    share : array_like of float
        The group's share of those available, above 0 and below 1.

    Returns
    -------
    array of float
        ``(n p - k) / sqrt(n p (1 - p))``: positive where fewer were chosen than expected; ``nan`` at ``n = 0``.

    Raises
    ------
    InputError
        If a share is not above 0 and below 1, or counts do not fit.

    Notes
    -----
    *Castaneda v. Partida*, 430 U.S. 482 (1977), note 17. The share is taken as known without error.

    Examples
    --------
    >>> round(float(binomial_z(339, 870, 0.791)))
    29
    """
    k, n, p = (np.asarray(value, dtype=np.float64) for value in (k, n, share))
    if not ((p > 0) & (p < 1)).all():
        raise InputError(f"share is {share!r}.\nGive a fraction above 0 and below 1, such as 0.25.")
    _check_within(k, n)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(n > 0, (n * p - k) / np.sqrt(n * p * (1 - p)), np.nan)


def normal_p(z: ArrayLike) -> NDArray[np.float64]:
    """Return the two-sided p value of a standard normal deviate.

    Examples
    --------
    >>> round(float(normal_p(1.959964)), 6)
    0.05
    """
    return np.asarray(2 * special.ndtr(-np.abs(np.asarray(z, dtype=np.float64))))


def small_table(k1: int, n1: int, k2: int, n2: int) -> bool:
    """Return whether two groups are so small that Fisher's exact test is to be used.

    Fewer than 30 people in all, or fewer than 5 expected in any of the four cells.

    Examples
    --------
    >>> small_table(3, 20, 1, 10), small_table(555, 1181, 667, 1390)
    (True, False)
    """
    total, selected = n1 + n2, k1 + k2
    if total < _SMALL_TOTAL:
        return True
    return min(n1, n2) * min(selected, total - selected) / total < _SMALL_EXPECTED


def fisher_p(k1: int, n1: int, k2: int, n2: int) -> float:
    """Return the two-sided p value of Fisher's exact test that two rates are equal.

    Parameters
    ----------
    k1, n1, k2, n2 : int
        Selected and considered people of the two groups.

    Returns
    -------
    float
        The probability, given all margins, of every table that is at most as probable as the one
        observed; ``nan`` where a group is empty; 1 where all or nobody is selected.

    Raises
    ------
    InputError
        If more are selected than were considered, or a count is negative.

    Examples
    --------
    >>> fisher_p(3, 20, 1, 10)
    1.0
    >>> round(fisher_p(1, 10, 8, 12), 5)
    0.0115
    """
    _checked(k1, n1, k2, n2)
    if not n1 or not n2:
        return float("nan")
    from scipy.stats import fisher_exact  # takes half a second to import

    return float(min(1.0, fisher_exact([[k1, n1 - k1], [k2, n2 - k2]]).pvalue))


def _checked(k1: ArrayLike, n1: ArrayLike, k2: ArrayLike, n2: ArrayLike) -> tuple[NDArray[np.float64], ...]:
    values = tuple(np.asarray(value, dtype=np.float64) for value in (k1, n1, k2, n2))
    _check_within(values[0], values[1])
    _check_within(values[2], values[3])
    return values


def _check_within(k: NDArray[np.float64], n: NDArray[np.float64]) -> None:
    if not ((k >= 0) & (k <= n)).all():
        raise InputError("k holds a count outside 0 to n.\nGive how many of the n people in each group were selected.")
