"""Figures of predicted amounts by group, from moments and histograms alone.

An error is the prediction less the outcome. Names are those of fairlearn and scikit-learn where
they have one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.data.roles import label_of
from workbench.stats import means
from workbench.stats.intervals import Limits
from workbench.tally.distributions import Distribution
from workbench.tally.metric import Metric
from workbench.tally.moments import Moments, no_moments
from workbench.tally.score_metrics import SCORE_METRICS
from workbench.tally.values import Axis, GroupEstimates, GroupRates, GroupValues

__all__ = [
    "AMOUNT_METRICS",
    "FEWEST_FOR_R2",
    "NO_AMOUNT_VERDICT",
    "QUANTILES",
    "AmountValues",
    "shares_above",
]

FEWEST_FOR_R2 = 30
"""With fewer rows R² is not shown: it would say nothing."""

QUANTILES = (10, 50, 90)
"""The percentiles that are shown."""

_NO_PREDICTION = "no rows with a prediction"
_NO_OUTCOME = "no rows with an outcome"
_NO_PAIR = "no rows with both an outcome and a prediction"
_OPEN = "it lies beyond the bins that were counted"
_SKEWED = "with skewed errors its interval covers 68 to 85 %, whatever the method"


@dataclass(frozen=True, eq=False)
class AmountValues(GroupEstimates):
    """A figure of amounts for every group.

    Parameters
    ----------
    reasons : tuple of str
        Why a group's figure does not exist; empty where it does.
    """

    reasons: tuple[str, ...] = ()

    def reason(self, place: int) -> str:
        """Return why a group's figure does not exist; empty where it does."""
        return self.reasons[place]

    def take(self, places: NDArray[np.int64]) -> AmountValues:
        """Return the figures of some of the groups."""
        some = super().take(places)
        return replace(
            self,
            groups=some.groups,
            n=some.n,
            estimates=some.estimates,
            interval=some.interval,
            reasons=tuple(self.reasons[place] for place in places),
        )


class _Found(NamedTuple):
    """Estimates of all groups, the rows they rest on, and why one does not exist: without rows, or with some."""

    estimates: means.MeanEstimate | means.QuantileEstimate
    n: NDArray[np.int64]
    empty: str
    otherwise: str = ""


def _amount(
    name: str,
    find: Callable[[Moments], _Found],
    *,
    lowest: float = -np.inf,
    highest: float = np.inf,
    has_ratio: bool = True,
) -> Metric:
    """Return a figure of amounts, which lies between ``lowest`` and ``highest``."""

    def by_group(axis: Axis, confidence: float) -> GroupValues:
        found = find(_moments(axis))
        values = np.asarray(found.estimates.values, dtype=np.float64)

        def limits(z: float) -> Limits:
            """Where no spread can be seen, as in one row, nothing is known but the range."""
            low, high = found.estimates.limits(z)
            known = ~np.isnan(values)
            return Limits(np.where(known & np.isnan(low), lowest, low), np.where(known & np.isnan(high), highest, high))

        reasons = tuple(
            "" if not np.isnan(value) else found.otherwise if n else found.empty
            for value, n in zip(values, found.n, strict=True)
        )
        return AmountValues(
            name,
            axis.attribute,
            axis.groups,
            found.n,
            confidence,
            found.empty,
            values,
            limits,
            has_ratio,
            reasons=reasons,
        )

    def carried(axis: Axis) -> bool:
        return axis.tally.moments is not None and bool(find(_moments(axis)).n.any())

    return Metric(name, "moments", by_group, is_fraction=False, has_ratio=has_ratio, carried=carried)


def _moments(axis: Axis) -> Moments:
    return axis.tally.moments or no_moments(len(axis.groups))


def _mean(part: Distribution, empty: str) -> _Found:
    n = part.n_rows
    return _Found(means.mean_estimate(n, part.sums[:, 0], part.sums[:, 1], part.bins.shift), n, empty)


def _positive_mean(moments: Moments, total: NDArray[np.float64], squares: NDArray[np.float64]) -> _Found:
    """Return the mean of what is 0 or more, with limits on the log scale."""
    n = moments.errors.n_rows
    return _Found(means.mean_absolute_error(n, np.maximum(total, 0), np.maximum(squares, 0)), n, _NO_PAIR)


def _absolute(moments: Moments) -> _Found:
    return _positive_mean(moments, moments.sum_of("abs_e"), moments.errors.sums[:, 1])


def _squared(moments: Moments) -> _Found:
    return _positive_mean(moments, moments.errors.sums[:, 1], moments.sum_of("e4"))


def _above(moments: Moments) -> _Found:
    """Return the mean of ``max(e, 0)``: how much too much is predicted, 0 where it is too little."""
    e, e2 = moments.errors.sums.T
    return _positive_mean(moments, (moments.sum_of("abs_e") + e) / 2, (e2 + moments.sum_of("e_abs_e")) / 2)


def _below(moments: Moments) -> _Found:
    e, e2 = moments.errors.sums.T
    return _positive_mean(moments, (moments.sum_of("abs_e") - e) / 2, (e2 - moments.sum_of("e_abs_e")) / 2)


