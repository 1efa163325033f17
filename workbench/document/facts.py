"""Facts out of results: every number a reader will see, with an id and where it comes from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from urllib.parse import quote

from workbench.document.nodes import Fact
from workbench.errors import WorkbenchError
from workbench.explanation.result import Importance
from workbench.explanation.shapley import Scale
from workbench.modeling.result import Performance
from workbench.tally.gaps import Gap
from workbench.tally.values import GroupRates

__all__ = ["FactBook", "fact_id", "gap_fact", "importance_fact", "performance_facts", "rate_facts"]


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

    def count(self, id: str, value: int, how: str, source: str) -> Fact:
        """Keep a count and return it."""
        return self.add(Fact(id, value, "count", how, source, n=value))


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
        quote(character, safe="")
        if character in "%/=" or (character != " " and not character.isprintable())
        else character
        for character in inner
    )
    return "%20" * lead + seen + "%20" * tail


def rate_facts(
    book: FactBook,
    prefix: str,
    rates: GroupRates,
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
    rates : GroupRates
        The rates.
    source : str
        Fingerprint of the tally.
    groups : collection of str, optional
        The groups that are told; by default all.
    flipped : bool
        Whether the complement is told: the share *not* favoured.
    """
    facts = {}
    complement = ", complement" if flipped else ""
    how = f"{rates.metric}{complement}: counts; limits Wilson or Clopper-Pearson, {rates.confidence:.0%}"
    for place, group in enumerate(rates.groups):
        if groups is not None and group not in groups:
            continue
        value, low, high = float(rates.values[place]), float(rates.limits.low[place]), float(rates.limits.high[place])
        if flipped:
            value, low, high = 1 - value, 1 - high, 1 - low
        n = int(rates.n[place])
        of = (rates.attribute, group) if group else None  # only all rows together have no name
        id = fact_id(prefix, rates.metric, *(["complement"] if flipped else []), of=of)
        undefined = "" if n else rates.empty
        facts[group] = book.add(Fact(id, value, "fraction", how, source, low, high, n, undefined))
    return facts


def gap_fact(book: FactBook, prefix: str, rates: GroupRates, gap: Gap, source: str) -> Fact:
    """Keep the difference of the clearest pair, with the limits of the largest one, and return it."""
    id = fact_id(prefix, rates.metric, rates.attribute, "difference")
    how = (
        f"difference of the clearest pair; square-and-add limits of the largest over all pairs of {gap.n_groups} groups"
    )
    n = int(rates.n[rates.compared].sum())
    return book.add(Fact(id, gap.difference, "fraction", how, source, gap.difference_low, gap.difference_high, n))


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


def importance_fact(book: FactBook, importance: Importance, scale: Scale, n_rows: int, source: str) -> Fact:
    """Keep one column's importance as a fact and return it."""
    how = "mean absolute Shapley value; limits Student's over batches of rows, 95%"
    id = fact_id("explanation", "importance", importance.column)
    return book.add(Fact(id, importance.value, scale, how, source, importance.low, importance.high, n_rows))
