"""``explain_model``: Shapley values in original columns, with the stability of their order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from numbers import Real
from typing import SupportsIndex

import numpy as np
import pandas as pd
import pyarrow as pa

from workbench.checks import check_choice, check_fraction, check_positive, check_result, check_seed
from workbench.core.finding import Finding
from workbench.core.fingerprint import fingerprint_of_rows
from workbench.core.measure import on_scale
from workbench.core.provenance import Provenance
from workbench.errors import InputError, NotEnoughDataError
from workbench.explanation.background import checked_background
from workbench.explanation.belonging import rows_together, together_first
from workbench.explanation.importance.looks import FEWEST_BATCHES, ROWS_A_BATCH, Asked, Looked
from workbench.explanation.importance.timing import Clock, look_within
from workbench.explanation.result import SETTLED_PLACES, Explanation, Importance, Stopped
from workbench.explanation.shapley.attribution import Scale
from workbench.explanation.shapley.findings import engine_findings
from workbench.modeling.result import Fitted
from workbench.stats.batches import BatchMeans, MeanAbsolute, mean_absolute, weighed
from workbench.stats.intervals import mean_limits

__all__ = ["explain_model"]

_FIRST_LOOK = FEWEST_BATCHES * ROWS_A_BATCH
_MOST_ROWS = 8_000
_MOST_SAMPLED = 1_000
_CONFIDENCE = 0.95
_SCALES = ("log-odds", "probability", "amount")


def explain_model(
    fitted: Fitted,
    *,
    n_rows: SupportsIndex | None = None,
    seed: SupportsIndex = 0,
    scale: Scale | None = None,
    background: pd.DataFrame | None = None,
    confidence: float = 0.95,
    max_rows: SupportsIndex | None = None,
    seconds: float | None = None,
    progress: Callable[[Explanation], None] | None = None,
) -> Explanation:
    """Say which original columns moved the predictions of held-out rows.

    The Shapley value of a column in a row is what it adds to the prediction, averaged over the
    orders in which columns could be made known. A column's importance is the mean of the absolute
    values. Derived columns (one-hot) are known or unknown together, as the column they come from.

    Held-out rows are explained until it is settled which columns come first and in which order: 500, then twice as
    many, and so on. :attr:`Explanation.why_stopped` says how many it took, and why no more.

    Parameters
    ----------
    fitted : Fitted
        The model.
    n_rows : int, optional
        Explain so many held-out rows, drawn at random, or all where there are fewer, and leave it at that. With
        ``max_rows`` it is how many are explained before the first look.
    seed : int
        Seed of the draw, and of all that is sampled where the model has no exact form.
    scale : {"log-odds", "probability", "amount"}, optional
        What the values add up to; by default what the model itself adds up.
    background : pandas.DataFrame, optional
        Rows of original columns that stand for "without the column"; by default rows learned from. The limits hold
        for these rows, not for others that might have been chosen.
    confidence : float
        Of the limits and of the order, all looks together.
    max_rows : int, optional
        Explain at most so many; by default 8,000, and 1,000 of a model whose values have to be sampled.
    seconds : float, optional
        Explain only as many rows as are likely done in this time, and at least one: how long it takes is measured on
        one row first. The result says how many rows it took; with these as ``n_rows`` and its ``look_confidence``
        it can be made again.
    progress : callable, optional
        Is given the explanation so far after each look, such as to show it while it is refined.

    Returns
    -------
    Explanation
        Trees and linear models are explained exactly, on the scale that they add up on; any other model, and any
        recipe that mixes columns, by trying or permuting original columns, on the probability scale. Which one was
        used is stated.

    Raises
    ------
    AdditivityError
        If the values of any row do not add up to its prediction.
    InputError
        If an argument is not what it has to be.
    NotEnoughDataError
        If the explained rows have no weight.

    Notes
    -----
    Importances say what the model relies on, not what causes the outcome. Columns that say the same
    share what they say between them, see :func:`permute_columns`. Limits are Student's over ten or more batches of
    rows; where values are sampled, each batch has a background of its own, in two halves, so that the limits cover
    that too (:mod:`workbench.stats.batches`). Rows that belong together are drawn together and share a batch. Rows
    count by their weights. The limits do not cover what training the model again would change. With L looks at most,
    each has an L-th of what may go wrong.
    Shapley, L. S. (1953); Lundberg, S. M. and Lee, S.-I. (2017), NeurIPS.

    Examples
    --------
    >>> from workbench.data.read import read_data
    >>> from workbench.data.split import split_data
    >>> from workbench.modeling.fit import fit_model
    >>> from workbench.preparation.prepare import prepare_data
    >>> data = read_data("example:admissions", target="admitted", favourable="yes", protected=["sex"])
    >>> explanation = explain_model(fit_model(prepare_data(split_data(data)), "logistic_regression"))
    >>> explanation
    Explanation of 500 held-out rows on the log-odds scale: most moved by department; adds up to every prediction.
    >>> explanation.why_stopped
    '500 rows were explained: the most important column was settled then.'
    """
    check_result("fitted", fitted, Fitted, "fit_model")
    first = None if n_rows is None else check_positive("n_rows", n_rows)
    most = None if max_rows is None else check_positive("max_rows", max_rows)
    _check_seconds(seconds)
    level = check_fraction("confidence", confidence)
    asked = _asked(fitted, check_seed(seed), scale, background)
    clock = Clock(seconds)
    enough = min(first or _FIRST_LOOK, len(asked.order), most or len(asked.order))
    looked = look_within(asked, enough, clock)
    is_short, is_fixed = looked.n_rows < enough, first is not None and most is None
    plan = (looked.n_rows,) if is_fixed or is_short else _planned(looked, most, len(asked.order))
    for place, size in enumerate(plan):
        looked = clock.look_at(asked, size, looked) if place else looked
        found = _explanation(asked, looked, level, len(plan))
        further = plan[place + 1 : place + 2]
        late = is_short or not all(clock.fits(asked, more, looked) for more in further)
        stopped = "asked" if is_fixed and not is_short else _stopped(found, last=not further, late=late)
        found = replace(found, stopped=stopped)
        if progress is not None:
            progress(found)
        if stopped != "going on":
            break
    return found


def _asked(fitted: Fitted, seed: int, scale: Scale | None, background: pd.DataFrame | None) -> Asked:
    """Return what is to be explained, checked."""
    if scale is not None:
        check_choice("scale", scale, _SCALES)
    n_test = fitted.prepared.split.test.n_rows
    order = np.random.default_rng(seed).permutation(n_test).astype(np.int64)
    together = rows_together(fitted.prepared.split.test)
    if together is not None:
        order = together_first(order, together)
    weights = fitted.prepared.split.test.weights()
    if background is None:
        return Asked(fitted, seed, scale, None, order, together, weights)
    return Asked(fitted, seed, scale, checked_background(fitted, background), order, together, weights)


def _check_seconds(seconds: object) -> None:
    if seconds is None:
        return
    if isinstance(seconds, bool) or not isinstance(seconds, Real) or not 0 < float(seconds) < float("inf"):
        raise InputError(f"seconds is {seconds!r}.\nGive a number above 0, such as 30.")


def _planned(first: Looked, most: int | None, n_test: int) -> tuple[int, ...]:
    """Return how many rows are explained at each look: twice as many each time, in whole batches."""
    limit = min(n_test, most or (_MOST_SAMPLED if first.is_sampled else _MOST_ROWS))
    sizes = [first.n_rows]
    while limit - sizes[-1] >= ROWS_A_BATCH:
        sizes.append(min(2 * sizes[-1], limit))
    return tuple(sizes)


def _stopped(found: Explanation, *, last: bool, late: bool) -> Stopped:
    if _order_is_settled(found.importances):
        return "settled"
    if late:
        return "seconds"
    if last:
        return "all rows" if found.n_rows + ROWS_A_BATCH > found.fitted.prepared.split.test.n_rows else "rows"
    return "going on"


def _order_is_settled(importances: tuple[Importance, ...]) -> bool:
    """Return whether each of the first places belongs to one column; columns that move nothing have none."""
    return all(one.is_settled for one in importances[:SETTLED_PLACES] if one.value > 0)


def _explanation(asked: Asked, looked: Looked, confidence: float, n_looks: int) -> Explanation:
    level = confidence if n_looks == 1 else 1 - (1 - confidence) / n_looks
    columns = looked.outputs[0].columns
    by_output = [_alike([batch[place] for batch in looked.batches], looked) for place in range(len(looked.outputs))]
    together = [_mean_over_outputs(batch) for batch in zip(*by_output, strict=True)]
    importances = _importances(columns, mean_absolute(together, level))
    unsettled = len(columns) > 1 and not _first_is_ahead(columns, importances, together, level)
    return Explanation(
        provenance=Provenance("explain_model", _settings(asked, looked.n_rows, level), _inputs(asked), asked.seed),
        fitted=asked.fitted,
        attribution=looked.outputs[0],
        importances=importances,
        n_rows=looked.n_rows,
        findings=(
            *((_order_unstable(importances, looked.n_rows, looked.outputs[0].scale),) if unsettled else ()),
            *engine_findings(looked.outputs),
        ),
        attributions=looked.outputs,
        class_importances=tuple(_importances(columns, mean_absolute(one, level)) for one in by_output),
        rows=asked.order[: looked.n_rows].copy(),
        confidence=confidence,
        n_looks=n_looks,
        n_batches=len(looked.batches),
        background=asked.background,
    )


def _first_is_ahead(
    columns: tuple[str, ...], importances: tuple[Importance, ...], batches: list[BatchMeans], level: float
) -> bool:
    """Return whether the first column is clearly ahead of the second, these two alone compared."""
    first, second = (columns.index(one.column) for one in importances[:2])
    _, ahead = mean_limits(np.array([[one.signed[first] - one.plain[second]] for one in batches]), level)
    return bool(ahead.low[0] > 0)


def _settings(asked: Asked, n_rows: int, level: float) -> dict[str, object]:
    """Return what the numbers rest on: the same however many looks it took to get there."""
    found: dict[str, object] = {"n_rows": n_rows}
    if level != _CONFIDENCE:
        found["confidence"] = level
    if asked.scale is not None:
        found["scale"] = asked.scale
    if asked.background is not None:
        found["background"] = len(asked.background)
    return found


def _inputs(asked: Asked) -> tuple[str, ...]:
    if asked.background is None:
        return (asked.fitted.fingerprint,)
    rows = pa.Table.from_pandas(asked.background, preserve_index=False)
    return asked.fitted.fingerprint, fingerprint_of_rows(rows)


def _alike(batches: list[BatchMeans], looked: Looked) -> list[BatchMeans]:
    """Return batches that count alike; rows may have weights."""
    if not looked.weights:
        return batches
    if not sum(looked.weights):
        raise NotEnoughDataError(
            f"The {looked.n_rows:,} rows that were explained weigh nothing together.\n"
            "Explain more rows, n_rows=…, or look at the weights."
        )
    return weighed(batches, np.array(looked.weights))


def _mean_over_outputs(batch: tuple[BatchMeans, ...]) -> BatchMeans:
    if len(batch) == 1:
        return batch[0]
    return BatchMeans(np.mean([one.plain for one in batch], axis=0), np.mean([one.signed for one in batch], axis=0))


def _importances(columns: tuple[str, ...], found: MeanAbsolute) -> tuple[Importance, ...]:
    """Return importances, most important first."""
    return tuple(
        Importance(
            columns[place],
            float(found.values[place]),
            float(np.maximum(0.0, found.low[place])),
            float(found.high[place]),
            int(found.rank_low[place]),
            int(found.rank_high[place]),
        )
        for place in np.argsort(-found.values, kind="stable")
    )


def _order_unstable(importances: tuple[Importance, ...], n: int, scale: Scale) -> Finding:
    first, second = importances[:2]
    return Finding(
        "WB401",
        "caution",
        f"Which column matters most is not settled: {first.column!r} or {second.column!r}",
        "The two are as close as chance makes them. Other rows could turn their order round.",
        "Explain more rows, or name both.",
        value=first.value,
        threshold=second.value,
        n=n,
        interval=(first.low, first.high),
        measure=on_scale("importance of the first column", scale, against="that of the second"),
    )
