"""``audit_decisions``: an audit of somebody's decisions, with no model at hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from workbench.audit.assess import audit_tallies
from workbench.audit.policy import DEFAULT_POLICY, Policy
from workbench.audit.recorded import grouping_settings, reading_settings
from workbench.audit.result import Audit
from workbench.audit.scoring import scoring_evidence
from workbench.audit.wanted import (
    as_attributes,
    as_crossings,
    as_number,
    as_numbers,
    binary,
    check_edges,
    check_policy,
    check_score,
    check_titles,
    check_weight,
    classes_of,
    labels_in,
    name_of,
    open_data,
)
from workbench.checks import check_column
from workbench.core.provenance import Provenance
from workbench.data.roles import ProtectedAttribute, Roles
from workbench.data.sources import ReadOptions
from workbench.errors import InputError, RoleError
from workbench.tally.request import Coded, Countable, Request, Scored

__all__ = ["audit_decisions"]


@dataclass(frozen=True)
class _Columns:
    """Which columns hold what."""

    decision: str | None
    outcome: str | None
    score: str | None


def audit_decisions(
    data: object,
    *,
    decision: str | None = None,
    outcome: str | None = None,
    score: str | None = None,
    protected: Iterable[str | ProtectedAttribute] = (),
    groups: object = None,
    on: str | None = None,
    favourable: object = None,
    favourable_outcome: object = None,
    threshold: float | None = None,
    thresholds: Sequence[float] = (),
    score_range: Sequence[float] = (0.0, 1.0),
    weight: str | None = None,
    weight_kind: Literal["sampling", "frequency"] = "sampling",
    strata: Iterable[str | ProtectedAttribute] = (),
    crossings: Iterable[Sequence[str]] = (),
    multiclass: bool = False,
    policy: Policy = DEFAULT_POLICY,
    name: str = "",
    favourable_label: str = "",
    unfavourable_label: str = "",
    encoding: str = "utf-8",
    table: str = "",
    query: str = "",
    decimal: str = "",
) -> Audit:
    """Compare how groups fare under decisions, whoever or whatever made them.

    Parameters
    ----------
    data : path, frame or relation
        A file, folder, address or database, which may be larger than memory; a data set; a pandas, Polars, Arrow or
        Spark frame; a DuckDB relation; or ``"example:admissions"``. Counting runs on the engine that holds the data,
        and only counts leave it.
    decision : str, optional
        The column of decisions; it has two values. Not needed where a score and a threshold decide.
    outcome : str, optional
        The column with what really happened. Without it only selection rates can be compared.
    score : str, optional
        The column of scores.
    protected : iterable of str or ProtectedAttribute
        Columns whose groups are compared: names, :func:`workbench.bands` or :func:`workbench.attribute`.
    groups : path or frame, optional
        Another table that holds the protected columns, one row for each value of ``on``.
    on : str, optional
        The column that links both tables.
    favourable, favourable_outcome : object, optional
        The value of the decision, and of the outcome, that is good for the person. Needed unless
        the values are 0 and 1 or false and true. The outcome's is the decision's where it has the same values.
        Where it is the only value, everybody was favoured. Empty and blank text is missing.
    threshold : float, optional
        A score of at least this is a favourable decision; asked for where there is no ``decision``.
    thresholds : sequence of float
        Scores at which the audit will be asked for again, exactly: see :meth:`Audit.at_threshold`.
    score_range : two floats
        The least and the greatest score there can be.
    weight : str, optional
        A column of weights.
    weight_kind : {"sampling", "frequency"}
        Whether a weight says for how many people of a population a sampled row stands, or how many
        equal rows were made one. Rows are treated as independent.
    strata : iterable of str or ProtectedAttribute
        Columns within which groups are compared too, such as a department.
    crossings : iterable of sequence of str
        Attributes whose crossings are looked at too: ``[("sex", "race")]``.
    multiclass : bool
        Look at each value of the decision against the rest: for decisions with more than two.
    policy : Policy
        What is compared and tolerated, declared beforehand.
    name : str
        What readers call the data; by default the file's name.
    favourable_label, unfavourable_label : str
        How readers call the decisions, such as ``"hired"`` and ``"rejected"``.
    encoding : str
        The encoding of a text file.
    table, query : str
        Which sheet of a workbook or table of a database, or a query, is meant.
    decimal : {"", ".", ","}
        What stands before the decimals of numbers in text, as for :func:`workbench.read_data`.

    Returns
    -------
    Audit
        Rates, gaps and verdicts by group. Rows without an outcome, a decision or a group are counted
        and told; none is dropped.

    Raises
    ------
    SourceError, ColumnNotFoundError, RoleError, NotEnoughDataError, InputError
        If the data cannot be read, a column is not there or does not hold what it should.

    Examples
    --------
    >>> import pandas as pd
    >>> people = pd.DataFrame({"hired": ["yes"] * 60 + ["no"] * 40 + ["yes"] * 30 + ["no"] * 70,
    ...                        "sex": ["m"] * 100 + ["f"] * 100})
    >>> audit = audit_decisions(people, decision="hired", favourable="yes", protected=["sex"])
    >>> audit
    Audit of 200 rows, 1 comparisons: 1 gap, 0 within tolerance, 0 not enough evidence.
    >>> [round(float(rate), 2) for rate in audit.values("selection_rate", "sex").values]
    [0.3, 0.6]
    """
    attributes, layers = as_attributes("protected", protected), as_attributes("strata", strata)
    check_policy(policy)
    crossed = as_crossings(crossings)
    threshold = None if threshold is None else as_number("threshold", threshold)
    asked = as_numbers("thresholds", thresholds)
    options = ReadOptions(encoding=encoding, table=table, query=query, decimal=decimal)
    opened = open_data(data, groups, on, options)
    named = _Columns(decision, outcome, score)
    _check_columns(opened, named, attributes, layers, threshold)
    request, roles, good_outcome = _request(
        opened, named, (favourable, favourable_outcome), (*attributes, *layers), multiclass=multiclass
    )
    scored = None if score is None else _scored(opened, score, score_range, threshold, asked)
    request = replace(request, score=scored)
    if weight is not None:
        request = replace(request, weight=check_weight(opened, check_column(weight, opened.columns), weight_kind))
    tally = opened.tally(request)
    if decision is None and threshold is not None:
        tally = tally.decided(threshold)
    scoring = scoring_evidence(opened, request, policy) if score is not None else None
    settings = {
        "columns": {"decision": decision, "outcome": outcome, "score": score, "weight": weight},
        "favourable": roles.favourable,
        "favourable_outcome": good_outcome,
        "multiclass": multiclass,
        "weight_kind": weight_kind if weight is not None else None,
        "threshold": threshold,
        "thresholds": [] if scored is None else list(scored.thresholds),
        "score_range": [float(one) for one in score_range] if score is not None else None,
        **grouping_settings(attributes, layers, crossed, policy),
        **reading_settings(options, on, opened.kind),
    }
    return audit_tallies(
        Provenance("audit_decisions", settings, tuple(filter(None, (opened.fingerprint, tally.fingerprint)))),
        tally,
        tally,
        data_name=name_of(data, name),
        roles=replace(
            roles, protected=attributes, favourable_label=favourable_label, unfavourable_label=unfavourable_label
        ),
        policy=policy,
        kind="decisions",
        crossings=crossed,
        strata=layers,
        threshold=threshold if decision is None else None,
        scoring=scoring,
    )


def _scored(
    table: Countable, score: str, score_range: Sequence[float], threshold: float | None, asked: tuple[float, ...]
) -> Scored:
    """Return which score is counted, and at which thresholds exactly: the one that decides, and those asked for."""
    low, high = check_score(table, score, score_range)
    decides = () if threshold is None else (threshold,)
    check_edges("threshold", decides, low, high)
    check_edges("thresholds", asked, low, high)
    return Scored(score, low, high, (*decides, *asked))


def _check_columns(
    table: Countable,
    named: _Columns,
    attributes: Sequence[ProtectedAttribute],
    layers: Sequence[ProtectedAttribute],
    threshold: float | None,
) -> None:
    if named.decision is None and (named.score is None or threshold is None) and named.outcome is None:
        raise InputError(
            "decision is missing.\nName the column of decisions; or a score and a threshold; or at least an outcome."
        )
    if named.decision is not None and threshold is not None:
        raise InputError(
            "Both decision and threshold are given, so it is not clear what decides.\n"
            "Leave out the decision to audit the threshold, or name the threshold among thresholds=[…]."
        )
    if threshold is not None and named.score is None:
        raise InputError("threshold is given, but no score.\nName the column of scores: score='…'.")
    taken = {"decision": named.decision, "outcome": named.outcome, "score": named.score}
    for column in filter(None, taken.values()):
        check_column(column, table.columns)
    if named.decision is not None and named.decision == named.outcome:
        raise RoleError(
            f"Column {named.decision!r} is both the decision and the outcome.\n"
            "Name what really happened, or leave the outcome out."
        )
    for one in (*attributes, *layers):
        check_column(one.column, table.columns)
        for argument, taken_by in taken.items():
            if taken_by == one.column:
                raise RoleError(
                    f"Column {one.column!r} is both the {argument} and an attribute whose groups are compared.\n"
                    "Nothing can be compared with itself: take it out of one."
                )
    check_titles((*attributes, *layers))


def _request(
    table: Countable,
    named: _Columns,
    favourable: tuple[object, object],
    attributes: tuple[ProtectedAttribute, ...],
    *,
    multiclass: bool,
) -> tuple[Request, Roles, str]:
    """Return what is counted, what readers are told of it, and the outcome's favourable value."""
    if multiclass:
        return (*_of_classes(table, named, attributes), "")
    decided = binary(table, named.decision, "favourable", favourable[0]) if named.decision else None
    good = favourable[1]
    if named.outcome and good is None and decided is not None:
        values = labels_in(table, named.outcome)
        good = decided.favourable if set(values) <= {decided.favourable, decided.unfavourable} else None
    happened = binary(table, named.outcome, "favourable_outcome", good) if named.outcome else None
    first = decided or happened
    roles = Roles(
        target=first.coded.column if first else named.score,
        favourable=first.favourable if first else "",
        unfavourable=first.unfavourable if first else "",
    )
    request = Request(attributes, happened.coded if happened else None, decided.coded if decided else None)
    return request, roles, happened.favourable if happened else ""


def _of_classes(table: Countable, named: _Columns, attributes: tuple[ProtectedAttribute, ...]) -> tuple[Request, Roles]:
    if named.decision is None or named.score is not None:
        raise InputError("multiclass is True, which needs a decision and knows no score.\nName the decision alone.")
    classes = classes_of(table, *filter(None, (named.decision, named.outcome)))
    codes = {label: place for place, label in enumerate(classes)}
    request = Request(
        attributes,
        Coded(named.outcome, codes) if named.outcome else None,
        Coded(named.decision, codes),
        classes=classes,
    )
    return request, Roles(target=named.decision)
