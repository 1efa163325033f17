"""What a report tells of a threshold and of a calibration that were chosen: no row."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from workbench.audit.disclosure.level import NOT_PUBLISHED, Disclosure
from workbench.modeling.calibration.measures import Reliability
from workbench.modeling.calibration.result import CalibrationChoice, GroupCalibration, LossChange
from workbench.modeling.result import Fitted
from workbench.modeling.thresholds.effects import GroupEffect
from workbench.modeling.thresholds.result import Capacity, ThresholdChoice, Value
from workbench.report.small_counts import few, without_few
from workbench.report.withholding import Withheld, are_large, published
from workbench.tally.values import GroupRates

__all__ = [
    "ChangedRate",
    "ChosenCalibration",
    "ChosenThreshold",
    "calibration_record",
    "threshold_record",
]


@dataclass(frozen=True)
class ChangedRate:
    """A rate of one group at the threshold a model had, at the one chosen, and the change, each with limits."""

    attribute: str
    metric: str
    group: str
    n: int
    before: Value
    after: Value
    change: Value


@dataclass(frozen=True)
class ChosenThreshold:
    """A threshold that was chosen; what is not told here is as in ``ThresholdChoice``.

    Parameters
    ----------
    title : str
        What readers call the model.
    threshold_before : float
        The threshold the model had.
    n_selected, n_selected_before : int or None
        ``None`` where few are selected, or few are not.
    effects : tuple of ChangedRate
        One a rate and group.
    curve : tuple of (float, float)
        Thresholds and the criterion at each.
    is_accepted : bool
        Whether the model of the report decides by it.
    withheld : tuple of str
        What is left out since it could tell of few people.
    """

    fingerprint: str
    title: str
    threshold: float
    threshold_before: float
    criterion: str
    how: str
    n: int
    n_selected: int | None
    n_selected_before: int | None
    plateau: tuple[float, float]
    not_clearly_worse: tuple[float, float] | None
    value: Value | None
    value_before: Value | None
    value_elsewhere: Value | None
    best_if_calibrated: float
    capacity: Capacity | None
    effects: tuple[ChangedRate, ...]
    curve: tuple[tuple[float, float], ...]
    confidence: float
    is_accepted: bool = False
    withheld: tuple[Withheld, ...] = ()


def threshold_record(
    choice: ThresholdChoice, level: Disclosure, *, hidden: Collection[str] = (), is_accepted: bool = False
) -> ChosenThreshold:
    """Return what a report tells of a threshold.

    Parameters
    ----------
    choice : ThresholdChoice
        What ``choose_threshold`` returned.
    level : Disclosure
        Who may read it. The rates of groups are left out where some group has few with a decision, or few whose
        decision changes, where its part of the rows held out would be few, and for the public, as the curve is.
    hidden : collection of str
        Attributes of which some group is not shown elsewhere: the rows learned from would tell how many it has.
    is_accepted : bool
        Whether the model of the report decides by it.
    """
    selected = (choice.n_selected, choice.n_selected_before)
    hides = not level.hides_nothing and (
        any(few(n, level.fewest, choice.n) for n in selected) or not are_large([abs(selected[0] - selected[1])], level)
    )
    shown = [None if hides else int(n) for n in selected]
    kept = tuple(one for one in choice.effects if _keeps_effect(one, choice, level, hidden))
    curve = () if level.whole_percents else _curve(choice)
    gone: dict[Withheld, bool] = {
        "counts": None in shown,
        "groups": len(kept) < len(choice.effects),
        "curve": not curve and bool(_curve(choice)),
    }
    record = ChosenThreshold(
        fingerprint=choice.fingerprint if level.keeps_hashes else NOT_PUBLISHED,
        title=choice.fitted.title,
        threshold=float(choice.threshold),
        threshold_before=float(choice.fitted.threshold),
        criterion=choice.criterion,
        how=choice.how if level.hides_nothing else without_few(choice.how, level.fewest),
        n=int(choice.n),
        n_selected=shown[0],
        n_selected_before=shown[1],
        plateau=_ends(choice.plateau),
        not_clearly_worse=_ends(choice.not_clearly_worse) if choice.not_clearly_worse is not None else None,
        value=choice.value,
        value_before=choice.value_before,
        value_elsewhere=choice.value_elsewhere,
        best_if_calibrated=float(choice.best_if_calibrated),
        capacity=_capacity(choice.capacity, level),
        effects=tuple(row for one in kept for row in _rates(one)),
        curve=curve,
        confidence=float(choice.confidence),
        is_accepted=is_accepted,
        withheld=tuple(what for what, is_gone in gone.items() if is_gone),
    )
    return published(record, level)


def _ends(ends: tuple[float, float]) -> tuple[float, float]:
    return float(ends[0]), float(ends[1])


def _capacity(capacity: Capacity | None, level: Disclosure) -> Capacity | None:
    if capacity is None:
        return None
    low, high = (int(end) for end in capacity.selected)
    unused, tied = int(capacity.n_unused), int(capacity.n_tied)
    if not level.hides_nothing and not are_large([unused, tied], level):
        unused = tied = 0
    return Capacity(int(capacity.most), int(capacity.of), (low, high), unused, tied)


def _curve(choice: ThresholdChoice) -> tuple[tuple[float, float], ...]:
    curve = choice.curve
    if curve.values.size < 2:
        return ()
    return tuple((float(one), float(value)) for one, value in zip(curve.thresholds, curve.values, strict=True))


def _keeps_effect(one: GroupEffect, choice: ThresholdChoice, level: Disclosure, hidden: Collection[str]) -> bool:
    """Return whether an attribute's rates may be shown: all of its metrics, or none."""
    if level.hides_nothing:
        return True
    if level.whole_percents or one.attribute in hidden:
        return False
    held = _held_out(choice.fitted, choice.n)
    return all(_is_large(other, level, held) for other in choice.effects if other.attribute == one.attribute)


