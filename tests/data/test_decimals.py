"""Numbers with a comma before decimals: found out where nothing else can be meant, read as was said, else told."""

import json

import openpyxl
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import workbench as wb
from workbench.data.batches import read_batches
from workbench.data.sources import ReadOptions, read_table
from workbench.data.sources.number_marks import MARKS, NumberMarks, plain_numbers, written_with
from workbench.errors import InputError, SourceError

PLACES = pytest.mark.parametrize("lazy", [False, True], ids=["in memory", "on disk"])
COMMA = "decimal=',' (in a form: Read with, decimal=,)"
POINT = "decimal='.' (in a form: Read with, decimal=.)"


def read(folder, rows, separator=";", **asked):
    path = folder / "a.csv"
    path.write_text("\n".join(separator.join(row) for row in rows) + "\n")
    return read_table(path, ReadOptions(**asked))


def column(folder, values, **asked):
    """Return what a column of a file with semicolons holds, and the codes of what is told of it."""
    found = read(folder, [("id", "x"), *((str(place), value) for place, value in enumerate(values))], **asked)
    return found.table["x"].to_pylist(), [(one.code, one.severity) for one in found.findings[1:]]


# Found out.


@PLACES
@pytest.mark.parametrize(
    ("values", "numbers"),
    [
        (["1,5", "2", ""], [1.5, 2.0, None]),
        (["-1,5", "NA"], [-1.5, None]),
        (["1.234,50", "1.234"], [1234.5, 1234.0]),
        (["1 234,50", "1\u00a0234,5", "1\u202f234"], [1234.5, 1234.5, 1234.0]),
        (["1'234,5", "1’234,5"], [1234.5, 1234.5]),
        (["1234,567", "0,123"], [1234.567, 0.123]),
        (["1,5e3", ",5", "5,"], [1500.0, 0.5, 5.0]),
    ],
)
def test_commas_before_decimals_are_found_out_and_told(tmp_path, values, numbers, lazy):
    assert column(tmp_path, values, lazy=lazy) == (numbers, [("WB119", "note")])


def test_what_is_told_of_commas_names_the_columns_and_quotes_no_value(tmp_path):
    found = read(tmp_path, [("id", "h", "w"), ("1", "1,62", "70,5"), ("2", "1,80", "65")])
    finding = found.findings[-1]
    assert finding.title == "2 columns were read as numbers with a comma before decimals: 'h', 'w'"
    assert finding.what_to_do == "Check that the numbers are as they should be. If they are text: types={'h': 'text'}."
    assert found.notes == (
        "Text of 2 columns ('h', 'w') was read as numbers with a comma before decimals; what parts thousands was "
        "left out.",
    )
    kept = read(tmp_path, [("id", "h"), ("1", "1,62")], types={"h": "text"})
    assert (kept.table["h"].to_pylist(), kept.notes) == (["1,62"], ())


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (["1,234", "2,500", "7"], [("WB107", "caution")]),  # thousands, or thousandths
        (["1,234.5", "2,500"], [("WB107", "caution")]),
        (["1,5", "2.5"], [("WB107", "caution")]),
        (["1.234", "1,5"], [("WB107", "caution")]),  # the point may part thousands, or not
        (["1,5", "x"], []),
        (["01,5", "2,5"], [("WB117", "note")]),  # digits that begin with a zero may be codes
        (["+1,5", "2,5"], [("WB117", "note")]),
        (["1,5", "1,2,3"], []),
    ],
)
def test_what_may_mean_something_else_stays_text(tmp_path, values, told):
    assert column(tmp_path, values) == (values, told)


def test_values_in_quotes_between_commas_stay_text_and_are_told(tmp_path):
    found = read(tmp_path, [("id", "x"), ("1", '"1,5"'), ("2", '"2,25"')], ",")
    assert found.table["x"].to_pylist() == ["1,5", "2,25"]
    [finding] = found.findings
    assert (finding.code, finding.severity, finding.scope) == ("WB107", "caution", "x")
    assert finding.title == "2 of 2 values of column 'x' have a comma for a decimal point: '1,5'"
    assert finding.what_to_do == (
        f"If a comma stands before decimals: {COMMA}. If the column is text: types={{'x': 'text'}}."
    )
    assert (finding.value, finding.n) == (1.0, 2)


