"""The policy: what is compared and what is tolerated, declared before looking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from workbench.checks import check_choice, check_fraction, check_positive
from workbench.errors import InputError

__all__ = ["DEFAULT_POLICY", "Claim", "Policy"]

METRICS = ("selection_rate", "true_positive_rate", "false_positive_rate")
"""What a model's decisions are compared by."""


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
    tolerances : mapping of str to float
        For each metric (``selection_rate``, ``true_positive_rate``, ``false_positive_rate``) the
        largest difference between groups that is tolerated, a fraction.
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

    Examples
    --------
    >>> Policy({"selection_rate": 0.05}, minimum_n=50).claims(["sex"])
    (Claim(attribute='sex', metric='selection_rate', tolerance=0.05),)
    """

    tolerances: Mapping[str, float]
    confidence: float = 0.95
    minimum_n: int = 30
    declared: bool = True

    def __post_init__(self) -> None:
        """Check every value."""
        if not isinstance(self.tolerances, Mapping):
            raise InputError(
                f"tolerances is {self.tolerances!r}.\n"
                "Name each metric with its limit, such as {'selection_rate': 0.05}."
            )
        object.__setattr__(self, "tolerances", MappingProxyType(dict(self.tolerances)))
        check_fraction("confidence", self.confidence)
        check_positive("minimum_n", self.minimum_n)
        if not self.tolerances:
            raise InputError("tolerances is empty.\nDeclare at least one metric, such as {'selection_rate': 0.05}.")
        for metric, tolerance in self.tolerances.items():
            check_choice("metric", metric, METRICS)
            check_fraction(f"tolerance of {metric}", tolerance)

    def claims(self, attributes: Sequence[str]) -> tuple[Claim, ...]:
        """Return one claim for each attribute and metric."""
        return tuple(
            Claim(name, metric, tolerance) for name in attributes for metric, tolerance in self.tolerances.items()
        )

    def settings(self) -> dict[str, object]:
        """Return the policy as values that JSON can hold."""
        return {
            "tolerances": dict(self.tolerances),
            "confidence": self.confidence,
            "minimum_n": self.minimum_n,
            "declared": self.declared,
        }


DEFAULT_POLICY = Policy(
    {"selection_rate": 0.05, "true_positive_rate": 0.05, "false_positive_rate": 0.05},
    declared=False,
)
"""Differences of 5 points between extremes in selection, true positive and false positive rate."""
