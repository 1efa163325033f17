"""What was typed and refused: it stays where it was typed, with the reason, so that nobody types it twice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

from workbench.widgets.view import Grid, Group, Node, Row, Said, Words

__all__ = ["Drafts"]


@dataclass(frozen=True)
class _Draft:
    text: str
    problem: str
    box: Words | None = None
    """As it was without the draft."""


class Drafts:
    """The refused texts of a board, by the id of the box in which each was typed.

    A long one stays until its box says something else; one of a line until the next thing is done.
    """

    def __init__(self) -> None:
        self._typed: tuple[str, str] | None = None
        self._kept: dict[str, _Draft] = {}

    def begin(self, id: str, value: object = None) -> None:
        """Take note of what is about to be done."""
        self._typed = (id, value) if isinstance(value, str) else None
        self._kept = {at: one for at, one in self._kept.items() if at != id and one.box is not None and one.box.long}

    def refuse(self, problem: str) -> None:
        """Keep what was typed, if something was, with what is wrong with it."""
        if self._typed is not None:
            id, text = self._typed
            self._kept[id] = _Draft(text, problem)
        self._typed = None

    def put_in(self, view: Group, problem_id: str) -> Group:
        """Return a view with every draft in its box, and no second time what is said there."""
        if not self._kept:
            return view
        shown = cast("Group", self._with(view))
        said = {one.problem for one in self._kept.values() if one.box is not None}

        def is_said_twice(one: Node) -> bool:
            return isinstance(one, Said) and one.id == problem_id and one.text in said

        return replace(shown, children=tuple(one for one in shown.children if not is_said_twice(one)))

    def _with(self, node: Node) -> Node:
        match node:
            case Words():
                return self._in_box(node)
            case Group():
                return replace(node, children=tuple(map(self._with, node.children)))
            case Grid():
                return replace(node, rows=tuple(map(self._in_row, node.rows)))
        return node

    def _in_row(self, row: Row) -> Row:
        return replace(row, cells=tuple(self._in_box(one) if isinstance(one, Words) else one for one in row.cells))

    def _in_box(self, box: Words) -> Words:
        draft = self._kept.get(box.id)
        if draft is None:
            return box
        if len(draft.text) > box.most or draft.box not in (None, box):
            del self._kept[box.id]
            return box
        self._kept[box.id] = replace(draft, box=box)
        return replace(box, value=draft.text, problem=draft.problem)
