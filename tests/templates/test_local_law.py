"""The template on Local Law 144: the rule's own example, a tool that scores, and what is published with the tables."""

import numpy as np
import pytest

import workbench as wb
from workbench.data.example_hiring import hiring
from workbench.errors import InputError

SAID = {
    "auditor": "Harbor Audits",
    "tool": "A video interview, for sales clerks",
    "audit_date": "2026-10-01",
    "distribution_date": "2025-02-01",
    "origin": "The applicant tracking system",
    "explanation": "All who applied in New York City since the first day.",
    "data_kind": "historical",
    "demographics": "self-reported",
}


def test_the_rules_own_example_is_made_again_and_its_contradiction_found(run_here, tmp_path):
    said, names = run_here("56-local-law-144")
    lines = said["truth"].splitlines()
    assert lines[0] == "Male: the rule prints 1, we find 1.000; same counts"
    assert lines[2] == "Hispanic or Latino: the rule prints 0.97, we find 0.842; its counts 204 of 408, ours 172 of 395"
    assert [one.endswith("; same counts") for one in lines] == [place != 2 for place in range(9)]
    for line in (*lines[:2], *lines[3:]):
        printed, ours = (float(one.split(";")[0]) for one in line.split("prints ")[1].split(", we find "))
        assert printed == pytest.approx(ours, abs=0.006)
    assert "    Male, Black or African American | 226 | 95 | 42.0% | 0.806 | 0.806" in said["tables"]
    assert "    Female, Native American or Alaska Native | 17 | 7 | 41.2% | 0.789 | –" in said["tables"]
    assert said["unknown"].startswith("Sex, bounds\n    Male: impact ratio between 0.900 and 1.000\n")
    assert "250 people were assessed and are not included" in said["unknown"]
    assert said["small"].count("ratios that leaving them out would move: none") == 2
    assert said["publish"].count("not said yet: ") == 6
    assert said["publish"].startswith("Local Law 144 format calculations\n")
    assert "selection, Sex: lowest impact ratio 0.979, Female" in said["scoring"]
    assert said["report"].startswith("parts of which the report for the house hides something: 0\n")
    for name in ("local-law-144.html", "hiring-audit.html"):
        assert not wb.verify_report(tmp_path / name).is_altered
    page = (tmp_path / "local-law-144.html").read_text(encoding="utf-8")
    assert "not a bias audit" in page
    assert wb.open_study(tmp_path / "study").load("audit", "local-law-144") == names["audit"]


def test_what_moves_with_the_line_is_what_the_rows_say(run_here):
    said, _ = run_here("56-local-law-144")
    frame = hiring().frame
    for line in (40, 60, 80):
        moved = frame["score"] >= line
        ratios = []
        for column in ("sex", "race"):
            rates = moved.groupby(frame[column]).mean()
            ratios.append(f"lowest ratio by {column} {rates.min() / rates.max():.2f}")
        assert f"score of {line}: {100 * moved.mean():.0f} of 100 move forward; {'; '.join(ratios)}" in said["line"]
    rates = (frame["advanced"] == "yes").groupby(frame["sex"]).mean()
    n = int((frame["sex"] == "Female").sum())
    assert f"Female: {n * (rates['Male'] - rates['Female']):,.0f} more of {n:,} at the highest rate" in said["chance"]


