"""What a finding's number is: every finding says it, and a person reads it in words."""

import ast
import json
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from workbench.core.encoding import decode, encode
from workbench.core.finding import Finding
from workbench.core.json_node import Node
from workbench.core.measure import MEASURES, Measure, MeasureUnit, measured_text, on_scale
from workbench.core.measure_reading import read_measure
from workbench.errors import InputError

PACKAGE = Path(__file__).parents[2] / "workbench"
READERS = {"audit/read_back.py", "audit/standards/result_reading.py"}
"""These make findings of what a file says, which names what it measures itself."""

BY_VARIABLE = {
    "data/disguised/telling.py": {"WB104", "WB106", "WB108"},
    "preparation/recipe.py": {"WB224", "WB226"},
}
"""The codes with a value of findings whose code is a variable."""

FIELDS = ("code", "severity", "title", "why", "what_to_do", "value", "threshold", "n", "interval", "scope", "measure")


LOST, GAP = Measure("share of rows lost", "fraction"), Measure("gap", "fraction", of="")
SECOND = on_scale("it", "log-odds", against="that of the second")
ERROR = Measure("error", "amount", against="that of the rest")


def findings_made():
    """Yield where a finding with a value is made, its codes and whether it says there what it measures."""
    for path in sorted(PACKAGE.rglob("*.py")):
        file = path.relative_to(PACKAGE).as_posix()
        if file in READERS:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Finding"):
                continue
            given = dict(zip(FIELDS, node.args, strict=False)) | {one.arg: one.value for one in node.keywords}
            value = given.get("value")
            if value is None or (isinstance(value, ast.Constant) and value.value is None):
                continue
            code = given["code"]
            codes = {code.value} if isinstance(code, ast.Constant) else BY_VARIABLE.get(file, set())
            yield f"{file}:{node.lineno}", codes, "measure" in given


MADE = list(findings_made())


def test_every_finding_with_a_value_says_what_it_is():
    silent = [where for where, codes, says in MADE if not says and not (codes and codes <= MEASURES.keys())]
    assert silent == []
    assert len(MADE) > 90


def test_no_code_is_named_that_measures_nothing_or_several_things():
    used = {code for _, codes, says in MADE if not says for code in codes}
    assert sorted(MEASURES.keys() - used) == []


def test_recipes_measure_what_the_table_says():
    told = [
        call.args[1].value
        for path in PACKAGE.joinpath("preparation").rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "LeftOut" and len(call.args) > 3
    ]
    assert set(told) == BY_VARIABLE["preparation/recipe.py"]


@pytest.mark.parametrize(("code", "measure"), MEASURES.items(), ids=list(MEASURES))
def test_measures_are_whole(code, measure):
    assert measure.unit in get_args(MeasureUnit)
    assert measure.name
    assert measure.name.strip(" .") == measure.name
    assert measure.unit != "count" or measure.of
    said = Finding(code, "note", "seen", "why", "what", value=0.25, threshold=0.5, n=12).measured
    assert said.startswith(f"{measure.name}: ")
    assert said.endswith((" in 12 " + measure.among, measure.among))


