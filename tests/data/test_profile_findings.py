"""Each finding of a profile: it fires, it stays quiet, exactly at its threshold, and its whole text."""

import math

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.data.profile.observations import skewness
from workbench.stats.association import cramers_v
from workbench.stats.intervals import critical_value, difference_limits, wilson


def found(code, frame, population=None, **roles):
    profile = wb.profile_data(wb.read_data(pd.DataFrame(frame), **roles), population=population)
    return [one for one in profile.findings if one.code == code]


def only(code, frame, population=None, **roles):
    (one,) = found(code, frame, population, **roles)
    return one


def text(one):
    return one.severity, one.title, one.why, one.what_to_do, one.scope


def missing_of(n_missing_women, n_missing_men, n=200):
    pay = [None if k < n_missing_women else 1.0 + k for k in range(n)]
    pay += [None if k < n_missing_men else 1.0 + k for k in range(n)]
    return {"sex": ["f"] * n + ["m"] * n, "pay": pay}


def test_values_missing_more_for_one_group():
    one = only("WB109", missing_of(60, 10), protected=["sex"])
    assert text(one) == (
        "caution",
        "Values of 'pay' are missing in 60 of 200 rows of sex 'f', and in 10 of 200 of 'm'",
        "What is not known of one group is guessed for it, so the model knows that group less well.",
        "Find out why, and get the values if you can. Filling them in does not make them known.",
        "pay",
    )
    z = critical_value(0.95)  # one column, one pair
    limits = difference_limits(0.3, wilson(60, 200, z), 0.05, wilson(10, 200, z))
    assert one.interval == pytest.approx((float(limits.low), float(limits.high)))
    assert (one.value, one.threshold, one.n) == (pytest.approx(0.25), 0.05, 400)


def test_a_difference_in_missing_values_that_may_be_chance_or_small_is_quiet():
    assert not found("WB109", missing_of(30, 10), protected=["sex"])  # 10 points, from 5 to 15
    assert found("WB109", missing_of(32, 10), protected=["sex"])
    assert not found("WB109", missing_of(200, 200), protected=["sex"])
    assert not found("WB109", missing_of(8, 0), protected=["sex"])


def test_many_comparisons_of_missing_values_ask_for_more():
    frame = missing_of(32, 10)
    more = {f"x{k}": [None] + [1.0] * 399 for k in range(20)}
    assert found("WB109", frame, protected=["sex"])
    assert not found("WB109", frame | more, protected=["sex"])


def test_a_group_unlike_its_share_of_the_population():
    frame = {"sex": ["f"] * 300 + ["m"] * 700, "x": range(1_000)}
    low, high = found("WB110", frame, {"sex": {"f": 0.51, "m": 0.49}}, protected=["sex"])
    assert text(low) == (
        "caution",
        "sex 'f' is 30.0 % of the rows, and 51.0 % of the population that was declared",
        "Of a group with too few rows a model learns too little, and what is true of the rows need not be true of "
        "people.",
        "Find out who is left out and why. Collect more rows, or weight the ones there are and say so.",
        "sex",
    )
    assert (low.value, low.threshold) == (0.3, pytest.approx(0.8 * 0.51))
    assert low.interval[0] < 0.3 < low.interval[1] < low.threshold
    assert high.title == "sex 'm' is 70.0 % of the rows, and 49.0 % of the population that was declared"
    assert high.why == "The others have too few rows, and what is true of the rows may not be true of people."
    assert high.threshold == pytest.approx(0.49 / 0.8)


def test_shares_near_those_of_the_population_or_of_few_rows_are_quiet():
    many = {"sex": ["f"] * 440 + ["m"] * 560, "x": range(1_000)}
    few = {"sex": ["f"] * 3 + ["m"] * 7, "x": range(10)}
    for frame in (many, few):
        assert not found("WB110", frame, {"sex": {"f": 0.5, "m": 0.5}}, protected=["sex"])
    assert not found("WB110", many, protected=["sex"])


def test_a_group_of_the_population_that_is_not_there_at_all():
    frame = {"sex": ["f"] * 500 + ["m"] * 500, "x": range(1_000)}
    one = only("WB110", frame, {"sex": {"f": 0.49, "m": 0.49, "x": 0.02}}, protected=["sex"])
    assert one.title == "sex 'x' is 0.0 % of the rows, and 2.0 % of the population that was declared"


