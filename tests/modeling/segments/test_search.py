"""The search: the best cut is the best of all, parts keep to their size, and chance cuts nothing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.tree import DecisionTreeRegressor

from workbench.modeling.segments import search
from workbench.modeling.segments.conditions import Held
from workbench.modeling.segments.search import Growth, find_parts


def numbers(values):
    return Held(np.asarray(values, dtype=float), None)


def words(codes, labels):
    return Held(None, np.asarray(codes), tuple(labels))


def told(parts):
    return [" and ".join(map(str, part)) for part in parts]


def test_by_hand():
    age, place = np.tile([20, 40], 80), np.repeat([0, 1], 80)
    errors = ((age == 20) & (place == 1)) * 1.0
    held = {"age": numbers(age), "place": words(place, "FG")}
    assert told(find_parts(held, errors, Growth(3, 10))) == ["age under 40 and place is G"]
    assert told(find_parts(held, errors, Growth(1, 10))) == ["age under 40"]  # as good as the other, and named first
    assert find_parts(held, errors, Growth(3, 90)) == []
    assert find_parts(held, np.zeros(160), Growth(3, 10)) == []
    assert find_parts({}, errors, Growth(3, 10)) == []
    assert find_parts(held, np.empty(0), Growth(3, 10)) == []


@pytest.mark.parametrize("seed", range(5))
def test_the_first_cut_is_that_of_another_program(seed, monkeypatch):
    monkeypatch.setattr(search, "_CHANCE", 10**9)
    rng = np.random.default_rng(seed)
    rows = rng.integers(0, 9, size=(200, 3)).astype(float)
    errors = rng.random(200) + (rows[:, 1] > 5)
    tree = DecisionTreeRegressor(max_depth=1, min_samples_leaf=20).fit(rows, errors)
    [part] = find_parts({str(place): numbers(rows[:, place]) for place in range(3)}, errors, Growth(1, 20))
    [condition] = part
    assert condition.column == str(tree.tree_.feature[0])
    limit = condition.at_least if np.isfinite(condition.at_least) else condition.below
    assert limit == np.ceil(tree.tree_.threshold[0])


def test_missing_values_are_told():
    age = np.repeat([20.0, np.nan, 60.0], 50)
    assert told(find_parts({"age": numbers(age)}, np.isnan(age) * 1.0, Growth(3, 10))) == ["age is missing"]
    errors = (np.isnan(age) | (age > 50)) * 1.0
    assert told(find_parts({"age": numbers(age)}, errors, Growth(1, 10))) == ["age 60 or more or missing"]
    codes = np.repeat([0, -1, 1], 50)
    assert told(find_parts({"place": words(codes, "ab")}, (codes < 0) * 1.0, Growth(3, 10))) == ["place is missing"]


def test_limits_of_many_numbers_are_round():
    pay = np.random.default_rng(0).lognormal(10, 1, 5_000)
    [part] = find_parts({"pay": numbers(pay)}, (pay < 20_300) * 1.0, Growth(1, 50))
    assert part[0].below % 1_000 == 0
    assert not np.isin(part[0].below, pay)


def test_limits_of_few_numbers_are_round_where_few_rows_have_them():
    pay = np.round(np.random.default_rng(0).normal(40_000, 9_000, 90), 2)
    [part] = find_parts({"pay": numbers(pay)}, (pay < 40_000) * 1.0, Growth(1, 20))
    assert part[0].below % 1_000 == 0
    rooms = np.append(np.repeat([1.0, 2.0, 3.0, 4.0], 40), [17.25, 18.5, 21.75])  # those of three people
    assert search._round_limits(rooms, is_time=False).tolist() == [2, 3, 4]
    assert told(find_parts({"rooms": numbers(rooms)}, (rooms > 2) * 1.0, Growth(1, 20))) == ["rooms 3 or more"]


def test_limits_of_times_are_no_ones_day():
    born = 86_400.0 * np.random.default_rng(1).choice(15_000, 500, replace=False)
    limits = search._round_limits(born, is_time=True)
    assert len(limits) > 20
    assert not (limits % (100 * 86_400)).any()


def test_values_are_named_where_they_are_fewer_than_the_others():
    codes = np.repeat([0, 1, 2, 3, -1], 60)
    held = {"place": words(codes, "abcd")}
    assert told(find_parts(held, (codes == 2) * 1.0 + (codes == 3) * 0.5, Growth(1, 10))) == ["place is c"]
    assert told(find_parts(held, (codes > 0) * 1.0 - (codes < 0), Growth(1, 10))) == ["place is known"]
    assert told(find_parts({"place": words(codes[:240], "abcd")}, (codes[:240] > 1) * 1.0, Growth(2, 10))) == [
        "place is c or d"
    ]


@pytest.mark.parametrize(("n", "said"), [(10, "place is not a or b"), (11, "place is Ms Rare or c")])
def test_a_value_of_few_rows_is_not_named_beside_another(n, said):
    codes = np.append(np.repeat([0, 1, 2], 60), np.repeat(3, n))
    held = {"place": words(codes, ["a", "b", "c", "Ms Rare"])}
    errors = np.where(codes == 0, 0.0, np.where(codes == 1, 0.9, 1.0))
    assert told(find_parts(held, errors, Growth(2, 30)))[0] == said


def test_rare_values_are_never_named():
    codes = np.arange(4_000) % 400
    parts = find_parts(
        {"name": words(codes, [f"person {code}" for code in range(400)])}, (codes > 350) * 1.0, Growth(3, 5)
    )
    assert parts == []


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 3), st.integers(5, 40))
def test_parts_are_large_enough_apart_and_worse_than_all(seed, depth, least):
    rng = np.random.default_rng(seed)
    age = np.where(rng.random(300) < 0.1, np.nan, rng.integers(18, 90, 300))
    held = {"age": numbers(age), "place": words(rng.integers(-1, 4, 300), "abcd"), "x": numbers(rng.normal(size=300))}
    errors = rng.random(300) + np.nan_to_num(age > 60) + (held["place"].codes == 2)
    parts = find_parts(held, errors, Growth(depth, least))
    masks = [np.logical_and.reduce([one.holds(held[one.column]) for one in part]) for part in parts]
    assert all(len(part) <= depth and mask.sum() >= least for part, mask in zip(parts, masks, strict=True))
    assert all(errors[mask].mean() > errors.mean() for mask in masks)
    assert sum(masks, start=np.zeros(300, dtype=int)).max(initial=0) <= 1
    assert [errors[mask].mean() for mask in masks] == sorted((errors[mask].mean() for mask in masks), reverse=True)


def test_chance_cuts_nothing_but_in_one_of_twenty():
    rng = np.random.default_rng(0)
    n_cut = 0
    for _ in range(200):
        held = {str(place): numbers(rng.normal(size=300)) for place in range(4)}
        n_cut += bool(find_parts(held, (rng.random(300) < 0.3) * 1.0, Growth(3, 20)))
    assert n_cut <= 0.05 * 200 + 3 * np.sqrt(0.05 * 0.95 * 200)
