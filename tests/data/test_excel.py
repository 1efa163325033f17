"""Workbooks: one sheet, its first row with a value the names, errors and gaps told."""

import datetime as dt
import zipfile

import openpyxl
import pytest

from workbench.data.read import read_data
from workbench.data.sources import ReadOptions, read_table, sheet_cells
from workbench.errors import NotEnoughDataError, SourceError


def workbook(path, rows, *, sheet="people", change=lambda _: None, **others):
    """Write a workbook with these rows in its first sheet and others in more."""
    book = openpyxl.Workbook()
    book.active.title = sheet
    for name, cells in ({sheet: rows} | others).items():
        page = book[name] if name in book.sheetnames else book.create_sheet(name)
        for row in cells:
            page.append(row)
    change(book)
    book.save(path)
    return path


def read(path, **options):
    memory, disk = (read_table(path, ReadOptions(lazy=lazy, **options)) for lazy in (False, True))
    assert memory.table.equals(disk.table)
    assert (memory.findings, memory.notes) == (disk.findings, disk.notes)
    return memory


def refusal(path, kind=SourceError, **options):
    with pytest.raises(kind) as refused:
        read_table(path, ReadOptions(**options))
    return str(refused.value)


def test_cells_become_numbers_text_truths_and_days(tmp_path):
    moment = dt.datetime(2026, 1, 31, 8, 30)  # noqa: DTZ001 - Excel knows no zones
    rows = [
        ["name", "n", "x", "day", "moment", "hour", "member"],
        ["a", 1, 1.5, dt.date(2026, 1, 31), moment, dt.time(8, 30), True],
        ["", 2, 2, dt.date(2026, 2, 28), dt.date(2026, 2, 1), dt.time(0, 0), False],
        [None] * 7,
        ["=cmd|' /C calc'!A0", None, None, None, None, None, None],
    ]
    found = read(
        workbook(tmp_path / "a.xlsx", rows, change=lambda book: setattr(book["people"]["A5"], "data_type", "s"))
    )
    assert found.table.to_pydict() == {
        "name": ["a", None, "=cmd|' /C calc'!A0"],
        "n": [1, 2, None],
        "x": [1.5, 2.0, None],
        "day": [dt.date(2026, 1, 31), dt.date(2026, 2, 28), None],
        "moment": [moment, dt.datetime(2026, 2, 1), None],  # noqa: DTZ001
        "hour": [dt.time(8, 30), dt.time(0, 0), None],
        "member": [True, False, None],
    }
    assert found.notes == ("A row without any value was left out.",)
    assert found.findings == ()


def test_numbers_and_text_in_one_column_are_text(tmp_path):
    found = read(workbook(tmp_path / "a.xlsx", [["x", "y"], [1, 1.5], ["n/a", True], [3, None]]))
    assert found.table.to_pydict() == {"x": ["1", "n/a", "3"], "y": ["1.5", "true", None]}
    again = read(tmp_path / "a.xlsx", missing={"x": ["n/a"]}, types={"x": "whole number"})
    assert again.table["x"].to_pylist() == [1, None, 3]


def test_a_table_may_stand_anywhere_on_its_sheet(tmp_path):
    rows = [[], [], [None, None, "sex", "age"], [None, None, "f", 31], [], [], [None, None, "m", 40], []]
    found = read(workbook(tmp_path / "a.xlsx", rows))
    assert found.table.to_pydict() == {"sex": ["f", "m"], "age": [31, 40]}
    assert found.notes == ("2 rows without any value were left out.",)


def test_names_are_text_and_breaks_in_them_are_blanks(tmp_path):
    found = read(workbook(tmp_path / "a.xlsx", [["Sex of\nperson ", 2024, 1.5], ["f", 1, 2]]))
    assert found.table.column_names == ["Sex of person", "2024", "1.5"]


