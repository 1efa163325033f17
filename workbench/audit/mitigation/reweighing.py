"""Reweighing: rows count so much in training that outcome and group are independent (Kamiran and Calders 2012)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from workbench.audit.mitigation.contract import Case, Learned, Mitigation, NeedsAttribute
from workbench.audit.mitigation.training import ready_rows, trained_with
from workbench.core.finding import Finding
from workbench.errors import NotEnoughDataError

__all__ = ["Reweighing", "reweighing_weights"]


@dataclass(frozen=True)
class Reweighing(Mitigation):
    """Let rows count so much in training that every group has the same share of favourable outcomes.

    The attribute is looked at in training alone. It brings closer what the model learns of outcomes, not what it
    decides: a gap may stay.

    Examples
    --------
    >>> Reweighing().needs_attribute
    'training'
    """

    name: ClassVar[str] = "reweighing"
    title: ClassVar[str] = "reweighing"
    needs_attribute: ClassVar[NeedsAttribute] = "training"

    def settings(self) -> dict[str, object]:
        """Return nothing: there is nothing to set."""
        return {}

    def train(self, case: Case, rows: NDArray[np.int64] | None) -> Learned:
        """Return the model that learned from rows with these weights, as :meth:`Mitigation.train` says."""
        ready, estimator = ready_rows(case, rows)
        coded = case.grouping.coded(ready.part)
        outcomes = np.asarray(ready.part.targets(), dtype=np.int64)
        factors = reweighing_weights(coded.codes, outcomes, ready.part.weights())
        own = ready.part.weights()
        weights = factors if own is None else factors * own
        if not weights.sum() > 0:
            raise NotEnoughDataError("All weights are 0, so that nothing can be learned.\nGive rows with weights.")
        pipeline = trained_with(case, ready, estimator, weights / weights.mean())
        one_sided = tuple(
            name for at, name in enumerate(coded.names) if len(np.unique(outcomes[coded.codes == at])) == 1
        )
        details = {"smallest_weight": float(factors.min()), "greatest_weight": float(factors.max())}
        found = (_one_sided(one_sided),) if one_sided and rows is None else ()
        return Learned(pipeline, case.prepared, case.prepared.columns, found, details)


def reweighing_weights(
    codes: NDArray[np.int64], outcomes: NDArray[np.int64], weights: NDArray[np.float64] | None = None
) -> NDArray[np.float64]:
    """Return by how much each row counts: ``P(group) P(outcome) / P(group, outcome)``.

    Parameters
    ----------
    codes : array of int64, shape (n_rows,)
        The group of each row, -1 where it is unknown: such a row counts as it is.
    outcomes : array of int64, shape (n_rows,)
        1 favourable, 0 not.
    weights : array of float, optional
        For how many people each row stands.

    Returns
    -------
    array of float, shape (n_rows,)
        To be multiplied by ``weights`` where there are some. With them all groups have the share of favourable
        outcomes that all rows of known group have, and as much weight as before. A group whose rows have one outcome
        alone keeps it.

    Notes
    -----
    Kamiran, F. and Calders, T. (2012), *Knowledge and Information Systems* 33, 1-33.

    Examples
    --------
    >>> codes, outcomes = np.array([0, 0, 0, 0, 1, 1]), np.array([1, 1, 1, 0, 1, 0])
    >>> reweighing_weights(codes, outcomes).round(3).tolist()
    [0.889, 0.889, 0.889, 1.333, 1.333, 0.667]
    """
    counts = np.ones(len(codes)) if weights is None else np.asarray(weights, dtype=np.float64)
    known = codes >= 0
    factors = np.ones(len(codes))
    if not known.any():
        return factors
    n_groups = int(codes.max()) + 1
    cells = np.bincount(codes[known] * 2 + outcomes[known], counts[known], 2 * n_groups).reshape(n_groups, 2)
    total = cells.sum()
    with np.errstate(invalid="ignore", divide="ignore"):
        wanted = cells.sum(axis=1, keepdims=True) * cells.sum(axis=0, keepdims=True) / (total * cells)
    of_cell = np.where(cells > 0, wanted, 1.0)
    factors[known] = of_cell[codes[known], outcomes[known]]
    return factors


def _one_sided(groups: tuple[str, ...]) -> Finding:
    named = ", ".join(groups[:5]) + (" and others" if len(groups) > 5 else "")
    return Finding(
        "WB566",
        "caution",
        f"Reweighing cannot change the share of outcomes of {named}: there is one outcome alone",
        "Of such a group no row tells the model of the other outcome, whatever it counts.",
        "Collect more rows of the group, or look at it by itself.",
        scope=", ".join(groups[:5]),
    )
