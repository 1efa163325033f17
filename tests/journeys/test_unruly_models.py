"""Models that print, warn, raise or answer at random, through every function that asks a model."""

import sys
import warnings

import numpy as np
import pandas as pd
import pytest
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression

import workbench as wb
from workbench.errors import AdditivityError, InputError


class Plain(ClassifierMixin, BaseEstimator):
    """A logistic regression that nobody can look into."""

    def fit(self, rows, outcomes):
        self.model_ = LogisticRegression().fit(rows, outcomes)
        self.classes_ = self.model_.classes_
        return self

    def predict(self, rows):
        return self.model_.predict(rows)

    def predict_proba(self, rows):
        return self.model_.predict_proba(rows)


class Loud(Plain):
    """Prints and warns whenever it is asked."""

    def predict_proba(self, rows):
        sys.stdout.write("epoch 1\n")
        sys.stderr.write("bar\n")
        warnings.warn("careful", stacklevel=1)
        return super().predict_proba(rows)


class Falling(Plain):
    """Raises once it is told to."""

    falls = False

    def predict_proba(self, rows):
        if Falling.falls:
            raise RuntimeError("out of memory")
        return super().predict_proba(rows)


class Dicing(Plain):
    """Answers other than before."""

    draws = np.random.default_rng(0)

    def predict_proba(self, rows):
        good = (super().predict_proba(rows)[:, 1] + self.draws.normal(0, 0.05, len(rows))).clip(0, 1)
        return np.column_stack([1 - good, good])


def refused(fitted):
    return int(np.flatnonzero(fitted.decisions == 0)[0])


ASKING = {
    "explain_model": lambda fitted: wb.explain_model(fitted, n_rows=10),
    "explain_effects": wb.explain_effects,
    "explain_interactions": lambda fitted: wb.explain_interactions(fitted, n_rows=40),
    "explain_person": lambda fitted: wb.explain_person(fitted, 0),
    "find_counterfactuals": lambda fitted: wb.find_counterfactuals(fitted, refused(fitted)),
    "find_weak_segments": wb.find_weak_segments,
    "choose_threshold": lambda fitted: wb.choose_threshold(fitted, capacity=10, of=30),
    "calibrate_model": lambda fitted: wb.calibrate_model(fitted, "sigmoid"),
}
asking = pytest.mark.parametrize("ask", ASKING.values(), ids=ASKING)


@pytest.fixture(scope="module")
def prepared():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"income": rng.normal(50, 10, 200), "debt": rng.normal(10, 4, 200)})
    frame["sex"] = rng.choice(["f", "m"], 200)
    frame["good"] = np.where((frame.income - 50) / 10 + rng.normal(0, 1, 200) > 0, "yes", "no")
    split = wb.split_data(wb.read_data(frame, target="good", favourable="yes", protected=["sex"]), seed=1)
    return wb.prepare_data(split, wb.suggest_recipe(split))


@asking
def test_what_a_model_prints_and_warns_of_when_it_is_asked_is_not_shown(prepared, capfd, ask):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fitted = wb.fit_model(prepared, Loud())
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ask(fitted)
    assert tuple(capfd.readouterr()) == ("", "")


@asking
def test_a_model_that_fails_when_it_is_asked_is_named_with_its_reason(prepared, monkeypatch, ask):
    fitted = wb.fit_model(prepared, Falling())
    monkeypatch.setattr(Falling, "falls", True)
    with pytest.raises(InputError, match="RuntimeError: out of memory") as failed:
        ask(fitted)
    assert len(str(failed.value).splitlines()) == 2


@pytest.mark.parametrize("ask", [ASKING["explain_model"], ASKING["explain_person"]])
def test_where_a_model_answers_at_random_the_error_says_that_this_is_why_nothing_adds_up(prepared, ask):
    fitted = wb.fit_model(prepared, Dicing())
    with pytest.raises(AdditivityError) as failed:
        ask(fitted)
    assert str(failed.value) == (
        "The model predicts differently when it is asked again (finding WB305), so no explanation adds up to it.\n"
        "Give it a seed, or switch off what is random in its prediction, and train it anew."
    )
