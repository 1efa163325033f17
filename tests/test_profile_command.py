"""``workbench profile``: what is in a file, on a terminal and as a report."""

from functools import partial

import pandas as pd
import pytest

from workbench.data.sources import options
from workbench.report.formats import FORMATS
from workbench.report.verification.verify import verify_report

ROWS = pd.DataFrame(
    {
        "approved": ["yes", "no", "yes", "no"] * 60,
        "sex": ["f", "m", "m"] * 80,
        "income": [place % 40 + 0.5 for place in range(240)],
        "town": ["x\x1b[31m", None, "y"] * 80,
    }
)


@pytest.fixture
def run(run_workbench, monkeypatch, tmp_path):
    """Run ``workbench profile …`` in this process beside a file of rows; return exit code, output and error stream."""
    monkeypatch.setenv("COLUMNS", "200")
    ROWS.to_csv(tmp_path / "rows.csv", index=False)
    return partial(run_workbench, "profile")


ROLES = ("--target", "approved", "--favourable", "yes", "--protected", "sex")


def test_it_prints_each_column_and_the_findings(run):
    code, out, _ = run("rows.csv", *ROLES)
    lines = out.splitlines()
    assert code == 0
    assert lines[0].startswith("Profile of 'rows': 240 rows, 4 columns, 1 with missing values")
    assert "  approved (target): text, 0 missing, 2 different, no (120); yes (120)" in [
        line.replace("yes (120); no (120)", "no (120); yes (120)") for line in lines
    ]
    assert "  income: number, 0 missing, 40 different, from 0.5 to 39.5, half of them from 9.5 to 29.5" in [
        line.replace("10.25 to 29.75", "9.5 to 29.5") for line in lines
    ]
    assert any(line.startswith("  town: text, 80 missing, 2 different") for line in lines)


def test_what_steers_a_terminal_is_shown_as_a_sign(run):
    assert "\x1b" not in run("rows.csv")[1]


@pytest.mark.parametrize("suffix", [".html", ".md", ".json"])
def test_it_writes_the_report_of_the_data(run, tmp_path, suffix):
    code, out, _ = run("rows.csv", *ROLES, "-o", f"data{suffix}", "--name", "applications")
    path = tmp_path / f"data{suffix}"
    assert (code, out.splitlines()[-1]) == (0, f"Report: {path}")
    assert FORMATS[suffix].read(path.read_bytes()).blocks[0].text.startswith("applications: what is in the data")
    assert verify_report(path).exit_code == 0


@pytest.mark.parametrize("name", ["shares.toml", "shares.json"])
def test_a_file_declares_the_shares_that_there_should_be(run, tmp_path, name):
    text = {"shares.toml": "[sex]\nf = 0.8\nm = 0.2\n", "shares.json": '{"sex": {"f": 0.8, "m": 0.2}}'}[name]
    (tmp_path / name).write_text(text)
    code, out, _ = run("rows.csv", *ROLES, "--population", name, "-o", "data.md")
    assert code == 0
    assert "WB110" in out
    assert "Fewer than declared by sex: f" in (tmp_path / "data.md").read_text(encoding="utf-8")


HOW = "Write one table an attribute, with the share of each group: [sex], then female = 0.51 and male = 0.49."


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (None, "Error: --population 'shares.toml' cannot be read: No such file or directory."),
        ("[sex", "Error: --population 'shares.toml' cannot be read: "),
        ("sex = 0.5", "Error: --population 'shares.toml' holds something else than shares by group."),
        ('[sex]\nf = "half"', "Error: --population 'shares.toml' holds something else than shares by group."),
    ],
)
def test_a_population_that_is_none_is_a_wrong_call(run, tmp_path, content, error):
    if content is not None:
        (tmp_path / "shares.toml").write_text(content)
    code, out, said = run("rows.csv", *ROLES, "--population", "shares.toml")
    assert (code, out) == (2, "")
    assert said.startswith(error)
    assert said.endswith(HOW)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("nowhere.csv",), "Error: There is no file 'nowhere.csv'."),
        (("rows.csv", "--target", "aproved"), "Error: Column 'aproved' is not in the data. Did you mean 'approved'?"),
        (("rows.csv", "-o", "data.xls"), "Error: 'data.xls' ends in '.xls', which is no format of a report."),
    ],
)
def test_a_wrong_call_is_told_in_words(run, arguments, error):
    code, out, said = run(*arguments)
    assert (code, out) == (2, "")
    assert said.startswith(error)


