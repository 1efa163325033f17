"""What somebody overrules: it stands beside the finding in every report that lists findings, and can be checked."""

import json
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from jsonschema import Draft202012Validator

import workbench as wb
from workbench.core.encoding import decode, encode
from workbench.core.overruling import Overruled, overrule, overruled_by
from workbench.core.sign_off import SignOff
from workbench.document.nodes import Table
from workbench.document.reading import reading_order
from workbench.document.wording import plain
from workbench.errors import InputError
from workbench.report.build import rebuild_report
from workbench.report.html import to_html
from workbench.report.published import published_schema

DATE = "2026-11-21"
REASON = "The next quarter brings more people."
HOSTILE = "<script>alert(1)</script> {code} \u202e **bold** | a"
FINDING = wb.Finding("WB503", "caution", "a title", "why", "what to do", scope="sex")


@pytest.fixture(scope="module")
def profile():
    """Findings of one code for two columns, and of other codes."""
    frame = pd.DataFrame(
        {
            "one": [1.0, None] * 100,
            "other": [None, None, 3.0, 4.0] * 50,
            "sex": ["f", "m"] * 100,
            "good": [0, 1, 1, 1] * 50,
        }
    )
    return wb.profile_data(wb.read_data(frame, target="good", protected=["sex"], name="people"))


@pytest.fixture(scope="module")
def audit():
    frame = pd.DataFrame({"sex": ["f", "m", None, "m"] * 30, "hired": [0, 1, 1, 1] * 30})
    return wb.audit_decisions(frame, decision="hired", protected=["sex"], name="hires")


def tables(section, id):
    for block in section.blocks:
        if isinstance(block, Table) and block.id == id:
            yield block
        yield from tables(block, id) if hasattr(block, "blocks") else ()


def rows(document, id):
    return [
        [plain(cell) for cell in row]
        for section in document.sections
        for table in tables(section, id)
        for row in table.rows
    ]


def said(document):
    return " ".join(plain(text) for _, text in reading_order(document))


def two_scopes(profile):
    """A code that the results have for two scopes."""
    by_code = {}
    for one in profile.findings:
        if one.scope:
            by_code.setdefault(one.code, []).append(one.scope)
    return next((code, scopes) for code, scopes in by_code.items() if len(set(scopes)) > 1)


# The record.


def test_a_finding_or_its_code_is_overruled():
    assert overrule(FINDING, reason=REASON) == Overruled("WB503", REASON, "sex")
    assert overrule("WB503", reason=REASON) == Overruled("WB503", REASON)
    given = overrule("WB503", reason=REASON, scope="sex", by="the board", date=date(2026, 11, 21))
    assert given == Overruled("WB503", REASON, "sex", "the board", "2026-11-21")
    assert str(given) == "WB503 for 'sex'"


def test_it_covers_its_scope_or_every_scope():
    other = replace(FINDING, scope="race")
    one, every = Overruled("WB503", REASON, "sex"), Overruled("WB503", "another reason")
    assert [given.covers(finding) for given in (one, every) for finding in (FINDING, other)] == [
        True, False, True, True,
    ]  # fmt: skip
    assert not every.covers(replace(FINDING, code="WB504"))
    assert overruled_by([every, one], FINDING) == one
    assert overruled_by([every, one], other) == every
    assert overruled_by([one], other) is None


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (
            lambda: overrule("WB203", reason="so"),
            "reason is 'so'.\nWrite at least 10 characters: others have to follow it.",
        ),
        (
            lambda: overrule("WB203", reason=" " * 20),
            f"reason is {' ' * 20!r}.\nWrite at least 10 characters: others have to follow it.",
        ),
        (
            lambda: overrule("WB203", reason=None),
            "reason is None.\nWrite at least 10 characters: others have to follow it.",
        ),
        (
            lambda: overrule("WB203", reason="x" * 2_001),
            "reason has 2,001 characters.\nSay it in at most 2,000: it stands in a table.",
        ),
        (
            lambda: overrule("gap", reason=REASON),
            "overruled names 'gap', which is no code of a finding.\nGive codes such as 'WB401'.",
        ),
        (lambda: overrule(3, reason=REASON), "finding is 3.\nGive one of audit.findings, or a code such as 'WB401'."),
        (lambda: overrule("WB203", reason=REASON, scope=3), "scope is 3.\nGive text."),
        (
            lambda: overrule("WB203", reason=REASON, date="soon"),
            "date is 'soon', which is no day.\nGive year, month and day: '2026-11-21'.",
        ),
        (
            lambda: SignOff(overruled=[Overruled("WB203", "a", "x"), Overruled("WB203", "b", "x")]),
            "overruled names WB203 for 'x' twice.\nKeep one reason.",
        ),
    ],
)
def test_what_is_no_overruling_is_refused(call, text):
    with pytest.raises(InputError) as error:
        call()
    assert str(error.value) == text


