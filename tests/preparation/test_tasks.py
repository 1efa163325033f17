"""Recipes, prepared data and selection where classes or amounts are predicted."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.preprocessing import StandardScaler, TargetEncoder

import workbench as wb
from workbench.preparation.one_column import told_by
from workbench.preparation.steps.texts import many_values

TASKS = {"multiclass": "grade", "regression": "price"}


def people(n=1500, seed=0):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=n)
    street = rng.integers(60, size=n)
    level = x + street / 30
    return pd.DataFrame(
        {
            "x": x,
            "noise": rng.normal(size=n),
            "words": rng.choice(["a", "b", "c"], size=n),
            "street": [f"street {which}" for which in street],
            "grade": np.where(level < 0.5, "low", np.where(level < 1.5, "middle", "high")),
            "price": np.exp(level).round(3),
            "g": rng.choice(["f", "m"], size=n),
        }
    )


def split_of(task, frame=None):
    frame = people() if frame is None else frame
    other = {"grade", "price"} - {TASKS[task]}
    data = wb.read_data(frame.drop(columns=list(other)), target=TASKS[task], task=task, protected=["g"])
    return wb.split_data(data, seed=1)


# What is suggested, and what it learns.


@pytest.mark.parametrize(
    ("task", "told"),
    [
        ("multiclass", "value becomes the share of each class among other training rows that have it"),
        ("regression", "value becomes the mean outcome of other training rows that have it"),
    ],
)
def test_text_of_many_values_is_told_by_its_classes_or_amounts(task, told):
    recipe = wb.suggest_recipe(split_of(task))
    [step] = [one for one in recipe.steps if one.title == "categories of many values"]
    assert step.columns == ("street",)
    assert step.reason.endswith(told)


def test_each_class_is_a_column_of_its_own_and_its_source_is_right():
    split = split_of("multiclass")
    prepared = wb.prepare_data(split)
    columns = [place for place, source in enumerate(prepared.sources) if source == ("street",)]
    assert len(columns) == 3
    encoder = TargetEncoder(target_type="multiclass", cv=StratifiedKFold(5, shuffle=True, random_state=0))
    street = split.train.frame(["street"])
    expected = StandardScaler().fit_transform(encoder.fit_transform(street, split.train.targets()))
    np.testing.assert_allclose(prepared.training_matrix()[:, columns], expected, atol=1e-12)
    [done] = [one for one in prepared.steps_done if one.columns == ("street",)]
    assert done.n_derived == 3
    assert done.learned[0] == "60 values become shares of each of 3 classes, drawn towards those of all rows"


def test_amounts_are_told_by_means_of_other_rows():
    split = split_of("regression")
    prepared = wb.prepare_data(split)
    [place] = [place for place, source in enumerate(prepared.sources) if source == ("street",)]
    encoder = TargetEncoder(target_type="continuous", cv=KFold(5, shuffle=True, random_state=0))
    street, price = split.train.frame(["street"]), split.train.targets()
    expected = StandardScaler().fit_transform(encoder.fit_transform(street, price))
    np.testing.assert_allclose(prepared.training_matrix()[:, [place]], expected, atol=1e-12)
    [done] = [one for one in prepared.steps_done if one.columns == ("street",)]
    assert done.learned[0] == f"60 values become means of the outcome, drawn towards {price.mean():.4g}"


@pytest.mark.parametrize("task", ["multiclass", "regression"])
def test_no_row_is_told_by_its_own_outcome(task):
    """Values at random: what each row is told of them goes with no outcome, which its own would."""
    rng = np.random.default_rng(3)
    frame = people(2000)
    frame["street"] = [f"street {which}" for which in rng.integers(150, size=len(frame))]
    split = split_of(task, frame)
    prepared = wb.prepare_data(split)
    columns = [place for place, source in enumerate(prepared.sources) if source == ("street",)]
    matrix, targets = prepared.training_matrix()[:, columns], split.train.targets()
    outcome = targets if task == "regression" else (targets == 0)
    assert abs(stats.spearmanr(matrix[:, 0], outcome).statistic) < 0.08
    told_by_itself = many_values(task).fit(split.train.frame(["street"]), targets)
    own = told_by_itself.transform(split.train.frame(["street"]))
    assert stats.spearmanr(own[:, 0], outcome).statistic > 0.15


def test_a_class_too_rare_to_cross_fit_makes_text_of_many_values_be_told_by_its_words():
    frame = people()
    frame.loc[:4, "grade"] = "odd"
    titles = {step.title: step.columns for step in wb.suggest_recipe(split_of("multiclass", frame)).steps}
    assert titles["texts"] == ("street",)
    assert "categories of many values" not in titles


@pytest.mark.parametrize("task", ["multiclass", "regression"])
def test_other_rows_take_unseen_values_and_missing_ones(task):
    split = split_of(task)
    prepared = wb.prepare_data(split)
    frame = prepared.raw_frame(split.test).head(3).copy()
    frame.loc[frame.index[0], "street"] = "nowhere"
    frame.loc[frame.index[1], "street"] = None
    assert np.isfinite(prepared.matrix(frame)).all()


# What a column alone tells.


def test_three_classes_are_told_by_values_and_by_order():
    classes = np.arange(600) % 3
    values = wb.read_data(pd.DataFrame({"a": np.array(["u", "v", "w"])[classes], "b": classes * 1.5})).table
    told = told_by(values["a"], classes, "multiclass")
    assert told.strength == pytest.approx(1.0)
    assert not told.nothing
    assert told_by(values["b"], classes, "multiclass").order.value in (0.0, 1.0)


def test_rank_correlation_is_that_of_scipy_with_limits_of_bonett_and_wright():
    rng = np.random.default_rng(0)
    x = rng.normal(size=200)
    amounts = x + rng.normal(size=200)
    column = wb.read_data(pd.DataFrame({"x": x})).table["x"]
    order = told_by(column, amounts, "regression").order
    r = stats.spearmanr(x, amounts).statistic
    half = 1.959964 * np.sqrt((1 + r**2 / 2) / 197)
    assert order.value == pytest.approx(r)
    assert (order.low, order.high) == pytest.approx(tuple(np.tanh(np.arctanh(r) + np.array([-half, half]))), abs=1e-6)


@pytest.mark.parametrize("task", ["multiclass", "regression"])
@pytest.mark.parametrize("values", [np.zeros(100), np.full(100, np.nan)])
def test_a_column_without_two_values_tells_nothing_that_is_known(task, values):
    column = wb.read_data(pd.DataFrame({"x": values, "y": range(100)})).table["x"]
    targets = np.arange(100) % 3 if task == "multiclass" else np.arange(100.0)
    told = told_by(column.cast("float64"), targets, task)
    assert np.isnan(told.strength)
    assert told.order is None or told.order.low <= told.guessing <= told.order.high


@pytest.mark.slow
@pytest.mark.parametrize("task", ["multiclass", "regression"])
def test_about_as_much_noise_stays_as_is_said(task):
    rng = np.random.default_rng(5)
    n_kept = 0
    for _ in range(300):
        targets = rng.integers(3, size=300) if task == "multiclass" else rng.normal(size=300)
        column = wb.read_data(pd.DataFrame({"x": rng.normal(size=300)})).table["x"]
        n_kept += not told_by(column, targets, task).nothing
    assert n_kept / 300 < 0.14


# Selection.


@pytest.mark.parametrize("task", ["multiclass", "regression"])
def test_columns_that_tell_nothing_are_left_out_with_their_reason(task):
    split = split_of(task)
    selected = wb.select_features(split, wb.suggest_recipe(split))
    kept = {name for step in selected.steps for name in step.columns}
    assert {"x", "street"} <= kept
    gone = {one.column: one for one in selected.left_out}
    assert {one.code for one in gone.values()} == {"WB224"}
    assert "noise" in gone or "words" in gone
    if "noise" in gone and task == "regression":
        assert "and its rank correlation with the outcome is" in gone["noise"].reason


@pytest.mark.parametrize("task", ["multiclass", "regression"])
def test_only_so_many_columns_stay(task):
    split = split_of(task)
    selected = wb.select_features(split, wb.suggest_recipe(split), most=1)
    assert [step.columns for step in selected.steps] == [("x",)]