def _held_out(fitted: Fitted, n: int) -> float:
    """Return how many rows are held out for each that was chosen on; 1 where there are more.

    Rows are held out in proportion, so that what a group has here tells what it has there.
    """
    return min(1.0, len(fitted.scores) / n) if n else 1.0


def _is_large(effect: GroupEffect, level: Disclosure, held: float) -> bool:
    counts: list[float] = []
    for rates in (effect.before, effect.after, effect.moved):
        if not isinstance(rates, GroupRates) or rates.effective is not None:
            return False  # with weights a rate is not of the people who were counted
        counts += [*rates.k.tolist(), *(rates.n - rates.k).tolist(), *rates.n.tolist()]
    return are_large(counts, level) and are_large([max(1.0, n * held) for n in counts if n], level)


def _rates(effect: GroupEffect) -> tuple[ChangedRate, ...]:
    made = []
    for row in effect.rows():
        numbers = {key: float(str(value)) for key, value in row.items() if key not in ("attribute", "metric", "group")}
        before, after, change = (
            Value(numbers[what], numbers[f"{what}_low"], numbers[f"{what}_high"])
            for what in ("before", "after", "change")
        )
        made.append(
            ChangedRate(
                effect.attribute, effect.metric, str(row["group"]), int(numbers["n"]), before, after, change=change
            )
        )
    return tuple(made)


@dataclass(frozen=True)
class ChosenCalibration:
    """A calibration that was learned; what is not told here is as in ``CalibrationChoice``.

    Parameters
    ----------
    title : str
        What readers call the model.
    n_decisions_changed : int or None
        ``None`` where they are few.
    is_accepted : bool
        Whether the model of the report is calibrated by it.
    withheld : tuple of str
        What is left out since it could tell of few people.
    """

    fingerprint: str
    title: str
    method: str
    how: str
    n: int
    n_judged: int
    n_decisions_changed: int | None
    losses: tuple[LossChange, ...]
    before: tuple[Reliability, ...]
    after: tuple[Reliability, ...]
    groups: tuple[GroupCalibration, ...]
    confidence: float
    is_accepted: bool = False
    withheld: tuple[Withheld, ...] = ()


def calibration_record(
    choice: CalibrationChoice, level: Disclosure, *, hidden: Collection[str] = (), is_accepted: bool = False
) -> ChosenCalibration:
    """Return what a report tells of a calibration.

    Parameters
    ----------
    choice : CalibrationChoice
        What ``calibrate_model`` returned.
    level : Disclosure
        Who may read it. Bins and groups are left out where some have few rows, or few with an outcome or without,
        and for the public.
    hidden : collection of str
        Attributes of which some group is not shown elsewhere.
    is_accepted : bool
        Whether the model of the report is calibrated by it.
    """
    keeps_bins = _keeps_reliability(choice, level)
    groups = tuple(one for one in choice.groups if _keeps_group(one.attribute, choice, level, hidden))
    changed: int | None = int(choice.n_decisions_changed)
    if not level.hides_nothing and few(int(choice.n_decisions_changed), level.fewest, choice.n_judged):
        changed = None
    gone: dict[Withheld, bool] = {
        "counts": changed is None,
        "bins": not keeps_bins,
        "groups": len(groups) < len(choice.groups),
    }
    before, after = (
        pair if keeps_bins else tuple(replace(one, bins=()) for one in pair) for pair in (choice.before, choice.after)
    )
    record = ChosenCalibration(
        fingerprint=choice.fingerprint if level.keeps_hashes else NOT_PUBLISHED,
        title=choice.fitted.title,
        method=choice.method,
        how=choice.how if level.hides_nothing else without_few(choice.how, level.fewest),
        n=int(choice.n),
        n_judged=int(choice.n_judged),
        n_decisions_changed=changed,
        losses=choice.losses,
        before=before,
        after=after,
        groups=groups,
        confidence=float(choice.confidence),
        is_accepted=is_accepted,
        withheld=tuple(what for what, is_gone in gone.items() if is_gone),
    )
    return published(record, level)


def _keeps_reliability(choice: CalibrationChoice, level: Disclosure) -> bool:
    if level.hides_nothing or level.whole_percents:
        return level.hides_nothing
    bins = [bin for one in (*choice.before, *choice.after) for bin in one.bins]
    happened = [(bin.n, bin.n * bin.observed) for bin in bins]
    return are_large([count for n, k in happened for count in (n, k, n - k)], level)


def _keeps_group(attribute: str, choice: CalibrationChoice, level: Disclosure, hidden: Collection[str]) -> bool:
    if level.hides_nothing or level.whole_percents or attribute in hidden:
        return level.hides_nothing
    n = [one.n for one in choice.groups if one.attribute == attribute]
    held = _held_out(choice.fitted, choice.n_judged)
    return are_large(n, level) and are_large([max(1.0, one * held) for one in n if one], level)
