"""Which printed words are no prose: verdicts, names, headings, tables, text alternatives, who signed.

In a format whose sentences people may edit, these stay as they were written: they are what the numbers
are about. They are found by their text, block by block, in reading order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from workbench.document.nodes import Block, Callout, Chart, Document, Items, Paragraph, Section, Table, Terms
from workbench.document.text import Name, Text
from workbench.document.wording import MARKS, plain
from workbench.report.lettering import clean
from workbench.report.notices import notices
from workbench.report.printed.contract import PrintedBlock

__all__ = ["Fixed", "FixedKind", "fixed_words"]

FixedKind = Literal["verdict", "name", "heading", "notice", "table", "chart", "signed", "decision"]

_SIGNED = ("signed.",)
_DECIDED = ("letter.decided",)
_SIGNED_TERM = "sign_off/"
_SAID = re.compile("|".join(rf"\b{word}\b" for _, word in MARKS.values() if " " in word), re.IGNORECASE)


@dataclass(frozen=True)
class Fixed:
    """Where words stand that nobody may edit.

    Parameters
    ----------
    block : int
        Which block of print, from 0.
    start, end : int
        Their first character, and the one after their last.
    kind : {"verdict", "name", "heading", "notice", "table", "chart", "signed", "decision"}
        What they are.
    """

    block: int
    start: int
    end: int
    kind: FixedKind


@dataclass(frozen=True)
class _Verdict:
    """The mark and the word before a verdict's sentence."""

    text: str


_Unit = tuple[FixedKind | None, tuple[object, ...]]
"""A text and what all of it is; ``None`` where only its names and verdicts are fixed."""


def fixed_words(document: Document, blocks: Sequence[PrintedBlock]) -> tuple[Fixed, ...]:
    """Return the words of a document that nobody may edit, where one format prints them.

    Parameters
    ----------
    document : Document
        What is printed.
    blocks : sequence of PrintedBlock
        As that format prints it.

    Examples
    --------
    >>> document = Document("brief", ("A report",), (), (Section("short", "In short", ()),), {}, "2026-11-21")
    >>> fixed_words(document, [PrintedBlock("A report"), PrintedBlock("In short"), PrintedBlock("Some prose.")])
    (Fixed(block=0, start=0, end=8, kind='heading'), Fixed(block=1, start=0, end=8, kind='heading'))
    """
    labels = _labels(document)
    found: dict[Fixed, None] = {}
    for place, (kind, parts) in _placed(document, blocks):
        text = blocks[place].text
        if kind is not None:
            found[Fixed(place, 0, len(text), kind)] = None
            continue
        for start, end, what in (*_spans(parts, text), *_said(text, labels)):
            found[Fixed(place, start, end, what)] = None
    return tuple(sorted(found, key=lambda one: (one.block, one.start, one.end, one.kind)))


def _placed(document: Document, blocks: Sequence[PrintedBlock]) -> Iterator[tuple[int, _Unit]]:
    """Yield each text with the block that prints it; what stands before it is looked at last."""
    places: dict[str, list[int]] = {}
    for at, block in enumerate(blocks):
        places.setdefault(_bare(block.text), []).append(at)
    cursor = 0
    for unit in _units(document):
        at_all = places.get(_bare("".join(map(_words, unit[1]))))
        if not at_all:
            continue
        place = next((at for at in at_all if at >= cursor), at_all[0])
        at_all.remove(place)
        cursor = max(cursor, place)
        yield place, unit


def _spans(parts: Sequence[object], text: str) -> Iterator[tuple[int, int, FixedKind]]:
    """Yield where the names and the verdict of a text stand in its print, white space aside."""
    origins = [at for at, character in enumerate(text) if not character.isspace()]
    at = 0
    for part in parts:
        length = len(_bare(_words(part)))
        if length and isinstance(part, (Name, _Verdict)):
            kind: FixedKind = "name" if isinstance(part, Name) else "verdict"
            yield origins[at], origins[at + length - 1] + 1, kind
        at += length


def _said(text: str, labels: re.Pattern[str] | None) -> Iterator[tuple[int, int, FixedKind]]:
    yield from ((found.start(), found.end(), "verdict") for found in _SAID.finditer(text))
    if labels is not None:
        yield from ((found.start(), found.end(), "name") for found in labels.finditer(text))


def _labels(document: Document) -> re.Pattern[str] | None:
    """Return what finds the words for the two decisions, such as approved and denied, wherever they are said."""
    roles = document.materials.get("roles")
    if not isinstance(roles, Mapping):
        return None
    said = {str(roles.get(name) or "") for name in ("favourable_label", "unfavourable_label")} - {""}
    return (
        re.compile("|".join(rf"(?<!\w){re.escape(one)}(?!\w)" for one in sorted(said)), re.IGNORECASE) if said else None
    )


def _bare(text: str) -> str:
    """Return text without white space, in small letters of which each is one character."""
    return "".join(one if len(one.lower()) > 1 else one.lower() for one in clean(text) if not one.isspace())


def _words(part: object) -> str:
    return part if isinstance(part, str) else str(getattr(part, "text", ""))


def _units(document: Document) -> Iterator[_Unit]:
    yield "heading", document.title
    yield None, document.lead
    yield from (("notice", notice) for notice in notices(document))
    for section in document.sections:
        yield from _of_block(section)


def _of_block(block: Block) -> Iterator[_Unit]:
    if isinstance(block, Section):
        yield "heading", (block.title,)
        for one in block.blocks:
            yield from _of_block(one)
    elif isinstance(block, Paragraph):
        yield _kind_of(block), block.text
    elif isinstance(block, Items):
        yield from ((_kind_of(item), item.text) for item in block.items)
    elif isinstance(block, Callout):
        mark, word = MARKS[block.mark]
        yield None, (_Verdict(f"{mark} {word}."), " ", *block.text)
    elif isinstance(block, Chart):
        said = plain(block.takeaway)
        yield from (("chart", (text,)) for text in (said, said, block.alternative))
        yield from _of_table(block.table)
    elif isinstance(block, Terms):
        for term in block.terms:
            yield "heading", term.term
            kind: FixedKind | None = "signed" if term.id.startswith(_SIGNED_TERM) else None
            yield from ((kind, meaning) for meaning in term.meaning)
    else:
        yield from _of_table(block)


def _kind_of(paragraph: Paragraph) -> FixedKind | None:
    if paragraph.id.startswith(_SIGNED):
        return "signed"
    return "decision" if paragraph.id.startswith(_DECIDED) else None


def _of_table(table: Table) -> Iterator[_Unit]:
    headings = dict(table.parts)
    cells: list[Text] = [table.caption, *table.header]
    for place, row in enumerate(table.rows):
        cells += [headings[place]] if place in headings else []
        cells += row
    yield from (("table", cell) for cell in cells)
