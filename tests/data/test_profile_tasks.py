"""Profiles of data with several classes or amounts as their target."""

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.data.profile.duplicates import count_duplicates
from workbench.data.profile.others import others_of
from workbench.stats.association import cramers_v


def people(n=500, seed=0):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=n)
    return pd.DataFrame(
        {
            "x": x,
            "noise": rng.normal(size=n),
            "level": rng.choice(["a", "b", "c"], size=n),
            "grade": np.where(x < -0.5, "low", np.where(x < 0.5, "middle", "high")),
            "price": np.exp(x).round(3),
            "g": rng.choice(["f", "m"], size=n),
        }
    )


def test_columns_are_compared_with_classes():
    frame = people()
    profile = wb.profile_data(wb.read_data(frame, target="grade", task="multiclass", protected=["g"]))
    counts = pd.crosstab(frame["level"], frame["grade"]).to_numpy()
    found = profile.strength("level", "grade")
    assert found.strength == pytest.approx(cramers_v(counts).value)
    assert found.n == 500
    assert profile.strength("x", "grade").strength > 0.8 > 0.2 > profile.strength("noise", "grade").strength


def test_columns_are_compared_with_ten_bands_of_amounts():
    frame = people()
    profile = wb.profile_data(wb.read_data(frame, target="price", task="regression", protected=["g"]))
    ordered = np.sort(frame["price"])
    band = np.searchsorted(ordered[np.arange(1, 10) * 50], frame["price"], side="right")
    assert np.bincount(band).tolist() == [50] * 10 or abs(np.bincount(band) - 50).max() <= 2
    found = profile.strength("level", "price")
    assert found.strength == pytest.approx(cramers_v(pd.crosstab(frame["level"], band).to_numpy()).value)
    assert profile.strength("x", "price").strength > 0.6 > 0.2 > profile.strength("noise", "price").strength
    assert profile.to_frame().shape[0] == 6


def test_bands_are_called_by_their_ends():
    data = wb.read_data(pd.DataFrame({"y": [1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10], "x": 1}), target="y", task="regression")
    [target] = others_of(data).entries
    assert target.names == ("from the least to under 6", "from 6 to under the largest")
    assert others_of(data).sizes[0].tolist() == [5, 5, 0]


def test_amounts_of_which_most_are_equal_make_no_empty_band():
    data = wb.read_data(
        pd.DataFrame({"y": [0.0] * 12 + [1.0, 2, 3, 4, 5, 6, 7, 8], "x": 1}), target="y", task="regression"
    )
    assert others_of(data).sizes[0].tolist() == [15, 5, 0]


def test_rows_without_an_amount_are_in_no_band():
    frame = people()
    frame.loc[:99, "price"] = np.nan
    data = wb.read_data(frame, target="price", task="regression")
    assert others_of(data).sizes[0][-1] == 100
    assert wb.profile_data(data).strength("level", "price").n == 400


def test_amounts_on_disk_are_profiled_as_in_memory(tmp_path):
    frame = people()
    frame.to_parquet(tmp_path / "people.parquet")
    roles = {"target": "price", "task": "regression", "protected": ["g"]}
    stored = wb.profile_data(wb.read_data(tmp_path / "people.parquet", lazy=True, **roles))
    assert stored.associations == wb.profile_data(wb.read_data(frame, **roles)).associations


def test_a_missing_value_that_tells_the_amount_is_told():
    frame = people()
    frame.loc[frame["price"] > 1, "noise"] = np.nan
    profile = wb.profile_data(wb.read_data(frame, target="price", task="regression", protected=["g"]))
    assert [one.scope for one in profile.findings if one.code == "WB129"] == ["noise"]


def test_a_class_with_few_rows_is_told_and_a_band_is_not():
    frame = people()
    frame.loc[:9, "grade"] = "odd"
    of_classes = wb.profile_data(wb.read_data(frame, target="grade", task="multiclass", protected=["g"]))
    [found] = [one for one in of_classes.findings if one.code == "WB126"]
    assert found.title == "Only 10 of 500 rows have the outcome grade = 'odd'"
    of_amounts = wb.profile_data(wb.read_data(frame.head(40), target="price", task="regression", protected=["g"]))
    assert "WB126" not in [one.code for one in of_amounts.findings]


@pytest.mark.parametrize("most_at_once", [10_000, 40])
def test_contradicting_rows_are_counted_among_all_classes(most_at_once):
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({"x": rng.integers(100, size=300), "y": rng.choice(list("abcde"), size=300)})
    frame.loc[:9, "y"] = None
    data = wb.read_data(frame, target="y", task="multiclass")
    known = frame.dropna()
    expected = int((known.groupby("x")["y"].transform("nunique") > 1).sum())
    assert count_duplicates(data, most_at_once).n_contradicting == expected
    [found] = [one for one in wb.profile_data(data).findings if one.code == "WB112"]
    assert found.title == f"{expected} of 300 rows have the same features as another row with another outcome"


def test_amounts_contradict_nothing():
    data = wb.read_data(pd.DataFrame({"x": [1, 1, 1], "y": [1.0, 2.0, 3.0]}), target="y", task="regression")
    assert count_duplicates(data).n_contradicting == 0
