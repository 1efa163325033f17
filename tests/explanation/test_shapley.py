"""Shapley values against exact enumeration, closed forms and shap itself."""

from itertools import permutations

import numpy as np
import pandas as pd
import pytest
import shap
from sklearn.compose import make_column_transformer
from sklearn.decomposition import PCA
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.preprocessing import OrdinalEncoder

import workbench as wb
from workbench.data.examples import loans
from workbench.errors import AdditivityError
from workbench.explanation.shapley.attribute import attribute_rows
from workbench.explanation.shapley.attribution import Attribution, check_additivity
from workbench.explanation.shapley.sampling import permutation_values


@pytest.fixture(scope="module")
def prepared():
    example = loans(1_500, seed=2)
    data = wb.read_data(example.frame, **example.roles)
    return wb.prepare_data(wb.split_data(data, seed=2))


def rows_of(prepared, n=25):
    return prepared.raw_frame(prepared.split.test).iloc[:n]


def exact_values(score, row, background):
    """Every order of the columns, by brute force."""
    columns = list(row.columns)
    values = np.zeros(len(columns))
    orders = list(permutations(range(len(columns))))
    for order in orders:
        frame = background.copy()
        before = score(frame).mean()
        for place in order:
            frame[columns[place]] = row[columns[place]].iloc[0]
            after = score(frame).mean()
            values[place] += (after - before) / len(orders)
            before = after
    return values


def test_permutations_of_all_orders_are_exact(rng):
    background = pd.DataFrame(rng.normal(size=(12, 4)), columns=list("abcd"))
    row = pd.DataFrame(rng.normal(size=(1, 4)), columns=list("abcd"))

    def score(frame):
        return (frame["a"] * frame["b"] + np.sin(frame["c"]) - frame["d"] * frame["a"]).to_numpy()

    values, base = permutation_values(score, row, background, rng, permutations=600)
    assert base == pytest.approx(score(background).mean())
    assert values[0] == pytest.approx(exact_values(score, row, background), abs=0.05)
    assert base + values.sum() == pytest.approx(score(row)[0], abs=1e-12)


def test_antithetic_pairs_are_exact_for_pairs_of_columns(rng):
    """With interactions of two columns only, one order and its reverse average to the exact value."""
    background = pd.DataFrame(rng.normal(size=(10, 3)), columns=list("abc"))
    row = pd.DataFrame(rng.normal(size=(1, 3)), columns=list("abc"))

    def score(frame):
        return (frame["a"] * frame["b"] + 2 * frame["b"] * frame["c"]).to_numpy()

    values, _ = permutation_values(score, row, background, rng, permutations=1)
    assert values[0] == pytest.approx(exact_values(score, row, background), abs=1e-12)


def test_a_column_the_model_ignores_gets_nothing(rng):
    background = pd.DataFrame({"used": [0.0, 1.0], "ignored": [5.0, 9.0]})
    rows = pd.DataFrame({"used": [3.0], "ignored": [7.0]})
    values, _ = permutation_values(lambda frame: frame["used"].to_numpy() ** 2, rows, background, rng)
    assert values[0, 1] == 0.0


def test_trees_agree_with_shap_summed_to_the_original_columns(prepared):
    fitted = wb.fit_model(prepared, "boosted_trees")
    rows = rows_of(prepared)
    found = attribute_rows(fitted, rows, seed=0)
    matrix = prepared.matrix(rows)
    theirs = shap.TreeExplainer(fitted.pipeline.named_steps["model"]).shap_values(matrix)
    for place, column in enumerate(prepared.columns):
        derived = [at for at, source in enumerate(prepared.sources) if source == (column,)]
        assert np.allclose(found.values[:, place], theirs[:, derived].sum(axis=1), atol=1e-9)
    assert found.scale == "log-odds"


def test_logistic_regression_agrees_with_shap(prepared):
    fitted = wb.fit_model(prepared, "logistic_regression")
    rows = rows_of(prepared)
    found = attribute_rows(fitted, rows, seed=0)
    train = prepared.matrix(prepared.raw_frame(prepared.split.train))
    background = shap.maskers.Independent(train, max_samples=len(train))  # shap cuts it to 100 rows unasked
    theirs = shap.LinearExplainer(fitted.pipeline.named_steps["model"], background)
    theirs = theirs.shap_values(prepared.matrix(rows))
    assert np.allclose(found.values.sum(axis=1), theirs.sum(axis=1), atol=1e-9)
    income = prepared.columns.index("income")
    [derived] = [at for at, source in enumerate(prepared.sources) if source == ("income",)]
    assert np.allclose(found.values[:, income], theirs[:, derived], atol=1e-9)


@pytest.mark.parametrize("model", ["boosted_trees", "logistic_regression", RandomForestClassifier(10, random_state=0)])
def test_values_add_up_to_every_prediction(prepared, model):
    fitted = wb.fit_model(prepared, model)
    found = attribute_rows(fitted, rows_of(prepared, 8), seed=1)
    assert np.allclose(found.base + found.values.sum(axis=1), found.predictions, atol=1e-6)


def test_predictions_are_the_models_own(prepared):
    fitted = wb.fit_model(prepared, RandomForestClassifier(10, random_state=0))
    rows = rows_of(prepared, 5)
    found = attribute_rows(fitted, rows, seed=1)
    assert found.scale == "probability"
    assert found.predictions.tolist() == fitted.pipeline.predict_proba(rows)[:, 1].tolist()


def test_a_step_that_mixes_columns_is_explained_by_the_raw_columns(prepared):
    columns = ["income", "debt_ratio", "credit_years"]
    recipe = prepared.recipe.with_step(columns, PCA(2), reason="to try it", together=True)
    mixed = wb.prepare_data(prepared.split, recipe)
    assert mixed.mixes_columns
    fitted = wb.fit_model(mixed, "logistic_regression")
    found = attribute_rows(fitted, rows_of(mixed, 5), seed=0)
    assert set(columns) <= set(found.columns)
    assert found.scale == "probability"
    assert (found.method, found.n_background, found.n_orders) == ("permutation", 100, 16)


def test_native_categories_do_not_reach_the_engine_that_is_wrong_on_them(prepared):
    """shap's tree explainer is silently wrong for categorical codes; another way is taken, and said."""
    split = prepared.split
    recipe = wb.Recipe(()).with_step(["district"], OrdinalEncoder(), reason="codes for native categories")
    recipe = recipe.with_step(
        ["income", "debt_ratio"], make_column_transformer(("passthrough", [0])), reason="as they are"
    )
    coded = wb.prepare_data(split, recipe)
    fitted = wb.fit_model(coded, HistGradientBoostingClassifier(categorical_features=[0], max_iter=20))
    found = attribute_rows(fitted, rows_of(coded, 4), seed=0)
    assert found.method == "permutation"
    assert np.allclose(found.base + found.values.sum(axis=1), found.predictions, atol=1e-9)


def test_values_that_do_not_add_up_are_not_shown():
    wrong = Attribution(("a",), np.array([[0.25]]), 0.5, np.array([0.7]), "probability", "permutation", 1)
    with pytest.raises(AdditivityError) as error:
        check_additivity(wrong)
    assert str(error.value) == (
        "The explanation misses the model's prediction by up to 0.05 (probability), so it is not shown. "
        "Its method is 'permutation'.\n"
        "Choose another model, or report this with the versions that workbench --version prints."
    )


def test_values_that_are_not_numbers_are_not_shown():
    wrong = Attribution(("a",), np.array([[np.nan]]), 0.5, np.array([0.7]), "probability", "permutation", 1)
    with pytest.raises(AdditivityError):
        check_additivity(wrong)