def _root(moments: Moments) -> _Found:
    n, squares = moments.errors.n_rows, moments.errors.sums[:, 1]
    return _Found(means.root_mean_squared_error(n, squares, moments.sum_of("e4")), n, _NO_PAIR)


def _r2(moments: Moments) -> _Found:
    n = moments.errors.n_rows
    found = means.r2_score(
        n,
        moments.sum_of("y", "y2", "y3", "y4"),
        squares=moments.errors.sums[:, 1],
        fourths=moments.sum_of("e4"),
        crossed=moments.sum_of("e2y", "e2y2"),
    )
    shown = replace(found, values=np.where(n < FEWEST_FOR_R2, np.nan, found.values))
    return _Found(shown, n, _NO_PAIR, f"fewer than {FEWEST_FOR_R2} rows, or all their outcomes are equal")


def _quantile(part: Callable[[Moments], Distribution], percent: int, empty: str) -> Callable[[Moments], _Found]:
    def find(moments: Moments) -> _Found:
        one = part(moments)
        return _Found(means.quantile_estimate(one.ends, one.n, percent / 100), one.n_rows, empty, _OPEN)

    return find


def _quantiles(
    name: str, part: Callable[[Moments], Distribution], empty: str, *, has_ratio: bool = True
) -> tuple[Metric, ...]:
    return tuple(
        _amount(f"{name}_quantile_{percent}", _quantile(part, percent, empty), has_ratio=has_ratio)
        for percent in QUANTILES
    )


def shares_above(axis: Axis, confidence: float) -> tuple[GroupRates, ...]:
    """Return the share of predictions at or above each threshold that was declared, exactly.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from workbench.tally.counting import tally_rows
    >>> from workbench.tally.moments import Amounts
    >>> from workbench.tally.values import axis_of
    >>> amounts = Amounts(np.array([10.0, 20.0, 30.0]), thresholds=[20, 25.5])
    >>> axis = axis_of(tally_rows(pa.table({"sex": ["f", "m", "m"]}), amounts=amounts), "sex")
    >>> [(found.metric, found.values.tolist()) for found in shares_above(axis, 0.95)]
    [('share_above[20]', [0.0, 1.0]), ('share_above[25.5]', [0.0, 0.5])]
    """
    moments = _moments(axis)
    n = moments.predictions.n_rows
    if not moments.thresholds:
        none = np.zeros_like(n)
        return (GroupRates("share_above", axis.attribute, axis.groups, none, confidence, "no threshold", none),)
    return tuple(
        GroupRates(
            f"share_above[{label_of(threshold)}]",
            axis.attribute,
            axis.groups,
            n,
            confidence,
            _NO_PREDICTION,
            moments.predictions.at_least(threshold),
        )
        for threshold in moments.thresholds
    )


def _first_share(axis: Axis, confidence: float) -> GroupValues:
    return shares_above(axis, confidence)[0]


def _shares_carried(axis: Axis) -> bool:
    moments = axis.tally.moments
    return moments is not None and bool(moments.thresholds) and bool(moments.predictions.n.any())


_OF_AMOUNTS = _amount("mean_prediction", lambda moments: _mean(moments.predictions, _NO_PREDICTION))
_OF_SCORES = next(metric for metric in SCORE_METRICS if metric.name == "mean_prediction")


def _either(axis: Axis, confidence: float) -> GroupValues:
    of_scores = axis.tally.moments is None and _OF_SCORES.is_carried_by(axis)
    return (_OF_SCORES if of_scores else _OF_AMOUNTS).by_group(axis, confidence)


AMOUNT_METRICS = (
    replace(
        _OF_AMOUNTS,
        by_group=_either,
        carried=lambda axis: _OF_AMOUNTS.is_carried_by(axis) or _OF_SCORES.is_carried_by(axis),
    ),
    _amount("mean_outcome", lambda moments: _mean(moments.outcomes, _NO_OUTCOME)),
    _amount("mean_error", lambda moments: _mean(moments.errors, _NO_PAIR), has_ratio=False),
    _amount("mean_absolute_error", _absolute, lowest=0.0),
    _amount("mean_overprediction", _above, lowest=0.0),
    _amount("mean_underprediction", _below, lowest=0.0),
    _amount("mean_squared_error", _squared, lowest=0.0),
    _amount("root_mean_squared_error", _root, lowest=0.0),
    _amount("r2_score", _r2, highest=1.0, has_ratio=False),
    *_quantiles("prediction", lambda moments: moments.predictions, _NO_PREDICTION),
    *_quantiles("outcome", lambda moments: moments.outcomes, _NO_OUTCOME),
    *_quantiles("error", lambda moments: moments.errors, _NO_PAIR, has_ratio=False),
    Metric("share_above", "moments", _first_share, carried=_shares_carried),
)
"""Every figure of amounts, in the order in which tables show them."""

NO_AMOUNT_VERDICT: Mapping[str, str] = MappingProxyType(
    {"mean_squared_error": _SKEWED, "root_mean_squared_error": _SKEWED, "r2_score": _SKEWED}
)
"""Figures of amounts that are shown but never judged, and why."""
