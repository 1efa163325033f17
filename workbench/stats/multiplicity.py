"""Lists of p values: what is left of them when many comparisons were made."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workbench.errors import InputError

__all__ = ["benjamini_hochberg", "holm"]


def holm(p_values: ArrayLike) -> NDArray[np.float64]:
    """Return p values adjusted so that any false alarm among them stays below the level.

    Parameters
    ----------
    p_values : array_like of float, shape (n_comparisons,)
        Between 0 and 1; ``nan`` where there is none, which stays ``nan`` and is not counted.

    Returns
    -------
    array of float
        In the order given, never below the p value itself, at most 1.

    Raises
    ------
    InputError
        If a p value is outside 0 to 1.

    Notes
    -----
    Holm, S. (1979), *Scandinavian Journal of Statistics* 6, 65-70. Holds however the tests depend on one another.

    Examples
    --------
    >>> [round(float(p), 3) for p in holm([0.01, 0.04, 0.03])]
    [0.03, 0.06, 0.06]
    """
    return _adjusted(p_values, lambda p: np.maximum.accumulate(p * np.arange(len(p), 0, -1)))


def benjamini_hochberg(p_values: ArrayLike) -> NDArray[np.float64]:
    """Return p values adjusted so that the expected share of false alarms among alarms stays below the level.

    Parameters, result and errors are those of :func:`holm`. For screening; it is no verdict.

    Notes
    -----
    Benjamini, Y. and Hochberg, Y. (1995), *JRSS B* 57, 289-300.

    Examples
    --------
    >>> [round(float(p), 3) for p in benjamini_hochberg([0.01, 0.04, 0.03])]
    [0.03, 0.04, 0.04]
    """

    def rise(p: NDArray[np.float64]) -> NDArray[np.float64]:
        scaled = p * len(p) / np.arange(1, len(p) + 1)
        return np.asarray(np.minimum.accumulate(scaled[::-1])[::-1])

    return _adjusted(p_values, rise)


def _adjusted(p_values: ArrayLike, rule: Callable[[NDArray[np.float64]], NDArray[np.float64]]) -> NDArray[np.float64]:
    """Return the p values with ``rule`` applied to those that exist, sorted upwards."""
    p = np.asarray(p_values, dtype=np.float64)
    there = np.flatnonzero(~np.isnan(p))
    if ((p[there] < 0) | (p[there] > 1)).any():
        raise InputError("p_values holds a number outside 0 to 1.\nGive p values, nan where there is none.")
    order = there[np.argsort(p[there], kind="stable")]
    adjusted = np.full(p.shape, np.nan)
    adjusted[order] = np.minimum(1.0, rule(p[order]))
    return adjusted
