"""The types of columns of text, found from all of their values, however many parts they come in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date as Date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from workbench.data.sources.number_marks import NumberMarks
from workbench.data.sources.plain import MISSING
from workbench.data.sources.text_kinds import HOURS, TRUTHS, KindCounts, bytes_at

__all__ = ["ASKED", "ColumnTypes", "converted", "first_misfit"]

CLOCK = pa.time32("s")
_TIMES = (pa.timestamp("us"), pa.timestamp("ns"), pa.timestamp("us", "UTC"))
ASKED = {
    "text": pa.string(),
    "number": pa.float64(),
    "whole number": pa.int64(),
    "true or false": pa.bool_(),
    "date": pa.date32(),
}
"""What a person's words for types mean; a time may be of several types."""
_WORDS = pa.array([word for word in MISSING if word])
_NUMBER = r"^[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$|^[-+]?(?i:inf|infinity)$"
_DIGITS = r"^[-+]?[0-9]+$"
_E = "e"
_RAISED = r"^[0-9]+[eE][0-9]+$"
_KEPT = 17  # digits of a number that tell it from all others
_MORE_DIGITS = r"[1-9]\.?(?:[0-9]\.?){16,}[1-9]"
_FIRST, _LAST = Date(1678, 1, 1), Date(2262, 1, 1)  # between them days can be told in nanoseconds
_EXACT = 2.0**53  # whole numbers beyond it are not all floats
_SHOWN = 3
_TRIED = 64
_MAY_BEGIN = np.zeros(256, dtype=bool)  # with these bytes a number, or a word of one, begins
_MAY_BEGIN[list(b"+-.0123456789iInN")] = True


