"""Models side by side in JupyterLab: by mouse, by keyboard alone, and in a narrow pane."""

import pytest
from playwright.sync_api import expect

from .looking import expect_controls_in_order, expect_room_for_everybody, take_picture
from .notebooks import widget

pytestmark = pytest.mark.ui

CELLS = [
    """import workbench as wb
loans = wb.read_data("example:loans", target="approved", favourable="yes", protected=["origin", "sex"])
prepared = wb.prepare_data(wb.split_data(loans))
models = ["logistic_regression", "boosted_trees"]
contest = wb.compare_models(prepared, models, n_folds=5, n_repeats=1, progress=False)
wb.explore_contest(prepared, contest, n_folds=2)""",
]
PLACES = "Model and threshold to look at"


def test_gaps_are_compared_and_a_place_is_chosen_by_keyboard_alone(notebook):
    found = widget(notebook)
    expect(found.get_by_text("Which model?")).to_be_visible()
    found.get_by_role("button", name="Compare gaps").focus()
    notebook.keyboard.press("Enter")
    places = found.get_by_label(PLACES)
    expect(places).to_be_visible(timeout=60_000)
    places.focus()
    notebook.keyboard.press("ArrowDown")
    notebook.keyboard.press("Tab")
    expect(found.get_by_text("Balanced accuracy is")).to_be_visible()
    found.get_by_role("button", name="Choose this one").focus()
    notebook.keyboard.press("Space")
    reason = found.get_by_label("Why this one")
    reason.focus()
    notebook.keyboard.type("It is right most often.")
    notebook.keyboard.press("Tab")
    expect(found.get_by_text("It was chosen on the training rows.")).to_be_visible()
    take_picture(notebook, "widget-contest")


def test_another_score_is_picked_by_mouse(notebook):
    found = widget(notebook)
    score = found.get_by_label("Score", exact=True)
    score.select_option(label="area under the ROC curve")
    expect(found.get_by_text("it carries no verdict")).to_be_visible()
    score.select_option(index=0)
    expect(found.get_by_text("it carries no verdict")).to_have_count(0)


def test_there_is_room_for_everybody(notebook):
    expect_room_for_everybody(notebook)


def test_tab_leads_through_all_of_it(notebook):
    expect_controls_in_order(notebook)
