"""Every figure against fairlearn and scikit-learn on random tables; no row is left out."""

import fairlearn.metrics as fm
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics as sk

from workbench.tally.counting import tally_rows
from workbench.tally.gaps import largest_gap
from workbench.tally.metrics import CLAIMABLE, METRICS, metric_named, values_by_group
from workbench.tally.values import axis_of

EXACT = 1e-12


def _complement(metric):
    return lambda y, d: 1 - metric(y, d)


def _npv(y, d):
    return sk.precision_score(y, d, pos_label=0, zero_division=np.nan)


# fairlearn's and scikit-learn's function for each figure of two classes, given y and decisions.
THEIRS = {
    "selection_rate": fm.selection_rate,
    "true_positive_rate": fm.true_positive_rate,
    "false_positive_rate": fm.false_positive_rate,
    "true_negative_rate": fm.true_negative_rate,
    "false_negative_rate": fm.false_negative_rate,
    "accuracy_score": sk.accuracy_score,
    "zero_one_loss": sk.zero_one_loss,
    "precision_score": lambda y, d: sk.precision_score(y, d, zero_division=np.nan),
    "false_discovery_rate": lambda y, d: 1 - sk.precision_score(y, d, zero_division=np.nan),
    "negative_predictive_value": _npv,
    "false_omission_rate": _complement(_npv),
    "base_rate": lambda y, d: float(np.mean(y)),  # noqa: ARG005
    "balanced_accuracy_score": lambda y, d: sk.recall_score(y, d, average="macro", labels=[0, 1]),
    "f1_score": lambda y, d: sk.f1_score(y, d, zero_division=np.nan),
    "matthews_corrcoef": sk.matthews_corrcoef,
}

rows_of = st.lists(
    st.tuples(st.sampled_from("abcd"), st.sampled_from("xyz"), st.integers(0, 1), st.integers(0, 1)),
    min_size=1,
    max_size=120,
)


def counted(rows):
    a, b, outcomes, decisions = (np.array(column) for column in zip(*rows, strict=True))
    tally = tally_rows(pa.table({"a": a, "b": b}), outcomes=outcomes, decisions=decisions)
    return a, b, outcomes, decisions, tally


def test_every_figure_of_two_classes_is_compared():
    ours = {metric.name for metric in METRICS.values() if metric.needs in ("decision", "outcome", "both")}
    assert ours == {*THEIRS, "treatment_equality", "share_of_selected"}


@settings(deadline=None, max_examples=40)
@given(rows_of)
def test_shares_of_all_selected_are_those_of_a_table_of_counts(rows):
    """No selection rate: the denominator is everybody who was selected, whatever their group."""
    a, _, _, decisions, tally = counted(rows)
    shares = pd.Series(a[decisions == 1]).value_counts(normalize=True)
    values = metric_named("share_of_selected").by_group(axis_of(tally, "a"), 0.95)
    for place, group in enumerate(values.groups):
        if not decisions.any():
            assert values.reason(place) == "no favourable decisions"
        else:
            assert values.values[place] == pytest.approx(shares.get(group, 0.0), abs=EXACT)


def test_shares_of_all_selected_are_not_shown_of_all_rows_and_never_judged():
    *_, tally = counted([("a", "x", 1, 1), ("b", "x", 0, 1), ("b", "x", 0, 0)])
    assert "share_of_selected" not in values_by_group(axis_of(tally), 0.95)
    assert values_by_group(axis_of(tally, "a"), 0.95)["share_of_selected"].values.tolist() == [0.5, 0.5]
    assert "share_of_selected" not in CLAIMABLE


def test_weighted_shares_of_all_selected():
    groups = pa.table({"a": ["f", "f", "m", "m"]})
    tally = tally_rows(groups, decisions=np.array([1, 0, 1, 1]), weights=np.array([3.0, 9.0, 1.0, 2.0]))
    values = metric_named("share_of_selected").by_group(axis_of(tally, "a"), 0.95)
    assert values.values == pytest.approx([0.5, 0.5], abs=EXACT)


@settings(deadline=None, max_examples=60)
@given(rows_of)
def test_figures_equal_theirs_wherever_they_exist(rows):
    """Overall, by one attribute and by the crossing; the one exception is a figure that does not exist."""
    a, b, outcomes, decisions, tally = counted(rows)
    for attributes, keys in (
        ((), np.full(len(a), "")),
        (("a",), a),
        (("a", "b"), np.array([f"{one} × {two}" for one, two in zip(a, b, strict=True)])),
    ):
        axis = axis_of(tally, *attributes)
        assert int(axis.tally.n.sum()) == len(rows)
        assert set(axis.groups) == set(keys)
        for name, theirs in THEIRS.items():
            values = metric_named(name).by_group(axis, 0.95)
            for place, group in enumerate(values.groups):
                y, d = outcomes[keys == group], decisions[keys == group]
                ours = float(values.values[place])
                if np.isnan(ours):
                    assert values.reason(place)
                    assert _does_not_exist(name, y, d)
                else:
                    assert ours == pytest.approx(theirs(y, d), abs=EXACT), (name, group)


