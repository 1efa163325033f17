"""Profiles of single columns: by hand, against pandas, by properties, at the edges, in memory and on disk."""

import datetime as dt
import math

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as papq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import workbench as wb
from workbench.data.profile import columns as counting
from workbench.data.profile import room
from workbench.data.profile.numbers import frequent, summary_of_numbers
from workbench.data.profile.result import ValueCount
from workbench.errors import ColumnNotFoundError, InputError

PARTS = ("columns", "associations", "missing", "shares", "duplicates", "findings")


def profiled(table, **roles):
    return wb.profile_data(wb.read_data(table if isinstance(table, pa.Table) else pd.DataFrame(table), **roles))


def on_disk(table, folder, **roles):
    path = folder / "table.parquet"
    papq.write_table(table, path)
    return wb.profile_data(wb.read_data(path, lazy=True, name="data", **roles))


def same(one, other):
    for part in PARTS:
        assert repr(getattr(one, part)) == repr(getattr(other, part)), part


def test_numbers_by_hand():
    found = profiled({"x": [4.0, 1.0, None, 2.0, 3.0, 100.0]}).column("x")
    assert (found.kind, found.role, found.n, found.n_missing, found.n_distinct) == ("number", "feature", 6, 1, 5)
    numbers = found.numbers
    assert (numbers.low, numbers.high, numbers.mean) == (1, 100, 22)
    # Squares of differences from 22: 324, 441, 400, 361, 6084; their sum is 7610.
    assert numbers.deviation == pytest.approx(math.sqrt(7610 / 4))
    assert numbers.quantiles[0.5] == 3
    assert numbers.quantiles[0.75] == 4
    assert numbers.quantiles[0.95] == pytest.approx(4 + 0.8 * 96)
    assert numbers.n_outliers == 1  # 4 + 3 * (4 - 2) = 10 is below 100
    assert numbers.edges == tuple(range(0, 111, 10))  # whole numbers: 100 is in a bar of as many as the others
    assert numbers.counts == (4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)


def test_histogram_of_few_whole_numbers_has_a_bar_for_each():
    numbers = profiled({"stars": [1, 1, 2, 5, 5, 5]}).column("stars").numbers
    assert numbers.edges == (1, 2, 3, 4, 5, 6)
    assert numbers.counts == (2, 1, 0, 0, 3)


def test_histogram_s_last_bar_holds_its_right_edge():
    numbers = profiled({"share": [0.0, 0.3, 0.35, 1.0]}).column("share").numbers
    assert numbers.edges == tuple(k / 20 for k in range(21))
    assert [place for place, n in enumerate(numbers.counts) if n] == [0, 6, 7, 19]


def test_one_number_alone_is_one_bar():
    numbers = profiled({"x": [7.5, 7.5]}).column("x").numbers
    assert (numbers.edges, numbers.counts, numbers.deviation, numbers.n_outliers) == ((7.5, 7.5), (2,), 0, 0)


def test_one_row_has_no_deviation():
    found = profiled({"x": [3], "t": ["a"]})
    assert math.isnan(found.column("x").numbers.deviation)
    assert found.column("t").top == (ValueCount("a", 1),)


def test_text_by_hand():
    found = profiled({"city": ["Ulm", "Köln", None, "Ulm", "Bad Tölz", "Köln", "Ulm"]}).column("city")
    assert (found.n_missing, found.n_distinct) == (1, 3)
    assert found.top == (ValueCount("Ulm", 3), ValueCount("Köln", 2))
    assert (found.text.shortest, found.text.middle, found.text.longest) == (3, 3.5, 8)
    assert found.numbers is None


def test_of_equally_frequent_values_the_first_in_order_come_first():
    values = [f"value {k:02d}" for k in range(30)]
    found = profiled({"t": values[::-1] * 2, "x": list(range(30)) * 2})
    assert [one.value for one in found.column("t").top] == values[:10]
    assert [one.value for one in found.column("x").top] == [str(k) for k in range(10)]


