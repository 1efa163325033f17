"""The audit panel in JupyterLab: by mouse, by keyboard alone, open to everybody, and kept in a cell."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .notebooks import expect_no_barriers_in_widgets, notebook_with, sources, widget
from .walking import use_theme

pytestmark = pytest.mark.ui

PICTURES = Path(__file__).parents[2] / "docs/pictures"
# What is wider than its place inside of a widget; but for what scrolls.
CUT_OFF_INSIDE = """one => [...(one.shadowRoot ?? one).querySelectorAll('*')].filter(part =>
  !part.closest('.scroll') && !part.matches('.unseen') && part.getClientRects().length > 0 &&
  part.getBoundingClientRect().right > one.getBoundingClientRect().right + 1
).map(part => part.outerHTML.slice(0, 80))"""
CELLS = [
    """import workbench as wb
audit = wb.audit_decisions("example:loans", decision="approved", favourable="yes",
                           protected=["origin", wb.bands("age", [30, 45, 60]), "sex"], strata=["purpose"])
wb.explore_audit(audit)""",
]


@pytest.fixture(scope="module")
def shown(browser, lab):
    with notebook_with(browser, lab, "audit-panel", CELLS) as (page, outside):
        yield page, outside


def test_a_limit_is_changed_and_kept_by_keyboard_alone(shown):
    page, outside = shown
    found = widget(page)
    summary = found.get_by_role("status").first
    before = summary.text_content()
    found.get_by_label("Largest difference").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("0.4")
    page.keyboard.press("Enter")
    expect(summary).not_to_have_text(before)
    expect(found.get_by_label("Largest difference")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    expect(found.get_by_role("radio", name="each group with all together")).to_be_checked()
    expect(found.get_by_role("img")).to_have_attribute("aria-label", re.compile("Tolerated: "))
    found.get_by_role("button", name="Keep these choices").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => window.jupyterapp.shell.currentWidget.content.widgets.length > 1")
    _, source, noted = sources(page)[1]
    assert source.startswith("audit = audit.with_policy(")
    assert noted["widget"] == "audit"
    assert outside == []


def test_a_group_is_looked_at_and_closed_by_mouse(shown):
    page, _ = shown
    found = widget(page)
    found.get_by_label("Groups by").select_option(label="origin × sex")
    expect(found.get_by_text("Described, not judged: no limit")).to_be_visible()
    found.get_by_label("Groups by").select_option(label="origin")
    found.get_by_role("button", name="Look at").first.click()
    card = found.get_by_role("group", name=", in counts")
    expect(card.get_by_role("table").first).to_be_visible()
    card.get_by_label("sex").check()
    expect(card.get_by_text("Described, not judged: parts of a group are small")).to_be_visible()
    card.get_by_role("button", name="Close").click()
    expect(card).to_have_count(0)


def test_a_mistake_is_said_and_changes_nothing(shown):
    page, _ = shown
    found = widget(page)
    found.get_by_label("Largest difference").fill("7")
    page.keyboard.press("Enter")
    expect(found.get_by_text("tolerance of selection_rate is 7.0.")).to_be_visible()
    expect(found.get_by_label("Largest difference")).to_have_value("0.4")


@pytest.mark.parametrize("theme", ["JupyterLab Dark", "JupyterLab Light"])
def test_it_has_no_barriers_with_all_of_it_open(shown, theme):
    page, _ = shown
    found = widget(page)
    use_theme(page, theme)
    if found.get_by_role("button", name="Close").count() == 0:
        found.get_by_role("button", name="Look at").first.click()
    found.get_by_role("button", name="Close").wait_for()
    for fold in found.locator("details").all():
        fold.evaluate("one => { one.open = true; }")
    expect_no_barriers_in_widgets(page)


@pytest.mark.parametrize("width", [400, 640])  # a narrow pane; a window of 1280 at twice the size
def test_nothing_is_cut_off_where_there_is_little_room(shown, width):
    page, _ = shown
    found = widget(page)
    page.evaluate("window.jupyterapp.shell.collapseLeft()")
    page.set_viewport_size({"width": width, "height": 800})
    found.get_by_role("heading", level=2).wait_for()
    assert found.evaluate(CUT_OFF_INSIDE) == []
    page.set_viewport_size({"width": 1280, "height": 800})


def test_run_again_it_stands_as_it_was_given(shown):
    page, _ = shown
    page.evaluate("() => { window.jupyterapp.shell.currentWidget.content.activeCellIndex = 0; }")
    page.evaluate("() => { void window.jupyterapp.commands.execute('notebook:run-cell'); }")
    found = widget(page)
    expect(found.get_by_label("Largest difference")).to_have_value("0.05")
    expect(page.locator(".workbench-widget")).to_have_count(1)
    if os.environ.get("WORKBENCH_PICTURES") == "1":
        found.get_by_label("Groups by").select_option(label="age")
        page.set_viewport_size({"width": 1280, "height": 1720})
        expect(found.get_by_role("button", name="Look at 60")).to_be_visible()
        found.screenshot(path=PICTURES / "widget-audit.png")
