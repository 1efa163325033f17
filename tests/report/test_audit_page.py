"""The page on audits: its examples run, and it names the sections that a report has."""

import re
from pathlib import Path

import workbench as wb

PAGE = (Path(__file__).parents[2] / "docs" / "audit.md").read_text(encoding="utf-8")


def test_its_examples_run_one_after_another(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    names = {}
    for block in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL):
        exec(compile(block, "docs/audit.md", "exec"), names)  # noqa: S102 - our own page
    assert {path.name for path in tmp_path.iterdir()} == {"audit.html", "brief.html"}
    assert names["audit"].verdict == "gap"
    printed = capsys.readouterr().out
    assert "gap" in printed
    shown = [line for block in re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()]
    assert [line for line in shown if line not in printed] == []
    assert len(shown) > 7
    assert wb.build_report(names["published"], audience="audit").sections
    assert wb.build_report(names["amounts"], audience="audit").sections


def test_it_names_the_sections_of_the_report():
    audit = wb.audit_decisions(
        "example:admissions", decision="admitted", favourable="yes", protected=["sex"], strata=["department"]
    )
    titles = [one.title for one in wb.build_report(audit, audience="audit").sections]
    for title in titles:
        said = title.replace("sex", "*attribute*").replace("department", "*column*")
        assert said in PAGE, title
