"""How far a row is from the rows a model learned from, told as a share of them that are further."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from workbench.core.provenance import Provenance
from workbench.data.dataset import Dataset
from workbench.explanation.changes import FEWEST_ROWS
from workbench.explanation.tellable import learned_from, places_of
from workbench.modeling.result import Fitted

__all__ = ["Remoteness"]

_REFERENCE = 1_000
_COMPARED = 200

Floats = NDArray[np.float64]


class Remoteness:
    """The mean distance of a row to the 11 rows learned from that are most like it, compared with that of others.

    Two rows are apart by their mean distance over columns: of numbers and dates the share of rows between them, of
    anything else 1 if they differ, and 1 where one of them is missing. Of many rows, some are drawn.
    """

    def __init__(self, fitted: Fitted, seed: int) -> None:
        data, columns = learned_from(fitted), fitted.prepared.columns
        drawn = np.random.default_rng(seed).permutation(data.n_rows)[:_REFERENCE].astype(np.int64)
        data = data.take(drawn, Provenance("find_counterfactuals"))
        self.ordered = [name for name in columns if _is_ordered(data.kinds[name])]
        self.others = [name for name in columns if name not in self.ordered]
        self.known = {name: np.sort(_there(places_of(data.column(name)))) for name in self.ordered}
        self.ranks, self.values = self._coded(data)
        n = min(_COMPARED, data.n_rows)
        # A row is no neighbour of itself: its distance of 0 is left out.
        self.compared = np.sort(self._apart(self.ranks[:n], self.values[:n], skip=1))

    def distances(self, rows: Dataset) -> Floats:
        """Return the mean distance of each row to the rows most like it."""
        return self._apart(*self._coded(rows), skip=0)

    def share(self, distances: Floats) -> Floats:
        """Return the share of rows learned from that are nearer to others than each distance."""
        return np.searchsorted(self.compared, distances, side="left") / len(self.compared)

    def _coded(self, data: Dataset) -> tuple[Floats, NDArray[np.object_]]:
        ranks = np.full((data.n_rows, len(self.ordered)), np.nan)
        for place, name in enumerate(self.ordered):
            values, known = places_of(data.column(name)), self.known[name]
            below, upto = (np.searchsorted(known, values, side=side) for side in ("left", "right"))
            ranks[:, place] = np.where(np.isnan(values), np.nan, (below + upto) / (2 * max(len(known), 1)))
        others = np.empty((data.n_rows, len(self.others)), dtype=object)
        for place, name in enumerate(self.others):
            others[:, place] = data.column(name).to_pylist()
        return ranks, others

    def _apart(self, ranks: Floats, values: NDArray[np.object_], *, skip: int) -> Floats:
        n_columns = max(len(self.ordered) + len(self.others), 1)
        total = np.zeros((len(ranks), len(self.ranks)))
        for place in range(len(self.ordered)):
            own, others = ranks[:, place][:, None], self.ranks[:, place][None]
            missing = np.isnan(own) != np.isnan(others)
            total += np.where(missing, 1.0, np.nan_to_num(np.abs(own - others)))
        for place in range(len(self.others)):
            both, _ = pd.factorize(np.concatenate([values[:, place], self.values[:, place]]))
            total += both[: len(values)][:, None] != both[len(values) :][None]
        nearest = np.sort(total / n_columns, axis=1)[:, skip : skip + FEWEST_ROWS]
        return np.asarray(nearest.mean(axis=1)) if nearest.shape[1] else np.zeros(len(ranks))


def _is_ordered(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_date(kind) or pa.types.is_timestamp(kind)
    )


def _there(values: Floats) -> Floats:
    return values[~np.isnan(values)]
