"""Selective labels: outcomes that are seen more often after one decision than after the other."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workbench.data.roles import NOT_COMPARED
from workbench.tally.rates import SYNONYMS
from workbench.tally.tally import BINARY
from workbench.tally.values import Axis

__all__ = ["FEWEST", "MOST_APART", "needs_both_sides", "shares_without_outcome", "withheld"]

MOST_APART = 0.10
"""Outcomes may be missing this much more often after one decision before rates across both say little."""

FEWEST = 30
"""Of either decision a group has at least so many rows before it is looked at by itself."""

_ONE_SIDE = {
    "selection_rate",
    "precision_score",
    "false_discovery_rate",
    "negative_predictive_value",
    "false_omission_rate",
    "mean_prediction",
}
"""What needs no outcome, or only outcomes of those decided alike."""


def needs_both_sides(metric: str) -> bool:
    """Return whether a figure takes outcomes of those decided either way, so that both must be seen alike.

    Examples
    --------
    >>> needs_both_sides("true_positive_rate"), needs_both_sides("precision_score")
    (True, False)
    """
    return SYNONYMS.get(metric, metric) not in _ONE_SIDE


def shares_without_outcome(n: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return for each decision the share of its rows whose outcome is missing; ``nan`` for one nobody got.

    Parameters
    ----------
    n : array of int64, shape (..., 3, 3)
        Rows per outcome and decision.
    """
    decided = n[..., :, :2].sum(axis=-2)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(n[..., 2, :2] / decided)


def withheld(axis: Axis) -> str:
    """Return why rates across both decisions are not judged; empty where outcomes are seen alike after both.

    Each group with at least 30 rows of either decision is looked at, and all together: a group whose refused
    people were never followed up seems to have no false negatives.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from workbench.tally.counting import tally_rows
    >>> from workbench.tally.values import axis_of
    >>> decisions = np.array([1] * 50 + [0] * 50)
    >>> outcomes = np.array([1] * 50 + [2] * 50)
    >>> withheld(axis_of(tally_rows(pa.table({"g": ["a"] * 100}), outcomes=outcomes, decisions=decisions), "g"))
    "in group 'a' the outcome is missing for 0 of 100 favourable decisions and for 100 of 100 others"
    """
    tally = axis.tally
    if tally.classes != BINARY or tally.n_outcomes in (0, tally.n_rows):
        return ""
    for group, n in [*zip(axis.groups, tally.n, strict=True), ("", tally.n.sum(axis=0))]:
        unfavourable, favourable = shares_without_outcome(n)
        enough = group == "" or (group not in NOT_COMPARED and int(n[:, :2].sum(axis=0).min()) >= FEWEST)
        if enough and abs(favourable - unfavourable) > MOST_APART:
            where = f"in group {group!r} " if group else ""
            return (
                f"{where}the outcome is missing for {100 * favourable:.0f} of 100 favourable decisions "
                f"and for {100 * unfavourable:.0f} of 100 others"
            )
    return ""
