"""In which line of a TOML text a key stands, so that what is wrong with its value can be told there.

``tomllib`` gives values without their places. This walks through a text that ``tomllib`` has already
read, so it may take for granted that the text is valid TOML.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping

__all__ = ["Place", "key_lines"]

Place = tuple[str | int, ...]
"""Where a value stands: keys, and positions in arrays."""

_DEEPEST = 8  # nothing that is asked for lies deeper; a key of ten thousand parts costs no more than this
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_BLANK = re.compile(r"[ \t]*")
_BLANK_LINES = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SCALAR = re.compile(r"[^,\]}#\n]*")
_STRINGS = (
    re.compile(r'"""(?:\\.|[^\\])*?"{3,5}', re.DOTALL),
    re.compile(r"'''.*?'{3,5}", re.DOTALL),
    re.compile(r'"(?:\\.|[^"\\\n])*"'),
    re.compile(r"'[^'\n]*'"),
)


def key_lines(text: str) -> Mapping[Place, int]:
    r"""Return the line, counted from 1, of every key, table and array element of a valid TOML text.

    Parameters
    ----------
    text : str
        What ``tomllib.loads`` has read without complaint.

    Returns
    -------
    mapping of tuple to int
        By place, such as ``("rule", 0, "metric")``. A table that is opened more than once has the line
        where it is first named.

    Examples
    --------
    >>> lines = key_lines('a = 1\n[[rule]]\nmetric = "x" # the first\nlist = [\n  1,\n  2]')
    >>> lines["a",], lines["rule", 0], lines["rule", 0, "metric"], lines["rule", 0, "list", 1]
    (1, 2, 3, 6)
    """
    return _Walk(text).lines()


class _Walk:
    """One pass over the text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._counted, self._line = 0, 1
        self._lines: dict[Place, int] = {}
        self._tables: dict[Place, int] = {}  # how many tables an array of tables has so far

    def lines(self) -> Mapping[Place, int]:
        table: Place = ()
        while self._skip(_BLANK_LINES) < len(self._text):
            if self._text[self._at] == "[":
                table = self._header()
            else:
                self._pair(table)
        return self._lines

    def _header(self) -> Place:
        """Read ``[table]`` or ``[[table]]``; return where its keys stand."""
        line, brackets = self._here(), 2 if self._text.startswith("[[", self._at) else 1
        self._at += brackets
        *outer, last = self._key()
        self._at += brackets
        place: Place = ()
        for part in outer:
            place = self._newest(_deeper(place, part))
            self._note(place, line)
        place = _deeper(place, last)
        self._note(place, line)
        if brackets == 2:
            self._tables[place] = self._tables.get(place, 0) + 1
            place = self._newest(place)
            self._note(place, line)
        return place

    def _newest(self, place: Place) -> Place:
        """Return the place itself, or the newest table of an array of tables."""
        return (*place, self._tables[place] - 1) if place in self._tables else place

    def _pair(self, table: Place) -> None:
        """Read ``key = value``."""
        line, place = self._here(), table
        for part in self._key():
            place = _deeper(place, part)
            self._note(place, line)
        self._at += 1  # the sign of equality
        self._value(place)

    def _key(self) -> list[str]:
        """Read the parts of a key, and the blanks around them."""
        parts = []
        while True:
            self._skip(_BLANK)
            if self._text[self._at] in "\"'":
                start = self._at
                self._string()
                parts.append(_unquoted(self._text[start : self._at]))
            else:
                start = self._at
                parts.append(self._text[start : self._skip(_BARE)])
            self._skip(_BLANK)
            if self._text[self._at] != ".":
                return parts
            self._at += 1

    def _value(self, place: Place) -> None:
        """Pass over a value; note what stands in arrays and inline tables."""
        self._skip(_BLANK)
        opening = self._text[self._at]
        if opening == "[":
            self._array(place)
        elif opening == "{":
            self._inline_table(place)
        elif opening in "\"'":
            self._string()
        else:
            self._skip(_SCALAR)

    def _array(self, place: Place) -> None:
        self._at += 1
        position = 0
        while self._text[self._skip(_BLANK_LINES)] != "]":
            element = _deeper(place, position)
            self._note(element, self._here())
            self._value(element)
            position += 1
            if self._text[self._skip(_BLANK_LINES)] == ",":
                self._at += 1
        self._at += 1

    def _inline_table(self, place: Place) -> None:
        self._at += 1
        while self._text[self._skip(_BLANK_LINES)] != "}":
            self._pair(place)
            if self._text[self._skip(_BLANK_LINES)] == ",":
                self._at += 1
        self._at += 1

    def _string(self) -> None:
        for kind in _STRINGS:  # the long ones first: three quotes would also be read as an empty string
            found = kind.match(self._text, self._at)
            if found:
                self._at = found.end()
                return

    def _skip(self, what: re.Pattern[str]) -> int:
        """Pass over what matches here; return where that ends."""
        found = what.match(self._text, self._at)
        self._at = found.end() if found else self._at
        return self._at

    def _here(self) -> int:
        """Return the line of the current character."""
        self._line += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._line

    def _note(self, place: Place, line: int) -> None:
        if len(place) <= _DEEPEST:
            self._lines.setdefault(place, line)


def _deeper(place: Place, part: str | int) -> Place:
    """Return a place within a place; below what is noted all places are one."""
    return place if len(place) > _DEEPEST else (*place, part)


def _unquoted(key: str) -> str:
    """Return a quoted key as the text it stands for."""
    return next(iter(tomllib.loads(f"{key} = 0")))
