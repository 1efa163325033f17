"""Folds of the training rows: each row is predicted once a repeat by a model that has not seen it, nor its like."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

import workbench as wb
from workbench.errors import InputError, NotEnoughDataError
from workbench.modeling.candidates import as_candidate
from workbench.modeling.folds import draw_fewer, draw_folds, rare_classes
from workbench.modeling.training import cross_fit


def data_of(n=60, **roles):
    rng = np.random.default_rng(n)
    frame = pd.DataFrame({"y": ["yes", "no", "no"] * (n // 3), "x": rng.normal(size=n)})
    frame["sex"] = ["f", "m"] * (n // 2)
    frame["school"] = [f"s{place % 12}" for place in range(n)]
    frame["day"] = pd.date_range("2024-01-01", periods=n)
    return wb.read_data(frame, **({"target": "y", "favourable": "yes", "protected": ["sex"]} | roles))


def covers(folds, n_rows):
    """Each row is predicted once a repeat, and never learned from then."""
    for repeat in range(folds.n_repeats):
        tests = [fold.test for fold in folds if fold.repeat == repeat]
        assert sorted(np.concatenate(tests).tolist()) == list(range(n_rows))
    for fold in folds:
        assert sorted([*fold.train.tolist(), *fold.test.tolist()]) == list(range(n_rows))


def test_rows_are_cut_as_scikit_learn_cuts_them():
    data = data_of()
    folds = draw_folds(data, n_folds=5, seed=2)
    peer = StratifiedKFold(5, shuffle=True, random_state=2).split(np.zeros(60), data.targets())
    for fold, (train, test) in zip(folds, peer, strict=True):
        np.testing.assert_array_equal(fold.train, train)
        np.testing.assert_array_equal(fold.test, test)


@settings(max_examples=20, deadline=None)
@given(st.integers(2, 10), st.integers(1, 3), st.integers(0, 100))
def test_each_row_is_predicted_once_a_repeat_with_equal_shares_of_outcomes(n_folds, n_repeats, seed):
    data = data_of()
    folds = draw_folds(data, n_folds=n_folds, n_repeats=n_repeats, seed=seed)
    assert len(folds) == n_folds * n_repeats
    covers(folds, 60)
    counts = [int(data.targets()[fold.test].sum()) for fold in folds]
    assert max(counts) - min(counts) <= 1


def test_repeats_differ_and_a_seed_repeats_them():
    one, other, again = (draw_folds(data_of(), n_repeats=2, seed=seed) for seed in (1, 5, 1))
    first, second = ([fold.test.tolist() for fold in one if fold.repeat == repeat] for repeat in (0, 1))
    assert first != second
    assert [fold.test.tolist() for fold in one] == [fold.test.tolist() for fold in again]
    assert [fold.test.tolist() for fold in one] != [fold.test.tolist() for fold in other]


def test_groups_are_in_one_fold():
    data = data_of(group="school")
    folds = draw_folds(data, n_folds=4, n_repeats=2)
    assert (folds.method, folds.n_clusters) == ("grouped", 12)
    covers(folds, 60)
    school = np.array(data.column("school").to_pylist())
    for fold in folds:
        assert not set(school[fold.train]) & set(school[fold.test])


def test_time_is_learned_from_before_it_is_predicted():
    data = data_of(time="day")
    folds = draw_folds(data, n_folds=5, n_repeats=3)
    assert (folds.method, len(folds), folds.n_repeats) == ("temporal", 5, 1)
    for fold in folds:
        assert fold.train.max() < fold.test.min()  # the rows come in the order of time
    assert np.concatenate([fold.test for fold in folds]).tolist() == list(range(10, 60))
    assert [len(fold.train) for fold in folds] == [10, 20, 30, 40, 50]


def test_of_time_and_groups_both_hold():
    data = data_of(time="day", group="school", n=120)
    school = np.array(data.column("school").to_pylist())
    # Schools come again every 12 days, so that whoever is predicted leaves nobody to learn from.
    with pytest.raises(NotEnoughDataError) as error:
        draw_folds(data, n_folds=3)
    assert str(error.value) == (
        "Of the rows before a period of 'day' none are left to learn from, as all belong together with rows in it.\n"
        "Ask for more folds, so that periods are shorter, or leave out one of the roles group and time."
    )
    few = draw_folds(data, n_folds=19)
    for fold in few:
        assert fold.train.max() < fold.test.min()
        assert not set(school[fold.train]) & set(school[fold.test])


def test_too_few_rows_are_told():
    with pytest.raises(NotEnoughDataError) as error:
        draw_folds(data_of(), n_folds=21)
    assert str(error.value) == (
        "'data' has 20 rows or groups for 21 folds.\n"
        "Ask for fewer, or collect more rows of the rarest outcome: n_folds=20."
    )
    with pytest.raises(NotEnoughDataError, match="has 12 rows or groups for 13 folds"):
        draw_folds(data_of(group="school"), n_folds=13)
    with pytest.raises(InputError) as refused:
        draw_folds(data_of(), n_folds=1)
    assert str(refused.value) == "n_folds is 1.\nGive at least 2: rows are predicted by models of the others."


def test_cross_fitted_scores_are_those_of_a_loop():
    prepared = wb.prepare_data(wb.split_data(data_of(n=120)))
    train = prepared.split.train
    expected = np.full(train.n_rows, np.nan)
    frame = prepared.raw_frame(train)
    for fold in draw_folds(train, n_folds=3, seed=1):
        from sklearn.base import clone

        steps = clone(prepared.transformer)
        model = LogisticRegression(max_iter=2_000, random_state=1)
        model.fit(steps.fit_transform(frame.iloc[fold.train], train.targets()[fold.train]), train.targets()[fold.train])
        expected[fold.test] = model.predict_proba(steps.transform(frame.iloc[fold.test]))[:, 1]
    found = cross_fit(prepared, as_candidate("logistic_regression"), n_folds=3, seed=1)
    np.testing.assert_allclose(found, expected, rtol=1e-10)


def test_rows_of_the_first_period_are_never_predicted():
    prepared = wb.prepare_data(wb.split_data(data_of(n=120, time="day")))
    found = cross_fit(prepared, as_candidate("logistic_regression"), n_folds=3)
    first = draw_folds(prepared.split.train, n_folds=3).folds[0].train
    np.testing.assert_array_equal(np.flatnonzero(np.isnan(found)), first)


def rare(n_rare, task="binary", **roles):
    rng = np.random.default_rng(8)
    frame = pd.DataFrame(
        {"x": rng.normal(size=200), "sex": ["f", "m"] * 100, "y": np.where(np.arange(200) % 2, "a", "b")}
    )
    frame["g"] = np.arange(200) % 4
    frame.loc[np.arange(n_rare) * 2, "y"] = "rare"
    if task == "binary":
        frame["y"] = np.where(frame["y"] == "rare", "yes", "no")
    given = {"target": "y", "protected": ["sex"], "task": task, "favourable": "yes" if task == "binary" else None}
    return wb.read_data(frame, **given | roles)


def test_there_are_fewer_folds_where_the_rows_make_no_more():
    assert draw_fewer(rare(8), n_folds=10).n_folds == 8
    assert draw_fewer(rare(20), n_folds=10).n_folds == 10
    assert draw_fewer(rare(100, group="g"), n_folds=10).n_folds == 4
    with pytest.raises(NotEnoughDataError) as error:
        draw_fewer(rare(1), n_folds=10)
    assert str(error.value) == (
        "'data' has 1 rows or groups for 2 folds.\nCollect more rows of the rarest outcome, and more groups."
    )
    with pytest.raises(InputError):
        draw_fewer(rare(20), n_folds=1)


def test_a_rare_one_of_several_classes_does_not_end_it_and_is_told():
    data = rare(3, "multiclass")
    folds = draw_folds(data, n_folds=5)
    covers(folds, 200)
    assert rare_classes(data, folds) == {"rare": 3}
    assert rare_classes(data, draw_folds(data, n_folds=3)) == {}


@pytest.mark.parametrize(
    ("task", "title"),
    [("binary", "The rows make {} folds, not {}"), ("multiclass", "Class 'rare' has {} rows for {} folds")],
)
def test_a_contest_and_a_tuning_with_a_rare_outcome_are_made_and_tell_so(task, title):
    prepared = wb.prepare_data(wb.split_data(rare(5, task), seed=2))
    n_rare = int(np.bincount(prepared.split.train.targets())[-1])
    contest = wb.compare_models(prepared, ["logistic_regression"], n_folds=n_rare + 1, n_repeats=1)
    tuning = wb.tune_model(prepared, "logistic_regression", n_trials=2, n_folds=n_rare + 1)
    for found in (contest, tuning):
        assert [one.title for one in found.findings if one.code == "WB320"] == [title.format(n_rare, n_rare + 1)]


def test_thresholds_and_weak_segments_are_found_with_fewer_folds_and_say_how_many():
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(rare(5), seed=2)), "logistic_regression")
    n_rare = int(fitted.prepared.split.train.targets().sum())
    assert n_rare < 5
    assert f"one of {n_rare} models" in wb.choose_threshold(fitted, share=0.2).how
    assert f"one of {n_rare} models" in wb.find_weak_segments(fitted).how
