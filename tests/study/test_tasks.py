"""Classes, amounts, weights, times and other libraries' models: what a study keeps of them comes back."""

from functools import cache

import numpy as np
import pytest

import workbench as wb
from workbench.modeling.candidates import candidates_for

from . import kinds

TARGETS = {
    "classes": lambda frame, _rng: np.select([frame["score"] > 0.5, frame["score"] < -0.5], ["high", "low"], "middle"),
    "amounts": lambda frame, rng: (3 * frame["score"].fillna(0) + rng.normal(size=len(frame))).round(2),
}
TASKS = {"classes": "multiclass", "amounts": "regression"}


@cache
def fitted(task, model=None):
    rng = np.random.default_rng(4)
    frame = kinds.people(n=400).drop(columns="hired")
    frame["target"] = TARGETS[task](frame, rng)
    weight = None if task == "amounts" else "weight"
    frame["weight"] = rng.integers(1, 4, len(frame))
    data = wb.read_data(
        frame, target="target", task=TASKS[task], protected=["sex"], id="id", time="since", weight=weight
    )
    split = wb.split_data(data, seed=2)
    return wb.fit_model(wb.prepare_data(split, wb.suggest_recipe(split)), model or usual(task))


def usual(task):
    return "ridge" if task == "amounts" else "logistic_regression"


STAGES = {
    "dataset": lambda one: one.prepared.split.data,
    "profile": lambda one: wb.profile_data(one.prepared.split.data),
    "split": lambda one: one.prepared.split,
    "prepared": lambda one: one.prepared,
    "fitted": lambda one: one,
    "contest": lambda one: wb.compare_models(one.prepared, [one.model], n_folds=3, n_repeats=1),
    "explanation": lambda one: wb.explain_model(one, max_rows=40),
    "effects": wb.explain_effects,
    "audit": wb.audit_model,
    "segments": wb.find_weak_segments,
}


@pytest.mark.parametrize("task", TARGETS)
def test_classes_and_amounts_come_back(task, study, anew):
    for stage, make in STAGES.items():
        result = make(fitted(task))
        assert study.save(result).findings == (), stage
        back = anew().load(stage)
        assert back == result, stage
        assert repr(back) == repr(result)
    back = anew().load("fitted")
    rows = back.prepared.raw_frame(back.prepared.split.test).head(9)
    assert np.array_equal(back.score(rows), fitted(task).score(rows))
    assert study.status().is_fresh


@pytest.mark.parametrize("model", ["random_forest", "boosted_trees", "lightgbm", "xgboost"])
def test_models_of_other_kinds_and_libraries_come_back(model, study, anew):
    if model not in {one.name for one in candidates_for("binary")}:
        pytest.skip(f"{model} is not installed")
    result = wb.fit_model(kinds.prepared(), model)
    assert study.save(result).findings == ()
    back = anew().load("fitted")
    rows = kinds.prepared().raw_frame(kinds.split().test)
    assert back == result
    assert np.array_equal(back.score(rows), result.score(rows))
    assert not anew().save(result).is_new


def test_a_tuned_model_is_tuned_again_after_it_was_kept(study, anew):
    contest = wb.compare_models(kinds.prepared(), [wb.tuned("logistic_regression", n_trials=2)], n_folds=3, n_repeats=1)
    study.save(contest)
    back = anew().load("contest")
    first, second = (wb.fit_model(kinds.prepared(), chosen(one)) for one in (contest, back))
    assert first == second
    study.save(first)
    again = anew().load("fitted")
    assert again.search is not None
    assert again == first


def chosen(contest):
    return next(one.candidate for one in contest.entries if one.candidate.name != "baseline")
