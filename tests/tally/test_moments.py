"""Predicted amounts by group: against fairlearn, scikit-learn, NumPy and SciPy, by hand, and whatever the rows."""

import json

import fairlearn.metrics as fm
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from sklearn import metrics as sk

from workbench.data.roles import ProtectedAttribute
from workbench.errors import InputError
from workbench.stats.intervals import critical_value
from workbench.tally.counting import tally_rows
from workbench.tally.distances import prediction_distance
from workbench.tally.distributions import distribution_of, find_bins, grid_counts
from workbench.tally.gaps import largest_gap
from workbench.tally.memory import InMemory
from workbench.tally.metrics import CLAIMABLE, METRICS, NO_VERDICT, class_values, metric_named, values_by_group
from workbench.tally.moments import Amounts
from workbench.tally.regression import AMOUNT_METRICS
from workbench.tally.request import Coded, Predicted, Request
from workbench.tally.tally import Tally
from workbench.tally.values import axis_of

NEAR = 1e-9
Z = critical_value(0.95)


def overprediction(y, p):
    return float(np.mean(np.maximum(p - y, 0)))


def underprediction(y, p):
    return float(np.mean(np.maximum(y - p, 0)))


def mean_error(y, p):
    return float(np.mean(p - y))


def mean_outcome(y, p):  # noqa: ARG001
    return float(np.mean(y))


# The function of fairlearn or scikit-learn for each figure that is exact, given outcomes and predictions.
# fairlearn's own over- and underprediction are private, and gone from 0.15: what they did is above.
THEIRS = {
    "mean_prediction": fm.mean_prediction,
    "mean_outcome": mean_outcome,
    "mean_error": mean_error,
    "mean_absolute_error": sk.mean_absolute_error,
    "mean_overprediction": overprediction,
    "mean_underprediction": underprediction,
    "mean_squared_error": sk.mean_squared_error,
    "root_mean_squared_error": sk.root_mean_squared_error,
    "r2_score": sk.r2_score,
}


def counted(groups, predictions, outcomes=None, **options):
    amounts = Amounts(np.asarray(predictions, dtype=float), outcomes, **options)
    return tally_rows(pa.table({"sex": list(groups)}), amounts=amounts)


def figure(tally, name, attribute="sex"):
    return metric_named(name).by_group(axis_of(tally, attribute), 0.95)


def people(n=600, level=0.0, scale=1.0, seed=3):
    rng = np.random.default_rng(seed)
    groups = rng.choice(["a", "b", "c"], n, p=[0.5, 0.3, 0.2])
    outcomes = level + scale * rng.gamma(2.0, 1.0, n)
    predictions = outcomes + scale * rng.normal(0.2, 0.5, n)
    return groups, predictions, outcomes


@pytest.mark.parametrize(("level", "scale"), [(0, 1), (0, 30_000), (1e9, 1), (-1e9, 0.1), (1e9, 1e9)])
def test_every_figure_is_that_of_metric_frame(level, scale):
    groups, predictions, outcomes = people(level=level, scale=scale)
    tally = counted(groups, predictions, outcomes)
    frame = fm.MetricFrame(
        metrics=THEIRS, y_true=pd.Series(outcomes), y_pred=pd.Series(predictions), sensitive_features=pd.Series(groups)
    )
    for name in THEIRS:
        found = figure(tally, name)
        expected = frame.by_group[name][list(found.groups)].to_numpy()
        assert found.values == pytest.approx(expected, rel=NEAR), name
        everyone = metric_named(name).by_group(axis_of(tally), 0.95)
        assert float(everyone.values[0]) == pytest.approx(frame.overall[name], rel=NEAR), name
        assert (found.limits.low <= found.values).all()
        assert (found.values <= found.limits.high).all()


def test_every_figure_is_compared_or_tested_by_itself():
    quantiles = {f"{what}_quantile_{p}" for what in ("prediction", "outcome", "error") for p in (10, 50, 90)}
    assert {one.name for one in AMOUNT_METRICS} == {*THEIRS, *quantiles, "share_above"}
    assert {one.needs for one in AMOUNT_METRICS} == {"moments"}
    shown_only = {"mean_squared_error", "root_mean_squared_error", "r2_score"}
    assert {one.name for one in AMOUNT_METRICS if one.name in NO_VERDICT} == shown_only
    assert {one.name for one in AMOUNT_METRICS} - shown_only <= {*CLAIMABLE}


