"""The guide leads through a notebook: what is done, what is stale and why, what was found, and what to do next."""

import json
import sys

import nbformat
import pytest
from playwright.sync_api import expect

from .guiding import (
    RECORD,
    SHOW,
    SOURCE,
    STEPS,
    expect_no_barriers,
    expect_states,
    guide,
    guided_on,
    open_notebook,
    press,
    saved,
    step,
    take_picture,
    template,
)
from .launcher import KERNEL_IS_READY
from .walking import MINUTES, use_theme

pytestmark = pytest.mark.ui

REASON = "Missing savings are known, and rare."
ACTIVE = "() => window.jupyterapp.shell.currentWidget.content.activeCellIndex"
RESTART = "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()"
SHUT_DOWN = "() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()"
COUNT = "place => window.jupyterapp.shell.currentWidget.content.model.cells.get(place).executionCount"
HIDDEN = """() => window.jupyterapp.shell.currentWidget.content.widgets
  .flatMap((cell, place) => cell.inputArea?.node.offsetParent === null ? [place] : [])"""
# JupyterLab writes its workspace a while after a change. A promise cannot be waited for: it counts as true at once.
KEPT = """async key => {
  for (let turn = 0; turn < 300; turn += 1) {
    const { data } = await window.jupyterapp.serviceManager.workspaces.fetch('default');
    if (data[key]?.guided === true) return true;
    await new Promise(done => setTimeout(done, 100));
  }
  return false;
}"""
SLOW = "a = 1\nprint('begun')\nimport time\nfor _ in range(600):\n    time.sleep(0.1)"
FAILS_WHEN_TOLD = """import time
from pathlib import Path
while not Path("told").exists():
    time.sleep(0.05)
1 / 0"""
DEAD = "import os\nos._exit(1)"


def expect_hidden(page, places):
    """Expect the code of just these cells not to be seen."""
    page.wait_for_function(f"places => JSON.stringify(({HIDDEN})()) === JSON.stringify(places)", arg=places)


def test_where_no_notebook_is_open_it_says_where_to_begin(cleared):
    cleared.evaluate(SHOW)
    expect(guide(cleared).get_by_role("heading")).to_have_text("No notebook is open")
    expect(guide(cleared).get_by_role("button", name="Open the launcher")).to_be_visible()
    expect_no_barriers(cleared)


