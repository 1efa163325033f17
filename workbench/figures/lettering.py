"""How wide text is, before anybody draws it: so that nothing overlaps and nothing is cut off.

Widths are those of DejaVu Sans, which comes with matplotlib and is wider than the sans-serif fonts
of any desktop: what fits here fits on every page.
"""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

import matplotlib as mpl
from matplotlib.ft2font import FT2Font, LoadFlags

from workbench.document.shortening import told_apart
from workbench.document.wording import name

__all__ = ["FONT", "beside", "clean", "cut", "in_a_line", "width_of", "wrapped"]

FONT = "DejaVu Sans"
"""The font of pictures, and the one whose widths are counted on."""

_LONGEST = 2000
_ELLIPSIS = "…"
_EM = 1000
_FULL_WIDTH = 1.17  # of an em: an ideograph has one, the sign for what no font has a little more
_LOADING = threading.Lock()  # a font's file is no place for two threads


@cache
def _font(*, bold: bool) -> FT2Font:
    file = f"DejaVuSans{'-Bold' if bold else ''}.ttf"
    return FT2Font(str(Path(mpl.get_data_path(), "fonts", "ttf", file)))


@cache
def _advance(character: str, *, bold: bool) -> float:
    """Return how far a character moves the pen at most, of its size."""
    with _LOADING:
        font = _font(bold=bold)
        if not font.get_char_index(ord(character)):
            return _FULL_WIDTH
        font.set_size(_EM, 72)
        return float(font.load_char(ord(character), LoadFlags.NO_HINTING).linearHoriAdvance / 65536 / _EM)


def clean(text: str) -> str:
    """Return text as it can be drawn: in a line, and nothing in it that cannot be seen or turns its direction."""
    return name(text, _LONGEST).text if text.strip() else ""


@lru_cache(maxsize=4096)
def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide text is, at most.

    Parameters
    ----------
    text : str
        A line.
    size : float
        Of the font, in points; the width is in points too.
    bold : bool
        Whether it is bold.

    Examples
    --------
    >>> width_of("iii", 10.0) < width_of("mmm", 10.0) < width_of("中中中", 10.0)
    True
    """
    return size * sum(_advance(character, bold=bold) for character in text)


def cut(text: str, size: float, room: float, *, bold: bool = False, middle: bool = False) -> str:
    """Return as much of the text as has room, with an ellipsis where something is missing.

    Parameters
    ----------
    text : str
        A line.
    size, room : float
        Of the font and of the line, in points.
    bold : bool
        Whether it is bold.
    middle : bool
        Whether the middle is left out, for names that begin alike.

    Examples
    --------
    >>> cut("Native Hawaiian", 10.0, 60.0), cut("Native Hawaiian", 10.0, 60.0, middle=True)
    ('Native Ha…', 'Nativ…iian')
    """
    if width_of(text, size, bold=bold) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        kept = (low + high + 1) // 2
        if width_of(_without(text, kept, middle=middle), size, bold=bold) <= room:
            low = kept
        else:
            high = kept - 1
    return _without(text, low, middle=middle)


def _without(text: str, kept: int, *, middle: bool) -> str:
    tail = kept // 2 if middle else 0
    return _whole(text[: kept - tail], text) + _ELLIPSIS + (text[-tail:].lstrip() if tail else "")


def _whole(start: str, text: str) -> str:
    """Return the beginning of a text without half a character: marks stay with what they are on."""
    end = len(start)
    while 0 < end < len(text) and (unicodedata.category(text[end]).startswith("M") or text[end] in "\u200d\ufe0f"):
        end -= 1
    return text[:end].rstrip().rstrip("\u200d")


def wrapped(text: str, size: float, room: float, *, lines: int, bold: bool = False) -> list[str]:
    """Return the text in at most so many lines, broken at blanks; what has no room is cut.

    Parameters
    ----------
    text : str
        A line.
    size, room : float
        Of the font and of a line, in points.
    lines : int
        At most so many.
    bold : bool
        Whether it is bold.

    Examples
    --------
    >>> wrapped("Native Hawaiian or Other Pacific Islander", 10.0, 100.0, lines=2)
    ['Native Hawaiian or', 'Other Pacific Isla…']
    """
    found: list[str] = []
    rest = text
    while rest and len(found) < lines - 1 and width_of(rest, size, bold=bold) > room:
        words = rest.split(" ")
        taken = len(words) - 1
        while taken > 1 and width_of(" ".join(words[:taken]), size, bold=bold) > room:
            taken -= 1
        line = " ".join(words[:taken])
        if taken < 1 or width_of(line, size, bold=bold) > room:
            break
        found.append(line)
        rest = " ".join(words[taken:])
    return [*found, cut(rest, size, room, bold=bold)] if rest else found


def beside(texts: Sequence[str], size: float, room: float, *, lines: int = 1, bold: bool = False) -> list[list[str]]:
    """Return the lines of texts that stand in one drawing, where those that differ have to look different.

    Parameters
    ----------
    texts : sequence of str
        Each a line.
    size, room : float
        Of the font and of a line, in points.
    lines : int
        At most so many for each text.
    bold : bool
        Whether they are bold.

    Examples
    --------
    >>> beside(["Native Hawaiian", "Native Hawaiians"], 10.0, 60.0)
    [['Nativ…iian'], ['Nativ…iians']]
    """
    looks = told_apart(
        texts,
        lambda text: tuple(wrapped(text, size, room, lines=lines, bold=bold)),
        lambda text: (cut(text, size, room, bold=bold, middle=True),),
    )
    return [list(look) for look in looks]


def in_a_line(texts: Sequence[str], size: float, room: float) -> list[str]:
    """Return texts that stand in one drawing, each in a line, where those that differ have to look different."""
    return ["".join(lines) for lines in beside(texts, size, room)]
