"""However rows were held out, the same are held out again to check a report, and others are said to be others."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.data.examples import loans
from workbench.report.records import model_record

ROLES = {
    "row by row": {},
    "by name": {"id": "number"},
    "customers": {"group": "customer"},
    "time": {"time": "day"},
    "time and customers": {"time": "day", "group": "customer"},
}


@pytest.fixture(scope="module")
def example():
    made = loans(400, seed=7)
    frame = made.frame.assign(
        number=[f"n{place}" for place in range(400)],
        customer=np.random.default_rng(2).integers(280, size=400),
        day=pd.date_range("2024-01-01", periods=400, freq="6h"),
    )
    return replace(made, frame=frame)


def fitted_on(example, roles, method=None):
    data = wb.read_data(example.frame, **example.roles, **roles, name="loans")
    split = wb.split_data(data, seed=7, method=method)
    return wb.fit_model(wb.prepare_data(split), "logistic_regression", seed=2)


def written(fitted, tmp_path):
    report = wb.build_report(fitted, wb.audit_model(fitted), audience="technical", date="2026-11-21")
    return wb.write_report(report, tmp_path / "report.json")


@pytest.mark.parametrize("which", list(ROLES))
def test_the_same_rows_are_held_out_again(which, example, tmp_path):
    fitted = fitted_on(example, ROLES[which])
    found = wb.verify_report(written(fitted, tmp_path), data=example.frame)
    assert found.exit_code == 0
    assert not [note for note in found.notes if "held out" in note]
    assert {one.status for one in found.facts if one.fact.id.startswith("audit/")} <= {"equal", "within tolerance"}


@pytest.mark.parametrize("which", ["by name", "customers", "time", "time and customers"])
def test_they_are_the_same_in_any_order(which, example, tmp_path):
    fitted = fitted_on(example, ROLES[which])
    found = wb.verify_report(written(fitted, tmp_path), data=example.frame[::-1])
    assert not [note for note in found.notes if "held out" in note]
    assert not [one.fact.id for one in found.facts if one.status == "altered"]


def test_a_method_that_was_asked_for_is_used_again(example, tmp_path):
    fitted = fitted_on(example, ROLES["time and customers"], method="stratified")
    assert model_record(fitted).split_method == "stratified"
    found = wb.verify_report(written(fitted, tmp_path), data=example.frame)
    assert (found.exit_code, [note for note in found.notes if "held out" in note]) == (0, [])


def test_other_customers_are_other_rows(example, tmp_path):
    fitted = fitted_on(example, ROLES["customers"])
    others = example.frame.assign(customer=example.frame["customer"][::-1].to_numpy())
    found = wb.verify_report(written(fitted, tmp_path), data=others)
    assert any("are not those that were" in note for note in found.notes)
