"""``Leaks``: what was looked for, what was found, and what can be done about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workbench.core.finding import SEVERITIES, Finding
from workbench.core.provenance import Result

__all__ = ["Check", "Fix", "Leaks", "Outcome"]

Outcome = Literal["found", "nothing found", "not applicable"]


@dataclass(frozen=True)
class Check:
    """One thing that was looked for.

    Parameters
    ----------
    name : str
        ``giveaway``, ``aggregates``, ``shared_rows``, ``near_duplicates``, ``shared_entities``, ``fitted_early``,
        ``code``, ``future``, ``protected_features`` or ``proxies``.
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

    def __repr__(self) -> str:
        """Return what was found in one sentence."""
        n = {severity: sum(one.severity == severity for one in self.findings) for severity in SEVERITIES}
        told = [
            f"{n['serious']} serious" if n["serious"] else "nothing serious",
            f"{n['caution']} to be careful about" if n["caution"] else "nothing to be careful about",
            *([f"{n['note']} {'note' if n['note'] == 1 else 'notes'}"] if n["note"] else []),
        ]
        applied = sum(one.outcome != "not applicable" for one in self.checks)
        return f"Leaks of {self.data_name!r}: {', '.join(told)}; {applied} of {len(self.checks)} checks applied."

    def __str__(self) -> str:
        """Return every finding with what to do, then what was looked for without a finding."""
        lines = [f"{one.severity}: {one}\n    {one.what_to_do}" for one in self.findings]
        lines += [f"{one.outcome}: {one.title}\n    {one.detail}" for one in self.checks if one.outcome != "found"]
        return "\n".join(lines)

    def _content(self) -> object:
        return [[one.code, one.scope, one.title] for one in self.findings]

    def fixes_of(self, finding: Finding) -> tuple[Fix, ...]:
        """Return what can be done about a finding."""
        return tuple(one for one in self.fixes if (one.code, one.scope) == (finding.code, finding.scope))
