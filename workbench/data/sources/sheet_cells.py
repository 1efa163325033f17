"""What a workbook says of a sheet's cells before they are read: how far it reaches, and which hold errors.

The reader of workbooks makes room for every cell up to the last one, and gives an empty cell where there is an
error. So both are looked up in the file itself: a single cell far out must not use up all memory, and an error is
not an empty cell.
"""

from __future__ import annotations

import posixpath
import re
import xml.etree.ElementTree as ET  # expat refuses entities that grow
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from workbench.errors import SourceError

__all__ = ["SheetCells", "cells_of_sheets", "check_packed", "place_of"]

_MOST_UNPACKED = 4 * 2**30
_MOST_CELLS = 100_000_000
_MOST_ERRORS = 1_000
_BLOCK = 2**22
_CELL = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br=["']([A-Z]{1,3})([0-9]{1,7})["']""")
_ERROR = re.compile(
    rb"""<(?:\w+:)?c\s(?=[^>]*\bt=["']e["'])[^>]*?\br=["']([A-Z]{1,3}[0-9]{1,7})["'][^>]*>"""
    rb"""(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]{0,40})""",
    re.DOTALL,
)
# A formula whose value nobody saved; of a text formula the value may be empty text.
_UNSAVED = re.compile(
    rb"""<(?:\w+:)?c\s(?![^>]*\bt=["']str["'])[^>]*?\br=["']([A-Z]{1,3})([0-9]{1,7})["'][^>]*>\s*<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*"""
    rb"""(?:<(?:\w+:)?v>\s*</(?:\w+:)?v>|<(?:\w+:)?v\s*/>)?\s*</(?:\w+:)?c>"""
)
_OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass
class SheetCells:
    """What stands in a sheet.

    Parameters
    ----------
    columns : set of str
        The letters of columns with a cell.
    first_row, last_row : int
        The first and the last row with a cell, from 1; 0 where there is none.
    errors : list of (str, str)
        The place of each cell with an error, and which: ``("C7", "#N/A")``; the first thousand.
    n_more_errors : int
        Errors beyond these.
    unsaved : dict of str to (str, int)
        Formulas without the value they had, as programs write them that do not calculate: for the letters of each
        column with such, the place of the first and how many.
    """

    columns: set[str] = field(default_factory=set)
    first_row: int = 0
    last_row: int = 0
    errors: list[tuple[str, str]] = field(default_factory=list)
    n_more_errors: int = 0
    unsaved: dict[str, tuple[str, int]] = field(default_factory=dict)

    def check_size(self, path: Path, sheet: str) -> None:
        """Refuse a sheet that reaches so far that no memory holds it."""
        if not self.columns:
            return
        places = [place_of(one) for one in self.columns]
        n_cells = (self.last_row - self.first_row + 1) * (max(places) - min(places) + 1)
        if n_cells > _MOST_CELLS:
            raise SourceError(
                f"Sheet {sheet!r} of {path.name!r} reaches over {n_cells:,} cells, more than a workbook can be read "
                "with.\nTake out cells far away from the table, or save the table as CSV or Parquet."
            )

    def look_at(self, text: bytes) -> None:
        """Take in the cells in a part of the sheet's text."""
        for letters, row in _CELL.findall(text):
            self.columns.add(letters.decode())
            number = int(row)
            self.first_row = min(self.first_row or number, number)
            self.last_row = max(self.last_row, number)
        for found, row in _UNSAVED.findall(text) if b"f>" in text or b"f " in text else ():
            column = found.decode()
            first, n = self.unsaved.get(column, (column + row.decode(), 0))
            self.unsaved[column] = first, n + 1
        for place, said in _ERROR.findall(text) if b"e" in text else ():
            if len(self.errors) < _MOST_ERRORS:
                self.errors.append((place.decode(), said.decode(errors="replace")))
            else:
                self.n_more_errors += 1


def check_packed(path: Path) -> None:
    """Refuse a workbook that is much larger than it seems."""
    if not zipfile.is_zipfile(path):
        return
    try:
        with zipfile.ZipFile(path) as packed:
            n_bytes = sum(one.file_size for one in packed.infolist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError):  # what is wrong with it, the reader says
        return
    if n_bytes > _MOST_UNPACKED:
        raise SourceError(
            f"{path.name!r} is {n_bytes / 2**30:,.0f} GB unpacked, more than a workbook can be read with.\n"
            "Save the table as CSV or Parquet."
        )


def cells_of_sheets(path: Path) -> dict[str, SheetCells]:
    """Return what stands in each sheet of an ``.xlsx`` workbook; nothing of the other kinds.

    Parameters
    ----------
    path : path
        The workbook.
    """
    if path.suffix.lower() not in (".xlsx", ".xlsm") or not zipfile.is_zipfile(path):
        return {}
    try:
        with zipfile.ZipFile(path) as packed:
            found = {}
            for name, member in _members(packed):
                found[name] = SheetCells()
                for text in _whole_cells(packed, member):
                    found[name].look_at(text)
            return found
    except (KeyError, ET.ParseError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError):
        return {}  # what is wrong with it, the reader says


def _members(packed: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Return the name of each sheet and the file in the workbook that holds it."""
    said = ET.fromstring(packed.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - see above
    targets = {one.get("Id"): one.get("Target", "") for one in said}
    book = ET.fromstring(packed.read("xl/workbook.xml"))  # noqa: S314
    there = set(packed.namelist())
    for one in book.iter():
        if one.tag.endswith("}sheet"):
            member = posixpath.normpath(posixpath.join("xl", targets.get(one.get(_OFFICE), ""))).lstrip("/")
            if member in there:
                yield one.get("name", ""), member


def _whole_cells(packed: zipfile.ZipFile, member: str) -> Iterator[bytes]:
    """Return the text of a sheet in parts that end with a cell."""
    rest = b""
    with packed.open(member) as file:
        while block := file.read(_BLOCK):
            rest += block
            end = max(rest.rfind(b"</c>"), rest.rfind(b"</row>"), len(rest) - 16 * _BLOCK)
            if end > 0:
                yield rest[:end]
                rest = rest[end:]
    yield rest


def place_of(letters: str) -> int:
    """Return the place of a column by its letters, from 1.

    Examples
    --------
    >>> place_of("A"), place_of("AA"), place_of("XFD")
    (1, 27, 16384)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
