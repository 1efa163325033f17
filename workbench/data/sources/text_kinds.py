"""How many values of a column of text are days, times of day or truths, so that a few that are none can be told."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

__all__ = ["HOURS", "TRUTHS", "KindCounts", "bytes_at", "rows_at"]

TRUTHS = pa.array(["true", "True", "TRUE", "1", "false", "False", "FALSE", "0"])
HOURS = r"^(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?$"
_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,9})?)?"
_DAY = r"^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_MOMENTS = {
    "date": rf"{_DAY}$",
    "time": rf"{_DAY}(?:[ T]{_CLOCK})?$",
    "time with a zone": rf"{_DAY}[ T]{_CLOCK}(?:Z|[-+][0-9]{{2}}(?::?[0-9]{{2}})?)$",
}
_SHOWN = 3
_SHORTEST_DAY = len("2020-01-02")


@dataclass
class KindCounts:
    """How many of a column's values are of each kind that is no number, and the first that are not.

    Parameters
    ----------
    n_values : int
        Values that are not missing.
    n : dict of str to int
        How many are of the kind.
    others : dict of str to list of (int, str)
        The rows of the first values that are not, and these.
    """

    n_values: int = 0
    n: dict[str, int] = field(default_factory=lambda: dict.fromkeys((*_MOMENTS, "time of day", "truth"), 0))
    others: dict[str, list[tuple[int, str]]] = field(default_factory=dict)

    def see(self, held: pa.Array, plain: pa.Array, first_row: int) -> None:
        """Count some more values: those held, and the same with the missing ones among them, from a row on."""
        self.n_values += len(held)
        places = _places(held)
        for kind in self.n:
            fitting = places[kind]
            if len(fitting):
                fitting = fitting[_fitting(held.take(pa.array(fitting)), kind)]
            self.n[kind] += len(fitting)
            told = self.others.setdefault(kind, [])
            if len(told) < _SHOWN and len(fitting) < len(held):
                others = _first_without(fitting, len(held), _SHOWN - len(told))
                told += [
                    (first_row + row, held[place].as_py())
                    for place, row in zip(others, rows_at(plain, others), strict=True)
                ]

    def nearly(self, share: float) -> str | None:
        """Return the kind that so large a share of the values is of, and some are not; nothing without one."""
        kind = max(self.n, key=lambda one: self.n[one])
        return kind if share * self.n_values <= self.n[kind] < self.n_values else None


def bytes_at(values: pa.Array, place: int) -> NDArray[np.uint8]:
    """Return the byte at a place of each text, 0 where it ends before; no value is missing."""
    offsets = np.frombuffer(values.buffers()[1], dtype=np.int32)[values.offset : values.offset + len(values) + 1]
    data = values.buffers()[2]
    content = np.frombuffer(data, dtype=np.uint8) if data is not None and data.size else np.zeros(1, dtype=np.uint8)
    starts = offsets[:-1] + place
    return np.where(starts < offsets[1:], content[np.minimum(starts, len(content) - 1)], 0).astype(np.uint8)


def _places(held: pa.Array) -> dict[str, NDArray[np.intp]]:
    """Return the places of the values that may be of each kind: by their lengths, and a character or two.

    Most columns have none, and reading is to be no slower for them.
    """
    offsets = np.frombuffer(held.buffers()[1], dtype=np.int32)[held.offset : held.offset + len(held) + 1]
    lengths = np.diff(offsets)
    content = np.frombuffer(held.buffers()[2] or b"\0", dtype=np.uint8)

    def among(places: NDArray[np.bool_], place: int, characters: bytes) -> NDArray[np.intp]:
        found = np.flatnonzero(places)
        wanted = np.zeros(256, dtype=bool)
        wanted[list(characters)] = True
        return found[wanted[content[offsets[found] + place]]]

    days = among(lengths >= _SHORTEST_DAY, 4, b"-")
    days = days[content[offsets[days]] <= ord("9")]  # a word may have a dash there too
    digits = among(lengths == 1, 0, b"01")
    words = among((lengths == len("true")) | (lengths == len("false")), 0, b"tTfF")
    return {
        **dict.fromkeys(_MOMENTS, days),
        "time of day": among((lengths == len("00:00")) | (lengths == len("00:00:00")), 2, b":"),
        "truth": np.sort(np.concatenate([digits, words])) if len(words) else digits,
    }


def _first_without(fitting: NDArray[np.intp], n: int, n_wanted: int) -> list[int]:
    """Return the first places of so many that are not among some, which are in order."""
    few = np.arange(min(n, n_wanted))
    if not len(fitting) or fitting[0] >= n_wanted:
        return [int(place) for place in few]
    missed = np.ones(n, dtype=bool)
    missed[fitting] = False
    return [int(place) for place in np.flatnonzero(missed)[:n_wanted]]


def rows_at(plain: pa.Array, places: list[int]) -> list[int]:
    """Return the rows of values that have these places among those that are not missing."""
    if not plain.null_count:
        return places
    rows = np.flatnonzero(plain.is_valid().to_numpy(zero_copy_only=False))
    return [int(rows[place]) for place in places]


def _fitting(values: pa.Array, kind: str) -> NDArray[np.bool_]:
    """Return which values are of the kind."""
    if kind == "truth":
        return np.asarray(pc.is_in(values, TRUTHS).to_numpy(zero_copy_only=False))
    if kind == "time of day":
        return np.asarray(pc.match_substring_regex(values, HOURS).to_numpy(zero_copy_only=False))
    shaped = pc.match_substring_regex(values, _MOMENTS[kind]).to_numpy(zero_copy_only=False)
    digits = [bytes_at(values, place).astype(np.int64) - ord("0") for place in (0, 1, 2, 3, 5, 6, 8, 9)]
    year = digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3]
    month, day = digits[4] * 10 + digits[5], digits[6] * 10 + digits[7]
    is_leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    n_days = np.where(month == 2, 28 + is_leap, np.where(np.isin(month, (4, 6, 9, 11)), 30, 31))
    return np.asarray(shaped & (day <= n_days))
