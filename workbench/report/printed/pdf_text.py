"""What a page of a tagged PDF draws: the words of each marked piece, in the order in which they are read.

A tagged page is drawn in numbered pieces, which the file's structure puts into order. Words come from
the codes that are drawn and the fonts' tables of what each code means, never from places on paper;
only the labels of a chart, where each letter is drawn by itself, are joined by their places.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Font", "Glyph", "Piece", "labels", "meanings", "pieces", "words"]

_CODES = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_TOKEN = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
_MOST_RANGE = 65_536
_INVISIBLE = str.maketrans("", "", "\u200b\u200e")
_RIGHT, _NEUTRAL = {"R", "AL"}, {"NSM", "BN", "WS"}
_DEEPEST = 64
_APART = 0.7  # of the font's size

Matrix = tuple[float, float, float, float, float, float]
_PLAIN: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True)
class Font:
    """What the codes of a font mean, and how wide their signs are in thousandths of its size."""

    meanings: Mapping[int, str]
    widths: Mapping[int, float]
    n_bytes: int
    standard: float = 1000.0

    def read(self, content: bytes) -> Iterator[tuple[str, float]]:
        """Yield the text and the width of each code."""
        for at in range(0, len(content) - self.n_bytes + 1, self.n_bytes):
            code = int.from_bytes(content[at : at + self.n_bytes], "big")
            yield self.meanings.get(code, "\ufffd"), self.widths.get(code, self.standard)


@dataclass(frozen=True)
class Glyph:
    """One sign: its text, where it begins and ends, and how large it is."""

    text: str
    start: tuple[float, float]
    end: tuple[float, float]
    size: float


@dataclass
class Piece:
    """What one numbered piece of a page draws.

    Parameters
    ----------
    runs : list of list of Glyph
        Signs drawn in one go, in the order in which they are read.
    drawn : list
        Everything that was done, with the words in place of the codes; to be digested.
    """

    runs: list[list[Glyph]] = field(default_factory=list)
    drawn: list[object] = field(default_factory=list)


def words(parts: Iterable[Piece | None]) -> str:
    """Return the text of pieces that follow each other, without characters that are not seen.

    ``None`` is a gap. A letter and the sign above or below it, drawn one after the other, both say that
    they are the two together: that counts once.
    """
    said: list[str] = []
    last: Glyph | None = None
    for part in parts:
        if part is None:
            said.append(" ")
            last = None
            continue
        for glyph in (one for run in part.runs for one in run):
            if last is None or not _is_rest_of(last, glyph):
                said.append(glyph.text)
                last = glyph
    return " ".join("".join(said).translate(_INVISIBLE).split())


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
        for glyph in run:
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


def _is_right(text: str) -> bool:
    return not text.isascii() and any(unicodedata.bidirectional(one) in _RIGHT for one in text)


def _turned(run: list[str]) -> list[str]:
    n_trailing = next((at for at, sign in enumerate(reversed(run)) if not sign.isspace()), 0)
    kept = run[: len(run) - n_trailing]
    return [*reversed(kept), *run[len(kept) :]]


def pieces(operations: Sequence[tuple[Any, bytes]], fonts: Mapping[str, Font]) -> dict[int, Piece]:
    """Return what a page draws, by the numbers of its pieces.

    Parameters
    ----------
    operations : sequence of (operands, operator)
        The page's content.
    fonts : mapping of str to Font
        By the names that the content uses.
    """
    state = _State(fonts)
    for operands, operator in operations:
        state.do(operands, operator)
    return state.found


class _State:
    """A reader of a page's content, one operation after the other."""

    def __init__(self, fonts: Mapping[str, Font]) -> None:
        self._fonts = fonts
        self._font: Font | None = None
        self._size = 1.0
        self._matrix: Matrix = _PLAIN
        self._text: Matrix = _PLAIN
        self._line: Matrix = _PLAIN
        self._saved: list[tuple[Matrix, Font | None, float]] = []
        self._open: list[tuple[int | None, str | None, bool]] = []
        self._run: list[tuple[bool, Glyph]] = []
        self.found: dict[int, Piece] = {}

    def do(self, operands: Any, operator: bytes) -> None:  # noqa: C901 - one case an operator
        piece = self._piece()
        match operator:
            case b"BDC" | b"BMC":
                self._begin(operands)
            case b"EMC":
                self._end()
            case b"q":
                self._saved = [*self._saved[-_DEEPEST:], (self._matrix, self._font, self._size)]
            case b"Q" if self._saved:
                self._matrix, self._font, self._size = self._saved.pop()
            case b"cm":
                self._matrix = _times(_numbers(operands), self._matrix)
            case b"BT":
                self._text = self._line = _PLAIN
            case b"ET":
                self._close_run(piece)
            case b"Tf":
                self._font, self._size = self._fonts.get(str(operands[0])), float(operands[1])
            case b"Tm":
                self._text = self._line = _numbers(operands)
            case b"Td" | b"TD":
                self._text = self._line = _times((1, 0, 0, 1, float(operands[0]), float(operands[1])), self._line)
            case b"Tj" | b"TJ":
                self._show(operands[0] if operator == b"TJ" else [operands[0]], piece)
                return
        if piece is not None:
            piece.drawn.append((operator.decode("latin-1"), [str(one) for one in operands]))

    def _piece(self) -> Piece | None:
        number = next((number for number, _, _ in reversed(self._open) if number is not None), None)
        return None if number is None else self.found.setdefault(number, Piece())

    def _begin(self, operands: Any) -> None:
        properties = operands[1] if len(operands) > 1 and isinstance(operands[1], dict) else {}
        number = properties.get("/MCID")
        said = properties.get("/ActualText")
        backwards = bool(operands) and operands[0] == "/ReversedChars"
        self._open.append((None if number is None else int(number), None if said is None else str(said), backwards))

    def _end(self) -> None:
        if not self._open:
            return
        _, said, _ = self._open[-1]
        piece = self._piece()
        if said is not None and piece is not None:
            place = _place(self._text, self._matrix)
            self._run.append((self._backwards(), Glyph(said, place, place, self._scaled())))
        self._open.pop()

    def _backwards(self) -> bool:
        return any(backwards for _, _, backwards in self._open)

    def _show(self, shown: Any, piece: Piece | None) -> None:
        replaced = any(said is not None for _, said, _ in self._open)
        read: list[object] = []
        for part in shown:
            if isinstance(part, (int, float)) or not isinstance(part, (str, bytes)):
                self._text = _times((1, 0, 0, 1, -float(part) / 1000 * self._size, 0), self._text)
                read.append(float(part))
                continue
            for text, width in self._font.read(_as_bytes(part)) if self._font is not None else ():
                start = _place(self._text, self._matrix)
                self._text = _times((1, 0, 0, 1, width / 1000 * self._size, 0), self._text)
                read.append(text)
                if piece is not None and not replaced:
                    glyph = Glyph(text, start, _place(self._text, self._matrix), self._scaled())
                    self._run.append((self._backwards(), glyph))
        if piece is not None:
            piece.drawn.append(("text", read))

    def _scaled(self) -> float:
        a, b, *_ = _times(self._text, self._matrix)
        return float(self._size * (a * a + b * b) ** 0.5) or 1.0

    def _close_run(self, piece: Piece | None) -> None:
        run, self._run = self._run, []
        if piece is None or not run:
            return
        glyphs = [glyph for _, glyph in run]
        # What is drawn in one go has one direction; from right to left it is drawn from its end.
        turned = any(backwards or _is_right(glyph.text) for backwards, glyph in run)
        piece.runs.append(glyphs[::-1] if turned else glyphs)


