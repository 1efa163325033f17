"""What an expression of a notebook's code stands for."""

from __future__ import annotations

import ast
import builtins
from dataclasses import replace

from workbench.preparation.leaks import calls
from workbench.preparation.leaks.flow import Learning, Value, World, joined, renewed

__all__ = ["Reader"]

_OTHER = Value()


class Reader:
    """Follows expressions; what they learn and split goes into the world.

    Parameters
    ----------
    world : World
        What is known so far.
    """

    def __init__(self, world: World) -> None:
        self.world = world

    def value(self, node: ast.expr | None) -> Value:
        """Return what an expression stands for."""
        if node is None or isinstance(node, ast.Constant):
            return _OTHER
        if isinstance(node, ast.Call):
            return self._call(node)
        if isinstance(node, ast.Name):
            return self._name(node.id)
        if isinstance(node, ast.Attribute):
            return self._attribute(node)
        if isinstance(node, ast.Subscript):
            return self._subscript(node)
        if isinstance(node, (ast.Tuple, ast.List)):
            return self._several(node)
        if isinstance(node, ast.Compare):
            return joined([self.value(node.left), *map(self.value, node.comparators)])
        if isinstance(node, (ast.Lambda, ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)):
            return self._comprehension(node)
        if isinstance(node, ast.NamedExpr):
            self.world.names[node.target.id] = self.value(node.value)
            return self.world.names[node.target.id]
        return joined([self.value(one) for one in ast.iter_child_nodes(node) if isinstance(one, ast.expr)])

    def held_out(self, value: Value, number: int, side: str) -> Value:
        """Return one side of a split; what was learned from all of its rows is found."""
        self.world.meet(value.learnings)
        kept = frozenset(one for one in value.sides if not value.is_whole)
        return replace(value, sides=kept | {(number, side)}, kind="rows", learnings=frozenset())

    # Names.

    def _name(self, name: str) -> Value:
        known = self.world.names.get(name)
        if known is not None:
            return known
        if name in self.world.functions or hasattr(builtins, name) or name in ("np", "pd", "wb", "sklearn"):
            return _OTHER
        # A name that the code did not make, such as a table from a cell before it.
        self.world.names[name] = self.world.new_table()
        return self.world.names[name]

    def _attribute(self, node: ast.Attribute) -> Value:
        known = self.world.names.get(ast.unparse(node))
        if known is not None:
            return known
        owner = self.value(node.value)
        if node.attr in ("train", "test") and owner.kind == "other" and owner.items:
            return owner.items[node.attr == "test"]
        if owner.kind == "object":
            return _OTHER if not owner.learnings else Value("number", learnings=owner.learnings)
        if owner.kind == "rows" and node.attr in calls.NO_ROWS:
            return Value(learnings=owner.learnings)
        return owner

    def _subscript(self, node: ast.Subscript) -> Value:
        owner, place = self.value(node.value), self.value(node.slice)
        if owner.kind == "several" or (owner.items and isinstance(node.slice, ast.Constant)):
            index = node.slice.value if isinstance(node.slice, ast.Constant) else None
            if isinstance(index, int) and -len(owner.items) <= index < len(owner.items):
                return owner.items[index]
        if owner.kind in ("rows", "groups"):
            known = self.world.names.get(ast.unparse(node))
            owner = owner if known is None else known
            return renewed(owner, place.learnings)
        return joined([owner, place])

    def _several(self, node: ast.Tuple | ast.List) -> Value:
        items = tuple(self.value(one) for one in node.elts)
        whole = joined(items)
        return replace(whole, items=items, kind="several") if isinstance(node, ast.Tuple) else whole

    def _comprehension(self, node: ast.expr) -> Value:
        saved = dict(self.world.names)
        if isinstance(node, ast.Lambda):
            for one in node.args.args:
                self.world.names[one.arg] = _OTHER
            found = self.value(node.body)
        else:
            for loop in node.generators:  # type: ignore[attr-defined]
                source = self.value(loop.iter)
                for name in (one.id for one in ast.walk(loop.target) if isinstance(one, ast.Name)):
                    self.world.names[name] = replace(source, items=())
            parts = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]  # type: ignore[attr-defined]
            found = joined([self.value(one) for one in parts])
        self.world.names = saved
        return found

    # Calls.

    def _call(self, node: ast.Call) -> Value:
        given = [self.value(one.value if isinstance(one, ast.Starred) else one) for one in node.args]
        given += [self.value(one.value) for one in node.keywords]
        name = _last(node.func)
        if isinstance(node.func, ast.Name) and name in self.world.functions:
            return self._own_function(self.world.functions[name], node, given)
        if name in calls.SPLITTERS:
            return self._split(name, given)
        if name in calls.MODEL_SELECTION:
            self.world.meet(joined(given).learnings)
            return _OTHER
        if isinstance(node.func, ast.Attribute):
            owner = self.value(node.func.value)
            if owner.kind in ("rows", "groups", "object", "number") or owner.items:
                return self._method(node, name, owner, given)
        return self._function(node, name, given)

    def _function(self, node: ast.Call, name: str, given: list[Value]) -> Value:
        whole = joined(given)
        learnt = whole.kind == "rows" and whole.is_whole
        if name in calls.LEARNING_FUNCTIONS and learnt:
            return renewed(whole, [self.world.learning(node, "fit")])
        if name in calls.AGGREGATES and _by_row(node, 1):
            return whole
        if name in calls.AGGREGATES and learnt and isinstance(node.func, ast.Attribute):
            return Value("number", whole.tables, learnings=whole.learnings | {self.world.learning(node, "number")})
        if name == "len":
            return _OTHER
        if name == "DataFrame" or name.startswith(calls.SOURCES):
            return whole if whole.kind == "rows" else self.world.new_table(whole.learnings)
        if name[:1].isupper():
            return replace(joined(given, "object"), tables=frozenset(), sides=frozenset(), name=name)
        if name in ("make_pipeline", "make_column_transformer", "make_union", "clone"):
            return replace(joined(given, "object"), tables=frozenset(), sides=frozenset(), name=name)
        return whole

    def _method(self, node: ast.Call, name: str, owner: Value, given: list[Value]) -> Value:
        if owner.kind == "object":
            return self._estimator(node, name, owner, given)
        if owner.kind == "groups":
            return self._grouped(node, name, owner)
        if name == "groupby":
            return replace(owner, kind="groups")
        if name in calls.AGGREGATES and owner.kind == "rows" and _by_row(node, 0):
            return owner
        if name in calls.AGGREGATES and owner.kind == "rows":
            if not owner.is_whole:
                return Value("number")
            return Value("number", owner.tables, learnings=owner.learnings | {self.world.learning(node, "number")})
        found = joined([owner, *given], owner.kind)
        if name in ("map", "replace", "fillna", "assign", "clip", "where", "mask", "join", "merge", "pipe", "apply"):
            found = replace(found, tables=owner.tables, sides=owner.sides)
        if any(one.arg == "inplace" for one in node.keywords):
            self._rebind(node.func.value, found)  # type: ignore[attr-defined]
        return found

    def _grouped(self, node: ast.Call, name: str, owner: Value) -> Value:
        said = {one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)}
        makes = name in calls.GROUP_AGGREGATES or (name == "transform" and said & calls.GROUP_AGGREGATES)
        if not makes or not owner.is_whole:
            return replace(owner, kind="rows" if name in ("transform", "apply", "head", "tail") else "groups")
        learnings = owner.learnings | {self.world.learning(node, "groups")}
        if name == "transform":
            return replace(owner, kind="rows", learnings=learnings)
        # A table of groups is a new one; only what is brought back to the rows was learned from them.
        return Value("number", owner.tables, learnings=learnings)

    def _estimator(self, node: ast.Call, name: str, owner: Value, given: list[Value]) -> Value:
        rows = joined(given)
        if name in ("fit", "partial_fit", "fit_transform", "fit_predict", "fit_resample"):
            return self._fit(node, name, owner, given)
        if name in calls.USES and rows.kind == "rows":
            if rows.sides and not rows.is_whole and owner.tables & rows.tables:
                self.world.meet(owner.learnings)
            return renewed(rows, owner.learnings) if rows.is_whole else rows
        if name == "split" and rows.kind == "rows":
            self.world.meet(rows.learnings)
            number = self.world.new_split()
            sides = tuple(Value("other", name=f"{number}.{side}") for side in ("train", "test"))
            return Value("several", items=sides)
        return replace(owner, items=())

    def _fit(self, node: ast.Call, name: str, owner: Value, given: list[Value]) -> Value:
        rows = joined(given[:1] or [_OTHER])
        searching = owner.name.endswith(("SearchCV", "CV")) and rows.kind == "rows"
        if searching:
            self.world.meet(rows.learnings)
        learns = rows.kind == "rows" and owner.name not in calls.HARMLESS
        new: frozenset[Learning] = frozenset()
        if learns and rows.is_whole and not searching:
            new = frozenset({self.world.learning(node, "fit")})
        elif learns and rows.is_held_out and name in ("fit_transform", "fit_resample"):
            self.world.meet([self.world.learning(node, "held out")])
        fitted = replace(owner, tables=owner.tables | rows.tables, learnings=owner.learnings | rows.learnings | new)
        self._rebind(node.func.value, fitted)  # type: ignore[attr-defined]
        if name in ("fit", "partial_fit"):
            return fitted
        found = renewed(rows, fitted.learnings)
        return replace(found, kind="several", items=(found, found)) if name == "fit_resample" else found

    def _split(self, name: str, given: list[Value]) -> Value:
        number = self.world.new_split()
        rows = [one for one in given if one.kind in ("rows", "groups")]
        sides = tuple(self.held_out(one, number, side) for one in rows for side in ("train", "test"))
        return Value("other" if name == "split_data" else "several", items=sides)

    def _own_function(self, function: ast.FunctionDef, node: ast.Call, given: list[Value]) -> Value:
        from workbench.preparation.leaks.statements import returned  # they call each other

        if self.world.depth >= 6:
            return joined(given)
        names = [one.arg for one in (*function.args.posonlyargs, *function.args.args)]
        bound = dict(zip(names, given[: len(node.args)], strict=False))
        keywords = dict(zip([one.arg for one in node.keywords], given[len(node.args) :], strict=True))
        bound |= {name: value for name, value in keywords.items() if name is not None}
        return returned(self.world, function, bound)

    def _rebind(self, node: ast.expr, value: Value) -> None:
        self.world.names[ast.unparse(node)] = value


def _by_row(node: ast.Call, place: int) -> bool:
    """Return whether a call makes a number of each row: its axis is the columns'."""
    axes = [one.value for one in node.keywords if one.arg == "axis"]
    if not axes and _last(node.func) not in ("quantile", "percentile", "nanpercentile", "describe"):
        axes = node.args[place : place + 1]
    return any(isinstance(one, ast.Constant) and one.value in (1, "columns") for one in axes)


def _last(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
