"""``Leaks``: what was looked for, what was found, and what can be done about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workbench.core.finding import Finding
from workbench.core.provenance import Result

__all__ = ["Check", "Fix", "Leaks"]

Outcome = Literal["found", "nothing found", "not applicable"]


@dataclass(frozen=True)
class Check:
    """One thing that was looked for.

    Parameters
    ----------
    name : str
        ``giveaway``, ``shared_rows``, ``near_duplicates``, ``shared_entities``, ``fitted_early``, ``code``,
        ``future``, ``protected_features`` or ``proxies``.
    title : str
        The same for readers.
    outcome : {"found", "nothing found", "not applicable"}
        What came of it.
    detail : str
        How much was looked at, or why it does not apply, as one sentence.
    """

    name: str
    title: str
    outcome: Outcome
    detail: str


@dataclass(frozen=True)
class Fix:
    """What a person can do about a finding.

    Parameters
    ----------
    code, scope : str
        Of the finding.
    title : str
        What it does, as a verb: *leave out column 'duration'*.
    python : str
        The code that does it, with the names ``data``, ``split`` and ``recipe``.
    """

    code: str
    scope: str
    title: str
    python: str


@dataclass(frozen=True, eq=False)
class Leaks(Result):
    """What the leak gate found.

    Parameters
    ----------
    data_name : str
        What readers call the data.
    checks : tuple of Check
        Everything that was looked for, found or not.
    findings : tuple of Finding
        The most serious first.
    fixes : tuple of Fix
        At least one for each finding.
    """

    data_name: str
    checks: tuple[Check, ...]
    findings: tuple[Finding, ...] = ()
    fixes: tuple[Fix, ...] = ()
