"""The one rule behind the three verdicts."""

import numpy as np
import pytest

from workbench.audit.policy import DEFAULT_POLICY, Claim, Policy, families
from workbench.audit.verdicts import judge
from workbench.errors import InputError
from workbench.stats.extremes import studentized_range
from workbench.stats.intervals import Limits, rate_limits, ratio_limits
from workbench.stats.power import smallest_confirmable_tolerance
from workbench.tally.rates import group_rates, rate_named
from workbench.tally.tally import Tally
from workbench.tally.values import GroupRates


def assess(counts, tolerance=0.05, n_claims=1, policy=DEFAULT_POLICY):
    """Judge selection rates given as {group: (selected, all)}."""
    n = np.zeros((len(counts), 3, 3), dtype=np.int64)
    for place, (selected, everyone) in enumerate(counts.values()):
        n[place, 2, 1], n[place, 2, 0] = selected, everyone - selected
    tally = Tally(("g",), tuple((group,) for group in counts), n)
    rates = group_rates(tally, rate_named("selection_rate"), "g")
    return judge(Claim("g", "selection_rate", tolerance), rates, policy, n_claims)


def test_a_large_difference_of_many_is_a_gap():
    assert assess({"a": (300, 1000), "b": (600, 1000)}).verdict == "gap"


def test_no_difference_of_very_many_is_within_tolerance():
    assert assess({"a": (50_000, 100_000), "b": (50_100, 100_000)}).verdict == "within tolerance"


def test_no_difference_of_few_is_not_enough_evidence():
    one = assess({"a": (20, 40), "b": (20, 40)})
    assert one.verdict == "not enough evidence"
    assert one.visible_gap > 0.3
    assert one.confirmable > 0.05


def test_the_verdict_follows_the_interval_that_is_shown():
    """Whatever the counts, gap means the lower limit is above the tolerance, within that the upper is not."""
    for selected in range(0, 2000, 40):
        one = assess({"a": (selected, 2000), "b": (1000, 2000)})
        assert (one.verdict == "gap") == (one.gap.difference_low > 0.05)
        assert (one.verdict == "within tolerance") == (one.gap.difference_high <= 0.05)


def test_a_small_group_is_never_within_tolerance():
    counts = {"a": (50_000, 100_000), "b": (50_000, 100_000), "tiny": (15, 29)}
    one = assess(counts, tolerance=0.9)
    assert one.gap.difference_high <= 0.9
    assert one.verdict == "not enough evidence"
    assert one.small_groups == ("tiny",)
    assert assess(counts | {"tiny": (15, 30)}, tolerance=0.9).verdict == "within tolerance"


def test_more_claims_need_more_evidence():
    counts = {"a": (400, 1000), "b": (495, 1000)}
    lows = [assess(counts, n_claims=n).gap.difference_low for n in (1, 3, 20)]
    assert lows == sorted(lows, reverse=True)
    assert len(set(lows)) == 3


def test_claims_share_the_error_evenly():
    one = assess({"a": (400, 1000), "b": (495, 1000), "c": (450, 1000)}, n_claims=6)
    assert one.gap.c_gap == pytest.approx(studentized_range(1 - 0.05 / 6, 3) / np.sqrt(2))


def test_one_group_cannot_be_judged():
    one = assess({"a": (4, 10), "unknown": (3, 10)})
    assert one.verdict == "not enough evidence"
    assert one.gap is None


def test_unknown_does_not_make_a_gap():
    with_unknown = assess({"a": (500, 1000), "b": (510, 1000), "unknown": (0, 1000)})
    without = assess({"a": (500, 1000), "b": (510, 1000)})
    assert with_unknown.verdict == without.verdict
    assert with_unknown.gap == without.gap


def test_nobody_selected_of_many_is_seen():
    assert assess({"a": (0, 200), "b": (100, 200)}).verdict == "gap"


@pytest.mark.parametrize("tolerance", [0, 0.0, 1, -0.1])
def test_a_tolerance_that_nothing_could_show_is_refused(tolerance):
    with pytest.raises(InputError) as error:
        Policy({"selection_rate": tolerance})
    assert str(error.value) == (
        f"tolerance of selection_rate is {tolerance!r}.\nGive a fraction above 0 and below 1, such as 0.25."
    )


def test_a_policy_without_metrics_is_refused():
    with pytest.raises(InputError) as error:
        Policy({})
    assert str(error.value) == ("rules is empty.\nDeclare at least one metric, such as {'selection_rate': 0.05}.")


def test_the_default_policy_says_that_it_is_the_default():
    assert not DEFAULT_POLICY.declared
    assert Policy({"selection_rate": 0.1}).declared


def test_false_gaps_are_rare_when_all_is_equal(rng):
    """At equal rates a gap above 0 would be found in about 1 audit in 20; above the tolerance never more often."""
    draws = rng.binomial(400, 0.3, size=(600, 5))
    low = [assess({str(i): (k, 400) for i, k in enumerate(row)}).gap.difference_low > 0 for row in draws]
    assert np.mean(low) <= 0.065 + 2 * np.sqrt(0.05 * 0.95 / 600)


