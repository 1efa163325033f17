"""What a page of a tagged PDF draws, by the numbers of its pieces."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from pypdf.generic import DictionaryObject

from workbench.report.printed.pdf_content import acts, damaged
from workbench.report.printed.pdf_fonts import Font
from workbench.report.printed.pdf_text import PLAIN, Line, Matrix, Piece, Run, Stretch, times
from workbench.report.printed.pdf_values import shown, values

__all__ = ["pieces"]

# How nearly every piece begins.
_NUMBERED = re.compile(rb"[\s\0]*+/(?!Rev)[A-Za-z0-9]*+[\s\0]*+<</MCID ([0-9]{1,9})>>")
_MARKS = {b"BDC", b"BMC", b"EMC"}
_MOST_SAVED = 65
_MOST_KNOWN = 4_096


def pieces(content: bytes, fonts: Mapping[str, Font]) -> dict[int, Piece]:
    """Return what a page draws, by the numbers of its pieces.

    Parameters
    ----------
    content : bytes
        The page's content.
    fonts : mapping of str to Font
        By the names that the content uses.

    Raises
    ------
    InputError
        If the content is damaged, or has more operations than a page of a report.
    """
    state = _State(content, fonts)
    methods = state.methods()
    for operands, operator, end in acts(content):
        method = methods.get(operator)
        if method is not None:
            method(operands)
        elif operator in _MARKS:
            state.mark(operands, operator, end)
    state.note(len(content))
    return state.found


class _Opened(NamedTuple):
    """What holds inside of marked content."""

    piece: Piece | None = None
    said: str | None = None
    is_backwards: bool = False
    is_replaced: bool = False


class _State:
    """A reader of a page's content, one operation after the other."""

    def __init__(self, content: bytes, fonts: Mapping[str, Font]) -> None:
        self._content, self._noted = content, 0
        self._fonts = fonts
        self._font: Font | None = None
        self._size = 1.0
        self._matrix: Matrix = PLAIN
        self._line = Line(PLAIN)
        self._saved: list[tuple[Matrix, Font | None, float]] = []
        self._open: list[_Opened] = []
        self._in = _Opened()
        self._run: list[tuple[bool, Stretch]] = []
        # Most pages say the same few things over and over.
        self._known: dict[bytes, Matrix] = {}
        self._known_fonts: dict[bytes, tuple[Font | None, float]] = {}
        self._known_marks: dict[bytes, tuple[int | None, str | None, bool]] = {}
        self.found: dict[int, Piece] = {}

    def methods(self) -> dict[bytes, Callable[[bytes], None]]:
        """Return what is done on each operator that matters; other operators only draw."""
        return {
            b"q": self._save,
            b"Q": self._restore,
            b"cm": self._transform,
            b"BT": self._begin_text,
            b"ET": self._end_text,
            b"Tf": self._set_font,
            b"Tm": self._set_matrix,
            b"Td": self._move,
            b"TD": self._move,
            b"Tj": self._show,
            b"TJ": self._show,
        }

    def mark(self, operands: bytes, operator: bytes, end: int) -> None:
        """Begin or end marked content."""
        self.note(end)
        if operator == b"EMC":
            self._end()
        else:
            self._begin(operands)

    def note(self, end: int) -> None:
        """Note what was done up to here."""
        if self._in.piece is not None:
            self._in.piece.content.append(self._content[self._noted : end])
        self._noted = end

    def _begin(self, operands: bytes) -> None:
        known = self._known_marks.get(operands)
        if known is None:
            known = _mark(operands)
            if len(self._known_marks) < _MOST_KNOWN:
                self._known_marks[operands] = known
        number, said, is_backwards = known
        outer = self._in
        self._open.append(outer)
        piece = outer.piece
        if number is not None:
            piece = self.found.setdefault(number, Piece())
        self._in = _Opened(piece, said, outer.is_backwards or is_backwards, outer.is_replaced or said is not None)

    def _end(self) -> None:
        if not self._open:
            return
        if self._in.said is not None and self._in.piece is not None:
            stretch = Stretch(self._line, len(self._line.parts), self._size, self._matrix, self._in.said)
            self._run.append((self._in.is_backwards, stretch))
        self._in = self._open.pop()

    def _save(self, _: bytes) -> None:
        self._saved.append((self._matrix, self._font, self._size))
        del self._saved[:-_MOST_SAVED]

    def _restore(self, _: bytes) -> None:
        if self._saved:
            self._matrix, self._font, self._size = self._saved.pop()

    def _transform(self, operands: bytes) -> None:
        self._matrix = times(_six(operands), self._matrix)

    def _begin_text(self, _: bytes) -> None:
        self._line = Line(PLAIN)

    def _set_font(self, operands: bytes) -> None:
        known = self._known_fonts.get(operands)
        if known is None:
            name, size = values(operands)[:2]
            known = self._fonts.get(str(name)), float(size)
            if len(self._known_fonts) < _MOST_KNOWN:
                self._known_fonts[operands] = known
        self._font, self._size = known

    def _set_matrix(self, operands: bytes) -> None:
        known = self._known.get(operands)
        if known is None:
            known = _six(operands)
            if len(self._known) < _MOST_KNOWN:
                self._known[operands] = known
        self._line = Line(known)

    def _move(self, operands: bytes) -> None:
        across, up = (float(one) for one in values(operands)[:2])
        self._line = Line(times((1, 0, 0, 1, across, up), self._line.text))

    def _show(self, operands: bytes) -> None:
        font, size, line, (piece, _, is_backwards, is_replaced) = self._font, self._size, self._line, self._in
        parts = [(font, size, part) for part in shown(operands)]
        if piece is not None:
            piece.shown.append(parts)
            if font is not None and not is_replaced:
                first = len(line.parts)
                for at, (_, _, part) in enumerate(parts, first):
                    if isinstance(part, bytes):
                        self._run.append((is_backwards, Stretch(line, at, size, self._matrix)))
        line.parts += parts

    def _end_text(self, _: bytes) -> None:
        run, self._run = self._run, []
        if self._in.piece is not None and run:
            is_backwards = any(is_backwards for is_backwards, _ in run)
            self._in.piece.runs.append(Run([stretch for _, stretch in run], is_backwards))


def _mark(operands: bytes) -> tuple[int | None, str | None, bool]:
    """Return the number of a piece, the text that stands for it, and whether it is drawn from its end."""
    numbered = _NUMBERED.fullmatch(operands)
    if numbered is not None:
        return int(numbered[1]), None, False
    listed = values(operands)
    properties = listed[1] if len(listed) > 1 and isinstance(listed[1], DictionaryObject) else {}
    number, said = properties.get("/MCID"), properties.get("/ActualText")
    is_backwards = bool(listed and listed[0] == "/ReversedChars")
    return None if number is None else int(number), None if said is None else str(said), is_backwards


def _six(operands: bytes) -> Matrix:
    """Return the six numbers of a matrix."""
    try:
        # Nothing but digits, signs and points gets so far without being a number.
        listed = [float(one) for one in operands.split()]
    except ValueError:
        listed = [float(one) for one in values(operands)]
    if len(listed) != 6:
        raise damaged()
    a, b, c, d, e, f = listed
    return a, b, c, d, e, f
