"""What the metric chooser shows: a question, what was answered, and what follows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from workbench.audit.framing.questions import QUESTIONS, Question
from workbench.audit.framing.result import Framing, JudgedMetric
from workbench.audit.policy import LEAST_CONFIDENCE
from workbench.document.nodes import Term, Terms
from workbench.widgets.metrics_facts import LOCAL_LAW, DataFacts
from workbench.widgets.options import by_name
from workbench.widgets.view import Choice, Grid, Group, Node, Number, Option, Part, Press, Row, Said, Words
from workbench.widgets.wording import told

if TYPE_CHECKING:
    from workbench.widgets.metrics import MetricSettings

__all__ = ["answered_view", "framing_view", "question_view", "settings_view", "where_view"]

_MOST_CONFIDENCE = 0.999
_LONGEST = 60
_ROLES = {"sex": "metrics.sex", "race": "metrics.race"}


def where_view(question: Question | None, n_before: int, framing: Framing | None) -> Said:
    """Return how far one has come: one node from the first question to the end, so that a screen reader says it.

    Parameters
    ----------
    question : Question or None
        Which one is asked; ``None``: none.
    n_before : int
        How many were answered before it.
    framing : Framing or None
        What follows from the answers.
    """
    if question is None:
        n = len(framing.judged) if framing is not None else 0
        return Said("where", told("metrics.done_one") if n == 1 else told("metrics.done", n=n), "strong", live=True)
    more = max(_most_after(one.then) for one in question.options)
    progress = told(
        "metrics.progress",
        question=told("metrics.question", n=n_before + 1),
        more=told("metrics.more", n=more) if more else told("metrics.last"),
    )
    return Said("where", progress, "quiet", live=True)


def question_view(question: Question, picked: str, *, is_again: bool) -> Group:
    """Return one question with its options; every question stands in the same place, so that the focus stays.

    Parameters
    ----------
    question : Question
        Which one.
    picked : str
        The option that is marked; empty: none.
    is_again : bool
        Whether it was answered before, and is asked once more.
    """
    options = tuple(Option(one.id, one.title, one.help) for one in question.options)
    return Group(
        "question",
        (
            Said("help", question.help),
            *((Said("again", told("metrics.again"), "quiet"),) if is_again else ()),
            Choice(f"answer/{question.id}", question.title, options, picked, look="radio", quiet=True),
            Group(
                "go",
                (
                    Press("continue", told("metrics.continue"), "main", "" if picked else told("metrics.pick")),
                    *((Press("leave", told("metrics.leave"), "quiet"),) if is_again else ()),
                ),
                look="row",
            ),
        ),
        question.title,
        "card",
    )


def answered_view(answers: Mapping[str, str], *, is_folded: bool = False) -> tuple[Node, ...]:
    """Return what was answered, each answer with a button that changes it; nothing where nothing was.

    Parameters
    ----------
    answers : mapping of str to str
        In the order in which they were asked.
    is_folded : bool
        Whether it is folded away, with what follows from each answer.
    """
    if not answers:
        return ()
    rows = tuple(_answer(id, option, with_why=is_folded) for id, option in answers.items())
    header = (told("metrics.asked"), told("metrics.answer"), *((told("metrics.follows"),) if is_folded else ()))
    grid = Grid("answered", told("metrics.answered"), (*header, told("metrics.another")), rows)
    return (Group("answers", (grid,), told("metrics.answered"), "fold"),) if is_folded else (grid,)


def _answer(id: str, chosen: str, *, with_why: bool) -> Row:
    option = QUESTIONS[id].option(chosen)
    why = (option.why,) if with_why else ()
    change = Press(f"again/{id}", told("metrics.change"), "quiet", about=QUESTIONS[id].title)
    return Row(f"answered/{id}", (QUESTIONS[id].title, option.title, *why, change))


def framing_view(framing: Framing) -> tuple[Node, ...]:
    """Return what is judged, what cannot be equal at the same time, what is left out, and what the law asks for.

    Parameters
    ----------
    framing : Framing
        What follows from the answers.
    """
    return (
        *(_judged(one) for one in framing.judged),
        Group(
            "conflicts",
            tuple(Said(f"conflict/{place}", one, "caution") for place, one in enumerate(framing.conflicts)),
            told("metrics.conflicts"),
        ),
        Group("left", (Part("left_out", _left_out(framing)),), told("metrics.left_out"), "fold"),
        Group("law", _law(framing), told("metrics.law"), "fold"),
    )


def _judged(one: JudgedMetric) -> Group:
    said = (
        (told("metrics.why"), one.why),
        (told("metrics.why_limit"), one.why_tolerance),
        (told("metrics.name"), one.metric),
    )
    terms = Terms(one.metric, tuple(Term(heading, (heading,), ((text,),)) for heading, text in said))
    children = (
        Said(f"limit/{one.metric}", one.limit),
        Said(f"ignores/{one.metric}", one.ignores, "quiet"),
        Group(f"why/{one.metric}", (Part(f"terms/{one.metric}", terms),), told("metrics.reasons"), "fold"),
    )
    return Group(f"judged/{one.metric}", children, one.title[0].upper() + one.title[1:], "card")


def _left_out(framing: Framing) -> Terms:
    return Terms(
        "left_out",
        tuple(Term(one.metric, (f"{one.metric}: {one.title}",), ((one.why,),)) for one in framing.left_out),
    )


def _law(framing: Framing) -> tuple[Node, ...]:
    said = list(framing.notes)
    if framing.standards:
        said.append(told("metrics.standards", names=", ".join(framing.standards)))
    if framing.annexes:
        said.append(told("metrics.annexes", names=", ".join(framing.annexes)))
    return tuple(Said(f"law/{place}", one) for place, one in enumerate(said or [told("metrics.law_none")]))


def settings_view(framing: Framing, settings: MetricSettings, facts: DataFacts) -> Group:
    """Return the settings of the policy that no question asks for.

    Parameters
    ----------
    framing : Framing
        What follows from the answers.
    settings : MetricSettings
        What was chosen.
    facts : DataFacts
        Which attributes are protected.
    """
    controls: list[Node] = []
    if "nyc-ll144" in framing.standards and facts.n_groups:
        controls += [_column(role, dict(settings.columns).get(role, ""), facts) for role in LOCAL_LAW]
    controls += [
        Number(
            "confidence",
            told("metrics.confidence"),
            settings.confidence,
            LEAST_CONFIDENCE,
            _MOST_CONFIDENCE,
            help=told("metrics.confidence_help"),
        ),
        Number("minimum_n", told("metrics.minimum"), settings.minimum_n, 1, help=told("metrics.minimum_help")),
        Words("file", told("metrics.file"), settings.file, help=told("metrics.file_help")),
    ]
    return Group("sure", tuple(controls), told("metrics.sure"), "fold")


def _column(role: str, chosen: str, facts: DataFacts) -> Choice:
    own = Option("", told("metrics.named_so", name=role))
    return Choice(
        role,
        told(_ROLES[role]),
        (own, *by_name(list(facts.n_groups), _LONGEST)),
        chosen,
        "select",
    )


def _most_after(question: str) -> int:
    """Return how many questions may be asked from one on, itself included."""
    return 1 + max(_most_after(one.then) for one in QUESTIONS[question].options) if question else 0
