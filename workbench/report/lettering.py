"""What formats without a style sheet settle letter by letter: what can be seen, and where a capital stands."""

from __future__ import annotations

import unicodedata

from workbench.document.nodes import Table, Text

__all__ = ["capitalised", "clean", "row_heading"]

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Cn", "Co"})
_JOINING = frozenset("\u200d\ufe0f")  # between the signs of one picture

_PHRASES = frozenset({"declared-claims", "everybody-figures", "power-seen", "verdicts"})
"""Tables whose rows are named by our words, not by a person's."""


def clean(text: str) -> str:
    """Return text as any file can hold it: one line, and nothing that cannot be seen.

    White space of any kind is a blank. What XML forbids, what no character is, and what turns the
    direction of the text around it becomes a visible sign.

    Examples
    --------
    >>> clean("a" + chr(0) + "b" + chr(10) + "c")
    'a\ufffdb c'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        " "
        if character.isspace()
        else "\ufffd"
        if unicodedata.category(character) in _UNSEEN and character not in _JOINING
        else character
        for character in text
    )


def capitalised(text: Text) -> Text:
    """Return text with a capital where it begins with a word of ours; a person's name and a number stay.

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
