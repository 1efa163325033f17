"""The threshold explorer in JupyterLab: by mouse, by keyboard alone, open to everybody, and kept in a cell."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .notebooks import expect_no_barriers_in_widgets, notebook_with, sources, widget
from .walking import use_theme

pytestmark = pytest.mark.ui

PICTURES = Path(__file__).parents[2] / "docs/pictures"
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
# What reaches beyond the widget: inside of it and of the explorer in it.
CUT_OFF = """one => {
  const right = one.getBoundingClientRect().right + 1;
  const inside = [one, one.shadowRoot.querySelector('.workbench-explorer')]
    .flatMap(host => [...host.shadowRoot.querySelectorAll('*')]);
  return inside.filter(part => part.getClientRects().length > 0 && !part.closest('.scroll') &&
    part.getBoundingClientRect().right > right).map(part => part.outerHTML.slice(0, 80));
}"""


@pytest.fixture(scope="module")
def shown(browser, lab):
    with notebook_with(browser, lab, "threshold", CELLS) as (page, outside):
        yield page, outside


def kept(page):
    """Return what the cell beneath the widget holds."""
    page.wait_for_function("() => window.jupyterapp.shell.currentWidget.content.widgets.length > 1")
    return sources(page)[1][1]


def test_a_threshold_is_moved_by_keyboard_alone_and_kept(shown):
    page, outside = shown
    found = widget(page)
    keep = found.get_by_role("button", name="Keep these choices")
    expect(keep).to_have_count(0)
    slider = found.get_by_role("slider").first
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(found.locator("output").first).to_have_text("0.53")
    expect(slider).to_be_focused()
    expect(found.locator(".keep textarea")).to_have_value("moved = audit.at_threshold(0.53)\nmoved")
    keep.focus()
    page.keyboard.press("Enter")
    assert kept(page) == "moved = audit.at_threshold(0.53)\nmoved"
    found.get_by_role("radio", name="area").focus()
    page.keyboard.press("Space")
    expect(found.locator("tbody th[scope=row]").first).to_have_text("north")
    expect(found.locator("output").first).to_have_text("0.53")
    assert outside == []


def test_thresholds_of_equal_opportunity_are_set_by_mouse_undone_and_kept(shown):
    page, outside = shown
    found = widget(page)
    found.get_by_role("radio", name="sex").check()
    expect(found.locator("tbody th[scope=row]").first).to_have_text("men")
    found.get_by_role("button", name="Equal opportunity").click()
    expect(found.get_by_text("Treating groups differently by threshold may be unlawful.")).to_be_visible()
    found.get_by_role("button", name="Undo").click()
    expect(found.get_by_text("Treating groups differently by threshold may be unlawful.")).to_have_count(0)
    found.get_by_role("button", name="Equal opportunity").click()
    expect(found.locator(".keep textarea")).to_have_value(re.compile("at_thresholds"))
    found.get_by_role("button", name="Keep these choices").click()
    page.wait_for_function(
        "() => window.jupyterapp.shell.currentWidget.content.widgets[1].model.sharedModel.source.includes('at_thresholds')"
    )
    assert kept(page).startswith("# Treating groups differently by threshold may be unlawful.")
    assert 'moved = audit.at_thresholds("sex", {"men": 0.' in kept(page)
    assert outside == []


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_it_has_no_barriers(shown, theme):
    page, _ = shown
    use_theme(page, theme)
    found = widget(page)
    found.locator("details").first.evaluate("one => { one.open = true; }")
    expect_no_barriers_in_widgets(page)
    if os.environ.get("WORKBENCH_PICTURES") == "1" and theme == "JupyterLab Light":
        page.set_viewport_size({"width": 1280, "height": 1600})
        found.screenshot(path=PICTURES / "widget-threshold.png")
        page.set_viewport_size({"width": 1280, "height": 800})


@pytest.mark.parametrize("width", [400, 640])  # a narrow pane; a window of 1280 at twice the size
def test_nothing_is_cut_off_where_there_is_little_room(shown, width):
    page, _ = shown
    page.evaluate("window.jupyterapp.shell.collapseLeft()")
    page.set_viewport_size({"width": width, "height": 800})
    assert widget(page).evaluate(CUT_OFF) == []
    page.set_viewport_size({"width": 1280, "height": 800})
