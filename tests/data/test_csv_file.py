"""Text files become tables: types from all rows, codes kept, separators found, and what was noticed is told."""

import csv
import datetime as dt
import gzip
import io
import random

import duckdb
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from workbench.data.sources import ReadOptions, options, read_table
from workbench.data.sources.text_rows import TextRows
from workbench.errors import NotEnoughDataError, SourceError

PLACES = pytest.mark.parametrize("lazy", [False, True], ids=["in memory", "on disk"])


def read(folder, content, name="a.csv", **asked):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_table(path, ReadOptions(**asked))


def column(folder, values, **asked):
    """Return the kind and the values of a column that is written so."""
    table = read(folder, "x,y\n" + "".join(f"{value},1\n" for value in values), **asked).table
    return str(table["x"].type), table["x"].to_pylist()


def refusal(folder, content, kind=SourceError, **asked):
    with pytest.raises(kind) as refused:
        read(folder, content, **asked)
    assert type(refused.value) is kind
    return str(refused.value)


def told(reading):
    return [(one.code, one.title) for one in reading.findings]


# Types.

DAY, MOMENT = dt.date(2020, 1, 2), dt.datetime.fromisoformat("2020-01-02T03:04")


@PLACES
@pytest.mark.parametrize(
    ("values", "kind", "read_as"),
    [
        (["1", "-2", ""], "int64", [1, -2, None]),
        (["1", "NA", "null"], "int64", [1, None, None]),
        (["9223372036854775807"], "int64", [2**63 - 1]),
        (["1", "2.5", "1e3", ".5", "7."], "double", [1.0, 2.5, 1000.0, 0.5, 7.0]),
        (["1.5", "nan", "NaN"], "double", [1.5, None, None]),
        (["1.5", "inf", "-Infinity"], "double", [1.5, float("inf"), float("-inf")]),
        (["true", "False", "NA"], "bool", [True, False, None]),
        (["true", "0", "1"], "bool", [True, False, True]),
        (["2020-01-02", ""], "date32[day]", [DAY, None]),
        (["2020-01-02 03:04", "2020-01-02T03:04:00"], "timestamp[us]", [MOMENT, MOMENT]),
        (["2020-01-02 03:04:00.25", "2020-01-02"], "timestamp[us]", [MOMENT.replace(microsecond=250_000),
                                                                     MOMENT.replace(hour=0, minute=0)]),
        (["2020-01-02T03:04:00Z", "2020-01-02T04:04:00+01:00"], "timestamp[us, tz=UTC]",
         [MOMENT.replace(tzinfo=dt.UTC)] * 2),
        (["23:59", "00:00:01"], "time32[s]", [dt.time(23, 59), dt.time(0, 0, 1)]),
        (["", "NA"], "null", [None, None]),
    ],
)  # fmt: skip
def test_types_are_found(tmp_path, values, kind, read_as, lazy):
    found, made = column(tmp_path, values, lazy=lazy)
    assert (found, [value.to_pydatetime() if isinstance(value, pd.Timestamp) else value for value in made]) == (
        kind,
        read_as,
    )


@PLACES
@pytest.mark.parametrize(
    "values",
    [
        ["007", "12"], ["02134", "10001"], ["-05", "1"], ["00", "1"], ["007.5", "1"],  # codes
        ["9223372036854775808", "1"], ["12345678901234567890", "1.5"], ["9007199254740993", "0.5"],  # would be rounded
        ["1e999", "1"],  # would be infinite
        ["0x1F", "1"], ["1_000", "1"], ["1e", "1"], ["١", "1"], ["1·5", "1"], ["--1", "1"],
        ["2020-02-30", "2020-02-28"], ["2020-1-2"], ["24:00", "12:00"], ["2020-01-02T03:04:00Z", "2020-01-02T03:04:00"],
        ["01.02.2020"], ["yes", "no"], ["true", "2"], ["T", "F"],
        ["1.5", "NAN"], ["1.5", "nan(x)"], ["nan(x)"], ["=1+1", "2"], ["@SUM(1)"], ["=cmd|' /C calc'!A0"],
    ],
)  # fmt: skip
def test_what_would_lose_something_stays_text(tmp_path, values, lazy):
    assert column(tmp_path, values, lazy=lazy) == ("string", values)


