"""Average precision and areas of several classes: values are scikit-learn's, errors are those of the definitions."""

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, roc_auc_score

from workbench.errors import InputError
from workbench.stats.auc import auc_of_rows
from workbench.stats.intervals import critical_value
from workbench.stats.ranking import average_precision, one_vs_rest_auc

RNG = np.random.default_rng(2)
OUTCOMES = (RNG.random(60) < 0.3).astype(int)
SCORES = np.round(RNG.random(60) + 0.3 * OUTCOMES, 2)  # with ties
CLASSES = RNG.integers(0, 3, 60)
PROBABILITIES = RNG.dirichlet([1, 1, 1], 60)


def slopes(value, step=1e-5):
    """Return how a function of the rows' weights changes with each of them, by differences."""
    units = np.eye(60) * step
    return np.array([(value(1 + unit) - value(1 - unit)) / (2 * step) for unit in units])


def test_average_precision_is_scikit_learns():
    assert float(average_precision(SCORES, OUTCOMES).values) == pytest.approx(
        average_precision_score(OUTCOMES, SCORES), rel=1e-12
    )


def test_error_of_average_precision_is_the_infinitesimal_jackknifes():
    parts = slopes(lambda weights: average_precision_score(OUTCOMES, SCORES, sample_weight=weights))
    n = OUTCOMES.sum()
    expected = np.sqrt((parts**2).sum() * n / (n - 1))
    assert float(average_precision(SCORES, OUTCOMES).errors) == pytest.approx(expected, rel=1e-6)


def test_area_of_classes_is_scikit_learns():
    expected = roc_auc_score(CLASSES, PROBABILITIES, multi_class="ovr")
    assert float(one_vs_rest_auc(PROBABILITIES, CLASSES).values) == pytest.approx(expected, rel=1e-12)


def test_of_two_classes_it_is_delongs():
    found, expected = one_vs_rest_auc(np.column_stack([1 - SCORES, SCORES]), OUTCOMES), auc_of_rows(SCORES, OUTCOMES)
    z = critical_value(0.95)
    assert float(found.values) == pytest.approx(float(expected.values), rel=1e-12)
    assert float(found.errors) == pytest.approx(float(expected.errors), rel=1e-12)
    np.testing.assert_allclose(found.limits(z), expected.limits(z), rtol=1e-12)


def test_error_of_three_classes_is_the_infinitesimal_jackknifes():
    def area(weights):
        return np.mean([roc_auc_score(at == CLASSES, PROBABILITIES[:, at], sample_weight=weights) for at in range(3)])

    # DeLong divides by one row less of each class, which differs by about a fortieth here.
    expected = np.sqrt((slopes(area) ** 2).sum())
    assert float(one_vs_rest_auc(PROBABILITIES, CLASSES).errors) == pytest.approx(expected, rel=0.03)


def test_scores_that_tell_nothing_apart_have_the_share_of_positives():
    assert float(average_precision(np.zeros(60), OUTCOMES).values) == pytest.approx(OUTCOMES.mean())


@pytest.mark.parametrize("outcomes", [np.zeros(5), []])
def test_without_positives_it_is_not_defined(outcomes):
    assert np.isnan(average_precision(np.zeros(len(outcomes)), outcomes).values)


def test_one_class_alone_is_not_defined():
    assert np.isnan(one_vs_rest_auc(PROBABILITIES, np.zeros(60, int)).values)


def test_shapes_that_differ_are_refused():
    with pytest.raises(InputError) as error:
        average_precision([0.1, 0.2], [1])
    assert str(error.value) == ("scores has shape (2,), outcomes (1,).\nGive one score and one outcome a row.")
    with pytest.raises(InputError) as error:
        one_vs_rest_auc([0.1, 0.2], [1, 0])
    assert str(error.value) == ("scores has shape (2,), classes (2,).\nGive a row of scores and one class a row.")
