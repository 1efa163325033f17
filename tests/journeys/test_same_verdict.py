"""One policy file, one table: in a notebook, in a terminal and in a test the verdicts and all numbers are the same."""

import json
import re
import shlex
import subprocess
import sys
from itertools import product
from pathlib import Path

import pandas as pd
import pytest

from workbench.audit.decisions import audit_decisions
from workbench.audit.policy_file import read_policy

pytest_plugins = ["pytester"]

DOCS = Path(__file__).parents[2] / "docs" / "policy.md"
SEXES = ("Female", "Male")
RACES = ("White", "Asian", "Black or African American", "Two or more races")
# For each case: people of one sex, race, decision and outcome; and how many women are hired for ten men.
CASES = {"within tolerance": (1500, 10), "gap": (1500, 7), "not enough evidence": (15, 10)}
SAME = ("verdict", "rows", "assessments", "metrics", "descriptions", "standards", "findings", "tallies", "policy")

TESTS = """
import json
import pytest
from workbench.audit.decisions import audit_decisions

@pytest.mark.parametrize("case", {cases!r})
def test_hiring(case, audit_policy, assert_audit):
    audit = audit_decisions(
        f"{{case}}.csv", decision="hired", favourable="yes", outcome="stayed", protected=["sex", "race"],
        policy=audit_policy,
    )
    with open(f"{{case}}.pytest.json", "w") as file:
        json.dump(audit.to_json(), file)
    assert_audit(audit)
"""


def people(n, of_ten):
    """Return a table with the same share of decisions and outcomes in every cell, women hired less where asked."""
    rows = []
    for sex, race, stayed in product(SEXES, RACES, ("yes", "no")):
        hired = n * of_ten // 10 if sex == "Female" else n
        rows += [("yes", stayed, sex, race)] * hired + [("no", stayed, sex, race)] * (2 * n - hired)
    rows += [("yes", "no", "Male", None), ("no", "", None, "Asian")]
    return pd.DataFrame(rows, columns=["hired", "stayed", "sex", "race"])


@pytest.fixture
def folder(pytester):
    """Return a folder with the policy of the docs, as the docs print it, and three tables."""
    [policy] = re.findall(r"```toml\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    (pytester.path / "policy.toml").write_text(policy, encoding="utf-8")
    for case, (n, of_ten) in CASES.items():
        people(n, of_ten).to_csv(pytester.path / f"{case}.csv", index=False)
    return pytester.path


def in_a_terminal(folder, case):
    command = [sys.executable, "-m", "workbench", "audit", f"{case}.csv", "--decision", "hired", "--favourable", "yes"]
    command += ["--outcome", "stayed", "--protected", "sex", "--protected", "race"]
    command += ["--policy", "policy.toml", "--disclosure", "full", "-o", f"{case}.terminal.json"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout


def as_read(audit):
    """Return what an audit says, as a reader of its JSON finds it."""
    return json.loads(json.dumps(audit.to_json()))


def test_same_policy_same_verdict_same_numbers(folder, pytester):
    policy = read_policy(folder / "policy.toml")
    pytester.makeini("[pytest]\nworkbench_policy = policy.toml")
    pytester.makepyfile(TESTS.format(cases=list(CASES)))
    tested = pytester.runpytest_subprocess("-p", "no:hypothesispytest", "-p", "no:cacheprovider")
    tested.assert_outcomes(passed=1, failed=2)

    for case, code in {"within tolerance": 0, "gap": 1, "not enough evidence": 3}.items():
        columns = {"decision": "hired", "favourable": "yes", "outcome": "stayed", "protected": ["sex", "race"]}
        notebook = audit_decisions(folder / f"{case}.csv", **columns, policy=policy)
        frame = audit_decisions(pd.read_csv(folder / f"{case}.csv"), **columns, policy=policy)
        returned, printed = in_a_terminal(folder, case)
        terminal = json.loads((folder / f"{case}.terminal.json").read_text(encoding="utf-8"))
        fixture = json.loads((folder / f"{case}.pytest.json").read_text(encoding="utf-8"))

        assert notebook.verdict == case
        assert (returned, notebook.exit_code) == (code, code)
        assert len(notebook.assessments) == 7
        assert [one["name"] for one in terminal["standards"]] == ["nyc-ll144", "four-fifths"]
        for key in SAME:
            expected = as_read(notebook)[key]
            assert terminal[key] == expected, (case, key, "terminal")
            assert fixture[key] == expected, (case, key, "pytest")
            assert as_read(frame)[key] == expected, (case, key, "frame")
        # The same sentences, too: what the terminal prints is what a failing test says.
        sentences = printed.splitlines()[:-1]
        assert sentences[0] == {0: "● Within tolerance", 1: "▲ Gap", 3: "◌ Not enough evidence"}[code]
        if code:
            tested.stdout.fnmatch_lines([re.sub(r"([\[\]?*])", r"[\1]", line) for line in sentences], consecutive=True)


def test_what_the_docs_show_runs(folder, pytester, monkeypatch):
    text = DOCS.read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    [notebook] = [block for block in blocks if "wb.read_policy(" in block]
    [test] = [block for block in blocks if "def test_" in block]
    [shown] = re.findall(r"```console\n\$ workbench (.*?)```", text, re.DOTALL)
    (folder / "gap.csv").rename(folder / "hired.csv")
    monkeypatch.chdir(folder)

    names = {}
    exec(notebook, names)  # noqa: S102 - it is ours
    assert names["audit"].verdict == "gap"

    done = subprocess.run(
        [sys.executable, "-m", "workbench", *shlex.split(shown.replace("\\\n", " "))], capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (1, b"")
    assert (folder / "audit.html").stat().st_size > 1000

    pytester.makepyfile(test)
    result = pytester.runpytest_inprocess("-p", "no:hypothesispytest", "--workbench-policy", "policy.toml")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["Audit of hired", "▲ Gap"], consecutive=True)
