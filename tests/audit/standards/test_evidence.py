"""Which evidence a standard is applied to: decisions, or scores beside their median."""

import numpy as np
import pandas as pd
import pytest

from workbench.audit.decisions import audit_decisions
from workbench.audit.policy import Policy
from workbench.errors import InputError

BOTH = {"four-fifths": {}, "nyc-ll144": {}}


@pytest.fixture(scope="module")
def people():
    """A score, and decisions that only the best fifth pass."""
    rng = np.random.default_rng(0)
    sex = rng.choice(["Female", "Male"], 2_000)
    score = np.clip(rng.normal(0.5 + 0.03 * (sex == "Male"), 0.15, 2_000), 0, 1)
    race = rng.choice(["White", "Asian"], 2_000)
    return pd.DataFrame({"sex": sex, "race": race, "score": score, "hired": np.where(score >= 0.6, 1, 0)})


def audited(people, standards=BOTH, **columns):
    policy = Policy({"selection_rate": 0.05}, standards=standards)
    return audit_decisions(people, protected=["sex", "race"], score="score", policy=policy, **columns)


def standard(audit, name):
    return next(one for one in audit.standards if one.name == name)


def selected(audit):
    """Return the selected people that the four-fifths table counts."""
    table = standard(audit, "four-fifths").table("ratio/sex")
    return sum(table.cell(sex, "Selected").value for sex in ("Female", "Male"))


def kind(audit):
    return standard(audit, "nyc-ll144").tables[0].id


def test_decisions_stay_decisions_beside_a_score(people):
    audit = audited(people, decision="hired")
    assert selected(audit) == people["hired"].sum()
    assert kind(audit) == "selection/sex"


def test_an_option_asks_for_scores_beside_decisions(people):
    audit = audited(people, standards={"nyc-ll144": {"rates": "scoring"}}, decision="hired")
    table = standard(audit, "nyc-ll144").table("scoring/sex")
    above = people["score"] > people["score"].median()
    for sex in ("Female", "Male"):
        assert table.cell(sex, "Above the median").value == above[people["sex"] == sex].sum()


def test_a_threshold_decides_for_four_fifths_and_the_median_for_a_scoring_tool(people):
    audit = audited(people, threshold=0.6)
    assert selected(audit) == people["hired"].sum()
    assert kind(audit) == "scoring/sex"
    assert kind(audited(people, standards={"nyc-ll144": {"rates": "selection"}}, threshold=0.6)) == "selection/sex"


def test_scoring_tables_survive_another_threshold_and_another_policy(people):
    audit = audited(people, threshold=0.6)
    moved = audit.at_threshold(0.4)
    assert selected(moved) == (people["score"] >= 0.4).sum()
    again = audit.with_policy(Policy({"selection_rate": 0.2}, standards=BOTH))
    for one in (moved, again):
        assert standard(one, "nyc-ll144").to_json() == standard(audit, "nyc-ll144").to_json()


def test_a_median_that_was_not_counted_is_told(people):
    audit = audited(people, standards={}, threshold=0.6)
    with pytest.raises(InputError) as caught:
        audit.with_policy(Policy({"selection_rate": 0.2}, standards={"nyc-ll144": {}}))
    assert str(caught.value) == (
        "The median of the scores, which nyc-ll144 needs, was not counted.\n"
        "Name the standard in the policy before the audit, or ask for rates = 'selection'."
    )
    policy = Policy({"selection_rate": 0.2}, standards={"nyc-ll144": {"rates": "selection"}})
    assert kind(audit.with_policy(policy)) == "selection/sex"


def test_scoring_rates_need_scores(people):
    policy = Policy({"selection_rate": 0.05}, standards={"nyc-ll144": {"rates": "scoring"}})
    with pytest.raises(InputError) as caught:
        audit_decisions(people, decision="hired", protected=["sex", "race"], policy=policy)
    assert str(caught.value) == (
        "rates of nyc-ll144 is 'scoring', but there is no median of scores.\n"
        "Name the column of scores before the audit: score='…'."
    )


def test_people_without_a_decision_are_told_once(people):
    lacking = people.assign(hired=people["hired"].where(people.index >= 30))
    policy = Policy({"selection_rate": 0.05}, standards={"nyc-ll144": {}})
    audit = audit_decisions(lacking, decision="hired", protected=["sex", "race"], policy=policy)
    codes = [one.code for one in audit.findings]
    assert codes.count("WB508") == 1
    assert "WB524" not in codes
    law = standard(audit, "nyc-ll144")
    assert "30 people without a decision are not counted as applicants." in law.statements
    assert [one.n for one in law.findings if one.code == "WB524"] == [30]
