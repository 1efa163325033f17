"""Print how long effects, interactions and counterfactuals take, beside scikit-learn's partial dependence.

``python tests/benchmarks/effects.py``: 10 columns of 10,000 rows, boosted trees. The peer is given the same values
and the same 500 rows; the ratio is of one run.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from sklearn.inspection import partial_dependence
from threadpoolctl import threadpool_limits

import workbench as wb

N_ROWS, N_COLUMNS, AVERAGED = 10_000, 10, 500


def timed(task: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    found = task()
    return time.perf_counter() - start, found


def main() -> None:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(size=(N_ROWS, N_COLUMNS)), columns=[f"x{place}" for place in range(N_COLUMNS)])
    merit = frame["x0"] * frame["x1"] + frame["x2"] - 0.5 * frame["x3"] + rng.normal(size=N_ROWS)
    frame["ok"] = np.where(merit > 0, "yes", "no")
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(wb.read_data(frame, target="ok", favourable="yes"))))

    seconds, effects = timed(lambda: wb.explain_effects(fitted, n_rows=AVERAGED))
    n_points = sum(len(effect.points) for effect in effects.effects)
    print(f"effects of {N_COLUMNS} columns, {n_points} points, {AVERAGED} rows: {seconds:.2f} s")

    test = fitted.prepared.raw_frame(fitted.prepared.split.test)
    rows = test.iloc[rng.permutation(len(test))[:AVERAGED]]

    @threadpool_limits.wrap(limits=1)  # as ours: threads of one machine fight for its cores
    def peer() -> None:
        for effect in effects.effects:
            values = {effect.column: np.array([point.value for point in effect.points])}
            partial_dependence(fitted.pipeline, rows, [effect.column], custom_values=values, method="brute")

    theirs, _ = timed(peer)
    print(
        f"  scikit-learn's partial_dependence, without limits and bands: {theirs:.2f} s ({theirs / seconds:.1f} times)"
    )

    seconds, found = timed(lambda: wb.explain_interactions(fitted))
    print(f"interactions of {len(found.interactions)} pairs in 10 batches: {seconds:.2f} s; {found}")

    place = int(np.argmin(np.abs(fitted.scores - 0.3)))
    seconds, ways = timed(lambda: wb.find_counterfactuals(fitted, place))
    print(f"counterfactuals: {seconds:.2f} s; {ways!r}")

    seconds, _ = timed(lambda: wb.explain_prediction(fitted, place))
    print(f"one prediction step by step: {seconds:.2f} s with imports")


if __name__ == "__main__":
    main()
