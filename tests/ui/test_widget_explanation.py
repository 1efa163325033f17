"""The explanation viewer in JupyterLab: by mouse, by keyboard alone, narrow, and in what is saved."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .notebooks import expect_no_barriers_in_widgets, notebook_with, saved, widget
from .walking import MINUTES, use_theme

pytestmark = pytest.mark.ui

PICTURES = Path("docs/pictures")
CELLS = [
    """import workbench as wb
from workbench.data.examples import loans
frame = loans(900, seed=3).frame.assign(name=[f"Person{place:04d}" for place in range(900)])
data = wb.read_data(frame, target="approved", favourable="yes", protected=["origin"], id="name", name="Loans")
fitted = wb.fit_model(wb.prepare_data(wb.split_data(data, seed=3)), "logistic_regression")
explanation = wb.explain_model(fitted)
viewer = wb.view_explanation(explanation)
viewer""",
]
OVERFLOWING = """() => {
  const host = document.querySelector('.workbench-widget');
  const wide = [...host.shadowRoot.querySelectorAll('section *')].filter(one =>
    !one.closest('.scroll, .unseen, svg, option') && one.getBoundingClientRect().width > 0 &&
    one.getBoundingClientRect().right > host.getBoundingClientRect().right + 1);
  return wide.map(one => one.outerHTML.slice(0, 120));
}"""


@pytest.fixture(scope="module")
def shown(browser, lab):
    with notebook_with(browser, lab, "explanation", CELLS) as (page, outside):
        yield page, outside


def keep_picture(page, name):
    size = page.viewport_size
    page.set_viewport_size({"width": 1280, "height": 2400})
    picture = widget(page).screenshot()
    page.set_viewport_size(size)
    assert len(picture) > 30_000
    if os.environ.get("WORKBENCH_PICTURES") == "1":
        PICTURES.mkdir(parents=True, exist_ok=True)
        (PICTURES / name).write_bytes(picture)


def test_a_column_and_a_case_are_looked_at_by_mouse(shown):
    page, outside = shown
    found = widget(page)
    expect(found.get_by_text("explained: ")).to_be_visible()
    keep_picture(page, "widget-explanation-model.png")
    found.get_by_role("radio", name="one column").click()
    expect(found.get_by_role("img")).to_be_visible()
    found.get_by_label("Column", exact=True).select_option(label="debt_ratio")
    expect(found.locator("figcaption")).to_contain_text("debt_ratio")
    keep_picture(page, "widget-explanation-column.png")
    found.get_by_role("radio", name="one case").click()
    expect(found.get_by_text("The decision is unfavourable: ")).to_be_visible()
    expect(found.locator("figcaption")).to_contain_text("moves this prediction most")
    found.get_by_text("What if its values were other?").click()
    found.get_by_label("Another value of district").select_option(label="missing")
    expect(found.get_by_text("none missing was learned from")).to_be_visible()
    found.get_by_label("Another value of debt_ratio").fill("0.2")
    found.get_by_label("Another value of debt_ratio").press("Enter")
    expect(found.get_by_text("This is of the values as you changed them")).to_be_visible()
    expect(found.get_by_role("img").get_by_text("debt_ratio = 0.2")).to_be_visible(timeout=MINUTES)
    keep_picture(page, "widget-explanation.png")
    found.get_by_role("button", name="Back to its own values").click()
    expect(found.get_by_text("none missing was learned from")).to_have_count(0)
    assert outside == []


def test_a_case_is_found_edited_and_explained_by_keyboard_alone(shown):
    page, _ = shown
    found = widget(page)
    find = found.get_by_text("Find another case", exact=True)
    find.focus()
    page.keyboard.press("Enter")
    where = found.get_by_label("Column to search in")
    where.focus()
    page.keyboard.type("name")
    page.keyboard.press("Tab")
    page.keyboard.type("Person08")
    page.keyboard.press("Tab")
    expect(found.get_by_text("rows are like that; those nearest")).to_be_visible()
    expect(found.get_by_role("cell", name="Person08")).to_have_count(5)
    expect(found.get_by_role("button", name="Look at row")).to_have_count(5)
    look = found.get_by_role("button", name="Look at row").nth(1)
    look.focus()
    page.keyboard.press("Enter")
    expect(look).to_have_attribute("aria-pressed", "true")
    expect(look).to_be_focused()
    income = found.get_by_label("Another value of income")
    income.focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("9000000")
    page.keyboard.press("Enter")
    expect(found.get_by_text("9,000,000 is beyond ")).to_be_visible()
    expect(income).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("64000")
    page.keyboard.press("Enter")
    expect(found.get_by_text("With these values the model would say ")).to_be_visible()
    expect(found.get_by_text("9,000,000 is beyond ")).to_have_count(0)
    found.get_by_role("radio", name="how it adds up").focus()
    page.keyboard.press("ArrowRight")
    expect(found.get_by_role("region", name="What moved the decision")).to_be_visible(timeout=MINUTES)
    found.get_by_role("radio", name="the principal reasons").focus()
    page.keyboard.press("ArrowRight")
    expect(found.get_by_text("None of this is a promise")).to_be_visible(timeout=MINUTES)


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_it_has_no_barriers(shown, theme):
    page, _ = shown
    use_theme(page, theme)
    expect_no_barriers_in_widgets(page)


@pytest.mark.parametrize("zoom", [1, 2])
def test_in_a_narrow_pane_nothing_is_cut_off(shown, zoom):
    page, _ = shown
    page.evaluate(
        "([width, zoom]) => { const host = document.querySelector('.workbench-widget');"
        "host.style.width = width; host.style.zoom = zoom; }",
        ["400px", zoom],
    )
    assert page.evaluate(OVERFLOWING) == []
    page.evaluate("() => { document.querySelector('.workbench-widget').removeAttribute('style'); }")


def test_what_is_saved_holds_nothing_of_a_person(lab, shown):
    page, _ = shown
    assert "Person08" in widget(page).locator("section").inner_text()
    kept = str(saved(lab, page, "explanation").cells[0]["outputs"])
    assert "Person08" not in kept
    assert "debt_ratio" in kept
