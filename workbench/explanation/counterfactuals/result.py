"""``Counterfactuals``: small changes with which a model would answer otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workbench.core.finding import Finding
from workbench.core.provenance import Result
from workbench.modeling.result import Fitted

__all__ = ["ChangedValue", "Counterfactual", "Counterfactuals"]


@dataclass(frozen=True)
class ChangedValue:
    """Another value of one column.

    Parameters
    ----------
    column : str
        The original column.
    was : str
        The row's own value, as told; empty where it is missing.
    becomes : str
        The other value, as told. At least 11 rows learned from round to it, or hold it.
    value : object
        The other value as the data hold it.
    distance : float
        Share of the rows learned from that lie between, of numbers and dates; a half of categories.
    """

    column: str
    was: str
    becomes: str
    value: object
    distance: float


@dataclass(frozen=True)
class Counterfactual:
    """Changes that together turn the model's answer, everything else as it is.

    Parameters
    ----------
    changes : tuple of ChangedValue
        One a column, in the model's order.
    score : float
        What the model then says: the probability of the favourable outcome, or of the class that is wanted, or the
        amount.
    distance : float
        Sum of the distances of the changes.
    remoteness : float
        Share of rows learned from that have more rows like them than it has: 0.5 is usual, 1 is unlike any.
    is_plausible : bool
        Whether its ``remoteness`` is at most 0.95, or it is no further from the rows learned from than the row itself.
    """

    changes: tuple[ChangedValue, ...]
    score: float
    distance: float
    remoteness: float
    is_plausible: bool

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that change."""
        return tuple(one.column for one in self.changes)

    def __str__(self) -> str:
        """Return the changes in one line."""
        return "; ".join(f"{one.column}: {one.was or 'missing'} → {one.becomes}" for one in self.changes)


@dataclass(frozen=True, eq=False)
class Counterfactuals(Result):
    """What would turn one answer of a model.

    Parameters
    ----------
    fitted : Fitted
        The model.
    wanted : str
        The answer that was looked for, in words.
    score : float
        What the model says of the row as it is, as :attr:`Counterfactual.score`.
    found : tuple of Counterfactual
        The nearest first; no one changes all the columns that an earlier one does.
    not_tried : mapping of str to str
        Columns that were not changed, and why.
    max_changed : int
        At most so many columns were changed together.
    n_asked : int
        How many changed rows the model was asked about.
    is_exhaustive : bool
        Whether every value that can be told was asked about, alone and (with ``max_changed`` of 2 or more) in every
        pair, so that of one or two changes none is nearer. Three and more are never all asked about.
    findings : tuple of Finding
        What was noticed.
    """

    fitted: Fitted
    wanted: str
    score: float
    found: tuple[Counterfactual, ...]
    not_tried: Mapping[str, str]
    max_changed: int
    n_asked: int
    is_exhaustive: bool
    findings: tuple[Finding, ...] = ()

    def __repr__(self) -> str:
        """Return what was found in one sentence, without any value of the row."""
        asked = f"the model was asked about {self.n_asked:,} changed rows"
        if not self.found:
            return f"No counterfactual for {self.wanted!r}: {asked}."
        ways = "; ".join(" and ".join(one.columns) for one in self.found)
        n = "1 counterfactual" if len(self.found) == 1 else f"{len(self.found)} counterfactuals"
        return f"{n} for {self.wanted!r}, changing {ways}: {asked}."

    def __str__(self) -> str:
        """Return what was found, and each way in a line of its own."""
        return "\n".join([repr(self), *map(str, self.found)])

    def _content(self) -> object:
        return [
            [(change.column, change.becomes) for change in one.changes] + [round(one.score, 9)] for one in self.found
        ]
