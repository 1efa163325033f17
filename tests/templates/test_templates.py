"""The template contract, and the templates that keep it."""

import ast
import json
from itertools import pairwise

import nbformat
import pytest

from workbench.errors import TemplateError
from workbench.templates import find_templates
from workbench.templates.contract import load_template

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


def test_a_card_tells_nothing_about_the_machine():
    card = TEMPLATES["00-first-report"].card()
    assert set(card) == {"id", "version", "title", "purpose", "audience", "minutes", "source"}
    assert "/" not in json.dumps(card)


@pytest.fixture
def broken(tmp_path):
    """Write a copy of a good template with something changed, and read it."""

    def load(change):
        notebook = TEMPLATES["00-first-report"].read()
        change(notebook)
        path = tmp_path / "broken.ipynb"
        nbformat.write(notebook, path)
        return load_template(path, "a test")

    return load


def fields(notebook):
    return notebook.metadata["workbench"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda nb: nb.metadata.pop("workbench"),
            "'broken.ipynb' has no 'workbench' in its metadata, so it is not a template.",
        ),
        (
            lambda nb: fields(nb).update(schema="workbench.template/9"),
            "'broken.ipynb' has schema 'workbench.template/9'.\nThis version reads 'workbench.template/1'.",
        ),
        (
            lambda nb: fields(nb).update(id="../x"),
            "'broken.ipynb' has id '../x'.\nAn id has small letters, digits and hyphens, at most 64.",
        ),
        (
            lambda nb: fields(nb).update(minutes="five"),
            "'broken.ipynb': metadata field 'minutes' is 'five'.\nIt has to be a int.",
        ),
        (
            lambda nb: fields(nb).update(minutes=True),
            "'broken.ipynb': metadata field 'minutes' is True.\nIt has to be a int.",
        ),
        (
            lambda nb: fields(nb)["parameters"][0].update(type="colour"),
            "'broken.ipynb': parameter 'data_source' has type 'colour'.\n"
            "Types are: text, number, choice, column, file, date, list.",
        ),
        (
            lambda nb: fields(nb)["parameters"][0].update(name="import os; x"),
            "'broken.ipynb': parameter 'import os; x' is no Python name.",
        ),
        (
            lambda nb: fields(nb)["parameters"][0].update(name="nowhere"),
            "'broken.ipynb': parameter 'nowhere' is not set in the cell tagged 'parameters'.",
        ),
        (
            lambda nb: nb.cells[1].metadata.pop("tags"),
            "'broken.ipynb' has 0 cells tagged 'parameters'.\nA template has exactly one.",
        ),
        (
            lambda nb: nb.cells[3].metadata["workbench"].pop("why"),
            "'broken.ipynb': metadata field 'why' is None.\nIt has to be a str.",
        ),
        (
            lambda nb: nb.cells[5].metadata["workbench"].update(step="read"),
            "'broken.ipynb' has more than one step called 'read'.",
        ),
    ],
)  # fmt: skip
def test_what_breaks_the_contract_is_named(broken, change, message):
    with pytest.raises(TemplateError) as error:
        broken(change)
    assert str(error.value) == message


@pytest.mark.parametrize("content", ["", "not json", "[]", '{"cells": 3}'])
def test_what_is_no_notebook_is_named(tmp_path, content):
    path = tmp_path / "broken.ipynb"
    path.write_text(content)
    with pytest.raises(TemplateError, match=r"^'broken\.ipynb' is not a notebook: "):
        load_template(path, "a test")


def test_problems_are_told_and_the_rest_is_found(tmp_path, monkeypatch):
    good = TEMPLATES["00-first-report"].path.read_text()
    for name, content in (("a.ipynb", good), ("b.ipynb", "not json"), ("c.ipynb", good), ("d.txt", "no")):
        (tmp_path / name).write_text(content)
    monkeypatch.setattr("workbench.templates.finding.template_folders", lambda: (tmp_path,))
    catalogue = find_templates()
    assert [template.path.name for template in catalogue.templates] == ["a.ipynb"]
    assert len(catalogue.problems) == 2
    assert catalogue.problems[0].startswith("'b.ipynb' is not a notebook: ")
    assert catalogue.problems[1] == "'c.ipynb' has the id '00-first-report', which another template has too."
