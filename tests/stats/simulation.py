"""Audits drawn at random from known rates, many at once, and how often their limits are wrong.

The limits are those of the verdicts of ``workbench.audit``, written for many tables together;
``test_coverage.py`` checks that they are the same numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from workbench.stats.extremes import studentized_range
from workbench.stats.intervals import SMALL_COUNT, Limits, clopper_pearson, critical_value, wilson

C_IN = critical_value(0.95)
ERROR = 0.05
GROUPS = (2, 7, 14, 40)
SIZES = (30, 100, 300, 1_000, 10_000)
_AT_ONCE = 200_000  # pairs held in memory together


class Worst(NamedTuple):
    """Limits of the largest difference and of the smallest ratio, arrays of shape (n_tables,)."""

    difference: Limits
    ratio: Limits


class Misses(NamedTuple):
    """How often limits are wrong, as shares of all tables.

    ``gap``: the interval lies beyond the truth, so a limit set exactly there is called a gap.
    ``within``: it lies short of the truth, so a limit set exactly there is called kept.
    """

    gap: float
    within: float

    @property
    def coverage(self):
        return 1 - self.gap - self.within


@dataclass(frozen=True)
class Cell:
    """One situation: how many groups, how large, how far apart.

    ``n`` is the size of the smallest group. ``sizes``: all ``equal``; ``graded`` from n to 10 n;
    or ``one large`` of 20 n. ``shape``: how the rates lie between ``ratio * p`` and ``p``.
    ``families``: ``one`` rate; ``both`` true and false positive rate (equalized odds) alike; or
    ``second equal``, where only the first of the two differs.
    """

    groups: int
    n: int
    p: float
    ratio: float = 1.0
    shape: str = "line"
    sizes: str = "equal"
    families: str = "one"

    @property
    def trials(self):
        place = np.arange(self.groups)
        factor = {
            "equal": np.ones(self.groups),
            "graded": 10 ** (place / (self.groups - 1)),
            "one large": np.where(place == self.groups - 1, 20, 1),
        }[self.sizes]
        return np.round(self.n * factor).astype(np.int64)

    @property
    def rates(self):
        place = np.linspace(0, 1, self.groups)
        share = {"line": place, "one low": place > 0, "one high": place == 1, "halves": place >= 0.5}[self.shape]
        return self.p * (self.ratio + (1 - self.ratio) * np.asarray(share, dtype=float))

    @property
    def truth(self):
        """The largest difference and the smallest ratio."""
        return float(np.ptp(self.rates)), float(self.rates.min() / self.rates.max())


def cells(groups, n):
    """Return every situation that is simulated at this number of groups and size of the smallest."""
    shapes = ("line",) if groups == 2 else ("line", "one low", "one high", "halves")
    apart = [(1.0, "line"), *((ratio, shape) for ratio in (0.8, 0.5) for shape in shapes)]
    one = [
        Cell(groups, n, p, ratio, shape, sizes)
        for p in (0.02, 0.1, 0.3, 0.5)
        for ratio, shape in apart
        for sizes in ("equal", "graded", "one large")
    ]
    odds = [
        Cell(groups, n, p, ratio, shape, sizes, families)
        for p in (0.1, 0.5)
        for ratio, shape in ((1.0, "line"), (0.8, "line"), (0.8, shapes[-1]), (0.5, shapes[0]))
        for sizes in ("equal", "graded")
        for families in ("both", "second equal")
    ]
    return list(dict.fromkeys(one + odds))


def simulate(cell, tables, rng):
    """Return the misses of the difference's limits and of the ratio's."""
    step = max(1, _AT_ONCE // cell.groups**2)
    missed = np.zeros((2, 2))
    for start in range(0, tables, step):
        missed += _missed(cell, draw(cell, min(step, tables - start), rng))
    return Misses(*(missed[0] / tables).tolist()), Misses(*(missed[1] / tables).tolist())


def draw(cell, tables, rng):
    """Return successes, one array of shape (n_tables, n_groups) a family."""
    shape = (tables, cell.groups)
    first = rng.binomial(cell.trials, cell.rates, size=shape)
    if cell.families == "one":
        return [first]
    second = cell.rates if cell.families == "both" else np.full(cell.groups, cell.p)
    return [first, rng.binomial(cell.trials, second, size=shape)]


def limits_of_all(cell, families):
    """Return the limits that hold for all families of tables together."""
    c_gap = studentized_range(1 - ERROR / len(families), cell.groups) / np.sqrt(2)
    found = [worst_limits(k, cell.trials, c_gap, C_IN) for k in families]
    return Worst(
        Limits(*(np.max([getattr(one.difference, end) for one in found], axis=0) for end in ("low", "high"))),
        Limits(*(np.min([getattr(one.ratio, end) for one in found], axis=0) for end in ("low", "high"))),
    )


def _missed(cell, families):
    difference, ratio = cell.truth
    (low, high), (least, most) = limits_of_all(cell, families)
    # One unit in the last places: the truth itself is a rounded number.
    slack = 1e-12
    return np.array(
        [
            [np.sum(low > difference + slack), np.sum(high < difference - slack)],
            [np.sum(most < ratio - slack), np.sum(least > ratio + slack)],
        ]
    )


def worst_limits(k, n, c_gap, c_in):
    """Return the limits of many tables: ``k`` of shape (n_tables, n_groups), ``n`` of (n_groups,)."""
    at_gap, at_in = (rate_limits(k, n, c) for c in (c_gap, c_in))
    p = k / n
    low, high = _extremes(p, at_gap, at_in)
    logs = np.log(np.where(k == 0, 0.5 / (n + 1), p))
    with np.errstate(divide="ignore"):
        shortfall, excess = _extremes(logs, *(Limits(np.log(one.low), np.log(one.high)) for one in (at_gap, at_in)))
    return Worst(
        Limits(np.maximum(0, low), high),
        Limits(np.exp(-excess), np.minimum(1, np.exp(-shortfall))),
    )


def rate_limits(k, n, z):
    """Return the limits of rates, exact where fewer than 10 are expected at a table's pooled rate."""
    pooled = k.sum(axis=1, keepdims=True) / n.sum()
    few = np.minimum(n * pooled, n * (1 - pooled)) < SMALL_COUNT
    low, high = wilson(k, n, z)
    # The exact limits are slow, and few counts are different.
    base = n.max() + 1
    pairs, place = np.unique(k[few] * base + np.broadcast_to(n, k.shape)[few], return_inverse=True)
    exact = clopper_pearson(pairs // base, pairs % base, z)
    low[few], high[few] = exact.low[place], exact.high[place]
    return Limits(low, high)


def _extremes(values, at_gap, at_in):
    """Return the largest lower and the largest upper limit over ordered pairs of different groups."""
    itself = np.arange(values.shape[1])
    low, high = (
        values[:, :, None] - values[:, None, :] + sign * _square_and_add(of_row, of_column)
        for sign, of_row, of_column in (
            (-1, values - at_gap.low, at_gap.high - values),
            (1, at_in.high - values, values - at_in.low),
        )
    )
    low[:, itself, itself] = high[:, itself, itself] = -np.inf
    return low.max(axis=(1, 2)), high.max(axis=(1, 2))


def _square_and_add(of_row, of_column):
    squares = (of_row**2)[:, :, None] + (of_column**2)[:, None, :]
    return np.sqrt(squares, out=squares)
