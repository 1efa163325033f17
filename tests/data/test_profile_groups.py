"""Groups, missing values by group, declared populations, repeated rows, copies and associations of a profile."""

import math
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

import workbench as wb
from workbench.data.profile.duplicates import count_duplicates
from workbench.data.profile.result import GroupMissing
from workbench.errors import InputError, RoleError


def profiled(frame, population=None, **roles):
    return wb.profile_data(wb.read_data(pd.DataFrame(frame), **roles), population=population)


def test_missing_by_group_by_hand():
    frame = {"sex": ["f", "f", "m", None, "m"], "pay": [1.0, None, 3.0, None, 5.0], "age": [1, 2, 3, 4, 5]}
    assert profiled(frame, protected=["sex"]).missing == (
        GroupMissing("pay", "sex", "f", 2, 1),
        GroupMissing("pay", "sex", "m", 2, 0),
        GroupMissing("pay", "sex", "unknown", 1, 1),
    )


def test_shares_are_of_the_rows_whose_group_is_known():
    frame = {"sex": ["f"] * 30 + ["m"] * 60 + [None] * 10, "x": range(100)}
    female, male = profiled(frame, protected=["sex"]).shares
    assert (female.group, female.n, female.n_all, female.expected) == ("f", 30, 90, None)
    assert (male.group, male.n) == ("m", 60)
    assert female.interval == pytest.approx(proportion_confint(30, 90, method="wilson"))


def test_groups_of_bands_come_in_order():
    frame = {"age": [70, 20, 45, 45], "x": [1, 2, 3, 4]}
    shares = profiled(frame, protected=[wb.bands("age", [40, 60])]).shares
    assert [one.group for one in shares] == ["under 40", "40 to 59", "60 and over"]


PEOPLE = {"sex": ["female"] * 20 + ["male"] * 80, "x": range(100)}


def test_declared_population_stands_beside_the_shares():
    shares = profiled(PEOPLE, {"sex": {"female": 0.51, "male": 0.48, "other": 0.01}}, protected=["sex"]).shares
    assert [(one.group, one.n, one.expected) for one in shares] == [
        ("female", 20, 0.51),
        ("male", 80, 0.48),
        ("other", 0, 0.01),
    ]


@pytest.mark.parametrize(
    ("population", "kind", "text"),
    [
        (
            0.5,
            InputError,
            "population is 0.5.\nGive the share of each group by attribute: "
            "population={'sex': {'female': 0.51, 'male': 0.49}}.",
        ),
        (
            {"sexx": {"female": 1.0}},
            RoleError,
            "population names an attribute that is 'sexx'.\nAllowed are: 'sex'. Did you mean 'sex'?",
        ),
        (
            {"sex": 0.5},
            InputError,
            "population['sex'] is 0.5.\nGive the share of each group, such as {'female': 0.51}.",
        ),
        (
            {"sex": {"female": 51}},
            InputError,
            "population['sex']['female'] is 51.\nGive a share from 0 to 1, such as 0.51.",
        ),
        (
            {"sex": {"female": True}},
            InputError,
            "population['sex']['female'] is True.\nGive a share from 0 to 1, such as 0.51.",
        ),
        (
            {"sex": {"Female": 0.51, "male": 0.49}},
            RoleError,
            "population['sex'] names 'Female', which is no group of the data.\n"
            "The groups are: 'female', 'male'. Name all of them, as they are written here, before others.",
        ),
        (
            {"sex": {"female": 0.51, "male": 0.4}},
            InputError,
            "The shares of population['sex'] add up to 0.91.\n"
            "They have to add up to 1; leave out no group of the population.",
        ),
        (
            {"sex": {"female": 0.9, "male": 0.4}},
            InputError,
            "The shares of population['sex'] add up to 1.3.\n"
            "They have to add up to 1; leave out no group of the population.",
        ),
    ],
)
def test_a_population_that_cannot_be_is_refused(population, kind, text):
    with pytest.raises(InputError) as error:
        profiled(PEOPLE, population, protected=["sex"])
    assert (type(error.value), str(error.value)) == (kind, text)


