"""Weights, thresholds and paired limits by hand, by brute force, and against fairlearn."""

import itertools

import numpy as np
import pytest
from fairlearn.postprocessing import ThresholdOptimizer
from scipy import stats
from sklearn.base import BaseEstimator, ClassifierMixin

from workbench.audit.mitigation.models import moved_scores
from workbench.audit.mitigation.reweighing import reweighing_weights
from workbench.audit.mitigation.thresholds import equal_thresholds
from workbench.errors import InputError, NotEnoughDataError
from workbench.stats.intervals import critical_value
from workbench.stats.paired import change_limits

RNG = np.random.default_rng(5)


def test_weights_are_those_of_the_paper_by_hand():
    # 10 rows: 6 of group 0 of which 4 are favourable, 4 of group 1 of which 1 is.
    codes = np.array([0] * 6 + [1] * 4)
    outcomes = np.array([1, 1, 1, 1, 0, 0, 1, 0, 0, 0])
    found = reweighing_weights(codes, outcomes)
    np.testing.assert_allclose(found[0], 0.6 * 0.5 / 0.4)
    np.testing.assert_allclose(found[4], 0.6 * 0.5 / 0.2)
    np.testing.assert_allclose(found[6], 0.4 * 0.5 / 0.1)
    np.testing.assert_allclose(found[7], 0.4 * 0.5 / 0.3)


@pytest.mark.parametrize("is_weighted", [False, True])
@pytest.mark.parametrize("n_groups", [2, 5])
def test_weighted_base_rates_are_equal_and_groups_keep_their_weight(n_groups, is_weighted):
    codes = RNG.integers(-1, n_groups, 400)
    outcomes = (RNG.random(400) < 0.2 + 0.1 * codes.clip(0)).astype(int)
    own = RNG.uniform(0.5, 3, 400) if is_weighted else None
    base = np.ones(400) if own is None else own
    weights = reweighing_weights(codes, outcomes, own) * base
    known = codes >= 0
    wanted = np.average(outcomes[known], weights=base[known])
    for code in range(n_groups):
        rows = codes == code
        assert np.average(outcomes[rows], weights=weights[rows]) == pytest.approx(wanted)
        assert weights[rows].sum() == pytest.approx(base[rows].sum())
    np.testing.assert_array_equal(weights[~known], base[~known])


def test_group_of_one_outcome_and_rows_without_group_do_not_break_weights():
    assert np.isfinite(reweighing_weights(np.array([0, 0, 1, 1]), np.array([1, 1, 1, 0]))).all()
    np.testing.assert_array_equal(reweighing_weights(np.array([-1, -1]), np.array([1, 0])), [1, 1])


def over_of(metric, outcomes):
    """Return which rows a rate is over."""
    if metric == "selection_rate":
        return outcomes >= 0
    return outcomes == (metric == "true_positive_rate")


def rates_at(found, scores, outcomes, codes, metric):
    over = over_of(metric, outcomes)
    return [(scores[(codes == code) & over] >= cut).mean() for code, cut in sorted(found.thresholds.items())]


METRICS = ["selection_rate", "true_positive_rate", "false_positive_rate"]


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("objective", ["accuracy_score", "balanced_accuracy_score"])
def test_thresholds_are_the_best_of_all_by_brute_force(metric, objective):
    for seed in range(6):
        rng = np.random.default_rng(seed)
        codes, outcomes = np.repeat([0, 1], [9, 7]), rng.integers(0, 2, 16)
        outcomes[[0, 1, 9, 10]] = [0, 1, 0, 1]
        scores = rng.permutation(np.linspace(0.05, 0.95, 16))
        found = equal_thresholds(scores, outcomes, codes, metric=metric, objective=objective)
        over = {
            "selection_rate": outcomes >= 0,
            "true_positive_rate": outcomes == 1,
            "false_positive_rate": outcomes == 0,
        }[metric]
        grain = max(1 / (over & (codes == code)).sum() for code in (0, 1))
        share = {0: 1 / 16, 1: 1 / 16}
        if objective == "balanced_accuracy_score":
            share = {value: 0.5 / (outcomes == value).sum() for value in (0, 1)}
        worth_of = np.where(outcomes == 1, share[1], share[0])
        best = -1.0
        cuts = [*scores - 1e-6, 2.0]
        for pair in itertools.product(cuts, cuts):
            selected = scores >= np.array(pair)[codes]
            rates = [selected[over & (codes == code)].mean() for code in (0, 1)]
            if abs(rates[0] - rates[1]) <= grain / 2 + 1e-9:  # one level can be nearest to both
                best = max(best, worth_of[selected == (outcomes == 1)].sum())
        assert found.objective >= best - 1e-9
        rates = rates_at(found, scores, outcomes, codes, metric)
        assert max(rates) - min(rates) <= grain + 1e-9
        assert max(rates) - min(rates) == pytest.approx(found.spread)
        selected = scores >= np.array([found.thresholds[code] for code in (0, 1)])[codes]
        assert worth_of[selected == (outcomes == 1)].sum() == pytest.approx(found.objective)


