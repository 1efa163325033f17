"""A report of an open notebook: wished in a dialog, written by the kernel, read in a tab that may do nothing."""

import re
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import expect

from .guiding import expect_no_barriers_in_both_themes, open_notebook, take_picture
from .walking import IS_DONE, MINUTES

pytestmark = pytest.mark.ui

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
STEPS = {
    "read": ("Read the decisions", "import workbench as wb\n\nstudy = wb.open_study()\ntolerated = 0.05"),
    "audit": (
        "Compare groups",
        "audit = wb.audit_decisions(\n"
        "    'example:admissions', decision='admitted', favourable='yes', protected=['sex'],\n"
        "    policy=wb.Policy({'selection_rate': tolerated}),\n)\naudit",
    ),
    "keep": ("Keep the audit", "kept = study.save(audit)\nkept"),
}
ACTIVE = "() => window.jupyterapp.shell.currentWidget.title.label"
EDIT = """([place, source]) => [...window.jupyterapp.shell.widgets('main')].find(one => one.content.widgets)
  .content.widgets[place].model.sharedModel.setSource(source)"""
NOTEBOOK_IS_IDLE = """() => [...window.jupyterapp.shell.widgets('main')].find(one => one.content.widgets)
  .sessionContext.session.kernel.status === 'idle'"""
KERNEL_IS_BUSY = "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'busy'"
RESTS = "import os, time\nwhile not os.path.exists('enough'):\n    time.sleep(0.1)\nprint('rested')"
BUSY = "import time\nfor _ in range(600):\n    time.sleep(0.1)"


def write(lab, name, steps):
    folder = lab.folder / name
    folder.mkdir()
    cells = [
        nbformat.v4.new_code_cell(source, metadata={"workbench": {"step": step, "title": title, "why": ""}})
        for step, (title, source) in steps.items()
    ]
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=metadata), folder / "loans.ipynb")
    return folder


@pytest.fixture
def opened(cleared, lab, tmp_path):
    """A notebook of three steps, open and not run."""
    folder = write(lab, tmp_path.name, STEPS)
    open_notebook(cleared, f"{tmp_path.name}/loans.ipynb")
    return cleared, folder


def export_with_button(page):
    page.get_by_role("button", name="Export a report of what this notebook has made").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("For whom")).to_be_visible(timeout=MINUTES)
    return dialog


def report_in(page):
    """Return the page of the report, when it is there."""
    frame = page.locator(".workbench-preview iframe")
    expect(frame).to_be_visible(timeout=2 * MINUTES)
    return page.frame_locator(".workbench-preview iframe")


def test_steps_that_were_not_run_are_run_first_and_the_report_is_shown(opened):
    page, folder = opened
    dialog = export_with_button(page)
    expect(dialog.get_by_text("3 steps of the notebook are not up to date:")).to_be_visible()
    expect(dialog.get_by_role("listitem")).to_have_text([f"{title} was not run yet" for title, _ in STEPS.values()])
    expect(dialog.get_by_label("Run them first (3 cells)")).to_be_checked()
    expect_no_barriers_in_both_themes(page, ".workbench-export", more_than=0)
    take_picture(page, "export")
    dialog.get_by_role("button", name="Export").click()
    report = report_in(page)
    expect(report.get_by_role("heading", name="What the data say")).to_be_visible()
    said = page.locator(".workbench-preview [role=status]")
    place = f"{folder.name}/study/reports/brief.html"
    expect(said).to_have_text(f"The report is in {place}. It was made from what was in memory.")
    assert page.evaluate(ACTIVE) == "brief.html"
    expect_no_barriers_in_both_themes(page, ".workbench-preview", iframes=False, more_than=0)
    take_picture(page, "preview")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    written = (folder / "study" / "reports" / "brief.html").read_bytes()
    assert download.value.suggested_filename == "brief.html"
    assert Path(download.value.path()).read_bytes() == written
    page.get_by_role("button", name="Open File").click()
    expect(page.locator(".jp-HTMLViewer")).to_be_visible()


