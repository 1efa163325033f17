"""The glossary: every term of the field that a report uses, and none that it does not use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from workbench.document.messages import MESSAGES
from workbench.document.nodes import Block, Callout, Chart, Items, Paragraph, Section, Table, Term, Terms, Text
from workbench.document.wording import plain, say

__all__ = ["glossary", "texts"]

_FIGURE = "figure.means."
_TERM = "term."


def glossary(sections: Iterable[Section]) -> tuple[Block, ...]:
    """Return the terms that stand in some sections, in alphabetical order, each explained.

    Parameters
    ----------
    sections : iterable of Section
        Everything else that the report holds.
    """
    said = " ".join(plain(text) for section in sections for text in texts(section)).casefold()
    words = [_word(id) for id in MESSAGES if id.startswith((_TERM, _FIGURE))]
    terms = [Term(f"glossary/{key}", word, (meaning,)) for key, word, meaning in words if _is_used(plain(word), said)]
    ordered = sorted(terms, key=lambda one: plain(one.term).casefold())
    return (Terms("glossary-terms", tuple(ordered)),) if ordered else ()


def _word(id: str) -> tuple[str, Text, Text]:
    """Return the key, the word and the meaning behind a message: of a term, or of a figure."""
    if id.startswith(_FIGURE):
        key = id.removeprefix(_FIGURE)
        return key, say(f"figure.{key}"), say(id)
    key = id.removeprefix(_TERM)
    return key, say(id), say(f"means.{key}")


def _is_used(word: str, said: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word.casefold())}s?(?!\w)", said) is not None


def texts(block: Block) -> Iterator[Text]:
    """Return every text of a block, headings included."""
    if isinstance(block, Section):
        yield (block.title,)
        for inner in block.blocks:
            yield from texts(inner)
    elif isinstance(block, (Paragraph, Callout)):
        yield block.text
    elif isinstance(block, Items):
        yield from (item.text for item in block.items)
    elif isinstance(block, Terms):
        for one in block.terms:
            yield from (one.term, *one.meaning)
    elif isinstance(block, Chart):
        yield block.takeaway
        yield from texts(block.table)
    elif isinstance(block, Table):
        yield block.caption
        yield from (heading for _, heading in block.parts)
        for row in (block.header, *block.rows):
            yield from row
