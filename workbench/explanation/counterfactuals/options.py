"""To which values each column may change, and how far each is off."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from workbench.checks import check_column
from workbench.errors import InputError
from workbench.explanation.changes import fixed_columns
from workbench.explanation.person_row import PersonRow
from workbench.explanation.tellable import Tellable, place_of, tellable
from workbench.modeling.result import Fitted

__all__ = ["OF_CATEGORY", "Constraints", "Option", "constraints_of", "options_of"]

OF_CATEGORY = 0.5
"""How far off another category is: as far as half of all rows are in a column of numbers."""

Direction = Literal["up", "down"]
Ends = tuple[Any, Any]


@dataclass(frozen=True)
class Constraints:
    """What may change, and how.

    Parameters
    ----------
    fixed : frozenset of str
        Columns that cannot change.
    directions : mapping of str to {"up", "down"}
        Columns of numbers or dates that can go one way only.
    ranges : mapping of str to tuple
        Columns of numbers or dates with the least and the most value; ``None`` where there is no such limit.
    """

    fixed: frozenset[str]
    directions: Mapping[str, Direction]
    ranges: Mapping[str, Ends]


@dataclass(frozen=True, eq=False)
class Option:
    """The other values that one column may take.

    Parameters
    ----------
    told : Tellable
        All values of the column that can be told.
    codes : array of int, shape (n_values,)
        Those that are allowed, as places in ``told``; the nearest first.
    costs : array of float, shape (n_values,)
        How far each is off: of numbers and dates the share of the rows learned from that lie between, of
        categories always a half.
    """

    told: Tellable
    codes: NDArray[np.int64]
    costs: NDArray[np.float64]

    def thinned(self, n: int) -> NDArray[np.int64]:
        """Return at most so many of the places in ``codes``, spread evenly, with the nearest and the furthest."""
        return np.unique(np.linspace(0, len(self.codes) - 1, min(n, len(self.codes))).round().astype(np.int64))


def constraints_of(
    fitted: Fitted,
    immutable: Iterable[str],
    directions: Mapping[str, str] | None,
    ranges: Mapping[str, Ends] | None,
) -> Constraints:
    """Return what may change, checked.

    Protected columns and those that were named never change; those that speak of age only where a direction or a
    range says how.
    """
    if isinstance(immutable, str):
        raise InputError(f"immutable is {immutable!r} alone.\nGive a list, even of one: [{immutable!r}].")
    prepared = fitted.prepared
    named = frozenset(check_column(name, prepared.split.data.columns) for name in immutable)
    ways, limits = dict(directions or {}), dict(ranges or {})
    never = {one.column for one in prepared.split.data.roles.protected} | named
    for argument, given in (("directions", ways), ("ranges", limits)):
        for name in given:
            check_column(name, prepared.columns)
            if name in never:
                raise InputError(
                    f"{argument} says how {name!r} changes, which is protected or immutable.\n"
                    "Leave it out: it never changes."
                )
    for name, way in ways.items():
        if way not in ("up", "down"):
            raise InputError.for_choice(f"directions[{name!r}]", way, ["up", "down"])
    for name, ends in limits.items():
        _check_ends(name, ends)
    return Constraints(fixed_columns(fitted, named) - (ways.keys() | limits.keys()) | never, ways, limits)  # type: ignore[arg-type]  # each way was checked


def _check_ends(name: str, ends: object) -> None:
    known = [one for one in ends if one is not None] if isinstance(ends, (tuple, list)) and len(ends) == 2 else []
    good = bool(known) and all(isinstance(one, dt.date) or _is_number(one) for one in known)
    good = good and (len(known) < 2 or place_of(known[0]) <= place_of(known[1]))
    if not good:
        raise InputError(
            f"ranges[{name!r}] is {ends!r}.\n"
            "Give the least and the most value, None where there is no such limit: (0, None)."
        )


def options_of(fitted: Fitted, person: PersonRow, constraints: Constraints) -> tuple[dict[str, Option], dict[str, str]]:
    """Return the values that each column may take, and of the others why they cannot change."""
    found: dict[str, Option] = {}
    not_tried: dict[str, str] = {}
    for name in fitted.prepared.columns:
        if name in constraints.fixed:
            not_tried[name] = "it cannot change"
            continue
        told = tellable(fitted, name)
        if isinstance(told, str):
            not_tried[name] = told
            continue
        if not told.is_ordered and (name in constraints.directions or name in constraints.ranges):
            raise InputError(
                f"Column {name!r} has a direction or a range, and holds no numbers or dates.\n"
                "Leave it out of directions= and ranges=, or name it in immutable=."
            )
        option = _option(told, person.values[name], constraints)
        if isinstance(option, str):
            not_tried[name] = option
        else:
            found[name] = option
    return found, not_tried


def _option(told: Tellable, own: object, constraints: Constraints) -> Option | str:
    codes = np.array([code for code, value in enumerate(told.values) if value != own], dtype=np.int64)
    if not told.is_ordered:
        return Option(told, codes, np.full(len(codes), OF_CATEGORY)) if len(codes) else "it has no other value"
    places = told.places
    start = place_of(own) if own is not None else math.nan
    way = constraints.directions.get(told.column)
    if way is not None and own is None:
        return "its own value is missing, so that nothing is up or down of it"
    least, most = (None if end is None else place_of(end) for end in constraints.ranges.get(told.column, (None, None)))
    fits = np.ones(len(codes), dtype=bool)
    fits &= places[codes] >= (-math.inf if least is None else least)
    fits &= places[codes] <= (math.inf if most is None else most)
    if way is not None:
        fits &= places[codes] > start if way == "up" else places[codes] < start
    codes = codes[fits]
    if not len(codes):
        return "no other value that can be told is within its limits"
    own_rank = 0.5 if own is None else float(told.rank(np.array([start]))[0])
    costs = np.abs(told.rank(places[codes]) - own_rank)
    off = np.zeros(len(codes)) if own is None else np.abs(places[codes] - start)
    order = np.lexsort((codes, off, costs))
    return Option(told, codes[order], costs[order])


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float, np.number)) and not isinstance(value, bool) and math.isfinite(value)
