"""Models side by side in JupyterLab: by mouse, by keyboard alone, and in a narrow pane."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .notebooks import expect_no_barriers_in_widgets, notebook_with, widget
from .walking import use_theme

pytestmark = pytest.mark.ui

PICTURES = Path("docs/pictures")
CELLS = [
    """import workbench as wb
loans = wb.read_data("example:loans", target="approved", favourable="yes", protected=["origin", "sex"])
prepared = wb.prepare_data(wb.split_data(loans))
models = ["logistic_regression", "boosted_trees"]
contest = wb.compare_models(prepared, models, n_folds=5, n_repeats=1, progress=False)
wb.explore_contest(prepared, contest, n_folds=2)""",
]
PLACES = "Model and threshold to look at"


@pytest.fixture(scope="module")
def shown(browser, lab):
    with notebook_with(browser, lab, "contest", CELLS) as (page, outside):
        yield page, outside


def test_gaps_are_compared_and_a_place_is_chosen_by_keyboard_alone(shown):
    page, outside = shown
    found = widget(page)
    expect(found.get_by_text("Which model?")).to_be_visible()
    found.get_by_role("button", name="Compare gaps").focus()
    page.keyboard.press("Enter")
    places = found.get_by_label(PLACES)
    expect(places).to_be_visible(timeout=60_000)
    places.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(found.get_by_text("Balanced accuracy is")).to_be_visible()
    found.get_by_role("button", name="Choose this one").focus()
    page.keyboard.press("Space")
    reason = found.get_by_label("Why this one")
    reason.focus()
    page.keyboard.type("It is right most often.")
    page.keyboard.press("Tab")
    expect(found.get_by_text("It was chosen on the training rows.")).to_be_visible()
    assert outside == []


def test_another_score_is_picked_by_mouse(shown):
    page, _ = shown
    found = widget(page)
    score = found.get_by_label("Score", exact=True)
    score.select_option(label="area under the ROC curve")
    expect(found.get_by_text("it carries no verdict")).to_be_visible()
    score.select_option(index=0)
    expect(found.get_by_text("it carries no verdict")).to_have_count(0)


def test_it_looks_calm(shown):
    page, _ = shown
    found = widget(page)
    before = page.viewport_size
    page.set_viewport_size({"width": 1280, "height": 3000})
    picture = found.screenshot()
    page.set_viewport_size(before)
    assert len(picture) > 30_000
    if os.environ.get("WORKBENCH_PICTURES") == "1":
        PICTURES.mkdir(parents=True, exist_ok=True)
        (PICTURES / "widget-contest.png").write_bytes(picture)


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_it_has_no_barriers(shown, theme):
    page, _ = shown
    use_theme(page, theme)
    expect_no_barriers_in_widgets(page)


@pytest.mark.parametrize("zoom", [1, 2])
def test_in_a_narrow_pane_nothing_is_cut_off(shown, zoom):
    page, _ = shown
    widget(page)
    page.evaluate(
        "([width, zoom]) => { const host = document.querySelector('.workbench-widget');"
        "host.style.width = width; host.style.zoom = zoom; }",
        ["400px", zoom],
    )
    wide = page.evaluate("""() => {
      const host = document.querySelector('.workbench-widget');
      return host.shadowRoot.querySelector('section').scrollWidth - host.clientWidth; }""")
    assert wide <= 1
