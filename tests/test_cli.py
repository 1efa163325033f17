"""The command line: the same calls, errors as sentences, and an exit code."""

import json
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing

import pandas as pd
import pytest
from scipy.stats import binomtest

from workbench.commands.arguments import policy_of
from workbench.report.formats import format_of

ROWS = "approved,sex,income,debt\n" + "".join(
    f"{'yes' if (row * 7) % 10 > 4 else 'no'},{'f' if row % 2 else 'm'},{row % 13},{(row * 7) % 10}\n"
    for row in range(200)
)


@pytest.fixture
def run(run_workbench, monkeypatch):
    """Run ``workbench …`` in this process and an empty folder; return exit code, output and error stream."""
    monkeypatch.setenv("COLUMNS", "200")
    return run_workbench


@pytest.fixture
def loans(tmp_path):
    """Return the path of loans.csv in the folder where commands run."""
    path = tmp_path / "loans.csv"
    path.write_text(ROWS)
    return path


# Reports.

REPORT = ("report", "loans.csv", "--target", "approved", "--favourable", "yes", "--model", "logistic_regression")


def test_report_is_written_and_its_place_is_printed(run, loans, tmp_path):
    code, out, err = run(
        "report", loans, "--target", "approved", "--favourable", "yes", "--protected", "sex",
        "--model", "logistic_regression", "--unfavourable-label", "denied", "--owner", "the credit team",
        "--seed", 3, "-o", "out/brief.html",
    )  # fmt: skip
    assert (code, out) == (0, f"Report: {tmp_path / 'out' / 'brief.html'}\n")
    assert re.fullmatch(r"Done .*100% \d:\d\d:\d\d", err)
    page = (tmp_path / "out" / "brief.html").read_text()
    assert "were <bdi>denied</bdi>" in page
    assert "Who answers for this: <bdi>the credit team</bdi>." in page
    assert "Seeds: 3." in page


@pytest.mark.usefixtures("loans")
@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".md", ".json"])
def test_report_is_written_in_the_format_of_its_name(run, tmp_path, suffix):
    path = tmp_path / f"brief{suffix}"
    assert run(*REPORT, "--protected", "sex", "-o", path)[:2] == (0, f"Report: {path}\n")
    text = " ".join(block.text for block in format_of(path).read(path.read_bytes()).blocks)
    assert "There are 200 cases whose outcome is known." in text
    assert run("verify", path, "--quiet")[0] == 0


@pytest.mark.usefixtures("loans")
@pytest.mark.parametrize(
    ("audience", "title"),
    [
        ("brief", "what is decided, and how groups fare"),
        ("technical", "technical report"),
        ("annex", "evidence for a supervising authority"),
        ("audit", "everything the audit found"),
    ],
)
def test_report_is_written_for_each_reader(run, tmp_path, audience, title):
    assert run(*REPORT, "--protected", "sex", "--audience", audience, "-o", "a.md")[0] == 0
    assert (tmp_path / "a.md").read_text(encoding="utf-8").splitlines()[0] == f"# loans: {title}"


def test_what_people_say_on_the_command_line_stands_in_the_report(run, tmp_path):
    (tmp_path / "loans.csv").write_text("\n".join(ROWS.splitlines()[:101]) + "\n")  # so few that WB502 says so
    (tmp_path / "fields.toml").write_text(
        'schema = "workbench.fields/1"\n[model_card.intended_use]\n'
        'primary_uses = "A clerk reads it *before* deciding."\n'
    )
    code, _, _ = run(
        *REPORT, "--protected", "sex", "--audience", "technical", "-o", "a.html", "--owner", "the credit team",
        "--reviewer", "Ann Rivers", "--decision", "Use it for a year.", "--residual-risk", "Few older people.",
        "--overrule", "WB502=Counted = by hand.", "--expires", "2020-01-02", "--fields", "fields.toml",
    )  # fmt: skip
    assert code == 0
    text = " ".join(
        block.text for block in format_of(tmp_path / "a.html").read((tmp_path / "a.html").read_bytes()).blocks
    )
    for said in ("the credit team", "Ann Rivers", "Use it for a year.", "Few older people.", "Counted = by hand.",
                 "2020-01-02", "A clerk reads it *before* deciding."):  # fmt: skip
        assert said in text, said
    assert run("verify", "a.html", "--quiet")[0] == 0


