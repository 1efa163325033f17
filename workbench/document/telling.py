"""How one figure is told: its name, how a sentence on it begins, and in which unit its numbers are."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.document.messages import MESSAGES
from workbench.document.nodes import Part, Text
from workbench.document.terms import OutcomeTerms, class_terms
from workbench.document.wording import name, say
from workbench.tally.rates import SYNONYMS
from workbench.tally.values import GroupRates, GroupValues

__all__ = ["Telling", "figure_meaning", "figure_title", "telling"]

_SHARE = "share_above"
"""The figure whose brackets hold a threshold, and no class."""

_SAYS_TO = frozenset(
    {
        "selection_rate",
        "true_positive_rate",
        "false_positive_rate",
        "true_negative_rate",
        "false_negative_rate",
    }
)


@dataclass(frozen=True)
class Telling:
    """How one figure is told.

    Parameters
    ----------
    metric : str
        The figure's name, without a class.
    terms : OutcomeTerms
        The words for the outcomes; of a class where the figure is that of one.
    title : Text
        What the field calls it, in the middle of a sentence.
    what : Text
        How a sentence begins that goes on "to 45 of 100 with …"; the title where there is none.
    short : Text
        The same after "The model …".
    to : Text
        The preposition between them.
    is_rate : bool
        Whether it counts people, so that it is told as so many of 100.
    flipped : bool
        Whether the complement is told: only of what is decided in all, never of an error rate.
    """

    metric: str
    terms: OutcomeTerms
    title: Text
    what: Text
    short: Text
    to: Text
    is_rate: bool
    flipped: bool


def telling(values: GroupValues, terms: OutcomeTerms) -> Telling:
    """Return how some values are told.

    Parameters
    ----------
    values : GroupValues
        The values of every group.
    terms : OutcomeTerms
        The words for the outcomes or decisions.
    """
    metric, label = _apart(values.metric)
    if label and metric != _SHARE:
        terms = class_terms(terms, label)
    title = figure_title(values.metric)
    sentence = f"metric.{terms.manner}.{metric}"
    if sentence not in MESSAGES:  # of the outcomes alone the same is told, whoever decides
        sentence = f"metric.{terms.voice}.{metric}"
    is_rate = isinstance(values, GroupRates)
    words: dict[str, Part | Text] = {
        "was_spoken": terms.was_spoken,
        "spoken": terms.spoken,
        "favourable": terms.favourable,
        "unfavourable": terms.unfavourable,
        "label": name(label),
    }
    what = say(sentence, **words) if is_rate and sentence in MESSAGES else title
    short = "short_supposed" if terms.supposed else "short"
    brief = f"metric.{short}.{metric}"
    to = say("preposition.to" if metric in _SAYS_TO and terms.voice == "model" else "preposition.for")
    return Telling(
        metric=metric,
        terms=terms,
        title=title,
        what=what,
        short=say(brief, **words) if brief in MESSAGES else (),
        to=to,
        is_rate=is_rate,
        flipped=terms.flipped and metric == "selection_rate",
    )


def figure_title(metric: str) -> Text:
    """Return what the field calls a figure.

    Examples
    --------
    >>> from workbench.document.wording import plain
    >>> plain(figure_title("recall_score")), plain(figure_title("selection_rate[red]"))
    ('true positive rate', 'selection rate of red')
    >>> plain(figure_title("a_new_figure"))
    'a new figure'
    """
    base, label = _apart(metric)
    if base == _SHARE:
        return say("figure.share_above", label=name(label))
    id = f"figure.{base}"
    what, quantile, part = base.partition("_quantile_")
    if quantile and f"figure.quantile.{what}" in MESSAGES:
        return say("figure.quantile", what=say(f"figure.quantile.{what}"), share=name(part))
    title: Text = say(id) if id in MESSAGES else (name(base.replace("_", " ")),)
    return say("figure.of_class", title=title, label=name(label)) if label else title


def figure_meaning(metric: str) -> Text:
    """Return what a figure is, in words; nothing where that is not known.

    Examples
    --------
    >>> figure_meaning("a_new_figure")
    ()
    """
    base, label = _apart(metric)
    if label and base != _SHARE:
        return say("figure.class_meaning")
    id = f"figure.means.{base}"
    return say(id) if id in MESSAGES else ()


def _apart(metric: str) -> tuple[str, str]:
    """Return a figure's own name, and the class it is of: ``selection_rate[red]``."""
    base, bracket, label = metric.partition("[")
    return SYNONYMS.get(base, base), label.removesuffix("]") if bracket else ""
