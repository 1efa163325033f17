"""Groups compared within strata, beside all rows: what departments hide, and what they explain."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.core.finding import Finding
from workbench.stats.intervals import Limits, critical_value, difference_limits
from workbench.stats.stratified import (
    ChiSquare,
    Estimate,
    Reversal,
    Stratified,
    compare_strata,
    generalised_cmh,
    reverses,
)
from workbench.tally.rates import Rate
from workbench.tally.tally import Tally
from workbench.tally.values import Axis, GroupRates

__all__ = ["ReversedPair", "StratifiedComparison", "compare_within"]

_DIFFER = 0.05
_MOST_GROUPS = 100
"""Of more groups than this, only those with the lowest and the highest rate are compared with every other."""
_LISTED = 3
_NO_TEST = ChiSquare(np.array(np.nan), np.array(0), np.array(np.nan))


class ReversedPair(NamedTuple):
    """Two groups whose difference, ``higher`` minus ``lower``, has the other sign within strata.

    ``aggregate`` is the difference over all rows; ``within`` the common one of the strata, with
    ``limits`` that allow for the number of pairs; ``n`` counts the rows of both.
    """

    higher: str
    lower: str
    aggregate: float
    within: float
    limits: tuple[float, float]
    n: int


@dataclass(frozen=True, eq=False)
class StratifiedComparison:
    """A rate of the groups of one attribute within the strata of another column, beside all rows.

    Parameters
    ----------
    attribute, stratum : str
        Whose groups are compared, and within what.
    metric : str
        The rate.
    groups, strata : tuple of str
        Their names.
    k, n : array of int64, shape (n_groups, n_strata)
        Successes and trials.
    lower, higher : str
        The pair of groups that is followed: the one that all rows tell apart most surely.
    pair : Stratified
        What the strata say together about ``higher`` and ``lower``.
    reversal : Reversal
        Their difference over all rows beside the one within strata.
    all_groups : ChiSquare
        Test that all groups have the same rate within every stratum.
    overall : GroupRates
        The rates of the groups over all rows.
    effective : tuple of two arrays of float, shape (n_groups, n_strata), optional
        With sampling weights: successes and trials that carry as much evidence as unweighted ones
        would. The tests are ``nan`` then: they are tests of tables of counts.
    others : tuple of ReversedPair
        Other pairs of groups that are clearly reversed, the clearest first.
    """

    attribute: str
    stratum: str
    metric: str
    groups: tuple[str, ...]
    strata: tuple[str, ...]
    k: NDArray[np.int64]
    n: NDArray[np.int64]
    lower: str
    higher: str
    pair: Stratified
    reversal: Reversal
    all_groups: ChiSquare
    overall: GroupRates
    effective: tuple[NDArray[np.float64], NDArray[np.float64]] | None = None
    others: tuple[ReversedPair, ...] = ()

    @property
    def is_reversed(self) -> bool:
        """Whether all rows and the strata point in opposite directions."""
        return bool(self.reversal.reversed)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What a reader must know before reading the difference over all rows."""
        found: list[Finding] = []
        aggregate, within = float(self.reversal.aggregate.value), float(self.reversal.within.value)
        scope = f"{self.attribute} within {self.stratum}"
        if self.is_reversed:
            found.append(
                Finding(
                    "WB505",
                    "serious" if bool(self.reversal.aggregate_clear) else "caution",
                    f"Over all rows {self.higher!r} has the higher {self.metric.replace('_', ' ')}; "
                    f"within {self.stratum}, {self.lower!r} has",
                    f"The difference is {aggregate:+.1%} over all rows and {within:+.1%} within {self.stratum} "
                    "(Simpson's reversal): groups are spread unevenly over it.",
                    f"Report both. Ask whether {self.stratum} is a legitimate reason, or itself how people are sorted.",
                    value=within,
                    threshold=0.0,
                    n=int(self.n.sum()),
                    interval=(float(self.reversal.within.limits.low), float(self.reversal.within.limits.high)),
                    scope=scope,
                )
            )
        if self.others:
            found.append(self._others(scope))
        if float(self.pair.tarone.p_value) < _DIFFER:
            found.append(
                Finding(
                    "WB506",
                    "note",
                    f"{self.higher!r} and {self.lower!r} do not differ alike in every {self.stratum}",
                    "One common number for all strata hides that (Breslow-Day test with Tarone's correction).",
                    f"Look at each {self.stratum} on its own.",
                    value=float(self.pair.tarone.p_value),
                    threshold=_DIFFER,
                    n=int(self.n.sum()),
                    scope=scope,
                )
            )
        return tuple(found)

    def _others(self, scope: str) -> Finding:
        """Return the finding on reversals of other pairs than the one that is followed."""
        said = "; ".join(
            f"{one.higher!r} minus {one.lower!r} is {one.aggregate:+.1%} over all rows, "
            f"{one.within:+.1%} within {self.stratum}"
            for one in self.others[:_LISTED]
        )
        more = len(self.others) - _LISTED
        first = self.others[0]
        return Finding(
            "WB505",
            "serious",
            f"The {self.metric.replace('_', ' ')} of groups of {self.attribute} differs the other way within "
            f"{self.stratum}: {said}" + (f"; and {more:,} more pairs" if more > 0 else ""),
            "Groups are spread unevenly over it (Simpson's reversal). These are not the two groups that all rows "
            "tell apart most surely.",
            f"Report both. Ask whether {self.stratum} is a legitimate reason, or itself how people are sorted.",
            value=first.within,
            threshold=0.0,
            n=first.n,
            interval=first.limits,
            scope=scope,
        )


