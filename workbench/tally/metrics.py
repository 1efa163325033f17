"""Every figure that counts carry, by name: what it needs, whether it carries a verdict, and its value by group."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from workbench.checks import check_choice
from workbench.tally.rates import RATES, SYNONYMS
from workbench.tally.values import Axis, GroupValues

__all__ = ["CLAIMABLE", "FAMILIES", "METRICS", "NO_VERDICT", "Metric", "metric_named"]

Needs = Literal["decision", "outcome", "both", "score"]


@dataclass(frozen=True)
class Metric:
    """A figure by group.

    Parameters
    ----------
    name : str
        The field's name for it.
    needs : {"decision", "outcome", "both", "score"}
        What the data must have: decisions, outcomes, both, or scores with outcomes.
    by_group : callable
        Takes an :class:`~workbench.tally.values.Axis` and a confidence, returns the values.
    is_fraction : bool
        Whether it lies between 0 and 1.
    has_ratio : bool
        Whether a ratio of two makes sense.
    """

    name: str
    needs: Needs
    by_group: Callable[[Axis, float], GroupValues]
    is_fraction: bool = True
    has_ratio: bool = True


_ONE_SIDED: Mapping[str, Needs] = {"selection_rate": "decision", "base_rate": "outcome"}
METRICS: Mapping[str, Metric] = MappingProxyType(
    {rate.name: Metric(rate.name, _ONE_SIDED.get(rate.name, "both"), rate.by_group) for rate in RATES}
)
"""Every figure, in the order in which tables show them."""

FAMILIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"equalized_odds": ("true_positive_rate", "false_positive_rate")}
)
"""Claims that hold only if they hold for several figures."""

NO_VERDICT: Mapping[str, str] = MappingProxyType(
    {
        "expected_calibration_error": "a perfectly calibrated model shows 0.10 at 100 rows",
        "root_mean_squared_error": "with skewed errors its interval covers 68 to 85 %, whatever the method",
        "r2_score": "with skewed errors its interval covers 68 to 85 %, whatever the method",
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