def test_a_newcomer_is_led_by_keyboard_alone_and_overrules_a_finding(cleared, folder):
    with guided_on(cleared, folder, template()) as page:
        expect_states(page, ["to do"] * 3)
        expect(guide(page)).to_contain_text("0 of 3 steps are done.")
        first = step(page, "Read the data").locator(".workbench-Step-title")
        first.focus()
        page.keyboard.press("ArrowDown")
        expect(step(page, "Look at the data").locator(".workbench-Step-title")).to_be_focused()
        page.keyboard.press("End")
        expect(step(page, "Count the columns").locator(".workbench-Step-title")).to_be_focused()
        page.keyboard.press("Home")
        expect(first).to_be_focused()
        page.keyboard.press("Tab")
        expect(step(page, "Read the data").get_by_role("button", name="Run this step")).to_be_focused()
        page.keyboard.press("Enter")  # with the parameters, which are no step
        expect_states(page, ["done", "to do", "to do"])
        step(page, "Look at the data").locator(".workbench-Step-title").focus()
        page.keyboard.press("Enter")
        expect(step(page, "Look at the data")).to_have_attribute("aria-current", "step")
        assert page.evaluate(ACTIVE) == 5
        page.evaluate("() => { void window.jupyterapp.commands.execute('workbench:run-step'); }")
        expect_states(page, ["done", "done", "to do"])
        expect(guide(page).locator(".workbench-Guide-said")).to_have_text("Look at the data: done.")
        findings = step(page, "Look at the data").locator(".workbench-Findings")
        findings.locator("summary").focus()
        page.keyboard.press("Enter")  # none of them asks for a decision, so they are folded
        button = findings.get_by_role("button").first
        code = button.get_attribute("aria-label").split()[1]
        button.focus()
        page.keyboard.press("Enter")
        reason = findings.get_by_label("Why is this accepted?")
        expect(reason).to_be_focused()
        page.keyboard.type("no")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(findings.get_by_role("alert")).to_have_text("Write 8 characters more: others have to follow it.")
        take_picture(page, "guide-overrule")
        expect_no_barriers(page)
        reason.fill(REASON)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(findings).to_contain_text(f"Overruled: {REASON}", timeout=MINUTES)
        assert REASON in (folder / "study" / "study.toml").read_text("utf-8")
        cells = saved(page, folder / "way.ipynb").cells
        [kept] = [cell for cell in cells if cell.metadata.get("workbench", {}).get("widget") == "overrule"]
        assert cells.index(kept) == 6
        assert kept.source.startswith(f'study.overrule("{code}", reason="{REASON}"')
        expect_states(page, ["done", "done", "to do"])
        findings.get_by_role("button", name=f"Take back that {code} is overruled").first.press("Enter")
        expect(findings).not_to_contain_text("Overruled:", timeout=MINUTES)
        assert REASON not in (folder / "study" / "study.toml").read_text("utf-8")
        cells = saved(page, folder / "way.ipynb").cells
        [kept] = [cell for cell in cells if cell.metadata.get("workbench", {}).get("widget") == "overrule"]
        assert (cells.index(kept), kept.source.startswith(f'study.reinstate("{code}"')) == (6, True)
        expect_states(page, ["done", "done", "to do"])


def test_what_is_found_again_leads_to_where_it_stands_in_full(cleared, folder):
    again = ("again", "Look at it again", "again = wb.profile_data(data)\nagain")
    with guided_on(cleared, folder, template([*STEPS[:2], again])) as page:
        guide(page).get_by_role("button", name="Run all", exact=True).click()
        expect_states(page, ["done"] * 3)
        first, second = step(page, "Look at the data"), step(page, "Look at it again")
        second.locator("summary").focus()
        page.keyboard.press("Enter")
        expect(second.get_by_text("What to do:")).to_have_count(0)
        title = second.locator(".workbench-Finding-title").last.inner_text()
        expect_no_barriers(page)
        lead = second.get_by_role("button", name="Read it under “Look at the data”").last
        expect(lead).to_have_accessible_description(title)
        lead.press("Enter")
        expect(first.locator(".workbench-Finding-title", has_text=title)).to_be_focused()
        expect(first.locator(".workbench-Finding-title", has_text=title)).to_be_in_viewport()
        page.keyboard.press("Tab")
        expect(first.get_by_role("button", name="Overrule").last).to_be_focused()
        expect_no_barriers(page)


def test_a_step_that_failed_comes_into_view_and_nobody_who_types_is_disturbed(cleared, folder):
    steps = [(f"step-{n}", f"Step {n}", f"a{n} = {n}") for n in range(1, 20)]
    with guided_on(cleared, folder, template([*steps, ("last", "The last one", FAILS_WHEN_TOLD)])) as page:
        last = step(page, "The last one")
        expect(last).not_to_be_in_viewport()
        guide(page).get_by_role("button", name="Run all", exact=True).click()
        expect(last).to_have_attribute("data-state", "running", timeout=MINUTES)
        code = page.locator(".jp-CodeCell .cm-content").first
        code.click()
        page.keyboard.press("Home")
        page.keyboard.type("# Typed ")
        (folder / "told").touch()
        expect_states(page, [*["done"] * 19, "failed"])
        expect(last).to_be_in_viewport()
        page.keyboard.type("to the end")
        expect(code).to_contain_text("# Typed to the end")
        step(page, "Step 1").locator(".workbench-Step-title").click()
        expect(last).not_to_be_in_viewport()
        guide(page).get_by_role("button", name="Run all", exact=True).click()
        expect(last).to_have_attribute("aria-current", "step", timeout=MINUTES)
        expect(last).to_be_in_viewport()


