"""The same rows from every kind of source are the same table, in memory and on disk."""

import datetime as dt
import json
import sqlite3
from contextlib import closing
from decimal import Decimal

import duckdb
import openpyxl
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as papq
import pytest

from workbench.audit.decisions import audit_decisions
from workbench.data.dataset import Dataset
from workbench.data.read import read_data
from workbench.data.roles import ProtectedAttribute, bands
from workbench.data.sources import ReadOptions, read_table
from workbench.data.stored import StoredTable
from workbench.errors import SourceError
from workbench.tally.engines import open_table
from workbench.tally.request import Coded, Request

HOSTILE = "na\"me'; DROP TABLE people; -- <script>c0 😀 %s {x}"
N = 300


def people():
    """Rows with every plain kind, missing values, and names that programs trip over."""
    place = range(N)
    return pa.table(
        {
            "sex": [("f", "m", None)[i % 3] for i in place],
            "Sex": [("x", "y")[i % 2] for i in place],
            "age": [None if i % 11 == 0 else 18 + i % 60 for i in place],
            "score": [None if i % 7 == 0 else i / 8 for i in place],
            "hired": [("yes", "no")[i * i % 5 % 2] for i in place],
            "code": [f"{i:05d}" for i in place],
            HOSTILE: [f"a,\"b'{i % 4}\n;" for i in place],
        }
    )


def as_csv(folder, table):
    pacsv.write_csv(table, folder / "people.csv")
    return folder / "people.csv", {}


def as_parquet(folder, table):
    papq.write_table(table, folder / "people.parquet", row_group_size=70)
    return folder / "people.parquet", {}


def as_folder(folder, table):
    (folder / "people").mkdir()
    for place in range(3):
        papq.write_table(table.slice(place * 100, 100), folder / "people" / f"part-{place}.parquet")
    return folder / "people", {}


def as_pattern(folder, table):
    return str(as_folder(folder, table)[0] / "part-*.parquet"), {}


def as_json_lines(folder, table):
    first, *rows = table.to_pylist()
    records = [first, *({name: value for name, value in row.items() if value is not None} for row in rows)]
    (folder / "people.jsonl").write_text("\n".join(json.dumps(one) for one in records))
    return folder / "people.jsonl", {}


def as_json(folder, table):
    (folder / "people.json").write_text(json.dumps(table.to_pylist(), indent=1))
    return folder / "people.json", {}


def as_workbook(folder, table):
    book = openpyxl.Workbook()
    book.active.append(table.column_names)
    for row in table.to_pylist():
        book.active.append(list(row.values()))
    book.create_sheet("empty")
    book.save(folder / "people.xlsx")
    return folder / "people.xlsx", {}


def as_duckdb_file(folder, table):
    # DuckDB takes Sex for sex: the second name is given by a query.
    plain = table.rename_columns([f"c{place}" for place in range(table.num_columns)])
    with duckdb.connect(folder / "people.duckdb") as made:
        made.from_arrow(plain).create("people")
    return folder / "people.duckdb", {}


def as_database(folder, table):
    names = [f"c{place}" for place in range(table.num_columns)]
    rows = [tuple(row.values()) for row in table.to_pylist()]
    with closing(sqlite3.connect(folder / "people.sqlite")) as made, made:
        made.execute(f"CREATE TABLE people ({', '.join(names)})")
        made.executemany(f"INSERT INTO people VALUES ({', '.join('?' * len(names))})", rows)  # noqa: S608
    return f"sqlite:///{folder / 'people.sqlite'}", {"table": "people"}


FILES = [
    as_csv, as_parquet, as_folder, as_pattern, as_json_lines, as_json, as_workbook, as_duckdb_file, as_database,
]  # fmt: skip
FRAMES = {
    "pandas": lambda table: table.to_pandas(types_mapper=pd.ArrowDtype),
    "Polars": pl.DataFrame,
    "lazy Polars": lambda table: pl.DataFrame(table).lazy(),
    "Arrow": lambda table: table,
    "Arrow, in parts": lambda table: pa.RecordBatchReader.from_batches(table.schema, table.to_batches(70)),
    "DuckDB": lambda table: duckdb.from_arrow(table.drop(["Sex"])),
}


def check_read(make, options):
    """Check that a source gives the rows, in memory and on disk alike."""
    read = {}
    for lazy in (False, True):
        source, table = make()
        read[lazy] = read_table(source, ReadOptions(**options, lazy=lazy))
        expected = table.rename_columns(list(read[lazy].table.column_names))
        assert read[lazy].table.to_pydict() == expected.to_pydict()
        assert isinstance(read[lazy].held, StoredTable) is lazy
    assert read[False].table.schema.equals(read[True].table.schema)
    assert read[False].table.schema.types == expected.schema.types
    assert read[False].name == read[True].name
    return read


@pytest.mark.parametrize("write", FILES)
def test_every_kind_of_file_gives_the_same_rows_in_memory_and_on_disk(tmp_path, write):
    source, options = write(tmp_path, people())
    read = check_read(lambda: (source, people()), options)
    assert read[False].name == "people"
    if not str(source).startswith("sqlite"):
        assert read[False].fingerprint == read[True].fingerprint == read[True].held.fingerprint
        assert read[False].fingerprint.startswith("file:")


@pytest.mark.parametrize("kind", FRAMES)
def test_every_kind_of_frame_gives_the_same_rows_in_memory_and_on_disk(kind):
    table = people().drop(["Sex"]) if kind == "DuckDB" else people()
    read = check_read(lambda: (FRAMES[kind](people()), table), {})
    assert read[False].name == "data"
    assert read[False].fingerprint is read[True].fingerprint is None
    data = read_data(FRAMES[kind](people()), lazy=False), read_data(FRAMES[kind](people()), lazy=True)
    assert data[0].rows_fingerprint == data[1].rows_fingerprint