@dataclass
class ColumnTypes:
    """What the values of one column may be, and what was seen of them.

    Each part of the column narrows it; parts may come in any number, and give what the whole would.

    Parameters
    ----------
    possible : set of pyarrow.DataType
        The types that all values so far could have.
    n_values, n_numbers, n_words : int
        Values that are not missing, those of them that are numbers, and words such as NA, which are
        missing unless the column is text.
    others : list of (int, str)
        The rows of the first values that are no numbers, and these.
    padded, plus, long : bool
        Whether a number begins with a zero that does not count or with a plus, or has more digits than a
        number here holds.
    raised, shortened : bool
        Of the parts that hold only numbers: whether all values are digits, an e, and digits, and whether one
        has more digits than a number keeps.
    counts : KindCounts
        How many of the values are days, times or truths.
    marks : NumberMarks
        How many are numbers with a point, and with a comma, before decimals.
    """

    possible: set[pa.DataType] = field(
        default_factory=lambda: {pa.int64(), pa.float64(), pa.bool_(), pa.date32(), CLOCK, *_TIMES}
    )
    n_values: int = 0
    n_numbers: int = 0
    n_words: int = 0
    others: list[tuple[int, str]] = field(default_factory=list)
    padded: bool = False
    plus: bool = False
    long: bool = False
    raised: bool = True
    shortened: bool = False
    counts: KindCounts = field(default_factory=KindCounts)
    marks: NumberMarks = field(default_factory=NumberMarks)

    def see(self, values: pa.Array, first_row: int) -> None:
        """Narrow the types by some more values, the first of which is in the row named."""
        if values.null_count == len(values) or self._see_only_numbers(values, first_row):
            return
        plain = self._without_words(values)
        held = plain.drop_null()
        if not len(held) or self._see_only_numbers(plain, first_row):
            return
        self.possible -= {pa.int64(), pa.float64()}
        self.n_values += len(held)
        found = self._numbers_among(held, plain, first_row)
        self._see_padding(found)
        self.n_numbers += len(found)
        self.counts.see(held, plain, first_row)
        self.marks.see(held, plain, first_row)
        self._see_truths(held)
        self._see_times(held)

    @property
    def kind(self) -> pa.DataType:
        """The plain type of the column."""
        if not self.n_values:
            return pa.null()
        codes = {pa.int64(), pa.float64()} if self.padded or self.plus else {pa.float64()} if self.long else set()
        order = (pa.int64(), pa.bool_(), pa.float64(), pa.date32(), *_TIMES, CLOCK)
        return next((one for one in order if one in self.possible - codes), pa.string())

    def asked(self, word: str) -> pa.DataType:
        """Return the type that a person's word for it means here."""
        if word == "time":
            return next((one for one in (*_TIMES, CLOCK) if one in self.possible), _TIMES[0])
        return ASKED[word]

    @property
    def is_code(self) -> bool:
        """Whether all values are numbers that no number here can stand for."""
        return self.n_values > 0 and self.n_numbers == self.n_values and self.kind == pa.string()

    def _see_only_numbers(self, values: pa.Array, first_row: int) -> bool:
        """Take the values in if all are numbers, and say whether they are; words for missing ones are none."""
        for kind in (pa.int64(), pa.float64()):
            numbers = _cast(values, kind) if kind in self.possible else None
            if numbers is None or _is_hexadecimal(values) or (kind == pa.float64() and _any(pc.is_nan(numbers))):
                continue
            if kind == pa.float64():
                self.possible.discard(pa.int64())
            held = values.drop_null()
            self.n_values += len(held)
            self.n_numbers += len(held)
            self.long = self.long or _is_long(held, numbers.drop_null())
            self._see_padding(held)
            self._see_writing(held)
            self._see_truths(held)
            self.counts.see(held, values, first_row)
            self.marks.see_numbers(held, values, first_row, whole=kind == pa.int64())
            self.possible -= {pa.date32(), CLOCK, *_TIMES}
            return True
        return False

    def _without_words(self, values: pa.Array) -> pa.Array:
        """Return the values with null for the words that mean a missing one."""
        words = pc.is_in(values, _WORDS)
        self.n_words += words.true_count
        return pc.if_else(words, pa.scalar(None, pa.string()), values) if words.true_count else values

    def _see_truths(self, held: pa.Array) -> None:
        if pa.bool_() in self.possible and not pc.all(pc.is_in(held, TRUTHS)).as_py():
            self.possible.discard(pa.bool_())

    def _see_times(self, held: pa.Array) -> None:
        """Keep the types that all values have; what one of them tells about the next is not asked again."""
        fitting: set[pa.DataType] = set()
        for kind in (pa.date32(), *_TIMES):
            made = _cast(held, kind) if kind in self.possible else None
            if made is None:
                continue
            fitting.add(kind)
            if kind != pa.timestamp("us", "UTC"):  # what has no zone in it has none in any unit
                days = made.cast(pa.date32())
                fitting |= {pa.timestamp("us")} if kind == pa.date32() else set()
                fitting |= {pa.timestamp("ns")} if _is_near(days) else set()
                break
        if not fitting and CLOCK in self.possible and pc.all(pc.match_substring_regex(held, HOURS)).as_py():
            fitting.add(CLOCK)
        self.possible &= {pa.bool_(), *fitting}

    def _numbers_among(self, held: pa.Array, plain: pa.Array, first_row: int) -> pa.Array:
        """Return those of the values that are numbers, and keep the first that are none."""
        candidates = held.filter(pa.array(_MAY_BEGIN[bytes_at(held, 0)]))
        found = candidates.filter(pc.match_substring_regex(candidates, _NUMBER))
        if len(self.others) < _SHOWN and len(found) < len(held):
            fits = pc.fill_null(pc.match_substring_regex(plain, _NUMBER), fill_value=True)
            rows = np.flatnonzero(~fits.to_numpy(zero_copy_only=False))[: _SHOWN - len(self.others)]
            self.others += [(first_row + int(row), plain[int(row)].as_py()) for row in rows]
        return found

    def _see_padding(self, numbers: pa.Array) -> None:
        """Notice a zero before another digit, and a plus before a number."""
        if (self.padded and self.plus) or not len(numbers):
            return
        first, second, third = (bytes_at(numbers, place) for place in range(3))
        plus = first == ord("+")
        signed = (first == ord("-")) | plus
        zero, after = np.where(signed, second, first), np.where(signed, third, second)
        self.padded |= bool(((zero == ord("0")) & (after >= ord("0")) & (after <= ord("9"))).any())
        self.plus |= bool(plus.any())

    def _see_writing(self, held: pa.Array) -> None:
        """Notice how numbers are written that have a place in their type."""
        if self.raised:
            self.raised = _E in held[0].as_py().lower() and bool(
                pc.all(pc.match_substring_regex(held, _RAISED)).as_py()
            )
        if not self.shortened and pc.max(pc.binary_length(held)).as_py() > _KEPT:
            self.shortened = _any(pc.match_substring_regex(held, _MORE_DIGITS))


