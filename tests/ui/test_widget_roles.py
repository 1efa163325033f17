"""The role picker in JupyterLab: by mouse, by keyboard alone, narrow, and in what is saved."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .notebooks import expect_no_barriers_in_widgets, notebook_with, saved, widget
from .walking import use_theme

pytestmark = pytest.mark.ui

PICTURES = Path("docs/pictures")
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
CUT_OFF = """() => [...document.querySelector('.workbench-widget').shadowRoot.querySelectorAll('section *')]
.filter(one =>
  !one.closest('.scroll, .unseen, textarea, option') && getComputedStyle(one).position !== 'absolute' &&
  (one.scrollWidth > one.clientWidth + 1) && getComputedStyle(one).overflow !== 'visible'
).map(one => one.outerHTML.slice(0, 80))"""
OVERFLOWING = """() => {
  const host = document.querySelector('.workbench-widget');
  return host.shadowRoot.querySelector('section').scrollWidth - host.clientWidth;
}"""


@pytest.fixture(scope="module")
def shown(browser, lab):
    with notebook_with(browser, lab, "roles", CELLS) as (page, outside):
        yield page, outside


def test_it_shows_the_guesses_and_what_to_look_at(shown):
    page, outside = shown
    found = widget(page)
    expect(found.get_by_text("The outcome is approved, and yes is good for the person.")).to_be_visible()
    expect(found.get_by_text("Column 'refusal' alone")).to_be_visible()
    before = page.viewport_size
    page.set_viewport_size({"width": 1280, "height": 1500})
    picture = found.screenshot()
    page.set_viewport_size(before)
    assert len(picture) > 30_000
    if os.environ.get("WORKBENCH_PICTURES") == "1":
        PICTURES.mkdir(parents=True, exist_ok=True)
        (PICTURES / "widget-roles.png").write_bytes(picture)
    assert outside == []


def test_a_role_is_chosen_by_mouse(shown):
    page, _ = shown
    found = widget(page)
    found.get_by_label("Role of refusal").select_option("group")
    expect(found.get_by_text("Column 'refusal' alone")).to_have_count(0)
    found.get_by_role("radio", name="no", exact=True).click()
    expect(found.get_by_text("and no is good for the person")).to_be_visible()


def test_a_role_is_chosen_by_keyboard_alone(shown):
    page, _ = shown
    found = widget(page)
    chosen = found.get_by_label("Role of sex")
    chosen.focus()
    page.keyboard.press("Home")
    expect(found.get_by_text("Groups are compared by age.")).to_be_visible()
    expect(chosen).to_be_focused()
    page.keyboard.type("p")
    expect(found.get_by_text("Groups are compared by age and sex.")).to_be_visible()
    bands = found.get_by_label("New bands begin at")
    bands.focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("many")
    page.keyboard.press("Enter")
    expect(found.get_by_text("'many' is not a number.")).to_be_visible()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("65")
    page.keyboard.press("Enter")
    expect(found.get_by_text("under 65:")).to_be_visible()
    expect(found.get_by_text("'many' is not a number.")).to_have_count(0)


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
    assert page.evaluate(CUT_OFF) == []
    assert page.evaluate(OVERFLOWING) <= 0
    page.evaluate("() => { document.querySelector('.workbench-widget').removeAttribute('style'); }")


def test_what_is_saved_holds_no_value_of_a_row(lab, shown):
    page, _ = shown
    assert "P00001" in widget(page).locator("section").inner_text()
    kept = [str(one["outputs"]) for one in saved(lab, page, "roles").cells]
    assert "P00001" not in kept[0]
    assert "height_cm" in kept[0]