def test_a_tool_that_only_scores_with_names_of_its_own(run_here, tmp_path):
    frame = hiring(seed=2).frame.drop(columns="advanced").sample(frac=0.9, random_state=1)
    frame["score"] = frame["score"] / 100 + 1
    frame["sex"] = frame["sex"].map({"Male": "m", "Female": "f"}).fillna("prefer not to say")
    names = {"score": "points", "sex": "gender", "race": "origin"}
    frame.rename(columns=names).to_csv(tmp_path / "scored.csv", index=False)
    said, left = run_here(
        "56-local-law-144",
        **SAID,
        data_source="scored.csv",
        rates="scoring",
        decision="",
        score="points",
        lowest_score=1,
        highest_score=2,
        sex="gender",
        race="origin",
        unknown_rule="table",
        small_categories="leave out",
        small_justification="The auditor holds them too few to say anything.",
    )
    above = frame["score"] > frame["score"].median()
    women = frame["sex"] == "f"
    assert (
        f"    Female | {women.sum():,} | {above[women].sum():,} | {100 * above[women].mean():.1f}% | " in said["tables"]
    )
    assert said["publish"].startswith("Local Law 144 bias audit, independent auditor: Harbor Audits\n")
    assert "not said yet" not in said["publish"]
    assert "    source of the data: The applicant tracking system\n" in said["publish"]
    assert "prefer not to say" in said["rest"]
    assert said["scoring"] == "There are scores alone, or decisions alone: there is one way to count.\n"
    assert said["truth"].startswith("Nobody knows the truth about this table.")
    assert left["law"].tables[0].id == "scoring/sex"
    page = (tmp_path / "local-law-144.html").read_text(encoding="utf-8")
    assert "The auditor holds them too few to say anything." in page
    assert "Harbor Audits" in page
    assert not wb.verify_report(tmp_path / "local-law-144.html").is_altered


def test_a_tool_that_only_selects_without_scores(run_here, tmp_path):
    frame = hiring().frame.drop(columns="score").dropna()
    frame["hispanic"] = np.where(frame["race"] == "Hispanic or Latino", "Hispanic or Latino", "no")
    frame.to_parquet(tmp_path / "selected.parquet")
    said, left = run_here("56-local-law-144", data_source="selected.parquet", score="", audit_path="house.md")
    assert said["line"] == "There are no scores: no other line can be tried.\n"
    assert said["unknown"].startswith("The category of everybody is known.\n")
    assert left["law"].table("selection/sex").cell("Female", "Applicants").value == 1_181
    assert not wb.verify_report(tmp_path / "house.md").is_altered


def test_reasons_and_answers_of_the_study_stand_in_the_files(run_here, tmp_path):
    study = wb.open_study(tmp_path / "study")
    study.overrule("WB503", reason="They were asked twice, and may decline.", by="the tester")
    wb.write_fields(study.path / "fields.toml", {"nyc_ll144/notice": "A letter, twelve business days before."})
    said, _ = run_here("56-local-law-144")
    assert said["publish"].endswith("Answers in fields.toml: 1\n")
    assert "A letter, twelve business days before." in (tmp_path / "local-law-144.html").read_text(encoding="utf-8")
    for name in ("local-law-144.html", "hiring-audit.html"):
        assert "They were asked twice, and may decline." in (tmp_path / name).read_text(encoding="utf-8"), name


def test_the_form_that_the_study_was_given_is_the_one_that_is_read(run_here, tmp_path):
    form = wb.open_study(tmp_path / "study").use_form(tmp_path / "answers.toml")
    wb.write_fields(form, {"nyc_ll144/notice": "A letter, twelve business days before."})
    said, _ = run_here("56-local-law-144")
    assert said["publish"].endswith("Answers in answers.toml: 1\n")
    assert "A letter, twelve business days before." in (tmp_path / "local-law-144.html").read_text(encoding="utf-8")
    assert not (tmp_path / "study" / "fields.toml").exists()
    form.unlink()
    with pytest.raises(InputError, match=r"answers\.toml' cannot be read"):
        run_here("56-local-law-144")
    assert not form.exists()  # none is begun outside of the study


@pytest.mark.slow
def test_it_runs_in_a_kernel_of_its_own(run_cells):
    said = run_cells("56-local-law-144")
    assert said["keep"] == "Kept audit 'local-law-144'."
    assert (
        "The publication is in local-law-144.html, and the report for the house in hiring-audit.html.\n"
        in said["write"]
    )
