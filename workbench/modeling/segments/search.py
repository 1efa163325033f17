"""Looking for parts of the rows in which errors are larger: a shallow tree, grown while chance does not explain it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import special

from workbench.modeling.segments.conditions import Condition, Held, narrowed

__all__ = ["Growth", "find_parts"]

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

_N_BANDS = 32
_FEW_VALUES = 100
_MOST_VALUES = 30
_FEWEST_NAMED = 11
_CHANCE = 0.05
_DAY = 86_400.0


@dataclass(frozen=True)
class Growth:
    """How far a tree grows.

    Parameters
    ----------
    max_depth : int
        How many conditions a part has at most.
    min_rows : int
        How many rows a part has at least.
    """

    max_depth: int
    min_rows: int


@dataclass(frozen=True)
class _Split:
    """Two conditions of which exactly one holds for each row, and how far apart the errors of both are."""

    gain: float
    here: Condition
    there: Condition


@dataclass(frozen=True, eq=False)
class _Banded:
    """A column cut into bands: one a value of text, or between limits of numbers. The last is of missing values.

    The last of ``values`` stands for all rarer ones.
    """

    name: str
    held: Held
    places: NDArray[np.int64]
    limits: Floats
    values: tuple[str, ...]

    @property
    def n_bands(self) -> int:
        return (len(self.values) if self.values else len(self.limits) + 1) + 1


def find_parts(held: Mapping[str, Held], errors: Floats, growth: Growth) -> list[tuple[Condition, ...]]:
    """Return descriptions of parts of the rows whose errors are larger than the others', the worst first.

    Parameters
    ----------
    held : mapping of str to Held
        The columns that conditions are made of.
    errors : array of float, shape (n_rows,)
        The error of each row.
    growth : Growth
        When to stop. A part is also not cut further where the best cut of all could be chance: where its p value,
        times the number of cuts looked at (Bonferroni), is 0.05 or more.

    Examples
    --------
    >>> age = np.repeat([20.0, 40.0, 60.0], 50)
    >>> parts = find_parts({"age": Held(age, None)}, (age == 20) * 1.0, Growth(3, 10))
    >>> [[str(one) for one in part] for part in parts]
    [['age under 40']]
    """
    banded = [_banded(name, one) for name, one in held.items()]
    usual = errors.mean() if len(errors) else 0.0
    found = [
        (errors[rows].mean(), conditions)
        for rows, conditions in _grown(banded, errors, np.arange(len(errors)), (), growth)
        if conditions and errors[rows].mean() > usual
    ]
    ordered = sorted(found, key=lambda one: -one[0])
    return [tuple(_plainer(one, held[one.column]) for one in conditions) for _, conditions in ordered]


def _plainer(condition: Condition, held: Held) -> Condition:
    """Return a condition that names the values it leaves, where they are fewer than those that it rules out.

    A value of fewer than 11 rows may be one person's: it is not named, so that those ruled out are.
    """
    left = sorted(set(held.labels) - set(condition.is_none_of))
    if not condition.is_none_of or not 0 < len(left) <= len(condition.is_none_of):
        return condition
    codes = np.asarray(held.codes)
    n_rows = dict(zip(held.labels, np.bincount(codes[codes >= 0], minlength=len(held.labels)).tolist(), strict=True))
    if min(n_rows[one] for one in left) < _FEWEST_NAMED:
        return condition
    with_missing = condition.with_missing and bool(held.missing.any())
    return replace(condition, is_one_of=tuple(left), is_none_of=(), with_missing=with_missing)


def _grown(
    banded: list[_Banded], errors: Floats, rows: NDArray[np.int64], conditions: tuple[Condition, ...], growth: Growth
) -> Iterator[tuple[NDArray[np.int64], tuple[Condition, ...]]]:
    """Yield the rows of each leaf of the tree, and what describes them."""
    best = _best(banded, errors[rows], rows, growth) if growth.max_depth > 0 else None
    if best is None:
        yield rows, conditions
        return
    deeper = Growth(growth.max_depth - 1, growth.min_rows)
    held = next(one.held for one in banded if one.name == best.here.column)
    chosen = best.here.holds(held)[rows]
    for part, condition in ((rows[chosen], best.here), (rows[~chosen], best.there)):
        yield from _grown(banded, errors, part, narrowed(conditions, condition), deeper)


def _best(banded: list[_Banded], errors: Floats, rows: NDArray[np.int64], growth: Growth) -> _Split | None:
    """Return the cut that parts large errors from small ones best, if chance does not explain it."""
    n, spread = len(rows), float(((errors - errors.mean()) ** 2).sum()) if len(rows) else 0.0
    if n < 2 * growth.min_rows or spread <= 0:
        return None
    n_looked, best = 0, None
    for one in banded:
        for split in _splits(one, errors, one.places[rows], growth.min_rows):
            n_looked += 1
            if best is None or split.gain > best.gain * (1 + 1e-12):  # else a rounding would choose
                best = split
    if best is None:
        return None
    rest = max(spread - best.gain, 0.0) / (n - 2)
    z = math.sqrt(best.gain / rest) if rest > 0 else math.inf
    return best if 2 * float(special.ndtr(-z)) * n_looked < _CHANCE else None


def _splits(one: _Banded, errors: Floats, places: NDArray[np.int64], min_rows: int) -> Iterator[_Split]:
    """Yield every cut of a column that leaves enough rows on both sides."""
    n = np.bincount(places, minlength=one.n_bands).astype(np.float64)
    total = np.bincount(places, errors, minlength=one.n_bands)
    whole_n, whole = n.sum(), total.sum()
    has_missing = n[-1] > 0

    def gain(part_n: float, part: float) -> float:
        if part_n < min_rows or whole_n - part_n < min_rows:
            return -1.0
        return float((part - part_n * whole / whole_n) ** 2 * whole_n / (part_n * (whole_n - part_n)))

    yield from _made(
        gain(n[-1], total[-1]),
        Condition(one.name, only_missing=True, is_time=one.held.is_time),
        Condition(one.name, with_missing=False, is_time=one.held.is_time),
    )
    if one.held.numbers is None:
        for place, value in enumerate(one.values[:-1]):
            is_it = Condition(one.name, is_one_of=(value,), with_missing=False)
            yield from _made(gain(n[place], total[place]), is_it, Condition(one.name, is_none_of=(value,)))
        return
    below_n, below = np.cumsum(n[:-1]), np.cumsum(total[:-1])
    for place, limit in enumerate(one.limits):
        for with_missing in (True, False) if has_missing else (False,):
            more_n, more = (n[-1], total[-1]) if with_missing else (0.0, 0.0)
            yield from _made(
                gain(below_n[place] + more_n, below[place] + more),
                Condition(one.name, below=float(limit), with_missing=with_missing, is_time=one.held.is_time),
                Condition(
                    one.name,
                    at_least=float(limit),
                    with_missing=has_missing and not with_missing,
                    is_time=one.held.is_time,
                ),
            )


def _made(gain: float, here: Condition, there: Condition) -> Iterator[_Split]:
    if gain >= 0:
        yield _Split(gain, here, there)


def _banded(name: str, held: Held) -> _Banded:
    if held.numbers is not None:
        limits = _round_limits(held.numbers[~held.missing], held.is_time)
        places = np.searchsorted(limits, held.numbers, side="right")
        return _Banded(name, held, np.where(held.missing, len(limits) + 1, places), limits, ())
    codes = np.asarray(held.codes)
    counts = np.bincount(codes[codes >= 0], minlength=len(held.labels))
    order = sorted(range(len(held.labels)), key=lambda code: (-counts[code], held.labels[code]))[:_MOST_VALUES]
    # Rarer values are in none of the bands: a cut never names them, so they stand in one that is not asked for.
    place = np.full(len(held.labels) + 1, len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    places = np.where(codes < 0, len(order) + 1, place[codes])
    return _Banded(name, held, places, np.empty(0), (*(held.labels[code] for code in order), ""))


def _round_limits(numbers: Floats, is_time: bool) -> Floats:
    """Return limits between bands: values of many rows where there are few values, else round numbers near quantiles.

    Round ones read better, and give away no row's own value.
    """
    values, n_rows = np.unique(numbers, return_counts=True)
    if not len(values):
        return values
    exact = values[1:1]
    if len(values) <= _FEW_VALUES and not is_time:
        exact = values[1:][n_rows[1:] >= _FEWEST_NAMED]
        if len(exact) == len(values) - 1:
            return exact
    quantiles = np.unique(np.quantile(numbers, np.linspace(0, 1, _N_BANDS + 1)[1:-1]))
    low, high = np.quantile(numbers, [0.05, 0.95])
    wide = (high - low) or float(values[-1] - values[0])
    step = 10.0 ** math.floor(math.log10(wide / 20 / (_DAY if is_time else 1.0))) if wide > 0 else 1.0
    step = max(step, 1.0) * _DAY if is_time else step
    limits = np.unique([*exact, *(np.round(quantiles / step) * step)])
    return np.asarray(limits[(limits > values[0]) & (limits <= values[-1])], dtype=np.float64)
