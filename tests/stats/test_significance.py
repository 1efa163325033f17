"""Tests of two rates, against statsmodels, exact enumeration and the courts' own figures."""

from fractions import Fraction
from math import comb
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportions_ztest

from workbench.errors import InputError
from workbench.stats.multiplicity import benjamini_hochberg, holm
from workbench.stats.significance import binomial_z, fisher_p, normal_p, pooled_z, small_table

table = st.tuples(st.integers(1, 25), st.integers(1, 25)).flatmap(
    lambda n: st.tuples(st.integers(0, n[0]), st.just(n[0]), st.integers(0, n[1]), st.just(n[1]))
)


@given(table)
def test_ff_02_pooled_z_agrees_with_statsmodels(counts):
    k1, n1, k2, n2 = counts
    if 0 < k1 + k2 < n1 + n2:
        z, p = proportions_ztest([k1, k2], [n1, n2])
        assert float(pooled_z(k1, n1, k2, n2)) == pytest.approx(z, abs=1e-12)
        assert float(normal_p(z)) == pytest.approx(p, abs=1e-12)
    else:
        assert np.isnan(pooled_z(k1, n1, k2, n2))


@given(table)
def test_ff_03_fisher_adds_up_the_tables_at_most_as_probable(counts):
    k1, n1, k2, n2 = counts
    selected = k1 + k2
    ways = {k: comb(n1, k) * comb(n2, selected - k) for k in range(max(0, selected - n2), min(n1, selected) + 1)}
    exact = Fraction(sum(way for way in ways.values() if way <= ways[k1]), comb(n1 + n2, selected))
    assert fisher_p(*counts) == pytest.approx(float(exact), abs=1e-9)


@given(table)
def test_swapping_the_groups_turns_the_sign_only(counts):
    k1, n1, k2, n2 = counts
    assert float(pooled_z(k2, n2, k1, n1)) == pytest.approx(-float(pooled_z(k1, n1, k2, n2)), nan_ok=True)
    assert fisher_p(k2, n2, k1, n1) == pytest.approx(fisher_p(*counts))


def test_empty_groups_have_no_test():
    assert np.isnan(pooled_z(0, 0, 3, 10))
    assert np.isnan(fisher_p(0, 0, 3, 10))
    assert np.isnan(binomial_z(0, 0, 0.5))


def test_ff_05_castaneda():
    # Castaneda v. Partida, note 17: 339 of 870 grand jurors, 79.1 % of the county: about 688 expected,
    # a standard deviation of about 12, and a difference of about 29 of them.
    assert round(870 * 0.791) == 688
    assert round((870 * 0.791 * 0.209) ** 0.5) == 12
    assert round(float(binomial_z(339, 870, 0.791))) == 29


@pytest.mark.parametrize(
    ("counts", "small"),
    [
        ((3, 20, 1, 9), True),  # 29 people
        ((15, 15, 0, 15), False),  # 30 people, 7.5 expected in each cell
        ((5, 100, 5, 100), False),  # 5 expected is not fewer than 5
        ((4, 100, 5, 100), True),
        ((95, 100, 96, 100), True),  # 4.5 rejected are expected in each
        ((500, 1000, 3, 6), True),  # 3 expected in the small group
    ],
)
def test_ff_03_small_tables(counts, small):
    assert small_table(*counts) is small


def test_more_selected_than_considered_is_refused():
    for call in (
        lambda: pooled_z(5, 4, 1, 2),
        lambda: fisher_p(1, 2, 5, 4),
        lambda: pooled_z(-1, 4, 1, 2),
        lambda: binomial_z(5, 4, 0.5),
    ):
        with pytest.raises(InputError) as caught:
            call()
        assert str(caught.value) == (
            "k holds a count outside 0 to n.\nGive how many of the n people in each group were selected."
        )


@pytest.mark.parametrize("share", [0.0, 1.0, 79.1])
def test_a_share_is_a_fraction(share):
    with pytest.raises(InputError) as caught:
        binomial_z(339, 870, share)
    assert str(caught.value) == f"share is {share!r}.\nGive a fraction above 0 and below 1, such as 0.25."


p_values = st.lists(st.floats(0, 1), min_size=1, max_size=12)


@given(p_values)
def test_adjusted_p_values_agree_with_statsmodels(p):
    with patch("gc.collect"):  # it tidies all memory each time
        assert holm(p) == pytest.approx(multipletests(p, method="holm")[1], abs=1e-12)
    assert benjamini_hochberg(p) == pytest.approx(multipletests(p, method="fdr_bh")[1], abs=1e-12)


def test_missing_p_values_are_not_counted():
    assert holm([0.02, np.nan, 0.01]) == pytest.approx([0.02, np.nan, 0.02], nan_ok=True)
    assert benjamini_hochberg([np.nan]) == pytest.approx([np.nan], nan_ok=True)
    assert holm([]).shape == (0,)


def test_a_p_value_above_1_is_refused():
    with pytest.raises(InputError) as caught:
        holm([0.1, 1.2])
    assert str(caught.value) == "p_values holds a number outside 0 to 1.\nGive p values, nan where there is none."