def test_errors_are_missing_and_told(tmp_path):
    def errors(book):
        for place, what in (("A2", "#N/A"), ("B3", "#DIV/0!"), ("A4", "#REF!"), ("B4", "#NAME?")):
            book["people"][place] = what
            book["people"][place].data_type = "e"

    path = workbook(tmp_path / "a.xlsx", [["x", "y"], [0, 5], [6, 0], [0, 0], [9, 9]], change=errors)
    found = read(path)
    assert found.table.to_pydict() == {"x": [None, 6, 9], "y": [5, None, 9]}
    assert found.notes == ("A row without any value was left out.",)
    [finding] = found.findings
    assert (finding.code, finding.value, finding.n) == ("WB116", 4.0, 2 * found.table.num_rows)
    assert finding.title == (
        "4 cells of the sheet hold an error instead of a value: A2 (#N/A), B3 (#DIV/0!), A4 (#REF!), …"
    )


def test_formulas_without_a_saved_value_are_told(tmp_path):
    rows = [[], [None, "x", "double", "it's"], [None, 1, 5, "=B3+1"], [None, 2, "=B4*2", "=B4+1"]]
    path = workbook(tmp_path / "a.xlsx", rows)
    assert read(path).table.to_pydict() == {"x": [1, 2], "double": [5, None], "it's": [None, None]}
    findings = [one for one in read_data(path).findings if one.code == "WB116"]
    assert {one.title: (one.what_to_do, one.severity, one.value, one.n, one.scope) for one in findings} == {
        """2 formulas without a saved value are read as missing in column "it's", the first in cell D3""": (
            "Open the workbook in a spreadsheet program, save it, and read it again.",
            "caution",
            2.0,
            2,
            "it's",
        ),
        "1 formula without a saved value is read as missing in column 'double', the first in cell C4": (
            "Open the workbook in a spreadsheet program, save it, and read it again.",
            "caution",
            1.0,
            2,
            "double",
        ),
    }


def test_values_of_several_kinds_are_told_with_the_row(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [["x", "y"], [1, True], [], [3, 2], ["Total", None]])
    assert [(one.code, one.severity, one.title) for one in read(path).findings] == [
        (
            "WB107",
            "caution",
            "Column 'x' holds values of several kinds, and became text: 2 numbers (1, row 2), 1 text ('Total', row 5)",
        ),
        (
            "WB107",
            "caution",
            "Column 'y' holds values of several kinds, and became text: 1 truth (True, row 2), 1 number (2, row 4)",
        ),
    ]
    assert read(path, types={"x": "text", "y": "text"}).findings == ()


def test_merged_cells_are_told(tmp_path):
    path = workbook(
        tmp_path / "a.xlsx",
        [["x", "y"], ["a", 1], [None, 2], ["b", 3]],
        change=lambda book: book["people"].merge_cells("A2:A3"),
    )
    found = read(path)
    assert found.table["x"].to_pylist() == ["a", None, "b"]
    assert found.notes == (
        "1 range of merged cells: only the first cell of each has its value, the others are missing.",
    )


def test_the_sheet_that_holds_something_is_meant(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [], sheet="Sheet1", Sheet2=[["x"], [1]], Sheet3=[])
    assert read(path).table.to_pydict() == {"x": [1]}


def test_of_several_sheets_one_is_named(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [["x"], [1]], notes=[["y"], [2]], more=[])
    assert refusal(path) == (
        "'a.xlsx' has 2 sheets that hold something: 'people', 'notes'.\nSay which one is meant: table='people' "
        "(in a form: Read with, table=people)."
    )
    assert read(path, table="notes").table.to_pydict() == {"y": [2]}
    assert refusal(path, table="note") == (
        "table, a sheet of 'a.xlsx', is 'note'.\nAllowed are: 'people', 'notes', 'more'. Did you mean 'notes'?"
    )
    assert refusal(path, table="more") == "Sheet 'more' of 'a.xlsx' is empty.\nGive a sheet with column names and rows."


