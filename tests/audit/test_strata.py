"""Groups within strata: weights, every pair, rates of errors, several classes."""

import math

import numpy as np
import pandas as pd
import pytest

from workbench import build_report
from workbench.audit.counts import audit_counts
from workbench.audit.decisions import audit_decisions
from workbench.audit.disclosed import disclose
from workbench.audit.entrances import audit_model
from workbench.audit.policy import Policy
from workbench.data.read import read_data
from workbench.data.split import split_data
from workbench.modeling.fit import fit_model
from workbench.preparation.prepare import prepare_data
from workbench.report.html import to_html


def rows(cells, columns):
    """Return a table with a row for each person; the last number of a cell says how many."""
    return pd.DataFrame([cell[:-1] for cell in cells for _ in range(cell[-1])], columns=columns)


def reversals(audit):
    return [one for one in audit.findings if one.code == "WB505"]


def counts(cells):
    return pd.DataFrame(cells, columns=["group", "department", "selected", "total"])


THREE = [
    ("a", "X", 800, 1000),
    ("a", "Y", 20, 100),
    ("b", "X", 85, 100),
    ("b", "Y", 300, 1000),
    ("c", "X", 20, 1000),
    ("c", "Y", 20, 1000),
]


@pytest.fixture
def weighted():
    """Selected men of either department stand for six."""
    cells = [("f", "A", 1, 80), ("f", "A", 0, 20), ("f", "B", 1, 20), ("f", "B", 0, 80)]
    cells += [("m", "A", 1, 50), ("m", "A", 0, 50), ("m", "B", 1, 40), ("m", "B", 0, 60)]
    people = rows(cells, ["sex", "department", "hired"])
    people["weight"] = np.where((people["sex"] == "m") & (people["hired"] == 1), 6.0, 1.0)
    return people


def test_weights_are_in_the_strata_and_over_all(weighted):
    audit = audit_decisions(weighted, decision="hired", weight="weight", protected=["sex"], strata=["department"])
    (one,) = audit.stratified
    # By hand: men 540/650, women 100/200; in A 300/350 and 80/100, in B 240/300 and 20/100.
    assert float(one.reversal.aggregate.value) == pytest.approx(540 / 650 - 0.5, abs=1e-12)
    successes, trials = one.effective
    assert successes / trials == pytest.approx(np.array([[0.8, 0.2], [300 / 350, 0.8]]), abs=1e-12)
    assert 300 / 350 - 0.8 < float(one.reversal.within.value) < 0.6
    assert not one.is_reversed
    assert reversals(audit) == []
    assert one.k.tolist() == [[80, 20], [50, 40]]


def test_tests_of_counts_do_not_exist_under_weights(weighted):
    audit = audit_decisions(weighted, decision="hired", weight="weight", protected=["sex"], strata=["department"])
    (one,) = audit.stratified
    for test in (one.pair.cmh, one.pair.cmh_corrected, one.pair.breslow_day, one.pair.tarone, one.all_groups):
        assert math.isnan(float(test.p_value))
    plain = audit_decisions(weighted, decision="hired", protected=["sex"], strata=["department"])
    assert not math.isnan(float(plain.stratified[0].pair.cmh.p_value))


def test_equal_weights_change_no_rate(weighted):
    plain = audit_decisions(weighted, decision="hired", protected=["sex"], strata=["department"]).stratified[0]
    equal = audit_decisions(
        weighted.assign(weight=3.0), decision="hired", weight="weight", protected=["sex"], strata=["department"]
    ).stratified[0]
    assert float(equal.reversal.within.value) == pytest.approx(float(plain.reversal.within.value), abs=1e-9)
    assert float(equal.reversal.aggregate.value) == pytest.approx(float(plain.reversal.aggregate.value), abs=1e-12)


def test_a_reversal_of_another_pair_is_told():
    audit = audit_counts(counts(THREE), protected=["group"], strata=["department"])
    (one,) = audit.stratified
    assert (one.lower, one.higher, one.is_reversed) == ("c", "a", False)
    (pair,) = one.others
    assert (pair.higher, pair.lower, pair.n) == ("a", "b", 2200)
    # By hand: 820 and 385 of 1,100; within, both strata weigh 1000 x 100 / 1100 and differ by -0.05 and -0.1.
    assert pair.aggregate == pytest.approx(435 / 1100)
    assert pair.within == pytest.approx(-0.075)
    assert pair.limits[0] < -0.075 < pair.limits[1] < 0
    (finding,) = reversals(audit)
    assert finding.title == (
        "The selection rate of groups of group differs the other way within department: "
        "'a' minus 'b' is +39.5% over all rows, -7.5% within department"
    )


def test_the_clearest_reversals_are_listed_and_the_others_counted():
    cells = [cell for cell in THREE if cell[0] != "b"]
    cells += [(f"b{i}", *cell[1:]) for i in range(4) for cell in THREE if cell[0] == "b"]
    cells = [(*cell[:2], 10 * cell[2], 10 * cell[3]) for cell in cells]
    audit = audit_counts(counts(cells), protected=["group"], strata=["department"])
    assert len(audit.stratified[0].others) == 4
    (finding,) = reversals(audit)
    assert finding.title.endswith("; and 1 more pairs")
    assert finding.title.count(" minus ") == 3


