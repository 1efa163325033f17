"""Where a text file is damaged: looked for only after reading has failed, by Python's own reader."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from workbench.data.said import say
from workbench.data.sources.files import suffix_of
from workbench.data.sources.separators import SEPARATORS
from workbench.data.sources.text_findings import cut
from workbench.data.sources.text_stream import unpacked
from workbench.errors import SourceError

__all__ = ["LONGEST", "lines_of_rows", "not_decoded", "ragged", "too_long", "unclosed_quote"]

LONGEST = 2**28
"""No record is longer, in bytes."""

_BLANKS = " \t"
_HEAD = 2**16  # characters
_MARKED = {"utf-8": "utf-8-sig"}  # which leaves out the mark that may stand first


def not_decoded(path: Path, encoding: str, separator: str = "") -> SourceError:
    """Return the error that names the first byte which is not in the encoding, by line and column.

    Parameters
    ----------
    path : Path
        The file.
    encoding : str
        The encoding it is said to have.
    separator : str
        What separates the fields; empty where it was not found yet.
    """
    found = _bad_byte(path, encoding)
    where = ""
    if found is not None:
        line, byte, n_before = found
        where = f": line {line}, {_column_after(path, encoding, separator, n_before)}, byte 0x{byte:02x}"
    return SourceError(
        f"{path.name!r} is not {encoding.upper()}{where}.\n"
        f"Save it as UTF-8, or name its encoding, for example {say('encoding', 'latin-1')}."
    )


def ragged(path: Path, encoding: str, separator: str, n_fields: int) -> SourceError | None:
    """Return the error that names the first line with more or fewer fields than the header; nothing without one."""
    records = _records(path, encoding, separator)
    header: list[str] = []
    for line, fields in records:
        header = header or fields
        if len(fields) != n_fields:
            if "\n" in fields[-1] and next(records, None) is None:  # it has swallowed the rest of the file
                return unclosed_quote(path, encoding, separator)
            found = "1 field" if len(fields) == 1 else f"{len(fields)} fields"
            place = (
                f"the first beyond them is {cut(fields[n_fields].strip(_BLANKS))}"
                if len(fields) > n_fields
                else f"the first column without one is {_name_at(header, len(fields))!r}"
            )
            return SourceError(
                f"{path.name!r} cannot be read as CSV: line {line} has {found}, the header has {n_fields}; {place}.\n"
                f"Every line needs as many fields as the header, separated by {separator!r}; "
                f"text that holds {separator!r} needs quotes."
            )
    return None


def unclosed_quote(path: Path, encoding: str, separator: str) -> SourceError:
    """Return the error that names where a text in quotes begins that does not end, by line and column."""
    opened, column = 1, ""
    header: list[str] = []
    with _any_length(LONGEST), _text(path, encoding) as text:
        reader = csv.reader(text, delimiter=separator)
        try:
            for fields in reader:
                breaks = fields[-1].count("\n") or fields[-1].count("\r") if fields else 0
                opened = reader.line_num - breaks + (1 if fields and fields[-1].endswith(("\n", "\r")) else 0)
                column = f", {_column_at(header, len(fields) - 1)}," if fields else column
                header = header or fields
        except csv.Error:
            opened, column = opened + 1, ""  # in the record after the last one that could be read
    return SourceError(
        f"{path.name!r} cannot be read as CSV: the text in quotes that begins in line {opened}{column} never ends.\n"
        'Close it with ", or write a quote that belongs to the text twice: "".'
    )


def too_long(path: Path) -> SourceError:
    """Return the error for a record beyond what is read at a time."""
    return SourceError(
        f"{path.name!r} cannot be read as CSV: one of its records is longer than {LONGEST // 2**20} MiB.\n"
        'Look for a quote " that is opened and never closed.'
    )


def lines_of_rows(path: Path, encoding: str, separator: str, rows: Sequence[int]) -> dict[int, int]:
    """Return the line in which each of some rows begins; row 0 follows the header."""
    wanted, found = set(rows), {}
    for row, (line, _) in enumerate(_records(path, encoding, separator), start=-1):
        if row in wanted:
            found[row] = line
            if len(found) == len(wanted):
                break
    return found


def _records(path: Path, encoding: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Return the records with the lines in which they begin; blank lines are none."""
    with _any_length(LONGEST), _text(path, encoding) as text:
        reader, begun = csv.reader(text, delimiter=separator), 1
        try:
            for fields in reader:
                if fields and (len(fields) > 1 or fields[0].strip(" ")):
                    yield begun, fields
                begun = reader.line_num + 1
        except csv.Error:
            return


def _text(path: Path, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(unpacked(path), _codec(encoding), errors="replace", newline="")


def _codec(encoding: str) -> str:
    name = codecs.lookup(encoding).name
    return _MARKED.get(name, name)


@contextmanager
def _any_length(longest: int) -> Iterator[None]:
    """Let Python's reader take fields of any length for the while."""
    before = csv.field_size_limit(longest)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _name_at(header: Sequence[str], place: int) -> str:
    """Return what the column at a place is called; one without a name is called after its place."""
    return header[place].strip(_BLANKS) or f"column {place + 1}"


def _column_at(header: Sequence[str], place: int) -> str:
    """Return the column at a place in words; in the header itself, and beyond it, by its number."""
    return f"column {_name_at(header, place)!r}" if place < len(header) else f"column {place + 1}"


def _column_after(path: Path, encoding: str, separator: str, n_before: int) -> str:
    """Return the column of the character that so many others stand before."""
    with _any_length(LONGEST), _text(path, encoding) as text:
        if not separator:
            head = text.read(min(n_before, _HEAD)).lstrip("\r\n").splitlines() or [""]
            usual = "\t" if suffix_of(path) in (".tsv", ".tab") else ","
            separator = max((usual, *SEPARATORS), key=head[0].count)
    header: list[str] = []
    words = "column 1"
    with _any_length(LONGEST), _text(path, encoding) as text:
        for fields in csv.reader(_before(text, n_before), delimiter=separator):
            words = _column_at(header, max(len(fields) - 1, 0))
            header = header or [field for field in fields if len(fields) > 1 or field.strip(" ")]
    return words


def _before(text: io.TextIOWrapper, n: int) -> Iterator[str]:
    """Return the first lines of so many characters, with one more in the last."""
    for line in text:
        if len(line) > n:
            yield f"{line[:n]}?"
            return
        n -= len(line)
        if n >= 0:
            yield line


def _bad_byte(path: Path, encoding: str) -> tuple[int, int, int] | None:
    """Return the first line that is not in the encoding, the byte, and how many characters stand before it."""
    decoder = codecs.getincrementaldecoder(_codec(encoding))()
    line, n = 1, 0
    with unpacked(path) as file:
        while True:
            part = file.read(2**20)
            try:
                decoded = decoder.decode(part, final=not part)
            except UnicodeDecodeError as error:
                before = bytes(error.object)[: error.start].decode(encoding, "ignore")
                return line + before.count("\n"), error.object[error.start], n + len(before)
            line, n = line + decoded.count("\n"), n + len(decoded)
            if not part:
                return None