@PLACES
def test_zero_alone_or_before_a_point_is_no_code(tmp_path, lazy):
    assert column(tmp_path, ["0", "10"], lazy=lazy) == ("int64", [0, 10])
    assert column(tmp_path, ["0.5", "-0.25", "0e3"], lazy=lazy) == ("double", [0.5, -0.25, 0.0])


def test_codes_are_told(tmp_path):
    found = read(tmp_path, "zip,card,n\n02134,12345678901234567890,1\n10001,2,2\n")
    assert told(found) == [
        ("WB117", "Column 'zip' stays text: some of its numbers begin with a zero"),
        ("WB117", "Column 'card' stays text: some of its numbers have more digits than a number here can hold"),
    ]
    assert (
        found.findings[0].what_to_do == "If they are quantities: types={'zip': 'number'}. Else nothing is to be done."
    )


def test_codes_among_words_are_not_told(tmp_path):
    assert told(read(tmp_path, "code\n007\nx1\n12\n")) == []


@PLACES
def test_the_few_values_that_are_no_numbers_are_told_with_their_lines(tmp_path, lazy):
    rows = [str(place) for place in range(100)]
    rows[15], rows[40], rows[70], rows[71] = "?", '"one\nmore"', "two", "three"
    found = read(tmp_path, "x\n" + "\n".join(rows) + "\n", lazy=lazy)
    [finding] = found.findings
    assert (finding.code, finding.severity, finding.scope) == ("WB107", "caution", "x")
    assert finding.title == (
        "4 of 100 values of column 'x' in 'a.csv' are no numbers: '?', line 17, 'one\\nmore', line 42, 'two', line 73"
    )
    assert finding.what_to_do == (
        "If they mean that the value is not known: missing={'x': ['?']}. If they are mistakes: "
        "recode={'x': {'?': …}}. If the column is text: types={'x': 'text'}."
    )
    assert (finding.value, finding.threshold, finding.n) == (0.96, 0.95, 100)
    assert str(found.table["x"].type) == "string"


def test_a_column_of_fewer_numbers_is_text_and_not_told(tmp_path):
    for n_words, codes in ((5, ["WB107"]), (6, [])):
        rows = ["word"] * n_words + [str(place) for place in range(100 - n_words)]
        assert [code for code, _ in told(read(tmp_path, "x\n" + "\n".join(rows) + "\n"))] == codes


def test_types_do_not_depend_on_the_parts_in_which_a_file_is_read(tmp_path, monkeypatch):
    chosen = random.Random(1)  # noqa: S311 - tests
    for values in (["1", "2", "x"], ["1", "2.5"], ["007", "1", "5"], ["true", "1"], ["2020-01-02", "2020-01-02 10:00"]):
        rows = chosen.choices(values[:-1], k=400)
        rows[chosen.randrange(300, 400)] = values[-1]
        text = "x,y\n" + "".join(f"{row},text\n" for row in rows)
        whole = read(tmp_path, text)
        with monkeypatch.context() as smaller:
            smaller.setattr("workbench.data.sources.text_rows._BLOCK", 64)
            smaller.setattr(TextRows.parts, "__defaults__", (64,))
            smaller.setattr("workbench.data.sources.text_rows._BYTES_A_COLUMN", 8)
            assert len(list(TextRows(tmp_path / "a.csv", "utf-8", ",", 2).parts())) > 9
            for lazy in (False, True):
                parted = read(tmp_path, text, lazy=lazy)
                assert parted.table.equals(whole.table)
                assert parted.findings == whole.findings


# What is asked for.


