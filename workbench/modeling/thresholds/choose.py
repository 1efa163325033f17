"""``choose_threshold``: where decisions begin, by stated costs or capacity, with the effect on each group."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from workbench.checks import check_fraction, check_positive, check_result, check_seed
from workbench.core.finding import Finding
from workbench.core.provenance import Provenance
from workbench.data.dataset import Dataset
from workbench.errors import InputError, NotEnoughDataError
from workbench.modeling.result import Fitted
from workbench.modeling.thresholds.criteria import Criterion, criterion_of_costs, criterion_of_metric
from workbench.modeling.thresholds.curve import Curve, Place, curve_of
from workbench.modeling.thresholds.effects import findings_of, group_effects
from workbench.modeling.thresholds.judging import has_both, value_elsewhere
from workbench.modeling.thresholds.result import Capacity, ThresholdChoice, ThresholdCurve, Value
from workbench.modeling.thresholds.search import Search, fullest_place
from workbench.modeling.thresholds.validation import Validation, validate
from workbench.stats.intervals import critical_value

__all__ = ["choose_threshold"]


class _Limit(NamedTuple):
    """How many may be selected: people of a pool, and the share that is."""

    most: int
    of: int
    share: Fraction


def choose_threshold(
    fitted: Fitted,
    *,
    costs: Mapping[str, float] | None = None,
    metric: str | None = None,
    capacity: int | None = None,
    of: int | None = None,
    share: float | None = None,
    on: Dataset | None = None,
    n_folds: int = 5,
    seed: int = 0,
    confidence: float = 0.95,
) -> ThresholdChoice:
    """Choose the score from which a decision is favourable, and show what that does to each group.

    Parameters
    ----------
    fitted : Fitted
        A model of two outcomes.
    costs : mapping of str to float, optional
        What each ``false_favourable`` and ``false_unfavourable`` decision costs, in any unit; right decisions,
        ``true_favourable`` and ``true_unfavourable``, cost 0 unless they are named. A benefit is a cost below 0.
        The threshold of least cost is chosen.
    metric : {"accuracy_score", "balanced_accuracy_score", "f1_score"}, optional
        Instead of costs: the score that is to be greatest.
    capacity : int, optional
        How many people can be decided favourably: "we can call 200 people". The threshold selects as many of those
        with the greatest scores as there is room for, never more; with costs or a metric, the best number up to it.
    of : int, optional
        Of how many people the capacity is; by default as many as there are held-out rows.
    share : float, optional
        Instead of a capacity: the share that can be decided favourably, above 0 and below 1.
    on : Dataset, optional
        Rows to choose on, which the model has not learned from. By default the training rows, each predicted by a
        model of the same kind that has not seen it. A model that was trained elsewhere needs them.
    n_folds : int
        How many models predict the training rows.
    seed : int
        Of the folds and of the models.
    confidence : float
        Of all limits.

    Returns
    -------
    ThresholdChoice
        With the effect on each group before it is accepted: :meth:`ThresholdChoice.accept`. Every threshold that
        decides differently was looked at. Where several are equally good, the middle of the widest range of them is
        chosen. A gap between groups that opens or widens beyond what audits tolerate by default is finding WB312; a
        threshold that selects all or nobody, WB313. Where the data have weights, costs, shares and rates are those
        of the people that the rows stand for. Rows are taken as independent.

    Raises
    ------
    InputError
        If there are not two outcomes, nothing or too much is asked for, or a number is out of range.
    NotEnoughDataError
        If the rows have one outcome only, so that nothing can be chosen by costs or a metric.

    Examples
    --------
    >>> from workbench.data.read import read_data
    >>> from workbench.data.split import split_data
    >>> from workbench.modeling.fit import fit_model
    >>> from workbench.preparation.prepare import prepare_data
    >>> data = read_data("example:admissions", target="admitted", favourable="yes", protected=["sex"])
    >>> fitted = fit_model(prepare_data(split_data(data)), "logistic_regression")
    >>> choice = choose_threshold(fitted, costs={"false_favourable": 1, "false_unfavourable": 2})
    >>> round(choice.best_if_calibrated, 3), choice.plateau[0] < choice.threshold <= choice.plateau[1]
    (0.333, True)
    """
    check_result("fitted", fitted, Fitted, "fit_model")
    if fitted.task != "binary":
        what = "the most probable class is decided" if fitted.task == "multiclass" else "amounts are predicted"
        raise InputError(
            f"The model {fitted.title!r} has no threshold: {what}.\nA threshold is chosen where there are two outcomes."
        )
    check_fraction("confidence", confidence)
    seed = check_seed(seed)
    criterion = _criterion(costs, metric)
    limit = _limit(capacity, of, share, fitted.prepared.split.test.n_rows)
    if criterion is None and limit is None:
        raise InputError(
            "Nothing is given to choose the threshold by.\nGive costs={'false_favourable': …, "
            "'false_unfavourable': …}, capacity=… people, share=…, or metric='balanced_accuracy_score'."
        )
    rows = validate(fitted, on, n_folds=check_positive("n_folds", n_folds), seed=seed)
    asked = {
        "costs": {name: float(value) for name, value in costs.items()} if costs is not None else None,
        "metric": metric,
        "capacity": limit.most if limit is not None and capacity is not None else None,
        "of": limit.of if limit is not None and capacity is not None else None,
        "share": share,
        "on": on.fingerprint if on is not None else None,
        "n_folds": n_folds if on is None else None,
        "confidence": confidence,
    }
    settings = {name: value for name, value in asked.items() if value is not None}
    made = Provenance("choose_threshold", settings, (fitted.fingerprint,), seed if on is None else None)
    found = _chosen(fitted, rows, criterion, limit, made=made, confidence=confidence)
    if criterion is None:
        return found
    outcomes, weighted = np.asarray(rows.data.targets(), dtype=np.int8), rows.weights is not None
    elsewhere = value_elsewhere(
        rows,
        outcomes,
        criterion,
        lambda curve: _place(curve, criterion, limit, weighted=weighted),
        n_folds=n_folds,
        seed=seed,
        z=critical_value(confidence),
    )
    return replace(found, value_elsewhere=Value(*elsewhere))


def _criterion(costs: Mapping[str, float] | None, metric: str | None) -> Criterion | None:
    if costs is not None and metric is not None:
        raise InputError("costs and metric are both given.\nGive one: what is best is said by one number.")
    if costs is not None:
        return criterion_of_costs(costs)
    return criterion_of_metric(metric) if metric is not None else None


def _limit(capacity: int | None, of: int | None, share: float | None, n_test: int) -> _Limit | None:
    if capacity is not None and share is not None:
        raise InputError("capacity and share are both given.\nGive one: people, or their share of all.")
    if capacity is None and of is not None:
        raise InputError(f"of is {of!r}, and no capacity is given.\nSay how many of them can be selected: capacity=….")
    if share is not None:
        return _Limit(math.floor(n_test * _exactly(share)), n_test, _exactly(share))
    if capacity is None:
        return None
    most, pool = check_positive("capacity", capacity), n_test if of is None else check_positive("of", of)
    if most > pool:
        raise InputError(
            f"capacity is {most:,} of {pool:,} people.\nThere is room for everyone; or say of how many: of=…."
        )
    return _Limit(most, pool, Fraction(most, pool))


def _exactly(share: float) -> Fraction:
    """Return a share as it was written: 0.1 is a tenth, and no float near it."""
    return Fraction(repr(check_fraction("share", share)))


def _chosen(
    fitted: Fitted,
    rows: Validation,
    criterion: Criterion | None,
    limit: _Limit | None,
    *,
    made: Provenance,
    confidence: float,
) -> ThresholdChoice:
    outcomes, weights = np.asarray(rows.data.targets(), dtype=np.int8), rows.weights
    if criterion is not None and not has_both(outcomes, weights):
        which = "" if weights is None else " whose weight is above 0"
        raise NotEnoughDataError(
            f"All rows to choose on{which} have one outcome.\n"
            "What is best for both cannot be chosen: give a capacity or share."
        )
    curve = curve_of(rows.scores, outcomes, weights)
    most = _most(curve, limit, weighted=weights is not None)
    place = _place(curve, criterion, limit, weighted=weights is not None)
    before, after = ((rows.scores >= cut).astype(np.int8) for cut in (fitted.threshold, place.threshold))
    effects = group_effects(
        rows.groups,
        outcomes,
        before=before,
        after=after,
        attributes=rows.data.roles.protected,
        weights=weights,
        confidence=confidence,
    )
    at, was = curve.place_of(place.threshold), curve.place_of(fitted.threshold)
    values = _values(curve, criterion, at, was, critical_value(confidence)) if criterion is not None else (None,) * 3
    worse = Search(curve, criterion, most).not_clearly_worse(at, z=critical_value(confidence)) if criterion else None
    return ThresholdChoice(
        provenance=made,
        fitted=fitted,
        threshold=place.threshold,
        criterion=criterion.name if criterion is not None else "",
        how=rows.how,
        n=len(outcomes),
        n_selected=int(after.sum(dtype=np.int64)),
        n_selected_before=int(before.sum(dtype=np.int64)),
        plateau=(place.low, place.high),
        not_clearly_worse=worse,
        value=values[0],
        value_before=values[1],
        change=values[2],
        value_elsewhere=None,
        best_if_calibrated=criterion.best_if_calibrated if criterion is not None else float("nan"),
        capacity=_capacity(curve, at, limit, most, confidence=confidence, weighted=weights is not None),
        effects=effects,
        curve=_drawn(curve, criterion, place),
        findings=(*_at_an_edge(at, curve), *findings_of(effects, confidence)),
        confidence=confidence,
    )


def _place(curve: Curve, criterion: Criterion | None, limit: _Limit | None, *, weighted: bool) -> Place:
    most = _most(curve, limit, weighted=weighted)
    return Search(curve, criterion, most).best() if criterion is not None else fullest_place(curve, most or 0.0)


def _most(curve: Curve, limit: _Limit | None, *, weighted: bool) -> float | None:
    """Return how much weight may be selected among the rows to choose on."""
    if limit is None:
        return None
    n = int(curve.n_selected[-1])
    return float(limit.share) * curve.total if weighted else float(math.floor(n * limit.share))


def _values(curve: Curve, criterion: Criterion, at: int, was: int, z: float) -> tuple[Value, Value, Value]:
    differences, errors = Search(curve, criterion).difference_at(was)
    gain, half = float(differences[at]), z * float(errors[at])
    change = Value(gain, gain - half, gain + half) if half > 0 or at == was else Value(gain, float("nan"), float("nan"))
    return Value(*Search(curve, criterion).value_at(at, z)), Value(*Search(curve, criterion).value_at(was, z)), change


def _capacity(
    curve: Curve, at: int, limit: _Limit | None, most: float | None, *, confidence: float, weighted: bool
) -> Capacity | None:
    if limit is None or most is None:
        return None
    n, k = int(curve.n_selected[-1]), int(curve.n_selected[at])
    reach = (0, limit.of)
    if not weighted and 0 < k < n:
        # The share of new people above the k-th greatest of n scores has a beta distribution, whatever the scores'.
        tail = (1 - confidence) / 2
        found = stats.betabinom(limit.of, k, n + 1 - k).ppf([tail, 1 - tail])
        reach = (int(found[0]), int(found[1]))
    left = math.floor(most - float(curve.selected[at]) + 1e-9)
    is_full = at + 1 >= len(curve.n_selected) or curve.selected[at + 1] > most
    tied = int(curve.n_selected[at + 1] - k) if is_full and at + 1 < len(curve.n_selected) else 0
    return Capacity(limit.most, limit.of, reach, left, tied if left else 0)


def _drawn(curve: Curve, criterion: Criterion | None, chosen: Place) -> ThresholdCurve:
    """Return some thresholds, a hundredth apart and about a hundredth of the different scores, for a picture."""
    steps = np.round(np.linspace(0, 1, 101), 2)
    crowded = np.round(np.quantile(curve.scores, np.linspace(0, 1, 97)), 3)
    wanted: NDArray[np.float64] = np.unique([*steps, *crowded, chosen.threshold])
    places = np.array([curve.place_of(one) for one in wanted])
    values = criterion.value(curve.shares[:, places]) if criterion is not None else np.zeros(0)
    return ThresholdCurve(wanted, curve.selected[places] / curve.total, values)


def _at_an_edge(at: int, curve: Curve) -> tuple[Finding, ...]:
    if 0 < at < len(curve.scores):
        return ()
    who = "everyone" if at else "nobody"
    return (
        Finding(
            "WB313",
            "serious",
            f"The chosen threshold decides favourably on {who}",
            "What was asked for is best met without looking at the scores, so that the model serves nothing here.",
            "Check the costs or the capacity, calibrate the scores, or look for columns that tell the outcomes apart.",
            value=float(curve.n_selected[at] / curve.n_selected[-1]),
            n=int(curve.n_selected[-1]),
        ),
    )