@pytest.fixture(scope="module")
def way(desk, lab):
    """A notebook whose steps are done."""
    folder = lab.folder / "done"
    folder.mkdir()
    with desk.lent() as page, guided_on(page, folder, template()):
        guide(page).get_by_role("button", name="Run all", exact=True).click()
        expect_states(page, ["done"] * 3, timeout=2 * MINUTES)
        yield page, folder


def test_everything_is_open_to_everybody_in_both_themes(way):
    page, _ = way
    step(page, "Look at the data").locator(".workbench-Step-title").click()
    step(page, "Look at the data").locator("summary").click()
    for theme, name in (("JupyterLab Dark", ""), ("JupyterLab Light", "guide")):
        use_theme(page, theme)
        expect_no_barriers(page)
        take_picture(page, name)
    step(page, "Look at the data").locator("summary").click()


def test_what_rests_on_an_edited_step_turns_stale_and_runs_again_from_there(way):
    page, _ = way
    page.evaluate(SOURCE, [5, "profile = wb.profile_data(data)\n# looked at again"])
    expect_states(page, ["done", "stale", "stale"])
    expect(step(page, "Look at the data")).to_contain_text("The code was changed since it ran.")
    expect(step(page, "Count the columns")).to_contain_text("“Look at the data” has changed since.")
    press(page, "Count the columns", "Run to here")
    expect_states(page, ["done"] * 3)
    assert [page.evaluate(COUNT, place) for place in (1, 3, 5, 7)] == [1, 2, 5, 6]  # the first step stood


def test_a_failed_step_blocks_what_comes_after_it(way):
    page, _ = way
    page.evaluate(SOURCE, [5, "profile = wb.profile_data(nothing)"])
    press(page, "Look at the data", "Run this step")
    expect_states(page, ["done", "failed", "blocked"])
    expect(step(page, "Look at the data")).to_contain_text("NameError: name 'nothing' is not defined")
    expect(step(page, "Count the columns")).to_contain_text("“Look at the data” has to be done first.")
    guide(page).get_by_role("button", name="Next").click()
    assert page.evaluate(ACTIVE) == 7
    guide(page).get_by_role("button", name="Next").click()
    assert page.evaluate(ACTIVE) == 5
    page.evaluate(SOURCE, [5, "profile = wb.profile_data(data)\nprofile"])
    press(page, "Count the columns", "Run to here")
    expect_states(page, ["done"] * 3)


def test_the_guided_view_hides_code_and_changes_no_file(way):
    page, folder = way
    before = saved(page, folder / "way.ipynb")
    guide(page).get_by_role("button", name="Guided view").click()
    expect_hidden(page, [3, 5, 7])
    expect(page.locator(".jp-Cell .jp-OutputArea-output", has_text="10,000 rows").first).to_be_visible()
    press(page, "Look at the data", "Show code")
    expect_hidden(page, [3, 7])
    press(page, "Look at the data", "Hide code")
    expect_hidden(page, [3, 5, 7])
    step(page, "Read the data").locator(".workbench-Step-title").click()
    page.keyboard.press("Enter")  # nobody types into code that is not seen
    expect_hidden(page, [5, 7])
    page.keyboard.press("Escape")
    assert saved(page, folder / "way.ipynb") == before
    assert page.evaluate(KEPT, f"workbench:guide:{folder.name}/way.ipynb")
    page.reload()
    page.wait_for_function("() => window.jupyterapp?.shell.currentWidget?.context", timeout=2 * MINUTES)
    page.wait_for_function(KERNEL_IS_READY, timeout=2 * MINUTES)
    expect(guide(page).get_by_role("button", name="Guided view")).to_have_attribute("aria-pressed", "true")
    page.wait_for_function(f"() => [5, 7].every(place => ({HIDDEN})().includes(place))")
    guide(page).get_by_role("button", name="Guided view").click()
    expect_hidden(page, [])
    expect_states(page, ["done"] * 3)


