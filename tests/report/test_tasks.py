"""A report of a model of classes or amounts is refused, rather than told in words that do not fit it."""

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.errors import InputError


@pytest.mark.parametrize(("task", "model"), [("multiclass", "logistic_regression"), ("regression", "ridge")])
def test_models_of_other_tasks_are_refused_by_name(task, model):
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"a": rng.normal(size=300), "sex": rng.choice(["f", "m"], 300)})
    frame["y"] = rng.choice(["low", "mid", "high"], 300) if task == "multiclass" else frame["a"] + rng.normal(size=300)
    data = wb.read_data(frame, target="y", task=task, protected=["sex"])
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data, seed=0)), model)
    with pytest.raises(InputError) as error:
        wb.build_report(fitted, wb.audit_model(fitted), audience="brief")
    assert str(error.value) == (
        f"A report was asked for of a model whose task is {task!r}.\n"
        "Reports tell models of two outcomes so far: give the audit without the model and its explanation."
    )
    assert wb.build_report(wb.audit_model(fitted), audience="brief").audience == "brief"
