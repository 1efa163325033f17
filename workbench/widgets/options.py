"""Options that are a person's own names, which differ wherever the names do."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.document.shortening import names
from workbench.document.wording import LONGEST_NAME
from workbench.widgets.view import Option

__all__ = ["by_name", "by_place"]


def by_name(texts: Sequence[str], longest: int = LONGEST_NAME) -> tuple[Option, ...]:
    """Return an option for each name, whose value is the name.

    Examples
    --------
    >>> [(one.value, one.label) for one in by_name(["a  b", "c"])]
    [('a  b', 'a b'), ('c', 'c')]
    """
    shown = names(texts, longest)
    return tuple(Option(one, shown[one].text) for one in texts)


def by_place(texts: Sequence[str], longest: int = LONGEST_NAME) -> tuple[Option, ...]:
    """Return an option for each name, whose value is its place among them.

    Examples
    --------
    >>> [(one.value, one.label) for one in by_place(["a", "b"])]
    [('0', 'a'), ('1', 'b')]
    """
    return tuple(Option(str(place), one.label) for place, one in enumerate(by_name(texts, longest)))