@pytest.mark.parametrize("disclosure", ["full", "internal", "public", None])
def test_small_groups_of_a_report_stay_in_the_house_unless_all_is_asked_for(run, tmp_path, disclosure):
    (tmp_path / "loans.csv").write_text(ROWS.replace("yes,m,3,", "yes,few,3,", 3))
    options = ["--disclosure", disclosure] if disclosure else []
    assert run(*REPORT, "--protected", "sex", "--audience", "technical", *options)[0] == 0
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert ('value="data/base_rate/sex=few" data-part="n">3</data>' in page) == (disclosure == "full")
    assert ("=few" in page) == (disclosure == "full")


def test_report_is_called_report_unless_named(run, loans, tmp_path):
    code, out, _ = run("report", loans, "--target", "approved", "--favourable", "yes", "--model", "logistic_regression")
    assert (code, out) == (0, f"Report: {tmp_path / 'report.html'}\n")
    assert "No protected attribute was named." in (tmp_path / "report.html").read_text()


def test_front_matter_is_for_markdown(run, loans, tmp_path):
    options = ("report", loans, "--target", "approved", "--favourable", "yes", "--model", "logistic_regression")
    assert run(*options, "-o", str(tmp_path / "README.md"), "--front-matter")[0] == 0
    lines = (tmp_path / "README.md").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "---"
    assert "---" in lines[1:40]
    code, _, err = run(*options, "-o", str(tmp_path / "a.html"), "--front-matter")
    assert code != 0
    assert "front_matter is for Markdown" in err
    assert not (tmp_path / "a.html").exists()


def test_protected_columns_may_be_several_and_in_bands(run, loans, tmp_path):
    code, _, _ = run(
        "report", loans, "--target", "approved", "--favourable", "yes", "--protected", "sex",
        "--protected", "income:5,10", "--model", "logistic_regression",
    )  # fmt: skip
    assert code == 0
    page = (tmp_path / "report.html").read_text()
    assert [word in page for word in ("<bdi>sex</bdi>", "under 5", "5 to 9", "10 and over")] == [True] * 4


def test_encoding_option_makes_other_bytes_readable(run, tmp_path):
    (tmp_path / "a.csv").write_bytes(ROWS.replace("sex", "geschlécht").encode("latin-1"))
    options = ("report", "a.csv", "--target", "approved", "--favourable", "yes", "--model", "logistic_regression")
    assert run(*options)[0] == 2
    assert run(*options, "--encoding", "latin-1")[0] == 0


def test_example_can_be_reported_with_other_groups(run, tmp_path):
    code, _, _ = run("report", "example:loans", "--protected", "sex", "--model", "logistic_regression")
    assert code == 0
    page = (tmp_path / "report.html").read_text()
    assert "By <bdi>sex</bdi>" in page
    assert "By <bdi>origin</bdi>" not in page


def test_demo_writes_the_report_of_the_bundled_loans(run, tmp_path):
    code, out, _ = run("demo", "--folder", "here")
    assert (code, out) == (0, f"Report: {tmp_path / 'here' / 'loans.html'}\n")
    assert "<title>loans: what is decided, and how groups fare</title>" in (
        (tmp_path / "here" / "loans.html").read_text()
    )


# Wrong calls.


def wrong(sentences):
    return 2, "", f"Error: {sentences}"


def test_missing_target_is_a_wrong_call(run, loans):
    assert run("report", loans) == wrong(
        "--target is missing.\nName the column with the outcome: --target approved --favourable yes."
    )


def test_missing_file_is_a_wrong_call(run, tmp_path):
    assert run("report", "nowhere.csv", "--target", "y") == wrong(
        f"There is no file 'nowhere.csv'.\nCheck the name and the folder: {str(tmp_path)!r} is the current one."
    )


def test_unknown_model_is_a_wrong_call(run, loans):
    assert run("report", loans, "--target", "approved", "--favourable", "yes", "--model", "magic") == wrong(
        "model is 'magic'.\nAllowed are: 'baseline', 'logistic_regression', "
        "'boosted_trees', 'random_forest', 'lightgbm', 'xgboost'."
    )


def test_unknown_example_is_a_wrong_call(run):
    assert run("report", "example:lones") == wrong(
        "example is 'lones'.\nAllowed are: 'loans', 'diabetes', 'admissions', 'care', 'hiring'. Did you mean 'loans'?"
    )


def test_column_with_a_colon_is_not_taken_for_bands(run, loans):
    assert run("report", loans, "--target", "approved", "--favourable", "yes", "--protected", "sex:f") == wrong(
        "Column 'sex:f' is not in the data. Did you mean 'sex'?\nThe data has 4 columns: approved, sex, income, debt."
    )


