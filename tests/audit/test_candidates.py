"""Audits of several models and thresholds: by hand, and the same as an audit of the same decisions."""

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.errors import InputError
from workbench.modeling.candidates import as_candidate
from workbench.modeling.training import cross_fit


@pytest.fixture(scope="module")
def prepared():
    rng = np.random.default_rng(3)
    group = rng.integers(0, 2, 500)
    skill = rng.normal(size=500) - group
    frame = pd.DataFrame({"skill": skill, "sex": np.array(["m", "f"])[group]})
    frame["paid"] = np.where(skill + rng.normal(size=500) > 0, "yes", "no")
    return wb.prepare_data(wb.split_data(wb.read_data(frame, target="paid", favourable="yes", protected=["sex"])))


def test_figures_are_those_of_the_same_decisions_counted_by_hand(prepared):
    found = wb.audit_candidates(prepared, ["logistic_regression"], thresholds=[0.5, 0.37], n_folds=3, seed=2)
    train = prepared.split.train
    scores = cross_fit(prepared, as_candidate("logistic_regression"), n_folds=3, seed=2)
    outcomes = np.asarray(train.targets())
    sex = np.array(train.groups().column("sex").to_pylist())
    for one in found.entry("logistic_regression").decided:
        decided = scores >= one.threshold
        right = [(decided == outcomes)[outcomes == code].mean() for code in (0, 1)]
        assert one.metric("balanced_accuracy").value == pytest.approx(np.mean(right), abs=1e-12)
        gap = abs(decided[sex == "m"].mean() - decided[sex == "f"].mean())
        judged = next(each for each in one.audit.assessments if each.claim.metric == "selection_rate")
        assert judged.gap.extreme_difference == pytest.approx(gap, abs=1e-12)
    row = found.frame().query("threshold == 0.37 and metric == 'selection_rate'").iloc[0]
    assert row["gap"] == pytest.approx(gap, abs=1e-12)
    assert row["gap_low"] < row["gap"] < row["gap_high"]


def test_the_same_models_give_the_same_and_a_contest_stands_for_its_models(prepared):
    contest = wb.compare_models(prepared, ["logistic_regression"], n_folds=2, n_repeats=1)
    names = [one.name for one in contest.entries]
    one = wb.audit_candidates(prepared, contest, n_folds=2)
    other = wb.audit_candidates(prepared, names, n_folds=2)
    assert one.fingerprint == other.fingerprint
    assert repr(one) == "Audits of 2 models on 350 training rows that they had not learned from."


class Fails:
    def fit(self, *_):
        raise ValueError("no rows\nlike these")

    def predict_proba(self, *_):
        raise ValueError


def test_a_model_that_fails_is_listed_and_the_others_go_on(prepared):
    found = wb.audit_candidates(prepared, [Fails(), "logistic_regression"], n_folds=2)
    assert "could not be trained" in found.entries[0].error
    assert found.entries[0].decided == ()
    assert found.entries[1].decided


def test_what_is_done_is_kept_when_it_is_cancelled(prepared):
    done = []
    found = wb.audit_candidates(
        prepared,
        ["logistic_regression", "baseline"],
        n_folds=2,
        progress=lambda n, of, _: done.append((n, of)),
        cancelled=lambda: len(done) >= 3,
    )
    assert done == [(1, 4), (2, 4), (3, 4)]
    assert found.is_partial
    assert [one.candidate.name for one in found.entries] == ["logistic_regression"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"thresholds": 0.5}, "thresholds is 0.5.\nGive a list of one number or more, such as [0.4, 0.5]."),
        ({"models": "baseline"}, "models is 'baseline'.\nGive what compare_models returned, or a list of names."),
        (
            {"models": ["baseline"] * 2},
            "models has 'baseline' twice.\nGive each model once; compare_models gives them names.",
        ),
    ],
)
def test_what_cannot_be_audited_is_refused(prepared, given, said):
    with pytest.raises(InputError) as error:
        wb.audit_candidates(prepared, **{"models": ["baseline"], **given})
    assert str(error.value) == said
