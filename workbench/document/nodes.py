"""The tree a report is made of.

.. code-block:: text

    Document          its notices stand before everything else
    └─ Section
       ├─ Paragraph   text with facts in it
       ├─ Items       a list of paragraphs
       ├─ Callout     a verdict: a mark, a word and a sentence
       ├─ Table       header, rows, caption
       ├─ Chart       takeaway, text alternative, a drawing, and its data as a Table
       ├─ Terms       what is explained, or asked for, and what is said of it
       └─ Section     a part with a heading of its own

Text is a tuple of parts: plain text, a :class:`Name` that a person wrote, or a :class:`Shown` fact.
Nothing in it is markup; renderers escape all of it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from workbench.core.schema import Json
from workbench.document.drawings import Drawing
from workbench.document.text import Name, Part, Shown, Text

__all__ = [
    "Basis",
    "Block",
    "Callout",
    "Chart",
    "Document",
    "Fact",
    "Items",
    "Mark",
    "Name",
    "Paragraph",
    "Part",
    "Section",
    "Shown",
    "Table",
    "Term",
    "Terms",
    "Text",
    "Unit",
]

Unit = Literal["fraction", "count", "ratio", "number", "log-odds", "probability"]
Basis = Literal["counts", "recorded"]


@dataclass(frozen=True)
class Fact:
    """One number that a reader sees.

    Parameters
    ----------
    id : str
        Such as ``"audit/selection_rate/race=Black"``; unique in a document.
    value : float
        ``nan`` where the number does not exist; then ``undefined`` says why.
    unit : {"fraction", "count", "ratio", "number", "log-odds", "probability"}
        What it is a number of.
    how : str
        How it was computed.
    source : str
        Fingerprint of what it was computed from.
    low, high : float
        Confidence limits; ``nan`` where it has none.
    n : int
        How many rows it rests on; 0 where it rests on none, as a limit set beforehand.
    undefined : str
        Why the number does not exist; empty where it does.
    basis : {"counts", "recorded"}
        Whether it follows from counts that travel with the report, so that anyone can compute it again;
        or was written down, as what a model's explanation found or a person declared.
    """

    id: str
    value: float
    unit: Unit
    how: str
    source: str
    low: float = math.nan
    high: float = math.nan
    n: int = 0
    undefined: str = ""
    basis: Basis = "counts"


Mark = Literal["gap", "within tolerance", "not enough evidence"]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph.

    Parameters
    ----------
    id : str
        The message it was made from.
    text : Text
        Its parts.
    """

    id: str
    text: Text


@dataclass(frozen=True)
class Items:
    """A list of short paragraphs, in no order that matters."""

    items: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Callout:
    """A verdict that stands out.

    Parameters
    ----------
    id : str
        The message it was made from.
    mark : Mark
        The verdict.
    text : Text
        Its sentence.
    """

    id: str
    mark: Mark
    text: Text


@dataclass(frozen=True)
class Table:
    """A table.

    Parameters
    ----------
    id : str
        Unique in the document.
    caption : Text
        What it shows.
    header : tuple of Text
        One a column. The first column names the rows.
    rows : tuple of tuple of Text
        As many cells a row as there are columns.
    numeric : tuple of bool
        Which columns hold numbers, and are aligned right.
    parts : tuple of (int, Text)
        Where a part of the table begins, and its heading; the first begins at row 0. Empty: one part.
    """

    id: str
    caption: Text
    header: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    numeric: tuple[bool, ...]
    parts: tuple[tuple[int, Text], ...] = ()


@dataclass(frozen=True)
class Chart:
    """A drawing with its message, in words for those who do not see it, and its numbers.

    Parameters
    ----------
    id : str
        Unique in the document.
    takeaway : Text
        What it shows, in a sentence: its title.
    alternative : str
        What someone hears who does not see it.
    drawing : Drawing
        What is drawn.
    table : Table
        The numbers drawn.
    """

    id: str
    takeaway: Text
    alternative: str
    drawing: Drawing
    table: Table


@dataclass(frozen=True)
class Term:
    """A word that is explained, or a field that is asked for, and what is said of it.

    Parameters
    ----------
    id : str
        Which one: a glossary's entry, or a field of a form.
    term : Text
        The word, or what the field is called.
    meaning : tuple of Text
        One paragraph each.
    missing : bool
        Whether nobody said anything; then ``meaning`` says that.
    """

    id: str
    term: Text
    meaning: tuple[Text, ...]
    missing: bool = False


@dataclass(frozen=True)
class Terms:
    """A list of terms, in order: a glossary, a form with its answers.

    Parameters
    ----------
    id : str
        Unique in the document.
    terms : tuple of Term
        At least one.
    """

    id: str
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it; sections nest, at most three deep.

    Parameters
    ----------
    id : str
        Unique in the document.
    title : str
        Its heading.
    blocks : tuple of Block
        In reading order; sections after everything else.
    """

    id: str
    title: str
    blocks: tuple[Block, ...]


Block = Paragraph | Items | Callout | Table | Chart | Terms | Section


@dataclass(frozen=True)
class Document:
    """A report for one audience.

    Parameters
    ----------
    audience : str
        Whom it is for.
    title : Text
        Its title.
    lead : Text
        One sentence on what it is about.
    sections : tuple of Section
        In reading order.
    facts : mapping of str to Fact
        Every number in it, by id.
    date : str
        The day it was made, as in 2026-11-21.
    language : str
        The language of its prose.
    about : mapping of str to str
        What made it: program, version, fingerprints.
    notices : tuple of Paragraph
        What a reader has to know before anything else: it is past its date, or somebody overruled a finding.
    expires : str
        The day after which it should no longer be relied on, as in 2027-11-21; empty where nobody set one.
    materials : mapping
        What it is made from, as JSON: its evidence. Whoever builds it again from these gets the same document.
    explorer : mapping
        What the threshold explorer of a page needs, as ``explorer_data`` returns it; empty: there is none.
    """

    audience: str
    title: Text
    lead: Text
    sections: tuple[Section, ...]
    facts: Mapping[str, Fact]
    date: str
    language: str = "en"
    about: Mapping[str, str] = field(default_factory=dict)
    notices: tuple[Paragraph, ...] = ()
    expires: str = ""
    materials: Mapping[str, Json] = field(default_factory=dict)
    explorer: Mapping[str, Json] = field(default_factory=dict)

    def __repr__(self) -> str:
        """Return the document in one sentence."""
        title = "".join(part if isinstance(part, str) else part.text for part in self.title)
        return f"Document for {self.audience!r}: {title}; {len(self.sections)} sections, {len(self.facts)} facts."
