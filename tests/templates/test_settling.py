"""What is left of a template's defaults for a file of one's own: the same in Python and in the form."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from workbench.templates import fill_template, find_templates
from workbench.templates.contract import Parameter
from workbench.templates.settling import settled_values

CONTRACT = json.loads(
    (Path(__file__).parents[1] / "contracts" / "templates" / "settling.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", CONTRACT["cases"], ids=lambda case: case["name"])
def test_defaults_are_settled_as_the_contract_says(case):
    parameters = tuple(Parameter(**one) for one in CONTRACT["parameters"])
    template = replace(find_templates().get("55-audit-decisions"), parameters=parameters)
    settled = settled_values(template, case["given"], {case["file"]: case["columns"]})
    assert settled == case["given"] | case["settled"]


def test_a_notebook_for_ones_own_file_keeps_nothing_of_the_example():
    template = find_templates().get("55-audit-decisions")
    given = {"data_source": "own.csv", "decision": "hired", "protected": ["gender"]}
    notebook = fill_template(template, given, {"data_source": ["hired", "gender", "score"]})
    [source] = [cell.source for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    assert "within = []" in source
    assert "department" not in source.replace("such as a department", "")


def test_what_has_to_be_said_for_ones_own_file_is_asked_as_empty():
    template = find_templates().get("55-audit-decisions")
    with pytest.raises(ValueError, match="Decision is empty") as told:
        fill_template(template, {"data_source": "own.csv"}, {"data_source": ["hired", "gender"]})
    assert str(told.value) == (
        "decision: Decision is empty.\nFill it in.\nprotected: Protected columns is empty.\nFill it in."
    )


def test_words_about_the_example_are_not_kept_for_ones_own_file():
    template = find_templates().get("55-audit-decisions")
    given = {"data_source": "own.csv", "decision": "admitted", "protected": ["sex"]}
    notebook = fill_template(template, given, {"data_source": ["admitted", "sex", "department"]})
    [source] = [cell.source for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    for name in ("favourable", "favourable_label", "unfavourable_label"):
        assert f'\n{name} = ""' in source


@pytest.mark.parametrize("id", ["20-prepare-data", "55-audit-decisions"])
def test_the_good_value_of_the_example_is_not_kept_for_ones_own_file(id):
    template = find_templates().get(id)
    assert settled_values(template, {"data_source": "own.csv"}, {"data_source": ["a"]})["favourable"] == ""


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (
            {"rates": "scoring", "score": ""},
            "The tool scores people, and score names no column.\nName the column of scores, or say that it selects.",
        ),
        (
            {"decision": "", "score": ""},
            "The tool selects people, and decision names no column.\n"
            "Name the column that says who was selected, or say that the tool scores: rates = 'scoring'.",
        ),
    ],
)
def test_a_tool_without_its_column_is_told_before_anything_else(values, told):
    cells = [cell for cell in find_templates().get("56-local-law-144").read().cells if cell.cell_type == "code"]
    names = {}
    exec(cells[0].source, names)  # noqa: S102 - the code of our own template
    names.update(values)
    with pytest.raises(ValueError, match="names no column") as error:
        exec(cells[1].source, names)  # noqa: S102 - the code of our own template
    assert str(error.value) == told
