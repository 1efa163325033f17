"""How many values of a column of text are days, times of day or truths, so that a few that are none can be told."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

__all__ = ["HOURS", "TRUTHS", "KindCounts", "bytes_at"]

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
        near = {"time of day": bytes_at(held, 2) == ord(":"), "truth": _short(held)}
        days = bytes_at(held, 4) == ord("-")
        for kind in self.n:
            may_be = near.get(kind, days)
            fits = np.zeros(len(held), dtype=bool)
            if may_be.any():
                fits[may_be] = _fitting(held.filter(pa.array(may_be)), kind)
            self.n[kind] += int(fits.sum())
            told = self.others.setdefault(kind, [])
            if len(told) < _SHOWN and not fits.all():
                rows = np.flatnonzero(plain.is_valid().to_numpy(zero_copy_only=False))
                for place in np.flatnonzero(~fits)[: _SHOWN - len(told)]:
                    told.append((first_row + int(rows[place]), held[int(place)].as_py()))

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


_BEGINS_TRUTH = np.zeros(256, dtype=bool)
_BEGINS_TRUTH[list(b"tTfF01")] = True


def _short(held: pa.Array) -> NDArray[np.bool_]:
    """Return which values may be truths."""
    return np.asarray(_BEGINS_TRUTH[bytes_at(held, 0)] & (bytes_at(held, 5) == 0))


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
