"""A finding: one coded observation that a person should know before they go on.

Codes are never reused. ``WB1xx`` data, ``WB2xx`` preparation and leaks, ``WB3xx`` model,
``WB4xx`` explanation, ``WB5xx`` audit, ``WB6xx`` monitoring.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workbench.errors import InputError

__all__ = ["SEVERITIES", "Finding", "Severity"]

Severity = Literal["note", "caution", "serious"]

SEVERITIES: tuple[Severity, ...] = ("serious", "caution", "note")
"""In the order in which they are told."""


@dataclass(frozen=True)
class Finding:
    """One observation, with what it was compared to and what to do about it.

    Parameters
    ----------
    code : str
        ``WB`` and three digits.
    severity : {"note", "caution", "serious"}
        *note*: good to know; *caution*: may mislead; *serious*: a result must not be used as it is.
    title : str
        What was seen, in one short sentence without a full stop.
    why : str
        Why it matters.
    what_to_do : str
        The next step for the person.
    value, threshold : float or None
        What was measured and what it was compared to; ``None`` where neither is a number.
    n : int or None
        The number of rows it was measured on.
    interval : tuple of (float, float) or None
        The confidence interval of ``value``, where it has one.
    scope : str
        What it is about: a column, a group, a stage; ``""`` for all of the data.
    """

    code: str
    severity: Severity
    title: str
    why: str
    what_to_do: str
    value: float | None = None
    threshold: float | None = None
    n: int | None = None
    interval: tuple[float, float] | None = None
    scope: str = ""

    def __post_init__(self) -> None:
        """Refuse a code that is not one."""
        if not (self.code.startswith("WB") and self.code[2:].isdigit() and len(self.code) == 5):
            raise InputError(f"code is {self.code!r}.\nA finding's code is WB and three digits, such as 'WB401'.")

    def __str__(self) -> str:
        """Return the finding in one line."""
        return f"{self.code} {self.title}"
