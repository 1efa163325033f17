"""Values that people give: the problems of the contract file, each in words, and what is typed on a command line."""

import json
import math
from pathlib import Path

import pytest

from workbench.errors import InputError
from workbench.templates import Parameter, Template, check_values, find_templates
from workbench.templates.contract import Choice
from workbench.templates.typed import typed_values
from workbench.templates.values import same_value

CONTRACT = json.loads((Path(__file__).parents[1] / "contracts/templates/values.json").read_text(encoding="utf-8"))


def template_of(*parameters):
    return Template(
        path=Path("a.ipynb"), id="a", version="1.0.0", title="A", purpose="a", audience="a", minutes=1, icon="data",
        parameters=parameters, needs=(), gives=(), source="a test",
    )  # fmt: skip


ALL = template_of(*map(Parameter.from_json, CONTRACT["parameters"]))


@pytest.mark.parametrize("case", CONTRACT["cases"], ids=lambda case: case["says"].encode("ascii", "replace").decode())
def test_both_sides_find_the_same_problems(case):
    found = check_values(ALL, case["values"], case["columns"], case.get("known"))
    assert [{"name": one.name, "code": one.code} for one in found] == case["problems"]


def test_every_code_is_in_the_contract():
    from typing import get_args

    from workbench.templates.values import Code

    assert {problem["code"] for case in CONTRACT["cases"] for problem in case["problems"]} == set(get_args(Code))


def test_parameters_come_back_as_they_were_declared():
    assert [one.to_json() for one in ALL.parameters] == CONTRACT["parameters"]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"sed": 3}, "'sed' is no parameter of this template.\nDid you mean 'seed'?"),
        ({"owner": 3}, "Owner is 3.\nGive text."),
        ({"owner": "x" * 13}, "Owner has 13 characters.\nGive 12 at most."),
        (
            {"owner": "a\u202e"},
            "Owner has a character that cannot be seen, U+202E.\nType the text anew on one line.",
        ),
        ({"report_path": ""}, "Report is empty.\nFill it in."),
        ({"report_path": "x"}, "Report is 'x', which has not the form that is wanted.\nAn .html file."),
        ({"seed": "x" * 500}, f"Seed is '{'x' * 99}….\nGive a number."),
        ({"seed": -1}, "Seed is -1.\nGive 0 or more."),
        ({"seed": 101}, "Seed is 101.\nGive 100 or less."),
        ({"margin": 2**60}, f"Margin is {2**60}.\nGive 9,007,199,254,740,991 or less."),
        ({"seed": 1.5}, "Seed is 1.5.\nGive a whole number."),
        ({"share": 0.15}, "Share is 0.15.\nGive 0.1, or more by steps of 0.1."),
        ({"kind": 1}, "Kind is 1.\nGive one of: 'none', 2, True."),
        (
            {"data_source": "a.doc", "target": "x"},
            "Data is 'a.doc'.\nName a file that ends in one of: .csv, .csv.gz, .parquet.",
        ),
        ({"policy": "example:x"}, "Policy is 'example:x'.\nA bundled example cannot be taken here; name a file."),
        ({"data_source": "example:"}, "Data is 'example:'.\nName an example in small letters, such as example:loans."),
        ({"data_source": "a.csv"}, "Outcome is empty.\nOnly a bundled example knows its own; say it for your data."),
        ({"protected": ["a", "a"]}, "Protected names 'a' twice.\nName it once."),
        ({"protected": list("abcd")}, "Protected has 4 items.\nGive 3 at most."),
        ({"protected": [""]}, "Protected has an empty item.\nFill it in, or take it out."),
        ({"protected": [3]}, "Protected has an item that is 3.\nGive text."),
        ({"day": "2026-02-30"}, "Day is '2026-02-30'.\nWrite a day as 2026-01-31."),
        ({"day": "2025-12-31"}, "Day is 2025-12-31.\nGive 2026-01-01 or later."),
        ({"day": "2027-12-31"}, "Day is 2027-12-31.\nGive 2026-12-31 or earlier."),
        ({"deep": 1}, "Deep is 1.\nGive true or false."),
    ],
)  # fmt: skip
def test_a_problem_is_told_in_two_sentences(values, told):
    [problem] = check_values(ALL, values)
    assert problem.told == told


def test_the_closest_column_is_named():
    columns = {"data_source": ["approved", "sex"]}
    told = [one.told for one in check_values(ALL, {"target": "aproved", "row_id": "zzz"}, columns)]
    assert told == [
        "Outcome is 'aproved', which is no column of the data.\nDid you mean 'approved'?",
        "Row is 'zzz', which is no column of the data.\nGive one of its 2 columns.",
    ]


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 1 + 1j])
def test_what_no_json_holds_is_no_number(value):
    assert [one.code for one in check_values(ALL, {"seed": value})] == ["type"]


def test_half_a_pair_of_codes_cannot_be_seen():
    assert [one.code for one in check_values(ALL, {"owner": "\ud800"})] == ["characters"]


def test_what_is_the_same_value():
    assert same_value([1, "a"], [1.0, "a"])
    assert not same_value([1], [1, 2])
    assert not same_value([True], [1])
    assert not same_value("1", 1)


# What is typed on a command line.


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("seed=3", 3),
        ("seed= 3 ", 3),
        ("share=0.3", 0.3),
        ("share=1e-1", 0.1),
        ("seed=many", "many"),
        ("margin=", None),
        ("owner=", ""),
        ("owner= the board ", " the board "),
        ("owner=a=b", "a=b"),
        ("protected=", []),
        ("protected=sex", ["sex"]),
        ("protected=sex, origin", ["sex", "origin"]),
        ('protected=["a,b", "c"]', ["a,b", "c"]),
        ("protected=[sex", "[sex"),
        ("codes=age=1=2,b=3", ["age=1=2", "b=3"]),
        ("kind=none", "none"),
        ("kind=2", 2),
        ("kind=true", True),
        ("kind=other", "other"),
        ("deep=yes", True),
        ("deep=FALSE", False),
        ("deep=perhaps", "perhaps"),
        ("day=2026-01-31", "2026-01-31"),
        ("no_such=1", "1"),
    ],
)
def test_text_is_read_as_the_type_of_its_parameter(text, value):
    [(name, read)] = typed_values(ALL, [text]).items()
    assert (name, read) == (text.partition("=")[0], value)
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (["seed"], "-p is 'seed'.\nWrite a name, = and a value: -p seed=7."),
        (["=3"], "-p is '=3'.\nWrite a name, = and a value: -p seed=7."),
        (
            ["seed=1", "seed=2"],
            "-p names 'seed' twice.\nName it once; a list is written with commas: -p seed=a,b.",
        ),
    ],
)
def test_what_is_no_setting_is_refused(texts, message):
    with pytest.raises(InputError) as error:
        typed_values(ALL, texts)
    assert str(error.value) == message


def test_a_number_among_choices_is_taken_as_it_is_written():
    parameter = Parameter("n", "choice", "N", "n", 10, choices=(Choice(10, "ten"), Choice("10", "ten, written")))
    assert typed_values(template_of(parameter), ["n=10"]) == {"n": 10}


def test_bundled_templates_know_their_columns():
    template = find_templates().get("20-prepare-data")
    problems = check_values(template, {"data_source": "own.csv"}, {"data_source": ["home_visit", "language"]})
    assert [(one.name, one.code) for one in problems] == [
        ("protected", "column"), ("id", "column"), ("group", "column"), ("time", "column"), ("leave_out", "column"),
    ]  # fmt: skip
