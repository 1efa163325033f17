"""The role picker in JupyterLab: by mouse, by keyboard alone, narrow, and in what is saved."""

import pytest
from playwright.sync_api import expect

from .looking import expect_controls_in_order, expect_room_for_everybody, take_picture
from .notebooks import saved, widget

pytestmark = pytest.mark.ui

CELLS = [
    """import numpy as np, pandas as pd, workbench as wb
rng = np.random.default_rng(7)
n = 900
loans = pd.DataFrame({"person": [f"P{place:05d}" for place in range(n)], "sex": rng.choice(["f", "m"], n)})
loans["age"] = rng.integers(18, 90, n)
loans["income"] = rng.normal(3000, 800, n).round(-1)
loans["height_cm"] = np.where(loans.sex == "f", 165, 178) + rng.normal(0, 4, n).round(1)
loans["approved"] = np.where(loans.income + rng.normal(0, 900, n) > 3000, "yes", "no")
loans["refusal"] = np.where(loans.approved == "no", rng.choice(["score", "income"], n), "none")
picker = wb.pick_roles(loans)
picker""",
]


def test_it_shows_the_guesses_and_what_to_look_at(notebook):
    found = widget(notebook)
    expect(found.get_by_text("The outcome is approved, and yes is good for the person.")).to_be_visible()
    expect(found.get_by_text("Column 'refusal' alone")).to_be_visible()
    take_picture(notebook, "widget-roles")


def test_a_role_is_chosen_by_mouse(notebook):
    found = widget(notebook)
    found.get_by_label("Role of refusal").select_option("group")
    expect(found.get_by_text("Column 'refusal' alone")).to_have_count(0)
    found.get_by_role("radio", name="no", exact=True).click()
    expect(found.get_by_text("and no is good for the person")).to_be_visible()


def test_a_role_is_chosen_by_keyboard_alone(notebook):
    found = widget(notebook)
    chosen = found.get_by_label("Role of sex")
    chosen.focus()
    notebook.keyboard.press("Home")
    expect(found.get_by_text("Groups are compared by age.")).to_be_visible()
    expect(chosen).to_be_focused()
    notebook.keyboard.type("p")
    expect(found.get_by_text("Groups are compared by age and sex.")).to_be_visible()
    bands = found.get_by_label("New bands begin at")
    bands.focus()
    notebook.keyboard.press("ControlOrMeta+a")
    notebook.keyboard.type("many")
    notebook.keyboard.press("Enter")
    expect(found.get_by_text("'many' is not a number.")).to_be_visible()
    notebook.keyboard.press("ControlOrMeta+a")
    notebook.keyboard.type("65")
    notebook.keyboard.press("Enter")
    expect(found.get_by_text("under 65:")).to_be_visible()
    expect(found.get_by_text("'many' is not a number.")).to_have_count(0)


def test_there_is_room_for_everybody(notebook):
    expect_room_for_everybody(notebook)


def test_tab_leads_through_all_of_it(notebook):
    expect_controls_in_order(notebook)


def test_what_is_saved_holds_no_value_of_a_row(lab, notebook):
    assert "P00001" in widget(notebook).locator("section").inner_text()
    kept = [str(one["outputs"]) for one in saved(lab, notebook, "roles").cells]
    assert "P00001" not in kept[0]
    assert "height_cm" in kept[0]
