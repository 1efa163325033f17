"""Conditions: what they say in words, and which rows they hold for."""

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest

from workbench.modeling.segments.conditions import Condition, held_by, narrowed

AGES = held_by(pa.chunked_array([[20, 30, None, 45]]))
CITIES = held_by(pa.chunked_array([["a", "b"], [None, "c"]]))
DAYS = held_by(pa.chunked_array([[dt.date(2020, 1, 1), None, dt.date(2021, 6, 1)]]))
FLAGS = held_by(pa.chunked_array([[True, False, None]]))
JUNE = dt.datetime(2021, 6, 1, tzinfo=dt.UTC).timestamp()


@pytest.mark.parametrize(
    ("condition", "held", "words", "rows"),
    [
        (Condition("age", below=30.0, with_missing=False), AGES, "age under 30", [1, 0, 0, 0]),
        (Condition("age", below=30.0), AGES, "age under 30 or missing", [1, 0, 1, 0]),
        (Condition("age", at_least=30.0, with_missing=False), AGES, "age 30 or more", [0, 1, 0, 1]),
        (Condition("age", at_least=30.0, below=45.0), AGES, "age from 30 to under 45 or missing", [0, 1, 1, 0]),
        (Condition("age", only_missing=True), AGES, "age is missing", [0, 0, 1, 0]),
        (Condition("age", with_missing=False), AGES, "age is known", [1, 1, 0, 1]),
        (Condition("pay", below=12345.5, with_missing=False), AGES, "pay under 12,345.5", [1, 1, 0, 1]),
        (Condition("city", is_one_of=("a",), with_missing=False), CITIES, "city is a", [1, 0, 0, 0]),
        (Condition("city", is_none_of=("a", "b")), CITIES, "city is not a or b", [0, 0, 1, 1]),
        (Condition("city", is_none_of=("a",), with_missing=False), CITIES, "city is known and not a", [0, 1, 0, 1]),
        (Condition("city", is_one_of=("z",), with_missing=False), CITIES, "city is z", [0, 0, 0, 0]),
        (Condition("ok", is_one_of=("True",), with_missing=False), FLAGS, "ok is True", [1, 0, 0]),
        (Condition("day", below=JUNE, with_missing=False, is_time=True), DAYS, "day before 2021-06-01", [1, 0, 0]),
        (Condition("day", at_least=JUNE, is_time=True), DAYS, "day 2021-06-01 or later or missing", [0, 1, 1]),
    ],
)
def test_words_and_rows(condition, held, words, rows):
    assert str(condition) == words
    assert condition.holds(held).tolist() == [bool(row) for row in rows]


def test_hostile_names_stay_on_one_line():
    condition = Condition("a\nb" + "x" * 100, is_one_of=("<b>\n", "", "y" * 50), with_missing=False)
    assert str(condition) == f"a b{'x' * 36}… is <b>, (empty) or {'y' * 39}…"


def test_infinite_numbers_count_as_missing():
    assert held_by(pa.chunked_array([[np.inf, 1.0, -np.inf]])).missing.tolist() == [True, False, True]


def test_a_column_without_a_value():
    held = held_by(pa.chunked_array([pa.array([None, None], pa.string())]))
    assert Condition("city", is_none_of=("a",)).holds(held).tolist() == [True, True]
    assert Condition("city", is_one_of=("a",), with_missing=False).holds(held).tolist() == [False, False]


def test_both_of_a_column_hold_for_the_rows_in_both():
    first, second = Condition("age", below=45.0), Condition("age", at_least=30.0, with_missing=False)
    [both] = narrowed((first,), second)
    assert (both.holds(AGES) == (first.holds(AGES) & second.holds(AGES))).all()
    assert str(both) == "age from 30 to under 45"
    [both] = narrowed((Condition("city", is_none_of=("b",)),), Condition("city", is_none_of=("a",)))
    assert str(both) == "city is not a or b"
    [both] = narrowed((both,), Condition("city", is_one_of=("c",), with_missing=False))
    assert str(both) == "city is c"
    assert len(narrowed((first,), Condition("city", is_one_of=("a",)))) == 2
