"""``PersonExplanation``: one decision on one person, its reasons, and what would turn it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from workbench.core.finding import Finding
from workbench.core.provenance import Result
from workbench.explanation.changes import Change
from workbench.explanation.shapley.attribution import Attribution
from workbench.modeling.result import Fitted

__all__ = ["Background", "PersonExplanation", "Reason", "Standing"]

Background = Literal["A", "B"]
Standing = Literal["lower", "higher", "telling", "alike", "missing"]


@dataclass(frozen=True)
class Reason:
    """One column that moved the decision the way it went.

    Parameters
    ----------
    column : str
        The original column.
    value : str
        The person's own value, as told; empty where it is missing.
    contribution : float
        Its Shapley value towards the favourable outcome, on the explanation's scale.
    share : float
        Its part of everything that pushed the same way, as a fraction.
    standing : {"lower", "higher", "telling", "alike", "missing"}
        Whether the value is a number below, or above, that of at least six in ten of the people compared
        with; or a category with which the model would decide this way on more of them than it does, all else
        as it is (*telling*); *alike* otherwise; *missing* where the person has none.
    is_protected : bool
        Whether it is a protected column.
    change : Change or None
        What changing it alone would do; ``None`` where the decision is favourable.
    """

    column: str
    value: str
    contribution: float
    share: float
    standing: Standing
    is_protected: bool
    change: Change | None


@dataclass(frozen=True, eq=False)
class PersonExplanation(Result):
    """Why a model decided on one person as it did.

    Parameters
    ----------
    fitted : Fitted
        The model.
    probability : float
        Predicted probability of the favourable outcome.
    is_favourable : bool
        The decision: whether that is at least the model's threshold.
    reasons : tuple of Reason
        What moved the decision the way it went, the strongest first; at most four.
    values : mapping of str to str
        The person's own values, as told, in every column that the model reads.
    attribution : Attribution
        The Shapley values behind the reasons: scale, method, background and its size.
    background : {"A", "B"}
        Whom the person is compared with: *A*, training rows at or slightly above the threshold; *B*, all.
    immutable : tuple of str
        Columns that the model reads and that nobody can change.
    findings : tuple of Finding
        What was noticed.
    batches : array of float, shape (n_batches, n_columns), or None
        The Shapley values against each part of the rows that were drawn; ``None`` where the person is compared with
        all rows that there are.
    """

    fitted: Fitted
    probability: float
    is_favourable: bool
    reasons: tuple[Reason, ...]
    values: Mapping[str, str]
    attribution: Attribution
    background: Background
    immutable: tuple[str, ...]
    findings: tuple[Finding, ...] = ()
    batches: NDArray[np.float64] | None = None

    def __repr__(self) -> str:
        """Return the explanation in one sentence, without any value of the person."""
        decision = "favourable" if self.is_favourable else "unfavourable"
        reasons = ", ".join(one.column for one in self.reasons) or "no single column"
        return (
            f"Explanation of one {decision} decision: moved by {reasons}; compared with "
            f"{self.attribution.n_background:,} training rows (method {self.background})."
        )

    def _content(self) -> object:
        values = "\x1f".join(f"{name}\x1e{value}" for name, value in self.values.items())
        return [
            round(self.probability, 9),
            [(one.column, round(one.contribution, 9)) for one in self.reasons],
            hashlib.sha256(values.encode("utf-8", "surrogatepass")).hexdigest(),
        ]