def test_four_people_by_hand():
    # Errors, prediction less outcome: 1, -1, 3, and no outcome.
    tally = counted("aaab", [3, 1, 8, 4], np.array([2, 2, 5, np.nan]))
    expected = {
        "mean_prediction": [4, 4],
        "mean_outcome": [3, np.nan],
        "mean_error": [1, np.nan],
        "mean_absolute_error": [5 / 3, np.nan],
        "mean_overprediction": [4 / 3, np.nan],
        "mean_underprediction": [1 / 3, np.nan],
        "mean_squared_error": [11 / 3, np.nan],
        "root_mean_squared_error": [np.sqrt(11 / 3), np.nan],
    }
    for name, values in expected.items():
        assert figure(tally, name).values == pytest.approx(values, nan_ok=True), name
    # Mean error 1, spread of 1, -1, 3 is 2, t of 2 degrees is 4.302653.
    low, high = figure(tally, "mean_error").limits
    assert float(high[0]) == pytest.approx(1 + 4.302653 * 2 / np.sqrt(3), rel=1e-6)
    assert float(low[0]) == pytest.approx(1 - 4.302653 * 2 / np.sqrt(3), rel=1e-6)
    assert figure(tally, "mean_error").reason(1) == "no rows with both an outcome and a prediction"
    assert figure(tally, "mean_outcome").reason(1) == "no rows with an outcome"


def test_rows_without_an_outcome_count_among_predictions_only():
    groups, predictions, outcomes = people()
    outcomes[::3], predictions[::7] = np.nan, np.nan
    tally = counted(groups, predictions, outcomes)
    known, both = ~np.isnan(predictions), ~np.isnan(predictions - outcomes)
    assert tally.n_rows == 600
    assert figure(tally, "mean_prediction").n.sum() == known.sum()
    assert figure(tally, "mean_outcome").n.sum() == (~np.isnan(outcomes)).sum()
    assert figure(tally, "r2_score").n.sum() == both.sum()
    of_a = known & (groups == "a")
    assert float(figure(tally, "mean_prediction").values[0]) == pytest.approx(predictions[of_a].mean(), rel=NEAR)
    pair = both & (groups == "a")
    assert float(figure(tally, "r2_score").values[0]) == pytest.approx(
        sk.r2_score(outcomes[pair], predictions[pair]), rel=NEAR
    )


def test_r2_needs_rows_and_outcomes_that_differ():
    constant = counted(["a"] * 40 + ["b"] * 29, np.arange(69.0), np.where(np.arange(69) < 40, 5.0, np.arange(69.0)))
    found = figure(constant, "r2_score")
    assert np.isnan(found.values).all()
    assert found.reason(0) == "fewer than 30 rows, or all their outcomes are equal"
    assert found.reason(1) == "fewer than 30 rows, or all their outcomes are equal"
    assert (figure(constant, "mean_absolute_error").values > 0)[0]


def test_one_row_has_figures_and_no_limits_but_the_range():
    tally = counted("abb", [5, 1, 3], np.array([4.0, 1.0, 1.0]))
    found = figure(tally, "mean_absolute_error")
    assert found.values.tolist() == pytest.approx([1.0, 1.0])
    assert (found.limits.low[0], found.limits.high[0]) == (0, np.inf)
    error = figure(tally, "mean_error")
    assert (error.limits.low[0], error.limits.high[0]) == (-np.inf, np.inf)
    gap = largest_gap(figure(tally, "mean_prediction"), 0.05)
    assert gap is not None
    assert gap.difference_low == 0
    assert gap.difference_high == np.inf