def test_a_file_that_is_there_is_told_and_replaced_on_wish(opened):
    page, folder = opened
    mine = folder / "mine.html"
    mine.write_text("years of work")
    dialog = export_with_button(page)
    dialog.get_by_label("File name").fill("mine")
    dialog.get_by_role("button", name="Export").click()
    said = page.locator(".workbench-preview [role=status]")
    expect(said).to_contain_text("'mine.html' is there already.", timeout=2 * MINUTES)
    assert mine.read_text() == "years of work"
    page.get_by_role("button", name="Change…").click()
    expect(dialog.get_by_label("File name")).to_have_value("mine.html", timeout=MINUTES)
    dialog.get_by_label("Replace the file if it is there already").check()
    dialog.get_by_role("button", name="Export").click()
    expect(report_in(page).get_by_role("heading", name="What the data say")).to_be_visible()
    assert "</html>" in mine.read_text(encoding="utf-8")
    expect(page.locator(".workbench-preview")).to_have_count(1)  # the one that failed has gone


def test_a_step_that_was_edited_is_told_and_one_that_fails_is_too(opened):
    page, _ = opened
    page.evaluate("() => { void window.jupyterapp.commands.execute('notebook:run-all-cells'); }")
    page.wait_for_function(IS_DONE, timeout=2 * MINUTES)
    page.evaluate(EDIT, [1, "audit = 1 / 0"])
    dialog = export_with_button(page)
    expect(dialog.get_by_role("listitem")).to_have_text(
        ["Compare groups was edited since it ran", "Keep the audit rests on what has changed: Compare groups"]
    )
    dialog.get_by_role("button", name="Export").click()
    said = page.locator(".workbench-preview [role=status]")
    expect(said).to_have_text('The step "Compare groups" failed, so no report was written. Its cell says why.')
    page.get_by_role("button", name="Change…").click()
    expect(dialog.get_by_role("listitem").first).to_have_text("Compare groups failed", timeout=MINUTES)
    dialog.get_by_label("Run them first").uncheck()
    dialog.get_by_role("button", name="Export").click()
    expect(report_in(page).get_by_role("heading", name="What the data say")).to_be_visible()
    notes = page.locator(".workbench-preview-notes")
    notes.get_by_text("Steps that were not up to date (2)").click()
    expect(notes.get_by_role("listitem").first).to_have_text("Compare groups: failed")


def test_an_export_can_be_cancelled_and_tried_again(opened):
    page, folder = opened
    page.evaluate(EDIT, [1, f"{BUSY}\n{STEPS['audit'][1]}"])
    dialog = export_with_button(page)
    dialog.get_by_role("button", name="Export").click()
    said = page.locator(".workbench-preview [role=status]")
    expect(said).to_have_text("Running the notebook first: Compare groups (2 of 3)", timeout=MINUTES)
    page.get_by_role("button", name="Cancel", exact=True).click()
    expect(said).to_have_text("The export was cancelled.")
    page.wait_for_function(NOTEBOOK_IS_IDLE)
    assert not (folder / "study" / "reports" / "brief.html").exists()
    page.evaluate(EDIT, [1, STEPS["audit"][1]])
    page.get_by_role("button", name="Try Again").click()
    expect(report_in(page).get_by_role("heading", name="What the data say")).to_be_visible()


def test_a_kernel_that_runs_a_cell_is_waited_for_and_not_interrupted(opened):
    page, folder = opened
    page.evaluate(EDIT, [0, RESTS])
    page.evaluate("() => { void window.jupyterapp.commands.execute('notebook:run-cell'); }")
    page.wait_for_function(KERNEL_IS_BUSY)
    page.get_by_role("button", name="Export a report of what this notebook has made").click()
    said = page.get_by_text("The kernel is busy. You are asked what to export when it is done.")
    expect(said).to_be_visible(timeout=MINUTES)
    page.get_by_role("button", name="Cancel", exact=True).click()
    expect(said).to_have_count(0)
    (folder / "enough").touch()
    expect(page.get_by_text("rested", exact=True)).to_be_visible(timeout=MINUTES)
    expect(page.get_by_role("dialog")).to_have_count(0)