def test_a_restarted_kernel_is_told_and_what_a_step_needs_runs_first(way):
    page, _ = way
    page.evaluate(RESTART)
    page.wait_for_function(KERNEL_IS_READY, timeout=MINUTES)
    expect_states(page, ["done"] * 3)
    expect(step(page, "Read the data")).to_contain_text("Done before; its values are not in memory now.")
    press(page, "Look at the data", "Run to here")
    expect_states(page, ["running", "waiting", "done"])
    expect_states(page, ["done"] * 3)
    expect(step(page, "Look at the data")).not_to_contain_text("not in memory")
    expect(step(page, "Read the data")).not_to_contain_text("not in memory")
    expect(step(page, "Count the columns")).to_contain_text("not in memory")


def test_a_page_that_is_loaded_again_knows_the_states_from_the_file_alone(way):
    page, folder = way
    saved(page, folder / "way.ipynb")
    page.evaluate(SHUT_DOWN)
    expect(guide(page)).to_contain_text("No kernel is running: what you see is as it was saved.")
    expect_states(page, ["done"] * 3)
    expect(step(page, "Look at the data").locator("summary")).to_contain_text("findings")
    page.evaluate(
        "() => { void window.jupyterapp.shell.currentWidget.sessionContext.changeKernel({ name: 'python3' }); }"
    )
    page.wait_for_function(KERNEL_IS_READY, timeout=2 * MINUTES)
    expect(guide(page)).not_to_contain_text("No kernel is running")
    expect_states(page, ["done"] * 3)


def test_each_notebook_has_its_own_steps_and_a_new_name_changes_nothing(way):
    page, folder = way
    other = template([("only", "The only step", "1 + 1")])
    other.metadata.workbench.title = "Another way"
    nbformat.write(other, folder / "other.ipynb")
    open_notebook(page, f"{folder.name}/other.ipynb")
    expect(guide(page).get_by_role("heading")).to_have_text("Another way")
    expect_states(page, ["to do"])
    page.evaluate("() => window.jupyterapp.shell.currentWidget.context.rename('renamed.ipynb')")
    press(page, "The only step", "Run this step")
    expect_states(page, ["done"])
    expect(guide(page)).to_contain_text("Its only step is done.")
    open_notebook(page, f"{folder.name}/way.ipynb")
    expect(guide(page).get_by_role("heading")).to_have_text("A small way")
    expect_states(page, ["done"] * 3)


def test_a_notebook_of_ones_own_is_told_to_have_no_steps(way):
    page, folder = way
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")]), folder / "own.ipynb")
    page.evaluate(
        "path => { void window.jupyterapp.commands.execute('docmanager:open',"
        " { path, kernel: { name: 'python3' } }); }",
        f"{folder.name}/own.ipynb",
    )
    expect(guide(page)).to_contain_text("This notebook was not made from a template", timeout=MINUTES)
    expect_no_barriers(page)


def test_a_kernel_that_dies_in_mid_step_loses_nothing(cleared, folder):
    steps = [("first", "First", "a = 1"), ("second", "Second", DEAD), ("third", "Third", "b = a")]
    with guided_on(cleared, folder, template(steps)) as page:
        press(page, "First", "Run this step")
        expect_states(page, ["done", "to do", "to do"])
        press(page, "Second", "Run this step")
        expect(page.get_by_role("dialog")).to_contain_text("appears to have died", timeout=MINUTES)
        page.get_by_role("dialog").get_by_role("button").last.click()
        page.wait_for_function(KERNEL_IS_READY, timeout=2 * MINUTES)
        expect_states(page, ["done", "to do", "to do"])
        expect(step(page, "First")).to_contain_text("Done before; its values are not in memory now.")
        page.evaluate(SOURCE, [5, "c = 1"])
        press(page, "Third", "Run to here")
        expect_states(page, ["done", "done", "done"])


