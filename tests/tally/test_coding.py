"""Combinations of groups joined as whole numbers: as if each name were compared."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import workbench as wb
from workbench.tally.coding import coded, joined
from workbench.tally.tally import Tally

NAMES = st.sampled_from(["a", "b", "B", "unknown", "", "é", "a × b", "\u202e", "10", "9"])


@given(st.sets(st.tuples(NAMES, NAMES, NAMES), max_size=40), st.permutations(range(3)), st.integers(0, 3))
def test_it_is_the_sorted_set_of_what_occurs(groups, order, most):
    groups, keep = sorted(groups), order[:most]
    names, places = joined(groups, coded(groups), keep)
    keys = [tuple(group[at] for at in keep) for group in groups]
    assert list(names) == sorted(set(keys))
    assert [names[place] for place in places] == keys


def test_many_attributes_of_many_groups_are_told_apart():
    groups = [tuple(f"{place * at % 1_999}" for at in range(1, 13)) for place in range(1_999)]
    names, places = joined(groups, coded(groups), range(12))
    assert names == tuple(sorted(set(groups)))
    assert [names[place] for place in places] == groups


@pytest.mark.parametrize("weight", [{}, {"weight": "w"}], ids=["rows", "weights"])
def test_another_confidence_adds_up_no_counts_again(monkeypatch, weight):
    import pandas as pd

    rng = np.random.default_rng(7)
    people = pd.DataFrame({"score": rng.random(2_000), "outcome": rng.integers(0, 2, 2_000), "w": 1.5})
    for name, n in (("sex", 2), ("area", 9), ("job", 6)):
        people[name] = [f"{name} {one}" for one in rng.integers(0, n, 2_000)]
    audit = wb.audit_decisions(
        people, score="score", threshold=0.5, outcome="outcome", protected=["sex", "area"], strata=["job"], **weight
    )
    again = audit.with_policy(wb.Policy({"selection_rate": 0.05}, confidence=0.9))
    large, onto = [], Tally.onto
    monkeypatch.setattr(Tally, "onto", lambda self, *others: (large.append(len(self.groups)), onto(self, *others))[1])
    moved = audit.with_policy(wb.Policy({"selection_rate": 0.05}, confidence=0.9))
    assert moved == again
    assert [one.k.tolist() for one in moved.stratified] == [one.k.tolist() for one in again.stratified]
    if not weight:  # weights may be added up in another order by each, which differs in the last digit
        assert len(audit.decisions.groups) not in large
