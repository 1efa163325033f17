"""``Tuning``: every trial of a search, and the candidate with the best settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.core.finding import Finding
from workbench.core.provenance import Result
from workbench.modeling.candidates import Candidate
from workbench.modeling.comparison.scoring import Scoring
from workbench.modeling.tuning.spaces import Span
from workbench.modeling.tuning.trials import Trial

__all__ = ["Tuning"]


@dataclass(frozen=True, eq=False)
class Tuning(Result):
    """What a search for settings found.

    Parameters
    ----------
    kind : Candidate
        What was tuned.
    candidate : Candidate
        The same with the best settings; ``fit_model`` and ``compare_models`` take it.
    method : {"optuna", "halving"}
        How it was searched.
    scoring : Scoring
        What it was tuned by.
    space : mapping
        What was searched: a range or values for each setting.
    records : tuple of Trial
        Every trial, in the order of their numbers; trial 0 has the settings without tuning.
    n_asked : int
        How many trials were asked for.
    stopped_by : {"trials", "seconds", "person"}
        Why it ended.
    n_folds : int
        Inner folds.
    findings : tuple of Finding
        What was noticed.
    """

    kind: Candidate
    candidate: Candidate
    method: str
    scoring: Scoring
    space: Mapping[str, Span | tuple[object, ...]]
    records: tuple[Trial, ...]
    n_asked: int
    stopped_by: str
    n_folds: int
    findings: tuple[Finding, ...] = ()

    def __repr__(self) -> str:
        """Return what was found in one sentence."""
        ended = {"trials": "", "seconds": ", as the time was over", "person": ", as it was stopped"}[self.stopped_by]
        after = f"after {len(self.records)} of {self.n_asked} trials{ended}"
        title = self.scoring.title
        if not self.best.params:
            return (
                f"Tuning of {self.kind.title}: no settings tried are better than those without tuning, whose inner "
                f"{title} is {self.untuned_score:.4g}, {after}."
            )
        return (
            f"Tuning of {self.kind.title}: inner {title} {self.inner_score:.4g} (optimistic), {self.untuned_score:.4g} "
            f"without tuning, {after}."
        )

    def _content(self) -> object:
        return [[one.number, repr(dict(one.params)), one.state, f"{one.score:.9g}"] for one in self.records]

    @property
    def best(self) -> Trial:
        """The trial with the best score of those that learned from all rows; of equal ones the first."""
        return best_of(self.records, self.scoring)

    @property
    def params(self) -> Mapping[str, object]:
        """The best settings; empty where none are better than those without tuning."""
        return self.best.params

    @property
    def inner_score(self) -> float:
        """The best trial's mean score over the inner folds.

        It is optimistic: the largest of many scores is partly luck. What the model is worth, say ``compare_models``
        with :func:`workbench.tuned`, which tunes anew within each fold, and the held-out rows.
        """
        return self.best.score

    @property
    def untuned_score(self) -> float:
        """The mean score over the inner folds of the settings without tuning; ``nan`` where they failed."""
        return self.records[0].score

    @property
    def is_partial(self) -> bool:
        """Whether it ended before all trials that were asked for."""
        return self.stopped_by != "trials"

    @property
    def trials(self) -> pd.DataFrame:
        """Every trial as a table: number, state, score, seconds, row_share, error, and a column for each setting.

        Settings are missing in trial 0, which has those of the model without tuning.
        """
        rows = [
            {
                "trial": one.number,
                "state": one.state,
                "score": one.score,
                "seconds": one.seconds,
                "row_share": one.row_share,
                "error": one.error,
            }
            | {name: one.params.get(name, np.nan) for name in self.space}
            for one in self.records
        ]
        return pd.DataFrame(rows)


def best_of(trials: tuple[Trial, ...], scoring: Scoring) -> Trial:
    """Return the trial with the best score of those that learned from all rows; of equal ones the first.

    Parameters
    ----------
    trials : tuple of Trial
        At least one of them is done.
    scoring : Scoring
        What says which score is better.
    """
    sign = -1.0 if scoring.is_greater_better else 1.0
    return min((one for one in trials if one.state == "done" and one.row_share == 1), key=lambda one: sign * one.score)
