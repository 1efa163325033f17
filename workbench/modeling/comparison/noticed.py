"""What a contest tells beside its verdicts."""

from __future__ import annotations

from workbench.core.finding import Finding
from workbench.modeling.comparison.result import Contest, Entry

__all__ = ["findings_of"]


def findings_of(contest: Contest) -> tuple[Finding, ...]:
    """Return the findings of a contest: models that failed, no model that is better, and why nothing is judged."""
    found = [_failed(one) for one in contest.entries if one.error]
    judged = [one for one in contest.entries if one.against_baseline is not None]
    if contest.no_verdict:
        found.append(_no_verdict(contest))
    elif judged and not any(one.verdict == "clearly better" for one in judged):
        found.append(_none_better(contest, judged[0]))
    return tuple(found)


def _failed(entry: Entry) -> Finding:
    return Finding(
        "WB308",
        "caution",
        f"The model {entry.title!r} failed in a fold and is not compared",
        f"{entry.error} The others were compared without it.",
        "Look at the reason, or leave the model out.",
        scope=entry.name,
    )


def _none_better(contest: Contest, first: Entry) -> Finding:
    against = first.against_baseline
    return Finding(
        "WB309",
        "serious",
        f"No model is clearly better than the baseline {contest.baseline!r}",
        "A model that does no better than what needs no learning has learned nothing that can be shown, and whatever "
        "explains it explains noise.",
        "Look for better columns or more rows, declare a smaller margin beforehand, or do without a model.",
        value=against.difference if against is not None else None,
        threshold=contest.margin,
        n=contest.n_done,
        interval=against.interval if against is not None else None,
    )


def _no_verdict(contest: Contest) -> Finding:
    ended = " It was ended before all folds were done." if contest.is_partial else ""
    return Finding(
        "WB310",
        "caution",
        "The models are shown with intervals and not judged",
        f"{contest.no_verdict}{ended}",
        "Read the intervals, and do not take the order of the models for certain.",
        n=contest.n_done,
    )
