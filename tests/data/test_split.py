"""A split is a partition, the same for the same seed, and alike in every stratum."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import workbench as wb
from workbench.errors import InputError, NotEnoughDataError, RoleError


def dataset(outcomes, groups=None, **columns):
    frame = pd.DataFrame({"row": range(len(outcomes)), "y": outcomes, "g": groups or ["a"] * len(outcomes), **columns})
    return wb.read_data(frame, target="y", favourable="yes", protected=["g"])


def rows(part):
    return part.frame(["row"])["row"].tolist()


EVEN = dataset(["yes", "no"] * 50, ["a", "a", "b", "b"] * 25)


def refused(kind, *arguments, **options):
    with pytest.raises(kind) as error:
        wb.split_data(*arguments, **options)
    assert type(error.value) is kind
    return str(error.value)


def test_split_says_what_it_is():
    assert repr(wb.split_data(EVEN)) == "Split of 'data': 70 rows to learn from, 30 held out."


def test_split_says_how_many_rows_have_no_outcome():
    data = dataset(["yes", "no"] * 50 + [None] * 3)
    split = wb.split_data(data)
    assert split.n_without_outcome == 3
    assert repr(split) == "Split of 'data': 70 rows to learn from, 30 held out, 3 without an outcome."


def test_same_seed_gives_the_same_rows():
    assert rows(wb.split_data(EVEN, seed=3).test) == rows(wb.split_data(EVEN, seed=3).test)
    assert wb.split_data(EVEN, seed=3) == wb.split_data(EVEN, seed=3)


def test_the_rows_held_out_stay_those_they_were():
    # Reports name the seed, and are checked by holding the same rows out again.
    data = dataset(["yes", "no"] * 20, ["a", "a", "b", "b"] * 10)
    assert rows(wb.split_data(data, seed=3).test) == [4, 9, 10, 19, 20, 25, 31, 32, 34, 35, 37, 38]


def test_another_seed_gives_other_rows():
    assert rows(wb.split_data(EVEN, seed=3).test) != rows(wb.split_data(EVEN, seed=4).test)


def test_parts_keep_the_order_of_the_rows():
    split = wb.split_data(EVEN)
    assert rows(split.train) == sorted(rows(split.train))
    assert rows(split.test) == sorted(rows(split.test))


def test_parts_keep_the_roles_and_the_name():
    split = wb.split_data(EVEN)
    assert split.train.roles == split.test.roles == EVEN.roles
    assert split.train.name == "data"


def test_every_row_has_the_same_chance_to_be_held_out():
    data = dataset(["yes", "no"] * 10, ["a"] * 19 + ["b"])
    counts = Counter(row for seed in range(200) for row in rows(wb.split_data(data, test_size=0.25, seed=seed).test))
    # Binomial with n = 200 and p = 0.25: standard deviation 6.1; 5 of them leave 20 rows a chance of 1e-5.
    assert max(abs(counts[row] - 50) for row in range(20)) < 31


# Properties.

OUTCOMES = st.lists(st.tuples(st.sampled_from(["yes", "no", None]), st.text(max_size=2)), min_size=40, max_size=120)


@given(cells=OUTCOMES, test_size=st.sampled_from([0.1, 0.25, 0.3, 0.5]), seed=st.integers(0, 2**32 - 1))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_split_is_a_partition_in_proportion_to_within_one_row(cells, test_size, seed):
    assume({"yes", "no"} <= {outcome for outcome, _ in cells})
    data = dataset([outcome for outcome, _ in cells], [group for _, group in cells])
    try:
        split = wb.split_data(data, test_size=test_size, seed=seed)
    except NotEnoughDataError:
        return
    known = [row for row, (outcome, _) in enumerate(cells) if outcome is not None]
    assert sorted(rows(split.train) + rows(split.test)) == known
    assert split.train.n_rows + split.test.n_rows + split.n_without_outcome == len(cells)
    group = data.groups()["g"].to_pylist()
    stratum = {row: (cells[row][0], group[row]) for row in known}
    total, held_out = Counter(stratum.values()), Counter(stratum[row] for row in rows(split.test))
    for which, n in total.items():
        assert abs(held_out[which] - n * test_size) < 1 + 1e-9, which
    by_outcome = Counter(outcome for outcome, _ in cells)
    for outcome in ("yes", "no"):
        taken = sum(n for (which, _), n in held_out.items() if which == outcome)
        assert abs(taken - by_outcome[outcome] * test_size) < 1 + 1e-9


@given(order=st.permutations(range(30)))
@settings(max_examples=20, deadline=None, derandomize=True)
def test_fingerprint_of_rows_does_not_depend_on_their_order(order):
    frame = pd.DataFrame(
        {"y": ["yes", "no", None] * 10, "x": np.arange(30) / 7, "t": list("ab€cd" * 6), "b": [True, None] * 15}
    )
    assert wb.read_data(frame.iloc[list(order)]).rows_fingerprint == wb.read_data(frame).rows_fingerprint


# Refusals.


@pytest.mark.parametrize("test_size", [0, 1, -0.1, 1.5, float("nan"), None, [0.3], 1j, "0.3", True])
def test_share_held_out_is_a_fraction(test_size):
    assert refused(InputError, EVEN, test_size=test_size) == (
        f"test_size is {test_size!r}.\nGive a fraction above 0 and below 1, such as 0.25."
    )


@pytest.mark.parametrize("seed", [-1, 2**32, 1.5, None, True, "7"])
def test_seed_is_a_whole_number_that_every_generator_takes(seed):
    assert refused(InputError, EVEN, seed=seed) == (
        f"seed is {seed!r}.\nGive a whole number from 0 to 4,294,967,295, such as 7."
    )


def test_split_needs_a_target():
    data = wb.read_data(pd.DataFrame({"x": range(30)}))
    assert refused(RoleError, data) == (
        "This step needs an outcome, and the data set has no target.\nName one: read_data(…, target=…)."
    )


def test_five_rows_are_too_few():
    assert refused(NotEnoughDataError, dataset(["yes", "no", "no", "yes", "no"])) == (
        "'data' has 5 rows with an outcome, 2 of them with the rarer one.\n"
        "A split needs at least 20 rows, and each outcome in both parts."
    )


@pytest.mark.parametrize(("n", "enough"), [(19, False), (20, True)])
def test_twenty_rows_are_enough(n, enough):
    data = dataset((["yes", "no"] * 10)[:n])
    if enough:
        assert wb.split_data(data).data.n_rows == 20
    else:
        assert refused(NotEnoughDataError, data) == (
            "'data' has 19 rows with an outcome, 9 of them with the rarer one.\n"
            "A split needs at least 20 rows, and each outcome in both parts."
        )


def test_rows_without_an_outcome_do_not_count():
    assert refused(NotEnoughDataError, dataset(["yes", "no"] * 5 + [None] * 90)) == (
        "'data' has 10 rows with an outcome, 5 of them with the rarer one.\n"
        "A split needs at least 20 rows, and each outcome in both parts."
    )


def test_outcome_of_a_single_row_cannot_be_in_both_parts():
    assert refused(NotEnoughDataError, dataset(["yes"] + ["no"] * 99)) == (
        "'data' has 100 rows with an outcome, 1 of them with the rarer one.\n"
        "A split needs at least 20 rows, and each outcome in both parts."
    )


def test_group_of_one_row_is_in_one_part():
    split = wb.split_data(dataset(["yes", "no"] * 50, ["b"] + ["a"] * 99))
    parts = [part.groups()["g"].to_pylist().count("b") for part in (split.train, split.test)]
    assert sorted(parts) == [0, 1]
