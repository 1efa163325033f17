"""The metric chooser in JupyterLab: by mouse, by keyboard alone, open to everybody, and kept in a cell."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .notebooks import expect_no_barriers_in_widgets, notebook_with, sources, widget
from .walking import use_theme

pytestmark = pytest.mark.ui

PICTURES = Path(__file__).parents[2] / "docs/pictures"
# What is wider than its place, or has text that does not fit, inside of a widget; but for what scrolls.
CUT_OFF_INSIDE = """one => [...(one.shadowRoot ?? one).querySelectorAll('*')].filter(part =>
  !part.closest('.scroll') && !part.matches('.unseen') && part.getClientRects().length > 0 &&
  part.getBoundingClientRect().right > one.getBoundingClientRect().right + 1
).map(part => part.outerHTML.slice(0, 80))"""
CELLS = ["import workbench as wb\nwb.choose_metrics()"]


@pytest.fixture(scope="module")
def shown(browser, lab):
    with notebook_with(browser, lab, "metrics", CELLS) as (page, outside):
        yield page, outside


def picture(page, theme, name):
    """Take a picture of the whole widget in the light, if pictures are wished for."""
    if theme == "JupyterLab Light" and os.environ.get("WORKBENCH_PICTURES") == "1":
        page.set_viewport_size({"width": 1280, "height": 1600})
        widget(page).screenshot(path=PICTURES / name)
        page.set_viewport_size({"width": 1280, "height": 800})


def test_questions_are_answered_by_keyboard_alone_and_the_answers_are_kept(shown):
    page, outside = shown
    found = widget(page)
    go = found.get_by_role("button", name="Continue")
    found.get_by_role("radio").first.focus()
    while go.count():
        heading = found.get_by_role("heading", level=3).text_content()
        expect(go).to_have_attribute("aria-disabled", "true")
        page.keyboard.press("Space")
        expect(go).to_have_attribute("aria-disabled", "false")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(found.get_by_role("heading", level=3, name=heading, exact=True)).to_have_count(0)
        if go.count():
            expect(go).to_be_focused()
            page.keyboard.press("Shift+Tab")
    expect(found.get_by_text("from the answers alone.")).to_be_visible()
    found.get_by_role("button", name="Keep these choices").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => window.jupyterapp.shell.currentWidget.content.widgets.length > 1")
    _, source, noted = sources(page)[1]
    assert source.startswith("answers = {\n")
    assert source.endswith("policy = wb.frame_decision(answers).policy()")
    assert noted["widget"] == "metrics"
    assert outside == []


def test_an_answer_is_changed_by_mouse(shown):
    page, _ = shown
    found = widget(page)
    found.get_by_text("What was answered").first.click()
    row = found.get_by_role("row").filter(has_text="Which law is the decision under?")
    row.get_by_role("button", name="Change").click()
    found.get_by_role("radio", name="European Union").check()
    found.get_by_role("button", name="Continue").click()
    found.get_by_text("What the law asks for besides").click()
    expect(found.get_by_text("Annex IV of the AI Act")).to_be_visible()


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_it_has_no_barriers_while_it_asks_and_when_it_is_done(shown, theme):
    page, _ = shown
    found = widget(page)
    use_theme(page, theme)
    expect_no_barriers_in_widgets(page)
    picture(page, theme, "widget-metrics-result.png")
    found.locator("details").last.evaluate("one => { one.open = true; }")
    found.get_by_role("button", name="Change").nth(3).click()
    found.get_by_role("radio").first.wait_for()
    expect_no_barriers_in_widgets(page)
    picture(page, theme, "widget-metrics.png")
    found.get_by_role("button", name="Leave it as it was").click()


@pytest.mark.parametrize("width", [400, 640])  # a narrow pane; a window of 1280 at twice the size
def test_nothing_is_cut_off_where_there_is_little_room(shown, width):
    page, _ = shown
    found = widget(page)
    page.evaluate("window.jupyterapp.shell.collapseLeft()")
    page.set_viewport_size({"width": width, "height": 800})
    found.get_by_role("heading", level=2).wait_for()
    assert found.evaluate(CUT_OFF_INSIDE) == []
    page.set_viewport_size({"width": 1280, "height": 800})