def test_equal_rows_of_a_coarse_table_are_a_note():
    one = only("WB111", {"sex": ["f", "m"] * 20, "city": ["Ulm"] * 40})
    assert text(one) == (
        "note",
        "38 of 40 rows are equal to an earlier row",
        "If they are copies, they count twice, and a test on rows that were learned from is too easy. In a table of "
        "few values, different people can be equal by chance.",
        "Find out whether they are copies of one row or rows of different people. Take out copies before splitting.",
        "",
    )
    assert (one.value, one.n) == (0.95, 40)


def test_equal_rows_of_a_fine_table_and_copies_under_another_id_are_a_caution(rng):
    x = rng.normal(size=50).tolist()
    fine = only("WB111", {"x": [*x, x[0]], "t": ["a"] * 51})
    assert (fine.severity, fine.title) == ("caution", "1 of 51 rows are equal to an earlier row")
    assert fine.why == "If they are copies, they count twice, and a test on rows that were learned from is too easy."
    renamed = only("WB111", {"id": range(51), "x": [*x, x[0]]}, id="id")
    assert renamed.title == "1 of 51 rows are equal to an earlier row but for their id"
    assert not found("WB111", {"x": x})


def test_rows_that_contradict_one_another():
    frame = {"x": [1, 1, 2], "hired": [0, 1, 1]}
    assert text(only("WB112", frame, target="hired")) == (
        "note",
        "2 of 3 rows have the same features as another row with the other outcome",
        "No model can be right about all of them: what sets them apart is not in the table.",
        "Look for what is missing, and for mistakes in the outcome.",
        "",
    )
    assert not found("WB112", {"x": [1, 3, 2], "hired": [0, 1, 1]}, target="hired")


@pytest.mark.parametrize(("n_same", "fires"), [(989, False), (990, True), (1_000, True)])
def test_a_column_that_is_almost_always_the_same(n_same, fires):
    values = ["no"] * n_same + [f"v{k % 3}" for k in range(1_000 - n_same)]
    findings = found("WB113", {"flag": values, "x": range(1_000)})
    assert bool(findings) == fires
    if n_same == 990:
        assert text(findings[0]) == (
            "note",
            "Column 'flag' is 'no' in 990 of 1,000 rows",
            "It tells next to no rows apart, and what a model learns from the few others is mostly chance.",
            "Leave it out, unless the few others matter: then say why.",
            "flag",
        )
        assert (findings[0].value, findings[0].threshold, findings[0].n) == (0.99, 0.99, 1_000)


def test_of_few_rows_only_a_column_of_one_value_is_always_the_same():
    assert found("WB113", {"x": [1, 1], "y": [1, 2]})[0].title == "Column 'x' is '1' in 2 of 2 rows"
    assert not found("WB113", {"x": [1], "y": [None]})
    assert not found("WB113", {"hired": [1] * 999 + [0]}, target="hired")


@pytest.mark.parametrize(("n_far", "fires"), [(9, False), (10, True)])
def test_numbers_far_from_the_others(n_far, fires):
    x = [float(k % 11) for k in range(1_000 - n_far)] + [500.0 + k for k in range(n_far)]
    findings = found("WB114", {"pay": x})
    assert bool(findings) == fires
    if fires:
        assert text(findings[0]) == (
            "note",
            "10 of 1,000 numbers in 'pay' lie far from the others",
            "They lie further from the middle half than three times its width. Mistakes look like this, and so do "
            "rare cases; a mean or a straight line follows them.",
            "Look at the largest and the smallest. Take out mistakes only, and say that you did.",
            "pay",
        )
        assert (findings[0].value, findings[0].threshold) == (0.01, 0.01)


def test_where_half_of_the_numbers_are_one_nothing_is_called_far():
    assert not found("WB114", {"gain": [0.0] * 900 + [float(k) for k in range(1, 101)]})


def test_numbers_that_reach_further_one_way(rng):
    pay = rng.lognormal(3, 1.2, 2_000)
    up = only("WB120", {"pay": pay})
    assert text(up) == (
        "note",
        "The numbers in 'pay' reach much further up than down from their median",
        "The mean is not what is usual here, and a model of straight lines follows the few at the long end.",
        "Compare medians. Trees do not mind; for other models take a logarithm or ranks.",
        "pay",
    )
    low, middle, high = np.quantile(pay, [0.05, 0.5, 0.95])
    assert up.value == pytest.approx((high + low - 2 * middle) / (high - low))
    assert (
        only("WB120", {"pay": -pay}).title == "The numbers in 'pay' reach much further down than up from their median"
    )
    assert not found("WB120", {"pay": rng.normal(size=2_000)})
    assert not found("WB120", {"pay": pay[:99]})  # too few rows to say


