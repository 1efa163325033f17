"""The policy: what is compared and what is tolerated, declared before looking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.checks import check_fraction, check_positive
from workbench.errors import InputError
from workbench.tally.rates import rate_named

__all__ = ["DEFAULT_POLICY", "Claim", "Policy"]

FOUR_FIFTHS = 0.8
"""Ratio of selection rates that the Uniform Guidelines of 1978 call evidence of adverse impact below."""


@dataclass(frozen=True)
class Claim:
    """One comparison, declared beforehand.

    Parameters
    ----------
    attribute : str
        Whose groups are compared.
    metric : str
        The rate, named as in fairlearn.
    tolerance : float
        The largest difference between any two groups that is tolerated, a fraction.
    """

    attribute: str
    metric: str
    tolerance: float


@dataclass(frozen=True)
class Policy:
    """What is compared, and what is tolerated.

    Parameters
    ----------
    tolerances : tuple of (str, float)
        The metrics and, for each, the largest difference between groups that is tolerated.
    confidence : float
        Confidence of intervals and verdicts.
    minimum_n : int
        With fewer rows in any group nothing is called *within tolerance*.
    declared : bool
        Whether a person declared it; the default policy is printed as such.

    Raises
    ------
    InputError
        If a metric is not known, or a tolerance is not above 0 and below 1. A tolerance of 0 could
        never be kept: no finite evidence shows that two rates are exactly equal.
    """

    tolerances: tuple[tuple[str, float], ...]
    confidence: float = 0.95
    minimum_n: int = 30
    declared: bool = True

    def __post_init__(self) -> None:
        """Check every value."""
        check_fraction("confidence", self.confidence)
        check_positive("minimum_n", self.minimum_n)
        if not self.tolerances:
            raise InputError("tolerances is empty.\nDeclare at least one metric, such as ('selection_rate', 0.05).")
        for metric, tolerance in self.tolerances:
            rate_named(metric)
            check_fraction(f"tolerance of {metric}", tolerance)

    def claims(self, attributes: Sequence[str]) -> tuple[Claim, ...]:
        """Return one claim for each attribute and metric."""
        return tuple(Claim(name, metric, tolerance) for name in attributes for metric, tolerance in self.tolerances)

    def settings(self) -> dict[str, object]:
        """Return the policy as values that JSON can hold."""
        return {
            "tolerances": [list(pair) for pair in self.tolerances],
            "confidence": self.confidence,
            "minimum_n": self.minimum_n,
            "declared": self.declared,
        }


DEFAULT_POLICY = Policy(
    (("selection_rate", 0.05), ("true_positive_rate", 0.05), ("false_positive_rate", 0.05)),
    declared=False,
)
"""Differences of 5 points between extremes in selection, true positive and false positive rate."""
