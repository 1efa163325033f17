"""Sign-off: who answers, what was overruled and why, and what is no sign-off."""

from datetime import UTC, date, datetime

import pandas as pd
import pytest

import workbench as wb
from workbench.document.reading import reading_order
from workbench.document.wording import plain
from workbench.errors import InputError


@pytest.fixture(scope="module")
def audit():
    table = pd.DataFrame({"sex": ["m", "f"], "selected": [667, 20], "total": [1390, 25]})
    return wb.audit_counts(table)


def said(document):
    return " ".join(plain(text) for _, text in reading_order(document))


@pytest.mark.parametrize("audience", ["brief", "technical", "annex", "audit"])
def test_everybody_who_signed_and_every_reason_is_named(audit, audience):
    code = audit.findings[0].code
    sign_off = wb.SignOff(
        owner="the credit committee",
        reviewer="the second line",
        decision="goes live for new applications",
        residual_risk="few women were seen",
        overruled={code: "the next quarter brings more"},
        expires="2027-11-21",
        signed="2026-11-21",
    )
    text = said(wb.build_report(audit, audience=audience, sign_off=sign_off, date="2026-11-21"))
    for part in (
        "the credit committee",
        "the second line",
        "goes live",
        "few women",
        code,
        "next quarter",
        "2027-11-21",
    ):
        assert part in text, part


def test_a_report_knows_its_last_day(audit):
    document = wb.build_report(audit, sign_off=wb.SignOff(expires="2027-11-21"), date="2026-11-21")
    assert document.expires == "2027-11-21"


def test_an_owner_named_beside_a_sign_off_is_the_owner(audit):
    document = wb.build_report(audit, owner="the board", sign_off=wb.SignOff(reviewer="the second line"))
    assert "Who answers for this: the board." in said(document)
    assert "Checked by the second line." in said(document)


@pytest.mark.parametrize(
    ("wrong", "text"),
    [
        ({"expires": "soon"}, "expires is 'soon', which is no day.\nGive year, month and day: '2026-11-21'."),
        ({"signed": "2026-02-30"}, "signed is '2026-02-30', which is no day.\nGive year, month and day: '2026-11-21'."),
        ({"owner": 3}, "owner is 3.\nGive text."),
        (
            {"overruled": {"WB401": " "}},
            "The reason for overruling WB401 is ' '.\nWrite one: it stands in the report.",
        ),
        (
            {"overruled": {"gap": "why not"}},
            "overruled names 'gap', which is no code of a finding.\nGive codes such as 'WB401'.",
        ),
        (
            {"overruled": ["WB401"]},
            "overruled is ['WB401'].\nGive a list of wb.overrule('WB401', reason='…'), or reasons by code: "
            "{'WB401': 'the reason'}.",
        ),
        (
            {"overruled": "WB401"},
            "overruled is 'WB401'.\nGive a list of wb.overrule('WB401', reason='…'), or reasons by code: "
            "{'WB401': 'the reason'}.",
        ),
    ],
)
def test_what_is_no_sign_off_is_refused(wrong, text):
    with pytest.raises(InputError) as error:
        wb.SignOff(**wrong)
    assert str(error.value) == text


def test_a_finding_that_is_not_there_cannot_be_overruled(audit):
    known = ", ".join(sorted({finding.code for finding in audit.findings}))
    with pytest.raises(InputError) as error:
        wb.build_report(audit, sign_off=wb.SignOff(overruled={"WB301": "no matter"}))
    assert str(error.value) == (f"overruled names WB301, and these results have no such finding.\nThey have: {known}.")


def test_the_day_of_a_report_is_a_day(audit):
    with pytest.raises(InputError) as error:
        wb.build_report(audit, date="today")
    assert str(error.value) == "date is 'today', which is no day.\nGive year, month and day: '2026-11-21'."


@pytest.mark.parametrize("audience", ["brief", "technical", "annex", "audit"])
def test_a_day_alone_is_no_signature(audit, audience):
    text = said(wb.build_report(audit, audience=audience, sign_off=wb.SignOff(signed="2026-11-20"), date="2026-11-21"))
    assert "Signed on 2026-11-20." not in text
    assert "this counts as not signed" in text
    assert "is dated and signed" not in text


