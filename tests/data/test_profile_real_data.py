"""Profiles of real tables: every figure of every column is that of plain pandas, or of a loop over its rows."""

import math
import os
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import contingency

import workbench as wb

FOLDER = Path(os.environ.get("WORKBENCH_REAL_DATA", Path(__file__).parents[3] / "shared" / "data"))
ADULT = {
    "target": "Y",
    "favourable": ">50K",
    "protected": ["race", "sex", wb.bands("age", [40, 60])],
    "weight": "fnlwgt",
}
BOSTON = {"target": "deny", "favourable": "no", "protected": ["afam", "single"], "id": "rownames"}
CASES = [("adult_train.csv", ADULT, True), ("boston_hmda.csv", BOSTON, False)]

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no folder {FOLDER}: set WORKBENCH_REAL_DATA"),
]


@pytest.fixture(scope="module", params=CASES, ids=["adult", "boston"])
def case(request):
    file, roles, blanks = request.param
    missing = {"missing": ["?"]} if blanks else {}
    data = wb.read_data(FOLDER / file, **roles, **missing)
    frame = pd.read_csv(
        FOLDER / file, skipinitialspace=blanks, na_values=["?"] if blanks else [], keep_default_na=False
    )
    return data, wb.profile_data(data), frame


def test_counts_are_those_of_pandas(case):
    _, profile, frame = case
    assert [one.name for one in profile.columns] == list(frame.columns)
    for one in profile.columns:
        column = frame[one.name]
        assert (one.n, one.n_missing) == (len(frame), column.isna().sum()), one.name
        assert one.n_distinct == column.nunique(), one.name
        counts = Counter(column.dropna().tolist())
        frequent = [(value, n) for value, n in counts.items() if n >= max(2, math.ceil(len(frame) / 1000))]
        frequent.sort(key=lambda pair: (-pair[1], pair[0]))
        written = [
            (str(int(value)) if isinstance(value, float) and value.is_integer() else str(value), n)
            for value, n in frequent[:10]
        ]
        assert [(top.value, top.n) for top in one.top] == written, one.name


def test_numbers_are_those_of_pandas(case):
    _, profile, frame = case
    n_numbers = 0
    for one in profile.columns:
        column = frame[one.name].dropna()
        assert (one.numbers is not None) == pd.api.types.is_numeric_dtype(column), one.name
        if one.numbers is None:
            lengths = column.str.len()
            assert (one.text.shortest, one.text.middle, one.text.longest) == (
                lengths.min(),
                lengths.median(),
                lengths.max(),
            )
            continue
        n_numbers += 1
        found = one.numbers
        expected = [column.min(), column.max(), column.mean(), column.std(), *column.quantile(list(found.quantiles))]
        np.testing.assert_allclose(
            [found.low, found.high, found.mean, found.deviation, *found.quantiles.values()], expected, rtol=1e-10
        )
        assert found.exact
        assert (found.n_zero, found.n_negative, found.n_infinite) == ((column == 0).sum(), (column < 0).sum(), 0)
        low, high = column.quantile(0.25), column.quantile(0.75)
        assert found.n_outliers == ((column < low - 3 * (high - low)) | (column > high + 3 * (high - low))).sum()
        bars = (
            pd.cut(column, found.edges, right=False, include_lowest=True).value_counts(sort=False).to_numpy(copy=True)
        )
        bars[-1] += (column == found.edges[-1]).sum()
        assert found.counts == tuple(bars)
        assert 1 <= len(found.counts) <= 20
    assert n_numbers >= 5


def test_associations_are_those_of_a_table_by_pandas(case):
    data, profile, frame = case
    others = {data.roles.target: frame[data.roles.target]}
    for one in data.roles.protected:
        groups = frame[one.column]
        others[one.title] = (
            pd.cut(groups, [-np.inf, *one.edges, np.inf], right=False).astype(str) if one.edges else groups
        )
    columns = {one.title: one.column for one in data.roles.protected}
    found = {(one.column, one.other): one for one in profile.associations}
    for column in frame.columns:
        for other, groups in others.items():
            if column == columns.get(other, other) or (column == data.roles.target):
                assert (column, other) not in found
                continue
            table = pd.crosstab(_binned(frame[column]), groups).to_numpy()
            if min(table.shape) < 2:
                assert (column, other) not in found
                continue
            n, (r, c) = table.sum(), table.shape
            plain = contingency.association(table, method="cramer") ** 2 * (min(r, c) - 1)
            value = math.sqrt(
                max(plain - (r - 1) * (c - 1) / (n - 1), 0) / min(k - 1 - (k - 1) ** 2 / (n - 1) for k in (r, c))
            )
            one = found.pop((column, other))
            assert one.strength == pytest.approx(value, abs=1e-9), (column, other)
            assert one.n == n
            assert 0 <= one.interval[0] <= one.strength <= one.interval[1] <= 1
    assert not found


def _binned(column):
    if not pd.api.types.is_numeric_dtype(column):
        return column.where(column.map(column.value_counts()) >= 5, "all others").where(column.notna())
    if column.nunique() <= 20:
        return column
    ordered = np.sort(column.dropna().to_numpy())
    starts = np.unique([ordered[k * len(ordered) // 20] for k in range(1, 20)])
    return column.map(lambda value: sum(value >= start for start in starts))


def test_groups_are_those_of_pandas(case):
    data, profile, frame = case
    for one in data.roles.protected:
        if one.edges:
            continue
        shares = {share.group: share for share in profile.shares if share.attribute == one.title}
        assert {group: share.n for group, share in shares.items()} == frame[one.column].value_counts().to_dict()
        assert all(share.interval[0] < share.n / len(frame) < share.interval[1] for share in shares.values())
    with_missing = [name for name in frame.columns if frame[name].isna().any()]
    assert {one.column for one in profile.missing} == set(with_missing)
    for one in profile.missing:
        if one.attribute != "age":
            rows = frame[frame[one.attribute] == one.group]
            assert (one.n, one.n_missing) == (len(rows), rows[one.column].isna().sum())


def test_rows_that_repeat_and_contradict_are_those_of_pandas(case):
    data, profile, frame = case
    found = profile.duplicates
    assert found.n_repeated == frame.duplicated().sum()
    but_id = frame.drop(columns=[data.roles.id] if data.roles.id else [])
    assert found.n_repeated_but_id == but_id.duplicated().sum()
    outcomes = frame.groupby(list(data.features), dropna=False)[data.roles.target].transform("nunique")
    assert found.n_contradicting == (outcomes > 1).sum()


def test_copies_are_those_that_a_crosstab_finds(case):
    _, profile, frame = case
    found = {finding.scope for finding in profile.findings if finding.code == "WB122"}
    few = [name for name in frame.columns if 2 <= frame[name].nunique() <= 1_000]
    renamed = set()
    for place, one in enumerate(few):
        for other in few[:place]:
            n_pairs = len(frame[[one, other]].drop_duplicates())
            if n_pairs == frame[one].nunique(dropna=False) == frame[other].nunique(dropna=False):
                renamed.add(one)
    assert found == renamed


@pytest.mark.parametrize(("file", "roles"), [(file, roles) for file, roles, _ in CASES], ids=["adult", "boston"])
def test_on_disk_it_is_the_same(file, roles):
    held, stored = (wb.profile_data(wb.read_data(FOLDER / file, **roles, lazy=lazy)) for lazy in (False, True))
    for name in ("columns", "associations", "missing", "shares", "duplicates", "findings"):
        assert getattr(stored, name) == getattr(held, name), name
