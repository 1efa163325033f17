"""What a report tells of models and thresholds that were audited before one was chosen: no row, and no model."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import combinations

from workbench.audit.candidates_result import CandidateAudit, CandidateAudits, DecidedAt
from workbench.audit.disclosure.level import NOT_PUBLISHED, Disclosure
from workbench.audit.verdicts import Assessment, Verdict
from workbench.modeling.thresholds.result import Value
from workbench.report.withholding import Withheld, are_large, kept_errors, published
from workbench.tally.values import GroupRates

__all__ = ["CandidateAt", "CandidateGap", "CandidateRecord", "CandidatesRecord", "candidates_record"]

_PERFORMANCE = "balanced_accuracy"


@dataclass(frozen=True)
class CandidateGap:
    """How far groups are apart: the largest difference, and the verdict by the policy."""

    attribute: str
    metric: str
    tolerance: float
    is_difference: bool
    value: Value | None
    verdict: Verdict


@dataclass(frozen=True)
class CandidateAt:
    """A model at one threshold: how good its decisions are, and how far groups are apart."""

    threshold: float
    performance: Value
    gaps: tuple[CandidateGap, ...]


@dataclass(frozen=True)
class CandidateRecord:
    """One model; ``error`` is why it failed."""

    name: str
    title: str
    error: str
    decided: tuple[CandidateAt, ...]


@dataclass(frozen=True)
class CandidatesRecord:
    """Models and thresholds that were audited on training rows.

    Parameters
    ----------
    fingerprint : str
        Of the result.
    candidates : tuple of CandidateRecord
        In the order asked for.
    n, n_folds : int
        How many training rows were decided on, in how many parts.
    is_partial : bool
        Whether it was ended before all models were done.
    withheld : tuple of str
        What is left out since it could tell of few people.
    """

    fingerprint: str
    candidates: tuple[CandidateRecord, ...]
    n: int
    n_folds: int
    is_partial: bool
    withheld: tuple[Withheld, ...] = ()


def candidates_record(audits: CandidateAudits, level: Disclosure, *, hidden: Collection[str] = ()) -> CandidatesRecord:
    """Return what a report tells of models and thresholds that were audited.

    Parameters
    ----------
    audits : CandidateAudits
        What ``audit_candidates`` returned.
    level : Disclosure
        Who may read it. What is of groups is left out of an attribute where some group has few people with a
        decision or outcome, or few whom another threshold decides otherwise, and for the public.
    hidden : collection of str
        Attributes of which some group is not shown elsewhere: the rows learned from would tell how many it has.
    """
    all_of = {
        judged.claim.attributes for one in audits.entries for at in one.decided for judged in at.audit.assessments
    }
    shown = {one for one in all_of if level.hides_nothing or _may_be_shown(one, audits, level, hidden)}
    gone: dict[Withheld, bool] = {
        "groups": shown < all_of,
        "errors": level.whole_percents and any(one.error for one in audits.entries),
    }
    record = CandidatesRecord(
        fingerprint=audits.fingerprint if level.keeps_hashes else NOT_PUBLISHED,
        candidates=tuple(_candidate(one, shown, level) for one in audits.entries),
        n=audits.n_rows,
        n_folds=audits.n_folds,
        is_partial=audits.is_partial,
        withheld=tuple(what for what, is_gone in gone.items() if is_gone),
    )
    return published(record, level)


def _candidate(one: CandidateAudit, shown: Collection[tuple[str, ...]], level: Disclosure) -> CandidateRecord:
    error = kept_errors(one.error, level) if one.error else ""
    return CandidateRecord(one.candidate.name, one.candidate.title, error, tuple(_at(at, shown) for at in one.decided))


def _at(at: DecidedAt, shown: Collection[tuple[str, ...]]) -> CandidateAt:
    found = at.metric(_PERFORMANCE)
    return CandidateAt(
        float(at.threshold),
        Value(float(found.value), float(found.low), float(found.high)),
        tuple(_gap(judged) for judged in at.audit.assessments if judged.claim.attributes in shown),
    )


def _gap(judged: Assessment) -> CandidateGap:
    claim, gap, value = judged.claim, judged.gap, None
    if gap is not None:
        value = Value(float(gap.extreme_difference), float(gap.difference_low), float(gap.difference_high))
    tolerance, is_difference = float(claim.tolerance), claim.scale == "difference"
    return CandidateGap(claim.attribute, claim.metric, tolerance, is_difference, value, judged.verdict)


def _may_be_shown(
    attributes: tuple[str, ...], audits: CandidateAudits, level: Disclosure, hidden: Collection[str]
) -> bool:
    """Return whether what is of the groups of some attributes may be shown: all of them, or nothing."""
    if level.whole_percents or set(attributes) & set(hidden):
        return False
    counts: list[float] = []
    for one in audits.entries:
        each = [list(_counted(at, attributes)) for at in one.decided]
        for rates in (rate for some in each for rate in some):
            if not isinstance(rates, GroupRates) or rates.effective is not None:
                return False  # with weights a rate is not of the people who were counted
            counts += [*rates.k.tolist(), *(rates.n - rates.k).tolist(), *rates.n.tolist()]
        for some, others in combinations(each, 2):  # who is between two thresholds
            for first, second in zip(some, others, strict=True):
                if isinstance(first, GroupRates) and isinstance(second, GroupRates):
                    counts += [*abs(first.k - second.k).tolist(), *abs(first.n - second.n).tolist()]
    return are_large(counts, level)


def _counted(at: DecidedAt, attributes: tuple[str, ...]) -> Iterator[object]:
    for judged in at.audit.assessments:
        if set(judged.claim.attributes) & set(attributes):
            yield from judged.families
