"""Two real tables, and every figure of their recipes beside that of pandas."""

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from sklearn.metrics import roc_auc_score

import workbench as wb

FOLDER = Path(os.environ.get("WORKBENCH_REAL_DATA", Path(__file__).parents[2].parent / "shared" / "data"))

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no folder {FOLDER}: set WORKBENCH_REAL_DATA"),
]


def adult():
    frame = pd.read_csv(FOLDER / "adult_train.csv", skipinitialspace=True, na_values=["?"])
    frame.columns = frame.columns.str.strip()
    return wb.read_data(frame, target="Y", favourable=">50K", protected=["sex", "race"], name="adult")


def boston():
    frame = pd.read_csv(FOLDER / "boston_hmda.csv")
    return wb.read_data(frame, target="deny", favourable="no", protected=["afam"], name="boston")


@pytest.fixture(scope="module", params=[adult, boston], ids=["adult", "boston"])
def prepared(request):
    split = wb.split_data(request.param(), seed=7)
    return wb.prepare_data(split, wb.suggest_recipe(split))


def test_every_column_has_the_step_that_its_values_ask_for(prepared):
    train = prepared.split.train.frame()
    titles = {name: step.title for step in prepared.recipe.steps for name in step.columns}
    for name in prepared.split.train.features:
        values = train[name]
        if name == "rownames":
            assert name not in titles
        elif pd.api.types.is_numeric_dtype(values):
            assert titles[name] == ("skewed numbers" if abs(stats.skew(values.dropna())) > 10 else "numbers")
        else:
            assert titles[name] == "categories"
            assert values.nunique() <= 50


def test_what_is_left_out():
    left_out = {
        make.__name__: [(one.column, one.code) for one in wb.suggest_recipe(wb.split_data(make(), seed=7)).left_out]
        for make in (adult, boston)
    }
    assert left_out == {"adult": [], "boston": [("rownames", "WB204")]}


def test_every_figure_of_every_step_is_that_of_pandas(prepared):
    train = prepared.split.train.frame()
    assert len(prepared.steps_done) == len(prepared.columns)
    for done in prepared.steps_done:
        values = train[done.columns[0]]
        n_missing = int(values.isna().sum())
        assert done.n_missing == n_missing
        if done.title == "numbers":
            assert n_missing == 0
            assert done.n_derived == 1
            assert done.learned[-1] == (
                f"mean {values.mean():.4g} and standard deviation {values.std(ddof=0):.4g} become 0 and 1"
            )
        elif done.title == "categories":
            counts = values.fillna("(missing)").value_counts()
            assert done.n_kept + done.n_joined == len(counts)
            assert done.n_derived == min(len(counts), 20)
            assert done.n_joined == (len(counts) - 19 if len(counts) > 20 else 0)


def test_derived_columns_are_those_that_pandas_makes(prepared):
    train, matrix = prepared.split.train.frame(), prepared.training_matrix()
    for name in prepared.columns:
        made = matrix[:, [source == (name,) for source in prepared.sources]]
        values = train[name]
        if pd.api.types.is_numeric_dtype(values) and abs(stats.skew(values)) <= 10:
            np.testing.assert_allclose(made[:, 0], (values - values.mean()) / values.std(ddof=0), atol=1e-9)
        elif pd.api.types.is_numeric_dtype(values):
            assert stats.spearmanr(made[:, 0], values).statistic == pytest.approx(1.0)
        else:
            named = values.fillna("(missing)")
            frequent = named.value_counts().index if named.nunique() <= 20 else named.value_counts().index[:19]
            expected = pd.get_dummies(named)[sorted(frequent)].to_numpy(dtype=float)
            np.testing.assert_array_equal(made[:, : expected.shape[1]], expected)


def test_selected_features_are_those_that_go_with_the_outcome(prepared):
    recipe = wb.select_features(prepared.split, prepared.recipe)
    train = prepared.split.train.frame()
    outcomes = prepared.split.train.outcomes()
    gone = {one.column: one for one in recipe.left_out if one.code == "WB224"}
    for name in prepared.columns:
        values = train[name]
        is_number = pd.api.types.is_numeric_dtype(values)
        bands = pd.qcut(values, 10, duplicates="drop") if is_number and values.nunique() > 20 else values
        p_value = stats.chi2_contingency(pd.crosstab(bands.astype(str), outcomes)).pvalue
        if is_number:
            p_value = min(p_value, stats.mannwhitneyu(values[outcomes == 1], values[outcomes == 0]).pvalue)
        # Where chance and more are far apart, both see the same.
        assert not (name in gone and p_value < 0.02)
        assert not (name not in gone and p_value > 0.1)
    for name, one in gone.items():
        if pd.api.types.is_numeric_dtype(train[name]):
            assert f"its order ranks {100 * roc_auc_score(outcomes, train[name]):.0f} of 100 pairs" in one.reason


def test_education_is_told_once():
    split = wb.split_data(adult(), seed=7)
    recipe = wb.select_features(split, wb.suggest_recipe(split))
    assert [(one.column, one.reason) for one in recipe.left_out if one.code == "WB225"] == [
        ("education-num", "it tells the same rows apart as column 'education'")
    ]
    train = split.train.frame()
    assert (train.groupby("education")["education-num"].nunique() == 1).all()
