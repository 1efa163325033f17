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


def test_an_example_is_not_prepared_in_a_study_of_ones_own(study, tmp_path):
    study.declare_data(tmp_path / "own.csv")
    with pytest.raises(StudyError, match="data_source is 'example:care', an example"):
        Notebook("20-prepare-data", tmp_path).run("parameters", "read")


def test_where_the_study_is_about_nothing_the_first_line_says_what_stands_in(tmp_path):
    said = Notebook("30-build-model", tmp_path).run("parameters", "read").said["read"]
    assert said == "The study is about no data yet, so example:loans stands in.\n"
    assert wb.open_study(tmp_path / "study").declared is None
