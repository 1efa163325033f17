"""``CandidateAudits``: how groups would fare under each of several models and thresholds."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from workbench.audit.policy import Policy
from workbench.audit.result import Audit
from workbench.core.provenance import Result
from workbench.errors import InputError
from workbench.modeling.candidates import Candidate
from workbench.modeling.metrics import Metric

__all__ = ["CandidateAudit", "CandidateAudits", "DecidedAt"]


@dataclass(frozen=True, eq=False)
class DecidedAt:
    """One model at one threshold.

    Parameters
    ----------
    threshold : float
        A decision is favourable where the predicted probability is at least this.
    audit : Audit
        How groups fare under its decisions.
    metrics : tuple of Metric
        How good its predictions and decisions are.
    """

    threshold: float
    audit: Audit
    metrics: tuple[Metric, ...]

    def metric(self, name: str) -> Metric:
        """Return a metric by its name, such as ``"balanced_accuracy"``."""
        return next(one for one in self.metrics if one.name == name)


@dataclass(frozen=True, eq=False)
class CandidateAudit:
    """One model; ``error`` is why it failed, and then nothing was decided.

    Parameters
    ----------
    candidate : Candidate
        The model, as :func:`workbench.fit_model` takes it.
    decided : tuple of DecidedAt
        One a threshold, in the order asked for.
    error : str
        Why it failed; empty where it did not.
    """

    candidate: Candidate
    decided: tuple[DecidedAt, ...] = ()
    error: str = ""


@dataclass(frozen=True, eq=False)
class CandidateAudits(Result):
    """Several models and thresholds: how good each decides, and how groups fare under it.

    Parameters
    ----------
    entries : tuple of CandidateAudit
        In the order asked for; those that were not finished are not among them.
    policy : Policy
        What is compared and tolerated.
    thresholds : tuple of float
        Those asked for.
    n_rows : int
        Training rows that were decided on.
    n_folds : int
        In how many parts.
    is_partial : bool
        Whether it was ended before all models were done.
    """

    entries: tuple[CandidateAudit, ...]
    policy: Policy
    thresholds: tuple[float, ...]
    n_rows: int
    n_folds: int
    is_partial: bool = False

    def __repr__(self) -> str:
        """Return what was audited in one sentence."""
        done = sum(not one.error for one in self.entries)
        several = "" if len(self.thresholds) == 1 else f" at {len(self.thresholds)} thresholds"
        return f"Audits of {done} models{several} on {self.n_rows:,} training rows that they had not learned from."

    def _content(self) -> object:
        return [
            [one.candidate.name, one.error, [[each.threshold, each.audit.fingerprint] for each in one.decided]]
            for one in self.entries
        ]

    def entry(self, name: str) -> CandidateAudit:
        """Return a model by its name.

        Raises
        ------
        InputError
            If there is none.
        """
        for one in self.entries:
            if one.candidate.name == name:
                return one
        raise InputError.for_choice("name", name, [one.candidate.name for one in self.entries])

    def frame(self) -> pd.DataFrame:
        """Return one row a model, threshold and comparison.

        Columns: ``model, threshold, balanced_accuracy``, ``balanced_accuracy_low``, ``balanced_accuracy_high``,
        ``metric, attribute, gap, gap_low, gap_high, verdict``.
        """
        rows = []
        for one in self.entries:
            for each in one.decided:
                found = each.metric("balanced_accuracy")
                for judged in each.audit.assessments:
                    gap = judged.gap
                    rows.append(
                        {
                            "model": one.candidate.name,
                            "threshold": each.threshold,
                            "balanced_accuracy": found.value,
                            "balanced_accuracy_low": found.low,
                            "balanced_accuracy_high": found.high,
                            "metric": judged.claim.metric,
                            "attribute": judged.claim.attribute,
                            "gap": gap.extreme_difference if gap else math.nan,
                            "gap_low": gap.difference_low if gap else math.nan,
                            "gap_high": gap.difference_high if gap else math.nan,
                            "verdict": judged.verdict,
                        }
                    )
        return pd.DataFrame(rows)