GATHERS = {
    "keep": (
        "Keep an audit",
        "import workbench as wb\n\nstudy = wb.open_study()\n"
        "audit = wb.audit_decisions(\n"
        "    'example:admissions', decision='admitted', favourable='yes', protected=['sex']\n)\n"
        "study.save(audit)\n"
        "study.overrule(audit.findings[0].code, reason='Known since the spring, and watched.')\n"
        "study.overrule('WB999', reason='Of a table that is not here.')",
    ),
    "gather": ("What belongs together", "gathered = wb.gather_study(study)\nprint(gathered)"),
    "sign": ("Who signs", "sign_off = wb.SignOff(owner='the admissions office')"),
    "stray": ("Look again", "again = wb.audit_decisions('example:admissions', decision='admitted', favourable='yes')"),
}


def test_where_a_step_gathered_the_study_that_is_told_with_its_reasons_and_who_signs(cleared, lab, tmp_path):
    write(lab, tmp_path.name, GATHERS)
    page = cleared
    open_notebook(page, f"{tmp_path.name}/loans.ipynb")
    page.evaluate("() => { void window.jupyterapp.commands.execute('notebook:run-all-cells'); }")
    page.wait_for_function(IS_DONE, timeout=2 * MINUTES)
    dialog = export_with_button(page)
    expect(dialog.get_by_text("The report is made from what a step of the notebook gathered.")).to_be_visible()
    dialog.get_by_role("button", name="Export").click()
    report = report_in(page)
    expect(report.get_by_text("Known since the spring, and watched.").first).to_be_visible()
    expect(report.get_by_text("the admissions office").first).to_be_visible()
    expect(page.locator(".workbench-preview-said")).to_contain_text("It was made from what the notebook gathered.")
    notes = page.locator(".workbench-preview-notes")
    notes.get_by_text("Overruled, but not in this report (1)").click()
    expect(notes.get_by_role("listitem")).to_have_text(["WB999: what is reported has no such finding."])
    expect_no_barriers_in_both_themes(page, ".workbench-preview", iframes=False, more_than=0)


def test_a_notebook_without_results_is_told_what_to_do(opened):
    page, _ = opened
    dialog = export_with_button(page)
    dialog.get_by_label("Run them first").uncheck()
    expect(
        dialog.get_by_text("The report is made from the results in memory, else from the study.").or_(
            dialog.get_by_text("There is no result yet, neither in memory nor in a study. Run the notebook first.")
        )
    ).to_be_visible()
    dialog.get_by_role("button", name="Export").click()
    expect(page.locator(".workbench-preview [role=status]")).to_have_text(
        re.compile(r"There is no result to report: none is in memory, and no study keeps one\.\s+Run the steps"),
        timeout=MINUTES,
    )


HOSTILE = """<!doctype html><html lang=en><title>x</title><main><p id=said>nothing</p></main><script>
const tried = {};
for (const [name, attempt] of Object.entries({
  page: () => parent.document.title, app: () => parent.jupyterapp.commands, cookies: () => document.cookie,
  storage: () => localStorage.length, top: () => { top.location = 'about:blank'; },
})) { try { tried[name] = String(attempt()); } catch (error) { tried[name] = error.name; } }
fetch(document.referrer || '/api/contents').then(
  answer => { tried.fetch = answer.type; }, error => { tried.fetch = error.name; }
).then(() => { document.getElementById('said').textContent = JSON.stringify(tried); });
</script></html>"""


