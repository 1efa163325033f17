"""The template contract: what breaks it is named by file, field and remedy, all of it at once."""

import json
from pathlib import Path

import nbformat
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from workbench.errors import TemplateError
from workbench.templates import find_templates, load_template, read_contract
from workbench.templates.reading import template_flaws
from workbench.templates.schema import TYPES, parameter_schema, template_schema
from workbench.templates.shape import shape_flaws

ROOT = Path(__file__).parents[2]
FIRST = find_templates().get("00-first-report")


def fields(notebook):
    return notebook.metadata["workbench"]


def parameter(notebook, name):
    return next(one for one in fields(notebook)["parameters"] if one["name"] == name)


def set_to(notebook, **changes):
    """Change a parameter ``x`` and its line in the cell to what is wanted of it."""
    parameter(notebook, changes.pop("name")).update(changes)


@pytest.fixture
def changed(tmp_path):
    """Write a copy of a good template with something changed; return its path."""

    def write(change):
        notebook = FIRST.read()
        change(notebook)
        path = tmp_path / "broken.ipynb"
        path.write_text(json.dumps(notebook), encoding="utf-8")
        return path

    return write


WRONG = [
    (
        lambda nb: nb.metadata.pop("workbench"),
        "'broken.ipynb' has no 'workbench' in its metadata, so it is not a template.\ndocs/templates.md says how.",
    ),
    (
        lambda nb: nb.metadata.update(workbench=[]),
        "'broken.ipynb' has no 'workbench' in its metadata, so it is not a template.\ndocs/templates.md says how.",
    ),
    (
        lambda nb: fields(nb).update(schema="workbench.template/9", new_field=1),
        "'broken.ipynb', schema is 'workbench.template/9'.\nThis version reads 'workbench.template/1'.",
    ),
    (
        lambda nb: fields(nb).pop("purpose"),
        "'broken.ipynb', purpose is missing.\nAdd it. What it leads to, in a sentence.",
    ),
    (
        lambda nb: fields(nb).update(id="../x"),
        "'broken.ipynb', id is '../x'.\nSmall letters, digits and hyphens, at most 64.",
    ),
    (
        lambda nb: fields(nb).update(id="x" * 65),
        "'broken.ipynb', id has 65 characters.\nGive 64 at most.",
    ),
    (
        lambda nb: fields(nb).update(version="1.0"),
        "'broken.ipynb', version is '1.0'.\nThree numbers with dots between them, such as 1.2.0.",
    ),
    (
        lambda nb: fields(nb).update(version="01.0.0\n"),
        "'broken.ipynb', version is '01.0.0\\n'.\nThree numbers with dots between them, such as 1.2.0.",
    ),
    (
        lambda nb: fields(nb).update(title=""),
        "'broken.ipynb', title is empty.\nFill it in. What the card is called.",
    ),
    (
        lambda nb: fields(nb).update(minutes="five"),
        "'broken.ipynb', minutes is 'five'.\nGive a whole number. How long a person takes, in minutes.",
    ),
    (
        lambda nb: fields(nb).update(minutes=True),
        "'broken.ipynb', minutes is True.\nGive a whole number. How long a person takes, in minutes.",
    ),
    (lambda nb: fields(nb).update(minutes=0), "'broken.ipynb', minutes is 0.\nGive 1 or more."),
    (lambda nb: fields(nb).update(minutes=601), "'broken.ipynb', minutes is 601.\nGive 600 or less."),
    (
        lambda nb: fields(nb).update(icon="repport"),
        "'broken.ipynb', icon is 'repport'.\nGive one of: 'notebook', 'report', 'frame', 'data', 'model', 'explain', "
        "'audit', 'decisions', 'law', 'write'. Did you mean 'report'?",
    ),
    (
        lambda nb: fields(nb).update(gives=["report", "report"]),
        "'broken.ipynb', gives names 'report' twice.\nName it once.",
    ),
    (
        lambda nb: fields(nb).update(needs=["../../x"]),
        "'broken.ipynb', needs, item 1 is '../../x'.\nThe name of a stage in a study, such as prepared.",
    ),
    (
        lambda nb: fields(nb).update(audiences="x"),
        "'broken.ipynb', 'audiences' is no field of the contract.\nTake it out. Did you mean 'audience'?",
    ),
    (
        lambda nb: fields(nb).update(zzz="x"),
        "'broken.ipynb', 'zzz' is no field of the contract.\nTake it out. Fields are: schema, id, version, title, "
        "purpose, audience, minutes, icon, parameters, needs, gives.",
    ),
    (
        lambda nb: fields(nb).update(parameters={}),
        "'broken.ipynb', parameters is {}.\nGive a list. What may be set before it runs.",
    ),
    (
        lambda nb: fields(nb)["parameters"].append("seed"),
        "'broken.ipynb', parameter 11 is 'seed'.\nGive an object with name, type, title, help and default.",
    ),
    (
        lambda nb: parameter(nb, "seed").update(type="colour"),
        "'broken.ipynb', parameter 'seed', type is 'colour'.\n"
        "Give one of: 'text', 'number', 'choice', 'column', 'list', 'file', 'date', 'yes_no'. Did you mean 'column'?",
    ),
    (
        lambda nb: parameter(nb, "seed").pop("type"),
        "'broken.ipynb', parameter 'seed', type is missing.\nAdd it.",
    ),
    (
        lambda nb: parameter(nb, "seed").update(maximum=3),
        "'broken.ipynb', parameter 'seed', 'maximum' is no field of the contract.\nTake it out. Did you mean 'max'?",
    ),
    (
        lambda nb: parameter(nb, "seed").update(pattern=".*"),
        "'broken.ipynb', parameter 'seed', 'pattern' is no field of the contract.\nTake it out. Fields are: name, "
        "type, title, help, default, min, max, step.",
    ),
    (
        lambda nb: parameter(nb, "seed").update(step=0),
        "'broken.ipynb', parameter 'seed', step is 0.\nGive a number above 0.",
    ),
    (
        lambda nb: parameter(nb, "seed").update(min=9, max=8),
        "'broken.ipynb', parameter 'seed', min is 9, above max, which is 8.\nLet min be max or less.",
    ),
    (
        lambda nb: parameter(nb, "seed").update(min=8),
        "'broken.ipynb', parameter 'seed', default is not accepted.\nSeed is 7.\nGive 8 or more.",
    ),
    (
        lambda nb: parameter(nb, "seed").update(default=8),
        "'broken.ipynb', parameter 'seed', default is 8, and the cell tagged 'parameters' sets 7.\n"
        "Make the two the same.",
    ),
    (
        lambda nb: parameter(nb, "seed").update(default="7"),
        "'broken.ipynb', parameter 'seed', default is '7'.\n"
        "Give a number or null. What the cell tagged 'parameters' sets.",
    ),
    (
        lambda nb: parameter(nb, "report_path").update(pattern="(?P<name>.*)"),
        "'broken.ipynb', parameter 'report_path', pattern uses '(?', which not every program reads alike.\n"
        "Write one that Python and JavaScript read alike.",
    ),
    (
        lambda nb: parameter(nb, "report_path").update(pattern="(.*)*html"),
        "'broken.ipynb', parameter 'report_path', pattern repeats what can itself be read in several ways.\n"
        "Repeat single characters or texts of one length, fewer times after one another, or lower max_length.",
    ),
    (
        lambda nb: parameter(nb, "report_path").update(pattern="(.*"),
        "'broken.ipynb', parameter 'report_path', pattern is no regular expression: missing ), unterminated "
        "subpattern at position 0.\nWrite one that Python and JavaScript read alike.",
    ),
    (
        lambda nb: parameter(nb, "report_path").update(pattern="x"),
        "'broken.ipynb', parameter 'report_path', default is not accepted.\nReport file is 'first-report.html', "
        "which has not the form that is wanted.\nA file beside the notebook; .html, .pdf, .docx, .md or .json.",
    ),
    (
        lambda nb: parameter(nb, "target").update(of="owner"),
        "'broken.ipynb', parameter 'target', of is 'owner'.\nName a parameter of type file.",
    ),
    (
        lambda nb: parameter(nb, "owner").update(name="import os; x"),
        "'broken.ipynb', parameter 'import os; x', name is 'import os; x'.\n"
        "A Python name in ASCII, set in the cell tagged 'parameters'.",
    ),
    (
        lambda nb: parameter(nb, "owner").update(name="nowhere"),
        "'broken.ipynb', parameter 'nowhere' is not set alone on a line of the cell tagged 'parameters'.\n"
        "Write there: nowhere = …, with text, a number, True, False, None or a list.",
    ),
    (
        lambda nb: fields(nb)["parameters"].append(dict(parameter(nb, "seed"))),
        "'broken.ipynb', parameter 'seed' is there 2 times.\nGive each a name of its own.",
    ),
    (
        lambda nb: nb.cells[1].metadata.pop("tags"),
        "'broken.ipynb' has 0 cells tagged 'parameters'.\nTag exactly one code cell.",
    ),
    (
        lambda nb: nb.cells[3].metadata.update(tags=["parameters"]),
        "'broken.ipynb' has 2 cells tagged 'parameters'.\nTag exactly one code cell.",
    ),
    (
        lambda nb: nb.cells[1].update(source="seed = = 7"),
        "'broken.ipynb', the cell tagged 'parameters' is no Python: invalid syntax (<unknown>, line 1).\n"
        "Mend it, and run it once.",
    ),
    (
        lambda nb: nb.cells[3].metadata["workbench"].pop("why"),
        "'broken.ipynb', cell 4, why is missing.\nAdd it. Why it is done, in a sentence.",
    ),
    (
        lambda nb: nb.cells[3].metadata.update(workbench=3),
        "'broken.ipynb', cell 4 is 3.\n"
        "Give an object with fields. What the metadata of a step's cell say under 'workbench'.",
    ),
    (
        lambda nb: nb.cells[5].metadata["workbench"].update(step="read"),
        "'broken.ipynb' has 2 steps called 'read'.\nGive each step a name of its own.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("change", "message"), WRONG)
def test_what_breaks_the_contract_is_named(changed, change, message):
    with pytest.raises(TemplateError) as error:
        load_template(changed(change), "a test")
    assert str(error.value) == message


def kind(notebook, type, default="", **more):
    """Make the parameter ``owner`` one of another type, in the metadata and in the cell."""
    common = {"name": "owner", "title": "Owner", "help": "Who.", "type": type, "default": default}
    place = [one["name"] for one in fields(notebook)["parameters"]].index("owner")
    fields(notebook)["parameters"][place] = common | more
    notebook.cells[1].source = notebook.cells[1].source.replace('owner = ""', f"owner = {default!r}")


@pytest.mark.parametrize(
    ("change", "flaws"),
    [
        (lambda nb: kind(nb, "date", "2026-06-01", earliest="2026-01-01", latest="2026-06-01"), []),
        (
            lambda nb: kind(nb, "date", "2026-06-02", earliest="2026-06-03", latest="2026-06-01"),
            [
                "parameter 'owner', earliest is after latest.\nLet earliest be latest or before it.",
                "parameter 'owner', default is not accepted.\nOwner is 2026-06-02.\nGive 2026-06-03 or later.",
            ],
        ),
        (
            lambda nb: kind(nb, "date", "2026-06-02", latest="2026-02-30"),
            ["parameter 'owner', latest is no day.\nWrite a day as 2026-01-31."],
        ),
        (
            lambda nb: kind(nb, "date", "2026-06-02", earliest="2 June"),
            ["parameter 'owner', earliest is '2 June'.\nA day, written as 2026-01-31."],
        ),
        (lambda nb: kind(nb, "choice", 1, choices=[{"value": 1, "title": "a"}, {"value": True, "title": "b"}]), []),
        (
            lambda nb: kind(nb, "choice", 1, choices=[{"value": 1, "title": "a"}, {"value": 1.0, "title": "b"}]),
            ["parameter 'owner', choices have 1.0 twice.\nName each value once."],
        ),
        (
            lambda nb: kind(nb, "choice", "c", choices=[{"value": "a", "title": "a"}]),
            ["parameter 'owner', default is not accepted.\nOwner is 'c'.\nGive one of: 'a'."],
        ),
        (
            lambda nb: kind(nb, "choice", "c"),
            ["parameter 'owner', choices is missing.\nAdd it. What may be chosen: a list of {value, title}."],
        ),
        (
            lambda nb: kind(nb, "choice", "c", choices=[]),
            ["parameter 'owner', choices is empty.\nFill it in. What may be chosen: a list of {value, title}."],
        ),
        (lambda nb: kind(nb, "yes_no", False), []),
        (lambda nb: kind(nb, "number", None), []),
        (lambda nb: kind(nb, "list", ["a=1"], pattern="[a-z]=.*"), []),
        (
            lambda nb: kind(nb, "list", [], items="column"),
            ["parameter 'owner', default is not accepted.\nOwner is empty.\nFill it in."],
        ),
        (
            lambda nb: parameter(nb, "data_source").update(type="text") or [parameter(nb, "data_source").pop(key)
                for key in ("suffixes", "may_be_example")],
            [
                "parameter 'target', of is 'data_source'.\nName a parameter of type file.",
                "parameter 'protected', of is 'data_source'.\nName a parameter of type file.",
            ],
        ),
        (
            lambda nb: [fields(nb).update(parameters=[parameter(nb, "seed"), parameter(nb, "owner")]),
                kind(nb, "column", "a")],
            ["parameter 'owner' is of columns, and no parameter is a file.\nAdd a parameter of type file."],
        ),
        (
            lambda nb: [fields(nb).update(parameters=[parameter(nb, "seed"), parameter(nb, "owner")]),
                kind(nb, "list", ["a"], items="column")],
            ["parameter 'owner' is of columns, and no parameter is a file.\nAdd a parameter of type file."],
        ),
        (
            lambda nb: [fields(nb).update(parameters=[parameter(nb, "seed"), parameter(nb, "owner")]),
                kind(nb, "text", may_be_empty="example")],
            ["parameter 'owner', may_be_empty is 'example', and no parameter is a file.\nGive true or false."],
        ),
        (
            lambda nb: [parameter(nb, "seed").update(name="class"),
                nb.cells[1].update(source=nb.cells[1].source.replace("seed = 7", "pass"))],
            [
                "parameter 'class', name is a word of Python.\nGive it another name.",
                "parameter 'class' is not set alone on a line of the cell tagged 'parameters'.\n"
                "Write there: class = …, with text, a number, True, False, None or a list.",
            ],
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_within_and_between_parameters_is_named(changed, change, flaws):
    found = [flaw.told("") for flaw in template_flaws(changed(change))]
    assert found == [f"'', {flaw}" for flaw in flaws]


def test_all_that_is_wrong_is_told_and_not_the_first_alone(changed):
    def change(notebook):
        fields(notebook).update(version="1", minutes=-1)
        set_to(notebook, name="seed", type="colour")
        set_to(notebook, name="owner", default="nobody")
        notebook.cells[3].metadata["workbench"].pop("title")

    path = changed(change)
    assert [(flaw.place, flaw.wrong) for flaw in template_flaws(path)] == [
        ("version", "is '1'"),
        ("minutes", "is -1"),
        ("parameter 'seed', type", "is 'colour'"),
        ("parameter 'owner', default", "is 'nobody', and the cell tagged 'parameters' sets ''"),
        ("cell 4, title", "is missing"),
    ]
    with pytest.raises(TemplateError) as error:
        load_template(path, "a test")
    assert str(error.value).splitlines()[-1] == "Other things that are wrong with it: 4."


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "is not a notebook: it is empty."),
        ("  \n", "is not a notebook: it is empty."),
        ("not json", "is not a notebook: Expecting value: line 1 column 1 (char 0)."),
        ("[]", "is not a notebook: it says no format; templates have format 4."),
        ('{"cells": 3}', "is not a notebook: it says no format; templates have format 4."),
        ('{"nbformat": 3, "worksheets": []}', "has notebook format 3; templates have format 4."),
        ('{"nbformat": NaN}', "is not a notebook: NaN is no number in JSON."),
        ('{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": 3}', None),
        ('{"a": ' * 100_000, None),
        (b"\xff\xfe{}", "is not a notebook: it is not written in UTF-8."),
    ],
)
def test_what_is_no_notebook_is_named(tmp_path, content, said):
    path = tmp_path / "broken.ipynb"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(TemplateError) as error:
        load_template(path, "a test")
    first, remedy = str(error.value).splitlines()
    assert first.startswith("'broken.ipynb' is not a notebook: " if said is None else f"'broken.ipynb' {said}")
    assert remedy == "Open it in JupyterLab, mend it there and save it, or take it out of the folder."


def test_a_notebook_of_fifty_megabytes_is_not_read(tmp_path):
    path = tmp_path / "large.ipynb"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(TemplateError) as error:
        load_template(path, "a test")
    assert str(error.value) == (
        "'large.ipynb' has 50.0 MB; a template has at most 20 MB.\n"
        "Clear its outputs and take pictures out, then save it."
    )


def test_a_file_that_is_gone_or_is_no_file_is_named(tmp_path):
    (tmp_path / "folder.ipynb").mkdir()
    for name in ("gone.ipynb", "folder.ipynb"):
        with pytest.raises(TemplateError) as error:
            load_template(tmp_path / name, "a test")
        assert str(error.value) == f"{name!r} is not a file.\nName a notebook, which ends in .ipynb."


def test_what_a_widget_wrote_is_no_step(changed):
    path = changed(lambda nb: nb.cells[3].metadata.update(workbench={"choices": "1f0"}))
    assert load_template(path, "a test").id == FIRST.id


def test_a_copy_that_somebody_worked_on_still_tells_its_contract():
    notebook = FIRST.read()
    notebook.cells[1].source = notebook.cells[1].source.replace("seed = 7", "seed = int(input())")
    notebook.cells.append(nbformat.v4.new_code_cell("1", metadata={"workbench": {"step": "read"}}))
    contract = read_contract(notebook, name="mine.ipynb", source="a person")
    assert (contract.id, contract.parameters, contract.source) == (FIRST.id, FIRST.parameters, "a person")
    notebook.metadata["workbench"]["version"] = 3
    with pytest.raises(TemplateError) as error:
        read_contract(notebook, name="mine.ipynb")
    assert str(error.value) == (
        "'mine.ipynb', version is 3.\nGive text. Three numbers with dots between them, such as 1.2.0."
    )


# The schema that is published is the one that is checked by.


def test_what_is_published_is_what_is_checked():
    published = json.loads((ROOT / "docs/schemas/template.json").read_text(encoding="utf-8"))
    assert published == template_schema(), "python -m workbench.templates.schema > docs/schemas/template.json"
    Draft202012Validator.check_schema(published)


@pytest.mark.parametrize("template", find_templates().templates, ids=lambda one: one.id)
def test_every_template_keeps_to_the_published_schema(template):
    assert list(Draft202012Validator(template_schema()).iter_errors(template.read().metadata["workbench"])) == []


PLACES = [
    *[(key,) for key in FIRST.read().metadata["workbench"]],
    *[("parameters", at, key) for at, one in enumerate(FIRST.card()["parameters"]) for key in one],
    ("parameters", 0, "nothing"),
    ("parameters", 8, "step"),
    ("nothing",),
    ("gives", 0),
]
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 700),
    st.floats(-5, 700),
    st.sampled_from(["", "x", "a-b", "1.2.3", "example", "text", "number", "report", ".csv", "2026-01-31", 1e300]),
    st.text(max_size=5),
    st.lists(st.one_of(st.text(max_size=3), st.integers(0, 2)), max_size=3),
    st.just([{"value": 1, "title": "one"}]),
    st.just({"a": 1}),
)


@given(st.sampled_from(PLACES), st.sampled_from(["set", "remove"]), VALUES)
@example(("parameters", 8, "min"), "set", 2**53)
@example(("gives", 0), "set", ["report", "report"])
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
def test_the_checker_agrees_with_jsonschema(place, how, value):
    metadata = json.loads(json.dumps(FIRST.read().metadata["workbench"]))
    inside = metadata
    for key in place[:-1]:
        inside = inside[key]
    if how == "set":
        inside[place[-1]] = value
    elif isinstance(inside, dict):
        inside.pop(place[-1], None)
    told = shape_flaws(metadata, template_schema())
    for one in metadata["parameters"] if isinstance(metadata.get("parameters"), list) else ():
        if isinstance(one, dict) and one.get("type") in list(TYPES):
            told += shape_flaws(one, parameter_schema(one["type"]))
    errors = list(Draft202012Validator(template_schema()).iter_errors(metadata))
    assert bool(told) == bool(errors), (told, [error.message[:200] for error in errors])
