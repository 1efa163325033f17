"""What frames a report: titles, headings, status, what to do next, what was not tested, about."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["MESSAGES"]

MESSAGES: Mapping[str, str] = {
    "brief.title": "{data}: what is decided, and how groups fare",
    "brief.lead": (
        "A model was trained to tell whether a person {is_spoken}. "
        "This report says how that turns out, for whom it is worse, and how sure we are."
    ),
    "brief.lead_model": (
        "A model was trained to tell whether a person {is_spoken}. "
        "This report says what it does. Groups were not compared."
    ),
    "brief.lead_data": "This report says who {was_spoken}, for whom that was worse, and how sure we are.",
    "brief.lead_decisions": (
        "Decisions that were already made are compared by group. "
        "This report says who {was_spoken}, for whom it is worse, and how sure we are."
    ),
    "brief.lead_supposed": (
        "Decisions that another threshold would make are compared by group; nobody was decided so. "
        "This report says who {was_spoken} if it were used, for whom it is worse, and how sure we are."
    ),
    "lead.other_threshold": (
        "Groups are not compared as this model decides: it decides at {own} chances of 100, and they are compared at "
        "{threshold}."
    ),
    "lead.supposed": (
        "Groups are not compared as this model decides: it decides at {own} chances of 100, and they are compared as "
        "if it decided at {threshold}, which was tried after looking."
    ),
    "lead.supposed_by_group": (
        "Groups are not compared as this model decides: it decides at {own} chances of 100, and they are compared as "
        "if each group had a threshold of its own."
    ),
    "lead.supposed_alone": "Decisions are supposed: nobody was decided so, and the threshold was tried after looking.",
    "brief.lead_classes": (
        "Decisions that were already made are compared by group. "
        "This report says which class people were given, how that differs by group, and how sure we are."
    ),
    "brief.lead_no_groups": "This report says what is known of all people together. Groups were not compared.",
    "brief.lead_counts": (
        "Published counts of decisions are compared by group; nobody here has seen the rows. "
        "This report says who {was_spoken}, for whom it is worse, and how sure we are."
    ),
    "brief.lead_outcomes": (
        "Outcomes are compared by group; no decisions were given. "
        "This report says who {was_spoken}, for whom it is worse, and how sure we are."
    ),
    "brief.lead_predictions": (
        "Predicted amounts are compared by group. "
        "This report says for whom they are higher or lower, how far they are from what happened, "
        "and how sure we are."
    ),
    "brief.lead_predictions_only": (
        "Predicted amounts are compared by group. "
        "This report says for whom they are higher or lower, and how sure we are."
    ),
    "status.model": "This is a self-check by those who made the model, not an independent audit.",
    "status.decisions": "This is a self-check, not an independent audit.",
    "status.predictions": "This is a self-check, not an independent audit.",
    "status.auditor": "The independent auditor named is {auditor}. Independence cannot be checked from figures.",
    "section.data": "What the data say",
    "section.model": "What the model does",
    "section.decisions": "What the decisions do",
    "section.model_supposed": "What the model does, and would do at another threshold",
    "section.decisions_supposed": "What these decisions would do",
    "section.predictions": "What the predictions do",
    "section.outcomes": "How outcomes compare",
    "section.why": "What moves the model",
    "section.findings": "What to look at",
    "section.next": "What to do next",
    "section.limits": "What was not tested",
    "section.about": "About this report",
    "findings.caption": "What was noticed on the way",
    "findings.code": "Code",
    "findings.title": "What",
    "findings.why": "Why it matters",
    "findings.what_to_do": "What to do",
    "findings.measured": "{title}. Measured: {measured}.",
    "findings.more": "{findings} more were noticed; they are in the technical report.",
    "findings.accepted": "Known and accepted all the same: {reason}",
    "findings.accepted_short": "Known and accepted all the same.",
    "findings.accepted_one": "Somebody accepted a finding of the program: {codes}. The reason stands in this report.",
    "findings.accepted_more": "Somebody accepted findings of the program: {codes}. The reasons stand in this report.",
    "findings.none": "Nothing else was noticed.",
    "next.no_attribute": "Name the groups that could be treated worse, and run this again.",
    "next.no_limit": "Declare what is tolerated, before looking again. Without that there is no verdict.",
    "next.data_gap": "Ask why outcomes differ by {attribute} in the data. A model learns what it is shown.",
    "next.data_gap_decisions": "Ask why outcomes differ by {attribute}, whoever decides.",
    "next.gap": "Do not use the model before someone has found out why it differs by {attribute}, and answers for it.",
    "next.gap_supposed": (
        "Do not decide so before someone has found out why that would differ by {attribute}, and answers for it."
    ),
    "next.gap_decisions": "Find out why the decisions differ by {attribute}, and who answers for it.",
    "next.gap_predictions": "Find out why the predictions differ by {attribute}, and who answers for it.",
    "next.reversal": "Look at each {stratum} on its own before saying for whom it is worse by {attribute}.",
    "next.not enough evidence": (
        "Collect more cases, most of all from small groups, before anyone says that groups fare alike."
    ),
    "next.within tolerance": "Keep watching. What holds for these cases may not hold for the next.",
    "next.no_better": "Look for better data before using this model: it was not shown to do better than a guess.",
    "limits.outcome": "Whether the outcomes in the data were right.",
    "limits.no_outcome": "Whether the decisions were right: no outcomes are known.",
    "limits.no_amounts": "Whether the predictions were right: what really happened is not known.",
    "limits.rows": "Whether the published counts are right: nobody here has seen the rows.",
    "limits.causes": "Why groups differ. A difference says nothing about its cause.",
    "limits.other": "Groups that are not named here, and people who belong to several groups at once.",
    "limits.no_groups": "Whether it is worse for some groups. None were compared.",
    "limits.other_crossed": "Groups, and crossings of groups, that are not named here.",
    "limits.time": "Whether it is so for other people, or later.",
    "about.missing": "Not provided: {fields}.",
    "about.intervals": (
        "“Likely between” is worked out to hold in {confidence} of 100 such studies. "
        "The lower end of a difference between groups allows for every comparison made."
    ),
    "about.made": "Made on {date} with Workbench {version}. Data: {source}.",
    "about.seeds": "Seeds: {seeds}.",
    "missing.owner": "who answers for this",
    "missing.model": "a model",
    "missing.explanation": "an explanation",
    "missing.audit": "a comparison of groups",
}
