"""Values of one case that a person edits: what a column can hold, and the control for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

from workbench.data.roles import label_of
from workbench.document.wording import name
from workbench.errors import InputError
from workbench.explanation.person_row import is_known, said_value
from workbench.explanation.tellable import learned_from
from workbench.modeling.result import Fitted
from workbench.widgets.view import Choice, Number, Option, Words
from workbench.widgets.wording import Whole, told

__all__ = [
    "Domain",
    "control_of",
    "domain_of",
    "given_value",
    "range_said",
    "short_name",
    "typed_value",
    "unlike",
    "value_said",
]

Holds = Literal["number", "truth", "date", "time", "text", "other"]

_MOST_CATEGORIES = 12
_LONGEST_LABEL = 60
_OWN, _MISSING = "own", "missing"


@dataclass(frozen=True)
class Domain:
    """What a column holds in the rows that the model learned from.

    Parameters
    ----------
    column : str
        The original column.
    holds : {"number", "truth", "date", "time", "text", "other"}
        Of which kind; no control is offered for others.
    is_whole : bool
        Of numbers, whether they are whole.
    low, high : object
        Of numbers and times, the least and the most; ``None`` where there is none.
    categories : tuple of str
        Of texts all that there are, the most frequent first; empty where they are more than twelve.
    """

    column: str
    holds: Holds
    is_whole: bool = False
    low: object = None
    high: object = None
    categories: tuple[str, ...] = ()


def domain_of(fitted: Fitted, column: str) -> Domain:
    """Return what a column holds in the rows that the model learned from."""
    data = learned_from(fitted)
    held, kind = data.column(column), data.kinds[column]
    if pa.types.is_boolean(kind):
        return Domain(column, "truth")
    if pa.types.is_string(kind):
        return Domain(column, "text", categories=_categories(held))
    if pa.types.is_integer(kind) or pa.types.is_floating(kind):
        return Domain(column, "number", pa.types.is_integer(kind), *_ends(held))
    if pa.types.is_date(kind):
        return Domain(column, "date", False, *_ends(held))
    if pa.types.is_timestamp(kind):
        return Domain(column, "time", False, *_ends(held))
    return Domain(column, "other")


def value_said(value: object, column: str) -> str:
    """Return a value as it is told, a missing one by that word."""
    if value is None:
        return told("explanation.missing")
    return name(value.isoformat(sep=" ") if isinstance(value, dt.datetime) else said_value(value, column)).text


def short_name(column: str) -> Whole:
    """Return as much of a column's name as labels its controls: the row that they stand in begins with all of it."""
    return Whole(name(column, _LONGEST_LABEL).text)


def control_of(domain: Domain, id: str, value: object, own: object) -> Choice | Number | Words | str:
    """Return the control with which a value is changed; text alone where there is none.

    Parameters
    ----------
    domain : Domain
        What the column holds.
    id : str
        Of the control.
    value, own : object
        What it is changed to, and what the case has.
    """
    label = told("explanation.becomes_of", column=short_name(domain.column))
    if domain.holds == "other":
        return value_said(own, domain.column)
    if domain.holds == "number":
        shown = float(value) if isinstance(value, (int, float)) else None
        return Number(id, label, shown, step=1.0 if domain.is_whole else None, quiet=True)
    if domain.holds == "truth" or domain.categories:
        known = _known(domain)
        options = [Option(str(place), value_said(one, domain.column)) for place, one in enumerate(known)]
        if own is not None and own not in known:
            options.append(Option(_OWN, value_said(own, domain.column)))
        options.append(Option(_MISSING, told("explanation.missing")))
        chosen = _MISSING if value is None else str(known.index(value)) if value in known else _OWN
        return Choice(id, label, tuple(options), chosen, look="select", quiet=True)
    return Words(id, label, "" if value is None else typed_value(value), quiet=True)


def given_value(domain: Domain, given: object, own: object) -> object:
    """Return the value that a control says, as the data would hold it.

    Raises
    ------
    InputError
        If it is none that the column could hold.
    """
    if given is None or domain.holds == "number":
        whole = domain.is_whole and isinstance(given, float) and given.is_integer()
        return int(given) if whole else given  # type: ignore[call-overload]  # a float then
    if not isinstance(given, str):
        raise InputError(f"{given!r} is no value for column {domain.column!r}.\nReload the page, and choose again.")
    if domain.holds == "truth" or domain.categories:
        known = _known(domain)
        said: Mapping[str, object] = {_OWN: own, _MISSING: None, **{str(at): one for at, one in enumerate(known)}}
        if given not in said:
            raise InputError(f"{given!r} is no value for column {domain.column!r}.\nReload the page, and choose again.")
        return said[given]
    if given == "":
        return own if own == "" else None
    return _time(domain, given) if domain.holds in ("date", "time") else given


def unlike(fitted: Fitted, domain: Domain, value: object) -> str:
    """Return in words that the model learned from no value like this, and from which it did; empty where it did."""
    if not fitted.prepared.split.train.n_rows or is_known(fitted, domain.column, value):
        return ""
    said = value_said(value, domain.column)
    if value is None:
        return told("explanation.never_missing")
    if domain.low is None:
        return told("explanation.unseen", value=said)
    return told("explanation.beyond", value=said, range=range_said(domain))


def range_said(domain: Domain) -> str:
    """Return from where to where the values lie that the model learned from; empty where they have no order."""
    if domain.low is None:
        return ""
    low, high = (value_said(end, domain.column) for end in (domain.low, domain.high))
    return told("explanation.range", low=low, high=high)


def _known(domain: Domain) -> list[object]:
    return [True, False] if domain.holds == "truth" else list(domain.categories)


def typed_value(value: object) -> str:
    """Return a value as it is typed."""
    return value.isoformat() if isinstance(value, dt.date) else label_of(value)


def _time(domain: Domain, given: str) -> dt.date:
    try:
        return (dt.date if domain.holds == "date" else dt.datetime).fromisoformat(given.strip())
    except ValueError:
        raise InputError(
            f"{given!r} is no {domain.holds} for column {domain.column!r}.\nType one such as 2024-05-31."
        ) from None


def _ends(held: pa.ChunkedArray) -> tuple[object, object]:
    ends = pc.min_max(held).as_py()
    return ends["min"], ends["max"]


def _categories(held: pa.ChunkedArray) -> tuple[str, ...]:
    counted = pc.value_counts(held.drop_null())
    if len(counted) > _MOST_CATEGORIES:
        return ()
    pairs = ((one["counts"], one["values"]) for one in counted.to_pylist())
    return tuple(value for _, value in sorted(pairs, key=lambda one: (-one[0], one[1])))
