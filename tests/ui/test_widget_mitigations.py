"""The mitigation sandbox in JupyterLab: by mouse, by keyboard alone, open to everybody, and kept in a cell."""

import re

import pytest
from playwright.sync_api import expect

from .looking import expect_controls_in_order, expect_room_for_everybody, take_picture
from .notebooks import sources, widget

pytestmark = pytest.mark.ui

SECOND = "() => window.jupyterapp.shell.currentWidget.content.widgets[1]?.model.sharedModel.source ?? ''"
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


def test_methods_are_tried_one_is_chosen_and_kept_by_keyboard_alone(notebook):
    found = widget(notebook)
    found.get_by_role("button", name="Try them").focus()
    notebook.keyboard.press("Enter")
    expect(found.get_by_role("heading", name="What came of it")).to_be_visible(timeout=90_000)
    choices = found.get_by_role("group", name="Method", exact=True).get_by_role("radio")
    choices.first.focus()
    notebook.keyboard.press("ArrowDown")
    expect(choices.nth(1)).to_be_checked()
    expect(choices.nth(1)).to_be_focused()
    expect(found.get_by_text("People whose decision becomes another")).to_be_visible()
    notebook.keyboard.press("Tab")
    reason = found.get_by_role("textbox", name="Why this one, and what it costs")
    if not reason.evaluate("one => one.getRootNode().activeElement === one"):
        reason.focus()
    notebook.keyboard.type("It is looked at in training alone.")
    notebook.keyboard.press("Tab")
    keep = found.get_by_role("button", name="Keep these choices")
    expect(found.locator(".keep textarea")).to_have_value(re.compile(r"\nchoice = "))
    keep.focus()
    notebook.keyboard.press("Enter")
    notebook.wait_for_function(f"({SECOND})().includes('choice = ')")
    _, source, noted = sources(notebook)[1]
    assert source.splitlines()[-2:] == [
        'choice = mitigations.choose("reweighing", reason="It is looked at in training alone.")',
        "choice",
    ]
    assert noted["widget"] == "mitigations"


def test_the_choice_is_confirmed_on_held_out_rows_by_mouse(notebook):
    found = widget(notebook)
    found.get_by_role("button", name="Confirm on the held-out rows").click()
    expect(found.get_by_role("heading", name="On the held-out rows")).to_be_visible(timeout=60_000)
    expect(found.locator(".keep textarea")).to_have_value(re.compile(r"\naudit = "))
    found.get_by_role("button", name="Keep these choices").click()
    notebook.wait_for_function(f"({SECOND})().includes('audit = ')")
    assert "policy=mitigations.judged_by" in sources(notebook)[1][1]
    take_picture(notebook, "widget-mitigations")


def test_there_is_room_for_everybody(notebook):
    for fold in widget(notebook).locator("details").all():
        fold.evaluate("one => { one.open = true; }")
    expect_room_for_everybody(notebook)


def test_tab_leads_through_all_of_it(notebook):
    expect_controls_in_order(notebook)
