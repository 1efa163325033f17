"""Explanations of fitted models in original columns: through recipes, foreign pipelines and steps that mix columns."""

import numpy as np
import pandas as pd
import pytest
import shap
from scipy.special import softmax
from sklearn.compose import make_column_transformer
from sklearn.datasets import load_diabetes, load_wine
from sklearn.decomposition import PCA
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OrdinalEncoder, StandardScaler

import workbench as wb
from workbench.data.examples import loans
from workbench.errors import AdditivityError, InputError
from workbench.explanation.shapley.attribute import attribute_outputs, attribute_rows
from workbench.explanation.shapley.attribution import Attribution, check_additivity, sum_by_source
from workbench.explanation.shapley.findings import engine_findings
from workbench.explanation.shapley.games import DerivedMixer, RawMixer
from workbench.explanation.shapley.request import Request
from workbench.explanation.shapley.sampled import mixer_of


@pytest.fixture(scope="module")
def prepared():
    example = loans(1_500, seed=2)
    data = wb.read_data(example.frame, **example.roles)
    return wb.prepare_data(wb.split_data(data, seed=2))


@pytest.fixture(scope="module")
def logistic(prepared):
    return wb.fit_model(prepared, "logistic_regression")


def rows_of(prepared, n=25):
    return prepared.raw_frame(prepared.split.test).iloc[:n]


def summed(prepared, derived):
    places = [prepared.columns.index(source[0]) for source in prepared.sources]
    return sum_by_source(derived, places, len(prepared.columns))


def test_values_of_boosted_trees_are_shaps_where_each_column_has_one_derived_column(prepared):
    """Of several, what each would get alone is no longer added up: they are one player."""
    names = [source[0] for source in prepared.sources]
    recipe = prepared.recipe
    for name in [one for one in prepared.columns if names.count(one) > 1]:
        recipe = recipe.without(name, reason="it becomes several columns")
    alone = wb.prepare_data(prepared.split, recipe)
    fitted = wb.fit_model(alone, "boosted_trees")
    rows = rows_of(alone)
    explainer = shap.TreeExplainer(fitted.pipeline.named_steps["model"], feature_perturbation="tree_path_dependent")
    theirs = explainer.shap_values(alone.matrix(rows))
    found = attribute_rows(fitted, rows)
    assert (found.scale, found.method, found.notes) == ("log-odds", "trees", ())
    assert found.values == pytest.approx(summed(alone, theirs), abs=1e-9)
    assert found.predictions == pytest.approx(fitted.pipeline.decision_function(rows))
    assert found.n_background == alone.split.train.n_rows


def test_values_of_logistic_regression_are_coefficients_times_distances(prepared, logistic):
    rows = rows_of(prepared)
    found = attribute_rows(logistic, rows)
    train = prepared.matrix(prepared.raw_frame(prepared.split.train))
    derived = (prepared.matrix(rows) - train.mean(axis=0)) * logistic.pipeline.named_steps["model"].coef_[0]
    assert found.values == pytest.approx(summed(prepared, derived), abs=1e-10)
    assert (found.method, found.n_background) == ("coefficients", prepared.split.train.n_rows)


@pytest.mark.parametrize("model", ["boosted_trees", "logistic_regression", RandomForestClassifier(5, random_state=0)])
@pytest.mark.parametrize("scale", [None, "probability"])
@pytest.mark.parametrize("has_background", [False, True])
def test_values_add_up_to_every_prediction(prepared, model, scale, has_background):
    fitted = wb.fit_model(prepared, model)
    rows = rows_of(prepared, 6)
    background = prepared.raw_frame(prepared.split.train).iloc[:20] if has_background else None
    found = attribute_rows(fitted, rows, seed=1, scale=scale, background=background)
    assert found.base + found.values.sum(axis=1) == pytest.approx(found.predictions, abs=1e-5)
    as_said = found.predictions if found.scale == "probability" else 1 / (1 + np.exp(-found.predictions))
    assert as_said == pytest.approx(fitted.pipeline.predict_proba(rows)[:, 1], abs=1e-9)
    if has_background and found.scale == "probability":
        assert found.base == pytest.approx(fitted.score(background).mean())


def test_a_step_that_mixes_columns_is_explained_by_the_original_columns(prepared):
    columns = ["income", "debt_ratio", "credit_years"]
    recipe = prepared.recipe.with_step(columns, PCA(2), reason="to try it", together=True)
    mixed = wb.prepare_data(prepared.split, recipe)
    assert mixed.mixes_columns
    fitted = wb.fit_model(mixed, "logistic_regression")
    found = attribute_rows(fitted, rows_of(mixed, 5))
    assert set(columns) <= set(found.columns)
    assert (found.scale, found.method, found.n_background) == ("probability", "enumeration", 100)
    assert found.notes == (
        "The values are not from the coefficients, because a step of the recipe makes one column of several, "
        "but from trying every set of columns.",
    )


