"""Text files whose fields are separated: CSV and its kin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from workbench.core.finding import Finding
from workbench.core.fingerprint import fingerprint_of_file
from workbench.data.sources.bad_lines import lines_of_rows, not_decoded
from workbench.data.sources.binary import check_text
from workbench.data.sources.changes import Changes
from workbench.data.sources.decimals import comma_remedy, commas_read, mark_notes, marks_of, nearly, number_findings
from workbench.data.sources.files import stem_of, suffix_of
from workbench.data.sources.large_csv import MisfitError, TextColumns
from workbench.data.sources.options import ReadOptions
from workbench.data.sources.plain import check_names, no_rows
from workbench.data.sources.reading import Reading
from workbench.data.sources.separators import found_separator
from workbench.data.sources.text_findings import (
    blank_lines,
    blanks_taken_off,
    cut,
    header_like_data,
    mostly,
    other_encoding,
    other_separator,
    others_of,
    rows_within_quotes,
    without_names,
)
from workbench.data.sources.text_rows import TextRows
from workbench.data.sources.text_stream import check_encoding, encoding_of
from workbench.data.sources.text_types import ColumnTypes
from workbench.data.stored import StoredTable
from workbench.errors import SourceError

__all__ = ["read_csv"]

_BLANKS = " \t"
_BREAK = re.compile(r"\r\n|\n|\r")
_KEPT = 100  # characters of a cell that is shown
_LOOKED_AT = 10_000  # rows, for whether the header is one of them


def read_csv(path: Path, options: ReadOptions) -> Reading:
    r"""Return the table in a text file whose fields are separated.

    A column's type is found from all of its values: whole numbers, numbers, truths, days, times or text.
    Blanks around a value are taken off. Numbers that begin with a zero, or have more digits than a number
    here holds, are codes and stay text.

    Parameters
    ----------
    path : Path
        The file; ``.gz`` is unpacked while it is read. Fields are separated by commas, or whatever else
        the header and the first lines agree on: semicolons, tabs, vertical bars.
    options : ReadOptions
        How it is to be read.

    Raises
    ------
    SourceError
        If it is no such file: by line.
    ColumnNotFoundError
        If ``types``, ``missing`` or ``recode`` names a column that is not there.
    NotEnoughDataError
        If there is only a header.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp(), "people.csv")
    >>> _ = path.write_text("zip,age\n02134,31\n10001,?\n")
    >>> read_csv(path, ReadOptions(missing=["?"])).table.to_pydict()
    {'zip': ['02134', '10001'], 'age': [31, None]}
    """
    check_encoding(options.encoding)
    check_text(path, options.encoding)
    encoding = encoding_of(path, options.encoding)
    usual = "\t" if suffix_of(path) in (".tsv", ".tab") else ","
    try:
        separator, n_fields = found_separator(path, encoding, usual)
    except UnicodeError as error:
        raise not_decoded(path, encoding) from error
    if not n_fields:
        raise SourceError(f"{path.name!r} is empty: it has only blank lines.\nGive a file with column names and rows.")
    told = []
    if separator != usual:
        told.append(other_separator(separator, n_fields))
    if encoding != options.encoding:
        told.append(other_encoding(encoding))
    table = _TextTable(TextRows(path, encoding, separator, n_fields), options)
    return table.read(tuple(told))


class _TextTable:
    """A text file on its way to a table."""

    def __init__(self, rows: TextRows, options: ReadOptions) -> None:
        self._rows, self._options = rows, options
        self._name = stem_of(rows.path)
        self._types = [ColumnTypes() for _ in range(rows.n_fields)]
        self._n_trimmed = [0] * rows.n_fields
        self._heading: list[str] = []
        self._repeated: list[bool] = []
        self._row_like: dict[int, list[tuple[int, str]]] = {}
        self._columns: tuple[str, ...] = ()
        self._marks: tuple[str, ...] = ()

    def read(self, told: tuple[Finding, ...]) -> Reading:
        """Return the table, with what is to be told of it beside what was told before."""
        path = self._rows.path
        parts = self._rows.parts()
        first = next(parts)
        self._heading = [column[0].as_py() or "" for column in first]
        self._columns, unnamed = _named(self._heading)
        check_names(self._columns, self._name)
        changes = Changes(self._options, self._columns)
        n_bytes = path.stat().st_size
        text = TextColumns(len(self._columns), self._options, n_bytes)
        for part in _after_header(first, parts):
            text.add(self._seen(part, text.n_rows, changes))
        if not text.n_rows:
            raise no_rows(self._name)
        changes.check_found()
        fingerprint = fingerprint_of_file(path)
        held = self._held(text, fingerprint)
        findings = (*told, *self._findings(text.n_rows, unnamed))
        notes = (*changes.notes(), *mark_notes(self._columns, self._marks, self._options.decimal))
        return Reading(held, self._name, fingerprint, findings, notes, is_changed=True)

    def _seen(self, part: list[pa.Array], first_row: int, changes: Changes) -> list[pa.Array]:
        """Return a part as it is kept: without blanks around values, changed as asked, empty text missing."""
        kept = []
        for place, values in enumerate(part):
            trimmed, n = _trimmed(values)
            self._n_trimmed[place] += n
            within = _rows_within(trimmed, self._rows.separator, len(part) - 1)
            if within:
                self._row_like.setdefault(place, []).extend((first_row + row, value) for row, value in within)
            made = changes.made(self._columns[place], _without_empty(trimmed))
            if first_row == 0:
                self._repeated.append(self._columns[place] in made.slice(0, _LOOKED_AT).to_pylist())
            self._types[place].see(made, first_row)
            kept.append(made)
        return kept

    def _held(self, text: TextColumns, fingerprint: str) -> pa.Table | StoredTable:
        asked = self._options.types or {}
        seen = dict(zip(self._columns, self._types, strict=True))
        self._marks = marks_of(seen, asked, self._options.decimal, self._rows.separator)
        kinds = [
            types.asked(asked[name]) if name in asked else pa.float64() if mark else types.kind
            for (name, types), mark in zip(seen.items(), self._marks, strict=True)
        ]
        try:
            words = [types.n_words > 0 for types in self._types]
            return text.held(self._columns, kinds, words, self._marks, fingerprint)
        except MisfitError as misfit:
            name = self._columns[misfit.place]
            value = cut(misfit.value)
            raise SourceError(
                f"{self._rows.path.name!r}, {self._where([misfit.row])[0]}, column {name!r}: {value} is no "
                f"{asked[name]}.\n{comma_remedy(misfit.value)}If it means that the value is not known: "
                f"missing={{{name!r}: [{value}]}}. "
                f"If the column is text, leave types[{name!r}] out."
            ) from misfit

    def _where(self, rows: list[int]) -> list[str]:
        """Return the lines in which rows begin, in words."""
        source = self._rows
        if source.n_lines == source.n_records:  # no line is blank and no text goes over several
            return [f"line {row + 2:,}" for row in rows]
        lines = lines_of_rows(source.path, source.encoding, source.separator, rows)
        return [f"line {lines[row]:,}" if row in lines else f"row {row + 1:,}" for row in rows]

    def _findings(self, n_rows: int, unnamed: list[str]) -> Iterator[Finding]:
        trimmed = [
            name
            for name, written, n in zip(self._columns, self._heading, self._n_trimmed, strict=True)
            if n or (written.strip(_BLANKS) and written != written.strip(_BLANKS))
        ]
        if trimmed:
            yield blanks_taken_off(sum(self._n_trimmed), trimmed, n_rows)
        if unnamed:
            yield without_names(unnamed)
        if self._rows.n_blank:
            yield blank_lines(self._rows.n_blank)
        if self._may_be_data():
            yield header_like_data(self._columns)
        yield from self._column_findings()

    def _column_findings(self) -> Iterator[Finding]:
        asked = self._options.types or {}
        for place, cells in self._row_like.items():
            row, value = cells[0]
            yield rows_within_quotes(self._columns[place], len(cells), self._where([row])[0], value)
        marked = zip(self._columns, self._types, self._marks, strict=True)
        commas = {name: types for name, types, mark in marked if mark == "," and name not in asked}
        if not self._options.decimal:
            yield from commas_read(commas)
        for name, types, mark in zip(self._columns, self._types, self._marks, strict=True):
            if name in asked:
                continue
            yield from number_findings(name, types, mark, self._options.decimal, commas=bool(commas))
            if not mark and (kind := nearly(types)):
                places = self._where([row for row, _ in others_of(kind, types)[1]])
                yield mostly(kind, name, types, self._rows.path.name, places)

    def _may_be_data(self) -> bool:
        """Return whether the header looks like a row: of numbers and days, and of text that stands below it too."""
        kinds = [types.kind for types in self._types]
        typed = [place for place, kind in enumerate(kinds) if kind not in (pa.string(), pa.null())]
        if not typed or any(_kind_of(self._heading[place]) != kinds[place] for place in typed):
            return False
        return any(self._repeated) or (len(typed) == len(kinds) and not _is_run(self._heading))


def _after_header(first: list[pa.Array], parts: Iterator[list[pa.Array]]) -> Iterator[list[pa.Array]]:
    yield [column.slice(1) for column in first]
    yield from parts


def _named(heading: list[str]) -> tuple[tuple[str, ...], list[str]]:
    """Return the columns' names, and those that were made because the header has none."""
    names = [written.strip(_BLANKS) for written in heading]
    made = []
    for place, name in enumerate(names):
        if not name:
            names[place] = f"column {place + 1}"
            made.append(names[place])
    return tuple(names), made


