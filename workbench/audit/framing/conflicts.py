"""What a framing leaves out and why, and which figures cannot be equal at the same time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workbench.audit.framing.metrics import METRIC_WORDS
from workbench.audit.framing.result import MetricLeftOut

__all__ = ["conflicts", "left_out"]

_IMPOSSIBLE = (
    "Where groups differ in the outcome, equal rates of both mistakes cannot hold together with an equal meaning of "
    "scores or decisions (calibration, or equal precision), but for special cases such as decisions never wrong."
)
_BY_OUTCOME: Mapping[str, str] = {
    "unknown": "It needs outcomes, and none are known.",
    "doubtful": "It takes the recorded outcome for the truth, and the record may be unequal itself.",
    "selective": "It needs the outcomes of those who were refused, and these are not known.",
}


def left_out(judged: Sequence[str], chosen: Mapping[str, str]) -> tuple[MetricLeftOut, ...]:
    """Return the figures that are deliberately not judged, each with the reason.

    Parameters
    ----------
    judged : sequence of str
        The figures that are.
    chosen : mapping of str to str
        The answers.
    """
    return tuple(MetricLeftOut(metric, _why_not(metric, chosen)) for metric in METRIC_WORDS if metric not in judged)


def _why_not(metric: str, chosen: Mapping[str, str]) -> str:
    outcome = chosen["outcome"]
    if outcome != "trusted":
        return _BY_OUTCOME[outcome]
    if metric == "selection_rate":
        return "What counts here is who was treated wrongly: decisions may differ as far as outcomes do."
    if metric == "calibration_in_the_large":
        return "Nobody acts on the score itself."
    if metric == "precision_score":
        if chosen["difference"] == "alike":
            return "Where outcomes are alike, equal rates of both mistakes make it equal too."
        if chosen["errors"] == "both":
            return (
                "Where outcomes differ it cannot be equal together with the rates of both mistakes, which were chosen."
            )
        return "Where outcomes differ, making it equal as well would make the rates of the other mistake unequal."
    if chosen["errors"] == "both":
        return "It is one of the two that equalized odds judges."
    return "The other mistake was called worse, and each comparison costs evidence."


def conflicts(judged: Sequence[str], chosen: Mapping[str, str]) -> tuple[str, ...]:
    """Return which figures cannot be equal at the same time, and what that means for those that are judged.

    Parameters
    ----------
    judged : sequence of str
        The figures that are judged.
    chosen : mapping of str to str
        The answers.
    """
    outcome = chosen["outcome"]
    if outcome == "selective":
        return (
            "Of those refused no outcome is known, so it cannot be told whether groups differ in it. Equal precision "
            f"does not make error rates equal. {_IMPOSSIBLE}",
        )
    if outcome != "trusted":
        return (f"Equal selection rates do not make error rates equal, which nobody can count here. {_IMPOSSIBLE}",)
    if chosen["difference"] == "alike":
        return (
            f"{_IMPOSSIBLE} The groups were said to be alike; where the audit finds that they are not, it says so "
            "with finding WB513.",
        )
    return tuple(_contradictions({METRIC_WORDS[one].family for one in judged}, "equalized_odds" in judged))


def _contradictions(families: set[str], both_errors: bool) -> list[str]:
    """Return what cannot hold together of notions that are judged, or that are left out."""
    if {"separation", "sufficiency"} <= families:
        said = [f"{_IMPOSSIBLE} Mistakes and calibration are both judged here, so perhaps not both can be kept."]
    else:
        said = [
            f"{_IMPOSSIBLE} Mistakes were chosen here, so the same decision may turn out right less often in a group."
        ]
    if "independence" in families and both_errors:
        said.append(
            "Where groups differ in the outcome, equal selection rates cannot hold together with equal rates of both "
            "mistakes either, unless decisions have nothing to do with outcomes."
        )
    if {"independence", "sufficiency"} <= families:
        said.append(
            "Where groups differ in the outcome, calibrated scores differ as well, so that one threshold for all "
            "hardly gives equal selection rates."
        )
    return said
