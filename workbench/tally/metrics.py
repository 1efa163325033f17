"""Every figure that counts carry, by name: what it needs, and its value by group."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np

from workbench.checks import check_choice
from workbench.errors import InputError
from workbench.stats import smooth
from workbench.stats.effective import effective_counts
from workbench.stats.intervals import Limits
from workbench.tally.metric import Metric, Needs, estimates
from workbench.tally.rates import RATES, SYNONYMS, Rate, all_rates, rate_named
from workbench.tally.regression import AMOUNT_METRICS, NO_AMOUNT_VERDICT, shares_above
from workbench.tally.score_metrics import SCORE_METRICS
from workbench.tally.tally import BINARY
from workbench.tally.values import Axis, GroupRates, GroupValues

__all__ = [
    "CLAIMABLE",
    "FAMILIES",
    "METRICS",
    "NO_VERDICT",
    "class_values",
    "metric_named",
    "value_by_group",
    "values_by_group",
]


def _smooth(name: str, function: Callable[..., smooth.SmoothEstimate], empty: str, *, has_ratio: bool = True) -> Metric:
    """Return the figure that a smooth function of the four cells gives."""

    def by_group(axis: Axis, confidence: float) -> GroupValues:
        counts = axis.tally.n[:, :-1, :-1]
        weights = axis.tally.weights
        found = function(
            counts if weights is None else weights.w[:, :-1, :-1],
            None if weights is None else weights.w2[:, :-1, :-1],
        )
        return estimates(
            name,
            axis,
            confidence,
            values=found.values,
            limits=found.limits,
            n=counts.sum(axis=(1, 2)),
            empty=empty,
            has_ratio=has_ratio,
        )

    return Metric(name, "both", by_group, is_fraction=has_ratio, has_ratio=has_ratio)


def _share_of_selected(axis: Axis, confidence: float) -> GroupRates:
    """Return the share of all favourable decisions that went to each group, *unknown* among them.

    No selection rate: it moves with a group's size. The largest group has the largest share where all
    are selected at the same rate.
    """
    selection = rate_named("selection_rate")
    k, _ = selection.counts(axis.tally)
    n = np.full_like(k, k.sum())
    effective = None
    weights = axis.tally.weights
    if weights is not None:
        w, q = ((part.reshape(-1, 9) @ selection.masks)[:, 0] for part in (weights.w, weights.w2))
        found = effective_counts(n, np.full_like(w, w.sum()), w, np.full_like(q, q.sum()), q)
        effective = (found.k, found.n)
    name = "share_of_selected"
    return GroupRates(name, axis.attribute, axis.groups, n, confidence, "no favourable decisions", k, effective)


_ONE_SIDED: Mapping[str, Needs] = {"selection_rate": "decision", "base_rate": "outcome"}
_SMOOTH = (
    _smooth("balanced_accuracy_score", smooth.balanced_accuracy_score, "not both outcomes occur"),
    _smooth("f1_score", smooth.f1_score, "no favourable outcome and no favourable decision"),
    _smooth(
        "matthews_corrcoef", smooth.matthews_corrcoef, "not both outcomes and both decisions occur", has_ratio=False
    ),
    replace(_smooth("treatment_equality", smooth.treatment_equality, "no false positive decisions"), is_fraction=False),
)
_SHARE_OF_SELECTED = Metric(
    "share_of_selected",
    "decision",
    _share_of_selected,
    # Of all rows together it is all.
    carried=lambda axis: (axis.attribute, axis.groups) != ("", ("",)) and axis.tally.n_decisions > 0,
)
METRICS: Mapping[str, Metric] = MappingProxyType(
    {
        **{rate.name: Metric(rate.name, _ONE_SIDED.get(rate.name, "both"), rate.by_group) for rate in RATES},
        **{metric.name: metric for metric in (_SHARE_OF_SELECTED, *_SMOOTH, *SCORE_METRICS, *AMOUNT_METRICS)},
    }
)
"""Every figure, in the order in which tables show them."""

FAMILIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"equalized_odds": ("true_positive_rate", "false_positive_rate")}
)
"""Claims that hold only if they hold for several figures."""

NO_VERDICT: Mapping[str, str] = MappingProxyType(
    {
        "brier_score_loss": "its interval needs more of the scores than the counts carry",
        "log_loss": "its interval needs more of the scores than the counts carry",
        "squared_calibration_error": "its interval is not known",
        "balanced_root_mean_squared_error": "its interval is not known",
        "share_of_selected": "it moves with the size of a group, and is no selection rate",
        "calibration_slope": "how often its interval misses has not been worked out",
        "calibration_intercept": "how often its interval misses has not been worked out",
        "expected_calibration_error": "a perfectly calibrated model shows 0.10 at 100 rows",
        **NO_AMOUNT_VERDICT,
    }
)
"""Figures that are shown but never judged, and why."""

CLAIMABLE: Mapping[str, Metric] = MappingProxyType(
    {
        **{name: metric for name, metric in METRICS.items() if name not in NO_VERDICT},
        **{name: METRICS[parts[0]] for name, parts in FAMILIES.items()},
        **{name: METRICS[original] for name, original in SYNONYMS.items()},
    }
)
"""What a policy may declare a tolerance of."""


def metric_named(name: str) -> Metric:
    """Return the figure of that name, or of which it is another name.

    Examples
    --------
    >>> metric_named("recall_score").name, metric_named("base_rate").needs
    ('true_positive_rate', 'outcome')
    """
    chosen = SYNONYMS.get(name, name)
    check_choice("metric", chosen, list(METRICS))
    return METRICS[chosen]


def values_by_group(axis: Axis, confidence: float) -> Mapping[str, GroupValues]:
    """Return every figure that the counts carry, by name, in the order in which tables show them.

    With more than two classes each rate is there for each class against the rest, as
    ``selection_rate[label]``, and then the macro averages.
    """
    if axis.tally.classes != BINARY:
        return _of_classes(axis, confidence)
    carried = [metric for metric in METRICS.values() if metric.is_carried_by(axis)]
    rates = {one.metric: one for one in all_rates(axis, confidence)}
    found = ((rates[one.name],) if one.name in rates else _values(one, axis, confidence) for one in carried)
    return {values.metric: values for some in found for values in some}


def value_by_group(axis: Axis, metric: str, confidence: float) -> GroupValues:
    """Return one figure for every group, by the name that tables show or another name of it.

    Where the counts lack what it needs, no group has a value, and ``empty`` says why.

    Raises
    ------
    InputError
        If there is no such figure; or if there are several classes, each of which has its own, and none is named.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from workbench.tally.counting import tally_rows
    >>> from workbench.tally.values import axis_of
    >>> axis = axis_of(tally_rows(pa.table({"sex": ["f", "m", "m"]}), outcomes=np.array([1, 0, 1])), "sex")
    >>> value_by_group(axis, "base_rate", 0.95).values.tolist()
    [1.0, 0.5]
    """
    base, bracket, rest = metric.partition("[")
    name = SYNONYMS.get(base, base)
    given = f"{name}{bracket}{rest}"
    if axis.tally.classes == BINARY:
        found = {values.metric: values for values in _values(metric_named(name), axis, confidence)}
        return found[check_choice("metric", given, list(found))] if bracket else next(iter(found.values()))
    if name in _MACRO:
        return _MACRO[check_choice("metric", given, [name])].by_group(axis, confidence)
    against = {f"{metric_named(name).name}[{label}]": label for label in axis.tally.classes}
    if not bracket:
        listed = ", ".join(map(repr, against))
        raise InputError(
            f"metric is {metric!r}, and each of {len(against)} classes has its own.\nGive one of: {listed}."
        )
    label = against[check_choice("metric", given, list(against))]
    return _named(_values(METRICS[name], _against_rest(axis, label), confidence)[0], label)


def class_values(axis: Axis, metric: str, confidence: float) -> tuple[GroupValues, ...]:
    """Return a figure by group: one for two classes; with more, one for each class against the rest.

    A claim on the latter holds only if it holds for each class, so that the worst one decides.
    """
    metric = SYNONYMS.get(metric, metric)
    if axis.tally.classes == BINARY or metric in _OF_ALL_CLASSES:
        return _values(_figures(axis)[metric], axis, confidence)
    found = metric_named(metric)
    return tuple(_named(found.by_group(_against_rest(axis, label), confidence), label) for label in axis.tally.classes)


def _values(metric: Metric, axis: Axis, confidence: float) -> tuple[GroupValues, ...]:
    """Return a figure by group: one, or one for each threshold of predicted amounts."""
    if metric.name == "share_above":
        return shares_above(axis, confidence)
    if metric.needs in ("score", "score alone") and (axis.tally.scores is None or axis.tally.weights is not None):
        return (_without_scores(metric, axis, confidence),)
    return (metric.by_group(axis, confidence),)


def _without_scores(metric: Metric, axis: Axis, confidence: float) -> GroupValues:
    """Return a figure of scores where there are none, or none that weights are counted with: no group has a value."""
    nothing = np.full(len(axis.groups), np.nan)
    empty = "no scores" if axis.tally.scores is None else "no weighted sums of scores"
    return estimates(
        metric.name,
        axis,
        confidence,
        values=nothing,
        limits=lambda _: Limits(nothing, nothing),
        n=np.zeros(len(axis.groups), dtype=np.int64),
        empty=empty,
        has_ratio=metric.has_ratio,
    )


def _against_rest(axis: Axis, label: str) -> Axis:
    return replace(axis, tally=axis.tally.one_against_rest(label))


def _named(values: GroupValues, label: str) -> GroupValues:
    return replace(values, metric=f"{values.metric}[{label}]")


def _of_classes(axis: Axis, confidence: float) -> Mapping[str, GroupValues]:
    found: dict[str, GroupValues] = {}
    parts = {label: _against_rest(axis, label) for label in axis.tally.classes}
    for metric in METRICS.values():
        if metric.name in _OF_ALL_CLASSES:
            continue
        for label, part in parts.items():
            if metric.is_carried_by(part):
                found[f"{metric.name}[{label}]"] = _named(metric.by_group(part, confidence), label)
    if axis.tally.n[:, :-1, :-1].any():
        found |= {name: metric.by_group(axis, confidence) for name, metric in _figures(axis).items()}
    return found


def _figures(axis: Axis) -> Mapping[str, Metric]:
    return METRICS if axis.tally.classes == BINARY else _MACRO


def _share_right(name: str, *, right: bool) -> Metric:
    """Return the share of rows whose decision is, or is not, the outcome, whatever the classes."""

    def by_group(axis: Axis, confidence: float) -> GroupValues:
        pairs = axis.tally.n[:, :-1, :-1]
        folded = np.zeros((len(pairs), 3, 3), dtype=np.int64)
        folded[:, 1, 1] = np.trace(pairs, axis1=1, axis2=2)
        folded[:, 1, 0] = pairs.sum(axis=(1, 2)) - folded[:, 1, 1]
        two = replace(axis.tally, n=folded, classes=BINARY, weights=None, scores=None)
        rate = Rate(name, ("11",) if right else ("10",), ("10", "11"), "no rows with both an outcome and a decision")
        return rate.by_group(replace(axis, tally=two), confidence)

    return Metric(name, "both", by_group)


_MACRO: Mapping[str, Metric] = {
    "accuracy_score": _share_right("accuracy_score", right=True),
    "zero_one_loss": _share_right("zero_one_loss", right=False),
    "balanced_accuracy_score": _smooth(
        "balanced_accuracy_score", smooth.balanced_accuracy_score, "not all outcomes occur"
    ),
    "macro_precision": _smooth("macro_precision", smooth.macro_precision, "some class is never decided"),
    "macro_f1": _smooth("macro_f1", smooth.macro_f1, "some class neither occurs nor is decided"),
}
_OF_ALL_CLASSES: Any = frozenset(_MACRO)
