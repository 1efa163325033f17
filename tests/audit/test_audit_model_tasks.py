"""Audits of one's own model that predicts one of several classes, or amounts; from the raw table to the verdicts."""

import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import load_diabetes, load_iris, load_wine

import workbench as wb
from workbench.audit.policy import DEFAULT_POLICY
from workbench.audit.predictions import PREDICTIONS_POLICY
from workbench.errors import InputError

TASKS = {"multiclass": ("grade", "logistic_regression"), "regression": ("price", "ridge")}


def people(n=900, seed=0):
    rng = np.random.default_rng(seed)
    group = rng.choice(["f", "m"], size=n)
    level = rng.normal(size=n) + 0.6 * (group == "m")
    return pd.DataFrame(
        {
            "x": level + rng.normal(0, 0.5, n),
            "city": rng.choice(["a", "b", "c"], size=n),
            "customer": [f"c{which}" for which in rng.integers(n // 4, size=n)],
            "day": rng.integers(60, size=n),
            "grade": np.where(level < 0, "low", np.where(level < 1, "middle", "high")),
            "price": (100 + 20 * level + rng.normal(0, 5, n)).round(2),
            "g": group,
            "age": rng.integers(18, 80, size=n),
        }
    )


def fitted_of(task, frame=None, **roles):
    target, model = TASKS[task]
    frame = people() if frame is None else frame
    frame = frame.drop(columns=list({"grade", "price"} - {target}))
    protected = ["g", wb.bands("age", [40])]
    data = wb.read_data(frame, target=target, task=task, protected=protected, **roles)
    return wb.fit_model(wb.prepare_data(wb.split_data(data, seed=1)), model)


@pytest.fixture(scope="module")
def fitted():
    return {task: fitted_of(task) for task in TASKS}


def held_out(fitted):
    """Return the held-out rows with what the model predicts of each, as somebody who has no model would hold them."""
    test = fitted.prepared.split.test
    said = fitted.scores if fitted.task == "regression" else np.array(fitted.classes)[fitted.decisions]
    return test.frame().assign(said=said)


def verdicts(audit):
    return [(one.claim.attribute, one.claim.metric, one.verdict, one.gap) for one in audit.assessments]


def same_figures(one, other, attribute):
    ours, theirs = one.table(attribute), other.table(attribute)
    assert set(ours) == set(theirs)
    for metric, values in ours.items():
        assert values.groups == theirs[metric].groups
        np.testing.assert_array_equal(values.values, theirs[metric].values)
        np.testing.assert_array_equal(values.limits.low, theirs[metric].limits.low)
        np.testing.assert_array_equal(values.limits.high, theirs[metric].limits.high)


# Several classes.


def test_classes_are_judged_as_audit_decisions_judges_them(fitted):
    rows = held_out(fitted["multiclass"])
    ours = wb.audit_model(fitted["multiclass"])
    theirs = wb.audit_decisions(
        rows, decision="said", outcome="grade", protected=["g", wb.bands("age", [40])], multiclass=True
    )
    assert len(ours.assessments) == 6
    assert str(verdicts(ours)) == str(verdicts(theirs))
    for attribute in ("g", "age"):
        same_figures(ours, theirs, attribute)
    assert ours.kind == "model"
    assert ours.outcomes.n_rows == 900
    assert ours.decisions.classes == ("high", "low", "middle")
    assert repr(ours).startswith("Audit of 270 held-out rows, 6 comparisons: ")


def test_each_class_has_its_rates_by_hand(fitted):
    rows = held_out(fitted["multiclass"])
    found = wb.audit_model(fitted["multiclass"]).table("g")["selection_rate[high]"]
    expected = rows["said"].eq("high").groupby(rows["g"]).mean()
    np.testing.assert_allclose(found.values, expected[list(found.groups)])


def test_rows_of_a_file_are_scored_batch_by_batch(fitted, tmp_path, monkeypatch):
    monkeypatch.setattr("workbench.data.batches.ROWS_A_BATCH", 100)
    for task in TASKS:
        rows = fitted[task].prepared.split.test.frame()
        rows.to_csv(tmp_path / "rows.csv", index=False)
        options = {"thresholds": [110.0]} if task == "regression" else {}
        here, there = (
            wb.audit_model(fitted[task], **options),
            wb.audit_model(fitted[task], tmp_path / "rows.csv", **options),
        )
        assert there.decisions.n_rows == 270
        assert [one.verdict for one in here.assessments] == [one.verdict for one in there.assessments]
        metric = "mean_error" if task == "regression" else "true_positive_rate[low]"
        np.testing.assert_allclose(
            here.table("g")[metric].values, there.table("g")[metric].values, rtol=1e-9, atol=1e-12
        )


def test_other_rows_need_no_outcome(fitted):
    rows = fitted["multiclass"].prepared.split.test.frame().drop(columns="grade")
    audit = wb.audit_model(fitted["multiclass"], rows)
    assert {one.claim.metric for one in audit.assessments} == {"selection_rate"}


def test_classes_within_strata_and_crossings(fitted):
    audit = wb.audit_model(fitted["multiclass"], strata=["city"], crossings=[("g", "age")])
    assert {one.metric for one in audit.stratified} >= {"selection_rate[high]", "true_positive_rate[low]"}
    assert audit.axes == (("g",), ("age",), ("g", "age"))


def test_weights_count_for_classes():
    frame = people().assign(w=lambda one: np.where(one["city"] == "a", 3.0, 1.0))
    fitted = fitted_of("multiclass", frame, weight="w")
    rows = held_out(fitted)
    found = wb.audit_model(fitted).table("g")["selection_rate[high]"]
    chosen = rows["w"] * rows["said"].eq("high")
    expected = chosen.groupby(rows["g"]).sum() / rows["w"].groupby(rows["g"]).sum()
    np.testing.assert_allclose(found.values, expected[list(found.groups)])


def test_thresholds_decide_nothing_among_classes(fitted):
    with pytest.raises(InputError) as raised:
        wb.audit_model(fitted["multiclass"], thresholds=[0.5])
    assert str(raised.value) == (
        "thresholds is [0.5], and the model decides for the most probable of 3 classes.\n"
        "Leave it out: a threshold decides where there are two outcomes."
    )


# Amounts.


@pytest.mark.parametrize("thresholds", [(), (110.0, 120.0)])
def test_amounts_are_judged_as_audit_predictions_judges_them(fitted, thresholds):
    policy = wb.Policy({"mean_prediction": 2.0, "mean_error": 1.0}) if not thresholds else None
    given = {} if policy is None else {"policy": policy}
    ours = wb.audit_model(fitted["regression"], thresholds=thresholds, **given)
    theirs = wb.audit_predictions(
        held_out(fitted["regression"]),
        prediction="said",
        outcome="price",
        protected=["g", wb.bands("age", [40])],
        thresholds=thresholds,
        **given,
    )
    assert ours.assessments
    assert str(verdicts(ours)) == str(verdicts(theirs))
    for attribute in ("g", "age"):
        same_figures(ours, theirs, attribute)
    assert [one.code for one in ours.findings] == [one.code for one in theirs.findings]
    assert ours.threshold == theirs.threshold


def test_mean_errors_by_hand(fitted):
    rows = held_out(fitted["regression"])
    found = wb.audit_model(fitted["regression"]).table("g")["mean_error"]
    expected = (rows["said"] - rows["price"]).groupby(rows["g"]).mean()
    np.testing.assert_allclose(found.values, expected[list(found.groups)])


def test_another_threshold_is_exact_without_the_rows(fitted):
    audit = wb.audit_model(fitted["regression"], thresholds=[100.0, 120.0])
    again = wb.audit_model(fitted["regression"], thresholds=[120.0, 100.0])
    moved = audit.at_threshold(120.0).values("selection_rate", "g")
    np.testing.assert_array_equal(moved.values, again.values("selection_rate", "g").values)


def test_amounts_within_strata_need_a_threshold(fitted):
    with pytest.raises(InputError) as raised:
        wb.audit_model(fitted["regression"], strata=["city"])
    assert str(raised.value) == (
        "strata is given, but no threshold.\n"
        "Within strata shares above a threshold are compared: name it, thresholds=[…]."
    )
    assert wb.audit_model(fitted["regression"], strata=["city"], thresholds=[110.0]).stratified


def test_amounts_with_weights_are_refused():
    with pytest.raises(InputError) as raised:
        wb.audit_model(fitted_of("regression", people().assign(w=2.0), weight="w"))
    assert str(raised.value) == (
        "Column 'w' is the weight, and of predicted amounts each row counts as one.\n"
        "Take the weight away, assign_roles(…, weight=None), or audit the predictions as rows: audit_predictions."
    )


# Of both.


def test_each_task_has_the_policy_of_its_entrance(fitted):
    assert wb.audit_model(fitted["multiclass"]).policy is DEFAULT_POLICY
    assert wb.audit_model(fitted["regression"]).policy is PREDICTIONS_POLICY


@pytest.mark.parametrize("task", sorted(TASKS))
def test_an_audit_is_read_back(fitted, task):
    options = {"thresholds": [110.0]} if task == "regression" else {}
    audit = wb.audit_model(fitted[task], **options)
    again = type(audit).from_json(audit.to_json())
    assert again.fingerprint == audit.fingerprint
    assert again.roles == audit.roles
    assert str(verdicts(again)) == str(verdicts(audit))


@pytest.mark.parametrize("task", sorted(TASKS))
@pytest.mark.parametrize("roles", [{"group": "customer"}, {"time": "day"}, {"time": "day", "group": "customer"}])
def test_from_the_table_to_the_verdicts_with_groups_and_time(task, roles):
    fitted = fitted_of(task, **roles)
    split = fitted.prepared.split
    audit = wb.audit_model(fitted, **({"thresholds": [110.0]} if task == "regression" else {}))
    assert fitted.performance.beats_baseline
    assert audit.decisions.n_rows == split.test.n_rows == len(fitted.scores)
    assert audit.assessments
    if "group" in roles:
        first, second = (set(part.column("customer").to_pylist()) for part in (split.train, split.test))
        assert not first & second


@pytest.mark.parametrize("load", [load_iris, load_wine])
def test_known_data_of_classes(load):
    bunch = load(as_frame=True)
    names = np.array([str(name) for name in bunch.target_names])
    frame = bunch.frame.assign(target=names[bunch.target], g=np.where(np.arange(len(bunch.frame)) % 2, "odd", "even"))
    data = wb.read_data(frame, target="target", task="multiclass", protected=["g"])
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data, seed=2)), "logistic_regression")
    assert fitted.performance.accuracy > 0.9
    assert sorted(fitted.classes) == sorted(names)
    audit = wb.audit_model(fitted)
    # A group at random: that it fares otherwise is not to be said.
    assert "gap" not in {one.verdict for one in audit.assessments}


def test_known_data_of_amounts():
    frame = load_diabetes(as_frame=True).frame.assign(sex=lambda one: np.where(one["sex"] > 0, "one", "other"))
    data = wb.read_data(frame, target="target", task="regression", protected=["sex"])
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data, seed=2)), "ridge")
    assert fitted.performance.beats_baseline
    audit = wb.audit_model(fitted, thresholds=[150])
    assert [one.claim.metric for one in audit.assessments] == ["share_above"]
    assert audit.roles.favourable_label == "150 or more"
