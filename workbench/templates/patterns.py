"""Says before any text is read whether a regular expression could take for ever on one.

A template may come from anybody, and its patterns are tried by the server. Some expressions can be read in so many ways
that a text of thirty characters keeps a program busy for years; those are found by their form and refused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NamedTuple

__all__ = ["MOST_STEPS", "pattern_flaw"]

MOST_STEPS = 3_000_000
"""How many steps may be needed at most: a fraction of a second."""

_DIALECT = re.compile(r"\(\?(?![:=!]|<[=!])|\\[AZzGpPkg]|\\\d|\[\[|[*+?}]\+")
_PARSER = import_module("re._parser")  # the library's own reading of an expression, so that both mean the same
_LAST = 0x10FFFF
_CATEGORIES = {
    "CATEGORY_DIGIT": [(48, 57)],
    "CATEGORY_SPACE": [(9, 13), (32, 32)],
    "CATEGORY_WORD": [(48, 57), (65, 90), (95, 95), (97, 122)],
}

_Item = tuple[Any, Any]
_Spans = list[tuple[int, int]]
_END: _Spans = []
"""What follows the last item: no character, so that nothing is in common with it."""
_ALIKE = "Write one that Python and JavaScript read alike."
_BOUNDED = "Repeat single characters or texts of one length, fewer times after one another, or lower max_length."


class _UnboundedError(Exception):
    """The expression has a form whose time nobody can bound; the text says which."""


def pattern_flaw(pattern: str, longest: int, n_texts: int = 1) -> tuple[str, str] | None:
    """Return what is wrong with a regular expression, and what to do; ``None`` where any text is read in little time.

    Parameters
    ----------
    pattern : str
        What all of a text has to match.
    longest : int
        How many characters a text may have.
    n_texts : int
        On how many texts it is tried.

    Examples
    --------
    >>> pattern_flaw("[a-z]+=.*", 1_000)
    >>> pattern_flaw("(a+)+b", 1_000)[0]
    'repeats what can itself be read in several ways'
    >>> pattern_flaw(".*.*.*x", 1_000)[0]
    'can take more than 3,000,000 steps'
    """
    if found := _DIALECT.search(pattern):
        return f"uses {found[0]!r}, which not every program reads alike", _ALIKE
    try:
        re.compile(pattern)
        steps = _cost(list(_PARSER.parse(pattern, re.ASCII)), _END, longest).steps
    except (re.error, RecursionError, OverflowError) as error:
        return f"is no regular expression: {error}", _ALIKE
    except _UnboundedError as form:
        return str(form), _BOUNDED
    if steps * max(n_texts, 1) > MOST_STEPS:
        return f"can take more than {MOST_STEPS:,} steps", _BOUNDED
    return None


class _Cost(NamedTuple):
    """In how many ways a text can be read, and how many steps all of them take; both at most."""

    ways: int
    steps: int


def _cost(items: Sequence[_Item], following: _Spans | None, longest: int) -> _Cost:
    """Return what items one after another cost: each is tried once for every way to read those before it."""
    ways, steps = 1, 0
    for place, item in enumerate(items):
        after = _first(items[place + 1]) if place + 1 < len(items) else following
        own = _cost_of(item, after, longest)
        steps += ways * own.steps
        ways *= own.ways
    return _Cost(ways, steps)


def _cost_of(item: _Item, after: _Spans | None, longest: int) -> _Cost:
    kind, content = str(item[0]), item[1]
    if kind == "SUBPATTERN":
        return _cost(list(content[-1]), after, longest)
    if kind == "BRANCH":
        parts = [_cost(list(one), after, longest) for one in content[1]]
        return _Cost(sum(one.ways for one in parts), sum(one.steps for one in parts))
    if kind in ("MAX_REPEAT", "MIN_REPEAT"):
        least, most, repeated = int(content[0]), min(int(content[1]), longest), list(content[2])
        if most <= 1:
            once = _cost(repeated, after, longest)
            return _Cost(once.ways + 1, once.steps + 1)
        if not _is_fixed(repeated):
            raise _UnboundedError("repeats what can itself be read in several ways")
        own = _first(repeated[0]) if len(repeated) == 1 else None
        ends_plainly = own is not None and after is not None and not _overlap(own, after)
        return _Cost(1 if ends_plainly else max(most - least + 1, 1), longest)
    if kind in ("LITERAL", "NOT_LITERAL", "ANY", "IN", "AT"):
        return _Cost(1, 1)
    raise _UnboundedError("looks ahead, behind or back, which can take for ever")


def _is_fixed(items: Sequence[_Item]) -> bool:
    """Whether items are characters one after another, at least one and always as many."""
    return any(_takes(one) for one in items) and all(_takes(one) or str(one[0]) == "AT" for one in items)


def _takes(item: _Item) -> bool:
    kind, content = str(item[0]), item[1]
    if kind == "SUBPATTERN":
        return _is_fixed(list(content[-1]))
    if kind in ("MAX_REPEAT", "MIN_REPEAT"):
        return 0 < int(content[0]) == int(content[1]) and _is_fixed(list(content[2]))
    return kind in ("LITERAL", "NOT_LITERAL", "ANY", "IN")


def _first(item: _Item) -> _Spans | None:
    """Return which characters an item begins with; ``None`` where it may be empty, or that is not plain to see."""
    kind, content = str(item[0]), item[1]
    if kind == "LITERAL":
        return [(content, content)]
    if kind == "NOT_LITERAL":
        return _others([(content, content)])
    if kind == "ANY":
        return _others([(10, 10)])
    if kind == "IN":
        return _set(content)
    if kind == "SUBPATTERN" and content[-1]:
        return _first(next(iter(content[-1])))
    if kind in ("MAX_REPEAT", "MIN_REPEAT") and content[0] > 0 and content[2]:
        return _first(next(iter(content[2])))
    return None


def _set(content: Sequence[_Item]) -> _Spans | None:
    spans: _Spans = []
    is_negated = False
    for kind, value in content:
        name = str(kind)
        if name == "NEGATE":
            is_negated = True
        elif name == "LITERAL":
            spans.append((value, value))
        elif name == "RANGE":
            spans.append((value[0], value[1]))
        elif (category := str(value)) in _CATEGORIES:
            spans += _CATEGORIES[category]
        elif (opposite := category.replace("_NOT_", "_")) in _CATEGORIES:
            spans += _others(_CATEGORIES[opposite])
        else:
            return None
    return _others(spans) if is_negated else spans


def _others(spans: _Spans) -> _Spans:
    """Return the characters that are in none of the spans."""
    found: _Spans = []
    start = 0
    for low, high in sorted(spans):
        if low > start:
            found.append((start, low - 1))
        start = max(start, high + 1)
    return [*found, (start, _LAST)] if start <= _LAST else found


def _overlap(one: _Spans, other: _Spans) -> bool:
    return any(low <= upper and lower <= high for low, high in one for lower, upper in other)
