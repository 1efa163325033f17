"""What can be known of hidden counts: by linear programming as by trying every table."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.stats.disclosure import System, feasible_ranges


def sums(*cells, n):
    """Return one row a sum: the places of its cells."""
    found = np.zeros((len(cells), n), dtype=bool)
    for row, places in enumerate(cells):
        found[row, list(places)] = True
    return found


def tried(system):
    """Return the ranges by trying every table of whole numbers."""
    values = (system.published @ system.truth).astype(int)
    most = [
        min(value for row, value in zip(system.published, values, strict=True) if row[cell])
        for cell in range(len(system.truth))
    ]
    tables = np.array(list(product(*(range(one + 1) for one in most))))
    fitting = tables[(tables @ system.published.T.astype(int) == values).all(axis=1)]
    found = fitting @ system.wanted.T.astype(int)
    return np.stack([found.min(axis=0), found.max(axis=0)], axis=1)


def test_sd_03_two_hidden_cells_in_each_row_and_column_are_not_enough():
    """After Working Paper 22: two or three cells are hidden in each row and column, and one is known exactly."""
    table = np.array([[34, 17, 35, 34], [2, 22, 27, 7], [3, 2, 26, 2], [35, 23, 5, 3]])
    hidden = np.array([[1, 0, 1, 0], [0, 1, 0, 1], [0, 1, 0, 1], [1, 0, 1, 1]], dtype=bool)
    assert hidden.sum(axis=0).min() == hidden.sum(axis=1).min() == 2
    cells = np.arange(16).reshape(4, 4)
    shown = [[cell] for cell in cells[~hidden]]
    published = sums(*cells.tolist(), *cells.T.tolist(), *shown, n=16)
    wanted = sums(*([cell] for cell in cells[hidden]), n=16)
    (ranges,) = feasible_ranges([System(published, table.ravel().astype(float), wanted)])
    known = {int(cell): ends for cell, ends in zip(cells[hidden], ranges.round(6).tolist(), strict=True)}
    # Rows 1 and 4 less columns 1 and 3 is the cell in the corner, whatever the others are.
    assert known[15] == [3, 3]
    assert all(high - low >= 4 for cell, (low, high) in known.items() if cell != 15)


tables = st.lists(st.lists(st.integers(0, 3), min_size=3, max_size=3), min_size=2, max_size=2)


@settings(max_examples=60, deadline=None)
@given(table=tables, hide=st.integers(0, 2**6 - 1))
def test_ranges_of_two_way_tables_are_those_of_every_table_of_whole_numbers(table, hide):
    """Rows and columns are published, and some cells: the program's ends are whole and are reached."""
    counts = np.array(table)
    n = counts.size
    cells = np.arange(n).reshape(counts.shape)
    shown = [[cell] for cell in range(n) if not hide >> cell & 1]
    hidden = [[cell] for cell in range(n) if hide >> cell & 1] or [[0]]
    system = System(
        sums(*cells.tolist(), *cells.T.tolist(), *shown, n=n), counts.ravel().astype(float), sums(*hidden, n=n)
    )
    np.testing.assert_allclose(feasible_ranges([system])[0], tried(system), atol=1e-6)


def test_many_systems_are_solved_as_each_alone(rng):
    systems = []
    for _ in range(12):
        published = np.concatenate([np.ones((1, 8), dtype=bool), rng.random((3, 8)) < 0.5])
        systems.append(System(published, rng.integers(0, 20, 8).astype(float), rng.random((3, 8)) < 0.4))
    together = feasible_ranges(systems)
    for one, ranges in zip(systems, together, strict=True):
        np.testing.assert_allclose(feasible_ranges([one])[0], ranges, atol=1e-6)
        truth = one.wanted @ one.truth
        assert (ranges[:, 0] <= truth + 1e-6).all()
        assert (truth <= ranges[:, 1] + 1e-6).all()


@pytest.mark.parametrize("truth", [[0.0, 0.0, 0.0], [5.0, 0.0, 2.0]])
def test_what_is_published_is_known(truth):
    published = np.eye(3, dtype=bool)
    (ranges,) = feasible_ranges([System(published, np.array(truth), np.array([[True, True, False]]))])
    assert ranges.tolist() == [[sum(truth[:2])] * 2]


def test_a_sum_of_nothing_makes_its_cells_known():
    (ranges,) = feasible_ranges(
        [System(sums([0, 1], [0, 1, 2, 3], n=4), np.array([0.0, 0, 3, 4]), sums([0], [2], n=4))]
    )
    assert ranges.tolist() == [[0, 0], [0, 7]]


def test_nothing_is_asked_of_nothing():
    (ranges,) = feasible_ranges([System(sums([0], n=1), np.array([3.0]), np.zeros((0, 1), dtype=bool))])
    assert ranges.shape == (0, 2)
