"""A page taken apart into tags and text, in one pass, as browsers do it.

Pages come from anybody. Whatever is not written the way our pages are is handed on as it stands, so that
its reader notices it; nothing makes the pass slow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Literal

__all__ = ["Token", "tokens"]

_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9-]*)((?:\"[^\"]*\"|'[^']*'|[^\"'>])*+)>")
_ATTRIBUTES = re.compile(r"(?:\s+[a-zA-Z_:][\w:.-]*(?:=\"[^\"<>]*\")?)*+\s*/?")
_ATTRIBUTE = re.compile(r"([a-zA-Z_:][\w:.-]*)(?:=\"([^\"]*)\")?")
_RAW = frozenset({"script", "style"})


@dataclass(frozen=True)
class Token:
    """A tag, a stretch of text, the content of a script or a style sheet, or anything else.

    Parameters
    ----------
    kind : {"start", "end", "text", "raw", "other"}
        What it is.
    raw : str
        As it stands in the page.
    name : str
        The tag's name in small letters; of raw text, that of its element.
    start : int
        Where it stands.
    attributes : mapping of str to str
        Of a tag that is written as ours are.
    regular : bool
        Whether it is.
    """

    kind: Literal["start", "end", "text", "raw", "other"]
    raw: str
    name: str = ""
    start: int = 0
    attributes: Mapping[str, str] = field(default_factory=dict)
    regular: bool = True

    @property
    def end(self) -> int:
        """Where the next one stands."""
        return self.start + len(self.raw)


def tokens(page: str) -> Iterator[Token]:
    """Yield the parts of a page, which joined are the page.

    Parameters
    ----------
    page : str
        Any text.

    Examples
    --------
    >>> [(token.kind, token.raw) for token in tokens("<p>a &lt; b</p>")]
    [('start', '<p>'), ('text', 'a &lt; b'), ('end', '</p>')]
    """
    place, drawings = 0, 0
    while place < len(page):
        token = _next(page, place)
        yield token
        place = token.end
        if token.name == "svg":
            drawings += 1 if token.kind == "start" else -1
        # Inside of a drawing a style sheet is no raw text: its tags would be tags.
        if token.kind == "start" and token.name in _RAW and drawings <= 0:
            closing = re.compile(rf"</{token.name}(?=[\s/>])", re.IGNORECASE).search(page, place)
            end = closing.start() if closing else len(page)
            yield Token("raw", page[place:end], token.name, place)
            place = end


def _next(page: str, place: int) -> Token:
    opening = page.find("<", place)
    if opening != place:
        return Token("text", page[place : opening if opening >= 0 else len(page)], start=place)
    if page.startswith("<!--", place):
        end = page.find("-->", place + 4)
        return Token("other", page[place : end + 3 if end >= 0 else len(page)], start=place)
    after = page[place + 1 : place + 3]
    if after[:1] in {"!", "?"} or (after[:1] == "/" and not after[1:].isalpha()):
        end = page.find(">", place)
        return Token("other", page[place : end + 1 if end >= 0 else len(page)], start=place)
    if not (after.removeprefix("/")[:1].isascii() and after.removeprefix("/")[:1].isalpha()):
        return Token("text", "<", start=place, regular=False)
    found = _TAG.match(page, place)
    if found is None:  # a tag without an end: browsers drop the rest of the page
        return Token("other", page[place:], start=place, regular=False)
    regular = bool(_ATTRIBUTES.fullmatch(found[2]))
    attributes = {name.lower(): unescape(value) for name, value in _ATTRIBUTE.findall(found[2])} if regular else {}
    kind: Literal["start", "end"] = "end" if after[0] == "/" else "start"
    return Token(kind, found[0], found[1].lower(), place, attributes, regular)