@pytest.mark.parametrize("metric", METRICS)
def test_rates_are_equal_within_one_person_whatever_the_scores(metric):
    for n_groups in (2, 3, 6):
        codes = RNG.integers(0, n_groups, 700)
        scores, outcomes = RNG.random(700) ** (1 + codes), RNG.integers(0, 2, 700)
        found = equal_thresholds(scores, outcomes, codes, metric=metric, objective="accuracy_score")
        rates = rates_at(found, scores, outcomes, codes, metric)
        fewest = min(
            ((codes == code) & ((metric == "selection_rate") | (outcomes == (metric == "true_positive_rate")))).sum()
            for code in range(n_groups)
        )
        assert max(rates) - min(rates) <= 1 / fewest + 1e-9


def test_each_group_is_as_near_to_the_level_as_its_scores_allow_and_ties_do_not_part_groups():
    n_equal = 0
    for seed in range(40):
        rng = np.random.default_rng(seed)
        codes, outcomes = np.repeat([0, 1], [60, 90]), rng.integers(0, 2, 150)
        scores = np.round(rng.random(150), 2 if seed % 2 else 1)
        try:
            found = equal_thresholds(
                scores, outcomes, codes, metric="selection_rate", objective="balanced_accuracy_score"
            )
        except InputError:
            continue
        n_equal += 1
        assert found.spread <= 1 / 60 + 1e-9
        for code, cut in found.thresholds.items():
            own = scores[codes == code]
            reached = np.array([(own >= one).mean() for one in [*own, 2.0]])
            nearest = np.abs(reached - found.level).min()
            assert abs((own >= cut).mean() - found.level) == pytest.approx(nearest)
    assert n_equal > 20


class Given(ClassifierMixin, BaseEstimator):
    """Predicts the only column."""

    classes_ = np.array([0, 1])

    def fit(self, _rows, _targets):
        return self

    def __sklearn_is_fitted__(self):
        return True

    def predict(self, rows):
        return np.asarray(rows)[:, 0]

    def predict_proba(self, rows):
        return np.column_stack([1 - np.asarray(rows)[:, 0], np.asarray(rows)[:, 0]])


@pytest.mark.parametrize(
    ("metric", "constraint"),
    [
        ("selection_rate", "selection_rate_parity"),
        ("true_positive_rate", "true_positive_rate_parity"),
        ("false_positive_rate", "false_positive_rate_parity"),
    ],
)
@pytest.mark.parametrize("objective", ["accuracy_score", "balanced_accuracy_score"])
def test_objective_is_that_of_fairlearn_which_draws_lots(metric, constraint, objective):
    codes = np.repeat([0, 1, 2], [1500, 900, 600])
    scores = RNG.random(3000)
    outcomes = (RNG.random(3000) < scores ** (1 + 0.5 * codes)).astype(int)
    settings = {"prefit": True, "predict_method": "predict_proba"}
    theirs = ThresholdOptimizer(estimator=Given(), constraints=constraint, objective=objective, **settings)
    theirs.fit(scores[:, None], outcomes, sensitive_features=codes)
    chances = theirs._pmf_predict(scores[:, None], sensitive_features=codes)[:, 1]
    right = np.where(outcomes == 1, chances, 1 - chances)
    both = (right[outcomes == 1].mean() + right[outcomes == 0].mean()) / 2
    wanted = right.mean() if objective == "accuracy_score" else both
    found = equal_thresholds(scores, outcomes, codes, metric=metric, objective=objective)
    # Lots reach the hull over the points that thresholds reach; with thousands of people both are close.
    assert found.objective == pytest.approx(wanted, abs=0.006)


