"""Small models are trained and asked with one thread: where cores are shared, threads wait for one another."""

import sys

import joblib
import numpy as np
import pytest
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.ensemble import RandomForestClassifier
from threadpoolctl import ThreadpoolController, threadpool_info, threadpool_limits

import workbench as wb
from workbench.data.examples import loans
from workbench.modeling import predicting, training
from workbench.modeling.threads import at_most


class Watched(ClassifierMixin, BaseEstimator):
    """Says the same of everybody, and remembers how many threads there were."""

    seen: dict[str, int] = {}  # noqa: RUF012  -- the model is cloned, and what is seen has to be seen outside

    def fit(self, matrix, _outcomes):
        self.classes_, self.n_features_in_ = np.array([0, 1]), matrix.shape[1]
        self.seen["fit"] = threads()
        return self

    def predict_proba(self, rows):
        self.seen["predict"] = threads()
        return np.full((len(rows), 2), 0.5)


def threads():
    return max(one["num_threads"] for one in threadpool_info())


@pytest.fixture
def prepared():
    frame = loans(200, seed=1).frame
    split = wb.split_data(wb.read_data(frame, target="approved", favourable="yes", protected=["sex"]))
    return wb.prepare_data(split, wb.suggest_recipe(split))


@pytest.mark.parametrize(("few", "expected"), [(10**6, 1), (1, 2)])
def test_few_rows_are_learned_from_and_predicted_with_one_thread(prepared, monkeypatch, few, expected):
    monkeypatch.setattr(training, "_MANY_NUMBERS", few)
    monkeypatch.setattr(predicting, "_MANY_ROWS", few)
    with threadpool_limits(2):
        assert threads() == 2
        wb.fit_model(prepared, Watched())
    assert Watched.seen == {"fit": expected, "predict": expected}


@pytest.mark.parametrize("n_threads", [1, 2])
def test_as_many_trees_of_a_forest_grow_at_once_as_there_are_threads_and_they_are_the_same(prepared, n_threads):
    seen = []

    class Forest(RandomForestClassifier):
        def fit(self, rows, outcomes):
            seen.append((joblib.effective_n_jobs(None), threads()))
            return super().fit(rows, outcomes)

    with threadpool_limits(n_threads):
        many = wb.fit_model(prepared, Forest(20, random_state=1))
        wb.fit_model(prepared, Forest(2, n_jobs=1))
    assert seen == [(n_threads, 1), (1, 1)]
    alone = RandomForestClassifier(20, random_state=1).fit(prepared.training_matrix(), prepared.split.train.targets())
    rows = prepared.transformer.transform(prepared.raw_frame(prepared.split.test))
    np.testing.assert_array_equal(many.scores, alone.predict_proba(rows)[:, 1])


def test_folds_at_the_same_time_do_not_grow_trees_at_the_same_time(prepared):
    seen = []

    class Forest(RandomForestClassifier):
        def fit(self, rows, outcomes):
            seen.append(joblib.effective_n_jobs(None))
            return super().fit(rows, outcomes)

    with threadpool_limits(2):
        wb.compare_models(prepared, [Forest(2)], n_folds=2, n_repeats=1)
        assert seen == [2, 2]
        with joblib.parallel_config(backend="threading"):
            wb.compare_models(prepared, [Forest(2)], n_folds=2, n_repeats=1, n_jobs=2)
    assert seen == [2, 2, 1, 1]


def test_libraries_are_looked_for_once_and_not_for_each_model(prepared, monkeypatch):
    wb.compare_models(prepared, ["logistic_regression"], n_folds=2, n_repeats=1)  # imports what it needs
    made, found = [], ThreadpoolController.__init__

    def counted(self):
        made.append(self)
        found(self)

    monkeypatch.setattr(ThreadpoolController, "__init__", counted)
    wb.compare_models(prepared, ["logistic_regression"], n_folds=5, n_repeats=1)
    assert len(made) <= 1
    monkeypatch.setitem(sys.modules, "one that was not there", sys)
    made.clear()
    with at_most(1):
        assert len(made) == 1  # it may have brought a library
