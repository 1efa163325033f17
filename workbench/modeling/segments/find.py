"""``find_weak_segments``: where a model is weak, found on some rows and confirmed on others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, SupportsIndex

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from workbench.checks import check_choice, check_column, check_fraction, check_positive, check_result, check_seed
from workbench.core import measure as told
from workbench.core.finding import Finding
from workbench.core.provenance import Provenance
from workbench.data.dataset import Dataset
from workbench.data.roles import Roles, Task
from workbench.data.splitting.keys import codes_by_value
from workbench.errors import InputError, NotEnoughDataError
from workbench.modeling.predicting import decided
from workbench.modeling.result import Fitted
from workbench.modeling.segments.conditions import Condition, Held, held_by
from workbench.modeling.segments.confirm import Compared, compare_errors
from workbench.modeling.segments.result import Measure, WeakSegment, WeakSegments, told_error
from workbench.modeling.segments.search import Growth, find_parts
from workbench.modeling.thresholds.validation import validate
from workbench.stats.multiplicity import holm

__all__ = ["find_weak_segments"]

Floats = NDArray[np.float64]

_FEWEST_SHOWN = 11
_FEWEST_JUDGED = 30
_MOST_SEGMENTS = 5
_MOST_ROWS = 200_000
_SMALLEST = float(np.finfo(np.float64).eps)


class _Part(NamedTuple):
    """Some rows, their errors, and which belong together."""

    held: dict[str, Held]
    errors: Floats
    clusters: NDArray[np.int64] | None


def find_weak_segments(
    fitted: Fitted,
    *,
    measure: Measure | None = None,
    columns: Sequence[str] | None = None,
    max_depth: int = 3,
    min_rows: int = 30,
    use_protected: bool = False,
    confidence: float = 0.95,
    seed: SupportsIndex = 0,
) -> WeakSegments:
    """Look for parts of the rows in which a model errs more than elsewhere, and confirm them on other rows.

    A shallow tree is grown on the errors of some rows; each of its parts with larger errors is then compared with all
    other rows, on rows that had no say in finding it. The rows it is found on are the training rows, each predicted by
    a model of the same kind that has not seen it; it is confirmed on the held-out rows. Of a model that was trained
    elsewhere, the held-out rows are halved for this.

    Parameters
    ----------
    fitted : Fitted
        The model.
    measure : {"wrong", "log_loss", "absolute_error"}, optional
        What an error is: of outcomes and classes a wrong decision (the default) or the log loss, which tells of
        probabilities that are far off too; of amounts the absolute error.
    columns : sequence of str, optional
        The original columns that segments may be described by; by default those that the model reads. Text counts by
        its 30 most frequent values.
    max_depth : int
        Conditions a segment has at most.
    min_rows : int
        Rows that a segment has at least, where it is found and as expected where it is confirmed; 30 or more, as
        fewer are not judged.
    use_protected : bool
        Whether protected attributes may describe segments, by their groups. By default not, even where the model
        reads them: what a model does to groups is what an audit tells, with tolerances declared beforehand.
    confidence : float
        Of the limits. The chance that any segment is confirmed falsely is at most 1 less this.
    seed : int
        Of the folds, and of the halves or of the rows drawn where there are more than 200,000.

    Returns
    -------
    WeakSegments
        At most the five worst found. A confirmed one is finding WB316; of one with fewer than 11 held-out rows nothing
        is told. None found does not say that there is none: differences that these rows cannot tell from chance, and
        such as show only in several columns together, are not seen.

    Raises
    ------
    InputError
        If a setting does not fit, or a column is protected and ``use_protected`` is not set.
    NotEnoughDataError
        If there are too few rows for a segment and a rest.

    Notes
    -----
    On the rows that it is found on, the worst segment looks worse than it is, as it was chosen for that; so its error
    is told from the other rows. Rates are compared by Newcombe's limits and an exact or pooled test, amounts by
    Welch's, rows that belong together by sums over them; p values are Holm's over all segments. Rows count alike,
    whatever their weights.

    Examples
    --------
    >>> from workbench.data.read import read_data
    >>> from workbench.data.split import split_data
    >>> from workbench.modeling.fit import fit_model
    >>> from workbench.preparation.prepare import prepare_data
    >>> data = read_data("example:admissions", target="admitted", favourable="yes", protected=["sex"])
    >>> find_weak_segments(fit_model(prepare_data(split_data(data)), "logistic_regression"))
    Weak segments of logistic regression: where department is not E or F, wrong in 36.7% of 949 held-out rows, \
