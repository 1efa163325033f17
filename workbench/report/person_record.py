"""What a letter has to know: one person's decision, and nothing of anybody else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from workbench.audit.disclosure.level import NOT_PUBLISHED, Disclosure
from workbench.audit.result import Audit
from workbench.audit.verdicts import Verdict
from workbench.explanation.person_result import Background, PersonExplanation, Reason
from workbench.explanation.shapley.attribution import Method, Scale

__all__ = ["GroupsRecord", "PersonRecord", "person_record"]

_WORST: tuple[Verdict, ...] = ("gap", "not enough evidence", "within tolerance")


@dataclass(frozen=True)
class GroupsRecord:
    """What was found on the groups of one attribute, without any number.

    Parameters
    ----------
    attribute : str
        What readers call it.
    verdict : {"gap", "within tolerance", "not enough evidence"}
        The least reassuring one.
    """

    attribute: str
    verdict: Verdict


@dataclass(frozen=True)
class PersonRecord:
    """One person's decision.

    Parameters
    ----------
    fingerprint : str
        Of the explanation.
    is_favourable : bool
        The decision.
    probability, threshold : float
        What the model gave, and from what on it decides favourably.
    reasons : tuple of Reason
        What moved the decision the way it went, the strongest first.
    values : mapping of str to str
        The person's own values, in the columns that the model reads.
    protected : tuple of str
        Protected columns that the model reads, by what readers call them.
    scale, method
        On which scale the reasons are, and how they were computed.
    background : {"A", "B"}
        Whom the person was compared with.
    n_background, n_orders, n_train : int
        How many those are, orders of columns tried, and rows the model learned from.
    groups : tuple of GroupsRecord
        What an audit found; empty where none was given.
    limit : float or None
        The usual limit, which that audit took because nobody had set one; ``None`` where somebody had.
    titles : mapping of str to str
        What readers call a column, where they call it otherwise.
    """

    fingerprint: str
    is_favourable: bool
    probability: float
    threshold: float
    reasons: tuple[Reason, ...]
    values: Mapping[str, str]
    protected: tuple[str, ...]
    scale: Scale
    method: Method
    background: Background
    n_background: int
    n_orders: int
    n_train: int
    groups: tuple[GroupsRecord, ...] = ()
    limit: float | None = None
    titles: Mapping[str, str] = field(default_factory=dict)


def person_record(person: PersonExplanation, audit: Audit | None, level: Disclosure) -> PersonRecord:
    """Return what a letter has to know of one person's decision.

    Parameters
    ----------
    person : PersonExplanation
        What ``explain_person`` returned.
    audit : Audit or None
        Of the same model.
    level : Disclosure
        Who else may read the letter.
    """
    fitted, attribution = person.fitted, person.attribution
    split, read = fitted.prepared.split, fitted.prepared.columns
    return PersonRecord(
        fingerprint=person.fingerprint if level.keeps_hashes else NOT_PUBLISHED,
        is_favourable=person.is_favourable,
        probability=float(person.probability),
        threshold=float(fitted.threshold),
        reasons=person.reasons,
        values=dict(person.values),
        protected=tuple(one.title for one in split.data.roles.protected if one.column in read),
        scale=attribution.scale,
        method=attribution.method,
        background=person.background,
        n_background=attribution.n_background,
        n_orders=attribution.n_orders,
        n_train=split.train.n_rows,
        groups=_groups(audit) if audit is not None else (),
        limit=_usual_limit(audit) if audit is not None else None,
        titles={one.column: one.title for one in split.data.roles.protected if one.column in read},
    )


def _usual_limit(audit: Audit) -> float | None:
    """Return the limit that all comparisons have because nobody set one."""
    limits = {one.claim.tolerance for one in audit.assessments}
    return limits.pop() if not audit.policy.declared and len(limits) == 1 else None


def _groups(audit: Audit) -> tuple[GroupsRecord, ...]:
    """Return the least reassuring verdict of each attribute, in the audit's order."""
    found: dict[str, Verdict] = {}
    for one in audit.assessments:
        name = one.claim.attribute
        found[name] = min((one.verdict, found.get(name, one.verdict)), key=_WORST.index)
    return tuple(GroupsRecord(name, verdict) for name, verdict in found.items())
