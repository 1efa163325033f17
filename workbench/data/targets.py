"""What a target holds: two outcomes, several classes, or amounts; and what is refused as none of them."""

from __future__ import annotations

from typing import NamedTuple, get_args

import pyarrow as pa

from workbench.checks import check_choice, check_column
from workbench.data.dataset import Dataset
from workbench.data.role_checks import LARGEST, numbers_of, resolve_target
from workbench.data.roles import Task, label_of, natural_order
from workbench.data.said import say
from workbench.data.values import value_counts
from workbench.errors import InputError, NotEnoughDataError, RoleError

__all__ = ["FEWEST_CLASSES", "MOST_CLASSES", "Amounts", "Target", "amounts_of", "target_of"]

FEWEST_CLASSES = 3
"""A target of fewer values has two outcomes."""

MOST_CLASSES = 50
"""A target of more values names rows, or holds amounts."""


class Target(NamedTuple):
    """What is predicted, and which of its values is good for the person, where anybody said."""

    task: Task
    favourable: str = ""
    unfavourable: str = ""
    classes: tuple[str, ...] = ()


class Amounts(NamedTuple):
    """What a column of amounts holds, counted over all rows, wherever they are.

    ``n_below`` of the infinite ones are below all others; the range is ``nan`` where there is no finite one.
    """

    n: int
    n_known: int
    n_infinite: int
    n_below: int
    n_distinct: int
    low: float
    high: float


def target_of(data: Dataset, target: str, favourable: object, task: str | None) -> Target:
    """Return what a target holds.

    Parameters
    ----------
    data : Dataset
        The data.
    target : str
        The column to predict.
    favourable : object
        The value that is good for the person; needed of two outcomes other than 0 and 1 or false and true, optional
        of several classes, and nothing that an amount has.
    task : {"binary", "multiclass", "regression"}, optional
        What is predicted; by default one of two outcomes.

    Returns
    -------
    Target
        Of classes all that occur, numbers by value and before text.

    Raises
    ------
    ColumnNotFoundError
        If the column is not there.
    InputError
        If there is no such task.
    RoleError
        If the column does not hold what the task needs.
    NotEnoughDataError
        If it has one value only, or none.

    Examples
    --------
    >>> from workbench.core.provenance import Provenance
    >>> from workbench.data.roles import Roles
    >>> table = pa.table({"size": ["10", "9", "large", "9"], "price": [1.5, 2.0, 0.0, 1.0]})
    >>> data = Dataset(Provenance("read_data"), table, Roles())
    >>> target_of(data, "size", None, "multiclass").classes
    ('9', '10', 'large')
    >>> target_of(data, "price", None, "regression")
    Target(task='regression', favourable='', unfavourable='', classes=())
    """
    check_column(target, data.columns)
    if task is None or task == "binary":
        return Target("binary", *resolve_target(data, target, favourable))
    if not isinstance(task, str):
        raise InputError.for_choice("task", task, get_args(Task))
    check_choice("task", task, get_args(Task))
    if task == "multiclass":
        return _of_classes(data, target, favourable)
    return _of_amounts(data, target, favourable)


def _of_classes(data: Dataset, target: str, favourable: object) -> Target:
    present = value_counts(data, target)[0].drop_null().to_pylist()
    classes = tuple(sorted({label_of(value) for value in present}, key=natural_order))
    if len(classes) < 2:
        raise _one_value(target, classes)
    if len(classes) < FEWEST_CLASSES:
        raise RoleError(
            f"task is 'multiclass', and column {target!r} has two values: {classes[0]!r} and {classes[1]!r}.\n"
            f"Leave task out and say which is good for the person, for example favourable={classes[1]!r}."
        )
    if len(classes) > MOST_CLASSES:
        raise RoleError(
            f"task is 'multiclass', and column {target!r} has {len(classes):,} values; {MOST_CLASSES} is the most.\n"
            + (
                f"If they are amounts, say so: {say('task', 'regression')}. Else join values that mean the same."
                if _is_number(data.kinds[target])
                else "Join values that mean the same, with recode={…}, or name another column."
            )
        )
    chosen = "" if favourable is None else label_of(favourable)
    if chosen and chosen not in classes:
        raise RoleError.for_choice(f"favourable, a value of column {target!r},", favourable, classes)
    return Target("multiclass", chosen, "", classes)


def _of_amounts(data: Dataset, target: str, favourable: object) -> Target:
    if favourable is not None:
        raise RoleError(
            f"task is 'regression', and favourable is {favourable!r}: no single amount is good for the person.\n"
            "Leave favourable out. Amounts that matter are named in the audit: thresholds=[…]."
        )
    kind = data.kinds[target]
    if not _is_number(kind):
        if pa.types.is_null(kind):
            raise _one_value(target, ())
        advice = (
            f"If it holds numbers written as text, read it so: types={{{target!r}: 'number'}}, or with a comma before "
            f"decimals {say('decimal', ',')}. Else predict classes, task='multiclass', or name another column."
            if pa.types.is_string(kind)
            else "Name a column of numbers, or leave task out where there are two outcomes."
        )
        raise RoleError(f"task is 'regression', and column {target!r} holds {kind}, not numbers.\n{advice}")
    found = amounts_of(data, target)
    if found.n_infinite:
        named = [*["float('inf')"] * (found.n_infinite > found.n_below), *["float('-inf')"] * (found.n_below > 0)]
        raise RoleError(
            f"Column {target!r} is the target and is infinite in {found.n_infinite:,} of {found.n:,} rows.\n"
            f"Read these amounts as not known: missing={{{target!r}: [{', '.join(named)}]}}."
        )
    if found.n_distinct < 2:
        raise _one_value(target, () if not found.n_known else (label_of(found.low),))
    if max(abs(found.low), abs(found.high)) > LARGEST:
        raise RoleError(
            f"Column {target!r} is the target and reaches from {found.low:g} to {found.high:g}.\n"
            f"Give amounts up to {LARGEST:g}: larger ones cannot be squared and summed. Is one the code for missing?"
        )
    return Target("regression")


def amounts_of(data: Dataset, column: str) -> Amounts:
    """Return what a column of numbers holds; of one on disk only these sums come into memory."""
    value = f"CAST(c{data.columns.index(column)} AS DOUBLE)"
    known = f"FILTER (WHERE isfinite({value}))"
    n, n_known, n_infinite, n_below, n_distinct, low, high = numbers_of(
        data,
        f"count(*), count(*) {known}, count(*) FILTER (WHERE isinf({value})), "
        f"count(*) FILTER (WHERE isinf({value}) AND {value} < 0), count(DISTINCT {value}) {known}, "
        f"min({value}) {known}, max({value}) {known}",
    )
    nan = float("nan")
    low, high = nan if low is None else low, nan if high is None else high
    return Amounts(n, n_known, n_infinite, n_below, n_distinct, low, high)


def _one_value(target: str, values: tuple[str, ...]) -> NotEnoughDataError:
    return NotEnoughDataError(
        f"Column {target!r} is the target, but it has "
        + (f"only one value, {values[0]!r}.\n" if values else "no value at all.\n")
        + "There is nothing to predict: choose another target, or data in which it differs."
    )


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind))
