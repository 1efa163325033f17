"""Folders and patterns of Parquet files: one table, or an error that says which file does not fit."""

import datetime as dt

import pyarrow as pa
import pyarrow.parquet as papq
import pytest

from workbench.data.read import read_data
from workbench.data.sources import ReadOptions, read_table
from workbench.errors import NotEnoughDataError, SourceError
from workbench.tally.engines import open_table


def write(folder, **tables):
    """Write tables into files of these names; ``__`` parts folders."""
    for name, table in tables.items():
        path = folder / f"{name.replace('__', '/')}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        papq.write_table(table, path)
    return folder


def read(source):
    memory, disk = (read_table(source, ReadOptions(lazy=lazy)) for lazy in (False, True))
    assert memory.table.schema.equals(disk.table.schema)
    assert memory.table.equals(disk.table)
    assert memory.fingerprint == disk.fingerprint
    return disk


def refusal(source, kind=SourceError):
    texts = []
    for ask in (
        lambda: read_table(source),
        lambda: read_table(source, ReadOptions(lazy=True)),
        lambda: open_table(source),
    ):
        with pytest.raises(kind) as refused:
            ask()
        texts.append(str(refused.value))
    assert len(set(texts)) == 1
    return texts[0]


def test_rows_stand_in_the_order_of_the_files(tmp_path):
    write(tmp_path, b=pa.table({"x": [3]}), a=pa.table({"x": [1, 2]}), c__d=pa.table({"x": [4]}))
    assert read(tmp_path).table["x"].to_pylist() == [1, 2, 3, 4]
    assert read(str(tmp_path / "[ab].parquet")).table["x"].to_pylist() == [1, 2, 3]
    assert read(str(tmp_path / "**" / "*.parquet")).name == tmp_path.name


def test_folders_make_columns_and_codes_stay_text(tmp_path):
    for n, (sex, code) in enumerate([("f", "007"), ("m%20x", "10"), ("__HIVE_DEFAULT_PARTITION__", "2")], start=1):
        write(tmp_path / f"sex={sex}" / f"zip={code}" / f"day=2024-0{n}-01" / f"n={n}", p=pa.table({"a": [1, 2]}))
    table = read(tmp_path).table.sort_by([("n", "ascending")])
    assert table.slice(0, 6).to_pydict() == {
        "a": [1, 2] * 3,
        "sex": ["f", "f", "m x", "m x", None, None],
        "zip": ["007", "007", "10", "10", "2", "2"],
        "day": [dt.date(2024, n, 1) for n in (1, 1, 2, 2, 3, 3)],
        "n": [1, 1, 2, 2, 3, 3],
    }
    assert open_table(tmp_path).values("sex", 5) == {"f": 2, "m x": 2, None: 2}
    assert read(tmp_path / "sex=f" / "zip=007" / "day=2024-01-01" / "n=1" / "p.parquet").table.column_names == ["a"]


def test_the_names_of_folders_are_part_of_the_content(tmp_path):
    first = write(tmp_path / "first", **{"sex=f__p": pa.table({"a": [1]}), "sex=m__p": pa.table({"a": [2]})})
    other = write(tmp_path / "other", **{"sex=m__p": pa.table({"a": [1]}), "sex=x__p": pa.table({"a": [2]})})
    assert read_table(first).fingerprint != read_table(other).fingerprint


def test_kinds_that_hold_each_other_become_one(tmp_path):
    write(
        tmp_path,
        a=pa.table({"n": pa.array([1], pa.int32()), "x": [1], "t": ["a"], "e": pa.nulls(1), "Sex": ["A"]}),
        b=pa.table({"x": [0.5], "n": [2**40], "e": ["z"], "t": pa.array(["b"]).dictionary_encode(), "Sex": ["B"]}),
    )
    assert read(tmp_path).table.to_pydict() == {
        "n": [1, 2**40], "x": [1.0, 0.5], "t": ["a", "b"], "e": [None, "z"], "Sex": ["A", "B"]
    }  # fmt: skip


@pytest.mark.parametrize(
    ("second", "text"),
    [
        (
            {"a": ["x"], "b": [1]},
            "Column 'a' holds int64 in '1.parquet' and string in '2.parquet'.\n"
            "Write the files again with the same kinds of columns.",
        ),
        (
            {"a": [1]},
            "'2.parquet' has no column 'b', which '1.parquet' has.\n"
            "Files that are one table have the same columns: give them one by one, or write them again.",
        ),
        (
            {"a": [1], "b": [1], "c": [1]},
            "'1.parquet' has no column 'c', which '2.parquet' has.\n"
            "Files that are one table have the same columns: give them one by one, or write them again.",
        ),
    ],
)
def test_files_that_do_not_go_together_are_named(tmp_path, second, text):
    write(tmp_path, **{"1": pa.table({"a": [1], "b": [1]}), "2": pa.table(second)})
    assert refusal(tmp_path) == text


