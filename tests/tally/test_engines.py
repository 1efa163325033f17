"""The same counts wherever the data are: pandas, Polars, Arrow, DuckDB, files."""

import duckdb
import narwhals as nw
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as papq
import pytest
from hypothesis import given, settings

from workbench.core.fingerprint import fingerprint_of_file
from workbench.data.roles import ProtectedAttribute, bands
from workbench.errors import ColumnNotFoundError, InputError, NotEnoughDataError, RoleError, SourceError
from workbench.tally import engines
from workbench.tally.engine import Engine
from workbench.tally.engines import open_table
from workbench.tally.request import Coded, Request, Scored, Weighted

from .same import check_same, check_same_columns, in_memory, tables

YES = Coded("hired", {"no": 0, "yes": 1})
SEX = ProtectedAttribute("sex")


def on_duckdb(table):
    return Engine.of(nw.from_native(duckdb.from_arrow(table)))


def on_polars(table):
    return Engine.of(nw.from_native(pl.DataFrame(table).lazy()))


LAZY = {"duckdb": on_duckdb, "polars": on_polars}


def people(n=2000, seed=3):
    rng = np.random.default_rng(seed)
    return pa.table(
        {
            "sex": rng.choice(["f", "m", None], n),
            "age": rng.integers(18, 80, n),
            "hired": rng.choice(["yes", "no"], n),
            "good": rng.choice([0, 1], n),
            "score": rng.beta(1, 3, n),
            "weight": rng.gamma(2, 1, n),
        }
    )


REQUEST = Request(
    (SEX, bands("age", [40, 60])),
    outcome=Coded("good", {"0": 0, "1": 1}),
    decision=YES,
    score=Scored("score", thresholds=(0.123,)),
    weight=Weighted("weight", "sampling"),
)


def refusal(ask, kind=InputError):
    with pytest.raises(kind) as refused:
        ask()
    assert type(refused.value) is kind
    return str(refused.value)


# The same everywhere.


@pytest.mark.parametrize("engine", LAZY)
@settings(deadline=None, max_examples=75)
@given(tables())
def test_any_table_has_the_same_tally_on_every_engine(engine, drawn):
    table, request = drawn
    check_same(LAZY[engine](table).tally(request), in_memory(table).tally(request))


@pytest.mark.parametrize("engine", LAZY)
@settings(deadline=None, max_examples=30)
@given(tables())
def test_any_column_has_the_same_values_on_every_engine(engine, drawn):
    table, _ = drawn
    check_same_columns(LAZY[engine](table), in_memory(table))


@pytest.mark.parametrize(
    "bring",
    [
        pa.Table.to_pandas,
        lambda table: table.to_pandas(types_mapper=pd.ArrowDtype),
        pl.DataFrame,
        lambda table: pl.DataFrame(table).lazy(),
        lambda table: table,
        duckdb.from_arrow,
    ],
    ids=["pandas", "pandas of Arrow", "Polars", "lazy Polars", "Arrow", "DuckDB"],
)
def test_any_frame_may_be_opened(bring):
    table = people()
    check_same(open_table(bring(table)).tally(REQUEST), in_memory(table).tally(REQUEST))


@pytest.mark.parametrize("large", [False, True], ids=["in memory", "DuckDB"])
@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_any_file_may_be_opened(tmp_path, monkeypatch, kind, large):
    table, path = people(), tmp_path / f"it's [1] a*.{kind}"
    (pacsv.write_csv if kind == "csv" else papq.write_table)(table, path)
    monkeypatch.setattr(engines, "MOST_BYTES", 1 if large else 2**30)
    opened = open_table(path)
    assert opened.kind == ("duckdb" if large else "memory")
    assert opened.fingerprint == fingerprint_of_file(path)
    check_same(opened.tally(REQUEST), in_memory(table).tally(REQUEST))


def test_folders_and_patterns_of_parquet_are_one_table(tmp_path):
    table = people()
    for place in range(4):
        papq.write_table(table.slice(500 * place, 500), tmp_path / f"part-{place}.parquet")
    (tmp_path / "_SUCCESS").write_text("")
    (tmp_path / "_metadata.parquet").write_text("no table")
    for source in (tmp_path, str(tmp_path / "part-*.parquet")):
        opened = open_table(source)
        assert opened.kind == "duckdb"
        check_same(opened.tally(REQUEST), in_memory(table).tally(REQUEST))
        assert opened.fingerprint.startswith("file:")


