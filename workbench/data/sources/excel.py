"""Excel workbooks and their relatives: one sheet, its first row that holds anything the names of columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import python_calamine as calamine

from workbench.core.finding import Finding
from workbench.core.fingerprint import fingerprint_of_file
from workbench.core.measure import Measure
from workbench.data.said import say
from workbench.data.sources.options import ReadOptions
from workbench.data.sources.plain import check_names, no_rows
from workbench.data.sources.reading import Reading
from workbench.data.sources.record_columns import column_of_values
from workbench.data.sources.sheet_cells import SheetCells, cells_of_sheets, check_packed, place_of
from workbench.data.sources.spool import Spool
from workbench.data.sources.value_findings import KindsSeen
from workbench.errors import SourceError

__all__ = ["EXCEL", "read_excel"]

EXCEL = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
"""Endings of workbooks."""

_ROWS_A_PART = 20_000
_LISTED = 8


def read_excel(path: Path, options: ReadOptions) -> Reading:
    """Return the table in a sheet of a workbook.

    Parameters
    ----------
    path : path
        An Excel or OpenDocument workbook.
    options : ReadOptions
        Its ``table`` names the sheet; not needed where only one holds anything.

    Returns
    -------
    Reading
        Formulas give the value that was saved with them; without one they are missing, and finding WB116. Rows
        without any value are left out. A column of whole numbers is one of whole numbers, though Excel knows
        fractions only. Cells that hold an error such as ``#N/A`` are missing, and finding WB116; outside ``.xlsx``
        they cannot be told from empty ones. Columns of several kinds are text, and finding WB107.

    Raises
    ------
    SourceError
        If it is no workbook, is locked, or it is not clear which sheet is meant.
    NotEnoughDataError
        If the sheet has no rows below the names of its columns.
    """
    check_packed(path)
    try:
        with calamine.load_workbook(path) as book:
            return _read(book, path, options)
    except calamine.PasswordError as error:
        raise SourceError(f"{path.name!r} is locked with a password.\nSave it without one.") from error
    except SourceError:
        raise
    except (calamine.CalamineError, ValueError) as error:
        raise SourceError(
            f"{path.name!r} cannot be read as a workbook.\nCheck that it is whole, and really the kind its ending says."
        ) from error


def _read(book: Any, path: Path, options: ReadOptions) -> Reading:
    cells = cells_of_sheets(path)
    name = _sheet(book, path, options.table, cells)
    if name in cells:
        cells[name].check_size(path, name)
    sheet = book.get_sheet_by_name(name)
    rows = iter(sheet.iter_rows())
    names, n_above = _header(rows, path, name)
    first_row, first_column = sheet.start or (0, 0)
    spool, seen, n_blank, gap = Spool(options), KindsSeen("row"), 0, 0
    place = first_row + n_above + 1  # the rows that were gone through so far
    while part := list(islice(rows, _ROWS_A_PART)):
        kept, places = [], []
        for row in part:
            place += 1
            if _is_filled(row):
                kept.append(row)
                places.append(place)
                n_blank, gap = n_blank + gap, 0
            else:
                gap += 1  # blank rows at the end are none at all
        if kept:
            columns = {one: _values(column) for one, column in zip(names, zip(*kept, strict=True), strict=True)}
            spool.add({one: column_of_values(values, one, options.decimal) for one, values in columns.items()})
            for one, values in columns.items():
                seen.look_at(one, values, places)
    if spool.n_rows == 0:
        raise no_rows(path.stem)
    fingerprint = fingerprint_of_file(path)
    notes = _notes(n_blank, sheet, first_row + n_above)
    findings = (
        *_error_findings(cells.get(name), spool.n_rows * len(names)),
        *_unsaved_findings(cells.get(name), names, first_column, spool.n_rows),
        *seen.findings(options),
    )
    return Reading(spool.held(fingerprint), path.stem, fingerprint, findings, notes)


def _sheet(book: Any, path: Path, wanted: str, cells: dict[str, SheetCells]) -> str:
    names = list(book.sheet_names)
    if wanted:
        if wanted not in names:
            raise SourceError.for_choice(f"table, a sheet of {path.name!r},", wanted, names)
        return wanted
    filled = [one for one in names if (bool(cells[one].columns) if one in cells else _holds_cells(book, one))]
    if not filled:
        raise SourceError(f"{path.name!r} has no sheet that holds anything.\nGive a workbook with a table.")
    if len(filled) > 1:
        listed = ", ".join(repr(one) for one in filled[:_LISTED])
        more = f", and {len(filled) - _LISTED} more" if len(filled) > _LISTED else ""
        raise SourceError(
            f"{path.name!r} has {len(filled)} sheets that hold something: {listed}{more}.\n"
            f"Say which one is meant: {say('table', filled[0])}."
        )
    return str(filled[0])


def _holds_cells(book: Any, name: str) -> bool:
    try:
        return book.get_sheet_by_name(name).start is not None
    except calamine.CalamineError:  # a sheet of charts
        return False


def _header(rows: Iterator[list[Any]], path: Path, sheet: str) -> tuple[list[str], int]:
    """Return the names of the columns, and how many rows stand before them; they are the first row with a value."""
    first = next(((place, row) for place, row in enumerate(rows) if _is_filled(row)), None)
    if first is None:
        raise SourceError(f"Sheet {sheet!r} of {path.name!r} is empty.\nGive a sheet with column names and rows.")
    n_above, row = first
    names = [" ".join(_name(value).split()) for value in row]
    unnamed = next((place for place, name in enumerate(names) if not name), None)
    if unnamed is not None:
        raise SourceError(
            f"Sheet {sheet!r} of {path.name!r}: the first row with a value names no column {unnamed + 1}.\n"
            "Give every column a name in that row, and take out what stands above or beside the table."
        )
    check_names(names, path.stem)
    return names, n_above


def _is_filled(row: Sequence[object]) -> bool:
    return any(value not in ("", None) for value in row)


def _name(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _values(column: Sequence[Any]) -> list[object]:
    """Return cells with ``None`` for empty ones, and whole numbers where there are no others."""
    values = [None if value == "" else value for value in column]
    whole = all(not isinstance(value, float) or value.is_integer() for value in values)
    return [int(value) if whole and isinstance(value, float) else value for value in values]


def _notes(n_blank: int, sheet: Any, header: int) -> tuple[str, ...]:
    notes = []
    if n_blank:
        notes.append(
            f"{n_blank:,} rows without any value were left out."
            if n_blank > 1
            else "A row without any value was left out."
        )
    merged = [one for one in sheet.merged_cell_ranges or () if one[1][0] > header]
    if merged:
        n = "1 range" if len(merged) == 1 else f"{len(merged):,} ranges"
        notes.append(f"{n} of merged cells: only the first cell of each has its value, the others are missing.")
    return tuple(notes)


def _error_findings(cells: SheetCells | None, n_cells: int) -> tuple[Finding, ...]:
    if cells is None or not cells.errors:
        return ()
    n = len(cells.errors) + cells.n_more_errors
    where = ", ".join(f"{place} ({text})" for place, text in cells.errors[:3]) + (", …" if n > 3 else "")
    return (
        Finding(
            "WB116",
            "caution",
            f"{n:,} cells of the sheet hold an error instead of a value: {where}",
            "A formula found nothing or went wrong there, so nobody knows the value. Such cells are read as missing.",
            "Mend the formulas, or decide that missing is right.",
            value=float(n),
            threshold=0.0,
            n=n_cells,
            measure=Measure("cells that hold an error", "count", "cells", "cells"),
        ),
    )


def _unsaved_findings(
    cells: SheetCells | None, names: Sequence[str], first_column: int, n_rows: int
) -> tuple[Finding, ...]:
    """Return a finding for each column with formulas whose values nobody saved."""
    found = []
    for letters, (first, n) in cells.unsaved.items() if cells else ():
        place = place_of(letters) - 1 - first_column
        name = names[place] if 0 <= place < len(names) else letters
        what = "1 formula without a saved value is" if n == 1 else f"{n:,} formulas without a saved value are"
        found.append(
            Finding(
                "WB116",
                "caution",
                f"{what} read as missing in column {name!r}, the first in cell {first}",
                "The program that wrote the workbook did not calculate, so nobody knows the values.",
                "Open the workbook in a spreadsheet program, save it, and read it again.",
                value=float(n),
                threshold=0.0,
                n=n_rows,
                scope=name,
                measure=Measure("formulas without a saved value", "count", "formulas"),
            )
        )
    return tuple(found)
