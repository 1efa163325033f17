"""What is chosen in a widget becomes a cell of plain Python, and what a person has written there is safe."""

import re
from importlib.resources import files
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from nbconvert import HTMLExporter
from playwright.sync_api import expect

from tests.widgets.boards import Plain
from workbench.widgets.wire import node_json

from .guiding import take_picture
from .launcher import KERNEL_IS_READY
from .looks import RULES
from .notebooks import expect_no_barriers_in_widgets, saved, sources, widget
from .walking import MINUTES, use_theme

pytestmark = pytest.mark.ui

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
BOARD = """from dataclasses import dataclass, replace
from workbench.widgets.board import Board
from workbench.widgets.code import call
from workbench.widgets.panel import Panel
from workbench.widgets.view import Number, Said

@dataclass(frozen=True)
class Chosen:
    tolerance: float = 0.05

class Tolerance(Board):
    widget = "tolerance"
    title = "How large a gap is tolerated"

    def __init__(self):
        super().__init__()
        self.settings = Chosen()

    @property
    def result(self):
        return {"tolerance": self.settings.tolerance}

    def contents(self):
        said = f"Up to {self.settings.tolerance:.0%} is tolerated."
        return Number("tolerance", "Tolerance", self.settings.tolerance, low=0, high=1), Said("said", said)

    def change(self, id, value):
        self.settings = replace(self.settings, tolerance=value)

    def python(self):
        return "chosen = " + call("dict", **self.result)"""
SHOW = "panel = Panel(Tolerance())\npanel"
# A page of nobody's: no notebook around, and a model that answers by itself.
BARE = """async ([source, view]) => {
  const address = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  const { default: widget } = await import(address);
  let told;
  const answer = seq => told({ kind: 'view', schema: 'workbench.view/1', view, seq });
  const model = {
    on: (event, listener) => { if (event === 'msg:custom') told = listener; }, off: () => undefined,
    send: ({ seq }) => queueMicrotask(() => answer(seq)),
  };
  widget.render({ model, el: document.querySelector('main') });
}"""
GONE = "Python was restarted or ended, and no longer knows this widget. Run this cell again."
STATE = "application/vnd.jupyter.widget-state+json"
TOGGLE_STATE = "() => window.jupyterapp.commands.execute('@jupyter-widgets/jupyterlab-manager:saveWidgetState')"
MAKE_ANOTHER = """() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel
  .requestExecute({ code: 'import ipywidgets; slider = ipywidgets.IntSlider()' }).done.then(() => null)"""
FORGET_STATE = "() => window.jupyterapp.shell.currentWidget.context.model.deleteMetadata('widgets')"
NEW = "Written into a new cell below. Run it to use it."
RUN = """async place => {
  const { content } = window.jupyterapp.shell.currentWidget;
  content.activeCellIndex = place;
  content.mode = 'command';
  await window.jupyterapp.commands.execute('notebook:run-cell');
}"""
UNDO = "() => window.jupyterapp.commands.execute('notebook:undo-cell-action')"
EDIT = """([place, source]) => {
  window.jupyterapp.shell.currentWidget.content.widgets[place].model.sharedModel.setSource(source);
}"""
COMMS = """async () => {
  const { kernel } = window.jupyterapp.shell.currentWidget.sessionContext.session;
  const { content } = await kernel.requestCommInfo({});
  return Object.keys(content.comms).sort();
}"""
SAVE = "() => window.jupyterapp.shell.currentWidget.context.save()"
RESTART = "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()"
SHUT_DOWN = "() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()"
TRUSTED = "() => window.jupyterapp.shell.currentWidget.content.widgets.every(cell => cell.model.trusted ?? true)"


@pytest.fixture(scope="module")
def page(desk, lab):
    (lab.folder / "tolerance.py").write_text(BOARD, encoding="utf-8")
    with desk.notebook("choices", ["from tolerance import Panel, Tolerance", SHOW, "None"]) as page:
        yield page


