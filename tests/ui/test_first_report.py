"""A person's way from JupyterLab's launcher to a report, with the mouse and without."""

import os
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, expect

from .launcher import SECTION, begin_anew, card, create_with_enter, expect_running_notebook, go_to_with_tab, open_folder

pytestmark = pytest.mark.ui

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
CARD = card("First report")
MINUTES = 60_000


def test_a_page_that_asks_for_something_outside_is_noticed(page, outside):
    with pytest.raises(Error, match="Failed to fetch"):
        page.evaluate("fetch('https://elsewhere.invalid/figures.js')")
    assert outside == ["https://elsewhere.invalid/figures.js"]
    outside.clear()


def test_templates_are_the_first_section_of_the_launcher(launcher):
    sections = launcher.locator(".jp-Launcher-sectionTitle")
    expect(sections.first).to_have_text("Workbench")
    expect(launcher.locator(CARD)).to_have_attribute(
        "title", "From a table to a report that others can read, in eight lines (about 5 minutes)"
    )
    if os.environ.get("WORKBENCH_PICTURES") == "1":
        launcher.evaluate("() => window.jupyterapp.shell.collapseLeft()")
        launcher.screenshot(path=PICTURES / "launcher.png")


def test_section_of_the_launcher_has_no_barriers(launcher):
    launcher.locator(CARD).wait_for()
    found = Axe().run(launcher, context=SECTION)
    assert found.response["violations"] == []
    assert found.response["passes"] != []


def test_card_leads_to_a_report(launcher, folder):
    open_folder(launcher, folder)
    launcher.locator(CARD).click(modifiers=["Shift"])
    expect_running_notebook(launcher, folder, "first-report.ipynb")

    launcher.get_by_role("menuitem", name="Run", exact=True).click()
    launcher.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    last = launcher.locator(".jp-CodeCell").last.locator(".jp-OutputArea-output")
    expect(last.first).to_have_text(
        "The report is in first-report.html. Open it from the file browser.\n", timeout=3 * MINUTES
    )
    expect(last.nth(1)).to_contain_text("Verification of 'loans: what is decided, and how groups fare'")
    report = launcher.locator(".workbench-report.for-brief")
    expect(report.get_by_role("heading", name="What the data say")).to_be_visible()
    assert report.evaluate("report => getComputedStyle(report.querySelector('h2')).fontWeight") in ("600", "700")
    assert "</html>" in (folder / "first-report.html").read_text(encoding="utf-8")
    assert launcher.evaluate("window.dialogs") == []


def test_card_is_reached_and_opened_with_the_keyboard(page, folder):
    open_folder(page, folder)
    go_to_with_tab(page, CARD)
    page.keyboard.press("Enter")
    create_with_enter(page)
    expect_running_notebook(page, folder, "first-report.ipynb")


def test_second_notebook_gets_a_name_of_its_own(launcher, folder):
    (folder / "first-report.ipynb").write_text("mine")
    open_folder(launcher, folder)
    launcher.locator(CARD).click(modifiers=["Shift"])
    expect(launcher.locator("#jp-main-dock-panel .lm-TabBar-tabLabel")).to_have_text(["first-report-1.ipynb"])
    assert (folder / "first-report.ipynb").read_text() == "mine"


def test_template_that_is_gone_is_told_and_leaves_nothing_behind(launcher, folder):
    launcher.route("**/workbench/api/templates/*", lambda route: route.fulfill(status=404, json={"message": "gone"}))
    open_folder(launcher, folder)
    launcher.locator(CARD).click()
    expect(launcher.locator(".jp-Notification-Toast-error")).to_contain_text(
        'The template "00-first-report" is no longer on the server. Reload the page to see which templates there are.'
    )
    expect(launcher.locator(".jp-Launcher")).to_be_visible()
    assert list(folder.iterdir()) == []


@pytest.fixture
def without_server_part(page, lab):
    """The page, loaded where the server part is missing; it is loaded anew for whoever comes next."""
    page.route(re.compile(r"/workbench/api/templates(\?|$)"), lambda route: route.fulfill(status=404, body="<html>"))
    page.reload()
    yield page
    page.unroute_all()
    begin_anew(page, lab)


def test_missing_server_part_is_told_and_leaves_the_launcher_usable(without_server_part):
    page = without_server_part
    expect(page.locator(".jp-Notification-Toast-error")).to_contain_text(
        "The server part of Workbench is not running. "
        'Run "jupyter server extension enable workbench" and start JupyterLab again.',
        timeout=MINUTES,  # all of JupyterLab is loaded again before
    )
    expect(page.locator(".jp-Launcher-sectionTitle").first).to_have_text("Notebook")
    expect(page.locator(SECTION)).to_have_count(0)