@pytest.mark.parametrize("write", FILES)
def test_every_kind_of_file_is_counted_alike(tmp_path, write):
    source, options = write(tmp_path, people())
    names = read_table(source, ReadOptions(**options)).table.column_names
    request = Request(
        (ProtectedAttribute(names[0], "sex"), bands(names[2], [40, 60], title="age")),
        decision=Coded(names[4], {"no": 0, "yes": 1}),
    )
    expected = open_table(people().rename_columns(names)).tally(request)
    for lazy in (False, True):
        data = read_data(source, **options, lazy=lazy)
        opened = open_table(data)
        assert opened.kind == ("duckdb" if lazy else "memory")
        assert opened.tally(request).fingerprint == expected.fingerprint
    assert open_table(source, **options).tally(request).fingerprint == expected.fingerprint
    assert open_table(source, **options, columns=names[:5]).tally(request).fingerprint == expected.fingerprint


@pytest.mark.parametrize("lazy", [False, True])
def test_decisions_in_a_data_set_are_audited_where_its_rows_are(tmp_path, monkeypatch, lazy):
    source, _ = as_parquet(tmp_path, people())
    data = read_data(source, lazy=lazy, name="applicants")
    if lazy:
        monkeypatch.setattr(Dataset, "table", property(lambda _: pytest.fail("rows were read")))
    audit = audit_decisions(data, decision="hired", favourable="yes", protected=["sex"])
    monkeypatch.undo()
    assert audit.data_name == "applicants"
    assert audit.provenance.inputs[0] == data.fingerprint
    plain = audit_decisions(people().to_pandas(), decision="hired", favourable="yes", protected=["sex"])
    assert audit.decisions.fingerprint == plain.decisions.fingerprint


def test_sources_above_the_stated_size_stay_on_disk(tmp_path, monkeypatch):
    for limit, stored in ((10**9, False), (1000, True)):
        monkeypatch.setattr("workbench.data.sources.options.LARGE", limit)
        for write in (as_parquet, as_json_lines, as_workbook, as_duckdb_file, as_database):
            folder = tmp_path / f"{limit}-{write.__name__}"
            folder.mkdir()
            source, options = write(folder, people())
            assert read_data(source, **options).is_stored is stored
        for kind, bring in FRAMES.items():
            assert read_data(bring(people())).is_stored is stored, kind


def test_moments_days_and_truths_are_the_same_on_disk(tmp_path):
    table = pa.table(
        {
            "day": [dt.date(2024, 2, 29), None],
            "moment": pa.array([1_709_251_199_123_456, None], pa.timestamp("us")),
            "exact": pa.array([1, None], pa.timestamp("ns")),
            "zoned": pa.array([1, None], pa.timestamp("ns", "Europe/Berlin")),
            "hour": pa.array([dt.time(1, 2, 3), None], pa.time64("us")),
            "member": [True, None],
            "small": pa.array([-128, None], pa.int8()),
            "large": pa.array([2**64 - 1, None], pa.uint64()),
            "single": pa.array([0.1, float("nan")], pa.float32()),
            "nothing": pa.nulls(2),
            "category": pa.array(["", "b"]).dictionary_encode(),
        }
    )
    papq.write_table(table, tmp_path / "a.parquet")
    memory, disk = (read_table(tmp_path / "a.parquet", ReadOptions(lazy=lazy)).table for lazy in (False, True))
    assert memory.schema.equals(disk.schema)
    assert memory.equals(disk)
    assert memory["category"].to_pylist() == [None, "b"]
    assert memory["single"].to_pylist() == [pytest.approx(0.1), None]


def test_decimals_are_the_nearest_float_on_disk_too(tmp_path):
    values = [Decimal(n).scaleb(-3) for n in range(-5_000, 5_001)]
    for kind in (pa.decimal128(12, 3), pa.decimal256(60, 3)):
        papq.write_table(pa.table({"x": pa.array(values, kind)}), tmp_path / "a.parquet")
        stored = read_table(tmp_path / "a.parquet", ReadOptions(lazy=True)).held
        assert stored.read()["x"].to_pylist() == [float(value) for value in values]


@pytest.mark.parametrize("write", [as_csv, as_parquet, as_json, as_workbook, as_duckdb_file, as_database])
@pytest.mark.parametrize("lazy", [False, True])
def test_values_are_changed_on_request_whatever_the_source(tmp_path, write, lazy):
    source, options = write(tmp_path, people())
    [hired, code] = [read_table(source, ReadOptions(**options)).table.column_names[place] for place in (4, 5)]
    asked = ReadOptions(
        **options, lazy=lazy, missing={hired: ["no"]}, recode={hired: {"yes": "Yes"}}, types={code: "whole number"}
    )
    read = read_table(source, asked)
    assert read.table[hired].to_pylist() == [{"yes": "Yes", "no": None}[one] for one in people()["hired"].to_pylist()]
    assert read.table[code].to_pylist() == list(range(N))
    n = people()["hired"].to_pylist().count("no")
    assert any(f"{n} values 'no'" in note for note in read.notes)


@pytest.mark.parametrize(("argument", "value"), [("table", "people"), ("query", "SELECT 1")])
def test_a_source_of_one_table_has_no_other(tmp_path, argument, value):
    source, _ = as_csv(tmp_path, people())
    for given, where in ((source, "'people.csv'"), (people(), "a frame")):
        with pytest.raises(SourceError) as refused:
            read_table(given, ReadOptions(**{argument: value}))
        assert str(refused.value) == f"{argument} is {value!r}, but {where} is one table.\nLeave {argument} out."
