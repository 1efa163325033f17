"""The types that a study can keep: each by a name of ours, which stays the same wherever the class moves to."""

from __future__ import annotations

import dataclasses
from functools import cache
from importlib import import_module
from typing import Any

from workbench.errors import InputError

__all__ = ["CODED", "KINDS", "STAGES", "check_stage", "fields_of", "kind_named", "name_of", "stage_of"]

STAGES: dict[str, str] = {
    "Dataset": "dataset",
    "Profile": "profile",
    "SuggestedRoles": "roles",
    "Split": "split",
    "GivenRows": "split",
    "Leaks": "leaks",
    "Prepared": "prepared",
    "Contest": "contest",
    "Tuning": "tuning",
    "ThresholdChoice": "threshold",
    "CalibrationChoice": "calibration",
    "Fitted": "fitted",
    "ModelFile": "model-file",
    "WeakSegments": "segments",
    "Explanation": "explanation",
    "GroupExplanation": "groups",
    "PermutationImportance": "permutation",
    "Effects": "effects",
    "Interactions": "interactions",
    "PersonExplanation": "person",
    "Waterfall": "waterfall",
    "Counterfactuals": "counterfactuals",
    "Audit": "audit",
    "CandidateAudits": "candidates",
    "Mitigations": "mitigations",
    "MitigationChoice": "mitigation",
}
"""The kinds of results, and the stage under which a study keeps each."""

_MODULES = {
    "audit.candidates_result": "CandidateAudit CandidateAudits DecidedAt",
    "audit.justification": "Reason=PolicyReason",
    "audit.mitigation.attempt": "AsItIs",
    "audit.mitigation.changes": "Change=MitigationChange Moved",
    "audit.mitigation.contract": "Case",
    "audit.mitigation.drop_proxy": "DropProxy",
    "audit.mitigation.grouping": "Grouping",
    "audit.mitigation.models": "GroupThresholds Votes",
    "audit.mitigation.reductions": "Reductions",
    "audit.mitigation.result": "Attempt MitigationChoice Mitigations",
    "audit.mitigation.reweighing": "Reweighing",
    "audit.mitigation.threshold_optimisation": "ThresholdOptimisation",
    "audit.policy": "Policy Rule",
    "audit.result": "Audit",
    "core.finding": "Finding",
    "core.measure": "Measure",
    "core.provenance": "Provenance",
    "data.dataset": "Dataset",
    "data.profile.result": "Association ColumnProfile DateSummary Duplicates GroupMissing GroupShare NumberSummary "
    "Profile TextSummary ValueCount",
    "data.roles": "ProtectedAttribute Roles",
    "data.split": "Split",
    "data.suggestions.result": "Proxy SuggestedRole SuggestedRoles",
    "explanation.changes": "Change",
    "explanation.counterfactuals.result": "ChangedValue Counterfactual Counterfactuals",
    "explanation.effects.result": "Effect EffectPoint Effects",
    "explanation.groups.result": "CarriedGap Difference GroupExplanation GroupGap NotCompared",
    "explanation.importance.permuted_result": "PermutationImportance PermutedColumns",
    "explanation.interactions_result": "Interaction Interactions",
    "explanation.person_result": "PersonExplanation Reason",
    "explanation.result": "Explanation Importance",
    "explanation.shapley.attribution": "Attribution",
    "explanation.waterfall": "Waterfall WaterfallStep",
    "modeling.calibration.maps": "MappedModel",
    "modeling.calibration.measures": "Reliability ReliabilityBin",
    "modeling.calibration.result": "CalibrationChoice GroupCalibration LossChange",
    "modeling.candidates": "Candidate",
    "modeling.comparison.calibration": "Bin Calibration",
    "modeling.comparison.judging": "Comparison",
    "modeling.comparison.result": "Contest Entry MeanScore",
    "modeling.comparison.scoring": "Scoring",
    "modeling.given": "GivenModel GivenRows",
    "modeling.metrics": "Metric",
    "modeling.model_file": "ModelFile",
    "modeling.performance": "AmountPerformance Performance",
    "modeling.result": "Fitted",
    "modeling.segments.conditions": "Condition",
    "modeling.segments.result": "WeakSegment WeakSegments",
    "modeling.thresholds.effects": "GroupEffect",
    "modeling.thresholds.result": "Capacity ThresholdChoice ThresholdCurve Value",
    "modeling.tuning.result": "Tuning",
    "modeling.tuning.spaces": "Span",
    "modeling.tuning.trials": "Trial",
    "modeling.tuning.tuned": "Settled Tuned",
    "preparation.done": "StepDone",
    "preparation.leaks.result": "Check Fix Leaks",
    "preparation.recipe": "LeftOut Recipe Selection Step",
    "preparation.result": "Prepared",
    "stats.association": "Estimate",
    "stats.intervals": "Limits",
    "tally.gaps": "Gap",
    "tally.values": "GroupRates",
}

KINDS: dict[str, tuple[str, str]] = {
    (said.partition("=")[2] or said): (f"workbench.{module}", said.partition("=")[0])
    for module, names in _MODULES.items()
    for said in names.split()
}
"""Each name, with the module and the class that it stands for. Nothing else is ever imported for a file."""

_NAMES = {place: name for name, place in KINDS.items()}

CODED = frozenset({"Audit", "Candidate", "Dataset", "Scoring", "Settled", "Tuned"})
"""Kinds with a form of their own, as they hold functions or rows, or are computed anew from less."""


@cache
def kind_named(name: str) -> Any:
    """Return the class of a name; ``None`` where there is none of that name.

    Parameters
    ----------
    name : str
        What a record says.

    Examples
    --------
    >>> kind_named("Finding").__name__, kind_named("os.system")
    ('Finding', None)
    """
    if name not in KINDS:
        return None
    module, kind = KINDS[name]
    return getattr(import_module(module), kind)


def name_of(value: object) -> str:
    """Return the name of an object's class; empty where the class is not on the list.

    Parameters
    ----------
    value : object
        Any.
    """
    kind = type(value)
    return _NAMES.get((kind.__module__, kind.__qualname__), "")


def stage_of(value: object) -> str:
    """Return the stage under which a study keeps a result; empty where it keeps none of that kind.

    Parameters
    ----------
    value : object
        Any.
    """
    return STAGES.get(name_of(value), "")


def check_stage(stage: object) -> None:
    """Raise :class:`InputError` if there is no such stage.

    Parameters
    ----------
    stage : object
        As it was given.
    """
    known = list(dict.fromkeys(STAGES.values()))
    if stage not in known:
        raise InputError.for_choice("stage", stage, known)


def fields_of(kind: Any) -> tuple[str, ...]:
    """Return what an object of a kind is made of.

    Parameters
    ----------
    kind : type
        A dataclass, a named tuple, or an estimator of ours.
    """
    if dataclasses.is_dataclass(kind):
        return tuple(one.name for one in dataclasses.fields(kind) if one.init)
    named: tuple[str, ...] | None = getattr(kind, "_fields", None)
    return named if named is not None else tuple(sorted(kind._get_param_names()))  # noqa: SLF001 - scikit-learn's
