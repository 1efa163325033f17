"""The template that reports what a study holds: nothing, all, the data alone, decisions alone, and what is stale."""

import pandas as pd
import pytest

import workbench as wb
from workbench.bridge import SCHEMA, handle
from workbench.core import following
from workbench.data.examples import loans
from workbench.errors import InputError, StudyError

ID = "60-write-report"
DAY = "2099-11-10"
"""A day on which all was there already that a test saves."""


@pytest.fixture(scope="module")
def frame():
    return loans(900, seed=2).frame


@pytest.fixture(scope="module")
def fitted(frame):
    data = wb.read_data(frame, target="approved", favourable="yes", protected=["origin"])
    return wb.fit_model(wb.prepare_data(wb.split_data(data, seed=1)), "logistic_regression")


@pytest.fixture
def study(tmp_path):
    return wb.open_study(tmp_path / "study")


def test_where_the_study_keeps_nothing_it_says_so_and_a_small_model_stands_in(run_here, tmp_path):
    said, names = run_here(ID)
    assert said["gather"].splitlines()[0] == (
        "The study keeps nothing to report. A small model of example:loans stands in; it is not kept."
    )
    assert said["ask"] == "Answers in fields.toml: 0\n"
    assert said["sign"] == "Not signed. Nobody said: who answers for it, who checked it, the day.\n"
    assert [line.split(":")[0] for line in said["write"].splitlines()] == ["brief.html", "technical.html", "annex.html"]
    assert said["check"].count("Nothing is altered.") == 3
    assert said["tamper"].startswith("Altered")
    found = said["truth"].splitlines()
    assert found[0] == "origin: put in 20 of 100, found 21"
    low, high = (int(one) for one in found[1].removeprefix("    likely between ").split(" and "))
    assert low <= 20 <= high
    study = wb.open_study(tmp_path / "study")
    assert study.status().kept == ()  # so that it is never taken for the study's own
    assert sorted(one.name for one in study.reports.iterdir()) == ["annex.html", "brief.html", "technical.html"]
    assert names["first"].audience == "brief"


def test_all_that_was_made_is_told_with_reasons_answers_and_who_signs(run_here, study, fitted):
    explanation, audit = wb.explain_model(fitted, max_rows=60), wb.audit_model(fitted)
    choice = wb.choose_threshold(fitted, costs={"false_favourable": 2, "false_unfavourable": 1})
    data = fitted.prepared.split.data
    for one in (data, wb.profile_data(data), fitted, explanation, audit, choice, wb.explain_person(fitted, 1)):
        study.save(one)
    study.save(wb.explain_groups(explanation, "origin"), name="origin")
    study.overrule("WB218", reason="More cases come in May, and then we look again.", by="the risk board")
    study.overrule("WB101", reason="Of a table that is not here any more.")
    purpose = "To help a clerk decide on loans."
    wb.write_fields(study.path / "fields.toml", {"model_card/intended_use/primary_uses": purpose})
    said, names = run_here(
        ID,
        owner="the credit team",
        reviewer="the risk board",
        decision="goes live for new customers",
        signed=DAY,
        expires="2099-11-20",
    )
    assert "  audit 'main'\n  fitted 'main'\n  explanation 'main'\n" in said["gather"]
    assert "groups 'origin'" in said["gather"]
    assert "left out: person 'main' is about one person, and stands in a letter alone." in said["gather"]
    assert "    overruled: More cases come in May, and then we look again. (the risk board)\n" in said["findings"]
    assert "WB101 is overruled in the study, and these readers are told of no such finding.\n" in said["findings"]
    assert said["sign"] == f"Signed by the credit team and the risk board on {DAY}.\n"
    assert said["ask"] == "Answers in fields.toml: 1\n"
    assert not names["stands_in"]
    for name in ("technical", "annex"):
        text = (study.reports / f"{name}.html").read_text(encoding="utf-8")
        assert "More cases come in May, and then we look again." in text, name
        assert purpose in text, name
    assert "WB218" in (study.reports / "brief.html").read_text(encoding="utf-8")
    assert said["check"].count("Nothing is altered.") == 3
    assert said["truth"].startswith("Nobody knows the truth about these data.")


