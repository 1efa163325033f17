"""Follows the statements of a notebook's code, in their order."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence

from workbench.preparation.leaks import calls
from workbench.preparation.leaks.cells import Cell
from workbench.preparation.leaks.expressions import Reader
from workbench.preparation.leaks.flow import Learning, Value, World, joined, renewed

__all__ = ["learned_too_early", "returned"]

_TRAIN, _TEST = ("train",), ("test", "valid", "holdout", "held_out", "holdout")


def learned_too_early(cells: Iterable[Cell]) -> list[Learning]:
    r"""Return the calls that learned from rows of which some are held out, in their order.

    Parameters
    ----------
    cells : iterable of Cell
        The code.

    Examples
    --------
    >>> from workbench.preparation.leaks.cells import cells_of
    >>> code = "X = StandardScaler().fit_transform(X)\nX_train, X_test = train_test_split(X)"
    >>> [(one.line, one.code) for one in learned_too_early(cells_of(code))]
    [(1, 'StandardScaler().fit_transform(X)')]
    """
    world = World()
    for cell in cells:
        if cell.tree is not None:
            world.cell = cell
            follow(world, cell.tree.body)
    return sorted(world.found, key=lambda one: (one.cell, one.line))


def follow(world: World, statements: Sequence[ast.stmt]) -> list[Value]:
    """Follow statements; return what they return."""
    results: list[Value] = []
    reader = Reader(world)
    for one in statements:
        if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef)):
            world.functions[one.name] = one  # type: ignore[assignment]
        elif isinstance(one, (ast.Import, ast.ImportFrom)):
            for name in one.names:
                world.names[(name.asname or name.name).partition(".")[0]] = Value(name=name.name)
        elif isinstance(one, ast.Return):
            results.append(reader.value(one.value))
        elif isinstance(one, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
            _assignment(reader, one)
        elif isinstance(one, ast.Expr):
            reader.value(one.value)
        else:
            results += _compound(world, reader, one)
    return results


def returned(world: World, function: ast.FunctionDef, bound: dict[str, Value]) -> Value:
    """Return what a function of the notebook returns for these arguments."""
    saved, world.depth = dict(world.names), world.depth + 1
    for one in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs):
        world.names[one.arg] = bound.get(one.arg, Value())
    results = follow(world, function.body)
    world.names, world.depth = saved, world.depth - 1
    if len(results) == 1:
        return results[0]
    return joined(results) if results else Value()


def _assignment(reader: Reader, one: ast.Assign | ast.AnnAssign | ast.AugAssign) -> None:
    if one.value is None:  # x: int
        return
    value = reader.value(one.value)
    if isinstance(one, ast.AugAssign):
        value = joined([reader.value(one.target), value])
    for target in one.targets if isinstance(one, ast.Assign) else [one.target]:
        _assign(reader, target, value, one.value)


def _compound(world: World, reader: Reader, one: ast.stmt) -> list[Value]:
    results: list[Value] = []
    if isinstance(one, (ast.For, ast.AsyncFor)):
        _assign(reader, one.target, reader.value(one.iter), one.iter)
        # A second time for what one round leaves to the next.
        follow(world, one.body)
        return follow(world, [*one.body, *one.orelse])
    if isinstance(one, ast.If):
        reader.value(one.test)
        before = dict(world.names)
        results += follow(world, one.body)
        after, world.names = world.names, before
        results += follow(world, one.orelse)
        world.names = _either(after, world.names)
        return results
    if isinstance(one, (ast.With, ast.AsyncWith)):
        for item in one.items:
            value = reader.value(item.context_expr)
            if item.optional_vars is not None:
                _assign(reader, item.optional_vars, value, item.context_expr)
    for name in ("body", "handlers", "orelse", "finalbody"):
        for part in getattr(one, name, []):
            results += follow(world, part.body if isinstance(part, ast.ExceptHandler) else [part])
    return results


def _either(one: dict[str, Value], other: dict[str, Value]) -> dict[str, Value]:
    both = {**other, **one}
    for name in one.keys() & other.keys():
        if one[name] != other[name]:
            whole = joined([one[name], other[name]])
            both[name] = Value(
                one[name].kind, whole.tables, whole.sides, whole.learnings, one[name].name, one[name].items
            )
    return both


def _assign(reader: Reader, target: ast.expr, value: Value, source: ast.expr) -> None:
    if isinstance(target, (ast.Tuple, ast.List)):
        items = value.items if len(value.items) == len(target.elts) else ()
        for place, one in enumerate(target.elts):
            inner = one.value if isinstance(one, ast.Starred) else one
            _assign(reader, inner, items[place] if items else value, source)
        return
    if isinstance(target, ast.Subscript):
        _into(reader, target, value)
        return
    name = ast.unparse(target)
    side = _side_of(name, source)
    if side and value.kind == "rows" and value.is_whole:
        value = reader.held_out(value, _number_of(reader.world, value), side)
    for known in [known for known in reader.world.names if known.startswith((f"{name}.", f"{name}["))]:
        del reader.world.names[known]
    reader.world.names[name] = value


def _into(reader: Reader, target: ast.Subscript, value: Value) -> None:
    """Put a value into a column or some rows of a table, which has then learned what the value has."""
    owner: ast.expr = target.value
    if isinstance(owner, ast.Attribute) and owner.attr in ("loc", "iloc", "at", "iat"):
        owner = owner.value
    known = reader.value(owner)
    reader.value(target.slice)
    changed = renewed(known, value.learnings) if known.kind != "other" else joined([known, value])
    reader.world.names[ast.unparse(owner)] = changed


def _side_of(name: str, source: ast.expr) -> str:
    """Return the side that some rows of a table are by their name: ``test = df[df.year == 2020]``."""
    said = name.lower()
    if not (isinstance(source, ast.Subscript) or _takes_rows(source)):
        return ""
    if isinstance(source, ast.Subscript) and isinstance(source.slice, (ast.Constant, ast.List)):
        return ""  # columns
    if any(word in said for word in _TEST):
        return "test"
    return "train" if any(word in said for word in _TRAIN) else ""


def _takes_rows(node: ast.expr) -> bool:
    while isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute) and node.func.attr in calls.SUBSETS:
            return True
        node = node.func.value if isinstance(node.func, ast.Attribute) else ast.Constant(None)
        if isinstance(node, ast.Subscript):
            return True
    return False


def _number_of(world: World, value: Value) -> int:
    """Return the number of the split by hand of a table: both its sides have it."""
    return -min(value.tables, default=world.n_made)
