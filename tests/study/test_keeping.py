"""Saving and loading: what is written, what is not, what is refused, and what a damaged file brings about."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import workbench as wb
from workbench.errors import InputError, StudyError
from workbench.study.folder import sealed
from workbench.study.opening import open_study

from . import kinds


def files(study):
    return {one: (one.stat().st_mtime_ns, one.stat().st_ino) for one in study.path.rglob("*") if one.is_file()}


def test_an_equal_result_is_not_written_again(study, anew):
    for make in (kinds.data, kinds.prepared, kinds.fitted):
        study.save(make())
    before = files(study)
    for one in (study, anew()):
        kept = [one.save(make()) for make in (kinds.data, kinds.prepared, kinds.fitted)]
        assert [each.is_new for each in kept] == [False] * 3
        assert files(study) == before
    assert repr(kept[2]) == "Fitted 'main' was kept already, and is the same."


def test_an_equal_result_that_took_longer_is_not_written_again(study):
    contest = kinds.made("Contest")
    study.save(contest)
    slower = replace(contest, entries=tuple(replace(one, fit_seconds=99.0) for one in contest.entries))
    assert not study.save(slower).is_new


def test_a_result_with_other_findings_is_written(study):
    study.save(kinds.data())
    told = wb.Finding("WB101", "note", "Seen later", "why", "what")
    assert study.save(replace(kinds.data(), findings=(told,))).is_new
    assert study.load("dataset").findings == (told,)


def test_a_model_is_written_as_the_same_bytes_by_another_process(study):
    study.save(kinds.fitted())
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "import kinds\nfrom workbench.study.opening import open_study\n"
        "print(open_study(sys.argv[2]).save(kinds.fitted()).is_new)"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, str(Path(__file__).parent), str(study.path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.stdout == "False\n", told.stderr


def test_files_that_nothing_names_any_more_are_removed(study):
    study.save(kinds.fitted("logistic_regression"))
    first = set((study.path / "results" / "files").iterdir())
    study.save(kinds.fitted("boosted_trees"))
    second = set((study.path / "results" / "files").iterdir())
    assert not first <= second
    record = (study.path / "results" / "fitted" / "main.json").read_text()
    assert all(one.name in record for one in second)
    study.save(kinds.prepared())
    study.forget("fitted")
    assert not study.has("fitted")
    assert study.load("prepared") == kinds.prepared()


def test_what_several_results_hold_is_on_disk_once(study):
    study.save(kinds.data())
    n = len(list((study.path / "results" / "files").glob("*.parquet")))
    study.save(kinds.split())
    study.save(kinds.fitted())
    study.save(kinds.explanation())
    assert (n, len(list((study.path / "results" / "files").glob("*.parquet")))) == (1, 3)


NAMES = ["", "a b", "../a", "/a", "a/b", "Main", "ä", "con", "nul", "-a", "a" * 61, "a.b", "a\n", "a\0", 3, None]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_is_none_is_refused(name, study):
    said = (
        f"name is {name!r}, which cannot name a result.\n"
        "Use up to 60 small letters, digits, '-' and '_', such as 'main' or 'without-age'."
    )
    for call in (study.save, study.load, study.has):
        given = kinds.data() if call == study.save else "dataset"
        with pytest.raises(InputError) as raised:
            call(given, name)
        assert str(raised.value) == said


def test_what_is_no_result_and_no_stage_is_refused(study):
    with pytest.raises(InputError) as raised:
        study.save("a table")
    assert str(raised.value) == (
        "result is a str, which is no result of a stage.\n"
        "Give what a stage returned, such as read_data, fit_model or audit_model."
    )
    with pytest.raises(InputError, match=r"stage is 'fited'.\nAllowed are: 'dataset', .* Did you mean 'fitted'\?"):
        study.load("fited")


def test_what_is_not_kept_is_said_with_what_is(study):
    with pytest.raises(StudyError) as raised:
        study.load("fitted")
    assert str(raised.value) == (
        "The study keeps no fitted 'main'.\nIt keeps nothing yet: save a result with study.save(…)."
    )
    study.save(kinds.data(), "small")
    with pytest.raises(StudyError) as raised:
        study.load("dataset")
    assert str(raised.value) == "The study keeps no dataset 'main'.\nIt keeps: dataset 'small'."
    with pytest.raises(StudyError):
        study.forget("dataset")


def record_of(study, stage="dataset"):
    return study.path / "results" / stage / "main.json"


def edited(path, **changes):
    path.write_text(json.dumps(sealed({**json.loads(path.read_text()), **changes})))


def told(study, stage="dataset"):
    """Return what loading says; the status has to be told too, without failing."""
    with pytest.raises(StudyError) as raised:
        open_study(study.path).load(stage)
    status = open_study(study.path).status().one(stage)
    return str(raised.value), status.state, status.because


AGAIN = "\nMake the result again, and save it anew."


def test_a_truncated_record_is_damaged(study):
    study.save(kinds.data())
    path = record_of(study)
    path.write_bytes(path.read_bytes()[:200])
    said = "dataset 'main' of the study cannot be read: JSONDecodeError."
    assert told(study) == (said + AGAIN, "damaged", said)
    assert study.save(kinds.data()).is_new
    assert study.load("dataset") == kinds.data()


def test_an_altered_record_is_noticed(study):
    study.save(kinds.data())
    path = record_of(study)
    path.write_text(path.read_text().replace("2020", "2021").replace('"seed"', '"seed" '))
    path.write_text(path.read_text().replace('"stage":"dataset"', '"stage": "dataset", "more": 1'))
    said = "dataset 'main' of the study was altered after it was written."
    assert told(study) == (said + AGAIN, "damaged", said)


def test_a_record_that_was_moved_is_noticed(study):
    study.save(kinds.data())
    shutil.copy(record_of(study), record_of(study).with_name("other.json"))
    with pytest.raises(StudyError, match=r"dataset 'other' of the study was altered after it was written"):
        study.load("dataset", "other")


def test_a_file_that_is_gone_truncated_or_altered_is_noticed(study):
    study.save(kinds.data())
    [path] = (study.path / "results" / "files").iterdir()
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    said = f"dataset 'main' of the study is damaged: its file {path.name[:12]}….parquet is not what was written."
    with pytest.raises(StudyError) as raised:
        open_study(study.path).load("dataset")
    assert str(raised.value) == said + AGAIN
    assert study.save(kinds.data()).is_new
    assert study.load("dataset") == kinds.data()
    path.write_bytes(whole[:-1])
    assert told(study) == (said + AGAIN, "damaged", "A file of it is gone, or is not whole.")
    path.unlink()
    assert told(study) == (
        f"dataset 'main' of the study is damaged: a file of it is gone.{AGAIN}",
        "damaged",
        "A file of it is gone, or is not whole.",
    )
    assert study.save(kinds.data()).is_new
    assert study.load("dataset") == kinds.data()


def test_a_newer_format_is_named_and_never_overwritten(study):
    study.save(kinds.data())
    edited(record_of(study), schema="workbench.study.result/2")
    said = (
        "dataset 'main' of the study is of a newer format, workbench.study.result/2; "
        "workbench.study.result/1 is known here."
    )
    assert told(study) == (
        f"{said}\nUpdate the workbench: pip install --upgrade notebook-workbench.",
        "newer format",
        said,
    )
    before = record_of(study).read_bytes()
    with pytest.raises(StudyError, match="newer format"):
        study.save(kinds.data())
    assert record_of(study).read_bytes() == before


def test_a_record_of_another_kind_or_fingerprint_is_damaged(study):
    study.save(kinds.data())
    study.save(kinds.split())
    whole = record_of(study).read_text()
    edited(record_of(study), fingerprint="result:0")
    assert "its fingerprint is not that of what it holds" in told(study)[0]
    record_of(study).write_text(whole)
    other = json.loads(record_of(study, "split").read_text())
    edited(record_of(study), result=other["result"], parts=other["parts"], files=other["files"])
    with pytest.raises(StudyError, match="it holds another kind of result"):
        study.load("dataset")


FORMS = {
    "nodes": [{"kind": 3}],
    "before": [3],
    "files": {"../../etc/passwd": "x"},
    "versions": {"numpy": 3},
    "source": {"path": "a"},
    "parts": {},
    "unkept": "x",
}


@pytest.mark.parametrize("key", FORMS)
def test_a_record_of_another_form_is_damaged_and_fails_no_status(key, study):
    study.save(kinds.data())
    edited(record_of(study), **{key: FORMS[key]})
    said = "dataset 'main' of the study is damaged: it is not what records are."
    assert told(study) == (said + AGAIN, "damaged", said)


@pytest.mark.parametrize("name", ["../../../secret.parquet", "/etc/passwd", "a" * 64 + ".pkl", "a" * 64 + ".npz/../x"])
def test_a_record_reads_no_file_outside_of_the_study(name, study, tmp_path):
    (tmp_path / "secret.parquet").write_text("secret")
    study.save(kinds.data())
    record = json.loads(record_of(study).read_text())
    [part] = record["parts"]
    part["held"]["file"] = name
    edited(record_of(study), parts=[part], files={name: 6})
    with pytest.raises(StudyError) as raised:
        study.load("dataset")
    assert str(raised.value) == (f"dataset 'main' of the study is damaged: it names no file of its own.{AGAIN}")


def test_a_record_that_is_a_link_out_of_the_study_is_refused(study, tmp_path):
    study.save(kinds.data())
    outside = tmp_path / "elsewhere.json"
    record_of(study).rename(outside)
    record_of(study).symlink_to(outside)
    with pytest.raises(StudyError, match="lies outside of the study's folder"):
        study.load("dataset")
    assert study.status().one("dataset").state == "damaged"


def test_things_that_are_no_records_are_left_alone(study):
    study.save(kinds.data())
    (study.path / "results" / "dataset" / ".main-0123.json").write_text("half")
    (study.path / "results" / "dataset" / "Notes.json").write_text("{}")
    (study.path / "results" / "notes.txt").write_text("mine")
    (study.path / "results" / "files" / "mine.parquet").write_text("mine")
    assert len(study.status().kept) == 1
    study.save(replace(kinds.data(), name="other"))
    assert (study.path / "results" / "files" / "mine.parquet").exists()


def test_a_study_that_was_moved_opens(study, tmp_path):
    study.save(kinds.fitted())
    moved = shutil.copytree(study.path, tmp_path / "elsewhere" / "loans")
    shutil.rmtree(study.path)
    assert open_study(moved).load("fitted") == kinds.fitted()
    assert open_study(moved).status().is_fresh


def test_other_versions_of_packages_are_said(study):
    study.save(kinds.fitted())
    record = json.loads(record_of(study, "fitted").read_text())
    edited(record_of(study, "fitted"), versions={**record["versions"], "scikit-learn": "1.2.3"})
    [found] = study.status().one("fitted").findings
    assert (found.code, found.why) == (
        "WB318",
        "A model may predict otherwise with them, or not at all: scikit-learn 1.2.3, here "
        f"{record['versions']['scikit-learn']}.",
    )
    assert study.status().one("fitted").state == "fresh"
    assert study.load("fitted") == kinds.fitted()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="everything may be written by an administrator")
def test_a_folder_that_may_not_be_written_to_is_named(study):
    study.path.chmod(0o500)
    with pytest.raises(StudyError, match="cannot be written"):
        study.save(kinds.data())


def test_a_save_that_fails_in_between_leaves_the_old_result(study, monkeypatch):
    study.save(kinds.data())
    before = study.load("dataset")

    def fails(*_given):
        raise InputError("the disk is full")

    monkeypatch.setattr("workbench.study.folder.Folder.write_record", fails)
    with pytest.raises(InputError, match="the disk is full"):
        study.save(replace(kinds.data(), name="other"))
    monkeypatch.undo()
    assert open_study(study.path).load("dataset") == before
