"""Counts, and the rates they carry: by hand, and against fairlearn."""

import json

import fairlearn.metrics as fm
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.errors import InputError
from workbench.tally.counting import Scores, tally_rows
from workbench.tally.gaps import largest_gap
from workbench.tally.rates import RATES, SYNONYMS, all_rates, group_rates, rate_named
from workbench.tally.tally import Tally
from workbench.tally.values import axis_of

# Four women: 2 favourable outcomes, of which 1 selected; 2 unfavourable, of which 1 selected.
# Three men: 2 favourable, both selected; 1 unfavourable, not selected. One of no known sex.
SEX = ["f", "f", "f", "f", "m", "m", "m", "unknown"]
OUTCOMES = np.array([1, 1, 0, 0, 1, 1, 0, 2])
DECISIONS = np.array([1, 0, 1, 0, 1, 1, 0, 1])
TALLY = tally_rows(pa.table({"sex": SEX}), outcomes=OUTCOMES, decisions=DECISIONS)


def rates_of(metric, tally=TALLY, attribute="sex"):
    rates = group_rates(tally, rate_named(metric), attribute)
    return {group: float(value) for group, value in zip(rates.groups, rates.values, strict=True)}


def test_counts_by_hand():
    assert TALLY.groups == (("f",), ("m",), ("unknown",))
    assert TALLY.n[0].tolist() == [[1, 1, 0], [1, 1, 0], [0, 0, 0]]
    assert TALLY.n[1].tolist() == [[1, 0, 0], [0, 2, 0], [0, 0, 0]]
    assert TALLY.n[2].tolist() == [[0, 0, 0], [0, 0, 0], [0, 1, 0]]


def test_rates_by_hand():
    assert rates_of("selection_rate") == {"f": 0.5, "m": 2 / 3, "unknown": 1.0}
    assert {group: rates_of("true_positive_rate")[group] for group in "fm"} == {"f": 0.5, "m": 1.0}
    assert {group: rates_of("false_positive_rate")[group] for group in "fm"} == {"f": 0.5, "m": 0.0}
    assert {group: rates_of("base_rate")[group] for group in "fm"} == {"f": 0.5, "m": 2 / 3}


def test_a_group_without_favourable_outcomes_has_no_true_positive_rate():
    rates = group_rates(TALLY, rate_named("true_positive_rate"), "sex")
    assert np.isnan(rates.values[rates.groups.index("unknown")])
    assert np.isnan(rates.limits.low[rates.groups.index("unknown")])
    assert rates.empty == "no rows with a favourable outcome"


def test_unknown_comes_last_and_is_not_compared():
    tally = tally_rows(pa.table({"sex": ["unknown", "zebra", "ant"]}), decisions=np.array([1, 0, 1]))
    rates = group_rates(tally, rate_named("selection_rate"), "sex")
    assert rates.groups == ("ant", "zebra", "unknown")
    assert rates.compared.tolist() == [True, True, False]
    assert rates.pooled == 0.5


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 1), st.integers(0, 1)), min_size=1, max_size=80))
def test_rates_equal_fairlearns_wherever_they_exist(rows):
    groups, outcomes, decisions = (np.array(column) for column in zip(*rows, strict=True))
    tally = tally_rows(pa.table({"g": groups}), outcomes=outcomes, decisions=decisions)
    reference = fm.MetricFrame(
        metrics={
            "selection_rate": fm.selection_rate,
            "true_positive_rate": fm.true_positive_rate,
            "false_positive_rate": fm.false_positive_rate,
        },
        y_true=pd.Series([*outcomes, 0, 1]),  # both outcomes must occur, or fairlearn refuses to guess
        y_pred=pd.Series([*decisions, 0, 1]),
        sensitive_features=pd.Series([*groups, "padding", "padding"], name="g"),
    ).by_group
    for metric in reference.columns:
        rates = group_rates(tally, rate_named(metric), "g")
        for group, value, n in zip(rates.groups, rates.values, rates.n, strict=True):
            if n == 0:  # the one documented difference: fairlearn says 0.0 for a rate that does not exist
                assert np.isnan(value)
                assert reference.loc[group, metric] == 0.0
            else:
                assert value == pytest.approx(reference.loc[group, metric], abs=1e-12)


def test_tallies_add_up_whatever_their_groups():
    one = tally_rows(pa.table({"g": ["a", "b"]}), decisions=np.array([1, 0]))
    two = tally_rows(pa.table({"g": ["b", "c"]}), decisions=np.array([0, 1]))
    both = tally_rows(pa.table({"g": ["a", "b", "b", "c"]}), decisions=np.array([1, 0, 0, 1]))
    added = one + two
    assert added.groups == both.groups
    assert added.n.tolist() == both.n.tolist()
    assert one.n_rows == 2


def test_more_rows_than_32_bits_hold_do_not_overflow():
    n = np.zeros((1, 3, 3), dtype=np.int64)
    n[0, 1, 1] = 2**31
    tally = Tally(("g",), (("a",),), n)
    assert (tally + tally).n_rows == 2**32


def test_tallies_of_other_attributes_do_not_add():
    with pytest.raises(InputError) as error:
        TALLY + tally_rows(pa.table({"age": ["old"]}))
    assert str(error.value) == (
        "Tallies of ['sex'] and ['age'] cannot be added.\n"
        "Count the same attributes and classes, in the same order, in both."
    )