def keep(page, place=0):
    """Press the button with the keyboard; returns where the answer is said."""
    found = widget(page, place)
    found.get_by_role("button", name="Keep these choices").focus()
    page.keyboard.press("Enter")
    return found.locator(".keep [role=status]")


def choose(page, value, place=0):
    box = widget(page, place).get_by_label("Tolerance")
    box.fill(str(value))
    box.press("Tab")
    return widget(page, place).get_by_text(f"Up to {value:.0%} is tolerated.")


def codes(page):
    """Return the sources of the cells beneath the widget's own."""
    return [source for _, source, _ in sources(page)[2:]]


def settled(page):
    """Return the page when its notebook has outputs again."""
    page.locator(".workbench-twin").first.wait_for(timeout=2 * MINUTES)
    return page


def test_choices_become_a_cell_that_undo_takes_away(page):
    expect(keep(page)).to_have_text(NEW)
    _, _, _, [kind, source, metadata], _ = [None, *sources(page)]
    assert (kind, source) == ("code", "chosen = dict(tolerance=0.05)")
    assert sorted(metadata) == ["choices", "hash", "widget"]
    page.evaluate(UNDO)
    assert codes(page) == ["None"]
    expect(keep(page)).to_have_text(NEW)
    expect(keep(page)).to_have_text("The cell below already says this.")
    expect(choose(page, 0.1)).to_be_visible()
    expect(keep(page)).to_have_text("The cell below is renewed. Run it to use it.")
    assert codes(page) == ["chosen = dict(tolerance=0.1)", "None"]
    page.evaluate(UNDO)
    assert codes(page) == ["chosen = dict(tolerance=0.05)", "None"]
    page.evaluate(UNDO)
    assert codes(page) == ["None"]
    expect(choose(page, 0.1)).to_be_visible()
    expect(keep(page)).to_have_text(NEW)


