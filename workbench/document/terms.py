"""How a report calls the two outcomes of one data set, and which of them it counts."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.data.roles import Roles
from workbench.document.nodes import Text
from workbench.document.wording import name, say

__all__ = ["OutcomeTerms", "outcome_terms"]


@dataclass(frozen=True)
class OutcomeTerms:
    """Words for the outcomes.

    Parameters
    ----------
    favourable, unfavourable : Text
        What each outcome is called: ``approved``, ``not approved``.
    spoken : Text
        The one that prose counts: the unfavourable one where a person gave it a name.
    is_spoken, was_spoken, were_spoken : Text
        The same as a verb: ``is denied``, ``was denied``, ``were denied``.
    flipped : bool
        Whether the unfavourable outcome is counted, so that rates are turned into complements.
    """

    favourable: Text
    unfavourable: Text
    spoken: Text
    is_spoken: Text
    was_spoken: Text
    were_spoken: Text
    flipped: bool


def outcome_terms(roles: Roles) -> OutcomeTerms:
    """Return the words for a data set's outcomes.

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
    else:
        favourable = say("spoken.value", column=column, value=name(roles.favourable))
        unfavourable = say("spoken.value", column=column, value=name(roles.unfavourable))
        verbs = ("spoken.has", "spoken.had", "spoken.had")
    spoken = unfavourable if flipped else favourable
    is_spoken, was_spoken, were_spoken = (say(verb, label=spoken) for verb in verbs)
    return OutcomeTerms(favourable, unfavourable, spoken, is_spoken, was_spoken, were_spoken, flipped)
