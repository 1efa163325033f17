"""Which names a cell of a notebook reads and which it binds.

Only text is looked at; nothing is run. Names are those at the cell's top level: what a function keeps to itself is
its own, what it takes from outside is read by the cell.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from workbench.core.own_names import own_names

__all__ = ["EVERYTHING", "Flow", "flow_of"]

EVERYTHING = "*"
"""Stands for all names: what a cell that cannot be read rests on."""

_OF_PYTHON = frozenset({"capture", "prun", "time", "timeit"})
_OF_OTHERS = frozenset(
    (
        "!",
        "bash",
        "cmd",
        "html",
        "javascript",
        "js",
        "latex",
        "markdown",
        "perl",
        "ruby",
        "script",
        "sh",
        "svg",
        "sx",
        "system",
        "writefile",
    )
)
_BUILTINS = frozenset(dir(builtins)) | {"display", "get_ipython"}


@dataclass(frozen=True)
class Flow:
    """What goes into a cell and what comes out of it.

    Parameters
    ----------
    uses : tuple of str
        Names that are read before the cell binds them, in order; ``("*",)`` where that cannot be told.
    defines : tuple of str
        Names that are bound or changed, in order.
    """

    uses: tuple[str, ...] = ()
    defines: tuple[str, ...] = ()


def flow_of(source: str, known: Collection[str] = ()) -> Flow:
    """Return which names a cell reads and binds.

    Parameters
    ----------
    source : str
        Python, with magics already made calls of ``get_ipython()``, as IPython does before it runs a cell.
    known : collection of str
        Names that a person has bound. One that is a builtin too, such as ``id``, counts only if it is here.

    Returns
    -------
    Flow
        Builtins are left out. A change of a part, such as ``table["a"] = 1``, reads the name and binds it.
        Of a source that is no Python: everything is read.

    Examples
    --------
    >>> flow_of("split = wb.split_data(data, seed=seed)")
    Flow(uses=('wb', 'data', 'seed'), defines=('split',))
    >>> flow_of("this is no Python")
    Flow(uses=('*',), defines=())
    """
    reader = _Reader(known)
    try:
        reader.read(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Flow((EVERYTHING,))
    uses = (EVERYTHING,) if EVERYTHING in reader.uses else tuple(reader.uses)
    return Flow(uses, tuple(reader.defines))


class _Reader(ast.NodeVisitor):
    """Walks a cell in the order in which it runs; what functions read from outside is asked at the end."""

    def __init__(self, known: Collection[str]) -> None:
        self.uses: dict[str, None] = {}
        self.defines: dict[str, None] = {}
        self._known = known
        self._own: list[set[str]] = []
        self._comprehensions = 0  # how many of the innermost are such
        self._later: list[Callable[[], None]] = []

    def read(self, source: str) -> None:
        """Read one source, and what was put off."""
        self.visit(ast.parse(source))
        while self._later:
            self._later.pop(0)()

    def visit_Name(self, node: ast.Name) -> None:
        """Read, bind or unbind a name."""
        if isinstance(node.ctx, ast.Store):
            self._bind(node.id)
            return
        self._use(node.id)
        if isinstance(node.ctx, ast.Del):
            self.defines.pop(node.id, None)

    def visit_Assign(self, node: ast.Assign) -> None:
        """Read the value before the targets."""
        self._visit_all(node.value, *node.targets)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        """Bind only where there is a value."""
        self.visit(node.annotation)
        if node.value is not None:
            self._visit_all(node.value, node.target)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        """Read what is added to."""
        self.visit(node.value)
        if isinstance(node.target, ast.Name):
            self._use(node.target.id)
        self.visit(node.target)

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        """Bind outside of a comprehension, where Python does."""
        self.visit(node.value)
        kept, self._own = self._own, self._own[: len(self._own) - self._comprehensions]
        self.visit(node.target)
        self._own = kept

    def _part(self, node: ast.Attribute | ast.Subscript) -> None:
        """Read what has the part; a change of the part is a change of what has it."""
        self.generic_visit(node)
        if not isinstance(node.ctx, ast.Load):
            whole: ast.expr = node
            while isinstance(whole, (ast.Attribute, ast.Subscript)):
                whole = whole.value
            if isinstance(whole, ast.Name) and not any(whole.id in own for own in self._own):
                self.defines[whole.id] = None

    visit_Attribute = visit_Subscript = _part  # noqa: N815 - as ast calls them

    def _for(self, node: ast.For | ast.AsyncFor) -> None:
        self._visit_all(node.iter, node.target, *node.body, *node.orelse)

    visit_For = visit_AsyncFor = _for  # noqa: N815 - as ast calls them

    def visit_Import(self, node: ast.Import) -> None:
        """Bind modules."""
        for one in node.names:
            self._bind(one.asname or one.name.partition(".")[0])

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        """Bind what is taken from a module; which names a star brings is not known."""
        for one in node.names:
            if one.name != EVERYTHING:
                self._bind(one.asname or one.name)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        """Bind an error's name in its block alone."""
        if node.type is not None:
            self.visit(node.type)
        was_there = not node.name or node.name in self.defines
        self._bind_if(node.name)
        self._visit_all(*node.body)
        if not was_there and not self._own:
            del self.defines[str(node.name)]

    def _named(self, node: ast.MatchAs | ast.MatchStar) -> None:
        self.generic_visit(node)
        self._bind_if(node.name)

    visit_MatchAs = visit_MatchStar = _named  # noqa: N815 - as ast calls them

    def visit_MatchMapping(self, node: ast.MatchMapping) -> None:
        """Bind what a pattern names."""
        self.generic_visit(node)
        self._bind_if(node.rest)

    def _listed(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp) -> None:
        self._comprehension(node.generators, node.elt)

    visit_ListComp = visit_SetComp = visit_GeneratorExp = _listed  # noqa: N815 - as ast calls them

    def visit_DictComp(self, node: ast.DictComp) -> None:
        """Keep a comprehension's names to itself."""
        self._comprehension(node.generators, node.key, node.value)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        """Bind a function; what it reads from outside is there when it is called."""
        self._visit_all(*node.decorator_list)
        self._defaults(node.args)
        self._bind(node.name)
        self._put_off(node.args, node.body)

    visit_FunctionDef = visit_AsyncFunctionDef = _function  # noqa: N815 - as ast calls them

    def visit_Lambda(self, node: ast.Lambda) -> None:
        """Put off what a lambda reads."""
        self._defaults(node.args)
        self._put_off(node.args, [ast.Expr(node.body)])

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        """Keep a class's names to itself."""
        self._visit_all(*node.decorator_list, *node.bases, *node.keywords)
        with self._scope(set()):
            self._visit_all(*node.body)
        self._bind(node.name)

    def visit_Call(self, node: ast.Call) -> None:
        """Read a call, and what stands in a magic."""
        self.generic_visit(node)
        if isinstance(node.func, ast.Attribute) and node.func.attr in ("run_cell_magic", "run_line_magic"):
            texts = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if len(texts) == len(node.args) > 1:
                self._magic(node.func.attr == "run_cell_magic", *texts)

    def _magic(self, of_cell: bool, name: str, line: str, body: str = "") -> None:
        if name in _OF_PYTHON:
            code = line if not of_cell or (name != "capture" and not body) else body
            inside = flow_of(code, {*self._known, *self.defines})
            for used in inside.uses:
                self._use(used)
            for bound in inside.defines if name != "timeit" else ():
                self._bind(bound)
            if of_cell and name == "capture":
                self._bind_if(next((word for word in line.split() if word.isidentifier()), None))
        elif of_cell and name not in _OF_OTHERS:
            self.uses[EVERYTHING] = None

    def _use(self, name: str) -> None:
        if any(name in own for own in self._own) or name in self.defines:
            return
        if name == EVERYTHING or name not in _BUILTINS or name in self._known:
            self.uses[name] = None

    def _bind(self, name: str) -> None:
        if self._own:
            self._own[-1].add(name)
        else:
            self.defines[name] = None

    def _bind_if(self, name: str | None) -> None:
        if name:
            self._bind(name)

    def _comprehension(self, generators: list[ast.comprehension], *parts: ast.expr) -> None:
        self.visit(generators[0].iter)  # read outside
        self._comprehensions += 1
        with self._scope(set()):
            for place, one in enumerate(generators):
                if place:
                    self.visit(one.iter)
                self._visit_all(one.target, *one.ifs)
            self._visit_all(*parts)
        self._comprehensions -= 1

    def _defaults(self, args: ast.arguments) -> None:
        self._visit_all(*args.defaults, *(one for one in args.kw_defaults if one is not None))

    def _put_off(self, args: ast.arguments, body: list[ast.stmt]) -> None:
        taken = [*args.posonlyargs, *args.args, *args.kwonlyargs, args.vararg, args.kwarg]
        own = {one.arg for one in taken if one is not None} | set(own_names(body))
        around = [set(one) for one in self._own]

        def later() -> None:
            self._own = [*around, own]
            self._visit_all(*body)
            self._own = []

        self._later.append(later)

    def _visit_all(self, *nodes: ast.AST) -> None:
        for node in nodes:
            self.visit(node)

    @contextmanager
    def _scope(self, own: set[str]) -> Iterator[None]:
        self._own.append(own)
        try:
            yield
        finally:
            self._own.pop()