def test_what_may_be_thousands_says_both_ways(tmp_path):
    found = read(tmp_path, [("id", "x"), ("1", "1,234"), ("2", "56")])
    assert found.findings[-1].title == (
        "1 of 2 values of column 'x' have a comma that may stand before decimals or part thousands: '1,234'"
    )
    assert found.findings[-1].what_to_do == (
        f"If a comma stands before decimals: {COMMA}. If commas part thousands: {POINT}. "
        "If the column is text: types={'x': 'text'}."
    )
    beside = read(tmp_path, [("id", "x", "y"), ("1", "1,234", "0,5"), ("2", "56", "1")])
    assert beside.table["x"].to_pylist() == [1.234, 56.0]  # the other column shows what the comma means
    assert [(one.code, one.severity) for one in beside.findings[1:]] == [("WB119", "note"), ("WB119", "caution")]
    assert beside.findings[-1].title == (
        "1 column was read as numbers with a comma before decimals, as in other columns: 'x'"
    )
    assert f"If commas part thousands: {POINT}." in beside.findings[-1].what_to_do


@PLACES
@pytest.mark.parametrize("prices", [("12.5", "7.25"), ("1,012.5", "7.25")])
def test_a_column_with_points_leaves_open_what_a_comma_means_in_others(tmp_path, prices, lazy):
    rows = [("amount", "price", "choice"), ("1,234", prices[0], "1,2"), ("5,678", prices[1], "3,4")]
    found = read(tmp_path, rows, lazy=lazy)
    assert found.table["amount"].to_pylist() == ["1,234", "5,678"]
    assert found.table["choice"].to_pylist() == [1.2, 3.4]  # this one says so itself
    assert [(one.code, one.severity) for one in found.findings if one.scope == "amount"] == [("WB107", "caution")]
    said = read(tmp_path, rows, lazy=lazy, types={"price": "text"})
    assert said.table["amount"].to_pylist() == [1.234, 5.678]


def test_points_in_groups_beside_columns_with_commas_are_doubted(tmp_path):
    rows = [("id", "pay", "x"), ("1", "45.000", "0,5"), ("2", "9.500", "1")]
    found = read(tmp_path, rows)
    assert found.table["pay"].to_pylist() == [45.0, 9.5]
    finding = found.findings[-1]
    assert (finding.code, finding.severity, finding.scope) == ("WB107", "caution", "pay")
    assert finding.title == (
        "Column 'pay' was read with a point before decimals, while others of the file have a comma: '45.000'"
    )
    assert finding.what_to_do == f"If the point parts thousands: {COMMA}. Else nothing is to be done."
    said = read(tmp_path, rows, decimal=",")
    assert (said.table["pay"].to_pylist(), len(said.findings)) == ([45_000.0, 9_500.0], 1)
    without = read(tmp_path, [row[:2] for row in rows])
    assert (without.table["pay"].to_pylist(), len(without.findings)) == ([45.0, 9.5], 1)


def test_the_few_values_that_are_no_numbers_with_a_comma_are_told_with_their_lines(tmp_path):
    rows = [("id", "x"), *((str(place), f"{place},5") for place in range(40)), ("40", "k.A.")]
    finding = read(tmp_path, rows).findings[-1]
    assert finding.title == (
        "1 of 41 values of column 'x' in 'a.csv' is no number with a decimal comma: 'k.A.', line 42"
    )
    mended = read(tmp_path, rows, missing=["k.A."])
    assert mended.table["x"].to_pylist() == [*(place + 0.5 for place in range(40)), None]


# Said.


