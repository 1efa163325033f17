"""What is asked to be missing, recoded or of another kind, in every kind of source alike."""

import datetime as dt

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as papq
import pytest

from workbench.data.read import read_data
from workbench.data.sources import ReadOptions, read_table
from workbench.errors import ColumnNotFoundError, InputError, SourceError

FRAME = pd.DataFrame(
    {
        "age": [31, 999, 40, 31],
        "score": [0.5, 999.0, -1.0, 2.0],
        "job": ["cook", "?", "nurse", "Cook"],
        "member": [True, False, True, True],
        "born": [dt.date(1990, 1, 2), dt.date(1900, 1, 1), dt.date(1980, 5, 6), dt.date(1990, 1, 2)],
        "zip": ["02134", "10001", "999", "?"],
    }
)


def as_csv(folder, _asked):
    FRAME.to_csv(folder / "people.csv", index=False)
    return folder / "people.csv"


def as_parquet(folder, _asked):
    papq.write_table(pa.Table.from_pandas(FRAME), folder / "people.parquet")
    return folder / "people.parquet"


SOURCES = {
    "csv": (as_csv, False),
    "csv on disk": (as_csv, True),
    "parquet": (as_parquet, False),
    "parquet on disk": (as_parquet, True),
    "pandas": (lambda *_: FRAME, None),
    "polars": (lambda *_: pl.from_pandas(FRAME), None),
    "arrow": (lambda *_: pa.Table.from_pandas(FRAME), None),
    "arrow on disk": (lambda *_: pa.Table.from_pandas(FRAME), True),
}
EVERYWHERE = pytest.mark.parametrize("kind", SOURCES)


def read(kind, folder, **asked):
    make, lazy = SOURCES[kind]
    return read_table(make(folder, asked), ReadOptions(lazy=lazy, **asked))


def refusal(error, kind, folder, **asked):
    with pytest.raises(error) as refused:
        read(kind, folder, **asked)
    assert type(refused.value) is error
    return str(refused.value)


@EVERYWHERE
def test_values_are_made_missing_column_by_column(tmp_path, kind):
    found = read(kind, tmp_path, missing={"age": [999], "job": ["?"], "born": [dt.date(1900, 1, 1)], "score": [999]})
    assert found.table["age"].to_pylist() == [31, None, 40, 31]
    assert found.table["score"].to_pylist() == [0.5, None, -1.0, 2.0]
    assert found.table["job"].to_pylist() == ["cook", None, "nurse", "Cook"]
    assert found.table["born"].to_pylist()[1] is None
    assert found.table["zip"].to_pylist() == FRAME["zip"].tolist()
    assert sorted(found.notes) == [
        "1 value '?' of column 'job' was made missing, as asked.",
        "1 value 999 of column 'age' was made missing, as asked.",
        "1 value 999 of column 'score' was made missing, as asked.",
        "1 value datetime.date(1900, 1, 1) of column 'born' was made missing, as asked.",
    ]


@EVERYWHERE
def test_values_are_made_missing_in_all_columns(tmp_path, kind):
    found = read(kind, tmp_path, missing=["?", 999])
    assert found.table["age"].to_pylist() == [31, None, 40, 31]
    assert found.table["job"].to_pylist() == ["cook", None, "nurse", "Cook"]
    assert found.table["zip"].to_pylist() == ["02134", "10001", None, None]
    assert len(found.notes) == 5


@EVERYWHERE
def test_values_are_recoded(tmp_path, kind):
    found = read(kind, tmp_path, recode={"job": {"Cook": "cook"}, "age": {31: 32}})
    assert found.table["job"].to_pylist() == ["cook", "?", "nurse", "cook"]
    assert found.table["age"].to_pylist() == [32, 999, 40, 32]
    assert found.notes == (
        "1 value 'Cook' of column 'job' was made 'cook', as asked.",
        "2 values 31 of column 'age' were made 32, as asked.",
    ) or found.notes[::-1] == (
        "1 value 'Cook' of column 'job' was made 'cook', as asked.",
        "2 values 31 of column 'age' were made 32, as asked.",
    )


@EVERYWHERE
def test_columns_are_of_the_kinds_that_are_named(tmp_path, kind):
    asked = {"age": "text", "score": "whole number", "zip": "number", "born": "time", "member": "text"}
    found = read(kind, tmp_path, types=asked, missing={"zip": ["?"], "score": [0.5]})
    assert [str(one) for one in found.table.select(list(asked)).schema.types] == [
        "string", "int64", "double", "timestamp[us]", "string"
    ]  # fmt: skip
    assert found.table["age"].to_pylist() == ["31", "999", "40", "31"]
    assert found.table["zip"].to_pylist() == [2134.0, 10001.0, 999.0, None]
    assert found.table["born"].to_pylist()[0] == dt.datetime.fromisoformat("1990-01-02")
    assert [value.lower() for value in found.table["member"].to_pylist()] == ["true", "false", "true", "true"]


@EVERYWHERE
def test_a_value_that_is_nowhere_is_refused(tmp_path, kind):
    hint = "Write it as it stands in the table, without blanks around it."
    for asked, text in (
        ({"missing": {"job": ["??"]}}, "missing names '??', which column 'job' does not hold."),
        ({"missing": ["nobody"]}, "missing names 'nobody', which is in no column."),
        ({"recode": {"job": {"judge": "cook"}}}, "recode names 'judge', which column 'job' does not hold."),
    ):
        assert refusal(SourceError, kind, tmp_path, **asked) == f"{text}\n{hint}"


