"""Templates in a study about a person's own table, where something else is saved there or its model is out of date."""

import pytest

import workbench as wb
from workbench.data.examples import loans
from workbench.errors import StudyError

from .stepwise import Notebook

OWN = {"data_source": "own.csv", "target": "approved", "favourable": "yes", "protected": ["origin"]}
ROLES = {"target": "approved", "favourable": "yes", "protected": ["origin"]}
TAKEN = {"40-explain-model": ("parameters", "fit"), "50-audit-bias": ("parameters", "model")}


@pytest.fixture
def study(tmp_path):
    loans(600, seed=1).frame.to_csv(tmp_path / "own.csv", index=False)
    loans(500, seed=2).frame.to_csv(tmp_path / "other.csv", index=False)
    return wb.open_study(tmp_path / "study")


def prepare(study, path, **roles):
    """Save what the template that prepares data saves; return what is prepared."""
    data = wb.read_data(path, **(roles or ROLES))
    split = wb.split_data(data, seed=1)
    prepared = wb.prepare_data(split)
    for one in (data, split, prepared):
        study.save(one)
    return prepared


@pytest.mark.parametrize("other", [{}, {**OWN, "data_source": "other.csv"}])
def test_a_first_report_of_other_data_is_kept_apart_and_nothing_goes_on_with_it(study, tmp_path, other):
    Notebook("10-frame-the-decision", tmp_path, **OWN).run("parameters", "people")
    Notebook("00-first-report", tmp_path, **OWN).run("parameters", "read")
    own = study.load("dataset")
    steps = ("parameters", "read", "split", "prepare", "fit")
    said = Notebook("00-first-report", tmp_path, **other).run(*steps).said["read"]
    assert said.startswith("The study is about 'own.csv'; what is made of ")
    assert study.load("dataset") == own
    assert {(one.stage, one.name): one.because for one in study.status().kept} == {
        ("dataset", "first-report"): "The study is about 'own.csv' now.",
        ("fitted", "first-report"): "The study is about 'own.csv' now.",
        ("dataset", "main"): "",
    }
    for id, cells in TAKEN.items():
        with pytest.raises(StudyError, match=r"about 'own\.csv', and its data are not prepared yet"):
            Notebook(id, tmp_path).run(*cells)


def test_a_first_report_of_ones_own_table_is_the_studys(study, tmp_path):
    study.declare_data(tmp_path / "own.csv")
    run = Notebook("00-first-report", tmp_path, **OWN).run("parameters", "read")
    assert run.said["read"] == ""
    assert study.status().is_fresh
    assert [one.name for one in study.status().kept] == ["main"]


@pytest.mark.parametrize("id", TAKEN)
def test_a_model_of_an_example_that_was_named_is_not_gone_on_with(study, tmp_path, id):
    study.declare_data(tmp_path / "own.csv")
    Notebook(id, tmp_path, data_source="example:admissions", model="logistic_regression").run(*TAKEN[id])
    with pytest.raises(StudyError, match="its data are not prepared yet"):
        Notebook(id, tmp_path).run(*TAKEN[id])
    with pytest.raises(StudyError, match=r"can be reported\. fitted 'main': stale\. The study is about"):
        Notebook("60-write-report", tmp_path).run("parameters", "study", "gather")


@pytest.mark.parametrize("id", TAKEN)
def test_a_model_that_is_out_of_date_is_replaced_by_no_plain_one(study, tmp_path, id):
    study.declare_data(tmp_path / "own.csv")
    study.save(wb.fit_model(prepare(study, tmp_path / "own.csv"), "logistic_regression", threshold=0.6))
    prepare(study, tmp_path / "own.csv", **{**ROLES, "protected": ["origin", "sex"]})
    with pytest.raises(StudyError) as raised:
        Notebook(id, tmp_path).run(*TAKEN[id])
    assert str(raised.value) == (
        "The model of the study is stale: Made of another prepared 'main' than is kept now.\n"
        "Run 30-build-model, or study.forget('fitted') for a plain model in its place."
    )
    assert not study.has("fitted", "other")
    study.forget("fitted")
    run = Notebook(id, tmp_path, model="logistic_regression").run(*TAKEN[id])
    assert "The model was trained here, on the prepared data of the study.\n" in run.said[TAKEN[id][1]]
    assert study.load("fitted") == run["fitted"]


def test_what_only_a_plain_model_is_made_of_is_said_to_be_out_of_date(study, tmp_path):
    """Of amounts there is no template that builds a model."""
    study.declare_data(tmp_path / "own.csv")
    roles = {"target": "income", "task": "regression", "protected": ["origin"]}
    study.save(wb.fit_model(prepare(study, tmp_path / "own.csv", **roles), "ridge"))
    prepare(study, tmp_path / "own.csv", **{**roles, "protected": ["sex"]})
    said = Notebook("40-explain-model", tmp_path, model="ridge").run(*TAKEN["40-explain-model"]).said["fit"]
    assert said.startswith("The model of the study is stale: Made of another prepared 'main' than is kept now.\n")


def test_a_policy_that_is_framed_again_is_held_against_the_rows_that_are_held_out(study, tmp_path):
    cells = ("parameters", "people", "seen")
    first = Notebook("10-frame-the-decision", tmp_path, **OWN).run(*cells)
    assert first.said["people"].startswith("The data are own.csv; the study keeps none yet.\n")
    data = wb.read_data(tmp_path / "own.csv", **ROLES, id="income", missing={"purpose": ["car"]})
    split = wb.split_data(data, test_size=0.5, seed=3)
    study.save(data)
    study.save(split)
    for named in (OWN, {"data_source": "own.csv"}, {}):
        again = Notebook("10-frame-the-decision", tmp_path, **named).run(*cells)
        assert again.said["people"].startswith("The data are those of the study.\n")
        assert again["split"] == split
    other = Notebook("10-frame-the-decision", tmp_path, **{**OWN, "protected": ["sex"]}).run(*cells)
    assert other.said["people"].startswith("The data are own.csv; the study keeps a data set already.\n\nsex\n")
    assert [one.title for one in other["split"].data.roles.protected] == ["sex"]


def test_a_split_of_other_data_is_none_of_these(study, tmp_path):
    study.save(wb.split_data(wb.read_data(tmp_path / "other.csv", **ROLES)))
    study.save(wb.read_data(tmp_path / "own.csv", **ROLES))
    run = Notebook("10-frame-the-decision", tmp_path).run("parameters", "people", "seen")
    assert run["split"].data == run["data"] == study.load("dataset")
