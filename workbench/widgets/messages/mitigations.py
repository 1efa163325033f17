"""What the mitigation sandbox says."""

from __future__ import annotations

__all__ = ["MESSAGES"]

MESSAGES = {
    "mitigations.title": "What can be done about gaps by {attribute}",
    "mitigations.lead": (
        "Each method is tried beside doing nothing, on the {n:,} training rows: everybody is decided by a model that "
        "has not learned from them. The held-out rows are not read."
    ),
    "mitigations.attribute": "Groups by",
    "mitigations.metric": "To be made equal",
    "mitigations.metric_help": "What the policy compares.",
    "mitigations.model": "Kind of model",
    "mitigations.methods": "Methods",
    "mitigations.reweighing": "Reweighing",
    "mitigations.reweighing_help": "Rows of groups count differently. Looks at the attribute in training.",
    "mitigations.reductions": "Reductions",
    "mitigations.reductions_help": "Trains until the gap is small; slow. Looks at it in training.",
    "mitigations.threshold_optimisation": "Thresholds by group",
    "mitigations.threshold_optimisation_help": "One threshold a group. Looks at the attribute at each decision.",
    "mitigations.drop_proxy": "Dropping proxies",
    "mitigations.drop_proxy_help": "Hides columns that stand for the attribute. Never looks at it.",
    "mitigations.cannot_aim": "Cannot be tried: it has no way to make {metric} equal.",
    "mitigations.how": "How they are set",
    "mitigations.algorithm": "Reductions",
    "mitigations.exponentiated_gradient": "several models that decide together",
    "mitigations.grid_search": "the best single model of a grid",
    "mitigations.objective": "Thresholds by group: as great as it can be is",
    "mitigations.accuracy_score": "accuracy",
    "mitigations.balanced_accuracy_score": "balanced accuracy",
    "mitigations.n_folds": "Parts of the rows",
    "mitigations.n_folds_help": "Each is decided by a model of the others. More parts take longer.",
    "mitigations.column": "Columns to drop",
    "mitigations.column_more": "choose one …",
    "mitigations.column_help": "As long as none is chosen: those that surely stand for the attribute.",
    "mitigations.keep_column": "Let it see {column} again",
    "mitigations.try": "Try them",
    "mitigations.busy": "Something is being computed.",
    "mitigations.tried": "They were tried: the results are below.",
    "mitigations.none_ticked": "No method is ticked that can be tried.\nTick one.",
    "mitigations.trying": "Trying methods",
    "mitigations.left": "about {seconds:,} s left",
    "mitigations.left_minutes": "about {minutes:,} minutes left",
    "mitigations.ended": "It was ended. What was finished is below; the other methods are no longer ticked.",
    "mitigations.ended_early": "It was ended before anything was finished.",
    "mitigations.verdict": "with {methods}",
    "mitigations.verdict_nothing": "as it is",
    "mitigations.verdict_both": "as it is, and with {methods}",
    "mitigations.results": "What came of it",
    "mitigations.shown": "Comparison",
    "mitigations.shown_one": "{figure} by {attribute}",
    "mitigations.shown_ratio": "{figure} by {attribute}, as a ratio",
    "mitigations.picture": "Each method's gap in {figure} beside its performance",
    "mitigations.picture_x": "balanced accuracy, of a hundred; further right is better",
    "mitigations.picture_y": "difference between groups, in points of a hundred; lower is better",
    "mitigations.smallest": (
        "The difference is smallest with {method}: {gap} points instead of {before}. Balanced accuracy is then "
        "{performance} instead of {performance_before}"
    ),
    "mitigations.none_smaller": "No method makes the difference smaller than the {before} points that there are now",
    "mitigations.others": "Every comparison, with each method",
    "mitigations.others_note": "A method that closes one gap may open another.",
    "mitigations.opened_rest": "{n:,} more gaps come with methods: every comparison is told below.",
    "mitigations.comparison": "Comparison",
    "mitigations.not_tried": "{method} could not be tried: {error}",
    "mitigations.dropped": "Columns that were dropped: {columns}.",
    "mitigations.known": "What else has to be known",
    "mitigations.choose": "Choose one",
    "mitigations.chosen": "Method",
    "mitigations.never": "never looks at {attribute}",
    "mitigations.training": "looks at {attribute} in training",
    "mitigations.decisions": "looks at {attribute} at each decision",
    "mitigations.reason": "Why this one, and what it costs",
    "mitigations.reason_help": "Needed: it is kept with the model, and reports print it.",
    "mitigations.people_nobody": "Nobody is decided otherwise.",
    "mitigations.people_most": "Of {all:,} groups the {shown:,} in which most are decided otherwise are shown.",
    "mitigations.confirm": "Confirm on the held-out rows",
    "mitigations.confirm_help": (
        "Trains it on all training rows, and audits it on rows that nothing was chosen on. Ask them once, about the "
        "one you would use: who goes on until one pleases has chosen on them."
    ),
    "mitigations.asked_often": (
        "The held-out rows were asked about {n:,} choices. The more are looked at, the less the last one proves: the "
        "model and its reports say so."
    ),
    "mitigations.not_chosen": "Choose a method and write why.",
    "mitigations.confirmed": "It was confirmed: the result is below.",
    "mitigations.confirming": "Training it, and auditing held-out rows",
    "mitigations.held_out": "On the held-out rows",
    "mitigations.held_out_caption": "What the method does on rows that nothing was chosen on, and the model as it is",
    "mitigations.held_out_axis": "of a hundred; differences between groups in points of a hundred",
    "mitigations.held_out_others": "The other verdicts",
    "mitigations.before": "As it is, held out",
    "mitigations.figure": "Figure",
    "mitigations.on_training": "With it, on training rows",
    "mitigations.on_held_out": "With it, held out",
    "mitigations.verdict_held_out": "Verdict with it",
    "mitigations.verdict_before": "Verdict as it is",
    "mitigations.balanced": "balanced accuracy",
}
