"""``permute_columns``: what a model loses without a column, and whether its Shapley values say the same."""

from __future__ import annotations

from itertools import pairwise
from typing import SupportsIndex

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from workbench.checks import check_fraction, check_positive, check_result, check_seed
from workbench.core.finding import Finding
from workbench.core.measure import Measure, MeasureUnit
from workbench.core.provenance import Provenance
from workbench.errors import InputError
from workbench.explanation.belonging import rows_together, together_first, whole_edges
from workbench.explanation.importance.clusters import cluster_columns
from workbench.explanation.importance.looks import FEWEST_BATCHES, rows_of
from workbench.explanation.importance.permuted_result import Loss, PermutationImportance, PermutedColumns
from workbench.explanation.result import Explanation
from workbench.explanation.shapley.request import quiet
from workbench.modeling.predicting import predict_rows
from workbench.modeling.result import Fitted
from workbench.stats.intervals import mean_limits

__all__ = ["permute_columns"]

Floats = NDArray[np.float64]

_MOST_COLUMNS = 30
_LOOKED_AT = 5_000
_SMALL_SHARE = 0.5
_FLOOR = 1e-15
_LOSSES: dict[Loss, tuple[str, MeasureUnit]] = {
    "log_loss": ("log loss", "number"),
    "mean_absolute_error": ("mean absolute error", "amount"),
}


def permute_columns(
    explanation: Explanation,
    *,
    n_repeats: SupportsIndex = 5,
    max_rows: SupportsIndex = 2_000,
    together: float = 0.7,
    confidence: float = 0.95,
    seed: SupportsIndex = 0,
) -> PermutationImportance:
    """Say how much worse the model predicts held-out rows when columns are shuffled among them.

    Shapley values say what moves predictions, permuting says what makes them right: a column can do one without the
    other. Of two columns that say the same, either can be shuffled with little loss, since the other still says it;
    so columns that go together are shuffled together, and their Shapley values summed.

    Parameters
    ----------
    explanation : Explanation
        What :func:`explain_model` returned; the order is compared with its order.
    n_repeats : int
        How often each column is shuffled.
    max_rows : int
        At most so many held-out rows are predicted, drawn at random.
    together : float
        Columns are shuffled together where every two of them go together at least so strongly in the training rows:
        by rank correlation of numbers, else by Cramér's V; above 0 and below 1.
    confidence : float
        Of the limits.
    seed : int
        Of the rows and of the shuffling.

    Returns
    -------
    PermutationImportance
        Of more than 30 columns, those that the explanation ranks first.

    Raises
    ------
    InputError
        If an argument is not what it has to be, or fewer than two held-out rows have an outcome.

    Notes
    -----
    Rows are shuffled within ten batches, each by itself, so that the batches are independent and Student's limits
    over their means hold for other rows and other shuffles; rows that belong together share a batch.
    They do not cover training the model again. Each row counts once, whatever its weight.
    Breiman, L. (2001), *Machine Learning* 45, 5-32; Hooker, G., Mentch, L. and Zhou, S. (2021), *Statistics and
    Computing* 31, 82, on what it says of columns that go together.

    Examples
    --------
    >>> from workbench.data.read import read_data
    >>> from workbench.data.split import split_data
    >>> from workbench.explanation.explain import explain_model
    >>> from workbench.modeling.fit import fit_model
    >>> from workbench.preparation.prepare import prepare_data
    >>> data = read_data("example:loans", target="approved", favourable="yes", protected=["sex", "origin"])
    >>> fitted = fit_model(prepare_data(split_data(data)), "logistic_regression")
    >>> found = permute_columns(explain_model(fitted, n_rows=500), n_repeats=1, max_rows=500)
    >>> found
    Permutation importance over 500 held-out rows (log loss): most is lost without 'income'; with Shapley values: agree.
    """
    check_result("explanation", explanation, Explanation, "explain_model")
    n_repeats, seed = check_positive("n_repeats", n_repeats), check_seed(seed)
    max_rows = check_positive("max_rows", max_rows)
    together, confidence = check_fraction("together", together), check_fraction("confidence", confidence)
    fitted = explanation.fitted
    rng = np.random.default_rng(seed)
    places = _known_rows(fitted, max_rows, rng)
    test = fitted.prepared.split.test
    frame, truth = rows_of(fitted, test, places), test.targets()[places]
    chosen = [one.column for one in explanation.importances[:_MOST_COLUMNS]]
    clusters = cluster_columns(_training_sample(fitted, rng)[chosen], together)
    together_with = rows_together(test)
    shuffled = _Shuffled(fitted, frame, truth, n_repeats, rng, None if together_with is None else together_with[places])
    entries = []
    for columns in clusters:
        batches = shuffled.increase(columns)
        means, limits = mean_limits(batches[:, None], confidence)
        alone: tuple[float, ...] = (float(means[0]),)
        if len(columns) > 1:
            alone = tuple(float(shuffled.increase((name,)).mean()) for name in columns)
        entries.append(
            PermutedColumns(
                columns,
                float(means[0]),
                float(limits.low[0]),
                float(limits.high[0]),
                _shapley(explanation, columns),
                alone,
            )
        )
    entries.sort(key=lambda one: -one.increase)
    settings = {"n_repeats": n_repeats, "max_rows": max_rows, "together": together, "confidence": confidence}
    return PermutationImportance(
        provenance=Provenance("permute_columns", settings, (explanation.fingerprint,), seed),
        explanation=explanation,
        entries=tuple(entries),
        loss=shuffled.loss,
        n_rows=len(places),
        n_repeats=n_repeats,
        together=together,
        kendall=_kendall(entries),
        n_left_out=len(explanation.importances) - len(chosen),
        findings=tuple(_findings(entries, len(places), together, shuffled.loss)),
    )


