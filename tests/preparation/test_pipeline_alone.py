"""What was prepared is a plain scikit-learn pipeline: it works without the workbench, and can be fitted again."""

import json
import subprocess
import sys

import joblib
import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import Pipeline

import workbench as wb
from workbench.modeling.trusted import load_model

N = 900
RNG = np.random.default_rng(4)
FRAME = pd.DataFrame(
    {
        "y": ["yes", "no"] * (N // 2),
        "age": pd.Series(RNG.integers(18, 90, N).astype(float)).mask(RNG.random(N) < 0.1),
        "member": RNG.random(N) < 0.3,
        "income": RNG.lognormal(0, 3, N),
        "city": pd.Series(RNG.choice(list("abcde"), N), dtype=object).mask(RNG.random(N) < 0.1),
        "zip": [f"{value:05d}" for value in RNG.integers(1_000, 1_055, N)],
        "note": [" ".join(RNG.choice(["loan", "car", "house", "repair", "school", "debt"], 6)) for _ in range(N)],
        "when": pd.Timestamp("2020-01-01") + pd.to_timedelta(RNG.integers(0, 10**7, N), unit="s"),
        "day": (pd.Timestamp("2020-01-01") + pd.to_timedelta(RNG.integers(0, 800, N), unit="D")).date,
    }
)
SPLIT = wb.split_data(wb.read_data(FRAME, target="y", favourable="yes"))
PREPARED = wb.prepare_data(SPLIT)
TEST = PREPARED.raw_frame(SPLIT.test)

ALONE = """
import json, sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "workbench":
            raise ImportError("workbench is not here")

sys.meta_path.insert(0, Blocked())
import joblib
import pandas as pd

pipeline = joblib.load(sys.argv[1])
frame = pd.read_parquet(sys.argv[2])
print(json.dumps(pipeline.transform(frame).tolist()))
assert "workbench" not in sys.modules
"""


def test_pipeline_works_where_there_is_no_workbench(tmp_path):
    joblib.dump(PREPARED.pipeline, tmp_path / "pipeline.joblib")
    TEST.to_parquet(tmp_path / "rows.parquet")
    paths = [str(tmp_path / "pipeline.joblib"), str(tmp_path / "rows.parquet")]
    run = subprocess.run([sys.executable, "-c", ALONE, *paths], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    np.testing.assert_allclose(json.loads(run.stdout), PREPARED.matrix(TEST))


def test_pipeline_is_made_of_scikit_learn_and_skrub():
    assert type(PREPARED.pipeline) is Pipeline
    assert type(PREPARED.pipeline.named_steps["prepare"]) is ColumnTransformer
    assert PREPARED.pipeline.named_steps["prepare"] is PREPARED.transformer
    modules = {type(one).__module__.partition(".")[0] for one in PREPARED.transformer.named_transformers_.values()}
    assert modules == {"sklearn", "skrub"}


def test_steps_have_readable_names():
    assert list(PREPARED.pipeline.named_steps["prepare"].named_transformers_) == [
        "numbers: age",
        "numbers: member",
        "skewed numbers: income",
        "categories: city",
        "categories of many values: zip",
        "texts: note",
        "dates: when",
        "dates: day",
    ]


def test_pipeline_fitted_again_is_the_same():
    again = clone(PREPARED.pipeline)
    train, outcomes = PREPARED.raw_frame(SPLIT.train), SPLIT.train.outcomes()
    np.testing.assert_array_equal(again.fit_transform(train, outcomes), PREPARED.training_matrix())
    np.testing.assert_array_equal(again.transform(TEST), PREPARED.matrix(TEST))


def test_model_in_the_pipeline_is_the_model_that_fit_model_gives():
    fitted = wb.fit_model(PREPARED, LogisticRegression(max_iter=5_000))
    whole = Pipeline([*clone(PREPARED.pipeline).steps, ("model", LogisticRegression(max_iter=5_000))])
    whole.fit(PREPARED.raw_frame(SPLIT.train), SPLIT.train.outcomes())
    np.testing.assert_allclose(whole.predict_proba(TEST)[:, 1], fitted.scores)


def test_pipeline_can_be_cross_validated():
    whole = Pipeline([*clone(PREPARED.pipeline).steps, ("model", LogisticRegression(max_iter=5_000))])
    scores = cross_val_score(whole, PREPARED.raw_frame(SPLIT.train), SPLIT.train.outcomes(), cv=3, error_score="raise")
    assert np.isfinite(scores).all()


@pytest.mark.parametrize("order", [slice(None, None, -1), [3], slice(0, 0)], ids=["reversed", "one", "none"])
def test_each_row_is_prepared_by_itself(order):
    rows = TEST.iloc[order]
    if len(rows):
        np.testing.assert_allclose(PREPARED.pipeline.transform(rows), PREPARED.matrix(TEST)[order], atol=1e-6)


def test_every_kind_of_step_survives_a_skops_file(tmp_path):
    skops = pytest.importorskip("skops.io")
    fitted = wb.fit_model(PREPARED, "logistic_regression")
    skops.dump(fitted.pipeline, tmp_path / "model.skops")
    loaded = load_model(tmp_path / "model.skops")
    np.testing.assert_array_equal(loaded.predict_proba(TEST)[:, 1], fitted.scores)