@EVERYWHERE
def test_a_column_that_is_nowhere_is_refused(tmp_path, kind):
    text = "Column 'jobs' is not in the data. Did you mean 'job'?\nThe data has 6 columns: "
    text += "age, score, job, member, born, and 1 more."
    for asked in ({"missing": {"jobs": ["?"]}}, {"recode": {"jobs": {"a": "b"}}}, {"types": {"jobs": "text"}}):
        assert refusal(ColumnNotFoundError, kind, tmp_path, **asked) == text


@EVERYWHERE
def test_a_value_of_another_kind_is_refused_by_its_place(tmp_path, kind):
    text = refusal(SourceError, kind, tmp_path, types={"job": "number"})
    where = "'people.csv', line 2, column 'job'" if kind.startswith("csv") else "Column 'job', row 1"
    assert text == (
        f"{where}: 'cook' is no number.\nIf it means that the value is not known: missing={{'job': ['cook']}}. "
        f"If the column is {'text' if kind.startswith('csv') else 'something else'}, leave types['job'] out."
    )


@pytest.mark.parametrize(
    ("values", "word", "shown"),
    [
        ([1, 2**53 + 1], "number", "9007199254740993"),
        ([1.0, 0.5], "whole number", "0.5"),
        ([1, 2], "true or false", "2"),
        ([dt.datetime.fromisoformat("2020-01-01"), dt.datetime.fromisoformat("2020-01-01T10:00")], "date",
         "2020-01-01 10:00:00"),
        (["2020-01-01", "1.2.2020"], "time", "'1.2.2020'"),
    ],
)  # fmt: skip
def test_no_value_is_rounded_or_cut_to_fit(values, word, shown):
    with pytest.raises(SourceError) as refused:
        read_table(pa.table({"x": values}), ReadOptions(types={"x": word}))
    assert str(refused.value) == (
        f"Column 'x', row 2: {shown} is no {word}.\n"
        f"If it means that the value is not known: missing={{'x': [{shown}]}}. "
        "If the column is something else, leave types['x'] out."
    )


def test_true_is_not_one_and_one_is_not_true():
    table = pa.table({"truth": [True, False], "number": [1, 2], "text": ["1", "True"]})
    found = read_table(table, ReadOptions(missing=[True])).table.to_pydict()
    assert found == {"truth": [None, False], "number": [1, 2], "text": ["1", None]}
    found = read_table(table, ReadOptions(missing=[1])).table.to_pydict()
    assert found == {"truth": [True, False], "number": [None, 2], "text": [None, "True"]}


def test_numbers_among_text_are_found_however_they_are_written():
    table = pa.table({"x": ["999", "999.0", "0999", "-999", "9990"]})
    found = read_table(table, ReadOptions(missing=[999])).table["x"].to_pylist()
    assert found == [None, None, "0999", "-999", "9990"]


def test_a_recoded_value_must_fit_its_column():
    with pytest.raises(SourceError) as refused:
        read_table(FRAME, ReadOptions(recode={"age": {999: "unknown"}}))
    assert str(refused.value) == (
        "recode['age'] makes 'unknown', which column 'age' of int64 cannot hold.\n"
        "Give a value of the kind that it holds, or make it text: types={'age': 'text'}."
    )


def test_values_of_users_are_no_patterns_and_no_code():
    hostile = ["a.c", "'); DROP TABLE x; --", "{value}", "%s", "<script>", "a\nb", '"']
    table = pa.table({"x": [*hostile, "abc"]})
    found = read_table(table, ReadOptions(missing=hostile)).table["x"].to_pylist()
    assert found == [None] * len(hostile) + ["abc"]


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ({"types": "text"}, "types is 'text'.\nSay of each column what it holds, for example types={'zip': 'text'}."),
        ({"types": {"x": "float"}}, "types['x'] is 'float'.\nAllowed are: 'text', 'number', 'whole number', "
                                    "'true or false', 'date', 'time'."),
        ({"missing": "?"}, "missing is '?'.\nGive a list, even of one: ['?']."),
        ({"missing": {"x": "?"}}, "missing['x'] is '?'.\nGive a list, even of one: ['?']."),
        ({"missing": [None]}, "missing holds None, which no table holds as a value.\n"
                              "Give text, numbers, true or false, or dates."),
        ({"missing": [float("nan")]}, "missing holds nan, which no table holds as a value.\n"
                                      "Give text, numbers, true or false, or dates."),
        ({"recode": {"x": ["a"]}}, "recode is {'x': ['a']}.\nSay of each column which value becomes which, "
                                   "for example recode={'income': {'>50K.': '>50K'}}."),
        ({"recode": {"x": {"a": ""}}}, "recode['x'] holds '', which no table holds as a value.\n"
                                       "Give text, numbers, true or false, or dates."),
        ({"table": 1}, "table is 1.\nGive its name as text."),
        ({"lazy": "yes"}, "lazy is 'yes'.\nAllowed are: None, True, False."),
    ],
)  # fmt: skip
def test_what_is_asked_must_have_its_form(asked, text):
    with pytest.raises(InputError) as refused:
        read_data(FRAME, **asked)
    assert str(refused.value) == text
