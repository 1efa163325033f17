"""``frame_decision``: from answers about a decision to what is judged, with every reason."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.audit.framing.asking import answered
from workbench.audit.framing.conflicts import conflicts, left_out
from workbench.audit.framing.laws import LAWS
from workbench.audit.framing.questions import QUESTIONS
from workbench.audit.framing.result import Framing, JudgedMetric
from workbench.audit.justification import Reason
from workbench.audit.policy import Rule
from workbench.tally.gaps import EXTREMES

__all__ = ["frame_decision"]

_TOLERANCES: Mapping[str, float] = {"life": 0.02, "serious": 0.05, "minor": 0.10}
_OF_ERRORS: Mapping[str, str] = {
    "refused": "true_positive_rate",
    "accepted": "false_positive_rate",
    "both": "equalized_odds",
}
_COMPARE: Mapping[str, str] = {"few": EXTREMES, "many": "overall"}
_FOUR_FIFTHS = 0.8
_NEVER_TRIED = "Selection rates need no outcome, and tell who was never given the chance to have one."
_LAW_OF_RATIO = "So the limit is that rule's."


def frame_decision(answers: Mapping[str, str]) -> Framing:
    """Return what is judged about a decision, by what was answered about it.

    The answers say who is affected, which mistake costs whom more, what is scarce, whether the outcome can be
    trusted, and which law applies. :func:`workbench.open_questions` asks one question after another.

    Parameters
    ----------
    answers : mapping of str to str
        For the name of each question that is asked, the name of an option.

    Returns
    -------
    Framing
        Which figures are judged, with which limit and why; what each of them does not see; which are left out, and
        what cannot hold together. ``framing.policy()`` is the policy, with all of that in its justification.

    Raises
    ------
    InputError
        If a question or an option is not known, one that is asked is open, or one that is not asked is answered.

    Notes
    -----
    Where base rates differ, scores that mean the same in each group and equal error rates exclude each other
    (Kleinberg, Mullainathan and Raghavan 2017; Chouldechova 2017). The framing says which was chosen.

    Examples
    --------
    >>> answers = {"affected": "applicants", "scarce": "open", "outcome": "trusted", "errors": "refused"}
    >>> answers |= {"difference": "follow", "score": "decision", "stakes": "serious", "groups": "few", "law": "eu"}
    >>> framing = frame_decision(answers)
    >>> framing
    Framing: judged by true_positive_rate.
    >>> framing.judged[0].limit
    'A difference of at most 5 of 100, between any two groups.'
    >>> framing.policy().rules
    (Rule(metric='true_positive_rate', tolerance=0.05, scale='difference', compare='extremes', attributes=(), \
leave_out=()),)
    """
    path = answered(answers)
    chosen = {question.id: option.id for question, option in path}
    law = LAWS[chosen["law"]]
    whys = _metrics(chosen, has_four_fifths=law.has_four_fifths)
    judged = tuple(_judged(metric, why, chosen, law.has_four_fifths) for metric, why in whys.items())
    return Framing(
        chosen,
        tuple(Reason(question.title, option.title, option.why) for question, option in path),
        judged,
        left_out(tuple(whys), chosen),
        conflicts(tuple(whys), chosen),
        law.standards,
        law.annexes,
        law.notes,
    )


def _metrics(chosen: Mapping[str, str], *, has_four_fifths: bool) -> dict[str, str]:
    """Return the figures that are judged, each with the reasons, in the order in which they are told."""
    reasons: dict[str, list[str]] = {}

    def judge(metric: str, question: str) -> None:
        reasons.setdefault(metric, []).append(QUESTIONS[question].option(chosen[question]).why)

    outcome = chosen["outcome"]
    if outcome == "trusted":
        judge(_OF_ERRORS[chosen["errors"]], "errors")
    elif outcome == "selective":
        judge("precision_score", "outcome")
        reasons["selection_rate"] = [_NEVER_TRIED]
    else:
        judge("selection_rate", "outcome")
    if chosen.get("scarce") == "limited":
        judge("selection_rate", "scarce")
    if chosen.get("difference") in ("not_follow", "unsure"):
        judge("selection_rate", "difference")
    if chosen.get("score") == "read":
        judge("calibration_in_the_large", "score")
    if has_four_fifths:
        judge("selection_rate", "law")
    return {metric: " ".join(dict.fromkeys(said)) for metric, said in reasons.items()}


def _judged(metric: str, why: str, chosen: Mapping[str, str], has_four_fifths: bool) -> JudgedMetric:
    if metric == "selection_rate" and has_four_fifths:
        return JudgedMetric(Rule(metric, _FOUR_FIFTHS, "ratio"), why, _LAW_OF_RATIO)
    is_rate = metric != "calibration_in_the_large"  # only rates are known of all groups together
    compare = _COMPARE[chosen["groups"]] if is_rate else EXTREMES
    rule = Rule(metric, _TOLERANCES[chosen["stakes"]], compare=compare)
    return JudgedMetric(rule, why, QUESTIONS["stakes"].option(chosen["stakes"]).why)
