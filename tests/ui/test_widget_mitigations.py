"""The mitigation sandbox in JupyterLab: by mouse, by keyboard alone, open to everybody, and kept in a cell."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .notebooks import expect_no_barriers_in_widgets, notebook_with, sources, widget
from .walking import use_theme

pytestmark = pytest.mark.ui

PICTURES = Path(__file__).parents[2] / "docs/pictures"
SECOND = "() => window.jupyterapp.shell.currentWidget.content.widgets[1]?.model.sharedModel.source ?? ''"
# What is wider than its place inside of a widget; but for what scrolls.
CUT_OFF_INSIDE = """one => [...(one.shadowRoot ?? one).querySelectorAll('*')].filter(part =>
  !part.closest('.scroll') && !part.matches('.unseen') && part.getClientRects().length > 0 &&
  part.getBoundingClientRect().right > one.getBoundingClientRect().right + 1
).map(part => part.outerHTML.slice(0, 80))"""
CELLS = [
    """import numpy as np, pandas as pd, workbench as wb
rng, n = np.random.default_rng(3), 3_000
sex = rng.choice(["women", "men"], n)
skill = rng.normal(size=n) - 0.7 * (sex == "women")
people = pd.DataFrame({"skill": skill, "noise": rng.normal(size=n), "sex": sex})
people["area"] = rng.choice(["north", "south"], n)
people["club"] = np.where(rng.random(n) < 0.9, sex == "men", sex == "women").astype(str)
people["hired"] = np.where(skill + 0.6 * rng.normal(size=n) > -0.2, "yes", "no")
data = wb.read_data(people, target="hired", favourable="yes", protected=["sex", "area"])
prepared = wb.prepare_data(wb.split_data(data))
wb.explore_mitigations(prepared, methods=["reweighing", "threshold_optimisation", "drop_proxy"], n_folds=2)""",
]


@pytest.fixture(scope="module")
def shown(browser, lab):
    with notebook_with(browser, lab, "mitigations", CELLS) as (page, outside):
        yield page, outside


def test_methods_are_tried_one_is_chosen_and_kept_by_keyboard_alone(shown):
    page, outside = shown
    found = widget(page)
    found.get_by_role("button", name="Try them").focus()
    page.keyboard.press("Enter")
    expect(found.get_by_role("heading", name="What came of it")).to_be_visible(timeout=90_000)
    choices = found.get_by_role("group", name="Method", exact=True).get_by_role("radio")
    choices.first.focus()
    page.keyboard.press("ArrowDown")
    expect(choices.nth(1)).to_be_checked()
    expect(choices.nth(1)).to_be_focused()
    expect(found.get_by_text("People whose decision becomes another")).to_be_visible()
    page.keyboard.press("Tab")
    reason = found.get_by_role("textbox", name="Why this one, and what it costs")
    if not reason.evaluate("one => one.getRootNode().activeElement === one"):
        reason.focus()
    page.keyboard.type("It is looked at in training alone.")
    page.keyboard.press("Tab")
    keep = found.get_by_role("button", name="Keep these choices")
    expect(found.locator(".keep textarea")).to_have_value(re.compile(r"\nchoice = "))
    keep.focus()
    page.keyboard.press("Enter")
    page.wait_for_function(f"({SECOND})().includes('choice = ')")
    _, source, noted = sources(page)[1]
    assert source.splitlines()[-2:] == [
        'choice = mitigations.choose("reweighing", reason="It is looked at in training alone.")',
        "choice",
    ]
    assert noted["widget"] == "mitigations"
    assert outside == []


def test_the_choice_is_confirmed_on_held_out_rows_by_mouse(shown):
    page, outside = shown
    found = widget(page)
    found.get_by_role("button", name="Confirm on the held-out rows").click()
    expect(found.get_by_role("heading", name="On the held-out rows")).to_be_visible(timeout=60_000)
    expect(found.locator(".keep textarea")).to_have_value(re.compile(r"\naudit = "))
    found.get_by_role("button", name="Keep these choices").click()
    page.wait_for_function(f"({SECOND})().includes('audit = ')")
    assert "policy=mitigations.judged_by" in sources(page)[1][1]
    assert outside == []


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_it_has_no_barriers(shown, theme):
    page, _ = shown
    use_theme(page, theme)
    found = widget(page)
    if os.environ.get("WORKBENCH_PICTURES") == "1" and theme == "JupyterLab Light":
        page.set_viewport_size({"width": 1280, "height": 3600})
        found.screenshot(path=PICTURES / "widget-mitigations.png")
        page.set_viewport_size({"width": 1280, "height": 800})
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