def test_one_person_does_not_hide_a_gap_between_others():
    rng = np.random.default_rng(1)
    groups = ["a"] * 100 + ["b"] * 100 + ["c"]
    predictions = np.concatenate([rng.normal(10, 1, 100), rng.normal(20, 1, 100), [15.0]])
    gap = largest_gap(figure(counted(groups, predictions), "mean_prediction"), 0.05)
    assert (gap.lower, gap.higher) == ("a", "b")
    assert gap.difference_low > 9
    assert gap.difference_high == np.inf


def test_quantiles_are_numpys_to_the_width_of_a_bin_and_limits_cover():
    groups, predictions, outcomes = people(4_000)
    tally = counted(groups, predictions, outcomes)
    rows = {"prediction": predictions, "outcome": outcomes, "error": predictions - outcomes}
    for what, values in rows.items():
        width = np.diff(getattr(tally.moments, f"{what}s").bins.edges).max()
        assert width < 0.02 * np.ptp(values)
        for percent in (10, 50, 90):
            found = figure(tally, f"{what}_quantile_{percent}")
            for place, group in enumerate(found.groups):
                own = np.sort(values[groups == group])
                assert float(found.values[place]) == pytest.approx(np.quantile(own, percent / 100), abs=width)
                first = int(stats.binom.ppf(0.025, len(own), percent / 100))
                last = int(stats.binom.ppf(0.975, len(own), percent / 100)) + 1
                assert found.limits.low[place] <= own[first - 1]
                assert found.limits.high[place] >= own[last - 1]


def test_shares_above_thresholds_are_exact_and_decide():
    groups, predictions, _ = people(500, level=10, scale=7)
    thresholds = [20.0, float(predictions[17]), -5.0, 1e4]
    tally = counted(groups, predictions, thresholds=thresholds)
    axis = axis_of(tally, "sex")
    found = class_values(axis, "share_above", 0.95)
    assert [one.metric for one in found] == [
        "share_above[20]",
        f"share_above[{predictions[17]}]",
        "share_above[-5]",
        "share_above[10000]",
    ]
    for one, threshold in zip(found, thresholds, strict=True):
        expected = [int((predictions[groups == group] >= threshold).sum()) for group in one.groups]
        assert one.k.tolist() == expected
    assert set(values_by_group(axis, 0.95)) >= {one.metric for one in found}
    # The first decides.
    assert figure(tally, "selection_rate").k.tolist() == found[0].k.tolist()
    assert figure(tally.decided(thresholds[1]), "selection_rate").k.tolist() == found[1].k.tolist()
    with pytest.raises(InputError) as refused:
        tally.decided(20.001)
    assert str(refused.value).startswith(
        "threshold is 20.001, which is not an edge of the bins, so its counts are not known. The nearest is 20.0.\n"
    )


def test_figures_without_what_they_need_do_not_exist():
    alone = counted("ab", [1.0, 2.0])
    names = set(values_by_group(axis_of(alone, "sex"), 0.95))
    assert names == {"mean_prediction", *(f"prediction_quantile_{p}" for p in (10, 50, 90))}
    neither = tally_rows(pa.table({"sex": ["a", "b"]}), decisions=np.array([0, 1]))
    assert not any(one.is_carried_by(axis_of(neither, "sex")) for one in AMOUNT_METRICS)
    for one in AMOUNT_METRICS:
        found = one.by_group(axis_of(neither, "sex"), 0.95)
        assert np.isnan(found.values).all(), one.name
        assert found.reason(0), one.name


rows_of = st.lists(
    st.tuples(
        st.sampled_from("ab"),
        st.sampled_from("xy"),
        st.one_of(st.none(), st.floats(-1e6, 1e6, width=32)),
        st.one_of(st.none(), st.floats(-1e6, 1e6, width=32)),
    ),
    min_size=1,
    max_size=60,
)


def of_rows(rows, **options):
    a, b, predictions, outcomes = (list(column) for column in zip(*rows, strict=True))
    amounts = Amounts(np.array(predictions, dtype=float), np.array(outcomes, dtype=float), **options)
    return tally_rows(pa.table({"a": a, "b": b}), amounts=amounts)