@PLACES
@pytest.mark.parametrize(
    ("decimal", "values", "made"),
    [
        (",", ["1,234", "7"], [1.234, 7.0]),
        (".", ["1,234", "7"], [1234.0, 7.0]),
        (".", ["1,234.5", "7"], [1234.5, 7.0]),
        (",", ["1.234", "7"], [1234.0, 7.0]),
        (".", ["1,5", "7"], ["1,5", "7"]),
        (",", ["1", "7"], [1, 7]),
        (",", ["01067", "80331"], ["01067", "80331"]),
        (",", ["2020-01-02", "x,y"], ["2020-01-02", "x,y"]),
    ],
)
@pytest.mark.parametrize("separator", [";", ","])
def test_what_was_said_is_how_numbers_are_read(tmp_path, decimal, values, made, lazy, separator):
    quoted = [("id", "x"), *((str(place), f'"{value}"') for place, value in enumerate(values))]
    assert read(tmp_path, quoted, separator, decimal=decimal, lazy=lazy).table["x"].to_pylist() == made


def test_points_are_told_where_a_comma_was_said(tmp_path):
    found = read(tmp_path, [("id", "x"), ("1", "0.5"), ("2", "2")], decimal=",")
    assert found.table["x"].to_pylist() == [0.5, 2.0]
    assert found.findings[-1].title == (
        "Column 'x' was read with a point before decimals, though a comma was said to stand there"
    )


def test_a_column_that_is_called_one_of_numbers_refuses_what_is_none(tmp_path):
    rows = [("id", "x"), ("1", "1,50"), ("2", "1.5")]
    with pytest.raises(SourceError, match=r"line 3, column 'x': '1\.5' is no number\.\n"):
        read(tmp_path, rows, decimal=",", types={"x": "number"})
    with pytest.raises(SourceError, match=r"line 2, column 'x': '1,234' is no number\.\nIf a comma stands before dec"):
        read(tmp_path, [("id", "x"), ("1", "1,234")], types={"x": "number"})
    whole = read(tmp_path, [("id", "x"), ("1", "1.234,0")], types={"x": "whole number"})
    assert whole.table["x"].to_pylist() == [1234]


def test_only_a_point_or_a_comma_stands_before_decimals():
    with pytest.raises(InputError) as refused:
        ReadOptions(decimal=";")
    assert str(refused.value) == "decimal is ';'.\nAllowed are: '', '.', ','."


# Tables with types.


def records(folder):
    path = folder / "a.jsonl"
    path.write_text('{"x": "1,5", "m": 1.234, "z": "01"}\n{"x": "2", "m": "7,5", "z": "2"}\n')
    return path


def workbook(folder):
    book = openpyxl.Workbook()
    for row in (["x", "m", "z"], ["1,5", 1.234, "01"], ["2", "7,5", "2"]):
        book.active.append(row)
    book.save(folder / "a.xlsx")
    return folder / "a.xlsx"


@PLACES
@pytest.mark.parametrize("made", [records, workbook])
def test_text_in_records_and_sheets_is_read_as_was_said_and_number_cells_keep_their_value(tmp_path, made, lazy):
    path = made(tmp_path)
    found = read_table(path, ReadOptions(lazy=lazy))
    assert found.table["x"].to_pylist() == ["1,5", "2"]
    told = {one.scope: one for one in found.findings}
    assert {name: (one.code, one.severity) for name, one in told.items()} == dict.fromkeys("xm", ("WB107", "caution"))
    assert all(COMMA in one.what_to_do for one in told.values())
    said = read_table(path, ReadOptions(lazy=lazy, decimal=","))
    assert said.table.to_pydict() == {"x": [1.5, 2.0], "m": [1.234, 7.5], "z": ["01", "2"]}
    assert said.findings == ()
    assert said.notes == (
        "Text of 2 columns ('x', 'm') was read as numbers with a comma before decimals, as asked; what parts "
        "thousands was left out.",
    )