def test_skewness_by_hand():
    profile = wb.profile_data(wb.read_data(pd.DataFrame({"x": [0.0] * 2 + [1.0] * 2 + [10.0], "y": [3.0] * 5})))
    assert skewness(profile.column("y").numbers) == 0
    quantiles = profile.column("x").numbers.quantiles
    low, high = quantiles[0.05], quantiles[0.95]
    assert skewness(profile.column("x").numbers) == pytest.approx((high + low - 2) / (high - low))


@pytest.mark.parametrize(("n_values", "fires"), [(100, False), (101, True)])
def test_text_of_many_values(n_values, fires):
    findings = found("WB121", {"job": [f"job {k % n_values}" for k in range(300)]})
    assert bool(findings) == fires
    if fires:
        assert text(findings[0]) == (
            "note",
            "Column 'job' has 101 different texts in 300 rows",
            "One column for each would be too many, and most are too rare to learn from.",
            "Group them, or let the recipe turn them into a few numbers.",
            "job",
        )


def test_text_that_differs_in_every_row():
    frame = {"name": [f"person {k}" for k in range(150)]}
    assert text(only("WB121", frame)) == (
        "note",
        "Column 'name' has another text in every row",
        "It may name the person: a model could learn rows by heart, and a report could tell who somebody is.",
        "If it names the row, say so: read_data(…, id='name'). If it is free text, it needs a step of its own.",
        "name",
    )
    assert not found("WB121", frame, id="name")


def test_columns_that_say_the_same():
    frame = {"school": ["a", "b", "c", "a"] * 5, "years": [1, 2, 3, 1] * 5}
    assert text(only("WB122", frame)) == (
        "note",
        "Columns 'school' and 'years' say the same in every row",
        "One of them adds nothing, and what a model owes to both is shared between them by chance.",
        "Leave one of them out, unless they should differ: then look at how the table was made.",
        "years",
    )
    one = only("WB122", frame, protected=["school"])
    assert (one.severity, one.why) == (
        "caution",
        "One of them has a role, and a model that sees the other sees it too.",
    )


def test_infinite_numbers():
    assert text(only("WB123", {"rate": [1.0, math.inf, -math.inf]})) == (
        "caution",
        "Column 'rate' holds 2 infinite numbers",
        "No model can take them. Most often something was divided by zero on the way here.",
        "Find out where they come from, and make them missing or a number where the table is made.",
        "rate",
    )
    assert only("WB123", {"rate": [1.0, math.inf]}).title == "Column 'rate' holds 1 infinite number"


@pytest.mark.parametrize(("n_missing", "fires"), [(4, False), (5, True), (10, False)])
def test_a_column_that_is_mostly_missing(n_missing, fires):
    findings = found("WB124", {"x": [None] * n_missing + [1.5] * (10 - n_missing), "y": range(10)})
    assert bool(findings) == fires  # of one without any value, reading says so
    if fires:
        assert text(findings[0]) == (
            "note",
            "Column 'x' has no value in 5 of 10 rows",
            "What is filled in is a guess for most rows, and may be missing for a reason.",
            "Find out why. Often whether there is a value tells more than the value.",
            "x",
        )


@pytest.mark.parametrize(("n", "fires"), [(29, True), (30, False)])
def test_a_group_with_few_rows(n, fires):
    findings = found("WB125", {"sex": ["f"] * n + ["m"] * 100, "x": range(n + 100)}, protected=["sex"])
    assert bool(findings) == fires
    if fires:
        assert text(findings[0]) == (
            "note",
            "Only 29 rows are of sex 'f'",
            "Of so few rows hardly any difference can be told from chance, and fewer still are held out.",
            "Collect more rows of this group, or join it with another where that makes sense.",
            "sex",
        )