@settings(deadline=None, max_examples=60)
@given(rows_of)
def test_whatever_the_rows_figures_are_theirs(rows):
    tally = of_rows(rows)
    for attribute, column in (("a", 0), ("b", 1)):
        for name, theirs in THEIRS.items():
            found = figure(tally, name, attribute)
            for place, group in enumerate(found.groups):
                own = [row for row in rows if row[column] == group]
                needs = {"mean_prediction": (2,), "mean_outcome": (3,)}.get(name, (2, 3))
                own = [row for row in own if all(row[need] is not None for need in needs)]
                assert found.n[place] == len(own)
                p, y = (np.array([row[at] for row in own], dtype=float) for at in (2, 3))
                value = float(found.values[place])
                if np.isnan(value):
                    assert not own or (name == "r2_score" and (len(own) < 30 or np.ptp(y) < 1e-5 * np.abs(y).max()))
                    assert found.reason(place)
                else:
                    size = max([1.0, *np.abs(np.concatenate([p[~np.isnan(p)], y[~np.isnan(y)]]))])
                    size = size**2 if name == "mean_squared_error" else size
                    assert value == pytest.approx(theirs(y, p), rel=1e-7, abs=1e-12 * size), name


@settings(deadline=None, max_examples=40)
@given(rows_of, st.integers(0, 60))
def test_tallies_of_parts_add_up(rows, cut):
    whole = of_rows(rows, thresholds=[0.0])
    like = whole.moments
    parts = [of_rows(some, like=like) for some in (rows[:cut], rows[cut:]) if some]
    total = parts[0] if len(parts) == 1 else parts[0] + parts[1]
    assert total.fingerprint == whole.fingerprint
    assert total.groups == whole.groups
    for one, two in ((total.moments, like), (total.by("b").moments, whole.by("b").moments)):
        scale = np.abs(two.pairs).max(initial=1)
        assert one.pairs == pytest.approx(two.pairs, rel=NEAR, abs=1e-12 * scale)
        assert (one.predictions.n == two.predictions.n).all()
        assert (one.errors.n == two.errors.n).all()


def test_bins_of_another_table_count_what_is_beyond_them():
    first = counted("aab", [1.0, 2.0, 3.0], np.array([1.0, 2.0, 4.0]), thresholds=[2])
    wider = counted("ab", [-50.0, 70.0], np.array([0.0, 80.0]), like=first.moments)
    total = first + wider
    assert total.moments.predictions.n.sum() == 5
    assert (total.moments.predictions.n[:, 0] > 0).tolist() == [True, False]
    assert (total.moments.predictions.n[:, -1] > 0).tolist() == [False, True]
    assert figure(total, "mean_prediction").values == pytest.approx([-47 / 3, 36.5])
    assert figure(total, "selection_rate").k.tolist() == [1, 2]
    quantile = figure(total, "prediction_quantile_90")
    assert np.isnan(quantile.values[1])
    assert quantile.reason(1) == "it lies beyond the bins that were counted"
    with pytest.raises(InputError) as refused:
        _ = first + counted("aab", [1.0, 2.0, 9.0])
    assert str(refused.value) == (
        "The tallies have different bins of the predictions.\n"
        "Count both with the same ones: Amounts(…, like=tally.moments)."
    )
    with pytest.raises(InputError) as refused:
        _ = first + tally_rows(pa.table({"sex": ["a"]}))
    assert str(refused.value).splitlines()[0] == "Only one of the tallies has moments."


def test_json_round_trip():
    groups, predictions, outcomes = people()
    tally = counted(groups, predictions, outcomes, thresholds=[2.5, 4])
    back = Tally.from_json(json.loads(json.dumps(tally.to_json())))
    assert back.fingerprint == tally.fingerprint
    assert back.moments.thresholds == (2.5, 4.0)
    for name, values in values_by_group(axis_of(tally, "sex"), 0.95).items():
        again = values_by_group(axis_of(back, "sex"), 0.95)[name]
        assert again.values.tolist() == values.values.tolist()


