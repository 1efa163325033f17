"""Two real tables go from the file to prepared columns, and every stage's figures are those of plain pandas."""

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import workbench as wb

REPOSITORY = Path(__file__).parents[2]
FOLDER = Path(os.environ.get("WORKBENCH_REAL_DATA", REPOSITORY.parent / "shared" / "data"))

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no folder {FOLDER}: set WORKBENCH_REAL_DATA"),
]

AGES = wb.bands("age", [40, 60])
CENSUS = {"target": "Y", "favourable": ">50K", "protected": ["sex", "race", AGES]}
MORTGAGES = {"target": "deny", "favourable": "no", "protected": ["afam"], "id": "rownames"}
UNKNOWN = {"workclass": ["?"], "occupation": ["?"], "native-country": ["?"]}


def census_frame(name="adult_train.csv"):
    return pd.read_csv(FOLDER / name, skipinitialspace=True, na_values={name: ["?"] for name in UNKNOWN})


def stages(data):
    split = wb.split_data(data, seed=7)
    recipe = wb.suggest_recipe(split)
    prepared = wb.prepare_data(split, recipe)
    return split, recipe, prepared, wb.find_leaks(prepared)


@pytest.fixture(scope="module", params=[False, True], ids=["in memory", "on disk"])
def census(request):
    data = wb.read_data(FOLDER / "adult_train.csv", missing=UNKNOWN, lazy=request.param, **CENSUS)
    return data, *stages(data)


@pytest.fixture(scope="module")
def mortgages():
    data = wb.read_data(FOLDER / "boston_hmda.csv", **MORTGAGES)
    return data, *stages(data)


# Reading.


def test_every_cell_of_the_census_is_that_of_the_file(census):
    data, frame = census[0], census_frame()
    assert list(data.columns) == list(frame.columns)
    read = data.frame()
    for name in frame:
        assert read[name].isna().equals(frame[name].isna()), name
        there = frame[name].notna()
        assert (read[name][there].to_numpy() == frame[name][there].to_numpy()).all(), name


def test_a_question_mark_is_proposed_and_not_changed():
    data = wb.read_data(FOLDER / "adult_train.csv")
    frame = pd.read_csv(FOLDER / "adult_train.csv", skipinitialspace=True)
    proposed = {one.scope: (one.value, one.n) for one in data.findings if one.code == "WB104"}
    n_unknown = {name: int((frame[name] == "?").sum()) for name in frame if (frame[name] == "?").any()}
    assert set(n_unknown) == set(UNKNOWN)
    assert proposed == {name: (n / len(frame), len(frame)) for name, n in n_unknown.items()}
    for name, n in n_unknown.items():
        assert (data.frame([name])[name] == "?").sum() == n


def test_full_stops_after_the_outcomes_of_the_test_file_are_told_and_can_be_taken_off():
    told = wb.read_data(FOLDER / "adult_test.csv")
    assert "WB105" in [one.code for one in told.findings if one.scope == "Y"]
    same = {"Y": {">50K.": ">50K", "<=50K.": "<=50K"}}
    data = wb.read_data(FOLDER / "adult_test.csv", recode=same, missing=UNKNOWN, **CENSUS)
    frame = census_frame("adult_test.csv")
    assert data.n_rows == len(frame) == 16_281
    assert int((data.outcomes() == 1).sum()) == int((frame["Y"] == ">50K.").sum()) == 3_846


# Roles.


def test_roles_of_both_tables_are_suggested_and_none_is_used():
    raw = wb.read_data(FOLDER / "adult_train.csv")
    suggested = str(wb.suggest_roles(raw))
    for column in ("sex", "race", "age", "native-country", "fnlwgt", "relationship"):
        assert repr(column) in suggested
    assert raw.roles.target is None
    assert raw.roles.protected == ()
    suggested = str(wb.suggest_roles(wb.read_data(FOLDER / "boston_hmda.csv")))
    assert "favourable='no'" in suggested
    assert "id        'rownames'" in suggested


