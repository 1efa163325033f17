"""Which data a study is about: told once, kept, and never replaced by an example without a word."""

import shutil
import tomllib

import pytest

import workbench as wb
from workbench.errors import InputError, StudyError
from workbench.study.opening import open_study

from . import kinds


@pytest.fixture
def own(study, monkeypatch):
    """A file beside the study, from where it is named."""
    monkeypatch.chdir(study.path.parent)
    kinds.people().to_csv("people.csv", index=False)
    return study.path.parent / "people.csv"


def read(path):
    return wb.read_data(path, target="hired", favourable="yes", protected=["sex"])


def test_what_was_told_is_kept_as_seen_from_the_study(study, own, anew):
    given = study.declare_data(own.name, target="hired", favourable="yes", protected=["sex"], reading=["decimal=,"])
    assert anew().declared == given
    told = tomllib.loads((study.path / "study.toml").read_text())["data"]
    assert told.pop("since")
    assert told == {
        "source": "../people.csv",
        "target": "hired",
        "favourable": "yes",
        "protected": ["sex"],
        "reading": ["decimal=,"],
    }
    assert study.status().about == "It is about 'people.csv': outcome 'hired', good 'yes', protected 'sex'."
    assert study.status().to_json()["data"]["source"] == "../people.csv"


def test_said_again_nothing_is_written_and_other_data_take_the_place(study, own, anew):
    first = study.declare_data(own, target="hired")
    text = (study.path / "study.toml").read_text()
    assert study.declare_data(own, target="hired") == first
    assert (study.path / "study.toml").read_text() == text
    assert study.declare_data(own, target="age").since == first.since  # the same rows in another role
    assert study.declare_data("other.csv").since > first.since
    assert anew().declared.source == "../other.csv"
    assert anew().declared.target == ""


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("postgresql://ann:secret@db.example:5432/people?sslpassword=x", "postgresql://db.example:5432/people"),
        ("https://ann@data.example/loans.csv?token=x#y", "https://data.example/loans.csv"),
        ("s3://bucket/loans.parquet", "s3://bucket/loans.parquet"),
    ],
)
def test_of_an_address_nothing_secret_is_kept(study, source, kept):
    assert study.declare_data(source).source == kept
    assert "secret" not in (study.path / "study.toml").read_text()


@pytest.mark.parametrize("source", ["", "  ", 3, None, "a\0b"])
def test_what_names_no_data_is_refused(study, source):
    with pytest.raises(InputError, match="source is"):
        study.declare_data(source)
    with pytest.raises(InputError, match="target is 3"):
        study.declare_data("a.csv", target=3)
    with pytest.raises(InputError, match="protected is 'sex'"):
        study.declare_data("a.csv", protected="sex")
    assert study.declared is None


def test_an_example_is_no_data_of_ones_own(study, own):
    assert study.declare_data("example:loans", target="approved") is None
    assert study.declared is None
    assert study.stand_in("example:loans") == "example:loans"
    study.declare_data(own)
    with pytest.raises(StudyError) as raised:
        study.declare_data("example:care")
    assert str(raised.value) == (
        "The study is about 'people.csv', and data_source is 'example:care', an example.\n"
        "Name your data, or run the example in another folder."
    )
    assert study.declared.name == "people.csv"


def test_nothing_stands_in_for_data_that_are_not_prepared(study, own):
    study.declare_data(own)
    with pytest.raises(StudyError) as raised:
        study.stand_in("example:loans")
    assert str(raised.value) == (
        "The study is about 'people.csv', and its data are not prepared yet.\n"
        "Run 20-prepare-data to its end, or give data_source."
    )


def test_what_was_kept_of_other_data_is_stale_and_passed_over(study, own, anew):
    fitted = kinds.fitted()
    study.save(fitted.prepared)
    study.save(fitted, "alone")
    assert study.load_first("prepared", "dataset").fingerprint == fitted.prepared.fingerprint
    study.declare_data(own)
    assert {(one.state, one.because) for one in study.status().kept} == {
        ("stale", "The study is about 'people.csv' now.")
    }
    assert anew().load_first("prepared", "dataset") is None
    with pytest.raises(
        StudyError, match=r"what was prepared of them is not fresh: The study is about 'people\.csv' now\."
    ):
        study.stand_in("example:loans")
    data = read(own)
    study.save(data)
    assert study.load_first("prepared", "dataset").fingerprint == data.fingerprint
    study.save(wb.prepare_data(wb.split_data(data)))
    assert study.status().one("prepared").state == "fresh"
    assert study.load_first("prepared").split.data.fingerprint == data.fingerprint


