"""For whom a figure is lower: told of several models or methods, and of a gap that has turned around."""

from itertools import pairwise

import pandas as pd

import workbench as wb
from workbench.document.wording import plain
from workbench.widgets.sides import chance_nodes, lower_for, sides_nodes


def judged(counts, comparison="extremes"):
    """Return the assessment of how many of a hundred in each group are decided favourably."""
    rows = [(group, int(at < n)) for group, n in counts.items() for at in range(100)]
    people = pd.DataFrame(rows, columns=["sex", "decided"])
    rule = wb.Rule("selection_rate", 0.05, compare=comparison)
    audit = wb.audit_decisions(people, decision="decided", protected=["sex"], policy=wb.Policy([rule]))
    return audit.assessments[0]


def said(*judgements, before=None):
    def called(same):
        return [f"model {at}" for at in same]

    return [one.text for one in (*sides_nodes("sides", judgements, called, before), *chance_nodes("sides", judgements))]


def test_who_is_behind_is_told_of_all_that_agree():
    behind, ahead = judged({"f": 20, "m": 60}), judged({"f": 60, "m": 20})
    assert said(behind, ahead, behind) == [
        "Selection rate is lower for f than for m: model 0, model 2.",
        "Selection rate is lower for m than for f: model 1.",
    ]
    assert plain(lower_for(behind)) == "f"


def test_a_gap_that_has_turned_around_is_told_as_such():
    before, after = judged({"f": 20, "m": 60}), judged({"f": 60, "m": 20})
    assert said(before, after, before=before)[1] == (
        "The gap has turned around, selection rate is lower for m than for f: model 1."
    )


def test_what_may_be_chance_is_told_as_such():
    assert said(judged({"f": 49, "m": 50}))[1:] == [
        "Where an interval reaches zero, for whom it is lower may be chance."
    ]


def test_where_nobody_is_behind_nothing_is_told():
    equal = judged({"f": 50, "m": 50})
    assert said(equal, None) == []
    assert plain(lower_for(equal)) == plain(lower_for(None)) == "–"


def test_beside_all_together_they_are_named():
    assert said(judged({"f": 20, "m": 60}, "overall"))[0] in (
        "Selection rate is lower for f than for all together: model 0.",
        "Selection rate is lower for all together than for m: model 0.",
    )


def test_of_many_pairs_the_others_stand_in_the_table():
    groups = "abcdefg"
    many = [judged({one: 80, other: 20}) for one, other in pairwise(groups)]
    assert said(*many)[4:] == ["For whom it is lower otherwise stands in the table."]
