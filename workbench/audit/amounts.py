"""What a reader must know before reading figures of predicted amounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.core.finding import Finding
from workbench.tally.moments import Moments

if TYPE_CHECKING:
    from workbench.audit.result import Audit

__all__ = ["amount_findings", "cannot_compare"]

_PREDICTED = ("predicted amounts or scores", "Use audit_predictions: prediction='…'; or name a score.")
_HAPPENED = ("amounts that really happened", "Use audit_predictions: prediction='…', outcome='…'.")
_BOTH = ("predictions and outcomes of the same rows", "Use audit_predictions: prediction='…', outcome='…'.")
_LACKING = {
    "share_above": ("predicted amounts and a threshold", "Use audit_predictions: prediction='…', thresholds=[…]."),
    "mean_prediction": _PREDICTED,
    "prediction": _PREDICTED,
    "mean_outcome": _HAPPENED,
    "outcome": _HAPPENED,
}


def cannot_compare(metric: str, *, declared: bool) -> Finding:
    """Return the finding on a figure of amounts that the counts do not carry."""
    lacking, what_to_do = _LACKING.get(metric.partition("_quantile_")[0], _BOTH)
    return Finding(
        "WB507",
        "serious" if declared else "note",
        f"{metric.replace('_', ' ')} cannot be compared: it needs {lacking}",
        "What cannot be compared may differ between groups, and nobody would see it.",
        what_to_do,
        scope=metric,
    )


def amount_findings(audit: Audit, moments: Moments) -> list[Finding]:
    """Return which rows have no amounts, and whether errors are judged at all."""
    n = audit.decisions.n_rows
    predicted, happened = (int(part.n.sum()) for part in (moments.predictions, moments.outcomes))
    found: list[Finding] = []
    if predicted < n:
        found.append(
            Finding(
                "WB510",
                "caution",
                f"{n - predicted:,} of {n:,} rows have no prediction",
                "They are in no figure of predictions or errors. Whom nothing is predicted for may differ by group.",
                "Find out why.",
                value=1 - predicted / n,
                threshold=0.0,
                n=n,
            )
        )
    if 0 < happened < n:
        found.append(
            Finding(
                "WB511",
                "caution",
                f"{n - happened:,} of {n:,} rows have no outcome",
                "Figures of errors hold for the rows whose outcome is known, and for no others.",
                "Find out for whom it is not known, and whether that depends on what was predicted.",
                value=1 - happened / n,
                threshold=0.0,
                n=n,
            )
        )
    if not audit.policy.declared:
        found.append(_no_limit(happened))
    return found


def _no_limit(happened: int) -> Finding:
    what, metric = ("errors", "mean_error") if happened else ("predictions", "mean_prediction")
    return Finding(
        "WB512",
        "caution",
        f"No limit was declared for {what}, so how far their means differ is shown and not judged",
        "Differences are in the unit of what is predicted: no limit fits every audit.",
        f"Declare one before looking, in that unit: policy=wb.Policy({{{metric!r}: …}}).",
    )