def test_what_was_made_of_the_same_file_before_it_was_named_stays_fresh(study, own):
    """A model that was trained in the study's first notebook is of these data, whether they are kept or not."""
    data = read(own)
    study.save(wb.fit_model(wb.prepare_data(wb.split_data(data)), "logistic_regression"))
    study.declare_data(own)
    assert study.status().is_fresh
    study.save(data)
    assert study.status().is_fresh


def test_a_file_of_the_same_name_elsewhere_is_another(study, own):
    other = own.parent / "earlier" / own.name
    other.parent.mkdir()
    kinds.people(seed=3).to_csv(other, index=False)
    study.save(read(other))
    study.declare_data(own)
    assert [one.because for one in study.status().kept] == ["The study is about 'people.csv' now."]
    shutil.copy(other, own)  # the same rows, though
    assert study.status().is_fresh


def test_what_a_person_saves_by_hand_later_counts(study, own):
    study.declare_data(own)
    study.save(kinds.data())  # of a frame
    assert study.status().is_fresh
    assert study.load_first("dataset").fingerprint == kinds.data().fingerprint


@pytest.mark.parametrize("source", ["example:admissions", "other.csv"])
def test_what_is_made_of_an_example_or_of_another_file_later_is_stale(study, own, anew, source):
    study.declare_data(own)
    study.save(wb.fit_model(wb.prepare_data(wb.split_data(read(own))), "logistic_regression"))
    kinds.people(seed=3).to_csv("other.csv", index=False)
    roles = {"target": "hired"} if source == "other.csv" else {"target": "admitted"}  # with or without an example's own
    for name, given in {"told": roles | {"favourable": "yes"}, "bare": {}}.items():
        data = wb.read_data(source, **given)
        study.save(data, name)
        if name == "told":
            fitted = wb.fit_model(wb.prepare_data(wb.split_data(data)), "logistic_regression")
            study.save(fitted, name)
            study.save(wb.audit_model(fitted), name)
    stale = {(one.stage, one.name): one.because for one in anew().status().kept if one.state != "fresh"}
    assert set(stale) == {("dataset", "told"), ("dataset", "bare"), ("fitted", "told"), ("audit", "told")}
    assert {because for (stage, _), because in stale.items() if stage != "audit"} == {
        "The study is about 'people.csv' now."
    }
    study.save(fitted)  # in the place of the study's own
    assert anew().load_first("fitted", "prepared") is None


def test_of_an_address_only_an_example_is_known_to_be_another(study, own):
    study.declare_data("https://data.example/people.csv")
    study.save(read(own), "loaded")
    study.save(wb.read_data("example:admissions"), "example")
    assert {one.name: one.state for one in study.status().kept} == {"loaded": "fresh", "example": "stale"}


def test_whether_a_study_is_about_some_data(study, own):
    assert study.is_about("example:loans")
    assert study.is_about(own.name)
    study.declare_data(own)
    assert study.is_about(own.name)
    assert study.is_about(own)
    assert not study.is_about("example:loans")
    assert not study.is_about("other.csv")
    with pytest.raises(InputError, match="source is ''"):
        study.is_about("")


def test_a_study_that_was_copied_with_its_data_is_about_the_same(study, own, tmp_path):
    study.save(read(own))
    study.declare_data(own)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    shutil.copytree(study.path, elsewhere / "loans")
    shutil.copy(own, elsewhere)
    own.unlink()
    there = open_study(elsewhere / "loans")
    assert there.status().is_fresh
    assert there.load_first("dataset").n_rows == read(elsewhere / "people.csv").n_rows


def test_without_data_of_ones_own_whatever_is_kept_is_taken(study):
    assert study.load_first("fitted", "dataset") is None
    study.save(kinds.data())
    assert study.load_first("fitted", "dataset").fingerprint == kinds.data().fingerprint
    with pytest.raises(InputError, match="No stage is named"):
        study.load_first()
    with pytest.raises(InputError, match="stage is 'model'"):
        study.load_first("dataset", "model")
