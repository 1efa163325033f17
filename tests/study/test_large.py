"""Rows that are too many to be copied stay where they are, and are found again."""

import shutil

import pandas as pd
import pytest

import workbench as wb
from workbench.data.sources import places
from workbench.errors import StudyError
from workbench.study import sources
from workbench.study.opening import open_study

from . import kinds


@pytest.fixture
def csv(tmp_path):
    path = tmp_path / "people.csv"
    kinds.people(n=2_000).to_csv(path, index=False)
    return path


@pytest.fixture
def parquet(tmp_path):
    folder = tmp_path / "parts"
    folder.mkdir()
    for place in range(3):
        kinds.people(n=500, seed=place).to_parquet(folder / f"{place}.parquet")
    return folder


def read(path, **more):
    return wb.read_data(path, target="hired", favourable="yes", protected=["sex"], **more)


READINGS = {
    "csv": {"types": {"school": "text"}, "missing": {"age": [20, 21]}, "recode": {"school": {"c": "b"}}},
    "parquet": {"missing": ["a"]},
}


@pytest.mark.parametrize("kind", READINGS)
@pytest.mark.parametrize("more", [{}, "changed"])
def test_rows_on_disk_stay_there(kind, more, study, anew, request):
    path = request.getfixturevalue(kind)
    data = read(path, lazy=True, **(READINGS[kind] if more else {}))
    assert data.is_stored
    kept = study.save(data)
    [found] = kept.findings
    assert (found.code, found.title) == ("WB321", f"The rows of {data.name!r} stay in their file")
    assert str(path) in found.why
    assert not (study.path / "results" / "files").exists()
    back = anew().load("dataset")
    assert back == data
    assert back.is_stored
    assert wb.profile_data(back) == wb.profile_data(data)
    assert not anew().save(back).is_new


def test_a_large_table_in_memory_stays_in_its_file(csv, study, anew, monkeypatch):
    monkeypatch.setattr(sources, "LARGE", 1_000)
    data = read(csv, lazy=False)
    assert [one.code for one in study.save(data).findings] == ["WB321"]
    back = anew().load("dataset")
    assert back == data
    pd.testing.assert_frame_equal(back.frame(), data.frame())
    split = wb.split_data(data, seed=1)
    study.save(split)
    assert anew().load("split") == split
    assert len(list((study.path / "results" / "files").iterdir())) == 2


def test_rows_of_no_file_are_copied(csv, study, anew, monkeypatch):
    monkeypatch.setattr(sources, "LARGE", 1_000)
    data = read(pd.read_csv(csv))
    assert study.save(data).findings == ()
    assert anew().load("dataset") == data
    lazy = read(csv, lazy=True)
    monkeypatch.setattr(places, "_PLACES", {})
    assert study.save(lazy, "lazy").findings == ()
    back = anew().load("dataset", "lazy")
    assert back == lazy
    assert back.is_stored
    pd.testing.assert_frame_equal(back.frame(), lazy.frame())
    assert not anew().save(back, "lazy").is_new


def test_rows_that_are_gone_or_others_are_named(csv, study):
    data = read(csv, lazy=True)
    study.save(data)
    moved = csv.rename(csv.with_suffix(".old"))
    with pytest.raises(StudyError) as raised:
        open_study(study.path).load("dataset")
    assert str(raised.value).startswith(f"The rows stayed in {str(csv)!r} and cannot be read: There is no file")
    assert str(raised.value).endswith("\nPut the file back, or read the table again and save it anew.")
    kinds.people(n=2_000, seed=9).to_csv(csv, index=False)
    with pytest.raises(StudyError) as raised:
        open_study(study.path).load("dataset")
    assert str(raised.value) == (
        f"The rows in {str(csv)!r} are no longer those that the study was told of.\n"
        "Put the old file back, or read the table again and save it anew."
    )
    assert study.status().one("dataset").state == "stale"
    moved.replace(csv)
    assert open_study(study.path).load("dataset") == data


def test_a_file_that_moved_with_its_study_is_found(csv, study, tmp_path):
    data = read(csv, lazy=True)
    study.save(data)
    there = tmp_path / "there"
    shutil.copytree(study.path, there / "loans")
    csv.rename(there / csv.name)
    assert open_study(there / "loans").load("dataset") == data
    assert open_study(there / "loans").status().is_fresh


def test_a_record_brings_no_sql(parquet, study):
    study.save(read(parquet, lazy=True))
    text = (study.path / "results" / "dataset" / "main.json").read_text()
    assert "expressions" not in text
    assert "CAST" not in text.upper()