def compare_within(
    tally: Tally, rate: Rate, rates: GroupRates, stratum: str, pair: tuple[str, str]
) -> StratifiedComparison:
    """Return the comparison of groups within strata.

    Parameters
    ----------
    tally : Tally
        Counts that hold the attribute and the stratum.
    rate : Rate
        What is compared.
    rates : GroupRates
        The rates over all rows: their name, attribute, the groups that are compared, the confidence.
    stratum : str
        The column of strata; rows of unknown stratum are a stratum of their own.
    pair : tuple of str
        The groups with the lower and with the higher rate over all rows.

    Returns
    -------
    StratifiedComparison

    Notes
    -----
    With sampling weights every stratum counts with effective successes and trials, and the difference over all
    rows is that of the weighted rates. Tests of tables of counts (Cochran-Mantel-Haenszel, Breslow-Day) do not
    exist then. Every pair of groups is searched for a reversal, its limits allowing for the number of pairs.
    """
    overall = rates.take(np.flatnonzero(rates.compared))
    cells = _cells(tally.by(rates.attribute, stratum), rate, rates, stratum)
    lower, higher = (overall.groups.index(name) for name in pair)
    z = critical_value(rates.confidence)
    k, n = cells.effective if cells.effective is not None else (cells.k, cells.n)
    found = compare_strata(k[higher], n[higher], k[lower], n[lower], z)
    all_groups = generalised_cmh(cells.k, cells.n)
    if cells.effective is not None:
        none = _NO_TEST
        found = replace(found, cmh=none, cmh_corrected=none, breslow_day=none, tarone=none)
        all_groups = none
    return StratifiedComparison(
        attribute=rates.attribute,
        stratum=stratum,
        metric=rates.metric,
        groups=overall.groups,
        strata=cells.strata,
        k=cells.k,
        n=cells.n,
        lower=pair[0],
        higher=pair[1],
        pair=found,
        reversal=_reversal(cells, overall, np.array(higher), np.array(lower), z),
        all_groups=all_groups,
        overall=overall,
        effective=cells.effective,
        others=_reversed_pairs(cells, overall, {higher, lower}),
    )


class _Cells(NamedTuple):
    """Counts by group and stratum, arrays of shape (n_groups, n_strata), and what they are worth under weights."""

    strata: tuple[str, ...]
    k: NDArray[np.int64]
    n: NDArray[np.int64]
    effective: tuple[NDArray[np.float64], NDArray[np.float64]] | None


