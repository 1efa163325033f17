"""A person's way from a table to a model with an accepted threshold, with the keyboard alone."""

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

NOTEBOOK = ("Build a model", "build-model")

# The cells that show a result, and something that stands in it.
SHOWN = {
    "compare": "clearly better",
    "fit": "Scores with their intervals",
    "weak": "Confirmed on rows that these parts were not found on",
    "calibrate": "What is promised too much or too little, by group",
    "costs": "The new threshold widens a gap in true positive rate by origin",
    "capacity": "Room for 1,000 of 3,000",
}


def test_every_cell_is_run_with_the_keyboard_and_none_complains(walk):
    template = find_templates().get("30-build-model").read()
    expect_every_cell_ran(walk.page, sum(cell.cell_type == "code" for cell in template.cells))


@pytest.mark.parametrize("id", SHOWN)
def test_what_is_decided_by_is_read_on_the_way(walk, id):
    expect(outputs_of(walk.page, id).locator(".workbench-report")).to_contain_text(SHOWN[id])


def test_the_report_and_the_model_are_there_and_are_what_was_recorded(walk):
    expect(outputs_of(walk.page, "write").first).to_have_text(
        "The report is in model.html. Open it from the file browser.\n"
    )
    assert not wb.verify_report(walk.folder / "model.html").is_altered
    assert wb.read_model(walk.folder / "model.skops").threshold == pytest.approx(0.694, abs=0.001)


def test_nothing_beyond_this_machine_is_asked_for(walk):
    assert walk.outside == []


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_there_are_no_barriers_in_the_outputs(screen, theme):
    use_theme(screen, theme)
    expect_no_barriers(screen)


@pytest.mark.parametrize(("width", "height"), [(640, 400), (400, 800)], ids=["zoomed to 200 %", "narrow"])
def test_nothing_is_cut_off_in_little_room(screen, width, height):
    expect_nothing_cut_off(screen, width, height)
