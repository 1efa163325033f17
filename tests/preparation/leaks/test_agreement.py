"""Pairs of rows that agree: against every pair one by one, and how many chance makes."""

from itertools import product

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.preparation.leaks.agreement import agreement, alike, beyond_chance, hashed, shared


def column(values):
    return pa.chunked_array([pa.array(values, from_pandas=True)])


def hashes(*columns):
    return [hashed(column(values), place) for place, values in enumerate(columns)]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from("abc")), min_size=2, max_size=30), st.integers(1, 29))
def test_pairs_are_those_counted_one_by_one(rows, n_first):
    n_first = min(n_first, len(rows) - 1)
    first, second = rows[:n_first], rows[n_first:]
    columns = hashes([one for one, _ in rows], [other for _, other in rows])
    assert agreement(columns, n_first).n_pairs == sum(one == other for one, other in product(first, second))
    assert shared(columns, n_first).tolist() == [one in first for one in second]


def test_missing_agrees_with_missing_only():
    columns = hashes([None, 0.0, None, 0.0, -0.0], ["", None, "", None, None])
    assert shared(columns, 2).tolist() == [True, True, True]
    assert shared(hashes([None, 0.0]), 1).tolist() == [False]


def test_equal_values_of_two_columns_are_not_exchanged():
    assert shared(hashes([1, 2], [2, 1]), 1).tolist() == [False]


@pytest.mark.parametrize("n_columns", [3, 5])
def test_independent_coarse_columns_agree_by_chance(rng, n_columns):
    columns = hashes(*(rng.integers(0, 4, 3_000) for _ in range(n_columns)))
    found = agreement(columns, 2_000)
    assert found.by_chance == pytest.approx(found.n_pairs, rel=0.15)
    assert found.n_pairs == pytest.approx(2_000 * 1_000 / 4**n_columns, rel=0.15)
    assert not beyond_chance(found)


def test_columns_that_hang_together_agree_by_chance_too(rng):
    merit = rng.normal(size=3_000)
    columns = [np.round(merit + rng.normal(size=3_000) * 0.5) for _ in range(5)]
    assert not beyond_chance(agreement(hashes(*columns, columns[0] + 1), 2_000))


def test_copies_in_a_fine_table_are_beyond_chance(rng):
    fine = [rng.normal(size=2_000) for _ in range(3)]
    with_copies = [np.concatenate([one, one[:10]]) for one in fine]
    found = agreement(hashes(*with_copies, [0] * 2_010), 2_000)
    assert found == (10.0, 0.0)
    assert beyond_chance(found)


def test_a_column_and_its_name_are_one_witness(rng):
    code = rng.integers(0, 4, 3_000)
    other = rng.integers(0, 3, 3_000)
    found = agreement(hashes(code, np.array(list("abcd"))[code], other), 2_000)
    assert found.by_chance == pytest.approx(found.n_pairs, rel=0.15)


def test_alike_by_hand():
    assert alike(column(["New York", " new-york ", None, "ÖL!"])).to_pylist() == ["new york", "new york", None, "öl"]
    ages = column([20.0, 40.0, 40.001, 60.0, None])
    assert alike(ages).to_pylist()[1] == alike(ages).to_pylist()[2]
    assert alike(ages).to_pylist()[4] is None
    assert len(set(alike(ages).to_pylist())) == 4
    constant = column([5, 5, 5])
    assert alike(constant).to_pylist() == [5, 5, 5]
    assert alike(column([True, None])).to_pylist() == [True, None]
