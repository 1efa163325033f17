"""``lint_counts``: reading a published audit's tables for what cannot be right, or is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from workbench.audit.lint_checks import check_crossings, check_ratios, check_row, check_small
from workbench.audit.lint_reading import PublishedRow, is_unknown, read_published
from workbench.audit.lint_tables import split_tables
from workbench.checks import check_positive
from workbench.core.finding import Finding
from workbench.core.schema import Json
from workbench.errors import InputError

__all__ = ["METADATA", "LintResult", "lint_counts"]

METADATA = {
    "audit_date": ("audit date", "date of audit", "date of most recent audit", "date"),
    "distribution_date": ("distribution date", "first use", "date of first use", "in use since"),
    "n_unknown": ("n unknown", "unknown", "unknown count", "unknown category"),
}
"""What has to be published beside the tables, and what a column that holds it may be called."""

_INCONSISTENT = {"WB530", "WB531", "WB532", "WB533", "WB534", "WB537"}


@dataclass(frozen=True, eq=False)
class LintResult:
    """What was found in a published table, and how much of it could be checked.

    Parameters
    ----------
    name : str
        The file's name.
    n_rows : int
        Rows read, the heading not counted.
    n_checked : int
        Rows of a table with at least two numbers, or one in a table of ratios.
    not_checked : tuple of (int, str)
        The other rows, by their number in the file, and why.
    tables : mapping of str to int
        The tables that were found, and their rows.
    columns : mapping of str to str
        Which column was taken for what.
    findings : tuple of Finding
        ``WB530`` to ``WB539``.
    """

    name: str
    n_rows: int
    n_checked: int
    not_checked: tuple[tuple[int, str], ...]
    tables: Mapping[str, int]
    columns: Mapping[str, str]
    findings: tuple[Finding, ...]

    @property
    def inconsistencies(self) -> tuple[Finding, ...]:
        """Findings on figures that contradict each other; the others say what is missing or few."""
        return tuple(one for one in self.findings if one.code in _INCONSISTENT)

    def __repr__(self) -> str:
        """Return the result in one sentence."""
        return (
            f"Published table {self.name!r}: {self.n_rows:,} rows read, {self.n_checked:,} checked, "
            f"{len(self.inconsistencies):,} inconsistencies, {len(self.findings) - len(self.inconsistencies):,} other "
            "findings."
        )

    def to_json(self) -> dict[str, Json]:
        """Return the result as JSON."""
        return {
            "name": self.name,
            "n_rows": self.n_rows,
            "n_checked": self.n_checked,
            "not_checked": [{"row": row, "why": why} for row, why in self.not_checked],
            "tables": dict(self.tables),
            "columns": dict(self.columns),
            "findings": [asdict(one) for one in self.findings],
        }


def lint_counts(
    source: object,
    *,
    columns: Mapping[str, str] | None = None,
    metadata: Mapping[str, object] | None = None,
    minimum_n: int = 30,
    encoding: str = "utf-8",
) -> LintResult:
    """Check a published table of selection or scoring rates against itself.

    Parameters
    ----------
    source : str, path or frame
        Any file or frame that can be read: one row a category, or one a category of
        each of several tables. In a CSV file the digits are read as they are printed.
    columns : mapping of str to str, optional
        Which column holds what: ``category`` (or ``sex`` and ``race``), ``applicants``, ``selected``,
        ``rate``, ``ratio``, ``table``. The usual names are found without.
    metadata : mapping of str to object, optional
        What is published beside the table: ``audit_date``, ``distribution_date``, ``n_unknown``.
    minimum_n : int
        With fewer people a category is called small.
    encoding : str
        The encoding of a CSV file.

    Returns
    -------
    LintResult
        Findings of ratios above 1 (WB530), rates that disagree with their counts (WB531), ratios that
        disagree with rates and reference (WB532), no reference (WB533), impossible values (WB534), missing
        dates (WB535) and unknown count (WB536), crossings that contradict margins (WB537) or are missing
        (WB538), and small numbers (WB539).

    Raises
    ------
    SourceError, NotEnoughDataError
        If the source cannot be read as a table, or has no rows.
    ColumnNotFoundError, InputError
        If a column is not there, or none holds categories, or none holds numbers.

    Notes
    -----
    A rate or ratio agrees if rounding gives what is printed, halves either way; what was cut off instead of
    rounded is told apart. Numbers that agree may be wrong all the same.

    Examples
    --------
    >>> import pandas as pd
    >>> printed = {"sex": ["Male", "Female"], "applicants": [200, 150], "selected": [80, 75], "ratio": [1.0, 1.25]}
    >>> found = lint_counts(pd.DataFrame(printed), metadata={"n_unknown": 0})
    >>> found
    Published table 'data': 2 rows read, 2 checked, 2 inconsistencies, 2 other findings.
    >>> print(found.findings[0])
    WB530 Ratio above 1 in Female (row 3, table 'sex'): 1.25
    """
    check_positive("minimum_n", minimum_n)
    given = dict(metadata or {})
    for key in given:
        if key not in METADATA:
            raise InputError.for_choice("metadata", key, list(METADATA))
    name, roles, rows, constant = read_published(source, dict(columns or {}), encoding)
    tables = split_tables(rows)
    placed = {row.number: table.name for table in tables for row in table.rows}
    skipped = {row.number: _why_not(row, placed) for row in rows}
    findings = [finding for row in rows for finding in check_row(row, placed.get(row.number, row.table))]
    for table in tables:
        findings += check_ratios(table)
    findings += check_crossings(tables)
    findings += check_small(tables, minimum_n)
    findings += _metadata(given, constant, rows)
    return LintResult(
        name=name,
        n_rows=len(rows),
        n_checked=sum(1 for why in skipped.values() if not why),
        not_checked=tuple((number, why) for number, why in skipped.items() if why),
        tables={table.name: len(table.rows) for table in tables},
        columns=roles,
        findings=tuple(sorted(findings, key=lambda one: one.code)),
    )


def _why_not(row: PublishedRow, placed: Mapping[int, str]) -> str:
    """Return why a row could not be checked against others; empty where it was."""
    if row.number in placed:
        if row.numbers.keys() & {"rate", "ratio"} or len(row.numbers) > 1:
            return ""
        return "hidden numbers" if row.suppressed else "fewer than two numbers"
    if not row.category or row.is_total:
        return "a total, or no category"
    return "people of unknown category"


def _metadata(given: Mapping[str, object], constant: Mapping[str, str], rows: list[PublishedRow]) -> list[Finding]:
    has = {
        key: str(given.get(key, "")).strip() != "" or any(usual in constant for usual in names)
        for key, names in METADATA.items()
    }
    has["n_unknown"] = has["n_unknown"] or any(is_unknown(row.name) for row in rows if row.category)
    found = []
    dates = [key for key in ("audit_date", "distribution_date") if not has[key]]
    if dates:
        words = {"audit_date": "date of the audit", "distribution_date": "date of the tool's first use"}
        found.append(
            Finding(
                "WB535",
                "caution",
                f"Missing: {' and '.join(words[key] for key in dates)}",
                "Nobody can tell whether the audit covers the time in which the tool was used.",
                "Publish it beside the tables; here, give it in metadata.",
                value=float(len(dates)),
                threshold=0.0,
            )
        )
    if not has["n_unknown"]:
        found.append(
            Finding(
                "WB536",
                "caution",
                "Missing: how many people's category is unknown",
                "People who are left out may fare otherwise, and nobody can tell how far the ratios could move.",
                "Publish their number, even if it is 0, and how it was counted.",
            )
        )
    return found
