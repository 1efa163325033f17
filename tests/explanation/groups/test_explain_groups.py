"""What carries a gap between groups: by hand, against SciPy, on data whose truth is known, and at the edges."""

import importlib.util
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import workbench as wb
from workbench.core.measure import on_scale
from workbench.data.examples import loans
from workbench.errors import AdditivityError, InputError, RoleError
from workbench.explanation.groups.differences import Counted, Sides, apart
from workbench.explanation.groups.explain import _check_sum, explain_groups
from workbench.explanation.groups.result import Difference

_spec = importlib.util.spec_from_file_location("known_models_of_groups", Path(__file__).parents[1] / "known_models.py")
_module = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_module)
known_model = _module.known_model


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
    found = apart(values, Sides(group, ~group), Counted(), 0.9)
    theirs = [stats.ttest_ind(values[group, at], values[~group, at], equal_var=False) for at in range(3)]
    assert found.p_values == pytest.approx([one.pvalue for one in theirs])
    limits = [one.confidence_interval(0.9) for one in theirs]
    assert found.values - found.half == pytest.approx([one.low for one in limits])
    assert found.values + found.half == pytest.approx([one.high for one in limits])


def test_a_column_that_never_moves_anything_carries_nothing():
    group = np.arange(40) < 20
    values = np.column_stack([np.full(40, 0.3), np.where(group, 1.0, 0.0)])
    found = apart(values, Sides(group, ~group), Counted(), 0.95)
    assert found.values.tolist() == [0.0, 1.0]
    assert found.p_values.tolist() == [1.0, 0.0]
    assert np.isnan(found.half).all()


def test_rows_that_belong_together_count_as_one(rng):
    values, group = rng.normal(size=(40, 2)), np.arange(40) < 18
    once = apart(values, Sides(group, ~group), Counted(), 0.95)
    thrice = apart(
        np.repeat(values, 3, axis=0),
        Sides(np.repeat(group, 3), np.repeat(~group, 3)),
        Counted(None, np.repeat(np.arange(40), 3)),
        0.95,
    )
    for one, two in zip(once, thrice, strict=True):
        assert one == pytest.approx(two)


def test_weights_that_are_all_alike_change_nothing_and_others_the_means(rng):
    values, group = rng.normal(size=(40, 2)), np.arange(40) < 18
    sides = Sides(group, ~group)
    plain, alike = (apart(values, sides, Counted(w), 0.95) for w in (None, np.full(40, 7.0)))
    for one, two in zip(plain, alike, strict=True):
        assert one == pytest.approx(two)
    weights = rng.integers(1, 5, 40).astype(float)
    found = apart(values, sides, Counted(weights), 0.95)
    means = [np.average(values[side], axis=0, weights=weights[side]) for side in sides]
    assert found.values == pytest.approx(means[0] - means[1])


def test_people_on_both_sides_are_compared_with_themselves(rng):
    # As in a paired t test: what a person has on both sides does not make the difference uncertain.
    person, both = rng.normal(0, 5, 30), rng.normal(0, 0.1, (2, 30))
    values = np.concatenate([person + both[0], person + both[1]])[:, None]
    group = np.arange(60) < 30
    found = apart(values, Sides(group, ~group), Counted(None, np.tile(np.arange(30), 2)), 0.95)
    assert found.p_values[0] == pytest.approx(stats.ttest_rel(values[:30, 0], values[30:, 0]).pvalue)


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


@pytest.mark.parametrize(
    ("n_few", "n_unknown", "are_hidden"),
    [(0, 0, False), (1, 0, True), (10, 0, True), (5, 12, False), (0, 4, True), (4, 3, True), (11, 0, False)],
)
def test_rows_that_are_told_of_nowhere_cannot_be_counted_from_the_others(n_few, n_unknown, are_hidden):
    rng = np.random.default_rng(0)
    sizes = {"a": 204, "b": 163, "few": n_few, None: n_unknown}
    group = np.repeat(np.array(list(sizes), dtype=object), list(sizes.values()))
    group = np.concatenate([np.resize(group[:300], 300), rng.permutation(group)])
    frame = pd.DataFrame({"x": rng.normal(size=len(group)), "group": group})
    attribute = wb.attribute("group")
    fitted = known_model(
        frame, lambda rows: rows["x"] * 1.0, n_test=len(group) - 300, protected=[attribute], columns=("x",)
    )
    explanation = wb.explain_model(fitted, n_rows=len(group) - 300)
    found = explain_groups(explanation)
    [gap] = found.gaps
    assert found.are_hidden == are_hidden
    assert (gap.n, gap.n_reference) == ((0, 0) if are_hidden else (204, 163))
    assert [one.n for one in found.findings if one.code == "WB419"] == [None] * are_hidden
    left = explanation.n_rows - gap.n - gap.n_reference - sum(one.n or 0 for one in found.not_compared)
    assert left == 0 or left > 10


