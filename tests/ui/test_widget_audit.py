"""The audit panel in JupyterLab: by mouse, by keyboard alone, open to everybody, and kept in a cell."""

import re

import pytest
from playwright.sync_api import expect

from .looking import expect_controls_in_order, expect_room_for_everybody, take_picture
from .notebooks import sources, widget

pytestmark = pytest.mark.ui

CELLS = [
    """import workbench as wb
audit = wb.audit_decisions("example:loans", decision="approved", favourable="yes",
                           protected=["origin", wb.bands("age", [30, 45, 60]), "sex"], strata=["purpose"])
wb.explore_audit(audit)""",
]


def test_a_limit_is_changed_and_kept_by_keyboard_alone(notebook):
    found = widget(notebook)
    summary = found.get_by_role("status").first
    before = summary.text_content()
    found.get_by_label("Largest difference").focus()
    notebook.keyboard.press("Control+a")
    notebook.keyboard.type("0.4")
    notebook.keyboard.press("Enter")
    expect(summary).not_to_have_text(before)
    expect(found.get_by_label("Largest difference")).to_be_focused()
    notebook.keyboard.press("Tab")
    notebook.keyboard.press("Tab")
    notebook.keyboard.press("ArrowDown")
    expect(found.get_by_role("radio", name="each group with all together")).to_be_checked()
    expect(found.get_by_role("img")).to_have_attribute("aria-label", re.compile("Tolerated: "))
    found.get_by_role("button", name="Keep these choices").focus()
    notebook.keyboard.press("Enter")
    notebook.wait_for_function("() => window.jupyterapp.shell.currentWidget.content.widgets.length > 1")
    _, source, noted = sources(notebook)[1]
    assert source.startswith("audit = audit.with_policy(")
    assert noted["widget"] == "audit"


def test_a_group_is_looked_at_and_closed_by_mouse(notebook):
    found = widget(notebook)
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


def test_a_mistake_is_said_and_changes_nothing(notebook):
    found = widget(notebook)
    found.get_by_label("Largest difference").fill("7")
    notebook.keyboard.press("Enter")
    expect(found.get_by_text("tolerance of selection_rate is 7.0.")).to_be_visible()
    expect(found.get_by_label("Largest difference")).to_have_value("0.4")


def test_there_is_room_for_everybody(notebook):
    found = widget(notebook)
    found.get_by_role("button", name="Look at").first.click()
    found.get_by_role("button", name="Close").wait_for()
    for fold in found.locator("details").all():
        fold.evaluate("one => { one.open = true; }")
    expect_room_for_everybody(notebook)


def test_tab_leads_through_all_of_it(notebook):
    expect_controls_in_order(notebook)


def test_run_again_it_stands_as_it_was_given(notebook):
    notebook.evaluate("() => { window.jupyterapp.shell.currentWidget.content.activeCellIndex = 0; }")
    notebook.evaluate("() => { void window.jupyterapp.commands.execute('notebook:run-cell'); }")
    found = widget(notebook)
    expect(found.get_by_label("Largest difference")).to_have_value("0.05")
    expect(notebook.locator(".workbench-widget")).to_have_count(1)
    found.get_by_label("Groups by").select_option(label="age")
    expect(found.get_by_role("button", name="Look at 60")).to_be_visible()
    take_picture(notebook, "widget-audit")
