"""``Profile``: what is in a table, as counts and a few numbers a column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from workbench.checks import check_column
from workbench.core.finding import Finding
from workbench.core.provenance import Result
from workbench.data.roles import Roles

__all__ = [
    "Association",
    "ColumnProfile",
    "DateSummary",
    "Duplicates",
    "GroupMissing",
    "GroupShare",
    "Kind",
    "NumberSummary",
    "Profile",
    "TextSummary",
    "ValueCount",
]

Kind = Literal["whole number", "number", "text", "true or false", "date", "time", "nothing"]
"""What a column holds; *time* is a day with a time of day, *nothing* a column without values."""


@dataclass(frozen=True)
class NumberSummary:
    """A column of numbers.

    Parameters
    ----------
    low, high, mean, deviation : float
        Least, greatest, mean, and the standard deviation (of a sample: divided by n - 1), over finite values.
    quantiles : mapping of float to float
        The values below which a share of the finite values lies: 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99,
        interpolated linearly.
    exact : bool
        Whether the quantiles are exact, as those of :func:`profile_data` always are.
    n_zero, n_negative, n_infinite : int
        Rows with zero, with less, with an infinite number.
    n_outliers : int
        Rows further from the middle half than three times its width (Tukey's far out).
    edges : tuple of float
        Where the bars of a histogram begin and end: one more than ``counts``.
    counts : tuple of int
        Rows in each bar; a bar holds its left edge, the last one its right edge too.
    """

    low: float
    high: float
    mean: float
    deviation: float
    quantiles: Mapping[float, float]
    exact: bool
    n_zero: int
    n_negative: int
    n_infinite: int
    n_outliers: int
    edges: tuple[float, ...]
    counts: tuple[int, ...]


@dataclass(frozen=True)
class TextSummary:
    """A column of text: the length of its shortest, middle and longest value, in characters."""

    shortest: int
    middle: float
    longest: int


@dataclass(frozen=True)
class DateSummary:
    """A column of dates or times: its first and last, as ISO 8601 writes them."""

    first: str
    last: str


@dataclass(frozen=True)
class ValueCount:
    """A value, as people write it, and how many rows have it."""

    value: str
    n: int


@dataclass(frozen=True)
class ColumnProfile:
    """One column.

    Parameters
    ----------
    name : str
        Its name.
    kind : Kind
        What it holds.
    role : str
        ``target``, ``protected``, ``id``, ``time``, ``group``, ``weight`` or ``feature``.
    n, n_missing : int
        Rows, and rows without a value.
    n_distinct : int
        How many different values there are, missing ones left out.
    distinct_is_exact : bool
        Whether that is exact, as it always is of :func:`profile_data`.
    top : tuple of ValueCount
        The most frequent values, at most ten, most frequent first; none that fewer than two rows, or fewer than one
        in a thousand, have.
    numbers, text, dates : summary or None
        What is known of a column of that kind.
    """

    name: str
    kind: Kind
    role: str
    n: int
    n_missing: int
    n_distinct: int
    distinct_is_exact: bool
    top: tuple[ValueCount, ...]
    numbers: NumberSummary | None = None
    text: TextSummary | None = None
    dates: DateSummary | None = None

    @property
    def missing_share(self) -> float:
        """The share of rows without a value; nan of a table without rows."""
        return self.n_missing / self.n if self.n else float("nan")


@dataclass(frozen=True)
class Association:
    """How much a column goes with the target or with a protected attribute.

    Parameters
    ----------
    column : str
        The column.
    other : str
        The target's name, or the title of a protected attribute.
    role : {"target", "protected"}
        Which of both.
    strength : float
        Bias-corrected Cramér's V, from 0 (none) to 1 (either tells the other); numbers in bins of equally many.
    interval : tuple of (float, float)
        Its 95 % limits.
    n : int
        Rows in which both are known; of ``"missing"``, in which the other is.
    of : {"values", "missing"}
        What of the column goes with the other: its values, or whether there is one.
    """

    column: str
    other: str
    role: Literal["target", "protected"]
    strength: float
    interval: tuple[float, float]
    n: int
    of: Literal["values", "missing"] = "values"


@dataclass(frozen=True)
class GroupMissing:
    """How many rows of a group have no value in a column."""

    column: str
    attribute: str
    group: str
    n: int
    n_missing: int


@dataclass(frozen=True)
class GroupShare:
    """How many rows are of a group, and how many people of the population are.

    Parameters
    ----------
    attribute, group : str
        The protected attribute and its group.
    n, n_all : int
        Rows of the group, and rows whose group is known.
    interval : tuple of (float, float)
        Limits of the group's share.
    expected : float or None
        Its share of the declared population; ``None`` where none was declared.
    """

    attribute: str
    group: str
    n: int
    n_all: int
    interval: tuple[float, float]
    expected: float | None = None


@dataclass(frozen=True)
class Duplicates:
    """Rows that are there more than once.

    Parameters
    ----------
    n_repeated : int
        Rows equal to an earlier one in every column.
    n_repeated_but_id : int
        Rows equal to an earlier one in every column but the id; equal to ``n_repeated`` without an id.
    n_contradicting : int
        Rows whose features are equal to those of another row with another outcome; 0 of amounts, which differ anyhow.
    """

    n_repeated: int
    n_repeated_but_id: int
    n_contradicting: int


@dataclass(frozen=True, eq=False)
class Profile(Result):
    """What is in a table.

    Parameters
    ----------
    data_name : str
        What readers call the data.
    roles : Roles
        What its columns are for.
    n_rows : int
        How many rows.
    columns : tuple of ColumnProfile
        In the data's order.
    associations : tuple of Association
        Of every column with the target and each protected attribute; strongest first. A column of one value, or of
        texts that hardly any two rows share, goes with nothing that could be counted, and is left out.
    missing : tuple of GroupMissing
        By column with missing values, attribute and group.
    shares : tuple of GroupShare
        By protected attribute and group.
    duplicates : Duplicates
        Rows that are there more than once.
    findings : tuple of Finding
        What a person should know before going on; those of reading the data come first.
    missing_associations : tuple of Association
        How much it goes with the target and each protected attribute whether a column has a value, of every column
        with missing ones; strongest first.
    """

    data_name: str
    roles: Roles
    n_rows: int
    columns: tuple[ColumnProfile, ...]
    associations: tuple[Association, ...]
    missing: tuple[GroupMissing, ...]
    shares: tuple[GroupShare, ...]
    duplicates: Duplicates
    findings: tuple[Finding, ...] = ()
    missing_associations: tuple[Association, ...] = ()

    def __repr__(self) -> str:
        """Return the profile in one sentence."""
        n_empty = sum(one.n_missing > 0 for one in self.columns)
        return (
            f"Profile of {self.data_name!r}: {self.n_rows:,} rows, {_count(len(self.columns), 'column')}, "
            f"{n_empty} with missing values, {_count(len(self.findings), 'finding')}."
        )

    def column(self, name: str) -> ColumnProfile:
        """Return what is known of one column.

        Raises
        ------
        ColumnNotFoundError
            If the data have no such column.
        """
        check_column(name, [one.name for one in self.columns])
        return next(one for one in self.columns if one.name == name)

    def strength(self, column: str, other: str) -> Association | None:
        """Return how much a column goes with the target or a protected attribute; ``None`` where that is not defined.

        Parameters
        ----------
        column : str
            The column.
        other : str
            The target's name, or the title of a protected attribute.
        """
        return next((one for one in self.associations if (one.column, one.other) == (column, other)), None)

    def to_frame(self) -> pd.DataFrame:
        """Return one row a column: kind, role, counts, the numbers' summary, and how it goes with the target."""
        return pd.DataFrame([_row(one, self.strength(one.name, self.roles.target or "")) for one in self.columns])


def _row(one: ColumnProfile, association: Association | None) -> dict[str, object]:
    row: dict[str, object] = {
        "column": one.name,
        "kind": one.kind,
        "role": one.role,
        "n": one.n,
        "n_missing": one.n_missing,
        "n_distinct": one.n_distinct,
        "most_frequent": one.top[0].value if one.top else None,
        "n_most_frequent": one.top[0].n if one.top else None,
    }
    if one.numbers is not None:
        row |= {"mean": one.numbers.mean, "deviation": one.numbers.deviation, "low": one.numbers.low}
        row |= {"median": one.numbers.quantiles[0.5], "high": one.numbers.high, "n_outliers": one.numbers.n_outliers}
    return row | {"association": association.strength if association else float("nan")}


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
