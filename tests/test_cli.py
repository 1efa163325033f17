"""The command line: the same calls, errors as sentences, and an exit code."""

import re
import subprocess
import sys

import pytest

from workbench import cli

ROWS = "approved,sex,income,debt\n" + "".join(
    f"{'yes' if (row * 7) % 10 > 4 else 'no'},{'f' if row % 2 else 'm'},{row % 13},{(row * 7) % 10}\n"
    for row in range(200)
)


@pytest.fixture
def run(monkeypatch, capsys, tmp_path):
    """Run ``workbench …`` in this process and an empty folder; return exit code, output and error stream."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")

    def run_command(*arguments):
        monkeypatch.setattr(sys, "argv", ["workbench", *map(str, arguments)])
        code = 0
        try:
            cli.main()
        except SystemExit as end:
            code = end.code or 0
        captured = capsys.readouterr()
        return code, captured.out, captured.err.strip()

    return run_command


@pytest.fixture
def loans(tmp_path):
    path = tmp_path / "loans.csv"
    path.write_text(ROWS)
    return path


# Reports.


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


def test_report_is_called_report_unless_named(run, loans, tmp_path):
    code, out, _ = run("report", loans, "--target", "approved", "--favourable", "yes", "--model", "logistic_regression")
    assert (code, out) == (0, f"Report: {tmp_path / 'report.html'}\n")
    assert "No protected attribute was named." in (tmp_path / "report.html").read_text()


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
        "model is 'magic'.\nAllowed are: 'boosted_trees', 'logistic_regression'."
    )


def test_unknown_example_is_a_wrong_call(run):
    assert run("report", "example:lones") == wrong(
        "example is 'lones'.\nAllowed are: 'loans', 'diabetes', 'admissions'. Did you mean 'loans'?"
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