def test_reasons_by_code_are_kept_in_the_same_form():
    assert SignOff(overruled={"WB203": REASON}) == SignOff(overruled=[Overruled("WB203", REASON)])
    assert SignOff().overrulings == ()


def test_it_comes_back_from_evidence_in_either_form():
    given = SignOff(overruled=[overrule("WB203", reason=REASON, scope="x", by="the board", date=DATE)])
    written = encode(given)
    assert decode(SignOff, json.loads(json.dumps(written))) == given
    earlier = {**written, "overruled": {"WB203": REASON}}
    assert decode(SignOff, earlier) == SignOff(overruled={"WB203": REASON})
    for damaged in ([{"code": "WB203"}], "WB203", [3], {"WB203": 3}, {"WB203": ""}):
        with pytest.raises(InputError):
            decode(SignOff, {**written, "overruled": damaged})


# In reports.


@pytest.mark.parametrize("audience", ["technical", "annex", "audit"])
def test_it_stands_beside_its_finding_and_above_everything(audit, audience):
    finding = audit.findings[0]
    given = overrule(finding, reason=REASON, by="the board", date="2026-11-20")
    document = wb.build_report(audit, audience=audience, date=DATE, sign_off=SignOff(overruled=[given]))
    assert [plain(one.text) for one in document.notices] == [
        f"Somebody accepted a finding of the program: {finding.code}. The reason stands in this report."
    ]
    noticed = {(row[0], row[1]): row[-1] for row in rows(document, "noticed")}
    told = f"Known and accepted all the same: {REASON} (accepted by the board on 2026-11-20)"
    title = f"{finding.title}. Measured: {finding.measured}."
    assert noticed.pop((finding.code, title)) == f"{finding.what_to_do} {told}"
    assert not any("accepted" in what_to_do for what_to_do in noticed.values())
    if audience == "audit":  # the sign-off stands there in sentences
        assert f"Known and accepted: {finding.code}" in said(document)
    else:
        [overruled] = rows(document, "overruled")
        assert overruled == [finding.code, finding.title, f"{REASON} (accepted by the board on 2026-11-20)"]


def test_a_brief_says_so_beside_the_finding_and_why_at_its_end(audit):
    finding = next(one for one in audit.findings if one.severity != "note")
    signed = SignOff(overruled=[overrule(finding, reason=REASON)])
    document = wb.build_report(audit, audience="brief", date=DATE, sign_off=signed)
    [row] = [row for row in rows(document, "noticed") if row[1] == finding.title]
    assert row[-1] == f"{finding.what_to_do} Known and accepted all the same."
    scope = f" for {finding.scope}" if finding.scope else ""
    assert f"Known and accepted: {finding.code}{scope}. Reason: {REASON}" in said(document)
    assert len(document.notices) == 1


def test_one_scope_is_overruled_and_the_other_is_not(profile):
    code, scopes = two_scopes(profile)
    signed = SignOff(overruled=[overrule(code, reason=REASON, scope=scopes[0])])
    document = wb.build_report(profile, audience="data", date=DATE, sign_off=signed)
    by_title = {f"{one.title}. Measured: {one.measured}.": one.scope for one in profile.findings if one.code == code}
    accepted = {by_title[row[1]]: REASON in row[-1] for row in rows(document, "noticed") if row[0] == code}
    assert accepted == {scope: scope == scopes[0] for scope in by_title.values()}
    every = SignOff(overruled=[overrule(code, reason=REASON)])
    document = wb.build_report(profile, audience="data", date=DATE, sign_off=every)
    assert all(REASON in row[-1] for row in rows(document, "noticed") if row[0] == code)


def test_a_scope_that_no_finding_has_is_refused(profile):
    code, scopes = two_scopes(profile)
    signed = SignOff(overruled=[overrule(code, reason=REASON, scope="elsewhere")])
    with pytest.raises(InputError) as error:
        wb.build_report(profile, audience="data", date=DATE, sign_off=signed)
    assert str(error.value) == (
        f"overruled names {code} for 'elsewhere', and these results have that finding for others only.\n"
        f"They have it for: {', '.join(map(repr, sorted(set(scopes))))}."
    )


