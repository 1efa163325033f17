"""``SignOff``: who answers for a report, what they decided, and until when it holds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date as Date

from workbench.errors import InputError

__all__ = ["SignOff", "check_date"]


@dataclass(frozen=True)
class SignOff:
    """What the people who answer for a system say about a report on it.

    Parameters
    ----------
    owner : str
        Who answers for the system.
    reviewer : str
        Who read the report and checked it.
    decision : str
        What was decided on its ground, such as ``"goes live for new applications"``.
    residual_risk : str
        What remains, and is accepted.
    overruled : mapping of str to str
        Findings that are known and accepted, by code, each with its written reason.
    expires : str
        The day after which the report should no longer be relied on, as in ``"2027-11-21"``; a report
        that is past it says so at its top.
    signed : str
        The day of the signature, as in ``"2026-11-21"``.

    Raises
    ------
    InputError
        If a day is none, a reason is blank, or what is overruled is no code of a finding.

    Examples
    --------
    >>> SignOff(owner="the credit team", expires="2027-11-21").expires
    '2027-11-21'
    """

    owner: str = ""
    reviewer: str = ""
    decision: str = ""
    residual_risk: str = ""
    overruled: Mapping[str, str] = field(default_factory=dict)
    expires: str = ""
    signed: str = ""

    def __post_init__(self) -> None:
        """Refuse days that are none, and findings overruled without a reason."""
        for name in ("owner", "reviewer", "decision", "residual_risk"):
            value = getattr(self, name)
            if not isinstance(value, str):
                raise InputError(f"{name} is {value!r}.\nGive text.")
        for name in ("expires", "signed"):
            if getattr(self, name):
                check_date(name, getattr(self, name))
        if not isinstance(self.overruled, Mapping):
            raise InputError(f"overruled is {self.overruled!r}.\nGive reasons by code: {{'WB401': 'the reason'}}.")
        for code, reason in self.overruled.items():
            if not re.fullmatch(r"WB\d{3}", str(code)):
                raise InputError(
                    f"overruled names {code!r}, which is no code of a finding.\nGive codes such as 'WB401'."
                )
            if not str(reason or "").strip():
                raise InputError(
                    f"The reason for overruling {code} is {reason!r}.\nWrite one: it stands in the report."
                )


def check_date(what: str, value: object) -> str:
    """Return a day as in ``2026-11-21``.

    Parameters
    ----------
    what : str
        What the argument is called.
    value : str
        The day.

    Raises
    ------
    InputError
        If it is none.

    Examples
    --------
    >>> check_date("date", "2026-11-21")
    '2026-11-21'
    """
    try:
        return Date.fromisoformat(value).isoformat() if isinstance(value, str) else _refuse(what, value)
    except ValueError:
        return _refuse(what, value)


def _refuse(what: str, value: object) -> str:
    raise InputError(f"{what} is {value!r}, which is no day.\nGive year, month and day: '2026-11-21'.") from None
