"""Which columns seem to hold a protected attribute."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from workbench.data.suggestions.attributes import AGE, ATTRIBUTES, BIRTH, SEX, Attribute
from workbench.data.suggestions.looks import Look
from workbench.data.suggestions.result import SuggestedRole, Sure

__all__ = ["protected_columns"]

_OLDEST = 120
_BANDS = re.compile(
    r"(under|unter|over|uber|bis|ab|<=?|>=?)?\s*\d{1,3}\s*(\+|to|bis|a)?\s*(\d{1,3})?\s*"
    r"(and over|und alter|years|jahre|ans|anos)?"
)
_FEWEST_IN_BAND = 0.05


def protected_columns(looks: list[Look], columns: dict[str, pa.ChunkedArray]) -> Iterator[SuggestedRole]:
    """Yield a suggestion for each column whose name, values or both speak for a protected attribute.

    Parameters
    ----------
    looks : list of Look
        One a column.
    columns : dict of str to pyarrow.ChunkedArray
        The values of the columns of numbers, from which bands of age are made.
    """
    for look in looks:
        found = _of_age(look, columns) or next((one for kind in ATTRIBUTES if (one := _of(look, kind))), None)
        if found is not None:
            yield found


def _of(look: Look, kind: Attribute) -> SuggestedRole | None:
    """Return the suggestion that a column holds an attribute, by its name or its values."""
    if not 0 < look.n_distinct <= kind.most_values or look.is_day or (look.is_number and not look.is_whole):
        return None
    word = look.name.said(kind.names)
    telling = look.mentioning(kind.telling)
    if word and not look.name.says(kind.traps):
        sure = _sureness(look, kind)
        if sure is not None:
            return _protected(look, kind.title, sure, f"its name says {word!r}, {_values(look)}")
    if look.is_text and look.n_distinct > 1 and (telling >= 0.9 or (telling and look.among(kind.values) >= 0.9)):
        sure = "likely" if kind is SEX and look.n_distinct == 2 and look.among(kind.telling) == 1 else "perhaps"
        return _protected(look, kind.title, sure, f"its values say {kind.title}: {_shown(look)}")
    if kind is SEX and look.words in ({"m", "f"}, {"m", "w"}) and not look.is_number:
        return _protected(look, kind.title, "perhaps", f"its values may be a sex: {_shown(look)}")
    return None


def _sureness(look: Look, kind: Attribute) -> Sure | None:
    """Return how sure a column is whose name says an attribute; ``None`` where its values speak against it."""
    known = max(look.among((*kind.values, *kind.telling)), look.mentioning(kind.telling))
    vague = look.name.said(kind.names) in kind.vague
    if known >= 0.5:
        return "likely"
    if look.is_truth:
        return ("perhaps" if vague else "likely") if kind.truth else None
    if look.is_number:
        return "perhaps" if look.is_few_codes and look.n_distinct > 1 else None
    if kind.is_sure:
        return "perhaps" if vague else "likely"
    return "perhaps" if look.is_few_codes or known or kind.title == "language" else None


def _of_age(look: Look, columns: dict[str, pa.ChunkedArray]) -> SuggestedRole | None:
    word = look.name.said(AGE.names)
    born = look.name.said(BIRTH)
    if born and not look.name.says(("country", "place", "city", "weight", "order", "rate")):
        return _of_birth(look, born, columns)
    if not word or look.name.says(AGE.traps):
        return None
    if look.is_number:
        inside = _share_inside(columns[look.column], 0, _OLDEST)
        if inside < 0.95 or look.n_distinct < 2:
            return None
        reason = f"its name says {word!r}, its values are mostly from {look.low:g} to {min(look.high, _OLDEST):g}"
        if look.is_few_codes:
            return _protected(look, "age", "perhaps", f"its name says {word!r}, {_values(look)}")
        return _protected(look, "age", "likely", reason, _edges(columns[look.column]))
    bands = [value for value in look.words if _BANDS.fullmatch(value)]
    if look.is_text and 1 < look.n_distinct <= 20:
        sure: Sure = "likely" if len(bands) >= look.n_distinct / 2 else "perhaps"
        return _protected(look, "age", sure, f"its name says {word!r}, {_values(look)}")
    return None


def _of_birth(look: Look, word: str, columns: dict[str, pa.ChunkedArray]) -> SuggestedRole | None:
    if look.is_day:
        reason = f"its name says {word!r} and it holds dates, which tell the age; make a column of ages to compare"
        return _protected(look, "age", "perhaps", reason)
    if look.is_number and look.is_whole and _share_inside(columns[look.column], 1880, 2100) >= 0.95:
        reason = f"its name says {word!r}, its values are years from {look.low:g} to {look.high:g}, which tell the age"
        return _protected(look, "age", "likely", reason, _edges(columns[look.column], (1960, 1980)))
    return None


def _share_inside(column: pa.ChunkedArray, low: float, high: float) -> float:
    values = _known(column)
    return float(((values >= low) & (values <= high)).mean()) if len(values) else 0.0


def _known(column: pa.ChunkedArray) -> NDArray[np.float64]:
    values = column.cast(pa.float64(), safe=False).to_numpy()
    return np.asarray(values[np.isfinite(values)])


def _edges(column: pa.ChunkedArray, usual: tuple[float, ...] = (40, 60)) -> tuple[float, ...]:
    """Return where bands could begin: at the usual places that leave enough rows in each, else at the middle."""
    values = _known(column)
    chosen: list[float] = []
    for edge in usual:
        below = values < edge if not chosen else (values >= chosen[-1]) & (values < edge)
        if below.mean() >= _FEWEST_IN_BAND <= (values >= edge).mean():
            chosen.append(edge)
    middle = float(np.floor(np.median(values)))
    return tuple(chosen) or ((middle,) if values.min() < middle else (middle + 1,))


def _protected(look: Look, title: str, sure: Sure, reason: str, edges: tuple[float, ...] = ()) -> SuggestedRole:
    return SuggestedRole(look.column, "protected", sure, f"{title}: {reason}.", title, edges)


def _values(look: Look) -> str:
    return f"its values are {_shown(look)}"


def _shown(look: Look) -> str:
    first = [repr(value) for value in list(look.counts)[:4]]
    return ", ".join(first) + (f" and {look.n_distinct - 4} more" if look.n_distinct > 4 else "")