# Profile: tests/data/test_profile_real_data.py compares every figure; here, who lacks what.


def test_what_is_missing_for_whom_is_what_a_crosstab_says(census):
    profile, frame = wb.profile_data(census[0]), census_frame()
    assert profile.missing
    for one in profile.missing:
        if one.attribute in ("sex", "race"):
            rows = frame[frame[one.attribute] == one.group]
            assert (one.n, one.n_missing) == (len(rows), int(rows[one.column].isna().sum())), one


# Split.


@pytest.mark.parametrize("attribute", ["sex", "race"])
def test_rows_held_out_are_a_share_of_each_group_and_outcome(census, attribute):
    data, split = census[:2]
    whole, held_out = data.frame([attribute, "Y"]), split.test.frame([attribute, "Y"])
    wanted = 0.3 * pd.crosstab(whole[attribute], whole["Y"])
    got = pd.crosstab(held_out[attribute], held_out["Y"])
    # One row of each finer stratum (sex x race x age band x outcome) at most.
    assert ((got - wanted).abs() <= 5 * 3 * 2).all(axis=None)
    assert split.train.n_rows + split.test.n_rows == data.n_rows


def test_no_row_is_in_both_parts(mortgages):
    split = mortgages[1]
    names = [set(part.frame(["rownames"])["rownames"]) for part in (split.train, split.test)]
    assert not names[0] & names[1]
    assert len(names[0] | names[1]) == 2_380


# Recipe.


def test_what_the_steps_learned_is_what_pandas_says_of_the_rows_to_learn_from(mortgages):
    _, split, _, prepared, _ = mortgages
    train = split.train.frame()
    matrix = prepared.matrix(prepared.raw_frame(split.train))
    for place, source in enumerate(prepared.sources):
        values = train[source[0]]
        if values.dtype.kind == "f":
            expected = (values - values.mean()) / values.std(ddof=0)
            np.testing.assert_allclose(matrix[:, place], expected, rtol=1e-9, atol=1e-9)
    sources = [one for source in prepared.sources for one in source]
    for name in ("phist", "selfemp", "insurance", "condomin", "single", "hschool"):
        assert sources.count(name) == train[name].nunique(), name


# The gate.


def test_two_honest_tables_have_proxies_at_most(census, mortgages):
    for journey in (census, mortgages):
        assert {one.code for one in journey[-1].findings} <= {"WB217", "WB218"}
        assert all(one.severity == "note" for one in journey[-1].findings)
    [proxy] = census[-1].findings
    assert proxy.scope.startswith("relationship")
    frame = census_frame().loc[:, ["relationship", "sex"]]
    right = frame.groupby("relationship")["sex"].agg(lambda one: one.value_counts().iloc[0]).sum() / len(frame)
    assert f"{right:.0%}".removesuffix("%") in proxy.title


@pytest.mark.parametrize("made", ["copy", "noisy", "missing"])
def test_a_giveaway_put_into_the_census_is_found(made):
    frame = census_frame()
    rng = np.random.default_rng(3)
    rich = frame["Y"] == ">50K"
    frame["since"] = {
        "copy": np.where(rich, "b", "a"),
        "noisy": rich + rng.normal(0, 0.25, len(frame)),
        "missing": np.where(rich, rng.integers(1, 100, len(frame)), np.nan),
    }[made]
    leaks = stages(wb.read_data(frame, **CENSUS))[-1]
    assert [(one.code, one.severity) for one in leaks.findings if one.scope == "since"] == [("WB210", "serious")]


def test_rows_of_the_mortgages_entered_twice_are_found():
    frame = pd.read_csv(FOLDER / "boston_hmda.csv")
    again = frame.sample(300, random_state=1)
    again["rownames"] += 10_000
    leaks = stages(wb.read_data(pd.concat([frame, again], ignore_index=True), **MORTGAGES))[-1]
    assert "WB203" in [one.code for one in leaks.findings]
