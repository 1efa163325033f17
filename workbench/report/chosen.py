"""How a model was chosen and what is known of how it works: what a report tells of each result beside the model."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from types import MappingProxyType
from typing import Any

from workbench.audit.candidates_result import CandidateAudits
from workbench.audit.disclosure.level import Disclosure
from workbench.audit.mitigation.result import MitigationChoice
from workbench.core.finding import Finding
from workbench.core.provenance import Result
from workbench.explanation.effects.result import Effects
from workbench.explanation.groups.result import GroupExplanation
from workbench.explanation.importance.permuted_result import PermutationImportance
from workbench.explanation.interactions_result import Interactions
from workbench.modeling.calibration.result import CalibrationChoice
from workbench.modeling.comparison.result import Contest
from workbench.modeling.result import Fitted
from workbench.modeling.segments.result import WeakSegments
from workbench.modeling.thresholds.result import ThresholdChoice
from workbench.modeling.tuning.result import Tuning
from workbench.report.candidates_record import CandidatesRecord, candidates_record
from workbench.report.choice_records import ChosenCalibration, ChosenThreshold, calibration_record, threshold_record
from workbench.report.contest_record import ContestRecord, contest_record
from workbench.report.effect_records import (
    CarriedGaps,
    EffectsRecord,
    InteractionsRecord,
    PermutedRecord,
    effects_record,
    groups_record,
    interactions_record,
    permuted_record,
)
from workbench.report.mitigation_record import MitigationRecord, choice_record
from workbench.report.segment_records import SegmentsRecord, segments_record
from workbench.report.small_counts import without_few
from workbench.report.tuning_record import TuningRecord, tuning_record

__all__ = ["FURTHER", "Chosen", "chosen", "shown_further", "told_to"]

_TOLD: Mapping[type[Result], tuple[str, Callable[..., Any]]] = MappingProxyType(
    {
        Contest: ("contest", contest_record),
        CandidateAudits: ("candidates", candidates_record),
        Tuning: ("tuning", tuning_record),
        CalibrationChoice: ("calibration", calibration_record),
        ThresholdChoice: ("threshold", threshold_record),
        MitigationChoice: ("mitigation", choice_record),
        WeakSegments: ("segments", segments_record),
        Effects: ("effects", effects_record),
        Interactions: ("interactions", interactions_record),
        PermutationImportance: ("permuted", permuted_record),
        GroupExplanation: ("groups", groups_record),
    }
)

_OF_PEOPLE = (CandidateAudits, CalibrationChoice, ThresholdChoice, MitigationChoice, WeakSegments, GroupExplanation)

FURTHER: tuple[type[Result], ...] = tuple(_TOLD)
"""The kinds of result that a report tells beside a model, in the order in which they are told."""

_OF_GROUPS = frozenset({"WB312"})
_OF_SEGMENTS = frozenset({"WB316"})
_NOT_TOLD = "How large it is, and between whom, is not published."


@dataclass(frozen=True)
class Chosen:
    """What is told of how a model was chosen and how it works; ``None`` where nobody gave it.

    Parameters
    ----------
    contest, candidates, tuning, calibration, threshold : record or None
        Models that were compared, their gaps at some thresholds, settings that were searched, and what was chosen then.
    mitigation : record or None
        Methods against gaps that were tried, and the one that was chosen.
    segments : record or None
        Where the model is weak.
    effects, interactions, permuted : record or None
        How columns move it, alone and in pairs, and what is lost without them.
    groups : tuple of record
        What carries the gaps between groups, one an attribute.
    """

    contest: ContestRecord | None = None
    candidates: CandidatesRecord | None = None
    tuning: TuningRecord | None = None
    calibration: ChosenCalibration | None = None
    threshold: ChosenThreshold | None = None
    mitigation: MitigationRecord | None = None
    segments: SegmentsRecord | None = None
    effects: EffectsRecord | None = None
    interactions: InteractionsRecord | None = None
    permuted: PermutedRecord | None = None
    groups: tuple[CarriedGaps, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was given."""
        return not any(getattr(self, one.name) for one in fields(self))