def test_small_counts_stay_in_the_house_unless_all_is_asked_for(run, tmp_path):
    frame = ROWS.copy()
    frame.loc[:1, "sex"] = "rare"
    frame.to_csv(tmp_path / "few.csv", index=False)
    found = {}
    for level in ("internal", "public", "full"):
        assert run("few.csv", *ROLES, "-o", "data.html", "--disclosure", level)[0] == 0
        found[level] = "rare" in (tmp_path / "data.html").read_text(encoding="utf-8").replace("rare values", "")
    assert found == {"internal": False, "public": False, "full": True}


# With a target the stages before a model are gone through.


def test_with_a_target_rows_are_held_out_and_leaks_are_told(run, tmp_path):
    frame = ROWS.assign(decided=["later" if one == "yes" else "never" for one in ROWS["approved"]])
    frame.to_csv(tmp_path / "leaky.csv", index=False)
    code, out, _ = run("leaky.csv", *ROLES, "-o", "data.json")
    lines = out.splitlines()
    assert code == 0
    assert "Split of 'leaky': 168 rows to learn from, 72 held out." in lines
    assert any(line.startswith("Prepared 'leaky': ") for line in lines)
    assert any(line.startswith("Leaks of 'leaky': 1 serious") for line in lines)
    findings = [line for line in lines if line.startswith("WB")]
    assert findings[0].startswith("WB210 serious: Column 'decided'")
    assert [line.split()[1] for line in findings] == sorted(
        (line.split()[1] for line in findings), key=["serious:", "caution:", "note:"].index
    )
    document = FORMATS[".json"].read((tmp_path / "data.json").read_bytes())
    assert "WB210" in str(document)
    assert verify_report(tmp_path / "data.json").exit_code == 0


def test_the_report_has_the_split_and_the_checks(run, tmp_path):
    assert run("rows.csv", *ROLES, "-o", "data.md")[0] == 0
    text = (tmp_path / "data.md").read_text(encoding="utf-8")
    for heading in ("What was checked for leaks", "What was held out"):
        assert f"## {heading}\n" in text
    assert verify_report(tmp_path / "data.md").exit_code == 0


def test_the_same_seed_holds_the_same_rows_out(run, tmp_path):
    found = []
    for seed in (1, 1, 2):
        run("rows.csv", *ROLES, "--seed", seed, "-o", "data.json")
        found.append((tmp_path / "data.json").read_text(encoding="utf-8"))
    assert found[0] == found[1] != found[2]


@pytest.mark.parametrize(
    ("role", "sentence"),
    [
        ("--time", "Split of 'days' at 2024-06-17: 168 rows to learn from, 72 held out."),
        ("--group", "Split of 'days' by 'day': 168 rows to learn from, 72 held out."),
        ("--id", "Split of 'days': 168 rows to learn from, 72 held out."),
    ],
)
def test_time_group_and_id_say_how(run, tmp_path, role, sentence):
    ROWS.assign(day=pd.date_range("2024-01-01", periods=240).date).to_csv(tmp_path / "days.csv", index=False)
    code, out, _ = run("days.csv", *ROLES, role, "day")
    assert code == 0
    assert sentence in out.splitlines()


def test_without_a_target_nothing_is_held_out(run):
    code, out, _ = run("rows.csv", "--protected", "sex")
    assert code == 0
    assert "Split of" not in out
    assert "Leaks of" not in out


def test_where_the_data_do_not_carry_a_stage_it_is_said_and_the_rest_goes_on(run, tmp_path):
    ROWS.head(12).to_csv(tmp_path / "few.csv", index=False)
    code, out, _ = run("few.csv", *ROLES, "-o", "data.md")
    assert code == 0
    lines = out.splitlines()
    place = lines.index("'few' has 12 rows with an outcome, 6 of them with the rarer one.")
    assert lines[place + 1] == "A split needs at least 20 rows, and each outcome in both parts."
    assert "Leaks of 'few'" in out
    assert "Split of" not in out
    ROWS[["approved", "sex"]].to_csv(tmp_path / "bare.csv", index=False)
    code, out, _ = run("bare.csv", *ROLES, "-o", "data.md")
    assert code == 0
    assert "Split of 'bare'" in out
    assert "Prepared" not in out


