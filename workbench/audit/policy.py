"""The policy: what is compared and what is tolerated, declared before looking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from workbench.audit.justification import Reason, checked_reasons
from workbench.checks import check_choice, check_fraction, check_positive
from workbench.errors import InputError
from workbench.tally.crossing import crossed_title
from workbench.tally.gaps import EXTREMES, check_comparison
from workbench.tally.metrics import CLAIMABLE, FAMILIES, NO_VERDICT
from workbench.tally.rates import SYNONYMS

__all__ = [
    "DEFAULT_POLICY",
    "LEAST_CONFIDENCE",
    "Claim",
    "Policy",
    "Reason",
    "Rule",
    "Scale",
    "check_confidence",
    "same_claim",
]

LEAST_CONFIDENCE = 0.8
"""An interval of less confidence misses the truth more than once in five times: nobody would call it likely."""

Scale = Literal["difference", "ratio"]


@dataclass(frozen=True)
class Claim:
    """One comparison, declared beforehand.

    Parameters
    ----------
    attribute : str
        Whose groups are compared: an attribute, or several crossed, joined by ``" × "``; a crossing that is
        called as another attribute is says that it is one.
    metric : str
        What is compared, named as in fairlearn.
    tolerance : float
        The largest difference that is tolerated, or the smallest ratio.
    scale : {"difference", "ratio"}
        What the tolerance is about.
    comparison : str
        ``"extremes"``, ``"overall"`` or ``"reference:<name of a group>"``.
    leave_out : tuple of str
        Groups that are not compared; said beforehand, and named in the report.
    attributes : tuple of str
        The attributes that are crossed; by default the one.
    """

    attribute: str
    metric: str
    tolerance: float
    scale: Scale = "difference"
    comparison: str = EXTREMES
    leave_out: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Fill the attributes that are crossed."""
        object.__setattr__(self, "attributes", self.attributes or (self.attribute,))