def chosen(
    results: Iterable[Result], fitted: Fitted | None, level: Disclosure, *, hidden: Collection[str] = ()
) -> Chosen:
    """Return what is told of results beside a model.

    Parameters
    ----------
    results : iterable of Result
        At most one of each kind of :data:`FURTHER`; of explanations by group one an attribute.
    fitted : Fitted or None
        The model of the report.
    level : Disclosure
        Who may read it.
    hidden : collection of str
        Attributes of which some group is not shown elsewhere in the report.
    """
    told: dict[str, Any] = {}
    for one in results:
        field, record = _TOLD[type(one)]
        made = record(one, level, hidden=hidden) if isinstance(one, _OF_PEOPLE) else record(one, level)
        if isinstance(one, (CalibrationChoice, ThresholdChoice)):
            made = replace(made, is_accepted=fitted is not None and one.fitted.fingerprint != fitted.fingerprint)
        if isinstance(one, MitigationChoice):
            made = replace(made, is_accepted=fitted is not None and one.fingerprint in fitted.provenance.inputs)
        if isinstance(one, WeakSegments):
            made = replace(made, is_of_before=fitted is not None and fitted.fingerprint not in one.provenance.inputs)
        told[field] = (*told.get(field, ()), made) if isinstance(one, GroupExplanation) else made
    return Chosen(**told)


def told_to(found: Chosen, audience: str) -> Chosen:
    """Return what one audience is told of: no report carries what it does not tell.

    Parameters
    ----------
    found : Chosen
        As :func:`chosen` returned it.
    audience : str
        Whom the report is for. A brief says why it is this model and this threshold; technical reports and annexes
        tell all.
    """
    if audience in ("technical", "annex"):
        return found
    contest, threshold = found.contest, found.threshold
    if audience != "brief":
        return Chosen()
    if contest is not None:
        contest = replace(contest, entries=tuple(replace(one, calibration=()) for one in contest.entries), withheld=())
    if threshold is not None:
        threshold = replace(threshold, effects=(), curve=(), withheld=())
    return Chosen(contest=contest, threshold=threshold)


def shown_further(
    findings: Iterable[Finding], results: Sequence[Result], level: Disclosure, *, hidden: Collection[str] = ()
) -> tuple[Finding, ...]:
    """Return findings without what tells of parts of the rows, and of groups, that are left out.

    Parameters
    ----------
    findings : iterable of Finding
        Of all stages.
    results : sequence of Result
        As for :func:`chosen`; what was noticed in them may stand with the model too.
    level : Disclosure
        Who may read it.
    hidden : collection of str
        As for :func:`chosen`.
    """
    if level.hides_nothing:
        return tuple(findings)
    own = {finding: _shown(one, finding, level, hidden) for one in results for finding in getattr(one, "findings", ())}
    told = [own[one] if one in own else _alone(one, level) for one in findings]
    return tuple(dict.fromkeys(one for one in told if one is not None))


def _alone(finding: Finding, level: Disclosure) -> Finding:
    """Return what a model says of a choice that is not in the report: for the public without its numbers."""
    if finding.code not in _OF_GROUPS | _OF_SEGMENTS or not level.whole_percents:
        return finding
    return replace(finding, why=_NOT_TOLD, value=None, threshold=None, n=None, interval=None)


def _shown(result: Result, finding: Finding, level: Disclosure, hidden: Collection[str]) -> Finding | None:
    if finding.code in _OF_SEGMENTS and isinstance(result, WeakSegments):
        ends = [f"where {one.conditions}" for one in segments_record(result, level, hidden=hidden).segments]
        return finding if any(finding.title.endswith(end) for end in ends) else None
    if finding.code in _OF_GROUPS and isinstance(result, ThresholdChoice):
        shown = {one.attribute for one in threshold_record(result, level, hidden=hidden).effects}
        return finding if finding.scope in shown else None
    places = level.whole_percents
    title, why = (without_few(text, level.fewest, places=places) for text in (finding.title, finding.why))
    return replace(finding, title=title, why=why)
