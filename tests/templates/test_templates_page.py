"""The page on templates: the template in it keeps the contract, its code prints what it says, its tables are whole."""

import json
import re
import tomllib
from pathlib import Path
from typing import get_args

import nbclient
import nbformat
import pytest

from workbench.templates import find_templates, load_template
from workbench.templates.folders import ENTRY_POINTS, VARIABLE
from workbench.templates.notebook import MOST_BYTES
from workbench.templates.schema import ICONS, TYPES, parameter_schema
from workbench.templates.values import Code

PAGE = (Path(__file__).parents[2] / "docs" / "templates.md").read_text(encoding="utf-8")


def blocks(kind):
    return re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)


def table(heading):
    """Return the rows of the table under a heading, as lists of cells."""
    rows = PAGE.split(f"## {heading}\n")[1].split("\n| ---")[1].split("\n\n")[0].splitlines()[1:]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


@pytest.fixture
def template(tmp_path):
    """Write the template that the page shows; return its path."""
    metadata, step = (json.loads(block) for block in blocks("json"))
    [cell] = blocks("py")
    source = (
        "import workbench as wb\n"
        "audit = wb.audit_decisions(data_source, decision='admitted', favourable='yes', protected=protected,\n"
        "    policy=wb.Policy({'selection_rate': tolerance}))\n"
        "print(audit.verdict)"
    )
    notebook = nbformat.v4.new_notebook(metadata={"workbench": metadata})
    notebook.cells = [
        nbformat.v4.new_code_cell(cell, metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell(source, metadata=step),
    ]
    path = tmp_path / "acme-audit.ipynb"
    nbformat.write(notebook, path)
    return path


def test_the_template_of_the_page_keeps_the_contract_and_runs(template):
    found = load_template(template, "the page")
    assert (found.id, [one.type for one in found.parameters]) == ("acme-audit", ["file", "list", "number"])
    notebook = found.read()
    nbclient.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(template.parent)}}).execute()
    assert notebook.cells[1].outputs[-1]["text"] == "gap\n"


def test_its_code_prints_what_it_says(pages):
    assert pages.with_what_it_prints(PAGE) == PAGE
    assert len(blocks("python")) == 1


def test_its_tables_are_whole():
    types = {row[0].strip("`"): row[2] for row in table("Types of parameters")}
    assert list(types) == list(TYPES)
    common = {"name", "type", "title", "help", "default"}
    for type, bounds in types.items():
        named = set(re.findall(r"`(\w+)`", bounds)) - {"text", "column"}
        assert named == set(parameter_schema(type)["properties"]) - common
    codes = [code for row in table("What a value may be refused for") for code in re.findall(r"`(\w+)`", row[0])]
    assert set(codes) == set(get_args(Code))
    assert len(codes) == len(set(codes))


def test_what_it_names_is_so():
    [project] = [tomllib.loads(block) for block in blocks("toml")]
    assert list(project["project"]["entry-points"]) == [ENTRY_POINTS]
    assert f"`{VARIABLE}`" in PAGE
    assert f"more than {MOST_BYTES // 1_000_000} MB" in PAGE
    icons = re.search(r"`icon` is one of (.*?), and may", PAGE, re.DOTALL)[1]
    assert re.findall(r"`(\w+)`", icons) == list(ICONS)


def test_the_bundled_templates_are_listed_with_what_they_leave():
    bundled = {one.id: one for one in find_templates().templates if one.source == "Workbench"}
    rows = {row[0].strip("`"): row[2].removesuffix(", and more").split(", ") for row in table("Those that are bundled")}
    assert list(rows) == list(bundled)
    for id, left in rows.items():
        assert set(left) <= {*bundled[id].gives}, id
