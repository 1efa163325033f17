"""Values are put into the cell tagged ``parameters``; everything else stays as it is."""

import ast
import json
import unicodedata
from pathlib import Path

import nbformat
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workbench.errors import InputError, TemplateError
from workbench.templates import fill_notebook, fill_template, find_templates
from workbench.templates.filling import fill_source, literal

CONTRACT = json.loads((Path(__file__).parents[1] / "contracts/templates/filling.json").read_text(encoding="utf-8"))
FIRST = find_templates().get("00-first-report")

PLAIN = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53) + 1, 2**53 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(codec=None), max_size=20),
)


def ids(case):
    return case["says"]


@pytest.mark.parametrize("case", CONTRACT["cases"], ids=ids)
def test_both_sides_write_the_same_text(case):
    assert fill_source(case["source"], case["values"]) == case["filled"]


@pytest.mark.parametrize("case", CONTRACT["cases"], ids=ids)
def test_what_was_written_is_what_was_meant(case):
    names = {}
    source = "\n".join(line for line in case["filled"].splitlines() if not line.startswith(("import", "print")))
    exec(source, names)  # noqa: S102 - our own contract file
    assert all(names[name] == value for name, value in case["values"].items())


@pytest.mark.parametrize("case", CONTRACT["refused"], ids=ids)
def test_both_sides_refuse_what_is_not_set_alone(case):
    with pytest.raises(TemplateError) as error:
        fill_source(case["source"], case["values"])
    assert str(error.value) == (
        f"The cell tagged 'parameters' does not set {case['name']!r} alone on a line.\n"
        f"Write there: {case['name']} = …, with text, a number, True, False, None or a list."
    )


def test_what_is_no_python_is_refused():
    with pytest.raises(TemplateError) as error:
        fill_source("a = = 1", {"a": 1})
    assert str(error.value) == (
        "The cell tagged 'parameters' is no Python: invalid syntax (<unknown>, line 1).\n"
        "Mend it, then fill it in again."
    )


@given(st.one_of(PLAIN, st.lists(PLAIN, max_size=4)))
@example("\ud800\"\\\n#'''")
@example(5e-324)
@example(1.7976931348623157e308)
@example(1e21)
@example(123456789012345680000.0)
def test_a_literal_reads_back_as_the_value(value):
    text = literal(value)
    assert ast.literal_eval(text) == value
    assert not {"Cc", "Cs", "Zl", "Zp"} & set(map(unicodedata.category, text))


@given(st.one_of(PLAIN, st.lists(PLAIN, max_size=3)), st.one_of(PLAIN, st.lists(PLAIN, max_size=3)))
def test_filling_changes_one_value_and_nothing_else(before, after):
    source = f"a = 1  # é a = 2\nb = {literal(before)}  # b = 3\nc = 'z'"
    filled = fill_source(source, {"b": after})
    tree = {node.targets[0].id: ast.literal_eval(node.value) for node in ast.parse(filled).body}
    assert tree == {"a": 1, "b": after, "c": "z"}
    assert filled.startswith("a = 1  # é a = 2\nb = ")
    assert filled.endswith("  # b = 3\nc = 'z'")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {"a": 1}, object()])
def test_what_has_no_literal_is_refused(value):
    with pytest.raises(InputError, match=r"cannot be written into a cell\.\nGive text, a number, true"):
        literal(value)


def test_a_template_is_filled_and_stays_as_it_is():
    before = FIRST.path.read_bytes()
    notebook = fill_template(FIRST, {"data_source": "own.csv", "target": "hired", "protected": ["sex"]})
    nbformat.validate(notebook)
    assert FIRST.path.read_bytes() == before
    assert notebook.metadata["workbench"] == FIRST.read().metadata["workbench"]
    assert notebook.cells[1].source.splitlines()[:4] == [
        'data_source = "own.csv"  # your file: CSV, Excel, Parquet, JSON lines, DuckDB; or an example',
        'target = "hired"  # the column with the outcome; an example knows its own',
        'favourable = ""  # its value that is good for the person, such as "yes"',
        'protected = ["sex"]  # the columns whose groups are compared, such as ["sex", "origin"]',
    ]
    others = [at for at, (new, old) in enumerate(zip(notebook.cells, FIRST.read().cells, strict=True)) if new != old]
    assert others == [1]


def test_values_that_cannot_be_taken_are_all_told():
    with pytest.raises(InputError) as error:
        fill_template(FIRST, {"seed": -1, "data_source": "own.csv", "owners": "x"}, {"data_source": ["hired"]})
    assert str(error.value) == (
        "target: Outcome is empty.\nOnly a bundled example knows its own; say it for your data.\n"
        "seed: Seed is -1.\nGive 0 or more.\n"
        "'owners' is no parameter of this template.\nDid you mean 'owner'?"
    )


def test_a_notebook_that_was_run_is_filled_without_its_outputs():
    notebook = FIRST.read()
    notebook.cells[3].update(execution_count=3, outputs=[nbformat.v4.new_output("stream", text="x")])
    filled = fill_notebook(notebook, {"seed": 8})
    assert (filled.cells[3].outputs, filled.cells[3].execution_count) == ([], None)
    assert notebook.cells[3].execution_count == 3


def test_a_notebook_without_the_cell_is_not_filled():
    notebook = FIRST.read()
    notebook.cells[1].metadata.pop("tags")
    with pytest.raises(TemplateError) as error:
        fill_notebook(notebook, {"seed": 8})
    assert str(error.value) == (
        "The notebook has 0 cells tagged 'parameters'.\nTag exactly one code cell, then fill it in again."
    )
