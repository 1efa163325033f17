"""Rows of which thousands of columns are made are predicted a few at a time."""

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import OneHotEncoder

import workbench as wb
from workbench.modeling import predicting


@pytest.fixture(scope="module")
def fitted():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"place": rng.permutation(np.repeat([f"place {one}" for one in range(50)], 8))})
    frame["ok"] = np.where(rng.random(400) < 0.5, "yes", "no")
    split = wb.split_data(wb.read_data(frame, target="ok", favourable="yes"))
    one_hot = OneHotEncoder(handle_unknown="ignore", sparse_output=False)
    recipe = wb.suggest_recipe(split).with_step(["place"], one_hot, reason="every place counts")
    return wb.fit_model(wb.prepare_data(split, recipe), LogisticRegression())


def test_what_is_made_of_rows_never_has_more_numbers_than_fit(fitted, monkeypatch):
    train = fitted.prepared.raw_frame(fitted.prepared.split.train)
    n_derived = fitted.pipeline[-1].n_features_in_
    assert n_derived >= 50
    whole = fitted.score(train)
    made = []
    model = fitted.pipeline.named_steps["model"]
    asked = type(model).predict_proba
    monkeypatch.setattr(type(model), "predict_proba", lambda one, rows: made.append(rows.shape) or asked(one, rows))
    monkeypatch.setattr(predicting, "_CELLS_AT_ONCE", 1_000)
    roles = fitted.prepared.split.data.roles
    for ask in (fitted.score, lambda rows: predicting.predict_rows(fitted.pipeline, rows, roles, "model")):
        assert ask(train) == pytest.approx(whole, abs=1e-12)
        assert sum(n for n, _ in made) == len(train)
        assert max(n * width for n, width in made) <= 1_000
        made.clear()
    matrix = fitted.prepared.matrix(train)
    assert predicting.predict_rows(model, matrix, roles, "model") == pytest.approx(whole, abs=1e-12)
    assert max(n for n, _ in made) == 1_000 // n_derived
