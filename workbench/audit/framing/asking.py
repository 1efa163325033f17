"""``open_questions``: what is asked next, by what was answered."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.audit.framing.questions import FIRST, QUESTIONS, Option, Question
from workbench.errors import InputError

__all__ = ["answered", "kept_answers", "open_questions"]


def open_questions(answers: Mapping[str, str] | None = None) -> tuple[Question, ...]:
    """Return what is to be asked next about a decision.

    The questions are a tree: what is asked depends on what was answered, and nobody is asked what follows
    already.

    Parameters
    ----------
    answers : mapping of str to str, optional
        What was answered so far: for the name of each question that of an option. Empty: nothing.

    Returns
    -------
    tuple of Question
        The next question, with its options in words; empty where nothing is left to ask.

    Raises
    ------
    InputError
        If a question or an option is not known, or a question is answered that is not asked after the others.

    Examples
    --------
    >>> [question.id for question in open_questions()]
    ['affected']
    >>> [question.title for question in open_questions({"affected": "screened"})]
    ['Is it known afterwards which decision was right?']
    """
    path, following = _walked(_checked(answers or {}))
    stray = [id for id in answers or {} if id not in path]
    if stray:
        raise InputError(_not_asked(stray[0], path, following))
    return (QUESTIONS[following],) if following else ()


def answered(answers: Mapping[str, str]) -> tuple[tuple[Question, Option], ...]:
    """Return the questions that were asked, each with its answer, in order.

    Raises
    ------
    InputError
        If one is open, or as for :func:`open_questions`.

    Examples
    --------
    >>> answered({"affected": "screened"})
    Traceback (most recent call last):
    workbench.errors.InputError: The question 'outcome' is open: Is it known afterwards which decision was right?
    Answer it with one of: 'trusted', 'selective', 'doubtful', 'unknown'.
    """
    following = open_questions(answers)
    if following:
        listed = ", ".join(repr(one.id) for one in following[0].options)
        raise InputError(
            f"The question {following[0].id!r} is open: {following[0].title}\nAnswer it with one of: {listed}."
        )
    path, _ = _walked(answers)
    return tuple((QUESTIONS[id], QUESTIONS[id].option(answers[id])) for id in path)


def kept_answers(answers: Mapping[str, str]) -> dict[str, str]:
    """Return the answers that still count after one of them was changed, in the order in which they are asked.

    Parameters
    ----------
    answers : mapping of str to str
        Answers, some perhaps to questions that are asked no longer.

    Raises
    ------
    InputError
        If a question or an option is not known.

    Examples
    --------
    >>> kept_answers({"affected": "screened", "scarce": "limited", "outcome": "unknown"})
    {'affected': 'screened', 'outcome': 'unknown'}
    """
    path, _ = _walked(_checked(answers))
    return {id: answers[id] for id in path}


def _walked(answers: Mapping[str, str]) -> tuple[list[str], str]:
    """Return which questions are asked and answered, and which one is next."""
    path, following = [], FIRST
    while following and following in answers:
        path.append(following)
        following = QUESTIONS[following].option(answers[following]).then
    return path, following


def _checked(answers: object) -> Mapping[str, str]:
    if not isinstance(answers, Mapping):
        raise InputError(f"answers is {answers!r}.\nGive an option for each question: {{'affected': 'applicants'}}.")
    for id, option in answers.items():
        if id not in QUESTIONS:
            raise InputError.for_choice("question", id, list(QUESTIONS))
        QUESTIONS[id].option(option)
    return answers


def _not_asked(id: str, path: list[str], following: str) -> str:
    if id in _ahead(following):
        return f"{id!r} is answered, and {following!r} comes before it.\nAnswer {following!r}, or take {id!r} out."
    told = ", ".join(f"{one!r}" for one in path)
    return f"{id!r} is answered, and is not asked as {told} {'is' if len(path) == 1 else 'are'} answered.\nTake it out."


def _ahead(id: str) -> set[str]:
    """Return a question and every one that may still be asked after it."""
    found: set[str] = set()
    waiting = {id} - {""}
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting |= {option.then for option in QUESTIONS[one].options} - {""}
    return found