@PLACES
def test_types_may_be_named(tmp_path, lazy):
    asked = {"zip": "number", "n": "text", "m": "number", "t": "true or false", "d": "date", "s": "time", "h": "time"}
    found = read(
        tmp_path, "zip,n,m,t,d,s,h\n007,1,1,1,2020-01-02,2020-01-02,10:30\n008,,NA,0,,,\n", types=asked, lazy=lazy
    ).table
    assert [str(kind) for kind in found.schema.types] == [
        "double", "string", "double", "bool", "date32[day]", "timestamp[us]", "time32[s]"
    ]  # fmt: skip
    assert found.to_pylist()[0] == {
        "zip": 7.0, "n": "1", "m": 1.0, "t": True, "d": DAY, "s": MOMENT.replace(hour=0, minute=0), "h": dt.time(10, 30)
    }  # fmt: skip
    assert found.to_pylist()[1] == {"zip": 8.0, "n": None, "m": None, "t": False, "d": None, "s": None, "h": None}


@PLACES
@pytest.mark.parametrize(
    ("kind", "value"),
    [("number", "abc"), ("whole number", "1.5"), ("whole number", "0x1F"), ("true or false", "yes"),
     ("date", "31.12.2020"), ("date", "2020-01-02 10:00"), ("time", "soon")],
)  # fmt: skip
def test_value_that_is_not_what_was_named_is_told_by_line(tmp_path, kind, value, lazy):
    good = {"date": "2020-01-02", "time": "2020-01-02 10:00"}.get(kind, "1")
    text = f'note,age\n"two\nlines",{good}\n\nx,{value}\n'
    assert refusal(tmp_path, text, types={"age": kind}, lazy=lazy) == (
        f"'a.csv', line 5, column 'age': {value!r} is no {kind}.\n"
        f"If it means that the value is not known: missing={{'age': [{value!r}]}}. "
        "If the column is text, leave types['age'] out."
    )


@PLACES
def test_lines_are_counted_over_all_parts(tmp_path, lazy, monkeypatch):
    monkeypatch.setattr(TextRows.parts, "__defaults__", (64,))
    monkeypatch.setattr("workbench.data.sources.text_rows._BYTES_A_COLUMN", 8)
    lines = [f"{place},text" for place in range(200)]
    lines[150] = "none at all,text"
    text = "x,y\n" + "\n".join(lines) + "\n"
    assert refusal(tmp_path, text, types={"x": "number"}, lazy=lazy).startswith("'a.csv', line 152, column 'x': 'none")
    assert read(tmp_path, text, lazy=lazy).findings[0].title.endswith("'none at all', line 152")


@PLACES
def test_missing_values_are_made_missing_before_types_are_found(tmp_path, lazy):
    found = read(tmp_path, "age,job\n31,?\n?,cook\n 999 , ?\n", missing={"age": ["?", 999], "job": ["?"]}, lazy=lazy)
    assert found.table.to_pydict() == {"age": [31, None, None], "job": [None, "cook", None]}
    assert found.notes == (
        "1 value '?' of column 'age' was made missing, as asked.",
        "1 value 999 of column 'age' was made missing, as asked.",
        "2 values '?' of column 'job' were made missing, as asked.",
    )


@PLACES
def test_values_are_recoded_as_they_stand(tmp_path, lazy):
    asked = {"income": {">50K.": ">50K", ">50K": "more"}, "n": {"x": 3}}
    found = read(tmp_path, "income,n\n>50K.,1\n>50K,x\n", recode=asked, lazy=lazy)
    assert found.table.to_pydict() == {"income": [">50K", "more"], "n": [1, 3]}


# Separators, encodings, compression.


@PLACES
@pytest.mark.parametrize(("separator", "word"), [(";", "semicolons"), ("\t", "tabs"), ("|", "vertical bars")])
def test_other_separators_are_found_and_told(tmp_path, separator, word, lazy):
    found = read(tmp_path, "a;b\n1,5;x\n2;y,z\n".replace(";", separator), lazy=lazy)
    assert found.table.to_pydict() == {"a": [1.5, 2.0], "b": ["x", "y,z"]}
    assert told(found)[0] == ("WB119", f"The file's fields are separated by {word}, which gives 2 columns")


