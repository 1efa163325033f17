"""What the keys of a column, in order, say of it: numbers, frequent values, a histogram with round edges."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.data.profile.result import NumberSummary
from workbench.data.profile.room import parts_of

__all__ = ["QUANTILES", "count_distinct", "frequent", "summary_of_numbers"]

Keys = NDArray[Any]
Floats = NDArray[np.float64]

QUANTILES = (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99)
"""The quantiles that are told."""

_FAR_OUT = 3.0  # Tukey's: times the width of the middle half
_MOST_BARS = 20
_EXACT = 2**53  # larger whole numbers are not all floats
_LARGE = 1e150  # squares of larger numbers are no longer finite


def summary_of_numbers(ordered: Keys, *, exact: bool = True) -> NumberSummary | None:
    """Return the summary of the numbers of a column; ``None`` where none is finite.

    Parameters
    ----------
    ordered : array of int64, uint64 or float64, shape (n,)
        The numbers in rising order, without missing ones.
    exact : bool
        Whether these are all of them.
    """
    n_below = _n_below(ordered, -math.inf, "right")
    finite = ordered[n_below : _n_below(ordered, math.inf, "left")]
    if not len(finite):
        return None
    quantiles = _quantiles(finite)
    near, start = _near_zero(finite)
    mean, deviation = _moments(near)
    quartiles = _quantiles(near)
    low_fence, high_fence = _fences(quartiles[0.25], quartiles[0.75])
    n_negative = _n_below(finite, 0, "left")
    edges, counts = _histogram(finite)
    return NumberSummary(
        low=float(finite[0]),
        high=float(finite[-1]),
        mean=start + mean,
        deviation=deviation,
        quantiles=quantiles,
        exact=exact,
        n_zero=_n_below(finite, 0, "right") - n_negative,
        n_negative=n_below + n_negative,
        n_infinite=int(len(ordered) - len(finite)),
        n_outliers=_n_below(near, low_fence, "left") + len(near) - _n_below(near, high_fence, "right"),
        edges=edges,
        counts=counts,
    )


def count_distinct(ordered: Keys) -> int:
    """Return how many different values there are in an array in rising order.

    Examples
    --------
    >>> count_distinct(np.array([1, 1, 2, 5]))
    3
    """
    changes = sum(int(np.count_nonzero(part[1:] != part[:-1])) for part in parts_of(ordered, 1))
    return changes + 1 if len(ordered) else 0


def frequent(ordered: Keys, least: int) -> tuple[Keys, NDArray[np.int64]]:
    """Return the values that occur at least so often in an array in rising order, and how often.

    Examples
    --------
    >>> values, counts = frequent(np.array([1, 1, 2, 5, 5, 5]), 2)
    >>> values.tolist(), counts.tolist()
    ([1, 5], [2, 3])
    """
    found = [ordered[:0]]
    for part in parts_of(ordered, least - 1):
        starts = part[: max(len(part) - least + 1, 0)]
        often = starts[starts == part[least - 1 :]]
        found.append(often[_first_of_its_kind(often)])
    values = np.concatenate(found)
    values = values[_first_of_its_kind(values)]  # one that goes on in the next part was found twice
    counts = np.searchsorted(ordered, values, side="right") - np.searchsorted(ordered, values, side="left")
    return values, counts.astype(np.int64)


def _first_of_its_kind(ordered: Keys) -> NDArray[np.bool_]:
    return np.concatenate([np.ones(min(len(ordered), 1), dtype=np.bool_), ordered[1:] != ordered[:-1]])


def _n_below(ordered: Keys, limit: float, side: str) -> int:
    """Return how many numbers are less than a limit (``left``), or not more than it (``right``).

    Whole numbers are compared as whole numbers: as floats, large ones would be equal that are not.
    """
    if ordered.dtype.kind == "f":
        return int(np.searchsorted(ordered, limit, side=side))  # type: ignore[call-overload]
    if math.isinf(limit):
        return 0 if limit < 0 else len(ordered)
    whole = math.ceil(limit) if side == "left" else math.floor(limit)
    least, most = np.iinfo(ordered.dtype).min, np.iinfo(ordered.dtype).max
    if not least <= whole <= most:
        return 0 if whole < least else len(ordered)
    return int(np.searchsorted(ordered, ordered.dtype.type(whole), side=side))  # type: ignore[call-overload]


def _moments(finite: Keys) -> tuple[float, float]:
    """Return mean and deviation; of numbers whose squares are too large, after bringing them to a smaller scale."""
    n, largest = len(finite), max(abs(float(finite[0])), abs(float(finite[-1])))
    scale = largest if largest > _LARGE else 1.0

    def scaled() -> Iterator[Floats]:
        return (part.astype(np.float64, copy=False) / scale for part in parts_of(finite))

    mean = math.fsum(float(part.sum()) for part in scaled()) / n
    squares = math.fsum(float(((part - mean) ** 2).sum()) for part in scaled())
    return mean * scale, math.sqrt(squares / (n - 1)) * scale if n > 1 else math.nan


def _quantiles(finite: Keys) -> dict[float, float]:
    places = np.array(QUANTILES) * (len(finite) - 1)
    low = np.floor(places).astype(np.int64)
    high = np.minimum(low + 1, len(finite) - 1)
    below, above = finite[low].astype(np.float64), finite[high].astype(np.float64)
    share = places - low
    # Each part by itself: the difference of two large numbers need not be finite.
    found = np.where(below == above, below, below * (1 - share) + above * share)
    return dict(zip(QUANTILES, found.tolist(), strict=True))


def _near_zero(finite: Keys) -> tuple[Keys, int]:
    """Return whole numbers less the least of them, and the least, where floats could not tell them apart."""
    if finite.dtype.kind == "f":
        return finite, 0
    low, high = int(finite[0]), int(finite[-1])
    if max(-low, high) <= _EXACT or high - low > _EXACT:
        return finite, 0
    return finite - finite[0], low


def _fences(low: float, high: float) -> tuple[float, float]:
    width = high - low
    return (low - _FAR_OUT * width, high + _FAR_OUT * width) if math.isfinite(width) else (-math.inf, math.inf)


def _histogram(finite: Keys) -> tuple[tuple[float, ...], tuple[int, ...]]:
    low, high = float(finite[0]), float(finite[-1])
    if low == high:
        return (low, high), (len(finite),)
    whole = finite.dtype.kind != "f" or all((np.floor(part) == part).all() for part in parts_of(finite))
    edges = _round_edges(low, high, whole=whole)
    inner = [_n_below(finite, edge, "left") for edge in edges[1:-1]]
    counts = np.diff([0, *inner, len(finite)])
    return edges, tuple(counts.tolist())


def _round_edges(low: float, high: float, *, whole: bool) -> tuple[float, ...]:
    """Return at most 21 edges that are multiples of 1, 2 or 5 times a power of ten, from below low to above high.

    Of whole numbers the last edge is above all of them, so that every bar holds as many of them.
    """
    wide = high / _MOST_BARS - low / _MOST_BARS
    exponent = math.floor(math.log10(wide)) if wide > 0 else -323
    for power in (exponent, exponent + 1):
        for multiple in (1, 2, 5):
            step = multiple * 10.0**power
            if step <= 0 or (whole and step < 1):
                continue
            start = math.floor(low / step)
            stop = math.floor(high / step) + 1 if whole else math.ceil(high / step)
            if stop - start <= _MOST_BARS:
                return _edges(range(start, stop + 1), multiple, power, low, high)
    return low, high


def _edges(places: range, multiple: int, power: int, low: float, high: float) -> tuple[float, ...]:
    edges = [float(f"{place * multiple}e{power}") for place in places]  # read as written: 0.3, not 3 times 0.1
    edges[0], edges[-1] = min(edges[0], low), max(edges[-1], high)
    rising = [edges[0], *(edge for edge in edges[1:-1] if edges[0] < edge < edges[-1]), edges[-1]]
    return tuple(sorted(set(rising)))
