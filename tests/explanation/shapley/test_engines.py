"""Every engine and task against brute force, and the trap of an engine that is silently wrong."""

import importlib.util
import sys
from functools import partial
from itertools import combinations
from math import comb
from pathlib import Path

import lightgbm
import numpy as np
import pandas as pd
import pytest
import shap
import xgboost
from scipy.special import softmax
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import (
    ExtraTreesClassifier,
    GradientBoostingClassifier,
    GradientBoostingRegressor,
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.frozen import FrozenEstimator
from sklearn.linear_model import LinearRegression, LogisticRegression, PoissonRegressor, Ridge, SGDClassifier
from sklearn.neural_network import MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

import workbench as wb
from workbench.errors import AdditivityError, InputError
from workbench.explanation.interventional import exact_values
from workbench.explanation.shapley import request as requests
from workbench.explanation.shapley import trees
from workbench.explanation.shapley.engines import ENGINES, ask
from workbench.explanation.shapley.linear import Coefficients
from workbench.explanation.shapley.links import added_up
from workbench.explanation.shapley.request import UnreadableError
from workbench.explanation.shapley.sampled import Enumeration, Permutation
from workbench.explanation.shapley.trees import Paths, ShapTrees, Tables, Woodelf

_spec = importlib.util.spec_from_file_location("shapley_stand_in", Path(__file__).with_name("conftest.py"))
_module = importlib.util.module_from_spec(_spec)
sys.modules["shapley_stand_in"] = _module
_spec.loader.exec_module(_module)
stand_in, request_for = _module.stand_in, _module.request_for

FEW = {"n_estimators": 8, "random_state": 0}
BOOST = {**FEW, "n_jobs": 1}
LIGHT = {"n_estimators": 8, "verbose": -1, "n_jobs": 1, "min_child_samples": 5}

TREES = [
    ("binary", HistGradientBoostingClassifier(max_iter=8, min_samples_leaf=5)),
    ("multiclass", HistGradientBoostingClassifier(max_iter=8, min_samples_leaf=5)),
    ("regression", HistGradientBoostingRegressor(max_iter=8, min_samples_leaf=5)),
    ("binary", RandomForestClassifier(**FEW, max_depth=5)),
    ("multiclass", RandomForestClassifier(**FEW, max_depth=5)),
    ("regression", RandomForestRegressor(**FEW, max_depth=5)),
    ("multiclass", ExtraTreesClassifier(**FEW, max_depth=5)),
    ("binary", DecisionTreeClassifier(max_depth=5, random_state=0)),
    ("regression", DecisionTreeRegressor(max_depth=5, random_state=0)),
    ("binary", GradientBoostingClassifier(**FEW)),
    ("multiclass", GradientBoostingClassifier(**FEW)),
    ("regression", GradientBoostingRegressor(**FEW)),
    ("binary", lightgbm.LGBMClassifier(**LIGHT)),
    ("multiclass", lightgbm.LGBMClassifier(**LIGHT)),
    ("regression", lightgbm.LGBMRegressor(**LIGHT)),
    ("binary", xgboost.XGBClassifier(**BOOST)),
    ("multiclass", xgboost.XGBClassifier(**BOOST)),
    ("regression", xgboost.XGBRegressor(**BOOST)),
    ("binary", xgboost.XGBRFClassifier(**BOOST)),
    ("multiclass", xgboost.XGBRFClassifier(**BOOST)),
    ("regression", xgboost.XGBRFRegressor(**BOOST)),
]
LINEAR = [
    ("binary", LogisticRegression()),
    ("multiclass", LogisticRegression()),
    ("binary", SGDClassifier(loss="log_loss", random_state=0)),
    ("regression", Ridge()),
    ("regression", LinearRegression()),
]


def named(one):
    return f"{type(one).__name__}" if not isinstance(one, str) else one


def frame_for(model, numbers):
    """The numbers with missing ones, where the model can take them."""
    no_missing = (GradientBoostingClassifier, GradientBoostingRegressor, LogisticRegression, SGDClassifier, Ridge)
    return numbers.whole if isinstance(model, (*no_missing, LinearRegression)) else numbers.missing


def by_definition(worth, n_columns):
    """Shapley's formula over every set, written down as he did. ``worth`` takes a set, returns an array."""
    worths = {
        frozenset(one): worth(frozenset(one))
        for size in range(n_columns + 1)
        for one in combinations(range(n_columns), size)
    }
    values = []
    for column in range(n_columns):
        total = 0.0
        for one, value in worths.items():
            if column not in one:
                weight = 1 / (n_columns * comb(n_columns - 1, len(one)))
                total = total + weight * (worths[one | {column}] - value)
        values.append(total)
    return np.array(values)


def interventional(predict, row, background):
    """Values of one row by definition: columns of a set are the row's, the others the background's."""

    def worth(chosen):
        mixed = background.copy()
        mixed[:, sorted(chosen)] = row[sorted(chosen)]
        return predict(mixed).mean(axis=0)

    return by_definition(worth, len(row))


@pytest.mark.parametrize("engine", [Tables(), Paths(), Woodelf()], ids=named)
@pytest.mark.parametrize("kind", ["whole", "missing"])
@pytest.mark.parametrize(("task", "model"), TREES, ids=named)
def test_trees_against_a_background_have_the_values_of_the_definition(numbers, task, model, kind, engine):
    frame = numbers.whole if kind == "whole" else frame_for(model, numbers)
    fitted = stand_in(model, frame, getattr(numbers, task), task)
    rows, background = frame.iloc[:3], frame.iloc[100:120]
    request = request_for(fitted, rows, background=background)
    found = ask(request, [engine])
    assert {one.method for one in found} == {"trees"}
    assert [one.n_background for one in found] == [20] * len(found)

    def predict(matrix):
        return added_up(model, matrix, request)

    for place in range(3):
        expected = interventional(predict, rows.to_numpy()[place], background.to_numpy())
        values = np.array([one.values[place] for one in found]).T
        assert values == pytest.approx(expected, abs=2e-5 * max(1, np.abs(expected).max()))


def leaves_below(tree, node, row, known, output):
    """Lundberg's EXPVALUE: what a tree says where only some columns are known."""
    left, right = tree.children_left[node], tree.children_right[node]
    if left == -1:
        value = tree.value[node].ravel()
        return value[output] / (value.sum() if len(value) > 1 else 1)
    feature = tree.feature[node]
    if feature in known:
        value = np.float32(row[feature])
        goes_left = tree.missing_go_to_left[node] if np.isnan(value) else value <= tree.threshold[node]
        return leaves_below(tree, left if goes_left else right, row, known, output)
    share = tree.weighted_n_node_samples[left] / tree.weighted_n_node_samples[node]
    return share * leaves_below(tree, left, row, known, output) + (1 - share) * leaves_below(
        tree, right, row, known, output
    )


def mean_leaf(trees, row, output, known):
    return np.mean([leaves_below(tree, 0, row, known, output) for tree in trees])


@pytest.mark.parametrize("engine", [Tables(), Paths(), Woodelf(), ShapTrees()], ids=named)
@pytest.mark.parametrize(
    ("task", "model"), [one for one in TREES if "Forest" in named(one[1]) or "DecisionTree" in named(one[1])], ids=named
)
def test_path_dependent_values_of_every_class_are_those_of_the_definition(numbers, task, model, engine):
    """An engine that gives class 0's values for another class is seen here."""
    fitted = stand_in(model, numbers.missing, getattr(numbers, task), task)
    found = ask(request_for(fitted, numbers.missing.iloc[:2]), [engine])
    trees = [one.tree_ for one in getattr(model, "estimators_", [model])]
    for place, one in enumerate(found):
        output = 1 if task == "binary" else place
        for at, row in enumerate(numbers.missing.to_numpy()[:2]):
            expected = by_definition(partial(mean_leaf, trees, row, output), 5)
            assert one.values[at] == pytest.approx(expected, abs=1e-5 * max(1, np.abs(expected).max()))


@pytest.mark.parametrize("engine", [Tables(), Paths(), Woodelf()], ids=named)
@pytest.mark.parametrize(("task", "model"), TREES, ids=named)
def test_the_tree_engines_agree(numbers, task, model, engine):
    frame = frame_for(model, numbers)
    fitted = stand_in(model, frame, getattr(numbers, task), task)
    request = request_for(fitted, frame.iloc[:20])
    if task == "multiclass" and isinstance(model, GradientBoostingClassifier):
        assert ShapTrees().serves(request) == "it does not read these trees of several classes"
        return
    theirs, ours = ask(request, [ShapTrees()]), ask(request, [engine])
    assert [one.output for one in ours] == [one.output for one in theirs]
    for one, two in zip(ours, theirs, strict=True):
        assert one.engine == engine.name
        assert two.engine == "shap"
        assert one.values == pytest.approx(two.values, abs=1e-5 * np.abs(two.values).max())
        assert one.base == pytest.approx(two.base, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize(("task", "model"), LINEAR, ids=named)
def test_linear_models_have_the_values_of_the_definition_and_of_shap(numbers, task, model):
    fitted = stand_in(model, numbers.whole, getattr(numbers, task), task)
    rows, background = numbers.whole.iloc[:3], numbers.whole.iloc[50:90]
    request = request_for(fitted, rows, background=background)
    found = ask(request, [Coefficients()])
    values = np.stack([one.values for one in found], axis=2)
    for place in range(3):
        expected = interventional(
            lambda matrix: added_up(model, matrix, request), rows.to_numpy()[place], background.to_numpy()
        )
        assert values[place] == pytest.approx(expected, abs=1e-9)
    masker = shap.maskers.Independent(background.to_numpy(), max_samples=1_000)
    theirs = np.asarray(shap.LinearExplainer(model, masker).shap_values(rows.to_numpy()))
    assert values == pytest.approx(theirs.reshape(values.shape), abs=1e-9)
    if task == "multiclass":
        summed = np.array([one.predictions for one in found]).T
        assert softmax(summed, axis=1) == pytest.approx(fitted.score(rows), abs=1e-12)


@pytest.mark.parametrize("engine", [Enumeration(), Permutation()], ids=named)
@pytest.mark.parametrize(
    ("task", "model"),
    [
        ("binary", make_pipeline(StandardScaler(), SVC(probability=True, random_state=0))),
        ("multiclass", HistGradientBoostingClassifier(max_iter=8)),
        ("regression", MLPRegressor(hidden_layer_sizes=(20,), max_iter=200, random_state=0)),
    ],
    ids=named,
)
@pytest.mark.filterwarnings("ignore")
def test_any_model_is_explained_by_asking_it(numbers, task, model, engine):
    fitted = stand_in(model, numbers.whole, getattr(numbers, task), task)
    rows, background = numbers.whole.iloc[:2], numbers.whole.iloc[50:80]
    scale = "amount" if task == "regression" else "probability"
    found = ask(request_for(fitted, rows, scale=scale, background=background), [engine])
    values = np.stack([one.values for one in found], axis=2)

    def predict(matrix):
        return np.reshape(fitted.score(pd.DataFrame(matrix, columns=rows.columns)), (len(matrix), -1))

    for place in range(2):
        expected = interventional(predict, rows.to_numpy()[place], background.to_numpy())
        if isinstance(engine, Enumeration):
            assert found[0].standard_errors is None
            assert values[place] == pytest.approx(expected, abs=1e-9)
        else:
            errors = np.stack([one.standard_errors[place] for one in found], axis=1)
            assert (np.abs(values[place] - expected) <= 4.5 * errors + 1e-9).all()
            assert 0 < errors.max() < 0.05 * np.abs(expected).max()
    assert found[0].scale == scale


def with_categories(seed=3):
    rng = np.random.default_rng(seed)
    codes, number = rng.integers(0, 8, 600).astype(float), rng.normal(size=600)
    codes[:20] = np.nan
    effect = np.array([3, -2, 1, -3, 2, -1, 0, -2.5])[np.nan_to_num(codes).astype(int)]
    target = (effect + number + 0.5 * rng.normal(size=600) > 0).astype(int)
    frame = pd.DataFrame({"number": number, "code": codes})
    model = HistGradientBoostingClassifier(max_iter=20, categorical_features=[1])
    return stand_in(model, frame, target, "binary"), frame, model


def test_an_engine_that_is_silently_wrong_on_categories_is_found_out_and_the_next_one_asked():
    fitted, frame, model = with_categories()
    request = request_for(fitted, frame.iloc[:30])
    wrong = shap.TreeExplainer(model).shap_values(frame.to_numpy()[:30], check_additivity=False)
    assert np.corrcoef(wrong.sum(axis=1), model.decision_function(frame.to_numpy()[:30]))[0, 1] < 0.9

    class Trusting(ShapTrees):
        def refuses(self, *_):
            return ""

    with pytest.raises(AdditivityError):
        ask(request, [Trusting()])
    [found] = ask(request, [Trusting(), Enumeration()])
    assert found.method == "enumeration"
    assert len(found.notes) == 1
    assert found.notes[0].startswith("The values are not from shap, because these missed the prediction by up to ")
    assert found.notes[0].endswith(" (log-odds), but from trying every set of columns.")


def test_categories_of_boosted_trees_are_explained_exactly():
    fitted, frame, model = with_categories()
    rows, background = frame.iloc[[0, 30, 31]], frame.iloc[100:130]
    request = request_for(fitted, rows, background=background)
    [found] = ask(request)
    assert (found.engine, found.notes) == ("workbench", ())
    for place in range(3):
        expected = interventional(
            lambda matrix: added_up(model, matrix, request), rows.to_numpy()[place], background.to_numpy()
        )
        assert found.values[place] == pytest.approx(expected.ravel(), abs=1e-5)
    [alone] = ask(request_for(fitted, frame.iloc[:30]))
    assert (alone.engine, alone.notes) == ("workbench", ())


class Broken:
    name, way, kind = "broken", "guesses", "magic"

    def __init__(self, answer):
        self.answer = answer

    def serves(self, _):
        return ""

    def attribute(self, request):
        if isinstance(self.answer, Exception):
            raise self.answer
        return Coefficients().attribute(request)._replace(**self.answer)


@pytest.mark.parametrize(
    ("answer", "note"),
    [
        ({"base": np.array([5.0])}, "these missed the prediction by up to 5.09 (log-odds)"),
        ({"values": np.full((4, 5, 1), np.nan)}, "these missed the prediction by up to nan (log-odds)"),
        (UnreadableError("they are a riddle"), "they are a riddle"),
    ],
)
def test_an_engine_that_fails_is_followed_by_the_next_and_named(numbers, answer, note):
    fitted = stand_in(LogisticRegression(), numbers.whole, numbers.binary, "binary")
    request = request_for(fitted, numbers.whole.iloc[:4])
    [found] = ask(request, [Broken(answer), *ENGINES])
    assert found.method == "coefficients"
    assert found.notes == (f"The values are not from guesses, because {note}, but from the coefficients.",)
    [found] = ask(request, [Broken(answer), Broken(answer), *ENGINES])
    assert found.notes == (f"The values are not from magic, because {note}, but from the coefficients.",)


def test_where_no_engine_is_left_nothing_is_shown(numbers):
    fitted = stand_in(LogisticRegression(), numbers.whole, numbers.binary, "binary")
    request = request_for(fitted, numbers.whole.iloc[:4])
    with pytest.raises(AdditivityError, match="so it is not shown"):
        ask(request, [Broken({"base": np.array([5.0])})])
    with pytest.raises(AdditivityError) as error:
        ask(request, [Woodelf()])
    assert str(error.value) == (
        "No way to compute Shapley values serves this model on this scale.\nChoose another scale, or another model."
    )


def test_amounts_behind_a_logarithm_are_not_explained_by_their_logarithms(numbers):
    for model in (PoissonRegressor(), HistGradientBoostingRegressor(loss="poisson", max_iter=8)):
        fitted = stand_in(model, numbers.whole, numbers.regression, "regression")
        [found] = ask(request_for(fitted, numbers.whole.iloc[:4]))
        assert found.method == "enumeration"
        assert found.notes


def test_a_probability_that_is_not_made_of_what_is_added_up_is_not_explained_by_it(numbers):
    """Of several classes, SGDClassifier normalises one-against-rest probabilities: no softmax of its sums."""
    model = SGDClassifier(loss="log_loss", random_state=0)
    fitted = stand_in(model, numbers.whole, numbers.multiclass, "multiclass")
    found = ask(request_for(fitted, numbers.whole.iloc[:4]))
    assert {one.method for one in found} == {"enumeration"}
    assert found[0].notes == (
        "The values are not from the coefficients, because the model's predictions are not made of log-odds that it "
        "adds up, but from trying every set of columns.",
    )


def test_a_scale_that_trees_do_not_add_up_on_is_said_and_sampled(numbers):
    fitted = stand_in(HistGradientBoostingClassifier(max_iter=8), numbers.missing, numbers.binary, "binary")
    [found] = ask(request_for(fitted, numbers.missing.iloc[:4], scale="probability"))
    assert (found.scale, found.method) == ("probability", "enumeration")
    assert found.notes == (
        "The values are not from the trees, because they add up to log-odds, which is not the scale that is asked for, "
        "but from trying every set of columns.",
    )


@pytest.mark.parametrize(("task", "kind"), [("binary", RandomForestClassifier), ("regression", RandomForestRegressor)])
def test_a_constant_column_gets_nothing_and_one_background_row_is_enough(numbers, task, kind):
    frame = numbers.whole.assign(c=1.0)
    fitted = stand_in(kind(5, random_state=0), frame, getattr(numbers, task), task)
    for background in (None, frame.iloc[:1]):
        for engines in ([Woodelf()], [Enumeration()], [Permutation()], *[[ShapTrees()]] * (background is None)):
            [found] = ask(request_for(fitted, frame.iloc[5:8], background=background), engines)
            assert found.values[:, 2].tolist() == [0, 0, 0]
    [found] = ask(request_for(fitted, frame.iloc[5:8], background=frame.iloc[:1]))
    assert found.base == pytest.approx(fitted.score(frame.iloc[:1])[0])


def test_trees_that_never_split_explain_nothing_with_the_mean(numbers):
    for model in (HistGradientBoostingRegressor(max_iter=2, min_samples_leaf=290), DecisionTreeRegressor(max_depth=1)):
        target = np.full(300, 3.0)
        fitted = stand_in(model, numbers.whole, target, "regression")
        [found] = ask(request_for(fitted, numbers.whole.iloc[:2]))
        assert found.values.tolist() == np.zeros((2, 5)).tolist()
        assert found.base == pytest.approx(3)


class Odd:
    """A classifier that predicts what is no number where a column is large."""

    n_features_in_, classes_ = 5, (0, 1)

    def fit(self, *_):
        return self

    def predict_proba(self, matrix):
        first = np.where(np.asarray(matrix)[:, 0] > 1.5, np.nan, 0.25)
        return np.stack([1 - first, first], axis=1)


def test_a_model_that_predicts_no_number_is_named(numbers):
    fitted = stand_in(Odd(), numbers.whole, numbers.binary, "binary")
    quiet_rows = numbers.whole[numbers.whole["a"] < 1].iloc[:3]
    with pytest.raises(InputError) as error:
        ask(request_for(fitted, quiet_rows))
    assert str(error.value) == (
        "The model predicts infinite or missing numbers for some of the rows that explain it.\n"
        "Look at its training, or explain another model."
    )


def test_infinite_log_odds_are_refused_in_words(numbers):
    fitted = stand_in(RandomForestClassifier(3, random_state=0), numbers.whole, numbers.binary, "binary")
    with pytest.raises(InputError) as error:
        ask(request_for(fitted, numbers.whole.iloc[:20], scale="log-odds"))
    assert str(error.value) == (
        "The model predicts a probability of 0 or 1, of which the log-odds are infinite.\n"
        "Explain it on the scale of probabilities: scale='probability'."
    )


def test_engines_say_nothing_on_the_screen(numbers, capfd):
    model = lightgbm.LGBMClassifier(n_estimators=3, n_jobs=1)
    fitted = stand_in(model, numbers.whole, numbers.binary, "binary")
    capfd.readouterr()
    for engine in (Woodelf(), Paths(), ShapTrees(), Permutation()):
        ask(request_for(fitted, numbers.whole.iloc[:5]), [engine])
    assert capfd.readouterr() == ("", "")


def test_shap_is_not_asked_about_trees_against_a_background(numbers):
    """Its values add up there, and are wrong for some scikit-learn trees all the same."""
    fitted = stand_in(DecisionTreeClassifier(max_depth=5, random_state=0), numbers.whole, numbers.binary, "binary")
    request = request_for(fitted, numbers.whole.iloc[:3], background=numbers.whole.iloc[100:120])
    assert (
        ShapTrees().serves(request) == "against a background it is wrong for some trees, even where its values add up"
    )
    [found] = ask(request)
    assert (found.engine, found.notes) == ("workbench", ())


def test_shallow_trees_are_explained_by_tables_as_by_shap(numbers):
    fitted = stand_in(HistGradientBoostingRegressor(max_iter=4), numbers.whole, numbers.regression, "regression")
    [few] = ask(request_for(fitted, numbers.whole.iloc[:10]))
    [many] = ask(request_for(fitted, pd.concat([numbers.whole] * 4)))
    assert (few.engine, many.engine) == ("workbench", "workbench")
    assert many.values[:10] == pytest.approx(few.values, abs=1e-12)
    [by_shap] = ask(request_for(fitted, numbers.whole.iloc[:10]), [ShapTrees()])
    assert by_shap.values == pytest.approx(few.values, abs=1e-4)


@pytest.mark.parametrize("engine", [Tables(), Paths(), Woodelf()], ids=named)
def test_columns_of_one_source_are_one_player(numbers, engine):
    """Not what each derived column would get alone, added up: by definition, over the original columns."""
    frame = pd.DataFrame({"place": np.array(list("abcd"))[np.arange(240) % 4], "x": numbers.whole.iloc[:240, 0]})
    frame["y"] = np.where(frame["place"].isin(["a", "c"]), frame["x"], -frame["x"]) + (frame["place"] == "b")
    data = wb.read_data(frame, target="y", task="regression")
    prepared = wb.prepare_data(wb.split_data(data))
    fitted = wb.fit_model(prepared, HistGradientBoostingRegressor(max_iter=30, min_samples_leaf=5, random_state=0))
    background = prepared.raw_frame(prepared.split.train)
    row = prepared.raw_frame(prepared.split.test).iloc[[0]].reset_index(drop=True)
    [found] = ask(request_for(fitted, row, background=background), [engine])
    expected, base = exact_values(fitted.score, row, background)
    assert (found.engine, found.method, found.notes) == (engine.name, "trees", ())
    assert found.values == pytest.approx(expected, abs=1e-9)
    assert found.base == pytest.approx(base, abs=1e-9)


def test_only_shap_adds_up_what_columns_of_one_source_get_alone(numbers):
    """By definition, against a background; and by the training rows that passed each branch."""
    frame = pd.DataFrame({"place": np.array(list("abcd"))[np.arange(240) % 4], "x": numbers.whole.iloc[:240, 0]})
    frame["y"] = np.where(frame["place"].isin(["a", "c"]), frame["x"], -frame["x"]) + (frame["place"] == "b")
    data = wb.read_data(frame, target="y", task="regression")
    prepared = wb.prepare_data(wb.split_data(data))
    background = prepared.raw_frame(prepared.split.train).iloc[:40]
    rows = prepared.raw_frame(prepared.split.test).iloc[:3].reset_index(drop=True)
    trees = wb.fit_model(prepared, HistGradientBoostingRegressor(max_iter=30, min_samples_leaf=5, random_state=0))
    for model, engine in (
        (trees, Tables()),
        (trees, Paths()),
        (trees, Woodelf()),
        (trees, Enumeration()),
        (wb.fit_model(prepared, Ridge()), Coefficients()),
    ):
        [found] = ask(request_for(model, rows, background=background), [engine])
        for place in range(3):
            expected, _ = exact_values(model.score, rows.iloc[[place]].reset_index(drop=True), background)
            assert found.values[place] == pytest.approx(expected.ravel(), abs=1e-5), engine.way
    [by_shap], [joined] = (ask(request_for(trees, rows), [engine]) for engine in (ShapTrees(), Tables()))
    for engine in (Paths(), Woodelf()):
        assert ask(request_for(trees, rows), [engine])[0].values == pytest.approx(joined.values, abs=1e-5)
    assert np.abs(by_shap.values - joined.values).max() > 1e-3


def test_an_engine_that_adds_up_what_parts_of_a_column_get_alone_says_so(numbers):
    frame = pd.DataFrame({"place": np.array(list("abcd"))[np.arange(240) % 4], "x": numbers.whole.iloc[:240, 0]})
    frame["y"] = np.where(frame["place"].isin(["a", "c"]), frame["x"], -frame["x"])
    prepared = wb.prepare_data(wb.split_data(wb.read_data(frame, target="y", task="regression")))
    fitted = wb.fit_model(prepared, RandomForestRegressor(5, random_state=0))
    rows = prepared.raw_frame(prepared.split.test).iloc[:5]
    alone, joined = (ask(request_for(fitted, rows), [one])[0] for one in (ShapTrees(), Paths()))
    assert alone.notes == (
        "What each of the columns made from one original column gets alone is added up: they are not one player here.",
    )
    assert joined.notes == ()
    assert np.abs(alone.values - joined.values).max() > 1e-3 * np.abs(joined.values).max()
    fitted = wb.fit_model(
        wb.prepare_data(prepared.split, prepared.recipe.without("place", reason="it becomes several columns")),
        RandomForestRegressor(5, random_state=0),
    )
    assert ask(request_for(fitted, rows[["x"]]), [ShapTrees()])[0].notes == ()


def test_forests_too_large_for_tables_are_walked_through_and_woodelf_takes_many_pairs(numbers, monkeypatch):
    fitted = stand_in(RandomForestRegressor(5, random_state=0), numbers.whole, numbers.regression, "regression")
    path_dependent = request_for(fitted, numbers.whole.iloc[:20])
    against = request_for(fitted, numbers.whole.iloc[:20], background=numbers.whole.iloc[100:130])
    [shallow], [by_tables] = ask(path_dependent), ask(against)
    monkeypatch.setattr(trees, "_MOST_LEAVES", 100)
    assert Tables().serves(path_dependent) is None
    walked = []
    walk = trees.path_values
    monkeypatch.setattr(trees, "path_values", lambda *a, **k: walked.append(len(a[1])) or walk(*a, **k))
    [deep], [by_walks] = ask(path_dependent), ask(against)
    assert walked == [20, 20]
    assert (deep.engine, deep.notes, by_walks.engine, by_walks.notes) == ("workbench", (), "workbench", ())
    assert deep.values == pytest.approx(shallow.values, abs=1e-9)
    assert by_walks.values == pytest.approx(by_tables.values, abs=1e-9)
    monkeypatch.setattr(trees, "_PAIRS_A_LEAF", 1)
    [by_woodelf] = ask(against)
    assert (by_woodelf.engine, by_woodelf.notes) == ("woodelf", ())
    assert by_woodelf.values == pytest.approx(by_tables.values, abs=1e-5 * np.abs(by_tables.values).max())
    boosted = stand_in(HistGradientBoostingRegressor(max_iter=4), numbers.whole, numbers.regression, "regression")
    monkeypatch.setattr(trees, "table_values", trees.path_values)
    assert ask(request_for(boosted, against.rows, background=against.background), ENGINES[2:])[0].engine == "woodelf"


@pytest.mark.parametrize(
    "model",
    [
        HistGradientBoostingClassifier(max_iter=8, min_samples_leaf=5),
        RandomForestClassifier(**FEW, max_depth=5),
        LogisticRegression(),
    ],
    ids=named,
)
@pytest.mark.parametrize("has_background", [False, True])
def test_a_model_calibrated_by_one_sigmoid_is_explained_exactly_on_log_odds(numbers, model, has_background):
    whole = numbers.whole.to_numpy()
    frozen = FrozenEstimator(model.fit(whole[:200], numbers.binary[:200]))
    fitted = stand_in(CalibratedClassifierCV(frozen, ensemble=False), numbers.whole, numbers.binary, "binary")
    rows, background = numbers.whole.iloc[:3], numbers.whole.iloc[100:120]
    [found] = ask(request_for(fitted, rows, background=background if has_background else None))
    assert (found.scale, found.notes) == ("log-odds", ())
    assert found.method == ("coefficients" if isinstance(model, LogisticRegression) else "trees")
    probability = fitted.score(rows)
    assert found.base + found.values.sum(axis=1) == pytest.approx(np.log(probability / (1 - probability)), abs=1e-9)
    if has_background:
        for place in range(3):
            expected, _ = exact_values(
                lambda frame: np.log(fitted.score(frame) / (1 - fitted.score(frame))),
                rows.iloc[[place]].reset_index(drop=True),
                background,
            )
            assert found.values[place] == pytest.approx(expected.ravel(), abs=1e-9)
    [asked] = ask(request_for(fitted, rows, scale="probability", background=background))
    assert (asked.scale, asked.method) == ("probability", "enumeration")
    assert asked.notes == (
        "The values are not from the sums of the model that is calibrated, because they add up to log-odds, which is "
        "not the scale that is asked for, but from trying every set of columns.",
    )


@pytest.mark.parametrize(
    ("model", "how"),
    [
        (HistGradientBoostingClassifier(max_iter=8), {"ensemble": True, "cv": 3}),
        (HistGradientBoostingClassifier(max_iter=8), {"ensemble": False, "method": "isotonic", "cv": 3}),
        (xgboost.XGBClassifier(**BOOST), {"ensemble": False, "cv": 3}),  # calibrated by its probabilities
        (SVC(), {"ensemble": False, "cv": 3}),
    ],
)
def test_other_calibrated_models_are_asked(numbers, model, how):
    fitted = stand_in(CalibratedClassifierCV(model, **how), numbers.whole, numbers.binary, "binary")
    [found] = ask(request_for(fitted, numbers.whole.iloc[:2]))
    assert (found.scale, found.method) == ("probability", "enumeration")
    refused = (
        "The values are not from the sums of the model that is calibrated, because the model's predictions are not "
        "made of them, but from trying every set of columns.",
    )
    assert found.notes == (refused if isinstance(model, xgboost.XGBClassifier) else ())


@pytest.mark.parametrize("has_background", [False, True])
@pytest.mark.parametrize(
    ("task", "model"),
    [
        ("regression", HistGradientBoostingRegressor(max_iter=4)),
        ("multiclass", RandomForestClassifier(2, max_depth=3, random_state=0)),
        ("multiclass", LogisticRegression()),
    ],
    ids=named,
)
def test_wide_rows_are_explained_a_few_at_a_time(numbers, task, model, has_background, monkeypatch):
    """What is made of rows may be thousands of numbers each: never of more rows at once than memory holds."""
    fitted = stand_in(model, numbers.whole, getattr(numbers, task), task)
    request = partial(request_for, fitted, numbers.whole.iloc[:37])
    background = numbers.whole.iloc[100:153] if has_background else None
    whole = ask(request(background=background))
    made = []
    inside = request().opened

    def transform(frame):
        made.append(len(frame))
        return inside.transform(frame)

    counted = inside._replace(transform=transform)
    monkeypatch.setattr(requests, "_look_inside", lambda _: counted)
    monkeypatch.setattr(requests, "_CELLS_AT_ONCE", 100)
    parted = ask(request(background=background))
    assert max(made) <= 100 / 5 or (not has_background and max(made) == 50)  # of training rows 50 are looked at
    assert sum(made) >= 37
    for one, two in zip(parted, whole, strict=True):
        assert one.values == pytest.approx(two.values, abs=1e-9)
        assert (one.base, one.n_background) == (pytest.approx(two.base), two.n_background)
        assert one.predictions == pytest.approx(two.predictions)
