"""A finding: one coded observation that a person should know before they go on.

Codes are never reused. ``WB1xx`` data, ``WB2xx`` preparation and leaks, ``WB3xx`` model,
``WB4xx`` explanation, ``WB5xx`` audit, ``WB6xx`` monitoring.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workbench.core.measure import MEASURES, Measure, measured_text
from workbench.errors import InputError

__all__ = ["SEVERITIES", "Finding", "Severity"]

Severity = Literal["note", "caution", "serious"]

SEVERITIES: tuple[Severity, ...] = ("serious", "caution", "note")
"""In the order in which they are told."""


@dataclass(frozen=True, repr=False)
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
    measure : Measure or None
        What ``value`` is, and its unit; by default what findings of this code measure, if that is one thing.
        ``None`` where there is no value.

    Examples
    --------
    >>> Finding("WB102", "caution", "The outcome 'paid' is missing in 14 of 200 rows", "", "", 0.07, 0.0, 200)
    WB102 caution: The outcome 'paid' is missing in 14 of 200 rows (share of rows without an outcome: 7 of 100 rows, \
limit 0 of 100, in 200 rows)
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
    measure: Measure | None = None

    def __post_init__(self) -> None:
        """Refuse a code that is not one, and name what was measured."""
        if not (self.code.startswith("WB") and self.code[2:].isdigit() and len(self.code) == 5):
            raise InputError(f"code is {self.code!r}.\nA finding's code is WB and three digits, such as 'WB401'.")
        measure = None if self.value is None else self.measure or MEASURES.get(self.code)
        object.__setattr__(self, "measure", measure)

    @property
    def measured(self) -> str:
        """What was measured, its unit and what it was compared to, as a piece of a sentence; empty without a value."""
        if self.value is None or self.measure is None:
            return ""
        return measured_text(self.measure, self.value, threshold=self.threshold, n=self.n, interval=self.interval)

    def __repr__(self) -> str:
        """Return the finding in one line, with what was measured."""
        return f"{self.code} {self.severity}: {self.title}" + (f" ({self.measured})" if self.measured else "")

    def __str__(self) -> str:
        """Return the finding in one line."""
        return f"{self.code} {self.title}"