def test_what_could_have_been_seen_is_said_for_the_largest_and_the_smallest_groups(rng):
    """Three people in a third group do not hide what a thousand in each of the others would show."""
    one = assess({"a": (500, 1000), "b": (500, 1000), "c": (2, 3)})
    assert one.smallest == "c"
    assert np.isnan(one.visible_gap_smallest)
    assert 0.1 < one.visible_gap < 0.15
    draws = rng.binomial(1000, [0.5 - one.visible_gap, 0.5], size=(400, 2))
    seen = [assess({"a": (low, 1000), "b": (high, 1000), "c": (2, 3)}).verdict == "gap" for low, high in draws]
    assert np.mean(seen) == pytest.approx(0.8, abs=0.08)


def confusion(counts):
    """A tally of {group: (tp, fn, fp, tn)}."""
    n = np.zeros((len(counts), 3, 3), dtype=np.int64)
    for place, (tp, fn, fp, tn) in enumerate(counts.values()):
        n[place, 1, 1], n[place, 1, 0], n[place, 0, 1], n[place, 0, 0] = tp, fn, fp, tn
    return Tally(("g",), tuple((group,) for group in counts), n)


def judged(counts, metric, tolerance=0.1, **how):
    tally = confusion(counts)
    values = [group_rates(tally, rate_named(name), "g") for name in families(metric)]
    return judge(Claim("g", metric, tolerance, **how), values, DEFAULT_POLICY, 1)


def test_a_group_whose_rate_does_not_exist_is_named_and_keeps_within_tolerance_away():
    counts = {"a": (5_000, 5_000, 1, 1), "b": (5_000, 5_000, 1, 1), "c": (0, 0, 2, 3)}
    one = judged(counts, "true_positive_rate")
    assert one.gap.n_groups == 2
    assert one.small_groups == ("c",)
    assert one.verdict == "not enough evidence"
    assert judged(counts, "true_positive_rate", leave_out=("c",)).verdict == "within tolerance"


def test_equalized_odds_is_a_gap_if_one_rate_shows_it_whatever_the_other_is():
    one = judged({"a": (300, 300, 5, 5), "b": (100, 500, 0, 0)}, "equalized_odds")
    assert one.verdict == "gap"
    assert one.rates.metric == "true_positive_rate"
    assert one.reason == "false_positive_rate: fewer than two groups can be compared"
    without = judged({"a": (300, 300, 5, 5), "b": (300, 300, 0, 0)}, "equalized_odds")
    assert without.verdict == "not enough evidence"


def test_what_could_be_confirmed_of_two_rates_is_the_larger():
    counts = {"a": (10_000, 10_000, 50, 50), "b": (10_000, 10_000, 50, 50)}
    both, alone = judged(counts, "equalized_odds"), judged(counts, "false_positive_rate")
    assert both.confirmable == alone.confirmable > 0.2


def test_the_ratio_to_all_rows_that_would_be_seen_is_seen_in_four_of_five(rng):
    sizes = np.array([6_000, 2_000, 2_000])
    n = np.zeros((3, 3, 3), dtype=np.int64)
    n[:, 2, 1], n[:, 2, 0] = sizes // 2, sizes // 2
    groups = (("a",), ("b",), ("c",))
    claim = Claim("g", "selection_rate", 0.9, "ratio", "overall")
    one = judge(claim, group_rates(Tally(("g",), groups, n), rate_named("selection_rate"), "g"), DEFAULT_POLICY, 1)
    share, ratio = 0.6, one.visible_gap
    rest = 0.5
    own = rest * ratio * (1 - share) / (1 - share * ratio)  # so that own / overall is that ratio
    assert own / (share * own + (1 - share) * rest) == pytest.approx(ratio)
    seen = 0
    for k in rng.binomial([6_000, 4_000], [own, rest], size=(2_000, 2)):
        limits = rate_limits(k, [6_000, 4_000], one.gap.c_gap)
        first, second = (Limits(limits.low[place], limits.high[place]) for place in (0, 1))
        high = float(ratio_limits(k[0], 6_000, first, k[1], 4_000, second).high)
        seen += high / (share * high + 1 - share) < claim.tolerance
    assert 0.76 <= seen / 2_000 <= 0.86


def test_weights_count_what_they_are_worth_in_all_that_asks_for_evidence():
    """Forty rows of which one stands for nearly everybody are no forty rows."""
    k, n = np.array([50, 50, 20]), np.array([100, 100, 40])
    effective = (np.array([50.0, 50.0, 1.0]), np.array([100.0, 100.0, 2.0]))
    rates = GroupRates("selection_rate", "g", ("a", "b", "c"), n, 0.95, "", k, effective)
    one = judge(Claim("g", "selection_rate", 0.9), rates, DEFAULT_POLICY, 1)
    assert one.small_groups == ("c",)
    assert one.smallest == "c"
    assert one.confirmable == pytest.approx(smallest_confirmable_tolerance(rates.pooled, 2.0, 3))


def test_where_nothing_is_clear_the_pair_seen_furthest_apart_is_named():
    one = assess({"a": (50_000, 100_000), "b": (50_100, 100_000), "c": (2, 8)})
    assert (one.gap.lower, one.gap.higher) == ("c", "b")
    assert one.gap.difference == one.gap.extreme_difference == pytest.approx(0.501 - 0.25)
    clear = assess({"a": (300, 3_000), "b": (400, 1_000), "c": (3, 3)})
    assert (clear.gap.lower, clear.gap.higher) == ("a", "b")
    assert clear.gap.extreme_difference == pytest.approx(0.9)
    assert clear.gap.extreme_ratio == pytest.approx(0.1)
