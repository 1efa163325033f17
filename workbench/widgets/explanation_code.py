"""The plain Python of what the explanation viewer shows."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from workbench.explanation.result import Explanation
from workbench.modeling.result import Fitted
from workbench.widgets.code import Raw, call, literal, variable_of
from workbench.widgets.explanation_limits import Limits

__all__ = ["case_code", "effect_code", "model_code"]

_NO_LIMITS = Limits()
_FUNCTIONS = {
    "reasons": ("reasons", "wb.explain_person"),
    "waterfall": ("waterfall", "wb.explain_prediction"),
    "changes": ("counterfactuals", "wb.find_counterfactuals"),
}


def model_code(source: Fitted | Explanation) -> str:
    """Return the code of the model's explanation."""
    if isinstance(source, Explanation):
        return variable_of(source, "explanation")
    return f"explanation = {call('wb.explain_model', Raw(_fitted(source)))}\nexplanation"


def effect_code(source: Fitted | Explanation, column: str) -> str:
    """Return the code of a column's effect."""
    return f"effects = {call('wb.explain_effects', Raw(_fitted(source)), [column])}\neffects"


def case_code(
    source: Fitted | Explanation,
    place: int,
    changes: tuple[tuple[str, object], ...],
    tell: str,
    how: object,
    limits: Limits = _NO_LIMITS,
) -> str:
    """Return the code of what is told of a case; of its values it holds those that were changed.

    Parameters
    ----------
    source : Fitted or Explanation
        What the viewer was given.
    place : int
        The held-out row.
    changes : tuple of (str, object)
        What was edited.
    tell : {"reasons", "waterfall", "changes"}
        What is told.
    how : object
        Of reasons the method, of changes the answer wanted.
    limits : Limits
        Of changes, what may change.
    """
    variable, function = _FUNCTIONS[tell]
    fitted = _fitted(source)
    given = variable_of(source, "explanation") if isinstance(source, Explanation) and tell == "waterfall" else fitted
    before, row = "", literal(place)
    edited = {name: _value(value) for name, value in changes}
    if changes:
        before = f"case = {fitted}.prepared.split.test.table.slice({place}, 1).to_pylist()[0]\n"
        row = f"case | {literal(edited)}"
    named: dict[str, object] = {"method": how} if how == "A" else {}
    written = list(edited.values())
    if tell == "changes":
        named = {"wanted": how, **limits.named()}
        if limits.ranges:
            ranges = {name: tuple(map(_value, ends)) for name, ends in limits.ranges}
            named["ranges"] = ranges
            written += [end for ends in ranges.values() for end in ends]
    for module in ("pandas", "datetime"):  # under names that are nobody's
        if any(isinstance(value, Raw) and value.startswith(f"_{module}.") for value in written):
            before = f"import {module} as _{module}\n{before}"
    return f"{before}{variable} = {call(function, Raw(given), Raw(row), **named)}\n{variable}"


def _fitted(source: Fitted | Explanation) -> str:
    if isinstance(source, Fitted):
        return variable_of(source, "fitted")
    return variable_of(source.fitted, "") or f"{variable_of(source, 'explanation')}.fitted"


def _value(value: object) -> object:
    """Return a value as it is written: days and times as calls with their text."""
    if isinstance(value, pd.Timestamp):
        zone = {} if value.tz is None else {"tz": str(value.tz)}
        written = value.tz_localize(None) if zone else value
        return Raw(call("_pandas.Timestamp", written.isoformat(), **zone))
    if isinstance(value, dt.date):
        kind = "datetime" if isinstance(value, dt.datetime) else "date"
        return Raw(call(f"_datetime.{kind}.fromisoformat", value.isoformat()))
    return value
