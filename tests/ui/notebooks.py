"""A notebook with cells of a test's own, open in JupyterLab with a kernel, and the widgets in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page

from .launcher import KERNEL_IS_READY, at_the_launcher
from .looks import RULES
from .server import Lab
from .walking import IS_DONE, MINUTES, give_back

OPEN = "path => { void window.jupyterapp.commands.execute('docmanager:open', { path }); }"
CLOSE = """() => {
  const { currentWidget } = window.jupyterapp.shell;
  void currentWidget.sessionContext.shutdown(); // nobody waits for a kernel to end
  currentWidget.dispose();
}"""
# All of the main area, or what is from files whose paths begin so; nothing of it is saved, and its kernels end.
CLOSE_ALL = """path => {
  for (const one of [...window.jupyterapp.shell.widgets('main')]) {
    if (path === '' || one.context?.path.startsWith(path)) {
      void one.sessionContext?.shutdown(); // nobody waits for a kernel to end
      one.dispose();
    }
  }
}"""
SOURCES = """() => window.jupyterapp.shell.currentWidget.content.widgets
  .map(cell => [cell.model.type, cell.model.sharedModel.source, cell.model.getMetadata('workbench') ?? null])"""


@contextmanager
def notebook_with(browser: Browser, lab: Lab, name: str, cells: list[str]) -> Iterator[tuple[Page, list[str]]]:
    """Open a notebook of these cells and run them; yields the page, and what was asked for outside of this machine."""
    outside: list[str] = []
    with at_the_launcher(browser, lab, outside) as page:
        open_notebook(page, lab, name, cells)
        yield page, outside


@contextmanager
def notebook_on(page: Page, lab: Lab, name: str, cells: list[str]) -> Iterator[Page]:
    """Open a notebook of these cells on a page that is there, and run them; it is closed again, and its kernel too."""
    open_notebook(page, lab, name, cells)
    page.evaluate("window.jupyterapp.shell.collapseLeft()")
    yield page
    give_back(page)
    page.evaluate(CLOSE)


def close_all(page: Page, path: str = "") -> None:
    """Close what is open, or what is of a path; a question that nobody answered goes with its page."""
    if page.locator(".jp-Dialog, dialog[open]").count():
        page.reload()
        page.wait_for_function("() => window.jupyterapp?.restored.then(() => true)", timeout=2 * MINUTES)
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
