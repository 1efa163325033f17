"""The bundled examples are what they say they are."""

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.data.examples import admissions, diabetes, loans
from workbench.errors import InputError

N = 100_000


def approval_rates(frame, attribute):
    return (frame["approved"] == "yes").groupby(frame[attribute]).agg(["mean", "size"])


def assert_within_sampling_error(rates, truth):
    """Each rate is within 4.5 standard errors of the truth: by chance once in 150,000 comparisons."""
    assert sorted(rates.index) == sorted(truth)
    for group, expected in truth.items():
        error = np.sqrt(expected * (1 - expected) / rates.loc[group, "size"])
        assert abs(rates.loc[group, "mean"] - expected) < 4.5 * error, group


# Loans.


@pytest.mark.parametrize(
    ("seed", "origin_gap", "sex_gap", "approval_rate"),
    [(1, 0.2, 0.0, 0.62), (2, 0.0, 0.0, 0.62), (3, 0.05, 0.1, 0.5), (4, 0.3, 0.2, 0.9), (5, 0.0, 0.02, 0.1)],
)
def test_injected_bias_is_in_the_rows(seed, origin_gap, sex_gap, approval_rate):
    example = loans(N, seed=seed, origin_gap=origin_gap, sex_gap=sex_gap, approval_rate=approval_rate)
    for attribute, truth in example.truth["approval_rates"].items():
        assert_within_sampling_error(approval_rates(example.frame, attribute), truth)


def test_truth_holds_for_both_attributes_at_once():
    frame = loans(N, seed=6, origin_gap=0.2, sex_gap=0.1, approval_rate=0.7).frame
    crossed = frame["origin"] + " " + frame["sex"]
    rates = (frame["approved"] == "yes").groupby(crossed).agg(["mean", "size"])
    truth = {"domestic male": 0.7, "domestic female": 0.6, "foreign male": 0.5, "foreign female": 0.4}
    assert_within_sampling_error(rates, truth)


def test_traits_do_not_differ_by_group():
    frame = loans(N, seed=8, origin_gap=0.3, sex_gap=0.2).frame
    for trait in ("income", "debt_ratio", "credit_years", "employment_years"):
        values = np.log(frame[trait].clip(lower=1e-3))
        for attribute in ("origin", "sex"):
            one, other = (part for _, part in values.groupby(frame[attribute]))
            error = np.sqrt(one.var() / len(one) + other.var() / len(other))
            assert abs(one.mean() - other.mean()) < 4.5 * error, (trait, attribute)


def test_drivers_come_in_the_order_of_their_weight():
    example = loans(N, seed=9)
    approved = (example.frame["approved"] == "yes").astype(float)
    strength = {name: abs(example.frame[name].rank().corr(approved)) for name in example.truth["drivers"]}
    assert list(example.truth["drivers"]) == sorted(strength, key=lambda name: -strength[name])


def test_proxy_goes_with_origin_and_says_nothing_more():
    example = loans(N, seed=10)
    frame = example.frame
    centre = (frame[example.truth["proxy"]] == "centre").groupby(frame["origin"]).mean()
    assert (round(centre["domestic"], 2), round(centre["foreign"], 2)) == (0.08, 0.88)
    domestic = frame[frame["origin"] == "domestic"]
    rates = (domestic["approved"] == "yes").groupby(domestic["district"]).agg(["mean", "size"])
    assert_within_sampling_error(rates, dict.fromkeys(["centre", "north", "south"], 0.62))


def test_same_seed_gives_the_same_frame():
    pd.testing.assert_frame_equal(loans(500, seed=7).frame, loans(500, seed=7).frame)


def test_another_seed_gives_another_frame():
    assert not loans(500, seed=7).frame.equals(loans(500, seed=8).frame)


def test_a_gap_changes_nothing_but_the_decisions():
    fair, biased = loans(500, origin_gap=0).frame, loans(500, origin_gap=0.3).frame
    pd.testing.assert_frame_equal(fair.drop(columns="approved"), biased.drop(columns="approved"))
    assert not fair["approved"].equals(biased["approved"])


def test_one_loan_is_possible():
    assert loans(1).frame.shape == (1, 11)


