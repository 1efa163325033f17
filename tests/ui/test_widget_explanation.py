"""The explanation viewer in JupyterLab: by mouse, by keyboard alone, narrow, and in what is saved."""

import pytest
from playwright.sync_api import expect

from .looking import expect_controls_in_order, expect_room_for_everybody, take_picture
from .notebooks import saved, sources, widget
from .walking import MINUTES

pytestmark = pytest.mark.ui

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


def test_a_column_and_a_case_are_looked_at_by_mouse(notebook):
    found = widget(notebook)
    expect(found.get_by_text("explained: ")).to_be_visible()
    take_picture(notebook, "widget-explanation-model")
    found.get_by_role("radio", name="one column").click()
    expect(found.get_by_role("img")).to_be_visible()
    found.get_by_label("Column", exact=True).select_option(label="debt_ratio")
    expect(found.locator("figcaption")).to_contain_text("debt_ratio")
    take_picture(notebook, "widget-explanation-column")
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
    take_picture(notebook, "widget-explanation")
    found.get_by_role("button", name="Back to its own values").click()
    expect(found.get_by_text("none missing was learned from")).to_have_count(0)


def test_a_case_is_found_edited_and_explained_by_keyboard_alone(notebook):
    found = widget(notebook)
    find = found.get_by_text("Find another case", exact=True)
    find.focus()
    notebook.keyboard.press("Enter")
    where = found.get_by_label("Column to search in")
    where.focus()
    notebook.keyboard.type("name")
    notebook.keyboard.press("Tab")
    notebook.keyboard.type("Person08")
    notebook.keyboard.press("Tab")
    expect(found.get_by_text("rows are like that; those nearest")).to_be_visible()
    expect(found.get_by_role("cell", name="Person08")).to_have_count(5)
    expect(found.get_by_role("button", name="Look at row")).to_have_count(5)
    look = found.get_by_role("button", name="Look at row").nth(1)
    look.focus()
    notebook.keyboard.press("Enter")
    expect(look).to_have_attribute("aria-pressed", "true")
    expect(look).to_be_focused()
    income = found.get_by_label("Another value of income")
    income.focus()
    notebook.keyboard.press("ControlOrMeta+a")
    notebook.keyboard.type("9000000")
    notebook.keyboard.press("Enter")
    expect(found.get_by_text("9,000,000 is beyond ")).to_be_visible()
    expect(income).to_be_focused()
    notebook.keyboard.press("ControlOrMeta+a")
    notebook.keyboard.type("64000")
    notebook.keyboard.press("Enter")
    expect(found.get_by_text("With these values the model would say ")).to_be_visible()
    expect(found.get_by_text("9,000,000 is beyond ")).to_have_count(0)
    found.get_by_role("radio", name="how it adds up").focus()
    notebook.keyboard.press("ArrowRight")
    expect(found.get_by_role("region", name="What moved the decision")).to_be_visible(timeout=MINUTES)
    found.get_by_role("radio", name="the principal reasons").focus()
    notebook.keyboard.press("ArrowRight")
    expect(found.get_by_text("None of this is a promise")).to_be_visible(timeout=MINUTES)


def test_what_is_being_typed_stays_whatever_is_answered_meanwhile(notebook):
    label = "Another value of income"
    typed = widget(notebook).get_by_label(label)
    notebook.evaluate("() => { void window.jupyterapp.commands.execute('notebook:create-output-view'); }")
    other = widget(notebook, 1).get_by_label(label)
    expect(other).to_have_value("64000")
    typed.focus()
    notebook.keyboard.press("ControlOrMeta+a")
    notebook.keyboard.type("5100")
    # The same field of another view, changed without the focus: its answer is shown by both views.
    other.evaluate("field => { field.value = '70000'; field.dispatchEvent(new Event('change')); }")
    other.evaluate("field => { field.value = '80000'; field.dispatchEvent(new Event('change')); }")
    expect(widget(notebook).get_by_role("cell", name="80,000", exact=True).first).to_be_visible(timeout=MINUTES)
    expect(typed).to_have_value("5100")
    notebook.keyboard.type("0")
    notebook.keyboard.press("Enter")
    expect(other).to_have_value("51000")
    expect(typed).to_have_value("51000")
    notebook.locator(".lm-TabBar-tab", has_text="Output View").locator(".lm-TabBar-tabCloseIcon").click()


def test_what_may_change_is_said_by_keyboard_and_kept(notebook):
    found = widget(notebook)
    found.get_by_text("What may change, and how", exact=True).focus()
    notebook.keyboard.press("Enter")
    found.get_by_label("How debt_ratio may change").focus()
    notebook.keyboard.type("only d")
    notebook.keyboard.press("Tab")
    expect(found.get_by_label("Least value of debt_ratio")).to_be_focused()
    notebook.keyboard.type("0.1")  # while the kernel answers what was chosen before
    notebook.keyboard.press("Enter")
    expect(found.get_by_text("None of this is a promise")).to_be_visible(timeout=MINUTES)
    found.get_by_role("button", name="Keep these choices").focus()
    notebook.keyboard.press("Enter")
    expect(found.locator(".keep [role=status]")).to_contain_text("below")
    [_, [_, code, _]] = sources(notebook)[:2]
    assert 'directions={"debt_ratio": "down"}' in code
    assert 'ranges={"debt_ratio": (0.1, None)}' in code


def test_there_is_room_for_everybody(notebook):
    expect_room_for_everybody(notebook)


def test_tab_leads_through_all_of_it(notebook):
    expect_controls_in_order(notebook)


def test_what_is_saved_holds_nothing_of_a_person(lab, notebook):
    assert "Person08" in widget(notebook).locator("section").inner_text()
    kept = str(saved(lab, notebook, "explanation").cells[0]["outputs"])
    assert "Person08" not in kept
    assert "debt_ratio" in kept