@pytest.mark.parametrize(
    ("measure", "given", "said"),
    [
        (LOST, {"value": 0.07, "threshold": 0.05}, "7 of 100 rows, limit 5 of 100"),
        (LOST, {"value": 0.0}, "0 of 100 rows"),
        (GAP, {"value": -0.0, "threshold": -0.00001}, "0 of 100, limit −0.001 of 100"),
        (LOST, {"value": 1.0, "n": 1}, "100 of 100 rows, in 1 row"),
        (LOST, {"value": 0.00042}, "0.042 of 100 rows"),
        (LOST, {"value": 0.9996}, "99.96 of 100 rows"),
        (LOST, {"value": 0.0502, "threshold": 0.05}, "5.02 of 100 rows, limit 5 of 100"),
        (GAP, {"value": -0.071, "threshold": 0.05}, "−7.1 of 100, limit 5 of 100"),
        (GAP, {"value": 0.7, "interval": (0.616, 0.784)}, "70 of 100, likely between 62 and 78"),
        (Measure("p", "number"), {"value": 0.00001234, "threshold": 0.05}, "0.000012, limit 0.05"),
        (Measure("p", "number"), {"value": 1234.5, "n": 1200}, "1,234, in 1,200 rows"),
        (Measure("p", "number"), {"value": float("inf")}, "more than any number"),
        (ERROR, {"value": 12.34, "threshold": 9.0}, "12.3 in the target's unit, that of the rest 9"),
        (Measure("small ones", "count", "categories"), {"value": 1.0, "threshold": 0.0}, "1 category, limit 0"),
        (Measure("unknown", "count", "people"), {"value": 1.0}, "1 person"),
        (Measure("unknown", "count", "people"), {"value": 2_400.0}, "2,400 people"),
        (Measure("unknown", "count", "held-out rows"), {"value": 1}, "1 held-out row"),
        (GAP, {"value": 0.987, "interval": (0.98, 0.991)}, "98.7 of 100, likely between 98.0 and 99.1"),
        (SECOND, {"value": 1.131, "threshold": 0.72}, "1.13 in log-odds, that of the second 0.72"),
        (on_scale("it", "amount"), {"value": 1131.4, "threshold": 720.0}, "1,131 in the target's unit, limit 720"),
        (on_scale("it", "probability"), {"value": 0.05, "interval": (0.02, 0.081)}, "5 of 100, likely between 2 and 8"),
        (Measure("ratio", "ratio"), {"value": 0.7996, "threshold": 0.8}, "79.96 for every 100, limit 80 for every 100"),
    ],
)  # fmt: skip
def test_numbers_are_told_in_words(measure, given, said):
    value = given.pop("value")
    assert measured_text(measure, value, **given) == f"{measure.name}: {said}"


def test_what_is_no_number_is_not_told():
    measure = Measure("share of rows lost", "fraction")
    assert measured_text(measure, float("nan")) == ""
    told = measured_text(measure, 0.5, threshold=float("nan"), interval=(float("nan"), 0.7))
    assert told == "share of rows lost: 50 of 100 rows"


def test_a_value_without_a_unit_is_not_told():
    assert Finding("WB999", "note", "seen", "why", "what", value=0.07, threshold=0.05).measured == ""
    assert repr(Finding("WB999", "note", "seen", "why", "what", value=0.07)) == "WB999 note: seen"


def test_without_its_value_a_finding_measures_nothing():
    found = Finding("WB203", "serious", "seen", "why", "what", value=0.07, threshold=0.0, n=100)
    assert found.measure is MEASURES["WB203"]
    hidden = replace(found, value=None)
    assert (hidden.measure, hidden.measured, repr(hidden)) == (None, "", "WB203 serious: seen")


def test_what_is_measured_goes_into_json_and_back():
    own = Measure("share of pairs ranked right", "fraction", "pairs", against="of the others")
    for one in (own, None):
        found = Finding("WB210", "serious", "seen", "why", "what", value=0.9, measure=one)
        assert decode(Finding, json.loads(json.dumps(encode(found)))) == found


@pytest.mark.parametrize("code", ["WB203", "WB210"])
def test_findings_that_were_written_before_they_said_what_they_measure_are_read(code):
    written = encode(Finding(code, "serious", "seen", "why", "what", value=0.9))
    del written["measure"]
    found = decode(Finding, written)
    assert found.measure == MEASURES.get(code)
    assert read_measure(Node({"code": code}, "audit.findings[0]", "Audit.to_json")) is None


def test_json_that_measures_something_else_is_refused():
    node = {"name": "a", "unit": "furlongs", "of": "rows", "among": "rows", "against": "limit"}
    with pytest.raises(InputError) as error:
        read_measure(Node({"measure": node}, "audit.findings[0]", "Audit.to_json"))
    assert str(error.value) == (
        "audit.findings[0].measure.unit is 'furlongs', which is none of 'fraction', 'count', 'ratio', 'number', "
        "'log-odds', 'amount'.\nGive what Audit.to_json wrote."
    )
