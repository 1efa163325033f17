"""``Audit``: how groups fare in the data and under the model."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from workbench.audit.policy import Policy
from workbench.audit.verdicts import Assessment
from workbench.core.finding import Finding
from workbench.core.provenance import Result
from workbench.data.roles import Roles
from workbench.tally.gaps import Gap
from workbench.tally.tally import Tally
from workbench.tally.values import GroupRates

__all__ = ["Audit", "Description"]


@dataclass(frozen=True, eq=False)
class Description:
    """A rate by group and its gap, without a claim and so without a verdict.

    Parameters
    ----------
    rates : GroupRates
        The rate of every group.
    gap : Gap or None
        Between the extreme groups; ``None`` where fewer than two can be compared.
    """

    rates: GroupRates
    gap: Gap | None


@dataclass(frozen=True, eq=False)
class Audit(Result):
    """What the counts say about groups.

    Parameters
    ----------
    data_name : str
        What readers call the data.
    roles : Roles
        What the columns are for, and how readers call the outcomes.
    policy : Policy
        What was declared beforehand.
    outcomes : Tally
        Outcomes of all rows, as the data have them.
    decisions : Tally
        Outcomes and the model's decisions, held-out rows only.
    descriptions : tuple of Description
        Outcome rates by group over all rows, one an attribute.
    assessments : tuple of Assessment
        One a claim.
    findings : tuple of Finding
        What was noticed.
    """

    data_name: str
    roles: Roles
    policy: Policy
    outcomes: Tally
    decisions: Tally
    descriptions: tuple[Description, ...]
    assessments: tuple[Assessment, ...]
    findings: tuple[Finding, ...] = ()

    def __repr__(self) -> str:
        """Return the audit in one sentence."""
        if not self.assessments:
            return "Audit: no protected attribute, so nothing can be compared."
        counts = Counter(one.verdict for one in self.assessments)
        said = ", ".join(
            f"{counts[verdict]} {verdict}" for verdict in ("gap", "within tolerance", "not enough evidence")
        )
        return f"Audit of {self.decisions.n_rows:,} held-out rows, {len(self.assessments)} comparisons: {said}."

    def _content(self) -> object:
        return [self.outcomes.fingerprint, self.decisions.fingerprint]