def test_rare_values_are_not_told():
    n = 5_000
    x = np.arange(n)
    x[:5], x[5:9] = -1, -2
    found = profiled({"x": x, "t": [f"t{value}" for value in x]})
    assert found.column("x").top == (ValueCount("-1", 5),)  # one in a thousand, and no fewer
    assert found.column("t").top == (ValueCount("t-1", 5),)


def test_dates_times_and_truths():
    table = pa.table(
        {
            "day": pa.array([dt.date(2024, 2, 29), dt.date(1969, 7, 20), None]),
            "at": pa.array([np.datetime64("2024-05-01T12:30", "us"), np.datetime64("1900-01-01", "us"), None]),
            "clock": pa.array([dt.time(12, 30), dt.time(8, 0, 5), None]),
            "yes": pa.array([True, True, None]),
        }
    )
    found = profiled(table)
    assert [one.kind for one in found.columns] == ["date", "time", "time", "true or false"]
    assert (found.column("day").dates.first, found.column("day").dates.last) == ("1969-07-20", "2024-02-29")
    assert found.column("at").dates.first == "1900-01-01T00:00:00"
    assert (found.column("clock").dates.first, found.column("clock").dates.last) == ("08:00:05", "12:30:00")
    assert found.column("yes").top == (ValueCount("True", 2),)


def test_dates_beyond_python_s_years_are_written_too():
    far = pa.array([2**40, 0], pa.int64()).view(pa.timestamp("s"))
    assert profiled(pa.table({"at": far})).column("at").dates.last.startswith("36812-02-20")


def test_column_of_nothing_and_infinite_numbers():
    found = profiled(pa.table({"none": pa.nulls(3), "x": [math.inf, -math.inf, 1.0], "y": [math.inf] * 3}))
    nothing = found.column("none")
    assert (nothing.kind, nothing.n_missing, nothing.n_distinct, nothing.top) == ("nothing", 3, 0, ())
    numbers = found.column("x").numbers
    assert (numbers.low, numbers.high, numbers.n_infinite, numbers.n_negative) == (1, 1, 2, 1)
    assert found.column("y").numbers is None
    assert found.column("y").n_distinct == 1


@pytest.mark.parametrize("start", [2**60, -(2**60), 2**63])
def test_whole_numbers_that_no_float_tells_apart_are_told_apart(start):
    steps = [0, 1, 2, 3, 4, 5, 6, 7, 8, 80]
    numbers = profiled({"x": [start + step for step in steps]}).column("x").numbers
    assert numbers.deviation == pytest.approx(np.std(steps, ddof=1))
    assert numbers.n_outliers == 1  # the middle half is 2.25 to 6.75 above the start
    assert numbers.mean == pytest.approx(start + 11.6)


def test_very_large_numbers_stay_finite():
    numbers = profiled({"x": [-1.7e308, 0.0, 1.7e308], "y": [2**62, 2**62 + 1, 2**62 + 2]}).column("x").numbers
    assert numbers.mean == pytest.approx(0, abs=1e292)
    assert numbers.deviation == pytest.approx(1.7e308)
    assert numbers.quantiles[0.25] == -0.85e308
    assert sum(numbers.counts) == 3
    assert all(one < other for one, other in zip(numbers.edges, numbers.edges[1:], strict=False))


def test_whole_numbers_that_no_float_tells_apart_are_different():
    found = profiled(
        pa.table({"y": pa.array([2**62, 2**62 + 1, 2**62 + 1]), "z": pa.array([2**64 - 1, 0, 0], pa.uint64())})
    )
    assert found.column("y").n_distinct == 2
    assert found.column("y").top[0] == ValueCount(str(2**62 + 1), 2)
    assert (found.column("z").n_distinct, found.column("z").numbers.n_zero) == (2, 2)


