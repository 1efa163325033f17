"""``explain_model``: Shapley values in original columns, with the stability of their order."""

from __future__ import annotations

import numpy as np

from workbench.checks import check_positive, check_result, check_seed
from workbench.core.finding import Finding
from workbench.core.provenance import Provenance
from workbench.explanation.result import Explanation, Importance
from workbench.explanation.shapley.attribute import attribute_rows
from workbench.explanation.shapley.attribution import Attribution
from workbench.modeling.result import Fitted
from workbench.stats.intervals import mean_limits

__all__ = ["explain_model"]

_BATCHES = 10


def explain_model(fitted: Fitted, *, n_rows: int = 500, seed: int = 0) -> Explanation:
    """Say which original columns moved the predictions of held-out rows.

    The Shapley value of a column in a row is what it adds to the prediction, averaged over the
    orders in which columns could be made known. A column's importance is the mean of the absolute
    values. Values of derived columns (one-hot) are summed back to the column they come from.

    Parameters
    ----------
    fitted : Fitted
        The model.
    n_rows : int
        At most so many held-out rows are explained, drawn at random.
    seed : int
        Seed of the draw, and of the permutations where the model has no exact form.

    Returns
    -------
    Explanation
        Boosted trees and logistic regression are explained exactly, on the log-odds scale; any
        other model, and any recipe that mixes columns, by permuting raw columns, on the
        probability scale. Which one was used is stated.

    Raises
    ------
    AdditivityError
        If the values of any row do not add up to its prediction.

    Notes
    -----
    Importances say what the model relies on, not what causes the outcome. Columns that say the same
    share what they say between them. The interval is Student's over 10 batches of rows; it does not
    cover what training the model again would change.
    Shapley, L. S. (1953); Lundberg, S. M. and Lee, S.-I. (2017), NeurIPS.

    Examples
    --------
    >>> from workbench.data.read import read_data
    >>> from workbench.data.split import split_data
    >>> from workbench.modeling.fit import fit_model
    >>> from workbench.preparation.prepare import prepare_data
    >>> data = read_data("example:admissions", target="admitted", favourable="yes", protected=["sex"])
    >>> explain_model(fit_model(prepare_data(split_data(data)), "logistic_regression"))
    Explanation of 500 held-out rows on the log-odds scale: most moved by department; adds up to every prediction.
    """
    check_result("fitted", fitted, Fitted, "fit_model")
    n_rows, seed = check_positive("n_rows", n_rows), check_seed(seed)
    test = fitted.prepared.split.test
    rng = np.random.default_rng(seed)
    chosen = rng.permutation(test.n_rows)[:n_rows]
    attribution = attribute_rows(fitted, fitted.prepared.raw_frame(test).iloc[chosen], seed=seed)
    importances, stable = _importances(attribution)
    return Explanation(
        provenance=Provenance("explain_model", {"n_rows": n_rows}, (fitted.fingerprint,), seed),
        fitted=fitted,
        attribution=attribution,
        importances=importances,
        n_rows=len(chosen),
        findings=() if stable else (_order_unstable(importances, len(chosen)),),
    )


def _importances(attribution: Attribution) -> tuple[tuple[Importance, ...], bool]:
    """Return importances in order, and whether the first column is clearly ahead of the second."""
    absolute = np.abs(attribution.values)
    batches = np.array_split(absolute, min(_BATCHES, len(absolute)))
    means = np.array([batch.mean(axis=0) for batch in batches])
    _, limits = mean_limits(means)
    value = absolute.mean(axis=0)
    order = np.argsort(-value, kind="stable")
    importances = tuple(
        Importance(
            attribution.columns[place],
            float(value[place]),
            float(np.maximum(0.0, limits.low[place])),
            float(limits.high[place]),
        )
        for place in order
    )
    if len(order) < 2:
        return importances, True
    _, ahead = mean_limits(means[:, [order[0]]] - means[:, [order[1]]])
    return importances, bool(ahead.low[0] > 0)


def _order_unstable(importances: tuple[Importance, ...], n: int) -> Finding:
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
    )
