"""Where a line begins with a capital: headings of tables, captions, titles of charts.

A page leaves that to its style sheet; formats without one ask here. A name that a person wrote and a
number stay as they are.
"""

from __future__ import annotations

from workbench.document.nodes import Table, Text

__all__ = ["capitalised", "row_heading"]

_PHRASES = frozenset({"declared-claims", "everybody-figures", "power-seen", "verdicts"})
"""Tables whose rows are named by our words, not by a person's."""


def capitalised(text: Text) -> Text:
    """Return text with a capital where it begins with a word of ours.

    Examples
    --------
    >>> capitalised(("denied, by ", "sex"))
    ('Denied, by ', 'sex')
    """
    first = text[0] if text else None
    return (first[:1].upper() + first[1:], *text[1:]) if isinstance(first, str) else text


def row_heading(table: Table, text: Text) -> Text:
    """Return what a row of a table is called, with a capital where our words name the rows."""
    return capitalised(text) if table.id in _PHRASES else text
