"""Who signed what is reported of a study, in a sentence."""

from __future__ import annotations

from datetime import datetime

from workbench.core.sign_off import SignOff, is_expired

__all__ = ["day_of", "signed_told"]


def day_of(saved: str) -> str:
    """Return the day on which something was saved, by the clock of this machine, as people write days.

    Parameters
    ----------
    saved : str
        When, as records have it; of another text its beginning is returned.

    Examples
    --------
    >>> day_of("2026-01-10T12:00:00.000000+00:00")[:8], day_of("")
    ('2026-01-', '')
    """
    try:
        return datetime.fromisoformat(saved).astimezone().date().isoformat()
    except (ValueError, OverflowError, OSError):
        return saved[:10]


def signed_told(sign_off: SignOff | None, today: str = "") -> str:
    """Return in a sentence who signed; nothing where nobody said anything.

    Parameters
    ----------
    sign_off : SignOff or None
        What a study keeps.
    today : str
        The day; by default that of this machine.

    Examples
    --------
    >>> signed = SignOff("the credit team", "the risk board", signed="2026-01-10", expires="2026-11-20")
    >>> signed_told(signed, "2026-11-21")
    "Signed by 'the credit team' and 'the risk board' on 2026-01-10. It held until 2026-11-20, and has expired."
    >>> signed_told(SignOff("the credit team"), "2026-11-21")
    "Not signed yet: nobody said who checked it, nor the day. 'the credit team' answers for it."
    """
    if sign_off is None:
        return ""
    lacking = {"who answers for it": sign_off.owner, "who checked it": sign_off.reviewer, "the day": sign_off.signed}
    missing = ", nor ".join(what for what, said in lacking.items() if not said)
    if not missing:
        told = f"Signed by {sign_off.owner!r} and {sign_off.reviewer!r} on {sign_off.signed}."
    else:
        told = f"Not signed yet: nobody said {missing}."
        told += f" {sign_off.owner!r} answers for it." if sign_off.owner else ""
    until = str(sign_off.expires)
    if is_expired(until, today or datetime.now().astimezone().date().isoformat()):
        return f"{told} It held until {until}, and has expired."
    return f"{told} It holds until {until}." if until else told
