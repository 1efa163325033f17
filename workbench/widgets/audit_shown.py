"""What is on the screen of the audit panel: a figure of the groups of one attribute or crossing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from workbench.audit.policy import Claim
from workbench.audit.result import Audit
from workbench.audit.verdicts import Assessment
from workbench.document.facts import FactBook
from workbench.document.telling import Telling, telling
from workbench.document.wording import plain
from workbench.report.cell_page import NO_DAY
from workbench.report.materials import Materials
from workbench.tally.crossing import crossed_title
from workbench.tally.metrics import FAMILIES, METRICS, class_values
from workbench.tally.tally import BINARY
from workbench.tally.values import Axis, GroupValues
from workbench.widgets.audit_claims import claims_on, same_figure
from workbench.widgets.view import Node

__all__ = ["Shown", "axes_offered", "figure_text", "figures_offered", "reference_places"]

_MOST_CROSSED = 2_000
_MOST_AXES = 60


@dataclass(frozen=True, eq=False)
class Shown:
    """A figure of the groups of one attribute or crossing.

    Parameters
    ----------
    audit : Audit
        What is explored.
    attributes : tuple of str
        The attribute, or those that are crossed.
    metric : str
        The figure.
    """

    audit: Audit
    attributes: tuple[str, ...]
    metric: str

    @cached_property
    def axis(self) -> Axis:
        """The groups with their counts."""
        return self.audit.axis(*self.attributes)

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """What was declared of it."""
        return claims_on(self.audit, self.attributes, self.metric)

    @property
    def claim(self) -> Claim | None:
        """The limit that can be changed here."""
        return next(iter(self.claims), None)

    @cached_property
    def assessments(self) -> tuple[Assessment, ...]:
        """The verdicts on it."""
        return tuple(one for one in self.audit.assessments if one.claim in self.claims)

    @cached_property
    def values(self) -> tuple[GroupValues, ...]:
        """The figure of every group; several for a claim on several, of several classes the one that decides."""
        confidence = self.audit.policy.confidence
        if self.assessments:
            first = self.assessments[0]
            return first.families if first.claim.metric in FAMILIES else (first.rates,)
        parts = FAMILIES.get(self.metric, (self.metric,))
        found = [class_values(self.axis, part, confidence) for part in parts]
        return tuple(max(some, key=_spread) for some in found)

    @cached_property
    def materials(self) -> Materials:
        """What parts of reports are made from; nothing is hidden, since who runs the notebook has the rows."""
        return replace(_materials(self.audit), book=FactBook())

    @cached_property
    def tellings(self) -> tuple[Telling, ...]:
        """How each of the values is told."""
        return tuple(telling(one, self.materials.terms) for one in self.values)

    def kept(self, part: str, make: Callable[[], Iterable[Node]]) -> tuple[Node, ...]:
        """Return nodes that are made once, since nothing but what is shown changes them."""
        if part not in self._parts:
            self._parts[part] = tuple(make())
        return self._parts[part]

    @cached_property
    def _parts(self) -> dict[str, tuple[Node, ...]]:
        return {}

    @property
    def title(self) -> str:
        """What the figures are called."""
        return ", ".join(figure_text(one) for one in self.tellings)

    @property
    def attribute(self) -> str:
        """What the groups are groups of."""
        return crossed_title(self.attributes, self.audit.attributes)


def figure_text(told: Telling) -> str:
    """Return what a figure is called where it stands alone: what is counted, of all that is decided."""
    spoken = told.metric == "selection_rate" and told.is_rate
    return plain(told.terms.spoken if spoken else told.title)


def _materials(audit: Audit) -> Materials:
    return Materials(audit.data_name, audit.roles, NO_DAY, "technical", audit=audit, disclosure="full")


def _spread(values: GroupValues) -> float:
    some = values.values[values.compared]
    return float(some.max() - some.min()) if len(some) else -1.0


def axes_offered(audit: Audit, chosen: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return what groups can be compared by: attributes, crossings that are there, and pairs that are not too many.

    Parameters
    ----------
    audit : Audit
        The audit.
    chosen : tuple of str
        What is chosen now, which is always offered.
    """
    known = dict.fromkeys([*audit.axes, chosen] if chosen else audit.axes)
    groups = {one: len(audit.axis(one).groups) for one in audit.attributes[:_MOST_AXES]}
    names = tuple(groups)
    for place, one in enumerate(names):
        for other in names[place + 1 :]:
            is_there = any({one, other} == set(axis) for axis in known)
            if len(known) < _MOST_AXES and not is_there and groups[one] * groups[other] <= _MOST_CROSSED:
                known[(one, other)] = None
    return tuple(known)


def figures_offered(audit: Audit, attributes: Sequence[str]) -> tuple[str, ...]:
    """Return the figures that the counts of some groups carry, those that are judged first.

    Parameters
    ----------
    audit : Audit
        The audit.
    attributes : sequence of str
        The attribute, or those that are crossed.
    """
    axis = audit.axis(*attributes)
    two = axis
    if axis.tally.classes != BINARY:
        two = replace(axis, tally=axis.tally.one_against_rest(axis.tally.classes[0]))
    carried = [name for name, metric in METRICS.items() if metric.is_carried_by(two)]
    if audit.kind == "predictions":  # the share above the first threshold stands for it, and has its own name
        carried = [name for name in carried if name != "selection_rate" or audit.threshold is not None]
    families = [name for name, parts in FAMILIES.items() if all(part in carried for part in parts)]
    judged = [one.claim.metric for one in audit.assessments if set(one.claim.attributes) == set(attributes)]
    names: list[str] = []
    for name in [*judged, *carried, *families]:
        if not any(same_figure(name, other) for other in names):
            names.append(name)
    return tuple(names)


def reference_places(values: GroupValues, most: int, chosen: str) -> list[int]:
    """Return the places of the largest groups that are compared, and of the one that is chosen, in their order."""
    sizes = np.where(values.compared, values.n, -1)
    largest = [int(place) for place in np.argsort(-sizes, kind="stable")[:most] if sizes[place] >= 0]
    own = [place for place, group in enumerate(values.groups) if group == chosen]
    return sorted({*largest, *own})
