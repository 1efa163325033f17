"""``try_mitigations``: methods against gaps, each tried beside doing nothing, on training rows."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.audit.mitigation.contract import Case, Learned, Mitigation, NeedsAttribute
from workbench.audit.mitigation.drop_proxy import DropProxy
from workbench.audit.mitigation.grouping import Grouping, grouping_of
from workbench.audit.mitigation.reductions import Reductions
from workbench.audit.mitigation.result import AS_IT_IS, Mitigations
from workbench.audit.mitigation.reweighing import Reweighing
from workbench.audit.mitigation.running import Work
from workbench.audit.mitigation.threshold_optimisation import ThresholdOptimisation
from workbench.audit.mitigation.training import as_it_is
from workbench.audit.policy import DEFAULT_POLICY, Policy
from workbench.audit.wanted import check_policy
from workbench.checks import check_positive, check_result, check_seed, wrong_kind
from workbench.core.provenance import Provenance
from workbench.data.dataset import Dataset
from workbench.errors import InputError
from workbench.modeling.candidates import Candidate, as_candidate
from workbench.modeling.folds import draw_fewer
from workbench.modeling.pace import Pace, Progress
from workbench.modeling.result import Fitted
from workbench.modeling.thresholds.validation import candidate_of
from workbench.preparation.leaks.find import leaks_of
from workbench.preparation.result import Prepared

__all__ = ["METHODS", "aims_of", "case_of", "try_mitigations"]

METHODS: Mapping[str, Callable[[], Mitigation]] = {
    one.name: one for one in (Reweighing, Reductions, ThresholdOptimisation, DropProxy)
}
"""Every method by name, as it is set by default."""


@dataclass(frozen=True)
class AsItIs(Mitigation):
    """Doing nothing."""

    name = AS_IT_IS
    title = "as it is"
    needs_attribute: NeedsAttribute = "never"  # type: ignore[misc]  # the same for all objects of the class

    def settings(self) -> dict[str, object]:
        """Return nothing: there is nothing to set."""
        return {}

    def train(self, case: Case, rows: NDArray[np.int64] | None) -> Learned:
        """Return the model that nothing is done about."""
        return as_it_is(case, rows)


def try_mitigations(
    prepared: Prepared,
    candidate: object = "logistic_regression",
    *,
    policy: Policy | None = None,
    attribute: str | Sequence[str] | None = None,
    methods: Sequence[str | Mitigation] = tuple(METHODS),
    n_folds: int = 5,
    seed: int = 0,
    seconds: float | None = None,
    progress: Progress | bool | None = None,
    cancelled: Callable[[], object] | None = None,
) -> Mitigations:
    """Try methods against gaps on the training rows, each beside doing nothing; the held-out rows are not read.

    Every row is decided by models that have not learned from it, of which one more is trained a method. So the same
    people are decided with and without each method, and differences are told with limits.

    Parameters
    ----------
    prepared : Prepared
        The recipe and the training rows, of two outcomes.
    candidate : str, Candidate, estimator or Fitted
        The kind of model; of one that was fitted the same kind, at its threshold.
    policy : Policy, optional
        What is compared and tolerated, as for :func:`workbench.audit_model`. Methods aim at its first rule.
    attribute : str or sequence of str, optional
        Whose groups are to be brought closer together: a protected attribute, or several for their crossing. It can
        be left out where there is one.
    methods : sequence of str or Mitigation
        ``"reweighing"``, ``"reductions"``, ``"threshold_optimisation"``, ``"drop_proxy"``; or set otherwise, such as
        ``Reductions(constraint="equalized_odds")`` or ``DropProxy(["zip"])``.
    n_folds : int
        How many parts of the rows are decided on, each by a model of the others. Groups of rows that belong together
        stay together; of time, each period is decided on by a model of what came before.
    seed : int
        Of folds and models.
    seconds : float, optional
        After which no part is begun any more.
    progress : callable, bool or None
        As for :func:`workbench.compare_models`: called after each part.
    cancelled : callable, optional
        Asked after each part; when it returns something true no other is begun. What is finished is kept. So it is
        when interrupted from the keyboard.

    Returns
    -------
    Mitigations
        An attempt for doing nothing and for each method: gaps with verdicts, performance, paired differences, whose
        decisions become others, and whether the attribute is looked at in training or whenever somebody is decided
        on. A method that fails is listed with the reason, which is finding WB562; one that was not finished too
        (WB564). Thresholds by group carry a legal caution (WB560).

    Raises
    ------
    InputError
        If there are not two outcomes, or something named is not known.
    NotEnoughDataError
        If no attribute is protected, the rows do not make two folds, or it was ended before doing nothing was tried.

    Notes
    -----
    Limits hold for people like these and for these models: they do not tell how much another training would change.
    Rows are taken as independent. What is chosen here is chosen on these rows: confirm it on the held-out ones,
    ``audit_model(fit_mitigated(prepared, choice))``.

    Examples
    --------
    >>> from workbench.data.read import read_data
    >>> from workbench.data.split import split_data
    >>> from workbench.preparation.prepare import prepare_data
    >>> data = read_data("example:loans", target="approved", favourable="yes", protected=["origin"])
    >>> tried = try_mitigations(prepare_data(split_data(data)), methods=["reweighing", "drop_proxy"], n_folds=2)
    >>> [(one.name, one.needs_attribute) for one in tried.attempts]
    [('as_it_is', 'never'), ('reweighing', 'training'), ('drop_proxy', 'never')]
    >>> choice = tried.choose("reweighing", reason="It needs no attribute when it decides.")
    """
    judged = check_policy(policy if policy is not None else DEFAULT_POLICY)
    case = case_of(prepared, candidate, policy=judged, attribute=attribute, seed=seed)
    train, kind, threshold, grouping = prepared.split.train, case.candidate, case.threshold, case.grouping
    tried = _methods(methods)
    folds = draw_fewer(train, n_folds=check_positive("n_folds", n_folds), seed=seed)
    if seconds is not None and (isinstance(seconds, bool) or not seconds > 0):
        raise InputError(f"seconds is {seconds!r}.\nGive a number above 0.")
    leaks_of(prepared)  # before any score
    known: dict[str, Mitigation] = {AS_IT_IS: AsItIs(), **tried}
    pace = Pace(len(folds) * len(known), progress, cancelled)
    work = Work(case, folds, judged, pace, time.monotonic() + seconds if seconds is not None else None)
    attempts = work.attempts(known)
    settings: dict[str, object] = {
        "candidate": kind.name,
        "policy": judged.settings(),
        "attribute": grouping.settings(),
        "methods": {name: one.settings() for name, one in tried.items()},
        "threshold": threshold,
        "n_folds": folds.n_folds,
    }
    return Mitigations(
        Provenance("try_mitigations", settings, (prepared.fingerprint,), seed),
        case,
        known,
        judged,
        attempts,
        work.rows,
        folds.n_folds,
        tuple(dict.fromkeys(one for attempt in attempts for one in attempt.findings)),
        work.stopped,
    )


def case_of(
    prepared: Prepared, candidate: object, *, policy: Policy, attribute: str | Sequence[str] | None, seed: int
) -> Case:
    """Return what methods would be tried on, checked; parameters are those of :func:`try_mitigations`.

    Raises
    ------
    InputError
        If there are not two outcomes, or something named is not known.
    NotEnoughDataError
        If no attribute is protected.
    """
    check_result("prepared", prepared, Prepared, "prepare_data")
    train = prepared.split.train
    _check_task(train)
    grouping = grouping_of(train, attribute)
    kind, threshold = _kind(prepared, candidate)
    aim = aims_of(policy, grouping, train)[0]
    return Case(prepared, kind, grouping, aim, threshold, policy.minimum_n, check_seed(seed))


def _check_task(train: Dataset) -> None:
    if train.roles.task != "binary":
        what = "several classes" if train.roles.task == "multiclass" else "amounts"
        raise InputError(
            f"The target {train.roles.target!r} holds {what}, and methods against gaps are tried where there are two "
            'outcomes.\nRead the data with task="binary" and a target of two values: '
            "one outcome against the rest."
        )


def _kind(prepared: Prepared, candidate: object) -> tuple[Candidate, float]:
    if not isinstance(candidate, Fitted):
        return as_candidate(candidate, task="binary"), 0.5
    if candidate.prepared.fingerprint != prepared.fingerprint:
        raise InputError(
            f"The model {candidate.title!r} was trained on other rows or another recipe than prepared.\n"
            "Give what it was trained on: try_mitigations(fitted.prepared, fitted)."
        )
    return candidate_of(candidate), candidate.threshold


def _methods(methods: Sequence[str | Mitigation]) -> dict[str, Mitigation]:
    if isinstance(methods, (str, Mitigation)):
        raise InputError(f"methods is {methods!r}.\nGive a list, even of one: [{methods!r}].")
    found: dict[str, Mitigation] = {}
    for one in methods:
        if isinstance(one, str) and one not in METHODS:
            raise InputError.for_choice("methods", one, list(METHODS))
        made = METHODS[one]() if isinstance(one, str) else one
        if not isinstance(made, Mitigation):
            raise wrong_kind(
                *("One of methods", one, str, Mitigation),
                give=f"names, or methods such as Reductions(…): {', '.join(METHODS)}",
            )
        name, number = made.name, 2
        while name in found:
            if found[name] == made:
                raise InputError(f"methods names {made.name!r} twice, set alike.\nName it once.")
            name, number = f"{made.name}_{number}", number + 1
        found[name] = made
    return found


def aims_of(policy: Policy, grouping: Grouping, train: Dataset) -> tuple[str, ...]:
    """Return what methods may make equal: what the policy compares, of these groups if it names them.

    Parameters
    ----------
    policy : Policy
        What is compared; the first of it is what methods aim at where nothing else is said.
    grouping : Grouping
        Whose groups are to be brought closer together.
    train : Dataset
        It says which attributes are protected.
    """
    claims = policy.claims([one.title for one in train.roles.protected])
    own = [claim for claim in claims if claim.attributes == tuple(grouping.settings())] or list(claims)
    return tuple(dict.fromkeys(claim.metric for claim in own)) or ("selection_rate",)
