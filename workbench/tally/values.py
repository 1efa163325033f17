"""One number for every group, with limits at any critical value."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from workbench.data.roles import NOT_COMPARED, ProtectedAttribute
from workbench.stats.intervals import Limits, critical_value, rate_limits
from workbench.tally.crossing import crossed_name, crossed_title
from workbench.tally.tally import Tally

__all__ = ["Axis", "GroupEstimates", "GroupRates", "GroupValues", "axis_of", "crossed_order"]


@dataclass(frozen=True, eq=False)
class Axis:
    """The groups of one attribute, or of several crossed, in the order readers expect.

    Parameters
    ----------
    attribute : str
        What the groups are groups of.
    groups : tuple of str
        Their names; *unknown* last.
    tally : Tally
        The counts of these groups, in this order.
    """

    attribute: str
    groups: tuple[str, ...]
    tally: Tally


def axis_of(tally: Tally, *attributes: str, order: Sequence[str] = ()) -> Axis:
    """Return the groups of an attribute, or the crossings of several.

    Parameters
    ----------
    tally : Tally
        The counts.
    *attributes : str
        One attribute, or several to be crossed; none for all rows together.
    order : sequence of str
        Groups in the order wanted; others follow sorted, and *unknown* comes last.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from workbench.tally.counting import tally_rows
    >>> tally = tally_rows(pa.table({"age": ["old", "young", "unknown"]}))
    >>> axis_of(tally, "age", order=["young", "old"]).groups
    ('young', 'old', 'unknown')
    """
    if not attributes:
        everyone = tally.onto(("",), (("",),), [0] * len(tally.groups))
        return Axis("", ("",), everyone)
    counted = tally.crossed(*attributes)
    names = [group[0] for group in counted.groups]
    wanted = {group: position for position, group in enumerate(order)}
    places = sorted(
        range(len(names)),
        key=lambda place: (names[place] in NOT_COMPARED, wanted.get(names[place], len(wanted)), names[place]),
    )
    groups = tuple(names[place] for place in places)
    if places != list(range(len(names))):
        ranks = [0] * len(places)
        for rank, place in enumerate(places):
            ranks[place] = rank
        counted = counted.onto(counted.attributes, tuple((group,) for group in groups), ranks)
    return Axis(crossed_title(attributes, tally.attributes), groups, counted)


def crossed_order(tally: Tally, attributes: Sequence[str], known: Sequence[ProtectedAttribute]) -> list[str]:
    """Return the crossings of attributes in the order readers expect, the first attribute changing slowest.

    Parameters
    ----------
    tally : Tally
        The counts.
    attributes : sequence of str
        Titles of attributes.
    known : sequence of ProtectedAttribute
        Those that say how their groups are arranged; groups of others are sorted.
    """
    places: list[dict[str, int]] = []
    by_title = {one.title: one for one in known}
    for title in attributes:
        groups: Sequence[str] = sorted(group[0] for group in tally.bare.by(title).groups)
        arranged = by_title[title].arranged(groups) if title in by_title else groups
        places.append({group: place for place, group in enumerate(arranged)})
    occurring = tally.bare.by(*attributes).groups if attributes else ()
    ordered = sorted(  # a group that is not shown may have crossings that are not
        occurring, key=lambda one: [place.get(part, len(place)) for place, part in zip(places, one, strict=True)]
    )
    return [crossed_name(one) if len(one) > 1 else one[0] for one in ordered]


@dataclass(frozen=True, eq=False)
class GroupValues(ABC):
    """One number for every group of one attribute, or of several crossed.

    Parameters
    ----------
    metric : str
        Its name.
    attribute : str
        What the groups are groups of.
    groups : tuple of str
        Their names, in the order wanted; rows whose group is not known come last, as *unknown*.
    n : array of int64, shape (n_groups,)
        The rows each number rests on.
    confidence : float
        Confidence of :attr:`limits`.
    empty : str
        Why the number does not exist for a group without such rows.
    """

    metric: str
    attribute: str
    groups: tuple[str, ...]
    n: NDArray[np.int64]
    confidence: float
    empty: str

    @property
    @abstractmethod
    def values(self) -> NDArray[np.float64]:
        """The numbers; ``nan`` where one does not exist."""

    @abstractmethod
    def limits_at(self, z: float) -> Limits:
        """Return limits at a two-sided critical value of the standard normal distribution."""

    @abstractmethod
    def log_limits_at(self, z: float) -> tuple[NDArray[np.float64], Limits] | None:
        """Return logarithms and their limits, for ratios; ``None`` where a ratio makes no sense."""

    @abstractmethod
    def take(self, places: NDArray[np.int64]) -> GroupValues:
        """Return the numbers of some of the groups."""

    @property
    def evidence(self) -> NDArray[np.float64]:
        """How many independent, equal rows each number is worth: ``n``, fewer with sampling weights."""
        return self.n.astype(np.float64)

    @property
    @abstractmethod
    def pooled(self) -> float:
        """The number of the compared groups together; ``nan`` where it is not known."""

    @cached_property
    def limits(self) -> Limits:
        """The limits at :attr:`confidence`; ``nan`` where the number does not exist."""
        return self.limits_at(critical_value(self.confidence))

    @cached_property
    def compared(self) -> NDArray[np.bool_]:
        """Which groups are compared: all whose number exists, but not *unknown* nor those that are not shown."""
        known = np.array([group not in NOT_COMPARED for group in self.groups], dtype=bool)
        return np.asarray(known & ~np.isnan(self.values), dtype=bool)

    def reason(self, place: int) -> str:
        """Return why a group's number does not exist; empty where it does."""
        return self.empty if np.isnan(self.values[place]) else ""


