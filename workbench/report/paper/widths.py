"""How wide the columns of a printed table are, so that nothing runs over."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.figures.lettering import width_of

__all__ = ["BREAK", "GAP", "breakable", "column_widths"]

BREAK = "\u200b"
"""Where a long word may go on in the next line; nothing is seen there."""

GAP = 8.0
"""Points between two columns."""

_LONGEST_WORD = 24
_SHORTER = (14, 9, 5, 2, 1)
_JOINED = "\u200c\u200d\ufe0e\ufe0f"


def breakable(text: str, longest: int = _LONGEST_WORD) -> str:
    """Return text in which a word of more than ``longest`` letters may break anywhere but in a letter.

    Examples
    --------
    >>> breakable("abcde fgh", 3).replace(BREAK, "|")
    'a|b|c|d|e fgh'
    """
    if len(text) <= longest:
        return text
    return " ".join(_loosened(word) if len(word) > longest else word for word in text.split(" "))


def _loosened(word: str) -> str:
    from unicodedata import category

    parts: list[str] = []
    for place, character in enumerate(word):
        joined = character in _JOINED or category(character).startswith("M") or (place and word[place - 1] in _JOINED)
        parts += [character] if joined or not place else [BREAK, character]
    return "".join(parts)


def column_widths(
    columns: Sequence[Sequence[str]], numeric: Sequence[bool], room: float, *, size: float
) -> tuple[list[float], int]:
    """Return the width of each column, and how long a word may be before it has to break.

    Parameters
    ----------
    columns : sequence of sequence of str
        The texts of each column; the first is its heading.
    numeric : sequence of bool
        Which columns hold numbers; their cells stay in one line where there is room.
    room : float
        How wide the table is, in points.
    size : float
        The size of its letters, in points.

    Returns
    -------
    tuple of (list of float, int)
        Points, in sum ``room``, each with the gap to its right but the last; and letters.

    Notes
    -----
    Each column gets what its longest word needs, and of what is left in proportion to what its longest
    line would still need. Where the words alone do not fit, they may break at fewer and fewer letters.
    """
    most = [max((width_of(text, size) for text in texts), default=0.0) for texts in columns]
    available = room - GAP * (len(columns) - 1)
    for longest in (_LONGEST_WORD, *_SHORTER):
        least = [_least(texts, longest, size, whole=whole) for texts, whole in zip(columns, numeric, strict=True)]
        if sum(least) <= available:
            break
    else:
        least = [available / len(columns)] * len(columns)
    wanted = [max(wide - narrow, 0.0) for wide, narrow in zip(most, least, strict=True)]
    left = available - sum(least)
    if sum(wanted) > left:
        share = left / sum(wanted)
        widths = [narrow + share * more for narrow, more in zip(least, wanted, strict=True)]
    else:
        spare = (left - sum(wanted)) / len(columns)
        widths = [narrow + more + spare for narrow, more in zip(least, wanted, strict=True)]
    return [width + (GAP if place < len(widths) - 1 else 0) for place, width in enumerate(widths)], longest


def _least(texts: Sequence[str], longest: int, size: float, *, whole: bool) -> float:
    """Return how wide a column has to be: as its longest word, or as a letter where words break."""
    widest = 0.0
    for place, text in enumerate(texts):
        words = [text] if whole and place and len(text) <= longest else text.split(" ")
        for word in words:
            short = word if len(word) <= longest else max(word, key=lambda letter: width_of(letter, size))
            widest = max(widest, width_of(short, size))
    return widest + 0.5
