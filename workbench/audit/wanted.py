"""What a caller wants to be counted, as the engines understand it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from numbers import Real
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from workbench.audit.policy import Policy
from workbench.checks import called, check_choice
from workbench.data.dataset import Dataset
from workbench.data.examples import EXAMPLE_PREFIX, load_example
from workbench.data.roles import TWO_VALUED, ProtectedAttribute, choose_favourable, label_of
from workbench.data.sources import ReadOptions
from workbench.data.sources.files import stem_of
from workbench.errors import InputError, NotEnoughDataError, RoleError
from workbench.tally.distributions import LARGEST
from workbench.tally.engines import open_table
from workbench.tally.largest import MOST_ROWS
from workbench.tally.request import Coded, Countable, Weighted
from workbench.tally.tally import BINARY

__all__ = [
    "Binary",
    "as_attributes",
    "as_crossings",
    "as_number",
    "as_numbers",
    "binary",
    "check_edges",
    "check_policy",
    "check_score",
    "check_titles",
    "check_weight",
    "classes_of",
    "labels_in",
    "name_of",
    "open_data",
]

MOST_CLASSES = 100


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


def as_crossings(crossings: object) -> tuple[tuple[str, ...], ...]:
    """Return crossings as tuples of names.

    Raises
    ------
    InputError
        If one has not two or more names, or one is named twice.

    Examples
    --------
    >>> as_crossings([["sex", "race"]])
    (('sex', 'race'),)
    """
    given = list(crossings) if isinstance(crossings, Iterable) and not isinstance(crossings, str) else [crossings]
    found: list[tuple[str, ...]] = []
    for one in given:
        names = tuple(one) if isinstance(one, Iterable) and not isinstance(one, str) else ()
        if len(names) < 2 or len(set(names)) < len(names) or not all(isinstance(name, str) for name in names):
            raise InputError(
                f"crossings holds {one!r}.\nGive two or more different attributes, such as [('sex', 'race')]."
            )
        if any(set(names) == set(other) for other in found):
            raise InputError(f"The crossing of {' and '.join(names)} is named twice.\nName it once.")
        found.append(names)
    return tuple(found)


def as_number(argument: str, value: object) -> float:
    """Return a number as a float.

    Raises
    ------
    InputError
        If it is none; text that looks like one included.

    Examples
    --------
    >>> as_number("threshold", 1)
    1.0
    """
    if isinstance(value, bool) or not isinstance(value, Real) or math.isnan(value):
        raise InputError(f"{argument} is {value!r}.\nGive a number, such as 0.5.")
    return float(value)


def as_numbers(argument: str, values: object) -> tuple[float, ...]:
    """Return a list of numbers as floats, each once.

    Raises
    ------
    InputError
        If it is no list, or something in it is no number.

    Examples
    --------
    >>> as_numbers("thresholds", [1, 2.5, 1])
    (1.0, 2.5)
    """
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise InputError(f"{argument} is {values!r}.\nGive a list of numbers, even of one, such as [0.5].")
    found: dict[float, None] = {}
    for one in values:
        try:
            found[as_number(argument, one)] = None
        except InputError as error:
            raise InputError(f"{argument} holds {one!r}.\nGive numbers, such as [0.5].") from error
    return tuple(found)


def check_policy(policy: object) -> Policy:
    """Return a policy; say what to do with the name of its file.

    Examples
    --------
    >>> check_policy("policy.toml")
    Traceback (most recent call last):
    workbench.errors.InputError: policy is 'policy.toml', which is no policy.
    Read it from its file: policy=wb.read_policy('policy.toml').
    """
    if isinstance(policy, Policy):
        return policy
    if isinstance(policy, (str, Path)):
        raise InputError(
            f"policy is {str(policy)!r}, which is no policy.\n"
            f"Read it from its file: policy=wb.read_policy({str(policy)!r})."
        )
    raise InputError(
        f"policy is {called(policy)}, which is no policy.\n"
        "Declare one, policy=wb.Policy({'selection_rate': 0.05}), or read it from a file: wb.read_policy('…')."
    )


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
        That value; ``None`` where the values are 0 and 1 or false and true. Where every row has it,
        everybody was favoured.

    Raises
    ------
    NotEnoughDataError, RoleError
        If the column has not two values, or nobody said which is favourable.
    """
    values = labels_in(table, column)
    if len(values) == 1:
        values = _with_other(values[0], favourable)
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
    chosen, other = choose_favourable(column, values, argument, favourable)
    return Binary(Coded(column, {value: int(value == chosen) for value in values}), chosen, other)


def _with_other(value: str, favourable: object) -> list[str]:
    """Return the only value of a column, with the other one where it is known: nobody, or everybody, was favoured."""
    chosen = None if favourable is None else label_of(favourable)
    two = next((two for two in TWO_VALUED if value in two), None)
    if two is not None and (chosen is None or chosen in two):
        return list(two)
    return [f"not {value}", value] if chosen == value else [value]


def classes_of(table: Countable, *columns: str) -> tuple[str, ...]:
    """Return the classes that occur in columns of decisions and outcomes, sorted.

    Raises
    ------
    NotEnoughDataError
        If there are fewer than two.
    """
    found = sorted({value for column in columns for value in labels_in(table, column)}, key=_by_number)
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


def labels_in(table: Countable, column: str) -> list[str]:
    """Return the values of a column of decisions or outcomes, sorted; empty and blank text is a missing value."""
    values = {label_of(value) for value in table.values(column, MOST_CLASSES) if value is not None}
    return sorted(value for value in values if value.strip())


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


def check_edges(argument: str, edges: Sequence[float], low: float, high: float) -> None:
    """Raise :class:`InputError` where a threshold lies outside the declared range of the score."""
    for edge in edges:
        if not low <= edge <= high:
            raise InputError(
                f"{argument} {'is' if argument == 'threshold' else 'holds'} {edge:g}, "
                f"outside the declared range of the score, {low:g} to {high:g}.\n"
                "Give a threshold within it, or declare the range: score_range=(low, high)."
            )


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
    if isinstance(data, Dataset):
        return name or data.name
    if name or not isinstance(data, (str, Path)):
        return name or "data"
    path = urlsplit(str(data)).path if "://" in str(data) else str(data).removeprefix(EXAMPLE_PREFIX)
    return stem_of(Path(path)) or "data"


def open_data(data: object, groups: object, on: str | None, options: ReadOptions) -> Countable:
    """Return the table to be counted, with the groups of another table where one is given."""
    if isinstance(data, str) and data.startswith(EXAMPLE_PREFIX):
        data = load_example(data.removeprefix(EXAMPLE_PREFIX)).frame
    table = open_table(data, options.encoding, table=options.table, query=options.query, decimal=options.decimal)
    if (groups is None) != (on is None):
        raise InputError("groups and on belong together.\nGive the other table and the column that links both.")
    if groups is not None and on is not None:
        table = table.joined(open_table(groups, options.encoding, decimal=options.decimal), on)
    return table
