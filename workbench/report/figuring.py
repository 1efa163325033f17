"""The numbers of a result that shows in a cell, as facts: each with an id, its interval and how it was computed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from workbench.document.facts import FactBook, fact_id
from workbench.document.nodes import Fact

__all__ = ["NO_LIMITS", "Figures"]

NO_LIMITS = (math.nan, math.nan)


@dataclass(frozen=True)
class Figures:
    """Collects the numbers of one result.

    Parameters
    ----------
    prefix : str
        What ids begin with, such as ``"contest"``.
    source : str
        Fingerprint of the result.
    how : str
        How the numbers were computed.
    book : FactBook
        Keeps them.
    within : tuple of str
        What tells the result from others of its kind in the same document, as parts of each id.
    """

    prefix: str
    source: str
    how: str
    book: FactBook = field(default_factory=FactBook)
    within: tuple[str, ...] = ()

    @property
    def facts(self) -> Mapping[str, Fact]:
        """The numbers collected so far, by id."""
        return self.book.facts

    def number(self, *of: str, value: float, limits: tuple[float, float] = NO_LIMITS, n: int = 0) -> Fact:
        """Keep a number with its interval and return it; ``of`` says what it is, as parts of its id."""
        id = fact_id(self.prefix, *self.within, *of)
        return self.book.add(Fact(id, value, "number", self.how, self.source, *limits, n, basis="recorded"))

    def share(self, *of: str, value: float, limits: tuple[float, float] = NO_LIMITS, n: int = 0) -> Fact:
        """Keep a share with its interval and return it."""
        id = fact_id(self.prefix, *self.within, *of)
        return self.book.add(Fact(id, value, "fraction", self.how, self.source, *limits, n, basis="recorded"))

    def count(self, *of: str, value: int) -> Fact:
        """Keep a count and return it."""
        return self.book.count(fact_id(self.prefix, *self.within, *of), value, self.how, self.source, "recorded")
