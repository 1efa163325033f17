"""Models that are brought along: their classes, their steps and what they read are looked at, not taken for granted."""

import itertools
import math
import sys

import numpy as np
import pandas as pd
import pytest
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import Normalizer, OneHotEncoder, StandardScaler
from sklearn.tree import DecisionTreeClassifier

import workbench as wb
from workbench.explanation.shapley.attribute import attribute_outputs, attribute_rows


def shapley(score, row, background):
    """By the definition: every set of columns, mixed with every background row."""
    columns = list(row.columns)
    n = len(columns)
    worth = {}
    for size in range(n + 1):
        for known in itertools.combinations(range(n), size):
            mixed = background.assign(**{columns[at]: row[columns[at]].iloc[0] for at in known})
            worth[known] = np.asarray(score(mixed)).reshape(len(background), -1).mean(axis=0)
    found = np.zeros((n, len(worth[()])))
    for at, known in itertools.product(range(n), worth):
        if at not in known:
            weight = math.factorial(len(known)) * math.factorial(n - len(known) - 1) / math.factorial(n)
            found[at] += weight * (worth[tuple(sorted((*known, at)))] - worth[known])
    return found


@pytest.fixture(scope="module")
def drawn():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.uniform(1, 5, (600, 3)), columns=list("abc"))
    likely = frame.a - frame.b + 0.3 * frame.c + rng.normal(0, 0.5, 600)
    return frame, np.where(likely > 0.9, "good", "poor")


def given(model, frame, target, favourable="good"):
    data = wb.read_data(frame.assign(y=target), target="y", favourable=favourable)
    return wb.Fitted.from_estimator(model.fit(frame, target), wb.split_data(data))


def rows_of(fitted, n=30):
    split = fitted.prepared.split
    return fitted.prepared.raw_frame(split.test), fitted.prepared.raw_frame(split.train).iloc[:n]


def test_a_row_between_two_classes_in_the_other_order_keeps_its_sign(drawn):
    # With two trees many rows get one half, where a probability and its counterpart are the same number.
    fitted = given(RandomForestClassifier(2, random_state=0), *drawn)
    rows, background = rows_of(fitted)
    row = rows.iloc[np.flatnonzero(fitted.scores == 0.5)[:1]]
    found = attribute_rows(fitted, row, background=background)
    assert np.allclose(found.values.T, shapley(fitted.score, row, background))
    learned_from = fitted.prepared.raw_frame(fitted.prepared.split.train)
    assert attribute_rows(fitted, row).base == pytest.approx(fitted.score(learned_from).mean(), abs=0.1)


def test_several_classes_in_another_order_are_explained_each_by_itself(drawn):
    frame, _ = drawn
    target = np.where(frame.a > 3.5, "low", np.where(frame.b > 3, "mid", "top"))
    data = wb.read_data(frame.assign(y=target), target="y", task="multiclass")
    renamed = {"low": "z", "mid": "y", "top": "x"}
    model = DecisionTreeClassifier(max_depth=1, random_state=0).fit(frame, [renamed[one] for one in target])
    fitted = wb.Fitted.from_estimator(model, wb.split_data(data), classes=["top", "mid", "low"])
    rows, background = rows_of(fitted)
    found = attribute_outputs(fitted, rows[:1], background=background)
    expected = shapley(fitted.score, rows[:1], background)
    for place, one in enumerate(found):
        assert one.values[0] == pytest.approx(expected[:, place], abs=1e-9)


@pytest.mark.parametrize("model", [LogisticRegression(C=100), DecisionTreeClassifier(max_depth=3, random_state=0)])
def test_a_first_step_that_mixes_columns_is_not_taken_for_one_that_keeps_them_apart(drawn, model):
    frame, target = drawn
    fitted = given(make_pipeline(Normalizer(), model), frame, np.where(target == "good", "yes", "no"), "yes")
    rows, background = rows_of(fitted)
    found = attribute_rows(fitted, rows[:1], background=background)
    assert np.allclose(found.values.T, shapley(fitted.score, rows[:1], background))


def test_a_first_step_that_keeps_columns_apart_is_still_looked_through(drawn):
    frame, target = drawn
    fitted = given(
        make_pipeline(StandardScaler(), LogisticRegression()), frame, np.where(target == "good", "yes", "no"), "yes"
    )
    assert attribute_rows(fitted, rows_of(fitted)[0][:2]).method == "coefficients"


class ByName:
    """Reads a table by the names of its columns, and knows how many there are."""

    def __init__(self, classes=("poor", "good")):
        self.feature_names_in_ = np.array(["a", "b", "c"], dtype=object)
        self.n_features_in_ = 3
        self.classes_ = np.array(classes)

    def fit(self, *_):
        return self

    def predict(self, frame):
        return self.classes_[(self.predict_proba(frame)[:, 1] >= 0.5).astype(int)]

    def predict_proba(self, frame):
        likely = 1 / (1 + np.exp(-(frame["a"] - frame["b"]).to_numpy()))
        return np.column_stack([1 - likely, likely])


def test_a_model_that_reads_a_table_by_name_is_explained_in_original_columns(drawn):
    fitted = given(ByName(), *drawn)
    rows, background = rows_of(fitted)
    found = attribute_rows(fitted, rows[:1], background=background)
    assert np.allclose(found.values.T, shapley(fitted.score, rows[:1], background))


def test_a_pipeline_of_sparse_columns_is_explained(drawn):
    frame, target = drawn
    coarse = frame.round().astype(int).astype(str)
    steps = ColumnTransformer([("codes", OneHotEncoder(handle_unknown="ignore"), list("abc"))], sparse_threshold=1.0)
    model = Pipeline([("prepare", steps), ("model", LogisticRegression())])
    fitted = given(model, coarse, np.where(target == "good", "yes", "no"), "yes")
    rows, _ = rows_of(fitted)
    found = attribute_rows(fitted, rows[:3])
    assert found.base + found.values.sum(axis=1) == pytest.approx(found.predictions)


class Talking(ByName):
    """Prints whenever it is asked, and fails once it is told to."""

    fails = False

    def predict_proba(self, frame):
        sys.stdout.write("asked")
        if self.fails:
            raise RuntimeError("no more")
        return super().predict_proba(frame)


EXPLAIN = {
    "model": lambda fitted: wb.explain_model(fitted, n_rows=20),
    "effects": lambda fitted: wb.explain_effects(fitted, n_rows=20),
    "person": lambda fitted: wb.explain_person(fitted, int(fitted.scores.argmin())),
}


@pytest.mark.parametrize("name", EXPLAIN)
def test_what_a_model_prints_is_kept_out_of_explanations(drawn, capsys, name):
    fitted = given(Talking(), *drawn)
    capsys.readouterr()
    EXPLAIN[name](fitted)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("name", "said"),
    {
        "model": "The model refuses rows that explain it: RuntimeError: no more\n"
        "Give rows and a background of the kind it learned from, or explain another model.",
        "effects": "The model refuses values of the kind it learned from: RuntimeError: no more\n"
        "Look at its preparation, or choose another model.",
        "person": "The model refuses this person's values: RuntimeError: no more\n"
        "Give values of the kind it learned from.",
    }.items(),
)
def test_whatever_a_model_raises_is_told(drawn, name, said):
    fitted = given(Talking(), *drawn)
    fitted.pipeline.model.fails = True
    with pytest.raises(wb.errors.InputError) as caught:
        EXPLAIN[name](fitted)
    assert str(caught.value) == said