def converted(values: pa.Array, kind: pa.DataType, *, words: bool = True) -> pa.Array:
    """Return text as values of a type; words for missing values are missing in all but text.

    Parameters
    ----------
    values : pyarrow.Array
        Text.
    kind : pyarrow.DataType
        The type.
    words : bool
        Whether there may be such words.

    Raises
    ------
    pyarrow.ArrowInvalid
        If a value is none of the type.
    """
    if kind == pa.string():
        return values
    if kind == pa.null():
        return pa.nulls(len(values))
    plain = pc.if_else(pc.is_in(values, _WORDS), pa.scalar(None, pa.string()), values) if words else values
    if kind == CLOCK:
        full = pc.binary_join_element_wise("1970-01-01", plain, " ")
        return full.cast(pa.timestamp("s")).cast(CLOCK)
    if kind == pa.int64():
        whole = None if _is_hexadecimal(plain) else _cast(plain, kind)
        return plain.cast(pa.float64()).cast(kind) if whole is None else whole  # of 7.0, if a person says so
    made = plain.cast(kind)
    if kind == pa.float64() and _any(pc.is_nan(made)):
        raise pa.ArrowInvalid("Arrow takes nan(x) for a number")
    return made


def first_misfit(values: pa.Array, kind: pa.DataType) -> int:
    """Return the place of the first value that is none of the type; there is one."""
    for place in range(len(values)):
        try:
            converted(values.slice(place, 1), kind)
        except pa.ArrowInvalid:
            return place
    raise AssertionError("all values are of the type")


def _is_long(held: pa.Array, numbers: pa.Array) -> bool:
    """Return whether a number would be rounded, were it a number with a point, or be infinite."""
    if pa.types.is_integer(numbers.type):
        extremes = pc.min_max(numbers)
        return bool(max(-extremes["min"].as_py(), extremes["max"].as_py()) >= _EXACT)
    places = pc.greater_equal(pc.abs(numbers), _EXACT)
    if not places.true_count:
        return False
    far, values = held.filter(places), numbers.filter(places)
    made_infinite = pc.and_not(pc.is_inf(values), pc.match_substring(far, "inf", ignore_case=True))
    return _any(pc.or_(made_infinite, pc.match_substring_regex(far, _DIGITS)))


def _is_near(days: pa.Array) -> bool:
    """Return whether all days can be told in nanoseconds."""
    extremes = pc.min_max(days)
    return bool(extremes["min"].as_py() > _FIRST and extremes["max"].as_py() < _LAST)


def _is_hexadecimal(values: pa.Array) -> bool:
    """Return whether there is an x, for which Arrow would take 0x1F for a whole number."""
    content = values.buffers()[2]
    text = b"" if content is None else content.to_pybytes()
    return (b"x" in text or b"X" in text) and _any(pc.match_substring(values, "x", ignore_case=True))


def _any(places: pa.Array) -> bool:
    return bool(pc.any(places).as_py())


def _cast(values: pa.Array, kind: pa.DataType) -> pa.Array | None:
    """Return the values as a type, or nothing where one of them is none of it.

    Arrow goes on after the first value that does not fit, and writes an error for each: a few are tried first.
    """
    try:
        if len(values) > _TRIED:
            values.slice(0, _TRIED).cast(kind)
        return values.cast(kind)
    except pa.ArrowInvalid:
        return None