def test_summing_over_attributes_keeps_every_row(rng):
    groups = pa.table({"sex": rng.choice(["f", "m"], 500), "age": rng.choice(["old", "young", "unknown"], 500)})
    crossed = tally_rows(groups, outcomes=rng.integers(0, 3, 500), decisions=rng.integers(0, 2, 500))
    for attribute in ("sex", "age"):
        assert crossed.by(attribute).n.sum(axis=0).tolist() == crossed.n.sum(axis=0).tolist()
    with pytest.raises(InputError, match="attribute is 'race'"):
        crossed.by("race")


def test_json_round_trip():
    written = json.loads(json.dumps(TALLY.to_json()))
    read = Tally.from_json(written)
    assert read.fingerprint == TALLY.fingerprint
    assert read.n.tolist() == TALLY.n.tolist()


def test_json_of_another_kind_is_refused():
    with pytest.raises(InputError) as error:
        Tally.from_json({"schema": "workbench.audit/1"})
    assert str(error.value) == "schema is 'workbench.audit/1'.\nA tally has 'workbench.tally/1'."


def test_counts_cannot_be_edited():
    with pytest.raises(ValueError, match="read-only"):
        TALLY.n[0, 0, 0] = 9


def test_attributes_may_be_called_like_the_columns_of_a_tally():
    groups = pa.table({"n": ["a", "b"], "outcome": ["x", "x"], "0": ["u", "v"]})
    tally = tally_rows(groups, decisions=np.array([1, 0]))
    assert tally.by("outcome").groups == (("x",),)
    assert rates_of("selection_rate", tally, "n") == {"a": 1.0, "b": 0.0}


def test_thousands_of_groups_are_refused_with_a_way_out():
    groups = pa.table({"postcode": [str(place) for place in range(2_001)]})
    with pytest.raises(InputError) as error:
        tally_rows(groups)
    assert str(error.value) == (
        "postcode makes 2,001 groups; 2,000 is the most.\n"
        "Join values into fewer groups first, or use bands for numbers: wb.bands('age', [40, 60])."
    )


def test_an_unknown_metric_is_told():
    with pytest.raises(InputError) as error:
        rate_named("selection_rat")
    allowed = ", ".join(repr(name) for name in [*(rate.name for rate in RATES), *SYNONYMS])
    assert str(error.value) == (f"metric is 'selection_rat'.\nAllowed are: {allowed}. Did you mean 'selection_rate'?")


def test_a_gap_names_both_groups_and_its_direction():
    gap = largest_gap(group_rates(TALLY, rate_named("selection_rate"), "sex"), error=0.05)
    assert (gap.lower, gap.higher, gap.n_groups) == ("f", "m", 2)
    assert gap.difference == pytest.approx(2 / 3 - 0.5)
    assert gap.ratio == pytest.approx(0.75)


def test_one_known_group_has_no_gap():
    tally = tally_rows(pa.table({"sex": ["f", "f", "unknown"]}), decisions=np.array([1, 0, 1]))
    assert largest_gap(group_rates(tally, rate_named("selection_rate"), "sex"), error=0.05) is None


def test_nobody_selected_anywhere_has_no_ratio():
    tally = tally_rows(pa.table({"sex": ["f", "m"] * 20}), decisions=np.zeros(40, dtype=int))
    gap = largest_gap(group_rates(tally, rate_named("selection_rate"), "sex"), error=0.05)
    assert gap.difference == 0.0
    assert np.isnan(gap.ratio)


def test_limits_found_together_are_those_found_one_by_one(rng):
    groups = pa.table({"g": rng.choice(list("abcde"), 900, p=[0.5, 0.3, 0.1, 0.09, 0.01])})
    tally = tally_rows(groups, outcomes=rng.integers(0, 3, 900), decisions=rng.integers(0, 3, 900))
    for together in all_rates(axis_of(tally, "g")):
        alone = group_rates(tally, rate_named(together.metric), "g")
        np.testing.assert_array_equal(together.limits.low, alone.limits.low)
        np.testing.assert_array_equal(together.limits.high, alone.limits.high)


TOO_MANY = (
    "The counts add up to more than 9.2e18 rows, the most that can be counted.\n"
    "Check the counts, or the weights: does each say how many rows one stands for?"
)


def counted(*selected):
    groups = tuple((f"g{place}",) for place in range(len(selected)))
    n = np.zeros((len(selected), 3, 3), dtype=np.int64)
    n[:, 2, 1] = selected
    return Tally(("g",), groups, n)


def test_the_most_rows_are_counted_exactly_and_one_more_is_refused():
    half = counted(2**61, 2**61)
    assert (half + counted(2**61, 2**61 - 1)).n_rows == 2**63 - 1
    for call in (
        lambda: half + half,
        lambda: half + half + half + half,
        lambda: counted(2**62, 2**62),
        lambda: counted(2**63 - 1, 2**63 - 1, 2**63 - 1, 4),  # adds up to 1 where sums go around
        lambda: tally_rows(pa.table({"g": ["a", "a"]}), frequencies=np.array([2**62, 2**62])),
    ):
        with pytest.raises(InputError) as error:
            call()
        assert str(error.value) == TOO_MANY


def test_the_most_scored_rows_are_checked_too():
    def scored(times):
        return tally_rows(
            pa.table({"g": ["a"]}), frequencies=np.array([times]), scores=Scores(np.array([0.5]), edges=np.array([0.4]))
        )

    one = scored(2**62)
    assert (one + scored(2**62 - 1)).scores.n.sum() == 2**63 - 1
    with pytest.raises(InputError) as error:
        _ = one.scores + one.scores
    assert str(error.value) == TOO_MANY