def test_names_of_folders_make_columns_where_they_part_a_table(tmp_path):
    for sex, n in (("f", 3), ("m", 5)):
        (tmp_path / f"sex={sex}").mkdir()
        papq.write_table(pa.table({"hired": ["yes"] * n}), tmp_path / f"sex={sex}" / "part.parquet")
    assert open_table(tmp_path).values("sex", 5) == {"f": 3, "m": 5}
    assert open_table(tmp_path / "sex=f" / "part.parquet").columns == ("hired",)


@pytest.mark.parametrize("engine", LAZY)
def test_weights_of_frequency_are_counted_as_whole_numbers(engine):
    table = pa.table({"sex": ["f", "f", "m"], "times": [2**31, 2**31, 3]})
    tally = LAZY[engine](table).tally(Request((SEX,), weight=Weighted("times", "frequency")))
    assert tally.n[:, 2, 2].tolist() == [2**32, 3]


def test_names_that_differ_in_case_only_are_different_columns(tmp_path):
    table = pa.table({"sex": ["f", "m"], "Sex": ["1", "1"], "SEX": ["a", "b"]})
    papq.write_table(table, tmp_path / "a.parquet")
    papq.write_table(table, tmp_path / "b.parquet")
    relation = duckdb.sql("""SELECT unnest(['f', 'm']) AS sex, '1' AS "Sex", unnest(['a', 'b']) AS "SEX" """)
    for name in ("sex", "Sex", "SEX"):
        for source, n in ((relation, 1), (tmp_path / "*.parquet", 2)):
            expected = {value: n * rows for value, rows in in_memory(table).values(name, 5).items()}
            assert open_table(source).values(name, 5) == expected


@pytest.mark.parametrize("engine", LAZY)
@pytest.mark.parametrize(
    "values",
    [
        [3.0],
        [1.0, 2.0],
        [0.1, 0.2, 0.3, 0.4],
        [None, float("nan")],
        [-float("inf"), float("inf")],
        [-1.7e308, 1.7e308, 1e-320, 0.0],
        [5e-324, 0.0],
        [1e300, 1.0, float("inf"), 1.0000000000000002],
    ],
)
def test_median_is_exact(engine, values):
    table = pa.table({"x": pa.array(values, pa.float64())})
    assert repr(LAZY[engine](table).median("x")) == repr(in_memory(table).median("x"))


@pytest.mark.parametrize("engine", LAZY)
@pytest.mark.parametrize("n", [200_000, 200_001])
def test_median_of_many_rows_is_exact(engine, n, rng):
    for values in (rng.normal(size=n), np.round(rng.gamma(0.1, size=n), 2), np.append(rng.random(n - 1) * 1e-9, 1e9)):
        assert LAZY[engine](pa.table({"x": values})).median("x") == np.median(values)


# Joining.


@pytest.mark.parametrize("engine", LAZY)
def test_groups_may_be_in_another_table(engine):
    data = pa.table({"id": [1, 2, 3, None, 9], "hired": ["yes", "no", "yes", "yes", "no"]})
    groups = pa.table({"sex": ["f", "m", "f", "x"], "id": [1, 2, 3, None]})
    request = Request((SEX,), decision=YES)
    expected = [["f"], ["m"], ["unknown"]]
    for other in (LAZY[engine](groups), in_memory(groups)):
        tally = LAZY[engine](data).joined(other, "id").tally(request)
        check_same(tally, in_memory(data).joined(in_memory(groups), "id").tally(request))
        assert [list(group) for group in tally.groups] == expected
        assert tally.n[:, 2, :2].tolist() == [[0, 2], [1, 0], [1, 1]]


