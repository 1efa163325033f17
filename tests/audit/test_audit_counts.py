"""A published table of counts is enough for an audit."""

import numpy as np
import pandas as pd
import pytest

from workbench.audit.counts import audit_counts
from workbench.audit.policy import Policy, Rule
from workbench.data.roles import attribute
from workbench.errors import ColumnNotFoundError, InputError, NotEnoughDataError, RoleError
from workbench.tally.gaps import largest_gap

SEXES = pd.DataFrame({"sex": ["Male", "Female"], "selected": [667, 555], "total": [1390, 1181]})
# Berkeley 1973: admitted and applicants by department (Bickel, Hammel and O'Connell 1975, Table of six).
BERKELEY = pd.DataFrame(
    {
        "sex": ["men"] * 6 + ["women"] * 6,
        "department": list("ABCDEF") * 2,
        "selected": [512, 353, 120, 138, 53, 22, 89, 17, 202, 131, 94, 24],
        "total": [825, 560, 325, 417, 191, 373, 108, 25, 593, 375, 393, 341],
    }
)


def test_the_rules_sexes():
    audit = audit_counts(SEXES, policy=Policy({"selection_rate": 0.05}))
    gap = audit.assessments[0].gap
    assert audit.decisions.n_rows == 2571
    assert gap.difference == pytest.approx(667 / 1390 - 555 / 1181, abs=1e-15)
    assert gap.difference_high == pytest.approx(0.04855, abs=5e-6)
    assert gap.ratio_low == pytest.approx(0.90233, abs=5e-6)
    assert audit.verdict == "within tolerance"
    assert audit.exit_code == 0


def test_admissions_reverse_within_departments():
    audit = audit_counts(BERKELEY, protected=["sex"], strata=["department"])
    (within,) = audit.stratified
    assert within.higher == "men"
    assert float(within.reversal.aggregate.value) == pytest.approx(1198 / 2691 - 557 / 1835, abs=1e-12)
    assert float(within.reversal.within.value) < 0
    assert within.is_reversed
    assert float(within.pair.odds_ratio.value) == pytest.approx(
        0.9046968, abs=1e-6
    )  # R: mantelhaen.test(UCBAdmissions)
    assert float(within.pair.cmh_corrected.statistic) == pytest.approx(1.4269, abs=5e-5)
    codes = [finding.code for finding in audit.findings]
    assert "WB505" in codes
    assert "WB506" in codes
    assert audit.assessments[0].verdict == "gap"  # over all rows; the finding stands beside it


def test_strata_that_agree_with_all_rows_are_no_finding():
    table = pd.DataFrame(
        {
            "sex": ["f", "m"] * 2,
            "branch": ["north", "north", "south", "south"],
            "selected": [300, 400, 300, 400],
            "total": [1000] * 4,
        }
    )
    audit = audit_counts(table, protected=["sex"], strata=["branch"])
    assert not audit.stratified[0].is_reversed
    assert [finding.code for finding in audit.findings if finding.code in ("WB505", "WB506")] == []


def test_a_confusion_matrix_gives_error_rates():
    table = pd.DataFrame({"sex": ["f", "m"], "tp": [30, 40], "fp": [10, 5], "fn": [10, 20], "tn": [50, 35]})
    audit = audit_counts(table, tp="tp", fp="fp", fn="fn", tn="tn")
    assert audit.values("true_positive_rate", "sex").values.tolist() == [30 / 40, 40 / 60]
    assert audit.values("false_positive_rate", "sex").values.tolist() == [10 / 60, 5 / 40]
    assert {one.claim.metric for one in audit.assessments} == {
        "selection_rate",
        "true_positive_rate",
        "false_positive_rate",
    }


def test_without_outcomes_error_rates_are_a_note_by_default_and_serious_if_declared():
    by_default = audit_counts(SEXES)
    assert [one.claim.metric for one in by_default.assessments] == ["selection_rate"]
    assert {finding.severity for finding in by_default.findings if finding.code == "WB507"} == {"note"}
    declared = audit_counts(SEXES, policy=Policy({"selection_rate": 0.05, "true_positive_rate": 0.05}))
    assert [one.verdict for one in declared.assessments][1] == "not enough evidence"
    assert {finding.severity for finding in declared.findings if finding.code == "WB507"} == {"serious"}


