"""What cells say of models: compared, tuned, fitted, with a threshold or a calibration, and where they are weak."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["MESSAGES"]

_SHARED: Mapping[str, str] = {
    "models.value": "Value",
    "models.range": "{low} – {high}",
    "models.with_range": "{value} ({low} – {high})",
    "models.dot": "{name}: {value}. ",
    "models.dot_between": "{name}: {value}, likely between {low} and {high}. ",
    "models.panel": "{panel}. ",
    "models.alternative": "Chart: one dot with its interval for each row. {takeaway}. ",
    "models.of_which": "{attribute}: {group}",
    "models.rows": "Rows",
    "models.now": "before",
    "models.then": "after",
    "models.now_heading": "Before",
    "models.then_heading": "After",
    "models.change": "Change",
    "models.accept": "Nothing is changed yet. Weigh the effect on each group first; {code} takes it.",
}

_CONTEST: Mapping[str, str] = {
    "contest.verdict": "What can be said",
    "contest.margin_default": (
        "Differences of up to {margin} in {score} count as none. Nobody declared that margin: it is the default one."
    ),
    "contest.declare": "Declare your own before you look, as compare_models(…, margin=…).",
    "contest.margin": "Differences of up to {margin} in {score} count as none. That margin was declared beforehand.",
    "contest.rows": (
        "All models learned from and were judged on the same folds of the training rows. "
        "No row held out was looked at, so that the test is still to come."
    ),
    "contest.partial": "Somebody ended it after {done} of {planned} folds; what is finished is shown.",
    "contest.models": "Models",
    "contest.model": "Model",
    "contest.lower": "{score}: the lower, the better",
    "contest.higher": "{score}: the higher, the better",
    "contest.axis": "{axis}; dashed: {baseline}, {value}",
    "contest.chart": "{model} has the best mean {score}",
    "contest.caption": "Mean {score} over the folds, the best first",
    "contest.difference": "Better than {baseline} by (likely between)",
    "contest.against": "Verdict against {baseline}",
    "contest.fit": "Fit, seconds",
    "contest.predict": "Predict, seconds",
    "contest.is_baseline": "the baseline",
    "contest.failed": "failed",
    "contest.not_judged": "not judged",
    "contest.alone": (
        "An interval is for its comparison alone. Verdicts allow for all {n} comparisons (after Holm), so that a model "
        "may want more evidence though its own interval lies beyond the margin."
    ),
    "contest.intervals": (
        "Intervals allow for what folds share. They cover which rows a model learns from and which it predicts."
    ),
    "contest.blocks": "Intervals are over periods, each predicted from the ones before it.",
    "contest.others": "Other scores",
    "contest.others_caption": "Every other score, with its interval; models were not compared by these",
    "contest.pairs": "Every two models",
    "contest.pairs_caption": "The one with the better mean first; verdicts allow for all {n} pairs",
    "contest.first": "First",
    "contest.second": "Second",
    "contest.gain": "First better by (likely between)",
    "contest.pair_verdict": "Verdict on the first",
    "contest.more_pairs": "{n} more pairs are in contest.pairs.",
    "contest.worse than the baseline": "worse",
    "contest.calibration": "Do predictions mean what they say?",
    "contest.calibration_caption": "Rows predicted by models that had not seen them, of the first repeat",
    "contest.large": "Mean outcome less mean prediction",
    "contest.slope": "Slope (one is right; below, predictions are too extreme)",
    "contest.class": "{model}, {output}",
    "contest.calibration_chart": "{model}: predictions and what happened",
    "contest.calibration_numbers": "{model}: predictions and what happened, the numbers",
    "contest.predicted": "Mean prediction",
    "contest.happened": "What happened",
    "contest.happened_dashed": "What happened; dashed: as predicted",
    "contest.predicted_of_100": "Mean prediction, of 100",
    "contest.happened_of_100": "Happened, of 100",
    "contest.spoken": "Happened",
    "contest.out": "What failed",
}

_FITTED: Mapping[str, str] = {
    "fitted.performance": "How good it is on rows held out",
    "fitted.performance_given": "How good it is on the rows given",
    "fitted.caption": "Scores with their intervals",
    "fitted.score": "Score",
    "fitted.better": "Better",
    "fitted.better.higher": "higher",
    "fitted.better.lower": "lower",
    "fitted.better.nearer": "nearer to nought",
    "fitted.better.one": "nearer to one",
    "fitted.undefined": "No figure, or no interval, of {title}: {why}.",
    "fitted.intervals": (
        "Intervals hold in {confidence} of 100 such tests. They are about which rows were held out: not about which "
        "ones the model learned from. Rows count alike and are taken as independent."
    ),
    "fitted.baseline": "On the same rows, the baseline that looks at no column: right in {share}.",
    "fitted.baseline_amounts": (
        "On the same rows, the baseline that looks at no column is off by {error} on average; the model is nearer by "
        "{low} to {high}."
    ),
    "fitted.beats": "The model is better than that beyond chance.",
    "fitted.no_better": "That the model is better than that is not shown.",
    "fitted.trained": "What it was trained on",
    "fitted.learned": "Learned from {rows} rows of {data}, and {columns} columns of them; {held} rows were held out.",
    "fitted.brought": (
        "Somebody brought it along, and said that it learned from the {rows} training rows of {data}. "
        "It reads {columns} columns; {held} rows were held out."
    ),
    "fitted.not_known": (
        "Nobody said which rows it learned from. All {held} rows of {data} that have an outcome were "
        "predicted, and stand for what it learned from, too, where it is explained. It reads {columns} columns."
    ),
    "fitted.fact": "What",
    "fitted.details": "What made it",
    "fitted.detail.estimator": "Estimator",
    "fitted.detail.threshold": "A decision is favourable from this score on",
    "fitted.detail.columns": "Columns",
    "fitted.detail.inputs": "Fingerprint of what it was made from",
    "fitted.detail.data": "Fingerprint of the data",
    "fitted.detail.own": "Fingerprint of the model",
    "fitted.detail.seed": "Seed",
    "fitted.detail.versions": "Versions",
    "fitted.printed": "While it was trained or asked, it printed: fitted.printed holds it, and may quote rows.",
}

_TUNING: Mapping[str, str] = {
    "tuning.found": "What was found",
    "tuning.optimistic": (
        "The inner score of {best} is optimistic: the best of many is partly luck. Without tuning it is {untuned}. "
        "What tuning is worth, compare_models says with wb.tuned(…), which tunes anew within each fold."
    ),
    "tuning.settings": "Best settings: {settings}.",
    "tuning.none": "No settings tried are better than those without tuning.",
    "tuning.budget": "Used: {done} of {asked} trials on {folds} inner folds, in {seconds} seconds of work. {why}",
    "tuning.ended.trials": "All trials asked for were made.",
    "tuning.ended.seconds": "It ended since the time was over.",
    "tuning.ended.person": "It ended since somebody stopped it.",
    "tuning.states": "{done} were scored on all rows, {dropped} dropped early, {failed} failed.",
    "tuning.trials": "Trials",
    "tuning.caption": "The best trials by their inner {score}, which is optimistic",
    "tuning.more": "{n} more are in tuning.trials.",
    "tuning.trial": "Trial",
    "tuning.tried": "Settings",
    "tuning.state": "State",
    "tuning.inner": "Inner {score}",
    "tuning.seconds": "Seconds",
    "tuning.share": "Rows learned from, of 100",
    "tuning.untuned": "as without tuning",
    "tuning.state.done": "scored",
    "tuning.state.dropped": "dropped early",
    "tuning.state.failed": "failed: {error}",
    "tuning.space": "What was searched",
    "tuning.space_caption": "Each setting, and the values it could take",
    "tuning.setting": "Setting",
    "tuning.values": "Values",
}

_CHOICES: Mapping[str, str] = {
    "threshold.lead": (
        "Threshold {after} instead of {before}: {selected} of {n} rows favourable instead of {selected_before}."
    ),
    "threshold.lead_hidden": "Threshold {after} instead of {before}.",
    "threshold.nobody": "above every score (nobody is decided favourably)",
    "threshold.choice": "The choice",
    "threshold.elsewhere": (
        "To be expected on new rows: {criterion} {value} (likely between {low} and {high}), with each row decided by a "
        "threshold that was chosen on others. With the threshold before: {before}."
    ),
    "threshold.unknown": (
        "What to expect on new rows is not known: too few rows to put some apart. On the rows that it was chosen on, "
        "which flatters it, the {criterion} is {value}; with the threshold before, {before}."
    ),
    "threshold.cost": "cost of every 100 people",
    "threshold.how": "Chosen on {n} rows: {how}.",
    "threshold.plateau": "Any threshold above {low} and up to {high} is just as good on these rows.",
    "threshold.plateau_open": (
        "Any threshold above {low} is just as good on these rows; above every score nobody is decided favourably."
    ),
    "threshold.not_worse": (
        "Thresholds from {low} to {high} are not clearly worse, each compared by itself: one that is kinder to a group "
        "may be among them."
    ),
    "threshold.not_worse_open": (
        "Thresholds above {low} are not clearly worse, each compared by itself: one that is kinder to a group may be "
        "among them. Above every score nobody is decided favourably."
    ),
    "threshold.calibrated": "Were the scores calibrated probabilities, the least cost would be at {threshold}.",
    "threshold.capacity": (
        "Room for {most} of {of}. Who comes is chance: of {of} new people, likely between {low} and {high} are "
        "selected."
    ),
    "threshold.capacity_unknown": "Room for {most} of {of}. How many of new people are selected is not known.",
    "threshold.unused": "{unused} places stay empty, since the next {tied} rows have the same score.",
    "threshold.costs": "{criterion}, by threshold",
    "threshold.costs_chart": "The {criterion} at some thresholds; chosen: {threshold}",
    "threshold.axis": "Threshold",
    "threshold.effects": "What the threshold does to each group",
    "threshold.no_groups": "No protected attribute was named. Nobody can say from this what it does to groups.",
    "threshold.effect": "{title}: groups before and after",
    "threshold.effect_axis": "{title}, of 100; {meaning}",
    "threshold.effect_caption": "{title}, of 100, on the rows that the threshold was chosen on: {meaning}",
    "calibration.losses": "What changes",
    "calibration.caption": "Losses of {n} rows, each judged by a map learned on other rows; less is better",
    "calibration.loss": "Loss",
    "calibration.brier_score_loss": "Brier score",
    "calibration.log_loss": "log loss",
    "calibration.better": "Probabilities are better by the {loss}, beyond chance.",
    "calibration.no_better": "Probabilities are not clearly better by the {loss}.",
    "calibration.worse": "Probabilities are worse by the {loss}, beyond chance.",
    "calibration.decisions": "Decided otherwise: {changed} of {n} rows.",
    "calibration.how": "The map, {method}, was learned on {n} rows: {how}.",
    "calibration.reliability": "Do probabilities mean what they say?",
    "calibration.reliability_chart": "Probabilities of {output} and what happened, before and after",
    "calibration.reliability_numbers": "Probabilities of {output} and what happened: the numbers",
    "calibration.classes_chart": "Probabilities and what happened after calibration, class by class",
    "calibration.classes_numbers": "Probabilities and what happened after calibration: the numbers",
    "calibration.measure": "Measure",
    "calibration.large": "Mean probability less what happened, of 100",
    "calibration.intercept": "Intercept; nought is right",
    "calibration.slope": "Slope; one is right, below it probabilities are too extreme",
    "calibration.error": "Expected calibration error, of 100; above nought by chance, too",
    "calibration.of": "{measure}: {output}",
    "calibration.groups": "What is promised to each group",
    "calibration.groups_caption": "Mean probability less what happened, of 100: above nought, too much is promised",
    "calibration.groups_chart": "What is promised too much or too little, by group",
    "calibration.groups_axis": "Mean probability less what happened, of 100",
}

_SEGMENTS: Mapping[str, str] = {
    "segments.confirmed": "Where it errs more",
    "segments.confirmed_caption": "Confirmed on rows that these parts were not found on",
    "segments.confirmed_hidden": (
        "Confirmed on held-out rows: {n}. They are not described, since they could tell of few people."
    ),
    "segments.none_confirmed": "No part of the rows was confirmed to be worse than the rest.",
    "segments.chance": "What may be chance",
    "segments.chance_caption": "Looked worse where it was found, and was not confirmed",
    "segments.where": "Where",
    "segments.wrong": "Wrong, of 100",
    "segments.log_loss": "Log loss",
    "segments.absolute_error": "Off by",
    "segments.there": "{error}, there (likely between)",
    "segments.elsewhere": "Elsewhere",
    "segments.more": "More by (likely between)",
    "segments.why_not": "Why not",
    "segments.chart": "Where the model errs more than elsewhere",
    "segments.axis": "{error}; dashed: all rows held out, {all}",
    "segments.untold": "{n} more were found, with too few rows held out to tell of.",
    "segments.looked": "Looked for in {n} rows: {how}. What was found was judged on {held} rows held out.",
    "segments.alone": (
        "Intervals are for one part alone. Whether a part is confirmed allows for all that were found (after Holm), "
        "and the chance that any is confirmed by luck is at most {error} of 100."
    ),
    "segments.causes": "A part tells where the model errs, not why: too few such rows, other causes, or poor data.",
    "segments.columns": "Parts could be made of: {columns}.",
}

_REPORTS: Mapping[str, str] = {
    "section.compared": "Why this model",
    "section.tuned": "How its settings were chosen",
    "section.calibrated": "What its probabilities are worth",
    "section.threshold": "Why this threshold",
    "section.weak": "Where the model is weak",
    "section.effects": "What other values would do",
    "section.together": "What columns do together",
    "section.without": "What is lost without a column",
    "section.carried": "What carries the gaps by {attribute}",
    "chosen.ours": "The model did best of {n} that were compared.",
    "chosen.same": "Not clearly worse: {models}.",
    "chosen.other": "Of {n} models that were compared, {best} did best. Another one was taken.",
    "chosen.unknown": "Of {n} models that were compared, {best} did best. The model of this report was not among them.",
    "chosen.best": "Of {n} models that were compared, {best} did best.",
    "chosen.rows": (
        "All of them learned from the same rows and were judged on the same others. No row held out was looked at."
    ),
    "chosen.tuned": "Settings of {title} were tried out on the rows to learn from.",
    "chosen.calibrated": "The model of this report has these probabilities.",
    "chosen.not_calibrated": "That was tried and not taken: the model of this report has its probabilities as before.",
    "chosen.accepted": "The model of this report decides by it.",
    "chosen.not_accepted": "It was not taken: the model of this report decides as before.",
    "chosen.before": "This is of the model before its probabilities or its threshold were chosen.",
    "chosen.reading": "How to read the gaps by {attribute}",
    "chosen.because.cost": "The threshold was chosen for what wrong decisions cost.",
    "chosen.because.capacity": "The threshold was chosen by how many can be taken.",
    "chosen.because.score": "The threshold was chosen for how well the model then decides.",
    "chosen.withheld": "Left out, since it could tell of few people: {parts}.",
    "withheld.bins": "how often it happened, by what was predicted",
    "withheld.groups": "rates of groups",
    "withheld.curve": "the curve over thresholds",
    "withheld.counts": "small counts, and others that would tell them",
    "withheld.segments": "parts of the rows",
    "withheld.errors": "what went wrong where something failed",
    "withheld.points": "values that few have",
}

MESSAGES: Mapping[str, str] = {**_SHARED, **_REPORTS, **_CONTEST, **_FITTED, **_TUNING, **_CHOICES, **_SEGMENTS}