def test_weights_count_as_that_many_people():
    codes, outcomes = RNG.integers(0, 2, 300), RNG.integers(0, 2, 300)
    scores, weights = RNG.random(300), RNG.integers(1, 4, 300)
    many = np.repeat(np.arange(300), weights)
    settings = {"metric": "selection_rate", "objective": "accuracy_score"}
    first = equal_thresholds(scores, outcomes, codes, weights=weights.astype(float), **settings)
    second = equal_thresholds(scores[many], outcomes[many], codes[many], **settings)
    # People of one row have one score, so that the grain of repeated rows is finer than what can be reached.
    assert first.objective >= second.objective - 1e-9
    rates = [
        np.average(scores[codes == code] >= cut, weights=weights[codes == code])
        for code, cut in first.thresholds.items()
    ]
    assert max(rates) - min(rates) == pytest.approx(first.spread)


def test_few_rows_get_no_threshold_and_ties_that_cannot_be_parted_are_told():
    codes = np.repeat([0, 1, 2, -1], [40, 40, 5, 5])
    scores, outcomes = RNG.random(90), np.tile([0, 1], 45)
    settings = {"metric": "selection_rate", "objective": "accuracy_score"}
    found = equal_thresholds(scores, outcomes, codes, minimum_n=30, **settings)
    assert set(found.thresholds) == {0, 1}
    assert abs((scores >= found.otherwise).mean() - found.level) <= 1 / 90
    with pytest.raises(NotEnoughDataError, match=r"^Fewer than two groups have 50 rows to choose a threshold on\.\n"):
        equal_thresholds(scores, outcomes, codes, minimum_n=50, **settings)
    coarse = np.where(codes == 0, np.where(np.arange(90) < 10, 0.9, 0.1), np.where(np.arange(90) < 70, 0.9, 0.1))
    with pytest.raises(InputError, match=r"^The scores take so few different values that groups are equal only if"):
        equal_thresholds(coarse, outcomes, codes, minimum_n=30, **settings)


def test_moved_scores_decide_as_the_thresholds_and_keep_the_order():
    scores = np.concatenate([[0.0, 1.0, np.nextafter(0.3, 0), 0.3], RNG.random(500)])
    for cut in (0.0, 1e-12, 0.3, 1 - 1e-12, 1.0, np.nextafter(1, 2)):
        moved = moved_scores(scores, np.full(len(scores), cut))
        np.testing.assert_array_equal(moved >= 0.5, scores >= cut)
        assert (moved >= 0).all()
        assert (moved <= 1).all()
        assert (np.diff(moved[np.argsort(scores)]) >= 0).all()


def test_score_just_below_its_threshold_is_refused():
    cuts = RNG.random(20_000)
    assert (moved_scores(np.nextafter(cuts, 0), cuts) < 0.5).all()
    assert (moved_scores(cuts, cuts) == 0.5).all()


def test_limits_of_a_change_cover_it_by_enumeration():
    z = critical_value(0.95)
    for n, p, q in [(40, 0.1, 0.05), (80, 0.2, 0.2), (200, 0.02, 0.01), (60, 0.5, 0.3)]:
        up, down = np.meshgrid(np.arange(n + 1), np.arange(n + 1), indexing="ij")
        is_possible = up + down <= n
        up, down = up[is_possible], down[is_possible]
        chance = stats.multinomial([n] * len(up), np.tile([p, q, 1 - p - q], (len(up), 1))).pmf(
            np.column_stack([up, down, n - up - down])
        )
        low, high = change_limits(up, down, n, z)
        covered = chance[(low <= p - q) & (p - q <= high)].sum()
        assert covered >= 0.935, (n, p, q, covered)


def test_limits_of_no_change_and_of_all_are_not_points():
    low, high = change_limits([0, 50, 0], [0, 0, 50], 50, critical_value(0.95))
    assert (low < [0, 1, -0.9]).all()
    assert (high > [0, 0.9, -1]).all()
    assert (low >= -1).all()
    assert (high <= 1).all()
    mirrored = change_limits(3, 9, 50, 1.96)
    plain = change_limits(9, 3, 50, 1.96)
    assert float(mirrored.low) == pytest.approx(-float(plain.high))
    assert np.isnan(float(change_limits(0, 0, 0, 1.96).low))
