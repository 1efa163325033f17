"""What readers call the crossing of attributes, and of their groups."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.data.roles import TOO_SMALL, UNKNOWN

__all__ = ["crossed_name", "crossed_title"]


def crossed_name(parts: Sequence[str]) -> str:
    """Return what readers call a crossing of groups; parts that hold the sign themselves are quoted.

    Examples
    --------
    >>> crossed_name(["f", "old"]), crossed_name(["f", "unknown"]), crossed_name(["a × b", "c"])
    ('f × old', 'unknown', '“a × b” × c')
    """
    if UNKNOWN in parts:
        return UNKNOWN
    if TOO_SMALL in parts:
        return TOO_SMALL
    return _signed(parts)


def _signed(parts: Sequence[str]) -> str:
    return " × ".join(f"“{part}”" if "×" in part or part.startswith("“") else part for part in parts)


def crossed_title(attributes: Sequence[str], known: Sequence[str]) -> str:
    """Return what readers call an attribute, or the crossing of several, such that no attribute is called the same.

    Examples
    --------
    >>> crossed_title(["sex", "race"], ["sex", "race"]), crossed_title(["a", "b"], ["a", "b", "a × b"])
    ('sex × race', 'a × b (crossing)')
    >>> crossed_title(["a × b"], ["a", "b", "a × b"]), crossed_title(["a × b", "c"], ["a × b", "c"])
    ('a × b', '“a × b” × c')
    """
    if len(attributes) == 1:
        return attributes[0]
    title = _signed(attributes)
    while title in known:
        title += " (crossing)"
    return title
