"""What an export tells: where a step has gathered the study, what the study holds, with the reasons and who signs."""

import re
from datetime import date, timedelta

import pytest

import workbench as wb
from workbench.bridge import SCHEMA, handle
from workbench.bridging.asked import Asked
from workbench.bridging.reported import reported
from workbench.core import following
from workbench.data.examples import loans
from workbench.report.formats import FORMATS, rendered
from workbench.report.seen import Seen
from workbench.study.signed import day_of

REASON = "Known since the last review. More cases come in May."


@pytest.fixture(scope="module")
def made():
    """A model of few rows, whose stages have findings, and its audit."""
    frame = loans(600, seed=1).frame
    data = wb.read_data(frame, target="approved", favourable="yes", protected=["origin", "sex"])
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data, seed=1)), "logistic_regression")
    return fitted, wb.audit_model(fitted)


@pytest.fixture
def study(made, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(following, "_STATE", type(following._STATE)())
    study = wb.open_study()
    for one in made:
        study.save(one)
    return study


def export(namespace, **asked):
    found = handle({"schema": SCHEMA, "ask": "export", "names": [*namespace], **asked}, None, namespace)
    assert found["ok"], found
    return found


def of_the_model_alone(made):
    """Return a finding which the audit alone does not have."""
    fitted, audit = made
    return next(one for one in fitted.prepared.split.findings if one not in audit.findings)


def test_where_a_step_gathered_the_study_its_reasons_answers_and_sign_off_are_told(study, made):
    finding = of_the_model_alone(made)
    study.overrule(finding.code, reason=REASON)
    wb.write_fields(study.path / "fields.toml")
    gathered = wb.gather_study(study)
    signed = wb.SignOff(owner="the credit team", overruled=gathered.accepted())
    stray = wb.audit_model(made[0], policy=wb.Policy({"selection_rate": 0.33}))
    namespace = {"gathered": gathered, "sign_off": signed, "one": stray}
    told = reported(Asked({"names": [*namespace]}, namespace), study, "brief")
    assert told.found.results == gathered.results  # what lies about in memory is not told
    found = export(namespace)
    assert (found["source"], found["unsaid"]) == ("gathered", [])
    assert REASON in found["html"]
    assert "the credit team" in found["html"]
    assert {one["overruled"] for one in found["findings"] if one["code"] == finding.code} == {REASON}


def test_a_reason_counts_as_it_stands_in_the_study_now(study, made):
    finding = of_the_model_alone(made)
    gathered = wb.gather_study(study)
    study.overrule(finding.code, reason=REASON)
    assert REASON in export({"gathered": gathered})["html"]
    signed = wb.SignOff(overruled=wb.gather_study(study).accepted())
    study.reinstate(finding.code)
    assert REASON not in export({"gathered": gathered, "sign_off": signed})["html"]


def test_a_finding_that_is_accepted_for_this_report_alone_is_told_as_such(study, made):
    code = of_the_model_alone(made).code
    signed = wb.SignOff(overruled=[wb.overrule(code, reason=REASON), wb.overrule("WB999", reason=REASON)])
    found = export({"gathered": wb.gather_study(study), "sign_off": signed})
    assert REASON in found["html"]
    assert found["unsaid"] == ["WB999: what is reported has no such finding."]


SIGNED = wb.SignOff("the credit team", "the risk board", signed="2026-01-10", expires="2099-01-10")


def test_after_a_restart_the_study_says_who_signed_and_what_people_answered(study):
    """Nothing is in memory: neither the sign-off nor where the form was."""
    purpose = "To help a clerk decide on loans."
    wb.write_fields(study.use_form("answers.toml"), {"model_card/intended_use/primary_uses": purpose})
    study.sign(SIGNED)
    found = export({}, audience="technical")
    assert found["source"] == "study"
    assert "the risk board" in found["html"]
    assert purpose in found["html"]
    found = export({"gathered": wb.gather_study(study)}, audience="technical")
    assert (found["source"], "the risk board" in found["html"], purpose in found["html"]) == ("gathered", True, True)
    here = {"gathered": wb.gather_study(study), "sign_off": wb.SignOff(owner="somebody else")}
    assert "the risk board" not in export(here, audience="technical")["html"]  # what the notebook says counts


def test_what_has_expired_is_told_as_in_a_report_that_was_signed_here(study):
    signed = wb.SignOff("the credit team", "the risk board", signed="2026-01-10", expires="2026-02-01")
    here = export({"gathered": wb.gather_study(study), "sign_off": signed})["html"]
    study.sign(signed)
    kept = export({})["html"]
    [notice] = {one for one in re.findall(r"<[^>]*>([^<]*2026-02-01[^<]*)<", here) if "expired" in one or "past" in one}
    assert notice in kept


def test_a_signature_does_not_go_on_to_results_that_came_after_it(study, made):
    study.sign(SIGNED)
    assert export({})["left"] == []
    study.save(wb.audit_model(made[0], policy=wb.Policy({"selection_rate": 0.33})))
    found = export({})
    assert found["left"][-1] == "the signature of 2026-01-10: audit 'main' came after it. Sign again."
    told = reported(Asked({"names": []}), study, "brief")
    assert (told.sign_off.owner, told.sign_off.signed) == ("the credit team", "")


def test_a_signature_in_memory_does_not_go_on_to_results_that_came_after_it(study, made):
    """As where a notebook signed, another saves a new model, and the first only gathers again."""
    study.sign(SIGNED)
    signed = wb.SignOff(**{**vars(SIGNED), "overruled": {"WB999": REASON}})
    asked = {"gathered": wb.gather_study(study), "sign_off": signed}
    assert export(asked)["left"] == []
    assert reported(Asked({"names": [*asked]}, asked), study, "brief").sign_off == signed
    study.save(wb.audit_model(made[0], policy=wb.Policy({"selection_rate": 0.33})))
    asked["gathered"] = wb.gather_study(study)
    assert export(asked)["left"] == ["the signature of 2026-01-10: audit 'main' came after it. Sign again."]
    told = reported(Asked({"names": [*asked]}, asked), study, "brief")
    assert (told.sign_off.owner, told.sign_off.signed, told.sign_off.overruled) == (
        "the credit team",
        "",
        signed.overruled,
    )


def test_a_signature_that_the_study_does_not_keep_holds_for_what_was_there_on_its_day(study):
    day = day_of(max(one.saved for one in study.status().kept))
    before = str(date.fromisoformat(day) - timedelta(days=1))
    for signed, holds in {day: True, before: False}.items():
        asked = {"gathered": wb.gather_study(study), "sign_off": wb.SignOff("a", "b", signed=signed)}
        told = reported(Asked({"names": [*asked]}, asked), study, "brief")
        assert (told.sign_off.signed, told.found.left == ()) == (signed if holds else "", holds)


@pytest.mark.parametrize("is_gathered", [True, False])
def test_a_form_that_is_gone_is_told(is_gathered, study):
    """As where the folder of a study was sent on without it."""
    asked = {"gathered": wb.gather_study(study)} if is_gathered else {}
    form = wb.write_fields(study.use_form("answers/ours.toml"))
    assert export(asked)["left"] == []
    form.unlink()
    [line] = export(asked)["left"]
    assert line == f"the answers of 'ours.toml': there is no file {str(form)!r}. Put it there, or name another form."
    study.use_form(study.path / "fields.toml")  # which nobody has begun
    assert export(asked)["left"] == []


def test_in_other_notebooks_the_results_in_memory_are_told(study, made):
    finding = of_the_model_alone(made)
    study.overrule(finding.code, reason=REASON)
    fitted, audit = made
    found = export({"fitted": fitted, "audit": audit})
    assert (found["source"], found["unsaid"]) == ("memory", [])
    assert REASON in found["html"]


def test_reasons_that_a_report_leaves_out_are_told_with_why(study, made):
    audit = made[1]
    shown = {(one.code, one.scope) for one in wb.Gathered((audit,), (), ()).findings("public")}
    hidden = next(one for one in audit.findings if (one.code, one.scope) not in shown)
    study.overrule(hidden.code, reason=REASON, scope=hidden.scope)
    study.overrule("WB999", reason="Of a table that is not here.")
    found = export({"audit": audit}, disclosure="public")
    assert found["unsaid"] == [
        f"{hidden.code} for {hidden.scope!r}: these readers are not told of that finding, which is about few people. "
        "A level that hides less does.",
        "WB999: what is reported has no such finding.",
    ]
    assert REASON not in found["html"]
    assert export({"audit": audit}, disclosure="full")["unsaid"] == found["unsaid"][1:]
    assert export({}, disclosure="public")["unsaid"] == found["unsaid"]  # made from the study


def test_a_letter_tells_of_no_finding_and_so_of_no_reason(study, made):
    study.overrule(of_the_model_alone(made).code, reason=REASON)
    study.save(wb.explain_person(made[0], 0))
    found = export({"gathered": wb.gather_study(study)}, audience="letter")
    assert [one.partition(": ")[2] for one in found["unsaid"]] == [
        "a letter is about one decision, and tells of no finding."
    ]
    assert REASON not in found["html"]


def test_what_was_gathered_and_who_signs_are_known_again(study, made):
    def known(value):
        return Seen().fingerprint("gathered", value)

    gathered = wb.gather_study(study)
    assert known(gathered).startswith("gathered:")
    assert known(wb.gather_study(study)) == known(gathered)
    study.overrule(of_the_model_alone(made).code, reason=REASON)
    assert known(wb.gather_study(study)) != known(gathered)
    assert known(wb.SignOff(owner="a")).startswith("signed:")
    assert known(wb.SignOff(owner="a")) == known(wb.SignOff(owner="a")) != known(wb.SignOff(owner="b"))


@pytest.mark.parametrize(
    ("reason", "by", "said"),
    [
        ("Known. More cases come in May.", "", "Reason: Known. More cases come in May."),
        ("More cases come in May", "", "Reason: More cases come in May."),
        ("Who would doubt it?", "", "Reason: Who would doubt it?"),
        ("More cases come in May", "the risk board", "Reason: More cases come in May (accepted by the risk board)."),
    ],
)
def test_a_brief_has_a_reason_word_for_word(made, reason, by, said):
    finding = of_the_model_alone(made)
    signed = wb.SignOff(overruled=[wb.overrule(finding.code, reason=reason, by=by)])
    brief = wb.build_report(*made, audience="brief", sign_off=signed)
    text = rendered(brief, FORMATS[".md"]).decode().replace("\\", "")
    assert said in text
    assert f"{said}." not in text
    assert reason in rendered(brief, FORMATS[".html"]).decode()
