"""What the annex for a regulator says: the points of the law, what is there for each, what is missing."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["MESSAGES"]

_CHAPTERS: Mapping[str, str] = {
    "iv/1": "General description",
    "iv/2": "How it was developed",
    "iv/3": "How it works, and how it is watched and controlled",
    "iv/4": "Whether the figures suit the purpose",
    "iv/5": "Risk management",
    "iv/6": "Changes over its life",
    "iv/7": "Standards",
    "iv/8": "Declaration of conformity",
    "iv/9": "Watching it in use",
    "10": "Data and their governance",
    "13": "Instructions for those who use it",
}

_POINTS: Mapping[str, str] = {
    "iv/1/a": "Purpose, provider and version",
    "iv/1/b": "What it works together with",
    "iv/1/c": "Software versions and updates",
    "iv/1/d": "Forms in which it is offered",
    "iv/1/e": "Hardware",
    "iv/1/f": "Pictures of the product",
    "iv/1/g": "What users see",
    "iv/1/h": "Instructions for use",
    "iv/2/a": "Methods and steps",
    "iv/2/b": "Design choices",
    "iv/2/c": "Architecture and computing",
    "iv/2/d": "Data sheets",
    "iv/2/e": "Human oversight",
    "iv/2/f": "Changes decided in advance",
    "iv/2/g": "Validation and testing",
    "iv/2/h": "Security",
    "10/2/a": "Design choices",
    "10/2/b": "Collection and origin of the data",
    "10/2/c": "Preparation of the data",
    "10/2/d": "Assumptions",
    "10/2/e": "Whether the data are enough, and suited",
    "10/2/f": "Examination for bias",
    "10/2/g": "Measures against bias",
    "10/2/h": "Gaps and shortcomings",
    "10/3": "Whether the data represent the people",
    "10/4": "Place, people and setting",
    "10/special": "Specially protected data used to find bias",
    "13/a": "Provider and contact",
    "13/b/i": "Intended purpose",
    "13/b/ii": "Accuracy, robustness and security",
    "13/b/iii": "Foreseeable misuse and risks",
    "13/b/iv": "How its output can be explained",
    "13/b/v": "How it does for persons and groups",
    "13/b/vi": "Inputs, and data of training and test",
    "13/b/vii": "How to read its output",
    "13/c": "Changes decided in advance",
    "13/d": "Human oversight",
    "13/e": "Computing, life and upkeep",
    "13/f": "Logs",
}

_TOPICS: Mapping[str, str] = {
    "purpose": "Purpose and version",
    "role": "Role and risk class",
    "data": "Data sheet",
    "bias": "Examination for bias",
    "design": "How it was designed, and why",
    "metrics": "Figures, and why they suit",
    "results": "Results, overall and by group",
    "robustness": "Robustness and security",
    "risks": "Risks and misuse",
    "oversight": "Human oversight, and how to read outputs",
    "mitigation": "What was done, and what risk remains",
    "inputs": "Inputs",
    "changes": "Changes",
    "monitoring": "Monitoring plan",
    "standards": "Standards",
    "sign_off": "Sign-off",
}

MESSAGES: Mapping[str, str] = {
    **{f"chapter.{place}": title for place, title in _CHAPTERS.items()},
    **{f"point.{place}": title for place, title in _POINTS.items()},
    **{f"topic.{topic}": title for topic, title in _TOPICS.items()},
    "annex.title": "{data}: evidence for a supervising authority",
    "annex.lead": (
        "This file gathers what is known of the system, in the order of the law. "
        "It helps to assess and to mitigate risk. Whether the law is met, it cannot say."
    ),
    "annex.law": (
        "The text of the EU AI Act was last read in {read}. By then, the duties for systems of Annex III "
        "were to apply from {systems}, and those for products of Annex I from {products}. "
        "Check whether that has changed. This is not legal advice."
    ),
    "annex.keep": "The provider keeps this documentation for {years} years after the system is put on the market.",
    "annex.overview": "What such a report holds, and what is there",
    "annex.topic": "What",
    "annex.where": "Where",
    "annex.there": "What is there",
    "annex.status.given": "An answer to every question",
    "annex.status.part": "In part",
    "annex.status.missing": "Missing",
    "annex.see": "See {where}.",
    "annex.missing": "Missing",
    "annex.no.audit": "Missing: no comparison of groups was given for this report.",
    "annex.no.model": "Missing: no trained model was given for this report, so its making is not known here.",
    "annex.no.explanation": "Missing: no explanation of what moves the outputs was given for this report.",
    "annex.not_tested": "Not tested:",
    "annex.overruled": "Some of these are known and accepted. “{where}” says which, and why.",
    "annex.signed": "This test report is dated and signed: see “Sign-off”.",
    "annex.expired": (
        "This test report was dated and signed, and held until {day}: see “Sign-off”. That day is past, "
        "so it has to be looked at and signed again."
    ),
    "annex.not_signed": "Missing: this test report is not signed. “Sign-off” says what is lacking.",
    "section.local_law": "New York City, {law}",
    "ll144.line": (
        "The law asks to publish these figures. It sets no ratio that must be reached. "
        "They help to see where groups differ, and to look for the reasons."
    ),
    "ll144.valid": (
        "An audit covers the use of the tool for one year. Its summary stays posted for at least six months after "
        "the last use."
    ),
    "ll144.link": "The link to this summary must say that it leads to the results of a bias audit.",
    "ll144.hidden": (
        "Missing: small counts. The law asks for every category, however few people are in it. "
        "This report hides very small counts, since they can tell who somebody is, and what would give those away. "
        "Both cannot be had in one report: "
        "for the publication, ask for a report that hides nothing."
    ),
    "ll144.no_auditor": (
        "These are figures in the format of the law, not a bias audit: no independent auditor is named."
    ),
    "ll144.no_tables": (
        "Missing: the tables. The policy of the audit does not name this standard, or no audit was given."
    ),
}
