"""``audit_candidates``: how groups would fare under each of several models and thresholds, before one is chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.audit.assess import audit_tallies, reassess
from workbench.audit.candidates_result import CandidateAudit, CandidateAudits, DecidedAt
from workbench.audit.counted import Counting
from workbench.audit.policy import DEFAULT_POLICY, Policy
from workbench.audit.wanted import check_policy
from workbench.checks import check_fraction, check_positive, check_result, check_seed
from workbench.core.provenance import Provenance
from workbench.data.dataset import Dataset
from workbench.errors import InputError, NotEnoughDataError, WorkbenchError
from workbench.modeling.candidates import Candidate, as_candidate
from workbench.modeling.comparison.result import Contest
from workbench.modeling.folds import Folds, draw_fewer
from workbench.modeling.metrics import metrics_of
from workbench.modeling.pace import Pace, Progress
from workbench.modeling.quiet import quiet
from workbench.modeling.training import predict_fold
from workbench.preparation.leaks.find import leaks_of
from workbench.preparation.result import Prepared
from workbench.tally.tally import Tally

__all__ = ["audit_candidates"]


def audit_candidates(
    prepared: Prepared,
    models: Contest | Sequence[object],
    *,
    thresholds: Sequence[float] = (0.5,),
    policy: Policy | None = None,
    n_folds: int = 5,
    seed: int = 0,
    progress: Progress | bool | None = None,
    cancelled: Callable[[], object] | None = None,
) -> CandidateAudits:
    """Audit several models at several thresholds on the training rows; the held-out rows are not read.

    Every row is decided by a model that has not learned from it, on the same folds for all models.

    Parameters
    ----------
    prepared : Prepared
        The recipe and the training rows, of two outcomes.
    models : Contest or sequence
        What :func:`workbench.compare_models` returned, of which those that failed are left out; or names, candidates
        or estimators.
    thresholds : sequence of float
        At which each model decides; from 0 to 1.
    policy : Policy, optional
        What is compared and tolerated, as for :func:`workbench.audit_model`.
    n_folds : int
        How many parts of the rows are decided on, each by a model of the others; fewer where the rows do not suffice.
    seed : int
        Of folds and models.
    progress : callable, bool or None
        As for :func:`workbench.compare_models`: called after each part.
    cancelled : callable, optional
        Asked after each part; when it returns something true no other is begun, and models that are done are kept.

    Returns
    -------
    CandidateAudits
        Of each model and threshold how good it decides and how groups fare, with limits and verdicts. A model that
        fails is listed with the reason.

    Raises
    ------
    InputError
        If there are not two outcomes, or a model, threshold or the policy is not one.
    NotEnoughDataError
        If no attribute is protected, or it was ended before a model was done.

    Notes
    -----
    Limits hold for people like these and for these models: they do not tell how much another training would change.
    Who chooses by gaps has chosen on these rows: confirm it on the held-out ones, ``audit_model(fit_model(…))``.

    Examples
    --------
    >>> from workbench.data.read import read_data
    >>> from workbench.data.split import split_data
    >>> from workbench.preparation.prepare import prepare_data
    >>> data = read_data("example:loans", target="approved", favourable="yes", protected=["origin"])
    >>> audit_candidates(prepare_data(split_data(data)), ["logistic_regression"], thresholds=[0.4, 0.5], n_folds=2)
    Audits of 1 models at 2 thresholds on 7,000 training rows that they had not learned from.
    """
    check_result("prepared", prepared, Prepared, "prepare_data")
    train = prepared.split.train
    _check(train)
    judged = check_policy(policy if policy is not None else DEFAULT_POLICY)
    cuts = _cuts(thresholds)
    candidates = _candidates(models)
    folds = draw_fewer(train, n_folds=check_positive("n_folds", n_folds), seed=check_seed(seed))
    leaks_of(prepared)  # before any score
    pace = Pace(len(folds) * len(candidates), progress, cancelled)
    work = _Work(prepared, folds, judged, cuts, seed, pace)
    entries = work.entries(candidates)
    if not entries:
        raise NotEnoughDataError("It was ended before the first model was done.\nLet it run longer, or use fewer rows.")
    settings: dict[str, object] = {
        "models": [one.name for one in candidates],
        "thresholds": list(cuts),
        "policy": judged.settings(),
        "n_folds": folds.n_folds,
    }
    return CandidateAudits(
        Provenance("audit_candidates", settings, (prepared.fingerprint,), seed),
        entries,
        judged,
        cuts,
        len(work.rows),
        folds.n_folds,
        len(entries) < len(candidates),
    )


class _Work:
    """The models, one after the other, fold by fold; parameters as of :func:`audit_candidates`, checked."""

    def __init__(
        self, prepared: Prepared, folds: Folds, policy: Policy, cuts: tuple[float, ...], seed: int, pace: Pace
    ) -> None:
        self.prepared, self.folds, self.policy = prepared, folds, policy
        self.cuts, self.seed, self.pace = cuts, seed, pace
        self.rows = np.sort(np.concatenate([fold.test for fold in folds]))
        self.data: Dataset = prepared.split.train.take(self.rows, Provenance("take", {}, ()))

    def entries(self, candidates: Sequence[Candidate]) -> tuple[CandidateAudit, ...]:
        """Return the models that are done."""
        found: list[CandidateAudit] = []
        for place, one in enumerate(candidates):
            try:
                with quiet():
                    scores = self._scores(one, place * len(self.folds))
            except WorkbenchError as error:
                self.pace.tell((place + 1) * len(self.folds))
                found.append(CandidateAudit(one, error=" ".join(str(error).splitlines())))
                continue
            if scores is None:
                break
            found.append(CandidateAudit(one, self._decided(one, scores)))
        return tuple(found)

    def _scores(self, candidate: Candidate, n_done: int) -> NDArray[np.float64] | None:
        """Return what is predicted for each row that is decided on; ``None`` where it was ended before."""
        scores = np.full(self.prepared.split.train.n_rows, np.nan)
        for place, fold in enumerate(self.folds):
            if self.pace.is_cancelled:
                return None
            scores[fold.test] = predict_fold(self.prepared, candidate, fold, self.seed)
            self.pace.tell(n_done + place + 1)
        return np.asarray(scores[self.rows])

    def _decided(self, candidate: Candidate, scores: NDArray[np.float64]) -> tuple[DecidedAt, ...]:
        first = self.cuts[0]
        counting = Counting("binary", (), first, self.cuts)
        settings = {"model": candidate.name, "policy": self.policy.settings()}
        audit = audit_tallies(
            Provenance("audit_candidates", settings, (self.prepared.fingerprint,), self.seed),
            counting.outcomes(self.data),
            counting.decisions(self.data, scores),
            data_name=self.data.name,
            roles=self.data.roles,
            policy=self.policy,
            kind="model",
            threshold=first,
        )
        outcomes = np.asarray(self.data.targets(), dtype=np.int64)
        return tuple(
            DecidedAt(
                cut,
                audit if cut == first else reassess(audit, partial(Tally.decided, threshold=cut), cut),
                metrics_of(outcomes, scores, "binary", cut),
            )
            for cut in self.cuts
        )


def _check(train: Dataset) -> None:
    if train.roles.task != "binary":
        raise InputError(
            f"The task is {train.roles.task!r}, and gaps beside thresholds are of two outcomes.\n"
            "Audit each fitted model with audit_model instead."
        )
    if not train.roles.protected:
        raise NotEnoughDataError(
            "No attribute is protected.\nName one when the data are read: there are no groups yet."
        )


def _cuts(thresholds: Any) -> tuple[float, ...]:
    if isinstance(thresholds, (str, bytes, Mapping)) or not isinstance(thresholds, Sequence) or not len(thresholds):
        raise InputError(f"thresholds is {thresholds!r}.\nGive a list of one number or more, such as [0.4, 0.5].")
    return tuple(dict.fromkeys(check_fraction("thresholds", one) for one in thresholds))


def _candidates(models: Any) -> tuple[Candidate, ...]:
    if isinstance(models, Contest):
        return tuple(one.candidate for one in models.entries if not one.error)
    if isinstance(models, (str, bytes, Mapping)) or not isinstance(models, Sequence) or not len(models):
        raise InputError(f"models is {models!r}.\nGive what compare_models returned, or a list of names.")
    found = tuple(as_candidate(one, task="binary") for one in models)
    names = [one.name for one in found]
    twice = next((one for one in names if names.count(one) > 1), None)
    if twice is not None:
        raise InputError(f"models has {twice!r} twice.\nGive each model once; compare_models gives them names.")
    return found