def test_rows_on_disk_are_not_held_out_but_columns_are_checked(run, tmp_path, monkeypatch):
    monkeypatch.setattr(options, "LARGE", 1_000)
    ROWS.assign(decided=ROWS["approved"]).to_csv(tmp_path / "large.csv", index=False)
    code, out, _ = run("large.csv", *ROLES, "-o", "data.md")
    assert code == 0
    assert "The rows stay on disk, so none were held out and nothing was prepared: that needs them in memory." in out
    assert "Split of" not in out
    assert "WB210 serious: Column 'decided'" in out
    assert verify_report(tmp_path / "data.md").exit_code == 0


def test_names_are_not_printed(run, tmp_path):
    frame = ROWS.assign(patient=[f"P{place % 60:04}" for place in range(240)])
    frame["name"] = [f"Ann{place} Lee" for place in range(239)] + ["ANN1 LEE"]
    frame.to_csv(tmp_path / "people.csv", index=False)
    code, out, _ = run("people.csv", *ROLES, "--group", "patient")
    assert code == 0
    assert "  patient (group): text, 0 missing, 60 different, texts of about 5 characters" in out.splitlines()
    assert "P00" not in out
    assert "lee" not in out.lower()
    assert "WB105" in out


# What is said of values.


def test_values_are_made_missing_recoded_and_read_as_another_kind(run, tmp_path):
    frame = ROWS.assign(code=["7", "9=9"] * 120, town=["x", "X", "?"] * 80)
    frame.to_csv(tmp_path / "asked.csv", index=False)
    code, out, _ = run(
        "asked.csv", "--missing", "town=?", "--missing", "code=9==9", "--recode", "town=X=x",
        "--types", "income=text", "--types", "code=text",
    )  # fmt: skip
    assert code == 0
    assert "80 values '?' of column 'town' were made missing, as asked." in out
    assert "120 values '9=9' of column 'code' were made missing, as asked." in out
    assert "80 values 'X' of column 'town' were made 'x', as asked." in out
    assert "  town: text, 80 missing, 1 different, x (160)" in out.splitlines()
    assert "  income: text, 0 missing, 40 different, " in out


def test_a_number_is_recoded_to_a_number(run, tmp_path):
    pd.DataFrame({"n": [1, 2, 3, -1] * 30}).to_parquet(tmp_path / "n.parquet")
    code, out, _ = run("n.parquet", "--recode", "n=-1=0")
    assert code == 0
    assert "30 values '-1' of column 'n' were made 0, as asked." in out


DOUBLED = "Where a name or a value has a sign of equality itself, write it twice."


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (
            ("--missing", "?"),
            f"Error: --missing is '?'.\nWrite a column, = and a value: --missing age=999. {DOUBLED}",
        ),
        (
            ("--recode", "income=<=50K.=<=50K"),
            "Error: --recode is 'income=<=50K.=<=50K'.\nWrite a column, =, a value, = and what it becomes: "
            f"--recode ward=Surgery=surgery. {DOUBLED}",
        ),
        (
            ("--recode", "town=x=y", "--recode", "town=x=z"),
            "Error: --recode says twice what 'x' of column 'town' becomes.\nSay it once.",
        ),
        (("--types", "zip"), f"Error: --types is 'zip'.\nWrite a column, = and a value: --types zip=text. {DOUBLED}"),
        (
            ("--types", "town=text", "--types", "town=date"),
            "Error: --types names column 'town' twice.\nName it once.",
        ),
        (
            ("--missing", "town=nowhere"),
            "Error: missing names 'nowhere', which column 'town' does not hold.\n"
            "Write it as it stands in the table, without blanks around it.",
        ),
    ],
)
def test_what_is_wrongly_said_of_values_is_a_wrong_call(run, arguments, error):
    code, out, said = run("rows.csv", *arguments)
    assert (code, out, said) == (2, "", error)
