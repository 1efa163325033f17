"""Comparisons of any values: with extremes, with a named group, with all rows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

from workbench.errors import InputError
from workbench.stats.intervals import Limits, critical_value, difference_limits, rate_limits, ratio_limits
from workbench.tally.gaps import check_comparison, critical_gap, largest_gap
from workbench.tally.values import GroupEstimates, GroupRates

Z = critical_value(0.95)
counts = st.lists(
    st.integers(1, 80).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=2, max_size=6
)


def rates(pairs):
    k, n = (np.array(column, dtype=np.int64) for column in zip(*pairs, strict=True))
    return GroupRates("selection_rate", "g", tuple("abcdef"[: len(k)]), n, 0.95, "no rows", k)


def one(limits, place):
    return Limits(limits.low[place], limits.high[place])


@given(counts)
def test_a_named_reference_is_compared_with_each_other_group(pairs):
    values = rates(pairs)
    k, n = values.k, values.n
    gap = largest_gap(values, 0.05, comparison="reference:a")
    c_gap = special.ndtri(1 - 0.05 / (2 * (len(k) - 1)))
    assert gap.c_gap == pytest.approx(float(c_gap))
    outer, inner, ratio_outer, ratio_inner = [], [], [], []
    for g in range(1, len(k)):
        for c, differences, ratios in ((c_gap, outer, ratio_outer), (Z, inner, ratio_inner)):
            limits = rate_limits(k, n, c)
            differences.append(difference_limits(k[g] / n[g], one(limits, g), k[0] / n[0], one(limits, 0)))
            ratios.append(ratio_limits(k[g], n[g], one(limits, g), k[0], n[0], one(limits, 0)))
    assert gap.difference_low == pytest.approx(max(0.0, *(max(float(d.low), -float(d.high)) for d in outer)), abs=1e-12)
    assert gap.difference_high == pytest.approx(max(max(float(d.high), -float(d.low)) for d in inner), abs=1e-12)
    with np.errstate(divide="ignore"):
        lows = [min(float(r.low), 1 / float(r.high) if r.high > 0 else np.inf) for r in ratio_inner]
        highs = [
            1.0 if r.low <= 1 <= r.high else float(r.high) if r.high < 1 else 1 / float(r.low) for r in ratio_outer
        ]
    assert gap.ratio_low == pytest.approx(min(lows), abs=1e-12)
    assert gap.ratio_high == pytest.approx(min(1.0, *highs), abs=1e-12)


@given(counts)
def test_all_rows_are_compared_by_the_exact_identity(pairs):
    """p_g - p_all = (1 - w)(p_g - p_rest), and p_g / p_all = R / (wR + 1 - w)."""
    values = rates(pairs)
    k, n = values.k, values.n
    gap = largest_gap(values, 0.05, comparison="overall")
    pooled = k.sum() / n.sum()
    assert gap.difference <= np.abs(k / n - pooled).max() + 1e-12
    inner = []
    for g in range(len(k)):
        rest_k, rest_n, share = k.sum() - k[g], n.sum() - n[g], n[g] / n.sum()
        own, rest = rate_limits([k[g]], [n[g]], Z, pooled), rate_limits([rest_k], [rest_n], Z, pooled)
        found = difference_limits(k[g] / n[g], own, rest_k / rest_n, rest)
        inner.append((1 - share) * max(float(found.high[0]), -float(found.low[0])))
    assert gap.difference_high == pytest.approx(max(inner), abs=1e-12)
    assert 0 <= gap.ratio_low <= gap.ratio_high <= 1
    assert gap.comparison == "overall"
    assert "" in (gap.lower, gap.higher)


@given(counts)
def test_with_two_groups_every_comparison_is_the_same_pair(pairs):
    values = rates(pairs[:2])
    extremes, reference = (largest_gap(values, 0.05, comparison=how) for how in ("extremes", "reference:b"))
    assert extremes.difference_low == pytest.approx(reference.difference_low, abs=1e-9)
    assert extremes.difference_high == pytest.approx(reference.difference_high, abs=1e-9)
    assert extremes.ratio_low == pytest.approx(reference.ratio_low, abs=1e-9)
    assert extremes.ratio_high == pytest.approx(reference.ratio_high, abs=1e-9)


def test_c_gap_is_never_below_c_in():
    """Or a gap and within tolerance could both hold."""
    for how in ("extremes", "reference:a", "overall"):
        for groups in (2, 3, 7, 40):
            assert critical_gap(how, groups, 0.05) >= Z - 1e-9


def test_estimates_without_limits_never_make_a_gap():
    values = np.array([0.1, 0.9, 0.5])

    def limits(z):
        return Limits(np.array([np.nan, 0.9 - z * 0.01, 0.4]), np.array([np.nan, 0.9 + z * 0.01, 0.6]))

    estimates = GroupEstimates("mean", "g", ("a", "b", "c"), np.array([1, 100, 100]), 0.95, "no rows", values, limits)
    gap = largest_gap(estimates, 0.05)
    assert {gap.lower, gap.higher} == {"b", "c"}
    assert gap.difference_high == np.inf


def test_where_nothing_is_known_two_different_groups_are_named():
    values = np.array([0.1, 0.9, 0.5])

    def limits(_):
        return Limits(np.full(3, np.nan), np.full(3, np.nan))

    estimates = GroupEstimates("mean", "g", ("a", "b", "c"), np.ones(3, dtype=int), 0.95, "no rows", values, limits)
    gap = largest_gap(estimates, 0.05)
    assert (gap.lower, gap.higher, gap.difference) == ("a", "b", 0.8)
    assert (gap.difference_low, gap.difference_high) == (0.0, np.inf)


def test_a_comparison_that_is_none_is_told():
    assert check_comparison("overall") == "overall"
    with pytest.raises(InputError) as error:
        check_comparison("reference:")
    assert str(error.value) == (
        "compare is 'reference:'.\nAllowed are: 'extremes', 'overall', 'reference:<name of a group>'."
    )


def test_all_rows_are_no_comparison_for_what_is_no_rate():
    def limits(_):
        return Limits(np.zeros(2), np.ones(2))

    estimates = GroupEstimates("f1_score", "g", ("a", "b"), np.array([9, 9]), 0.95, "no rows", np.full(2, 0.5), limits)
    with pytest.raises(InputError) as error:
        largest_gap(estimates, 0.05, comparison="overall")
    assert str(error.value) == (
        "compare is 'overall', which is known for unweighted rates only, and not for 'f1_score'.\n"
        "Compare the extremes, or name a reference: 'reference:<group>'."
    )
