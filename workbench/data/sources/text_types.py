"""The types of columns of text, found from all of their values, however many parts they come in."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from workbench.data.sources.plain import MISSING

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
_TRUTHS = pa.array(["true", "True", "TRUE", "1", "false", "False", "FALSE", "0"])
_NUMBER = r"^[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$|^[-+]?(?i:inf|infinity|nan)$"
_DIGITS = r"^[-+]?[0-9]+$"
_HOURS = r"^(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?$"
_EXACT = 2.0**53  # whole numbers beyond it are not all floats
_SHOWN = 3
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
    padded, long : bool
        Whether a number begins with a zero that does not count, or has more digits than a number here holds.
    """

    possible: set[pa.DataType] = field(
        default_factory=lambda: {pa.int64(), pa.float64(), pa.bool_(), pa.date32(), CLOCK, *_TIMES}
    )
    n_values: int = 0
    n_numbers: int = 0
    n_words: int = 0
    others: list[tuple[int, str]] = field(default_factory=list)
    padded: bool = False
    long: bool = False

    def see(self, values: pa.Array, first_row: int) -> None:
        """Narrow the types by some more values, the first of which is in the row named."""
        words = pc.is_in(values, _WORDS)
        plain = values if not words.true_count else pc.if_else(words, pa.scalar(None, pa.string()), values)
        self.n_words += words.true_count
        held = plain.drop_null()
        if not len(held):
            return
        self.n_values += len(held)
        self._see_numbers(held, plain, first_row)
        if pa.bool_() in self.possible and not pc.all(pc.is_in(held, _TRUTHS)).as_py():
            self.possible.discard(pa.bool_())
        if CLOCK in self.possible and not pc.all(pc.match_substring_regex(held, _HOURS)).as_py():
            self.possible.discard(CLOCK)
        for kind in self.possible & {pa.date32(), *_TIMES}:
            if _cast(held, kind) is None:
                self.possible.discard(kind)

    @property
    def kind(self) -> pa.DataType:
        """The plain type of the column."""
        if not self.n_values:
            return pa.null()
        codes = {pa.int64(), pa.float64()} if self.padded else {pa.float64()} if self.long else set()
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

    def _see_numbers(self, held: pa.Array, plain: pa.Array, first_row: int) -> None:
        whole = _cast(held, pa.int64()) if pa.int64() in self.possible else None
        if whole is not None and not _is_hexadecimal(held):
            extremes = pc.min_max(whole)
            self.long |= max(-extremes["min"].as_py(), extremes["max"].as_py()) > _EXACT
            self._see_padding(held)
            self.n_numbers += len(held)
            return
        self.possible.discard(pa.int64())
        numbers = _cast(held, pa.float64()) if pa.float64() in self.possible else None
        if numbers is None:
            self.possible.discard(pa.float64())
            found = self._numbers_among(held, plain, first_row)
            self._see_padding(found)
            self.n_numbers += len(found)
            return
        far = held.filter(pc.fill_null(pc.greater_equal(pc.abs(numbers), _EXACT), fill_value=False))
        words = pc.match_substring(far, "inf", ignore_case=True)
        infinite = pc.is_inf(_cast(far, pa.float64()))
        self.long |= bool(pc.any(pc.or_(pc.and_not(infinite, words), pc.match_substring_regex(far, _DIGITS))).as_py())
        self._see_padding(held)
        self.n_numbers += len(held)

    def _numbers_among(self, held: pa.Array, plain: pa.Array, first_row: int) -> pa.Array:
        """Return those of the values that are numbers, and keep the first that are none."""
        candidates = held.filter(pa.array(_MAY_BEGIN[_bytes_at(held, 0)]))
        found = candidates.filter(pc.match_substring_regex(candidates, _NUMBER))
        if len(self.others) < _SHOWN and len(found) < len(held):
            fits = pc.fill_null(pc.match_substring_regex(plain, _NUMBER), fill_value=True)
            rows = np.flatnonzero(~fits.to_numpy(zero_copy_only=False))[: _SHOWN - len(self.others)]
            self.others += [(first_row + int(row), plain[int(row)].as_py()) for row in rows]
        return found

    def _see_padding(self, numbers: pa.Array) -> None:
        """Notice a zero before another digit."""
        if self.padded or not len(numbers):
            return
        first, second, third = (_bytes_at(numbers, place) for place in range(3))
        signed = (first == ord("-")) | (first == ord("+"))
        zero, after = np.where(signed, second, first), np.where(signed, third, second)
        self.padded = bool(((zero == ord("0")) & (after >= ord("0")) & (after <= ord("9"))).any())


def converted(values: pa.Array, kind: pa.DataType) -> pa.Array:
    """Return text as values of a type; words for missing values are missing in all but text.

    Raises
    ------
    pyarrow.ArrowInvalid
        If a value is none of the type.
    """
    if kind == pa.string():
        return values
    if kind == pa.null():
        return pa.nulls(len(values))
    plain = pc.if_else(pc.is_in(values, _WORDS), pa.scalar(None, pa.string()), values)
    if kind == CLOCK:
        full = pc.binary_join_element_wise("1970-01-01", plain, " ")
        return full.cast(pa.timestamp("s")).cast(CLOCK)
    if kind == pa.int64() and _is_hexadecimal(plain):
        raise pa.ArrowInvalid("Arrow would take 0x1F for 31")
    made = plain.cast(kind)
    return pc.if_else(pc.is_nan(made), pa.scalar(None, kind), made) if kind == pa.float64() else made


def first_misfit(values: pa.Array, kind: pa.DataType) -> int:
    """Return the place of the first value that is none of the type; there is one."""
    for place in range(len(values)):
        try:
            converted(values.slice(place, 1), kind)
        except pa.ArrowInvalid:
            return place
    raise AssertionError("all values are of the type")


def _is_hexadecimal(values: pa.Array) -> bool:
    return bool(pc.any(pc.match_substring(values, "x", ignore_case=True)).as_py())


def _cast(values: pa.Array, kind: pa.DataType) -> pa.Array | None:
    """Return the values as a type, or nothing where one of them is none of it."""
    try:
        return values.cast(kind)
    except pa.ArrowInvalid:
        return None


def _bytes_at(values: pa.Array, place: int) -> NDArray[np.uint8]:
    """Return the byte at a place of each text, 0 where it ends before; no value is missing."""
    offsets = np.frombuffer(values.buffers()[1], dtype=np.int32)[values.offset : values.offset + len(values) + 1]
    data = values.buffers()[2]
    content = np.frombuffer(data, dtype=np.uint8) if data is not None and data.size else np.zeros(1, dtype=np.uint8)
    starts = offsets[:-1] + place
    return np.where(starts < offsets[1:], content[np.minimum(starts, len(content) - 1)], 0).astype(np.uint8)
