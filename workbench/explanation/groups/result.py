"""``GroupExplanation``: for each group, what carries its gap in predictions and what the model relies on."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.finding import Finding
from workbench.core.provenance import Result
from workbench.explanation.result import Explanation
from workbench.stats.association import Estimate

__all__ = ["REST", "CarriedGap", "Difference", "GroupExplanation", "GroupGap", "NotCompared"]

REST = ""
"""The reference of a group that is compared with all other groups that are compared."""


@dataclass(frozen=True)
class Difference:
    """A group's mean less the reference's.

    Parameters
    ----------
    value : float
        The difference, on the explanation's scale.
    low, high : float
        Its confidence limits (Welch), for itself alone; ``nan`` where no row differs from another, or all of a group
        belong together.
    p_value : float
        Of no difference, after Holm over all gaps; of a column's part over all columns and gaps.
    """

    value: float
    low: float
    high: float
    p_value: float

    @property
    def is_clear(self) -> bool:
        """Whether chance alone hardly makes it (5 %, all that are alike together)."""
        return self.p_value < 0.05


@dataclass(frozen=True)
class CarriedGap:
    """One column's part in the gap between a group and its reference.

    Parameters
    ----------
    column : str
        The original column.
    carried : Difference
        The difference of its mean Shapley values; all columns' add up to the gap.
    share : float
        Of the gap; below 0 where it works against it, above 1 where others do; ``nan`` where the gap is not clear
        of 0.
    relied_on : float
        Mean absolute Shapley value in the group.
    relied_on_reference : float
        The same in the reference.
    reliance : Difference
        The former less the latter: whether the model relies on the column more for one than for the other.
    association : Estimate
        How well the column tells the group from its reference in the rows learned from: Cramér's V, corrected for
        bias.
    is_proxy : bool
        Whether it carries a large part of the gap and gives the group away.
    """

    column: str
    carried: Difference
    share: float
    relied_on: float
    relied_on_reference: float
    reliance: Difference
    association: Estimate
    is_proxy: bool = False


@dataclass(frozen=True)
class GroupGap:
    """A group beside its reference.

    Parameters
    ----------
    group : str
        The group.
    reference : str
        The group it is compared with; :data:`REST` for all other groups that are compared.
    n, n_reference : int
        Explained rows of each; 0, and not told, where they would give fewer than 11 others away.
    gap : Difference
        Of their mean predictions.
    columns : tuple of CarriedGap
        The largest part in the gap first.
    output : str
        Of several classes, the one whose prediction it is; empty otherwise.
    """

    group: str
    reference: str
    n: int
    n_reference: int
    gap: Difference
    columns: tuple[CarriedGap, ...]
    output: str = ""

    def column(self, name: str) -> CarriedGap:
        """Return the part of one column.

        Raises
        ------
        StopIteration
            If the model does not read it.
        """
        return next(one for one in self.columns if one.column == name)


@dataclass(frozen=True)
class NotCompared:
    """A group without enough evidence: so few of its rows were explained.

    Parameters
    ----------
    group : str
        The group.
    n : int or None
        Its explained rows; ``None`` where they are fewer than 11, so that nobody can be told by them.
    """

    group: str
    n: int | None


@dataclass(frozen=True, eq=False)
class GroupExplanation(Result):
    """How a model treats groups through the columns it reads.

    Parameters
    ----------
    explanation : Explanation
        The rows and their Shapley values.
    attribute : str
        The protected attribute.
    gaps : tuple of GroupGap
        One a compared group; of several classes one a class and group.
    not_compared : tuple of NotCompared
        Groups with fewer than 30 explained rows.
    confidence : float
        Of the limits.
    findings : tuple of Finding
        What was noticed.
    are_hidden : bool
        Whether counts of compared groups are left out, as they would give fewer than 11 others away.
    """

    explanation: Explanation
    attribute: str
    gaps: tuple[GroupGap, ...]
    not_compared: tuple[NotCompared, ...]
    confidence: float
    findings: tuple[Finding, ...] = ()
    are_hidden: bool = False

    def __repr__(self) -> str:
        """Return it in one sentence."""
        rows = f"{self.explanation.n_rows:,} held-out rows"
        if not self.gaps:
            return f"Explanation by {self.attribute} over {rows}: no two groups with enough rows to compare."
        widest = max(self.gaps, key=lambda one: abs(one.gap.value))
        reference = widest.reference or "the other groups"
        clear = "" if widest.gap.is_clear else ", which chance could make"
        carried = f"carried most by {widest.columns[0].column}" if widest.columns else "carried by no column"
        return (
            f"Explanation by {self.attribute} over {rows}: the widest gap is {widest.gap.value:+.3g} "
            f"({self.explanation.attribution.scale}) for {widest.group} against {reference}{clear}; {carried}."
        )

    def _content(self) -> object:
        return [(one.group, one.output, round(one.gap.value, 9)) for one in self.gaps]
