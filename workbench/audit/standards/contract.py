"""What every standard takes and gives, so that one renderer and one policy file serve them all."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import Literal, Protocol

from workbench.core.finding import Finding
from workbench.core.schema import Json, number
from workbench.errors import InputError
from workbench.tally.tally import Tally

__all__ = [
    "WEIGHTS_UNUSED",
    "Cell",
    "Column",
    "Evidence",
    "Option",
    "Row",
    "Standard",
    "StandardResult",
    "StandardTable",
    "Unit",
]

WEIGHTS_UNUSED = "People are counted; the sampling weights of the rows play no part."

Unit = Literal["count", "fraction", "ratio", "number", "text"]


@dataclass(frozen=True)
class Cell:
    """One value of a table, exact; rounding is for who shows it.

    Parameters
    ----------
    value : float, int, str or None
        ``None`` where there is none.
    unit : {"count", "fraction", "ratio", "number", "text"}
        What kind of value it is. Fractions are shown as percentages.
    low, high : float, optional
        Confidence limits.
    reason : str
        Why there is no value.
    """

    value: float | str | None
    unit: Unit
    low: float | None = None
    high: float | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        """Turn ``nan`` into no value; refuse no value without a reason."""
        if isinstance(self.value, float) and math.isnan(self.value):
            object.__setattr__(self, "value", None)
        for side in ("low", "high"):
            limit = getattr(self, side)
            if limit is not None and math.isnan(limit):
                object.__setattr__(self, side, None)
        if self.value is None and not self.reason:
            raise InputError("value is None and reason is empty.\nSay why there is no value.")

    def shown(self, digits: int) -> str:
        """Return the value as it is printed: rounded half up, fractions in percent; an en dash for none.

        Examples
        --------
        >>> Cell(90 / 205, "fraction").shown(1), Cell(0.125, "ratio").shown(2), Cell(1390, "count").shown(0)
        ('43.9%', '0.13', '1,390')
        """
        if self.value is None:
            return "–"
        if isinstance(self.value, str):
            return self.value
        if self.unit == "count":
            return f"{self.value:,}"
        percent = self.unit == "fraction"
        exact = Decimal(repr(float(self.value))) * (100 if percent else 1)
        return f"{exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP):,}" + ("%" if percent else "")

    def to_json(self) -> Json:
        """Return the cell as JSON."""
        value: Json = self.value if isinstance(self.value, (str, int)) else number(self.value, self.reason)
        written: dict[str, Json] = {"value": value, "unit": self.unit}
        if self.low is not None and self.high is not None:
            written["interval"] = [number(self.low, "no limit"), number(self.high, "no limit")]
        return written


@dataclass(frozen=True)
class Column:
    """A column's heading, the kind of its values, and how many decimals are printed (of percent for fractions)."""

    name: str
    unit: Unit
    digits: int = 0


