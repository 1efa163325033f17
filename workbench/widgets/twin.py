"""A widget where no kernel answers: the same view as sentences, tables and drawings.

It stands in a saved notebook, on a page that shows notebooks, in what nbconvert makes of one, and is
what a run without a person shows.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.document.nodes import Block, Document, Paragraph, Section, Table, Term, Terms
from workbench.document.wording import name
from workbench.report.html import to_fragment
from workbench.widgets.board import Board
from workbench.widgets.twin_explorer import explored
from workbench.widgets.view import Choice, Explore, Grid, Group, Node, Number, Part, Row, Said, Toggle, Words
from workbench.widgets.wording import told

__all__ = ["twin_html", "twin_text"]

_LONGEST = 2_000
_NO_DAY = "1970-01-01"
_SMALL = """<style>@media screen {
:is(#workbench-saved, .workbench-saved) > .workbench-report { --text: 14px; --heading: 16px; --title: 20px;
  --unit: 6px }
:is(#workbench-saved, .workbench-saved) > .workbench-report .lead { font-size: 14px } }</style>"""
"""A twin is as large as the widget that it stands for; a report is read at length."""


def twin_html(view: Group) -> str:
    """Return a view as HTML that stands inside of another page, with no script.

    Parameters
    ----------
    view : Group
        What a board shows.
    """
    sections = tuple(_sections(view, "twin", ""))
    title = (name(view.title),) if view.title else ()
    fragment = to_fragment(Document("data", title, (told("twin.note"),), sections, {}, _NO_DAY))
    return f'<div class="workbench-saved">{_SMALL}{fragment}</div>'


def twin_text(board: Board) -> str:
    """Return a board in one sentence."""
    return f"{board.title}: {board.settings!r}"


def _sections(group: Group, path: str, title: str) -> Iterator[Section]:
    """Yield what a group holds, then its groups: each a section."""
    chosen = [one for one in map(_term, group.children) if one is not None]
    blocks: list[Block] = [Terms(f"{path}-chosen", tuple(chosen))] if chosen else []
    for node in group.children:
        blocks += _blocks(node)
    if blocks:
        yield Section(path, title or told("twin.chosen"), tuple(blocks))
    for place, node in enumerate(group.children):
        if isinstance(node, Group):
            yield from _sections(node, f"{path}-{place}", node.title or title)


def _term(node: Node) -> Term | None:
    """Return what a control says, as a term and what was chosen."""
    if not isinstance(node, (Choice, Number, Words, Toggle)):
        return None
    return Term(node.id, (name(node.label),), ((name(_chosen(node), _LONGEST),),))


def _chosen(node: Choice | Number | Words | Toggle) -> str:
    match node:
        case Choice():
            values = (node.value,) if isinstance(node.value, str) else node.value
            labels = {one.value: one.label for one in node.options}
            return ", ".join(labels.get(value, value) for value in values) or told("twin.nothing")
        case Toggle():
            return told("twin.yes" if node.value else "twin.no")
        case Number():
            return told("twin.nothing") if node.value is None else f"{node.value:.10g} {node.unit}".strip()
        case Words():
            return node.value or told("twin.nothing")


def _blocks(node: Node) -> Iterator[Block]:
    match node:
        case Said():
            yield Paragraph(node.id, (name(node.text, _LONGEST),))
        case Part():
            yield node.block
        case Grid():
            yield Table(
                f"twin-{node.id}",
                (name(node.caption, _LONGEST),),
                tuple((name(one, _LONGEST),) for one in node.header),
                tuple(tuple((name(_cell(cell), _LONGEST),) for cell in row.cells) for row in node.rows),
                node.numeric or (False,) * len(node.header),
            )
        case Explore():
            yield from explored(node)


def _cell(cell: Row | object) -> str:
    if isinstance(cell, str):
        return cell or " "
    if isinstance(cell, Said):
        return cell.text
    if isinstance(cell, (Choice, Number, Words, Toggle)):
        return _chosen(cell)
    return " "
