"""Templates in a study that is about a person's own table: they go on with it, or stop and say what is lacking."""

import pytest

import workbench as wb
from workbench.data.examples import loans
from workbench.errors import StudyError, WorkbenchError

from .stepwise import Notebook

FIRST = {
    "30-build-model": ("parameters", "read"),
    "40-explain-model": ("parameters", "fit"),
    "50-audit-bias": ("parameters", "model"),
    "60-write-report": ("parameters", "study", "gather"),
}
OWN = {"data_source": "own.csv", "target": "approved", "favourable": "yes", "protected": ["origin"]}


@pytest.fixture
def study(tmp_path):
    loans(600, seed=1).frame.to_csv(tmp_path / "own.csv", index=False)
    return wb.open_study(tmp_path / "study")


def prepared(source, **roles):
    data = wb.read_data(source, **roles)
    return data, wb.prepare_data(wb.split_data(data, seed=1))


def read(tmp_path):
    return prepared(tmp_path / "own.csv", target="approved", favourable="yes", protected=["origin"])


@pytest.mark.parametrize("id", FIRST)
def test_nothing_stands_in_for_a_table_that_is_not_prepared(id, study, tmp_path):
    Notebook("10-frame-the-decision", tmp_path, **OWN).run("parameters", "people")
    with pytest.raises(StudyError) as raised:
        Notebook(id, tmp_path).run(*FIRST[id])
    assert str(raised.value) == (
        "The study is about 'own.csv', and its data are not prepared yet.\n"
        "Run 20-prepare-data to its end, or give data_source."
    )
    assert study.status().kept == ()


@pytest.mark.parametrize("id", [id for id in FIRST if id != "60-write-report"])
def test_what_was_made_of_an_example_before_is_not_taken_for_it(id, study, tmp_path):
    """A newcomer ran all of it on examples, and then named a table of their own, whose preparation stopped half-way."""
    example = prepared("example:admissions")
    for one in (*example, wb.fit_model(example[1], "logistic_regression")):
        study.save(one)
    with pytest.raises(WorkbenchError, match="stay"):  # a column of the example, which this table has not
        Notebook("20-prepare-data", tmp_path, **OWN, not_known=[], same=[]).run("parameters", "read", "decide")
    assert study.declared.name == "own.csv"
    with pytest.raises(StudyError, match=r"The study is about 'own\.csv' now"):
        Notebook(id, tmp_path).run(*FIRST[id])
    study.save(read(tmp_path)[0])  # as far as the next cell
    with pytest.raises(StudyError, match="what was prepared of them is not fresh: "):
        Notebook(id, tmp_path).run(*FIRST[id])


@pytest.mark.parametrize("id", [id for id in FIRST if id != "60-write-report"])
def test_what_was_prepared_of_it_is_gone_on_with(id, study, tmp_path):
    study.declare_data(tmp_path / "own.csv")
    for one in read(tmp_path):
        study.save(one)
    run = Notebook(id, tmp_path).run(*FIRST[id])
    assert "prepared" in "".join(run.said.values())
    assert run["data"].fingerprint == study.load("dataset").fingerprint


@pytest.mark.parametrize("id", ["40-explain-model", "50-audit-bias"])
def test_what_is_left_out_of_prepared_data_a_model_that_is_trained_here_does_not_see(id, study, tmp_path):
    for one in read(tmp_path):
        study.save(one)
    before = study.load("prepared")
    run = Notebook(id, tmp_path, leave_out=["district", "debt_ratio"]).run(*FIRST[id])
    assert set(before.columns) - set(run["fitted"].prepared.columns) == {"district", "debt_ratio"}
    assert run["fitted"].prepared.split.fingerprint == before.split.fingerprint  # nobody is held out anew
    assert "Not used" not in run.said[FIRST[id][1]]
    assert study.status().is_fresh
    assert study.load("prepared").fingerprint == before.fingerprint


@pytest.mark.parametrize("id", ["40-explain-model", "50-audit-bias"])
def test_what_a_model_of_the_study_was_never_asked_is_said(id, study, tmp_path):
    data, ready = read(tmp_path)
    study.save(wb.fit_model(ready, "logistic_regression"))
    run = Notebook(id, tmp_path, leave_out=["district"], reading=["decimal=,"]).run(*FIRST[id])
    told = "Not used: decimal, leave_out. They count where data_source names a file.\n"
    assert told in run.said[FIRST[id][1]]
    assert run["data"].fingerprint == data.fingerprint


@pytest.mark.parametrize("kept", ["prepared", "dataset"])
def test_what_columns_of_the_study_are_for_is_not_said_again_in_vain(kept, study, tmp_path):
    data, ready = read(tmp_path)
    study.save(ready if kept == "prepared" else data)
    said = {"target": "home_owner", "favourable": "no", "protected": ["sex"]}
    run = Notebook("30-build-model", tmp_path, **said).run("parameters", "read")
    assert run["data"].roles == data.roles
    assert "Not used: target, favourable, protected. They count where data_source" in run.said["read"]
    assert "Not used" not in Notebook("30-build-model", tmp_path, **OWN).run("parameters", "read").said["read"]


def test_what_is_said_of_no_file_is_not_used_to_frame_a_decision_and_that_is_said(study, tmp_path):
    study.declare_data(tmp_path / "own.csv", **{name: said for name, said in OWN.items() if name != "data_source"})
    study.save(read(tmp_path)[0])
    for given, told in (({"protected": ["sex"]}, "Not used: protected. They count"), ({}, ""), (OWN, "")):
        said = Notebook("10-frame-the-decision", tmp_path, **given).run("parameters", "people").said["people"]
        assert said.startswith("The data are those of the study.\n" + told)
        assert ("Not used" in said) == bool(told)


def test_an_example_is_not_prepared_in_a_study_of_ones_own(study, tmp_path):
    study.declare_data(tmp_path / "own.csv")
    with pytest.raises(StudyError, match="data_source is 'example:care', an example"):
        Notebook("20-prepare-data", tmp_path).run("parameters", "read")


def test_where_the_study_is_about_nothing_the_first_line_says_what_stands_in(tmp_path):
    said = Notebook("30-build-model", tmp_path).run("parameters", "read").said["read"]
    assert said == "The study is about no data yet, so example:loans stands in.\n"
    assert wb.open_study(tmp_path / "study").declared is None
