"""``tune_model``: search the settings of a model within a stated budget, on the training rows only."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import fields
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.checks import check_choice, check_positive, check_result, check_seed
from workbench.core.finding import Finding
from workbench.core.provenance import Provenance
from workbench.core.version import installed_versions
from workbench.errors import InputError
from workbench.modeling.candidates import Candidate, as_candidate
from workbench.modeling.comparison.noticed import few_rows
from workbench.modeling.comparison.scoring import scoring_of
from workbench.modeling.folds import draw_fewer
from workbench.modeling.pace import Pace, Progress
from workbench.modeling.quiet import quiet
from workbench.modeling.tuning.result import Tuning, best_of
from workbench.modeling.tuning.spaces import Space, Span, space_of
from workbench.modeling.tuning.trials import Bench, Budget, Trial, by_halving, by_optuna, inner_rows, with_params
from workbench.modeling.tuning.tuned import METHODS, Settled, Tuned, tuned_already
from workbench.preparation.result import Prepared

__all__ = ["settle", "tune_model"]

_SEARCHES = {"optuna": by_optuna, "halving": by_halving}


def tune_model(
    prepared: Prepared,
    model: object = "boosted_trees",
    *,
    n_trials: int = 50,
    seconds: float | None = None,
    space: Space | None = None,
    method: str | None = None,
    metric: str | None = None,
    n_folds: int = 5,
    seed: int = 0,
    progress: Progress | bool | None = None,
    cancel: Callable[[], object] | None = None,
) -> Tuning:
    """Search the settings of a model on inner folds of the training rows.

    Parameters
    ----------
    prepared : Prepared
        The recipe and the training rows; the recipe is fitted anew in each fold.
    model : str, Candidate or estimator
        What to tune.
    n_trials : int
        How many settings to try, with those that the model has without tuning, which are the first.
    seconds : float, optional
        No trial begins after so many seconds; by default there is no such limit. With it, results depend on how fast
        the machine is.
    space : mapping, optional
        Of each setting a :class:`workbench.Span` or a list of values; by default what is known of the model.
    method : {"optuna", "halving"}, optional
        *optuna*: each trial is chosen by what the earlier ones found. *halving*: many at random on some of the rows,
        the best third of them on three times as many. By default *optuna* where it is installed.
    metric : str, optional
        What to tune by, as of :func:`workbench.compare_models`.
    n_folds : int
        Inner folds, or fewer where the rows do not make so many, which is finding WB320. They keep groups together and
        respect time, where the data have such roles.
    seed : int
        Of the folds, the search and the model.
    progress : callable, bool or None
        Called after each trial with the number done, the number asked for and the seconds left; True for a line on
        the error stream; ``None`` for a line in a terminal only.
    cancel : callable, optional
        Asked before each trial; the search ends when it returns something true.

    Returns
    -------
    Tuning
        Every trial, and the candidate with the best settings. Settings at the edge of what was searched are finding
        WB311. Interrupted from the keyboard, it keeps the trials that are done.

    Raises
    ------
    InputError
        If there is nothing to search, a number is out of range, or every trial failed.
    NotEnoughDataError
        If the rows do not make two folds.

    Notes
    -----
    The best score of a search is optimistic, as it is the best of many. Compare :func:`workbench.tuned` candidates to
    learn what tuning is worth.

    Examples
    --------
    >>> from workbench.data.read import read_data
    >>> from workbench.data.split import split_data
    >>> from workbench.preparation.prepare import prepare_data
    >>> data = read_data("example:admissions", target="admitted", favourable="yes", protected=["sex"])
    >>> found = tune_model(prepare_data(split_data(data)), "logistic_regression", n_trials=3, n_folds=2)
    >>> found.trials["state"].tolist(), list(found.space)
    (['done', 'done', 'done'], ['C'])
    """
    check_result("prepared", prepared, Prepared, "prepare_data")
    until = np.inf if seconds is None else time.monotonic() + _checked_seconds(seconds)
    task = prepared.split.data.roles.task
    kind = as_candidate(model, task=task)
    if isinstance(kind, Tuned):
        raise tuned_already(kind)
    options = {"n_trials": n_trials, "space": space, "n_folds": n_folds, "method": method, "metric": metric}
    return _search(
        kind,
        prepared,
        options,
        seed=check_seed(seed),
        pace=Pace(check_positive("n_trials", n_trials), progress, cancel),
        until=until,
    )


def settle(
    kind: Candidate, prepared: Prepared, options: Mapping[str, Any], *, seed: int, rows: NDArray[np.int64] | None
) -> Candidate:
    """Return a candidate with its best settings on some training rows.

    Parameters
    ----------
    kind : Candidate
        What to tune.
    prepared : Prepared
        The recipe and the training rows.
    options : mapping
        ``n_trials, space, n_folds, method, metric`` as of :func:`tune_model`.
    seed : int
        Of the folds, the search and the model.
    rows : array of int64 or None
        Places of the training rows to search on; ``None`` for all.
    """
    return _search(kind, prepared, options, seed=seed, rows=rows).candidate


def _search(
    kind: Candidate,
    prepared: Prepared,
    options: Mapping[str, Any],
    *,
    seed: int,
    rows: NDArray[np.int64] | None = None,
    pace: Pace | None = None,
    until: float = np.inf,
) -> Tuning:
    train = prepared.split.train
    scoring = scoring_of(options["metric"], train.roles.task)
    space = space_of(kind, options["space"])
    n_trials, method = check_positive("n_trials", options["n_trials"]), _method(options["method"])
    part = train if rows is None else train.take(rows, Provenance("take", {}, ()))
    inner = draw_fewer(part, n_folds=options["n_folds"], seed=seed)
    folds = inner_rows(inner.folds, rows)
    bench = Bench(prepared, folds, kind, scoring=scoring, seed=seed)
    records, stopped_by = _run(bench, space, Budget(n_trials, until), method=method, pace=pace)
    if not any(one.state == "done" and one.row_share == 1 for one in records):
        raise InputError(
            f"No trial of {kind.title!r} could be scored: {records[0].error}\nChoose another model or other settings."
        )
    best = best_of(records, scoring)
    settings = {
        "model": kind.name,
        "method": method,
        "metric": scoring.name,
        "n_trials": n_trials,
        "n_folds": options["n_folds"],
        "space": {name: repr(values) for name, values in space.items()},
    }
    versions = {**Provenance("").versions, **installed_versions(("optuna",))} if method == "optuna" else None
    made = Provenance("tune_model", settings, (prepared.fingerprint,), seed)
    return Tuning(
        provenance=made if versions is None else Provenance(made.stage, settings, made.inputs, seed, versions),
        kind=kind,
        candidate=_settled(
            with_params(kind, best.params),
            kind,
            {**options, "n_trials": len(records), "method": method, "metric": scoring.name},
        ),
        method=method,
        scoring=scoring,
        space=space,
        records=records,
        n_asked=n_trials,
        stopped_by=stopped_by,
        n_folds=len(folds),
        findings=(*_findings(best, space, kind), *few_rows(part, inner, options["n_folds"])),
    )


def _settled(candidate: Candidate, kind: Candidate, options: Mapping[str, Any]) -> Settled:
    """Return a candidate with the settings that were found, which knows how to find them on other rows."""
    search = Tuned(
        kind.name, candidate.title, kind.make, kind.tasks, kind.package, kind.params, kinds=(kind,), options=options
    )
    return Settled(**{one.name: getattr(candidate, one.name) for one in fields(Candidate)}, search=search)


def _run(
    bench: Bench,
    space: Mapping[str, Span | tuple[object, ...]],
    budget: Budget,
    *,
    method: str,
    pace: Pace | None,
) -> tuple[tuple[Trial, ...], str]:
    """Return the trials made and why it ended. Without a pace, an interrupt is not for this search to keep."""
    made: dict[int, Trial] = {}
    stopped_by = "trials"
    trials = _SEARCHES[method](bench, space, budget)
    try:
        while True:
            if pace is not None and made and pace.is_cancelled:
                stopped_by = "person"
                break
            with quiet():
                trial = next(trials, None)
            if trial is None:
                stopped_by = "seconds" if budget.is_over else "trials"
                break
            made[trial.number] = trial
            if pace is not None:
                pace.tell(len(made))
    except KeyboardInterrupt:
        if pace is None or not any(one.state == "done" and one.row_share == 1 for one in made.values()):
            raise
        stopped_by = "person"
    finally:
        trials.close()
    return tuple(made[number] for number in sorted(made)), stopped_by


def _method(method: str | None) -> str:
    is_there = find_spec("optuna") is not None
    if method is None:
        return "optuna" if is_there else "halving"
    if check_choice("method", method, METHODS) == "optuna" and not is_there:
        raise InputError(
            "method is 'optuna', which is not installed.\n"
            "Install it: pip install 'notebook-workbench[tune]'; or ask for method='halving'."
        )
    return method


def _checked_seconds(seconds: Any) -> float:
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or not seconds > 0:
        raise InputError(f"seconds is {seconds!r}.\nGive a number above 0, such as 60.")
    return float(seconds)


def _findings(best: Trial, space: Mapping[str, Span | tuple[object, ...]], kind: Candidate) -> tuple[Finding, ...]:
    found: list[Finding] = []
    for name, value in best.params.items():
        values = space[name]
        if isinstance(values, Span) and values.is_edge(value):
            found.append(
                Finding(
                    "WB311",
                    "note",
                    f"The best {name} of {kind.title} lies at the edge of what was searched: {value:.4g}",
                    f"It was searched from {values!r}. Beyond that there may be better settings.",
                    f"Search further: space={{{name!r}: wb.Span(low, high), …}}.",
                    value=float(str(value)),
                    scope=name,
                )
            )
    return tuple(found)
