"""A result of every kind that a study keeps, of real stages on bundled data."""

import tempfile
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression

import workbench as wb
from workbench.modeling.saving import save_model


@cache
def data():
    return wb.read_data(people(), target="hired", favourable="yes", protected=["sex", wb.bands("age", [40])], id="id")


def people(n=240, seed=0):
    rng = np.random.default_rng(seed)
    sex = rng.choice(["f", "m"], n)
    score = rng.normal(size=n)
    hired = np.where(score + 0.6 * (sex == "m") + rng.normal(size=n) > 0.2, "yes", "no")
    return pd.DataFrame(
        {
            "id": np.arange(n),
            "sex": sex,
            "age": rng.integers(20, 65, n),
            "score": np.where(rng.random(n) < 0.1, np.nan, score),
            "school": rng.choice(["a", "b", "c", None], n),
            "since": pd.Timestamp("2020-01-01") + pd.to_timedelta(rng.integers(0, 900, n), "D"),
            "hired": hired,
        }
    )


@cache
def split():
    return wb.split_data(data(), seed=3)


@cache
def prepared():
    return wb.prepare_data(split(), wb.suggest_recipe(split()))


@cache
def fitted(model="logistic_regression"):
    return wb.fit_model(prepared(), model)


@cache
def explanation():
    return wb.explain_model(fitted(), max_rows=60)


@cache
def mitigations():
    return wb.try_mitigations(
        prepared(), "logistic_regression", attribute="sex", methods=["reweighing", "drop_proxy"], n_folds=2
    )


def given_rows():
    rows = split().train.frame()
    model = LogisticRegression().fit(rows[["score"]].fillna(0), rows["hired"])
    return wb.Fitted.from_estimator(
        model, wb.read_data(people().fillna({"score": 0}), target="hired", favourable="yes"), columns=["score"]
    ).prepared.split


def model_file(folder):
    return save_model(fitted(), folder / "m.skops")


def letter_row():
    return prepared().raw_frame(split().test).iloc[[0]]


MADE = {
    "Dataset": lambda _: data(),
    "Profile": lambda _: wb.profile_data(data()),
    "SuggestedRoles": lambda _: wb.suggest_roles(wb.read_data(people())),
    "Split": lambda _: split(),
    "GivenRows": lambda _: given_rows(),
    "Leaks": lambda _: wb.find_leaks(prepared()),
    "Prepared": lambda _: prepared(),
    "Contest": lambda _: wb.compare_models(prepared(), [LogisticRegression(C=0.1)], n_folds=3, n_repeats=1),
    "Tuning": lambda _: wb.tune_model(prepared(), "logistic_regression", n_trials=3),
    "ThresholdChoice": lambda _: wb.choose_threshold(fitted(), metric="balanced_accuracy_score"),
    "CalibrationChoice": lambda _: wb.calibrate_model(fitted()),
    "Fitted": lambda _: fitted(),
    "ModelFile": model_file,
    "WeakSegments": lambda _: wb.find_weak_segments(fitted()),
    "Explanation": lambda _: explanation(),
    "GroupExplanation": lambda _: wb.explain_groups(explanation(), "sex"),
    "PermutationImportance": lambda _: wb.permute_columns(explanation()),
    "Effects": lambda _: wb.explain_effects(fitted()),
    "Interactions": lambda _: wb.explain_interactions(fitted()),
    "PersonExplanation": lambda _: wb.explain_person(fitted(), letter_row()),
    "Waterfall": lambda _: wb.explain_prediction(fitted(), letter_row()),
    "Counterfactuals": lambda _: wb.find_counterfactuals(fitted(), refused_row()),
    "Audit": lambda _: wb.audit_model(fitted()),
    "CandidateAudits": lambda _: wb.audit_candidates(prepared(), ["logistic_regression", "boosted_trees"]),
    "Mitigations": lambda _: mitigations(),
    "MitigationChoice": lambda _: mitigations().choose("as_it_is", reason="Nothing else was better in this test."),
}
"""For each kind a function that takes a folder and makes one."""


def refused_row():
    place = int(np.flatnonzero(fitted().decisions == 0)[0])
    return prepared().raw_frame(split().test).iloc[[place]]


@cache
def made(kind):
    """Return the result of a kind, made once."""
    return MADE[kind](Path(tempfile.mkdtemp(prefix="workbench-kinds-")))
