"""What is said of methods against gaps: what each does to gaps, to performance and to people, and which was chosen."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["MESSAGES"]

MESSAGES: Mapping[str, str] = {
    "section.candidates": "Models and thresholds beside their gaps",
    "candidates.beside": "Gaps beside performance",
    "candidates.lead": (
        "{n} people of the training rows were decided by models that had not learned from them. "
        "No held-out row was read."
    ),
    "candidates.partial": "It was ended before all models were done.",
    "candidates.chosen": (
        "Whoever chooses by these numbers has chosen on these rows: the held-out rows have to confirm it."
    ),
    "candidates.model": "Model",
    "candidates.threshold": "Threshold",
    "candidates.balanced": "Balanced accuracy",
    "candidates.gap": "Difference",
    "candidates.verdict": "Verdict",
    "candidates.not_known": "not known",
    "candidates.performance_caption": "How good decisions are, by model and threshold",
    "candidates.gaps": "{metric} by {attribute}: the gap of each model and threshold beside its performance",
    "candidates.gap_caption": (
        "Balanced accuracy, and the largest difference in {metric} by {attribute}, by model and threshold"
    ),
    "candidates.failed": "Not done",
    "candidates.error": "{model}: {error}",
    "section.mitigated": "What was tried against gaps",
    "chosen.mitigated": "The model of this report was made so.",
    "chosen.not_mitigated": "The model of this report was not made so.",
    "mitigation.lead": (
        "{n} people of the training rows were decided by models that had not learned from them, as it is and with each "
        "method. No held-out row was read."
    ),
    "mitigation.trade_off": "Gaps beside performance",
    "mitigation.gaps": "{metric} by {attribute}: each method's gap beside its performance",
    "mitigation.gap_caption": (
        "Balanced accuracy, the largest difference in {metric} by {attribute}, and what a method changes"
    ),
    "mitigation.method": "Method",
    "mitigation.gap": "Difference",
    "mitigation.change": "Change, {higher} less {lower}",
    "mitigation.changed": "Change",
    "mitigation.verdict": "Verdict",
    "mitigation.performance_caption": "How good decisions are, and whether the attribute is looked at",
    "mitigation.balanced": "Balanced accuracy",
    "mitigation.looks": "Looks at {attribute}",
    "mitigation.never": "never",
    "mitigation.training": "in training",
    "mitigation.decisions": "at each decision",
    "mitigation.no_change": "as it is",
    "mitigation.not_known": "not known",
    "mitigation.people": "Who is decided otherwise",
    "mitigation.people_caption": "People whose decision becomes another, beside doing nothing",
    "mitigation.gained": "Only favourable with it",
    "mitigation.lost": "Only favourable without it",
    "mitigation.everyone": "everyone",
    "mitigation.of_group": "{attribute}: {group}",
    "mitigation.failed": "Not tried",
    "mitigation.failed_one": "{method}: {error}",
    "mitigation.pairs": (
        "A change is that between the two groups that differed most clearly as it is, among the same people; its "
        "limits allow for every pair of groups. Limits do not tell how much another training would change."
    ),
    "mitigation.next": "Write down which one you choose and why, {code}, and let the held-out rows confirm it.",
    "mitigation.chosen": "What was chosen, and why",
    "mitigation.chosen_one": "A person chose: {method}. The reason given:",
}
