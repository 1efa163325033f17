"""Checks the values that a person gives for the parameters of a template.

The same rules as in the form of the gallery; ``tests/contracts/templates/values.json`` holds both to them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Date
from difflib import get_close_matches
from fractions import Fraction
from typing import Literal

from workbench.core.schema import Json
from workbench.templates.contract import LONGEST_TEXT, Parameter, Template

__all__ = ["Code", "Problem", "check_values", "problem_of", "same_value"]

Code = Literal[
    "unknown", "type", "empty", "characters", "too_long", "pattern", "too_small", "too_large", "step", "choice",
    "column", "twice", "too_many", "suffix", "example", "date", "too_early", "too_late", "value",
]  # fmt: skip

_EXAMPLE = "example:"
_EXAMPLE_NAME = re.compile(r"example:[a-z0-9][a-z0-9_-]*")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://.*", re.DOTALL)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# What would break a line, or show other text than there is: controls, separators, and marks that turn text round.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_LARGEST = 2**53 - 1


@dataclass(frozen=True)
class Problem:
    """Why a value cannot be taken.

    Parameters
    ----------
    name : str
        The parameter.
    code : str
        What kind of problem, the same in Python and in the form.
    told : str
        What is wrong and what to do, in two sentences.
    """

    name: str
    code: Code
    told: str


def check_values(
    template: Template,
    values: Mapping[str, Json],
    columns: Mapping[str, Sequence[str]] | None = None,
    known: Mapping[str, Sequence[str]] | None = None,
) -> tuple[Problem, ...]:
    """Return what is wrong with values for a template's parameters, at most one problem for each.

    Parameters
    ----------
    template : Template
        Whose parameters they are.
    values : mapping of str to JSON value
        By the name of the parameter. What is not given keeps its default, and is checked too: the default of a
        column may not be in another file.
    columns : mapping of str to sequence of str, optional
        For the names of file parameters, which columns the file has. Columns of other files are not checked.
    known : mapping of str to sequence of str, optional
        For the names of text parameters, all values of the column that they are a value of.

    Examples
    --------
    >>> from workbench.templates import find_templates
    >>> template = find_templates().get("00-first-report")
    >>> for problem in check_values(template, {"seed": 1.5}):
    ...     print(problem.told)
    Seed is 1.5.
    Give a whole number.
    """
    names = [one.name for one in template.parameters]
    kept = {one.name: values.get(one.name, one.default) for one in template.parameters}
    around = _Around(template, kept, columns or {}, known or {})
    found = [problem_of(one, kept[one.name], around) for one in template.parameters]
    unknown = [_unknown(name, names) for name in values if name not in names]
    return (*(problem for problem in found if problem is not None), *unknown)


def same_value(one: object, other: object) -> bool:
    """Say whether two values are the same JSON: 1 and 1.0 are, 1 and true are not.

    Examples
    --------
    >>> same_value(1, 1.0), same_value(1, True), same_value([1], [1.0])
    (True, False, True)
    """
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same_value, one, other))
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


@dataclass(frozen=True)
class _Around:
    """What else is known when a value is checked."""

    template: Template
    values: Mapping[str, Json]
    columns: Mapping[str, Sequence[str]]
    known: Mapping[str, Sequence[str]]

    def file(self, one: Parameter) -> str | None:
        """Return the name of the file parameter that a parameter belongs to."""
        files = (other.name for other in self.template.parameters if other.type == "file")
        return one.of if one.of is not None else next(files, None)

    def is_example(self, one: Parameter) -> bool:
        """Say whether that file is a bundled example."""
        name = self.file(one)
        return name is not None and str(self.values.get(name, "")).startswith(_EXAMPLE)

    def columns_of(self, one: Parameter) -> Sequence[str] | None:
        """Return the columns of that file, where they are known."""
        name = self.file(one)
        return None if name is None else self.columns.get(name)


def problem_of(one: Parameter, value: Json, around: _Around | None = None) -> Problem | None:
    """Return what is wrong with the value of one parameter.

    Parameters
    ----------
    one : Parameter
        Whose value it is.
    value : JSON value
        What a person gave.
    around : optional
        The other values and the columns of files; without it neither is looked at.
    """
    if value is None and one.default is None:
        return None
    if one.type in _EMPTY and value == _EMPTY[one.type]:
        found = _empty(one, around)
    else:
        found = _CHECKS[one.type](one, value, around)
    if found is None:
        return None
    code, wrong, remedy = found
    return Problem(one.name, code, f"{one.title} {wrong}.\n{remedy}")


_Found = tuple[Code, str, str] | None
_EMPTY: dict[str, Json] = {"text": "", "column": "", "file": "", "date": "", "list": []}


def _empty(one: Parameter, around: _Around | None) -> _Found:
    if one.may_be_empty is True or (one.may_be_empty == "example" and (around is None or around.is_example(one))):
        return None
    if one.may_be_empty == "example":
        return "empty", "is empty", "Only a bundled example knows its own; say it for your data."
    return "empty", "is empty", "Fill it in."


def _plain(value: object, longest: int) -> _Found:
    if not isinstance(value, str):
        return "type", f"is {_shown(value)}", "Give text."
    if found := _UNSEEN.search(value):
        code = f"U+{ord(found[0]):04X}"
        return "characters", f"has a character that cannot be seen, {code}", "Type the text anew on one line."
    if len(value) > longest:
        return "too_long", f"has {len(value):,} characters", f"Give {longest:,} at most."
    return None


def _matching(one: Parameter, value: str) -> _Found:
    if one.pattern is None or re.fullmatch(one.pattern, value, re.ASCII):
        return None
    return "pattern", f"is {_shown(value)}, which has not the form that is wanted", one.help


def _text(one: Parameter, value: Json, around: _Around | None) -> _Found:
    if found := _plain(value, one.max_length) or _matching(one, str(value)):
        return found
    known = () if around is None else around.known.get(one.name, ())
    if not known or value in known:
        return None
    return (
        "value",
        f"is {_shown(value)}, which the column does not have",
        f"Give one of: {', '.join(map(repr, known))}.",
    )


def _number(one: Parameter, value: Json, _: _Around | None) -> _Found:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        return "type", f"is {_shown(value)}", "Give a number."
    least = -_LARGEST if one.min is None else one.min
    most = _LARGEST if one.max is None else one.max
    if value < least:
        return "too_small", f"is {value!r}", f"Give {least:,} or more."
    if value > most:
        return "too_large", f"is {value!r}", f"Give {most:,} or less."
    if one.step is not None:
        # As they are written: in binary 0.3 is not three times 0.1.
        start, step = _decimal(one.min or 0), _decimal(one.step)
        if (_decimal(value) - start) % step:
            if step == 1 and start.denominator == 1:
                return "step", f"is {value!r}", "Give a whole number."
            return "step", f"is {value!r}", f"Give {one.min or 0:,}, or more by steps of {one.step:,}."
    return None


def _decimal(value: float) -> Fraction:
    return Fraction(repr(value))


def _choice(one: Parameter, value: Json, _: _Around | None) -> _Found:
    if any(same_value(value, choice.value) for choice in one.choices):
        return None
    listed = ", ".join(repr(choice.value) for choice in one.choices)
    return "choice", f"is {_shown(value)}", f"Give one of: {listed}."


def _column(one: Parameter, value: Json, around: _Around | None) -> _Found:
    columns = around.columns_of(one) if around is not None else None
    if columns is not None and isinstance(value, str) and value in columns:  # whatever characters it has
        return None
    if found := _plain(value, LONGEST_TEXT):
        return found
    if columns is None:
        return None
    name = str(value)
    close = get_close_matches(name, columns, n=1)
    hint = f"Did you mean {close[0]!r}?" if close else f"Give one of its {len(columns):,} columns."
    return "column", f"is {_shown(name)}, which is no column of the data", hint


def _list(one: Parameter, value: Json, around: _Around | None) -> _Found:
    if not isinstance(value, list):
        return "type", f"is {_shown(value)}", "Give a list."
    if len(value) > one.max_items:
        return "too_many", f"has {len(value):,} items", f"Give {one.max_items:,} at most."
    for at, item in enumerate(value):
        if item == "":
            return "empty", "has an empty item", "Fill it in, or take it out."
        if found := _item(one, item, around):
            code, wrong, remedy = found
            return code, f"has an item that {wrong}", remedy
        if one.items == "column" and item in value[:at]:
            return "twice", f"names {_shown(item)} twice", "Name it once."
    return None


def _item(one: Parameter, item: Json, around: _Around | None) -> _Found:
    if one.items == "column":
        return _column(one, item, around)
    return _plain(item, LONGEST_TEXT) or _matching(one, str(item))


def _file(one: Parameter, value: Json, _: _Around | None) -> _Found:
    if found := _plain(value, LONGEST_TEXT):
        return found
    text = str(value)
    if text.startswith(_EXAMPLE):
        if not one.may_be_example:
            return "example", f"is {_shown(text)}", "A bundled example cannot be taken here; name a file."
        if not _EXAMPLE_NAME.fullmatch(text):
            return "example", f"is {_shown(text)}", "Name an example in small letters, such as example:loans."
    elif one.suffixes and not _ADDRESS.fullmatch(text) and not text.lower().endswith(one.suffixes):
        return "suffix", f"is {_shown(text)}", f"Name a file that ends in one of: {', '.join(one.suffixes)}."
    return None


def _date(one: Parameter, value: Json, _: _Around | None) -> _Found:
    if not isinstance(value, str):
        return "type", f"is {_shown(value)}", "Write a day as 2026-01-31."
    try:
        day = Date.fromisoformat(value) if _DAY.fullmatch(value) else None
    except ValueError:
        day = None
    if day is None:
        return "date", f"is {_shown(value)}", "Write a day as 2026-01-31."
    if one.earliest is not None and value < one.earliest:
        return "too_early", f"is {value}", f"Give {one.earliest} or later."
    if one.latest is not None and value > one.latest:
        return "too_late", f"is {value}", f"Give {one.latest} or earlier."
    return None


def _yes_no(_one: Parameter, value: Json, _: _Around | None) -> _Found:
    return None if isinstance(value, bool) else ("type", f"is {_shown(value)}", "Give true or false.")


_CHECKS: dict[str, Callable[[Parameter, Json, _Around | None], _Found]] = {
    "text": _text,
    "number": _number,
    "choice": _choice,
    "column": _column,
    "list": _list,
    "file": _file,
    "date": _date,
    "yes_no": _yes_no,
}


def _unknown(name: str, known: Sequence[str]) -> Problem:
    close = get_close_matches(name, known, n=1)
    hint = f"Did you mean {close[0]!r}?" if close else f"Parameters are: {', '.join(known) or 'none'}."
    return Problem(name, "unknown", f"{_shown(name)} is no parameter of this template.\n{hint}")


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 100 else f"{text[:100]}…"
