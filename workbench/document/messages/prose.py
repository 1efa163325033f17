"""What prose says of data, of a model and of what moves it; how outcomes and decisions are spoken of."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["MESSAGES"]

MESSAGES: Mapping[str, str] = {
    "spoken.is": "is {label}",
    "spoken.was": "was {label}",
    "spoken.were": "were {label}",
    "spoken.would": "would be {label}",
    "spoken.would_have": "would have the decision {label}",
    "spoken.has": "has the outcome {label}",
    "spoken.had": "had the outcome {label}",
    "spoken.has_decision": "has the decision {label}",
    "spoken.had_decision": "had the decision {label}",
    "spoken.has_a": "has a {label}",
    "spoken.had_a": "had a {label}",
    "spoken.with": "with a {label}",
    "spoken.not": "not {label}",
    "spoken.value": "“{column}: {value}”",
    "spoken.selected": "selected",
    "spoken.predicted": "predicted {label}",
    "spoken.favourable_outcome": "favourable outcome",
    "spoken.unfavourable_outcome": "unfavourable outcome",
    "amount.of_100": "{number} of 100",
    "amount.every_100": "{number} for every 100",
    "between": "{low} and {high}",
    "list.others": " and others",
    "data.overall": "There are {rows} cases whose outcome is known. In them, {rate} of 100 people {were_spoken}.",
    "data.unknown_outcome": "For {rows} more the outcome is not known; they are not counted.",
    "data.supposed": "There are {rows} cases with a score. In them, {rate} of 100 people {were_spoken}.",
    "data.decided": "There are {rows} cases with a decision. In them, {rate} of 100 people {were_spoken}.",
    "data.undecided": "For {rows} more no decision is known; they are in no rate of decisions.",
    "data.predicted": "There are {rows} cases; for {predicted} of them an amount is predicted.",
    "data.predicted_all": "There are {rows} cases; for each an amount is predicted.",
    "data.happened": "What really happened is known for {happened}.",
    "data.happened_all": "What really happened is known for all of them.",
    "data.given": "There are {rows} cases. What is to be told stands in the column {target}.",
    "data.given_protected": "Protected columns: {columns}. By these, groups were not compared.",
    "data.no_outcome": (
        "What became of these people is not known, so nobody can say whether the decisions were right. "
        "What is compared is who {was_spoken}."
    ),
    "data.gap": (
        "By {attribute}, groups differ. {high} of 100 people with {attribute} {high_group} {were_spoken} "
        "({high_n} people), "
        "and {low} of 100 with {attribute} {low_group} ({low_n} people). {difference}"
    ),
    "data.gap_unclear": (
        "By {attribute}, no difference is clear. {high} of 100 people with {attribute} {high_group} {were_spoken} "
        "({high_n} people), and {low} of 100 with {attribute} {low_group} ({low_n} people). {difference}"
    ),
    "data.gap_others": "Groups also differ clearly by {attributes}.",
    "data.unclear_several": "By {attributes}, no difference is clear.",
    "data.of_shown": "Groups that are not shown are not in these numbers.",
    "data.one_group": "By {attribute}, nothing can be compared: fewer than two groups are known.",
    "data.no_attribute": "No protected attribute was named. So nobody can say for whom it is worse.",
    "data.by_chance": "Chance alone makes equal groups of this size differ by about {chance} of 100.",
    "model.tested": (
        "The model, {kind}, learned from {train} cases. "
        "It was tested on {test} others that were held out and that it had never seen."
    ),
    "model.better": (
        "It is right for {model} of 100 (likely between {model_between}). "
        "Always guessing the more frequent outcome is right for {baseline} of 100 (likely between {baseline_between})."
    ),
    "model.no_better": (
        "It is right for {model} of 100 (likely between {model_between}). "
        "Always guessing the more frequent outcome is right for {baseline} of 100 (likely between {baseline_between}). "
        "So the model was not shown to be better than a guess."
    ),
    "model.not_shown": "How often it is right is not shown: too few people are behind some of these counts.",
    "model.threshold": "It says {favourable} when it sees at least {threshold} chances of 100 for that.",
    "why.top": "These columns move the model most. They show what it relies on, not what causes the outcome.",
    "why.top_one": "The model sees one column. It shows what the model relies on, not what causes the outcome.",
    "why.named": (
        "What moves the model most, the strongest first: {columns}. Nobody can tell from that what causes what."
    ),
    "why.named_one": "The model sees one column: {columns}. Nobody can tell from that what causes what.",
    "why.rows": "Worked out for {rows} held-out cases. {method} The parts add up to every prediction.",
    "why.method.trees": "Exact, from the trees, against the {background} training cases that followed their branches.",
    "why.method.coefficients": "Exact, from the coefficients, against the mean of {background} training cases.",
    "why.method.permutation": (
        "By trying {orders} orders of the columns a case, against {background} training cases drawn at random."
    ),
    "why.protected_in": "The model sees protected columns: {columns}.",
    "why.protected_out": "The model does not see the protected columns. Others may stand in for them.",
    "why.unit.log-odds": "Pushes are in log-odds: the larger, the stronger.",
    "why.unit.probability": "Pushes are in chances of one: the larger, the stronger.",
}