@pytest.mark.parametrize(("bands", "edges"), [("10,5", "[10.0, 5.0]"), ("nan", "[nan]"), ("inf", "[inf]")])
def test_bands_that_do_not_rise_are_a_wrong_call(run, loans, bands, edges):
    options = ("report", loans, "--target", "approved", "--favourable", "yes")
    assert run(*options, "--protected", f"income:{bands}") == wrong(
        f"edges of 'income' are {edges}.\nGive rising, finite numbers, such as [40, 60]."
    )


@pytest.mark.usefixtures("loans")
@pytest.mark.parametrize(
    ("options", "sentences"),
    [
        (("-o", "report.txt"), "'report.txt' ends in '.txt', which is no format of a report.\n"
                               "A report's name ends in one of: .html, .htm, .pdf, .docx, .md, .json."),
        (("--expires", "soon"), "expires is 'soon', which is no day.\n"
                                "Give year, month and day: '2026-11-21'."),
        (("--overrule", "WB502"), "--overrule is 'WB502'.\nWrite a name, = and a value."),
        (("--overrule", "WB999=so"), "overruled names WB999, and these results have no such finding.\n"
                                     "They have: WB210, WB306, WB501."),
        (("--fields", "nowhere.toml"), "'nowhere.toml' cannot be read: No such file or directory.\n"
                                        "Name a form that write_fields wrote."),
    ],
)  # fmt: skip
def test_wrong_option_of_a_report_is_a_wrong_call(run, options, sentences):
    assert run(*REPORT, *options) == wrong(sentences)


@pytest.mark.parametrize(("option", "value"), [("--audience", "letter"), ("--disclosure", "secret")])
@pytest.mark.parametrize("command", [("report",), ("audit",)])
def test_choices_are_listed_where_one_is_wrong(run, loans, command, option, value):
    code, out, err = run(*command, loans, option, value)
    assert (code, out) == (2, "")
    assert f"Invalid value for '{option}': Value error, '{value}' is not one of" in err


def test_folder_that_cannot_be_written_is_a_wrong_call(run, loans, tmp_path):
    options = ("report", loans, "--target", "approved", "--favourable", "yes", "--model", "logistic_regression")
    assert run(*options, "-o", loans / "report.html") == wrong(
        f"{str(tmp_path / 'loans.csv' / 'report.html')!r} cannot be written: File exists.\n"
        "Choose a folder that you may write to."
    )


def test_column_name_is_printed_as_it_is(run, tmp_path):
    # Rich, which prints, would make a picture of :bomb: and markup of [red].
    (tmp_path / "a.csv").write_text(":bomb:[red]\n1\n0\n")
    assert run("report", "a.csv", "--target", ":bomb:") == wrong(
        "Column ':bomb:' is not in the data. Did you mean ':bomb:[red]'?\nThe data has 1 column: :bomb:[red]."
    )


@pytest.mark.parametrize(
    "arguments",
    [("report",), ("reprot",), ("report", "a.csv", "--sead", "1"), ("report", "a.csv", "--seed", "x")],
    ids=["no data", "no such command", "no such option", "no number"],
)
def test_command_line_that_cannot_be_parsed_is_a_wrong_call(run, arguments):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("Usage: workbench")
    assert "Traceback" not in err


@pytest.mark.parametrize("seed", ["-1", "4294967296"])
def test_seed_out_of_range_is_a_wrong_call(run, loans, seed):
    code, _, err = run("report", loans, "--target", "approved", "--seed", seed)
    assert code == 2
    assert "Invalid value for '--seed'" in err


def test_no_command_shows_the_help(run):
    code, out, err = run()
    assert code == 2
    assert "From a raw table to a report that anyone can read and re-check." in out + err


# Audits. The counts are those of Newcombe (1998), table II (a): 56 of 70 and 48 of 80, limits .0524 and .3339.


def write_decisions(path, counts, **columns):
    """Write a table in which ``k`` of ``n`` people of each group were hired."""
    rows = [
        {"hired": "yes" if row < k else "no", "sex": group, "age": 20 + row % 50, "number": f"{group}{row}", **columns}
        for group, (k, n) in counts.items()
        for row in range(n)
    ]
    pd.DataFrame(rows).to_csv(path, index=False)
    return path


NEWCOMBE = {"a": (56, 70), "b": (48, 80)}
AUDIT = ("--decision", "hired", "--favourable", "yes", "--protected", "sex")


@pytest.fixture
def hired(tmp_path):
    return write_decisions(tmp_path / "hired.csv", NEWCOMBE)


@pytest.fixture
def policy(tmp_path):
    path = tmp_path / "policy.toml"
    path.write_text('schema = "workbench.policy/1"\n[tolerances]\nselection_rate = 0.05\n')
    return path


