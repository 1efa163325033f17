"""A template run step by step in this process: quicker than a kernel, and its names can be looked at."""

import ast
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from typing import Any

from workbench.templates import find_templates


class Notebook:
    """A template's code cells in a folder, with what they said and the names they bound."""

    def __init__(self, id: str, folder, /, **parameters: Any) -> None:
        self.cells = {
            cell.id: cell.source for cell in find_templates().get(id).read().cells if cell.cell_type == "code"
        }
        self.folder, self.parameters = folder, parameters
        self.names: dict[str, Any] = {}
        self.said: dict[str, str] = {}

    def run(self, *ids: str, after: Callable[[str, dict[str, Any]], None] = lambda _id, _names: None):
        """Run some cells, or all of them from the top; ``after`` is called after each, as a person might step in."""
        with _within(self.folder):
            for id in ids or tuple(self.cells):
                printed = StringIO()
                with redirect_stdout(printed):
                    exec(compile(ast.parse(self.cells[id]), id, "exec"), self.names)  # noqa: S102 - it is a notebook
                if id == "parameters":
                    self.names.update(self.parameters)
                self.said[id] = printed.getvalue()
                after(id, self.names)
        return self

    def __getitem__(self, name: str) -> Any:
        return self.names[name]


@contextmanager
def _within(folder) -> Iterator[None]:
    before = os.getcwd()  # noqa: PTH109 - it is put back below
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
