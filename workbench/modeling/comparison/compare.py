"""``compare_models``: several models on the same folds, always beside a baseline, judged against a margin."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.checks import check_positive, check_result, check_seed
from workbench.core.provenance import Provenance
from workbench.data.roles import Task
from workbench.errors import InputError, NotEnoughDataError
from workbench.modeling.candidates import Candidate, as_candidate, candidates_for
from workbench.modeling.comparison.calibration import calibrations
from workbench.modeling.comparison.judging import Comparison, Judge
from workbench.modeling.comparison.noticed import few_rows, findings_of
from workbench.modeling.comparison.result import Contest, Entry, MeanScore
from workbench.modeling.comparison.running import Runs, run_folds
from workbench.modeling.comparison.scoring import default_margin, scoring_of, scorings_for
from workbench.modeling.folds import draw_fewer
from workbench.modeling.pace import Pace, Progress
from workbench.preparation.leaks.find import leaks_of
from workbench.preparation.result import Prepared

__all__ = ["compare_models"]

_REPEATS_UP_TO = ((1_000, 10), (50_000, 5))
"""Up to how many training rows how many repeats are made unless asked; beyond the last, one."""


def compare_models(
    prepared: Prepared,
    models: Sequence[object] | Mapping[str, object] | None = None,
    *,
    metric: str | None = None,
    margin: float | None = None,
    n_folds: int = 10,
    n_repeats: int | None = None,
    baseline: str = "baseline",
    seed: int = 0,
    n_jobs: int | None = None,
    progress: Progress | bool | None = None,
    cancel: Callable[[], object] | None = None,
) -> Contest:
    """Compare models by repeated cross-validation on the training rows; the held-out rows are not looked at.

    Every model learns from the same rows of each fold, on which the recipe is fitted anew, and is scored on the same
    other rows. Groups stay together; of time, each period is predicted from what came before.

    Parameters
    ----------
    prepared : Prepared
        The recipe and the training rows.
    models : sequence, mapping or None
        Names, candidates (also :func:`workbench.tuned` ones) or estimators; a mapping gives them names. By default
        every candidate for what is predicted that is installed. The baseline that looks at no column always takes part.
    metric : str, optional
        What they are compared by: ``"log_loss"`` (the default of outcomes and classes), ``"brier_score"``,
        ``"accuracy"``, ``"balanced_accuracy"``, ``"roc_auc"``, ``"average_precision"`` (two outcomes), ``"macro_f1"``
        (several classes); of amounts ``"mean_absolute_error"`` (the default), ``"root_mean_squared_error"``, ``"r2"``.
        All are shown. Outcomes are decided at 0.5 where a score needs decisions.
    margin : float, optional
        Declared beforehand: a difference up to this does not matter. By default 0.01, of the Brier score 0.005, of
        errors in the unit of the amounts a hundredth of the amounts' standard deviation.
    n_folds : int
        A repeat, at least 2; of time, how many periods are predicted. Fewer where the rarer outcome has fewer rows,
        or the data fewer groups or times, which is finding WB320.
    n_repeats : int, optional
        By default 10 up to 1,000 training rows, 5 up to 50,000, and 1 beyond, where it takes long and nothing is
        judged unless more are asked for.
    baseline : str
        The name of the model that the others are judged against.
    seed : int
        Of the folds and of the models.
    n_jobs : int, optional
        How many folds are computed at the same time; any joblib backend that is set up serves.
    progress : callable, bool or None
        Called after each fold with the number done, the number there are and the seconds left; True for a line on
        the error stream; ``None`` for a line in a terminal only.
    cancel : callable, optional
        Asked after each fold; the comparison ends when it returns something true, and keeps what is finished. So it
        does when interrupted from the keyboard.

    Returns
    -------
    Contest
        Scores with limits, every paired difference, a verdict on each model against the baseline, calibration and
        times. A model that fails is finding WB308, and the others go on; that none is clearly better than the baseline
        is WB309; that the rules for a verdict do not hold is WB310: fewer than 50 folds, 10 groups, or 8 periods.

    Raises
    ------
    InputError
        If a model, metric or number cannot be, or a step of the recipe cannot be fitted on a part of the rows.
    NotEnoughDataError
        If the rows do not make two folds, or it was ended before the first was done.

    Notes
    -----
    Limits are Nadeau and Bengio's (2003): the folds' own spread over the square root of their number would promise
    far too much. Verdicts against the baseline are adjusted by Holm's method. Rows count as one each, whatever their
    weight. Limits hold for rows like these, not for another time or place.

    Examples
    --------
    >>> from workbench.data.read import read_data
    >>> from workbench.data.split import split_data
    >>> from workbench.preparation.prepare import prepare_data
    >>> data = read_data("example:admissions", target="admitted", favourable="yes", protected=["sex"])
    >>> contest = compare_models(prepare_data(split_data(data)), ["logistic_regression"])
    >>> contest.best.name, contest.entries[0].verdict, contest.n_done
    ('logistic_regression', 'clearly better', 50)
    """
    check_result("prepared", prepared, Prepared, "prepare_data")
    train = prepared.split.train
    task = train.roles.task
    scoring = scoring_of(metric, task)
    declared = default_margin(scoring, train) if margin is None else _checked_margin(margin)
    candidates = _candidates(models, task, baseline)
    repeats = _repeats(n_repeats, train.n_rows)
    folds = draw_fewer(train, n_folds=n_folds, n_repeats=repeats, seed=seed)
    n_jobs = _checked_jobs(n_jobs)
    leaks = leaks_of(prepared)  # before any score
    pace = Pace(len(folds), progress, cancel)
    runs = run_folds(prepared, candidates, folds, seed=check_seed(seed), n_jobs=n_jobs, pace=pace)
    judge = Judge(folds, runs.folds, scoring=scoring, margin=declared)
    entries, pairs = _entries(prepared, candidates, runs, judge, baseline)
    settings = {
        "models": {one.name: {"title": one.title, "params": dict(one.params)} for one in candidates},
        "metric": scoring.name,
        "margin": declared,
        "n_folds": folds.n_folds,
        "n_repeats": folds.n_repeats,
        "n_done": len(runs.folds),
        "baseline": baseline,
    }
    contest = Contest(
        provenance=Provenance("compare_models", settings, (prepared.fingerprint,), seed),
        entries=entries,
        pairs=pairs,
        scoring=scoring,
        margin=declared,
        is_default_margin=margin is None,
        baseline=baseline,
        method=folds.method,
        n_folds=folds.n_folds,
        n_repeats=folds.n_repeats,
        n_done=len(runs.folds),
        n_planned=len(folds),
        no_verdict=judge.refusal(_n_scored(entries, runs)),
    )
    return replace(contest, findings=(*leaks.findings, *findings_of(contest), *few_rows(train, folds, n_folds)))


def _checked_margin(margin: Any) -> float:
    if isinstance(margin, bool) or not isinstance(margin, (int, float)) or not 0 < margin < math.inf:
        raise InputError(
            f"margin is {margin!r}.\nGive a number above 0: the difference up to which it does not matter which model "
            "is taken; with 0 no two models could be about the same."
        )
    return float(margin)


def _repeats(n_repeats: int | None, n_rows: int) -> int:
    if n_repeats is not None:
        return check_positive("n_repeats", n_repeats)
    return next((repeats for most, repeats in _REPEATS_UP_TO if n_rows <= most), 1)


def _candidates(
    models: Sequence[object] | Mapping[str, object] | None, task: Task, baseline: str
) -> tuple[Candidate, ...]:
    """Return what takes part, under different names, the baseline that looks at no column among it."""
    dummy = as_candidate("baseline", task=task)
    if models is None:
        made = [one for one in candidates_for(task) if one.name != dummy.name]
    elif isinstance(models, Mapping):
        made = _named(models, task)
    elif isinstance(models, (list, tuple)):
        made = [as_candidate(one, task=task) for one in models]
    else:
        made = [as_candidate(models, task=task)]
    found = {dummy.name: dummy}
    for one in made:
        if one.name == dummy.name and one.make is dummy.make:
            continue
        if one.name == dummy.name:
            raise InputError(
                f"models names {one.title!r} {dummy.name!r}, which is what the baseline that looks at no column is "
                "called.\nGive the model another name."
            )
        endings = ("", *(f" {place}" for place in range(2, len(made) + 2)))
        ending = next(ending for ending in endings if one.name + ending not in found)
        named = replace(one, name=one.name + ending, title=one.title + ending) if ending else one
        found[named.name] = named
    if len(found) < 2:
        raise InputError("models names nothing but the baseline.\nGive one model or more to compare with it.")
    if baseline not in found:
        raise InputError.for_choice("baseline", baseline, list(found))
    return tuple(found.values())


def _named(models: Mapping[str, object], task: Task) -> list[Candidate]:
    """Return models under the names that they are given; the baseline that looks at no column may be among them."""
    made = []
    for name, model in models.items():
        if not isinstance(name, str):
            raise InputError(f"models names a model {name!r}.\nGive names as text.")
        made.append(replace(as_candidate(model, task=task), name=name, title=name))
    return made


def _checked_jobs(n_jobs: Any) -> int | None:
    if n_jobs is not None and (isinstance(n_jobs, bool) or not isinstance(n_jobs, (int, np.integer)) or n_jobs == 0):
        raise InputError(
            f"n_jobs is {n_jobs!r}.\nGive how many folds to compute at the same time, such as 2, or -1 for all cores."
        )
    return None if n_jobs is None else int(n_jobs)


def _entries(
    prepared: Prepared, candidates: Sequence[Candidate], runs: Runs, judge: Judge, baseline: str
) -> tuple[tuple[Entry, ...], tuple[Comparison, ...]]:
    """Return the entries in order, and all pairs of those that did not fail."""
    names = [one.name for one in scorings_for(prepared.split.train.roles.task)]
    scores = {
        one.name: {name: np.array([fold.scores[name] for fold in runs.made[one.name]]) for name in names}
        for one in candidates
        if not any(fold.error for fold in runs.made[one.name])
    }
    if baseline not in scores:
        raise InputError(
            f"The baseline {baseline!r} failed: {_error(runs, baseline)}\nDeclare another one, such as 'baseline'."
        )
    compared_by = judge.scoring.name
    means = {name: judge.mean(found[compared_by]).mean for name, found in scores.items()}
    if any(math.isnan(mean) for mean in means.values()):
        raise NotEnoughDataError(
            f"The {judge.scoring.title} is not defined in any fold, as no fold has rows of every outcome.\n"
            "Ask for fewer folds, or another metric."
        )
    sign = -1.0 if judge.scoring.is_greater_better else 1.0
    order = sorted(means, key=lambda name: sign * means[name])
    ranked = {name: scores[name][compared_by] for name in order}
    against = {one.first: one for one in judge.against(ranked, baseline)}
    pairs = judge.pairs(ranked)
    behind = {one.second: one for one in pairs if one.first == order[0]}
    by_name = {one.name: one for one in candidates}
    entries = [
        _entry(prepared, by_name[name], runs, judge, scores[name], against.get(name), behind.get(name))
        for name in order
    ]
    failed = [
        Entry(one, (), None, None, math.nan, math.nan, (), {}, _error(runs, one.name))
        for one in candidates
        if one.name not in scores
    ]
    return (*entries, *failed), pairs


def _n_scored(entries: Sequence[Entry], runs: Runs) -> int:
    """Return in how many folds the score is defined for a model and for the baseline."""
    against = [one.against_baseline.n_folds for one in entries if one.against_baseline is not None]
    return max(against, default=len(runs.folds))


def _error(runs: Runs, name: str) -> str:
    return next(fold.error for fold in runs.made[name] if fold.error)


def _entry(
    prepared: Prepared,
    candidate: Candidate,
    runs: Runs,
    judge: Judge,
    scores: Mapping[str, NDArray[np.float64]],
    against_baseline: Comparison | None,
    against_best: Comparison | None,
) -> Entry:
    train, made = prepared.split.train, runs.made[candidate.name]
    first = [(fold.test, one.predictions) for fold, one in zip(runs.folds, made, strict=True) if fold.repeat == 0]
    rows = np.concatenate([test for test, _ in first])
    predicted = np.concatenate([predictions for _, predictions in first if predictions is not None])
    those = sorted(scorings_for(train.roles.task), key=lambda one: one.name != judge.scoring.name)
    means = [(one, judge.mean(scores[one.name])) for one in those]
    return Entry(
        candidate=candidate,
        scores=tuple(MeanScore(one.name, one.title, mean.mean, mean.limits(), mean.n_folds) for one, mean in means),
        against_baseline=against_baseline,
        against_best=against_best,
        fit_seconds=float(np.mean([one.fit_seconds for one in made])),
        predict_seconds=float(np.mean([one.predict_seconds for one in made])),
        calibration=calibrations(train.targets()[rows], predicted, train.roles.task, train.roles.classes),
        fold_scores=scores,
    )
