"""A person's way from a raw table to prepared columns and a report about them, with the keyboard alone."""

import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

import workbench as wb
from workbench.templates import find_templates

from .conftest import at_the_launcher
from .launcher import card, expect_running_notebook, go_to_with_tab, open_folder
from .looks import CUT_OFF, RULES

pytestmark = pytest.mark.ui

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
MINUTES = 60_000
# The cells that show a result, and a heading or a caption that stands in it.
SHOWN = {
    "roles": "Columns that seem to have a role",
    "profile": "Columns of the data",
    "split": "People by group in each part",
    "leaks": "What was checked for leaks",
    "fix": "What was checked for leaks",
    "done": "What each step learned from the rows for learning",
    "report": "Who is in the data",
}
CELLS = """() => window.jupyterapp.shell.currentWidget.content.widgets.map((cell, place) => ({
  id: cell.model.id, place, source: cell.model.sharedModel.source, kind: cell.model.type,
  count: cell.model.executionCount ?? null,
  errors: cell.model.type === 'code'
    ? cell.model.outputs.toJSON().filter(one => one.output_type === 'error' || one.name === 'stderr') : [],
}))"""
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


@dataclass(frozen=True)
class Walk:
    """Where a walk through the notebook has ended, and what was asked for on the way."""

    page: Page
    folder: Path
    outside: list[str]


@pytest.fixture(scope="module")
def walk(browser, lab):
    """The notebook, opened from its card and run cell by cell with the keyboard alone."""
    folder = lab.folder / "prepare-data"
    folder.mkdir()
    outside: list[str] = []
    with at_the_launcher(browser, lab, outside) as page:
        open_folder(page, folder)
        go_to_with_tab(page, card("Prepare the data"))
        page.keyboard.press("Enter")
        expect_running_notebook(page, folder, "prepare-data.ipynb")
        for _ in page.evaluate(CELLS):
            page.keyboard.press("Shift+Enter")
        page.wait_for_function(IS_DONE, timeout=4 * MINUTES)
        yield Walk(page, folder, outside)


@pytest.fixture
def screen(walk):
    """The page, given back as it was: wide and light."""
    yield walk.page
    walk.page.set_viewport_size({"width": 1280, "height": 800})
    use_theme(walk.page, "JupyterLab Light")


def use_theme(page, name):
    page.evaluate("theme => window.jupyterapp.commands.execute('apputils:change-theme', { theme })", name)
    expect(page.locator("body")).to_have_attribute("data-jp-theme-name", name)


def outputs_of(page, id):
    [place] = [cell["place"] for cell in page.evaluate(CELLS) if cell["id"] == id]
    cell = page.locator(f'.jp-Notebook .jp-Cell[data-windowed-list-index="{place}"]')
    cell.scroll_into_view_if_needed()
    return cell.locator(".jp-OutputArea-output")


def test_every_cell_is_run_with_the_keyboard_and_none_complains(walk):
    cells = walk.page.evaluate(CELLS)
    code = [cell for cell in cells if cell["kind"] == "code" and cell["source"]]  # Shift+Enter adds one at the end
    template = find_templates().get("20-prepare-data").read()
    assert len(code) == sum(cell.cell_type == "code" for cell in template.cells)
    assert [cell["count"] for cell in code] == list(range(1, len(code) + 1))
    assert [cell["errors"] for cell in code] == [[] for _ in code]
    assert walk.page.evaluate("window.dialogs") == []


@pytest.mark.parametrize("id", SHOWN)
def test_a_result_is_shown_to_be_read_in_its_cell(walk, id):
    report = outputs_of(walk.page, id).locator(".workbench-report")
    expect(report).to_have_count(1)
    expect(report.get_by_text(SHOWN[id], exact=True).first).to_be_visible()


def test_what_is_wrong_with_the_table_is_read_on_the_way(walk):
    expect(outputs_of(walk.page, "read").first).to_contain_text("recode={'ward': {'Surgery': 'surgery'}}")
    expect(outputs_of(walk.page, "leaks").first).to_contain_text("WB210")
    expect(outputs_of(walk.page, "fix").first).not_to_contain_text("WB210")
    expect(outputs_of(walk.page, "select").first).to_contain_text("diagnosis: the outcome does not differ with it")


def test_the_report_is_there_and_is_what_was_recorded(walk):
    path = walk.folder / "data.html"
    expect(outputs_of(walk.page, "write").first).to_have_text(
        "The report is in data.html. Open it from the file browser.\n"
    )
    assert not wb.verify_report(path).is_altered
    text = path.read_text(encoding="utf-8")
    assert "Who is in the data" in text
    assert "Datasheet" in text


def test_nothing_beyond_this_machine_is_asked_for(walk):
    assert walk.outside == []


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_there_are_no_barriers_in_the_outputs(screen, theme):
    use_theme(screen, theme)
    found = Axe().run(screen, context=".workbench-report", options=RULES).response
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
    assert len(found["passes"]) > 10


@pytest.mark.parametrize(("width", "height"), [(640, 400), (400, 800)], ids=["zoomed to 200 %", "narrow"])
def test_nothing_is_cut_off_in_little_room(screen, width, height):
    screen.set_viewport_size({"width": width, "height": height})
    screen.evaluate("window.jupyterapp.shell.collapseLeft()")
    assert screen.evaluate(BEYOND) == []
    assert screen.evaluate(CUT_OFF.replace("main *", ".workbench-report *")) == []
    wide = screen.evaluate(WIDE)
    assert len(wide) > 0
    assert all(wide)


def test_its_picture_is_taken_on_wish(screen):
    screen.set_viewport_size({"width": 1400, "height": 1000})
    screen.evaluate("window.jupyterapp.shell.collapseLeft()")
    profile = outputs_of(screen, "profile")
    profile.locator("h1, h2, h3").first.scroll_into_view_if_needed()
    profile.first.evaluate("one => one.scrollIntoView({ block: 'start' })")
    picture = screen.screenshot()
    assert len(picture) > 50_000
    if os.environ.get("WORKBENCH_PICTURES") == "1":
        (PICTURES / "profile.png").write_bytes(picture)
