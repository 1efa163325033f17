"""The one rule behind the three verdicts."""

import numpy as np
import pytest

from workbench.audit.policy import DEFAULT_POLICY, Claim, Policy
from workbench.audit.verdicts import judge
from workbench.errors import InputError
from workbench.stats.extremes import studentized_range
from workbench.tally.rates import group_rates, rate_named
from workbench.tally.tally import Tally


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
