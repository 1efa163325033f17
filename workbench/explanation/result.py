"""``Explanation``: which columns moved the predictions, and how stable that is."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.finding import Finding
from workbench.core.provenance import Result
from workbench.explanation.shapley.attribution import Attribution
from workbench.modeling.result import Fitted

__all__ = ["Explanation", "Importance"]


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
    """

    column: str
    value: float
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class Explanation(Result):
    """Shapley values of some held-out rows, and what they say together.

    Parameters
    ----------
    fitted : Fitted
        The model.
    attribution : Attribution
        Values per row and column.
    importances : tuple of Importance
        Most important first.
    n_rows : int
        How many held-out rows were explained.
    findings : tuple of Finding
        What was noticed.
    """

    fitted: Fitted
    attribution: Attribution
    importances: tuple[Importance, ...]
    n_rows: int
    findings: tuple[Finding, ...] = ()

    def __repr__(self) -> str:
        """Return the explanation in one sentence."""
        first = ", ".join(one.column for one in self.importances[:3])
        return (
            f"Explanation of {self.n_rows:,} held-out rows on the {self.attribution.scale} scale: "
            f"most moved by {first}; adds up to every prediction."
        )

    def _content(self) -> object:
        return [(one.column, round(one.value, 9)) for one in self.importances]
