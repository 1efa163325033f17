"""What reports say of models that tell one of several classes, or an amount; and how any model was explained."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["MESSAGES"]

MESSAGES: Mapping[str, str] = {
    "brief.lead_of_classes": (
        "A model was trained to tell which class of {target} a case belongs to. "
        "This report says how that turns out, how it differs by group, and how sure we are."
    ),
    "brief.lead_of_classes_alone": (
        "A model was trained to tell which class of {target} a case belongs to. "
        "This report says what it does. Groups were not compared."
    ),
    "brief.lead_of_amounts": (
        "A model was trained to tell an amount: {target}. "
        "This report says how far off it is, for whom its predictions are higher or lower, and how sure we are."
    ),
    "brief.lead_of_amounts_alone": (
        "A model was trained to tell an amount: {target}. This report says how far off it is. Groups were not compared."
    ),
    "brief.lead_of_amounts_not_shown": (
        "A model was trained to tell an amount: {target}. This report says what can be shown of it to its readers. "
        "How far off it is, and for whom its predictions are higher or lower, is not shown."
    ),
    "brief.lead_data_classes": (
        "This report says which class of {target} people are given by a model, how that differs by group, "
        "and how sure we are."
    ),
    "spoken.the_class": "the class",
    "spoken.another_class": "another class",
    "data.classes": "There are {rows} cases whose class is known. Of 100 of them: {classes}.",
    "data.class": "{label} {rate}",
    "data.more_classes": "and others",
    "data.outcomes_not_shown": (
        "What became of these people is known, and not shown here: too few people are behind some counts."
    ),
    "limits.outcomes_not_shown": (
        "How often the decisions were right in each group: too few people are behind some counts to show it."
    ),
    "limits.amounts_not_shown": (
        "How far off the predictions were: of a sum of amounts, one person’s may be the most, so that none is shown."
    ),
    "by.amounts_not_shown": "What is known of these groups are amounts, which are not shown here.",
    "model.classes": "It tells the class that it takes to be the most likely.",
    "model.amounts": "It tells an amount, in the unit of {target}.",
    "model.better_classes": (
        "It is right for {model} of 100 (likely between {model_between}). "
        "Always guessing the most frequent class is right for {baseline} of 100 (likely between {baseline_between})."
    ),
    "model.no_better_classes": (
        "It is right for {model} of 100 (likely between {model_between}). "
        "Always guessing the most frequent class is right for {baseline} of 100 (likely between {baseline_between}). "
        "So the model was not shown to be better than a guess."
    ),
    "model.better_amounts": (
        "On average it is off by {model} (likely between {model_between}). "
        "Always telling the mean of the cases learned from is off by {baseline}. "
        "So the model is nearer to what happened, by {gain} (likely between {gain_between})."
    ),
    "model.no_better_amounts": (
        "On average it is off by {model} (likely between {model_between}). "
        "Always telling the mean of the cases learned from is off by {baseline}. "
        "So the model was not shown to be nearer to what happened than that."
    ),
    "model.not_shown_amounts": "How far off it is is not shown: of a sum of amounts, one person’s may be the most.",
    "disclosure.performance_amounts": (
        "How far off the model is is left out: of a sum of amounts, one person’s may be the most."
    ),
    "disclosure.confusion": (
        "Which classes the model takes for which is left out, and every score that follows from it: "
        "so few people are behind some of these counts that they could be told."
    ),
    "section.performance": "How good the model is",
    "scores.beside_rule": "On held-out cases, beside a rule that looks at no column",
    "scores.score": "Score",
    "scores.means": "What it is",
    "scores.model": "Model",
    "scores.baseline": "Rule",
    "scores.rule_classes": "The rule always tells the class that is most frequent in the cases learned from.",
    "scores.rule_amounts": "The rule always tells the mean of the cases learned from.",
    "scores.unit": "Errors are in the unit of {target}.",
    "scores.means.accuracy": "cases that are right; the higher the better",
    "scores.means.balanced_accuracy": "the share that is right within each class, averaged; the higher the better",
    "scores.means.macro_f1": (
        "within each class, cases missed and cases wrongly called so, weighed together and averaged; "
        "the higher the better"
    ),
    "scores.means.roc_auc": (
        "how often, of two cases, the one of the class looks more like it, averaged over classes; the higher the better"
    ),
    "scores.means.log_loss": "how surprising what happened was to the model; the lower the better",
    "scores.means.brier_score": "squared distance of its probabilities from what happened; the lower the better",
    "scores.means.mean_absolute_error": "how far off it is on average; the lower the better",
    "scores.means.root_mean_squared_error": "the same, with large errors counting more; the lower the better",
    "scores.means.r2": "the share of the differences between cases that it accounts for; the higher the better",
    "scores.means.bias": "above nought where amounts are higher than it says; the nearer to nought the better",
    "scores.means.median_absolute_error": "half of the cases are nearer than this; the lower the better",
    "scores.no_limits": (
        "Limits of the root mean squared error and of R² miss too often where few errors are large: "
        "they are shown, and nothing is judged by them."
    ),
    "confusion.caption": "What the model says of held-out cases, by what happened",
    "confusion.happened": "What happened",
    "confusion.said": "Says {label}",
    "confusion.all": "All",
    "confusion.many": "Which of the classes the model takes for which is not listed: there are {classes} of them.",
    "why.method.enumeration": ("Exact, by leaving out every set of the columns, against {background} training cases."),
    "why.unit.amount": "Pushes are in the unit of what is predicted: the larger, the stronger.",
    "why.scale.amount": "unit of the amount",
    "why.by_class": "How much each column moves what the model says of each class",
    "why.classes_more": "{classes} more classes are not listed.",
    "known.labels_classes": "Column {column}, with the classes {classes}.",
    "known.labels_amounts": "Column {column}, an amount.",
    "known.output_classes": (
        "For each class of {column} a number from nought to one: the chance, as the model sees it, that it is the one."
    ),
    "known.output_amounts": "An amount, in the unit of {column}.",
}