@pytest.mark.parametrize("name", ["a.tsv", "A.TSV", "a.tab", "a.tsv.gz"])
def test_tabs_are_expected_where_the_name_tells_of_them(tmp_path, name):
    content = b"a\tb,c\n1\tx\n"
    found = read(tmp_path, gzip.compress(content) if name.endswith("gz") else content, name)
    assert found.table.to_pydict() == {"a": [1], "b,c": ["x"]}
    assert found.findings == ()


def test_a_comma_in_every_line_does_not_make_fields_where_semicolons_make_more(tmp_path):
    found = read(tmp_path, "id;amount, EUR;sex\n1;2,5;m\n2;3,5;f\n")
    assert found.table.column_names == ["id", "amount, EUR", "sex"]


def test_a_file_of_one_column_is_one(tmp_path):
    found = read(tmp_path, "text\na;b\nc\n")
    assert found.table.to_pydict() == {"text": ["a;b", "c"]}
    assert found.findings == ()


@PLACES
def test_packed_files_are_unpacked(tmp_path, lazy):
    found = read(tmp_path, gzip.compress(b"a,b\n1,x\n"), "people.csv.gz", lazy=lazy)
    assert (found.name, found.table.to_pydict()) == ("people", {"a": [1], "b": ["x"]})
    assert found.fingerprint.startswith("file:")


@pytest.mark.parametrize("damage", [slice(None, -9), slice(None, 40)])
def test_damaged_packed_files_are_refused(tmp_path, damage):
    packed = gzip.compress("".join(f"{place},{place * 7919 % 1009}\n" for place in range(50_000)).encode())
    assert refusal(tmp_path, packed[damage], name="a.csv.gz") == (
        "'a.csv.gz' cannot be unpacked: it is damaged, or ends too early.\nCopy it again from where it is whole."
    )


@PLACES
@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_first_bytes_that_name_the_encoding_are_followed(tmp_path, encoding, lazy):
    found = read(tmp_path, "név;n\nÁgnes;1\n".encode(encoding), lazy=lazy)
    assert found.table.to_pydict() == {"név": ["Ágnes"], "n": [1]}
    assert told(found)[1] == ("WB119", f"The file was read as {encoding.upper()}, as its first bytes say")


def test_two_bytes_a_character_without_a_mark_are_refused(tmp_path):
    assert refusal(tmp_path, "a,b\n1,2\n".encode("utf-16-le")) == (
        "'a.csv' is not UTF-8: many of its bytes are 0.\n"
        "If it is text of two bytes a character, name its encoding: encoding='utf-16-le' "
        "(in a form: Read with, encoding=utf-16-le)."
    )
    named = read(tmp_path, "a,b\n1,2\n".encode("utf-16-le"), encoding="utf-16-le")
    assert named.table.to_pydict() == {"a": [1], "b": [2]}


def test_a_wrong_byte_far_into_the_file_is_named_by_its_line_and_column(tmp_path):
    content = b"name,n\n" + b"Ann,1\n" * 500_000 + "René,2\n".encode("latin-1")
    for lazy in (False, True):
        assert refusal(tmp_path, content, lazy=lazy) == (
            "'a.csv' is not UTF-8: line 500002, column 'name', byte 0xe9.\n"
            "Save it as UTF-8, or name its encoding, for example encoding='latin-1' "
            "(in a form: Read with, encoding=latin-1)."
        )


# Headers and lines.


@PLACES
def test_blanks_around_values_and_names_are_taken_off_and_told(tmp_path, lazy):
    found = read(tmp_path, "age, job,\tsex\n 39, State-gov,f\n50 ,\t Private ,m\n", lazy=lazy)
    assert found.table.to_pydict() == {"age": [39, 50], "job": ["State-gov", "Private"], "sex": ["f", "m"]}
    [finding] = found.findings
    assert (finding.code, finding.severity, finding.value) == ("WB115", "note", 4.0)
    assert finding.title == "Blanks around 4 values and names were taken off, in 3 columns: 'age', 'job', 'sex'"