@pytest.mark.parametrize(
    "damage",
    [
        lambda moments: moments.update(thresholds="2.5"),
        lambda moments: moments.update(pairs=moments["predictions"]["sums"]),
        lambda moments: moments["errors"].update(shift=None),
        lambda moments: moments["errors"].update(shift=float("inf")),
        lambda moments: moments["errors"].update(n=moments["outcomes"]["edges"]),
        lambda moments: moments.update(outcomes=[]),
        lambda moments: moments["outcomes"].update(edges=moments["predictions"]["sums"]),
    ],
)
def test_damaged_moments_are_refused(damage):
    groups, predictions, outcomes = people(50)
    written = counted(groups, predictions, outcomes, thresholds=[2.5]).to_json()
    damage(written["moments"])
    with pytest.raises(InputError, match="moments"):
        Tally.from_json(written)


def test_a_tally_of_one_group_keeps_its_moments():
    groups, predictions, outcomes = people(90)
    layers = np.where(np.arange(90) % 2, "x", "y")
    amounts = Amounts(predictions, outcomes)
    tally = tally_rows(pa.table({"sex": groups, "layer": layers}), amounts=amounts)
    part = figure(tally.where("layer", "x"), "mean_error")
    for place, group in enumerate(part.groups):
        chosen = (layers == "x") & (groups == group)
        assert float(part.values[place]) == pytest.approx((predictions - outcomes)[chosen].mean(), rel=NEAR)


@pytest.mark.parametrize("value", [np.inf, -np.inf, 1e61])
def test_amounts_that_cannot_be_summed_are_refused(value):
    with pytest.raises(InputError) as refused:
        counted("ab", [1.0, value])
    assert str(refused.value) == (
        "Some predictions are infinite or beyond 1e+60: 1 of 2 rows.\n"
        "Replace or remove them: no mean can be taken of them."
    )
    with pytest.raises(InputError, match="Some outcomes are infinite"):
        counted("ab", [1.0, 2.0], np.array([value, 1.0]))


def test_weights_are_refused():
    with pytest.raises(InputError) as refused:
        tally_rows(pa.table({"a": ["x"]}), amounts=Amounts(np.ones(1)), weights=np.ones(1))
    assert str(refused.value) == "Both amounts and weights are given.\nOf predicted amounts each row counts as one."
    with pytest.raises(InputError) as refused:
        Request((), decision=Coded("d", {}), predicted=Predicted("p"))
    assert str(refused.value).splitlines()[0] == "predicted is given together with decision."


def test_a_request_is_counted_in_memory():
    table = InMemory(pa.table({"sex": ["a", "a", "b"], "pay": [10, 20, None], "real": [12.0, None, 30.0]}))
    tally = table.tally(Request((ProtectedAttribute("sex"),), predicted=Predicted("pay", "real", (15.0,))))
    assert tally.n[:, 2].tolist() == [[1, 1, 0], [0, 0, 1]]
    assert figure(tally, "mean_error").values == pytest.approx([-2, np.nan], nan_ok=True)


# Bins


def bins_of(values, thresholds=()):
    values = np.asarray(values, dtype=float)
    low, high = (float(values.min()), float(values.max())) if len(values) else (np.nan, np.nan)
    return find_bins(low, high, lambda start, end: grid_counts(values, start, end), thresholds)


def test_a_few_huge_amounts_do_not_leave_one_bin_for_all_others():
    rng = np.random.default_rng(5)
    values = np.append(rng.lognormal(10, 1, 20_000), [1e15, 3e14])
    found = distribution_of(values, np.zeros(len(values), dtype=int), 1)
    assert found.n.max() < 0.02 * len(values)
    assert found.n[0, [0, -1]].tolist() == [0, 0]
    assert 300 < len(found.bins.edges) < 800


def test_a_value_of_many_rows_has_a_bin_of_its_own():
    rng = np.random.default_rng(6)
    values = np.append(rng.gamma(2, 1000, 5_000), np.zeros(5_000))
    edges = bins_of(values).edges
    place = int(np.searchsorted(edges, 0.0, side="right"))
    assert ((values >= edges[place - 1]) & (values < edges[place])).sum() <= 5_000 + 5


