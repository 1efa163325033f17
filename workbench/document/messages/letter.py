"""What a letter to one person says: the decision, the system's part in it, the reasons, what can be done."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["MESSAGES"]

_SECTIONS: Mapping[str, str] = {
    "decision": "The decision",
    "role": "The part that a computer system played",
    "reasons": "The main reasons",
    "change": "What could change the answer",
    "data": "The data that were used",
    "human": "What people checked",
    "rights": "What you can do",
    "groups": "How the system treats groups",
    "closing": "Who answers for this",
}

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)

MESSAGES: Mapping[str, str] = {
    **{f"letter.month.{place}": month for place, month in enumerate(_MONTHS, start=1)},
    **{f"letter.section.{id}": title for id, title in _SECTIONS.items()},
    "letter.title": "A decision about you, explained",
    "letter.reference": "Reference: {reference}. ",
    "letter.greeting": "Dear {addressee}, ",
    "letter.lead": "this letter says what was decided about you, why, and what you can do now.",
    "letter.lead_alone": "This letter says what was decided about you, why, and what you can do now.",
    "letter.day": "{day} {month} {year}",
    "letter.closing": "Responsible for this decision: {owner}.",
    "letter.signed": "Yours sincerely, {sender}",
    "letter.not_ready": (
        "This letter is not ready to be sent. Some answers are missing. Each of them is marked “to be filled in”."
    ),
    "letter.fill": "To be filled in before this letter is sent: {question}",
    "letter.who": "Who made the decision?",
    "letter.decided": "On {date}, {owner} made a decision about you. The decision is: {decision}.",
    "letter.decided_for": "On {date}, {owner} decided in your favour. The decision is: {decision}.",
    "letter.decided_by_nobody": "On {date}, a decision was made about you. The decision is: {decision}.",
    "letter.decided_for_by_nobody": "On {date}, it was decided in your favour. The decision is: {decision}.",
    "letter.used": (
        "A computer system took part in this decision. It learned from {train} earlier cases. "
        "From your data, it worked out a score for you."
    ),
    "letter.score": ("Your score is {score} of 100. From {threshold} of 100 on, the system’s answer is: {favourable}."),
    "letter.answer": "So its answer for you was: {decision}.",
    "letter.answered": "{field}: {answer}",
    "letter.against": "These facts counted most against you. The strongest comes first.",
    "letter.against_one": "This fact counted most against you.",
    "letter.against_none": (
        "No single fact counted against you. The people you were compared with also tend to get a score that is too "
        "low."
    ),
    "letter.for": "These facts counted most for you. The strongest comes first.",
    "letter.for_one": "This fact counted most for you.",
    "letter.for_none": (
        "No single fact counted for you more than others. The people you were compared with also tend to get a "
        "score that is high enough."
    ),
    "letter.reason": "{column}: yours is {value}.",
    "letter.reason_missing": "{column}: the system does not know yours.",
    "letter.lower": " That is lower than for most of the people you were compared with.",
    "letter.higher": " That is higher than for most of the people you were compared with.",
    "letter.telling": " With this value, all else as it is, more people would get the answer: {decision}.",
    "letter.weight_against": " It gave {share} of every 100 points against you.",
    "letter.weight_for": " It gave {share} of every 100 points for you.",
    "letter.compared_B": (
        "To find these facts, you were compared with {people} people from the earlier cases, whatever their score."
    ),
    "letter.compared_A": (
        "To find these facts, you were compared with {people} people from the earlier cases whose score was just "
        "high enough."
    ),
    "letter.real": "These are the facts that the system really used.",
    "letter.protected": (
        "The system also takes into account your {columns}. The law may limit that. You can ask us about it."
    ),
    "letter.asked": (
        "We asked the system what it would say if one of these facts were different, and all else stayed the same."
    ),
    "letter.asked_one": (
        "We asked the system what it would say if this fact were different, and all else stayed the same."
    ),
    "letter.change.at least": "If {column} were {value} or more, its answer would be: {favourable}.",
    "letter.change.at most": "If {column} were {value} or less, its answer would be: {favourable}.",
    "letter.change.between": "If {column} were between {low} and {high}, its answer would be: {favourable}.",
    "letter.change.exactly": "If {column} were exactly {value}, its answer would be: {favourable}.",
    "letter.change.about": "If {column} were about {value}, its answer would be: {favourable}.",
    "letter.change.one of": "If {column} were {value}, its answer would be: {favourable}.",
    "letter.change.none": "Another value of {column} alone would not change its answer.",
    "letter.change.untold": "For {column} we name no value: those that would change its answer are too rare.",
    "letter.change.fixed": "For {column} we did not ask, since nobody can be asked to change that.",
    "letter.change.not tried": "For {column} we could not ask: too few earlier cases share the same value.",
    "letter.or": " or ",
    "letter.and": " and ",
    "letter.change.limits": (
        "None of this is a promise. A new decision would look at all your data again, and the system may change. "
        "What could change the answer does not replace the reasons above."
    ),
    "letter.no_change": "It told us that no other value of one of these facts alone would change its answer.",
    "letter.check": "These are the data on you that the system used. Please check that they are right.",
    "letter.data": "Your data, as the system saw them",
    "letter.what": "What",
    "letter.yours": "Yours",
    "letter.not_known": "not known",
    "letter.more": "The system used {columns} more. You can ask us for them.",
    "letter.groups": "It was checked whether the system treats groups of people alike: by {attributes}.",
    "letter.groups.default": (
        "Nobody set a limit for how much groups may differ, so the usual one was used: {limit} of 100."
    ),
    "letter.groups.set": "A limit was set for how much groups may differ.",
    "letter.groups.gap": "By {attributes}, groups differ by more than the limit.",
    "letter.groups.not enough evidence": "By {attributes}, there were too few cases to tell.",
    "letter.groups.within tolerance": "By {attributes}, groups differ by less than the limit.",
}
