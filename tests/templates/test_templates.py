"""The bundled templates: they keep the contract, and what a card, a form and a run are made from is true."""

import ast
import json
from itertools import pairwise

import pytest

from workbench.templates import find_templates
from workbench.templates.values import check_values

CATALOGUE = find_templates()
TEMPLATES = {template.id: template for template in CATALOGUE.templates}


def test_the_first_report_is_found_and_nothing_is_wrong():
    assert "00-first-report" in TEMPLATES
    assert CATALOGUE.problems == ()
    assert CATALOGUE.get("00-first-report") is TEMPLATES["00-first-report"]
    assert CATALOGUE.get("no-such") is None


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
def test_a_template_is_named_after_its_file(template):
    assert template.id == template.path.stem


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
def test_a_template_has_no_outputs(template):
    cells = [cell for cell in template.read().cells if cell.cell_type == "code"]
    assert all(cell.outputs == [] and cell.execution_count is None for cell in cells)


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
def test_defaults_of_the_contract_are_those_of_the_cell(template):
    [cell] = [cell for cell in template.read().cells if "parameters" in cell.metadata.get("tags", [])]
    assigned = {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in ast.parse(cell.source).body
        if isinstance(node, ast.Assign)
    }
    assert assigned == {one.name: one.default for one in template.parameters}


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
def test_every_code_cell_but_the_parameters_is_a_step_explained_before_it(template):
    cells = template.read().cells
    for before, cell in pairwise(cells):
        if cell.cell_type == "code" and "parameters" not in cell.metadata.get("tags", []):
            assert {"step", "title", "why"} <= set(cell.metadata["workbench"])
            assert before.cell_type == "markdown" or "workbench" in before.metadata


def test_a_card_tells_all_that_a_form_needs_and_nothing_about_the_machine():
    card = TEMPLATES["00-first-report"].card()
    assert list(card) == [
        "id", "version", "title", "purpose", "audience", "minutes", "icon", "parameters", "needs", "gives", "source",
    ]  # fmt: skip
    assert card["source"] == "Workbench"
    assert str(TEMPLATES["00-first-report"].path.parent) not in json.dumps(card)


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
def test_the_parameters_of_a_card_are_those_of_the_file(template):
    written = template.read().metadata["workbench"]["parameters"]
    usual = {"may_be_empty": False, "items": "text", "may_be_example": False}
    said = [{key: value for key, value in one.items() if (key, value) not in usual.items()} for one in written]
    assert template.card()["parameters"] == said


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
def test_what_a_template_starts_with_is_accepted(template):
    assert check_values(template, {}) == ()