def _trimmed(values: pa.Array) -> tuple[pa.Array, int]:
    """Return text without blanks around it, and how many values had some."""
    content = values.buffers()[2]
    if content is None or not any(blank in content.to_pybytes() for blank in (b" ", b"\t")):
        return values, 0
    trimmed = pc.ascii_trim(values, _BLANKS)
    n = pc.not_equal(pc.binary_length(trimmed), pc.binary_length(values)).true_count
    return (trimmed, n) if n else (values, 0)


def _rows_within(values: pa.Array, separator: str, n_separators: int) -> list[tuple[int, str]]:
    """Return the cells with line breaks that hold as many separators as lines of their own would, with their rows."""
    content = values.buffers()[2]
    if content is None or not n_separators or not any(end in content.to_pybytes() for end in (b"\n", b"\r")):
        return []
    broken = pc.or_(pc.match_substring(values, "\n"), pc.match_substring(values, "\r"))
    found = []
    for row in np.flatnonzero(broken.to_numpy(zero_copy_only=False)):
        value = values[int(row)].as_py()
        if value.count(separator) == n_separators * len(_BREAK.findall(value)):
            found.append((int(row), value[:_KEPT]))
    return found


def _without_empty(values: pa.Array) -> pa.Array:
    empty = pc.equal(values, "")
    return pc.if_else(empty, pa.scalar(None, pa.string()), values) if empty.true_count else values


def _kind_of(written: str) -> pa.DataType:
    """Return the type that a column of this one value has."""
    types = ColumnTypes()
    types.see(pa.array([written.strip(_BLANKS) or None], pa.string()), 0)
    return types.kind


def _is_run(heading: list[str]) -> bool:
    """Return whether names are whole numbers one after another, such as places or years."""
    if not all(name.strip(_BLANKS).isdecimal() for name in heading):
        return False
    numbers = [int(name) for name in heading]
    return len(numbers) > 1 and all(later - one == 1 for one, later in pairwise(numbers))
