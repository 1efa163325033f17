"""A long list, shown a part at a time: what is not on screen is not sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from workbench.widgets.view import Group, Node, Press, Said
from workbench.widgets.wording import told

__all__ = ["Pages"]

T = TypeVar("T")


@dataclass
class Pages:
    """Where in a list somebody is.

    Parameters
    ----------
    id : str
        What the ids of its buttons begin with.
    size : int
        How many of a list are shown at a time.
    page : int
        Which part, from 0.

    Examples
    --------
    >>> pages = Pages("rows", 2)
    >>> pages.turn("rows/later")
    True
    >>> pages.shown("abcde")
    ['c', 'd']
    """

    id: str
    size: int
    page: int = 0

    def shown(self, of: Sequence[T]) -> list[T]:
        """Return the part that is shown; the last one where the list has become shorter."""
        self.page = max(0, min(self.page, (len(of) - 1) // self.size))
        return list(of[self.page * self.size : (self.page + 1) * self.size])

    def turn(self, id: str) -> bool:
        """Turn the page where a button of these is pressed; say whether it was one."""
        if id not in (f"{self.id}/earlier", f"{self.id}/later"):
            return False
        self.page = max(0, self.page + (1 if id.endswith("/later") else -1))
        return True

    def controls(self, n: int) -> tuple[Node, ...]:
        """Return what says how many are shown, with the buttons for the others; nothing where all are."""
        if n <= self.size:
            return ()
        first, last = self.page * self.size + 1, min(n, (self.page + 1) * self.size)
        shown = Said(f"{self.id}/shown", told("paging.shown", first=first, last=last, n=n), "quiet", live=True)
        # A button that went away would take the focus of whoever has just pressed it along.
        first_off, last_off = told("paging.first") if self.page == 0 else "", told("paging.last") if last == n else ""
        earlier = Press(f"{self.id}/earlier", told("paging.earlier"), "quiet", first_off)
        later = Press(f"{self.id}/later", told("paging.later"), "quiet", last_off)
        return (Group(f"{self.id}/pages", (shown, earlier, later), look="row"),)