@PLACES
def test_columns_without_a_name_get_one_and_are_told(tmp_path, lazy):
    found = read(tmp_path, ",age, \n0,31,\n1,40,\n", lazy=lazy)
    assert found.table.to_pydict() == {"column 1": [0, 1], "age": [31, 40], "column 3": [None, None]}
    assert told(found) == [
        ("WB118", "2 columns have no name in the header, and got one here: 'column 1', 'column 3'"),
    ]


@pytest.mark.parametrize(
    ("text", "doubtful"),
    [
        ("39,State-gov\n50,State-gov\n38,Private\n", True),
        ("5.1,3.5\n4.9,3.0\n", True),
        ("2020-01-01\n2020-01-02\n", True),
        ("country,2019,2020\nFrance,1,2\n", False),  # years of a wide table
        ("0,1,2\n5,6,7\n", False),  # places, as pandas writes them
        ("age,job\n31,cook\n", False),
        ("a,b\nx,a\n", False),
        ("1,b\nx,y\n", False),
    ],
)
def test_a_first_line_that_looks_like_a_row_is_told(tmp_path, text, doubtful):
    assert [code for code, _ in told(read(tmp_path, text))] == ["WB118"] * doubtful


def test_blank_lines_of_a_file_of_one_column_are_told(tmp_path):
    found = read(tmp_path, '\n\nx\n1\n\n""\n3\n\n\n')
    assert found.table.to_pydict() == {"x": [1, None, 3]}
    assert told(found) == [("WB119", "3 blank lines of the file are no row")]


def test_blank_lines_between_rows_of_several_fields_are_no_rows(tmp_path):
    assert read(tmp_path, "\n  \nx,y\n1,a\n\n   \n2,b\n\n").table.to_pydict() == {"x": [1, 2], "y": ["a", "b"]}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('x,y\n1,a\n2,"b\n3,c\n', "line 3, column 'y',"),
        ('x,y\n1,a\n"2,b\n3,c\n', "line 3, column 'x',"),
        ('x,y\n1,"a\nb"\n2,"c', "line 4, column 'y',"),
        ('x\n"1\n', "line 2, column 'x',"),
        ('x,\n1,"2\n', "line 2, column 'column 2',"),
        ('"x,y\n1,2\n', "line 1, column 1,"),
    ],
)
def test_a_quote_that_is_never_closed_is_named_by_its_line_and_column(tmp_path, text, place):
    for lazy in (False, True):
        assert refusal(tmp_path, text, lazy=lazy) == (
            f"'a.csv' cannot be read as CSV: the text in quotes that begins in {place} never ends.\n"
            'Close it with ", or write a quote that belongs to the text twice: "".'
        )


def test_a_line_of_comment_is_named(tmp_path):
    assert refusal(tmp_path, "# made in 2020\nx,y\n1,2\n") == (
        "'a.csv' cannot be read as CSV: line 2 has 2 fields, the header has 1; the first beyond them is 'y'.\n"
        "Every line needs as many fields as the header, separated by ','; text that holds ',' needs quotes."
    )


def test_lines_of_a_ragged_row_are_counted_through_quotes(tmp_path):
    text = 'x,y\n"1\n2",a\n\n3\n'
    assert refusal(tmp_path, text) == (
        "'a.csv' cannot be read as CSV: line 5 has 1 field, the header has 2; the first column without one is 'y'.\n"
        "Every line needs as many fields as the header, separated by ','; text that holds ',' needs quotes."
    )


def test_what_stands_after_a_quote_is_kept_as_python_reads_it(tmp_path):
    text = 'x,y\n"a"b,5" pipe\n"c""d", "e"\n'
    found = read(tmp_path, text).table.to_pydict()
    assert found == {"x": ["ab", 'c"d'], "y": ['5" pipe', '"e"']}
    assert [*zip(*found.values(), strict=True)] == [
        tuple(field.strip() for field in row) for row in list(csv.reader(io.StringIO(text)))[1:]
    ]