@pytest.mark.parametrize(
    ("n_rare", "n", "severity"),
    [(29, 1_000, "caution"), (30, 1_000, None), (30, 3_000, None), (30, 3_001, "note")],
)
def test_an_outcome_that_few_rows_have(n_rare, n, severity):
    findings = found("WB126", {"hired": [1] * n_rare + [0] * (n - n_rare), "x": range(n)}, target="hired")
    assert [one.severity for one in findings] == ([severity] if severity else [])
    if n_rare == 29:
        assert text(findings[0])[1:] == (
            "Only 29 of 1,000 rows have the outcome hired = '1'",
            "A model that never says it is almost always right, and of few rows little can be learned or tested.",
            "Compare models by more than accuracy, and look for more such rows.",
            "hired",
        )


def test_an_id_that_names_several_rows():
    assert text(only("WB127", {"person": [1, 1, 2, None], "x": [1, 2, 3, 4]}, id="person")) == (
        "caution",
        "The id 'person' has 2 values in 3 rows, so some name more than one row",
        "Rows of one id may be of one person. If some are learned from and others held out, the test is too easy.",
        "If they belong together, say so: read_data(…, group='person'). If they are copies, take them out.",
        "person",
    )
    assert not found("WB127", {"person": [1, 2, None], "x": [1, 2, 3]}, id="person")


def test_a_column_that_is_missing_with_one_outcome():
    frame = {"visited": ["yes"] * 80 + ["no"] * 120, "nurse": ["Ada", "Eve"] * 40 + [None] * 120}
    one = only("WB129", frame, target="visited", favourable="yes")
    assert text(one) == (
        "caution",
        "Whether 'nurse' is missing tells the outcome",
        "It may be filled in only once the outcome is known. A model would learn that, be too good in every test, and "
        "fail where it has to decide first.",
        "Find out when it is filled in. If that is after the decision, leave it out.",
        "nurse",
    )
    assert (one.value, one.threshold, one.n) == (1.0, 0.3, 200)
    assert one.interval == tuple(cramers_v(np.array([[80, 0], [0, 120]])))[1:]


@pytest.mark.parametrize(("n_missing", "fires"), [((30, 30), False), ((30, 0), False), ((60, 0), True)])
def test_missing_values_that_hardly_go_with_the_outcome_are_told_without_a_finding(n_missing, fires):
    n = 200
    x = [None if k < n_missing[0] else k for k in range(n)] + [None if k < n_missing[1] else k for k in range(n)]
    frame = {"hired": [0] * n + [1] * n, "x": x, "sex": ["f", "m"] * n, "full": range(2 * n)}
    profile = wb.profile_data(wb.read_data(pd.DataFrame(frame), target="hired", protected=["sex"]))
    found = {one.other: one for one in profile.missing_associations}
    counts = np.array([[n - n_missing[0], n - n_missing[1]], n_missing])
    assert (found["hired"].strength, *found["hired"].interval) == tuple(cramers_v(counts))
    assert [(one.column, one.of, one.n) for one in found.values()] == [("x", "missing", 400)] * 2
    assert found["sex"].strength == 0
    assert [one.scope for one in profile.findings if one.code == "WB129"] == ["x"] * fires
    assert profile.strength("x", "hired").of == "values"


def test_the_giveaway_of_the_raw_example_is_told():
    profile = wb.profile_data(wb.read_data("example:care", target="home_visit", favourable="yes"))
    assert [one.scope for one in profile.findings if one.code == "WB129"] == ["visit_nurse"]
    assert profile.strength("visit_nurse", "home_visit") is None  # of the rows with a nurse, all were visited


def test_a_clean_table_raises_nothing(rng):
    n = 2_000
    frame = {
        "hired": rng.integers(0, 2, n),
        "sex": rng.choice(["f", "m"], n),
        "age": rng.integers(18, 80, n),
        "score": rng.normal(size=n),
        "city": rng.choice(["Ulm", "Köln", "Kiel"], n),
    }
    assert wb.profile_data(wb.read_data(pd.DataFrame(frame), target="hired", protected=["sex"])).findings == ()


def test_findings_of_reading_come_first_then_the_most_serious():
    frame = {"x": [1.0, math.inf] * 60, "y": [None] * 120, "z": [None] * 70 + [2.5] * 50}
    codes = [one.code for one in wb.profile_data(wb.read_data(pd.DataFrame(frame))).findings]
    assert codes.index("WB101") < codes.index("WB123") < codes.index("WB124")
