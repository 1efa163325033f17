"""Data are read to check a report as they were read for it: nothing that somebody asked for has to be said again."""

import json
import sqlite3
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.core.encoding import decode, encode
from workbench.data.examples import loans
from workbench.errors import ColumnNotFoundError, InputError
from workbench.report.evidence import evidence_from_json
from workbench.report.formats import format_of
from workbench.report.reading_record import ReadingRecord, Recoded, reading_record

DATE = "2026-11-21"
EXAMPLE = loans(400, seed=7)
ASKED = {
    "missing": {"job": ["?"], "savings": [-9]},
    "recode": {"job": {"Clerk": "clerk"}},
    "types": {"zip": "text", "children": "number"},
}


def people():
    frame = EXAMPLE.frame.copy()
    place = np.arange(len(frame))
    frame["job"] = np.select([place % 7 == 0, place % 5 == 0], ["?", "Clerk"], "clerk")
    frame["zip"] = (place % 50).astype(str)
    frame["children"] = place % 4
    frame["savings"] = np.where(place % 11 == 0, -9, frame["savings"].fillna(0).round())
    frame["town"] = np.where(place % 2 == 0, "Zürich", "Łódź")
    return frame


def read(source, **more):
    return wb.read_data(source, **EXAMPLE.roles, name="loans", **more)


def written(folder, *results, audience="technical", **options):
    return wb.write_report(wb.build_report(*results, audience=audience, date=DATE, **options), folder / "report.html")


def of_model(data, folder):
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data, seed=7)), "logistic_regression", seed=2)
    return written(folder, fitted, wb.audit_model(fitted))


def statuses(found, *prefixes):
    return {one.status for one in found.facts if one.fact.id.startswith(prefixes)}


def altered(found):
    return [one.fact.id for one in found.facts if one.status == "altered"]


def not_the_same(found):
    return [note for note in found.notes if "not" in note and "trained again" not in note]


@pytest.fixture
def file(tmp_path):
    people().to_csv(tmp_path / "loans.csv", index=False, encoding="utf-16")
    return tmp_path / "loans.csv"


@pytest.mark.parametrize("given", ["file", "text", "frame", "data"])
def test_of_a_model_the_file_is_read_as_it_was(given, file, tmp_path):
    data = read(file, encoding="utf-16", **ASKED)
    target = of_model(data, tmp_path)
    found = wb.verify_report(target, data={"file": file, "text": str(file), "frame": people(), "data": data}[given])
    assert (found.exit_code, not_the_same(found), altered(found)) == (0, [], [])
    assert found.has_data
    assert statuses(found, "audit/", "model/train_rows", "data/") <= {"equal", "within tolerance"}


def test_what_was_read_from_a_frame_is_read_from_its_file(tmp_path):
    path = tmp_path / "loans.csv"
    people().to_csv(path, index=False)
    for given in (people(), path):
        found = wb.verify_report(of_model(read(people(), **ASKED), tmp_path), data=given)
        assert (found.exit_code, not_the_same(found), altered(found)) == (0, [], [])


def test_commas_that_were_said_to_stand_before_decimals_are_read_so_again(tmp_path):
    path, frame = tmp_path / "loans.csv", people()
    frame["savings"] = frame["savings"].map("{:.3f}".format).str.replace(".", ",")
    frame.to_csv(path, index=False)
    data = read(path, decimal=",")
    assert data.column("savings").type == "double"
    found = wb.verify_report(of_model(data, tmp_path), data=path)
    assert (found.exit_code, not_the_same(found), altered(found)) == (0, [], [])
    rows = [{"s": f"0,{place:02d}5", "sex": "fm"[place % 2]} for place in range(100)]
    pd.DataFrame(rows).to_csv(tmp_path / "scores.csv", index=False)
    audit = wb.audit_decisions(tmp_path / "scores.csv", score="s", threshold=0.5, protected=["sex"], decimal=",")
    found = wb.verify_report(written(tmp_path, audit), data=tmp_path / "scores.csv")
    assert (found.exit_code, not_the_same(found), altered(found)) == (0, [], [])


