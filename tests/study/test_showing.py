"""A study on a screen: a table in a notebook, lines on a terminal, JSON for programs."""

import json
import subprocess
import sys

import pytest
from IPython.core.interactiveshell import InteractiveShell

import workbench as wb
from workbench.report.showing import show_results_in_notebooks
from workbench.report.study_cell import study_cell

from . import kinds


@pytest.fixture
def full(study):
    study.save(kinds.data())
    study.save(kinds.fitted())
    study.save(wb.read_data(kinds.people(seed=1), target="hired", favourable="yes"))
    study.overrule("WB203", reason="Checked <b>by hand</b>.", scope="income", by="the credit team")
    return study


def test_a_study_is_one_table_with_marks_and_words(full):
    html = study_cell(full)
    for told in (
        "▲ stale",
        "● fresh",
        "Made of another dataset &#39;main&#39; than is kept now.",
        "Checked &lt;b&gt;by hand&lt;/b&gt;.",
        "the credit team",
        "Results, in the order in which they are made",
    ):
        assert told in html
    assert html.count("<table") == 2
    assert str(full.path) not in html
    assert study_cell(full.status()) == html


def test_an_empty_study_says_how_to_begin(study):
    assert "Nothing is kept yet. Keep a result with" in study_cell(study)


@pytest.fixture
def shell():
    yield InteractiveShell.instance()
    InteractiveShell.clear_instance()


def test_ipython_shows_the_table_and_the_lines(full, shell):
    show_results_in_notebooks()
    shown, _ = shell.display_formatter.format(full)
    assert shown["text/html"] == study_cell(full)
    assert shown["text/plain"] == (
        "Study 'loans': 2 results, 1 stale; 1 overruled.\n"
        "  dataset 'main': fresh.\n"
        "  fitted 'main': stale. Made of another dataset 'main' than is kept now."
    )


def run(*arguments, cwd):
    return subprocess.run(
        [sys.executable, "-m", "workbench", "study", "status", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_says_how_it_stands(full):
    told = run(cwd=full.path)
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.splitlines() == [
        "Study 'loans': 2 results, 1 stale; 1 overruled.",
        f"  in {full.path}",
        "  ● dataset main: fresh.",
        "  ▲ fitted main: stale. Made of another dataset 'main' than is kept now.",
        "  overruled: WB203 for 'income'. Checked <b>by hand</b>.",
    ]


def test_which_data_it_is_about_and_who_signed_is_said_everywhere(study):
    study.declare_data("<i>loans</i>.csv", target="approved", protected=["sex"])
    study.sign(wb.SignOff("the <b>credit</b> team", "the risk board", signed="2024-01-10", expires="2024-12-31"))
    signed = "Signed by 'the <b>credit</b> team' and 'the risk board' on 2024-01-10."
    signed = f"{signed} It held until 2024-12-31, and has expired."
    about = "It is about 'i>.csv': outcome 'approved', protected 'sex'."  # a name of a file ends at its last folder
    assert run(cwd=study.path).stdout.splitlines() == [
        "Study 'loans': 0 results.",
        f"  in {study.path}",
        f"  {about}",
        f"  {signed}",
    ]
    html = study_cell(study)
    assert "the &lt;b&gt;credit&lt;/b&gt; team" in html
    assert "and has expired." in html
    assert "outcome &#39;approved&#39;" in html


def test_the_command_tells_programs_and_returns_what_they_need(full, tmp_path):
    told = run(str(full.path / "study.toml"), "--json", "--strict", cwd=tmp_path)
    assert told.returncode == 1
    assert json.loads(told.stdout) == full.status().to_json()
    (full.path / "results" / "dataset" / "main.json").write_text("{")
    assert run(str(full.path), "--strict", cwd=tmp_path).returncode == 2


def test_the_command_says_where_there_is_no_study(tmp_path):
    told = run(str(tmp_path), cwd=tmp_path)
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr == (
        f"Error: There is no study.toml in {str(tmp_path)!r}.\n"
        "Name a study's folder, or begin one in Python: wb.open_study().\n"
    )
    assert list(tmp_path.iterdir()) == []