def test_more_columns_than_can_be_enumerated_are_permuted_with_standard_errors(rng):
    frame = pd.DataFrame(rng.normal(size=(200, 14)), columns=[f"x{place}" for place in range(14)])
    frame["ok"] = (frame["x0"] * frame["x1"] + frame["x2"] > 0).astype(int)
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(wb.read_data(frame, target="ok"))), GaussianNB())
    rows = rows_of(fitted.prepared, 4)
    one, same, other = (attribute_rows(fitted, rows, seed=seed) for seed in (1, 1, 2))
    assert (one.method, one.n_background, one.n_orders) == ("permutation", 100, 3_200)
    assert np.array_equal(one.values, same.values)
    assert not np.array_equal(one.values, other.values)
    assert one.standard_errors.shape == one.values.shape
    assert 0 < one.standard_errors.max() < 0.01


def test_mixing_derived_columns_is_the_same_as_mixing_original_ones(prepared, logistic):
    request = Request(logistic, rows_of(prepared, 3).reset_index(drop=True), "probability", None, 0)
    mixer = mixer_of(request, request.drawn_background())
    assert isinstance(mixer, DerivedMixer)


def test_rows_and_background_go_through_the_recipe_together(prepared, logistic):
    request = Request(logistic, rows_of(prepared, 3).reset_index(drop=True), "probability", rows_of(prepared, 9)[5:], 0)
    transform, asked = request.opened.transform, []
    vars(request)["inside"] = request.opened._replace(transform=lambda rows: asked.append(len(rows)) or transform(rows))
    mixer = mixer_of(request, request.drawn_background())
    assert asked == [7]
    assert np.array_equal(mixer.rows, transform(request.rows))
    assert np.array_equal(mixer.background, transform(request.drawn_background()))


def test_a_step_that_looks_at_other_rows_is_seen_and_original_columns_are_mixed(prepared):
    """The step holds columns apart but centres each batch, so that a row's derived values depend on its company."""
    recipe = wb.Recipe(())
    for name in ("income", "debt_ratio"):
        centre = FunctionTransformer(lambda part: part.fillna(0) - part.fillna(0).mean())
        recipe = recipe.with_step([name], centre, reason="to try it")
    centred = wb.prepare_data(prepared.split, recipe)
    fitted = wb.fit_model(centred, "logistic_regression")
    request = Request(fitted, rows_of(centred, 3).reset_index(drop=True), "probability", None, 0)
    assert isinstance(mixer_of(request, request.drawn_background()), RawMixer)


def test_native_categories_are_explained_exactly_through_a_recipe(prepared):
    recipe = wb.Recipe(()).with_step(["district"], OrdinalEncoder(), reason="codes for native categories")
    recipe = recipe.with_step(
        ["income", "debt_ratio"], make_column_transformer(("passthrough", [0])), reason="as they are"
    )
    coded = wb.prepare_data(prepared.split, recipe)
    fitted = wb.fit_model(coded, HistGradientBoostingClassifier(categorical_features=[0], max_iter=20))
    found = attribute_rows(fitted, rows_of(coded, 4))
    assert (found.method, found.engine, found.notes) == ("trees", "workbench", ())


def test_rows_and_columns_may_come_in_any_order_and_with_more(prepared, logistic):
    rows = rows_of(prepared, 4)
    shuffled = rows[list(rows.columns)[::-1]].assign(more=1)
    shuffled.index = [9, 9, 9, 9]
    assert np.array_equal(attribute_rows(logistic, shuffled).values, attribute_rows(logistic, rows).values)


def test_what_cannot_be_explained_is_refused_in_words(prepared, logistic):
    rows = rows_of(prepared, 2)
    with pytest.raises(InputError) as error:
        attribute_rows(logistic, rows.drop(columns="income"))
    assert str(error.value) == (
        "rows has no column 'income', which the model reads.\n"
        "Give the original columns, such as fitted.prepared.raw_frame(fitted.prepared.split.test)."
    )
    with pytest.raises(InputError) as error:
        attribute_rows(logistic, rows, background=rows.iloc[:0])
    assert str(error.value) == "background has no rows.\nGive at least one."
    with pytest.raises(InputError, match="scale"):
        attribute_rows(logistic, rows, scale="amount")
    with pytest.raises(InputError, match="output"):
        attribute_rows(logistic, rows, output="yes")


def test_there_is_one_attribution_of_two_outcomes(prepared, logistic):
    [found] = attribute_outputs(logistic, rows_of(prepared, 2))
    assert found.output == ""


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


@pytest.mark.parametrize("unit", [1e-9, 1.0, 1e9])
def test_what_may_be_missed_goes_with_the_unit(unit):
    values, base = np.array([[2.0, -1.0], [0.5, 0.0]]) * unit, 10 * unit
    predictions = base + values.sum(axis=1)
    check_additivity(Attribution(("a", "b"), values, base, predictions + 1e-5 * unit, "amount", "trees", 1))
    with pytest.raises(AdditivityError):
        check_additivity(Attribution(("a", "b"), values, base, predictions + 1e-4 * unit, "amount", "trees", 1))


