"""The published schemas: they are what the classes say, and every kind of report keeps to them."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import workbench as wb
from workbench.report.formats import FORMATS
from workbench.report.published import published_schema

from .reported_loans import loan_results

ROOT = Path(__file__).parents[2]
KINDS = ("document", "evidence")


@pytest.fixture(scope="module")
def results():
    return loan_results(800, explained=40)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_published_is_what_the_classes_say(kind):
    published = json.loads((ROOT / f"docs/schemas/{kind}.json").read_text(encoding="utf-8"))
    how = f"python -m workbench.report.published {kind} > docs/schemas/{kind}.json"
    assert published == published_schema(kind), how
    Draft202012Validator.check_schema(published)


@pytest.mark.parametrize("audience", ["brief", "technical", "annex", "audit"])
def test_reports_keep_to_the_schemas(audience, results, tmp_path):
    sign_off = wb.SignOff(owner="the board", expires="2027-11-21")
    document = wb.build_report(*results, audience=audience, sign_off=sign_off, date="2026-11-21")
    value = json.loads(wb.write_report(document, tmp_path / "report.json").read_text(encoding="utf-8"))
    assert errors("document", value) == []
    page = wb.write_report(document, tmp_path / "report.html")
    evidence = FORMATS[".html"].read(page.read_bytes()).evidence
    assert errors("evidence", json.loads(json.dumps(evidence))) == []
    audit = json.loads((ROOT / "docs/schemas/audit.json").read_text(encoding="utf-8"))
    assert list(Draft202012Validator(audit).iter_errors(evidence["materials"]["audit"])) == []


def test_the_schema_finds_what_is_wrong(results, tmp_path):
    document = wb.build_report(*results, date="2026-11-21")
    value = json.loads(wb.write_report(document, tmp_path / "report.json").read_text(encoding="utf-8"))
    fact = next(iter(value["facts"].values()))
    fact["unit"], value["sections"][0]["markup"] = "furlongs", "<b>"
    del value["evidence"]["materials"]["audit"]
    paths = [error.path for error in Draft202012Validator(published_schema("document")).iter_errors(value)]
    assert {path[0] for path in paths} == {"facts", "sections", "evidence"}


def errors(kind, value):
    return [error.message[:300] for error in Draft202012Validator(published_schema(kind)).iter_errors(value)]