def test_audit_says_its_verdict_and_returns_it(run, hired, policy, tmp_path):
    code, out, err = run("audit", hired, *AUDIT, "--policy", policy, "-o", "out/deep/audit.json")
    low_a, high_a = (f"{100 * limit:.1f}" for limit in binomtest(56, 70).proportion_ci(method="wilson"))
    low_b, high_b = (f"{100 * limit:.0f}" for limit in binomtest(48, 80).proportion_ci(method="wilson"))  # 49.0, 70.0
    assert (code, err) == (1, "")
    assert out.splitlines() == [
        "▲ Gap",
        "150 rows came in. A decision is known for 150, an outcome for 0.",
        "By sex: 150 rows in 2 groups, 0 whose group is unknown.",
        "▲ Gap: selection_rate by sex",
        f"  b 60 of 100 (likely {low_b} to {high_b}; 80 rows), a 80 of 100 (likely {low_a} to {high_a}; 70 rows).",
        "  The difference is 20 of 100, likely between 5.2 and 33.4. The limit is 5.",
        f"Audit: {tmp_path / 'out' / 'deep' / 'audit.json'}",
    ]
    written = json.loads((tmp_path / "out" / "deep" / "audit.json").read_text(encoding="utf-8"))
    assert (written["schema"], written["verdict"], written["data"]) == ("workbench.audit/1", "gap", "hired")
    difference = written["assessments"][0]["gap"]["difference"]
    assert [round(difference[key], 4) for key in ("value", "low", "high")] == [0.2, 0.0524, 0.3339]


@pytest.mark.parametrize(
    ("counts", "code", "said"),
    [
        ({"a": (5000, 10_000), "b": (5010, 10_000)}, 0, "● Within tolerance"),
        (NEWCOMBE, 1, "▲ Gap"),
        ({"a": (10, 20), "b": (9, 20)}, 3, "◌ Not enough evidence"),
    ],
)
def test_exit_code_is_that_of_the_verdict(run, policy, tmp_path, counts, code, said):
    data = write_decisions(tmp_path / "some.csv", counts)
    returned, out, _ = run("audit", data, *AUDIT, "--policy", policy, "-o", "audit.json")
    assert (returned, out.splitlines()[0]) == (code, said)


@pytest.mark.parametrize("kind", ["xlsx", "jsonl", "parquet", "folder", "sqlite", "query", "file://"])
def test_whatever_can_be_read_can_be_audited(run, hired, tmp_path, kind):
    frame, options = pd.read_csv(hired), ()
    source = tmp_path / f"hired.{kind}"
    if kind == "xlsx":
        with pd.ExcelWriter(source) as book:
            frame.to_excel(book, sheet_name="people", index=False)
            frame.head(3).to_excel(book, sheet_name="notes", index=False)
        options = ("--table", "people")
    elif kind == "jsonl":
        frame.to_json(source, orient="records", lines=True)
    elif kind == "parquet":
        frame.to_parquet(source)
    elif kind == "folder":
        (tmp_path / "hired").mkdir()
        frame.head(70).to_parquet(tmp_path / "hired" / "a.parquet")
        frame.tail(80).to_parquet(tmp_path / "hired" / "b.parquet")
        source = str(tmp_path / "hired" / "*.parquet")
    elif kind == "file://":
        source = f"file://{hired}"
    else:
        source = f"sqlite:///{tmp_path / 'hired.db'}"
        with closing(sqlite3.connect(tmp_path / "hired.db")) as made:
            frame.to_sql("hired", made, index=False)
        options = ("--table", "hired") if kind == "sqlite" else ("--query", "SELECT hired, sex FROM hired")
    code, out, err = run("audit", source, *AUDIT, *options, "-o", "audit.json")
    assert (code, err, out.splitlines()[0]) == (1, "", "▲ Gap")
    assert out.splitlines()[1].startswith("150 rows came in.")


def test_default_policy_is_said(run, hired):
    code, out, _ = run("audit", hired, *AUDIT, "-o", "audit.json")
    assert code == 1
    assert "Nobody declared a limit before looking, so the default was used." in out.splitlines()


def test_audit_s_page_is_the_default(run, hired, tmp_path):
    code, out, _ = run("audit", hired, *AUDIT, "--name", "a <hiring> round")
    assert (code, out.splitlines()[-1]) == (1, f"Audit: {tmp_path / 'audit.html'}")
    page = (tmp_path / "audit.html").read_text(encoding="utf-8")
    assert "a &lt;hiring&gt; round" in page


