"""Why a policy is as it is: what was asked, what was answered, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from workbench.errors import InputError

__all__ = ["LONGEST", "MOST_REASONS", "Reason", "checked_reasons"]

LONGEST = 800
"""As many characters a text of a reason may have: whoever reads a policy reads every line."""

MOST_REASONS = 30
"""As many reasons a policy may have."""


@dataclass(frozen=True)
class Reason:
    """One reason for what a policy declares.

    Parameters
    ----------
    question : str
        What was to be decided.
    answer : str
        What was decided.
    why : str
        Why, or what follows from it; may be empty.

    Raises
    ------
    InputError
        If one is no text, the question or the answer is blank, or one is longer than 800 characters.

    Examples
    --------
    >>> Reason("How large a difference is tolerated?", "5 of 100", "An error costs money, and can be made good.").answer
    '5 of 100'
    """

    question: str
    answer: str
    why: str = ""

    def __post_init__(self) -> None:
        """Check every text."""
        for name in ("question", "answer", "why"):
            value = getattr(self, name)
            if not isinstance(value, str) or (name != "why" and not value.strip()):
                raise InputError(f"{name} of a reason is {value!r}.\nGive text.")
            if len(value) > LONGEST:
                raise InputError(
                    f"{name} of a reason has {len(value):,} characters.\nSay it in at most {LONGEST}: it is read."
                )

    def settings(self) -> dict[str, str]:
        """Return the reason as values that JSON and TOML can hold."""
        said = {"question": self.question, "answer": self.answer}
        return {**said, "why": self.why} if self.why else said


def checked_reasons(given: object) -> tuple[Reason, ...]:
    """Return reasons as a tuple.

    Raises
    ------
    InputError
        If they are anything else, or too many to be read.

    Examples
    --------
    >>> checked_reasons([])
    ()
    """
    reasons = tuple(given) if isinstance(given, Iterable) else (given,)
    if not all(isinstance(one, Reason) for one in reasons):
        raise InputError(f"justification is {given!r}.\nGive a list of wb.Reason(question, answer, why).")
    if len(reasons) > MOST_REASONS:
        raise InputError(f"justification holds {len(reasons):,} reasons.\nGive at most {MOST_REASONS}: they are read.")
    return tuple(one for one in reasons if isinstance(one, Reason))
