"""JSON: a record a line, or a list of records."""

from __future__ import annotations

import codecs
import gzip
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import IO, NamedTuple, cast

from workbench.core.fingerprint import fingerprint_of_file
from workbench.data.said import say
from workbench.data.sources.binary import check_text
from workbench.data.sources.options import ReadOptions
from workbench.data.sources.plain import no_rows
from workbench.data.sources.reading import Reading
from workbench.data.sources.record_columns import column_of_values
from workbench.data.sources.spool import Spool
from workbench.data.sources.text_stream import check_encoding
from workbench.data.sources.value_findings import KindsSeen, empty_texts
from workbench.errors import SourceError

__all__ = ["read_json"]

_ROWS_A_PART = 20_000
_BLOCK = 2**20
_BLANK = " \t\r\n"
_NEXT = re.compile(r"[^ \t\r\n]")
_LONGEST = 2**28


class _Record(NamedTuple):
    """The fields of a record, and the line on which it begins."""

    fields: Mapping[str, object]
    line: int


def read_json(path: Path, options: ReadOptions) -> Reading:
    """Return the table in a file of JSON records.

    Parameters
    ----------
    path : path
        A file with one record a line (``.jsonl``, ``.ndjson``), or with a list of records (``.json``); either may
        hold the other. It may be packed by gzip (``.gz``).
    options : ReadOptions
        Its encoding, and whether the rows stay on disk.

    Returns
    -------
    Reading
        A column for each name that any record has, in the order in which they first stand. What a record does not
        name is missing in it, and so is empty text (finding WB115). Columns of several kinds are text (WB107), and
        so are whole numbers from 2^53 on beside fractions (WB117).

    Raises
    ------
    SourceError
        If a line is no record, holds a list or a record, or names something twice: by line.
    NotEnoughDataError
        If there are no records.
    """
    check_encoding(options.encoding)
    check_text(path, options.encoding)
    spool, names, seen = Spool(options), dict[str, None](), KindsSeen("line")
    records = _records(path, options.encoding)
    while part := list(islice(records, _ROWS_A_PART)):
        for record in part:
            names.update(dict.fromkeys(record.fields))
        lines, columns = [one.line for one in part], {}
        for name in names:
            values = [one.fields.get(name) for one in part]
            columns[name] = column_of_values(values, name, options.decimal)
            seen.look_at(name, values, lines)
        spool.add(columns)
        if not names:
            raise SourceError(f"{path.name!r} has records without any field.\nGive records with names and values.")
    if spool.n_rows == 0:
        raise no_rows(_stem(path))
    fingerprint = fingerprint_of_file(path)
    findings = (*seen.findings(options), *empty_texts(seen.n_empty, spool.n_rows))
    return Reading(spool.held(fingerprint), _stem(path), fingerprint, findings)


def _stem(path: Path) -> str:
    return Path(path.stem).stem if path.suffix.lower() == ".gz" else path.stem


def _records(path: Path, encoding: str) -> Iterator[_Record]:
    """Return the records one after another: whole in memory is one block of text and no more."""
    decoder = json.JSONDecoder(object_pairs_hook=_Fields)
    try:
        with _opened(path) as file:
            text = _Text(file, path, encoding)
            if text.peek() == "[":
                yield from _listed(text, decoder)
            else:
                yield from _one_a_line(text, decoder)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise SourceError(
            f"{path.name!r} cannot be unpacked by gzip.\nCheck that the file is whole and really packed so."
        ) from error


def _opened(path: Path) -> IO[bytes]:
    return cast(IO[bytes], gzip.open(path)) if path.suffix.lower() == ".gz" else path.open("rb")


class _Fields(list[tuple[str, object]]):
    """What stands between braces, with names as often as they stand there."""


