"""What the explorer's presets have to find, looked for one step at a time in what audits count."""

from __future__ import annotations

import itertools
from typing import NamedTuple

import numpy as np

from workbench.modeling.thresholds.criteria import criterion_of_costs


class Wanted(NamedTuple):
    kind: str
    each: bool
    places: list[int]
    costs: tuple[float, float] = (1.0, 1.0)
    capacity: int | None = None


class Steps:
    """Counts of each group at each step: group, outcome, decision, step."""

    def __init__(self, audit, data):
        tallies = [audit.at_threshold(edge).axis("group").tally.n[:, :, :2] for edge in data["edges"]]
        self.n = np.stack(tallies, axis=3)
        self.compared = np.array(data["compared"])
        self.groups, self.last = len(data["groups"]), len(data["edges"]) - 1

    def selected(self, places):
        return sum(int(self.n[group, :, 1, place].sum()) for group, place in enumerate(places))

    def cost(self, places, costs):
        """Cost per person whose outcome is known, as ``choose_threshold`` reckons it."""
        cells = sum(self.n[group, :2, :, place] for group, place in enumerate(places))
        (tn, fp), (fn, tp) = cells
        criterion = criterion_of_costs({"false_favourable": costs[0], "false_unfavourable": costs[1]})
        return float(criterion.value(np.array([[tp], [fp], [fn], [tn]]) / cells.sum())[0]) / 100

    def together(self, place):
        return [place] * self.groups


def wanted_of(steps, place):
    """Yield what is asked for in a contract."""
    start = steps.together(place)
    apart = [(3 * group + 2) % (steps.last + 1) for group in range(steps.groups)]
    few = max(1, steps.selected(start) // 3)
    has_outcomes = steps.n[:, :2].sum() > 0
    for places, capacity in itertools.product((start, apart), (None, few, 1)):
        if capacity is not None:
            yield Wanted("capacity", False, places, capacity=capacity)
        yield Wanted("selection", True, places, capacity=capacity)
        if has_outcomes:
            yield Wanted("opportunity", True, places, capacity=capacity)
            for each, costs in itertools.product((False, True), ((1.0, 1.0), (5.0, 1.5), (0.3, 2.0))):
                yield Wanted("cost", each, places, costs, capacity)


def found(steps, wanted):
    """Return each group's step, or None where it cannot be had."""
    room = float("inf") if wanted.capacity is None else wanted.capacity
    if wanted.kind == "capacity":
        return _fullest(steps, room)
    if wanted.kind == "cost":
        return (_cheapest_each if wanted.each else _cheapest)(steps, wanted, room)
    return _equal(steps, wanted, room, outcomes=[0, 1, 2] if wanted.kind == "selection" else [1])


def _fullest(steps, room):
    fitting = [place for place in range(steps.last + 1) if steps.selected(steps.together(place)) <= room]
    return steps.together(fitting[0] if fitting else steps.last)


def _cheapest(steps, wanted, room):
    best, least = None, float("inf")
    for place in range(_fullest(steps, room)[0], steps.last + 1):
        cost = steps.cost(steps.together(place), wanted.costs)
        if cost <= least + 1e-13:
            best, least = place, min(cost, least)
    return steps.together(best)


def _cheapest_each(steps, wanted, room):
    """At the lowest price of a favourable decision at which there is room; prices matter where two steps cost alike."""
    fp, fn = steps.n[:, 0, 1], steps.n[:, 1, 0]
    costs, selected = wanted.costs[0] * fp + wanted.costs[1] * fn, steps.n[:, :, 1].sum(axis=1)
    prices = {0.0}
    for cost, many in zip(costs[steps.compared], selected[steps.compared], strict=True):
        for one, other in itertools.permutations(range(steps.last + 1), 2):
            if many[one] > many[other]:
                prices.add(max(0.0, (cost[other] - cost[one]) / (many[one] - many[other])))
    paid = np.array([price * (1 + 1e-9) + 1e-9 if price else 0.0 for price in [*sorted(prices), max(prices) + 1]])
    own = np.broadcast_to(wanted.places, (len(paid), steps.groups))
    found = np.where(
        steps.compared,
        steps.last - np.argmin((costs + paid[:, None, None] * selected)[:, :, ::-1], axis=2),
        own,
    )
    fits = selected[np.arange(steps.groups), found].sum(axis=1) <= room
    return found[int(np.argmax(fits)) if fits.any() else -1].tolist()


def _equal(steps, wanted, room, outcomes):
    favoured, everybody = steps.n[:, outcomes, 1].sum(axis=1), steps.n[:, outcomes].sum(axis=(1, 2))[:, 0]
    groups = [group for group in range(steps.groups) if steps.compared[group] and everybody[group] > 0]
    if len(groups) < 2:
        return None
    now = sum(int(favoured[group, wanted.places[group]]) for group in groups) / int(everybody[groups].sum())

    def placed(of):
        return [of(favoured[group] / everybody[group]) if group in groups else wanted.places[group]
                for group in range(steps.groups)]  # fmt: skip

    nearest = placed(lambda rates: max(range(len(rates)), key=lambda place: (-abs(rates[place] - now), place)))
    if steps.selected(nearest) <= room:
        return nearest
    levels = sorted({rate for group in groups for rate in favoured[group] / everybody[group] if rate <= now})
    for level in reversed(levels):
        places = placed(
            lambda rates, most=level: next((at for at, rate in enumerate(rates) if rate <= most), steps.last)
        )
        if steps.selected(places) <= room:
            break
    return places
