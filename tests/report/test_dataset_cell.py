"""A data set in a cell: what it holds, where it comes from, what was changed on reading, and what to do about it."""

import html
import re

import pandas as pd
import pytest

import workbench as wb
from workbench.report.cells import dataset_cell

ROWS = "stay,zip,age,ward,seen,ok\n" + "".join(
    f"s{place},0{place % 40 + 1000},{999 if place % 20 == 3 else 20 + place % 50},"
    f"{'Surgery' if place % 100 == 5 else ('surgery', 'heart')[place % 2]},2025-01-{place % 28 + 1:02},{place % 2}\n"
    for place in range(400)
)


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "stays.csv"
    file.write_text(ROWS)
    return file


def words(data):
    """Return what a cell says, as one line."""
    text = re.sub(r"<style>.*?</style>", "", dataset_cell(data), flags=re.DOTALL)
    return re.sub(r" (?=[.,;])", "", " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split()))


def rows(data):
    """Return the table of columns, as text."""
    table = re.search(r"<table.*?</table>", dataset_cell(data), flags=re.DOTALL)[0]
    found = re.findall(r"<tr>(.*?)</tr>", table, flags=re.DOTALL)
    return [
        [" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in re.split(r"</t[hd]>", row)[:-1]] for row in found
    ]


@pytest.mark.parametrize("lazy", [False, True])
def test_columns_are_told_with_their_type_their_role_and_what_is_missing(path, lazy):
    data = wb.read_data(path, target="ok", id="stay", missing={"age": [999]}, lazy=lazy)
    assert data.is_stored is lazy
    assert rows(data)[1:] == [
        ["stay", "text", "names the row", "0"],
        ["zip", "text", "the model may see it", "0"],
        ["age", "whole number", "the model may see it", "20"],
        ["ward", "text", "the model may see it", "0"],
        ["seen", "date", "the model may see it", "0"],
        ["ok", "whole number", "outcome", "0"],
    ]
    assert "400 rows and 6 columns, kept on disk." in words(data) if lazy else "held in memory." in words(data)


def test_what_was_changed_on_request_stands_there(path):
    said = words(
        wb.read_data(
            path, missing={"age": [999]}, recode={"ward": {"Surgery": "surgery"}}, types={"age": "number"}, lazy=False
        )
    )
    assert "20 values 999 of column 'age' were made missing, as asked." in said
    assert "4 values 'Surgery' of column 'ward' were made 'surgery', as asked." in said
    assert "Column age was read as number, as asked." in said
    assert "No value was changed on reading." not in said
    assert "No value was changed on reading." in words(wb.read_data(pd.DataFrame({"a": [1, 2]})))


def test_blanks_that_were_taken_off_are_told(tmp_path):
    (tmp_path / "blanks.csv").write_text("a, b\n1, x\n2, y\n")
    data = wb.read_data(tmp_path / "blanks.csv")
    assert "On reading: Blanks around 2 values and names were taken off, in 1 column: 'b'." in words(data)


def test_findings_are_told_with_what_to_do(path):
    data = wb.read_data(path, target="ok")
    said = words(data)
    assert {"WB105", "WB106"} <= {one.code for one in data.findings}
    for one in data.findings:
        assert one.code in said
        assert one.title in said
        assert one.what_to_do in said


def test_where_it_comes_from(path):
    read = wb.read_data(path, target="ok")
    assert f"Read from a file or files; fingerprint {read.provenance.settings['source']}." in words(read)
    assert "Given as a table in memory, a DataFrame." in words(wb.read_data(pd.DataFrame({"a": [1, 2]})))
    assert "Made up, as the example example:loans." in words(wb.read_data("example:loans"))
    assert "Made of another data set by sample." in words(read.sample(20))
    assert "Made of another data set by split_data." in words(wb.split_data(read).train)


def test_no_row_and_no_name_is_in_it():
    frame = pd.DataFrame({"name": [f"Ann{place} Lee" for place in range(40)] + ["ANN1 LEE"], "x": range(41)})
    data = wb.read_data(frame)
    assert "WB105" in {one.code for one in data.findings}
    assert "lee" not in words(data).lower()


def test_of_many_columns_two_hundred_are_listed_and_the_rest_is_counted():
    data = wb.read_data(pd.DataFrame({f"x{place}": [1, 2, None] for place in range(250)}))
    assert len(rows(data)) == 201
    assert "50 more columns are not listed." in words(data)


@pytest.mark.parametrize("frame", [pd.DataFrame({"a": [1.0]}), pd.DataFrame({"a": [None, None]})])
def test_odd_tables_are_shown(frame):
    assert len(rows(wb.read_data(frame))) == 2


def test_the_text_stays_one_sentence(path):
    assert repr(wb.read_data(path, target="ok")).count("\n") == 0
