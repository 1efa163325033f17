"""What a standard says, whichever it is: its statements, its tables, and what nobody provided."""

from __future__ import annotations

import math
from collections.abc import Iterable

from workbench.audit.standards.contract import Cell, Column, StandardResult, StandardTable
from workbench.document.facts import fact_id
from workbench.document.nodes import Block, Fact, Paragraph, Part, Shown, Table, Text, Unit
from workbench.document.wording import name, paragraph, say
from workbench.report.materials import Materials

__all__ = ["standard_blocks"]

_LONGEST_SENTENCE = 600
_UNITS: dict[str, Unit] = {"count": "count", "fraction": "fraction", "ratio": "ratio", "number": "number"}


def standard_blocks(materials: Materials, place: int, result: StandardResult) -> tuple[Block, ...]:
    """Return everything that a standard found.

    Parameters
    ----------
    materials : Materials
        The audit.
    place : int
        Tells this standard from others, in ids.
    result : StandardResult
        What it found.
    """
    blocks: list[Block] = [_sentence("standard.statement", sentence) for sentence in result.statements]
    if result.missing:
        blocks.append(paragraph("standard.missing", asks=_joined(one.asks for one in result.missing)))
    if result.metadata:
        rows = tuple(
            ((name(asked, _LONGEST_SENTENCE),), (name(answer, _LONGEST_SENTENCE),))
            for asked, answer in result.metadata.items()
        )
        header = (say("standard.asked"), say("standard.answer"))
        blocks.append(Table(f"standard-{place}-given", say("standard.metadata"), header, rows, (False, False)))
    for number, table in enumerate(result.tables):
        blocks.append(_table(materials, f"standard-{place}-{number}", result.name, table))
        blocks += _reasons(table)
        blocks += [_sentence("standard.note", note) for note in table.notes]
    blocks.append(paragraph("standard.known", date=name(result.known_as_of)))
    return tuple(blocks)


def _reasons(table: StandardTable) -> list[Block]:
    """Return why values are missing, once a reason."""
    rows: dict[str, dict[str, None]] = {}
    for row in table.rows:
        for cell in row.cells:
            if cell.value is None:
                rows.setdefault(cell.reason, {})[row.name] = None
    return [
        paragraph(
            "standard.undefined",
            value=say("table.nothing"),
            rows=_joined(names),
            reason=name(reason, _LONGEST_SENTENCE),
        )
        for reason, names in rows.items()
    ]


def _joined(names: Iterable[str]) -> Text:
    """Return names with semicolons between them: those of categories hold commas."""
    parts: list[Part] = []
    for one in names:
        parts += [*(["; "] if parts else []), name(one, _LONGEST_SENTENCE)]
    return tuple(parts)


def _sentence(id: str, text: str) -> Paragraph:
    # A standard's own words may hold numbers that the law prints, or that stand in its tables too.
    return Paragraph(id, (name(text, _LONGEST_SENTENCE),))


def _table(materials: Materials, id: str, standard: str, table: StandardTable) -> Table:
    header = (say("standard.row"), *((name(column.name),) for column in table.columns))
    rows: list[tuple[Text, ...]] = []
    for row in table.rows:
        cells = [
            _cell(materials, fact_id("audit", "standard", standard, *table.id.split("/"), row.name, column.name), *pair)
            for column, pair in zip(table.columns, zip(row.cells, table.columns, strict=True), strict=True)
        ]
        rows.append(((name(row.name),), *cells))
    numeric = (False, *(column.unit != "text" for column in table.columns))
    caption = (name(table.title, _LONGEST_SENTENCE),)
    return Table(id, caption, header, tuple(rows), numeric)


def _cell(materials: Materials, id: str, cell: Cell, column: Column) -> Text:
    """Return a cell as it is printed, with its interval; why there is none where it has no value."""
    if isinstance(cell.value, str):
        return (name(cell.value, _LONGEST_SENTENCE),)
    value = math.nan if cell.value is None else float(cell.value)
    low, high = (math.nan if side is None else float(side) for side in (cell.low, cell.high))
    unit = _UNITS.get(cell.unit, "number")
    how = "by the standard; unrounded"
    source = materials.audited.decisions.fingerprint
    reason = cell.reason if math.isnan(value) else ""
    fact = materials.book.add(Fact(id, value, unit, how, source, low, high, undefined=reason))
    shown = Shown(fact.id, cell.shown(column.digits))
    if math.isnan(value + low + high):
        return (shown,)
    ends = [Cell(end, cell.unit).shown(column.digits) for end in (low, high)]
    return say(
        "standard.interval", value=shown, low=Shown(fact.id, ends[0], "low"), high=Shown(fact.id, ends[1], "high")
    )