@dataclass(frozen=True)
class Row:
    """A row's name and its cells, one for each column."""

    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class StandardTable:
    """A table of a standard.

    Parameters
    ----------
    id : str
        Unique in the result, such as ``"selection/sex"``.
    title : str
        What it shows.
    columns : tuple of Column
    rows : tuple of Row
    notes : tuple of str
        What has to stand beneath it.
    """

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse rows that do not fit the columns."""
        for row in self.rows:
            if [cell.unit for cell in row.cells] != [column.unit for column in self.columns]:
                raise InputError(
                    f"Row {row.name!r} of table {self.id!r} does not fit its columns.\nGive a cell for each."
                )

    def cell(self, row: str, column: str) -> Cell:
        """Return the cell of a row and a column, both by name."""
        names, headings = [one.name for one in self.rows], [one.name for one in self.columns]
        if row not in names:
            raise InputError.for_choice("row", row, names)
        if column not in headings:
            raise InputError.for_choice("column", column, headings)
        return self.rows[names.index(row)].cells[headings.index(column)]

    def to_json(self) -> Json:
        """Return the table as JSON."""
        return {
            "id": self.id,
            "title": self.title,
            "columns": [{"name": one.name, "unit": one.unit, "digits": one.digits} for one in self.columns],
            "rows": [{"name": row.name, "cells": [cell.to_json() for cell in row.cells]} for row in self.rows],
            "notes": list(self.notes),
        }


@dataclass(frozen=True)
class Option:
    """Something a standard can be told.

    Parameters
    ----------
    name : str
        The key in the policy file.
    asks : str
        What is asked, in words.
    required : bool
        Whether it is listed as missing where it is not given.
    """

    name: str
    asks: str
    required: bool = False


@dataclass(frozen=True, eq=False)
class Evidence:
    """What a standard is applied to.

    Parameters
    ----------
    tallies : mapping of str to Tally
        The decisions; one tally under ``""``, or one for each class that people are assigned to.
    median : float, optional
        For a tool that scores: the median of the sample. The *decision* of the tallies is then
        whether the score is strictly above it.
    median_of : str
        Whose scores the median is of.
    n_at_median : int, optional
        How many scores equal the median.
    beside_decisions : bool
        Of scores: whether decisions were given as well, in a column of their own.
    threshold : float, optional
        Of decisions: where scores decided; ``None`` where decisions were given.
    protected : tuple of str, optional
        The attributes whose groups are compared; ``None`` for all that are counted. The others are counted to compare
        groups within them.
    """

    tallies: Mapping[str, Tally] = field(default_factory=dict)
    median: float | None = None
    median_of: str = "everybody with a score, those in an unknown category included"
    n_at_median: int | None = None
    beside_decisions: bool = False
    threshold: float | None = None
    protected: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        """Take a tally of several classes apart; refuse tallies that do not fit together."""
        if not self.tallies:
            raise InputError("tallies is empty.\nGive at least one tally of decisions.")
        apart: dict[str, Tally] = {}
        for name, tally in self.tallies.items():
            if len(tally.classes) == 2:
                apart[name] = tally
            else:
                apart |= {label: tally.one_against_rest(label) for label in tally.classes}
        object.__setattr__(self, "tallies", MappingProxyType(apart))
        if len({tally.attributes for tally in apart.values()}) > 1:
            raise InputError("tallies count different attributes.\nCount the same attributes for every class.")

    @property
    def attributes(self) -> tuple[str, ...]:
        """The attributes that are counted."""
        return next(iter(self.tallies.values())).attributes

    @property
    def compared(self) -> tuple[str, ...]:
        """The attributes whose groups are compared."""
        return self.attributes if self.protected is None else self.protected

    @property
    def is_weighted(self) -> bool:
        """Whether any row has a sampling weight."""
        return any(tally.weights is not None for tally in self.tallies.values())

    @classmethod
    def of(cls, value: Tally | Mapping[str, Tally] | Evidence) -> Evidence:
        """Return evidence of one tally, of one for each class, or as it is."""
        if isinstance(value, Evidence):
            return value
        return cls({"": value} if isinstance(value, Tally) else value)


@dataclass(frozen=True, eq=False)
class StandardResult:
    """What a standard says about some decisions.

    Parameters
    ----------
    name, title : str
        The standard's name and what its output may be called.
    known_as_of : str
        When the law behind it was last read, as an ISO date or month.
    tables : tuple of StandardTable
    statements : tuple of str
        Sentences that belong with the tables.
    missing : tuple of Option
        Required metadata that nobody gave.
    findings : tuple of Finding
    metadata : mapping of str to str
        The metadata that were given, by what was asked.
    """

    name: str
    title: str
    known_as_of: str
    tables: tuple[StandardTable, ...]
    statements: tuple[str, ...]
    missing: tuple[Option, ...]
    findings: tuple[Finding, ...]
    metadata: Mapping[str, str] = field(default_factory=dict)

    def table(self, id: str) -> StandardTable:
        """Return the table of that id."""
        for one in self.tables:
            if one.id == id:
                return one
        raise InputError.for_choice("id", id, [one.id for one in self.tables])

    def to_json(self) -> dict[str, Json]:
        """Return the result as JSON."""
        return {
            "name": self.name,
            "title": self.title,
            "known_as_of": self.known_as_of,
            "metadata": dict(self.metadata),
            "missing": [{"name": one.name, "asks": one.asks} for one in self.missing],
            "tables": [table.to_json() for table in self.tables],
            "statements": list(self.statements),
            "findings": [asdict(one) for one in self.findings],
        }


class Standard(Protocol):
    """A way of reporting; its module offers one object of this kind, called ``STANDARD``."""

    @property
    def name(self) -> str:
        """Its name in policy files, such as ``"four-fifths"``."""

    @property
    def title(self) -> str:
        """What readers call it."""

    @property
    def options(self) -> tuple[Option, ...]:
        """What it can be told."""

    def takes(self, decisions: Evidence, scores: Evidence | None, options: Mapping[str, object], /) -> Evidence:
        """Return the evidence that it is about: the decisions, or the scores where they were counted."""

    def apply(
        self, evidence: Tally | Mapping[str, Tally] | Evidence, options: Mapping[str, object], /
    ) -> StandardResult:
        """Return what it says about the decisions."""