def test_values_that_are_gone_from_the_file_are_other_rows_and_no_mistake(file, tmp_path):
    target = of_model(read(file, encoding="utf-16", **ASKED), tmp_path)
    people().replace({"job": {"?": "cook"}}).to_csv(file, index=False, encoding="utf-16")
    found = wb.verify_report(target, data=file)
    assert found.has_other_data
    assert any("are not those recorded" in note for note in found.notes)


@pytest.mark.parametrize("level", ["internal", "public", "full"])
@pytest.mark.parametrize("what", ["profile", "split", "both", "data", "all"])
def test_a_report_of_data_alone_is_counted_again(what, level, file, tmp_path):
    data = read(file, encoding="utf-16", **ASKED)
    split = wb.split_data(data, seed=3, test_size=0.4)
    population = {"sex": {"female": 0.5, "male": 0.5}}
    profile = wb.profile_data(data, population=population)
    results = {
        "profile": [profile],
        "split": [split],
        "both": [profile, split],
        "data": [data],
        "all": [profile, wb.prepare_data(split), wb.find_leaks(split)],
    }[what]
    target = written(tmp_path, *results, audience="data", disclosure=level)
    found = wb.verify_report(target, data=file)
    assert (found.exit_code, altered(found), found.has_data) == (0, [], True)
    assert statuses(found, "data/", "profile/", "people/", "split/") == {"equal"}
    notes = ["It was counted again from loans.csv."]
    notes += ["What was checked for leaks, and how columns were prepared, was not done again."] * (what == "all")
    assert list(found.notes) == notes


def test_a_number_that_the_data_do_not_give_is_altered(tmp_path):
    """Print and evidence say the same, and another thing than the data, which only they can show."""
    frame = people()
    target = written(tmp_path, wb.profile_data(read(frame, **ASKED)), audience="data", disclosure="full")
    frame.loc[0, "income"] += 50_000
    found = wb.verify_report(target, data=frame)
    assert found.exit_code == 1
    assert altered(found)
    assert all(one.startswith("profile/") for one in altered(found))


def test_another_file_is_said_to_be_another(file, tmp_path):
    target = written(tmp_path, wb.profile_data(read(file, encoding="utf-16", **ASKED)), audience="data")
    people()[:-1].to_csv(file, index=False, encoding="utf-16")
    found = wb.verify_report(target, data=file)
    assert found.has_other_data
    assert any(note.startswith("loans.csv is not the file that was recorded: file:") for note in found.notes)


def test_a_file_without_a_column_is_told(file, tmp_path):
    target = written(tmp_path, wb.profile_data(read(file, encoding="utf-16", **ASKED)), audience="data")
    people().drop(columns="job").to_csv(file, index=False, encoding="utf-16")
    with pytest.raises(ColumnNotFoundError):
        wb.verify_report(target, data=file)


def test_data_made_of_others_cannot_be_read_again(tmp_path):
    part = wb.split_data(read(people())).train
    target = written(tmp_path, wb.profile_data(part), audience="data")
    with pytest.raises(InputError) as caught:
        wb.verify_report(target, data=people())
    assert str(caught.value) == (
        "The report does not say how its data were read, so that they cannot be counted again.\n"
        "Leave the data out, or compare with what profile_data says of them."
    )


# Sources of several tables.


def database(folder):
    path = folder / "people.sqlite"
    connection = sqlite3.connect(path)
    people().to_sql("loans", connection, index=False)
    people()[:50].to_sql("others", connection, index=False)
    connection.close()
    return path


def test_the_table_that_was_read_is_read(tmp_path):
    path = database(tmp_path)
    profile = wb.profile_data(read(path, table="loans"))
    target = written(tmp_path, profile, audience="data")
    assert wb.verify_report(target, data=path).exit_code == 0
    assert wb.verify_report(target, data=people()).exit_code == 0