@dataclass(frozen=True, eq=False)
class GroupRates(GroupValues):
    """A rate for every group: a share of its rows.

    Parameters
    ----------
    k : array of int64, shape (n_groups,)
        Successes; ``n`` are the trials.
    effective : tuple of two arrays of float, optional
        With sampling weights: successes and trials that carry as much evidence as unweighted ones would.
    """

    k: NDArray[np.int64]
    effective: tuple[NDArray[np.float64], NDArray[np.float64]] | None = None

    @cached_property
    def values(self) -> NDArray[np.float64]:
        """The rates; ``nan`` for a group without trials."""
        k, n = self._counts
        values = np.full(len(n), np.nan)
        np.divide(k, n, out=values, where=n > 0)
        return values

    @cached_property
    def pooled(self) -> float:
        """The rate of the compared groups together; ``nan`` without trials."""
        k, n = self._counts
        trials = float(n[self.compared].sum())
        return float(k[self.compared].sum()) / trials if trials > 0 else float("nan")

    @property
    def evidence(self) -> NDArray[np.float64]:
        """The trials, or with sampling weights how many equal ones they are worth."""
        return np.nan_to_num(self._counts[1])

    def limits_at(self, z: float) -> Limits:
        """Return Wilson's limits, exact (Clopper-Pearson) where fewer than ten are expected."""
        found = self._found.get(z)
        if found is None:  # differences and ratios ask for the same limits
            found = self._found[z] = rate_limits(*self._counts, z, self.pooled)
        return found

    @cached_property
    def _found(self) -> dict[float, Limits]:
        return {}

    def log_limits_at(self, z: float) -> tuple[NDArray[np.float64], Limits]:
        """Return logarithms of the rates and of their limits."""
        from workbench.stats.extremes import log_limits

        return log_limits(*self._counts, self.limits_at(z))

    def take(self, places: NDArray[np.int64]) -> GroupRates:
        """Return the rates of some of the groups."""
        effective = tuple(values[places] for values in self.effective) if self.effective is not None else None
        return GroupRates(
            self.metric,
            self.attribute,
            tuple(self.groups[place] for place in places),
            self.n[places],
            self.confidence,
            self.empty,
            self.k[places],
            (effective[0], effective[1]) if effective is not None else None,
        )

    @property
    def _counts(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Successes and trials as far as they are evidence."""
        if self.effective is not None:
            return self.effective
        return self.k.astype(np.float64), self.n.astype(np.float64)


@dataclass(frozen=True, eq=False)
class GroupEstimates(GroupValues):
    """An estimate for every group that is no plain share: a mean, an area, a function of several counts.

    Parameters
    ----------
    estimates : array of float, shape (n_groups,)
        The estimates; ``nan`` where one does not exist.
    interval : callable
        Takes a critical value and returns :class:`~workbench.stats.intervals.Limits` of all groups.
    has_ratio : bool
        Whether a ratio of two makes sense: for estimates on a scale that starts at 0.
    together : float
        The estimate of all compared groups together.
    """

    estimates: NDArray[np.float64]
    interval: Callable[[float], Limits]
    has_ratio: bool = True
    together: float = float("nan")

    @property
    def values(self) -> NDArray[np.float64]:
        """The estimates."""
        return self.estimates

    @property
    def pooled(self) -> float:
        """The estimate of all compared groups together."""
        return self.together

    def limits_at(self, z: float) -> Limits:
        """Return limits at a critical value."""
        return self.interval(z)

    def log_limits_at(self, z: float) -> tuple[NDArray[np.float64], Limits] | None:
        """Return logarithms and their limits; ``None`` where a ratio makes no sense or an estimate is not above 0."""
        if not self.has_ratio or (self.estimates[self.compared] <= 0).any():
            return None
        with np.errstate(divide="ignore", invalid="ignore"):
            low, high = self.interval(z)
            return np.log(self.estimates), Limits(np.log(np.maximum(low, 0)), np.log(high))

    def take(self, places: NDArray[np.int64]) -> GroupEstimates:
        """Return the estimates of some of the groups."""

        def interval(z: float) -> Limits:
            low, high = self.interval(z)
            return Limits(low[places], high[places])

        return GroupEstimates(
            self.metric,
            self.attribute,
            tuple(self.groups[place] for place in places),
            self.n[places],
            self.confidence,
            self.empty,
            self.estimates[places],
            interval,
            self.has_ratio,
            self.together,
        )