@pytest.mark.parametrize(
    ("compare", "verdict"),
    [("extremes", "gap"), ("reference:white", "gap"), ("overall", "gap"), ("reference:asian", "gap")],
)
def test_comparisons_of_one_table(compare, verdict):
    table = pd.DataFrame(
        {"race": ["white", "black", "asian"], "selected": [600, 300, 590], "total": [1000, 1000, 1000]}
    )
    policy = Policy([Rule("selection_rate", 0.05, compare=compare)])
    one = audit_counts(table, policy=policy).assessments[0]
    assert one.verdict == verdict
    assert "black" in (one.gap.lower, one.gap.higher)
    ratio = Policy([Rule("selection_rate", 0.8, scale="ratio", compare=compare)])
    assert audit_counts(table, policy=ratio).assessments[0].verdict == verdict


def test_a_group_left_out_beforehand_is_not_compared_but_shown():
    table = pd.DataFrame({"race": ["a", "b", "c"], "selected": [500, 500, 1], "total": [10_000, 10_000, 20]})
    whole = audit_counts(table, policy=Policy([Rule("selection_rate", 0.05)])).assessments[0]
    assert whole.verdict == "not enough evidence"
    without = audit_counts(table, policy=Policy([Rule("selection_rate", 0.05, leave_out=("c",))])).assessments[0]
    assert without.verdict == "within tolerance"
    assert without.left_out == ("c",)
    assert without.rates.groups == ("a", "b", "c")


def test_equalized_odds_is_the_worse_of_both_rates_and_costs_for_both():
    table = pd.DataFrame({"sex": ["f", "m"], "tp": [300, 300], "fp": [10, 210], "fn": [100, 100], "tn": [390, 190]})
    odds = audit_counts(table, tp="tp", fp="fp", fn="fn", tn="tn", policy=Policy({"equalized_odds": 0.1}))
    alone = audit_counts(table, tp="tp", fp="fp", fn="fn", tn="tn", policy=Policy({"false_positive_rate": 0.1}))
    one, other = odds.assessments[0], alone.assessments[0]
    assert one.verdict == other.verdict == "gap"
    assert one.rates.metric == "false_positive_rate"
    assert len(one.families) == 2
    assert one.gap.difference == other.gap.difference
    assert one.gap.difference_low < other.gap.difference_low


def test_limits_of_equalized_odds_are_the_extremes_of_both_rates():
    """One rate is surely but little apart, the other may be far apart: the interval holds for both."""
    table = pd.DataFrame(
        {"sex": ["f", "m"], "tp": [5_000, 5_400], "fp": [20, 22], "fn": [5_000, 4_600], "tn": [30, 28]}
    )
    how = {"tp": "tp", "fp": "fp", "fn": "fn", "tn": "tn"}
    odds = audit_counts(table, **how, policy=Policy({"equalized_odds": 0.3})).assessments[0]
    each = [
        largest_gap(values, 0.025, 0.95)
        for values in (
            audit_counts(table, **how).values(name, "sex") for name in ("true_positive_rate", "false_positive_rate")
        )
    ]
    assert odds.rates.metric == "true_positive_rate"
    assert odds.gap.difference_low == max(gap.difference_low for gap in each) > 0
    assert odds.gap.difference_high == max(gap.difference_high for gap in each) == each[1].difference_high
    assert odds.gap.ratio_low == min(gap.ratio_low for gap in each)


@pytest.mark.parametrize(
    ("change", "kind", "text"),
    [
        (
            {"selected": [1391, 555]},
            InputError,
            "Row 1 of the table has 1,391 in 'selected' and only 1,390 in 'total'.\n"
            "More cannot be selected than there are: correct the table.",
        ),
        (
            {"selected": [-1, 555]},
            InputError,
            "Row 1 of the table has -1 in 'selected'.\nCounts are whole numbers of 0 or more.",
        ),
        (
            {"selected": [0.5, 555.0]},
            InputError,
            "Row 1 of the table has 0.5 in 'selected'.\nCounts are whole numbers of 0 or more.",
        ),
        (
            {"selected": [None, 555]},
            NotEnoughDataError,
            "Row 1 of the table has no number in 'selected'.\nGive every count, or take the row out and say so.",
        ),
        (
            {"selected": ["<11", "555"]},
            RoleError,
            "Column 'selected' holds '<11', which is no number.\n"
            "Counts are whole numbers: write 1390, not '1,390', '<11' or '*'. What is suppressed cannot be audited.",
        ),
        (
            {"sex": ["Male", "Male"]},
            RoleError,
            "The table has more than one row for 'Male'.\n"
            "Give one row for each group, or name what tells the rows apart as strata=['…'].",
        ),
    ],
)
def test_bad_counts_are_told(change, kind, text):
    with pytest.raises(kind) as error:
        audit_counts(SEXES.assign(**change))
    assert str(error.value) == text


