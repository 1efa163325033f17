"""What may change of a case, and how: what the search for changes that turn an answer has to keep to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from workbench.document.wording import name as shown_name
from workbench.errors import InputError
from workbench.explanation.changes import fixed_columns
from workbench.explanation.counterfactuals.options import constraints_of
from workbench.modeling.result import Fitted
from workbench.widgets.board import unknown
from workbench.widgets.explanation_values import Domain, given_value, short_name, typed_value
from workbench.widgets.view import Choice, Grid, Group, Node, Number, Option, Press, Row, Said, Words
from workbench.widgets.wording import told

__all__ = ["Limits", "changed_limits", "limits_nodes"]

Ends = tuple[object, object]

_FREE, _FIXED, _WAYS = "free", "fixed", ("up", "down")
_ORDERED = ("number", "date", "time")


@dataclass(frozen=True)
class Limits:
    """What may change, as :func:`workbench.find_counterfactuals` takes it.

    Parameters
    ----------
    immutable : tuple of str
        Columns that cannot change.
    directions : tuple of (str, {"up", "down"})
        Columns that go one way only.
    ranges : tuple of (str, (object, object))
        The least and the most value of a column; ``None`` where there is no such limit.
    """

    immutable: tuple[str, ...] = ()
    directions: tuple[tuple[str, str], ...] = ()
    ranges: tuple[tuple[str, Ends], ...] = ()

    def named(self) -> dict[str, Any]:
        """Return what is limited, by the argument that says so."""
        found = {"immutable": list(self.immutable), "directions": dict(self.directions), "ranges": dict(self.ranges)}
        return {argument: value for argument, value in found.items() if value}

    def way(self, column: str) -> str:
        """Return how a column may change: ``"free"``, ``"fixed"``, ``"up"`` or ``"down"``."""
        return _FIXED if column in self.immutable else dict(self.directions).get(column, _FREE)

    def ends(self, column: str) -> Ends:
        """Return the limits of a column's values."""
        return dict(self.ranges).get(column, (None, None))


def changed_limits(
    fitted: Fitted, before: Limits, id: str, value: object, domain_of: Callable[[str], Domain]
) -> Limits:
    """Return what may change after a control says so.

    Parameters
    ----------
    fitted : Fitted
        The model.
    before : Limits
        What was limited before.
    id : str
        The control: ``limit``, which of a column's it is, and the place of the column.
    value : object
        What it says.
    domain_of : callable
        Takes a column, returns what it holds.

    Raises
    ------
    InputError
        If there is no such control, or nothing would be left of a column's values.
    """
    _, _, rest = id.partition("/")
    kind, _, place = rest.partition("/")
    columns = fitted.prepared.columns
    if not place.isdigit() or int(place) >= len(columns) or columns[int(place)] not in _free(fitted):
        raise unknown(id)
    column = columns[int(place)]
    ways, ends = {column: before.way(column)}, {column: before.ends(column)}
    domain = domain_of(column)
    if kind == "way" and value in (_FREE, _FIXED, *(_WAYS if domain.holds in _ORDERED else ())):
        ways[column] = str(value)
    elif kind in ("least", "most") and domain.holds in _ORDERED:
        end = _end(domain, value)
        least, most = ends[column]
        ends[column] = (end, most) if kind == "least" else (least, end)
    else:
        raise unknown(id)
    limits = _with(before, column, ways[column], ends[column], columns)
    constraints_of(fitted, limits.immutable, dict(limits.directions), dict(limits.ranges))  # says what is wrong
    return limits


def limits_nodes(fitted: Fitted, limits: Limits, columns: Sequence[str], domain_of: Callable[[str], Domain]) -> Group:
    """Return the controls of what may change, a row a column.

    Parameters
    ----------
    fitted : Fitted
        The model.
    limits : Limits
        What is limited now.
    columns : sequence of str
        Those that are shown.
    domain_of : callable
        Takes a column, returns what it holds.
    """
    ages, free = fixed_columns(fitted, ()), _free(fitted)
    rows = tuple(_row(fitted, limits, domain_of(one), is_age=one in ages) for one in columns if one in free)
    header = tuple(told(f"explanation.{one}") for one in ("column", "may", "at_least", "at_most"))
    protected = any(one not in free for one in fitted.prepared.columns)
    nodes: tuple[Node, ...] = (
        *((Said("limits/protected", told("explanation.never_protected"), "quiet"),) if protected else ()),
        Grid("limits/columns", told("explanation.limits_caption"), header, rows),
        Press("unlimit", told("explanation.unlimit"), "quiet", "" if limits.named() else told("explanation.unlimited")),
    )
    return Group("limits", nodes, told("explanation.limits"), "fold")


def _row(fitted: Fitted, limits: Limits, domain: Domain, *, is_age: bool) -> Row:
    column, place = domain.column, fitted.prepared.columns.index(domain.column)
    label = short_name(column)
    free = Option(_FREE, told("explanation.way_age" if is_age else "explanation.way_free"))
    fixed = () if is_age else (Option(_FIXED, told("explanation.way_fixed")),)
    ordered = domain.holds in _ORDERED
    ways = tuple(Option(one, told(f"explanation.way_{one}")) for one in _WAYS) if ordered else ()
    may = told("explanation.may_of", column=label)
    way = Choice(f"limit/way/{place}", may, (free, *fixed, *ways), limits.way(column), look="select", quiet=True)
    ends = zip(("least", "most"), limits.ends(column), strict=True)
    boxes = [
        _box(domain, f"limit/{one}/{place}", told(f"explanation.{one}_of", column=label), end) for one, end in ends
    ]
    return Row(f"limits/{place}", (shown_name(column).text, way, *(boxes if ordered else ("", ""))))


def _box(domain: Domain, id: str, label: str, end: object) -> Number | Words:
    if domain.holds == "number":
        return Number(id, label, float(end) if isinstance(end, (int, float)) else None, quiet=True)
    return Words(id, label, "" if end is None else typed_value(end), quiet=True)


def _end(domain: Domain, value: object) -> object:
    if value is None or value == "":
        return None
    if domain.holds == "number" and (isinstance(value, bool) or not isinstance(value, (int, float))):
        raise InputError(f"{value!r} is no value for column {domain.column!r}.\nType a number.")
    return given_value(domain, value, None)


def _with(before: Limits, column: str, way: str, ends: Ends, columns: Sequence[str]) -> Limits:
    ways = {**dict(before.directions), column: way}
    ranges = {**dict(before.ranges), column: ends}
    immutable = {*before.immutable, column} if way == _FIXED else {*before.immutable} - {column}
    # Of what cannot change nothing else is said.
    limited = {one for one, both in ranges.items() if both != (None, None)} - immutable
    return Limits(
        tuple(one for one in columns if one in immutable),
        tuple((one, ways[one]) for one in columns if ways.get(one) in _WAYS),
        tuple((one, ranges[one]) for one in columns if one in limited),
    )


def _free(fitted: Fitted) -> tuple[str, ...]:
    """Return the columns of which it can be said how they change: all but protected ones."""
    protected = {one.column for one in fitted.prepared.split.data.roles.protected}
    return tuple(one for one in fitted.prepared.columns if one not in protected)