@pytest.mark.parametrize("suffix", [".html", ".htm", ".pdf", ".docx", ".md"])
def test_audit_is_written_in_every_format_of_a_report_and_can_be_checked(run, hired, policy, tmp_path, suffix):
    path = tmp_path / f"audit{suffix}"
    code, out, err = run("audit", hired, *AUDIT, "--policy", policy, "-o", path)
    assert (code, err, out.splitlines()[-1]) == (1, "", f"Audit: {path}")
    text = " ".join(block.text for block in format_of(path).read(path.read_bytes()).blocks)
    assert "The difference is likely between 5.2 and 33.4 of 100." in text
    assert run("verify", path, "--quiet")[0] == 0


@pytest.mark.parametrize(
    ("audience", "said"),
    [
        ("audit", "# hired: everything the audit found"),
        ("brief", "# hired: what is decided, and how groups fare"),
        ("technical", "# hired: technical report"),
        ("annex", "# hired: evidence for a supervising authority"),
    ],
)
def test_audit_is_written_for_each_reader(run, hired, tmp_path, audience, said):
    assert run("audit", hired, *AUDIT, "-o", "audit.md", "--audience", audience)[0] == 1
    assert (tmp_path / "audit.md").read_text(encoding="utf-8").splitlines()[0] == said


SMALL = {"a": (56, 70), "b": (48, 80), "few": (2, 3), "some": (3, 8)}


@pytest.mark.parametrize("disclosure", ["full", "internal", "public", None])
def test_small_groups_of_an_audit_stay_in_the_house_unless_all_is_asked_for(run, tmp_path, policy, disclosure):
    data = write_decisions(tmp_path / "some.csv", SMALL)
    options = ("--policy", policy, *(["--disclosure", disclosure] if disclosure else []))
    for name in ("audit.html", "audit.json"):
        assert run("audit", data, *AUDIT, *options, "-o", name)[0] == 3
    page = (tmp_path / "audit.html").read_text(encoding="utf-8")
    written = json.loads((tmp_path / "audit.json").read_text(encoding="utf-8"))
    told = {
        group for one in ("assessments", "metrics") for group in ("few", "some") if f"'{group}'" in str(written[one])
    }
    assert told == ({"few", "some"} if disclosure == "full" else set())
    assert ('value="audit/selection_rate/sex=few"' in page) == (disclosure == "full")
    assert written.get("disclosure", {}).get("level", "full") == (disclosure or "internal")


def test_bands_crossings_strata_outcomes_and_weights_reach_the_audit(run, tmp_path):
    data = write_decisions(tmp_path / "some.csv", {"a": (500, 1000), "b": (500, 1000)}, stayed="yes", w=2)
    code, out, err = run(
        "audit", data, *AUDIT, "--protected", "age:30,50", "--cross", "sex,age", "--outcome", "stayed",
        "--favourable-outcome", "no", "--weight", "w", "--weight-kind", "frequency", "-o", "audit.json",
    )  # fmt: skip
    assert (code, err) == (
        2,
        "Error: Column 'stayed' has only one value, 'yes'.\n"
        "There is nothing to compare: two values are needed, one of them good for the person.",
    )
    _, out, _ = run("audit", data, *AUDIT, "--outcome", "stayed", "--favourable-outcome", "yes", "-o", "all.json")
    assert "2,000 rows came in. A decision is known for 2,000, an outcome for 2,000." in out
    code, out, _ = run(
        "audit", data, *AUDIT, "--protected", "age:30,50", "--cross", "sex,age",
        "--weight", "w", "--weight-kind", "frequency", "-o", "audit.json",
    )  # fmt: skip
    assert "4,000 rows came in. A decision is known for 4,000, an outcome for 0." in out
    written = json.loads((tmp_path / "audit.json").read_text(encoding="utf-8"))
    assert {one["attribute"] for one in written["metrics"]} == {"", "sex", "age", "sex × age"}
    assert {group["group"] for one in written["metrics"] if one["attribute"] == "age" for group in one["groups"]} == {
        "under 30", "30 to 49", "50 and over",
    }  # fmt: skip


def test_groups_may_come_from_another_file(run, hired, tmp_path):
    table = pd.read_csv(hired)
    table[["number", "sex"]].rename(columns={"sex": "gender"}).to_csv(tmp_path / "groups.csv", index=False)
    code, out, _ = run(
        "audit", hired, "--decision", "hired", "--favourable", "yes", "--protected", "gender", "--groups",
        tmp_path / "groups.csv", "--on", "number", "-o", "audit.json",
    )  # fmt: skip
    assert code == 1
    assert "▲ Gap: selection_rate by gender" in out.splitlines()