elsewhere in 16.1%.
    """
    check_result("fitted", fitted, Fitted, "fit_model")
    chosen = _measure(measure, fitted.task)
    max_depth, min_rows = check_positive("max_depth", max_depth), _checked_rows(min_rows)
    check_fraction("confidence", confidence)
    seed = check_seed(seed)
    named = _columns(fitted, columns, use_protected)
    looked, kept, how = _both_parts(fitted, named, chosen, seed)
    needed = max(min_rows, int(np.ceil(min_rows * len(looked.errors) / len(kept.errors))))
    if len(looked.errors) < 2 * needed:
        raise NotEnoughDataError(
            f"There are {len(looked.errors):,} rows to look in and {len(kept.errors):,} to confirm on, too few for "
            f"segments of {min_rows}.\nCollect more rows, or hold out more of them: split_data(…, test_size=…)."
        )
    parts = find_parts(looked.held, looked.errors, Growth(max_depth, needed))[:_MOST_SEGMENTS]
    segments, n_untold = _confirmed(parts, looked, kept, confidence)
    settings: dict[str, object] = {
        "measure": chosen,
        "columns": list(named),
        "max_depth": max_depth,
        "min_rows": min_rows,
    }
    settings |= {"use_protected": use_protected, "confidence": confidence}
    return WeakSegments(
        Provenance("find_weak_segments", settings, (fitted.fingerprint,), seed),
        title=fitted.title,
        measure=chosen,
        segments=segments,
        n=len(kept.errors),
        error=float(kept.errors.mean()),
        n_found=len(looked.errors),
        how=how,
        columns=tuple(named),
        confidence=confidence,
        n_untold=n_untold,
        findings=tuple(_weak(chosen, one, confidence) for one in segments if one.is_confirmed),
    )


def _measure(measure: str | None, task: Task) -> Measure:
    allowed: dict[Task, tuple[Measure, ...]] = {"regression": ("absolute_error",)}
    fitting = allowed.get(task, ("wrong", "log_loss"))
    if measure is not None:
        check_choice("measure", measure, fitting)
    return next((one for one in fitting if one == measure), fitting[0])


def _checked_rows(min_rows: int) -> int:
    checked = check_positive("min_rows", min_rows)
    if checked < _FEWEST_JUDGED:
        raise InputError(f"min_rows is {checked}.\nGive at least {_FEWEST_JUDGED}: fewer rows are not judged.")
    return checked


def _columns(fitted: Fitted, columns: Sequence[str] | None, use_protected: bool) -> dict[str, str]:
    """Return which columns describe segments: each name with the attribute whose groups it stands for, or none."""
    roles = fitted.prepared.split.data.roles
    protected = {one.column: one.title for one in roles.protected}
    named = list(fitted.prepared.columns if columns is None else columns)
    for name in named if columns is not None else ():
        check_column(name, fitted.prepared.split.data.columns)
        if name == roles.target:
            raise InputError(f"columns names the target {name!r}.\nName columns that are known before the outcome.")
        if name in protected and not use_protected:
            raise InputError(
                f"columns names {name!r}, which is protected.\n"
                "An audit tells what the model does to groups: audit_model(fitted). To look here, use_protected=True."
            )
    plain = {name: "" for name in named if name not in protected}
    if not use_protected:
        return plain
    wanted = protected if columns is None else {name: protected[name] for name in named if name in protected}
    return plain | {title: title for title in wanted.values()}


def _both_parts(fitted: Fitted, named: dict[str, str], measure: Measure, seed: int) -> tuple[_Part, _Part, str]:
    """Return the rows to look in, those to confirm on, and which they are in words."""
    test = fitted.prepared.split.test
    known = test.has_target() & np.isfinite(fitted.scores.reshape(test.n_rows, -1)).all(axis=1)
    rows = np.flatnonzero(known)
    if len(rows) < _FEWEST_JUDGED:
        raise NotEnoughDataError(f"{len(rows)} held-out rows have an outcome.\nAt least {_FEWEST_JUDGED} are needed.")
    if fitted.leaks is not None:
        told = validate(fitted, None, n_folds=5, seed=seed)
        whole = np.arange(told.data.n_rows)
        drawn = _drawn(len(whole), seed)
        looked = _part(told.data, whole[drawn], told.scores, fitted, (named, measure))
        return looked, _part(test, rows, fitted.scores, fitted, (named, measure)), f"found on {told.how}"
    first = _half(test, rows, seed)
    looked = _part(test, rows[first], fitted.scores, fitted, (named, measure))
    kept = _part(test, rows[~first], fitted.scores, fitted, (named, measure))
    return looked, kept, "found on one half of the held-out rows, as the model was trained elsewhere"


def _drawn(n_rows: int, seed: int) -> NDArray[np.int64]:
    if n_rows <= _MOST_ROWS:
        return np.arange(n_rows)
    return np.sort(np.random.default_rng(seed).choice(n_rows, _MOST_ROWS, replace=False))


def _half(test: Dataset, rows: NDArray[np.int64], seed: int) -> NDArray[np.bool_]:
    """Return which rows are in the first half; rows that belong together are in the same one."""
    clusters = _clusters(test, rows)
    places = np.arange(len(rows)) if clusters is None else np.unique(clusters, return_inverse=True)[1].ravel()
    shuffled = np.random.default_rng(seed).permutation(int(places.max()) + 1)
    return np.asarray(shuffled[places] < len(shuffled) // 2)


def _clusters(data: Dataset, rows: NDArray[np.int64]) -> NDArray[np.int64] | None:
    """Return which rows belong together; one that names no group stands alone."""
    if data.roles.group is None:
        return None
    codes, n_values = codes_by_value(data.column(data.roles.group))
    alone = codes < 0
    codes[alone] = n_values + np.arange(alone.sum())
    return np.asarray(codes[rows], dtype=np.int64)


def _part(
    data: Dataset, rows: NDArray[np.int64], scores: Floats, fitted: Fitted, asked: tuple[dict[str, str], Measure]
) -> _Part:
    named, measure = asked
    chosen = data.take(rows, Provenance("take", {}, ()))
    groups = chosen.groups() if any(named.values()) else pa.table({})
    held = {name: held_by(groups[name] if title else chosen.column(name)) for name, title in named.items()}
    errors = _errors(chosen, scores[rows], fitted, measure)
    return _Part(held, errors, _clusters(data, rows))


def _errors(data: Dataset, scores: Floats, fitted: Fitted, measure: Measure) -> Floats:
    targets, roles = data.targets(), data.roles
    if measure == "absolute_error":
        return np.asarray(np.abs(targets - scores), dtype=np.float64)
    if measure == "wrong":
        return np.asarray(decided(scores, roles.task, fitted.threshold) != targets, dtype=np.float64)
    return np.asarray(-np.log(np.maximum(_given(targets, scores, roles), _SMALLEST)), dtype=np.float64)


def _given(targets: NDArray[np.int64], scores: Floats, roles: Roles) -> Floats:
    """Return the probability that was given to what happened."""
    if roles.task == "binary":
        return np.where(targets == 1, scores, 1 - scores)
    return np.asarray(scores[np.arange(len(scores)), targets], dtype=np.float64)


def _confirmed(
    parts: list[tuple[Condition, ...]], looked: _Part, kept: _Part, confidence: float
) -> tuple[tuple[WeakSegment, ...], int]:
    """Return what the rows that were not looked in say of each part, and of how many too few to tell are left."""
    told: list[tuple[tuple[Condition, ...], Compared]] = []
    for conditions in parts:
        part = _rows(kept, conditions)
        if min(part.sum(), (~part).sum()) >= _FEWEST_SHOWN:
            told.append((conditions, compare_errors(kept.errors, part, kept.clusters, confidence=confidence)))
    judged = [one.p_value if min(one.n, one.n_rest) >= _FEWEST_JUDGED else np.nan for _, one in told]
    adjusted = holm(judged)
    found = [_segment(*one, p, looked, confidence) for one, p in zip(told, adjusted.tolist(), strict=True)]
    return tuple(sorted(found, key=lambda one: (not one.is_confirmed, -one.difference))), len(parts) - len(told)


def _rows(part: _Part, conditions: tuple[Condition, ...]) -> NDArray[np.bool_]:
    return np.asarray(np.logical_and.reduce([one.holds(part.held[one.column]) for one in conditions]), dtype=np.bool_)


def _segment(
    conditions: tuple[Condition, ...], found: Compared, p_value: float, looked: _Part, confidence: float
) -> WeakSegment:
    is_confirmed = p_value <= 1 - confidence and found.difference_limits[0] > 0
    errors = looked.errors[_rows(looked, conditions)]
    return WeakSegment(
        conditions,
        n_found=len(errors),
        found_error=float(errors.mean()),
        n=found.n,
        error=found.error,
        limits=found.limits,
        rest_error=found.rest_error,
        difference_limits=found.difference_limits,
        p_value=p_value,
        is_confirmed=is_confirmed,
        why_not="" if is_confirmed else _why_not(found, p_value),
    )


def _why_not(found: Compared, p_value: float) -> str:
    if min(found.n, found.n_rest) < _FEWEST_JUDGED:
        return f"fewer than {_FEWEST_JUDGED} held-out rows are not judged"
    if np.isnan(p_value):
        return "too few groups of rows that belong together, or errors that do not differ"
    if found.error <= found.rest_error:
        return "on the held-out rows it errs no more than the rest"
    return "the difference on the held-out rows may be chance"


_MEASURES: dict[Measure, told.Measure] = {
    "wrong": told.Measure("share of rows predicted wrong", "fraction", against="that of the rest"),
    "log_loss": told.Measure("mean log loss", "number", against="that of the rest"),
    "absolute_error": told.Measure("mean absolute error", "amount", against="that of the rest"),
}


def _weak(measure: Measure, one: WeakSegment, confidence: float) -> Finding:
    low, high = (f"{100 * limit:.1f}" if measure == "wrong" else f"{limit:.3g}" for limit in one.difference_limits)
    unit = " points" if measure == "wrong" else ""
    return Finding(
        "WB316",
        "caution",
        f"The model errs more where {one}",
        f"There it is {told_error(measure, one)}: a difference of {low} to {high}{unit} ({confidence:.0%} limits), "
        "found on other rows and confirmed on these.",
        "Do not rely on the model there as elsewhere: have a person look, collect such rows, or look for columns that "
        "tell them apart.",
        value=one.error,
        threshold=one.rest_error,
        n=one.n,
        interval=one.limits,
        scope=str(one),
        measure=_MEASURES[measure],
    )