def test_negative_zero_is_zero():
    found = profiled({"x": [0.0, -0.0, 1.0]}).column("x")
    assert (found.n_distinct, found.numbers.n_zero, found.top) == (2, 2, (ValueCount("0", 2),))


HOSTILE = [
    '"',
    "a\nb",
    "<script>alert(1)</script>",
    "c0",
    "x" * 300,
    "🦉",
    "NAME",
    "name",
    "'; DROP TABLE c0; --",
    "%s{0}",
]


def test_hostile_names_and_values_are_only_text(tmp_path):
    table = pa.table({name: [*HOSTILE, *HOSTILE] for name in HOSTILE})
    held, stored = profiled(table), on_disk(table, tmp_path)
    assert [one.name for one in held.columns] == HOSTILE
    assert sorted(one.value for one in held.column("c0").top) == sorted(HOSTILE)
    same(held, stored)


def test_a_table_without_rows_is_a_profile_without_numbers():
    data = wb.read_data(pd.DataFrame({"x": [1.0], "t": ["a"], "hired": [1]}))
    empty = wb.profile_data(data.take(np.array([], dtype=np.int64), data.provenance))
    assert (empty.n_rows, empty.column("x").n_distinct, empty.column("x").numbers) == (0, 0, None)
    assert math.isnan(empty.column("t").missing_share)


def test_an_unknown_column_and_no_data_are_named():
    profile = profiled({"age": [1, 2]})
    with pytest.raises(ColumnNotFoundError) as error:
        profile.column("agee")
    assert str(error.value) == "Column 'agee' is not in the data. Did you mean 'age'?\nThe data has 1 column: age."
    with pytest.raises(InputError) as error:
        wb.profile_data("loans.csv")
    assert str(error.value) == "data is text, not a data set.\nGive what read_data returns."


def test_profile_says_itself_in_a_sentence_and_as_a_frame():
    profile = profiled({"age": [30, 40, None], "hired": [1, 0, 1]}, target="hired")
    assert repr(profile).startswith("Profile of 'data': 3 rows, 2 columns, 1 with missing values, ")
    frame = profile.to_frame()
    assert frame["column"].tolist() == ["age", "hired"]
    assert frame["role"].tolist() == ["feature", "target"]
    assert frame["median"].tolist() == [35, 1]
    assert profile == profiled({"age": [30, 40, None], "hired": [1, 0, 1]}, target="hired")


NUMBERS = st.floats(width=64, allow_nan=False)


@settings(deadline=None)
@given(st.lists(NUMBERS, min_size=1, max_size=60))
def test_numbers_are_those_of_pandas(values):
    found = summary_of_numbers(np.sort(np.array(values) + 0.0))
    finite = pd.Series([value for value in values if math.isfinite(value)])
    if finite.empty:
        assert found is None
        return
    assert (found.low, found.high, sum(found.counts)) == (finite.min(), finite.max(), len(finite))
    assert found.n_infinite == len(values) - len(finite)
    assert len(found.counts) <= 20
    assert list(found.edges) == sorted(found.edges)
    assert found.edges[0] <= found.low <= found.high <= found.edges[-1]
    for left, right, n in zip(found.edges, found.edges[1:], found.counts[:-1], strict=False):
        assert n == ((finite >= left) & (finite < right)).sum()
    if finite.abs().max() < 1e150:
        atol = 1e-12 * finite.abs().max() + 1e-300  # numbers with hardly a digit are rounded in other places
        np.testing.assert_allclose(found.mean, finite.mean(), rtol=1e-9, atol=atol)
        for share, quantile in found.quantiles.items():
            np.testing.assert_allclose(quantile, finite.quantile(share), rtol=1e-9, atol=atol)


@settings(deadline=None)
@given(st.lists(st.integers(-3, 9), max_size=60), st.integers(1, 6))
def test_frequent_values_are_those_of_a_counter(values, least):
    ordered = pd.Series(sorted(values), dtype=np.int64)
    expected = ordered.value_counts()
    expected = expected[expected >= least].sort_index()
    for rows in (3, 4_000_000):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(room, "_ROWS_A_PART", rows)
            found, counts = frequent(ordered.to_numpy(), least)
        assert found.tolist() == expected.index.tolist()
        assert counts.tolist() == expected.tolist()


