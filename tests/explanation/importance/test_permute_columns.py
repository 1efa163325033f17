"""Permutation importance: against scikit-learn, under collinearity, and beside Shapley values."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from sklearn.inspection import permutation_importance

import workbench as wb
from workbench.errors import InputError
from workbench.explanation.importance.clusters import cluster_columns, codes_of, strengths
from workbench.explanation.importance.permute import permute_columns


def fitted_on(frame, model="logistic_regression"):
    data = wb.read_data(frame, target="ok", protected=["sex"])
    return wb.fit_model(wb.prepare_data(wb.split_data(data, seed=1)), model)


@pytest.fixture(scope="module")
def twins():
    """Two columns that say the same, one that says half as much, one that says nothing."""
    rng = np.random.default_rng(5)
    signal, other, noise = rng.normal(size=(3, 4_000))
    frame = pd.DataFrame(
        {
            "one": signal + rng.normal(0, 0.05, 4_000),
            "two": signal + rng.normal(0, 0.05, 4_000),
            "other": other,
            "noise": noise,
            "sex": rng.choice(["f", "m"], 4_000),
        }
    )
    frame["ok"] = (1.5 * signal + other + rng.logistic(size=4_000) > 0).astype(int)
    return wb.explain_model(fitted_on(frame), n_rows=500)


@pytest.fixture(scope="module")
def found(twins):
    return permute_columns(twins)


def test_columns_that_say_the_same_are_permuted_together(found):
    assert set(found.entries[0].columns) == {"one", "two"}
    assert {one.columns for one in found.entries[1:]} == {("other",), ("noise",)}
    assert found.entries[0].increase > 2 * max(found.entries[0].alone)


def test_hiding_one_another_is_a_finding(found):
    [finding] = found.findings
    named = ", ".join(map(repr, found.entries[0].columns))
    assert (finding.code, finding.title) == ("WB408", f"Columns that say much the same hide one another: {named}")
    assert finding.value == max(found.entries[0].alone)
    assert finding.threshold == found.entries[0].increase
    assert finding.interval is None  # limits are known of all together, not of the one
    assert finding.measured.startswith("log loss added by shuffling the one that adds most: 0.")
    assert ", by shuffling all 0." in finding.measured


def test_a_column_that_says_nothing_is_not_separated(found):
    [noise] = [one for one in found.entries if one.columns == ("noise",)]
    assert not noise.is_separated
    assert abs(noise.increase) < found.entries[0].increase / 20


def test_shapley_values_of_columns_together_are_summed_before_they_are_made_absolute(found, twins):
    values = twins.attribution.values
    places = [twins.attribution.columns.index(name) for name in ("one", "two")]
    assert found.entries[0].shapley == pytest.approx(np.abs(values[:, places].sum(axis=1)).mean())


def test_the_order_agrees_with_that_of_shapley_values(found):
    lost = [one.increase if one.is_separated else 0.0 for one in found.entries]
    shapley = [one.shapley for one in found.entries]
    assert found.kendall == pytest.approx(stats.kendalltau(lost, shapley).statistic)
    assert found.agreement == "agree"


def test_increases_are_those_of_scikit_learn(twins):
    fitted = twins.fitted
    test = fitted.prepared.split.test
    frame = fitted.prepared.raw_frame(test)
    theirs = permutation_importance(
        fitted.pipeline, frame, test.outcomes(), scoring="neg_log_loss", n_repeats=20, random_state=0
    )
    [ours] = [one for one in permute_columns(twins, n_repeats=20).entries if one.columns == ("other",)]
    there = theirs.importances_mean[list(frame.columns).index("other")]
    assert ours.low < there < ours.high
    assert ours.increase == pytest.approx(there, rel=0.1)


def test_amounts_lose_mean_absolute_error(rng):
    frame = pd.DataFrame({"a": rng.normal(size=1_500), "b": rng.normal(size=1_500)})
    frame["paid"] = 5 * frame["a"] + rng.normal(size=1_500)
    data = wb.read_data(frame, target="paid", task="regression")
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data)), "ridge")
    found = permute_columns(wb.explain_model(fitted, n_rows=50), n_repeats=2, together=0.9)
    assert found.loss == "mean_absolute_error"
    assert found.entries[0].columns == ("a",)
    # Two normal draws that are shuffled differ by 5 * 2 / sqrt(pi) on average; with noise of 1 a little more.
    assert found.entries[0].increase == pytest.approx(
        np.sqrt(51) * 2 / np.sqrt(2 * np.pi) - np.sqrt(2 / np.pi), rel=0.1
    )


def test_what_moves_predictions_without_making_them_right_is_a_finding(rng):
    n = 3_000
    frame = pd.DataFrame({"sex": rng.choice(["f", "m"], n), "real": rng.normal(size=n), "shift": rng.normal(size=n)})
    frame["when"] = np.arange(n)
    held = frame["when"] < 0.7 * n  # what was true of the shift when the model was trained is not true any more
    frame["ok"] = (frame["real"] + 3 * frame["shift"] * held + rng.normal(0, 0.3, n) > 0).astype(int)
    data = wb.read_data(frame, target="ok", protected=["sex"], time="when")
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data)), "logistic_regression")
    found = permute_columns(wb.explain_model(fitted, n_rows=200))
    [finding] = found.findings
    assert (finding.code, finding.scope) == ("WB407", "shift")
    assert finding.title == "Predictions are moved most by 'shift', but made right most by 'real'"
    assert finding.measured.startswith("log loss added by shuffling the first: ")
    assert ", by shuffling the second 1." in finding.measured


def test_the_same_seed_gives_the_same(twins):
    few = {"n_repeats": 1, "max_rows": 200}
    assert permute_columns(twins, **few) == permute_columns(twins, **few)
    assert permute_columns(twins, **few) != permute_columns(twins, **few, seed=3)


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({"n_repeats": 0}, "n_repeats is 0.\nGive a whole number of 1 or more."),
        ({"together": 1.0}, "together is 1.0.\nGive a fraction above 0 and below 1, such as 0.25."),
        ({"max_rows": -2}, "max_rows is -2.\nGive a whole number of 1 or more."),
    ],
)
def test_arguments_that_do_not_fit_are_refused(twins, arguments, text):
    with pytest.raises(InputError) as error:
        permute_columns(twins, **arguments)
    assert str(error.value) == text


def test_strengths_of_numbers_are_rank_correlations(rng):
    frame = pd.DataFrame(rng.normal(size=(300, 3)), columns=list("abc"))
    frame["b"] += frame["a"]
    frame.loc[:20, "c"] = np.nan
    theirs = np.abs(frame.corr("spearman").to_numpy())
    assert strengths(frame) == pytest.approx(theirs)


def test_clusters_are_of_columns_that_all_go_together(rng):
    a = rng.normal(size=2_000)
    b = a + rng.normal(0, 0.6, 2_000)
    c = b + rng.normal(0, 0.6, 2_000)  # goes with b, not enough with a
    frame = pd.DataFrame({"a": a, "b": b, "c": c, "d": np.where(a > 0, "yes", "no"), "constant": 1})
    found = strengths(frame)
    assert (found[0, 1] > 0.75, found[1, 2] > 0.75, found[0, 2] > 0.75) == (True, True, False)
    clusters = cluster_columns(frame, 0.75)
    assert {name for one in clusters for name in one} == set(frame.columns)
    for one in clusters:
        places = [list(frame.columns).index(name) for name in one]
        assert (found[np.ix_(places, places)] >= 0.75).all()
    assert ("constant",) in clusters


def test_bins_hold_a_missing_value_apart_and_rare_values_together():
    assert codes_of(pd.Series([1.0, np.nan, 2.0, 1.0])).tolist() == [0, 2, 1, 0]
    column = pd.Series([f"v{n}" for n in range(60)] + ["v0"] * 3 + [None])
    codes = codes_of(column)
    assert len(set(codes[:60])) == 51
    assert codes[-1] not in set(codes[:-1])


def test_nothing_is_said_to_be_lost_where_nothing_is_for_certain(rng):
    frame = pd.DataFrame({"a": rng.normal(size=400), "b": rng.normal(size=400), "y": rng.integers(2, size=400)})
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(wb.read_data(frame, target="y"))), "logistic_regression")
    found = permute_columns(wb.explain_model(fitted))
    assert not any(one.is_separated for one in found.entries)
    assert repr(found) == (
        "Permutation importance over 120 held-out rows (log loss): nothing is lost for certain; "
        f"with Shapley values: {found.agreement}."
    )


def test_rows_that_belong_together_share_a_batch():
    """Nine rows of each of forty people, all alike: limits are as wide as over people, not as over rows."""
    rng = np.random.default_rng(5)
    person = np.repeat(np.arange(160), 9)
    values = pd.DataFrame({"a": rng.normal(size=160), "y": 0})
    values["y"] = (values["a"] + rng.logistic(size=160) > 0).astype(int)
    frame = values.iloc[person].reset_index(drop=True).assign(person=person)
    split = wb.split_data(wb.read_data(frame, target="y", group="person"))
    explanation = wb.explain_model(wb.fit_model(wb.prepare_data(split), "logistic_regression"))
    found = permute_columns(explanation)
    shuffled = [wb.split_data(wb.read_data(frame.assign(person=range(len(frame))), target="y", group="person"))]
    [alone] = [wb.Fitted.from_estimator(explanation.fitted.pipeline, one) for one in shuffled]
    by_row = permute_columns(wb.explain_model(alone))
    assert found.entries[0].high - found.entries[0].low > 1.5 * (by_row.entries[0].high - by_row.entries[0].low)
