"""Other names of figures: whatever a policy calls a figure, it is the same."""

import numpy as np
import pyarrow as pa
import pytest

from workbench.tally.counting import tally_rows
from workbench.tally.metrics import class_values
from workbench.tally.rates import SYNONYMS
from workbench.tally.values import axis_of


@pytest.mark.parametrize("name", SYNONYMS)
@pytest.mark.parametrize("classes", [2, 3])
def test_a_figure_has_the_values_of_its_other_name(rng, name, classes):
    groups = pa.table({"sex": ["f", "m"] * 100})
    outcomes, decisions = rng.integers(0, classes, (2, 200))
    labels = {"classes": ("a", "b", "c")} if classes == 3 else {}
    axis = axis_of(tally_rows(groups, outcomes=outcomes, decisions=decisions, **labels), "sex")
    by_name, original = (class_values(axis, metric, 0.95) for metric in (name, SYNONYMS[name]))
    assert [one.metric for one in by_name] == [one.metric for one in original]
    for one, other in zip(by_name, original, strict=True):
        np.testing.assert_array_equal(one.values, other.values)
