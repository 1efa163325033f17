"""Rates from counts, named as in fairlearn, each with its limits and a reason where undefined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.data.dataset import FAVOURABLE, UNFAVOURABLE
from workbench.data.roles import UNKNOWN
from workbench.errors import InputError
from workbench.stats.intervals import Limits, critical_value, rate_limits
from workbench.tally.tally import Tally

__all__ = ["RATES", "GroupRates", "Rate", "group_rates", "rate_named"]

_KNOWN = (UNFAVOURABLE, FAVOURABLE)


@dataclass(frozen=True)
class Rate:
    """A share of rows: which are counted, and out of which.

    Parameters
    ----------
    name : str
        The field's name for it.
    outcomes : tuple of int
        The outcomes of the rows it is a share of.
    decisions : tuple of int
        The decisions of the rows it is a share of.
    counts_decision : int or None
        The decision that is counted; ``None`` where an outcome is counted.
    counts_outcome : int or None
        The outcome that is counted.
    empty : str
        Why the rate does not exist for a group without such rows.
    """

    name: str
    outcomes: tuple[int, ...]
    decisions: tuple[int, ...]
    counts_decision: int | None
    counts_outcome: int | None
    empty: str

    def counts(self, tally: Tally) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return successes and trials of each group, exact integers."""
        cells = tally.n[:, self.outcomes][:, :, self.decisions]
        successes = cells
        if self.counts_decision is not None:
            successes = successes[:, :, [self.decisions.index(self.counts_decision)]]
        if self.counts_outcome is not None:
            successes = successes[:, [self.outcomes.index(self.counts_outcome)], :]
        return successes.sum(axis=(1, 2)), cells.sum(axis=(1, 2))


_ANY = (*_KNOWN, 2)
RATES = (
    Rate("selection_rate", _ANY, _KNOWN, FAVOURABLE, None, "no rows with a decision"),
    Rate("true_positive_rate", (FAVOURABLE,), _KNOWN, FAVOURABLE, None, "no rows with a favourable outcome"),
    Rate("false_positive_rate", (UNFAVOURABLE,), _KNOWN, FAVOURABLE, None, "no rows with an unfavourable outcome"),
    Rate("base_rate", _KNOWN, _ANY, None, FAVOURABLE, "no rows with an outcome"),
)
"""Selection rate, true and false positive rate, and the base rate: the share of favourable outcomes."""


def rate_named(name: str) -> Rate:
    """Return the rate of that name.

    Examples
    --------
    >>> rate_named("selection_rate").empty
    'no rows with a decision'
    """
    for rate in RATES:
        if rate.name == name:
            return rate
    raise InputError.for_choice("metric", name, [rate.name for rate in RATES])


@dataclass(frozen=True, eq=False)
class GroupRates:
    """One rate for every group of one attribute, or of several crossed.

    Parameters
    ----------
    rate : str
        Its name.
    attribute : str
        What the groups are groups of.
    groups : tuple of str
        Their names, in the order wanted; rows whose group is not known come last, as *unknown*.
    k, n : array of int64, shape (n_groups,)
        Successes and trials.
    limits : Limits of shape (n_groups,)
        Confidence limits; ``nan`` where the rate does not exist.
    confidence : float
        Their confidence.
    empty : str
        Why a rate without trials does not exist.
    """

    rate: str
    attribute: str
    groups: tuple[str, ...]
    k: NDArray[np.int64]
    n: NDArray[np.int64]
    limits: Limits
    confidence: float
    empty: str

    @property
    def values(self) -> NDArray[np.float64]:
        """The rates; ``nan`` for a group without trials."""
        values = np.full(len(self.n), np.nan)
        np.divide(self.k, self.n, out=values, where=self.n > 0)
        return values

    @property
    def compared(self) -> NDArray[np.bool_]:
        """Which groups are compared: all with trials, but not *unknown*."""
        known = np.array([group != UNKNOWN for group in self.groups], dtype=bool)
        return np.asarray((self.n > 0) & known, dtype=bool)

    @property
    def pooled(self) -> float:
        """The rate of the compared groups together; ``nan`` without trials."""
        n = int(self.n[self.compared].sum())
        return int(self.k[self.compared].sum()) / n if n else float("nan")


def group_rates(
    tally: Tally, rate: Rate, attribute: str, confidence: float = 0.95, *, order: Sequence[str] = ()
) -> GroupRates:
    """Return a rate for every group of an attribute, with its limits.

    Parameters
    ----------
    tally : Tally
        The counts.
    rate : Rate
        Which rate.
    attribute : str
        Which attribute.
    confidence : float
        Two-sided confidence of each group's limits.
    order : sequence of str
        Groups in the order wanted; others follow sorted, and *unknown* comes last.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from workbench.tally.counting import tally_rows
    >>> groups = pa.table({"sex": ["f", "f", "m", "m"]})
    >>> tally = tally_rows(groups, decisions=np.array([1, 0, 1, 1]))
    >>> rates = group_rates(tally, rate_named("selection_rate"), "sex")
    >>> [(group, float(value)) for group, value in zip(rates.groups, rates.values)]
    [('f', 0.5), ('m', 1.0)]
    """
    counted = tally.by(attribute)
    names = [group[0] for group in counted.groups]
    wanted = {group: position for position, group in enumerate(order)}
    places = sorted(
        range(len(names)),
        key=lambda place: (names[place] == UNKNOWN, wanted.get(names[place], len(wanted)), names[place]),
    )
    k, n = (counts[places] for counts in rate.counts(counted))
    groups = tuple(names[place] for place in places)
    known = np.array([group != UNKNOWN for group in groups], dtype=bool)
    trials = n[known].sum()
    pooled = float(k[known].sum() / trials) if trials else float("nan")
    limits = rate_limits(k, n, critical_value(confidence), pooled)
    return GroupRates(rate.name, attribute, groups, k, n, limits, confidence, rate.empty)
