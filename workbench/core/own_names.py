"""Which names a function of a cell keeps to itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator

__all__ = ["own_names"]


def own_names(body: list[ast.stmt]) -> Iterator[str]:
    """Yield the names that the body of a function keeps to itself; those declared global or of around are not."""
    nodes = list(_inside(body))
    others = {name for node in nodes if isinstance(node, (ast.Global, ast.Nonlocal)) for name in node.names}
    for node in nodes:
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load) and node.id not in others:
            yield node.id
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and node.name not in others:
            yield node.name
        elif isinstance(node, ast.alias):
            yield node.asname or node.name.partition(".")[0]
        elif isinstance(node, ast.ExceptHandler) and node.name:
            yield node.name


def _inside(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """Yield what is in a body, without the insides of functions and classes in it."""
    waiting: list[ast.AST] = list(body)
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            waiting.extend(ast.iter_child_nodes(node))
