"""What the technical report says beside the audit: forms, sign-off, how things were made, glossary."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["MESSAGES"]

_GLOSSARY: Mapping[str, tuple[str, str]] = {
    "attribute": ("protected attribute", "what people are grouped by to see whether some fare worse, such as sex"),
    "baseline": ("guess", "the simplest rule there is: always the more frequent outcome"),
    "breslow_day": ("Breslow–Day", "a test whether two groups differ alike in every stratum"),
    "calibration": ("calibration", "whether a score of seven in ten comes true seven times in ten"),
    "chance": ("chance", "what differs from sample to sample although nothing lies behind it"),
    "cmh": ("Cochran–Mantel–Haenszel", "a test whether two groups differ at all, once strata are kept apart"),
    "fingerprint": (
        "fingerprint",
        "a short text computed from data or a result; it changes when anything in them changes",
    ),
    "four_fifths": (
        "four-fifths",
        "an old rule of thumb: the lower rate should be at least four fifths of the higher",
    ),
    "gap": ("gap", "a verdict: the difference is larger than the limit, and chance does not explain that much"),
    "held_out": ("held out", "kept away from training, so that the test is on cases never seen before"),
    "impact_ratio": ("impact ratio", "the rate of a group beside that of the group with the highest rate"),
    "likely": ("likely between", "the values that agree with the data, chance taken into account"),
    "log_odds": ("log-odds", "chances for beside chances against, on a scale where pushes can be added"),
    "mantel_haenszel": ("Mantel–Haenszel", "a way to compare two groups within strata and add that up"),
    "not_enough": ("not enough evidence", "a verdict: neither a gap nor its absence could be shown"),
    "odds_ratio": ("odds ratio", "the odds of one group beside those of another; one means equal"),
    "outcome": ("outcome", "what really happened, as the data have it"),
    "push": ("push", "how far a column moves a prediction, the others left as they are"),
    "seed": ("seed", "the number that a random draw starts from; the same seed gives the same draw"),
    "simpson": ("Simpson’s reversal", "a difference that turns round once people are compared within strata"),
    "threshold": ("threshold", "the score from which on a decision is favourable"),
    "within": ("within tolerance", "a verdict: even the largest difference that the data allow is inside the limit"),
}

MESSAGES: Mapping[str, str] = {
    **{f"term.{id}": word for id, (word, _) in _GLOSSARY.items()},
    **{f"means.{id}": meaning for id, (_, meaning) in _GLOSSARY.items()},
    "technical.title": "{data}: technical report",
    "data.one_shown": (
        "By {attribute}, nothing is compared here: numbers of fewer than two groups can be shown. "
        "What is known of others is not shown."
    ),
    "rows.counted": "Every row that is counted is in one group of each attribute.",
    "rows.left_out": "A few rows without a decision or an outcome are left out of all tables.",
    "section.made": "How it was made",
    "section.columns": "Rows and columns",
    "section.examined": "Groups examined",
    "section.people": "Oversight, and what a person can do",
    "section.robustness": "Unusual inputs, and later times",
    "section.mitigation": "What was done, and who decided",
    "section.monitoring": "What happens next",
    "section.card": "Model card",
    "section.datasheet": "Datasheet",
    "section.missing": "Not provided",
    "section.reproduced": "How to compute this again",
    "section.disclosure": "What is shown of people",
    "section.access": "How this report can be read",
    "section.glossary": "Words used here",
    "section.by_group": "Every group",
    "section.strata_all": "Within strata",
    "section.standards": "Standards",
    "section.signed": "Sign-off",
    "card.details": "Model details",
    "card.intended_use": "Intended use",
    "card.factors": "Factors",
    "card.metrics": "Metrics",
    "card.evaluation_data": "Evaluation data",
    "card.training_data": "Training data",
    "card.analyses": "Quantitative analyses",
    "card.ethics": "Ethical considerations",
    "card.caveats": "Caveats and recommendations",
    "sheet.motivation": "Motivation",
    "sheet.composition": "Composition",
    "sheet.collection": "Collection",
    "sheet.preprocessing": "Preparation",
    "sheet.uses": "Uses",
    "sheet.distribution": "Distribution",
    "sheet.maintenance": "Maintenance",
    "short.purpose": "What it is for: {purpose}",
    "field.missing": "Not provided",
    "field.listed": "The questions are listed near the end.",
    "field.asked": "{field}: {question}",
    "missing.said": "Nobody answered these questions.",
    "missing.results": "Not given: {results}.",
    "known.type": "A model was trained: {kind}.",
    "known.groups": "{attribute}: {groups}.",
    "known.measures": "Judged are: {figures}.",
    "known.tested_on": "{rows} cases of {data}, held out and never seen in training.",
    "known.audited_on": "{rows} cases of {data}.",
    "known.same_preparation": "As the training data. Every step was fitted to the training data alone.",
    "known.learned_from": "{rows} cases of {data}.",
    "known.unitary": "By {attributes}. The tables stand in the parts of this report that are named after them.",
    "known.crossed": "By {crossings}. The tables stand in the parts of this report that are named after them.",
    "known.protected": "These columns are protected: groups are compared by them: {columns}.",
    "known.protected_in": "The model sees them.",
    "known.protected_out": "The model does not see them. Other columns may stand in for them.",
    "known.rows_and_columns": "{rows} rows and {columns} columns.",
    "known.rows": "{rows} rows.",
    "known.labels": "Column {column}: {favourable}, or {unfavourable}.",
    "known.none_missing": "No value is missing.",
    "known.missing": "Columns that lack values: {columns} of {all}. The table of columns says where.",
    "known.missing_values": "Values that are missing: {values}.",
    "known.splits": "{train} cases to learn from, and {test} for the test.",
    "known.populations": "The table of people by group says so.",
    "known.steps": "The table of preparation steps says what was done, and why.",
    "known.computed_with": "Computed with: {versions}.",
    "known.inputs": "It reads these columns: {columns}.",
    "known.output": "A number from nought to one: the chance, as the model sees it, that the outcome is {favourable}.",
    "known.expires": "This report should not be relied on after {day}; an audit is due by then.",
    "known.default_settings": "Its settings are as the program sets them.",
    "columns.caption": "Columns of the data, and what they are for",
    "columns.column": "Column",
    "columns.kind": "Type",
    "columns.role": "Role",
    "columns.missing": "Missing values",
    "columns.few": "few",
    "columns.more": "{columns} more columns are not listed.",
    "columns.kind.number": "number",
    "columns.kind.whole": "whole number",
    "columns.kind.text": "text",
    "columns.kind.truth": "true or false",
    "columns.kind.date": "date",
    "columns.kind.nothing": "no values",
    "columns.role.target": "outcome",
    "columns.role.protected": "protected",
    "columns.role.id": "names the row",
    "columns.role.time": "says when",
    "columns.role.group": "says what belongs together",
    "columns.role.weight": "says how much a row counts",
    "columns.role.feature": "the model may see it",
    "columns.role.not used": "not used",
    "steps.caption": "What is done to columns before the model sees them",
    "steps.step": "Step",
    "steps.columns": "Columns",
    "steps.reason": "Why",
    "steps.left_out": "Columns that the model does not see",
    "examined.caption": "Groups that were examined",
    "examined.groups": "Groups",
    "examined.which": "Which",
    "examined.not_caption": "Groups that could not be examined, or not be judged",
    "examined.why": "Why",
    "examined.all": "all of it",
    "examined.one_group": "Fewer than two groups are known.",
    "examined.one_shown": "Fewer than two groups are shown. Others are known.",
    "examined.small": "Fewer than {minimum} people: never called within tolerance.",
    "examined.left_out": "Left out, as was said before looking.",
    "examined.withheld": "Outcomes are known of too few of the people decided one way.",
    "examined.hidden": "Small groups, or larger ones that would give small ones away. Verdicts take account of them.",
    "examined.not_known": "Nobody knows to which group these people belong.",
    "examined.others": (
        "Groups that the data do not name could not be examined at all. "
        "That nothing is said of them does not mean that they fare well."
    ),
    "examined.nobody": "No protected attribute was named, so no group could be examined.",
    "examined.people": "People by group",
    "why.most": "What moves the model most: {column}",
    "why.scale.log-odds": "log-odds",
    "why.scale.probability": "chances of one",
    "why.more": "{columns} more columns move it less, and are not listed.",
    "why.limits": (
        "This holds for the model as it was trained. Trained on other cases it might rely on other columns."
    ),
    "signed.name.owner": "Answers for the system",
    "signed.name.reviewer": "Checked this report",
    "signed.name.decision": "Decision",
    "signed.name.residual_risk": "Risk that remains",
    "signed.name.signed": "Signed on",
    "signed.name.expires": "Holds until",
    "signed.ask.owner": "Who answers for the system?",
    "signed.ask.reviewer": "Who read this report and checked it?",
    "signed.ask.decision": "What was decided on its ground?",
    "signed.ask.residual_risk": "Which risk remains, and is accepted?",
    "signed.ask.signed": "On which day was it signed?",
    "signed.ask.expires": "Until when may it be relied on?",
    "signed.owner": "Who answers for this: {said}.",
    "signed.reviewer": "Checked by {said}.",
    "signed.decision": "Decision: {said}.",
    "signed.residual_risk": "Risk that remains: {said}.",
    "signed.signed": "Signed on {said}.",
    "signed.expires": "It should not be relied on after {said}.",
    "signed.day_only": (
        "A day of signature is given, {said}. It is not said both who answers for this and who checked it, "
        "so this counts as not signed."
    ),
    "signed.later": "The day of the signature, {signed}, is after the day of this report, {day}.",
    "signed.long_ago": (
        "The day of the signature, {signed}, is more than a year before the day of this report, {day}: "
        "what was signed then was not this report."
    ),
    "signed.past": "This sign-off held until {expires}, which is before the day of this report, {day}.",
    "signed.overruled": "Known and accepted: {code}. Reason: {reason}",
    "signed.overruled_scope": "{code} for {scope}",
    "signed.overruled_by": "{reason} (accepted by {by})",
    "signed.overruled_on": "{reason} (accepted on {day})",
    "signed.overruled_both": "{reason} (accepted by {by} on {day})",
    "signed.overruled_caption": "Findings that are known and accepted",
    "signed.reason": "Reason",
    "made.said": (
        "Whoever has the same data and programs gets the same fingerprints. Another fingerprint means other data."
    ),
    "made.caption": "What this was computed from and with",
    "made.date": "Day of this report",
    "made.program": "Written by",
    "made.versions": "Computed with",
    "made.source": "Data as they came",
    "made.rows": "Rows of the data",
    "made.split": "Parts held out and learned from",
    "made.model": "Model",
    "made.seeds": "Seeds of the parts and the model",
    "made.explanation": "Explanation",
    "made.draw": "Seed of the explained cases",
    "made.audit": "Audit",
    "made.input": "Input of the audit",
    "made.outcomes": "Counts of outcomes",
    "made.decisions": "Counts of decisions",
    "made.policy": "Policy",
    "disclosure.counts": (
        "This report holds counts of people by group, and what follows from them. It holds no row of anybody."
    ),
    "disclosure.no_counts": "This report holds no row of anybody.",
    "disclosure.internal": (
        "It was made for readers inside the house. Counts of fewer than {threshold} people are not shown, "
        "nor what they could be worked out from. Verdicts rest on all groups."
    ),
    "disclosure.public": (
        "It was made so that anybody may read it. Counts of fewer than {threshold} people are not shown, "
        "nor what they could be worked out from. Verdicts rest on all groups."
    ),
    "disclosure.groups": "{table}: {whole} groups are not shown at all, and of {outcomes} more no outcome.",
    "disclosure.groups_of_data": (
        "{table}, all rows of the data: {whole} groups are not shown at all, and of {outcomes} more no outcome."
    ),
    "disclosure.withheld": "Left out everywhere: {parts}.",
    "disclosure.none": "No group had to be hidden.",
    "disclosure.proved": (
        "For each of the {cells} hidden counts it was computed between which ends it must lie by everything that is "
        "shown: either nobody is behind it, or the ends are at least {narrowest} apart."
    ),
    "disclosure.performance": (
        "How often the model is right is left out: so few decisions were right, or wrong, that people could be told."
    ),
    "disclosure.hashes": "No hashes of data or model are printed: small counts could be tried until a hash fits.",
    "disclosure.conflict": (
        "New York City's law on hiring tools asks for the number and the rate of every category, "
        "however few people are in it, so that this report is not the publication that it asks for. "
        "disclosure='full' makes that one, with nothing hidden: "
        "who publishes has to decide which of the two it is to be."
    ),
    "disclosure.verdicts": (
        "{verdicts} of {all} verdicts differ from what the groups that are shown would give; each of them says so."
    ),
    "disclosure.nothing_hidden": (
        "No count is hidden, however small. A very small group can tell something of a person: "
        "think of that before you hand this on."
    ),
    "disclosure.evidence": "The same holds for the evidence inside the file.",
    "access.charts": "Every chart says what it shows in words, and has a table with the same numbers.",
    "access.signs": "No meaning rests on colour alone: every verdict has a sign and a word.",
    "access.headings": "Headings, tables and lists are marked as such, in reading order.",
    "access.script": "Everything can be read without a mouse, without scripts and without a network.",
    "access.checked": "HTML: programs check such reports for {guidelines}.",
    "access.pdf": (
        "PDF: pages are tagged. The program that writes them holds them to {standards}, and tests read their structure "
        "back. No other validator has checked that, and the headers of rows are not tagged as such."
    ),
    "access.word": "Word: tests read back headings, alternative texts of charts, and header rows of tables.",
    "access.not_checked": (
        "Programs find only some of what gets in a reader’s way. No form was tried with a screen reader, "
        "and nobody has tested this very file with people. "
        "If you cannot read a part of it, ask whoever gave it to you for another form."
    ),
}
