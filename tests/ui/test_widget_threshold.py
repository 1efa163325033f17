"""The threshold explorer as a widget in JupyterLab."""

import pytest
from playwright.sync_api import expect

from .notebooks import expect_no_barriers_in_widgets, notebook_with, widget
from .walking import use_theme

pytestmark = pytest.mark.ui

CELLS = [
    """import numpy as np, pandas as pd, workbench as wb
rng = np.random.default_rng(7)
people = pd.DataFrame({"score": rng.random(900), "sex": rng.choice(["f", "m"], 900)})
people["area"] = rng.choice(["n", "s"], 900)
audit = wb.audit_decisions(people, score="score", threshold=0.5, protected=["sex", "area"])
wb.explore_threshold(audit)""",
]


@pytest.fixture(scope="module")
def shown(browser, lab):
    with notebook_with(browser, lab, "threshold", CELLS) as (page, outside):
        yield page, outside


def test_a_threshold_moves_and_the_attribute_changes_by_keyboard(shown):
    page, outside = shown
    found = widget(page)
    slider = found.get_by_role("slider").first
    slider.focus()
    before = found.locator("output").first.text_content()
    page.keyboard.press("ArrowRight")
    expect(found.locator("output").first).not_to_have_text(before)
    found.get_by_role("radio", name="area").focus()
    page.keyboard.press("Space")
    expect(found.locator("tbody th[scope=row]").first).to_have_text("n")
    assert outside == []


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_it_has_no_barriers(shown, theme):
    page, _ = shown
    use_theme(page, theme)
    expect_no_barriers_in_widgets(page)
