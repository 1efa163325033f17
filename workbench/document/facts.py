"""Facts out of results: every number a reader will see, with an id and where it comes from."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from urllib.parse import quote

import numpy as np

from workbench.document.nodes import Basis, Fact, Unit
from workbench.errors import WorkbenchError
from workbench.explanation.result import Importance
from workbench.explanation.shapley.attribution import Scale
from workbench.modeling.performance import AmountPerformance, Performance
from workbench.stats.intervals import critical_value, rate_limits
from workbench.tally.gaps import EXTREMES, Gap
from workbench.tally.values import GroupRates, GroupValues

__all__ = [
    "FactBook",
    "amount_facts",
    "fact_id",
    "gap_fact",
    "importance_fact",
    "performance_facts",
    "pooled_fact",
    "ratio_fact",
    "value_facts",
]


class FactBook:
    """Collects the facts of one document and keeps their ids apart.

    Examples
    --------
    >>> book = FactBook()
    >>> book.add(Fact("data/rows", 10, "count", "counted", "rows:…")).value
    10
    >>> sorted(book.facts)
    ['data/rows']
    """

    def __init__(self) -> None:
        """Start without facts."""
        self._facts: dict[str, Fact] = {}

    @property
    def facts(self) -> Mapping[str, Fact]:
        """The facts collected so far, by id."""
        return MappingProxyType(self._facts)

    def add(self, fact: Fact) -> Fact:
        """Keep a fact and return it; the same fact may be added again, another under its id may not."""
        known = self._facts.setdefault(fact.id, fact)
        if known is not fact and repr(known) != repr(fact):  # repr, since nan is not equal to itself
            raise WorkbenchError(
                f"Two facts are called {fact.id!r}.\nThis is a fault of the workbench; please report it."
            )
        return known

    def count(self, id: str, value: int, how: str, source: str, basis: Basis = "counts") -> Fact:
        """Keep a count and return it."""
        return self.add(Fact(id, value, "count", how, source, n=value, basis=basis))

    def declared(self, id: str, value: float, unit: Unit, how: str, source: str) -> Fact:
        """Keep a number that a person declared, or that the program takes where nobody does, and return it."""
        return self.add(Fact(id, value, unit, how, source, basis="recorded"))


def fact_id(*segments: str, of: tuple[str, str] | None = None) -> str:
    """Return a fact's id: segments joined by ``/``, and last what it is a fact of, as ``attribute=group``.

    What a person wrote cannot make two ids the same: ``/``, ``=``, ``%``, blanks at the ends and
    characters that cannot be seen are percent-encoded.

    Examples
    --------
    >>> fact_id("audit", "selection_rate", of=("race", "Black"))
    'audit/selection_rate/race=Black'
    >>> fact_id("explanation", "importance", "debt/income")
    'explanation/importance/debt%2Fincome'
    """
    last = [f"{_encoded(of[0])}={_encoded(of[1])}"] if of is not None else []
    return "/".join([*(_encoded(segment) for segment in segments), *last])


def _encoded(text: str) -> str:
    """Return text without what has a meaning in an id or does not survive in a page."""
    inner = text.strip(" ")
    lead, tail = len(text) - len(text.lstrip(" ")), len(text) - len(text.rstrip(" "))
    if not inner:
        return "%20" * len(text)
    seen = "".join(
        quote(character, safe="", errors="surrogatepass")
        if character in "%/=" or (character != " " and not character.isprintable())
        else character
        for character in inner
    )
    return "%20" * lead + seen + "%20" * tail


def value_facts(
    book: FactBook,
    prefix: str,
    values: GroupValues,
    source: str,
    *,
    groups: Collection[str] | None = None,
    flipped: bool = False,
) -> dict[str, Fact]:
    """Keep one fact a group and return them by group, in the groups' order.

    Parameters
    ----------
    book : FactBook
        Keeps them.
    prefix : str
        Where they belong, such as ``"data"`` or ``"audit"``.
    values : GroupValues
        Rates, which become fractions, or other figures, which become plain numbers.
    source : str
        Fingerprint of the tally.
    groups : collection of str, optional
        The groups that are told; by default all.
    flipped : bool
        Whether the complement is told: the share *not* favoured.
    """
    facts = {}
    unit: Unit = "fraction" if isinstance(values, GroupRates) else "number"
    complement = ", complement" if flipped else ""
    how = f"{values.metric}{complement}: {_how(values)}"
    limits = values.limits
    for place, group in enumerate(values.groups):
        if groups is not None and group not in groups:
            continue
        value, low, high = float(values.values[place]), float(limits.low[place]), float(limits.high[place])
        if math.isnan(value):
            low = high = math.nan
        if flipped:
            value, low, high = 1 - value, 1 - high, 1 - low
        of = (values.attribute, group) if group else None  # only all rows together have no name
        id = fact_id(prefix, values.metric, *(["complement"] if flipped else []), of=of)
        n = int(values.n[place])
        facts[group] = book.add(Fact(id, value, unit, how, source, low, high, n, values.reason(place)))
    return facts


def _how(values: GroupValues) -> str:
    if not isinstance(values, GroupRates):
        return f"from the counts; limits {values.confidence:.0%}"
    if values.effective is not None:
        return f"weighted counts; limits Wilson or Clopper-Pearson at effective numbers, {values.confidence:.0%}"
    return f"counts; limits Wilson or Clopper-Pearson, {values.confidence:.0%}"


def pooled_fact(
    book: FactBook, prefix: str, values: GroupRates, source: str, *, of: Sequence[str] = (), flipped: bool = False
) -> Fact:
    """Keep the rate of all compared groups together and return it.

    Parameters
    ----------
    book, prefix, values, source, flipped
        As in :func:`value_facts`.
    of : sequence of str
        What tells it from others of the same figure and attribute.
    """
    together = values.take(np.flatnonzero(values.compared))
    k, n = int(together.k.sum()), int(together.n.sum())
    low, high = (float(side) for side in rate_limits(k, n, critical_value(values.confidence)))
    value = values.pooled
    if flipped:
        value, low, high = 1 - value, 1 - high, 1 - low
    how = f"{values.metric}{', complement' if flipped else ''}: all compared groups together, {_how(values)}"
    id = fact_id(prefix, values.metric, values.attribute, "all compared", *of)
    return book.add(Fact(id, value, "fraction", how, source, low, high, n))


def gap_fact(
    book: FactBook, prefix: str, values: GroupValues, gap: Gap, source: str, *, of: Sequence[str] = ()
) -> Fact:
    """Keep the difference of the clearest pair, with the limits of the largest one, and return it.

    Parameters
    ----------
    book, prefix, values, source
        As in :func:`value_facts`.
    gap : Gap
        How far the groups are apart.
    of : sequence of str
        What tells it from other comparisons of the same figure and attribute.
    """
    id = fact_id(prefix, values.metric, values.attribute, "difference", *of)
    how = (
        "difference of the clearest pair; square-and-add limits of the largest over "
        f"{_compared(gap)} of {gap.n_groups} groups"
    )
    unit: Unit = "fraction" if isinstance(values, GroupRates) else "number"
    low, high = gap.difference_low, gap.difference_high
    return book.add(Fact(id, gap.difference, unit, how, source, low, high, _n_compared(values)))


def ratio_fact(
    book: FactBook, prefix: str, values: GroupValues, gap: Gap, source: str, *, of: Sequence[str] = ()
) -> Fact | None:
    """Keep the ratio of the clearest pair, the lower to the higher, and return it; ``None`` where it makes no sense.

    Parameters
    ----------
    book, prefix, values, gap, source, of
        As in :func:`gap_fact`.
    """
    if math.isnan(gap.ratio):
        return None
    id = fact_id(prefix, values.metric, values.attribute, "ratio", *of)
    how = (
        "ratio of the clearest pair, lower to higher; square-and-add limits of logarithms, of the smallest over "
        f"{_compared(gap)} of {gap.n_groups} groups"
    )
    return book.add(Fact(id, gap.ratio, "ratio", how, source, gap.ratio_low, gap.ratio_high, _n_compared(values)))


def _compared(gap: Gap) -> str:
    return "all pairs" if gap.comparison == EXTREMES else f"comparisons ({gap.comparison})"


def _n_compared(values: GroupValues) -> int:
    return int(values.n[values.compared].sum())


def performance_facts(book: FactBook, performance: Performance, source: str, confidence: float) -> tuple[Fact, Fact]:
    """Keep the accuracy of the model and of the baseline, and return both."""
    how = f"right decisions of held-out rows: counts; limits Wilson or Clopper-Pearson, {confidence:.0%}"
    pairs = (("model/accuracy", performance.n_right), ("model/baseline_accuracy", performance.n_baseline_right))
    model, baseline = (
        book.add(
            Fact(
                id,
                n_right / performance.n,
                "fraction",
                how,
                source,
                *performance.limits(n_right, confidence),
                performance.n,
            )
        )
        for id, n_right in pairs
    )
    return model, baseline


def amount_facts(book: FactBook, performance: AmountPerformance, source: str) -> tuple[Fact, Fact, Fact]:
    """Keep how far a model's amounts are off, how far the mean is, and how much nearer the model is; return them."""
    found, n = performance, performance.n
    how = "mean absolute error of held-out rows, in the unit of the target; limits t on the log, 95%"
    ours = Fact("model/mean_absolute_error", found.mean_absolute_error, "number", how, source, *found.interval, n)
    rule = "mean absolute error of always telling the mean of the training rows"
    id = "model/baseline_mean_absolute_error"
    baseline = Fact(id, found.baseline_mean_absolute_error, "number", rule, source, n=n)
    nearer = "how much smaller the model's error is than that of the mean, row by row; limits t, 95%"
    difference = found.baseline_mean_absolute_error - found.mean_absolute_error
    gain = Fact("model/gain", difference, "number", nearer, source, *found.gain, n)
    return tuple(book.add(replace(one, basis="recorded")) for one in (ours, baseline, gain))  # type: ignore[return-value]


def importance_fact(
    book: FactBook,
    importance: Importance,
    scale: Scale,
    n_rows: int,
    source: str,
    *,
    confidence: float = 0.95,
    output: str = "",
) -> Fact:
    """Keep one column's importance as a fact and return it; its limits hold with the confidence of one look."""
    how = f"mean absolute Shapley value; limits Student's over batches of rows, {100 * confidence:.3g}%"
    id = fact_id("explanation", "importance", importance.column, of=("class", output) if output else None)
    limits = importance.low, importance.high
    unit: Unit = "number" if scale == "amount" else scale
    return book.add(Fact(id, importance.value, unit, how, source, *limits, n_rows, basis="recorded"))
