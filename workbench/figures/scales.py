"""From numbers to places, and where an axis has its numbers."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from workbench.document.numerals import MINUS

__all__ = ["LARGEST", "Scale", "around", "finite", "from_zero", "rounded", "ticks"]

LARGEST = 1e290
"""What is larger is drawn as endless: beyond it, differences are no numbers any more."""

_SHORTEST = 0.05  # an axis of shares ends here at the earliest
_SMALLEST = 1e-290
_STEPS = (1.0, 2.0, 5.0)


@dataclass(frozen=True)
class Scale:
    """An axis from ``low`` to ``high``, drawn from place ``start`` to place ``end``."""

    low: float
    high: float
    start: float
    end: float

    def place(self, value: float) -> float:
        """Return where a number stands; what is beyond the axis stands at its end."""
        if math.isnan(value):
            return math.nan
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    def holds(self, value: float) -> bool:
        """Whether a number lies on the axis; one that does not exist lies nowhere."""
        return self.low <= value <= self.high


def finite(values: Iterable[float]) -> list[float]:
    """Return the numbers that an axis can hold."""
    return [float(value) for value in values if abs(value) <= LARGEST]


def from_zero(values: Iterable[float], *, shares: bool) -> tuple[float, float]:
    """Return the ends of an axis with 0 on it.

    Examples
    --------
    >>> from_zero([0.2, 0.4], shares=True), from_zero([-3.0, 2.0], shares=False)
    ((0.0, 0.4), (-3.0, 2.0))
    """
    numbers = finite(values)
    high, low = max([*numbers, 0.0]), min([*numbers, 0.0])
    if shares:
        high = max(high, 0.0 if low < 0 else _SHORTEST)
    if high - low < _SMALLEST:
        return low, 1.0
    return low, high


def around(values: Iterable[float]) -> tuple[float, float]:
    """Return the ends of an axis with room on both sides; one of positive numbers begins at 0 if that is not far.

    Examples
    --------
    >>> around([1.0, 3.0]), around([10.0, 10.0])
    ((0.0, 3.12), (5.0, 15.0))
    """
    numbers = finite(values)
    high, low = max(numbers, default=1.0), min(numbers, default=0.0)
    low = 0.0 if 0 <= low < high / 2 else low
    room = 0.04 * (high - low)
    if high - low <= 1e-9 * max(abs(high), abs(low)) or high - low < _SMALLEST:
        room = max(abs(high) / 2, 1.0 if abs(high) < _SMALLEST else 0.0)
    return (low if low == 0 and room < high else low - room), high + room


def ticks(low: float, high: float, most: int, *, of_100: bool = False) -> list[tuple[float, str]]:
    """Return round numbers on an axis, and how they are written: at least one, at most ``most``.

    Parameters
    ----------
    low, high : float
        The ends of the axis.
    most : int
        How many have room.
    of_100 : bool
        Whether a share is written as of 100.

    Examples
    --------
    >>> [text for _, text in ticks(0.0, 0.38, 5, of_100=True)]
    ['0', '10', '20', '30']
    """
    factor = 100.0 if of_100 else 1.0
    step = _step(low, high, most)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    numbers = [place * step for place in range(first, min(last, first + 50) + 1)] or [low]
    return [(number, _written(number * factor, step * factor)) for number in numbers]


def rounded(low: float, high: float, most: int) -> tuple[float, float]:
    """Return the ends of an axis moved outwards to round numbers.

    Examples
    --------
    >>> rounded(0.0, 0.93, 6)
    (0.0, 1.0)
    """
    step = _step(low, high, most)
    return math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step


def _step(low: float, high: float, most: int) -> float:
    """Return the smallest round step with which an axis has at most so many numbers."""
    power = 10.0 ** (math.floor(math.log10(high - low)) - 2)
    steps = (scale * power * step for scale in (1.0, 10.0, 100.0, 1000.0) for step in _STEPS)
    return next(step for step in steps if math.floor(high / step + 1e-9) - math.ceil(low / step - 1e-9) < most)


def _written(value: float, step: float) -> str:
    """Return a number on an axis with as many decimals as its neighbours differ by."""
    if not 1e-5 <= step <= 1e8:
        return f"{value + 0.0:.4g}".replace("-", MINUS)
    decimals = next(places for places in range(8) if abs(round(step, places) - step) <= 1e-6 * step)
    written = f"{round(value, decimals) + 0.0:,.{decimals}f}"
    return written.replace("-", MINUS)