def test_very_many_groups_are_compared_with_the_extremes():
    cells = [(f"g{i}", layer, 300, 1000) for i in range(120) for layer in "XY"]
    cells += [("a", "X", 900, 1000), ("a", "Y", 20, 100), ("b", "X", 95, 100), ("b", "Y", 300, 1000)]
    cells += [("c", "X", 20, 1000), ("c", "Y", 20, 1000)]
    cells = [(*cell[:2], 20 * cell[2], 20 * cell[3]) for cell in cells]
    (one,) = audit_counts(counts(cells), protected=["group"], strata=["department"]).stratified
    assert (one.lower, one.higher) == ("c", "a")
    assert [(pair.higher, pair.lower) for pair in one.others] == [("a", "b")]


def test_rates_of_errors_are_compared_within_strata():
    """Berkeley's counts of admitted people, read as people whose outcome was favourable."""
    cells = [("f", "A", 1, 1, 800), ("f", "A", 1, 0, 200), ("f", "B", 1, 1, 20), ("f", "B", 1, 0, 80)]
    cells += [("m", "A", 1, 1, 90), ("m", "A", 1, 0, 10), ("m", "B", 1, 1, 300), ("m", "B", 1, 0, 700)]
    cells += [(sex, layer, 0, decision, 100) for sex in "fm" for layer in "AB" for decision in (0, 1)]
    people = rows(cells, ["sex", "department", "stayed", "hired"])
    audit = audit_decisions(people, decision="hired", outcome="stayed", protected=["sex"], strata=["department"])
    assert [one.metric for one in audit.stratified] == ["selection_rate", "true_positive_rate", "false_positive_rate"]
    recall = audit.stratified[1]
    assert recall.k.tolist() == [[800, 20], [90, 300]]
    assert recall.n.tolist() == [[1000, 100], [100, 1000]]
    assert recall.is_reversed
    assert float(recall.reversal.within.value) == pytest.approx(-0.1)


def test_several_classes_are_compared_one_against_the_rest():
    random = np.random.default_rng(1)
    people = pd.DataFrame(
        {
            "sex": random.choice(["f", "m"], 900),
            "grade": random.choice(["x", "y", "z"], 900),
            "department": random.choice(["A", "B"], 900),
        }
    )
    audit = audit_decisions(people, decision="grade", protected=["sex"], strata=["department"], multiclass=True)
    assert [one.metric for one in audit.stratified] == [f"selection_rate[{grade}]" for grade in "xyz"]
    for one, grade in zip(audit.stratified, "xyz", strict=True):
        expected = (
            people.assign(hit=people["grade"] == grade).groupby(["sex", "department"])["hit"].agg(["sum", "size"])
        )
        assert one.k.ravel().tolist() == expected["sum"].tolist()
        assert one.n.ravel().tolist() == expected["size"].tolist()


def test_the_report_of_weighted_strata_leaves_out_tests_of_counts(weighted):
    audit = audit_decisions(
        weighted.assign(stayed=np.arange(len(weighted)) % 2),
        decision="hired",
        outcome="stayed",
        weight="weight",
        protected=["sex"],
        strata=["department"],
    )
    page = to_html(build_report(audit, audience="audit"))
    assert page.count("Rows have sampling weights: rates and differences are weighted") == 3
    assert "Over all rows, the true positive rate is" in page


def test_without_a_protected_attribute_there_is_nothing_to_compare_within_strata():
    people = pd.DataFrame({"points": range(200), "team": ["A", "B"] * 100, "hired": ["no"] * 90 + ["yes"] * 110})
    data = read_data(people, target="hired", favourable="yes")
    fitted = fit_model(prepare_data(split_data(data)), "logistic_regression")
    audit = audit_model(fitted, strata=["team"])
    assert repr(audit) == "Audit: no protected attribute, so nothing can be compared."
    assert audit.stratified == ()
    assert audit.decisions.n_rows == len(fitted.decisions)


@pytest.mark.parametrize(
    ("options", "tables"),
    [
        ({}, ["ratio/group"]),
        ({"strata": "department"}, ["ratio/group", "strata/group"]),
        ({"attributes": ["group", "department"]}, ["ratio/group", "ratio/department"]),
    ],
)
def test_the_four_fifths_rule_compares_protected_groups_and_strata_only_if_named(options, tables):
    policy = Policy({"selection_rate": 0.05}, standards={"four-fifths": options})
    cells = [*THREE[:-1], ("c", "Y", 3, 1000)]
    audit = audit_counts(counts(cells), protected=["group"], strata=["department"], policy=policy)
    assert audit.decisions.attributes == ("group", "department")
    (standard,) = audit.standards
    assert [table.id for table in standard.tables] == tables
    (shown,) = disclose(audit, "public").standards
    assert [table.id for table in shown.tables] == [one for one in tables if not one.startswith("strata/")]
