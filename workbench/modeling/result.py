"""``Fitted``: a model, what it predicts for the held-out rows, and how it does beside a baseline."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats
from sklearn.pipeline import Pipeline

from workbench.core.finding import Finding
from workbench.core.provenance import Result
from workbench.preparation.leaks.result import Leaks
from workbench.preparation.result import Prepared
from workbench.stats.intervals import critical_value, rate_limits

__all__ = ["Fitted", "Performance"]

_MOST_TOLD = 2


@dataclass(frozen=True)
class Performance:
    """How often the model is right on the held-out rows, and how often the baseline is.

    Parameters
    ----------
    n : int
        Held-out rows.
    n_right, n_baseline_right : int
        Rows where the model's decision is the outcome, and where the baseline's is.
    n_only_model, n_only_baseline : int
        Rows that only one of them gets right.
    """

    n: int
    n_right: int
    n_baseline_right: int
    n_only_model: int
    n_only_baseline: int

    @property
    def accuracy(self) -> float:
        """Share of held-out rows that the model gets right."""
        return self.n_right / self.n

    @property
    def baseline_accuracy(self) -> float:
        """Share of held-out rows that the baseline gets right."""
        return self.n_baseline_right / self.n

    def limits(self, n_right: int, confidence: float = 0.95) -> tuple[float, float]:
        """Return the confidence limits of a share of the held-out rows."""
        low, high = rate_limits([n_right], [self.n], critical_value(confidence))
        return float(low[0]), float(high[0])

    @property
    def p_value(self) -> float:
        """Exact McNemar test that model and baseline are right equally often; 1 where they never differ."""
        discordant = self.n_only_model + self.n_only_baseline
        return float(stats.binomtest(self.n_only_model, discordant).pvalue) if discordant else 1.0

    @property
    def beats_baseline(self) -> bool:
        """Whether the model is right more often than the baseline, beyond chance (5 %)."""
        return self.n_only_model > self.n_only_baseline and self.p_value < 0.05


@dataclass(frozen=True, eq=False)
class Fitted(Result):
    """A fitted model.

    Parameters
    ----------
    prepared : Prepared
        What it was trained on.
    model : str
        The candidate's name.
    title : str
        What readers call it.
    pipeline : sklearn.pipeline.Pipeline
        The fitted preparation and the fitted model; works without the workbench.
    threshold : float
        A decision is favourable when the score is at least this.
    scores : array of float, shape (n_test,)
        Predicted probability of the favourable outcome for each held-out row; read-only.
    performance : Performance
        Beside the baseline, on the held-out rows.
    findings : tuple of Finding
        What was noticed: first what the leak gate found.
    leaks : Leaks or None
        What the leak gate looked for, with what can be done; ``None`` of a model that somebody brought along.
    """

    prepared: Prepared
    model: str
    title: str
    pipeline: Pipeline
    threshold: float
    scores: NDArray[np.float64]
    performance: Performance
    findings: tuple[Finding, ...] = ()
    leaks: Leaks | None = None

    def __post_init__(self) -> None:
        """Make the scores read-only."""
        self.scores.setflags(write=False)

    def __repr__(self) -> str:
        """Return the model in one sentence, after one about leaks that make its accuracy worthless."""
        serious = [one for one in self.leaks.findings if one.severity == "serious"] if self.leaks is not None else []
        leaking = "".join(f"{one}. " for one in serious[:_MOST_TOLD])
        more = f"And {len(serious) - _MOST_TOLD} more serious leaks. " if len(serious) > _MOST_TOLD else ""
        return (
            f"{leaking}{more}Fitted {self.title}: "
            f"right in {self.performance.accuracy:.1%} of {self.performance.n:,} held-out rows, "
            f"the baseline in {self.performance.baseline_accuracy:.1%}."
        )

    def _content(self) -> object:
        return hashlib.sha256(np.round(self.scores, 9).tobytes()).hexdigest()

    @property
    def decisions(self) -> NDArray[np.int8]:
        """Each held-out row's decision: 1 favourable, 0 not."""
        return (self.scores >= self.threshold).astype(np.int8)

    def score(self, frame: pd.DataFrame) -> NDArray[np.float64]:
        """Return the predicted probability of the favourable outcome, shape (n_rows,).

        Parameters
        ----------
        frame : pandas.DataFrame
            The original columns, as :meth:`Prepared.raw_frame` gives them.
        """
        return np.asarray(self.pipeline.predict_proba(frame), dtype=np.float64)[:, 1]
