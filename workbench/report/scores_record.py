"""How good a model of several classes or of amounts is, as plain data, as far as readers may see it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.audit.disclosure.level import Disclosure
from workbench.audit.disclosure.record import AMOUNTS, OUTCOMES, ROWS
from workbench.audit.disclosure.suppression import is_large, is_safe
from workbench.audit.result import Audit
from workbench.modeling.metrics import Metric, confusion_metrics, confusion_of, metrics_of
from workbench.modeling.performance import AmountPerformance, Performance
from workbench.modeling.result import Fitted
from workbench.report.disclosing import rounded
from workbench.stats.disclosure import System, feasible_ranges

__all__ = ["ScoreRecord", "ScoresRecord", "counted_scores", "scores_record", "shown_performance"]

Counts = NDArray[np.int64]

_ONE_PERSON = "median_absolute_error"
"""It is the error of one case."""


@dataclass(frozen=True)
class ScoreRecord:
    """One score of a model, and of a rule that looks at no column.

    Parameters
    ----------
    name, title : str
        As scikit-learn calls it, and as readers do.
    n : int
        The held-out rows.
    value, low, high : float
        The model's, with 95 % limits; ``nan`` where they are not defined.
    baseline, baseline_low, baseline_high : float
        The rule's.
    """

    name: str
    title: str
    n: int
    value: float
    low: float
    high: float
    baseline: float
    baseline_low: float
    baseline_high: float


@dataclass(frozen=True)
class ScoresRecord:
    """How good a model of several classes or of amounts is on held-out rows.

    Parameters
    ----------
    confusion : tuple of tuple of int
        Of several classes, rows by what happened and by what the model says; empty of amounts.
    guess : int
        The place of the class that the rule always tells; -1 of amounts.
    scores : tuple of ScoreRecord
        Those that do not follow from these counts.
    """

    confusion: tuple[tuple[int, ...], ...] = ()
    guess: int = -1
    scores: tuple[ScoreRecord, ...] = ()


def scores_record(fitted: Fitted, audit: Audit | None, level: Disclosure) -> ScoresRecord | None:
    """Return how good a model is; ``None`` of two outcomes, and where few people are behind some count.

    Parameters
    ----------
    fitted : Fitted
        The model.
    audit : Audit or None
        What readers see of groups.
    level : Disclosure
        What readers may see.
    """
    if fitted.task == "binary":
        return None
    split = fitted.prepared.split
    learned, targets = split.train.targets(), split.test.targets()
    if fitted.task == "regression":
        if not _amounts_told(fitted, audit, level):
            return None
        told = np.full(len(targets), float(learned.mean()))
        found = _beside(fitted.metrics, metrics_of(targets, told, "regression"))
        return ScoresRecord(scores=tuple(one for one in found if level.hides_nothing or one.name != _ONE_PERSON))
    cells = _confusion(fitted)
    frequent = np.bincount(learned.astype(np.int64), minlength=len(fitted.classes))
    if not _all_told(cells, frequent, audit, level):
        return None
    shares = np.tile(frequent / frequent.sum(), (len(targets), 1))
    counted = {one.name for one in confusion_metrics(cells)}
    found = _beside(fitted.metrics, metrics_of(targets, shares, "multiclass"))
    kept = (one for one in found if one.name not in counted)
    return ScoresRecord(
        confusion=tuple(tuple(int(n) for n in row) for row in cells),
        guess=int(frequent.argmax()),
        scores=tuple(_few_digits(one) if level.whole_percents else one for one in kept),
    )


def counted_scores(found: ScoresRecord) -> tuple[ScoreRecord, ...]:
    """Return the scores that follow from a record's counts: none of amounts.

    Parameters
    ----------
    found : ScoresRecord
        What is known.
    """
    if not found.confusion:
        return ()
    cells = np.array(found.confusion, dtype=np.int64)
    guessed = np.zeros_like(cells)
    guessed[:, found.guess] = cells.sum(axis=1)
    return tuple(_beside(confusion_metrics(cells), confusion_metrics(guessed)))


def shown_performance(fitted: Fitted, audit: Audit | None, level: Disclosure) -> Performance | AmountPerformance | None:
    """Return how a model does beside the baseline; ``None`` where that could tell of few people.

    The baseline tells the same for everyone, so that who is right beside it are outcomes crossed with decisions. Of
    two outcomes they are shown where an audit shows them of all rows together; of several classes also where no small
    count could be worked out from them; of amounts as an audit shows sums of amounts.

    Parameters
    ----------
    fitted : Fitted
        The model.
    audit : Audit or None
        What readers see of groups.
    level : Disclosure
        What readers may see.
    """
    found = fitted.performance
    if isinstance(found, AmountPerformance):
        return found if _amounts_told(fitted, audit, level) else None
    both = found.n_right - found.n_only_model
    neither = found.n - found.n_right - found.n_only_baseline
    counts = np.array([both, neither, found.n_only_model, found.n_only_baseline])
    return found if is_large(counts, level) and _right_told(fitted, audit, level) else None


def _right_told(fitted: Fitted, audit: Audit | None, level: Disclosure) -> bool:
    withheld = _withheld(audit)
    if fitted.task == "binary":
        return not withheld & {OUTCOMES, ROWS}
    if level.hides_nothing:
        return True
    learned = fitted.prepared.split.train.targets().astype(np.int64)
    return ROWS not in withheld and _stays_hidden(_confusion(fitted), int(np.bincount(learned).argmax()), level)


def _amounts_told(fitted: Fitted, audit: Audit | None, level: Disclosure) -> bool:
    """Return whether sums of amounts may be told: as an audit tells them, and of no few people."""
    if level.hides_nothing:
        return True
    return level.keeps_amounts and len(fitted.scores) >= level.fewest and not _withheld(audit) & {ROWS, AMOUNTS}


def _withheld(audit: Audit | None) -> set[str]:
    return set(audit.disclosure.withheld) if audit is not None and audit.disclosure is not None else set()


def _confusion(fitted: Fitted) -> Counts:
    targets = fitted.prepared.split.test.targets().astype(np.int64)
    return confusion_of(targets, fitted.decisions.astype(np.int64), len(fitted.classes))


def _all_told(cells: Counts, learned: Counts, audit: Audit | None, level: Disclosure) -> bool:
    """Return whether every count of a confusion matrix may be shown."""
    if level.hides_nothing:
        return True
    return not _withheld(audit) & {OUTCOMES, ROWS} and is_large(cells, level) and is_large(learned, level)


def _stays_hidden(cells: Counts, guess: int, level: Disclosure) -> bool:
    """Return whether no small count of a confusion matrix follows from its sums and from who is right how often."""
    small = np.argwhere((cells > 0) & (cells < level.fewest))
    if not len(small):
        return True
    size, n = cells.size, len(cells)
    place = np.arange(size).reshape(n, n)
    sums = [*place, *place.T, np.diagonal(place), place[guess, guess : guess + 1]]
    published = np.array([np.isin(np.arange(size), one) for one in sums])
    wanted = np.array([np.arange(size) == place[tuple(one)] for one in small])
    ranges = feasible_ranges([System(published, cells.ravel().astype(np.float64), wanted)])[0]
    return all(is_safe(low, high, level.margin) for low, high in ranges)


def _beside(ours: tuple[Metric, ...], rule: tuple[Metric, ...]) -> Iterator[ScoreRecord]:
    for one, other in zip(ours, rule, strict=True):
        yield ScoreRecord(one.name, one.title, one.n, one.value, one.low, one.high, other.value, other.low, other.high)


def _few_digits(one: ScoreRecord) -> ScoreRecord:
    return ScoreRecord(
        *(one.name, one.title, one.n),
        *map(rounded, (one.value, one.low, one.high, one.baseline, one.baseline_low, one.baseline_high)),
    )
