"""For standards on tools that score: who scores strictly above the median of the sample."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from workbench.audit.policy import Policy
from workbench.audit.standards.contract import Evidence
from workbench.tally.request import Countable, Request, Scored

__all__ = ["scoring_evidence"]


def scoring_evidence(table: Countable, request: Request, policy: Policy) -> Evidence | None:
    """Return who scores strictly above the median; ``None`` where no standard of the policy asks.

    The exact median is a query of its own. It becomes an edge of the score's bins, the next larger
    number above it: a score is at or above that edge exactly if it is strictly above the median.
    """
    score = request.score
    if score is None or not policy.standards:
        return None
    median = table.median(score.column)
    above = float(np.nextafter(median, np.inf))
    counted = table.tally(
        replace(
            request, outcome=None, decision=None, score=Scored(score.column, score.low, score.high, (median, above))
        )
    )
    tally = counted.decided(above)
    at_least = counted.decided(median) if median > score.low else None
    n_above = int(tally.n[:, :, 1].sum())
    n_at = (int(at_least.n[:, :, 1].sum()) if at_least is not None else int(tally.n[:, :, :2].sum())) - n_above
    return Evidence({"": tally}, median=median, n_at_median=n_at, beside_decisions=request.decision is not None)