def test_what_a_person_wrote_is_never_replaced_unasked(page):
    edited = "chosen = dict(tolerance=0.08)  # agreed with the council"
    page.evaluate(EDIT, [2, edited])
    expect(choose(page, 0.2)).to_be_visible()
    said = keep(page)
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Keep Mine")).to_be_focused()
    assert dialog.locator("tr").all_inner_texts() == [f"Yours\t{edited}", "New\tchosen = dict(tolerance=0.2)"]
    for theme in ("JupyterLab Dark", "JupyterLab Light"):
        use_theme(page, theme)
        found = Axe().run(page, context=".workbench-diff", options=RULES).response
        assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
    take_picture(page, "widget-choices")
    page.keyboard.press("Enter")
    expect(said).to_have_text("Your cell is as it was.")
    expect(widget(page).get_by_role("button", name="Keep these choices")).to_be_focused()
    assert codes(page) == [edited, "None"]
    said = keep(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(said).to_have_text(NEW)
    assert codes(page) == ["chosen = dict(tolerance=0.2)", edited, "None"]
    page.evaluate(EDIT, [2, "chosen = None"])
    said = keep(page)
    dialog.get_by_role("button", name="Replace").click()
    expect(said).to_have_text("The cell below is renewed. Run it to use it.")
    assert codes(page) == ["chosen = dict(tolerance=0.2)", edited, "None"]


def test_running_its_cell_again_leaves_nothing_behind(page):
    before = page.evaluate(COMMS)
    for _ in range(2):
        page.evaluate(RUN, 1)
        expect(page.locator(".workbench-widget")).to_have_count(1)
        widget(page)
    after = page.evaluate(COMMS)
    assert len(after) == len(before)
    assert not set(after) & set(before)


def test_two_views_of_a_widget_show_the_same_and_keep_beneath_their_own_cell(page):
    page.evaluate(EDIT, [4, "panel"])
    page.evaluate(RUN, 4)
    expect(page.locator(".workbench-widget")).to_have_count(2)
    expect(choose(page, 0.3, place=1)).to_be_visible()
    expect(widget(page, 0).get_by_text("Up to 30% is tolerated.")).to_be_visible()
    expect(keep(page, 1)).to_have_text(NEW)
    assert codes(page)[2:] == ["panel", "chosen = dict(tolerance=0.3)"]
    expect_no_barriers_in_widgets(page)


def test_what_is_saved_becomes_a_page_that_can_be_read(page, lab):
    notebook = saved(lab, page, "choices")
    assert "widgets" not in notebook.metadata
    text, _ = HTMLExporter().from_notebook_node(notebook)
    assert "Up to 5% is tolerated." in text  # as it was when the cell ran
    assert "Loading widget" not in text


def test_where_the_state_of_widgets_is_saved_the_page_can_be_read_too(page, lab):
    page.evaluate(MAKE_ANOTHER)
    page.evaluate(TOGGLE_STATE)
    notebook = saved(lab, page, "choices")
    page.evaluate(TOGGLE_STATE)
    page.evaluate(FORGET_STATE)
    state = notebook.metadata.widgets[STATE].state.values()
    assert "IntSliderModel" in [one.model_name for one in state]
    assert "AnyModel" not in [one.model_name for one in state]
    text, _ = HTMLExporter().from_notebook_node(notebook)
    assert "Up to 5% is tolerated." in text


def test_a_page_that_is_loaded_again_shows_what_was_chosen(page):
    page.evaluate(SAVE)
    page.goto(page.url.split("?")[0])
    settled(page).wait_for_function(TRUSTED)
    page.wait_for_function(KERNEL_IS_READY, timeout=2 * MINUTES)
    expect(widget(page).get_by_text("Up to 30% is tolerated.")).to_be_visible(timeout=MINUTES)
    expect(page.locator(".workbench-report")).to_have_count(0)


def test_a_widget_whose_kernel_was_restarted_says_so(page):
    expect(widget(page).locator(".silence")).to_have_text("")
    page.evaluate(RESTART)
    expect(widget(page).locator(".silence")).to_have_text(GONE)  # at once, before anything is touched
    page.wait_for_function(KERNEL_IS_READY)
    choose(page, 0.4)
    expect(widget(page).locator(".silence")).to_have_text(GONE)
    page.evaluate(RUN, 0)
    page.evaluate(RUN, 1)
    expect(widget(page).get_by_text("Up to 5% is tolerated.")).to_be_visible()


def test_a_notebook_without_its_kernel_shows_what_was_saved(page):
    page.evaluate(SAVE)
    page.evaluate(SHUT_DOWN)
    page.goto(page.url)
    twin = settled(page).locator(".workbench-twin").first
    expect(twin.get_by_role("heading", name="How large a gap is tolerated")).to_be_visible(timeout=MINUTES)
    expect(twin).to_contain_text("Run the cell to choose again.")
    expect(twin.locator("dd")).to_have_text("0.05")
    expect(twin.locator(".workbench-widget")).to_have_count(0)
    take_picture(page, "widget-twin")


def test_where_nobody_writes_cells_the_code_is_shown_to_copy(browser):
    context = browser.new_context(offline=True)
    page = context.new_page()
    view = node_json(Plain().view())
    page.set_content("<html lang=en><main></main></html>")
    page.evaluate(BARE, [files("workbench.widgets").joinpath("widgets.js").read_text("utf-8"), view])
    page.get_by_role("button", name="Keep these choices").click()
    expect(page.get_by_label("Put this into a cell of its own")).to_have_value("tolerance = 0.05")
    expect(page.get_by_label("Put this into a cell of its own")).to_be_focused()
    page.get_by_role("button", name="Copy").click()
    expect(page.locator(".keep [role=status]")).to_have_text(re.compile(r"Copied\.|Select the code and copy it\."))
    context.close()
