"""Ways into an audit. ``audit_model`` audits one's own fitted model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from workbench.audit.assess import audit_tallies
from workbench.audit.counted import Counting
from workbench.audit.policy import DEFAULT_POLICY, Policy
from workbench.audit.predictions import PREDICTIONS_POLICY, check_amounts
from workbench.audit.result import Audit
from workbench.audit.wanted import as_attributes, as_crossings, as_numbers, check_policy
from workbench.checks import check_column, check_result
from workbench.core.provenance import Provenance
from workbench.data.batches import read_batches
from workbench.data.dataset import Dataset
from workbench.data.roles import ProtectedAttribute, Roles, label_of
from workbench.errors import InputError, NotEnoughDataError
from workbench.modeling.result import Fitted
from workbench.tally.tally import Tally

__all__ = ["audit_model"]


def audit_model(
    fitted: Fitted,
    data: object = None,
    *,
    policy: Policy | None = None,
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
    policy : Policy, optional
        What is compared and tolerated, declared beforehand. By default, of outcomes and classes the one that
        :func:`workbench.audit_decisions` has, and of amounts the one of :func:`workbench.audit_predictions`.
    crossings : iterable of sequence of str
        Attributes whose crossings are looked at too: ``[("sex", "race")]``.
    strata : iterable of str or ProtectedAttribute
        Columns within which groups are compared too, such as a department.
    thresholds : sequence of float
        Scores at which the audit will be asked for again, exactly: see :meth:`Audit.at_threshold`. Where amounts are
        predicted, amounts that matter: the share of each group that is predicted at least so much is exact, and the
        first takes the place of a decision.

    Returns
    -------
    Audit
        Outcome rates over all rows; for each protected attribute and metric the rates, the worst
        difference with limits that allow for every comparison made, and a verdict. Groups that are
        small, missing from the held-out rows or unknown are findings. Of several classes each is set against the
        rest; of amounts means, errors, quantiles and shares are compared, of the held-out rows alone.

    Raises
    ------
    InputError
        If ``fitted`` is no fitted model, thresholds are given where several classes are predicted, strata of amounts
        without a threshold, or rows of amounts have weights, with which they are not counted.
    ColumnNotFoundError, RoleError, SourceError, NotEnoughDataError
        If a column is not there, or the other rows cannot be read or scored.

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

    Amounts are compared as :func:`workbench.audit_predictions` does:

    >>> incomes = read_data(data.frame(), target="income", task="regression", protected=["origin"])
    >>> audit_model(fit_model(prepare_data(split_data(incomes)), "ridge"), thresholds=[30000])
    Audit of 3,000 rows, 1 comparisons: 0 gap, 1 within tolerance, 0 not enough evidence.
    """
    check_result("fitted", fitted, Fitted, "fit_model")
    split = fitted.prepared.split
    roles = split.data.roles
    is_amount = roles.task == "regression"
    policy = check_policy(policy if policy is not None else PREDICTIONS_POLICY if is_amount else DEFAULT_POLICY)
    layers = as_attributes("strata", strata)
    for one in layers:
        check_column(one.column, split.data.columns)
    crossed = as_crossings(crossings)
    counting = Counting(roles.task, layers, fitted.threshold, _edges(fitted, thresholds, layers))
    settings: dict[str, object] = {
        "policy": policy.settings(),
        "crossings": [list(one) for one in crossed],
        "strata": [one.title for one in layers],
        **_decided_by(counting),
    }
    if roles.weight is not None:
        settings["weight"] = roles.weight
    if data is None:
        decisions = counting.decisions(split.test, fitted.scores)
        outcomes = decisions if is_amount else counting.outcomes(split.data)
        name, inputs = split.data.name, [fitted.fingerprint]
    else:
        decisions, name, source = _score_batches(fitted, data, counting)
        outcomes, inputs = decisions, [fitted.fingerprint, source]
    return audit_tallies(
        Provenance("audit_model", settings, tuple(inputs)),
        outcomes,
        decisions,
        data_name=name,
        roles=_said(roles, counting),
        policy=policy,
        kind="predictions" if is_amount else "model",
        crossings=crossed,
        strata=layers,
        threshold=_threshold(counting),
    )


def _edges(fitted: Fitted, thresholds: Sequence[float], layers: Sequence[ProtectedAttribute]) -> tuple[float, ...]:
    """Return the scores or amounts at which counts have to be exact; refuse what has no meaning for the task."""
    roles = fitted.prepared.split.data.roles
    if roles.task == "binary":
        return (fitted.threshold, *as_numbers("thresholds", thresholds))
    if roles.task == "multiclass":
        given = as_numbers("thresholds", thresholds)
        if given:
            raise InputError(
                f"thresholds is {list(given)!r}, and the model decides for the most probable of "
                f"{len(roles.classes)} classes.\nLeave it out: a threshold decides where there are two outcomes."
            )
        return ()
    edges = check_amounts(thresholds)
    if layers and not edges:
        raise InputError(
            "strata is given, but no threshold.\n"
            "Within strata shares above a threshold are compared: name it, thresholds=[…]."
        )
    if roles.weight is not None:
        raise InputError(
            f"Column {roles.weight!r} is the weight, and of predicted amounts each row counts as one.\n"
            "Take the weight away, assign_roles(…, weight=None), or audit the predictions as rows: audit_predictions."
        )
    return edges


def _decided_by(counting: Counting) -> dict[str, object]:
    if counting.task == "multiclass":
        return {"multiclass": True}
    return {"threshold": _threshold(counting), "thresholds": list(counting.edges)}


def _threshold(counting: Counting) -> float | None:
    return next(iter(counting.edges), None)


def _said(roles: Roles, counting: Counting) -> Roles:
    """Return the roles with what readers are told of a threshold that takes the place of a decision."""
    if counting.task != "regression" or not counting.edges:
        return roles
    least = label_of(counting.edges[0])
    return replace(roles, favourable_label=f"{least} or more", unfavourable_label=f"less than {least}")


def _score_batches(fitted: Fitted, source: object, counting: Counting) -> tuple[Tally, str, str]:
    """Return the counts of rows that the model scores batch by batch, the data's name and fingerprint.

    The bins of scores and amounts are found on the first batch: any bins count exactly, and one batch of a
    hundred thousand rows places them well.
    """
    batches, name, fingerprint = read_batches(source, fitted.prepared.split.data)
    total: Tally | None = None
    for data in _never_empty(batches, name):
        counted = counting.decisions(data, fitted.score(fitted.prepared.raw_frame(data)), total)
        total = counted if total is None else total + counted
    if total is None:
        raise AssertionError("a source without rows is refused")
    return total, name, fingerprint or total.fingerprint


def _never_empty(batches: Iterator[Dataset], name: str) -> Iterator[Dataset]:
    first = next(batches, None)
    if first is None:
        raise NotEnoughDataError(f"{name!r} has column names but no rows.\nGive a table with at least one row.")
    return chain([first], batches)