def test_a_script_in_a_report_reaches_nothing_of_jupyterlab(opened):
    page, _ = opened
    page.evaluate("() => { void window.jupyterapp.commands.execute('notebook:run-all-cells'); }")
    page.wait_for_function(IS_DONE, timeout=2 * MINUTES)
    # The kernel answers with a page of somebody who wishes us ill.
    page.evaluate(
        EDIT,
        [
            0,
            "import workbench.bridging.exporting as e\nreal = e._written\n"
            f"e._written = lambda *given: (real(*given)[0], {HOSTILE!r})",
        ],
    )
    page.evaluate("() => { void window.jupyterapp.commands.execute('notebook:run-all-cells'); }")
    dialog = export_with_button(page)
    if (run_first := dialog.get_by_label("Run them first")).count():
        run_first.uncheck()
    dialog.get_by_role("button", name="Export").click()
    frame = page.locator(".workbench-preview iframe")
    expect(frame).to_have_attribute("sandbox", "allow-scripts", timeout=MINUTES)
    said = report_in(page).locator("#said")
    expect(said).to_contain_text("page")  # its script ran
    assert said.inner_text() == (
        '{"page":"SecurityError","app":"SecurityError","cookies":"SecurityError","storage":"SecurityError",'
        '"top":"SecurityError","fetch":"TypeError"}'
    )
    assert page.evaluate("document.title").endswith("JupyterLab")


RUNS = "script:not([type='application/json'])"
# A page with a day until which it holds, as it is looked at when that day is past.
EXPIRED = """sign_off = wb.SignOff(owner="the admissions office", expires="2099-12-31")
import workbench.bridging.exporting as exporting
written = exporting._written
def written_long_ago(*given):
    path, html = written(*given)
    return path, html.replace('data-until="2099', 'data-until="2020')
exporting._written = written_long_ago"""


def test_a_report_that_has_expired_says_so_and_one_that_may_run_no_script_has_none(cleared, lab, tmp_path):
    write(lab, tmp_path.name, {**GATHERS, "sign": ("Who signs", EXPIRED)})
    page = cleared
    open_notebook(page, f"{tmp_path.name}/loans.ipynb")
    export_with_button(page).get_by_role("button", name="Export").click()
    report = report_in(page)
    expect(report.get_by_text("It was to be relied on until 2099-12-31.")).to_be_visible()
    expect(report.locator(RUNS)).not_to_have_count(0)
    page.evaluate(EDIT, [2, GATHERS["sign"][1]])
    page.get_by_role("button", name="Export Again…").click()
    page.get_by_role("dialog").get_by_role("button", name="Export").click()
    again = page.get_by_title("Preview of brief-2.html")
    expect(again).to_have_attribute("sandbox", "", timeout=2 * MINUTES)  # without a day it has no script
    expect(again.content_frame.get_by_text("the admissions office").first).to_be_visible()
    expect(again.content_frame.locator(RUNS)).to_have_count(0)
    expect(again.content_frame.locator("xpath=//*[@*[starts-with(name(), 'on')]]")).to_have_count(0)


def test_it_is_done_without_a_mouse_and_remembers_what_was_chosen(opened):
    page, folder = opened
    page.evaluate("() => { void window.jupyterapp.commands.execute('notebook:run-all-cells'); }")
    page.wait_for_function(IS_DONE, timeout=2 * MINUTES)
    page.keyboard.press("Control+Shift+Y")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("For whom")).to_be_focused(timeout=MINUTES)
    page.keyboard.press("A")  # the next one that begins so: the annex
    page.keyboard.press("A")  # the audit
    expect(dialog.get_by_label("For whom")).to_have_value("audit")
    expect(dialog.get_by_text("Every rate and gap with its interval and verdict")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("M")
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.type("mine.txt.html")
    expect(dialog.get_by_text("It will be mine.txt.md, as seen from the folder of the notebook.")).to_be_visible()
    page.keyboard.press("Enter")
    expect(report_in(page).locator("main.for-audit")).to_be_visible()
    assert (folder / "mine.txt.md").read_text(encoding="utf-8").startswith("# ")
    page.get_by_role("button", name="Export Again…").press("Enter")
    expect(dialog.get_by_label("For whom")).to_have_value("audit")
    expect(dialog.get_by_label("Format")).to_have_value("md")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
