"""What the cards of findings say."""

from __future__ import annotations

__all__ = ["MESSAGES"]

MESSAGES = {
    "review.title": "What was noticed, and what is accepted",
    "review.none": "Nothing was noticed.",
    "review.one": "{n} finding: {kinds}.",
    "review.several": "{n} findings: {kinds}.",
    "review.kind.serious": "{n} serious",
    "review.kind.caution": "{n} to be careful about",
    "review.kind.note": "{n} to note",
    "review.accepted": "{n} of them accepted.",
    "review.accepted.none": "None of them is accepted.",
    "review.show": "Show",
    "review.hidden": "None of these findings is of a kind that is shown.",
    "review.by": "Who accepts findings",
    "review.by.help": "Stands beside each reason in the report.",
    "review.show.serious": "Serious",
    "review.show.caution": "Caution",
    "review.show.note": "Good to know",
    "review.serious": "Serious: a result must not be used as it is",
    "review.caution": "Caution: it may mislead",
    "review.note": "Good to know",
    "review.about": "{severity}. {code}, about {scope}.",
    "review.about.all": "{severity}. {code}.",
    "review.measured": "Measured: {measured}.",
    "review.accept.title": "Accept it with a reason",
    "review.accepted.title": "Change the reason, or take it back",
    "review.reason": "Why is it accepted?",
    "review.reason.help": "Others have to follow it: it stands beside the finding in every report.",
    "review.reason.whole": "Others have to follow it. It is accepted for every finding {code}.",
    "review.accept": "Accept this finding",
    "review.back": "Take it back",
    "review.said": "Accepted: {reason}",
    "review.said.by": "Accepted by {by}: {reason}",
}
"""Every sentence of the widget, by id."""
