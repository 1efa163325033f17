"""``tuned``: a candidate whose settings are searched for wherever it is trained, on the rows it learns from alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, get_args

import numpy as np
from numpy.typing import NDArray

from workbench.checks import check_choice, check_positive
from workbench.data.roles import Task
from workbench.errors import InputError
from workbench.modeling.candidates import Candidate, as_candidate
from workbench.modeling.tuning.spaces import Span, space_of

if TYPE_CHECKING:
    from workbench.preparation.result import Prepared

__all__ = ["METHODS", "Settled", "Tuned", "search_of", "settled", "tuned", "tuned_already"]

METHODS = ("optuna", "halving")
"""How settings are searched: each trial by what earlier ones found, or many on few rows and the best on more."""


@dataclass(frozen=True)
class Tuned(Candidate):
    """A candidate with a search for its settings.

    Parameters
    ----------
    name, title, make, tasks, package, params
        As of a :class:`Candidate`; ``make`` makes an estimator with the settings that it has without tuning.
    kinds : tuple of Candidate
        What is tuned: one candidate for each of what it can predict.
    options : mapping of str to object
        What :func:`workbench.tune_model` is told besides.
    around : callable or None
        Takes an estimator with the settings that were found, and returns the one to train; such as one that
        calibrates it.
    """

    kinds: tuple[Candidate, ...] = ()
    options: Mapping[str, object] = field(default_factory=dict)
    around: Callable[[Any], Any] | None = None


@dataclass(frozen=True)
class Settled(Candidate):
    """A candidate whose settings were found by a search.

    Parameters
    ----------
    name, title, make, tasks, package, params
        As of a :class:`Candidate`; ``make`` makes an estimator with the settings that were found.
    search : Tuned or None
        What finds settings in the same way on other rows.
    """

    search: Tuned | None = None


def search_of(candidate: Candidate) -> Tuned | None:
    """Return what finds a candidate's settings anew on other rows; ``None`` where they were not searched for.

    Parameters
    ----------
    candidate : Candidate
        What is trained.
    """
    if isinstance(candidate, Tuned):
        return candidate
    return candidate.search if isinstance(candidate, Settled) else None


def tuned(
    model: object,
    *,
    n_trials: int = 20,
    space: Mapping[str, Span | list[object]] | None = None,
    n_folds: int = 3,
    method: str | None = None,
    metric: str | None = None,
) -> Tuned:
    """Return a candidate that is tuned anew on the rows that it learns from, each time that it is trained.

    So ``compare_models(prepared, ["logistic_regression", tuned("boosted_trees")])`` tunes within each fold, on the
    rows to learn from alone: the score is that of tuning and training together, and no row that was tuned on is
    scored. That takes ``n_trials * n_folds`` trainings a fold.

    Parameters
    ----------
    model : str, Candidate or estimator
        What to tune.
    n_trials, space, n_folds, method, metric
        As of :func:`workbench.tune_model`. There is no limit in seconds here, which would make the result depend on
        how busy the machine is.

    Raises
    ------
    InputError
        If no model of that name is there, there is nothing to tune, or a number is out of range.

    Examples
    --------
    >>> tuned("boosted_trees", n_trials=5).title
    'boosted trees, tuned'
    """
    kinds = _kinds(model)
    first = kinds[0]
    check_positive("n_trials", n_trials)
    check_positive("n_folds", n_folds)
    space_of(first, space)
    if method is not None:
        check_choice("method", method, METHODS)
    return Tuned(
        name=f"{first.name}_tuned",
        title=f"{first.title}, tuned",
        make=first.make,
        tasks=tuple(dict.fromkeys(task for kind in kinds for task in kind.tasks)),
        package=first.package,
        params={**first.params, "n_trials": n_trials, "n_folds": n_folds, "method": method, "metric": metric},
        kinds=kinds,
        options={"n_trials": n_trials, "space": space, "n_folds": n_folds, "method": method, "metric": metric},
    )


def settled(candidate: Candidate, prepared: Prepared, seed: int, rows: NDArray[np.int64] | None) -> Candidate:
    """Return a candidate with its settings found on some training rows; one that is not to be tuned as it is.

    Parameters
    ----------
    candidate : Candidate
        The kind of model.
    prepared : Prepared
        The recipe and the training rows.
    seed : int
        Of the search.
    rows : array of int64 or None
        Places of the training rows to search on; ``None`` for all.
    """
    if not isinstance(candidate, Tuned):
        return candidate
    from workbench.modeling.tuning.tune import settle  # it trains models, which may be such candidates

    task = prepared.split.data.roles.task
    kind = next(one for one in candidate.kinds if task in one.tasks)
    found, around = settle(kind, prepared, candidate.options, seed=seed, rows=rows), candidate.around
    return found if around is None else replace(found, make=lambda number: around(found.make(number)))


def tuned_already(model: Tuned) -> InputError:
    """Return the error for a candidate that is to be tuned twice."""
    return InputError(f"model is {model.name!r}, which is tuned already.\nName what it tunes: {model.kinds[0].name!r}.")


def _kinds(model: object) -> tuple[Candidate, ...]:
    """Return what a model is as a candidate, for each of what it can predict."""
    if isinstance(model, Tuned):
        raise InputError(
            f"model is {model.name!r}, which is tuned already.\nName what it tunes: {model.kinds[0].name!r}."
        )
    found: list[Candidate] = []
    refused: list[InputError] = []
    for task in get_args(Task):
        try:
            kind = as_candidate(model, task=task)
        except InputError as error:
            refused.append(error)
        else:
            found += [kind] if kind not in found else []
    if not found:
        raise refused[0]
    return tuple(found)
