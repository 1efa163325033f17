"""What a file says before everything else."""

from __future__ import annotations

from workbench.core.sign_off import is_expired
from workbench.document.nodes import Document, Name, Text
from workbench.document.wording import say

__all__ = ["notices"]


def notices(document: Document) -> tuple[Text, ...]:
    """Return the banners of a file that cannot look at the calendar when it is opened.

    Parameters
    ----------
    document : Document
        What ``build_report`` returned.

    Returns
    -------
    tuple of Text
        First that the report is past its date, if it was on the day it was made; then its own notices.

    Examples
    --------
    >>> notices(Document("brief", ("A report",), (), (), {}, "2026-11-21", expires="2026-12-31"))
    ()
    """
    is_past = is_expired(document.expires, document.date)
    past = (say("page.past", day=Name(document.expires)),) if is_past else ()
    return (*past, *(notice.text for notice in document.notices))
