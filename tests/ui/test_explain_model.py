"""A person's way from a model to what explains it, and to a letter, with the keyboard alone."""

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

NOTEBOOK = ("Explain a model", "explain-model")


def test_every_cell_is_run_with_the_keyboard_and_none_complains(walk):
    template = find_templates().get("40-explain-model").read()
    expect_every_cell_ran(walk.page, sum(cell.cell_type == "code" for cell in template.cells))


def test_what_the_model_does_is_read_on_the_way(walk):
    expect(outputs_of(walk.page, "importance").first).to_contain_text("500 rows were explained")
    expect(outputs_of(walk.page, "effects").first).to_contain_text("WB412")
    expect(outputs_of(walk.page, "groups").first).to_contain_text("Column 'district' stands for 'origin'")
    expect(outputs_of(walk.page, "other").first).to_contain_text("method A: ")
    expect(outputs_of(walk.page, "truth").first).to_contain_text("proxy: district; found: district")


def test_the_report_and_the_letter_are_there_and_are_what_was_recorded(walk):
    expect(outputs_of(walk.page, "write").first).to_have_text(
        "The report is in explanation.html, and the letter in letter.html. Open them from the file browser.\n"
    )
    assert not wb.verify_report(walk.folder / "explanation.html").is_altered
    letter = (walk.folder / "letter.html").read_text(encoding="utf-8")
    assert "The main reasons" in letter
    assert "to be filled in" in letter


def test_nothing_beyond_this_machine_is_asked_for(walk):
    assert walk.outside == []


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_there_are_no_barriers_in_the_outputs(screen, theme):
    use_theme(screen, theme)
    expect_no_barriers(screen)


@pytest.mark.parametrize(("width", "height"), [(640, 400), (400, 800)], ids=["zoomed to 200 %", "narrow"])
def test_nothing_is_cut_off_in_little_room(screen, width, height):
    expect_nothing_cut_off(screen, width, height)
