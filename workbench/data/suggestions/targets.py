"""Which column seems to hold the outcome, and which of its values seems good for the person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.data.suggestions.looks import Look
from workbench.data.suggestions.names import plain_words
from workbench.data.suggestions.outcomes import BAD_NAMES, BAD_VALUES, GOOD_NAMES, GOOD_VALUES, NEUTRAL_NAMES, NO, YES
from workbench.data.suggestions.result import SuggestedRole, Sure

__all__ = ["targets"]

_MOST = 3
_PARTS = ("amount", "date", "id", "score", "probability", "reason", "by", "time", "day", "rate", "count", "n", "number")
_AMOUNT = re.compile(r"(<=|>=|<|>)\d[\d.,]*k?\.?", re.IGNORECASE)
_COLUMN_SAYS = {"good": GOOD_NAMES, "bad": BAD_NAMES}


@dataclass(frozen=True)
class _Favourable:
    """Which value seems good for the person, how sure that is, and why."""

    value: str | None
    sure: Sure
    reason: str


def targets(looks: Sequence[Look], taken: set[str]) -> list[SuggestedRole]:
    """Return columns that may hold the outcome, at most three, the surest first.

    Parameters
    ----------
    looks : sequence of Look
        One a column, in the order of the table.
    taken : set of str
        Columns that are surely something else.

    Notes
    -----
    A column of two values is *likely* the outcome where its name says so and no other two-valued column's does.
    Without such a name the last column of the table is *perhaps*, as tables often end in it.
    """
    two = [look for look in looks if look.n_distinct == 2 and look.column not in taken and not look.is_day]
    ranked = sorted(two, key=lambda look: (-_rank(look), -looks.index(look)))
    said = [look for look in ranked if _rank(look) > 0]
    if not said:
        last = [look for look in two if look is looks[-1] and (look.is_few_codes or not look.is_number)]
        return [_target(look, "perhaps", "it is the last column and has two values") for look in last]
    alone = len(said) == 1 or _rank(said[0]) > _rank(said[1])
    return [
        _target(look, "likely" if alone and place == 0 and _rank(look) > 1 else "perhaps", _said(look))
        for place, look in enumerate(said[:_MOST])
    ]


def _rank(look: Look) -> int:
    """Return how much speaks for an outcome: 3 the whole name or values, 2 a word of the name, 1 a vague one, 0."""
    if look.name.says(_PARTS) and not look.name.is_only((*GOOD_NAMES, *BAD_NAMES, *NEUTRAL_NAMES)):
        return 0
    by_values = look.among((*GOOD_VALUES, *BAD_VALUES)) == 1
    named = (*GOOD_NAMES, *BAD_NAMES)
    if look.name.is_only((*named, *NEUTRAL_NAMES)) or (by_values and look.name.says((*named, *NEUTRAL_NAMES))):
        return 3
    if look.name.says(named):
        return 2
    return 1 if by_values or look.name.says(NEUTRAL_NAMES) else 0


def _said(look: Look) -> str:
    word = look.name.said((*GOOD_NAMES, *BAD_NAMES, *NEUTRAL_NAMES))
    return f"its name says {word!r} and it has two values" if word else "its two values say how something ended"


def _target(look: Look, sure: Sure, reason: str) -> SuggestedRole:
    good = _favourable(look)
    return SuggestedRole(
        look.column,
        "target",
        sure,
        f"{reason}; {good.reason}.",
        favourable=good.value,
        favourable_sure=good.sure,
    )


def _favourable(look: Look) -> _Favourable:
    """Return which of two values seems good for the person, from the values, else from the name."""
    values = sorted(look.counts)
    shown = f"{values[0]!r} or {values[1]!r}"
    good = [value for value in values if plain_words(value) in GOOD_VALUES]
    bad = [value for value in values if plain_words(value) in BAD_VALUES]
    if len(good) == 1 or len(bad) == 1:
        chosen = good[0] if len(good) == 1 else next(value for value in values if value not in bad)
        if chosen not in bad:
            word = repr(chosen) if good else f"{bad[0]!r} sounds bad, so {chosen!r}"
            return _Favourable(chosen, "likely", f"{word} sounds good for the person: declare it, {_call(chosen)}")
    yes = [value for value in values if plain_words(value) in YES]
    no = [value for value in values if plain_words(value) in NO]
    if len(yes) == 1 and len(no) == 1:
        return _by_name(look, yes[0], no[0], shown)
    if all(_AMOUNT.fullmatch(value.replace(" ", "")) for value in values):
        more = [value for value in values if value.strip().startswith(">")]
        if len(more) == 1:
            said = f"{more[0]!r} is more, which may be good: declare it, {_call(more[0])}"
            return _Favourable(more[0], "perhaps", said)
    return _Favourable(None, "perhaps", f"nothing says whether {shown} is good for the person: declare it")


def _by_name(look: Look, yes: str, no: str, shown: str) -> _Favourable:
    says = {side for side, words in _COLUMN_SAYS.items() if look.name.says(words)}
    negated = look.name.says(("not", "no", "non", "nicht", "un"))
    if says == {"good"} and not negated:
        return _Favourable(yes, "likely", f"{yes!r} sounds good for the person: declare it, {_call(yes)}")
    if says == {"bad"} and not negated:
        return _Favourable(no, "likely", f"{yes!r} sounds bad for the person, so declare {_call(no)}")
    return _Favourable(None, "perhaps", f"nothing says whether {shown} is good for the person: declare it")


def _call(value: str) -> str:
    return f"favourable={value!r}"
