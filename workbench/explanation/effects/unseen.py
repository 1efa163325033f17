"""Which pairs of columns make a model answer about people who do not exist.

A partial dependence gives every row each value of a column, whatever else the row holds: a child a pension. Where
two columns hang together, some of these combinations were never learned from.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

__all__ = ["cells", "unseen_share"]

_EXPECTED = 5.0


def cells(values: NDArray[np.float64], points: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the place of the point nearest to each number; that of one beyond the last where it is missing.

    Examples
    --------
    >>> cells(np.array([0.0, 4.0, 6.0, np.nan]), np.array([1.0, 5.0])).tolist()
    [0, 1, 1, 2]
    """
    found = np.searchsorted((points[1:] + points[:-1]) / 2, values).astype(np.int64)
    found[np.isnan(values)] = len(points)
    return found


def unseen_share(column: str, coded: Mapping[str, NDArray[np.int64]], sizes: Mapping[str, int]) -> tuple[float, str]:
    """Return the share of combinations of one column and another that no row has, though rows would be expected.

    Parameters
    ----------
    column : str
        The column that is given every value.
    coded : mapping of str to array of int, shape (n_rows,)
        The cell of each row learned from, by column; -1 for one that no point stands for.
    sizes : mapping of str to int
        How many cells each column has.

    Returns
    -------
    share : float
        Largest over the other columns. A combination counts with the product of its two cells' shares, and only if
        at least five rows would be expected, were the columns independent.
    other : str
        The column where it is largest; empty where no combination is unseen.
    """
    own, worst, which = coded[column], 0.0, ""
    for other, codes in coded.items():
        if other == column:
            continue
        both = (own >= 0) & (codes >= 0)
        n = int(both.sum())
        if n == 0:
            continue
        table = np.bincount(own[both] * sizes[other] + codes[both], minlength=sizes[column] * sizes[other])
        table = table.reshape(sizes[column], sizes[other])
        shares = np.outer(table.sum(axis=1), table.sum(axis=0)) / n**2
        found = float(shares[(table == 0) & (shares * n >= _EXPECTED)].sum())
        if found > worst:
            worst, which = found, other
    return worst, which
