"""Files of JSON records: a record a line, or a list of them."""

import gzip
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.data.sources import ReadOptions, json_lines, read_table
from workbench.data.sources.json_lines import read_json
from workbench.errors import NotEnoughDataError, SourceError

RECORD = 'Give one record a line, such as {"age": 41, "hired": true}, or a list of such records.'


def read(folder, text, name="a.jsonl", **options):
    """Return the table in a file with this text, the same in memory and on disk."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    memory, disk = (read_table(path, ReadOptions(lazy=lazy, **options)).table for lazy in (False, True))
    assert memory.equals(disk)
    return memory


def refusal(folder, text, kind=SourceError, **options):
    with pytest.raises(kind) as refused:
        read(folder, text, **options)
    return str(refused.value)


def test_a_column_for_every_name_in_the_order_in_which_they_first_stand(tmp_path):
    table = read(tmp_path, '{"a": 1, "b": "x"}\n\n{"c": true, "b": ""}\r\n{"a": 2.5, "b": null}')
    assert table.to_pydict() == {"a": [1.0, None, 2.5], "b": ["x", None, None], "c": [None, True, None]}
    assert table.column_names == ["a", "b", "c"]


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.ndjson"])
def test_a_list_of_records_is_the_same_table(tmp_path, name):
    assert read(tmp_path, ' [{"a": 1},\n {"a": 2}]\n', name).to_pydict() == {"a": [1, 2]}


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.json.gz"])
def test_files_may_be_packed(tmp_path, name):
    assert read(tmp_path, gzip.compress(b'{"a": 1}\n'), name).to_pydict() == {"a": [1]}


def test_a_name_is_the_file_s_without_its_endings(tmp_path):
    (tmp_path / "people.jsonl.gz").write_bytes(gzip.compress(b'{"a": 1}\n'))
    assert read_table(tmp_path / "people.jsonl.gz").name == "people"


def test_values_of_two_kinds_are_text_and_no_digit_is_lost(tmp_path):
    text = '{"a": 1, "b": 0.1, "c": true}\n{"a": "n/a", "b": "x", "c": 7}\n{"a": 12345678901234567890, "b": 1.0}'
    assert read(tmp_path, text).to_pydict() == {
        "a": ["1", "n/a", "12345678901234567890"],
        "b": ["0.1", "x", "1"],
        "c": ["true", "7", None],
    }


@pytest.mark.parametrize("rows", [1, 2, 9])
@pytest.mark.parametrize("order", [1, -1])
def test_long_numbers_beside_fractions_keep_every_digit(tmp_path, monkeypatch, rows, order):
    monkeypatch.setattr(json_lines, "_ROWS_A_PART", rows)
    lines = ['{"a": 9007199254740993, "b": 9007199254740991}', '{"a": 1.5, "b": 0.5}'][::order]
    table = read(tmp_path, "\n".join(lines))
    assert table.to_pydict() == {"a": ["9007199254740993", "1.5"][::order], "b": [9007199254740991.0, 0.5][::order]}
    [finding] = read_table(tmp_path / "a.jsonl").findings
    assert (finding.code, finding.severity, finding.scope, finding.title) == (
        "WB117",
        "note",
        "a",
        "Column 'a' became text: beside fractions it holds whole numbers of more digits than a number here can hold "
        f"(9007199254740993, line {1 if order == 1 else 2})",
    )


@pytest.mark.parametrize("rows", [1, 2, 9])
def test_values_of_several_kinds_and_empty_texts_are_told(tmp_path, monkeypatch, rows):
    monkeypatch.setattr(json_lines, "_ROWS_A_PART", rows)
    read(tmp_path, '{"a": 1, "b": true, "c": ""}\n\n{"a": 3, "b": 0, "c": "x"}\n{"a": "Total", "b": false, "c": ""}')
    found = read_table(tmp_path / "a.jsonl").findings
    assert [(one.code, one.severity, one.title) for one in found] == [
        (
            "WB107",
            "caution",
            "Column 'a' holds values of several kinds, and became text: "
            "2 numbers (1, line 1), 1 text ('Total', line 4)",
        ),
        (
            "WB107",
            "caution",
            "Column 'b' holds values of several kinds, and became text: 2 truths (True, line 1), 1 number (0, line 3)",
        ),
        ("WB115", "note", "2 empty texts are read as missing, in 1 column: 'c'"),
    ]
    assert found[0].what_to_do == (
        "If some mean that the value is not known: missing={'a': ['Total']}, and the kind of the others with "
        "types={'a': …}. If the column is text: types={'a': 'text'}."
    )
    asked = read_table(
        tmp_path / "a.jsonl", ReadOptions(missing={"a": ["Total"]}, types={"a": "whole number", "b": "text"})
    )
    assert asked.table["a"].to_pylist() == [1, 3, None]
    assert [one.code for one in asked.findings] == ["WB115"]


@pytest.mark.parametrize("rows", [1, 2, 3])
def test_kinds_that_change_between_parts_are_those_of_the_whole(tmp_path, monkeypatch, rows):
    records = [
        {"n": 1, "t": 1.5, "late": None},
        {"n": 2, "t": 2.0},
        {"n": 0.5, "t": "x"},
        {"late": 5, "t": 10**25},
        {"n": None},
    ]
    monkeypatch.setattr(json_lines, "_ROWS_A_PART", rows)
    table = read(tmp_path, "\n".join(map(json.dumps, records)))
    assert table.to_pydict() == {
        "n": [1.0, 2.0, 0.5, None, None],
        "t": ["1.5", "2", "x", str(10**25), None],
        "late": [None, None, None, 5, None],
    }


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ('{"a": 1}\nfoo', 2, "no JSON (Expecting value)"),
        ('{"a": 1}\n\n{"a": 1', 3, "no JSON (Expecting ',' delimiter)"),
        ('{"a": 1}\n5', 2, "no record"),
        ('{"a": 1}\n[1]', 2, "no record"),
        ("[1]", 1, "no record"),
        ('{"a": 1, "a": 2}', 1, "the record names 'a' twice"),
        ('[{"a": 1},\n\n{"a": 1 ]', 3, "no JSON (Expecting ',' delimiter)"),
        ('[{"a": 1}', 1, "no comma between two records, or the list has no end"),
        ('[{"a": 1}\n{"a": 2}]', 2, "no comma between two records, or the list has no end"),
        ('[{"a": 1},', 1, "the list has no end"),
        ('[{"a": 1}]\n x', 2, "something stands behind the list"),
        ("[" * 100_000, 1, "no JSON that can be read"),
    ],
)
@pytest.mark.parametrize("block", [2**20, 3])
def test_a_line_that_is_no_record_is_named(tmp_path, monkeypatch, text, line, what, block):
    monkeypatch.setattr(json_lines, "_BLOCK", block)
    assert refusal(tmp_path, text) == f"'a.jsonl', line {line}: {what}.\n{RECORD}"


@pytest.mark.parametrize(("value", "kind"), [("[1]", "a list"), ('{"x": 1}', "a record"), ("[]", "a list")])
def test_values_in_values_are_refused_by_name_and_line(tmp_path, value, kind):
    assert refusal(tmp_path, f'{{"a": 1}}\n{{"a": {value}}}') == (
        f"'a.jsonl', line 2: 'a' holds {kind}, which has no place in a table.\n"
        "Take it out, or write each of its values as a field of its own."
    )


def test_bytes_that_are_not_in_the_encoding_are_named_by_line(tmp_path):
    content = b'{"a": 1}\n{"a": "\xe9"}'
    assert refusal(tmp_path, content) == (
        "'a.jsonl' is not UTF-8: line 2, byte 0xe9.\n"
        "Save it as UTF-8, or name its encoding, for example encoding='latin-1' "
        "(in a form: Read with, encoding=latin-1)."
    )
    assert read(tmp_path, content, encoding="latin-1")["a"].to_pylist() == ["1", "é"]
    assert read(tmp_path, b"\xef\xbb\xbf" + b'{"a": 1}')["a"].to_pylist() == [1]
    assert refusal(tmp_path, content, encoding="klingon") == (
        "encoding is 'klingon', which is not known.\nUse 'utf-8' or 'latin-1'."
    )


def test_files_that_are_not_packed_are_not_called_damaged(tmp_path):
    assert refusal(tmp_path, "junk", name="a.jsonl.gz") == (
        "'a.jsonl.gz' is not packed by gzip, though its name ends in '.gz'.\n"
        "If it is not packed at all, call it 'a.jsonl'."
    )


def test_damaged_packed_files_are_refused(tmp_path):
    content = gzip.compress(b'{"a": 1}\n' * 1000)[:-20]
    assert refusal(tmp_path, content, name="a.jsonl.gz") == (
        "'a.jsonl.gz' cannot be unpacked: it is damaged, or ends too early.\nCopy it again from where it is whole."
    )


@pytest.mark.parametrize("text", ["\n \n", "[]", " [ ]\n"])
def test_no_records_are_not_enough(tmp_path, text):
    assert refusal(tmp_path, text, NotEnoughDataError) == (
        "'a' has column names but no rows.\nGive a table with at least one row."
    )


def test_records_need_fields(tmp_path):
    assert (
        refusal(tmp_path, "{}\n{}") == "'a.jsonl' has records without any field.\nGive records with names and values."
    )


def test_half_a_character_is_refused(tmp_path):
    assert refusal(tmp_path, '{"a": "\\ud800"}') == (
        "Column 'a' holds text that is not Unicode.\nRead the table again, in its right encoding."
    )


VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(st.characters(codec="utf-8"))
)


@settings(deadline=None, max_examples=80)
@given(
    st.lists(st.dictionaries(st.sampled_from(["a", "A", "c0", "", "\n"]), VALUES, min_size=1), min_size=1, max_size=8),
    st.integers(1, 9),
    st.booleans(),
)
def test_no_record_is_lost_whatever_it_holds(tmp_path_factory, records, block, listed):
    path = tmp_path_factory.mktemp("json") / "a.json"
    path.write_text(json.dumps(records) if listed else "\n".join(map(json.dumps, records)))
    tables = []
    for lazy in (False, True):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(json_lines, "_BLOCK", block)
            patch.setattr(json_lines, "_ROWS_A_PART", 2)
            tables.append(read_json(path, ReadOptions(lazy=lazy)))
    memory, disk = (one.table for one in tables)
    assert memory.equals(disk)
    assert memory.num_rows == len(records)
    for row, record in zip(memory.to_pylist(), records, strict=True):
        for name, value in row.items():
            given_value = record.get(name)
            if given_value in (None, ""):
                assert value is None
            elif isinstance(value, str) and not isinstance(given_value, str):
                plain = float(given_value) if not isinstance(given_value, bool) else given_value
                assert (value == str(plain).lower()) if isinstance(plain, bool) else float(value) == plain
            else:
                assert value == (float(given_value) if isinstance(value, float) else given_value)
