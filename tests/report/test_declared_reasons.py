"""Why a policy is as it is stands in every report that prints the policy, as text, and can be checked there."""

import re

import pandas as pd
import pytest

import workbench as wb
from workbench.document.nodes import Table
from workbench.document.reading import reading_order
from workbench.document.wording import plain
from workbench.report.html import to_html

DATE = "2026-11-21"
HOSTILE = "<script>alert(1)</script> {owner} \u202e \x00 **bold** | a"
ANSWERS = {
    "affected": "applicants", "scarce": "limited", "outcome": "unknown", "stakes": "serious", "groups": "few",
    "law": "us_employment",
}  # fmt: skip


def audit_with(policy):
    frame = pd.DataFrame({"sex": ["f", "m"] * 200, "hired": [0, 1, 1, 1] * 100})
    return wb.audit_decisions(frame, decision="hired", protected=["sex"], policy=policy, name="hires")


@pytest.fixture(scope="module")
def framing():
    return wb.frame_decision(ANSWERS)


@pytest.fixture(scope="module")
def audit(framing):
    return audit_with(framing.policy())


def tables(section):
    for block in section.blocks:
        if isinstance(block, Table):
            yield block
        yield from tables(block) if hasattr(block, "blocks") else ()


def reasons_in(document):
    return [one for section in document.sections for one in tables(section) if one.id == "declared-reasons"]


def said(document):
    return " ".join(plain(text) for _, text in reading_order(document))


@pytest.mark.parametrize("audience", ["technical", "annex", "audit"])
def test_every_reason_stands_where_the_policy_stands(audit, framing, audience):
    document = wb.build_report(audit, audience=audience, date=DATE)
    [table] = reasons_in(document)
    cells = [tuple(plain(cell) for cell in row) for row in table.rows]
    assert [row[:2] for row in cells] == [(one.question, one.answer) for one in framing.justification]
    assert [row[2] for row in cells] == [one.why or "–" for one in framing.justification]
    assert "Why just this is compared and tolerated" in said(document)
    assert "It ignores who qualifies" in said(document)


@pytest.mark.parametrize("audience", ["technical", "annex", "audit"])
def test_a_policy_without_reasons_has_no_such_table(audience):
    document = wb.build_report(audit_with(wb.Policy({"selection_rate": 0.05})), audience=audience, date=DATE)
    assert reasons_in(document) == []


def test_reasons_stand_there_where_nothing_can_be_judged_too(framing):
    audit = audit_with(wb.Policy({}, standards={"four-fifths": {}}, justification=framing.justification))
    assert audit.assessments == ()
    assert len(reasons_in(wb.build_report(audit, audience="audit", date=DATE))) == 1


def test_reasons_are_text_and_never_markup():
    audit = audit_with(wb.Policy({"selection_rate": 0.1}, justification=[wb.Reason(HOSTILE, HOSTILE, HOSTILE)]))
    document = wb.build_report(audit, audience="technical", date=DATE)
    page = to_html(document)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "\u202e" not in said(document)


@pytest.mark.parametrize("suffix", [".html", ".md"])
def test_a_reason_that_is_changed_in_print_is_found(audit, tmp_path, suffix):
    path = wb.write_report(wb.build_report(audit, audience="audit", date=DATE), tmp_path / f"audit{suffix}")
    assert not wb.verify_report(path).is_altered
    text = path.read_text(encoding="utf-8")
    answer = "Yes: so many places, and no more"
    body, count = re.subn(re.escape(answer), "No: whoever qualifies", text, count=1)
    assert count == 1
    path.write_text(body, encoding="utf-8")
    assert wb.verify_report(path).is_altered


@pytest.mark.parametrize("disclosure", ["internal", "public"])
def test_reasons_are_the_same_whoever_reads(audit, framing, disclosure):
    document = wb.build_report(audit, audience="audit", date=DATE, disclosure=disclosure)
    [table] = reasons_in(document)
    assert len(table.rows) == len(framing.justification)