def test_score_and_threshold_decide_where_nobody_did(run, tmp_path, policy):
    rows = [{"score": 50 if row < k else 49.5, "sex": sex} for sex, (k, n) in NEWCOMBE.items() for row in range(n)]
    pd.DataFrame(rows).to_csv(tmp_path / "scores.csv", index=False)
    options = ("audit", "scores.csv", "--score", "score", "--threshold", "50", "--protected", "sex")
    code, out, _ = run(*options, "--score-range", "0,100", "--policy", policy, "-o", "audit.json")
    assert code == 1
    assert "  The difference is 20 of 100, likely between 5.2 and 33.4. The limit is 5." in out.splitlines()
    assert run(*options, "--score-range", "0-100", "-o", "audit.json") == wrong(
        "--score-range is '0-100'.\nGive two numbers, the lower one first: --score-range 0,100."
    )


def test_standard_is_added_and_told_on_the_command_line(run, hired, policy, tmp_path):
    code, out, err = run(
        "audit", hired, *AUDIT, "--policy", policy, "--standard", "four-fifths", "--option",
        "four-fifths.confidence=0.9", "-o", "audit.json",
    )  # fmt: skip
    assert (code, err) == (1, "")
    written = json.loads((tmp_path / "audit.json").read_text(encoding="utf-8"))
    assert [one["name"] for one in written["standards"]] == ["four-fifths"]
    assert written["policy"]["standards"] == {"four-fifths": {"confidence": 0.9}}
    assert written["policy"]["declared"] is True
    assert sum(line.startswith("Four-fifths rule") for line in out.splitlines()) == 1


def test_options_are_toml_where_they_can_be_and_text_where_not(run, hired, tmp_path):
    given = {
        "attributes": ('["sex"]', ["sex"]),
        "confidence": ("0.99", 0.99),
    }
    options = [part for key, (text, _) in given.items() for part in ("--option", f"four-fifths.{key}={text}")]
    code, _, err = run("audit", hired, *AUDIT, "--standard", "four-fifths", *options, "-o", "audit.json")
    assert (code, err) == (1, "")
    written = json.loads((tmp_path / "audit.json").read_text(encoding="utf-8"))
    assert written["policy"]["standards"]["four-fifths"] == {key: value for key, (_, value) in given.items()}
    assert policy_of(None, ["nyc-ll144"], ["nyc-ll144.auditor=Ann = B"]).standards["nyc-ll144"] == {
        "auditor": "Ann = B"
    }
    assert policy_of(None, ["nyc-ll144"], ["nyc-ll144.audit_date=2026-11-02"]).standards["nyc-ll144"] == {
        "audit_date": "2026-11-02"
    }
    assert policy_of(None, ["nyc-ll144"], ["nyc-ll144.tool=1\nx = 2"]).standards["nyc-ll144"] == {"tool": "1\nx = 2"}


@pytest.mark.parametrize(
    ("options", "sentences"),
    [
        (("-o", "audit.txt"), "--output is 'audit.txt', whose ending is no format of an audit.\n"
                              "Let it end in .html, .htm, .pdf, .docx, .md or .json."),
        (("-o", "audit.json", "--audience", "brief"),
         "--audience is 'brief', but 'audit.json' holds the audit itself, for programs.\n"
         "Let --output end in .html, .pdf, .docx or .md, or leave out --audience."),
        (("--standard", "nyc-ll145"), "standard is 'nyc-ll145'.\nAllowed are: 'four-fifths', 'nyc-ll144'. "
                                      "Did you mean 'nyc-ll144'?"),
        (("--option", "four-fifths.confidence=0.9"),
         "--option four-fifths.confidence=0.9 is for a standard that is not asked for.\nAdd --standard four-fifths."),
        (("--standard", "four-fifths", "--option", "confidence=0.9"),
         "--option is 'confidence=0.9'.\nWrite a standard, a dot, what it is told: nyc-ll144.auditor=Ann."),
        (("--standard", "four-fifths", "--option", "four-fifths.confidence=0.9", "--option",
          "four-fifths.confidence=0.8"),
         "confidence of four-fifths is given twice.\nGive it once: in the policy file, or as --option."),
        (("--cross", "sex"), "--cross is 'sex'.\nName two or more protected columns: --cross sex,race."),
        (("--groups", "other.csv"), "groups and on belong together.\n"
                                    "Give the other table and the column that links both."),
    ],
)  # fmt: skip
def test_wrong_audit_is_a_wrong_call(run, hired, options, sentences):
    assert run("audit", hired, *AUDIT, *options) == wrong(sentences)


