"""The README's Python runs as it stands there, and prints what it says."""

import re
from pathlib import Path

import pytest

README = Path(__file__).parents[1] / "README.md"
BLOCKS = re.findall(r"```python\n(.*?)```", README.read_text(), re.DOTALL)


def run(blocks, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    scope = {}
    for block in blocks:
        exec(compile(block, str(README), "exec"), scope)  # noqa: S102 - our own page
    return scope


def test_eight_lines_make_a_report_for_every_reader(tmp_path, monkeypatch, capsys):
    scope = run([BLOCKS[0], BLOCKS[3]], tmp_path, monkeypatch)
    assert (tmp_path / "report.html").stat().st_size > 10_000
    assert scope["audit"].assessments
    written = {path.name for path in tmp_path.iterdir()}
    assert written == {"report.html", "brief.pdf", "technical.pdf", "annex.pdf", "letter.docx"}
    assert re.fullmatch(r"Verification of '.*': \d+ equal, \d+ recorded, not recomputable\.\n", capsys.readouterr().out)


def test_a_model_is_compared_and_explained(tmp_path, monkeypatch, capsys):
    scope = run([BLOCKS[0], BLOCKS[1]], tmp_path, monkeypatch)
    assert (tmp_path / "model.skops").stat().st_size > 1_000
    assert scope["contest"].entries[0].verdict == "clearly better"
    assert scope["fitted"] is not scope["model"]  # the report of the eight lines can still be built
    printed = capsys.readouterr().out
    for said in ("clearly better", "true_positive_rate", "Weak segments", "by sex", "unfavourable", "counterfactual"):
        assert said in printed, said


def test_a_raw_table_is_looked_at_before_a_model_learns(tmp_path, monkeypatch, capsys):
    scope = run(["import workbench as wb", BLOCKS[2]], tmp_path, monkeypatch)
    printed = capsys.readouterr().out
    assert "proxy     'postcode' tells 'language' in 9 of 10" in printed
    assert printed.splitlines()[-1].startswith("WB210 Column 'visit_nurse'")
    assert scope["profile"].n_rows == scope["data"].n_rows == 6_000
    assert (tmp_path / "data.html").stat().st_size > 10_000


def test_somebody_elses_decisions(tmp_path, monkeypatch, capsys):
    scope = run(BLOCKS[4:], tmp_path, monkeypatch)
    assert (tmp_path / "audit.html").stat().st_size > 10_000
    assert scope["audit"].findings[0].code == "WB505"
    verdict, finding = capsys.readouterr().out.splitlines()
    assert verdict == "gap"
    assert finding == "WB505 Over all rows 'male' has the higher selection rate; within department, 'female' has"


def test_no_block_is_left_out():
    if len(BLOCKS) != 5:
        pytest.fail("Test the new block of Python too.")
