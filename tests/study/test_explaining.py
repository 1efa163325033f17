"""A model that comes out of a study is explained as it was before it went in."""

import numpy as np
import pytest
from sklearn.pipeline import Pipeline

import workbench as wb
from workbench.explanation.shapley.attribute import attribute_rows

from . import kinds


def rows_of(fitted):
    prepared = fitted.prepared
    return prepared.raw_frame(prepared.split.test)[:20]


@pytest.mark.parametrize(("model", "method"), [("logistic_regression", "coefficients"), ("boosted_trees", "trees")])
def test_what_is_exact_before_it_is_kept_is_exact_afterwards(study, anew, model, method):
    before = wb.fit_model(kinds.prepared(), model)
    study.save(before)
    after = anew().load("fitted")
    assert after.fingerprint == before.fingerprint
    found, known = attribute_rows(after, rows_of(after)), attribute_rows(before, rows_of(before))
    assert (found.method, found.scale, found.notes) == (method, "log-odds", ())
    assert np.allclose(found.values, known.values, atol=1e-9)


def test_steps_that_make_something_else_are_no_preparation(study, anew):
    """They may be anybody's: what they make of the rows is looked at, and not what they are called."""
    fitted = wb.fit_model(kinds.prepared(), "logistic_regression")
    study.save(fitted)
    after = anew().load("fitted")
    first, last = (step for _, step in after.pipeline.steps)
    for _, step, _ in first.transformers_:
        step[-1].scale_ = step[-1].scale_ * 2 if hasattr(step[-1], "scale_") else None
    object.__setattr__(after, "pipeline", Pipeline([("prepare", first), ("model", last)]))
    found = attribute_rows(after, rows_of(after))
    assert found.method == "enumeration"
    assert "because what the model's first steps make of the columns is not known" in found.notes[0]
