"""The page on policies: its example of a framing runs, and its table says what the questions lead to."""

import re
from pathlib import Path

from workbench.audit.framing.laws import KNOWN_AS_OF
from workbench.audit.framing.questions import QUESTIONS
from workbench.audit.policy_file import read_policy

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs/policy.md").read_text(encoding="utf-8")


def test_its_example_runs_and_leaves_a_policy_with_reasons(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    [example] = [one for one in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL) if "frame_decision" in one]
    names = {}
    exec(compile(example, "docs/policy.md", "exec"), names)  # noqa: S102 - our own page
    printed = capsys.readouterr().out
    assert printed.count("?") == len(names["answers"])
    policy = read_policy(tmp_path / "policy.toml")
    assert policy == names["framing"].policy()
    assert len(policy.justification) > len(names["answers"])


def test_the_month_of_what_is_known_of_the_law_is_the_same_everywhere():
    assert KNOWN_AS_OF == "2026-09"
    assert "September 2026" in QUESTIONS["law"].help
    assert "in September 2026" in " ".join(PAGE.split())


def test_the_number_of_questions_is_what_the_changelog_says():
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "nine questions in plain words" in changes
    assert len(QUESTIONS) == 9
