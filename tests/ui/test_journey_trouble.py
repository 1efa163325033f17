"""What goes wrong on the way: code is edited, a kernel is killed, a copy is old, two notebooks have one kernel."""

import hashlib
import os
import signal

import nbformat
import pytest
from playwright.sync_api import expect

from workbench.study.study import Study
from workbench.templates import fill_template, find_templates

from .guiding import (
    RECORD,
    STEPS,
    expect_no_barriers_in_both_themes,
    expect_states,
    guide,
    guided_on,
    open_notebook,
    press,
    saved,
    step,
    template,
)
from .launcher import KERNEL_IS_READY
from .people import Mouse, expect_all_done, overrule, run_all, write_applications
from .walking import MINUTES

pytestmark = pytest.mark.ui

# Waits until somebody ends it, or until there is a file "go".
WAITS = """import os, pathlib, time
pathlib.Path("pid").write_text(str(os.getpid()))
while not pathlib.Path("go").exists():
    time.sleep(0.1)
thought = True"""
OTHER = [
    (
        "table",
        "Another table",
        'other = wb.read_data("example:hiring", target="advanced", favourable="yes", protected=["race"])\nother',
    ),
    ("size", "Its size", "n_others = other.n_rows\nprint(n_others)"),
]
BESIDE = """([path, kernel]) => {
  void window.jupyterapp.commands.execute('docmanager:open', { path, kernel });
}"""
KERNEL = "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.model"


def kept_files(folder):
    """Return what stands in the study, file by file."""
    study = folder / "study"
    return {
        path.relative_to(study).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(study.rglob("*"))
        if path.is_file()
    }


def said_in(page, path):
    """Return what a step writes into a file, once it has."""
    for _ in range(600):
        if path.exists() and path.read_text():
            return path.read_text()
        page.wait_for_timeout(100)
    raise AssertionError(f"{path.name} was not written")


def records_in(notebook):
    """Return the records in a notebook."""
    outputs = [one for cell in notebook.cells for one in cell.get("outputs", ())]
    return [one["data"][RECORD] for one in outputs if RECORD in one.get("data", {})]


def test_what_is_typed_into_a_step_makes_stale_what_rests_on_it(cleared, folder):
    with guided_on(cleared, folder, template()) as page:
        person = Mouse(page)
        run_all(person)
        person.go_to_step("Read the data")
        page.keyboard.press("Enter")  # into its cell
        page.keyboard.press("Control+End")
        page.keyboard.type("\n# as it came")
        page.keyboard.press("Escape")
        expect_states(page, ["stale"] * 3)
        said = guide(page).locator(".workbench-Guide-said")
        expect(said).to_contain_text("Count the columns: stale.")
        expect(step(page, "Look at the data")).to_contain_text("“Read the data” has changed since.")
        press(page, "Count the columns", "Run to here")
        expect_all_done(page)


def test_a_kernel_that_is_killed_in_mid_step_costs_that_step_alone(cleared, folder):
    with guided_on(cleared, folder, template([*STEPS[:2], ("think", "Think it over", WAITS), STEPS[2]])) as page:
        person = Mouse(page)
        person.press(guide(page).get_by_role("button", name="Run all", exact=True))
        expect_states(page, ["done", "done", "running", "waiting"], timeout=2 * MINUTES)
        process = said_in(page, folder / "pid")
        kept = kept_files(folder)
        before = len(records_in(saved(page, folder / "way.ipynb")))
        os.kill(int(process), signal.SIGKILL)
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("appears to have died", timeout=MINUTES)
        person.press(dialog.get_by_role("button").last)
        page.wait_for_function(KERNEL_IS_READY, timeout=2 * MINUTES)
        expect_states(page, ["done", "done", "to do", "to do"])
        expect(guide(page)).to_contain_text("The kernel ended while “Think it over” ran.")
        expect_no_barriers_in_both_themes(page)
        expect(step(page, "Read the data")).to_contain_text("Done before; its values are not in memory now.")
        assert kept_files(folder) == kept
        assert {one.state for one in Study(folder / "study").status().kept} == {"fresh"}
        assert len(records_in(saved(page, folder / "way.ipynb"))) == before
        (folder / "go").touch()
        press(page, "Count the columns", "Run to here")
        expect_all_done(page)
        expect(guide(page)).not_to_contain_text("The kernel ended")
        assert kept_files(folder) == kept  # the same result again writes nothing


