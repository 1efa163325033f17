"""What is wanted of a model's answer: an outcome, a class, or an amount within limits."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.errors import InputError
from workbench.explanation.person_row import said_value
from workbench.modeling.result import Fitted

__all__ = ["Goal", "Wanted", "goal_of"]

Wanted = str | tuple[float | None, float | None]
"""An outcome or class as text; of amounts the least and the most, ``None`` where there is no such limit."""


@dataclass(frozen=True)
class Goal:
    """What is wanted, and how near an answer is to it.

    Parameters
    ----------
    said : str
        In words: an outcome, a class, or ``"at least 200"``.
    low, high : float
        Of two outcomes the score must be at least ``low``, or below ``high``; of amounts both ends count.
    place : int
        Of several classes, the one wanted; -1 otherwise.
    is_amount : bool
        Whether amounts are predicted.
    """

    said: str
    low: float = -math.inf
    high: float = math.inf
    place: int = -1
    is_amount: bool = False

    @property
    def has_two_ends(self) -> bool:
        """Whether an answer may go too far: an amount with a least and a most, or a class between others."""
        return self.place >= 0 or (self.low > -math.inf and self.high < math.inf)

    def is_reached(self, answers: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Return which answers, shape (n_asked, n_outputs), are what is wanted."""
        if self.place >= 0:
            return np.asarray(answers.argmax(axis=1) == self.place)
        scores = answers[:, 0]
        below = scores <= self.high if self.is_amount else scores < self.high
        return np.asarray((scores >= self.low) & below)

    def nearness(self, answers: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return how near each answer is to what is wanted; greater is nearer."""
        if self.place >= 0:
            others = np.delete(answers, self.place, axis=1)
            return np.asarray(answers[:, self.place] - others.max(axis=1))
        scores = answers[:, 0]
        return -np.maximum(np.maximum(self.low - scores, scores - self.high), 0.0)

    def score(self, answers: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return what is told of each answer: a probability, or an amount."""
        return answers[:, max(self.place, 0)]


def goal_of(fitted: Fitted, wanted: Wanted | None, answers: NDArray[np.float64]) -> Goal:
    """Return what is wanted, checked.

    Parameters
    ----------
    fitted : Fitted
        The model.
    wanted : str, tuple of float, or None
        As it was asked for; ``None`` is the favourable outcome or class.
    answers : array of float, shape (1, n_outputs)
        What the model says of the row as it is.

    Raises
    ------
    InputError
        If it is nothing that the model could answer, or what it answers already.
    """
    goal = _amount(wanted) if fitted.task == "regression" else _named(fitted, wanted)
    if goal.is_reached(answers)[0]:
        other = "" if fitted.task == "regression" else ", such as one of " + ", ".join(map(repr, fitted.classes))
        raise InputError(
            f"The model answers {goal.said!r} already, so that nothing has to change.\n"
            f"Say what else is wanted{other}: wanted=…."
        )
    return goal


def _named(fitted: Fitted, wanted: Wanted | None) -> Goal:
    classes = fitted.classes
    if wanted is None:
        wanted = fitted.prepared.split.data.roles.favourable
    if not isinstance(wanted, str) or wanted not in classes:
        raise InputError.for_choice("wanted", wanted or None, classes)
    if fitted.task == "multiclass":
        return Goal(wanted, place=classes.index(wanted))
    is_favourable = wanted == classes[1]
    return Goal(wanted, low=fitted.threshold) if is_favourable else Goal(wanted, high=fitted.threshold)


def _amount(wanted: Wanted | None) -> Goal:
    ends = wanted if isinstance(wanted, (tuple, list)) and len(wanted) == 2 else (None, None)
    known = [one for one in ends if one is not None]
    if not known or not all(_is_number(one) for one in known) or sorted(known) != known:
        raise InputError(
            f"wanted is {wanted!r}.\n"
            "Give the least and the most amount, None where there is no such limit: (200, None)."
        )
    low, high = ends
    said = {
        (True, False): f"at least {said_value(low)}",
        (False, True): f"at most {said_value(high)}",
        (True, True): f"{said_value(low)} to {said_value(high)}",
    }[low is not None, high is not None]
    return Goal(
        said, -math.inf if low is None else float(low), math.inf if high is None else float(high), is_amount=True
    )


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float, np.number)) and not isinstance(value, bool) and math.isfinite(value)
