"""What a study keeps is sorted into what one report tells of, and what it leaves out and why."""

import pytest

import workbench as wb
from workbench.data.examples import loans
from workbench.errors import InputError
from workbench.report.verification.verify import verify_report


@pytest.fixture(scope="module")
def frame():
    return loans(600, seed=1).frame


@pytest.fixture(scope="module")
def made(frame):
    """Return a model, its explanation and its audit, and another model of the same rows."""
    data = wb.read_data(frame, target="approved", favourable="yes", protected=["origin"])
    prepared = wb.prepare_data(wb.split_data(data, seed=1))
    fitted, other = (wb.fit_model(prepared, name) for name in ("logistic_regression", "baseline"))
    return fitted, wb.explain_model(fitted, max_rows=60), wb.audit_model(fitted), other


@pytest.fixture
def study(tmp_path):
    return wb.open_study(tmp_path)


def test_a_study_that_keeps_nothing_gives_nothing(study):
    gathered = wb.gather_study(study)
    assert (gathered.results, gathered.told, gathered.left, gathered.findings(), gathered.accepted()) == (
        (), (), (), (), ()
    )  # fmt: skip
    assert repr(gathered) == "0 results go into a report, and 0 are left out."


def test_all_that_is_of_one_model_goes_together_and_makes_a_report(study, made, tmp_path):
    fitted, explanation, audit, _ = made
    kept = [fitted.prepared.split.data, fitted.prepared.split, fitted.prepared, explanation, audit, fitted]
    for one in [*kept, wb.profile_data(kept[0]), wb.explain_person(fitted, 3), wb.suggest_roles(kept[0])]:
        study.save(one)
    gathered = wb.gather_study(study)
    assert [type(one).__name__ for one in gathered.results] == [
        "Audit", "Fitted", "Explanation", "Prepared", "Split", "Dataset", "Profile",
    ]  # fmt: skip
    assert gathered.told[:2] == ("audit 'main'", "fitted 'main'")
    assert sorted(gathered.left) == [
        "person 'main' is about one person, and stands in a letter alone.",
        "roles 'main' is nothing that a report tells of.",
    ]
    path = wb.write_report(wb.build_report(*gathered.results, audience="technical"), tmp_path / "all.html")
    assert not verify_report(path).is_altered


def test_a_model_that_the_audit_is_not_of_is_left_out(study, made):
    _, explanation, audit, other = made
    for one in (other, explanation, audit):
        study.save(one)
    gathered = wb.gather_study(study)
    assert gathered.told == ("audit 'main'", "explanation 'main'")
    assert gathered.left == ("fitted 'main' is of other data, or of another model, than what is reported.",)


def test_of_several_audits_main_is_told_or_the_one_that_is_asked_for(study, made, frame):
    decided = wb.audit_decisions(frame, decision="approved", favourable="yes", protected=["sex"])
    study.save(decided, name="decisions")
    assert wb.gather_study(study).told == ("audit 'decisions'",)
    study.save(made[2])
    assert wb.gather_study(study).told == ("audit 'main'",)
    assert wb.gather_study(study).left == ("audit 'decisions' is a second of its kind, and a report tells of one.",)
    named = wb.gather_study(study, audit="decisions")
    assert named.results == (decided,)
    assert named.left == ("audit 'main' is not the one that was asked for, 'decisions'.",)


def test_an_audit_that_is_not_kept_cannot_be_asked_for(study, made):
    with pytest.raises(InputError) as error:
        wb.gather_study(study, audit="hiring")
    assert str(error.value) == "audit is 'hiring', and the study keeps no audit.\nSave one with study.save(audit)."
    study.save(made[2], name="hirings")
    with pytest.raises(InputError) as error:
        wb.gather_study(study, audit="hiring")
    assert str(error.value) == "audit is 'hiring'.\nAllowed are: 'hirings'. Did you mean 'hirings'?"


def test_what_is_out_of_date_or_damaged_is_left_out_and_said(study, made, frame):
    fitted, _, audit, _ = made
    for one in (fitted.prepared.split.data, fitted, audit):
        study.save(one)
    study.save(wb.read_data(frame.head(500), target="approved", favourable="yes", protected=["origin"]))
    gathered = wb.gather_study(study)
    assert gathered.told == ("dataset 'main'",)
    assert [one.split(":")[0] for one in gathered.left] == ["audit 'main' is stale", "fitted 'main' is stale"]
    study.save(audit).path.write_text("{")
    assert any(one.startswith("audit 'main' is damaged: ") for one in wb.gather_study(study).left)


def test_reasons_go_with_the_results_that_they_are_about_and_the_readers_who_are_told(study, made):
    fitted, _, audit, _ = made
    study.save(fitted)
    study.save(audit)
    codes = {one.code for one in wb.gather_study(study).findings()}
    code = min(codes)
    study.overrule(code, reason="Known since the last review.", by="the tester")
    study.overrule("WB101", reason="Of a table that is not here.")
    assert "WB101" not in codes
    gathered = wb.gather_study(study)
    assert [one.code for one in gathered.overruled] == [code, "WB101"]
    assert [one.code for one in gathered.accepted()] == [code]
    for level in ("internal", "public", "full"):
        signed = wb.SignOff(overruled=gathered.accepted(level))
        wb.build_report(*gathered.results, sign_off=signed, disclosure=level)  # or it would be refused
