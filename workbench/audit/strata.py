"""Groups compared within strata, beside all rows: what departments hide, and what they explain."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.core.finding import Finding
from workbench.stats.intervals import critical_value
from workbench.stats.stratified import ChiSquare, Reversal, Stratified, compare_strata, generalised_cmh, reverses
from workbench.tally.rates import Rate
from workbench.tally.tally import Tally
from workbench.tally.values import GroupRates

__all__ = ["StratifiedComparison", "compare_within"]

_DIFFER = 0.05


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
        The rates over all rows: their attribute, the groups that are compared, the confidence.
    stratum : str
        The column of strata; rows of unknown stratum are a stratum of their own.
    pair : tuple of str
        The groups with the lower and with the higher rate over all rows.

    Returns
    -------
    StratifiedComparison
    """
    counted = tally.by(rates.attribute, stratum)
    groups = tuple(group for group, compared in zip(rates.groups, rates.compared, strict=True) if compared)
    strata = tuple(sorted({group[1] for group in counted.groups}))
    k, n = (np.zeros((len(groups), len(strata)), dtype=np.int64) for _ in range(2))
    for (group, layer), successes, trials in zip(counted.groups, *rate.counts(counted), strict=True):
        if group in groups:
            place = groups.index(group), strata.index(layer)
            k[place], n[place] = successes, trials
    lower, higher = (groups.index(name) for name in pair)
    z = critical_value(rates.confidence)
    return StratifiedComparison(
        attribute=rates.attribute,
        stratum=stratum,
        metric=rate.name,
        groups=groups,
        strata=strata,
        k=k,
        n=n,
        lower=pair[0],
        higher=pair[1],
        pair=compare_strata(k[higher], n[higher], k[lower], n[lower], z),
        reversal=reverses(k[higher], n[higher], k[lower], n[lower], z),
        all_groups=generalised_cmh(k, n),
    )
