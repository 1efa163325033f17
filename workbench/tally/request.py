"""What is to be counted, and what a table must be able to do to be counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Protocol

from workbench.data.roles import ProtectedAttribute
from workbench.errors import InputError
from workbench.tally.tally import BINARY, Tally

__all__ = ["Coded", "Countable", "Extent", "Predicted", "Request", "Scored", "Weighted"]


@dataclass(frozen=True)
class Coded:
    """A column of outcomes or decisions, and the class of each of its values.

    Parameters
    ----------
    column : str
        The column.
    codes : mapping of str to int
        The class of each value, as :func:`workbench.data.roles.label_of` writes it. A value that is
        not in it, and a missing one, count as missing.
    """

    column: str
    codes: Mapping[str, int]


@dataclass(frozen=True)
class Scored:
    """A column of scores: its declared range, and the thresholds that become edges of its bins."""

    column: str
    low: float = 0.0
    high: float = 1.0
    thresholds: tuple[float, ...] = ()


@dataclass(frozen=True)
class Predicted:
    """Columns of predicted amounts and of what they turned out to be; thresholds become edges of their bins.

    A prediction at or above the first threshold is a favourable decision.
    """

    prediction: str
    outcome: str | None = None
    thresholds: tuple[float, ...] = ()


@dataclass(frozen=True)
class Weighted:
    """A column of weights: counts (``frequency``), or people a sampled row stands for (``sampling``)."""

    column: str
    kind: Literal["frequency", "sampling"]


@dataclass(frozen=True)
class Request:
    """What is to be counted.

    Parameters
    ----------
    attributes : tuple of ProtectedAttribute
        The axes: protected attributes, and columns that make strata.
    outcome, decision : Coded, optional
        Missing for all rows where not given.
    score : Scored, optional
        Its rows without a score are counted too.
    weight : Weighted, optional
        By default each row counts as one.
    classes : tuple of str
        What the codes of outcome and decision stand for.
    predicted : Predicted, optional
        Amounts instead of outcome, decision and score; each row counts as one.

    Raises
    ------
    InputError
        If amounts are to be counted together with an outcome, a decision, a score or a weight.
    """

    attributes: tuple[ProtectedAttribute, ...]
    outcome: Coded | None = None
    decision: Coded | None = None
    score: Scored | None = None
    weight: Weighted | None = None
    classes: tuple[str, ...] = field(default=BINARY)
    predicted: Predicted | None = None

    def __post_init__(self) -> None:
        """Refuse amounts beside anything else."""
        others = {"outcome": self.outcome, "decision": self.decision, "score": self.score, "weight": self.weight}
        for argument, other in others.items():
            if self.predicted is not None and other is not None:
                raise InputError(
                    f"predicted is given together with {argument}.\n"
                    "Predicted amounts are counted on their own, each row as one: leave out the other."
                )


class Extent(NamedTuple):
    """What a column of numbers holds.

    Rows, missing ones (nan among them), infinite ones; least and greatest of the others; how many are not whole.
    """

    n: int
    n_missing: int
    n_infinite: int
    low: float
    high: float
    n_broken: int = 0


class Countable(Protocol):
    """A table on whatever engine holds it."""

    @property
    def columns(self) -> Sequence[str]:
        """The names of its columns."""

    @property
    def kind(self) -> str:
        """What engine counts: ``"memory"``, or narwhals' name of it."""

    @property
    def fingerprint(self) -> str | None:
        """``file:<sha256>`` of the file it is; ``None`` for a frame."""

    def values(self, column: str, most: int) -> Mapping[object, int]:
        """Return each value of a column and how many rows have it, ``None`` for missing ones.

        Beyond ``most`` distinct values an :class:`~workbench.errors.InputError` is raised.
        """

    def extent(self, column: str) -> Extent:
        """Return what a column of numbers holds; raise where it does not hold numbers."""

    def median(self, column: str) -> float:
        """Return the exact median of a column of numbers, missing ones left out."""

    def joined(self, other: Countable, on: str) -> Countable:
        """Return the table with the columns of another that has one row for each value of ``on``."""

    def tally(self, request: Request) -> Tally:
        """Return the counts asked for, in one aggregation (two where there is a score, to find its quantiles)."""