def test_header_alone_is_not_enough_on_disk_either(tmp_path):
    for text in ("a,b\n", "a", "a,b"):
        assert refusal(tmp_path, text, NotEnoughDataError, lazy=True) == (
            "'a' has column names but no rows.\nGive a table with at least one row."
        )


# Sizes.


@PLACES
def test_cells_of_ten_megabytes_are_kept(tmp_path, lazy):
    cell = "long, \n" * 1_500_000
    found = read(tmp_path, f'x,y\n1,"{cell}"\n2,"{cell}"\n', lazy=lazy)
    assert found.table["x"].to_pylist() == [1, 2]
    assert all(value == cell.strip(" \t") for value in found.table["y"].to_pylist())


def test_records_longer_than_a_part_are_read_in_larger_parts(tmp_path, monkeypatch):
    monkeypatch.setattr(TextRows.parts, "__defaults__", (64,))
    monkeypatch.setattr("workbench.data.sources.text_rows._BYTES_A_COLUMN", 8)
    lines = [f"{place},{'long ' * (40 if place == 77 else 1)}" for place in range(200)]
    found = read(tmp_path, "x,y\n" + "\n".join(lines) + "\n")
    assert found.table["x"].to_pylist() == list(range(200))
    monkeypatch.setattr("workbench.data.sources.text_rows.LONGEST", 100)
    assert refusal(tmp_path, "x,y\n" + "\n".join(lines) + "\n") == (
        "'a.csv' cannot be read as CSV: one of its records is longer than 256 MiB.\n"
        'Look for a quote " that is opened and never closed.'
    )


def test_ten_thousand_columns_are_read(tmp_path):
    names = [f"c{place}" for place in range(10_000)]
    found = read(tmp_path, ",".join(names) + "\n" + ",".join(["1"] * 5_000 + ["a"] * 5_000) + "\n").table
    assert found.num_columns == 10_000
    assert (found["c0"].to_pylist(), found["c9999"].to_pylist()) == ([1], ["a"])


def test_files_of_more_than_the_stated_size_stay_on_disk(tmp_path, monkeypatch):
    rows = "x,y\n" + "1,text\n" * 500
    assert isinstance(read(tmp_path, rows).held, pa.Table)
    monkeypatch.setattr(options, "LARGE", 3_000)
    stored = read(tmp_path, rows)
    assert not isinstance(stored.held, pa.Table)
    assert stored.table.num_rows == 500
    assert not isinstance(read(tmp_path, gzip.compress(rows.encode()), "a.csv.gz").held, pa.Table)  # 40 bytes
    assert isinstance(read(tmp_path, rows, lazy=False).held, pa.Table)


# Against other programs.


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(
        st.tuples(st.text(st.characters(codec="utf-8"), max_size=8), st.integers(), st.floats(), st.dates()),
        min_size=1,
        max_size=6,
    ),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    end=st.sampled_from(["\n", "\r\n"]),
)
@example(rows=[("\r", 0, 0.0, DAY)], quoting=csv.QUOTE_MINIMAL, end="\n")
@example(rows=[("\x08" * 8, 0, 0.0, DAY)] * 6, quoting=csv.QUOTE_MINIMAL, end="\n")
@example(rows=[("\x00" * 8, 0, 0.0, DAY)] * 6, quoting=csv.QUOTE_MINIMAL, end="\n")
def test_what_python_writes_is_read_cell_by_cell(tmp_path_factory, rows, quoting, end):
    path = tmp_path_factory.getbasetemp() / "written.csv"
    names = ["a text", "b whole", "c number", "d day"]
    with path.open("w", newline="", encoding="utf-8") as file:
        if quoting == csv.QUOTE_MINIMAL:
            end = "\r\n"  # else Python writes a lone \r without quotes, and cannot read it either
        csv.writer(file, quoting=quoting, lineterminator=end).writerows([names, *rows])
    for lazy in (False, True):
        found = read_table(path, ReadOptions(lazy=lazy, types={"a text": "text"})).table
        assert found.column_names == names
        assert found["a text"].to_pylist() == [text.strip(" \t") or None for text, *_ in rows]
        assert [str(value) for value in found["b whole"].to_pylist()] == [str(whole) for _, whole, _, _ in rows]
        numbers = [None if number != number else number for *_, number, _ in rows]
        assert found["c number"].to_pylist() == numbers or set(numbers) == {None}
        assert [str(value) for value in found["d day"].to_pylist()] == [str(day) for *_, day in rows]