def test_an_old_copy_is_renewed_and_its_steps_run(cleared, folder):
    write_applications(folder / "credit.csv")
    found = find_templates().get("10-frame-the-decision")
    values = {"data_source": "credit.csv", "target": "granted", "favourable": "yes", "protected": ["gender"]}
    old = fill_template(found, values)
    old.metadata["workbench"]["version"] = "0.0.1"
    [at] = [place for place, cell in enumerate(old.cells) if cell.metadata.get("workbench", {}).get("step") == "seen"]
    chosen = nbformat.v4.new_code_cell(
        "n_asked = 600",
        metadata={"workbench": {"choices": "0f0e0d0c-0000-4000-8000-000000000000", "widget": "own", "key": "own"}},
    )
    old.cells.insert(at + 1, chosen)
    with guided_on(cleared, folder, old) as page:
        before = (folder / "way.ipynb").read_bytes()
        person = Mouse(page)
        notice = guide(page).locator(".workbench-Guide-notice", has_text="There is version")
        person.press(notice.get_by_role("button", name="Make a New Copy"))
        name = f"way-{found.version}.ipynb"
        expect(page.locator(".workbench-changes")).to_contain_text(name, timeout=2 * MINUTES)
        open_notebook(page, f"{folder.name}/{name}")
        expect(guide(page)).not_to_contain_text("There is version")
        run_all(person)
        new = saved(page, folder / name)
        sources = [cell.source for cell in new.cells]
        assert 'data_source = "credit.csv"' in "\n".join(sources)
        assert "n_asked = 600" in sources
        assert (folder / "study" / "policy.toml").exists()
        assert (folder / "way.ipynb").read_bytes() == before


def test_two_notebooks_on_one_kernel_do_not_write_into_each_other(cleared, folder):
    with guided_on(cleared, folder, template()) as page:
        person = Mouse(page)
        run_all(person)
        nbformat.write(template([("begin", "Begin", "import workbench as wb"), *OTHER]), folder / "second.ipynb")
        model = page.evaluate(KERNEL)
        page.evaluate(BESIDE, [f"{folder.name}/second.ipynb", {"id": model["id"], "name": model["name"]}])
        page.wait_for_function("() => window.jupyterapp.shell.currentWidget?.context?.path.endsWith('second.ipynb')")
        page.wait_for_function(KERNEL_IS_READY, timeout=MINUTES)
        assert page.evaluate(KERNEL)["id"] == model["id"]
        kept, first = kept_files(folder), nbformat.read(folder / "way.ipynb", as_version=4)
        run_all(person)
        assert kept_files(folder) == kept
        second = saved(page, folder / "second.ipynb")
        assert [one["defines"] for one in records_in(second)][1:] == [["wb"], ["other"], ["n_others"]]

        open_notebook(page, f"{folder.name}/way.ipynb")
        expect_states(page, ["done"] * 3)
        findings = step(page, "Look at the data").locator(".workbench-Findings")
        code = findings.locator("button").first.get_attribute("aria-label").split()[1]
        overrule(person, "Look at the data", code, "Looked at by two people.")
        first = saved(page, folder / "way.ipynb")
        [written] = [cell for cell in first.cells if cell.metadata.get("workbench", {}).get("widget") == "overrule"]
        assert "Looked at by two people." in written.source
        assert not any("other" in one["defines"] for one in records_in(first))
        assert nbformat.read(folder / "second.ipynb", as_version=4) == second

        open_notebook(page, f"{folder.name}/second.ipynb")
        expect_states(page, ["done"] * 3)
        assert [cell.source for cell in saved(page, folder / "second.ipynb").cells] == [
            cell.source for cell in second.cells
        ]