def test_a_query_of_a_report_is_never_asked(tmp_path):
    path = database(tmp_path)
    data = read(path, query="SELECT * FROM loans WHERE 'secret' = 'secret'")
    target = written(tmp_path, wb.profile_data(data), audience="data")
    assert "secret" not in target.read_text(encoding="utf-8")
    for given in (path, str(path), f"sqlite:///{path}"):
        with pytest.raises(InputError) as caught:
            wb.verify_report(target, data=given)
        assert str(caught.value) == (
            "The report was made from the answer to a query, which is not asked again: "
            "a report is not to say what is run in a database.\n"
            "Give what read_data(…, query=…) returns with that query."
        )
    assert wb.verify_report(target, data=data).exit_code == 0


def test_two_queries_of_one_file_are_two_data_sets(tmp_path):
    import duckdb

    path = tmp_path / "people.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE numbers AS SELECT range AS x FROM range(100)")
    one, other = (wb.read_data(path, query=query) for query in ("FROM numbers", "SELECT x FROM numbers"))
    assert one.rows_fingerprint == other.rows_fingerprint
    assert one.fingerprint != other.fingerprint


# The record.


def test_what_was_asked_travels_and_comes_back(file):
    data = read(file, encoding="utf-16", **ASKED)
    record = reading_record(data, bare=False)
    assert record == ReadingRecord(
        source=data.provenance.inputs[0],
        encoding="utf-16",
        types={"zip": "text", "children": "number"},
        missing={"job": ("?",), "savings": (-9,)},
        recode={"job": (Recoded("Clerk", "clerk"),)},
    )
    assert decode(ReadingRecord, json.loads(json.dumps(encode(record)))) == record
    assert reading_record(wb.profile_data(data), bare=False) == record
    assert reading_record(data, bare=True).source == "not published"
    assert reading_record(None, bare=False) is None


def test_truth_and_numbers_stay_what_they_are():
    frame = pd.DataFrame({"": [True, False, True], "b": [1, 2, 1], "c": [0.5, 1.5, 2.5]})
    data = wb.read_data(frame, missing={"b": [1], "c": [0.5]}, recode={"": {True: False}})
    record = reading_record(data, bare=False)
    assert (record.missing, record.recode) == ({"b": (1,), "c": (0.5,)}, {"": (Recoded(True, False),)})
    again = decode(ReadingRecord, json.loads(json.dumps(encode(record))))
    assert repr(again) == repr(record)
    anywhere = wb.read_data(frame, missing=[1])
    assert reading_record(anywhere, bare=False).missing_anywhere == (1,)


def test_evidence_from_before_says_nothing_of_reading_and_is_read(tmp_path):
    target = written(tmp_path, wb.profile_data(read(people())), audience="data")
    evidence = dict(format_of(Path(target)).read(target.read_bytes()).evidence)
    materials = dict(evidence["materials"])
    assert materials.pop("reading") is not None
    from workbench.report.written import materials_from_json

    assert materials_from_json(materials).reading is None
    assert evidence_from_json(evidence)


def test_a_date_that_stands_for_nothing_is_read_so_again(tmp_path):
    frame = people()
    frame["since"] = pd.date_range("2020-01-01", periods=len(frame)).date.astype(str)
    frame.loc[::9, "since"] = "1900-01-01"
    import datetime as dt

    path = tmp_path / "dates.csv"
    frame.to_csv(path, index=False)
    asked = {
        "missing": {"since": [dt.date(1900, 1, 1)]},
        "recode": {"since": {dt.date(2020, 1, 2): dt.date(2020, 1, 3)}},
    }
    target = written(tmp_path, wb.profile_data(read(path, **asked)), audience="data")
    found = wb.verify_report(target, data=path)
    assert (found.exit_code, altered(found)) == (0, [])
