"""Random tables and requests, and whether a tally of them is the one that memory makes."""

import datetime as dt
import decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import strategies as st

from workbench.data.roles import ProtectedAttribute, bands, label_of
from workbench.tally.memory import InMemory
from workbench.tally.plain import plain_table
from workbench.tally.request import Coded, Request, Scored, Weighted

# Names that mean something to one engine or another, or to our own queries.
NAMES = [
    "n",
    "outcome",
    "count",
    "a.b",
    "a`c",
    'q"x',
    "two\nlines",
    "😀",
    "c0",
    "x",
    "cell",
    "v",
    "select *",
    "key",
]

SIZES = [0.0, -0.0, 1.0, 39.999, 40.0, 60.0, 1e300, float("nan"), float("inf"), None]
VALUES = {
    pa.string(): ["f", "m", "", " ", "unknown", " Unknown", "None", "nan", "é😀", "1.0", None],
    pa.large_string(): ["f", "", "a'b\"c", None],
    pa.dictionary(pa.int32(), pa.string()): ["f", "m", None],
    pa.int64(): [0, 1, -1, 39, 40, 59, 60, 2**53 + 1, None],
    pa.int8(): [0, 1, 40, None],
    pa.float64(): SIZES,
    pa.float32(): [0.5, 1.0, float("nan"), None],
    pa.bool_(): [True, False, None],
    pa.decimal128(8, 3): [decimal.Decimal("0.570"), decimal.Decimal("1.000"), None],
    pa.date32(): [dt.date(2020, 2, 29), dt.date(1969, 12, 31), None],
}
NUMBERS = [kind for kind in VALUES if pa.types.is_integer(kind) or pa.types.is_floating(kind)]
KINDS = list(VALUES)
# 0.57 and the neighbours of an edge: whoever rounds puts them into the wrong bin.
SCORES = [0.0, -0.0, 1.0, 0.5, 0.57, float(np.nextafter(0.5, 0)), float(np.nextafter(0.5, 1)), 1e-9, 5e-324]


@st.composite
def tables(draw):
    """A table and what is to be counted of it."""
    n = draw(st.integers(1, 40))
    names = iter(draw(st.permutations(NAMES)))
    columns = {}

    def column(kinds, values=None):
        kind, name = draw(st.sampled_from(kinds)), next(names)
        cells = st.sampled_from(values or VALUES[kind])
        columns[name] = pa.array(draw(st.lists(cells, min_size=n, max_size=n)), kind)
        return name

    def coded():
        name = column(KINDS)
        labels = sorted({label_of(value) for value in plain_table(pa.table({"v": columns[name]}))["v"].to_pylist()})
        return Coded(name, dict(zip(labels, draw(st.permutations([0, 1] + [2] * len(labels))), strict=False)))

    attributes = [ProtectedAttribute(column(KINDS), f"attribute {i}") for i in range(draw(st.integers(0, 2)))]
    if draw(st.booleans()):
        kind = draw(st.sampled_from(NUMBERS))
        ages = [value for value in VALUES[kind] if value != 2**53 + 1]
        attributes.append(bands(column([kind], ages), draw(st.sampled_from([(40,), (0.5, 1), (39, 40, 60)]))))
    elif attributes:
        labels = {"f": "women", "1": "women", "unknown": "no answer"}
        attributes[0] = ProtectedAttribute(attributes[0].column, 'q"', labels=labels)
    weight = draw(st.sampled_from([None, "frequency", "sampling"]))
    if weight is not None:
        kind = pa.int32() if weight == "frequency" else pa.float64()
        weight = Weighted(column([kind], [0, 1, 2, 7] if weight == "frequency" else [0.0, 0.1, 3.5]), weight)
    score = None
    if draw(st.booleans()):
        low, high = draw(st.sampled_from([(0.0, 1.0), (-1.0, 2.0), (0.0, 3.0)]))
        kind = draw(st.sampled_from([pa.float64(), pa.float64(), pa.decimal128(12, 9), pa.bool_(), pa.int16()]))
        values = {"bool": [True, False, None], "int16": [0, 1, None]}.get(str(kind), [*SCORES, float("nan"), None])
        if pa.types.is_decimal(kind):
            values = [decimal.Decimal(f"{place}").scaleb(-3) for place in range(0, 1001, 7)]
        thresholds = draw(st.lists(st.sampled_from([0.5, 0.57, 0.500001, 0.123]), max_size=3))
        score = Scored(column([kind], values), low, high, tuple(thresholds))
    request = Request(
        tuple(attributes),
        outcome=coded() if draw(st.booleans()) else None,
        decision=coded() if draw(st.booleans()) else None,
        score=score,
        weight=weight,
    )
    return pa.table(columns or {"nothing": pa.array([None] * n, pa.int64())}), request


def in_memory(table):
    return InMemory(plain_table(table))


def check_same(ours, theirs):
    """Counts are equal, sums to nine digits."""
    assert ours.attributes == theirs.attributes
    assert ours.groups == theirs.groups
    assert np.array_equal(ours.n, theirs.n)
    assert ours.n.dtype == theirs.n.dtype == np.int64
    check_same_weights(ours.weights, theirs.weights)
    assert (ours.scores is None) == (theirs.scores is None)
    if ours.scores is not None:
        assert np.array_equal(ours.scores.edges, theirs.scores.edges)
        assert np.array_equal(ours.scores.n, theirs.scores.n)
        check_same_weights(ours.scores.weights, theirs.scores.weights)
        for name in ("sums", "squares", "logs"):
            assert getattr(ours.scores, name) == pytest.approx(getattr(theirs.scores, name), rel=1e-9, abs=1e-300)
    if ours.weights is None:
        assert ours.fingerprint == theirs.fingerprint


def check_same_weights(ours, theirs):
    assert (ours is None) == (theirs is None)
    if ours is not None:
        assert ours.w == pytest.approx(theirs.w, rel=1e-9)
        assert ours.w2 == pytest.approx(theirs.w2, rel=1e-9)


def check_same_columns(ours, theirs):
    """Values, extents and medians are equal, or are refused in the same words."""
    for name in theirs.columns:
        assert ours.values(name, 1000) == theirs.values(name, 1000)
        for ask in (lambda table, name=name: table.extent(name), lambda table, name=name: table.median(name)):
            assert said(ask, ours) == said(ask, theirs)


def said(ask, table):
    """Return what a table answers, or the text of its refusal."""
    try:
        return repr(ask(table))
    except ValueError as error:
        return f"{type(error).__name__}: {error}"
