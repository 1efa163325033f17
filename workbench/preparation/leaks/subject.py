"""What the gate looks at, and what each check gives back."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from workbench.core.finding import Finding
from workbench.data.dataset import Dataset
from workbench.data.split import Split
from workbench.preparation.leaks.columns import View, views
from workbench.preparation.leaks.one_column import Halves, two_halves
from workbench.preparation.leaks.result import Check, Fix
from workbench.preparation.leaks.words import Words, words_of
from workbench.preparation.result import Prepared

__all__ = ["Found", "Subject"]


@dataclass(frozen=True, eq=False)
class Found:
    """What one check gives back.

    Parameters
    ----------
    checks : tuple of Check
        What was looked for.
    findings : tuple of Finding
        What was found.
    fixes : tuple of Fix
        At least one for each finding.
    """

    checks: tuple[Check, ...] = ()
    findings: tuple[Finding, ...] = ()
    fixes: tuple[Fix, ...] = ()


@dataclass(frozen=True, eq=False)
class Subject:
    """What the gate looks at.

    Parameters
    ----------
    data : Dataset
        All rows.
    columns : tuple of str
        The columns that a model sees.
    seed : int
        Seed of the two halves.
    split : Split or None
        Rows to learn from and rows held out; ``None`` where nothing is held out yet.
    prepared : Prepared or None
        The fitted recipe, where there is one.
    of_class : int or None
        The place of the class that :attr:`outcomes` set against all others; ``None`` of two outcomes.
    """

    data: Dataset
    columns: tuple[str, ...]
    seed: int = 0
    split: Split | None = None
    prepared: Prepared | None = None
    of_class: int | None = None
    _views: dict[str, tuple[View, ...]] = field(default_factory=dict, repr=False)
    _words: dict[tuple[str, int], Words | None] = field(default_factory=dict, repr=False)

    @property
    def learned_from(self) -> Dataset:
        """The training rows, or all where nothing is held out yet."""
        return self.data if self.split is None else self.split.train

    @cached_property
    def rows(self) -> NDArray[np.int64]:
        """Places of the rows to learn from that have an outcome."""
        return np.flatnonzero(self.learned_from.has_target())

    @cached_property
    def outcomes(self) -> NDArray[np.int64]:
        """1 or 0 of each of :attr:`rows`: the favourable outcome, or the class that is set against the others."""
        if self.of_class is None:
            return self.learned_from.outcomes()[self.rows].astype(np.int64)
        return np.asarray(self.targets == self.of_class, dtype=np.int64)

    @cached_property
    def targets(self) -> NDArray[Any]:
        """What is to be predicted of each of :attr:`rows`."""
        return self.learned_from.targets()[self.rows]

    def against_others(self, place: int) -> Subject:
        """Return the same rows with one class set against all others; columns are looked at once for all."""
        return replace(self, of_class=place)

    @property
    def pairs(self) -> str:
        """What a column that tells the outcome ranks right."""
        if self.of_class is None:
            return "pairs of outcomes"
        return f"pairs of {self.data.roles.classes[self.of_class]!r} and another class"

    def words(self, name: str, step: int) -> Words | None:
        """Return the words of every so-many-th of :attr:`rows` of a column; they are found once."""
        if (name, step) not in self._words:
            column = self.column(name)
            taken = column.take(pa.array(np.arange(0, len(column), step))) if step > 1 else column
            self._words[name, step] = words_of(taken)
        return self._words[name, step]

    @cached_property
    def halves(self) -> Halves:
        """The half of each of :attr:`rows`."""
        return two_halves(len(self.rows), self.seed)

    def views(self, name: str) -> tuple[View, ...]:
        """Return the ways to look at a column of :attr:`rows`; they are made once."""
        if name not in self._views:
            self._views[name] = tuple(views(self.column(name)))
        return self._views[name]

    def column(self, name: str) -> pa.ChunkedArray:
        """Return a column of :attr:`rows`."""
        column = self.learned_from.column(name)
        return column if len(column) == len(self.rows) else column.take(pa.array(self.rows))
