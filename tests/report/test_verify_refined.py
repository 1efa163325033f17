"""An explanation that took several looks, or was asked for otherwise, is made again as it was."""

import pytest

import workbench as wb
from workbench.data.examples import loans


@pytest.fixture(scope="module")
def example():
    return loans(4_000, seed=7)


@pytest.fixture(scope="module")
def fitted(example):
    data = wb.read_data(example.frame, **example.roles, name="loans")
    return wb.fit_model(wb.prepare_data(wb.split_data(data, seed=7)), "logistic_regression", seed=2)


@pytest.mark.parametrize("told", [{}, {"n_rows": 80, "confidence": 0.8}, {"n_rows": 25, "scale": "probability"}])
def test_importances_are_computed_again_from_the_data(example, fitted, tmp_path, told):
    explanation = wb.explain_model(fitted, seed=5, **told)
    document = wb.build_report(fitted, explanation, wb.audit_model(fitted), audience="technical", date="2026-11-21")
    wb.write_report(document, tmp_path / "report.html")
    found = wb.verify_report(tmp_path / "report.html", data=example.frame)
    assert found.exit_code == 0
    importances = [one for one in found.facts if one.fact.id.startswith("explanation/importance")]
    assert len(importances) == len(explanation.importances)
    assert {one.status for one in importances} <= {"equal", "within tolerance"}


def test_against_chosen_rows_they_are_recorded_only(example, fitted, tmp_path):
    rows = fitted.prepared.raw_frame(fitted.prepared.split.train).iloc[:20]
    explanation = wb.explain_model(fitted, n_rows=30, background=rows)
    document = wb.build_report(fitted, explanation, wb.audit_model(fitted), audience="technical", date="2026-11-21")
    wb.write_report(document, tmp_path / "report.html")
    found = wb.verify_report(tmp_path / "report.html", data=example.frame)
    assert found.exit_code == 0
    importances = [one for one in found.facts if one.fact.id.startswith("explanation/importance")]
    assert {one.status for one in importances} == {"recorded, not recomputable"}


@pytest.mark.parametrize(
    ("told", "said"), [({"n_rows": 60}, "95%"), ({"n_rows": 60, "confidence": 0.8}, "80%"), ({"seed": 5}, "{}%")]
)
def test_limits_are_told_with_the_confidence_that_they_have(fitted, told, said):
    """That of one look: with several, all limits that were looked at hold together with the 95 % asked for."""
    explanation = wb.explain_model(fitted, **told)
    document = wb.build_report(fitted, explanation, audience="technical", date="2026-11-21")
    fact = document.facts["explanation/importance/" + explanation.importances[0].column]
    expected = said.format(f"{100 * explanation.look_confidence:.3g}")
    assert fact.how == f"mean absolute Shapley value; limits Student's over batches of rows, {expected}"
