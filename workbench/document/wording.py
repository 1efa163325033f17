"""How reports say things: numbers in words, and every sentence under a message id.

Rules, not a language model: natural frequencies with one denominator, the direction of a gap in
words, intervals in words, at most two significant digits in prose. A translation replaces
:mod:`workbench.document.messages` and the few functions here and in :mod:`workbench.document.quantities`.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping, Sequence
from string import Formatter
from typing import Literal

from workbench.document.messages import MESSAGES
from workbench.document.nodes import Fact, Name, Paragraph, Part, Shown, Text
from workbench.document.numerals import exact, number, share

__all__ = [
    "LONGEST_NAME",
    "MARKS",
    "MESSAGES",
    "cell",
    "count",
    "decimals",
    "decimals_of",
    "declared",
    "exact",
    "frequency",
    "listed",
    "name",
    "of_100",
    "paragraph",
    "plain",
    "say",
    "share",
    "size",
    "tiny",
]

MARKS: Mapping[str, tuple[str, str]] = {
    "gap": ("▲", "Gap"),
    "within tolerance": ("●", "Within tolerance"),
    "not enough evidence": ("◌", "Not enough evidence"),
}
"""The mark and the word of each verdict."""

LONGEST_NAME = 120
"""Of a person's own name for something, in characters, where nobody says otherwise."""

_MOST_DECIMALS = 6
_LISTED = 3


def say(message: str, **values: Part | Text) -> Text:
    """Return a message with its braces filled; numbers can only enter as facts.

    Parameters
    ----------
    message : str
        Its id in :data:`MESSAGES`.
    **values : str, Shown, Name or Text
        What the braces stand for.

    Examples
    --------
    >>> plain(say("signed.owner", said=name("the credit team")))
    'Who answers for this: the credit team.'
    """
    parts: list[Part] = []
    for literal, field, _, _ in Formatter().parse(MESSAGES[message]):
        if literal:
            parts.append(literal)
        if field is not None:
            value = values[field]
            parts.extend(value if isinstance(value, tuple) else (value,))
    return tuple(parts)


def paragraph(message: str, **values: Part | Text) -> Paragraph:
    """Return a paragraph made from one message."""
    return Paragraph(message, say(message, **values))


def plain(text: Text) -> str:
    """Return text as one string.

    Examples
    --------
    >>> plain(("Of 100, ", Shown("id", "28"), " were denied."))
    'Of 100, 28 were denied.'
    """
    return "".join(part if isinstance(part, str) else part.text for part in text)


def name(text: str, longest: int = LONGEST_NAME) -> Name:
    """Return what a person wrote so that it can be shown in a line.

    White space of any kind becomes one blank; characters that cannot be seen, or that turn the
    direction of the text around them, become a visible sign; nothing at all becomes ``(blank)``. Of
    more than ``longest`` characters a name loses its middle, since names that begin alike differ at
    their ends; what may be longer than a name is prose, and loses its end.

    Examples
    --------
    >>> name("two" + chr(10) + "lines").text
    'two lines'
    >>> name("logistic regression of everything at 0.4", 30).text
    'logistic regression…ing at 0.4'
    """
    seen = "".join(
        " "
        if character.isspace()
        else "\ufffd"
        if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn"} and character not in "\u200d\ufe0f"
        else character
        for character in text
    )
    joined = " ".join(seen.split()) or "(blank)"
    if len(joined) <= longest:
        return Name(joined)
    end = longest // 3 if longest <= LONGEST_NAME else 0
    return Name(f"{joined[: longest - 1 - end]}…{joined[len(joined) - end :]}")


def declared(fact: Fact) -> Shown:
    """Return a fact that a person declared, not rounded: of 100, but for plain numbers."""
    return Shown(fact.id, f"{fact.value:,.10g}" if fact.unit == "number" else exact(fact.value))


def frequency(fact: Fact) -> Shown:
    """Return a fact of unit *fraction* as whole people of 100."""
    return Shown(fact.id, share(fact.value))


def cell(fact: Fact, part: Literal["value", "low", "high"] = "value", digits: int | None = None) -> Shown:
    """Return a fact, or one of its limits, for a table: of 100 with one decimal, a ratio with two, or a number.

    A number has as many decimals as its interval tells, or as many as are asked for.

    Examples
    --------
    >>> cell(Fact("x", 0.28319, "fraction", "", "")).text, cell(Fact("x", 0.836, "ratio", "", "")).text
    ('28.3', '0.84')
    """
    if fact.unit == "fraction":
        return of_100(fact, part)
    return Shown(fact.id, number(_part(fact, part), decimals_of(fact) if digits is None else digits), part)


def decimals_of(fact: Fact) -> int:
    """Return how many decimals a number has in a table: a ratio two, others what tells their interval.

    Examples
    --------
    >>> decimals_of(Fact("x", 0.483, "log-odds", "", "", 0.47, 0.50)), decimals_of(Fact("x", 0.836, "ratio", "", ""))
    (3, 2)
    """
    return 2 if fact.unit == "ratio" else _decimals(fact)


def _decimals(fact: Fact) -> int:
    """Return as many decimals as tell two significant digits of the interval."""
    width = fact.high - fact.low
    if not math.isfinite(width) or width <= 0:
        width = abs(fact.value) / 10
    if not math.isfinite(width) or width <= 0:
        return 2
    return min(max(1 - math.floor(math.log10(width)), 0), _MOST_DECIMALS)


def listed(names: Sequence[str], longest: int = _LISTED) -> Text:
    """Return the first names of a list, and that there are others.

    Examples
    --------
    >>> plain(listed(["a", "b", "c", "d"]))
    'a, b, c and others'
    """
    parts: list[Part] = []
    for one in names[:longest]:
        parts += [*([", "] if parts else []), name(one)]
    return (*parts, *(say("list.others") if len(names) > longest else ()))


def count(fact: Fact) -> Shown:
    """Return a fact of unit *count* with separated thousands."""
    return Shown(fact.id, f"{int(fact.value):,}")


def decimals(fact: Fact, part: Literal["value", "low", "high"] = "value") -> Shown:
    """Return a fact, or one of its limits, with two decimals.

    Examples
    --------
    >>> decimals(Fact("x", 0.1234, "log-odds", "", "")).text
    '0.12'
    """
    return Shown(fact.id, number(_part(fact, part), 2), part)


def of_100(fact: Fact, part: Literal["value", "low", "high"] = "value") -> Shown:
    """Return a fact of unit *fraction*, or one of its limits, of 100 with one decimal, for tables.

    Examples
    --------
    >>> of_100(Fact("x", 0.28319, "fraction", "", "")).text
    '28.3'
    """
    return Shown(fact.id, number(100 * _part(fact, part), 1), part)


def tiny(fact: Fact) -> Shown:
    """Return a fact near 0, such as a p value, with three decimals.

    Examples
    --------
    >>> tiny(Fact("x", 0.00207, "number", "", "")).text, tiny(Fact("x", 1e-9, "number", "", "")).text
    ('0.002', '< 0.001')
    """
    return Shown(fact.id, "< 0.001" if fact.value < 0.0005 else number(fact.value, 3))


def size(fact: Fact) -> Shown:
    """Return how many rows a fact rests on."""
    return Shown(fact.id, f"{fact.n:,}", "n")


def _part(fact: Fact, part: str) -> float:
    return {"value": fact.value, "low": fact.low, "high": fact.high}[part]
