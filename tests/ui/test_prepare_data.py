"""A person's way from a raw table to prepared columns and a report about them, with the keyboard alone."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

import workbench as wb
from workbench.templates import find_templates

from .walking import (
    expect_every_cell_ran,
    expect_no_barriers,
    expect_nothing_cut_off,
    outputs_of,
    use_theme,
)

pytestmark = pytest.mark.ui

NOTEBOOK = ("Prepare the data", "prepare-data")

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
# The cells that show a result, and a heading or a caption that stands in it.
SHOWN = {
    "roles": "Columns that seem to have a role",
    "profile": "Columns of the data",
    "split": "People by group in each part",
    "leaks": "What was checked for leaks",
    "fix": "What was checked for leaks",
    "done": "What each step learned from the rows for learning",
    "report": "Who is in the data",
}


def test_every_cell_is_run_with_the_keyboard_and_none_complains(walk):
    template = find_templates().get("20-prepare-data").read()
    expect_every_cell_ran(walk.page, sum(cell.cell_type == "code" for cell in template.cells))


@pytest.mark.parametrize("id", SHOWN)
def test_a_result_is_shown_to_be_read_in_its_cell(walk, id):
    report = outputs_of(walk.page, id).locator(".workbench-report")
    expect(report).to_have_count(1)
    expect(report.get_by_text(SHOWN[id], exact=True).first).to_be_visible()


def test_what_is_wrong_with_the_table_is_read_on_the_way(walk):
    expect(outputs_of(walk.page, "read").first).to_contain_text("recode={'ward': {'Surgery': 'surgery'}}")
    expect(outputs_of(walk.page, "leaks").first).to_contain_text("WB210")
    expect(outputs_of(walk.page, "fix").first).not_to_contain_text("WB210")
    expect(outputs_of(walk.page, "select").first).to_contain_text("diagnosis: the outcome does not differ with it")


def test_the_report_is_there_and_is_what_was_recorded(walk):
    path = walk.folder / "data.html"
    expect(outputs_of(walk.page, "write").first).to_have_text(
        "The report is in data.html. Open it from the file browser.\n"
    )
    assert not wb.verify_report(path).is_altered
    text = path.read_text(encoding="utf-8")
    assert "Who is in the data" in text
    assert "Datasheet" in text


def test_nothing_beyond_this_machine_is_asked_for(walk):
    assert walk.outside == []


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_there_are_no_barriers_in_the_outputs(screen, theme):
    use_theme(screen, theme)
    expect_no_barriers(screen)


@pytest.mark.parametrize(("width", "height"), [(640, 400), (400, 800)], ids=["zoomed to 200 %", "narrow"])
def test_nothing_is_cut_off_in_little_room(screen, width, height):
    assert expect_nothing_cut_off(screen, width, height) > 0


def test_its_picture_is_taken_on_wish(screen):
    screen.set_viewport_size({"width": 1400, "height": 1000})
    screen.evaluate("window.jupyterapp.shell.collapseLeft()")
    profile = outputs_of(screen, "profile")
    profile.locator("h1, h2, h3").first.scroll_into_view_if_needed()
    profile.first.evaluate("one => one.scrollIntoView({ block: 'start' })")
    picture = screen.screenshot()
    assert len(picture) > 50_000
    if os.environ.get("WORKBENCH_PICTURES") == "1":
        (PICTURES / "profile.png").write_bytes(picture)
