"""Findings as far as readers may see them: small counts, hidden groups and rare values are not in their texts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from workbench.audit.disclosure.level import Disclosure
from workbench.core.finding import Finding
from workbench.modeling.performance import AmountPerformance, Performance
from workbench.report.disclosing import rounded
from workbench.report.small_counts import QUOTED, few, without_few

__all__ = ["Shared", "shown_findings", "without_names"]

_QUOTES_VALUES = frozenset({"WB105", "WB107", "WB214"})
"""What these quote may be one person's: values as somebody wrote them, or an extreme that a step learned."""

_NAMES = frozenset({*_QUOTES_VALUES, "WB113"})
"""What these quote of a column that names people names some of them; nobody is shown it."""

_OF_GROUPS = frozenset({"WB104", "WB110", "WB113", "WB124", "WB125", "WB130", "WB131", "WB134"})
_MISSING_BY_GROUP, _MISSING = "WB109", frozenset({"WB104", "WB124"})
_OTHERS = re.compile(r" The others are from .*?\.(?=\s|$)")
_NUMBERS = re.compile(r" \(\d[\d,]*\)|\d[\d,.]* of \d[\d,]*|(?<![\w.,])\d[\d,]*(?:\.\d+)?(?: %)?")
_OF_ALL = re.compile(r"\bfew of \d[\d,]*")
_WHERE = "They are named where the data were read."
_NOT_SHOWN = "a group that is not shown"


@dataclass(frozen=True)
class Shared:
    """What is shown beside findings.

    Parameters
    ----------
    counted : tuple of (int, int) or None
        How many rows the data have, and how many of these are told.
    performance : Performance, AmountPerformance or None
        How good a model is, as far as that is shown.
    hidden_groups : collection of str
        Groups that are not shown.
    hidden_attributes : collection of str
        Attributes of which some group is not shown, by title and by column.
    untold : collection of str
        Columns of which it is not told how many values are missing.
    naming : collection of str
        Columns whose values name people.
    """

    counted: tuple[int, int] | None = None
    performance: Performance | AmountPerformance | None = None
    hidden_groups: Collection[str] = ()
    hidden_attributes: Collection[str] = ()
    untold: Collection[str] = ()
    naming: Collection[str] = ()


def shown_findings(findings: Iterable[Finding], shared: Shared, level: Disclosure) -> tuple[Finding, ...]:
    """Return findings without numbers that tell few people; those of an audit are hidden with it already.

    Parameters
    ----------
    findings : iterable of Finding
        Of all stages.
    shared : Shared
        What is shown beside them.
    level : Disclosure
        What may be shown.
    """
    told = [one for one in findings if level.hides_nothing or _is_told(one, shared)]
    return tuple(_shown(one, shared, level) for one in told)


def _is_told(one: Finding, shared: Shared) -> bool:
    """Whether a finding may be told at all: not where its numbers, or that it is there, tell of hidden groups."""
    if one.code in _OF_GROUPS and one.scope in shared.hidden_attributes:
        return False
    if one.code == _MISSING_BY_GROUP:
        return not any(f" of {attribute} " in one.title for attribute in shared.hidden_attributes)
    return not (one.code in _MISSING and one.scope in shared.untold)


def _shown(one: Finding, shared: Shared, level: Disclosure) -> Finding:
    if one.scope in shared.naming:
        one = _without_names(one)
    if level.hides_nothing or one.code.startswith("WB5"):
        return one
    if one.code.startswith("WB3") and shared.performance is None:
        return replace(one, value=None, threshold=None, n=None, interval=None)
    if one.code.startswith("WB4") and level.whole_percents:
        low, high = one.interval or (0.0, 0.0)
        interval = (rounded(low), rounded(high)) if one.interval is not None else None
        one = replace(one, value=_rounded(one.value), threshold=_rounded(one.threshold), interval=interval)
    if one.code.startswith(("WB1", "WB2")):
        one = _of_groups(_without_values(_without_few(one, level)), shared.hidden_groups)
    counted = shared.counted
    if counted is None or counted[0] == counted[1]:
        return one
    total = re.compile(rf" of {counted[0]:,}\b")  # beside the rows that are told it would tell the few others
    title, why = (total.sub("", text) for text in (one.title, one.why))
    one = replace(one, title=title, why=why)
    return _without_share(replace(one, n=None)) if one.n == counted[0] else one


