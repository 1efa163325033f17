"""The glossary: every term of the field that a report uses, and none that it does not use."""

from __future__ import annotations

import re
from dataclasses import replace

from workbench.document.messages import MESSAGES
from workbench.document.nodes import Document, Section, Term, Terms, Text
from workbench.document.reading import reading_order
from workbench.document.wording import plain, say

__all__ = ["with_glossary"]

_FIGURE = "figure.means."
_TERM = "term."


def with_glossary(document: Document) -> Document:
    """Return a document with one more section: the terms that it uses, in alphabetical order, each explained.

    Parameters
    ----------
    document : Document
        Everything else that the report holds.
    """
    said = " ".join(plain(text) for _, text in reading_order(document)).casefold()
    words = [_word(id) for id in MESSAGES if id.startswith((_TERM, _FIGURE))]
    terms = [Term(f"glossary/{key}", word, (meaning,)) for key, word, meaning in words if _is_used(plain(word), said)]
    if not terms:
        return document
    ordered = tuple(sorted(terms, key=lambda one: plain(one.term).casefold()))
    section = Section("glossary", plain(say("section.glossary")), (Terms("glossary-terms", ordered),))
    return replace(document, sections=(*document.sections, section))


def _word(id: str) -> tuple[str, Text, Text]:
    """Return the key, the word and the meaning behind a message: of a term, or of a figure."""
    if id.startswith(_FIGURE):
        key = id.removeprefix(_FIGURE)
        return key, say(f"figure.{key}"), say(id)
    key = id.removeprefix(_TERM)
    return key, say(id), say(f"means.{key}")


def _is_used(word: str, said: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word.casefold())}s?(?!\w)", said) is not None
