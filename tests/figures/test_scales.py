"""Axes: round numbers, nought where it belongs, and ends for whatever numbers there are."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.figures.scales import LARGEST, Scale, around, finite, from_zero, rounded, ticks

ANY = st.lists(st.floats(), max_size=8)


@given(ANY, st.booleans())
def test_an_axis_from_nought_holds_nought_and_every_number(numbers, shares):
    low, high = from_zero(numbers, shares=shares)
    assert low <= 0 <= high
    assert low < high
    assert all(low <= number <= high for number in finite(numbers))


@given(ANY)
def test_an_axis_around_numbers_holds_them_all(numbers):
    low, high = around(numbers)
    assert low < high
    assert all(low <= number <= high for number in finite(numbers))


@given(ANY, st.integers(2, 12))
def test_numbers_on_an_axis_rise_and_lie_on_it(numbers, most):
    low, high = around(numbers)
    found = ticks(low, high, most)
    values = [value for value, _ in found]
    assert 1 <= len(found) <= most
    assert values == sorted(set(values))
    room = 1e-6 * (high - low)
    assert all(low - room <= value <= high + room for value in values)
    assert len({text for _, text in found}) == len(found)


@given(ANY, st.integers(3, 12))
def test_round_ends_are_not_inside_and_are_numbers_of_the_axis(numbers, most):
    low, high = around(numbers)
    wide = rounded(low, high, most)
    room = 1e-6 * (high - low)
    assert wide[0] <= low + room
    assert wide[1] >= high - room
    assert wide[1] - wide[0] <= 3 * (high - low)


@given(st.floats(), st.floats(-1, 1), st.floats(2, 9))
def test_places_stay_on_the_axis(value, low, high):
    place = Scale(low, high, 10.0, 20.0).place(value)
    assert math.isnan(place) if math.isnan(value) else 10 <= place <= 20


def test_places_are_in_proportion():
    scale = Scale(-1.0, 3.0, 100.0, 0.0)
    assert [scale.place(value) for value in (-1.0, 0.0, 1.0, 3.0)] == [100.0, 75.0, 50.0, 0.0]


@pytest.mark.parametrize(
    ("low", "high", "of_100", "written"),
    [
        (0.0, 1.0, True, ["0", "20", "40", "60", "80", "100"]),
        (0.0, 0.05, True, ["0", "1", "2", "3", "4", "5"]),
        (-0.5, 1.0, False, ["−0.5", "0.0", "0.5", "1.0"]),
        (0.0, 3500.0, False, ["0", "1,000", "2,000", "3,000"]),
        (0.0, 1e12, False, ["0", "2e+11", "4e+11", "6e+11", "8e+11", "1e+12"]),
    ],
)
def test_numbers_are_written_as_people_write_them(low, high, of_100, written):
    assert [text for _, text in ticks(low, high, 6, of_100=of_100)] == written


def test_what_is_endless_or_unknown_is_no_end_of_an_axis():
    assert finite([math.nan, math.inf, -math.inf, 2 * LARGEST, 3.0]) == [3.0]
