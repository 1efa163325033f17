"""What rows are called that sum up others, and names compared without signs and capitals."""

from __future__ import annotations

import re

__all__ = ["is_called_total", "plain"]

_TOTALS = {
    *("total", "totals", "subtotal", "sub total", "grand total", "overall", "all", "sum", "everyone", "everybody"),
    *("all groups", "all applicants", "all candidates", "all employees", "all people", "all persons"),
}


def is_called_total(name: str) -> bool:
    """Return whether a row of that name sums up others.

    Examples
    --------
    >>> [is_called_total(name) for name in ("Grand total", "ALL", "Total:", "Allan")]
    [True, True, True, False]
    """
    return plain(name) in _TOTALS


def plain(text: str) -> str:
    """Return a text without signs and capitals, for comparing names.

    Examples
    --------
    >>> plain("# of Applicants"), plain("Race/Ethnicity"), plain("Selection_rate (%)")
    ('applicants', 'race ethnicity', 'selection rate')
    """
    words = re.sub(r"[\W_]+", " ", text.casefold()).split()
    while words and words[0] in {"number", "no", "of", "the", "num", "percent"}:
        words = words[1:]
    return " ".join(word for word in words if word != "percent")
