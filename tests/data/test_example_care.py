"""The raw example has the flaws that it says it has, and no others."""

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.data.example_care import care

N = 60_000


@pytest.fixture(scope="module")
def example():
    return care(N, seed=3)


def test_the_injected_gap_is_in_the_rows(example):
    granted = (example.frame["home_visit"] == "yes").groupby(example.frame["language"]).agg(["mean", "size"])
    for group, expected in example.truth["granted"].items():
        # Several stays of one patient go together: the error is that of fewer rows than there are.
        error = np.sqrt(2 * expected * (1 - expected) / granted.loc[group, "size"])
        assert abs(granted.loc[group, "mean"] - expected) < 4.5 * error, group


def test_the_need_is_alike_in_both_languages_and_sexes(example):
    for attribute in ("language", "sex"):
        for trait in ("days", "medicines", "earlier_stays", "age"):
            one, other = (part.astype(float) for _, part in example.frame[trait].groupby(example.frame[attribute]))
            error = np.sqrt(2 * (one.var() / len(one) + other.var() / len(other)))
            assert abs(one.mean() - other.mean()) < 4.5 * error, (attribute, trait)


def test_the_giveaway_is_there_exactly_where_a_visit_was_granted(example):
    assert (example.frame[example.truth["giveaway"]].notna() == (example.frame["home_visit"] == "yes")).all()


def test_the_proxy_goes_with_the_language_and_begins_with_zeros(example):
    codes = example.frame[example.truth["proxy"]]
    assert codes.str.fullmatch("0[0-9]{4}").all()
    quarter = (codes < "01075").groupby(example.frame["language"]).mean()
    assert quarter["other"] > 0.8 > 0.1 > quarter["national"] > 0.05


def test_some_stays_were_entered_twice(example):
    assert example.frame.drop(columns="stay").duplicated().sum() == example.truth["entered_twice"]
    assert example.frame["stay"].is_unique


def test_what_is_not_known_is_written_as_it_is_said_to_be(example):
    for column, code in example.truth["not_known"].items():
        assert 0.03 < (example.frame[column] == code).mean() < 0.08
    assert set(example.frame["lives_alone"]) == {"yes", "no", "?"}
    assert {"surgery", "Surgery"} < set(example.frame["ward"])


def test_the_seed_makes_the_table():
    pd.testing.assert_frame_equal(care(300, seed=5).frame, care(300, seed=5).frame)
    assert not care(300, seed=5).frame.equals(care(300, seed=6).frame)


@pytest.mark.parametrize("n_rows", [1, 2, 9, 11])
def test_few_rows_are_as_many_as_asked(n_rows):
    assert len(care(n_rows).frame) == n_rows


def test_it_comes_without_roles():
    data = wb.read_data("example:care")
    assert data.roles.target is None
    assert [one.code for one in data.findings if one.code == "WB501"] == ["WB501"]
