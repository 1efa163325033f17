"""A file that is called text and is none is told by its first bytes, with what to do."""

import gzip
import sqlite3
import zipfile

import duckdb
import numpy as np
import openpyxl
import pandas as pd
import pytest

from workbench.data.sources import ReadOptions, read_table
from workbench.errors import SourceError

FRAME = pd.DataFrame({"x": range(500), "y": np.linspace(0, 1, 500), "t": "text"})


def parquet(path):
    FRAME.to_parquet(path)


def workbook(path):
    book = openpyxl.Workbook()
    book.active.append(["x"])
    book.active.append([1])
    book.save(path)


def database(path):
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE x (y)")
    connection.close()


def ducks(path):
    with duckdb.connect(path.with_suffix(".duckdb")) as connection:
        connection.execute("CREATE TABLE x (y INTEGER)")
    path.with_suffix(".duckdb").rename(path)


def packed(path):
    with zipfile.ZipFile(path, "w") as found:
        found.writestr("a.csv", "x\n1\n")


KINDS = {
    "a Parquet file": (parquet, "Give it a name that ends in '.parquet', or save the table as CSV."),
    "an Excel workbook": (workbook, "Give it a name that ends in '.xlsx', or save the table as CSV."),
    "an SQLite database": (database, "Give it a name that ends in '.sqlite', or save the table as CSV."),
    "a DuckDB file": (ducks, "Give it a name that ends in '.duckdb', or save the table as CSV."),
    "a packed file": (packed, "Take the table out of it, and save it as CSV."),
    "a file packed by gzip": (
        lambda path: path.write_bytes(gzip.compress(b"x\n1\n")),
        "Give it a name that ends in '.csv.gz', or save the table as CSV.",
    ),
    "a PDF": (lambda path: path.write_bytes(b"%PDF-1.7\n1 0 obj\n"), "Take the table out of it, and save it as CSV."),
    "a picture": (
        lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00"),
        "Take the table out of it, and save it as CSV.",
    ),
}


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
@pytest.mark.parametrize("kind", KINDS)
def test_another_kind_of_file_is_called_what_it_is(tmp_path, kind, name, encoding):
    write, advice = KINDS[kind]
    write(tmp_path / name)
    with pytest.raises(SourceError) as refused:
        read_table(tmp_path / name, ReadOptions(encoding=encoding))
    assert str(refused.value) == f"{name!r} is no text, though its name says so: it is {kind}.\n{advice}"


@pytest.mark.parametrize("content", [bytes(1000), np.random.default_rng(1).bytes(5000), b"x\n\x00\x01\x02\x03\n"])
@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz"])
def test_bytes_that_are_no_characters_are_no_table(tmp_path, content, name):
    (tmp_path / name).write_bytes(gzip.compress(content) if name.endswith("gz") else content)
    with pytest.raises(SourceError) as refused:
        read_table(tmp_path / name)
    assert str(refused.value) == (
        f"{name!r} is no text: many of its first bytes are no characters.\n"
        "Open it with the program that wrote it, and save the table as CSV."
    )


def test_text_that_begins_as_another_kind_of_file_is_text(tmp_path):
    for name in ("PAR1", "BZh", "7z", "%PDF", "PK", "DUCK"):
        for last in ("DUCKS", "Größe"):
            (tmp_path / "a.csv").write_text(f"{name},{'x' * (6 - len(name))},{last}\na,1,2\n", encoding="utf-8")
            assert read_table(tmp_path / "a.csv").table.column_names[::2] == [name, last]


def test_a_few_strange_bytes_are_left_in_text(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"x,y\n" + b"value,1\n" * 100 + b"va\x00lue,2\n")
    assert read_table(tmp_path / "a.csv").table["x"].to_pylist()[-1] == "va\x00lue"


def test_text_of_two_bytes_a_character_is_text(tmp_path):
    for encoding in ("utf-16", "utf-16-le", "utf-32"):
        (tmp_path / "a.csv").write_bytes("x,y\n1,ä\n".encode(encoding))
        told = ReadOptions() if encoding != "utf-16-le" else ReadOptions(encoding=encoding)
        assert read_table(tmp_path / "a.csv", told).table.to_pydict() == {"x": [1], "y": ["ä"]}
