"""What a notebook's code learns from all rows before some of them are held out.

The code is followed without running it: for every name, which table its rows come from, whether they are one side of a
split, and what was learned from all rows on the way. A call counts once what it learned meets a split of the same
table, or a side of one.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from workbench.preparation.leaks.cells import Cell

__all__ = ["Learning", "Value", "World", "joined"]


@dataclass(frozen=True)
class Learning:
    """A call that learned from rows.

    Parameters
    ----------
    cell, line : int
        Where it stands.
    code : str
        The call.
    what : {"fit", "number", "groups", "held out"}
        A fit; a number made of a column; numbers of groups; a fit to held-out rows.
    """

    cell: int
    line: int
    code: str
    what: str


@dataclass(frozen=True)
class Value:
    """What is known of a value.

    Parameters
    ----------
    kind : {"rows", "number", "object", "groups", "several", "other"}
        Rows of a table; a number made of many rows; an estimator; a grouped table; a tuple; anything else.
    tables : frozenset of int
        The tables that its rows come from.
    sides : frozenset of (int, str)
        The sides of splits it belongs to; empty for whole tables.
    learnings : frozenset of Learning
        What was learned from whole tables on the way.
    name : str
        Of an estimator its class, of a module its path.
    items : tuple of Value
        The values of a tuple.
    """

    kind: str = "other"
    tables: frozenset[int] = frozenset()
    sides: frozenset[tuple[int, str]] = frozenset()
    learnings: frozenset[Learning] = frozenset()
    name: str = ""
    items: tuple[Value, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether it has rows of both sides of every split."""
        splits = {number for number, _ in self.sides}
        return all({(number, "train"), (number, "test")} <= self.sides for number in splits)

    @property
    def is_held_out(self) -> bool:
        """Whether all its rows are held out."""
        return bool(self.sides) and not self.is_whole and all(side == "test" for _, side in self.sides)


@dataclass
class World:
    """What is known while the code is followed.

    Parameters
    ----------
    names : dict
        What each name stands for, attributes with a dot.
    functions : dict
        Functions that the notebook defines.
    found : dict
        Learnings that met a split, in the order in which they did.
    cell : Cell
        Where we are.
    """

    names: dict[str, Value] = field(default_factory=dict)
    functions: dict[str, ast.FunctionDef] = field(default_factory=dict)
    found: dict[Learning, None] = field(default_factory=dict)
    cell: Cell = field(default_factory=lambda: Cell(0, None))
    n_made: int = 0
    depth: int = 0

    def new_table(self, learnings: Iterable[Learning] = ()) -> Value:
        """Return rows of a table that was not there before."""
        self.n_made += 1
        return Value("rows", frozenset({self.n_made}), learnings=frozenset(learnings))

    def new_split(self) -> int:
        """Return the number of a new split."""
        self.n_made += 1
        return self.n_made

    def meet(self, learnings: Iterable[Learning]) -> None:
        """Record that these learnings met a split."""
        for one in sorted(learnings, key=lambda one: (one.cell, one.line, one.code)):
            self.found.setdefault(one)

    def learning(self, node: ast.AST, what: str) -> Learning:
        """Return the learning of a call."""
        code = ast.unparse(node)
        return Learning(self.cell.number, getattr(node, "lineno", 0), code, what)


def joined(values: Iterable[Value], kind: str = "") -> Value:
    """Return what is known of something made of these values.

    Rows are rows whatever they are joined with; learnings add up.
    """
    values = [inner for one in values for inner in (one.items or (one,))]
    kinds = [one.kind for one in values]
    found = kind or next((one for one in ("rows", "groups", "number", "object") if one in kinds), "other")
    of_rows = [one for one in values if one.kind in ("rows", "groups")]
    sides = frozenset().union(*(one.sides for one in of_rows)) if all(one.sides for one in of_rows) else frozenset()
    return Value(
        found,
        frozenset().union(*(one.tables for one in values)),
        sides,
        frozenset().union(*(one.learnings for one in values)),
    )


def renewed(value: Value, learnings: Iterable[Learning]) -> Value:
    """Return the value with further learnings."""
    return replace(value, learnings=value.learnings | frozenset(learnings))
