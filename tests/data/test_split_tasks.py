"""Splits of several classes and of amounts: what is alike in both parts, what is refused, what is told."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import workbench as wb
from workbench.data.splitting.entities import can_be_split, distance, entities_held_out
from workbench.data.splitting.outcomes import bands_of, stated_of
from workbench.errors import NotEnoughDataError
from workbench.stats.intervals import Limits, critical_value, difference_limits, rate_limits


def people(n=600, customers=120, seed=0):
    rng = np.random.default_rng(seed)
    grade = rng.choice(["low", "middle", "high"], size=n, p=[0.6, 0.3, 0.1])
    return pd.DataFrame(
        {
            "row": np.arange(n),
            "customer": [f"c{which}" for which in rng.integers(customers, size=n)],
            "day": rng.integers(100, size=n),
            "grade": grade,
            "price": rng.lognormal(size=n).round(3),
            "g": rng.choice(["a", "b"], size=n),
        }
    )


def classes(frame, **roles):
    return wb.read_data(frame, target="grade", task="multiclass", protected=["g"], **roles)


def amounts(frame, **roles):
    return wb.read_data(frame, target="price", task="regression", protected=["g"], **roles)


def counts(part, column):
    return part.frame([column])[column].value_counts().to_dict()


def refused(data, **options):
    with pytest.raises(NotEnoughDataError) as raised:
        wb.split_data(data, **options)
    return str(raised.value)


# Bands of amounts.


@given(
    st.lists(st.integers(0, 30), min_size=1, max_size=200),
    st.integers(1, 40),
)
@settings(max_examples=80, deadline=None)
def test_bands_hold_enough_rows_rise_and_part_no_equal_amounts(values, fewest):
    amount = np.array(values, dtype=float)
    band = bands_of(amount, fewest)
    sizes = np.bincount(band)
    assert (sizes >= min(fewest, len(amount))).all()
    assert band.min() == 0
    order = np.argsort(amount, kind="stable")
    assert (np.diff(band[order]) >= 0).all()
    assert pd.Series(band).groupby(amount).nunique().max() == 1


def test_there_are_ten_bands_where_amounts_differ():
    assert np.bincount(bands_of(np.random.default_rng(0).random(1000), 100)).tolist() == [100] * 10


def test_half_of_the_rows_with_one_amount_are_one_band():
    assert bands_of(np.array([0.0] * 50 + [*range(1, 51)]), 10).tolist()[:51] == [0] * 50 + [1]


# Stratified.


def test_each_class_is_split_in_proportion():
    frame = people()
    split = wb.split_data(classes(frame), test_size=0.3, seed=3)
    for grade, n in counts(split.data, "grade").items():
        assert abs(counts(split.test, "grade")[grade] - 0.3 * n) <= 1
    assert repr(split) == "Split of 'data': 420 rows to learn from, 180 held out."


@pytest.mark.parametrize("test_size", [0.05, 0.3, 0.9])
@pytest.mark.parametrize("n", [40, 600])
def test_each_band_of_amounts_is_in_both_parts(n, test_size):
    data = amounts(people(n))
    split = wb.split_data(data, test_size=test_size, seed=1)
    band = stated_of(data, test_size).codes
    held_out = np.isin(np.arange(n), split.test.column("row").to_numpy())
    n_of, n_held_out = np.bincount(band), np.bincount(band[held_out], minlength=band.max() + 1)
    assert (n_held_out > 0).all()
    assert (n_held_out < n_of).all()
    assert (np.abs(n_held_out - test_size * n_of) < 1.5).all()


def test_rows_without_a_class_or_an_amount_are_in_neither_part():
    frame = people(100)
    frame.loc[:4, "grade"] = None
    frame.loc[:9, "price"] = np.nan
    assert wb.split_data(classes(frame)).n_without_outcome == 5
    split = wb.split_data(amounts(frame))
    assert split.n_without_outcome == 10
    assert np.isfinite(split.train.targets()).all()
    assert np.isfinite(split.test.targets()).all()


@pytest.mark.parametrize("read", [classes, amounts])
@pytest.mark.parametrize("role", ["", "group"])
def test_the_order_of_rows_makes_no_difference_where_rows_have_an_id(read, role):
    frame = people(200)
    roles = {"id": "row"} | ({role: "customer"} if role else {})
    one = wb.split_data(read(frame, **roles), seed=4)
    other = wb.split_data(read(frame.sample(frac=1, random_state=0), **roles), seed=4)
    assert one.test.rows_fingerprint == other.test.rows_fingerprint


@pytest.mark.parametrize("roles", [{}, {"group": "customer"}, {"time": "day"}])
def test_two_outcomes_by_other_names_are_split_alike(roles):
    """Only how they are called changes: the split does not, and neither do the counts of the rarer one."""
    frame = people().assign(y=lambda one: np.where(one["grade"] == "low", "b", "a"))
    renamed = frame.assign(y=frame["y"].map({"b": "yes", "a": "no"}))
    rows = []
    for table, favourable in ((frame, "b"), (renamed, "yes")):
        split = wb.split_data(wb.read_data(table, target="y", favourable=favourable, protected=["g"], **roles), seed=5)
        rows.append(split.test.column("row").to_pylist())
    assert rows[0] == rows[1]


def test_classes_in_the_same_order_by_other_names_are_split_alike():
    frame = people()
    renamed = frame.assign(grade=frame["grade"].map({"high": "1", "low": "2", "middle": "3"}))
    one, other = (wb.split_data(classes(table), seed=5).test.column("row").to_pylist() for table in (frame, renamed))
    assert one == other


# Rows that belong together.


@pytest.mark.parametrize("read", [classes, amounts])
def test_rows_that_belong_together_stay_together_and_the_parts_are_alike(read):
    split = wb.split_data(read(people(), group="customer"), test_size=0.25, seed=2)
    first, second = (set(counts(part, "customer")) for part in (split.train, split.test))
    assert not first & second
    assert abs(split.test.n_rows - 150) <= 1
    stated = stated_of(split.data, 0.25).codes
    held_out = np.isin(np.arange(600), split.test.column("row").to_numpy())
    wanted = 0.25 * np.bincount(stated)
    assert (np.abs(np.bincount(stated[held_out], minlength=len(wanted)) - wanted) <= 2).all()


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 2), st.integers(0, 1)), min_size=4, max_size=30))
@settings(max_examples=60, deadline=None)
def test_no_move_brings_parts_of_three_classes_nearer(cells):
    entities, outcomes, groups = (
        np.unique([one[place] for one in cells], return_inverse=True)[1].astype(np.int64) for place in range(3)
    )
    margins = [outcomes, groups * (outcomes.max() + 1) + outcomes]
    if not can_be_split(entities, outcomes):
        return
    n_entities = int(entities.max()) + 1
    keys = np.arange(n_entities, dtype=np.uint64)
    found = entities_held_out(entities, margins, share=0.4, strata=outcomes, keys=keys, start=0.5)

    def lacks(held_out):
        n = np.bincount(outcomes, minlength=3)
        k = np.bincount(outcomes[held_out[entities]], minlength=3)
        return int((((k == 0) | (k == n)) & (n > 0)).sum())

    def cost(held_out):
        return lacks(held_out), round(distance(entities, margins, 0.4, held_out), 6)

    for one in range(n_entities):
        moved = found.copy()
        moved[one] = not moved[one]
        assert cost(moved) >= cost(found)


def test_two_parts_of_three_classes_need_two_entities():
    assert can_be_split(np.array([0, 1, 1]), np.array([0, 1, 2]))
    assert not can_be_split(np.array([0, 0, 0]), np.array([0, 1, 2]))


# By time.


@pytest.mark.parametrize("read", [classes, amounts])
@pytest.mark.parametrize("group", [None, "customer"])
def test_the_latest_rows_are_held_out(read, group):
    split = wb.split_data(read(people(), time="day", group=group), test_size=0.3)
    assert split.method == "temporal"
    assert max(split.train.column("day").to_pylist()) < min(split.test.column("day").to_pylist())
    assert repr(split).startswith(f"Split of 'data' at {split.cut}: ")


def test_drift_of_a_class_is_told_of_the_one_that_moved_most():
    frame = people(2000)
    late = frame["day"] >= 70
    frame.loc[late & (frame["row"] % 3 == 0), "grade"] = "high"
    [found] = [one for one in wb.split_data(classes(frame, time="day")).findings if one.code == "WB133"]
    split = wb.split_data(classes(frame, time="day"))
    before, after = (part.frame(["grade"])["grade"].eq("high").mean() for part in (split.train, split.test))
    assert found.title == (
        f"The class 'high' has {100 * before:.1f} % of the rows to learn from, "
        f"and {100 * after:.1f} % of the later rows held out"
    )
    assert found.value == pytest.approx(after - before)
    assert found.interval[0] > 0.01 == found.threshold


def test_drift_of_amounts_is_that_of_welch():
    frame = people(2000)
    frame.loc[frame["day"] >= 70, "price"] *= 1.5
    split = wb.split_data(amounts(frame, time="day"))
    [found] = [one for one in split.findings if one.code == "WB133"]
    before, after = split.train.targets(), split.test.targets()
    interval = stats.ttest_ind(after, before, equal_var=False).confidence_interval(0.95)
    assert found.title == (
        f"The mean of 'price' is {before.mean():.4g} in the rows to learn from, "
        f"and {after.mean():.4g} in the later rows held out"
    )
    assert found.interval == pytest.approx((interval.low, interval.high))
    assert found.threshold == pytest.approx(0.1 * before.std(ddof=1))


@pytest.mark.parametrize("read", [classes, amounts])
def test_no_drift_is_told_where_nothing_moved(read):
    assert "WB133" not in [one.code for one in wb.split_data(read(people(2000), time="day")).findings]


# What cannot be said without a favourable value is not said.


@pytest.mark.parametrize("read", [classes, amounts])
def test_rows_by_group_are_counted_and_no_outcome_is(read):
    split = wb.split_data(read(people()))
    assert split.smallest_gaps == ()
    everyone = split.groups[0]
    assert (everyone.n_train, everyone.n_test) == (420, 180)
    assert (everyone.n_train_favourable, everyone.n_test_favourable) == (None, None)
    assert sum(one.n_test for one in split.groups if one.attribute == "g") == 180
    assert not {"WB131", "WB134"} & {one.code for one in split.findings}


def test_a_favourable_class_is_counted():
    data = classes(people(), favourable="high")
    split = wb.split_data(data)
    n_high = counts(split.test, "grade")["high"]
    assert split.groups[0].n_test_favourable == n_high
    assert split.smallest_gaps[0].rate == pytest.approx(n_high / 180)


def test_small_groups_held_out_are_told_of_amounts_too():
    frame = people(100)
    frame.loc[:7, "g"] = "c"
    [found] = [one for one in wb.split_data(amounts(frame)).findings if one.code == "WB130"]
    assert found.title.startswith("g has 3 groups with fewer than 30 rows held out: 'c' (")


# Few rows of a class.


def rare(n_rare):
    frame = people(200)
    frame["grade"] = np.where(frame["row"] < n_rare, "odd", np.where(frame["row"] % 2, "low", "high"))
    return [one for one in wb.split_data(classes(frame), seed=1).findings if one.code == "WB138"]


def test_a_class_with_few_rows_is_told():
    [found] = rare(4)
    assert found.title == "1 class has fewer than 5 rows to learn from or held out: 'odd' (3 and 1)"
    assert (found.value, found.threshold, found.n, found.severity) == (1.0, 5.0, 4, "caution")


def test_a_class_with_enough_rows_is_not_told():
    assert rare(20) == []


def test_a_class_that_comes_up_later_is_serious():
    frame = people(400)
    frame["grade"] = np.where(frame["day"] > 90, "new", np.where(frame["row"] % 2, "low", "high"))
    split = wb.split_data(classes(frame, time="day"))
    [found] = [one for one in split.findings if one.code == "WB138"]
    assert found.severity == "serious"
    assert "'new' (0 and " in found.title


# What is refused.


@pytest.mark.parametrize(
    ("read", "need"), [(classes, "two classes"), (amounts, "two different amounts")], ids=["classes", "amounts"]
)
def test_few_rows_are_refused(read, need):
    assert refused(read(people(19))) == (
        f"'data' has 19 rows with an outcome.\nA split needs at least 20 rows, and {need} in each part."
    )
    wb.split_data(read(people(20)))


@pytest.mark.parametrize(
    ("read", "need"), [(classes, "two classes"), (amounts, "two different amounts")], ids=["classes", "amounts"]
)
def test_parts_with_nothing_to_tell_apart_are_refused(read, need):
    frame = people(100).assign(customer="one")
    assert refused(read(frame, group="customer")) == (
        "'data' has 100 rows with an outcome.\n"
        f"Those of one 'customer' stay together, and no such parts both hold {need}.\n"
        "Collect more, or split row by row: method='stratified'."
    )
    frame = people(100)
    late = frame["day"] >= 60
    frame.loc[late, "grade"], frame.loc[late, "price"] = "low", 1.0
    assert refused(read(frame, time="day"), test_size=0.3).startswith(
        "'data' has 100 rows with an outcome.\nWith those from "
    )
    assert f"one part lacks {need}." in refused(read(frame, time="day"), test_size=0.3)


# By hand.


def test_distance_of_three_classes_by_hand():
    # Of 4 rows 2 are wanted and held out; of the classes a half, a half and one row, and 1, 1 and 0 are held out.
    entities, classes_ = np.array([0, 0, 1, 1]), np.array([0, 1, 2, 2])
    terms = 4  # all rows and each class count as often as there are terms
    assert distance(entities, [classes_], 0.5, np.array([True, False])) == pytest.approx(terms * (0.5 + 0.5 + 1.0))


def test_each_group_of_each_class_is_a_margin_of_its_own(monkeypatch):
    seen = []

    def spy(entities, margins, **options):
        seen.extend(margins)
        return entities_held_out(entities, margins, **options)

    monkeypatch.setattr("workbench.data.splitting.drawing.entities_held_out", spy)
    wb.split_data(classes(people(), group="customer"))
    assert [len(np.unique(margin)) for margin in seen] == [3, 6]


@pytest.mark.parametrize("n_late", [4, 5])
def test_five_rows_of_a_class_are_enough(n_late):
    frame = people(200).assign(day=range(200))
    frame["grade"] = np.where(frame["row"] % 2, "low", "high")
    frame.loc[[*range(10), *range(190, 190 + n_late)], "grade"] = "odd"
    found = [one.title for one in wb.split_data(classes(frame, time="day")).findings if one.code == "WB138"]
    assert found == (
        ["1 class has fewer than 5 rows to learn from or held out: 'odd' (10 and 4)"] if n_late == 4 else []
    )


def test_drift_of_classes_allows_for_their_number():
    frame = people(2000)
    frame.loc[(frame["day"] >= 70) & (frame["row"] % 3 == 0), "grade"] = "high"
    split = wb.split_data(classes(frame, time="day"))
    [found] = [one for one in split.findings if one.code == "WB133"]
    k = [counts(part, "grade")["high"] for part in (split.train, split.test)]
    n = [split.train.n_rows, split.test.n_rows]
    limits = rate_limits(np.array(k), np.array(n), critical_value(1 - 0.05 / 3))
    first, second = (Limits(limits.low[place], limits.high[place]) for place in (0, 1))
    low, high = difference_limits(k[1] / n[1], second, k[0] / n[0], first)
    assert found.interval == pytest.approx((float(low), float(high)))
