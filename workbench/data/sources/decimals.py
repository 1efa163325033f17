"""Which columns of a text file are numbers with a comma before decimals, and what is told of those that may be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pyarrow as pa

from workbench.core.finding import Finding, Severity
from workbench.core.measure import Measure
from workbench.data.said import say
from workbench.data.sources.number_marks import MARKS, is_comma_number
from workbench.data.sources.text_findings import (
    COMMAS,
    NEARLY_ALL,
    codes,
    cut,
    digits_not_kept,
    listed,
    numbers_with_e,
)
from workbench.data.sources.text_types import ColumnTypes

__all__ = ["comma_remedy", "commas_read", "mark_notes", "mark_of", "marks_of", "nearly", "number_findings"]

_CALLED = {".": "point", ",": "comma"}


def marks_of(types: Mapping[str, ColumnTypes], asked: Mapping[str, str], said: str, separator: str) -> tuple[str, ...]:
    """Return what stands before decimals in each column of text that is one of numbers so; nothing in others.

    Without a word of a person only a comma is found out, and only where nothing else can be meant: commas do not
    separate the fields, all values are numbers so, and one of them is none if commas part thousands. One of another
    such column is enough where no column writes a point before decimals.

    Parameters
    ----------
    types : mapping of str to ColumnTypes
        What was seen of the columns.
    asked : mapping of str to str
        What columns hold, as a person said: of such nothing is found out, and numbers are read as is fitting.
    said : {"", ".", ","}
        What a person said.
    separator : str
        What separates the fields.
    """
    comma_file = separator != ","
    numbers = [one for name, one in types.items() if asked.get(name, "number") in ("number", "whole number")]
    is_told_by_others = any(map(_shows_comma, numbers)) and not any(map(_shows_point, numbers))
    is_comma = _may_be_commas if is_told_by_others else _shows_comma
    found = []
    for name, one in types.items():
        if name in asked:
            is_number = asked[name] in ("number", "whole number")
            found.append(mark_of(one, said or "," * comma_file, asked=True, proven=not said) if is_number else "")
        elif said:
            found.append(mark_of(one, said))
        else:
            found.append("," if comma_file and is_comma(one) else "")
    return tuple(found)


def mark_of(types: ColumnTypes, said: str, *, asked: bool = False, proven: bool = False) -> str:
    """Return the mark that was said, if a column is read with it; else nothing.

    Parameters
    ----------
    types : ColumnTypes
        What was seen of it.
    said : {"", ".", ","}
        The mark.
    asked : bool
        Whether a person calls it a column of numbers, so that a value that is none is an error.
    proven : bool
        Whether the mark has to be seen in the column, more often than the other.
    """
    if not said:
        return ""
    count = types.marks.of[said]
    plain = types.n_numbers == types.n_values and not count.n_doubtful
    if asked and not plain:
        return said if not proven or (count.n_proven and count.n > types.n_numbers) else ""
    is_code = types.padded or types.plus or not count.fits(types.n_values)
    return "" if is_code or plain else said


def _shows_comma(types: ColumnTypes) -> bool:
    """Return whether a column is one of numbers with a comma, and one of them is none if commas part thousands."""
    return _may_be_commas(types) and types.marks.of[","].n_proven > 0


def _shows_point(types: ColumnTypes) -> bool:
    """Return whether a column is one of numbers with a point, and one of them is none if points part thousands."""
    point, comma = types.marks.of["."], types.marks.of[","]
    is_written = point.n_proven > 0 and point.fits(types.n_values)
    return comma.n < types.n_values if types.kind == pa.float64() else is_written


def _may_be_commas(types: ColumnTypes) -> bool:
    """Return whether all values are numbers with a comma, and none may mean a thousandth of what it is read as."""
    count = types.marks.of[","]
    alike = count.fits(types.n_values) and not (types.padded or types.plus)
    return alike and count.n_marked > 0 and (not count.n_doubtful or count.n_both > 0)


def mark_notes(names: Sequence[str], marks: Sequence[str], said: str) -> tuple[str, ...]:
    """Return one sentence on the columns that were read with another mark than programs write, or with groups."""
    found = []
    for mark in MARKS:
        columns = [name for name, one in zip(names, marks, strict=True) if one == mark]
        if columns:
            found.append(
                f"Text of {_count(len(columns))} ({listed(columns)}) was read as numbers with a {_CALLED[mark]} before "
                f"decimals{', as asked' if said else ''}; what parts thousands was left out."
            )
    return tuple(found)


def commas_read(columns: Mapping[str, ColumnTypes]) -> Iterator[Finding]:
    """Return the findings for columns whose commas were found to stand before decimals: there, or in others."""
    shown = [name for name, types in columns.items() if _shows_comma(types)]
    if shown:
        yield _read_so(
            "note",
            shown,
            "",
            "Something else separates the fields, and all values of these columns are numbers so.",
            "Check that the numbers are as they should be.",
        )
    if others := [name for name in columns if name not in shown]:
        yield _read_so(
            "caution",
            others,
            ", as in other columns",
            "Where a comma parts thousands, each number is a thousandth of what it should be; these values fit both.",
            f"Check that the numbers are as they should be. If commas part thousands: {say('decimal', '.')}.",
        )


def _read_so(severity: Severity, columns: Sequence[str], how: str, why: str, what_to_do: str) -> Finding:
    were = "was" if len(columns) == 1 else "were"
    return Finding(
        "WB119",
        severity,
        f"{_count(len(columns))} {were} read as numbers with a comma before decimals{how}: {listed(columns)}",
        why,
        f"{what_to_do} If they are text: types={{{columns[0]!r}: 'text'}}.",
        value=float(len(columns)),
        measure=Measure("columns of numbers with a decimal comma", "count", "columns"),
    )


def number_findings(name: str, types: ColumnTypes, mark: str, said: str, *, commas: bool) -> Iterator[Finding]:
    """Return what is to be told of a column of numbers, or of text that may be numbers.

    Parameters
    ----------
    name : str
        The column.
    types : ColumnTypes
        What was seen of it.
    mark : {"", ".", ","}
        What stands before its decimals, where :func:`marks_of` found it.
    said : {"", ".", ","}
        What a person said.
    commas : bool
        Whether some column of the file was read with commas before decimals.
    """
    if mark:
        if types.marks.of[mark].is_long:
            yield digits_not_kept(name, types)
    elif types.is_code or _are_codes(types):
        yield codes(name, types)
    elif found := _doubt(name, types, said, commas=commas):
        yield found
    elif types.kind == pa.float64():
        if types.raised:
            yield numbers_with_e(name, types)
        if types.shortened:
            yield digits_not_kept(name, types)


def nearly(types: ColumnTypes) -> str | None:
    """Return the kind that nearly all values of a column of text are of, and some are not; nothing without one."""
    if types.kind != pa.string() or types.is_code:
        return None
    comma = types.marks.of[","]
    if comma.n_marked and comma.others and types.n_numbers < comma.n >= NEARLY_ALL * types.n_values:
        return COMMAS
    if types.others and not types.padded and not types.plus and types.n_numbers >= NEARLY_ALL * types.n_values:
        return "number"
    return types.counts.nearly(NEARLY_ALL)


def _are_codes(types: ColumnTypes) -> bool:
    """Return whether all values are numbers with a comma, some of which begin as numbers do not."""
    comma = types.marks.of[","]
    return 0 < types.n_values == comma.n and comma.n_marked > 0 and (comma.padded or comma.plus)


def _doubt(name: str, types: ColumnTypes, said: str, *, commas: bool) -> Finding | None:
    """Return the finding for a column whose points or commas may mean something else; nothing without a doubt."""
    if types.kind == pa.float64():
        return _of_points(name, types, said, commas=commas)
    point, comma = types.marks.of["."], types.marks.of[","]
    if types.kind != pa.string() or types.n_values in (0, types.n_numbers):
        return None
    if said != "," and comma.n_marked and comma.fits(types.n_values):
        either = not comma.n_proven or point.fits(types.n_values)
        return _commas(name, types, either=either and said != ".")
    if said != "." and point.n_proven and point.fits(types.n_values):
        return _groups(name, types)
    if types.n_numbers and 0 < comma.n_marked == types.n_values - types.n_numbers and said != ",":
        return _both(name, types)
    return None


def _of_points(name: str, types: ColumnTypes, said: str, *, commas: bool) -> Finding | None:
    """Return the finding for numbers that were read with a point, though a comma is said or read elsewhere."""
    comma = types.marks.of[","]
    grouped = commas and comma.n_doubtful > 0 and comma.fits(types.n_values)
    if said == "," and comma.n < types.n_values:
        title = f"Column {name!r} was read with a point before decimals, though a comma was said to stand there"
        what_to_do = "Check its values. If the point is a mistake, write them with a comma."
    elif not said and grouped:
        title = (
            f"Column {name!r} was read with a point before decimals, while others of the file have a comma: "
            f"{cut(comma.first)}"
        )
        what_to_do = f"If the point parts thousands: {say('decimal', ',')}. Else nothing is to be done."
    else:
        return None
    why = "Where a point parts thousands, each number is a thousand times what it was read as."
    return Finding("WB107", "caution", title, why, what_to_do, n=types.n_values, scope=name)


def _commas(name: str, types: ColumnTypes, *, either: bool) -> Finding:
    """Return the finding for a column that stays text, and would be numbers if a comma stands before decimals."""
    comma = types.marks.of[","]
    what = "that may stand before decimals or part thousands" if either else "for a decimal point"
    thousands = f" If commas part thousands: {say('decimal', '.')}." if either else ""
    return _text_of_numbers(
        name,
        types,
        comma.n_marked,
        f"{comma.n_marked:,} of {types.n_values:,} values of column {name!r} have a comma {what}: {cut(comma.first)}",
        f"If a comma stands before decimals: {say('decimal', ',')}.{thousands} "
        f"If the column is text: types={{{name!r}: 'text'}}.",
    )


def _groups(name: str, types: ColumnTypes) -> Finding:
    """Return the finding for a column that stays text, and would be numbers if commas part thousands."""
    point = types.marks.of["."]
    return _text_of_numbers(
        name,
        types,
        types.n_values - types.n_numbers,
        f"{types.n_values - types.n_numbers:,} of {types.n_values:,} values of column {name!r} have thousands in "
        f"groups: {cut(point.first)}",
        f"If they are numbers: {say('decimal', '.')}. If the column is text: types={{{name!r}: 'text'}}.",
    )


def _both(name: str, types: ColumnTypes) -> Finding:
    """Return the finding for a column of text in which some numbers have a point and others a comma."""
    comma = types.marks.of[","]
    return _text_of_numbers(
        name,
        types,
        comma.n_marked,
        f"{comma.n_marked:,} of {types.n_values:,} values of column {name!r} have a comma for a decimal point, and "
        f"others a point: {cut(types.others[0][1])}",
        "Find out what each of them means, and write all of them alike in the table; "
        f"where all have a comma, {say('decimal', ',')} reads them. If the column is text: types={{{name!r}: 'text'}}.",
    )


def _text_of_numbers(name: str, types: ColumnTypes, n: int, title: str, what_to_do: str) -> Finding:
    return Finding(
        "WB107",
        "caution",
        title,
        "They make text of a column of numbers: a model takes each number for a word of its own.",
        what_to_do,
        value=n / types.n_values,
        n=types.n_values,
        scope=name,
        measure=Measure("share of values with a comma or with groups", "fraction", "values", "values"),
    )


def comma_remedy(value: object) -> str:
    """Return what to say of a value that is no number as it is read, where it would be one with a decimal comma."""
    is_one = isinstance(value, str) and is_comma_number(value)
    return f"If a comma stands before decimals: {say('decimal', ',')}. " if is_one else ""


def _count(n: int) -> str:
    return "1 column" if n == 1 else f"{n:,} columns"