def _as_bytes(text: str | bytes) -> bytes:
    original = getattr(text, "original_bytes", None)
    if isinstance(original, bytes):
        return original
    return text if isinstance(text, bytes) else text.encode("latin-1", "replace")


def _numbers(operands: Any) -> Matrix:
    a, b, c, d, e, f = (float(one) for one in operands)
    return a, b, c, d, e, f


def _times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    p, q, r, s, t, u = other
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _place(text: Matrix, matrix: Matrix) -> tuple[float, float]:
    made = _times(text, matrix)
    return made[4], made[5]


def meanings(table: bytes) -> dict[int, str]:
    """Return what a font's codes mean, by its table.

    Examples
    --------
    >>> meanings(b"2 beginbfchar <0001> <0048> <0002> <00660069> endbfchar")
    {1: 'H', 2: 'fi'}
    """
    found: dict[int, str] = {}
    for kind, body in _CODES.findall(table):
        tokens = list(_TOKEN.finditer(body))
        codes = [bytes.fromhex(match.group(1).decode()) for match in tokens if match.group(1) is not None]
        if kind == b"bfchar":
            for given, text in zip(codes[::2], codes[1::2], strict=False):
                found[int.from_bytes(given, "big")] = text.decode("utf-16-be", "replace")
        elif len(codes) == len(tokens):
            for first, last, text in zip(codes[::3], codes[1::3], codes[2::3], strict=False):
                start, stop = int.from_bytes(first, "big"), int.from_bytes(last, "big")
                for step, code in enumerate(range(start, min(stop, start + _MOST_RANGE) + 1)):
                    value = int.from_bytes(text, "big") + step
                    found[code] = value.to_bytes(max(len(text), 2), "big").decode("utf-16-be", "replace")
    return found
