"""A file that needs to be said how it is read can be given to every template, and what is said is said once."""

import re

import numpy as np
import openpyxl
import pandas as pd
import pytest

import workbench as wb
from workbench.data.said import READ_WITH, reading_options
from workbench.errors import InputError, SourceError
from workbench.templates import check_values, find_templates

TEMPLATES = {one.id: one for one in find_templates().templates}
SAID = ["decimal=,", "encoding=latin-1"]


def messy(n=900, seed=3):
    """Return people with commas before decimals, names that are no ASCII, and an outcome that follows a score."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({"prénom": rng.choice(["Zoé", "Rémi"], n), "sex": rng.choice(["Female", "Male"], n)})
    frame["race"] = rng.choice(["White", "Asian"], n)
    frame["score"] = rng.uniform(1, 99, n).round(3)
    frame["pay"] = (20_000 + 300 * frame["score"] + rng.normal(0, 4_000, n)).round(2)
    frame["hired"] = np.where(frame["score"] + rng.normal(0, 20, n) > 50, "yes", "no")
    return frame


@pytest.fixture
def written(tmp_path):
    """Write these people as a program of another country does; return the numbers."""
    frame = messy()
    frame.to_csv(tmp_path / "leute.csv", sep=";", decimal=",", encoding="latin-1", index=False)
    return frame


@pytest.mark.parametrize("id", TEMPLATES)
def test_every_template_takes_how_its_file_is_read_and_nothing_else_there(id):
    one = next(one for one in TEMPLATES[id].parameters if one.name == "reading")
    assert (one.type, one.items, one.title, one.default) == ("list", "text", READ_WITH, [])
    for setting in ("table", "encoding", "decimal", "task"):
        taken = setting != "task" or id not in ("55-audit-decisions", "56-local-law-144")
        assert (setting in one.help) == taken
        assert (re.fullmatch(one.pattern, f"{setting}=x") is not None) == taken
    for refused in ("query=SELECT 1", "target=x", "decimal", "decimal=", "lazy=1", " table=x"):
        [problem] = [one for one in check_values(TEMPLATES[id], {"reading": [refused]}) if one.name == "reading"]
        assert problem.code == "pattern"


def test_what_is_said_in_a_form_is_what_remedies_say(tmp_path):
    told = "(in a form: Read with, encoding=latin-1)"
    pd.DataFrame({"é": [1]}).to_csv(tmp_path / "e.csv", index=False, encoding="latin-1")
    with pytest.raises(SourceError, match=re.escape(told)):
        wb.read_data(tmp_path / "e.csv")
    assert reading_options([told.partition(", ")[2].removesuffix(")")]) == {"encoding": "latin-1"}


@pytest.mark.parametrize(
    ("reading", "told"),
    [
        (
            ["latin-1"],
            "reading has 'latin-1', which says nothing about how to read.\nWrite table, encoding, decimal or t",
        ),
        (["header=3"], "reading has 'header=3', which says nothing about how to read."),
        (["decimal="], "reading has 'decimal=', which says nothing about how to read."),
        ([7], "reading has 7, which says nothing about how to read."),
        (["table=a", "table=b"], "reading says table twice: 'a' and 'b'.\nLeave out the one that is not meant."),
        ("decimal=,", "reading is 'decimal=,', which is no list."),
        (None, "reading is None, which is no list."),
    ],
)
def test_what_was_written_into_a_cell_and_is_no_option_is_refused_in_words(reading, told):
    with pytest.raises(InputError, match=f"^{re.escape(told)}"):
        wb.reading_options(reading)


def test_what_is_predicted_is_no_option_where_nothing_is():
    assert wb.reading_options(["table=a", "table=a", "task=regression"]) == {"table": "a", "task": "regression"}
    with pytest.raises(InputError, match="Write table, encoding or decimal, an equals sign and a value"):
        wb.reading_options(["task=regression"], task=False)


@pytest.mark.parametrize("id", TEMPLATES)
def test_every_template_refuses_in_words_what_a_person_wrote_into_its_cell(run_here, id, tmp_path):
    (tmp_path / "a.csv").write_text("x,y\n1,2\n")
    with pytest.raises(ValueError, match=r"reading has 'latin-1', which says nothing about how to read\.\nWrite table"):
        run_here(id, data_source="a.csv", reading=["latin-1"])


def test_a_first_report_of_a_messy_file(run_here, written):
    _, left = run_here(
        "00-first-report", data_source="leute.csv", target="hired", favourable="yes", protected=["sex"], reading=SAID
    )
    data = left["data"]
    assert data.column("pay").to_pylist() == written["pay"].tolist()
    assert set(data.column("prénom").to_pylist()) == {"Zoé", "Rémi"}
    assert (data.provenance.settings["encoding"], data.provenance.settings["decimal"]) == ("latin-1", ",")
    assert not wb.verify_report("first-report.html", data="leute.csv").is_altered


def test_decisions_of_a_messy_file(run_here, written):
    _, left = run_here(
        "55-audit-decisions",
        data_source="leute.csv",
        decision="hired",
        favourable="yes",
        protected=["sex"],
        within=[],
        reading=SAID,
    )
    rates = left["audit"].values("selection_rate", "sex")
    true = (written["hired"] == "yes").groupby(written["sex"]).mean()
    assert dict(zip(rates.groups, rates.values, strict=True)) == pytest.approx(dict(true))


def test_scores_of_a_messy_file(run_here, written):
    said, left = run_here(
        "56-local-law-144",
        data_source="leute.csv",
        rates="scoring",
        decision="",
        score="score",
        reading=SAID,
    )
    above = written["score"] > written["score"].median()
    n, k = (written["sex"] == "Female").sum(), above[written["sex"] == "Female"].sum()
    assert f"    Female | {n:,} | {k:,} | " in said["tables"]
    assert left["law"].tables[0].id == "scoring/sex"


def test_a_sheet_is_named(run_here, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["a note"])
    sheet = book.create_sheet("people")
    sheet.append(["hired", "sex"])
    for place in range(200):
        sheet.append([("yes", "no")[place % 3 == 0], "fm"[place % 2]])
    book.save(tmp_path / "a.xlsx")
    asked = {"data_source": "a.xlsx", "decision": "hired", "favourable": "yes", "protected": ["sex"], "within": []}
    with pytest.raises(SourceError, match=r"has 2 sheets.*\n.*table='Sheet' \(in a form: Read with, table=Sheet\)"):
        run_here("55-audit-decisions", **asked)
    _, left = run_here("55-audit-decisions", **asked, reading=["table=people"])
    assert left["audit"].decisions.n_rows == 200


@pytest.mark.parametrize(("target", "task"), [("pay", "regression"), ("race", "multiclass")])
def test_what_is_predicted_can_be_said(run_here, tmp_path, target, task):
    frame = messy()
    frame["race"] = np.where(frame["score"] > 80, "Two or more", frame["race"])
    frame.to_csv(tmp_path / "a.csv", sep=";", decimal=",", index=False)
    asked = {"data_source": "a.csv", "target": target, "protected": ["sex"], "reading": [f"task={task}"]}
    none = {"id": "", "group": "", "time": "", "not_known": [], "same": [], "population": [], "leave_out": []}
    said, left = run_here("20-prepare-data", **asked, **none, favourable="")
    assert left["data"].roles.task == task
    assert ("mean pay" in said["harm"]) == (task == "regression")
    with pytest.raises(ValueError, match=rf"Column '{target}' holds .*decides between two outcomes"):
        run_here("30-build-model", **asked)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"decision": ""}, "The tool selects people, and decision names no column.\nName the column that says who"),
        ({"decision": "", "score": ""}, "The tool selects people, and decision names no column."),
        ({"rates": "scoring", "score": ""}, "The tool scores people, and score names no column."),
        ({"decision": "", "score": "", "rates": "scoring"}, "The tool scores people, and score names no column."),
        ({"score": "advanced"}, "score and decision name the same column, 'advanced'.\nName another one, or none."),
        ({"ethnicity": "race"}, "ethnicity and race name the same column, 'race'."),
        ({"lowest_score": 100, "highest_score": 0}, "lowest_score is 100 and highest_score 0.\nGive the least score"),
    ],
)
def test_what_does_not_go_together_for_the_law_is_refused_before_anything_is_counted(run_here, asked, told):
    with pytest.raises(ValueError, match=re.escape(told)):
        run_here("56-local-law-144", **asked)


def test_words_that_the_law_does_not_ask_for_are_said_to_be_left_out(run_here):
    said, _ = run_here("56-local-law-144", small_justification="Few.", data_justification="Pooled.", data_kind="test")
    assert said["count"].startswith("small_justification is not told: small categories are kept in the ratios.\n")
    assert "data_justification" not in said["count"]
    assert "Few." not in said["publish"]
    assert ": Pooled." in said["publish"]
    said, _ = run_here("56-local-law-144", data_justification="Pooled.")
    assert "Pooled." not in said["publish"]
    assert said["count"].startswith("data_justification is not told: data_kind says neither pooled nor test")
