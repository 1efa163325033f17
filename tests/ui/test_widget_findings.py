"""Finding cards in JupyterLab: by mouse, by keyboard alone, narrow, and in what is saved."""

import pytest
from playwright.sync_api import expect

from .looking import expect_controls_in_order, expect_room_for_everybody, take_picture
from .notebooks import saved, widget

pytestmark = pytest.mark.ui

CELLS = [
    """import numpy as np, pandas as pd, workbench as wb
rng = np.random.default_rng(7)
n = 900
loans = pd.DataFrame({"sex": rng.choice(["f", "m"], n), "income": rng.normal(3000, 800, n).round(-1)})
loans["approved"] = np.where(loans.income + rng.normal(0, 900, n) > 3000, "yes", "no")
loans["refusal"] = np.where(loans.approved == "no", rng.choice(["score", "income"], n), "none")
loans["branch"] = np.where(rng.random(n) < 0.6, None, "south")
data = wb.read_data(loans, target="approved", favourable="yes", protected=["sex"])
wb.review_findings(data, wb.profile_data(data), wb.find_leaks(data))""",
]
REASON = "The column is taken out before training."


def test_the_most_serious_finding_comes_first(notebook):
    found = widget(notebook)
    expect(found.get_by_role("heading", level=3).first).to_contain_text("Column 'refusal'")
    found.get_by_text("Accept it with a reason").first.click()
    few = found.get_by_role("checkbox", name="Good to know")
    few.click()
    expect(found.get_by_role("heading", level=3)).to_have_count(2)
    take_picture(notebook, "widget-findings")
    few.click()


def test_a_finding_is_accepted_by_keyboard_alone(notebook):
    found = widget(notebook)
    reason = found.get_by_label("Why is it accepted?").first
    reason.focus()
    notebook.keyboard.type("short")
    notebook.keyboard.press("Tab")
    notebook.keyboard.press("Enter")
    expect(found.get_by_text("Write at least 10 characters")).to_be_visible()
    notebook.keyboard.press("Shift+Tab")
    expect(reason).to_be_focused()
    notebook.keyboard.press("ControlOrMeta+a")
    notebook.keyboard.type(REASON)
    notebook.keyboard.press("Tab")
    notebook.keyboard.press("Space")
    expect(found.get_by_text(f"Accepted: {REASON}")).to_be_visible()
    back = found.get_by_role("button", name="Take it back").first
    expect(back).to_be_focused()


def test_only_what_is_ticked_is_shown_by_mouse(notebook):
    found = widget(notebook)
    found.get_by_role("checkbox", name="Serious").click()
    expect(found.get_by_role("heading", name="Column 'refusal' alone")).to_have_count(0)
    found.get_by_role("checkbox", name="Serious").click()
    expect(found.get_by_role("heading", name="Column 'refusal' alone")).to_have_count(1)


def test_there_is_room_for_everybody(notebook):
    expect_room_for_everybody(notebook)


def test_tab_leads_through_all_of_it(notebook):
    expect_controls_in_order(notebook)


def test_what_is_saved_can_be_read_without_a_kernel(lab, notebook):
    kept = str(saved(lab, notebook, "findings").cells[0]["outputs"])
    assert "refusal" in kept
    assert "Why it matters" in kept
    assert "Who accepts findings" not in kept