def _cells(counted: Tally, rate: Rate, rates: GroupRates, stratum: str) -> _Cells:
    groups = tuple(group for group, compared in zip(rates.groups, rates.compared, strict=True) if compared)
    strata = tuple(sorted({group[1] for group in counted.groups}))
    kept = [place for place, group in enumerate(counted.groups) if group[0] in groups]
    at = tuple(
        np.array([names.index(counted.groups[place][part]) for place in kept], dtype=np.int64)
        for part, names in enumerate((groups, strata))
    )
    k, n = (np.zeros((len(groups), len(strata)), dtype=np.int64) for _ in range(2))
    each = rate.by_group(Axis(stratum, tuple("" for _ in counted.groups), counted), rates.confidence)
    k[at], n[at] = each.k[kept], each.n[kept]
    if each.effective is None:
        return _Cells(strata, k, n, None)
    successes, trials = (np.zeros(k.shape) for _ in range(2))
    successes[at], trials[at] = (np.nan_to_num(part[kept]) for part in each.effective)
    return _Cells(strata, k, n, (np.minimum(successes, trials), trials))


def _reversal(cells: _Cells, overall: GroupRates, one: NDArray[np.int64], two: NDArray[np.int64], z: float) -> Reversal:
    """Return the differences of pairs of groups over all rows and within strata."""
    k, n = cells.effective if cells.effective is not None else (cells.k, cells.n)
    found = reverses(k[one], n[one], k[two], n[two], z)
    if cells.effective is None:
        return found
    # Effective counts of strata do not add up to those of all rows, whose weighted rates are known.
    values, limits = overall.values, overall.limits_at(z)
    ends = [Limits(limits.low[side], limits.high[side]) for side in (one, two)]
    between = difference_limits(values[one], ends[0], values[two], ends[1])
    aggregate = Estimate(values[one] - values[two], between)
    clear = np.asarray((between.low > 0) | (between.high < 0))
    return Reversal(aggregate, found.within, aggregate.value * found.within.value < 0, clear, found.within_clear)


def _reversed_pairs(cells: _Cells, overall: GroupRates, followed: set[int]) -> tuple[ReversedPair, ...]:
    """Return the pairs, but for the one that is followed, that are clearly reversed; the clearest first."""
    n_groups = len(overall.groups)
    one, two = np.triu_indices(n_groups, 1)
    if n_groups > _MOST_GROUPS:
        ends = np.array(sorted(followed))
        one, two = (side.ravel() for side in np.meshgrid(ends, np.arange(n_groups), indexing="ij"))
    other = (one != two) & ~(np.isin(one, [*followed]) & np.isin(two, [*followed]))
    one, two = one[other], two[other]
    if not len(one):
        return ()
    found = _reversal(cells, overall, one, two, critical_value(1 - (1 - overall.confidence) / len(one)))
    aggregate, within = (_nearest_0(estimate) for estimate in (found.aggregate, found.within))
    clear = np.flatnonzero(found.reversed & found.aggregate_clear & found.within_clear)
    pairs = []
    for place in clear[np.argsort(-np.minimum(aggregate, within)[clear], kind="stable")]:
        sign = 1 if found.aggregate.value[place] > 0 else -1
        higher, lower = (one[place], two[place])[::sign]
        limits = sorted(sign * float(side[place]) for side in found.within.limits)
        pairs.append(
            ReversedPair(
                overall.groups[higher],
                overall.groups[lower],
                sign * float(found.aggregate.value[place]),
                sign * float(found.within.value[place]),
                (limits[0], limits[1]),
                int(cells.n[[higher, lower]].sum()),
            )
        )
    return tuple(pairs)


def _nearest_0(estimate: Estimate) -> NDArray[np.float64]:
    return np.minimum(np.abs(estimate.limits.low), np.abs(estimate.limits.high))