def test_who_signs_and_where_the_answers_are_is_known_after_a_restart(run_here, study, fitted, tmp_path, monkeypatch):
    study.save(fitted)
    study.save(wb.audit_model(fitted))
    purpose = "To help a clerk decide on loans."
    wb.write_fields(tmp_path / "ours.toml", {"model_card/intended_use/primary_uses": purpose})
    signed = {"owner": "the credit team", "reviewer": "the risk board", "signed": DAY}
    run_here(ID, **signed, expires="2099-11-20", fields_path="ours.toml")
    assert study.status().signed == (
        f"Signed by 'the credit team' and 'the risk board' on {DAY}. It holds until 2099-11-20."
    )
    monkeypatch.setattr(following, "_STATE", type(following._STATE)())
    found = handle({"schema": SCHEMA, "ask": "export", "names": [], "audience": "technical"})
    assert found["ok"], found
    for told in ("the risk board", "2099-11-20", purpose):
        assert told in found["html"]
    said, names = run_here(ID)  # the same notebook, in which nothing is filled in
    assert said["ask"] == "Answers in ours.toml: 1\n"
    assert said["sign"] == (
        f"The study keeps who signed. {study.status().signed}\nSigned by the credit team and the risk board on {DAY}.\n"
    )
    assert names["sign_off"].expires == "2099-11-20"
    study.save(wb.audit_model(fitted, policy=wb.Policy({"selection_rate": 0.3})))
    said, _ = run_here(ID)
    assert "Saved after it: audit 'main'. Sign again.\n" in said["sign"]
    assert said["sign"].endswith("Not signed. Nobody said: the day.\n")


def test_an_old_day_signs_no_result_that_was_saved_after_it(run_here, study, fitted):
    """The day stands in the first cell since January; the audit was made anew, and all cells are run again."""
    study.save(fitted)
    study.save(wb.audit_model(fitted))
    signed = {"owner": "the credit team", "reviewer": "the risk board", "signed": "2024-01-31"}
    study.sign(wb.SignOff(**signed))
    for _ in range(2):
        said, names = run_here(ID, **signed)
        assert said["sign"] == (
            "Saved after 2024-01-31, so not signed: fitted 'main', audit 'main'. Say a new day in the first cell.\n"
            "Not signed. Nobody said: the day.\n"
        )
        assert names["sign_off"].signed == study.sign_off.signed == ""
        assert study.status().signed.startswith("Not signed yet: nobody said the day.")
    assert "2024-01-31" not in (study.reports / "brief.html").read_text(encoding="utf-8")
    study.save(wb.profile_data(fitted.prepared.split.data), "unasked")
    said, _ = run_here(ID, **signed | {"signed": DAY})
    assert said["sign"] == f"Signed by the credit team and the risk board on {DAY}.\n"
    assert study.sign_off.signed == DAY


def test_no_form_is_begun_but_that_of_the_study(run_here, study, fitted, tmp_path):
    """A name that was mistyped, and a study that was sent on without the form that it names."""
    study.save(fitted.prepared.split.data)
    with pytest.raises(InputError, match=r"'uors\.toml' cannot be read: No such file"):
        run_here(ID, fields_path="uors.toml")
    assert study.form == study.path / "fields.toml"  # and it is not remembered
    form = study.use_form(tmp_path / "ours.toml")
    with pytest.raises(InputError, match=r"ours\.toml' cannot be read: No such file"):
        run_here(ID)
    assert not [*tmp_path.rglob("*ours.toml"), *tmp_path.rglob("fields.toml")]
    wb.write_fields(form)
    assert run_here(ID)[0]["ask"] == "Answers in ours.toml: 0\n"


def test_who_signs_what_only_stands_in_is_not_kept(run_here, study):
    run_here(ID, owner="the credit team", file_format="md")
    assert study.sign_off is None


def test_of_data_alone_the_report_is_of_the_data(run_here, study, fitted):
    data = fitted.prepared.split.data
    study.save(data)
    study.save(wb.profile_data(data))
    said, names = run_here(ID)
    assert said["brief"].startswith("There is neither a model nor an audit: the report is of the data alone.\n")
    assert list(names["reports"]) == ["data", "technical"]
    assert said["annex"] == said["hide"] == ""
    assert said["check"].count("Nothing is altered.") == 2


def test_decisions_alone_are_reported_and_of_two_audits_the_one_that_is_named(run_here, study, frame, fitted):
    decided = wb.audit_decisions(frame, decision="approved", favourable="yes", protected=["sex"], name="the lender")
    study.save(decided, name="decisions")
    said, names = run_here(ID, file_format="md", disclosure="public")
    assert names["gathered"].results == (decided,)
    assert [one.suffix for one in study.reports.iterdir()] == [".md"] * 3
    assert said["tamper"].startswith("Altered")  # whatever the format of the files
    study.save(wb.audit_model(fitted))
    said, names = run_here(ID, audit_name="decisions", file_format="json", law="nyc-ll144")
    assert names["gathered"].results == (decided,)
    assert "left out: audit 'main' is not the one that was asked for, 'decisions'." in said["gather"]