def test_a_step_that_is_interrupted_is_told_and_leaves_what_it_had_made(cleared, folder):
    steps = [("first", "First", SLOW), ("second", "Second", "b = a")]
    with guided_on(cleared, folder, template(steps)) as page:
        press(page, "First", "Run this step")
        page.get_by_text("begun", exact=True).wait_for()
        expect_states(page, ["running", "to do"])
        page.evaluate("() => { void window.jupyterapp.commands.execute('notebook:interrupt-kernel'); }")
        expect_states(page, ["failed", "blocked"])
        expect(step(page, "First")).to_contain_text("It was interrupted before it was done.")
        expect(step(page, "Second")).to_contain_text("“First” has to be done first.")
        press(page, "Second", "Run this step")
        page.wait_for_function(f"() => ({COUNT})(5) !== null")
        expect_states(page, ["failed", "blocked"])
        cells = saved(page, folder / "way.ipynb").cells
        outputs = [one for place in (3, 5) for one in cells[place].outputs]
        records = [one["data"][RECORD] for one in outputs if RECORD in one.get("data", {})]
        assert [one["state"] for one in records] == ["interrupted", "done"]  # what it had bound is there
        page.evaluate(SOURCE, [3, "a = 2"])
        press(page, "Second", "Run to here")
        expect_states(page, ["done", "done"])


def test_two_notebooks_on_one_kernel_keep_their_records_apart(cleared, folder):
    steps = [("make", "Make", "a = 1"), ("use", "Use", "b = a + 1")]
    with guided_on(cleared, folder, template(steps)) as page:
        guide(page).get_by_role("button", name="Run all", exact=True).click()
        expect_states(page, ["done", "done"])
        model = page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.model")
        nbformat.write(template(steps), folder / "second.ipynb")
        page.evaluate(
            "([path, kernel]) => { void window.jupyterapp.commands.execute('docmanager:open', { path, kernel }); }",
            [f"{folder.name}/second.ipynb", {"id": model["id"], "name": model["name"]}],
        )
        page.wait_for_function("() => window.jupyterapp.shell.currentWidget?.context?.path.endsWith('second.ipynb')")
        page.wait_for_function(KERNEL_IS_READY, timeout=MINUTES)
        expect_states(page, ["to do", "to do"])
        press(page, "Make", "Run this step")
        expect_states(page, ["done", "to do"])
        open_notebook(page, f"{folder.name}/way.ipynb")
        expect_states(page, ["done", "done"])


def test_a_kernel_without_the_package_says_how_to_install_it(cleared, lab, folder):
    bare = lab.folder.parent / "data" / "kernels" / "bare"
    bare.mkdir(parents=True)
    start = (
        "import sys; sys.modules['workbench'] = None; from ipykernel.kernelapp import launch_new_instance as run; run()"
    )
    spec = {
        "argv": [sys.executable, "-c", start, "-f", "{connection_file}"],
        "display_name": "Bare",
        "language": "python",
    }
    (bare / "kernel.json").write_text(json.dumps(spec))
    cleared.evaluate("() => window.jupyterapp.serviceManager.kernelspecs.refreshSpecs()")
    with guided_on(cleared, folder, template(kernel="bare")) as page:
        expect(guide(page)).to_contain_text('Run "%pip install notebook-workbench" in a cell', timeout=MINUTES)
        expect_states(page, ["to do"] * 3)
        guide(page).get_by_role("button", name="Ask again").click()
        expect(guide(page)).to_contain_text('Run "%pip install notebook-workbench" in a cell', timeout=MINUTES)
        expect_no_barriers(page)
