"""``Mitigations``: methods against gaps that were tried beside doing nothing; ``MitigationChoice``: the one chosen."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.audit.mitigation.changes import Change, Moved
from workbench.audit.mitigation.contract import Case, Mitigation, NeedsAttribute
from workbench.audit.policy import Policy
from workbench.audit.result import Audit
from workbench.checks import check_positive
from workbench.core.finding import Finding
from workbench.core.provenance import Provenance, Result
from workbench.errors import InputError
from workbench.modeling.metrics import Metric

__all__ = ["AS_IT_IS", "Attempt", "MitigationChoice", "Mitigations"]

AS_IT_IS = "as_it_is"
"""The name of doing nothing, which is always tried first."""


@dataclass(frozen=True, eq=False)
class Attempt:
    """One method, tried on the training rows: each is decided by a model that has not learned from it.

    Parameters
    ----------
    name, title : str
        The method.
    needs_attribute : {"never", "training", "decisions"}
        Whether it looks at the protected attribute: never, in training alone, or whenever somebody is decided on.
    settings : mapping of str to object
        How it was set.
    audit : Audit or None
        How groups fare under its decisions, judged as :func:`workbench.audit_model` does; ``None`` where it failed.
    metrics : tuple of Metric
        How good its predictions are, as :attr:`Fitted.metrics`; empty where it failed.
    changes : tuple of Change
        By how much its performance differs from that of doing nothing; empty of doing nothing, and where it failed.
    gap_changes : tuple of Change
        By how much each gap differs; one a comparison of the audit.
    moved : tuple of Moved
        How many people are decided otherwise, of all and of each group.
    details : tuple of mapping
        What the method came to in each fold: thresholds, columns dropped and the like.
    findings : tuple of Finding
        What has to be known of it.
    seconds : float
        How long it took.
    error : str
        Why it failed; empty where it did not.
    decisions : array of int64, shape (n_rows,)
        1 favourable, 0 not, of :attr:`Mitigations.rows`; empty where it failed.
    """

    name: str
    title: str
    needs_attribute: NeedsAttribute
    settings: Mapping[str, object]
    audit: Audit | None = None
    metrics: tuple[Metric, ...] = ()
    changes: tuple[Change, ...] = ()
    gap_changes: tuple[Change, ...] = ()
    moved: tuple[Moved, ...] = ()
    details: tuple[Mapping[str, object], ...] = ()
    findings: tuple[Finding, ...] = ()
    seconds: float = 0.0
    error: str = ""
    decisions: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def __post_init__(self) -> None:
        """Make the decisions read-only."""
        self.decisions.setflags(write=False)

    def metric(self, name: str) -> Metric:
        """Return one of :attr:`metrics`, such as ``"balanced_accuracy"``.

        Raises
        ------
        InputError
            If there is none of that name.
        """
        known = {one.name: one for one in self.metrics}
        if name not in known:
            raise InputError.for_choice("name", name, list(known))
        return known[name]


@dataclass(frozen=True, eq=False)
class Mitigations(Result):
    """Methods against gaps, each beside doing nothing, on the training rows.

    Parameters
    ----------
    case : Case
        What they were tried on: rows, kind of model, groups.
    methods : mapping of str to Mitigation
        The methods by name, so that one can be trained on all training rows.
    policy : Policy
        What was compared and tolerated.
    attempts : tuple of Attempt
        Doing nothing first; those that failed are among them.
    rows : array of int64
        Places of the training rows that were decided on; with a time, those of the first period are not.
    n_folds : int
        How many parts of the rows were decided on by a model of other rows.
    findings : tuple of Finding
        What was noticed.
    stopped : str
        Why not all was done; empty where it was.
    """

    case: Case
    methods: Mapping[str, Mitigation]
    policy: Policy
    attempts: tuple[Attempt, ...]
    rows: NDArray[np.int64]
    n_folds: int
    findings: tuple[Finding, ...] = ()
    stopped: str = ""

    def __repr__(self) -> str:
        """Return what was tried in one sentence."""
        done = [one.title for one in self.attempts if not one.error and one.name != AS_IT_IS]
        failed = sum(bool(one.error) for one in self.attempts)
        tried = ", ".join(done) or "none was done"
        more = f"; {failed} failed" if failed else ""
        return (
            f"Mitigations for {self.attribute!r}, tried on {len(self.rows):,} training rows with "
            f"{self.case.candidate.title}: {tried}{more}."
        )

    def _content(self) -> object:
        told = hashlib.sha256()
        for one in self.attempts:
            told.update(f"{one.name} {one.error}".encode())
            told.update(one.decisions.tobytes())
        return told.hexdigest()

    @property
    def attribute(self) -> str:
        """Whose groups are to be brought closer together."""
        return self.case.grouping.title

    @property
    def as_it_is(self) -> Attempt:
        """Doing nothing."""
        return self.attempts[0]

    @property
    def judged_by(self) -> Policy:
        """The policy, with the crossing among what it compares where groups of one are to come closer together."""
        audit = self.as_it_is.audit
        return self.policy if audit is None else audit.policy

    def only(self, names: Collection[str]) -> Mitigations:
        """Return the same as if no methods but these had been tried; doing nothing is always among them."""
        attempts = tuple(one for one in self.attempts if one.name in (AS_IT_IS, *names))
        methods = {one.name: self.methods[one.name] for one in attempts}
        told = {name: one.settings() for name, one in methods.items() if name != AS_IT_IS}
        made = replace(self.provenance, settings={**self.provenance.settings, "methods": told})
        found = tuple(dict.fromkeys(one for attempt in attempts for one in attempt.findings))
        is_whole = not any(one.code == "WB564" for one in found)
        stopped = "" if is_whole else self.stopped
        return replace(self, provenance=made, methods=methods, attempts=attempts, findings=found, stopped=stopped)

    def attempt(self, name: str) -> Attempt:
        """Return an attempt by its name.

        Raises
        ------
        InputError
            If there is none of that name.
        """
        known = {one.name: one for one in self.attempts}
        if name not in known:
            raise InputError.for_choice("name", name, list(known))
        return known[name]

    def trade_off(self, performance: str = "balanced_accuracy") -> pd.DataFrame:
        """Return performance against gap, a row for each attempt that was finished and each comparison.

        Parameters
        ----------
        performance : str
            One of the metrics, such as ``"accuracy"`` or ``"balanced_accuracy"``.

        Returns
        -------
        pandas.DataFrame
            Columns ``attempt``, ``needs_attribute``, ``performance``, ``performance_low``, ``performance_high``,
            ``attribute``, ``metric``, ``lower``, ``higher``, ``gap``, ``gap_low``, ``gap_high``, ``verdict``, and the
            changes against doing nothing, ``gap_change``, ``gap_change_low``, ``gap_change_high``, ``nan`` of doing
            nothing.
        """
        rows: list[dict[str, object]] = []
        for one in self.attempts:
            if one.audit is None:
                continue
            found = one.metric(performance)
            for at, judged in enumerate(one.audit.assessments):
                gap, change = judged.gap, one.gap_changes[at] if one.gap_changes else None
                rows.append(
                    {
                        "attempt": one.name,
                        "needs_attribute": one.needs_attribute,
                        "performance": found.value,
                        "performance_low": found.low,
                        "performance_high": found.high,
                        "attribute": judged.claim.attribute,
                        "metric": judged.claim.metric,
                        "lower": gap.lower if gap else "",
                        "higher": gap.higher if gap else "",
                        "gap": gap.difference if gap else np.nan,
                        "gap_low": gap.difference_low if gap else np.nan,
                        "gap_high": gap.difference_high if gap else np.nan,
                        "verdict": judged.verdict,
                        "gap_change": change.value if change else np.nan,
                        "gap_change_low": change.low if change else np.nan,
                        "gap_change_high": change.high if change else np.nan,
                    }
                )
        return pd.DataFrame(rows)

    def choose(self, name: str, *, reason: str, n_asked: int = 1) -> MitigationChoice:
        """Record which method is chosen, and why; doing nothing may be chosen too.

        Parameters
        ----------
        name : str
            Of an attempt that was finished, such as ``"reweighing"`` or ``"as_it_is"``.
        reason : str
            Why this one, in one's own words. It is kept with the model.
        n_asked : int
            About how many choices the held-out rows were asked, this one among them; 1 where they were asked about no
            other. The more they are asked about, the less the last answer proves: finding WB570 of the model says so.

        Returns
        -------
        MitigationChoice
            To be trained on all training rows by :func:`workbench.fit_mitigated`.

        Raises
        ------
        InputError
            If there is no such attempt, it failed, no reason is given, or ``n_asked`` is no whole number from 1.
        """
        one = self.attempt(name)
        if one.error:
            raise InputError(f"{one.title} failed: {one.error}\nChoose an attempt that was finished.")
        if not str(reason or "").strip():
            raise InputError(
                f"reason is {reason!r}.\nWrite why this method is chosen and what it costs: the reason is kept with "
                "the model."
            )
        said = reason.strip()
        asked = {"n_asked": n_asked} if check_positive("n_asked", n_asked) > 1 else {}
        made = Provenance("choose_mitigation", {"name": name, "reason": said, **asked}, (self.fingerprint,))
        return MitigationChoice(made, self, name, said, n_asked)


@dataclass(frozen=True, eq=False)
class MitigationChoice(Result):
    """The method that a person chose, and why.

    Parameters
    ----------
    mitigations : Mitigations
        What it was chosen from.
    name : str
        The attempt.
    reason : str
        Why, in the person's words.
    n_asked : int
        About how many choices the held-out rows were asked, this one among them.
    """

    mitigations: Mitigations
    name: str
    reason: str
    n_asked: int = 1

    def __repr__(self) -> str:
        """Return the choice in one sentence."""
        return f"Chosen for {self.mitigations.attribute!r}: {self.attempt.title}, because {self.reason}"

    @property
    def attempt(self) -> Attempt:
        """What the chosen method did on the training rows."""
        return self.mitigations.attempt(self.name)

    @property
    def needs_attribute(self) -> NeedsAttribute:
        """Whether the protected attribute is looked at never, in training alone, or whenever somebody is decided on."""
        return self.attempt.needs_attribute
