"""What a report tells of methods against gaps that were tried, and of the one that was chosen: no row, and no model."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from workbench.audit.disclosure.level import NOT_PUBLISHED, Disclosure
from workbench.audit.mitigation.changes import Change
from workbench.audit.mitigation.result import Attempt, MitigationChoice, Mitigations
from workbench.audit.verdicts import Assessment, Verdict
from workbench.modeling.thresholds.result import Value
from workbench.report.withholding import Withheld, are_large, kept_errors, published
from workbench.tally.values import GroupRates

__all__ = [
    "MitigationGap",
    "MitigationMoved",
    "MitigationRecord",
    "MitigationTried",
    "choice_record",
    "mitigation_record",
]

_PERFORMANCE = "balanced_accuracy"


@dataclass(frozen=True)
class MitigationGap:
    """How far groups are apart under a method: the difference, its change between two groups, and the verdict."""

    attribute: str
    metric: str
    tolerance: float
    is_difference: bool
    lower: str
    higher: str
    value: Value | None
    change: Value | None
    verdict: Verdict


@dataclass(frozen=True)
class MitigationMoved:
    """How many people of a group are decided otherwise than without the method; fields as of ``Moved``."""

    attribute: str
    group: str
    n: int
    n_gained: int
    n_lost: int


@dataclass(frozen=True)
class MitigationTried:
    """One method; ``error`` is why it failed, and ``change`` is ``None`` of doing nothing."""

    name: str
    title: str
    needs_attribute: Literal["never", "training", "decisions"]
    error: str
    performance: Value | None
    change: Value | None
    gaps: tuple[MitigationGap, ...]
    moved: tuple[MitigationMoved, ...]


@dataclass(frozen=True)
class MitigationRecord:
    """Methods against gaps, and the one that a person chose.

    Parameters
    ----------
    fingerprint : str
        Of what was tried.
    attribute : str
        Whose groups were to be brought closer together.
    model : str
        What readers call the kind of model.
    n : int
        How many training rows were decided on.
    tried : tuple of MitigationTried
        Doing nothing first.
    chosen, reason : str
        The method, and why, in the person's words; empty where none was chosen.
    is_accepted : bool
        Whether the model of the report was made so.
    withheld : tuple of str
        What is left out since it could tell of few people.
    """

    fingerprint: str
    attribute: str
    model: str
    n: int
    tried: tuple[MitigationTried, ...]
    chosen: str = ""
    reason: str = ""
    is_accepted: bool = False
    withheld: tuple[Withheld, ...] = ()


def choice_record(choice: MitigationChoice, level: Disclosure, *, hidden: Collection[str] = ()) -> MitigationRecord:
    """Return what a report tells of a method that was chosen.

    Parameters
    ----------
    choice : MitigationChoice
        What ``Mitigations.choose`` returned.
    level : Disclosure
        Who may read it.
    hidden : collection of str
        Attributes of which some group is not shown elsewhere.
    """
    return mitigation_record(
        choice.mitigations, level, hidden=hidden, chosen=choice.attempt.title, reason=choice.reason
    )


def mitigation_record(
    tried: Mitigations, level: Disclosure, *, hidden: Collection[str] = (), chosen: str = "", reason: str = ""
) -> MitigationRecord:
    """Return what a report tells of methods that were tried.

    Parameters
    ----------
    tried : Mitigations
        What ``try_mitigations`` returned.
    level : Disclosure
        Who may read it. What is of groups is left out of an attribute where some group has few people with a
        decision or outcome, or few whose decision becomes another, and for the public.
    hidden : collection of str
        Attributes of which some group is not shown elsewhere: the rows learned from would tell how many it has.
    chosen, reason : str
        The method, and why.
    """
    done = [one for one in tried.attempts if not one.error]
    of_people = _moved_are_large(done, level)
    shown = frozenset(
        judged.claim.attribute
        for judged in _judged(done[0])
        if level.hides_nothing or (of_people and _may_be_shown(judged.claim.attributes, done, tried, level, hidden))
    )
    kept = tuple(_tried(one, shown, level, keeps_moved=of_people) for one in tried.attempts)
    gone: dict[Withheld, bool] = {
        "counts": not of_people and len(done) > 1,
        "groups": len(shown) < len({judged.claim.attribute for judged in _judged(done[0])}),
        "errors": level.whole_percents and any(one.error for one in tried.attempts),
    }
    record = MitigationRecord(
        fingerprint=tried.fingerprint if level.keeps_hashes else NOT_PUBLISHED,
        attribute=tried.attribute,
        model=tried.case.candidate.title,
        n=len(tried.rows),
        tried=kept,
        chosen=chosen,
        reason=reason,
        withheld=tuple(what for what, is_gone in gone.items() if is_gone),
    )
    return published(record, level)


def _judged(one: Attempt) -> tuple[Assessment, ...]:
    return one.audit.assessments if one.audit is not None else ()


def _moved_are_large(done: list[Attempt], level: Disclosure) -> bool:
    """Return whether it may be told how many of all people are decided otherwise."""
    if level.hides_nothing or level.whole_percents:
        return level.hides_nothing
    return all(
        are_large(_counts(one.moved[0].n, one.moved[0].n_gained, one.moved[0].n_lost), level) for one in done[1:]
    )


def _counts(n: int, gained: int, lost: int) -> list[int]:
    return [n, gained, lost, n - gained - lost, abs(gained - lost)]


def _may_be_shown(
    attributes: tuple[str, ...], done: list[Attempt], tried: Mitigations, level: Disclosure, hidden: Collection[str]
) -> bool:
    """Return whether what is of the groups of some attributes may be shown: all of them, or nothing."""
    if level.whole_percents or set(attributes) & set(hidden):
        return False
    split = tried.case.prepared.split
    held = min(1.0, split.test.n_rows / max(1, len(tried.rows)))
    counts: list[float] = []
    for one in done:
        for judged in _judged(one):
            if not set(judged.claim.attributes) & set(attributes):
                continue
            for rates in judged.families:
                if not isinstance(rates, GroupRates) or rates.effective is not None:
                    return False  # with weights a rate is not of the people who were counted
                counts += [*rates.k.tolist(), *(rates.n - rates.k).tolist(), *rates.n.tolist()]
                counts += [max(1.0, n * held) for n in rates.n.tolist() if n]
        for moved in one.moved:
            if moved.attribute in attributes:
                counts += _counts(moved.n, moved.n_gained, moved.n_lost)
    return are_large(counts, level)


def _tried(one: Attempt, shown: frozenset[str], level: Disclosure, *, keeps_moved: bool) -> MitigationTried:
    performance, change = None, next((each for each in one.changes if each.name == _PERFORMANCE), None)
    if not one.error:
        found = one.metric(_PERFORMANCE)
        performance = Value(float(found.value), float(found.low), float(found.high))
    moved = tuple(
        MitigationMoved(each.attribute, each.group, int(each.n), int(each.n_gained), int(each.n_lost))
        for each in one.moved
        if keeps_moved and (not each.attribute or each.attribute in shown or level.hides_nothing)
    )
    gaps = tuple(
        _gap(judged, one.gap_changes[at] if one.gap_changes else None)
        for at, judged in enumerate(_judged(one))
        if judged.claim.attribute in shown
    )
    error = kept_errors(one.error, level) if one.error else ""
    return MitigationTried(one.name, one.title, one.needs_attribute, error, performance, _value(change), gaps, moved)


def _gap(judged: Assessment, change: Change | None) -> MitigationGap:
    gap, claim = judged.gap, judged.claim
    value = None
    if gap is not None:
        value = Value(float(gap.extreme_difference), float(gap.difference_low), float(gap.difference_high))
    return MitigationGap(
        claim.attribute,
        claim.metric,
        float(claim.tolerance),
        claim.scale == "difference",
        gap.lower if gap is not None else "",
        gap.higher if gap is not None else "",
        value,
        _value(change),
        judged.verdict,
    )


def _value(change: Change | None) -> Value | None:
    if change is None or math.isnan(change.value):
        return None
    return Value(float(change.value), float(change.low), float(change.high))
