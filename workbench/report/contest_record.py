"""What a report tells of models that were compared, and of settings that were searched: no row, and no estimator."""

from __future__ import annotations

from dataclasses import dataclass, replace

from workbench.audit.disclosure.level import NOT_PUBLISHED, Disclosure
from workbench.data.roles import Task
from workbench.modeling.comparison.calibration import Calibration
from workbench.modeling.comparison.judging import Comparison
from workbench.modeling.comparison.result import Contest, Entry, MeanScore
from workbench.modeling.comparison.scoring import Scoring
from workbench.report.withholding import Withheld, are_large, kept_errors, published

__all__ = [
    "BinRecord",
    "ContestCalibration",
    "ContestRecord",
    "EntryRecord",
    "ScoringRecord",
    "contest_record",
    "scoring_record",
]


@dataclass(frozen=True)
class ScoringRecord:
    """What models are compared by: its name, what readers call it, for which tasks, and which way is better."""

    name: str
    title: str
    tasks: tuple[Task, ...]
    is_greater_better: bool


@dataclass(frozen=True)
class BinRecord:
    """Rows of like prediction: how many, the mean prediction, the mean outcome and its limits."""

    n: int
    mean_predicted: float
    mean_observed: float
    low: float
    high: float


@dataclass(frozen=True)
class ContestCalibration:
    """Whether the predictions of one model mean what they say; fields as of ``Calibration``."""

    output: str
    n: int
    in_the_large: float
    in_the_large_interval: tuple[float, float]
    slope: float
    slope_interval: tuple[float, float]
    bins: tuple[BinRecord, ...]


@dataclass(frozen=True)
class EntryRecord:
    """One model of a contest; fields as of ``Entry``."""

    name: str
    title: str
    error: str
    scores: tuple[MeanScore, ...]
    against_baseline: Comparison | None
    verdict: str
    fit_seconds: float
    predict_seconds: float
    calibration: tuple[ContestCalibration, ...]


@dataclass(frozen=True)
class ContestRecord:
    """Models that were compared.

    Parameters
    ----------
    fingerprint : str
        Of the contest.
    entries : tuple of EntryRecord
        The best first.
    pairs : tuple of Comparison
        Every two models.
    scoring : ScoringRecord
        What they are compared by.
    margin, is_default_margin, baseline, method, n_done, n_planned, no_verdict
        As of ``Contest``.
    why : str
        Why the best one is the best.
    sentences : tuple of str
        One a model.
    withheld : tuple of str
        What is left out since it could tell of few people.
    """

    fingerprint: str
    entries: tuple[EntryRecord, ...]
    pairs: tuple[Comparison, ...]
    scoring: ScoringRecord
    margin: float
    is_default_margin: bool
    baseline: str
    method: str
    n_done: int
    n_planned: int
    no_verdict: str
    why: str
    sentences: tuple[str, ...]
    withheld: tuple[Withheld, ...] = ()

    @property
    def is_partial(self) -> bool:
        """Whether a person ended it before all folds were done."""
        return self.n_done < self.n_planned


def scoring_record(scoring: Scoring) -> ScoringRecord:
    """Return what is told of a score."""
    return ScoringRecord(scoring.name, scoring.title, scoring.tasks, scoring.is_greater_better)


def contest_record(contest: Contest, level: Disclosure) -> ContestRecord:
    """Return what a report tells of a contest.

    Parameters
    ----------
    contest : Contest
        What ``compare_models`` returned.
    level : Disclosure
        Who may read it. Bins of predictions are left out where few rows of one have, or lack, the outcome, and for
        the public; and of a model that failed what its message may quote.
    """
    is_share = "regression" not in contest.scoring.tasks
    keeps_bins = _keeps_bins(contest, level, is_share=is_share)
    entries = tuple(_entry(one, level, keeps_bins=keeps_bins) for one in contest.entries)
    has_bins = any(found.bins for one in contest.entries for found in one.calibration)
    withheld: list[Withheld] = ["bins"] if has_bins and not keeps_bins else []
    if any(told.error != one.error for told, one in zip(entries, contest.entries, strict=True)):
        withheld.append("errors")
    record = ContestRecord(
        fingerprint=contest.fingerprint if level.keeps_hashes else NOT_PUBLISHED,
        entries=entries,
        pairs=contest.pairs,
        scoring=scoring_record(contest.scoring),
        margin=float(contest.margin),
        is_default_margin=contest.is_default_margin,
        baseline=contest.baseline,
        method=contest.method,
        n_done=contest.n_done,
        n_planned=contest.n_planned,
        no_verdict=contest.no_verdict,
        why=contest.why,
        sentences=tuple(
            said.replace(one.error.rstrip("."), told.error) if one.error else said
            for said, one, told in zip(contest.sentences, contest.entries, entries, strict=True)
        ),
        withheld=tuple(withheld),
    )
    return published(record, level)


def _keeps_bins(contest: Contest, level: Disclosure, *, is_share: bool) -> bool:
    """Return whether bins may be shown: those of several models share the rows, so that all are, or none."""
    if level.hides_nothing:
        return True
    if level.whole_percents:
        return False
    bins = [bin for one in contest.entries for found in one.calibration for bin in found.bins]
    happened = [bin.n * bin.mean_observed if is_share else bin.n for bin in bins]
    counts = [count for bin, n in zip(bins, happened, strict=True) for count in (bin.n, n, bin.n - n)]
    return are_large(counts, level)


def _entry(one: Entry, level: Disclosure, *, keeps_bins: bool) -> EntryRecord:
    return EntryRecord(
        name=one.name,
        title=one.title,
        error=kept_errors(one.error, level),
        scores=tuple(replace(score, n_folds=int(score.n_folds)) for score in one.scores),
        against_baseline=one.against_baseline,
        verdict=one.verdict,
        fit_seconds=float(one.fit_seconds),
        predict_seconds=float(one.predict_seconds),
        calibration=tuple(_calibration(found, keeps_bins=keeps_bins) for found in one.calibration),
    )


def _calibration(found: Calibration, *, keeps_bins: bool) -> ContestCalibration:
    return ContestCalibration(
        output=found.output,
        n=int(found.n),
        in_the_large=found.in_the_large,
        in_the_large_interval=found.in_the_large_interval,
        slope=found.slope,
        slope_interval=found.slope_interval,
        bins=tuple(BinRecord(*bin) for bin in found.bins) if keeps_bins else (),
    )
