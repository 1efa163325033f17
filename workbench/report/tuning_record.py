"""What a report tells of a search for settings: every trial, and no estimator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from workbench.audit.disclosure.level import NOT_PUBLISHED, Disclosure
from workbench.modeling.tuning.result import Tuning
from workbench.modeling.tuning.trials import State, Trial
from workbench.report.contest_record import ScoringRecord, scoring_record
from workbench.report.withholding import Withheld, kept_errors, published

__all__ = ["TrialRecord", "TuningRecord", "tuning_record"]


@dataclass(frozen=True)
class TrialRecord:
    """Settings that were tried, in words; empty those without tuning. Other fields as of ``Trial``."""

    number: int
    settings: str
    state: State
    score: float
    seconds: float
    row_share: float
    error: str


@dataclass(frozen=True)
class TuningRecord:
    """A search for settings.

    Parameters
    ----------
    fingerprint : str
        Of the search.
    title : str
        What was tuned.
    scoring : ScoringRecord
        By what.
    space : mapping of str to str
        What was searched of each setting, in words.
    records : tuple of TrialRecord
        Every trial.
    best_number : int
        The number of the best one.
    n_asked, stopped_by, n_folds
        As of ``Tuning``.
    withheld : tuple of str
        What is left out since it could tell of few people.
    """

    fingerprint: str
    title: str
    scoring: ScoringRecord
    space: Mapping[str, str]
    records: tuple[TrialRecord, ...]
    best_number: int
    n_asked: int
    stopped_by: Literal["trials", "seconds", "person"]
    n_folds: int
    withheld: tuple[Withheld, ...] = ()

    @property
    def best(self) -> TrialRecord:
        """The best trial of those that learned from all rows."""
        return next(one for one in self.records if one.number == self.best_number)


def tuning_record(tuning: Tuning, level: Disclosure) -> TuningRecord:
    """Return what a report tells of a search for settings.

    Parameters
    ----------
    tuning : Tuning
        What ``tune_model`` returned.
    level : Disclosure
        Who may read it. For the public what a trial that failed said is left out, since it may quote the data.
    """
    records = tuple(_trial(one, level) for one in tuning.records)
    gone = any(told.error != one.error for told, one in zip(records, tuning.records, strict=True))
    record = TuningRecord(
        fingerprint=tuning.fingerprint if level.keeps_hashes else NOT_PUBLISHED,
        title=tuning.kind.title,
        scoring=scoring_record(tuning.scoring),
        space={
            key: ", ".join(map(str, what)) if isinstance(what, tuple) else repr(what)
            for key, what in tuning.space.items()
        },
        records=records,
        best_number=tuning.best.number,
        n_asked=tuning.n_asked,
        stopped_by=tuning.stopped_by,  # type: ignore[arg-type]  # a text in the result, one of these three
        n_folds=tuning.n_folds,
        withheld=("errors",) if gone else (),
    )
    return published(record, level)


def _trial(one: Trial, level: Disclosure) -> TrialRecord:
    told = (f"{key} {value:.4g}" if isinstance(value, float) else f"{key} {value}" for key, value in one.params.items())
    error = kept_errors(one.error, level)
    return TrialRecord(
        one.number, ", ".join(told), one.state, float(one.score), float(one.seconds), float(one.row_share), error
    )
