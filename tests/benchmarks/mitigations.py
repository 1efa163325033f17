"""How long methods against gaps take beside training the model as it is, and thresholds beside fairlearn's.

Run ``python tests/benchmarks/mitigations.py [rows]``.
"""

import sys
import time
import warnings

import numpy as np
from fairlearn.postprocessing import ThresholdOptimizer
from sklearn.base import BaseEstimator, ClassifierMixin

import workbench as wb
from workbench.audit.mitigation.reweighing import reweighing_weights
from workbench.audit.mitigation.thresholds import equal_thresholds


class Given(ClassifierMixin, BaseEstimator):
    """Predicts the only column."""

    classes_ = np.array([0, 1])

    def fit(self, _rows, _targets):
        return self

    def __sklearn_is_fitted__(self):
        return True

    def predict_proba(self, rows):
        return np.column_stack([1 - rows[:, 0], rows[:, 0]])


def timed(what, work):
    start = time.perf_counter()
    work()
    seconds = time.perf_counter() - start
    print(f"{what:78} {seconds * 1000:10.1f} ms")
    return seconds


def main(n):
    rng = np.random.default_rng(0)
    scores, codes = rng.random(n), rng.integers(0, 4, n)
    outcomes = (rng.random(n) < scores ** (1 + 0.2 * codes)).astype(int)
    print(f"{n:,} rows of 4 groups")
    timed("weights of reweighing", lambda: reweighing_weights(codes, outcomes))
    own = timed(
        "thresholds by group, every one looked at",
        lambda: equal_thresholds(scores, outcomes, codes, metric="selection_rate", objective="accuracy_score"),
    )
    peer = ThresholdOptimizer(
        estimator=Given(), constraints="selection_rate_parity", prefit=True, predict_method="predict_proba"
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        other = timed(
            "fairlearn's ThresholdOptimizer, a grid of 1,000",
            lambda: peer.fit(scores[:, None], outcomes, sensitive_features=codes),
        )
    print(f"{'ratio':78} {other / own:10.1f} times faster")
    data = wb.read_data("example:loans", target="approved", favourable="yes", protected=["origin"])
    prepared = wb.prepare_data(wb.split_data(data, seed=7))
    tried = wb.try_mitigations(prepared, n_folds=3)
    print(f"{len(tried.rows):,} rows of loans, logistic regression, 3 folds")
    for one in tried.attempts:
        ratio = one.seconds / tried.as_it_is.seconds
        print(f"{one.title:78} {one.seconds * 1000:10.1f} ms, {ratio:.1f} times as it is")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
