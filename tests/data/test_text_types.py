"""A column's type does not depend on the parts in which its values come, and is what one value at a time gives."""

import re
from itertools import pairwise

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.data.sources.number_marks import MARKS
from workbench.data.sources.text_types import ColumnTypes, converted, first_misfit

VALUES = [
    None, "NA", "nan", "None", "NAN", "0", "1", "-1", "+1", "007", "-05", "00", "0.5", "1e3", "1e999", "inf",
    "-Infinity", "9223372036854775807", "9223372036854775808", "9007199254740992", "9007199254740993", "1.5", "1,5",
    "1,234", "1.234", "1.234,5",
    "0x1F", "true", "FALSE", "T", "12:30", "24:00", "2020-01-02", "2020-02-30", "1600-01-01", "9999-12-31",
    "2020-01-02 03:04", "2020-01-02T03:04:05.123456789",
    "2020-01-02T03:04:05Z", "2020-01-02T03:04:05.123456789Z", "x", "n", "i", "=1+1", "é", "\0", "١", "1_0", " ",
]  # fmt: skip
FAMILIES = [
    VALUES,
    [one for one in VALUES if one is None or re.match(r"[-+]?[0-9.]", one)],
    [one for one in VALUES if one is None or one[:4] in ("2020", "1600", "9999")],
    [one for one in VALUES if one is None or re.fullmatch(r"[-+]?[0-9.]+(e3)?|NA|nan", one)],
    ["0", "1", "true", "FALSE", None, "NA"],
]
MANY = st.sampled_from(FAMILIES).flatmap(lambda family: st.lists(st.sampled_from(family), min_size=1, max_size=12))


def seen(parts):
    types, row = ColumnTypes(), 0
    for part in parts:
        types.see(pa.array(part, pa.string()), row)
        row += len(part)
    return types


@settings(max_examples=400, deadline=None)
@given(values=MANY, cuts=st.lists(st.integers(0, 12), max_size=4))
def test_parts_make_no_difference(values, cuts):
    edges = [0, *sorted(min(cut, len(values)) for cut in cuts), len(values)]
    whole = seen([values])
    for parts in (
        [values[first:last] for first, last in pairwise(edges)],
        [[value] for value in values],
    ):
        parted = seen(parts)
        assert parted.kind == whole.kind
        for name in ("n_values", "n_numbers", "n_words", "others", "padded", "plus", "is_code"):
            assert getattr(parted, name) == getattr(whole, name)
        assert parted.counts == whole.counts
        for mark in MARKS:
            one, other = parted.marks.of[mark], whole.marks.of[mark]
            codes = whole.padded or whole.plus
            assert codes or one.fits(parted.n_values) == other.fits(whole.n_values)
            for name in ("n", "n_marked", "n_proven", "n_doubtful", "n_both", "others"):
                assert codes or not other.fits(whole.n_values) or getattr(one, name) == getattr(other, name)
        assert parted.long == whole.long or whole.n_numbers < whole.n_values  # of text nobody asks


@settings(max_examples=400, deadline=None)
@given(values=MANY)
def test_all_values_have_a_place_in_their_type(values):
    types = seen([values])
    array = pa.array(values, pa.string())
    made = converted(array, types.kind, words=types.n_words > 0)
    assert made.type == types.kind
    words = {None, "NA", "nan", "None"}
    if types.kind != pa.string():
        assert [value is None for value in made.to_pylist()] == [value in words for value in values]
    if types.kind == pa.int64():
        assert [str(value) for value in made.to_pylist() if value is not None] == [
            str(int(value)) for value in values if value not in words
        ]


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["2020-01-02T03:04:05.123456789"], "timestamp[ns]"),
        (["2020-01-02T03:04:05.123456789", "2020-01-02"], "timestamp[ns]"),
        (["2020-01-02T03:04:05.123456789", "1600-01-01"], "string"),  # too far for nanoseconds
        (["2020-01-02T03:04:05.123456789Z"], "string"),  # DuckDB would round it
        (["1600-01-01 10:00", "9999-12-31"], "timestamp[us]"),
        (["1600-01-01"], "date32[day]"),
    ],
)
def test_times_keep_all_their_digits(values, kind):
    for parts in ([values], [[value] for value in values], [[value] for value in reversed(values)]):
        assert str(seen(parts).kind) == kind


def test_first_value_that_does_not_fit_is_found():
    assert first_misfit(pa.array(["1", None, "NA", "2.5", "x"]), pa.int64()) == 3
    assert first_misfit(pa.array(["1.0", "2", "1e400", "nan(x)"]), pa.float64()) == 3
