"""The most rows and groups that are counted."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.errors import InputError

__all__ = ["MOST_COMBINATIONS", "MOST_GROUPS", "MOST_ROWS", "check_groups", "check_rows"]

MOST_ROWS = 2**63 - 1
"""The greatest whole number of 64 bits, about 9.2e18: one more would turn negative, silently."""

MOST_GROUPS = 2_000
"""More groups of one attribute than this are refused: nobody could read them."""

MOST_COMBINATIONS = 200_000
"""More combinations of groups than this are refused: a tally is kept in memory."""


def check_rows(*counts: NDArray[Any]) -> None:
    """Raise :class:`InputError` where counts, all added up, are more than can be counted.

    Parameters
    ----------
    *counts : array of int or float
        Counts of 0 or more.

    Examples
    --------
    >>> check_rows(np.array([2**62]), np.array([2**62]))
    Traceback (most recent call last):
    workbench.errors.InputError: The counts add up to more than 9.2e18 rows, the most that can be counted.
    Check the counts, or the weights: does each say how many rows one stands for?
    """
    roughly = sum(float(one.sum(dtype=np.float64)) for one in counts)
    if roughly < MOST_ROWS / 2:  # sums of floats are surely not twice as wrong
        return
    if not roughly < 2 * MOST_ROWS or sum(int(number) for one in counts for number in one.flat) > MOST_ROWS:
        raise InputError(
            "The counts add up to more than 9.2e18 rows, the most that can be counted.\n"
            "Check the counts, or the weights: does each say how many rows one stands for?"
        )


def check_groups(what: str, n: int, most: int) -> None:
    """Raise :class:`InputError` if there are more groups than anybody could read."""
    if n > most:
        raise InputError(
            f"{what} makes {n:,} groups; {most:,} is the most.\n"
            "Join values into fewer groups first, or use bands for numbers: wb.bands('age', [40, 60])."
        )
