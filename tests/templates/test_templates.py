"""The bundled templates: they keep the contract, and what a card, a form and a run are made from is true."""

import ast
import json
import re
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


def words(template):
    """Return the comment and the help of each parameter."""
    [cell] = [cell for cell in template.read().cells if "parameters" in cell.metadata.get("tags", [])]
    comments = {line.partition(" = ")[0]: line.partition("  # ")[2] for line in cell.source.splitlines()}
    return {one.name: (comments[one.name], one.help) for one in template.parameters}


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
def test_the_kinds_of_file_that_may_be_written_are_all_named(template):
    for one in template.parameters:
        if one.name.endswith("report_path"):
            assert set(re.findall(r"\.(\w+)", one.help)) == set(re.findall(r"html|pdf|docx|md|json", one.pattern))


@pytest.mark.parametrize(
    "id", ["10-frame-the-decision", "30-build-model", "40-explain-model", "50-audit-bias", "60-write-report"]
)
def test_no_example_is_promised_in_a_study_about_data_of_ones_own(id):
    comment, help = words(TEMPLATES[id])["data_source"]
    assert "example:loans where it is about no data" in comment
    assert re.search(r"where it is about no data of yours, .*example:loans", help)


def test_a_column_of_two_values_is_asked_where_it_has_to_be():
    """Explain a model, like the first report, takes amounts and several classes too."""
    for id in ("00-first-report", "40-explain-model"):
        assert not any("two values" in one for one in words(TEMPLATES[id])["target"])


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
