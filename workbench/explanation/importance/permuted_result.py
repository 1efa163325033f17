"""``PermutationImportance``: how much worse a model predicts without what columns say, beside their Shapley values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workbench.core.finding import Finding
from workbench.core.provenance import Result
from workbench.explanation.result import Explanation

__all__ = ["Agreement", "Loss", "PermutationImportance", "PermutedColumns"]

Loss = Literal["log_loss", "mean_absolute_error"]
Agreement = Literal["agree", "agree in part", "disagree", "nothing to compare"]


@dataclass(frozen=True)
class PermutedColumns:
    """One column, or several that say much the same, permuted together.

    Parameters
    ----------
    columns : tuple of str
        The original columns.
    increase : float
        By how much the mean loss of held-out rows grows; below 0 by chance only.
    low, high : float
        Its confidence limits over ten batches of rows.
    shapley : float
        Mean absolute sum of the columns' Shapley values, on the explanation's scale.
    alone : tuple of float
        By how much it grows when each of the columns is permuted alone, in their order.
    """

    columns: tuple[str, ...]
    increase: float
    low: float
    high: float
    shapley: float
    alone: tuple[float, ...]

    @property
    def is_separated(self) -> bool:
        """Whether the model clearly predicts worse without them."""
        return self.low > 0

    def __str__(self) -> str:
        """Return the columns as readers see them."""
        return " with ".join(repr(name) for name in self.columns)


@dataclass(frozen=True, eq=False)
class PermutationImportance(Result):
    """What a model loses when columns are shuffled among held-out rows, and whether Shapley values say the same.

    Parameters
    ----------
    explanation : Explanation
        What it is compared with.
    entries : tuple of PermutedColumns
        The largest increase first.
    loss : {"log_loss", "mean_absolute_error"}
        What grows: log loss of outcomes or classes, in nats; mean absolute error of amounts, in their unit.
    n_rows, n_repeats : int
        Held-out rows, and how often each column was permuted.
    together : float
        Columns are permuted together where every two go together at least so strongly, 0 to 1.
    kendall : float
        Agreement of the two orders, Kendall's tau-b, -1 to 1; ``nan`` where there are fewer than two entries.
    n_left_out : int
        Less important columns that were not permuted.
    findings : tuple of Finding
        What was noticed.
    """

    explanation: Explanation
    entries: tuple[PermutedColumns, ...]
    loss: Loss
    n_rows: int
    n_repeats: int
    together: float
    kendall: float
    n_left_out: int = 0
    findings: tuple[Finding, ...] = ()

    @property
    def agreement(self) -> Agreement:
        """The agreement in a word: *agree* from 0.7 on, *disagree* below 0.3."""
        if self.kendall != self.kendall:
            return "nothing to compare"
        return "agree" if self.kendall >= 0.7 else "agree in part" if self.kendall >= 0.3 else "disagree"

    def __repr__(self) -> str:
        """Return it in one sentence."""
        loss = self.loss.replace("_", " ")
        first = "nothing is lost for certain" if self.entries else "there are no columns"
        if any(one.is_separated for one in self.entries):
            first = f"most is lost without {next(one for one in self.entries if one.is_separated)}"
        return (
            f"Permutation importance over {self.n_rows:,} held-out rows ({loss}): {first}; "
            f"with Shapley values: {self.agreement}."
        )

    def _content(self) -> object:
        return [(one.columns, round(one.increase, 9)) for one in self.entries]