def _without_share(one: Finding) -> Finding:
    """Return a finding without a share: beside the count in its title it would tell of how many."""
    if one.measure is None or one.measure.unit != "fraction":
        return one
    return replace(one, value=None, threshold=None, interval=None)


def _rounded(value: float | None) -> float | None:
    return None if value is None else rounded(value)


def _without_few(one: Finding, level: Disclosure) -> Finding:
    """Return a finding of the data, or of what was made from them, in which few people are called few."""
    places = level.whole_percents
    title, why = (without_few(text, level.fewest, places=places) for text in (one.title, one.why))
    if _is_small(one, level):
        title = _OF_ALL.sub("few", title)
        return replace(one, title=title, why=why, value=None, n=None, interval=None)
    return replace(one, title=title, why=why)


def _is_small(one: Finding, level: Disclosure) -> bool:
    """Whether what was measured is a small count of people, or a share of few."""
    if one.value is None or one.n is None or one.value != one.value:
        return False
    counted = one.value if float(one.value).is_integer() and one.value >= 1 else one.value * one.n
    return 0 <= counted <= one.n and few(round(counted), level.fewest, one.n)


def _without_values(one: Finding) -> Finding:
    """Return a finding without what it quotes of single rows."""
    one = replace(one, why=_OTHERS.sub("", one.why))
    if one.code not in _QUOTES_VALUES:
        return one
    quotes_none = one.code == "WB107" and not any(said in one.what_to_do for said in ("missing=", "recode="))
    what_to_do = one.what_to_do if quotes_none else _WHERE  # how commas and points are read names no value
    return replace(one, title=one.title.partition(": ")[0], what_to_do=what_to_do, value=None, interval=None)


def _without_names(one: Finding) -> Finding:
    """Return a finding about a column that names people, without any of its values."""

    def told(text: str) -> str:
        return QUOTED.sub(lambda found: found[0] if found[0] == repr(one.scope) else "…", text)

    one = replace(one, why=_OTHERS.sub("", one.why))
    if one.code not in _NAMES:
        return one
    title = told(one.title.partition(": ")[0])
    return replace(one, title=title, why=told(one.why), what_to_do=_WHERE, value=None, interval=None)


def without_names(notes: Iterable[str], naming: Collection[str]) -> tuple[str, ...]:
    """Return what was changed on reading, without any value of a column that names people.

    Parameters
    ----------
    notes : iterable of str
        One sentence a change.
    naming : collection of str
        Those columns.

    Examples
    --------
    >>> without_names(["2 values 'Ann' of column 'name' were made 'ann', as asked."], ["name"])
    ("2 values … of column 'name' were made …, as asked.",)
    """

    def told(note: str) -> str:
        own = next((repr(column) for column in naming if f" of column {column!r} " in note), None)
        return note if own is None else QUOTED.sub(lambda found: own if found[0] == own else "…", note)

    return tuple(told(note) for note in notes)


def _of_groups(one: Finding, hidden: Collection[str]) -> Finding:
    """Return a finding in which no group that is not shown is named or counted."""
    named = [group for group in hidden if any(repr(group) in text for text in (one.title, one.why, one.what_to_do))]
    if not named:
        return one
    texts = []
    for text in (one.title, one.why, one.what_to_do):
        said = text
        for group in named:
            said = said.replace(repr(group), _NOT_SHOWN)
        texts.append(_NUMBERS.sub(lambda found: "" if found[0].startswith(" (") else "few", said))
    title, why, what_to_do = texts
    kept = replace(one, title=title, why=why, what_to_do=what_to_do, value=None, threshold=None, n=None)
    return replace(kept, interval=None, scope="")