@pytest.mark.parametrize(
    "values", [[], [3.5], [3.5, 3.5], [0, 5e-324], [-1e60, 1e60], [1e9, 1e9 + 1e-7], [0] * 99 + [1]]
)
def test_bins_of_odd_columns_hold_every_row(values):
    values = np.asarray(values, dtype=float)
    found = distribution_of(values, np.zeros(len(values), dtype=int), 1)
    assert found.n.sum() == len(values)
    assert found.n[0, [0, -1]].sum() == 0
    assert (np.diff(found.bins.edges) > 0).all()
    assert np.isfinite(found.bins.shift)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.floats(-1e12, 1e12), max_size=80),
    st.lists(st.floats(-1e6, 1e6), max_size=3),
    st.randoms(use_true_random=False),
)
def test_bins_depend_on_counts_alone(values, thresholds, random):
    """Whatever the order of the rows: what any engine finds by counting is the same."""
    found = bins_of(values, thresholds)
    mixed = list(values)
    random.shuffle(mixed)
    again = bins_of(mixed, thresholds)
    assert found.edges.tolist() == again.edges.tolist()
    assert found.shift == again.shift
    assert set(thresholds) <= set(found.edges.tolist())
    assert len(found.edges) < 1_500


def test_whole_amounts_stay_whole():
    assert bins_of(np.arange(1_000)).shift == 512
    values = np.array([100.0, 200.0, 500.0, 900.0])
    found = distribution_of(values, np.zeros(4, dtype=int), 1)
    assert found.bins.shift == np.round(found.bins.shift)
    assert found.sums[0].tolist() == [(values - found.bins.shift).sum(), ((values - found.bins.shift) ** 2).sum()]


def test_every_amount_figure_is_registered():
    assert all(METRICS[one.name] is one for one in AMOUNT_METRICS)


# Distances


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.floats(-1e3, 1e3, width=32), min_size=1, max_size=40),
    st.lists(st.floats(-1e3, 1e3, width=32), min_size=1, max_size=40),
)
def test_distances_of_rows_lie_within_their_bounds(ours, theirs):
    """SciPy's on the rows themselves, whatever they are."""
    tally = counted(["a"] * len(ours) + ["b"] * len(theirs), [*ours, *theirs])
    found = prediction_distance(axis_of(tally, "sex"), "a", "b")
    assert found.wasserstein == pytest.approx(
        stats.wasserstein_distance(ours, theirs), abs=found.wasserstein_error + 1e-9
    )
    exact = stats.ks_2samp(ours, theirs, method="asymp").statistic
    assert found.kolmogorov_smirnov - 1e-9 <= exact <= found.kolmogorov_smirnov + found.kolmogorov_smirnov_error + 1e-9
    assert found == prediction_distance(axis_of(tally, "sex"), "b", "a")


def test_distances_of_many_rows_are_near_scipys():
    groups, predictions, _ = people(4_000)
    predictions = predictions + (groups == "a")
    found = prediction_distance(axis_of(counted(groups, predictions), "sex"), "a", "b")
    ours, theirs = predictions[groups == "a"], predictions[groups == "b"]
    assert found.wasserstein == pytest.approx(stats.wasserstein_distance(ours, theirs), rel=1e-3)
    assert found.wasserstein_error < 0.03
    assert found.kolmogorov_smirnov == pytest.approx(stats.ks_2samp(ours, theirs).statistic, abs=0.01)
    assert found.kolmogorov_smirnov_error < 0.05


def test_distances_that_do_not_exist():
    first = counted("ab", [1.0, 2.0])
    beyond = prediction_distance(axis_of(first + counted("ab", [-9.0, 9.0], like=first.moments), "sex"), "a", "b")
    assert np.isnan(beyond.wasserstein)
    assert beyond.kolmogorov_smirnov + beyond.kolmogorov_smirnov_error == 1.0
    assert all(np.isnan(prediction_distance(axis_of(counted("ab", [1.0, np.nan]), "sex"), "a", "b")))
    with pytest.raises(InputError, match="group is 'c'"):
        prediction_distance(axis_of(first, "sex"), "c", "a")
    with pytest.raises(InputError) as refused:
        prediction_distance(axis_of(tally_rows(pa.table({"sex": ["a"]})), "sex"), "a", "a")
    assert str(refused.value) == (
        "The tally has no predicted amounts.\nCount them: audit_predictions(…, prediction='…')."
    )
