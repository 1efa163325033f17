"""Values of any kind go into a record and come back; a record says nothing that is believed."""

import datetime as dt
import json
import math
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.core.finding import Finding
from workbench.errors import NotStoredError, StudyError
from workbench.study.known import Known
from workbench.study.missing import NotStored
from workbench.study.reading import Reader
from workbench.study.writing import Writer

PLAIN = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.decimals(allow_nan=False),
)
KEYS = st.one_of(st.text(), st.integers(), st.floats(allow_nan=False), st.booleans())
VALUES = st.recursive(
    PLAIN,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(KEYS, inner, max_size=4),
        st.dictionaries(KEYS, inner, max_size=4).map(MappingProxyType),
        st.frozensets(st.text(), max_size=4),
        st.sets(st.integers(), max_size=4),
    ),
    max_leaves=12,
)


def reader(writer):
    return Reader(writer.parts, writer.files.__getitem__, Known(lambda _: False), Path("nowhere"), "it")


def through(value):
    writer = Writer(Known(lambda _name: False))
    written = writer.write(value)
    writer.parts = json.loads(json.dumps(writer.parts))
    return reader(writer).result(json.loads(json.dumps(written)))


def same(one, other):
    if isinstance(one, float) and isinstance(other, float) and math.isnan(one):
        return math.isnan(other)
    if type(one) is not type(other):
        return False
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, (dict, MappingProxyType)):
        return list(map(repr, one)) == list(map(repr, other)) and all(map(same, one.values(), other.values()))
    return one == other


@settings(max_examples=300, deadline=None)
@given(VALUES)
def test_any_value_comes_back_as_it_was(value):
    assert same(through(value), value)


ARRAYS = [
    np.array([], dtype=np.float64),
    np.zeros((0, 3)),
    np.array(7),
    np.array([1.5, np.nan, -np.inf]),
    np.arange(200, dtype=np.int8).reshape(10, 20),
    np.array([True, False]),
    np.array(["a", "ä", "\U0001f600"]),
    np.array(["a", None, 3.5, ("b",)], dtype=object),
    np.array(["2024-01-01", "NaT"], dtype="datetime64[ns]"),
    np.random.default_rng(0).normal(size=(100, 3)).astype(np.float32),
    np.asfortranarray(np.arange(200.0).reshape(20, 10)),
]


@pytest.mark.parametrize("array", ARRAYS, ids=lambda one: f"{one.dtype}{one.shape}")
def test_an_array_comes_back_with_its_type_and_shape(array):
    frozen = array.copy()
    frozen.setflags(write=False)
    for one in (array, frozen):
        back = through(one)
        assert (back.dtype, back.shape, back.flags.writeable) == (one.dtype, one.shape, one.flags.writeable)
        np.testing.assert_array_equal(back, one)


@pytest.mark.parametrize("value", [np.float32(0.1), np.int64(3), np.bool_(True), np.str_("a"), np.datetime64("2024")])
def test_a_number_of_numpy_stays_one(value):
    assert type(through(value)) is type(value)
    assert through(value) == value


@pytest.mark.parametrize(
    "column",
    [
        pa.array([1, None], pa.int16()),
        pa.array([1, None], pa.uint64()),
        pa.array([1.5, None], pa.float32()),
        pa.array([None, None], pa.null()),
        pa.array([True, None]),
        pa.array(["a", None]),
        pa.array(["a", None], pa.large_string()),
        pa.array(["a", "b"]).dictionary_encode(),
        *(pa.array([0, None], pa.timestamp(unit, zone)) for unit in ("s", "ms", "us", "ns") for zone in (None, "UTC")),
        pa.array([0, None], pa.date32()),
        pa.array([0, None], pa.date64()),
        pa.array([0, None], pa.time32("s")),
        pa.array([0, None], pa.time64("ns")),
        pa.array([0, None], pa.duration("us")),
        pa.array([Decimal("1.50"), None]),
    ],
    ids=lambda one: str(one.type),
)
def test_a_column_of_each_type_comes_back(column):
    table = pa.table({"a": column, "b": [1, 2], "": ["x", "y"]})
    back = through(table)
    assert back.schema == table.schema
    assert back.equals(table)


