"""What the training rows say of a column, beside pandas and scipy."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import workbench as wb
from workbench.preparation.look import look_at, skew_of


@given(
    st.lists(st.floats(-1e6, 1e6, allow_subnormal=False).map(lambda value: round(value, 6)), min_size=3, max_size=60)
)
@settings(deadline=None)
def test_skewness_is_that_of_scipy(values):
    values = np.array(values)
    if np.ptp(values) > 1e-3 * np.abs(values).max():
        assert skew_of(values) == pytest.approx(stats.skew(values), abs=1e-6)


def test_skewness_of_what_has_none_is_not_a_number():
    for values in ([], [3.0, 3.0], [0.0], [np.nan, np.inf, 1.0]):
        assert np.isnan(skew_of(np.array(values)))


def test_skewness_of_the_largest_numbers_is_a_number():
    assert skew_of(np.array([0.0] * 99 + [1e308])) == pytest.approx(stats.skew([0.0] * 99 + [1.0]))


def test_a_look_counts_as_pandas_does():
    frame = pd.DataFrame({"x": ["a", None, "b c", "a", "a"]})
    look = look_at("x", wb.read_data(frame).column("x"))
    assert (look.n, look.n_present, look.n_missing) == (5, int(frame["x"].count()), int(frame["x"].isna().sum()))
    assert (look.n_distinct, look.n_top) == (frame["x"].nunique(), int(frame["x"].value_counts().max()))
    assert look.n_words == 1.5
