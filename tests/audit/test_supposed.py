"""Decisions that another threshold would make: nobody was decided so, and whoever reads of them is told."""

import json

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.document.reading import reading_order
from workbench.document.wording import plain

TITLE = "These decisions are supposed, not made: people would be decided so by a threshold of 0.8"


@pytest.fixture(scope="module")
def people():
    rng = np.random.default_rng(7)
    people = pd.DataFrame({"sex": rng.choice(["women", "men"], 900), "score": rng.random(900).round(2)})
    return people.assign(hired=np.where(people["score"] + (people["sex"] == "men") * 0.25 > 0.6, "yes", "no"))


@pytest.fixture(scope="module")
def given(people):
    return wb.audit_decisions(people, decision="hired", favourable="yes", score="score", protected=["sex"])


@pytest.fixture(scope="module")
def scored(people):
    return wb.audit_decisions(people, score="score", threshold=0.5, protected=["sex"])


def told(audit):
    return [one for one in audit.findings if one.code == "WB569"]


def test_of_given_decisions_any_threshold_is_supposed(given):
    assert told(given) == []
    [found] = told(given.at_threshold(0.8))
    assert (found.severity, found.title) == ("serious", TITLE)
    assert "People were really decided on otherwise" in found.why


def test_of_a_threshold_it_says_the_one_that_was_audited_first_until_it_is_back(scored):
    [found] = told(scored.at_threshold(0.3).at_threshold(0.8))
    assert found.title == TITLE
    assert "is decided at 0.5. The other threshold was tried after the figures were known" in found.why
    assert scored.at_threshold(0.5) == scored == scored.at_threshold(0.8).at_threshold(0.5)
    assert told(scored.at_threshold(0.5)) == []
    [found] = told(scored.at_thresholds("sex", {"women": 0.4, "men": 0.6}))
    assert found.title == TITLE.replace("of 0.8", "for each group")


def test_another_policy_and_json_keep_it(given, scored):
    for audit in (given.at_threshold(0.8), scored.at_threshold(0.8)):
        assert told(audit.with_policy(wb.Policy({"selection_rate": 0.2}))) == told(audit)
        assert wb.Audit.from_json(json.loads(json.dumps(audit.to_json()))) == audit
        assert told(wb.Audit.from_json(audit.to_json())) == told(audit)
        assert told(wb.disclose(audit, "internal")) == told(audit)


def test_of_amounts_no_threshold_decides(people):
    audit = wb.audit_predictions(people, prediction="score", protected=["sex"], thresholds=[0.5])
    assert told(audit.at_threshold(0.5)) == []


@pytest.mark.parametrize("audience", ["brief", "technical", "annex", "audit"])
@pytest.mark.parametrize("which", ["given", "scored"])
def test_every_report_says_it(request, which, audience):
    audit = request.getfixturevalue(which)
    texts = [
        " ".join(plain(text) for _, text in reading_order(wb.build_report(one, audience=audience)))
        for one in (audit, audit.at_threshold(0.8))
    ]
    assert ["supposed, not made" in text for text in texts] == [False, True]
    assert "What was set before looking" not in texts[1]
    assert ("Decisions that another threshold would make" in texts[1]) is (audience != "annex")
    assert "Decisions that were already made" not in texts[1]


@pytest.mark.parametrize("which", ["given", "scored"])
def test_a_report_of_it_is_counted_again(request, people, which, tmp_path):
    audit = request.getfixturevalue(which).at_threshold(0.8)
    file = wb.write_report(wb.build_report(audit), tmp_path / "report.json")
    assert wb.verify_report(file, data=people).exit_code == 0
