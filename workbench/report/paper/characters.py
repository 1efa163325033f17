"""Which characters the font of printed reports can draw, and what stands in place of the others."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import TypeVar

from matplotlib import get_data_path
from matplotlib.ft2font import FT2Font

from workbench.core.finding import Finding
from workbench.document.nodes import Document

__all__ = ["FONTS", "drawable", "missing_characters", "only_light", "printable"]

FONTS = Path(get_data_path()) / "fonts" / "ttf"
"""The folder of the font, which matplotlib brings along."""

_REGULAR, _BOLD = "DejaVuSans.ttf", "DejaVuSans-Bold.ttf"
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_JOINERS = "\u200c\u200d\ufe0e\ufe0f"
_STRAY = re.compile(f"(?<=\\])[{_JOINERS}]+|[{_JOINERS}]+(?=\\[U)")  # what they joined is named
_NOT_READ = {"id", "fact", "mark", "part"}
_TWO_SIGNS = "\u0eb3"  # Lao am, which is drawn as two signs
_LISTED = 5

_Node = TypeVar("_Node")


@cache
def _covered(file: str) -> frozenset[str]:
    return frozenset(map(chr, FT2Font(FONTS / file).get_charmap()))


@cache
def _drawn(character: str) -> str:
    """Return a character, or how a report names it."""
    if character.isspace():
        return " "
    if character in _JOINERS:
        return character if character in _covered(_REGULAR) else ""
    if unicodedata.category(character) in _UNSEEN or character not in _covered(_REGULAR):
        return f"[U+{ord(character):04X}]"
    return character


@cache
def _drawn_alone(character: str) -> str:
    """Return a character of a drawing, whose signs stand one by one: nothing is joined to the one before."""
    if character in _JOINERS:
        return ""
    if unicodedata.category(character).startswith("M") or character == _TWO_SIGNS:
        return f"[U+{ord(character):04X}]"
    return _drawn(character)


def drawable(text: str, drawn: Callable[[str], str] = _drawn) -> str:
    """Return text with every character that the font cannot draw, or that is not seen, named instead.

    Examples
    --------
    >>> drawable("中 Müller")
    '[U+4E2D] Müller'
    >>> drawable("a" + chr(0x202E) + "b")
    'a[U+202E]b'
    """
    if text.isascii() and text.isprintable():
        return text
    return _STRAY.sub("", "".join(map(drawn, unicodedata.normalize("NFC", text))))


def printable(document: Document) -> Document:
    """Return the document with texts that the font can draw: those read, those heard and those in drawings.

    Parameters
    ----------
    document : Document
        Any.

    Returns
    -------
    Document
        Facts and evidence are as they were.
    """
    return replace(
        document,
        title=_drawable(document.title),
        lead=_drawable(document.lead),
        notices=_drawable(document.notices),
        sections=_drawable(document.sections),
    )


def _drawable(node: _Node, drawn: Callable[[str], str] = _drawn) -> _Node:
    """Return a node, or a tuple of them, with all its texts drawable; ids hold nothing a reader sees."""
    if isinstance(node, str):
        return drawable(node, drawn)  # type: ignore[return-value]
    if isinstance(node, tuple):
        return tuple(_drawable(one, drawn) for one in node)  # type: ignore[return-value]
    if is_dataclass(node) and not isinstance(node, type):
        changes = {}
        for field in fields(node):
            old = getattr(node, field.name)
            how = _drawn_alone if field.name == "drawing" else drawn
            new = old if field.name in _NOT_READ else _drawable(old, how)
            if new is not old and new != old:
                changes[field.name] = new
        return replace(node, **changes) if changes else node
    return node


def only_light(texts: Iterable[str]) -> str:
    """Return the characters in texts that the bold font lacks, in order."""
    found = {character for text in texts if not text.isascii() for character in text}
    return "".join(sorted(found & (_covered(_REGULAR) - _covered(_BOLD))))


def missing_characters(document: Document) -> Finding | None:
    """Return a finding on the characters of a document that its PDF names instead of drawing them.

    Parameters
    ----------
    document : Document
        Any.

    Returns
    -------
    Finding or None
        ``WB550``; ``None`` where every character is drawn.
    """
    lost: dict[str, None] = {}
    _collect((document.title, document.lead, document.notices, document.sections), lost)
    if not lost:
        return None
    shown = ", ".join(f"U+{ord(character):04X}" for character in list(lost)[:_LISTED])
    rest = f" and {len(lost) - _LISTED} more" if len(lost) > _LISTED else ""
    return Finding(
        "WB550",
        "note",
        f"{len(lost)} characters cannot be printed" if len(lost) > 1 else "A character cannot be printed",
        f"The font of PDF files has no sign for {shown}{rest}; the code stands in its place.",
        "Use HTML or Word where names have to be read as they are written.",
        value=float(len(lost)),
    )


def _collect(node: object, lost: dict[str, None]) -> None:
    if isinstance(node, str):
        if not (node.isascii() and node.isprintable()):
            normal = unicodedata.normalize("NFC", node)
            lost.update(dict.fromkeys(one for one in normal if _drawn(one).startswith("[U+")))
    elif isinstance(node, tuple):
        for one in node:
            _collect(one, lost)
    elif is_dataclass(node) and not isinstance(node, type):
        for field in fields(node):
            if field.name not in _NOT_READ:
                _collect(getattr(node, field.name), lost)
