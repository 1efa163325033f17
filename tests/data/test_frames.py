"""Frames of every kind, and what of them has no place in a table."""

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.core.fingerprint import fingerprint_of_parts, fingerprint_of_rows
from workbench.data.sources import ReadOptions, read_table
from workbench.data.sources.record_columns import column_of_values
from workbench.data.sources.spool import Spool, as_text
from workbench.errors import NotEnoughDataError, SourceError


def refusal(frame, kind=SourceError, **options):
    with pytest.raises(kind) as refused:
        read_table(frame, ReadOptions(**options))
    return str(refused.value)


@pytest.mark.parametrize("lazy", [None, False, True])
@pytest.mark.parametrize(
    "frame",
    [
        pl.LazyFrame({"odd": [[1]]}),
        pl.DataFrame({"odd": [[1]]}),
        pa.table({"odd": [[1]]}),
        pa.RecordBatchReader.from_batches(pa.schema([("odd", pa.list_(pa.int64()))]), []),
        duckdb.sql("SELECT [1]::BIGINT[] AS odd"),
        pd.DataFrame({"odd": [[1]]}),
    ],
    ids=["lazy Polars", "Polars", "Arrow", "reader", "DuckDB", "pandas"],
)
def test_lists_have_no_place_in_any_frame(frame, lazy):
    text = refusal(frame, NotEnoughDataError if isinstance(frame, pa.RecordBatchReader) else SourceError, lazy=lazy)
    assert text.startswith(("Column 'odd' holds list<", "Column 'odd' holds large_list<", "'data' has column names"))


@pytest.mark.parametrize("lazy", [False, True])
def test_frames_that_fail_while_they_are_read_are_refused(lazy):
    def batches():
        yield pa.record_batch({"x": [1]})
        raise OSError("the network is gone")

    reader = pa.RecordBatchReader.from_batches(pa.schema([("x", pa.int64())]), batches())
    assert "the network is gone" in refusal(reader, lazy=lazy)
    assert refusal(pl.LazyFrame({"x": [1]}).select("y"), lazy=lazy).startswith(
        "source is a LazyFrame that Polars cannot work out: "
    )
    told = refusal(duckdb.sql("SELECT CAST(x AS INT) AS n FROM (VALUES ('a')) v(x)"), lazy=lazy)
    assert told.startswith("source is a DuckDBPyRelation that Arrow cannot hold: ")


@pytest.mark.parametrize("lazy", [False, True])
def test_frames_without_rows_are_not_enough(lazy):
    for frame in (
        pl.LazyFrame({"x": pl.Series([], dtype=pl.Int64)}),
        pa.table({"x": pa.array([], pa.int64())}),
        duckdb.sql("SELECT 1 AS x LIMIT 0"),
    ):
        assert refusal(frame, NotEnoughDataError, lazy=lazy) == (
            "'data' has column names but no rows.\nGive a table with at least one row."
        )


def test_a_lazy_frame_is_worked_out_in_parts_and_its_files_go():
    frame = pl.LazyFrame({"x": range(1000), "c": ["a", "b"] * 500}).with_columns(pl.col("c").cast(pl.Categorical))
    read = read_table(frame, ReadOptions(lazy=True))
    assert read.table.to_pydict() == {"x": list(range(1000)), "c": ["a", "b"] * 500}
    [file] = read.held.files
    assert file.is_file()
    read.held.keep.cleanup()
    assert not file.exists()


def test_editing_a_frame_edits_nothing_that_was_read():
    frame = pd.DataFrame({"x": [1, 2], "t": ["a", "b"]})
    reads = [read_table(frame, ReadOptions(lazy=lazy)) for lazy in (False, True)]
    frame.loc[0] = [9, "z"]
    assert all(one.table.to_pydict() == {"x": [1, 2], "t": ["a", "b"]} for one in reads)


def test_the_rows_of_a_frame_on_disk_vouch_for_it():
    table = pa.table({"x": [1, 2**62, None], "t": ["a", None, "b"], "f": [0.5, -0.0, 1e300]})
    stored = read_table(table, ReadOptions(lazy=True))
    assert stored.fingerprint is None
    assert stored.held.fingerprint == fingerprint_of_rows(table)
    other = read_table(table.set_column(0, "x", [[1, 2**62 + 1, None]]), ReadOptions(lazy=True))
    assert other.held.fingerprint != stored.held.fingerprint


@settings(deadline=None)
@given(st.lists(st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1)), min_size=1), st.integers(1, 5))
def test_a_fingerprint_is_the_same_whatever_parts_the_rows_come_in(values, size):
    table = pa.table({"x": pa.array(values, pa.int64()), "t": [str(one) for one in values]})
    parts = [table.slice(start, size) for start in range(0, len(values), size)]
    assert fingerprint_of_parts(reversed(parts)) == fingerprint_of_rows(table)


