"""Columns of numbers and of days: codes that stand clear of all other values."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from workbench.data.disguised.words import HIGH_CODES, LOW_CODES, STAND_IN_DATES

__all__ = ["ByCode", "DayScan", "NumberScan"]

_SHARE = 0.01
_FEWEST = 5
_MOST_TIMES = 20
_ORIGIN = STAND_IN_DATES[0].replace(year=1970).toordinal()


@dataclass(frozen=True)
class ByCode:
    """Codes that seem to mean "not known", and the range of the other values.

    Parameters
    ----------
    counts : dict of int to int
        How many rows have each code.
    low, high : float
        The least and the greatest of the others.
    times : tuple of str
        Of codes that are days of times: the times on these days, as they are written.
    """

    counts: dict[int, int]
    low: float
    high: float
    times: tuple[str, ...] = ()


class _Scan:
    """How many rows have each code, and the range of the others, a part of the rows at a time.

    Codes between other values are not counted: they could not be told from those.
    """

    codes: Sequence[int]

    def __init__(self) -> None:
        self.counts: Counter[int] = Counter()
        self.low, self.high = float("inf"), float("-inf")
        self.n_known = 0

    def add(self, column: pa.ChunkedArray) -> None:
        """Count some more rows."""
        values = self._numbers(column)
        self.n_known += len(values) - values.null_count
        low, high = self._ends(values)
        if low is not None and (low in self.codes or high in self.codes):
            among = pc.is_in(values, pa.array(self._written(values.type), values.type))
            self._keep(column.filter(among))
            found = pc.value_counts(values.filter(among))
            pairs = zip(found.field("values").to_pylist(), found.field("counts").to_pylist(), strict=True)
            self.counts.update({int(value): n for value, n in pairs if value is not None})
            low, high = self._ends(values.filter(pc.invert(among)))
        if low is not None and high is not None:
            self.low, self.high = min(self.low, low), max(self.high, high)

    def _keep(self, column: pa.ChunkedArray) -> None:
        """Keep what must be known of the rows that have a code."""

    @staticmethod
    def _ends(values: pa.ChunkedArray) -> tuple[float, float] | tuple[None, None]:
        found: Any = pc.min_max(values)
        low, high = found["min"].as_py(), found["max"].as_py()
        if low is not None and math.isinf(high - low):
            found = pc.min_max(values.filter(pc.is_finite(values)))
            low, high = found["min"].as_py(), found["max"].as_py()
        return (None, None) if low is None else (low, high)

    def _numbers(self, column: pa.ChunkedArray) -> pa.ChunkedArray:
        return column

    def _written(self, kind: pa.DataType) -> list[int]:
        """Return the codes that a column of that type can hold."""
        found: list[int] = []
        for code in self.codes:
            try:
                pa.scalar(code, kind)
            except (pa.ArrowException, OverflowError):
                continue
            found.append(code)
        return found

    @property
    def width(self) -> float:
        """How wide the range of the other values is; 0 where they are one value or none."""
        return self.high - self.low if self.high > self.low else 0.0

    def _outside(self) -> dict[int, float]:
        """Return how far each code that was counted is from the others."""
        if not self.width:
            return {}
        found = {code: max(self.low - code, code - self.high) for code in sorted(self.counts)}
        return {code: gap for code, gap in found.items() if gap > 0}

    def _told(self, found: dict[int, int]) -> ByCode | None:
        """Return the codes that were found, and the range of all other values, other codes among them."""
        others = [self.low, self.high, *(code for code in self.counts if code not in found)]
        return ByCode(found, min(others), max(others)) if found else None


class NumberScan(_Scan):
    """A column of numbers: 999 among ages, -1 where nothing else is negative."""

    codes = (*HIGH_CODES, *LOW_CODES)

    def not_known(self) -> ByCode | None:
        """Return the codes that stand clear of the rest; ``None`` where there are none.

        A code above all others stands clear where it is further from them than they reach (9 only if it is in a
        hundredth of the rows or more), or where it is in a hundredth and a tenth of their reach away. One below
        stands clear where nothing else is negative and it is there more than once, or where it is far.
        """
        found = {code: self.counts[code] for code, gap in self._outside().items() if self._is_clear(code, gap)}
        return self._told(found)

    def _is_clear(self, code: int, gap: float) -> bool:
        n = self.counts[code]
        often = n >= max(_FEWEST, _SHARE * self.n_known)
        if code == -1:
            return often and self.low >= 0 and self.high > 1
        if code == 9:
            return often and gap >= self.width
        if code < 0 and self.low >= 0 and n > 1:
            return True
        far = gap >= self.width and (n > 1 or set(str(abs(code))) == {"9"})
        return far or (often and gap >= max(2.0, self.width / 10))


class DayScan(_Scan):
    """A column of dates or times: days that programs write where there is none."""

    codes = tuple(day.toordinal() - _ORIGIN for day in STAND_IN_DATES)

    def __init__(self) -> None:
        super().__init__()
        self._times: set[dt.datetime] = set()

    def not_known(self) -> ByCode | None:
        """Return the days, counted from 1970, that stand clear of the rest; ``None`` where there are none.

        Such a day is outside the range of the others, and further from it than half its width or there more than
        ten times as often as it were if all days were alike, and in a hundredth of the rows.
        """
        found = {}
        for code, gap in self._outside().items():
            alike = self.n_known / (self.width + 1)
            often = self.counts[code] >= max(_FEWEST, _SHARE * self.n_known, 10 * alike)
            if often or gap >= self.width / 2:
                found[code] = self.counts[code]
        told = self._told(found)
        times = sorted(str(time) for time in self._times if time.toordinal() - _ORIGIN in found)
        return None if told is None else replace(told, times=tuple(times[:_MOST_TIMES]))

    def _keep(self, column: pa.ChunkedArray) -> None:
        if pa.types.is_timestamp(column.type) and len(self._times) <= _MOST_TIMES:
            local = pc.local_timestamp(column) if column.type.tz else column
            self._times |= set(pc.unique(local.cast(pa.timestamp("us"), safe=False)).to_pylist())

    def _numbers(self, column: pa.ChunkedArray) -> pa.ChunkedArray:
        days = column if pa.types.is_date32(column.type) else column.cast(pa.date32(), safe=False)
        return days.cast(pa.int32())
