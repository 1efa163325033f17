"""A person's way through a template with the keyboard alone, and what every result in it has to keep."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from .launcher import card, create_with_enter, expect_running_notebook, go_to_with_tab, open_folder
from .looks import CUT_OFF, RULES

MINUTES = 60_000
CELLS = """() => window.jupyterapp.shell.currentWidget.content.widgets.map((cell, place) => ({
  id: cell.model.id, place, source: cell.model.sharedModel.source, kind: cell.model.type,
  count: cell.model.executionCount ?? null,
  errors: cell.model.type === 'code'
    ? cell.model.outputs.toJSON().filter(one => one.output_type === 'error' || one.name === 'stderr') : [],
}))"""
HAS_FOCUS = "() => window.jupyterapp.shell.currentWidget.content.node.contains(document.activeElement)"
IS_DONE = """() => window.jupyterapp.shell.currentWidget.content.widgets
  .filter(cell => cell.model.type === 'code' && cell.model.sharedModel.source !== '')
  .every(cell => cell.model.executionCount !== null && (cell.model.executionState ?? 'idle') === 'idle')"""
# Text that ends beyond the right edge of its result and that no scrolling brings back.
BEYOND = """() => [...document.querySelectorAll('.workbench-report')].flatMap(report => {
  const edge = report.closest('.jp-OutputArea-output').getBoundingClientRect().right;
  return [...report.querySelectorAll('p, li, dd, h2, h3, h4, pre, .scroll')]
    .filter(one => !one.parentElement.closest('.scroll'))
    .filter(one => one.getBoundingClientRect().right > edge + 1).map(one => one.outerHTML.slice(0, 80));
})"""
# Tables that are wider than their place, and whether they can be scrolled there.
WIDE = """() => [...document.querySelectorAll('.workbench-report .scroll')]
  .filter(one => one.scrollWidth > one.clientWidth + 1)
  .map(one => getComputedStyle(one).overflowX === 'auto' && one.tabIndex === 0)"""

# What a person wrote, in a column so narrow that its words are torn into syllables.
TORN = """() => [...document.querySelectorAll('.workbench-report :is(th, td):has(.long)')]
  .filter(one => one.offsetParent && one.clientWidth < 100).map(one => one.outerHTML.slice(0, 80))"""


@dataclass(frozen=True)
class Walk:
    """Where a walk through the notebook has ended, and what was asked for on the way."""

    page: Page
    folder: Path
    outside: list[str]


def walk_through(page: Page, folder: Path, title: str) -> None:
    """Open a template from its card in a folder that is named as it is, and run it cell by cell."""
    open_folder(page, folder)
    go_to_with_tab(page, card(title))
    page.keyboard.press("Enter")
    create_with_enter(page)
    expect_running_notebook(page, folder, f"{folder.name}.ipynb")
    page.wait_for_function(HAS_FOCUS)  # it comes a moment after its kernel
    for _ in page.evaluate(CELLS):
        page.keyboard.press("Shift+Enter")
    page.wait_for_function(IS_DONE, timeout=4 * MINUTES)


def use_theme(page: Page, name: str) -> None:
    """Change how JupyterLab looks."""
    page.evaluate("theme => window.jupyterapp.commands.execute('apputils:change-theme', { theme })", name)
    expect(page.locator("body")).to_have_attribute("data-jp-theme-name", name, timeout=MINUTES)


def give_back(page: Page) -> None:
    """Make the page as it was: wide and light."""
    page.set_viewport_size({"width": 1280, "height": 800})
    use_theme(page, "JupyterLab Light")


def outputs_of(page: Page, id: str) -> Locator:
    """Return what a cell shows, scrolled to."""
    [place] = [cell["place"] for cell in page.evaluate(CELLS) if cell["id"] == id]
    cell = page.locator(f'.jp-Notebook .jp-Cell[data-windowed-list-index="{place}"]')
    cell.scroll_into_view_if_needed()
    return cell.locator(".jp-OutputArea-output")


def expect_every_cell_ran(page: Page, n: int) -> None:
    """Expect so many code cells to have run in their order, with no complaint and no question."""
    cells = page.evaluate(CELLS)
    code = [cell for cell in cells if cell["kind"] == "code" and cell["source"]]  # Shift+Enter adds one at the end
    assert [cell["count"] for cell in code] == list(range(1, n + 1))
    assert [cell["errors"] for cell in code] == [[] for _ in code]
    assert page.evaluate("window.dialogs") == []


def expect_no_barriers(page: Page) -> None:
    """Expect the results to be open to everybody, as far as a program can tell."""
    found = Axe().run(page, context=".workbench-report", options=RULES).response
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
    assert len(found["passes"]) > 10


def expect_nothing_cut_off(page: Page, width: int, height: int) -> int:
    """Expect all of the results to be reached in so little room; return how many tables have to be scrolled."""
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate("window.jupyterapp.shell.collapseLeft()")
    assert page.evaluate(BEYOND) == []
    assert page.evaluate(CUT_OFF.replace("main *", ".workbench-report *")) == []
    assert page.evaluate(TORN) == []
    wide = page.evaluate(WIDE)
    assert all(wide)
    return len(wide)
