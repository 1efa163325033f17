"""``workbench profile``: what is in a file, on a terminal and as a report."""

import sys

import pandas as pd
import pytest

from workbench import cli
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
def run(monkeypatch, capsys, tmp_path):
    """Run ``workbench profile …`` in this process beside a file of rows; return exit code, output and error stream."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    ROWS.to_csv(tmp_path / "rows.csv", index=False)

    def run_command(*arguments):
        monkeypatch.setattr(sys, "argv", ["workbench", "profile", *map(str, arguments)])
        code = 0
        try:
            cli.main()
        except SystemExit as end:
            code = end.code or 0
        captured = capsys.readouterr()
        return code, captured.out, captured.err.strip()

    return run_command


ROLES = ("--target", "approved", "--favourable", "yes", "--protected", "sex")


def test_it_prints_each_column_and_the_findings(run):
    code, out, _ = run("rows.csv", *ROLES)
    lines = out.splitlines()
    assert code == 0
    assert lines[0].startswith("Profile of 'rows': 240 rows, 4 columns, 1 with missing values")
    assert "  approved (target): text, 0 missing, 2 different, no 120, yes 120" in [
        line.replace("yes 120, no 120", "no 120, yes 120") for line in lines
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
