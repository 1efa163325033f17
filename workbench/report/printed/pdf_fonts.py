"""What the codes of a PDF's fonts mean, and how wide their signs are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pypdf.generic import ArrayObject

from workbench.report.printed.pdf_content import damaged

__all__ = ["Font", "meanings", "widths"]

_CODES = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_TOKEN = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
_MOST_RANGE, _MOST_CODES = 65_536, 262_144


class _Signs(dict[int, str]):
    def __missing__(self, code: int) -> str:
        return "\ufffd"


class Font:
    """What the codes of a font mean, and how wide their signs are in thousandths of its size.

    Parameters
    ----------
    meanings : mapping of int to str
        What codes mean.
    widths : mapping of int to float
        How wide their signs are.
    n_bytes : int
        How long a code is: 1 or 2 bytes.
    standard : float
        How wide other signs are.
    """

    def __init__(
        self, meanings: Mapping[int, str], widths: Mapping[int, float], n_bytes: int, standard: float = 1000.0
    ) -> None:
        self._meanings, self._widths, self._standard = meanings, widths, standard
        self._is_wide = n_bytes == 2
        self._signs = _Signs(meanings)

    def _codes(self, content: bytes) -> Sequence[int]:
        if not self._is_wide:
            return content
        return [high << 8 | low for high, low in zip(content[::2], content[1::2], strict=False)]

    def texts(self, content: bytes) -> list[str]:
        """Return the text of each code."""
        meanings = self._meanings
        return [meanings.get(code, "\ufffd") for code in self._codes(content)]

    def text(self, content: bytes) -> str:
        """Return the text of all codes."""
        if self._is_wide:
            codes = content[: len(content) // 2 * 2].decode("utf-16-be", "surrogatepass")
            if len(codes) == len(content) // 2:
                return codes.translate(self._signs)
        return "".join(self.texts(content))

    def widths(self, content: bytes) -> list[float]:
        """Return the width of each code's sign."""
        return [self._widths.get(code, self._standard) for code in self._codes(content)]


def meanings(table: bytes) -> dict[int, str]:
    """Return what a font's codes mean, by its table.

    Examples
    --------
    >>> meanings(b"2 beginbfchar <0001> <0048> <0002> <00660069> endbfchar")
    {1: 'H', 2: 'fi'}
    """
    found: dict[int, str] = {}
    n_left = _MOST_CODES
    for kind, body in _CODES.findall(table):
        tokens = list(_TOKEN.finditer(body))
        codes = [bytes.fromhex(match.group(1).decode()) for match in tokens if match.group(1) is not None]
        if kind == b"bfchar":
            for given, text in zip(codes[::2], codes[1::2], strict=False):
                found[int.from_bytes(given, "big")] = text.decode("utf-16-be", "replace")
        elif len(codes) == len(tokens):
            for first, last, text in zip(codes[::3], codes[1::3], codes[2::3], strict=False):
                start, stop = int.from_bytes(first, "big"), int.from_bytes(last, "big")
                stop = min(stop, start + _MOST_RANGE) + 1
                n_left -= stop - start
                if n_left < 0:
                    raise damaged()
                for step, code in enumerate(range(start, stop)):
                    value = int.from_bytes(text, "big") + step
                    found[code] = value.to_bytes(max(len(text), 2), "big").decode("utf-16-be", "replace")
    return found


def widths(listed: ArrayObject) -> dict[int, float]:
    """Return the widths of codes.

    Parameters
    ----------
    listed : ArrayObject
        ``code [width …]`` and ``first last width``, one after the other.

    Raises
    ------
    InputError
        If these are more codes than a font has.

    Examples
    --------
    >>> from pypdf.generic import NumberObject
    >>> widths(ArrayObject([NumberObject(one) for one in (3, 4, 500)]))
    {3: 500.0, 4: 500.0}
    """
    found: dict[int, float] = {}
    values = [one.get_object() for one in listed]
    at, n_left = 0, _MOST_CODES
    while at + 1 < len(values):
        first, second = int(values[at]), values[at + 1]
        if isinstance(second, ArrayObject):
            found |= {first + step: float(width) for step, width in enumerate(second)}
            at += 2
        elif at + 2 < len(values):
            codes = range(max(first, 0), min(int(second), _MOST_RANGE - 1) + 1)
            n_left -= len(codes)
            if n_left < 0:
                raise damaged()
            found |= dict.fromkeys(codes, float(values[at + 2]))
            at += 3
        else:
            break
    return found
