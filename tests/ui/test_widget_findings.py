"""Finding cards in JupyterLab: by mouse, by keyboard alone, narrow, and in what is saved."""

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
loans = pd.DataFrame({"sex": rng.choice(["f", "m"], n), "income": rng.normal(3000, 800, n).round(-1)})
loans["approved"] = np.where(loans.income + rng.normal(0, 900, n) > 3000, "yes", "no")
loans["refusal"] = np.where(loans.approved == "no", rng.choice(["score", "income"], n), "none")
loans["branch"] = np.where(rng.random(n) < 0.6, None, "south")
data = wb.read_data(loans, target="approved", favourable="yes", protected=["sex"])
wb.review_findings(data, wb.profile_data(data), wb.find_leaks(data))""",
]
OVERFLOWING = """() => {
  const host = document.querySelector('.workbench-widget');
  return host.shadowRoot.querySelector('section').scrollWidth - host.clientWidth;
}"""
REASON = "The column is taken out before training."


@pytest.fixture(scope="module")
def shown(browser, lab):
    with notebook_with(browser, lab, "findings", CELLS) as (page, outside):
        yield page, outside


def test_the_most_serious_finding_comes_first(shown):
    page, outside = shown
    found = widget(page)
    expect(found.get_by_role("heading", level=3).first).to_contain_text("Column 'refusal'")
    before = page.viewport_size
    page.set_viewport_size({"width": 1280, "height": 1400})
    use_theme(page, "JupyterLab Light")
    found.get_by_text("Accept it with a reason").first.click()
    few = found.get_by_role("checkbox", name="Good to know")
    few.click()
    expect(found.get_by_role("heading", level=3)).to_have_count(2)
    picture = found.screenshot()
    few.click()
    page.set_viewport_size(before)
    assert len(picture) > 30_000
    if os.environ.get("WORKBENCH_PICTURES") == "1":
        PICTURES.mkdir(parents=True, exist_ok=True)
        (PICTURES / "widget-findings.png").write_bytes(picture)
    assert outside == []


def test_a_finding_is_accepted_by_keyboard_alone(shown):
    page, _ = shown
    found = widget(page)
    reason = found.get_by_label("Why is it accepted?").first
    reason.focus()
    page.keyboard.type("short")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(found.get_by_text("Write at least 10 characters")).to_be_visible()
    page.keyboard.press("Shift+Tab")
    expect(reason).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(REASON)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(found.get_by_text(f"Accepted: {REASON}")).to_be_visible()
    back = found.get_by_role("button", name="Take it back").first
    expect(back).to_be_focused()


def test_only_what_is_ticked_is_shown_by_mouse(shown):
    page, _ = shown
    found = widget(page)
    found.get_by_role("checkbox", name="Serious").click()
    expect(found.get_by_role("heading", name="Column 'refusal' alone")).to_have_count(0)
    found.get_by_role("checkbox", name="Serious").click()
    expect(found.get_by_role("heading", name="Column 'refusal' alone")).to_have_count(1)


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
    assert page.evaluate(OVERFLOWING) <= 0
    page.evaluate("() => { document.querySelector('.workbench-widget').removeAttribute('style'); }")


def test_what_is_saved_can_be_read_without_a_kernel(lab, shown):
    page, _ = shown
    kept = str(saved(lab, page, "findings").cells[0]["outputs"])
    assert "refusal" in kept
    assert "Why it matters" in kept
    assert "Who accepts findings" not in kept
