"""The row of one person: a held-out one by its place or id, or a new one by its values, checked."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from workbench.core.finding import Finding
from workbench.core.provenance import Provenance
from workbench.data.dataset import Dataset
from workbench.data.roles import label_of
from workbench.errors import ColumnNotFoundError, InputError
from workbench.modeling.result import Fitted

__all__ = ["PersonRow", "is_known", "person_row", "said_value", "unseen_values"]

_NO_AMOUNTS = frozenset({"year", "zip", "zipcode", "postcode", "postal", "code", "id", "number"})
_TO_GIVE = "Give the place of a held-out row, its id as text, or the person's values by column."


@dataclass(frozen=True, eq=False)
class PersonRow:
    """One person's values in the columns that a model reads.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row, as the model's transformer reads it.
    values : mapping of str to object
        The values as the data hold them, by column; ``None`` where one is missing.
    place : int or None
        Which held-out row it is; ``None`` for values that were given.
    """

    frame: pd.DataFrame
    values: Mapping[str, object]
    place: int | None


def person_row(fitted: Fitted, row: object) -> PersonRow:
    """Return the row of a person.

    Parameters
    ----------
    fitted : Fitted
        The model.
    row : int, str, mapping or pandas.DataFrame
        The place of a held-out row, counted from 0; its id, where the data have an id column; or the
        person's values, by column or as a frame of one row.

    Raises
    ------
    InputError
        If there is no such row, or values are missing, of another kind, or of columns that the data do not have.
    """
    prepared = fitted.prepared
    test = prepared.split.test
    if isinstance(row, (Mapping, pd.DataFrame)):
        place, chosen = None, _given(fitted, row)
    else:
        place = _by_id(test, row) if isinstance(row, str) else _by_place(test, row)
        chosen = test.take(np.array([place]), Provenance("explain_person", {}, (test.fingerprint,)))
    values = {name: chosen.table[name][0].as_py() for name in prepared.columns}
    return PersonRow(prepared.raw_frame(chosen), values, place)


def said_value(value: object, column: str = "") -> str:
    """Return a person's value as it is told: numbers with at most six digits, and their thousands apart.

    Years and codes are no amounts, so that nothing stands between their digits.

    Parameters
    ----------
    value : object
        As the data hold it.
    column : str
        Where it stands: its name tells a year or a code from an amount.

    Examples
    --------
    >>> said_value(20.0), said_value(0.123456789), said_value(1234567.8), said_value("north"), said_value(None)
    ('20', '0.123457', '1,234,568', 'north', '')
    >>> said_value(22_000, "income"), said_value(1984, "year_built"), said_value(-3.5)
    ('22,000', '1984', '−3.5')
    """
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        return label_of(value)
    if isinstance(value, float):
        value = float(f"{value:.6g}") if not value.is_integer() and abs(value) < 1e6 else round(value)
    if isinstance(value, float) and abs(value) < 1e-9:
        return label_of(value)
    parts = set(re.findall(r"[a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column).lower()))
    said = f"{value:.10f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
    if not parts & _NO_AMOUNTS:
        whole, point, rest = said.partition(".")
        said = f"{int(whole):,}{point}{rest}" if whole.lstrip("-") != "0" else said
    return said.replace("-", "\N{MINUS SIGN}")


def _by_place(test: Dataset, row: object) -> int:
    if not isinstance(row, (int, np.integer)) or isinstance(row, bool):
        raise InputError(f"row is {row!r}.\n{_TO_GIVE}")
    if not 0 <= row < test.n_rows:
        raise InputError(
            f"row is {int(row)}, and {test.n_rows:,} rows were held out.\nGive a place from 0 to {test.n_rows - 1}."
        )
    return int(row)


def _by_id(test: Dataset, row: str) -> int:
    column = test.roles.id
    if column is None:
        raise InputError(
            f"row is {row!r}, and no column of the data is known to hold ids.\n"
            "Name it, read_data(…, id=…), or give the place of a held-out row."
        )
    found = [
        place for place, one in enumerate(test.table[column].to_pylist()) if one is not None and label_of(one) == row
    ]
    if len(found) != 1:
        rows = "no held-out row" if not found else f"{len(found)} held-out rows"
        raise InputError(
            f"row is {row!r}, and {rows} has that id in column {column!r}.\n"
            "Only rows that the model did not learn from can be explained by id; or give the person's values."
        )
    return found[0]


def _given(fitted: Fitted, row: Mapping[object, object] | pd.DataFrame) -> Dataset:
    """Return a data set of one row, made of the values that were given."""
    if isinstance(row, pd.DataFrame):
        if len(row) != 1:
            raise InputError(f"row is a frame of {len(row):,} rows.\nGive a frame of one row: one person.")
        row = {name: row[name].iloc[0] for name in row.columns}
    prepared = fitted.prepared
    data = prepared.split.train
    for name in row:
        if name not in data.columns:
            raise ColumnNotFoundError.for_name(name, list(prepared.columns))
    missing = [name for name in prepared.columns if name not in row]
    if missing:
        raise InputError(
            f"row has no value for {', '.join(map(repr, missing[:5]))}, which the model reads.\n"
            "Give every column that it reads; None where a value is not known."
        )
    kinds = {name: data.table[name].type for name in prepared.columns}
    columns = [pa.array([_checked(name, row[name], kind)], kind) for name, kind in kinds.items()]
    table = pa.table(columns, names=list(kinds))
    return Dataset(Provenance("explain_person", {}, (fitted.fingerprint,)), table, data.roles, data.name)


def _checked(name: str, value: object, kind: pa.DataType) -> object:
    """Return a value as Arrow takes it; refuse one of another kind rather than bend it."""
    value = value.item() if isinstance(value, np.generic) else value
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return None
    if pa.types.is_integer(kind) or pa.types.is_floating(kind):
        whole = pa.types.is_integer(kind)
        if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
            try:
                if not whole or float(value) == int(value):
                    return pa.scalar(int(value) if whole else float(value), kind).as_py()
            except (pa.ArrowInvalid, OverflowError):
                pass  # a number too large for the column
        raise InputError(f"row has {value!r} for {name!r}.\nThat column holds {'whole ' if whole else ''}numbers.")
    expected = {"bool": (bool, "true or false")}.get(str(kind), (str, "text"))
    if pa.types.is_temporal(kind) or pa.types.is_decimal(kind):
        try:
            return pa.array([value], kind)[0].as_py()
        except (pa.ArrowInvalid, pa.ArrowTypeError, TypeError):
            raise InputError(f"row has {value!r} for {name!r}.\nThat column holds {kind}.") from None
    if not isinstance(value, expected[0]):
        raise InputError(f"row has {value!r} for {name!r}.\nThat column holds {expected[1]}.")
    return value


def is_known(fitted: Fitted, name: str, value: object) -> bool:
    """Whether the model learned from a value like this: one that occurs, or a number or day within those that do.

    Texts that are told by their parts are like others, whatever they say.
    """
    column = fitted.prepared.split.train.column(name)
    if value is None:
        return bool(column.null_count > 0)
    if any(name in step.columns and step.tells_parts for step in fitted.prepared.steps_done):
        return True
    if pa.types.is_integer(column.type) or pa.types.is_floating(column.type) or pa.types.is_temporal(column.type):
        ends = pc.min_max(column).as_py()
        low, high = ends["min"], ends["max"]
        within: bool = low is not None and low <= value <= high
        return within
    return bool(value in set(column.unique().to_pylist()))


def unseen_values(fitted: Fitted, person: PersonRow) -> tuple[Finding, ...]:
    """Return a finding for each column in which a person's value is unlike any that the model learned from."""
    return tuple(_unseen(name) for name in fitted.prepared.columns if not is_known(fitted, name, person.values[name]))


def _unseen(column: str) -> Finding:
    return Finding(
        "WB402",
        "caution",
        f"Column {column!r} holds a value unlike any that the model learned from",
        "The model has to guess what such a value means, and so does its explanation.",
        "Check the value. If it is right, let a person decide without the model.",
        scope=column,
    )