# Values of records.


@pytest.mark.parametrize(
    ("values", "kind", "expected"),
    [
        ([None, None], "null", [None, None]),
        ([True, None], "bool", [True, None]),
        ([1, 2.5], "double", [1.0, 2.5]),
        ([np.float64(0.1), float("nan")], "double", [0.1, None]),
        ([1, True], "string", ["1", "true"]),
        ([2**63, -(2**63)], "string", [str(2**63), str(-(2**63))]),
        ([1.0, "x", ""], "string", ["1", "x", None]),
        (["", "a"], "string", [None, "a"]),
    ],
)
def test_values_become_columns(values, kind, expected):
    column = column_of_values(values, "x")
    assert (str(column.type), column.to_pylist()) == (kind, expected)


@pytest.mark.parametrize(("value", "kind"), [(b"x", "bytes"), ([1], "list"), ({"a": 1}, "dict"), (1j, "complex")])
def test_values_without_a_place_are_refused(value, kind):
    with pytest.raises(SourceError) as refused:
        column_of_values([None, value], "x")
    assert str(refused.value) == (
        f"Column 'x' holds {kind}, which has no place in a table of numbers, text and dates.\n"
        "Take it out, or turn it into one of these."
    )


NUMBERS = st.floats(allow_nan=False, allow_infinity=True)


@settings(deadline=None)
@given(st.lists(NUMBERS, min_size=1))
def test_no_digit_is_lost_where_numbers_become_text(values):
    assert [float(one) for one in as_text(pa.array(values, pa.float64())).to_pylist()] == values


PARTS = st.lists(
    st.one_of(
        st.lists(st.one_of(st.none(), st.integers(-5, 5)), max_size=3).map(lambda one: pa.array(one, pa.int64())),
        st.lists(st.one_of(st.none(), st.sampled_from([0.5, 2.0])), max_size=3).map(
            lambda one: pa.array(one, pa.float64())
        ),
        st.lists(st.one_of(st.none(), st.sampled_from(["a", "1"])), max_size=3).map(
            lambda one: pa.array(one, pa.string())
        ),
        st.lists(st.booleans(), max_size=3).map(lambda one: pa.array(one, pa.bool_())),
        st.integers(0, 3).map(pa.nulls),
    ),
    min_size=1,
    max_size=5,
)


@settings(deadline=None, max_examples=60)
@given(PARTS, st.sampled_from([False, True, None]))
def test_parts_of_any_kinds_are_one_table_wherever_it_is_kept(parts, late):
    held = []
    for lazy in (False, True):
        spool = Spool(ReadOptions(lazy=lazy))
        for place, part in enumerate(parts):
            spool.add({"x": part} | ({"late": part} if late and place else {}))
        held.append(spool.held())
    memory, disk = held[0], held[1].read()
    assert memory.schema.equals(disk.schema)
    assert memory.equals(disk)
    assert memory.num_rows == sum(map(len, parts))
    values = [value for part in parts for value in part.to_pylist()]
    assert [one is None for one in memory["x"].to_pylist()] == [one is None for one in values]


@pytest.mark.parametrize("lazy", [False, True])
def test_what_a_frame_holds_and_is_not_read_is_told(lazy):
    frame = pd.DataFrame({"a": ["", "x", ""], 7: [1, 2, 3]}, index=pd.Index([5, 6, 7], name="person"))
    found = read_table(frame, ReadOptions(lazy=lazy))
    assert found.table.to_pydict() == {"a": [None, "x", None], "7": [1, 2, 3]}
    assert [(one.code, one.severity, one.title) for one in found.findings] == [
        ("WB118", "note", "The frame's index 'person' was not read"),
        ("WB115", "note", "2 empty texts are read as missing, in 1 column: 'a'"),
    ]
    assert found.findings[0].what_to_do == "To read it as a column, give frame.reset_index()."
    assert found.notes == ("1 name of a column that is no text was turned into text, the first into '7'.",)


def test_sparse_columns_are_read():
    frame = pd.DataFrame({"a": pd.arrays.SparseArray([0, 0, 3])})
    assert read_table(frame).table.to_pydict() == {"a": [0, 0, 3]}


def test_a_lazy_scan_of_a_missing_file_says_so(tmp_path):
    with pytest.raises(SourceError) as refused:
        read_table(pl.scan_parquet(tmp_path / "nowhere.parquet"))
    first, second = str(refused.value).split("\n")
    assert first.startswith("source is a LazyFrame that Polars cannot work out: ")
    assert second == "Check the files and columns that it names: frame.collect() says more."
