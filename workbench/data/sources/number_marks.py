"""Numbers in text with a point or a comma before decimals, and thousands in groups: which of both a column writes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from workbench.data.roles import label_of
from workbench.data.sources.plain import MISSING
from workbench.data.sources.text_kinds import bytes_at, rows_at

__all__ = ["MARKS", "MarkCount", "NumberMarks", "is_comma_number", "plain_numbers", "written_with"]

MARKS = (".", ",")
"""What stands before decimals; the other one may part thousands."""

_SPACED = (" ", "\u00a0", "\u202f", "'", "’")  # what may part thousands whatever stands before decimals
_WHOLE = r"^[-+]?[0-9]+$"
_PADDED = r"^[-+]?0[0-9]"
_OTHER = {".": ",", ",": "."}
_WORDS = pa.array([word for word in MISSING if word])
_TRIED = 64
_SHOWN = 3
_KEPT = 17  # digits of a number that tell it from all others
_MAY_BEGIN = np.zeros(256, dtype=bool)
_MAY_BEGIN[list(b"+-,.0123456789")] = True


def _pattern(mark: str) -> str:
    """Return what a number looks like that has this mark before its decimals."""
    groups = "|".join(f"(?:{_literal(one)}[0-9]{{3}})+" for one in (_OTHER[mark], *_SPACED))
    before = f"[1-9][0-9]{{0,2}}(?:{groups})|[0-9]+"
    return rf"^[-+]?(?:(?:{before})(?:{_literal(mark)}[0-9]*)?|{_literal(mark)}[0-9]+)(?:[eE][-+]?[0-9]+)?$"


def _literal(character: str) -> str:
    return r"\." if character == "." else character


_NUMBER = {mark: _pattern(mark) for mark in MARKS}
_PARTING = {mark: f"[{_OTHER[mark]}{''.join(_SPACED)}]" for mark in MARKS}


@dataclass
class MarkCount:
    """How many values are numbers, if a mark stands before decimals.

    Parameters
    ----------
    n : int
        Numbers so.
    n_marked : int
        Those of them with the mark.
    n_proven : int
        Those with the mark that are no numbers if the other one stands before decimals: 12,5 and 1.234,5 of the comma.
    n_doubtful : int
        Those without the mark in which the other one parts thousands: 1.234 of the comma.
    n_both : int
        Those with both: 1.234,5 of the comma.
    n_whole : int
        Those of digits alone.
    padded, plus : bool
        Whether one begins with a zero that does not count, or with a plus.
    is_long : bool
        Whether one has more digits than a number keeps.
    first : str
        The first that is more than digits.
    others : list of (int, str)
        The rows of the first values that are no numbers so, and these.
    """

    n: int = 0
    n_marked: int = 0
    n_proven: int = 0
    n_doubtful: int = 0
    n_both: int = 0
    n_whole: int = 0
    padded: bool = False
    plus: bool = False
    is_long: bool = False
    first: str = ""
    others: list[tuple[int, str]] = field(default_factory=list)

    def fits(self, n_values: int) -> bool:
        """Return whether all values are numbers so, none looks like a code, and some are more than digits."""
        return 0 < n_values == self.n > self.n_whole and not (self.padded or self.plus)


@dataclass
class NumberMarks:
    """Both ways in which the values of a column of text may be numbers.

    Parameters
    ----------
    of : dict of str to MarkCount
        For each of :data:`MARKS`.

    Examples
    --------
    >>> marks, values = NumberMarks(), pa.array(["1.234,5", "12"])
    >>> marks.see(values, values, 0)
    >>> marks.of[","].fits(2), marks.of["."].fits(2)
    (True, False)
    """

    of: dict[str, MarkCount] = field(default_factory=lambda: {mark: MarkCount() for mark in MARKS})

    def see(self, held: pa.Array, plain: pa.Array, first_row: int) -> None:
        """Count some more values: those held, and the same with the missing ones among them, from a row on."""
        places = np.flatnonzero(_MAY_BEGIN[bytes_at(held, 0)])
        values = held.take(pa.array(places))
        fits = {mark: pc.match_substring_regex(values, _NUMBER[mark]) for mark in MARKS}
        for mark in MARKS:
            found = values.filter(fits[mark])
            if len(found):
                self._count(mark, found, fits[_OTHER[mark]].filter(fits[mark]))
            if len(self.of[mark].others) < _SHOWN:
                is_number = np.zeros(len(held), dtype=bool)
                is_number[places] = fits[mark].to_numpy(zero_copy_only=False)
                self._keep_others(mark, held, plain, first_row, is_number)

    def see_numbers(self, held: pa.Array, plain: pa.Array, first_row: int, *, whole: bool) -> None:
        """Count values that are numbers as programs write them, of digits alone or with a point."""
        self.of["."].n += len(held)
        if whole:
            for count in self.of.values():
                count.n_whole += len(held)
            self.of[","].n += len(held)
            return
        few = pc.match_substring_regex(held.slice(0, _TRIED), _NUMBER[","])
        if few.true_count < len(few):  # then a comma stands before no decimals here, whatever follows
            few_held = held.slice(0, _TRIED)
            self._keep_others(",", few_held, plain, first_row, few.to_numpy(zero_copy_only=False))
            return
        fits = pc.match_substring_regex(held, _NUMBER[","])
        found = held.filter(fits)
        self._count(",", found, pa.array(np.ones(len(found), dtype=bool)))
        if len(self.of[","].others) < _SHOWN:
            self._keep_others(",", held, plain, first_row, fits.to_numpy(zero_copy_only=False))

    def _count(self, mark: str, found: pa.Array, is_other: pa.BooleanArray) -> None:
        """Count numbers so, and which of them are numbers the other way too."""
        count = self.of[mark]
        with_mark, with_other = (pc.match_substring(found, one) for one in (mark, _OTHER[mark]))
        whole = pc.match_substring_regex(found, _WHOLE)
        count.n += len(found)
        count.n_whole += whole.true_count
        count.n_marked += with_mark.true_count
        count.n_proven += pc.and_not(with_mark, is_other).true_count
        count.n_both += pc.and_(with_mark, with_other).true_count
        count.n_doubtful += pc.and_not(with_other, with_mark).true_count
        count.padded = count.padded or bool(pc.any(pc.match_substring_regex(found, _PADDED)).as_py())
        count.plus = count.plus or bool(pc.any(pc.starts_with(found, "+")).as_py())
        if not count.first and whole.true_count < len(found):
            count.first = found.filter(pc.invert(whole))[0].as_py()
        if not count.is_long and pc.max(pc.binary_length(found)).as_py() > _KEPT:
            digits = pc.ascii_ltrim(pc.replace_substring_regex(found, r"[eE].*|[^0-9]", ""), "0")
            count.is_long = pc.max(pc.binary_length(digits)).as_py() > _KEPT

    def _keep_others(
        self, mark: str, held: pa.Array, plain: pa.Array, first_row: int, is_number: NDArray[np.bool_]
    ) -> None:
        told = self.of[mark].others
        places = [int(place) for place in np.flatnonzero(~is_number)[: _SHOWN - len(told)]]
        rows = rows_at(plain, places)
        told += [(first_row + row, held[place].as_py()) for place, row in zip(places, rows, strict=True)]


def plain_numbers(values: pa.Array, mark: str) -> pa.Array:
    """Return text whose numbers are written as programs write them; what is no number has a question mark before it.

    Words that mean a missing value stay.

    Parameters
    ----------
    values : pyarrow.Array
        Text.
    mark : {".", ","}
        What stands before decimals.

    Examples
    --------
    >>> plain_numbers(pa.array(["1.234,50", "NA", "1.5", None]), ",").to_pylist()
    ['1234.50', 'NA', '?1.5', None]
    """
    fits = pc.match_substring_regex(values, _NUMBER[mark])
    without = pc.replace_substring_regex(values, _PARTING[mark], "")
    made = pc.replace_substring(without, ",", ".") if mark == "," else without
    if fits.true_count + values.null_count == len(values):
        return made
    other = pc.if_else(pc.is_in(values, _WORDS), values, pc.binary_join_element_wise("?", values, ""))
    return pc.if_else(fits, made, other)


def is_comma_number(text: str) -> bool:
    """Return whether text is a number with a comma before decimals, and more than digits.

    Examples
    --------
    >>> is_comma_number("1,5"), is_comma_number("15"), is_comma_number("1.5")
    (True, False, False)
    """
    return "," in text and re.match(_NUMBER[","], text) is not None


def written_with(value: object, decimal: str) -> str:
    """Return a value as people write it: with a comma before decimals, where that was said.

    Examples
    --------
    >>> written_with(2.5, ","), written_with(2.5, ""), written_with("v2.5", ",")
    ('2,5', '2.5', 'v2.5')
    """
    written = label_of(value)
    return written.replace(".", ",") if decimal == "," and isinstance(value, (float, Decimal)) else written
