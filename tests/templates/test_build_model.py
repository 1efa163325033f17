"""The template that builds a model: on a person's own table, and what it claims about the bundled one."""

import re

import pytest

import workbench as wb
from workbench.data.examples import loans

OWN = {"data_source": "own table.csv", "target": "result", "favourable": "yes", "n_repeats": 1, "of": 200}
WRITTEN = "The report is in model.html. Open it from the file browser.\n"


def test_a_model_of_ones_own_table_is_built_without_groups(run_cells, tmp_path):
    frame = loans(400, seed=1).frame.drop(columns=["sex", "origin"]).rename(columns={"approved": "result"})
    frame.to_csv(tmp_path / "own table.csv", index=False)
    said = run_cells(
        "30-build-model",
        **OWN,
        models=["logistic_regression"],
        model="",
        calibration="sigmoid",
        decide_by="capacity",
        capacity=50,
    )
    assert "better than the baseline" in said["tune"]
    assert "Traceback" not in "".join(said.values())
    assert said["calibrated"].startswith("Fitted logistic regression, calibrated: right in ")
    assert said["capacity"].startswith("of 200 new people, ")
    assert said["gaps"].count("\n") == 2  # a line a threshold, and no group
    assert "no protected attribute, so nothing can be compared" in said["audit"]
    assert said["write"].startswith(WRITTEN)
    assert not wb.verify_report(tmp_path / "model.html").is_altered
    read = wb.read_model(tmp_path / "model.skops")
    assert read.threshold == pytest.approx(
        float(re.findall(r"by capacity: threshold ([\d.]+)", said["gaps"])[0]), abs=0.01
    )


@pytest.mark.slow
def test_names_groups_and_rows_that_belong_together_are_ones_own(run_cells, tmp_path):
    names = {"approved": "result", "sex": "who asks", "debt_ratio": "what is owed"}
    frame = loans(800, seed=1).frame.rename(columns=names)
    frame.assign(household=[f"h{place // 2}" for place in range(800)]).to_csv(tmp_path / "own table.csv", index=False)
    said = run_cells(
        "30-build-model",
        **OWN,
        protected=["who asks"],
        group="household",
        models=["logistic_regression", "random_forest"],
        model="logistic_regression",
        metric="roc_auc",
        margin=0.02,
        capacity=100,
    )
    assert said["compare"].startswith("Contest of 3 models on 10 folds: ")
    assert "who asks  selection_rate" in said["gaps"]
    assert said["write"].startswith(WRITTEN)
    assert "who asks" in (tmp_path / "model.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_what_the_text_says_of_the_loans_is_what_is_shown(run_cells, tmp_path):
    said = run_cells("30-build-model")
    assert "logistic regression has the best mean log loss" in said["compare"]
    assert "clearly better than the baseline" in said["compare"]
    scores = [float(one) for one in re.findall(r"log loss (0\.\d+)", "".join(said["tune"].splitlines()[-3:-1]))]
    assert abs(scores[0] - scores[1]) < 0.01  # less than the margin
    assert "income under 49,000 and debt_ratio under 0.5" in said["weak"]
    for choice in ("costs", "capacity"):
        assert "1 gap opens or widens" in said[choice]
    by_costs, by_room = said["gaps"].split("by capacity")
    for name, direction in (("selection_rate", -1), ("true_positive_rate", 1)):
        rate = re.compile(rf"{name}\s+([\d.]+)\s+([\d.]+)")  # of origin, which is the first
        (before, costs), (_, room) = ([float(one) for one in rate.findall(part)[0]] for part in (by_costs, by_room))
        assert direction * (costs - before) > 0
        assert direction * (room - costs) > 0
    assert "1 gap" in said["audit"]
    assert wb.read_model(tmp_path / "model.skops").threshold == pytest.approx(0.694, abs=0.001)
    assert said["write"].startswith(WRITTEN)
