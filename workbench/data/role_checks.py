"""Whether columns and the roles given to them fit together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from workbench.checks import check_column
from workbench.data.dataset import Dataset
from workbench.data.disguised.words import folded
from workbench.data.roles import Roles, choose_favourable, label_of
from workbench.data.said import in_form
from workbench.data.values import value_counts
from workbench.errors import NotEnoughDataError, RoleError

__all__ = ["LARGEST", "check_roles", "numbers_of", "resolve_target"]

LARGEST = 1e60
"""The squares of larger weights and amounts, and of the reciprocals of smaller weights, cannot be summed."""

_MOST_CLASSES = 50


def resolve_target(data: Dataset, target: str, favourable: object) -> tuple[str, str]:
    """Return the favourable and the other value of the target, as text.

    Parameters
    ----------
    data : Dataset
        The data.
    target : str
        The column of outcomes; it must have exactly two values besides missing ones.
    favourable : object
        The value that is good for the person; ``None`` where the values are 0 and 1 or
        false and true, of which 1 and true are favourable.

    Raises
    ------
    ColumnNotFoundError, NotEnoughDataError, RoleError
        If the column is not there, has fewer or more than two values, or the favourable value
        is not declared or not among them.
    """
    check_column(target, data.columns)
    present = value_counts(data, target)[0].drop_null().to_pylist()
    values = sorted({label_of(value) for value in present})
    if len(values) < 2:
        raise NotEnoughDataError(
            f"Column {target!r} is the target, but it has "
            + (f"only one value, {values[0]!r}.\n" if values else "no value at all.\n")
            + "There is nothing to tell apart: choose another target, or data with both outcomes."
        )
    if len(values) > 2:
        shown = ", ".join(repr(value) for value in values[:5]) + (", …" if len(values) > 5 else "")
        raise RoleError(
            f"Column {target!r} is the target and has {len(values)} values: {shown}.\n"
            + _made_two(target, values, _is_number(data.kinds[target]))
        )
    return choose_favourable(target, values, "favourable", favourable)


def _made_two(target: str, values: Sequence[str], is_number: bool) -> str:
    """Return what to do about a target of many values: say which are the same where that leaves two."""
    first: dict[str, str] = {}
    same = {value: first[folded(value)] for value in values if first.setdefault(folded(value), value) != value}
    if len(first) == 2:
        return f"Some seem to be written in two ways: read again with recode={{{target!r}: {same!r}}}."
    tasks = {
        **({"regression": "amounts"} if is_number else {}),
        **({"multiclass": "classes"} if len(values) <= _MOST_CLASSES else {}),
    }
    two = "make a column with two values, such as 'yes' and 'no', and name it."
    if not tasks:
        return f"A decision has two outcomes: {two}"
    told = " or ".join(f"{what}, task={task!r}" for task, what in tasks.items())
    return f"Say that they are {told} {in_form('task', *tasks)}; or {two}"


def check_roles(data: Dataset, roles: Roles) -> None:
    """Refuse roles that do not fit the columns, or each other.

    Parameters
    ----------
    data : Dataset
        The data; whatever roles it has do not count.
    roles : Roles
        The roles to check.

    Raises
    ------
    ColumnNotFoundError
        If a column is not there.
    RoleError
        If a column has two roles, or does not hold what its role needs: a time is dates, times or numbers;
        a weight a number of 0 or more in each row; bands are of numbers.
    """
    _check_attributes(data, roles)
    taken = {one.column for one in roles.protected}
    for role, column in roles.named.items():
        check_column(column, data.columns)
        if column in taken:
            raise RoleError(f"Column {column!r} is the {role} and has another role too.\nGive it one role.")
        taken.add(column)
    for role in ("time", "group"):
        if role in roles.named:
            _check_any(data, roles.named[role], role)
    if roles.time is not None:
        _check_time(data, roles.time)
    if roles.weight is not None:
        _check_weight(data, roles.weight)


def _check_attributes(data: Dataset, roles: Roles) -> None:
    titles: set[str] = set()
    for one in roles.protected:
        check_column(one.column, data.columns)
        if one.column == roles.target:
            raise RoleError(
                f"Column {one.column!r} is both the target and a protected attribute.\n"
                "An outcome cannot be compared with itself: take it out of protected."
            )
        if one.title in titles:
            raise RoleError(f"Two protected attributes are called {one.title!r}.\nGive each a title of its own.")
        titles.add(one.title)
        one.groups(pa.chunked_array([], data.kinds[one.column]))


def _check_any(data: Dataset, column: str, role: str) -> None:
    if not numbers_of(data, f"count(c{data.columns.index(column)})")[0]:
        raise RoleError(f"Column {column!r} is the {role}, but it has no value at all.\nName another column, or none.")


def _check_time(data: Dataset, column: str) -> None:
    kind = data.kinds[column]
    if not (_is_number(kind) or pa.types.is_date(kind) or pa.types.is_timestamp(kind)):
        raise RoleError(
            f"Column {column!r} is the time, and holds {kind}, which has no order in time.\n"
            f"Read it as dates or times, types={{{column!r}: 'date'}}, or as numbers, such as years."
        )


def _check_weight(data: Dataset, column: str) -> None:
    kind = data.kinds[column]
    if not _is_number(kind):
        raise RoleError(
            f"Column {column!r} is the weight, and holds {kind}, not numbers.\n"
            "A weight is a number of 0 or more in each row."
        )
    value = f"CAST(c{data.columns.index(column)} AS DOUBLE)"
    n, n_known, n_infinite, low, high = numbers_of(
        data, f"count(*), count({value}), count(*) FILTER (WHERE isinf({value})), min({value}), max({value})"
    )
    wrong = (
        f"is missing in {n - n_known:,} of {n:,} rows"
        if n_known < n
        else f"is infinite in {n_infinite:,} of {n:,} rows"
        if n_infinite
        else f"is negative in some rows: the least is {low:g}"
        if low < 0
        else f"is 0 in all {n:,} rows"
        if high == 0
        else f"reaches {high:g}, whose square cannot be summed"
        if not 1 / LARGEST < high < LARGEST
        else ""
    )
    if wrong:
        raise RoleError(f"Column {column!r} is the weight and {wrong}.\nA weight is a number of 0 or more in each row.")


def numbers_of(data: Dataset, sums: str) -> list[Any]:
    """Return sums over all rows, wherever they are."""
    return [column[0].as_py() for column in data.relation().aggregate(sums).to_arrow_table().columns]


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind))