def test_relying_on_different_columns_is_a_finding(small):
    found = explain_groups(wb.explain_model(small, n_rows=900), reference="a")
    [gap] = found.gaps
    assert gap.column("y").relied_on < gap.column("y").relied_on_reference / 5
    assert gap.column("y").reliance.is_clear
    assert not gap.column("x").reliance.is_clear
    [finding] = [one for one in found.findings if one.code == "WB410"]
    assert finding.title == "The model relies on 'y' differently for 'b' and 'a'"
    assert finding.measure == on_scale(
        "difference in how far it moves a typical prediction", found.explanation.attribution.scale
    )


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
    assert str(error.value) == (
        "given is text, neither a fitted model nor an explanation.\nGive what explain_model or fit_model returns."
    )
    with pytest.raises(InputError) as error:
        explain_groups(small, reference="few")
    assert str(error.value).startswith("reference is 'few'.")
    with pytest.raises(RoleError):
        explain_groups(explanation, "purpose")


def test_groups_of_rows_that_are_alike_are_not_called_different():
    """Forty people with thirty rows each: by rows a gap is clear in most data without any, by people in few."""
    rng = np.random.default_rng(0)
    clear = 0
    for _ in range(60):
        person = np.repeat(np.arange(40), 30)
        values = rng.normal(size=40)[person][:, None]
        group = (rng.permutation(40) < 20)[person]
        clear += apart(values, Sides(group, ~group), Counted(None, person), 0.95).p_values[0] < 0.05
    assert clear <= 9


def test_the_role_of_a_group_reaches_the_gaps():
    rng = np.random.default_rng(1)
    person = np.repeat(np.arange(60), 30)
    frame = pd.DataFrame({"person": person, "a": rng.normal(size=60)[person], "c": rng.normal(size=1_800)})
    frame["sex"] = rng.choice(["f", "m"], 60)[person]
    frame["ok"] = (frame["a"] + frame["c"] + rng.logistic(size=1_800) > 0).astype(int)
    roles = {"target": "ok", "protected": ["sex"], "group": "person"}
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(wb.read_data(frame, **roles))), "logistic_regression")
    explanation = wb.explain_model(fitted)
    [gap] = explain_groups(explanation).gaps
    by_row = np.array(fitted.prepared.split.test.column("sex").to_pylist())[explanation.rows] == gap.group
    alone = apart(explanation.attribution.predictions[:, None], Sides(by_row, ~by_row), Counted(), 0.95)
    assert gap.gap.high - gap.gap.value > 2 * alone.half[0]


@pytest.fixture(scope="module")
def many():
    """Twelve groups; a column that is missing for one of them alone, and counts when it is."""
    rng = np.random.default_rng(2)
    n = 9_000
    group = rng.integers(12, size=n)
    x = np.where((group == 0) & (rng.random(n) < 0.9), np.nan, rng.normal(size=n))
    frame = pd.DataFrame({"group": [f"g{one:02}" for one in group], "x": x, "z": rng.normal(size=n)})
    frame["ok"] = (2 * np.isnan(x) + frame["z"] + rng.logistic(size=n) > 0.5).astype(int)
    data = wb.read_data(frame, target="ok", protected=["group"])
    return explain_groups(wb.fit_model(wb.prepare_data(wb.split_data(data)), "boosted_trees"))


def test_a_proxy_for_one_of_many_groups_through_missing_values_is_found(many):
    proxies = {one.group: [part.column for part in one.columns if part.is_proxy] for one in many.gaps}
    assert proxies.pop("g00") == ["x"]
    assert not any(proxies.values())
    assert many.gaps[0].column("x").association.value > 0.8


def test_many_gaps_are_allowed_for(many):
    groups = np.array(many.explanation.fitted.prepared.split.test.column("group").to_pylist())[many.explanation.rows]
    predictions = many.explanation.attribution.predictions
    alone = [
        stats.ttest_ind(predictions[groups == n], predictions[groups != n], equal_var=False) for n in np.unique(groups)
    ]
    p_values = np.array([one.pvalue for one in alone])
    second = np.sort(p_values)[1]
    by_group = {one.group: one.gap.p_value for one in many.gaps}
    assert sorted(by_group.values())[1] == pytest.approx(min(1.0, 11 * second))
