"""Ways into an audit. ``audit_model`` audits one's own fitted model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

import numpy as np
import pyarrow as pa

from workbench.audit.assess import audit_tallies
from workbench.audit.policy import DEFAULT_POLICY, Policy
from workbench.audit.result import Audit
from workbench.audit.wanted import as_attributes, as_crossings, as_numbers, check_policy
from workbench.checks import check_column, check_result
from workbench.core.provenance import Provenance
from workbench.data.batches import read_batches
from workbench.data.dataset import Dataset
from workbench.data.roles import ProtectedAttribute
from workbench.modeling.result import Fitted
from workbench.tally.counting import Scores, tally_rows
from workbench.tally.tally import Tally

__all__ = ["audit_model"]


def audit_model(
    fitted: Fitted,
    data: object = None,
    *,
    policy: Policy = DEFAULT_POLICY,
    crossings: Iterable[Sequence[str]] = (),
    strata: Iterable[str | ProtectedAttribute] = (),
    thresholds: Sequence[float] = (),
) -> Audit:
    """Compare how groups fare: in the data, and under the model's decisions.

    Parameters
    ----------
    fitted : Fitted
        The model and its held-out predictions.
    data : path or frame, optional
        Other rows with the same columns, which the model then scores: batch by batch, so that a file
        may be larger than memory. By default the rows that were held out.
    policy : Policy
        What is compared and tolerated, declared beforehand.
    crossings : iterable of sequence of str
        Attributes whose crossings are looked at too: ``[("sex", "race")]``.
    strata : iterable of str or ProtectedAttribute
        Columns within which groups are compared too, such as a department.
    thresholds : sequence of float
        Scores at which the audit will be asked for again, exactly: see :meth:`Audit.at_threshold`.

    Returns
    -------
    Audit
        Outcome rates over all rows; for each protected attribute and metric the rates, the worst
        difference with limits that allow for every comparison made, and a verdict. Groups that are
        small, missing from the held-out rows or unknown are findings.

    Notes
    -----
    Rows whose group is unknown are counted and shown, but not compared. Where a column has the role of weight,
    rates are those of the population that the rows stand for, and less sure than as many plain rows.

    Examples
    --------
    >>> from workbench.data.read import read_data
    >>> from workbench.data.split import split_data
    >>> from workbench.modeling.fit import fit_model
    >>> from workbench.preparation.prepare import prepare_data
    >>> data = read_data("example:loans", target="approved", favourable="yes", protected=["origin"])
    >>> audit_model(fit_model(prepare_data(split_data(data)), "logistic_regression"))
    Audit of 3,000 held-out rows, 3 comparisons: 1 gap, 0 within tolerance, 2 not enough evidence.
    """
    check_result("fitted", fitted, Fitted, "fit_model")
    split = fitted.prepared.split
    roles = split.data.roles
    policy = check_policy(policy)
    layers = as_attributes("strata", strata)
    for one in layers:
        check_column(one.column, split.data.columns)
    crossed = as_crossings(crossings)
    edges = (fitted.threshold, *as_numbers("thresholds", thresholds))
    settings: dict[str, object] = {
        "policy": policy.settings(),
        "crossings": [list(one) for one in crossed],
        "strata": [one.title for one in layers],
        "threshold": fitted.threshold,
        "thresholds": list(edges),
    }
    if roles.weight is not None:
        settings["weight"] = roles.weight
    if data is None:
        outcomes = tally_rows(_groups(split.data, ()), outcomes=split.data.outcomes(), weights=split.data.weights())
        decisions = _tally(fitted, split.test, fitted.scores, layers, edges)
        name, inputs = split.data.name, [fitted.fingerprint]
    else:
        decisions, name, source = _score_batches(fitted, data, layers, edges)
        outcomes, inputs = decisions, [fitted.fingerprint, source]
    return audit_tallies(
        Provenance("audit_model", settings, tuple(inputs)),
        outcomes,
        decisions,
        data_name=name,
        roles=roles,
        policy=policy,
        kind="model",
        crossings=crossed,
        strata=layers,
        threshold=fitted.threshold,
    )


def _groups(data: Dataset, layers: Sequence[ProtectedAttribute]) -> pa.Table:
    groups = data.groups()
    for one in layers:
        groups = groups.append_column(one.title, one.groups(data.table[one.column]))
    return groups


def _tally(
    fitted: Fitted,
    data: Dataset,
    scores: np.ndarray[Any, np.dtype[np.float64]],
    layers: Sequence[ProtectedAttribute],
    thresholds: Sequence[float],
    edges: np.ndarray[Any, np.dtype[np.float64]] | None = None,
) -> Tally:
    return tally_rows(
        _groups(data, layers),
        outcomes=data.outcomes(),
        decisions=(scores >= fitted.threshold).astype(np.int8),
        weights=data.weights(),
        scores=Scores(scores, thresholds=thresholds, edges=edges),
    )


def _score_batches(
    fitted: Fitted, source: object, layers: Sequence[ProtectedAttribute], thresholds: Sequence[float]
) -> tuple[Tally, str, str]:
    """Return the counts of rows that the model scores batch by batch, the data's name and fingerprint.

    The bins of the score are found on the first batch: any bins count exactly, and one batch of a
    hundred thousand rows places them well.
    """
    batches, name, fingerprint = read_batches(source, fitted.prepared.split.data)
    total: Tally | None = None
    for data in _never_empty(batches, name):
        scores = fitted.score(fitted.prepared.raw_frame(data))
        edges = total.scores.edges if total is not None and total.scores is not None else None
        counted = _tally(fitted, data, scores, layers, thresholds, edges)
        total = counted if total is None else total + counted
    if total is None:
        raise AssertionError("a source without rows is refused")
    return total, name, fingerprint or total.fingerprint


def _never_empty(batches: Iterator[Dataset], name: str) -> Iterator[Dataset]:
    from workbench.errors import NotEnoughDataError

    first = next(batches, None)
    if first is None:
        raise NotEnoughDataError(f"{name!r} has column names but no rows.\nGive a table with at least one row.")
    return chain([first], batches)