@pytest.mark.parametrize("engine", LAZY)
@pytest.mark.parametrize("keys", [["1", "2"], [1.0, 2.0]])
def test_keys_of_two_kinds_are_the_same_if_they_are_written_alike(engine, keys):
    data = pa.table({"id": [1, 2], "hired": ["yes", "no"]})
    groups = pa.table({"id": keys, "sex": ["f", "m"]})
    joined = LAZY[engine](data).joined(in_memory(groups), "id")
    check_same(
        joined.tally(Request((SEX,), YES)), in_memory(data).joined(in_memory(groups), "id").tally(Request((SEX,), YES))
    )


@pytest.mark.parametrize("engine", LAZY)
def test_refused_joins_say_what_memory_says(engine):
    data = pa.table({"id": [1, 2], "hired": ["yes", "no"]})
    for groups in (
        pa.table({"id": [1, 1], "sex": ["f", "m"]}),
        pa.table({"id": [1, 2], "hired": ["f", "m"]}),
        pa.table({"id": [True, False], "sex": ["f", "m"]}),
    ):
        if groups["id"].type == pa.bool_():
            text = "Column 'id' holds int64 in the data and bool in the groups.\nMake both of one kind."
        else:
            text = refusal(lambda groups=groups: in_memory(data).joined(in_memory(groups), "id"), RoleError)
        assert refusal(lambda groups=groups: LAZY[engine](data).joined(LAZY[engine](groups), "id"), RoleError) == text


def test_tables_of_two_engines_are_not_joined():
    data = pa.table({"id": [1, 2], "hired": ["yes", "no"]})
    assert refusal(lambda: on_duckdb(data).joined(on_polars(data), "id")) == (
        "The data are on duckdb, and the groups on polars.\nGive both as frames of one kind, or both as files."
    )


def test_two_files_are_joined(tmp_path, monkeypatch):
    monkeypatch.setattr(engines, "MOST_BYTES", 1)
    papq.write_table(pa.table({"id": [1, 2], "hired": ["yes", "no"]}), tmp_path / "data.parquet")
    (tmp_path / "groups.csv").write_text("id,sex\n2,m\n1,f\n")
    joined = open_table(tmp_path / "data.parquet").joined(open_table(tmp_path / "groups.csv"), "id")
    assert joined.tally(Request((SEX,), YES)).n[:, :2, 2].tolist() == [[0, 1], [1, 0]]


# Refusals.


@pytest.mark.parametrize("engine", LAZY)
def test_too_many_groups_are_refused_in_the_words_of_memory(engine):
    wide = pa.table({"id": [str(i) for i in range(3000)], "b": [i % 1500 for i in range(3000)]})
    for attributes in ([ProtectedAttribute("id")], [ProtectedAttribute("b"), ProtectedAttribute("id")]):
        request = Request(tuple(attributes))
        text = refusal(lambda request=request: in_memory(wide).tally(request))
        assert text.startswith("id makes 3,000 groups; 2,000 is the most.\n")
        assert refusal(lambda request=request: LAZY[engine](wide).tally(request)) == text


