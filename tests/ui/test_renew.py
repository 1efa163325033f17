"""An old copy of a template is made anew beside itself, and stays as it was."""

import json
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import expect

from workbench.templates import find_templates

from .guiding import expect_no_barriers_in_both_themes, open_notebook, take_picture
from .notebooks import close_all
from .walking import MINUTES

pytestmark = pytest.mark.ui

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
ID = "00-first-report"
OFFER = ".workbench-renewal"
SOURCES = """() => window.jupyterapp.shell.currentWidget.content.widgets
  .map(cell => cell.model.sharedModel.source).join('\\n')"""
NOW = find_templates().get(ID).version


def old_copy(folder, version="0.0.1"):
    """Write a copy of an older version, in which a person has set and written something."""
    notebook = find_templates().get(ID).read()
    notebook.metadata["workbench"]["version"] = version
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    [cell] = [cell for cell in notebook.cells if cell.id == "parameters"]
    cell.source = cell.source.replace("seed = 7", "seed = 9\ngone = 3")
    notebook.cells.append(nbformat.v4.new_code_cell("mine = 1"))
    folder.mkdir(exist_ok=True)
    path = folder / "our loans.ipynb"
    nbformat.write(notebook, path)
    return path


@pytest.fixture
def opened(cleared, lab, tmp_path):
    """An old copy, open with a kernel."""
    path = old_copy(lab.folder / tmp_path.name)
    open_notebook(cleared, f"{tmp_path.name}/{path.name}")
    return cleared, path


def test_an_old_copy_is_made_anew_beside_itself(opened):
    page, path = opened
    before = path.read_bytes()
    offer = page.locator(OFFER)
    expect(offer.get_by_role("status")).to_have_text(
        f"This notebook comes from version 0.0.1 of its template, and there is version {NOW}. "
        "A new copy takes over your parameters and choices, and this one stays as it is."
    )
    expect_no_barriers_in_both_themes(page, OFFER, more_than=0)
    take_picture(page, "renew-offer")
    button = offer.get_by_role("button", name="Make a New Copy")
    button.focus()
    page.keyboard.press("Enter")
    copy = path.with_name(f"our loans-{NOW}.ipynb")
    changes = page.locator(".workbench-changes")
    expect(changes.get_by_role("heading", name=f"Version {NOW} of the template")).to_be_visible(timeout=2 * MINUTES)
    place = path.parent.name
    expect(changes).to_contain_text(f"{place}/{copy.name} is the new copy. {place}/{path.name} is as it was.")
    expect(changes.get_by_role("listitem")).to_have_text(
        [
            "Seed",
            "Parameter gone: The newer version has no such parameter.",
            "Cell mine = 1: It was written beside step 'write'.",
        ]
    )
    expect(changes.locator("[data-sign='-']").filter(has_text="gone = 3")).to_be_visible()
    marked = changes.locator("[data-sign='-'], [data-sign='+']")
    expect(marked.filter(has_text="seed")).to_have_count(0)  # it is the same in both
    expect_no_barriers_in_both_themes(page, ".workbench-changes", more_than=0)
    take_picture(page, "renew-changes")
    expect(page.locator(f"{OFFER}-said")).to_have_text(  # in the old one, which is behind the new one now
        f"The new copy is {place}/{copy.name}. This notebook is as it was."
    )
    written = nbformat.read(copy, as_version=4)
    assert written.metadata["workbench"]["version"] == NOW
    assert [cell.source for cell in written.cells if "seed = 9" in cell.source] != []
    assert path.read_bytes() == before
    assert page.evaluate("window.dialogs") == []
    expect(page.locator(".lm-TabBar-tabLabel", has_text=copy.name).first).to_be_visible()
    expect(page.locator(OFFER)).to_have_count(1)  # nothing to renew in the new one


def test_a_name_that_is_taken_is_left_to_its_file(opened):
    page, path = opened
    taken = path.with_name(f"our loans-{NOW}.ipynb")
    taken.write_text("{}")
    page.locator(OFFER).get_by_role("button", name="Make a New Copy").click()
    expect(page.locator(".workbench-changes")).to_be_visible(timeout=2 * MINUTES)
    assert taken.read_text() == "{}"
    assert path.with_name(f"our loans-{NOW}-1.ipynb").exists()


def test_what_is_put_off_is_not_offered_again(opened):
    page, path = opened
    page.locator(OFFER).get_by_role("button", name="Not Now").click()
    expect(page.locator(OFFER)).to_have_count(0)
    close_all(page)
    open_notebook(page, f"{path.parent.name}/{path.name}")
    page.wait_for_timeout(1_000)
    expect(page.locator(OFFER)).to_have_count(0)


def test_why_a_copy_is_not_renewed_is_told(opened):
    page, path = opened
    broken = json.dumps({"id": ID, "notebook": {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}})
    page.route("**/workbench/api/templates/*", lambda route: route.fulfill(body=broken))
    page.locator(OFFER).get_by_role("button", name="Make a New Copy").click()
    said = page.locator(OFFER).get_by_role("status")
    expect(said).to_contain_text("template.ipynb", timeout=MINUTES)
    assert [one.name for one in path.parent.glob("*.ipynb")] == [path.name]
    page.unroute("**/workbench/api/templates/*")
    page.locator(OFFER).get_by_role("button", name="Try Again").click()
    expect(page.locator(".workbench-changes")).to_be_visible(timeout=2 * MINUTES)


def test_a_copy_of_this_version_and_one_of_a_later_are_left_in_peace(cleared, lab, tmp_path):
    for version in (NOW, "99.0.0"):
        path = old_copy(lab.folder / f"{tmp_path.name}-{version}", version)
        open_notebook(cleared, f"{path.parent.name}/{path.name}")
        cleared.wait_for_timeout(1_000)
        expect(cleared.locator(OFFER)).to_have_count(0)
