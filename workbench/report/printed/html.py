"""What stands in a page: its words, its drawings, its evidence, and what it is held together by.

Words are read whatever the style sheet does with them; style sheets, scripts and the frame of tags have
digests of their own. So nothing can be hidden or added on the way to a reader without being noticed.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from html import unescape

from workbench.core.schema import Json
from workbench.errors import InputError
from workbench.report.data_block import EVIDENCE_TAG, evidence_in
from workbench.report.printed.contract import Mark, Printed, PrintedBlock
from workbench.report.printed.page import Token, tokens

__all__ = ["read_html"]

_MOST_BYTES = 64_000_000
_INLINE = frozenset({"a", "b", "bdi", "data", "em", "i", "span", "strong", "tspan"})
_SAID = {"aria-label", "alt"}
"""Attributes that are read to somebody: they are blocks of their own."""
_LONGEST_NAME = 1_000


def read_html(content: bytes) -> Printed:
    """Return what is printed in a page.

    Parameters
    ----------
    content : bytes
        The file.

    Returns
    -------
    Printed
        Every text in reading order, with its facts; the digest of each drawing, and under ``style``,
        ``script`` and ``skeleton`` those of style sheets, of scripts and of all tags. Of a page that somebody
        else wrote: its words, and no evidence.

    Raises
    ------
    InputError
        If it is no text, larger than any report, or its evidence is damaged or there twice.

    Examples
    --------
    >>> printed = read_html(b'<p>Of 100, <data value="rate" data-part="value">28</data></p>')
    >>> printed.blocks
    (PrintedBlock(text='Of 100, 28', marks=(Mark(start=8, end=10, fact='rate', part='value'),)),)
    """
    if len(content) > _MOST_BYTES:
        raise InputError(
            f"The page is larger than {_MOST_BYTES // 1_000_000} MB.\nNo report is as large; give the file of one."
        )
    try:
        page = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("The page is no text in UTF-8.\nGive the file of a report, as it was written.") from error
    reader = _Reader(page.replace("\r\n", "\n"))
    reader.read()
    drawings = {
        **reader.drawings,
        **{kind: _digest("\n".join(texts)) for kind, texts in reader.parts.items()},
    }
    return Printed(tuple(reader.blocks), drawings, reader.evidence)


class _Reader:
    def __init__(self, page: str) -> None:
        self.page = page
        self.blocks: list[PrintedBlock] = []
        self.drawings: dict[str, str] = {}
        self.parts: dict[str, list[str]] = {"style": [], "script": [], "skeleton": []}
        self.evidence: Mapping[str, Json] | None = None
        self._pieces: list[tuple[str, str, str]] = []
        self._fact: tuple[str, str] = ("", "")
        self._drawing = ("", 0)  # the id of the drawing that is open, and where it begins
        self._is_evidence = False

    def read(self) -> None:
        for token in tokens(self.page):
            match token.kind:
                case "text":
                    self._pieces.append((unescape(token.raw), *self._fact))
                    if not token.regular:
                        self.parts["skeleton"].append(token.raw)
                case "raw":
                    self._keep(token)
                case "other":
                    self._flush()
                    self.parts["skeleton"].append(token.raw)
                case _:
                    self._tag(token)
        self._flush()
        if self._drawing[0]:
            self.parts["skeleton"].append(self.page[self._drawing[1] :])

    def _tag(self, token: Token) -> None:
        if token.name not in _INLINE:
            self._flush()
        if token.kind == "start" and token.raw == EVIDENCE_TAG:
            self._is_evidence = True
        elif self._is_evidence and token.name == "script":
            self._is_evidence = False
        elif token.name == "svg":
            self._open_or_close(token)
        elif not self._drawing[0]:
            self.parts["skeleton"].append(_bare(token))
        if token.name == "data":
            kept = token.attributes if token.kind == "start" else {}
            self._fact = (kept.get("value", "")[:_LONGEST_NAME], kept.get("data-part", ""))
        said = [value for name, value in token.attributes.items() if name in _SAID]
        self.blocks += [PrintedBlock(" ".join(text.split())) for text in said]

    def _open_or_close(self, token: Token) -> None:
        """Take the digest of a drawing at its end; one that is nested or never ends is in the skeleton."""
        id, start = self._drawing
        if token.kind == "start" and not id:
            self._drawing = (token.attributes.get("id", "").removesuffix("-drawing") or "drawing", token.start)
            self.parts["skeleton"].append("<svg>")
        elif token.kind == "end" and id:
            text = self.page[start : token.end]
            if id in self.drawings or id in self.parts:
                self.parts["skeleton"].append(text)
            else:
                self.drawings[id] = _digest(text)
            self._drawing = ("", 0)
        else:
            self.parts["skeleton"].append(token.raw)

    def _keep(self, token: Token) -> None:
        if not self._is_evidence:
            self.parts[token.name].append(token.raw)
        elif self.evidence is None:
            self.evidence = evidence_in(token.raw)
        else:
            raise InputError("The page holds evidence twice.\nGive the file of a report, as it was written.")

    def _flush(self) -> None:
        block = _block(self._pieces)
        if block.text:
            self.blocks.append(block)
        self._pieces = []


def _block(pieces: list[tuple[str, str, str]]) -> PrintedBlock:
    """Join the pieces of a block: white space of any kind is one blank."""
    parts: list[str] = []
    marks: list[Mark] = []
    length, gap = 0, False
    for piece, fact, part in pieces:
        words = " ".join(piece.split())
        gap = gap or piece[:1].isspace()
        if words:
            if gap and length:
                parts.append(" ")
                length += 1
            if fact:
                marks.append(Mark(length, length + len(words), fact, part))
            parts.append(words)
            length += len(words)
            gap = piece[-1:].isspace()
    return PrintedBlock("".join(parts), tuple(marks))


def _bare(token: Token) -> str:
    """Return a tag without what is read elsewhere: facts are marks, and what is said is a block."""
    if not token.regular:
        return token.raw
    elsewhere = _SAID | ({"value", "data-part"} if token.name == "data" else set())
    kept = sorted(f"{name}={value!r}" for name, value in token.attributes.items() if name not in elsewhere)
    sign = "/" if token.kind == "end" else ""
    return f"<{sign}{' '.join([token.name, *kept])}>"


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
