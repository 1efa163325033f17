"""``audit_counts``: an audit of a published table of counts, with no rows at hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from workbench.audit.assess import audit_tallies
from workbench.audit.policy import DEFAULT_POLICY, Policy
from workbench.audit.result import Audit
from workbench.audit.totals import is_called_total
from workbench.audit.wanted import as_attributes, as_crossings, check_policy, check_titles
from workbench.checks import check_column
from workbench.core.provenance import Provenance
from workbench.data.roles import UNKNOWN, ProtectedAttribute, Roles
from workbench.data.sources import read_table
from workbench.errors import InputError, NotEnoughDataError, RoleError
from workbench.tally.folding import fold
from workbench.tally.largest import MOST_ROWS, check_rows
from workbench.tally.tally import Tally

__all__ = ["audit_counts"]

# Where each count goes: outcome and decision, 0 unfavourable, 1 favourable, 2 not known.
_CELLS = {"tn": (0, 0), "fp": (0, 1), "fn": (1, 0), "tp": (1, 1)}


def audit_counts(
    table: object,
    *,
    protected: Iterable[str | ProtectedAttribute] = (),
    selected: str = "selected",
    total: str = "total",
    tp: str | None = None,
    fp: str | None = None,
    fn: str | None = None,
    tn: str | None = None,
    strata: Iterable[str | ProtectedAttribute] = (),
    crossings: Iterable[Sequence[str]] = (),
    policy: Policy = DEFAULT_POLICY,
    name: str = "",
    favourable_label: str = "",
    unfavourable_label: str = "",
) -> Audit:
    """Compare how groups fare by a table of counts: what a report prints is enough.

    Parameters
    ----------
    table : path or frame
        One row a group, or a combination of groups and strata.
    protected : iterable of str or ProtectedAttribute
        The columns that name the groups; by default the first column.
    selected, total : str
        The columns with how many were selected, and of how many.
    tp, fp, fn, tn : str, optional
        Instead: the four columns of a confusion matrix, where *positive* is the favourable outcome.
    strata : iterable of str or ProtectedAttribute
        Columns that name a stratum, such as a department.
    crossings : iterable of sequence of str
        Attributes whose crossings are looked at too.
    policy : Policy
        What is compared and tolerated, declared beforehand.
    name : str
        What readers call the data; by default the file's name.
    favourable_label, unfavourable_label : str
        How readers call the decisions.

    Returns
    -------
    Audit
        The same as that of the rows the counts were made from.

    Raises
    ------
    SourceError, ColumnNotFoundError, RoleError, NotEnoughDataError, InputError
        If the table cannot be read, a column is not there, a count is none, more are selected than there
        are, or a row is called as totals are, such as "All". Rows whose group is missing add up.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"sex": ["m", "f"], "selected": [667, 555], "total": [1390, 1181]})
    >>> audit = audit_counts(table)
    >>> audit
    Audit of 2,571 rows, 1 comparisons: 0 gap, 1 within tolerance, 0 not enough evidence.
    """
    check_policy(policy)
    crossed = as_crossings(crossings)
    read = read_table(table)
    rows, file_name, fingerprint = read.table, read.name, read.fingerprint
    attributes = as_attributes("protected", protected) or (ProtectedAttribute(rows.column_names[0]),)
    layers = as_attributes("strata", strata)
    confusion = {key: column for key, column in (("tp", tp), ("fp", fp), ("fn", fn), ("tn", tn)) if column is not None}
    if confusion and len(confusion) < len(_CELLS):
        raise InputError(
            f"Of the confusion matrix only {', '.join(confusion)} are named.\nName tp, fp, fn and tn, or none of them."
        )
    _check_axes(tuple(confusion.values()) or (selected, total), attributes, layers)
    n = _confusion(rows, confusion) if confusion else _selections(rows, selected, total)
    tally = _tally(rows, attributes, layers, n)
    settings = {
        "columns": confusion or {"selected": selected, "total": total},
        "protected": [one.title for one in attributes],
        "strata": [one.title for one in layers],
        "crossings": [list(one) for one in crossed],
        "policy": policy.settings(),
    }
    return audit_tallies(
        Provenance("audit_counts", settings, tuple(filter(None, (fingerprint, tally.fingerprint)))),
        tally,
        tally,
        data_name=name or (file_name if isinstance(table, (str, Path)) else "table"),
        roles=Roles(
            target="decision",
            favourable="favourable",
            unfavourable="unfavourable",
            protected=attributes,
            favourable_label=favourable_label,
            unfavourable_label=unfavourable_label,
        ),
        policy=policy,
        kind="counts",
        crossings=crossed,
        strata=layers,
    )


def _check_axes(
    columns: Sequence[str], attributes: Sequence[ProtectedAttribute], layers: Sequence[ProtectedAttribute]
) -> None:
    """Raise where a column has two roles, or two axes have one title."""
    axes = (*attributes, *layers)
    for one in axes:
        if one.column in columns:
            role = "protected" if one in attributes else "strata"
            raise RoleError(
                f"Column {one.column!r} holds counts and is named as {role}.\n"
                "Name the column that says which group a row is."
            )
    for one in layers:
        if one in attributes:
            raise RoleError(
                f"Column {one.column!r} is named as protected and as strata.\n"
                "Groups cannot be compared within themselves: take it out of one."
            )
    check_titles(axes)


def _tally(
    rows: pa.Table, attributes: Sequence[ProtectedAttribute], layers: Sequence[ProtectedAttribute], n: NDArray[np.int64]
) -> Tally:
    axes = (*attributes, *layers)
    columns = []
    for one in axes:
        check_column(one.column, rows.column_names)
        columns.append(one.groups(rows[one.column]).to_pylist())
    names = list(zip(*columns, strict=True))
    _check_totals(names, attributes, layers)
    first: dict[tuple[str, ...], int] = {}
    for place, group in enumerate(names):
        if first.setdefault(group, place) != place and UNKNOWN not in group:
            raise RoleError(
                f"The table has more than one row for {' × '.join(group)!r}.\n"
                "Give one row for each group, or name what tells the rows apart as strata=['…']."
            )
    groups = tuple(sorted(first))  # rows of unknown groups, however each is written, add up
    order = {group: place for place, group in enumerate(groups)}
    check_rows(n)
    return Tally(tuple(one.title for one in axes), groups, fold(n, [order[group] for group in names], len(groups)))


def _check_totals(
    names: Sequence[tuple[str, ...]], attributes: Sequence[ProtectedAttribute], layers: Sequence[ProtectedAttribute]
) -> None:
    """Raise where a row seems to sum up others: two or more beside it, by its name.

    Its numbers are not asked: a total counts people whose group nobody knows, so it need not be the exact sum.
    """
    n_protected = len(attributes)
    for position, one in enumerate((*attributes, *layers)):
        meant = set(one.labels.values())  # what somebody has named is a group
        protected = position < n_protected
        beside = Counter(_beside(group, n_protected, protected=protected) for group in names)
        for place, group in enumerate(names):
            part = group[position]
            if part in meant or not is_called_total(part):
                continue
            if beside[_beside(group, n_protected, protected=protected)] > 2:
                raise RoleError(
                    f"Row {place + 1} of the table is called {part!r} in {one.column!r}, "
                    "so it seems to be the total of others.\n"
                    "Take it out: it would be compared as if it were a group. "
                    f"If it is one, name it: wb.attribute({one.column!r}, labels={{{part!r}: '…'}})."
                )


def _beside(group: tuple[str, ...], n_protected: int, *, protected: bool) -> tuple[str, ...]:
    """Return what rows have in common that a total could sum up: their stratum, or their groups."""
    return group[n_protected:] if protected else group[:n_protected]


def _selections(rows: pa.Table, selected: str, total: str) -> NDArray[np.int64]:
    chosen, everyone = _counts(rows, selected), _counts(rows, total)
    for place in np.flatnonzero(chosen > everyone):
        raise InputError(
            f"Row {place + 1} of the table has {chosen[place]:,} in {selected!r} "
            f"and only {everyone[place]:,} in {total!r}.\n"
            "More cannot be selected than there are: correct the table."
        )
    n = np.zeros((rows.num_rows, 3, 3), dtype=np.int64)
    n[:, 2, 1], n[:, 2, 0] = chosen, everyone - chosen
    return n


def _confusion(rows: pa.Table, columns: dict[str, str]) -> NDArray[np.int64]:
    n = np.zeros((rows.num_rows, 3, 3), dtype=np.int64)
    for key, column in columns.items():
        n[:, *_CELLS[key]] = _counts(rows, column)
    return n


def _counts(rows: pa.Table, column: str) -> NDArray[np.int64]:
    """Return a column of counts: whole numbers of 0 or more, none missing."""
    check_column(column, rows.column_names)
    values: Any = rows[column]
    if not (pa.types.is_integer(values.type) or pa.types.is_floating(values.type)):
        wrong = next((value for value in values.to_pylist() if value is not None), None)
        raise RoleError(
            f"Column {column!r} holds {wrong!r}, which is no number.\n"
            "Counts are whole numbers: write 1390, not '1,390', '<11' or '*'. What is suppressed cannot be audited."
        )
    if pc.sum(pc.is_null(values)).as_py():
        place = pc.index(pc.is_null(values), value=True).as_py()
        raise NotEnoughDataError(
            f"Row {place + 1} of the table has no number in {column!r}.\n"
            "Give every count, or take the row out and say so."
        )
    numbers = values.to_numpy()
    for place in np.flatnonzero((numbers < 0) | (numbers != np.floor(numbers)) | ~np.isfinite(numbers)):
        raise InputError(
            f"Row {place + 1} of the table has {numbers[place]:g} in {column!r}.\n"
            "Counts are whole numbers of 0 or more."
        )
    for place in np.flatnonzero(numbers >= float(MOST_ROWS)):
        raise InputError(
            f"Row {place + 1} of the table has {numbers[place]:g} in {column!r}.\n"
            "No more than 9.2e18 rows can be counted: correct the table."
        )
    return np.asarray(numbers, dtype=np.int64)
