"""How much something is, in a sentence: an amount in its unit, its interval, and a limit that was declared."""

from __future__ import annotations

from typing import Literal

from workbench.document.nodes import Fact, Shown, Text
from workbench.document.numerals import exact, number, share
from workbench.document.wording import decimals_of, declared, say

__all__ = ["amount", "between", "likely", "limit"]

_MOST_DIGITS = 3


def between(fact: Fact, beside: float | None = None) -> Text:
    """Return a fact's interval in words, with as few digits as tell its ends apart.

    Parameters
    ----------
    fact : Fact
        A fraction or a ratio, told as of 100; or a plain number.
    beside : float, optional
        A limit printed in the same sentence, from which both ends must differ too.

    Examples
    --------
    >>> from workbench.document.wording import plain
    >>> fact = Fact("x", 0.19, "fraction", "", "", 0.143, 0.242)
    >>> plain(between(fact))
    '14 and 24'
    >>> plain(between(Fact("x", 0.03, "fraction", "", "", 0.0, 0.052), beside=0.05))
    '0 and 5.2'
    """
    low, high = _ends(fact, beside)
    return say("between", low=Shown(fact.id, low, "low"), high=Shown(fact.id, high, "high"))


def _ends(fact: Fact, beside: float | None) -> tuple[str, str]:
    if fact.unit == "number":
        digits = decimals_of(fact)
        return number(fact.low, digits), number(fact.high, digits)
    for digits in range(_MOST_DIGITS + 1):
        low, high = (share(limit, digits) for limit in (fact.low, fact.high))
        if low != high and (beside is None or not {low, high} & {exact(beside)}):
            break
    return low, high


def likely(fact: Fact, beside: float | None = None) -> Text:
    """Return a fact's interval in words and in its unit.

    Examples
    --------
    >>> from workbench.document.wording import plain
    >>> plain(likely(Fact("x", 0.19, "fraction", "", "", 0.143, 0.242)))
    '14 and 24 of 100'
    """
    said = between(fact, beside)
    return _in_unit(fact, said)


def amount(fact: Fact, part: Literal["value", "low", "high"] = "value", beside: float | None = None) -> Text:
    """Return a fact in prose, in its unit: people of 100, a ratio for every 100, or a plain number.

    Parameters
    ----------
    fact : Fact
        A fraction, a ratio or a plain number.
    part : {"value", "low", "high"}
        Which of its numbers.
    beside : float, optional
        A limit printed in the same sentence, from which an end of the interval must differ.

    Examples
    --------
    >>> from workbench.document.wording import plain
    >>> plain(amount(Fact("x", 0.283, "fraction", "", ""))), plain(amount(Fact("x", 0.836, "ratio", "", "")))
    ('28 of 100', '84 for every 100')
    >>> plain(amount(Fact("x", 0.7413, "number", "", "", 0.71, 0.77)))
    '0.741'
    """
    if part != "value":
        text = _ends(fact, beside)[part == "high"]
    elif fact.unit == "number":
        text = number(fact.value, decimals_of(fact))
    else:
        text = share(fact.value)
    return _in_unit(fact, (Shown(fact.id, text, part),))


def limit(fact: Fact) -> Text:
    """Return a fact that a person declared, not rounded and in its unit."""
    return _in_unit(fact, (declared(fact),))


def _in_unit(fact: Fact, number: Text) -> Text:
    unit = {"fraction": "amount.of_100", "ratio": "amount.every_100"}.get(fact.unit)
    return number if unit is None else say(unit, number=number)
