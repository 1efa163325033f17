"""``Audit``: how groups fare in the data and under the decisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from workbench.audit.policy import Policy
from workbench.audit.strata import StratifiedComparison
from workbench.audit.verdicts import VERDICTS, Assessment, Verdict
from workbench.core.finding import Finding
from workbench.core.provenance import Result
from workbench.core.schema import Json
from workbench.data.roles import ProtectedAttribute, Roles
from workbench.errors import InputError
from workbench.tally.gaps import Gap
from workbench.tally.metrics import value_by_group, values_by_group
from workbench.tally.tally import Tally
from workbench.tally.values import Axis, GroupValues, axis_of, crossed_order

if TYPE_CHECKING:
    from workbench.audit.by_group import ThresholdsByGroup
    from workbench.audit.disclosure.record import DisclosureRecord
    from workbench.audit.standards.contract import Evidence, StandardResult

__all__ = ["Audit", "Description", "Kind"]

Kind = Literal["model", "decisions", "counts", "predictions"]

_EXIT_CODES: Mapping[Verdict, int] = {"within tolerance": 0, "gap": 1, "not enough evidence": 3}


@dataclass(frozen=True, eq=False)
class Description:
    """A rate by group and its gap, without a claim and so without a verdict.

    Parameters
    ----------
    rates : GroupValues
        The rate of every group.
    gap : Gap or None
        Between the extreme groups; ``None`` where fewer than two can be compared.
    """

    rates: GroupValues
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
        Outcomes and decisions: of a model, held-out rows only.
    descriptions : tuple of Description
        Outcome rates by group over all rows, one an attribute.
    assessments : tuple of Assessment
        One a claim.
    findings : tuple of Finding
        What was noticed.
    kind : {"model", "decisions", "counts", "predictions"}
        Whose decisions they are: one's own model's, somebody's, or those of a published table; or
        whether amounts are predicted.
    crossings : tuple of tuple of str
        Attributes whose crossings were asked for.
    strata : tuple of ProtectedAttribute
        Columns within which groups are compared too.
    stratified : tuple of StratifiedComparison
        Groups within strata beside all rows.
    standards : tuple of StandardResult
        What the standards of the policy ask for.
    threshold : float or None
        Where a score or a predicted amount decided; ``None`` where decisions were given, or each group has its own.
    scoring : Evidence, optional
        For standards on tools that score: who scores strictly above the median. No threshold moves it.
    disclosure : DisclosureRecord, optional
        What is hidden of it, where it was made by :func:`workbench.audit.disclosed.disclose`.
    thresholds_by_group : ThresholdsByGroup, optional
        Where a score decided, if that differs by group: see :meth:`at_thresholds`.
    """

    data_name: str
    roles: Roles
    policy: Policy
    outcomes: Tally
    decisions: Tally
    descriptions: tuple[Description, ...]
    assessments: tuple[Assessment, ...]
    findings: tuple[Finding, ...] = ()
    kind: Kind = "model"
    crossings: tuple[tuple[str, ...], ...] = ()
    strata: tuple[ProtectedAttribute, ...] = ()
    stratified: tuple[StratifiedComparison, ...] = ()
    standards: tuple[StandardResult, ...] = field(default=())
    threshold: float | None = None
    scoring: Evidence | None = None
    disclosure: DisclosureRecord | None = None
    thresholds_by_group: ThresholdsByGroup | None = None

    def __repr__(self) -> str:
        """Return the audit in one sentence."""
        if not self.assessments and self.descriptions:
            return (
                f"Audit of {self.decisions.n_rows:,} rows: outcomes of each group are described, and nothing is judged."
            )
        if not self.assessments:
            lacking = "limit was declared" if self.attributes else "protected attribute"
            return f"Audit: no {lacking}, so nothing can be compared."
        counts = Counter(one.verdict for one in self.assessments)
        said = ", ".join(
            f"{counts[verdict]} {verdict}" for verdict in ("gap", "within tolerance", "not enough evidence")
        )
        rows = "held-out rows" if self.kind == "model" else "rows"
        own = self.thresholds_by_group
        caution = "" if own is None else f" Thresholds differ by group of {own.title}, which the law may forbid."
        return f"Audit of {self.decisions.n_rows:,} {rows}, {len(self.assessments)} comparisons: {said}.{caution}"

    @property
    def verdict(self) -> Verdict:
        """The verdict of all comparisons: *gap* before *not enough evidence* before *within tolerance*."""
        if not self.assessments:
            return "not enough evidence"
        return min((one.verdict for one in self.assessments), key=VERDICTS.index)

    @property
    def exit_code(self) -> int:
        """What a command line returns: 0 within tolerance, 1 gap, 3 not enough evidence."""
        return _EXIT_CODES[self.verdict]

    @property
    def attributes(self) -> tuple[str, ...]:
        """The titles of the protected attributes."""
        return tuple(one.title for one in self.roles.protected)

    @property
    def axes(self) -> tuple[tuple[str, ...], ...]:
        """What groups are compared by: each protected attribute, and each crossing asked for."""
        return (*((one,) for one in self.attributes), *self.crossings)

    def axis(self, *attributes: str) -> Axis:
        """Return the groups of an attribute, or the crossings of several, with their counts.

        Parameters
        ----------
        *attributes : str
            Titles of protected attributes; none for all rows together.
        """
        known = self.known_axes.get(attributes)
        if known is None:
            known = self.known_axes[attributes] = axis_of(
                self.decisions, *attributes, order=crossed_order(self.decisions, attributes, self.roles.protected)
            )
        return known

    def values(self, metric: str, *attributes: str) -> GroupValues:
        """Return a figure for every group, with limits.

        Parameters
        ----------
        metric : str
            Its name, as in fairlearn. Of several classes each has its own: ``selection_rate[label]``.
        *attributes : str
            Titles of protected attributes; several are crossed, none is all rows together.

        Raises
        ------
        InputError
            If there is no such figure, or no such attribute; or if several classes have it and none is named.
        """
        return self._told(value_by_group(self.axis(*attributes), metric, self.policy.confidence))

    def table(self, *attributes: str) -> Mapping[str, GroupValues]:
        """Return every figure that the counts carry, by name, for every group of an attribute or crossing."""
        found = values_by_group(self.axis(*attributes), self.policy.confidence)
        return {metric: self._told(values) for metric, values in found.items()}

    def _told(self, values: GroupValues) -> GroupValues:
        """Return a figure with what it may mean that a group has none."""
        if self.disclosure is None:
            return values
        return replace(values, empty=f"{values.empty}, or too few to show")

    def at_threshold(self, threshold: float) -> Audit:
        """Return the audit of the decisions that another threshold would make.

        It is computed from the tally: no row is read again. Nobody was decided so, and the threshold is chosen after
        looking: the audit returned has finding WB569, which cells and reports show, unless it is the audited threshold.

        Parameters
        ----------
        threshold : float
            An edge of the score's bins: a hundredth of its range, or one that was named beforehand.

        Raises
        ------
        InputError
            If there are no scores, or the threshold is no edge, so that its counts are not known.
        """
        from workbench.audit.assess import reassess
        from workbench.audit.supposed import supposed_by

        supposed = supposed_by(self, threshold)
        return reassess(self, lambda tally: tally.decided(threshold), threshold, supposed=supposed)

    def at_thresholds(self, attribute: str | Sequence[str], thresholds: Mapping[str, float]) -> Audit:
        """Return the audit of the decisions that a threshold for each group would make.

        It is computed from the tally: no row is read again. To treat groups differently by threshold may be
        unlawful, so the audit returned has finding WB560, which cells and reports show.

        Parameters
        ----------
        attribute : str or sequence of str
            The title of the protected attribute; of several, whose crossings were asked for, their titles.
        thresholds : mapping of str to float
            The threshold of every group, *unknown* included where there is one. Each is an edge of the score's bins,
            as for :meth:`at_threshold`.

        Returns
        -------
        Audit
            Where all thresholds are the same, what :meth:`at_threshold` returns.

        Raises
        ------
        InputError
            If there is no such attribute or group, a group has no threshold, there are no scores, a threshold is no
            edge, or something is hidden of the audit.

        Examples
        --------
        >>> import pandas as pd
        >>> from workbench.audit.decisions import audit_decisions
        >>> people = pd.DataFrame({"score": [0.1, 0.4, 0.6, 0.9] * 50, "sex": ["f", "f", "m", "m"] * 50})
        >>> audit = audit_decisions(people, score="score", threshold=0.5, protected=["sex"])
        >>> moved = audit.at_thresholds("sex", {"f": 0.3, "m": 0.8})
        >>> moved.values("selection_rate", "sex").values.tolist(), moved.findings[0].code
        ([0.5, 0.5], 'WB560')
        """
        from workbench.audit.at_thresholds import at_thresholds

        return at_thresholds(self, attribute, thresholds)

    def with_policy(self, policy: Policy) -> Audit:
        """Return the audit of the same counts by another policy; say so by its ``changed_after_looking``."""
        from workbench.audit.assess import by_policy

        return by_policy(self, policy)

    def to_json(self, *, concluded: bool = True) -> dict[str, Json]:
        """Return the audit as JSON: policy, verdicts, every figure with n and limits, findings, tallies.

        Parameters
        ----------
        concluded : bool
            Whether verdicts, figures and findings are written too; without them it is what they follow from.
        """
        from workbench.audit.written import audit_to_json

        return audit_to_json(self, concluded=concluded)

    @classmethod
    def from_json(cls, value: object) -> Audit:
        """Return the audit that :meth:`to_json` wrote, everything concluded anew from its counts.

        Parameters
        ----------
        value : JSON
            What :meth:`to_json` returned, before or after it was written to a file.

        Raises
        ------
        InputError
            If it is no audit, or a damaged one; the text says what is wrong and where.
        """
        from workbench.audit.read_back import audit_from_json

        return audit_from_json(value)

    @cached_property
    def known_axes(self) -> dict[tuple[str, ...], Axis]:
        """The axes that were asked for so far."""
        return {}

    def _content(self) -> object:
        return [self.outcomes.fingerprint, self.decisions.fingerprint]


def check_attributes(what: str, wanted: tuple[str, ...], attributes: tuple[str, ...]) -> None:
    """Raise :class:`InputError` where an attribute is asked for that is not protected."""
    for name in wanted:
        if name not in attributes:
            raise InputError.for_choice(what, name, attributes)
