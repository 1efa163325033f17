"""Results that most tests of reports tell of: a model of made-up loans, its explanation and its audit."""

import workbench as wb
from workbench.data.examples import loans


def loan_results(rows, *, explained, **of_audit):
    """Return a model of so many loans, its explanation from so many rows, and its audit."""
    example = loans(rows, seed=7)
    data = wb.read_data(example.frame, **example.roles, name="loans")
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data, seed=7)), "logistic_regression")
    return fitted, wb.explain_model(fitted, n_rows=explained), wb.audit_model(fitted, **of_audit)