@settings(max_examples=150, deadline=None)
@given(
    values=st.lists(
        st.one_of(
            st.integers(-(2**70), 2**70).map(str),
            st.floats(allow_nan=False, allow_infinity=False).map(repr),
            st.from_regex(r"\A[-+]?[0-9]{0,3}\.?[0-9]{0,3}(e-?[0-9])?\Z"),
            st.sampled_from(["NA", "", "true", "0", "1", "-0", "2020-01-02", "x"]),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_numbers_are_those_of_python_and_duckdb(tmp_path_factory, values):
    path = tmp_path_factory.getbasetemp() / "values.csv"
    path.write_text("x,y\n" + "".join(f"{value},1\n" for value in values))
    found = read_table(path).table["x"]
    if found.type in (pa.int64(), pa.float64()):
        written = [value for value in values if value not in ("NA", "")]
        assert [value for value in found.to_pylist() if value is not None] == [
            int(value) if found.type == pa.int64() else float(value) for value in written
        ]
        duck = [duckdb.execute("SELECT CAST($1 AS DOUBLE)", [value]).fetchall()[0][0] for value in written]
        assert [float(value) for value in found.to_pylist() if value is not None] == duck
    if found.type == pa.string():
        assert [value or "" for value in found.to_pylist()] == values


# What may be lost where nobody sees it.


@PLACES
def test_rows_that_two_stray_quotes_swallow_are_told(tmp_path, lazy):
    text = 'id,height,job\n1,"5,cook\n2,6,nurse\n3,7",judge\n4,8,cook\n'
    found = read(tmp_path, text, lazy=lazy)
    assert found.table["id"].to_pylist() == [1, 4]
    assert told(found) == [
        ("WB118", "1 value of column 'height' may hold rows of its own: '5,cook\\n2,6,nurse\\n3,7', line 2")
    ]


def test_texts_of_several_lines_are_not_told(tmp_path):
    text = 'id,note,job\n1,"one, two\nthree",judge\n4,"a, b, c, d\n, e",cook\n5,"\n\n",cook\n'
    assert told(read(tmp_path, text)) == []
    assert told(read(tmp_path, 'note\n"one\ntwo"\n')) == []


@PLACES
@pytest.mark.parametrize(
    ("usual", "other", "says"),
    [
        (["2020-01-02", "2020-02-29"], "2020-02-31", "is no date"),
        (["2020-01-02 10:00", "2020-02-29"], "2020-01-02 25:00", "is no time"),
        (["2020-01-02T10:00:00Z", "2020-01-02T10:00:00.5+01:00"], "2020-01-02", "is no time with a zone"),
        (["10:00", "23:59:59"], "24:00", "is no time of day"),
        (["true", "FALSE", "0", "1"], "yes", "is neither true nor false"),
        (["2020-01-02"], "7", "is no date"),
    ],
)
def test_the_few_values_that_are_no_dates_times_or_truths_are_told_with_their_lines(tmp_path, usual, other, says, lazy):
    rows = [usual[place % len(usual)] for place in range(100)]
    rows[15], rows[3] = other, ""
    found = read(tmp_path, "x,y\n" + "".join(f"{row},1\n" for row in rows), lazy=lazy)
    [finding] = found.findings
    assert (finding.code, finding.severity, finding.scope) == ("WB107", "caution", "x")
    assert finding.title == f"1 of 99 values of column 'x' in 'a.csv' {says}: {other!r}, line 17"
    assert finding.what_to_do == (
        f"If they mean that the value is not known: missing={{'x': [{other!r}]}}. If they are mistakes: "
        f"recode={{'x': {{{other!r}: …}}}}. If the column is text: types={{'x': 'text'}}."
    )
    assert (finding.value, finding.threshold, finding.n) == (98 / 99, 0.95, 99)
    assert str(found.table["x"].type) == "string"
    mended = read(tmp_path, "x,y\n" + "".join(f"{row},1\n" for row in rows), missing={"x": [other]}, lazy=lazy)
    assert str(mended.table["x"].type) != "string"
    assert mended.findings == ()


def test_dates_among_many_other_values_are_not_told(tmp_path):
    for n_words, codes in ((5, ["WB107"]), (6, [])):
        rows = ["word"] * n_words + ["2020-01-02"] * (100 - n_words)
        assert [code for code, _ in told(read(tmp_path, "x\n" + "\n".join(rows) + "\n"))] == codes


@PLACES
@pytest.mark.parametrize("values", [["+4", "+49123"], ["4", "+5"], ["+1.5", "-2.5", "NA"], ["+inf", "1"]])
def test_a_plus_is_kept_and_told(tmp_path, values, lazy):
    assert column(tmp_path, values, lazy=lazy) == ("string", values)
    found = read(tmp_path, "phone\n" + "\n".join(values) + "\n", lazy=lazy)
    assert told(found) == [("WB117", "Column 'phone' stays text: some of its numbers begin with a plus")]


@PLACES
def test_a_column_of_digits_with_an_e_between_them_is_told(tmp_path, lazy):
    found = read(tmp_path, "article,x\n1e5,1e5\n12E7,2\n3E2,3\n", lazy=lazy)
    assert found.table.to_pydict() == {"article": [1e5, 12e7, 3e2], "x": [1e5, 2.0, 3.0]}
    [finding] = found.findings
    assert (finding.code, finding.severity, finding.scope, finding.n) == ("WB117", "note", "article", 3)
    assert (finding.title, finding.why, finding.what_to_do) == (
        "Column 'article' was read as numbers, and all of its values are written with an e, such as 1e5",
        "Codes of digits with an e between them look the same, and become other values: 1e5 is 100,000.",
        "If they are codes: types={'article': 'text'}. Else nothing is to be done.",
    )
    kept = read(tmp_path, "article,x\n1e5,1e5\n12E7,2\n", types={"article": "text"}, lazy=lazy)
    assert (kept.table["article"].to_pylist(), kept.findings) == (["1e5", "12E7"], ())


@PLACES
def test_digits_beyond_those_that_numbers_keep_are_told(tmp_path, lazy):
    found = read(tmp_path, "x,y\n0.5,0.50000000000000000000\n0.1234567890123456789,0.30000000000000004\n", lazy=lazy)
    [finding] = found.findings
    assert (finding.code, finding.severity, finding.scope, finding.n) == ("WB117", "note", "x", 2)
    assert (finding.title, finding.why, finding.what_to_do) == (
        "Column 'x' was read as numbers, which keep 17 digits, and some are written with more",
        "What stands beyond is lost, which matters only if the digits are a code.",
        "If all digits are to be kept: types={'x': 'text'}. Else nothing is to be done.",
    )


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("a;b;c\n1;2;é\n", "line 2, column 'c'"),
        ('a,b,c\n1,"2,\n é",3\n', "line 3, column 'b'"),
        ("a,b\n1,2\né,2\n", "line 3, column 'a'"),
        ("a,,c\n1,é,3\n", "line 2, column 'column 2'"),
        ("a,b\n1,2,é\n", "line 2, column 3"),
        ("\n\na,é\n1,2\n", "line 3, column 2"),
    ],
)
def test_a_wrong_byte_is_named_by_its_column(tmp_path, content, place):
    assert refusal(tmp_path, content.encode("latin-1")) == (
        f"'a.csv' is not UTF-8: {place}, byte 0xe9.\n"
        "Save it as UTF-8, or name its encoding, for example encoding='latin-1' "
        "(in a form: Read with, encoding=latin-1)."
    )
