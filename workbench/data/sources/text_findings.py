"""What reading a text file brings to light: codes, numbers that are none, doubtful headers, blanks."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.core.finding import Finding
from workbench.core.measure import Measure
from workbench.data.said import say
from workbench.data.sources.separators import SEPARATORS
from workbench.data.sources.text_types import ColumnTypes

__all__ = [
    "COMMAS",
    "NEARLY_ALL",
    "blank_lines",
    "blanks_taken_off",
    "codes",
    "cut",
    "digits_not_kept",
    "header_like_data",
    "mostly",
    "numbers_with_e",
    "other_encoding",
    "other_separator",
    "others_of",
    "rows_within_quotes",
    "without_names",
]

NEARLY_ALL = 0.95
"""From this share of numbers on, the rest of a column is looked upon as a mistake."""

COMMAS = "number with a decimal comma"
"""A kind of values, beside those that are counted."""

_LISTED = 3
_LONGEST = 40


_KINDS = {
    "number": ("is no number", "are no numbers", "numbers"),
    COMMAS: ("is no number with a decimal comma", "are no numbers with a decimal comma", "numbers"),
    "date": ("is no date", "are no dates", "dates"),
    "time": ("is no time", "are no times", "times"),
    "time with a zone": ("is no time with a zone", "are no times with a zone", "times with a zone"),
    "time of day": ("is no time of day", "are no times of day", "times of day"),
    "truth": ("is neither true nor false", "are neither true nor false", "truths"),
}


def mostly(kind: str, name: str, types: ColumnTypes, file: str, lines: Sequence[str]) -> Finding:
    """Return the finding for a column of one kind that some other values make text.

    Parameters
    ----------
    kind : str
        The kind: ``"number"``, :data:`COMMAS`, or one of those that are counted.
    name : str
        The column.
    types : ColumnTypes
        What was seen of it.
    file : str
        The file's name.
    lines : sequence of str
        Where the first of the other values stand.
    """
    n_fitting, others = others_of(kind, types)
    n_others = types.n_values - n_fitting
    shown = ", ".join(f"{cut(value)}, {line}" for (_, value), line in zip(others, lines, strict=True))
    first = others[0][1]
    one, several, kinds = _KINDS[kind]
    each = "number" if kind in ("number", COMMAS) else "value"
    return Finding(
        "WB107",
        "caution",
        f"{n_others:,} of {types.n_values:,} values of column {name!r} in {file!r} "
        f"{one if n_others == 1 else several}: {shown}",
        f"They make text of a column of {kinds}: a model takes each {each} for a word of its own.",
        f"If they mean that the value is not known: missing={{{name!r}: [{cut(first)}]}}. If they are mistakes: "
        f"recode={{{name!r}: {{{cut(first)}: …}}}}. If the column is text: types={{{name!r}: 'text'}}.",
        value=n_fitting / types.n_values,
        threshold=NEARLY_ALL,
        n=types.n_values,
        scope=name,
        measure=Measure("share of values of the column's kind", "fraction", "values", "values"),
    )


def others_of(kind: str, types: ColumnTypes) -> tuple[int, list[tuple[int, str]]]:
    """Return how many values are of the kind, and the rows of the first that are not, with these."""
    if kind == "number":
        return types.n_numbers, types.others
    if kind == COMMAS:
        return types.marks.of[","].n, types.marks.of[","].others
    return types.counts.n[kind], types.counts.others[kind]


def codes(name: str, types: ColumnTypes) -> Finding:
    """Return the finding for a column of digits that stays text."""
    what = "have more digits than a number here can hold"
    comma = types.marks.of[","]
    if types.padded or types.plus or comma.padded or comma.plus:
        what = "begin with a zero" if types.padded or comma.padded else "begin with a plus"
    return _may_be_codes(
        name,
        types,
        f"Column {name!r} stays text: some of its numbers {what}",
        "Codes, such as those of places or telephones, lose zeros, signs and digits when they are read as numbers.",
        f"If they are quantities: types={{{name!r}: 'number'}}. Else nothing is to be done.",
    )


def numbers_with_e(name: str, types: ColumnTypes) -> Finding:
    """Return the finding for a column of numbers that may be codes: all are digits, an e, and digits."""
    return _may_be_codes(
        name,
        types,
        f"Column {name!r} was read as numbers, and all of its values are written with an e, such as 1e5",
        "Codes of digits with an e between them look the same, and become other values: 1e5 is 100,000.",
        f"If they are codes: types={{{name!r}: 'text'}}. Else nothing is to be done.",
    )


def digits_not_kept(name: str, types: ColumnTypes) -> Finding:
    """Return the finding for a column of numbers with more digits than numbers keep."""
    return _may_be_codes(
        name,
        types,
        f"Column {name!r} was read as numbers, which keep 17 digits, and some are written with more",
        "What stands beyond is lost, which matters only if the digits are a code.",
        f"If all digits are to be kept: types={{{name!r}: 'text'}}. Else nothing is to be done.",
    )


def blanks_taken_off(n_values: int, columns: Sequence[str], n_rows: int) -> Finding:
    """Return the finding for blanks before or after values or names."""
    where = f"{n_values:,} values" if n_values != 1 else "1 value"
    return Finding(
        "WB115",
        "note",
        f"Blanks around {where} and names were taken off, in {_count(len(columns), 'column')}: {listed(columns)}",
        "A value with a blank beside it would be another value than the same without.",
        "Nothing is to be done, unless the blanks mean something: then put other characters in their place.",
        value=float(n_values),
        n=n_rows,
    )


def without_names(made: Sequence[str]) -> Finding:
    """Return the finding for columns that the header has no names for."""
    is_or_are = "column has" if len(made) == 1 else "columns have"
    return Finding(
        "WB118",
        "caution",
        f"{len(made)} {is_or_are} no name in the header, and got one here: {listed(made)}",
        "A column without a name is often the number of a row, which says nothing, or what a comma too many has made.",
        "Find out what it holds, and name it in the table or leave it out.",
        value=float(len(made)),
        measure=Measure("columns without a name", "count", "columns"),
    )


def header_like_data(names: Sequence[str]) -> Finding:
    """Return the finding for a first line that looks like a row."""
    return Finding(
        "WB118",
        "caution",
        f"The first line looks like a row of data rather than names: {listed(names)}",
        "If the file has no header, its first row is taken for names and is missing from the data.",
        "Put a line with names first, if there is none.",
    )


def other_separator(separator: str, n_fields: int) -> Finding:
    """Return the finding for fields that something else than commas separates."""
    return Finding(
        "WB119",
        "note",
        f"The file's fields are separated by {SEPARATORS[separator]}, which gives {n_fields} columns",
        "Its name tells of another separator; the header and the first lines agree on this one.",
        "Check that the columns are as they should be.",
        value=float(n_fields),
        measure=Measure("columns that the separator gives", "count", "columns"),
    )


def other_encoding(encoding: str) -> Finding:
    """Return the finding for a file whose first bytes say in which encoding it is."""
    return Finding(
        "WB119",
        "note",
        f"The file was read as {encoding.upper()}, as its first bytes say",
        "In any other encoding it would not be readable.",
        f"Nothing is to be done; {say('encoding', encoding)} says the same.",
    )


def rows_within_quotes(name: str, n: int, line: str, value: str) -> Finding:
    """Return the finding for cells that hold line breaks and as many separators as rows of their own would.

    Parameters
    ----------
    name : str
        The column.
    n : int
        How many such cells.
    line : str
        Where the first of them begins.
    value : str
        The first of them.
    """
    return Finding(
        "WB118",
        "caution",
        f"{_count(n, 'value')} of column {name!r} may hold rows of {'its' if n == 1 else 'their'} own: "
        f"{cut(value)}, {line}",
        "Between a quote that is opened by mistake and the next one all is one text, and rows within it are lost.",
        'Look at the line. A quote that belongs to the text is written twice: "".',
        value=float(n),
        scope=name,
        measure=Measure("values that may hold rows of their own", "count", "values"),
    )


def blank_lines(n: int) -> Finding:
    """Return the finding for blank lines in a file of one column, where they might be missing values."""
    return Finding(
        "WB119",
        "note",
        f"{_count(n, 'blank line')} of the file {'is' if n == 1 else 'are'} no row",
        "In a file of one column nobody can tell a blank line from a value that is missing.",
        'If they are rows, write "" in them.',
        value=float(n),
        measure=Measure("blank lines", "count", "lines"),
    )


def listed(columns: Sequence[str]) -> str:
    """Return the first few names."""
    shown = ", ".join(repr(name) for name in columns[:_LISTED])
    more = len(columns) - _LISTED
    return f"{shown}, and {more} more" if more > 0 else shown


def cut(value: str) -> str:
    """Return a value as Python writes it, without the end of a long one."""
    return repr(value if len(value) <= _LONGEST else value[:_LONGEST] + "…")


def _count(n: int, noun: str) -> str:
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"


def _may_be_codes(name: str, types: ColumnTypes, title: str, why: str, what_to_do: str) -> Finding:
    return Finding("WB117", "note", title, why, what_to_do, n=types.n_values, scope=name)