def test_a_population_is_named_by_column_or_title_but_once():
    roles = {"protected": [wb.attribute("sex", title="gender")]}
    shares = {"female": 0.5, "male": 0.5}
    assert profiled(PEOPLE, {"sex": shares}, **roles).shares == profiled(PEOPLE, {"gender": shares}, **roles).shares
    with pytest.raises(RoleError) as error:
        profiled(PEOPLE, {"sex": shares, "gender": shares}, **roles)
    assert str(error.value) == ("population names 'gender' twice, by its title and by its column.\nName it once.")
    with pytest.raises(RoleError) as error:
        profiled(PEOPLE, {"sex": shares})
    assert str(error.value) == (
        "population names 'sex', and the data have no protected attribute.\n"
        "Name it in read_data(…, protected=[…]) first."
    )


def test_repeated_and_contradicting_rows_by_hand():
    frame = pd.DataFrame(
        [
            (1, 5.0, "a", "yes"),
            (1, 5.0, "a", "yes"),  # equal to the first, id and all
            (2, 5.0, "a", "yes"),  # equal but for its id
            (3, 5.0, "a", "no"),  # contradicts the three above
            (4, None, "a", "no"),
            (5, None, "a", None),  # without an outcome it contradicts nobody
            (6, 7.0, None, "no"),
        ],
        columns=["id", "x", "t", "hired"],
    )
    found = profiled(frame, target="hired", favourable="yes", id="id").duplicates
    assert (found.n_repeated, found.n_repeated_but_id, found.n_contradicting) == (1, 2, 4)


def test_without_features_nothing_contradicts():
    found = profiled({"sex": ["f", "f"], "hired": [0, 1]}, target="hired", protected=["sex"]).duplicates
    assert (found.n_repeated, found.n_contradicting) == (0, 0)


ROWS = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from(["a", "b", None]), st.sampled_from([0, 1, None]), st.integers(0, 3)),
    min_size=2,
    max_size=20,
).filter(lambda rows: len({row[2] for row in rows} - {None}) == 2)


@settings(deadline=None, max_examples=20)
@given(ROWS, st.integers(5, 30))
def test_repeated_rows_are_those_of_pandas_in_any_number_of_parts(rows, most_at_once):
    frame = pd.DataFrame(rows, columns=["x", "t", "hired", "id"])
    data = wb.read_data(frame, target="hired", id="id")
    found = count_duplicates(data, most_at_once)
    n_contradicting = sum(
        any(row[:2] == other[:2] and None not in (row[2], other[2]) and row[2] != other[2] for other in rows)
        for row in rows
    )
    assert found.n_repeated == frame.duplicated().sum()
    assert found.n_repeated_but_id == frame.drop(columns="id").duplicated().sum()
    assert found.n_contradicting == n_contradicting


def test_associations_leave_out_what_is_the_column_itself_and_what_is_not_known(rng):
    n = 500
    frame = {
        "hired": rng.integers(0, 2, n),
        "sex": np.where(rng.random(n) < 0.1, None, np.where(rng.random(n) < 0.5, "f", "m")),
        "copy": rng.integers(0, 2, n),
        "same": ["x"] * n,
        "name": [f"person {k}" for k in range(n)],
    }
    frame["copy"] = frame["hired"]
    profile = profiled(frame, target="hired", protected=["sex"])
    assert {(one.column, one.other) for one in profile.associations} == {
        ("sex", "hired"),
        ("copy", "hired"),
        ("copy", "sex"),
    }  # one value, and texts that all differ, tell nothing that could be counted
    first = profile.associations[0]
    assert (first.column, first.other, first.role, first.strength, first.n) == ("copy", "hired", "target", 1.0, n)
    assert profile.strength("sex", "hired").n == sum(value is not None for value in frame["sex"])
    assert profile.strength("same", "hired") is None


def test_an_attribute_of_very_many_groups_is_not_compared():
    profile = profiled({"name": [f"n{k}" for k in range(1_001)], "x": range(1_001)}, protected=["name"])
    assert profile.shares == ()
    (found,) = [one for one in profile.findings if one.code == "WB128"]
    assert found.title == "Protected attribute 'name' has 1,001 groups, too many to compare"


def test_many_attributes_are_counted_as_one_by_one(rng):
    n = 300
    frame = {f"a{k}": rng.integers(0, 3 + 5 * k, n).astype(str) for k in range(7)} | {"x": rng.normal(size=n)}
    names = [name for name in frame if name != "x"]
    together = profiled(frame, protected=names)
    for name in names:
        alone = profiled(frame, protected=[name])
        assert [one for one in together.associations if one.other == name] == list(alone.associations)
        assert [one for one in together.shares if one.attribute == name] == list(alone.shares)


