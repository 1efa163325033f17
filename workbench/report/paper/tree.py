"""A document as plain data for the layout: words, widths and pictures; never markup.

Texts are strings that the layout sets as they are. Invisible characters say where a long word may
break, and keep names that are written from right to left from turning the numbers beside them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import groupby

from workbench.core.schema import Json
from workbench.core.sign_off import is_expired
from workbench.document.nodes import (
    Block,
    Callout,
    Chart,
    Document,
    Items,
    Name,
    Paragraph,
    Section,
    Shown,
    Table,
    Term,
    Terms,
    Text,
)
from workbench.document.wording import MARKS, plain, say
from workbench.figures.lettering import cut, width_of
from workbench.figures.scene import SIZE
from workbench.figures.static import chart_picture
from workbench.report.lettering import capitalised, clean, row_heading
from workbench.report.paper.characters import only_light
from workbench.report.paper.widths import breakable, column_widths

__all__ = ["TEXT_SIZE", "tree"]

TEXT_SIZE = 8.5
"""Points."""

_DENSE_LETTERS = 7.0  # of a brief's drawings
_MOST_ABREAST = 3
_DENSE_SIZE = 7.8  # of a brief, which is to fit on one page; widths are counted for the larger

_PAGE_WIDTH = 595.28 - 2 * 44.0
_COLUMN_GAP = 18.0
_FOOT_WIDTH = _PAGE_WIDTH - 90.0  # beside it stands which page of how many it is
_BESIDE_COLUMNS = 4
_MOST_WITHOUT_CONTENTS = 8
_MOST_BELOW = 150.0  # points that a table reaches below the drawing beside it
_TALLEST = 9.4  # inches; what is taller is drawn smaller
_LEFT_TO_RIGHT = "\u200e"
_RIGHT = {"R", "AL"}
_POINTS = 72.0
_DEEPEST = 4  # a heading's level: the title is the first


def tree(document: Document) -> dict[str, Json]:
    """Return a document as the layout reads it.

    Parameters
    ----------
    document : Document
        With texts that the font can draw.
    """
    before, between, after = plain(say("audit.page_paper", page="\n", pages="\n")).split("\n")
    is_past = is_expired(document.expires, document.date)
    past = [_said(say("page.past", day=document.expires))] if is_past else []
    contents: Json = None
    if len(document.sections) > _MOST_WITHOUT_CONTENTS:
        contents = plain(say("audit.contents_paper"))
    made: dict[str, Json] = {
        "title": _said(_begun(document.title)),
        "name": plain(document.title),
        "lead": _said(document.lead),
        "language": document.language,
        "date": document.date,
        "foot": cut(plain(document.title), TEXT_SIZE, _FOOT_WIDTH),
        "owner": clean(document.about.get("owner", "")),
        "until": None if is_past or not document.expires else _said(say("page.until", day=document.expires)),
        "notices": [*past, *(_said(notice.text) for notice in document.notices)],
        "contents": contents,
        "number": [before, between, after],
        "size": _DENSE_SIZE if document.audience == "brief" else TEXT_SIZE,
        "dense": document.audience == "brief",
        "sections": _sections(document),
    }
    made["light"] = only_light(_strings(made))
    return made


def _begun(text: Text) -> Text:
    """Return text with a capital where it begins with our words and holds no fact, which is found by its letters."""
    return text if any(isinstance(part, Shown) for part in text) else capitalised(text)


def _said(text: Text, longest: int | None = None) -> str:
    return "".join(_part(part, longest) for part in text)


def _part(part: object, longest: int | None) -> str:
    text = part if isinstance(part, str) else str(getattr(part, "text", ""))
    loose = breakable(text) if longest is None else breakable(text, longest)
    if isinstance(part, Name) and any(unicodedata.bidirectional(one) in _RIGHT for one in text):
        return f"{_LEFT_TO_RIGHT}{loose}{_LEFT_TO_RIGHT}"
    return loose


def _sections(document: Document) -> list[Json]:
    """Return the sections; in a brief short ones that follow each other stand side by side."""
    if document.audience != "brief":
        return [_section(section, 2, _PAGE_WIDTH) for section in document.sections]
    made: list[Json] = []
    for short, group in groupby(document.sections, lambda section: section.id != "about" and _is_short(section)):
        sections = list(group)
        while short and len(sections) > 1:
            n = 2 if len(sections) == 4 else min(len(sections), _MOST_ABREAST)  # two and two, not three and one
            width = (_PAGE_WIDTH - (n - 1) * _COLUMN_GAP) / n
            made.append({"kind": "abreast", "sides": [_section(one, 2, width) for one in sections[:n]]})
            sections = sections[n:]
        made += [_section(section, 2, _PAGE_WIDTH, dense=True) for section in sections]
    return made


def _is_short(section: Section) -> bool:
    """Whether a section fits into half a page's width: no chart, no verdict, no table of sentences."""
    return all(
        not isinstance(block, (Chart, Callout, Section))
        and not (isinstance(block, Table) and not any(block.numeric) and len(block.rows) > 1)
        for block in section.blocks
    )


