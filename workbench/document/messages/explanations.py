"""What explanations say in a notebook: importance, effects, groups, interactions, single cases."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["MESSAGES"]

MESSAGES: Mapping[str, str] = {
    "explained.section": "What moves predictions",
    "explained.scale.log-odds": "log-odds",
    "explained.scale.probability": "of 100",
    "explained.scale.amount": "in the unit of the amount",
    "explained.one": "{column} moves predictions most",
    "explained.open": "Which column moves predictions most is not settled: it may be {columns}",
    "explained.nothing": "No column is separated from what noise alone would give",
    "explained.axis": "How much it moves a typical prediction ({scale})",
    "explained.axis_noise": "How much it moves a typical prediction ({scale}); hollow: not separated from noise",
    "explained.place": "place {place}",
    "explained.place_unknown": "place not looked at",
    "explained.places": "place {low} to {high}",
    "explained.place_heading": "Place in the order",
    "explained.noise": "not separated from noise",
    "explained.noise_short": "not separated",
    "explained.point": "{value}, {place}",
    "explained.limits": "{low} to {high}",
    "explained.alternative": "Chart: one dot with its limits for each row. {takeaway}. ",
    "explained.table": "Columns, most important first: each with the places that chance leaves open",
    "explained.classes": "By class",
    "explained.classes_table": "What moves the prediction of each class, most important first",
    "explained.class": "Class {output}",
    "explained.more": "{columns} more columns are not listed here; the result itself holds them.",
    "explained.causes": (
        "This says what the model relies on, not what causes the outcome. A model trained on other rows may rely on "
        "other columns."
    ),
    "permuted.section": "What is lost without columns",
    "permuted.one": "Most is lost without {columns}",
    "permuted.nothing": "Nothing is clearly lost without any of the columns",
    "permuted.axis_noise": "Growth of the {loss}; hollow: not separated from noise",
    "permuted.loss.log_loss": "log loss",
    "permuted.loss.mean_absolute_error": "mean absolute error",
    "permuted.table": "How much worse held-out rows are predicted when columns are shuffled",
    "permuted.columns": "Columns shuffled together",
    "permuted.grows": "Growth of the {loss}",
    "permuted.shapley": "Moves a typical prediction ({scale})",
    "permuted.clear": "clear",
    "permuted.verdict": "Verdict",
    "permuted.alone": "Columns that say much the same: each shuffled alone",
    "permuted.agreement.agree": (
        "The order agrees with that of Shapley values (Kendall’s tau {kendall}, where one is the same order)."
    ),
    "permuted.agreement.agree in part": (
        "The order agrees with that of Shapley values in part only (Kendall’s tau {kendall}, where one is the same "
        "order)."
    ),
    "permuted.agreement.disagree": (
        "The order disagrees with that of Shapley values (Kendall’s tau {kendall}, where one is the same order): what "
        "moves predictions is not what makes them right."
    ),
    "permuted.agreement.nothing to compare": "There are too few columns to compare two orders.",
    "permuted.rows": "{rows} held-out rows, each column shuffled {times} times.",
    "permuted.left_out": "{columns} less important columns were not shuffled.",
    "carried.section": "{group} against {reference}",
    "carried.section_class": "{group} against {reference}, class {output}",
    "carried.rest": "the other groups",
    "carried.gap": ("The mean prediction for {group} less that for {reference} is {gap} ({scale}); likely {limits}."),
    "carried.clear": "Chance alone hardly makes such a gap.",
    "carried.chance": ("Chance alone could make such a gap, so nothing is said of which share of it a column carries."),
    "carried.rows": "{n} explained rows of the group, {others} of the reference.",
    "carried.most": "{column} carries most of it",
    "carried.unclear": "No column clearly carries a part of it",
    "carried.axis": "What it adds to the gap ({scale})",
    "carried.axis_noise": "What it adds to the gap ({scale}); hollow: chance alone could make it",
    "carried.association_proxy": "{association}, a proxy",
    "carried.proxy_note": "a proxy",
    "carried.table": "What each column adds to the gap; together they add up to it",
    "carried.adds": "Adds ({scale})",
    "carried.share": "Share of the gap, of 100",
    "carried.association": "Goes with the group (Cramér’s V)",
    "carried.relied": "Moves a prediction in the group ({scale})",
    "carried.relied_reference": "… in the reference",
    "carried.reading": "How far this goes",
    "carried.few": "Too few of their rows were explained to compare them: {groups}.",
    "carried.few_group": "{group} ({n})",
    "carried.few_hidden": "{group} (fewer than {fewest})",
    "carried.more": "{gaps} more comparisons, with smaller gaps, are not shown here; the result itself holds them.",
    "carried.causes": (
        "What carries a gap is not what causes it, and a gap is not yet an injustice: an audit judges it."
    ),
    "effect.section": "Effects of columns",
    "effect.rows_note": "{share} of 100 rows",
    "effect.rows_few": "{share} of 100: few rows",
    "pairs.more": "{pairs} more of them are not listed here; the result itself holds them.",
    "effect.of_class": "{column}, class {output}",
    "effect.rises": "The larger {column} is, the higher the prediction",
    "effect.falls": "The larger {column} is, the lower the prediction",
    "effect.varies": "{column}: highest at {most}, lowest at {least}",
    "effect.flat": "{column} changes no prediction on average",
    "effect.axis": "Mean prediction less its mean over all values ({scale})",
    "effect.axis_faint": (
        "Mean prediction less its mean over all values ({scale}); hollow: few rows learned from are there"
    ),
    "effect.strip": "Bars: rows learned from that have such a value, {most} of 100 at most",
    "effect.table": "What predictions would be with each value",
    "effect.value": "Value",
    "effect.rows": "Rows learned from, of 100",
    "effect.difference": "Difference ({scale})",
    "effect.mean": "Mean prediction ({scale})",
    "effect.few": "{share} (few)",
    "effect.point": "{value} ({share} of 100 rows)",
    "effect.point_few": "{value} ({share} of 100: few rows)",
    "effect.alternative": "Line chart with a strip of where the rows are: {takeaway}. ",
    "effect.outside": "The values of {share} of 100 rows learned from are not here: they are rare, or at the ends.",
    "effect.rest": "{effects} more effects, of columns named later, are not drawn here; the result itself holds them.",
    "effect.none": "{column}: there is no value that can be told.",
    "effect.left_out": "Columns without an effect",
    "effect.rows_used": (
        "Averaged over {rows} held-out rows: the model is asked about each with every value, all else as it is."
    ),
    "effect.causes": (
        "This is what the model would say, not what would happen to a person whose value changed. "
        "Where few rows are, the model knows little."
    ),
    "pairs.section": "What two columns do together",
    "pairs.none": "No pair of columns is separated from noise",
    "pairs.one": "{first} and {second} do most together",
    "pairs.table": "Pairs that are separated from noise, the strongest first",
    "pairs.noise": "Pairs that are not separated from noise, by name: their order says nothing",
    "pairs.pair": "{first} with {second}",
    "pairs.pair_class": "{first} with {second}, class {output}",
    "pairs.columns": "Columns",
    "pairs.strength": "Together beyond each alone ({scale})",
    "pairs.share": "Share of all that the two do, of 100",
    "pairs.rows": "{rows} held-out rows, put together with {background} rows learned from.",
    "person.alone": (
        "This is about one person. It goes into no public report, and only to the person and to those who decide."
    ),
    "person.values": "How this prediction comes about",
    "person.most": "{column} moves this prediction most",
    "person.none": "No column moves this prediction",
    "person.axis": "Prediction, log-odds",
    "person.axis_probability": "Prediction",
    "person.axis_amount": "Prediction, in the unit of the amount",
    "person.axis_class": "{axis}, class {output}",
    "person.adds": "From the average prediction to this one",
    "person.average": "Average prediction",
    "person.this": "This prediction",
    "person.is": "{column} = {value}",
    "person.others": "{columns} other columns",
    "person.score": "The model says {score} of 100 for this row.",
    "person.amount": "The model says {score} for this row.",
    "person.background": "Compared with {rows} rows learned from.",
    "person.decided.favourable": ("The decision is favourable: {score} of 100, where {threshold} of 100 are enough."),
    "person.decided.unfavourable": (
        "The decision is unfavourable: {score} of 100, where {threshold} of 100 are enough."
    ),
    "person.reasons": "Principal reasons",
    "person.reasons_table": "What moved the decision the way it went, the strongest first",
    "person.no_reason": "No single column moved the decision the way it went.",
    "person.method.A": "Compared with {rows} rows learned from whose score is just high enough (method A).",
    "person.method.B": "Compared with {rows} rows learned from, whatever their score (method B).",
    "person.value": "Value",
    "person.adds_heading": "Pushes ({scale})",
    "person.part": "Of all that push that way, of 100",
    "person.standing": "Beside others",
    "person.protected": "{column} (protected)",
    "person.standing.lower": "lower than most",
    "person.standing.higher": "higher than most",
    "person.standing.telling": "more would be decided this way with it",
    "person.standing.alike": "much as others",
    "person.standing.missing": "missing",
    "person.change": "Another value of it alone",
    "person.change.at least": "{value} or more would turn the decision",
    "person.change.at most": "{value} or less would turn the decision",
    "person.change.between": "from {value} to {end}, the decision would turn",
    "person.change.about": "about {value}, the decision would turn",
    "person.change.exactly": "{value} exactly would turn the decision",
    "person.change.one of": "{value} would turn the decision",
    "person.change.none": "none would turn the decision",
    "person.change.untold": "those that would turn it are too rare to be told",
    "person.change.fixed": "cannot be changed",
    "person.change.not tried": "not tried",
    "counterfactual.section": "What would turn the answer",
    "counterfactual.reasons": (
        "This is no substitute for reasons. It says what would be answered otherwise, not what counted against "
        "the person: reasons come from explain_person."
    ),
    "counterfactual.none": "Nothing was found that would turn the answer to: {wanted}.",
    "counterfactual.wanted": "Wanted: {wanted}. As it is, the model says {score}.",
    "counterfactual.asked": "The model was asked about {asked} changed rows, with at most {columns} columns changed.",
    "counterfactual.exhaustive": (
        "Every value that can be told was asked about, alone and in pairs: of one or two changes none is nearer."
    ),
    "counterfactual.sampled": "Not every value was asked about: a nearer change may exist.",
    "counterfactual.table": "Changes that each turn the answer, the nearest first; all else as it is",
    "counterfactual.way": "{place}. The model then says {score}.",
    "counterfactual.way_implausible": (
        "{place}. The model then says {score}. Hardly any row learned from is like this."
    ),
    "counterfactual.was": "Is",
    "counterfactual.becomes": "Would be",
    "counterfactual.not_tried": "Not tried",
    "counterfactual.not_tried_table": "Columns that were not changed, and why",
    "counterfactual.why": "Why not",
    "counterfactual.of_100": "{score} of 100",
    "counterfactual.promise": "None of this is a promise: a new decision looks at everything again.",
}
