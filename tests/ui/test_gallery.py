"""From a card, or from a file, through the form of a template to a notebook that is filled in."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Page, expect

from .guiding import expect_no_barriers
from .launcher import KERNEL_IS_READY, card, create_with_enter, form, go_to_with_tab, open_folder
from .walking import MINUTES, use_theme

pytestmark = pytest.mark.ui

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
CARD = card("First report")
PEOPLE = "hired,sex,age,city\n" + "".join(
    f"{'yes' if n % 3 else 'no'},{'f' if n % 2 else 'm'},{20 + n},{'' if n == 5 else 'Rome'}\n" for n in range(40)
)
SESSIONS = """folder => [...window.jupyterapp.serviceManager.sessions.running()]
  .map(one => one.path).filter(path => path.startsWith(folder))"""
# The kernels that were started in a folder.
KERNELS = """folder => [...window.jupyterapp.serviceManager.sessions.running()]
  .filter(one => one.path.startsWith(folder)).map(one => one.kernel.id)"""
KERNEL = "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.id"


@pytest.fixture
def people(page: Page, folder: Path) -> Path:
    """A folder with a table, open in the file browser of somebody who has answered no form."""
    (folder / "people.csv").write_text(PEOPLE)
    open_folder(page, folder)
    return folder


@pytest.fixture
def shared(launcher: Page, folder: Path) -> Iterator[Path]:
    """A folder with a table, open in the file browser of the page that tests share; nothing is created in it."""
    (folder / "people.csv").write_text(PEOPLE)
    open_folder(launcher, folder)
    yield folder
    assert [path.name for path in folder.glob("*.ipynb")] == []


def parameters_of(path: Path) -> str:
    notebook = nbformat.read(path, as_version=4)
    [cell] = [one for one in notebook.cells if "parameters" in one.metadata.get("tags", [])]
    return cell.source


def field(page: Page, name: str):
    return page.locator(f'.workbench-dialog [data-parameter="{name}"]')


def test_form_leads_from_a_table_of_ones_own_to_a_notebook(page, people):
    page.locator(CARD).click()
    shown = form(page)
    expect(shown.locator("h2")).to_have_text("First report")
    expect(shown).to_contain_text(f"The notebook goes into {people.name}.")
    expect(field(page, "data_source").get_by_role("status")).to_contain_text("columns.")

    shown.get_by_role("button", name="Browse…").click()
    page.locator(".jp-Open-Dialog .jp-DirListing-item", has_text="people.csv").click()
    page.locator(".jp-Dialog").get_by_role("button", name="Select", exact=True).click()
    expect(shown.get_by_label("Data", exact=True)).to_have_value("people.csv")
    expect(field(page, "data_source").get_by_role("status")).to_have_text("40 rows, 4 columns.")
    rows = field(page, "data_source").locator("tbody tr")
    expect(rows).to_have_count(4)
    expect(rows.nth(3)).to_contain_text("Rome")
    expect(rows.nth(3).locator("td").nth(1)).to_have_text("1")

    shown.get_by_role("button", name="Create").click()
    expect(shown.locator(".workbench-form-said")).to_have_text("1 answer has to be changed.")
    expect(field(page, "target").locator(".workbench-form-problem")).to_have_text("Choose a column.")
    expect(shown.get_by_label("Outcome", exact=True)).to_be_focused()
    shown.get_by_label("Outcome", exact=True).select_option("hired")
    expect(field(page, "target").locator(".workbench-form-problem")).to_have_text("")
    shown.get_by_label("Good outcome", exact=True).fill("yes")
    shown.get_by_label("sex –").check()
    shown.get_by_label("Seed").fill("3.5")
    expect(field(page, "seed").locator(".workbench-form-problem")).to_have_text("Give a whole number.")
    shown.get_by_label("Seed").fill("3")
    if os.environ.get("WORKBENCH_PICTURES") == "1":
        page.evaluate("() => window.jupyterapp.shell.collapseLeft()")
        shown.locator("footer > span").evaluate("one => { one.textContent = 'The notebook goes into hiring.'; }")
        shown.evaluate("one => { document.activeElement.blur(); one.scrollTo(0, 0); }")
        page.screenshot(path=PICTURES / "gallery.png")
    [before] = page.evaluate(KERNELS, people.name)
    shown.get_by_role("button", name="Create").click()

    page.wait_for_function(KERNEL_IS_READY, timeout=MINUTES)
    assert page.evaluate(KERNEL) == before  # it has imported what it needs already
    assert page.evaluate(SESSIONS, people.name) == [f"{people.name}/first-report.ipynb"]
    source = parameters_of(people / "first-report.ipynb")
    assert 'data_source = "people.csv"  #' in source
    assert 'target = "hired"  #' in source
    assert 'favourable = "yes"  #' in source
    assert 'protected = ["sex"]  #' in source
    assert source.endswith("seed = 3")


def test_form_is_filled_in_with_the_keyboard_alone(page, people):
    go_to_with_tab(page, CARD)
    page.keyboard.press("Enter")
    shown = form(page)
    expect(shown.get_by_label("Data", exact=True)).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("people.csv")
    expect(field(page, "data_source").get_by_role("status")).to_have_text("40 rows, 4 columns.", timeout=MINUTES)
    expect(shown.get_by_label("Data", exact=True)).to_be_focused()
    page.keyboard.press("Enter")  # Enter creates, and an answer is missing
    expect(shown.get_by_label("Outcome", exact=True)).to_be_focused()
    page.keyboard.type("hired")
    page.keyboard.press("Tab")
    page.keyboard.type("yes")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    create_with_enter(page)
    page.wait_for_function(KERNEL_IS_READY, timeout=MINUTES)
    source = parameters_of(people / "first-report.ipynb")
    assert [line.partition("  #")[0] for line in source.splitlines()][:4] == [
        'data_source = "people.csv"', 'target = "hired"', 'favourable = "yes"', 'protected = ["sex"]',
    ]  # fmt: skip


def test_escape_leaves_nothing_behind(launcher, shared):
    launcher.locator(CARD).click()
    form(launcher)
    assert len(launcher.evaluate(KERNELS, shared.name)) == 1
    launcher.keyboard.press("Escape")
    expect(launcher.locator(".workbench-dialog")).to_have_count(0)
    launcher.wait_for_function(f"folder => ({KERNELS})(folder).length === 0", arg=shared.name)
    assert [one.name for one in shared.iterdir()] == ["people.csv"]
    expect(launcher.locator(CARD)).to_be_visible()


@pytest.mark.usefixtures("people")
def test_what_was_given_is_there_the_next_time_until_it_is_reset(page):
    page.locator(CARD).click()
    shown = form(page)
    shown.get_by_label("Who answers for it").fill("The credit office")
    create_with_enter(page)
    page.wait_for_function(KERNEL_IS_READY, timeout=MINUTES)
    page.evaluate("() => { void window.jupyterapp.commands.execute('launcher:create'); }")
    page.locator(CARD).click()
    shown = form(page)
    expect(shown.get_by_label("Who answers for it")).to_have_value("The credit office")
    shown.get_by_role("button", name="Reset").click()
    expect(shown.get_by_label("Who answers for it")).to_have_value("")


def test_what_one_template_was_told_is_proposed_to_the_next_one_in_the_folder(page, people):
    page.locator(card("Frame the decision")).click()
    shown = form(page)
    shown.get_by_label("Data", exact=True).fill("people.csv")
    expect(field(page, "data_source").get_by_role("status")).to_have_text("40 rows, 4 columns.")
    shown.get_by_label("Outcome", exact=True).select_option("hired")
    shown.get_by_label("Good outcome", exact=True).fill("yes")
    field(page, "protected").get_by_label("sex –").check()
    shown.get_by_role("button", name="Create").click()
    page.wait_for_function(KERNEL_IS_READY, timeout=MINUTES)
    page.evaluate("() => { void window.jupyterapp.commands.execute('launcher:create'); }")
    page.locator(card("Prepare the data")).click()
    shown = form(page)
    expect(field(page, "data_source").get_by_role("status")).to_have_text("40 rows, 4 columns.")
    expect(shown.get_by_label("Data", exact=True)).to_have_value("people.csv")
    expect(shown.get_by_label("Outcome", exact=True)).to_have_value("hired")
    expect(field(page, "protected").get_by_label("sex –")).to_be_checked()
    for told in (shown.get_by_label("Outcome", exact=True), shown.get_by_label("Good outcome", exact=True)):
        expect(told).to_have_accessible_description(re.compile("As you told “Frame the decision” in this folder\\.$"))
    expect(field(page, "id")).not_to_contain_text("As you told")
    expect_no_barriers(page, ".workbench-dialog")
    create_with_enter(page)
    page.wait_for_function(KERNEL_IS_READY, timeout=MINUTES)
    source = parameters_of(people / "prepare-data.ipynb")
    assert [line.partition("  #")[0] for line in source.splitlines()][:4] == [
        'data_source = "people.csv"', 'target = "hired"', 'favourable = "yes"', 'protected = ["sex"]',
    ]  # fmt: skip


def test_file_is_prepared_from_the_file_browser(page, people):
    page.locator(".jp-DirListing-item", has_text="people.csv").click(button="right")
    page.get_by_role("menuitem", name="Prepare This File…").click()
    shown = form(page)
    expect(shown.get_by_label("Data", exact=True)).to_have_value("people.csv")
    expect(shown.get_by_label("Outcome", exact=True)).to_have_value("")  # the example's column is not in it
    shown.get_by_label("Outcome", exact=True).select_option("hired")
    create_with_enter(page)
    page.wait_for_function(KERNEL_IS_READY, timeout=MINUTES)
    source = parameters_of(people / "prepare-data.ipynb")
    assert 'data_source = "people.csv"' in source
    assert "not_known = []" in source


def test_menu_offers_nothing_for_what_is_no_table(launcher, shared):
    (shared / "notes.txt").write_text("notes")
    launcher.get_by_title("Refresh the file browser").or_(launcher.get_by_title("Refresh File List")).first.click()
    launcher.locator(".jp-DirListing-item", has_text="notes.txt").click(button="right")
    expect(launcher.get_by_role("menuitem", name="Rename")).to_be_visible()
    expect(launcher.get_by_role("menuitem", name="Prepare This File…")).to_have_count(0)
    launcher.keyboard.press("Escape")


@pytest.mark.usefixtures("shared")
def test_what_is_to_be_audited_is_asked(launcher):
    launcher.locator(".jp-DirListing-item", has_text="people.csv").click(button="right")
    launcher.get_by_role("menuitem", name="Audit This File…").click()
    picker = launcher.locator(".workbench-dialog:has(.workbench-picker)")
    expect(picker.locator("h2")).to_have_text("What do you want to audit?")
    expect_no_barriers(launcher, ".workbench-dialog")
    picker.get_by_role("button").first.click()
    shown = form(launcher)
    expect(shown.locator('[data-type="file"] input').first).to_have_value("people.csv")
    launcher.keyboard.press("Escape")


@pytest.mark.parametrize("theme", ["JupyterLab Dark", "JupyterLab Light"])
@pytest.mark.usefixtures("shared")
def test_form_has_no_barriers(launcher, theme):
    use_theme(launcher, theme)
    launcher.locator(card("Prepare the data")).click()
    form(launcher).get_by_role("button", name="Create").focus()
    expect_no_barriers(launcher, ".workbench-dialog")
    launcher.keyboard.press("Escape")


@pytest.fixture
def without_package(page: Page) -> Iterator[None]:
    """Every kernel says what it would say if it had no Workbench."""
    page.evaluate("""() => {
      const { sessions } = window.jupyterapp.serviceManager;
      const start = sessions.startNew.bind(sessions);
      sessions.startNew = async (...args) => {
        const session = await start(...args);
        await session.kernel.requestExecute({ code: "import sys; sys.modules['workbench'] = None" }).done;
        return session;
      };
    }""")
    yield
    page.evaluate("() => { delete window.jupyterapp.serviceManager.sessions.startNew; }")


@pytest.mark.usefixtures("without_package")
def test_kernel_without_the_package_still_lets_a_notebook_be_made(page, people):
    page.locator(CARD).click()
    shown = form(page)
    expect(field(page, "data_source").get_by_role("status")).to_have_text(
        "The columns cannot be shown. The kernel of this notebook has no Workbench. "
        'Run "%pip install notebook-workbench" in a cell and restart the kernel.'
    )
    shown.get_by_label("Data", exact=True).fill("people.csv")
    shown.get_by_label("Outcome", exact=True).fill("hired")
    shown.get_by_label("Protected columns").fill("sex\nage")
    shown.get_by_role("button", name="Create").click()
    page.wait_for_function(KERNEL_IS_READY, timeout=MINUTES)
    assert 'protected = ["sex", "age"]' in parameters_of(people / "first-report.ipynb")


@pytest.mark.usefixtures("shared")
def test_file_that_is_not_there_is_told(launcher):
    launcher.locator(CARD).click()
    shown = form(launcher)
    shown.get_by_label("Data", exact=True).fill("poeple.csv")
    expect(field(launcher, "data_source").get_by_role("status")).to_contain_text("poeple.csv", timeout=MINUTES)
    expect(field(launcher, "data_source").get_by_role("status")).to_contain_text("The columns cannot be shown.")
    launcher.keyboard.press("Escape")
