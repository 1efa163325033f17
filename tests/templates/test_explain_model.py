"""The template that explains a model: on a person's own table, and what it claims about the bundled one."""

import re

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.data.examples import loans

from .stepwise import Notebook

OWN = {"data_source": "own table.csv", "target": "result", "favourable": "yes", "cannot_change": [], "only_up": []}
WRITTEN = "The report is in explanation.html, and the letter in letter.html. Open them from the file browser.\n"


def test_ones_own_table_without_times_is_explained(run_cells, tmp_path):
    names = {"approved": "result", "sex": "who asks", "debt_ratio": "what is owed"}
    loans(800, seed=1).frame.rename(columns=names).drop(columns="origin").to_csv(
        tmp_path / "own table.csv", index=False
    )
    said = run_cells("40-explain-model", **OWN, protected=["who asks"], model="logistic_regression")
    assert said["write"].startswith(WRITTEN)
    assert not wb.verify_report(tmp_path / "explanation.html").is_altered
    assert "who asks" in said["groups"]
    assert said["trade"].startswith("Proxies: none was found\nright with them: ")
    assert "without" not in said["trade"]
    assert said["truth"].startswith("Nobody knows the truth about this table.")
    letter = (tmp_path / "letter.html").read_text(encoding="utf-8")
    assert "what is owed" in letter
    assert "The decision is: denied." not in letter  # the own table does not call it so


@pytest.mark.slow
def test_where_nobody_is_refused_and_no_group_is_named_it_says_so(run_cells, tmp_path):
    frame = loans(800, seed=1, approval_rate=0.98, origin_gap=0.0).frame.rename(columns={"approved": "result"})
    frame.to_csv(tmp_path / "own table.csv", index=False)
    said = run_cells("40-explain-model", **OWN, protected=[], model="logistic_regression", case=239)  # the last
    assert said["person"].startswith("Explanation of one favourable decision: ")
    assert said["counterfactual"] == "Nobody from this place on was refused, so there is nothing to turn.\n"
    assert said["groups"] == ""
    assert said["write"].startswith(WRITTEN)


@pytest.mark.slow
def test_what_the_text_says_of_the_loans_is_what_is_shown(run_cells):
    said = run_cells("40-explain-model")
    assert "500 rows were explained" in said["importance"]
    assert "the order of the first 5 columns was settled then." in said["importance"]
    assert "Column 'district' stands for 'origin' and carries a large part of the gap" in said["groups"]
    assert "which chance could make" in said["groups"]  # by sex there is none
    assert said["gap"].startswith("Explanation by origin over ")
    before, after = (float(one) for one in re.findall(r"them: ([\d.]+) of 100", said["trade"]))
    assert after < before
    domestic, foreign = (re.findall(rf"^{name}\s+(\d+)\.0\s+(\d+)\.0$", said["trade"], re.MULTILINE)[0]
                         for name in ("domestic", "foreign"))  # fmt: skip
    assert int(domestic[0]) - int(foreign[0]) >= 10
    assert abs(int(domestic[1]) - int(foreign[1])) <= 3
    assert said["person"].startswith("Explanation of one unfavourable decision: ")
    assert "district" in said["person"]
    method_b, method_a = (line.split(": ")[1] for line in said["other"].splitlines())
    assert set(method_b.split(", ")) == set(method_a.split(", "))
    assert method_b != method_a
    ways = said["counterfactual"]
    assert "for 'yes'" in ways
    assert not re.search(r"district: |age: ", ways)
    true, found, proxy = said["truth"].splitlines()
    assert found.split(":")[1].split() == true.split(":")[1].split()
    assert proxy == "proxy: district; found: district"
    assert said["write"].startswith(WRITTEN)


@pytest.mark.slow
def test_a_model_of_one_column_is_explained_as_far_as_it_goes(run_cells):
    said = run_cells(
        "40-explain-model",
        data_source="example:admissions",
        model="logistic_regression",
        cannot_change=[],
        only_up=[],
    )
    assert said["interactions"].startswith("An interaction is one of two columns, and there is 1.\n")
    assert said["trade"].startswith("Proxies: department\nright with them: ")
    assert "without" not in said["trade"]
    assert said["write"].startswith(WRITTEN)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("task", "model", "told"),
    [("regression", "ridge", "predicts amounts"), ("multiclass", "logistic_regression", "tells several")],
)
def test_a_model_of_the_study_that_refuses_nobody_is_explained_without_a_letter(tmp_path, task, model, told):
    rng = np.random.default_rng(3)
    frame = pd.DataFrame({"sex": rng.choice(["f", "m"], 300), "x": rng.normal(size=300), "z": rng.normal(size=300)})
    amounts = 3 * frame["x"] + frame["z"] + (frame["sex"] == "f") + rng.normal(size=300)
    frame["y"] = amounts if task == "regression" else np.array(["low", "mid", "high"])[np.digitize(amounts, [-1, 2])]
    data = wb.read_data(frame, target="y", protected=["sex"], task=task)
    study = wb.open_study(tmp_path / "study")
    study.save(wb.fit_model(wb.prepare_data(wb.split_data(data, seed=1)), model, seed=1))
    run = Notebook("40-explain-model", tmp_path).run()
    assert run.said["fit"] == "The model is the one in the study.\n"
    assert told in run.said["trade"]
    assert "right with" not in run.said["trade"]
    assert "no letter to write" in run.said["person"]
    assert (run["person"], run["counterfactuals"], run["letter"]) == (None, None, None)
    assert run.said["counterfactual"] == "Without a decision there is nothing to turn.\n"
    assert run.said["write"].startswith("The report is in explanation.html. Open it")
    assert not (tmp_path / "letter.html").exists()
    assert run["explanation"].importances[0].column == "x"
    assert not wb.verify_report(tmp_path / "explanation.html").is_altered
