"""What ties a content control to its fact: a short tag, a title that people see, a list beside the text.

A tag and a title hold 64 characters in Word, a fact's id may be longer: the tag ``f3.value`` means the
fourth id of the list. Programs that drop tags keep titles, which say the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbench.document.text import Shown

__all__ = ["NAMESPACE", "fact_of_tag", "facts_by_title", "tag_of", "title_of"]

NAMESPACE = "urn:workbench:report"
"""Of the part that holds the list of facts, and the evidence."""

Fact = tuple[str, str]

_LONGEST = 64
_TAG = re.compile(r"f(\d{1,9})\.(value|low|high|n)")
_PARTS = ("value", "low", "high", "n")


def tag_of(key: int, shown: Shown) -> str:
    """Return the tag of a fact's content control.

    Examples
    --------
    >>> tag_of(3, Shown("audit/accuracy", "75", "low"))
    'f3.low'
    """
    return f"f{key}.{shown.part}"


def fact_of_tag(tag: str, facts: Sequence[str]) -> Fact | None:
    """Return the fact and the part that a tag means; ``None`` where it is none of ours.

    Examples
    --------
    >>> fact_of_tag("f0.low", ["audit/accuracy"]), fact_of_tag("f1.low", ["audit/accuracy"])
    (('audit/accuracy', 'low'), None)
    """
    found = _TAG.fullmatch(tag)
    return (facts[int(found[1])], found[2]) if found is not None and int(found[1]) < len(facts) else None


def title_of(key: int, fact: str, part: str) -> str:
    """Return the title of a fact's content control: its id, or as much of it as Word takes.

    Examples
    --------
    >>> title_of(3, "audit/accuracy", "low")
    'audit/accuracy (low)'
    >>> len(title_of(3, "long" * 40, "low"))
    64
    """
    ending = f" ({part})"
    if len(fact) + len(ending) > _LONGEST:
        ending = f"… f{key} ({part})"
    return fact[: _LONGEST - len(ending)] + ending


def facts_by_title(facts: Sequence[str]) -> dict[str, Fact]:
    """Return the fact and the part that each title means."""
    return {title_of(key, fact, part): (fact, part) for key, fact in enumerate(facts) for part in _PARTS}
