"""Census and mortgage rows are split, and every figure said of the parts is that of plain pandas."""

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

import workbench as wb
from workbench.stats.power import smallest_visible_gap

FOLDER = Path(os.environ.get("WORKBENCH_REAL_DATA", Path(__file__).parents[3] / "shared" / "data"))

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no folder {FOLDER}: set WORKBENCH_REAL_DATA"),
]

TABLES = {
    "adult_train": ({"target": "Y", "favourable": ">50K", "protected": ["sex", "race"]}, "age"),
    "boston_hmda": ({"target": "deny", "favourable": "no", "protected": ["afam", "single"]}, "rownames"),
}


@pytest.fixture(scope="module", params=list(TABLES))
def table(request):
    """A table, read by the workbench and by pandas, its roles, and a column that rises like a time."""
    path, (roles, time) = FOLDER / f"{request.param}.csv", TABLES[request.param]
    return path, pd.read_csv(path, skipinitialspace=True), roles, time


@pytest.mark.parametrize("method", ["stratified", "grouped", "temporal"])
def test_what_is_said_of_the_parts_is_what_pandas_counts(table, method):
    _, frame, roles, time = table
    frame = frame.assign(many=frame.index // 3, place=frame.index)
    named = {"grouped": {"group": "many"}, "temporal": {"time": time}}.get(method, {})
    split = wb.split_data(wb.read_data(frame, **roles, **named), seed=7)
    assert split.method == method
    train, test = (frame.loc[part.column("place").to_pylist()] for part in (split.train, split.test))
    assert len(train) + len(test) + split.n_unused == len(frame)
    good = roles["target"], roles["favourable"]
    expected = []
    for attribute in roles["protected"]:
        for group in frame[attribute].unique():
            members = [part[part[attribute] == group] for part in (train, test)]
            favourable = [int((one[good[0]] == good[1]).sum()) for one in members]
            expected.append((attribute, group, *map(len, members), *favourable))
    found = [
        (one.attribute, one.group, one.n_train, one.n_test, one.n_train_favourable, one.n_test_favourable)
        for one in split.groups[1:]
    ]
    assert sorted(found) == sorted(expected)
    for seen in split.smallest_gaps:
        sizes = test[seen.attribute].value_counts().sort_values()
        assert (seen.smallest_group, seen.n_smallest) == (sizes.index[0], sizes.iloc[0])
        assert seen.rate == pytest.approx((test[good[0]] == good[1]).mean(), abs=1e-12)
        largest = smallest_visible_gap(seen.rate, sizes.iloc[-2], sizes.iloc[-1], seen.critical, 0.05)
        assert seen.largest == pytest.approx(largest, abs=1e-12)
    if method == "grouped":
        assert not set(train["many"]) & set(test["many"])
        assert len(test) == pytest.approx(0.3 * len(frame), abs=3)
    if method == "temporal":
        assert train[time].max() < test[time].min()


def test_rows_of_the_file_are_split_as_those_of_the_frame(table):
    path, frame, roles, _ = table
    one, other = (wb.split_data(wb.read_data(source, **roles), seed=7) for source in (path, frame))
    assert one.groups == other.groups
    assert one.train.rows_fingerprint == other.train.rows_fingerprint


def test_drift_of_the_outcome_with_age_is_told():
    frame = pd.read_csv(FOLDER / "adult_train.csv", skipinitialspace=True)
    split = wb.split_data(wb.read_data(frame, target="Y", favourable=">50K", time="age"))
    [finding] = [one for one in split.findings if one.code == "WB133"]
    cut = int(split.cut)
    rates = [frame.loc[which, "Y"].eq(">50K").mean() for which in (frame["age"] < cut, frame["age"] >= cut)]
    assert finding.value == pytest.approx(rates[1] - rates[0], abs=1e-12)
    ends = [
        proportion_confint(frame.loc[which, "Y"].eq(">50K").sum(), which.sum(), method="wilson")
        for which in (frame["age"] < cut, frame["age"] >= cut)
    ]
    (low0, high0), (low1, high1) = ends
    low = finding.value - np.hypot(rates[1] - low1, high0 - rates[0])
    high = finding.value + np.hypot(high1 - rates[1], rates[0] - low0)
    assert finding.interval == pytest.approx((low, high), abs=1e-9)


def test_groups_with_too_few_rows_are_those_of_pandas():
    frame = pd.read_csv(FOLDER / "adult_train.csv", skipinitialspace=True)
    data = wb.read_data(frame.assign(place=frame.index), target="Y", favourable=">50K", protected=["native-country"])
    split = wb.split_data(data, seed=7)
    held = frame.loc[split.test.column("place").to_pylist(), "native-country"].value_counts()
    small = {country: int(held.get(country, 0)) for country in frame["native-country"].unique()}
    small = {country: n for country, n in small.items() if n < 30}
    [finding] = [one for one in split.findings if one.code == "WB130"]
    assert finding.title.startswith(f"native-country has {len(small)} groups with fewer than 30 rows held out: ")
    assert (finding.value, finding.n) == (min(small.values()), sum(small.values()))
