"""One trial of some settings on the inner folds, and how all of them are searched."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from workbench.errors import InputError
from workbench.modeling.candidates import Candidate
from workbench.modeling.comparison.scoring import Scoring
from workbench.modeling.folds import Fold
from workbench.modeling.predicting import predict_rows
from workbench.modeling.training import Ready, prepare_rows, rows_to_predict, train_on
from workbench.modeling.tuning.spaces import Span, apply_params, drawn
from workbench.preparation.result import Prepared

__all__ = ["Bench", "Budget", "Trial", "by_halving", "by_optuna", "inner_rows", "with_params"]

State = Literal["done", "dropped", "failed"]
Trials: TypeAlias = "Generator[Trial, None, None]"

_MOST_BYTES = 500_000_000
_FACTOR = 3
_FEWEST_ROWS = 100


@dataclass(frozen=True)
class Trial:
    """Settings that were tried.

    Parameters
    ----------
    number : int
        From 0, which are the settings that the model has without tuning.
    params : mapping of str to object
        What was set; empty in trial 0.
    state : {"done", "dropped", "failed"}
        *done*: scored on all rows; *dropped*: scored on some of the rows to learn from, and not among the best;
        *failed*: the model could not be trained or could not predict.
    score : float
        Mean over the inner folds; ``nan`` if it failed.
    seconds : float
        What it took.
    row_share : float
        The share of the rows to learn from that was used.
    error : str
        Why it failed.
    """

    number: int
    params: Mapping[str, object]
    state: State
    score: float
    seconds: float
    row_share: float = 1.0
    error: str = ""

    def __post_init__(self) -> None:
        """Keep the settings from being edited."""
        object.__setattr__(self, "params", MappingProxyType(dict(self.params)))


@dataclass(frozen=True)
class Budget:
    """How many trials, and until when.

    Parameters
    ----------
    n_trials : int
        At most, with trial 0.
    until : float
        On the clock of ``time.monotonic``; infinite where only trials count.
    """

    n_trials: int
    until: float = np.inf

    @property
    def is_over(self) -> bool:
        """Whether the time is over."""
        return time.monotonic() >= self.until


def with_params(candidate: Candidate, params: Mapping[str, object]) -> Candidate:
    """Return a candidate with some settings changed, which say so in its title; of none as it is."""
    if not params:
        return candidate
    return replace(
        candidate,
        title=f"{candidate.title}, tuned",
        make=lambda seed: apply_params(candidate.make(seed), params),
        params=MappingProxyType({**candidate.params, **params}),
    )


class Bench:
    """The inner folds with what is needed to try settings on them; the preparation is fitted once a fold.

    Parameters
    ----------
    prepared : Prepared
        The recipe and the training rows.
    folds : sequence of Fold
        Places in the training rows.
    candidate : Candidate
        What is tuned.
    scoring : Scoring
        What it is tuned by.
    seed : int
        Of the models, and of which rows are taken where some are.
    """

    def __init__(
        self, prepared: Prepared, folds: tuple[Fold, ...], candidate: Candidate, *, scoring: Scoring, seed: int
    ) -> None:
        self.prepared, self.folds, self.candidate, self.scoring, self.seed = prepared, folds, candidate, scoring, seed
        self.targets = prepared.split.train.targets()
        self._kept: dict[int, Ready] = {}

    def tried(self, number: int, params: Mapping[str, object], row_share: float = 1.0) -> Trial:
        """Return what some settings score on all inner folds, learning from a share of the rows of each."""
        start = time.perf_counter()
        try:
            score = float(np.mean([self._scored(place, params, row_share) for place in range(len(self.folds))]))
        except InputError as error:
            reason = str(error).splitlines()[0]
            return Trial(number, params, "failed", np.nan, time.perf_counter() - start, row_share, reason)
        if not np.isfinite(score):
            reason = f"The {self.scoring.title} is not defined in a fold."
            return Trial(number, params, "failed", np.nan, time.perf_counter() - start, row_share, reason)
        return Trial(number, params, "done", score, time.perf_counter() - start, row_share)

    def _scored(self, place: int, params: Mapping[str, object], row_share: float) -> float:
        fold, candidate = self.folds[place], with_params(self.candidate, params)
        if row_share < 1:
            rng = np.random.default_rng([self.seed, place])
            n_rows = max(min(_FEWEST_ROWS, len(fold.train)), round(row_share * len(fold.train)))
            ready = prepare_rows(self.prepared, np.sort(rng.permutation(fold.train)[:n_rows]))
        else:
            ready = self._ready(place)
        pipeline = train_on(ready, candidate, self.seed).pipeline
        roles = self.prepared.split.data.roles
        found = predict_rows(pipeline, rows_to_predict(self.prepared, fold.test), roles, candidate.title)
        return self.scoring.compute(self.targets[fold.test], found)

    def _ready(self, place: int) -> Ready:
        if place in self._kept:
            return self._kept[place]
        ready = prepare_rows(self.prepared, self.folds[place].train)
        if ready.matrix.nbytes * len(self.folds) <= _MOST_BYTES:
            self._kept[place] = ready
        return ready


def by_optuna(bench: Bench, space: Mapping[str, Span | tuple[object, ...]], budget: Budget) -> Trials:
    """Yield trials, each chosen by what the earlier ones found (tree-structured Parzen estimator).

    Parameters
    ----------
    bench : Bench
        The inner folds.
    space : mapping
        What is searched.
    budget : Budget
        When to stop. Trial 0, the settings without tuning, is always made.

    Notes
    -----
    Bergstra, J. et al. (2011), *Advances in Neural Information Processing Systems* 24; Akiba, T. et al. (2019), *KDD*.
    """
    import optuna

    known = optuna.logging.get_verbosity()
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    try:
        sampler = optuna.samplers.TPESampler(seed=bench.seed)
        study = optuna.create_study(
            direction="maximize" if bench.scoring.is_greater_better else "minimize", sampler=sampler
        )
        yield bench.tried(0, {})
        for number in range(1, budget.n_trials):
            if budget.is_over:
                return
            asked = study.ask()
            trial = bench.tried(number, {name: _suggested(asked, name, values) for name, values in space.items()})
            if trial.state == "done":
                study.tell(asked, trial.score)
            else:
                study.tell(asked, state=optuna.trial.TrialState.FAIL)
            yield trial
    finally:
        optuna.logging.set_verbosity(known)


def _suggested(asked: Any, name: str, values: Span | tuple[object, ...]) -> object:
    if not isinstance(values, Span):
        # By place, so that a value may be anything.
        return values[asked.suggest_categorical(name, list(range(len(values))))]
    suggest: Callable[..., Any] = asked.suggest_int if values.is_whole else asked.suggest_float
    return suggest(name, values.low, values.high, log=values.is_log)


def by_halving(bench: Bench, space: Mapping[str, Span | tuple[object, ...]], budget: Budget) -> Trials:
    """Yield trials at random, many on a share of the rows to learn from, the better third on three times as many.

    The settings without tuning go through to the end beside the best. A trial that is scored on more rows later is
    yielded again under its number, so that the last of each counts.

    Parameters
    ----------
    bench : Bench
        The inner folds.
    space : mapping
        What is searched.
    budget : Budget
        When to stop. Trial 0, the settings without tuning, is always made, on all rows.

    Notes
    -----
    Jamieson, K. and Talwalkar, A. (2016), *AISTATS*: successive halving, here by three.
    """
    rng = np.random.default_rng([bench.seed, 1])
    yield bench.tried(0, {})
    running = [Trial(number, drawn(space, rng), "done", np.nan, 0.0) for number in range(1, budget.n_trials)]
    n_rounds = max(1, 1 + int(np.floor(np.log(max(1, len(running))) / np.log(_FACTOR))))
    largest = max(1.0, min(len(fold.train) for fold in bench.folds) / _FEWEST_ROWS)
    n_rounds = min(n_rounds, 1 + int(np.floor(np.log(largest) / np.log(_FACTOR) + 1e-9)))
    for place in range(n_rounds):
        share = float(_FACTOR) ** (place - n_rounds + 1)
        scored: list[Trial] = []
        for one in running:
            if budget.is_over:
                return
            made = bench.tried(one.number, one.params, share)
            made = replace(made, seconds=made.seconds + one.seconds)
            scored.append(made)
            is_last = place == n_rounds - 1
            yield made if is_last or made.state == "failed" else replace(made, state="dropped")
        alive = [one for one in scored if one.state == "done"]
        sign = -1.0 if bench.scoring.is_greater_better else 1.0
        order = np.argsort([sign * one.score for one in alive], kind="stable")
        running = [alive[at] for at in order[: max(1, int(np.ceil(len(alive) / _FACTOR)))]]
        if not running:
            return


def inner_rows(folds: tuple[Fold, ...], rows: NDArray[np.int64] | None) -> tuple[Fold, ...]:
    """Return folds of some training rows as places in all of them."""
    if rows is None:
        return folds
    return tuple(Fold(fold.repeat, rows[fold.train], rows[fold.test]) for fold in folds)
