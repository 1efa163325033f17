"""The health page: what is there, what is missing, and a text for a bug report that names nobody."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from .looks import RULES
from .walking import MINUTES, use_theme

pytestmark = pytest.mark.ui

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
COPIED = "() => window.copied"
# Browsers without a window keep no clipboard; what is copied passes by here.
WATCH_COPYING = """document.addEventListener('copy', event => {
  window.copied = event.clipboardData.getData('text/plain') || String(document.getSelection());
});"""


@pytest.fixture
def page(cleared: Page) -> Page:
    """The page that tests share: nothing of it is remembered."""
    return cleared


@pytest.fixture
def health(page: Page):
    """The health page, opened from the menu Help."""
    page.evaluate(WATCH_COPYING)
    page.get_by_role("menuitem", name="Help", exact=True).click()
    page.get_by_role("menuitem", name="Health of Workbench").click()
    shown = page.locator(".workbench-health")
    shown.get_by_role("heading", name="Kernels").wait_for(timeout=MINUTES)
    return shown


def test_page_says_what_is_there(page, health):
    expect(health.locator("dt").nth(0)).to_have_text("Workbench in the browser")
    expect(health).to_contain_text("✓ has Workbench")
    expect(health.locator("li", has_text="Workbench").first).to_contain_text("templates")
    expect(health).to_contain_text('The package "workbench" on PyPI is by someone else')
    if os.environ.get("WORKBENCH_PICTURES") == "1":
        page.evaluate("() => window.jupyterapp.shell.collapseLeft()")
        health.locator("code").first.evaluate("one => { one.textContent = '~/.venv/share/workbench'; }")
        page.screenshot(path=PICTURES / "health.png")


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
@pytest.mark.usefixtures("health")
def test_page_has_no_barriers(page, theme):
    use_theme(page, theme)
    found = Axe().run(page, context=".workbench-health", options=RULES).response
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
    assert len(found["passes"]) > 5


def test_copy_names_nobody(page, health, lab):
    health.get_by_role("button", name="Copy for a Bug Report").focus()
    page.keyboard.press("Enter")
    expect(health.get_by_role("status")).to_have_text("Copied. It names no person and holds no data.")
    text = page.evaluate(COPIED)
    assert text.startswith("### Versions\n\n- Workbench in the browser: ")
    assert "### Kernels" in text
    assert str(Path.home()) not in text
    assert lab.token not in text


def test_page_is_opened_with_the_keyboard_and_is_one(page):
    page.keyboard.press("Control+Shift+C")
    page.locator(".lm-CommandPalette-input").wait_for()
    page.keyboard.type("health of")
    page.keyboard.press("Enter")
    expect(page.locator(".workbench-health").get_by_role("heading", name="Versions")).to_be_visible(timeout=MINUTES)
    page.evaluate("() => { void window.jupyterapp.commands.execute('workbench:open-health'); }")
    expect(page.locator(".workbench-health")).to_have_count(1)


def test_missing_server_part_is_told(page):
    page.route("**/workbench/api/health*", lambda route: route.fulfill(status=404, body="<html>"))
    page.evaluate("() => { void window.jupyterapp.commands.execute('workbench:open-health'); }")
    expect(page.locator(".workbench-health").get_by_role("alert")).to_have_text(
        "The server part of Workbench is not running. "
        'Run "jupyter server extension enable workbench" and start JupyterLab again.'
    )