@pytest.mark.parametrize("engine", LAZY)
def test_too_many_crossings_are_refused_in_the_words_of_memory(engine):
    n = 210_000
    table = pa.table({"a": np.arange(n) % 1000, "b": np.arange(n) // 1000})
    request = Request((ProtectedAttribute("a"), ProtectedAttribute("b")))
    text = refusal(lambda: in_memory(table).tally(request))
    assert text.startswith("a × b makes 210,000 groups; 200,000 is the most.\n")
    assert refusal(lambda: LAZY[engine](table).tally(request)) == text


@pytest.mark.parametrize("engine", LAZY)
def test_more_cells_than_can_be_read_are_never_taken(engine, monkeypatch):
    monkeypatch.setattr("workbench.tally.grouping._MOST_CELLS", 100)
    table = pa.table({"id": np.arange(2500), "b": np.arange(2500) % 50, "score": np.arange(2500) / 2500})
    assert refusal(lambda: LAZY[engine](table).tally(Request((ProtectedAttribute("id"),)))) == refusal(
        lambda: in_memory(table).tally(Request((ProtectedAttribute("id"),)))
    )
    request = Request((ProtectedAttribute("b"),), score=Scored("score"))
    monkeypatch.setattr("workbench.tally.grouping._MOST_CELLS", 2500)
    assert LAZY[engine](table).tally(request).n_rows == 2500


@pytest.mark.parametrize("engine", LAZY)
@pytest.mark.parametrize("score", [1.5, -0.1, float("inf")])
def test_scores_outside_their_range_are_refused(engine, score):
    table = pa.table({"sex": ["f", "m"], "score": [0.5, score]})
    request = Request((SEX,), score=Scored("score"))
    text = "Some scores are outside 0.0 to 1.0.\nDeclare their range: score_range=(low, high)."
    assert refusal(lambda: in_memory(table).tally(request)) == text
    assert refusal(lambda: LAZY[engine](table).tally(request)) == text


@pytest.mark.parametrize("engine", LAZY)
@pytest.mark.parametrize(
    "ask",
    [
        lambda table: table.extent("sex"),
        lambda table: table.median("sex"),
        lambda table: table.values("age", 3),
        lambda table: table.values("nothing", 3),
        lambda table: table.tally(Request((bands("sex", [1, 2]),))),
        lambda table: table.tally(Request((SEX,), score=Scored("sex"))),
        lambda table: table.tally(Request((ProtectedAttribute("nothing"),))),
        lambda table: table.joined(table, "nothing"),
    ],
)
def test_refusals_are_in_the_words_of_memory(engine, ask):
    def words(table):
        with pytest.raises(InputError) as refused:
            ask(table)
        return type(refused.value), str(refused.value)

    assert words(LAZY[engine](people())) == words(in_memory(people()))


def test_what_is_no_table_is_refused():
    assert refusal(lambda: open_table(5), SourceError) == (
        "source is of type int, which is not a table.\n"
        "Give the path of a file, the address of a database, or a pandas, Polars, Arrow, DuckDB or Spark table."
    )


@pytest.mark.parametrize("source", ["nowhere.csv", "nul\0.parquet", "~nobody-lives-here/a.csv"])
def test_missing_file_is_named(source, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert refusal(lambda: open_table(source), SourceError) == (
        f"There is no file {source!r}.\nCheck the name and the folder: {str(tmp_path)!r} is the current one."
    )


def test_pattern_that_matches_nothing_is_named():
    assert refusal(lambda: open_table("nothing/*.parquet"), SourceError) == (
        "No Parquet file matches 'nothing/*.parquet'.\nOnly Parquet files are read by a pattern; name any other file."
    )


@pytest.mark.parametrize(
    "empty", [pa.table({"x": pa.array([], pa.int64())}), pl.LazyFrame({"x": []}), pd.DataFrame({"x": []})]
)
def test_tables_without_rows_are_refused(empty):
    assert refusal(lambda: open_table(empty), NotEnoughDataError) == (
        "'data' has column names but no rows.\nGive a table with at least one row."
    )


def test_large_files_are_refused_in_the_words_of_small_ones(tmp_path, monkeypatch):
    contents = {
        "header.csv": b"sex,age\n",
        "short.csv": b"y,g,x\nyes,a,1\nno,b\nno,b,2\n",
        "long.csv": b"y,g,x\nyes,a,1\nno,b,3,4\n",
        "bytes.csv": "sex,name\nf,Ann\nm,René\n".encode("latin-1"),
        "twice.csv": b"sex,age,sex\nf,1,m\n",
        "damaged.parquet": b"PAR1" + b"\xff" * 200 + b"PAR1",
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
        words = []
        for most in (2**30, 1):
            monkeypatch.setattr(engines, "MOST_BYTES", most)
            with pytest.raises((SourceError, NotEnoughDataError)) as refused:
                open_table(tmp_path / name)
            words.append((type(refused.value), str(refused.value)))
        assert words[0] == words[1]


def test_a_file_damaged_after_it_was_opened_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(engines, "MOST_BYTES", 1)
    path = tmp_path / "people.parquet"
    papq.write_table(people(200_000), path, row_group_size=20_000)
    table = open_table(path)
    content = bytearray(path.read_bytes())
    content[1000 : len(content) // 2] = b"\xff" * (len(content) // 2 - 1000)
    path.write_bytes(content)
    assert refusal(lambda: table.tally(REQUEST), SourceError) == (
        "'people.parquet' cannot be read as Parquet.\nCheck that the file is whole and really is Parquet."
    )


# Only what is counted.


def odd_sources(tmp_path):
    frame = pd.DataFrame({"sex": ["f", "m"], "odd": [[1], "text"]})
    table = pa.table({"sex": ["f", "m"], "odd": [[1], [2]]})
    papq.write_table(table, tmp_path / "a.parquet")
    return [frame, table, pl.DataFrame(table), tmp_path / "a.parquet"]


def test_columns_that_nobody_counts_may_hold_anything(tmp_path):
    for source in odd_sources(tmp_path):
        assert open_table(source, columns=["sex"]).values("sex", 2) == {"f": 1, "m": 1}
    lazy = pl.LazyFrame({"sex": ["f", "m"], "odd": [[1], [2]]})
    assert open_table(lazy).values("sex", 2) == {"f": 1, "m": 1}


def test_columns_that_are_not_there_are_named_with_all_that_are(tmp_path):
    text = "Column 'sexx' is not in the data. Did you mean 'sex'?\nThe data has 2 columns: sex, odd."
    for source in odd_sources(tmp_path):
        assert refusal(lambda source=source: open_table(source, columns=["sexx"]), ColumnNotFoundError) == text


# Large files.


def test_large_csv_has_the_types_of_a_small_one(tmp_path, monkeypatch):
    path = tmp_path / "a.csv"
    path.write_text(
        "whole,broken,truth,text,nothing,mixed,zeros,big,signed\n"
        "1,1.5,true,NA,,1,001,9223372036854775807,-0\n"
        "NA,NA,NA,,NA,x,2,9223372036854775808,+5\n"
        '3,1e3,False,"a,\nb",null,,3,1,-7\n'
    )
    small = open_table(path)
    monkeypatch.setattr(engines, "MOST_BYTES", 1)
    large = open_table(path)
    assert large.kind == "duckdb"
    for name in small.columns:
        assert large.type_of(name) == small.table[name].type or name == "nothing"
        assert large.values(name, 9) == small.values(name, 9)


def test_type_of_a_large_csv_is_found_in_all_of_it(tmp_path, monkeypatch):
    path = tmp_path / "a.csv"
    path.write_text("x\n" + "1\n" * 1_000_000 + "none\n")
    monkeypatch.setattr(engines, "MOST_BYTES", 1)
    assert open_table(path).values("x", 3) == {"1": 1_000_000, "none": 1}


def test_large_csv_may_be_in_any_encoding(tmp_path, monkeypatch):
    monkeypatch.setattr(engines, "MOST_BYTES", 1)
    for encoding in ("utf-8-sig", "latin-1", "cp1252", "utf-16"):
        (tmp_path / "a.csv").write_bytes("prénom\nRené\n".encode(encoding))
        assert open_table(tmp_path / "a.csv", encoding).values("prénom", 2) == {"René": 1}


def test_temporary_files_go_with_the_table(tmp_path, monkeypatch):
    monkeypatch.setattr(engines, "MOST_BYTES", 1)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (tmp_path / "a.csv").write_text("sex,hired\nf,yes\nm,no\n")
    table = open_table(tmp_path / "a.csv", columns=["sex"])
    assert table.columns == ("sex",)
    [folder] = tmp_path.glob("workbench-*")
    assert folder.is_dir()
    del table
    assert not folder.exists()


def test_a_file_larger_than_memory_is_counted(tmp_path, monkeypatch):
    path = tmp_path / "people.parquet"
    rng = np.random.default_rng(1)
    n, parts = 500_000, 6
    with papq.ParquetWriter(path, people().schema) as writer:
        for seed in range(parts):
            writer.write_table(people(n, seed).set_column(5, "weight", pa.array(rng.random(n))))
    connection = duckdb.connect(config={"memory_limit": "60MB", "threads": 2, "preserve_insertion_order": False})
    monkeypatch.setattr(engines, "connection", lambda: connection)
    held = 8 * n * parts * len(people(1).column_names)
    assert held > 2 * 60 * 2**20
    table = open_table(path)
    assert table.kind == "duckdb"
    tally = table.tally(REQUEST)
    assert tally.n_rows == tally.scores.n.sum() == n * parts
    assert table.median("score") == np.median(papq.read_table(path, columns=["score"])["score"].to_numpy())
