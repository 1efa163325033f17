"""How long choosing a threshold takes: ``python tests/benchmarks/thresholds.py [rows]``, by default 1,000,000 rows."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.frozen import FrozenEstimator
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import make_scorer
from sklearn.model_selection import TunedThresholdClassifierCV

from workbench.modeling.calibration.maps import learn_maps
from workbench.modeling.calibration.measures import reliability_of
from workbench.modeling.thresholds.criteria import criterion_of_costs
from workbench.modeling.thresholds.curve import curve_of
from workbench.modeling.thresholds.search import Search

_PEER_THRESHOLDS = 100


class Known(ClassifierMixin, BaseEstimator):
    """Predicts what stands in its only column, so that nothing but the choice is timed."""

    def fit(self, _matrix: np.ndarray, _outcomes: np.ndarray) -> Known:
        self.classes_ = np.array([0, 1])
        return self

    def predict_proba(self, matrix: np.ndarray) -> np.ndarray:
        return np.column_stack([1 - matrix[:, 0], matrix[:, 0]])


def cost(outcomes: np.ndarray, decisions: np.ndarray) -> float:
    return 5.0 * int(((decisions == 1) & (outcomes == 0)).sum()) + int(((decisions == 0) & (outcomes == 1)).sum())


def timed(what: str, action: Callable[[], object], runs: int = 3) -> float:
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    print(f"{what:78} {min(times):8.2f} s")
    return min(times)


def main(n_rows: int) -> None:
    rng = np.random.default_rng(1)
    scores = rng.beta(2, 2, n_rows)
    outcomes = (rng.random(n_rows) < scores).astype(np.int8)
    criterion = criterion_of_costs({"false_favourable": 5, "false_unfavourable": 1})
    print(f"{n_rows:,} rows, {len(np.unique(scores)):,} different scores")

    def choose() -> None:
        curve = curve_of(scores, outcomes)
        place = Search(curve, criterion).best()
        Search(curve, criterion).not_clearly_worse(curve.place_of(place.threshold), z=1.96)

    timed("the best of all thresholds", lambda: Search(curve_of(scores, outcomes), criterion).best())
    own = timed("the best of all thresholds, and the range that is not clearly worse", choose)
    peer = TunedThresholdClassifierCV(
        FrozenEstimator(Known().fit(scores, outcomes)),
        scoring=make_scorer(cost, greater_is_better=False),
        thresholds=_PEER_THRESHOLDS,
        cv="prefit",
        refit=False,
    )
    other = timed(
        f"scikit-learn's TunedThresholdClassifierCV, the best of {_PEER_THRESHOLDS} thresholds",
        lambda: peer.fit(scores[:, None], outcomes),
        1,
    )
    print(f"{'ratio':78} {other / own:8.1f} times faster")
    timed("learn an isotonic map", lambda: learn_maps(scores[:, None], outcomes, "isotonic"))
    timed("scikit-learn's IsotonicRegression", lambda: IsotonicRegression(out_of_bounds="clip").fit(scores, outcomes))
    timed("learn a sigmoid map", lambda: learn_maps(scores[:, None], outcomes, "sigmoid"))
    timed(
        "level, slope and bins with limits",
        lambda: reliability_of("yes", scores, outcomes == 1, weights=None, clusters=None, confidence=0.95),
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
