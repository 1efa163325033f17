"""How long comparing and tuning take: ``python tests/benchmarks/contests.py [rows]``, by default 3,000 of the loans.

The peer is scikit-learn's ``cross_validate``, which does the same folds for one model after the other.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial

from sklearn.base import clone
from sklearn.model_selection import RepeatedStratifiedKFold, cross_validate
from sklearn.pipeline import Pipeline

from workbench.data.read import read_data
from workbench.data.split import split_data
from workbench.modeling.candidates import candidates_for
from workbench.modeling.comparison.compare import compare_models
from workbench.modeling.tuning.tune import tune_model
from workbench.preparation.prepare import prepare_data

METRICS = ["neg_log_loss", "neg_brier_score", "accuracy", "balanced_accuracy", "roc_auc", "average_precision"]


def timed(what: str, action: Callable[[], object]) -> float:
    start, worked = time.perf_counter(), time.process_time()
    action()
    spent, worked = time.perf_counter() - start, time.process_time() - worked
    print(f"{what:70} {spent:8.2f} s, {worked:8.2f} s of this process's own work", flush=True)
    return spent


def main(n_rows: int) -> None:
    data = read_data("example:loans")
    prepared = prepare_data(split_data(data.sample(min(n_rows, data.n_rows), seed=1)))
    train = prepared.split.train
    frame, outcomes = prepared.raw_frame(train), train.targets()
    candidates = candidates_for("binary")
    print(f"{train.n_rows:,} training rows, {len(prepared.columns)} columns, {len(candidates)} models, 50 folds")

    def peer() -> None:
        folds = RepeatedStratifiedKFold(n_splits=10, n_repeats=5, random_state=0)
        for candidate in candidates:
            model = Pipeline([("prepare", clone(prepared.transformer)), ("model", candidate.make(0))])
            cross_validate(model, frame, outcomes, cv=folds, scoring=METRICS)

    ours = timed("compare_models(prepared)", lambda: compare_models(prepared, progress=False))
    theirs = timed("cross_validate, model after model, no intervals and no calibration", peer)
    print(f"{'ratio':70} {theirs / ours:8.2f}")
    timed("compare_models(prepared, n_jobs=2)", lambda: compare_models(prepared, progress=False, n_jobs=2))
    for method in ("optuna", "halving"):
        timed(
            f"tune_model(prepared, 'logistic_regression', n_trials=20, method={method!r})",
            partial(tune_model, prepared, "logistic_regression", n_trials=20, method=method, progress=False),
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3_000)
