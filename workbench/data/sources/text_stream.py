"""Text files as streams of UTF-8: unpacked, decoded, without what stands before the first line."""

from __future__ import annotations

import codecs
import gzip
import io
import re
import secrets
import zlib
from pathlib import Path
from typing import BinaryIO, cast

from workbench.data.said import say
from workbench.errors import SourceError

__all__ = ["ENCODED", "TextStream", "check_encoding", "encoding_of", "unpacked_head"]

_MARK = codecs.BOM_UTF8
_BLANK_LINES = re.compile(rb"(?: *(?:\r\n|\n|\r))+")
_HEAD = 2**16
_MOST_NULS = 0.25  # more of the first bytes are only NUL where two bytes make a character
_UTF8 = {"utf-8", "utf-8-sig"}

ENCODED = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""First bytes that say what the encoding is; the longer before the shorter that it begins with."""


def check_encoding(encoding: str) -> None:
    """Refuse the name of no encoding of text."""
    try:
        "".encode(encoding)
    except (LookupError, ValueError, TypeError) as error:
        raise SourceError(f"encoding is {encoding!r}, which is not known.\nUse 'utf-8' or 'latin-1'.") from error


def encoding_of(path: Path, encoding: str) -> str:
    """Return the encoding: what was said, or what the file's first bytes say where that is the usual one.

    Raises
    ------
    SourceError
        If it is not known, or the file cannot be in it.
    """
    check_encoding(encoding)
    if codecs.lookup(encoding).name not in _UTF8:
        return encoding
    head = unpacked_head(path)
    for mark, marked in ENCODED:
        if head.startswith(mark):
            return marked
    if head.count(0) > _MOST_NULS * len(head):
        raise SourceError(
            f"{path.name!r} is not {encoding.upper()}: many of its bytes are 0.\n"
            f"If it is text of two bytes a character, name its encoding: {say('encoding', 'utf-16-le')}."
        )
    return encoding


def unpacked_head(path: Path) -> bytes:
    """Return the file's first bytes, without the compression that its name tells of."""
    with unpacked(path) as file:
        return _read(file, path, _HEAD)


def unpacked(path: Path) -> BinaryIO:
    """Return the file's bytes, without the compression that its name tells of."""
    return cast("BinaryIO", gzip.open(path)) if path.suffix.lower() == ".gz" else path.open("rb")


def _read(file: BinaryIO, path: Path, n: int) -> bytes:
    try:
        return file.read(n)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise SourceError(
            f"{path.name!r} cannot be unpacked: it is damaged, or ends too early.\n"
            "Copy it again from where it is whole."
        ) from error


class TextStream(io.RawIOBase):
    """A text file as UTF-8 that ends in a line of its own.

    Reading stops with that line, :attr:`end`, which no file holds: where it is not found again, a
    text in quotes that never ends has swallowed it.

    Parameters
    ----------
    path : Path
        The file; ``.gz`` is unpacked.
    encoding : str
        Its encoding.
    separator : str
        What separates the fields.
    alone : bool
        Whether lines have one field: then the last line has two, so that it stands out.
    """

    def __init__(self, path: Path, encoding: str, separator: str = ",", *, alone: bool = False) -> None:
        super().__init__()
        self._path = path
        self._encoding = encoding
        self._file = unpacked(path)
        self._plain = codecs.lookup(encoding).name in _UTF8
        self._decoder = codecs.getincrementaldecoder("utf-8" if self._plain else encoding)()
        token = secrets.token_hex(16)  # no file can be made to hold it
        self.end = f"{token}{separator}{token}" if alone else token
        self.n_lines = 0
        self._begun = self._ended = False
        self._last = b"\n"
        self._waiting = b""

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def read(self, n: int = -1) -> bytes:
        """Return the next ``n`` bytes, fewer only at the end."""
        while not self._ended and not 0 <= n <= len(self._waiting):
            self._waiting += self._more(n if n > 0 else _HEAD)
        n = len(self._waiting) if n < 0 else n
        text, self._waiting = self._waiting[:n], self._waiting[n:]
        return text

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        super().close()

    def _more(self, n: int) -> bytes:
        raw = _read(self._file, self._path, n)
        decoded = self._decoder.decode(raw, final=not raw)  # of UTF-8 too: Arrow would look at it too late
        text = raw if self._plain else decoded.encode()
        if raw and not self._begun:
            text = self._first(text)
        self._last = text[-1:] or self._last
        if not raw:
            self._ended = True
            text += b"" if self._last in b"\r\n" else b"\n"
        self.n_lines += _lines(text)
        return text if raw else text + self.end.encode() + b"\n"

    def _first(self, text: bytes) -> bytes:
        """Return the text without the mark of its encoding and blank lines before the header."""
        kept = text.removeprefix(_MARK)
        blank = _BLANK_LINES.match(kept)
        self.n_lines += _lines(kept[: blank.end()]) if blank else 0
        kept = kept[blank.end() :] if blank else kept
        self._begun = bool(kept)
        return kept


def _lines(text: bytes) -> int:
    return text.count(b"\n") or text.count(b"\r")
