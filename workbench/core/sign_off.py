"""``SignOff``: who answers for a report, what they decided, and until when it holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Date

from workbench.core.days import check_date
from workbench.core.overruling import Overruled, overrulings
from workbench.errors import InputError

__all__ = ["SignOff", "is_expired"]


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
    overruled : mapping of str to str, or sequence of Overruled
        Findings that are known and accepted, each with its written reason: by code, or as
        :func:`workbench.overrule` returns them. Kept as a tuple of the latter.
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
        no code of a finding or is there twice.

    Examples
    --------
    >>> SignOff(owner="the credit team", expires="2027-11-21").expires
    '2027-11-21'
    """

    owner: str = ""
    reviewer: str = ""
    decision: str = ""
    residual_risk: str = ""
    overruled: Mapping[str, str] | Sequence[Overruled] = ()
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
        object.__setattr__(self, "overruled", overrulings(self.overruled))

    @property
    def overrulings(self) -> tuple[Overruled, ...]:
        """What is overruled, however it was given."""
        return overrulings(self.overruled)


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
