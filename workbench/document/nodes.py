"""The tree a report is made of.

.. code-block:: text

    Document
    └─ Section
       ├─ Paragraph   text with facts in it
       ├─ Items       a list of paragraphs
       ├─ Callout     a verdict: a mark, a word and a sentence
       ├─ Table       header, rows, caption
       └─ Chart       takeaway, text alternative, points, and its data as a Table

Text is a tuple of parts: plain text, a :class:`Name` that a person wrote, or a :class:`Shown` fact.
Nothing in it is markup; renderers escape all of it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

__all__ = [
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
    "Point",
    "Section",
    "Shown",
    "Table",
    "Text",
    "Unit",
]

Unit = Literal["fraction", "count", "ratio", "number", "log-odds", "probability"]


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


@dataclass(frozen=True)
class Shown:
    """A fact, or one of its limits, as it is printed at one place.

    Parameters
    ----------
    fact : str
        The fact's id.
    text : str
        The number in words or digits.
    part : {"value", "low", "high", "n"}
        Which number of the fact is printed.
    """

    fact: str
    text: str
    part: Literal["value", "low", "high", "n"] = "value"


@dataclass(frozen=True)
class Name:
    """Text that a person wrote: the name of a column, a group, a data set."""

    text: str


Part = str | Shown | Name
Text = tuple[Part, ...]
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
class Point:
    """One group in a chart.

    Parameters
    ----------
    group : Name
        Its name.
    fact : str
        The fact drawn.
    value, low, high : float
        The mark and its interval; ``nan`` where undefined.
    label : str
        What is written beside the mark.
    """

    group: Name
    fact: str
    value: float
    low: float
    high: float
    label: str


@dataclass(frozen=True)
class Chart:
    """A dot and interval for each group.

    Parameters
    ----------
    id : str
        Unique in the document.
    takeaway : Text
        What it shows, in a sentence: its title.
    alternative : str
        What someone hears who does not see it.
    axis : str
        What the horizontal axis counts, with its unit.
    panels : tuple of (Name, tuple of Point)
        One panel an attribute, all on one axis.
    table : Table
        The numbers drawn.
    of_100 : bool
        Whether the values are shares, drawn from 0 on and counted of 100.
    line : float or None
        The value of all rows, drawn as a dashed line; the axis says what it is.
    """

    id: str
    takeaway: Text
    alternative: str
    axis: str
    panels: tuple[tuple[Name, tuple[Point, ...]], ...]
    table: Table
    of_100: bool = True
    line: float | None = None


Block = Paragraph | Items | Callout | Table | Chart


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it."""

    id: str
    title: str
    blocks: tuple[Block, ...]


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
    """

    audience: str
    title: Text
    lead: Text
    sections: tuple[Section, ...]
    facts: Mapping[str, Fact]
    date: str
    language: str = "en"
    about: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        """Return the document in one sentence."""
        title = "".join(part if isinstance(part, str) else part.text for part in self.title)
        return f"Document for {self.audience!r}: {title}; {len(self.sections)} sections, {len(self.facts)} facts."
