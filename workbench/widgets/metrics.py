"""The metric chooser: one question after another leads to what is judged, with every reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from workbench.audit.framing.asking import kept_answers, open_questions
from workbench.audit.framing.decide import frame_decision
from workbench.audit.framing.questions import QUESTIONS
from workbench.audit.framing.result import Framing
from workbench.audit.policy import Policy, check_confidence
from workbench.audit.result import Audit
from workbench.checks import check_positive, wrong_kind
from workbench.data.dataset import Dataset
from workbench.errors import InputError
from workbench.widgets.board import Board, unknown
from workbench.widgets.code import Raw, call, literal
from workbench.widgets.metrics_facts import LOCAL_LAW, DataFacts, facts_of
from workbench.widgets.metrics_view import answered_view, framing_view, question_view, settings_view, where_view
from workbench.widgets.panel import Panel
from workbench.widgets.view import Node
from workbench.widgets.wording import told

__all__ = ["MetricBoard", "MetricSettings", "choose_metrics"]

_LONGEST_FILE = 1_000
_USUAL = {"confidence": "0.95", "minimum_n": "30"}


@dataclass(frozen=True)
class MetricSettings:
    """What was answered, and how sure a verdict has to be.

    Parameters
    ----------
    answers : tuple of (str, str)
        For the name of each question that of an option, in the order in which they were asked.
    question : str
        Which question is asked now; empty: none.
    picked : str
        The option that is marked and not confirmed; empty: none.
    confidence : float
        Confidence of intervals and verdicts.
    minimum_n : int
        With fewer rows in any group nothing is called *within tolerance*.
    columns : tuple of (str, str)
        For Local Law 144: for ``sex`` and ``race`` the attribute, where it has another name.
    file : str
        Where the policy is written; empty: nowhere.
    """

    answers: tuple[tuple[str, str], ...] = ()
    question: str = ""
    picked: str = ""
    confidence: float = 0.95
    minimum_n: int = 30
    columns: tuple[tuple[str, str], ...] = ()
    file: str = ""


class MetricBoard(Board):
    """The questions, and the policy that follows from the answers.

    Parameters
    ----------
    answers : mapping of str to str
        What was answered so far.
    facts : DataFacts
        What is known of the data.
    """

    widget = "metrics"

    def __init__(self, answers: Mapping[str, str], facts: DataFacts) -> None:
        super().__init__()
        self._facts = facts
        self.settings: MetricSettings = _asking_next(MetricSettings(answers=tuple(answers.items())))

    @property
    def title(self) -> str:
        """What the widget is called."""
        return told("metrics.title")

    @property
    def framing(self) -> Framing | None:
        """What follows from the answers; ``None`` while a question is open."""
        answers = dict(self.settings.answers)
        return None if open_questions(answers) else frame_decision(answers)

    @property
    def result(self) -> Policy | None:
        """The policy; ``None`` while a question is open."""
        framing, settings = self.framing, self.settings
        if framing is None:
            return None
        return framing.policy(_options(framing, settings), confidence=settings.confidence, minimum_n=settings.minimum_n)

    def contents(self) -> tuple[Node, ...]:
        """Return the open question below what was answered; with none open, what is judged above it."""
        settings, framing = self.settings, self.framing
        answers = dict(settings.answers)
        if settings.question:
            is_again = settings.question in answers
            before = _before(answers, settings.question)
            question = QUESTIONS[settings.question]
            return (
                where_view(question, len(before), framing),
                *answered_view(before),
                *self._facts.said(settings.question),
                question_view(question, settings.picked, is_again=is_again),
            )
        if framing is None:
            raise AssertionError("an open question is always asked")
        return (
            where_view(None, len(answers), framing),
            *framing_view(framing),
            settings_view(framing, settings, self._facts),
            *answered_view(answers, is_folded=True),
        )

    def change(self, id: str, value: Any) -> None:
        """Mark an answer, or take a setting of the policy."""
        settings = self.settings
        if id == f"answer/{settings.question}" and settings.question:
            self.settings = replace(settings, picked=_option(settings.question, value))
        elif id == "confidence":
            self.settings = replace(settings, confidence=check_confidence(_number(id, value)))
        elif id == "minimum_n":
            self.settings = replace(settings, minimum_n=_whole(id, value))
        elif id in LOCAL_LAW:
            self._take_column(id, value)
        elif id == "file":
            self.settings = replace(settings, file=_file(value))
        else:
            raise unknown(id)

    def press(self, id: str) -> None:
        """Confirm an answer, ask a question again, or leave it as it was."""
        settings = self.settings
        answers = dict(settings.answers)
        what, _, question = id.partition("/")
        if what == "continue" and settings.question:
            if not settings.picked:
                raise InputError(told("metrics.pick"))
            kept = kept_answers({**answers, settings.question: settings.picked})
            self.settings = _asking_next(replace(settings, answers=tuple(kept.items())))
        elif what == "leave":
            self.settings = _asking_next(settings)
        elif what == "again" and question in answers:
            self.settings = replace(settings, question=question, picked=answers[question])
        else:
            raise unknown(id)

    def python(self) -> str:
        """Return the answers and the policy that follows from them; nothing while a question is open."""
        framing, settings = self.framing, self.settings
        if framing is None:
            return ""
        lines = "".join(f"    {literal(key)}: {literal(value)},\n" for key, value in settings.answers)
        named = {
            **({"confidence": settings.confidence} if settings.confidence != MetricSettings.confidence else {}),
            **({"minimum_n": settings.minimum_n} if settings.minimum_n != MetricSettings.minimum_n else {}),
        }
        options = _options(framing, settings)
        policy = call("wb.frame_decision(answers).policy", *([options] if options else []), **named)
        file = f"\n{call('wb.write_policy', Raw('policy'), settings.file)}" if settings.file else ""
        return f"answers = {{\n{lines}}}\npolicy = {policy}{file}"

    def _take_column(self, role: str, value: object) -> None:
        if value not in ("", *self._facts.n_groups):
            raise unknown(role)
        columns = {**dict(self.settings.columns), role: str(value)}
        kept = tuple((one, columns[one]) for one in LOCAL_LAW if columns.get(one))
        self.settings = replace(self.settings, columns=kept)


def _asking_next(settings: MetricSettings) -> MetricSettings:
    following = open_questions(dict(settings.answers))
    return replace(settings, question=following[0].id if following else "", picked="")


def _before(answers: Mapping[str, str], question: str) -> dict[str, str]:
    """Return what was answered before a question, in order."""
    names = list(answers)
    place = names.index(question) if question in answers else len(names)
    return {one: answers[one] for one in names[:place]}


def _option(question: str, value: object) -> str:
    if not isinstance(value, str) or value not in [one.id for one in QUESTIONS[question].options]:
        raise InputError(told("metrics.no_option", value=repr(value)))
    return value


def _options(framing: Framing, settings: MetricSettings) -> dict[str, dict[str, str]]:
    """Return what Local Law 144 is told of attributes that have other names than it expects."""
    columns = {role: name for role, name in settings.columns if name != role}
    return {"nyc-ll144": columns} if columns and "nyc-ll144" in framing.standards else {}


def _number(id: str, value: object) -> float:
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        raise InputError(f"{id} is {value!r}, which is no number.\nType one, such as {_USUAL[id]}.")
    return float(value)


def _whole(id: str, value: object) -> int:
    number = _number(id, value)
    if not number.is_integer():
        raise InputError(f"{id} is {number:g}, which is no whole number.\nType one, such as {_USUAL[id]}.")
    return check_positive(id, int(number))


def _file(value: object) -> str:
    if not isinstance(value, str) or not value.isprintable() or len(value) > _LONGEST_FILE:
        raise InputError(f"The name of the file is {value!r}.\nType a name such as policy.toml, or nothing.")
    return value.strip()


def choose_metrics(about: Dataset | Audit | None = None, *, answers: Mapping[str, str] | None = None) -> Panel:
    """Return a widget that asks about a decision, and says what to compare, what to tolerate and why.

    The questions are those of :func:`workbench.open_questions`: who is affected, which mistake costs whom more,
    whether outcomes can be trusted, which law applies. What follows is the framing of
    :func:`workbench.frame_decision`: figures with their limits, what each of them does not see, what is left out,
    and what cannot be equal at the same time.

    Parameters
    ----------
    about : Dataset or Audit, optional
        What is decided about; its protected attributes and how many groups they have stand beside the questions.
        No outcome and no decision in it is looked at.
    answers : mapping of str to str, optional
        What was answered so far: for the name of each question that of an option. Empty: nothing.

    Returns
    -------
    Panel
        Show it as a cell's last line. Its ``result`` is the :class:`Policy`, ``None`` while a question is open; in
        the policy stand all answers and reasons, and every report that is built with it prints them.

    Raises
    ------
    InputError
        If it is about anything else, a question or an option is not known, or a question is answered that is not
        asked after the others.

    Examples
    --------
    >>> import workbench as wb
    >>> panel = wb.choose_metrics(answers={"affected": "screened"})
    >>> panel.settings.question
    'outcome'
    """
    if about is not None and not isinstance(about, (Dataset, Audit)):
        raise wrong_kind("about", about, Dataset, Audit, give="what read_data returns, or an audit; or nothing")
    open_questions(answers)  # says what is wrong with them
    board = MetricBoard(kept_answers(answers or {}), facts_of(about))
    board.source = about
    return Panel(board)
