"""Rows in batches have the roles and kinds of the data that a model was trained on, whatever they come from."""

import json

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as papq
import pytest

from workbench.data import batches
from workbench.data.batches import read_batches
from workbench.data.read import read_data
from workbench.errors import ColumnNotFoundError, RoleError

N = 50
ROWS = {
    "hired": ["yes", "no"] * (N // 2),
    "sex": ["f", "m", "m", "f", "f"] * (N // 5),
    "code": [f"{i:03d}" for i in range(N)],
    "score": [i / 4 for i in range(N)],
    "empty": [None] * N,
}


@pytest.fixture
def like():
    return read_data(pd.DataFrame(ROWS), target="hired", favourable="yes", protected=["sex"])


def rows_of(source, like):
    parts, name, fingerprint = read_batches(source, like)
    found = list(parts)
    assert all(one.roles == like.roles and one.kinds == like.kinds for one in found)
    return pa.concat_tables([one.table for one in found]), len(found), name, fingerprint


def as_file(folder, kind, rows):
    frame, path = pd.DataFrame(rows), folder / f"new.{kind}"
    if kind == "parquet":
        papq.write_table(pa.Table.from_pandas(frame), path)
    elif kind == "jsonl":
        path.write_text("\n".join(json.dumps(one) for one in frame.to_dict("records")))
    elif kind == "xlsx":
        frame.to_excel(path, index=False)
    else:
        frame.to_csv(path, index=False)
    return path


@pytest.mark.parametrize("kind", ["csv", "parquet", "jsonl", "xlsx"])
@pytest.mark.parametrize("large", [False, True])
def test_every_kind_of_file_comes_in_batches(tmp_path, monkeypatch, like, kind, large):
    monkeypatch.setattr(batches, "ROWS_A_BATCH", 20)
    monkeypatch.setattr("workbench.data.sources.options.LARGE", 0 if large else 2**30)
    rows, n, name, fingerprint = rows_of(as_file(tmp_path, kind, ROWS), like)
    assert (rows.to_pydict(), n, name) == (ROWS, 3, "new")
    assert fingerprint.startswith("file:")


@pytest.mark.parametrize("lazy", [False, True])
def test_data_sets_and_frames_come_in_batches(like, lazy):
    other = read_data(pd.DataFrame(ROWS), lazy=lazy, name="other")
    assert rows_of(other, like)[0].to_pydict() == ROWS
    assert rows_of(other, like)[2:] == ("other", other.fingerprint)
    assert rows_of(pd.DataFrame(ROWS), like)[2:] == ("data", None)


def test_text_is_kept_as_it_is_written_where_all_of_it_looks_like_numbers(tmp_path, like):
    rows = {**ROWS, "code": ["1.50"] * N}
    assert rows_of(as_file(tmp_path, "csv", rows), like)[0]["code"].to_pylist() == ["1.50"] * N


def test_what_was_asked_for_is_done_to_new_rows_too(tmp_path):
    rows = {**ROWS, "score": ["?", *map(str, ROWS["score"][1:])], "hired": ["yes.", *ROWS["hired"][1:]]}
    path = as_file(tmp_path, "csv", rows)
    asked = {"missing": {"score": ["?"]}, "recode": {"hired": {"yes.": "yes"}}, "types": {"code": "text"}}
    like = read_data(path, target="hired", favourable="yes", **asked)
    assert str(like.kinds["score"]) == "double"
    assert rows_of(path, like)[0].equals(like.table)
    assert rows_of(as_file(tmp_path, "parquet", ROWS), like)[0].to_pydict() == ROWS


def test_rows_without_an_outcome_are_rows(tmp_path, like):
    path = as_file(tmp_path, "csv", {name: values for name, values in ROWS.items() if name != "hired"})
    assert rows_of(path, like)[0]["hired"].null_count == N


def test_what_does_not_fit_is_named(tmp_path, like):
    def refusal(kind, **changed):
        with pytest.raises(kind) as refused:
            rows_of(as_file(tmp_path, "csv", {**ROWS, **changed}), like)
        return str(refused.value)

    assert refusal(RoleError, score=["x"] * N) == (
        "Column 'score' holds string, and held double in the data the model was trained on.\n"
        "Give it the same kind of values."
    )
    assert refusal(RoleError, hired=["maybe"] * N) == (
        "Column 'hired' of 'new' holds 'maybe', which the model does not know as an outcome.\nIt knows 'yes' and 'no'."
    )
    with pytest.raises(ColumnNotFoundError) as refused:
        rows_of(pd.DataFrame(ROWS).drop(columns="sex"), like)
    assert str(refused.value).startswith("Column 'sex' is not in the data.")
