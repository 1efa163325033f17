"""Where a text file is damaged: looked for only after reading has failed, by Python's own reader."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from workbench.data.sources.text_stream import unpacked
from workbench.errors import SourceError

__all__ = ["LONGEST", "lines_of_rows", "not_decoded", "ragged", "too_long", "unclosed_quote"]

LONGEST = 2**28
"""No record is longer, in bytes."""

_MARKED = {"utf-8": "utf-8-sig"}  # which leaves out the mark that may stand first


def not_decoded(path: Path, encoding: str) -> SourceError:
    """Return the error that names the first line which is not in the encoding."""
    found = _bad_byte(path, encoding)
    where = "" if found is None else f": line {found[0]}, byte 0x{found[1]:02x}"
    return SourceError(
        f"{path.name!r} is not {encoding.upper()}{where}.\n"
        "Save it as UTF-8, or name its encoding, for example encoding='latin-1'."
    )


def ragged(path: Path, encoding: str, separator: str, n_fields: int) -> SourceError | None:
    """Return the error that names the first line with more or fewer fields than the header; nothing without one."""
    records = _records(path, encoding, separator)
    for line, fields in records:
        if len(fields) != n_fields:
            if "\n" in fields[-1] and next(records, None) is None:  # it has swallowed the rest of the file
                return unclosed_quote(path, encoding, separator)
            found = "1 field" if len(fields) == 1 else f"{len(fields)} fields"
            return SourceError(
                f"{path.name!r} cannot be read as CSV: line {line} has {found}, the header has {n_fields}.\n"
                f"Every line needs as many fields as the header, separated by {separator!r}; "
                f"text that holds {separator!r} needs quotes."
            )
    return None


def unclosed_quote(path: Path, encoding: str, separator: str) -> SourceError:
    """Return the error that names the line in which a text in quotes begins that does not end."""
    opened = 1
    with _any_length(LONGEST), _text(path, encoding) as text:
        reader = csv.reader(text, delimiter=separator)
        try:
            for fields in reader:
                breaks = fields[-1].count("\n") or fields[-1].count("\r") if fields else 0
                opened = reader.line_num - breaks + (1 if fields and fields[-1].endswith(("\n", "\r")) else 0)
        except csv.Error:
            opened += 1  # in the record after the last one that could be read
    return SourceError(
        f"{path.name!r} cannot be read as CSV: the text in quotes that begins in line {opened} never ends.\n"
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
    name = codecs.lookup(encoding).name
    return io.TextIOWrapper(unpacked(path), _MARKED.get(name, name), errors="replace", newline="")


@contextmanager
def _any_length(longest: int) -> Iterator[None]:
    """Let Python's reader take fields of any length for the while."""
    before = csv.field_size_limit(longest)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _bad_byte(path: Path, encoding: str) -> tuple[int, int] | None:
    """Return the first line that is not in the encoding, and the byte."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    with unpacked(path) as file:
        while True:
            part = file.read(2**20)
            try:
                line += decoder.decode(part, final=not part).count("\n")
            except UnicodeDecodeError as error:
                return line + _line_ends(bytes(error.object)[: error.start], encoding), error.object[error.start]
            if not part:
                return None


def _line_ends(content: bytes, encoding: str) -> int:
    return content.decode(encoding, "ignore").count("\n")
