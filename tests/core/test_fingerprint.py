"""Fingerprints: the same content has one, other content another."""

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.fingerprint import fingerprint_of, fingerprint_of_file, fingerprint_of_rows

TABLE = pa.table({"age": [31, 47, None], "sex": ["f", None, "m"], "ok": [True, False, None]})


def test_order_of_rows_and_columns_does_not_matter():
    turned = TABLE.take([2, 0, 1]).select(["ok", "age", "sex"])
    assert fingerprint_of_rows(turned) == fingerprint_of_rows(TABLE)


@pytest.mark.parametrize(
    "other",
    [
        TABLE.slice(1),
        pa.concat_tables([TABLE, TABLE.slice(0, 1)]),
        TABLE.rename_columns(["alter", "sex", "ok"]),
        TABLE.set_column(0, "age", pa.array([31, 48, None])),
        TABLE.set_column(0, "age", pa.array([31, 47, 0])),
        TABLE.set_column(1, "sex", pa.array(["f", "", "m"])),
        TABLE.set_column(1, "sex", pa.array(["m", None, "f"])),
        TABLE.set_column(2, "ok", pa.array([True, True, None])),
        TABLE.set_column(0, "age", pa.array(["31", "47", None])),
    ],
    ids=[
        "fewer rows",
        "a row twice",
        "a name",
        "a number",
        "missing is 0",
        "missing is blank",
        "swapped",
        "a flag",
        "a kind",
    ],
)
def test_any_change_of_content_changes_it(other):
    assert fingerprint_of_rows(other) != fingerprint_of_rows(TABLE)


def test_how_a_number_is_stored_does_not_matter():
    small = pa.table({"a": pa.array([1, 2, 3], pa.int8())})
    wide = pa.table({"a": pa.array([1.0, 2.0, 3.0], pa.float64())})
    assert fingerprint_of_rows(small) == fingerprint_of_rows(wide)


def test_whole_numbers_beyond_float_precision_stay_apart():
    one, other = (pa.table({"a": pa.array([2**60 + step])}) for step in (0, 1))
    assert fingerprint_of_rows(one) != fingerprint_of_rows(other)


def test_negative_zero_is_zero_and_nan_is_missing():
    one = pa.table({"a": pa.array([0.0, float("nan")])})
    other = pa.table({"a": pa.array([-0.0, None])})
    assert fingerprint_of_rows(one) == fingerprint_of_rows(other)


def test_dictionaries_and_chunks_do_not_matter():
    plain = pa.table({"a": ["x", "y", "x", None]})
    encoded = pa.table({"a": pa.chunked_array([plain["a"].combine_chunks().dictionary_encode()])})
    chunked = pa.table({"a": pa.chunked_array([["x"], ["y", "x"], [None]])})
    assert len({fingerprint_of_rows(table) for table in (plain, encoded, chunked)}) == 1


def test_swapping_values_between_columns_changes_it():
    one = pa.table({"a": ["x"], "b": ["y"]})
    other = pa.table({"a": ["y"], "b": ["x"]})
    assert fingerprint_of_rows(one) != fingerprint_of_rows(other)


def test_an_empty_table_has_one():
    assert fingerprint_of_rows(pa.table({"a": pa.array([], pa.string())})).startswith("rows:0-")


@given(st.lists(st.tuples(st.integers(-5, 5), st.text(max_size=3)), min_size=1, max_size=30), st.randoms())
def test_shuffling_never_changes_it(rows, random):
    shuffled = random.sample(rows, len(rows))
    one, other = (pa.Table.from_pandas(pd.DataFrame(each, columns=["n", "t"])) for each in (rows, shuffled))
    assert fingerprint_of_rows(one) == fingerprint_of_rows(other)


def test_a_file_is_its_bytes(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"abc")
    assert fingerprint_of_file(path) == "file:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_json_is_canonical():
    assert fingerprint_of({"a": (1, 2), "b": 1.0}) == fingerprint_of({"b": 1.0, "a": [1, 2]})
    assert fingerprint_of({"a": 1}) != fingerprint_of({"a": 2})


def test_columns_of_nothing_in_parts_and_times_beyond_the_calendar_have_a_fingerprint():
    far = pa.array([2**40, 0], pa.int64()).view(pa.timestamp("s"))
    table = pa.table({"none": pa.nulls(2), "at": far})
    parts = pa.concat_tables([table.slice(0, 1), table.slice(1)])
    assert fingerprint_of_rows(parts) == fingerprint_of_rows(table)


def test_many_rows_are_hashed_as_few_are(rng):
    table = pa.table({"x": rng.normal(size=70_000), "t": rng.choice(["a", "b"], 70_000)})
    assert fingerprint_of_rows(table) == fingerprint_of_rows(table.take(rng.permutation(70_000)))
