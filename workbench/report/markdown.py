"""A document as Markdown in GitHub's dialect: for repositories, model hubs and whoever reads plain text.

This file knows layout and nothing else. A chart is what it says: its takeaway, what somebody hears who
does not see it, and its table. The evidence is a comment at the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from workbench.core.schema import Json
from workbench.document.nodes import Block, Callout, Chart, Document, Items, Paragraph, Section, Table, Terms, Text
from workbench.document.wording import MARKS, plain
from workbench.report.evidence import packed
from workbench.report.front_matter import front_matter as _front_matter
from workbench.report.lettering import capitalised, row_heading
from workbench.report.markdown_text import escaped
from workbench.report.notices import notices

__all__ = ["to_markdown"]

_DEEPEST = 6


def to_markdown(document: Document, evidence: Mapping[str, Json] | None = None, *, front_matter: bool = False) -> str:
    """Return the document as Markdown.

    Parameters
    ----------
    document : Document
        What ``build_report`` returned.
    evidence : mapping, optional
        What the text carries so that it can be checked again.
    front_matter : bool
        Whether it begins with what model hubs read: licence, language, library, results.

    Returns
    -------
    str
        One line for each paragraph and each row of a table.
    """
    parts = ["\n".join(_front_matter(document))] if front_matter else []
    parts += [f"# {_line(document.title)}", _line(document.lead)]
    parts += [f"> {_line(notice)}" for notice in notices(document)]
    for section in document.sections:
        parts += _section(section, 2)
    if evidence is not None:
        parts.append(f"<!-- workbench-evidence: {packed(evidence)} -->")
    return "\n\n".join(part for part in parts if part.strip()) + "\n"


def _line(text: Text) -> str:
    return escaped(plain(text))


def _strong(text: Text) -> str:
    written = _line(text)
    return f"**{written}**" if written else ""


def _section(section: Section, depth: int) -> Iterator[str]:
    yield f"{'#' * min(depth, _DEEPEST)} {escaped(section.title)}"
    for block in section.blocks:
        yield from _block(block, depth)


def _block(block: Block, depth: int) -> Iterator[str]:
    if isinstance(block, Section):
        yield from _section(block, depth + 1)
    elif isinstance(block, Paragraph):
        yield _line(block.text)
    elif isinstance(block, Items):
        yield _list(_line(item.text) for item in block.items)
    elif isinstance(block, Callout):
        mark, word = MARKS[block.mark]
        yield f"> **{mark} {word}.** {_line(block.text)}"
    elif isinstance(block, Terms):
        for term in block.terms:
            yield _list([_strong(capitalised(term.term))])
            yield from (f"  {_line(meaning)}" for meaning in term.meaning)
    elif isinstance(block, Chart):
        yield _strong(capitalised(block.takeaway))
        alternative = escaped(block.alternative)
        yield f"*{alternative}*" if alternative else ""
        yield from _table(block.table)
    else:
        yield from _table(block)


def _list(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items if item)


def _table(table: Table) -> Iterator[str]:
    yield _line(capitalised(table.caption))
    if not table.header:
        return
    headings = dict(table.parts)
    rows = [
        _row(_line(capitalised(cell)) for cell in table.header),
        _row("---:" if numeric else "---" for numeric in table.numeric),
    ]
    for place, cells in enumerate(table.rows):
        if place in headings:
            rows.append(_row([_strong(capitalised(headings[place])), *("" for _ in table.header[1:])]))
        rows.append(_row([_line(row_heading(table, cells[0])), *(_line(cell) for cell in cells[1:])]))
    yield "\n".join(rows)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