def test_a_total_among_the_groups_is_told():
    table = pd.concat([SEXES, pd.DataFrame({"sex": ["Total"], "selected": [1222], "total": [2571]})])
    with pytest.raises(RoleError) as error:
        audit_counts(table)
    assert str(error.value) == (
        "Row 3 of the table is called 'Total' in 'sex', so it seems to be the total of others.\n"
        "Take it out: it would be compared as if it were a group. "
        "If it is one, name it: wb.attribute('sex', labels={'Total': '…'})."
    )


def test_a_missing_column_and_half_a_matrix_are_told():
    with pytest.raises(ColumnNotFoundError):
        audit_counts(SEXES, selected="hired")
    with pytest.raises(InputError) as error:
        audit_counts(SEXES, tp="selected")
    assert str(error.value) == ("Of the confusion matrix only tp are named.\nName tp, fp, fn and tn, or none of them.")


def test_missing_group_names_are_a_group_of_their_own():
    table = pd.DataFrame({"sex": ["f", "m", None], "selected": [50, 60, 5], "total": [100, 100, 10]})
    audit = audit_counts(table)
    assert audit.values("selection_rate", "sex").groups == ("f", "m", "unknown")
    assert audit.assessments[0].gap.n_groups == 2
    assert "WB503" in [finding.code for finding in audit.findings]


def test_crossings_by_policy_and_by_call():
    table = pd.DataFrame(
        {
            "sex": ["f", "f", "m", "m"],
            "race": ["b", "w", "b", "w"],
            "selected": [100, 600, 600, 600],
            "total": [1000] * 4,
        }
    )
    audit = audit_counts(
        table, protected=["sex", "race"], policy=Policy([Rule("selection_rate", 0.1, attributes=(("sex", "race"),))])
    )
    one = audit.assessments[0]
    assert one.claim.attribute == "sex × race"
    assert one.gap.lower == "f × b"
    assert audit.axes == (("sex",), ("race",), ("sex", "race"))
    called = audit_counts(table, protected=["sex", "race"], crossings=[("race", "sex")])
    assert called.values("selection_rate", "race", "sex").groups == ("b × f", "b × m", "w × f", "w × m")
    with pytest.raises(InputError) as error:
        audit_counts(table, protected=["sex", "race"], crossings=[("sex", "rac")])
    assert str(error.value) == "crossing is 'rac'.\nAllowed are: 'sex', 'race'. Did you mean 'race'?"


def test_an_audit_is_written_as_json_with_reasons():
    import json

    audit = audit_counts(BERKELEY, protected=["sex"], strata=["department"])
    written = json.loads(json.dumps(audit.to_json(), allow_nan=False))
    assert written["schema"] == "workbench.audit/1"
    assert written["rows"] == {"all": 4526, "with_decision": 4526, "with_outcome": 0}
    assert written["stratified"][0]["reversed"] is True
    assert written["assessments"][0]["gap"]["ratio"]["value"] == pytest.approx((557 / 1835) / (1198 / 2691))
    from workbench.tally.tally import Tally

    assert Tally.from_json(written["tallies"]["decisions"]).fingerprint == audit.decisions.fingerprint


@pytest.mark.parametrize(
    ("total", "text"),
    [
        (
            np.array([2**63 + 6, 2], dtype="uint64"),
            "Row 1 of the table has 9.22337e+18 in 'total'.\n"
            "No more than 9.2e18 rows can be counted: correct the table.",
        ),
        (
            [5, 1e300],
            "Row 2 of the table has 1e+300 in 'total'.\nNo more than 9.2e18 rows can be counted: correct the table.",
        ),
        (
            [2**62, 2**62],
            "The counts add up to more than 9.2e18 rows, the most that can be counted.\n"
            "Check the counts, or the weights: does each say how many rows one stands for?",
        ),
    ],
)
def test_more_people_than_can_be_counted_are_told(total, text):
    with pytest.raises(InputError) as error:
        audit_counts(pd.DataFrame({"g": ["a", "b"], "selected": [1, 2], "total": total}))
    assert str(error.value) == text


def seems_a_total(row, name, column):
    return (
        f"Row {row} of the table is called {name!r} in {column!r}, so it seems to be the total of others.\n"
        "Take it out: it would be compared as if it were a group. "
        f"If it is one, name it: wb.attribute({column!r}, labels={{{name!r}: '…'}})."
    )


DEPARTMENTS = pd.DataFrame(
    {"sex": ["m", "f"] * 2, "dep": ["A", "A", "B", "B"], "selected": [9, 8, 7, 6], "total": [20] * 4}
)


