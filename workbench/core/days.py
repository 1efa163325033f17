"""Days as reports write them: year, month and day."""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime

from workbench.errors import InputError

__all__ = ["check_date"]


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


def _refuse(what: str, value: object) -> str:
    raise InputError(f"{what} is {value!r}, which is no day.\nGive year, month and day: '2026-11-21'.") from None
