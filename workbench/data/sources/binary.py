"""Files that are called text and are none: told by their first bytes before anybody looks for lines in them."""

from __future__ import annotations

import codecs
import zipfile
from pathlib import Path

from workbench.data.sources.text_stream import ENCODED, unpacked_head
from workbench.errors import SourceError

__all__ = ["check_text"]

_BEGINNINGS: tuple[tuple[bytes, str, str], ...] = (
    (b"PAR1", "a Parquet file", ".parquet"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a workbook of an older Excel", ".xls"),
    (b"SQLite format 3\x00", "an SQLite database", ".sqlite"),
    (b"\x1f\x8b", "a file packed by gzip", ".csv.gz"),
    (b"%PDF-", "a PDF", ""),
    (b"\x89PNG\r\n\x1a\n", "a picture", ""),
    (b"\xff\xd8\xff", "a picture", ""),
    (b"ARROW1\x00\x00", "an Arrow file", ""),
    (b"\x89HDF\r\n\x1a\n", "an HDF5 file", ""),
    (b"7z\xbc\xaf\x27\x1c", "a packed file", ""),
    (b"BZh", "a packed file", ""),
    (b"\x28\xb5\x2f\xfd", "a packed file", ""),
    (b"\xfd7zXZ\x00", "a packed file", ""),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_DUCKDB, _DUCKDB_AT = b"DUCK", 8
_NO_TEXT = bytes({*range(9), *range(14, 27), *range(28, 32), 127})
_MOST, _MOST_DECODED = 0.02, 0.3  # of the first bytes may be such, as careless programs write a few; a short cell many
_WIDE = ("utf-16", "utf-32")


def check_text(path: Path, encoding: str) -> None:
    """Refuse a file that is no text, and say what it is.

    Parameters
    ----------
    path : Path
        The file; ``.gz`` is unpacked.
    encoding : str
        What it is said to be written in: of one of two or four bytes a character, bytes of 0 are nothing strange.

    Raises
    ------
    SourceError
        If its first bytes are those of another kind of file, or many of them no characters.
    """
    head = unpacked_head(path)
    what, suffix = _kind(path, head)
    if what:
        advice = (
            f"Give it a name that ends in {suffix!r}, or save the table as CSV."
            if suffix
            else "Take the table out of it, and save it as CSV."
        )
        raise SourceError(f"{path.name!r} is no text, though its name says so: it is {what}.\n{advice}")
    marked = any(head.startswith(mark) for mark, _ in ENCODED)
    if marked or codecs.lookup(encoding).name.startswith(_WIDE) or _is_wide(head):
        return
    most = _MOST_DECODED if _is_decoded(head, encoding) else _MOST
    if len(head.translate(None, _NO_TEXT)) < (1 - most) * len(head):
        raise SourceError(
            f"{path.name!r} is no text: many of its first bytes are no characters.\n"
            "Open it with the program that wrote it, and save the table as CSV."
        )


def _is_decoded(head: bytes, encoding: str) -> bool:
    """Return whether the bytes are characters of an encoding, whatever characters; the last may be cut."""
    try:
        codecs.getincrementaldecoder(encoding)().decode(head)
    except ValueError:
        return False
    return True


def _kind(path: Path, head: bytes) -> tuple[str, str]:
    """Return what a file is in words, and how its name should end; nothing where it may be text."""
    if head.startswith(_ZIP):
        return _of_zip(path)
    if b"\x00" in head and head[_DUCKDB_AT : _DUCKDB_AT + len(_DUCKDB)] == _DUCKDB:
        return "a DuckDB file", ".duckdb"
    found = next((one for one in _BEGINNINGS if head.startswith(one[0])), None)
    if found is None:
        return "", ""
    beginning, what, suffix = found
    is_plain = beginning.isascii() and what != "a PDF"  # a column may be called so
    return ("", "") if is_plain and len(head.translate(None, _NO_TEXT)) == len(head) else (what, suffix)


def _of_zip(path: Path) -> tuple[str, str]:
    try:
        with zipfile.ZipFile(path) as packed:
            names = packed.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):  # cut off, or packed once more
        return "a packed file", ""
    if "xl/workbook.xml" in names:
        return "an Excel workbook", ".xlsx"
    return ("an OpenDocument workbook", ".ods") if "content.xml" in names else ("a packed file", "")


def _is_wide(head: bytes) -> bool:
    """Return whether the bytes seem to be of two a character: every other one 0, and hardly any between."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    few, many = sorted((even, odd))
    return many > len(head) / 4 and few < len(head) / 20
