"""The metric chooser in JupyterLab: by mouse, by keyboard alone, open to everybody, and kept in a cell."""

import pytest
from playwright.sync_api import expect

from .looking import expect_controls_in_order, expect_room_for_everybody, take_picture
from .notebooks import sources, widget

pytestmark = pytest.mark.ui

CELLS = ["import workbench as wb\nwb.choose_metrics()"]


def test_questions_are_answered_by_keyboard_alone_and_the_answers_are_kept(notebook):
    found = widget(notebook)
    go = found.get_by_role("button", name="Continue")
    found.get_by_role("radio").first.focus()
    while go.count():
        heading = found.get_by_role("heading", level=3).text_content()
        expect(go).to_have_attribute("aria-disabled", "true")
        notebook.keyboard.press("Space")
        expect(go).to_have_attribute("aria-disabled", "false")
        notebook.keyboard.press("Tab")
        notebook.keyboard.press("Enter")
        expect(found.get_by_role("heading", level=3, name=heading, exact=True)).to_have_count(0)
        if go.count():
            expect(go).to_be_focused()
            notebook.keyboard.press("Shift+Tab")
    expect(found.get_by_text("from the answers alone.")).to_be_visible()
    found.get_by_role("button", name="Keep these choices").focus()
    notebook.keyboard.press("Enter")
    notebook.wait_for_function("() => window.jupyterapp.shell.currentWidget.content.widgets.length > 1")
    _, source, noted = sources(notebook)[1]
    assert source.startswith("answers = {\n")
    assert source.endswith("policy = wb.frame_decision(answers).policy()")
    assert noted["widget"] == "metrics"


def test_an_answer_is_changed_by_mouse(notebook):
    found = widget(notebook)
    found.get_by_text("What was answered").first.click()
    row = found.get_by_role("row").filter(has_text="Which law is the decision under?")
    row.get_by_role("button", name="Change").click()
    found.get_by_role("radio", name="European Union").check()
    found.get_by_role("button", name="Continue").click()
    found.get_by_text("What the law asks for besides").click()
    expect(found.get_by_text("Annex IV of the AI Act")).to_be_visible()


def test_there_is_room_for_everybody_while_it_asks_and_when_it_is_done(notebook):
    found = widget(notebook)
    expect_room_for_everybody(notebook)
    expect_controls_in_order(notebook)
    take_picture(notebook, "widget-metrics-result")
    found.locator("details").last.evaluate("one => { one.open = true; }")
    found.get_by_role("button", name="Change").nth(3).click()
    found.get_by_role("radio").first.wait_for()
    expect_room_for_everybody(notebook)
    expect_controls_in_order(notebook)
    take_picture(notebook, "widget-metrics")
    found.get_by_role("button", name="Leave it as it was").click()
