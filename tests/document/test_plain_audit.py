"""Lines for a terminal and a failing test: each kind of comparison is told as what it is."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest

from workbench.audit.counts import audit_counts
from workbench.audit.decisions import audit_decisions
from workbench.audit.policy import Policy, Rule
from workbench.document.plain_audit import assessment_lines, audit_lines


def counted(groups, rule, **policy):
    table = pd.DataFrame([(name, k, n) for name, (k, n) in groups.items()], columns=["group", "selected", "total"])
    return audit_counts(table, policy=Policy([rule], **policy))


def lines_of(groups, rule, **policy):
    [one] = counted(groups, rule, **policy).assessments
    return assessment_lines(one)


def wilson(k, n):
    low, high = (f"{100 * limit:.1f}".removesuffix(".0") for limit in binomtest(k, n).proportion_ci(method="wilson"))
    return f"likely {low} to {high}; {n:,} rows"


# Newcombe (1998), table II (a).
NEWCOMBE = {"a": (56, 70), "b": (48, 80)}
PAIR = f"  b 60 of 100 ({wilson(48, 80)}), a 80 of 100 ({wilson(56, 70)})."


def test_a_gap_is_told_with_both_groups_and_limits():
    assert lines_of(NEWCOMBE, Rule("selection_rate", 0.05)) == [
        "▲ Gap: selection_rate by group",
        PAIR,
        "  The difference is 20 of 100, likely between 5.2 and 33.4. The limit is 5.",
    ]


def test_what_is_not_known_is_told_with_what_could_have_been_seen():
    [head, pair, told] = lines_of(NEWCOMBE, Rule("selection_rate", 0.1))
    assert (head, pair) == ("◌ Not enough evidence: selection_rate by group", PAIR)
    begin = (
        "  The difference is 20 of 100, likely between 5.2 and 33.4. "
        "That neither shows a difference above the limit of 10 nor rules one out. A difference of "
    )
    assert told.startswith(begin)
    seen = float(told.removeprefix(begin).removesuffix(" of 100 would probably have been seen."))
    assert 20 < seen < 60


def test_where_nothing_could_have_been_seen_nothing_is_said_of_it():
    [*_, told] = lines_of({"a": (1, 3), "b": (2, 3)}, Rule("selection_rate", 0.5))[:3]
    assert told.endswith("nor rules one out.")


def test_within_tolerance_names_the_largest_difference_that_the_data_allow():
    lines = lines_of(NEWCOMBE, Rule("selection_rate", 0.34))
    assert lines[0] == "● Within tolerance: selection_rate by group"
    assert lines[2] == ("  Even the largest difference that the data allow, 33.4 of 100, is inside the limit of 34.")


def test_of_several_groups_the_limits_are_those_of_the_largest_difference():
    lines = lines_of({**NEWCOMBE, "c": (70, 100)}, Rule("selection_rate", 0.01))
    assert ". The largest is likely between " in lines[2]


# The rule's sexes: log ratio limits .90233 and 1.06232 for 555/1181 over 667/1390.
SEXES = {"f": (555, 1181), "m": (667, 1390)}


@pytest.mark.parametrize(
    ("limit", "head", "told"),
    [
        (0.9, "● Within tolerance",
         "  Even the smallest ratio that the data allow, 0.90, keeps the limit of 0.9."),
        (0.95, "◌ Not enough evidence",
         "  The ratio is 0.98. It is likely between 0.90 and 1.00. "
         "That neither shows a ratio below the limit of 0.95 nor rules one out."),
    ],
)  # fmt: skip
def test_ratios_are_told_as_ratios(limit, head, told):
    lines = lines_of(SEXES, Rule("selection_rate", limit, scale="ratio"))
    assert lines[0] == f"{head}: selection_rate by group"
    assert lines[2] == told


def test_a_ratio_below_its_limit_is_a_gap():
    lines = lines_of({"f": (300, 1000), "m": (600, 1000)}, Rule("selection_rate", 0.8, scale="ratio"))
    assert lines[0] == "▲ Gap: selection_rate by group"
    assert lines[2].startswith("  The ratio is 0.50. It is likely between 0.")
    assert lines[2].endswith(". The limit is 0.8.")


def test_all_rows_together_are_called_all():
    groups = {"a": (300, 1000), "b": (600, 1000), "c": (600, 1000)}
    lines = lines_of(groups, Rule("selection_rate", 0.05, compare="overall"))
    assert lines[1] == f"  a 30 of 100 ({wilson(300, 1000)}), all 50 of 100."


def test_what_is_left_out_and_what_is_small_is_named():
    groups = {"a": (500, 1000), "b": (500, 1000), "c": (5, 10), "d\n": (900, 1000)}
    lines = lines_of(groups, Rule("selection_rate", 0.6, leave_out=("d\n",)))
    assert lines[0].startswith("◌ Not enough evidence")
    assert lines[3:] == ["  Left out, as declared: d.", "  Too small to be called within tolerance: c."]


def test_of_many_small_groups_five_are_named():
    groups = {f"g{place}": (5, 10) for place in range(8)}
    lines = lines_of(groups, Rule("selection_rate", 0.9))
    assert lines[3] == "  Too small to be called within tolerance: g0, g1, g2, g3, g4, and 3 more."


def test_one_group_cannot_be_compared():
    [head, told] = lines_of({"a": (5, 10)}, Rule("selection_rate", 0.1))
    assert head == "◌ Not enough evidence: selection_rate by group"
    assert told.startswith("  Nothing can be compared: ")


@pytest.mark.parametrize("metric", ["matthews_corrcoef", "f1_score"])
def test_figures_that_count_no_people_are_told_in_their_unit(rng, metric):
    n = 4000
    people = pd.DataFrame(
        {"sex": rng.choice(["f", "m"], n), "said": rng.integers(0, 2, n), "was": rng.integers(0, 2, n)}
    )
    wrong = np.where(people.sex == "f", rng.random(n) < 0.4, rng.random(n) < 0.1)
    people["said"] = np.where(wrong, 1 - people.was, people.was)
    audit = audit_decisions(
        people, decision="said", outcome="was", protected=["sex"], policy=Policy([Rule(metric, 0.1)])
    )
    [_, pair, told] = assessment_lines(audit.assessments[0])
    assert "of 100" not in pair + told
    assert told.startswith("  The difference is 0.")
    assert told.endswith("The limit is 0.1.")


def test_of_equalized_odds_the_rate_that_decided_is_named(rng):
    n = 4000
    people = pd.DataFrame({"sex": rng.choice(["f", "m"], n), "was": rng.integers(0, 2, n)})
    missed = (people.sex == "f") & (people.was == 1) & (rng.random(n) < 0.5)
    people["said"] = np.where(missed, 0, people.was)
    audit = audit_decisions(
        people, decision="said", outcome="was", protected=["sex"], policy=Policy({"equalized_odds": 0.05})
    )
    assert assessment_lines(audit.assessments[0])[0] == ("▲ Gap: equalized_odds by sex, decided by true_positive_rate")


def test_unknown_groups_missing_decisions_and_findings_are_counted():
    people = pd.DataFrame({"sex": ["f", "m", None, "f", "m"] * 20, "hired": ["yes", "no", "yes", None, "no"] * 20})
    audit = audit_decisions(
        people, decision="hired", favourable="yes", protected=["sex"], policy=Policy({"selection_rate": 0.05})
    )
    lines = audit_lines(audit)
    assert lines[1:3] == [
        "100 rows came in. A decision is known for 80, an outcome for 0.",
        "By sex: 80 rows in 2 groups, 20 whose group is unknown.",
    ]
    told = [line.split(" ")[0] for line in lines if line.startswith("WB")]
    assert {"WB503", "WB508"} <= set(told)
    assert set(told) == {one.code for one in audit.findings if one.severity != "note"}


def test_without_attribute_or_limit_that_is_said():
    people = pd.DataFrame({"sex": ["f", "m"] * 20, "hired": [1, 0] * 20})
    none = audit_lines(audit_decisions(people, decision="hired"))
    assert "No protected attribute was named, so nothing was compared." in none
    only = Policy([], standards={"four-fifths": {}})
    lines = audit_lines(audit_decisions(people, decision="hired", protected=["sex"], policy=only))
    assert "No limit was declared, so nothing was compared." in lines
    assert sum(line.startswith("Four-fifths rule") for line in lines) == 1