@pytest.mark.parametrize("n_rows", [0, -1, 1.5, True])
def test_number_of_loans_is_a_whole_number(n_rows):
    with pytest.raises(InputError) as error:
        loans(n_rows)
    assert str(error.value) == f"n_rows is {n_rows!r}.\nGive a whole number of 1 or more."


@pytest.mark.parametrize(
    ("approval_rate", "origin_gap", "sex_gap"),
    [(0.2, 0.2, 0.0), (0.5, 0.3, 0.3), (1.0, 0.2, 0.0), (0.0, 0.0, 0.0), (0.5, -0.1, 0.0), (0.5, 0.0, float("nan"))],
)
def test_every_group_needs_a_rate(approval_rate, origin_gap, sex_gap):
    with pytest.raises(InputError) as error:
        loans(10, approval_rate=approval_rate, origin_gap=origin_gap, sex_gap=sex_gap)
    assert str(error.value) == (
        f"approval_rate {approval_rate} with origin_gap {origin_gap} and sex_gap {sex_gap} gives a group a rate "
        "outside 0 to 1.\nGive a rate below 1 that is larger than both gaps together."
    )


# Admissions: Bickel, Hammel and O'Connell (1975), as in R's datasets::UCBAdmissions.

PUBLISHED = {
    ("A", "male", "yes"): 512,
    ("A", "male", "no"): 313,
    ("A", "female", "yes"): 89,
    ("A", "female", "no"): 19,
    ("B", "male", "yes"): 353,
    ("B", "male", "no"): 207,
    ("B", "female", "yes"): 17,
    ("B", "female", "no"): 8,
    ("C", "male", "yes"): 120,
    ("C", "male", "no"): 205,
    ("C", "female", "yes"): 202,
    ("C", "female", "no"): 391,
    ("D", "male", "yes"): 138,
    ("D", "male", "no"): 279,
    ("D", "female", "yes"): 131,
    ("D", "female", "no"): 244,
    ("E", "male", "yes"): 53,
    ("E", "male", "no"): 138,
    ("E", "female", "yes"): 94,
    ("E", "female", "no"): 299,
    ("F", "male", "yes"): 22,
    ("F", "male", "no"): 351,
    ("F", "female", "yes"): 24,
    ("F", "female", "no"): 317,
}


def test_admissions_are_the_published_counts():
    frame = admissions().frame
    assert len(frame) == 4526
    assert frame.value_counts(["department", "sex", "admitted"]).to_dict() == PUBLISHED


def test_admissions_hold_the_reversal():
    frame = admissions().frame
    rates = (frame["admitted"] == "yes").groupby(frame["sex"]).mean()
    assert {sex: round(rate, 4) for sex, rate in rates.items()} == {"male": 0.4452, "female": 0.3035}
    by_department = (frame["admitted"] == "yes").groupby([frame["department"], frame["sex"]]).mean().unstack()
    more_women = by_department.index[by_department["female"] > by_department["male"]]
    assert list(more_women) == ["A", "B", "D", "F"]


# Diabetes.


def test_diabetes_has_442_patients_without_the_outcome_it_was_made_from():
    frame = diabetes().frame
    assert frame.shape == (442, 11)
    assert " ".join(frame.columns) == (
        "age sex body_mass_index blood_pressure cholesterol ldl hdl cholesterol_per_hdl log_triglycerides glucose "
        "referred"
    )
    assert frame["sex"].value_counts().to_dict() == {"1": 235, "2": 207}
    assert (frame["age"].min(), frame["age"].max()) == (19, 79)


def test_a_quarter_of_the_patients_is_referred():
    assert diabetes().frame["referred"].value_counts().to_dict() == {"no": 331, "yes": 111}


@pytest.mark.parametrize("name", ["loans", "diabetes", "admissions"])
def test_every_example_reads_with_its_own_roles(name):
    example = wb.load_example(name)
    data = wb.read_data(f"example:{name}")
    assert data.n_rows == len(example.frame)
    assert data.roles.target == example.roles["target"]
    assert data.findings == ()
    assert example.source
    assert example.note


def test_example_says_what_it_is():
    assert repr(wb.load_example("admissions")) == (
        "Example 'admissions': graduate admissions at Berkeley in 1973, 4,526 rows."
    )
