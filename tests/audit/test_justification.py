"""Reasons of a policy: they are kept with it, in its file and in audits, and change no verdict."""

import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import workbench as wb
from workbench.audit.justification import LONGEST, MOST_REASONS, Reason
from workbench.audit.policy import Policy
from workbench.audit.policy_file import read_policy, write_policy
from workbench.audit.policy_settings import policy_from_settings
from workbench.audit.result import Audit
from workbench.core.json_node import Node
from workbench.errors import InputError, PolicyError

ROOT = Path(__file__).parents[2]
FIRST = 'schema = "workbench.policy/1"\ntolerances.selection_rate = 0.1\n'
REASONS = (Reason("Which mistake is worse?", "Refusing.", "It costs a home."), Reason("Who?", '<b>"all"</b>\n\x7f'))
POLICY = Policy({"selection_rate": 0.1}, justification=REASONS)

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).filter(str.strip)


def test_reasons_are_kept_in_order_and_a_policy_without_any_is_as_it_was():
    assert POLICY.justification == REASONS
    assert POLICY.settings()["justification"] == [
        {"question": "Which mistake is worse?", "answer": "Refusing.", "why": "It costs a home."},
        {"question": "Who?", "answer": '<b>"all"</b>\n\x7f'},
    ]
    assert "justification" not in Policy({"selection_rate": 0.1}).settings()


def test_a_list_is_kept_as_a_tuple():
    assert Policy({"selection_rate": 0.1}, justification=list(REASONS)) == POLICY


@settings(max_examples=60, deadline=None)
@given(st.lists(st.builds(Reason, TEXTS, TEXTS, st.just("") | TEXTS), max_size=4))
def test_any_reasons_come_back_from_a_file_and_from_settings(tmp_path_factory, reasons):
    policy = Policy({"selection_rate": 0.1}, justification=reasons)
    path = write_policy(policy, tmp_path_factory.mktemp("policy") / "policy.toml")
    assert read_policy(path) == policy
    assert policy_from_settings(Node(policy.settings(), "policy", "Policy.settings")) == policy


def test_the_longest_reasons_of_plain_text_come_back(tmp_path):
    reasons = [Reason(f"{place}{'q' * 700}", "a" * LONGEST, "w" * LONGEST) for place in range(MOST_REASONS)]
    policy = Policy({"selection_rate": 0.1}, justification=reasons)
    assert read_policy(write_policy(policy, tmp_path / "policy.toml")) == policy


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (lambda: Reason("", "yes"), "question of a reason is ''.\nGive text."),
        (lambda: Reason("Why?", " \n"), "answer of a reason is ' \\n'.\nGive text."),
        (lambda: Reason("Why?", "yes", 3), "why of a reason is 3.\nGive text."),
        (
            lambda: Reason("Why?", "x" * 801),
            "answer of a reason has 801 characters.\nSay it in at most 800: it is read.",
        ),
        (
            lambda: Policy({"selection_rate": 0.1}, justification="why not"),
            "justification is 'why not'.\nGive a list of wb.Reason(question, answer, why).",
        ),
        (
            lambda: Policy({"selection_rate": 0.1}, justification=3),
            "justification is 3.\nGive a list of wb.Reason(question, answer, why).",
        ),
        (
            lambda: Policy({"selection_rate": 0.1}, justification=[Reason("a", "b")] * 31),
            "justification holds 31 reasons.\nGive at most 30: they are read.",
        ),
    ],
)
def test_what_is_no_reason_is_refused(call, text):
    with pytest.raises(InputError) as error:
        call()
    assert str(error.value) == text


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (
            "justification = 3",
            ["line 3: justification is 3. Write [[justification]], with two brackets on each side."],
        ),
        ('[[justification]]\nquestion = "a"', ["line 3: answer is missing. Add it to this [[justification]]."]),
        (
            '[[justification]]\nquestion = "a"\nanswer = 3\nwhi = "x"',
            ["line 3: answer of a reason is 3. Give text.", "line 6: there is no key 'whi'. Did you mean 'why'?"],
        ),
    ],
)
def test_mistakes_in_a_file_are_told_with_their_lines(tmp_path, lines, told):
    path = tmp_path / "policy.toml"
    path.write_text(FIRST + lines)
    with pytest.raises(PolicyError) as error:
        read_policy(path)
    assert str(error.value) == "\n".join(f"{path}, {line}" for line in told)


def test_reasons_of_settings_that_are_damaged_are_refused():
    for damaged in ([{"question": "a"}], [{"question": "a", "answer": ""}], [3], "a"):
        with pytest.raises(InputError):
            policy_from_settings(Node({**POLICY.settings(), "justification": damaged}, "policy", "Policy.settings"))


def test_an_audit_keeps_reasons_and_judges_as_without():
    frame = pd.DataFrame({"sex": ["f", "m"] * 100, "hired": [0, 1, 1, 1] * 50})
    given = {"decision": "hired", "protected": ["sex"]}
    audit = wb.audit_decisions(frame, policy=POLICY, **given)
    without = wb.audit_decisions(frame, policy=Policy({"selection_rate": 0.1}), **given)
    assert [one.verdict for one in audit.assessments] == [one.verdict for one in without.assessments] == ["gap"]
    again = Audit.from_json(audit.to_json())
    assert again.policy.justification == REASONS
    assert again.fingerprint == audit.fingerprint
    schema = json.loads((ROOT / "docs/schemas/audit.json").read_text(encoding="utf-8"))
    written = json.loads(json.dumps(audit.to_json()))
    assert list(Draft202012Validator(schema).iter_errors(written)) == []
    written["policy"]["justification"][0] = {"answer": 3}
    assert {tuple(one.path)[:2] for one in Draft202012Validator(schema).iter_errors(written)} == {
        ("policy", "justification")
    }


def test_that_limits_were_changed_after_looking_comes_back(tmp_path):
    policy = Policy({"selection_rate": 0.1}, changed_after_looking=True)
    assert read_policy(write_policy(policy, tmp_path / "policy.toml")) == policy
    assert policy_from_settings(Node(policy.settings(), "policy", "Policy.settings")) == policy
    assert "changed_after_looking" not in Policy({"selection_rate": 0.1}).settings()


def test_whether_limits_were_changed_is_yes_or_no(tmp_path):
    with pytest.raises(InputError) as error:
        Policy({"selection_rate": 0.1}, changed_after_looking="no")
    assert str(error.value) == "changed_after_looking is 'no'.\nGive True or False."
    path = tmp_path / "policy.toml"
    path.write_text(f'changed_after_looking = "yes"\n{FIRST}')
    with pytest.raises(PolicyError, match=r"line 1: changed_after_looking is 'yes'\. Write true or false"):
        read_policy(path)
