"""Every candidate on every fold: trained on the same rows, scored on the same rows, timed."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from typing import Any, NamedTuple

import joblib
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.pipeline import Pipeline

from workbench.data.roles import Roles
from workbench.errors import InputError, NotEnoughDataError
from workbench.modeling.candidates import Candidate
from workbench.modeling.comparison.scoring import score_rows
from workbench.modeling.folds import Fold, Folds
from workbench.modeling.pace import Pace
from workbench.modeling.predicting import predict_rows
from workbench.modeling.quiet import quiet
from workbench.modeling.threads import at_most
from workbench.modeling.training import Ready, prepare_rows, rows_to_predict, train_on
from workbench.modeling.tuning.tuned import settled
from workbench.preparation.result import Prepared

__all__ = ["OneFold", "Runs", "run_folds"]


class OneFold(NamedTuple):
    """One candidate on one fold.

    ``scores`` by name, ``predictions`` of the rows of the fold, in the first repeat only; seconds that training (with
    the preparation, and with tuning where there is some) and predicting took; ``error`` is why it failed.
    """

    scores: Mapping[str, float]
    predictions: NDArray[np.float64] | None
    fit_seconds: float
    predict_seconds: float
    error: str = ""


class Runs(NamedTuple):
    """What was finished: for each candidate one entry a fold, or fewer where it failed.

    ``folds`` are those that are done, the same ones for all; ``stopped`` tells whether a person ended it before all.
    """

    folds: tuple[Fold, ...]
    made: Mapping[str, Sequence[OneFold]]
    stopped: bool


def run_folds(
    prepared: Prepared, candidates: Sequence[Candidate], folds: Folds, *, seed: int, n_jobs: int | None, pace: Pace
) -> Runs:
    """Train and score every candidate on every fold, in the order of the folds.

    A candidate that fails is left out from then on, and the others go on. An interrupt from the keyboard ends it; the
    folds that all are done with are kept.

    Parameters
    ----------
    prepared : Prepared
        The recipe and the training rows. The recipe is fitted once a fold, and all candidates share that.
    candidates : sequence of Candidate
        With different names.
    folds : Folds
        As :func:`draw_folds` draws them.
    seed : int
        Of the models.
    n_jobs : int, optional
        How many folds at the same time; any joblib backend that is set up serves.
    pace : Pace
        Told after each fold, or after as many as are computed at the same time.
    """
    at_once = max(1, joblib.effective_n_jobs(n_jobs))
    backend = joblib.parallel.get_active_backend()[0]
    is_sent = at_once > 1 and not getattr(backend, "uses_threads", False)
    made: dict[str, list[OneFold]] = {candidate.name: [] for candidate in candidates}
    n_done, stopped = 0, False
    try:
        with joblib.Parallel(n_jobs=n_jobs) as parallel:
            while n_done < len(folds) and not stopped:
                alive = [one for one in candidates if not _has_failed(made[one.name])]
                part = folds.folds[n_done : n_done + at_once]
                with quiet():
                    found = parallel(
                        _task(prepared, alive, fold, seed=seed, is_alone=at_once == 1, is_sent=is_sent) for fold in part
                    )
                for of_fold in found:
                    for name, one in of_fold.items():
                        made[name].append(one)
                n_done += len(part)
                pace.tell(n_done)
                stopped = n_done < len(folds) and pace.is_cancelled
    except KeyboardInterrupt:
        if not n_done:
            raise
        stopped = True
    return Runs(folds.folds[:n_done], made, stopped)


def _has_failed(made: Sequence[OneFold]) -> bool:
    return any(one.error for one in made)


def _task(
    prepared: Prepared, candidates: Sequence[Candidate], fold: Fold, *, seed: int, is_alone: bool, is_sent: bool
) -> Any:
    """Return a task for joblib; what goes to another process is packed so that any backend can send it."""
    if not is_sent:
        return joblib.delayed(_one_fold)(prepared, candidates, fold, seed=seed, is_alone=is_alone)
    packed = joblib.wrap_non_picklable_objects((prepared, candidates, fold), keep_wrapper=False)
    return joblib.delayed(_unpacked_fold)(packed, seed)


def _unpacked_fold(packed: tuple[Prepared, Sequence[Candidate], Fold], seed: int) -> dict[str, OneFold]:
    prepared, candidates, fold = packed
    return _one_fold(prepared, candidates, fold, seed=seed, is_alone=False)


def _one_fold(
    prepared: Prepared, candidates: Sequence[Candidate], fold: Fold, *, seed: int, is_alone: bool
) -> dict[str, OneFold]:
    """Return what every candidate does on a fold."""
    with ExitStack() as stack:
        stack.enter_context(quiet())
        if not is_alone:
            stack.enter_context(at_most(1))  # folds at the same time do not fight for cores
        start = time.perf_counter()
        ready = prepare_rows(prepared, fold.train)
        spent = time.perf_counter() - start
        asked = _rows_asked(prepared, fold, ready)
        made: dict[str, OneFold] = {}
        for one in candidates:
            found = _one(prepared, one, fold, ready, asked, seed=seed)
            made[one.name] = found._replace(
                fit_seconds=spent + found.fit_seconds, predict_seconds=asked.seconds + found.predict_seconds
            )
        return made


class _Asked(NamedTuple):
    """Rows to predict: in the original columns, and as models read them, which took so many seconds to make.

    ``matrix`` is ``None`` where they could not be made, so that each model is asked with the original columns, and
    says what is wrong with them.
    """

    frame: pd.DataFrame
    matrix: NDArray[np.float64] | None
    seconds: float


def _rows_asked(prepared: Prepared, fold: Fold, ready: Ready) -> _Asked:
    frame = rows_to_predict(prepared, fold.test)
    start = time.perf_counter()
    try:
        matrix = np.asarray(ready.transformer.transform(frame), dtype=np.float64)
    except Exception:  # noqa: BLE001  -- a step may be anybody's code; it is named when a model is asked
        return _Asked(frame, None, 0.0)
    matrix.flags.writeable = False  # all models read the same one
    return _Asked(frame, matrix, time.perf_counter() - start)


def _predicted(pipeline: Pipeline, asked: _Asked, roles: Roles, title: str) -> NDArray[np.float64]:
    """Return what a model says of rows that were made ready once for all models."""
    if asked.matrix is not None:
        try:
            return predict_rows(pipeline[-1], asked.matrix, roles, title)
        except InputError:  # it may write into its rows, which others share: it is asked again with its own
            pass
    return predict_rows(pipeline, asked.frame, roles, title)


def _one(prepared: Prepared, candidate: Candidate, fold: Fold, ready: Ready, asked: _Asked, *, seed: int) -> OneFold:
    train = prepared.split.train
    start = time.perf_counter()
    try:
        pipeline = train_on(ready, settled(candidate, prepared, seed, fold.train), seed).pipeline
        trained = time.perf_counter()
        found = _predicted(pipeline, asked, train.roles, candidate.title)
    except (InputError, NotEnoughDataError) as error:  # the latter of one that is tuned on too few rows
        return OneFold({}, None, np.nan, np.nan, str(error).splitlines()[0])
    predicted = time.perf_counter()
    scores = score_rows(train.targets()[fold.test], found, train.roles.task)
    kept = found if fold.repeat == 0 else None
    return OneFold(scores, kept, trained - start, predicted - trained)
