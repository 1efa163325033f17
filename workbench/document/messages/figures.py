"""What every figure is called, what it counts, and how a sentence begins that tells it.

``metric.model.…`` and ``metric.decisions.…`` open a sentence that goes on "to 45 of 100 with …" or
"for 45 of 100 with …"; ``figure.…`` is the field's name and ``figure.means.…`` what it is.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["MESSAGES"]

_SENTENCES: Mapping[str, str] = {
    "preposition.to": "to",
    "preposition.for": "for",
    "metric.model.selection_rate": "The model says {spoken}",
    "metric.model.true_positive_rate": "Of people whose outcome is {favourable}, the model says {favourable}",
    "metric.model.false_positive_rate": "Of people whose outcome is {unfavourable}, the model says {favourable}",
    "metric.model.true_negative_rate": "Of people whose outcome is {unfavourable}, the model says {unfavourable}",
    "metric.model.false_negative_rate": "Of people whose outcome is {favourable}, the model says {unfavourable}",
    "metric.model.accuracy_score": "The model is right",
    "metric.model.zero_one_loss": "The model is wrong",
    "metric.model.precision_score": "Of people to whom the model says {favourable}, the outcome is {favourable}",
    "metric.model.false_discovery_rate": "Of people to whom the model says {favourable}, the outcome is {unfavourable}",
    "metric.model.negative_predictive_value": (
        "Of people to whom the model says {unfavourable}, the outcome is {unfavourable}"
    ),
    "metric.model.false_omission_rate": "Of people to whom the model says {unfavourable}, the outcome is {favourable}",
    "metric.model.base_rate": "In the data the outcome is {favourable}",
    "metric.decisions.selection_rate": "Who {was_spoken}",
    "metric.predictions.share_above": "The prediction is {label} or more",
    "metric.decisions.true_positive_rate": "Of people with a favourable outcome, the decision is {favourable}",
    "metric.decisions.false_positive_rate": "Of people with an unfavourable outcome, the decision is {favourable}",
    "metric.decisions.true_negative_rate": "Of people with an unfavourable outcome, the decision is {unfavourable}",
    "metric.decisions.false_negative_rate": "Of people with a favourable outcome, the decision is {unfavourable}",
    "metric.decisions.accuracy_score": "The decision agrees with the outcome",
    "metric.decisions.zero_one_loss": "The decision does not agree with the outcome",
    "metric.decisions.precision_score": "Of people whose decision is {favourable}, the outcome is favourable",
    "metric.decisions.false_discovery_rate": "Of people whose decision is {favourable}, the outcome is unfavourable",
    "metric.decisions.negative_predictive_value": (
        "Of people whose decision is {unfavourable}, the outcome is unfavourable"
    ),
    "metric.decisions.false_omission_rate": "Of people whose decision is {unfavourable}, the outcome is favourable",
    "metric.decisions.base_rate": "The outcome is favourable",
    "metric.model_supposed.selection_rate": "The model would say {spoken}",
    "metric.model_supposed.true_positive_rate": (
        "Of people whose outcome is {favourable}, the model would say {favourable}"
    ),
    "metric.model_supposed.false_positive_rate": (
        "Of people whose outcome is {unfavourable}, the model would say {favourable}"
    ),
    "metric.model_supposed.true_negative_rate": (
        "Of people whose outcome is {unfavourable}, the model would say {unfavourable}"
    ),
    "metric.model_supposed.false_negative_rate": (
        "Of people whose outcome is {favourable}, the model would say {unfavourable}"
    ),
    "metric.model_supposed.accuracy_score": "The model would be right",
    "metric.model_supposed.zero_one_loss": "The model would be wrong",
    "metric.model_supposed.precision_score": (
        "Of people to whom the model would say {favourable}, the outcome is {favourable}"
    ),
    "metric.model_supposed.false_discovery_rate": (
        "Of people to whom the model would say {favourable}, the outcome is {unfavourable}"
    ),
    "metric.model_supposed.negative_predictive_value": (
        "Of people to whom the model would say {unfavourable}, the outcome is {unfavourable}"
    ),
    "metric.model_supposed.false_omission_rate": (
        "Of people to whom the model would say {unfavourable}, the outcome is {favourable}"
    ),
    "metric.decisions_supposed.true_positive_rate": (
        "Of people with a favourable outcome, the decision would be {favourable}"
    ),
    "metric.decisions_supposed.false_positive_rate": (
        "Of people with an unfavourable outcome, the decision would be {favourable}"
    ),
    "metric.decisions_supposed.true_negative_rate": (
        "Of people with an unfavourable outcome, the decision would be {unfavourable}"
    ),
    "metric.decisions_supposed.false_negative_rate": (
        "Of people with a favourable outcome, the decision would be {unfavourable}"
    ),
    "metric.decisions_supposed.accuracy_score": "The decision would agree with the outcome",
    "metric.decisions_supposed.zero_one_loss": "The decision would not agree with the outcome",
    "metric.decisions_supposed.precision_score": (
        "Of people whose decision would be {favourable}, the outcome is favourable"
    ),
    "metric.decisions_supposed.false_discovery_rate": (
        "Of people whose decision would be {favourable}, the outcome is unfavourable"
    ),
    "metric.decisions_supposed.negative_predictive_value": (
        "Of people whose decision would be {unfavourable}, the outcome is unfavourable"
    ),
    "metric.decisions_supposed.false_omission_rate": (
        "Of people whose decision would be {unfavourable}, the outcome is favourable"
    ),
    "metric.short.selection_rate": "says {spoken}",
    "metric.short.true_positive_rate": "says {favourable}, of those whose outcome is {favourable}",
    "metric.short.false_positive_rate": "says {favourable}, of those whose outcome is {unfavourable}",
    "metric.short_supposed.selection_rate": "would say {spoken}",
    "metric.short_supposed.true_positive_rate": "would say {favourable}, of those whose outcome is {favourable}",
    "metric.short_supposed.false_positive_rate": "would say {favourable}, of those whose outcome is {unfavourable}",
}

_NAMES: Mapping[str, str] = {
    "selection_rate": "selection rate",
    "true_positive_rate": "true positive rate",
    "false_positive_rate": "false positive rate",
    "true_negative_rate": "true negative rate",
    "false_negative_rate": "false negative rate",
    "accuracy_score": "accuracy",
    "zero_one_loss": "error rate",
    "precision_score": "precision",
    "false_discovery_rate": "false discovery rate",
    "negative_predictive_value": "negative predictive value",
    "false_omission_rate": "false omission rate",
    "base_rate": "base rate",
    "share_of_selected": "share of all selected",
    "equalized_odds": "equalized odds",
    "balanced_accuracy_score": "balanced accuracy",
    "f1_score": "F\N{SUBSCRIPT ONE} score",
    "matthews_corrcoef": "Matthews correlation",
    "treatment_equality": "ratio of wrong refusals to wrong approvals",
    "macro_precision": "precision, mean over classes",
    "macro_f1": "F\N{SUBSCRIPT ONE} score, mean over classes",
    "roc_auc_score": "area under the ROC curve",
    "brier_score_loss": "Brier score",
    "log_loss": "log loss",
    "calibration_in_the_large": "calibration in the large",
    "calibration_intercept": "calibration intercept",
    "calibration_slope": "calibration slope",
    "expected_calibration_error": "expected calibration error",
    "balance_for_favourable": "mean score where the outcome is favourable",
    "balance_for_unfavourable": "mean score where the outcome is unfavourable",
    "balanced_root_mean_squared_error": "balanced root mean squared error",
    "squared_calibration_error": "squared calibration error",
    "mean_prediction": "mean prediction",
    "mean_outcome": "mean outcome",
    "mean_error": "mean error",
    "mean_absolute_error": "mean absolute error",
    "mean_overprediction": "mean overprediction",
    "mean_underprediction": "mean underprediction",
    "mean_squared_error": "mean squared error",
    "root_mean_squared_error": "root mean squared error",
    "r2_score": "share of variance explained",
}

_MEANINGS: Mapping[str, str] = {
    "selection_rate": "of all with a decision, those with the favourable one",
    "true_positive_rate": "of those with the favourable outcome, those with the favourable decision",
    "false_positive_rate": "of those with the unfavourable outcome, those with the favourable decision",
    "true_negative_rate": "of those with the unfavourable outcome, those with the unfavourable decision",
    "false_negative_rate": "of those with the favourable outcome, those with the unfavourable decision",
    "accuracy_score": "of all with both, those whose decision agrees with the outcome",
    "zero_one_loss": "of all with both, those whose decision does not agree with the outcome",
    "precision_score": "of those with the favourable decision, those with the favourable outcome",
    "false_discovery_rate": "of those with the favourable decision, those with the unfavourable outcome",
    "negative_predictive_value": "of those with the unfavourable decision, those with the unfavourable outcome",
    "false_omission_rate": "of those with the unfavourable decision, those with the favourable outcome",
    "base_rate": "of all with an outcome, those with the favourable one",
    "share_of_selected": "of all with the favourable decision, those of this group: no selection rate",
    "balanced_accuracy_score": "the mean of the true positive and the true negative rate",
    "f1_score": "the harmonic mean of precision and true positive rate",
    "matthews_corrcoef": "how decision and outcome go together, from minus one to one; nought is chance",
    "treatment_equality": "false negative for each false positive decision",
    "macro_precision": "the precision of each class against the rest, averaged",
    "macro_f1": "the score of each class against the rest, averaged",
    "roc_auc_score": "how often somebody with the favourable outcome has the higher score of two; a half is chance",
    "brier_score_loss": "the mean squared distance of score and outcome; the smaller the better",
    "log_loss": "the mean surprise at the outcome, given the score; the smaller the better",
    "calibration_in_the_large": "mean outcome minus mean score: above nought, scores are too low",
    "calibration_intercept": "of outcomes on scores, both on the logit: nought if calibrated",
    "calibration_slope": "of outcomes on scores, both on the logit: one if calibrated, less if scores are too extreme",
    "expected_calibration_error": "the mean distance of score and outcome over bins",
    "balance_for_favourable": "the mean score of those with the favourable outcome",
    "balance_for_unfavourable": "the mean score of those with the unfavourable outcome",
    "balanced_root_mean_squared_error": "the mean of the root mean squared errors at either outcome",
    "squared_calibration_error": "the mean squared distance of score and outcome over bins, chance taken off",
    "mean_prediction": "the mean of the scores or predictions",
    "mean_outcome": "the mean of what happened",
    "mean_error": "the mean of prediction minus outcome: above nought, predictions are too high",
    "mean_absolute_error": "the mean distance of prediction and outcome",
    "mean_overprediction": "how much too high predictions are, nought where they are not, averaged",
    "mean_underprediction": "how much too low predictions are, nought where they are not, averaged",
    "mean_squared_error": "the mean squared distance of prediction and outcome",
    "root_mean_squared_error": "the root of the mean squared distance of prediction and outcome",
    "r2_score": "how much of the spread of outcomes the predictions explain",
}

MESSAGES: Mapping[str, str] = {
    **_SENTENCES,
    **{f"figure.{metric}": name for metric, name in _NAMES.items()},
    **{f"figure.means.{metric}": meaning for metric, meaning in _MEANINGS.items()},
    "figure.class_meaning": "this class against all others",
    "figure.share_above": "share predicted {label} or more",
    "figure.quantile": "{what} that {share} of 100 people stay below",
    "figure.quantile.prediction": "prediction",
    "figure.quantile.outcome": "outcome",
    "figure.quantile.error": "error",
    "figure.of_class": "{title} of {label}",
}
