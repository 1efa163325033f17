"""Templates of an organisation: the card says whose they are, and new ones come without reloading the page."""

import json
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, Page, expect

from .launcher import SECTION, at_the_launcher, card, create_with_enter, form, open_folder
from .server import Lab, running_lab
from .walking import MINUTES

pytestmark = pytest.mark.ui

REFRESH = "() => { void window.jupyterapp.commands.execute('workbench:refresh-templates'); }"
SOURCE = 'threshold = 0.5\nsince = "2026-01-01"\nquiet = True\nlevel = "low"\nnote = ""'
TEMPLATE = {
    "schema": "workbench.template/1",
    "id": "acme-check",
    "version": "1.2.0",
    "title": "Check a lending model",
    "purpose": "What the credit committee asks for",
    "audience": "Analysts",
    "minutes": 3,
    "icon": "audit",
    "needs": [],
    "gives": [],
    "parameters": [
        {"name": "threshold", "type": "number", "title": "Threshold", "help": "A fraction.", "default": 0.5,
         "min": 0, "max": 1},
        {"name": "since", "type": "date", "title": "Since", "help": "A day.", "default": "2026-01-01"},
        {"name": "quiet", "type": "yes_no", "title": "Quiet", "help": "Whether.", "default": True},
        {"name": "level", "type": "choice", "title": "Level", "help": "One.", "default": "low",
         "choices": [{"value": "low", "title": "Low"}, {"value": "high", "title": "High"}]},
        {"name": "note", "type": "text", "title": "Note", "help": "Any.", "default": "", "may_be_empty": True},
    ],
}  # fmt: skip


def put(folder: Path, **change: object) -> None:
    """Put a template into a folder."""
    said = {**TEMPLATE, **change}
    step = {"step": "look", "title": "Look", "why": "To see."}
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell(SOURCE, metadata={"tags": ["parameters"]}),
            nbformat.v4.new_code_cell("print(threshold)", metadata={"workbench": step}),
        ],
        metadata={"workbench": said, "kernelspec": {"name": "python3", "display_name": "P", "language": "python"}},
    )
    (folder / f"{said['id']}.ipynb").write_text(nbformat.writes(notebook))


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("organisation") / "acme"
    folder.mkdir()
    put(folder)
    return folder


@pytest.fixture(scope="module")
def lab(acme: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A JupyterLab whose person has named a folder of templates."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORKBENCH_TEMPLATES", str(acme))
        with running_lab(tmp_path_factory.mktemp("lab")) as lab:
            yield lab


@pytest.fixture
def page(browser: Browser, lab: Lab) -> Iterator[Page]:
    """Its launcher; what the page asked for beyond this machine is nothing."""
    outside: list[str] = []
    with at_the_launcher(browser, lab, outside) as page:
        yield page
    assert outside == []


def test_card_says_whose_it_is_and_leads_to_a_notebook(page, folder):
    open_folder(page, folder)
    there = page.locator(card("Check a lending model"))
    expect(there).to_contain_text("Check a lending model (Folder acme)")
    expect(there).to_have_attribute("title", "What the credit committee asks for (about 3 minutes). From: Folder acme")
    there.click()
    shown = form(page)
    expect(shown).to_contain_text("From: Folder acme")
    shown.get_by_label("Threshold").fill("1.5")
    expect(shown.locator(".workbench-form-problem").first).to_have_text("Give a number of at most 1.")
    shown.get_by_label("Threshold").fill("0.25")
    shown.get_by_label("Since").fill("2026-03-04")
    shown.get_by_label("Quiet").uncheck()
    shown.get_by_label("High").check()
    shown.get_by_label("Note").fill('a "note"')
    create_with_enter(page)
    page.locator(".jp-Notebook").wait_for(timeout=MINUTES)
    [cell, _] = json.loads((folder / "acme-check.ipynb").read_text())["cells"]
    assert "".join(cell["source"]).splitlines() == [
        "threshold = 0.25", 'since = "2026-03-04"', "quiet = False", 'level = "high"', 'note = "a \\"note\\""',
    ]  # fmt: skip


def test_new_templates_come_without_reloading_the_page(page, acme):
    page.locator(card("Check a lending model")).wait_for()
    before = page.locator(f"{SECTION} .jp-LauncherCard").count()
    put(acme, id="acme-second", title="A second one")
    (acme / "broken.ipynb").write_text("no")
    page.evaluate(REFRESH)
    page.locator(card("A second one")).wait_for()
    expect(page.locator(f"{SECTION} .jp-LauncherCard")).to_have_count(before + 1)
    told = page.locator(".jp-Notification-Toast-warning")
    expect(told).to_contain_text("templates are there. 1 problem was found.")
    told.get_by_role("button", name="Show Health").click()
    health = page.locator(".workbench-health")
    expect(health.locator("li", has_text="Folder acme")).to_contain_text("broken.ipynb", timeout=MINUTES)
    expect(health.locator("li", has_text="Folder acme")).to_contain_text("2 templates")
