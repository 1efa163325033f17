"""``audit_predictions``: an audit of predicted amounts, such as wages, prices or durations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from workbench.audit.assess import audit_tallies
from workbench.audit.policy import Policy
from workbench.audit.recorded import grouping_settings, reading_settings
from workbench.audit.result import Audit
from workbench.audit.wanted import (
    as_attributes,
    as_crossings,
    as_numbers,
    check_policy,
    check_titles,
    name_of,
    open_data,
)
from workbench.checks import check_column
from workbench.core.provenance import Provenance
from workbench.data.roles import ProtectedAttribute, Roles, label_of
from workbench.data.sources import ReadOptions
from workbench.errors import InputError, NotEnoughDataError, RoleError
from workbench.tally.distributions import LARGEST
from workbench.tally.request import Countable, Predicted, Request

__all__ = ["PREDICTIONS_POLICY", "audit_predictions", "check_amounts"]

PREDICTIONS_POLICY = Policy({"share_above": 0.05}, declared=False)
"""Differences of 5 points between extremes in the share above each threshold; nothing else has a limit without unit."""


def audit_predictions(
    data: object,
    *,
    prediction: str,
    outcome: str | None = None,
    protected: Iterable[str | ProtectedAttribute] = (),
    thresholds: Sequence[float] = (),
    groups: object = None,
    on: str | None = None,
    strata: Iterable[str | ProtectedAttribute] = (),
    crossings: Iterable[Sequence[str]] = (),
    policy: Policy = PREDICTIONS_POLICY,
    name: str = "",
    encoding: str = "utf-8",
    table: str = "",
    query: str = "",
    decimal: str = "",
) -> Audit:
    """Compare what is predicted for groups, and how far it is from what happened.

    Parameters
    ----------
    data : path, frame or relation
        As for :func:`workbench.audit_decisions`.
    prediction : str
        The column of predicted amounts.
    outcome : str, optional
        The column with what really happened. Without it predictions are compared, and no errors.
    protected : iterable of str or ProtectedAttribute
        Columns whose groups are compared: names, :func:`workbench.bands` or :func:`workbench.attribute`.
    thresholds : sequence of float
        Amounts that matter, such as a minimum wage. The share of each group that is predicted at
        least so much is exact, and the first one takes the place of a decision.
    groups : path or frame, optional
        Another table that holds the protected columns, one row for each value of ``on``.
    on : str, optional
        The column that links both tables.
    strata : iterable of str or ProtectedAttribute
        Columns within which shares above the first threshold are compared too; it needs one.
    crossings : iterable of sequence of str
        Attributes whose crossings are looked at too: ``[("sex", "race")]``.
    policy : Policy
        What is compared and tolerated, declared beforehand, in the unit of what is predicted. Without
        one only shares above thresholds are judged: 5 points.
    name : str
        What readers call the data; by default the file's name.
    encoding : str
        The encoding of a text file.
    table, query : str
        Which sheet of a workbook or table of a database, or a query, is meant.
    decimal : {"", ".", ","}
        What stands before the decimals of numbers in text, as for :func:`workbench.read_data`.

    Returns
    -------
    Audit
        Means, errors, quantiles and shares by group, gaps and verdicts. An error is the prediction
        less the outcome: above 0 where too much was predicted. Mean squared errors and R² are shown
        and never judged. Each row counts as one: there are no weights.

    Raises
    ------
    SourceError, ColumnNotFoundError, RoleError, NotEnoughDataError, InputError
        If the data cannot be read, a column is not there or does not hold what it should.

    Examples
    --------
    >>> import pandas as pd
    >>> wages = pd.DataFrame({"wage": [20.0, 21, 22, 23] * 25 + [16.0, 17, 18, 19] * 25,
    ...                       "sex": ["m"] * 100 + ["f"] * 100})
    >>> audit = audit_predictions(wages, prediction="wage", protected=["sex"],
    ...                           policy=Policy({"mean_prediction": 2.0}))
    >>> audit
    Audit of 200 rows, 1 comparisons: 1 gap, 0 within tolerance, 0 not enough evidence.
    >>> [round(float(mean), 2) for mean in audit.values("mean_prediction", "sex").values]
    [17.5, 21.5]
    """
    attributes, layers = as_attributes("protected", protected), as_attributes("strata", strata)
    check_policy(policy)
    crossed = as_crossings(crossings)
    edges = check_amounts(thresholds)
    if layers and not edges:
        raise InputError(
            "strata is given, but no threshold.\n"
            "Within strata shares above a threshold are compared: name it, thresholds=[…]."
        )
    options = ReadOptions(encoding=encoding, table=table, query=query, decimal=decimal)
    opened = open_data(data, groups, on, options)
    _check_columns(opened, {"prediction": prediction, "outcome": outcome}, (*attributes, *layers))
    tally = opened.tally(Request((*attributes, *layers), predicted=Predicted(prediction, outcome, edges)))
    settings = {
        "columns": {"prediction": prediction, "outcome": outcome},
        "thresholds": list(edges),
        **grouping_settings(attributes, layers, crossed, policy),
        **reading_settings(options, on, opened.kind),
    }
    at_least = f"{label_of(edges[0])} or more" if edges else ""
    return audit_tallies(
        Provenance("audit_predictions", settings, tuple(filter(None, (opened.fingerprint, tally.fingerprint)))),
        tally,
        tally,
        data_name=name_of(data, name),
        roles=Roles(
            target=prediction,
            favourable_label=at_least,
            unfavourable_label=f"less than {label_of(edges[0])}" if edges else "",
            protected=attributes,
        ),
        policy=policy,
        kind="predictions",
        crossings=crossed,
        strata=layers,
        threshold=edges[0] if edges else None,
    )


def check_amounts(thresholds: Sequence[float]) -> tuple[float, ...]:
    """Return the thresholds of amounts as numbers, each once, in the order they were given.

    Raises
    ------
    InputError
        If something in it is no number that predictions can reach.

    Examples
    --------
    >>> check_amounts([2000, 2000.0, 3000])
    (2000.0, 3000.0)
    """
    edges = as_numbers("thresholds", thresholds)
    for edge in edges:
        if not abs(edge) <= LARGEST:
            raise InputError(f"thresholds holds {edge!r}.\nGive numbers that predictions can reach.")
    return edges


def _check_columns(table: Countable, amounts: dict[str, str | None], attributes: Sequence[ProtectedAttribute]) -> None:
    for argument, column in amounts.items():
        if column is not None:
            _check_amounts(table, argument, check_column(column, table.columns))
    if amounts["prediction"] == amounts["outcome"]:
        raise RoleError(
            f"Column {amounts['prediction']!r} is both the prediction and the outcome.\n"
            "Name what really happened, or leave the outcome out."
        )
    for one in attributes:
        check_column(one.column, table.columns)
        for argument, column in amounts.items():
            if column == one.column:
                raise RoleError(
                    f"Column {one.column!r} is both the {argument} and an attribute whose groups are compared.\n"
                    "Nothing can be compared with itself: take it out of one."
                )
    check_titles(attributes)


def _check_amounts(table: Countable, argument: str, column: str) -> None:
    """Raise where a column does not hold amounts of which a mean can be taken."""
    try:
        found = table.extent(column)
    except RoleError as error:
        raise RoleError(
            f"Column {column!r} is the {argument} and does not hold numbers.\n"
            "Name a column of amounts. Yes-or-no decisions are for audit_decisions."
        ) from error
    if found.n_infinite:
        raise InputError(
            f"Column {column!r} is the {argument} and is infinite in {found.n_infinite:,} of {found.n:,} rows.\n"
            "Replace or remove these amounts: they have no mean."
        )
    if found.n_missing == found.n:
        raise NotEnoughDataError(f"Column {column!r} is the {argument} and has no value at all.\nName another column.")
    if max(abs(found.low), abs(found.high)) > LARGEST:
        raise InputError(
            f"Column {column!r} is the {argument} and reaches from {found.low:g} to {found.high:g}.\n"
            f"Give amounts up to {LARGEST:g}: larger ones cannot be squared and summed. Is it coded as missing?"
        )
