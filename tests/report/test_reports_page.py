"""The page on reports: its examples run, and what it says of forms and audiences is so."""

import re
from pathlib import Path

from workbench.report.asked import FIELDS
from workbench.report.fields import read_fields

PAGE = (Path(__file__).parents[2] / "docs" / "reports.md").read_text(encoding="utf-8")


def test_its_examples_run_one_after_another(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = {}
    for block in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL):
        exec(compile(block, "docs/reports.md", "exec"), names)  # noqa: S102 - our own page
    assert {"fields.toml", "technical.html"} <= {path.name for path in tmp_path.iterdir()}
    assert names["report"].audience == "annex"
    form = (tmp_path / "fields.toml").read_text(encoding="utf-8")
    [shown] = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    assert [line for line in shown.splitlines() if line not in form.splitlines()] == []


def test_the_number_of_questions_is_about_what_it_says():
    [said] = re.findall(r"in about (\d+) questions", PAGE)
    assert abs(int(said) - len(FIELDS)) < 10


def test_the_form_on_the_page_can_be_read(tmp_path):
    [form] = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    path = tmp_path / "fields.toml"
    path.write_text(form.replace('primary_uses = ""', 'primary_uses = "To lend."'), encoding="utf-8")
    assert read_fields(path) == {"model_card/intended_use/primary_uses": "To lend."}
