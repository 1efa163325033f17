"""A document's texts in the order in which they are read, each with its place."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.document.nodes import Block, Callout, Chart, Document, Items, Paragraph, Section, Table, Terms
from workbench.document.text import Text

__all__ = ["reading_order"]


def reading_order(document: Document) -> Iterator[tuple[str, Text]]:
    """Yield every text of a document with where it stands.

    Parameters
    ----------
    document : Document
        Any.

    Yields
    ------
    tuple of (str, Text)
        The place, such as ``"short/verdicts/2/1"``, and the text. Title and lead come first, then the
        notices, then the sections with their headings; of a chart its takeaway, its text alternative and
        its table.
    """
    yield "title", document.title
    yield "lead", document.lead
    for place, notice in enumerate(document.notices):
        yield f"notice/{place}", notice.text
    for section in document.sections:
        yield from _section(section)


def _section(section: Section) -> Iterator[tuple[str, Text]]:
    yield section.id, (section.title,)
    for place, block in enumerate(section.blocks):
        yield from _block(f"{section.id}/{place}", block)


def _block(place: str, block: Block) -> Iterator[tuple[str, Text]]:
    if isinstance(block, Section):
        yield from _section(block)
    elif isinstance(block, (Paragraph, Callout)):
        yield place, block.text
    elif isinstance(block, Items):
        yield from ((f"{place}/{at}", item.text) for at, item in enumerate(block.items))
    elif isinstance(block, Terms):
        for term in block.terms:
            yield f"{place}/{term.id}", term.term
            yield from ((f"{place}/{term.id}/{at}", text) for at, text in enumerate(term.meaning))
    elif isinstance(block, Chart):
        yield f"{place}/takeaway", block.takeaway
        yield f"{place}/alternative", (block.alternative,)
        yield from _table(block.table)
    else:
        yield from _table(block)


def _table(table: Table) -> Iterator[tuple[str, Text]]:
    yield f"{table.id}/caption", table.caption
    yield from ((f"{table.id}/header/{at}", cell) for at, cell in enumerate(table.header))
    headings = dict(table.parts)
    for row, cells in enumerate(table.rows):
        if row in headings:
            yield f"{table.id}/part/{row}", headings[row]
        yield from ((f"{table.id}/{row}/{at}", cell) for at, cell in enumerate(cells))
