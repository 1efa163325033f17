"""How a report calls outcomes and decisions, and which of the two it counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from workbench.data.roles import Roles
from workbench.document.nodes import Text
from workbench.document.wording import name, say

__all__ = [
    "OutcomeTerms",
    "Voice",
    "any_class_terms",
    "class_terms",
    "outcome_terms",
    "plain_outcome_terms",
    "predicted_terms",
]

Voice = Literal["model", "decisions", "predictions"]
"""Whether a report speaks of one's own model, of decisions that somebody made, or of predicted amounts."""


@dataclass(frozen=True)
class OutcomeTerms:
    """Words for the outcomes, or for the decisions.

    Parameters
    ----------
    favourable, unfavourable : Text
        What each outcome is called: ``approved``, ``not approved``.
    spoken : Text
        The one that prose counts: the unfavourable one where a person gave it a name.
    is_spoken, was_spoken, were_spoken : Text
        The same as a verb: ``is denied``, ``was denied``, ``were denied``.
    were_favourable : Text
        The favourable one as a verb.
    flipped : bool
        Whether the unfavourable outcome is counted, so that rates are turned into complements.
    voice : {"model", "decisions", "predictions"}
        What the report speaks of.
    supposed : bool
        Whether nobody is decided so, and what would be is told.
    """

    favourable: Text
    unfavourable: Text
    spoken: Text
    is_spoken: Text
    was_spoken: Text
    were_spoken: Text
    were_favourable: Text
    flipped: bool
    voice: Voice = "model"
    supposed: bool = False

    @property
    def manner(self) -> str:
        """The voice, and whether it tells what would be, as messages name it: ``model``, ``model_supposed``."""
        return f"{self.voice}_supposed" if self.supposed else self.voice


def outcome_terms(roles: Roles, voice: Voice = "model", *, supposed: bool = False) -> OutcomeTerms:
    """Return the words for the outcomes of a model's data, or for somebody's decisions.

    Parameters
    ----------
    roles : Roles
        What outcomes are called.
    voice : {"model", "decisions", "predictions"}
        What the report speaks of.
    supposed : bool
        Whether nobody was decided so: people *would be* selected, and a model *would say* so. The outcomes in a
        model's data are as they were.

    Examples
    --------
    >>> from workbench.document.wording import plain
    >>> terms = outcome_terms(Roles("deny", "no", "yes", unfavourable_label="denied"))
    >>> plain(terms.favourable), plain(terms.were_spoken), terms.flipped
    ('not denied', 'were denied', True)
    >>> plain(outcome_terms(Roles("deny", "no", "yes")).were_spoken)
    'had the outcome “deny: no”'
    """
    flipped = roles.speaks_of_unfavourable
    good, bad = roles.favourable_label, roles.unfavourable_label
    column = name(roles.target or "")
    if good or bad:
        favourable: Text = (name(good),) if good else say("spoken.not", label=name(bad))
        unfavourable: Text = (name(bad),) if bad else say("spoken.not", label=name(good))
        verbs = ("spoken.is", "spoken.was", "spoken.were")
    elif not roles.favourable:
        # A threshold decides, or a table counts whoever was selected: nothing has a name of its own.
        favourable = say("spoken.selected")
        unfavourable = say("spoken.not", label=favourable)
        verbs = ("spoken.is", "spoken.was", "spoken.were")
    else:
        favourable = say("spoken.value", column=column, value=name(roles.favourable))
        unfavourable = say("spoken.value", column=column, value=name(roles.unfavourable))
        verbs = ("spoken.has", "spoken.had", "spoken.had")
        if voice == "decisions":
            verbs = ("spoken.has_decision", "spoken.had_decision", "spoken.had_decision")
    if supposed and voice != "model":
        verbs = ("spoken.would",) * 3 if verbs[0] == "spoken.is" else ("spoken.would_have",) * 3
    return replace(_terms(favourable, unfavourable, verbs, voice, flipped=flipped), supposed=supposed)


def plain_outcome_terms() -> OutcomeTerms:
    """Return words for outcomes that nobody named: those behind somebody's decisions."""
    good, bad = say("spoken.favourable_outcome"), say("spoken.unfavourable_outcome")
    return _terms(good, bad, ("spoken.has_a", "spoken.had_a", "spoken.had_a"), "decisions", flipped=False)


def predicted_terms(label: str) -> OutcomeTerms:
    """Return words for amounts on both sides of a threshold, which is all that can be called favourable of them.

    Parameters
    ----------
    label : str
        What is predicted, such as ``"2000 or more"``; empty without a threshold.
    """
    good = say("spoken.predicted", label=name(label)) if label else say("spoken.selected")
    verbs = ("spoken.is", "spoken.was", "spoken.were")
    return _terms(good, say("spoken.not", label=good), verbs, "predictions", flipped=False)


def class_terms(terms: OutcomeTerms, label: str) -> OutcomeTerms:
    """Return the words for one class of several against the rest."""
    favourable: Text = (name(label),)
    verbs = ("spoken.is", "spoken.was", "spoken.were")
    made = _terms(favourable, say("spoken.not", label=favourable), verbs, terms.voice, flipped=False)
    return replace(made, supposed=terms.supposed)


def any_class_terms(terms: OutcomeTerms) -> OutcomeTerms:
    """Return the words for a class of several that is not named, against the rest."""
    verbs = ("spoken.is", "spoken.was", "spoken.were")
    made = _terms(say("spoken.the_class"), say("spoken.another_class"), verbs, terms.voice, flipped=False)
    return replace(made, supposed=terms.supposed)


def _terms(
    favourable: Text, unfavourable: Text, verbs: tuple[str, str, str], voice: Voice, *, flipped: bool
) -> OutcomeTerms:
    spoken = unfavourable if flipped else favourable
    is_spoken, was_spoken, were_spoken = (say(verb, label=spoken) for verb in verbs)
    were_favourable = say(verbs[2], label=favourable)
    return OutcomeTerms(
        favourable, unfavourable, spoken, is_spoken, was_spoken, were_spoken, were_favourable, flipped, voice
    )