def test_a_sign_off_that_is_past_is_not_called_one_that_holds(audit):
    past = wb.SignOff("the bank", "the second line", signed="2026-01-02", expires="2026-11-20")
    text = said(wb.build_report(audit, audience="annex", sign_off=past, date="2026-11-21"))
    assert "This test report is dated and signed" not in text
    assert "This test report was dated and signed, and held until 2026-11-20" in text
    assert "This sign-off held until 2026-11-20, which is before the day of this report, 2026-11-21." in text
    on_its_day = said(wb.build_report(audit, audience="annex", sign_off=past, date="2026-11-20"))
    assert "This test report is dated and signed" in on_its_day


@pytest.mark.parametrize("audience", ["brief", "technical", "annex", "audit"])
@pytest.mark.parametrize(
    ("signed", "sentence"),
    [
        ("2026-11-22", "The day of the signature, 2026-11-22, is after the day of this report, 2026-11-21."),
        ("2020-01-01", "The day of the signature, 2020-01-01, is more than a year before the day of this report"),
        ("2026-01-01", ""),
    ],
)
def test_days_that_do_not_fit_the_report_are_remarked_on(audit, audience, signed, sentence):
    sign_off = wb.SignOff("the bank", "the second line", signed=signed)
    text = said(wb.build_report(audit, audience=audience, sign_off=sign_off, date="2026-11-21"))
    assert sentence in text if sentence else "The day of the signature" not in text


def test_days_may_be_dates_and_are_kept_as_text():
    given = wb.SignOff(signed=date(2026, 11, 21), expires=datetime(2027, 11, 21, 8, 30, tzinfo=UTC))
    assert (given.signed, given.expires) == ("2026-11-21", "2027-11-21")


def test_it_cannot_end_before_it_begins():
    with pytest.raises(InputError) as error:
        wb.SignOff(signed="2026-11-21", expires="2026-11-20")
    assert str(error.value) == (
        "expires is '2026-11-20', which is before the day of the signature, '2026-11-21'.\n"
        "Give a later day, or correct the signature's."
    )
    assert wb.SignOff(signed="2026-11-21", expires="2026-11-21").expires == "2026-11-21"


def test_two_owners_are_refused_and_the_same_twice_is_not(audit):
    with pytest.raises(InputError) as error:
        wb.build_report(audit, owner="the board", sign_off=wb.SignOff(owner="the bank"))
    assert str(error.value) == (
        "owner is 'the board', and the sign-off names 'the bank'.\n"
        "Name one: who answers for the system stands in the report once."
    )
    assert wb.build_report(audit, owner="the bank", sign_off=wb.SignOff(owner="the bank"))


def test_what_a_study_overrules_is_passed_over_where_there_is_no_such_finding(fitted_audit_study):
    study, fitted, audit = fitted_audit_study
    code = audit.findings[0].code
    study.overrule(code, reason="Known since the last review.", by="the tester")
    study.overrule("WB101", reason="Of a table that is not here any more.")
    report = wb.build_report(fitted, audit, audience="technical", sign_off=wb.SignOff(overruled=study.overruled))
    told = report.materials["sign_off"]["overruled"]
    assert [one["code"] for one in told] == [code]
    said_here = wb.overrule(code, reason="Known since the last review.", by="the tester", date=study.overruled[0].date)
    signed = wb.SignOff(overruled=[said_here])
    same = wb.build_report(fitted, audit, audience="technical", sign_off=signed)
    assert same.materials == report.materials  # whoever reads the evidence sees no difference
    with pytest.raises(InputError, match="no such finding"):
        wb.build_report(fitted, audit, sign_off=wb.SignOff(overruled={"WB101": "said for this report"}))


@pytest.fixture
def fitted_audit_study(tmp_path):
    data = wb.read_data("example:loans", target="approved", favourable="yes", protected=["origin"])
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data, seed=7)), "logistic_regression")
    return wb.open_study(tmp_path), fitted, wb.audit_model(fitted)
