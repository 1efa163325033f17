"""A notebook with cells of a test's own, open in JupyterLab with a kernel, and the widgets in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import nbformat
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

from .launcher import KERNEL_IS_READY, begin_anew
from .looks import RULES
from .server import Lab
from .walking import IS_DONE, MINUTES, give_back

OPEN = "path => { void window.jupyterapp.commands.execute('docmanager:open', { path }); }"
# All of the main area, or what is from files whose paths begin so; nothing of it is saved, and kernels stay.
CLOSE_ALL = """path => {
  for (const one of [...window.jupyterapp.shell.widgets('main')]) {
    if (path === '' || one.context?.path.startsWith(path)) one.dispose();
  }
}"""
QUESTION = ".jp-Dialog, dialog[open]"
SOURCES = """() => window.jupyterapp.shell.currentWidget.content.widgets
  .map(cell => [cell.model.type, cell.model.sharedModel.source, cell.model.getMetadata('workbench') ?? null])"""


@dataclass(frozen=True)
class Desk:
    """A page that tests use one after the other, and what it asked for beyond this machine."""

    page: Page
    lab: Lab
    outside: list[str]

    @contextmanager
    def lent(self, *, anew: bool = False) -> Iterator[Page]:
        """Lend the page with nothing open on it, or ``anew``, as if nobody had been there.

        At the end what is open is closed, and every kernel ended.
        """
        self.outside.clear()
        if anew or self.page.locator(QUESTION).count():  # a question that nobody answered goes with what it was about
            begin_anew(self.page, self.lab)
        self.page.evaluate("window.dialogs = []")
        try:
            yield self.page
        finally:
            self.page.unroute_all()
            close_all(self.page)
            self.lab.end_kernels()
        assert self.outside == []

    @contextmanager
    def notebook(self, name: str, cells: list[str]) -> Iterator[Page]:
        """Lend the page with a notebook of these cells that were run."""
        with self.lent() as page:
            open_notebook(page, self.lab, name, cells)
            page.evaluate("window.jupyterapp.shell.collapseLeft()")
            yield page
            give_back(page)


def close_all(page: Page, path: str = "") -> None:
    """Close what is open, or what is of a path."""
    page.evaluate(CLOSE_ALL, path)


def open_notebook(page: Page, lab: Lab, name: str, cells: list[str]) -> None:
    """Open a notebook of these cells, and run them to their end."""
    path = lab.folder / f"{name}.ipynb"
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source) for source in cells],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    nbformat.write(notebook, path)
    page.evaluate(OPEN, path.name)
    page.wait_for_function(KERNEL_IS_READY, timeout=MINUTES)
    page.evaluate("() => { void window.jupyterapp.commands.execute('notebook:run-all-cells'); }")
    page.wait_for_function(IS_DONE, timeout=4 * MINUTES)


def widget(page: Page, place: int = 0) -> Locator:
    """Return a widget on the page, when it shows what the kernel sent."""
    found = page.locator(".workbench-widget").nth(place)
    found.locator("h2").wait_for()
    found.locator(".body > *").first.wait_for()
    return found


def sources(page: Page) -> list[list[object]]:
    """Return of each cell its kind, its source and what its metadata say of the workbench."""
    return page.evaluate(SOURCES)


def expect_no_barriers_in_widgets(page: Page) -> None:
    """Expect widgets to be open to everybody, as far as a program can tell."""
    found = Axe().run(page, context=".workbench-widget", options=RULES).response
    barriers = [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]]
    assert barriers == [], barriers
    assert len(found["passes"]) > 10


def saved(lab: Lab, page: Page, name: str) -> nbformat.NotebookNode:
    """Save the notebook and return it as it is in its file."""
    page.evaluate("() => window.jupyterapp.shell.currentWidget.context.save()")
    return nbformat.read(Path(lab.folder) / f"{name}.ipynb", as_version=4)
