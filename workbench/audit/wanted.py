"""What a caller wants to be counted, as the engines understand it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from workbench.checks import check_choice
from workbench.data.examples import EXAMPLE_PREFIX, load_example
from workbench.data.roles import ProtectedAttribute, label_of
from workbench.errors import InputError, NotEnoughDataError, RoleError
from workbench.tally.distributions import LARGEST
from workbench.tally.engines import open_table
from workbench.tally.largest import MOST_ROWS
from workbench.tally.request import Coded, Countable, Weighted
from workbench.tally.tally import BINARY

__all__ = [
    "Binary",
    "as_attributes",
    "binary",
    "check_score",
    "check_titles",
    "check_weight",
    "classes_of",
    "name_of",
    "open_data",
]

MOST_CLASSES = 100
_TWO = (["0", "1"], ["False", "True"])


def as_attributes(argument: str, wanted: Iterable[str | ProtectedAttribute]) -> tuple[ProtectedAttribute, ...]:
    """Return attributes for names and attributes.

    Raises
    ------
    InputError
        If one is neither, or two have one title.
    """
    if isinstance(wanted, (str, ProtectedAttribute)):
        wanted = [wanted]
    found: list[ProtectedAttribute] = []
    for one in wanted:
        if isinstance(one, str):
            found.append(ProtectedAttribute(one))
        elif isinstance(one, ProtectedAttribute):
            found.append(one)
        else:
            raise InputError(
                f"{argument} holds {one!r}.\nGive names of columns, wb.bands('age', [40, 60]) or wb.attribute(…)."
            )
    check_titles(found)
    return tuple(found)


def check_titles(attributes: Sequence[ProtectedAttribute]) -> None:
    """Raise :class:`RoleError` where two attributes have one title."""
    titles = [one.title for one in attributes]
    for title in titles:
        if titles.count(title) > 1:
            raise RoleError(f"Two attributes are called {title!r}.\nGive each a title of its own.")


class Binary(NamedTuple):
    """A column with two values: its codes, and what the two are called."""

    coded: Coded
    favourable: str
    unfavourable: str


def binary(table: Countable, column: str, argument: str, favourable: object) -> Binary:
    """Return a column of decisions or outcomes as favourable and unfavourable.

    Parameters
    ----------
    table : Countable
        The data.
    column : str
        A column with two values, besides missing ones.
    argument : str
        The argument that says which value is favourable, for messages.
    favourable : object
        That value; ``None`` where the values are 0 and 1 or false and true.

    Raises
    ------
    NotEnoughDataError, RoleError
        If the column has not two values, or nobody said which is favourable.
    """
    values = _labels(table, column)
    if len(values) == 1 and favourable is None and any(values[0] in two for two in _TWO):
        values = next(two for two in _TWO if values[0] in two)  # nobody, or everybody, was favoured
    if len(values) < 2:
        raise NotEnoughDataError(
            f"Column {column!r} has "
            + (f"only one value, {values[0]!r}.\n" if values else "no value at all.\n")
            + "There is nothing to compare: two values are needed, one of them good for the person."
        )
    if len(values) > 2:
        shown = ", ".join(repr(value) for value in values[:5]) + (", …" if len(values) > 5 else "")
        raise RoleError(
            f"Column {column!r} has {len(values)} values: {shown}.\n"
            "A decision has two: join values, or give multiclass=True to look at each value against the rest."
        )
    if favourable is None:
        if values not in _TWO:
            raise RoleError(
                f"Nobody said which value of {column!r} is good for the person: {values[0]!r} or {values[1]!r}.\n"
                f"Say it, for example {argument}={values[1]!r}. It decides the direction of every comparison."
            )
        favourable = values[1]
    chosen = label_of(favourable)
    if chosen not in values:
        raise RoleError.for_choice(f"{argument}, a value of column {column!r},", favourable, values)
    return Binary(
        Coded(column, {value: int(value == chosen) for value in values}), chosen, values[1 - values.index(chosen)]
    )


def classes_of(table: Countable, *columns: str) -> tuple[str, ...]:
    """Return the classes that occur in columns of decisions and outcomes, sorted.

    Raises
    ------
    NotEnoughDataError
        If there are fewer than two.
    """
    found = sorted({value for column in columns for value in _labels(table, column)}, key=_by_number)
    if len(found) < 2:
        raise NotEnoughDataError(
            f"Columns {', '.join(map(repr, columns))} have fewer than two values.\nThere is nothing to compare."
        )
    if tuple(found) == BINARY:  # else they would be taken for the codes of a binary tally
        return tuple(reversed(found))
    return tuple(found)


def _by_number(label: str) -> tuple[float, str]:
    try:
        return float(label), label
    except ValueError:
        return float("inf"), label


def _labels(table: Countable, column: str) -> list[str]:
    values: Mapping[object, int] = table.values(column, MOST_CLASSES)
    return sorted({label_of(value) for value in values if value is not None})


def check_score(table: Countable, column: str, score_range: Sequence[float]) -> tuple[float, float]:
    """Return the range of a score after checking that all scores lie in it.

    Raises
    ------
    InputError
        If the range is none, or scores are infinite or outside it.
    NotEnoughDataError
        If no row has a score.
    """
    try:
        low, high = (float(limit) for limit in score_range)
    except (TypeError, ValueError) as error:
        raise InputError(f"score_range is {score_range!r}.\nGive two numbers, such as (0, 1).") from error
    if not (-float("inf") < low < high < float("inf")):
        raise InputError(f"score_range is {(low, high)!r}.\nGive two numbers, the lower one first, such as (0, 1).")
    found = table.extent(column)
    if found.n_infinite:
        raise InputError(
            f"Column {column!r} is the score and is infinite in {found.n_infinite:,} of {found.n:,} rows.\n"
            "Replace or remove these scores: a threshold cannot tell them apart."
        )
    if found.n_missing == found.n:
        raise NotEnoughDataError(f"Column {column!r} is the score and has no value at all.\nName another column.")
    if found.low < low or found.high > high:
        raise InputError(
            f"Column {column!r} is the score and reaches from {found.low:g} to {found.high:g}, "
            f"outside the declared {low:g} to {high:g}.\n"
            f"Declare its range: score_range=({found.low:g}, {found.high:g}), or wider if it can be."
        )
    return low, high


def check_weight(table: Countable, column: str, kind: str) -> Weighted:
    """Return the weight after checking that all weights are what their kind says.

    Raises
    ------
    InputError
        If the kind is not known, or weights are negative, infinite or missing.
    """
    check_choice("weight_kind", kind, ("sampling", "frequency"))
    found = table.extent(column)
    wrong = (
        f"is missing in {found.n_missing:,} of {found.n:,} rows"
        if found.n_missing
        else f"is infinite in {found.n_infinite:,} of {found.n:,} rows"
        if found.n_infinite
        else f"is negative in some rows: the least is {found.low:g}"
        if found.low < 0
        else ""
    )
    if wrong:
        raise InputError(
            f"Column {column!r} is the weight and {wrong}.\nA weight is a number of 0 or more in each row."
        )
    if kind == "frequency" and found.n_broken:
        raise InputError(
            f"Column {column!r} is the weight and is no whole number in {found.n_broken:,} of {found.n:,} rows.\n"
            "A frequency says how many rows one stands for. For weights of a sample: weight_kind='sampling'."
        )
    if kind == "frequency" and found.high * found.n >= MOST_ROWS:
        raise InputError(
            f"Column {column!r} is the weight and reaches {found.high:g} in {found.n:,} rows, "
            "which could stand for more than 9.2e18 rows.\n"
            "No more can be counted: correct the column. Is a large number its code for missing?"
        )
    if found.high > LARGEST or 0 < found.high < 1 / LARGEST:
        raise InputError(
            f"Column {column!r} is the weight and its largest is {found.high:g}.\n"
            f"Give weights between {1 / LARGEST:g} and {LARGEST:g}: the squares of others cannot be summed."
        )
    return Weighted(column, "frequency" if kind == "frequency" else "sampling")


def name_of(data: object, name: str) -> str:
    """Return what readers call the data: the name given, else the file's or the example's.

    Examples
    --------
    >>> name_of("hired/2025.csv", ""), name_of("example:admissions", ""), name_of(None, "")
    ('2025', 'admissions', 'data')
    """
    if name or not isinstance(data, (str, Path)):
        return name or "data"
    return Path(str(data).removeprefix(EXAMPLE_PREFIX)).stem


def open_data(data: object, groups: object, on: str | None, encoding: str) -> Countable:
    """Return the table to be counted, with the groups of another table where one is given."""
    if isinstance(data, str) and data.startswith(EXAMPLE_PREFIX):
        data = load_example(data.removeprefix(EXAMPLE_PREFIX)).frame
    table = open_table(data, encoding=encoding)
    if (groups is None) != (on is None):
        raise InputError("groups and on belong together.\nGive the other table and the column that links both.")
    if groups is not None and on is not None:
        table = table.joined(open_table(groups, encoding=encoding), on)
    return table