def test_two_codes_are_told_at_the_top(audit):
    codes = list(dict.fromkeys(one.code for one in audit.findings))[:2]
    assert len(codes) == 2
    signed = SignOff(overruled=[overrule(code, reason=REASON) for code in codes])
    [notice] = wb.build_report(audit, audience="audit", date=DATE, sign_off=signed).notices
    assert plain(notice.text) == (
        f"Somebody accepted findings of the program: {', '.join(codes)}. The reasons stand in this report."
    )


def test_what_is_not_shown_to_readers_cannot_be_overruled_before_them(monkeypatch, audit):
    finding = audit.findings[0]
    monkeypatch.setattr(
        "workbench.report.materials.shown_findings",
        lambda findings, *_: tuple(one for one in findings if one.code != finding.code),
    )
    with pytest.raises(InputError) as error:
        wb.build_report(audit, date=DATE, sign_off=SignOff(overruled=[overrule(finding.code, reason=REASON)]))
    assert str(error.value) == (
        f"overruled names {finding.code}, which these readers are not shown.\n"
        "Take it out for them, or build the report for readers who may see it."
    )


@pytest.mark.parametrize("disclosure", ["internal", "public", "full"])
def test_counts_are_hidden_as_without(audit, disclosure):
    given = {"audience": "audit", "date": DATE, "disclosure": disclosure}
    without = wb.build_report(audit, **given)
    shown = json.loads(json.dumps(without.materials["findings"]))
    signed = SignOff(overruled=[overrule(shown[0]["code"], reason=REASON)])
    document = wb.build_report(audit, sign_off=signed, **given)
    assert document.facts == without.facts
    assert {key for key in document.materials if document.materials[key] != without.materials[key]} == {"sign_off"}


def test_reasons_and_names_are_text_and_never_markup(audit):
    finding = audit.findings[0]
    signed = SignOff(overruled=[overrule(finding, reason=HOSTILE, by=HOSTILE)])
    for audience in ("brief", "technical", "audit"):
        document = wb.build_report(audit, audience=audience, date=DATE, sign_off=signed)
        assert "<script>alert" not in to_html(document)
        assert "\u202e" not in said(document)


@pytest.mark.parametrize("suffix", [".html", ".md", ".docx", ".pdf", ".json"])
def test_reports_are_built_again_and_verified(audit, tmp_path, suffix):
    signed = SignOff(overruled=[overrule(audit.findings[0], reason=REASON, by="the board")])
    document = wb.build_report(audit, audience="audit", date=DATE, sign_off=signed)
    again = rebuild_report(json.loads(json.dumps(document.materials)))
    assert said(again) == said(document)
    assert again.notices == document.notices
    path = wb.write_report(document, tmp_path / f"audit{suffix}")
    if suffix == ".json":
        value = json.loads(path.read_text(encoding="utf-8"))
        assert list(Draft202012Validator(published_schema("document")).iter_errors(value)) == []
    found = wb.verify_report(path)
    assert not found.is_altered
    assert found.passages == ()


@pytest.mark.parametrize(
    ("written", "changed"),
    [
        ("Known and accepted all the same", "Looked at"),
        (REASON, "There is nothing to see."),
        ("Somebody accepted a", "A"),
    ],
)
def test_what_is_changed_in_print_is_found(audit, tmp_path, written, changed):
    signed = SignOff(overruled=[overrule(audit.findings[0], reason=REASON)])
    document = wb.build_report(audit, audience="audit", date=DATE, sign_off=signed)
    path = wb.write_report(document, tmp_path / "audit.html")
    text = path.read_text(encoding="utf-8")
    assert written in text
    path.write_text(text.replace(written, changed, 1), encoding="utf-8")
    assert wb.verify_report(path).is_altered


def test_a_letter_tells_nothing_of_it():
    data = wb.read_data("example:admissions", target="admitted", favourable="yes", protected=["sex"])
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data)), "logistic_regression")
    audit = wb.audit_model(fitted)
    person = wb.explain_person(fitted, 0)
    signed = SignOff(owner="the college", overruled=[overrule(audit.findings[0], reason=REASON)])
    document = wb.build_report(person, audit, audience="letter", date=DATE, sign_off=signed)
    assert REASON not in json.dumps(document.materials)
    assert REASON not in said(document)
    assert not any("accepted" in plain(one.text) for one in document.notices)
