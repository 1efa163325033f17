"""Every threshold is looked at once; the best one, its range and its limits are right."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics

from workbench.errors import InputError
from workbench.modeling.thresholds.criteria import METRICS, criterion_of_costs, criterion_of_metric
from workbench.modeling.thresholds.curve import Place, curve_of
from workbench.modeling.thresholds.search import Search, fullest_place

Z = 1.959963984540054
COSTS = {"false_favourable": 5, "false_unfavourable": 1}
SCORES = np.array([0.1, 0.4, 0.4, 0.6, 0.9])
OUTCOMES = np.array([0, 1, 0, 0, 1], dtype=np.int8)


def some_rows(rng, n=400, ties=True):
    scores = rng.beta(2, 2, n)
    outcomes = (rng.random(n) < scores**1.5).astype(np.int8)
    return (np.round(scores, 2) if ties else scores), outcomes


def row_costs(scores, outcomes, threshold, costs=(0, 5, 1, 0)):
    selected = scores >= threshold
    tp, fp, fn, tn = costs
    return 100.0 * np.where(selected, np.where(outcomes == 1, tp, fp), np.where(outcomes == 1, fn, tn))


# By hand.


def test_running_sums_count_each_kind_of_decision():
    curve = curve_of(SCORES, OUTCOMES)
    assert curve.scores.tolist() == [0.9, 0.6, 0.4, 0.1]
    assert curve.n_selected.tolist() == [0, 1, 2, 4, 5]
    assert curve.cells.T.tolist() == [[0, 0, 2, 3], [1, 0, 1, 3], [1, 1, 1, 2], [2, 2, 0, 1], [2, 3, 0, 0]]


def test_the_cheapest_threshold_is_in_the_middle_of_those_as_good():
    # Selecting only the row of 0.9 wrongly refuses one: 1 of 5 people, 20 per 100. Every other threshold costs more.
    criterion = criterion_of_costs(COSTS)
    curve = curve_of(SCORES, OUTCOMES)
    assert criterion.value(curve.shares).tolist() == [40, 20, 120, 200, 300]
    assert Search(curve, criterion).best() == Place(0.75, 0.6, 0.9)


def test_rights_that_pay_are_counted():
    criterion = criterion_of_costs({**COSTS, "true_favourable": -3})
    assert criterion.value(curve_of(SCORES, OUTCOMES).shares).tolist() == [40, -40, 60, 80, 180]
    assert criterion.best_if_calibrated == 5 / 9


def test_equally_good_thresholds_that_meet_make_one_range():
    # Rows of 0.4, 0.5 and 0.6 change nothing: the outcomes between cost as much one way as the other.
    scores = np.array([0.2, 0.4, 0.6, 0.8])
    outcomes = np.array([0, 1, 0, 1], dtype=np.int8)
    criterion = criterion_of_metric("accuracy_score")
    curve = curve_of(scores, outcomes)
    assert criterion.value(curve.shares).tolist() == [0.5, 0.75, 0.5, 0.75, 0.5]
    assert Search(curve, criterion).best() == Place(0.7, 0.6, 0.8)  # as wide as 0.2 to 0.4, and the higher one


def test_capacity_is_never_exceeded_and_ties_stay_together():
    curve = curve_of(SCORES, OUTCOMES)
    chosen = [int((fullest_place(curve, most).threshold <= SCORES).sum()) for most in range(6)]
    assert chosen == [0, 1, 2, 2, 4, 5]


def test_a_capacity_limits_what_is_best():
    criterion = criterion_of_costs({"false_favourable": 1, "false_unfavourable": 5})
    curve = curve_of(SCORES, OUTCOMES)
    assert Search(curve, criterion).best() == Place(0.25, 0.1, 0.4)
    assert Search(curve, criterion, 3).best() == Place(0.75, 0.6, 0.9)


@pytest.mark.parametrize(
    ("scores", "place"),
    [
        ([1.0, 1.0, 0.0], Place(0.5, 0.0, 1.0)),
        ([1.0, 1.0, 1.0], Place(0.5, 0.0, 1.0)),
        ([0.0, 0.0, 0.0], Place(0.0, 0.0, 0.0)),
    ],
)
def test_scores_of_0_and_1_have_thresholds_too(scores, place):
    outcomes = np.array([1, 1, 1], dtype=np.int8)
    found = Search(curve_of(np.array(scores), outcomes), criterion_of_metric("accuracy_score")).best()
    if scores == [1.0, 1.0, 0.0]:  # selecting all is best, for which the threshold must be 0
        assert found == Place(0.0, 0.0, 0.0)
    else:
        assert found == place


def test_where_nobody_may_be_selected_rows_of_1_are_not_either():
    scores = np.array([1.0, 0.5])
    place = fullest_place(curve_of(scores, np.array([1, 0], dtype=np.int8)), 0)
    assert not (scores >= place.threshold).any()


def test_nobody_is_selected_where_that_is_cheapest_and_a_score_is_1():
    # A wrong yes costs 100, a wrong no 1: every row of score 1 that is selected costs more than it brings.
    scores, outcomes = np.array([1.0, 1.0, 0.9, 0.2]), np.array([1, 0, 0, 1], dtype=np.int8)
    place = Search(curve_of(scores, outcomes), criterion_of_costs({**COSTS, "false_favourable": 100})).best()
    assert place == Place(np.nextafter(1, 2), 1.0, np.nextafter(1, 2))


# Another program.


@pytest.mark.parametrize("name", list(METRICS))
def test_scores_are_scikit_learns(rng, name):
    scores, outcomes = some_rows(rng)
    curve = curve_of(scores, outcomes)
    values = METRICS[name].value(curve.shares)
    for place in range(1, len(values), 7):
        decisions = scores >= curve.scores[place - 1]
        assert values[place] == pytest.approx(getattr(metrics, name)(outcomes, decisions), abs=1e-12)


def test_the_best_threshold_of_calibrated_scores_is_the_theory(rng):
    scores = rng.random(100_000)
    outcomes = (rng.random(100_000) < scores).astype(np.int8)
    for false_favourable, false_unfavourable in ((5, 1), (1, 1), (1, 3)):
        criterion = criterion_of_costs({"false_favourable": false_favourable, "false_unfavourable": false_unfavourable})
        expected = false_favourable / (false_favourable + false_unfavourable)
        assert criterion.best_if_calibrated == expected
        curve = curve_of(scores, outcomes)
        found = Search(curve, criterion).best()
        assert found.threshold == pytest.approx(expected, abs=0.03)
        low, high = Search(curve, criterion).not_clearly_worse(curve.place_of(found.threshold), z=Z)
        assert low < found.threshold <= high


# Brute force.


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 10), st.integers(0, 1)), min_size=2, max_size=30),
    st.integers(1, 5),
    st.integers(1, 5),
    st.one_of(st.none(), st.integers(0, 30)),
)
def test_no_threshold_is_better(rows, false_favourable, false_unfavourable, most):
    scores, outcomes = np.array([one for one, _ in rows]) / 10, np.array([one for _, one in rows], dtype=np.int8)
    criterion = criterion_of_costs({"false_favourable": false_favourable, "false_unfavourable": false_unfavourable})
    costs = (0, false_favourable, false_unfavourable, 0)
    found = Search(curve_of(scores, outcomes), criterion, most).best()
    tried = [
        cut for cut in [*np.arange(201) / 200, np.nextafter(1, 2)] if most is None or (scores >= cut).sum() <= most
    ]
    totals = [row_costs(scores, outcomes, cut, costs).mean() for cut in tried]
    assert most is None or (scores >= found.threshold).sum() <= most
    if tried:
        assert row_costs(scores, outcomes, found.threshold, costs).mean() == pytest.approx(min(totals), abs=1e-9)
        inside = [cut for cut in tried if found.low < cut <= found.high]
        assert all(
            row_costs(scores, outcomes, cut, costs).mean() == pytest.approx(min(totals), abs=1e-9) for cut in inside
        )


def test_differences_and_their_errors_are_those_of_the_rows(rng):
    scores, outcomes = some_rows(rng)
    curve, criterion = curve_of(scores, outcomes), criterion_of_costs(COSTS)
    at = curve.place_of(0.6)
    difference, error = Search(curve, criterion).difference_at(at)
    for cut in (0.2, 0.55, 0.6, 0.61, 0.9):
        place = curve.place_of(cut)
        rows = row_costs(scores, outcomes, cut) - row_costs(scores, outcomes, 0.6)
        assert difference[place] == pytest.approx(rows.mean(), abs=1e-9)
        assert error[place] == pytest.approx(rows.std(ddof=1) / np.sqrt(len(rows)), abs=1e-9)


@pytest.mark.parametrize("name", list(METRICS))
def test_errors_of_scores_are_those_of_leaving_out_rows(rng, name):
    scores, outcomes = some_rows(rng, 1_500)
    curve, criterion = curve_of(scores, outcomes), METRICS[name]
    at, other = curve.place_of(0.5), curve.place_of(0.7)
    error = Search(curve, criterion).difference_at(at)[1][other]
    function = getattr(metrics, name)
    keep = ~np.eye(len(scores), dtype=bool)
    kinds = {}  # rows of one kind give the same when they are left out
    for row in range(len(scores)):
        kind = (outcomes[row], scores[row] >= 0.5, scores[row] >= 0.7)
        if kind not in kinds:
            y, s = outcomes[keep[row]], scores[keep[row]]
            kinds[kind] = [0, function(y, s >= 0.7) - function(y, s >= 0.5)]
        kinds[kind][0] += 1
    counts, left = (np.array(column) for column in zip(*kinds.values(), strict=True))
    mean = (counts * left).sum() / counts.sum()
    jackknife = np.sqrt((counts * (left - mean) ** 2).sum() * (len(scores) - 1) / len(scores))
    assert error == pytest.approx(jackknife, rel=0.01)


def test_weights_that_are_counts_give_what_repeated_rows_give(rng):
    scores, outcomes = some_rows(rng)
    weights = rng.integers(1, 4, len(scores))
    weighted = curve_of(scores, outcomes, weights.astype(float))
    repeated = curve_of(np.repeat(scores, weights), np.repeat(outcomes, weights))
    assert weighted.cells == pytest.approx(repeated.cells)
    criterion = criterion_of_costs(COSTS)
    assert Search(weighted, criterion).best() == Search(repeated, criterion).best()
    assert Search(weighted, criterion).value_at(20, Z)[0] == pytest.approx(
        Search(repeated, criterion).value_at(20, Z)[0]
    )


def test_weights_make_values_less_sure(rng):
    scores, outcomes = some_rows(rng, 4_000)
    equal, uneven = np.full(4_000, 3.0), rng.exponential(size=4_000)
    criterion = criterion_of_costs(COSTS)
    widths = []
    for weights in (None, equal, uneven):
        _, low, high = Search(curve_of(scores, outcomes, weights), criterion).value_at(50, Z)
        widths.append(high - low)
    assert widths[0] == pytest.approx(widths[1])
    assert widths[2] / widths[0] == pytest.approx(np.sqrt(2), rel=0.1)  # exponential weights: mean square 2


# Edges.


def test_where_all_rows_are_alike_there_is_no_spread_to_go_by():
    curve = curve_of(np.array([0.2, 0.9]), np.array([0, 1], dtype=np.int8))
    value, low, high = Search(curve, criterion_of_costs(COSTS)).value_at(curve.place_of(0.5), Z)
    assert value == 0
    assert np.isnan([low, high]).all()


def test_limits_of_scores_stay_between_0_and_1():
    outcomes = np.array([0] + [1] * 12, dtype=np.int8)
    curve = curve_of(np.linspace(0.3, 0.9, 13), outcomes)
    _, low, high = Search(curve, criterion_of_metric("accuracy_score")).value_at(len(outcomes), Z)
    assert 0 < low < 12 / 13 < high < 1


@pytest.mark.parametrize(
    ("costs", "text"),
    [
        (
            {"false_positive": 1},
            "costs is 'false_positive'.\nAllowed are: 'true_favourable', 'false_favourable', 'false_unfavourable', "
            "'true_unfavourable'.",
        ),
        (
            {"false_favourable": float("inf")},
            "The cost 'false_favourable' is inf.\nGive a finite number; a benefit is one below 0.",
        ),
        (
            {"false_favourable": True},
            "The cost 'false_favourable' is True.\nGive a finite number; a benefit is one below 0.",
        ),
        (
            {"false_favourable": 5},
            "The cost 'false_unfavourable' is 0, and 'true_favourable', the right decision for the same people, 0.\n"
            "A wrong decision costs more than the right one: correct the costs.",
        ),
        (
            {"false_favourable": -1, "false_unfavourable": 1},
            "The cost 'false_favourable' is -1, and 'true_unfavourable', the right decision for the same people, 0.\n"
            "A wrong decision costs more than the right one: correct the costs.",
        ),
        (
            {},
            "costs is {}.\nGive what each wrong decision costs: "
            "costs={'false_favourable': 5, 'false_unfavourable': 1}.",
        ),
        (
            5,
            "costs is 5.\nGive what each wrong decision costs: costs={'false_favourable': 5, 'false_unfavourable': 1}.",
        ),
    ],
)
def test_costs_that_make_no_sense_are_refused(costs, text):
    with pytest.raises(InputError) as error:
        criterion_of_costs(costs)
    assert str(error.value) == text


def test_an_unknown_score_is_refused():
    with pytest.raises(InputError) as error:
        criterion_of_metric("roc_auc_score")
    assert str(error.value) == (
        "metric is 'roc_auc_score'.\nAllowed are: 'accuracy_score', 'balanced_accuracy_score', 'f1_score'."
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", ["cost", "f1_score", "balanced_accuracy_score"])
def test_limits_cover(name):
    rng = np.random.default_rng(5)
    criterion = criterion_of_costs(COSTS) if name == "cost" else METRICS[name]
    scores = rng.beta(2, 2, 1_000_000)
    outcomes = (rng.random(1_000_000) < scores**1.5).astype(np.int8)
    whole = curve_of(scores, outcomes)
    values = [float(criterion.value(whole.shares[:, [whole.place_of(cut)]])[0]) for cut in (0.5, 0.6)]
    covered = np.zeros(2)
    for _ in range(2_000):
        rows = rng.integers(0, 1_000_000, 300)
        curve = curve_of(scores[rows], outcomes[rows])
        at, other = curve.place_of(0.5), curve.place_of(0.6)
        _, low, high = Search(curve, criterion).value_at(at, Z)
        difference, error = Search(curve, criterion).difference_at(at)
        covered += [low <= values[0] <= high, abs(difference[other] - values[1] + values[0]) <= Z * error[other]]
    assert (covered / 2_000 > 0.935).all()
    assert (covered / 2_000 < 0.97).all()


@pytest.mark.slow
@pytest.mark.parametrize(("wrong", "best"), [(1, 0.5), (5, 5 / 6)])
def test_the_range_holds_the_best_threshold_of_all_people(wrong, best):
    rng = np.random.default_rng(8)
    criterion = criterion_of_costs({"false_favourable": wrong, "false_unfavourable": 1})
    held, widths = 0, []
    for _ in range(300):
        scores = rng.random(2_000)
        curve = curve_of(scores, (rng.random(2_000) < scores).astype(np.int8))
        place = curve.place_of(Search(curve, criterion).best().threshold)
        low, high = Search(curve, criterion).not_clearly_worse(place, z=Z)
        held += low < best <= high
        widths.append(high - low)
    assert held / 300 > 0.93
    assert np.mean(widths) < 0.3


def test_few_rows_are_no_evidence_that_a_threshold_is_worse():
    scores = np.append(np.repeat([0.1, 0.9], 500), np.linspace(0.4, 0.5, 24))
    outcomes = np.append(np.repeat([0, 1], 500), np.zeros(24)).astype(np.int8)
    criterion = criterion_of_metric("accuracy_score")
    low, high = Search(curve_of(scores, outcomes), criterion).not_clearly_worse(1, z=Z)
    assert (low, high) == (0.1, 0.9)
    more = np.append(scores, np.linspace(0.3, 0.35, 20)), np.append(outcomes, np.zeros(20, dtype=np.int8))
    low, high = Search(curve_of(*more), criterion).not_clearly_worse(1, z=Z)
    assert 0.3 < low < 0.4
    assert high == 0.9
