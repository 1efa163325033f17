"""A finding as a card: how serious it is, what was measured, why it matters, what to do, and its acceptance."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.finding import Finding
from workbench.core.overruling import Overruled
from workbench.document.nodes import Term, Terms
from workbench.document.wording import name, say
from workbench.widgets.view import Group, Node, Part, Press, Said, Words
from workbench.widgets.wording import Whole, told

__all__ = ["Card", "card"]

_LONGEST = 600


@dataclass(frozen=True)
class Card:
    """What a card shows beside its finding.

    Parameters
    ----------
    place : int
        Of the finding among all.
    accepted : Overruled or None
        What overrules it.
    draft : str
        What is written as its reason.
    problem : str
        What is wrong with that.
    """

    place: int
    accepted: Overruled | None
    draft: str
    problem: str


def card(finding: Finding, shown: Card) -> Group:
    """Return a finding's card.

    Parameters
    ----------
    finding : Finding
        The finding.
    shown : Card
        What is shown beside it.
    """
    at = shown.place
    tone = "plain" if finding.severity == "note" or shown.accepted else "caution"
    told_of = (
        Term("why", say("findings.why"), ((name(finding.why, _LONGEST),),)),
        Term("what_to_do", say("findings.what_to_do"), ((name(finding.what_to_do, _LONGEST),),)),
    )
    inside: list[Node] = [Said(f"about/{at}", _about(finding), "quiet" if tone == "plain" else "plain")]
    if shown.accepted is not None:
        inside.append(Said(f"accepted/{at}", _accepted(shown.accepted), "good", live=True))
    if finding.measured:
        measured = Whole(name(finding.measured, _LONGEST).text)
        inside.append(Said(f"value/{at}", told("review.measured", measured=measured)))
    inside += [Part(f"told/{at}", Terms(f"told-{at}", told_of)), _acceptance(finding, shown)]
    return Group(f"finding/{at}", tuple(inside), name(finding.title, _LONGEST).text, "card")


def _about(finding: Finding) -> str:
    severity = {
        "serious": told("review.serious"),
        "caution": told("review.caution"),
        "note": told("review.note"),
    }[finding.severity]
    if not finding.scope:
        return told("review.about.all", severity=severity, code=finding.code)
    return told("review.about", severity=severity, code=finding.code, scope=finding.scope)


def _accepted(one: Overruled) -> str:
    reason = Whole(name(one.reason, _LONGEST).text)
    if one.by:
        return told("review.said.by", by=one.by, reason=reason)
    return told("review.said", reason=reason)


def _acceptance(finding: Finding, shown: Card) -> Group:
    """Return where a reason is written; the same element before and after, so that what has the focus keeps it."""
    whole = finding.scope == ""
    reason = Words(
        f"reason/{shown.place}",
        told("review.reason"),
        shown.draft,
        long=True,
        help=told("review.reason.whole", code=finding.code) if whole else told("review.reason.help"),
        problem=shown.problem,
    )
    press = Press(f"accept/{shown.place}", told("review.back" if shown.accepted else "review.accept"))
    title = told("review.accepted.title" if shown.accepted else "review.accept.title")
    return Group(f"acceptance/{shown.place}", (reason, press), title, "fold")
