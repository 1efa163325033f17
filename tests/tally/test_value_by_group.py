"""One figure by its name: what tables show under a name is what is answered for it."""

import numpy as np
import pyarrow as pa
import pytest

from workbench.errors import InputError
from workbench.tally.counting import tally_rows
from workbench.tally.metrics import value_by_group, values_by_group
from workbench.tally.moments import Amounts
from workbench.tally.rates import SYNONYMS
from workbench.tally.values import axis_of

GROUPS = pa.table({"sex": ["f", "m"] * 100})


def counted(rng, kind):
    """Return groups with two classes, with three, with an awkward one, or with amounts."""
    if kind == "amounts":
        return axis_of(tally_rows(GROUPS, amounts=Amounts(rng.normal(size=200), thresholds=[0, 0.5])), "sex")
    classes = {"two": None, "three": ("a", "b", "c"), "awkward": ("a]", "b[c]", "")}[kind]
    outcomes, decisions = rng.integers(0, len(classes or "12"), (2, 200))
    labels = {"classes": classes} if classes else {}
    return axis_of(tally_rows(GROUPS, outcomes=outcomes, decisions=decisions, **labels), "sex")


@pytest.mark.parametrize("kind", ["two", "three", "awkward", "amounts"])
def test_every_name_in_a_table_can_be_asked_for(rng, kind):
    axis = counted(rng, kind)
    table = values_by_group(axis, 0.95)
    assert len(table) >= 8
    for name, shown in table.items():
        asked = value_by_group(axis, name, 0.95)
        assert asked.metric == name
        np.testing.assert_array_equal(asked.values, shown.values)


def test_one_class_of_several_is_one_against_the_rest_by_hand(rng):
    outcomes, decisions = rng.integers(0, 3, (2, 200))
    axis = axis_of(tally_rows(GROUPS, outcomes=outcomes, decisions=decisions, classes=("a", "b", "c")), "sex")
    found = value_by_group(axis, "recall_score[b]", 0.95)
    by_hand = [np.mean(decisions[place::2][outcomes[place::2] == 1] == 1) for place in (0, 1)]
    np.testing.assert_allclose(found.values, by_hand)
    assert found.metric == "true_positive_rate[b]"
    assert SYNONYMS["recall_score"] == "true_positive_rate"


@pytest.mark.parametrize(
    ("kind", "metric", "text"),
    [
        ("three", "selection_rate",
         "metric is 'selection_rate', and each of 3 classes has its own.\n"
         "Give one of: 'selection_rate[a]', 'selection_rate[b]', 'selection_rate[c]'."),
        ("three", "selection_rate[d]",
         "metric is 'selection_rate[d]'.\n"
         "Allowed are: 'selection_rate[a]', 'selection_rate[b]', 'selection_rate[c]'. "
         "Did you mean 'selection_rate[c]'?"),
        ("three", "accuracy_score[a]",
         "metric is 'accuracy_score[a]'.\nAllowed are: 'accuracy_score'. Did you mean 'accuracy_score'?"),
        ("two", "selection_rate[a]",
         "metric is 'selection_rate[a]'.\nAllowed are: 'selection_rate'. Did you mean 'selection_rate'?"),
        ("amounts", "share_above[7]",
         "metric is 'share_above[7]'.\n"
         "Allowed are: 'share_above[0]', 'share_above[0.5]'. Did you mean 'share_above[0]'?"),
    ],
)  # fmt: skip
def test_a_name_that_says_too_little_or_too_much_is_told(rng, kind, metric, text):
    with pytest.raises(InputError) as told:
        value_by_group(counted(rng, kind), metric, 0.95)
    assert str(told.value) == text


@pytest.mark.parametrize("kind", ["two", "amounts"])
@pytest.mark.parametrize("metric", ["roc_auc_score", "mean_prediction", "brier_score_loss"])
def test_what_the_counts_lack_has_no_value_and_says_why(rng, kind, metric):
    found = value_by_group(counted(rng, kind), metric, 0.95)
    if kind == "amounts" and metric == "mean_prediction":
        assert np.isfinite(found.values).all()
    else:
        assert np.isnan(found.values).all()
        assert found.empty
