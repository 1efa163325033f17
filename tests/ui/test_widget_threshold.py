"""The threshold explorer in JupyterLab: by mouse, by keyboard alone, open to everybody, and kept in a cell."""

import re

import pytest
from playwright.sync_api import expect

from .looking import expect_controls_in_order, expect_room_for_everybody, take_picture
from .notebooks import sources, widget

pytestmark = pytest.mark.ui

CELLS = [
    """import numpy as np, pandas as pd, workbench as wb
rng = np.random.default_rng(7)
people = pd.DataFrame({"sex": rng.choice(["women", "men"], 4000), "area": rng.choice(["north", "south"], 4000)})
people["repaid"] = (rng.random(4000) < people["sex"].map({"women": 0.4, "men": 0.55})).astype(int)
people["score"] = rng.beta(2, 2, 4000) * 0.6 + 0.3 * people["repaid"] + 0.07 * (people["sex"] == "men")
audit = wb.audit_decisions(
    people, score="score", outcome="repaid", favourable_outcome=1, threshold=0.5, protected=["sex", "area"]
)
wb.explore_threshold(audit)""",
]


def kept(notebook):
    """Return what the cell beneath the widget holds."""
    notebook.wait_for_function("() => window.jupyterapp.shell.currentWidget.content.widgets.length > 1")
    return sources(notebook)[1][1]


def test_a_threshold_is_moved_by_keyboard_alone_and_kept(notebook):
    found = widget(notebook)
    keep = found.get_by_role("button", name="Keep these choices")
    expect(keep).to_have_count(0)
    slider = found.get_by_role("slider").first
    slider.focus()
    for _ in range(3):
        notebook.keyboard.press("ArrowRight")
    expect(found.locator("output").first).to_have_text("0.53")
    expect(slider).to_be_focused()
    expect(found.locator(".keep textarea")).to_have_value("moved = audit.at_threshold(0.53)\nmoved")
    keep.focus()
    notebook.keyboard.press("Enter")
    assert kept(notebook) == "moved = audit.at_threshold(0.53)\nmoved"
    found.get_by_role("radio", name="area").focus()
    notebook.keyboard.press("Space")
    expect(found.locator("tbody th[scope=row]").first).to_have_text("north")
    expect(found.locator("output").first).to_have_text("0.53")


def test_thresholds_of_equal_opportunity_are_set_by_mouse_undone_and_kept(notebook):
    found = widget(notebook)
    found.get_by_role("radio", name="sex").check()
    expect(found.locator("tbody th[scope=row]").first).to_have_text("men")
    found.get_by_role("button", name="Equal opportunity").click()
    expect(found.get_by_text("Treating groups differently by threshold may be unlawful.")).to_be_visible()
    found.get_by_role("button", name="Undo").click()
    expect(found.get_by_text("Treating groups differently by threshold may be unlawful.")).to_have_count(0)
    found.get_by_role("button", name="Equal opportunity").click()
    expect(found.locator(".keep textarea")).to_have_value(re.compile("at_thresholds"))
    found.get_by_role("button", name="Keep these choices").click()
    notebook.wait_for_function(
        "() => window.jupyterapp.shell.currentWidget.content.widgets[1].model.sharedModel.source"
        ".includes('at_thresholds')"
    )
    assert kept(notebook).startswith("# Treating groups differently by threshold may be unlawful.")
    assert 'moved = audit.at_thresholds("sex", {"men": 0.' in kept(notebook)


def test_there_is_room_for_everybody(notebook):
    for fold in widget(notebook).locator("details").all():
        fold.evaluate("one => { one.open = true; }")
    expect_room_for_everybody(notebook)


def test_tab_leads_through_all_of_it(notebook):
    expect_controls_in_order(notebook)
    take_picture(notebook, "widget-threshold")
