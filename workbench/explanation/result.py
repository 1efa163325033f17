"""``Explanation``: which columns moved the predictions, and how stable that is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.checks import check_choice
from workbench.core.finding import Finding
from workbench.core.provenance import Result
from workbench.explanation.shapley.attribution import Attribution
from workbench.modeling.result import Fitted

__all__ = ["SETTLED_PLACES", "Explanation", "Importance", "Stopped"]

Stopped = Literal["asked", "settled", "all rows", "rows", "seconds", "going on"]
"""Why no more rows were explained: so many were asked for; the order was settled; there are no more;
the budget of rows or of time; or more are still being explained."""

SETTLED_PLACES = 5
"""The order counts as settled when each of so many first places belongs to one column only."""


@dataclass(frozen=True)
class Importance:
    """How much one column moves the prediction of a typical row.

    Parameters
    ----------
    column : str
        The original column.
    value : float
        Mean absolute Shapley value, on the explanation's scale.
    low, high : float
        Its confidence limits over batches of rows; ``nan`` with fewer than two batches.
    rank_low, rank_high : int
        The best and the worst place in the order that chance leaves open, 1 the most important; 0 where nobody
        looked.
    """

    column: str
    value: float
    low: float
    high: float
    rank_low: int = 0
    rank_high: int = 0

    @property
    def is_separated(self) -> bool:
        """Whether it is clear of what noise alone would give; where not, it may do nothing."""
        return self.low > 0

    @property
    def is_settled(self) -> bool:
        """Whether chance leaves it one place in the order only."""
        return 0 < self.rank_low == self.rank_high


@dataclass(frozen=True, eq=False)
class Explanation(Result):
    """Shapley values of some held-out rows, and what they say together.

    Parameters
    ----------
    fitted : Fitted
        The model.
    attribution : Attribution
        Values per row and column; of several classes those of the first, see ``attributions``.
    importances : tuple of Importance
        Most important first; of several classes the mean over them.
    n_rows : int
        How many held-out rows were explained.
    findings : tuple of Finding
        What was noticed.
    attributions : tuple of Attribution
        Of several classes one a class, in their order; else the one.
    class_importances : tuple of tuple of Importance
        In the same order, the importances for each.
    rows : array of int64, shape (n_rows,)
        The explained rows' places among those held out; read-only.
    confidence : float
        Of the limits and ranks, however often somebody looked.
    n_looks : int
        How often the order could be looked at before sampling had to end; each look has its share of what may go
        wrong.
    n_batches : int
        Independent batches that limits and ranks rest on.
    stopped : {"asked", "settled", "all rows", "rows", "seconds", "going on"}
        Why no more rows were explained.
    background : pandas.DataFrame or None
        The rows that were given to stand for "without the column"; ``None`` where none were.
    """

    fitted: Fitted
    attribution: Attribution
    importances: tuple[Importance, ...]
    n_rows: int
    findings: tuple[Finding, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    class_importances: tuple[tuple[Importance, ...], ...] = ()
    rows: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    confidence: float = 0.95
    n_looks: int = 1
    n_batches: int = 0
    stopped: Stopped = "asked"
    background: pd.DataFrame | None = None

    def __post_init__(self) -> None:
        """Make the rows' places read-only."""
        self.rows.setflags(write=False)

    def __repr__(self) -> str:
        """Return the explanation in one sentence."""
        first = ", ".join(one.column for one in self.importances[:3])
        rows = "1 held-out row" if self.n_rows == 1 else f"{self.n_rows:,} held-out rows"
        return (
            f"Explanation of {rows} on the {self.attribution.scale} scale: "
            f"most moved by {first}; adds up to every prediction."
        )

    def __str__(self) -> str:
        """Return the explanation, why no more rows were explained, and each column with its limits and places."""
        return "\n".join([repr(self), self.why_stopped, *(self._line(one) for one in self.importances)])

    def _line(self, one: Importance) -> str:
        limits = f"{one.value:.3g} ({one.low:.3g} to {one.high:.3g})"
        place = f"place {one.rank_low}" if one.is_settled else f"place {one.rank_low} to {one.rank_high}"
        return f"{one.column}: {limits}, {place if one.is_separated else 'not separated from noise'}"

    def _content(self) -> object:
        return [(one.column, round(one.value, 9)) for one in self.importances]

    @property
    def look_confidence(self) -> float:
        """The confidence of one look: with it as ``confidence``, asking for ``n_rows`` rows gives the same limits."""
        return self.confidence if self.n_looks == 1 else 1 - (1 - self.confidence) / self.n_looks

    @property
    def why_stopped(self) -> str:
        """How many rows were explained and why no more, in one sentence."""
        rows = "1 row was" if self.n_rows == 1 else f"{self.n_rows:,} rows were"
        shown = min(SETTLED_PLACES, len(self.importances))
        order = "the most important column" if shown == 1 else f"the order of the first {shown} columns"
        reason = {
            "asked": "as many as were asked for",
            "settled": f"{order} was settled then",
            "all rows": f"{order} is not settled, and no more are held out",
            "rows": f"{order} is not settled, and no more were allowed",
            "seconds": f"{order} is not settled, and the time was up",
            "going on": f"{order} is not settled, and more are being explained",
        }[self.stopped]
        return f"{rows} explained: {reason}."

    def importances_of(self, output: str) -> tuple[Importance, ...]:
        """Return what moves the prediction of one of several classes, most important first.

        Parameters
        ----------
        output : str
            The class.

        Raises
        ------
        InputError
            If it is none of them.
        """
        names = [one.output for one in self.attributions]
        return self.class_importances[names.index(check_choice("output", output, names))]
