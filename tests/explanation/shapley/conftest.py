"""A stand-in for a fitted model, so that every kind of estimator can be explained without training through a split."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from workbench.explanation.shapley.request import Request


class Rows:
    """Some rows of a frame, in the place of a data set."""

    def __init__(self, frame):
        self.frame, self.n_rows = frame, len(frame)

    def take(self, places, _provenance):
        return Rows(self.frame.iloc[places])


def stand_in(model, frame, target, task):
    """Fit a model on numbers and return what engines ask of a fitted one."""
    model.fit(frame.to_numpy(), target)

    def score(rows):
        matrix = rows.to_numpy(dtype=float)
        if task == "regression":
            return model.predict(matrix)
        found = model.predict_proba(matrix)
        return found[:, 1] if task == "binary" else found

    return SimpleNamespace(
        task=task,
        classes=() if task == "regression" else tuple(f"class {place}" for place in np.unique(target)),
        pipeline=SimpleNamespace(named_steps={"model": model}),
        score=score,
        findings=(),
        prepared=SimpleNamespace(
            columns=tuple(frame.columns),
            transformer=None,
            split=SimpleNamespace(train=Rows(frame)),
            raw_frame=lambda rows: rows.frame,
        ),
    )


def request_for(fitted, rows, *, scale=None, background=None, seed=0):
    return Request(fitted, rows.reset_index(drop=True), scale, background, seed)


@pytest.fixture(scope="session")
def numbers():
    """Five columns of numbers, some of them missing, with outcomes of every task that depend on four of them."""
    rng = np.random.default_rng(7)
    whole = rng.normal(size=(300, 5)).round(1)  # rounded, so that values tie and lie on thresholds
    signal = whole[:, 0] * whole[:, 1] + whole[:, 2] + 0.3 * whole[:, 3]
    missing = whole.copy()
    missing[rng.random(missing.shape) < 0.05] = np.nan
    names = list("abcde")
    return SimpleNamespace(
        whole=pd.DataFrame(whole, columns=names),
        missing=pd.DataFrame(missing, columns=names),
        binary=(signal + rng.normal(size=300) > 0).astype(int),
        multiclass=np.digitize(signal, [-0.7, 0.7]),
        regression=100 + 10 * signal,
    )
