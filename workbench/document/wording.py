"""How reports say things: numbers in words, and every sentence under a message id.

Rules, not a language model: natural frequencies with one denominator, the direction of a gap in
words, intervals in words, at most two significant digits in prose. A translation replaces
:data:`MESSAGES` and the few functions here.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping
from string import Formatter
from typing import Literal

from workbench.document.nodes import Fact, Name, Paragraph, Part, Shown, Text

__all__ = [
    "MARKS",
    "MESSAGES",
    "between",
    "count",
    "decimals",
    "declared",
    "exact",
    "frequency",
    "name",
    "of_100",
    "paragraph",
    "plain",
    "say",
    "share",
    "size",
]

MARKS: Mapping[str, tuple[str, str]] = {
    "gap": ("▲", "Gap"),
    "within tolerance": ("●", "Within tolerance"),
    "not enough evidence": ("◌", "Not enough evidence"),
}
"""The mark and the word of each verdict."""

MESSAGES: Mapping[str, str] = {
    "brief.title": "{data}: what is decided, and how groups fare",
    "brief.lead": (
        "A model was trained to tell whether a person {is_spoken}. "
        "This report says how that turns out, for whom it is worse, and how sure we are."
    ),
    "brief.lead_data": "This report says who {was_spoken}, for whom that was worse, and how sure we are.",
    "brief.status": "This is a self-check by those who made the model, not an independent audit.",
    "section.data": "What the data say",
    "section.model": "What the model does",
    "section.why": "What moves the model",
    "section.findings": "What to look at",
    "section.next": "What to do next",
    "section.limits": "What was not tested",
    "section.about": "About this report",
    "spoken.is": "is {label}",
    "spoken.was": "was {label}",
    "spoken.were": "were {label}",
    "spoken.has": "has the outcome {label}",
    "spoken.had": "had the outcome {label}",
    "spoken.not": "not {label}",
    "spoken.value": "“{column}: {value}”",
    "data.overall": "There are {rows} cases whose outcome is known. In them, {rate} of 100 people {were_spoken}.",
    "data.unknown_outcome": "For {rows} more the outcome is not known; they are not counted.",
    "data.gap": (
        "By {attribute}, groups differ. {high} of 100 people with {attribute} {high_group} {were_spoken} "
        "({high_n} people), "
        "and {low} of 100 with {attribute} {low_group} ({low_n} people). {difference}"
    ),
    "data.gap_unclear": (
        "By {attribute}, no difference is clear. {high} of 100 people with {attribute} {high_group} {were_spoken} "
        "({high_n} people), and {low} of 100 with {attribute} {low_group} ({low_n} people). {difference}"
    ),
    "data.one_group": "By {attribute}, nothing can be compared: fewer than two groups are known.",
    "data.no_attribute": "No protected attribute was named. So nobody can say for whom it is worse.",
    "data.by_chance": "Chance alone makes equal groups of this size differ by about {chance} of 100.",
    "difference.two": "The difference is likely between {between} of 100.",
    "difference.many": "The largest difference between any two groups is likely between {between} of 100.",
    "chart.data": "More often {spoken} in the data: {attribute} {group} than {other}",
    "chart.data_unclear": "No group was clearly more often {spoken} in the data",
    "chart.model": "More often {spoken} by the model: {attribute} {group} than {other}",
    "chart.model_unclear": "No group is clearly more often {spoken} by the model",
    "chart.alternative": (
        "Chart of one dot with its interval a group. {points}The table beside it holds the same numbers."
    ),
    "chart.point": "{attribute} {group}: {value} of 100. ",
    "chart.axis": "{spoken}, of 100 people",
    "table.data": "In the data, all cases whose outcome is known",
    "table.model": "Under the model, held-out cases only",
    "table.group": "Group",
    "table.people": "People",
    "table.spoken": "{spoken}, of 100",
    "table.interval": "Likely between",
    "table.all": "All",
    "table.more": (
        "{groups} more groups are not shown here: these are the clearest pair and what is furthest from all together."
    ),
    "table.verdicts": "What was compared by group, on held-out cases",
    "table.compared": "The model …",
    "table.attribute": "By",
    "table.extremes": "Clearest pair, of 100 (people)",
    "table.extremes_cell": "{high_group} {high} ({high_n}), {low_group} {low} ({low_n})",
    "table.difference": "Difference, of 100",
    "table.verdict": "Verdict",
    "table.nothing": "–",
    "table.importance": "What moves the model, most first",
    "table.column": "Column",
    "table.push": "Mean push ({scale})",
    "list.others": " and others",
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
    "model.threshold": "It says {favourable} when it sees at least {threshold} chances of 100 for that.",
    "metric.selection_rate": "The model says {spoken}",
    "metric.true_positive_rate": "Of people whose outcome is {favourable}, the model says {favourable}",
    "metric.false_positive_rate": "Of people whose outcome is {unfavourable}, the model says {favourable}",
    "metric.selection_rate.short": "says {spoken}",
    "metric.true_positive_rate.short": "says {favourable}, of those whose outcome is {favourable}",
    "metric.false_positive_rate.short": "says {favourable}, of those whose outcome is {unfavourable}",
    "verdict.rates": (
        "{what} to {high} of 100 with {attribute} {high_group} ({high_n} people), "
        "and to {low} of 100 with {attribute} {low_group} ({low_n} people). "
    ),
    "verdict.gap": "{rates}{difference} The limit is {tolerance} of 100.",
    "verdict.within tolerance": (
        "{rates}Even the largest difference that the data allow, {largest} of 100, "
        "is inside the limit of {tolerance} of 100."
    ),
    "verdict.not enough evidence": (
        "{rates}{difference} That does not show a difference above the limit of {tolerance} of 100, "
        "nor does it rule one out."
    ),
    "verdict.power": "With this many cases, a difference of {visible} of 100 would probably have been seen.",
    "verdict.no_power": "With this many cases, probably no difference of any size would have been seen.",
    "verdict.small": " Some groups are too small to be sure of anything: {groups}.",
    "verdict.one_group": "By {attribute}, nothing can be compared: fewer than two groups are known.",
    "verdict.power_many": (
        "With this many cases, a difference of {visible} of 100 between the two largest groups "
        "would probably have been seen; for {smallest}, {visible_smallest}."
    ),
    "verdict.power_some": "one of {visible} of 100",
    "verdict.power_none": "none of any size",
    "verdict.confirm": " Equal groups could have been shown to keep a limit of {confirmable} of 100.",
    "verdict.wide": " The limit is as wide as the rate itself, so keeping it says little.",
    "limit.declared": "The limit for a difference was set before looking: {limits}.",
    "limit.default": "Nobody set a limit before looking, so the default was used: {limits}.",
    "limit.one": "{tolerance} of 100 where the model {metric}",
    "limit.each": "{tolerance} of 100 for each comparison",
    "read.verdicts": (
        "How to read the verdicts. Gap: the difference is larger than the limit, and chance does not explain "
        "that much. "
        "Within tolerance: even the largest difference that the data allow is inside the limit. "
        "Not enough evidence: neither could be shown. It does not mean that all is well."
    ),
    "why.top": "These columns move the model most. They show what it relies on, not what causes the outcome.",
    "why.top_one": "The model sees one column. It shows what the model relies on, not what causes the outcome.",
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
    "next.no_attribute": "Name the groups that could be treated worse, and run this again.",
    "next.data_gap": "Ask why outcomes differ by {attribute} in the data. A model learns what it is shown.",
    "next.gap": "Do not use the model before someone has found out why it differs by {attribute}, and answers for it.",
    "next.not enough evidence": (
        "Collect more cases, most of all from small groups, before anyone says that groups fare alike."
    ),
    "next.within tolerance": "Keep watching. What holds for these cases may not hold for the next.",
    "next.no_better": "Look for better data before using this model: it was not shown to do better than a guess.",
    "limits.outcome": "Whether the outcomes in the data were right.",
    "limits.causes": "Why groups differ. A difference says nothing about its cause.",
    "limits.other": "Groups that are not named here, and people who belong to several groups at once.",
    "limits.time": "Whether it is so for other people, or later.",
    "findings.caption": "What was noticed on the way",
    "findings.code": "Code",
    "findings.title": "What",
    "findings.what_to_do": "What to do",
    "about.owner": "Who answers for this: {owner}.",
    "about.missing": "Not provided: {fields}.",
    "about.intervals": (
        "“Likely between” is worked out to hold in {confidence} of 100 such studies. "
        "The lower end of a difference between groups allows for every comparison made."
    ),
    "about.made": "Made on {date} with Workbench {version}. Data: {source}. Seeds: {seeds}.",
    "missing.owner": "who answers for this",
    "missing.fitted": "a model",
    "missing.explanation": "an explanation",
    "missing.audit": "a comparison of groups",
}
"""Every sentence a report can say, by id. Braces are filled by :func:`say`."""

_LONGEST_NAME = 120
_MOST_DIGITS = 3


def say(message: str, **values: Part | Text) -> Text:
    """Return a message with its braces filled; numbers can only enter as facts.

    Parameters
    ----------
    message : str
        Its id in :data:`MESSAGES`.
    **values : str, Shown, Name or Text
        What the braces stand for.

    Examples
    --------
    >>> plain(say("about.owner", owner=name("the credit team")))
    'Who answers for this: the credit team.'
    """
    parts: list[Part] = []
    for literal, field, _, _ in Formatter().parse(MESSAGES[message]):
        if literal:
            parts.append(literal)
        if field is not None:
            value = values[field]
            parts.extend(value if isinstance(value, tuple) else (value,))
    return tuple(parts)


def paragraph(message: str, **values: Part | Text) -> Paragraph:
    """Return a paragraph made from one message."""
    return Paragraph(message, say(message, **values))


def plain(text: Text) -> str:
    """Return text as one string.

    Examples
    --------
    >>> plain(("Of 100, ", Shown("id", "28"), " were denied."))
    'Of 100, 28 were denied.'
    """
    return "".join(part if isinstance(part, str) else part.text for part in text)


def name(text: str, longest: int = _LONGEST_NAME) -> Name:
    """Return what a person wrote so that it can be shown in a line.

    White space of any kind becomes one blank; characters that cannot be seen, or that turn the
    direction of the text around them, become a visible sign; nothing at all becomes ``(blank)``; more
    than ``longest`` characters are cut.

    Examples
    --------
    >>> name("two" + chr(10) + "lines").text
    'two lines'
    """
    seen = "".join(
        " "
        if character.isspace()
        else "\ufffd"
        if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn"} and character not in "\u200d\ufe0f"
        else character
        for character in text
    )
    joined = " ".join(seen.split()) or "(blank)"
    return Name(joined if len(joined) <= longest else joined[: longest - 1] + "…")


def share(value: float, digits: int = 0) -> str:
    """Return a fraction as people of 100, whole ones unless digits are asked for.

    Examples
    --------
    >>> share(0.283), share(0.0), share(0.001), share(0.999), share(float("nan"))
    ('28', '0', 'fewer than 1', 'more than 99', 'not known')
    >>> share(0.0524, 1), share(0.05, 1)
    ('5.2', '5')
    """
    if math.isnan(value):
        return "not known"
    step = 10.0**-digits
    if 0 < value < 0.005 * step:
        return f"fewer than {step:g}"
    if 1 - 0.005 * step < value < 1:
        return f"more than {100 - step:g}"
    return f"{math.floor(100 * value / step + 0.5) * step:.{digits}f}".removesuffix(f".{'0' * digits}")


def exact(value: float) -> str:
    """Return a fraction that a person declared, of 100 and not rounded.

    Examples
    --------
    >>> exact(0.05), exact(0.125)
    ('5', '12.5')
    """
    return f"{100 * value:.10g}"


def declared(fact: Fact) -> Shown:
    """Return a fact that a person declared, of 100 and not rounded."""
    return Shown(fact.id, exact(fact.value))


def frequency(fact: Fact) -> Shown:
    """Return a fact of unit *fraction* as whole people of 100."""
    return Shown(fact.id, share(fact.value))


def between(fact: Fact, beside: float | None = None) -> Text:
    """Return a fact's interval in words, with as few digits as tell its ends apart.

    Parameters
    ----------
    fact : Fact
        Of unit *fraction*.
    beside : float, optional
        A limit printed in the same sentence, from which both ends must differ too.

    Examples
    --------
    >>> fact = Fact("x", 0.19, "fraction", "", "", 0.143, 0.242)
    >>> plain(between(fact))
    '14 and 24'
    >>> plain(between(Fact("x", 0.03, "fraction", "", "", 0.0, 0.052), beside=0.05))
    '0 and 5.2'
    """
    for digits in range(_MOST_DIGITS + 1):
        low, high = (share(limit, digits) for limit in (fact.low, fact.high))
        if low != high and (beside is None or not {low, high} & {exact(beside)}):
            break
    return (Shown(fact.id, low, "low"), " and ", Shown(fact.id, high, "high"))


def count(fact: Fact) -> Shown:
    """Return a fact of unit *count* with separated thousands."""
    return Shown(fact.id, f"{int(fact.value):,}")


def decimals(fact: Fact, part: Literal["value", "low", "high"] = "value") -> Shown:
    """Return a fact, or one of its limits, with two decimals.

    Examples
    --------
    >>> decimals(Fact("x", 0.1234, "log-odds", "", "")).text
    '0.12'
    """
    return Shown(fact.id, _number(_part(fact, part), 2), part)


def of_100(fact: Fact, part: Literal["value", "low", "high"] = "value") -> Shown:
    """Return a fact of unit *fraction*, or one of its limits, of 100 with one decimal, for tables.

    Examples
    --------
    >>> of_100(Fact("x", 0.28319, "fraction", "", "")).text
    '28.3'
    """
    return Shown(fact.id, _number(100 * _part(fact, part), 1), part)


def size(fact: Fact) -> Shown:
    """Return how many rows a fact rests on."""
    return Shown(fact.id, f"{fact.n:,}", "n")


def _part(fact: Fact, part: str) -> float:
    return {"value": fact.value, "low": fact.low, "high": fact.high}[part]


def _number(value: float, digits: int) -> str:
    return "–" if math.isnan(value) else f"{value:.{digits}f}"
