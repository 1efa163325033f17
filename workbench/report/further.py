"""Whether results beside a model belong to it: how it was chosen, where it is weak and how it works."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.audit.candidates_result import CandidateAudits
from workbench.audit.mitigation.result import MitigationChoice
from workbench.core.provenance import Result
from workbench.errors import InputError
from workbench.explanation.effects.result import Effects
from workbench.explanation.groups.result import GroupExplanation
from workbench.explanation.importance.permuted_result import PermutationImportance
from workbench.explanation.interactions_result import Interactions
from workbench.explanation.result import Explanation
from workbench.modeling.calibration.result import CalibrationChoice
from workbench.modeling.comparison.result import Contest
from workbench.modeling.result import Fitted
from workbench.modeling.segments.result import WeakSegments
from workbench.modeling.thresholds.result import ThresholdChoice
from workbench.modeling.tuning.result import Tuning
from workbench.preparation.result import Prepared
from workbench.report.chosen import FURTHER

__all__ = ["check_further", "explanation_of", "fitted_of", "further_given"]


def further_given(results: Sequence[Result]) -> tuple[Result, ...]:
    """Return the results beside a model, in the order in which they are told.

    Parameters
    ----------
    results : sequence of Result
        All that a report was given.

    Raises
    ------
    InputError
        If there are two of a kind, or of explanations by group two of one attribute.
    """
    found: list[Result] = []
    for kind in FURTHER:
        of_kind = [one for one in results if isinstance(one, kind)]
        told = [one.attribute if isinstance(one, GroupExplanation) else "" for one in of_kind]
        if len(set(told)) < len(told):
            each = " for each attribute" if kind is GroupExplanation else " of each kind"
            raise InputError(f"build_report was given more than one {kind.__name__}.\nGive one{each}.")
        found += of_kind
    return tuple(found)


def explanation_of(further: Sequence[Result]) -> Explanation | None:
    """Return the explanation that some of the results were made from; ``None`` where none was."""
    of = (one.explanation for one in further if isinstance(one, (PermutationImportance, GroupExplanation)))
    return next(of, None)


def fitted_of(further: Sequence[Result]) -> Fitted | None:
    """Return the model that some of the results are of; ``None`` where they name none."""
    of = (one.fitted for one in further if isinstance(one, (Effects, Interactions, ThresholdChoice, CalibrationChoice)))
    return next(of, None)


def check_further(
    further: Sequence[Result], fitted: Fitted | None, explanation: Explanation | None, prepared: Prepared | None
) -> None:
    """Refuse results of another model, explanation or preparation than the rest.

    Parameters
    ----------
    further : sequence of Result
        As :func:`further_given` returned them.
    fitted, explanation, prepared : result or None
        What they have to belong to.

    Raises
    ------
    InputError
        If one does not, or nothing says whose it is.
    """
    before = _before(further, fitted)
    for one in further:
        if isinstance(one, (Contest, CandidateAudits, Tuning)):
            _check_rows(one, prepared)
        elif isinstance(one, MitigationChoice):
            _check_mitigation(one, fitted)
        elif isinstance(one, (PermutationImportance, GroupExplanation)):
            if explanation is None or one.explanation.fingerprint != explanation.fingerprint:
                raise InputError(
                    f"build_report was given a {type(one).__name__} of another explanation than the rest.\n"
                    "Make it from the explanation that is reported."
                )
        elif isinstance(one, (ThresholdChoice, CalibrationChoice)):
            if one.fitted.fingerprint not in before:
                raise InputError(
                    f"build_report was given a {type(one).__name__} that the model does not come from.\n"
                    "Give the model that was chosen for, or the one that choice.accept() returned."
                )
        elif isinstance(one, (WeakSegments, Effects, Interactions)):
            _check_model(one, fitted, before if isinstance(one, WeakSegments) else frozenset())


def _check_rows(one: Contest | CandidateAudits | Tuning, prepared: Prepared | None) -> None:
    if prepared is None:
        raise InputError(
            f"build_report was given a {type(one).__name__}, and nothing that says of which data.\n"
            "Give the model that was fitted then, or what prepare_data returned."
        )
    if prepared.fingerprint not in one.provenance.inputs:
        raise InputError(
            f"build_report was given a {type(one).__name__} of other data than the rest.\n"
            "Compare, tune and fit on the same prepared data, then report on that."
        )


def _check_mitigation(one: MitigationChoice, fitted: Fitted | None) -> None:
    """Refuse a choice for other rows than the model's, unless the model was made by it."""
    inputs = fitted.provenance.inputs if fitted is not None else ()
    rows = fitted.prepared.fingerprint if fitted is not None else ""
    if one.fingerprint not in inputs and rows not in one.mitigations.provenance.inputs:
        raise InputError(
            "build_report was given a MitigationChoice, and no model of the rows that it was made on.\n"
            "Give the model that fit_mitigated returned."
        )


def _check_model(one: Result, fitted: Fitted | None, before: frozenset[str]) -> None:
    """Refuse what is of no model here; ``before`` are the models that the one reported was made of by choices."""
    if fitted is None:
        raise InputError(
            f"build_report was given {type(one).__name__}, and no model.\nGive the fitted model that they are of."
        )
    if not {fitted.fingerprint, *before} & set(one.provenance.inputs):
        raise InputError(
            f"build_report was given {type(one).__name__} of another model than the rest.\n"
            "Make them of the model that is reported: one with another threshold is another model."
        )


def _before(further: Sequence[Result], fitted: Fitted | None) -> frozenset[str]:
    """Return the fingerprints of the model and of those that it was made of by choices that were accepted."""
    if fitted is None:
        return frozenset()
    models = [fitted]
    waiting = [one for one in further if isinstance(one, (ThresholdChoice, CalibrationChoice))]
    while waiting:
        inputs = {fingerprint for one in models for fingerprint in one.provenance.inputs}
        accepted = [one for one in waiting if one.fingerprint in inputs]
        if not accepted:
            break
        models += [one.fitted for one in accepted]
        waiting = [one for one in waiting if one not in accepted]
    return frozenset(one.fingerprint for one in models)