def test_a_model_that_somebody_else_trained_is_explained(prepared):
    from workbench.modeling.given import fitted_from

    frame = prepared.split.train.frame(["income", "debt_ratio"]).fillna(0)
    model = LogisticRegression(max_iter=5_000).fit(frame.to_numpy() / [10_000, 1], prepared.split.train.outcomes())

    class Foreign:
        classes_ = (0, 1)

        def predict_proba(self, rows):
            return model.predict_proba(rows[["income", "debt_ratio"]].fillna(0).to_numpy() / [10_000, 1])

    fitted = fitted_from(Foreign(), prepared.split, ["income", "debt_ratio"], title="theirs", threshold=0.5)
    found = attribute_rows(fitted, rows_of(prepared, 5))
    assert (found.scale, found.method, found.columns) == ("probability", "enumeration", ("income", "debt_ratio"))


def test_an_engine_that_did_not_serve_is_a_note_of_the_explanation(prepared):
    fitted = wb.fit_model(prepared, "logistic_regression")
    assert "WB404" not in {one.code for one in wb.explain_model(fitted, n_rows=5).findings}
    [found] = [one for one in wb.explain_model(fitted, n_rows=5, scale="probability").findings if one.code == "WB404"]
    assert found.severity == "note"
    assert found.title == "What moved the predictions was computed by trying every set of columns"
    assert found.why == (
        "A way that would have been quicker did not serve. "
        "The values are not from the coefficients, because they add up to log-odds, which is not the scale that is "
        "asked for, but from trying every set of columns."
    )


@pytest.mark.parametrize(("error", "codes"), [(0.09, []), (0.11, ["WB405"])])
def test_sampled_values_with_a_large_error_are_a_caution(error, codes):
    values = np.array([[1.0, 0.2], [-1.0, 0.0]])
    one = Attribution(
        ("a", "b"),
        values,
        0.5,
        0.5 + values.sum(axis=1),
        "amount",
        "permutation",
        100,
        standard_errors=np.full((2, 2), error),
    )
    found = engine_findings([one])
    assert [finding.code for finding in found] == codes
    assert [finding.value for finding in found] == [pytest.approx(error)] * len(codes)


def numeric_split(task):
    bundled = load_wine(as_frame=True).frame if task == "multiclass" else load_diabetes(as_frame=True).frame
    frame = bundled.iloc[:, [0, 1, 2, 3, 4, 5, -1]]
    if task == "multiclass":
        frame = frame.assign(target=frame["target"].map({0: "barolo", 1: "grignolino", 2: "barbera"}))
    return wb.split_data(wb.read_data(frame, target="target", task=task))


@pytest.mark.parametrize(
    ("task", "model", "how"),
    [
        ("multiclass", "boosted_trees", ("log-odds", "trees")),
        ("multiclass", "logistic_regression", ("log-odds", "coefficients")),
        ("regression", "boosted_trees", ("amount", "trees")),
        ("regression", "ridge", ("amount", "coefficients")),
    ],
)
def test_classes_and_amounts_are_explained_one_output_after_the_other(task, model, how):
    prepared = wb.prepare_data(numeric_split(task))
    fitted = wb.fit_model(prepared, model)
    rows = rows_of(prepared, 5)
    found = attribute_outputs(fitted, rows)
    assert {(one.scale, one.method) for one in found} == {how}
    assert [one.output for one in found] == (list(fitted.classes) if task == "multiclass" else [""])
    summed_up = np.array([one.base + one.values.sum(axis=1) for one in found]).T
    if task == "multiclass":
        assert softmax(summed_up, axis=1) == pytest.approx(fitted.score(rows), abs=1e-4)
        one = attribute_rows(fitted, rows, output=fitted.classes[1])
        assert np.array_equal(one.values, found[1].values)
    else:
        assert summed_up[:, 0] == pytest.approx(fitted.score(rows), rel=1e-4)


@pytest.mark.parametrize(("names", "method"), [(["a", "b"], "coefficients"), (["b", "a"], "enumeration")])
def test_a_foreign_pipeline_of_numbers_is_taken_apart_where_its_outcomes_are_in_order(rng, names, method):
    """The favourable outcome is the model's second class, or its first: then its log-odds are not those explained."""
    matrix = pd.DataFrame(rng.normal(size=(200, 3)), columns=["x", "y", "z"])
    frame = matrix.assign(ok=np.where(matrix["x"] + rng.normal(size=200) > 0, names[1], names[0]))
    split = wb.split_data(wb.read_data(frame, target="ok", favourable=names[1]))
    train = split.train.frame(["x", "y", "z", "ok"])
    model = make_pipeline(StandardScaler(), LogisticRegression()).fit(train[["x", "y", "z"]], train["ok"])
    fitted = wb.Fitted.from_estimator(model, split)
    rows = split.test.frame(["x", "y", "z"]).iloc[:4]
    found = attribute_rows(fitted, rows)
    assert found.method == method
    score = found.predictions if method == "enumeration" else 1 / (1 + np.exp(-found.predictions))
    assert score == pytest.approx(fitted.score(rows), abs=1e-9)
