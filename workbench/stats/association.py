"""How much two columns go together: Cramér's V of a table of counts, corrected for its bias, with limits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

from workbench.stats.intervals import critical_value

__all__ = ["Estimate", "best_guess", "cramers_v", "cramers_vs"]

Counts = NDArray[np.int64]


class Estimate(NamedTuple):
    """A number and its limits; all three are ``nan`` where there is nothing to compute."""

    value: float
    low: float
    high: float


class _Squared(NamedTuple):
    """What a table says of the squared association: chi-square of ``n`` rows, degrees of freedom, its spread."""

    n: float
    chi_square: float
    n_rows: int
    n_columns: int
    deviation: float

    @property
    def freedom(self) -> int:
        return (self.n_rows - 1) * (self.n_columns - 1)


def cramers_v(counts: Counts, confidence: float = 0.95) -> Estimate:
    """Return how much the rows and columns of a table of counts go together, corrected for bias.

    Cramér's V is 0 where neither tells anything about the other and 1 where the one with fewer values follows from
    the other. Plain V of a table without any association is above 0 by chance, and the more so the more cells the
    table has. Bergsma's correction takes that off.

    Parameters
    ----------
    counts : array of int, shape (n_rows, n_columns)
        How many rows have each pair of values. Values that nobody has are left out.
    confidence : float
        Two-sided confidence of the limits.

    Returns
    -------
    Estimate
        Fractions; ``nan`` where a side has fewer than two values, as there is nothing to tell apart.

    Notes
    -----
    Bergsma, W. (2013), *Journal of the Korean Statistical Society* 42, 323-328. The limits are the wider of two on
    each side: those of a noncentral chi-square, which hold where the association is weak, and those of the delta
    method (Bishop, Fienberg and Holland 1975, 11.3), which hold where it is strong or a value is rare; near 0, where
    their upper one has no bound, they reach as far up as those of the smallest association that is clear of 0.
    They never leave out the value. In simulations 95 % limits held the truth in 93 % of tables or more, and in 88 %
    where many cells expect fewer than one row: join rare values first.

    Examples
    --------
    >>> import numpy as np
    >>> v = cramers_v(np.array([[40, 10], [10, 40]]))
    >>> [round(number, 3) for number in v]
    [0.595, 0.406, 0.8]
    >>> cramers_v(np.array([[25, 25], [25, 25]])).value
    0.0
    """
    return cramers_vs([counts], confidence)[0]


def cramers_vs(tables: Sequence[Counts], confidence: float = 0.95) -> list[Estimate]:
    """Return :func:`cramers_v` of many tables, which costs less than one by one.

    Examples
    --------
    >>> import numpy as np
    >>> same, one_value = cramers_vs([np.array([[9, 0], [0, 9]]), np.array([[9, 9]])])
    >>> same.value, one_value.value
    (1.0, nan)
    """
    found = [_squared(table) for table in tables]
    known = [one for one in found if one is not None]
    tail = (1 - confidence) / 2
    chi_square = np.array([one.chi_square for one in known])
    freedom = np.array([float(one.freedom) for one in known])
    low = _noncentrality(chi_square, freedom, 1 - tail)
    high = _noncentrality(chi_square, freedom, tail)
    z = critical_value(confidence)
    estimates = iter([_estimate(one, low[place], high[place], z) for place, one in enumerate(known)])
    return [Estimate(np.nan, np.nan, np.nan) if one is None else next(estimates) for one in found]


def best_guess(counts: Counts) -> float:
    """Return how often the column is right that is most frequent in each row of a table.

    Parameters
    ----------
    counts : array of int, shape (n_rows, n_columns)
        How many rows have each pair of values.

    Returns
    -------
    float
        A share of all rows; ``nan`` of an empty table. Compare it with the share of the most frequent column, which
        a guess without knowing the row's value gets right.

    Examples
    --------
    >>> import numpy as np
    >>> best_guess(np.array([[40, 10], [10, 40]]))
    0.8
    """
    total = counts.sum()
    return float(counts.max(axis=1).sum() / total) if total else float("nan")


def _squared(counts: Counts) -> _Squared | None:
    table = np.asarray(counts, dtype=np.float64)
    table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    if min(table.shape) < 2:
        return None
    n = table.sum()
    p = table / n
    rows, columns = p.sum(axis=1, keepdims=True), p.sum(axis=0, keepdims=True)
    ratio = p / (rows * columns)
    weighted = p * ratio
    # How much the squared association changes with each cell's share; its spread is that of the delta method.
    slope = 2 * ratio - weighted.sum(axis=1, keepdims=True) / rows - weighted.sum(axis=0, keepdims=True) / columns
    variance = (p * slope**2).sum() - (p * slope).sum() ** 2
    phi_square = max(float(weighted.sum() - 1), 0.0)
    n_rows, n_columns = table.shape
    return _Squared(float(n), phi_square * float(n), n_rows, n_columns, float(np.sqrt(max(variance, 0.0) / n)))


def _noncentrality(chi_square: NDArray[np.float64], freedom: NDArray[np.float64], share: float) -> NDArray[np.float64]:
    """Return for which noncentrality ``share`` of the distribution lies below chi-square; 0 where for none."""
    central = special.chdtr(freedom, chi_square) if chi_square.size else chi_square
    found = special.chndtrinc(np.maximum(chi_square, 1e-12), freedom, share)
    return np.where(central > share, found, 0.0)


def _estimate(one: _Squared, low: float, high: float, z: float) -> Estimate:
    corrected = one.chi_square / one.n - one.freedom / (one.n - 1)
    least = min(_fewer(one.n_rows, one.n), _fewer(one.n_columns, one.n))
    if least <= 0:  # as many values as rows: each pair is there once, which says nothing
        return Estimate(np.nan, np.nan, np.nan)
    value = min(np.sqrt(max(corrected, 0.0) / least), 1.0)
    limits = [np.sqrt(low / one.n / least), np.sqrt(high / one.n / least)]
    if corrected > 0:
        # The slope of a root has no bound near 0. Upwards, the one taken there is that of the smallest squared
        # association that is clear of 0; downwards, 0 is the bound.
        half = z * one.deviation / 2
        down = half / np.sqrt(corrected * least)
        up = half / np.sqrt(max(corrected, 2 * half) * least) if half else 0.0
        # Chance adds less to a strong association than the correction takes off.
        excess = one.freedom / (one.n - 1) / least
        uncorrected = min(value / np.sqrt(1 - excess), 1.0) if excess < 1 else 1.0
        limits = [min(limits[0], value - down), max(limits[1], uncorrected + up)]
    return Estimate(float(value), float(np.clip(limits[0], 0.0, value)), float(np.clip(limits[1], value, 1.0)))


def _fewer(n_values: int, n: float) -> float:
    """Return Bergsma's corrected number of values, less one."""
    return float(n_values - 1 - (n_values - 1) ** 2 / (n - 1)) if n > 1 else 0.0
