"""Where rows to choose on are predicted by models that have not seen them, these were not tuned on them either."""

import numpy as np
import pandas as pd
import pytest
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.preprocessing import StandardScaler

import workbench as wb
from workbench.preparation.recipe import Recipe, Step

N = 120
FRAME = pd.DataFrame({"x": np.arange(N) / N, "sex": ["f", "m"] * (N // 2), "y": np.tile(["no", "no", "yes"], N // 3)})
RECIPE = Recipe((Step("numbers", ("x",), StandardScaler(), "a number"),))


@pytest.fixture(scope="module")
def prepared():
    return wb.prepare_data(wb.split_data(wb.read_data(FRAME, target="y", favourable="yes", protected=["sex"])), RECIPE)


class Asked(ClassifierMixin, BaseEstimator):
    """Remembers on how many rows and with which setting it was trained."""

    seen: list[tuple[int, float]] = []  # noqa: RUF012  -- the model is cloned, and what is seen has to be seen outside

    def __init__(self, share=0.5):
        self.share = share

    def fit(self, rows, _y):
        self.classes_ = np.array([0, 1])
        self.seen.append((len(rows), self.share))
        return self

    def predict_proba(self, rows):
        return np.tile([1 - self.share, self.share], (len(rows), 1))


SPACE = {"share": [0.2, 0.3, 0.4]}


@pytest.mark.parametrize("ask", ["tune_model", "tuned"])
@pytest.mark.parametrize("use", [lambda f: wb.choose_threshold(f, share=0.2, n_folds=2), wb.calibrate_model])
def test_a_tuned_model_is_tuned_anew_on_the_rows_of_each_fold(prepared, ask, use):
    if ask == "tuned":
        model = wb.tuned(Asked(), space=SPACE, n_trials=3, n_folds=2)
    else:
        model = wb.tune_model(prepared, Asked(), space=SPACE, n_trials=3, n_folds=2).candidate
    fitted = wb.fit_model(prepared, model)
    n_folds = 5 if use is wb.calibrate_model else 2
    Asked.seen.clear()
    found = use(fitted)
    assert len(Asked.seen) == n_folds * (3 * 2 + 1)  # in each fold three trials on two inner folds, and the model
    n_train = prepared.split.train.n_rows
    assert max(n for n, _ in Asked.seen) <= n_train - n_train // n_folds
    assert found.how.endswith("models that had not seen it, nor been tuned on it")


def test_a_calibrated_tuned_model_is_tuned_anew_and_calibrated_anew(prepared):
    fitted = wb.fit_model(prepared, wb.tuned("logistic_regression", n_trials=2, n_folds=2))
    calibrated = wb.calibrate_model(fitted).accept()
    assert calibrated.search is fitted.search
    choice = wb.choose_threshold(calibrated, share=0.2)
    assert choice.how.endswith("nor been tuned on it")


def test_a_model_that_was_not_tuned_is_trained_once_a_fold(prepared):
    fitted = wb.fit_model(prepared, Asked(0.3))
    Asked.seen.clear()
    assert wb.choose_threshold(fitted, share=0.2).how.endswith("models that had not seen it")
    assert [share for _, share in Asked.seen] == [0.3] * 5
