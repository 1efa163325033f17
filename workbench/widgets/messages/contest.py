"""What the comparison of models says."""

from __future__ import annotations

__all__ = ["MESSAGES"]

MESSAGES = {
    "contest.title": "Which model?",
    "contest.score": "Score",
    "contest.score_main": "{score}, by which they are compared",
    "contest.score_other": "{score}",
    "contest.not_compared": "Models were not compared by this score: it carries no verdict.",
    "contest.best": "{score} of every model, the best figure first",
    "contest.lower": "{score}: the lower, the better",
    "contest.higher": "{score}: the higher, the better",
    "contest.caption": "{score}, the best first",
    "contest.model": "Model",
    "contest.interval": "Likely between",
    "contest.pairs": "Every two models, with verdicts",
    "contest.calibration": "Do predictions mean what they say?",
    "contest.calibrated": "Model that is drawn",
    "contest.known": "What else has to be known",
    "contest.gaps": "Performance against gaps",
    "contest.gaps_lead": (
        "Each model decides on the {n:,} training rows at each threshold, always on rows that it has not learned from. "
        "The held-out rows are not read."
    ),
    "contest.gaps_none.multiclass": (
        "Gaps beside performance are compared where there are two outcomes; here there are several classes."
    ),
    "contest.gaps_none.regression": (
        "Gaps beside performance are compared where there are two outcomes; here amounts are predicted."
    ),
    "contest.gaps_none.binary": (
        "Gaps beside performance are compared between groups, and no protected attribute is named."
    ),
    "contest.models": "Models",
    "contest.thresholds": "Thresholds",
    "contest.thresholds_help": "From {low:g} to {high:g}, separated by blanks.",
    "contest.weigh": "Compare gaps",
    "contest.weighed": "They were compared: the results are below.",
    "contest.busy": "Something is being computed.",
    "contest.weighing": "Deciding with each model",
    "contest.left": "about {seconds:,} s left",
    "contest.ended": "It was ended. What was finished is below; the other models are no longer ticked.",
    "contest.ended_early": "It was ended before a model was finished.",
    "contest.comparison": "Comparison",
    "contest.comparison_one": "{figure} by {attribute}",
    "contest.comparison_ratio": "{figure} by {attribute}, as a ratio",
    "contest.unmatched": "Outdone by no other: {models}",
    "contest.unmatched_hollow": "; of a hollow mark another is as good in both numbers and better in one",
    "contest.unmatched_note": "That is by what was counted alone: where intervals overlap, the order may be chance.",
    "contest.place": "{model} at {threshold:g}",
    "contest.at_all": "{model} at every threshold",
    "contest.gaps_caption": "Balanced accuracy, and the difference in {figure} by {attribute}",
    "contest.threshold": "Threshold",
    "contest.performance": "Balanced accuracy",
    "contest.gap": "Difference",
    "contest.verdict": "Verdict",
    "contest.outdone": "Another is as good in both, and better in one",
    "contest.outdone_yes": "yes",
    "contest.outdone_no": "no",
    "contest.point": "Model and threshold to look at",
    "contest.point_none": "choose one …",
    "contest.take": "Choose this one",
    "contest.failed_audit": "{model} could not decide: {error}",
    "contest.choose": "Choose one",
    "contest.choose_nothing": "none yet",
    "contest.reason": "Why this one",
    "contest.reason_help": "Needed: it stands above the call that trains the model.",
    "contest.confirm": (
        "It was chosen on the training rows. Let the held-out ones confirm it, once: audit_model of the fitted model."
    ),
    "contest.no_number": "{said} is no threshold.\nGive numbers from {low:g} to {high:g}, separated by blanks.",
    "contest.too_many": "These are {n} thresholds.\nGive at most {most}: more marks could not be told apart.",
}