@pytest.mark.parametrize(
    ("more", "protected", "text"),
    [
        # A total counts people of unknown sex, so it is no exact sum; one word or two; one a department.
        ({"sex": ["Total"], "dep": ["A"], "selected": [19], "total": [41]}, "sex", seems_a_total(5, "Total", "sex")),
        ({"sex": ["Grand total"], "dep": ["A"], "selected": [17], "total": [40]}, "sex",
         seems_a_total(5, "Grand total", "sex")),
        ({"sex": ["All", "All"], "dep": ["A", "B"], "selected": [17, 13], "total": [40, 40]}, "sex",
         seems_a_total(5, "All", "sex")),
        ({"sex": ["m", "f"], "dep": ["Overall", "Overall"], "selected": [16, 14], "total": [40, 40]}, "sex",
         seems_a_total(5, "Overall", "dep")),
    ],
)  # fmt: skip
def test_whatever_is_called_as_totals_are_is_told(more, protected, text):
    with pytest.raises(RoleError) as error:
        audit_counts(pd.concat([DEPARTMENTS, pd.DataFrame(more)]), protected=[protected], strata=["dep"])
    assert str(error.value) == text


def test_a_group_called_all_is_compared_where_somebody_names_it_or_one_other_is_there():
    three = pd.DataFrame({"route": ["all", "some", "none"], "selected": [9, 8, 7], "total": [20] * 3})
    named = audit_counts(three, protected=[attribute("route", labels={"all": "all"})])
    assert named.values("selection_rate", "route").groups == ("all", "none", "some")
    assert audit_counts(three[:2]).decisions.n_rows == 40


def test_rows_of_unknown_groups_add_up_however_each_is_written():
    table = pd.DataFrame(
        {"g": ["a", None, "b", " ", "unknown"], "selected": [5, 1, 2, 3, 4], "total": [30, 40, 40, 10, 9]}
    )
    values = audit_counts(table).values("selection_rate", "g")
    assert dict(zip(values.groups, values.k.tolist(), strict=True)) == {"a": 5, "b": 2, "unknown": 8}
    assert dict(zip(values.groups, values.n.tolist(), strict=True)) == {"a": 30, "b": 40, "unknown": 59}


@pytest.mark.parametrize(
    ("how", "text"),
    [
        ({"protected": ["selected"]},
         "Column 'selected' holds counts and is named as protected.\nName the column that says which group a row is."),
        ({"protected": ["sex"], "strata": ["total"]},
         "Column 'total' holds counts and is named as strata.\nName the column that says which group a row is."),
        ({"protected": ["sex"], "strata": ["sex"]},
         "Column 'sex' is named as protected and as strata.\n"
         "Groups cannot be compared within themselves: take it out of one."),
        ({"protected": ["sex"], "strata": [attribute("dep", title="sex")]},
         "Two attributes are called 'sex'.\nGive each a title of its own."),
    ],
)  # fmt: skip
def test_columns_with_two_roles_are_told(how, text):
    with pytest.raises(RoleError) as error:
        audit_counts(DEPARTMENTS, **how)
    assert str(error.value) == text


@pytest.mark.parametrize(
    ("how", "text"),
    [
        ({"policy": {"selection_rate": 0.05}},
         "policy is a mapping, which is no policy.\n"
         "Declare one, policy=wb.Policy({'selection_rate': 0.05}), or read it from a file: wb.read_policy('…')."),
        ({"crossings": [()]},
         "crossings holds ().\nGive two or more different attributes, such as [('sex', 'race')]."),
    ],
)  # fmt: skip
def test_what_is_no_policy_and_no_crossing_is_told(how, text):
    with pytest.raises(InputError) as error:
        audit_counts(SEXES, **how)
    assert str(error.value) == text


def test_unequal_base_rates_are_a_note_unless_nobody_is_judged_wrongly():
    how = {"tp": "tp", "fp": "fp", "fn": "fn", "tn": "tn"}
    table = pd.DataFrame({"sex": ["f", "m"], "tp": [200, 400], "fp": [50, 50], "fn": [50, 50], "tn": [700, 500]})
    assert "WB513" in [finding.code for finding in audit_counts(table, **how).findings]
    perfect = table.assign(fp=0, fn=0)
    assert "WB513" not in [finding.code for finding in audit_counts(perfect, **how).findings]
    equal = table.assign(tp=[300, 300], tn=[600, 600])
    assert "WB513" not in [finding.code for finding in audit_counts(equal, **how).findings]


def test_groups_that_look_alike_are_told():
    table = pd.DataFrame({"g": ["a", " a", "A"], "selected": [5, 1, 2], "total": [33, 44, 40]})
    (found,) = [one for one in audit_counts(table).findings if one.code == "WB103"]
    assert found.title == "Groups of g differ only in case or blanks: ' a', 'A', 'a'"
    assert found.n == 117
