"""How far apart the predictions of two groups are as a whole, from their histograms: a description, no verdict."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.errors import InputError
from workbench.tally.values import Axis

__all__ = ["Distance", "prediction_distance"]

Floats = NDArray[np.float64]


class Distance(NamedTuple):
    """Distances between the predictions of two groups, and how far binning can have moved them.

    Parameters
    ----------
    wasserstein : float
        Wasserstein-1: how far the predictions of one group would have to be moved on average to become
        the other's, in the unit of what is predicted. ``nan`` where rows lie beyond the bins.
    wasserstein_error : float
        The distance of the predictions before binning is at most so much smaller or larger.
    kolmogorov_smirnov : float
        The largest difference between the shares that are predicted less than some amount, 0 to 1,
        at the edges of the bins.
    kolmogorov_smirnov_error : float
        Before binning it is at most so much larger, and never smaller.
    """

    wasserstein: float
    wasserstein_error: float
    kolmogorov_smirnov: float
    kolmogorov_smirnov_error: float


def prediction_distance(axis: Axis, group: str, other: str) -> Distance:
    """Return how far apart the predictions of two groups are.

    Parameters
    ----------
    axis : Axis
        The groups of an attribute, or of several crossed: ``audit.axis("sex")``.
    group, other : str
        Two of its groups.

    Returns
    -------
    Distance
        All ``nan`` where a group has no predictions.

    Raises
    ------
    InputError
        If there is no such group, or amounts were not counted.

    Notes
    -----
    Within a bin predictions are taken to be spread evenly. Whatever they are, the distribution function
    is off by at most half the bin's share times its width, as an area, in each group.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from workbench.tally.counting import tally_rows
    >>> from workbench.tally.moments import Amounts
    >>> from workbench.tally.values import axis_of
    >>> amounts = Amounts(np.array([1.0, 2.0, 3.0, 4.0]))
    >>> axis = axis_of(tally_rows(pa.table({"sex": ["f", "f", "m", "m"]}), amounts=amounts), "sex")
    >>> found = prediction_distance(axis, "f", "m")
    >>> round(found.wasserstein, 1), found.kolmogorov_smirnov
    (2.0, 1.0)
    """
    moments = axis.tally.moments
    if moments is None:
        raise InputError("The tally has no predicted amounts.\nCount them: audit_predictions(…, prediction='…').")
    for argument, name in (("group", group), ("other", other)):
        if name not in axis.groups:
            raise InputError.for_choice(argument, name, axis.groups)
    counts = moments.predictions.n[[axis.groups.index(group), axis.groups.index(other)]]
    totals = counts.sum(axis=1, keepdims=True)
    if not totals.all():
        return Distance(*[float("nan")] * 4)
    shares = counts / totals
    reached = np.cumsum(shares, axis=1)
    difference = np.concatenate([[0.0], reached[0] - reached[1]])
    ks, ks_most = _largest(difference, reached, shares)
    if shares[:, [0, -1]].any():
        return Distance(float("nan"), float("nan"), ks, ks_most - ks)
    # All predictions are between the first and the last edge, where each bin has a width.
    width = np.diff(moments.predictions.bins.edges)
    area = _area(difference[1:-2], difference[2:-1], width)
    return Distance(area, float(shares[:, 1:-1].sum(axis=0) @ width / 2), ks, ks_most - ks)


def _largest(difference: Floats, reached: Floats, shares: Floats) -> tuple[float, float]:
    """Return the largest difference at the edges, and the most it can be within the bins."""
    before = reached - shares
    most = np.maximum(reached[0] - before[1], reached[1] - before[0])
    return float(np.abs(difference).max()), float(np.maximum(most.max(), np.abs(difference).max()))


def _area(start: Floats, end: Floats, width: Floats) -> float:
    """Return the area between zero and lines from ``start`` to ``end``; lines that cross zero are two triangles."""
    sizes = np.abs(start) + np.abs(end)
    with np.errstate(divide="ignore", invalid="ignore"):
        crossing = (start**2 + end**2) / sizes
    return float(width @ np.where(start * end < 0, crossing, sizes) / 2)
