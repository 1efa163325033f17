"""Whatever people have becomes one plain table, or an error that says what is wrong with it."""

import datetime as dt
import decimal
from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as papq
import pytest

from workbench.data.sources import ReadOptions, read_table
from workbench.errors import NotEnoughDataError, SourceError

FRAME = pd.DataFrame({"sex": ["f", "m"], "age": [31, 40], "score": [0.5, 1.5], "member": [True, False]})


def write(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def refusal(source, kind=SourceError, **options):
    """Return the whole text of the error that reading ends in."""
    with pytest.raises(kind) as refused:
        read_table(source, ReadOptions(**options))
    assert type(refused.value) is kind
    return str(refused.value)


def columns(source, **options):
    return read_table(source, ReadOptions(**options)).table.to_pydict()


# What can be read.


def test_csv_is_read_with_its_name_and_the_fingerprint_of_its_bytes(tmp_path):
    path = write(tmp_path, "people.csv", "sex,age\nf,31\nm,40\n")
    read = read_table(path)
    table, name, fingerprint = read.table, read.name, read.fingerprint
    assert table.to_pydict() == {"sex": ["f", "m"], "age": [31, 40]}
    assert name == "people"
    # printf "sex,age\nf,31\nm,40\n" | sha256sum
    assert fingerprint == "file:" + "2dee861d6573440d0b8a844bfe7d504a18d13b57b009c976fe9f56bfb7fb3733"


def test_path_may_be_text(tmp_path):
    assert columns(str(write(tmp_path, "a.csv", "x\n1\n"))) == {"x": [1]}


def test_suffix_may_be_written_in_capitals(tmp_path):
    assert columns(write(tmp_path, "A.CSV", "x\n1\n")) == {"x": [1]}


def test_byte_order_mark_is_no_part_of_the_first_name(tmp_path):
    assert columns(write(tmp_path, "a.csv", b"\xef\xbb\xbfx,y\n1,2\n")) == {"x": [1], "y": [2]}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_as_on_any_system(tmp_path, end):
    assert columns(write(tmp_path, "a.csv", f"x,y{end}1,a{end}2,b{end}")) == {"x": [1, 2], "y": ["a", "b"]}


def test_quoted_fields_keep_commas_quotes_and_new_lines(tmp_path):
    path = write(tmp_path, "a.csv", '"na\nme",y\n"one, ""two""\nthree",1\n')
    assert columns(path) == {"na\nme": ['one, "two"\nthree'], "y": [1]}


def test_text_after_a_million_numbers_is_still_text(tmp_path):
    path = write(tmp_path, "a.csv", "x\n" + "1\n" * 1_000_000 + "none\n")
    table = read_table(path).table
    assert table["x"].type == pa.string()
    assert table["x"][-1].as_py() == "none"


def test_words_for_missing_are_missing_in_numbers_only(tmp_path):
    path = write(tmp_path, "a.csv", "number,country\n1,NA\nNA,France\n,\n")
    assert columns(path) == {"number": [1, None, None], "country": ["NA", "France", None]}


def test_parquet_is_read_with_its_types(tmp_path):
    FRAME.to_parquet(tmp_path / "people.parquet")
    read = read_table(tmp_path / "people.parquet")
    table, name, fingerprint = read.table, read.name, read.fingerprint
    assert table.to_pydict() == FRAME.to_dict("list")
    assert name == "people"
    assert fingerprint.startswith("file:")


def test_name_of_a_parquet_files_folder_makes_no_column(tmp_path):
    folder = tmp_path / "year=2020"
    folder.mkdir()
    FRAME.to_parquet(folder / "people.parquet")
    assert list(columns(folder / "people.parquet")) == ["sex", "age", "score", "member"]


def test_pandas_frame_is_read_without_its_index():
    read = read_table(FRAME.set_index(pd.Index([7, 7], name="person")))
    table, name, fingerprint = read.table, read.name, read.fingerprint
    assert table.to_pydict() == FRAME.to_dict("list")
    assert (name, fingerprint) == ("data", None)


def test_arrow_table_is_read():
    assert columns(pa.table({"x": [1, 2], "y": ["a", None]})) == {"x": [1, 2], "y": ["a", None]}


def test_whole_numbers_as_column_names_become_text():
    assert columns(pd.DataFrame([[1, 2]])) == {"0": [1], "1": [2]}


@pytest.mark.parametrize("missing", [None, np.nan, pd.NA, ""])
def test_every_kind_of_missing_text_is_missing(missing):
    assert columns(pd.DataFrame({"x": pd.Series(["a", missing], dtype=object)})) == {"x": ["a", None]}


def test_blanks_are_text():
    assert columns(pd.DataFrame({"x": ["a", " "]})) == {"x": ["a", " "]}


def test_missing_number_is_missing_whether_nan_or_null():
    frame = pd.DataFrame({"x": [1.0, np.nan], "y": pd.array([1, None], dtype="Int64")})
    assert columns(frame) == {"x": [1.0, None], "y": [1, None]}


def test_booleans_may_be_missing():
    frame = pd.DataFrame(
        {"x": pd.Series([True, None], dtype=object), "y": pd.array([False, None], dtype="boolean")},
    )
    assert columns(frame) == {"x": [True, None], "y": [False, None]}


def test_categories_become_their_values():
    frame = pd.DataFrame(
        {
            "text": pd.Categorical(["b", None], categories=["a", "b"]),
            "number": pd.Categorical([2, 1]),
            "truth": pd.Categorical([True, False]),
        }
    )
    assert columns(frame) == {"text": ["b", None], "number": [2, 1], "truth": [True, False]}


def test_arrow_dictionaries_become_their_values():
    table = pa.table({"x": pa.array(["a", "b", None]).dictionary_encode()})
    assert read_table(table).table.schema.field("x").type == pa.string()
    assert columns(table) == {"x": ["a", "b", None]}


@pytest.mark.parametrize("kind", [pa.large_string(), pa.string_view()])
def test_every_kind_of_text_becomes_one(kind):
    table = read_table(pa.table({"x": pa.array(["a", ""], kind)})).table
    assert table["x"].type == pa.string()
    assert table["x"].to_pylist() == ["a", None]


def test_decimals_and_half_floats_become_floats():
    table = pa.table({"x": pa.array([decimal.Decimal("1.50")]), "y": pa.array([np.float16(0.5)])})
    assert columns(table) == {"x": [1.5], "y": [0.5]}


def test_dates_and_times_stay_what_they_are():
    frame = pd.DataFrame({"day": [dt.date(2020, 1, 2)], "at": [pd.Timestamp("2020-01-02 03:04")]})
    assert columns(frame) == {"day": [dt.date(2020, 1, 2)], "at": [pd.Timestamp("2020-01-02 03:04")]}


def test_whole_numbers_of_64_bits_are_exact():
    assert columns(pd.DataFrame({"x": np.array([2**64 - 1, 0], dtype=np.uint64)})) == {"x": [2**64 - 1, 0]}


def test_column_without_values_is_kept():
    assert columns(pd.DataFrame({"x": [1], "nothing": [None]})) == {"x": [1], "nothing": [None]}


# Encodings.


def test_bytes_that_are_not_utf8_are_named_by_line(tmp_path):
    path = write(tmp_path, "a.csv", "sex,name\nf,Ann\nm,René\n".encode("latin-1"))
    assert refusal(path) == (
        "'a.csv' is not UTF-8: line 3, column 'name', byte 0xe9.\n"
        "Save it as UTF-8, or name its encoding, for example encoding='latin-1' "
        "(in a form: Read with, encoding=latin-1)."
    )


def test_bytes_that_are_not_utf8_are_found_in_the_header_too(tmp_path):
    path = write(tmp_path, "a.csv", "sex,prénom\nf,Ann\n".encode("latin-1"))
    assert refusal(path) == (
        "'a.csv' is not UTF-8: line 1, column 2, byte 0xe9.\n"
        "Save it as UTF-8, or name its encoding, for example encoding='latin-1' "
        "(in a form: Read with, encoding=latin-1)."
    )


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-16", "utf-8-sig"])
def test_named_encoding_is_used(tmp_path, encoding):
    path = write(tmp_path, "a.csv", "prénom\nRené\n".encode(encoding))
    assert columns(path, encoding=encoding) == {"prénom": ["René"]}


def test_wrong_encoding_is_named(tmp_path):
    path = write(tmp_path, "a.csv", "name\nRené\n")
    assert refusal(path, encoding="ascii") == (
        "'a.csv' is not ASCII: line 2, column 'name', byte 0xc3.\n"
        "Save it as UTF-8, or name its encoding, for example encoding='latin-1' "
        "(in a form: Read with, encoding=latin-1)."
    )


@pytest.mark.parametrize("encoding", ["klingon", "base64", "utf\0"])
def test_unknown_encoding_is_refused_even_for_plain_text(tmp_path, encoding):
    path = write(tmp_path, "a.csv", "x\n1\n")
    assert (
        refusal(path, encoding=encoding) == f"encoding is {encoding!r}, which is not known.\nUse 'utf-8' or 'latin-1'."
    )


def test_ragged_row_is_found_in_any_encoding(tmp_path):
    path = write(tmp_path, "a.csv", "x,y\n1,2\n3\n".encode("utf-16"))
    assert refusal(path, encoding="utf-16") == (
        "'a.csv' cannot be read as CSV: line 3 has 1 field, the header has 2; the first column without one is 'y'.\n"
        "Every line needs as many fields as the header, separated by ','; text that holds ',' needs quotes."
    )


def test_parquet_text_that_is_not_utf8_is_refused(tmp_path):
    buffers = [None, pa.array([0, 1], pa.int32()).buffers()[1], pa.py_buffer(b"\xff")]
    table = pa.table({"x": [1], "name": pa.Array.from_buffers(pa.string(), 1, buffers)})
    papq.write_table(table, tmp_path / "a.parquet")
    assert refusal(tmp_path / "a.parquet") == (
        "Column 'name' holds text that is not UTF-8.\nSave the table again, with its text as UTF-8."
    )


# Files that are no tables.


def test_missing_file_is_named_with_the_current_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert refusal("nowhere.csv") == (
        f"There is no file 'nowhere.csv'.\nCheck the name and the folder: {str(tmp_path)!r} is the current one."
    )


@pytest.mark.parametrize("name", ["a" * 300 + ".csv", "nul\0.csv", "~nobody-lives-here/a.csv"])
def test_name_that_no_file_can_have_is_a_missing_file(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    assert refusal(name) == (
        f"There is no file {name!r}.\nCheck the name and the folder: {str(tmp_path)!r} is the current one."
    )


def test_folder_is_no_table(tmp_path):
    assert refusal(tmp_path) == f"{str(tmp_path)!r} is a folder without Parquet files.\nName a file in it."


@pytest.mark.parametrize(("name", "suffix"), [("a.docx", ".docx"), ("a.gz", ".gz"), ("a", "")])
def test_unknown_suffix_is_refused(tmp_path, name, suffix):
    assert refusal(write(tmp_path, name, "x\n1\n")) == (
        f"{name!r} ends in {suffix!r}, which is not a kind of table known here.\n"
        "Known are: .csv, .tsv, .tab, .txt, .parquet, .pq, .jsonl, .ndjson, .json, .xlsx, .xlsm, .xls, .xlsb, .ods, "
        ".duckdb, .ddb. Save the table as one of these."
    )


@pytest.mark.parametrize("name", ["a.csv", "a.parquet", "a.pq"])
def test_empty_file_is_refused(tmp_path, name):
    assert refusal(write(tmp_path, name, "")) == (
        f"{name!r} is empty: it has no bytes.\nGive a file with column names and rows."
    )


@pytest.mark.parametrize("content", ["\n", "\n\n\n", "\r\n"])
def test_blank_lines_are_no_table(tmp_path, content):
    assert refusal(write(tmp_path, "a.csv", content)) == (
        "'a.csv' is empty: it has only blank lines.\nGive a file with column names and rows."
    )


@pytest.mark.parametrize("content", ["sex,age\n", "sex,age", "\n\nsex,age\n\n"])
def test_header_without_rows_is_not_enough(tmp_path, content):
    assert refusal(write(tmp_path, "people.csv", content), NotEnoughDataError) == (
        "'people' has column names but no rows.\nGive a table with at least one row."
    )


@pytest.mark.parametrize(
    ("row", "n", "place"),
    [
        ("no", "1 field", "the first column without one is 'g'"),
        ("no,b,2,3", "4 fields", "the first beyond them is '3'"),
        ("no,b,2,\x1b[31mred", "4 fields", "the first beyond them is '\\x1b[31mred'"),
        ("no,\x1b[31mred", "2 fields", "the first column without one is 'x'"),
    ],
)
def test_ragged_row_is_named_by_line_and_column(tmp_path, row, n, place):
    path = write(tmp_path, "a.csv", f"y,g,x\nyes,a,1\n{row}\nno,b,2\n")
    assert refusal(path) == (
        f"'a.csv' cannot be read as CSV: line 3 has {n}, the header has 3; {place}.\n"
        "Every line needs as many fields as the header, separated by ','; text that holds ',' needs quotes."
    )


@pytest.mark.parametrize("content", [b"PAR1junk", b"This is text.", b"PAR1" + b"\xff" * 200 + b"PAR1"])
def test_damaged_parquet_is_refused(tmp_path, content):
    assert refusal(write(tmp_path, "a.parquet", content)) == (
        "'a.parquet' cannot be read as Parquet.\nCheck that the file is whole and really is Parquet."
    )


def test_half_a_parquet_file_is_refused(tmp_path):
    FRAME.to_parquet(tmp_path / "whole.parquet")
    content = (tmp_path / "whole.parquet").read_bytes()
    assert refusal(write(tmp_path, "a.parquet", content[: len(content) // 2])) == (
        "'a.parquet' cannot be read as Parquet.\nCheck that the file is whole and really is Parquet."
    )


def test_overwritten_bytes_of_a_parquet_file_are_never_a_traceback(tmp_path):
    FRAME.to_parquet(tmp_path / "whole.parquet")
    content = (tmp_path / "whole.parquet").read_bytes()
    refused = 0
    for start in range(4, len(content), 61):
        damaged = write(tmp_path, "a.parquet", content[:start] + b"\xff" * 6 + content[start + 6 :])
        try:
            read_table(damaged)
        except SourceError:
            refused += 1
    assert refused > 0


def test_file_that_may_not_be_read_is_refused(tmp_path, monkeypatch):
    # Tests may run as root, who may read everything: the system's answer is given by hand.
    def refuse(*_arguments, **_options):
        raise PermissionError(13, "Permission denied")

    path = write(tmp_path, "a.csv", "x\n1\n")
    monkeypatch.setattr("workbench.data.sources.text_stream.unpacked", refuse)
    assert refusal(path) == f"{str(path)!r} cannot be read: Permission denied.\nCheck that the file may be read by you."


# Names.


def test_column_names_must_differ_in_a_file(tmp_path):
    assert refusal(write(tmp_path, "people.csv", "sex,age,sex\nf,1,m\n")) == (
        "'people' has more than one column called 'sex'.\n"
        "Rename all but one of them, so that it is clear which is meant."
    )


def test_column_names_must_differ_in_parquet(tmp_path):
    papq.write_table(pa.table([[1], [2]], names=["a", "a"]), tmp_path / "people.parquet")
    assert refusal(tmp_path / "people.parquet") == (
        "'people' has more than one column called 'a'.\nRename all but one of them, so that it is clear which is meant."
    )


def test_column_names_must_differ_as_text():
    assert refusal(pd.DataFrame([[1, 2]], columns=[1, "1"])) == (
        "'data' has more than one column called '1'.\nRename all but one of them, so that it is clear which is meant."
    )


@pytest.mark.parametrize("empty", [pd.DataFrame(), pd.DataFrame(index=[1, 2]), pa.table({})])
def test_table_needs_columns(empty):
    assert refusal(empty) == "'data' has no columns.\nGive a table with column names."


def test_frame_needs_rows():
    assert refusal(FRAME.head(0), NotEnoughDataError) == (
        "'data' has column names but no rows.\nGive a table with at least one row."
    )


# What no table can hold.


@pytest.mark.parametrize(
    ("source", "kind"),
    [(None, "NoneType"), (5, "int"), (b"a.csv", "bytes"), ({"a": 1}, "dict"), ([[1]], "list"), (np.eye(2), "ndarray")],
)
def test_source_must_be_a_table(source, kind):
    assert refusal(source) == (
        f"source is of type {kind}, which is not a table.\n"
        "Give the path of a file, the address of a database, or a pandas, Polars, Arrow, DuckDB or Spark table."
    )


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([[1], [2]], "list<item: int64>"),
        ([{"a": 1}, {"a": 2}], "struct<a: int64>"),
        ([b"a", b"b"], "binary"),
        ([1j, 2j], "complex"),
        (pd.cut([1, 2], 2), "extension<pandas.interval<ArrowIntervalType>>"),
        (pd.period_range("2020", periods=2), "extension<pandas.period<ArrowPeriodType>>"),
    ],
    ids=["lists", "records", "bytes", "complex numbers", "intervals", "periods"],
)
def test_values_that_are_no_numbers_text_or_dates_are_refused(values, kind):
    assert refusal(pd.DataFrame({"x": [1, 2], "odd": values})) == (
        f"Column 'odd' holds {kind}, which has no place in a table of numbers, text and dates.\n"
        "Take it out, or turn it into one of these."
    )


def test_categories_that_are_lists_are_refused():
    lists = pa.DictionaryArray.from_arrays(pa.array([0, 0]), pa.array([[1]]))
    assert refusal(pa.table({"odd": lists})) == (
        "Column 'odd' holds list<item: int64>, which has no place in a table of numbers, text and dates.\n"
        "Take it out, or turn it into one of these."
    )


def test_column_of_mixed_kinds_is_refused():
    assert refusal(pd.DataFrame({"x": pd.Series([1, "a", None], dtype=object)})) == (
        "Column 'x' mixes kinds of values: int, str.\nMake all its values numbers or all text."
    )


def test_whole_numbers_beyond_64_bits_are_refused():
    assert refusal(pd.DataFrame({"x": pd.Series([2**70, 1], dtype=object)})) == (
        "Column 'x' holds whole numbers of more than 64 bits.\n"
        "Make them text if they only name the rows, else numbers with a decimal point."
    )


def test_half_a_character_is_refused():
    assert refusal(pd.DataFrame({"x": pd.Series(["\ud800"], dtype=object)})) == (
        "Column 'x' holds text that is not Unicode.\nRead the table again, in its right encoding."
    )


def test_decimals_become_the_nearest_float():
    values = [Decimal(n).scaleb(-3) for n in range(-20_000, 20_001)]
    table = read_table(pa.table({"x": pa.array(values, pa.decimal128(12, 3))})).table
    assert table["x"].to_pylist() == [float(value) for value in values]