class _Text:
    """The text of a file, a block at a time, with the number of the line where the unread part begins."""

    def __init__(self, file: IO[bytes], path: Path, encoding: str) -> None:
        self._file, self.path, self._encoding = file, path, encoding
        name = "utf-8-sig" if encoding.lower().replace("_", "-") in ("utf-8", "utf8") else encoding
        try:
            self._decoder = codecs.getincrementaldecoder(name)()
        except (LookupError, ValueError) as error:
            raise SourceError(f"encoding is {encoding!r}, which is not known.\nUse 'utf-8' or 'latin-1'.") from error
        self.rest, self.at, self.line, self.ended = "", 0, 1, False

    def more(self) -> bool:
        """Read another block; say whether there was one."""
        self.rest, self.at = self.rest[self.at :], 0
        block = b"" if self.ended else self._file.read(max(_BLOCK, len(self.rest)))
        self.ended = not block
        try:
            self.rest += self._decoder.decode(block, final=self.ended)
        except UnicodeDecodeError as error:
            line = self.line + self.rest.count("\n") + error.object.count(b"\n", 0, error.start)
            raise SourceError(
                f"{self.path.name!r} is not {self._encoding.upper()}: line {line}, "
                f"byte 0x{error.object[error.start]:02x}.\n"
                f"Save it as UTF-8, or name its encoding, for example {say('encoding', 'latin-1')}."
            ) from error
        if len(self.rest) > _LONGEST:
            raise self.wrong(f"a record of more than {_LONGEST // 2**20} MB of text")
        return not self.ended

    def peek(self) -> str:
        """Return the next character that is not blank; an empty one at the end."""
        while True:
            following = _NEXT.search(self.rest, self.at)
            self.skip_to(following.start() if following else len(self.rest))
            if following or not self.more():
                return self.rest[self.at : self.at + 1]

    def skip_to(self, place: int) -> None:
        """Leave what stands before a place behind."""
        self.line += self.rest.count("\n", self.at, place)
        self.at = place

    def wrong(self, what: str, line: int | None = None) -> SourceError:
        """Return the error for a line; by default for the one that comes next."""
        return SourceError(
            f"{self.path.name!r}, line {line or self.line}: {what}.\n"
            'Give one record a line, such as {"age": 41, "hired": true}, or a list of such records.'
        )


def _one_a_line(text: _Text, decoder: json.JSONDecoder) -> Iterator[_Record]:
    while True:
        end = text.rest.find("\n", text.at)
        if end < 0 and text.more():
            continue
        line = text.rest[text.at : end if end >= 0 else len(text.rest)].strip(_BLANK)
        if line:
            yield _Record(_fields(text, _decoded(text, decoder, line), text.line), text.line)
        if end < 0:
            return
        text.at, text.line = end + 1, text.line + 1


def _decoded(text: _Text, decoder: json.JSONDecoder, line: str) -> object:
    try:
        return decoder.decode(line)
    except (ValueError, RecursionError) as error:
        raise text.wrong(_reason(error)) from error


def _reason(error: Exception) -> str:
    return f"no JSON ({error.msg})" if isinstance(error, json.JSONDecodeError) else "no JSON that can be read"


def _listed(text: _Text, decoder: json.JSONDecoder) -> Iterator[_Record]:
    text.skip_to(text.at + 1)
    following = "]" if text.peek() == "]" else ","
    while following == ",":
        if not text.peek():
            raise text.wrong("the list has no end")
        line = text.line
        yield _Record(_fields(text, _next_value(text, decoder), line), line)
        following = text.peek()
        if following == ",":
            text.skip_to(text.at + 1)
    if following != "]":
        raise text.wrong("no comma between two records, or the list has no end")
    text.skip_to(text.at + 1)
    if text.peek():
        raise text.wrong("something stands behind the list")


def _next_value(text: _Text, decoder: json.JSONDecoder) -> object:
    """Return the value that comes next; it may be in several blocks."""
    while True:
        try:
            value, end = decoder.raw_decode(text.rest, text.at)
        except (ValueError, RecursionError) as error:
            if isinstance(error, json.JSONDecodeError) and text.more():
                continue
            raise text.wrong(_reason(error)) from error
        if end < len(text.rest) or not text.more():  # a number at the end of a block may go on in the next
            text.skip_to(end)
            return value


def _fields(text: _Text, value: object, line: int) -> Mapping[str, object]:
    if not isinstance(value, _Fields):
        raise text.wrong("no record", line)
    fields = dict(value)
    if len(fields) < len(value):
        names = [name for name, _ in value]
        twice = next(name for name in names if names.count(name) > 1)
        raise text.wrong(f"the record names {twice!r} twice", line)
    for name, one in fields.items():
        if isinstance(one, list):
            kind = "a record" if isinstance(one, _Fields) else "a list"
            raise SourceError(
                f"{text.path.name!r}, line {line}: {name!r} holds {kind}, which has no place in a table.\n"
                "Take it out, or write each of its values as a field of its own."
            )
    return fields