def test_names_that_differ_in_case_only_need_one_order(tmp_path):
    write(tmp_path, a=pa.table({"x": [1], "X": [2]}), b=pa.table({"X": [3], "x": [4]}))
    assert refusal(tmp_path) == (
        "'b.parquet' has its columns in another order than 'a.parquet', and some names differ only in case.\n"
        "Write the files again with their columns in one order."
    )


def test_a_column_is_in_the_files_or_in_the_names_of_folders(tmp_path):
    write(tmp_path, **{"sex=f__p": pa.table({"sex": ["m"]}), "sex=m__p": pa.table({"sex": ["m"]})})
    assert refusal(tmp_path) == (
        "Column 'sex' is in 'sex=f/p.parquet' and in the name of its folder too.\n"
        "Give the files without those folders, or take the column out of them."
    )


def test_a_damaged_file_among_others_is_named(tmp_path):
    write(tmp_path, a=pa.table({"x": [1]}))
    (tmp_path / "b.parquet").write_bytes(b"PAR1" + b"\xff" * 100 + b"PAR1")
    assert refusal(tmp_path) == (
        "'b.parquet' cannot be read as Parquet.\nCheck that the file is whole and really is Parquet."
    )


def test_files_without_rows_are_not_enough(tmp_path):
    write(tmp_path, a=pa.table({"x": pa.array([], pa.int64())}), b=pa.table({"x": pa.array([], pa.int64())}))
    assert refusal(tmp_path, NotEnoughDataError) == (
        f"{tmp_path.name!r} has column names but no rows.\nGive a table with at least one row."
    )


def test_text_that_is_not_utf_8_is_named_on_disk_too(tmp_path):
    text = pa.Array.from_buffers(pa.string(), 2, pa.array([b"ok", b"\xff\xfe"]).buffers())
    papq.write_table(pa.table({"fine": ["a", "b"], "name": text}), tmp_path / "a.parquet")
    for lazy in (False, True):
        with pytest.raises(SourceError) as refused:
            read_table(tmp_path / "a.parquet", ReadOptions(lazy=lazy))
        assert str(refused.value) == (
            "Column 'name' holds text that is not UTF-8.\nSave the table again, with its text as UTF-8."
        )


def test_a_file_damaged_after_it_was_read_is_named(tmp_path):
    papq.write_table(pa.table({"x": range(200_000)}), tmp_path / "a.parquet", row_group_size=20_000)
    data = read_data(tmp_path / "a.parquet", lazy=True)
    content = bytearray((tmp_path / "a.parquet").read_bytes())
    content[1000 : len(content) // 2] = b"\xff" * (len(content) // 2 - 1000)
    (tmp_path / "a.parquet").write_bytes(content)
    for ask in (lambda: data.column("x"), lambda: data.sample(5)):
        with pytest.raises(SourceError) as refused:
            ask()
        assert str(refused.value) == (
            "'a.parquet' cannot be read as Parquet.\nCheck that the file is whole and really is Parquet."
        )


@pytest.mark.parametrize("long", [2**53 + 1, -(2**60)])
def test_long_whole_numbers_beside_fractions_are_refused_with_both_files(tmp_path, long):
    write(tmp_path, **{"year=1__p": pa.table({"id": [0.5]}), "year=2__p": pa.table({"id": [7, long]})})
    assert refusal(tmp_path) == (
        f"Column 'id' holds the whole number {long} in 'year=2/p.parquet' and numbers with fractions in "
        "'year=1/p.parquet': together it would lose digits.\n"
        "Write the files again with one kind of column: text if its numbers only name the rows."
    )
    write(tmp_path, **{"year=2__p": pa.table({"id": [7, 2**53 - 1]})})
    assert read(tmp_path).table["id"].to_pylist() == [0.5, 7.0, 2.0**53 - 1]


def test_how_many_files_were_read_is_noted(tmp_path):
    write(tmp_path, a=pa.table({"x": [1]}), b=pa.table({"x": [2]}))
    assert read(tmp_path).notes == ("2 Parquet files were read as one table.",)
    assert read_data(str(tmp_path / "a*.parquet")).provenance.settings["notes"] == ["1 Parquet file was read."]
    assert read(tmp_path / "a.parquet").notes == ()


@pytest.mark.parametrize("source", ["", "  "])
def test_an_empty_path_is_not_the_current_folder(tmp_path, monkeypatch, source):
    monkeypatch.chdir(write(tmp_path, a=pa.table({"x": [1]})))
    with pytest.raises(SourceError) as refused:
        read_data(source)
    assert str(refused.value) == (
        f"source is {source!r}, which names no file.\nGive the path of a file; '.' is the current folder."
    )


def test_a_pattern_of_other_files_is_refused(tmp_path):
    (tmp_path / "a.csv").write_text("x\n1\n")
    with pytest.raises(SourceError) as refused:
        read_table(f"{tmp_path}/*.csv")
    assert str(refused.value) == (
        f"No Parquet file matches '{tmp_path}/*.csv'.\nOnly Parquet files are read by a pattern; name any other file."
    )
