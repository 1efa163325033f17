"""A table of a document as a table of a Word file."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from workbench.document.nodes import Table, Text
from workbench.document.wording import plain
from workbench.report.lettering import capitalised, row_heading
from workbench.report.word.page import TEXT_WIDTH
from workbench.report.word.runs import NOTHING, Controls, paragraph

__all__ = ["table"]

_LETTER, _PADDING = 98, 180  # twentieths of a point: an average letter of 9 points, a cell's margins
_LONGEST_WORD, _LONGEST_CELL = 16, 60  # letters; what is longer wraps
_MOST_KEPT, _LONGEST_KEPT = 10, 30  # rows on one page, and letters of a cell in one line

_KEEP = Markup("<w:keepNext/>")
_TABLE = Markup(
    '<w:tbl><w:tblPr><w:tblStyle w:val="ReportTable"/><w:tblW w:w="{width}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
    '<w:tblLook w:val="06A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" w:noHBand="1" '
    'w:noVBand="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
)
_COLUMN = Markup('<w:gridCol w:w="{}"/>')
_ROW = Markup("<w:tr><w:trPr><w:cantSplit/>{}</w:trPr>{}</w:tr>")
_HEADER = Markup("<w:tblHeader/>")
_CELL = Markup('<w:tc><w:tcPr><w:tcW w:w="{}" w:type="dxa"/>{}</w:tcPr>{}</w:tc>')
_SPAN = Markup('<w:gridSpan w:val="{}"/>')


def table(table: Table, controls: Controls) -> Markup:
    """Return a table with its caption above it.

    Parameters
    ----------
    table : Table
        What it shows.
    controls : Controls
        Puts its facts into content controls.

    Notes
    -----
    The header is repeated on every page; no row is split over two. Its columns are as wide as their
    words need, so that a long name wraps and pushes nothing off the page.
    """
    caption = paragraph("Caption", controls.runs(capitalised(table.caption)))
    if not table.header:
        return caption
    widths = _widths(table)
    keep = _KEEP if _is_small(table) else NOTHING
    headings = dict(table.parts)
    rows = [_row(table, [capitalised(cell) for cell in table.header], widths, controls, _KEEP, header=True)]
    for place, cells in enumerate(table.rows):
        if place in headings:
            rows.append(_part(capitalised(headings[place]), widths, controls))
        last = place == len(table.rows) - 1
        named = [row_heading(table, cells[0]), *cells[1:]]
        rows.append(_row(table, named, widths, controls, NOTHING if last else keep))
    grid = NOTHING.join(_COLUMN.format(width) for width in widths)
    return caption + _TABLE.format(width=sum(widths), grid=grid, rows=NOTHING.join(rows))


def _row(
    table: Table,
    cells: Sequence[Text],
    widths: Sequence[int],
    controls: Controls,
    keep: Markup,
    *,
    header: bool = False,
) -> Markup:
    inner = NOTHING.join(
        _CELL.format(
            width, "", paragraph("TableNumber" if numeric else "TableText", controls.runs(cell), properties=keep)
        )
        for cell, width, numeric in zip(cells, widths, table.numeric, strict=True)
    )
    return _ROW.format(_HEADER if header else "", inner)


def _part(heading: Text, widths: Sequence[int], controls: Controls) -> Markup:
    inner = paragraph("TablePart", controls.runs(heading), properties=_KEEP)
    return _ROW.format("", _CELL.format(sum(widths), _SPAN.format(len(widths)), inner))


def _is_small(table: Table) -> bool:
    """Whether it looks torn on two pages: few rows of a line each."""
    cells = (plain(cell) for row in table.rows for cell in row)
    return len(table.rows) <= _MOST_KEPT and all(len(cell) <= _LONGEST_KEPT for cell in cells)


def _widths(table: Table) -> list[int]:
    """Return the width of each column: its longest word at least, its longest cell where there is room."""
    columns = list(zip(table.header, *table.rows, strict=True))
    wanted = [_wide([plain(cell) for cell in column], _LONGEST_CELL) for column in columns]
    least = [_wide(_unbroken(column, table.numeric[place]), _LONGEST_WORD) for place, column in enumerate(columns)]
    if sum(least) > TEXT_WIDTH:  # then numbers are broken between words too
        least = [_wide(_unbroken(column, False), _LONGEST_WORD) for column in columns]
    wanted = list(map(max, least, wanted))
    room, need = TEXT_WIDTH - sum(least), sum(wanted) - sum(least)
    if sum(wanted) <= TEXT_WIDTH:
        widths = [TEXT_WIDTH * width // sum(wanted) for width in wanted]
    elif room >= 0:
        widths = [low + room * (high - low) // need for low, high in zip(least, wanted, strict=True)]
    else:
        widths = [TEXT_WIDTH * width // sum(least) for width in least]
    return [*widths[:-1], TEXT_WIDTH - sum(widths[:-1])]


def _wide(texts: Sequence[str], longest: int) -> int:
    return _PADDING + _LETTER * min(max(map(len, texts), default=1), longest)


def _unbroken(column: Sequence[Text], numeric: bool) -> list[str]:
    """Return what of a column should stay in one line: the words of its heading, and its words or numbers."""
    heading, *cells = (plain(cell) for cell in column)
    bold = (f"{word}  " for word in heading.split())  # wider by about two letters
    return [*bold, *(cells if numeric else " ".join(cells).split())]