def test_unknown_option_of_a_standard_lists_what_there_is(run, hired):
    code, _, err = run("audit", hired, *AUDIT, "--standard", "nyc-ll144", "--option", "nyc-ll144.auditer=Ann")
    assert code == 2
    assert err.startswith("Error: option of nyc-ll144 is 'auditer'.\nAllowed are: ")
    assert err.endswith("Did you mean 'auditor'?")


def test_mistakes_in_the_policy_are_a_wrong_call_before_anything_is_counted(run, tmp_path):
    (tmp_path / "policy.toml").write_text("[tolerances]\nselection_rat = 0\n")
    assert run("audit", "nowhere.csv", *AUDIT, "--policy", "policy.toml", "-o", "audit.json") == wrong(
        'policy.toml, line 1: schema is missing. Write schema = "workbench.policy/1" in the first line.\n'
        "policy.toml, line 2: there is no metric 'selection_rat'. Did you mean 'selection_rate'?"
    )


def test_old_audit_stays_where_the_call_is_wrong_and_is_replaced_where_it_is_right(run, hired, policy, tmp_path):
    (tmp_path / "audit.json").write_text("old")
    assert run("audit", hired, "--decision", "hird", "-o", "audit.json")[0] == 2
    assert (tmp_path / "audit.json").read_text() == "old"
    assert run("audit", hired, *AUDIT, "--policy", policy, "-o", "audit.json")[0] == 1
    assert json.loads((tmp_path / "audit.json").read_text(encoding="utf-8"))["verdict"] == "gap"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["audit.json", "hired.csv", "policy.toml"]


def test_fault_of_ours_in_an_audit_is_no_verdict(run, hired, monkeypatch):
    monkeypatch.setattr("workbench.audit.decisions.audit_tallies", lambda *_, **__: 1 / 0)
    code, out, err = run("audit", hired, *AUDIT, "-o", "audit.json")
    assert (code, out) == (70, "")
    assert err.startswith("Internal error: ZeroDivisionError: division by zero\n")


def test_names_cannot_steer_the_terminal(run, tmp_path, policy):
    data = write_decisions(tmp_path / "some.csv", {"\x1b[31mred\x1b[0m": (56, 70), "two\nlines": (48, 80)})
    _, out, _ = run("audit", data, *AUDIT, "--policy", policy, "-o", "audit.json")
    assert "\x1b" not in out
    assert "two lines 60 of 100" in out
    assert len(out.splitlines()) == 7


def test_terminal_without_the_marks_gets_the_words(hired, policy, tmp_path):
    command = [sys.executable, "-m", "workbench", "audit", str(hired), *AUDIT, "--policy", str(policy)]
    done = subprocess.run(
        [*command, "-o", "audit.json"], cwd=tmp_path, capture_output=True, check=False,
        env={**os.environ, "PYTHONIOENCODING": "cp1252"},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, b"")
    assert done.stdout.splitlines()[0] == b"? Gap"


# Published tables.


PUBLISHED = "sex,applicants,selected,rate,impact ratio,audit date,first use,unknown\n"


def test_published_table_that_agrees_with_itself_is_fine(run, tmp_path):
    (tmp_path / "a.csv").write_text(
        PUBLISHED
        + "Male,1390,667,48.0%,1.00,2026-01-01,2026-02-01,0\nFemale,1181,555,47.0%,0.98,2026-01-01,2026-02-01,0\n"
    )
    code, out, err = run("lint-audit", "a.csv")
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == "2 rows read, 2 checked."
    assert "Figures that contradict others: 0." in out


def test_published_table_that_contradicts_itself_is_told(run, tmp_path):
    (tmp_path / "a.csv").write_text(
        PUBLISHED
        + "Male,1390,667,48.0%,1.00,2026-01-01,2026-02-01,0\nFemale,1181,555,57.0%,1.2,2026-01-01,2026-02-01,0\n"
    )
    code, out, err = run("lint-audit", "a.csv")
    assert (code, err) == (1, "")
    codes = re.findall(r"^(WB\d+) ", out, re.MULTILINE)
    assert {"WB530", "WB531"} <= set(codes)
    assert codes.index("WB530") < codes.index("WB538")


def test_columns_and_metadata_may_be_named(run, tmp_path):
    (tmp_path / "a.csv").write_text("who,how many,taken\nMale,1390,667\nFemale,1181,555\n")
    code, out, err = run(
        "lint-audit", "a.csv", "--column", "category=who", "--column", "applicants=how many", "--column",
        "selected=taken", "--meta", "audit_date=2026-01-01", "--meta", "distribution_date=2026-02-01",
        "--meta", "n_unknown=0",
    )  # fmt: skip
    assert (code, err) == (0, "")
    assert "WB535" not in out
    assert "WB536" not in out


