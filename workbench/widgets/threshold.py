"""The threshold explorer in a notebook: what another threshold would do to every group."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from workbench.audit.result import Audit
from workbench.checks import check_result
from workbench.errors import InputError
from workbench.figures.explorer import explorer_data
from workbench.tally.crossing import crossed_title
from workbench.widgets.board import Board, unknown
from workbench.widgets.code import call, literal, variable_of
from workbench.widgets.options import by_name
from workbench.widgets.panel import Panel
from workbench.widgets.threshold_code import explored_with, mapping, named
from workbench.widgets.threshold_told import told_at
from workbench.widgets.view import Choice, Explore, Group, Node, Said
from workbench.widgets.wording import told

__all__ = ["ThresholdBoard", "ThresholdSettings", "explore_threshold"]

_LONGEST = 60
_MOST_STEPS = 101
_MOST_COUNTS = 4_000
"""Of how many groups times steps counts are sent at most: what is shown stays small however many groups there are."""
_FEWEST_STEPS = 21


@dataclass(frozen=True)
class ThresholdSettings:
    """What was chosen.

    Parameters
    ----------
    attributes : tuple of str
        Whose groups are compared; several attributes are crossed.
    threshold : float, optional
        For all groups; ``None``: as it was audited.
    by_group : tuple of (str, float)
        The threshold of each group, where each has its own; else empty.
    costs : (float, float)
        What a wrong favourable and a wrong unfavourable decision cost.
    capacity : int, optional
        How many people may be favoured at most.
    """

    attributes: tuple[str, ...]
    threshold: float | None = None
    by_group: tuple[tuple[str, float], ...] = ()
    costs: tuple[float, float] = (1.0, 1.0)
    capacity: int | None = None


class ThresholdBoard(Board):
    """The explorer for one attribute of an audit at a time."""

    widget = "threshold"

    def __init__(
        self,
        audit: Audit,
        attributes: tuple[str, ...],
        costs: tuple[float, float] = (1.0, 1.0),
        capacity: int | None = None,
    ) -> None:
        super().__init__()
        self.source = self._audit = audit
        self._shown: dict[tuple[str, ...], Mapping[str, Any] | None] = {}
        self.settings = self._given = ThresholdSettings(attributes, costs=costs, capacity=capacity)
        if own := self._own_of(audit):
            self.settings = self._given = replace(self.settings, by_group=own)
            self._shown.clear()

    @property
    def title(self) -> str:
        """What the widget is called."""
        return told("threshold.title")

    @property
    def result(self) -> Audit | dict[str, float]:
        """The audit at the chosen thresholds; of one of which something is hidden, each group's own threshold."""
        chosen = self.settings
        if self._is_untouched:
            return self._audit
        if chosen.by_group:
            own = dict(chosen.by_group)
            return own if self._is_hidden else self._audit.at_thresholds(chosen.attributes, own)
        return self._audit.at_threshold(cast("float", chosen.threshold))

    def contents(self) -> tuple[Node, ...]:
        """Return the attribute's choice and the explorer."""
        names = self._axes
        options = by_name(list(names), _LONGEST)
        chosen = crossed_title(self.settings.attributes, self._audit.attributes)
        choice = Choice("attribute", told("threshold.attribute"), options, chosen)
        data = self._data()
        shown: Node = Said("none", told("threshold.no_scores")) if data is None else self._explore(data)
        return (*((choice,) if len(names) > 1 else ()), shown)

    def saved_view(self) -> Group:
        """Return what is shown, with the verdicts at the chosen thresholds in sentences and drawings."""
        view, data = self.view(), self._data()
        if data is None or "reason" in data:
            return view
        thresholds: list[float] | None = [one for _, one in self.settings.by_group]
        audit = self._audit
        is_given = audit.decisions.n_decisions > 0 and (audit.threshold, audit.thresholds_by_group) == (None, None)
        if is_given and self._is_untouched:
            thresholds = None  # nobody chose anything: what was really decided is told
        elif not thresholds:
            one = self.settings.threshold
            one = data["edges"][data["start"]] if one is None else one
            thresholds = [one] * len(data["groups"])
        metrics = [each["id"] for each in data["metrics"]]
        shown: list[Node] = []
        if is_given:
            shown = [Said("decided", told("threshold.as_given" if thresholds is None else "threshold.supposed"))]
        shown += told_at(audit, self.settings.attributes, thresholds, metrics)
        at = next(place for place, node in enumerate(view.children) if isinstance(node, Explore))
        return replace(view, children=(*view.children[:at], *shown, *view.children[at:]))

    def change(self, id: str, value: Any) -> None:
        """Take another attribute, or what was chosen in the explorer."""
        if id == "explorer":
            self.settings = self._chosen(value)
            return
        axis = self._axes.get(value) if isinstance(value, str) else None
        if id != "attribute" or axis is None:
            raise unknown(id)
        # Other groups: thresholds of their own begin anew.
        self.settings = replace(self.settings, attributes=axis, by_group=())
        if self.settings.threshold not in (self._data() or {}).get("edges", ()):
            self.settings = replace(self.settings, threshold=None)

    def python(self) -> str:
        """Return the audit at the chosen thresholds, with costs and capacity; nothing while nothing was chosen."""
        chosen, own = self.settings, self.settings.by_group
        weighed = (chosen.costs, chosen.capacity) != (self._given.costs, self._given.capacity)
        if self._is_untouched and not weighed:
            return ""
        if own and self._is_hidden:
            attribute = literal(crossed_title(chosen.attributes, self._audit.attributes))
            caution, by = told("threshold.caution"), told("threshold.by")
            return f"# {caution}\n# {by} {attribute}\nthresholds = {mapping(own)}"
        audit = variable_of(self._audit, "audit")
        why = explored_with(self._audit, audit, chosen.attributes, chosen.costs, chosen.capacity)
        if self._is_untouched:
            return f"{why}moved = {audit}\nmoved"
        if not own:
            return f"{why}moved = {call(f'{audit}.at_threshold', chosen.threshold)}\nmoved"
        code = call(f"{audit}.at_thresholds", named(chosen.attributes), mapping(own))
        return f"# {told('threshold.caution')}\n{why}moved = {code}\nmoved"

    @property
    def _axes(self) -> dict[str, tuple[str, ...]]:
        """What groups can be compared by, each by a name that no other has."""
        return {crossed_title(one, self._audit.attributes): one for one in self._audit.axes}

    @property
    def _is_untouched(self) -> bool:
        """Whether nothing was chosen that the audit is not already."""
        own = self.settings.by_group
        return own == self._given.by_group if own else self.settings.threshold is None

    def _own_of(self, audit: Audit) -> tuple[tuple[str, float], ...]:
        """Return the threshold of each group where the audit is at such, and the explorer has these steps."""
        own = audit.thresholds_by_group
        if own is None or own.attributes != self.settings.attributes:
            return ()
        edges = (self._data() or {}).get("edges", ())
        return own.thresholds if all(cut in edges for _, cut in own.thresholds) else ()

    @property
    def _is_hidden(self) -> bool:
        """Whether small counts are left out of the audit, so that nobody knows who is decided by which threshold."""
        return self._audit.disclosure is not None

    def _data(self) -> Mapping[str, Any] | None:
        """Return what the explorer is told; worked out once for each attribute."""
        attributes = self.settings.attributes
        if attributes not in self._shown:
            steps = _MOST_COUNTS // max(1, len(self._audit.axis(*attributes).groups))
            most = min(_MOST_STEPS, max(_FEWEST_STEPS, steps))
            data = explorer_data(self._audit, *attributes, most_bins=most)
            self._shown[attributes] = data if data is None or "reason" in data else {**data, **self._named(data)}
        return self._shown[attributes]

    def _named(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Return what was named beforehand, where choosing begins and what *Reset* goes back to; else nothing."""
        given, usual = self._given, ThresholdSettings(self._given.attributes)
        named: dict[str, Any] = {}
        if (given.costs, given.capacity) != (usual.costs, usual.capacity):
            named = {"costs": list(given.costs), "capacity": given.capacity}
        if given.by_group and given.attributes == self.settings.attributes:
            named |= {"each": True, "own": [data["edges"].index(one) for _, one in given.by_group]}
        return {"given": named} if named else {}

    def _explore(self, data: Mapping[str, Any]) -> Explore:
        settings = self.settings
        if "reason" in data:
            return Explore("explorer", data)
        edges, own = data["edges"], [one for _, one in settings.by_group]
        return Explore(
            "explorer",
            data,
            {
                "each": bool(own),
                "one": edges.index(settings.threshold) if settings.threshold in edges else data["start"],
                "own": [edges.index(one) for one in own],
                "costs": list(settings.costs),
                "capacity": settings.capacity,
            },
        )

    def _chosen(self, value: Any) -> ThresholdSettings:
        """Return what was chosen in the explorer, as places among its steps."""
        data = self._data() or {}
        edges, groups = data.get("edges", []), self._audit.axis(*self.settings.attributes).groups
        chosen = value if isinstance(value, Mapping) else {}
        is_each, capacity = chosen.get("each") is True, chosen.get("capacity")
        one = _places([chosen.get("one")], 1, len(edges))
        own = _places(chosen.get("own"), len(groups), len(edges)) if is_each else ()
        costs = _costs(chosen.get("costs"))
        if chosen.get("attribute", shown := data.get("attribute")) != shown:
            raise InputError(
                f"The thresholds were chosen for other groups than those of {shown!r}.\n"
                "Choose them again: the attribute was changed in between."
            )
        room = (None,) if capacity is None else _places([capacity], 1, self._audit.decisions.n_rows + 1)
        if one is None or own is None or costs is None or room is None:
            raise InputError(
                "What was chosen in the explorer cannot be read.\n"
                "Reload the page: it shows an older version of this widget."
            )
        is_moved = not is_each and bool(self._given.by_group)  # one threshold for all is another than each group's own
        return ThresholdSettings(
            self.settings.attributes,
            threshold=None if one[0] == data["start"] and not is_moved else edges[one[0]],
            by_group=tuple(zip(groups, (edges[place] for place in own), strict=True)) if is_each else (),
            costs=costs,
            capacity=room[0],
        )


def explore_threshold(
    audit: Audit,
    attribute: str | Sequence[str] | None = None,
    *,
    costs: tuple[float, float] = (1.0, 1.0),
    capacity: int | None = None,
) -> Panel:
    """Return a widget that shows what another threshold would do to every group, from counts alone.

    Parameters
    ----------
    audit : Audit
        An audit whose counts hold a score.
    attribute : str or sequence of str, optional
        Whose groups are compared at first; by default the first attribute of the audit. Of a crossing that was asked
        for, the titles of its attributes.
    costs : (float, float)
        What a wrong favourable and a wrong unfavourable decision cost.
    capacity : int, optional
        How many people may be favoured at most; by default as many as one likes.

    Returns
    -------
    Panel
        Show it as a cell's last line. Its ``result`` is the audit at the chosen threshold, or at the threshold of each
        group; of an audit of which something is hidden, each group's threshold by its name.

    Raises
    ------
    InputError
        If it is no audit, the attribute is not protected, a cost is not above 0, or the capacity is no number of
        people of the audit.
    """
    check_result("audit", audit, Audit, "audit_model or audit_decisions")
    if not audit.axes:
        raise InputError("The audit has no protected attribute.\nName one: there are no groups to compare.")
    attributes = audit.axes[0]
    if attribute is not None:
        attributes = tuple(attribute) if isinstance(attribute, (list, tuple)) else (cast("str", attribute),)
    if attributes not in audit.axes:
        called = " × ".join(map(str, attributes))
        raise InputError.for_choice("attribute", called, [" × ".join(one) for one in audit.axes])
    weighed = _costs(costs)
    if weighed is None:
        raise InputError(f"costs is {costs!r}.\nGive two numbers above 0, such as (5, 1).")
    most = audit.decisions.n_rows
    if capacity is not None and (type(capacity) is not int or not 0 < capacity <= most):
        raise InputError(f"capacity is {capacity!r}.\nGive a whole number of people from 1 to {most}, or None.")
    return Panel(ThresholdBoard(audit, attributes, weighed, capacity))


def _places(value: Any, many: int, end: int) -> tuple[int, ...] | None:
    """Return so many whole numbers below ``end``; ``None`` where it is anything else."""
    is_good = isinstance(value, list) and len(value) == many and all(type(one) is int for one in value)
    return tuple(value) if is_good and all(0 <= one < end for one in value) else None


def _costs(value: Any) -> tuple[float, float] | None:
    is_good = isinstance(value, (list, tuple)) and len(value) == 2 and all(type(one) in (int, float) for one in value)
    return (float(value[0]), float(value[1])) if is_good and all(0 < one < math.inf for one in value) else None
