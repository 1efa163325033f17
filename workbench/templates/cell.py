"""The cell tagged ``parameters``: which names it sets to which literals, and where they stand in its text."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from workbench.core.schema import Json

__all__ = ["Assignment", "assignments"]

_AFTER = re.compile(r"[ \t)]*(#[^\n]*)?(\n|$)")


@dataclass(frozen=True)
class Assignment:
    """A name that is set to a literal, alone on its line.

    Parameters
    ----------
    name : str
        The variable.
    value : JSON value
        What it is set to.
    start, end : int
        Where the literal stands in the text, in characters.
    """

    name: str
    value: Json
    start: int
    end: int


def assignments(source: str) -> dict[str, Assignment]:
    r"""Return the assignments that a form can rewrite, by name.

    Parameters
    ----------
    source : str
        Python. A name counts if it is set once, at the beginning of a line, to text, a number, ``True``,
        ``False``, ``None`` or a list of those, with at most a comment after it.

    Raises
    ------
    SyntaxError
        If the text is not Python.

    Examples
    --------
    >>> found = assignments('a = "x"  # why\nb = [1, 2]\nc = len(a)\n')
    >>> [(one.name, one.value) for one in found.values()]
    [('a', 'x'), ('b', [1, 2])]
    """
    tree = ast.parse(source)
    starts = [0, *(found.end() for found in re.finditer("\n", source))]
    found: dict[str, Assignment] = {}
    set_again = _names_set(tree)
    for statement, target, value in _single(tree):
        start = _place(source, starts, value.lineno, value.col_offset)
        end = _place(source, starts, value.end_lineno or value.lineno, value.end_col_offset or 0)
        try:
            read = ast.literal_eval(value)
        except (ValueError, TypeError, MemoryError, RecursionError):
            continue
        is_alone = statement.col_offset == 0 and _AFTER.match(source, end) and _begins_line(source, starts, statement)
        if is_alone and _is_json(read) and set_again.count(target.id) == 1:
            found[target.id] = Assignment(target.id, read, start, end)
    return found


def _single(tree: ast.Module) -> Iterator[tuple[ast.stmt, ast.Name, ast.expr]]:
    for statement in tree.body:
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            target: ast.expr = statement.targets[0]
            value: ast.expr | None = statement.value
        elif isinstance(statement, ast.AnnAssign):
            target, value = statement.target, statement.value
        else:
            continue
        if isinstance(target, ast.Name) and value is not None:
            yield statement, target, value


def _names_set(tree: ast.Module) -> list[str]:
    return [node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]


def _begins_line(source: str, starts: list[int], statement: ast.stmt) -> bool:
    at = starts[statement.lineno - 1]
    return at == 0 or source[at - 1] == "\n"


def _place(source: str, starts: list[int], line: int, column: int) -> int:
    """Return the place of a column that Python counts in bytes."""
    start = starts[line - 1]
    text = source[start : start + column]  # at least as many characters as are wanted
    return start + len(text.encode()[:column].decode(errors="ignore"))


def _is_json(value: object) -> bool:
    if isinstance(value, list):
        return all(_is_json(one) and not isinstance(one, list) for one in value)
    return value is None or isinstance(value, (str, bool, int, float))
