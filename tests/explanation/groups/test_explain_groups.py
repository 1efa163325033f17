"""What carries a gap between groups: by hand, against SciPy, on data whose truth is known, and at the edges."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import workbench as wb
from workbench.data.examples import loans
from workbench.errors import AdditivityError, InputError, RoleError
from workbench.explanation.groups.explain import _check_sum, _differences, _Sides, explain_groups
from workbench.explanation.groups.result import Difference


@pytest.fixture(scope="module")
def example():
    return loans(6_000, seed=4)


@pytest.fixture(scope="module")
def explanation(example):
    data = wb.read_data(example.frame, **example.roles)
    return wb.explain_model(
        wb.fit_model(wb.prepare_data(wb.split_data(data, seed=4)), "logistic_regression"), n_rows=1_500
    )


@pytest.fixture(scope="module")
def by_origin(explanation):
    return explain_groups(explanation, "origin", reference="domestic")


def test_the_parts_add_up_to_the_gap_in_mean_predictions(by_origin, explanation):
    [gap] = by_origin.gaps
    assert sum(one.carried.value for one in gap.columns) == pytest.approx(gap.gap.value, abs=1e-9)
    test = explanation.fitted.prepared.split.test
    origin = np.array(test.column("origin").to_pylist())[explanation.rows]
    score = explanation.fitted.pipeline.decision_function(
        explanation.fitted.prepared.raw_frame(test).iloc[explanation.rows]
    )
    assert gap.gap.value == pytest.approx(score[origin == "foreign"].mean() - score[origin == "domestic"].mean())
    assert (gap.n, gap.n_reference) == (int((origin == "foreign").sum()), int((origin == "domestic").sum()))


def test_the_proxy_that_was_built_in_is_found(by_origin, example):
    [gap] = by_origin.gaps
    assert (gap.group, gap.reference) == ("foreign", "domestic")
    assert [one.column for one in gap.columns if one.is_proxy] == [example.truth["proxy"]]
    assert gap.columns[0].column == example.truth["proxy"]
    assert gap.columns[0].share > 0.8
    [finding] = [one for one in by_origin.findings if one.code == "WB409"]
    assert finding.title == (
        "Column 'district' stands for 'origin' and carries a large part of the gap between 'foreign' and 'domestic'"
    )
    assert finding.interval[0] < finding.value < finding.interval[1]


def test_columns_that_have_nothing_to_do_with_the_group_carry_nothing(by_origin):
    [gap] = by_origin.gaps
    for name in ("income", "debt_ratio", "credit_years", "savings"):
        assert not gap.column(name).carried.is_clear
        assert not gap.column(name).is_proxy
        assert gap.column(name).association.value < 0.1


def test_an_attribute_without_a_gap_has_no_proxy(explanation):
    found = explain_groups(explanation, "sex")
    [gap] = found.gaps
    assert (gap.group, gap.reference) == ("female", "male")
    assert not gap.gap.is_clear
    assert np.isnan([one.share for one in gap.columns]).all()
    assert [one.code for one in found.findings] == []


def test_differences_are_welchs_with_holm(rng):
    values = rng.normal(size=(60, 3)) * [1, 5, 1] + [0, 1, 0]
    group = np.arange(60) < 22
    values[group, 2] += 2
    found = _differences(values, _Sides(group, ~group), 0.9)
    theirs = [stats.ttest_ind(values[group, at], values[~group, at], equal_var=False) for at in range(3)]
    first, second, third = np.sort([one.pvalue for one in theirs])
    adjusted = [3 * first, max(3 * first, 2 * second)]
    adjusted.append(min(1.0, max(adjusted[1], third)))
    for one, test in zip(found, theirs, strict=True):
        interval = test.confidence_interval(0.9)
        assert (one.low, one.high) == pytest.approx((interval.low, interval.high))
        assert one.p_value >= test.pvalue - 1e-12
    assert sorted(one.p_value for one in found) == pytest.approx(adjusted)
    assert found[2].is_clear


def test_a_column_that_never_moves_anything_carries_nothing():
    group = np.arange(40) < 20
    [same, apart] = _differences(
        np.column_stack([np.full(40, 0.3), np.where(group, 1.0, 0.0)]), _Sides(group, ~group), 0.95
    )
    assert (same.value, same.p_value, same.is_clear) == (0.0, 1.0, False)
    assert np.isnan([same.low, same.high]).all()
    assert (apart.value, apart.is_clear) == (1.0, True)


def test_parts_that_do_not_add_up_are_refused(explanation):
    gap, part = Difference(1.0, 0.9, 1.1, 0.0), Difference(0.7, 0.6, 0.8, 0.0)
    with pytest.raises(AdditivityError) as error:
        _check_sum(gap, [part], explanation.attribution)
    assert str(error.value) == (
        "The columns' parts add up to 0.7, and the gap is 1 (log-odds), so neither is shown.\n"
        "Report this with the versions that workbench --version prints."
    )


@pytest.fixture(scope="module")
def small():
    """Groups of very different sizes, one of them unknown, and a column that only matters for one."""
    rng = np.random.default_rng(3)
    n = 3_000
    group = rng.choice(["a", "b", "few", "fewer", None], n, p=[0.5, 0.45, 0.022, 0.005, 0.023])
    frame = pd.DataFrame({"group": group, "x": rng.normal(size=n), "y": rng.normal(size=n)})
    frame.loc[frame["group"] == "b", "y"] /= 20
    frame["ok"] = (frame["x"] + 2 * frame["y"] + rng.logistic(size=n) > 0).astype(int)
    data = wb.read_data(frame, target="ok", protected=["group"])
    return wb.fit_model(wb.prepare_data(wb.split_data(data, seed=2)), "logistic_regression")


def test_small_groups_are_named_and_no_number_rests_on_them(small):
    explanation = wb.explain_model(small, n_rows=900)
    found = explain_groups(explanation)
    sizes = pd.Series(small.prepared.split.test.column("group").to_pylist()).value_counts()
    assert 11 <= sizes["few"] < 30
    assert sizes["fewer"] < 11
    assert [(one.group, one.n) for one in found.not_compared] == [("few", sizes["few"]), ("fewer", None)]
    [gap] = found.gaps  # two that are compared, once; the others are in no reference
    assert (gap.group, gap.reference, gap.n, gap.n_reference) == ("a", "b", sizes["a"], sizes["b"])
    few = next(one for one in found.findings if one.code == "WB411")
    assert few.title == "Groups of 'group' without enough explained rows are not compared: 'few', 'fewer'"


def test_relying_on_different_columns_is_a_finding(small):
    found = explain_groups(wb.explain_model(small, n_rows=900), reference="a")
    [gap] = found.gaps
    assert gap.column("y").relied_on < gap.column("y").relied_on_reference / 5
    assert gap.column("y").reliance.is_clear
    assert not gap.column("x").reliance.is_clear
    [finding] = [one for one in found.findings if one.code == "WB410"]
    assert finding.title == "The model relies on 'y' differently for 'b' and 'a'"


def test_three_groups_are_each_compared_with_the_others(rng):
    n = 3_000
    frame = pd.DataFrame({"group": rng.choice(["a", "b", "c"], n), "x": rng.normal(size=n)})
    frame["ok"] = (frame["x"] + rng.logistic(size=n) > 0).astype(int)
    data = wb.read_data(frame, target="ok", protected=["group"])
    found = explain_groups(wb.fit_model(wb.prepare_data(wb.split_data(data)), "logistic_regression"))
    assert [(one.group, one.reference, one.n + one.n_reference) for one in found.gaps] == [
        (name, "", found.explanation.n_rows) for name in "abc"
    ]


def test_classes_have_a_gap_each(rng):
    n = 1_500
    group = rng.choice(["a", "b"], n)
    frame = pd.DataFrame({"group": group, "x": rng.normal(size=n) + (group == "a"), "z": rng.normal(size=n)})
    frame["kind"] = np.digitize(frame["x"] + rng.normal(0, 0.5, n), [-0.5, 0.8]).astype(str)
    data = wb.read_data(frame, target="kind", protected=["group"], task="multiclass")
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data)), "logistic_regression")
    explanation = wb.explain_model(fitted, n_rows=200)
    found = explain_groups(explanation)
    assert [one.output for one in found.gaps] == ["0", "1", "2"]
    for one in found.gaps:
        assert sum(part.carried.value for part in one.columns) == pytest.approx(one.gap.value, abs=1e-9)
    assert found.gaps[2].gap.value > 0 > found.gaps[0].gap.value
    assert explanation.importances_of("2")[0].column == "x"
    means = np.mean(
        [[one.value for one in sorted(each, key=lambda one: one.column)] for each in explanation.class_importances],
        axis=0,
    )
    assert [one.value for one in sorted(explanation.importances, key=lambda one: one.column)] == pytest.approx(means)
    with pytest.raises(InputError):
        explanation.importances_of("3")


def test_the_same_seed_gives_the_same(explanation):
    assert explain_groups(explanation, "sex") == explain_groups(explanation, "sex")
    assert explain_groups(explanation, "sex") != explain_groups(explanation, "origin")


def test_it_is_told_in_one_sentence(by_origin):
    [gap] = by_origin.gaps
    assert repr(by_origin) == (
        f"Explanation by origin over 1,500 held-out rows: the widest gap is {gap.gap.value:+.3g} (log-odds) for "
        "foreign against domestic; carried most by district."
    )


def test_what_cannot_be_compared_is_refused(explanation, small):
    with pytest.raises(RoleError) as error:
        explain_groups(explanation)
    assert str(error.value) == (
        "There are 2 protected attributes: 'origin', 'sex'.\nSay which one: attribute='origin'."
    )
    with pytest.raises(InputError) as error:
        explain_groups("loans.csv")
    assert str(error.value) == "given is a str.\nGive what explain_model or fit_model returns."
    with pytest.raises(InputError) as error:
        explain_groups(small, reference="few")
    assert str(error.value).startswith("reference is 'few'.")
    with pytest.raises(RoleError):
        explain_groups(explanation, "purpose")