def mixed(rng, n=400):
    words = np.array(["a", "b", "ccc", None], dtype=object)
    return pa.table(
        {
            "hired": pa.array(rng.integers(0, 2, n), mask=rng.random(n) < 0.1),
            "sex": pa.array(words[rng.integers(0, 4, n)]),
            "x": pa.array(rng.normal(size=n), mask=rng.random(n) < 0.2),
            "k": pa.array(rng.integers(0, 40, n).astype(np.int16)),
            "t": pa.array([f"w{value}" for value in rng.integers(0, 60, n)]),
            "day": pa.array(rng.integers(0, 30, n).astype("datetime64[D]")),
            "ok": pa.array(rng.random(n) < 0.5),
            "none": pa.nulls(n),
        }
    )


def test_in_memory_on_disk_in_chunks_and_in_files_it_is_the_same(rng, tmp_path, monkeypatch):
    table = mixed(rng)
    roles = {"target": "hired", "protected": ["sex", wb.bands("k", [10, 20])]}
    held = profiled(table, **roles)
    same(held, on_disk(table, tmp_path, **roles))
    same(held, profiled(pa.concat_tables([table.slice(0, 7), table.slice(7, 0), table.slice(7)]), **roles))
    # What only happens to tables of many millions of rows happens to this one.
    monkeypatch.setattr(counting, "_SMALL_TABLE", 10)
    monkeypatch.setattr("workbench.data.profile.keys._ROWS_A_BLOCK", 64)
    monkeypatch.setattr("workbench.data.profile.others._ROWS_A_BLOCK", 64)
    monkeypatch.setattr("workbench.data.profile.profiling._SMALL", 10)
    monkeypatch.setattr(room, "_MOST_IN_MEMORY", 8)
    assert isinstance(room.room_for(2, np.int64), np.memmap)
    same(held, on_disk(table, tmp_path, **roles))


def test_order_of_rows_does_not_matter(rng):
    table = mixed(rng)
    roles = {"target": "hired", "protected": ["sex"]}
    same(profiled(table, **roles), profiled(table.take(rng.permutation(table.num_rows)), **roles))


def test_rows_on_disk_keep_their_order_in_every_column(rng, tmp_path, monkeypatch):
    monkeypatch.setattr("workbench.data.profile.others._ROWS_A_BLOCK", 30_000)  # other blocks than the columns'
    hired = rng.integers(0, 2, 300_000)
    table = pa.table({"hired": hired, "word": np.array(["no", "yes"])[hired], "number": hired + 0.5})
    path = tmp_path / "parts.parquet"
    papq.write_table(table, path, row_group_size=7_000)
    profile = wb.profile_data(wb.read_data(path, target="hired", lazy=True))
    assert [one.strength for one in profile.associations] == [1, 1]


def test_a_number_at_the_fence_is_not_far_out():
    middle = [float(k) for k in range(9)]  # quartiles 2 and 6: far out is below -10 or above 18
    for edge, n_outliers in ((18.0, 0), (18.1, 1)):
        values = np.sort([*middle, *middle, *middle, 4.0, 4.0, 4.0, edge])
        numbers = summary_of_numbers(values)
        assert (numbers.quantiles[0.25], numbers.quantiles[0.75]) == (2, 6)
        assert numbers.n_outliers == n_outliers


def test_a_text_counts_by_itself_from_five_rows_on():
    hired = [1] * 5 + [0] * 5
    for n_words, strength in ((5, 1.0), (4, None)):
        words = ["a"] * n_words + [f"rare {k}" for k in range(10 - n_words)]
        found = profiled({"t": words, "hired": hired}, target="hired").strength("t", "hired")
        assert (found.strength if found else None) == strength