def test_what_is_stale_is_left_out_and_said(run_here, study, frame, fitted):
    study.save(fitted.prepared.split.data)
    study.save(fitted)
    study.save(wb.audit_model(fitted))
    study.save(wb.read_data(frame.head(700), target="approved", favourable="yes", protected=["origin"]))
    said, names = run_here(ID)
    assert "left out: audit 'main' is stale: " in said["gather"]
    assert "left out: fitted 'main' is stale: " in said["gather"]
    assert list(names["reports"]) == ["data", "technical"]


def test_where_all_is_out_of_date_nothing_is_written_over_the_reports(run_here, study, frame, tmp_path):
    frame.to_csv(tmp_path / "own.csv", index=False)
    own = {"target": "approved", "favourable": "yes", "protected": ["origin"]}
    data = wb.read_data(tmp_path / "own.csv", **own)
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data, seed=1)), "logistic_regression")
    for one in (data, fitted, wb.audit_model(fitted)):
        study.save(one)
    run_here(ID)
    before = {path.name: path.read_bytes() for path in study.reports.iterdir()}
    frame.head(800).to_csv(tmp_path / "own.csv", index=False)
    with pytest.raises(StudyError, match=r"dataset 'main': stale\. The file 'own\.csv' has changed since\.\nRun "):
        run_here(ID)
    assert {path.name: path.read_bytes() for path in study.reports.iterdir()} == before
    said, _ = run_here(ID, data_source="own.csv", **own)  # a person says what is to stand in
    assert "A small model of own.csv stands in" in said["gather"]


def test_a_table_of_ones_own_stands_in_with_the_policy_of_the_study(run_here, study, frame, tmp_path):
    frame.rename(columns={"approved": "result", "sex": "who asks"}).to_csv(tmp_path / "own.csv", index=False)
    wb.write_policy(wb.Policy({"selection_rate": 0.3}), study.path / "policy.toml")
    own = {"data_source": "own.csv", "target": "result", "favourable": "yes", "protected": ["who asks"]}
    said, names = run_here(ID, **own, owner="A. B.", reviewer="a. b. ", signed=DAY)
    assert said["gather"].startswith("The study keeps nothing to report. A small model of own.csv stands in;")
    assert said["sign"].startswith("Who answers for it and who checked it are the same.")
    assert [one.claim.tolerance for one in names["audit"].assessments] == [0.3]
    assert "who asks" in (study.reports / "brief.html").read_text(encoding="utf-8")
    assert said["truth"].startswith("Nobody knows the truth about these data.")


def regression(frame):
    data = wb.read_data(frame, target="income", task="regression", protected=["sex"])
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data, seed=1)), "boosted_trees")
    return fitted, wb.audit_model(fitted, policy=wb.Policy({"mean_prediction": 1_000.0}))


def several_classes(frame):
    data = wb.read_data(frame, target="purpose", task="multiclass", protected=["sex"])
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data, seed=1)), "boosted_trees")
    return fitted, wb.audit_model(fitted)


def nobody_protected(frame):
    data = wb.read_data(frame, target="approved", favourable="yes")
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data, seed=1)), "logistic_regression")
    return fitted, wb.audit_model(fitted)


def published_counts(_frame):
    return (wb.audit_counts(pd.DataFrame({"sex": ["m", "f"], "selected": [667, 555], "total": [1390, 1181]})),)


def a_split_alone(frame):
    return (wb.split_data(wb.read_data(frame, target="approved", favourable="yes", protected=["sex"])),)


@pytest.mark.slow
@pytest.mark.parametrize("kept", [regression, several_classes, nobody_protected, published_counts, a_split_alone])
def test_whatever_a_study_keeps_is_reported(run_here, study, frame, kept):
    for one in kept(frame):
        study.save(one)
    said, names = run_here(ID)
    assert not names["stands_in"]
    assert names["gathered"].left == ()
    assert said["check"].count("Nothing is altered.") == len(names["reports"]) >= 2


def test_what_no_report_tells_of_is_no_ground_for_one(run_here, study, frame):
    study.save(wb.suggest_roles(wb.read_data(frame)))
    said, names = run_here(ID)
    assert names["stands_in"]
    assert "left out: roles 'main' is nothing that a report tells of." in said["gather"]


@pytest.mark.slow
@pytest.mark.parametrize("file_format", ["pdf", "docx"])
def test_every_format_is_written_and_checked(run_here, file_format):
    said, _ = run_here(ID, file_format=file_format)
    assert said["check"].count("Nothing is altered.") == 3


@pytest.mark.slow
def test_it_runs_in_a_kernel_of_its_own(run_cells):
    said = run_cells(ID)
    assert said["check"].count("Nothing is altered.") == 3