@pytest.mark.parametrize(
    ("options", "sentences"),
    [
        (("--column", "rate"), "--column is 'rate'.\nWrite a name, = and a value."),
        (("--meta", "n_unknown=0", "--meta", "n_unknown=1"), "--meta names 'n_unknown' twice.\nName it once."),
        (("--column", "who=sex"),
         "--column names 'who'.\nAllowed are: 'table', 'category', 'sex', 'race', 'applicants', 'selected', 'rate', "
         "'ratio'."),
        (("--meta", "date=2026-01-01"),
         "--meta names 'date'.\nAllowed are: 'audit_date', 'distribution_date', 'n_unknown'."),
    ],
)  # fmt: skip
def test_wrong_options_of_the_linter_are_a_wrong_call(run, tmp_path, options, sentences):
    (tmp_path / "a.csv").write_text(PUBLISHED + "Male,1390,667,48.0%,1.00,2026-01-01,2026-02-01,0\n")
    assert run("lint-audit", "a.csv", *options) == wrong(sentences)


@pytest.mark.parametrize(
    ("headings", "sentences"),
    [
        ("who,applicants,rate",
         "No column seems to hold the categories; there are 'who', 'applicants', 'rate'.\n"
         "Name it: --column category='…'."),
        ("sex,many,few",
         "No column seems to hold counts, rates or ratios; there are 'sex', 'many', 'few'.\n"
         "Name at least one: --column applicants='…' --column selected='…' --column rate='…' --column ratio='…'."),
    ],
)  # fmt: skip
def test_the_linter_speaks_of_its_options(run, tmp_path, headings, sentences):
    (tmp_path / "a.csv").write_text(f"{headings}\nMale,1390,0.48\nFemale,1181,0.47\n")
    assert run("lint-audit", "a.csv") == wrong(sentences)


def test_the_linter_says_where_dates_are_given(run, tmp_path):
    (tmp_path / "a.csv").write_text("sex,applicants,selected\nMale,1390,667\nFemale,1181,555\n")
    _, out, _ = run("lint-audit", "a.csv")
    assert (
        "  Nobody can tell whether the audit covers the time in which the tool was used. "
        "Publish it beside the tables; here, give it as --meta."
    ) in out.splitlines()


def test_missing_table_is_a_wrong_call(run, tmp_path):
    assert run("lint-audit", "nowhere.csv") == wrong(
        f"There is no file 'nowhere.csv'.\nCheck the name and the folder: {str(tmp_path)!r} is the current one."
    )


# Faults of ours, and what --debug shows.


def test_fault_of_ours_is_told_from_a_wrong_call(run, loans, monkeypatch):
    def fail(*_arguments, **_options):
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("workbench.report.journey.split_data", fail)
    assert run("report", loans, "--target", "approved", "--favourable", "yes") == (
        70,
        "",
        "Internal error: ZeroDivisionError: division by zero\n"
        "This is a fault of the workbench. Run the command again with --debug and report what it prints.",
    )


@pytest.mark.parametrize("place", ["before", "after"])
def test_debug_shows_the_traceback_and_keeps_the_exit_code(run, place):
    command = ("report", "nowhere.csv", "--target", "y")
    code, _, err = run("--debug", *command) if place == "before" else run(*command, "--debug")
    assert code == 2
    assert "Traceback (most recent call last):" in err
    assert "\nError: There is no file 'nowhere.csv'.\n" in err


def test_version_names_what_computes(run):
    code, out, _ = run("--version")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == (
        ["python", "notebook-workbench", "numpy", "pandas", "scikit-learn", "shap", "jupyterlab"]
    )


# The program itself.


def test_program_ends_in_sentences_and_code_two(tmp_path):
    command = [sys.executable, "-m", "workbench", "report", "nowhere.csv", "--target", "y"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr.strip()) == wrong(
        f"There is no file 'nowhere.csv'.\nCheck the name and the folder: {str(tmp_path)!r} is the current one."
    )


def test_program_says_nothing_but_its_progress_where_all_is_well(tmp_path, loans):
    command = [sys.executable, "-W", "error::UserWarning", "-m", "workbench", "report", str(loans)]
    command += ["--target", "approved", "--favourable", "yes", "--protected", "sex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, f"Report: {tmp_path / 'report.html'}\n")
    assert re.fullmatch(r"Done .*100% \d:\d\d:\d\d", done.stderr.strip())