class _Shuffled:
    """Held-out rows with columns shuffled within batches, and what the model loses by it."""

    def __init__(
        self,
        fitted: Fitted,
        frame: pd.DataFrame,
        truth: NDArray[np.generic],
        n_repeats: int,
        rng: np.random.Generator,
        together: NDArray[np.int64] | None,
    ) -> None:
        self._fitted, self._frame, self._truth, self._n_repeats = fitted, frame, truth, n_repeats
        self.loss: Loss = "mean_absolute_error" if fitted.task == "regression" else "log_loss"
        n = len(frame)
        self._batches = np.array_split(np.arange(n), min(FEWEST_BATCHES, n // 2))
        if together is not None:
            edges = np.array([0, *np.cumsum([len(one) for one in self._batches])], dtype=np.int64)
            self._batches = [np.arange(*pair) for pair in pairwise(whole_edges(edges, together).tolist())]
        self._orders = [np.concatenate([rng.permutation(one) for one in self._batches]) for _ in range(n_repeats)]
        self._before = self._losses(frame, truth)

    def increase(self, columns: tuple[str, ...]) -> Floats:
        """Return by how much the mean loss grows in each batch when columns are shuffled together."""
        whole = pd.concat([self._frame] * self._n_repeats, ignore_index=True)
        order = np.concatenate(self._orders)
        for name in columns:
            whole[name] = self._frame[name].take(order).set_axis(whole.index)
        after = self._losses(whole, np.tile(self._truth, self._n_repeats))
        grown = after.reshape(self._n_repeats, -1).mean(axis=0) - self._before
        return np.array([grown[one].mean() for one in self._batches])

    def _losses(self, frame: pd.DataFrame, truth: NDArray[np.generic]) -> Floats:
        fitted = self._fitted
        roles = fitted.prepared.split.data.roles
        with quiet(len(frame)):
            found = predict_rows(fitted.pipeline, frame, roles, fitted.title)
        if self.loss == "mean_absolute_error":
            return np.abs(truth.astype(np.float64) - found)
        places = truth.astype(np.int64)
        of_all = np.stack([1 - found, found], axis=1) if found.ndim == 1 else found
        return np.asarray(-np.log(np.maximum(of_all[np.arange(len(places)), places], _FLOOR)))


def _known_rows(fitted: Fitted, max_rows: int, rng: np.random.Generator) -> NDArray[np.int64]:
    known = np.flatnonzero(fitted.prepared.split.test.has_target())
    if len(known) < 2:
        raise InputError(
            f"{len(known)} of the held-out rows {'has' if len(known) == 1 else 'have'} an outcome, and what a model "
            "loses needs two.\nHold out more rows: split_data(data, test_size=…)."
        )
    drawn = rng.permutation(known)
    together = rows_together(fitted.prepared.split.test)
    if together is not None:
        return together_first(drawn.astype(np.int64), together)[:max_rows]
    return np.sort(drawn[:max_rows]).astype(np.int64)


def _training_sample(fitted: Fitted, rng: np.random.Generator) -> pd.DataFrame:
    train = fitted.prepared.split.train
    return rows_of(fitted, train, np.sort(rng.permutation(train.n_rows)[:_LOOKED_AT]))


def _shapley(explanation: Explanation, columns: tuple[str, ...]) -> float:
    places = [explanation.attribution.columns.index(name) for name in columns]
    found = [np.abs(one.values[:, places].sum(axis=1)).mean() for one in explanation.attributions]
    return float(np.mean(found))


def _kendall(entries: list[PermutedColumns]) -> float:
    if len(entries) < 2:
        return float("nan")
    # What is lost by shuffling a column of no use is chance, above and below 0.
    lost = [max(one.increase, 0.0) if one.is_separated else 0.0 for one in entries]
    return float(stats.kendalltau(lost, [one.shapley for one in entries]).statistic)


def _findings(entries: list[PermutedColumns], n: int, together: float, loss: Loss) -> list[Finding]:
    found = []
    by_shapley = max(entries, key=lambda one: one.shapley)
    first = entries[0]
    if first is not by_shapley and first.low > by_shapley.high:
        found.append(_disagree(by_shapley, first, n, loss))
    found += [
        _hidden(one, n, together, loss)
        for one in entries
        if len(one.columns) > 1 and one.is_separated and max(one.alone) < _SMALL_SHARE * one.increase
    ]
    return found


def _lost(by: str, loss: Loss, *, against: str) -> Measure:
    name, unit = _LOSSES[loss]
    return Measure(f"{name} added by shuffling {by}", unit, against=against)


def _disagree(by_shapley: PermutedColumns, first: PermutedColumns, n: int, loss: Loss) -> Finding:
    return Finding(
        "WB407",
        "caution",
        f"Predictions are moved most by {by_shapley}, but made right most by {first}",
        "A column that moves predictions without making them right may stand for chance in the training rows.",
        f"Look at the effect of {by_shapley}, and name both when you say what matters.",
        value=by_shapley.increase,
        threshold=first.increase,
        n=n,
        interval=(by_shapley.low, by_shapley.high),
        measure=_lost("the first", loss, against="by shuffling the second"),
        scope=by_shapley.columns[0],
    )


def _hidden(one: PermutedColumns, n: int, together: float, loss: Loss) -> Finding:
    return Finding(
        "WB408",
        "note",
        f"Columns that say much the same hide one another: {', '.join(map(repr, one.columns))}",
        f"Every two go together at {together:g} or more. Without any one of them the model loses less than half "
        "of what it loses without all, as the others still say it.",
        "Tell their importance together, and do not take the single ones for unimportant.",
        value=max(one.alone),
        threshold=one.increase,
        n=n,
        scope=one.columns[0],
        measure=_lost("the one that adds most", loss, against="by shuffling all"),
    )
