"""``SignOff``: who answers for a report, what they decided, and until when it holds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date as Date
from datetime import datetime

from workbench.errors import InputError

__all__ = ["SignOff", "check_date", "is_expired"]


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
    expires : str or datetime.date
        The day after which the report should no longer be relied on, as in ``"2027-11-21"``; a report
        that is past it says so at its top. Kept as text.
    signed : str or datetime.date
        The day of the signature, as in ``"2026-11-21"``; a report counts as signed if the owner and the
        reviewer are named too. Kept as text.

    Raises
    ------
    InputError
        If a day is none or the last is before that of the signature, a reason is blank, or what is overruled is
        no code of a finding.

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
    expires: str | Date = ""
    signed: str | Date = ""

    def __post_init__(self) -> None:
        """Refuse days that are none, and findings overruled without a reason."""
        for name in ("owner", "reviewer", "decision", "residual_risk"):
            value = getattr(self, name)
            if not isinstance(value, str):
                raise InputError(f"{name} is {value!r}.\nGive text.")
        for name in ("expires", "signed"):
            if getattr(self, name):
                object.__setattr__(self, name, check_date(name, getattr(self, name)))
        if self.expires and str(self.expires) < str(self.signed):
            raise InputError(
                f"expires is {self.expires!r}, which is before the day of the signature, {self.signed!r}.\n"
                "Give a later day, or correct the signature's."
            )
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
    value : str or datetime.date
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
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, Date):
        return value.isoformat()
    try:
        return Date.fromisoformat(value).isoformat() if isinstance(value, str) else _refuse(what, value)
    except ValueError:
        return _refuse(what, value)


def is_expired(expires: str, date: str) -> bool:
    """Return whether a report is past the last day that it may be relied on.

    Parameters
    ----------
    expires : str
        That day; empty where nobody named one.
    date : str
        The day of the report.

    Examples
    --------
    >>> is_expired("2026-11-20", "2026-11-21"), is_expired("2026-11-21", "2026-11-21"), is_expired("", "2026-11-21")
    (True, False, False)
    """
    return "" < expires < date


def _refuse(what: str, value: object) -> str:
    raise InputError(f"{what} is {value!r}, which is no day.\nGive year, month and day: '2026-11-21'.") from None
