"""Columns that were chosen by the outcomes are chosen anew on the rows that each model learns from."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

import workbench as wb
from workbench.core.provenance import Provenance
from workbench.modeling.candidates import as_candidate
from workbench.modeling.folds import draw_folds
from workbench.modeling.training import cross_fit, prepare_rows
from workbench.preparation.recipe import Recipe, Step
from workbench.preparation.selection import selected_anew

LOGISTIC = "logistic_regression"


def split_of(seed=0, n=300, n_columns=40):
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({f"x{place}": rng.normal(size=n) for place in range(n_columns)})
    frame["sex"], frame["y"] = rng.choice(["f", "m"], n), rng.choice(["no", "yes"], n)
    return wb.split_data(wb.read_data(frame, target="y", favourable="yes", protected=["sex"]))


def recipe_of(split):
    return Recipe(tuple(Step("number", (name,), StandardScaler(), "a number") for name in split.data.features))


@pytest.fixture(scope="module")
def noise():
    split = split_of()
    return wb.prepare_data(split, wb.select_features(split, recipe_of(split), most=5))


@pytest.mark.slow
def test_columns_of_noise_are_not_told_better_than_guessing(noise):
    contest = wb.compare_models(noise, [LOGISTIC], metric="roc_auc", n_repeats=5)
    model = next(one for one in contest.entries if one.name == LOGISTIC)
    assert model.verdict != "clearly better"
    assert abs(model.scores[0].mean - 0.5) < 0.08
    assert "WB309" in {one.code for one in contest.findings}


def test_thresholds_and_calibration_see_columns_chosen_without_their_rows(noise):
    fitted = wb.fit_model(noise, LOGISTIC)
    assert wb.choose_threshold(fitted, metric="balanced_accuracy_score").value_elsewhere.value < 0.58
    assert "x" in fitted.prepared.columns[0]
    wb.calibrate_model(fitted)


def test_each_fold_is_what_a_person_gets_who_selects_on_its_rows(noise):
    split, train = noise.split, noise.split.train
    fold = draw_folds(train, n_folds=5, seed=3).folds[0]
    found = cross_fit(noise, as_candidate(LogisticRegression()), n_folds=5, seed=3)[fold.test]
    part = train.take(fold.train, Provenance("take", {}, ()))
    by_hand = wb.select_features(replace(split, train=part), recipe_of(split), most=5)
    columns = [name for step in by_hand.steps for name in step.columns]
    assert set(columns) != set(noise.columns)
    scaler = StandardScaler().fit(part.frame()[columns])
    model = LogisticRegression().fit(scaler.transform(part.frame()[columns]), part.targets())
    rest = train.take(fold.test, Provenance("take", {}, ())).frame()[columns]
    np.testing.assert_allclose(found, model.predict_proba(scaler.transform(rest))[:, 1], atol=1e-5)


def test_where_nothing_is_left_in_a_fold_a_model_learns_from_a_column_of_zeros():
    split = split_of(seed=2, n_columns=1)
    recipe = wb.select_features(split, recipe_of(split))
    assert not recipe.steps
    again = recipe.with_step(["x0"], StandardScaler(), reason="I know better")
    assert selected_anew(again, split.train).steps[0].columns == ("x0",)  # what a person decided stays
    prepared = wb.prepare_data(split, recipe_of(split))
    chosen = replace(prepared, recipe=recipe)
    assert not prepare_rows(chosen, np.arange(150)).matrix.any()


def test_edits_after_a_selection_hold_in_each_fold():
    split = split_of(n_columns=30)
    recipe = wb.select_features(split, recipe_of(split), most=3)
    out = next(one.column for one in recipe.left_out)
    stays = recipe.steps[0].columns[0]
    edited = recipe.with_step([out], StandardScaler(), reason="I know better").without(stays, reason="not wanted")
    part = split.train.take(np.arange(150), Provenance("take", {}, ()))
    columns = {name for step in selected_anew(edited, part).steps for name in step.columns}
    assert out in columns
    assert stays not in columns
    assert stays not in edited.columns_to_choose_from
    assert selected_anew(recipe_of(split), part).selection is None


def test_a_second_selection_is_made_anew_after_the_first():
    split = split_of(n_columns=30)
    once = wb.select_features(split, recipe_of(split), most=6)
    twice = wb.select_features(split, once, most=2)
    part = split.train.take(np.arange(150), Provenance("take", {}, ()))
    direct = replace(split, train=part)
    by_hand = wb.select_features(direct, wb.select_features(direct, recipe_of(split), most=6), most=2)
    found = selected_anew(twice, part)
    assert [step.columns for step in found.steps] == [step.columns for step in by_hand.steps]
    assert len(twice.columns_to_choose_from) == 30