def test_sheets_that_are_no_table_are_refused(tmp_path):
    assert refusal(workbook(tmp_path / "a.xlsx", [])) == (
        "'a.xlsx' has no sheet that holds anything.\nGive a workbook with a table."
    )
    assert refusal(workbook(tmp_path / "a.xlsx", [["x", "y"]]), NotEnoughDataError) == (
        "'a' has column names but no rows.\nGive a table with at least one row."
    )
    assert refusal(workbook(tmp_path / "a.xlsx", [["x", None, "y"], [1, 2, 3]])) == (
        "Sheet 'people' of 'a.xlsx': the first row with a value names no column 2.\n"
        "Give every column a name in that row, and take out what stands above or beside the table."
    )
    assert refusal(workbook(tmp_path / "a.xlsx", [["x", "x"], [1, 2]])) == (
        "'a' has more than one column called 'x'.\nRename all but one of them, so that it is clear which is meant."
    )


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.xlsb", "a.ods"])
@pytest.mark.parametrize("content", [b"junk", b"PK\x03\x04junk", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 600])
def test_files_that_are_no_workbooks_are_refused(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    assert refusal(tmp_path / name) == (
        f"{name!r} cannot be read as a workbook.\nCheck that it is whole, and really the kind its ending says."
    )


def test_damaged_workbooks_never_end_in_another_error(tmp_path):
    whole = workbook(tmp_path / "whole.xlsx", [["x", "y"], *([i, f"text {i}"] for i in range(50))]).read_bytes()
    refused = 0
    for start in range(0, len(whole), 97):
        (tmp_path / "a.xlsx").write_bytes(whole[:start] + b"\xff" * 9 + whole[start + 9 :])
        try:
            read_table(tmp_path / "a.xlsx")
        except (SourceError, NotEnoughDataError):
            refused += 1
    assert refused > 10


def test_a_cell_far_out_uses_no_memory(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [["x"], [1]], change=lambda book: book["people"].cell(1_048_576, 16_384, 1))
    assert refusal(path) == (
        "Sheet 'people' of 'a.xlsx' reaches over 17,179,869,184 cells, more than a workbook can be read with.\n"
        "Take out cells far away from the table, or save the table as CSV or Parquet."
    )


def test_a_workbook_that_unpacks_to_very_much_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(sheet_cells, "_MOST_UNPACKED", 1000)
    assert refusal(workbook(tmp_path / "a.xlsx", [["x"], [1]])).endswith(
        " GB unpacked, more than a workbook can be read with.\nSave the table as CSV or Parquet."
    )


@pytest.mark.parametrize("block", [64, 1000])
def test_cells_are_found_wherever_the_text_of_a_sheet_is_cut(tmp_path, monkeypatch, block):
    path = workbook(tmp_path / "a.xlsx", [["x", "y"], *([i, "=1+1"] for i in range(40))])
    whole = sheet_cells.cells_of_sheets(path)["people"]
    monkeypatch.setattr(sheet_cells, "_BLOCK", block)
    assert sheet_cells.cells_of_sheets(path)["people"] == whole
    assert (whole.columns, whole.first_row, whole.last_row, whole.unsaved) == ({"A", "B"}, 1, 41, {"B": ("B2", 40)})


def test_open_document_sheets_are_read(tmp_path):
    cells = [["sex", "n"], ["f", "1"], ["m", "2.5"]]
    kinds = {True: 'office:value-type="string"', False: 'office:value-type="float" office:value="{0}"'}
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f"<table:table-cell {kinds[one[0].isalpha()].format(one)}><text:p>{one}</text:p></table:table-cell>"
            for one in row
        )
        + "</table:table-row>"
        for row in cells
    )
    names = " ".join(
        f'xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"' for one in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {names}><office:body><office:spreadsheet>'
        f'<table:table table:name="one">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", content)
        packed.writestr("META-INF/manifest.xml", '<manifest:manifest xmlns:manifest="urn:x"/>')
    assert read(tmp_path / "a.ods").table.to_pydict() == {"sex": ["f", "m"], "n": [1.0, 2.5]}
