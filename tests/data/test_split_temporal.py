"""A split in time holds out the latest rows, whole times together, and nobody who is also learned from."""

from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import workbench as wb
from workbench.data.splitting.periods import first_held_out
from workbench.errors import NotEnoughDataError, RoleError

START = date(2024, 1, 1)


def people(n=100, days=50):
    return pd.DataFrame(
        {
            "row": range(n),
            "day": [START + timedelta(days=row * days // n) for row in range(n)],
            "y": ["yes", "no", "no"] * (n // 3) + ["yes"] * (n % 3),
            "g": ["a", "b"] * (n // 2) + ["a"] * (n % 2),
        }
    )


def dataset(frame, **roles):
    return wb.read_data(frame, target="y", favourable="yes", protected=["g"], **{"time": "day", **roles})


def values(part, column):
    return part.frame([column])[column].tolist()


def refused(kind, *arguments, **options):
    with pytest.raises(kind) as error:
        wb.split_data(*arguments, **options)
    assert type(error.value) is kind
    return str(error.value)


# By hand.


@pytest.mark.parametrize(
    ("times", "share", "first"),
    [
        ([0, 1, 2, 3], 0.5, 2),
        ([0, 0, 0, 1], 0.5, 1),
        ([0, 1, 1, 1], 0.5, 1),  # 3 of 4 is the only cut there is
        ([0, 1, 2, 2, 2, 2, 2, 3], 0.3, 3),  # 1 of 8 is nearer to 2.4 than 6 of 8
        ([0, 1, 2, 3], 0.375, 2),  # 1 and 2 are equally near to 1.5: the one that holds out more
        ([5, 5, 9, 9], 0.01, 9),
        ([5, 7, 9, 9], 0.99, 7),
    ],
)
def test_cut_by_hand(times, share, first):
    assert first_held_out(np.array(times), share) == first


def test_the_latest_rows_are_held_out():
    split = wb.split_data(dataset(people()))
    assert split.method == "temporal"
    assert values(split.test, "row") == list(range(70, 100))
    assert split.cut == "2024-02-05"
    assert repr(split) == "Split of 'data' at 2024-02-05: 70 rows to learn from, 30 held out."


def test_rows_of_one_time_stay_together():
    split = wb.split_data(dataset(people(days=4)), test_size=0.3)  # 25 rows a day: 25 are nearer than 50
    assert values(split.test, "row") == list(range(75, 100))
    assert [one.code for one in split.findings if one.code == "WB137"] == []


def test_a_cut_far_from_the_share_is_told():
    split = wb.split_data(dataset(people(days=2)), test_size=0.3)
    assert split.test.n_rows == 50
    [finding] = [one for one in split.findings if one.code == "WB137"]
    assert str(finding) == "WB137 50 % of the rows are held out, not the 30 % asked for"
    assert (finding.severity, finding.value, finding.threshold, finding.n) == ("caution", 0.5, 0.3, 100)


def test_the_seed_changes_nothing():
    data = dataset(people())
    assert values(wb.split_data(data, seed=1).test, "row") == values(wb.split_data(data, seed=2).test, "row")


# Brute force and properties.

ROWS = st.lists(
    st.tuples(st.one_of(st.none(), st.integers(0, 12)), st.sampled_from(["yes", "no", None]), st.integers(0, 6)),
    min_size=30,
    max_size=90,
)


def frame_of(rows):
    return pd.DataFrame(
        {
            "row": range(len(rows)),
            "day": pd.array([one[0] for one in rows], "Int64"),
            "y": [one[1] for one in rows],
            "g": ["a"] * len(rows),
            "customer": [one[2] for one in rows],
        }
    )


@given(rows=ROWS, share=st.sampled_from([0.1, 0.3, 0.6]))
@settings(max_examples=25, deadline=None, derandomize=True)
def test_no_other_cut_is_nearer_and_no_row_held_out_is_earlier(rows, share):
    frame = frame_of(rows)
    assume(set(frame["y"].dropna()) == {"yes", "no"} and frame["day"].notna().any())
    try:
        split = wb.split_data(dataset(frame), test_size=share)
    except NotEnoughDataError:
        return
    known = frame[frame["y"].notna() & frame["day"].notna()]
    cuts = sorted(known["day"].unique())[1:]
    best = min(abs(int((known["day"] >= cut).sum()) - share * len(known)) for cut in cuts)
    assert abs(split.test.n_rows - share * len(known)) == pytest.approx(best)
    assert max(values(split.train, "day")) < min(values(split.test, "day"))
    assert sorted(values(split.train, "row") + values(split.test, "row")) == known["row"].tolist()
    assert split.n_without_time == int((frame["y"].notna() & frame["day"].isna()).sum())
    assert split.n_without_outcome == int(frame["y"].isna().sum())


@given(rows=ROWS)
@settings(max_examples=25, deadline=None, derandomize=True)
def test_customers_held_out_are_not_learned_from(rows):
    frame = frame_of(rows)
    assume(set(frame["y"].dropna()) == {"yes", "no"} and frame["day"].notna().any())
    try:
        split = wb.split_data(dataset(frame, group="customer"), test_size=0.3)
    except NotEnoughDataError:
        return
    alone = wb.split_data(dataset(frame), test_size=0.3)
    assert values(split.test, "row") == values(alone.test, "row")
    held = set(values(split.test, "customer"))
    kept = [
        row
        for row, who in zip(values(alone.train, "row"), values(alone.train, "customer"), strict=True)
        if who not in held
    ]
    assert values(split.train, "row") == kept
    assert split.n_apart == alone.train.n_rows - split.train.n_rows
    assert split.n_unused == split.n_apart + split.n_without_time + split.n_without_outcome


@given(order=st.permutations(range(100)))
@settings(max_examples=15, deadline=None, derandomize=True)
def test_the_order_of_the_rows_does_not_matter(order):
    frame = people(days=30)
    once, again = (wb.split_data(dataset(one)) for one in (frame, frame.iloc[list(order)]))
    assert sorted(values(once.test, "row")) == sorted(values(again.test, "row"))


# What is in neither part.


def with_customers():
    """Return rows of which the first three are of customers held out."""
    frame = people()
    frame["customer"] = [f"early{row % 7}" if row < 70 else f"late{row % 7}" for row in range(100)]
    frame.loc[[0, 1, 2, 98, 99], "customer"] = ["a", "a", "b", "a", "b"]
    return frame


def test_earlier_rows_of_customers_held_out_are_in_neither_part():
    split = wb.split_data(dataset(with_customers(), group="customer"))
    assert split.n_apart == split.n_unused == 3
    assert values(split.train, "row") == list(range(3, 70))
    assert values(split.test, "row") == list(range(70, 100))
    assert repr(split) == (
        "Split of 'data' at 2024-02-05: 67 rows to learn from, 30 held out, 3 kept apart from rows held out."
    )
    [finding] = [one for one in split.findings if one.code == "WB132"]
    assert str(finding) == (
        "WB132 3 of 100 rows with an outcome are in neither part: 3 whose 'customer' is among the rows held out"
    )
    assert (finding.severity, finding.value, finding.threshold, finding.n) == ("note", 0.03, 0.0, 100)


def test_rows_without_a_time_are_in_neither_part():
    frame = people()
    frame["day"] = frame["day"].where(frame["row"] % 10 != 0, None)
    split = wb.split_data(dataset(frame))
    assert split.unused == {"without a time": 10}
    [finding] = [one for one in split.findings if one.code == "WB132"]
    assert finding.severity == "caution"
    assert finding.title == "10 of 100 rows with an outcome are in neither part: 10 without a time"


def test_rows_without_a_customer_are_never_left_out():
    frame = with_customers().assign(customer=None).astype({"customer": "string"})
    frame.loc[50, "customer"] = "a"
    split = wb.split_data(dataset(frame, group="customer"))
    assert split.n_unused == 0
    assert [str(one) for one in split.findings if one.code == "WB135"] == ["WB135 99 of 100 rows have no 'customer'"]


def test_few_customers_held_out_are_told():
    split = wb.split_data(dataset(with_customers(), group="customer"))
    assert split.n_entities == (7, 9)
    [finding] = [one for one in split.findings if one.code == "WB136"]
    assert str(finding) == "WB136 The rows held out have only 9 different 'customer'"
    assert (finding.value, finding.threshold, finding.n, finding.scope) == (9.0, 30.0, 97, "customer")


# Kinds of time.


@pytest.mark.parametrize(
    "days",
    [
        [START + timedelta(days=row) for row in range(100)],
        [datetime(2024, 1, 1) + timedelta(hours=row) for row in range(100)],  # noqa: DTZ001 - tables have no zones
        list(range(2000, 2100)),
        [row / 7 - 3 for row in range(100)],
        pd.date_range("2024-01-01", periods=100, freq="s", tz="Europe/Vienna"),
    ],
    ids=["dates", "times", "years", "numbers", "zoned"],
)
def test_time_may_be_dates_times_or_numbers(days):
    split = wb.split_data(dataset(people().assign(day=days)))
    assert values(split.test, "row") == list(range(70, 100))
    assert split.cut


# Drift.


def test_an_outcome_that_became_more_frequent_is_told():
    frame = people(1000).assign(
        y=["yes" if row % 10 < 3 or (row >= 700 and row % 10 < 6) else "no" for row in range(1000)]
    )
    split = wb.split_data(dataset(frame))
    [finding] = [one for one in split.findings if one.code == "WB133"]
    assert str(finding) == (
        "WB133 The outcome 'yes' has 30.0 % of the rows to learn from, and 60.0 % of the later rows held out"
    )
    assert (finding.severity, finding.n) == ("caution", 1000)
    assert finding.value == pytest.approx(0.3)
    # Newcombe's method 10 for 180 of 300 and 210 of 700, from statsmodels.
    from statsmodels.stats.proportion import confint_proportions_2indep

    assert finding.interval == pytest.approx(confint_proportions_2indep(180, 300, 210, 700, method="newcomb"), abs=1e-6)


def test_an_outcome_as_frequent_as_before_is_not_told():
    frame = people(1000).assign(y=["yes" if row % 10 < 3 else "no" for row in range(1000)])
    assert not [one for one in wb.split_data(dataset(frame)).findings if one.code == "WB133"]


def test_no_drift_is_told_of_rows_drawn_at_random():
    frame = people(1000).assign(y=["yes" if row > 800 else "no" for row in range(1000)])
    split = wb.split_data(dataset(frame), method="stratified")
    assert not [one for one in split.findings if one.code == "WB133"]
    assert split.cut == ""


# Refusals.


def test_time_needs_a_column():
    data = wb.read_data(people(), target="y", favourable="yes")
    assert refused(RoleError, data, method="temporal") == (
        "method is 'temporal', and no column of 'data' says when.\n"
        "Name one: assign_roles(data, time=…), or read_data(…, time=…)."
    )


def test_one_time_has_no_later():
    assert refused(NotEnoughDataError, dataset(people().assign(day=START))) == (
        "'data' has 100 rows with an outcome, 34 of them with the rarer one.\n"
        "Column 'day' tells no two times apart, so that none is later.\n"
        "Name another column, or split at random: method='stratified'."
    )


def test_each_outcome_has_to_be_in_both_parts():
    frame = people().assign(y=["yes"] * 40 + ["no"] * 60)
    assert refused(NotEnoughDataError, dataset(frame)) == (
        "'data' has 100 rows with an outcome, 40 of them with the rarer one.\n"
        "With those from 2024-02-05 of 'day' on held out, one part lacks an outcome.\n"
        "Ask for another test_size, or split at random: method='stratified'."
    )


def test_customers_who_are_always_there_leave_nothing_to_learn_from():
    frame = people().assign(customer=[row % 5 for row in range(100)])
    assert refused(NotEnoughDataError, dataset(frame, group="customer")) == (
        "'data' has 100 rows with an outcome, 34 of them with the rarer one.\n"
        "With those from 2024-02-05 of 'day' on held out, without what belongs together with rows held out (70), "
        "one part lacks an outcome.\n"
        "Ask for another test_size, or split at random: method='grouped'."
    )
