"""The mean gap of both error rates, and when equal precision rules equal error rates out."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics as sk

from workbench.errors import InputError
from workbench.tally.counting import tally_rows
from workbench.tally.error_rates import average_odds, impossible_together
from workbench.tally.metrics import metric_named
from workbench.tally.values import axis_of

rows_of = st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 1), st.integers(0, 1)), min_size=1, max_size=90)


def axis_of_cells(**cells):
    """Return groups of given counts: tn, fp, fn, tp."""
    names = np.repeat(list(cells), [sum(one) for one in cells.values()])
    outcomes = np.concatenate([np.repeat([0, 0, 1, 1], one) for one in cells.values()])
    decisions = np.concatenate([np.repeat([0, 1, 0, 1], one) for one in cells.values()])
    return axis_of(tally_rows(pa.table({"g": names}), outcomes=outcomes, decisions=decisions), "g")


def values(axis, name):
    return metric_named(name).by_group(axis, 0.95)


def _true_and_false(y, d):
    recalls = (sk.recall_score(y, d, pos_label=label, zero_division=np.nan) for label in (1, 0))
    return np.array([next(recalls), 1 - next(recalls)])


@settings(deadline=None, max_examples=60)
@given(rows_of)
def test_average_odds_are_the_means_of_scikit_learns_rates(rows):
    """As AIF360 defines them: the mean of the differences, and of their absolute values."""
    g, y, d = (np.array(column) for column in zip(*rows, strict=True))
    axis = axis_of(tally_rows(pa.table({"g": g}), outcomes=y, decisions=d), "g")
    rates = {group: _true_and_false(y[g == group], d[g == group]) for group in axis.groups}
    reference = axis.groups[0]
    found = average_odds(axis, reference)
    for place, group in enumerate(found.groups):
        apart = np.subtract(rates[group], rates[reference])
        assert found.difference[place] == pytest.approx(apart.mean(), abs=1e-12, nan_ok=True)
        assert found.absolute[place] == pytest.approx(np.abs(apart).mean(), abs=1e-12, nan_ok=True)
        if place and not np.isnan(found.difference[place]):
            assert found.limits.low[place] <= found.difference[place] <= found.limits.high[place]


def test_limits_of_average_odds_are_four_limits_squared_and_added():
    axis = axis_of_cells(a=(70, 30, 40, 60), b=(50, 50, 20, 80))
    found = average_odds(axis, "a")
    true, false = values(axis, "true_positive_rate"), values(axis, "false_positive_rate")
    down = [one.values[1] - one.limits.low[1] for one in (true, false)]
    down += [one.limits.high[0] - one.values[0] for one in (true, false)]
    up = [one.limits.high[1] - one.values[1] for one in (true, false)]
    up += [one.values[0] - one.limits.low[0] for one in (true, false)]
    assert found.difference[1] == pytest.approx(0.2)
    assert found.limits.low[1] == pytest.approx(0.2 - np.sqrt(np.square(down).sum()) / 2)
    assert found.limits.high[1] == pytest.approx(0.2 + np.sqrt(np.square(up).sum()) / 2)


def test_limits_of_average_odds_cover(rng):
    rates = pd.DataFrame({"a": [0.6, 0.3], "b": [0.8, 0.4]}, index=["true", "false"])
    covered = []
    for _ in range(600):
        cells = {}
        for group, (true, false) in rates.items():
            tp, fp = rng.binomial(80, true), rng.binomial(120, false)
            cells[group] = (120 - fp, fp, 80 - tp, tp)
        limits = average_odds(axis_of_cells(**cells), "a").limits
        covered.append(limits.low[1] <= 0.15 <= limits.high[1])
    assert 0.92 <= np.mean(covered) <= 0.98


def test_opposite_gaps_cancel_out_but_in_the_absolute_mean():
    found = average_odds(axis_of_cells(a=(50, 50, 50, 50), b=(70, 30, 30, 70)), "a")
    assert found.difference[1] == pytest.approx(0)
    assert found.absolute[1] == pytest.approx(0.2)
    assert np.isnan(found.limits.low[0])


def test_a_reference_that_is_no_group():
    with pytest.raises(InputError, match="reference"):
        average_odds(axis_of_cells(a=(1, 1, 1, 1), b=(1, 1, 1, 1)), "c")


def test_other_base_rates_exclude_equal_precision_and_equal_error_rates():
    """Precision and true positive rate of both are 4 in 5; at base rates of 1 in 2 and 1 in 4 errors cannot be."""
    axis = axis_of_cells(a=(400, 100, 100, 400), b=(700, 50, 50, 200))
    assert values(axis, "precision_score").values == pytest.approx([0.8, 0.8])
    assert values(axis, "true_positive_rate").values == pytest.approx([0.8, 0.8])
    assert values(axis, "false_positive_rate").values == pytest.approx([100 / 500, 50 / 750])
    assert impossible_together(values(axis, "base_rate"))
    assert impossible_together(values(axis, "base_rate"), values(axis, "precision_score"))


def test_base_rates_that_chance_may_explain_exclude_nothing():
    axis = axis_of_cells(a=(5, 1, 1, 5), b=(7, 1, 1, 3))
    assert not impossible_together(values(axis, "base_rate"))


def test_decisions_that_are_never_wrong_exclude_nothing():
    axis = axis_of_cells(a=(500, 0, 0, 500), b=(750, 0, 0, 250))
    assert impossible_together(values(axis, "base_rate"))
    assert not impossible_together(values(axis, "base_rate"), values(axis, "precision_score"))


def test_one_group_excludes_nothing():
    assert not impossible_together(values(axis_of_cells(a=(5, 5, 5, 5)), "base_rate"))
