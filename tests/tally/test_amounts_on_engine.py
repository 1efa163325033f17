"""Predicted amounts are the same wherever the rows are: bins and counts exactly, sums to the last digits."""

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.audit.policy import Policy
from workbench.audit.predictions import audit_predictions
from workbench.data.roles import ProtectedAttribute, bands
from workbench.errors import InputError
from workbench.tally.engines import open_table
from workbench.tally.metrics import values_by_group
from workbench.tally.request import Predicted, Request
from workbench.tally.values import axis_of

SEX = ProtectedAttribute("sex")

ENGINES = {"duckdb": duckdb.from_df, "polars": lambda frame: pl.from_pandas(frame).lazy()}


def people(n=3_000, seed=4):
    rng = np.random.default_rng(seed)
    real = rng.lognormal(3, 1, n)
    frame = pd.DataFrame(
        {
            "sex": rng.choice(["f", "m", None], n, p=[0.5, 0.4, 0.1]),
            "age": rng.integers(18, 80, n),
            "real": real,
            "predicted": np.round(real * rng.uniform(0.5, 1.5, n), 1),
        }
    )
    frame.loc[:50, "real"] = np.nan
    frame.loc[30:90, "predicted"] = np.nan
    return frame


def both(frame, kind, request):
    table = open_table(ENGINES[kind](frame))
    assert table.kind == kind
    return open_table(frame).tally(request), table.tally(request)


def check_same(ours, theirs):
    assert ours.fingerprint == theirs.fingerprint
    assert (ours.n == theirs.n).all()
    for name in ("predictions", "outcomes", "errors"):
        one, two = getattr(ours.moments, name), getattr(theirs.moments, name)
        assert (one.n == two.n).all()
        assert one.sums[:, 1] == pytest.approx(two.sums[:, 1], rel=1e-9)
        assert one.sums[:, 0] == pytest.approx(two.sums[:, 0], rel=1e-9, abs=1e-12 * np.abs(one.sums).max(initial=1))
    odd = 1e-12 * np.abs(ours.moments.pairs).max(initial=1)
    assert ours.moments.pairs == pytest.approx(theirs.moments.pairs, rel=1e-9, abs=odd)


@pytest.mark.parametrize("kind", ENGINES)
@pytest.mark.parametrize("thresholds", [(), (20.0, 7.5, -1.0, 1e5)])
def test_moments_are_those_of_memory(kind, thresholds):
    attributes = (SEX, bands("age", [30, 60]))
    check_same(*both(people(), kind, Request(attributes, predicted=Predicted("predicted", "real", thresholds))))


@pytest.mark.parametrize("kind", ENGINES)
@pytest.mark.parametrize(
    "change",
    [
        {"real": 5.0},
        {"predicted": 7},
        {"real": [1e12] + [3.0, 4.0] * 1_499 + [np.nan]},
        {"real": [0.0] * 2_000 + [1e-300, -1e-300] * 500},
        {"real": 1e9 + np.arange(3_000) / 7},
        {"real": [0.0, -0.0] * 1_500},
        {"predicted": [-0.0, 5.0, 0.0] * 1_000, "real": [0.0, 5.0, -0.0] * 1_000},
        {"sex": "f"},
        {"sex": pd.Series([None] * 3_000, dtype="string")},
        {"predicted": [np.nan] * 2_999 + [4.0]},
    ],
)
def test_odd_columns_are_counted_alike(kind, change):
    frame = people().assign(**change)
    check_same(*both(frame, kind, Request((SEX,), predicted=Predicted("predicted", "real", (4.0,)))))


@pytest.mark.parametrize("kind", ENGINES)
def test_without_outcome_or_attribute(kind):
    check_same(*both(people(), kind, Request((SEX,), predicted=Predicted("predicted", thresholds=(20.0,)))))
    check_same(*both(people(), kind, Request((), predicted=Predicted("predicted", "real"))))


@settings(deadline=None, max_examples=15)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a", "b", None]),
            st.one_of(st.none(), st.floats(-1e12, 1e12)),
            st.one_of(st.none(), st.floats(-1e12, 1e12)),
        ),
        min_size=1,
        max_size=30,
    ),
    st.lists(st.floats(-1e6, 1e6), max_size=3),
)
def test_whatever_the_rows(rows, thresholds):
    frame = pd.DataFrame(rows, columns=["sex", "predicted", "real"])
    frame["sex"] = frame["sex"].astype("string")
    frame[["predicted", "real"]] = frame[["predicted", "real"]].astype(float)
    request = Request((SEX,), predicted=Predicted("predicted", "real", tuple(thresholds)))
    for kind in ENGINES:
        ours, theirs = both(frame, kind, request)
        assert ours.fingerprint == theirs.fingerprint


@pytest.mark.parametrize("kind", ENGINES)
def test_infinite_amounts_are_refused(kind):
    frame = people().assign(real=np.inf)
    with pytest.raises(InputError) as refused:
        open_table(ENGINES[kind](frame)).tally(Request((SEX,), predicted=Predicted("predicted", "real")))
    assert str(refused.value) == (
        "Some outcomes are infinite or beyond 1e+60: 3,000 of 3,000 rows.\n"
        "Replace or remove them: no mean can be taken of them."
    )


@pytest.mark.parametrize("kind", ENGINES)
def test_the_audit_says_the_same(kind):
    """Every figure by group, and every verdict."""
    frame = people()
    options = {
        "prediction": "predicted",
        "outcome": "real",
        "protected": ["sex"],
        "thresholds": [20],
        "policy": Policy({"mean_error": 5.0, "mean_absolute_error": 2.0, "share_above": 0.1}),
    }
    ours = audit_predictions(frame, **options)
    theirs = audit_predictions(ENGINES[kind](frame), **options)
    assert [one.verdict for one in ours.assessments] == [one.verdict for one in theirs.assessments]
    figures = values_by_group(axis_of(ours.decisions, "sex"), 0.95)
    again = values_by_group(axis_of(theirs.decisions, "sex"), 0.95)
    assert list(figures) == list(again)
    for name, values in figures.items():
        assert values.values == pytest.approx(again[name].values, rel=1e-9), name
        assert values.limits.low == pytest.approx(again[name].limits.low, rel=1e-7, nan_ok=True), name