def _does_not_exist(name, y, d):
    """Whether the figure divides by nothing, said without counting as the tally does."""
    no_positive, no_negative = not y.any(), bool(y.all())
    if name in ("true_positive_rate", "false_negative_rate"):
        return no_positive
    if name in ("false_positive_rate", "true_negative_rate"):
        return no_negative
    if name in ("precision_score", "false_discovery_rate"):
        return not d.any()
    if name in ("negative_predictive_value", "false_omission_rate"):
        return bool(d.all())
    if name == "balanced_accuracy_score":
        return no_positive or no_negative
    if name == "f1_score":
        return no_positive and not d.any()
    if name == "matthews_corrcoef":
        return no_positive or no_negative or not d.any() or bool(d.all())
    return False


@settings(deadline=None, max_examples=40)
@given(rows_of)
def test_differences_and_ratios_are_those_of_metric_frame(rows):
    """Between extremes and to overall, of any number of groups, for rates that every group has."""
    a, _, outcomes, decisions, tally = counted(rows)
    if len(set(a)) < 2:
        return
    frame = fm.MetricFrame(
        metrics={"selection_rate": fm.selection_rate, "accuracy_score": sk.accuracy_score},
        y_true=pd.Series(outcomes),
        y_pred=pd.Series(decisions),
        sensitive_features=pd.Series(a, name="a"),
    )
    for name in ("selection_rate", "accuracy_score"):
        values = metric_named(name).by_group(axis_of(tally, "a"), 0.95)
        overall = float(metric_named(name).by_group(axis_of(tally), 0.95).values[0])
        assert overall == pytest.approx(frame.overall[name], abs=EXACT)
        for method, comparison in (("between_groups", "extremes"), ("to_overall", "overall")):
            gap = largest_gap(values, 0.05, comparison=comparison)
            assert gap is not None
            difference, ratio = frame.difference(method=method)[name], frame.ratio(method=method)[name]
            assert gap.extreme_difference == pytest.approx(difference, abs=EXACT), comparison
            if overall > 0:  # else it is 0 of 0
                assert gap.extreme_ratio == pytest.approx(ratio, abs=EXACT), comparison
            if len(set(a)) == 2 and comparison == "extremes":
                assert gap.difference == pytest.approx(difference, abs=EXACT)


@settings(deadline=None, max_examples=40)
@given(rows_of)
def test_control_features_are_strata(rows):
    """MetricFrame's control features are the same counts, taken within each stratum."""
    a, b, outcomes, decisions, tally = counted(rows)
    frame = fm.MetricFrame(
        metrics=fm.selection_rate,
        y_true=pd.Series(outcomes),
        y_pred=pd.Series(decisions),
        sensitive_features=pd.Series(a, name="a"),
        control_features=pd.Series(b, name="b"),
    ).by_group
    for stratum in set(b):
        values = metric_named("selection_rate").by_group(axis_of(tally.where("b", stratum), "a"), 0.95)
        for group, value in zip(values.groups, values.values, strict=True):
            assert value == pytest.approx(frame.loc[(stratum, group)], abs=EXACT)


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.tuples(st.sampled_from("ab"), st.integers(0, 2), st.integers(0, 2)),
        min_size=1,
        max_size=100,
    )
)
def test_each_class_against_the_rest(rows):
    a, outcomes, decisions = (np.array(column) for column in zip(*rows, strict=True))
    tally = tally_rows(pa.table({"a": a}), outcomes=outcomes, decisions=decisions, classes=("x", "y", "z"))
    values = values_by_group(axis_of(tally, "a"), 0.95)
    for place, group in enumerate(values["accuracy_score"].groups):
        y, d = outcomes[a == group], decisions[a == group]
        assert values["accuracy_score"].values[place] == pytest.approx(np.mean(y == d), abs=EXACT)
        recalls = sk.recall_score(y, d, labels=[0, 1, 2], average=None, zero_division=np.nan)
        for label, (name, recall) in enumerate(zip("xyz", recalls, strict=True)):
            ours = (
                values[f"true_positive_rate[{name}]"].values[place]
                if f"true_positive_rate[{name}]" in values
                else np.nan
            )
            assert ours == pytest.approx(recall, abs=EXACT, nan_ok=True)
            assert values[f"selection_rate[{name}]"].values[place] == pytest.approx(np.mean(d == label), abs=EXACT)
        macro = np.mean(recalls)  # nan where a class has no rows
        assert values["balanced_accuracy_score"].values[place] == pytest.approx(macro, abs=EXACT, nan_ok=True)


def test_counts_beyond_32_bits_do_not_overflow():
    """2^31 rows and more, by adding tallies: exact integers all the way."""
    tally = tally_rows(pa.table({"a": ["f", "m"]}), decisions=np.array([1, 0]), outcomes=np.array([1, 0]))
    for _ in range(40):
        tally = tally + tally
    assert tally.n_rows == 2**41
    values = metric_named("selection_rate").by_group(axis_of(tally, "a"), 0.95)
    assert values.values.tolist() == [1.0, 0.0]
    assert values.k.tolist() == [2**40, 0]
