"""The work of trying methods: one after the other, fold by fold, so that what is finished can be kept."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from workbench.audit.assess import audit_tallies
from workbench.audit.counted import Counting
from workbench.audit.mitigation.changes import gap_changes, moved_people, opened_gaps, performance_changes
from workbench.audit.mitigation.contract import Case, Learned, Mitigation
from workbench.audit.mitigation.result import Attempt
from workbench.audit.policy import Policy, Rule
from workbench.audit.result import Audit
from workbench.core.finding import Finding
from workbench.core.provenance import Provenance
from workbench.errors import NotEnoughDataError, WorkbenchError
from workbench.modeling.folds import Folds
from workbench.modeling.metrics import metrics_of
from workbench.modeling.pace import Pace
from workbench.modeling.predicting import predict_rows
from workbench.modeling.quiet import quiet
from workbench.preparation.result import Prepared, raw_frame

__all__ = ["Work", "columns_read"]


def columns_read(prepared: Prepared, columns: Sequence[str]) -> tuple[str, ...]:
    """Return the original columns that a model may read: its own, and all that could have been chosen."""
    chosen = () if prepared.recipe.selection is None else prepared.recipe.columns_to_choose_from
    return tuple(dict.fromkeys((*columns, *chosen)))


class Work:
    """The attempts, one after the other, fold by fold.

    Parameters
    ----------
    case : Case
        What methods are tried on.
    folds : Folds
        Of the training rows.
    policy : Policy
        By which gaps are judged; the crossing whose groups are to come closer together joins what it compares.
    pace : Pace
        Told after each fold.
    end : float or None
        When, by ``time.monotonic()``, no other fold is begun.
    """

    def __init__(self, case: Case, folds: Folds, policy: Policy, pace: Pace, end: float | None) -> None:
        self.case, self.folds, self.pace, self.end = case, folds, pace, end
        self.rows = np.sort(np.concatenate([fold.test for fold in folds]))
        train = case.prepared.split.train
        self.data = train.take(self.rows, Provenance("take", {}, ()))
        self.policy = self._with_crossing(policy)
        self.stopped = ""
        self._n_done = 0

    def _with_crossing(self, policy: Policy) -> Policy:
        """Return the policy, its crossing among what is compared where groups of one are to come closer together."""
        attributes = self.case.grouping.settings()
        if len(attributes) < 2:
            return policy
        titles = [one.title for one in self.data.roles.protected]
        if any(claim.attributes == tuple(attributes) for claim in policy.claims(titles)):
            return policy
        rules = [
            replace(rule, attributes=(*(rule.attributes or tuple(titles)), tuple(attributes)))
            for rule in policy.rules
            if isinstance(rule, Rule)
        ]
        return replace(policy, rules=rules)

    def attempts(self, methods: Mapping[str, Mitigation]) -> tuple[Attempt, ...]:
        """Return what came of each method; where nothing at all was finished, raise."""
        found: list[Attempt] = []
        for name, method in methods.items():
            one = self._attempt(name, method, found[0] if found else None)
            if not found and one.error:
                raise NotEnoughDataError(f"The model as it is could not be tried: {one.error}")
            found.append(one)
        return tuple(found)

    def _attempt(self, name: str, method: Mitigation, before: Attempt | None) -> Attempt:
        title = method.title if name == method.name else f"{method.title} {name.rpartition('_')[2]}"
        empty = Attempt(name, title, method.needs_attribute, method.settings())
        start = time.monotonic()
        try:
            scores, learned = self._scores(method)
        except WorkbenchError as error:
            self._n_done = (self._n_done // len(self.folds) + 1) * len(self.folds)
            self.pace.tell(self._n_done)
            told = " ".join(str(error).splitlines())
            return replace(empty, error=told, findings=(_failed(title, told),))
        if scores is None:
            return replace(empty, error=f"Not finished: {self.stopped}", findings=(_ended(title, self.stopped),))
        threshold = method.threshold_of(self.case)
        decisions = (scores >= threshold).astype(np.int64)
        outcomes = np.asarray(self.data.targets(), dtype=np.int64)
        told_findings = (*method.findings(self.case), *(one for each in learned for one in each.findings))
        made = replace(
            empty,
            audit=self._audit(name, method, scores),
            metrics=metrics_of(outcomes, scores, "binary", threshold),
            details=tuple(each.details for each in learned),
            findings=tuple(dict.fromkeys(told_findings)),
            seconds=time.monotonic() - start,
            decisions=decisions,
        )
        if before is None or before.audit is None:
            return made
        was = before.decisions
        opened = opened_gaps(title, before.audit, made.audit) if made.audit is not None else ()
        return replace(
            made,
            findings=(*made.findings, *opened),
            changes=performance_changes(self.data, was, decisions),
            gap_changes=gap_changes(before.audit, self.data, was, decisions),
            moved=moved_people(self.data, was, decisions),
        )

    def _scores(self, method: Mitigation) -> tuple[NDArray[np.float64] | None, list[Learned]]:
        """Return what is predicted for each row that is decided on; ``None`` where it was ended before."""
        train = self.case.prepared.split.train
        scores = np.full(train.n_rows, np.nan)
        learned: list[Learned] = []
        for fold in self.folds:
            if self.stopped or self._is_over():
                return None, []
            try:
                with quiet():
                    one = method.train(self.case, fold.train)
                    part = train.take(fold.test, Provenance("take", {}, ()))
                    frame = raw_frame(part, columns_read(one.prepared, one.columns))
                    found = predict_rows(one.model, frame, train.roles, method.title)
            except KeyboardInterrupt:
                self.stopped = "it was interrupted"
                return None, []
            scores[fold.test] = found
            learned.append(one)
            self._n_done += 1
            self.pace.tell(self._n_done)
        return scores[self.rows], learned

    def _is_over(self) -> bool:
        if self.pace.is_cancelled:
            self.stopped = "it was cancelled"
        elif self.end is not None and time.monotonic() > self.end:
            self.stopped = "the time was up"
        return bool(self.stopped)

    def _audit(self, name: str, method: Mitigation, scores: NDArray[np.float64]) -> Audit:
        settings = {"attempt": name, **method.settings(), "policy": self.policy.settings()}
        threshold = method.threshold_of(self.case)
        counting = Counting("binary", (), threshold, (threshold,))
        return audit_tallies(
            Provenance("try_mitigations", settings, (self.case.prepared.fingerprint,), self.case.seed),
            counting.outcomes(self.data),
            counting.decisions(self.data, scores),
            data_name=self.data.name,
            roles=self.data.roles,
            policy=self.policy,
            kind="model",
            threshold=threshold,
        )


def _failed(title: str, error: str) -> Finding:
    return Finding(
        "WB562",
        "caution",
        f"The method {title!r} could not be tried",
        error,
        "Read the reason; set the method otherwise, or go without it.",
        scope=title,
    )


def _ended(title: str, why: str) -> Finding:
    return Finding(
        "WB564",
        "note",
        f"The method {title!r} was not tried to the end",
        f"The work was ended before: {why}. Nothing is known of what it would do.",
        "Try again with more time, or with fewer methods.",
        scope=title,
    )
