"""What an audit counts of a model: outcomes and decisions of two, classes of several, or amounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from workbench.data.dataset import Dataset
from workbench.data.roles import ProtectedAttribute, Task
from workbench.tally.counting import Scores, tally_rows
from workbench.tally.moments import Amounts
from workbench.tally.tally import BINARY, Tally

__all__ = ["Counting"]


@dataclass(frozen=True)
class Counting:
    """How rows, and what a model predicts for them, are counted.

    Parameters
    ----------
    task : {"binary", "multiclass", "regression"}
        What is predicted.
    layers : sequence of ProtectedAttribute
        Columns within which groups are compared too.
    threshold : float
        Of two outcomes: a score of at least this is a favourable decision.
    edges : tuple of float
        Scores or amounts at which counts are exact. Of amounts the first takes the place of a decision.
    """

    task: Task
    layers: Sequence[ProtectedAttribute]
    threshold: float
    edges: tuple[float, ...]

    def outcomes(self, data: Dataset) -> Tally:
        """Return the counts of outcomes of some rows, by protected attribute."""
        return tally_rows(
            data.groups(), outcomes=_codes(data), classes=data.roles.classes or BINARY, weights=data.weights()
        )

    def decisions(self, data: Dataset, scores: NDArray[np.float64], like: Tally | None = None) -> Tally:
        """Return the counts of outcomes and decisions of some rows, by protected attribute and layer.

        Parameters
        ----------
        data : Dataset
            The rows.
        scores : array of float
            What a model predicts for them, as :attr:`Fitted.scores`.
        like : Tally, optional
            Counts of other rows, whose bins are used so that both add up.
        """
        groups = self._groups(data)
        if self.task == "regression":
            moments = like.moments if like is not None else None
            amounts = Amounts(scores, data.targets(), thresholds=self.edges, like=moments)
            return tally_rows(groups, amounts=amounts)
        if self.task == "multiclass":
            return tally_rows(
                groups,
                outcomes=_codes(data),
                decisions=scores.argmax(axis=1),
                classes=data.roles.classes,
                weights=data.weights(),
            )
        edges = like.scores.edges if like is not None and like.scores is not None else None
        return tally_rows(
            groups,
            outcomes=_codes(data),
            decisions=(scores >= self.threshold).astype(np.int8),
            weights=data.weights(),
            scores=Scores(scores, thresholds=self.edges, edges=edges),
        )

    def _groups(self, data: Dataset) -> pa.Table:
        groups = data.groups()
        layers = [one.groups(data.table[one.column]) for one in self.layers]
        return pa.table([*groups.columns, *layers], names=[*groups.column_names, *(one.title for one in self.layers)])


def _codes(data: Dataset) -> NDArray[Any]:
    """Return the places of the rows' outcomes among their classes, and one more where they are missing."""
    targets = data.targets()
    return targets if data.roles.task == "binary" else np.where(targets < 0, len(data.roles.classes), targets)
