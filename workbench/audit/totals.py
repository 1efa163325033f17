"""What rows are called that sum up others."""

from __future__ import annotations

from workbench.audit.lint_reading import plain

__all__ = ["is_called_total"]

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