@PLACES
def test_text_in_parquet_and_frames_is_told_and_read_as_was_said(tmp_path, lazy):
    frame = pd.DataFrame({"x": ["1.234,5", "-", "2"], "n": [1.5, 2.5, 3.5], "t": ["a", "b,c", "1,5"]})
    frame.to_parquet(tmp_path / "a.parquet")
    for source in (tmp_path / "a.parquet", frame):
        asked = {"missing": {"x": ["-"]}, "lazy": lazy}
        found = read_table(source, ReadOptions(**asked))
        assert [(one.code, one.scope) for one in found.findings] == [("WB107", "x")]
        said = read_table(source, ReadOptions(decimal=",", **asked))
        assert (said.table["x"].to_pylist(), said.findings) == ([1234.5, None, 2.0], ())
        assert said.table["t"].to_pylist() == ["a", "b,c", "1,5"]


@PLACES
def test_more_digits_than_a_number_keeps_are_told_where_the_mark_was_said(lazy):
    frame = pd.DataFrame({"x": ["0,1234567890123456789", "1,5"], "y": ["0,5", "1,5"]})
    found = read_table(frame, ReadOptions(decimal=",", lazy=lazy))
    assert [(one.code, one.scope) for one in found.findings] == [("WB117", "x")]
    assert "keep 17 digits" in found.findings[0].title
    asked = read_table(frame, ReadOptions(decimal=",", lazy=lazy, types={"x": "number"}))
    assert asked.findings == ()


# Carried on.


def test_what_was_said_is_kept_and_said_again_of_new_rows_and_of_the_same_file(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("y,x\n" + "".join(f'{place % 2},"{place},125"\n' for place in range(40)))
    data = wb.read_data(path, target="y", decimal=",")
    assert data.provenance.settings["decimal"] == ","
    assert data.column("x").to_pylist()[:2] == [0.125, 1.125]
    batches, _, _ = read_batches(path, data)
    assert next(batches).column("x").to_pylist() == data.column("x").to_pylist()
    assert "decimal" not in wb.read_data(path, target="y").provenance.settings


def test_a_study_reads_rows_that_stayed_in_their_file_as_they_were_read(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("y,x\n" + "".join(f'{place % 2},"{place},125"\n' for place in range(40)))
    study = wb.open_study(tmp_path / "study")
    study.save(wb.read_data(path, target="y", decimal=",", lazy=True))
    assert wb.open_study(tmp_path / "study").load("dataset").column("x").to_pylist()[1] == 1.125


def test_decisions_by_a_score_with_commas_are_counted(tmp_path):
    rows = [{"s": f"0,{place:02d}5", "sex": "fm"[place % 2]} for place in range(100)]
    lines, parquet = tmp_path / "a.jsonl", tmp_path / "a.parquet"
    lines.write_text("\n".join(map(json.dumps, rows)))
    pd.DataFrame(rows).to_parquet(parquet)
    for source in (lines, parquet, pd.DataFrame(rows), pa.Table.from_pylist(rows)):
        audit = wb.audit_decisions(source, score="s", threshold=0.5, protected=["sex"], decimal=",")
        assert audit.values("selection_rate", "sex").values.tolist() == [0.5, 0.5]
        assert audit.provenance.settings["decimal"] == ","


# Against Python.


@settings(max_examples=200, deadline=None)
@given(number=st.floats(-1e12, 1e12), mark=st.sampled_from(MARKS), parts=st.sampled_from([None, " ", "\u202f", "'"]))
def test_whatever_is_written_is_read_back(number, mark, parts):
    written = f"{number:,.3f}"
    other = "," if mark == "." else "."
    grouping = other if parts is None else parts
    written = written.translate({ord(","): grouping, ord("."): mark})
    marks, values = NumberMarks(), pa.array([written])
    marks.see(values, values, 0)
    assert marks.of[mark].n == 1
    assert float(plain_numbers(values, mark)[0].as_py()) == float(f"{number:.3f}")


@given(number=st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_that_becomes_text_beside_others_is_the_same_number(number):
    written = pa.array([written_with(number, ",")])
    assert float(plain_numbers(written, ",")[0].as_py()) == number
