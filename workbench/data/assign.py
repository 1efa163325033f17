"""``assign_roles``: say what the columns of a data set are for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pyarrow as pa

from workbench.checks import check_result
from workbench.core.finding import Finding
from workbench.core.provenance import Provenance
from workbench.data.dataset import Dataset
from workbench.data.role_checks import check_roles
from workbench.data.roles import ProtectedAttribute, Roles
from workbench.data.said import say
from workbench.data.targets import Target, amounts_of, target_of
from workbench.data.values import value_counts
from workbench.errors import InputError, RoleError

__all__ = ["NO_PROTECTED_ATTRIBUTE", "assign_roles", "look_alikes"]

_OF_ROLES = ("WB102", "WB103", "WB139", "WB501")
"""Findings that depend on the roles; all others of a data set are about its values."""

_FEW_AMOUNTS = 10


def assign_roles(
    data: Dataset,
    *,
    target: str | None = None,
    favourable: object = None,
    task: str | None = None,
    protected: Iterable[str | ProtectedAttribute] = (),
    id: str | None = None,
    time: str | None = None,
    group: str | None = None,
    weight: str | None = None,
    favourable_label: str = "",
    unfavourable_label: str = "",
    use_protected: bool = False,
) -> Dataset:
    """Return a data set whose columns have other roles: these, and no others.

    Parameters
    ----------
    data : Dataset
        What :func:`read_data` returned, with or without roles.
    target : str, optional
        The column with the outcome: of two values, of several classes, or of amounts.
    favourable : object, optional
        The target's value that is good for the person. Of two values it is needed unless they are 0 and 1 or
        false and true, of which 1 and true are favourable. Of several classes one may be named; no amount is.
    task : {"binary", "multiclass", "regression"}, optional
        What is predicted: one of two outcomes (by default), one of 3 to 50 classes, or an amount.
    protected : iterable of str or ProtectedAttribute
        Columns whose groups are compared: names, :func:`workbench.bands` or :func:`workbench.attribute`.
    id : str, optional
        A column that only names the row.
    time : str, optional
        A column of dates, times or numbers that says when: what is learned from comes before what is held out.
    group : str, optional
        A column whose equal values belong together, such as one customer's rows.
    weight : str, optional
        A column that says for how many people of a population a row stands: a number of 0 or more in each row.
    favourable_label, unfavourable_label : str
        How readers call the outcomes.
    use_protected : bool
        Whether a model may see the protected columns. It is recorded.

    Returns
    -------
    Dataset
        With the same rows; equal to the one that :func:`read_data` returns where it is told the same. No model
        sees a column that has a role, but for protected ones where ``use_protected`` says so.

    Raises
    ------
    ColumnNotFoundError, RoleError, NotEnoughDataError
        If a column is not there, or the roles do not fit the columns or each other.

    Examples
    --------
    >>> import pandas as pd
    >>> from workbench.data.read import read_data
    >>> data = read_data(pd.DataFrame({"hired": [1, 0, 1], "sex": ["f", "m", "m"], "score": [7, 3, 9]}))
    >>> assign_roles(data, target="hired", protected=["sex"])
    Dataset 'data': 3 rows, 3 columns, target 'hired', protected: sex, 0 findings.
    """
    check_result("data", data, Dataset, "read_data")
    outcome = _target(data, target, favourable, task)
    _check_labels(favourable_label, unfavourable_label, outcome)
    roles = Roles(
        target=target,
        favourable=outcome.favourable,
        unfavourable=outcome.unfavourable,
        favourable_label=favourable_label,
        unfavourable_label=unfavourable_label,
        protected=_attributes(protected),
        id=id,
        use_protected=use_protected,
        time=time,
        group=group,
        weight=weight,
        task=outcome.task,
        classes=outcome.classes,
    )
    check_roles(data, roles)
    of_values = tuple(one for one in data.findings if one.code not in _OF_ROLES)
    return replace(
        data,
        roles=roles,
        provenance=_made(data, roles),
        findings=(*of_values, *_findings(data, roles)),
    )


def _made(data: Dataset, roles: Roles) -> Provenance:
    """Return how the data set came about: read with these roles, or given them later."""
    before = data.provenance
    if before.stage == "read_data":
        return replace(before, settings={**before.settings, "roles": roles.settings()})
    return Provenance("assign_roles", {"roles": roles.settings()}, (data.fingerprint,))


def _target(data: Dataset, target: str | None, favourable: object, task: str | None) -> Target:
    if target is not None:
        return target_of(data, target, favourable, task)
    if task is not None:
        raise RoleError(f"task is {task!r}, but no target is named.\nName the column to predict: target='…'.")
    return Target("binary")


def _check_labels(favourable_label: str, unfavourable_label: str, outcome: Target) -> None:
    if favourable_label and favourable_label == unfavourable_label:
        raise InputError(f"Both outcomes are called {favourable_label!r}.\nGive each a name of its own.")
    if outcome.task != "binary" and not outcome.favourable and (favourable_label or unfavourable_label):
        given = "favourable_label" if favourable_label else "unfavourable_label"
        raise RoleError(
            f"{given} is {favourable_label or unfavourable_label!r}, and no value of the target is favourable.\n"
            + (
                "Name the class that is good for the person, favourable=…, or leave the label out."
                if outcome.task == "multiclass"
                else "Leave it out: amounts have no favourable value."
            )
        )


def _attributes(protected: Iterable[object] | ProtectedAttribute) -> tuple[ProtectedAttribute, ...]:
    if isinstance(protected, (str, ProtectedAttribute)):
        column = protected if isinstance(protected, str) else protected.column
        raise InputError(f"protected is {column!r} alone.\nGive a list, even of one: protected=[…].")
    attributes: list[ProtectedAttribute] = []
    for one in protected:
        if not isinstance(one, (str, ProtectedAttribute)):
            raise InputError(
                f"protected holds {one!r}, which is neither a column's name nor made by bands() or attribute().\n"
                f"Names are text: protected=[{str(one)!r}]."
            )
        attributes.append(ProtectedAttribute(one) if isinstance(one, str) else one)
    return tuple(attributes)


def _findings(data: Dataset, roles: Roles) -> tuple[Finding, ...]:
    found: list[Finding] = []
    if roles.target is not None and roles.task == "regression":
        amounts = amounts_of(data, roles.target)
        if amounts.n > amounts.n_known:
            found.append(_outcome_missing(roles.target, amounts.n - amounts.n_known, amounts.n))
        if amounts.n_distinct < _FEW_AMOUNTS:
            found.append(_few_amounts(roles.target, amounts.n_distinct, amounts.n_known))
    elif roles.target is not None:
        values, counts = value_counts(data, roles.target)
        n_missing = sum(n for value, n in zip(values.to_pylist(), counts, strict=True) if value is None)
        if n_missing:
            found.append(_outcome_missing(roles.target, n_missing, data.n_rows))
    for one in roles.protected:
        if one.edges:  # bands are named by their edges, none like another
            continue
        found += look_alikes(one, pa.chunked_array([value_counts(data, one.column)[0]]), data.n_rows)
    if not roles.protected:
        found.append(NO_PROTECTED_ATTRIBUTE)
    return tuple(found)


def look_alikes(attribute: ProtectedAttribute, values: pa.ChunkedArray, n_rows: int) -> list[Finding]:
    """Return a finding where groups differ only in case or blanks: the same people counted twice.

    Parameters
    ----------
    attribute : ProtectedAttribute
        Whose groups.
    values : pyarrow.ChunkedArray
        Its column, each value at least once.
    n_rows : int
        How many rows there are.
    """
    groups = sorted(set(attribute.groups(values).to_pylist()))
    alike: dict[str, list[str]] = {}
    for group in groups:
        alike.setdefault(" ".join(group.casefold().split()), []).append(group)
    twins = [names for names in alike.values() if len(names) > 1]
    if not twins:
        return []
    shown = ", ".join(repr(group) for group in twins[0])
    more = f", and {len(twins) - 1} more such" if len(twins) > 1 else ""
    return [
        Finding(
            "WB103",
            "caution",
            f"Groups of {attribute.title} differ only in case or blanks: {shown}{more}",
            "They are counted as different groups, which hides how each really fares.",
            "Write them alike in the table, or give them one label.",
            value=float(sum(len(names) for names in twins)),
            n=n_rows,
            scope=attribute.title,
        )
    ]


def _outcome_missing(target: str, n_missing: int, n: int) -> Finding:
    return Finding(
        "WB102",
        "caution",
        f"The outcome {target!r} is missing in {n_missing:,} of {n:,} rows",
        "Rows without an outcome can neither teach a model nor test it. If their outcome is missing "
        "for a reason, what is learned from the rest may not hold for them.",
        "Find out why it is missing. These rows are counted, and used neither for training nor for testing.",
        value=n_missing / n,
        threshold=0.0,
        n=n,
        scope=target,
    )


def _few_amounts(target: str, n_distinct: int, n: int) -> Finding:
    return Finding(
        "WB139",
        "note",
        f"The target {target!r} is predicted as an amount, and has only {n_distinct} different values",
        "Few numbers are often grades or codes, between which nothing lies and whose distances may mean nothing.",
        f"If they are classes, say so: {say('task', 'multiclass')}. Or name the favourable one of two.",
        value=float(n_distinct),
        threshold=float(_FEW_AMOUNTS),
        n=n,
        scope=target,
    )


NO_PROTECTED_ATTRIBUTE = Finding(
    "WB501",
    "serious",
    "No protected attribute is named, so groups cannot be compared",
    "Without knowing who belongs to which group, nobody can tell whether one of them is treated worse.",
    "Name the columns whose groups should be compared, or find the table that holds them.",
)
