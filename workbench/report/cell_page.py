"""What every result that shows in a notebook has in common: its title, its sentence, its sections."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from workbench.core.finding import Finding
from workbench.core.version import __version__
from workbench.data.roles import Roles
from workbench.document.nodes import Block, Document, Fact, Section, Text
from workbench.document.wording import name, plain, say
from workbench.report.html import to_fragment
from workbench.report.materials import Materials
from workbench.report.parts.closing import findings

__all__ = ["LONGEST", "NO_DAY", "CellPage", "Contents", "cell_page", "noticed"]

LONGEST = 2_000
"""So many characters of what a person wrote, or a result says of itself, are shown."""

NO_DAY = "1970-01-01"
"""A cell has no date: the same result shows the same on any day."""

Contents = Sequence[tuple[str, Text, Sequence[Block]]]
"""Sections: the id, the heading and the blocks of each; one without blocks is not shown."""


class CellPage(str):
    """HTML of a result for a cell, with the document that it was made of, which a figure can be drawn from."""

    __slots__ = ("document",)
    document: Document

    @classmethod
    def of(cls, document: Document) -> CellPage:
        """Return a document as HTML that stands in a cell."""
        page = cls(to_fragment(document))
        page.document = document
        return page


def noticed(found: Iterable[Finding]) -> Contents:
    """Return findings as a section; nothing where there are none."""
    listed = tuple(found)
    if not listed:
        return []
    return [
        (
            "findings",
            say("section.findings"),
            findings(Materials("", Roles(), NO_DAY, findings=listed), everything=True),
        )
    ]


def cell_page(title: str, said: str, contents: Contents, facts: Mapping[str, Fact] | None = None) -> CellPage:
    """Return sections as HTML for a cell.

    Parameters
    ----------
    title : str
        What the result is of; empty: no heading.
    said : str
        The result in a sentence; may be empty.
    contents : Contents
        Its sections.
    facts : mapping of str to Fact, optional
        The numbers in them.
    """
    sections = tuple(Section(id, plain(heading), tuple(blocks)) for id, heading, blocks in contents if blocks)
    heading: Text = (name(title),) if title else ()
    lead: Text = (name(said, LONGEST),) if said else ()
    return CellPage.of(
        Document("data", heading, lead, sections, dict(facts or {}), NO_DAY, about={"version": __version__})
    )