def test_a_frame_comes_back_with_its_index_and_types():
    frame = pd.DataFrame({"a": [1, 2], "b": ["x", None], "c": pd.to_datetime(["2024-01-01", None])}, index=[4, 9])
    pd.testing.assert_frame_equal(through(frame), frame)
    pd.testing.assert_frame_equal(through(frame.astype({"b": "category"})), frame.astype({"b": "category"}))


def test_a_type_of_arrow_and_a_dataclass_come_back():
    assert through(pa.timestamp("ms", "UTC")) == pa.timestamp("ms", "UTC")
    finding = Finding("WB401", "note", "a", "b", "c", value=float("nan"), interval=(0.1, math.inf))
    assert repr(through(finding)) == repr(finding)
    assert through(dt.datetime(2024, 1, 1, tzinfo=dt.UTC)) == dt.datetime(2024, 1, 1, tzinfo=dt.UTC)


def test_what_nobody_knows_how_to_keep_is_named_and_shown_as_it_was():
    back = through((1, object, {"f": len}))
    assert back[0] == 1
    assert repr(back[1]) == "<class 'object'>"
    assert isinstance(back[2]["f"], NotStored)
    with pytest.raises(NotStoredError) as raised:
        back[2]["f"]([])
    assert str(raised.value) == (
        "The study did not keep an object: Nothing is known here of how to keep a "
        "builtins.builtin_function_or_method.\n"
        "Make the result again with the code that made it; what was computed from it is all there."
    )
    assert not hasattr(back[2]["f"], "predict")
    assert same(repr(through(back)), repr(back))


HOSTILE = {
    "a type that is not on the list": (
        {"$": "os.system", "of": "true"},
        "it names 'os.system', which is no type of the workbench",
    ),
    "a class of ours that is not on the list": (
        {"$": "SignOff"},
        "it names 'SignOff', which is no type of the workbench",
    ),
    "no mark": ({"a": 1}, "a value does not say what it is"),
    "a mark that is none": ({"$": 3}, "a value does not say what it is"),
    "a part that is not there": ({"$": "part", "of": 3}, "it points to a part that is not there"),
    "a part before all": ({"$": "part", "of": -1}, "it points to a part that is not there"),
    "another kind of value": (
        {"$": "Finding", "code": "WB101", "severity": "note", "title": 3, "why": "", "what_to_do": ""},
        "title of a Finding is of another kind",
    ),
    "a value that its class refuses": (
        {"$": "Finding", "code": "XX", "severity": "note", "title": "", "why": "", "what_to_do": ""},
        "its Finding cannot be made, InputError: code is 'XX'.",
    ),
    "less than a class needs": (
        {"$": "Finding", "code": "WB101"},
        "its Finding cannot be made, TypeError: Finding.__init__() missing 4 required positional arguments: "
        "'severity', 'title', 'why', and 'what_to_do'",
    ),
    "pickled objects": (
        {"$": "array", "dtype": "|O", "shape": [1], "file": "x"},
        "its array cannot be made, ValueError: the array is of no kind that is kept here, or larger than any that is",
    ),
    "a huge array": (
        {"$": "array", "dtype": "<f8", "shape": [2**40], "file": "x"},
        "its array cannot be made, ValueError: the array is of no kind that is kept here, or larger than any that is",
    ),
    "a huge array of few values": (
        {"$": "array", "dtype": "<f8", "shape": [2**40], "values": []},
        "an array has another number of values",
    ),
    "a shape that is none": (
        {"$": "array", "dtype": "<f8", "shape": [-1], "values": []},
        "the shape of an array is none",
    ),
    "a number that is none": (
        {"$": "float", "of": "many"},
        "its float cannot be made, ValueError: could not convert string to float: 'many'",
    ),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_record_that_was_made_up_is_refused(case):
    value, told = HOSTILE[case]
    writer = Writer(Known(lambda _: False))
    writer.files = {"x": b"x"}
    with pytest.raises(StudyError) as raised:
        reader(writer).result(value)
    assert str(raised.value) == f"it is damaged: {told}.\nMake the result again, and save it anew."


def test_a_part_in_itself_and_endless_depth_are_refused():
    writer = Writer(Known(lambda _: False))
    writer.parts = [{"$": "list", "of": [{"$": "part", "of": 0}]}]
    with pytest.raises(StudyError, match="a part is no result, or stands in itself"):
        reader(writer).result({"$": "part", "of": 0})
    deep = None
    for _ in range(500):
        deep = [deep]
    with pytest.raises(StudyError, match="it is nested too deeply"):
        reader(writer).result(deep)
