"""Reading a published table as it was printed: every digit counts, and every row is accounted for."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from workbench.audit.totals import is_called_total, plain
from workbench.data.roles import label_of
from workbench.data.sources import ReadOptions, read_table
from workbench.errors import ColumnNotFoundError, InputError

__all__ = ["ROLES", "Printed", "PublishedRow", "is_unknown", "read_published"]

ROLES = {
    "table": ("table", "attribute", "dimension", "characteristic"),
    "category": ("category", "group", "demographic group", "demographic category", "subgroup", "class", "categories"),
    "sex": ("sex", "gender", "sex category"),
    "race": (
        "race",
        "ethnicity",
        "race ethnicity",
        "race or ethnicity",
        "race ethnicity category",
        "race and ethnicity",
    ),
    "applicants": ("applicants", "applicant", "n", "candidates", "considered", "total", "total applicants", "count"),
    "selected": ("selected", "hired", "hires", "k", "above median", "above the median", "advanced", "total selected"),
    "rate": ("selection rate", "scoring rate", "rate", "selected rate", "sel rate", "scored above median"),
    "ratio": ("impact ratio", "ratio", "ir", "adverse impact ratio", "air", "disparate impact ratio"),
}
"""What a column can be for, and what it is usually called."""

_NOTHING = {"", "-", "–", "—", "n/a", "na", "nan", "none", "null", "not applicable"}
_SUPPRESSED = re.compile(r"^(\*+|s|suppressed|redacted|†|[<≤]\s*\d+)$")
_NUMBER = re.compile(r"^[+-]?([0-9]{1,3}([, \u00a0\u202f'’][0-9]{3})+|[0-9]*)(\.[0-9]+)?$")
_LONGEST = 24  # characters; no count of people has more
_MOST_ROWS = 2_000
_UNKNOWN = re.compile(r"\b(unknown|not disclosed|undisclosed|not stated|unspecified|declined|prefer not)\b")


@dataclass(frozen=True)
class Printed:
    """A number as it was printed: its value, and the size of its last digit, both as fractions.

    Examples
    --------
    >>> Printed.read("48.0%"), Printed.read(".84").step
    (Printed(value=Fraction(12, 25), step=Fraction(1, 1000), percent=True), Fraction(1, 100))
    """

    value: Fraction
    step: Fraction
    percent: bool = False

    @classmethod
    def read(cls, text: str) -> Printed | None:
        """Return the number that a text is; ``None`` where it is none."""
        text = text.strip()
        percent = text.endswith("%")
        digits = text.removesuffix("%").strip()
        if len(digits) > _LONGEST or not _NUMBER.match(digits) or not re.search(r"[0-9]", digits):
            return None
        digits = re.sub(r"[, \u00a0\u202f'’]", "", digits)
        step = Fraction(1, 10 ** len(digits.partition(".")[2]))
        scale = 100 if percent else 1
        return cls(Fraction(digits) / scale, step / scale, percent)

    def rounds(self, exact: Fraction) -> bool:
        """Return whether ``exact``, rounded to the digits printed, is this number; halves may go either way."""
        return abs(exact - self.value) <= self.step / 2

    def truncates(self, exact: Fraction) -> bool:
        """Return whether ``exact``, cut off after the digits printed, is this number."""
        return self.value <= exact < self.value + self.step

    def in_percent(self) -> Printed:
        """Return the number read as a percentage whose sign is missing."""
        return self if self.percent else Printed(self.value / 100, self.step / 100, percent=True)


@dataclass(frozen=True)
class PublishedRow:
    """One row of a published table.

    Parameters
    ----------
    number : int
        Its place in the file; the heading is row 1.
    table : str
        The table it belongs to; empty where the file does not say.
    category : tuple of str
        Its category, in one part, or in two where sex and race have a column each.
    numbers : mapping of str to Printed
        What could be read, by role.
    suppressed : tuple of str
        Roles whose cell hides its number.
    unreadable : mapping of str to str
        Roles whose cell holds something else.
    """

    number: int
    table: str
    category: tuple[str, ...]
    numbers: Mapping[str, Printed]
    suppressed: tuple[str, ...]
    unreadable: Mapping[str, str]

    @property
    def name(self) -> str:
        """The category in one text."""
        return ", ".join(self.category)

    @property
    def is_total(self) -> bool:
        """Whether the row sums up the others."""
        return all(is_called_total(part) for part in self.category)


def is_unknown(category: str) -> bool:
    """Return whether a category is that of people whose category is not known."""
    return bool(_UNKNOWN.search(category.casefold()))


def read_published(
    source: object, columns: Mapping[str, str], encoding: str
) -> tuple[str, dict[str, str], list[PublishedRow], dict[str, str]]:
    """Return a table's name, its columns by role, its rows, and what other columns say in every row alike.

    Raises
    ------
    SourceError, NotEnoughDataError
        If it cannot be read as a table, or has no rows.
    ColumnNotFoundError, InputError
        If a column that is named is not there, none can be found for the categories or the numbers, or
        there are more rows than a published table has.
    """
    read = read_table(source, ReadOptions(encoding=encoding))
    table, name = read.table, read.name
    headings: list[str] = list(table.column_names)
    if table.num_rows > _MOST_ROWS:
        raise InputError(
            f"{name!r} has {table.num_rows:,} rows; {_MOST_ROWS:,} is the most.\n"
            "A published table has one row a category. Decisions, one row a person, are audited with audit_decisions."
        )
    if isinstance(source, (str, Path)) and Path(source).suffix.lower() == ".csv":
        # Numbers as they are printed: Arrow would make 0.840 the same as 0.84.
        with (
            Path(source)
            .expanduser()
            .open(encoding="utf-8-sig" if encoding == "utf-8" else encoding, newline="") as file
        ):
            cells = [row for row in csv.reader(file) if row][1:]
    else:
        lists = [[("" if value is None else label_of(value)) for value in one.to_pylist()] for one in table.columns]
        cells = [list(row) for row in zip(*lists, strict=True)]
    roles = _roles(headings, columns)
    rows = [_row(number, dict(zip(headings, row, strict=False)), roles) for number, row in enumerate(cells, start=2)]
    constant = {}
    for position, heading in enumerate(headings):
        values = {row[position].strip() for row in cells if position < len(row) and row[position].strip()}
        if heading not in roles.values() and len(values) == 1:
            constant[plain(heading)] = values.pop()
    return name, roles, _percentages(rows, roles), constant


def _roles(headings: Sequence[str], columns: Mapping[str, str]) -> dict[str, str]:
    roles: dict[str, str] = {}
    for role, heading in columns.items():
        if role not in ROLES:
            raise InputError.for_choice("role in columns", role, list(ROLES))
        if heading not in headings:
            raise ColumnNotFoundError.for_name(heading, headings)
        roles[role] = heading
    for role, usual in ROLES.items():
        found = [one for one in headings if plain(one) in usual and one not in roles.values()]
        if role not in roles and found:
            roles[role] = found[0]
    listed = ", ".join(repr(one) for one in headings)
    if not roles.keys() & {"category", "sex", "race"}:
        raise InputError(
            f"No column seems to hold the categories; there are {listed}.\nName it: columns={{'category': '…'}}."
        )
    if not roles.keys() & {"applicants", "selected", "rate", "ratio"}:
        raise InputError(
            f"No column seems to hold counts, rates or ratios; there are {listed}.\n"
            "Name at least one: columns={'applicants': '…', 'selected': '…', 'rate': '…', 'ratio': '…'}."
        )
    return roles


def _row(number: int, cells: Mapping[str, str], roles: Mapping[str, str]) -> PublishedRow:
    def text(role: str) -> str:
        return cells.get(roles.get(role, ""), "").strip()

    numbers: dict[str, Printed] = {}
    suppressed, unreadable = [], {}
    for role in ("applicants", "selected", "rate", "ratio"):
        said = text(role)
        printed = Printed.read(said)
        if printed is not None:
            numbers[role] = printed
        elif _SUPPRESSED.match(said.casefold()):
            suppressed.append(role)
        elif said.casefold() not in _NOTHING:
            unreadable[role] = said
    parts = [text(role) for role in ("sex", "race")] if "category" not in roles else [text("category")]
    parts = [part for part in parts if part and (not is_called_total(part) or len(parts) == 1)]
    table = text("table")
    if not table and "category" not in roles and len(parts) < 2:
        table = "sex" if text("sex") in parts and text("sex") else "race"
    return PublishedRow(number, table, tuple(parts), numbers, tuple(suppressed), unreadable)


def _percentages(rows: list[PublishedRow], roles: Mapping[str, str]) -> list[PublishedRow]:
    """Return the rows with rates and ratios as fractions, where a column prints percentages without their sign."""
    changed = rows
    for role in ("rate", "ratio"):
        bare = sorted(row.numbers[role].value for row in rows if role in row.numbers and not row.numbers[role].percent)
        named = "%" in roles.get(role, "") or "percent" in roles.get(role, "").casefold()
        if bare and (named or bare[len(bare) // 2] > Fraction(3, 2)):
            changed = [
                PublishedRow(
                    row.number,
                    row.table,
                    row.category,
                    {key: one.in_percent() if key == role else one for key, one in row.numbers.items()},
                    row.suppressed,
                    row.unreadable,
                )
                for row in changed
            ]
    return changed
