"""How much a share of the same people changes: limits that count who changes both ways."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from workbench.stats.intervals import Limits, rate_limits

__all__ = ["change_limits"]


def change_limits(n_up: ArrayLike, n_down: ArrayLike, n: ArrayLike, z: float) -> Limits:
    """Return the limits of ``(n_up - n_down) / n``, the change of a share among the same people.

    Parameters
    ----------
    n_up, n_down : array_like
        How many people join the share, and how many leave it; with weights, effective numbers.
    n : array_like
        Of how many people; at least ``n_up + n_down``. Where it is 0 the limits are ``nan``.
    z : float
        The critical value.

    Notes
    -----
    Square-and-add of the limits of the shares that join and leave (MOVER; Zou and Donner 2008), with the correlation
    that two shares of one whole have: ``-sqrt(p q / ((1 - p) (1 - q)))``. Where nobody changes the limits are not 0:
    among other people some may.

    Examples
    --------
    >>> low, high = change_limits(30, 10, 200, 1.959964)
    >>> round(float(low), 4), round(float(high), 4)
    (0.0389, 0.1624)
    """
    up, down, whole = (np.asarray(one, dtype=np.float64) for one in (n_up, n_down, n))
    with np.errstate(invalid="ignore", divide="ignore"):
        p, q = up / whole, down / whole
        left = (1 - p) * (1 - q)
        correlation = np.where(left > 0, -np.sqrt(p * q / np.where(left > 0, left, 1.0)), 0.0)
    first, second = rate_limits(up, whole, z), rate_limits(down, whole, z)
    change = p - q

    def reach(own: np.ndarray, other: np.ndarray) -> np.ndarray:
        return np.asarray(np.sqrt(np.maximum(0.0, own**2 + other**2 - 2 * correlation * own * other)))

    low = change - reach(p - first.low, second.high - q)
    high = change + reach(first.high - p, q - second.low)
    return Limits(np.maximum(low, -1.0), np.minimum(high, 1.0))
