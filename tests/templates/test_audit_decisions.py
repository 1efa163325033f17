"""The template that audits somebody's decisions: its claims about the bundled ones, and a person's own table."""

import re

import numpy as np
import pytest

import workbench as wb
from workbench.data.examples import admissions, loans

OWN = {"favourable": "yes", "within": [], "favourable_label": "", "unfavourable_label": ""}


def own_table(tmp_path, n=1_500):
    """Write a table of its own kind: other names, other groups, an outcome, some people of no known group."""
    frame = loans(n, seed=3, sex_gap=0.15).frame
    frame["good for it"] = np.where(frame["debt_ratio"] < 0.35, "yes", "no")
    frame["older"] = np.where(frame["age"] > 50, "51 and more", "to 50")
    frame.loc[frame.index % 25 == 0, "sex"] = None
    frame = frame.rename(columns={"approved": "granted", "sex": "who asks"})
    frame.to_csv(tmp_path / "own table.csv", index=False)
    return frame


def test_what_the_text_says_of_the_admissions_is_what_is_shown(run_here, tmp_path):
    said, names = run_here("55-audit-decisions")
    assert "sex, selection_rate: gap." in said["verdict"]
    assert "14.2 of 100 apart, likely between 11.3 and 17.0" in said["verdict"]
    assert said["people"] == "sex female: 260 more of 1,835, at the rate of male\n"
    assert re.search(r"over all: \+14.2 .*\n    within: -1.8 .*\n    They point in opposite directions", said["within"])
    assert "    B | 68 (25) | 63 (560)" in said["strata"]  # 17 of 25 women
    assert "female: ratio 0.68, below 4/5\n    beside a test: practical and statistical" in said["thumb"]
    assert said["errors"] == "No outcome is known: who was decided on wrongly cannot be said.\n"
    assert said["truth"].endswith("women were admitted more often in: A, B, D, F\n")
    for published, found in re.findall(r"published ([\d.]+) of 100, found ([\d.]+)", said["truth"]):
        assert published == found
    frame = admissions().frame
    easy = frame["department"].isin(["A", "B"]).groupby(frame["sex"]).mean()
    assert 0.5 < easy["male"] < 0.53
    assert 1 / 15 < easy["female"] < 1 / 13
    assert not wb.verify_report(tmp_path / "decisions.html").is_altered
    study = wb.open_study(tmp_path / "study")
    assert study.load("audit", "decisions") == names["audit"]
    assert not study.has("audit")  # an audit of a model would keep its place


def test_ones_own_table_is_audited_by_its_own_counts(run_here, tmp_path):
    frame = own_table(tmp_path)
    said, names = run_here(
        "55-audit-decisions",
        **OWN,
        data_source="own table.csv",
        decision="granted",
        protected=["who asks", "older"],
        outcome="good for it",
        tolerance=0.1,
        disclosure="public",
        report_path="own.md",
    )
    assert said["limits"].startswith("Limit: a difference of 10 of 100.\n")
    assert "who asks: 6" in said["who"]
    assert ", 60 unknown\n" in said["who"]
    known = frame.dropna(subset="who asks")
    rates = (known["granted"] == "yes").groupby(known["who asks"]).mean()
    n = known["who asks"].value_counts()
    missing = n["female"] * (rates["male"] - rates["female"])
    assert f"who asks female: {missing:,.0f} more of {n['female']:,}, at the rate of male" in said["people"]
    assert said["within"] == "No column was named to compare within.\n"
    assert said["strata"] == ""
    assert "who asks × older female × to 50: " in said["cross"] or "who asks × older female, to 50: " in said["cross"]
    right = known[known["good for it"] == "yes"]
    for group, rate in (right["granted"] == "yes").groupby(right["who asks"]).mean().items():
        assert f"who asks {group}, true_positive_rate: {100 * rate:.0f} of 100" in said["errors"]
    assert said["truth"].startswith("Nobody knows the truth about this table.")
    assert names["report"].audience == "audit"
    assert not wb.verify_report(tmp_path / "own.md").is_altered


def test_the_order_of_rows_and_the_names_of_groups_change_no_figure(run_here, tmp_path):
    frame = admissions().frame.sample(frac=1, random_state=5).rename(columns={"sex": "s", "admitted": "in"})
    frame["s"] = frame["s"].map({"male": "x", "female": "y"})
    frame.to_csv(tmp_path / "own.csv", index=False)
    said, _ = run_here("55-audit-decisions", data_source="own.csv", decision="in", protected=["s"])
    assert said["people"] == "s y: 260 more of 1,835, at the rate of x\n"
    assert "over all: +14.2 of 100" in said["within"]


def test_the_policy_of_the_study_comes_first_and_a_reason_stands_in_the_report(run_here, tmp_path):
    study = wb.open_study(tmp_path / "study")
    wb.write_policy(wb.Policy([wb.Rule("selection_rate", 0.6, scale="ratio")]), study.path / "policy.toml")
    study.overrule("WB505", reason="Applicants choose their department themselves.", by="the tester")
    study.overrule("WB203", reason="Of another table, and not of this one.")
    said, names = run_here("55-audit-decisions")
    assert said["limits"].startswith(
        "Limits: policy.toml of the study.\n    selection_rate: a ratio of 0.6, extremes\n"
    )
    assert "sex, selection_rate: within tolerance." in said["verdict"]
    assert said["thumb"] == "The policy of the study does not name it.\n"
    assert "Applicants choose their department themselves." in (tmp_path / "decisions.html").read_text(encoding="utf-8")
    assert [one["code"] for one in names["report"].materials["sign_off"]["overruled"]] == ["WB505"]
    said, _ = run_here("55-audit-decisions", use_policy=False)
    assert said["limits"].startswith("Limit: a difference of 5 of 100.\n")


def test_ages_are_compared_in_bands(run_here, tmp_path):
    own_table(tmp_path)
    said, names = run_here(
        "55-audit-decisions",
        **OWN,
        data_source="own table.csv",
        decision="granted",
        protected=[wb.bands("age", [40, 60]), "who asks"],
    )
    assert names["titles"] == ["age", "who asks"]
    assert said["cross"].count("age × who asks ") == said["cross"].count("\n") >= 6
    assert names["policy"].standards["four-fifths"]["attributes"] == ["age", "who asks"]


@pytest.mark.slow
def test_it_runs_in_a_kernel_of_its_own(run_cells, tmp_path):
    said = run_cells("55-audit-decisions")
    assert said["keep"] == "Kept audit 'decisions'."
    assert said["write"].startswith("The report is in decisions.html. Open it from the file browser.\n")
    assert (tmp_path / "study" / "study.toml").is_file()
