"""Explaining more and more held-out rows, in batches that are independent of one another.

Where the values rest on a sample of other rows and of orders of the columns, each batch has a sample of its own, in
two halves, and is computed once with each: what differs between the two is the sampling's doing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.core.provenance import Provenance
from workbench.data.dataset import Dataset
from workbench.explanation.belonging import whole_edges
from workbench.explanation.shapley.attribute import attribute_outputs
from workbench.explanation.shapley.attribution import Attribution, Scale
from workbench.modeling.result import Fitted
from workbench.stats.batches import BatchMeans, batch_means

__all__ = ["FEWEST_BATCHES", "ROWS_A_BATCH", "Asked", "Looked", "batch_edges", "look_at", "n_to_explain", "rows_of"]

FEWEST_BATCHES = 10
ROWS_A_BATCH = 50
_HALF = 50
_WITHOUT_SAMPLING = {"trees", "coefficients"}


@dataclass(frozen=True, eq=False)
class Asked:
    """What is to be explained, and how.

    Parameters
    ----------
    fitted : Fitted
        The model.
    seed : int
        Of all that is sampled.
    scale : Scale or None
        On which scale; ``None`` for the model's own.
    background : pandas.DataFrame or None
        Rows that stand for "without the column".
    order : array of int64, shape (n_test,)
        The held-out rows' places, as they were drawn.
    """

    fitted: Fitted
    seed: int
    scale: Scale | None
    background: pd.DataFrame | None
    order: NDArray[np.int64]
    together: NDArray[np.int64] | None = None
    """What each held-out row belongs to, ``None`` where rows are independent; those of a kind are drawn together."""
    weights: NDArray[np.float64] | None = None
    """How much each held-out row counts, ``None`` where all count alike."""

    def weights_of(self, start: int, end: int) -> NDArray[np.float64] | None:
        """Return the weights of some rows of the order."""
        return None if self.weights is None else self.weights[self.order[start:end]]


@dataclass(frozen=True, eq=False)
class Looked:
    """What was explained so far.

    Parameters
    ----------
    n_rows : int
        The first so many rows of the order.
    outputs : tuple of Attribution
        Their values, all against one background; of several classes once a class.
    batches : tuple of tuple of BatchMeans
        For each batch, and in it for each output, the mean absolute values.
    weights : tuple of float
        What the rows of each batch weigh; empty where all rows count alike.
    """

    n_rows: int
    outputs: tuple[Attribution, ...]
    batches: tuple[tuple[BatchMeans, ...], ...]
    weights: tuple[float, ...] = ()

    @property
    def is_sampled(self) -> bool:
        """Whether the values rest on a sample, and would differ with another one."""
        return any(one.method not in _WITHOUT_SAMPLING for one in self.outputs)


def batch_edges(n_rows: int) -> NDArray[np.int64]:
    """Return where batches of rows begin, and where the last one ends.

    Ten of as equal size as can be; from 500 rows on as many of 50 rows as there are, the last one of up to 99. So a
    batch stays as it is when rows are added by the hundred.

    Examples
    --------
    >>> batch_edges(25).tolist()
    [0, 3, 6, 9, 12, 15, 17, 19, 21, 23, 25]
    >>> batch_edges(3).tolist(), len(batch_edges(1_020)), batch_edges(1_020)[-2:].tolist()
    ([0, 1, 2, 3], 21, [950, 1020])
    """
    if n_rows >= FEWEST_BATCHES * ROWS_A_BATCH:
        edges = np.arange(n_rows // ROWS_A_BATCH + 1, dtype=np.int64) * ROWS_A_BATCH
        edges[-1] = n_rows
        return edges
    parts = np.array_split(np.arange(n_rows), min(FEWEST_BATCHES, n_rows))
    return np.array([0, *np.cumsum([len(part) for part in parts])], dtype=np.int64)


def look_at(asked: Asked, n_rows: int, before: Looked | None = None) -> Looked:
    """Explain the first rows of the order.

    Parameters
    ----------
    asked : Asked
        What is to be explained.
    n_rows : int
        How many rows.
    before : Looked, optional
        What was explained of fewer rows; where these are whole batches of 50, it is not computed again.
    """
    if before is not None and not _stays(asked, before):
        before = None
    start = before.n_rows if before is not None else 0
    frame = rows_of(asked.fitted, asked.fitted.prepared.split.test, asked.order[start:n_rows])
    outputs = _attributed(asked, frame)
    if before is not None:
        joined = _joined(before.outputs, outputs)
        if joined is None:  # another way had to serve for the new rows: so it serves for all
            whole = _attributed(asked, rows_of(asked.fitted, asked.fitted.prepared.split.test, asked.order[:n_rows]))
            if not before.is_sampled or [one.scale for one in whole] != [one.scale for one in before.outputs]:
                return look_at(asked, n_rows)
            joined = whole
        outputs = joined
    found = Looked(n_rows, outputs, *((before.batches, before.weights) if before is not None else ((), ())))
    edges = batch_edges(n_rows)
    if asked.together is not None:
        edges = whole_edges(edges, asked.together[asked.order[:n_rows]])
    edges = edges[edges >= start]
    made = [
        _sampled_batch(asked, frame.iloc[low - start : high - start], low)
        if found.is_sampled
        else tuple(batch_means(one.values[low:high], weights=asked.weights_of(low, high)) for one in outputs)
        for low, high in pairwise(edges.tolist())
    ]
    weights = [asked.weights_of(low, high) for low, high in pairwise(edges.tolist())]
    weigh = [float(one.sum()) for one in weights if one is not None]
    return replace(found, batches=(*found.batches, *made), weights=(*found.weights, *weigh))


def n_to_explain(asked: Asked, n_rows: int, before: Looked | None) -> int:
    """Return how many rows a look at so many has to explain; those seen before are explained if they stay."""
    return n_rows - before.n_rows if before is not None and _stays(asked, before) else n_rows


def _stays(asked: Asked, before: Looked) -> bool:
    """Whether what was explained stays as it is when rows are added: in whole batches, none among rows of a kind."""
    is_whole = before.n_rows >= FEWEST_BATCHES * ROWS_A_BATCH and before.n_rows % ROWS_A_BATCH == 0
    return is_whole and asked.together is None


def rows_of(fitted: Fitted, data: Dataset, places: NDArray[np.int64]) -> pd.DataFrame:
    """Return the original columns of some rows; only these are turned into a frame."""
    return fitted.prepared.raw_frame(data.take(np.asarray(places, dtype=np.int64), Provenance("take", {}, ())))


def _attributed(asked: Asked, frame: pd.DataFrame) -> tuple[Attribution, ...]:
    return attribute_outputs(asked.fitted, frame, seed=asked.seed, scale=asked.scale, background=asked.background)


def _sampled_batch(asked: Asked, frame: pd.DataFrame, start: int) -> tuple[BatchMeans, ...]:
    """Return the mean absolute values of a batch, from two halves of a background of its own."""
    rng = np.random.default_rng([asked.seed, start])
    halves = _halves(asked, rng)
    first, second = (
        attribute_outputs(asked.fitted, frame, seed=int(rng.integers(2**32)), scale=asked.scale, background=half)
        for half in halves
    )
    weights = asked.weights_of(start, start + len(frame))
    return tuple(batch_means(one.values, two.values, weights) for one, two in zip(first, second, strict=True))


def _halves(asked: Asked, rng: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return two samples of 50 rows each that share none, smaller ones where there are fewer rows.

    A single row is both.
    """
    train = asked.fitted.prepared.split.train
    n_known = train.n_rows if asked.background is None else len(asked.background)
    size = max(1, min(_HALF, n_known // 2))
    drawn = rng.choice(n_known, min(2 * size, n_known), replace=False)
    frame = rows_of(asked.fitted, train, drawn) if asked.background is None else asked.background.iloc[drawn]
    return frame.iloc[:size], frame.iloc[-size:]


def _joined(before: tuple[Attribution, ...], after: tuple[Attribution, ...]) -> tuple[Attribution, ...] | None:
    """Return both together; ``None`` where they were not computed alike."""
    if [_how(one) for one in before] != [_how(one) for one in after]:
        return None
    return tuple(
        replace(
            one,
            values=np.concatenate([one.values, two.values]),
            predictions=np.concatenate([one.predictions, two.predictions]),
            notes=tuple(dict.fromkeys((*one.notes, *two.notes))),
        )
        for one, two in zip(before, after, strict=True)
    )


def _how(one: Attribution) -> tuple[object, ...]:
    return one.columns, one.base, one.scale, one.method, one.n_background, one.n_orders, one.output, one.engine
