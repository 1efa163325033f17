"""Facts of scores out of counts: how many have which, and what really happened."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from workbench.document.curves import Binned, Curve
from workbench.document.facts import FactBook, fact_id
from workbench.document.nodes import Fact
from workbench.tally.score_metrics import Calibration
from workbench.tally.values import Axis

__all__ = ["calibration_facts", "score_facts"]

_STEPS = 10
_EDGE = "edge of the bins of the score"
_NO_ROWS = "no rows with a score"
_NO_OUTCOMES = "no rows with such a score and an outcome"


def score_facts(book: FactBook, axis: Axis, source: str, threshold: Fact | None = None) -> Binned:
    """Keep how many of each group have which scores, in about ten even steps, and return it.

    Parameters
    ----------
    book : FactBook
        Keeps the facts.
    axis : Axis
        The groups; its tally has scores.
    source : str
        Fingerprint of the tally.
    threshold : Fact, optional
        Where decisions are made.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from workbench.tally.counting import Scores, tally_rows
    >>> from workbench.tally.values import axis_of
    >>> scores = np.tile([0.1, 0.9, 0.9, 0.9], 50)
    >>> tally = tally_rows(pa.table({"sex": ["f"] * 200}), outcomes=np.ones(200, int), scores=Scores(scores))
    >>> binned = score_facts(FactBook(), axis_of(tally, "sex"), "counts")
    >>> [(group, [share.value for share in shares if share.value]) for group, shares in binned.groups]
    [('f', [0.25, 0.75])]
    """
    scores = axis.tally.scores
    if scores is None:
        return Binned([], [], threshold)
    wanted = scores.low + (scores.high - scores.low) * np.arange(1, _STEPS) / _STEPS
    # Only what is counted between two of the tally's own edges is known.
    inside = np.unique(np.searchsorted(scores.edges, wanted).clip(max=max(len(scores.edges) - 1, 0)))
    inside = inside[: len(scores.edges)]
    starts = np.concatenate([[0], inside + 1])
    counts = np.add.reduceat(scores.n[:, :, :-1].sum(axis=1), starts, axis=1)
    attribute = axis.attribute
    edges = [
        book.add(Fact(fact_id("audit", "scores", attribute, "edge", str(place)), float(edge), "number", _EDGE, source))
        for place, edge in enumerate([scores.low, *scores.edges[inside], scores.high])
    ]
    groups = [
        (group, _shares(book, (attribute, group), row, source)) for group, row in zip(axis.groups, counts, strict=True)
    ]
    return Binned(edges, groups, threshold)


def _shares(book: FactBook, of: tuple[str, str], counts: NDArray[np.int64], source: str) -> list[Fact]:
    n = int(counts.sum())
    how = "rows with such a score among all with a score: counts"
    return [
        book.add(
            Fact(
                fact_id("audit", "scores", "share", str(place), of=of),
                int(k) / n if n else math.nan,
                "fraction",
                how,
                source,
                n=n,
                undefined="" if n else _NO_ROWS,
            )
        )
        for place, k in enumerate(counts)
    ]


def calibration_facts(book: FactBook, attribute: str, found: Calibration, source: str) -> list[Curve]:
    """Keep mean scores and what really happened, by group and part of the scores, and return them.

    Parameters
    ----------
    book : FactBook
        Keeps the facts.
    attribute : str
        The groups' attribute.
    found : Calibration
        What :func:`workbench.tally.score_metrics.calibration` returned.
    source : str
        Fingerprint of the tally.
    """
    return [
        (group, [_pair(book, (attribute, group), found, (place, part), source) for part in range(found.n.shape[1])])
        for place, group in enumerate(found.groups)
    ]


def _pair(
    book: FactBook, of: tuple[str, str], found: Calibration, at: tuple[int, int], source: str
) -> tuple[Fact, Fact]:
    n, k = int(found.n[at]), int(found.k[at])
    empty = "" if n else _NO_OUTCOMES
    part = str(at[1])
    mean = Fact(
        fact_id("audit", "calibration", "mean score", part, of=of),
        float(found.mean_score[at]),
        "number",
        "mean of the scores in this part",
        source,
        n=n,
        undefined=empty,
    )
    low, high = (float(side[at]) if n else math.nan for side in found.limits)
    happened = Fact(
        fact_id("audit", "calibration", "base_rate", part, of=of),
        k / n if n else math.nan,
        "fraction",
        "counts; limits Wilson or Clopper-Pearson",
        source,
        low,
        high,
        n,
        empty,
    )
    return book.add(mean), book.add(happened)