@dataclass(frozen=True)
class Rule:
    """What is tolerated of one metric, for some attributes or for each.

    Parameters
    ----------
    metric : str
        A rate named as in fairlearn; ``"equalized_odds"``, which is the worse of true and false positive
        rate; or another figure that carries a verdict.
    tolerance : float
        Of a difference: the largest that is tolerated. Of a ratio: the smallest, such as 0.8.
    scale : {"difference", "ratio"}
        What the tolerance is about.
    compare : str
        ``"extremes"``: any two groups. ``"reference:<name>"``: each group with that one.
        ``"overall"``: each with all compared groups together.
    attributes : tuple of (str or tuple of str)
        The attributes; a tuple of several is their crossing. Empty: each protected attribute.
    leave_out : tuple of str
        Groups that are not compared.

    Raises
    ------
    InputError
        If the metric is not known or carries no verdict, the tolerance could never be kept, or an
        attribute or crossing is named twice.

    Examples
    --------
    >>> rule = Rule("selection_rate", 0.8, scale="ratio", attributes=("race", ("sex", "race")))
    >>> [claim.attribute for claim in rule.claims(["sex", "race"])]
    ['race', 'sex × race']
    """

    metric: str
    tolerance: float
    scale: Scale = "difference"
    compare: str = EXTREMES
    attributes: tuple[str | tuple[str, ...], ...] = ()
    leave_out: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check every value."""
        if self.metric in NO_VERDICT:
            raise InputError(
                f"metric is {self.metric!r}, which carries no verdict: {NO_VERDICT[self.metric]}.\n"
                "It is shown in the audit. Declare another metric in the policy."
            )
        check_choice("metric", self.metric, list(CLAIMABLE))
        object.__setattr__(self, "attributes", _crossed(self.attributes))
        check_choice("scale", self.scale, ("difference", "ratio"))
        check_comparison(self.compare)
        what = f"tolerance of {self.metric}"
        if self.scale == "ratio" or CLAIMABLE[self.metric].is_fraction:
            check_fraction(what, self.tolerance)
        elif isinstance(self.tolerance, (bool, str)) or not 0 < self.tolerance < float("inf"):
            raise InputError(f"{what} is {self.tolerance!r}.\nGive a number above 0, in the unit of what is predicted.")
        if self.scale == "ratio" and not CLAIMABLE[self.metric].has_ratio:
            raise InputError(f"{self.metric} has no ratio: it may be 0 or less.\nDeclare a difference.")

    def claims(self, protected: Sequence[str]) -> tuple[Claim, ...]:
        """Return one claim for each attribute."""
        wanted: Iterable[str | tuple[str, ...]] = self.attributes or tuple(protected)
        crossed = [(one,) if isinstance(one, str) else tuple(one) for one in wanted]
        return tuple(
            Claim(title, self.metric, self.tolerance, self.scale, self.compare, self.leave_out, one)
            for one, title in ((one, crossed_title(one, protected)) for one in crossed)
        )

    def settings(self) -> dict[str, object]:
        """Return the rule as values that JSON can hold."""
        return {
            "metric": self.metric,
            "tolerance": self.tolerance,
            "scale": self.scale,
            "compare": self.compare,
            "attributes": [one if isinstance(one, str) else list(one) for one in self.attributes],
            "leave_out": list(self.leave_out),
        }


@dataclass(frozen=True)
class Policy:
    """What is compared, and what is tolerated.

    Parameters
    ----------
    rules : mapping of str to float, or sequence of Rule
        For each metric the largest difference between any two groups that is tolerated; or rules
        that say more.
    confidence : float
        Confidence of intervals and verdicts, at least 0.8.
    minimum_n : int
        With fewer rows in any group nothing is called *within tolerance*.
    declared : bool
        Whether a person declared it; the default policy is printed as such.
    standards : mapping of str to mapping
        Standards to apply, such as ``"four-fifths"``, each with its options.
    justification : sequence of Reason
        Why just this is compared and tolerated, as :func:`workbench.frame_decision` wrote it down; it stands in
        the file and in the report, and changes no verdict.
    changed_after_looking : bool
        Whether it was changed after the figures were seen, as :func:`workbench.explore_audit` records. It stands in
        the file and in the report: such limits prove less than those that were declared before.

    Raises
    ------
    InputError
        If a metric is not known, a claim is declared twice, or a tolerance is not above 0 and below 1.
        A tolerance of 0 could never be kept: no finite evidence shows that two rates are exactly equal.
        Or if the justification holds anything but reasons.

    Examples
    --------
    >>> [(claim.attribute, claim.tolerance) for claim in Policy({"selection_rate": 0.05}).claims(["sex", "race"])]
    [('sex', 0.05), ('race', 0.05)]
    """

    rules: Mapping[str, float] | Sequence[Rule]
    confidence: float = 0.95
    minimum_n: int = 30
    declared: bool = True
    standards: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    justification: Sequence[Reason] = ()
    changed_after_looking: bool = False

    def __post_init__(self) -> None:
        """Check every value."""
        if isinstance(self.rules, Mapping):
            rules = tuple(Rule(metric, tolerance) for metric, tolerance in self.rules.items())
        elif isinstance(self.rules, (list, tuple)) and all(isinstance(rule, Rule) for rule in self.rules):
            rules = tuple(self.rules)
        else:
            raise InputError(
                f"rules is {self.rules!r}.\nName each metric with its limit, such as {{'selection_rate': 0.05}}."
            )
        check_confidence(self.confidence)
        check_positive("minimum_n", self.minimum_n)
        if not isinstance(self.changed_after_looking, bool):
            raise InputError(f"changed_after_looking is {self.changed_after_looking!r}.\nGive True or False.")
        if not rules and not self.standards:
            raise InputError("rules is empty.\nDeclare at least one metric, such as {'selection_rate': 0.05}.")
        for place, rule in enumerate(rules):
            other = next((one for one in rules[:place] if same_claim(one, rule)), None)
            if other is not None and other.tolerance == rule.tolerance:
                raise InputError(f"The rule for {rule.metric} is there twice.\nTake one out: each costs evidence.")
            if other is not None:
                raise InputError(
                    f"{rule.metric} is declared twice for the same groups, "
                    f"with tolerances {other.tolerance:g} and {rule.tolerance:g}.\n"
                    "Take one out: each costs evidence, and the stricter one decides."
                )
        standards = {name: MappingProxyType(dict(options)) for name, options in self.standards.items()}
        object.__setattr__(self, "rules", rules)
        object.__setattr__(self, "standards", MappingProxyType(standards))
        object.__setattr__(self, "justification", checked_reasons(self.justification))

    def claims(self, attributes: Sequence[str]) -> tuple[Claim, ...]:
        """Return one claim for each attribute and rule, attribute by attribute."""
        claims = [claim for rule in self._rules for claim in rule.claims(attributes)]
        places = {name: place for place, name in enumerate(attributes)}
        return tuple(sorted(claims, key=lambda claim: places.get(claim.attribute, len(places))))

    def settings(self) -> dict[str, object]:
        """Return the policy as values that JSON can hold."""
        return {
            "rules": [rule.settings() for rule in self._rules],
            "confidence": self.confidence,
            "minimum_n": self.minimum_n,
            "declared": self.declared,
            "standards": {name: dict(options) for name, options in self.standards.items()},
            **({"justification": [one.settings() for one in self.justification]} if self.justification else {}),
            **({"changed_after_looking": True} if self.changed_after_looking else {}),
        }

    @property
    def _rules(self) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules if isinstance(rule, Rule))


def check_confidence(value: float) -> float:
    """Return a confidence at which an interval can be called likely.

    Examples
    --------
    >>> check_confidence(0.99)
    0.99
    """
    if isinstance(value, (bool, str)) or not LEAST_CONFIDENCE <= value < 1:
        raise InputError(
            f"confidence is {value!r}.\n"
            f"Give at least {LEAST_CONFIDENCE} and below 1, such as 0.95: an interval of less says hardly anything."
        )
    return value


def same_claim(one: Rule, other: Rule) -> bool:
    """Whether two rules claim the same thing, whatever they tolerate.

    Examples
    --------
    >>> same_claim(
    ...     Rule("selection_rate", 0.1, attributes=(("sex", "race"),)),
    ...     Rule("selection_rate", 0.2, attributes=(("race", "sex"),)),
    ... )
    True
    """

    def key(rule: Rule) -> tuple[object, ...]:
        return SYNONYMS.get(rule.metric, rule.metric), rule.scale, rule.compare, frozenset(rule.leave_out)

    def attributes(rule: Rule) -> set[frozenset[str]]:
        return {frozenset([name] if isinstance(name, str) else name) for name in rule.attributes}

    both = bool(attributes(one) & attributes(other)) or attributes(one) == attributes(other)
    return key(one) == key(other) and both


def _crossed(written: object) -> tuple[str | tuple[str, ...], ...]:
    """Return the attributes of a rule, crossings as tuples, after checking that none is there twice."""
    if isinstance(written, str) or not isinstance(written, Iterable):
        raise InputError(f"attributes is {written!r}.\nGive a list, such as ['sex', ('sex', 'race')].")
    found: dict[frozenset[str], str | tuple[str, ...]] = {}
    for one in written:
        names = (one,) if isinstance(one, str) else tuple(one) if isinstance(one, Iterable) else ()
        text = all(isinstance(name, str) and name for name in names)
        if not text or len(set(names)) < len(names) or len(names) < (1 if isinstance(one, str) else 2):
            raise InputError(
                f"attributes holds {one!r}.\nGive an attribute, or two or more different ones: ('sex', 'race')."
            )
        if frozenset(names) in found:
            raise InputError(f"attributes holds {' × '.join(sorted(names))} twice.\nTake one out: each costs evidence.")
        found[frozenset(names)] = one if isinstance(one, str) else names
    return tuple(found.values())


def families(metric: str) -> tuple[str, ...]:
    """Return the metrics that are compared for one claim: two for equalized odds, else itself.

    Examples
    --------
    >>> families("equalized_odds")
    ('true_positive_rate', 'false_positive_rate')
    """
    return FAMILIES.get(metric, (metric,))


DEFAULT_POLICY = Policy(
    {"selection_rate": 0.05, "true_positive_rate": 0.05, "false_positive_rate": 0.05},
    declared=False,
)
"""Differences of 5 points between extremes in selection, true positive and false positive rate."""
