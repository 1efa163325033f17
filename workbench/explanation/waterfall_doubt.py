"""How far the steps of a waterfall depend on the rows that happened to be drawn for a model that has to be asked."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from workbench.core.finding import Finding
from workbench.stats.intervals import mean_limits

__all__ = ["step_limits", "unsettled_steps"]

Floats = NDArray[np.float64]

_LEAST = 0.01
"""Steps below this part of all that moves the prediction are too small to be read for their place or direction."""


def step_limits(batches: Floats | None, places: Sequence[int]) -> tuple[float, float]:
    """Return the 95 % limits of what some columns add together, over the draw; ``nan`` where nothing was drawn.

    Parameters
    ----------
    batches : array of float, shape (n_batches, n_columns), or None
        The values against each part of the rows that were drawn.
    places : sequence of int
        The columns.

    Examples
    --------
    >>> low, high = step_limits(np.array([[1.0, 0.5], [2.0, 0.5], [3.0, 0.5]]), [0])
    >>> round(low, 3), round(high, 3)
    (-0.484, 4.484)
    """
    if batches is None:
        return math.nan, math.nan  # the same object each time, so that equal steps are equal
    _, (low, high) = mean_limits(batches[:, list(places)].sum(axis=1, keepdims=True))
    return float(low[0]), float(high[0])


def unsettled_steps(
    batches: Floats | None, columns: Sequence[str], values: Floats, *, n_alone: int, n_background: int
) -> tuple[Finding, ...]:
    """Return a finding where another draw could turn the direction of a step or the order of two: WB418.

    Parameters
    ----------
    batches : array of float, shape (n_batches, n_columns), or None
        The values against each part of the rows that were drawn.
    columns : sequence of str
        Their names.
    values : array of float, shape (n_columns,)
        What is shown.
    n_alone : int
        How many of the largest are steps of their own; the next one could be in the place of the last.
    n_background : int
        Rows that were drawn.

    Notes
    -----
    A direction is settled where Student's limits of the value over the parts do not hold 0, the order of two
    neighbours where those of the difference of their sizes do not; each at 95 %.

    Examples
    --------
    >>> batches = np.array([[1.0, 0.8], [2.0, 2.1], [3.0, 2.2]])
    >>> [found] = unsettled_steps(batches, ["a", "b"], batches.mean(axis=0), n_alone=2, n_background=30)
    >>> found.title
    "How this prediction comes about depends on the rows that were drawn: 'a' and 'b'"
    """
    if batches is None:
        return ()
    order = np.argsort(-np.abs(values), kind="stable")
    told = order[np.abs(values[order]) > _LEAST * np.abs(values).sum()]
    turned = [int(place) for place in told[:n_alone] if _holds_zero(batches[:, place])]
    sizes = batches * np.sign(values)
    swapped = [
        (int(one), int(two)) for one, two in pairwise(told[: n_alone + 1]) if _holds_zero(sizes[:, one] - sizes[:, two])
    ]
    if not turned and not swapped:
        return ()
    places = [place for place in told.tolist() if place in turned or any(place in pair for pair in swapped)]
    said = [f"{_listed([columns[place] for place in turned])} could push the other way"] if turned else []
    said += [f"{_listed([columns[place] for place in pair])} could change places" for pair in swapped]
    return (
        Finding(
            "WB418",
            "caution",
            f"How this prediction comes about depends on the rows that were drawn: "
            f"{_listed([columns[place] for place in places])}",
            f"The row is compared with {n_background:,} rows drawn at random, since the model has to be asked about "
            f"each. With others, {'; '.join(said)}.",
            "Read the steps with their limits, and not these in this order. Other seeds show what may change.",
            n=n_background,
        ),
    )


def _holds_zero(values: Floats) -> bool:
    low, high = mean_limits(values[:, None])[1]
    return not (low[0] > 0 or high[0] < 0)


def _listed(names: Sequence[str]) -> str:
    told = [repr(one) for one in names]
    return ", ".join(told[:-1]) + " and " + told[-1] if len(told) > 1 else told[0]
