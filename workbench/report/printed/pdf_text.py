"""What a page of a tagged PDF says: the words of each marked piece, in the order in which they are read.

A tagged page is drawn in numbered pieces, which the file's structure puts into order. Words come from
the codes that are drawn and the fonts' tables of what each code means, never from places on paper;
only the labels of a chart, where each letter is drawn by itself, are joined by their places.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

from workbench.report.printed.pdf_content import INLINE_IMAGE, operations
from workbench.report.printed.pdf_fonts import Font
from workbench.report.printed.pdf_values import values

__all__ = [
    "PLAIN",
    "Font",
    "Glyph",
    "Line",
    "Matrix",
    "Part",
    "Piece",
    "Run",
    "Stretch",
    "labels",
    "times",
    "words",
]

_INVISIBLE = str.maketrans("", "", "\u200b\u200e")
_RIGHT = {"R", "AL"}
_APART = 0.7  # of the font's size

Matrix = tuple[float, float, float, float, float, float]
PLAIN: Matrix = (1, 0, 0, 1, 0, 0)


def times(one: Matrix, other: Matrix) -> Matrix:
    """Return the matrix that does the one, then the other."""
    a, b, c, d, e, f = one
    p, q, r, s, t, u = other
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


class Glyph(NamedTuple):
    """One sign: its text, where it begins and ends, and how large it is."""

    text: str
    start: tuple[float, float]
    end: tuple[float, float]
    size: float


Part = tuple[Font | None, float, bytes | float]
"""A string with the font it is drawn with and its size; or a move."""


class Line:
    """Strings and moves that follow each other; where they stand is found out only where it matters.

    Parameters
    ----------
    text : Matrix
        Where the first of them stands.
    """

    __slots__ = ("_places", "parts", "text")

    def __init__(self, text: Matrix) -> None:
        self.text = text
        self.parts: list[Part] = []
        self._places: list[list[tuple[float, float]]] = []

    def places(self, at: int) -> list[tuple[float, float]]:
        """Return where each sign of a part begins, and where its last one ends."""
        if len(self._places) <= len(self.parts):
            self._places = list(self._all_places())
        return self._places[at]

    def _all_places(self) -> Iterator[list[tuple[float, float]]]:
        a, b, _, _, e, f = self.text
        for font, size, part in self.parts:
            found = [(e, f)]
            steps = [-part] if isinstance(part, float) else font.widths(part) if font is not None else []
            for width in steps:
                step = width / 1000 * size
                e, f = step * a + e, step * b + f
                found.append((e, f))
            yield found
        yield [(e, f), (e, f)]


class Stretch(NamedTuple):
    """Signs drawn with one string, or a text that stands for others.

    Parameters
    ----------
    line : Line
        What it is a part of.
    at : int
        Which.
    size : float
        The font's size.
    matrix : Matrix
        How the page is turned and scaled.
    said : str or None
        The text, where it is said.
    """

    line: Line
    at: int
    size: float
    matrix: Matrix
    said: str | None = None

    def texts(self) -> list[str]:
        """Return the texts of the signs."""
        if self.said is not None:
            return [self.said]
        font, _, part = self.line.parts[self.at]
        return font.texts(part) if font is not None and isinstance(part, bytes) else []

    def text(self) -> str:
        """Return the text of all signs."""
        if self.said is not None:
            return self.said
        font, _, part = self.line.parts[self.at]
        return font.text(part) if font is not None and isinstance(part, bytes) else ""

    def glyphs(self) -> list[Glyph]:
        """Return the signs with their places on the page."""
        p, q, r, s, t, u = self.matrix
        a, b, *_ = times(self.line.text, self.matrix)
        size = float(self.size * (a * a + b * b) ** 0.5) or 1.0
        places = [(e * p + f * r + t, e * q + f * s + u) for e, f in self.line.places(self.at)]
        if self.said is not None:
            return [Glyph(self.said, places[0], places[0], size)]
        return [Glyph(*one, size) for one in zip(self.texts(), places, places[1:], strict=False)]


class Run(NamedTuple):
    """What is drawn in one go has one direction; from right to left it is drawn from its end."""

    stretches: list[Stretch]
    is_backwards: bool

    def text(self) -> str:
        """Return the text in the order in which it is read."""
        text = "".join([stretch.text() for stretch in self.stretches])
        if not self._is_turned(text):
            return text
        return "".join([text for stretch in self.stretches for text in stretch.texts()][::-1])

    def glyphs(self) -> list[Glyph]:
        """Return the signs in the order in which they are read."""
        found = [glyph for stretch in self.stretches for glyph in stretch.glyphs()]
        return found[::-1] if self._is_turned("".join(glyph.text for glyph in found)) else found

    def _is_turned(self, text: str) -> bool:
        return self.is_backwards or (
            not text.isascii() and any(unicodedata.bidirectional(one) in _RIGHT for one in text)
        )


@dataclass
class Piece:
    """What one numbered piece of a page draws.

    Parameters
    ----------
    runs : list of Run
        Signs drawn in one go.
    shown : list of list of (Font or None, float, bytes or float)
        The strings and moves of each operation that draws text.
    content : list of bytes
        Everything that is done, as it is written.
    """

    runs: list[Run] = field(default_factory=list)
    shown: list[list[Part]] = field(default_factory=list)
    content: list[bytes] = field(default_factory=list)

    @property
    def weight(self) -> int:
        """How much there is to read."""
        return 1 + sum(map(len, self.content))

    def drawn(self) -> list[tuple[str, list[object]]]:
        """Return everything that is done, with the words in place of the codes; to be digested."""
        found: list[tuple[str, list[object]]] = []
        texts = iter(self.shown)
        known: dict[bytes, list[object]] = {}
        for operands, operator in chain.from_iterable(map(operations, self.content)):
            if operator in {b"Tj", b"TJ"}:
                found.append(("text", _read(next(texts))))
            elif operator == INLINE_IMAGE:
                found.append((operator.decode(), ["settings", "data"]))  # the page's digest has what is in it
            else:
                if operands not in known:
                    known[operands] = [str(one) for one in values(operands)]
                found.append((operator.decode("latin-1"), known[operands]))
        return found


def _read(parts: Sequence[Part]) -> list[object]:
    read: list[object] = []
    for font, _, part in parts:
        read += [part] if isinstance(part, float) else font.texts(part) if font is not None else []
    return read


def words(parts: Iterable[Piece | None]) -> str:
    """Return the text of pieces that follow each other, without characters that are not seen.

    ``None`` is a gap. A letter and the sign above or below it, drawn one after the other, both say that
    they are the two together: that counts once.
    """
    given = list(parts)
    text = "".join([" " if part is None else "".join([run.text() for run in part.runs]) for part in given])
    if not text.isascii() and any(unicodedata.category(one).startswith("M") for one in set(text)):
        text = "".join(_said_once(given))
    return " ".join(text.translate(_INVISIBLE).split())


def _said_once(parts: Iterable[Piece | None]) -> Iterator[str]:
    last: Glyph | None = None
    for part in parts:
        if part is None:
            yield " "
            last = None
            continue
        for glyph in (one for run in part.runs for one in run.glyphs()):
            if last is None or not _is_rest_of(last, glyph):
                yield glyph.text
                last = glyph


def _is_rest_of(last: Glyph, glyph: Glyph) -> bool:
    across, up = (abs(glyph.start[axis] - last.start[axis]) for axis in (0, 1))
    return (
        glyph.text == last.text
        and 0 < up < glyph.size
        and across < glyph.size
        and any(unicodedata.category(one).startswith("M") for one in glyph.text)
    )


def labels(piece: Piece) -> list[str]:
    """Return the labels in a drawing: signs that follow each other without a gap are one label."""
    found: list[list[Glyph]] = []
    for run in piece.runs:
        for glyph in run.glyphs():
            last = found[-1][-1] if found else None
            if last is not None and _follows(last, glyph):
                found[-1].append(glyph)
            else:
                found.append([glyph])
    return ["".join(_in_order([glyph.text for glyph in label])).translate(_INVISIBLE) for label in found]


def _follows(last: Glyph, glyph: Glyph) -> bool:
    gap = max(abs(glyph.start[0] - last.end[0]), abs(glyph.start[1] - last.end[1]))
    return gap <= _APART * last.size and abs(glyph.size - last.size) <= 0.05 * last.size


def _in_order(signs: Sequence[str]) -> list[str]:
    """Return signs from left to right as they are read: runs from right to left are turned around."""
    made: list[str] = []
    run: list[str] = []
    for sign in signs:
        if any(unicodedata.bidirectional(one) in _RIGHT for one in sign) or (
            run and all(unicodedata.bidirectional(one) in {"NSM", "BN", "WS"} for one in sign)
        ):
            run.append(sign)
        else:
            made += [*_turned(run), sign]
            run = []
    return made + _turned(run)


def _turned(run: list[str]) -> list[str]:
    n_trailing = next((at for at, sign in enumerate(reversed(run)) if not sign.isspace()), 0)
    kept = run[: len(run) - n_trailing]
    return [*reversed(kept), *run[len(kept) :]]