def test_copies_under_other_names_are_found_on_disk_and_in_memory(rng, tmp_path):
    n = 2_000
    code = rng.integers(0, 5, n)
    fine = rng.normal(size=n)
    frame = pd.DataFrame(
        {
            "code": code,
            "word": np.array(["e", "d", "c", "b", "a"])[code],
            "nearly": np.where(np.arange(n) == n - 1, (code + 1) % 5, code),
            "fine": fine,
            "fine again": fine,
            "other": rng.normal(size=n),
            "day": pd.to_datetime(np.arange(n), unit="D"),
            "count": np.arange(n),
        }
    )
    frame.to_parquet(tmp_path / "copies.parquet")
    stored = wb.read_data(tmp_path / "copies.parquet", lazy=True)
    for profile in (profiled(frame), wb.profile_data(stored)):
        assert [(one.scope, one.title) for one in profile.findings if one.code == "WB122"] == [
            ("word", "Columns 'code' and 'word' say the same in every row"),
            ("fine again", "Columns 'fine' and 'fine again' say the same in every row"),
        ]


@settings(deadline=None, max_examples=20)
@given(st.lists(st.lists(st.sampled_from([0, 1, 2, None]), min_size=8, max_size=8), min_size=2, max_size=5))
def test_copies_are_those_of_brute_force(columns):
    often = {f"x{k}": pd.array(values * 5, dtype="Int64") for k, values in enumerate(columns)}  # to be no chance
    frame = pd.DataFrame(often)
    copies = set()
    for (one, left), (other, right) in combinations(enumerate(columns), 2):
        pairs = set(zip(left, right, strict=True))
        renamed = len(pairs) == len(set(left)) == len(set(right))
        missing = [(value is None) == (twin is None) for value, twin in pairs]
        if renamed and all(missing) and len(set(left) - {None}) > 1:
            copies.add(f"x{other}")
            assert one < other
    found = profiled(frame).findings
    assert {one.scope for one in found if one.code == "WB122"} == copies


def test_frames_and_profiles_without_roles_have_no_groups():
    profile = profiled({"x": [1, 2, 3]})
    assert (profile.associations, profile.missing, profile.shares) == ((), (), ())
    assert math.isnan(profile.to_frame()["association"][0])


def test_limits_of_a_small_share_are_exact():
    frame = {"sex": ["f"] * 4 + ["m"] * 96, "x": range(100)}
    female = profiled(frame, protected=["sex"]).shares[0]
    assert female.interval == pytest.approx(proportion_confint(4, 100, method="beta"))


def test_a_copy_has_its_missing_values_in_the_same_rows():
    frame = {"a": ["x", "y", None, "x"] * 9, "b": ["1", "2", None, "1"] * 9, "c": ["x", None, "y", "x"] * 9}
    assert [one.scope for one in profiled(frame).findings if one.code == "WB122"] == ["b"]


def test_columns_of_few_rows_are_no_copies_because_all_their_values_differ(rng):
    frame = {f"x{k}": rng.normal(size=60) for k in range(20)} | {"words": [f"word {k}" for k in range(60)]}
    frame |= {f"rare {k}": np.arange(60) == rng.integers(60) for k in range(20)}
    frame |= {"x0 again": frame["x0"], "rounded": np.arange(60), "as a number": np.arange(60.0)}
    copies = {one.scope for one in profiled(frame).findings if one.code == "WB122"}
    assert {"x0 again", "as a number"} <= copies
    assert not any(name.startswith(("x1", "words", "rounded")) for name in copies)
    rare = {name: tuple(values) for name, values in frame.items() if name.startswith("rare")}
    for name in copies & set(rare):  # the same values are a copy however rare they are
        assert list(rare.values()).count(rare[name]) > 1


def test_large_whole_numbers_that_differ_by_one_are_no_copies():
    large = 2**60 + np.arange(2_000)
    frame = {"a": large, "b": large + 1, "c": large, "d": large.astype(float)}
    assert [one.scope for one in profiled(frame).findings if one.code == "WB122"] == ["c"]
