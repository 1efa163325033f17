"""``overrule``: a finding that a person knows and accepts, with a written reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from datetime import date as Date

from workbench.core.days import check_date
from workbench.core.finding import Finding
from workbench.errors import InputError

__all__ = ["SHORTEST", "Overruled", "Standing", "key_of", "overrule", "overruled_by", "overrulings"]

SHORTEST, _LONGEST = 10, 2_000


@dataclass(frozen=True)
class Overruled:
    """A finding that a person knows and accepts.

    Parameters
    ----------
    code : str
        The code of the finding.
    reason : str
        Why it is accepted; it stands in the report beside the finding.
    scope : str
        The scope of the finding, such as a column; empty: every finding of that code.
    by : str
        Who accepts it.
    date : str or datetime.date
        Since when, as in ``"2026-11-21"``. Kept as text.

    Raises
    ------
    InputError
        If the code is none, the reason is blank, or the date is no day.

    Examples
    --------
    >>> str(Overruled("WB203", "known since March", scope="income"))
    "WB203 for 'income'"
    """

    code: str
    reason: str
    scope: str = ""
    by: str = ""
    date: str | Date = ""

    def __post_init__(self) -> None:
        """Check every value."""
        if not re.fullmatch(r"WB\d{3}", str(self.code)):
            raise InputError(
                f"overruled names {self.code!r}, which is no code of a finding.\nGive codes such as 'WB401'."
            )
        for name in ("scope", "by", "reason"):
            value = getattr(self, name)
            if not isinstance(value, str):
                raise InputError(f"{name} is {value!r}.\nGive text.")
        if not self.reason.strip():
            raise InputError(
                f"The reason for overruling {self.code} is {self.reason!r}.\nWrite one: it stands in the report."
            )
        if self.date:
            object.__setattr__(self, "date", check_date("date", self.date))

    def __str__(self) -> str:
        """Return what is overruled."""
        return f"{self.code} for {self.scope!r}" if self.scope else self.code

    def covers(self, finding: Finding) -> bool:
        """Whether it is about a finding."""
        return self.code == finding.code and self.scope in ("", finding.scope)


@dataclass(frozen=True, eq=False, repr=False)
class Standing(Overruled):
    """What is overruled once for many reports, such as in a study.

    A report passes over it where its readers are told of no such finding; a reason that was given for that one report
    is refused there, as it may be a slip.

    Examples
    --------
    >>> Standing("WB203", "known since March") == Overruled("WB203", "known since March")
    True
    """

    def __eq__(self, other: object) -> bool:
        """Return whether the same is overruled for the same reason."""
        return isinstance(other, Overruled) and astuple(self) == astuple(other)

    def __hash__(self) -> int:
        """Return what equal ones have in common."""
        return hash(astuple(self))

    def __repr__(self) -> str:
        """Return what is overruled, as it would be said for one report."""
        return repr(self.plain)

    @property
    def plain(self) -> Overruled:
        """The same, for one report."""
        return Overruled(*astuple(self))


def overrule(finding: str | Finding, *, reason: str, scope: str = "", by: str = "", date: str | Date = "") -> Overruled:
    """Accept a finding, with a written reason that stands beside it in every report.

    The finding stays where it is. Give what this returns to ``SignOff(overruled=[…])``.

    Parameters
    ----------
    finding : str or Finding
        The finding, or its code.
    reason : str
        Why it is accepted, in 10 to 2,000 characters: others have to follow it.
    scope : str
        The scope of the finding, such as a column; by default that of the finding, or with a code every finding
        of that code.
    by : str
        Who accepts it.
    date : str or datetime.date
        Since when, as in ``"2026-11-21"``.

    Returns
    -------
    Overruled
        What is accepted and why.

    Raises
    ------
    InputError
        If the reason is shorter or longer, the code is none, or the date is no day.

    Examples
    --------
    >>> overrule("WB203", reason="Both rows are of twins; checked by hand.", scope="income", by="the credit team")
    Overruled(code='WB203', reason='Both rows are of twins; checked by hand.', scope='income', by='the credit team', \
date='')
    """
    code, scope = key_of(finding, scope)
    length = len(str(reason or "").strip())
    if length < SHORTEST:
        raise InputError(f"reason is {reason!r}.\nWrite at least {SHORTEST} characters: others have to follow it.")
    if length > _LONGEST:
        raise InputError(f"reason has {length:,} characters.\nSay it in at most {_LONGEST:,}: it stands in a table.")
    return Overruled(code, reason, scope, by, date)


def key_of(finding: str | Finding, scope: str = "") -> tuple[str, str]:
    """Return the code and the scope by which a finding is known.

    Parameters
    ----------
    finding : str or Finding
        The finding, or its code.
    scope : str
        Instead of that of the finding.

    Raises
    ------
    InputError
        If it is neither.
    """
    if isinstance(finding, Finding):
        return finding.code, scope or finding.scope
    if not isinstance(finding, str):
        raise InputError(f"finding is {finding!r}.\nGive one of audit.findings, or a code such as 'WB401'.")
    return finding, scope


def overrulings(given: object) -> tuple[Overruled, ...]:
    """Return what is overruled, given as reasons by code, or one by one.

    Raises
    ------
    InputError
        If it is anything else, or something is overruled twice.

    Examples
    --------
    >>> overrulings({"WB203": "known since March"}) == (Overruled("WB203", "known since March"),)
    True
    """
    if isinstance(given, Mapping):
        return tuple(Overruled(code, reason) for code, reason in given.items())
    listed = tuple(given) if isinstance(given, Iterable) and not isinstance(given, str) else ()
    found = tuple(one for one in listed if isinstance(one, Overruled))
    if len(found) < len(listed) or isinstance(given, str) or not isinstance(given, Iterable):
        raise InputError(
            f"overruled is {given!r}.\n"
            "Give a list of wb.overrule('WB401', reason='…'), or reasons by code: {'WB401': 'the reason'}."
        )
    keys = [(one.code, one.scope) for one in found]
    twice = next((one for place, one in enumerate(found) if keys.index(keys[place]) < place), None)
    if twice is not None:
        raise InputError(f"overruled names {twice} twice.\nKeep one reason.")
    return found


def overruled_by(given: Iterable[Overruled], finding: Finding) -> Overruled | None:
    """Return what overrules a finding: rather what is about its scope than what is about its code.

    Parameters
    ----------
    given : iterable of Overruled
        What is overruled.
    finding : Finding
        The finding.
    """
    covering = [one for one in given if one.covers(finding)]
    return next((one for one in covering if one.scope), covering[0] if covering else None)