def _section(section: Section, level: int, room: float, *, dense: bool = False) -> dict[str, Json]:
    return {
        "kind": "section",
        "level": min(level, _DEEPEST),
        "title": breakable(section.title),
        "blocks": [_block(block, level, room, dense=dense) for block in section.blocks],
    }


def _block(block: Block, level: int, room: float, *, dense: bool = False) -> dict[str, Json]:
    match block:
        case Section():
            return _section(block, level + 1, room, dense=dense)
        case Paragraph():
            return {"kind": "paragraph", "text": _said(block.text)}
        case Items():
            return {"kind": "items", "items": [_said(item.text) for item in block.items]}
        case Callout():
            mark, word = MARKS[block.mark]
            return {"kind": "callout", "verdict": block.mark, "mark": mark, "word": word, "text": _said(block.text)}
        case Terms():
            return {"kind": "terms", "terms": [_term(term) for term in block.terms]}
        case Chart():
            return _chart(block, room, _DENSE_LETTERS if dense else TEXT_SIZE)
        case Table():
            return _table(block, room)


def _term(term: Term) -> dict[str, Json]:
    return {
        "term": _said(_begun(term.term)),
        "meaning": [_said(meaning) for meaning in term.meaning],
        "missing": term.missing,
    }


def _chart(chart: Chart, room: float, letters: float) -> dict[str, Json]:
    """Return a chart; a narrow table stands beside it, unless it would reach far below the drawing."""
    half = (room - _COLUMN_GAP) / 2
    beside = room > _PAGE_WIDTH / 2 and len(chart.table.header) <= _BESIDE_COLUMNS
    drawing, width, height = _drawing(chart, half if beside else room, letters)
    if beside and _height(chart.table, half) > max(1.5 * height, height + _MOST_BELOW):
        beside = False
        drawing, width, height = _drawing(chart, room, letters)
    return {
        "kind": "chart",
        "takeaway": _said(_begun(chart.takeaway)),
        "alternative": chart.alternative,
        "drawing": drawing,
        "width": width,
        "beside": beside,
        "columns": [half, half] if beside else [room],
        "table": _table(chart.table, half if beside else room),
    }


def _drawing(chart: Chart, room: float, letters: float) -> tuple[str, float, float]:
    """Return a drawing and its size in points, drawn so wide that its letters end up as large as they are to be."""
    picture = chart_picture(chart, width=room / _POINTS * SIZE / letters)
    scale = min(room / (picture.width * _POINTS), _TALLEST / picture.height)
    return picture.content.decode(), scale * picture.width * _POINTS, scale * picture.height * _POINTS


def _height(table: Table, room: float) -> float:
    """Return about how tall a table will be, in points."""
    columns = [[plain(table.header[at]), *(plain(row[at]) for row in table.rows)] for at in range(len(table.header))]
    widths, _ = column_widths(columns, table.numeric, room, size=TEXT_SIZE)
    lines = 0.0
    for row in zip(*columns, strict=True):
        lines += max(-(-width_of(text, TEXT_SIZE) // width) for text, width in zip(row, widths, strict=True))
    return lines * 1.25 * TEXT_SIZE + 6 * (len(table.rows) + len(table.parts) + 2)


def _table(table: Table, room: float) -> dict[str, Json]:
    header = [_begun(cell) for cell in table.header]
    rows = [(row_heading(table, row[0]), *row[1:]) if row else row for row in table.rows]
    columns = [[plain(head), *(plain(row[at]) for row in rows)] for at, head in enumerate(header)]
    widths, longest = column_widths(columns, table.numeric, room, size=TEXT_SIZE)
    headings = dict(table.parts)
    starts = sorted({0, *headings}) if rows else []
    ends = [*starts[1:], len(rows)]
    return {
        "kind": "table",
        "caption": _said(_begun(table.caption)),
        "header": [_said(cell, longest) for cell in header],
        "widths": list(widths),
        "numeric": list(table.numeric),
        "bodies": [
            {
                "heading": _said(_begun(headings[start]), longest) if start in headings else None,
                "rows": [_row(row, table.numeric, longest) for row in rows[start:end]],
            }
            for start, end in zip(starts, ends, strict=False)
        ],
    }


def _row(cells: tuple[Text, ...], numeric: tuple[bool, ...], longest: int) -> list[Json]:
    """Return the texts of a row; a number with its unit, or two limits, stay in one line."""
    said = [_said(cell, longest) for cell in cells]
    return [
        text.replace(" ", "\u00a0") if whole and len(text) <= longest else text
        for text, whole in zip(said, numeric, strict=True)
    ]


def _strings(value: Json) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
    elif isinstance(value, dict):
        for key, one in value.items():
            if key != "drawing":
                yield from _strings(one)
